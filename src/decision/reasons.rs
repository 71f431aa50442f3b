//! Who gains and who loses pay, and why: each physician's change against the baseline on the same luck, in seven parts
//! that add up to it.

use crate::engine::{ArmResults, ArmYear, Metric, Outcome};
use crate::model::Model;
use crate::order::Ordered;
use crate::units::{CalendarYear, real, words};

words! {
    /// A reason for a change of pay.
    #[derive(PartialOrd, Ord)]
    pub enum Reason {
        word: "The word for it.";
        /// What is paid for a unit of work and time.
        Rate = "rate",
        /// How much work is done, and how long the position is empty.
        Volume = "volume",
        /// Pay for measured quality.
        Quality = "quality",
        /// Pay for the cost of care.
        Pools = "pools",
        /// Pay for the panel and for non-clinical work.
        Service = "panel and service",
        /// What guarantees and floors top up.
        Guarantee = "guarantee",
        /// What caps cut.
        Cap = "cap",
    }
}

impl Reason {
    /// The measure of a physician that holds it.
    #[must_use]
    pub const fn metric(self) -> Metric {
        match self {
            Reason::Rate => Metric::ChangeByRate,
            Reason::Volume => Metric::ChangeByVolume,
            Reason::Quality => Metric::ChangeByQuality,
            Reason::Pools => Metric::ChangeByPools,
            Reason::Service => Metric::ChangeByService,
            Reason::Guarantee => Metric::ChangeByGuarantee,
            Reason::Cap => Metric::ChangeByCap,
        }
    }

    /// In words, as what a gain or a loss comes by.
    #[must_use]
    pub const fn words(self, gain: bool) -> &'static str {
        match (self, gain) {
            (Reason::Rate, true) => "higher rates and salaries",
            (Reason::Rate, false) => "lower rates and salaries",
            (Reason::Volume, true) => "more work",
            (Reason::Volume, false) => "less work",
            (Reason::Quality, true) => "more for quality",
            (Reason::Quality, false) => "less for quality",
            (Reason::Pools, true) => "more from savings",
            (Reason::Pools, false) => "less from savings",
            (Reason::Service, true) => "more for panel and service",
            (Reason::Service, false) => "less for panel and service",
            (Reason::Guarantee, true) => "larger guarantees",
            (Reason::Guarantee, false) => "smaller guarantees",
            (Reason::Cap, true) => "caps that cut less",
            (Reason::Cap, false) => "caps that cut more",
        }
    }
}

/// The parts that a change is made of, in dollars, in the order of [`Reason::ALL`].
pub type ChangeParts = [(Reason, f64); Reason::ALL.len()];

/// The parts that a function gives.
pub(super) fn parts(of: impl Fn(Reason) -> f64) -> ChangeParts {
    std::array::from_fn(|place| (Reason::ALL[place], of(Reason::ALL[place])))
}

/// A physician's change of pay with its reasons: means over trials, $.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PersonReasons {
    /// Place in the model.
    pub place: usize,
    /// Pay of the same position in the baseline.
    pub before: f64,
    /// Change against it.
    pub change: f64,
    /// What it is made of.
    pub parts: ChangeParts,
}

/// The same of the physicians of a specialty together.
#[derive(Clone, Debug, PartialEq)]
pub struct SpecialtyReasons<'m> {
    /// The specialty.
    pub specialty: &'m str,
    /// Physicians.
    pub physicians: usize,
    /// Of whom are expected to lose 5 % or more.
    pub losers: usize,
    /// Mean change a physician, $.
    pub change: f64,
    /// What it is made of.
    pub parts: ChangeParts,
}

/// The share of baseline pay at which a physician is counted among those who lose.
pub const LOSES: f64 = 0.05;

impl PersonReasons {
    /// Change as a share of baseline pay; 0 where there is none.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.before > 0.0 { self.change / self.before } else { 0.0 }
    }

    /// Whether pay is expected to fall by 5 % or more.
    #[must_use]
    pub fn loses(&self) -> bool {
        self.change < 0.0 && self.change <= -LOSES * self.before
    }

    /// The part that is largest in the direction of the change.
    #[must_use]
    pub fn largest(&self) -> (Reason, f64) {
        largest(&self.parts, self.change)
    }
}

impl SpecialtyReasons<'_> {
    /// The part that is largest in the direction of the change.
    #[must_use]
    pub fn largest(&self) -> (Reason, f64) {
        largest(&self.parts, self.change)
    }
}

