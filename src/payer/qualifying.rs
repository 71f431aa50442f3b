//! Qualifying participants of advanced alternative payment models, by performance year.
//!
//! # What it pays
//! Whoever takes enough of their Medicare payments, or sees enough of their Medicare patients, through
//! advanced alternative payment models in a performance year is excluded from MIPS and paid otherwise two
//! years later: by a lump sum where a law provides one, and by the higher fee schedule.
//!
//! # Formula
//! `(lump sum + factor gap) × covered professional payments`. The gap is that of the payment year, the
//! performance year + 2: `(1.0075/1.0025)^n − 1` with as many updates `n` as there were since 2026, so one
//! for performance year 2024, three for 2026, none before.
//!
//! # Edge cases
//! Laws have set the lump sum year by year, and may again: `years` states what they will. Nothing is
//! provided for performance year 2025, nor from 2027 on.
//!
//! # Sources
//! 42 CFR 414.1430 and 414.1450 as proposed to be amended (91 FR 44285), and 91 FR 44217–44219, read in a
//! public copy; qpp.cms.gov for 2017 to 2024. The statute behind them: Pub. L. 117-328, 118-42, 119-75.

use super::Year;
use crate::math::power;
use crate::schema::{Grade, ReadTable, empty, number, optional, parameters, required};
use crate::terms::reaches;
use crate::units::{CalendarYear, Share, SignedShare};

/// First performance year of the Quality Payment Program.
pub(super) const FIRST_YEAR: u16 = 2017;
/// Years from a performance year to the year it is paid in.
const PAID_AFTER: u16 = 2;
/// First calendar year in which the two fee schedules part.
const FIRST_UPDATE: u16 = 2026;

/// What decides and pays a performance year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QualifyingRules {
    /// Part of Part B payments that must come through advanced models.
    pub payments: f64,
    /// Part of Medicare patients that must be seen through them.
    pub patients: f64,
    /// Lump sum, of covered professional payments.
    pub lump_sum: f64,
}

impl QualifyingRules {
    /// By law for a performance year.
    #[must_use]
    pub const fn of(year: u16) -> QualifyingRules {
        let (payments, patients) = match year {
            ..=2018 => (0.25, 0.20),
            2019..=2024 | 2026 => (0.50, 0.35),
            _ => (0.75, 0.50),
        };
        let lump_sum = match year {
            ..=2022 => 0.05,
            2023 => 0.035,
            2024 => 0.0188,
            2026 => 0.031,
            _ => 0.0,
        };
        QualifyingRules { payments, patients, lump_sum }
    }
}

parameters! {
    /// What a law provides for one performance year in place of the law in force.
    pub struct QualifyingYear {
        /// The performance year.
        year: u64 = required().range(2017.0, 2200.0);
        /// Part of Part B payments needed; as by law when left out.
        payment_threshold: Option<Share> = optional();
        /// Part of Medicare patients needed; as by law when left out.
        patient_threshold: Option<Share> = optional();
        /// Lump sum, of covered professional payments; as by law when left out.
        lump_sum: Option<Share> = optional().range(0.0, 0.1);
    }
}

parameters! {
    /// The qualifying-APM track.
    pub struct Qualifying {
        /// Share of Part B payments that come through advanced APMs.
        payment_share: Share = number(0.0).because("state it: the share decides who qualifies");
        /// Share of Medicare patients seen through advanced APMs.
        patient_share: Share = number(0.0).because("state it: the share decides who qualifies");
        /// Performance years for which a law is expected to set other thresholds or another lump sum than the
        /// law in force: 25 % of payments or 20 % of patients for 2017 and 2018, 50 % or 35 % for 2019 to 2024 and
        /// 2026, 75 % or 50 % for 2025 and from 2027 on; a lump sum of 5 % to 2022, 3.5 % for 2023, 1.88 % for
        /// 2024, 3.1 % for 2026.
        years: Vec<QualifyingYear> = empty();
        /// Yearly update of the qualifying conversion factor.
        qualifying_update: SignedShare = number(0.0075).range(-0.1, 0.1).from(Grade::Published, "0.75 % a year from 2026 (MACRA)");
        /// Yearly update of the other conversion factor.
        other_update: SignedShare = number(0.0025).range(-0.1, 0.1).from(Grade::Published, "0.25 % a year from 2026 (MACRA)");
    }
    check Qualifying::check
}

