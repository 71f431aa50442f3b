//! What ACO REACH and LEAD share: a benchmark of which quality earns a part back, settled band by band
//! from the first dollar, with a stop-loss for single persons where the ACO buys one.

use super::{Experience, Forecast, Payoff};
use crate::terms::{Corridor, Piecewise, Retained, Settlement, SettlementRule};
use crate::units::Cents;

/// A year's terms.
#[derive(Clone, Debug)]
pub(super) struct Withheld {
    /// Part of the benchmark that quality earns back.
    pub withhold: f64,
    /// The bands around what is left.
    pub corridor: Corridor,
    /// What stop-loss leaves of the cost.
    pub retained: Retained,
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

    pub(super) fn payoff(&self, forecast: &Forecast) -> Payoff {
        Payoff::of_savings(forecast.quality.mean, |quality| self.at(quality))
    }

    pub(super) fn settle(&self, e: &Experience) -> Settlement {
        let Retained { share, charge, .. } = self.retained;
        let benchmark = Cents::round(e.benchmark * self.part(e.quality));
        self.corridor.settle(benchmark, Cents::round(e.spending * share + e.benchmark * charge))
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
        rules.extend(self.corridor.rules());
        rules
    }
}
