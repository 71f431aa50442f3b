//! Reading nodes: where we are, what went wrong, what turned out to be uncertain.

use super::distribution::read_distribution;
use super::{
    Default, Entry, Field, Grade, Node, Path, Problem, Schema, Shape, Source, Step, Uncertain, Value,
};
use crate::random::Distribution;
use crate::units::{Quantity, closest, either, hidden};
use std::ops::Range;

/// The state of reading one scenario.
#[derive(Debug)]
pub struct Reader<'a> {
    source: &'a Source,
    path: Path,
    problems: Vec<Problem>,
    uncertain: Vec<Uncertain>,
    defaults: Vec<InForce>,
    /// Tables around what is being read: how deep each lies, and what it may hold.
    around: Vec<(usize, &'static [Field])>,
}

/// A default that a scenario relies on because it says nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct InForce {
    /// Path of the parameter.
    pub path: String,
    /// The default, as text.
    pub value: String,
    /// Where it comes from.
    pub source: &'static str,
    /// How good that is.
    pub grade: Grade,
}

/// What reading found beside the structure itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// Everything wrong.
    pub problems: Vec<Problem>,
    /// What is drawn once per trial.
    pub uncertain: Vec<Uncertain>,
    /// Defaults relied on.
    pub defaults: Vec<InForce>,
}

impl<'a> Reader<'a> {
    /// Starts at the root.
    #[must_use]
    pub fn new(source: &'a Source) -> Reader<'a> {
        Reader {
            source,
            path: Path::default(),
            problems: Vec::new(),
            uncertain: Vec::new(),
            defaults: Vec::new(),
            around: Vec::new(),
        }
    }

    /// Notes a problem with what is being read.
    pub fn problem(&mut self, span: &Range<usize>, message: impl Into<String>) {
        self.problems.push(self.source.problem(span, self.path.to_string(), message.into()));
    }

    /// Goes one step down, reads there, and comes back.
    pub fn at<T>(&mut self, step: Step, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let result = read(self);
        self.path.pop();
        let depth = self.path.depth();
        self.around.retain(|(lies, _)| *lies <= depth);
        result
    }

    /// Notes that the number being read is drawn once per trial.
    pub fn uncertain(&mut self, distribution: Distribution) {
        self.uncertain.push(Uncertain { path: self.path.to_string(), distribution });
    }

    /// Notes that a table which may hold these fields is being read.
    pub(super) fn enter(&mut self, fields: &'static [Field]) {
        self.around.push((self.path.depth(), fields));
    }

    /// The table around what is being read that may hold a key, the nearest first.
    fn home(&self, key: &str) -> Option<String> {
        let holds = |fields: &[Field]| fields.iter().any(|field| field.key == key);
        let (depth, _) = self.around.iter().rev().find(|(_, fields)| holds(fields))?;
        Some(self.path.beginning(*depth).to_string()).filter(|path| !path.is_empty())
    }

    /// How much has gone wrong so far.
    pub(super) fn n_problems(&self) -> usize {
        self.problems.len()
    }

    /// Whether nothing has gone wrong so far.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// Everything found on the way.
    #[must_use]
    pub fn finish(self) -> Findings {
        Findings { problems: self.problems, uncertain: self.uncertain, defaults: self.defaults }
    }

    /// Notes that the default of a field is relied on.
    pub fn in_force(&mut self, field: &Field, value: String) {
        let path = self.path.to_string();
        self.defaults.push(InForce { path, value, source: field.spec.source, grade: field.spec.grade });
    }

    /// Notes that a node is of the wrong kind.
    pub fn expected(&mut self, node: &Node, what: &str) {
        self.problem(&node.span, format!("found {}; expected {what}", node.quoted()));
    }
}

/// A table being read, for the checks of a structure against itself.
#[derive(Debug)]
pub struct Table<'t, 'r, 's> {
    node: &'t Node,
    reader: &'r mut Reader<'s>,
}

impl<'t, 'r, 's> Table<'t, 'r, 's> {
    /// Wraps a table node.
    pub fn new(node: &'t Node, reader: &'r mut Reader<'s>) -> Self {
        Table { node, reader }
    }

    /// Notes a problem with one key of the table.
    pub fn problem(&mut self, key: &'static str, message: impl Into<String>) {
        self.problem_within(&[key], message);
    }

    /// Notes a problem with what lies at a path of keys within the table; at the innermost table there is,
    /// when it is not written.
    pub fn problem_within(&mut self, keys: &[&'static str], message: impl Into<String>) {
        let Some((key, rest)) = keys.split_first() else {
            self.reader.problem(&self.node.span, message);
            return;
        };
        let inner = self.node.get(key).unwrap_or(self.node);
        self.reader
            .at(Step::Key(key), |reader| Table::new(inner, reader).problem_within(rest, message.into()));
    }
}

/// Reports keys that a table must not have.
pub(super) fn refuse_unknown_keys(entries: &[Entry], known: &[&'static str], reader: &mut Reader<'_>) {
    for entry in entries {
        if !known.contains(&entry.key.as_str()) {
            let home = reader.home(&entry.key);
            let hint = match (home, closest(&entry.key, known.iter().copied())) {
                (Some(home), _) => {
                    format!("it belongs to [{home}]; write it there, above the sections that begin inside it")
                }
                (None, Some(name)) => format!("did you mean `{name}`?"),
                (None, None) => format!("allowed here: {}", either(known)),
            };
            reader.problem(&entry.key_span, format!("unknown key `{}`; {hint}", entry.key));
        }
    }
}

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
            Value::Text(_) | Value::Flag(_) | Value::List(_) | Value::Other(_) => {
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

fn bounds<Q: Quantity>(field: &Field) -> (f64, f64) {
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

/// Longer texts are something else, pasted by accident.
const LONGEST_TEXT: usize = 10_000;

impl Schema for String {
    fn read(node: &Node, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        let Some(text) = node.text() else {
            reader.expected(node, "text in quotes");
            return None;
        };
        if text.trim().is_empty() {
            reader
                .problem(&node.span, format!("`{}` is empty; write some text between the quotes", field.key));
            return None;
        }
        let length = text.chars().count();
        if length > LONGEST_TEXT {
            reader.problem(
                &node.span,
                format!("found a text of {length} characters; write at most {LONGEST_TEXT}"),
            );
            return None;
        }
        if let Some(c) = hidden(text) {
            reader.problem(
                &node.span,
                format!("found the hidden character U+{:04X} in the text; take it away", u32::from(c)),
            );
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

impl<T: Schema> Schema for Vec<T> {
    fn read(node: &Node, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::List(items) = &node.value else {
            reader.expected(node, "a list");
            return None;
        };
        let read: Vec<Option<T>> = items
            .iter()
            .enumerate()
            .map(|(i, item)| reader.at(Step::Index(i), |reader| T::read(item, field, reader)))
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
