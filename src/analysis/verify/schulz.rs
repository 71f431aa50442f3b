//! Schulz 2015: what 176 ACOs planned to do with what they earn.

use super::{Figures, Measured, VerifyOptions, found};
use crate::analysis::crew::spread;
use crate::analysis::estimate::{mean, variance};
use crate::analysis::{Estimate, Study, StudyFault};
use crate::engine::{HorizonMetric, Pick, Scope};
use crate::random::{Distribution, Draws, EntityKey, Seed, Stream, unit};

const TEXT: &str = include_str!("../../../scenarios/studies/schulz_2015.toml");

/// ACOs simulated: four surveys of 176, so that chance in the drawing of plans stays small.
const ACOS: usize = 4 * 176;

/// One simulated ACO.
struct Aco {
    /// Part of what was left after programme cost that went to physicians.
    passed: f64,
    /// Part that went into infrastructure.
    infrastructure: f64,
    /// Part of performance years in which it earned, trial by trial.
    earned: Vec<f64>,
}

/// Mean and spread of what was passed on and invested, in percent; how much more often those earn
/// that pass on more than half, in points.
pub(super) fn schulz(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let base = Study::read("schulz_2015.toml", TEXT)?;
    let trials = options.trials(base.trials());
    let acos: Vec<Aco> = spread(ACOS, options.threads, |place| aco(&base, place, trials))?;
    let passed: Vec<f64> = acos.iter().map(|aco| 100.0 * aco.passed).collect();
    let invested: Vec<f64> = acos.iter().map(|aco| 100.0 * aco.infrastructure).collect();
    let sd = |values: &[f64]| Estimate::batched(values.len(), |r| variance(&values[r]).sqrt());
    let side = |more: bool| -> Vec<&Aco> { acos.iter().filter(|aco| (aco.passed > 0.5) == more).collect() };
    let (more, less) = (side(true), side(false));
    // All ACOs meet the same luck, so the difference of means is taken trial by trial.
    let at =
        |group: &[&Aco], trial: usize| mean(&group.iter().map(|aco| aco.earned[trial]).collect::<Vec<_>>());
    let differences: Vec<f64> =
        (0..acos[0].earned.len()).map(|trial| 100.0 * (at(&more, trial) - at(&less, trial))).collect();
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

fn aco(base: &Study, place: usize, trials: u64) -> Result<Aco, StudyFault> {
    let seed = base.arms[0].scenario.run.seed;
    let draws = Draws::open(Seed(seed), Stream::Parameter);
    let uniform = unit(draws.words(EntityKey::of(&format!("schulz aco {place}")), 0, 0, 0)[0]);
    let law = Distribution::Beta { alpha: 1.9, beta: 1.1, min: 0.0, max: 1.0 };
    let planned = law.quantile(uniform);
    let mut own = base.clone();
    own.set("allocation.physicians", planned)?;
    own.set("allocation.infrastructure", 0.9 * (1.0 - planned))?;
    let flow = |year: usize, entity: &str, purpose: &str| Pick::year(0, year, Scope::Flow, entity, purpose);
    let mut picks = vec![Pick::horizon(0, HorizonMetric::YearsEarned)];
    for year in 0..3 {
        picks.push(flow(year, "medicare_aco", "earned by the system"));
        picks.push(flow(year, "system", "programme cost"));
        picks.push(flow(year, "system", "passed-through savings"));
        picks.push(flow(year, "system", "care management infrastructure"));
    }
    let values = own.sample(trials, Some(1), &picks)?;
    let sum =
        |kind: usize| -> f64 { (0..3).map(|year| values[1 + 4 * year + kind].iter().sum::<f64>()).sum() };
    let left = (sum(0) - sum(1)).max(0.01);
    Ok(Aco { passed: sum(2) / left, infrastructure: sum(3) / left, earned: values[0].clone() })
}
