//! The system's accounts, line by line: what is indexed, what pay brings with it, what contracts ask for.

use super::common::{ByPlace as _, Cells, amount, build, csv_of, parsed, run};
use cascade::engine::{HorizonMetric, Outcome, Scope, SystemMetric};
use cascade::report::Report;

/// Roster of two: a family physician with lives under two contracts, and a surgeon.
const ROSTER: &str = "physician_id,specialty,plan,clinical_fte,wrvu,panel,lives.a,lives.b,age\n\
    F,family_medicine,old,1.0,5000,1600,400,300,45\n\
    S,general_surgery,old,1.0,7000,0,0,0,45\n";

/// Two physicians under two contracts with lives and one without; nobody responds.
fn scenario(more: &str) -> String {
    let contract = |name: &str, share: f64, terms: &str| {
        format!(
            "[contract.{name}]\npayer = \"{name}\"\nline = \"commercial\"\nrevenue_share = {share}\nprice_per_wrvu = 80\n\
             spending = 6000\nterms = {terms}\n"
        )
    };
    let shared = "{ shared_savings = { sharing_rate = 0.5 } }";
    format!(
        "behaviour = \"none\"\nscenario = {{ title = \"Accounts\" }}\nrun = {{ years = 6 }}\nroster = {{ file = \"roster.csv\" }}\n\
         system = {{ name = \"Clinic\", reporting_cost = 57000, practice_expense = 200000 }}\n\
         [plan.old]\npay = [{{ salary = {{ per_fte = 300000 }} }}]\n\
         [plan.new]\npay = [{{ salary = {{ per_fte = 320000 }} }}]\n\
         [specialty.family_medicine]\ntechnical_per_wrvu = 50\nmarket_rate = 56\n{}{}{}{more}",
        contract("a", 0.3, shared),
        contract("b", 0.2, shared),
        contract("book", 0.5, "\"fee_for_service\""),
    )
}

/// Without chance, and nobody leaves.
const STILL: &str = "[chance]\nnone = true\n";

fn of(text: &str, trials: u64) -> Outcome {
    run(&build(text, Some(ROSTER)), trials, 2)
}

fn flow(outcome: &Outcome, arm: usize, year: usize, purpose: &str) -> f64 {
    outcome.of(arm, year).row(Scope::Flow, "system", purpose).unwrap_or_else(|| panic!("{purpose}")).mean
}

fn margin(outcome: &Outcome, arm: usize, year: usize) -> f64 {
    outcome
        .of(arm, year)
        .row(Scope::System, "all", SystemMetric::SystemMargin.definition().name)
        .unwrap()
        .mean
}

fn close(found: f64, worked: f64) {
    assert!((found - worked).abs() < 0.02, "{found} for {worked}");
}

fn power(growth: f64, years: usize) -> f64 {
    (0..years).fold(1.0, |product, _| product * (1.0 + growth))
}

#[test]
fn every_line_of_the_accounts_grows() {
    // 5,000 wRVUs at $50 and 7,000 at what a surgeon's bring; 3.6 % a year more by hospital prices.
    let outcome = of(&scenario(STILL), 1);
    let first = flow(&outcome, 0, 0, "facility margin on own work");
    assert!(first > 250_000.0);
    for year in 0..6 {
        close(flow(&outcome, 0, year, "facility margin on own work"), first * power(0.036, year));
        close(flow(&outcome, 0, year, "practice expense"), 400_000.0 * power(0.03, year));
        // $10,000 and $40,000.
        close(flow(&outcome, 0, year, "malpractice cover"), 50_000.0 * power(0.03, year));
        // Salaries of $300,000 a head: above the wage base, below the limit of retirement plans.
        let pay = 300_000.0 * power(0.03, year);
        let tax = 2.0 * (0.062 * 184_500.0 * power(0.045, year) + 0.0145 * pay);
        close(flow(&outcome, 0, year, "payroll tax of the employer"), tax);
        let benefits = 2.0 * (26_000.0 * power(0.03, year) + 0.05 * pay);
        close(flow(&outcome, 0, year, "benefits and retirement of physicians"), benefits);
        assert_eq!(flow(&outcome, 0, year, "cover for positions left empty"), 0.0);
        assert_eq!(flow(&outcome, 0, year, "reporting measures beyond those of the start"), 0.0);
    }
}

/// Purposes of flows that differ between two arms in a year, by more than a cent.
fn changed(outcome: &Outcome, year: usize) -> Vec<(String, f64)> {
    let rows = outcome.of(0, year).rows().filter(|r| r.row.scope == Scope::Flow);
    let other = outcome.of(1, year);
    rows.filter_map(|r| {
        let there = other.row(Scope::Flow, &r.row.entity, r.row.metric).unwrap().mean;
        let change = there - r.summary.mean;
        (change.abs() > 0.005).then(|| (r.row.metric.to_owned(), change))
    })
    .collect()
}

