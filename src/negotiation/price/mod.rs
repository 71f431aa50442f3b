//! What a patch is worth: the same luck with and without it.
//!
//! A price is what an arm comes to without a clause, less what it comes to with it, trial by trial on the same luck:
//! above zero, the clause costs that much. Every question is one more arm beside the one that is asked about, built on it
//! by the scenario's own grammar for variants, so that the price is the difference of two runs and nothing is worked
//! out a second time. Physicians and organisation respond to the changed contract as they would to any variant, from
//! where the scenario's baseline stands at its start; what funds the arm stays as it was solved, since an agreement
//! stands as it was signed.
//!
//! A mean alone misleads: to the holder of a contract that pays for savings and caps losses, variation is worth money,
//! so that a missing stop-loss may have a price below zero in the mean and a bad one in the bad years. Every measure
//! therefore stands with its 5th percentile and the chance of coming out below zero.
//!
//! ```
//! # let text = r#"
//! #     run = { years = 2 }
//! #     scenario = { title = "Two physicians" }
//! #     system = { name = "Small clinic" }
//! #     behaviour = "none"
//! #     plan.salary.pay = [{ salary = { per_fte = 250000 } }]
//! #     cohort.fm = { count = 2, specialty = "family_medicine", plans = { salary = 1.0 }, wrvu = 5000, lives = { blue = 900 } }
//! #     outlook.expense_growth = 0
//! #     allocation.infrastructure = 0
//! #     [contract.blue]
//! #     payer = "Blue plan"
//! #     line = "commercial"
//! #     revenue_share = 1.0
//! #     spending = 6000
//! #     clauses.reporting = { measures = 25, per_measure = 12000 }
//! #     terms.shared_savings = { sharing_rate = 0.5 }
//! # "#;
//! use cascade::engine::{RunOptions, Silent};
//! use cascade::negotiation::price::{ClausesAsked, price_clauses};
//! use cascade::{NoFiles, Study};
//!
//! let study = Study::read("clinic.toml", text, &NoFiles)?;
//! let model = study.model()?;
//! let found = price_clauses(&study, &model, &ClausesAsked::default(), RunOptions::trials(32), &Silent)?;
//! let reporting = found.of("blue", "reporting").unwrap();
//! // $300,000 a year for two years, whatever else happens, since nothing that is earned is spent on care management.
//! assert_eq!(reporting.price("programme_margin_total").unwrap().price.value, 600_000.0);
//! assert!(reporting.price("programme_margin_total").unwrap().price.se < 1e-6);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod arms;
mod asked;
mod bearers;
mod clauses;
mod measured;
mod question;
mod shares;
mod taken;
#[cfg(test)]
mod tests;
mod written;

pub use arms::IN_PATCH;
pub use asked::PriceQuestion;
pub use bearers::{BearerKind, MEASURED};
pub use clauses::{
    ALL_THERE, ClausePrice, ClausePrices, ClausesAsked, PATCH, price_clauses, price_patch, whose_margin,
};
pub use measured::MeasurePrice;
pub use question::{PatchPrice, price};
pub use shares::BearerShare;
pub use written::{patch_body, patch_place};
