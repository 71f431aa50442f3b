//! What a physician-year costs, against a floor measured in the same run.
//!
//! The floor is what the mathematics of the model costs when each piece of it runs side by side in the nearest cache,
//! through the same dispatch and the same functions: `shared/floor.rs` says what is in it. Beside it, as a line of
//! context, five draws the cheapest way there is: four standard normals by the ziggurat of `rand_distr` and a
//! uniform, from xoshiro256++, which know neither identity nor vectors.
//!
//! `cargo bench --bench engine` prints Criterion's figures, then the ratios; a filter that fits no
//! benchmark, as in `cargo bench --bench engine -- ratios`, leaves only those. Ratios stand twice:
//! the median over rounds, and lowest time over lowest time, which other processes disturb least.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench prints what it finds"
)]

#[path = "shared/floor.rs"]
mod floor;
mod shared;

use cascade::engine::{HorizonMetric, Outcome};
use cascade::model::Model;
use cascade::tile::TILE;
use criterion::{BenchmarkId, Criterion, Throughput};
use floor::{Floor, PIECES};
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;
use shared::{Size, Spread, Work, in_turn, median, only_a_test, physician_years, ratio, run, time};
use std::hint::black_box;
use std::time::Duration;

/// Rounds of the comparison at the end.
const ROUNDS: usize = 15;

/// Five draws for each physician-year, the line of context, added up so that each is really drawn.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number below 2^53")]
fn yardstick(physician_years: f64) -> [f64; 5] {
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(20_260_101);
    let mut sums = [0.0; 5];
    for _ in 0..physician_years as u64 {
        for sum in &mut sums[..4] {
            let normal: f64 = StandardNormal.sample(&mut generator);
            *sum += normal;
        }
        sums[4] += generator.random::<f64>();
    }
    sums
}

/// Means of the yardstick's draws lie within five standard errors of the truth.
fn check_yardstick(physician_years: f64) {
    let sums = black_box(yardstick(black_box(physician_years)));
    let root = physician_years.sqrt();
    for sum in &sums[..4] {
        assert!((sum / root).abs() < 5.0, "normals are off");
    }
    let uniform = (sums[4] / physician_years - 0.5) * 12.0_f64.sqrt() * root;
    assert!(uniform.abs() < 5.0, "uniforms are off");
}

/// Mean pay of the whole system over the horizon, $, of each arm: the answer of a run.
fn total_pay(outcome: &Outcome, arms: usize) -> Vec<f64> {
    let arm = |name| outcome.arm(name).expect("its own arm");
    outcome
        .directory()
        .arms()
        .take(arms)
        .map(|name| arm(name).horizon(HorizonMetric::TotalPay).mean)
        .collect()
}

/// Runs and checks the answer: the same for any number of threads, and the baseline's the same with
/// and without variants beside it.
fn check_run(model: &Model, trials: u64, threads: usize, answer: &[f64]) {
    let outcome = black_box(run(black_box(model), trials, threads));
    assert_eq!(total_pay(&outcome, answer.len()), answer, "{threads} threads");
}

fn criterion_figures(c: &mut Criterion, one: &Model, four: &Model, answer: &[f64]) {
    let trials = Size::REFERENCE.trials;
    let years = physician_years(one, trials);
    let mut group = c.benchmark_group("physician-years");
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number")]
    group.throughput(Throughput::Elements(years as u64));
    let mut floor = Floor::new();
    group.bench_function("floor", |b| b.iter(|| check_floor(&mut floor, years)));
    group.bench_function("five draws", |b| b.iter(|| check_yardstick(years)));
    for (model, arms) in [(one, 1), (four, 4)] {
        for threads in [1, 2] {
            let id = BenchmarkId::new(format!("{arms} arms"), format!("{threads} threads"));
            group.bench_function(id, |b| b.iter(|| check_run(model, trials, threads, &answer[..arms])));
        }
    }
    group.finish();
}

/// The floor of so many physician-years.
fn check_floor(floor: &mut Floor, physician_years: f64) {
    floor.all(tiles_of(physician_years));
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number")]
fn tiles_of(physician_years: f64) -> u64 {
    (physician_years / TILE as f64).ceil() as u64
}

/// What each piece of the floor costs, ns per physician-year, the lowest of several times.
fn pieces(years: f64) {
    let mut floor = Floor::new();
    let times = PIECES.iter().enumerate().map(|(place, name)| {
        let mut once = || floor.piece(place, tiles_of(years));
        let lowest = (0..ROUNDS).map(|_| time(&mut once).as_secs_f64()).fold(f64::INFINITY, f64::min);
        format!("{name} {:.1}", 1e9 * lowest / years)
    });
    println!(
        "the floor's pieces, ns per physician-year, lowest of {ROUNDS}: {}",
        times.collect::<Vec<_>>().join(", ")
    );
}

fn ratios(one: &Model, four: &Model, answer: &[f64]) {
    let trials = Size::REFERENCE.trials;
    let years = physician_years(one, trials);
    let mut floor = Floor::new();
    let mut works = [
        Work { name: "floor", once: Box::new(|| check_floor(&mut floor, years)) },
        Work { name: "five draws", once: Box::new(|| check_yardstick(years)) },
        Work { name: "one arm", once: Box::new(|| check_run(one, trials, 1, &answer[..1])) },
        Work { name: "one arm, 2 threads", once: Box::new(|| check_run(one, trials, 2, &answer[..1])) },
        Work { name: "four arms", once: Box::new(|| check_run(four, trials, 1, answer)) },
        Work { name: "four arms, 2 threads", once: Box::new(|| check_run(four, trials, 2, answer)) },
    ];
    let seconds = in_turn(ROUNDS, &mut works);
    println!("\nReference system: {} physicians, {} years, {trials} trials", one.len(), one.years);
    println!("ns per physician-year, median (lowest to highest) of {ROUNDS} rounds in turn:");
    for (work, times) in works.iter().zip(&seconds) {
        println!("  {:22} {}", work.name, Spread::of(times).times(1e9 / years));
    }
    pieces(years);
    let [floor, draws, one_arm, one_two, four_arms, four_two] = &seconds[..] else {
        unreachable!("six works")
    };
    for (what, part, whole) in [
        ("one arm / floor", one_arm, floor),
        ("four arms / one arm", four_arms, one_arm),
        ("one arm / five draws (context)", one_arm, draws),
        ("one arm, 1 thread / 2 threads", one_arm, one_two),
        ("four arms, 1 thread / 2 threads", four_arms, four_two),
    ] {
        let lowest = Spread::of(part).low / Spread::of(whole).low;
        println!("RATIO {what:32} {}, of lowest times {lowest:.2}", ratio(part, whole));
    }
    println!("physician-years a second, one arm, one thread: {:.2} million", 1e-6 * years / median(one_arm));
}

fn main() {
    let one = Size::REFERENCE.model();
    let four = Size { arms: 4, ..Size::REFERENCE }.model();
    if only_a_test() {
        return;
    }
    let answer = total_pay(&run(&four, Size::REFERENCE.trials, 1), 4);
    // About 250 physicians at about $350,000 for ten years, growing: a billion dollars, within 30 %.
    assert!(answer.iter().all(|pay| (0.7e9..1.3e9).contains(pay)), "{answer:?}");
    let mut criterion = Criterion::default().configure_from_args();
    criterion_figures(&mut criterion, &one, &four, &answer);
    criterion.final_summary();
    ratios(&one, &four, &answer);
}
