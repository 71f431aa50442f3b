//! What a redesign may not do, and by how much it does.

use super::objective::SearchFacts;
use crate::units::words;

words! {
    /// A limit that a redesign keeps or breaks.
    pub enum SearchLimit {
        word: "The word for it.";
        /// Budget neutrality: pay of all physicians over all years, against the baseline's.
        Pay = "pay",
        /// Share of physicians who lose 5 % of pay or more.
        Losers = "losers",
        /// Chance that the system's margin is below the baseline's.
        ChanceOfLoss = "chance_of_loss",
        /// Lowest cash of the programme.
        CashFloor = "cash_floor",
        /// Fall of clinical quality.
        Quality = "quality",
        /// Physicians whose pay would have to be valued.
        MarketValue = "market_value",
        /// Findings of law that say not to sign.
        Law = "law",
        /// What the scenario itself does not admit.
        Scenario = "scenario",
    }
}

/// A limit: as somebody states it, or as it is usual.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SetLimit {
    /// None.
    Off,
    /// The usual one, loosened to what the arm that is changed does already.
    Usual,
    /// This.
    At(f64),
}

/// What a redesign may do at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AskedLimits {
    /// Change of pay of all physicians over all years, either way, as a share of the baseline's.
    pub pay: SetLimit,
    /// Share of physicians who lose 5 % of pay or more.
    pub losers: SetLimit,
    /// Chance that the system's margin is below the baseline's.
    pub chance_of_loss: SetLimit,
    /// Lowest cash of the programme, mean over futures, $; the usual one is the lower of today's and of the arm's, and a
    /// quarter more below zero.
    pub cash_floor: SetLimit,
    /// Fall of clinical quality against the baseline's, mean over years, points.
    pub quality: SetLimit,
    /// Physicians whose pay lies above the survey's P90 with too great a chance in some year; the usual one is the greater
    /// of today's and of the arm's.
    pub market_value: SetLimit,
    /// Findings of law that say not to sign, and that the arm does not have: the usual limit is none of them.
    pub law: SetLimit,
}

impl Default for AskedLimits {
    fn default() -> AskedLimits {
        let usual = SetLimit::Usual;
        AskedLimits {
            pay: usual,
            losers: usual,
            chance_of_loss: usual,
            cash_floor: usual,
            quality: usual,
            market_value: usual,
            law: usual,
        }
    }
}

/// Usual limits. All are assumptions: what a committee would hardly sign beyond.
pub const USUAL_PAY: f64 = 0.02;
/// A quarter of physicians.
pub const USUAL_LOSERS: f64 = 0.25;
/// As likely as not.
pub const USUAL_CHANCE_OF_LOSS: f64 = 0.5;
/// Half a point of clinical quality.
pub const USUAL_QUALITY: f64 = 0.5;
/// How much deeper cash may go than today or under the arm that is changed: a quarter.
pub const USUAL_DEEPER: f64 = 0.25;

/// What reviewers say of a redesign beside its figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReviewFacts {
    /// Findings that say not to sign: rule and place.
    pub stops: Vec<String>,
    /// Physicians whose pay would have to be valued, today and under the redesign; `None` where nobody asked.
    pub flagged: Option<(usize, usize)>,
}

/// Limits as they are held: a number each, none where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldLimits {
    /// Share of the baseline's pay.
    pub pay: Option<f64>,
    /// Share of physicians.
    pub losers: Option<f64>,
    /// Chance.
    pub chance_of_loss: Option<f64>,
    /// $.
    pub cash_floor: Option<f64>,
    /// Points.
    pub quality: Option<f64>,
    /// Physicians.
    pub market_value: Option<f64>,
    /// Findings that the arm has itself; `None` where law is not asked.
    pub law: Option<Vec<String>>,
}

impl HeldLimits {
    /// Of what is asked, loosened where the usual is asked to what the arm that is changed does already, on the same luck.
    #[must_use]
    pub fn of(asked: &AskedLimits, start: &SearchFacts, reviewed: &ReviewFacts) -> HeldLimits {
        let at_most = |asked: SetLimit, usual: f64, own: f64| match asked {
            SetLimit::Off => None,
            SetLimit::Usual => Some(usual.max(own)),
            SetLimit::At(stated) => Some(stated),
        };
        let (today, own) = reviewed.flagged.unwrap_or_default();
        let floor = (1.0 + USUAL_DEEPER) * start.trough_today.min(start.trough.value).min(0.0);
        HeldLimits {
            pay: at_most(asked.pay, USUAL_PAY, start.pay.value.abs()),
            losers: at_most(asked.losers, USUAL_LOSERS, start.losers.value),
            chance_of_loss: at_most(asked.chance_of_loss, USUAL_CHANCE_OF_LOSS, start.loss.value),
            cash_floor: match asked.cash_floor {
                SetLimit::Off => None,
                SetLimit::Usual => Some(floor),
                SetLimit::At(stated) => Some(stated),
            },
            quality: at_most(asked.quality, USUAL_QUALITY, -start.quality.value),
            #[expect(clippy::cast_precision_loss, reason = "physicians")]
            market_value: at_most(asked.market_value, today as f64, own as f64),
            law: (asked.law != SetLimit::Off).then(|| reviewed.stops.clone()),
        }
    }

