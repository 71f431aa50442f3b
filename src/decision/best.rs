//! Which arm is best for the system's margin, and which for the care it saves; and how sure is that?
//!
//! Best in the mean: where intervals are wide, another may be better. So beside it stands the chance that the arm is the
//! best of all, counted on the same luck: no arm may have one above a half.

use super::said::{KeyFigure, KeyFinding};
use super::signed::{percent_within, signed_within};
use super::words::{arm_in_words, years_in_words};
use crate::analysis::best_arm;
use crate::engine::{HorizonMetric, Metric, Outcome};
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
    /// What it costs or brings the system's margin against the baseline, where the measure is another.
    pub margin: Option<Summary>,
    /// The chance that it is the best of all arms.
    pub chance: Summary,
    /// The arm that is best in most trials, where it is another, with its chance.
    pub most_often: Option<(usize, Summary)>,
}

impl BestArm {
    /// Which other arm is best most often, in brackets; nothing where none is.
    pub(super) fn but_often(&self, model: &Model) -> String {
        self.most_often.as_ref().map_or_else(String::new, |(arm, chance)| {
            format!(" (most often {} is, in {})", arm_in_words(model, *arm), percent_within(chance))
        })
    }
}

/// The best arms by the system's margin and by true savings; `None` where there is but one arm.
#[must_use]
pub fn best_arms(outcome: &Outcome) -> Option<[BestArm; 2]> {
    let best = |metric: HorizonMetric| {
        let chances = outcome.best_of(metric)?;
        let arm = best_arm(outcome, metric);
        let name = outcome.directory().arms().nth(arm)?;
        let results = outcome.arm(name).ok()?;
        let change = results.horizon_difference(metric);
        let margin = results.horizon_difference(HorizonMetric::SystemMargin);
        let margin = margin.filter(|_| metric != HorizonMetric::SystemMargin);
        let mut most = arm;
        for (place, chance) in chances.iter().enumerate() {
            if chance.mean > chances[most].mean {
                most = place;
            }
        }
        let most_often = (most != arm).then(|| (most, chances[most]));
        Some(BestArm { metric, arm, change, margin, chance: chances[arm], most_often })
    };
    Some([best(HorizonMetric::SystemMargin)?, best(HorizonMetric::TrueSavings)?])
}

/// Whose pay asks for most of the value that physicians could add, in the last year, whoever pays for their patients.
fn induced(model: &Model, outcome: &Outcome, figures: &mut Vec<KeyFigure>) -> String {
    let last = model.years - 1;
    let of = |arm: usize| outcome.of(arm, last).everyone().get(Metric::ValueInduced);
    let all: Vec<(usize, Summary)> = (0..model.arms.len()).filter_map(|arm| Some((arm, of(arm)?))).collect();
    let most = all.iter().copied().reduce(|a, b| if b.1.mean > a.1.mean + 0.005 { b } else { a });
    let (Some((arm, most)), Some((_, today))) = (most, all.first()) else { return String::new() };
    let year = model.start.plus(last);
    let percent = |part: f64| format!("{part:.1} %");
    if arm == 0 {
        return format!(
            " No variant's pay induces more value than today's in {year}: {} of what is attainable.",
            percent(today.mean)
        );
    }
    figures.push(KeyFigure::of(
        format!("{}, {}, {year}", Metric::ValueInduced.definition().name, model.arms[arm].name),
        "% of attainable",
        &most,
    ));
    format!(
        " Pay induces most value under {}: {} of what is attainable in {year}, today {}.",
        arm_in_words(model, arm),
        percent(most.mean),
        percent(today.mean)
    )
}

/// Which arms are best.
#[must_use]
pub fn best_finding(model: &Model, outcome: &Outcome, best: &[BestArm; 2]) -> KeyFinding {
    let years = years_in_words(model);
    let told = |one: &BestArm, what: &str| {
        let change = one.change.as_ref().map_or_else(
            || format!("no variant has more {what} over {years}"),
            |change| format!("{what} {} against today over {years}", signed_within(change)),
        );
        let often = one.but_often(model);
        let at = one.margin.as_ref().map_or_else(String::new, |margin| {
            format!(", with a margin of {} against today", signed_within(margin))
        });
        format!("{change}{at}, the best of all in {} of futures{often}", percent_within(&one.chance))
    };
    let mut figures = Vec::new();
    for one in best {
        let (measure, arm) = (one.metric.definition().name, &model.arms[one.arm].name);
        if let Some(change) = &one.change {
            figures.push(KeyFigure::of(format!("change of {measure}, {arm}"), "$", change));
        }
        figures.push(KeyFigure::of(
            format!("chance of the greatest {measure}, {arm}"),
            "chance",
            &one.chance,
        ));
    }
    let [margin, savings] = best;
    let (first, second) = (arm_in_words(model, margin.arm), arm_in_words(model, savings.arm));
    let margin = told(margin, "margin");
    let savings = told(savings, "true savings under contracts");
    let sentence = if first == second {
        format!("Best for the system's margin and for the care it saves is {first}: {margin}; {savings}.")
    } else {
        format!(
            "Best for the system's margin is {first}: {margin}. Best for the care it saves is {second}: {savings}."
        )
    };
    let sentence = sentence + &induced(model, outcome, &mut figures);
    KeyFinding { about: "the best arm", sentence, figures }
}
