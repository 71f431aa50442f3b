//! `explain` tells exactly what the engine did.

use super::common::{ByPlace as _, build, run, text_of};
use cascade::engine::{ContractMetric, Metric, Scope, explain_contract, explain_physician};
use cascade::pay::PayClass;

#[test]
fn totals_are_those_of_a_run_of_one_trial() {
    let model =
        build(&text_of("src/cli/starter/scenario.toml"), Some(&text_of("src/cli/starter/roster.csv")));
    let outcome = run(&model, 1, 1);
    for arm in 0..model.arms.len() {
        for year in 0..model.years {
            let results = outcome.of(arm, year);
            for place in 0..model.len() {
                let story = explain_physician(&model, arm, 0, year, place).unwrap();
                let mean = |metric| results.person(place).unwrap().get(metric).mean;
                let who = format!("{} {} {}", story.arm, story.year, story.id);
                assert_eq!(story.statement.total().dollars(), mean(Metric::Pay), "{who}");
                assert_eq!(story.statement.value().dollars(), mean(Metric::ValuePay), "{who}");
                for (class, metric) in [
                    (PayClass::Time, Metric::TimePay),
                    (PayClass::Volume, Metric::VolumePay),
                    (PayClass::Quality, Metric::QualityPay),
                    (PayClass::Cost, Metric::PassThroughPay),
                    (PayClass::Service, Metric::ServicePay),
                ] {
                    assert_eq!(story.statement.of(class).dollars(), mean(metric), "{who} {class:?}");
                }
                let change = (story.statement.total() - story.baseline).dollars();
                assert_eq!(change, mean(Metric::PayChange), "{who}");
                assert!((story.alignment[0].misalignment - mean(Metric::Misalignment)).abs() < 1e-6, "{who}");
            }
            for (place, (name, _)) in model.arms[arm].scenario.contract.iter().enumerate() {
                let story = explain_contract(&model, arm, 0, year, place).unwrap();
                let row =
                    |m: ContractMetric| results.row(Scope::Contract, name, m.definition().name).unwrap();
                let settled = story.settled.settlement;
                assert!(settled.balances());
                assert_eq!(settled.earned.dollars(), row(ContractMetric::Earned).mean);
                assert_eq!(settled.owed.dollars(), row(ContractMetric::Owed).mean);
                assert_eq!(settled.forfeited.total().dollars(), row(ContractMetric::Forfeited).mean);
            }
        }
    }
}

#[test]
fn any_trial_can_be_told_again() {
    // The mean of twenty trials is the mean of twenty stories.
    let model =
        build(&text_of("src/cli/starter/scenario.toml"), Some(&text_of("src/cli/starter/roster.csv")));
    let outcome = run(&model, 20, 2);
    let (arm, year, place) = (2, 4, 5);
    let cents: i64 = (0..20)
        .map(|trial| explain_physician(&model, arm, trial, year, place).unwrap().statement.total().0)
        .sum();
    let mean = outcome.of(arm, year).person(place).unwrap().get(Metric::Pay).mean;
    assert!((mean - cents as f64 / 2000.0).abs() < 1e-6, "{mean} {}", cents as f64 / 2000.0);
}
