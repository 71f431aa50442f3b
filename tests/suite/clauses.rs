//! Clauses of change, interim settlements and prepayments, in the engine: hand-worked against the same
//! contract without them, on the same luck.

use super::common::{ByPlace as _, build, run};
use cascade::engine::{HorizonMetric, Outcome, Scope, SettledContract, explain_contract};
use cascade::model::Model;
use cascade::terms::Settlement;
use cascade::units::Cents;

const TRIALS: u64 = 64;
const YEARS: usize = 6;

/// Six physicians under a two-sided contract that gates on quality, nobody responding, with something added.
fn contract(addition: &str) -> Model {
    let text = format!(
        r#"
scenario = {{ title = "Clauses" }}
run = {{ years = {YEARS}, seed = 11 }}
behaviour = "none"
system = {{ name = "S" }}
# Nothing is spent of value money, so that whatever a payer takes is missing from the margin.
allocation = {{ infrastructure = 0 }}
workforce = {{ move_hazard = 0.0, exit_hazard = 0.0 }}
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
revenue_share = 0.5
spending = 6000
programme_fixed_cost = 100000
clock = {{ settlement_month = 20, payment_month = 21 }}
{addition}
[contract.blue.terms.shared_savings]
minimum_savings_rate = 0.0
minimum_loss_rate = 0.0
savings_cap = 1.0
loss_rate = 0.3
loss_cap = 1.0
rebase_every = 3
quality = {{ threshold = 0.70, target = 0.90 }}
"#
    );
    build(&text, None)
}

fn settled(model: &Model, trial: u64, year: usize) -> SettledContract {
    explain_contract(model, 0, trial, year, 0).expect("a balanced ledger").settled
}

/// Both settlements of every year of some trials.
fn pairs(plain: &Model, other: &Model) -> Vec<(SettledContract, SettledContract)> {
    (0..12)
        .flat_map(|trial| (0..YEARS).map(move |year| (trial, year)))
        .map(|(trial, year)| (settled(plain, trial, year), settled(other, trial, year)))
        .collect()
}

fn horizon(outcome: &Outcome, metric: HorizonMetric) -> f64 {
    outcome.arm("baseline").expect("an arm").horizon(metric).mean
}

/// Mean of a measure of the contract in the last year.
fn outcome_of_last(model: &Model, metric: &str) -> f64 {
    run(model, TRIALS, 1).of(0, YEARS - 1).row(Scope::Contract, "blue", metric).expect("a measure").mean
}

fn flow(outcome: &Outcome, year: usize, purpose: &str) -> f64 {
    let mut rows = outcome.of(0, year).rows();
    rows.find(|r| r.row.scope == Scope::Flow && r.row.metric == purpose).expect("a flow").summary.mean
}

#[test]
fn a_clause_that_never_strikes_changes_nothing() {
    let never = contract(
        "clauses = { measure_change = { chance = 0, rise = 0.1 }, amendment = { chance = 0, cut = 0.5 }, \
         audit = { chance = 0, share = 0.5 } }",
    );
    for (a, b) in pairs(&contract(""), &never) {
        assert_eq!(a.settlement, b.settlement);
    }
}

#[test]
fn a_change_of_measures_asks_more_of_the_score() {
    let changed = contract("clauses = { measure_change = { chance = 1, rise = 0.05, notice_months = 3 } }");
    let part = |quality: f64| ((quality - 0.70) / 0.20).clamp(0.0, 1.0);
    let mut lower = 0;
    for (a, b) in pairs(&contract(""), &changed) {
        // Five points for nine months: 3.75 points of the ladder between 0.70 and 0.90.
        assert!((b.struck.rise - 0.0375).abs() < 1e-12);
        let gross = a.settlement.gross();
        assert_eq!(gross, b.settlement.gross());
        if gross > Cents::ZERO {
            assert_eq!(b.settlement.earned, Cents::round(0.5 * part(b.quality - 0.0375) * gross.dollars()));
            lower += u32::from(b.settlement.earned < a.settlement.earned);
        } else {
            assert_eq!(a.settlement, b.settlement);
        }
    }
    assert!(lower > 5, "{lower}");
}

