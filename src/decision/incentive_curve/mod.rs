//! What does the next dollar saved pay, and the next point of quality: to the system and to a physician, by how far the
//! year stands from each threshold of an agreement?
//!
//! # What is drawn
//! Of each contract that settles, over gross savings and over the quality score: what the system receives, what it keeps
//! once pools are filled and the margin on the care avoided is lost, what physicians' pools receive, and what a typical
//! physician of each plan has of it. Of each plan, over own measured quality, own work and, where it pays by it, the cost
//! of care of own patients: what it pays a typical physician.
//!
//! A curve has two lines. The *law* is what is paid when the year turns out exactly so. The *expectation* is what is
//! expected when the year is expected so and its luck is still to come, `E[f(X)]` with `X` normal around it, and its slope
//! `E[f′(X)]` counts each jump by the chance of a year just there (`terms/piecewise.rs`; the engine's own incentive).
//!
//! # What is found
//! Stretches on which the next step pays nothing or costs, jumps, and turns of the slope, each at its place, from the
//! pieces of the law. Laws that are not kept as pieces are asked and taken apart to the place of each jump (`recover`).
//!
//! # What it stands on
//! One year in which all that is drawn stands at its centre and everything turns out as expected: the last year of the
//! scenario for plans, the last in which it settles for a contract. Each contract is taken by itself, as what is expected
//! is everywhere in the engine: losses of other contracts, and a reserve that is full, are not seen.

mod channel;
mod contract;
mod curve;
mod finding;
mod law;
mod member;
mod named;
mod recover;
#[cfg(test)]
mod tests;
mod told;

pub use curve::{CurveAxis, CurvePoint, CurveReceiver, FeatureKind, IncentiveCurve, IncentiveFeature};
pub use finding::dead_band_finding;

use super::Disclosure;
use crate::engine::{Scope, Unexplained, foreseen_by_arm};
use crate::ledger::SystemFlow;
use crate::model::Model;

/// The curves of every arm that may be shown: those of contracts, then those of plans.
///
/// ```no_run
/// use cascade::Study;
/// use cascade::decision::{CurveAxis, CurveReceiver, Disclosure, incentive_curves};
///
/// let model = Study::reference()?.model()?;
/// let curves = incentive_curves(&model, &Disclosure::default())?;
/// let saved = curves.iter().find(|c| c.axis == CurveAxis::Savings && c.receiver == CurveReceiver::System);
/// assert!(saved.is_some_and(|curve| !curve.features.is_empty()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Unexplained`], a fault of the program.
pub fn incentive_curves(model: &Model, may: &Disclosure) -> Result<Vec<IncentiveCurve>, Unexplained> {
    let pools = may.shows_flow(SystemFlow::PoolsPaid);
    let mut all = Vec::new();
    for (arm, foreseen) in foreseen_by_arm(model)?.iter().enumerate() {
        let typical = if may.shows_persons() { member::typical(model, arm, foreseen) } else { Vec::new() };
        let contracts = model.arms[arm].scenario.contract.iter().zip(&foreseen.contracts);
        for ((name, own), seen) in contracts {
            let Some((year, seen)) = seen else { continue };
            if !may.shows_group(arm, Scope::Contract, name)
                || seen.forecast.benchmark < 1.0 && !own.terms.settles()
            {
                continue;
            }
            let one = contract::ContractCurves { model, arm, year: *year, name, own, seen, pools };
            all.extend(one.curves(&typical));
        }
        all.extend(typical.iter().flat_map(|one| one.curves(model, arm)));
    }
    Ok(all)
}