impl Qualifying {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        for (place, one) in self.years.iter().enumerate() {
            if self.years[..place].iter().any(|other| other.year == one.year) {
                let message = format!("found {} twice; state a performance year once", one.year);
                table.problem("years", message);
            }
        }
    }

    /// What decides and pays a performance year: by law, unless the contract expects another law.
    #[must_use]
    pub fn rules(&self, year: CalendarYear) -> QualifyingRules {
        let law = QualifyingRules::of(year.0);
        let Some(own) = self.years.iter().find(|own| own.year == u64::from(year.0)) else { return law };
        let or = |stated: Option<Share>, law: f64| stated.map_or(law, |share| share.0);
        QualifyingRules {
            payments: or(own.payment_threshold, law.payments),
            patients: or(own.patient_threshold, law.patients),
            lump_sum: or(own.lump_sum, law.lump_sum),
        }
    }

    /// Whether the group qualifies in a year.
    #[must_use]
    pub fn qualifies(&self, year: &Year) -> bool {
        let rules = self.rules(year.calendar);
        reaches(self.payment_share.0, rules.payments) || reaches(self.patient_share.0, rules.patients)
    }

    /// Lump sum of a year, as a share of covered professional payments.
    #[must_use]
    pub fn lump_sum(&self, year: &Year) -> f64 {
        self.rules(year.calendar).lump_sum
    }

    /// How far the qualifying fee schedule stands above the other when a performance year is paid for.
    #[must_use]
    pub fn factor_gap(&self, year: &Year) -> f64 {
        let updates = (year.calendar.0 + PAID_AFTER).saturating_sub(FIRST_UPDATE - 1);
        power((1.0 + self.qualifying_update.0) / (1.0 + self.other_update.0), i32::from(updates)) - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn qualifying() -> Qualifying {
        Qualifying {
            payment_share: Share(0.6),
            patient_share: Share(0.2),
            years: Vec::new(),
            qualifying_update: SignedShare(0.0075),
            other_update: SignedShare(0.0025),
        }
    }

    fn year(calendar: u16) -> Year {
        Year { calendar: CalendarYear(calendar), ..Year::FIRST }
    }

    #[test]
    fn lump_sums_and_thresholds_belong_to_performance_years() {
        let at = |year| {
            let QualifyingRules { payments, patients, lump_sum } = QualifyingRules::of(year);
            (payments, patients, lump_sum)
        };
        assert_eq!(at(2017), (0.25, 0.20, 0.05));
        assert_eq!((at(2019), at(2022)), ((0.50, 0.35, 0.05), (0.50, 0.35, 0.05)));
        assert_eq!((at(2023), at(2024)), ((0.50, 0.35, 0.035), (0.50, 0.35, 0.0188)));
        assert_eq!((at(2025), at(2026)), ((0.75, 0.50, 0.0), (0.50, 0.35, 0.031)));
        assert_eq!((at(2027), at(2040)), ((0.75, 0.50, 0.0), (0.75, 0.50, 0.0)));
        // 60 % of payments qualify in 2024 and 2026, not in 2025 nor later.
        let qualifies: Vec<u16> =
            (2024..2030).filter(|calendar| qualifying().qualifies(&year(*calendar))).collect();
        assert_eq!(qualifies, [2024, 2026]);
    }

    #[test]
    fn the_gap_is_that_of_the_payment_year() {
        // Paid in 2025: no update yet; in 2026 one, 0.4988 %; in 2028, for performance year 2026, three:
        // 1.0075/1.0025 = 1.00498753; cubed 1.01503734: 1.5037 %.
        let gap = |calendar| qualifying().factor_gap(&year(calendar));
        assert_eq!(gap(2023), 0.0);
        assert!((gap(2024) - 0.004_987_53).abs() < 1e-8, "{}", gap(2024));
        assert!((gap(2026) - 0.015_037_34).abs() < 1e-8, "{}", gap(2026));
        // The published gaps: 1 year 0.50 %, 5 years 2.52 %, 10 years 5.10 %.
        for (calendar, right) in [(2024, 0.0050), (2028, 0.0252), (2033, 0.0510)] {
            assert!((gap(calendar) - right).abs() < 5e-5, "{calendar}: {}", gap(calendar));
        }
    }

    #[test]
    fn published_conversion_factors_lie_the_gap_apart() {
        // CY2026: $33.5675 for qualifying participants, $33.4009 for others. CY2027 as proposed: $33.1693 and
        // $32.8409. They are paid for performance years 2024 and 2025.
        for (calendar, qualifying_factor, other_factor) in
            [(2024, 33.5675, 33.4009), (2025, 33.1693, 32.8409)]
        {
            let found: f64 = other_factor * (1.0 + qualifying().factor_gap(&year(calendar)));
            assert!((found - qualifying_factor).abs() < 5e-5, "{calendar}: {found}");
        }
    }

    #[test]
    fn a_law_to_come_is_stated_for_its_own_year() {
        let own = QualifyingYear {
            year: 2027,
            payment_threshold: Some(Share(0.5)),
            patient_threshold: None,
            lump_sum: Some(Share(0.0188)),
        };
        let terms = Qualifying { years: vec![own], ..qualifying() };
        assert_eq!(
            terms.rules(CalendarYear(2027)),
            QualifyingRules { payments: 0.5, patients: 0.5, lump_sum: 0.0188 }
        );
        assert!(terms.qualifies(&year(2027)) && !terms.qualifies(&year(2028)));
        assert_eq!(terms.rules(CalendarYear(2028)), QualifyingRules::of(2028));
    }
}
