//! Who gains and who loses, how much, in the worst year too, and by what?

use super::reasons::{PersonReasons, Reason, reasons_of_all_years, reasons_of_worst_years};
use super::words::{arm_in_words, short_dollars, years_in_words};
use crate::engine::{HorizonMetric, Outcome, PersonMetric};
use crate::model::Model;
use crate::stats::Summary;
use crate::units::{CalendarYear, real, thousands};
use std::collections::BTreeMap;

/// The change of one physician's pay under an arm, against the baseline on the same luck.
#[derive(Clone, Debug)]
pub struct PayMove<'a> {
    /// Identifier.
    pub id: &'a str,
    /// Specialty.
    pub specialty: &'a str,
    /// Change of pay over all years, $.
    pub change: Summary,
    /// The same with what it is made of.
    pub whole: PersonReasons,
    /// The year in which pay changes by least, or falls by most.
    pub worst_year: CalendarYear,
    /// What changes in it.
    pub worst: PersonReasons,
}

impl PayMove<'_> {
    /// What moves pay most in the direction in which it changes, with how much it does, over all years or in the worst;
    /// `None` where nothing changes, or no reason is known.
    #[must_use]
    pub fn reason(&self, in_worst_year: bool) -> Option<(Reason, f64)> {
        let of = if in_worst_year { &self.worst } else { &self.whole };
        Some(of.largest()).filter(|(_, part)| of.change.abs() >= 0.5 && part * of.change > 0.0)
    }
}

/// The moves of every physician whom both the arm and the baseline have, in the author's order.
#[must_use]
pub fn pay_moves<'a>(model: &'a Model, outcome: &Outcome, arm: usize) -> Vec<PayMove<'a>> {
    let Ok(results) = outcome.arm(&model.arms[arm].name) else { return Vec::new() };
    let all = reasons_of_all_years(model, outcome, arm).into_iter();
    let worst = reasons_of_worst_years(model, outcome, arm);
    let each = all.zip(worst).filter_map(|(whole, (year, worst))| {
        let physician = model.arms[arm].roster[whole.place].as_ref()?;
        Some(PayMove {
            id: &physician.id,
            specialty: &physician.specialty,
            change: results.person(whole.place, PersonMetric::PayChange)?,
            whole,
            worst_year: model.start.plus(year),
            worst,
        })
    });
    each.collect()
}

/// What a group of physicians gains and loses.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GainsAndLosses {
    /// Physicians.
    pub physicians: usize,
    /// Those whose mean pay over all years falls by 5 % or more.
    pub losers: usize,
    /// Those whose mean pay falls.
    pub lower: usize,
    /// Those whose mean pay rises.
    pub higher: usize,
    /// Mean change of pay over all years, $ a physician.
    pub mean: f64,
}

/// Physicians of some kind together.
#[must_use]
pub fn gains_and_losses<'m>(moves: impl Iterator<Item = &'m PayMove<'m>>) -> GainsAndLosses {
    let mut all = GainsAndLosses::default();
    let mut total = 0.0;
    for one in moves {
        all.physicians += 1;
        all.losers += usize::from(one.whole.loses());
        all.lower += usize::from(one.change.mean <= -0.5);
        all.higher += usize::from(one.change.mean >= 0.5);
        total += one.change.mean;
    }
    all.mean = total / real(all.physicians.max(1));
    all
}

