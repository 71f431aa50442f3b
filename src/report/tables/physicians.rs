//! Every physician: a row a year, columns by measure.

use super::{Rows, RunTable, always, shared};
use crate::decision::next_hour::best_hour;
use crate::decision::{PaidBy, Reason, pay_parts};
use crate::engine::{ArmYear, Metric};
use crate::entity::Physician;
use crate::report::cell::RoundedTo;
use crate::report::results::Report;
use crate::report::table::{Column, Table, Whom, columns};
use crate::stats::Summary;
use crate::units::CalendarYear;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "physicians",
        about: "every physician: pay and its change with reasons, work, what the next hour pays, alignment. Columns are the measures of these names, means over trials, with quantiles and error of pay and its change; dollars are whole, others as short as tells people apart. Measures that nobody asks of one person are in the library (`PhysicianResults::get`), those of groups in summary",
        row: "arm, year and physician of the arm, physicians in the author's order",
        whom: Whom::Persons,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

columns! { (arm: &'a str, year: CalendarYear, it: &PersonLine<'a>);
    shared::ARM => arm,
    shared::YEAR => u64::from(year.0),
    shared::PHYSICIAN_ID => it.who.id.as_str(),
    shared::SPECIALTY => it.who.specialty.as_str(),
    Column::text("plan", "plan at the start, by the roster") => it.who.plan.as_str(),
    Column::number("fte", "FTE", "total FTE at the start, by the roster") => it.who.fte.hundredths(),
    Column::number("pay", "$", "total pay earned for the year, every component, after guarantees and caps; mean over trials, as is every column without an ending")
        => it.pay.mean.dollars(),
    Column::number("pay_mc_se", "$", "Monte Carlo standard error of that mean")
        => it.pay.mc_se.dollars(),
    Column::number("pay_p05", "$", "5th percentile of pay over trials")
        => it.pay.quantiles.map(|q| q[0].dollars()),
    Column::number("pay_p50", "$", "median")
        => it.pay.quantiles.map(|q| q[2].dollars()),
    Column::number("pay_p95", "$", "95th percentile")
        => it.pay.quantiles.map(|q| q[4].dollars()),
    Column::number("pay_change", "$", "pay less pay of the same position in the baseline, on the same luck")
        => it.change.mean.dollars(),
    Column::number("pay_change_mc_se", "$", "Monte Carlo standard error of that mean")
        => it.change.mc_se.dollars(),
    Column::number("pay_change_p05", "$", "5th percentile of the change over trials")
        => it.change.quantiles.map(|q| q[0].dollars()),
    Column::number("pay_change_p95", "$", "95th percentile")
        => it.change.quantiles.map(|q| q[4].dollars()),
    Column::number("change_by_rate", "$", "of the change, by what is paid for a unit of work and time; the seven reasons add up to pay_change to the dollar")
        => it.reasons[0].dollars(),
    Column::number("change_by_volume", "$", "of the change, by more or less work, and by months in which the position is empty")
        => it.reasons[1].dollars(),
    Column::number("change_by_quality", "$", "of the change, by pay for measured quality")
        => it.reasons[2].dollars(),
    Column::number("change_by_pools", "$", "of the change, by pay for the cost of care")
        => it.reasons[3].dollars(),
    Column::number("change_by_panel_and_service", "$", "of the change, by pay for the panel and for non-clinical work")
        => it.reasons[4].dollars(),
    Column::number("change_by_guarantee", "$", "of the change, by what guarantees and floors top up")
        => it.reasons[5].dollars(),
    Column::number("change_by_cap", "$", "of the change, by what caps cut")
        => it.reasons[6].dollars(),
    Column::number("value_pay", "$", "pay for quality and for the cost of care")
        => it.mean(Metric::ValuePay).dollars(),
    Column::number("time_share_of_pay", "share", "pay for time over pay, of means over trials; the six shares add up to 1")
        => it.part(PaidBy::Time),
    Column::number("volume_share_of_pay", "share", "pay that moves with wRVUs over pay, of means")
        => it.part(PaidBy::Volume),
    Column::number("quality_share_of_pay", "share", "pay for measured quality over pay, of means")
        => it.part(PaidBy::Quality),
    Column::number("cost_share_of_pay", "share", "pay for the cost of care over pay, of means")
        => it.part(PaidBy::Cost),
    Column::number("panel_share_of_pay", "share", "pay for the panel over pay, of means")
        => it.part(PaidBy::Panel),
    Column::number("service_share_of_pay", "share", "pay for non-clinical work over pay, of means")
        => it.part(PaidBy::Service),
    Column::number("wrvu", "wRVU", "work RVUs of the year")
        => RoundedTo(it.mean(Metric::Wrvu), 0),
    Column::number("measured_quality", "share", "measured quality composite, chance included")
        => it.mean(Metric::Quality).thousandths(),
    Column::number("access", "points", "openness to new patients against the start")
        => it.mean(Metric::Access).hundredths(),
    Column::number("true_savings", "$", "true savings on the care under own influence, against no response")
        => it.mean(Metric::TrueSavings).dollars(),
    Column::number("pay_for_volume", "$", "expected pay for 1 % more of own visits and procedures")
        => it.mean(Metric::PayForVolume).dollars(),
    Column::number("pay_for_stewardship", "$", "expected pay for care under own influence that costs 1 % less")
        => it.mean(Metric::PayForStewardship).dollars(),
    Column::number("own_part_of_avoided_dollar", "$ per $", "what the physician is expected to be paid of a dollar of care avoided")
        => RoundedTo(it.mean(Metric::OwnPartOfAvoided), 4),
    Column::number("pay_per_hour_volume", "$ per hour", "expected pay for one more hour of visits")
        => it.mean(Metric::HourPaysVolume).dollars(),
    Column::number("pay_per_hour_stewardship", "$ per hour", "expected pay for one more hour of care management")
        => it.mean(Metric::HourPaysStewardship).dollars(),
    Column::number("pay_per_hour_quality", "$ per hour", "expected pay for one more hour of quality work")
        => it.mean(Metric::HourPaysQuality).dollars(),
    Column::number("pay_per_hour_documentation", "$ per hour", "expected pay for one more hour of coding")
        => it.mean(Metric::HourPaysDocumentation).dollars(),
    Column::number("pay_per_hour_access", "$ per hour", "expected pay for one more hour of access")
        => it.mean(Metric::HourPaysAccess).dollars(),
    Column::number("pay_per_hour_transformation", "$ per hour", "expected pay for one more hour of transformation")
        => it.mean(Metric::HourPaysTransformation).dollars(),
    Column::text("best_paid_hour", "the lever whose next hour is most often the best paid over trials; `nothing` where none pays fifty cents")
        => it.best.0,
    Column::number("best_paid_hour_chance", "chance", "the share of trials in which it is")
        => it.best.1.map(Short::hundredths),
    Column::number("guarantee_holds", "chance", "chance that a guarantee or a floor holds, under which more of the work that it covers pays little or nothing")
        => it.mean(Metric::Guaranteed).hundredths(),
    Column::number("value_induced", "% of attainable", "value induced over all levers, against all worth")
        => it.mean(Metric::ValueInduced).hundredths(),
    Column::number("alignment_gap", "points", "share of revenue under value-based contracts less value share of pay")
        => it.mean(Metric::AlignmentGap).hundredths(),
    Column::number("value_share_of_revenue_held", "share", "the gap's one side: share of the panel's revenue under the baseline's value-based contracts")
        => it.mean(Metric::ValueRevenueHeld).thousandths(),
    Column::number("value_share_of_pay", "share", "its other side: quality and cost incentives over total pay")
        => it.mean(Metric::ValueShare).thousandths(),
    Column::number("misalignment", "index", "misalignment index M, for research: 0 aligned, 1 no better than a flat salary")
        => it.mean(Metric::Misalignment).thousandths(),
    Column::number("leaves", "chance", "chance that the position changes hands as the page turns to the year")
        => it.mean(Metric::Leaves).thousandths(),
}

