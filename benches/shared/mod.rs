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
use cascade::model::Model;
use cascade::study::{NoFiles, Study};
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
    /// Contracts that the commercial one is split into, each with its part of the lives and of revenue.
    pub(crate) commercials: usize,
}

impl Size {
    /// The reference system: one arm, 250 physicians, ten years.
    pub(crate) const REFERENCE: Size =
        Size { arms: 1, trials: 512, physicians: 250, years: 10, copies: 1, commercials: 1 };

    /// The reference system at this size.
    pub(crate) fn study(self) -> Study {
        let text = split(&copied(REFERENCE, self.copies), self.commercials);
        let mut study =
            Study::read("reference.toml", &text, &NoFiles).expect("the reference system is valid");
        let arms: Vec<String> = study.arms().take(self.arms).map(str::to_owned).collect();
        assert_eq!(arms.len(), self.arms, "the reference system has four arms");
        study.keep(&arms).expect("its own arms");
        study.set("run.years", self.years as f64).expect("a horizon");
        for found in study.parameters(&arms[0]).expect("an arm") {
            if let ["cohort", _, "count"] = found.path.split('.').collect::<Vec<_>>()[..] {
                let count = found.value.expect("a number") * self.physicians as f64 / 250.0;
                study.set(&found.path, count.floor().max(1.0)).expect("a number of physicians");
            }
        }
        study
    }

    /// Its model.
    pub(crate) fn model(self) -> Model {
        self.study().model().expect("the roster fits")
    }
}

/// A scenario with copies of each plan of the baseline, between which those on it are split evenly.
fn copied(text: &str, copies: usize) -> String {
    let under = |name: &str, k: usize| if k == 0 { name.to_owned() } else { format!("{name}_{k}") };
    let plan_of = |line: &str| {
        let rest = line.trim_start_matches('[').strip_prefix("plan.")?;
        line.starts_with('[').then(|| rest.split(['.', ']']).next().unwrap_or_default().to_owned())
    };
    let mut added = String::new();
    let mut plan = None;
    for line in text.lines() {
        if line.starts_with('[') {
            plan = plan_of(line);
        }
        let Some(name) = &plan else { continue };
        added += &line.replacen(&format!("plan.{name}"), &format!("plan.{name}_COPY"), 1);
        added.push('\n');
    }
    let mut whole: Vec<String> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("plans = { ").and_then(|rest| rest.split_once(" = 1.0 }")) {
            Some((name, _)) => {
                let parts = (0..copies).map(|k| format!("{} = {}", under(name, k), 1.0 / copies as f64));
                whole.push(format!("plans = {{ {} }}", parts.collect::<Vec<_>>().join(", ")));
            }
            None => whole.push(line.to_owned()),
        }
    }
    let copy = |k: usize| added.replace("_COPY", &format!("_{k}"));
    whole.join("\n") + "\n" + &(1..copies).map(copy).collect::<String>()
}

/// A scenario whose commercial contract is so many, each with its part of the lives and of revenue.
fn split(text: &str, parts: usize) -> String {
    let (mut whole, mut added, mut is_commercial) = (String::new(), String::new(), false);
    for line in text.lines() {
        if line.starts_with('[') {
            is_commercial = line == "[contract.commercial]" || line.starts_with("[contract.commercial.");
        }
        let share = line.strip_prefix("revenue_share = ").filter(|_| is_commercial);
        let share = share.and_then(|share| share.split_whitespace().next()?.parse::<f64>().ok());
        let line = match share {
            Some(share) => format!("revenue_share = {}", share / parts as f64),
            None => parted(line, parts).unwrap_or_else(|| line.to_owned()),
        };
        if is_commercial {
            added += &line.replacen("contract.commercial", "contract.PART", 1);
            added.push('\n');
        }
        whole += &line;
        whole.push('\n');
    }
    whole + &(1..parts).map(|k| added.replace("PART", &commercial(k))).collect::<String>()
}

/// The name of one of the commercial contracts, counted from 0.
fn commercial(k: usize) -> String {
    if k == 0 { "commercial".to_owned() } else { format!("commercial_{k}") }
}

/// A cohort's line of lives or revenue with the first number of the commercial contract's value split among its parts.
fn parted(line: &str, parts: usize) -> Option<String> {
    let is_of_cohort = line.starts_with("lives = {") || line.starts_with("revenue_share = {");
    let (head, rest) = line.split_once("commercial = ").filter(|_| is_of_cohort)?;
    // A distribution ends with the braces that it opens.
    let end = if rest.starts_with('{') { rest.find("} }")? + 3 } else { rest.find([',', ' '])? };
    let (value, tail) = rest.split_at(end);
    let first = value.find(|c: char| c.is_ascii_digit())?;
    let digits = value[first..].find(|c: char| !(c.is_ascii_digit() || c == '.'));
    let last = digits.map_or(value.len(), |digits| first + digits);
    let part = value[first..last].parse::<f64>().ok()? / parts as f64;
    let each = (0..parts).map(|k| format!("{} = {}{part}{}", commercial(k), &value[..first], &value[last..]));
    Some(format!("{head}{}{tail}", each.collect::<Vec<_>>().join(", ")))
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

/// How long something takes.
pub(crate) fn time(work: &mut dyn FnMut()) -> Duration {
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
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    slope(&logs)
}

/// Slope of `y` over `x` by least squares.
pub(crate) fn slope(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let (mx, my) = points.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + x / n, b + y / n));
    let (top, bottom) =
        points.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + (x - mx) * (y - my), b + (x - mx) * (x - mx)));
    top / bottom
}
