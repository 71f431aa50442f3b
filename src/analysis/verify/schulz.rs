//! Schulz 2015: what 176 ACOs planned to do with what they earn.

use super::{Figures, VerifyOptions, found};
use crate::analysis::Estimate;
use crate::analysis::crew::spread;
use crate::analysis::estimate::{mean, variance};
use crate::engine::{HorizonMetric, Pick, Scope};
use crate::random::{Distribution, Draws, EntityKey, Seed, Stream, unit};
use crate::study::{NoFiles, Study, StudyFault};

const TEXT: &str = include_str!("../../../scenarios/studies/schulz_2015.toml");

/// ACOs simulated: four surveys of 176, so that chance in the drawing of plans stays small. More effort simulates more,
/// since what their spread is not known by is their number.
const ACOS: u64 = 4 * 176;

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
    let (trials, acos) = (options.trials(base.trials()), options.trials(ACOS));
    let acos = usize::try_from(acos).unwrap_or(usize::MAX);
    let acos: Vec<Aco> = spread(acos, options.threads, |place| aco(&base, place, base.trials()))?;
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
    Ok(vec![
        found("passed_mean", Estimate::mean(&passed)),
        found("passed_sd", sd(&passed)),
        found("infrastructure_mean", Estimate::mean(&invested)),
        found("infrastructure_sd", sd(&invested)),
        found("earning_difference", Estimate::mean(&differences)),
    ])
}

/// How much ACOs plan to pass on (behaviour note row 17).
fn law() -> Distribution {
    Distribution::Beta { alpha: 1.9, beta: 1.1, min: 0.0, max: 1.0 }
}

/// How much of the rest they plan for infrastructure: mostly all of it, in some ACOs next to none. Fitted to the
/// published mean and spread, as the plan is: with a mean of 0.892 = 0.33/0.37 and an sd of 0.226 the product
/// with the rest has an sd of 25.6 points.
fn law_of_rest() -> Distribution {
    Distribution::Beta { alpha: 0.792, beta: 0.096, min: 0.0, max: 1.0 }
}

/// An ACO that plans to pass on a part, and to invest a part of what that leaves.
fn with_plan(base: &Study, planned: f64, of_rest: f64) -> Result<Study, StudyFault> {
    let mut own = base.clone();
    own.set("allocation.physicians", planned)?;
    own.set("allocation.infrastructure", of_rest * (1.0 - planned))?;
    Ok(own)
}

/// Part of performance years in which an ACO with a plan earns, trial by trial.
fn earned(base: &Study, planned: f64, trials: u64) -> Result<Vec<f64>, StudyFault> {
    let picks = [Pick::horizon(0, HorizonMetric::YearsEarned)];
    let values = with_plan(base, planned, law_of_rest().mean())?.sample(trials, Some(1), &picks)?;
    Ok(values.into_iter().next().unwrap_or_default())
}

fn aco(base: &Study, place: usize, trials: u64) -> Result<Aco, StudyFault> {
    let draws = Draws::open(Seed(base.seed()), Stream::Parameter);
    let key = EntityKey::of(&format!("schulz aco {place}"));
    let uniform = |salt: u64| unit(draws.words(key, 0, 0, salt)[0]);
    let own = with_plan(base, law().quantile(uniform(0)), law_of_rest().quantile(uniform(1)))?;
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
