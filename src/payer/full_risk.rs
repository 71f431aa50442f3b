//! What contracts at full risk share: a budget, a corridor around it, stop-loss for each person.

use super::{Experience, Payoff, PayoffCase, Reward};
use crate::schema::{ReadTable, parameters, required};
use crate::terms::{Band, Corridor, Piecewise, Retained, Settlement, SettlementRule};
use crate::units::{Cents, Share};

parameters! {
    /// A band of surplus or deficit around the budget.
    pub struct RiskBand {
        /// Where the band ends, as a share of the budget; it begins where the one before ends. Where it is drawn below that, the band is empty.
        to: Share = required();
        /// The system's share of it.
        share: Share = required();
    }
}

/// Bands that do not ascend.
pub(super) fn check_bands(bands: &[RiskBand], table: &mut ReadTable<'_, '_, '_>) {
    if bands.windows(2).any(|pair| pair[0].to >= pair[1].to) {
        table.problem(
            "corridor",
            "the bands do not ascend; write each with a larger `to` than the one before",
        );
    }
}

/// A year at risk: corridor and stop-loss, at the part of the budget that is at risk.
#[derive(Clone, Debug)]
pub(super) struct FullRisk {
    /// Part of the population's budget and cost that this pool holds.
    pub part: f64,
    /// The corridor around it.
    pub corridor: Corridor,
    /// What stop-loss leaves of the cost.
    pub retained: Retained,
}

impl FullRisk {
    /// Bands with the system's share beyond the last; no bands is `otherwise` of everything.
    pub(super) fn corridor(bands: &[RiskBand], beyond: f64, otherwise: f64) -> Corridor {
        let mut list: Vec<Band> = bands.iter().map(|b| Band { to: b.to.0, share: b.share.0 }).collect();
        let last = if bands.is_empty() { otherwise } else { beyond };
        list.push(Band { to: f64::INFINITY, share: last });
        Corridor::symmetric(list)
    }

    /// Receipts per dollar of the whole budget, by gross savings before stop-loss as a share of it.
    ///
    /// With the part `ρ` of cost retained and a charge of `κ` of the budget, the savings rate that the
    /// corridor sees is `1 − ρ(1 − g) − κ`.
    fn by_savings(&self) -> Piecewise {
        let Retained { share, charge, .. } = self.retained;
        self.corridor.payoff().along(1.0 - share - charge, share).times(self.part)
    }

    pub(super) fn payoff(&self, reward: Option<Piecewise>) -> Payoff {
        let rewards = reward.into_iter().map(|dollars| Reward { chance: 1.0, dollars }).collect();
        Payoff { cases: vec![PayoffCase::certain(self.by_savings())], rewards }
    }

    /// Cost that is settled: what stop-loss leaves of it, and the charge.
    fn settled_cost(&self, e: &Experience) -> f64 {
        self.part * (e.spending * self.retained.share + e.benchmark * self.retained.charge)
    }

    pub(super) fn settle(&self, e: &Experience) -> Settlement {
        self.corridor.settle(Cents::round(self.part * e.benchmark), Cents::round(self.settled_cost(e)))
    }

    /// Settles a year with what is paid or taken by quality beside it.
    pub(super) fn settle_beside(&self, by_quality: Option<&Piecewise>, e: &Experience) -> Settlement {
        let dollars = by_quality.map_or(0.0, |by_quality| by_quality.value(e.quality));
        let Settlement { reward, penalty, .. } = Settlement::adjustment(Cents::round(dollars));
        Settlement { reward, penalty, ..self.settle(e) }
    }

    pub(super) fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let mut rules = vec![
            SettlementRule::dollars("budget at risk", self.part * e.benchmark),
            SettlementRule::dollars("cost before stop-loss", self.part * e.spending),
            SettlementRule::dollars(
                "  recovered from stop-loss",
                self.part * e.spending * (1.0 - self.retained.share),
            ),
            SettlementRule::dollars("  charge for stop-loss", self.part * e.benchmark * self.retained.charge),
        ];
        rules.extend(self.corridor.rules());
        rules
    }
}
