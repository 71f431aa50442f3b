//! What must hold whatever the numbers: the model's honesty checks.

use super::common::{ByPlace as _, build, run};
use cascade::engine::{ContractMetric, Metric, Outcome, Scope, SystemMetric};
use cascade::ledger::{AccountKind, CascadeNode, account_of};
use cascade::model::Model;
use std::collections::BTreeMap;

/// Six physicians, one contract, whatever else is stated.
fn scenario(head: &str, terms: &str, plans: &str, rest: &str) -> String {
    format!(
        r#"
{head}
scenario = {{ title = "Identity" }}
run = {{ years = 4, seed = 5 }}
system = {{ name = "S" }}
[cohort.a]
count = 6
specialty = "family_medicine"
plans = {{ base = 1.0 }}
wrvu = {{ lognormal = {{ median = 5000, sigma = 0.2 }} }}
panel = 1600
lives = {{ aco = 900 }}
[contract.aco]
payer = "P"
line = "commercial"
revenue_share = 0.5
price_per_wrvu = 80
spending = 6000
{terms}
{plans}
{rest}
"#
    )
}

const SALARY: &str = "[plan.base]\npay = [{ salary = { per_fte = 250000 } }]\n";
const RATE_50: &str = "[plan.base]\npay = [{ wrvu = { tiers = [{ rate = 50 }] } }]\n";
const POOL: &str =
    "[allocation]\nphysicians = 0.5\ninfrastructure = 0.2\n[allocation.pool.all]\nshare = 1.0\n";
const POOLED: &str =
    "[plan.base]\npay = [{ salary = { per_fte = 250000 } }, { shared_savings = { pool = \"all\" } }]\n";

fn system(outcome: &Outcome, year: usize, metric: SystemMetric) -> f64 {
    outcome.of(0, year).row(Scope::System, "all", metric.definition().name).unwrap().mean
}

fn contract(outcome: &Outcome, year: usize, metric: ContractMetric) -> f64 {
    outcome.of(0, year).row(Scope::Contract, "aco", metric.definition().name).unwrap().mean
}

fn everyone(model: &Model, mut look: impl FnMut(usize, usize)) {
    for year in 0..model.years {
        for place in 0..model.len() {
            look(year, place);
        }
    }
}

#[test]
fn nothing_saved_puts_nothing_into_the_pools() {
    // A benchmark of half the spending: no year can save.
    let terms = "terms = { shared_savings = { benchmark = { prospective = { growth = -0.2 } }, rebase_every = 50 } }\ntrend = 0.3\n";
    let model = build(&scenario("behaviour = \"none\"", terms, POOLED, POOL), None);
    let outcome = run(&model, 32, 1);
    for year in 1..model.years {
        assert_eq!(contract(&outcome, year, ContractMetric::Earned), 0.0, "year {year}");
        for place in 0..model.len() {
            assert_eq!(outcome.of(0, year).person(place).unwrap().get(Metric::PassThroughPay).mean, 0.0);
        }
    }
}

#[test]
fn sharing_nothing_is_fee_for_service() {
    let none = "terms = { shared_savings = { sharing_rate = 0.0, loss_rate = 0.0 } }\n";
    let fee = "terms = \"fee_for_service\"\n";
    for head in ["behaviour = \"none\"", "behaviour = \"evidence\""] {
        let shared = build(&scenario(head, none, POOLED, POOL), None);
        let plain = build(&scenario(head, fee, POOLED, POOL), None);
        let (a, b) = (run(&shared, 32, 1), run(&plain, 32, 1));
        for year in 0..shared.years {
            for metric in [SystemMetric::SystemMargin, SystemMetric::ValuePaid, SystemMetric::ProgrammeMargin]
            {
                assert_eq!(system(&a, year, metric), system(&b, year, metric), "{head} {metric:?}");
            }
        }
        everyone(&shared, |year, place| {
            let pay = |o: &Outcome| o.of(0, year).person(place).unwrap().get(Metric::Pay);
            assert_eq!(pay(&a), pay(&b));
        });
    }
}

