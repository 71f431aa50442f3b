//! Well-formed phrases for messages: counted nouns, lists of alternatives, near misses.

/// A counted noun.
///
/// ```
/// use cascade::units::count;
/// assert_eq!(count(1, "problem"), "1 problem");
/// assert_eq!(count(2, "problem"), "2 problems");
/// ```
#[must_use]
pub fn count(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}

/// A count with its thousands set apart.
///
/// ```
/// use cascade::units::thousands;
/// assert_eq!((thousands(999), thousands(3850), thousands(1_234_567)), ("999".into(), "3,850".into(), "1,234,567".into()));
/// ```
#[must_use]
pub fn thousands(n: u64) -> String {
    set_apart(&n.to_string())
}

/// Digits of a whole number with a comma before every third from the right.
pub(crate) fn set_apart(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A text whose minus signs are such: a hyphen at the start of a number, and none within words or between years.
///
/// ```
/// use cascade::units::minus_signs;
/// assert_eq!(minus_signs("-$2.2M [-$3.0M to -1.3M], 2026-2031, -x"), "−$2.2M [−$3.0M to −1.3M], 2026-2031, -x");
/// ```
#[must_use]
pub fn minus_signs(text: &str) -> String {
    let mut signed = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let begins = matches!(before, ' ' | '[' | '(')
            && letters.peek().is_some_and(|next| matches!(next, '$' | '0'..='9'));
        signed.push(if letter == '-' && begins { '−' } else { letter });
        before = letter;
    }
    signed
}

/// A text that begins with a capital.
///
/// ```
/// use cascade::units::capitalised;
/// assert_eq!((capitalised("family medicine"), capitalised("“A”")), ("Family medicine".into(), "“A”".into()));
/// ```
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text of at most so many letters, the last one an ellipsis where something is missing.
///
/// ```
/// use cascade::units::shortened;
/// assert_eq!((shortened("a variant", 9), shortened("a variant", 4)), ("a variant".into(), "a v…".into()));
/// ```
#[must_use]
pub fn shortened(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A number as a person would write it: with an exponent only where digits would not end.
///
/// ```
/// use cascade::units::figure;
/// assert_eq!((figure(-0.05), figure(1500.0), figure(1e300)), ("-0.05".into(), "1500".into(), "1e300".into()));
/// ```
#[must_use]
pub fn figure(x: f64) -> String {
    if x == 0.0 || (1e-6..1e16).contains(&x.abs()) { x.to_string() } else { format!("{x:e}") }
}

/// A sum of shares for a message, without what binary arithmetic leaves behind the ninth decimal.
///
/// ```
/// use cascade::units::sum;
/// assert_eq!((sum(0.7 + 0.1 + 0.15), sum(1.1)), ("0.95".into(), "1.1".into()));
/// ```
#[must_use]
pub fn sum(shares: f64) -> String {
    figure((shares * 1e9).round() / 1e9)
}

/// Alternatives, each in backticks, joined the way a person would say them.
///
/// ```
/// use cascade::units::either;
/// assert_eq!(either(["a"]), "`a`");
/// assert_eq!(either(["a", "b"]), "`a` or `b`");
/// assert_eq!(either(["a", "b", "c"]), "`a`, `b` or `c`");
/// ```
#[must_use]
pub fn either<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    joined(names, "or")
}

/// Things that stand together, each in backticks.
///
/// ```
/// use cascade::units::both;
/// assert_eq!(both(["a", "b", "c"]), "`a`, `b` and `c`");
/// ```
#[must_use]
pub fn both<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    joined(names, "and")
}

fn joined<T: AsRef<str>>(names: impl IntoIterator<Item = T>, word: &str) -> String {
    let quoted: Vec<String> = names.into_iter().map(|n| format!("`{}`", n.as_ref())).collect();
    if quoted.is_empty() { "nothing".to_owned() } else { listed(&quoted, word) }
}

