//! Writes what a run found, as a page and as tables: `cargo run --release --example report`.
#![allow(clippy::print_stdout, reason = "an example tells what it finds")]

use cascade::engine::{RunOptions, Silent, run};
use cascade::report::{Csv, Json, Page, RunFacts, RunPage, run_table};
use cascade::{Report, Study};

/// Prints the headline, and the first rows of two tables in two formats.
pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut study = Study::reference()?;
    study.set("run.years", 3.0)?;
    let model = study.model()?;
    let outcome = run(&model, RunOptions::trials(64), &Silent)?;
    let surveys = study.surveys(&model);
    let report = Report::new(&model, &outcome, &surveys);
    println!("{}", RunPage::of(&report, RunFacts::default()).text());
    let (mut compare, mut law) = (Vec::new(), Vec::new());
    run_table("compare").ok_or("no such table")?.write(&report, &Csv, &mut compare)?;
    run_table("law").ok_or("no such table")?.write(&report, &Json, &mut law)?;
    for table in [compare, law] {
        let text = String::from_utf8(table)?;
        println!("{}\n", text.lines().take(6).collect::<Vec<_>>().join("\n"));
    }
    Ok(())
}
