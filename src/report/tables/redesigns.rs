//! What a search for redesigns tried and found.

use crate::analysis::SearchLimit;
use crate::report::SearchReport;
use crate::report::table::Table;
use crate::report::write::Format;
use std::io::{self, Write};

/// The tables of a search.
pub const SEARCHED: [&Table; 5] =
    [&frontier::TABLE, &curse::TABLE, &tried::TABLE, &designs::TABLE, &variables::TABLE];

/// Limits by their words.
fn broken(limits: &[(SearchLimit, f64)]) -> String {
    let words: Vec<&str> = limits.iter().map(|(limit, _)| limit.word()).collect();
    words.join(" ")
}

mod frontier {
    use super::broken;
    use crate::analysis::{FoundRedesign, SearchFacts};
    use crate::report::table::{Column, Table, Whom, columns};

    pub(super) const TABLE: Table = Table {
        name: "frontier",
        about: "what `cascade search` found, beside every arm of the scenario, on fresh luck: over all years, against the baseline on the same luck",
        row: "redesign that was found, and arm",
        whom: Whom::Groups,
        columns: COLUMNS,
    };

    /// A row: name, title, evaluation, figures, what was found of it.
    pub(super) type FrontierRow<'a> = (&'a str, &'a str, &'a SearchFacts, Option<&'a FoundRedesign>);

    columns! { (it: FrontierRow<'a>);
        Column::text("name", "variant: of a redesign that was found, that of its file") => it.0,
        Column::text("title", "title of an arm of the scenario") => it.1,
        Column::flag("found", "whether the search found it; the others are arms of the scenario") => it.3.is_some(),
        Column::whole("evaluation", "its number in evaluations.csv") => it.3.map(|point| point.tried as u64 + 1),
        Column::number("margin", "$", "mean change of the system's margin over all years") => it.2.margin.value,
        Column::number("margin_mc_se", "$", "its Monte Carlo error") => it.2.margin.se,
        Column::number("margin_pv", "$", "mean change of its worth in the first year") => it.2.margin_worth.value,
        Column::number("savings", "$", "mean change of true savings over all years") => it.2.savings.value,
        Column::number("savings_mc_se", "$", "its Monte Carlo error") => it.2.savings.se,
        Column::number("value", "$", "mean change of value delivered: true savings, and quality at what a point was said to be worth") => it.2.value.value,
        Column::number("value_mc_se", "$", "its Monte Carlo error") => it.2.value.se,
        Column::number("quality", "points", "mean change of clinical quality, mean over years and physicians") => it.2.quality.value,
        Column::number("losers", "share", "mean share of physicians whose pay over all years is at least 5 % below the baseline's") => it.2.losers.value,
        Column::number("losers_mc_se", "share", "its Monte Carlo error") => it.2.losers.se,
        Column::number("pay_change", "share", "mean change of pay of all physicians, of the baseline's") => it.2.pay.value,
        Column::number("chance_of_loss", "chance", "chance that the system's margin is below the baseline's") => it.2.loss.value,
        Column::number("cash_trough", "$", "mean of the lowest point of the programme's cumulated cash") => it.2.trough.value,
        Column::whole("to_be_valued", "physicians whose pay lies above the survey's P90 with too great a chance in some year; empty where nobody asked") => it.3.and_then(|point| Some(point.review.flagged?.1 as u64)),
        Column::text("breaks", "limits that it breaks on fresh luck, by their words; of redesigns that were found") => it.3.map(|point| broken(&point.broken)),
        Column::flag("not_beaten", "whether, on fresh luck, neither another redesign that was found nor the arm that was changed is as good in every objective and better in one") => it.3.map(|point| point.is_unbeaten),
    }

    pub(super) fn row(it: FrontierRow<'_>) -> [crate::report::Cell<'_>; COLUMNS.len()] {
        cells(it)
    }
}

mod curse {
    use crate::analysis::{FoundRedesign, SearchObjective};
    use crate::report::table::{Column, IN_ROW, Table, Whom, columns};

    pub(super) const TABLE: Table = Table {
        name: "shrinkage",
        about: "what redesigns that `cascade search` found lose when they are looked at again: the best of many on one luck has been lucky",
        row: "redesign that was found and objective",
        whom: Whom::Groups,
        columns: COLUMNS,
    };

