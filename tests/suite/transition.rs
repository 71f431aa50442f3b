//! A redesign with a hold-harmless floor.

use super::common::{ByPlace as _, build, run, text_of};
use cascade::engine::{Metric, explain_physician};
use cascade::units::Cents;

/// The example, without turnover and response, so that the same people do the same work.
fn calm() -> String {
    "behaviour = \"none\"\n".to_owned()
        + &text_of("scenarios/models/hold_harmless.toml")
        + "\n[workforce]\nmove_hazard = 0.0\nexit_hazard = 0.0\n"
}

#[test]
fn nobody_earns_less_than_the_floor_and_it_ends() {
    let model = build(&calm(), None);
    let old_pay = |trial, year, p: usize| {
        let story = explain_physician(&model, 0, trial, year, p).unwrap();
        let work = story.plans[0].work;
        (story.statement.total(), 50.0 * work.wrvu * work.portion)
    };
    let mut bound = 0;
    for trial in 0..6 {
        for p in 0..model.len() {
            // Year 0 on the old plan; 1 to 3 with floors; 4 without.
            let (first, old) = old_pay(trial, 0, p);
            assert!((first.dollars() - old).abs() < 0.011);
            for (year, floor) in [(1, 1.0), (2, 0.95), (3, 0.9)] {
                let (paid, old) = old_pay(trial, year, p);
                assert!(paid.dollars() > floor * old - 0.011, "{paid} {old}");
                bound += u32::from((paid.dollars() - floor * old).abs() < 0.011);
            }
        }
    }
    assert!(bound > 10, "the floor hardly ever binds: {bound}");
    let story = explain_physician(&model, 0, 0, 4, 0).unwrap();
    assert!(story.plans[0].lines.iter().all(|line| line.what != "hold_harmless"));
    assert_ne!(story.statement.total(), Cents::ZERO);
}

#[test]
fn the_engine_pays_what_is_explained() {
    let model = build(&calm(), None);
    let outcome = run(&model, 6, 2);
    for p in [0, 3, 7] {
        let cents: i64 =
            (0..6).map(|t| explain_physician(&model, 0, t, 2, p).unwrap().statement.total().0).sum();
        let mean = outcome.of(0, 2).person(p).unwrap().get(Metric::Pay).mean;
        assert!((mean - cents as f64 / 600.0).abs() < 1e-6);
    }
}

#[test]
fn in_shadow_years_the_old_plan_pays_and_the_new_one_is_told() {
    let text = calm().replace("lead_months = 12\n", "lead_months = 12\nshadow_years = 2\n");
    assert_ne!(text, calm());
    let model = build(&text, None);
    for place in 0..model.len() {
        for year in 0..5 {
            let story = explain_physician(&model, 0, 1, year, place).unwrap();
            let plans: Vec<&str> = story.plans.iter().map(|plan| plan.plan.as_str()).collect();
            // Ready in month 12; months 12 to 35 are in shadow; the new plan pays from month 36.
            assert_eq!(plans, [if year < 3 { "before" } else { "team" }], "year {year}");
            assert_eq!(story.shadows.len(), usize::from(year == 1 || year == 2), "year {year}");
            let Some(shadow) = story.shadows.first() else { continue };
            // 150,000 per FTE and 4.50 x 12 for each patient, at the price level of the plan.
            let work = story.plans[0].work;
            let expected = work.portion * (150_000.0 * work.fte + 54.0 * work.panel);
            let told: Cents = shadow.lines.iter().map(|line| line.pay).sum();
            assert_eq!(shadow.plan, "team");
            assert!((told.dollars() - expected).abs() < 0.011, "{told} {expected}");
        }
    }
}
