//! System → physician: what an agreement pays for a year of work.
//!
//! One file per component, each opening with the same headings. A plan is an ordered list of
//! components. Each component knows the law (what it pays for a year of work) and the incentive
//! (what it is expected to pay, and how that moves with each driver, before the year is known).
//!
//! Formulas are written for one physician; the tile methods apply them to many at once.

mod amount;
mod app_supervision;
mod better;
mod budget_neutral;
mod by_period;
mod calendar;
mod call_coverage;
mod capitation;
mod care_budget;
mod carried;
mod clawback;
mod co_management;
mod collared_salary;
mod collections;
mod component;
mod deferral;
mod draw;
mod expected;
mod fair_market_value;
mod funded_by;
mod gainsharing;
mod group_pool;
mod guarantee;
mod hold_harmless;
mod loan;
mod panel;
mod part_of_year;
mod per_encounter;
mod plan;
mod psa;
mod quality_bonus;
mod quality_gate;
mod quality_withhold;
mod rebased_salary;
mod reckon;
mod record;
mod salary;
mod scorecard;
mod shared_savings;
mod shift;
mod shortfall;
mod statement;
mod stipend;
#[cfg(test)]
mod testing;
mod tiered;
mod work;
mod wrvu;
mod wrvu_threshold;

pub use amount::{PayAmount, Whichever};
pub use budget_neutral::{BudgetNeutral, solve};
pub use calendar::{AgreementYear, CalendarTile};
pub use call_coverage::{CallKind, CallRates, CallTier};
pub use care_budget::{BudgetMargin, BudgetOf, CareBudget, CareYear};
pub use carried::{Carried, CarriedTile, Reckoned};
pub use clawback::Clawback;
pub use co_management::{TargetKind, TargetTerms};
pub use collared_salary::Beyond;
pub use collections::CollectionTier;
pub(crate) use component::{Formula, OneLine, Part};
pub use deferral::{Deferral, DeferredPay, Vesting};
pub use draw::Each;
pub use expected::{Expected, ExpectedTile, Margin, MarginTile, Moves};
pub use fair_market_value::{CapOf, FairMarketValue};
pub use funded_by::FundedBy;
pub use group_pool::GroupWeights;
pub use guarantee::Guarantee;
pub use hold_harmless::{HeldShares, HoldHarmless};
use part_of_year::PartOfYear;
pub use per_encounter::{EncounterFee, EncounterTier};
pub use plan::{FeeSchedule, Line, Plan};
pub use record::{Record, Seen, Status};
pub use scorecard::{LastYear, Scorecard, ScoredMeasure, Whose};
pub use shortfall::Shortfall;
pub use statement::{PayClass, Statement, StatementTile};
pub use tiered::TierKind;
pub use work::{Needs, Outlook, OutlookTile, Work, WorkTile};
pub use wrvu::Tier;

/// Rules that act on a whole plan, by their key in it, with their records.
pub const RULES: &[(&str, Record)] = &[
    ("guarantee", Guarantee::RECORD),
    ("fair_market_value", FairMarketValue::RECORD),
    ("hold_harmless", HoldHarmless::RECORD),
    ("clawback", Clawback::RECORD),
    ("budget_neutral", BudgetNeutral::RECORD),
    ("deferral", Deferral::RECORD),
];

use component::components;

components! {
    /// Straight salary.
    Salary: salary::Salary = "salary",
    /// A salary that is set anew each year by last year's work.
    RebasedSalary: rebased_salary::RebasedSalary = "rebased_salary",
    /// A rate per wRVU, in tiers.
    Wrvu: wrvu::WrvuPay = "wrvu",
    /// Base salary plus a bonus above a wRVU threshold.
    WrvuThreshold: wrvu_threshold::WrvuThreshold = "wrvu_threshold",
    /// A salary that moves with production inside a collar.
    CollaredSalary: collared_salary::CollaredSalary = "collared_salary",
    /// A share of net professional collections.
    Collections: collections::Collections = "collections",
    /// A fee per encounter or procedure.
    PerEncounter: per_encounter::PerEncounter = "per_encounter",
    /// Pay by the shift.
    Shift: shift::Shift = "shift",
    /// Pay for days on call.
    CallCoverage: call_coverage::CallCoverage = "call_coverage",
    /// Pay per patient on the panel, weighted by risk.
    Panel: panel::Panel = "panel",
    /// A fixed amount per patient, with a share of what their care costs less or more.
    Capitation: capitation::Capitation = "capitation",
    /// A bonus earned by measured quality.
    QualityBonus: quality_bonus::QualityBonus = "quality_bonus",
    /// Pay held back and released by measured quality.
    QualityWithhold: quality_withhold::QualityWithhold = "quality_withhold",
    /// A share of value-based money.
    SharedSavings: shared_savings::SharedSavingsPool = "shared_savings",
    /// A share of savings on episodes of care.
    Gainsharing: gainsharing::Gainsharing = "gainsharing",
    /// A management fee for a service line, and an incentive for its targets.
    CoManagement: co_management::CoManagement = "co_management",
    /// A share of what everyone on the plan collects, divided among them.
    GroupPool: group_pool::GroupPool = "group_pool",
    /// What a contracted group is paid for a physician.
    Psa: psa::Psa = "psa",
    /// Pay for non-clinical work.
    Stipend: stipend::Stipend = "stipend",
    /// A stipend for each advanced practice provider supervised.
    AppSupervision: app_supervision::AppSupervision = "app_supervision",
    /// Volume pay that measured quality unlocks.
    QualityGate: quality_gate::QualityGate = "quality_gate",
    /// A steady advance against production, reconciled each year.
    Draw: draw::Draw = "draw",
}
