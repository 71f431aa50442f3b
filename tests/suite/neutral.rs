//! Plans whose rates per wRVU keep a budget.

use super::common::{build, ended, text_of};
use cascade::engine::explain_physician;
use cascade::model::Neutral;

/// Two physicians of 5,000 and 6,000 wRVUs on `plan`, with no luck in their work.
fn two(plan: &str, plans: &str) -> String {
    format!(
        r#"
        run = {{ years = 2, trials = 20 }}
        scenario = {{ title = "Two physicians" }}
        system = {{ name = "Clinic" }}
        chance = {{ wrvu_cv = 0 }}
        behaviour = "none"
        cohort.a = {{ count = 1, specialty = "family_medicine", plans = {{ {plan} = 1.0 }}, wrvu = 5000 }}
        cohort.b = {{ count = 1, specialty = "family_medicine", plans = {{ {plan} = 1.0 }}, wrvu = 6000 }}
        [contract.book]
        payer = "Everyone"
        line = "commercial"
        revenue_share = 1.0
        spending = 6000
        terms = "fee_for_service"
        {plans}
        "#
    )
}

const OLD: &str = "[[plan.old.pay]]\nsalary = { per_fte = 300000 }\n";
const AT_ONCE: &str = "[[redesign]]\nfrom = \"old\"\nto = \"new\"\nwhen = \"immediately\"\nlead_months = 0\n";

fn production(rule: &str, pay: &str) -> String {
    format!("[plan.new]\nbudget_neutral = {rule}\ngrowth = 0\n[[plan.new.pay]]\n{pay}\n")
}

fn solved(text: &str) -> Neutral {
    let model = build(text, None);
    model.arms[0].neutral[0].clone()
}

#[test]
fn one_rate_keeps_what_the_salaries_cost() {
    // Old: 2 × 300,000 = 600,000. New: (5,000 + 6,000) × 50 = 550,000. c = 600,000 / 550,000 = 1.0909…,
    // so 54.5454… $/wRVU: 272,727.27 and 327,272.73.
    let new = production("{ to = \"old\" }", "wrvu = { tiers = [{ rate = 50 }] }");
    let text = two("old", &format!("{OLD}{new}{AT_ONCE}"));
    let neutral = solved(&text);
    assert!((neutral.factor - 12.0 / 11.0).abs() < 1e-12, "{}", neutral.factor);
    assert_eq!((neutral.budget, neutral.members, neutral.plan.as_str()), (600_000.0, 2, "new"));
    let model = build(&text, None);
    let mut paid: Vec<i64> = (0..2)
        .map(|place| {
            let story = explain_physician(&model, 0, 0, 1, place).unwrap();
            assert_eq!(story.plans[0].rate_factor, Some(neutral.factor));
            story.statement.total().0
        })
        .collect();
    paid.sort_unstable();
    assert_eq!(paid, [27_272_727, 32_727_273]);
}

#[test]
fn tiers_keep_their_thresholds_and_their_ratio() {
    // Marginal tiers of 50 and, above 5,500, 70: 250,000 and 275,000 + 500 × 70 = 310,000, together
    // 560,000; 600,000 / 560,000 = 15/14, so rates of 53.571… and 75.
    let tiers = "wrvu = { tiers = [{ rate = 50 }, { above = 5500, rate = 70 }] }";
    let plans = format!("{OLD}{}", production("{ to = \"old\" }", tiers));
    let factor = solved(&two("new", &plans)).factor;
    assert!((factor - 15.0 / 14.0).abs() < 1e-9, "{factor}");
    // The same tiers as cliffs: 250,000 and 6,000 × 70 = 420,000, together 670,000.
    let cliffs =
        format!("{OLD}{}", production("{ to = \"old\" }", &tiers.replace("] }", "], kind = \"cliff\" }")));
    let factor = solved(&two("new", &cliffs)).factor;
    assert!((factor - 60.0 / 67.0).abs() < 1e-9, "{factor}");
}

#[test]
fn a_bonus_above_a_break_even_threshold_is_solved_at_its_kink() {
    // Pay is the larger of 240,000 and c × 50 × W. A stated budget of 270,000 each, 540,000: with both
    // above, 550,000 c = 540,000 and c = 0.9818…; the first is then paid 245,454 and the second 294,545.
    let bonus = "wrvu_threshold = { base_per_fte = 240000, rate = 50 }";
    let factor = solved(&two("new", &production("{ per_fte = 270000 }", bonus))).factor;
    assert!((factor - 54.0 / 55.0).abs() < 1e-9, "{factor}");
    // At 250,000 each, 500,000: the first stays at 240,000, so 300,000 c = 260,000.
    let factor = solved(&two("new", &production("{ per_fte = 250000 }", bonus))).factor;
    assert!((factor - 26.0 / 30.0).abs() < 1e-9, "{factor}");
}

