//! Pay in expectation, with its slopes: the incentive.

use super::PayClass;
use crate::tile::{Eights, Lanes, TILE};

macro_rules! slopes {
    ($( $(#[doc = $doc:literal])+ $slope:ident as $moves:ident; )+) => {
        /// Expected pay and how it moves with each driver.
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct Margin {
            /// Expected pay, $.
            pub pay: f64,
            $( $(#[doc = $doc])+ pub $slope: f64, )+
        }

        impl Margin {
            #[inline(always)]
            pub(super) fn add_scaled(&mut self, portion: f64, other: &Margin) {
                self.pay += portion * other.pay;
                $( self.$slope += portion * other.$slope; )+
            }

            /// Multiplies the slopes, not the pay.
            #[inline(always)]
            pub(super) fn scale_slopes(&mut self, factor: f64) {
                $( self.$slope *= factor; )+
            }

            #[inline(always)]
            pub(super) fn scale(&mut self, factor: f64) {
                self.pay *= factor;
                self.scale_slopes(factor);
            }
        }

        /// Which slopes of a margin are not always zero: spares the others' arithmetic.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Moves { $( #[doc = concat!("`", stringify!($slope), "`.")] pub $moves: bool, )+ }

        impl Moves {
            /// With nothing: a salary.
            pub const NOTHING: Moves = Moves { $( $moves: false, )+ };
            /// With everything.
            pub const ALL: Moves = Moves { $( $moves: true, )+ };
        }

        /// [`Margin`] of a tile of physicians.
        #[derive(Clone, Debug)]
        pub struct MarginTile { pay: Lanes, $( $slope: Lanes, )+ }

        impl MarginTile {
            /// Nothing expected.
            pub const EMPTY: MarginTile = MarginTile { pay: [0.0; TILE], $( $slope: [0.0; TILE], )+ };

            /// One physician's margin.
            #[inline(always)]
            #[must_use]
            pub fn lane(&self, lane: usize) -> Margin {
                Margin { pay: self.pay[lane], $( $slope: self.$slope[lane], )+ }
            }

            /// Takes `over` dollars off one physician's expected pay, and leaves the part `below` of
            /// every slope.
            #[inline(always)]
            pub fn cut(&mut self, lane: usize, over: f64, below: f64) {
                self.pay[lane] -= over;
                $( self.$slope[lane] *= below; )+
            }

            /// Adds a margin at an annual rate for a portion of the year to one physician's.
            #[inline(always)]
            pub fn add(&mut self, lane: usize, portion: f64, margin: &Margin, moves: Moves) {
                self.pay[lane] += portion * margin.pay;
                $( if moves.$moves {
                    self.$slope[lane] += portion * margin.$slope;
                } )+
            }

            /// Adds some eights of another tile: what of it moves.
            #[inline(always)]
            pub(crate) fn add_eights(&mut self, eights: Eights, other: &MarginTile, moves: Moves) {
                for lane in eights.lanes() {
                        self.add(lane, 1.0, &other.lane(lane), moves);
                    }
            }

            #[inline(always)]
            pub(crate) fn set(&mut self, lane: usize, margin: &Margin) {
                self.pay[lane] = margin.pay;
                $( self.$slope[lane] = margin.$slope; )+
            }
        }
    };
}

slopes! {
    /// $ for one more wRVU.
    per_wrvu as wrvu;
    /// $ of later years' pay for one more wRVU this year, worth today.
    per_wrvu_later as later;
    /// $ for a quality score higher by 1 (a hundred points).
    per_quality as quality;
    /// $ by which that is felt as more than it pays, where it comes through a group's mean: people feel
    /// a group of n as n^(−η), not 1/n. No pay, and in no gradient.
    per_quality_felt as felt;
    /// $ for one more patient on the panel.
    per_patient as patient;
    /// $ for one more hour a week of non-clinical work, over a year.
    per_weekly_hour as weekly_hour;
    /// $ for a cost of care under influence that is lower by all of it.
    per_saved as saved;
    /// $ for a risk score higher by 1 (twice the average).
    per_risk as risk;
    /// No slope: the chance that a guarantee or a floor is paid, under which slopes are none of the plan's. It is
    /// mixed as slopes are.
    on_floor as floor;
}

impl Moves {
    /// With wRVUs only.
    pub const WRVU: Moves = Moves { wrvu: true, ..Moves::NOTHING };
    /// With measured quality only.
    pub const QUALITY: Moves = Moves { quality: true, ..Moves::NOTHING };
    /// With non-clinical hours only.
    pub const WEEKLY_HOUR: Moves = Moves { weekly_hour: true, ..Moves::NOTHING };
    /// With the panel and its coded risk.
    pub const PANEL: Moves = Moves { patient: true, risk: true, ..Moves::NOTHING };
}

impl MarginTile {
    /// Adds what is expected of a period in which a wRVU of the year counts for `pace`.
    pub(super) fn add_paced(&mut self, other: &MarginTile, pace: &Lanes) {
        for lane in 0..TILE {
            let mut margin = other.lane(lane);
            margin.per_wrvu *= pace[lane];
            margin.per_wrvu_later *= pace[lane];
            self.add(lane, 1.0, &margin, Moves::ALL);
        }
    }

    /// What is expected, $.
    pub(super) fn pays(&self) -> Lanes {
        self.pay
    }

    /// Takes another tile off, lane by lane.
    pub(super) fn subtract(&mut self, other: &MarginTile) {
        for lane in 0..TILE {
            self.add(lane, -1.0, &other.lane(lane), Moves::ALL);
        }
    }
}

/// Which part of an expectation a class of pay belongs to.
#[inline(always)]
fn part(class: PayClass) -> usize {
    match class {
        PayClass::Time | PayClass::Panel => 0,
        PayClass::Volume => 1,
        PayClass::Quality | PayClass::Cost | PayClass::Service => 2,
    }
}

/// One physician's expectation in the parts that components act on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Expected {
    /// Time and panel pay; volume pay; quality, cost and service pay.
    parts: [Margin; 3],
}

impl Expected {
    /// Adds expected pay at an annual rate for a portion of the year.
    #[inline(always)]
    pub fn earn(&mut self, class: PayClass, portion: f64, margin: &Margin) {
        self.parts[part(class)].add_scaled(portion, margin);
    }

    /// Everything together.
    #[inline(always)]
    #[must_use]
    pub fn total(&self) -> Margin {
        let mut total = self.clinical();
        total.add_scaled(1.0, &self.parts[2]);
        total
    }

    /// Time, volume and panel pay: what withholds act on.
    #[inline(always)]
    #[must_use]
    pub fn clinical(&self) -> Margin {
        let mut clinical = self.parts[0];
        clinical.add_scaled(1.0, &self.parts[1]);
        clinical
    }

    /// Volume pay.
    #[inline(always)]
    #[must_use]
    pub fn volume(&self) -> Margin {
        self.parts[1]
    }

    /// Keeps a part of the time, volume and panel pay.
    #[inline(always)]
    pub(super) fn keep_clinical(&mut self, kept: f64) {
        for part in &mut self.parts[..2] {
            let on_floor = part.on_floor;
            part.scale(kept);
            part.on_floor = on_floor;
        }
    }

    /// Replaces the volume pay.
    #[inline(always)]
    pub(super) fn set_volume(&mut self, volume: Margin) {
        self.parts[1] = volume;
    }
}

/// Where what a list of components is expected to pay a tile is added up: in one margin, or in the
/// three parts of [`Expected`] where some component acts on others.
#[derive(Debug)]
pub struct ExpectedTile<'a> {
    parts: &'a mut [MarginTile],
}

impl<'a> ExpectedTile<'a> {
    /// Parts that components act on.
    pub const PARTS: usize = 3;

    /// In one margin.
    #[inline(always)]
    pub fn together(all: &'a mut MarginTile) -> ExpectedTile<'a> {
        ExpectedTile { parts: std::slice::from_mut(all) }
    }

    /// In parts.
    #[inline(always)]
    pub fn apart(parts: &'a mut [MarginTile; ExpectedTile::PARTS]) -> ExpectedTile<'a> {
        ExpectedTile { parts }
    }

    /// Whether the parts are known, so that components can act on them.
    #[inline(always)]
    pub(super) fn is_apart(&self) -> bool {
        self.parts.len() == ExpectedTile::PARTS
    }

    /// Where a class of pay is added.
    #[inline(always)]
    pub fn of(&mut self, class: PayClass) -> &mut MarginTile {
        let place = if self.is_apart() { part(class) } else { 0 };
        &mut self.parts[place]
    }

    /// Adds what is expected of a period in which a wRVU of the year counts for `pace`.
    pub(super) fn add_paced(&mut self, other: &[MarginTile; ExpectedTile::PARTS], pace: &Lanes) {
        for (all, own) in self.parts.iter_mut().zip(other) {
            all.add_paced(own, pace);
        }
    }

    /// One physician's expectation, where it is kept in parts.
    #[inline(always)]
    #[must_use]
    pub fn lane(&self, lane: usize) -> Expected {
        let mut one = Expected::default();
        for (mine, all) in one.parts.iter_mut().zip(self.parts.iter()) {
            *mine = all.lane(lane);
        }
        one
    }

    /// Replaces one physician's expectation, where it is kept in parts.
    #[inline(always)]
    pub fn set(&mut self, lane: usize, expected: &Expected) {
        for (all, one) in self.parts.iter_mut().zip(&expected.parts) {
            all.set(lane, one);
        }
    }
}
