//! Numbers that trials can change though the scenario draws them from nothing.

use super::drawn::{Drawn, ScenarioSection, copula_of, locate};
use super::{Arm, Model, Unknown};
use crate::random::Distribution;
use crate::schema::{Path, Step, Uncertain};
use crate::units::closest;

impl Model {
    /// The model with further numbers drawn once per trial, each by arm, counted from 0, and by its place, with entries
    /// of lists by number: always the value that stands there, until points give others
    /// ([`sample_at`](crate::engine::sample_at)). Those that are drawn already stay as they are. What is solved before
    /// a run (factors of budget-neutral plans, what funds a variant) is not solved again for other values.
    ///
    /// # Errors
    ///
    /// [`Unknown`], for the first that no trial can change: it is not there, a whole number, or spread over people.
    pub fn opened(&self, numbers: &[(usize, String)]) -> Result<Model, Unknown> {
        let mut opened = self.clone();
        for place in 0..opened.arms.len() {
            let own: Vec<&str> =
                numbers.iter().filter(|(arm, _)| *arm == place).map(|(_, path)| path.as_str()).collect();
            if own.is_empty() {
                continue;
            }
            opened.arms[place] = opened.arms[place].opened(&own)?;
            for further in &mut opened.further {
                further.arms[place] = further.arms[place].opened(&own)?;
            }
        }
        Ok(opened)
    }
}

impl Arm {
    /// The arm with further numbers drawn.
    fn opened(&self, paths: &[&str]) -> Result<Arm, Unknown> {
        let mut scenario = self.scenario.clone();
        let mut known: Vec<(String, f64)> = Vec::new();
        for &(section, key) in ScenarioSection::ALL {
            Path::default().at(Step::Key(key), |path| {
                section.visit(&mut scenario, path, &mut |path, value| known.push((path.to_string(), *value)));
            });
        }
        let mut leaves: Vec<Uncertain> = self.drawn.iter().map(|one| one.leaf.clone()).collect();
        for path in paths {
            let Some((_, value)) = known.iter().find(|(known, _)| known == path) else {
                return Err(unchangeable(&self.name, path, &known));
            };
            if leaves.iter().all(|leaf| leaf.path != *path) {
                let distribution = Distribution::Discrete { values: vec![*value], weights: vec![1.0] };
                leaves.push(Uncertain { path: (*path).to_owned(), distribution });
            }
        }
        let drawn = locate(&mut scenario, &leaves);
        // Those of a checked scenario do not contradict each other.
        let copula = copula_of(&scenario, &drawn).ok().flatten();
        let mut opened = self.clone();
        opened.practice_is_drawn = drawn.iter().any(Drawn::shapes_practice);
        (opened.drawn, opened.copula) = (drawn, copula);
        Ok(opened)
    }
}

/// A number that no trial can change.
fn unchangeable(arm: &str, path: &str, known: &[(String, f64)]) -> Unknown {
    let near = closest(path, known.iter().map(|(known, _)| known.as_str()));
    let instead = near.map_or_else(
        || {
            "whole numbers, people of a roster and what is solved before a run stay as they are in all trials"
                .to_owned()
        },
        |near| format!("did you mean `{near}`?"),
    );
    Unknown::new(format!("number {path:?} of arm `{arm}` that a trial can change"), instead)
}
