//! Prices worked out by hand, without chance and response: two physicians, 1,000 lives at $6,000, three years.

use super::*;
use crate::engine::{HorizonMetric, RunOptions, Silent};
use crate::negotiation::clause::{ClauseKind, ClauseStanding};
use crate::{NoFiles, Study};

/// A region that spends 5 % more: a benchmark of $6,300, savings of $300 a person, half of them $150,000 a year.
const REGIONAL: &str = r"terms.shared_savings = { sharing_rate = 0.5, minimum_savings_rate = 0.0, rebase_every = 0, benchmark = { regional = { regional_ratio = 1.05 } } }";

fn text(contract: &str) -> String {
    format!(
        r#"
        run = {{ years = 3, start_year = 2026 }}
        chance = {{ none = true }}
        behaviour = "none"
        scenario = {{ title = "Two physicians" }}
        system = {{ name = "Small clinic" }}
        outlook = {{ expense_growth = 0 }}
        allocation = {{ infrastructure = 0, physicians = 0.4, pool.all = {{ share = 1 }} }}
        plan.shared.pay = [{{ salary = {{ per_fte = 250000 }} }}, {{ shared_savings = {{ pool = "all" }} }}]
        cohort.fm = {{ count = 2, specialty = "family_medicine", plans = {{ shared = 1.0 }}, wrvu = 5000, quality = 0.75, lives = {{ blue = 500 }} }}
        contract.book = {{ payer = "Others", line = "commercial", revenue_share = 0.5, spending = 6000, terms = "fee_for_service" }}
        [contract.blue]
        payer = "Blue plan"
        line = "commercial"
        revenue_share = 0.5
        spending = 6000
        trend = 0
        measures = 0
        {contract}
        "#
    )
}

fn priced(contract: &str, asked: &ClausesAsked) -> ClausePrices {
    let study = Study::read("clinic.toml", &text(contract), &NoFiles).unwrap();
    let model = study.model().unwrap();
    price_clauses(&study, &model, asked, RunOptions::trials(1), &Silent).unwrap()
}

/// What a clause of the contract costs: by what the contract pays, and by the system's margin before physicians' part.
fn price_of(contract: &str, clause: ClauseKind) -> f64 {
    let found = priced(contract, &ClausesAsked::default());
    let row = found.of("blue", clause.key()).unwrap();
    assert_eq!(row.standing, ClauseStanding::There.word(), "{}", row.says);
    // What the payer loses, the others gain, to the cent.
    let worth = row.worth.as_ref().unwrap();
    let whole = worth.bearers.iter().filter(|bearer| !bearer.kind.is_part());
    assert_eq!(whole.map(|bearer| bearer.cents).sum::<i64>(), 0);
    row.price("contract_net_total").unwrap().price.value
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.03, "{found} is not {expected}");
}

#[test]
fn measures_that_rise_cost_what_quality_earned() {
    // Quality of 0.75 on a ladder from 0.70 to 0.80 earns half of $150,000: eight points more and it earns nothing.
    let contract = |clause: &str| {
        format!(
            "{clause}\nterms.shared_savings = {{ sharing_rate = 0.5, minimum_savings_rate = 0.0, rebase_every = 0, benchmark = {{ regional = {{ regional_ratio = 1.05 }} }}, quality = {{ threshold = 0.70, target = 0.80 }} }}"
        )
    };
    let change = "clauses.measure_change = { chance = 1.0, rise = 0.08 }";
    close(price_of(&contract(change), ClauseKind::MeasureChange), 3.0 * 75_000.0);
    // Three months' notice: six points, 0.69, still nothing. Nine months': two points, 0.73, three tenths.
    let notice = "clauses.measure_change = { chance = 1.0, rise = 0.08, notice_months = 9 }";
    close(price_of(&contract(notice), ClauseKind::MeasureChange), 3.0 * (75_000.0 - 45_000.0));
    // Twelve months' notice never bites: it is not there, and costs nothing.
    let late = "clauses.measure_change = { chance = 1.0, rise = 0.08, notice_months = 12 }";
    let found = priced(&contract(late), &ClausesAsked::default());
    let row = found.of("blue", "measure_change").unwrap();
    assert_eq!((row.standing, row.price("contract_net_total").unwrap().price.value), ("not there", 0.0));
}

#[test]
fn errors_of_a_list_cost_the_dearer_persons_on_it() {
    // 5 % at 1.15: spending of $6,045, savings of $255: $22.50 of $150 a person less.
    let contract = format!("attribution = {{ error = 0.05 }}\n{REGIONAL}");
    close(price_of(&contract, ClauseKind::Attribution), 3.0 * 22_500.0);
}

