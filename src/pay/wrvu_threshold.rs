//! Base salary plus a wRVU bonus above a threshold.
//!
//! # What it pays
//! A salary, and dollars per wRVU above a threshold: the most common form of employment.
//!
//! # Formula
//! `P = S × FTE + CF × max(0, W − T × cFTE)`. Without a stated threshold, the break-even one:
//! `T = S / CF`, so that the bonus starts where pure productivity pay would overtake the salary. With
//! `threshold_of_last_year = m`, `T = m × w`, with `w` one's own wRVUs of the year before per clinical FTE, where
//! that is known; new hires begin with the threshold above.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Volume above the threshold; nothing below it. In expectation, volume in proportion to the chance
//! of passing the threshold.
//!
//! # Revenue
//! Professional: as pure wRVU pay above the threshold, as a salary below it. Technical: as pure
//! wRVU pay.
//!
//! # Payment unit
//! A period of time (Quinn 1) below the threshold, a service (Quinn 6) above it.
//!
//! # Edge cases
//! The pay is continuous, with a kink at the threshold. A rate of zero is a straight salary. Where the threshold
//! follows last year, one more wRVU raises next year's: that lowers the incentive by `CF × m` times the chance
//! of passing it, were next year's work like this year's, discounted. The first year's goes by the roster's wRVUs.
//!
//! # Law and market notes
//! 66 % of offers are salary plus production bonus; 65 % of bonus plans use RVUs (AMN 2024–25).
//!
//! # Sources
//! Model 3 of the catalogue (reconstructed).
//!
//! # Example
//! ```toml
//! [[plan.family_medicine.pay]]
//! wrvu_threshold = { base_per_fte = 240000, rate = 50 }
//! [[plan.internal_medicine.pay]]
//! wrvu_threshold = { base_per_fte = 240000, rate = 50, threshold = 4800, threshold_of_last_year = 1.02 }
//! ```

use super::amount::{ReadyAmount, at_most_one};
use super::{
    Expected, ExpectedTile, Formula, Margin, MarginTile, Moves, Needs, Outlook, OutlookTile, Part, PayAmount,
    PayClass, Record, Statement, StatementTile, Status, Work, WorkTile,
};
use crate::schema::{ReadTable, optional, parameters, required, word};
use crate::terms::{PaymentUnit, Period, excess};
use crate::units::{Cents, PerWrvu, Ratio, UsdPerYear, Wrvu};

parameters! {
    /// Base salary plus a wRVU bonus above a threshold.
    pub struct WrvuThreshold {
        /// Salary in dollars a year per 1.0 FTE; the roster's base salary when left out.
        base_per_fte: Option<UsdPerYear> = optional();
        /// Salary in dollars a year for each person, whatever the FTE.
        base_per_person: Option<UsdPerYear> = optional();
        /// Dollars per wRVU above the threshold.
        rate: PerWrvu = required();
        /// Annual wRVUs per 1.0 clinical FTE from which the bonus is paid; base divided by rate
        /// when left out.
        threshold: Option<Wrvu> = optional();
        /// The threshold as a multiple of one's own wRVUs of the year before per 1.0 clinical FTE, where they
        /// are known; new hires begin with the one above.
        threshold_of_last_year: Option<Ratio> = optional().range(0.01, 10.0);
        /// Over what it is reckoned, with that part of every threshold; a period below one takes nothing back.
        period: Period = word("year");
    }
    check WrvuThreshold::check
}

/// What of the plan does not depend on the physician.
#[derive(Clone, Copy)]
struct ThresholdReady {
    base: ReadyAmount,
    rate: f64,
    /// Threshold per clinical FTE, and how much of the break-even threshold.
    threshold: (f64, f64),
    /// Multiple of last year's wRVUs; 0 where the threshold does not follow them.
    of_last_year: f64,
}

impl ThresholdReady {
    #[inline(always)]
    fn base(&self, work: &Work) -> f64 {
        self.base.salary(work)
    }

