//! The numbers that are varied: which, what each is drawn from, in which groups, and which move together.
//!
//! By default every number that the scenario draws. The same path is one input in every arm: an arm that draws it from
//! another law meets the same probability of it. A number that a command gives a range is uniform on it, and not drawn
//! otherwise.

use super::asked::SensitivityAsked;
use super::freed::FreedNumber;
use super::pattern::matches;
use crate::model::{Model, Unknown};
use crate::order::Ordered;
use crate::random::{Distribution, Draws, EntityKey, Stream, unit};
use crate::study::{Parameter, Study};
use crate::units::closest;
use std::collections::BTreeMap;

/// Probabilities of the two points at which one number is looked at: its 5 % and its 95 % point.
pub const INPUT_ENDS: [f64; 2] = [0.05, 0.95];

/// An uncertain number that is varied.
#[derive(Clone, Debug, PartialEq)]
pub struct VariedInput {
    /// Its place: a path, with the arm before it where only that arm's number is varied.
    pub name: String,
    /// The path alone.
    pub path: String,
    /// Unit.
    pub unit: &'static str,
    /// What it means.
    pub meaning: String,
    /// Whether the command gave its range; else the scenario draws it.
    pub is_free: bool,
    /// Its group, as a place among [`InputGroup`]s.
    pub group: usize,
    /// Inputs that the scenario correlates with it, directly or through others, itself too: places among inputs.
    pub together: Vec<usize>,
    /// What each arm draws it from; `None` in an arm that states it, or has no such number.
    pub(super) laws: Vec<Option<Distribution>>,
    /// By arm, its place among what the arm draws.
    pub(super) places: Vec<Option<usize>>,
}

/// Inputs that are looked at as one.
#[derive(Clone, Debug, PartialEq)]
pub struct InputGroup {
    /// Its name: as it was given, or the section of the scenario.
    pub name: String,
    /// Places among inputs.
    pub members: Vec<usize>,
}

/// Inputs with their groups.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VariedInputs {
    /// The inputs, in the order of the scenario.
    pub all: Vec<VariedInput>,
    /// Their groups; every input is in one.
    pub groups: Vec<InputGroup>,
}

impl VariedInput {
    /// What it is drawn from: in the first arm that draws it.
    ///
    /// # Panics
    ///
    /// Never: an input is one because some arm draws it.
    #[must_use]
    pub fn law(&self) -> &Distribution {
        self.laws.iter().flatten().next().expect("some arm draws it")
    }

    /// Its value at a probability, in the first arm that draws it.
    #[must_use]
    pub fn value(&self, probability: f64) -> f64 {
        self.law().quantile(probability)
    }

    /// Whether arms draw it from different laws.
    #[must_use]
    pub fn differs_by_arm(&self) -> bool {
        self.laws.iter().flatten().any(|law| law != self.law())
    }

    /// The probability at which a trial, counted from 0, has it: for one that is free, as though the scenario drew it.
    pub(super) fn free_probability(&self, model: &Model, trial: u64) -> f64 {
        let draws = Draws::open(model.seed, Stream::Parameter);
        unit(draws.trial_words(EntityKey::of(&self.name), trial, 0, 0)[0])
    }
}

