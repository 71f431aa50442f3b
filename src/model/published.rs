//! Published benchmarks and base years that are of another agreement than the one they are stated for.

use super::Scenario;
use crate::payer::mssp::BenchmarkFrom;
use crate::payer::{Contract, Terms};

/// The first year of an agreement and of the scenario.
struct Beginnings {
    agreement: u64,
    scenario: u64,
}

/// What is wrong with years of what was published, and the keys that lead to it.
pub(super) fn published_faults(scenario: &Scenario) -> Vec<(Vec<String>, String)> {
    scenario.contract.iter().flat_map(|(name, contract)| faults_of(scenario, name, contract)).collect()
}

fn faults_of(scenario: &Scenario, name: &str, contract: &Contract) -> Vec<(Vec<String>, String)> {
    let Terms::Mssp(terms) = &contract.terms else { return Vec::new() };
    let begin = Beginnings {
        agreement: u64::from(contract.begins(scenario.run.start()).0),
        scenario: scenario.run.start_year,
    };
    let found: Vec<(&[&str], Option<String>)> = match &terms.benchmark {
        BenchmarkFrom::Growth(_) => Vec::new(),
        BenchmarkFrom::Stated(stated) if stated.historical.is_some() => {
            vec![(&["stated", "year"], begin.third_base_year(stated.year))]
        }
        BenchmarkFrom::Stated(stated) => vec![(&["stated", "year"], begin.updated(stated.year))],
        BenchmarkFrom::BaseYears(facts) => {
            let updated = facts.updated.as_ref().and_then(|updated| begin.updated(updated.year));
            let last = begin.third_base_year(facts.last);
            vec![(&["base_years", "last"], last), (&["base_years", "updated", "year"], updated)]
        }
    };
    let whole = |(place, message): (&[&str], Option<String>)| {
        let path = [&["contract", name, "terms", "mssp", "benchmark"], place].concat();
        message.map(|message| (path.into_iter().map(str::to_owned).collect(), message))
    };
    found.into_iter().filter_map(whole).collect()
}

impl Beginnings {
    /// The third base year is the year before the agreement; that of July 2019 is written as one of 2020, so
    /// that one more year before it is accepted.
    fn third_base_year(&self, found: u64) -> Option<String> {
        let before = self.agreement.saturating_sub(1);
        let is_it = found == before || found + 1 == before;
        (!is_it).then(|| {
            format!(
                "found {found}, and the agreement in force begins in {}, so that its third base year is {before}; write {before}, or the agreement's first_year = {}",
                self.agreement,
                found + 1
            )
        })
    }

    /// An updated benchmark is of a year of the agreement, and is moved on, not back.
    fn updated(&self, found: u64) -> Option<String> {
        let earliest = self.agreement.saturating_sub(1);
        (!(earliest..=self.scenario).contains(&found)).then(|| {
            format!(
                "found {found}; a published benchmark is of the agreement in force, which begins in {}, and of the scenario's first year, {}, or an earlier one; write such a year, the agreement's own first_year, or base_years",
                self.agreement, self.scenario
            )
        })
    }
}
