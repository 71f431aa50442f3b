//! People come and go.

use crate::math::{exp, powf};
use crate::schema::{Grade, Prior, empty, flag, number, parameters, prior};
use crate::units::{Months, Ratio, Share, UsdAmount, Years};

parameters! {
    /// Leaving, replacing, starting.
    pub struct Workforce {
        /// Whether people come and go at all.
        turnover: bool = flag(true);
        /// Yearly chance of moving to another employer, averaged over ages (behaviour note row 34).
        move_hazard: Share = prior(Prior::Beta(45.0, 955.0)).from(Grade::Published, "Bond 2023: 4.2 % in 2014, rising");
        /// Yearly chance of stopping practice, averaged over ages (row 35).
        exit_hazard: Share = prior(Prior::Beta(31.0, 969.0)).from(Grade::Published, "Bond 2023: 3.1 % in 2014");
        /// Months a position stays empty, primary care (row 40).
        vacancy_primary_care: Months = prior(Prior::Lognormal(4.3, 0.35))
            .from(Grade::Published, "time to fill 4.3 months, family medicine (AAPPR 2020)");
        /// Months a position stays empty, other specialties (row 40).
        vacancy_specialist: Months = prior(Prior::Lognormal(7.5, 0.35))
            .from(Grade::Published, "time to fill 5-10 months (AAPPR 2020)");
        /// What the system spends to replace a physician: search, sign-on, moving, credentialing, start (row 38).
        /// Not lost billing, which vacancy and ramp bring about, nor cover meanwhile.
        replacement_cost: UsdAmount = prior(Prior::Lognormal(200_000.0, 0.4))
            .from(Grade::Derived, "$58,854 in signing, moving and education allowances (AMN 2025), a search fee of 15-30 % of a first year's pay, and some $50,000 to interview, credential and start; the published $500,000 and more (AMN 2025) holds lost billing");
        /// Part of the work of a position that its physician has left which locum tenens or advanced practice
        /// staff do until somebody follows.
        cover: Share = number(0.3).because("nine in ten facilities use locum tenens in a year (Staff Care 2013); for how much of the work, no source");
        /// What that costs per wRVU, over the specialty's market comp rate.
        cover_price: Ratio = number(1.5).range(0.0, 10.0)
            .because("an agency's daily rate holds the physician's pay, travel, malpractice cover and a fee of a third or more");
        /// What the payers of a primary-care physician's patients spend more when the physician
        /// leaves, all together (row 39).
        payer_cost_of_leaving: UsdAmount = prior(Prior::Lognormal(86_000.0, 0.4))
            .from(Grade::Derived, "$979 million a year for 11,339 departures (Sinsky 2022)");
        /// Age of a new hire.
        hire_age: Years = number(36.0).range(25.0, 70.0).because("some years after residency");
        /// Part of the position's work done in the first, second, third year after hire; all of it
        /// from then on. The standard ramp when empty.
        ramp: Vec<Share> = empty();
    }
}

/// Productivity in the first years after hire. No primary data: assumption.
const STANDARD_RAMP: [f64; 3] = [0.55, 0.80, 0.95];

/// Mean over the ages of employed physicians of the age curves below, so that the curves scale the
/// average hazards. Worked out for ages normal with mean 49 and sd 10.5 between 30 and 74.
const MEAN_MOVE: f64 = 0.0447;
const MEAN_EXIT: f64 = 0.0310;

/// ln(9.8/1.4).
const LN_SEVEN: f64 = 1.945_910_149_055_313_2;

/// Yearly chance of moving by age: 5.6 % at 40, 2.6 % at 67 (Bond 2023), a straight line between,
/// flat outside.
fn move_curve(age: f64) -> f64 {
    0.056 - 0.030 * ((age - 40.0) / 27.0).clamp(0.0, 1.0)
}

/// Yearly chance of stopping by age: 1.4 % at 40, 9.8 % at 67 (Bond 2023), flat outside. Between,
/// its logarithm rises with the power 4/3 of the way, so that the mean over ages is the published
/// 3.1 % as well.
fn exit_curve(age: f64) -> f64 {
    let way = ((age - 40.0) / 27.0).clamp(0.0, 1.0);
    0.014 * exp(LN_SEVEN * powf(way.max(1e-9), 4.0 / 3.0))
}

impl Workforce {
    /// Yearly chance that a physician of some age moves to another employer.
    #[must_use]
    pub fn moving(&self, age: f64) -> f64 {
        if self.turnover { self.move_hazard.0 * move_curve(age) / MEAN_MOVE } else { 0.0 }
    }

    /// Yearly chance that a physician of some age stops practising.
    #[must_use]
    pub fn stopping(&self, age: f64) -> f64 {
        if self.turnover { self.exit_hazard.0 * exit_curve(age) / MEAN_EXIT } else { 0.0 }
    }

    /// Part of a year that a position stays empty after its physician left.
    #[must_use]
    pub fn vacant(&self, primary_care: bool) -> f64 {
        let months = if primary_care { self.vacancy_primary_care } else { self.vacancy_specialist };
        (months.0 / 12.0).clamp(0.0, 1.0)
    }

    /// Part of the position's work that a physician does in a year with `tenure` full years behind
    /// them.
    #[must_use]
    pub fn ramp(&self, tenure: usize) -> f64 {
        if self.ramp.is_empty() {
            STANDARD_RAMP.get(tenure).copied().unwrap_or(1.0)
        } else {
            self.ramp.get(tenure).map_or(1.0, |share| share.0)
        }
    }
}

impl Workforce {
    /// Full years behind a physician from which on they do all of the position's work.
    #[must_use]
    pub fn ramp_years(&self) -> usize {
        if self.ramp.is_empty() { STANDARD_RAMP.len() } else { self.ramp.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::normal_quantile;

    #[test]
    fn the_curves_average_to_the_stated_means() {
        let n = 100_000;
        let (mut moves, mut exits, mut counted) = (0.0, 0.0, 0.0);
        for i in 0..n {
            let age = 49.0 + 10.5 * normal_quantile((f64::from(i) + 0.5) / f64::from(n));
            if (30.0..=74.0).contains(&age) {
                moves += move_curve(age);
                exits += exit_curve(age);
                counted += 1.0;
            }
        }
        assert!((moves / counted - MEAN_MOVE).abs() < 2e-4, "{}", moves / counted);
        assert!((exits / counted - MEAN_EXIT).abs() < 2e-4, "{}", exits / counted);
    }

    #[test]
    fn published_hazards_by_age() {
        // Bond 2023: move 5.6 % at 35–44, 2.6 % at 65+; leave 1.4 % and 9.8 %.
        assert!((move_curve(40.0) - 0.056).abs() < 1e-12 && (move_curve(70.0) - 0.026).abs() < 1e-12);
        assert!((exit_curve(40.0) - 0.014).abs() < 1e-12 && (exit_curve(70.0) - 0.098).abs() < 1e-9);
    }
}
