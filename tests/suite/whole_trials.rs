//! Whole trials: differences from the baseline, the worst futures, cash by month, the accounts and pay over the
//! horizon, each against trials one by one or worked out by hand.

use super::common::{ByPlace as _, amount, build, csv_of, parsed, run};
use cascade::engine::{
    Dollars, HorizonMetric, Metric, Outcome, PersonMetric, Pick, Picks, RunOptions, Scope, Silent,
    SystemMetric, sample,
};
use cascade::ledger::ACCOUNTS;
use cascade::model::Model;
use cascade::report::Report;
use std::sync::LazyLock;

const TRIALS: u64 = 75;
const YEARS: usize = 3;

/// Four physicians under a contract that may pay, and the same with something else.
fn text(more: &str) -> String {
    format!(
        r#"
behaviour = "none"
scenario = {{ title = "Whole trials" }}
run = {{ years = {YEARS}, seed = 5 }}
system = {{ name = "S" }}
allocation = {{ infrastructure = 0 }}
workforce = {{ move_hazard = 0.0, exit_hazard = 0.0 }}
[plan.salary]
pay = [{{ salary = {{ per_fte = 250000 }} }}]
[cohort.a]
count = 4
specialty = "family_medicine"
plans = {{ salary = 1.0 }}
wrvu = 5000
panel = 1600
lives = {{ blue = 500 }}
[contract.blue]
payer = "P"
line = "commercial"
revenue_share = 0.5
spending = 6000
programme_fixed_cost = 120000
clock = {{ settlement_month = 20, payment_month = 21 }}
terms = {{ shared_savings = {{ sharing_rate = 0.5, minimum_savings_rate = 0.0 }} }}
{more}"#
    )
}

/// The baseline, the same again, one that pays 8 % less, one that pays more and is followed, one that costs more than
/// any savings bring, one without any programme, and one with a physician more.
const VARIANTS: &str = r#"
[variant.same]
[variant.cut]
plan.salary.pay = [{ salary = { per_fte = 230000 } }]
[variant.raise]
plan.salary.pay = [{ salary = { per_fte = 260000 } }]
[variant.costly]
contract.blue.programme_fixed_cost = 50000000
[variant.idle]
contract.blue.terms = "fee_for_service"
contract.blue.programme_fixed_cost = 0
[variant.more.cohort.b]
count = 1
specialty = "general_surgery"
plans = { salary = 1.0 }
wrvu = 7000
panel = 0
"#;

static FOUND: LazyLock<(Model, Outcome)> = LazyLock::new(|| {
    let model = build(&text(VARIANTS), None);
    let outcome = run(&model, TRIALS, 2);
    (model, outcome)
});

/// Values of a row over the horizon, trial by trial.
fn trials(arm: usize, scope: Scope, entity: &str, metric: &str) -> Vec<f64> {
    let pick = Pick { arm, year: None, scope, entity: entity.to_owned(), metric: metric.to_owned() };
    let picks = Picks::find(&FOUND.0, &[pick]).unwrap();
    let options = RunOptions { trials: TRIALS, threads: Some(2), stop: None };
    sample(&FOUND.0, options, 0, &picks, &Silent).unwrap().remove(0)
}

fn measured(arm: &str, metric: HorizonMetric) -> Vec<f64> {
    let place = FOUND.0.directory.arm(arm).unwrap();
    trials(place, Scope::System, "all", metric.definition().name)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1e3), "{found} for {expected}");
}

#[test]
fn differences_are_those_of_trials_one_by_one() {
    for metric in [HorizonMetric::SystemMargin, HorizonMetric::SystemMarginWorth, HorizonMetric::GrossSavings]
    {
        let before = measured("baseline", metric);
        for arm in ["cut", "costly", "idle"] {
            let apart: Vec<f64> = measured(arm, metric).iter().zip(&before).map(|(a, b)| a - b).collect();
            let results = FOUND.1.arm(arm).unwrap();
            let found = results.horizon_difference(metric).unwrap();
            close(found.mean, mean(&apart));
            let squares: f64 = apart.iter().map(|x| (x - mean(&apart)).powi(2)).sum();
            let sd = (squares / (TRIALS - 1) as f64).sqrt();
            assert!(
                (found.sd - sd).abs() < 1e-6 * sd + 0.5,
                "{arm} {}: {} for {sd}",
                found.sd,
                metric.definition().name
            );
            let above = apart.iter().filter(|x| **x > 0.0).count();
            let below = apart.iter().filter(|x| **x < 0.0).count();
            close(results.better(metric).unwrap(), above as f64 / TRIALS as f64);
            close(results.chance_below_baseline(metric).unwrap().mean, below as f64 / TRIALS as f64);
        }
        let results = FOUND.1.arm("baseline").unwrap();
        assert_eq!(results.horizon_difference(metric), None);
        assert_eq!((results.better(metric), results.tail_of_difference(metric)), (None, None));
    }
    // What savings bring differs from trial to trial, and is better without the contract in some.
    let chance = FOUND.1.arm("idle").unwrap().better(HorizonMetric::SystemMargin).unwrap();
    assert!(chance > 0.0 && chance < 1.0, "{chance}");
}

