//! What a run says of single people and of their groups, as a reader of its tables finds it.

use super::common::{amount, build, csv_of, parsed, run};
use cascade::decision::{
    Reason, by_specialty, reasons, reasons_finding, reasons_of_all_years, reasons_of_worst_years,
};
use cascade::engine::{Metric, SystemMetric};
use cascade::report::Report;
use std::fmt::Write as _;

const SCENARIO: &str = r#"
scenario = { title = "People" }
run = { years = 3, seed = 5 }
system = { name = "S" }
roster = { file = "roster.csv" }
[contract.aco]
payer = "P"
line = "commercial"
revenue_share = 0.4
spending = 6000
terms = "shared_savings"
[plan.heart]
[[plan.heart.pay]]
wrvu = { tiers = [{ rate = 50 }] }
[plan.home]
[[plan.home.pay]]
salary = { per_fte = 240000 }
[[plan.home.pay]]
quality_bonus = { per_fte = 20000 }
[variant.lower]
title = "Lower rates"
plan.heart.pay.wrvu.tiers = [{ rate = 40 }]
"#;

/// Twelve cardiologists, of whom eight are `a`, and twelve family physicians, of whom four are.
fn roster() -> String {
    let mut text = "physician_id,specialty,plan,clinical_fte,wrvu,panel,pay_group\n".to_owned();
    for n in 0..12 {
        let (heart, home) = (if n < 8 { "a" } else { "b" }, if n < 4 { "a" } else { "b" });
        let _ = writeln!(text, "h{n:02},cardiology,heart,1,9000,0,{heart}");
        let _ = writeln!(text, "f{n:02},family_medicine,home,1,5000,1500,{home}");
    }
    text
}

#[test]
fn rows_by_physician_add_up_as_a_stranger_adds_them() {
    let model = build(SCENARIO, Some(&roster()));
    let outcome = run(&model, 200, 2);
    let report = Report::new(&model, &outcome, &[]);
    let people = parsed(&csv_of("physicians", &report));
    assert_eq!(people.len(), 2 * 3 * 24);
    let parts = [
        "change_by_rate",
        "change_by_volume",
        "change_by_quality",
        "change_by_pools",
        "change_by_panel_and_service",
        "change_by_guarantee",
        "change_by_cap",
    ];
    let shares =
        ["time", "volume", "quality", "cost", "panel", "service"].map(|of| format!("{of}_share_of_pay"));
    for row in &people {
        let sum: f64 = parts.iter().map(|part| amount(row, part)).sum();
        assert_eq!(sum, amount(row, "pay_change"), "{row:?}");
        let sum: f64 = shares.iter().map(|share| amount(row, share)).sum();
        assert!((sum - 1.0).abs() < 0.004, "{row:?}");
        assert_eq!(row["physician_id"].starts_with('h'), row["plan"] == "heart");
    }
    for (arm, name) in ["baseline", "lower"].into_iter().enumerate() {
        for year in 0..3 {
            let results = outcome.at(name, 2026 + year).unwrap();
            let own = || {
                people
                    .iter()
                    .filter(|row| row["arm"] == name && amount(row, "year") == f64::from(2026 + year))
            };
            let sum = |key: &str| own().map(|row| amount(row, key)).sum::<f64>();
            // Whole dollars of 24 people, and thousandths of their chances.
            assert!(
                (sum("pay") - results.system(SystemMetric::TotalPay).mean).abs() <= 12.0,
                "{name} {year}"
            );
            let leave = results.system(SystemMetric::Departures).mean;
            assert!((sum("leaves") - leave).abs() < 24.0 * 0.0005 && (year == 0 || leave > 0.1), "{leave}");
            let change = results.everyone().get(Metric::PayChange).unwrap().mean;
            assert!((sum("pay_change") / 24.0 - change).abs() <= 0.5);
            if arm == 1 {
                // A fifth less for each wRVU: some 90,000 of 450,000 by rate.
                let heart: Vec<f64> = own()
                    .filter(|row| row["plan"] == "heart")
                    .map(|row| amount(row, "change_by_rate"))
                    .collect();
                assert!(heart.iter().all(|rate| (-110_000.0..-60_000.0).contains(rate)), "{heart:?}");
            }
        }
    }
}