/// Things in a row as they stand, the last after a word; nothing of none.
///
/// ```
/// use cascade::units::listed;
/// assert_eq!(listed(&["a".to_owned(), "b".to_owned(), "c".to_owned()], "and"), "a, b and c");
/// ```
#[must_use]
pub fn listed(all: &[String], word: &str) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} {word} {last}", most.join(", ")),
    }
}

/// A text as a name that a scenario may give: letters, digits and `_`.
///
/// ```
/// use cascade::units::as_name;
/// assert_eq!(as_name("Foot and Ankle"), "foot_and_ankle");
/// assert_eq!(as_name("Surgery: Hand (adult)"), "surgery_hand_adult");
/// assert_eq!(as_name("---"), "own");
/// ```
#[must_use]
pub fn as_name(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("_").to_lowercase();
    if name.is_empty() { "own".to_owned() } else { name.chars().take(100).collect() }
}

/// Whether a spreadsheet would take a text for a formula: one that begins with `=`, `+`, `-` or `@`, also of full width
/// or after blanks, with a tab or a line break (CWE-1236; OWASP, CSV Injection). As a cell of a file it gets a leading
/// apostrophe.
///
/// ```
/// use cascade::units::is_formula;
/// assert!(["=1+1", "＝1+1", " -1", "@SUM(1)", "\t1"].into_iter().all(is_formula));
/// assert!(!["P-001", "", "1 = 1", "|a"].into_iter().any(is_formula));
/// ```
#[must_use]
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n'])
        || text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// The first character of a text that a reader cannot see and a computer can: a control character
/// other than a line break or tab, a mark of zero width, a soft hyphen, a switch of writing direction. Two names
/// that look alike must be alike.
///
/// ```
/// use cascade::units::hidden;
/// assert_eq!(hidden("Zoë, M.D.\n"), None);
/// assert_eq!(hidden("P1\u{200b}"), Some('\u{200b}'));
/// assert_eq!(hidden("bell\u{7}"), Some('\u{7}'));
/// ```
#[must_use]
pub fn hidden(text: &str) -> Option<char> {
    text.chars().find(|c| is_hidden(*c))
}

/// Whether a reader cannot see a character and a computer can.
pub(super) fn is_hidden(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' => false,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180b}'..='\u{180e}'
        | '\u{feff}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => true,
        _ => c.is_control(),
    }
}

/// Shows an error by its words: they are what a program prints whose `main` fails with it.
macro_rules! debug_by_words {
    ($error:ty) => {
        impl std::fmt::Debug for $error {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }
    };
}
pub(crate) use debug_by_words;

/// Nothing this long was meant to be a name; comparing it would take memory without end.
const LONGEST_NAME: usize = 200;

/// The known name that `found` was probably meant to be, if one is close enough and no other is as close.
///
/// ```
/// use cascade::units::closest;
/// assert_eq!(closest("turnovr", ["turnover", "trend"]), Some("turnover"));
/// assert_eq!(closest("xyz", ["turnover", "trend"]), None);
/// assert_eq!(closest("basic_z", ["basic_a", "basic_b"]), None);
/// ```
#[must_use]
pub fn closest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    match nearest_names(found, known)[..] {
        [one] => Some(one),
        _ => None,
    }
}

/// The known names that are closest to `found`, of those that are close enough; all of them where several are as close.
#[must_use]
pub fn nearest_names<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    if found.chars().count() > LONGEST_NAME {
        return Vec::new();
    }
    let folded = found.to_lowercase().replace(['-', ' '], "_");
    let (mut least, mut all) = (usize::MAX, Vec::new());
    for name in known {
        let distance = strsim::damerau_levenshtein(&folded, &name.to_lowercase());
        if distance > (name.chars().count() / 3).clamp(1, 3) || distance > least {
            continue;
        }
        if distance < least {
            (least, all) = (distance, Vec::new());
        }
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_things_are_listed() {
        let of =
            |names: &[&str]| listed(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), "and");
        assert_eq!([of(&[]), of(&["a"]), of(&["a", "b", "c"])], ["", "a", "a, b and c"]);
        assert_eq!([either(["a", "b"]), both::<&str>([])], ["`a` or `b`", "nothing"]);
    }
}
