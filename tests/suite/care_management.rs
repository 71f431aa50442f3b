//! What an organisation's own effort comes to in the engine, worked out by hand: who it reaches, what pays for it, what
//! is left of it when an agreement ends, and what an agreement that is old at the start has done already.

use super::common::text_of;
use cascade::Study;
use cascade::engine::{Pick, Scope, explain_contract};
use cascade::model::Model;
use cascade::study::NoFiles;

/// Without chance. A dollar saved is kept whole and a tenth of it lost on the facility margin: I = 0.9 = I₀, so that
/// willingness is 1 − 1/e = 0.632121. Ten dollars a member and month: half of them, $5, staff all the managers that
/// are needed ($120,000 / 2,000 lives / 12); the other half buys (1 − e^−1)/(1 − e^−2) = 0.731059 of steering:
/// capacity 0.25 + 0.75 × 0.731059 = 0.798294. All know-how is there, and all of the way is gone at once: of a ceiling
/// of 10 % the organisation takes off 0.1 × 0.632121 × 0.798294 = 5.0462 %.
const TEXT: &str = r#"
[scenario]
title = "Care management by hand"
[run]
years = 4
trials = 1
[chance]
none = true
[system]
name = "A"
contribution_margin = 0.5
in_system_share = 0.2
[workforce]
turnover = false
[behaviour.custom]
stewardship_ceiling = 0.06
[behaviour.custom.organisation]
ceiling = 0.1
worth_scale = 0.9
build_up = 1
decay_years = 1
lives_per_manager = 2000
manager_cost = 120000
manager_share = 0.5
manager_part = 0.25
concentration = 0.5
steering_scale = 5
steering_need = 10
[allocation]
infrastructure = 0
[contract.aco]
payer = "P"
line = "medicare"
revenue_share = 1
spending = 10000
programme_cost = 10
experience = 1
attribution = { churn = 0 }
terms = { shared_savings = { sharing_rate = 1, minimum_savings_rate = 0, loss_rate = 1, minimum_loss_rate = 0, savings_cap = 1, loss_cap = 1, rebase_every = 0 } }
[plan.p]
pay = [{ salary = { per_fte = 250000 } }]
[cohort.c]
count = 10
specialty = "family_medicine"
plans = { p = 1.0 }
wrvu = 5000
panel = 1500
lives = { aco = 500 }
[variant.unfunded]
contract.aco.programme_cost = 0
[variant.not_paid_to_save]
contract.aco.terms.shared_savings = { sharing_rate = 0, loss_rate = 0 }
[variant.others]
contract.aco.other_lives = 15000
[variant.fixed]
contract.aco.programme_cost = 0
contract.aco.programme_fixed_cost = 600000
[variant.ends]
contract.aco.last_year = 2027
contract.aco.after_end = "fee_for_service"
[variant.growing]
contract.aco.lives_growth = 0.1
"#;

const WHOLE: f64 = 0.050_462;

fn model(text: &str) -> Model {
    Study::read("by_hand.toml", text, &NoFiles)
        .expect("a valid scenario")
        .model()
        .expect("a roster that fits")
}

/// Part taken off the cost of care, of an arm by name, year by year.
fn effects(model: &Model, arm: &str) -> Vec<f64> {
    let arm = model.arms.iter().position(|a| a.name == arm).expect("an arm");
    (0..model.years)
        .map(|year| explain_contract(model, arm, 0, year, 0).expect("a story").settled.effect)
        .collect()
}

fn near(found: &[f64], right: &[f64]) {
    let close = found.iter().zip(right).all(|(a, b)| (a - b).abs() < 1e-5);
    assert!(found.len() == right.len() && close, "{found:?} against {right:?}");
}

#[test]
fn it_follows_what_is_paid_for_and_reaches_everybody() {
    let model = model(TEXT);
    near(&effects(&model, "baseline"), &[WHOLE; 4]);
    // Neither money nor a reason alone saves anything.
    near(&effects(&model, "unfunded"), &[0.0; 4]);
    near(&effects(&model, "not_paid_to_save"), &[0.0; 4]);
    // 15,000 people of clinicians who are not on the roster, and those who come: the same part.
    near(&effects(&model, "others"), &[WHOLE; 4]);
    near(&effects(&model, "growing"), &[WHOLE; 4]);
    // $600,000 over 5,000 people is $10 a member and month.
    near(&effects(&model, "fixed"), &[WHOLE; 4]);
}

#[test]
fn it_wears_off_when_the_agreement_ends() {
    // Two years; then e⁻¹ and e⁻² of it are left, and nothing of that is counted as saved under the agreement.
    let model = model(TEXT);
    near(&effects(&model, "ends"), &[WHOLE, WHOLE, 0.367_879 * WHOLE, 0.135_335 * WHOLE]);
    let arm = model.arms.iter().position(|a| a.name == "ends").expect("an arm");
    let after = explain_contract(&model, arm, 0, 2, 0).expect("a story").settled;
    assert_eq!(after.true_savings, 0.0);
    // Care is still cheaper, and its facility margin still lost.
    assert!(after.spending < after.expected_spending);
}

