//! What a redesign comes to: its figures beside today's on the same luck, and what a search is after.

use super::super::estimate::Estimate;
use crate::engine::HorizonMetric;
use crate::units::words;

/// Measures that every candidate is asked for, by their names in the tables.
pub(super) const MEASURES: [&str; 7] = [
    "system_margin_total",
    "system_margin_pv",
    "true_savings_total",
    "pay_total",
    "losers_over_5_percent_total",
    "cash_trough",
    CLINICAL_QUALITY,
];

/// The yearly one.
const CLINICAL_QUALITY: &str = "clinical_quality";

words! {
    /// What a search is after.
    pub enum SearchObjective {
        word: "The word for it.";
        /// Change of the system's margin over all years.
        Margin = "margin",
        /// Its worth in the first year.
        MarginWorth = "margin_pv",
        /// Change of true savings over all years.
        Savings = "savings",
        /// Value delivered: change of true savings, and of quality at what a point is said to be worth.
        Value = "value",
        /// Change of clinical quality, mean over years.
        Quality = "quality",
        /// Share of physicians who lose 5 % of pay or more over all years: the fewer the better.
        Losers = "losers",
        /// The programme's lowest cash.
        Cash = "cash",
    }
}

impl SearchObjective {
    /// What a board looks at: the system's margin, value delivered, who loses.
    pub const USUAL: [SearchObjective; 3] =
        [SearchObjective::Margin, SearchObjective::Value, SearchObjective::Losers];

    /// Every one, in the order of [`SearchFacts::luck`].
    pub const EACH: [SearchObjective; 7] = [
        SearchObjective::Margin,
        SearchObjective::MarginWorth,
        SearchObjective::Savings,
        SearchObjective::Value,
        SearchObjective::Quality,
        SearchObjective::Losers,
        SearchObjective::Cash,
    ];

    /// Whether more of it is better.
    #[must_use]
    pub const fn is_more_better(self) -> bool {
        !matches!(self, SearchObjective::Losers)
    }

    /// What a redesign has of it.
    #[must_use]
    pub const fn of(self, facts: &SearchFacts) -> Estimate {
        match self {
            SearchObjective::Margin => facts.margin,
            SearchObjective::MarginWorth => facts.margin_worth,
            SearchObjective::Savings => facts.savings,
            SearchObjective::Value => facts.value,
            SearchObjective::Quality => facts.quality,
            SearchObjective::Losers => facts.losers,
            SearchObjective::Cash => facts.trough,
        }
    }

    /// The same, the smaller the better.
    pub(super) fn cost(self, facts: &SearchFacts) -> f64 {
        let value = self.of(facts).value;
        if self.is_more_better() { -value } else { value }
    }
}

/// What a redesign comes to, beside the baseline on the same luck; each with its Monte Carlo error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SearchFacts {
    /// Change of the system's margin over all years, $.
    pub margin: Estimate,
    /// Change of its worth in the first year, $.
    pub margin_worth: Estimate,
    /// Change of true savings over all years, $.
    pub savings: Estimate,
    /// Change of clinical quality, mean over years, points.
    pub quality: Estimate,
    /// Value delivered over all years, $.
    pub value: Estimate,
    /// Share of physicians whose pay over all years is at least 5 % below the baseline's.
    pub losers: Estimate,
    /// Change of pay of all physicians over all years, as a share of the baseline's.
    pub pay: Estimate,
    /// Chance that the system's margin is below the baseline's.
    pub loss: Estimate,
    /// Lowest point of the programme's cumulated cash, $.
    pub trough: Estimate,
    /// The same of the baseline, $.
    pub trough_today: f64,
    /// Pay of all physicians of the baseline over all years, $.
    pub pay_today: f64,
    /// Of each objective, in the order of [`SearchObjective::EACH`], the Monte Carlo error of the luck alone, on the
    /// rosters that were met: where several are drawn it is below the error of the figure.
    pub luck: [f64; SearchObjective::EACH.len()],
}

/// A measure of an arm, trial by trial: of the horizon, or of all years, each trial's mean.
pub(super) type TakeMeasure<'v> = dyn Fn(usize, &str) -> Vec<f64> + 'v;

