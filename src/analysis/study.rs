//! A scenario that analyses change number by number and run.

use crate::engine::{Fault, Pick, Picks, RunOptions, Silent, sample};
use crate::entity::{Roster, generate};
use crate::model::{Draft, Model};
use crate::random::Seed;
use crate::scenario::{ParsedArm, read_arms};
use crate::schema::{Path, Schema, Source};
use std::fmt;
use std::sync::Arc;

/// A scenario with its variants, read, and open to changes of its numbers.
#[derive(Clone, Debug)]
pub struct Study {
    /// The arms, the baseline first.
    pub arms: Vec<ParsedArm>,
    /// Rosters by arm, where the scenario's own folder supplied them; else generated from cohorts.
    pub rosters: Option<Vec<Arc<Roster>>>,
}

/// Why a study has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StudyFault {
    /// Its text does not read, or its roster does not fit.
    Invalid(String),
    /// It has no such number.
    NoSuchNumber(String),
    /// Its results hold no such figure.
    NoSuchFigure(Box<Pick>),
    /// It was asked to stop, or the engine failed.
    Engine(Fault),
}

impl fmt::Display for StudyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StudyFault::Invalid(why) => f.write_str(why),
            StudyFault::NoSuchNumber(path) => write!(f, "the scenario has no number `{path}`"),
            StudyFault::NoSuchFigure(pick) => write!(
                f,
                "the results hold no `{}` of {} `{}` for that arm and year",
                pick.metric,
                pick.scope.word(),
                pick.entity
            ),
            StudyFault::Engine(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for StudyFault {}

impl Study {
    /// Reads a scenario whose physicians are generated.
    ///
    /// # Errors
    ///
    /// [`StudyFault::Invalid`] with every problem.
    pub fn read(name: &str, text: &str) -> Result<Study, StudyFault> {
        let source = Source { name: name.to_owned(), text: text.to_owned() };
        let read = read_arms(source).map_err(|refused| StudyFault::Invalid(refused.to_string()))?;
        Ok(Study { arms: read.arms, rosters: None })
    }

    /// Sets a number by its path in every arm that has it; it is then no longer uncertain.
    ///
    /// # Errors
    ///
    /// [`StudyFault::NoSuchNumber`] when no arm has it.
    pub fn set(&mut self, path: &str, value: f64) -> Result<(), StudyFault> {
        let mut found = false;
        for arm in &mut self.arms {
            arm.scenario.visit(&mut Path::default(), &mut |at, slot| {
                if at.to_string() == path {
                    *slot = value;
                    found = true;
                }
            });
            arm.uncertain.retain(|leaf| leaf.path != path);
        }
        if found { Ok(()) } else { Err(StudyFault::NoSuchNumber(path.to_owned())) }
    }

    /// The value of a number in an arm: its central value where it is uncertain.
    #[must_use]
    pub fn get(&self, arm: usize, path: &str) -> Option<f64> {
        let mut found = None;
        let mut scenario = self.arms.get(arm)?.scenario.clone();
        scenario.visit(&mut Path::default(), &mut |at, slot| {
            if at.to_string() == path {
                found = Some(*slot);
            }
        });
        found
    }

    /// Paths of all numbers of an arm.
    #[must_use]
    pub fn paths(&self, arm: usize) -> Vec<String> {
        let mut paths = Vec::new();
        if let Some(arm) = self.arms.get(arm) {
            arm.scenario.clone().visit(&mut Path::default(), &mut |at, _| paths.push(at.to_string()));
        }
        paths
    }

    /// Changes the seed of every arm.
    pub fn reseed(&mut self, seed: u64) {
        for arm in &mut self.arms {
            arm.scenario.run.seed = seed;
        }
    }

    /// Trials that the scenario asks for.
    #[must_use]
    pub fn trials(&self) -> u64 {
        self.arms[0].scenario.run.trials
    }

    /// The model.
    ///
    /// # Errors
    ///
    /// [`StudyFault::Invalid`] when a roster does not fit.
    pub fn model(&self) -> Result<Model, StudyFault> {
        let mut drafts: Vec<Draft> = Vec::with_capacity(self.arms.len());
        for (place, arm) in self.arms.iter().enumerate() {
            let own = self.rosters.as_ref().and_then(|rosters| rosters.get(place));
            let shared = drafts.iter().find(|d| d.scenario.cohort == arm.scenario.cohort).map(|d| &d.roster);
            let roster = own.or(shared).map_or_else(
                || {
                    let run = &arm.scenario.run;
                    let start = u16::try_from(run.start_year).unwrap_or(u16::MAX);
                    Arc::new(generate(&arm.scenario.cohort, Seed(run.seed), start))
                },
                Arc::clone,
            );
            drafts.push(Draft {
                name: arm.name.clone(),
                title: arm.title.clone(),
                scenario: arm.scenario.clone(),
                uncertain: arm.uncertain.clone(),
                roster,
            });
        }
        Model::build(drafts).map_err(|refused| StudyFault::Invalid(refused.to_string()))
    }

    /// Values of figures, trial by trial.
    ///
    /// # Errors
    ///
    /// As [`Study::model`] and the engine; [`StudyFault::NoSuchFigure`].
    pub fn sample(
        &self,
        trials: u64,
        threads: Option<usize>,
        picks: &[Pick],
    ) -> Result<Vec<Vec<f64>>, StudyFault> {
        let model = self.model()?;
        let picks = Picks::find(&model, picks).map_err(|pick| StudyFault::NoSuchFigure(Box::new(pick)))?;
        let options = RunOptions { trials, threads, stop: None };
        sample(&model, options, 0, &picks, &Silent).map_err(StudyFault::Engine)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../scenarios/studies/salary_to_production.toml");

    #[test]
    fn a_number_that_is_set_is_no_longer_uncertain() {
        let mut study = Study::read("s", TEXT).unwrap();
        let path = "behaviour.evidence.volume_by_share";
        let uncertain = |s: &Study| s.arms[0].uncertain.iter().any(|leaf| leaf.path == path);
        assert!(uncertain(&study));
        study.set(path, 0.2).unwrap();
        assert!(!uncertain(&study));
        assert_eq!((study.get(0, path), study.get(1, path)), (Some(0.2), Some(0.2)));
        assert_eq!(
            study.set("behaviour.nothing", 1.0).unwrap_err(),
            StudyFault::NoSuchNumber("behaviour.nothing".into())
        );
    }
}
