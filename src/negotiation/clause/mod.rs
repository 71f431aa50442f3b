//! Seven clauses that move money from the system to the payer: how each stands in a contract, and the patch that
//! takes it out or puts it in.
//!
//! The list is `PayerPrice`'s (payerprice.com/blog/value-based-contracting), which stands on Boone et al., JAMA Health
//! Forum 2024;5(8):e242020; how each is read from the terms of a contract is said where it is read. A clause is
//! *there*, *not there*, or *cannot be* under the contract's family: what a programme's rules settle, nobody
//! negotiates.
//!
//! ```
//! # let text = r#"
//! #     run = { years = 2 }
//! #     scenario = { title = "Two physicians" }
//! #     system = { name = "Small clinic" }
//! #     plan.salary.pay = [{ salary = { per_fte = 250000 } }]
//! #     cohort.fm = { count = 2, specialty = "family_medicine", plans = { salary = 1.0 }, wrvu = 5000, lives = { blue = 900 } }
//! #     [contract.blue]
//! #     payer = "Blue plan"
//! #     line = "commercial"
//! #     revenue_share = 1.0
//! #     spending = 6000
//! #     clauses.reporting = { measures = 25, per_measure = 12000 }
//! #     terms.shared_savings = { sharing_rate = 0.5 }
//! # "#;
//! use cascade::negotiation::clause::{ClauseKind, ClauseStanding, clauses_of};
//! use cascade::{NoFiles, Study};
//!
//! let model = Study::read("clinic.toml", text, &NoFiles)?.model()?;
//! let found = clauses_of(&model.arms[0], "blue");
//! let reporting = found.iter().find(|clause| clause.kind == ClauseKind::Reporting).unwrap();
//! assert_eq!(reporting.standing, ClauseStanding::There);
//! assert_eq!(reporting.says, "25 measures at $12,000 each are to be reported: $300,000 a year");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attribution;
mod delegation;
mod family;
mod kind;
mod looked;
mod measures;
mod patch;
mod rebasing;
mod reporting;
mod stop_loss;
mod termination;

pub use kind::{ClauseKind, ClauseStanding};
pub use looked::ClauseFound;
pub use patch::ClausePatch;

use crate::model::Arm;
use looked::Signed;

/// How the seven clauses stand in a contract of an arm, in their order; nothing where it has no such contract.
#[must_use]
pub fn clauses_of(arm: &Arm, contract: &str) -> Vec<ClauseFound> {
    let Some(signed) = Signed::of(arm, contract) else { return Vec::new() };
    ClauseKind::ALL
        .iter()
        .map(|kind| match kind {
            ClauseKind::MeasureChange => measures::look(&signed),
            ClauseKind::Attribution => attribution::look(&signed),
            ClauseKind::Rebasing => rebasing::look(&signed),
            ClauseKind::StopLoss => stop_loss::look(&signed),
            ClauseKind::Delegation => delegation::look(&signed),
            ClauseKind::Termination => termination::look(&signed),
            ClauseKind::Reporting => reporting::look(&signed),
        })
        .collect()
}
