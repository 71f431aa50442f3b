//! Changes of the physician fee schedule: the same work, counted in other units.

use super::MedicalField;
use crate::math::power;
use crate::schema::{number, optional, parameters, required};
use crate::units::SignedShare;

parameters! {
    /// A change of the fee schedule: how many more or fewer wRVUs the same work counts from a year on.
    /// The schedules of 2021 (office visits up) and 2026 (2.5 % off work that is not timed, to be
    /// repeated every three years) are of this kind.
    pub struct FeeScheduleChange {
        /// First calendar year in which it is in force.
        year: u64 = required().range(1990.0, 2200.0);
        /// Years after which the same change is made again; once when left out.
        repeats_every: Option<u64> = optional().range(1.0, 100.0);
        /// Relative change in primary care.
        primary_care: SignedShare = number(0.0).because("unchanged unless stated");
        /// Relative change in medical specialties.
        medical: SignedShare = number(0.0).because("unchanged unless stated");
        /// Relative change in surgical specialties.
        surgical: SignedShare = number(0.0).because("unchanged unless stated");
        /// Relative change in hospital-based specialties.
        hospital_based: SignedShare = number(0.0).because("unchanged unless stated");
    }
}

impl FeeScheduleChange {
    /// How often it has been made from `start` to `year`, both included. What was in force before the
    /// start is in the roster's wRVUs already.
    fn times(&self, start: u64, year: u64) -> i32 {
        let upto = |year: u64| match (year.checked_sub(self.year), self.repeats_every) {
            (None, _) => 0,
            (Some(_), None) => 1,
            (Some(behind), Some(every)) => 1 + behind / every.max(1),
        };
        i32::try_from(upto(year) - upto(start.saturating_sub(1)).min(upto(year))).unwrap_or(i32::MAX)
    }

    /// Relative change in a field.
    #[must_use]
    pub fn of(&self, field: MedicalField) -> f64 {
        match field {
            MedicalField::PrimaryCare => self.primary_care.0,
            MedicalField::Medical => self.medical.0,
            MedicalField::Surgical => self.surgical.0,
            MedicalField::HospitalBased => self.hospital_based.0,
        }
    }

    /// Relative change of a field's wRVUs for the same work in `year`, all changes together, against
    /// the schedule in force before `start`.
    #[must_use]
    pub fn all(changes: &[FeeScheduleChange], field: MedicalField, start: u64, year: u64) -> f64 {
        changes
            .iter()
            .fold(1.0, |factor, change| factor * power(1.0 + change.of(field), change.times(start, year)))
            - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(year: u64, every: Option<u64>, surgical: f64) -> FeeScheduleChange {
        FeeScheduleChange {
            year,
            repeats_every: every,
            primary_care: SignedShare(0.0),
            medical: SignedShare(0.0),
            surgical: SignedShare(surgical),
            hospital_based: SignedShare(0.0),
        }
    }

    #[test]
    fn the_efficiency_cut_of_2026_hand_worked() {
        let once = [change(2026, None, -0.025)];
        let at = |year| FeeScheduleChange::all(&once, MedicalField::Surgical, 2026, year);
        assert_eq!([at(2025), at(2026), at(2035)].map(|c| (c * 1e6).round()), [0.0, -25_000.0, -25_000.0]);
        // 6,200 wRVU become 6,045.
        assert!((6_200.0 * (1.0 + at(2026)) - 6_045.0).abs() < 1e-9);
        assert_eq!(FeeScheduleChange::all(&once, MedicalField::Medical, 2026, 2030), 0.0);
    }

    #[test]
    fn a_cut_repeated_every_three_years() {
        let cuts = [change(2026, Some(3), -0.025)];
        let at = |year| FeeScheduleChange::all(&cuts, MedicalField::Surgical, 2026, year);
        // 2026, 2029, 2032: three steps by 2034, .975³ = .926859.
        assert!((at(2028) + 0.025).abs() < 1e-12 && (at(2029) - (0.975_f64.powi(2) - 1.0)).abs() < 1e-12);
        assert!((at(2034) - (0.926_859_375 - 1.0)).abs() < 1e-9);
    }

    #[test]
    fn what_was_in_force_at_the_start_is_in_the_roster_already() {
        let cuts = [change(2021, Some(3), -0.025)];
        // Started in 2026: 2021 and 2024 are behind; 2027 is the first to come.
        let at = |year| FeeScheduleChange::all(&cuts, MedicalField::Surgical, 2026, year);
        assert_eq!(at(2026), 0.0);
        assert!((at(2027) + 0.025).abs() < 1e-12);
    }
}
