//! Step 2: what the organisation itself takes off the cost of care this year.
//!
//! Care management, referral choice and post-acute care are run contract by contract; practice style, which
//! reaches every payer's patients, is the physicians' own channel.

use super::expectations::Expectations;
use super::meeting::Meeting;
use crate::engine::arm::ArmState;
use crate::math::grown;
use crate::model::{lives_of_manager, programme_funding};
use crate::payer::Contract;

impl Expectations {
    /// The organisation's own effect on each contract's patients: willing by what an avoided dollar is worth to the
    /// system, able by what is funded, and built up over the years.
    pub(crate) fn organise(&mut self, m: &Meeting<'_>, state: &ArmState) {
        let Some(felt) = &m.terms.felt else {
            self.invested = 0.0;
            return;
        };
        let own = &felt.evidence.organisation;
        self.invested = self.paid_last_year(m, state);
        let contracts = || m.terms.scenario.contract.values();
        let cost_of_care = |contract: &Contract, lives: f64| contract.spending.0 * lives;
        let managed: f64 = contracts()
            .zip(&self.contracts)
            .zip(&self.populations)
            .filter(|((_, ahead), population)| ahead.runs && population.value_based > 0.0)
            .map(|((contract, ahead), _)| cost_of_care(contract, ahead.year.lives))
            .sum();
        for (place, contract) in contracts().enumerate() {
            let ahead = &mut self.contracts[place];
            let population = &mut self.populations[place];
            let (mut willingness, mut capacity) = (0.0, 0.0);
            let lives = ahead.year.lives;
            if population.value_based > 0.0 && lives > 0.0 {
                willingness = own.willingness(self.slopes.of_avoided(population.slope, 1.0));
                let part = cost_of_care(contract, lives) / managed.max(1.0);
                let funding = programme_funding(contract, lives) + part * self.invested / (12.0 * lives);
                capacity = own.capacity(funding, lives_of_manager(own, contract.line));
            }
            let entry = contract.experience.map_or(own.new_know_how.0, |known| known.0);
            let begins = if m.year > 0 {
                state.contracts[place].effort
            } else {
                // What the spending of the start holds is the baseline's, whatever a variant then does.
                let at_start = m.anchors.start.effort.get(m.frame.contracts[place]).copied().flatten();
                at_start.unwrap_or_else(|| own.at_age(m.frame.ages[place], entry, willingness, capacity))
            };
            let ends = own.after_year(&begins, entry, willingness, capacity);
            ahead.effort = [begins, ends];
            population.organisation = contract.attribution.known() * ends.effect();
        }
    }

    /// What last year's value money paid for care management, $ at the start's prices. Of the year before the start
    /// it is what the baseline's agreements that are in force expect to earn once costs are met.
    fn paid_last_year(&self, m: &Meeting<'_>, state: &ArmState) -> f64 {
        let scenario = &m.terms.scenario;
        if m.year > 0 {
            return state.invested.dollars() / grown(scenario.outlook.expense_growth.0, m.year - 1);
        }
        m.anchors.start.invested.unwrap_or_else(|| {
            let contracts = scenario.contract.values().zip(&self.contracts).zip(&m.frame.ages);
            let earned = contracts.filter(|((_, ahead), age)| ahead.runs && **age > 0).map(
                |((contract, ahead), _)| {
                    let lives = ahead.year.lives;
                    let cost = (contract.programme_cost(lives) - contract.fees(lives, 0)).max(0.0);
                    ahead.outlook.receipts - cost
                },
            );
            scenario.allocation.invested() * earned.sum::<f64>().max(0.0)
        })
    }
}
