//! What the benches share: the reference system at any size, and taking turns on a noisy machine.
//!
//! Figures in nanoseconds belong to one machine at one moment. Ratios between things measured in
//! turn, in one run, are what may be compared; so every bench prints ratios last.

#![allow(
    dead_code,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a bench looks at the clock, prints what it finds, counts far below 2^53, and uses a part of what benches share"
)]

use cascade::engine::{Outcome, RunOptions, Silent};
use cascade::entity::generate;
use cascade::model::{Draft, Model};
use cascade::pay::Plan;
use cascade::random::Seed;
use cascade::scenario::read_arms;
use cascade::schema::{Named, Source};
use cascade::units::Share;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The reference system, as the program carries it.
pub(crate) const REFERENCE: &str = include_str!("../../scenarios/reference.toml");

/// How large a run is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// The baseline and the first variants, up to 4.
    pub(crate) arms: usize,
    /// Trials.
    pub(crate) trials: u64,
    /// About how many physicians; 250 is the reference system as it stands.
    pub(crate) physicians: u64,
    /// Performance years.
    pub(crate) years: u64,
    /// Copies of each plan, between which those on it are split evenly.
    pub(crate) copies: usize,
}

impl Size {
    /// The reference system: one arm, 250 physicians, ten years.
    pub(crate) const REFERENCE: Size = Size { arms: 1, trials: 512, physicians: 250, years: 10, copies: 1 };

    /// The model of the reference system at this size.
    pub(crate) fn model(self) -> Model {
        let mut arms = read_arms(Source { name: "reference.toml".into(), text: REFERENCE.into() })
            .expect("the reference system is valid")
            .arms;
        arms.truncate(self.arms);
        assert_eq!(arms.len(), self.arms, "the reference system has four arms");
        for arm in &mut arms {
            arm.scenario.run.years = self.years;
            for (_, cohort) in &mut arm.scenario.cohort.0 {
                cohort.count = (cohort.count * self.physicians / 250).max(1);
                cohort.plans =
                    Named(copied(&cohort.plans, self.copies, |share| Share(share.0 / self.copies as f64)));
            }
            arm.scenario.plan = Named(copied(&arm.scenario.plan, self.copies, Plan::clone));
        }
        let run = &arms[0].scenario.run;
        let start = u16::try_from(run.start_year).expect("a year");
        let roster = Arc::new(generate(&arms[0].scenario.cohort, Seed(run.seed), start));
        let drafts = arms.into_iter().map(|arm| Draft {
            name: arm.name,
            title: arm.title,
            scenario: arm.scenario,
            uncertain: arm.uncertain,
            roster: Arc::clone(&roster),
        });
        Model::build(drafts.collect()).expect("the roster fits")
    }
}

/// Every value under its own name and under new ones, `copies` in all.
fn copied<T>(named: &Named<T>, copies: usize, copy: impl Fn(&T) -> T) -> Vec<(Arc<str>, T)> {
    let under = |name: &str, k: usize| if k == 0 { name.into() } else { format!("{name}_{k}").into() };
    named
        .iter()
        .flat_map(|(name, value)| (0..copies).map(|k| (under(name, k), copy(value))).collect::<Vec<_>>())
        .collect()
}

/// Physician-years of one arm of a run.
pub(crate) fn physician_years(model: &Model, trials: u64) -> f64 {
    (model.len() * model.years) as f64 * trials as f64
}

/// Runs a model.
pub(crate) fn run(model: &Model, trials: u64, threads: usize) -> Outcome {
    let options = RunOptions { trials, threads: Some(threads), stop: None };
    cascade::engine::run(model, options, &Silent).expect("the ledger balances")
}

/// One thing that is measured.
pub(crate) struct Work<'a> {
    /// What it is called.
    pub(crate) name: &'static str,
    /// Does it once; checks its answer.
    pub(crate) once: Box<dyn FnMut() + 'a>,
}

/// Measures several things in turn, `rounds` times each, so that whatever else the machine does
/// meets all of them alike. Returns the times of each, round by round.
pub(crate) fn in_turn(rounds: usize, works: &mut [Work<'_>]) -> Vec<Vec<f64>> {
    let mut seconds = vec![Vec::with_capacity(rounds); works.len()];
    for work in works.iter_mut() {
        (work.once)();
    }
    for _ in 0..rounds {
        for (work, times) in works.iter_mut().zip(&mut seconds) {
            times.push(time(&mut work.once).as_secs_f64());
        }
    }
    seconds
}

fn time(work: &mut dyn FnMut()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// The middle one.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) }
}

/// Median, lowest and highest of the ratios of two things measured in the same rounds.
pub(crate) fn ratio(part: &[f64], whole: &[f64]) -> Spread {
    Spread::of(&part.iter().zip(whole).map(|(a, b)| a / b).collect::<Vec<_>>())
}

/// Median with range.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Spread {
    pub(crate) fn of(values: &[f64]) -> Spread {
        Spread {
            median: median(values),
            low: values.iter().copied().fold(f64::INFINITY, f64::min),
            high: values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        }
    }

    /// The same in another unit.
    pub(crate) fn times(self, factor: f64) -> Spread {
        Spread { median: self.median * factor, low: self.low * factor, high: self.high * factor }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.2} ({:.2} to {:.2})", self.median, self.low, self.high)
    }
}

/// Whether this is `cargo test --benches` or a listing, which wants no figures.
pub(crate) fn only_a_test() -> bool {
    std::env::args().any(|argument| argument == "--test" || argument == "--list")
}

/// Whether a part was asked for by name, or none was.
pub(crate) fn asked_for(part: &str) -> bool {
    let mut names = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).peekable();
    names.peek().is_none() || names.any(|name| name == part)
}

/// Slope of `ln y` over `ln x` by least squares: the exponent of a power law.
pub(crate) fn exponent(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let (mx, my) = logs.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + x / n, b + y / n));
    let (top, bottom) =
        logs.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + (x - mx) * (y - my), b + (x - mx) * (x - mx)));
    top / bottom
}
