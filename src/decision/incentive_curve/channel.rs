//! From what a payer pays to who receives it: the system, what it keeps, its physicians, one of them.

use crate::engine::ForeseenSettlement;
use crate::payer::{Contract, ContractOutlook, Forecast, Payoff, PayoffCase, QualityOutlook, Reward};
use crate::terms::{Expectation, Piece, Piecewise};

/// What a receiver has of receipts, of what pools take of them, and of a dollar saved by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct MoneyChannel {
    /// Part of what the payer pays.
    pub receipts: f64,
    /// Part of what exceeds the programme's cost.
    pub pools: f64,
    /// Dollars for each dollar saved, whatever the contract pays.
    pub saved: f64,
}

impl MoneyChannel {
    /// The system, before it passes anything on.
    pub(super) const SYSTEM: MoneyChannel = MoneyChannel { receipts: 1.0, pools: 0.0, saved: 0.0 };

    /// What the system keeps once `sent` of each dollar above the programme's cost is on its way to physicians and
    /// `lost` dollars of margin went with each dollar of care avoided.
    pub(super) const fn kept(sent: f64, lost: f64) -> MoneyChannel {
        MoneyChannel { receipts: 1.0, pools: -sent, saved: -lost }
    }

    /// Those who have a part of each dollar above the programme's cost.
    pub(super) const fn of_pools(part: f64) -> MoneyChannel {
        MoneyChannel { receipts: 0.0, pools: part, saved: 0.0 }
    }
}

/// One contract's year on its way to a receiver.
#[derive(Clone, Copy, Debug)]
pub(super) struct SettledOnWay<'a> {
    pub contract: &'a Contract,
    pub seen: &'a ForeseenSettlement,
    pub to: MoneyChannel,
}

impl SettledOnWay<'_> {
    fn benchmark(&self) -> f64 {
        self.seen.forecast.benchmark.max(1.0)
    }

    /// What the contract pays at a quality score that is known.
    fn sure(&self, score: f64) -> Payoff {
        let sure = Forecast { quality: QualityOutlook { mean: score, sd: 0.0 }, ..self.seen.forecast };
        likeliest(self.contract.payoff(&sure, &self.seen.clauses))
    }

    /// Dollars by the savings rate, at the quality score that is foreseen.
    pub(super) fn by_savings(&self) -> Piecewise {
        let (benchmark, score) = (self.benchmark(), self.seen.forecast.quality.mean);
        let payoff = self.sure(score);
        let case = payoff.cases.first().map_or_else(|| Piecewise::flat(0.0), |case| case.payoff.clone());
        let above = case.above(self.seen.cost / benchmark);
        let above = self.seen.floor.map_or(above.clone(), |(floor, kept)| above.kept_below(floor, kept));
        let line = Piece { from: f64::NEG_INFINITY, intercept: 0.0, slope: self.to.saved };
        let by_rate = case
            .times(self.to.receipts)
            .plus(&above.times(self.to.pools))
            .plus(&Piecewise::new(vec![line]))
            .times(benchmark);
        // What quality alone pays stands beside it, whatever is saved.
        let rewards = Payoff { cases: Vec::new(), ..payoff };
        let beside = if rewards.rewards.is_empty() || !self.has_savings() {
            0.0
        } else {
            let at = Forecast {
                savings_sd: 0.0,
                quality: QualityOutlook { mean: score, sd: 0.0 },
                ..self.seen.forecast
            };
            let dollars = |outlook: ContractOutlook| outlook.receipts;
            self.to.receipts * dollars(ContractOutlook::of(&rewards, &at))
                + self.to.pools * dollars(ContractOutlook::above(&rewards, 0.0, &at))
        };
        by_rate.plus(&Piecewise::flat(beside))
    }

    /// Whether anything of it is settled on the cost of care.
    pub(super) fn has_savings(&self) -> bool {
        !self.contract.payoff(&self.seen.forecast, &self.seen.clauses).cases.is_empty()
    }

    /// Dollars at a quality score, at the savings that are foreseen.
    pub(super) fn at_score(&self, score: f64) -> f64 {
        let at = Forecast {
            savings_sd: 0.0,
            quality: QualityOutlook { mean: score, sd: 0.0 },
            ..self.seen.forecast
        };
        let (receipts, pools) = self.outlooks(&self.sure(score), &at);
        self.to.receipts * receipts.receipts
            + self.to.pools * pools.receipts
            + self.by_itself(at.savings_rate)
    }

    /// What is expected when savings are expected at a rate, and its slope in it.
    pub(super) fn expected_by_savings(&self, rate: f64) -> Expectation {
        let at = Forecast { savings_rate: rate, ..self.seen.forecast };
        let (receipts, pools) = self.outlooks(&self.contract.payoff(&at, &self.seen.clauses), &at);
        let slope = self.to.receipts * receipts.per_saved_dollar + self.to.pools * pools.per_saved_dollar;
        Expectation {
            value: self.value_of(&receipts, &pools, rate),
            slope: (slope + self.to.saved) * self.benchmark(),
        }
    }

    /// What is expected when the quality score is expected at a mean, and its slope in it.
    pub(super) fn expected_by_score(&self, mean: f64) -> Expectation {
        let quality = QualityOutlook { mean, ..self.seen.forecast.quality };
        let at = Forecast { quality, ..self.seen.forecast };
        let (receipts, pools) = self.outlooks(&self.contract.payoff(&at, &self.seen.clauses), &at);
        let slope = self.to.receipts * receipts.per_quality + self.to.pools * pools.per_quality;
        Expectation { value: self.value_of(&receipts, &pools, at.savings_rate), slope }
    }

    fn value_of(&self, receipts: &ContractOutlook, pools: &ContractOutlook, rate: f64) -> f64 {
        self.to.receipts * receipts.receipts + self.to.pools * pools.receipts + self.by_itself(rate)
    }

    fn by_itself(&self, rate: f64) -> f64 {
        self.to.saved * rate * self.benchmark()
    }

    /// What is received, and what of it exceeds the programme's cost.
    fn outlooks(&self, payoff: &Payoff, at: &Forecast) -> (ContractOutlook, ContractOutlook) {
        let receipts = ContractOutlook::of(payoff, at);
        let pools = if self.to.pools == 0.0 {
            ContractOutlook::default()
        } else {
            match self.seen.floor {
                Some((floor, kept)) => ContractOutlook::above_floor(payoff, self.seen.cost, floor, kept, at),
                None => ContractOutlook::above(payoff, self.seen.cost, at),
            }
        };
        (receipts, pools)
    }

    /// Scores at which what is paid for quality alone turns.
    pub(super) fn turns_of_rewards(&self) -> Vec<f64> {
        let payoff = self.sure(self.seen.forecast.quality.mean);
        let starts = |reward: &Reward| reward.dollars.pieces().iter().map(|p| p.from).collect::<Vec<f64>>();
        payoff.rewards.iter().flat_map(starts).filter(|from| from.is_finite()).collect()
    }
}

/// The likeliest of the ways a year may turn out, as though it were certain.
fn likeliest(payoff: Payoff) -> Payoff {
    let case = payoff.cases.into_iter().max_by(|a, b| a.chance.total_cmp(&b.chance));
    let reward = payoff.rewards.into_iter().max_by(|a, b| a.chance.total_cmp(&b.chance));
    Payoff {
        cases: case.into_iter().map(|case| PayoffCase::certain(case.payoff)).collect(),
        rewards: reward.into_iter().map(|reward| Reward { chance: 1.0, ..reward }).collect(),
    }
}
