//! Who keeps money on its way to physicians, and when pools are cut.

use super::common::{ByPlace as _, build, run, text_of};
use cascade::engine::{ContractYearStory, Metric, Scope, explain_contract, explain_physician};
use cascade::pay::PayClass;
use cascade::units::Cents;

fn example() -> String {
    text_of("scenarios/models/circuit_breaker.toml")
}

fn without(text: &str, key: &str) -> String {
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with(key)).collect();
    assert!(kept.len() < text.lines().count(), "{key} is not there");
    kept.join("\n")
}

fn stories(text: &str) -> Vec<ContractYearStory> {
    let model = build(text, None);
    (0..12)
        .flat_map(|trial| (0..4).map(move |year| (trial, year)))
        .map(|(trial, year)| explain_contract(&model, 0, trial, year, 0).unwrap())
        .collect()
}

/// What is passed on of earned money: half, a tenth kept by the ACO, a fifth of the rest by the group.
#[test]
fn pools_receive_what_hops_and_breaker_leave() {
    let (mut open, mut cut, mut poor) = (0, 0, 0);
    for story in stories(&example()) {
        if story.value.earned == Cents::ZERO {
            continue;
        }
        let left = story.value.earned - story.uses.programme - story.uses.losses;
        let result = left.dollars() / story.value.benchmarks.dollars();
        let after_poor = story.value.last_margin.is_some_and(|margin| margin < 0.02);
        let part = if result < 0.01 || after_poor { 0.25 } else { 1.0 };
        let expected = 0.36 * part * left.dollars();
        assert!((story.uses.physicians.dollars() - expected).abs() < 0.03, "{:?}", story.uses);
        assert_eq!(story.hops.iter().map(|(_, kept)| *kept).sum::<Cents>(), story.uses.hops);
        assert_eq!(story.uses.total(), story.value.earned);
        open += u32::from(part == 1.0);
        cut += u32::from(part < 1.0 && !after_poor);
        poor += u32::from(after_poor);
    }
    assert!(open > 0 && cut + poor > 0, "{open} years open, {cut} cut by result, {poor} by margin");
}

#[test]
fn a_hop_that_keeps_nothing_and_a_breaker_that_keeps_everything_change_nothing() {
    let plain = without(&without(&example(), "hops"), "circuit_breaker");
    let idle = plain.replace(
        "physicians = 0.5\n",
        "physicians = 0.5\nhops = [{ name = \"g\", keeps = 0.0 }]\ncircuit_breaker = { margin_floor = 1.0, kept = 1.0 }\n",
    );
    assert_ne!(plain, idle);
    let pay = |text: &str| {
        let model = build(text, None);
        let outcome = run(&model, 32, 2);
        (0..4)
            .map(|y| outcome.of(0, y).person(0).unwrap().get(Metric::Pay).mean.to_bits())
            .collect::<Vec<_>>()
    };
    assert_eq!(pay(&plain), pay(&idle));
}

#[test]
fn what_is_kept_on_the_way_leaves_the_system_and_is_in_the_ledger() {
    let model = build(&without(&example(), "circuit_breaker"), None);
    let outcome = run(&model, 64, 2);
    let results = outcome.of(0, 1);
    let flow = |purpose: &str| {
        let mut found =
            results.rows().filter(|r| r.row.scope == Scope::Flow && r.row.metric.contains(purpose));
        found.next().unwrap_or_else(|| panic!("no flow {purpose}")).summary.mean
    };
    let (kept, arrived) = (flow("kept on the way"), flow("physicians' pools"));
    // Of a dollar 10 cents and then 18 cents are kept, 72 arrive.
    assert!(kept > 0.0 && (kept / arrived - 28.0 / 72.0).abs() < 1e-4, "{kept} {arrived}");
}

#[test]
fn the_law_sees_what_reaches_the_physicians_after_every_hop() {
    // 0.5 × 0.9 × 0.8 = 36 %.
    let findings = cascade::review::law(&build(&example(), None));
    let found =
        |rule| findings[0].iter().find(|f| f.rule.key == rule).map(|f| f.found.clone()).unwrap_or_default();
    let said = found("pass_through");
    assert!(said.starts_with("36 % of value money is passed on"), "{said}");
}

/// Bonuses after a year below the floor, which no margin reaches: full in the first year, which has no
/// last year, then a quarter of what they are without the breaker, paid and at stake.
#[test]
fn bonuses_that_follow_the_breaker_are_cut_after_a_poor_year() {
    let breaker = "circuit_breaker = { margin_floor = 1.0, kept = 0.25, bonuses = true }";
    let told = without(&example(), "hops")
        .replace("circuit_breaker = { margin_floor = 0.02, result_floor = 0.01, kept = 0.25 }", breaker)
        .replace("physicians = 0.5", "physicians = 0.0")
        .replace(
            "[[plan.sharing.pay]]\nshared_savings = { pool = \"primary_care\" }",
            "[[plan.sharing.pay]]\nquality_bonus = { per_fte = 24000 }",
        )
        .replace("engine = 1", "engine = 1\nbehaviour = \"none\"");
    assert!(told.contains(breaker) && told.contains("quality_bonus"));
    let (told, untold) =
        (build(&told, None), build(&told.replace("bonuses = true", "bonuses = false"), None));
    let mut compared = 0;
    for (year, place) in (0..4).flat_map(|year| (0..8).map(move |place| (year, place))) {
        let [cut, full] = [&told, &untold].map(|model| {
            let story = explain_physician(model, 0, 0, year, place).unwrap();
            let bonus = story.statement.of(PayClass::Quality);
            let at_stake = story.gradients.pay.quality;
            (bonus, at_stake)
        });
        let part = if year == 0 { 1.0 } else { 0.25 };
        assert!((cut.0.dollars() - part * full.0.dollars()).abs() < 0.02, "{cut:?} {full:?}");
        assert!((cut.1 - part * full.1).abs() < 1e-6 * (1.0 + full.1), "{cut:?} {full:?}");
        compared += u32::from(full.0 > Cents::ZERO && full.1 > 0.0);
    }
    assert!(compared > 16, "{compared}");
}