    /// wRVUs at which this physician's bonus starts.
    #[inline(always)]
    fn start(&self, work: &Work) -> f64 {
        self.threshold.0 * work.clinical_fte + self.threshold.1 * self.base(work)
    }

    /// The same where it follows last year.
    #[inline(always)]
    fn own_start(&self, work: &Work) -> f64 {
        let own = self.of_last_year * work.last_wrvu * work.clinical_fte;
        if own > 0.0 { own } else { self.start(work) }
    }

    #[inline(always)]
    fn bonus(&self, work: &Work, start: f64) -> f64 {
        self.rate * (work.counted() - start).max(0.0)
    }
}

impl WrvuThreshold {
    /// A salary per 1.0 FTE and a rate above the break-even threshold, with nothing else said.
    #[must_use]
    pub const fn of(base_per_fte: f64, rate: f64) -> WrvuThreshold {
        WrvuThreshold {
            base_per_fte: Some(UsdPerYear(base_per_fte)),
            base_per_person: None,
            rate: PerWrvu(rate),
            threshold: None,
            threshold_of_last_year: None,
            period: Period::Year,
        }
    }

    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let (fte, person) = (self.base_per_fte.is_some(), self.base_per_person.is_some());
        at_most_one(table, &[("base_per_fte", fte), ("base_per_person", person)]);
    }

    /// The salary.
    #[inline(always)]
    fn salary(&self) -> ReadyAmount {
        PayAmount { per_fte: self.base_per_fte, per_person: self.base_per_person, ..PayAmount::NONE }
            .ready_salary()
    }

    #[inline(always)]
    fn ready(&self) -> ThresholdReady {
        // With a rate of zero the break-even threshold is never reached.
        let break_even = 1.0 / self.rate.0.max(1e-9);
        ThresholdReady {
            base: self.salary(),
            rate: self.rate.0,
            threshold: self.threshold.map_or((0.0, break_even), |threshold| (threshold.0, 0.0)),
            of_last_year: self.threshold_of_last_year.map_or(0.0, |multiple| multiple.0),
        }
    }
}

/// What moves with the bonus: wRVUs, and whether it is reached.
const ABOVE: Moves = Moves { floor: true, ..Moves::WRVU };

impl ThresholdReady {
    /// The salary in expectation: it moves with nothing.
    #[inline(always)]
    fn salary(&self, outlook: &Outlook) -> Margin {
        Margin { pay: self.base(&outlook.work), ..Margin::default() }
    }

    /// The bonus in expectation, above a number of wRVUs.
    #[inline(always)]
    fn margin(&self, outlook: &Outlook, start: f64) -> Margin {
        let (work, counts) = (&outlook.work, outlook.work.counts());
        let over = excess(work.counted(), outlook.wrvu_sd * counts, start);
        Margin {
            pay: self.rate * over.value,
            per_wrvu: self.rate * over.chance * counts,
            on_floor: 1.0 - over.chance,
            ..Margin::default()
        }
    }

    /// The same where the threshold follows last year, so that this year's work raises next year's.
    #[inline(always)]
    fn own_margin(&self, outlook: &Outlook) -> Margin {
        let (work, multiple) = (&outlook.work, self.of_last_year);
        let (mean, sd) = (work.counted(), outlook.wrvu_sd * work.counts());
        let next = excess(mean * (1.0 - multiple), sd * (1.0 + multiple * multiple).sqrt(), 0.0);
        let per_wrvu_later = -self.rate * multiple * work.counts() * next.chance * outlook.worth_next_year;
        Margin { per_wrvu_later, ..self.margin(outlook, self.own_start(work)) }
    }
}

