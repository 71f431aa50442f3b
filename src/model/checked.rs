//! A scenario that a reader has read and checked, and no one else can make.

use super::labels::{number_labels, too_many};
use super::{Scenario, check::cross_check};
use crate::schema::{Field, Findings, InForce, Node, Problem, Reader, Schema as _, Source, Uncertain};
use std::ops::Deref;
use std::sync::Arc;

/// One arm's scenario after every check that a file goes through: each number in its range, each
/// structure at one with itself, and all parts at one with each other.
///
/// It reads as a [`Scenario`] and cannot be written to: [`super::Model::build`] takes nothing else, so a
/// scenario that was put together or changed by hand never runs. To change a number, set it in a
/// [`crate::study::Study`], which has it read and checked again.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    scenario: Scenario,
    uncertain: Vec<Uncertain>,
    defaults: Vec<InForce>,
    contracts: Arc<[String]>,
}

impl Deref for Checked {
    type Target = Scenario;

    fn deref(&self) -> &Scenario {
        &self.scenario
    }
}

impl Checked {
    /// Reads a scenario from its tree; `source` is the text that the tree's places point into,
    /// `contracts` names those of any arm, whose lives people may have.
    ///
    /// # Errors
    ///
    /// Every problem, in the order in which the parts are read.
    pub(crate) fn read(
        tree: &Node,
        source: &Source,
        contracts: &Arc<[String]>,
    ) -> Result<Checked, Vec<Problem>> {
        let mut reader = Reader::new(source);
        let scenario = Scenario::read(tree, &Field::NONE, &mut reader);
        let Findings { mut problems, uncertain, defaults } = reader.finish();
        let Some(mut scenario) = scenario.filter(|_| problems.is_empty()) else { return Err(problems) };
        let labels = number_labels(&mut scenario.plan);
        problems = cross_check(&scenario, tree, source, (&uncertain, contracts));
        if let Some(message) = too_many(&labels) {
            problems.push(source.problem(&tree.span, "plan".to_owned(), message));
        }
        let contracts = Arc::clone(contracts);
        if problems.is_empty() {
            Ok(Checked { scenario, uncertain, defaults, contracts })
        } else {
            Err(problems)
        }
    }

    /// Numbers that are drawn once per trial, each with its distribution.
    #[must_use]
    pub fn uncertain(&self) -> &[Uncertain] {
        &self.uncertain
    }

    /// Defaults that it relies on because the text says nothing.
    #[must_use]
    pub fn defaults(&self) -> &[InForce] {
        &self.defaults
    }

    /// Names of the contracts of any arm: a roster may have lives of one that this arm has dropped.
    pub(super) fn contracts_of_any_arm(&self) -> &[String] {
        &self.contracts
    }

    /// Changes the seed, which no check asks about: every whole number is one.
    pub(crate) fn reseed(&mut self, seed: u64) {
        self.scenario.run.seed = seed;
    }

    /// The scenario, its uncertain numbers and its defaults, for the model to make its own.
    pub(super) fn into_parts(self) -> (Scenario, Vec<Uncertain>, Vec<InForce>) {
        (self.scenario, self.uncertain, self.defaults)
    }
}