#[test]
fn an_amendment_pays_less_from_its_notice_until_the_agreement_rebases() {
    let amended = contract("clauses = { amendment = { chance = 1, cut = 0.4, notice_months = 6 } }");
    for (place, (a, b)) in pairs(&contract(""), &amended).into_iter().enumerate() {
        // Agreements of three years: half of the cut in the first, all of it in the second and third.
        let cut = if place % 3 == 0 { 0.2 } else { 0.4 };
        assert!((b.struck.cut - cut).abs() < 1e-12, "{place}");
        assert_eq!(b.settlement.earned, Cents::round(a.settlement.earned.dollars() * (1.0 - b.struck.cut)));
        assert_eq!(b.settlement.owed, a.settlement.owed);
        assert!(b.settlement.balances());
    }
}

#[test]
fn a_payer_who_leaves_after_a_gain_leaves_the_losses() {
    let ended = contract("clauses = { termination = { by_payer = 1, notice_months = 3 } }");
    let plain = contract("");
    let forfeited =
        contract("clauses = { termination = { by_payer = 1, notice_months = 3, forfeits = true } }");
    let mut gains = 0;
    for trial in 0..12 {
        let mut last = None;
        for year in 0..YEARS {
            let (a, b) = (settled(&plain, trial, year), settled(&ended, trial, year));
            let c = settled(&forfeited, trial, year);
            let runs = last.is_none_or(|last| year <= last);
            assert_eq!(b.runs, runs, "{trial} {year}");
            assert_eq!(b.settlement, if runs { a.settlement } else { Settlement::default() });
            if b.struck.ended {
                // The first gain ends it; notice of 90 days lets the next year run.
                assert!(last.is_none() && a.settlement.earned > Cents::ZERO);
                last = Some(year + 1);
                gains += 1;
                assert_eq!((c.settlement.earned, c.settlement.gross()), (Cents::ZERO, a.settlement.gross()));
                assert!(c.settlement.balances());
            }
        }
    }
    assert!(gains > 6, "{gains}");
    // Nobody is attributed to what has ended, and nothing is spent under it.
    let of = |name| outcome_of_last(&ended, name);
    let share = of("attributed_lives") / outcome_of_last(&plain, "attributed_lives");
    assert!(
        share < 0.5 && (of("spending") / outcome_of_last(&plain, "spending") - share).abs() < 0.05,
        "{share}"
    );
    // What nobody runs costs nothing.
    let outcome = run(&ended, TRIALS, 1);
    assert!(flow(&outcome, YEARS - 1, "programme cost beyond fees") < 60_000.0);
    assert!((flow(&run(&plain, TRIALS, 1), 0, "programme cost beyond fees") - 100_000.0).abs() < 0.01);
}

#[test]
fn without_a_word_on_notice_the_year_that_has_begun_runs_to_its_end() {
    let ended = contract("clauses = { termination = { by_payer = 1 } }");
    let mut gains = 0;
    for trial in 0..12 {
        if settled(&ended, trial, 0).struck.ended {
            gains += 1;
            assert!(settled(&ended, trial, 1).runs && !settled(&ended, trial, 2).runs);
        }
    }
    assert!(gains > 0);
}

