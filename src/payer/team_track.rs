//! Tracks of TEAM, and in which years they are open to whom.

use crate::schema::keywords;
use crate::units::CalendarYear;

keywords! {
    /// Tracks of risk (42 CFR 512.520).
    pub enum Track {
        /// Upside only, 10 %.
        One = "track_1",
        /// Both sides, lower limits: safety-net, rural and similar hospitals.
        Two = "track_2",
        /// Both sides, 20 %.
        Three = "track_3",
    }
}

keywords! {
    /// What kind of hospital it is, as far as tracks depend on it (42 CFR 512.505).
    pub enum HospitalKind {
        /// None of the others.
        Standard = "standard",
        /// A safety-net hospital.
        SafetyNet = "safety_net",
        /// A rural hospital.
        Rural = "rural",
        /// A Medicare-dependent hospital.
        MedicareDependent = "medicare_dependent",
        /// A sole community hospital.
        SoleCommunity = "sole_community",
        /// An essential access community hospital.
        EssentialAccess = "essential_access_community",
    }
}

/// The first performance year.
const FIRST: CalendarYear = CalendarYear(2026);
/// The last performance year in which safety-net hospitals may stay on track 1.
const LAST_OF_TRACK_1: CalendarYear = CalendarYear(2028);

impl Track {
    /// Its number.
    #[must_use]
    pub const fn number(self) -> f64 {
        match self {
            Track::One => 1.0,
            Track::Two => 2.0,
            Track::Three => 3.0,
        }
    }

    /// Whether a hospital of a kind may take it in a year. A hospital that does not say its kind is believed to
    /// be of one that track 2 is open to, and none of the safety net.
    #[must_use]
    pub fn is_open(self, year: CalendarYear, kind: Option<HospitalKind>) -> bool {
        match self {
            Track::One => year <= FIRST || (year <= LAST_OF_TRACK_1 && kind == Some(HospitalKind::SafetyNet)),
            Track::Two => year > FIRST && kind != Some(HospitalKind::Standard),
            Track::Three => true,
        }
    }

    /// The track of a year: this one, `later` where it is not open, or the one that CMS assigns: track 1 in the
    /// first year, track 3 after it.
    #[must_use]
    pub fn in_year(self, later: Option<Track>, year: CalendarYear, kind: Option<HospitalKind>) -> Track {
        let assigned = if year <= FIRST { Track::One } else { Track::Three };
        let asked = [Some(self), later].into_iter().flatten().find(|track| track.is_open(year, kind));
        // Nobody who waits for track 2 takes the risk of track 3 before.
        if self == Track::Two && year <= FIRST { assigned } else { asked.unwrap_or(assigned) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn years(track: Track, later: Option<Track>, kind: Option<HospitalKind>) -> Vec<f64> {
        (2026..=2030).map(|year| track.in_year(later, CalendarYear(year), kind).number()).collect()
    }

    /// 42 CFR 512.520(a) and (b), read.
    #[test]
    fn tracks_by_year_and_kind() {
        let (safety_net, rural) = (Some(HospitalKind::SafetyNet), Some(HospitalKind::Rural));
        assert_eq!(years(Track::One, None, None), [1.0, 3.0, 3.0, 3.0, 3.0]);
        assert_eq!(years(Track::One, None, rural), [1.0, 3.0, 3.0, 3.0, 3.0]);
        assert_eq!(years(Track::One, None, safety_net), [1.0, 1.0, 1.0, 3.0, 3.0]);
        assert_eq!(years(Track::One, Some(Track::Two), safety_net), [1.0, 1.0, 1.0, 2.0, 2.0]);
        assert_eq!(years(Track::One, Some(Track::Two), rural), [1.0, 2.0, 2.0, 2.0, 2.0]);
        // No track 2 in the first year; none later for a hospital of no kind.
        assert_eq!(years(Track::Two, None, rural), [1.0, 2.0, 2.0, 2.0, 2.0]);
        assert_eq!(years(Track::Two, None, None), [1.0, 2.0, 2.0, 2.0, 2.0]);
        assert_eq!(
            years(Track::Two, Some(Track::Three), Some(HospitalKind::Standard)),
            [1.0, 3.0, 3.0, 3.0, 3.0]
        );
        assert_eq!(years(Track::Three, None, None), [3.0; 5]);
    }
}
