//! Who leaves Medicare programmes, and when.

use super::{Figures, VerifyOptions, contract, found};
use crate::analysis::Estimate;
use crate::engine::ContractMetric;
use crate::study::{NoFiles, Study, StudyFault};
use std::ops::Range;

const TEXT: &str = include_str!("../../../scenarios/studies/leaving.toml");

/// Arms of the Shared Savings Program with the part of its ACOs that each stands for: middling hospital system,
/// middling physician group, small group, large system. Quartiles, and half of either owner (assumptions).
const SHARED_SAVINGS: [(usize, f64); 4] = [(0, 0.25), (1, 0.25), (2, 0.25), (3, 0.25)];
/// Arms of the two programmes with losses.
const PIONEER: [(usize, f64); 1] = [(4, 1.0)];
const NEXT_GENERATION: [(usize, f64); 1] = [(5, 1.0)];
const ARMS: usize = 6;
/// Years after which somebody may have left.
const YEARS: usize = 5;

/// What became of every trial: whether the system would have signed; and year by year, whether it had left and
/// whether it was paid.
struct Careers {
    signs: Vec<Vec<f64>>,
    left: Vec<Vec<Vec<f64>>>,
    paid: Vec<Vec<Vec<f64>>>,
}

/// How many stand, and leave, after a year: of those never paid by a settlement on record, and of those paid.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct AtRisk {
    there: [f64; 2],
    leave: [f64; 2],
}

impl AtRisk {
    fn hazard(&self) -> f64 {
        (self.leave[0] + self.leave[1]) / (self.there[0] + self.there[1]).max(1e-9)
    }
}

impl Careers {
    fn run(options: &VerifyOptions) -> Result<(Careers, usize), StudyFault> {
        let study = Study::read("leaving.toml", TEXT, &NoFiles)?;
        let of = |arm, year, metric| contract(arm, year, "medicare_aco", metric);
        let mut picks = Vec::new();
        for arm in 0..ARMS {
            picks.push(of(arm, 0, ContractMetric::WouldSign));
            picks.extend((0..YEARS).map(|year| of(arm, year, ContractMetric::Left)));
            picks.extend((0..YEARS).map(|year| of(arm, year, ContractMetric::Earns)));
        }
        let trials = options.trials(study.trials());
        let mut values = study.sample(trials, options.threads, &picks)?.into_iter();
        let mut careers = Careers { signs: Vec::new(), left: Vec::new(), paid: Vec::new() };
        for _ in 0..ARMS {
            careers.signs.extend(values.next());
            careers.left.push(values.by_ref().take(YEARS).collect());
            careers.paid.push(values.by_ref().take(YEARS).collect());
        }
        let n = careers.signs.first().map_or(0, Vec::len);
        Ok((careers, n))
    }

    /// Part of those who would have signed that has left with the end of a year or before, %.
    fn gone(&self, arms: &[(usize, f64)], year: usize, trials: Range<usize>) -> f64 {
        let (mut signed, mut gone) = (0.0, 0.0);
        for (arm, weight) in arms {
            for trial in trials.clone() {
                let part = weight * self.signs[*arm][trial];
                signed += part;
                gone += part * self.left[*arm][year][trial];
            }
        }
        100.0 * gone / f64::max(signed, 1e-9)
    }

    /// Those who may leave after a year, and do.
    fn at_risk(&self, arms: &[(usize, f64)], year: usize, trials: Range<usize>) -> AtRisk {
        let mut at_risk = AtRisk::default();
        for (arm, weight) in arms {
            for trial in trials.clone() {
                let before = year.checked_sub(1).map_or(0.0, |last| self.left[*arm][last][trial]);
                let part = weight * self.signs[*arm][trial] * (1.0 - before);
                let ever = (0..year).any(|settled| self.paid[*arm][settled][trial] > 0.0);
                at_risk.there[usize::from(ever)] += part;
                at_risk.leave[usize::from(ever)] += part * self.left[*arm][year][trial];
            }
        }
        at_risk
    }
}

