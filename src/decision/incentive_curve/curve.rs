//! A curve with its places and what is found on it.

use super::law::{LawStretch, LeastTold, OnLaw, found_on, stretches};
use crate::math::normal;
use crate::order::Ordered;
use crate::terms::{Expectation, Piecewise};
use crate::units::{CalendarYear, words};

words! {
    /// What a curve runs over.
    pub enum CurveAxis {
        word: "The word in files.";
        /// Gross savings of a contract as a share of its benchmark.
        Savings = "savings",
        /// The quality score, 0 to 1: of a contract, or a physician's own.
        Quality = "quality",
        /// A physician's own wRVUs in a year.
        Work = "work",
        /// Part of the cost of own patients' care that own practice takes off.
        OwnCost = "own_cost",
    }
}

words! {
    /// Whom dollars reach.
    pub enum CurveReceiver {
        word: "The word in files.";
        /// The system, from the payer.
        System = "system",
        /// The system, less what it passes on and the margin on the care that was avoided.
        SystemKept = "system_kept",
        /// All physicians, through pools.
        Physicians = "physicians",
        /// One physician: the typical one of a plan and specialty, of what everybody saves.
        Physician = "physician",
        /// The same physician, of the next dollar saved on own patients, less the pay of the visits not made: slopes
        /// alone, since one physician does not make all of a contract's savings.
        PhysicianOwn = "physician_own",
    }
}

words! {
    /// What is found on a curve.
    pub enum FeatureKind {
        word: "The word in files.";
        /// The next step pays nothing.
        Zero = "zero",
        /// The next step costs.
        Negative = "negative",
        /// Dollars at once.
        Cliff = "cliff",
        /// The slope turns.
        Kink = "kink",
    }
}

/// A place on a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// Where on the axis.
    pub at: f64,
    /// Where the law turns there: whether it is meant from below the place (`Some(false)`) or from it on (`Some(true)`).
    pub from_here: Option<bool>,
    /// What is paid when the year turns out so, $.
    pub paid: f64,
    /// What the next step pays then, $.
    pub slope: f64,
    /// What is expected when the year is expected so, $.
    pub expected: f64,
    /// What the next step is expected to pay then, $.
    pub expected_slope: f64,
}

/// Something found on a curve.
#[derive(Clone, Debug, PartialEq)]
pub struct IncentiveFeature {
    /// What.
    pub kind: FeatureKind,
    /// Where it begins on the axis; the lower end of the range for what reaches beyond it.
    pub from: f64,
    /// Where it ends; the same for a cliff or kink.
    pub to: f64,
    /// Whether it reaches beyond the range at either end.
    pub is_open: [bool; 2],
    /// Dollars between its ends, or at once.
    pub dollars: f64,
    /// What the next step pays just below and just above a cliff or kink, $; on a stretch, twice what it pays there.
    pub slopes: [f64; 2],
    /// Chance that the year ends on the stretch; of a cliff or kink, that it stays below.
    pub chance: f64,
    /// From what is foreseen to the nearest place of it, on the axis: below zero where that is lower, 0 within.
    pub distance: f64,
    /// What of the agreement makes it.
    pub cause: String,
    /// All of that in a sentence.
    pub sentence: String,
}

/// A curve.
#[derive(Clone, Debug, PartialEq)]
pub struct IncentiveCurve {
    /// Arm, counted from 0.
    pub arm: usize,
    /// The year that it is of.
    pub year: CalendarYear,
    /// The contract, on whose savings or quality it runs; `None` for what a plan pays by itself.
    pub contract: Option<String>,
    /// The plan of a physician.
    pub plan: Option<String>,
    /// Specialty of the typical physician.
    pub specialty: Option<String>,
    /// How many are on the plan in that specialty.
    pub members: usize,
    /// What it runs over.
    pub axis: CurveAxis,
    /// Whom it reaches.
    pub receiver: CurveReceiver,
    /// Units of the axis of one step: of a dollar saved, a point of quality, a wRVU.
    pub step: f64,
    /// What is foreseen, on the axis.
    pub foreseen: f64,
    /// How uncertain that is: standard deviation.
    pub sd: f64,
    /// Its places, from low to high.
    pub points: Vec<CurvePoint>,
    /// What is found on it, from low to high.
    pub features: Vec<IncentiveFeature>,
}

impl IncentiveCurve {
    /// What the next step is expected to pay where the year is foreseen, $.
    #[must_use]
    pub fn foreseen_slope(&self) -> f64 {
        self.points.iter().find(|point| point.at == self.foreseen).map_or(0.0, |point| point.expected_slope)
    }
}

