//! Words as a cell can hold them: whoever wrote them.

use crate::units::{capitalised, on_one_line};

/// Letters that a cell holds at most, as the format counts them (UTF-16).
const MOST: usize = 32_767;

/// What stands where letters were left out.
const CUT: &str = " … (cut)";

/// A text for a cell. Line breaks and tabs become blanks; what cannot be seen, or reorders what stands around it, is
/// written out, as everywhere; what is longer than a cell holds is cut and says so.
pub(super) fn clean(text: &str) -> String {
    // No file of this kind can hold the last two.
    let mut clean = on_one_line(text).replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}");
    if clean.encode_utf16().count() > MOST {
        let mut room = MOST - CUT.encode_utf16().count();
        clean = clean
            .chars()
            .take_while(|letter| {
                let fits = letter.len_utf16() <= room;
                room = room.saturating_sub(letter.len_utf16());
                fits
            })
            .collect();
        clean.push_str(CUT);
    }
    clean
}

/// A column's heading of its key: `pay_ci_low` becomes `Pay, 95 % low`.
pub(crate) fn heading(key: &str) -> String {
    const ENDS: [(&str, &str); 9] = [
        ("ci_low", "95 % low"),
        ("ci_high", "95 % high"),
        ("mc_se", "error"),
        ("sd", "spread (sd)"),
        ("p05", "P5"),
        ("p25", "P25"),
        ("p50", "P50"),
        ("p75", "P75"),
        ("p95", "P95"),
    ];
    let (stem, end) = ENDS
        .iter()
        .find_map(|(own, said)| {
            let stem = key.strip_suffix(own)?;
            (stem.is_empty() || stem.ends_with('_')).then(|| (stem.trim_end_matches('_'), *said))
        })
        .unwrap_or((key, ""));
    let mut words: Vec<String> = stem.split('_').filter(|word| !word.is_empty()).map(word).collect();
    if let Some(first) = words.first_mut().filter(|word| !word.starts_with("wRVU")) {
        *first = capitalised(first);
    }
    let stem = words.join(" ");
    match (stem.is_empty(), end.is_empty()) {
        (_, true) => stem,
        (true, false) => end.to_owned(),
        (false, false) => format!("{stem}, {end}"),
    }
}

/// A word of a key as people write it.
fn word(word: &str) -> String {
    match word {
        "wrvu" => "wRVU".to_owned(),
        "fte" => "FTE".to_owned(),
        "id" => "ID".to_owned(),
        "pv" => "present value of".to_owned(),
        "p75" | "p90" => word.to_uppercase(),
        plain => plain.to_owned(),
    }
}

/// A text in lines of so many letters at most; a longer word is left whole.
pub(super) fn lines(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_what_they_may() {
        assert_eq!(clean("a\tb\r\n\u{1b}[31mred\u{0}"), "a b \\u{1b}[31mred\\u{0}");
        assert_eq!(clean("=HYPERLINK(\"http://x\",\"y\")"), "=HYPERLINK(\"http://x\",\"y\")");
        assert_eq!(clean("\u{202e}evil"), "\\u{202e}evil");
        assert_eq!(clean("\u{FFFF}"), "\u{FFFD}");
        assert_eq!(clean("שלום עولם 🙂"), "שלום עولם 🙂");
        // A face counts two: 16,384 of them are one too many.
        let long = clean(&"🙂".repeat(16_384));
        assert!(long.ends_with(" … (cut)"));
        assert_eq!(long.encode_utf16().count(), 32_767 - 1);
        assert_eq!(clean(&"x".repeat(32_767)).len(), 32_767);
    }

    #[test]
    fn headings_are_read_off_keys() {
        for (key, said) in [
            ("pay_ci_low", "Pay, 95 % low"),
            ("mean", "Mean"),
            ("ci_high", "95 % high"),
            ("wrvu_per_clinical_fte", "wRVU per clinical FTE"),
            ("pv_change", "Present value of change"),
            ("physician_id", "Physician ID"),
        ] {
            assert_eq!(heading(key), said);
        }
    }

    #[test]
    fn lines_are_short() {
        assert_eq!(lines("one two three", 7), ["one two", "three"]);
    }
}
