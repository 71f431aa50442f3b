//! Who keeps how much of a dollar of care that they avoid: own cents by physician and year, and how many keep one.

use crate::engine::{ArmYear, Metric, Outcome};
use crate::model::Model;
use crate::units::CalendarYear;

/// A physician keeps something from one cent of a dollar on, and loses from one on.
const CENT: f64 = 0.01;

/// How many of an arm's physicians keep or lose a cent or more of a dollar avoided, by their mean over trials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeeperCount {
    /// Who keep a cent or more.
    pub keep: usize,
    /// Who lose a cent or more.
    pub lose: usize,
    /// Physicians of the arm.
    pub of: usize,
}

/// The counts of every arm in a year, the baseline first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keepers {
    /// The year.
    pub year: CalendarYear,
    /// By arm.
    pub arms: Vec<KeeperCount>,
}

/// What a physician is expected to be paid of a dollar of care avoided, dollars per dollar: mean over trials. Nothing
/// where the arm has no such physician.
#[must_use]
pub fn own_part(year: &ArmYear<'_>, place: usize) -> Option<f64> {
    year.person(place).map(|physician| physician.get(Metric::OwnPartOfAvoided).mean)
}

/// The counts of the first so many arms in the last year.
#[must_use]
pub fn keepers(model: &Model, outcome: &Outcome, arms: usize) -> Keepers {
    let last = model.years - 1;
    let arms = (0..arms).map(|arm| {
        let year = outcome.of(arm, last);
        counted((0..model.len()).filter_map(|place| own_part(&year, place)))
    });
    Keepers { year: model.start.plus(last), arms: arms.collect() }
}

fn counted(parts: impl Iterator<Item = f64>) -> KeeperCount {
    parts.fold(KeeperCount { keep: 0, lose: 0, of: 0 }, |sum, part| KeeperCount {
        keep: sum.keep + usize::from(part >= CENT),
        lose: sum.lose + usize::from(part <= -CENT),
        of: sum.of + 1,
    })
}

impl Keepers {
    /// The arm in which most keep a cent; the first of several.
    #[must_use]
    pub fn most(&self) -> usize {
        (0..self.arms.len())
            .fold(0, |best, arm| if self.arms[arm].keep > self.arms[best].keep { arm } else { best })
    }

    /// What the counts say, in a sentence without its stop; arms by their titles.
    #[must_use]
    pub fn finding(&self, title: impl Fn(usize) -> String) -> String {
        let (most, year) = (self.most(), self.year);
        let Some((today, best)) = self.arms.first().zip(self.arms.get(most)) else { return String::new() };
        let number = |count: usize, word: &str| if count == 0 { word.to_owned() } else { count.to_string() };
        if best.keep == 0 {
            let losing = match today.lose {
                0 => String::new(),
                lose => format!("; {lose} of {} lose 1 ¢ or more today", today.of),
            };
            let arms = if self.arms.len() > 1 { " under any arm" } else { "" };
            return format!(
                "No physician keeps 1 ¢ or more of a dollar of care avoided in {year}{arms}{losing}"
            );
        }
        let keep = if best.keep == 1 { "keeps" } else { "keep" };
        let found = format!(
            "{} of {} physicians {keep} 1 ¢ or more of a dollar of care they avoid in {year}",
            best.keep, best.of
        );
        match (most, self.arms.len()) {
            (0, 1) => found,
            (0, _) => format!("{found} today, and no arm reaches more"),
            _ => format!("{found} under {}, {} today", title(most), number(today.keep, "none")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(arms: &[(usize, usize)]) -> Keepers {
        let arms = arms.iter().map(|(keep, lose)| KeeperCount { keep: *keep, lose: *lose, of: 250 });
        Keepers { year: CalendarYear(2035), arms: arms.collect() }
    }

    #[test]
    fn a_cent_counts_on_either_side_and_less_does_not() {
        let found = counted([0.01, 0.0099, -0.01, -0.5, 0.0].into_iter());
        assert_eq!(found, KeeperCount { keep: 1, lose: 2, of: 5 });
    }

    #[test]
    fn the_sentence_follows_the_counts() {
        let said = |arms: &[(usize, usize)]| of(arms).finding(|arm| format!("arm {arm}"));
        let kept = "physicians keep 1 ¢ or more of a dollar of care they avoid in 2035";
        assert_eq!(said(&[(0, 3), (4, 0), (102, 0)]), format!("102 of 250 {kept} under arm 2, none today"));
        assert_eq!(said(&[(7, 0), (40, 0), (40, 0)]), format!("40 of 250 {kept} under arm 1, 7 today"));
        assert_eq!(said(&[(9, 0), (9, 0)]), format!("9 of 250 {kept} today, and no arm reaches more"));
        assert_eq!(said(&[(9, 0)]), format!("9 of 250 {kept}"));
        let none = "No physician keeps 1 ¢ or more of a dollar of care avoided in 2035";
        assert_eq!(said(&[(0, 0), (0, 8)]), format!("{none} under any arm"));
        assert_eq!(said(&[(0, 12)]), format!("{none}; 12 of 250 lose 1 ¢ or more today"));
    }
}
