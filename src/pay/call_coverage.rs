//! Call-coverage pay.
//!
//! # What it pays
//! A rate for each day on call beyond those the base pay includes, in tiers by the number of days if need be,
//! and a fee for each time called in; for all days alike or by kind of day, such as weekdays, weekends and
//! holidays.
//!
//! # Formula
//! `P = rate × max(0, days − included) + callback fee × callbacks a day × days`, added up over kinds. In tiers:
//! the rate of each for the days above its threshold, `Σᵢ (rᵢ − rᵢ₋₁) × max(0, days − tᵢ)`.
//!
//! # Parameters
//! Below, with unit, range, default and source. Days come from the roster's `call_days`; by kind, from its
//! columns `call_days.<kind>`. Days are those of a year: fifteen weekdays a month, shared by four, are 45.
//!
//! # What it rewards
//! Days of coverage.
//!
//! # Revenue
//! Professional: paid for being available, on top of what is collected for the care. Technical: keeps
//! trauma and emergency revenue open.
//!
//! # Payment unit
//! A day (Quinn 5).
//!
//! # Edge cases
//! No pay for days under the number included. A roster without `call_days` has nobody on call; without a
//! column of a kind, nobody on that kind of call. Call is not per FTE.
//!
//! # Law and market notes
//! Fair market value of the coverage; stacked with all other pay, since survey benchmarks of total
//! pay often hold call pay already.
//!
//! # Sources
//! Model 8 of the catalogue (reconstructed). Median daily rates, MGMA 2012: family medicine 150,
//! obstetrics 500, neurology 600, orthopedics 953, cardiology 900, general surgery 1,000, radiology
//! 1,000, anesthesia 2,400. In 2025 19 % of physicians were paid any (marithealth.com).
//!
//! # Example
//! ```toml
//! [[plan.general_surgery.pay]]
//! call_coverage = { per_day = 1000, included_days = 48 }
//! # By kind of day, weekdays in tiers.
//! [[plan.cardiology.pay]]
//! call_coverage = { kinds = [
//!     { kind = "weekday", tiers = [{ above = 24, per_day = 500 }, { above = 60, per_day = 700 }] },
//!     { kind = "weekend", per_day = 600 },
//!     { kind = "holiday", per_day = 800 },
//! ] }
//! ```

use super::tiered::check_rising;
use super::{
    Expected, ExpectedTile, Formula, Margin, Moves, Outlook, OutlookTile, Part, PayClass, Record, Statement,
    StatementTile, Status, Work, WorkTile,
};
use crate::entity::{Label, Labelled};
use crate::schema::{ReadTable, empty, number, optional, parameters, required};
use crate::terms::PaymentUnit;
use crate::tile::{Lanes, TILE};
use crate::units::{Cents, Real, UsdAmount};

parameters! {
    /// A tier of days on call.
    pub struct CallTier {
        /// Days of call a year from which it begins.
        above: Real = number(0.0).range(0.0, 366.0).because("the first tier begins with the first day");
        /// Dollars per day in it.
        per_day: UsdAmount = required().range(0.0, 100000.0);
    }
}

parameters! {
    /// What days on call are paid.
    pub struct CallRates {
        /// Dollars per day of call.
        per_day: Option<UsdAmount> = optional().range(0.0, 100000.0);
        /// Days of call a year that the base pay includes.
        included_days: Real = number(0.0).range(0.0, 366.0).because("every day is paid unless stated");
        /// Dollars per day in tiers by the number of days a year, lowest first, in place of one rate.
        tiers: Vec<CallTier> = empty();
        /// Dollars each time called in.
        callback_fee: UsdAmount = number(0.0).range(0.0, 100000.0).because("none unless stated");
        /// Times called in, per day of call.
        callbacks_per_day: Real = number(0.0).range(0.0, 24.0).because("none unless stated");
    }
    check CallRates::check
}

parameters! {
    /// A kind of call with its rates.
    pub struct CallKind {
        ..rates: CallRates;
        /// Its name in the roster's column `call_days.<kind>`.
        kind: Label = required();
    }
    check CallKind::check
}

parameters! {
    /// Call-coverage pay.
    pub struct CallCoverage {
        ..rates: CallRates;
        /// Rates by kind of call, in place of one for all days.
        kinds: Vec<CallKind> = empty();
    }
    check CallCoverage::check
}

