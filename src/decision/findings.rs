//! What decides, in sentences: the questions in the order in which a committee asks them.

use super::best::{best_arms, best_finding};
use super::broken_leg::{leg_finding, legs};
use super::disclosure::Disclosure;
use super::incentive_curve::{IncentiveCurve, dead_band_finding};
use super::losers::{losers_finding, most_losers};
use super::robust::{robust_finding, under_stress};
use super::said::KeyFinding;
use super::today::{disclosed_pay, paid_for, today_finding};
use super::uncertainty::{margin_spread, uncertainty_finding};
use crate::analysis::{Split, StressTest};
use crate::engine::{HorizonMetric, Metric, Outcome};
use crate::model::Model;

/// The sentences of a run: what today pays for, which leg is broken, where the next dollar saved pays nothing, which
/// arm is best, who loses, how sure that is and what becomes of it under stress. Those that the run has something for;
/// `curves` are those of [`super::incentive_curves`].
#[must_use]
pub fn key_findings(
    model: &Model,
    outcome: &Outcome,
    splits: Option<&[Split]>,
    stressed: Option<&StressTest>,
    may: &Disclosure,
    curves: &[IncentiveCurve],
) -> Vec<KeyFinding> {
    let last = model.years - 1;
    let year = model.start.plus(last);
    let mut all = Vec::new();
    all.extend(today_finding(year, &disclosed_pay(paid_for(model, outcome, 0, last), 0, may)));
    let own_part = Metric::OwnPartOfAvoided.definition().name;
    let legs = legs(outcome, 0, last).filter(|_| may.shows_of_everyone(own_part));
    all.extend(legs.map(|legs| leg_finding(year, &legs)));
    all.extend(dead_band_finding(model, curves));
    all.extend(best_arms(outcome).map(|best| best_finding(model, outcome, &best)));
    all.extend(most_losers(model, outcome).map(|most| losers_finding(model, &most.disclosed(model, may))));
    all.extend(margin_spread(outcome, splits).map(|spread| uncertainty_finding(model, &spread)));
    let under = stressed.map(|found| under_stress(found, HorizonMetric::SystemMargin));
    all.extend(under.and_then(|under| robust_finding(model, &under)));
    all
}