impl Part for WrvuThreshold {
    const RECORD: Record = Record {
        model: 3,
        status: Status::Reconstructed,
        formula: "P = S x FTE + CF x max(0, W - T x cFTE); T = S / CF when left out",
        rewards: "volume above the threshold, nothing below it",
        professional: "as pure wRVU pay above the threshold, as a salary below",
        technical: "as pure wRVU pay",
        unit: Some(PaymentUnit::Service),
        law: "as for salary and wRVU pay",
        sources: "AMN 2024-25: 66 % of offers are salary plus production bonus",
    };
    const PRODUCES: bool = true;

    fn period(&self) -> Period {
        self.period
    }

    fn rates_per_wrvu(&mut self) -> Vec<&mut PerWrvu> {
        vec![&mut self.rate]
    }

    fn needs(&self) -> Needs {
        if self.threshold_of_last_year.is_some() { Needs::LAST_YEAR } else { Needs::NOTHING }
    }

    fn needs_base_salary(&self) -> bool {
        self.base_per_fte.is_none() && self.base_per_person.is_none()
    }

    fn base(&self, work: &Work) -> Option<f64> {
        Some(self.salary().salary(work))
    }
}

/// Two lines: the salary is time pay, the bonus volume pay.
impl Formula for WrvuThreshold {
    #[inline(always)]
    fn pay(&self, work: &Work, statement: &mut Statement) {
        let line = self.ready();
        statement.earn(PayClass::Time, work.portion, line.base(work));
        statement.earn(PayClass::Volume, work.portion, line.bonus(work, line.own_start(work)));
    }

    #[inline(always)]
    fn expect(&self, outlook: &Outlook, expected: &mut Expected) {
        let line = self.ready();
        expected.earn(PayClass::Time, outlook.work.portion, &line.salary(outlook));
        let bonus = if self.threshold_of_last_year.is_some() {
            line.own_margin(outlook)
        } else {
            line.margin(outlook, line.start(&outlook.work))
        };
        expected.earn(PayClass::Volume, outlook.work.portion, &bonus);
    }

    #[inline(always)]
    fn pay_tile(&self, work: &WorkTile<'_>, statement: &mut StatementTile) {
        let line = self.ready();
        let time = statement.line_mut(PayClass::Time);
        for lane in work.lanes() {
            time[lane] += Cents::round(work.portion[lane] * line.base(&work.lane(lane)));
        }
        let volume = statement.line_mut(PayClass::Volume);
        if self.threshold_of_last_year.is_some() {
            for lane in work.lanes() {
                let one = work.lane(lane);
                volume[lane] += Cents::round(work.portion[lane] * line.bonus(&one, line.own_start(&one)));
            }
            return;
        }
        for lane in work.lanes() {
            let one = work.lane(lane);
            volume[lane] += Cents::round(work.portion[lane] * line.bonus(&one, line.start(&one)));
        }
    }