    columns! { (name: &'a str, objective: SearchObjective, point: &FoundRedesign);
        Column::text("name", "variant that was found") => name,
        Column::text("objective", "what the search was after") => objective.word(),
        Column::text("unit", "unit of the numbers") => unit(objective),
        Column::number("searched", IN_ROW, "mean on the luck of the search") => (objective.of(&point.searched).value, unit(objective)),
        Column::number("searched_mc_se", IN_ROW, "its Monte Carlo error") => (objective.of(&point.searched).se, unit(objective)),
        Column::number("fresh", IN_ROW, "mean on fresh luck") => (objective.of(&point.fresh).value, unit(objective)),
        Column::number("fresh_mc_se", IN_ROW, "its Monte Carlo error") => (objective.of(&point.fresh).se, unit(objective)),
        Column::number("shrinkage", IN_ROW, "how much worse it is on fresh luck; below 0 where it is better") => (point.shrinkage(objective).value, unit(objective)),
        Column::number("shrinkage_se", IN_ROW, "its Monte Carlo error, of both lucks together") => (point.shrinkage(objective).se, unit(objective)),
    }

    fn unit(objective: SearchObjective) -> &'static str {
        match objective {
            SearchObjective::Quality => "points",
            SearchObjective::Losers => "share",
            SearchObjective::Margin
            | SearchObjective::MarginWorth
            | SearchObjective::Savings
            | SearchObjective::Value
            | SearchObjective::Cash => "$",
        }
    }

    pub(super) fn row<'a>(
        name: &'a str,
        objective: SearchObjective,
        point: &FoundRedesign,
    ) -> [crate::report::Cell<'a>; COLUMNS.len()] {
        cells(name, objective, point)
    }
}

mod tried {
    use super::broken;
    use crate::analysis::TriedRedesign;
    use crate::report::table::{Column, Table, Whom, columns};

    pub(super) const TABLE: Table = Table {
        name: "evaluations",
        about: "every redesign that `cascade search` tried, in its order, on the common luck of the search",
        row: "redesign that was tried",
        whom: Whom::Groups,
        columns: COLUMNS,
    };

    columns! { (number: usize, it: &'a TriedRedesign, name: Option<&'a str>);
        Column::whole("evaluation", "its number, from 1") => number as u64 + 1,
        Column::whole("generation", "generation of the search, from 0: what is known, both ends of each variable, points between") => it.generation as u64,
        Column::number("margin", "$", "mean change of the system's margin over all years; empty where the scenario does not admit the redesign") => it.facts.map(|facts| facts.margin.value),
        Column::number("margin_mc_se", "$", "its Monte Carlo error") => it.facts.map(|facts| facts.margin.se),
        Column::number("savings", "$", "mean change of true savings over all years") => it.facts.map(|facts| facts.savings.value),
        Column::number("savings_mc_se", "$", "its Monte Carlo error") => it.facts.map(|facts| facts.savings.se),
        Column::number("value", "$", "mean change of value delivered") => it.facts.map(|facts| facts.value.value),
        Column::number("quality", "points", "mean change of clinical quality") => it.facts.map(|facts| facts.quality.value),
        Column::number("losers", "share", "mean share of physicians who lose 5 % of pay or more over all years") => it.facts.map(|facts| facts.losers.value),
        Column::number("losers_mc_se", "share", "its Monte Carlo error") => it.facts.map(|facts| facts.losers.se),
        Column::number("pay_change", "share", "mean change of pay of all physicians, of the baseline's") => it.facts.map(|facts| facts.pay.value),
        Column::number("chance_of_loss", "chance", "chance that the system's margin is below the baseline's") => it.facts.map(|facts| facts.loss.value),
        Column::number("cash_trough", "$", "mean of the lowest point of the programme's cumulated cash") => it.facts.map(|facts| facts.trough.value),
        Column::number("violation", "steps", "by how much it breaks limits, in all; empty where the scenario does not admit it") => it.facts.map(|_| it.broken.iter().map(|(_, by)| by).sum::<f64>()),
        Column::text("breaks", "limits that it breaks, by their words") => broken(&it.broken),
        Column::text("refused", "why the scenario does not admit it") => it.refused.as_str(),
        Column::flag("not_beaten", "whether it keeps every limit and none that does is as good in every objective and better in one") => it.is_unbeaten,
        Column::text("name", "its variant, where it was chosen") => name,
    }

