//! Sets a number and compares arms on the same luck: `cargo run --release --example compare`.
#![allow(clippy::print_stdout, reason = "an example tells what it finds")]

use cascade::Study;
use cascade::engine::{RunOptions, Silent, SystemMetric};

/// Prints what passing more on to physicians costs the system, and what it saves.
pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut study = Study::reference()?;
    study.keep(&["pass_through"])?;
    study.set("run.years", 4.0)?;
    for share in [0.1, 0.3, 0.5] {
        study.set("pass_through:allocation.physicians", share)?;
        let outcome = study.run(RunOptions::trials(32), &Silent)?;
        let [before, after] = [outcome.at("baseline", 2029)?, outcome.at("pass_through", 2029)?];
        let change = |metric| after.system(metric).mean - before.system(metric).mean;
        let (saved, margin) = (change(SystemMetric::TrueSavings), change(SystemMetric::SystemMargin));
        println!("{:.0} % passed on: {saved:+.0} $ of savings, {margin:+.0} $ of margin", 100.0 * share);
    }
    // Infrastructure takes 0.33 of the same money; what does not fit beside it is refused, as in a file.
    let refused = study.set("pass_through:allocation.physicians", 0.8).and_then(|()| study.model());
    println!("{}", refused.expect_err("0.8 and 0.33 are more than the whole"));
    Ok(())
}
