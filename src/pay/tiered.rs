//! Pay in tiers: what all rates on a count with thresholds share.
//!
//! # Formula
//! A tier pays its rate on what is counted above its threshold, and no tier below it does: with steps
//! `rᵢ − rᵢ₋₁` of the rate, `P = Σᵢ (rᵢ − rᵢ₋₁) × max(0, X − Tᵢ)`, `X` counted in a year and
//! `Tᵢ = tᵢ × cFTE + sᵢ × B`, with `B` one's own base. Where the first tier begins with the first thing
//! counted it pays on all of it; so it also does where less than nothing is paid in. Cliffs: the rate of the
//! tier that is reached pays on everything counted, `P = Σᵢ (rᵢ − rᵢ₋₁) × X × [X ≥ Tᵢ]`.
//!
//! # Expectation
//! `X` moves with wRVUs in a straight line, so every step is an expected excess over its threshold.

use super::{
    ExpectedTile, Margin, MarginTile, Moves, Outlook, OutlookTile, Part, PayClass, StatementTile, Work,
    WorkTile,
};
use crate::math::normal;
use crate::schema::{ReadTable, keywords};
use crate::terms::{excess, reaches};
use crate::tile::TILE;
use crate::units::Cents;

keywords! {
    /// What the rate of a tier applies to.
    pub enum TierKind {
        /// What lies inside the tier.
        Marginal = "marginal",
        /// Everything, once the tier is reached.
        Cliff = "cliff",
    }
}

/// Checks that thresholds rise from tier to tier, as far as both of two neighbours have one.
pub(super) fn check_rising<T>(
    table: &mut ReadTable<'_, '_, '_>,
    tiers: &[T],
    above: impl Fn(&T) -> Option<f64>,
) {
    let falls = |pair: &[T]| above(&pair[0]).zip(above(&pair[1])).is_some_and(|(one, next)| next <= one);
    if tiers.windows(2).any(falls) {
        table.problem("tiers", "thresholds must rise from tier to tier; sort them, lowest first");
    }
}

/// What is counted in a year, and how much of it a wRVU brings.
#[derive(Clone, Copy, Debug)]
pub(super) struct WorkCounted {
    pub value: f64,
    pub per_wrvu: f64,
}

/// What reaching a threshold adds to the rate.
#[derive(Clone, Copy, Debug)]
pub(super) struct TierStep {
    /// Where it begins; `None` for the first thing counted.
    from: Option<TierFrom>,
    rise: f64,
    kind: TierKind,
}

/// Where a tier begins, at an annual rate.
#[derive(Clone, Copy, Debug)]
pub(super) struct TierFrom {
    /// Per 1.0 clinical FTE.
    pub per_fte: f64,
    /// As a multiple of one's own base.
    pub of_base: f64,
}

/// Steps of rates that begin at thresholds, lowest first.
#[inline(always)]
pub(super) fn steps(
    kind: TierKind,
    tiers: impl Iterator<Item = (Option<TierFrom>, f64)>,
) -> impl Iterator<Item = TierStep> {
    tiers.scan(0.0, move |below, (from, rate)| {
        let rise = rate - *below;
        *below = rate;
        Some(TierStep { from, rise, kind })
    })
}

impl TierFrom {
    #[inline(always)]
    fn of(&self, work: &Work) -> f64 {
        self.per_fte * work.clinical_fte + self.of_base * work.base
    }
}

impl TierStep {
    #[inline(always)]
    fn pay(&self, threshold: &TierFrom, work: &Work, counted: WorkCounted) -> f64 {
        let from = threshold.of(work);
        match self.kind {
            TierKind::Marginal => self.rise * (counted.value - from).max(0.0),
            TierKind::Cliff if reaches(counted.value, from) => self.rise * counted.value,
            TierKind::Cliff => 0.0,
        }
    }

    #[inline(always)]
    fn expected(&self, threshold: &TierFrom, outlook: &Outlook, counted: WorkCounted) -> (f64, f64) {
        let sd = (outlook.wrvu_sd * counted.per_wrvu).abs();
        let from = threshold.of(&outlook.work);
        let over = excess(counted.value, sd, from);
        let (value, slope) = match self.kind {
            TierKind::Marginal => (over.value, over.chance),
            TierKind::Cliff => {
                let sd = sd.max(1e-9);
                let at = normal((counted.value - from) / sd);
                (over.value + from * over.chance, over.chance + from * at.density / sd)
            }
        };
        (self.rise * value, self.rise * slope * counted.per_wrvu)
    }
}

