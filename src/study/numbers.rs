//! Setting the numbers of an arm by their places.

use super::Study;
use crate::model::{Unknown, no_arm};
use crate::scenario::{Found, Lost, Number, ParsedArm, Place, SHARED, numbers, same_in_every_arm};
use crate::schema::{Default, Node, Problem, Refused, Value};
use std::ops::Range;

/// A number of a scenario: where it stands, what it is and what it may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its place, with entries of lists by number.
    pub path: String,
    /// Its value; the mean where it is drawn, `None` where people differ in it.
    pub value: Option<f64>,
    /// Unit.
    pub unit: &'static str,
    /// Least value allowed.
    pub min: f64,
    /// Greatest value allowed.
    pub max: f64,
    /// Whether it is drawn anew in every trial.
    pub uncertain: bool,
    /// What it means.
    pub meaning: String,
}

impl Study {
    /// Sets a number by its place, in the arm that the place names or in every arm that has it. It
    /// must lie in the range that a file may state; what depends on other numbers is checked when the
    /// model is made, so that several can be set in turn. A number that is set is no longer uncertain.
    ///
    /// ```
    /// use cascade::Study;
    ///
    /// let mut study = Study::reference()?;
    /// study.set("allocation.reserve.rate", 0.1)?;
    /// assert_eq!(study.get("redesign:allocation.reserve.rate")?, 0.1);
    /// let said = study.set("allocation.reserve.rate", 10.0).unwrap_err().to_string();
    /// assert!(said.ends_with("found 10; `rate` is a share between 0 and 1 (write 0.12 for 12 %)"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Refused`]: no arm has such a number, or it cannot have such a value. Nothing is then set.
    pub fn set(&mut self, place: &str, value: f64) -> Result<(), Refused> {
        let found = self.find(place)?;
        let mut changes: Vec<(usize, Found, Value)> = Vec::with_capacity(found.len());
        for (arm, number) in found {
            match number.shape.admit(number.field, value) {
                Ok(value) => changes.push((arm, number, value)),
                Err(message) => {
                    return Err(match number.stated(&self.arms[arm].read.tree) {
                        Some(node) => self.source.problem(&node.span, number.path, message).into(),
                        None => self.refuse(&number.path, message),
                    });
                }
            }
        }
        for (arm, number, stated) in changes {
            let arm = &mut self.arms[arm];
            let (followers, own) = (followers(&arm.read, &number), owner(&arm.read, &number.path));
            put(&mut arm.read.tree, &number, &stated, own);
            let stands = number.stated(&arm.read.tree).map(|node| node.span.clone());
            for follower in followers {
                put(&mut arm.read.tree, &follower, &stated, stands.clone());
            }
            if number.path == "run.seed" {
                self.seed = None;
            }
            arm.set.retain(|(path, _)| *path != number.path);
            arm.set.push((number.path, value));
        }
        Ok(())
    }

    /// The value of a number, in the arm that its place names or in the first arm that has it: the
    /// mean where it is drawn.
    ///
    /// # Errors
    ///
    /// [`Refused`]: no arm has such a number, or no single value for it.
    pub fn get(&self, place: &str) -> Result<f64, Refused> {
        let found = self.find(place)?;
        let value = found.iter().find_map(|(arm, number)| {
            let own = parameters(&self.arms[*arm].read);
            own.into_iter().find(|p| p.path == number.path)?.value
        });
        value.ok_or_else(|| self.refuse(place, "stated nowhere as one number".to_owned()))
    }

    /// Where the number at a place stands: the arms that have it, counted from 0, each with its path, entries of lists by
    /// number, as [`Parameter`] and [`Model::opened`](crate::model::Model::opened) have it.
    ///
    /// # Errors
    ///
    /// [`Refused`]: no arm has such a number.
    pub fn stands_at(&self, place: &str) -> Result<Vec<(usize, String)>, Refused> {
        Ok(self.find(place)?.into_iter().map(|(arm, number)| (arm, number.path)).collect())
    }

    /// Every number of an arm, stated or by default, with its range.
    ///
    /// # Errors
    ///
    /// [`Unknown`] when there is no such arm.
    pub fn parameters(&self, arm: &str) -> Result<Vec<Parameter>, Unknown> {
        let found = self.arms.iter().find(|known| known.read.name == arm);
        found.map(|arm| parameters(&arm.read)).ok_or_else(|| no_arm(arm, self.arms()))
    }

