//! Attribution: whose patients a contract counts as the system's, and how well the list is known.
//!
//! A contract settles on the persons attributed to it. Some of them are on the list by error, and some
//! leave during the year; what physicians do reaches neither.

use crate::schema::{Grade, Prior, ReadTable, keywords, number, parameters, prior, word};
use crate::units::{Ratio, Share};

keywords! {
    /// When the list of attributed persons is fixed. Either list goes by plurality of primary care, and a
    /// person's own choice (`voluntary`) overrides it.
    pub enum AttributionRule {
        /// Before the year, by last year's plurality: who leaves stays on the list.
        Prospective = "prospective",
        /// After the year, by its own plurality: who leaves is attributed elsewhere, and the organisation
        /// works from preliminary lists.
        Retrospective = "retrospective",
    }
}

parameters! {
    /// Attribution of persons to the contract.
    pub struct Attribution {
        /// When the list is fixed.
        rule: AttributionRule = word("prospective")
            .from(Grade::Published, "68.9 % of PY2024 ACOs chose retrospective, the rest prospective assignment");
        /// Share of the list that is not the system's patients: swapped for others by error.
        error: Share = number(0.0).range(0.0, 0.9).because("a list without error unless stated");
        /// Share of the list who chose the system themselves: among them there is no error, and who leaves
        /// stays on the list whenever it is fixed.
        voluntary: Share = number(0.0).because("claims alone attribute unless stated");
        /// Part of a retrospective list that preliminary lists name during the year: what care management
        /// reaches. A prospective list is known: leave it out there.
        list_known: Share = number(1.0).because("no source gives it; PY2024 ACOs under retrospective assignment saved no less (median 4.95 % against 2.65 %)");
        /// Cost of those swapped in, over that of the system's own patients.
        error_cost_ratio: Ratio = number(1.15).range(0.1, 10.0)
            .because("the payer note prices its clause at 1.15; it counts only with an error");
        /// Share of persons who leave within the year (behaviour note row 29).
        churn: Share = prior(Prior::Beta(12.0, 55.0)).range(0.0, 0.9)
            .from(Grade::Published, "15.6 % of an ACO's Medicare patients of 2013 were gone in 2014 (AJMC, September 2019); about half of a commercial ACO's in 24 months (AJMC, April 2023)");
    }
    check Attribution::check
}

/// Part of a year that those who leave are still there, on average.
const LEAVERS_PRESENT: f64 = 0.5;

impl Attribution {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.rule == AttributionRule::Prospective && self.list_known.0 < 1.0 {
            table.problem(
                "list_known",
                format!(
                    "found {}, but a prospective list is known before the year; leave it out, or write rule = \"retrospective\"",
                    self.list_known.0
                ),
            );
        }
    }

    /// Part of the list that is there by error: claims alone err.
    fn wrong(&self) -> f64 {
        self.error.0 * (1.0 - self.voluntary.0)
    }

    /// Expected cost of the list without any response, over that of the system's own patients:
    /// `1 + e(1 − v)(c − 1)`, with the part `v` who chose for themselves.
    #[must_use]
    pub fn cost(&self) -> f64 {
        1.0 + self.wrong() * (self.error_cost_ratio.0 - 1.0)
    }

    /// Part of what physicians change in the care of their patients that the settlement sees:
    /// `1 − e(1 − v)`, and `1 − churn/2` of that under prospective attribution, because those who leave
    /// are half a year with others; under retrospective attribution only those who chose stay on the list
    /// as they leave: `1 − v × churn/2`.
    #[must_use]
    pub fn reach(&self) -> f64 {
        let away = (1.0 - LEAVERS_PRESENT) * self.churn.0;
        let present = match self.rule {
            AttributionRule::Prospective => 1.0 - away,
            AttributionRule::Retrospective => 1.0 - self.voluntary.0 * away,
        };
        (1.0 - self.wrong()) * present
    }

    /// Part of the list that the organisation's programmes can work from during the year.
    #[must_use]
    pub fn known(&self) -> f64 {
        match self.rule {
            AttributionRule::Prospective => 1.0,
            AttributionRule::Retrospective => self.voluntary.0 + (1.0 - self.voluntary.0) * self.list_known.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::toy;

    fn attribution(error: f64, churn: f64, rule: AttributionRule) -> Attribution {
        Attribution {
            rule,
            error: Share(error),
            voluntary: Share(0.0),
            list_known: Share(1.0),
            error_cost_ratio: Ratio(1.15),
            churn: Share(churn),
        }
    }

    #[test]
    fn hand_worked_error_and_churn() {
        // 5 % at 1.15: 1 + 0.05 × 0.15 = 1.0075. Reach 0.95; a fifth leaves: × (1 − 0.1) = 0.855.
        let prospective = attribution(0.05, 0.2, AttributionRule::Prospective);
        assert!((prospective.cost() - 1.0075).abs() < 1e-12);
        assert!((prospective.reach() - 0.855).abs() < 1e-12);
        let retrospective = attribution(0.05, 0.2, AttributionRule::Retrospective);
        assert!((retrospective.reach() - 0.95).abs() < 1e-12);
        let none = attribution(0.0, 0.0, AttributionRule::Prospective);
        assert_eq!((none.cost(), none.reach(), none.known()), (1.0, 1.0, 1.0));
    }

    #[test]
    fn who_chose_the_system_is_on_the_list_rightly_and_stays() {
        // 40 % chose: an error of 5 % among the rest is 3 %: cost 1 + 0.03 × 0.15 = 1.0045. Prospective:
        // 0.97 × 0.9 = 0.873; retrospective: 0.97 × (1 − 0.4 × 0.1) = 0.9312, and with 80 % of claims-based
        // members on preliminary lists 0.4 + 0.6 × 0.8 = 0.88 of the list is known.
        let chosen = |rule| Attribution {
            voluntary: Share(0.4),
            list_known: Share(0.8),
            ..attribution(0.05, 0.2, rule)
        };
        let (before, after) = (chosen(AttributionRule::Prospective), chosen(AttributionRule::Retrospective));
        assert!((before.cost() - 1.0045).abs() < 1e-12 && (after.cost() - 1.0045).abs() < 1e-12);
        assert!((before.reach() - 0.873).abs() < 1e-12 && (after.reach() - 0.9312).abs() < 1e-12);
        assert!((after.known() - 0.88).abs() < 1e-12 && before.known() == 1.0);
    }

    #[test]
    fn the_opaque_attribution_clause_of_the_payer_note() {
        let five_years = |cost, reach| toy::five_years(cost, reach, toy::passes(70.0));
        // Its base mean is $7.73M (20,000 paths); in closed form, years independent, 7.50M.
        let base = five_years(1.0, 1.0);
        assert!((base / 7.73e6 - 1.0).abs() < 0.05, "{base}");
        for (error, printed) in [(0.05, -2.21e6), (0.10, -4.26e6)] {
            let terms = attribution(error, 0.0, AttributionRule::Retrospective);
            // It swaps cost and leaves the effect whole.
            let swapped = five_years(terms.cost(), 1.0) - base;
            assert!((swapped / printed - 1.0).abs() < 0.06, "{swapped}");
            // What physicians change does not reach those swapped in, either: dearer still.
            assert!(five_years(terms.cost(), terms.reach()) - base < swapped - 0.3e6);
        }
    }
}
