//! A row of percentiles, and where a value stands in it.

use std::fmt;

/// Values at percentiles, both rising.
#[derive(Clone, Debug, PartialEq)]
pub struct Percentiles(Vec<(f64, f64)>);

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Position {
    /// Below the lowest percentile of the table, which is this one.
    Below(f64),
    /// At this percentile.
    At(f64),
    /// Above the highest percentile of the table, which is this one.
    Above(f64),
}

impl Percentiles {
    /// Pairs of percentile and value. `None` unless there are two or more, both rise, and the
    /// values are above zero.
    #[must_use]
    pub fn new(knots: &[(f64, f64)]) -> Option<Percentiles> {
        let rises = knots.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 < w[1].1);
        let sound = knots.iter().all(|(p, v)| p.is_finite() && v.is_finite() && *v > 0.0);
        (knots.len() >= 2 && rises && sound).then(|| Percentiles(knots.to_vec()))
    }

    /// Where a value stands: a straight line between neighbouring percentiles.
    #[must_use]
    pub fn position(&self, value: f64) -> Position {
        let (first, last) = (self.0[0], self.0[self.0.len() - 1]);
        if value < first.1 {
            return Position::Below(first.0);
        }
        if value > last.1 {
            return Position::Above(last.0);
        }
        let upper = self.0.iter().position(|(_, v)| value <= *v).unwrap_or(self.0.len() - 1).max(1);
        let ((p0, v0), (p1, v1)) = (self.0[upper - 1], self.0[upper]);
        Position::At(p0 + (p1 - p0) * (value - v0) / (v1 - v0))
    }

    /// The value at a percentile that the table holds.
    #[must_use]
    pub fn value(&self, percentile: f64) -> Option<f64> {
        self.0.iter().find(|(p, _)| *p == percentile).map(|(_, v)| *v)
    }

    /// Every value times a factor.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Percentiles {
        Percentiles(self.0.iter().map(|(p, v)| (*p, v * factor)).collect())
    }
}

impl Position {
    /// What is known: the percentile lies between these two.
    #[must_use]
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Position::Below(lowest) => (0.0, lowest),
            Position::At(percentile) => (percentile, percentile),
            Position::Above(highest) => (highest, 100.0),
        }
    }

    /// The percentile, where the table has one.
    #[must_use]
    pub fn percentile(self) -> Option<f64> {
        match self {
            Position::At(percentile) => Some(percentile),
            Position::Below(_) | Position::Above(_) => None,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Position::Below(lowest) => write!(f, "below P{lowest:.0}"),
            Position::At(percentile) => write!(f, "P{percentile:.0}"),
            Position::Above(highest) => write!(f, "above P{highest:.0}"),
        }
    }
}

/// Pay percentile less productivity percentile, in points: a range, because a value outside its
/// table is known only to lie beyond the last percentile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// At least this.
    pub low: f64,
    /// At most this.
    pub high: f64,
}

impl Gap {
    /// The gap between two positions.
    #[must_use]
    pub fn between(pay: Position, work: Position) -> Gap {
        let ((pay_low, pay_high), (work_low, work_high)) = (pay.bounds(), work.bounds());
        Gap { low: pay_low - work_high, high: pay_high - work_low }
    }

    /// The gap, when both values lie inside their tables.
    #[must_use]
    pub fn exact(self) -> Option<f64> {
        (self.low == self.high).then_some(self.low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Percentiles {
        Percentiles::new(&[(25.0, 200.0), (50.0, 250.0), (75.0, 350.0), (90.0, 500.0)]).unwrap()
    }

    #[test]
    fn a_straight_line_between_neighbours() {
        // 300 lies half way from 250 (P50) to 350 (P75): P62.5. 400 lies a third of the way from
        // 350 (P75) to 500 (P90): 75 + 15/3 = P80. The ends belong to the table.
        let at = |v| table().position(v).percentile().unwrap();
        assert!((at(300.0) - 62.5).abs() < 1e-12);
        assert!((at(400.0) - 80.0).abs() < 1e-12);
        assert_eq!([at(200.0), at(250.0), at(350.0), at(500.0)], [25.0, 50.0, 75.0, 90.0]);
    }

    #[test]
    fn outside_the_table_there_is_no_number() {
        assert_eq!(table().position(199.99), Position::Below(25.0));
        assert_eq!(table().position(500.01), Position::Above(90.0));
        assert_eq!(table().position(500.01).to_string(), "above P90");
        assert_eq!(table().position(1.0).percentile(), None);
    }

    #[test]
    fn gaps_outside_the_table_are_ranges() {
        // P80 of pay and P62.5 of work: 17.5. Above P90 and P62.5: between 27.5 and 37.5.
        assert_eq!(Gap::between(Position::At(80.0), Position::At(62.5)).exact(), Some(17.5));
        let gap = Gap::between(Position::Above(90.0), Position::At(62.5));
        assert_eq!((gap.low, gap.high, gap.exact()), (27.5, 37.5, None));
        let blind = Gap::between(Position::Below(25.0), Position::Below(25.0));
        assert_eq!((blind.low, blind.high), (-25.0, 25.0));
    }

    #[test]
    fn what_does_not_rise_is_refused() {
        assert_eq!(Percentiles::new(&[(25.0, 200.0), (50.0, 200.0)]), None);
        assert_eq!(Percentiles::new(&[(50.0, 200.0), (25.0, 300.0)]), None);
        assert_eq!(Percentiles::new(&[(50.0, 200.0)]), None);
        assert_eq!(Percentiles::new(&[(25.0, 0.0), (50.0, 1.0)]), None);
    }
}
