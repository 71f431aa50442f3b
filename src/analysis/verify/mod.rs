//! Verification: what the model gives against what was published.
//!
//! A *target* is one published figure with its source, how well it is founded, how far off a
//! simulated figure may lie, and what agreement is worth: whether a parameter was set to it, it follows
//! by arithmetic, it is settled again from the public record, or it comes out by itself. A *study* is an embedded scenario (`scenarios/studies/`) that the engine runs, or a rule
//! called through its public function; it gives the simulated figures of several targets.
//!
//! The verdict compares the 95 % interval that chance in the simulation leaves with the band of
//! tolerance: inside agrees, outside fails, across an edge cannot tell.

mod behave;
mod bonus;
mod cross_checks;
mod document;
#[cfg(feature = "replay")]
mod forecasts;
mod leaving;
mod luck;
mod payer_leg;
mod programmes;
#[cfg(feature = "replay")]
mod record;
mod reid;
mod schulz;
mod target;
mod targets;

pub use document::verification_document;
pub use payer_leg::expected_payment;
pub use target::{Role, Sense, StudyName, Target, TargetFinding, TargetGrade, Verdict, band_words};
pub use targets::TARGETS;

use super::Estimate;
use crate::engine::{ContractMetric, Metric, Pick, Scope};
use crate::order::Ordered;
use crate::study::StudyFault;

/// How a verification goes about it.
#[derive(Clone, Copy, Debug)]
pub struct VerifyOptions {
    /// Trials of each study as a multiple of what it asks for.
    pub effort: f64,
    /// Threads; all processors when `None`.
    pub threads: Option<usize>,
}

impl Default for VerifyOptions {
    fn default() -> VerifyOptions {
        VerifyOptions { effort: 1.0, threads: None }
    }
}

impl VerifyOptions {
    /// Trials for a study that asks for so many: at least 16.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a number of trials"
    )]
    fn trials(&self, asked: u64) -> u64 {
        ((asked as f64 * self.effort).round() as u64).max(16)
    }
}

/// What a study found under one name.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Measured {
    /// A figure.
    Found(Estimate),
    /// Nothing, and why not.
    Missing(&'static str),
}

/// Figures of a study by name.
pub(super) type Figures = Vec<(&'static str, Measured)>;

/// Shorthand for a figure that was found.
fn found(name: &'static str, estimate: Estimate) -> (&'static str, Measured) {
    (name, Measured::Found(estimate))
}

/// A measure of a contract in a year of an arm, both counted from 0.
fn contract(arm: usize, year: usize, name: &str, metric: ContractMetric) -> Pick {
    Pick::year(arm, year, Scope::Contract, name, metric.definition().name)
}

/// A measure of all physicians in a year of an arm, both counted from 0.
fn physicians(arm: usize, year: usize, metric: Metric) -> Pick {
    Pick::year(arm, year, Scope::System, "all", metric.definition().name)
}

/// Something of two arms, trial by trial.
fn pairs(a: &[f64], b: &[f64], of: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| of(*a, *b)).collect()
}

/// Runs the studies behind the targets that `wanted` keeps, and compares.
///
/// # Errors
///
/// When a study cannot be run: a fault of the program, since studies are embedded.
pub fn verify(
    options: &VerifyOptions,
    wanted: impl Fn(&Target) -> bool,
    mut progress: impl FnMut(StudyName),
) -> Result<Vec<TargetFinding>, StudyFault> {
    let mut findings = Vec::new();
    for study in StudyName::ALL {
        let of_study: Vec<&'static Target> =
            TARGETS.iter().filter(|t| t.study == *study && wanted(t)).collect();
        if of_study.is_empty() {
            continue;
        }
        progress(*study);
        let figures = figures(*study, options)?;
        findings.extend(of_study.into_iter().map(|target| {
            let measured = figures.iter().find(|(name, _)| *name == target.figure).map(|(_, m)| m);
            TargetFinding::compare(target, measured)
        }));
    }
    findings.order_by_key(|finding| TARGETS.iter().position(|t| t.id == finding.target.id));
    Ok(findings)
}

/// Runs a study.
pub(super) fn figures(study: StudyName, options: &VerifyOptions) -> Result<Figures, StudyFault> {
    match study {
        StudyName::LuckBySize => luck::by_size(options),
        StudyName::Concentration => Ok(luck::concentration(options)),
        #[cfg(feature = "replay")]
        StudyName::Record => record::mssp(),
        #[cfg(not(feature = "replay"))]
        StudyName::Record => Ok(unread(study)),
        #[cfg(feature = "replay")]
        StudyName::Forecasts => forecasts::forecasts(),
        #[cfg(not(feature = "replay"))]
        StudyName::Forecasts => Ok(unread(study)),
        StudyName::SmallPanels => luck::small_panels(options),
        StudyName::PayerLeg => payer_leg::payer_leg(options),
        StudyName::TenCents => behave::ten_cents(options),
        StudyName::FreeRiding => behave::free_riding(),
        StudyName::Organisation => programmes::shared_savings_program(options),
        StudyName::SavingsBySize => programmes::by_size(options),
        StudyName::PhysicianGroupPractice => programmes::group_practice(options),
        StudyName::NextGeneration => programmes::next_generation(options),
        StudyName::Pioneer => programmes::pioneer(options),
        StudyName::AdvancePayment => programmes::advance_payment(options),
        StudyName::GlobalBudget => programmes::global_budget(options),
        StudyName::CareFees => programmes::care_fees(options),
        StudyName::Leaving => leaving::leaving(options),
        StudyName::CodingUnpaid => bonus::coding(options),
        StudyName::LargerBonus => bonus::larger(options),
        StudyName::ReferenceAco => cross_checks::reference_aco(options),
        StudyName::Production => behave::production(options),
        StudyName::Frequency => behave::frequency(options),
        StudyName::SmallBonus => behave::small_bonus(options),
        StudyName::Turnover => behave::turnover(options),
        StudyName::Reid => reid::reid(options),
        StudyName::Schulz => schulz::schulz(options),
        StudyName::CrossChecks => cross_checks::cross_checks(options),
    }
}

/// The record's figures in a build that does not hold it.
#[cfg(not(feature = "replay"))]
fn unread(study: StudyName) -> Figures {
    let of_record = TARGETS.iter().filter(|target| target.study == study);
    let missing = Measured::Missing("this build lacks the feature `replay`, and with it the record");
    of_record.map(|target| (target.figure, missing.clone())).collect()
}
