//! From bytes to text: what encoding a file is in, and where its lines end.

use crate::units::count;

/// A text, and what had to be understood to read it.
#[derive(Debug)]
pub(super) struct Decoded {
    pub text: String,
    pub understood: Vec<String>,
}

/// Reads UTF-8 and UTF-16 with or without a byte order mark, UTF-16 only with one. A line that is not UTF-8 is
/// read as Windows-1252, in which older spreadsheets save. Every line end becomes a line feed.
///
/// # Errors
///
/// `RawRow` and reason, where the bytes are no text.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, (usize, String)> {
    let mut understood = Vec::new();
    let text = if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        understood.push("the file is UTF-16 and was read as such".to_owned());
        utf16(rest, u16::from_le_bytes)?
    } else if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        understood.push("the file is UTF-16 and was read as such".to_owned());
        utf16(rest, u16::from_be_bytes)?
    } else {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if let Some(zero) = bytes.iter().position(|b| *b == 0) {
            let line = bytes[..zero].split(|b| *b == b'\n').count();
            return Err((
                line,
                "the file holds zero bytes, so it is not UTF-8 text; save it as \"CSV UTF-8\"".to_owned(),
            ));
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => line_by_line(bytes, &mut understood)?,
        }
    };
    Ok(Decoded { text: plain_spaces(line_feeds(text)), understood })
}

/// Spaces that do not break, or are thin, as plain ones.
pub(super) fn plain_spaces(text: String) -> String {
    let odd =
        |c: char| matches!(c, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}');
    if text.contains(odd) { text.replace(odd, " ") } else { text }
}

fn line_feeds(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

fn utf16(bytes: &[u8], word: fn([u8; 2]) -> u16) -> Result<String, (usize, String)> {
    let words: Vec<u16> = bytes.chunks_exact(2).map(|pair| word([pair[0], pair[1]])).collect();
    let broken = || (1, "the file is broken UTF-16; save it again as \"CSV UTF-8\"".to_owned());
    let text = String::from_utf16(&words).map_err(|_| broken())?;
    if !bytes.len().is_multiple_of(2) || text.contains('\0') { Err(broken()) } else { Ok(text) }
}

/// Lines that are UTF-8 as they are, the others as Windows-1252.
fn line_by_line(bytes: &[u8], understood: &mut Vec<String>) -> Result<String, (usize, String)> {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut odd: Vec<usize> = Vec::new();
    let mut line = 1;
    for piece in bytes.split_inclusive(|b| matches!(b, b'\n' | b'\r')) {
        if let Ok(sound) = std::str::from_utf8(piece) {
            text.push_str(sound);
        } else {
            odd.push(line);
            for byte in piece {
                let Some(letter) = windows_1252(*byte) else {
                    let message = format!(
                        "this line holds the byte {byte:#04X}, which is neither UTF-8 nor Windows-1252; save the file as \"CSV UTF-8\""
                    );
                    return Err((line, message));
                };
                text.push(letter);
            }
        }
        // A carriage return before a line feed ends the same line.
        let pair = piece.ends_with(b"\n") && piece.len() == 1 && text.ends_with("\r\n");
        line += usize::from(!pair);
    }
    understood.push(format!(
        "{} not UTF-8 and read as Windows-1252 ({}); check the accents there",
        if odd.len() == 1 { "1 line is".to_owned() } else { format!("{} are", count(odd.len(), "line")) },
        lines(&odd)
    ));
    Ok(text)
}

/// Some lines in words: the first few of many.
pub(super) fn lines(all: &[usize]) -> String {
    const SHOWN: usize = 4;
    let shown: Vec<String> = all.iter().take(SHOWN).map(usize::to_string).collect();
    let more = if all.len() > SHOWN { format!(" and {} more", all.len() - SHOWN) } else { String::new() };
    format!("{} {}{more}", if all.len() == 1 { "line" } else { "lines" }, shown.join(", "))
}

/// The letter of a byte in Windows-1252; `None` for the five that have none.
fn windows_1252(byte: u8) -> Option<char> {
    /// 0x80 to 0x9F; the rest is Latin-1.
    const MIDDLE: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’',
        '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => Some(MIDDLE[usize::from(byte - 0x80)]).filter(|letter| *letter != '\0'),
        _ => Some(char::from(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_by_their_marks() {
        let little = b"\xFF\xFEa\0\r\0\n\0\xE9\0";
        let big = b"\xFE\xFF\0a\0\r\0\n\0\xE9";
        for (bytes, text, notes) in [
            (&little[..], "a\né", 1),
            (big, "a\né", 1),
            (b"\xEF\xBB\xBFa\rb", "a\nb", 0),
            ("é\r\n".as_bytes(), "é\n", 0),
        ] {
            let found = decode(bytes).unwrap();
            assert_eq!((found.text.as_str(), found.understood.len()), (text, notes));
        }
        assert!(
            decode(b"\xFF\xFEa").is_err() && decode(b"\xFF\xFE\0\xD8").is_err() && decode(b"a\0").is_err()
        );
    }

    #[test]
    fn a_line_in_windows_1252_is_read_and_named() {
        // 0xE9 is é and 0x93, 0x94 are curly quotes; the first line is UTF-8 and stays.
        let found = decode(b"Zo\xC3\xAB\r\nRen\xE9e\r\n\x93x\x94\r\n").unwrap();
        assert_eq!(found.text, "Zoë\nRenée\n“x”\n");
        assert_eq!(
            found.understood,
            ["2 lines are not UTF-8 and read as Windows-1252 (lines 2, 3); check the accents there"]
        );
        assert_eq!(decode(b"a\nb\x81\n").unwrap_err().0, 2);
    }
}
