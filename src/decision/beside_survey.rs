//! Is pay in step with work, beside a survey, and whom would a committee have valued?

use super::words::arm_in_words;
use crate::engine::Outcome;
use crate::model::Model;
use crate::review::{Flag, Standing, committee};
use crate::survey::Survey;
use crate::units::thousands;
use std::collections::BTreeSet;
use std::sync::Arc;

/// An arm's physicians beside the survey in the last year, each person once.
#[derive(Clone, Debug)]
pub struct BesideSurvey<'a> {
    /// The arm.
    pub arm: usize,
    /// Everyone, in the author's order.
    pub standings: Vec<Standing<'a>>,
}

impl BesideSurvey<'_> {
    /// How many have a flag.
    #[must_use]
    pub fn flagged(&self, flag: Flag) -> usize {
        self.standings.iter().filter(|one| one.flag == flag).count()
    }

    /// How many have both percentiles, or are known to lie beyond them.
    #[must_use]
    pub fn placed(&self) -> usize {
        self.standings.iter().filter(|one| is_placed(one)).count()
    }

    /// How many are paid at least so many percentile points above their work, as far as the tables tell.
    #[must_use]
    pub fn paid_above_work(&self, points: f64) -> usize {
        self.standings.iter().filter(|one| one.gap.is_some_and(|gap| gap.low >= points)).count()
    }
}

/// Whether someone has a table for pay and one for work.
#[must_use]
pub fn is_placed(one: &Standing<'_>) -> bool {
    one.pay_table.is_some() && one.work_table.is_some()
}

/// A gap that a sentence counts, in percentile points.
pub const GAP: f64 = 25.0;

/// Every arm beside its survey in the last year; nothing without surveys.
#[must_use]
pub fn beside_surveys<'a>(
    model: &'a Model,
    outcome: &Outcome,
    surveys: &[Arc<Survey>],
) -> Vec<BesideSurvey<'a>> {
    if surveys.len() != model.arms.len() {
        return Vec::new();
    }
    let each = surveys.iter().enumerate().map(|(arm, survey)| {
        let mut seen = BTreeSet::new();
        let all = committee(model, outcome, survey, arm, model.years - 1);
        let standings = all.into_iter().filter(|one| seen.insert(one.whole.places[0])).collect();
        BesideSurvey { arm, standings }
    });
    each.collect()
}

/// The variant under which pay of the last year moves most: by the mean size of the change of those whom the baseline
/// has too; `None` where none moves by a dollar.
#[must_use]
pub fn moves_most(all: &[BesideSurvey<'_>]) -> Option<usize> {
    let (today, variants) = all.split_first()?;
    let before: std::collections::BTreeMap<usize, f64> =
        today.standings.iter().map(|one| (one.whole.places[0], one.whole.pay)).collect();
    let moved = |arm: &BesideSurvey<'_>| {
        let both =
            arm.standings.iter().filter_map(|one| Some(one.whole.pay - before.get(&one.whole.places[0])?));
        let sizes: Vec<f64> = both.map(f64::abs).collect();
        sizes.iter().sum::<f64>() / crate::units::real(sizes.len().max(1))
    };
    let most =
        variants.iter().map(|arm| (arm.arm, moved(arm))).reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    (most.1 >= 1.0).then_some(most.0)
}

/// Flags and gaps today, and where pay moves most.
#[must_use]
pub fn survey_finding(model: &Model, all: &[BesideSurvey<'_>]) -> String {
    let Some(today) = all.first() else { return String::new() };
    let last = model.start.plus(model.years - 1);
    let told =
        |one: &BesideSurvey<'_>| format!("{}, {}", one.flagged(Flag::High), one.flagged(Flag::Document));
    let then = match moves_most(all).and_then(|arm| all.get(arm)) {
        Some(one) => {
            let gap = one.paid_above_work(GAP);
            format!("; under {} {} and {gap}", arm_in_words(model, one.arm), told(one))
        }
        None => String::new(),
    };
    let (high, document) = (today.flagged(Flag::High), today.flagged(Flag::Document));
    format!(
        "In {last}, of {} physicians the survey flags {high} as high and {document} to document, and {} are paid {GAP:.0} points or more above their work{}{then}",
        thousands(today.standings.len() as u64),
        today.paid_above_work(GAP),
        if then.is_empty() { "" } else { " today" }
    )
}