/// What one row says.
struct PersonLine<'a> {
    who: &'a Physician,
    results: ArmYear<'a>,
    place: usize,
    pay: Summary,
    change: Summary,
    /// What pay is made of, in the order of [`PaidBy::ALL`].
    parts: [f64; PaidBy::ALL.len()],
    /// In the order of [`Reason::ALL`], whole dollars that add up to those of the change.
    reasons: [f64; Reason::ALL.len()],
    /// The lever whose next hour is most often the best paid, with its chance.
    best: (&'static str, Option<f64>),
}

/// A number as short as its column needs it.
trait Short {
    fn dollars(self) -> RoundedTo;
    fn hundredths(self) -> RoundedTo;
    fn thousandths(self) -> RoundedTo;
}

impl Short for f64 {
    fn dollars(self) -> RoundedTo {
        RoundedTo(self, 0)
    }

    fn hundredths(self) -> RoundedTo {
        RoundedTo(self, 2)
    }

    fn thousandths(self) -> RoundedTo {
        RoundedTo(self, 3)
    }
}

impl<'a> PersonLine<'a> {
    fn new(who: &'a Physician, results: ArmYear<'a>, place: usize) -> PersonLine<'a> {
        let at = |metric| results.at_place(place, metric);
        let (pay, change) = (at(Metric::Pay), at(Metric::PayChange));
        let mean = |metric| results.mean_at(place, metric);
        let parts = pay_parts(pay.mean, mean);
        let reasons = whole_parts(
            change.mean,
            &Reason::ALL.iter().map(|reason| mean(reason.metric())).collect::<Vec<_>>(),
        );
        let best = best_hour(&results, place)
            .map_or((NOTHING, None), |(lever, chance)| (lever.describe().0, Some(chance)));
        PersonLine { who, results, place, pay, change, parts, reasons, best }
    }

    fn mean(&self, metric: Metric) -> f64 {
        self.results.mean_at(self.place, metric)
    }

    /// What a part of pay is of all pay.
    fn part(&self, of: PaidBy) -> RoundedTo {
        let pay = self.pay.mean;
        (if pay > 0.0 { self.parts[of as usize] / pay } else { 0.0 }).thousandths()
    }
}