/// A component that pays rates in tiers on one count, as volume pay.
pub(super) trait Tiered: Part {
    /// What of it does not depend on the physician.
    type Count: Copy;

    /// Works that out.
    fn count(&self) -> Self::Count;

    /// What is counted for a physician.
    fn counted(count: Self::Count, work: &Work) -> WorkCounted;

    /// The steps of its rate.
    fn steps(&self) -> impl Iterator<Item = TierStep>;

    /// Dollars for a full year of this work.
    fn annual(&self, work: &Work) -> f64 {
        let counted = Self::counted(self.count(), work);
        let one = |step: TierStep| match step.from {
            None => step.rise * counted.value,
            Some(threshold) => step.pay(&threshold, work, counted),
        };
        self.steps().map(one).sum()
    }

    /// The same in expectation, with its slope.
    fn margin(&self, outlook: &Outlook) -> Margin {
        let counted = Self::counted(self.count(), &outlook.work);
        let mut margin = Margin::default();
        for step in self.steps() {
            let (pay, per_wrvu) = match step.from {
                None => (step.rise * counted.value, step.rise * counted.per_wrvu),
                Some(threshold) => step.expected(&threshold, outlook, counted),
            };
            margin.pay += pay;
            margin.per_wrvu += per_wrvu;
        }
        margin
    }

    /// Adds what a tile is paid, step by step, so that the inner loop has no loop of its own.
    #[inline(always)]
    fn pay_lanes(&self, work: &WorkTile<'_>, statement: &mut StatementTile) {
        let (count, mut annual) = (self.count(), [0.0; TILE]);
        for step in self.steps() {
            if let Some(threshold) = step.from {
                for lane in work.lanes() {
                    let work = work.lane(lane);
                    annual[lane] += step.pay(&threshold, &work, Self::counted(count, &work));
                }
            } else {
                for lane in work.lanes() {
                    annual[lane] += step.rise * Self::counted(count, &work.lane(lane)).value;
                }
            }
        }
        let line = statement.line_mut(PayClass::Volume);
        for lane in work.lanes() {
            line[lane] += Cents::round(work.portion[lane] * annual[lane]);
        }
    }

    /// Adds the same in expectation.
    #[inline(always)]
    fn expect_lanes(&self, outlook: &OutlookTile<'_>, expected: &mut ExpectedTile<'_>) {
        let (count, mut pay, mut per_wrvu) = (self.count(), [0.0; TILE], [0.0; TILE]);
        for step in self.steps() {
            if let Some(threshold) = step.from {
                for lane in outlook.work.lanes() {
                    let outlook = outlook.lane(lane);
                    let counted = Self::counted(count, &outlook.work);
                    let (more, slope) = step.expected(&threshold, &outlook, counted);
                    pay[lane] += more;
                    per_wrvu[lane] += slope;
                }
            } else {
                for lane in outlook.work.lanes() {
                    let counted = Self::counted(count, &outlook.work.lane(lane));
                    pay[lane] += step.rise * counted.value;
                    per_wrvu[lane] += step.rise * counted.per_wrvu;
                }
            }
        }
        let line: &mut MarginTile = expected.of(PayClass::Volume);
        for lane in outlook.work.lanes() {
            let margin = Margin { pay: pay[lane], per_wrvu: per_wrvu[lane], ..Margin::default() };
            line.add(lane, outlook.work.portion[lane], &margin, Moves::WRVU);
        }
    }
}

/// Implements [`Formula`](super::Formula) for a [`Tiered`] component that pays nothing else.
macro_rules! tiered {
    ($type:ty) => {
        impl $crate::pay::Formula for $type {
            fn pay(&self, work: &$crate::pay::Work, statement: &mut $crate::pay::Statement) {
                statement.earn($crate::pay::PayClass::Volume, work.portion, self.annual(work));
            }

            fn expect(&self, outlook: &$crate::pay::Outlook, expected: &mut $crate::pay::Expected) {
                expected.earn($crate::pay::PayClass::Volume, outlook.work.portion, &self.margin(outlook));
            }

            #[inline(always)]
            fn pay_tile(&self, work: &$crate::pay::WorkTile<'_>, statement: &mut $crate::pay::StatementTile) {
                self.pay_lanes(work, statement);
            }

            #[inline(always)]
            fn expect_tile(
                &self,
                outlook: &$crate::pay::OutlookTile<'_>,
                expected: &mut $crate::pay::ExpectedTile<'_>,
            ) {
                self.expect_lanes(outlook, expected);
            }
        }
    };
}

pub(super) use tiered;
