//! Every physician: what a compensation committee's own workbook holds of each, in the last year.

use crate::decision::{PayStack, PersonReasons, reasons};
use crate::engine::{ArmResults, ArmYear, Metric, PersonMetric};
use crate::entity::Physician;
use crate::report::{Column, Report, Whom, always, columns, shared};
use crate::review::{Placed, Standing, committee};
use crate::stats::Summary;
use crate::units::Cents;
use crate::workbook::SheetKind;
use crate::workbook::picture::BookChart;
use crate::workbook::sheet::{BookSheet, fields};
use crate::workbook::style::TO_THE_CENT;
use std::collections::BTreeMap;
use std::io;

pub(super) const SHEET: SheetKind = SheetKind {
    name: "Physicians",
    about: "Every physician under every arm in the last performance year: total cash compensation by what it is paid for (the six parts add up to it, to the cent), beside the survey, its change against today with the main reason, and what the next hour pays. Means over trials. A row is a position: whoever follows keeps it. Sort and filter by the headings.",
    whom: Whom::Persons,
    columns: || COLUMNS,
    given: always,
    fill,
};

columns! { (arm: &'a str, id: String, row: &PersonRow<'a>);
    shared::ARM => arm,
    shared::PHYSICIAN_ID => id,
    Column::text("name", "name of the roster; without a column where it has none") => row.who.name.as_str(),
    shared::SPECIALTY => row.who.specialty.as_str(),
    Column::text("plan", "plan in force at the end of the year, if nobody leaves") => row.standing.map_or(row.who.plan.as_str(), |own| own.plan).to_owned(),
    Column::text("pay_group", "pay group of the roster; without a column where it has none") => row.who.pay_group.as_str(),
    Column::text("site", "place of work by the roster; without a column where it has none") => row.who.site.as_str(),
    Column::number("fte", "FTE", "total FTE at the start, by the roster") => row.who.fte,
    Column::number("clinical_fte", "FTE", "clinical FTE at the start") => row.who.clinical_fte,
    Column::number("wrvu", "wRVU", "work RVUs") => row.mean(Metric::Wrvu),
    Column::number("pay", TO_THE_CENT, "total cash compensation; the next six columns add up to it") => row.stack.total.dollars(),
    Column::number("pay_for_time", TO_THE_CENT, "salary and guarantees") => row.part(0),
    Column::number("pay_for_volume", TO_THE_CENT, "pay that moves with wRVUs") => row.part(1),
    Column::number("pay_for_quality", TO_THE_CENT, "pay for measured quality") => row.part(2),
    Column::number("pay_for_cost_of_care", TO_THE_CENT, "passed-through savings, gainsharing, referral accounts") => row.part(3),
    Column::number("pay_for_panel", TO_THE_CENT, "pay for the panel: what the other five leave") => row.part(4),
    Column::number("pay_for_service", TO_THE_CENT, "pay for non-clinical work") => row.part(5),
    Column::number("pay_p05", "$", "pay that one future in twenty does not reach") => row.pay.quantiles.map(|q| q[0]),
    Column::number("pay_p95", "$", "pay that one future in twenty exceeds") => row.pay.quantiles.map(|q| q[4]),
    Column::number("pay_per_fte", "$", "pay per total FTE of the person at all appointments, with pay from other employers") => row.standing.map(|own| own.whole.pay / own.whole.fte),
    Column::number("pay_percentile", "points", "its percentile in the survey; empty outside the table") => percentile(row.standing.and_then(|own| own.pay_table.as_ref())),
    Column::text("pay_stands", "the same in words: outside the table nothing more is known") => range(row.standing.and_then(|own| own.pay_table.as_ref())),
    Column::number("wrvu_percentile", "points", "percentile of wRVUs per clinical FTE; empty outside the table or without a survey") => percentile(row.standing.and_then(|own| own.work_table.as_ref())),
    Column::text("wrvu_stands", "the same in words") => range(row.standing.and_then(|own| own.work_table.as_ref())),
    Column::number("pay_per_wrvu", TO_THE_CENT, "mean pay from the system over mean work RVUs") => row.standing.and_then(|own| own.pay_per_wrvu),
    Column::text("pay_per_wrvu_stands", "its percentile in words") => range(row.standing.and_then(|own| own.rate_table.as_ref())),
    Column::text("compared_with", "the table that pay is compared with; federal wages where there is no survey") => row.standing.and_then(|own| own.pay_table.as_ref()).map(|own| own.table.clone()),
    Column::text("flag", "`high`: to be valued; `document`: to be documented; `within`; `unmeasured` without a table. Practice, not law") => row.standing.map(|own| own.flag.word()),
    Column::number("change", TO_THE_CENT, "pay less that of the same position today, on the same luck") => row.reasons.map(|own| Cents::round(own.change).dollars()),
    Column::number("change_share", "share", "the same as a share of pay today") => row.reasons.map(PersonReasons::share),
    Column::text("main_reason", "what moves pay most in the direction of its change") => row.reason(),
    Column::number("change_all_years", "$", "change of pay over all performance years") => row.person(PersonMetric::PayChange).map(|found| found.mean),
    Column::number("chance_of_losing_5_percent", "chance", "chance that pay over all years is at least 5 % below today's") => row.person(PersonMetric::Loses).map(|found| found.mean),
    Column::number("own_part_of_avoided_dollar", "$ per $", "what the physician is expected to be paid of a dollar of care avoided") => row.mean(Metric::OwnPartOfAvoided),
    Column::number("next_hour_of_visits", "$ per hour", "expected pay for one more hour of visits") => row.mean(Metric::HourPaysVolume),
    Column::number("next_hour_of_care_management", "$ per hour", "expected pay for one more hour of care management") => row.mean(Metric::HourPaysStewardship),
    Column::number("next_hour_of_quality_work", "$ per hour", "expected pay for one more hour of quality work") => row.mean(Metric::HourPaysQuality),
    Column::number("next_hour_of_coding", "$ per hour", "expected pay for one more hour of coding") => row.mean(Metric::HourPaysDocumentation),
    Column::number("next_hour_of_access", "$ per hour", "expected pay for one more hour of access") => row.mean(Metric::HourPaysAccess),
    Column::number("next_hour_of_organising_care", "$ per hour", "expected pay for one more hour on how care is organised") => row.mean(Metric::HourPaysTransformation),
    Column::number("measured_quality", "share", "measured quality composite, chance included") => row.mean(Metric::Quality),
    Column::number("value_share_of_pay", "share", "quality and cost incentives over total pay") => row.mean(Metric::ValueShare),
    Column::number("leaves", "chance", "chance that the position changes hands as the page turns to the year") => row.mean(Metric::Leaves),
}

