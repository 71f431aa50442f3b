//! Variants that say what funds them: the pay bill over the horizon is the baseline's.

use super::common::{TABLES_ALONE, build, ended, files_below, said_of, study};
use cascade::engine::{BLOCK, HorizonMetric, Pick, Picks, RunOptions, Silent, explain_physician, sample};
use cascade::model::{Funded, Model};
use cascade::study::{NoFiles, Study, pay_bills};

/// A year of 5,000 wRVUs, again and again, paid 300,000 by the baseline.
fn one(variant: &str) -> String {
    format!(
        r#"
        run = {{ years = 3, trials = 20 }}
        scenario = {{ title = "One physician" }}
        system = {{ name = "Clinic" }}
        chance = {{ none = true }}
        outlook = {{ pay_growth = 0 }}
        behaviour = "none"
        cohort.a = {{ count = 1, specialty = "family_medicine", plans = {{ old = 1.0 }}, wrvu = 5000 }}
        [contract.book]
        payer = "Everyone"
        line = "commercial"
        revenue_share = 1.0
        spending = 6000
        terms = "fee_for_service"
        [[plan.old.pay]]
        salary = {{ per_fte = 300000 }}
        {variant}
        "#
    )
}

/// A new plan of 100,000 and 50 a wRVU, 350,000 in all, from a month on.
fn new_plan(month: u32, funding: &str) -> String {
    one(&format!(
        r#"
        [variant.new]
        funding = {{ {funding} }}
        [[variant.new.plan.fresh.pay]]
        salary = {{ per_fte = 100000 }}
        [[variant.new.plan.fresh.pay]]
        wrvu = {{ tiers = [{{ rate = 50 }}] }}
        [variant.new.redesign.old]
        to = "fresh"
        when = "immediately"
        lead_months = {month}
        "#
    ))
}

fn funded(text: &str) -> Funded {
    build(text, None).arms[1].funded.clone().expect("it says what funds it")
}

/// What the only physician is paid in a year, in whole dollars.
fn paid(model: &Model, year: usize) -> i64 {
    let story = explain_physician(model, 1, 0, year, 0).unwrap();
    (story.statement.total().0 + 50) / 100
}

#[test]
fn a_rate_or_a_salary_gives_way() {
    // 100,000 + 5,000 r = 300,000: r = 40, 0.8 times 50.
    let rate = funded(&new_plan(0, "plans = [\"fresh\"]"));
    assert!((rate.factors[0].factor - 0.8).abs() < 1e-4, "{rate:?}");
    assert_eq!((rate.by, rate.amounts.len(), rate.trials), ("rate", 1, 1));
    assert_eq!(rate.amounts[0].place, "plan.fresh.pay[1].wrvu.tiers[0].rate");
    assert_eq!(rate.amounts[0].from, 50.0);
    assert!((rate.amounts[0].to - 40.0).abs() < 1e-2, "{rate:?}");
    assert_eq!((rate.baseline, rate.stated, rate.budget), (900_000.0, 1_050_000.0, 900_000.0));
    // s + 250,000 = 300,000: s = 50,000, half.
    let base = funded(&new_plan(0, "plans = [\"fresh\"], by = \"base\""));
    assert!((base.factors[0].factor - 0.5).abs() < 1e-4, "{base:?}");
    // 350,000 c = 300,000.
    let both = funded(&new_plan(0, "plans = [\"fresh\"], by = \"rate_and_base\""));
    assert!((both.factors[0].factor - 6.0 / 7.0).abs() < 1e-4, "{both:?}");
}

#[test]
fn everyone_who_looks_at_the_variant_sees_the_solved_amounts() {
    let model = build(&new_plan(0, "plans = [\"fresh\"]"), None);
    for year in 0..3 {
        assert!((paid(&model, year) - 300_000).abs() <= 3, "{}", paid(&model, year));
    }
    let bills = pay_bills(&model).unwrap();
    assert!(bills[1].off.abs() <= 1e-5, "{bills:?}");
}

#[test]
fn what_begins_late_is_funded_over_the_whole_horizon() {
    // The old plan gives way from the start for a new one that pays 350,000 from the second year on:
    // 300,000 c + 2 × 350,000 = 900,000, so c = 2/3.
    let early = funded(&new_plan(12, "plans = [\"old\"], by = \"base\""));
    assert!((early.factors[0].factor - 2.0 / 3.0).abs() < 1e-4, "{early:?}");
    // Years under the old plan cost what they cost: the new rate is the same whenever it begins.
    let late = funded(&new_plan(12, "plans = [\"fresh\"]"));
    assert!((late.factors[0].factor - 0.8).abs() < 1e-4, "{late:?}");
}

