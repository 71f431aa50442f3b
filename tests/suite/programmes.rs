//! Programmes that end within the horizon: what follows, and that nothing is lost on the way.

use super::common::{ByPlace as _, build, run, study};
use cascade::engine::{ContractMetric, ContractPhase, Outcome, Scope, explain_contract};
use cascade::units::CalendarYear;

/// REACH from 2026 over five years, with what follows it.
fn scenario(after: &str) -> String {
    format!(
        r#"
[scenario]
title = "REACH and what follows"
[run]
start_year = 2026
years = 5
seed = 3
[system]
name = "Small Group"
[contract.reach]
payer = "Medicare"
line = "medicare"
revenue_share = 0.4
price_per_wrvu = 66
spending = 12691
other_lives = 6000
programme_cost = 4.68
care_management_fee = 2
{after}
[contract.book]
payer = "Others"
line = "commercial"
revenue_share = 0.6
spending = 6200
terms = "fee_for_service"
[[plan.base.pay]]
wrvu_threshold = {{ base_per_fte = 220000, rate = 50 }}
[cohort.a]
count = 40
specialty = "family_medicine"
plans = {{ base = 1.0 }}
wrvu = 4900
panel = 1650
lives = {{ reach = 200 }}
"#
    )
}

const REACH: &str = "[contract.reach.terms.reach]\narrangement = \"global\"\n";
const LEAD: &str = "[contract.lead]\nlike = \"reach\"\nfirst_year = 2027\nremove = [\"after_end\"]\n\
                    [contract.lead.terms.lead]\narrangement = \"global\"\nspending_group = \"higher\"\n";

fn of(outcome: &Outcome, contract: &str, year: usize, metric: ContractMetric) -> f64 {
    outcome.of(0, year).row(Scope::Contract, contract, metric.definition().name).unwrap().mean
}

/// What flows from a payer for visits, fees and settlements, all but the named flows, in a year.
fn flows(outcome: &Outcome, contract: &str, year: usize) -> (f64, f64) {
    let payer = format!("payer:{contract}");
    let (mut visits, mut others) = (0.0, 0.0);
    for found in outcome.of(0, year).rows().filter(|found| found.row.scope == Scope::Flow) {
        let (from, to) = found.row.flow.clone().unwrap();
        let mean: f64 = found.summary.mean;
        if found.row.metric == "professional revenue" && from == payer {
            visits += mean;
        } else if from == payer || to == payer {
            others += mean.abs();
        }
    }
    (visits, others)
}

#[test]
fn without_a_word_on_what_follows_the_horizon_is_refused() {
    let refused = super::common::said_of(&scenario(REACH));
    assert!(refused.contains("`reach` ends after 2026") && refused.contains("years = 1"), "{refused}");
}

#[test]
fn fees_follow_a_programme_where_that_is_chosen() {
    let model = build(&scenario(&format!("after_end = \"fee_for_service\"\n{REACH}")), None);
    // The ledger of every year of every trial balances, or this fails.
    let outcome = run(&model, 16, 1);
    assert!(of(&outcome, "reach", 0, ContractMetric::Lives) > 13_999.0);
    let (visits_before, others_before) = flows(&outcome, "reach", 0);
    assert!(visits_before > 1e6 && others_before > 1e5);
    for year in 1..5 {
        assert_eq!(of(&outcome, "reach", year, ContractMetric::Lives), 0.0);
        let (visits, others) = flows(&outcome, "reach", year);
        assert!(visits > 0.9 * visits_before && others == 0.0, "{year}: {visits} {others}");
    }
    let story = explain_contract(&model, 0, 0, 3, 0).unwrap();
    let over = ContractPhase::Over { last: CalendarYear(2026), programme: true, successor: None };
    assert_eq!((story.phase, story.settles), (over, false));
}

#[test]
fn a_successor_takes_people_revenue_and_record() {
    let model = build(&scenario(&format!("after_end = \"lead\"\n{REACH}{LEAD}")), None);
    let outcome = run(&model, 16, 1);
    let lives = |contract, year| of(&outcome, contract, year, ContractMetric::Lives);
    assert_eq!((lives("lead", 0), lives("reach", 1)), (0.0, 0.0));
    assert!((lives("lead", 1) - lives("reach", 0)).abs() < 1e-6);
    // All visits of these patients are paid under the one or the other.
    let visits = |contract, year| flows(&outcome, contract, year).0;
    assert_eq!((visits("lead", 0), visits("reach", 2)), (0.0, 0.0));
    assert!((visits("lead", 1) / visits("reach", 0) - 1.0).abs() < 0.1);
    // A benchmark of the size of what the people cost: the record came with them.
    let benchmark = |contract, year| of(&outcome, contract, year, ContractMetric::Benchmark);
    let growth = benchmark("lead", 1) / benchmark("reach", 0);
    assert!((0.9..1.2).contains(&growth), "{growth}");
    assert_eq!((benchmark("lead", 0), benchmark("reach", 1)), (0.0, 0.0));
    let phase = |contract, year| explain_contract(&model, 0, 0, year, contract).unwrap().phase;
    let named = |name: &str| Some(name.to_owned());
    let place = |name| model.arms[0].scenario.contract.index(name).unwrap();
    assert_eq!(
        phase(place("lead"), 0),
        ContractPhase::Waits { first: CalendarYear(2027), predecessor: named("reach") }
    );
    assert_eq!(
        phase(place("reach"), 4),
        ContractPhase::Over { last: CalendarYear(2026), programme: true, successor: named("lead") }
    );
    assert_eq!(phase(place("lead"), 4), ContractPhase::Runs { predecessor: named("reach") });
}

