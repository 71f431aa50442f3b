//! What is legal and worth a second look: figures far from what they stand beside, facts that a plan pays
//! by and the roster lacks, parts that nothing uses. Said, never refused.
//!
//! A kind of note is a small function that looks at an arm and says what it sees; all of them stand in the
//! list of [`notes`]. Lines of comparison (a tenth, ten times) are assumptions: far enough from what anybody
//! agrees to that a slip of digits or units crosses them and an unusual agreement does not.

mod chance;
mod contracts;
mod dollars;
mod episodes;
mod facts;
mod idle;
mod managed;
mod medians;
mod money;
mod people;
mod staying;

use super::{Arm, Model};
use crate::survey::Survey;
use crate::units::{CalendarYear, both};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// Something worth a second look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The arms it holds in; none when it holds in every arm.
    pub arms: Vec<String>,
    /// What it is about, as a path of the scenario or a column of the roster.
    pub about: String,
    /// What was found.
    pub found: String,
    /// What that is compared with, or what is used; may be empty.
    pub beside: String,
    /// What to do.
    pub advice: String,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.arms.is_empty() {
            write!(f, "arm {}: ", both(&self.arms))?;
        }
        write!(f, "{}: {}", self.about, self.found)?;
        for part in [&self.beside, &self.advice] {
            if !part.is_empty() {
                write!(f, "; {part}")?;
            }
        }
        Ok(())
    }
}

/// An arm as notes look at it.
struct Look<'a> {
    arm: &'a Arm,
    model: &'a Model,
    /// What its pay and work are compared with.
    survey: Option<&'a Survey>,
    start: CalendarYear,
    /// Plans in use in any arm.
    in_use: &'a BTreeSet<&'a str>,
    /// Trials that are asked for.
    trials: u64,
}

impl Look<'_> {
    /// Whether a plan has a share in a pool.
    fn shares_in(&self, pool: &str, plan: &str) -> bool {
        self.arm.scenario.plan.get(plan).is_some_and(|plan| plan.pools().any(|name| name == pool))
    }
}

/// What is seen in one arm, as it is found.
#[derive(Default)]
struct Remarks(Vec<Note>);

impl Remarks {
    fn say(
        &mut self,
        about: impl Into<String>,
        found: impl Into<String>,
        beside: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.0.push(Note {
            arms: Vec::new(),
            about: about.into(),
            found: found.into(),
            beside: beside.into(),
            advice: advice.into(),
        });
    }
}

/// The kinds of notes, in the order in which they are said.
const KINDS: &[fn(&Look<'_>, &mut Remarks)] = &[
    facts::understood,
    dollars::amounts,
    dollars::rates,
    dollars::caps,
    dollars::totals,
    people::work,
    people::salaries,
    people::elsewhere,
    people::pools,
    facts::columns,
    facts::names,
    contracts::spending,
    contracts::basis,
    contracts::shares,
    contracts::sizes,
    contracts::clocks,
    staying::rules,
    episodes::hospitals,
    episodes::tracks,
    money::amendments,
    idle::parts,
    idle::pools,
    managed::funding,
    chance::trials,
    chance::rosters,
];

/// Everything in a model that is worth a second look, each said once with the arms it holds in; `surveys`
/// as the arms, or none, and the trials that are asked for.
#[must_use]
pub fn notes(model: &Model, surveys: &[Arc<Survey>], trials: u64) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    let in_use: BTreeSet<&str> = model.arms.iter().flat_map(idle::used).collect();
    for (place, arm) in model.arms.iter().enumerate() {
        let survey = surveys.get(place).map(|survey| &**survey);
        let look = Look { arm, model, survey, start: model.start, in_use: &in_use, trials };
        let mut remarks = Remarks::default();
        for kind in KINDS {
            kind(&look, &mut remarks);
        }
        for remark in remarks.0 {
            let alike = |note: &&mut Note| Note { arms: Vec::new(), ..(**note).clone() } == remark;
            match notes.iter_mut().find(alike) {
                Some(note) if note.arms.last() == Some(&arm.name) => {}
                Some(note) => note.arms.push(arm.name.clone()),
                None => notes.push(Note { arms: vec![arm.name.clone()], ..remark }),
            }
        }
    }
    for note in notes.iter_mut().filter(|note| note.arms.len() == model.arms.len()) {
        note.arms.clear();
    }
    notes
}
