//! What a roster says under names that plans choose: days of call by kind, scores by quality measure.
//!
//! A plan uses a name ([`Label`]), the roster has a column for it (`call_days.<kind>`,
//! `quality.<measure>`), and formulas find it by the place that every label is given once a scenario has
//! been read ([`Labels`]).

use crate::schema::{Field, Node, Path, Reader, Schema, Shape, is_name};
use crate::tile::{Lanes, TILE};
use std::ops::Range;

/// What a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labelled {
    /// A kind of call: days on it.
    CallDays,
    /// A quality measure: the score.
    Quality,
}

impl Labelled {
    /// What stands before the name in a roster's header.
    #[must_use]
    pub const fn stem(self) -> &'static str {
        match self {
            Labelled::CallDays => "call_days.",
            Labelled::Quality => "quality.",
        }
    }
}

/// A kind of call, or a quality measure, by its name in the roster's header.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    name: String,
    place: usize,
}

impl Label {
    /// A name with a place, for tests.
    #[cfg(test)]
    pub(crate) fn at(name: &str, place: usize) -> Label {
        Label { name: name.to_owned(), place }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its place among all of a scenario's, below [`Said::MOST`].
    #[inline(always)]
    #[must_use]
    pub fn place(&self) -> usize {
        self.place % Said::MOST
    }
}

impl Schema for Label {
    fn read(node: &Node, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        let name = String::read(node, field, reader)?;
        if !is_name(&name) {
            reader.problem(
                &node.span,
                format!("found the name {name:?}; a name is made of up to 100 letters, digits, `_` and `-`"),
            );
            return None;
        }
        Some(Label { name, place: 0 })
    }

    fn absent(around: &Range<usize>, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        String::absent(around, field, reader).map(|name| Label { name, place: 0 })
    }

    fn visit(&mut self, _: &mut Path, _: &mut dyn FnMut(&Path, &mut f64)) {}

    fn shape(field: &Field) -> Shape {
        String::shape(field)
    }
}

/// All labels of a scenario, in the order in which its plans first use them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labels(Vec<(Labelled, String)>);

impl Labels {
    /// Gives a label its place: that of the same name before it, or the next one.
    pub fn put(&mut self, what: Labelled, label: &mut Label) {
        let known = self.0.iter().position(|(of, name)| *of == what && *name == label.name);
        label.place = known.unwrap_or(self.0.len());
        if known.is_none() {
            self.0.push((what, label.name.clone()));
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// What each names, with the name, in the order of places.
    pub fn iter(&self) -> impl Iterator<Item = (Labelled, &str)> {
        self.0.iter().map(|(what, name)| (*what, name.as_str()))
    }
}

/// What is said of one physician, by the places of labels: days of call, and how far the score of a measure
/// lies above the composite.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Said([f64; Said::MOST]);

impl Said {
    /// Most labels that the plans of a scenario use together.
    pub const MOST: usize = 32;

    /// What is said under a label.
    #[inline(always)]
    #[must_use]
    pub fn of(&self, label: &Label) -> f64 {
        self.0[label.place()]
    }

    /// With a value under a label, for tests.
    #[cfg(test)]
    pub(crate) fn with(mut self, label: &Label, value: f64) -> Said {
        self.0[label.place()] = value;
        self
    }
}

/// [`Said`] of a tile of physicians.
#[derive(Clone, Debug, PartialEq)]
pub struct SaidTile([Lanes; Said::MOST]);

impl SaidTile {
    /// Nothing said.
    pub const EMPTY: SaidTile = SaidTile([[0.0; TILE]; Said::MOST]);

    /// What is said under a label, lane by lane.
    #[inline(always)]
    #[must_use]
    pub fn of(&self, label: &Label) -> &Lanes {
        &self.0[label.place()]
    }

    /// One physician's.
    #[inline(always)]
    #[must_use]
    pub fn lane(&self, lane: usize) -> Said {
        // Written out: what nobody reads of it is then never copied, on whatever level it is compiled.
        let mut said = [0.0; Said::MOST];
        let mut place = 0;
        while place < Said::MOST {
            said[place] = self.0[place][lane];
            place += 1;
        }
        Said(said)
    }

    /// Replaces one physician's, for tests.
    #[cfg(test)]
    pub(crate) fn set_lane(&mut self, lane: usize, said: &Said) {
        for (all, one) in self.0.iter_mut().zip(said.0) {
            all[lane] = one;
        }
    }

    /// Says something of one physician, by place.
    pub fn set(&mut self, place: usize, lane: usize, value: f64) {
        self.0[place % Said::MOST][lane] = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_of_the_same_thing_has_one_place() {
        let mut labels = Labels::default();
        let mut all = ["weekend", "holiday", "weekend"].map(|name| Label::at(name, 9));
        for label in &mut all {
            labels.put(Labelled::CallDays, label);
        }
        let mut other = Label::at("weekend", 9);
        labels.put(Labelled::Quality, &mut other);
        assert_eq!(all.map(|label| label.place()), [0, 1, 0]);
        assert_eq!((other.place(), labels.count()), (2, 3));
    }

    #[test]
    fn lanes_keep_what_is_said() {
        let mut tile = SaidTile::EMPTY;
        tile.set(1, 5, 104.0);
        let label = Label::at("weekend", 1);
        assert_eq!(
            (tile.lane(5).of(&label), tile.lane(4).of(&label), tile.of(&label)[5]),
            (104.0, 0.0, 104.0)
        );
    }
}
