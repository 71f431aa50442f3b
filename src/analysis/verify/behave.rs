//! How physicians and organisations respond.

use super::{Figures, Measured, VerifyOptions, contract, found, pairs, physicians};
use crate::analysis::Estimate;
use crate::analysis::estimate::{mean, median};
use crate::behaviour::{DoseScale, Evidence, Stimulus, cost_drive, quality_drive};
use crate::engine::{ContractMetric, Metric, Pick, Scope, SystemMetric, scenario_of_trial};
use crate::study::{NoFiles, Study, StudyFault};

const TEN_CENTS: &str = include_str!("../../../scenarios/studies/ten_cents_a_dollar.toml");
const PRODUCTION: &str = include_str!("../../../scenarios/studies/salary_to_production.toml");
const SMALL_BONUS: &str = include_str!("../../../scenarios/studies/small_bonus.toml");
const TURNOVER: &str = include_str!("../../../scenarios/studies/turnover.toml");

/// T5, calibrated part: what a tenth of each dollar saved takes off the cost of care, in percent.
pub(super) fn ten_cents(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let study = Study::read("ten_cents_a_dollar.toml", TEN_CENTS, &NoFiles)?;
    let picks = [0, 1].map(|arm| contract(arm, 1, "hmo", ContractMetric::TrueSavingsRate));
    let values = study.sample(options.trials(study.trials()), options.threads, &picks)?;
    let change = pairs(&values[1], &values[0], |with, without| -100.0 * (with - without));
    Ok(vec![found("cost_change", Estimate::mean(&change))])
}

/// T5, emergent part: 5,000 people, 300 to a physician, bonus money divided equally and felt so
/// (dilution exponent 1), everything seen at once. The pool, as a share of costs, at which private
/// incentives alone take 6 % off the cost of care.
pub(super) fn free_riding() -> Result<Figures, StudyFault> {
    let model = Study::read("small_bonus.toml", SMALL_BONUS, &NoFiles)?.model()?;
    let Some(evidence) = model.arms[0].scenario.behaviour.evidence() else {
        return Ok(vec![("pool", Measured::Missing("the study states no response"))]);
    };
    let evidence = Evidence {
        stewardship_ceiling: crate::units::Share(0.12),
        dilution: crate::units::Share(1.0),
        ..evidence.clone()
    };
    let members = 5_000.0 / 300.0;
    let effect = |pool_share: f64| {
        let stimulus = Stimulus {
            saved_share: pool_share * evidence.felt_in_pool(members),
            plan_sight: 1.0,
            ..Stimulus::default()
        };
        cost_drive(evidence.stewardship_ceiling.0, evidence.stewardship_per_share(), 1.0, &stimulus)
    };
    // Bisection: the response never falls as the pool grows.
    let (mut low, mut high) = (0.0, 100.0);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if effect(middle) < 0.06 {
            low = middle;
        } else {
            high = middle;
        }
    }
    // A pool of so many dollars for each dollar saved, with 6 % saved.
    Ok(vec![
        found("pool", Estimate::exact(100.0 * 0.06 * high)),
        found("pool_per_saved", Estimate::exact(high)),
    ])
}

/// T11: change of wRVUs when the same physicians go from salary to production, in percent.
pub(super) fn production(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let study = Study::read("salary_to_production.toml", PRODUCTION, &NoFiles)?;
    let picks = [0, 1].map(|arm| physicians(arm, 3, Metric::Wrvu));
    let values = study.sample(options.trials(study.trials()), options.threads, &picks)?;
    let n = values[0].len();
    let change = Estimate::batched(n, |r| 100.0 * (mean(&values[1][r.clone()]) / mean(&values[0][r]) - 1.0));
    Ok(vec![found("wrvu_change", change)])
}

/// T14: points of quality from a bonus of $5,000 paid each quarter less those from the same bonus
/// paid once a year: the same money 1.5 months and six months after the work on average. And how many physicians
/// know whether quality is in their pay, percent.
pub(super) fn frequency(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let study = Study::read("small_bonus.toml", SMALL_BONUS, &NoFiles)?;
    let model = study.model()?;
    let (mut differences, mut aware) = (Vec::new(), Vec::new());
    for trial in 0..options.trials(study.trials()) {
        let scenario = scenario_of_trial(&model, &model.arms[0], trial);
        let Some(evidence) = scenario.behaviour.evidence() else { continue };
        let scale = DoseScale::new(evidence.dose_exponent.0);
        let points = |wait: f64| {
            let stimulus = Stimulus {
                quality_share: 5_000.0 / 250_000.0 * evidence.worth_after(wait),
                plan_sight: evidence.sight_of_plan.0,
                ..Stimulus::default()
            };
            quality_drive(evidence, &scale, evidence.attention_to(10.0), 1.0, &stimulus).0
        };
        differences.push(points(0.125) - points(0.5));
        aware.push(100.0 * evidence.sight_of_plan.0);
    }
    Ok(vec![found("difference", Estimate::mean(&differences)), found("awareness", Estimate::mean(&aware))])
}

/// T16: points of measured quality from 1.5 % of pay over 57 measures, after four years.
pub(super) fn small_bonus(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let study = Study::read("small_bonus.toml", SMALL_BONUS, &NoFiles)?;
    let picks = [0, 1].map(|arm| physicians(arm, 3, Metric::Quality));
    let values = study.sample(options.trials(study.trials()), options.threads, &picks)?;
    let points = pairs(&values[1], &values[0], |with, without| 100.0 * (with - without));
    Ok(vec![found("median", Estimate::batched(points.len(), |r| median(&points[r])))])
}

/// T17: positions that change hands in a year, in percent; and among those of 67 and over when
/// nobody moves.
pub(super) fn turnover(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let study = Study::read("turnover.toml", TURNOVER, &NoFiles)?;
    let name = SystemMetric::Departures.definition().name;
    let picks = [0, 1].map(|arm| Pick::year(arm, 0, Scope::System, "all", name));
    let values = study.sample(options.trials(study.trials()), options.threads, &picks)?;
    let percent = |v: &[f64]| Estimate::mean(v).times(100.0 / 400.0);
    Ok(vec![found("all", percent(&values[0])), found("older", percent(&values[1]))])
}