#[test]
fn care_avoided_for_others_costs_facility_margin_too() {
    let model = model(TEXT);
    let arm = model.arms.iter().position(|a| a.name == "others").expect("an arm");
    let story = |arm| explain_contract(&model, arm, 0, 0, 0).expect("a story").settled;
    // 15,000 × $10,400 × 5.0462 %.
    let right = 15_000.0 * 10_400.0 * WHOLE;
    assert!((story(arm).avoided_elsewhere / right - 1.0).abs() < 1e-4, "{}", story(arm).avoided_elsewhere);
    assert_eq!(story(0).avoided_elsewhere, 0.0);
}

#[test]
fn what_an_old_agreement_has_done_is_in_the_spending() {
    // In force since 2016: nothing new while it is upheld. A variant that stops paying loses 1 − 1/e of it in the
    // first year, and 1 − 1/e² in two.
    let old = TEXT.replace("experience = 1\n", "experience = 1\nfirst_year = 2016\n");
    let model = model(&old);
    near(&effects(&model, "baseline"), &[0.0; 4]);
    let lost = |left: f64| (left - 1.0) * WHOLE;
    near(&effects(&model, "unfunded"), &[lost(0.367_879), lost(0.135_335), lost(0.049_787), lost(0.018_316)]);
}

#[test]
fn what_was_earned_last_year_pays_for_this_year() {
    // Half of the programme is paid for by hand, and all that is earned goes into infrastructure: the second year
    // has more than the first. 10,000 × 1.04 a person; the first year takes off what $2.50 buys: staffed a quarter,
    // √¼ = 0.5; (1 − e^−0.25)/(1 − e^−2) = 0.255824; 0.125 + 0.191868 = 0.316868: 0.1 × 0.632121 × 0.316868 = 2.0030 %.
    // Earned, and less programme cost of $30 a person: 10,400 × 0.020030 − 30 = $178.31 a person, $14.86 a month.
    // With $2.50 that is $17.36: all managers, and (1 − e^−1.7359)/(1 − e^−2) = 0.952675: 0.964506: 6.0968 %.
    let text = TEXT
        .replace("programme_cost = 10\n", "programme_cost = 2.5\n")
        .replace("infrastructure = 0\n", "infrastructure = 1\n");
    let found = effects(&model(&text), "baseline");
    near(&found[..2], &[0.020_030, 0.060_968]);
}

/// The study's claims: savings rise with what is spent by less and less, up to what there is use for, and the system's
/// margin has its highest point in between.
#[test]
fn the_study_shows_an_inner_optimum_of_funding() {
    let study =
        Study::read("care_management.toml", &text_of("scenarios/studies/care_management.toml"), &NoFiles)
            .expect("a valid scenario");
    let model = study.model().expect("a roster that fits");
    let arm = |name: &str| model.arms.iter().position(|a| a.name == name).expect("an arm");
    let funded =
        ["baseline", "funded_2", "funded_4", "funded_6", "funded_8", "funded_12", "funded_16", "funded_30"];
    let all: Vec<usize> =
        funded.into_iter().chain(["hospital", "experienced", "rebased", "fee_only"]).map(arm).collect();
    let saved = all.iter().map(|arm| Pick::year(*arm, 5, Scope::Contract, "aco", "true_savings_rate"));
    let margins = all.iter().flat_map(|arm| {
        (0..model.years).map(|year| Pick::year(*arm, year, Scope::System, "all", "system_margin"))
    });
    let picks: Vec<Pick> = saved.chain(margins).collect();
    let values = study.sample(64, None, &picks).expect("figures");
    let means: Vec<f64> = values.iter().map(|v| v.iter().sum::<f64>() / 64.0).collect();
    let (saved, margins) = means.split_at(all.len());
    let margins: Vec<f64> = margins.chunks(model.years).map(|years| years.iter().sum()).collect();
    // What is left of it is the physicians' own.
    assert!(saved[0].abs() < 1e-4, "{saved:?}");
    assert!(saved[..funded.len()].is_sorted(), "{saved:?}");
    // The first two dollars buy more than the fourteen from 16 to 30.
    assert!(saved[1] - saved[0] > 10.0 * (saved[7] - saved[6]), "{saved:?}");
    let best = (0..funded.len()).max_by(|a, b| margins[*a].total_cmp(&margins[*b])).expect("arms");
    assert!((2..=5).contains(&best), "best at {}: {margins:?}", funded[best]);
    assert!(margins[7] < margins[0], "{margins:?}");
    // At $8: a hospital saves less, know-how saves more; a benchmark struck anew takes the reward and not the savings.
    let [hospital, experienced, rebased, fee_only] = [8, 9, 10, 11];
    assert!(saved[hospital] < saved[4] && saved[experienced] > saved[4]);
    assert!((saved[rebased] - saved[4]).abs() < 1e-4 && margins[rebased] < margins[4] - 1e7, "{margins:?}");
    assert!(saved[fee_only].abs() < 1e-4, "{saved:?}");
}