#[test]
fn who_loses_and_by_what_is_said() {
    let model = build(SCENARIO, Some(&roster()));
    let outcome = run(&model, 200, 2);
    assert!(reasons(&model, &outcome, 0, 2).iter().all(|person| person.change == 0.0 && !person.loses()));
    let last = reasons(&model, &outcome, 1, 2);
    let losers = last.iter().filter(|person| person.loses()).count();
    assert_eq!((last.len(), losers), (24, 12));
    assert_eq!(
        reasons_finding(&model, &outcome, 1, Some(2)),
        "12 of 24 physicians are expected to lose 5 % of pay or more in 2028 under “Lower rates”, mostly by lower rates and salaries"
    );
    assert_eq!(
        reasons_finding(&model, &outcome, 0, None),
        format!(
            "No physician is expected to lose 5 % of pay or more over 2026 to 2028 under “{}”",
            model.arms[0].title
        )
    );
    let by = by_specialty(&model, &last);
    let heart = by.iter().find(|one| one.specialty == "cardiology").unwrap();
    assert_eq!((heart.physicians, heart.losers, heart.largest().0), (12, 12, Reason::Rate));
    // All years are the years together, and the worst one is among them.
    let each: Vec<_> = (0..3).map(|year| reasons(&model, &outcome, 1, year)).collect();
    let (all, worst) =
        (reasons_of_all_years(&model, &outcome, 1), reasons_of_worst_years(&model, &outcome, 1));
    for place in 0..24 {
        let changes: Vec<f64> = each.iter().map(|year| year[place].change).collect();
        assert!((all[place].change - changes.iter().sum::<f64>()).abs() < 1e-6);
        let least = changes.iter().copied().fold(f64::INFINITY, f64::min);
        assert_eq!((worst[place].1.change, changes[worst[place].0]), (least, least));
        let parts: f64 = all[place].parts.iter().map(|(_, part)| part).sum();
        assert!((parts - all[place].change).abs() < 0.01, "{parts}");
    }
}

#[test]
fn a_mix_of_specialties_does_not_pass_for_unequal_pay() {
    let model = build(SCENARIO, Some(&roster()));
    let outcome = run(&model, 200, 2);
    let groups = parsed(&csv_of("pay_groups", &Report::new(&model, &outcome, &[])));
    assert_eq!(groups.len(), 2 * 3 * 2);
    let last: Vec<_> = groups.iter().filter(|row| row["arm"] == "lower" && row["year"] == "2028").collect();
    assert_eq!(last.iter().map(|row| row["pay_group"].as_str()).collect::<Vec<_>>(), ["a", "b"]);
    for row in &last {
        assert_eq!(
            (row["physicians"].as_str(), row["small"].as_str(), row["compared"].as_str()),
            ("12", "0", "12")
        );
        // All of a specialty are treated alike: what is left within them is luck.
        assert!(amount(row, "pay_change_share_within").abs() < 0.01, "{row:?}");
    }
    // Group a has eight of the twelve who lose a fifth.
    let [a, b] = [0, 1].map(|place| amount(last[place], "pay_change_share"));
    assert!(a < -0.15 && b > -0.15 && a < b - 0.05, "{a} {b}");
    let before: Vec<_> = groups.iter().filter(|row| row["arm"] == "baseline").collect();
    assert!(
        before.iter().all(|row| amount(row, "pay_change") == 0.0 && amount(row, "loses_5_percent") == 0.0)
    );
    // Nobody else reads the column: without it everything else is the same, and the table is not there.
    let bare: String =
        roster().lines().map(|line| line.rsplit_once(',').unwrap().0.to_owned() + "\n").collect();
    let without = build(SCENARIO, Some(&bare));
    let outcome_without = run(&without, 200, 2);
    assert_eq!(outcome.fingerprint(), outcome_without.fingerprint());
    assert!(!cascade::report::run_table("pay_groups").unwrap().is_given(&Report::new(
        &without,
        &outcome_without,
        &[]
    )));
}
