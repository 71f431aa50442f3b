//! Plans of public cases, paid as worked out by hand.

use super::common::{ByPlace as _, build, files_below, run, text_of};
use cascade::engine::Metric;
use cascade::entity::Duties;
use cascade::model::Model;
use cascade::pay::{Statement, Work};

fn case(name: &str) -> Model {
    build(&text_of(&format!("scenarios/models/cases/{name}.toml")), None)
}

/// The same without turnover and response: the same people do the same work in every arm.
fn calm(name: &str) -> Model {
    let text = text_of(&format!("scenarios/models/cases/{name}.toml"));
    let still = "\n[workforce]\nmove_hazard = 0.0\nexit_hazard = 0.0\n";
    build(&format!("behaviour = \"none\"\n{text}{still}"), None)
}

/// What an arm's only plan in use pays for a full year of work, $; pools apart.
fn paid(model: &Model, arm: &str, plan: &str, work: &Work) -> f64 {
    let arm = model.arms.iter().find(|a| a.name == arm).expect("the arm");
    let plan = arm.scenario.plan.get(plan).expect("the plan");
    let mut statement = Statement::default();
    plan.pay(work, 0.0, &mut statement);
    statement.total().dollars()
}

fn work(wrvu: f64, quality: f64) -> Work {
    Work {
        portion: 1.0,
        fte: 1.0,
        clinical_fte: 1.0,
        wrvu,
        quality,
        group_quality: quality,
        group_part: 0.05,
        panel: 1_600.0,
        duties: Duties::usual(1.0),
        ..Work::default()
    }
}

fn close(ours: f64, worked: f64) {
    assert!((ours - worked).abs() < 0.05, "{ours} against {worked}");
}

#[test]
fn geisinger_pays_eighty_and_twenty() {
    let model = case("geisinger_specialists");
    let at = |wrvu, quality| paid(&model, "baseline", "geisinger", &work(wrvu, quality));
    // On target with full quality: 322,000 + 32,200 + 2 × 46 × 175 + 32,200 = 402,500, of which 20 %
    // incentive.
    close(at(7_000.0, 0.9), 402_500.0);
    // Quality half way (16,100) and production a tenth below target (half of 32,200).
    close(at(6_300.0, 0.8), 322_000.0 + 16_100.0 + 16_100.0 + 16_100.0);
    // More than the target pays no more.
    close(at(9_000.0, 0.9), 402_500.0);
    // Primary care: 78.5 % + 8 % + 13.5 % of 260,000.
    let primary = case("geisinger_primary_care");
    close(paid(&primary, "baseline", "geisinger", &work(4_800.0, 0.9)), 260_000.0);
    // From 2016: a salary.
    close(paid(&case("geisinger_salary"), "baseline", "salaried", &work(9_000.0, 0.5)), 402_500.0);
}

#[test]
fn fairview_pays_two_fifths_by_the_clinics_quality() {
    let model = case("fairview_clinic_quality");
    let at = |own, clinic| {
        let work = Work { group_quality: clinic, ..work(5_000.0, own) };
        paid(&model, "baseline", "fairview", &work)
    };
    // The clinic at .75 is half way from .60 to .90; one's own score does not matter.
    close(at(0.95, 0.75), 150_000.0 + 50_000.0);
    close(at(0.40, 0.75), 150_000.0 + 50_000.0);
    close(at(0.40, 0.90), 250_000.0);
}

#[test]
fn everyone_at_fairview_is_paid_by_the_same_score() {
    let model = calm("fairview_clinic_quality");
    let outcome = run(&model, 16, 2);
    // All are full time and stay: they earn the same in every trial.
    let most = |p: usize| outcome.of(0, 0).person(p).unwrap().get(Metric::QualityPay).mean;
    let mut means: Vec<f64> = (0..model.len()).map(most).collect();
    means.sort_by(f64::total_cmp);
    assert!(means[23] - means[0] < 0.005, "{means:?}");
    assert!(means[23] > 20_000.0 && means[23] < 100_000.0, "{means:?}");
}

#[test]
fn pure_wrvu_pay_follows_the_units_and_not_the_work() {
    let model = case("pure_wrvu");
    close(paid(&model, "baseline", "production", &work(6_200.0, 0.8)), 310_000.0);
    let cut = Work { schedule: -0.025, ..work(6_200.0, 0.8) };
    close(paid(&model, "baseline", "production", &cut), 302_250.0);
    // In the engine: the whole difference between the arms is the 2.5 %.
    let model = calm("pure_wrvu");
    let outcome = run(&model, 16, 2);
    for p in 0..model.len() {
        let pay = |arm| outcome.of(arm, 1).person(p).unwrap().get(Metric::Pay).mean;
        assert!((pay(0) / pay(1) - 0.975).abs() < 1e-6, "{} {}", pay(0), pay(1));
    }
}

#[test]
fn three_tiers_marginal_and_cliff() {
    let model = case("three_tiers");
    let at = |arm, wrvu| paid(&model, arm, "tiers", &work(wrvu, 0.8));
    close(at("baseline", 6_000.0), 340_000.0);
    close(at("baseline", 8_000.0), 480_000.0);
    close(at("cliffs", 4_999.0), 274_945.0);
    close(at("cliffs", 5_000.0), 325_000.0);
    // Marginal tiers never fall and never jump; cliffs jump by the step times the threshold.
    let step = |arm, wrvu: f64| at(arm, wrvu + 0.5) - at(arm, wrvu - 0.5);
    assert!(step("baseline", 7_000.0) < 75.0 && step("baseline", 7_000.0) > 55.0);
    assert!(step("cliffs", 7_000.0) > 70_000.0);
}

#[test]
fn the_greater_of_two_written_two_ways_pays_the_same() {
    let model = case("greater_of");
    close(paid(&model, "baseline", "greater_of", &work(4_000.0, 0.8)), 240_000.0);
    close(paid(&model, "baseline", "greater_of", &work(6_000.0, 0.8)), 300_000.0);
    let outcome = run(&model, 32, 2);
    for year in 0..model.years {
        for p in 0..model.len() {
            assert_eq!(outcome.of(1, year).person(p).unwrap().get(Metric::PayChange).mean, 0.0);
        }
    }
}

#[test]
fn a_neutral_rate_keeps_what_the_plan_pays_when_the_schedule_changes() {
    let model = calm("fee_schedule_2021");
    let arm = |name: &str| model.arms.iter().position(|a| a.name == name).expect("the arm");
    let outcome = run(&model, 16, 2);
    let total = |name: &str, year| -> f64 {
        (0..model.len()).map(|p| outcome.of(arm(name), year).person(p).unwrap().get(Metric::Pay).mean).sum()
    };
    // 2020 is before the change: all arms pay alike.
    assert_eq!(total("baseline", 0), total("locked", 0));
    // 2021: 15 % more units for the same work.
    let rise = total("baseline", 1) / total("locked", 1);
    assert!((rise - 1.15).abs() < 1e-6, "{rise}");
    // Everyone is in primary care: the neutral rate takes all of it back.
    let kept = total("neutral", 1) / total("locked", 1);
    assert!((kept - 1.0).abs() < 1e-6, "{kept}");
}

#[test]
fn every_case_runs() {
    for path in files_below("scenarios/models/cases", "toml") {
        let text = std::fs::read_to_string(&path).unwrap();
        run(&build(&text, None), 8, 2);
    }
}
