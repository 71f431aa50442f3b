//! A salary that moves with production inside a collar.
//!
//! # What it pays
//! A salary, adjusted up or down by production against a target, within limits, and not at all within
//! a dead band around the target.
//!
//! # Formula
//! `P = S × FTE × clip(1 + κ (max(0, x − 1 − d) − max(0, 1 − d − x)), lo, hi)` with
//! `x = W / (T × cFTE)`, slope `κ` and dead band `d`.
//!
//! # Parameters
//! Below, with unit, range, default and source. No published ranges were found; 5–15 % is common
//! practice.
//!
//! # What it rewards
//! Volume inside the slopes of the collar only; nothing in the dead band, below the floor or above
//! the ceiling.
//!
//! # Revenue
//! Professional: as base plus bonus, with the tails of the volume risk left to the system. Technical:
//! as pure wRVU pay inside the slopes.
//!
//! # Payment unit
//! A service (Quinn 6) inside the slopes, a period of time (Quinn 1) outside.
//!
//! # Edge cases
//! It never falls when wRVUs rise. A slope of zero is a straight salary.
//!
//! # Law and market notes
//! As for salary and wRVU pay. A salary that "may be reduced" below a threshold is a draw in all but
//! name.
//!
//! # Sources
//! Model 3 of the catalogue (reconstructed), collar form.
//!
//! # Example
//! ```toml
//! [[plan.internal_medicine.pay]]
//! collared_salary = { per_fte = 270000, target = 4800, dead_band = 0.05, floor = 0.9, ceiling = 1.2 }
//! ```

use super::component::lines;
use super::salary::per_fte_or_own;
use super::{Margin, Moves, Outlook, Part, Record, Status, Work};
use crate::schema::{Table, number, optional, parameters, required};
use crate::terms::{PaymentUnit, excess};
use crate::units::{Ratio, Share, UsdPerYear, Wrvu};

parameters! {
    /// A salary that moves with production inside a collar.
    pub struct CollaredSalary {
        /// Salary in dollars a year per 1.0 FTE; the roster's base salary when left out.
        per_fte: Option<UsdPerYear> = optional();
        /// Target in wRVUs a year per 1.0 clinical FTE.
        target: Wrvu = required().range(1.0, 100000.0);
        /// How far pay moves, in shares, for production one share off the target.
        slope: Ratio = number(1.0).range(0.0, 5.0).because("proportional inside the collar");
        /// Distance from the target, as a share of it, within which nothing moves.
        dead_band: Share = number(0.05).range(0.0, 0.9).because("common practice; no published figure was found");
        /// Least that is paid, as a share of the salary.
        floor: Share = number(0.9).because("common practice; no published figure was found");
        /// Most that is paid, as a multiple of the salary.
        ceiling: Ratio = number(1.15).range(1.0, 10.0).because("common practice; no published figure was found");
    }
    check CollaredSalary::check
}

impl CollaredSalary {
    fn check(&self, table: &mut Table<'_, '_, '_>) {
        if self.slope.0 > 0.0 && self.slope.0 < 1e-6 {
            table.problem("slope", format!("found {}; write 0 for a straight salary", self.slope.0));
        }
    }
}

impl Part for CollaredSalary {
    const RECORD: Record = Record {
        model: 3,
        status: Status::Reconstructed,
        formula: "P = S x FTE x clip(1 + slope x (distance from target beyond the dead band), floor, ceiling)",
        rewards: "volume inside the slopes of the collar only",
        professional: "as base plus bonus, the tails of the volume risk left to the system",
        technical: "as pure wRVU pay inside the slopes",
        unit: Some(PaymentUnit::Service),
        law: "as for salary and wRVU pay",
        sources: "contract practice; no published ranges were found",
    };

    fn needs_base_salary(&self) -> bool {
        self.per_fte.is_none()
    }
}

/// The component without what differs between physicians. Kinks in multiples of the target.
struct Collar {
    base: (f64, f64),
    target: f64,
    slope: f64,
    /// Where pay starts to rise and where it stops.
    up: (f64, f64),
    /// Where pay starts to fall and where it stops.
    down: (f64, f64),
}

