//! The form of a scenario as data, for the documents made from it.

use super::{Default, Field, Grade};

/// The form of a value.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A number, or a distribution of it.
    Number {
        /// Unit.
        unit: &'static str,
        /// Smallest value allowed.
        min: f64,
        /// Largest value allowed.
        max: f64,
    },
    /// A number or a distribution *across people*, drawn once per person.
    Spread {
        /// Unit.
        unit: &'static str,
        /// Smallest value allowed.
        min: f64,
        /// Largest value allowed.
        max: f64,
    },
    /// A whole number.
    Whole {
        /// Smallest value allowed.
        min: u64,
        /// Largest value allowed.
        max: u64,
    },
    /// Text.
    Text,
    /// True or false.
    Flag,
    /// One word of a closed set: word and meaning.
    Word(Vec<(&'static str, &'static str)>),
    /// A list.
    List(Box<Shape>),
    /// Values under names the user chooses.
    Map(Box<Shape>),
    /// Named parameters.
    Struct {
        /// Name of the type.
        name: &'static str,
        /// What it is.
        doc: &'static str,
        /// Its parameters.
        fields: Vec<(Field, Shape)>,
    },
    /// One of several structures: a table with exactly one of these keys.
    Choice {
        /// Name of the type.
        name: &'static str,
        /// What it is.
        doc: &'static str,
        /// Key, meaning and form of each.
        options: Vec<(&'static str, &'static str, Shape)>,
    },
}

/// One parameter of the default table.
#[derive(Clone, Debug)]
pub struct ParameterRow {
    /// Where it stands, with `<name>` for names the user chooses and `[]` for list elements.
    pub path: String,
    /// What it means.
    pub meaning: String,
    /// Unit.
    pub unit: String,
    /// Allowed values.
    pub range: String,
    /// Default.
    pub default: String,
    /// Source of the default.
    pub source: &'static str,
    /// Grade of evidence.
    pub grade: Grade,
}

/// Every leaf below a shape, in the order of the declarations.
#[must_use]
pub fn rows(shape: &Shape) -> Vec<ParameterRow> {
    let mut found = Vec::new();
    descend(shape, "", &Field::NONE, &mut found);
    found
}

fn descend(shape: &Shape, path: &str, field: &Field, found: &mut Vec<ParameterRow>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match shape {
        Shape::Struct { fields, .. } => {
            for (field, shape) in fields {
                descend(shape, &below(field.key), field, found);
            }
        }
        Shape::Choice { options, .. } => {
            for (key, doc, shape) in options {
                let is_bare = matches!(shape, Shape::Struct { fields, .. } if fields.is_empty());
                if is_bare {
                    found.push(ParameterRow { meaning: squeeze(doc), ..row(&below(key), field, "", "") });
                }
                descend(shape, &below(key), field, found);
            }
        }
        Shape::Map(inner) => descend(inner, &below("<name>"), field, found),
        Shape::List(inner) => descend(inner, &format!("{path}[]"), field, found),
        Shape::Number { unit, min, max } | Shape::Spread { unit, min, max } => {
            found.push(row(path, field, unit, &format!("{} to {}", bound(*min), bound(*max))));
        }
        Shape::Whole { min, max } => {
            let max = if *max == i64::MAX as u64 { "…".to_owned() } else { max.to_string() };
            found.push(row(path, field, "count", &format!("{min} to {max}")));
        }
        Shape::Text => found.push(row(path, field, "text", "")),
        Shape::Flag => found.push(row(path, field, "flag", "true, false")),
        Shape::Word(words) => {
            let list = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
            found.push(row(path, field, "word", &list));
        }
    }
}

fn squeeze(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn bound(value: f64) -> String {
    if value.abs() >= 1e6 { format!("{value:e}") } else { format!("{value}") }
}

fn row(path: &str, field: &Field, unit: &str, range: &str) -> ParameterRow {
    let default = match field.spec.default {
        Default::Required => "(required)".to_owned(),
        Default::Absent | Default::Empty => "(none)".to_owned(),
        Default::Number(value) => value.to_string(),
        Default::Prior(prior) => prior.to_string(),
        Default::Word(word) => word.to_owned(),
        Default::Flag(flag) => flag.to_string(),
    };
    ParameterRow {
        path: path.to_owned(),
        meaning: field.sentence(),
        unit: unit.to_owned(),
        range: range.to_owned(),
        default,
        source: field.spec.source,
        grade: field.spec.grade,
    }
}