impl CallRates {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if !self.tiers.is_empty() && (self.per_day.is_some() || self.included_days.0 > 0.0) {
            table.problem(
                "tiers",
                "found beside per_day or included_days; write tiers with their own, the first above the days included",
            );
        }
        check_rising(table, &self.tiers, |tier| Some(tier.above.0));
    }

    fn is_stated(&self) -> bool {
        self.per_day.is_some() || !self.tiers.is_empty()
    }

    /// Dollars per day, and from which day on, of each step.
    fn steps(&self) -> impl Iterator<Item = (f64, f64)> {
        let single = self.per_day.map(|rate| (self.included_days.0, rate.0));
        let tiers = self.tiers.iter().map(|tier| (tier.above.0, tier.per_day.0));
        single.into_iter().chain(tiers).scan(0.0, |below, (from, rate)| {
            let rise = rate - *below;
            *below = rate;
            Some((from, rise))
        })
    }

    /// Dollars for so many days in a year.
    fn annual(&self, days: f64) -> f64 {
        let paid: f64 = self.steps().map(|(from, rise)| rise * (days - from).max(0.0)).sum();
        paid + self.callback_fee.0 * self.callbacks_per_day.0 * days
    }

    /// Adds the same for a tile.
    #[inline(always)]
    fn add_annual(&self, days: &Lanes, annual: &mut Lanes) {
        for (from, rise) in self.steps() {
            for lane in 0..TILE {
                annual[lane] += rise * (days[lane] - from).max(0.0);
            }
        }
        let called_in = self.callback_fee.0 * self.callbacks_per_day.0;
        for lane in 0..TILE {
            annual[lane] += called_in * days[lane];
        }
    }
}

impl CallKind {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if !self.rates.is_stated() {
            table.problem("per_day", "missing; write what a day of this kind is paid, such as per_day = 600");
        }
    }
}

impl CallCoverage {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.kinds.is_empty() && !self.rates.is_stated() {
            table.problem(
                "per_day",
                "missing; write what a day of call is paid, such as per_day = 1000, or kinds of call with their own",
            );
        }
        let called_in = self.rates.callback_fee.0 > 0.0 || self.rates.included_days.0 > 0.0;
        if !self.kinds.is_empty() && (self.rates.is_stated() || called_in) {
            table.problem(
                "kinds",
                "found beside rates for all days; write rates within each kind, or leave out the kinds",
            );
        }
        let repeated = |(place, kind): &(usize, &CallKind)| {
            self.kinds[..*place].iter().any(|other| other.kind.name() == kind.kind.name())
        };
        if let Some((_, kind)) = self.kinds.iter().enumerate().find(repeated) {
            table.problem("kinds", format!("found the kind {:?} twice; write each once", kind.kind.name()));
        }
    }

    fn annual(&self, work: &Work) -> f64 {
        if self.kinds.is_empty() {
            return self.rates.annual(work.duties.call_days);
        }
        self.kinds.iter().map(|kind| kind.rates.annual(work.said.of(&kind.kind))).sum()
    }

    /// The same for a tile, kind by kind.
    #[inline(always)]
    fn annuals(&self, work: &WorkTile<'_>) -> Lanes {
        let mut annual = [0.0; TILE];
        if self.kinds.is_empty() {
            self.rates.add_annual(&work.duties.call_days, &mut annual);
        }
        for kind in &self.kinds {
            kind.rates.add_annual(work.said.of(&kind.kind), &mut annual);
        }
        annual
    }
}

impl Part for CallCoverage {
    const RECORD: Record = Record {
        model: 8,
        status: Status::Reconstructed,
        formula: "P = rate x max(0, days - included) + callback fee x callbacks, for all days or by kind and tier",
        rewards: "days of coverage beyond those included",
        professional: "availability pay on top of fees collected",
        technical: "keeps trauma and emergency revenue open",
        unit: Some(PaymentUnit::Day),
        law: "fair market value; stacked with all other pay",
        sources: "MGMA 2012 daily medians, e.g. orthopedics $953, general surgery $1,000; marithealth.com 2025",
    };