/// The parts of several physicians' changes, each added up.
pub(super) fn together<'p>(all: impl IntoIterator<Item = &'p PersonReasons>) -> ChangeParts {
    all.into_iter().fold(parts(|_| 0.0), |sums, person| {
        parts(|reason| sums[reason as usize].1 + person.parts[reason as usize].1)
    })
}

/// What moves pay most in the direction in which it changes, with how much it does; nothing where it does not change by
/// half a dollar, or no reason is known.
pub(super) fn moved_by(parts: &ChangeParts, change: f64) -> Option<(Reason, f64)> {
    Some(largest(parts, change)).filter(|(_, part)| change.abs() >= 0.5 && part * change > 0.0)
}

/// The part that is largest in the direction of a change; the first of those that are alike.
pub(super) fn largest(parts: &ChangeParts, change: f64) -> (Reason, f64) {
    let signed = |part: f64| if change < 0.0 { -part } else { part };
    parts
        .iter()
        .copied()
        .reduce(|best, next| if signed(next.1) > signed(best.1) { next } else { best })
        .unwrap_or((Reason::Rate, 0.0))
}

/// Each physician of an arm whom the baseline has, too, with the change of pay in a year and its reasons, in the
/// author's order; arm and year counted from 0.
#[must_use]
pub fn reasons(model: &Model, outcome: &Outcome, arm: usize, year: usize) -> Vec<PersonReasons> {
    told(model, arm, &[outcome.of(arm, year)])
}

/// The same over all performance years together.
#[must_use]
pub fn reasons_of_all_years(model: &Model, outcome: &Outcome, arm: usize) -> Vec<PersonReasons> {
    let years: Vec<ArmYear<'_>> = (0..model.years).map(|year| outcome.of(arm, year)).collect();
    told(model, arm, &years)
}

fn told(model: &Model, arm: usize, years: &[ArmYear<'_>]) -> Vec<PersonReasons> {
    let shared = |place: &&usize| [0, arm].iter().all(|arm| model.arms[*arm].roster[**place].is_some());
    let total =
        |place: usize, metric: Metric| -> f64 { years.iter().map(|year| year.mean_at(place, metric)).sum() };
    let person = |place: &usize| {
        let place = *place;
        let change = total(place, Metric::PayChange);
        let parts = parts(|reason| total(place, reason.metric()));
        PersonReasons { place, before: total(place, Metric::Pay) - change, change, parts }
    };
    model.author_order.iter().filter(shared).map(person).collect()
}

/// What physicians' changes are by specialty, in the order in which specialties first stand in the roster.
#[must_use]
pub fn by_specialty<'m>(model: &'m Model, all: &[PersonReasons]) -> Vec<SpecialtyReasons<'m>> {
    let mut found: Vec<(&'m str, Vec<&PersonReasons>)> = Vec::new();
    for person in all {
        let specialty = model.physicians[person.place].specialty.as_str();
        match found.iter_mut().find(|(known, _)| *known == specialty) {
            Some((_, own)) => own.push(person),
            None => found.push((specialty, vec![person])),
        }
    }
    let mean = |(specialty, own): (&'m str, Vec<&PersonReasons>)| {
        let n = real(own.len());
        SpecialtyReasons {
            specialty,
            physicians: own.len(),
            losers: own.iter().filter(|person| person.loses()).count(),
            change: own.iter().map(|person| person.change).sum::<f64>() / n,
            parts: together(own).map(|(reason, part)| (reason, part / n)),
        }
    };
    found.into_iter().map(mean).collect()
}

/// The year in which the mean pay of the position at a place changes by least, or falls by most, with that change; the
/// first of those that are alike.
#[must_use]
pub fn worst_year(results: &ArmResults<'_>, place: usize) -> Option<(CalendarYear, f64)> {
    let changes = results.years().map(|year| (year.calendar(), year.mean_at(place, Metric::PayChange)));
    changes.reduce(|low, one| if one.1 < low.1 { one } else { low })
}

/// Each physician's worst year: the one, counted from 0, in which pay changes by least, or falls by most, in dollars; the
/// first of those that are alike.
#[must_use]
pub fn reasons_of_worst_years(model: &Model, outcome: &Outcome, arm: usize) -> Vec<(usize, PersonReasons)> {
    let mut worst: Vec<(usize, PersonReasons)> =
        reasons(model, outcome, arm, 0).into_iter().map(|person| (0, person)).collect();
    for year in 1..model.years {
        for (own, next) in worst.iter_mut().zip(reasons(model, outcome, arm, year)) {
            if next.change < own.1.change {
                *own = (year, next);
            }
        }
    }
    worst
}

