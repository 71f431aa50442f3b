//! Pay in expectation, with its slopes: the incentive.

use super::PayClass;
use crate::tile::{Lanes, TILE};

/// Expected pay and how it moves with each driver.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Margin {
    /// Expected pay, $.
    pub pay: f64,
    /// $ for one more wRVU.
    pub per_wrvu: f64,
    /// $ for a quality score higher by 1 (a hundred points).
    pub per_quality: f64,
    /// $ for one more patient on the panel.
    pub per_patient: f64,
    /// $ for one more hour a week of non-clinical work, over a year.
    pub per_weekly_hour: f64,
}

impl Margin {
    #[inline(always)]
    pub(super) fn add_scaled(&mut self, portion: f64, other: &Margin) {
        self.pay += portion * other.pay;
        self.per_wrvu += portion * other.per_wrvu;
        self.per_quality += portion * other.per_quality;
        self.per_patient += portion * other.per_patient;
        self.per_weekly_hour += portion * other.per_weekly_hour;
    }

    #[inline(always)]
    pub(super) fn scale(&mut self, factor: f64) {
        self.pay *= factor;
        self.per_wrvu *= factor;
        self.per_quality *= factor;
        self.per_patient *= factor;
        self.per_weekly_hour *= factor;
    }
}

/// One physician's expectation: what a withhold may hold, and the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Expected {
    /// Time, volume and panel pay: what withholds and guarantees act on.
    pub clinical: Margin,
    /// Quality, cost and service pay.
    pub other: Margin,
}

impl Expected {
    /// Adds expected pay at an annual rate for a portion of the year.
    #[inline(always)]
    pub fn earn(&mut self, class: PayClass, portion: f64, margin: &Margin) {
        match class {
            PayClass::Time | PayClass::Volume | PayClass::Panel => self.clinical.add_scaled(portion, margin),
            PayClass::Quality | PayClass::Cost | PayClass::Service => self.other.add_scaled(portion, margin),
        }
    }

    /// Both parts together.
    #[inline(always)]
    #[must_use]
    pub fn total(&self) -> Margin {
        let mut total = self.clinical;
        total.add_scaled(1.0, &self.other);
        total
    }
}

#[expect(clippy::struct_excessive_bools, reason = "one for each slope")]
/// Which slopes of a margin are not always zero: spares the others' arithmetic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// `per_wrvu`.
    pub wrvu: bool,
    /// `per_quality`.
    pub quality: bool,
    /// `per_patient`.
    pub patient: bool,
    /// `per_weekly_hour`.
    pub weekly_hour: bool,
}

impl Moves {
    /// With nothing: a salary.
    pub const NOTHING: Moves = Moves { wrvu: false, quality: false, patient: false, weekly_hour: false };
    /// With wRVUs only.
    pub const WRVU: Moves = Moves { wrvu: true, ..Moves::NOTHING };
    /// With measured quality only.
    pub const QUALITY: Moves = Moves { quality: true, ..Moves::NOTHING };
    /// With non-clinical hours only.
    pub const WEEKLY_HOUR: Moves = Moves { weekly_hour: true, ..Moves::NOTHING };
    /// With everything.
    pub const ALL: Moves = Moves { wrvu: true, quality: true, patient: true, weekly_hour: true };
}

/// Takes up expected pay, lane by lane.
pub(crate) trait Expectations {
    /// Adds a margin at an annual rate for a portion of the year.
    fn add(&mut self, lane: usize, class: PayClass, portion: f64, margin: &Margin, moves: Moves);
}

/// [`Margin`] of a tile of physicians.
#[derive(Clone, Debug)]
pub struct MarginTile {
    pay: Lanes,
    per_wrvu: Lanes,
    per_quality: Lanes,
    per_patient: Lanes,
    per_weekly_hour: Lanes,
}

impl MarginTile {
    /// Nothing expected.
    pub const EMPTY: MarginTile = MarginTile {
        pay: [0.0; TILE],
        per_wrvu: [0.0; TILE],
        per_quality: [0.0; TILE],
        per_patient: [0.0; TILE],
        per_weekly_hour: [0.0; TILE],
    };

    /// One physician's margin.
    #[inline(always)]
    #[must_use]
    pub fn lane(&self, lane: usize) -> Margin {
        Margin {
            pay: self.pay[lane],
            per_wrvu: self.per_wrvu[lane],
            per_quality: self.per_quality[lane],
            per_patient: self.per_patient[lane],
            per_weekly_hour: self.per_weekly_hour[lane],
        }
    }

    #[inline(always)]
    fn set(&mut self, lane: usize, margin: &Margin) {
        self.pay[lane] = margin.pay;
        self.per_wrvu[lane] = margin.per_wrvu;
        self.per_quality[lane] = margin.per_quality;
        self.per_patient[lane] = margin.per_patient;
        self.per_weekly_hour[lane] = margin.per_weekly_hour;
    }
}

impl Expectations for MarginTile {
    #[inline(always)]
    fn add(&mut self, lane: usize, _: PayClass, portion: f64, margin: &Margin, moves: Moves) {
        self.pay[lane] += portion * margin.pay;
        if moves.wrvu {
            self.per_wrvu[lane] += portion * margin.per_wrvu;
        }
        if moves.quality {
            self.per_quality[lane] += portion * margin.per_quality;
        }
        if moves.patient {
            self.per_patient[lane] += portion * margin.per_patient;
        }
        if moves.weekly_hour {
            self.per_weekly_hour[lane] += portion * margin.per_weekly_hour;
        }
    }
}

/// [`Expected`] of a tile of physicians.
#[derive(Clone, Debug)]
pub struct ExpectedTile {
    clinical: MarginTile,
    other: MarginTile,
}

impl ExpectedTile {
    /// Nothing expected.
    pub const EMPTY: ExpectedTile = ExpectedTile { clinical: MarginTile::EMPTY, other: MarginTile::EMPTY };

    /// One physician's expectation.
    #[inline(always)]
    #[must_use]
    pub fn lane(&self, lane: usize) -> Expected {
        Expected { clinical: self.clinical.lane(lane), other: self.other.lane(lane) }
    }

    /// Replaces one physician's expectation.
    #[inline(always)]
    pub fn set(&mut self, lane: usize, expected: &Expected) {
        self.clinical.set(lane, &expected.clinical);
        self.other.set(lane, &expected.other);
    }
}

impl Expectations for ExpectedTile {
    #[inline(always)]
    fn add(&mut self, lane: usize, class: PayClass, portion: f64, margin: &Margin, moves: Moves) {
        let part = match class {
            PayClass::Time | PayClass::Volume | PayClass::Panel => &mut self.clinical,
            PayClass::Quality | PayClass::Cost | PayClass::Service => &mut self.other,
        };
        part.add(lane, class, portion, margin, moves);
    }
}
