//! Schulz 2015: what 176 ACOs planned to do with what they earn.

use super::{Figures, Measured, VerifyOptions, found};
use crate::analysis::Estimate;
use crate::analysis::crew::spread;
use crate::analysis::estimate::{mean, variance};
use crate::engine::{HorizonMetric, Pick, Scope};
use crate::random::{Distribution, Draws, EntityKey, Seed, Stream, unit};
use crate::study::{NoFiles, Study, StudyFault};

const TEXT: &str = include_str!("../../../scenarios/studies/schulz_2015.toml");

/// ACOs simulated: four surveys of 176, so that chance in the drawing of plans stays small.
const ACOS: usize = 4 * 176;

/// Plans compared for how often they earn, and trials of each as a multiple of the study's. What a plan
/// changes is small beside a year's luck, so few plans meet many years.
const PLANS: usize = 16;
const LUCK: u64 = 32;

/// One simulated ACO.
struct Aco {
    /// Part of what was left after programme cost that went to physicians.
    passed: f64,
    /// Part that went into infrastructure.
    infrastructure: f64,
}

/// Mean and spread of what was passed on and invested, in percent; how much more often those earn
/// that pass on more than half, in points.
pub(super) fn schulz(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let base = Study::read("schulz_2015.toml", TEXT, &NoFiles)?;
    let trials = options.trials(base.trials());
    let acos: Vec<Aco> = spread(ACOS, options.threads, |place| aco(&base, place, trials))?;
    let passed: Vec<f64> = acos.iter().map(|aco| 100.0 * aco.passed).collect();
    let invested: Vec<f64> = acos.iter().map(|aco| 100.0 * aco.infrastructure).collect();
    let sd = |values: &[f64]| Estimate::batched(values.len(), |r| variance(&values[r]).sqrt());
    // Every plan meets the same luck, so the difference of means is taken trial by trial.
    let plans: Vec<(f64, Vec<f64>)> = spread(PLANS, options.threads, |place| {
        #[expect(clippy::cast_precision_loss, reason = "a few plans")]
        let planned = law().quantile((place as f64 + 0.5) / PLANS as f64);
        Ok::<_, StudyFault>((planned, earned(&base, planned, LUCK * trials)?))
    })?;
    let at = |trial: usize, more: bool| {
        let side = plans.iter().filter(|(planned, _)| (*planned > 0.5) == more);
        mean(&side.map(|(_, earned)| earned[trial]).collect::<Vec<_>>())
    };
    let differences: Vec<f64> =
        (0..plans[0].1.len()).map(|trial| 100.0 * (at(trial, true) - at(trial, false))).collect();
    let why = "the model has no rule by which owners choose how much to pass on";
    Ok(vec![
        found("passed_mean", Estimate::mean(&passed)),
        found("passed_sd", sd(&passed)),
        found("infrastructure_mean", Estimate::mean(&invested)),
        found("infrastructure_sd", sd(&invested)),
        found("earning_difference", Estimate::mean(&differences)),
        ("with_hospital", Measured::Missing(why)),
    ])
}

/// How much ACOs plan to pass on (behaviour note row 17).
fn law() -> Distribution {
    Distribution::Beta { alpha: 1.9, beta: 1.1, min: 0.0, max: 1.0 }
}

fn with_plan(base: &Study, planned: f64) -> Result<Study, StudyFault> {
    let mut own = base.clone();
    own.set("allocation.physicians", planned)?;
    own.set("allocation.infrastructure", 0.9 * (1.0 - planned))?;
    Ok(own)
}

/// Part of performance years in which an ACO with a plan earns, trial by trial.
fn earned(base: &Study, planned: f64, trials: u64) -> Result<Vec<f64>, StudyFault> {
    let picks = [Pick::horizon(0, HorizonMetric::YearsEarned)];
    let values = with_plan(base, planned)?.sample(trials, Some(1), &picks)?;
    Ok(values.into_iter().next().unwrap_or_default())
}

fn aco(base: &Study, place: usize, trials: u64) -> Result<Aco, StudyFault> {
    let draws = Draws::open(Seed(base.seed()), Stream::Parameter);
    let uniform = unit(draws.words(EntityKey::of(&format!("schulz aco {place}")), 0, 0, 0)[0]);
    let own = with_plan(base, law().quantile(uniform))?;
    let flow = |year: usize, entity: &str, purpose: &str| Pick::year(0, year, Scope::Flow, entity, purpose);
    let mut picks = Vec::new();
    for year in 0..3 {
        picks.push(flow(year, "medicare_aco", "earned by the system"));
        picks.push(flow(year, "system", "programme cost"));
        picks.push(flow(year, "system", "passed-through savings"));
        picks.push(flow(year, "system", "care management infrastructure"));
    }
    let values = own.sample(trials, Some(1), &picks)?;
    let sum = |kind: usize| -> f64 { (0..3).map(|year| values[4 * year + kind].iter().sum::<f64>()).sum() };
    let left = (sum(0) - sum(1)).max(0.01);
    Ok(Aco { passed: sum(2) / left, infrastructure: sum(3) / left })
}