/// What a row says.
struct PersonRow<'a> {
    who: &'a Physician,
    place: usize,
    year: ArmYear<'a>,
    whole: ArmResults<'a>,
    pay: Summary,
    stack: PayStack,
    standing: Option<&'a Standing<'a>>,
    /// Nothing for the baseline, and for positions that it does not have.
    reasons: Option<&'a PersonReasons>,
}

impl PersonRow<'_> {
    fn mean(&self, metric: Metric) -> f64 {
        self.year.mean_at(self.place, metric)
    }

    fn part(&self, part: usize) -> f64 {
        self.stack.parts[part].dollars()
    }

    fn person(&self, metric: PersonMetric) -> Option<Summary> {
        self.whole.person(self.place, metric)
    }

    /// What moves pay most; nothing where it does not move by a dollar.
    fn reason(&self) -> Option<&'static str> {
        let own = self.reasons.filter(|own| own.change.abs() >= 0.5)?;
        Some(own.largest().0.words(own.change >= 0.0))
    }
}

fn percentile(placed: Option<&Placed>) -> Option<f64> {
    placed.and_then(|placed| placed.position.percentile())
}

fn range(placed: Option<&Placed>) -> Option<String> {
    placed.map(|placed| placed.position.to_string())
}

/// A text of the roster.
type OfRoster = fn(&Physician) -> &str;

/// Columns that some rosters leave empty, with what fills them.
const OPTIONAL: [(&str, OfRoster); 3] =
    [("name", |who| &who.name), ("pay_group", |who| &who.pay_group), ("site", |who| &who.site)];

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let (model, outcome) = (report.model, report.outcome);
    let last = model.years - 1;
    let is_empty = |of: OfRoster| {
        model.arms.iter().flat_map(|arm| arm.roster.iter().flatten()).all(|who| of(who).is_empty())
    };
    let kept: Vec<bool> = COLUMNS
        .iter()
        .map(|column| !OPTIONAL.iter().any(|(key, of)| *key == column.key && is_empty(*of)))
        .collect();
    let columns: Vec<_> =
        fields(COLUMNS).into_iter().zip(&kept).filter(|(_, kept)| **kept).map(|(field, _)| field).collect();
    let rows = model.arms.iter().map(|arm| arm.roster.iter().flatten().count()).sum();
    let frozen = if is_empty(|who| &who.name) { 2 } else { 3 };
    sheet.pages_wide(4);
    sheet.note(&format!("Performance year {}.", model.start.plus(last)))?;
    sheet.grid(&columns, (rows, frozen), &["physicians", "committee"], |grid| {
        for (arm, named) in model.arms.iter().enumerate() {
            let Ok(whole) = outcome.arm(&named.name) else { continue };
            let standings = report
                .surveys
                .get(arm)
                .map_or_else(Vec::new, |survey| committee(model, outcome, survey, arm, last));
            let standings: BTreeMap<&str, &Standing<'_>> =
                standings.iter().map(|own| (own.id, own)).collect();
            let changes = if arm > 0 { reasons(model, outcome, arm, last) } else { Vec::new() };
            let changes: BTreeMap<usize, &PersonReasons> =
                changes.iter().map(|own| (own.place, own)).collect();
            let year = outcome.of(arm, last);
            for place in &model.author_order {
                let Some(who) = &named.roster[*place] else { continue };
                let row = PersonRow {
                    who,
                    place: *place,
                    year,
                    whole,
                    pay: year.at_place(*place, Metric::Pay),
                    stack: PayStack::of(&year, *place),
                    standing: standings.get(who.id.as_str()).copied(),
                    reasons: changes.get(place).copied(),
                };
                let id = who.id.clone();
                let all = cells(&named.name, id, &row);
                let all: Vec<_> =
                    all.into_iter().zip(&kept).filter(|(_, kept)| **kept).map(|(cell, _)| cell).collect();
                grid.row(&all)?;
            }
        }
        Ok(())
    })?;
    Ok(Vec::new())
}
