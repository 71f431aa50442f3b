//! Ten textbook plans on one system, and what must come of them: partial orders that follow from what each plan pays
//! for, whatever the figures are. A contract that is left and a raise are no progress.

use super::common::{build, csv_of, run};
use cascade::Metric;
use cascade::decision::{chains, next_hour, next_hours};
use cascade::engine::{LeverFigure, Outcome, SystemMetric};
use cascade::entity::Lever;
use cascade::model::Model;
use cascade::report::Report;
use cascade::units::CalendarYear;
use std::sync::LazyLock;

/// Nobody responds, so that plans meet the same work. A contract with one payer pays half of what is saved below a
/// benchmark that lies above spending; the three arms after the plans differ from what they build
/// on in one thing.
const TEXT: &str = r#"
engine = 1
behaviour = "none"

[scenario]
title = "Ten textbook plans on one system"

[run]
years = 2
trials = 32
seed = 10

[system]
name = "Textbook Health"

[value]
quality_point = 1

[workforce]
turnover = false

[contract.aco]
payer = "Regional plan"
line = "commercial"
revenue_share = 0.4
spending = 6200
terms = { shared_savings = { sharing_rate = 0.5, minimum_savings_rate = 0.0, savings_cap = 1.0, rebase_every = 0, benchmark = { regional = { regional_ratio = 1.04 } } } }

[contract.book]
payer = "All other payers"
line = "commercial"
revenue_share = 0.6
spending = 6200
terms = "fee_for_service"

[allocation]
infrastructure = 0.0
pool.all = { share = 1.0 }

[plan.p]
pay = [{ wrvu = { tiers = [{ rate = 48 }] } }, { quality_bonus = { per_fte = 12000, ladder = { threshold = 0.65, target = 0.95 } } }]

[cohort.fm]
count = 12
specialty = "family_medicine"
plans = { p = 1.0 }
wrvu = { lognormal = { median = 5000, sigma = 0.1 } }
panel = 1600
lives = { aco = 600 }

[variant.flat]
plan.p.pay = [{ salary = { per_fte = 250000 } }]
[variant.wrvu]
plan.p.pay = [{ wrvu = { tiers = [{ rate = 50 }] } }]
[variant.sixty_forty]
plan.p.pay = [{ wrvu = { tiers = [{ rate = 30 }] } }, { quality_bonus = { per_fte = 160000, ladder = { threshold = 0.65, target = 0.95 } } }]
[variant.panel]
plan.p.pay = [{ salary = { per_fte = 130000 } }, { panel = { per_member_month = 6.25 } }]
[variant.capitation]
plan.p.pay = [{ capitation = { per_member_month = 13, referral_share = 0.5, referral_limit = 1.0 } }]
[variant.equal_30]
allocation.physicians = 0.3
allocation.authorisation = { lead_months = 0, legal_cost = 0 }
plan.p.pay = [{ wrvu = { tiers = [{ rate = 48 }] } }, { shared_savings = { pool = "all" } }]
[variant.equal_100]
builds_on = "equal_30"
allocation.physicians = 1.0
allocation.authorisation = { lead_months = 0, legal_cost = 0 }
[variant.attributed_100]
allocation.pool.all.weights = { equal = 0.0, attribution = 1.0 }
allocation.physicians = 1.0
allocation.authorisation = { lead_months = 0, legal_cost = 0 }
plan.p.pay = [{ wrvu = { tiers = [{ rate = 48 }] } }, { shared_savings = { pool = "all" } }]
[variant.salary_attributed_100]
allocation.pool.all.weights = { equal = 0.0, attribution = 1.0 }
allocation.physicians = 1.0
allocation.authorisation = { lead_months = 0, legal_cost = 0 }
plan.p.pay = [{ salary = { per_fte = 250000 } }, { shared_savings = { pool = "all" } }]
[variant.threshold]
plan.p.pay = [{ wrvu_threshold = { base_per_fte = 300000, rate = 40 } }]
# Not plans: a contract left, and a raise.
[variant.leaves]
contract.aco.last_year = 2026
contract.aco.after_end = "fee_for_service"
[variant.attributed_leaves]
builds_on = ["attributed_100", "leaves"]
[variant.raise]
builds_on = "flat"
plan.p.pay = [{ salary = { per_fte = 275000 } }]
"#;

