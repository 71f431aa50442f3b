//! Reading numbers, texts, flags and lists.

use super::distribution::read_distribution;
use super::named::is_name;
use super::{Default, Field, Node, Path, Reader, Schema, Shape, Step, Value};
use crate::units::{Quantity, hidden};
use std::borrow::Cow;
use std::ops::Range;

impl<Q: Quantity> Schema for Q {
    fn read(node: &Node, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        #[expect(clippy::cast_precision_loss, reason = "whole numbers above 2^53 are refused by every range")]
        let value = match &node.value {
            Value::Whole(n) => *n as f64,
            Value::Number(x) => *x,
            Value::Table(entries) => {
                let distribution = read_distribution(node, entries, reader)?;
                let (low, high) = distribution.range();
                let (min, max) = bounds::<Q>(field);
                if low < min || high > max {
                    reader.problem(
                        &node.span,
                        format!(
                            "the distribution reaches from {low:.6} to {high:.6}; {}; confine it, for example with truncated_normal or beta",
                            Q::shape(field).allowed(field)
                        ),
                    );
                    return None;
                }
                let centre = distribution.mean();
                reader.uncertain(distribution);
                return Some(Q::new(centre));
            }
            Value::Text(_) | Value::Flag(_) | Value::List(_) => {
                reader.problem(
                    &node.span,
                    format!(
                        "found {}; {}, or a distribution ({})",
                        node.quoted(),
                        Q::shape(field).allowed(field),
                        Q::HINT
                    ),
                );
                return None;
            }
        };
        let (min, max) = bounds::<Q>(field);
        if value.is_finite() && value >= min && value <= max {
            return Some(Q::new(value));
        }
        reader.problem(&node.span, Q::shape(field).refusal(field, &node.quoted()));
        None
    }

    fn absent(around: &Range<usize>, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        match field.spec.default {
            Default::Number(value) => {
                reader.in_force(field, value.to_string());
                Some(Q::new(value))
            }
            Default::Prior(prior) => {
                reader.in_force(field, prior.to_string());
                let distribution = prior.distribution();
                let centre = distribution.mean();
                reader.uncertain(distribution);
                Some(Q::new(centre))
            }
            Default::Required | Default::Absent | Default::Word(_) | Default::Flag(_) | Default::Empty => {
                reader.problem(around, format!("missing; {} ({})", Q::shape(field).allowed(field), Q::HINT));
                None
            }
        }
    }

    fn visit(&mut self, path: &mut Path, visitor: &mut dyn FnMut(&Path, &mut f64)) {
        visitor(path, self.slot());
    }

    fn shape(field: &Field) -> Shape {
        let (min, max) = bounds::<Q>(field);
        Shape::Number { unit: Q::UNIT, min, max, hint: Q::HINT }
    }
}

/// The range that a field gives a quantity, or the quantity's own.
pub(super) fn bounds<Q: Quantity>(field: &Field) -> (f64, f64) {
    (field.spec.min.unwrap_or(Q::MIN), field.spec.max.unwrap_or(Q::MAX))
}

impl Schema for u64 {
    fn read(node: &Node, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        let (min, max) = whole_bounds(field);
        let number = node.whole().and_then(|n| u64::try_from(n).ok()).filter(|n| (min..=max).contains(n));
        if number.is_none() {
            reader.problem(&node.span, u64::shape(field).refusal(field, &node.quoted()));
        }
        number
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "declared defaults are whole"
    )]
    fn absent(around: &Range<usize>, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        if let Default::Number(value) = field.spec.default {
            return Some(value as u64);
        }
        reader.problem(around, format!("missing; {}", u64::shape(field).allowed(field)));
        None
    }

    fn visit(&mut self, _: &mut Path, _: &mut dyn FnMut(&Path, &mut f64)) {}

    fn shape(field: &Field) -> Shape {
        let (min, max) = whole_bounds(field);
        Shape::Whole { min, max }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "declared bounds are whole")]
fn whole_bounds(field: &Field) -> (u64, u64) {
    const MOST: u64 = i64::MAX as u64;
    (field.spec.min.map_or(0, |m| m as u64), field.spec.max.map_or(MOST, |m| m as u64))
}

/// Titles and names are at most this long: they stand in charts, tables and on the terminal. What is a text of
/// its own, such as a description, has a range of lengths instead.
const LONGEST_LINE: usize = 200;