#[test]
fn part_of_the_cost_can_be_new_money() {
    // Half of the 50,000: 325,000, so 45 a wRVU. A budget 5 % up: 315,000, so 43.
    let half = funded(&new_plan(0, "plans = [\"fresh\"], share = 0.5"));
    assert!((half.factors[0].factor - 0.9).abs() < 1e-4, "{half:?}");
    let more = funded(&new_plan(0, "plans = [\"fresh\"], budget_change = 0.05"));
    assert!((more.factors[0].factor - 0.86).abs() < 1e-4, "{more:?}");
}

#[test]
fn each_plan_can_pay_for_its_own_changes() {
    // One on 300,000 of salary, and one on 200,000 and 20 a wRVU, 300,000 at 5,000. A bonus of 60,000 for the first
    // and of 20,000 for the second: salaries fall to 240,000 (0.8) and 180,000 (0.9). One factor for both would
    // take 80,000 of 500,000 (0.84).
    let text = |each: bool| {
        let bonus = |dollars: u32| {
            format!("{{ per_fte = {dollars}, ladder = {{ threshold = 0.01, target = 0.02 }} }}")
        };
        one(&format!(
            r#"
            [[plan.other.pay]]
            salary = {{ per_fte = 200000 }}
            [[plan.other.pay]]
            wrvu = {{ tiers = [{{ rate = 20 }}] }}
            [cohort.b]
            count = 1
            specialty = "family_medicine"
            plans = {{ other = 1.0 }}
            wrvu = 5000
            [variant.new]
            funding = {{ plans = ["fresh", "other"], by = "base", each = {each} }}
            [variant.new.plan.fresh]
            like = "old"
            pay.quality_bonus = {}
            [variant.new.plan.other.pay.quality_bonus]
            per_fte = 20000
            ladder = {{ threshold = 0.01, target = 0.02 }}
            [variant.new.redesign.old]
            to = "fresh"
            when = "immediately"
            lead_months = 0
            "#,
            bonus(60_000)
        ))
    };
    let own = funded(&text(true));
    let of = |plan: &str| own.factors.iter().find(|own| own.plan == plan).unwrap().factor;
    assert!((of("fresh") - 0.8).abs() < 1e-4 && (of("other") - 0.9).abs() < 1e-4, "{own:?}");
    assert!(own.off(own.bill).abs() < 1e-5 && own.off(own.budget).abs() < 1e-9, "{own:?}");
    let one = funded(&text(false));
    assert!(one.factors.iter().all(|own| (own.factor - 0.84).abs() < 1e-4), "{one:?}");
}

#[test]
fn a_guarantee_that_pays_anyway_is_no_saving() {
    // Hired as the first year begins, with 300,000 guaranteed for two years: whatever the rate up to 60, the
    // two years cost 600,000. The baseline's third costs 5,000 × 50 = 250,000. At 60 it would be 300,000.
    let roster =
        "physician_id,specialty,plan,clinical_fte,wrvu,hired\na,family_medicine,old,1,5000,2026-01\n";
    let text = r#"
        run = { years = 3, trials = 20 }
        scenario = { title = "A new hire" }
        system = { name = "Clinic" }
        chance = { none = true }
        outlook = { pay_growth = 0 }
        workforce = { ramp = [1.0] }
        behaviour = "none"
        roster = { file = "roster.csv" }
        [contract.book]
        payer = "Everyone"
        line = "commercial"
        revenue_share = 1.0
        spending = 6000
        terms = "fee_for_service"
        [plan.old]
        guarantee = { per_fte = 300000, months = 24 }
        [[plan.old.pay]]
        wrvu = { tiers = [{ rate = 50 }] }
        [variant.more.plan.old.pay.wrvu.tiers.0]
        rate = 60
        [variant.more.funding]
        plans = ["old"]
    "#;
    let model = build(text, Some(roster));
    let funded = model.arms[1].funded.clone().unwrap();
    assert_eq!((funded.baseline, funded.stated), (850_000.0, 900_000.0));
    assert!((funded.factors[0].factor - 5.0 / 6.0).abs() < 1e-4, "{funded:?}");
}

