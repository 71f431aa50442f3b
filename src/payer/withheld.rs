//! What ACO REACH and LEAD share: a benchmark of which quality earns a part back, settled band by band
//! from the first dollar, with a stop-loss for single persons where the ACO buys one, and the pool for high
//! performers.

use super::{Experience, Forecast, Payoff, Reward};
use crate::schema::{parameters, required};
use crate::terms::{Corridor, Piece, Piecewise, Retained, Settlement, SettlementRule};
use crate::units::{Cents, Share};

parameters! {
    /// What quality withheld and not earned back by some pays to those that perform best. What it pays is not known
    /// before the year: it is the scenario's to say.
    pub struct HighPerformersPool {
        /// Quality score from which the ACO has a part of it.
        score: Share = required();
        /// What it pays, as a share of the benchmark.
        bonus: Share = required().range(0.0, 0.1);
    }
}

/// A year's terms.
#[derive(Clone, Debug)]
pub(super) struct Withheld {
    /// Part of the benchmark that quality earns back.
    pub withhold: f64,
    /// The bands around what is left.
    pub corridor: Corridor,
    /// What stop-loss leaves of the cost.
    pub retained: Retained,
    /// The pool for high performers, where there is one.
    pub high_performers: Option<HighPerformersPool>,
}

impl Withheld {
    /// Part of the benchmark that a score leaves.
    fn part(&self, quality: f64) -> f64 {
        1.0 - self.withhold * (1.0 - quality.clamp(0.0, 1.0))
    }

    /// Receipts per dollar of the whole benchmark at a score, by gross savings before stop-loss: of a
    /// cost of which `ρ` is retained for a charge of `κ`, the corridor sees `1 − ρ(1 − g) − κ`.
    fn at(&self, quality: f64) -> Piecewise {
        let Retained { share, charge, .. } = self.retained;
        self.corridor.payoff_of_part(self.part(quality)).along(1.0 - share - charge, share)
    }

    /// What the pool for high performers pays, by score.
    fn pool(&self, benchmark: f64) -> Option<Piecewise> {
        self.high_performers.as_ref().map(|pool| {
            Piecewise::new(vec![
                Piece { from: f64::NEG_INFINITY, intercept: 0.0, slope: 0.0 },
                Piece { from: pool.score.0, intercept: pool.bonus.0 * benchmark, slope: 0.0 },
            ])
        })
    }

    pub(super) fn payoff(&self, forecast: &Forecast) -> Payoff {
        let of_savings = Payoff::of_savings(forecast.quality.mean, |quality| self.at(quality));
        let pool = self.pool(forecast.benchmark).into_iter();
        Payoff { rewards: pool.map(|dollars| Reward { chance: 1.0, dollars }).collect(), ..of_savings }
    }

    pub(super) fn settle(&self, e: &Experience) -> Settlement {
        let Retained { share, charge, .. } = self.retained;
        let benchmark = Cents::round(e.benchmark * self.part(e.quality));
        let settled =
            self.corridor.settle(benchmark, Cents::round(e.spending * share + e.benchmark * charge));
        let pool = self.pool(e.benchmark).map_or(0.0, |pool| pool.value(e.quality));
        Settlement { reward: Cents::round(pool), ..settled }
    }

    /// The numbers that decide, after those of the family's own.
    pub(super) fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let mut rules = vec![
            SettlementRule::share("quality withhold", self.withhold),
            SettlementRule::share("benchmark left by quality", self.part(e.quality)),
        ];
        if self.retained != Retained::ALL {
            rules.push(SettlementRule::dollars(
                "cost recovered from stop-loss",
                e.spending * (1.0 - self.retained.share),
            ));
            rules.push(SettlementRule::dollars("charge for stop-loss", e.benchmark * self.retained.charge));
        }
        if let Some(pool) = &self.high_performers {
            rules.push(SettlementRule::share("score of a high performer", pool.score.0));
            rules.push(SettlementRule::share("  what the pool pays it, of the benchmark", pool.bonus.0));
        }
        rules.extend(self.corridor.rules());
        rules
    }
}
