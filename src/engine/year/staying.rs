//! The year closes: whether the system stays in each contract.
//!
//! The question is put when the books of the year are closed, on what was on record when notice had to be given:
//! results that were settled by then, and what the payer's reports tell of the year that is ending. Whoever leaves
//! has run the year to its end, with its cost and its settlement; from the next on visits are paid in full, nothing
//! is settled and no programme is run. What is parked is given back, and advances still owed are called in with the
//! last payment. Nobody is asked before anything of the agreement is on record: who has just signed has decided.
//!
//! What follows a contract (`after_end`) begins in its own first year all the same.

use super::ahead::{Ahead, runs};
use super::books::YearBooks;
use super::cash::call_in;
use super::expectations::Population;
use super::meeting::Meeting;
use super::reporting::burden_of;
use crate::engine::arm::{ArmState, ContractState};
use crate::engine::luck::{CarryOver, Wander};
use crate::math::grown;
use crate::payer::{BASE_YEARS, Contract, ContractOutlook, Forecast, Year};
use crate::terms::{Belief, Decision, OnRecord, Staying};
use crate::units::{Cents, real};

/// Years that are looked ahead where no agreement is ever renewed.
const AHEAD: usize = 3;

/// Every contract that may be left is stayed in or left.
pub(crate) fn decide(m: &Meeting<'_>, state: &mut ArmState, books: &mut YearBooks) {
    let next = Meeting { year: m.year + 1, ..*m };
    for (place, contract) in m.terms.scenario.contract.values().enumerate() {
        let Some(stay) = &contract.stay else { continue };
        if m.frame.tenures[place].from == m.year {
            let question = StayQuestion::of(m, state, (place, contract, stay));
            state.contracts[place].signs = !question.before_it_begins().leaves;
        }
        let Some(decision) =
            StayQuestion::raised(&next, state, (place, contract, stay)).and_then(|q| q.answer())
        else {
            continue;
        };
        books.settled.contracts[place].decision = Some(decision);
        if decision.leaves {
            let own = &mut state.contracts[place];
            own.clauses.leave(m.year);
            call_in(&mut state.cash, m.year, contract, std::mem::take(&mut own.advance));
            state.totals.contracts_left += 1;
        }
    }
}

/// The question whether to stay in a contract for the year that comes.
struct StayQuestion<'a> {
    m: &'a Meeting<'a>,
    contract: &'a Contract,
    stay: &'a Staying,
    own: &'a ContractState,
    /// The year that comes.
    ahead: Ahead<'a>,
    /// All contracts as they stand, and which of them it is.
    state: &'a ArmState,
    place: usize,
    /// The first performance year within the horizon.
    first: usize,
    /// Errors of reports by year.
    reports: &'a [(f64, f64)],
}

