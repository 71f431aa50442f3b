//! What becomes of the best arm under stress, line by line.

use crate::decision::{UnderStress, stress_line, under_stress};
use crate::engine::HorizonMetric;
use crate::report::layout::wrapped;
use crate::report::results::Report;
use serde::Serialize;

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
