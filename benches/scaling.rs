//! How cost grows: exponents of time over trials, physicians, years and arms, which should all be 1, and what a contract adds.
//!
//! Sizes of one series are measured in turn; the exponent is the slope of the logarithms by least
//! squares on the medians. What a run costs before its first trial is part of the figure.
//! `cargo bench --bench scaling -- plans` measures one series alone.

#![allow(missing_docs, clippy::print_stdout, clippy::cast_precision_loss, reason = "a bench prints")]

mod shared;

use cascade::model::Model;
use shared::{
    Size, Work, asked_for, exponent, in_turn, median, only_a_test, physician_years, ratio, run, slope,
};

const ROUNDS: usize = 5;

/// Measures one series and prints its exponent.
fn series(what: &str, sizes: &[(f64, Model, u64)]) {
    let mut works: Vec<Work<'_>> = sizes
        .iter()
        .map(|(_, model, trials)| Work {
            name: "size",
            once: Box::new(|| assert_eq!(run(model, *trials, 1).trials, *trials)),
        })
        .collect();
    let seconds = in_turn(ROUNDS, &mut works);
    let points: Vec<(f64, f64)> =
        sizes.iter().zip(&seconds).map(|((size, _, _), times)| (*size, median(times))).collect();
    for (size, time) in &points {
        println!("  {what:10} {size:8} {:9.2} ms", 1e3 * time);
    }
    println!("EXPONENT over {what:10} {:.3}", exponent(&points));
}

/// What a physician-year costs in a large system with many plans, against the reference system.
fn plans(reference: Size) {
    let small = Size { trials: 320, ..reference };
    let large = Size { trials: 320, physicians: 5_000, copies: 4, ..reference };
    let [few, many] = [small, large].map(|size| (size.model(), size.trials));
    let work = |(model, trials): &(Model, u64)| physician_years(model, *trials);
    let on = |model: &Model| model.plans.len();
    let mut works = [&few, &many].map(|(model, trials)| Work {
        name: "plans",
        once: Box::new(move || assert_eq!(run(model, *trials, 1).trials, *trials)),
    });
    let seconds = in_turn(ROUNDS, &mut works);
    let each = ratio(&seconds[1], &seconds[0]).times(work(&few) / work(&many));
    println!(
        "RATIO a physician-year of {} physicians on {} plans / of {} on {}: {each}",
        many.0.len(),
        on(&many.0),
        few.0.len(),
        on(&few.0)
    );
}

/// What a contract more adds to a physician-year: the slope of time over contracts, by least squares.
fn contracts(reference: Size) {
    let models = [1, 2, 4, 8].map(|commercials| Size { commercials, trials: 512, ..reference }.model());
    let mut works: Vec<Work<'_>> = models
        .iter()
        .map(|model| Work {
            name: "contracts",
            once: Box::new(|| assert_eq!(run(model, 512, 1).trials, 512)),
        })
        .collect();
    let seconds = in_turn(ROUNDS, &mut works);
    let points: Vec<(f64, f64)> = models
        .iter()
        .zip(&seconds)
        .map(|(model, times)| {
            (model.contract_names.len() as f64, 1e9 * median(times) / physician_years(model, 512))
        })
        .collect();
    for (contracts, each) in &points {
        println!("  contracts  {contracts:8} {each:9.1} ns a physician-year");
    }
    println!("SLOPE over contracts {:.1} ns a physician-year", slope(&points));
}

fn main() {
    if only_a_test() {
        return;
    }
    let reference = Size { trials: 256, ..Size::REFERENCE };
    let of = |size: Size| {
        let model = size.model();
        (model.len() as f64, model, size.trials)
    };
    if asked_for("trials") {
        series("trials", &[256, 512, 1_024, 2_048, 4_096].map(|n| (n as f64, reference.model(), n)));
    }
    if asked_for("physicians") {
        series(
            "physicians",
            &[250, 500, 1_000, 2_000, 4_000].map(|physicians| of(Size { physicians, ..reference })),
        );
    }
    if asked_for("plans") {
        plans(reference);
    }
    if asked_for("contracts") {
        contracts(reference);
    }
    if asked_for("arms") {
        let arms = [1, 2, 3, 4].map(|arms| {
            let size = Size { arms, trials: 512, ..reference };
            (arms as f64, size.model(), size.trials)
        });
        series("arms", &arms);
    }
    if asked_for("years") {
        series(
            "years",
            &[5, 10, 20, 40].map(|years| {
                let size = Size { years, trials: 512, ..reference };
                (years as f64, size.model(), size.trials)
            }),
        );
    }
}
