//! When does the programme's cash come: how deep is the trough, when is it made up, and in how many futures never?

use super::words::{arm_in_words, month_in_words, percent, short_dollars};
use crate::engine::{HorizonMetric, Outcome};
use crate::model::Model;
use crate::stats::Summary;
use crate::units::CalendarYear;

/// An arm's programme cash, cumulated month by month.
#[derive(Clone, Debug)]
pub struct CashPath {
    /// The arm.
    pub arm: usize,
    /// Cumulated cash at the end of each month, the first January first, with what is booked after the horizon, $.
    pub months: Vec<Summary>,
    /// Lowest point of each future, $: lower than that of the mean, since futures are low in different months.
    pub lowest: Summary,
    /// Chance that it is never back above zero for good.
    pub never: Summary,
    /// Month of breaking even, of the futures that do: mean and quantiles.
    pub even: Summary,
}

impl CashPath {
    /// The month in which the mean over all futures is lowest, counted from 1, with the mean there, $; `None` where it is
    /// never below zero.
    #[must_use]
    pub fn trough(&self) -> Option<(usize, f64)> {
        trough(self.months.iter().map(|month| month.mean))
    }

    /// The first month, counted from 1, from which the mean over all futures is not below zero any more; `None` where it
    /// is at the end.
    #[must_use]
    pub fn back(&self) -> Option<usize> {
        back(self.months.iter().map(|month| month.mean))
    }
}

/// The month to which paths are drawn: a little beyond the last in which any of them moves.
#[must_use]
pub fn last_cash_move(paths: &[CashPath], horizon: usize) -> usize {
    let moves = |path: &CashPath| {
        let moved = |pair: &[Summary]| {
            (pair[1].mean - pair[0].mean).abs() >= 0.5 || (pair[1].sd - pair[0].sd).abs() >= 0.5
        };
        path.months.windows(2).rposition(moved).map_or(0, |place| place + 2)
    };
    let last = paths.iter().map(moves).max().unwrap_or(0).max(horizon) + 6;
    paths.iter().map(|path| path.months.len()).min().unwrap_or(last).min(last)
}

/// Less than half a dollar below zero is not below it.
const NOTHING: f64 = -0.5;

fn trough(means: impl Iterator<Item = f64>) -> Option<(usize, f64)> {
    let each = means.enumerate().map(|(place, mean)| (place + 1, mean));
    each.reduce(|low, one| if one.1 < low.1 { one } else { low }).filter(|(_, mean)| *mean < NOTHING)
}

fn back(means: impl Iterator<Item = f64>) -> Option<usize> {
    let means: Vec<f64> = means.collect();
    let below = means.iter().rposition(|mean| *mean < NOTHING).map_or(0, |last| last + 1);
    (below < means.len()).then_some(below + 1)
}

/// The path of every arm, the baseline first.
#[must_use]
pub fn cash_paths(model: &Model, outcome: &Outcome) -> Vec<CashPath> {
    let path = |(arm, name): (usize, &String)| {
        let results = outcome.arm(name).ok()?;
        let [lowest, never, even] =
            [HorizonMetric::CashTrough, HorizonMetric::NeverEven, HorizonMetric::BreakEvenMonth]
                .map(|metric| results.horizon(metric));
        Some(CashPath { arm, months: results.cash_by_month(), lowest, never, even })
    };
    model.arms.iter().map(|arm| &arm.name).enumerate().filter_map(path).collect()
}

/// A month that is the quantile of many, in words; the first January where cash is never below zero.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a month of the horizon")]
#[must_use]
pub fn month_of(start: CalendarYear, month: f64) -> String {
    month_in_words(start, month.round().max(1.0) as usize)
}

/// Where most cash is needed, how deep futures fall in the mean, and how many never see it back.
#[must_use]
pub fn cash_finding(model: &Model, paths: &[CashPath]) -> String {
    let Some(today) = paths.first() else { return String::new() };
    let worst = paths.iter().fold(today, |a, b| if depth(b) < depth(a) - 0.5 { b } else { a });
    if depth(worst) >= NOTHING {
        return "The programme's cash is never below zero".to_owned();
    }
    match (worst.arm, paths.len()) {
        (0, 1) => format!("The programme's cash falls to {}", told(model, worst)),
        (0, _) => {
            format!("No variant needs more cash than today: the programme falls to {}", told(model, worst))
        }
        (arm, _) => format!(
            "The programme needs most cash under {}: it falls to {}. Today to {}",
            arm_in_words(model, arm),
            told(model, worst),
            told(model, today)
        ),
    }
}

fn depth(path: &CashPath) -> f64 {
    path.lowest.mean
}

/// How deep an arm's cash falls, and whether it comes back.
fn told(model: &Model, path: &CashPath) -> String {
    let back = match path.even.quantiles {
        Some(months) if path.never.mean < 1.0 && months[2].is_finite() => {
            format!(", the others from {} on (median)", month_of(model.start, months[2]))
        }
        _ => String::new(),
    };
    format!(
        "{} at the lowest of each future, in the mean; {} never break even{back}",
        short_dollars(path.lowest.mean),
        percent(path.never.mean)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_month_and_the_first_that_stays_above() {
        // Lowest in the second month; below zero once more in the fourth, so back for good from the fifth.
        let path = [-10.0, -30.0, 5.0, -1.0, 0.0, 12.0];
        assert_eq!((trough(path.into_iter()), back(path.into_iter())), (Some((2, -30.0)), Some(5)));
        // Below at the end: never back.
        assert_eq!(back([5.0, -1.0].into_iter()), None);
        // Never below: no trough, and back from the first month.
        assert_eq!((trough([0.0, 2.0].into_iter()), back([0.0, 2.0].into_iter())), (None, Some(1)));
    }
}