impl VariedInputs {
    /// What may be varied of a model, whose free numbers are open: what it draws, and of that what is asked for.
    ///
    /// # Errors
    ///
    /// [`Unknown`]: a number that is asked for and not drawn, with the nearest that is.
    pub(super) fn of(
        study: &Study,
        (model, freed): (&Model, &[FreedNumber]),
        asked: &SensitivityAsked,
    ) -> Result<VariedInputs, Unknown> {
        let known = known_numbers(study)?;
        let mut all: Vec<VariedInput> = Vec::new();
        all.extend(freed.iter().map(|one| free_input(model, one, &known)));
        for (arm, own) in model.arms.iter().enumerate() {
            for (place, drawn) in own.drawn.iter().enumerate() {
                let path = drawn.leaf.path.as_str();
                if all.iter().any(|input| input.is_free && input.places[arm] == Some(place)) {
                    continue;
                }
                let found = all.iter().position(|input| !input.is_free && input.path == path);
                let input = found.unwrap_or_else(|| {
                    all.push(drawn_input(path, model.arms.len(), &known));
                    all.len() - 1
                });
                all[input].laws[arm] = Some(drawn.leaf.distribution.clone());
                all[input].places[arm] = Some(place);
            }
        }
        // As the scenario has them, free ones where they would stand.
        let order: BTreeMap<&str, usize> =
            known.iter().enumerate().map(|(place, (path, _))| (path.as_str(), place)).collect();
        all.order_by_key(|input| order.get(input.path.as_str()).copied().unwrap_or(usize::MAX));
        let mut inputs = VariedInputs { all, groups: Vec::new() };
        inputs.tie(model);
        let mut inputs = inputs.only_asked(asked)?;
        inputs.groups = groups(&mut inputs.all, &asked.groups)?;
        Ok(inputs)
    }

    /// What `--only` names, with all that the scenario correlates with it: the others of a pair could not stay as drawn without
    /// tearing it apart. Free numbers stay.
    fn only_asked(&self, asked: &SensitivityAsked) -> Result<VariedInputs, Unknown> {
        for pattern in &asked.only {
            if !self.all.iter().any(|input| matches(pattern, &input.name)) {
                return Err(not_drawn(pattern, &self.all));
            }
        }
        let is_asked = |input: &&VariedInput| {
            asked.only.is_empty()
                || input.is_free
                || asked.only.iter().any(|pattern| matches(pattern, &input.name))
        };
        let mut kept: Vec<usize> =
            self.all.iter().filter(is_asked).flat_map(|input| input.together.clone()).collect();
        kept.sort_unstable();
        kept.dedup();
        Ok(self.keeping(&kept))
    }

    /// Finds what the scenario correlates, in any arm.
    fn tie(&mut self, model: &Model) {
        let mut together: Vec<Vec<usize>> = (0..self.all.len()).map(|place| vec![place]).collect();
        for (first, second, _) in self.pairs(model) {
            let mut joined = [together[first].clone(), together[second].clone()].concat();
            joined.sort_unstable();
            joined.dedup();
            for member in joined.clone() {
                together[member].clone_from(&joined);
            }
        }
        for (input, together) in self.all.iter_mut().zip(together) {
            input.together = together;
        }
    }

    /// The inputs at some places, in their order; groups that lose all their members go.
    pub(super) fn keeping(&self, kept: &[usize]) -> VariedInputs {
        let move_on = |places: &[usize]| -> Vec<usize> {
            places.iter().filter_map(|old| kept.iter().position(|place| place == old)).collect()
        };
        let groups = self
            .groups
            .iter()
            .map(|group| InputGroup { name: group.name.clone(), members: move_on(&group.members) });
        let groups: Vec<InputGroup> = groups.filter(|group| !group.members.is_empty()).collect();
        let input = |(place, old): (usize, &usize)| VariedInput {
            together: move_on(&self.all[*old].together),
            group: groups.iter().position(|group| group.members.contains(&place)).unwrap_or(0),
            ..self.all[*old].clone()
        };
        VariedInputs { all: kept.iter().enumerate().map(input).collect(), groups }
    }

    /// Correlations of normal scores between inputs, by their places: as the first arm has them that states the pair.
    pub(super) fn pairs(&self, model: &Model) -> Vec<(usize, usize, f64)> {
        let mut pairs: Vec<(usize, usize, f64)> = Vec::new();
        for (arm, own) in model.arms.iter().enumerate().filter(|(_, own)| own.copula.is_some()) {
            for pair in &own.scenario.correlation {
                let places = self.place(arm, &pair.first).zip(self.place(arm, &pair.second));
                let Some((first, second)) = places else { continue };
                let is_known = |known: &(usize, usize, f64)| {
                    (known.0, known.1) == (first, second) || (known.1, known.0) == (first, second)
                };
                if !pairs.iter().any(is_known) {
                    pairs.push((first, second, pair.rho.0));
                }
            }
        }
        pairs
    }