const YEAR: u16 = 2027;

static RUN: LazyLock<(Model, Outcome)> = LazyLock::new(|| {
    let model = build(TEXT, None);
    let outcome = run(&model, 32, 2);
    (model, outcome)
});

/// A measure of everyone in the second year.
fn mean(arm: &str, metric: Metric) -> f64 {
    let results = RUN.1.at(arm, YEAR).expect("an arm and a year");
    results.everyone().get(metric).expect("a measure of groups").mean
}

/// What an hour of a lever pays.
fn pays(arm: &str, lever: Lever) -> f64 {
    mean(arm, Metric::of_lever(LeverFigure::Pays, lever))
}

/// What the physician is paid of a dollar that is avoided.
fn own_part(arm: &str) -> f64 {
    mean(arm, Metric::OwnPartOfAvoided)
}

fn rises(figure: impl Fn(&str) -> f64, arms: &[&str]) {
    for pair in arms.windows(2) {
        let (low, high) = (figure(pair[0]), figure(pair[1]));
        assert!(low < high, "{}: {low}, {}: {high}", pair[0], pair[1]);
    }
}

#[test]
fn stewardship_is_paid_by_those_who_share_what_is_saved() {
    // Neither a salary nor panel pay moves with the cost of care or with visits not made.
    for arm in ["flat", "panel"] {
        assert_eq!(own_part(arm), 0.0, "{arm}");
        assert_eq!(mean(arm, Metric::of_lever(LeverFigure::Induced, Lever::Stewardship)), 0.0, "{arm}");
    }
    // Who is paid by the visit loses by visits not made; a pool divided equally pays one in twelve, one by attribution
    // one's own; full risk for half of all patients' cost more than all of half of some patients' savings.
    rises(own_part, &["wrvu", "baseline", "flat", "equal_30", "equal_100", "attributed_100"]);
    rises(own_part, &["attributed_100", "salary_attributed_100", "capitation"]);
    rises(own_part, &["panel", "capitation"]);
    // On a salary no visit is paid, so none is lost.
    assert_eq!(pays("salary_attributed_100", Lever::Volume), 0.0);
}

#[test]
fn sixty_forty_pays_for_quality_what_it_does_not_pay_for_visits() {
    rises(|arm| pays(arm, Lever::Quality), &["wrvu", "baseline", "sixty_forty"]);
    rises(|arm| pays(arm, Lever::Volume), &["flat", "sixty_forty", "baseline", "wrvu"]);
    // It induces more value. The index says the opposite, since it counts the effort against it.
    rises(|arm| mean(arm, Metric::ValueInduced), &["wrvu", "sixty_forty"]);
    rises(|arm| mean(arm, Metric::Misalignment), &["wrvu", "sixty_forty"]);
}

#[test]
fn value_induced_ranks_the_plans() {
    rises(
        |arm| mean(arm, Metric::ValueInduced),
        &[
            "wrvu",
            "baseline",
            "equal_30",
            "equal_100",
            "attributed_100",
            "salary_attributed_100",
            "capitation",
        ],
    );
    rises(
        |arm| mean(arm, Metric::ValueInducedContracted),
        &["wrvu", "equal_30", "equal_100", "attributed_100", "capitation"],
    );
    assert_eq!(mean("flat", Metric::ValueInduced), 0.0);
}

