//! Who leaves a contract, and when.

use super::{Figures, VerifyOptions, found};
use crate::analysis::Estimate;
use crate::analysis::estimate::mean;
use crate::engine::{ContractMetric, Pick, Scope};
use crate::study::{NoFiles, Study, StudyFault};
use std::ops::Range;

const TEXT: &str = include_str!("../../../scenarios/studies/leaving.toml");
const CONTRACT: &str = "medicare_aco";

/// ACOs of the Shared Savings Program: middling ones of either owner, small and large ones, a quarter each.
const MEMBERS: [&str; 4] = ["baseline", "group", "small", "large"];

/// Years looked at.
const YEARS: usize = 6;

/// What became of one ACO in one future: whether it had left with the end of each year or before, and whether it was
/// paid for it.
struct Life {
    left: [bool; YEARS],
    paid: [bool; YEARS],
}

/// Years at risk and years after which it was left, of those that had been paid before and of those that had not.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Exits {
    at_risk: [f64; 2],
    leave: [f64; 2],
}

impl Exits {
    /// Adds the first five years of a life: a payment counts once it is on record, in the year after.
    fn add(&mut self, life: &Life) {
        let mut paid = 0;
        for year in 0..YEARS - 1 {
            if year > 0 && life.left[year - 1] {
                return;
            }
            self.at_risk[paid] += 1.0;
            if life.left[year] {
                self.leave[paid] += 1.0;
            }
            if life.paid[year] {
                paid = 1;
            }
        }
    }

    /// Hazard of those that were ever paid over that of those that never were.
    fn ratio(&self) -> f64 {
        let hazard = |kind: usize| self.leave[kind] / self.at_risk[kind].max(1.0);
        hazard(1) / hazard(0).max(1e-9)
    }
}

/// Lives of ACOs, arm by arm, future by future.
fn lives(options: &VerifyOptions, arms: &[&str]) -> Result<Vec<Vec<Life>>, StudyFault> {
    let study = Study::read("leaving.toml", TEXT, &NoFiles)?;
    let mut picks = Vec::new();
    for name in arms {
        let arm = study.arms().position(|arm| arm == *name);
        let arm = arm.ok_or_else(|| StudyFault::Invalid(format!("the study has no arm {name}")))?;
        for metric in [ContractMetric::Left, ContractMetric::Earned] {
            let of = |year| Pick::year(arm, year, Scope::Contract, CONTRACT, metric.definition().name);
            picks.extend((0..YEARS).map(of));
        }
    }
    let values = study.sample(options.trials(study.trials()), options.threads, &picks)?;
    let life = |of_arm: &[Vec<f64>], trial: usize| Life {
        left: std::array::from_fn(|year| of_arm[year][trial] > 0.5),
        paid: std::array::from_fn(|year| of_arm[YEARS + year][trial] > 0.0),
    };
    Ok(values
        .chunks_exact(2 * YEARS)
        .map(|of_arm| (0..of_arm[0].len()).map(|trial| life(of_arm, trial)).collect())
        .collect())
}

/// Part of lives that had left with the end of a year or before.
fn gone(lives: &[&Life], year: usize) -> f64 {
    mean(&lives.iter().map(|life| f64::from(u8::from(life.left[year]))).collect::<Vec<_>>())
}

/// Part of those still in that leave with the end of a year.
fn hazard(lives: &[&Life], year: usize) -> f64 {
    let before = if year == 0 { 0.0 } else { gone(lives, year - 1) };
    (gone(lives, year) - before) / (1.0 - before).max(1e-9)
}

/// Leaving after the first and third year and within five, in percent, and the hazard of those ever paid over that of
/// those never paid; gone by the sixth year of Next Generation and the fourth of Pioneer: left with the end of the
/// year before that or earlier, since who is gone is not there in it.
pub(super) fn leaving(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let members = lives(options, &MEMBERS)?;
    let programmes = lives(options, &["next_generation", "pioneer"])?;
    let trials = members.first().map_or(0, Vec::len);
    let over = |arms: &[Vec<Life>], of: &dyn Fn(&[&Life]) -> f64| {
        Estimate::batched(trials, |range: Range<usize>| {
            of(&arms.iter().flat_map(|arm| &arm[range.clone()]).collect::<Vec<_>>())
        })
    };
    let ratio = |lives: &[&Life]| {
        let mut exits = Exits::default();
        lives.iter().for_each(|life| exits.add(life));
        exits.ratio()
    };
    Ok(vec![
        found("five_years", over(&members, &|lives| 100.0 * gone(lives, 4))),
        found("first_year", over(&members, &|lives| 100.0 * hazard(lives, 0))),
        found("third_year", over(&members, &|lives| 100.0 * hazard(lives, 2))),
        found("when_paid", over(&members, &ratio)),
        found("next_generation", over(&programmes[..1], &|lives| 100.0 * gone(lives, 4))),
        found("pioneer", over(&programmes[1..], &|lives| 100.0 * gone(lives, 2))),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lives_worked_by_hand() {
        // Paid for the second year, which is on record in the third, and left after the fourth: two years at risk
        // unpaid, two paid, of which one ends.
        let paid = Life {
            left: [false, false, false, true, true, true],
            paid: [false, true, false, false, false, false],
        };
        // Never paid, left after the third: three years at risk, one exit.
        let never = Life { left: [false, false, true, true, true, true], paid: [false; YEARS] };
        let mut exits = Exits::default();
        exits.add(&paid);
        exits.add(&never);
        assert_eq!(exits, Exits { at_risk: [5.0, 2.0], leave: [1.0, 1.0] });
        // One half over one fifth.
        assert!((exits.ratio() - 2.5).abs() < 1e-12);
        let both = [&paid, &never];
        assert_eq!((gone(&both, 1), gone(&both, 2), gone(&both, 4)), (0.0, 0.5, 1.0));
        assert_eq!((hazard(&both, 0), hazard(&both, 2), hazard(&both, 3)), (0.0, 0.5, 1.0));
    }
}
