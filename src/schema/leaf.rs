//! Numbers by their place in the scenario, and those of them that are uncertain.

use crate::random::Distribution;
use std::fmt;
use std::sync::Arc;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A key that the schema knows.
    Key(&'static str),
    /// A name that the user chose.
    Name(Arc<str>),
    /// A place in a list, counted from 0.
    Index(usize),
}

/// The way from the root of a scenario to one of its values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(Vec<Step>);

impl Path {
    /// Goes one step further, does something there, and comes back.
    pub fn at<T>(&mut self, step: Step, there: impl FnOnce(&mut Path) -> T) -> T {
        self.0.push(step);
        let result = there(self);
        self.0.pop();
        result
    }

    /// Its steps.
    pub(super) fn steps(&self) -> &[Step] {
        &self.0
    }

    /// How many steps it has.
    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }

    /// Its first steps.
    pub(super) fn beginning(&self, steps: usize) -> Path {
        Path(self.0.iter().take(steps).cloned().collect())
    }

    pub(super) fn push(&mut self, step: Step) {
        self.0.push(step);
    }

    pub(super) fn pop(&mut self) {
        self.0.pop();
    }

    /// The first step, if there is one.
    #[must_use]
    pub fn first(&self) -> Option<&Step> {
        self.0.first()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(i) => write!(f, "[{i}]")?,
                Step::Key(_) | Step::Name(_) if place > 0 => write!(f, ".{step}")?,
                Step::Key(_) | Step::Name(_) => write!(f, "{step}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Key(key) => f.write_str(key),
            Step::Name(name) => f.write_str(name),
            Step::Index(i) => write!(f, "{i}"),
        }
    }
}

/// A number of the scenario that is drawn once per trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertain {
    /// Its path, such as `behaviour.evidence.volume_response`. Names its draws.
    pub path: String,
    /// What it is drawn from.
    pub distribution: Distribution,
}
