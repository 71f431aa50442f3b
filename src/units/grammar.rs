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
    let quoted: Vec<String> = names.into_iter().map(|n| format!("`{}`", n.as_ref())).collect();
    match quoted.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// The known name that `found` was probably meant to be, if any is close enough.
///
/// ```
/// use cascade::units::closest;
/// assert_eq!(closest("turnovr", ["turnover", "trend"]), Some("turnover"));
/// assert_eq!(closest("xyz", ["turnover", "trend"]), None);
/// ```
#[must_use]
pub fn closest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = found.to_lowercase().replace(['-', ' '], "_");
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&folded, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= (name.chars().count() / 3).clamp(1, 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