#[test]
fn a_flat_salary_has_a_misalignment_of_one() {
    let model = build(&scenario("", "terms = \"shared_savings\"\n", SALARY, ""), None);
    let outcome = run(&model, 32, 1);
    everyone(&model, |year, place| {
        let found = outcome.of(0, year).person(place).unwrap().get(Metric::Misalignment);
        assert_eq!((found.mean, found.sd), (1.0, 0.0));
    });
}

#[test]
fn doubling_a_rate_doubles_that_pay() {
    let calm = "behaviour = \"none\"\nworkforce = { move_hazard = 0.0, exit_hazard = 0.0 }";
    let fee = "terms = \"fee_for_service\"\n";
    let once = build(&scenario(calm, fee, RATE_50, ""), None);
    let twice = build(&scenario(calm, fee, &RATE_50.replace("50", "100"), ""), None);
    let (a, b) = (run(&once, 64, 1), run(&twice, 64, 1));
    everyone(&once, |year, place| {
        let pay = |o: &Outcome| o.of(0, year).person(place).unwrap().get(Metric::Pay);
        let (one, two) = (pay(&a), pay(&b));
        // Each trial's pay is a whole number of cents.
        assert!((two.mean - 2.0 * one.mean).abs() <= 0.011, "{} {}", one.mean, two.mean);
        assert!((two.sd - 2.0 * one.sd).abs() <= 0.011);
    });
}

#[test]
fn alone_in_a_pool_that_keeps_nothing_back_marginal_pass_through_is_the_contracts_slope() {
    let all = "[allocation]\nphysicians = 1.0\ninfrastructure = 0.0\n[allocation.pool.all]\nshare = 1.0\n";
    let text = scenario(
        "behaviour = \"none\"",
        "attribution.churn = 0.0\nterms = \"shared_savings\"\n",
        POOLED,
        all,
    )
    .replace("count = 6", "count = 1")
    .replace("lives = { aco = 900 }", "lives = { aco = 1500 }");
    let model = build(&text, None);
    let outcome = run(&model, 32, 1);
    for year in 0..model.years {
        let slope = contract(&outcome, year, ContractMetric::Slope);
        let own = outcome.of(0, year).person(0).unwrap().get(Metric::MarginalPassThrough).mean;
        assert!(slope > 0.1 && (own - slope).abs() < 1e-6, "year {year}: {own} and {slope}");
    }
}

#[test]
fn half_the_pool_is_half_the_pass_through() {
    let pool = |share: f64| {
        format!(
            "[allocation]\nphysicians = {share}\ninfrastructure = 0.2\n[allocation.pool.all]\nshare = 1.0\n"
        )
    };
    let text = |share| scenario("behaviour = \"none\"", "terms = \"shared_savings\"\n", POOLED, &pool(share));
    let (full, half) = (build(&text(0.6), None), build(&text(0.3), None));
    let (a, b) = (run(&full, 32, 1), run(&half, 32, 1));
    everyone(&full, |year, place| {
        let kappa = |o: &Outcome| o.of(0, year).person(place).unwrap().get(Metric::MarginalPassThrough).mean;
        assert!((kappa(&a) - 2.0 * kappa(&b)).abs() < 2e-6);
    });
}

#[test]
fn nobody_moves_when_incentives_move_nobody() {
    let text = scenario("behaviour = \"none\"", "terms = \"shared_savings\"\n", POOLED, POOL);
    let outcome_of = |text: &str| {
        let model = build(text, None);
        let outcome = run(&model, 32, 1);
        (model, outcome)
    };
    let (model, calm) = outcome_of(&text);
    let (_, paid) = outcome_of(&text.replace(POOLED, RATE_50));
    everyone(&model, |year, place| {
        for metric in [Metric::Wrvu, Metric::Quality, Metric::TrueSavings] {
            let of = |o: &Outcome| o.of(0, year).person(place).unwrap().get(metric);
            assert_eq!(of(&calm), of(&paid), "{metric:?}");
        }
        assert_eq!(calm.of(0, year).person(place).unwrap().get(Metric::TrueSavings).mean, 0.0);
    });
}