impl IncentiveCurve {
    /// A curve without anything on it yet.
    pub(super) fn of(axis: CurveAxis, receiver: CurveReceiver) -> IncentiveCurve {
        IncentiveCurve {
            arm: 0,
            year: CalendarYear(0),
            contract: None,
            plan: None,
            specialty: None,
            members: 0,
            axis,
            receiver,
            step: 1.0,
            foreseen: 0.0,
            sd: 0.0,
            points: Vec::new(),
            features: Vec::new(),
        }
    }
}

/// What a curve is drawn from.
pub(super) struct CurveOf<'a> {
    pub law: &'a Piecewise,
    pub expected: &'a dyn Fn(f64) -> Expectation,
    pub range: (f64, f64),
    /// Even places of the axis.
    pub even: u32,
    pub step: f64,
    pub foreseen: f64,
    pub sd: f64,
    pub least: LeastTold,
}

impl CurveOf<'_> {
    /// The curve, without words for what is found. Of the next dollar alone there is no jump to tell: what all savings
    /// bring at once is in the physician's part of it.
    pub(super) fn curve(&self, blank: IncentiveCurve) -> IncentiveCurve {
        let is_own = blank.receiver == CurveReceiver::PhysicianOwn;
        IncentiveCurve {
            step: self.step,
            foreseen: self.foreseen,
            sd: self.sd,
            points: self.points(),
            features: self
                .features()
                .into_iter()
                .filter(|found| !is_own || found.kind != FeatureKind::Cliff)
                .collect(),
            ..blank
        }
    }

    /// Its places: evenly over the range, where the year is foreseen, and either side of each turn of the law.
    fn points(&self) -> Vec<CurvePoint> {
        let (low, high) = self.range;
        let stretches = stretches(self.law, self.range, self.least);
        let turns: Vec<f64> = stretches.iter().skip(1).map(|one| one.from).collect();
        let even = (0..=self.even).map(|k| low + (high - low) * f64::from(k) / f64::from(self.even));
        let is_turn = |at: f64| turns.iter().any(|turn| (turn - at).abs() < 1e-9 * (high - low));
        let mut places: Vec<(f64, Option<bool>)> =
            even.chain([self.foreseen]).filter(|at| !is_turn(*at)).map(|at| (at, None)).collect();
        places.extend(turns.iter().flat_map(|at| [(*at, Some(false)), (*at, Some(true))]));
        places.order_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        places.dedup();
        let point = |(at, from_here): (f64, Option<bool>)| {
            let below = |one: &&LawStretch| one.from <= at && (at <= one.to || at >= high);
            let mut holds = stretches.iter().filter(below);
            let stretch = if from_here == Some(false) { holds.next() } else { holds.next_back() };
            let (paid, slope) = stretch.map_or((0.0, 0.0), |one| (one.value(at), one.slope));
            let expected = (self.expected)(at);
            CurvePoint {
                at,
                from_here,
                paid,
                slope: slope * self.step,
                expected: expected.value,
                expected_slope: expected.slope * self.step,
            }
        };
        places.into_iter().map(point).collect()
    }

    /// What is found on it, without words.
    fn features(&self) -> Vec<IncentiveFeature> {
        let (low, high) = self.range;
        let below = |at: f64| {
            if self.sd > 0.0 {
                normal((at - self.foreseen) / self.sd).below
            } else {
                f64::from(u8::from(self.foreseen < at))
            }
        };
        let all = stretches(self.law, self.range, self.least);
        let feature = |found: OnLaw| {
            let (kind, from, to, dollars, slopes) = match found {
                OnLaw::Zero { from, to } => (FeatureKind::Zero, from, to, 0.0, [0.0; 2]),
                OnLaw::Negative { from, to, slope } => {
                    (FeatureKind::Negative, from, to, slope * (to - from), [slope; 2])
                }
                OnLaw::Cliff { at, jump, slopes } => (FeatureKind::Cliff, at, at, jump, slopes),
                OnLaw::Kink { at, slopes } => (FeatureKind::Kink, at, at, 0.0, slopes),
            };
            let is_open = [from <= low, to >= high];
            let is_stretch = matches!(kind, FeatureKind::Zero | FeatureKind::Negative);
            let under = if is_open[0] { 0.0 } else { below(from) };
            let over = if is_open[1] { 1.0 } else { below(to) };
            let nearest = self.foreseen.clamp(from, to);
            IncentiveFeature {
                kind,
                from,
                to,
                is_open,
                dollars,
                slopes: slopes.map(|slope| slope * self.step),
                chance: if is_stretch { (over - under).max(0.0) } else { below(from) },
                distance: nearest - self.foreseen,
                cause: String::new(),
                sentence: String::new(),
            }
        };
        found_on(&all, self.least).into_iter().map(feature).collect()
    }
}
