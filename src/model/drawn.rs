//! What of an arm is drawn once per trial.

use super::Scenario;
use crate::random::{Copula, EntityKey, NotPositiveDefinite};
use crate::schema::{Path, Schema, Step, Uncertain};

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