    fn labels(&mut self) -> Vec<(Labelled, &mut Label)> {
        self.kinds.iter_mut().map(|kind| (Labelled::CallDays, &mut kind.kind)).collect()
    }
}

/// What is expected of call is what is scheduled.
impl Formula for CallCoverage {
    fn pay(&self, work: &Work, statement: &mut Statement) {
        statement.earn(PayClass::Time, work.portion, self.annual(work));
    }

    fn expect(&self, outlook: &Outlook, expected: &mut Expected) {
        let margin = Margin { pay: self.annual(&outlook.work), ..Margin::default() };
        expected.earn(PayClass::Time, outlook.work.portion, &margin);
    }

    #[inline(always)]
    fn pay_tile(&self, work: &WorkTile<'_>, statement: &mut StatementTile) {
        let annual = self.annuals(work);
        let line = statement.line_mut(PayClass::Time);
        for lane in 0..TILE {
            line[lane] += Cents::round(work.portion[lane] * annual[lane]);
        }
    }

    #[inline(always)]
    fn expect_tile(&self, outlook: &OutlookTile<'_>, expected: &mut ExpectedTile<'_>) {
        let annual = self.annuals(&outlook.work);
        let line = expected.of(PayClass::Time);
        for lane in 0..TILE {
            let margin = Margin { pay: annual[lane], ..Margin::default() };
            line.add(lane, outlook.work.portion[lane], &margin, Moves::NOTHING);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Duties, Said};
    use crate::pay::testing;

    fn rates(per_day: Option<f64>, tiers: &[(f64, f64)]) -> CallRates {
        let tier =
            |(above, per_day): &(f64, f64)| CallTier { above: Real(*above), per_day: UsdAmount(*per_day) };
        CallRates {
            per_day: per_day.map(UsdAmount),
            included_days: Real(0.0),
            tiers: tiers.iter().map(tier).collect(),
            callback_fee: UsdAmount(0.0),
            callbacks_per_day: Real(0.0),
        }
    }

    fn paid(days: f64) -> f64 {
        let rates = CallRates {
            included_days: Real(48.0),
            callback_fee: UsdAmount(150.0),
            callbacks_per_day: Real(0.4),
            ..rates(Some(1_000.0), &[])
        };
        let call = CallCoverage { rates, kinds: Vec::new() };
        let duties = Duties { call_days: days, ..Duties::usual(1.0) };
        let work = Work { portion: 1.0, duties, ..Work::default() };
        testing::tiles_agree(&call, &Outlook { work, ..Outlook::default() });
        testing::paid(&call, &work)
    }

    #[test]
    fn hand_worked() {
        // 73 days: 25 beyond the included 48 at 1,000, and 73 × 0.4 × 150 = 4,380.
        assert_eq!(paid(73.0), 29_380.0);
    }

    #[test]
    fn included_days_pay_only_for_being_called_in() {
        assert_eq!(paid(48.0), 2_880.0);
        assert_eq!(paid(0.0), 0.0);
    }

    #[test]
    fn by_kind_of_day_and_by_tier() {
        let kinds = [
            ("weekday", rates(Some(500.0), &[])),
            ("weekend", rates(None, &[(2.0, 600.0), (8.0, 900.0)])),
            ("holiday", rates(Some(800.0), &[])),
        ];
        let label = |place: usize| Label::at(kinds[place].0, place);
        let said = Said::default().with(&label(0), 45.0).with(&label(1), 12.0).with(&label(2), 2.0);
        let kinds = kinds.iter().enumerate();
        let kinds = kinds.map(|(place, (_, rates))| CallKind { rates: rates.clone(), kind: label(place) });
        let call = CallCoverage { rates: rates(None, &[]), kinds: kinds.collect() };
        // 45 × 500 = 22,500; weekends 3 to 8 at 600 and 9 to 12 at 900 = 7,200; 2 × 800 = 1,600.
        let work = Work { portion: 1.0, fte: 0.5, said, ..Work::default() };
        assert_eq!(testing::paid(&call, &work), 31_300.0);
        testing::tiles_agree(&call, &Outlook { work, ..Outlook::default() });
        assert_eq!(testing::paid(&call, &Work { said: Said::default(), ..work }), 0.0);
    }
}