    /// The arms that have a number at a place, each with where it stands.
    pub(super) fn find(&self, text: &str) -> Result<Vec<(usize, Found)>, Refused> {
        let place = Place::parse(text).map_err(|message| self.refuse(text, message))?;
        if let Some(arm) = place.arm {
            if self.arms().all(|name| name != arm) {
                return Err(self.refuse(text, no_arm(arm, self.arms()).to_string()));
            }
            if SHARED.contains(&place.section()) {
                return Err(self.refuse(text, same_in_every_arm(place.section())));
            }
        }
        let mut found = Vec::new();
        let mut lost: Option<Lost> = None;
        for (i, arm) in self.arms.iter().enumerate() {
            if place.arm.is_some_and(|name| name != arm.read.name) {
                continue;
            }
            match place.find_number(&arm.read.tree) {
                Ok(number) => found.push((i, number)),
                Err(why) if why.ambiguous => {
                    return Err(self.refuse(text, why.message("number")));
                }
                Err(why) if lost.as_ref().is_none_or(|best| best.depth < why.depth) => lost = Some(why),
                Err(_) => {}
            }
        }
        match lost {
            Some(why) if found.is_empty() => Err(self.refuse(text, why.message("number"))),
            _ => Ok(found),
        }
    }

    /// A problem with a place that stands nowhere in the text.
    fn refuse(&self, place: &str, message: String) -> Refused {
        let (file, path) = (self.source.name.clone(), place.to_owned());
        Problem { file, line: 0, column: 0, path, message }.into()
    }
}

/// Writes a number into a tree; `span` is where it is taken to stand.
fn put(tree: &mut Node, number: &Found, value: &Value, span: Option<Range<usize>>) {
    if let Some(node) = number.open(tree) {
        node.value = value.clone();
        node.span = span.unwrap_or_else(|| node.span.clone());
    }
}

/// Where an entry stands that is like another, if a number lies in one: the number is then its own.
fn owner(arm: &ParsedArm, path: &str) -> Option<Range<usize>> {
    let (own, _) = arm.likes.iter().find(|(own, _)| lies_in(path, own).is_some())?;
    let found = Place::parse(own).ok()?.find_stated(&arm.tree).ok()?;
    found.stated(&arm.tree).map(|node| node.span.clone())
}

/// The same number in entries that are like the one it lies in and take it over.
fn followers(arm: &ParsedArm, number: &Found) -> Vec<Found> {
    let mut families: Vec<(&str, &str)> = Vec::new();
    for (own, other) in &arm.likes {
        if let Some(rest) = lies_in(&number.path, other) {
            families.push((own, rest));
        }
    }
    let mut next = 0;
    while let Some((family, rest)) = families.get(next).copied() {
        let more = arm.likes.iter().filter(|(_, other)| other == family).map(|(own, _)| (own.as_str(), rest));
        families.extend(more.collect::<Vec<_>>());
        next += 1;
    }
    let stated = number.stated(&arm.tree).map(|node| &node.span);
    let mut found = Vec::new();
    numbers(&arm.tree, &mut |path, here| {
        let path = path.to_string();
        let same_place = || families.iter().any(|(own, rest)| lies_in(&path, own) == Some(rest));
        let taken_over = match (stated, here.stated) {
            (Some(stated), Some(node)) => {
                node.span == *stated && families.iter().any(|(own, _)| lies_in(&path, own).is_some())
            }
            (None, None) => same_place(),
            _ => false,
        };
        if taken_over
            && let Some(place) = Place::parse(&path).ok().and_then(|at| at.find_number(&arm.tree).ok())
        {
            found.push(place);
        }
    });
    found
}

/// What of a path lies below another.
fn lies_in<'p>(path: &'p str, other: &str) -> Option<&'p str> {
    path.strip_prefix(other).filter(|rest| rest.starts_with(['.', '[']))
}

/// Every number of an arm.
fn parameters(arm: &ParsedArm) -> Vec<Parameter> {
    let mut found = Vec::new();
    numbers(&arm.tree, &mut |path, number| {
        let path = path.to_string();
        let leaf = arm.scenario.uncertain().iter().find(|leaf| leaf.path == path);
        let (value, drawn) = match (plain(number), leaf) {
            (None, Some(leaf)) => (Some(leaf.distribution.mean()), true),
            (value, _) => (value, false),
        };
        let (unit, min, max) = number.shape.bounds();
        let meaning = number.field.sentence();
        found.push(Parameter { path, value, unit, min, max, uncertain: drawn, meaning });
    });
    found
}

/// The value of a number that nothing draws.
fn plain(number: Number<'_>) -> Option<f64> {
    match (number.stated, number.field.spec.default) {
        (Some(node), _) => node.number(),
        (None, Default::Number(value)) => Some(value),
        (None, _) => None,
    }
}
