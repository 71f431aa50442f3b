//! What physicians do about their pay, seen from outside: each mechanism on its own.

use super::common::{ByPlace as _, build, run};
use cascade::engine::{ContractMetric, Metric, Outcome, Scope, SystemMetric};

/// Sixty physicians under one contract; arm 0 as stated, arm 1 patched.
fn scenario(head: &str, plan: &str, patch: &str) -> String {
    format!(
        r#"
{head}
scenario = {{ title = "Response" }}
run = {{ years = 6, seed = 11 }}
system = {{ name = "S" }}
chance = {{ wrvu_cv = 0.1, spending_noise = 2.15 }}
workforce = {{ replacement_cost = 400000, payer_cost_of_leaving = 86000 }}
outlook = {{ expense_growth = 0.0 }}
[cohort.a]
count = 60
specialty = "family_medicine"
plans = {{ base = 1.0 }}
wrvu = 5000
panel = 1600
quality = 0.75
lives = {{ aco = 900 }}
[plan.base]
{plan}
[contract.aco]
payer = "P"
line = "medicare"
revenue_share = 0.5
spending = 12000
terms = {{ mssp = {{ level = "enhanced" }} }}
[variant.other]
{patch}
"#
    )
}

const RATE: &str = "pay = [{ wrvu = { tiers = [{ rate = 50 }] } }]\n";

fn system(outcome: &Outcome, arm: usize, year: usize, metric: SystemMetric) -> f64 {
    outcome.of(arm, year).row(Scope::System, "all", metric.definition().name).unwrap().mean
}

fn everyone(outcome: &Outcome, arm: usize, year: usize, metric: Metric) -> f64 {
    outcome.of(arm, year).row(Scope::System, "all", metric.definition().name).unwrap().mean
}

fn departures(text: &str) -> [f64; 2] {
    let outcome = run(&build(text, None), 400, 2);
    [0, 1].map(|arm| (1..6).map(|year| system(&outcome, arm, year, SystemMetric::Departures)).sum())
}

#[test]
fn a_cut_in_pay_drives_people_away_and_a_rise_keeps_them() {
    let with = |rate: &str| {
        let patch = format!("plan.base.pay = [{{ wrvu = {{ tiers = [{{ rate = {rate} }}] }} }}]\n");
        departures(&scenario("", RATE, &patch))
    };
    let [base, cut] = with("42");
    let [same, raised] = with("58");
    assert_eq!(base, same, "the baseline does not depend on the variant");
    assert!(cut > 1.10 * base, "{cut} against {base}");
    assert!(raised < 0.95 * base, "{raised} against {base}");
}

#[test]
fn nobody_reacts_under_none() {
    let patch = "plan.base.pay = [{ wrvu = { tiers = [{ rate = 30 }] } }]\n";
    let [base, cut] = departures(&scenario("behaviour = \"none\"", RATE, patch));
    assert_eq!(base, cut);
}

#[test]
fn replacing_people_is_paid_for() {
    let outcome = run(&build(&scenario("", RATE, ""), None), 64, 2);
    for year in 0..6 {
        let cost = system(&outcome, 0, year, SystemMetric::TurnoverCost);
        let left = system(&outcome, 0, year, SystemMetric::Departures);
        assert!(left > 1.0 && (cost - 400_000.0 * left).abs() < 1e-3, "{cost} for {left}");
    }
}

#[test]
fn seeing_the_gap_hurts_unless_it_is_stated() {
    // Family physicians with value revenue and no value pay, no feedback effect on pay or work.
    let none = "behaviour.evidence = { volume_by_share = 0.0, volume_by_rate = 0.0, retention = { grievance = 1.0 } }";
    let seen = departures(&scenario(none, RATE, "policy.transparency = {}\n"));
    let stated = departures(&scenario(none, RATE, "policy.transparency = {}\npolicy.honesty = {}\n"));
    assert!(seen[1] > seen[0], "{seen:?}");
    assert!(stated[1] < seen[1], "{stated:?} {seen:?}");
}

