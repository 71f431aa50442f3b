//! What of a scenario's contracts no programme offers: years before its first and after its last, and terms
//! that it closed; and what is to follow an end.

use super::Scenario;
use super::tenure::{FEE_FOR_SERVICE, Tenure};
use crate::payer::{Contract, Terms};
use crate::units::{CalendarYear, closest, either};

/// What is wrong, and the keys that lead to it.
type ProgrammeFault = (Vec<String>, String);

/// Lives that stand in for a year's, where terms of a year are asked for: more than any programme needs.
const ANY_LIVES: f64 = 10_000.0;

/// Everything that is wrong with the years of a scenario's contracts, and with what they share in.
pub(super) fn programme_faults(scenario: &Scenario) -> Vec<ProgrammeFault> {
    let mut faults = Vec::new();
    for (place, tenure) in scenario.tenures().iter().enumerate() {
        let own = OwnYears { scenario, place, tenure };
        let found = own.begins_too_early().or_else(|| own.ends_too_late()).or_else(|| own.is_over());
        faults.extend(found.or_else(|| own.what_follows()).or_else(|| own.not_offered()));
    }
    faults.extend(shares(scenario));
    faults
}

/// Why nobody may have lives under a contract that takes over those of another.
pub(super) fn moved_lives(scenario: &Scenario, name: &str) -> Option<String> {
    let place = scenario.contract.index(name)?;
    let before = scenario.tenures()[place].predecessor?;
    let before = &scenario.contract.0[before].0;
    Some(format!(
        "found lives under `{name}`, which takes over those of `{before}` when that ends; write them under `{before}` alone"
    ))
}

/// The revenue shares of the contracts that have people in a year, which must not exceed the whole.
fn shares(scenario: &Scenario) -> Option<ProgrammeFault> {
    let years = usize::try_from(scenario.run.years).unwrap_or(1);
    let total = |year: usize| -> f64 {
        let people_of = scenario.people_of(year);
        let with_people = scenario.contract.values().zip(&people_of).filter(|(_, of)| of.is_some());
        with_people.map(|(contract, _)| contract.revenue_share.0).sum()
    };
    let (year, total) = (0..years).map(|year| (year, total(year))).find(|(_, total)| *total > 1.0 + 1e-6)?;
    let when = if year == 0 { String::new() } else { format!(" in {}", scenario.run.start().plus(year)) };
    Some((
        vec!["contract".to_owned()],
        format!(
            "the revenue shares of all contracts add up to {total:.4}{when}; together they must not exceed 1"
        ),
    ))
}

/// A contract's years.
struct OwnYears<'a> {
    scenario: &'a Scenario,
    place: usize,
    tenure: &'a Tenure,
}