#[test]
fn every_cent_of_every_flow_is_accounted_for_in_the_means() {
    // The ledger is checked in every trial; the means that are reported must balance too.
    let model = build(&scenario("", "terms = \"shared_savings\"\n", POOLED, POOL), None);
    let outcome = run(&model, 96, 2);
    for year in 0..model.years {
        let mut net: BTreeMap<String, f64> = BTreeMap::new();
        let mut gross = 0.0;
        for found in outcome.of(0, year).rows().filter(|r| r.row.scope == Scope::Flow) {
            let (from, to) = found.row.flow.clone().unwrap();
            gross += if to == "savings:aco" { found.summary.mean } else { 0.0 };
            gross -= if from == "losses:aco" { found.summary.mean } else { 0.0 };
            *net.entry(from).or_default() -= found.summary.mean;
            *net.entry(to).or_default() += found.summary.mean;
        }
        let saved =
            outcome.of(0, year).row(Scope::System, "all", SystemMetric::GrossSavings.definition().name);
        assert!((gross - saved.unwrap().mean).abs() < 0.01, "year {year}: {gross}");
        let mut passed = 0;
        for node in CascadeNode::ALL.iter().filter(|node| node.kind() == AccountKind::Passes) {
            let name = account_of(node.name(), "aco");
            assert!(net[&name].abs() < 0.01, "year {year}: {} stays in {name}", net[&name]);
            passed += 1;
        }
        assert_eq!(passed, 8);
    }
}

#[test]
fn above_the_cap_on_pay_no_lever_pays() {
    // 5,000 wRVU at $50 are $250,000; a cap of $50,000 lies far below.
    let capped = format!("{RATE_50}fair_market_value = {{ cap_per_fte = 50000 }}\n");
    let terms = "terms = { shared_savings = { sharing_rate = 0.5 } }\n";
    for head in ["behaviour = \"none\"", "behaviour = \"evidence\""] {
        let model = build(&scenario(head, terms, &capped, ""), None);
        let outcome = run(&model, 32, 1);
        everyone(&model, |year, place| {
            let index = outcome.of(0, year).person(place).unwrap().get(Metric::Misalignment).mean;
            assert!((index - 1.0).abs() < 1e-6, "like a flat salary: {index}");
        });
    }
}

#[test]
fn a_base_salary_is_not_at_stake_behind_a_quality_gate() {
    // A threshold that nobody reaches leaves the salary: quality earns nothing, the index is 1.
    let plans = "[plan.base]\npay = [{ wrvu_threshold = { base_per_fte = 220000, rate = 50, threshold = 60000 } }, \
        { quality_gate = { gate = 0.8, kept = 0.5 } }]\n";
    let terms = "terms = { shared_savings = { sharing_rate = 0.5 } }\n";
    let model = build(&scenario("behaviour = \"none\"", terms, plans, ""), None);
    let outcome = run(&model, 32, 1);
    everyone(&model, |year, place| {
        let index = outcome.of(0, year).person(place).unwrap().get(Metric::Misalignment).mean;
        assert!((index - 1.0).abs() < 1e-6, "like a flat salary: {index}");
    });
}

#[test]
fn nobody_converts_twice() {
    let plans = format!("{RATE_50}[plan.next]\npay = [{{ salary = {{ per_fte = 250000 }} }}]\n");
    let rest = "[[redesign]]\nfrom = \"base\"\nto = \"next\"\nwhen = \"immediately\"\nlead_months = 0\n";
    let model = build(&scenario("behaviour = \"none\"", "terms = \"fee_for_service\"\n", &plans, rest), None);
    let outcome = run(&model, 32, 1);
    for year in 0..model.years {
        assert_eq!(system(&outcome, year, SystemMetric::Converted), 1.0, "year {year}");
    }
}