#[test]
fn paid_quality_is_partly_documentation_and_erodes_what_is_not_measured() {
    let strong = "behaviour.evidence = { quality_at_five_percent = 5.0, documentation_share = 0.4, \
        unmeasured_loss = 0.2, feedback = 0.0, quality_crowd_out = 0.0, sight_now = 0.9 }";
    let patch =
        "plan.base.pay = [{ wrvu = { tiers = [{ rate = 45 }] } }, { quality_bonus = { per_fte = 30000 } }]\n";
    let outcome = run(&build(&scenario(strong, RATE, patch), None), 64, 2);
    let [measured, clinical, unmeasured] =
        [Metric::Quality, Metric::ClinicalQuality, Metric::UnmeasuredQuality]
            .map(|metric| [0, 1].map(|arm| everyone(&outcome, arm, 5, metric)));
    let gained = measured[1] - measured[0];
    assert!(gained > 0.01, "{measured:?}");
    // Of the gain, 40 % is documentation; chance and the clamp at 1 leave a few tenths of a point.
    let real = (clinical[1] - clinical[0]) / gained;
    assert!((real - 0.6).abs() < 0.12, "{real}");
    assert_eq!(unmeasured[0], 0.0);
    assert!(unmeasured[1] < -0.5 * 0.2 * 100.0 * gained, "{unmeasured:?} for {gained}");
}

#[test]
fn pay_that_can_be_lost_weighs_more() {
    let framed = |weight: &str| {
        let head = format!(
            "behaviour.evidence = {{ quality_at_five_percent = 4.0, loss_framing = {weight}, sight_now = 0.5 }}"
        );
        let patch = "plan.base.pay = [{ wrvu = { tiers = [{ rate = 50 }] } }, { quality_withhold = { share = 0.1 } }]\n";
        let outcome = run(&build(&scenario(&head, RATE, patch), None), 64, 2);
        everyone(&outcome, 1, 4, Metric::Quality)
    };
    assert!(framed("2.0") > framed("1.0"));
}

#[test]
fn coding_grows_only_where_a_contract_pays_for_more_of_it() {
    let head = "behaviour.evidence = { coding = 0.02 }";
    // One-sided for the five years that there are.
    let patch = "contract.aco.last_year = 2030\ncontract.aco.after_end = \"fee_for_service\"\n\
                 contract.aco.terms.mssp = { level = \"basic_a\", elected_rate = 0.0 }\n";
    let outcome = run(&build(&scenario(head, RATE, patch), None), 64, 2);
    let benchmark = |arm: usize| {
        let row = outcome.of(arm, 3).row(Scope::Contract, "aco", ContractMetric::Benchmark.definition().name);
        row.unwrap().mean
    };
    // BASIC A shares 40 %, ENHANCED 75 %: where less is shared, less is coded.
    assert!(benchmark(1) < benchmark(0), "{} against {}", benchmark(1), benchmark(0));
    let still = run(&build(&scenario("behaviour = \"none\"", RATE, patch), None), 64, 2);
    let name = ContractMetric::Benchmark.definition().name;
    let [a, b] = [0, 1].map(|arm| still.of(arm, 3).row(Scope::Contract, "aco", name).unwrap().mean);
    assert_eq!(a, b, "without response the benchmark does not depend on what is shared");
}

#[test]
fn better_prices_draw_capacity_over_three_years() {
    let head = "behaviour.evidence = { capacity_by_price = 0.5 }";
    let stay = scenario(head, RATE, "contract.aco.price_per_wrvu = 91.956\n")
        .replace("workforce = {", "workforce = { turnover = false,");
    let outcome = run(&build(&stay, None), 64, 2);
    // A price 20 % higher: ln 1.2 × 0.5 = 0.0912 log points from the third year on, a third of it in
    // the first; the baseline stays.
    let log = |year: usize| {
        (everyone(&outcome, 1, year, Metric::Wrvu) / everyone(&outcome, 0, year, Metric::Wrvu)).ln()
    };
    assert!((log(0) - 0.0304).abs() < 0.004, "{}", log(0));
    assert!((log(2) - 0.0912).abs() < 0.006, "{}", log(2));
    assert!((log(4) - 0.0912).abs() < 0.006, "{}", log(4));
}

