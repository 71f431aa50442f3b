//! What decides, in sentences.

use crate::decision::{
    KeyFinding, UnderStress, best_arms, best_finding, disclosed_pay, leg_finding, legs, losers_finding,
    margin_spread, most_losers, paid_for, robust_finding, stress_line, today_finding, uncertainty_finding,
    under_stress,
};
use crate::engine::HorizonMetric;
use crate::report::layout::wrapped;
use crate::report::results::Report;
use serde::Serialize;

/// The sentences of a run, in the order in which a committee asks.
pub(super) fn findings(report: &Report<'_>) -> Vec<KeyFinding> {
    let (model, outcome, may) = (report.model, report.outcome, &report.disclosure);
    let last = model.years - 1;
    let year = model.start.plus(last);
    let mut all = Vec::new();
    all.extend(today_finding(year, &disclosed_pay(paid_for(model, outcome, 0, last), 0, may)));
    all.extend(legs(outcome, 0, last).map(|legs| leg_finding(year, &legs)));
    all.extend(best_arms(outcome).map(|best| best_finding(model, outcome, &best)));
    all.extend(most_losers(model, outcome).map(|most| losers_finding(model, &most.disclosed(model, may))));
    all.extend(margin_spread(outcome, report.splits).map(|spread| uncertainty_finding(model, &spread)));
    let under = report.stressed.map(|found| under_stress(found, HorizonMetric::SystemMargin));
    all.extend(under.and_then(|under| robust_finding(model, &under)));
    all
}

/// What becomes of the best arm under each stress.
#[derive(Clone, Debug, Serialize)]
pub(super) struct StressSaid {
    /// The arm that is best by the system's margin.
    arm: String,
    trials: u64,
    stresses: Vec<StressFound>,
}

/// One stress.
#[derive(Clone, Debug, Serialize)]
struct StressFound {
    stress: &'static str,
    sets: &'static str,
    /// Change of the system's margin by the arm.
    change: f64,
    ci_low: f64,
    ci_high: f64,
    stays_best: bool,
    /// The arm that is best here.
    best: String,
    #[serde(skip)]
    line: (String, String),
}

/// The block on stresses; nothing where none was asked.
pub(super) fn stress_said(report: &Report<'_>) -> Option<StressSaid> {
    let model = report.model;
    let found = report.stressed?;
    let under = under_stress(found, HorizonMetric::SystemMargin);
    let arm = under.first()?.arm;
    let one = |one: &UnderStress| {
        let (ci_low, ci_high) = one.change.interval();
        StressFound {
            stress: one.stress.name,
            sets: one.stress.sets,
            change: one.change.value,
            ci_low,
            ci_high,
            stays_best: one.stays_best,
            best: model.arms[one.best.0].name.clone(),
            line: stress_line(model, one),
        }
    };
    Some(StressSaid {
        arm: model.arms[arm].name.clone(),
        trials: found.trials,
        stresses: under.iter().map(one).collect(),
    })
}

impl StressSaid {
    /// A line for each stress.
    pub(super) fn text(&self, file: &str) -> String {
        let head = format!(
            "Its change of the system's margin, and what is best then ({} trials each; {file}):",
            self.trials
        );
        let each = self.stresses.iter().map(|one| wrapped(&format!("    {}: {}", one.line.0, one.line.1), 6));
        format!("  {}{}", wrapped(&head, 2), each.collect::<String>())
    }
}