#[test]
fn an_arm_like_the_baseline_differs_by_exactly_nothing() {
    let same = FOUND.1.arm("same").unwrap();
    for metric in HorizonMetric::ALL {
        let found = same.horizon_difference(*metric).unwrap();
        assert_eq!((found.mean, found.sd), (0.0, 0.0), "{}", metric.definition().name);
        assert_eq!(found.quantiles, Some([0.0; 5]));
        assert_eq!(same.better(*metric), Some(0.0));
        assert_eq!(same.chance_below_baseline(*metric).unwrap().mean, 0.0);
    }
    let tail = same.tail_of_difference(HorizonMetric::SystemMargin).unwrap();
    assert_eq!((tail.value_at_risk, tail.expected_shortfall), (0.0, 0.0));
    // A raise is better in no trial, and a cut in every one; a chance of nothing is not nothing.
    let chance =
        |arm: &str| FOUND.1.arm(arm).unwrap().chance_above_baseline(HorizonMetric::SystemMargin).unwrap();
    assert_eq!((chance("raise").mean, chance("cut").mean), (0.0, 1.0));
    // Wilson of 0 in 75: 3.841459/78.841459 = 0.048724.
    assert!((chance("raise").interval().unwrap().1 - 0.048_724).abs() < 1e-6);
}

#[test]
fn the_worst_futures_are_those_of_sorting() {
    let metric = HorizonMetric::SystemMargin;
    let mut values = measured("baseline", metric);
    values.sort_by(f64::total_cmp);
    let range = values[74] - values[0];
    // 5 % of 75 are 3.75 trials.
    let worst = -(values[..3].iter().sum::<f64>() + 0.75 * values[3]) / 3.75;
    let results = FOUND.1.arm("baseline").unwrap();
    let found = results.tail(metric).unwrap();
    assert!((found.expected_shortfall - worst).abs() < range / 64.0, "{found:?} for {worst}");
    // The 5th percentile stands at rank 3.7.
    assert!(
        -found.value_at_risk >= values[3] - range / 64.0 && -found.value_at_risk <= values[4] + range / 64.0
    );
    assert_eq!(found.value_at_risk, -results.horizon(metric).quantiles.unwrap()[0]);
    assert!(found.expected_shortfall >= found.value_at_risk);
    let below = values.iter().filter(|x| **x < 0.0).count();
    close(results.chance_below_zero(metric).mean, below as f64 / TRIALS as f64);
}

#[test]
fn who_never_breaks_even_is_not_in_the_mean_month() {
    let month = HorizonMetric::BreakEvenMonth;
    let of = |arm: &str| {
        let results = FOUND.1.arm(arm).unwrap();
        (results.horizon(HorizonMetric::NeverEven).mean, results.horizon(month))
    };
    // Nobody: no month, and no interval of it.
    let (never, even) = of("costly");
    assert_eq!((never, even.draws, even.trials), (1.0, 0, 0));
    assert!(even.mean.is_nan() && even.quantiles.is_none() && even.interval().is_none());
    // Without a programme cash is never below zero: month 0.
    let (never, even) = of("idle");
    assert_eq!((never, even.mean, even.sd, even.trials), (0.0, 0.0, 0.0, TRIALS));
    // Some do: of these alone.
    let mut there: Vec<f64> = measured("baseline", month).into_iter().filter(|m| m.is_finite()).collect();
    let (never, even) = of("baseline");
    assert!(there.len() > 5 && (there.len() as u64) < TRIALS, "{}", there.len());
    close(never, 1.0 - there.len() as f64 / TRIALS as f64);
    assert_eq!((even.trials, even.draws), (there.len() as u64, there.len() as u64));
    close(even.mean, mean(&there));
    there.sort_by(f64::total_cmp);
    assert_eq!(
        even.quantiles.unwrap()[2].floor(),
        there[(there.len() - 1) / 2],
        "months are whole, and few enough"
    );
    // In the table: empty cells.
    let report = Report::new(&FOUND.0, &FOUND.1, &[]);
    let csv = csv_of("horizon", &report);
    let row = csv.lines().find(|l| l.starts_with("costly,cash_break_even_month,")).unwrap();
    assert!(row.split(',').skip(3).all(str::is_empty), "{row}");
    let csv = csv_of("compare_horizon", &report);
    let row = csv.lines().find(|l| l.starts_with("costly,cash_break_even_month,")).unwrap();
    let cells: Vec<&str> = row.split(',').collect();
    // Later in the trials in which today breaks even; no difference of months anywhere.
    close(cells[3].parse().unwrap(), 1.0 - never);
    assert!(cells[7..].iter().all(|cell| cell.is_empty()), "{row}");
}

