//! `cascade explain`: one physician's or one contract's year of one trial, line by line.

use super::args::{ExplainArgs, Overrides};
use super::failure::Failure;
use super::load::load;
use super::terminal::show;
use crate::engine::{explain_contract, explain_physician};
use crate::model::Model;
use crate::report::ExplainPage;
use crate::scenario::BASELINE;
use crate::units::{closest, either};

/// Explains a year.
pub(super) fn explain(args: &ExplainArgs) -> Result<(), Failure> {
    let arms = if args.arm == BASELINE { Vec::new() } else { vec![args.arm.clone()] };
    let overrides = Overrides { trials: None, years: args.years, seed: args.seed, arms };
    let job = load(args.scenario.as_deref(), &overrides)?;
    let model = &job.model;
    let arm = model.arms.iter().position(|arm| arm.name == args.arm).unwrap_or(0);
    let year = year(model, args.year)?;
    let trial = args.trial - 1;
    let page = if let Some(id) = &args.subject.physician {
        let place = physician(model, arm, id)?;
        let story = explain_physician(model, arm, trial, year, place);
        ExplainPage::from(&story.map_err(|why| Failure::Run(why.to_string()))?)
    } else {
        let name = args.subject.contract.as_deref().unwrap_or_default();
        let contract = contract(model, arm, name)?;
        let story = explain_contract(model, arm, trial, year, contract);
        ExplainPage::from(&story.map_err(|why| Failure::Run(why.to_string()))?)
    };
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

fn physician(model: &Model, arm: usize, id: &str) -> Result<usize, Failure> {
    let found = model.physicians.iter().position(|p| p.id == id);
    found.filter(|place| model.arms[arm].roster[*place].is_some()).ok_or_else(|| {
        let known = model.author_order.iter().map(|place| model.physicians[*place].id.as_str());
        let hint = closest(id, known.clone()).map_or_else(
            || format!("the roster begins with {}", either(known.take(3).collect::<Vec<_>>())),
            |near| format!("did you mean `{near}`?"),
        );
        Failure::Usage(format!("there is no physician {id:?}; {hint}"))
    })
}

fn contract(model: &Model, arm: usize, name: &str) -> Result<usize, Failure> {
    let contracts = &model.arms[arm].scenario.contract;
    contracts.index(name).ok_or_else(|| {
        let known: Vec<&str> = contracts.names().collect();
        let hint = closest(name, known.iter().copied())
            .map_or_else(String::new, |near| format!("did you mean `{near}`? "));
        Failure::Usage(format!("there is no contract {name:?}; {hint}this arm has {}", either(&known)))
    })
}
