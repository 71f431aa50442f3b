//! Budget impact: what pay and what stands on top of it cost, by plan and specialty and year, beside the baseline.

use super::poured::shown_or_hidden;
use crate::decision::{BudgetLine, kind_of_group, named_groups, pay_budget};
use crate::engine::{Metric, Scope};
use crate::report::{Column, Report, Whom, always, columns, shared};
use crate::units::CalendarYear;
use crate::workbook::SheetKind;
use crate::workbook::picture::BookChart;
use crate::workbook::sheet::{BookSheet, fields};
use crate::workbook::style::TO_THE_CENT;
use std::io;

pub(super) const SHEET: SheetKind = SheetKind {
    name: "Budget impact",
    about: "What physicians cost each year, by plan at the start and by specialty, and how that differs from today. Plans add up to everyone (`all`), and specialties do, to the cent: filter by one of them before you add. Sums of physicians' means. On-costs (payroll tax, benefits, malpractice cover, cover of empty positions) are those of the accounts, divided by what the scenario's rates ask of each physician's pay and FTE.",
    whom: Whom::Groups,
    columns: || COLUMNS,
    given: always,
    fill,
};

/// Columns before those that may be hidden.
const NAMES: usize = 4;

columns! { (arm: &'a str, year: CalendarYear, it: &BudgetLine<'a>);
    shared::ARM => arm,
    shared::YEAR => u64::from(year.0),
    Column::text("by", "everyone (`all`), `specialty`, or `plan` at the start") => kind_of_group(it.scope),
    Column::text("group", "which one") => it.group,
    Column::whole("physicians", "positions of the group") => it.physicians as u64,
    Column::number("fte", "FTE", "their FTE at the start") => it.fte,
    Column::number("pay", TO_THE_CENT, "pay of all of them") => it.pay.dollars(),
    Column::number("on_costs", TO_THE_CENT, "what employing them costs on top") => it.on_costs.dollars(),
    Column::number("cost", TO_THE_CENT, "both together") => (it.pay + it.on_costs).dollars(),
    Column::number("change_of_pay", TO_THE_CENT, "pay less today's, of the same group and year") => it.pay_change.dollars(),
    Column::number("change_of_on_costs", TO_THE_CENT, "on-costs less today's") => it.on_costs_change.dollars(),
    Column::number("change_of_cost", TO_THE_CENT, "both together: the budget impact") => (it.pay_change + it.on_costs_change).dollars(),
}

/// Whether a group's figures may be shown: its pay, how that changes, and what comes on top of it.
fn is_shown(report: &Report<'_>, arm: usize, line: &BudgetLine<'_>) -> bool {
    [Metric::Pay, Metric::PayChange]
        .iter()
        .all(|metric| report.disclosure.shows_measure(arm, line.scope, line.group, metric.definition().name))
        && report.disclosure.shows_line("on top of pay")
}

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let model = report.model;
    let groups = named_groups(model).count();
    let size = (groups * model.arms.len() * model.years, 4);
    sheet.grid(&fields(COLUMNS), size, &["physicians", "accounts"], |grid| {
        for (arm, named) in model.arms.iter().enumerate() {
            for year in 0..model.years {
                for line in pay_budget(model, report.outcome, (arm, year)) {
                    let all = cells(&named.name, model.start.plus(year), &line).to_vec();
                    let all = shown_or_hidden(is_shown(report, arm, &line), NAMES, all);
                    if line.scope == Scope::System {
                        grid.total(&all)?;
                    } else {
                        grid.row(&all)?;
                    }
                }
            }
        }
        Ok(())
    })?;
    Ok(Vec::new())
}
