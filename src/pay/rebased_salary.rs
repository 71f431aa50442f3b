//! A salary that is set anew each year by last year's work.
//!
//! # What it pays
//! A salary that nothing in the year moves; each new year's salary follows the wRVUs of the year
//! before, by a weight and within a limit.
//!
//! # Formula
//! `P_t = S × FTE × L_t`, with `L = 1` when the agreement begins and
//! `L_{t+1} = clip((1 − w) L_t + w W_t / (T × cFTE), L_t (1 − m), L_t (1 + m))`.
//!
//! # Parameters
//! Below, with unit, range, default and source. No published weights were found.
//!
//! # What it rewards
//! Nothing in the year; volume, from the next year on. One more wRVU is worth
//! `S × FTE / (T × cFTE) × β w / (1 − β (1 − w))` today, with `β` the worth of next year's dollar, as far
//! as the limit is unlikely to bind. A salary is not volume-neutral when it is re-based on volume.
//!
//! # Revenue
//! Professional: a fixed cost within the year, which follows volume with a lag. Technical: none direct;
//! as wRVU pay, a year late.
//!
//! # Payment unit
//! A period of time (Quinn 1).
//!
//! # Edge cases
//! The salary stated is that of the first year: whoever is hired, or comes onto the plan, begins with it.
//! A hire's second year is paid on the work of the first, in which a practice is still built up, and
//! nothing bounds the fall by default: write `most_change` wherever hires build up. The limit is not
//! foreseen beyond one year.
//!
//! # Law and market notes
//! As for salary: set in advance for each year, personally performed work only.
//!
//! # Sources
//! Model 1 of the catalogue (reconstructed), re-base option. AMA Physician Practice Benchmark Survey: a
//! salary is not volume-neutral where next year's follows last year's work.
//!
//! # Example
//! ```toml
//! [[plan.family_medicine.pay]]
//! rebased_salary = { per_fte = 260000, target = 4800, most_change = 0.1 }
//! ```

use super::amount::ReadyAmount;
use super::{Margin, Moves, OneLine, Outlook, Part, PayAmount, PayClass, Reckoned, Record, Status, Work};
use crate::schema::{number, optional, parameters, required};
use crate::terms::{PaymentUnit, excess};
use crate::units::{Cents, Share, Wrvu};

parameters! {
    /// A salary that is set anew each year by last year's work. The amount is that of the first year: the
    /// roster's base salary when none is stated.
    pub struct RebasedSalary {
        ..amount: PayAmount;
        /// wRVUs a year per 1.0 clinical FTE that keep it.
        target: Wrvu = required().range(1.0, 100000.0);
        /// How much of the next salary follows last year's wRVUs; the rest is the present salary.
        weight: Share = number(1.0).range(0.01, 1.0).because("re-based in full each year");
        /// Most that the salary moves from one year to the next, as a share of it; no limit when left out, not
        /// even for the year that follows a hire's first, in which a practice is built up.
        most_change: Option<Share> = optional();
    }
}

impl Part for RebasedSalary {
    const RECORD: Record = Record {
        model: 1,
        status: Status::Reconstructed,
        formula: "P = S x FTE x L; next L = clip((1 - w) L + w x wRVUs over target, L (1 - m), L (1 + m))",
        rewards: "nothing in the year; volume from the next year on",
        professional: "a fixed cost within the year, which follows volume with a lag",
        technical: "none direct; as wRVU pay, a year late",
        unit: Some(PaymentUnit::TimePeriod),
        law: "as for salary: set in advance for each year",
        sources: "AMA Benchmark Survey: salary is not volume-neutral; no published weights were found",
    };

    fn needs_base_salary(&self) -> bool {
        self.amount.needs_base_salary()
    }

    #[inline(always)]
    fn base(&self, work: &Work) -> Option<f64> {
        Some(Self::annual(self.ready(), work))
    }

    fn carries(&self) -> bool {
        true
    }

    #[inline(always)]
    fn reckon(&self, work: &Work, _: Cents, reckoned: &mut Reckoned) {
        let (rule, level) = (self.ready(), work.carried.level);
        let next = (1.0 - rule.weight) * level + rule.weight * rule.over_target(work, work.counted());
        let (least, most) = (level * (1.0 - rule.most_change).max(0.0), level * (1.0 + rule.most_change));
        // Not by `clamp`, whose check of the limits would be made lane by lane.
        reckoned.next.level = next.max(least).min(most);
    }
}

/// The component without what differs between physicians.
#[derive(Clone, Copy)]
pub(crate) struct Rebase {
    base: ReadyAmount,
    target: f64,
    weight: f64,
    most_change: f64,
}

impl Rebase {
    #[inline(always)]
    fn over_target(&self, work: &Work, wrvu: f64) -> f64 {
        wrvu / (self.target * work.clinical_fte).max(1e-6)
    }
}

impl OneLine for RebasedSalary {
    const CLASS: PayClass = PayClass::Time;
    const MOVES: Moves = Moves { later: true, ..Moves::NOTHING };
    type Ready = Rebase;