    /// What of the limits a redesign breaks, and by how much: each in steps that weigh about the same, so that they add
    /// up. A step is a point of pay, five points of losers, ten points of the chance of a loss, a thousandth of today's
    /// pay in cash, half a point of quality, a physician to be valued, a finding of law (assumptions: which limit a
    /// search mends first hangs on them, and nothing that keeps all limits does).
    #[must_use]
    pub fn broken(
        &self,
        facts: &SearchFacts,
        reviewed: &ReviewFacts,
        physicians: usize,
    ) -> Vec<(SearchLimit, f64)> {
        let mut all = Vec::new();
        let mut over = |limit: SearchLimit, by: Option<f64>, step: f64| {
            if let Some(by) = by.filter(|by| *by > 1e-12) {
                all.push((limit, by / step));
            }
        };
        over(SearchLimit::Pay, self.pay.map(|most| facts.pay.value.abs() - most), 0.01);
        over(SearchLimit::Losers, self.losers.map(|most| facts.losers.value - most), 0.05);
        over(SearchLimit::ChanceOfLoss, self.chance_of_loss.map(|most| facts.loss.value - most), 0.10);
        let cash = (1e-3 * facts.pay_today).max(1.0);
        over(
            SearchLimit::CashFloor,
            self.cash_floor.map(|floor| (floor - facts.trough.value).max(0.0)),
            cash,
        );
        over(SearchLimit::Quality, self.quality.map(|most| -facts.quality.value - most), 0.5);
        #[expect(clippy::cast_precision_loss, reason = "physicians")]
        let flagged = self.market_value.zip(reviewed.flagged).map(|(most, (_, own))| own as f64 - most);
        #[expect(clippy::cast_precision_loss, reason = "physicians")]
        over(SearchLimit::MarketValue, flagged, (0.01 * physicians as f64).max(1.0));
        let new =
            self.law.as_ref().map(|known| reviewed.stops.iter().filter(|one| !known.contains(one)).count());
        #[expect(clippy::cast_precision_loss, reason = "a few findings")]
        over(SearchLimit::Law, new.map(|new| new as f64), 1.0);
        all
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::super::estimate::Estimate;
    use super::*;

    pub(in crate::analysis::search) fn facts() -> SearchFacts {
        let exact = Estimate::exact;
        SearchFacts {
            margin: exact(5e6),
            margin_worth: exact(4e6),
            savings: exact(1e7),
            quality: exact(-0.2),
            value: exact(1e7),
            losers: exact(0.10),
            pay: exact(-0.015),
            loss: exact(0.30),
            trough: exact(-8e6),
            trough_today: -6e6,
            pay_today: 1e9,
            luck: [0.0; 7],
        }
    }

    #[test]
    fn usual_limits_let_through_what_the_arm_does_already() {
        let reviewed = ReviewFacts { stops: vec!["rule at plan.a".into()], flagged: Some((51, 43)) };
        let held = HeldLimits::of(&AskedLimits::default(), &facts(), &reviewed);
        assert_eq!((held.pay, held.losers, held.chance_of_loss), (Some(0.02), Some(0.25), Some(0.5)));
        assert_eq!((held.cash_floor, held.quality, held.market_value), (Some(-10e6), Some(0.5), Some(51.0)));
        assert_eq!(held.broken(&facts(), &reviewed, 250), []);
        // An arm that does more: its own figures are the limits, unless one is stated.
        let worse = SearchFacts { pay: Estimate::exact(-0.03), loss: Estimate::exact(0.9), ..facts() };
        let held = HeldLimits::of(&AskedLimits::default(), &worse, &reviewed);
        assert_eq!((held.pay, held.chance_of_loss), (Some(0.03), Some(0.9)));
        let strict = AskedLimits { pay: SetLimit::At(0.01), law: SetLimit::Off, ..AskedLimits::default() };
        let held = HeldLimits::of(&strict, &worse, &reviewed);
        assert_eq!((held.pay, held.law), (Some(0.01), None));
    }

    #[test]
    fn what_is_broken_is_measured_in_steps() {
        let reviewed = ReviewFacts { stops: vec!["rule at plan.a".into()], flagged: Some((51, 51)) };
        let held = HeldLimits::of(&AskedLimits::default(), &facts(), &reviewed);
        let bad = SearchFacts {
            pay: Estimate::exact(-0.035),    // 1.5 points over 2 %: 1.5 steps
            losers: Estimate::exact(0.30),   // 5 points over 25 %: 1 step
            trough: Estimate::exact(-12e6),  // $2M below 1.25 x $8M, a step is $1M: 2 steps
            quality: Estimate::exact(-0.75), // a quarter of a point below: half a step
            ..facts()
        };
        let stops = vec!["rule at plan.a".into(), "rule at plan.b".into()];
        // 56 physicians instead of 51, a step is 2.5: 2 steps; one finding is new: 1 step.
        let found = held.broken(&bad, &ReviewFacts { stops, flagged: Some((51, 56)) }, 250);
        let want = [
            (SearchLimit::Pay, 1.5),
            (SearchLimit::Losers, 1.0),
            (SearchLimit::CashFloor, 2.0),
            (SearchLimit::Quality, 0.5),
            (SearchLimit::MarketValue, 2.0),
            (SearchLimit::Law, 1.0),
        ];
        assert_eq!(found.len(), want.len(), "{found:?}");
        for ((limit, by), (wanted, steps)) in found.iter().zip(want) {
            assert!(*limit == wanted && (by - steps).abs() < 1e-9, "{limit:?} {by}");
        }
    }
}
