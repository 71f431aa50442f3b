//! Staying in a contract as a decision: hand-worked without luck, what leaving ends, and the same luck for all.

use super::common::{ByPlace as _, build, run};
use cascade::engine::{
    ContractMetric, ContractPhase, ContractYearStory, HorizonMetric, Scope, SystemMetric, explain_contract,
};
use cascade::model::Model;

const YEARS: usize = 6;

/// No luck at all, also none that anybody reckons with.
const CALM: &str =
    "chance = { none = true, spending_noise = 0, regional_sd = 0, lasting_sd = 0, lasting_noise = 0 }";

/// Six physicians, nobody responding, 3,000 lives at $6,000 under a one-sided contract of three years that costs
/// $100,000 a year, with something said about it and about chance.
fn contract(chance: &str, fixed: f64, addition: &str) -> Model {
    let text = format!(
        r#"
scenario = {{ title = "Staying" }}
run = {{ years = {YEARS}, seed = 17 }}
behaviour = "none"
system = {{ name = "S" }}
outlook = {{ expense_growth = 0 }}
workforce = {{ move_hazard = 0.0, exit_hazard = 0.0 }}
{chance}
plan.salary.pay = [{{ salary = {{ per_fte = 250000 }} }}]
[cohort.a]
count = 6
specialty = "family_medicine"
plans = {{ salary = 1.0 }}
wrvu = 5000
panel = 1600
lives = {{ blue = 500 }}
[contract.blue]
payer = "P"
line = "commercial"
measures = 0
revenue_share = 0.5
spending = 6000
trend = 0.04
trend_sd = 0
forecast_error = 0
programme_fixed_cost = {fixed}
clock = {{ settlement_month = 20, payment_month = 21 }}
{addition}
[contract.blue.terms.shared_savings]
sharing_rate = 0.5
minimum_savings_rate = 0.0
savings_cap = 1.0
rebase_every = 3
"#
    );
    build(&text, None)
}

fn story(model: &Model, trial: u64, year: usize) -> ContractYearStory {
    explain_contract(model, 0, trial, year, 0).expect("a balanced ledger")
}

/// The years that the contract runs in a trial, by the engine's own account.
fn years_run(model: &Model, trial: u64) -> usize {
    (0..YEARS).filter(|year| story(model, trial, *year).settled.runs).count()
}

fn stay(worth: f64, more: &str) -> String {
    format!(
        "stay = {{ patience = 0.5, plan = 0.02, improves = 0, plan_sd = 0.02, within_term = 1.0, worth = {worth}{more} }}"
    )
}

/// Nothing is saved, and reports say so with an error as large as the doubt in a plan of 2 %: half of it is believed
/// after a year, 1 %, with a variance of half of 0.02², a sd of 1.4142 %. z = 0.7071, Φ = 0.7602, φ = 0.3107:
/// E[S⁺] = 0.01 · 0.7602 + 0.014142 · 0.3107 = 1.1996 %, half of it of 3,000 · 6,000 · 1.04² = $19,468,800 is $116,774.
/// Less the cost of $100,000: $16,774. One more year to the renewal, 4 % dearer, at a patience of one half:
/// (121,445 − 100,000)/2 = $10,722.
#[test]
fn what_is_expected_of_next_year_by_hand() {
    let model = contract(CALM, 100_000.0, &stay(0.0, ", preview_sd = 0.02"));
    let decision = story(&model, 0, 0).decision.expect("it is asked");
    assert!((decision.savings - 0.01).abs() < 1e-12 && decision.settled == 0, "{decision:?}");
    assert!((decision.next - 16_774.0).abs() < 10.0, "{decision:?}");
    assert!((decision.later - 10_722.0).abs() < 10.0, "{decision:?}");
    assert!(!decision.leaves);
    // A year later the first is settled, without any luck: what is measured is believed, and nothing is saved.
    let second = story(&model, 0, 1).decision.expect("it is asked");
    assert!(second.settled == 1 && second.savings.abs() < 1e-12 && second.leaves, "{second:?}");
}

/// With exact reports nothing is believed in: 12 · worth · 3,000 against $100,000 breaks even at $2.7778.
#[test]
fn it_leaves_where_cost_is_more_than_worth() {
    let years = |worth| years_run(&contract(CALM, 100_000.0, &stay(worth, ", preview_sd = 0")), 0);
    assert_eq!((years(2.77), years(2.78)), (1, YEARS));
    // Asked at renewals alone, it runs its three years; it gives notice within the last one.
    let at_renewals =
        "stay = { patience = 0.5, plan = 0.02, improves = 0, within_term = 0, worth = 0, preview_sd = 0 }"
            .to_owned();
    assert_eq!(years_run(&contract(CALM, 100_000.0, &at_renewals), 0), 3);
    // By default nobody leaves.
    assert_eq!(years_run(&contract(CALM, 4e6, ""), 0), YEARS);
}

