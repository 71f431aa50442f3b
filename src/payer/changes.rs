//! A contract's payoff and settlement as its clauses of change leave them.

use super::{Contract, Experience, Forecast, Payoff, PayoffCase, Reward};
use crate::terms::{ClauseLuck, ClauseState, Piecewise, Settlement, SettlementRule, Struck};
use crate::units::Cents;

impl Payoff {
    /// One of two payoffs, the second with a chance.
    fn or(self, chance: f64, other: Payoff) -> Payoff {
        let weighted = |cases: Vec<PayoffCase>, weight: f64| {
            cases.into_iter().map(move |case| PayoffCase {
                chance: weight * case.chance,
                chance_slope: weight * case.chance_slope,
                ..case
            })
        };
        let cases = weighted(self.cases, 1.0 - chance).chain(weighted(other.cases, chance)).collect();
        let part = |rewards: Vec<Reward>, weight: f64| {
            rewards.into_iter().map(move |reward| Reward { chance: weight * reward.chance, ..reward })
        };
        let rewards = part(self.rewards, 1.0 - chance).chain(part(other.rewards, chance)).collect();
        Payoff { cases, rewards }
    }

    /// With only a part of every gain paid; losses stay.
    fn with_part_of_gains(self, part: f64) -> Payoff {
        let cut = |payoff: &Piecewise| payoff.plus(&payoff.above(0.0).times(part - 1.0));
        let cases = self.cases.into_iter().map(|case| PayoffCase {
            payoff: cut(&case.payoff),
            higher: case.higher.as_ref().map(cut),
            ..case
        });
        let rewards =
            self.rewards.iter().map(|reward| Reward { dollars: cut(&reward.dollars), ..*reward }).collect();
        Payoff { cases: cases.collect(), rewards }
    }
}

impl Contract {
    /// What the contract pays in a year to come, given what its clauses have done so far.
    #[must_use]
    pub fn payoff(&self, forecast: &Forecast, state: &ClauseState) -> Payoff {
        let agreed = self.terms.payoff(forecast);
        let payoff = match self.clauses.measures_may_rise() {
            None => agreed,
            Some((chance, rise)) => {
                let mut harder = *forecast;
                harder.quality.mean = (forecast.quality.mean - rise).max(0.0);
                let changed = self.terms.payoff(&harder);
                // A reward by score is read at the score itself, so it moves instead.
                let moved = |reward: &Reward| Reward { dollars: reward.dollars.along(-rise, 1.0), ..*reward };
                let rewards = changed.rewards.iter().map(moved).collect();
                agreed.or(chance, Payoff { rewards, ..changed })
            }
        };
        let kept = self.clauses.part_kept(state);
        if kept < 1.0 { payoff.with_part_of_gains(kept) } else { payoff }
    }

    /// Settles a year, with what its clauses do to it.
    pub fn settle(
        &self,
        experience: &Experience,
        luck: &ClauseLuck,
        state: &mut ClauseState,
    ) -> (Settlement, Struck) {
        let mut struck = self.clauses.strike(luck, state);
        let mut settlement = self.settle_struck(experience, &struck);
        let year = experience.year.index;
        self.clauses.end(luck, year, settlement.net(), state, &mut struck);
        if struck.forfeited {
            settlement = paid_in_part(settlement, 0.0);
        }
        struck.recovered = self.clauses.recovered(luck, settlement.received());
        (settlement, struck)
    }

    /// The settlement after measures rose and an amendment cut what is paid.
    fn settle_struck(&self, experience: &Experience, struck: &Struck) -> Settlement {
        let settlement = self.terms.settle(&harder(experience, struck));
        if struck.cut > 0.0 { paid_in_part(settlement, 1.0 - struck.cut) } else { settlement }
    }

    /// What an interim settlement of the year pays, below zero takes, with a standard normal error of the
    /// estimate.
    #[must_use]
    pub fn provisional(&self, experience: &Experience, struck: &Struck, error: f64) -> Cents {
        self.interim.as_ref().map_or(Cents::ZERO, |interim| {
            let spending = experience.spending * interim.estimate(error);
            interim.paid(self.settle_struck(&Experience { spending, ..*experience }, struck).net())
        })
    }

    /// The numbers that decided a settlement, for a reader.
    #[must_use]
    pub fn rules(&self, experience: &Experience, struck: &Struck) -> Vec<SettlementRule> {
        let mut rules = self.terms.rules(&harder(experience, struck));
        for (name, share) in
            [("measures ask more of quality by", struck.rise), ("receipts cut by amendment", struck.cut)]
        {
            if share > 0.0 {
                rules.push(SettlementRule::share(name, share));
            }
        }
        if struck.ended {
            rules.push(SettlementRule::number("ended: years it still runs", f64::from(struck.runs_on)));
        }
        if struck.forfeited {
            rules.push(SettlementRule::share("earnings lost by termination", 1.0));
        }
        if struck.recovered > Cents::ZERO {
            rules
                .push(SettlementRule::dollars("taken back later after an audit", struck.recovered.dollars()));
        }
        rules
    }
}

/// A year as measures see it that ask more.
fn harder(experience: &Experience, struck: &Struck) -> Experience {
    if struck.rise > 0.0 {
        Experience { quality: (experience.quality - struck.rise).max(0.0), ..*experience }
    } else {
        *experience
    }
}

/// A settlement of which the payer pays only a part of what the system would receive: it keeps the rest.
fn paid_in_part(settlement: Settlement, part: f64) -> Settlement {
    let earned = settlement.earned.share(part);
    Settlement {
        earned,
        payer_keeps: settlement.payer_keeps + settlement.earned - earned,
        reward: settlement.reward.share(part),
        ..settlement
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ContractOutlook, QualityOutlook, Year};
    use super::*;
    use crate::terms::Piece;

    #[test]
    fn cuts_of_gains_act_in_each_case_and_not_on_their_mean() {
        let flat = |dollars: f64| {
            let always = Piece { from: f64::NEG_INFINITY, intercept: dollars, slope: 0.0 };
            Payoff::of_reward(Piecewise::new(vec![always]))
        };
        let forecast = Forecast {
            year: Year::FIRST,
            benchmark: 1.0,
            savings_rate: 0.0,
            savings_sd: 0.0,
            quality: QualityOutlook { mean: 0.8, sd: 0.05 },
            professional: 0.0,
        };
        let mixed = flat(100.0).or(0.5, flat(-100.0));
        // Seven tenths of the gain are paid and all of the loss: 0.5 × 70 − 0.5 × 100 = −15; cut after
        // mixing it would be 0.
        let cut = mixed.clone().with_part_of_gains(0.7);
        assert!((ContractOutlook::of(&cut, &forecast).receipts + 15.0).abs() < 1e-12);
        // A cost of 40 leaves 60 of the gain and nothing of the loss: 0.5 × 60 = 30.
        assert!((ContractOutlook::above(&mixed, 40.0, &forecast).receipts - 30.0).abs() < 1e-12);
    }
}