#[test]
fn a_larger_withhold_pays_for_a_bonus() {
    // Quality releases nothing of what is held: the baseline costs 285,000 a year. With two paid hours a week,
    // 104 × 144.23 = 15,000, as much must be held back again: 300,000 (1 − 0.05 c) + 15,000 = 285,000, c = 2.
    let text = one(r#"
        [[plan.old.pay]]
        quality_withhold = { share = 0.05, ladder = { threshold = 0.99, target = 1.0 } }
        [[variant.held.plan.old.pay]]
        salary = { per_fte = 300000 }
        [[variant.held.plan.old.pay]]
        quality_withhold = { share = 0.05, ladder = { threshold = 0.99, target = 1.0 } }
        [[variant.held.plan.old.pay]]
        stipend = { hours_per_week = 2, weeks = 52, rate = 144.2307692 }
        [variant.held.funding]
        plans = ["old"]
        by = "withhold"
        "#);
    let model = build(&text, None);
    let found = model.arms[1].funded.clone().unwrap();
    assert_eq!((found.baseline, found.stated.round()), (855_000.0, 900_000.0));
    assert!((found.factors[0].factor - 2.0).abs() < 1e-3, "{found:?}");
    assert!((found.amounts[0].to - 0.1).abs() < 1e-4, "{found:?}");
}

/// Forty physicians under a guarantee and a cap, of whom variants are paid from a pool, and by a new plan with a
/// floor as their agreements renew.
const FORTY: &str = r#"
behaviour = "none"
[scenario]
title = "Forty physicians"
[run]
years = 4
trials = 64
[system]
name = "Clinic"
[contract.aco]
payer = "Plan"
line = "commercial"
revenue_share = 0.5
spending = 6000
terms = { shared_savings = { sharing_rate = 0.3, minimum_savings_rate = 0.0, benchmark = { blended = { own_weight = 0.65, regional_ratio = 1.05 } } } }
[contract.book]
payer = "All"
line = "commercial"
revenue_share = 0.5
spending = 6000
terms = "fee_for_service"
[plan.base]
guarantee = { per_fte = 240000, months = 24 }
fair_market_value = { cap_per_fte = 400000, growth = 0.03 }
[[plan.base.pay]]
salary = { per_fte = 100000 }
[[plan.base.pay]]
wrvu = { tiers = [{ rate = 0 }, { above = 1000, rate = 40 }] }
[cohort.pcp]
count = 32
specialty = "family_medicine"
plans = { base = 1.0 }
wrvu = { lognormal = { median = 5000, sigma = 0.3 } }
panel = 1500
lives = { aco = 400 }
[variant.pool]
allocation = { physicians = 0.3, pool = { all = { share = 1.0 } } }
[variant.pool.plan.base.pay.shared_savings]
pool = "all"
[variant.pool.funding]
plans = ["base"]
[variant.quality]
[variant.quality.plan.newer]
like = "base"
hold_harmless = { plan = "base", floors = [0.95, 0.9] }
pay.quality_bonus = { per_fte = 30000 }
[variant.quality.redesign.base]
to = "newer"
when = "renewal"
[variant.quality.funding]
plans = ["newer"]
by = "base"
"#;

/// By how much the pay bills of variants that say what funds them are off under `none`, on other luck than
/// they were solved on.
fn off(model: &Model, trials: u64) -> Vec<(String, f64)> {
    let picks: Vec<Pick> =
        (0..model.arms.len()).map(|arm| Pick::horizon(arm, HorizonMetric::TotalPay)).collect();
    let picks = Picks::find(model, &picks).unwrap();
    let bills = sample(model, RunOptions::trials(trials), 1, &picks, &Silent).unwrap();
    let sum = |place: usize| bills[place].iter().sum::<f64>();
    let arms = model.arms.iter().enumerate().filter(|(_, arm)| arm.funded.is_some());
    arms.map(|(place, arm)| (arm.name.clone(), sum(place) / sum(0) - 1.0)).collect()
}

#[test]
fn pools_guarantees_floors_and_caps_count() {
    let model = build(FORTY, None);
    let found = off(&model, 16 * BLOCK as u64);
    assert_eq!(found.len(), 2);
    for (arm, off) in found {
        assert!(off.abs() < 0.005, "{arm}: {off}");
    }
    for arm in &model.arms[1..] {
        let funded = arm.funded.as_ref().unwrap();
        assert!(funded.stated > 1.005 * funded.baseline, "{}: nothing to fund: {funded:?}", arm.name);
    }
}

#[test]
fn it_is_solved_to_the_same_bits_and_once() {
    let text = FORTY.replace("years = 4", "years = 2").replace("count = 32", "count = 9");
    let quality = || {
        let mut study = study(&text, None);
        study.keep(&["quality"]).unwrap();
        study
    };
    let own = quality();
    let (first, again) = (own.model().unwrap(), quality().model().unwrap());
    let factors = |model: &Model| -> Vec<u64> {
        model.arms[1..].iter().map(|arm| arm.funded.as_ref().unwrap().factors[0].factor.to_bits()).collect()
    };
    assert_eq!(factors(&first), factors(&again));
    assert_eq!(factors(&first), factors(&own.model().unwrap()));
    // Other amounts, another factor.
    let mut other = own.clone();
    other.set("plan.base.pay.salary.per_fte", 90_000.0).unwrap();
    assert_ne!(factors(&first), factors(&other.model().unwrap()));
}

#[test]
fn what_cannot_be_funded_says_why() {
    let refused = |text: &str| build_refused(text);
    let said = refused(&new_plan(0, "plans = [\"frsh\"]"));
    assert!(said.contains("there is no plan \"frsh\"; did you mean `fresh`?"), "{said}");
    let said = refused(&new_plan(0, "plans = []"));
    assert!(said.contains("the list is empty; name the plans whose amounts give way"), "{said}");
    let said = refused(&new_plan(0, "plans = [\"old\"]"));
    assert!(
        said.contains("of which by = \"rate\" multiplies nothing; write ")
            && said.contains("a component with a rate per wRVU above 0"),
        "{said}"
    );
    let said = refused(&one("[funding]\nplans = [\"old\"]\nby = \"base\"\n"));
    assert!(said.contains("found in the baseline, whose pay is the budget that variants keep"), "{said}");
    // A salary of 400,000 beside the rate: no rate is low enough.
    let text = new_plan(0, "plans = [\"fresh\"]").replace("per_fte = 100000", "per_fte = 400000");
    let said = refused(&text);
    assert!(said.contains("the budget of 900000 $ of pay over the horizon cannot be met"), "{said}");
    assert!(said.contains("from 1.200 million $"), "{said}");
    let text = new_plan(0, "plans = [\"fresh\"]")
        .replace("rate = 50", "rate = { uniform = { min = 40, max = 60 } }");
    let said = refused(&text);
    assert!(said.contains("found a distribution for an amount that `funding` solves"), "{said}");
    let text = new_plan(0, "plans = [\"fresh\"]").replace(
        "[variant.new.redesign.old]",
        "[variant.new.plan.fresh.budget_neutral]\nto = \"old\"\n[variant.new.redesign.old]",
    );
    let said = refused(&text);
    assert!(said.contains("plan \"fresh\" is budget_neutral, which sets its rates, too"), "{said}");
}

/// What is said of a scenario that cannot run.
fn build_refused(text: &str) -> String {
    let said = said_of(text);
    if !said.is_empty() {
        return said;
    }
    Study::read("test.toml", text, &NoFiles).and_then(|study| study.model()).unwrap_err().to_string()
}

#[test]
fn check_says_what_was_solved_and_what_nothing_funds() {
    let folder = tempfile::tempdir().unwrap();
    let gift = "[variant.gift.plan.old.pay.salary]\nper_fte = 330000\n";
    std::fs::write(folder.path().join("s.toml"), new_plan(0, "plans = [\"fresh\"]") + gift).unwrap();
    let (text, _) = ended(folder.path(), &["check", "s.toml"], 0);
    assert!(text.contains("new: funded by = \"rate\" x 0.8000"), "{text}");
    assert!(text.contains("plan.fresh.pay[1].wrvu.tiers[0].rate: 50.00 -> 40.00"), "{text}");
    assert!(
        text.contains("gift: pay over the horizon is expected to be +10.00 % against the baseline's"),
        "{text}"
    );
    let run = ["run", "s.toml", "--trials", "8", "--out", "r"];
    ended(folder.path(), &[&run[..], &TABLES_ALONE].concat(), 0);
    let table = std::fs::read_to_string(folder.path().join("r/funding.csv")).unwrap();
    assert!(table.contains("new,rate,plan.fresh.pay[1].wrvu.tiers[0].rate,"), "{table}");
}

#[test]
fn every_shipped_variant_that_says_what_funds_it_costs_what_the_baseline_does() {
    for path in files_below("scenarios", "toml") {
        let text = std::fs::read_to_string(&path).unwrap();
        if !text.contains("funding]") && !text.contains("funding =") {
            continue;
        }
        let behaves = |line: &&str| !line.starts_with("behaviour");
        let text = text.lines().filter(behaves).collect::<Vec<_>>().join("\n");
        let silent = format!("behaviour = \"none\"\n{text}");
        for (arm, off) in off(&study(&silent, None).model().unwrap(), 4 * BLOCK as u64) {
            assert!(off.abs() < 0.005, "{}, {arm}: {off}", path.display());
        }
    }
}
