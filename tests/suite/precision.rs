//! Runs that stop when they are precise enough, and the split of variance.

use super::common::{TABLES_ALONE, build, ended, manifest, run, tables, text_of};
use cascade::analysis::{BATCH, least_precise, run_to_precision, split_variance};
use cascade::engine::{RunOptions, Silent, run_until};
use cascade::model::Model;

/// Six salaried physicians whose contract pays nobody: only what is stated varies.
fn scenario(chance: &str, spending: &str) -> Model {
    build(
        &format!(
            r#"
behaviour = "none"
scenario = {{ title = "Uncertainty" }}
run = {{ years = 2, seed = 9 }}
[system]
name = "S"
contribution_margin = 0.4
in_system_share = 0.6
[workforce]
turnover = false
move_hazard = 0.0
exit_hazard = 0.0
{chance}
[cohort.a]
count = 6
specialty = "family_medicine"
plans = {{ base = 1.0 }}
wrvu = 5000
panel = 1600
lives = {{ aco = 900 }}
[contract.aco]
payer = "P"
line = "commercial"
revenue_share = 0.5
spending = 6000
trend = {spending}
trend_sd = 0.0
quality_sd = 0.0
forecast_error = 0.0
terms = {{ shared_savings = {{ minimum_savings_rate = 0.0, savings_cap = 1.0, benchmark = {{ prospective = {{ growth = 0.06 }} }} }} }}
[plan.base]
pay = [{{ wrvu = {{ tiers = [{{ rate = 50 }}] }} }}]
"#
        ),
        None,
    )
}

const NO_NOISE: &str = "[chance]\nregional_sd = 0.0\nwrvu_cv = 0.0\nspending_noise = 0.0\nlasting_sd = 0.0\nlasting_noise = 0.0\n";
const NOISE: &str = "[chance]\nregional_sd = 0.01\nwrvu_cv = 0.1\nspending_noise = 2.0\n";
const UNCERTAIN: &str = "{ uniform = { min = 0.02, max = 0.05 } }";

fn options(trials: u64) -> RunOptions<'static> {
    RunOptions { trials, threads: Some(2), stop: None }
}

fn share(model: &Model, metric: &str) -> Option<f64> {
    let splits = split_variance(model, options(2048), &Silent).unwrap();
    let found = splits.iter().find(|s| s.arm == 0 && s.headline.name() == metric).expect("a headline");
    let (parameters, noise) = (found.parameters?.value, found.noise()?.value);
    assert!((parameters + noise - 1.0).abs() < 1e-12);
    let (low, high) = found.interval?;
    assert!(low - 1e-12 <= parameters && parameters <= high + 1e-12, "{metric}: {low} to {high}");
    Some(parameters)
}

fn interval(model: &Model, metric: &str) -> (f64, f64) {
    let splits = split_variance(model, options(2048), &Silent).unwrap();
    let found = splits.iter().find(|s| s.arm == 0 && s.headline.name() == metric).expect("a headline");
    found.interval.expect("it varies")
}

#[test]
fn parameters_alone_explain_everything() {
    let model = scenario(NO_NOISE, UNCERTAIN);
    let found = share(&model, "gross_savings_total").expect("it varies");
    assert!((found - 1.0).abs() < 1e-9, "{found}");
    assert_eq!(share(&model, "pay"), None, "nothing moves pay");
}

#[test]
fn noise_alone_leaves_nothing_to_parameters() {
    let model = scenario(NOISE, "0.035");
    for metric in ["gross_savings_total", "pay"] {
        let found = share(&model, metric).expect("it varies");
        let (low, high) = interval(&model, metric);
        // 2 × 1.96 × 0.022 for normal values; what is paid and saved is not far from normal.
        assert!((high - low - 0.087).abs() < 0.03, "{metric}: {low} to {high}");
        // A correlation of 2,048 independent pairs has a standard error of 0.022.
        assert!(found.abs() < 0.09, "{metric}: {found}");
    }
}