/// Who loses in an arm and why, as a sentence without its full stop: in a year, counted from 0, or over all of them.
#[must_use]
pub fn finding(model: &Model, outcome: &Outcome, arm: usize, year: Option<usize>) -> String {
    let (all, when) = match year {
        Some(year) => (reasons(model, outcome, arm, year), format!("in {}", model.start.plus(year))),
        None => (
            reasons_of_all_years(model, outcome, arm),
            format!("over {} to {}", model.start, model.start.plus(model.years - 1)),
        ),
    };
    said(&all, &when, &model.arms[arm].title)
}

fn said(all: &[PersonReasons], when: &str, title: &str) -> String {
    let losers: Vec<&PersonReasons> = all.iter().filter(|person| person.loses()).collect();
    if losers.is_empty() {
        return format!("No physician is expected to lose 5 % of pay or more {when} under “{title}”");
    }
    let mut lost = together(losers.iter().copied()).map(|(reason, part)| (reason, part.min(0.0)));
    lost.order_by(|a, b| a.1.total_cmp(&b.1));
    let all_lost: f64 = lost.iter().map(|(_, part)| part).sum();
    let why = if lost[0].1 <= 0.5 * all_lost {
        format!("mostly by {}", lost[0].0.words(false))
    } else {
        format!("by {} and {}", lost[0].0.words(false), lost[1].0.words(false))
    };
    let (n, of) = (losers.len(), all.len());
    let are = if n == 1 { "is" } else { "are" };
    format!("{n} of {of} physicians {are} expected to lose 5 % of pay or more {when} under “{title}”, {why}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Somebody paid 100,000 in the baseline: rate, volume, quality and pools.
    fn person(of: [f64; 4]) -> PersonReasons {
        let parts = parts(|reason| of.get(reason as usize).copied().unwrap_or(0.0));
        PersonReasons { place: 0, before: 100_000.0, change: of.iter().sum(), parts }
    }

    #[test]
    fn losing_begins_at_five_per_cent() {
        assert!(person([-5_000.0, 0.0, 0.0, 0.0]).loses());
        assert!(!person([-4_999.0, 0.0, 0.0, 0.0]).loses());
        assert!(!person([-9_000.0, 5_000.0, 0.0, 0.0]).loses());
        // Nobody is paid, and nothing changes.
        assert!(!PersonReasons { before: 0.0, ..person([0.0; 4]) }.loses());
    }

    #[test]
    fn the_largest_reason_goes_the_way_of_the_change() {
        // 6,000 less by rate, 7,000 more from pools: a gain of 1,000, by pools.
        assert_eq!(person([-6_000.0, 0.0, 0.0, 7_000.0]).largest(), (Reason::Pools, 7_000.0));
        // 8,000 less by rate, 7,000 more from pools: a loss of 1,000, by rate.
        assert_eq!(person([-8_000.0, 0.0, 0.0, 7_000.0]).largest(), (Reason::Rate, -8_000.0));
    }

    #[test]
    fn the_sentence_counts_losers_and_names_what_they_lose_by() {
        let say = |of: &[[f64; 4]]| {
            let all: Vec<PersonReasons> = of.iter().map(|parts| person(*parts)).collect();
            said(&all, "in 2035", "Redesign")
        };
        // Two lose 6,000 and 8,000: by rate 11,000 and by volume 4,000, of which the rate is most.
        assert_eq!(
            say(&[
                [-6_000.0, -1_000.0, 1_000.0, 0.0],
                [-5_000.0, -3_000.0, 0.0, 0.0],
                [-90_000.0, 0.0, 0.0, 90_000.0]
            ]),
            "2 of 3 physicians are expected to lose 5 % of pay or more in 2035 under “Redesign”, mostly by lower rates and salaries"
        );
        // 3,000 by quality, 2,900 by volume, 2,000 by rate: none is half of it.
        assert_eq!(
            say(&[[-2_000.0, -2_900.0, -3_000.0, 0.0], [50_000.0, 0.0, 0.0, 0.0]]),
            "1 of 2 physicians is expected to lose 5 % of pay or more in 2035 under “Redesign”, by less for quality and less work"
        );
        assert_eq!(
            say(&[[-4_000.0, 0.0, 0.0, 0.0]]),
            "No physician is expected to lose 5 % of pay or more in 2035 under “Redesign”"
        );
    }
}
