//! Which leg of the chain of an avoided dollar is broken?

use super::chain::{Chain, chain_of_everyone};
use super::said::{KeyFigure, KeyFinding};
use super::signed::cents_within;
use crate::engine::{Metric, Outcome};
use crate::stats::Summary;
use crate::units::CalendarYear;

/// The two legs of everyone's chain in a year, with their intervals: as wide as those of the same parts trial by trial.
#[derive(Clone, Debug)]
pub struct AvoidedLegs {
    /// The chain, in means.
    pub chain: Chain,
    /// What the system keeps of an avoided dollar, before physician pay.
    pub system: Summary,
    /// What the physician is paid of it.
    pub own: Summary,
}

/// The legs of an arm in a year, both counted from 0; `None` where nobody has care under influence.
#[must_use]
pub fn legs(outcome: &Outcome, arm: usize, year: usize) -> Option<AvoidedLegs> {
    let chain = chain_of_everyone(outcome, arm, year)?;
    let all = outcome.of(arm, year).everyone();
    let around = |mean: f64, of: Summary| Summary { mean, ..of };
    Some(AvoidedLegs {
        system: around(chain.system, all.get(Metric::SystemPartOfAvoided)?),
        own: around(chain.own, all.get(Metric::OwnPartOfAvoided)?),
        chain,
    })
}

/// A part of a dollar below which a leg carries nothing.
const NOTHING: f64 = 0.01;

/// Which leg is broken.
#[must_use]
pub fn leg_finding(year: CalendarYear, legs: &AvoidedLegs) -> KeyFinding {
    let AvoidedLegs { chain, system, own } = legs;
    let open = system.interval().is_none_or(|(low, high)| low < 0.0 && high > 0.0);
    let broken = match (chain.system < 0.0, chain.own < NOTHING) {
        _ if open => "whether the system's leg holds cannot be told from so few trials",
        (true, true) => "both legs are broken",
        (true, false) => "the system's own leg is broken, and no pay plan can mend it",
        (false, true) => "the physicians' leg is broken",
        (false, false) => "neither leg is broken",
    };
    let has = format!("{:.0} %", 100.0 * chain.contracted_share);
    let turns = match chain.turning_share {
        _ if chain.system >= 0.0 => String::new(),
        Some(share) if share <= 1.0 => {
            format!(
                " At what contracts pay in that year, before benchmarks are set anew, the system's leg turns when {:.0} % of the cost of care is contracted; {has} is.",
                100.0 * share
            )
        }
        Some(_) => format!(" It would lose even if all care were contracted; {has} is."),
        None => " No contract pays for it.".to_owned(),
    };
    let keeps = if chain.system < 0.0 { "loses the system" } else { "leaves the system" };
    let sentence = format!(
        "A dollar of care avoided in {year} {keeps} {} before pay and pays the physician {}: {broken}.{turns}",
        cents_within(&if chain.system < 0.0 { turned(system) } else { *system }),
        cents_within(own),
    );
    let mut figures = vec![
        KeyFigure::of(format!("system_part_of_avoided_dollar, baseline, {year}"), "$ per $", system),
        KeyFigure::of(format!("own_part_of_avoided_dollar, baseline, {year}"), "$ per $", own),
        KeyFigure::plain(
            format!("contracted_share_of_care, baseline, {year}"),
            "share",
            chain.contracted_share,
        ),
    ];
    figures.extend(chain.turning_share.map(|share| {
        KeyFigure::plain(
            format!("contracted share at which the system's leg turns, baseline, {year}"),
            "share",
            share,
        )
    }));
    KeyFinding { about: "which leg is broken", sentence, figures }
}

/// A loss as a size.
fn turned(of: &Summary) -> Summary {
    Summary { mean: -of.mean, quantiles: None, ..*of }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Scope;

    fn said(system: f64, own: f64, turning_share: Option<f64>) -> String {
        let of = |mean| Summary { mean, mc_se: 0.001, draws: 100, trials: 100, ..Summary::default() };
        let chain = Chain {
            scope: Scope::System,
            entity: "all".to_owned(),
            worth: 1.0,
            system,
            own,
            contracted_share: 0.44,
            turning_share,
        };
        leg_finding(CalendarYear(2035), &AvoidedLegs { chain, system: of(system), own: of(own) }).sentence
    }

    #[test]
    fn a_leg_that_loses_is_broken() {
        // ± 1.984 × 0.1 ¢.
        assert_eq!(
            said(-0.052, 0.0, Some(0.544)),
            "A dollar of care avoided in 2035 loses the system 5.2 ¢ [5.0 ¢ to 5.4 ¢] before pay and pays the physician 0.0 ¢ [-0.2 ¢ to 0.2 ¢]: both legs are broken. At what contracts pay in that year, before benchmarks are set anew, the system's leg turns when 54 % of the cost of care is contracted; 44 % is."
        );
        assert!(said(-0.052, 0.04, Some(1.2)).ends_with(
            "the system's own leg is broken, and no pay plan can mend it. It would lose even if all care were contracted; 44 % is."
        ));
        assert!(said(0.12, 0.004, Some(0.2)).ends_with("the physicians' leg is broken."));
        assert!(said(0.12, 0.04, Some(0.2)).ends_with("neither leg is broken."));
    }
}
