//! By what an agreement in force is given its benchmark: the scenario's own growth, a stated benchmark that
//! is moved on, or base years as they are published.

use super::MedicareKind;
use crate::schema::{ReadTable, choices, empty, number, optional, parameters, required};
use crate::units::{PerPersonYear, Ratio, Share};

choices! {
    /// What the benchmark of the agreement in force rests on.
    pub enum BenchmarkFrom {
        /// The three simulated years before the scenario.
        Growth(SimulatedBase) = "growth",
        /// A benchmark that was published, moved on by the programme's own growth.
        Stated(StatedBenchmark) = "stated",
        /// Base years by enrolment type as they were published.
        BaseYears(BaseYearFacts) = "base_years",
    }
}

parameters! {
    /// The three simulated years before the scenario.
    pub struct SimulatedBase {}
}

parameters! {
    /// A published benchmark. Until the agreement ends it grows as the programme updates benchmarks; base
    /// years of the next one are simulated.
    pub struct StatedBenchmark {
        /// Updated benchmark per person-year, as published; this or the historical one.
        updated: Option<PerPersonYear> = optional().range(100.0, 200_000.0);
        /// Historical benchmark per person-year, as published, with what was added to it.
        historical: Option<PerPersonYear> = optional().range(100.0, 200_000.0);
        /// Performance year of the updated benchmark; third base year of the historical one.
        year: u64 = required().range(2009.0, 2200.0);
        /// Risk ratio from the third base year that stands in the updated benchmark: it uses up so much of
        /// the limit.
        risk_ratio: Ratio = number(1.0).range(0.5, 2.0).because("scores as in the third base year");
    }
    check StatedBenchmark::check
}

parameters! {
    /// Base years of an agreement in force as they are published.
    pub struct BaseYearFacts {
        /// Calendar year of the third base year.
        last: u64 = required().range(2009.0, 2200.0);
        /// Historical benchmark per person-year as published, to which the types are scaled: what trends of
        /// an ACO came to is not published.
        historical: Option<PerPersonYear> = optional().range(100.0, 200_000.0);
        /// An updated benchmark as published, from which it is moved on.
        updated: Option<PublishedUpdate> = optional();
        /// Regional adjustment per person as published; worked out from `regional_ratio` when left out.
        regional_adjustment: Option<PerPersonYear> = optional().range(-20_000.0, 20_000.0);
        /// Prior-savings adjustment per person as published; worked out from `prior_savings` when left out.
        prior_savings_adjustment: Option<PerPersonYear> = optional().range(0.0, 20_000.0);
        /// The enrolment types.
        types: Vec<TypeFacts> = empty();
    }
    check BaseYearFacts::check
}

parameters! {
    /// An updated benchmark as published.
    pub struct PublishedUpdate {
        /// Per person-year.
        per_person: PerPersonYear = required().range(100.0, 200_000.0);
        /// Its performance year.
        year: u64 = required().range(2012.0, 2200.0);
    }
}

parameters! {
    /// Base years of one enrolment type as published.
    pub struct TypeFacts {
        /// Which type.
        kind: MedicareKind = required();
        /// Part of the person-years in the third base year.
        share: Share = required();
        /// Part of the person-years in performance years; that of the third base year when left out.
        share_then: Option<Share> = optional();
        /// Spending per person in the three base years, oldest first, neither trended nor risk-adjusted.
        spending: Vec<PerPersonYear> = empty();
        /// Risk scores of the three base years, oldest first; equal ones when empty.
        risk: Vec<Ratio> = empty();
        /// Risk score in the performance year of the published update; the third base year's when left out.
        risk_then: Option<Ratio> = optional().range(0.0, 100.0);
        /// Growth from the first and from the second base year to the third; the contract's trend when empty.
        trend: Vec<Ratio> = empty();
    }
    check TypeFacts::check
}

impl StatedBenchmark {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        match (self.updated, self.historical) {
            (Some(_), Some(_)) => table.problem(
                "historical",
                "found beside `updated`; write the one from which the benchmark is moved on, and remove the other",
            ),
            (None, None) => table.problem(
                "updated",
                "missing; write the updated benchmark per person as published, or the historical one in `historical`",
            ),
            (Some(_), None) | (None, Some(_)) => {}
        }
    }
}

impl BaseYearFacts {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.types.is_empty() {
            table.problem(
                "types",
                "missing; write one table for each enrolment type, with share and spending",
            );
            return;
        }
        if let Some(updated) = self.updated.as_ref().filter(|updated| updated.year <= self.last) {
            table.problem(
                "updated",
                format!(
                    "found the year {}; a performance year comes after the third base year, {}",
                    updated.year, self.last
                ),
            );
        }
        let shares = [
            self.types.iter().map(|one| one.share.0).sum::<f64>(),
            self.types.iter().map(|one| one.share_then.unwrap_or(one.share).0).sum(),
        ];
        if let Some(total) = shares.into_iter().find(|total| (total - 1.0).abs() > 1e-3) {
            table.problem(
                "types",
                format!("the shares add up to {total:.4}; write parts of the person-years that add up to 1"),
            );
        }
        let twice = |place: usize| self.types[..place].iter().any(|one| one.kind == self.types[place].kind);
        if (0..self.types.len()).any(twice) {
            table.problem("types", "a kind stands twice; write each kind once");
        }
    }
}

impl TypeFacts {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.spending.len() != 3 || self.spending.iter().any(|dollars| dollars.0 <= 0.0) {
            table.problem(
                "spending",
                format!(
                    "found {} numbers; write three above 0, oldest first, such as [11000, 11400, 11900]",
                    self.spending.len()
                ),
            );
        }
        if !self.risk.is_empty() && self.risk.len() != 3 {
            table.problem(
                "risk",
                format!(
                    "found {} numbers; write three, oldest first, such as [1.01, 1.02, 1.04]",
                    self.risk.len()
                ),
            );
        }
        if !self.trend.is_empty() && self.trend.len() != 2 {
            table.problem(
                "trend",
                format!("found {} numbers; write the growth to the third base year from the first and from the second, such as [1.06, 1.03]", self.trend.len()),
            );
        }
    }
}
