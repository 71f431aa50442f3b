//! Simulated means against closed forms worked out by hand.

use super::common::{ByPlace as _, build, run};
use cascade::engine::{ContractMetric, Metric, Outcome, Scope, SystemMetric};
use cascade::stats::Summary;

/// One physician, everything that is not stated switched off, one contract.
fn scenario(lives: u32, terms: &str, more: &str) -> String {
    format!(
        r#"
behaviour = "none"
scenario = {{ title = "Closed form" }}
run = {{ years = 1, seed = 3 }}
system = {{ name = "S" }}
workforce = {{ move_hazard = 0.0, exit_hazard = 0.0 }}
chance = {{ persistence = 0.0, spending_noise = 2.15, regional_sd = 0.0, lasting_sd = 0.0, lasting_noise = 0.0, wrvu_cv = 0.1 }}
[cohort.a]
count = 1
specialty = "family_medicine"
plans = {{ base = 1.0 }}
wrvu = 5000
panel = 1600
quality = 0.8
[plan.base]
pay = [{{ wrvu = {{ tiers = [{{ rate = 50 }}] }} }}]
[contract.aco]
payer = "P"
line = "commercial"
revenue_share = 0.5
spending = 6000
trend = 0.04
trend_sd = 0.0
other_lives = {lives}
{terms}
{more}
"#
    )
}

const REGIONAL: &str = "[contract.aco.terms.shared_savings]\nsharing_rate = 0.5\nminimum_savings_rate = 0.02\n\
    savings_cap = 1.0\nbenchmark = \"regional\"\nquality = { threshold = 0.0, target = 0.01 }\n";

fn contract(outcome: &Outcome, metric: ContractMetric) -> Summary {
    outcome.of(0, 0).row(Scope::Contract, "aco", metric.definition().name).unwrap()
}

/// Within four standard errors, and the error small enough to tell something.
fn close(found: Summary, expected: f64, precision: f64) {
    assert!(found.mc_se < precision, "error {} is too large to tell", found.mc_se);
    assert!(
        (found.mean - expected).abs() < 4.0 * found.mc_se,
        "{} ± {} against {expected}",
        found.mean,
        found.mc_se
    );
}

/// 2.15/√N is the noise of a saving against three base years weighted 10/30/60 %, which add
/// 0.01 + 0.09 + 0.36 = 0.46 of a year's variance; one year of 10,000 people alone has
/// s = 2.15 √(1/1.46/10,000) = 1.77935 % of the mean. The regional benchmark is exact, so
/// P(saving ≥ 2 %) = Φ(−0.02/0.0177935) = Φ(−1.12400) = 0.13051 and
/// E[earned] = ½ · s · φ(1.12400) · benchmark = 0.5 · 0.0177935 · 0.212114 · 62.4 M = 117,757.
#[test]
fn chance_and_size_of_a_shared_saving_by_luck_alone() {
    let model = build(&scenario(10_000, REGIONAL, ""), None);
    let outcome = run(&model, 20_000, 2);
    close(contract(&outcome, ContractMetric::Earns), 0.130_51, 0.003);
    close(contract(&outcome, ContractMetric::Earned), 117_757.0, 2_500.0);
    let rate = contract(&outcome, ContractMetric::SavingsRate);
    close(rate, 0.0, 0.000_2);
    assert!((rate.sd / 0.017_793_5 - 1.0).abs() < 0.02, "{}", rate.sd);
    // Savings without any effect are luck: none of them is true, all of them are a false reward.
    assert_eq!(contract(&outcome, ContractMetric::TrueSavingsRate).mean, 0.0);
    assert_eq!(contract(&outcome, ContractMetric::FalseReward), contract(&outcome, ContractMetric::Earns));
}

/// The next saved dollar, before the year is known: ½ (Φ(−1.12400) + 1.12400 φ(1.12400))
/// = ½ (0.13051 + 0.23842) = 0.18446.
#[test]
fn the_slope_of_a_contract_before_the_year_is_known() {
    let model = build(&scenario(10_000, REGIONAL, ""), None);
    let outcome = run(&model, 8, 1);
    let slope = contract(&outcome, ContractMetric::Slope);
    assert!((slope.mean - 0.184_46).abs() < 2e-4, "{}", slope.mean);
}

