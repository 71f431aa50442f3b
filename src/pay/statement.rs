//! What was earned, by what it was earned for.

use crate::schema::keywords;
use crate::tile::TILE;
use crate::units::Cents;

keywords! {
    /// What pay is for. Quality and cost together are the value-linked part.
    pub enum PayClass {
        /// Time: salary, guarantees.
        Time = "time",
        /// Volume: anything that moves with wRVUs.
        Volume = "volume",
        /// Quality: bonuses and withholds released by measured quality.
        Quality = "quality",
        /// Cost of care: passed-through savings.
        Cost = "cost",
        /// Panel: patients cared for.
        Panel = "panel",
        /// Service: non-clinical work.
        Service = "service",
    }
}

impl PayClass {
    /// How many classes there are.
    pub const COUNT: usize = PayClass::ALL.len();

    /// Place in a statement.
    #[must_use]
    pub const fn place(self) -> usize {
        self as usize
    }
}

/// One physician's pay for a year, by class, in whole cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    lines: [Cents; PayClass::COUNT],
}

impl Statement {
    /// Adds pay at an annual rate for a portion of the year, rounded once.
    #[inline(always)]
    pub fn earn(&mut self, class: PayClass, portion: f64, annual: f64) {
        self.lines[class.place()] += Cents::round(portion * annual);
    }

    /// Adds pay in cents.
    #[inline(always)]
    pub fn add(&mut self, class: PayClass, pay: Cents) {
        self.lines[class.place()] += pay;
    }

    /// Pay of one class.
    #[inline(always)]
    #[must_use]
    pub fn of(&self, class: PayClass) -> Cents {
        self.lines[class.place()]
    }

    /// All pay.
    #[inline(always)]
    #[must_use]
    pub fn total(&self) -> Cents {
        self.lines.iter().copied().sum()
    }

    /// Pay linked to quality or cost of care.
    #[must_use]
    pub fn value(&self) -> Cents {
        self.of(PayClass::Quality) + self.of(PayClass::Cost)
    }
}

/// [`Statement`] of a tile of physicians.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementTile {
    lines: [[Cents; TILE]; PayClass::COUNT],
}

impl StatementTile {
    /// Nothing earned.
    pub const EMPTY: StatementTile = StatementTile { lines: [[Cents::ZERO; TILE]; PayClass::COUNT] };

    /// The lanes of one class.
    #[inline(always)]
    pub fn line_mut(&mut self, class: PayClass) -> &mut [Cents; TILE] {
        &mut self.lines[class.place()]
    }

    /// The lanes of one class.
    #[inline(always)]
    #[must_use]
    pub fn line(&self, class: PayClass) -> &[Cents; TILE] {
        &self.lines[class.place()]
    }

    /// One physician's statement.
    #[inline(always)]
    #[must_use]
    pub fn lane(&self, lane: usize) -> Statement {
        Statement { lines: std::array::from_fn(|class| self.lines[class][lane]) }
    }

    /// Replaces one physician's statement.
    #[inline(always)]
    pub fn set(&mut self, lane: usize, statement: &Statement) {
        for (line, pay) in self.lines.iter_mut().zip(&statement.lines) {
            line[lane] = *pay;
        }
    }

    /// Adds another tile, lane by lane.
    #[inline(always)]
    pub fn add(&mut self, other: &StatementTile) {
        for (mine, theirs) in self.lines.iter_mut().zip(&other.lines) {
            for (a, b) in mine.iter_mut().zip(theirs) {
                *a += *b;
            }
        }
    }

    /// Takes over another tile's statements where they pay more.
    pub(super) fn take_the_better(&mut self, other: &StatementTile) {
        let (own, others) = (self.totals(), other.totals());
        for lane in 0..TILE {
            if others[lane] > own[lane] {
                self.set(lane, &other.lane(lane));
            }
        }
    }

    /// Total pay, lane by lane.
    #[inline(always)]
    #[must_use]
    pub fn totals(&self) -> [Cents; TILE] {
        let mut totals = [Cents::ZERO; TILE];
        for line in &self.lines {
            for (total, pay) in totals.iter_mut().zip(line) {
                *total += *pay;
            }
        }
        totals
    }
}
