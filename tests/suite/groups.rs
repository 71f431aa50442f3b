//! Group pools of the engine: divided to the cent, diluted to 1/N.

use super::common::build;
use cascade::engine::explain_physician;
use cascade::pay::PayClass;

fn group(n: usize, weights: &str) -> String {
    format!(
        r#"
scenario = {{ title = "Group" }}
run = {{ years = 2, seed = 9 }}
system = {{ name = "S" }}
behaviour = "none"
workforce = {{ move_hazard = 0.0, exit_hazard = 0.0 }}
chance = {{ wrvu_cv = 0.1 }}
contract.book = {{ payer = "P", line = "commercial", revenue_share = 1.0, price_per_wrvu = 80, spending = 6000, terms = "fee_for_service" }}
[cohort.a]
count = {n}
specialty = "family_medicine"
plans = {{ group = 1.0 }}
wrvu = {{ lognormal = {{ median = 5000, sigma = 0.2 }} }}
panel = 1600
[[plan.group.pay]]
group_pool = {{ share = 0.5, expense_per_fte = 100000, weights = {{ {weights} }} }}
"#
    )
}

#[test]
fn the_pool_is_divided_to_the_cent() {
    for weights in ["equal = 1.0", "equal = 0.2, wrvu = 0.5, panel = 0.1, quality = 0.2"] {
        let model = build(&group(37, weights), None);
        let stories: Vec<_> = (0..37).map(|p| explain_physician(&model, 0, 3, 1, p).unwrap()).collect();
        let money = stories[0].pools[0].money;
        let paid: i64 = stories.iter().map(|s| s.statement.of(PayClass::Volume).0).sum();
        assert_eq!(paid, money.0);
        // Half of what 37 physicians collect beyond 100,000 each; wages grow 3 % in the second year.
        let collected: f64 = stories
            .iter()
            .map(|s| {
                s.plans[0].portion
                    * (s.plans[0].work.wrvu * 80.0 * 1.01 - 103_000.0 * s.plans[0].work.clinical_fte)
            })
            .sum();
        assert!((money.dollars() - 0.5 * collected).abs() < 0.01, "{money} {}", 0.5 * collected);
    }
}

#[test]
fn own_work_is_diluted_to_one_over_n() {
    let volume = |n: usize| {
        let model = build(&group(n, "equal = 1.0"), None);
        let story = explain_physician(&model, 0, 0, 0, 0).unwrap();
        (story.gradients.pay.volume, story.expected_wrvu)
    };
    // 1 % of wRVUs × 80 × 0.5 / N.
    for n in [1, 4, 20] {
        let (pay, wrvu) = volume(n);
        let worked = 0.01 * wrvu * 80.0 * 0.5 / n as f64;
        assert!((pay - worked).abs() < 1e-6 * worked, "{n}: {pay} against {worked}");
    }
}
