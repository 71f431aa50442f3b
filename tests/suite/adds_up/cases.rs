//! What is added up: a clinic with every kind of flow, and scenarios of ours.

use crate::common::text_of;
use crate::field::shelf;
use cascade::study::{InMemory, NoFiles, Study};

/// Every kind of flow in one clinic of seven: two-sided and capitated contracts, securities, audits, reserve, pools of
/// two kinds, hops, draws, withholds, deferral, clawback, a cap on pay, people who come and go.
const EVERYTHING: &str = r#"
[scenario]
title = "Every kind of flow"
[run]
years = 4
seed = 3
[system]
name = "Clinic"
reporting_cost = 20000
[roster]
file = "roster.csv"
[workforce]
move_hazard = 0.3
[allocation]
reserve = { rate = 0.5, target = 0.02 }
infrastructure = 0.1
redesigned_care = 0.1
staff = 0.1
physicians = 0.6
hops = [{ name = "the group", keeps = 0.1 }]
pool.shared.share = 1.0
pool.flat = { dollars = 40000, weights = { wrvu = 1.0 } }
[contract.aco]
payer = "Medicare"
line = "medicare"
revenue_share = 0.3
spending = 6000
other_lives = 900
programme_cost = 1.0
repayment = { form = "escrow", of_benchmark = 0.01 }
clauses = { audit = { chance = 0.5, share = 0.3 }, reporting = { measures = 2, per_measure = 3000 }, termination = { by_payer = 0.4, notice_months = 0 } }
attribution = { churn = 0.1, error = 0.05 }
terms.shared_savings = { sharing_rate = 0.5, minimum_savings_rate = 0.01, loss_rate = 0.4, minimum_loss_rate = 0.005, savings_cap = 0.03, quality = { threshold = 0.6, target = 0.9 } }
[contract.blue]
payer = "Regional plan"
line = "commercial"
revenue_share = 0.2
spending = 5000
care_management_fee = 2.0
repayment = { form = "letter_of_credit", of_benchmark = 0.01, fee = 0.02 }
terms.shared_savings = { sharing_rate = 0.6, minimum_savings_rate = 0.0, loss_rate = 0.5, minimum_loss_rate = 0.0 }
[contract.home]
payer = "Second plan"
line = "commercial"
revenue_share = 0.1
spending = 5000
terms.primary_care_capitation = { pmpm = 28, fee_share = 0.4 }
[contract.mips]
payer = "Medicare by service"
line = "medicare"
revenue_share = 0.2
spending = 9000
terms = "mips"
[contract.book]
payer = "All others"
line = "commercial"
revenue_share = 0.2
spending = 5000
terms = "fee_for_service"
[plan.drawing]
pay = [{ wrvu = { tiers = [{ rate = 45 }] } }, { draw = { per_fte = 230000, most = 0.2 } }, { shared_savings = { pool = "flat" } }]
[plan.sharing]
deferral = { share = 0.4, of = "all", years = 3, vests = "graded" }
pay = [{ salary = { per_fte = 200000 } }, { quality_bonus = { per_fte = 20000 } }, { stipend = { per_person = 5000 } }, { shared_savings = { pool = "shared" } }]
[plan.returning]
clawback = { share = 1.0, months = 24 }
pay = [{ salary = { per_fte = 300000 } }, { quality_bonus = { per_fte = 20000 } }]
[plan.capped]
fair_market_value = { cap_per_fte = 250000 }
pay = [{ wrvu = { tiers = [{ rate = 50 }] } }, { shared_savings = { pool = "shared" } }, { shared_savings = { pool = "flat" } }]
[plan.pooled]
pay = [{ capitation = { per_member_month = 15, withhold = 0.2, budget = { of = "group", per_member_month = 400 } } }]
[policy]
transparency = {}
[variant.alone]
title = "Without the regional plan"
remove = ["contract.blue"]
contract.book.revenue_share = 0.4
[variant.raise]
title = "A higher base"
plan.sharing.pay = [{ salary = { per_fte = 230000 } }, { shared_savings = { pool = "shared" } }]
"#;

/// Its roster. Nobody's pay or lives are those of anybody else.
const ROSTER: &str = "physician_id,specialty,plan,clinical_fte,wrvu,panel,lives.aco,lives.blue,lives.home,lives.mips,age\n\
    d1,family_medicine,drawing,1.0,4100,1500,300,250,200,200,44\n\
    d2,family_medicine,drawing,1.0,6200,1700,350,200,210,210,51\n\
    d3,family_medicine,drawing,0.8,5000,1400,310,240,190,220,38\n\
    s1,family_medicine,sharing,1.0,5000,1800,400,300,220,230,66\n\
    s2,general_surgery,returning,0.6,4000,0,0,0,0,0,57\n\
    c1,general_surgery,capped,1.0,6600,0,0,0,0,0,49\n\
    p1,family_medicine,pooled,1.0,4500,1600,320,280,230,240,61\n";

/// Cases: what stands for each, its study, trials.
pub(super) fn cases() -> Vec<(String, Study, u64)> {
    let own = |trials| {
        let files = InMemory::from([("roster.csv", ROSTER)]);
        let study = Study::read("everything.toml", EVERYTHING, &files);
        (String::from("everything"), study.unwrap_or_else(|refused| panic!("{refused}")), trials)
    };
    let of_folder = |folder: &str, trials| {
        let text = text_of(&format!("{folder}/scenario.toml"));
        let study = Study::read("scenario.toml", &text, &shelf(folder));
        (folder.to_owned(), study.unwrap_or_else(|refused| panic!("{folder}: {refused}")), trials)
    };
    let alone = |path: &str, trials| {
        let study = Study::read(path, &text_of(path), &NoFiles);
        (path.to_owned(), study.unwrap_or_else(|refused| panic!("{path}: {refused}")), trials)
    };
    vec![
        own(24),
        of_folder("tests/field/withhold_of_a_group", 3),
        of_folder("tests/field/three_uses_of_savings", 3),
        of_folder("tests/field/two_appointments", 3),
        of_folder("tests/field/people_come_and_go", 3),
        alone("scenarios/contracts/team.toml", 3),
        alone("scenarios/contracts/hospital_value_based_purchasing.toml", 6),
        alone("scenarios/contracts/reach.toml", 2),
        alone("scenarios/contracts/mssp.toml", 6),
        alone("scenarios/models/group_pool.toml", 6),
    ]
}
