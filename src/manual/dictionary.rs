//! The data dictionary: every file of a run, every column, every measure.

use super::entry::{ManualEntry, ManualSection, markdown};
use crate::engine::{
    ContractMetric, Definition, HorizonMetric, Keep, Metric, PersonMetric, Rollup, SystemMetric,
};
use crate::ledger::{AccountKind, CascadeNode, ContractFlow, SystemFlow, account_of};
use crate::report::{Column, Csv, Format, MANIFEST, SWEPT, TABLES, Table};

/// `docs/DATA_DICTIONARY.md`.
#[must_use]
pub fn data_dictionary() -> String {
    let head = "# Data dictionary\n\nWhat a run writes. Made from the code by `cargo test`; do not edit.\n\n";
    let measures = [physician(), contract(), system(), horizon(), flows(), nodes()];
    let sections: Vec<ManualSection> = std::iter::once(files()).chain(columns()).chain(measures).collect();
    head.to_owned() + &markdown(&sections)
}

/// Every file that a run writes, and every column of its tables.
pub(super) fn all_tables() -> Vec<ManualSection> {
    std::iter::once(files()).chain(columns()).chain([flows(), nodes()]).collect()
}

/// Every measure.
pub(super) fn all_measures() -> Vec<ManualSection> {
    vec![physician(), contract(), system(), horizon(), positions()]
}

/// Every table that the program writes.
fn tables() -> impl Iterator<Item = &'static Table> {
    let of_runs = TABLES.iter().map(|one| &one.table);
    let of_runs = of_runs.chain(crate::report::PRICED);
    #[cfg(feature = "charts")]
    let of_runs = of_runs.chain(crate::chart::Chart::ALL.iter().map(|chart| &chart.table().table));
    let of_runs = of_runs.chain(crate::report::SENSITIVITY.iter().map(|one| &one.table));
    let of_runs = of_runs.chain(crate::report::SEARCHED);
    #[cfg(feature = "calibrate")]
    let of_runs = of_runs.chain(crate::report::CALIBRATED);
    #[cfg(feature = "replay")]
    return of_runs.chain(crate::report::REPLAYED).chain([crate::report::FORECASTS]).chain(SWEPT);
    #[cfg(not(feature = "replay"))]
    of_runs.chain(SWEPT)
}

fn files() -> ManualSection {
    let entry = |name: String, meaning: String| ManualEntry::of(name, meaning, Vec::new());
    let file =
        |table: &Table| entry(Csv.file(table), format!("{}. One row for each {}.", table.about, table.row));
    let others =
        [(MANIFEST, ABOUT_MANIFEST), ("charts/", "each chart as SVG and PNG, with the table of its figures")];
    let others = others.map(|(name, meaning)| entry(name.to_owned(), meaning.to_owned()));
    ManualSection::of(
        "Files",
        "CSV files are UTF-8, comma separated, LF, one header row, sorted as the scenario is. They hold no clock: the same scenario, roster, seed and version give the same bytes. `cascade run --format json` writes the same tables as JSON, each with the meaning of its columns; `--format text` sets them side by side for the eye. `cascade replay --out DIR` writes the last two, with a chart and a manifest. Quantiles over trials are interpolated within bins of at most 1/64 of the distance between the lowest and the highest value, and empty where only moments are kept.",
        others.into_iter().chain(tables().map(file)),
    )
}

/// What the manifest holds.
const ABOUT_MANIFEST: &str = "version, the command that makes the run again with its arguments, what it was read from and where the folder keeps that (docs/REPRODUCE.md), hashes of scenario and roster, seed, generator, arms, trials, defaults in force, headlines, hash of each file, durations. `identity` is the hash of all that decides the results: version, generator, scenario, roster, survey, seed, trials, years and arms; of a folder for outside (--suppress) it is made of what the manifest shows, and hashes of what was read are `null`. Of the program it holds the version, not the build: after a change of the sources without a new version, compare the hashes of files, or write into another folder.";

/// Every column of every table; tables of the same columns together.
fn columns() -> impl Iterator<Item = ManualSection> {
    let first = |table: &&Table| tables().find(|other| other.columns == table.columns) == Some(*table);
    tables().filter(first).map(|table| {
        let alike = tables().filter(|other| other.columns == table.columns).map(|other| Csv.file(other));
        let files: Vec<String> = alike.collect();
        let title = format!("Columns of {}", files.join(" and "));
        ManualSection { files, ..ManualSection::of(title, "", table.columns.iter().map(described)) }
    })
}