#[test]
fn rebasing_takes_what_growth_had_left() {
    // 4 % fixed growth on $6,000 that do not grow: 240, 489.60 and 749.184 saved; rebased each year 240 each time.
    let terms = |every: u32| {
        format!(
            "terms.shared_savings = {{ sharing_rate = 0.5, minimum_savings_rate = 0.0, rebase_every = {every}, benchmark = {{ prospective = {{ growth = 0.04 }} }} }}"
        )
    };
    close(price_of(&terms(1), ClauseKind::Rebasing), 500.0 * (489.60 + 749.184 - 480.0));
    // Every second year: 240, 489.60, and 240 after the rebasing.
    close(price_of(&terms(2), ClauseKind::Rebasing), 500.0 * (749.184 - 240.0));
    // Every third year: the year after it lies beyond the horizon.
    let found = priced(&terms(3), &ClausesAsked::default());
    assert_eq!(found.of("blue", "rebasing").unwrap().standing, "not there");
}

#[test]
fn without_chance_a_missing_stop_loss_only_puts_more_dollars_at_stake() {
    // The 99th percentile leaves 1 − 0.01 × (1 + ln 100) = 0.943948 of the cost: $150,000 become 141,592.24.
    let contract = REGIONAL.replace("rebase_every", "truncation = { percentile = 1.0 }, rebase_every");
    let share = 1.0 - 0.01 * (1.0 + crate::math::ln(100.0));
    close(price_of(&contract, ClauseKind::StopLoss), -3.0 * 150_000.0 * (1.0 - share));
}

#[test]
fn a_corridor_and_a_stop_loss_narrow_a_full_risk() {
    // A premium of $600 at 85 %: a budget of $6,120, a surplus of $120,000. With a corridor all of 3 % is kept,
    // 183,600, so all of it either way. Stop-loss of $150,000, 24.51 budgets up: a = √49.02 = 7.00136, what is
    // above it e^(−a)(1 + a) = 0.0072882 of the budget by its law; it is charged 1.2 times: spending falls by
    // 0.0072882 × 6,000 and rises by 1.2 × 0.0072882 × 6,120 a person.
    let contract = "terms.percent_of_premium = { premium = 600, premium_growth = 0 }";
    let a = (2.0_f64 * 150_000.0 / 6_120.0).sqrt();
    let above = crate::math::exp(-a) * (1.0 + a);
    close(
        price_of(contract, ClauseKind::StopLoss),
        3.0 * 1_000.0 * (above * 6_000.0 - 1.2 * above * 6_120.0),
    );
}

#[test]
fn delegated_work_costs_what_no_fee_pays() {
    // $4 for 1,000 persons and 12 months are $48,000, of which $1 pays 12,000.
    let contract = format!("clauses.delegation = {{ cost = 4, fee = 1 }}\n{REGIONAL}");
    close(price_of(&contract, ClauseKind::Delegation), 3.0 * 36_000.0);
    // Under delegated capitation the programme's cost of $4 stands beside its fee of $3.
    let capitated = "programme_cost = 4\nterms.delegated_capitation = { pmpm = 60, delegation_fee = 3, hospital_budget = 260 }";
    close(price_of(capitated, ClauseKind::Delegation), 3.0 * 12_000.0);
    // A fee that covers it leaves nothing to price.
    let paid = format!("clauses.delegation = {{ cost = 4, fee = 4 }}\n{REGIONAL}");
    let found = priced(&paid, &ClausesAsked::default());
    assert_eq!(found.of("blue", "delegation").unwrap().standing, "not there");
}

#[test]
fn a_payer_that_leaves_takes_the_years_that_follow() {
    // It leaves after the first year and keeps what that earned: all three years are lost; with a year's notice the
    // second is still run and kept.
    let contract = |notice: u32, forfeits: bool| {
        format!(
            "clauses.termination = {{ by_payer = 1.0, notice_months = {notice}, forfeits = {forfeits} }}\n{REGIONAL}"
        )
    };
    close(price_of(&contract(0, true), ClauseKind::Termination), 450_000.0);
    close(price_of(&contract(0, false), ClauseKind::Termination), 300_000.0);
    close(price_of(&contract(12, true), ClauseKind::Termination), 300_000.0);
}