    #[inline(always)]
    fn expect_tile(&self, outlook: &OutlookTile<'_>, expected: &mut ExpectedTile<'_>) {
        let line = self.ready();
        if self.threshold_of_last_year.is_some() {
            for lane in outlook.work.lanes() {
                let one = outlook.lane(lane);
                let (portion, time, volume) = (one.work.portion, line.salary(&one), line.own_margin(&one));
                expected.of(PayClass::Time).add(lane, portion, &time, Moves::NOTHING);
                expected.of(PayClass::Volume).add(
                    lane,
                    portion,
                    &volume,
                    Moves { later: true, floor: true, ..Moves::WRVU },
                );
            }
            return;
        }
        let (mut time, mut volume) = (MarginTile::EMPTY, MarginTile::EMPTY);
        for lane in outlook.work.lanes() {
            let outlook = outlook.lane(lane);
            let bonus = line.margin(&outlook, line.start(&outlook.work));
            time.add(lane, outlook.work.portion, &line.salary(&outlook), Moves::NOTHING);
            volume.add(lane, outlook.work.portion, &bonus, ABOVE);
        }
        expected.of(PayClass::Time).add_eights(outlook.work.eights, &time, Moves::NOTHING);
        expected.of(PayClass::Volume).add_eights(outlook.work.eights, &volume, ABOVE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::testing;

    fn plan(threshold: Option<f64>) -> WrvuThreshold {
        WrvuThreshold { threshold: threshold.map(Wrvu), ..WrvuThreshold::of(240_000.0, 50.0) }
    }

    fn paid(plan: &WrvuThreshold, wrvu: f64, fte: f64) -> i64 {
        let mut statement = Statement::default();
        plan.pay(&Work { portion: 1.0, fte, clinical_fte: fte, wrvu, ..Work::default() }, &mut statement);
        statement.total().0 / 100
    }

    #[test]
    fn the_break_even_threshold_is_base_over_rate() {
        // 240,000 / 50 = 4,800 wRVU.
        assert_eq!(paid(&plan(None), 4_800.0, 1.0), 240_000);
        assert_eq!(paid(&plan(None), 5_000.0, 1.0), 250_000);
        assert_eq!(paid(&plan(None), 4_000.0, 1.0), 240_000);
        // At half time: base 120,000, threshold 2,400.
        assert_eq!(paid(&plan(None), 2_600.0, 0.5), 130_000);
    }

    #[test]
    fn a_stated_threshold_scales_with_clinical_fte() {
        assert_eq!(paid(&plan(Some(5_500.0)), 6_000.0, 1.0), 265_000);
        assert_eq!(paid(&plan(Some(5_500.0)), 3_000.0, 0.5), 120_000 + 12_500);
    }

    #[test]
    fn the_margin_is_the_chance_of_passing() {
        let at = |wrvu| {
            let work = Work { portion: 1.0, fte: 1.0, clinical_fte: 1.0, wrvu, ..Work::default() };
            let line = plan(None).ready();
            let outlook = Outlook { work, wrvu_sd: 480.0, ..Outlook::default() };
            line.margin(&outlook, line.start(&work))
        };
        // Exactly at the threshold: half the rate, and a bonus of 50 × 480 × φ(0) = 9,574.61.
        assert!((at(4_800.0).per_wrvu - 25.0).abs() < 1e-9);
        assert!((at(4_800.0).pay - 9_574.614_7).abs() < 1e-3);
        assert!(at(3_000.0).per_wrvu < 0.01 && at(6_500.0).per_wrvu > 49.98);
    }

    #[test]
    fn a_threshold_that_follows_ones_own_last_year() {
        let own = WrvuThreshold { threshold_of_last_year: Some(Ratio(1.02)), ..plan(Some(4_500.0)) };
        let work = |fte: f64, last_wrvu| {
            let wrvu = 5_200.0 * fte;
            Work { portion: 1.0, fte, clinical_fte: fte, wrvu, last_wrvu, ..Work::default() }
        };
        // 5,000 last year: 5,100; 100 above it at 50. Unknown: 700 above 4,500. Half time: half of it.
        let paid = |fte, last| testing::paid(&own, &work(fte, last));
        assert_eq!([paid(1.0, 5_000.0), paid(1.0, 0.0)], [245_000.0, 275_000.0]);
        assert_eq!(paid(0.5, 5_000.0), 122_500.0);
        let outlook =
            Outlook { work: work(1.0, 5_000.0), wrvu_sd: 400.0, worth_next_year: 0.9, ..Outlook::default() };
        testing::volume_agrees(&own, &outlook);
        testing::tiles_agree(&own, &outlook);
        // Next year 104 short of 102 % of this year's, 0.182 deviations of 400 × 1.4284: 42.78 % pass it.
        let later = testing::expected(&own, &outlook).per_wrvu_later;
        assert!((later + 50.0 * 1.02 * 0.9 * 0.4278).abs() < 0.01, "{later}");
    }

    #[test]
    fn a_rate_of_zero_is_a_salary() {
        let flat = WrvuThreshold { rate: PerWrvu(0.0), ..plan(None) };
        assert_eq!(paid(&flat, 9_000.0, 1.0), 240_000);
    }
}
