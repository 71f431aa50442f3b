//! Studies show what their headers say: pairs that differ in behaviour alone, thirds that are thirds, and a chart whose
//! title can be recomputed from the tables.

use super::common::{build, run, text_of};
use cascade::chart::Chart;
use cascade::engine::{HorizonMetric, Outcome, SystemMetric};
use cascade::model::Model;
use cascade::report::Report;

fn study(name: &str, trials: u64) -> (Model, Outcome) {
    let model = build(&text_of(&format!("scenarios/studies/{name}.toml")), None);
    let outcome = run(&model, trials, 2);
    (model, outcome)
}

fn over_all_years(outcome: &Outcome, arm: &str, metric: HorizonMetric) -> f64 {
    outcome.arm(arm).unwrap().horizon(metric).mean
}

/// The title of an arm in which a measure of whole trials is greatest, as the chart names it.
fn best(model: &Model, outcome: &Outcome, metric: HorizonMetric) -> String {
    let value = |arm: &str| over_all_years(outcome, arm, metric);
    let best =
        model.arms.iter().reduce(|best, arm| if value(&arm.name) > value(&best.name) { arm } else { best });
    let best = best.expect("an arm");
    if best.name == "baseline" {
        return "today".to_owned();
    }
    // Long titles are cut.
    let letters = best.title.chars().count();
    let kept: String = best.title.chars().take(if letters > 44 { 43 } else { 44 }).collect();
    format!("“{}{}”", kept.trim_end(), if letters > 44 { "…" } else { "" })
}

fn title(model: &Model, outcome: &Outcome) -> Option<String> {
    let scene = Chart::Levers.draw(&Report::new(model, outcome, &[]))?;
    scene.texts().next().map(str::to_owned)
}

#[test]
fn where_nobody_answers_nothing_is_saved_and_pay_moves_by_arithmetic() {
    let (model, outcome) = study("response", 24);
    let pairs = ["as_today", "mixed_pay", "passed_on", "better_contract"];
    assert_eq!(model.arms.len(), 2 * pairs.len());
    for name in pairs {
        let without = format!("{name}_none");
        assert_eq!(over_all_years(&outcome, &without, HorizonMetric::TrueSavings), 0.0, "{name}");
        let with = if name == "as_today" { "baseline" } else { name };
        assert!(over_all_years(&outcome, with, HorizonMetric::TrueSavings) > 0.0, "{name}");
    }
    // Under the better contract nobody's pay changes, and the system gets what the payer pays more.
    let of = |arm: &str, metric| over_all_years(&outcome, arm, metric);
    let (today, better) = ("as_today_none", "better_contract_none");
    assert_eq!(of(today, HorizonMetric::TotalPay), of(better, HorizonMetric::TotalPay));
    let revenue = |arm: &str| -> f64 {
        outcome.arm(arm).unwrap().years().map(|year| year.system(SystemMetric::ValueRevenue).mean).sum()
    };
    let more = revenue(better) - revenue(today);
    assert!(more > 0.0);
    // The chart says where most is saved, and where the system keeps most.
    let said = title(&model, &outcome).expect("a range of arms");
    let saves = best(&model, &outcome, HorizonMetric::TrueSavings);
    let keeps = best(&model, &outcome, HorizonMetric::SystemMargin);
    assert!(said.starts_with("Most is saved"), "{said}");
    assert!(said.contains(&format!("under {saves}")) && said.ends_with(&format!("under {keeps}")), "{said}");
}

#[test]
fn the_chart_of_levers_needs_a_range_and_finds_another_best_in_another_study() {
    let (model, outcome) = study("turnover", 8);
    assert_eq!(title(&model, &outcome), None, "two arms are no range");
    let (model, outcome) = study("why_programmes_disappoint", 24);
    let said = title(&model, &outcome).expect("a range of arms");
    let saves = best(&model, &outcome, HorizonMetric::TrueSavings);
    assert!(said.contains(&format!("under {saves}")), "{said}");
    // Thirds of social risk are twenty physicians each.
    assert_eq!(model.len(), 60);
}