#[test]
fn cash_by_month_by_hand() {
    // Nothing is earned and $120,000 a year is spent: $10,000 a month in the first year.
    let still = "[chance]\nnone = true\n";
    let calm = text(still).replace(
        "sharing_rate = 0.5, minimum_savings_rate = 0.0",
        "sharing_rate = 0.5, minimum_savings_rate = 0.2",
    );
    let outcome = run(&build(&calm, None), 1, 1);
    let results = outcome.arm("baseline").unwrap();
    let cash: Vec<f64> = results.cash_by_month().iter().map(|month| month.mean).collect();
    assert_eq!(cash.len(), 12 * YEARS + 72);
    for (month, found) in cash[..12].iter().enumerate() {
        close(*found, -10_000.0 * (month + 1) as f64);
    }
    let yearly: Vec<f64> =
        results.years().map(|year| year.system(SystemMetric::ProgrammeCash).mean).collect();
    for year in 0..YEARS {
        close(cash[12 * year + 11], yearly[..=year].iter().sum());
    }
    let lowest = cash.iter().copied().fold(0.0, f64::min);
    let of = |metric| results.horizon(metric).mean;
    assert_eq!(of(HorizonMetric::CashTrough), lowest);
    let month = cash.iter().position(|found| *found == lowest).unwrap() + 1;
    assert_eq!((of(HorizonMetric::TroughMonth), month), (36.0, 36));
    assert_eq!(of(HorizonMetric::NeverEven), 1.0);
    let csv = csv_of("cash", &Report::new(&build(&calm, None), &outcome, &[]));
    assert!(csv.contains("\nbaseline,12,2026-12,$,-120000.00,0.00,"), "{}", &csv[..400]);
}

#[test]
fn lines_of_the_accounts_add_up_over_the_horizon_and_by_year() {
    for arm in FOUND.1.directory().arms() {
        let results = FOUND.1.arm(arm).unwrap();
        for dollars in [Dollars::Nominal, Dollars::Worth] {
            let sum = |of: &dyn Fn(usize) -> f64| (0..ACCOUNTS.len()).map(of).sum::<f64>();
            let all = results.account_total(ACCOUNTS.len(), dollars).mean;
            assert!((sum(&|line| results.account_total(line, dollars).mean) - all).abs() < 0.005, "{arm}");
            let Some(change) = results.account_total_difference(ACCOUNTS.len(), dollars) else { continue };
            let lines = sum(&|line| results.account_total_difference(line, dollars).unwrap().mean);
            assert!((lines - change.mean).abs() < 0.005, "{arm}: {lines} for {}", change.mean);
        }
        for line in 0..=ACCOUNTS.len() {
            let by_year: Vec<f64> = results.years().map(|year| year.account(line).mean).collect();
            close(results.account_total(line, Dollars::Nominal).mean, by_year.iter().sum());
            // Discounted at 5 %, the first year in full.
            let worth = by_year[0] + by_year[1] / 1.05 + by_year[2] / (1.05 * 1.05);
            close(results.account_total(line, Dollars::Worth).mean, worth);
        }
    }
    // A cut moves pay and what comes with it, and nothing else; in every trial alike.
    let cut = FOUND.1.arm("cut").unwrap();
    let of = |name: &str| {
        let line = ACCOUNTS.iter().position(|line| line.name == name).unwrap();
        cut.account_total_difference(line, Dollars::Nominal).unwrap().mean
    };
    assert!(of("other pay of physicians") > 0.0);
    assert_eq!((of("professional revenue"), of("practice expense")), (0.0, 0.0));
}