#[test]
fn a_raise_moves_the_margin_by_pay_what_comes_with_it_and_its_policy_cost() {
    // People come and go, by the same luck in both arms; the redesign is for everyone, at once.
    let raise = "[workforce]\nmove_hazard = 0.3\n[[variant.raise.redesign]]\nfrom = \"old\"\nto = \"new\"\nwhen = \"immediately\"\nlead_months = 0\n";
    let outcome = of(&scenario(raise), 48);
    for year in 0..6 {
        let all = changed(&outcome, year);
        let of =
            |purpose: &str| all.iter().find(|(name, _)| name == purpose).map_or(0.0, |(_, change)| *change);
        let [pay, tax, benefits] =
            ["time pay", "payroll tax of the employer", "benefits and retirement of physicians"].map(of);
        let policy = of("transparency, redesign, authorisation, honesty");
        let moved = margin(&outcome, 1, year) - margin(&outcome, 0, year);
        assert!((moved + pay + tax + benefits + policy).abs() < 1e-6, "year {year}: {all:?}");
        assert!(pay > 30_000.0 && pay < 40_000.0 * power(0.03, year) + 0.01, "{pay}");
        assert_eq!(policy, if year == 0 { 150_000.0 } else { 0.0 });
        let known = [
            "time pay",
            "taken home",
            "payroll tax of the employer",
            "benefits and retirement of physicians",
            "transparency, redesign, authorisation, honesty",
            "what is left of everything",
        ];
        assert!(all.iter().all(|(name, _)| known.contains(&name.as_str())), "{all:?}");
    }
    // Nobody leaves: two raises of $20,000 cost $21,290 each, 1.45 % and 5 % more; the margin as a whole, too.
    let still =
        of(&scenario(&format!("{STILL}{}", raise.replace("[workforce]\nmove_hazard = 0.3\n", ""))), 1);
    for year in 0..6 {
        let legal = if year == 0 { 150_000.0 } else { 0.0 };
        let moved = margin(&still, 1, year) - margin(&still, 0, year);
        close(moved, -(2.0 * 21_290.0 * power(0.03, year)) - legal);
    }
    let total = |metric: HorizonMetric| still.arm("raise").unwrap().horizon(metric).mean;
    let yearly: f64 = (0..6).map(|year| margin(&still, 1, year)).sum();
    close(total(HorizonMetric::SystemMargin), yearly);
    // Discounted at 5 %, the first year in full.
    let worth: f64 = (0..6).map(|year| margin(&still, 1, year) / power(0.05, year)).sum();
    close(total(HorizonMetric::SystemMarginWorth), worth);
    let paid: f64 = (0..6).map(|year| 640_000.0 * power(0.03, year) / power(0.05, year)).sum();
    close(total(HorizonMetric::PayWorth), paid);
}

#[test]
fn reporting_is_a_burden_of_contracts_and_not_of_plans() {
    let burden = "reporting measures beyond those of the start";
    // $1,000 a measure, 10 measures in each contract, 30 % of the second's asked by the first: the family
    // physician reports 17 of them at the start. A plan that names 57 changes nothing.
    let text = scenario(&format!("{STILL}[variant.plan]\nplan.old.measures = 57\n"));
    let outcome = of(&text, 1);
    for year in 0..6 {
        assert!(changed(&outcome, year).is_empty(), "{:?}", changed(&outcome, year));
    }
    // The second contract ends after two years: 7 fewer. A third asks for 5 from the fourth year on.
    let text = scenario(&format!(
        "{STILL}[variant.ends]\ncontract.b.last_year = 2027\ncontract.b.after_end = \"fee_for_service\"\n"
    ));
    let outcome = of(&text, 1);
    for year in 0..6 {
        let fewer = if year < 2 { 0.0 } else { 7_000.0 * power(0.03, year) };
        close(flow(&outcome, 1, year, burden), -fewer);
        assert_eq!(flow(&outcome, 0, year, burden), 0.0);
    }
    // One that asks for 40: 0.7 × 50 + 0.3 × 40 = 47, 30 more than the 17 of the start.
    let text = scenario(&format!("{STILL}[variant.more]\ncontract.b.measures = 40\n"));
    let outcome = of(&text, 1);
    close(flow(&outcome, 1, 3, burden), 30_000.0 * power(0.03, 3));
}