#[test]
fn reporting_costs_its_measures() {
    let contract = format!("clauses.reporting = {{ measures = 25, per_measure = 12000 }}\n{REGIONAL}");
    let found = priced(&contract, &ClausesAsked::default());
    let row = found.of("blue", "reporting").unwrap();
    // $300,000 a year, of which physicians bear a part: of the $150,000 that are earned a year 40 % would be passed
    // on to them, 180,000 in all; the cost of reporting comes first, and leaves nothing.
    close(row.price("programme_margin_total").unwrap().price.value, 900_000.0 - 180_000.0);
    // The payer neither gains nor loses: the money goes to those who report.
    let worth = row.worth.as_ref().unwrap();
    let of = |kind| worth.bearers.iter().filter(|b| b.kind == kind).map(|b| b.gain.value).sum::<f64>();
    assert_eq!(of(BearerKind::Payer), 0.0);
    close(of(BearerKind::Pools), 180_000.0);
    close(of(BearerKind::Physicians), 180_000.0);
    // Those who are paid for reporting lose it; what is passed on is taxed, and the system keeps so much less.
    let taxed = of(BearerKind::Others) + 900_000.0;
    assert!((1.0..15_000.0).contains(&taxed), "{taxed}");
    close(of(BearerKind::System), 720_000.0 - taxed);
    close(of(BearerKind::System), row.price("system_margin_total").unwrap().price.value);
}

#[test]
fn what_is_not_there_costs_exactly_nothing_and_what_cannot_be_is_said() {
    let found = priced(REGIONAL, &ClausesAsked::default());
    for row in &found.rows {
        assert!(row.standing != "there", "{}: {}", row.clause, row.says);
        let possible = row.standing == "not there";
        assert_eq!(row.worth.is_some(), possible);
        for measure in row.worth.iter().flat_map(|worth| &worth.measures) {
            assert_eq!(
                (measure.price.value, measure.price.se, measure.p5_with - measure.p5_without),
                (0.0, 0.0, 0.0)
            );
        }
    }
    let cannot = |contract: &str, clause: &str| {
        let row = found.of(contract, clause).unwrap();
        assert_eq!(row.standing, "cannot be");
        row.says.clone()
    };
    assert!(cannot("blue", "measure_change").contains("quality score"));
    assert!(cannot("blue", "rebasing").contains("region"));
    assert!(cannot("book", "termination").contains("fee-for-service"));
}

#[test]
fn what_is_put_in_costs_what_taking_it_out_would_bring() {
    let asked = ClausesAsked { puts_in: true, contracts: vec!["blue".to_owned()], arm: None };
    let found = priced(REGIONAL, &asked);
    let put_in = found.of("blue", "reporting").unwrap();
    assert!(put_in.puts_in && put_in.does.contains("measures = 25"));
    close(put_in.price("programme_margin_total").unwrap().price.value, 720_000.0);
    close(
        found.of("blue", "attribution").unwrap().price("contract_net_total").unwrap().price.value,
        67_500.0,
    );
    assert!(found.of("book", "reporting").is_none(), "only the contract that is asked for");
}

#[test]
fn all_that_are_there_go_together() {
    // A payer that leaves after the first year, and reporting: together 450,000 and, since the programme ends with
    // the agreement, one year of reporting.
    let contract = format!(
        "clauses = {{ termination = {{ by_payer = 1.0, notice_months = 0, forfeits = true }}, reporting = {{ measures = 10, per_measure = 1000 }} }}\n{REGIONAL}"
    );
    let found = priced(&contract, &ClausesAsked::default());
    let price =
        |clause: &str| found.of("blue", clause).unwrap().price("programme_margin_total").unwrap().price.value;
    // With both the first year's 10,000 are lost. Without termination 150,000 less 10,000 are left each year, and 40 %
    // of them passed on; without either 60 % of 150,000.
    close(price("reporting"), 10_000.0);
    close(price("termination"), 3.0 * 0.6 * 140_000.0 + 10_000.0);
    close(price(ALL_THERE), 3.0 * 0.6 * 150_000.0 + 10_000.0);
}

#[test]
fn names_that_are_not_there_are_said() {
    let study = Study::read("clinic.toml", &text(REGIONAL), &NoFiles).unwrap();
    let model = study.model().unwrap();
    let said = |asked: ClausesAsked| {
        price_clauses(&study, &model, &asked, RunOptions::trials(1), &Silent).unwrap_err().to_string()
    };
    let contract = ClausesAsked { contracts: vec!["blu".to_owned()], ..ClausesAsked::default() };
    assert!(said(contract).contains("did you mean `blue`?"));
    assert!(
        said(ClausesAsked { arm: Some("other".to_owned()), ..ClausesAsked::default() }).contains("other")
    );
    let patch = price_patch(
        &study,
        &model,
        ("baseline", "contract.blue.spendng = 1"),
        RunOptions::trials(1),
        &Silent,
    );
    assert!(patch.unwrap_err().to_string().contains("spendng"));
}

