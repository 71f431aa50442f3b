//! Surveys of pay against the reference system's first year.

use super::{Figures, VerifyOptions, found};
use crate::analysis::Estimate;
use crate::analysis::estimate::mean;
use crate::engine::{self, Metric, Pick, RunOptions, Scope, Silent, SystemMetric};
use crate::study::{Study, StudyFault};

/// Trials asked for.
const TRIALS: u64 = 256;

/// Rosters that the shares of single physicians are taken over.
const ROSTERS: u64 = 8;

/// Time and volume share of pay, percent, mean over physicians: surveys ask each physician for the parts
/// of their own pay, so that a surgeon's dollars count no more than a paediatrician's.
fn shares_of_physicians(study: &Study, options: &VerifyOptions) -> Result<[Vec<f64>; 2], StudyFault> {
    let mut found = [Vec::new(), Vec::new()];
    for roster in 0..ROSTERS {
        let mut own = study.clone();
        own.reseed(study.seed() + roster);
        let model = own.model()?;
        let trials = options.trials(TRIALS).div_ceil(ROSTERS);
        let asked = RunOptions { trials, threads: options.threads, stop: None };
        let outcome = engine::run(&model, asked, &Silent)?;
        let year = outcome.of(0, 0);
        for (metric, values) in [Metric::TimePay, Metric::VolumePay].into_iter().zip(&mut found) {
            let share = |place: usize| {
                100.0 * year.at_place(place, metric).mean / year.at_place(place, Metric::Pay).mean.max(0.01)
            };
            values.push(mean(&(0..model.len()).map(share).collect::<Vec<_>>()));
        }
    }
    Ok(found)
}

/// Shares of pay in percent; dollars and wRVUs per full-time physician.
pub(super) fn cross_checks(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let mut study = Study::reference()?;
    study.keep::<&str>(&[])?;
    study.set("run.years", 1.0)?;
    let system = |metric: SystemMetric| Pick::year(0, 0, Scope::System, "all", metric.definition().name);
    let all = |metric: Metric| Pick::year(0, 0, Scope::System, "all", metric.definition().name);
    let plan = |plan: &str, metric: Metric| Pick::year(0, 0, Scope::Plan, plan, metric.definition().name);
    let picks = [
        system(SystemMetric::TotalPay),
        plan("primary_care", Metric::ValuePay),
        plan("primary_care", Metric::ValueShare),
        plan("medical", Metric::ValueShare),
        system(SystemMetric::ValueRevenue),
        all(Metric::Pay),
        all(Metric::Wrvu),
    ];
    let values = study.sample(options.trials(TRIALS), options.threads, &picks)?;
    let model = study.model()?;
    let [time, volume] = shares_of_physicians(&study, options)?;
    let physicians = mean(&values[0]) / mean(&values[5]).max(0.01);
    // Surveys count by full-time clinical work.
    let full_time: f64 = model.physicians.iter().map(|p| p.clinical_fte).sum();
    let per_fte = physicians / full_time.max(0.01);
    Ok(vec![
        found("salary", Estimate::mean(&time)),
        found("productivity", Estimate::mean(&volume)),
        found("primary_care_quality", Estimate::mean(&values[2]).times(100.0)),
        found("specialist_quality", Estimate::mean(&values[3]).times(100.0)),
        found("quality_dollars", Estimate::mean(&values[1]).times(per_fte)),
        found("value_revenue", Estimate::mean(&values[4]).times(1.0 / full_time.max(0.01))),
        found("pay", Estimate::mean(&values[5]).times(per_fte)),
        found("wrvu", Estimate::mean(&values[6]).times(per_fte)),
    ])
}