#[test]
fn a_contract_that_begins_within_the_horizon_waits() {
    let model = build(
        &scenario(
            &format!("first_year = 2028\n{LEAD}")
                .replace(
                    "[contract.lead]\nlike = \"reach\"\nfirst_year = 2027\nremove = [\"after_end\"]\n",
                    "",
                )
                .replace("contract.lead.", "contract.reach."),
        ),
        None,
    );
    let outcome = run(&model, 16, 1);
    let lives = |year| of(&outcome, "reach", year, ContractMetric::Lives);
    assert_eq!((lives(0), lives(1)), (0.0, 0.0));
    assert!(lives(2) > 13_999.0);
    // Visits are paid all along.
    assert!(flows(&outcome, "reach", 0).0 > 1e6 && flows(&outcome, "reach", 0).1 == 0.0);
    assert!(flows(&outcome, "reach", 2).1 > 0.0);
}

/// The year before the start, in which everyone's pay is compared with what was paid: LEAD, from 2027, was not there
/// in 2026; ENHANCED was, at a price that Medicare's factor has since left: 1.0025/1.025 from 2026 to 2027.
#[test]
fn the_year_before_the_start_has_the_programmes_of_its_own() {
    let roster =
        "physician_id,specialty,plan,clinical_fte,wrvu,paid\nada,family_medicine,base,1,5000,260000\n";
    let contract = |name: &str, terms: &str| {
        format!(
            "[contract.{name}]\npayer = \"Medicare\"\nline = \"medicare\"\nrevenue_share = 0.3\nspending = 12000\n\
             other_lives = 8000\nprice_per_wrvu = 100\nprices = \"statutory\"\nterms = {{ {terms} }}\n"
        )
    };
    let text = format!(
        "[scenario]\ntitle = \"t\"\n[run]\nstart_year = 2027\nyears = 2\n[system]\nname = \"s\"\n[roster]\nfile = \"roster.csv\"\n\
         [[plan.base.pay]]\ncollections = {{ share = 0.5, above = 0 }}\n{}{}",
        contract("lead", "lead = { arrangement = \"global\", spending_group = \"higher\" }"),
        contract("mssp", "mssp = { level = \"enhanced\" }"),
    );
    let study = study(&text, Some(roster));
    let before = study.year_before().unwrap().expect("a roster with actual pay");
    let phase = |contract| explain_contract(&before, 0, 0, 1, contract).unwrap().phase;
    assert_eq!(phase(0), ContractPhase::Waits { first: CalendarYear(2027), predecessor: None });
    assert_eq!(phase(1), ContractPhase::Runs { predecessor: None });
    // Of 5,000 wRVUs at 100 the half, at 1.025/1.0025 of the price of 2027: 255,610.97.
    let paid = cascade::engine::explain_physician(&before, 0, 0, 1, 0).unwrap().statement.total();
    assert_eq!(paid, cascade::units::Cents(25_561_097));
}

/// An advance is a loan: over all years cash is what it is without one, whoever takes over the people and owes the
/// rest, and whether anything is ever saved. The last money of 2028 moves in October 2029.
#[test]
fn an_advance_is_paid_back_by_whoever_takes_over_or_when_nobody_does() {
    let cash = |lines: &str| -> f64 {
        let text = format!("{}[chance]\nnone = true\n", scenario(lines));
        let outcome = run(&build(&text, None), 1, 1);
        (0..5).map(|year| outcome.of(0, year).row(Scope::System, "all", "programme_cash").unwrap().mean).sum()
    };
    let aco = |advance: &str, then: &str| {
        format!(
            "advance = {advance}\n{then}[contract.reach.terms.mssp]\nlevel = \"basic_a\"\n\
             [contract.next]\nlike = \"reach\"\nremove = [\"advance\"]\nfirst_year = 2028\nlast_year = 2028\n\
             after_end = \"fee_for_service\"\n[contract.next.terms.mssp]\nlevel = \"basic_e\"\nagreement = 2\n"
        )
    };
    let alone = |advance: &str| {
        format!(
            "advance = {advance}\nlast_year = 2027\nafter_end = \"fee_for_service\"\n\
             [contract.reach.terms.mssp]\nlevel = \"basic_a\"\n"
        )
    };
    let then = "last_year = 2027\nafter_end = \"next\"\n";
    let (some, nothing) = ("{ at_once = 250000, per_person = 10 }", "{ at_once = 0, per_person = 0 }");
    let near = |a: f64, b: f64| assert!((a - b).abs() < 0.02, "{a} {b}");
    near(cash(&aco(some, then)), cash(&aco(nothing, then)));
    near(cash(&alone(some)), cash(&alone(nothing)));
}