/// The word where no hour pays anything.
const NOTHING: &str = "nothing";

/// Parts in whole dollars that add up to the whole's: the first takes what rounding leaves.
fn whole_parts<const N: usize>(whole: f64, parts: &[f64]) -> [f64; N] {
    let mut rounded: [f64; N] =
        std::array::from_fn(|place| parts.get(place).map_or(0.0, |part| part.round()));
    rounded[0] = whole.round() - rounded[1..].iter().sum::<f64>();
    rounded
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let model = report.model;
    for (place, arm) in model.arms.iter().enumerate() {
        for year in 0..model.years {
            let results = report.outcome.of(place, year);
            for place in &model.author_order {
                let Some(who) = &arm.roster[*place] else { continue };
                each(&cells(&arm.name, model.start.plus(year), &PersonLine::new(who, results, *place)))?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_to_the_dollar() {
        // 101 less 33 and 34.
        assert_eq!(whole_parts::<3>(100.6, &[33.6, 33.4, 33.6]), [34.0, 33.0, 34.0]);
        // 10.5 rounds to 11, and its halves of 5.25 to 5: the first takes 6.
        assert_eq!(whole_parts::<2>(10.5, &[5.25, 5.25]), [6.0, 5.0]);
        assert_eq!(whole_parts::<2>(-10.4, &[-20.2, 9.8]), [-20.0, 10.0]);
    }

    #[test]
    fn columns_are_the_measures_of_their_names() {
        let own = [
            "arm",
            "year",
            "physician_id",
            "specialty",
            "plan",
            "fte",
            "best_paid_hour",
            "best_paid_hour_chance",
        ];
        let shares = [
            "time_share_of_pay",
            "quality_share_of_pay",
            "cost_share_of_pay",
            "panel_share_of_pay",
            "service_share_of_pay",
        ];
        for column in
            COLUMNS.iter().filter(|column| !own.contains(&column.key) && !shares.contains(&column.key))
        {
            let name = ["_mc_se", "_p05", "_p50", "_p95"].iter().find_map(|end| column.key.strip_suffix(end));
            let metric = Metric::named(name.unwrap_or(column.key)).unwrap();
            assert_eq!(metric.definition().unit, column.unit, "{}", column.key);
        }
    }
}