#[test]
fn by_lever_it_adds_up_and_the_index_is_what_is_left() {
    for arm in ["baseline", "sixty_forty", "capitation", "attributed_100"] {
        let over =
            |figure| -> f64 { Lever::ALL.iter().map(|k| mean(arm, Metric::of_lever(figure, *k))).sum() };
        let (value, effort) = (mean(arm, Metric::ValueInduced), mean(arm, Metric::EffortOfValue));
        assert!((over(LeverFigure::Induced) - value).abs() < 1e-4, "{arm}");
        assert!((over(LeverFigure::Effort) - effort).abs() < 1e-4, "{arm}");
        // Quality has a stated worth here, so that worth is that of every arm's own contracts, too.
        let index = 100.0 * (1.0 - mean(arm, Metric::Misalignment));
        assert!((value - effort - index).abs() < 1e-4, "{arm}: {value} - {effort} against {index}");
        // At full strength the target is the index's; at a fifth: 5 × induced − 25 × effort.
        let target = mean(arm, Metric::ValueAtTarget);
        assert!((target - (5.0 * value - 25.0 * effort)).abs() < 1e-3, "{arm}: {target}");
    }
}

#[test]
fn leaving_a_contract_is_no_progress() {
    for (stays, leaves) in [("baseline", "leaves"), ("attributed_100", "attributed_leaves")] {
        // A share of revenue that is given up looks like a smaller gap, unless contracts are held.
        assert!(mean(stays, Metric::ValueRevenueShare) > 0.1, "{stays}");
        assert_eq!(mean(leaves, Metric::ValueRevenueShare), 0.0);
        let held = |arm| mean(arm, Metric::ValueRevenueHeld);
        assert_eq!(held(leaves), held(stays));
        assert!(mean(leaves, Metric::AlignmentGap) >= mean(stays, Metric::AlignmentGap) - 1e-9, "{leaves}");
        for metric in [Metric::ValueInduced, Metric::ValueInducedContracted] {
            assert!(mean(leaves, metric) <= mean(stays, metric) + 1e-9, "{leaves}: {metric:?}");
        }
    }
    // What was paid by attribution is paid no more.
    rises(|arm| mean(arm, Metric::ValueInducedContracted), &["attributed_leaves", "attributed_100"]);
    // Where an account takes all pay away, nothing is a part of it.
    assert!(mean("capitation", Metric::AlignmentGap).abs() < 1_000.0);
    rises(|arm| mean(arm, Metric::AlignmentGap), &["attributed_100", "attributed_leaves"]);
}

#[test]
fn a_raise_is_a_cost_and_no_alignment() {
    for metric in
        [Metric::ValueInduced, Metric::ValueInducedContracted, Metric::AlignmentGap, Metric::ValueAtTarget]
    {
        assert_eq!(mean("raise", metric), mean("flat", metric), "{metric:?}");
    }
    for lever in Lever::ALL {
        assert_eq!(pays("raise", lever), pays("flat", lever));
    }
    let of = |arm: &str, metric| RUN.1.at(arm, YEAR).expect("an arm and a year").system(metric).mean;
    let more = |metric| of("raise", metric) - of("flat", metric);
    // A tenth of $250,000 for each FTE.
    let (pay, margin) = (more(SystemMetric::TotalPay), more(SystemMetric::SystemMargin));
    assert!((pay - 0.1 * of("flat", SystemMetric::TotalPay)).abs() < 1.0, "{pay}");
    assert!(margin <= -pay && margin > -1.5 * pay, "{margin} against {pay}");
}

