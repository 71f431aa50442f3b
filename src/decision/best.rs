//! Which arm is best for the system's margin, and which for the care it saves; and how sure is that?
//!
//! Best in the mean: where intervals are wide, another may be better. So beside it stands the chance that the arm is the
//! best of all, counted on the same luck: no arm may have one above a half.

use super::said::{KeyFigure, KeyFinding};
use super::signed::{chance_in_words, signed_within};
use super::words::arm_in_words;
use crate::analysis::best_arm;
use crate::engine::{HorizonMetric, Outcome};
use crate::model::Model;
use crate::stats::Summary;

/// The best arm by a measure.
#[derive(Clone, Copy, Debug)]
pub struct BestArm {
    /// The measure, over the horizon.
    pub metric: HorizonMetric,
    /// The arm whose mean is greatest.
    pub arm: usize,
    /// Its mean less the baseline's, on the same luck; nothing where it is the baseline.
    pub change: Option<Summary>,
    /// The chance that it is the best of all arms.
    pub chance: Summary,
    /// The arm that is best in most trials, where it is another, with its chance.
    pub most_often: Option<(usize, Summary)>,
}

/// The best arms by the system's margin and by true savings; `None` where there is but one arm.
#[must_use]
pub fn best_arms(outcome: &Outcome) -> Option<[BestArm; 2]> {
    let best = |metric: HorizonMetric| {
        let chances = outcome.best_of(metric)?;
        let arm = best_arm(outcome, metric);
        let name = outcome.directory().arms().nth(arm)?;
        let change = outcome.arm(name).ok()?.horizon_difference(metric);
        let mut most = arm;
        for (place, chance) in chances.iter().enumerate() {
            if chance.mean > chances[most].mean {
                most = place;
            }
        }
        let most_often = (most != arm).then(|| (most, chances[most]));
        Some(BestArm { metric, arm, change, chance: chances[arm], most_often })
    };
    Some([best(HorizonMetric::SystemMargin)?, best(HorizonMetric::TrueSavings)?])
}

/// Which arms are best.
#[must_use]
pub fn best_finding(model: &Model, best: &[BestArm; 2]) -> KeyFinding {
    let years = format!("{}-{}", model.start, model.start.plus(model.years - 1));
    let told = |one: &BestArm, by: &str| {
        let name = arm_in_words(model, one.arm);
        let change = match &one.change {
            Some(change) => format!("{name}: {} against today over {years}", signed_within(change)),
            None => format!("{name}; no variant does better over {years}"),
        };
        let often = match &one.most_often {
            Some((arm, chance)) => {
                format!(" (most often it is {}, in {})", arm_in_words(model, *arm), chance_in_words(chance))
            }
            None => String::new(),
        };
        format!(
            "Best {by} is {change}. It is the best of all in {} of futures{often}",
            chance_in_words(&one.chance)
        )
    };
    let mut figures = Vec::new();
    for one in best {
        let (measure, arm) = (one.metric.definition().name, &model.arms[one.arm].name);
        if let Some(change) = &one.change {
            figures.push(KeyFigure::of(format!("change of {measure}, {arm}"), "$", change));
        }
        figures.push(KeyFigure::of(format!("best of all by {measure}, {arm}"), "chance", &one.chance));
    }
    let [margin, savings] = best;
    let sentence = format!(
        "{}. {}.",
        told(margin, "for the system's whole margin"),
        told(savings, "for the care it saves")
    );
    KeyFinding { about: "the best arm", sentence, figures }
}
