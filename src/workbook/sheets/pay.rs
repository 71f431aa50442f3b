//! Total cash compensation by what it is paid for: of everyone, by specialty and by plan.

use crate::decision::{PaidBy, PayStack, is_of, kind_of_group, named_groups};
use crate::engine::Scope;
use crate::model::Arm;
use crate::report::{Column, Report, Whom, columns, shared};
use crate::units::real;
use crate::workbook::SheetKind;
use crate::workbook::picture::{BookChart, Picture, part_colour};
use crate::workbook::sheet::{BookSheet, GridPlace, fields};
use crate::workbook::style::TO_THE_CENT;
use std::io;

const NAME: &str = "Pay by component";

pub(super) const SHEET: SheetKind = SheetKind {
    name: NAME,
    about: "Total cash compensation in the last performance year by what it is paid for: of everyone, of each specialty and of each plan's physicians at the start. Sums of physicians' means; parts add up to the pay, and groups to everyone, to the cent.",
    whom: Whom::Groups,
    columns: || COLUMNS,
    // Parts of pay are those of few where few have them.
    given: |report| report.disclosure.shows_persons(),
    fill,
};

/// The first column of a part a physician.
const MEANS: u16 = 13;

columns! { (arm: &'a str, title: &'a str, of: (&'static str, &'a str), it: &StackedGroup);
    Column::text("by", "everyone (`all`), `specialty`, or `plan` at the start") => of.0,
    Column::text("group", "which one") => of.1,
    shared::ARM => arm,
    Column::text("arm_title", "what people call it") => title,
    Column::whole("physicians", "positions of the group") => it.physicians as u64,
    Column::number("pay", TO_THE_CENT, "pay of all of them; the next six add up to it") => it.stack.total.dollars(),
    Column::number("time", TO_THE_CENT, "for time: salary and guarantees") => it.stack.parts[0].dollars(),
    Column::number("volume", TO_THE_CENT, "that moves with wRVUs") => it.stack.parts[1].dollars(),
    Column::number("quality", TO_THE_CENT, "for measured quality") => it.stack.parts[2].dollars(),
    Column::number("cost_of_care", TO_THE_CENT, "for the cost of care") => it.stack.parts[3].dollars(),
    Column::number("panel", TO_THE_CENT, "for the panel") => it.stack.parts[4].dollars(),
    Column::number("service", TO_THE_CENT, "for non-clinical work") => it.stack.parts[5].dollars(),
    Column::number("pay_a_physician", "$", "pay of a physician of the group, mean") => it.mean(it.stack.total.dollars()),
    Column::number("time_a_physician", "$", "of it for time") => it.mean(it.stack.parts[0].dollars()),
    Column::number("volume_a_physician", "$", "of it that moves with wRVUs") => it.mean(it.stack.parts[1].dollars()),
    Column::number("quality_a_physician", "$", "of it for measured quality") => it.mean(it.stack.parts[2].dollars()),
    Column::number("cost_of_care_a_physician", "$", "of it for the cost of care") => it.mean(it.stack.parts[3].dollars()),
    Column::number("panel_a_physician", "$", "of it for the panel") => it.mean(it.stack.parts[4].dollars()),
    Column::number("service_a_physician", "$", "of it for non-clinical work") => it.mean(it.stack.parts[5].dollars()),
}

/// Pay of a group.
struct StackedGroup {
    physicians: usize,
    stack: PayStack,
}

impl StackedGroup {
    fn mean(&self, dollars: f64) -> f64 {
        dollars / real(self.physicians.max(1))
    }
}

fn fill(report: &Report<'_>, sheet: &mut BookSheet<'_>) -> io::Result<Vec<BookChart>> {
    let model = report.model;
    let last = model.years - 1;
    // By place, nothing for positions that an arm does not have.
    let stacks: Vec<Vec<Option<PayStack>>> = (0..model.arms.len())
        .map(|arm| {
            let year = report.outcome.of(arm, last);
            let roster = model.arms[arm].roster.iter().enumerate();
            roster.map(|(place, who)| who.as_ref().map(|_| PayStack::of(&year, place))).collect()
        })
        .collect();
    let groups: Vec<(Scope, &str)> = named_groups(model).collect();
    let year = model.start.plus(last);
    sheet.pages_wide(2);
    sheet.note(&format!("Performance year {year}."))?;
    let size = (groups.len() * model.arms.len(), 3);
    let place = sheet.grid(&fields(COLUMNS), size, &["physicians"], |grid| {
        for of_kind in groups.chunk_by(|one, other| one.0 == other.0) {
            for (arm, named) in model.arms.iter().enumerate() {
                for (scope, name) in of_kind {
                    let group = group_of(named, &stacks[arm], (*scope, name));
                    let all = cells(&named.name, &named.title, (kind_of_group(*scope), name), &group);
                    grid.row(&all)?;
                }
            }
        }
        Ok(())
    })?;
    Ok(place.map_or_else(Vec::new, |place| charts(report, place, model.specialties.len())))
}

/// A group's pay.
fn group_of(arm: &Arm, stacks: &[Option<PayStack>], group: (Scope, &str)) -> StackedGroup {
    let members: Vec<PayStack> = arm
        .roster
        .iter()
        .zip(stacks)
        .filter_map(|(who, stack)| {
            let (who, stack) = (who.as_ref()?, (*stack)?);
            is_of(who, group).then_some(stack)
        })
        .collect();
    StackedGroup { physicians: members.len(), stack: PayStack::sum(members.iter().copied()) }
}

/// Everyone by arm, then today's specialties.
fn charts(report: &Report<'_>, place: GridPlace, specialties: usize) -> Vec<BookChart> {
    let model = report.model;
    let year = model.start.plus(model.years - 1);
    let first = place.header + 1;
    let arms = u32::try_from(model.arms.len()).unwrap_or(1);
    let chart = |title, x, (from, rows): (u32, u32), labels: u16, reading: String| {
        let to = from + rows - 1;
        let series = (0..PaidBy::ALL.len()).map(|part| {
            let column = MEANS + u16::try_from(part).unwrap_or(0);
            let name = (NAME, place.header, column - 7, place.header, column - 7);
            (name, (NAME, from, column, to, column), part_colour(part))
        });
        BookChart {
            kind: Picture::Stack,
            title,
            axes: (x, "$ a physician and year"),
            values: "$#,##0",
            categories: (NAME, from, labels, to, labels),
            series: series.collect(),
            reading,
        }
    };
    let by_arm = chart(
        "Total cash compensation of a physician by what it is paid for, arm by arm",
        "Arm",
        (first, arms),
        3,
        format!(
            "Mean pay of a physician in {year}, by what it is paid for. Each column is an arm, from the bottom: time, volume, quality, cost of care, panel, service. Figures: sheet “{NAME}”."
        ),
    );
    let today = chart(
        "Total cash compensation by specialty today",
        "Specialty",
        (first + arms, u32::try_from(specialties).unwrap_or(1).max(1)),
        1,
        format!(
            "Mean pay of a physician under today's agreements in {year}, specialty by specialty, by what it is paid for. Figures: sheet “{NAME}”."
        ),
    );
    vec![by_arm, today]
}