impl<'a> StayQuestion<'a> {
    /// The question for the year that `m` is in.
    fn of(
        m: &'a Meeting<'a>,
        state: &'a ArmState,
        (place, contract, stay): (usize, &'a Contract, &'a Staying),
    ) -> StayQuestion<'a> {
        let reports = &m.contracts[m.frame.contracts[place]].staying;
        let (ahead, own) = (Ahead::of(m, state, place), &state.contracts[place]);
        let first = m.frame.tenures[place].from;
        StayQuestion { m, contract, stay, own, ahead, state, place, first, reports }
    }

    /// The question, where it is raised: the contract runs this year and the next, and it is up for renewal, takes
    /// on losses, or somebody asks.
    fn raised(
        m: &'a Meeting<'a>,
        state: &'a ArmState,
        (place, contract, stay): (usize, &'a Contract, &'a Staying),
    ) -> Option<StayQuestion<'a>> {
        let (tenure, now) = (&m.frame.tenures[place], m.year - 1);
        if !tenure.runs(now) || !tenure.runs(m.year) || state.contracts[place].clauses.is_ended() {
            return None;
        }
        let question = StayQuestion::of(m, state, (place, contract, stay));
        let next = &question.ahead.year;
        let this = contract.year(m.terms.scenario.run.start(), now, next.lives);
        let first_losses = contract.is_at_risk(next) && !contract.is_at_risk(&this);
        let is_raised =
            next.agreement_year == 1 || first_losses || question.reports[now].0 < stay.within_term.0;
        is_raised.then_some(question)
    }

    /// The answer before the contract begins, on the base years and the plan.
    fn before_it_begins(&self) -> Decision {
        self.decide(&self.forecast(&self.planned(), 0), 0.0)
    }

    /// The decision on what is expected of the years until the renewal, and the advances owed before them, $.
    fn decide(&self, forecast: &Forecast, advanced: f64) -> Decision {
        // What reporting its measures costs a year beyond those that other contracts ask too, at the start's prices.
        let reporting = burden_of(self.m, self.place, |other| runs(self.m, self.state, other));
        let mut owed = advanced;
        let nets = (0..self.years()).map(|k| self.net(forecast, (k, reporting), &mut owed));
        self.stay.decide(nets, advanced)
    }

    /// The answer, once anything is on record.
    fn answer(&self) -> Option<Decision> {
        let (level, settled) = self.believed()?;
        let forecast = self.forecast(&level, 1);
        let decision = self.decide(&forecast, self.own.advance.dollars());
        Some(Decision { savings: forecast.savings_rate, settled, ..decision })
    }

    /// What the system believes before any result: what it plans to save; or, where it foresees rebasing, what that
    /// leaves of the cost of its base years. Either is off by their luck.
    fn planned(&self) -> Belief {
        let mean = if self.stay.foresees_rebasing {
            let base: f64 = (self.first..self.first + BASE_YEARS).map(|place| self.measured(place)).sum();
            base / real(BASE_YEARS) * (1.0 - self.stay.plan.0)
        } else {
            self.stay.plan.0
        };
        let doubt = self.stay.plan_sd.0 * self.stay.plan_sd.0;
        Belief { mean, variance: doubt + self.luck() / real(BASE_YEARS) }
    }

    /// What a year of work adds to what is believed in: savings, or where the system foresees rebasing, less cost.
    fn grows(&self) -> f64 {
        let more = self.stay.improves.0;
        if self.stay.foresees_rebasing { -more } else { more }
    }

    /// What is measured of a year on record: savings as a share of the benchmark; or, where the system foresees
    /// rebasing, what care cost over what the region's growth would make of the cost stated for the start.
    fn measured(&self, place: usize) -> f64 {
        let (spending, saved) = (self.own.history.spending[place], self.own.history.saved[place]);
        if self.stay.foresees_rebasing {
            spending / (self.contract.spending.0 * self.own.regional[place]).max(1.0)
        } else {
            saved / (spending + saved).max(1.0)
        }
    }

    /// Variance of that by the luck of one year.
    fn luck(&self) -> f64 {
        let constant = self.m.terms.scenario.chance.spending_noise.0;
        let carry = CarryOver::of(&self.m.terms.scenario, self.contract);
        let noise = self.contract.noise() * carry.yearly_noise(constant, self.ahead.year.lives);
        noise * noise
    }

    /// What the system believes by what is measured, and the settled years on record; nothing before anything is. It
    /// knows that this moves: what lasts of a year's luck makes older results worth less.
    fn believed(&self) -> Option<(Belief, u32)> {
        let (now, luck) = (self.m.year - 1, self.luck());
        let mut level = self.planned();
        let moves = Wander::of(&self.m.terms.scenario, self.contract).variance(self.ahead.year.lives);
        let (mut settled, mut seen) = (0, false);
        for year in self.first..=now {
            level.variance += moves;
            if year > self.first {
                level.mean += self.grows();
            }
            let seen_of_it = self.measured(BASE_YEARS + year);
            match self.stay.on_record(year, now, self.contract.clock.settlement_month.0) {
                OnRecord::Settled => {
                    level.see(seen_of_it, luck);
                    settled += 1;
                }
                OnRecord::Reported => {
                    let error = self.stay.preview_sd.0;
                    level.see(seen_of_it + error * self.reports[year].1, luck + error * error);
                }
                OnRecord::Nothing => continue,
            }
            seen = true;
        }
        seen.then_some((level, settled))
    }

    /// The year ahead, so many after the last that is believed in, as it is believed to come: the benchmark is known
    /// as far as it ever is in advance, what is saved by measured results alone.
    fn forecast(&self, level: &Belief, years: usize) -> Forecast {
        let (scenario, contract) = (&self.m.terms.scenario, self.contract);
        let prices =
            contract.price_factor(scenario.run.start(), self.m.year, scenario.outlook.price_growth.0);
        let index = self.own.regional[BASE_YEARS + self.m.year - 1] * (1.0 + contract.trend.0);
        let spending = contract.spending.0 * index;
        let population =
            Population { spending, price: contract.price_in_force(true) * prices, ..Population::default() };
        let foreseen = self.ahead.forecast(&population);
        // A dollar of the cost believed, over the benchmark as it will be struck anew.
        let part = if self.stay.foresees_rebasing {
            spending / (foreseen.benchmark / foreseen.year.lives.max(1.0)).max(1.0)
        } else {
            1.0
        };
        let mean = level.mean + real(years) * self.grows();
        let savings_rate = if self.stay.foresees_rebasing { 1.0 - part * mean } else { mean };
        let variance = foreseen.savings_sd * foreseen.savings_sd + part * part * level.variance;
        Forecast { savings_rate, savings_sd: variance.sqrt(), ..foreseen }
    }

    /// Years until the agreement is renewed again, the next one among them.
    fn years(&self) -> usize {
        let year = &self.ahead.year;
        let of_term =
            self.contract.terms.rebase_every().map_or(AHEAD, |every| every + 1 - year.agreement_year);
        let left = year.ends.map_or(of_term, |ends| usize::from(ends.0.saturating_sub(year.calendar.0)) + 1);
        of_term.min(left)
    }

    /// What is expected to be left of year `k` ahead, 0 for the next, at that year's terms and with what `reporting`
    /// costs at the start's prices; `owed` is what then stands of advances, $.
    fn net(&self, next: &Forecast, (k, reporting): (usize, f64), owed: &mut f64) -> f64 {
        let (scenario, contract) = (&self.m.terms.scenario, self.contract);
        let lives = next.year.lives * grown(contract.lives_growth.0, k);
        let index = self.m.year + k;
        let plain = contract.year(scenario.run.start(), index, lives);
        let year = Year { risk_ratio: next.year.risk_ratio, basis: next.year.basis, ..plain };
        let growth = grown(contract.trend.0, k);
        let forecast = Forecast {
            year,
            benchmark: next.benchmark * growth * grown(contract.lives_growth.0, k),
            professional: next.professional * grown(scenario.outlook.wrvu_growth.0, k),
            savings_rate: next.savings_rate + real(k) * self.stay.improves.0,
            ..*next
        };
        let receipts =
            ContractOutlook::of(&contract.payoff(&forecast, &self.own.clauses), &forecast).receipts;
        let cost_of_care = forecast.benchmark * (1.0 - forecast.savings_rate) / lives.max(1.0);
        let security = contract.repayment.as_ref().zip(contract.secured(&year, cost_of_care));
        let fee = security.map_or(0.0, |(terms, amount)| terms.fee_on(amount).dollars());
        let inflation = grown(scenario.outlook.expense_growth.0, index);
        let margin = if self.stay.facility_margin {
            scenario.system.margin_lost() * forecast.savings_rate * forecast.benchmark
        } else {
            0.0
        };
        let advanced = self.advanced(index, lives);
        let back = receipts.clamp(0.0, (*owed + advanced).max(0.0));
        *owed += advanced - back;
        receipts + contract.fees(lives, index) + advanced - back
            + (12.0 * self.stay.worth.0 * lives - contract.programme_cost(lives)) * inflation
            - reporting * inflation
            - fee
            - margin
    }

    /// What is advanced in a year, counted from the scenario's start, $.
    fn advanced(&self, index: usize, lives: f64) -> f64 {
        let Some(advance) = &self.contract.advance else { return 0.0 };
        let start = self.m.terms.scenario.run.start();
        let since = usize::from(start.plus(index).0.saturating_sub(self.contract.begins(start).0));
        advance.paid(since, lives).max(Cents::ZERO).dollars()
    }
}
