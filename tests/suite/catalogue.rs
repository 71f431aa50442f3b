//! Every way to be paid is documented, has a source, an example that runs, and an entry in the
//! catalogue.

use super::common::{ByPlace as _, build, files_below, run, text_of};
use cascade::manual::{CataloguePage, Topic, catalogue};
use cascade::model::Model;
use cascade::pay::{Component, RULES};
use cascade::payer::Terms;
use cascade::report::Page;
use cascade::terms::PaymentUnit;
use std::collections::BTreeSet;

const HEADINGS: [&str; 10] = [
    "What it pays",
    "Formula",
    "Parameters",
    "What it rewards",
    "Revenue",
    "Payment unit",
    "Edge cases",
    "Law and market notes",
    "Sources",
    "Example",
];

/// The text under a heading of a file's own documentation.
fn under<'t>(docs: &'t str, heading: &str) -> Option<&'t str> {
    let start = docs.find(&format!("# {heading}\n"))? + heading.len() + 3;
    let rest = &docs[start..];
    Some(rest.find("\n# ").map_or(rest, |end| &rest[..end]).trim())
}

fn docs_of(key: &str) -> String {
    let text = text_of(&format!("src/pay/{key}.rs"));
    let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n").collect()
}

/// Keys of components and of rules of a whole plan.
fn keys() -> Vec<&'static str> {
    Component::RECORDS.iter().chain(RULES).map(|(key, _)| *key).collect()
}

/// A scenario of one small group around the plan that a snippet declares.
fn around(snippet: &str) -> Model {
    let plan = snippet.split("plan.").nth(1).and_then(|rest| rest.split(['.', ']']).next());
    let plan = plan.expect("the snippet declares a plan");
    let pools = if snippet.contains("pool =") {
        "[allocation]\nphysicians = 0.4\n[allocation.pool.primary_care]\nshare = 1.0\n"
    } else {
        ""
    };
    build(
        &format!(
            r#"
scenario = {{ title = "Snippet" }}
run = {{ years = 2 }}
system = {{ name = "S" }}
{pools}
[contract.aco]
payer = "P"
line = "commercial"
revenue_share = 0.5
spending = 6000
terms.shared_savings = {{ sharing_rate = 0.5 }}
[cohort.a]
count = 3
specialty = "family_medicine"
plans = {{ {plan} = 1.0 }}
wrvu = 5000
panel = 1600
lives = {{ aco = 600 }}
{snippet}"#
        ),
        None,
    )
}

#[test]
fn every_file_has_its_headings_and_its_example_runs() {
    for key in keys() {
        let docs = docs_of(key);
        for heading in HEADINGS {
            let text = under(&docs, heading).unwrap_or_else(|| panic!("src/pay/{key}.rs lacks # {heading}"));
            assert!(text.len() > 3, "src/pay/{key}.rs says nothing under # {heading}");
        }
        let example = under(&docs, "Example").expect("checked above");
        let mut snippets = example.split("```toml").skip(1).peekable();
        assert!(snippets.peek().is_some(), "the example of src/pay/{key}.rs holds no scenario");
        for snippet in snippets {
            let snippet = snippet.split("```").next().unwrap_or_default();
            run(&around(snippet), 8, 1);
            assert!(snippet.contains(key), "an example of src/pay/{key}.rs does not use it");
        }
    }
}

#[test]
fn every_key_has_an_example_scenario_that_uses_it_and_runs() {
    let mut written: BTreeSet<String> = BTreeSet::new();
    for key in keys() {
        let path = format!("scenarios/models/{key}.toml");
        let model = build(&text_of(&path), None);
        let plans: Vec<_> = model.arms[0].scenario.plan.values().collect();
        let used = plans.iter().any(|plan| plan.pay.iter().any(|component| component.key() == key))
            || plans.iter().any(|plan| match key {
                "guarantee" => plan.guarantee.is_some(),
                "fair_market_value" => plan.fair_market_value.is_some(),
                "clawback" => plan.clawback.is_some(),
                "deferral" => plan.deferral.is_some(),
                "hold_harmless" => plan.hold_harmless.is_some(),
                "budget_neutral" => plan.budget_neutral.is_some(),
                _ => false,
            });
        assert!(used, "{path} does not use {key}");
        let outcome = run(&model, 16, 2);
        let paid = outcome.of(0, 0).person(0).unwrap().get(cascade::engine::Metric::Pay).mean;
        assert!(paid > 10_000.0, "{path} pays {paid}");
        written.insert(format!("{key}.toml"));
    }
    // Mechanics of the allocation rather than of a plan.
    let breaker = build(&text_of("scenarios/models/circuit_breaker.toml"), None);
    let allocation = &breaker.arms[0].scenario.allocation;
    assert!(allocation.circuit_breaker.is_some() && !allocation.hops.is_empty());
    written.insert("circuit_breaker.toml".to_owned());
    for path in files_below("scenarios/models", "toml") {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        let case = path.components().any(|part| part.as_os_str() == "cases");
        assert!(case || written.contains(&name), "{} belongs to no component", path.display());
    }
}

#[test]
fn the_catalogue_has_an_entry_with_every_fact() {
    let sections = catalogue(Topic::Models);
    for key in keys() {
        let entry = sections
            .iter()
            .flat_map(|section| &section.entries)
            .find(|entry| entry.name == key)
            .unwrap_or_else(|| panic!("`{key}` is not in the catalogue"));
        assert!(entry.meaning.len() > 10, "{key}");
        let wanted = ["formula", "rewards", "professional revenue", "technical revenue", "payment unit"];
        for label in wanted.iter().chain(&["law", "status", "sources", "example"]) {
            let fact = entry.facts.iter().find(|(l, _)| l == label);
            assert!(fact.is_some_and(|(_, text)| text.len() > 2), "{key} lacks its {label}");
        }
    }
}

#[test]
fn the_seventeen_models_are_all_there() {
    let models: BTreeSet<u8> = Component::RECORDS.iter().chain(RULES).map(|(_, r)| r.model).collect();
    let missing: Vec<u8> = (1..=17).filter(|row| !models.contains(row)).collect();
    assert!(missing.is_empty(), "no component stands for {missing:?}");
}

#[test]
fn every_contract_family_and_every_model_has_a_payment_unit() {
    let families: Vec<&str> = Terms::KEYS.iter().map(|(key, _)| *key).collect();
    let with_unit: Vec<&str> = Terms::UNITS.iter().map(|(key, _)| *key).collect();
    assert_eq!(families, with_unit, "Terms::UNITS lists every contract family in order");
    // Only overlays and limits have none.
    let without: Vec<&str> = Component::RECORDS
        .iter()
        .chain(RULES)
        .filter(|(_, r)| r.unit.is_none())
        .map(|(key, _)| *key)
        .collect();
    assert_eq!(
        without,
        [
            "quality_bonus",
            "quality_withhold",
            "quality_gate",
            "fair_market_value",
            "hold_harmless",
            "clawback",
            "budget_neutral",
            "deferral"
        ]
    );
    let page = CataloguePage::of(Some(Topic::Units)).text();
    for unit in PaymentUnit::ALL {
        assert!(page.contains(&format!("\n  {}\n", unit.key())), "{}", unit.key());
    }
    // Shared savings over wRVU pay: the system loses when services rise.
    let pair = page.split("\n  beneficiary / service\n").nth(1).expect("the pair is printed");
    assert!(pair.contains("services per day: system (loses when it rises)"), "{pair}");
}
