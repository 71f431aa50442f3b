//! What of an arm is drawn once per trial, and what can be.

use super::{Arm, Model, Scenario, Unknown};
use crate::random::{Copula, Distribution, EntityKey, NotPositiveDefinite};
use crate::schema::{Path, Schema, Step, Uncertain};
use crate::units::closest;

/// A number of the scenario that is drawn once per trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Its path; the same path has the same luck in every arm.
    pub leaf: Uncertain,
    /// The path as the generator sees it.
    pub key: EntityKey,
    /// Its place among all numbers of its section, in the order of [`Schema::visit`].
    pub(super) place: usize,
    /// Its section: the first step of the path.
    pub(super) section: ScenarioSection,
}

/// Makes the enum of the sections of a scenario that may hold uncertain numbers.
macro_rules! sections {
    ($( $section:ident $field:ident, )+) => {
        /// A section of a scenario.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum ScenarioSection { $( $section, )+ }

        impl ScenarioSection {
            pub(super) const ALL: &'static [(ScenarioSection, &'static str)] =
                &[ $( (ScenarioSection::$section, stringify!($field)), )+ ];

            /// Shows every number of this section of a scenario to a visitor.
            pub(super) fn visit(self, scenario: &mut Scenario, path: &mut Path, visitor: &mut dyn FnMut(&Path, &mut f64)) {
                match self { $( ScenarioSection::$section => scenario.$field.visit(path, visitor), )+ }
            }
        }
    };
}

sections! {
    System system,
    Specialty specialty,
    Contract contract,
    Plan plan,
    Allocation allocation,
    Redesign redesign,
    Policy policy,
    Outlook outlook,
    Workforce workforce,
    Behaviour behaviour,
    Chance chance,
    Value value,
}

impl ScenarioSection {
    /// Whether the columns of the roster are worked out from this section.
    fn shapes_practice(self) -> bool {
        matches!(
            self,
            ScenarioSection::System
                | ScenarioSection::Specialty
                | ScenarioSection::Contract
                | ScenarioSection::Chance
        )
    }
}

impl Drawn {
    /// Whether the columns of the roster are worked out from it.
    pub(super) fn shapes_practice(&self) -> bool {
        self.section.shapes_practice() && shapes_columns(&self.leaf.path)
    }
}

/// How some of what is drawn moves together; `None` where nothing does.
pub(super) fn copula_of(scenario: &Scenario, drawn: &[Drawn]) -> Result<Option<Copula>, NotPositiveDefinite> {
    let pairs: Vec<(usize, usize, f64)> = scenario
        .correlation
        .iter()
        .filter_map(|c| {
            let place = |path: &str| drawn.iter().position(|d| d.leaf.path == path);
            Some((place(&c.first)?, place(&c.second)?, c.rho.0))
        })
        .collect();
    if pairs.is_empty() { Ok(None) } else { Copula::new(&pairs).map(Some) }
}

/// Whether a number takes part in laying out the columns; behaviour of contracts does not.
fn shapes_columns(path: &str) -> bool {
    path.starts_with("specialty.")
        || path == "system.specialist_influence"
        || path.starts_with("chance.quality_events")
        || path.starts_with("chance.person_cv")
        || (path.starts_with("contract.") && path.ends_with(".revenue_share"))
}

/// Finds each uncertain number's place, ordered by section and place.
pub(super) fn locate(scenario: &mut Scenario, uncertain: &[Uncertain]) -> Vec<Drawn> {
    let mut drawn = Vec::with_capacity(uncertain.len());
    for &(section, key) in ScenarioSection::ALL {
        let mut place = 0;
        let mut path = Path::default();
        path.at(Step::Key(key), |path| {
            section.visit(scenario, path, &mut |path, _| {
                let text = path.to_string();
                if let Some(leaf) = uncertain.iter().find(|leaf| leaf.path == text) {
                    drawn.push(Drawn { leaf: leaf.clone(), key: EntityKey::of(&leaf.path), place, section });
                }
                place += 1;
            });
        });
    }
    drawn
}

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