#[test]
fn who_has_left_runs_no_programme_and_settles_nothing() {
    let model = contract(CALM, 100_000.0, &stay(0.0, ", preview_sd = 0"));
    let (last, after) = (story(&model, 0, 0), story(&model, 0, 1));
    assert!(last.settled.runs && last.decision.is_some_and(|decision| decision.leaves));
    assert!(
        matches!(&after.phase, ContractPhase::Left { by_choice_after: Some(year) } if *year == last.year)
    );
    assert!(after.decision.is_none() && after.settled.attributed() == 0.0);
    let outcome = run(&model, 16, 1);
    for year in 0..YEARS {
        let found = outcome.of(0, year);
        let mean = |scope, entity: &str, metric: &str| found.row(scope, entity, metric).expect("a row").mean;
        let left = mean(Scope::Contract, "blue", ContractMetric::Left.definition().name);
        let margin = mean(Scope::System, "all", SystemMetric::ProgrammeMargin.definition().name);
        assert_eq!(left, 1.0, "year {year}");
        // The cost of its only year, and nothing after it.
        assert!((margin - if year == 0 { -100_000.0 } else { 0.0 }).abs() < 1e-6, "year {year}: {margin}");
    }
    let all = outcome.arm("baseline").expect("an arm").horizon(HorizonMetric::ContractsLeft);
    assert_eq!(all.mean, 1.0);
}

/// $250,000 are advanced in January of the first year; leaving after it calls them in with its settlement, in the
/// second year. Nothing else moves.
#[test]
fn leaving_calls_in_what_was_advanced() {
    let cash = |advance: &str| -> Vec<f64> {
        let addition = format!("{}\n{advance}", stay(0.0, ", preview_sd = 0"));
        let outcome = run(&contract(CALM, 1e6, &addition), 16, 1);
        let name = SystemMetric::ProgrammeCash.definition().name;
        (0..YEARS)
            .map(|year| outcome.of(0, year).row(Scope::System, "all", name).expect("a row").mean)
            .collect()
    };
    let (plain, advanced) = (cash(""), cash("advance = { at_once = 250000, per_person = 0 }"));
    let moved: Vec<f64> = advanced.iter().zip(&plain).map(|(a, b)| (a - b).round()).collect();
    assert_eq!(moved, [250_000.0, -250_000.0, 0.0, 0.0, 0.0, 0.0]);
    // It is what keeps a group: leaving costs $250,000 at once, staying two years of $100,000, the second half.
    let group =
        format!("{}\nadvance = {{ at_once = 250000, per_person = 0 }}", stay(0.0, ", preview_sd = 0"));
    assert!(years_run(&contract(CALM, 100_000.0, &group), 0) > 1);
}

/// The rule meets the same luck as whoever has no rule, and more cost never makes anybody stay longer.
#[test]
fn deciding_moves_no_luck_and_cost_no_one_back() {
    let plain = contract("", 100_000.0, "");
    let stays = contract("", 100_000.0, &stay(900.0, ""));
    let costs = [0.0, 50_000.0, 150_000.0, 400_000.0, 4e6];
    let dearer = costs.map(|fixed| contract("", fixed, &stay(2.0, "")));
    let mut sums = [0; 5];
    for trial in 0..16 {
        for year in 0..YEARS {
            let (a, b) = (story(&plain, trial, year).settled, story(&stays, trial, year).settled);
            assert_eq!((a.settlement, a.spending, a.quality), (b.settlement, b.spending, b.quality));
        }
        let years = [0, 1, 2, 3, 4].map(|cost: usize| years_run(&dearer[cost], trial));
        assert!(years.windows(2).all(|pair| pair[1] <= pair[0]), "trial {trial}: {years:?}");
        for (sum, years) in sums.iter_mut().zip(years) {
            *sum += years;
        }
    }
    assert!(sums[0] == 16 * YEARS && sums[4] == 16 && sums[4] < sums[2] && sums[2] < sums[0], "{sums:?}");
}

/// Reports are exact and nothing is saved, but work is to bring two points more each year: 2 % of next year's
/// $19,468,800 are shared, $194,688, and nothing is certain less than that. Against a cost of $240,000 that is a loss of
/// $45,312; in the year after, 4 % of $20,247,552 bring $404,951, a gain of $164,951. Who looks at next year alone
/// leaves; who counts the next one at a half, $82,476, stays.
#[test]
fn patience_decides_where_later_years_are_better() {
    let model = |patience: f64| {
        let stay = format!(
            "stay = {{ patience = {patience}, plan = 0, improves = 0.02, within_term = 1.0, worth = 0, preview_sd = 0 }}"
        );
        contract(CALM, 240_000.0, &stay)
    };
    let decision = |patience| story(&model(patience), 0, 0).decision.expect("it is asked");
    let (impatient, half) = (decision(0.0), decision(0.5));
    assert!((half.next + 45_312.0).abs() < 1.0 && (half.later - 82_475.5).abs() < 1.0, "{half:?}");
    assert!(impatient.leaves && !half.leaves && !decision(1.0).leaves);
}