impl OwnYears<'_> {
    fn name(&self) -> &str {
        &self.scenario.contract.0[self.place].0
    }

    fn contract(&self) -> &Contract {
        &self.scenario.contract.0[self.place].1
    }

    fn start(&self) -> CalendarYear {
        self.scenario.run.start()
    }

    fn years(&self) -> usize {
        usize::try_from(self.scenario.run.years).unwrap_or(1)
    }

    /// A fault of one of the contract's keys, or of the contract where the key is not stated.
    fn fault(&self, keys: &[&str], message: String) -> ProgrammeFault {
        let path = ["contract", self.name()].iter().chain(keys).map(|key| (*key).to_owned()).collect();
        (path, message)
    }

    /// Words for a programme and where its years are written.
    fn programme(&self) -> (String, &'static str) {
        let terms = &self.contract().terms;
        (terms.key().to_owned(), terms.programme_years().source)
    }

    fn begins_too_early(&self) -> Option<ProgrammeFault> {
        let begins = self.contract().begins(self.start());
        let first = self.contract().terms.programme_years().first.filter(|first| begins < *first)?;
        let (programme, source) = self.programme();
        let cure = if first.0 < self.start().0 {
            "or later".to_owned()
        } else {
            "and until then the visits are paid by fee schedule".to_owned()
        };
        let message = format!(
            "found {begins} as the first year of `{programme}`, which begins in {first} ({source}); write first_year = {first}, {cure}, or the terms of a programme that runs in {begins}"
        );
        Some(self.fault(&["first_year"], message))
    }

    fn ends_too_late(&self) -> Option<ProgrammeFault> {
        let stated = self.contract().last_year?;
        let last = self.contract().terms.programme_years().last.filter(|last| stated > u64::from(last.0))?;
        let (programme, source) = self.programme();
        let message = format!(
            "found {stated} as the last year of `{programme}`, which ends after {last} ({source}); write {last} or less, or leave it out"
        );
        Some(self.fault(&["last_year"], message))
    }

    fn is_over(&self) -> Option<ProgrammeFault> {
        let (start, begins) = (self.start(), self.contract().begins(self.start()));
        let ends = self.contract().ends().filter(|ends| *ends < begins.max(start))?;
        let (programme, source) = self.programme();
        let source = if self.contract().last_year.is_some() { String::new() } else { format!(" ({source})") };
        let message = format!(
            "found {} as its first year in the scenario, and `{programme}` ends after {ends}{source}; write terms = \"fee_for_service\", the terms of a programme that runs then, or a scenario that begins earlier",
            begins.max(start)
        );
        Some(self.fault(&["terms"], message))
    }

    /// What follows an end within the horizon.
    fn what_follows(&self) -> Option<ProgrammeFault> {
        let contract = self.contract();
        let Some(ends) = contract.ends() else {
            let message = "the agreement has no last year that anything could follow; write last_year, or leave after_end out";
            return contract.after_end.as_ref().map(|_| self.fault(&["after_end"], message.to_owned()));
        };
        let last = self.start().plus(self.years() - 1);
        match contract.after_end.as_deref() {
            None if ends < last => {
                let (programme, source) = self.programme();
                let source = if contract.last_year.is_some() { String::new() } else { format!(" ({source})") };
                let message = format!(
                    "`{programme}` ends after {ends}{source}, and the scenario runs to {last}; write after_end = \"{FEE_FOR_SERVICE}\", after_end = \"<name>\" with a contract of that name that begins in {}, or years = {} in [run]",
                    ends.plus(1),
                    ends.0 - self.start().0 + 1
                );
                Some(self.fault(&[], message))
            }
            None => None,
            Some(FEE_FOR_SERVICE) => self.scenario.contract.get(FEE_FOR_SERVICE).map(|_| {
                let message = "found \"fee_for_service\", which is also the name of a contract; give that contract another name";
                self.fault(&["after_end"], message.to_owned())
            }),
            Some(after) => self.succession(after, ends),
        }
    }

    /// What is wrong with a contract that is to take over.
    fn succession(&self, after: &str, ends: CalendarYear) -> Option<ProgrammeFault> {
        let fault = |message: String| Some(self.fault(&["after_end"], message));
        // Only a contract that has not begun can take over.
        let waits = |contract: &Contract| contract.begins(self.start()) > self.start();
        let may_follow = |(name, contract): &(&str, &Contract)| *name != self.name() && waits(contract);
        let names = || self.scenario.contract.iter().filter(may_follow).map(|(name, _)| name);
        let Some(successor) = self.scenario.contract.get(after) else {
            let hint = closest(after, names()).map_or_else(
                || {
                    let known: Vec<&str> = std::iter::once(FEE_FOR_SERVICE).chain(names()).collect();
                    format!("write {}", either(&known))
                },
                |near| format!("did you mean `{near}`?"),
            );
            return fault(format!("there is no contract {after:?}; {hint}"));
        };
        if after == self.name() {
            return fault(format!("found {after:?} itself; name the contract that takes over"));
        }
        let before =
            self.scenario.tenures().iter().filter(|tenure| tenure.successor == self.tenure.successor).count();
        if before > 1 {
            return fault(format!(
                "`{after}` takes over from {before} contracts; let each have a successor of its own"
            ));
        }
        let begins = ends.plus(1);
        if successor.begins(self.start()) != begins {
            let found = successor.begins(self.start());
            return fault(format!(
                "`{after}` begins in {found}, and this agreement ends after {ends}; write first_year = {begins} in [contract.{after}], which then has neither people nor revenue before, or name a contract that waits for this one"
            ));
        }
        if successor.terms.counts_people() != self.contract().terms.counts_people() {
            return fault(format!(
                "of this contract and `{after}` one counts people and the other episodes of care; name a contract that counts what this one does"
            ));
        }
        if successor.line != self.contract().line {
            return fault(format!(
                "this contract is of the line \"{}\" and `{after}` of \"{}\", whose people are others; name a contract of the same line",
                self.contract().line.key(),
                successor.line.key()
            ));
        }
        let message = self.next_agreement(after, successor, ends)?;
        let place = ["contract", after, "terms", "mssp", "agreement"].map(str::to_owned);
        Some((place.to_vec(), message))
    }

    /// What is wrong with the number of an ACO's next agreement, which decides weights, prior savings and how long
    /// it may be one-sided.
    fn next_agreement(&self, after: &str, successor: &Contract, ends: CalendarYear) -> Option<String> {
        let (Terms::Mssp(own), Terms::Mssp(next)) = (&self.contract().terms, &successor.terms) else {
            return None;
        };
        let index = usize::from(ends.0.saturating_sub(self.start().0));
        let past = self.contract().year(self.start(), index, ANY_LIVES).agreement - 1;
        // The fifth and all later ones are alike.
        let least = (own.agreement + u64::try_from(past).unwrap_or(0) + 1).min(5);
        (next.agreement < least).then(|| {
            format!(
                "found {}, and `{}`, from which `{after}` takes over, ends in agreement period {}; write agreement = {least}",
                next.agreement,
                self.name(),
                least - 1
            )
        })
    }

    /// Terms that the programme closed, in the first year in which they do not hold.
    fn not_offered(&self) -> Option<ProgrammeFault> {
        let contract = self.contract();
        let running = (0..self.years()).filter(|year| self.tenure.runs(*year));
        let found = running
            .map(|year| contract.year(self.start(), year, ANY_LIVES))
            .find_map(|year| contract.terms.not_offered(&year))?;
        Some(self.fault(&["terms", contract.terms.key(), found.key], found.message))
    }
}
