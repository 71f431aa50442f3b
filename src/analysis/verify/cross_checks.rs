//! Surveys of pay against the reference system's first year.

use super::{Figures, VerifyOptions, found};
use crate::analysis::estimate::mean;
use crate::analysis::{Estimate, Study, StudyFault};
use crate::engine::{Metric, Pick, Scope, SystemMetric};

const REFERENCE: &str = include_str!("../../../scenarios/reference.toml");

/// Trials asked for.
const TRIALS: u64 = 256;

/// Shares of all pay in percent; dollars and wRVUs per full-time physician.
pub(super) fn cross_checks(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let mut study = Study::read("reference.toml", REFERENCE)?;
    study.arms.truncate(1);
    study.arms[0].scenario.run.years = 1;
    let flow = |purpose: &str| Pick::year(0, 0, Scope::Flow, "system", purpose);
    let system = |metric: SystemMetric| Pick::year(0, 0, Scope::System, "all", metric.definition().name);
    let all = |metric: Metric| Pick::year(0, 0, Scope::System, "all", metric.definition().name);
    let plan = |plan: &str, metric: Metric| Pick::year(0, 0, Scope::Plan, plan, metric.definition().name);
    let picks = [
        system(SystemMetric::TotalPay),
        flow("time pay"),
        flow("volume pay"),
        plan("primary_care", Metric::ValuePay),
        plan("primary_care", Metric::ValueShare),
        plan("medical", Metric::ValueShare),
        system(SystemMetric::ValueRevenue),
        all(Metric::Pay),
        all(Metric::Wrvu),
    ];
    let values = study.sample(options.trials(TRIALS), options.threads, &picks)?;
    let n = values[0].len();
    let share = |of: usize| {
        Estimate::batched(n, |r| 100.0 * mean(&values[of][r.clone()]) / mean(&values[0][r]).max(0.01))
    };
    let model = study.model()?;
    let physicians = mean(&values[0]) / mean(&values[7]).max(0.01);
    // Surveys count by full-time clinical work.
    let full_time: f64 = model.physicians.iter().map(|p| p.clinical_fte).sum();
    let per_fte = physicians / full_time.max(0.01);
    Ok(vec![
        found("salary", share(1)),
        found("productivity", share(2)),
        found("primary_care_quality", Estimate::mean(&values[4]).times(100.0)),
        found("specialist_quality", Estimate::mean(&values[5]).times(100.0)),
        found("quality_dollars", Estimate::mean(&values[3]).times(per_fte)),
        found("value_revenue", Estimate::mean(&values[6]).times(1.0 / full_time.max(0.01))),
        found("pay", Estimate::mean(&values[7]).times(per_fte)),
        found("wrvu", Estimate::mean(&values[8]).times(per_fte)),
    ])
}