#[test]
fn passing_on_takes_what_a_redesign_takes() {
    let policy = "transparency, redesign, authorisation, honesty";
    let pools = "[variant.pass]\nallocation = { physicians = 0.5, infrastructure = 0.2, pool = { all = { share = 1.0 } } }\n\
        plan.old.pay = [{ salary = { per_fte = 300000 } }, { shared_savings = { pool = \"all\" } }]\n";
    let signed = pools
        .replace("physicians = 0.5", "authorisation = { lead_months = 0, legal_cost = 0 }, physicians = 0.5");
    let money = |text: &str, year| {
        let outcome = of(&scenario(text), 64);
        (flow(&outcome, 1, year, policy), flow(&outcome, 1, year, "physicians' pools"))
    };
    // Nine months and $150,000: nothing is passed on of the first year.
    assert_eq!(money(pools, 0), (150_000.0, 0.0));
    let (cost, passed) = money(pools, 1);
    assert!(cost == 0.0 && passed > 0.0, "{cost} {passed}");
    let (cost, passed) = money(&signed, 0);
    assert!(cost == 0.0 && passed > 0.0, "{cost} {passed}");
}

#[test]
fn cover_earns_and_costs_while_a_position_is_empty() {
    // Everybody leaves every year and is followed after six months: half of the family physician's 5,000 wRVUs
    // fall away, of which 40 % are done by others: 1,000. The surgeon has no work to cover.
    let workforce = "[workforce]\nmove_hazard = 1.0\nexit_hazard = 0.0\nvacancy_primary_care = 6\nvacancy_specialist = 6\ncover = 0.0\n\
        [chance]\nwrvu_cv = 0.0\n[outlook]\nprice_growth = 0.0\n[variant.covered]\nworkforce.cover = 0.4\n";
    let roster = ROSTER.replace("S,general_surgery,old,1.0,7000", "S,general_surgery,old,1.0,0");
    let outcome = run(&build(&scenario(workforce), Some(&roster)), 2, 1);
    for year in 0..6 {
        let all = changed(&outcome, year);
        let of = |purpose: &str| -> f64 {
            all.iter().filter(|(name, _)| name == purpose).map(|(_, change)| change).sum()
        };
        // 1,000 at $80; facility margin of $50; 1.5 × $56 = $84 each.
        close(of("professional revenue"), 80_000.0);
        close(of("facility margin on own work"), 50_000.0 * power(0.036, year));
        close(of("cover for positions left empty"), 84_000.0 * power(0.03, year));
        let moved = margin(&outcome, 1, year) - margin(&outcome, 0, year);
        close(moved, 80_000.0 + 50_000.0 * power(0.036, year) - 84_000.0 * power(0.03, year));
    }
}

#[test]
fn the_table_of_accounts_adds_up_to_the_margin() {
    let raise = "[allocation]\nphysicians = 0.3\npool.all.share = 1.0\n[variant.raise]\nplan.old.pay = [{ salary = { per_fte = 320000 } }, { shared_savings = { pool = \"all\" } }]\n";
    let model = build(&scenario(raise), Some(ROSTER));
    let outcome = run(&model, 32, 2);
    let table = csv_of("accounts", &Report::new(&model, &outcome, &[]));
    let rows = parsed(&table);
    for (place, arm) in ["baseline", "raise"].into_iter().enumerate() {
        for year in 0..6 {
            let calendar = (2026 + year).to_string();
            let own: Vec<&Cells> = rows.iter().filter(|r| r["arm"] == arm && r["year"] == calendar).collect();
            let (lines, total) = own.split_at(cascade::ledger::ACCOUNTS.len());
            let [total] = total else { panic!("{} rows", own.len()) };
            assert_eq!(total["kind"], "margin");
            for column in ["mean", "change"] {
                let sum: f64 = lines.iter().map(|line| amount(line, column)).sum();
                assert!((sum - amount(total, column)).abs() < 0.12, "{sum} {total:?}");
            }
            close(amount(total, "mean"), margin(&outcome, place, year));
            close(amount(total, "change"), margin(&outcome, place, year) - margin(&outcome, 0, year));
            // Lines find the same change by themselves, on the same luck.
            let change = outcome.of(place, year).account_difference(lines.len());
            assert_eq!(change.is_some(), place > 0);
            assert_eq!(total["change_mc_se"].is_empty(), place == 0);
            if let Some(change) = change {
                let paired =
                    outcome.of(place, year).difference(Scope::System, "all", "system_margin").unwrap();
                assert_eq!((change.mean, change.mc_se), (paired.mean, paired.mc_se));
                let (low, high) = (amount(total, "change_ci_low"), amount(total, "change_ci_high"));
                assert!(low < change.mean && change.mean < high, "{total:?}");
                // What every future has in common is not in the error: it is smaller than that of either margin.
                assert!(amount(total, "change_mc_se") < amount(total, "mc_se"), "{total:?}");
            }
        }
    }
}

