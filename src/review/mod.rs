//! What a compensation committee and counsel ask of a scenario and of a run.
//!
//! [`law`] reduces an arm to the facts that the rules of [`compliance`](crate::compliance) look at
//! and asks them; [`law_of_run`] adds what only results can answer. [`committee`] sets each
//! physician's pay and work beside a survey, [`reconcile`] the model's pay of the year before the start beside what was paid.

mod committee;
mod gather;
mod paid;
mod reconcile;
mod whole;

pub use committee::{Flag, Placed, Standing, committee};
pub use reconcile::{PartPaid, Reconciled, reconcile};
pub use whole::Whole;

use crate::compliance::{Finding, Severity, review, review_outcome};
use crate::engine::Outcome;
use crate::model::Model;
use crate::survey::Survey;

/// Findings about each arm before it runs, worst first.
#[must_use]
pub fn law(model: &Model) -> Vec<Vec<Finding>> {
    (0..model.arms.len()).map(|arm| review(&gather::case(model, arm))).collect()
}

/// Findings about each arm after a run, worst first; `surveys` as the arms.
#[must_use]
pub fn law_of_run(model: &Model, outcome: &Outcome, surveys: &[impl AsRef<Survey>]) -> Vec<Vec<Finding>> {
    surveys
        .iter()
        .enumerate()
        .map(|(arm, survey)| {
            let case = gather::case(model, arm);
            let paid = paid::paid(model, outcome, survey.as_ref(), arm);
            review_outcome(&case, review(&case), &paid)
        })
        .collect()
}

/// How many findings of an arm are of a severity.
#[must_use]
pub fn count_of(findings: &[Finding], severity: Severity) -> usize {
    findings.iter().filter(|found| found.severity == severity).count()
}