/// Hazard of those ever paid over that of the others, each year weighed by how many stand on either side
/// (Mantel and Haenszel).
fn ratio_of_hazards(years: &[AtRisk]) -> f64 {
    let sum = |left: usize, stood: usize| -> f64 {
        let one = |y: &AtRisk| y.leave[left] * y.there[stood] / (y.there[0] + y.there[1]).max(1e-9);
        years.iter().map(one).sum()
    };
    sum(1, 0) / sum(0, 1).max(1e-9)
}

/// Leaving the Shared Savings Program by year and by what was paid, Pioneer and Next Generation.
pub(super) fn leaving(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let (careers, n) = Careers::run(options)?;
    let gone = |arms: &'static [(usize, f64)], year: usize| {
        Estimate::batched(n, |trials| careers.gone(arms, year, trials))
    };
    let hazard = |year: usize| {
        Estimate::batched(n, |trials| 100.0 * careers.at_risk(&SHARED_SAVINGS, year, trials).hazard())
    };
    let when_paid = Estimate::batched(n, |trials| {
        let years: Vec<AtRisk> =
            (1..YEARS).map(|year| careers.at_risk(&SHARED_SAVINGS, year, trials.clone())).collect();
        ratio_of_hazards(&years)
    });
    Ok(vec![
        found("five_years", gone(&SHARED_SAVINGS, YEARS - 1)),
        found("first_year", hazard(0)),
        found("second_year", hazard(1)),
        found("third_year", hazard(2)),
        found("fourth_year", hazard(3)),
        found("fifth_year", hazard(4)),
        found("when_paid", when_paid),
        found("next_generation", gone(&NEXT_GENERATION, 4)),
        found("pioneer", gone(&PIONEER, 2)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four trials of one arm over three years. The first never leaves; the second leaves after year 2, unpaid; the
    /// third after year 3, having been paid in year 1; the fourth would not have signed.
    fn careers() -> Careers {
        Careers {
            signs: vec![vec![1.0, 1.0, 1.0, 0.0]],
            left: vec![vec![vec![0.0, 0.0, 0.0, 1.0], vec![0.0, 1.0, 0.0, 1.0], vec![0.0, 1.0, 1.0, 1.0]]],
            paid: vec![vec![vec![0.0, 0.0, 1.0, 1.0], vec![1.0, 0.0, 0.0, 0.0], vec![0.0; 4]]],
        }
    }

    #[test]
    fn who_is_gone_and_who_is_at_risk_by_hand() {
        let (careers, arms) = (careers(), [(0, 1.0)]);
        // Of the three who sign none, one, two are gone: 0, 33.3, 66.7 %.
        let gone = [0, 1, 2].map(|year| careers.gone(&arms, year, 0..4));
        assert!(
            (gone[1] - 100.0 / 3.0).abs() < 1e-12 && (gone[2] - 200.0 / 3.0).abs() < 1e-12 && gone[0] == 0.0
        );
        // After year 2 three stand, one of them paid by year 1; of the two others one leaves. After year 3 two stand:
        // the first was paid by year 2, the third by year 1, which leaves.
        let second = careers.at_risk(&arms, 1, 0..4);
        assert_eq!(second, AtRisk { there: [2.0, 1.0], leave: [1.0, 0.0] });
        let third = careers.at_risk(&arms, 2, 0..4);
        assert_eq!(third, AtRisk { there: [0.0, 2.0], leave: [0.0, 1.0] });
        assert_eq!((second.hazard(), third.hazard()), (1.0 / 3.0, 0.5));
    }

    /// Ten unpaid of whom four leave, ten paid of whom one: (1 · 10/20) over (4 · 10/20) = 0.25.
    #[test]
    fn hazards_are_compared_within_years() {
        let year = AtRisk { there: [10.0, 10.0], leave: [4.0, 1.0] };
        assert!((ratio_of_hazards(&[year]) - 0.25).abs() < 1e-12);
        // A year in which nobody was paid yet says nothing about it.
        let early = AtRisk { there: [20.0, 0.0], leave: [5.0, 0.0] };
        assert!((ratio_of_hazards(&[early, year]) - 0.25).abs() < 1e-12);
    }
}
