//! Security for a contract's losses: whether a year asks for it, and how much.

use super::{Contract, Experience, Terms, Year};
use crate::schema::ReadTable;
use crate::terms::Repayment;
use crate::units::{Cents, Share};

/// Part of the cost of care that the Shared Savings Program asks for (42 CFR 425.204(f)(4)).
const OF_BENCHMARK: f64 = 0.005;
/// Part of participants' revenue that is enough there, where it is less.
const OF_REVENUE: f64 = 0.01;

impl Contract {
    /// Whether a bad year would leave the system owing.
    #[must_use]
    pub fn is_at_risk(&self, year: &Year) -> bool {
        let benchmark = year.lives.max(1.0) * self.spending.0;
        let settled = self.terms.settle(&Experience {
            year: *year,
            benchmark,
            spending: 2.0 * benchmark,
            quality: 0.0,
            professional: 0.0,
        });
        settled.owed > Cents::ZERO
    }

    /// What secures a year's losses when a person's care costs `cost`; nothing where the contract states no
    /// security or the year has no downside.
    #[must_use]
    pub fn secured(&self, year: &Year, cost: f64) -> Option<Cents> {
        let terms = self.repayment.as_ref().filter(|_| self.is_at_risk(year))?;
        let or = |stated: Option<Share>, rule: f64| stated.map_or(rule, |part| part.0);
        let part = or(terms.of_benchmark, OF_BENCHMARK);
        let revenue = if let Terms::Mssp(own) = &self.terms { own.participant_revenue } else { None };
        let revenue = revenue.map(|revenue| (revenue.0, or(terms.of_revenue, OF_REVENUE)));
        Some(Repayment::secured(cost * year.lives, part, revenue))
    }

    /// Refuses a security whose amount nobody states, and parts that nothing acts on.
    pub(super) fn refuse_unstated_security(&self, table: &mut ReadTable<'_, '_, '_>) {
        let Some(terms) = &self.repayment else { return };
        if matches!(self.terms, Terms::Mssp(_)) {
            return;
        }
        if terms.of_benchmark.is_none() {
            let asks = if let Terms::Lead(_) = self.terms {
                "LEAD asks for a financial guarantee of 2 to 4 % of a year's Part A and B cost; write of_benchmark = 0.04 or what your agreement says"
            } else if let Terms::Reach(_) = self.terms {
                "REACH asks for a financial guarantee that its participation agreement states; write it as of_benchmark"
            } else {
                "write of_benchmark, the part of a year's cost of care that the contract asks to be secured"
            };
            table.problem_within(&["repayment", "of_benchmark"], format!("missing; {asks}"));
        }
        if terms.of_revenue.is_some() {
            table.problem_within(
                &["repayment", "of_revenue"],
                "only the Shared Savings Program limits the amount by participants' revenue; remove it",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Entry, Field, Node, Reader, Schema, Source, Value};

    fn table(entries: Vec<(&str, Value)>) -> Value {
        let entry = |(key, value): (&str, Value)| Entry {
            key: key.to_owned(),
            key_span: 0..0,
            node: Node { value, span: 0..0 },
        };
        Value::Table(entries.into_iter().map(entry).collect())
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    /// A Medicare contract of these terms at $12,000 a person, secured by escrow with these parts.
    fn contract(
        family: &str,
        terms: Vec<(&str, Value)>,
        parts: Vec<(&str, Value)>,
    ) -> Result<Contract, String> {
        let mut repayment = vec![("form", text("escrow"))];
        repayment.extend(parts);
        let node = Node {
            value: table(vec![
                ("payer", text("Medicare")),
                ("line", text("medicare")),
                ("revenue_share", Value::Number(0.5)),
                ("spending", Value::Number(12_000.0)),
                ("repayment", table(repayment)),
                ("terms", table(vec![(family, table(terms))])),
            ]),
            span: 0..0,
        };
        let source = Source { name: "test".into(), text: String::new() };
        let mut reader = Reader::new(&source);
        let read = Contract::read(&node, &Field::NONE, &mut reader);
        let said: Vec<String> = reader.finish().problems.iter().map(ToString::to_string).collect();
        if said.is_empty() { read.ok_or_else(|| "nothing read".to_owned()) } else { Err(said.join("\n")) }
    }

    fn year(agreement_year: usize) -> Year {
        Year { lives: 25_000.0, agreement_year, index: agreement_year - 1, ..Year::FIRST }
    }

    #[test]
    fn half_a_percent_of_three_hundred_million_hand_worked() {
        // 25,000 at 12,000 is 300M; 0.5 % is 1.5M. With revenue of 120M, 1 % of it, 1.2M, is enough; of 200M it is
        // 2M, and the benchmark's 1.5M stands. By the older 1 % it would be 3M.
        let of = |level: &str, revenue: Option<f64>, part: Option<f64>| {
            let mut terms = vec![("level", text(level))];
            terms.extend(revenue.map(|revenue| ("participant_revenue", Value::Number(revenue))));
            let parts = part.map(|part| ("of_benchmark", Value::Number(part))).into_iter().collect();
            contract("mssp", terms, parts).unwrap().secured(&year(1), 12_000.0)
        };
        assert_eq!(of("basic_e", None, None), Some(Cents(150_000_000)));
        assert_eq!(of("basic_e", Some(120e6), None), Some(Cents(120_000_000)));
        assert_eq!(of("basic_e", Some(200e6), None), Some(Cents(150_000_000)));
        assert_eq!(of("enhanced", None, Some(0.01)), Some(Cents(300_000_000)));
    }

    #[test]
    fn the_glide_path_asks_for_it_from_level_c_on() {
        let terms = vec![("level", text("basic_a")), ("glide_path", Value::Flag(true))];
        let contract = contract("mssp", terms, Vec::new()).unwrap();
        let at: Vec<bool> = (1..=5).map(|n| contract.secured(&year(n), 12_000.0).is_some()).collect();
        assert_eq!(at, [false, false, true, true, true]);
    }

    #[test]
    fn one_sided_terms_need_none_and_other_programmes_state_theirs() {
        let one_sided = contract("mssp", vec![("level", text("basic_a"))], Vec::new()).unwrap_err();
        assert!(one_sided.contains("never owes"), "{one_sided}");
        let lead = contract("lead", vec![("arrangement", text("global"))], Vec::new()).unwrap_err();
        assert!(lead.contains("2 to 4 %"), "{lead}");
        let stated = vec![("of_benchmark", Value::Number(0.04))];
        let lead = contract("lead", vec![("arrangement", text("global"))], stated).unwrap();
        assert_eq!(lead.repayment.as_ref().and_then(|r| r.of_benchmark), Some(Share(0.04)));
        assert_eq!(lead.secured(&year(1), 12_000.0), Some(Cents(1_200_000_000)));
    }
}
