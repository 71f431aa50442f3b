//! Cases that tests begin with.

use super::{
    Case, Colleague, Compliance, ContractInUse, Finding, LegalRule, PlanInUse, Severity, Sponsor, StateLaw,
};
use crate::pay::{Plan, Work};
use crate::payer::LineOfBusiness;
use crate::schema::{Entry, Field, Named, Node, Reader, Schema, Source, Value};

/// A table of the scenario from entries.
pub(crate) fn read<T: Schema>(entries: Vec<(&str, Value)>) -> T {
    let source = Source { name: "test".into(), text: String::new() };
    let mut reader = Reader::new(&source);
    let node = Node { value: table(entries), span: 0..0 };
    T::read(&node, &Field::NONE, &mut reader).expect("a good table")
}

pub(crate) fn table(entries: Vec<(&str, Value)>) -> Value {
    let entry = |(key, value): (&str, Value)| Entry {
        key: key.to_owned(),
        key_span: 0..0,
        node: Node { value, span: 0..0 },
    };
    Value::Table(entries.into_iter().map(entry).collect())
}

pub(crate) fn list(items: Vec<Value>) -> Value {
    Value::List(items.into_iter().map(|value| Node { value, span: 0..0 }).collect())
}

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// `[compliance]` with nothing said.
pub(crate) fn silent() -> Compliance {
    read(Vec::new())
}

/// A plan of $100,000 salary and $50 per wRVU.
pub(crate) fn plan() -> Plan {
    read(vec![(
        "pay",
        list(vec![
            table(vec![("salary", table(vec![("per_fte", Value::Number(100_000.0))]))]),
            table(vec![(
                "wrvu",
                table(vec![("tiers", list(vec![table(vec![("rate", Value::Number(50.0))])]))]),
            )]),
        ]),
    )])
}

/// One physician of 5,000 wRVUs.
pub(crate) fn colleague() -> Colleague {
    let work = Work {
        portion: 1.0,
        fte: 1.0,
        clinical_fte: 1.0,
        wrvu: 5_000.0,
        quality: 0.8,
        panel: 1_500.0,
        base_salary: 0.0,
        ..Work::default()
    };
    Colleague { id: "a".into(), person: "a".into(), work, technical_revenue: 250_000.0 }
}

/// One physician on one plan, with one fee-for-service contract.
pub(crate) fn case<'a>(stated: &'a Compliance, plan: &'a Plan) -> Case<'a> {
    Case {
        stated,
        start_year: 2026,
        plans: vec![PlanInUse { name: "base", plan, physicians: vec![colleague()], changed: false }],
        contracts: vec![contract("book", LineOfBusiness::Commercial, false)],
        pools: Vec::new(),
        redesigns: Vec::new(),
        passed_on: 0.0,
        hops: Vec::new(),
        authorisation: None,
    }
}

pub(crate) fn contract(name: &str, line: LineOfBusiness, value_based: bool) -> ContractInUse<'_> {
    ContractInUse {
        name,
        line,
        family: "shared_savings",
        sponsor: Sponsor::Private,
        value_based,
        two_sided: false,
        secured: false,
    }
}

/// The findings of one check about one rule.
pub(crate) fn of(
    check: fn(&Case<'_>, &mut Vec<Finding>),
    case: &Case<'_>,
    rule: &'static LegalRule,
) -> Vec<(Severity, String)> {
    let mut findings = Vec::new();
    check(case, &mut findings);
    findings.into_iter().filter(|f| f.rule == rule).map(|f| (f.severity, f.found)).collect()
}

/// A plan that shares in a pool.
pub(crate) fn pooled() -> Plan {
    let pool = table(vec![("shared_savings", table(vec![("pool", text("all"))]))]);
    read(vec![("pay", list(vec![pool]))])
}

/// A contract of a Medicare programme.
pub(crate) fn programme(family: &'static str, sponsor: Sponsor) -> ContractInUse<'static> {
    ContractInUse { family, sponsor, ..contract(family, LineOfBusiness::Medicare, true) }
}

/// Facts of a system in Ohio, whose law is completed so.
pub(crate) fn in_ohio(complete: impl FnOnce(&mut StateLaw)) -> Compliance {
    let mut law: StateLaw = read(Vec::new());
    complete(&mut law);
    let mut stated = silent();
    stated.state = Some("OH".into());
    stated.state_law = Named(vec![("OH".into(), law)]);
    stated
}
