//! A redesign with a hold-harmless floor.

use super::common::{build, run, text_of};
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
        let mean = outcome.of(0, 2).physician(p, Metric::Pay).mean;
        assert!((mean - cents as f64 / 600.0).abs() < 1e-6);
    }
}
