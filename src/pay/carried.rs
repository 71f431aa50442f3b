//! What an agreement carries from one year to the next.

use crate::tile::{Lanes, TILE, choose};
use crate::units::Cents;

/// What one physician's agreement brings into a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Carried {
    /// Owed on a draw.
    pub owed: Cents,
    /// Owed when lending ended, where that is forgiven in equal parts.
    pub lent: Cents,
    /// Years in a row at whose end something was owed.
    pub owed_years: f64,
    /// Last year's salary, or the one that last year's work has set, as a multiple of the salary
    /// that the plan states.
    pub level: f64,
}

impl Carried {
    /// What a new agreement begins with.
    pub const NEW: Carried = Carried { owed: Cents::ZERO, lent: Cents::ZERO, owed_years: 0.0, level: 1.0 };
}

impl Carried {
    /// Itself where the agreement goes on, else what a new one begins with; without a branch, so that lanes stay side by
    /// side.
    #[inline(always)]
    pub(crate) fn or_new(self, goes_on: bool) -> Carried {
        let mask = 0_i64.wrapping_sub(i64::from(goes_on));
        Carried {
            owed: Cents(self.owed.0 & mask),
            lent: Cents(self.lent.0 & mask),
            owed_years: choose(goes_on, self.owed_years, Carried::NEW.owed_years),
            level: choose(goes_on, self.level, Carried::NEW.level),
        }
    }
}

impl Default for Carried {
    fn default() -> Carried {
        Carried::NEW
    }
}

/// [`Carried`] of a tile of physicians, with what they did in the year before.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields of Carried, lane by lane")]
pub struct CarriedTile {
    pub owed: [Cents; TILE],
    pub lent: [Cents; TILE],
    pub owed_years: Lanes,
    pub level: Lanes,
    /// wRVUs that the plan counted in the year before, a year per 1.0 clinical FTE; 0 where not known.
    pub last_wrvu: Lanes,
    /// Measured quality of the year before; 0 where not known.
    pub last_quality: Lanes,
}

impl CarriedTile {
    /// New agreements.
    pub const NEW: CarriedTile = CarriedTile {
        owed: [Cents::ZERO; TILE],
        lent: [Cents::ZERO; TILE],
        owed_years: [0.0; TILE],
        level: [1.0; TILE],
        last_wrvu: [0.0; TILE],
        last_quality: [0.0; TILE],
    };

    /// One physician's.
    #[inline(always)]
    #[must_use]
    pub fn lane(&self, lane: usize) -> Carried {
        Carried {
            owed: self.owed[lane],
            lent: self.lent[lane],
            owed_years: self.owed_years[lane],
            level: self.level[lane],
        }
    }

    /// One physician's agreement begins anew.
    pub fn renew(&mut self, lane: usize) {
        self.set(lane, &Carried::NEW);
        (self.last_wrvu[lane], self.last_quality[lane]) = (0.0, 0.0);
    }

    /// Whether anyone owes, is owed for, or has owed.
    pub(crate) fn owes(&self) -> bool {
        let money = self.owed.iter().chain(&self.lent).any(|money| *money != Cents::ZERO);
        money || self.owed_years.iter().any(|years| *years != 0.0)
    }

    /// Takes over what followed a year in which nobody owed anything, and lets that begin anew.
    #[inline(always)]
    pub(crate) fn follow(&mut self, next: &mut CarriedTile) {
        (self.level, next.level) = (next.level, CarriedTile::NEW.level);
        (self.last_wrvu, next.last_wrvu) = (next.last_wrvu, CarriedTile::NEW.last_wrvu);
        (self.last_quality, next.last_quality) = (next.last_quality, CarriedTile::NEW.last_quality);
    }

    /// Replaces what one physician's agreement carries.
    #[inline(always)]
    pub fn set(&mut self, lane: usize, carried: &Carried) {
        self.owed[lane] = carried.owed;
        self.lent[lane] = carried.lent;
        self.owed_years[lane] = carried.owed_years;
        self.level[lane] = carried.level;
    }
}

/// A year's movements of what is carried: owed at the beginning + advanced − recouped − forgiven =
/// owed at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reckoned {
    /// What the next year begins with.
    pub next: Carried,
    /// Paid on a draw beyond what was earned and what a guarantee fills.
    pub advanced: Cents,
    /// Taken from what was earned, for earlier advances.
    pub recouped: Cents,
    /// No longer owed, though not earned.
    pub forgiven: Cents,
}
