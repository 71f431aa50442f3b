//! Headings as people write them, and the columns they mean.

use std::collections::BTreeMap;

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

/// The columns that a file may have, by all their headings.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    known: Vec<Heading>,
    /// Columns by the letters of each heading, without a plural.
    columns: BTreeMap<String, usize>,
    /// Families by the letters of each stem.
    families: BTreeMap<String, usize>,
}

impl Vocabulary {
    /// Of columns and families, in order.
    #[must_use]
    pub fn new(known: Vec<Heading>) -> Vocabulary {
        let (mut columns, mut families) = (BTreeMap::new(), BTreeMap::new());
        for (place, heading) in known.iter().enumerate() {
            let is_family = heading.name.ends_with('.');
            let map = if is_family { &mut families } else { &mut columns };
            for name in std::iter::once(&heading.name).chain(heading.also) {
                map.entry(without_plural(&letters(name)).to_owned()).or_insert(place);
            }
        }
        Vocabulary { known, columns, families }
    }

    /// Names of columns and families, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.known.iter().map(|known| known.name)
    }

    /// The name of the column or family at a place.
    #[must_use]
    pub fn name(&self, place: usize) -> &'static str {
        self.known[place].name
    }

    /// What a heading means among these; `None` when nothing.
    ///
    /// Case, spaces, punctuation, a plural, brackets and years do not count.
    #[must_use]
    pub fn meaning(&self, heading: &str) -> Option<Means> {
        let heading = heading.trim();
        if heading.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("note")) {
            return Some(Means::Note);
        }
        let whole = letters(heading);
        if whole.is_empty() {
            return None;
        }
        let column = |said: &str| self.columns.get(without_plural(said)).copied();
        if let Some(place) = column(&whole).filter(|place| self.known[*place].name == heading) {
            return Some(Means::Column { place, exact: true });
        }
        if let Some((place, member)) = self.member(heading) {
            return Some(Means::Member { place, member });
        }
        let place = column(&whole).or_else(|| column(&core(heading)))?;
        Some(Means::Column { place, exact: false })
    }

    /// The family and member that a heading names: `lives.aco`, `Lives: aco`, `LIVES (aco)`.
    fn member(&self, heading: &str) -> Option<(usize, String)> {
        let at = heading.find(['.', ':', '('])?;
        let (head, tail) = heading.split_at(at);
        let place = *self.families.get(without_plural(&letters(head)))?;
        // What stands in brackets behind a column's own name is a remark: `quality (%)`.
        if tail.starts_with('(') && self.columns.contains_key(without_plural(&letters(head))) {
            return None;
        }
        let inner = tail.strip_prefix('(').map_or(&tail[1..], |inner| inner.trim_end().trim_end_matches(')'));
        let member = inner.trim();
        // A unit or a year in brackets says how to read the column, not whose it is.
        let is_unit =
            tail.starts_with('(') && !member.chars().any(char::is_alphabetic) || says_percent(member);
        (!member.is_empty() && !is_unit).then(|| (place, member.to_owned()))
    }
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

    fn words() -> Vocabulary {
        Vocabulary::new(WORDS.to_vec())
    }

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
            assert_eq!(words().meaning(heading), means, "{heading:?}");
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
