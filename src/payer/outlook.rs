//! What a contract is expected to pay, and at what slope, before the year is known.

use super::Forecast;
use crate::terms::Piecewise;
use std::borrow::Cow;

/// A higher quality score by which slopes are taken: one point.
pub(super) const POINT: f64 = 0.01;

/// One way the uncertain year may turn out, beside the cost of care: its chance, and what it pays.
#[derive(Clone, Debug, PartialEq)]
pub struct PayoffCase {
    /// Chance of this case.
    pub chance: f64,
    /// Change of the chance when the expected score rises by 1.
    pub chance_slope: f64,
    /// Receipts per benchmark dollar, by gross savings as a share of the benchmark.
    pub payoff: Piecewise,
    /// The same if quality were a point higher, where that matters within the case.
    pub higher: Option<Piecewise>,
}

impl PayoffCase {
    /// The only case there is.
    #[must_use]
    pub fn certain(payoff: Piecewise) -> PayoffCase {
        PayoffCase { chance: 1.0, chance_slope: 0.0, payoff, higher: None }
    }
}

/// One way in which what is settled on quality alone may turn out.
#[derive(Clone, Debug, PartialEq)]
pub struct Reward {
    /// Chance of it.
    pub chance: f64,
    /// Dollars by score, below zero a penalty.
    pub dollars: Piecewise,
}

/// What a contract pays, as a function of what is uncertain before the year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Payoff {
    /// What is settled on the cost of care, by the ways quality may turn out; chances add up to 1.
    pub cases: Vec<PayoffCase>,
    /// What is settled on quality alone, by the ways the terms may turn out: none, or chances add up to 1. A
    /// clause or a cost that takes only from gains does so in each of them, never in their mean.
    pub rewards: Vec<Reward>,
}

impl Payoff {
    /// What is settled on the cost of care, at each quality score; the score is expected at `mean`.
    #[must_use]
    pub fn of_savings(mean: f64, at: impl Fn(f64) -> Piecewise) -> Payoff {
        let case = PayoffCase { higher: Some(at(mean + POINT)), ..PayoffCase::certain(at(mean)) };
        Payoff { cases: vec![case], rewards: Vec::new() }
    }

    /// What is settled on quality alone: dollars by score.
    #[must_use]
    pub fn of_reward(reward: Piecewise) -> Payoff {
        Payoff { cases: Vec::new(), rewards: vec![Reward { chance: 1.0, dollars: reward }] }
    }
}

/// A contract's year in expectation.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ContractOutlook {
    /// Expected receipts, $.
    pub receipts: f64,
    /// Expected receipts for one more dollar of true savings.
    pub per_saved_dollar: f64,
    /// Expected receipts when quality rises by 1 (a hundred points).
    pub per_quality: f64,
    /// Expected receipts when the benchmark rises by a dollar.
    pub per_benchmark_dollar: f64,
}

impl ContractOutlook {
    /// What a payoff is expected to come to.
    #[must_use]
    pub fn of(payoff: &Payoff, forecast: &Forecast) -> ContractOutlook {
        ContractOutlook::sum(payoff, forecast, |p| Cow::Borrowed(p), |p| Cow::Borrowed(p))
    }

    /// The same of what exceeds `cost` dollars: what is left once costs are paid.
    #[must_use]
    pub fn above(payoff: &Payoff, cost: f64, forecast: &Forecast) -> ContractOutlook {
        let per_benchmark_dollar = cost / forecast.benchmark.max(1.0);
        // Costs are paid from savings first; a contract without any pays them from rewards.
        let from_reward = if payoff.cases.is_empty() { cost } else { 0.0 };
        ContractOutlook::sum(
            payoff,
            forecast,
            |p| Cow::Owned(p.above(per_benchmark_dollar)),
            |p| Cow::Owned(p.above(from_reward)),
        )
    }

    /// [`ContractOutlook::above`], with `kept` of it where it falls short of `floor` of the benchmark.
    #[must_use]
    pub fn above_floor(
        payoff: &Payoff,
        cost: f64,
        floor: f64,
        kept: f64,
        forecast: &Forecast,
    ) -> ContractOutlook {
        let per_benchmark_dollar = cost / forecast.benchmark.max(1.0);
        let alone = payoff.cases.is_empty();
        let from_savings = |p: &Piecewise| p.above(per_benchmark_dollar).kept_below(floor, kept);
        let from_reward = |p: &Piecewise| {
            if alone { p.above(cost).kept_below(floor * forecast.benchmark, kept) } else { p.above(0.0) }
        };
        ContractOutlook::sum(
            payoff,
            forecast,
            |p| Cow::Owned(from_savings(p)),
            |p| Cow::Owned(from_reward(p)),
        )
    }

    fn sum(
        payoff: &Payoff,
        forecast: &Forecast,
        of_savings: impl Fn(&Piecewise) -> Cow<'_, Piecewise>,
        of_reward: impl Fn(&Piecewise) -> Cow<'_, Piecewise>,
    ) -> ContractOutlook {
        let Forecast { benchmark, savings_rate: mean, savings_sd: sd, quality, .. } = *forecast;
        let mut outlook = ContractOutlook::default();
        for case in &payoff.cases {
            if case.chance <= 0.0 && case.chance_slope == 0.0 {
                continue;
            }
            let expected = of_savings(&case.payoff).expected(mean, sd);
            outlook.receipts += case.chance * expected.value * benchmark;
            outlook.per_saved_dollar += case.chance * expected.slope;
            // A dollar of benchmark widens the base of the rate and raises the rate itself.
            outlook.per_benchmark_dollar += case.chance * (expected.value + expected.slope * (1.0 - mean));
            outlook.per_quality += case.chance_slope * expected.value * benchmark;
            if let Some(higher) = &case.higher {
                let gain = of_savings(higher).expected(mean, sd).value - expected.value;
                outlook.per_quality += case.chance * gain * benchmark / POINT;
            }
        }
        for reward in &payoff.rewards {
            let expected = of_reward(&reward.dollars).expected(quality.mean, quality.sd);
            outlook.receipts += reward.chance * expected.value;
            outlook.per_quality += reward.chance * expected.slope;
        }
        outlook
    }
}
