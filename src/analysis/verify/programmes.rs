//! Programmes of the past: what organisations took off the cost of care under the terms that they had.

use super::{Figures, VerifyOptions, contract, found};
use crate::analysis::Estimate;
use crate::analysis::estimate::mean;
use crate::engine::ContractMetric;
use crate::study::{NoFiles, Study, StudyFault};
use std::ops::Range;

const ORGANISATION: &str = include_str!("../../../scenarios/studies/organisation.toml");
const BY_SIZE: &str = include_str!("../../../scenarios/studies/savings_by_size.toml");
const GROUP_PRACTICE: &str = include_str!("../../../scenarios/studies/physician_group_practice.toml");
const NEXT_GENERATION: &str = include_str!("../../../scenarios/studies/next_generation.toml");
const PIONEER: &str = include_str!("../../../scenarios/studies/pioneer.toml");
const ADVANCE_PAYMENT: &str = include_str!("../../../scenarios/studies/advance_payment.toml");
const GLOBAL_BUDGET: &str = include_str!("../../../scenarios/studies/global_budget.toml");
const CARE_FEES: &str = include_str!("../../../scenarios/studies/care_fees.toml");

/// A programme that is asked for one measure of its contract, arm by arm and year by year.
struct ProgrammeStudy<'o> {
    study: Study,
    contract: &'static str,
    options: &'o VerifyOptions,
}

/// Arms of a study, each with its part of the population.
type Parts = [(&'static str, f64)];

impl<'o> ProgrammeStudy<'o> {
    fn read(
        name: &str,
        text: &str,
        contract: &'static str,
        options: &'o VerifyOptions,
    ) -> Result<ProgrammeStudy<'o>, StudyFault> {
        Ok(ProgrammeStudy { study: Study::read(name, text, &NoFiles)?, contract, options })
    }

    /// A measure in years of the programme, trial by trial, mean over arms by their parts.
    fn mixed(
        &self,
        parts: &Parts,
        years: Range<usize>,
        metric: ContractMetric,
    ) -> Result<Vec<Vec<f64>>, StudyFault> {
        let mut picks = Vec::new();
        for (name, _) in parts {
            let arm = self.study.arms().position(|arm| arm == *name);
            let arm = arm.ok_or_else(|| StudyFault::Invalid(format!("the study has no arm {name}")))?;
            picks.extend(years.clone().map(|year| contract(arm, year, self.contract, metric)));
        }
        let trials = self.options.trials(self.study.trials());
        let values = self.study.sample(trials, self.options.threads, &picks)?;
        let trials = values.first().map_or(0, Vec::len);
        let of = |year: usize, trial: usize| -> f64 {
            let each = parts.iter().enumerate();
            each.map(|(place, (_, part))| part * values[place * years.len() + year][trial]).sum()
        };
        Ok((0..years.len()).map(|year| (0..trials).map(|trial| of(year, trial)).collect()).collect())
    }

    /// Change of the cost of care in percent, year by year.
    fn changes(&self, parts: &Parts, years: Range<usize>) -> Result<Vec<Vec<f64>>, StudyFault> {
        let mut rates = self.mixed(parts, years, ContractMetric::TrueSavingsRate)?;
        rates.iter_mut().flatten().for_each(|rate| *rate *= -100.0);
        Ok(rates)
    }
}

/// Mean over years, trial by trial.
fn over_years(years: &[Vec<f64>]) -> Vec<f64> {
    let trials = years.first().map_or(0, Vec::len);
    (0..trials).map(|trial| mean(&years.iter().map(|year| year[trial]).collect::<Vec<_>>())).collect()
}

/// Mean of one set of values over that of another, with the error of batches.
fn ratio(above: &[f64], below: &[f64]) -> Estimate {
    let of = |r: Range<usize>| {
        let size = mean(&below[r.clone()]);
        mean(&above[r]) / if size.abs() < 1e-9 { 1e-9 } else { size }
    };
    Estimate::batched(above.len(), of)
}

const OWNERS: [(&str, f64); 2] = [("baseline", 0.5), ("physician_group", 0.5)];

/// Shared Savings Program: change of the cost of care in its years, by owner and in equal parts, in percent.
pub(super) fn shared_savings_program(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let programme = ProgrammeStudy::read("organisation.toml", ORGANISATION, "medicare_aco", options)?;
    let all = programme.changes(&OWNERS, 0..6)?;
    let of = |owner: &'static str| programme.changes(&[(owner, 1.0)], 2..3);
    let (hospital, group) = (of("baseline")?, of("physician_group")?);
    Ok(vec![
        found("first_year", Estimate::mean(&all[0])),
        found("third_year", Estimate::mean(&all[2])),
        found("sixth_year", Estimate::mean(&all[5])),
        found("hospital_third_year", Estimate::mean(&hospital[0])),
        found("group_third_year", Estimate::mean(&group[0])),
        found("hospital_over_group", ratio(&hospital[0], &group[0])),
    ])
}

/// Savings of 8,000 lives over those of 40,000 in the sixth year.
pub(super) fn by_size(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let programme = ProgrammeStudy::read("savings_by_size.toml", BY_SIZE, "medicare_aco", options)?;
    let small = programme.changes(&OWNERS, 5..6)?;
    let large = programme.changes(&[("large_hospital", 0.5), ("large_group", 0.5)], 5..6)?;
    Ok(vec![found("small_over_large", ratio(&small[0], &large[0]))])
}

/// Physician Group Practice: change of the cost of care over five years, and what was paid of what was saved.
pub(super) fn group_practice(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let name = "physician_group_practice.toml";
    let programme = ProgrammeStudy::read(name, GROUP_PRACTICE, "demonstration", options)?;
    // Two of the ten were groups without a hospital.
    let parts = [("baseline", 0.8), ("physician_group", 0.2)];
    let changes = programme.changes(&parts, 0..5)?;
    let earned = programme.mixed(&parts, 0..5, ContractMetric::Earned)?;
    let spending = programme.mixed(&parts, 0..5, ContractMetric::Spending)?;
    let saved: Vec<Vec<f64>> = changes
        .iter()
        .zip(&spending)
        .map(|(change, cost)| {
            change.iter().zip(cost).map(|(c, cost)| saved_dollars(-c / 100.0, *cost)).collect()
        })
        .collect();
    Ok(vec![
        found("five_years", Estimate::mean(&over_years(&changes))),
        found("bonus_share", ratio(&over_years(&earned), &over_years(&saved))),
    ])
}

/// Dollars saved where spending after savings is known: spending would have been `cost / (1 − rate)`.
fn saved_dollars(rate: f64, cost: f64) -> f64 {
    rate * cost / (1.0 - rate).max(1e-9)
}

/// Entrants of a programme who were in another of the same payer before, or not, by owner: values of years, each the mean
/// by parts. The study's baseline is the programme before, and its `arm` the new one.
struct Entrants<'o> {
    study: Study,
    arm: &'static str,
    contract: &'static str,
    /// Part of the entrants that had been in the programme before.
    experienced: f64,
    options: &'o VerifyOptions,
}

