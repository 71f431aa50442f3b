//! What does an arm do to the system's whole margin, and by which lines of its accounts?
//!
//! Every flow that moves the margin stands in exactly one part, so the parts add up to the change of the margin
//! against the baseline, on the same luck, over all performance years.

use super::disclosure::Disclosure;
use super::signed::signed_dollars;
use super::words::{arm_in_words, over_years, percent, short_dollars, within};
use crate::engine::{ArmYear, Dollars, HorizonMetric, Outcome};
use crate::ledger::{ACCOUNTS, BRIDGE};
use crate::model::Model;
use crate::stats::Summary;

/// A part of the change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BridgePart {
    /// Its name.
    pub name: &'static str,
    /// What it adds to the margin over all years against the baseline, negative for what it takes; mean, $.
    pub mean: f64,
}

/// The change of the system's margin under an arm.
#[derive(Clone, Debug)]
pub struct MarginBridge {
    /// The arm.
    pub arm: usize,
    /// Parts, in the order of [`BRIDGE`]; those that limits hide are one together, the last.
    pub parts: Vec<BridgePart>,
    /// Their sum: the change of the margin.
    pub total: Summary,
    /// Share of trials in which the margin is above the baseline's.
    pub better: f64,
}

/// What is not a dollar over all years is no change.
const NOTHING: f64 = 0.5;

impl MarginBridge {
    /// Whether nothing changes, to the dollar.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.total.mean.abs() < NOTHING && self.parts.iter().all(|part| part.mean.abs() < NOTHING)
    }

    /// The largest part, up or down.
    #[must_use]
    pub fn largest(&self) -> Option<BridgePart> {
        let larger = |a: BridgePart, b: BridgePart| if b.mean.abs() > a.mean.abs() { b } else { a };
        self.parts.iter().copied().reduce(larger)
    }
}

/// Name of the parts together that limits hide.
const OTHERS: &str = "other lines";

/// The bridge of every variant, in the scenario's order.
#[must_use]
pub fn margin_bridges(model: &Model, outcome: &Outcome, may: &Disclosure) -> Vec<MarginBridge> {
    let bridge = |arm: usize| {
        let results = outcome.arm(&model.arms[arm].name).ok()?;
        let line = |line: usize| results.account_total_difference(line, Dollars::Nominal);
        let mean = |lines: &[usize]| lines.iter().filter_map(|l| line(*l)).map(|found| found.mean).sum();
        let all = BRIDGE.iter().map(|bar| BridgePart { name: bar.name, mean: mean(bar.lines) });
        let (mut parts, hidden): (Vec<_>, Vec<_>) = all.partition(|part| may.shows_line(part.name));
        if !hidden.is_empty() {
            parts.push(BridgePart { name: OTHERS, mean: hidden.iter().map(|part| part.mean).sum() });
        }
        let better = results.better(HorizonMetric::SystemMargin)?;
        Some(MarginBridge { arm, parts, total: line(ACCOUNTS.len())?, better })
    };
    (1..model.arms.len()).filter_map(bridge).collect()
}

/// What employing physicians costs on top of their pay in a year, by the bar of the bridge; mean over trials, $.
pub(super) fn on_top_of_pay(year: &ArmYear<'_>) -> f64 {
    let lines = BRIDGE.iter().filter(|bar| bar.name == "on top of pay").flat_map(|bar| bar.lines);
    -lines.map(|line| year.account(*line).mean).sum::<f64>()
}

/// Which variant does best by the system's whole margin, by what, and how sure that is.
#[must_use]
pub fn margin_finding(model: &Model, bridges: &[MarginBridge]) -> String {
    if bridges.iter().all(MarginBridge::is_nothing) {
        return "No variant changes the system's margin".to_owned();
    }
    let Some(best) = bridges.iter().reduce(|a, b| if b.total.mean > a.total.mean { b } else { a }) else {
        return String::new();
    };
    let (name, gain) = (arm_in_words(model, best.arm), best.total.mean);
    let costly = bridges.iter().filter(|bridge| bridge.total.mean <= -NOTHING).count();
    let amount = short_dollars(gain.abs());
    let over = format!("over {}{}", over_years(model), within(&best.total));
    let (verdict, rest) = match (bridges.len(), gain >= 0.0) {
        _ if best.is_nothing() => {
            return format!(
                "Every variant that changes the system's margin costs it; {name} leaves it as it is"
            );
        }
        (1, true) => (format!("{name} adds {amount} to the system's margin {over}"), String::new()),
        (1, false) => (format!("{name} costs the system {amount} {over}"), String::new()),
        (n, true) => {
            let rest = if costly > 0 { format!("; {costly} of {n} variants cost it") } else { String::new() };
            (format!("{name} adds most to the system's margin: {amount} {over}"), rest)
        }
        (_, false) => {
            (format!("Every variant costs the system; {name} costs least: {amount} {over}"), String::new())
        }
    };
    let part = best.largest().map_or_else(String::new, |part| {
        format!(". Its largest part is {}, {}", part.name, signed_dollars(part.mean))
    });
    format!("{verdict}{part}; better than today in {} of futures{rest}", percent(best.better))
}