impl CollaredSalary {
    #[inline(always)]
    fn ready(&self) -> Collar {
        let per_slope = 1.0 / self.slope.0.max(1e-9);
        let (up, down) = (1.0 + self.dead_band.0, 1.0 - self.dead_band.0);
        Collar {
            base: per_fte_or_own(self.per_fte),
            target: self.target.0,
            slope: self.slope.0,
            up: (up, up + (self.ceiling.0 - 1.0) * per_slope),
            down: (down, down - (1.0 - self.floor.0) * per_slope),
        }
    }
}

impl Collar {
    #[inline(always)]
    fn base(&self, work: &Work) -> f64 {
        self.base.0 * work.fte + self.base.1 * work.base_salary
    }

    #[inline(always)]
    fn target(&self, work: &Work) -> f64 {
        (self.target * work.clinical_fte).max(1e-6)
    }

    #[inline(always)]
    fn annual(&self, work: &Work) -> [f64; 2] {
        let x = work.counted() / self.target(work);
        let above = |kink: f64| (x - kink).max(0.0);
        let below = |kink: f64| (kink - x).max(0.0);
        let moved = above(self.up.0) - above(self.up.1) - below(self.down.0) + below(self.down.1);
        let base = self.base(work);
        [base, base * self.slope * moved]
    }

    #[inline(always)]
    fn margin(&self, outlook: &Outlook) -> [Margin; 2] {
        let work = &outlook.work;
        let per_target = work.counts() / self.target(work);
        let (mean, sd) = (work.wrvu * per_target, outlook.wrvu_sd * per_target);
        let above = |kink: f64| excess(mean, sd, kink);
        // E[max(0, k − X)] = E[max(0, X − k)] − (μ − k), its slope Φ − 1.
        let (u, v, l, f) = (above(self.up.0), above(self.up.1), above(self.down.0), above(self.down.1));
        let below = (l.value - (mean - self.down.0)) - (f.value - (mean - self.down.1));
        let moved = u.value - v.value - below;
        let slope = u.chance - v.chance - (l.chance - f.chance);
        let base = self.base(work);
        let scale = base * self.slope;
        [
            Margin { pay: base, ..Margin::default() },
            Margin { pay: scale * moved, per_wrvu: scale * slope * per_target, ..Margin::default() },
        ]
    }
}

lines!(CollaredSalary, [Time, Volume], Moves::WRVU);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::testing;

    fn plan() -> CollaredSalary {
        CollaredSalary {
            per_fte: Some(UsdPerYear(300_000.0)),
            target: Wrvu(5_000.0),
            slope: Ratio(1.0),
            dead_band: Share(0.05),
            floor: Share(0.9),
            ceiling: Ratio(1.2),
        }
    }

    fn work(wrvu: f64) -> Work {
        Work { portion: 1.0, fte: 1.0, clinical_fte: 1.0, wrvu, ..Work::default() }
    }

    #[test]
    fn hand_worked() {
        for (wrvu, pay) in [
            (5_000.0, 300_000.0),
            (5_250.0, 300_000.0), // the edge of the dead band
            (5_500.0, 315_000.0), // 5 % beyond it: 5 % of 300,000
            (6_250.0, 360_000.0), // 20 % beyond: the ceiling
            (9_000.0, 360_000.0),
            (4_750.0, 300_000.0),
            (4_500.0, 285_000.0), // 5 % below the band
            (4_250.0, 270_000.0), // the floor
            (1_000.0, 270_000.0),
        ] {
            assert!((testing::paid(&plan(), &work(wrvu)) - pay).abs() < 0.011, "{wrvu}");
        }
    }

    #[test]
    fn it_never_falls_when_wrvus_rise() {
        let pays: Vec<f64> = (0..900).map(|i| testing::paid(&plan(), &work(f64::from(i) * 10.0))).collect();
        assert!(pays.windows(2).all(|pair| pair[1] >= pair[0] - 1e-9));
    }

    #[test]
    fn expectation_is_the_average_of_the_law() {
        for mean in [4_200.0, 4_600.0, 5_100.0, 6_300.0] {
            testing::volume_agrees(
                &plan(),
                &Outlook { work: work(mean), wrvu_sd: 400.0, quality_sd: 0.0, ..Outlook::default() },
            );
        }
    }
}