    #[inline(always)]
    fn ready(&self) -> Rebase {
        Rebase {
            base: self.amount.ready_salary(),
            target: self.target.0,
            weight: self.weight.0,
            most_change: self.most_change.map_or(NO_LIMIT, |most| most.0),
        }
    }

    #[inline(always)]
    fn annual(rule: Rebase, work: &Work) -> f64 {
        rule.base.salary(work) * work.carried.level
    }

    #[inline(always)]
    fn margin(rule: Rebase, outlook: &Outlook) -> Margin {
        let work = &outlook.work;
        let counts = work.counts();
        let (mean, sd) =
            (rule.over_target(work, work.counted()), rule.over_target(work, counts * outlook.wrvu_sd));
        // The new level lies within the limit where W / T lies within L (w − m) / w and L (w + m) / w.
        let reach = rule.most_change / rule.weight;
        let level = work.carried.level;
        let (least, most) = (level * (1.0 - reach), level * (1.0 + reach));
        let inside = excess(mean, sd, least).chance - excess(mean, sd, most).chance;
        let carried = outlook.worth_next_year;
        let worth = carried * rule.weight / (1.0 - carried * (1.0 - rule.weight));
        let base = rule.base.salary(work);
        let per_wrvu_later = base * rule.over_target(work, counts) * worth * inside;
        Margin { pay: base * work.carried.level, per_wrvu_later, ..Margin::default() }
    }
}

/// A change that stands for no limit.
const NO_LIMIT: f64 = 1e9;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::{Carried, testing};

    fn salary(weight: f64, most_change: Option<f64>) -> RebasedSalary {
        RebasedSalary {
            amount: PayAmount::per_fte(250_000.0),
            target: Wrvu(5_000.0),
            weight: Share(weight),
            most_change: most_change.map(Share),
        }
    }

    fn work(wrvu: f64, level: f64) -> Work {
        let carried = Carried { level, ..Carried::NEW };
        Work { portion: 1.0, fte: 1.0, clinical_fte: 1.0, wrvu, carried, ..Work::default() }
    }

    /// Pay over years of these wRVUs.
    fn years(salary: &RebasedSalary, wrvus: &[f64]) -> Vec<f64> {
        let mut level = 1.0;
        let mut pays = Vec::new();
        for wrvu in wrvus {
            let work = work(*wrvu, level);
            pays.push(testing::paid(salary, &work).round());
            let mut reckoned = Reckoned::default();
            salary.reckon(&work, Cents::ZERO, &mut reckoned);
            level = reckoned.next.level;
        }
        pays
    }

    #[test]
    fn hand_worked_over_years() {
        // 6,000 of 5,000: 20 % more, a year later. 4,500: 10 % less than 250,000.
        let wrvus = [6_000.0, 4_500.0, 5_000.0];
        assert_eq!(years(&salary(1.0, None), &wrvus), [250_000.0, 300_000.0, 225_000.0]);
        // Half: 1 + 0.5 × 0.2 = 1.1; then 0.55 + 0.45 = 1.0.
        assert_eq!(years(&salary(0.5, None), &wrvus), [250_000.0, 275_000.0, 250_000.0]);
        // At most 10 % of last year's: 1.1; then no lower than 0.99.
        assert_eq!(years(&salary(1.0, Some(0.1)), &wrvus), [250_000.0, 275_000.0, 247_500.0]);
    }

    #[test]
    fn a_shock_to_work_changes_nothing_in_the_year_and_the_next_salary_by_its_part() {
        let calm = years(&salary(1.0, None), &[5_000.0, 5_000.0, 5_000.0]);
        let shocked = years(&salary(1.0, None), &[5_000.0, 4_000.0, 5_000.0]);
        assert_eq!(calm[..2], shocked[..2]);
        assert_eq!((calm[2], shocked[2]), (250_000.0, 200_000.0));
    }

    fn later(weight: f64, most_change: Option<f64>, wrvu: f64) -> f64 {
        let outlook =
            Outlook { work: work(wrvu, 1.0), wrvu_sd: 100.0, worth_next_year: 0.8, ..Outlook::default() };
        let margin = testing::expected(&salary(weight, most_change), &outlook);
        assert_eq!((margin.pay, margin.per_wrvu), (250_000.0, 0.0));
        margin.per_wrvu_later
    }

    #[test]
    fn the_incentive_comes_a_year_late() {
        // 250,000 / 5,000 = 50 a wRVU, next year, worth 0.8: 40.
        assert!((later(1.0, None, 5_000.0) - 40.0).abs() < 1e-9);
        // Half: 25 next year, 12.5 the year after, ...: 25 × 0.8 / (1 − 0.8 × 0.5) = 33.33.
        assert!((later(0.5, None, 5_000.0) - 100.0 / 3.0).abs() < 1e-9);
        // At the upper limit of 10 %, half of it; far beyond, nothing.
        assert!((later(1.0, Some(0.1), 5_500.0) - 20.0).abs() < 1e-6);
        assert!(later(1.0, Some(0.1), 6_500.0).abs() < 1e-6);
    }
}
