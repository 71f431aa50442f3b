//! The system's own economics: what care it does not give costs it, and what practice costs.

use super::OnCosts;
use crate::schema::{Grade, Prior, empty, number, parameters, prior, required};
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
        /// Cost of running a practice per clinical FTE: staff, space, supplies, and reporting under the contracts
        /// of the scenario's start. Without physicians' pay and what employing them costs (`on_costs`,
        /// `specialty.<name>.malpractice`). A specialty's own stands in `specialty.<name>.practice_expense`.
        practice_expense: UsdPerYear = number(265_000.0)
            .from(Grade::Derived, "of $659,025 expense per provider (Kaufman Hall 2025) some 60 % is clinicians' pay, benefits and malpractice cover: $265-300k is left, the lower end since a physician's position is not charged for advanced practitioners");
        /// What employing physicians costs on top of pay.
        on_costs: OnCosts = empty();
        /// Part of a contract's quality measures that contracts before it ask for as well. With contracts that ask
        /// for `m_c` measures a physician reports `(1 − overlap) × Σ m_c + overlap × max m_c`.
        measures_overlap: Share = number(0.3)
            .from(Grade::Derived, "57 different measures in 7.6 contracts (Boone 2024) at 10 a contract: 57 = 10 + 0.7 x 66");
        /// What reporting quality measures costs, physician and staff, at 57 measures a physician (row 43).
        /// Practice expense holds it for the contracts of the scenario's start; contracts that come or go
        /// change it in proportion to the measures that physicians with attributed lives report.
        reporting_cost: UsdPerYear = prior(Prior::Lognormal(40_000.0, 0.35)).range(0.0, 1e6)
            .from(Grade::Published, "$40,069 per physician and year, 15.1 hours a week (Casalino 2016, dollars of 2014, left as they are: $702 a measure is near the $4,107 for the six measures of MIPS in large groups, Khullar 2021)");
        /// Part of the influence on an attributed patient's cost of care that lies with specialists.
        specialist_influence: Share = number(0.3).because("referral, procedure and site choices after the referral");
        /// Total cost of care of a patient on a panel who is under no contract of the scenario.
        uncontracted_spending: PerPersonYear = number(6_500.0).range(0.0, 200_000.0)
            .because("a commercially insured adult");
    }
}

/// Measures that `system.reporting_cost` is stated for.
const MEASURES_PRICED: f64 = 57.0;

impl System {
    /// Different measures that a physician reports under contracts that ask for `all` together, the largest of
    /// them for `most`.
    #[inline(always)]
    #[must_use]
    pub fn different_measures(&self, all: f64, most: f64) -> f64 {
        (1.0 - self.measures_overlap.0) * all + self.measures_overlap.0 * most
    }

    /// What reporting one measure costs for one physician, $ a year.
    #[must_use]
    pub fn cost_per_measure(&self) -> f64 {
        self.reporting_cost.0 / MEASURES_PRICED
    }

    /// Margin lost on a dollar of care avoided.
    #[must_use]
    pub fn margin_lost(&self) -> f64 {
        self.contribution_margin.0 * self.in_system_share.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn system() -> System {
        System {
            name: "S".into(),
            contribution_margin: Share(0.45),
            in_system_share: Share(0.6),
            practice_expense: UsdPerYear(265_000.0),
            on_costs: OnCosts::NONE,
            measures_overlap: Share(0.3),
            reporting_cost: UsdPerYear(57_000.0),
            specialist_influence: Share(0.3),
            uncontracted_spending: PerPersonYear(6_500.0),
        }
    }

    #[test]
    fn measures_overlap_between_contracts() {
        let system = system();
        // One contract of 10: 10. Two: 10 + 7. Ten and four: 10 + 0.7 × 4 = 12.8, whichever comes first.
        assert!((system.different_measures(10.0, 10.0) - 10.0).abs() < 1e-12);
        assert!((system.different_measures(20.0, 10.0) - 17.0).abs() < 1e-12);
        assert!((system.different_measures(14.0, 10.0) - 12.8).abs() < 1e-12);
        assert_eq!(system.different_measures(0.0, 0.0), 0.0);
        // 7.62 contracts of 10 are one burden of 56.3, not 76.2 (Boone 2024: 57.1).
        assert!((system.different_measures(76.2, 10.0) - 56.34).abs() < 1e-9);
        assert!((system.cost_per_measure() - 1_000.0).abs() < 1e-9);
    }
}