#[test]
fn money_is_passed_on_once_it_is_authorised() {
    let plan = "pay = [{ salary = { per_fte = 250000 } }, { shared_savings = { pool = \"all\" } }]\n";
    let pool = "[allocation]\nphysicians = 0.5\ninfrastructure = 0.2\n[allocation.pool.all]\nshare = 1.0\n";
    let patch = "allocation.authorisation = { lead_months = 18 }\n";
    let text = scenario("", plan, patch).replace("[variant.other]", &format!("{pool}[variant.other]"));
    let outcome = run(&build(&text, None), 128, 2);
    let reached = |arm, year| system(&outcome, arm, year, SystemMetric::AveragePassThrough);
    // Signed in month 18: performance years 1 and 2 (months 0 to 23) are set without it.
    assert!(reached(0, 0) > 0.0 && reached(0, 1) > 0.0);
    assert_eq!((reached(1, 0), reached(1, 1)), (0.0, 0.0));
    assert!(reached(1, 2) > 0.0);
}

#[test]
fn panel_pay_opens_panels() {
    let head = "behaviour.evidence = { openness_by_panel_pay = 31.0 }";
    let patch = "plan.base.pay = [{ panel = { per_member_month = 13.0 } }]\n";
    let outcome = run(&build(&scenario(head, RATE, patch), None), 64, 2);
    // All of pay moves from wRVUs to the panel: 31 points more are open; nothing changes in the baseline.
    for year in 0..6 {
        assert_eq!(everyone(&outcome, 0, year, Metric::Access), 0.0);
        let open = everyone(&outcome, 1, year, Metric::Access);
        assert!((open - 31.0).abs() < 0.5, "year {year}: {open}");
    }
    let still = run(&build(&scenario("behaviour = \"none\"", RATE, patch), None), 32, 2);
    assert_eq!(everyone(&still, 1, 3, Metric::Access), 0.0);
}

#[test]
fn quality_pay_counts_by_its_reliability_where_physicians_heed_it() {
    let with = |heed: &str| {
        let head = format!(
            "behaviour.evidence = {{ quality_at_five_percent = 5.0, sight_now = 0.9, heeds_reliability = {heed} }}"
        );
        let patch = "plan.base.pay = [{ wrvu = { tiers = [{ rate = 50 }] } }, { quality_bonus = { per_fte = 30000 } }]\n";
        let text = scenario(&head, RATE, patch)
            .replace("chance = {", "chance = { quality_icc = 0.045, quality_events = 21,");
        let outcome = run(&build(&text, None), 64, 2);
        // 21 events at 0.045: 0.945/(1 + 0.9) = 0.497, as in the note's table (0.5).
        let reliability = system(&outcome, 0, 2, SystemMetric::QualityReliability);
        assert!((reliability - 0.497_368).abs() < 1e-5, "{reliability}");
        everyone(&outcome, 1, 4, Metric::Quality) - everyone(&outcome, 0, 4, Metric::Quality)
    };
    let (full, half) = (with("0.0"), with("1.0"));
    assert!(half > 0.0 && half < 0.9 * full, "{half} {full}");
}