/// In-system share of a physician group without a hospital (assumption of every study by owner).
const GROUP_IN_SYSTEM: f64 = 0.08;

impl Entrants<'_> {
    /// Measures in years, each trial by trial: half of either owner.
    fn mixed<const N: usize>(
        &self,
        years: Range<usize>,
        metrics: [ContractMetric; N],
    ) -> Result<[Vec<Vec<f64>>; N], StudyFault> {
        let mut all: [Vec<Vec<f64>>; N] = std::array::from_fn(|_| Vec::new());
        for (old, part) in [(true, self.experienced), (false, 1.0 - self.experienced)] {
            for group in [false, true] {
                let mut study = self.study.clone();
                if !old {
                    let first = format!("contract.{}.first_year", self.contract);
                    study.set(&first, f64::from(study.start().0))?;
                }
                if group {
                    study.set("system.in_system_share", GROUP_IN_SYSTEM)?;
                }
                let one = ProgrammeStudy { study, contract: self.contract, options: self.options };
                for (sum, metric) in all.iter_mut().zip(metrics) {
                    add(sum, &one.mixed(&[(self.arm, 0.5 * part)], years.clone(), metric)?);
                }
            }
        }
        Ok(all)
    }
}

/// Adds values to values of the same years and trials.
fn add(sum: &mut Vec<Vec<f64>>, more: &[Vec<f64>]) {
    if sum.is_empty() {
        sum.extend_from_slice(more);
        return;
    }
    for (sum, more) in sum.iter_mut().flatten().zip(more.iter().flatten()) {
        *sum += more;
    }
}

