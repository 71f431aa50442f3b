//! Explains one physician's pay line by line: `cargo run --release --example explain`.
#![allow(clippy::print_stdout, reason = "an example tells what it finds")]

use cascade::Study;
use cascade::engine::explain_physician;

/// Prints the lines of one year of one future, which add up to the cent.
pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = Study::reference()?.model()?;
    let there = &model.directory;
    let arm = there.arm("redesign")?;
    let (trial, year) = (0, there.year(2028)?);
    let story = explain_physician(&model, arm, trial, year, there.physician(arm, "fm-001")?)?;
    println!("{}, {}, {}, trial {}", story.id, story.specialty, story.year, story.trial);
    for line in story.plans.iter().flat_map(|plan| &plan.lines) {
        println!("  {}: {}", line.what, line.pay);
    }
    for pool in &story.pools {
        println!("  {:.2} % of pool {}: {}", 100.0 * pool.part, pool.pool, pool.pay);
    }
    println!("  together {}", story.statement.total());
    Ok(())
}