#[test]
fn the_cap_on_pay_counts() {
    // A cap of 310,000: the second stops there, so the first must be paid 290,000: 250,000 c = 290,000.
    let new = production("{ to = \"old\" }", "wrvu = { tiers = [{ rate = 50 }] }")
        .replace("growth = 0", "growth = 0\nfair_market_value = { cap_per_fte = 310000 }");
    let factor = solved(&two("new", &format!("{OLD}{new}"))).factor;
    assert!((factor - 1.16).abs() < 1e-9, "{factor}");
}

#[test]
fn each_arm_keeps_its_own_budget_and_the_baseline_its_rates() {
    let arms = text_of("scenarios/models/budget_neutral.toml")
        + "\n[variant.dearer]\n[[variant.dearer.plan.before.pay]]\nsalary = { per_fte = 350000 }\n";
    let model = build(&arms, None);
    let factor = |arm: usize| model.arms[arm].neutral[0].factor;
    // Pay by tiers alone is proportional to c: 350,000 / 280,000 = 1.25.
    assert!((factor(1) / factor(0) - 1.25).abs() < 1e-9);
}

#[test]
fn what_cannot_be_solved_is_refused_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let rate = "wrvu = { tiers = [{ rate = 50 }] }";
    let salary_too = format!("{rate}\n[[plan.new.pay]]\nsalary = {{ per_fte = 310000 }}");
    let cases = [
        ("new", production("{ to = \"old\" }", &salary_too), "cannot be met by rates per wRVU"),
        ("old", production("{ to = \"old\" }", rate), "nobody is on plan `new`"),
        ("new", production("{ to = \"old\" }", "salary = { per_fte = 1 }"), "no rate per wRVU above 0"),
        ("new", production("{ to = \"new\" }", rate), "itself; name the plan that it replaces"),
        ("new", production("{ to = \"odl\" }", rate), "did you mean `old`?"),
        ("new", production("{}", rate), "neither to nor per_fte"),
        ("new", production("{ to = \"old\", per_fte = 1 }", rate), "both to and per_fte"),
        (
            "new",
            production(
                "{ to = \"old\" }",
                "wrvu = { tiers = [{ rate = { uniform = { min = 40, max = 60 } } }] }",
            ),
            "found a distribution for a rate that budget_neutral of plan \"new\" sets",
        ),
        (
            "new",
            production(
                "{ to = \"old\" }",
                &format!("{rate}\n[[plan.new.pay]]\ngroup_pool = {{ share = 0.9 }}"),
            ),
            "beside a group_pool",
        ),
    ];
    for (plan, new, says) in cases {
        let text = two(plan, &format!("{OLD}{new}"));
        std::fs::write(folder.path().join("two.toml"), &text).unwrap();
        let (_, told) = ended(folder.path(), &["check", "two.toml"], 3);
        assert!(told.contains(says), "{says}: {told}");
        // Every one of these stands in the plan, below the line that opens it.
        let first = text.lines().position(|line| line.contains("[plan.new]")).unwrap() + 1;
        let line: usize = told.split("two.toml:").nth(1).unwrap().split(':').next().unwrap().parse().unwrap();
        assert!(line >= first, "{says}: {told}");
    }
}

#[test]
fn check_and_explain_tell_the_factor() {
    let folder = tempfile::tempdir().unwrap();
    let new = production("{ to = \"old\" }", "wrvu = { tiers = [{ rate = 50 }] }");
    let text = two("new", &format!("{OLD}{new}"));
    std::fs::write(folder.path().join("two.toml"), &text).unwrap();
    let said = |args: &[&str]| ended(folder.path(), args, 0).0;
    let check = said(&["check", "two.toml"]);
    let line = "baseline: budget-neutral plan new pays its rates per wRVU x 1.0909, 600000 $ a year for 2 physicians";
    assert!(check.contains(line), "{check}");
    let id = build(&text, None).physicians[0].id.clone();
    let explain = said(&["explain", "two.toml", "--trial", "1", "--year", "1", "--physician", &id]);
    assert!(
        explain.contains("plan new, amounts x 1.0000, rates per wRVU x 1.0909 for its budget"),
        "{explain}"
    );
}
