//! Reading nodes: where we are, what went wrong, what turned out to be uncertain.

use super::{
    Default, Entry, Field, Grade, Node, Path, Problem, Schema, Shape, Source, Step, Uncertain, Value,
};
use crate::random::{Distribution, Mixture};
use crate::units::{Quantity, closest, either};
use std::ops::Range;

/// The state of reading one scenario.
#[derive(Debug)]
pub struct Reader<'a> {
    source: &'a Source,
    path: Path,
    problems: Vec<Problem>,
    uncertain: Vec<Uncertain>,
    defaults: Vec<InForce>,
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
        result
    }

    /// Notes that the number being read is drawn once per trial.
    pub fn uncertain(&mut self, distribution: Distribution) {
        self.uncertain.push(Uncertain { path: self.path.to_string(), distribution });
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
        let span = self
            .node
            .entries()
            .and_then(|entries| entries.iter().find(|e| e.key == key))
            .map_or(self.node.span.clone(), |entry| entry.node.span.clone());
        self.reader.at(Step::Key(key), |reader| reader.problem(&span, message));
    }
}

/// Reports keys that a table must not have.
pub(super) fn refuse_unknown_keys(entries: &[Entry], known: &[&'static str], reader: &mut Reader<'_>) {
    for entry in entries {
        if !known.contains(&entry.key.as_str()) {
            let hint = match closest(&entry.key, known.iter().copied()) {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("allowed here: {}", either(known)),
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
                            allowed::<Q>(field)
                        ),
                    );
                    return None;
                }
                let centre = distribution.mean();
                reader.uncertain(distribution);
                return Some(Q::new(centre));
            }
            Value::Text(_) | Value::Flag(_) | Value::List(_) | Value::Other(_) => {
                reader.expected(node, &format!("a number in {} or a distribution; {}", Q::UNIT, Q::HINT));
                return None;
            }
        };
        let (min, max) = bounds::<Q>(field);
        if value.is_finite() && value >= min && value <= max {
            return Some(Q::new(value));
        }
        reader.problem(&node.span, format!("found {}; {} ({})", node.quoted(), allowed::<Q>(field), Q::HINT));
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
                reader.problem(around, format!("missing; {} ({})", allowed::<Q>(field), Q::HINT));
                None
            }
        }
    }

    fn visit(&mut self, path: &mut Path, visitor: &mut dyn FnMut(&Path, &mut f64)) {
        visitor(path, self.slot());
    }

    fn shape(field: &Field) -> Shape {
        let (min, max) = bounds::<Q>(field);
        Shape::Number { unit: Q::UNIT, min, max }
    }
}

fn bounds<Q: Quantity>(field: &Field) -> (f64, f64) {
    (field.spec.min.unwrap_or(Q::MIN), field.spec.max.unwrap_or(Q::MAX))
}

/// What a number may be, as a clause of a message.
fn allowed<Q: Quantity>(field: &Field) -> String {
    let (min, max) = bounds::<Q>(field);
    let what = if field.key.is_empty() { "this number".to_owned() } else { format!("`{}`", field.key) };
    if Q::UNIT == "share" {
        format!("{what} is a share between {min} and {max}")
    } else if ["number", "ratio", "elasticity"].contains(&Q::UNIT) {
        format!("{what} lies between {min} and {max}")
    } else {
        format!("{what} lies between {min} and {max} {}", Q::UNIT)
    }
}

