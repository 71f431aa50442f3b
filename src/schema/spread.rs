//! A number that differs between people.

use super::distribution::read_distribution;
use super::{Default, Field, Node, Path, Reader, Schema, Shape, Value};
use crate::random::Distribution;
use crate::units::Quantity;
use std::marker::PhantomData;
use std::ops::Range;

/// How a quantity is spread across the people of a cohort: one number for all, or a distribution
/// from which each person has a value of their own. Not an uncertain parameter: it is drawn once,
/// when the roster is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread<Q> {
    /// The distribution; a single value has all its weight in one point.
    pub distribution: Distribution,
    quantity: PhantomData<Q>,
}

impl<Q: Quantity> Spread<Q> {
    /// Everyone has this value.
    #[must_use]
    pub fn constant(value: f64) -> Spread<Q> {
        Spread {
            distribution: Distribution::Discrete { values: vec![value], weights: vec![1.0] },
            quantity: PhantomData,
        }
    }

    /// The range a person's value is kept in.
    #[must_use]
    pub fn clamp(value: f64) -> f64 {
        value.clamp(Q::MIN, Q::MAX)
    }
}

impl<Q: Quantity> Schema for Spread<Q> {
    fn read(node: &Node, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        if let Value::Table(entries) = &node.value {
            let distribution = read_distribution(node, entries, reader)?;
            return Some(Spread { distribution, quantity: PhantomData });
        }
        Q::read(node, field, reader).map(|q| Spread::constant(q.get()))
    }

    fn absent(around: &Range<usize>, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        match field.spec.default {
            Default::Prior(prior) => {
                Some(Spread { distribution: prior.distribution(), quantity: PhantomData })
            }
            Default::Number(value) => Some(Spread::constant(value)),
            Default::Required | Default::Absent | Default::Word(_) | Default::Flag(_) | Default::Empty => {
                Q::absent(around, field, reader).map(|q| Spread::constant(q.get()))
            }
        }
    }

    fn visit(&mut self, _: &mut Path, _: &mut dyn FnMut(&Path, &mut f64)) {}

    fn shape(field: &Field) -> Shape {
        Shape::Spread {
            unit: Q::UNIT,
            min: field.spec.min.unwrap_or(Q::MIN),
            max: field.spec.max.unwrap_or(Q::MAX),
            hint: Q::HINT,
        }
    }
}
