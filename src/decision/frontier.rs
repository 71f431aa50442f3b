//! Which arms does no other beat on true savings and on the system's margin together?

use super::words::{arm_in_words, short_dollars};
use crate::engine::{HorizonMetric, Outcome};
use crate::model::Model;
use crate::order::Ordered;
use crate::stats::Summary;
use crate::units::{capitalised, listed};

/// An arm by what it saves and what it leaves to the system.
#[derive(Clone, Copy, Debug)]
pub struct FrontierPoint {
    /// The arm.
    pub arm: usize,
    /// Change of true savings against the baseline over all years, on the same luck, $.
    pub savings: Summary,
    /// Change of the system's margin, likewise, $.
    pub margin: Summary,
    /// Share of physicians whose pay over all years is at least 5 % below the baseline's.
    pub losers: Summary,
    /// Whether no other arm is as good on both and better on one, by means to the dollar.
    pub is_unbeaten: bool,
}

/// Every arm, the baseline first, at nothing and nothing.
#[must_use]
pub fn frontier(model: &Model, outcome: &Outcome) -> Vec<FrontierPoint> {
    let none = Summary { draws: outcome.trials, trials: outcome.trials, ..Summary::default() };
    let point = |arm: usize| {
        let results = outcome.arm(&model.arms[arm].name).ok()?;
        let change = |metric| if arm == 0 { Some(none) } else { results.horizon_difference(metric) };
        Some(FrontierPoint {
            arm,
            savings: change(HorizonMetric::TrueSavings)?,
            margin: change(HorizonMetric::SystemMargin)?,
            losers: results.horizon(HorizonMetric::Losers),
            is_unbeaten: false,
        })
    };
    let mut points: Vec<FrontierPoint> = (0..model.arms.len()).filter_map(point).collect();
    let means: Vec<(f64, f64)> = points.iter().map(|point| (point.savings.mean, point.margin.mean)).collect();
    for (point, own) in points.iter_mut().zip(&means) {
        point.is_unbeaten = !means.iter().any(|other| beats(*other, *own));
    }
    points
}

/// Whether one pair is as good as another on both, and better on one, to the dollar.
fn beats(one: (f64, f64), other: (f64, f64)) -> bool {
    let (first, second) = (one.0 - other.0, one.1 - other.1);
    first > -0.5 && second > -0.5 && (first > 0.5 || second > 0.5)
}

/// Arms that a sentence names before it counts.
const NAMED: usize = 3;

/// Which arms are not beaten.
#[must_use]
pub fn frontier_finding(model: &Model, points: &[FrontierPoint]) -> String {
    let mut unbeaten: Vec<&FrontierPoint> = points.iter().filter(|point| point.is_unbeaten).collect();
    unbeaten.order_by(|a, b| b.margin.mean.total_cmp(&a.margin.mean));
    let told = |point: &&FrontierPoint| {
        let name = arm_in_words(model, point.arm);
        if point.arm == 0 {
            return name;
        }
        let (margin, savings) = (short_dollars(point.margin.mean), short_dollars(point.savings.mean));
        format!("{name} (margin {margin}, savings {savings})")
    };
    let beaten = points.len() - unbeaten.len();
    match &unbeaten[..] {
        all if beaten == 0 && all.len() > 1 => {
            format!(
                "No arm is beaten on savings and the system's margin together: {}",
                listed(&names(all, &told), "and")
            )
        }
        [only] if only.arm == 0 => {
            "Today's agreements beat every variant on savings and the system's margin".to_owned()
        }
        [only] => format!(
            "{} beats every other arm, today's included, on savings and the system's margin",
            told(only)
        ),
        all => {
            let today = if all.iter().any(|point| point.arm == 0) { "" } else { ", today's included" };
            let are = if beaten == 1 { "is" } else { "are" };
            let each = capitalised(&listed(&names(all, &told), "and"));
            format!(
                "{each} are not beaten on savings and the system's margin together; {beaten} of {} arms {are}{today}",
                points.len()
            )
        }
    }
}

fn names(all: &[&FrontierPoint], told: &dyn Fn(&&FrontierPoint) -> String) -> Vec<String> {
    let mut names: Vec<String> = all.iter().take(NAMED).map(told).collect();
    if all.len() > NAMED {
        names.push(format!("{} more", all.len() - NAMED));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_good_on_both_and_better_on_one() {
        assert!(beats((2.0, 1.0), (0.0, 1.0)) && beats((0.0, 2.0), (0.0, 1.0)));
        assert!(!beats((2.0, 0.0), (0.0, 1.0)), "more of one for less of the other");
        assert!(!beats((1.0, 1.0), (1.0, 1.0)), "equals leave each other");
        assert!(!beats((1.4, 1.0), (1.0, 1.0)), "less than a dollar is nothing");
    }
}
