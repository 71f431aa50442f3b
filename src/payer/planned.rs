//! What an agreement's care management spends, and what saving is worth at what the organisation plans to save.

use super::{Contract, ContractOutlook, Forecast, Payoff, PayoffCase};

impl ContractOutlook {
    /// Expected receipts for a dollar saved, at the plan: from half of what is `planned`, a share of the benchmark, to
    /// half as much again, per dollar between them: `(E[R(1.5 P)] − E[R(0.5 P)]) / P`, with the luck of the year.
    ///
    /// A slope at one point would follow every kink of a contract: just below a minimum savings rate one more dollar
    /// is worth many, well below it nothing. Nobody knows what will be saved to the point; over the range of a plan a
    /// minimum rate counts by the chance of passing it. The plan stands for an agreement, so that luck, a bad year
    /// or a benchmark that was struck anew do not move it.
    #[must_use]
    pub fn per_planned_dollar(payoff: &Payoff, forecast: &Forecast, planned: f64) -> f64 {
        let planned = planned.max(1e-4);
        let per_benchmark_dollar = |case: &PayoffCase| {
            let at = |rate: f64| case.payoff.expected(rate, forecast.savings_sd).value;
            case.chance * (at(1.5 * planned) - at(0.5 * planned))
        };
        payoff.cases.iter().map(per_benchmark_dollar).sum::<f64>() / planned
    }
}

impl Contract {
    /// What care management costs in a year, $ at the start's prices: the programme, without reporting or security.
    #[must_use]
    pub fn care_management(&self, lives: f64) -> f64 {
        12.0 * self.programme_cost.0 * lives + self.programme_fixed_cost.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::{BenchmarkBasis, QualityOutlook, Year};
    use crate::terms::{Piece, Piecewise};

    fn forecast(savings_rate: f64, savings_sd: f64) -> Forecast {
        Forecast {
            year: Year { basis: BenchmarkBasis::NONE, ..Year::FIRST },
            benchmark: 1e8,
            savings_rate,
            savings_sd,
            quality: QualityOutlook { mean: 0.8, sd: 0.0 },
            professional: 0.0,
        }
    }

    /// Half of savings from the first dollar, once `minimum` is reached.
    fn one_sided(minimum: f64) -> Payoff {
        let nothing = Piece { from: f64::NEG_INFINITY, intercept: 0.0, slope: 0.0 };
        let half = Piece { from: minimum, intercept: 0.0, slope: 0.5 };
        Payoff { cases: vec![PayoffCase::certain(Piecewise::new(vec![nothing, half]))], rewards: Vec::new() }
    }

    #[test]
    fn a_line_is_worth_its_slope_wherever_the_year_stands() {
        let line = Piece { from: f64::NEG_INFINITY, intercept: 0.0, slope: 0.75 };
        let payoff =
            Payoff { cases: vec![PayoffCase::certain(Piecewise::new(vec![line]))], rewards: Vec::new() };
        for expected in [-0.1, 0.0, 0.08] {
            let slope = ContractOutlook::per_planned_dollar(&payoff, &forecast(expected, 0.02), 0.02);
            assert!((slope - 0.75).abs() < 1e-12, "{slope}");
        }
    }

    #[test]
    fn a_minimum_counts_over_the_range_of_the_plan() {
        // Without luck: plan 2 %, range 1 to 3 %, minimum 2 %: at 3 % half of it is paid, at 1 % nothing:
        // 0.015 / 0.02 = 0.75. Minimum 4 %: nothing on either side. Minimum 0.5 %: (0.015 − 0.005)/0.02 = 0.5.
        let at =
            |minimum| ContractOutlook::per_planned_dollar(&one_sided(minimum), &forecast(0.0, 0.0), 0.02);
        assert!((at(0.02) - 0.75).abs() < 1e-12);
        assert_eq!(at(0.04), 0.0);
        assert!((at(0.005) - 0.5).abs() < 1e-12);
        // With luck of 2 points a minimum of 4 % is passed now and then. E[X; X > a] = μ Φ(z) + σ φ(z), z = (μ − a)/σ:
        // at 3 %, z = −0.5: 0.03 × 0.30854 + 0.02 × 0.35207 = 0.016298; at 1 %, z = −1.5:
        // 0.01 × 0.06681 + 0.02 × 0.12952 = 0.003258. Half the difference over 0.02: 0.3260.
        let slope = ContractOutlook::per_planned_dollar(&one_sided(0.04), &forecast(0.0, 0.02), 0.02);
        assert!((slope - 0.3260).abs() < 1e-4, "{slope}");
    }

    #[test]
    fn no_benchmark_or_plan_divides_by_nothing() {
        let payoff = one_sided(0.0);
        assert!(ContractOutlook::per_planned_dollar(&payoff, &forecast(0.0, 0.02), 0.0).is_finite());
        assert_eq!(ContractOutlook::per_planned_dollar(&Payoff::default(), &forecast(0.0, 0.02), 0.02), 0.0);
    }
}
