//! How many plain trials give the error of one of ours, and whether errors are what they are said to be.
//!
//! Each block of 32 trials is a Latin hypercube. A mean over n trials would have the variance sd²/n if trials were
//! independent (the spread over trials is the same either way); that of ours is found from the means of blocks. The
//! ratio of the two is how many plain trials one of ours is worth. With B blocks it is known within √(2/B) of itself: of
//! 1,024 within 4 %.
//!
//! Coverage: a small system is run with 200 seeds on one roster, and each mean's 95 % interval compared with the mean of a run
//! a hundred times as long. Rare chances, of an event that a block of 32 meets less than once, stand apart: strata help
//! them little, and their intervals are Wilson's and wider. `-- gain` or `-- coverage` asks one of the two alone;
//! `-- coverage reference` takes the reference system with all its arms.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a bench is asked by arguments and prints what it finds"
)]

mod shared;

use cascade::analysis::{HEADLINES, Headline, least_precise};
use cascade::engine::{HorizonMetric, Outcome, Scope};
use cascade::model::Model;
use cascade::random::Seed;
use cascade::stats::{Estimated, Summary};
use shared::{Size, asked_for, only_a_test, run};

/// Trials that the gain is found from: 1,024 blocks.
const TRIALS: u64 = 32_768;
/// Seeds that coverage is found from.
const SEEDS: u64 = 200;
/// Trials of each of them: 64 blocks.
const TRIALS_OF_EACH: u64 = 2_048;

/// What a run found of something.
struct Found {
    name: String,
    summary: Summary,
}

/// Headlines and measures of the whole horizon of every arm, and their differences from the baseline.
fn rows(model: &Model, outcome: &Outcome) -> Vec<Found> {
    let mut all = Vec::new();
    let year = model.start.plus(model.years - 1).0;
    for (place, arm) in model.arms.iter().enumerate() {
        let (of_arm, last) =
            (outcome.arm(&arm.name).expect("an arm"), outcome.at(&arm.name, year).expect("a year"));
        let mut add = |metric: &str, summary: Option<Summary>, is_difference: bool| {
            let less = if is_difference { " - baseline" } else { "" };
            all.extend(
                summary.map(|summary| Found { name: format!("{}{less} {metric}", arm.name), summary }),
            );
        };
        for headline in HEADLINES.iter().filter(|headline| matches!(headline, Headline::LastYear(_))) {
            add(headline.name(), Some(headline.summary(model, outcome, place)), false);
            add(headline.name(), last.difference(Scope::System, "all", headline.name()), true);
        }
        for metric in HorizonMetric::ALL {
            let name = metric.definition().name;
            add(name, Some(of_arm.horizon(*metric)), false);
            add(name, of_arm.horizon_difference(*metric), true);
        }
    }
    // What does not vary has no error, and what is not there in every trial no blocks.
    all.retain(|found| found.summary.sd > 0.0 && found.summary.draws < found.summary.trials / 31);
    all
}

/// Whether the name is that of a headline, or of all pay.
fn is_headline(name: &str) -> bool {
    let metric = name.rsplit(' ').next().unwrap_or_default();
    metric == HorizonMetric::TotalPay.definition().name || HEADLINES.iter().any(|own| own.name() == metric)
}

/// Plain trials that give the error of one of ours.
fn ratio(summary: &Summary) -> f64 {
    let plain = summary.sd / (summary.trials as f64).sqrt();
    (plain / summary.mc_se).powi(2)
}

fn geometric(ratios: &[f64]) -> f64 {
    (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len().max(1) as f64).exp()
}

fn gain() {
    let model = Size { arms: 4, ..Size::REFERENCE }.model();
    let outcome = run(&model, TRIALS, 2);
    let all = rows(&model, &outcome);
    for Found { name, summary } in &all {
        println!("PLAIN TRIALS {name:60} {:7.2}", ratio(summary));
    }
    let ratios = |keep: &dyn Fn(&str) -> bool| -> Vec<f64> {
        all.iter().filter(|found| keep(&found.name)).map(|found| ratio(&found.summary)).collect()
    };
    let worst = least_precise(&model, &outcome).expect("headlines");
    let found = ratio(&worst.headline.summary(&model, &outcome, worst.arm));
    println!(
        "PLAIN TRIALS of the least precise headline ({} of {}) {found:.2}, at least 4.5 wanted",
        worst.headline.name(),
        model.arms[worst.arm].name
    );
    let pay = ratios(&|name| name == "baseline pay_total")[0];
    println!("PLAIN TRIALS of pay of the baseline {pay:.2}, at least 5 wanted");
    let headlines = ratios(&is_headline);
    println!(
        "PLAIN TRIALS geometric mean of {} headlines and differences {:.2}, at least 4.2 wanted",
        headlines.len(),
        geometric(&headlines)
    );
    let every = ratios(&|_| true);
    println!("PLAIN TRIALS geometric mean of all {} rows {:.2}", every.len(), geometric(&every));
}

/// Whether a block meets what is counted less than once.
fn is_rare(summary: &Summary) -> bool {
    let variance = match summary.kind {
        Estimated::Mean => return false,
        Estimated::Chance => summary.mean * (1.0 - summary.mean),
        Estimated::ChanceDifference => summary.sd * summary.sd,
    };
    32.0 * variance < 1.0
}

fn coverage(size: Size) {
    let mut model = size.model();
    model.seed = Seed(u64::MAX);
    let truth = rows(&model, &run(&model, 100 * TRIALS_OF_EACH, 2));
    let mut held = vec![[0_u32; 2]; truth.len()];
    for seed in 0..SEEDS {
        model.seed = Seed(1_000 + seed);
        let found = rows(&model, &run(&model, TRIALS_OF_EACH, 2));
        for (truth, held) in truth.iter().zip(&mut held) {
            let Some(own) = found.iter().find(|own| own.name == truth.name) else { continue };
            let (low, high) = own.summary.interval().expect("many trials");
            held[0] += 1;
            held[1] += u32::from((low..=high).contains(&truth.summary.mean));
        }
    }
    let (mut usual, mut rare) = (Vec::new(), Vec::new());
    for (truth, [met, held]) in truth.iter().zip(held) {
        let part = 100.0 * f64::from(held) / f64::from(met.max(1));
        let kind = if is_rare(&truth.summary) { "RARE" } else { "COVERAGE" };
        println!("{kind:8} {:60} {part:6.1} % of {met} intervals", truth.name);
        if is_rare(&truth.summary) { rare.push(part) } else { usual.push(part) }
    }
    for (words, mut parts) in [("COVERAGE", usual), ("COVERAGE of rare chances", rare)] {
        parts.sort_by(f64::total_cmp);
        let Some((least, most)) = parts.first().zip(parts.last()) else { continue };
        let mean = parts.iter().sum::<f64>() / parts.len() as f64;
        println!("{words} {mean:.1} % over {} rows, from {least:.1} to {most:.1} %", parts.len());
    }
}

fn main() {
    if only_a_test() {
        return;
    }
    if asked_for("gain") {
        gain();
    }
    if asked_for("coverage") {
        let is_reference = std::env::args().any(|argument| argument == "reference");
        let small = Size { arms: 2, physicians: 25, years: 3, ..Size::REFERENCE };
        coverage(if is_reference { Size { arms: 4, ..Size::REFERENCE } } else { small });
    }
}
