//! Blocks of trials are Latin hypercubes, and errors are what that makes of them.

use super::common::{build, run};
use cascade::engine::{
    BLOCK, HorizonMetric, Pick, Picks, Points, RunOptions, Scope, Silent, drawn_values, sample, sample_at,
};
use cascade::model::Model;
use cascade::random::Seed;
use cascade::stats::SpreadByBlock;

/// Twelve physicians paid by work, whose rate is uncertain, under a large contract whose trend is.
const SYSTEM: &str = r#"
behaviour = "none"
scenario = { title = "Strata" }
run = { years = 2, seed = 3 }
system = { name = "S" }
[plan.base]
pay = [{ wrvu = { tiers = [{ rate = { uniform = { min = 40, max = 60 } } }] } }]
[cohort.a]
count = 12
specialty = "family_medicine"
plans = { base = 1.0 }
wrvu = 5000
panel = 1600
lives = { aco = 900 }
[contract.aco]
payer = "P"
line = "commercial"
revenue_share = 0.5
spending = 6000
trend = { uniform = { min = 0.02, max = 0.05 } }
terms = { shared_savings = { minimum_savings_rate = 0.0, savings_cap = 1.0 } }
[variant.richer]
plan.base.pay.wrvu.tiers = [{ rate = 55 }]
"#;

fn model() -> Model {
    build(SYSTEM, None)
}

#[test]
fn each_parameter_lies_once_in_each_stratum_of_a_block() {
    let model = model();
    let columns = drawn_values(&model, 0, 0..10 * BLOCK as u64);
    let paths: Vec<&str> = model.arms[0].drawn.iter().map(|one| one.leaf.path.as_str()).collect();
    assert!(paths.contains(&"contract.aco.trend"), "{paths:?}");
    for (drawn, column) in model.arms[0].drawn.iter().zip(columns) {
        let ends: Vec<f64> =
            (1..BLOCK).map(|k| drawn.leaf.distribution.quantile(k as f64 / BLOCK as f64)).collect();
        for block in column.chunks(BLOCK) {
            let mut strata: Vec<usize> =
                block.iter().map(|value| ends.iter().filter(|end| *end <= value).count()).collect();
            assert_ne!(strata, (0..BLOCK).collect::<Vec<_>>(), "in an order of their own");
            strata.sort_unstable();
            assert_eq!(strata, (0..BLOCK).collect::<Vec<_>>(), "{}", drawn.leaf.path);
        }
    }
}

fn picks(model: &Model) -> Picks {
    let horizon = |arm| [HorizonMetric::TotalPay, HorizonMetric::SystemMargin].map(|m| Pick::horizon(arm, m));
    let mut all: Vec<Pick> = (0..2).flat_map(horizon).collect();
    all.push(Pick::year(0, 1, Scope::System, "all", "pay"));
    Picks::find(model, &all).unwrap()
}

#[test]
fn a_trial_taken_alone_is_that_of_its_block() {
    // Points that meet trials out of order, of several blocks, with what they draw: each is the run's own trial.
    let model = model();
    let picks = picks(&model);
    let all = sample(&model, RunOptions::trials(200), 0, &picks, &Silent).unwrap();
    let luck: Vec<usize> = vec![199, 3, 64, 31, 32, 3, 150, 0, 101];
    let points = Points::new(luck.iter().map(|trial| *trial as u64).collect());
    let found = sample_at(&model, RunOptions::trials(1), &points, &picks, &Silent).unwrap();
    for (column, own) in all.iter().zip(found) {
        let expected: Vec<f64> = luck.iter().map(|trial| column[*trial]).collect();
        assert_eq!(own, expected);
    }
}

#[test]
fn errors_are_those_of_the_means_of_blocks() {
    // 330 trials: ten whole blocks, and ten trials of an eleventh.
    let model = model();
    let outcome = run(&model, 330, 2);
    let columns = sample(&model, RunOptions::trials(330), 0, &picks(&model), &Silent).unwrap();
    let close =
        |found: f64, expected: f64| assert!((found / expected - 1.0).abs() < 1e-6, "{found} for {expected}");
    let error = |values: &[f64]| {
        // Written out: means of ten blocks, their variance, and what the last ten trials add.
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let spread = |values: &[f64]| {
            values.iter().map(|v| (v - mean(values)).powi(2)).sum::<f64>() / (values.len() - 1) as f64
        };
        let means: Vec<f64> = values[..320].chunks(32).map(mean).collect();
        let left = 32.0 * spread(&means);
        let taken = spread(values) - left;
        ((10.0 * 32.0 * left + 10.0 * (left + taken * 22.0 / 31.0)) / (330.0 * 330.0)).sqrt()
    };
    for arm in 0..2 {
        let results = outcome.arm(["baseline", "richer"][arm]).unwrap();
        for (place, metric) in [HorizonMetric::TotalPay, HorizonMetric::SystemMargin].into_iter().enumerate()
        {
            let found = results.horizon(metric);
            let own = &columns[2 * arm + place];
            close(found.mc_se, error(own));
            close(found.mc_se, SpreadByBlock::of_values(own).unwrap().of_mean.sqrt());
            assert_eq!((found.draws, found.trials), (10, 330));
            // Student's quantile of nine degrees of freedom.
            close(found.high().unwrap() - found.mean, 2.262 * found.mc_se);
            if let Some(change) = results.horizon_difference(metric) {
                let apart: Vec<f64> = own.iter().zip(&columns[place]).map(|(a, b)| a - b).collect();
                close(change.mc_se, error(&apart));
            }
        }
    }
    let year = outcome.at("baseline", 2027).unwrap();
    close(year.row(Scope::System, "all", "pay").unwrap().mc_se, error(&columns[4]));
    // Of seven blocks and a bit the error is that of independent trials.
    let few = run(&model, 255, 1).arm("baseline").unwrap().horizon(HorizonMetric::TotalPay);
    close(few.mc_se, few.sd / 255.0_f64.sqrt());
    assert_eq!(few.draws, 255);
}

/// Of 60 intervals of 95 % some 57 ± 1.7 hold the truth: four such deviations are allowed.
#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    const SEEDS: u64 = 60;
    const METRICS: [HorizonMetric; 3] =
        [HorizonMetric::TotalPay, HorizonMetric::SystemMargin, HorizonMetric::GrossSavings];
    let mut model = model();
    let of = |model: &Model, trials| {
        let outcome = run(model, trials, 2);
        METRICS.map(|metric| outcome.arm("baseline").unwrap().horizon(metric))
    };
    let truth = of(&model, 16_384);
    let (mut held, mut worth) = ([0; 3], [0.0; 3]);
    for seed in 0..SEEDS {
        model.seed = Seed(500 + seed);
        for (place, own) in of(&model, 512).into_iter().enumerate() {
            let (low, high) = own.interval().unwrap();
            held[place] += u64::from((low..=high).contains(&truth[place].mean));
            worth[place] += own.sd * own.sd / own.trials as f64 / (own.mc_se * own.mc_se) / SEEDS as f64;
        }
    }
    assert!(held.iter().all(|held| *held >= 50), "{held:?}");
    // Plain trials that give the error of one of these.
    assert!(worth.iter().all(|worth| *worth > 2.0), "{worth:?}");
}
