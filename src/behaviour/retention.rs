//! What makes people leave, beside their age: burnout, pay against what it was, fairness, and the
//! gap they see between what they are asked for and what they are paid for.
//!
//! Everything is relative to the start of the scenario: a physician whose work, pay and sight have
//! not changed leaves at the hazard of their age. The end of a new-hire guarantee needs no rule of
//! its own: it is a fall in pay that was not expected.
//!
//! # Formula
//! `fair = clamp(surprise/0.10, −1, 1) − g·(gap seen − gap seen at the start)`, with *surprise* pay
//! over what had come to be expected, less 1. `burn = v·Δln volume + m·Δmeasures/57 − r·fair`,
//! between −½ and ½. Odds of moving: `B^burn · (pay/pay at the start)^−e · F^(−fair/2)`, of
//! stopping: `B^(burn/2)`; both times the honesty ratio from the first January on that is a year after the gap
//! has been stated, and between ¼ and 4.
//!
//! # Sources
//! Behaviour note §5.4, rows 36 and 37; Kao 2018 for `F`: 57 % thought their pay fair, and odds of
//! intending to leave were 2.46 times higher among the others, so that a population in which nobody
//! thinks it fair leaves 2.46/(0.57 + 0.43 × 2.46) = 1.51 times as often as today's: close to
//! `√2.46` = 1.57, the value of the formula at `fair` = −1.

use crate::math::{exp, ln};
use crate::schema::{Grade, Prior, number, parameters, prior};
use crate::units::{Elasticity, Ratio, Share};

parameters! {
    /// What makes people stay or leave. Row numbers are those of the behaviour note's table of priors.
    pub struct Retention {
        /// Odds of leaving with burnout over those without (row 36).
        burnout_ratio: Ratio = prior(Prior::Lognormal(1.57, 0.22)).range(0.1, 10.0)
            .from(Grade::Published, "adjusted odds ratio 1.57, 1.02-2.40 (Willard-Grace 2019)");
        /// Relative fall of the odds of moving for a relative rise of pay (row 37).
        pay_elasticity: Elasticity = prior(Prior::Lognormal(1.0, 0.5)).range(0.0, 10.0)
            .because("separation elasticity of about -1; no estimate for physicians");
        /// Odds of leaving of those who think their pay unfair over those who think it fair.
        fairness_ratio: Ratio = prior(Prior::Lognormal(2.46, 0.25)).range(0.1, 20.0)
            .from(Grade::Recalled, "low turnover intent OR 2.46 (Kao 2018)");
        /// Part of the way that expected pay moves to actual pay each year.
        adaptation: Share = number(0.5).because("weight 0.5 a year in the behaviour note, section 5.4");
        /// Rise of the share with burnout for a rise of log volume by 1.
        burnout_by_volume: Share = number(0.5).because("5 points for 10 % more work; no source");
        /// Rise of the share with burnout for 57 more measures.
        burnout_by_measures: Share = number(0.1).because("no source");
        /// Fall of the share with burnout when pay turns from expected to fair beyond doubt.
        relief: Share = number(0.1).because("no source");
        /// Unfairness felt for a gap of 100 points between value revenue and value pay in full sight.
        grievance: Share = number(0.5).because("no source; direction from Kao 2018: fairness matters more than level");
        /// Odds of leaving a year after the system has stated the gap and what it will do, over those without.
        honesty_ratio: Ratio = prior(Prior::Lognormal(0.85, 0.15)).range(0.1, 10.0)
            .because("no trial of it: trust goes with more intent to stay (Linzer 2019, 2021), understanding and due process with retention (Willis 2018), without sizes of effect");
    }
}

/// What a physician compares.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Situation {
    /// Pay over pay at the start, both at the start's prices.
    pub pay_ratio: f64,
    /// Pay over what had come to be expected, less 1.
    pub surprise: f64,
    /// Log volume above the start's.
    pub log_volume: f64,
    /// Measures to attend to above the start's, over 57.
    pub measures: f64,
    /// Gap seen (a share) above the gap seen at the start.
    pub gap_seen: f64,
}

/// Odds of leaving, as multiples of what age alone would give.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Odds {
    /// Of moving to another employer.
    pub moving: f64,
    /// Of stopping practice.
    pub stopping: f64,
}

impl Odds {
    /// Age alone.
    pub const UNCHANGED: Odds = Odds { moving: 1.0, stopping: 1.0 };

    /// The most that odds can be multiplied by.
    pub const HIGHEST: f64 = 4.0;
}

