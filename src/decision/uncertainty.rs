//! How wide is what may come, and is it because we do not know, or by chance?

use super::said::{KeyFigure, KeyFinding};
use super::words::{arm_in_words, percent, short_dollars};
use crate::analysis::{Headline, Split, best_arm};
use crate::engine::{HorizonMetric, Outcome};
use crate::model::Model;
use crate::stats::Summary;

/// The measure that is asked.
const MEASURE: HorizonMetric = HorizonMetric::SystemMargin;

/// How sure the system's margin is.
#[derive(Clone, Copy, Debug)]
pub struct MarginSpread {
    /// The system's margin over the horizon in the baseline.
    pub today: Summary,
    /// The arm that is best for it, and its change against the baseline; nothing where that is the baseline.
    pub best: Option<(usize, Summary)>,
    /// Share of the variance of the baseline's margin that parameters explain, with its 95 % interval; `None` where
    /// that was not asked, or nothing varies.
    pub parameters: Option<(f64, Option<(f64, f64)>)>,
}

/// How sure the system's margin is; `splits` where the run was asked for them.
#[must_use]
pub fn margin_spread(outcome: &Outcome, splits: Option<&[Split]>) -> Option<MarginSpread> {
    let today = outcome.arm(outcome.directory().arms().next()?).ok()?.horizon(MEASURE);
    let arm = best_arm(outcome, MEASURE);
    let name = outcome.directory().arms().nth(arm)?;
    let change = outcome.arm(name).ok()?.horizon_difference(MEASURE);
    let mut of_margin = splits.unwrap_or_default().iter();
    let split = of_margin.find(|split| split.arm == 0 && split.headline == Headline::Horizon(MEASURE));
    let parameters = split.and_then(|split| Some((split.parameters?.value, split.interval)));
    Some(MarginSpread { today, best: change.map(|change| (arm, change)), parameters })
}

/// How wide the range is, and what makes it so.
#[must_use]
pub fn uncertainty_finding(model: &Model, found: &MarginSpread) -> KeyFinding {
    let mut figures = Vec::new();
    let mut range = |of: &Summary, what: &str| {
        let quantiles = of.quantiles.unwrap_or([of.mean; 5]);
        let (low, high) = (quantiles[0], quantiles[4]);
        figures.push(KeyFigure::plain(format!("5th percentile of {what}"), "$", low));
        figures.push(KeyFigure::plain(format!("95th percentile of {what}"), "$", high));
        format!("{} to {}", short_dollars(low), short_dollars(high))
    };
    let measure = MEASURE.definition().name;
    let mut sentence = format!(
        "In nine of ten futures today's margin over all years lies within {}",
        range(&found.today, measure)
    );
    if let Some((arm, change)) = &found.best {
        let what = format!("change of {measure}, {}", model.arms[*arm].name);
        sentence +=
            &format!(", what {} changes of it within {}", arm_in_words(model, *arm), range(change, &what));
    }
    sentence += &match found.parameters {
        Some((share, interval)) => {
            figures.push(KeyFigure {
                of: format!("share of the variance of {measure} that parameters explain, baseline"),
                unit: "share",
                value: share,
                ci_low: interval.map(|(low, _)| low),
                ci_high: interval.map(|(_, high)| high),
            });
            let open = interval.map_or_else(String::new, |(low, high)| {
                format!(" [{:.0} % to {:.0} %]", 100.0 * low, 100.0 * high)
            });
            format!(
                ". Of the variance of today's, {}{open} is that numbers are not known; the rest is the luck of years.",
                percent(share.clamp(0.0, 1.0))
            )
        }
        None => match found.today.roster_share() {
            Some(share) => {
                figures.push(KeyFigure::plain(
                    format!("share of the variance of {measure} that rosters explain, baseline"),
                    "share",
                    share,
                ));
                format!(
                    ". {} of the variance of today's is the rosters'; a run with --uncertainty tells apart in the rest what is not known and what is luck.",
                    percent(share)
                )
            }
            None => {
                ". A run with --uncertainty says how much of that is not knowing the numbers, and how much the luck of years."
                    .to_owned()
            }
        },
    };
    KeyFinding { about: "how sure that is", sentence, figures }
}
