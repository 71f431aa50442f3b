//! The measures of a whole trial.

use crate::engine::arm::{ArmFrame, ArmState, RUN_OFF_MONTHS};
use crate::engine::measure::{HorizonMetric, Layout, PersonMetric};
use crate::model::Model;
use crate::tile::TILE;
use crate::units::{Cents, real};

/// What is measured of a whole trial of one arm.
#[derive(Clone, Debug, Default)]
pub(crate) struct TrialEnd {
    /// In the order of the layout's rows; infinite for a month that never comes.
    pub rows: Vec<f64>,
    /// Programme cash cumulated to the end of each month, $.
    pub cash: Vec<f64>,
    /// Measure by measure, position by position.
    pub persons: Vec<f64>,
}

impl TrialEnd {
    /// Of a trial in which nothing came to anything.
    pub(crate) fn nothing(layout: &Layout, model: &Model) -> TrialEnd {
        TrialEnd {
            rows: vec![0.0; layout.horizon.len()],
            cash: vec![0.0; 12 * model.years + RUN_OFF_MONTHS],
            persons: vec![0.0; model.len() * PersonMetric::ALL.len()],
        }
    }
}

/// The end of a trial of one arm, to be measured.
#[derive(Clone, Copy)]
pub(crate) struct EndOfTrial<'a> {
    pub frame: &'a ArmFrame<'a>,
    pub state: &'a ArmState,
    /// What each position was paid in the baseline over the years of the same trial, tile by tile.
    pub baseline: &'a [[Cents; TILE]],
    /// Positions of the model.
    pub physicians: usize,
}

/// The course of cumulated cash.
#[derive(Debug, PartialEq)]
struct CashCourse {
    /// Its lowest point, or nothing, and the month of it, counted from 1; 0 where it never lies below zero.
    trough: Cents,
    trough_month: usize,
    /// The month from which it never lies below zero again, counted from 1; 0 where it never does, `None` where it
    /// lies there at the end.
    even_month: Option<usize>,
}

impl CashCourse {
    /// Of cash month by month.
    fn of(cash: &[Cents]) -> CashCourse {
        let mut course = CashCourse { trough: Cents::ZERO, trough_month: 0, even_month: Some(0) };
        let mut running = Cents::ZERO;
        for (month, amount) in cash.iter().enumerate() {
            running += *amount;
            if running < course.trough {
                (course.trough, course.trough_month) = (running, month + 1);
            }
            if running < Cents::ZERO {
                course.even_month = (month + 1 < cash.len()).then_some(month + 2);
            }
        }
        course
    }
}

/// Whether pay is at least 5 % below what it was before.
fn loses(pay: Cents, before: Cents) -> bool {
    pay < before && 20 * (pay.0 - before.0) <= -before.0
}

impl EndOfTrial<'_> {
    /// Measures it.
    pub(crate) fn measure(&self, into: &mut TrialEnd) {
        let losers = self.persons(&mut into.persons);
        self.rows(losers, &mut into.rows);
        let mut running = Cents::ZERO;
        into.cash.clear();
        into.cash.extend(self.state.cash.iter().map(|amount| {
            running += *amount;
            running.dollars()
        }));
    }

    /// Measures positions; how many lose.
    fn persons(&self, into: &mut Vec<f64>) -> f64 {
        let n = self.physicians;
        into.clear();
        into.resize(n * PersonMetric::ALL.len(), 0.0);
        let mut losers = 0.0;
        for place in 0..n {
            let (k, lane) = (place / TILE, place % TILE);
            let pay = self.state.paid[k][lane];
            into[PersonMetric::Pay as usize * n + place] = pay.dollars();
            if self.frame.unshared.get(k).is_some_and(|lanes| lanes >> lane & 1 == 1) {
                continue;
            }
            let before = self.baseline[k][lane];
            into[PersonMetric::PayChange as usize * n + place] = (pay - before).dollars();
            if loses(pay, before) {
                into[PersonMetric::Loses as usize * n + place] = 1.0;
                losers += 1.0;
            }
        }
        losers
    }

    /// Measures rows.
    fn rows(&self, losers: f64, into: &mut Vec<f64>) {
        let state = self.state;
        let totals = &state.totals;
        let course = CashCourse::of(&state.cash);
        into.clear();
        into.extend(HorizonMetric::ALL.iter().map(|metric| match metric {
            HorizonMetric::ProgrammeMargin => totals.programme_margin.dollars(),
            HorizonMetric::SystemMargin => totals.margin.dollars(),
            HorizonMetric::ProgrammeMarginWorth => totals.worth[0],
            HorizonMetric::SystemMarginWorth => totals.worth[1],
            HorizonMetric::PayWorth => totals.worth[2],
            HorizonMetric::CashTrough => course.trough.dollars(),
            HorizonMetric::TroughMonth => real(course.trough_month),
            HorizonMetric::BreakEvenMonth => course.even_month.map_or(f64::INFINITY, real),
            HorizonMetric::PassThrough => totals.passed.share_of(totals.earned),
            HorizonMetric::GrossSavings => totals.gross.dollars(),
            HorizonMetric::TrueSavings => totals.true_savings,
            HorizonMetric::TotalPay => totals.pay.dollars(),
            HorizonMetric::YearsEarned => {
                f64::from(totals.years_earned) / f64::from(totals.contract_years.max(1))
            }
            HorizonMetric::ContractsLeft => f64::from(totals.contracts_left),
            HorizonMetric::Losers => losers / real(self.frame.arm.practice.physicians.max(1)),
            HorizonMetric::NeverEven => {
                if course.even_month.is_none() {
                    1.0
                } else {
                    0.0
                }
            }
        }));
        into.extend(totals.lines.iter().map(|amount| amount.dollars()));
        into.extend(totals.lines_worth);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(cash: &[i64]) -> (i64, usize, Option<usize>) {
        let cash: Vec<Cents> = cash.iter().map(|cents| Cents(*cents)).collect();
        let CashCourse { trough, trough_month, even_month } = CashCourse::of(&cash);
        (trough.0, trough_month, even_month)
    }

    #[test]
    fn the_course_of_cash_by_hand() {
        // -5, -3, 1, -2, 4, 4: lowest in the first month; below zero last in the fourth.
        assert_eq!(course(&[-5, 2, 4, -3, 6, 0]), (-5, 1, Some(5)));
        // 2, -1, -4, -4: below zero to the end.
        assert_eq!(course(&[2, -3, -3, 0]), (-4, 3, None));
        // -4, 0: even with the last month, which is not below zero.
        assert_eq!(course(&[-4, 4]), (-4, 1, Some(2)));
        // 0, 3, 3: never below zero. No month at all: neither.
        assert_eq!(course(&[0, 3, 0]), (0, 0, Some(0)));
        assert_eq!(course(&[]), (0, 0, Some(0)));
    }

    #[test]
    fn who_loses_to_the_cent() {
        // 5 % of $1,000.00 are $50.00.
        assert!(loses(Cents(95_000), Cents(100_000)) && !loses(Cents(95_001), Cents(100_000)));
        // Of nothing nobody loses anything; who would have to repay more, does.
        assert!(!loses(Cents(0), Cents(0)) && !loses(Cents(1), Cents(0)) && loses(Cents(-1), Cents(0)));
    }
}
