//! Rosters generated from cohorts: every choice can be drawn again by hand, and hangs on nothing but
//! whom and what it is drawn for.

use super::common::text_of;
use cascade::entity::{Roster, generate};
use cascade::random::Seed;
use cascade::scenario::read_arms;
use cascade::schema::Source;
use cascade::{NoFiles, Study};

fn roster(count: u32, plans: &str, lives: &str) -> Roster {
    let text = format!(
        r#"
scenario = {{ title = "A cohort" }}
system = {{ name = "S" }}
plan.a.pay = [{{ salary = {{ per_fte = 200000 }} }}]
plan.b.pay = [{{ salary = {{ per_fte = 250000 }} }}]
[cohort.fm]
count = {count}
specialty = "family_medicine"
plans = {plans}
sites = ["north", "south", "west"]
wrvu = 5000
panel = 1600
lives = {lives}
[contract.aco]
payer = "P"
line = "commercial"
revenue_share = 0.5
spending = 6000
terms = "fee_for_service"
[contract.book]
payer = "Q"
line = "commercial"
revenue_share = 0.5
spending = 6000
terms = "fee_for_service"
"#
    );
    let read = read_arms(Source { name: "test.toml".into(), text });
    generate(&read.expect("a good scenario").arms[0].scenario.cohort, &[], Seed(20_260_101), 2026)
}

const PLANS: &str = "{ a = 0.7, b = 0.3 }";
const LIVES: &str = "{ aco = { uniform = { min = 100, max = 300 } } }";

/// By the recipe of docs/RANDOM.md in Python, for the first physicians: the uniform of block 18
/// chooses the plan (`b` above 0.7), that of block 19 the site (thirds).
#[test]
fn plan_and_site_are_those_drawn_by_hand() {
    let by_hand = [
        ("fm-001", "a", 0.009_284_920_406_235_63, "north"),
        ("fm-002", "a", 0.356_432_360_408_331_8, "west"),
        ("fm-003", "b", 0.773_428_891_286_181_9, "west"),
        ("fm-004", "a", 0.664_887_424_773_625_7, "north"),
        ("fm-005", "a", 0.512_055_532_280_444_2, "south"),
        ("fm-011", "b", 0.816_792_116_429_226_1, "south"),
    ];
    let generated = roster(12, PLANS, LIVES);
    for (id, plan, uniform, site) in by_hand {
        let found = generated.physicians.iter().find(|p| p.id == id).unwrap();
        assert_eq!(plan == "b", uniform > 0.7);
        assert_eq!((&*found.plan, &*found.site), (plan, site), "{id}");
    }
}

/// One uniform makes the choice, so a plan that gains a tenth of the cohort takes it from the other
/// and moves nobody else.
#[test]
fn shares_are_met_and_a_shift_moves_only_its_part() {
    let n = 4_000;
    let (before, after) = (roster(n, PLANS, LIVES), roster(n, "{ a = 0.6, b = 0.4 }", LIVES));
    let pairs = || before.physicians.iter().zip(&after.physicians);
    let of = |wanted: (&str, &str)| pairs().filter(|(x, y)| (&*x.plan, &*y.plan) == wanted).count();
    assert_eq!(of(("b", "a")), 0);
    // Standard deviations of the counts: √(4,000 × 0.1 × 0.9) = 19, √(4,000 × 0.3 × 0.7) = 29.
    assert!(of(("a", "b")).abs_diff(400) < 4 * 19, "{}", of(("a", "b")));
    assert!(of(("b", "b")).abs_diff(1_200) < 4 * 29, "{}", of(("b", "b")));
    for site in ["north", "south", "west"] {
        let here = before.physicians.iter().filter(|p| p.site == site).count();
        // √(4,000 × 1/3 × 2/3) = 30.
        assert!(here.abs_diff(1_333) < 4 * 30, "{site} {here}");
    }
}

/// Episodes and discharges are no people of a panel: they leave the payer mix as the contracts state it, here
/// and with a panel of 0 to a billion.
#[test]
fn what_is_no_person_never_enters_a_payer_mix() {
    for (example, contract, stated) in [
        ("team", "surgery", 0.2),
        ("bpci_advanced", "bundles", 0.2),
        ("cjr_x", "joints", 0.2),
        ("ambulatory_specialty_model", "heart", 0.45),
        ("hospital_value_based_purchasing", "hvbp", 0.1),
        ("hospital_readmissions_reduction", "hrrp", 0.1),
    ] {
        let text = text_of(&format!("scenarios/contracts/{example}.toml"));
        let model = Study::read(example, &text, &NoFiles).unwrap().model().unwrap();
        let arm = &model.arms[0];
        let place = arm.scenario.contract.index(contract).expect("the contract");
        assert!((arm.scenario.contract.0[place].1.revenue_share.0 - stated).abs() < 1e-12, "{example}");
        for physician in arm.roster.iter().flatten() {
            assert!(physician.lives.iter().any(|(name, lives)| name == contract && *lives > 0.0));
        }
        let mix = &arm.practice.contracts_of(0);
        let total: f64 = mix.iter().map(|own| own.revenue_share[0]).sum();
        assert!(
            (total - 1.0).abs() < 1e-12 && (mix[place].revenue_share[0] - stated).abs() < 1e-12,
            "{example}"
        );
    }
}