    /// The place of what an arm draws at a path.
    fn place(&self, arm: usize, path: &str) -> Option<usize> {
        self.all.iter().position(|input| {
            !input.is_free && input.path == path && input.places.get(arm).is_some_and(Option::is_some)
        })
    }
}

/// A number by its path, with its unit and meaning.
type KnownNumber = (String, (&'static str, String));

/// Every number of any arm by its path, the baseline's first, with its unit and meaning.
fn known_numbers(study: &Study) -> Result<Vec<KnownNumber>, Unknown> {
    let mut known: Vec<KnownNumber> = Vec::new();
    for arm in study.arms() {
        for Parameter { path, unit, meaning, .. } in study.parameters(arm)? {
            if !known.iter().any(|(other, _)| *other == path) {
                known.push((path, (unit, meaning)));
            }
        }
    }
    Ok(known)
}

fn drawn_input(path: &str, arms: usize, known: &[KnownNumber]) -> VariedInput {
    let (unit, meaning) =
        known.iter().find(|(other, _)| other == path).map_or(("", String::new()), |(_, about)| about.clone());
    VariedInput {
        name: path.to_owned(),
        path: path.to_owned(),
        unit,
        meaning,
        is_free: false,
        group: 0,
        together: Vec::new(),
        laws: vec![None; arms],
        places: vec![None; arms],
    }
}

/// A number that a command gives a range, in the arms that have it open.
fn free_input(model: &Model, freed: &FreedNumber, known: &[KnownNumber]) -> VariedInput {
    let path = freed.at.first().map_or("", |(_, path)| path);
    let mut input = drawn_input(path, model.arms.len(), known);
    (input.is_free, input.name) = (true, freed.name.clone());
    for (arm, path) in &freed.at {
        let place = model.arms[*arm].drawn.iter().position(|drawn| drawn.leaf.path == *path);
        let (min, max) = freed.range;
        input.laws[*arm] = place.map(|_| Distribution::Uniform { min, max });
        input.places[*arm] = place;
    }
    input
}

fn not_drawn(pattern: &str, all: &[VariedInput]) -> Unknown {
    let near = closest(pattern, all.iter().map(|input| input.name.as_str()));
    let instead = near.map_or_else(
        || {
            "the scenario draws no number of that name; `--free PATH=LOW..HIGH` varies one that it states"
                .to_owned()
        },
        |near| {
            format!("did you mean `{near}`? `--free PATH=LOW..HIGH` varies a number that the scenario states")
        },
    );
    Unknown::new(format!("uncertain number `{pattern}`"), instead)
}

/// Groups: as they are given, the first that fits; all others by section of the scenario.
fn groups(inputs: &mut [VariedInput], given: &[(String, Vec<String>)]) -> Result<Vec<InputGroup>, Unknown> {
    for pattern in given.iter().flat_map(|(_, patterns)| patterns) {
        if !inputs.iter().any(|input| matches(pattern, &input.name)) {
            return Err(not_drawn(pattern, inputs));
        }
    }
    let mut all: Vec<InputGroup> = Vec::new();
    for (place, input) in inputs.iter_mut().enumerate() {
        let fits = |(_, patterns): &&(String, Vec<String>)| patterns.iter().any(|p| matches(p, &input.name));
        let section = || input.path.split(['.', '[']).next().unwrap_or_default().to_owned();
        let name = given.iter().find(fits).map_or_else(section, |(name, _)| name.clone());
        let own = all.iter().position(|group| group.name == name).unwrap_or_else(|| {
            all.push(InputGroup { name, members: Vec::new() });
            all.len() - 1
        });
        all[own].members.push(place);
        input.group = own;
    }
    Ok(all)
}
