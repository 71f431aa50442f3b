//! Pay in tiers: what all rates on a count with thresholds share.
//!
//! # Formula
//! A tier pays its rate on what is counted above its threshold, and no tier below it does: with steps
//! `rᵢ − rᵢ₋₁` of the rate, `P = Σᵢ (rᵢ − rᵢ₋₁) × max(0, X − Tᵢ)`, `X` counted in a year and
//! `Tᵢ = tᵢ × cFTE + sᵢ × B`, with `B` one's own base. Where the first tier begins with the first thing
//! counted it pays on all of it; so it also does where less than nothing is paid in.
//!
//! # Expectation
//! `X` moves with wRVUs in a straight line, so every step is an expected excess over its threshold.

use super::{
    ExpectedTile, Margin, MarginTile, Moves, Outlook, OutlookTile, Part, PayClass, StatementTile, Work,
    WorkTile,
};
use crate::terms::excess;
use crate::tile::TILE;
use crate::units::Cents;

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
pub(super) fn steps(tiers: impl Iterator<Item = (Option<TierFrom>, f64)>) -> impl Iterator<Item = TierStep> {
    tiers.scan(0.0, |below, (from, rate)| {
        let rise = rate - *below;
        *below = rate;
        Some(TierStep { from, rise })
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
        self.rise * (counted.value - threshold.of(work)).max(0.0)
    }

    #[inline(always)]
    fn expected(&self, threshold: &TierFrom, outlook: &Outlook, counted: WorkCounted) -> (f64, f64) {
        let sd = (outlook.wrvu_sd * counted.per_wrvu).abs();
        let over = excess(counted.value, sd, threshold.of(&outlook.work));
        (self.rise * over.value, self.rise * over.chance * counted.per_wrvu)
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
                for lane in 0..TILE {
                    let work = work.lane(lane);
                    annual[lane] += step.pay(&threshold, &work, Self::counted(count, &work));
                }
            } else {
                for lane in 0..TILE {
                    annual[lane] += step.rise * Self::counted(count, &work.lane(lane)).value;
                }
            }
        }
        let line = statement.line_mut(PayClass::Volume);
        for lane in 0..TILE {
            line[lane] += Cents::round(work.portion[lane] * annual[lane]);
        }
    }

    /// Adds the same in expectation.
    #[inline(always)]
    fn expect_lanes(&self, outlook: &OutlookTile<'_>, expected: &mut ExpectedTile<'_>) {
        let (count, mut pay, mut per_wrvu) = (self.count(), [0.0; TILE], [0.0; TILE]);
        for step in self.steps() {
            if let Some(threshold) = step.from {
                for lane in 0..TILE {
                    let outlook = outlook.lane(lane);
                    let counted = Self::counted(count, &outlook.work);
                    let (more, slope) = step.expected(&threshold, &outlook, counted);
                    pay[lane] += more;
                    per_wrvu[lane] += slope;
                }
            } else {
                for lane in 0..TILE {
                    let counted = Self::counted(count, &outlook.work.lane(lane));
                    pay[lane] += step.rise * counted.value;
                    per_wrvu[lane] += step.rise * counted.per_wrvu;
                }
            }
        }
        let line: &mut MarginTile = expected.of(PayClass::Volume);
        for lane in 0..TILE {
            let margin = Margin { pay: pay[lane], per_wrvu: per_wrvu[lane], ..Margin::default() };
            line.add(lane, outlook.work.portion[lane], &margin, Moves::WRVU);
        }
    }
}