/// Who loses most, variant by variant: under which arm most physicians lose, of which specialty and by what.
#[must_use]
pub fn winners_finding(model: &Model, outcome: &Outcome, moves: &[(usize, Vec<PayMove<'_>>)]) -> String {
    let counted: Vec<(usize, GainsAndLosses)> =
        moves.iter().map(|(arm, all)| (*arm, gains_and_losses(all.iter()))).collect();
    let Some(worst) =
        (0..counted.len()).reduce(|a, b| if counted[b].1.losers > counted[a].1.losers { b } else { a })
    else {
        return String::new();
    };
    let (arm, sums) = counted[worst];
    let over = format!("over {}", years_in_words(model));
    if sums.losers == 0 {
        let most = moves.iter().flat_map(|(arm, all)| all.iter().map(move |one| (*arm, one)));
        let lowest = most.reduce(|a, b| if b.1.change.mean < a.1.change.mean { b } else { a });
        let rest = match lowest {
            Some((arm, one)) if one.change.mean <= -0.5 => format!(
                "; the largest mean loss is {} a year, under {}",
                short_dollars(-one.change.mean / real(model.years)),
                arm_in_words(model, arm)
            ),
            _ => String::new(),
        };
        let single = in_single_futures(model, outcome, moves);
        return format!(
            "No physician is expected to lose 5 % of pay or more {over} under any variant{rest}{single}"
        );
    }
    let losers: Vec<&PayMove<'_>> = moves[worst].1.iter().filter(|one| one.whole.loses()).collect();
    let specialty = most_common(losers.iter().map(|one| one.specialty.replace('_', " ")));
    let reason =
        most_common(losers.iter().filter_map(|one| Some(one.reason(false)?.0.words(false).to_owned())));
    let why = reason.map_or_else(String::new, |(reason, n)| {
        let often = if 2 * n > losers.len() { "mostly" } else { "most often" };
        format!(", {often} by {reason}")
    });
    let who = specialty.map_or_else(String::new, |(name, n)| match n {
        n if n == losers.len() => format!(", all in {name}"),
        n if 2 * n > losers.len() => format!(", most of them ({n}) in {name}"),
        n => format!(", {n} of them in {name}"),
    });
    let alike = counted.iter().filter(|(other, own)| *other != arm && own.losers == sums.losers);
    let alike: Vec<String> = alike.map(|(other, _)| arm_in_words(model, *other)).collect();
    let alike = match alike.len() {
        0 => String::new(),
        1 | 2 => format!(" and under {}", alike.join(" and ")),
        more => format!(" and under {more} other arms"),
    };
    format!(
        "{} of {} physicians are expected to lose 5 % of pay or more {over} under {}{alike}{who}{why}; {} gain",
        thousands(sums.losers as u64),
        thousands(sums.physicians as u64),
        arm_in_words(model, arm),
        thousands(sums.higher as u64)
    )
}

/// How many lose in a single future, where nobody is expected to: luck moves single futures further than means.
fn in_single_futures(model: &Model, outcome: &Outcome, moves: &[(usize, Vec<PayMove<'_>>)]) -> String {
    let share = |arm: usize| {
        let results = outcome.arm(&model.arms[arm].name).ok()?;
        Some((arm, results.horizon(HorizonMetric::Losers).mean))
    };
    let most = moves.iter().filter_map(|(arm, _)| share(*arm)).reduce(|a, b| if b.1 > a.1 { b } else { a });
    match most {
        Some((arm, share)) if share >= 0.005 => format!(
            ". In single futures {:.0} % do, in the mean, under {}",
            100.0 * share,
            arm_in_words(model, arm)
        ),
        _ => String::new(),
    }
}

/// What is met most often, with how often; of equals the first in the alphabet.
fn most_common(all: impl Iterator<Item = String>) -> Option<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    counts.into_iter().reduce(|best, one| if one.1 > best.1 { one } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Somebody paid 1,000 in the baseline, whose pay changes by rate and by volume.
    fn one(rate: f64, volume: f64) -> PayMove<'static> {
        let change = rate + volume;
        let parts = std::array::from_fn(|place| match Reason::ALL[place] {
            Reason::Rate => (Reason::Rate, rate),
            Reason::Volume => (Reason::Volume, volume),
            other @ (Reason::Quality | Reason::Pools | Reason::Service | Reason::Guarantee | Reason::Cap) => {
                (other, 0.0)
            }
        });
        let whole = PersonReasons { place: 0, before: 1_000.0, change, parts };
        let summary = Summary { mean: change, ..Summary::default() };
        PayMove {
            id: "a",
            specialty: "x",
            change: summary,
            whole,
            worst_year: CalendarYear(2026),
            worst: whole,
        }
    }

    #[test]
    fn a_change_has_a_reason_that_goes_its_way() {
        assert_eq!(one(-900.0, 300.0).reason(false), Some((Reason::Rate, -900.0)));
        assert_eq!(
            one(-900.0, 1_000.0).reason(true),
            Some((Reason::Volume, 1_000.0)),
            "up, though rates move nearly as much"
        );
        assert_eq!(one(-100.0, 100.0).reason(false), None);
    }

    #[test]
    fn gains_and_losses_are_counted() {
        let all = [one(-60.0, 0.0), one(-30.0, 0.0), one(0.2, 0.0), one(0.2, 50.0)];
        let sums = gains_and_losses(all.iter());
        assert_eq!((sums.physicians, sums.losers, sums.lower, sums.higher), (4, 1, 2, 1));
        assert!((sums.mean + 9.9).abs() < 1e-9); // (-60 - 30 + 0.2 + 50.2) / 4
    }

    #[test]
    fn of_equals_the_first() {
        let named = |names: &[&str]| most_common(names.iter().map(|n| (*n).to_owned()));
        assert_eq!(named(&["b", "a", "b"]), Some(("b".to_owned(), 2)));
        assert_eq!(named(&["b", "a"]), Some(("a".to_owned(), 1)));
        assert_eq!(named(&[]), None);
    }
}