#[test]
fn an_audit_takes_back_its_share_two_years_later() {
    let plain = contract("");
    let audited = contract("clauses = { audit = { chance = 1, share = 0.25, months = 24 } }");
    for (a, b) in pairs(&plain, &audited) {
        assert_eq!(a.settlement, b.settlement);
        assert_eq!(b.struck.recovered, Cents::round(0.25 * b.settlement.earned.dollars()));
    }
    let (a, b) = (run(&plain, TRIALS, 1), run(&audited, TRIALS, 1));
    let taken = |year| flow(&b, year, "taken back of an earlier year after an audit");
    assert_eq!((taken(0), taken(1)), (0.0, 0.0));
    let payer_net = |o: &Outcome, year| o.of(0, year).row(Scope::Contract, "blue", "payer_net").unwrap().mean;
    for year in 2..YEARS {
        // The last year bears what the last three earned: what comes after the horizon is owed too.
        let audited = if year == YEARS - 1 { year - 2..=year } else { year - 2..=year - 2 };
        let earned: f64 = audited.map(|of| flow(&a, of, "earned by the system")).sum();
        assert!(earned > 1_000.0 && (taken(year) - 0.25 * earned).abs() < 0.05, "{year}");
        assert!((payer_net(&b, year) - payer_net(&a, year) - taken(year)).abs() < 0.05, "{year}");
    }
    // All six years are audited, and the programme earns that much less.
    let all: f64 = (2..YEARS).map(taken).sum();
    let fall = horizon(&a, HorizonMetric::ProgrammeMargin) - horizon(&b, HorizonMetric::ProgrammeMargin);
    assert!((fall - all).abs() < 0.5, "{fall} {all}");
}

#[test]
fn reporting_is_a_cost_of_its_own() {
    let (a, b) = (
        run(&contract(""), TRIALS, 1),
        run(&contract("clauses = { reporting = { measures = 20, per_measure = 1500 } }"), TRIALS, 1),
    );
    assert!((flow(&b, 0, "cost of reporting under contracts") - 30_000.0).abs() < 0.01);
    assert!((flow(&b, 0, "programme cost beyond fees") - 100_000.0).abs() < 0.01);
    let all: f64 = (0..YEARS).map(|year| flow(&b, year, "cost of reporting under contracts")).sum();
    let fall = horizon(&a, HorizonMetric::ProgrammeMargin) - horizon(&b, HorizonMetric::ProgrammeMargin);
    assert!((fall - all).abs() < 0.5, "{fall} {all}");
}

#[test]
fn interim_money_and_prepayments_move_cash_and_nothing_else() {
    let plain = contract("");
    let interim = contract("interim = { month = 14, share = 0.5, error = 0.02 }");
    let prepaid = contract("prepayment = { share = 0.01 }");
    let (a, b, c) = (run(&plain, TRIALS, 1), run(&interim, TRIALS, 1), run(&prepaid, TRIALS, 1));
    for other in [&b, &c] {
        assert_eq!(
            horizon(&a, HorizonMetric::ProgrammeMargin),
            horizon(other, HorizonMetric::ProgrammeMargin)
        );
        for year in 0..YEARS {
            let margin = |o: &Outcome| o.of(0, year).row(Scope::System, "all", "system_margin").unwrap().mean;
            assert_eq!(margin(&a), margin(other));
        }
    }
    // A prepayment comes before anything is earned: the trough is shallower by some of it, and never by more
    // than one year's, 1 % of a benchmark of about 18 million.
    let lift = horizon(&c, HorizonMetric::CashTrough) - horizon(&a, HorizonMetric::CashTrough);
    assert!(lift > 10_000.0 && lift < 1_000_000.0, "{lift}");
    for (a, b) in pairs(&plain, &interim) {
        assert_eq!(a.settlement, b.settlement);
        // Half of a result on spending that errs by a few per cent of itself.
        let spread = b.settlement.spending.dollars() * 0.02 * 5.0;
        assert!((b.provisional.dollars() - 0.5 * b.settlement.net().dollars()).abs() < 0.25 * spread);
        assert_eq!(a.provisional, Cents::ZERO);
    }
    let exact = contract("interim = { month = 14, share = 1.0, error = 0.0 }");
    for (_, b) in pairs(&plain, &exact) {
        assert_eq!(b.provisional, b.settlement.net());
    }
}
