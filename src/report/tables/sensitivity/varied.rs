//! What was varied.

use super::SensitivityTable;
use crate::analysis::{INPUT_ENDS, LeftToChance, Sensitivity, VariedInput};
use crate::report::table::{Column, Table, Whom, columns};

/// Unit of a column of values of inputs.
const IN_OWN_UNIT: &str = "see `unit`";

pub(super) const TABLE: SensitivityTable = SensitivityTable {
    table: Table {
        name: "inputs",
        about: "what `cascade sensitivity` varies, from what and with what correlations, and what it leaves to chance because others matter more",
        row: "uncertain number",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: |_| true,
    rows: |found, _, each| {
        let varied = found.inputs.all.iter().enumerate();
        varied.into_iter().try_for_each(|(place, input)| each(&cells(found, Some((place, input)), None)))?;
        found.left.iter().try_for_each(|left| each(&cells(found, None, Some(left))))
    },
};

columns! { (found: &'a Sensitivity, of: Option<(usize, &'a VariedInput)>, left: Option<&'a LeftToChance>);
    Column::text("input", "place of the number, with the arm before it where only that arm's is varied")
        => of.map(|(_, input)| input.name.as_str()).or(left.map(|left| left.name.as_str())),
    Column::flag("varied", "whether it is varied; else it is left to chance, as drawn") => of.is_some(),
    Column::text("group", "its group: as it was given, else its section of the scenario")
        => of.map(|(_, input)| found.inputs.groups[input.group].name.as_str()),
    Column::text("comes_from", "`scenario`, which draws it, or `free`: a range that the command gave")
        => of.map(|(_, input)| if input.is_free { "free" } else { "scenario" }),
    Column::text("distribution", "what it is drawn from, in the first arm that draws it") => of.map(|(_, input)| input.law().to_string()),
    Column::flag("differs_by_arm", "whether arms draw it from different distributions: they then meet the same probability of it")
        => of.map(|(_, input)| input.differs_by_arm()),
    Column::text("unit", "its unit") => of.map(|(_, input)| input.unit),
    Column::number("mean", IN_OWN_UNIT, "its mean") => of.map(|(_, input)| (input.law().mean(), input.unit)),
    Column::number("p05", IN_OWN_UNIT, "its 5 % point, the lower end that is looked at") => of.map(|(_, input)| (input.value(INPUT_ENDS[0]), input.unit)),
    Column::number("p95", IN_OWN_UNIT, "its 95 % point, the upper end that is looked at") => of.map(|(_, input)| (input.value(INPUT_ENDS[1]), input.unit)),
    Column::text("correlated_with", "numbers that the scenario correlates with it, each with the correlation of their normal scores")
        => of.map(|(place, _)| correlated(found, place)),
    Column::number("screened", "share", "of one that is left to chance: the most that it explains of any output by rank or by classes") => left.map(|left| left.share),
    Column::text("meaning", "what it means") => of.map(|(_, input)| input.meaning.as_str()),
}

/// Numbers that are correlated with one.
fn correlated(found: &Sensitivity, place: usize) -> String {
    let other = |(first, second, rho): &(usize, usize, f64)| {
        let other = if *first == place { Some(second) } else { Some(first).filter(|_| *second == place) };
        other.map(|other| format!("{} ({rho})", found.inputs.all[*other].name))
    };
    found.pairs.iter().filter_map(other).collect::<Vec<_>>().join(", ")
}
