//! Every value that each arm was run with.

use super::{RunTable, shared};
use crate::report::cell::RoundedTo;
use crate::report::results::Report;
use crate::report::table::{Column, IN_ROW, Table, Whom, columns};
use crate::schema::Grade;
use crate::study::{SetBy, Setting};

pub(crate) const TABLE: RunTable = RunTable {
    table: Table {
        name: "parameters",
        about: "every value that each arm was run with, stated or by default, and factors that were solved; but for title and description. A plan's amounts stand as they are stated, before such a factor. Written as CSV whatever the formats, for `cascade diff`; not with limits to what may be shown, since a plan may be one person's",
        row: "arm and value",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: |report| !report.settings.is_empty() && report.disclosure.shows_persons(),
    rows: |report, each| {
        for (place, arm) in report.settings.iter().enumerate() {
            for setting in &arm.settings {
                each(&cells(&arm.arm, setting, setting.by.word()))?;
            }
            for setting in solved(report, place) {
                each(&cells(&arm.arm, &setting, SOLVED))?;
            }
        }
        Ok(())
    },
};

/// Where a value comes from that meets a budget.
pub(crate) const SOLVED: &str = "solved";

/// Decimals that tell any two numbers apart that people agree on.
const DECIMALS: usize = 12;

/// Factors that were solved for an arm.
fn solved(report: &Report<'_>, arm: usize) -> Vec<Setting> {
    let factor = |path: String, value: f64| Setting {
        path,
        value: Some(value),
        words: String::new(),
        unit: "number",
        by: SetBy::Default,
        source: "solved to meet the budget",
        grade: Grade::Derived,
    };
    let Some(arm) = report.model.arms.get(arm) else { return Vec::new() };
    let neutral =
        arm.neutral.iter().map(|one| factor(format!("plan.{}.budget_neutral.factor", one.plan), one.factor));
    let funded = arm.funded.iter().flat_map(|funded| &funded.factors);
    let funded = funded.map(|one| factor(format!("funding.factor.{}", one.plan), one.factor));
    neutral.chain(funded).collect()
}

columns! { (arm: &'a str, it: &'a Setting, by: &'static str);
    shared::ARM => arm,
    Column::text("path", "its place in the scenario, with entries of lists by number") => it.path.as_str(),
    Column::number("value", IN_ROW, "the number, or the mean of what it is drawn from; empty for words, and for numbers that differ between people") => it.value.map(|value| RoundedTo(value, DECIMALS)),
    Column::text("words", "the word that was chosen, or what the number is drawn from; empty for plain numbers") => it.words.as_str(),
    shared::UNIT => it.unit,
    Column::text("comes_from", "`scenario`: its text states it; `set`: an argument such as --years; `default`: nothing was said; `solved`: a factor that meets a budget") => by,
    Column::text("source", "where a default comes from") => it.source,
    Column::text("grade", "how good that is: official, published, derived, recalled, assumption; `yours` for what is stated") => it.grade.word(),
}