/// Without chance amounts are whole cents: what is written adds up as it stands.
#[test]
fn the_bridge_adds_up_as_it_is_written() {
    let model = build(&text(&format!("{VARIANTS}[chance]\nnone = true\n")), None);
    let outcome = run(&model, 1, 1);
    let cents = |cell: &str| (cell.parse::<f64>().unwrap_or(0.0) * 100.0).round();
    let (mut sums, mut blocks, mut bars) = ((0.0, 0.0), 0, Vec::new());
    for row in parsed(&csv_of("margin", &Report::new(&model, &outcome, &[]))) {
        let amounts = (cents(&row["mean"]), cents(&row["change"]));
        if row["bar"] == "margin" {
            assert_eq!(sums, amounts, "{row:?}");
            (sums, blocks) = ((0.0, 0.0), blocks + 1);
            // The worth of all years stands with them alone.
            assert_eq!(row["pv_mean"].is_empty(), !row["year"].is_empty());
        } else {
            sums = (sums.0 + amounts.0, sums.1 + amounts.1);
            bars.push(row["bar"].clone());
        }
    }
    assert_eq!(blocks, 7 * (YEARS + 1));
    bars.dedup();
    assert_eq!(bars.len(), 7 * (YEARS + 1) * cascade::ledger::BRIDGE.len(), "bars stand together");
}

#[test]
fn pay_over_the_horizon_is_that_of_all_years() {
    let (model, outcome) = &*FOUND;
    for arm in 0..model.arms.len() {
        let results = outcome.arm(&model.arms[arm].name).unwrap();
        for place in 0..model.len() {
            let Some(pay) = results.person(place, PersonMetric::Pay) else {
                assert!(model.arms[arm].roster[place].is_none());
                continue;
            };
            let id = &model.physicians[place].id;
            let over =
                |metric| (0..YEARS).map(|y| outcome.of(arm, y).physician(id).unwrap().get(metric).mean).sum();
            close(pay.mean, over(Metric::Pay));
            let both = arm > 0 && model.arms[0].roster[place].is_some();
            let change = results.person(place, PersonMetric::PayChange);
            assert_eq!(change.is_some(), both);
            assert_eq!(results.person(place, PersonMetric::Loses).is_some(), both);
            if let Some(change) = change {
                close(change.mean, over(Metric::PayChange));
            }
        }
    }
    // One physician more in one arm: there, and nothing to compare with.
    let more = outcome.arm("more").unwrap();
    let added = (0..model.len()).filter(|place| {
        more.person(*place, PersonMetric::Pay).is_some() && more.person(*place, PersonMetric::Loses).is_none()
    });
    assert_eq!(added.count(), 1);
    assert_eq!(more.horizon(HorizonMetric::Losers).mean, 0.0);
}

/// $20,000 of $250,000 are 8 %, in every year and so over all; $10,000 more are nobody's loss.
#[test]
fn who_loses_five_percent() {
    let (model, outcome) = &*FOUND;
    for (arm, chance) in [("cut", 1.0), ("raise", 0.0), ("same", 0.0)] {
        let results = outcome.arm(arm).unwrap();
        assert_eq!(results.horizon(HorizonMetric::Losers).mean, chance, "{arm}");
        let all = (0..model.len()).filter_map(|place| results.person(place, PersonMetric::Loses));
        let chances: Vec<f64> = all.map(|found| found.mean).collect();
        assert_eq!(chances, [chance; 4], "{arm}");
    }
    assert_eq!(outcome.arm("baseline").unwrap().horizon(HorizonMetric::Losers).mean, 0.0);
    let rows = parsed(&csv_of("physicians_horizon", &Report::new(model, outcome, &[])));
    let mut seen = 0;
    for row in rows.iter().filter(|row| row["arm"] == "cut") {
        close(amount(row, "change_percent"), -8.0);
        // 3 % more every year: the last is the worst.
        assert_eq!(row["worst_year"], "2028");
        let (last, all) = (amount(row, "worst_year_change"), amount(row, "change"));
        assert!(all < last && last < all / 3.0, "{last} of {all}");
        seen += 1;
    }
    assert_eq!(seen, 4);
}

#[test]
fn rosters_are_told_apart_in_differences_too() {
    let drawn = text(VARIANTS).replace("wrvu = 5000", "wrvu = { uniform = { min = 3000, max = 7000 } }");
    let drawn = drawn
        .replace(
            "pay = [{ salary = { per_fte = 250000 } }]",
            "pay = [{ wrvu = { tiers = [{ rate = 50 }] } }]",
        )
        .replace("seed = 5", "seed = 5, rosters = 3");
    let model = build(&drawn, None);
    let outcome = run(&model, 30, 2);
    assert_eq!(outcome.fingerprint(), run(&model, 30, 1).fingerprint());
    let cut = outcome.arm("cut").unwrap();
    let found = cut.horizon_difference(HorizonMetric::SystemMargin).unwrap();
    assert!(found.roster_sd.is_some_and(|sd| sd > 0.0) && found.draws == 3, "{found:?}");
    assert_eq!(cut.chance_above_baseline(HorizonMetric::SystemMargin).unwrap().trials, 30);
}