/// Ten physicians of 5,000 wRVUs without chance, on a plan of `pay`; arm 1 patched.
fn certain(behaviour: &str, pay: &str, patch: &str) -> Outcome {
    let text = format!(
        r#"
behaviour = "{behaviour}"
scenario = {{ title = "Certain" }}
run = {{ years = 3, seed = 11 }}
system = {{ name = "S" }}
chance = {{ none = true }}
[cohort.a]
count = 10
specialty = "family_medicine"
plans = {{ base = 1.0 }}
wrvu = 5000
panel = 1600
quality = 0.75
[plan.base]
pay = {pay}
[contract.book]
payer = "P"
line = "commercial"
revenue_share = 1.0
spending = 6000
terms = "fee_for_service"
[variant.other]
{patch}
"#
    );
    run(&build(&text, None), 1, 1)
}

#[test]
fn contracted_hours_take_clinical_time_whatever_anybody_feels_and_once() {
    let hours = |hours: u32| {
        format!(
            "[{{ salary = {{ per_fte = 280000 }} }}, {{ stipend = {{ hours_per_week = {hours}, from_clinic = 1.0 }} }}]"
        )
    };
    for behaviour in ["none", "evidence"] {
        // The roster's 5,000 are what is done beside ten hours; a further five of forty take an eighth, none
        // gives a quarter back. Pay of either plan is a salary: nothing else moves work.
        for (other, wrvu) in [(10, 5_000.0), (15, 4_375.0), (0, 6_250.0)] {
            let patch = format!("plan.base.pay = {}\n", hours(other));
            let outcome = certain(behaviour, &hours(10), &patch);
            for (arm, expected) in [(0, 5_000.0), (1, wrvu)] {
                for year in [0, 2] {
                    let found = everyone(&outcome, arm, year, Metric::Wrvu);
                    assert!(
                        (found - expected).abs() < 1e-6,
                        "{behaviour}, {other} hours, arm {arm}: {found}"
                    );
                }
            }
        }
    }
}

#[test]
fn positions_that_a_variant_adds_or_takes_away_change_no_mean() {
    // Everyone is alike: 5,000 wRVUs at $56 are $280,000 each, however many there are.
    for count in [4, 25] {
        let patch = format!("cohort.a.count = {count}\n");
        let outcome = certain("evidence", "[{ wrvu = { tiers = [{ rate = 56 }] } }]", &patch);
        for arm in [0, 1] {
            let (pay, wrvu) =
                (everyone(&outcome, arm, 0, Metric::Pay), everyone(&outcome, arm, 0, Metric::Wrvu));
            assert!((pay - 280_000.0).abs() < 0.01, "{count}, arm {arm}: {pay}");
            assert!((wrvu - 5_000.0).abs() < 1e-6, "{count}, arm {arm}: {wrvu}");
        }
        // Nobody's pay has changed; who is not there is no loser, and who is new has nothing to compare.
        assert_eq!(everyone(&outcome, 1, 2, Metric::PayChange), 0.0);
        assert_eq!(system(&outcome, 1, 2, SystemMetric::Losers), 0.0);
    }
}

#[test]
fn a_bonus_on_the_groups_quality_moves_less_the_larger_the_group_and_never_nothing() {
    let bonus = |of: &str| {
        format!(
            "[{{ salary = {{ per_fte = 280000 }} }}, {{ quality_bonus = {{ per_fte = 28000, of = \"{of}\", ladder = {{ threshold = 0.6, target = 0.8 }} }} }}]"
        )
    };
    let points = |of: &str, count: usize| {
        let patch = format!("plan.base.pay = {}\n", bonus(of));
        let text = "[{ salary = { per_fte = 280000 } }]";
        let alone = certain("evidence", text, &format!("{patch}cohort.a.count = {count}\n"));
        100.0 * (everyone(&alone, 1, 2, Metric::Quality) - 0.75)
    };
    let own = points("own", 10);
    let groups = [1, 4, 10].map(|count| points("group", count));
    assert!((groups[0] - own).abs() < 1e-9, "a group of one is oneself: {groups:?}, {own}");
    assert!(groups[0] > groups[1] && groups[1] > groups[2] && groups[2] > 0.25 * own, "{groups:?}, {own}");
}
