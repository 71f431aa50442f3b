//! `cascade explain`: one physician's or one contract's year of one trial, line by line.

use super::args::ExplainArgs;
use super::asked::Overrides;
use super::failure::Failure;
use super::load::load;
use super::terminal::show;
use crate::engine::{explain_contract, explain_physician};
use crate::model::{Model, Unknown};
use crate::report::ExplainPage;
use crate::scenario::BASELINE;

/// Explains a year.
pub(super) fn explain(args: &ExplainArgs) -> Result<(), Failure> {
    let arms = if args.arm == BASELINE { Vec::new() } else { vec![args.arm.clone()] };
    let overrides = Overrides { trials: None, years: args.years, seed: args.seed, arms };
    let job = load(args.scenario.as_deref(), &overrides)?;
    let model = &job.model;
    let there = &model.directory;
    let unknown = |unknown: Unknown| Failure::Usage(unknown.to_string());
    let arm = there.arm(&args.arm).map_err(unknown)?;
    let year = year(model, args.year)?;
    let trial = args.trial - 1;
    let page = if let Some(id) = &args.subject.physician {
        let mut stories = Vec::new();
        for place in there.appointments(arm, id).map_err(unknown)? {
            let story = explain_physician(model, arm, trial, year, place);
            stories.push(story.map_err(|why| Failure::Run(why.to_string()))?);
        }
        match &stories[..] {
            [only] => ExplainPage::from(only),
            several => ExplainPage::from(several),
        }
    } else {
        let name = args.subject.contract.as_deref().unwrap_or_default();
        let contract = there.contract(arm, name).map_err(unknown)?;
        let story = explain_contract(model, arm, trial, year, contract);
        ExplainPage::from(&story.map_err(|why| Failure::Run(why.to_string()))?)
    };
    let page = page.on_roster(model.roster_of(trial) + 1, model.rosters());
    show(&page, args.json)
}

/// A calendar year, or the place of a year counted from 1, as a place counted from 0.
fn year(model: &Model, asked: u64) -> Result<usize, Failure> {
    let (first, years) = (u64::from(model.start.0), model.years as u64);
    let place = if asked >= first { asked - first } else { asked.wrapping_sub(1) };
    usize::try_from(place).ok().filter(|place| (*place as u64) < years).ok_or_else(|| {
        Failure::Usage(format!(
            "there is no performance year {asked}; name one from {first} to {}, or its place from 1 to {years}",
            first + years - 1
        ))
    })
}
