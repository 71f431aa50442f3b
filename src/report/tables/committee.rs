//! Each physician's pay and work beside a survey.

use super::{RunTable, shared};
use crate::report::table::{Column, Table, Whom, columns};
use crate::review::{Placed, Standing, committee};
use crate::survey::Gap;
use crate::units::CalendarYear;

pub(in crate::report) const TABLE: RunTable = RunTable {
    table: Table {
        name: "committee",
        about: "each physician's pay, work and pay per work RVU beside a survey, with percentiles, gap and flag. Percentiles are those of means over trials, straight lines between those of the table, whose dollars are aged to the year. A person of several appointments has a row for each, with pay, work and FTE of its own; what is per FTE or per wRVU, percentiles, gap and flag are those of the person at all of them, in the specialty of the largest. Months in which a position is vacant earn and do nothing, so means lie a little below those of a full year",
        row: "arm, year and physician, physicians in the author's order",
        whom: Whom::Persons,
        columns: COLUMNS,
    },
    given: |report| report.is_compared(),
    rows: |report, each| {
        let model = report.model;
        for ((place, arm), survey) in model.arms.iter().enumerate().zip(report.surveys) {
            for year in 0..model.years {
                for standing in committee(model, report.outcome, survey, place, year) {
                    each(&cells(&arm.name, model.start.plus(year), &standing))?;
                }
            }
        }
        Ok(())
    },
};

columns! { (arm: &'a str, year: CalendarYear, it: &'a Standing<'_>);
    shared::ARM => arm,
    shared::YEAR => u64::from(year.0),
    shared::PHYSICIAN_ID => it.id,
    shared::SPECIALTY => it.specialty,
    Column::text("plan", "plan in force at the end of the year, if nobody leaves") => it.plan,
    Column::number("fte", "FTE", "total FTE") => it.fte,
    Column::number("clinical_fte", "FTE", "clinical FTE") => it.clinical_fte,
    Column::number("pay", "$", "mean pay over trials, all sources within the system") => it.pay,
    Column::number("other_pay", "$", "pay from other employers, of all appointments of the person; it counts in pay_per_fte and its percentile") => it.whole.elsewhere,
    Column::number("pay_per_fte", "$", "mean pay per total FTE: that of the person at all appointments and from other employers") => it.whole.pay / it.whole.fte,
    Column::number("pay_percentile", "points", "its percentile; empty outside the table")
        => percentile(it.pay_table.as_ref()),
    Column::text("pay_range", "its percentile in words, such as `above P90`: outside the table nothing more is known")
        => range(it.pay_table.as_ref()),
    Column::text("pay_table", "table that pay is compared with")
        => it.pay_table.as_ref().map(|t| t.table.as_str()),
    Column::text("pay_table_kind", "`survey`, or `wages` when the federal wage table stands in: wages are not total cash compensation")
        => it.pay_table.as_ref().map(|t| t.kind.key()),
    Column::number("above_p75", "chance", "chance over trials that pay lies above the table's P75")
        => it.above_p75,
    Column::number("above_p90", "chance", "chance over trials that pay lies above the table's P90")
        => it.above_p90,
    Column::text("flag", "`high` when above_p90 exceeds compliance.valuation.breach_chance, `document` when above_p75 does, else `within`; `unmeasured` without a table. Practice, not law")
        => it.flag.word(),
    Column::number("wrvu", "wRVU", "mean work RVUs over trials") => it.wrvu,
    Column::number("wrvu_per_clinical_fte", "wRVU", "mean work RVUs per clinical FTE")
        => it.whole.wrvu / it.whole.clinical_fte,
    Column::number("wrvu_percentile", "points", "their percentile; empty outside the table or without a survey")
        => percentile(it.work_table.as_ref()),
    Column::text("wrvu_range", "their percentile in words") => range(it.work_table.as_ref()),
    Column::number("pay_productivity_gap", "points", "pay percentile less wRVU percentile; empty unless both are known")
        => it.gap.and_then(Gap::exact),
    Column::number("gap_low", "points", "lower bound of the gap when a value lies outside its table; equal to it otherwise")
        => it.gap.map(|gap| gap.low),
    Column::number("gap_high", "points", "upper bound of the gap, likewise") => it.gap.map(|gap| gap.high),
    Column::number("pay_per_wrvu", "$", "mean pay from the system over mean work RVUs") => it.pay_per_wrvu,
    Column::number("pay_per_wrvu_percentile", "points", "its percentile; empty outside the table or without a survey")
        => percentile(it.rate_table.as_ref()),
    Column::text("pay_per_wrvu_range", "its percentile in words") => range(it.rate_table.as_ref()),
}

fn percentile(placed: Option<&Placed>) -> Option<f64> {
    placed.and_then(|placed| placed.position.percentile())
}

fn range(placed: Option<&Placed>) -> Option<String> {
    placed.map(|placed| placed.position.to_string())
}