impl SearchFacts {
    /// Of arm `arm` beside arm 0. `quality_point` is what a point of clinical quality, mean over physicians, is worth in
    /// a year, $; `years` is how many there are. Trials meet so many rosters in turn.
    pub(super) fn of(
        take: &TakeMeasure<'_>,
        arm: usize,
        (quality_point, years): (f64, f64),
        rosters: usize,
    ) -> SearchFacts {
        let of = |metric: HorizonMetric, arm: usize| take(arm, metric.definition().name);
        let off =
            |own: &[f64], base: &[f64]| -> Vec<f64> { own.iter().zip(base).map(|(a, b)| a - b).collect() };
        let change = |metric: HorizonMetric| off(&of(metric, arm), &of(metric, 0));
        let margin = change(HorizonMetric::SystemMargin);
        let savings = change(HorizonMetric::TrueSavings);
        let points = off(&take(arm, CLINICAL_QUALITY), &take(0, CLINICAL_QUALITY));
        let points: Vec<f64> = points.iter().map(|share| 100.0 * share).collect();
        let value: Vec<f64> = savings
            .iter()
            .zip(&points)
            .map(|(saved, points)| saved + quality_point * years * points)
            .collect();
        let pay_today = Estimate::mean(&of(HorizonMetric::TotalPay, 0)).value;
        let mean = |values: &[f64]| Estimate::over_rosters(values, rosters).0;
        let pay = mean(&change(HorizonMetric::TotalPay));
        let loses: Vec<f64> = margin.iter().map(|off| if *off < 0.0 { 1.0 } else { 0.0 }).collect();
        let each = SearchObjective::EACH.map(|objective| {
            let own = match objective {
                SearchObjective::Margin => margin.clone(),
                SearchObjective::MarginWorth => change(HorizonMetric::SystemMarginWorth),
                SearchObjective::Savings => savings.clone(),
                SearchObjective::Value => value.clone(),
                SearchObjective::Quality => points.clone(),
                SearchObjective::Losers => of(HorizonMetric::Losers, arm),
                SearchObjective::Cash => of(HorizonMetric::CashTrough, arm),
            };
            Estimate::over_rosters(&own, rosters)
        });
        let [gained, margin_worth, savings, value, quality, losers, trough] = each.map(|(found, _)| found);
        SearchFacts {
            margin: gained,
            margin_worth,
            savings,
            quality,
            value,
            losers,
            pay: if pay_today > 0.0 { pay.times(1.0 / pay_today) } else { Estimate::exact(0.0) },
            loss: mean(&loses),
            trough,
            trough_today: Estimate::mean(&of(HorizonMetric::CashTrough, 0)).value,
            pay_today,
            luck: each.map(|(_, luck)| luck),
        }
    }

    /// The Monte Carlo error of an objective, of the luck alone.
    #[must_use]
    pub fn luck_of(&self, objective: SearchObjective) -> f64 {
        let place = SearchObjective::EACH.iter().position(|one| *one == objective);
        place.map_or(0.0, |place| self.luck[place])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_beside_the_baseline_by_hand() {
        let take = |arm: usize, metric: &str| -> Vec<f64> {
            match (arm, metric) {
                (0, "system_margin_total") => vec![10.0, 20.0],
                (1, "system_margin_total") => vec![8.0, 26.0],
                (0, "true_savings_total") => vec![100.0, 100.0],
                (1, "true_savings_total") => vec![130.0, 150.0],
                (0, "pay_total") => vec![1_000.0, 1_000.0],
                (1, "pay_total") => vec![1_020.0, 1_040.0],
                (0, "clinical_quality") => vec![0.70, 0.70],
                (1, "clinical_quality") => vec![0.71, 0.73],
                (1, "losers_over_5_percent_total") => vec![0.1, 0.2],
                (0, "cash_trough") => vec![-5.0, -7.0],
                (1, "cash_trough") => vec![-6.0, -10.0],
                _ => vec![0.0, 0.0],
            }
        };
        let found = SearchFacts::of(&take, 1, (3.0, 5.0), 1);
        // Margin −2 and +6: mean 2, error |6 − (−2)| / 2 = 4; below the baseline's in one future of two.
        assert_eq!((found.margin.value, found.loss.value), (2.0, 0.5));
        assert!((found.margin.se - 4.0).abs() < 1e-12);
        // Pay 20 and 40 of 1,000.
        assert!((found.pay.value - 0.03).abs() < 1e-15);
        // One and three points: two; savings 30 and 50: 40; a point worth 3 in each of 5 years: 40 + 2 x 3 x 5.
        assert!((found.quality.value - 2.0).abs() < 1e-12 && found.savings.value == 40.0);
        assert!((found.value.value - 70.0).abs() < 1e-12);
        assert!((found.losers.value - 0.15).abs() < 1e-15);
        assert_eq!((found.trough.value, found.trough_today), (-8.0, -6.0));
        assert_eq!(found.luck_of(SearchObjective::Margin), found.margin.se, "one roster: all is luck");
        let costs = SearchObjective::USUAL.map(|objective| objective.cost(&found));
        assert_eq!(costs[0], -2.0, "more margin costs less");
        assert!((costs[2] - 0.15).abs() < 1e-15);
    }

    #[test]
    fn where_rosters_are_redrawn_errors_are_those_of_rosters_that_might_have_been() {
        // Margins 1, 5, 3 and 7 above today's on two rosters in turn: means 2 and 6, so MSB = 16 and the error √(16/4);
        // within each ± 1, so MSW = 2 and the luck's error √(2/4).
        let take = |arm: usize, metric: &str| -> Vec<f64> {
            if (arm, metric) == (1, "system_margin_total") { vec![1.0, 5.0, 3.0, 7.0] } else { vec![0.0; 4] }
        };
        let found = SearchFacts::of(&take, 1, (0.0, 1.0), 2);
        assert_eq!(found.margin.value, 4.0);
        assert!((found.margin.se - 2.0).abs() < 1e-12, "{:?}", found.margin);
        let luck = found.luck_of(SearchObjective::Margin);
        assert!((luck - 0.5_f64.sqrt()).abs() < 1e-12, "{luck}");
    }
}
