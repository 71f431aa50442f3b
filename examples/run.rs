//! Runs a scenario from its text: `cargo run --release --example run`.
#![allow(clippy::print_stdout, reason = "an example tells what it finds")]

use cascade::engine::{RunOptions, Silent};
use cascade::{Metric, NoFiles, Study};

const CLINIC: &str = r#"
run = { years = 3 }
scenario = { title = "Two physicians" }
system = { name = "Small clinic" }
plan.base.pay = [{ wrvu = { tiers = [{ rate = 50 }] } }]
cohort.fm = { count = 2, specialty = "family_medicine", plans = { base = 1.0 }, wrvu = 5000 }
contract.all = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
"#;

/// Prints what each physician is paid in the last year.
pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let study = Study::read("clinic.toml", CLINIC, &NoFiles)?;
    let outcome = study.run(RunOptions::trials(256), &Silent)?;
    for physician in outcome.at("baseline", 2028)?.physicians() {
        let pay = physician.get(Metric::Pay);
        println!("{}: ${:.0} on average, give or take ${:.0}", physician.id(), pay.mean, pay.sd);
    }
    Ok(())
}