fn described(column: &Column) -> ManualEntry {
    let facts = vec![("kind", column.kind.word().to_owned()), ("unit", column.unit.to_owned())];
    ManualEntry::of(column.key, column.meaning, facts)
}

fn measures(title: &str, about: &str, definitions: impl Iterator<Item = Definition>) -> ManualSection {
    let entries = definitions.map(|d| {
        let facts = vec![("unit", d.unit.to_owned()), ("audience", d.audience.word().to_owned())];
        ManualEntry::of(d.name, d.definition, facts)
    });
    ManualSection::of(title, about, entries)
}

fn physician() -> ManualSection {
    let mut section = measures(
        "Measures of physicians",
        "In physicians.csv; in summary.csv for specialties, plans and the system, taken from their physicians as stated.",
        Metric::ALL.iter().map(|m| m.definition()),
    );
    for (entry, metric) in section.entries.iter_mut().zip(Metric::ALL) {
        let definition = metric.definition();
        let kept = match definition.keep {
            Keep::Quantiles(_) => "quantiles",
            Keep::Moments | Keep::Plain => "moments",
            Keep::Groups => "not kept",
        };
        let groups = match definition.rollup {
            Rollup::Mean => "mean".to_owned(),
            Rollup::Sum => "sum".to_owned(),
            Rollup::Ratio(part, whole) => {
                format!("sum of {} / sum of {}", part.definition().name, whole.definition().name)
            }
            Rollup::No => "not for groups".to_owned(),
        };
        entry.facts.extend([("per physician", kept.to_owned()), ("groups", groups)]);
    }
    section
}

fn contract() -> ManualSection {
    measures(
        "Measures of contracts",
        "In summary.csv, scope `contract`.",
        ContractMetric::ALL.iter().map(|m| m.definition()),
    )
}

fn system() -> ManualSection {
    measures(
        "Measures of the system",
        "In summary.csv, scope `system`.",
        SystemMetric::ALL.iter().map(|m| m.definition()),
    )
}

fn horizon() -> ManualSection {
    measures(
        "Measures of whole trials",
        "In horizon.csv; as differences from the baseline on the same luck in compare_horizon.csv.",
        HorizonMetric::ALL.iter().map(|m| m.definition()),
    )
}

fn positions() -> ManualSection {
    measures(
        "Measures of positions over the horizon",
        "In physicians_horizon.csv, under names of their own there.",
        PersonMetric::ALL.iter().map(|m| m.definition()),
    )
}

fn flows() -> ManualSection {
    let flow = |(from, to, purpose): (&str, &str, &str)| {
        let facts = [("from", from), ("to", to)].map(|(end, name)| (end, account_of(name, "<contract>")));
        ManualEntry::of(purpose, "", facts.into())
    };
    let contract = ContractFlow::ALL.iter().map(|f| flow(f.describe()));
    let system = SystemFlow::ALL.iter().map(|f| flow(f.describe()));
    ManualSection::of(
        "Flows",
        "In cascade.csv. Each flow stands there once, and leads from one account to another; the accounts are listed below, with what must hold of each. The flows that cross the border of the system's own books (`system`, `value`, `pools`, `fixed pools`, `withhold`) are the lines of accounts.csv.",
        contract.chain(system),
    )
}

fn nodes() -> ManualSection {
    let holds = |kind| match kind {
        AccountKind::Outside => "nothing: money comes from there or ends there",
        AccountKind::Passes => "in = out",
        AccountKind::Holds => "in - out = change of what it holds",
    };
    let one = |node: &CascadeNode| {
        let facts =
            vec![("kind", node.kind().word().to_owned()), ("what must hold", holds(node.kind()).to_owned())];
        ManualEntry::of(account_of(node.name(), "<contract>"), node.meaning().trim(), facts)
    };
    ManualSection::of(
        "Accounts of flows",
        "Where the flows of cascade.csv come from and go to. What must hold holds to the cent in every arm, year and trial, of the accounts of contracts of each by itself, and so of the means.",
        CascadeNode::ALL.iter().map(one),
    )
}