impl Schema for u64 {
    fn read(node: &Node, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        let (min, max) = whole_bounds(field);
        let number = node.whole().and_then(|n| u64::try_from(n).ok()).filter(|n| (min..=max).contains(n));
        if number.is_none() {
            let found = node.quoted();
            reader.problem(
                &node.span,
                format!("found {found}; `{}` is a whole number between {min} and {max}", field.key),
            );
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
        let (min, max) = whole_bounds(field);
        reader.problem(around, format!("missing; `{}` is a whole number between {min} and {max}", field.key));
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
        Some(text.trim().to_owned())
    }

    fn absent(around: &Range<usize>, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        if let Default::Word(text) = field.spec.default {
            return Some(text.to_owned());
        }
        reader.problem(around, "missing; write some text in quotes");
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
        reader.problem(around, "missing; write `true` or `false`");
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

/// The distributions a scenario can name, with the numbers each takes.
const DISTRIBUTIONS: [(&str, &[&str]); 11] = [
    ("normal", &["mean", "sd"]),
    ("truncated_normal", &["mean", "sd", "min", "max"]),
    ("lognormal", &["median", "sigma"]),
    ("beta", &["alpha", "beta", "min", "max"]),
    ("gamma", &["shape", "scale"]),
    ("triangular", &["min", "mode", "max"]),
    ("pert", &["min", "mode", "max"]),
    ("uniform", &["min", "max"]),
    ("discrete", &["values", "weights"]),
    ("empirical", &["values"]),
    ("zero_or", &["chance", "otherwise"]),
];

/// The keys of [`DISTRIBUTIONS`], for the JSON Schema.
pub(super) fn distribution_names() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    DISTRIBUTIONS.into_iter()
}

/// Reads `{ normal = { mean = 1, sd = 2 } }` and its relatives.
pub(super) fn read_distribution(
    node: &Node,
    entries: &[Entry],
    reader: &mut Reader<'_>,
) -> Option<Distribution> {
    let names: Vec<&'static str> = DISTRIBUTIONS.iter().map(|(name, _)| *name).collect();
    let [entry] = entries else {
        reader.problem(
            &node.span,
            format!(
                "found a table of {} keys; a distribution is a table with one key: {}",
                entries.len(),
                either(&names)
            ),
        );
        return None;
    };
    let Some((name, parameters)) = DISTRIBUTIONS.iter().find(|(name, _)| *name == entry.key) else {
        let hint = closest(&entry.key, names.iter().copied())
            .map_or_else(|| format!("allowed: {}", either(&names)), |name| format!("did you mean `{name}`?"));
        reader.problem(&entry.key_span, format!("unknown distribution `{}`; {hint}", entry.key));
        return None;
    };
    let Some(inner) = entry.node.entries() else {
        reader.expected(&entry.node, &format!("a table with {}", either(*parameters)));
        return None;
    };
    reader.at(Step::Key(name), |reader| {
        refuse_unknown_keys(inner, parameters, reader);
        let before = reader.problems.len();
        let law = build_distribution(name, &entry.node, reader);
        if reader.problems.len() > before { None } else { law }
    })
}

fn build_distribution(name: &str, node: &Node, reader: &mut Reader<'_>) -> Option<Distribution> {
    let mut number = |key: &'static str, default: Option<f64>| read_number(node, key, default, reader);
    let law = match name {
        "normal" => Distribution::Normal { mean: number("mean", None)?, sd: number("sd", None)? },
        "truncated_normal" => Distribution::TruncatedNormal {
            mean: number("mean", None)?,
            sd: number("sd", None)?,
            min: number("min", Some(f64::NEG_INFINITY))?,
            max: number("max", Some(f64::INFINITY))?,
        },
        "lognormal" => {
            Distribution::Lognormal { median: number("median", None)?, sigma: number("sigma", None)? }
        }
        "beta" => Distribution::Beta {
            alpha: number("alpha", None)?,
            beta: number("beta", None)?,
            min: number("min", Some(0.0))?,
            max: number("max", Some(1.0))?,
        },
        "gamma" => Distribution::Gamma { shape: number("shape", None)?, scale: number("scale", None)? },
        "triangular" => Distribution::Triangular {
            min: number("min", None)?,
            mode: number("mode", None)?,
            max: number("max", None)?,
        },
        "pert" => Distribution::Pert {
            min: number("min", None)?,
            mode: number("mode", None)?,
            max: number("max", None)?,
        },
        "uniform" => Distribution::Uniform { min: number("min", None)?, max: number("max", None)? },
        "discrete" => Distribution::Discrete {
            values: read_numbers(node, "values", reader)?,
            weights: read_numbers(node, "weights", reader)?,
        },
        "empirical" => {
            let mut values = read_numbers(node, "values", reader)?;
            values.sort_by(f64::total_cmp);
            Distribution::Empirical { values }
        }
        _ => {
            let chance = number("chance", None)?;
            let Some(otherwise) = node.get("otherwise") else {
                reader.problem(
                    &node.span,
                    "missing key `otherwise`; write the distribution used when the value is not zero",
                );
                return None;
            };
            let entries = otherwise.entries().unwrap_or_default();
            let otherwise =
                reader.at(Step::Key("otherwise"), |reader| read_distribution(otherwise, entries, reader))?;
            Distribution::Zero(Box::new(Mixture { chance, otherwise }))
        }
    };
    if let Some(fault) = fault(&law) {
        reader.problem(&node.span, fault);
        return None;
    }
    Some(law)
}

/// What is wrong with a distribution's parameters, if anything.
fn fault(law: &Distribution) -> Option<String> {
    let positive = |name: &str, value: f64| {
        (value <= 0.0).then(|| format!("found {name} = {value}; it must be above 0"))
    };
    let ordered = |min: f64, max: f64| {
        (min >= max).then(|| format!("found min = {min} and max = {max}; min must be below max"))
    };
    match law {
        Distribution::Normal { sd, .. } => positive("sd", *sd),
        Distribution::TruncatedNormal { mean, sd, min, max } => positive("sd", *sd).or_else(|| ordered(*min, *max)).or_else(|| {
            ((min - mean) / sd > 8.0 || (mean - max) / sd > 8.0)
                .then(|| "the whole range lies more than 8 standard deviations from the mean; move the mean or the range".to_owned())
        }),
        Distribution::Lognormal { median, sigma } => positive("median", *median).or_else(|| positive("sigma", *sigma)),
        Distribution::Beta { alpha, beta, min, max } => {
            positive("alpha", *alpha).or_else(|| positive("beta", *beta)).or_else(|| ordered(*min, *max))
        }
        Distribution::Gamma { shape, scale } => positive("shape", *shape).or_else(|| positive("scale", *scale)),
        Distribution::Triangular { min, mode, max } | Distribution::Pert { min, mode, max } => {
            ordered(*min, *max).or_else(|| {
                (mode < min || mode > max).then(|| format!("found mode = {mode}; it must lie between min = {min} and max = {max}"))
            })
        }
        Distribution::Uniform { min, max } => ordered(*min, *max),
        Distribution::Discrete { values, weights } => {
            if values.is_empty() || values.len() != weights.len() {
                Some(format!("found {} values and {} weights; give one weight for each value", values.len(), weights.len()))
            } else if weights.iter().any(|w| *w < 0.0) || weights.iter().sum::<f64>() <= 0.0 {
                Some("weights must not be negative, and not all zero".to_owned())
            } else {
                None
            }
        }
        Distribution::Empirical { values } => {
            (values.len() < 2).then(|| format!("found {} values; an empirical distribution needs at least two", values.len()))
        }
        Distribution::Zero(mixture) => (!(0.0..=1.0).contains(&mixture.chance))
            .then(|| format!("found chance = {}; a chance lies between 0 and 1", mixture.chance)),
    }
}

fn plain_number(node: &Node) -> Option<f64> {
    node.number().filter(|x| x.is_finite())
}

fn read_number(node: &Node, key: &'static str, default: Option<f64>, reader: &mut Reader<'_>) -> Option<f64> {
    let Some(found) = node.get(key) else {
        if default.is_none() {
            reader.problem(&node.span, format!("missing key `{key}`; write a number"));
        }
        return default;
    };
    let number = plain_number(found);
    if number.is_none() {
        reader.at(Step::Key(key), |reader| reader.expected(found, "a finite number"));
    }
    number
}

fn read_numbers(node: &Node, key: &'static str, reader: &mut Reader<'_>) -> Option<Vec<f64>> {
    let items = node.get(key).and_then(Node::list);
    let numbers = items.and_then(|items| items.iter().map(plain_number).collect::<Option<Vec<f64>>>());
    if numbers.is_none() {
        let span = node.get(key).map_or(node.span.clone(), |n| n.span.clone());
        reader.problem(&span, format!("`{key}` must be a list of finite numbers"));
    }
    numbers
}
