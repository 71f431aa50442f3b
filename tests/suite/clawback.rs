//! Value pay that is repaid on leaving.

use super::common::{ByPlace as _, build, run, text_of};
use cascade::engine::{Metric, Scope, explain_physician};
use cascade::units::Cents;

/// The example, with a fifth of the physicians leaving each year.
fn restless() -> String {
    text_of("scenarios/models/clawback.toml") + "\n[workforce]\nmove_hazard = 0.2\n"
}

/// Per trial and position, by year: value pay, the year of the hire, what was repaid.
fn history(text: &str, trials: u64) -> Vec<Vec<(Cents, bool, Cents)>> {
    let model = build(text, None);
    let mut all = Vec::new();
    for trial in 0..trials {
        for place in 0..model.len() {
            let one = (0..model.years).map(|year| {
                let story = explain_physician(&model, 0, trial, year, place).unwrap();
                (
                    story.statement.value(),
                    story.hired.is_some_and(|date| date.year == story.year.0),
                    story.repaid,
                )
            });
            all.push(one.collect());
        }
    }
    all
}

#[test]
fn who_leaves_repays_the_last_year_and_half_of_the_one_before() {
    let (mut repaid_once, mut stayed) = (0, 0);
    for years in history(&restless(), 5) {
        for t in 0..years.len() {
            let (_, left, repaid) = years[t];
            let mut owed = Cents::ZERO;
            if left && t >= 1 {
                owed += years[t - 1].0;
                // The year before counts unless somebody else earned it.
                if t >= 2 && !years[t - 1].1 {
                    owed += years[t - 2].0.share(0.5);
                }
            }
            assert_eq!(repaid, owed, "year {t} of {years:?}");
            repaid_once += u32::from(repaid > Cents::ZERO);
            stayed += u32::from(!left && repaid == Cents::ZERO);
        }
    }
    assert!(repaid_once > 3 && stayed > 20, "{repaid_once} repaid, {stayed} stayed");
}

#[test]
fn the_ledger_has_what_was_repaid_and_the_margin_gains_it() {
    let with = restless();
    let without = with.replace("clawback = { share = 1.0, months = 24 }\n", "");
    assert_ne!(with, without);
    let (trials, year) = (5, 2);
    let repaid: i64 = history(&with, trials).iter().map(|years| years[year].2.0).sum();
    let mean = |text: &str, scope: Scope, metric: &str| {
        let model = build(text, None);
        let outcome = run(&model, trials, 2);
        let results = outcome.of(0, year);
        let pay: Vec<u64> =
            (0..model.len()).map(|p| results.person(p).unwrap().get(Metric::Pay).mean.to_bits()).collect();
        let mut rows = results.rows().filter(|r| r.row.scope == scope && r.row.metric == metric);
        (rows.next().unwrap_or_else(|| panic!("no {metric}")).summary.mean, pay)
    };
    let (flow, _) = mean(&with, Scope::Flow, "value pay repaid on leaving");
    assert!(repaid > 0 && (flow - repaid as f64 / 100.0 / trials as f64).abs() < 1e-6, "{flow} {repaid}");
    let (rich, paid) = mean(&with, Scope::System, "system_margin");
    let (poor, same) = mean(&without, Scope::System, "system_margin");
    assert!((rich - poor - flow).abs() < 1e-6, "{rich} {poor} {flow}");
    assert_eq!(paid, same, "what is repaid is nobody else's pay");
}
