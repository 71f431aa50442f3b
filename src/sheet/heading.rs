//! Headings as people write them, and the columns they mean.

/// A column by its name, with the headings under which exports have it.
#[derive(Clone, Copy, Debug)]
pub struct Heading {
    /// Its name; of a family of columns, what stands before the member's name, with its dot.
    pub name: &'static str,
    /// Other headings that mean it, in small letters.
    pub also: &'static [&'static str],
}

/// What a heading means: the place of a column in its vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Means {
    /// A column, whether by its own name or by another.
    Column {
        /// Its place in the vocabulary.
        place: usize,
        /// Whether the heading is its own name, to the letter.
        exact: bool,
    },
    /// One of a family, with the member's name.
    Member {
        /// Place of the family in the vocabulary.
        place: usize,
        /// What follows the dot.
        member: String,
    },
    /// Nothing: a note of whoever keeps the file.
    Note,
}

/// Letters and digits of a heading, in small letters.
fn letters(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Letters of a heading with years and what stands in brackets left out: `FY25 wRVUs (final)` is `wrvus`.
fn core(heading: &str) -> String {
    let mut open = 0_usize;
    let outside: String = heading
        .chars()
        .filter(|c| {
            match c {
                '(' | '[' => open += 1,
                ')' | ']' => open = open.saturating_sub(1),
                _ => return open == 0,
            }
            false
        })
        .collect();
    let is_year = |word: &str| {
        let digits = word.trim_start_matches("fy").trim_start_matches("cy");
        matches!(digits.len(), 2 | 4) && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let words = outside.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| !is_year(word)).collect()
}

fn without_plural(letters: &str) -> &str {
    letters.strip_suffix('s').unwrap_or(letters)
}

/// What a heading means among the columns that a file may have; `None` when nothing.
///
/// Case, spaces, punctuation, a plural, brackets and years do not count.
#[must_use]
pub fn meaning(heading: &str, vocabulary: &[Heading]) -> Option<Means> {
    let heading = heading.trim();
    if heading.to_lowercase().starts_with("note") {
        return Some(Means::Note);
    }
    let is_family = |known: &Heading| known.name.ends_with('.');
    if let Some(place) = vocabulary.iter().position(|known| !is_family(known) && known.name == heading) {
        return Some(Means::Column { place, exact: true });
    }
    for (place, known) in vocabulary.iter().enumerate().filter(|(_, known)| is_family(known)) {
        if let Some(member) = member(heading, known) {
            return Some(Means::Member { place, member });
        }
    }
    let whole = letters(heading);
    for said in [whole, core(heading)] {
        let same = |name: &str| {
            let name = letters(name);
            !said.is_empty() && (name == said || without_plural(&name) == without_plural(&said))
        };
        let means = |known: &Heading| {
            !is_family(known) && (same(known.name) || known.also.iter().any(|other| same(other)))
        };
        if let Some(place) = vocabulary.iter().position(means) {
            return Some(Means::Column { place, exact: false });
        }
    }
    None
}

/// The member that a heading of a family names: `lives.aco`, `Lives: aco`, `LIVES (aco)`.
fn member(heading: &str, family: &Heading) -> Option<String> {
    let stem = family.name.trim_end_matches('.');
    if let Some(member) = heading.strip_prefix(family.name) {
        return Some(member.trim().to_owned()).filter(|member| !member.is_empty());
    }
    let at = heading.find(['.', ':', '('])?;
    let (head, tail) = heading.split_at(at);
    let known = std::iter::once(&stem).chain(family.also).any(|name| letters(name) == letters(head));
    let member = tail[1..].trim().trim_end_matches(')').trim();
    (known && !member.is_empty()).then(|| member.to_owned())
}

/// Whether a heading says that its numbers are percentages.
pub(super) fn says_percent(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    let word = |w: &str| lower.split(|c: char| !c.is_alphanumeric()).any(|found| found == w);
    lower.contains('%') || ["percent", "percentage", "pct"].into_iter().any(word)
}

/// Whether a heading says that days come before months in its dates, or months before days.
pub(super) fn says_day_first(heading: &str) -> Option<bool> {
    let order: String = heading.to_lowercase().chars().filter(|c| "dmy/.-".contains(*c)).collect();
    let order: String = {
        let mut kept = String::new();
        for c in order.chars() {
            if !kept.ends_with(c) {
                kept.push(if ".-".contains(c) { '/' } else { c });
            }
        }
        kept
    };
    if order.contains("d/m/y") {
        Some(true)
    } else if order.contains("m/d/y") {
        Some(false)
    } else {
        None
    }
}

/// Whether a heading says that a comma stands before decimals.
pub(super) fn says_decimal_comma(heading: &str) -> bool {
    heading.to_lowercase().contains("decimal comma")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [Heading; 5] = [
        Heading { name: "physician_id", also: &["npi"] },
        Heading { name: "wrvu", also: &["work rvu"] },
        Heading { name: "clinical_fte", also: &["cfte"] },
        Heading { name: "hired", also: &["hire date"] },
        Heading { name: "lives.", also: &["attributed lives"] },
    ];

    #[test]
    fn headings_as_people_write_them() {
        let column = |place| Some(Means::Column { place, exact: false });
        for (heading, means) in [
            ("Physician ID", column(0)),
            ("PHYSICIAN_IDS", column(0)),
            (" NPI ", column(0)),
            ("wRVUs", column(1)),
            ("FY25 wRVUs (final)", column(1)),
            ("Work RVUs 2025", column(1)),
            ("cFTE", column(2)),
            ("Clinical FTE %", column(2)),
            ("Hire Date (m/d/y)", column(3)),
            ("wrvu", Some(Means::Column { place: 1, exact: true })),
            ("lives.aco", Some(Means::Member { place: 4, member: "aco".into() })),
            ("Attributed Lives: MSSP", Some(Means::Member { place: 4, member: "MSSP".into() })),
            ("Lives (aco)", Some(Means::Member { place: 4, member: "aco".into() })),
            ("Notes", Some(Means::Note)),
            ("lives.", None),
            ("lives_aco", None),
            ("2025", None),
            ("", None),
            ("RVU", None),
        ] {
            assert_eq!(meaning(heading, &WORDS), means, "{heading:?}");
        }
    }

    #[test]
    fn what_a_heading_says_of_its_cells() {
        assert!(says_percent("Quality (%)") && says_percent("quality pct") && !says_percent("quality"));
        assert_eq!(says_day_first("Hired (dd/mm/yyyy)"), Some(true));
        assert_eq!(says_day_first("hired (m/d/y)"), Some(false));
        assert_eq!(says_day_first("Start date"), None);
    }
}
