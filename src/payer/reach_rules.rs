//! Rules of ACO REACH and Direct Contracting by performance year: corridors, discount, withhold, blend and ceiling.

use crate::schema::keywords;
use crate::terms::{Band, Corridor};
use crate::units::CalendarYear;

keywords! {
    /// How much risk the ACO takes.
    pub enum Arrangement {
        /// All of the first band, for a discount.
        Global = "global",
        /// Half of the first band, without a discount.
        Professional = "professional",
    }
}

impl Arrangement {
    /// The corridors of a performance year, with sequestration of what is earned.
    #[must_use]
    pub fn corridor(self, performance_year: u16, sequestration: f64) -> Corridor {
        let first = if performance_year >= 2026 { 0.10 } else { 0.25 };
        let bands: [(f64, f64); 4] = match self {
            Arrangement::Global => [(first, 1.0), (0.35, 0.50), (0.50, 0.25), (f64::INFINITY, 0.10)],
            Arrangement::Professional => [(0.05, 0.50), (0.10, 0.35), (0.15, 0.15), (f64::INFINITY, 0.05)],
        };
        Corridor::symmetric(bands.map(|(to, share)| Band { to, share }).to_vec()).sequestered(sequestration)
    }
}

/// What holds in a performance year for standard ACOs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ReachRules {
    /// The performance year; before the first and after the last, that one.
    pub year: u16,
    /// Part of the benchmark that quality earns back.
    pub quality_withhold: f64,
    /// Weight of own history in the benchmark.
    pub own_weight: f64,
    /// Most that blending with the region may raise the benchmark, as a share of national spending.
    pub regional_ceiling: f64,
    /// Whether growth of risk scores since 2019 is cut.
    pub caps_growth_since_2019: bool,
    /// Whether there is a high performers' pool.
    pub has_high_performers_pool: bool,
}

impl ReachRules {
    /// The rules of a year.
    ///
    /// Weights to 2023 and the ceiling before 2025 for those years are recalled from the same papers; the rest was
    /// read (see the family).
    pub(super) fn of(year: CalendarYear) -> ReachRules {
        let year = year.0.clamp(2021, 2026);
        let (quality_withhold, own_weight) = match year {
            ..=2022 => (0.05, 0.65),
            2023 => (0.02, 0.60),
            2024 | 2025 => (0.02, 0.55),
            _ => (0.05, 0.60),
        };
        ReachRules {
            year,
            quality_withhold,
            own_weight,
            regional_ceiling: if year >= 2025 { 0.03 } else { 0.05 },
            caps_growth_since_2019: year >= 2026,
            has_high_performers_pool: year >= 2023,
        }
    }

    /// The discount of an arrangement.
    pub(super) fn discount(&self, arrangement: Arrangement) -> f64 {
        match (arrangement, self.year) {
            (Arrangement::Professional, _) => 0.0,
            (Arrangement::Global, ..=2022) => 0.02,
            (Arrangement::Global, 2023 | 2024) => 0.03,
            (Arrangement::Global, _) => 0.035,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_per_cent_before_and_after_the_first_band_narrowed() {
        // 20 % gross: all of it to 2025; 10 % + half of 10 % = 15 % in 2026; Professional 5.25 %.
        let part = |arrangement: Arrangement, year| arrangement.corridor(year, 0.02).part(0.20);
        assert!((part(Arrangement::Global, 2025) - 0.20).abs() < 1e-12);
        assert!((part(Arrangement::Global, 2026) - 0.15).abs() < 1e-12);
        assert!((part(Arrangement::Professional, 2026) - 0.0525).abs() < 1e-12);
    }
}