#[test]
fn a_mixture_is_split_as_the_two_parts_say() {
    // Savings over two years are close to linear in the drawn trend and in noise, so the variance of
    // the mixture is close to the sum of the two parts alone.
    let variance = |model: &Model| {
        let splits = split_variance(model, options(2048), &Silent).unwrap();
        splits.iter().find(|s| s.headline.name() == "gross_savings_total").expect("a headline").variance
    };
    let parameters = variance(&scenario(NO_NOISE, UNCERTAIN));
    let noise = variance(&scenario(NOISE, "0.035"));
    let found = share(&scenario(NOISE, UNCERTAIN), "gross_savings_total").expect("it varies");
    let expected = parameters / (parameters + noise);
    assert!(expected > 0.02 && (found - expected).abs() < 0.08, "{found} against {expected}");
}

fn starter() -> Model {
    let text = text_of("src/cli/starter/scenario.toml");
    build(&text, Some(&text_of("src/cli/starter/roster.csv")))
}

#[test]
fn precision_stops_early_and_late() {
    let model = starter();
    let early = run_to_precision(&model, options(4 * BATCH), 10.0, &Silent).unwrap();
    assert_eq!(early.trials, BATCH, "one batch is enough for ten times the size");
    let late = run_to_precision(&model, options(2 * BATCH + 100), 1e-9, &Silent).unwrap();
    assert_eq!(late.trials, 2 * BATCH + 100, "the ceiling");
    let worst = |outcome| least_precise(&model, outcome).expect("headlines").relative_error();
    let (one, two) = (worst(&early), worst(&late));
    assert!(two < one && two > 1e-9, "{one} {two}");
    // Just above what one batch gives, and just below.
    let at = |asked| run_to_precision(&model, options(8 * BATCH), asked, &Silent).unwrap().trials;
    assert_eq!(at(one * 1.001), BATCH);
    assert!(at(one * 0.95) > BATCH);
}

#[test]
fn batches_have_the_bits_of_one_run() {
    let model = starter();
    let whole = tables(&model, &run(&model, 3 * BATCH, 1));
    let mut seen = Vec::new();
    let parts = run_until(&model, options(3 * BATCH), BATCH, &Silent, &mut |outcome| {
        seen.push(outcome.trials);
        false
    })
    .unwrap();
    assert_eq!(seen, [BATCH, 2 * BATCH]);
    assert!(whole == tables(&model, &parts), "batches change bits");
    // Stopped early: the bits of a shorter run, though the tables were made for a longer one.
    let stopped = run_until(&model, options(1_000_000), BATCH, &Silent, &mut |_| true).unwrap();
    assert!(tables(&model, &run(&model, BATCH, 2)) == tables(&model, &stopped));
}

#[test]
fn the_command_stops_and_says_how_precise_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    let run = ["run", "--years", "2", "--arms", "pass_through", "--out", "r"];
    let precise = |more: &[&str], code: i32| ended(place, &[&run[..], &TABLES_ALONE, more].concat(), code);
    let (page, _) = precise(&["--precision", "5", "--uncertainty"], 0);
    assert!(page.contains("Standard error of every headline: at most"), "{page}");
    let manifest = manifest(&place.join("r"));
    assert_eq!(manifest["trials"], BATCH);
    assert_eq!(manifest["monte_carlo_error"]["met"], true);
    let splits = std::fs::read_to_string(place.join("r/uncertainty.csv")).unwrap();
    assert!(
        splits.starts_with("arm,metric,unit,variance,sd,parameters,parameters_se,noise,noise_se,trials,parameters_low,parameters_high,rosters\n")
    );
    assert!(splits.lines().count() == 1 + 2 * 11, "{splits}");

    // The same run to another precision may take its place; another run is refused before it begins.
    precise(&["--seed", &manifest["seed"].to_string(), "--precision", "6"], 0);
    let (_, refused) = precise(&["--seed", "1", "--precision", "1e-9"], 2);
    assert!(refused.contains("holds the results of another run"), "{refused}");
}