#[test]
fn a_group_under_a_services_agreement_employs_its_own() {
    let text = scenario(&format!("{STILL}[variant.psa]\nplan.old.pay = [{{ psa = {{ rate = 60 }} }}]\n"));
    let outcome = of(&text, 1);
    for purpose in
        ["payroll tax of the employer", "benefits and retirement of physicians", "malpractice cover"]
    {
        assert!(flow(&outcome, 0, 2, purpose) > 0.0);
        assert_eq!(flow(&outcome, 1, 2, purpose), 0.0);
    }
}

#[test]
fn fees_for_care_management_grow_where_the_contract_says_so() {
    // $5 a month for 400 people: $24,000, as stated for the first year; at 2 % a year, $24,969.60 in the third.
    let text = scenario(&format!(
        "{STILL}[variant.fee]\ncontract.a.care_management_fee = 5\ncontract.a.care_management_growth = 0.02\n"
    ));
    let outcome = of(&text, 1);
    let fees = |year| outcome.of(1, year).row(Scope::Flow, "a", "care management fees").unwrap().mean;
    close(fees(0), 24_000.0);
    close(fees(2), 24_969.6);
}

#[test]
fn a_specialty_has_its_own_practice_expense_and_cover() {
    // The surgeon's practice at $300,000 and cover at $45,000, the family physician's at the system's $200,000.
    let own = "[specialty.general_surgery]\npractice_expense = 300000\nmalpractice = 45000\n";
    let outcome = of(&scenario(&format!("{STILL}{own}")), 1);
    close(flow(&outcome, 0, 1, "practice expense"), 500_000.0 * 1.03);
    close(flow(&outcome, 0, 1, "malpractice cover"), 55_000.0 * 1.03);
}

#[test]
fn care_that_more_volume_brings_is_counted_once() {
    // One family physician, 1,600 people at $6,500, nobody else: care of $10.4M, of which the system keeps
    // 0.5 × 0.5 of a dollar; a relative change of volume moves it by a tenth of itself: $260,000 for all of it.
    let text = |technical: f64| {
        format!(
            "scenario = {{ title = \"Volume\" }}\nrun = {{ years = 2 }}\nroster = {{ file = \"roster.csv\" }}\n\
             chance = {{ none = true }}\nworkforce = {{ turnover = false }}\noutlook = {{ facility_growth = 0 }}\n\
             system = {{ name = \"Clinic\", contribution_margin = 0.5, in_system_share = 0.5, uncontracted_spending = 6500 }}\n\
             behaviour.evidence = {{ volume_to_cost = 0.1 }}\nplan.old.pay = [{{ wrvu = {{ tiers = [{{ rate = 50 }}] }} }}]\n\
             [specialty.family_medicine]\ntechnical_per_wrvu = {technical}\n\
             [contract.book]\npayer = \"All\"\nline = \"commercial\"\nrevenue_share = 1\nspending = 6500\nterms = \"fee_for_service\"\n\
             [variant.more]\nplan.old.pay = [{{ wrvu = {{ tiers = [{{ rate = 60 }}] }} }}]\n"
        )
    };
    let roster =
        "physician_id,specialty,plan,clinical_fte,wrvu,panel,age\nF,family_medicine,old,1.0,5000,1600,45\n";
    let moved = |technical: f64| {
        let outcome = run(&build(&text(technical), Some(roster)), 1, 1);
        let wrvu = |arm| outcome.of(arm, 0).row(Scope::System, "all", "wrvu").unwrap().mean;
        (flow(&outcome, 1, 0, "facility margin lost on care avoided"), wrvu(1), (wrvu(1) / wrvu(0)).ln())
    };
    // Nothing of it is own work: all of it is added, as a gain.
    let (lost, _, more) = moved(0.0);
    assert!(more > 0.005, "{more}");
    assert!((lost + 260_000.0 * more).abs() < 1.0, "{lost} for {more}");
    // At $30 a wRVU own work brings some of it.
    let (lost, wrvu, more) = moved(30.0);
    assert!((lost + (260_000.0 - 30.0 * wrvu) * more).abs() < 1.0, "{lost} for {more}");
    // At $60 own work brings more than the care it sets in motion: nothing is left to add.
    assert!(moved(60.0).0.abs() < 0.01, "{:?}", moved(60.0));
}
