//! What is coded where coding is paid: one channel, of the organisation and of its physicians.
//!
//! Each answers what one more dollar of risk-adjusted money is worth to it; either may do it, and together they
//! do not do it twice. What is felt at the scenario's start is in the risk scores it states, so that scores
//! grow by what has changed since: `g = r (e − e₀)`, with `e = 1 − (1 − o)(1 − p)`.
//!
//! # Sources
//! Scores do not grow where growth is not paid (Markovitz 2019, Health Aff 38:253); 1.6 % in three years at
//! most in Medicare ACOs (`McWilliams` 2020, Milbank, table 4); 12.4 % in two years and 17 % later among those who
//! change into Medicare Advantage (Jacobs 2025, doi 10.1111/1475-6773.14628).

use super::Evidence;

/// Part of a dollar from which the response is complete: as a saved dollar's (an assumption).
const COMPLETE: f64 = 0.5;

/// Agreement years in which a population that is new to full risk is coded up.
const FIRST_YEARS: usize = 2;

/// What is left of that pace afterwards: 2 % a year after 6 %.
const LATER: f64 = 1.0 / 3.0;

impl Evidence {
    /// Part of what can be coded that is, by somebody for whom a dollar of risk-adjusted money is worth
    /// `paid` dollars; of a physician, all of it doubled is worth this multiple of pay.
    #[inline(always)]
    #[must_use]
    pub fn coding_effort(&self, paid: f64) -> f64 {
        (paid / COMPLETE).clamp(0.0, 1.0)
    }

    /// Yearly growth of risk scores above the nation's where all is coded that can be; `full_risk` of a
    /// Medicare Advantage premium, by the agreement's age.
    #[must_use]
    pub fn coding_pace(&self, full_risk: bool, agreement_year: usize) -> f64 {
        match full_risk {
            true if agreement_year <= FIRST_YEARS => self.coding_full_risk.0,
            true => LATER * self.coding_full_risk.0,
            false => self.coding.0,
        }
    }
}

/// What an organisation and its physicians code together: `1 − (1 − o)(1 − p)`.
#[inline(always)]
#[must_use]
pub fn coded_together(organisation: f64, physicians: f64) -> f64 {
    1.0 - (1.0 - organisation) * (1.0 - physicians)
}

/// Growth of a population's risk score in a year at a pace: by the effort that its payment calls for less that
/// of the scenario's start, `counted` of it where a cap on risk leaves little room. At a cap scores stop; they
/// fall only where coding is paid less than at the start.
#[must_use]
pub fn coding_growth(pace: f64, [paid, counted, start]: [f64; 3]) -> f64 {
    if paid >= start { pace * (counted - start).max(0.0) } else { pace * (paid - start) }
}

/// Risk score over the start's where coding is paid less than then: it falls short by no more than the start
/// would have gone on to code, the 3 % of caps on risk, or the 17 % of Medicare Advantage.
#[must_use]
pub fn uncoded_at_most(score: f64, full_risk: bool) -> f64 {
    score.max(if full_risk { 1.0 / 1.17 } else { 1.0 / 1.03 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_coded_unpaid_and_no_more_than_all() {
        let e = Evidence::at_means();
        assert_eq!([0.0, 0.125, 0.5, 0.9].map(|paid| e.coding_effort(paid)), [0.0, 0.25, 1.0, 1.0]);
        assert_eq!(e.coding_effort(-0.3), 0.0);
        // 0.4 and 0.25: 1 − 0.6 × 0.75 = 0.55; either alone; never above all.
        assert!((coded_together(0.4, 0.25) - 0.55).abs() < 1e-12);
        assert_eq!([coded_together(0.0, 0.25), coded_together(1.0, 1.0)], [0.25, 1.0]);
    }

    #[test]
    fn full_risk_codes_up_a_new_population_and_slows() {
        let mut e = Evidence::at_means();
        (e.coding.0, e.coding_full_risk.0) = (0.006, 0.06);
        let paces = [1, 2, 3, 9].map(|year| e.coding_pace(true, year));
        assert!((paces[0] - 0.06).abs() < 1e-12 && paces[0] == paces[1], "{paces:?}");
        assert!((paces[2] - 0.02).abs() < 1e-12 && paces[2] == paces[3], "{paces:?}");
        // Two years: 12.4 %, as published of those who change (1.06² = 1.1236).
        assert!(((1.0 + paces[0]) * (1.0 + paces[1]) - 1.1236).abs() < 1e-9);
        assert!((e.coding_pace(false, 1) - 0.006).abs() < 1e-12);
    }

    #[test]
    fn scores_grow_by_what_is_newly_paid_stop_at_a_cap_and_fall_only_when_paid_less() {
        // 0.6 % a year at full effort. From 0.2 to 0.7: 0.3 %.
        let growth = |efforts| 1_000.0 * coding_growth(0.006, efforts);
        assert!((growth([0.7, 0.7, 0.2]) - 3.0).abs() < 1e-9);
        // As at the start: nothing, whatever that is.
        assert_eq!(growth([0.7, 0.7, 0.7]), 0.0);
        // A cap that leaves half of the room, and one that leaves none.
        assert!((growth([0.7, 0.35, 0.2]) - 0.9).abs() < 1e-9);
        assert_eq!([growth([0.7, 0.0, 0.2]), growth([0.7, 0.0, 0.7])], [0.0, 0.0]);
        // Paid less than at the start: 0.006 × (0.1 − 0.6) = −0.3 %, and no further than what it forgoes.
        assert!((growth([0.1, 0.1, 0.6]) + 3.0).abs() < 1e-9);
        assert_eq!([0.99, 0.5].map(|score| uncoded_at_most(score, false)), [0.99, 1.0 / 1.03]);
        assert_eq!(uncoded_at_most(0.5, true), 1.0 / 1.17);
    }
}