/// What of [`Retention`] depends on the trial alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leanings {
    burnout: f64,
    pay: f64,
    unfairness: f64,
    by_volume: f64,
    by_measures: f64,
    relief: f64,
    grievance: f64,
    /// Multiple of the odds once the gap has been stated.
    stated: f64,
}

impl Retention {
    /// With or without an honest statement about the gap.
    #[must_use]
    pub fn leanings(&self, honest: bool) -> Leanings {
        Leanings {
            burnout: ln(self.burnout_ratio.0.max(1e-3)),
            pay: self.pay_elasticity.0,
            unfairness: 0.5 * ln(self.fairness_ratio.0.max(1e-3)),
            by_volume: self.burnout_by_volume.0,
            by_measures: self.burnout_by_measures.0,
            relief: self.relief.0,
            grievance: self.grievance.0,
            stated: if honest { self.honesty_ratio.0 } else { 1.0 },
        }
    }
}

impl Leanings {
    /// The odds of leaving in a situation.
    #[inline(always)]
    #[must_use]
    pub fn odds(&self, s: &Situation) -> Odds {
        let fair = (10.0 * s.surprise).clamp(-1.0, 1.0) - self.grievance * s.gap_seen;
        let burn = (self.by_volume * s.log_volume + self.by_measures * s.measures - self.relief * fair)
            .clamp(-0.5, 0.5);
        let pay = ln(s.pay_ratio.clamp(0.1, 10.0));
        let bounds = (1.0 / Odds::HIGHEST, Odds::HIGHEST);
        let moving = self.stated * exp(self.burnout * burn - self.pay * pay - self.unfairness * fair);
        let stopping = self.stated * exp(0.5 * self.burnout * burn);
        Odds { moving: moving.clamp(bounds.0, bounds.1), stopping: stopping.clamp(bounds.0, bounds.1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retention() -> Retention {
        Retention {
            burnout_ratio: Ratio(1.57),
            pay_elasticity: Elasticity(1.0),
            fairness_ratio: Ratio(2.46),
            adaptation: Share(0.5),
            burnout_by_volume: Share(0.5),
            burnout_by_measures: Share(0.1),
            relief: Share(0.1),
            grievance: Share(0.5),
            honesty_ratio: Ratio(0.85),
        }
    }

    const AS_BEFORE: Situation =
        Situation { pay_ratio: 1.0, surprise: 0.0, log_volume: 0.0, measures: 0.0, gap_seen: 0.0 };

    #[test]
    fn nothing_changed_leaves_age_alone() {
        assert_eq!(retention().leanings(false).odds(&AS_BEFORE), Odds::UNCHANGED);
    }

    #[test]
    fn a_tenth_less_pay_than_expected() {
        // fair = −1; burn = 0.1; moving: 1.57^0.1 · 0.9^−1 · 2.46^0.5 = 1.046140 · 1.111111 · 1.568439
        // = 1.823119; stopping: 1.57^0.05 = 1.022810.
        let odds =
            retention().leanings(false).odds(&Situation { pay_ratio: 0.9, surprise: -0.1, ..AS_BEFORE });
        assert!((odds.moving - 1.823_119).abs() < 2e-5, "{odds:?}");
        assert!((odds.stopping - 1.022_810).abs() < 1e-5, "{odds:?}");
    }

    #[test]
    fn a_gap_in_sight_drives_away_and_honesty_about_it_holds() {
        // 40 points more of the gap seen: fair = −0.2, burn = 0.02; moving 1.57^0.02 · 2.46^0.1
        // = 1.009061 · 1.094182 = 1.104108; stated, 0.85 times that: 0.938492.
        let seen = Situation { gap_seen: 0.4, ..AS_BEFORE };
        assert!((retention().leanings(false).odds(&seen).moving - 1.104_108).abs() < 2e-5);
        assert!((retention().leanings(true).odds(&seen).moving - 0.938_492).abs() < 2e-5);
        // Where nothing else has changed, 0.85 for moving and for stopping.
        assert_eq!(retention().leanings(true).odds(&AS_BEFORE), Odds { moving: 0.85, stopping: 0.85 });
    }

    #[test]
    fn odds_stay_within_bounds() {
        let ruin = Situation { pay_ratio: 0.01, surprise: -0.9, log_volume: 3.0, ..AS_BEFORE };
        assert_eq!(retention().leanings(false).odds(&ruin).moving, 4.0);
        let bliss = Situation { pay_ratio: 9.0, surprise: 2.0, ..AS_BEFORE };
        assert_eq!(retention().leanings(false).odds(&bliss).moving, 0.25);
    }
}
