//! One physician's misalignment over the years: `cargo run --release --example misalignment`.
#![allow(clippy::print_stdout, reason = "an example tells what it finds")]

use cascade::engine::{RunOptions, Silent};
use cascade::{Metric, Study};

/// Prints the index (0 aligned, 1 no better than a flat salary) year by year, today and redesigned.
pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut study = Study::reference()?;
    study.keep(&["redesign"])?;
    study.set("run.years", 5.0)?;
    let outcome = study.run(RunOptions::trials(32), &Silent)?;
    let redesigned = outcome.arm("redesign")?;
    for year in outcome.arm("baseline")?.years() {
        let before = year.physician("fm-001")?.get(Metric::Misalignment);
        let after = redesigned.year(year.calendar().0)?.physician("fm-001")?.get(Metric::Misalignment);
        println!("{}: {:.3} today, {:.3} redesigned", year.calendar(), before.mean, after.mean);
    }
    println!("{}", outcome.at("baseline", 2031).expect_err("five years begin in 2026 and end in 2030"));
    Ok(())
}
