//! Circuit breaker: pools pay only when the system, or the contracts, can afford it.
//!
//! # Formula
//! With `m` the system's margin last year as a share of its revenue and `r` this year's net result of
//! all contracts, (earned − owed − programme cost) over benchmarks: pools are filled as usual when
//! `m` and `r` both reach their floors, and with `kept` of it when either does not. The rest stays
//! with the system as margin.
//!
//! With `bonuses`, every `quality_bonus` of a plan too is multiplied by `kept` after a year in which `m`
//! did not reach its floor. `r` leaves bonuses alone: it is not known until the year is over.
//!
//! # In expectation
//! Last year's margin is known, so its part is certain. Each contract's own result is expected as
//! though it stood alone, with the jump at the floor in the slope.

use crate::schema::{ReadTable, flag, number, optional, parameters};
use crate::terms::reaches;
use crate::units::{Share, SignedShare};

parameters! {
    /// Suspends or scales the physicians' pools when money is short.
    pub struct CircuitBreaker {
        /// Margin of the system last year, as a share of its revenue, below which pools are cut. The
        /// first year has no last year and is not cut.
        margin_floor: Option<SignedShare> = optional().range(-1.0, 1.0);
        /// Net result of all contracts this year, as a share of their benchmarks, below which pools
        /// are cut. Nothing is ever passed on from a result below zero.
        result_floor: Option<Share> = optional().range(0.0, 0.5);
        /// Part of the pools that is paid all the same.
        kept: Share = number(0.0).because("a suspension pays nothing");
        /// Whether quality bonuses are cut as pools are after a year below `margin_floor`.
        bonuses: bool = flag(false);
    }
    check CircuitBreaker::check
}

impl CircuitBreaker {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.bonuses && self.margin_floor.is_none() {
            table.problem(
                "bonuses",
                "found true without a margin_floor; bonuses follow last year's margin only, so write margin_floor = 0.02 or leave bonuses out",
            );
        }
    }

    /// Part taken off quality bonuses after a year with a margin, when there was one.
    #[must_use]
    pub fn off_bonuses(&self, last_margin: Option<f64>) -> f64 {
        if self.bonuses { 1.0 - self.after(last_margin) } else { 0.0 }
    }

    /// Part of the pools paid after a year with a margin, when there was one.
    #[must_use]
    pub fn after(&self, last_margin: Option<f64>) -> f64 {
        match (&self.margin_floor, last_margin) {
            (Some(floor), Some(margin)) if !reaches(margin, floor.0) => self.kept.0,
            _ => 1.0,
        }
    }

    /// Part of the pools paid at a net result, as a share of benchmarks.
    #[must_use]
    pub fn at(&self, result: f64) -> f64 {
        match &self.result_floor {
            Some(floor) if !reaches(result, floor.0) => self.kept.0,
            _ => 1.0,
        }
    }

    /// The floor of the result and the part kept below it, unless last year's margin has decided.
    #[must_use]
    pub fn uncertain(&self, last_margin: Option<f64>) -> Option<(f64, f64)> {
        let open = self
            .margin_floor
            .as_ref()
            .zip(last_margin)
            .is_some_and(|(floor, margin)| !reaches(margin, floor.0));
        self.result_floor.as_ref().filter(|_| !open).map(|floor| (floor.0, self.kept.0))
    }

    /// The lower of both parts: a breaker opens once.
    #[must_use]
    pub fn part(&self, last_margin: Option<f64>, result: f64) -> f64 {
        self.after(last_margin).min(self.at(result))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaker() -> CircuitBreaker {
        CircuitBreaker {
            margin_floor: Some(SignedShare(0.01)),
            result_floor: Some(Share(0.005)),
            kept: Share(0.25),
            bonuses: false,
        }
    }

    #[test]
    fn opens_below_either_floor_and_once() {
        // At the floor is not below it.
        assert_eq!(breaker().part(Some(0.01), 0.005), 1.0);
        assert_eq!(breaker().part(Some(0.009), 0.02), 0.25);
        assert_eq!(breaker().part(Some(0.03), 0.004), 0.25);
        assert_eq!(breaker().part(Some(-0.02), 0.001), 0.25);
    }

    #[test]
    fn bonuses_follow_last_years_margin_where_they_are_told_to() {
        let told = CircuitBreaker { bonuses: true, ..breaker() };
        let off = |margin| [told.off_bonuses(margin), breaker().off_bonuses(margin)];
        assert_eq!([off(None), off(Some(0.01)), off(Some(0.009))], [[0.0, 0.0], [0.0, 0.0], [0.75, 0.0]]);
    }

    #[test]
    fn the_first_year_has_no_last_year() {
        assert_eq!(breaker().part(None, 0.02), 1.0);
        assert_eq!(breaker().uncertain(None), Some((0.005, 0.25)));
        // After a poor year the result no longer matters.
        assert_eq!(breaker().uncertain(Some(0.0)), None);
    }
}