/// The minimum savings rate by size keeps luck alone from paying too often: one-sided 90 %
/// confidence at 5,000 lives, 95 % at 20,000, 99 % at 50,000 (42 CFR 425.605(b)).
#[test]
fn the_minimum_savings_rate_falls_out_of_the_noise() {
    for (lives, rate, chance, within) in
        [(5_000, 0.039, 0.10, 0.025), (20_000, 0.025, 0.05, 0.02), (50_000, 0.022, 0.01, 0.01)]
    {
        let terms = REGIONAL.replace("0.02\n", &format!("{rate}\n")).replace("regional", "historical");
        let model = build(&scenario(lives, &terms, ""), None);
        let outcome = run(&model, 10_000, 2);
        let earns = contract(&outcome, ContractMetric::Earns).mean;
        assert!((earns - chance).abs() < within, "{lives} lives: {earns}");
        let sd = contract(&outcome, ContractMetric::SavingsRate).sd * f64::from(lives).sqrt();
        assert!((1.95..2.30).contains(&sd), "{lives} lives: {sd}");
    }
}

/// 5,000 wRVU at $50 with a spread of 10 % between years.
#[test]
fn pay_by_the_wrvu_averages_to_rate_times_work() {
    let model = build(&scenario(10_000, REGIONAL, ""), None);
    let outcome = run(&model, 20_000, 2);
    let pay = outcome.of(0, 0).person(0).unwrap().get(Metric::Pay);
    close(pay, 250_000.0, 200.0);
    assert!((pay.sd / 25_000.0 - 1.0).abs() < 0.03, "{}", pay.sd);
    let [p05, _, p50, _, p95] = pay.quantiles.unwrap();
    assert!((p95 - p05 - 2.0 * 1.645 * 25_000.0).abs() < 2_500.0, "{p05} {p50} {p95}");
}

/// 7.6 % of physicians leave in a year (AMGA 2019, the base of the priors).
#[test]
fn turnover_is_what_was_measured() {
    let text = scenario(0, "terms = \"fee_for_service\"\n", "")
        .replace("workforce = { move_hazard = 0.0, exit_hazard = 0.0 }\n", "")
        .replace("count = 1", "count = 2000")
        .replace("years = 1", "years = 3");
    let model = build(&text, None);
    let outcome = run(&model, 32, 2);
    for year in 0..3 {
        let name = SystemMetric::Departures.definition().name;
        let left = outcome.of(0, year).row(Scope::System, "all", name).unwrap().mean / 2_000.0;
        assert!((0.071..0.081).contains(&left), "year {year}: {left}");
    }
}

/// A correlation between two uncertain numbers shows in what they move: with ρ = 0.9 between the
/// rates of two components, total pay varies as √(1 + 1 + 2ρ') of each, not √2.
#[test]
fn correlated_numbers_move_together() {
    let uncertain = "pay = [{ salary = { per_fte = { normal = { mean = 100000, sd = 10000 } } } }, \
        { salary = { per_fte = { normal = { mean = 100000, sd = 10000 } } } }]\n";
    let text = scenario(0, "terms = \"fee_for_service\"\n", "")
        .replace("pay = [{ wrvu = { tiers = [{ rate = 50 }] } }]\n", uncertain);
    let joined = format!(
        "{text}[[correlation]]\nfirst = \"plan.base.pay[0].salary.per_fte\"\nsecond = \"plan.base.pay[1].salary.per_fte\"\nrho = 0.9\n"
    );
    let spread = |text: &str| {
        let model = build(text, None);
        let pay = run(&model, 10_000, 2).of(0, 0).person(0).unwrap().get(Metric::Pay);
        close(pay, 200_000.0, 250.0);
        pay.sd
    };
    let (apart, together) = (spread(&text), spread(&joined));
    assert!((apart / 14_142.0 - 1.0).abs() < 0.03, "{apart}");
    assert!((together / 19_494.0 - 1.0).abs() < 0.03, "{together}"); // √(2 + 1.8) · 10,000
}
