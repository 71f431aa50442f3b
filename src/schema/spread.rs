//! A number that differs between people.

use super::distribution::read_distribution;
use super::read::bounds;
use super::{Default, Field, Node, Path, Reader, Schema, Shape, Value};
use crate::random::Distribution;
use crate::units::Quantity;
use std::marker::PhantomData;
use std::ops::Range;

/// How a quantity is spread across the people of a cohort: one number for all, or a distribution
/// from which each person has a value of their own. Not an uncertain parameter: it is drawn once,
/// when the roster is made.
///
/// It is held to the range that a roster's column has. A distribution without end is held to it as far as
/// one physician in ten million goes; who would lie beyond is kept at the end of the range.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread<Q> {
    /// The distribution; a single value has all its weight in one point.
    pub distribution: Distribution,
    /// Least and greatest value that a person may have.
    range: (f64, f64),
    quantity: PhantomData<Q>,
}

/// The part of all physicians on either side of whom nobody asks how far a distribution reaches.
const TAIL: f64 = 1e-7;

impl<Q: Quantity> Spread<Q> {
    fn within(field: &Field, distribution: Distribution) -> Spread<Q> {
        Spread { distribution, range: bounds::<Q>(field), quantity: PhantomData }
    }

    /// Everyone has this value.
    fn constant(field: &Field, value: f64) -> Spread<Q> {
        Spread::within(field, Distribution::Discrete { values: vec![value], weights: vec![1.0] })
    }

    /// A person's value, from a uniform.
    #[must_use]
    pub fn value(&self, uniform: f64) -> f64 {
        let (min, max) = self.range;
        self.distribution.quantile(uniform).clamp(min, max)
    }

    /// The greatest value that anybody has.
    #[must_use]
    pub fn highest(&self) -> f64 {
        self.value(1.0 - TAIL)
    }
}

impl<Q: Quantity> Schema for Spread<Q> {
    fn read(node: &Node, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            return Q::read(node, field, reader).map(|q| Spread::constant(field, q.get()));
        };
        let distribution = read_distribution(node, entries, reader)?;
        let ((low, high), (min, max)) =
            ((distribution.quantile(TAIL), distribution.quantile(1.0 - TAIL)), bounds::<Q>(field));
        if low < min || high > max {
            let allowed = Self::shape(field).allowed(field);
            let message = format!(
                "the distribution reaches from {low:.6} to {high:.6}; {allowed}; confine it, for example with truncated_normal or beta"
            );
            reader.problem(&node.span, message);
            return None;
        }
        Some(Spread::within(field, distribution))
    }

    fn absent(around: &Range<usize>, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        match field.spec.default {
            Default::Prior(prior) => Some(Spread::within(field, prior.distribution())),
            Default::Number(value) => Some(Spread::constant(field, value)),
            Default::Required | Default::Absent | Default::Word(_) | Default::Flag(_) | Default::Empty => {
                Q::absent(around, field, reader).map(|q| Spread::constant(field, q.get()))
            }
        }
    }

    fn visit(&mut self, _: &mut Path, _: &mut dyn FnMut(&Path, &mut f64)) {}

    fn shape(field: &Field) -> Shape {
        let (min, max) = bounds::<Q>(field);
        Shape::Spread { unit: Q::UNIT, min, max, hint: Q::HINT }
    }
}
