//! What does the next dollar saved pay, and the next point of quality: to the system and to a physician, by how far the
//! year stands from each threshold of an agreement?
//!
//! # What is drawn
//! Of each contract that settles, over gross savings and over the quality score: what the system receives, what it keeps
//! once pools are filled and the margin on the care avoided is lost, what physicians' pools receive, and what a typical
//! physician of each plan has of it. Of each plan, over own measured quality, own work and, where it pays by it, the cost
//! of care of own patients: what it pays a typical physician.
//!
//! A curve has two lines. The *law* is what is paid when the year turns out exactly so. The *expectation* is what is
//! expected when the year is expected so and its luck is still to come, `E[f(X)]` with `X` normal around it, and its slope
//! `E[f′(X)]` counts each jump by the chance of a year just there (`terms/piecewise.rs`; the engine's own incentive).
//!
//! # What is found
//! Stretches on which the next step pays nothing or costs, jumps, and turns of the slope, each at its place, from the
//! pieces of the law. Laws that are not kept as pieces are asked and taken apart to the place of each jump (`recover`).
//!
//! # What it stands on
//! One year in which all that is drawn stands at its centre and everything turns out as expected: the last year of the
//! scenario for plans, the last in which it settles for a contract. Each contract is taken by itself, as what is expected
//! is everywhere in the engine: losses of other contracts, and a reserve that is full, are not seen.

mod channel;
mod contract;
mod finding;
mod law;
mod member;
mod named;
mod recover;
#[cfg(test)]
mod tests;
mod told;

pub use finding::dead_band_finding;

use super::Disclosure;
use crate::engine::{Scope, Unexplained, foreseen_by_arm};
use crate::ledger::SystemFlow;
use crate::math::normal;
use crate::model::Model;
use crate::terms::Expectation;
use crate::terms::Piecewise;
use crate::units::{CalendarYear, words};
use law::{LeastTold, OnLaw, found_on, stretches};

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
        /// One physician: the typical one of a plan and specialty.
        Physician = "physician",
        /// The same, less the pay that goes with the visits which avoiding care takes away.
        PhysicianKept = "physician_kept",
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
    fn of(axis: CurveAxis, receiver: CurveReceiver) -> IncentiveCurve {
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
struct CurveOf<'a> {
    law: &'a Piecewise,
    expected: &'a dyn Fn(f64) -> Expectation,
    range: (f64, f64),
    /// Even places of the axis.
    even: u32,
    step: f64,
    foreseen: f64,
    sd: f64,
    least: LeastTold,
}

impl CurveOf<'_> {
    /// The curve, without words for what is found.
    fn curve(&self, blank: IncentiveCurve) -> IncentiveCurve {
        IncentiveCurve {
            step: self.step,
            foreseen: self.foreseen,
            sd: self.sd,
            points: self.points(),
            features: self.features(),
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
        places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        places.dedup();
        let point = |(at, from_here): (f64, Option<bool>)| {
            let below = |one: &&law::LawStretch| one.from <= at && (at <= one.to || at >= high);
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

/// The curves of every arm that may be shown: those of contracts, then those of plans.
///
/// ```no_run
/// use cascade::Study;
/// use cascade::decision::{CurveAxis, CurveReceiver, Disclosure, incentive_curves};
///
/// let model = Study::reference()?.model()?;
/// let curves = incentive_curves(&model, &Disclosure::default())?;
/// let saved = curves.iter().find(|c| c.axis == CurveAxis::Savings && c.receiver == CurveReceiver::System);
/// assert!(saved.is_some_and(|curve| !curve.features.is_empty()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Unexplained`], a fault of the program.
pub fn incentive_curves(model: &Model, may: &Disclosure) -> Result<Vec<IncentiveCurve>, Unexplained> {
    let pools = may.shows_flow(SystemFlow::PoolsPaid);
    let mut all = Vec::new();
    for (arm, foreseen) in foreseen_by_arm(model)?.iter().enumerate() {
        let typical = if may.shows_persons() { member::typical(model, arm, foreseen) } else { Vec::new() };
        let contracts = model.arms[arm].scenario.contract.iter().zip(&foreseen.contracts);
        for ((name, own), seen) in contracts {
            let Some((year, seen)) = seen else { continue };
            if !may.shows_group(arm, Scope::Contract, name)
                || seen.forecast.benchmark < 1.0 && !own.terms.settles()
            {
                continue;
            }
            let one = contract::ContractCurves { model, arm, year: *year, name, own, seen, pools };
            all.extend(one.curves(&typical));
        }
        all.extend(typical.iter().flat_map(|one| one.curves(model, arm)));
    }
    Ok(all)
}