/// What is wrong with a text of at most `most` characters. One that is a line (a title, a name) has no line
/// breaks, and none has characters that nobody sees.
pub(crate) fn text_fault(key: &str, text: &str, most: Option<usize>) -> Option<String> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Some(format!("`{key}` is empty; write some text between the quotes"));
    }
    let (length, limit) = (text.chars().count(), most.unwrap_or(LONGEST_LINE));
    if length > limit {
        return Some(format!("found a text of {length} characters; write at most {limit}"));
    }
    if let Some(c) = hidden(text) {
        return Some(format!("found the hidden character U+{:04X} in the text; take it away", u32::from(c)));
    }
    let breaks = most.is_none() && trimmed.contains(['\n', '\r', '\t']);
    breaks.then(|| format!("found a line break or tab in `{key}`; write it in one line"))
}

impl Schema for String {
    fn read(node: &Node, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        let Some(text) = node.text() else {
            reader.expected(node, "text in quotes");
            return None;
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "declared lengths are whole"
        )]
        let most = field.spec.max.map(|most| most as usize);
        if let Some(fault) = text_fault(field.key, text, most) {
            reader.problem(&node.span, fault);
            return None;
        }
        Some(text.trim().to_owned())
    }

    fn absent(around: &Range<usize>, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        if let Default::Word(text) = field.spec.default {
            return Some(text.to_owned());
        }
        reader.problem(around, format!("missing; write `{} = \"…\"`", field.key));
        None
    }

    fn visit(&mut self, _: &mut Path, _: &mut dyn FnMut(&Path, &mut f64)) {}

    fn shape(_: &Field) -> Shape {
        Shape::Text
    }
}

impl Schema for bool {
    fn read(node: &Node, _: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        if let Value::Flag(flag) = node.value {
            return Some(flag);
        }
        reader.expected(node, "`true` or `false`");
        None
    }

    fn absent(around: &Range<usize>, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        if let Default::Flag(flag) = field.spec.default {
            return Some(flag);
        }
        reader.problem(around, format!("missing; write `{} = true` or `{0} = false`", field.key));
        None
    }

    fn visit(&mut self, _: &mut Path, _: &mut dyn FnMut(&Path, &mut f64)) {}

    fn shape(_: &Field) -> Shape {
        Shape::Flag
    }
}

impl<T: Schema> Schema for Option<T> {
    fn read(node: &Node, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        T::read(node, field, reader).map(Some)
    }

    fn absent(_: &Range<usize>, _: &Field, _: &mut Reader<'_>) -> Option<Self> {
        Some(None)
    }

    fn visit(&mut self, path: &mut Path, visitor: &mut dyn FnMut(&Path, &mut f64)) {
        if let Some(inner) = self {
            inner.visit(path, visitor);
        }
    }

    fn shape(field: &Field) -> Shape {
        T::shape(field)
    }
}

/// The key under which an entry of a list of choices may bear a name of its own, beside its kind.
pub(crate) const ENTRY_NAME: &str = "name";

/// An entry of a list of choices without the name that it may bear.
fn without_name<'n>(item: &'n Node, reader: &mut Reader<'_>) -> Cow<'n, Node> {
    let Some(entries) = item.entries().filter(|entries| entries.len() > 1) else {
        return Cow::Borrowed(item);
    };
    let Some(named) = entries.iter().find(|entry| entry.key == ENTRY_NAME) else {
        return Cow::Borrowed(item);
    };
    let plain = named.node.text().is_some_and(is_name);
    if !plain {
        let message = format!(
            "found {}; a name is a text of up to 100 letters, digits, `_` and `-`, such as \"diabetes\"",
            named.node.quoted()
        );
        reader.at(Step::Key(ENTRY_NAME), |reader| reader.problem(&named.node.span, message));
    }
    let others = entries.iter().filter(|entry| entry.key != ENTRY_NAME).cloned();
    Cow::Owned(Node { value: Value::Table(others.collect()), span: item.span.clone() })
}

impl<T: Schema> Schema for Vec<T> {
    fn read(node: &Node, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::List(items) = &node.value else {
            reader.expected(node, "a list");
            return None;
        };
        let read: Vec<Option<T>> = items
            .iter()
            .enumerate()
            .map(|(i, item)| {
                reader.at(Step::Index(i), |reader| {
                    let item = if T::IS_CHOICE { without_name(item, reader) } else { Cow::Borrowed(item) };
                    T::read(&item, field, reader)
                })
            })
            .collect();
        read.into_iter().collect()
    }

    fn absent(around: &Range<usize>, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        if field.spec.default == Default::Required {
            reader.problem(around, "missing; write a list");
            return None;
        }
        Some(Vec::new())
    }

    fn visit(&mut self, path: &mut Path, visitor: &mut dyn FnMut(&Path, &mut f64)) {
        for (i, item) in self.iter_mut().enumerate() {
            path.at(Step::Index(i), |path| item.visit(path, visitor));
        }
    }

    fn shape(field: &Field) -> Shape {
        Shape::List(Box::new(T::shape(field)))
    }
}