/// A patch of the clinic, priced.
fn patched(contract: &str, body: &str) -> Result<ClausePrices, crate::study::StudyFault> {
    let study = Study::read("clinic.toml", &text(contract), &NoFiles).unwrap();
    let model = study.model().unwrap();
    price_patch(&study, &model, ("baseline", body), RunOptions::trials(1), &Silent)
}

#[test]
fn a_patch_is_told_by_a_measure_that_sees_all_of_it() {
    // A visit's wRVU brings $10 more, 2 × 5,000 wRVU × 3 years: $300,000 but for the few that are added over the years.
    // The programme is what it was.
    let visits = |price: f64| format!("contract.blue.price_per_wrvu = {price}");
    let (less, more) = (patched(REGIONAL, &visits(50.0)).unwrap(), patched(REGIONAL, &visits(60.0)).unwrap());
    let apart = more.rows[0].told().unwrap().price.value - less.rows[0].told().unwrap().price.value;
    assert!((apart / 300_000.0 - 1.0).abs() < 0.02, "{apart}");
    let found = less;
    let row = &found.rows[0];
    assert_eq!(row.told_by, HorizonMetric::SystemMargin);
    assert_eq!(row.price("programme_margin_total").unwrap().price.value, 0.0);
}

#[test]
fn a_contract_that_pays_in_place_of_fees_is_told_by_the_systems_margin() {
    let delegated = r"programme_cost = 4
        terms.delegated_capitation = { pmpm = 95, carved_out = 0.1, delegation_fee = 3, hospital_budget = 480, stop_loss = { attachment = 150000, load = 1.3 } }";
    let found = priced(delegated, &ClausesAsked::default());
    let row = found.of("blue", "delegation").unwrap();
    assert_eq!(row.told_by, HorizonMetric::SystemMargin);
    assert_eq!(found.of("book", "delegation").unwrap().told_by, HorizonMetric::ProgrammeMargin);
    // What is told is what the system gains by who bears it.
    let worth = row.worth.as_ref().unwrap();
    let system = worth.bearers.iter().find(|bearer| bearer.kind == BearerKind::System).unwrap();
    close(row.told().unwrap().price.value, system.gain.value);
    assert!(system.gain.value.abs() > 1.0);
}

#[test]
fn what_is_wrong_with_a_patch_is_said_of_the_patch() {
    let said = |body: &str| match patched(REGIONAL, body) {
        Err(crate::study::StudyFault::Refused(refused)) => refused.problems().to_vec(),
        other => panic!("{other:?}"),
    };
    for body in
        ["contract.blue.trent = 0.1", "contract.blue.trend = 7", "set = { \"contract.blue.trent\" = 0.1 }"]
    {
        for problem in said(body) {
            assert_eq!((problem.file.as_str(), problem.line), (IN_PATCH, 0), "{body}: {problem}");
            assert!(!problem.to_string().contains("priced_"), "{problem}");
            assert!(problem.message.contains("trend"), "{problem}");
        }
    }
    assert_eq!(
        patch_place("p.toml", "x = 1\n\n[contract.blue]\ntrend = 7\n", "contract.blue.trend"),
        Some((4, 1))
    );
    assert_eq!(patch_place("p.toml", "[contract.blue]\ntrent = 7\n", "contract.blue"), Some((1, 11)));
}

#[test]
fn which_measures_law_asks_for_is_no_clause() {
    let text = text(r#"terms.mssp = { level = "basic_e" }"#).replace(
        "payer = \"Blue plan\"\n        line = \"commercial\"",
        "payer = \"Medicare\"\n        line = \"medicare\"",
    );
    let study = Study::read("clinic.toml", &text, &NoFiles).unwrap();
    let model = study.model().unwrap();
    let found =
        price_clauses(&study, &model, &ClausesAsked::default(), RunOptions::trials(1), &Silent).unwrap();
    let row = found.of("blue", "reporting").unwrap();
    assert_eq!(row.standing, "cannot be");
    assert!(row.says.contains("rules say which measures"), "{}", row.says);
}