#[test]
fn the_chain_says_which_leg_is_broken() {
    let chain = |arm: &str| {
        let (model, outcome) = &*RUN;
        let place = model.arms.iter().position(|own| own.name == arm).expect("an arm");
        chains(model, outcome, place, 1).swap_remove(0)
    };
    let today = chain("baseline");
    // Half of what is saved is paid, on the aco's part of the care; margin is lost on all of it. At the share where it
    // turns receipts make up for what is lost: system = receipts × (1 − turning / contracted), by another path.
    let sums = |metric| mean("baseline", metric);
    let receipts = sums(Metric::ReceiptsForStewardship) / sums(Metric::WorthOfStewardship);
    let turning = today.turning_share.expect("a contract pays");
    assert!(today.system < 0.0 && today.own < 0.0 && turning > today.contracted_share);
    assert!((receipts * (1.0 - turning / today.contracted_share) - today.system).abs() < 1e-9);
    assert!(today.finding(CalendarYear(YEAR)).starts_with("In 2027 the system itself loses"));
    // Contracts are the same in every arm that only pays otherwise; without one nothing turns it.
    assert_eq!(chain("capitation").turning_share, today.turning_share);
    assert!(chain("capitation").own > 0.1);
    assert_eq!(chain("leaves").turning_share, None);
    assert_eq!(chain("leaves").contracted_share, 0.0);
}

#[test]
fn the_best_paid_hour_is_found_and_said() {
    let (model, outcome) = &*RUN;
    for (arm, lever) in [
        ("wrvu", Lever::Access),
        ("sixty_forty", Lever::Quality),
        ("capitation", Lever::Stewardship),
        ("attributed_100", Lever::Documentation),
    ] {
        let place = model.arms.iter().position(|own| own.name == arm).expect("an arm");
        let hours = next_hours(model, outcome, place, 1);
        assert_eq!(hours.len(), 2);
        let own = &hours[1];
        assert_eq!((own.entity.as_str(), own.best), ("family_medicine", Some(lever)), "{arm}");
        assert!(own.share() > 0.5, "{arm}: {}", own.share());
        let said = next_hour::finding(own, CalendarYear(YEAR));
        // New patients are visits: an hour of access pays nearly what one of visits does, and both are named.
        let (hour, is) = if lever == Lever::Access { ("hours", "are") } else { ("hour", "is") };
        let named = next_hour::hour_of(lever);
        let begins = format!("In 2027 the best-paid {hour} of a family physician {is} {named} ($");
        assert!(said.starts_with(&begins), "{said}");
    }
    let said = |arm: &str| {
        let place = model.arms.iter().position(|own| own.name == arm).expect("an arm");
        next_hour::finding(&next_hours(model, outcome, place, 1)[0], CalendarYear(YEAR))
    };
    assert_eq!(said("flat"), "In 2027 no hour pays a physician anything more");
    // $300,000 are 7,500 wRVUs at $40; with 5,000 the salary is a floor, and a visit pays nothing.
    assert!(mean("threshold", Metric::Guaranteed) > 0.99 && pays("threshold", Lever::Volume) < 0.5);
    assert!(said("threshold").contains("a guarantee or a floor holds"), "{}", said("threshold"));
    assert_eq!(mean("flat", Metric::Guaranteed), 0.0);
}

#[test]
fn the_table_has_a_row_for_each_lever() {
    let (model, outcome) = &*RUN;
    let text = csv_of("levers", &Report::new(model, outcome, &[]));
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    // Everyone, a specialty and a plan.
    assert_eq!(rows.len(), 1 + model.arms.len() * 2 * 3 * Lever::ALL.len());
    let place = |name: &str| rows[0].iter().position(|column| *column == name).expect("a column");
    let row = |arm: &str, lever: &str| {
        let found = rows.iter().find(|row| row[..5] == [arm, "2027", "system", "all", lever]);
        found.expect("a row").clone()
    };
    let number = |row: &[&str], name: &str| row[place(name)].parse::<f64>().expect("a number");
    let (today, capitation) = (row("baseline", "stewardship"), row("capitation", "stewardship"));
    assert_eq!(today[place("pay_change")], "");
    let change = number(&capitation, "pay_per_hour") - number(&today, "pay_per_hour");
    assert!((number(&capitation, "pay_change") - change).abs() < 1e-5);
    assert!((number(&capitation, "pay_per_hour") - pays("capitation", Lever::Stewardship)).abs() < 1e-6);
    assert!(
        number(&capitation, "pay_change_ci_low") <= change
            && change <= number(&capitation, "pay_change_ci_high")
    );
}
