//! Text as it can be shown: what would steer a terminal, or hide in a line, made visible.

use super::grammar::is_hidden;
use std::borrow::Cow;

/// What joins the parts of an emoji, or keeps letters of some scripts apart: it is part of how a name is written.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

/// Whether a character steers a terminal, or stands in a text without being seen. Line breaks and tabs do neither.
fn steers(c: char) -> bool {
    c == '\r' || (is_hidden(c) && !JOINERS.contains(&c))
}

/// A text with every character that a terminal would obey, or that a reader cannot see, written out: control
/// characters, switches of writing direction, marks of zero width. Line breaks and tabs stay.
///
/// ```
/// use cascade::units::visible;
/// assert_eq!(visible("Zoë, M.D.\n"), "Zoë, M.D.\n");
/// assert_eq!(visible("\u{1b}[31mred"), "\\u{1b}[31mred");
/// assert_eq!(visible("a\u{202e}b\r"), "a\\u{202e}b\\r");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    shown(text, |c, out| match c {
        '\r' => out.push_str("\\r"),
        _ => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
    })
}

/// The same on one line: line breaks and tabs become blanks.
///
/// ```
/// use cascade::units::on_one_line;
/// assert_eq!(on_one_line("first\nerror: second"), "first error: second");
/// ```
#[must_use]
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\r', '\t']) {
        return visible(text);
    }
    let words: Vec<&str> = text.split(['\n', '\r', '\t']).filter(|part| !part.is_empty()).collect();
    Cow::Owned(visible(&words.join(" ")).into_owned())
}

/// JSON with the same characters as escapes of JSON, so that whoever parses it reads the same text.
///
/// ```
/// use cascade::units::visible_json;
/// assert_eq!(visible_json("{\"a\":\"\u{9b}2J\u{202e}\"}"), "{\"a\":\"\\u009b2J\\u202e\"}");
/// ```
#[must_use]
pub fn visible_json(json: &str) -> Cow<'_, str> {
    shown(json, |c, out| {
        let mut units = [0_u16; 2];
        for unit in c.encode_utf16(&mut units) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
    })
}

fn shown(text: &str, escape: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if steers(c) { escape(c, &mut out) } else { out.push(c) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_steers_is_written_out_and_nothing_else() {
        for c in (0..=0x2_ffff_u32).filter_map(char::from_u32) {
            let text = format!("a{c}b");
            let (seen, json) = (visible(&text), visible_json(&text));
            assert!(!seen.chars().any(|c| c.is_control() && !"\n\t".contains(c)), "{c:?}");
            assert!(!json.chars().any(|c| c.is_control() && !"\n\t".contains(c)), "{c:?}");
            if ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c) {
                assert_ne!(seen, text);
            }
            if c.is_alphanumeric() || JOINERS.contains(&c) {
                assert_eq!((&*seen, &*json), (&*text, &*text));
            }
        }
    }

    #[test]
    fn what_is_parsed_again_is_what_it_was() {
        let text = "\u{1b}[2J \u{7f}\u{85}\u{202e}\u{2066}\u{61c}\u{2028}\u{feff}\u{e0041} 👩‍⚕️ é \u{200d}";
        let json = serde_json::to_string(text).unwrap();
        assert_eq!(serde_json::from_str::<String>(&visible_json(&json)).unwrap(), text);
        assert!(visible(text).contains("👩‍⚕️ é"));
    }
}