    pub(super) fn row<'a>(
        number: usize,
        it: &'a TriedRedesign,
        name: Option<&'a str>,
    ) -> [crate::report::Cell<'a>; COLUMNS.len()] {
        cells(number, it, name)
    }
}

mod designs {
    use crate::analysis::DesignVariable;
    use crate::report::cell::RoundedTo;
    use crate::report::table::{Column, IN_ROW, Table, Whom, columns};

    pub(super) const TABLE: Table = Table {
        name: "designs",
        about: "the numbers of every redesign that `cascade search` tried",
        row: "redesign that was tried and number that was varied",
        whom: Whom::Groups,
        columns: COLUMNS,
    };

    columns! { (number: usize, variable: &'a DesignVariable, value: f64);
        Column::whole("evaluation", "number of the redesign in evaluations.csv") => number as u64 + 1,
        Column::text("place", "place of the number in the arm") => variable.path.as_str(),
        Column::text("unit", "unit of the value") => variable.unit,
        Column::number("value", IN_ROW, "its value") => RoundedTo(value, 12),
    }

    pub(super) fn row(
        number: usize,
        variable: &DesignVariable,
        value: f64,
    ) -> [crate::report::Cell<'_>; COLUMNS.len()] {
        cells(number, variable, value)
    }
}

mod variables {
    use crate::analysis::DesignVariable;
    use crate::report::cell::RoundedTo;
    use crate::report::table::{Column, IN_ROW, Table, Whom, columns};

    pub(super) const TABLE: Table = Table {
        name: "design_variables",
        about: "what `cascade search` was let to vary",
        row: "number that was varied",
        whom: Whom::Groups,
        columns: COLUMNS,
    };

    columns! { (it: &'a DesignVariable);
        Column::text("place", "place of the number in the arm that was changed") => it.path.as_str(),
        Column::text("unit", "its unit") => it.unit,
        Column::number("low", IN_ROW, "least value that was tried") => RoundedTo(it.low, 12),
        Column::number("high", IN_ROW, "greatest value that was tried") => RoundedTo(it.high, 12),
        Column::number("step", IN_ROW, "distance of the values that were tried; empty where any between the two was") => it.step.map(|step| RoundedTo(step, 12)),
        Column::number("start", IN_ROW, "its value in the arm as it stands; empty where it is stated nowhere") => it.start.map(|start| RoundedTo(start, 12)),
        Column::text("meaning", "what it means") => it.meaning.as_str(),
    }

    pub(super) fn row(it: &DesignVariable) -> [crate::report::Cell<'_>; COLUMNS.len()] {
        cells(it)
    }
}

/// Writes one of the tables of a search, by its place in [`SEARCHED`].
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn write_searched(
    report: &SearchReport<'_>,
    table: &'static Table,
    format: &dyn Format,
    sink: &mut dyn Write,
) -> io::Result<()> {
    let mut sheet = format.begin(table, sink)?;
    let SearchReport { question, found, arms, .. } = report;
    if *table == frontier::TABLE {
        for (name, title, facts) in *arms {
            sheet.row(&frontier::row((name, title, facts, None)))?;
        }
        for (name, point) in report.points() {
            sheet.row(&frontier::row((name, "", &point.fresh, Some(point))))?;
        }
    } else if *table == curse::TABLE {
        for (name, point) in report.points() {
            for objective in &question.objectives {
                sheet.row(&curse::row(name, *objective, point))?;
            }
        }
    } else if *table == tried::TABLE {
        for (number, one) in found.tried.iter().enumerate() {
            sheet.row(&tried::row(number, one, report.name_of(number)))?;
        }
    } else if *table == designs::TABLE {
        for (number, one) in found.tried.iter().enumerate() {
            for (variable, value) in question.variables.iter().zip(&one.values) {
                sheet.row(&designs::row(number, variable, *value))?;
            }
        }
    } else {
        for variable in &question.variables {
            sheet.row(&variables::row(variable))?;
        }
    }
    sheet.end()
}
