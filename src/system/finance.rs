//! The system's own economics: what care it does not give costs it, and what practice costs.

use crate::schema::{Grade, Prior, number, parameters, prior, required};
use crate::units::{PerPersonYear, Share, UsdPerYear};

parameters! {
    /// The health system.
    pub struct System {
        /// Its name.
        name: String = required();
        /// Contribution margin on care given inside the system (behaviour note row 23).
        contribution_margin: Share = prior(Prior::Beta(10.0, 12.0))
            .from(Grade::Published, "45 % of downstream net (Fahey 2006, one academic medical center)");
        /// Part of its patients' total cost of care that is given inside the system (row 24).
        in_system_share: Share = prior(Prior::Beta(9.0, 6.0)).because("no source");
        /// Cost of running a practice per clinical FTE, without the physician's own pay.
        practice_expense: UsdPerYear = number(294_706.0)
            .from(Grade::Derived, "$659,025 expense less $364,319 pay per FTE (Kaufman Hall 2025, 2024)");
        /// What reporting quality measures costs, physician and staff, at 57 measures a physician (row 43).
        /// Practice expense holds it for the measures of the scenario's start; measures that a plan adds
        /// or drops change it in proportion.
        reporting_cost: UsdPerYear = prior(Prior::Lognormal(40_000.0, 0.35)).range(0.0, 1e6)
            .from(Grade::Published, "$40,069 per physician and year, 15.1 hours a week (Casalino 2016, dollars of 2014)");
        /// Part of the influence on an attributed patient's cost of care that lies with specialists.
        specialist_influence: Share = number(0.3).because("referral, procedure and site choices after the referral");
        /// Total cost of care of a patient on a panel who is under no contract of the scenario.
        uncontracted_spending: PerPersonYear = number(6_500.0).range(0.0, 200_000.0)
            .because("a commercially insured adult");
    }
}

impl System {
    /// Margin lost on a dollar of care avoided.
    #[must_use]
    pub fn margin_lost(&self) -> f64 {
        self.contribution_margin.0 * self.in_system_share.0
    }
}