/// Next Generation: change of the cost of care in the first year and over four, and what Medicare was left with.
pub(super) fn next_generation(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let entrants = Entrants {
        study: Study::read("next_generation.toml", NEXT_GENERATION, &NoFiles)?,
        arm: "next_generation",
        contract: "medicare_aco",
        experienced: 0.8,
        options,
    };
    let [rates, earned, owed, spending] = entrants.mixed(
        0..4,
        [
            ContractMetric::TrueSavingsRate,
            ContractMetric::Earned,
            ContractMetric::Owed,
            ContractMetric::Spending,
        ],
    )?;
    let [rate, earned, owed, spending] = [&rates, &earned, &owed, &spending].map(|years| over_years(years));
    let net: Vec<f64> = (0..rate.len())
        .map(|trial| 100.0 * ((earned[trial] - owed[trial]) / spending[trial].max(1.0) - rate[trial]))
        .collect();
    Ok(vec![
        found("first_year", Estimate::mean(&rates[0]).times(-100.0)),
        found("four_years", Estimate::mean(&rate).times(-100.0)),
        found("net", Estimate::mean(&net)),
    ])
}

/// Pioneer: change of the cost of care in the first year.
pub(super) fn pioneer(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let programme = ProgrammeStudy::read("pioneer.toml", PIONEER, "pioneer", options)?;
    Ok(vec![found("first_year", Estimate::mean(&programme.changes(&OWNERS, 0..1)?[0]))])
}

/// Prepaid rural ACOs: change of the cost of care in the first and second year.
pub(super) fn advance_payment(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let programme = ProgrammeStudy::read("advance_payment.toml", ADVANCE_PAYMENT, "rural_aco", options)?;
    let changes = programme.changes(&[("baseline", 1.0)], 0..2)?;
    Ok(vec![
        found("first_year", Estimate::mean(&changes[0])),
        found("second_year", Estimate::mean(&changes[1])),
    ])
}

/// A commercial global budget: change of the cost of care in the first and second year.
pub(super) fn global_budget(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let entrants = Entrants {
        study: Study::read("global_budget.toml", GLOBAL_BUDGET, &NoFiles)?,
        arm: "global_budget",
        contract: "blue_cross",
        experienced: 4.0 / 7.0,
        options,
    };
    let [rates] = entrants.mixed(0..2, [ContractMetric::TrueSavingsRate])?;
    Ok(vec![
        found("first_year", Estimate::mean(&rates[0]).times(-100.0)),
        found("second_year", Estimate::mean(&rates[1]).times(-100.0)),
    ])
}

/// Fees for care management without shared savings: change of the cost of care over two years at $20, over five at
/// $30, and what twice the fees add.
pub(super) fn care_fees(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let programme = ProgrammeStudy::read("care_fees.toml", CARE_FEES, "medicare", options)?;
    let of = |arm: &'static str, years: Range<usize>| programme.changes(&[(arm, 1.0)], years);
    let fees = over_years(&of("baseline", 0..2)?);
    let (track_1, track_2) = (over_years(&of("fees_15", 0..5)?), over_years(&of("fees_30", 0..5)?));
    let dose: Vec<f64> = track_2.iter().zip(&track_1).map(|(twice, once)| twice - once).collect();
    Ok(vec![
        found("fees_alone", Estimate::mean(&fees)),
        found("richer_fees", Estimate::mean(&track_2)),
        found("dose", Estimate::mean(&dose)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_worked() {
        // 2 % saved, 98 left: 2 of 100.
        assert!((saved_dollars(0.02, 98.0) - 2.0).abs() < 1e-12);
        assert_eq!(over_years(&[vec![1.0, 5.0], vec![3.0, 7.0]]), [2.0, 6.0]);
        assert_eq!(over_years(&[]), Vec::<f64>::new());
        let mut sum = Vec::new();
        add(&mut sum, &[vec![1.0], vec![2.0]]);
        add(&mut sum, &[vec![10.0], vec![20.0]]);
        assert_eq!(sum, [vec![11.0], vec![22.0]]);
        // Means of 2 and 4.
        let twice: Vec<f64> = (0..32).map(|_| 2.0).collect();
        let found = ratio(&twice, &[4.0; 32]);
        assert_eq!((found.value, found.se), (0.5, 0.0));
    }
}
