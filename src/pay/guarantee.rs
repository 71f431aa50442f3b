//! Guarantee for new hires.
//!
//! # What it pays
//! At least a stated amount while the guarantee runs: the difference is topped up.
//!
//! # Formula
//! `P = max(G × FTE, pay of the components)`, or `G` for each person or a share of base, for the months since hire that the guarantee covers.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Nothing while it binds; then whatever the components reward.
//!
//! # Revenue
//! Professional: the system funds the loss while a practice is built up. Technical: none direct.
//!
//! # Payment unit
//! A period of time (Quinn 1) while it binds, then that of the components.
//!
//! # Edge cases
//! It runs by months from that of hire: a year half covered is topped up for half of it, so that July's
//! hire with 12 months is paid the guarantee until June. It fills what a draw would otherwise lend.
//!
//! # Law and market notes
//! Employment exception; the recruitment exception, 42 CFR 411.357(e), for independent physicians.
//!
//! # Sources
//! Model 7 of the catalogue (reconstructed). One or two years for hospital employees (chellelaw.com,
//! physiciancareerplanning.com).
//!
//! # Example
//! ```toml
//! [plan.family_medicine]
//! guarantee = { per_fte = 245000, months = 24 }
//! [[plan.family_medicine.pay]]
//! wrvu = { tiers = [{ rate = 50 }] }
//! ```

use super::{Margin, Needs, PayAmount, PayClass, Record, Statement, Status, Work};
use crate::schema::{Grade, ReadTable, number, parameters, word};
use crate::terms::{PaymentUnit, Period, excess};
use crate::units::{Cents, Months};

parameters! {
    /// At least the amount stated for a new hire.
    pub struct Guarantee {
        ..amount: PayAmount;
        /// Months since hire that it covers.
        months: Months = number(24.0).range(0.0, 60.0)
            .from(Grade::Published, "usually 1 or 2 years for hospital employees (chellelaw.com)");
        /// Over what it is compared with pay: a month that pays more is kept, one that pays less is topped
        /// up.
        period: Period = word("year");
    }
    check Guarantee::check
}

impl Guarantee {
    /// What the catalogue says of it.
    pub const RECORD: Record = Record {
        model: 7,
        status: Status::Reconstructed,
        formula: "P = max(G x FTE, pay of the components) for the months covered",
        rewards: "nothing while it binds, then what the components reward",
        professional: "the system funds the loss while a practice is built up",
        technical: "none direct",
        unit: Some(PaymentUnit::TimePeriod),
        law: "employment exception; 42 CFR 411.357(e) for independent physicians",
        sources: "chellelaw.com; physiciancareerplanning.com: one or two years",
    };

    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        self.amount.ask(table, "guarantee = { per_fte = 245000, months = 24 }");
    }

    /// Facts that must be worked out for it.
    #[must_use]
    pub fn needs(&self) -> Needs {
        self.amount.needs()
    }

    /// What it guarantees for the portion of a year.
    #[inline(always)]
    fn floor(&self, work: &Work) -> f64 {
        self.amount.ready().annual(work) * work.portion
    }

    /// The months that it covers for someone hired in a month: from, until.
    #[must_use]
    pub fn covers(&self, hired: f64) -> (f64, f64) {
        (hired, hired + self.months.0)
    }

    /// Tops up the statement of a year of work, `covered` of whose portion is under it.
    #[inline(always)]
    pub fn top_up(&self, work: &Work, covered: f64, statement: &mut Statement) {
        let short = (self.floor(work) - statement.total().dollars()).max(0.0);
        statement.add(PayClass::Time, Cents::round(covered * short));
    }

    /// What it fills of an advance of `advanced`, when all other pay is `other`: that much of the advance
    /// need not be repaid.
    #[must_use]
    pub fn fills(&self, work: &Work, covered: f64, other: Cents, advanced: Cents) -> Cents {
        let short = (self.floor(work) - other.dollars()).max(0.0);
        Cents::round(covered * short.min(advanced.dollars()))
    }

    /// The same in expectation, when pay has a standard deviation of `sd`.
    #[inline(always)]
    pub fn expect(&self, work: &Work, covered: f64, sd: f64, margin: &mut Margin) {
        let floor = self.floor(work);
        let over = excess(margin.pay, sd, floor);
        // E[max(P, G)] = G + E[max(0, P − G)]; slopes are those of P where P passes G.
        let topped = (floor + over.value - margin.pay) * covered;
        let binds = covered * (1.0 - over.chance);
        let slope = 1.0 - binds;
        // Paid hours of non-clinical work, and what later years pay, are left as they are.
        let (hours, later) = (margin.per_weekly_hour, margin.per_wrvu_later);
        margin.scale_slopes(slope);
        (margin.per_weekly_hour, margin.per_wrvu_later) = (hours, later);
        margin.on_floor += work.portion * binds;
        margin.pay += topped;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guarantee() -> Guarantee {
        Guarantee { amount: PayAmount::per_fte(250_000.0), months: Months(18.0), period: Period::Year }
    }

    fn full_time(portion: f64) -> Work {
        Work { portion, fte: 1.0, ..Work::default() }
    }

    #[test]
    fn it_runs_from_the_month_of_hire() {
        assert_eq!(guarantee().covers(6.0), (6.0, 24.0));
    }

    #[test]
    fn tops_up_to_the_floor_and_no_further() {
        let topped = |earned: i64, portion: f64, covered: f64| {
            let mut statement = Statement::default();
            statement.add(PayClass::Volume, Cents(earned * 100));
            guarantee().top_up(&full_time(portion), covered, &mut statement);
            statement.of(PayClass::Time).0 / 100
        };
        assert_eq!(topped(200_000, 1.0, 1.0), 50_000);
        assert_eq!(topped(200_000, 1.0, 0.5), 25_000);
        assert_eq!(topped(260_000, 1.0, 1.0), 0);
        assert_eq!(topped(100_000, 0.5, 1.0), 25_000);
    }

    #[test]
    fn nothing_is_rewarded_while_it_binds() {
        let mut margin = Margin { pay: 150_000.0, per_wrvu: 50.0, ..Margin::default() };
        guarantee().expect(&full_time(1.0), 1.0, 10_000.0, &mut margin);
        assert!(margin.per_wrvu < 1e-9);
        assert!((margin.pay - 250_000.0).abs() < 1e-6);
        assert!((margin.on_floor - 1.0).abs() < 1e-9);
        // At the floor by expectation it binds every second time; a quarter of the year under it: an eighth.
        let mut even = Margin { pay: 250_000.0, per_wrvu: 50.0, ..Margin::default() };
        guarantee().expect(&full_time(1.0), 0.25, 10_000.0, &mut even);
        assert!((even.on_floor - 0.125).abs() < 1e-9 && (even.per_wrvu - 43.75).abs() < 1e-9);
    }
}
