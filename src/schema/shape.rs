//! The form of a scenario as data, for the documents made from it.

use super::{Default, Field, Grade, Path, Step, Value};
use crate::units::figure;

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
        /// How to write it, for the end of a message.
        hint: &'static str,
    },
    /// A number or a distribution *across people*, drawn once per person.
    Spread {
        /// Unit.
        unit: &'static str,
        /// Smallest value allowed.
        min: f64,
        /// Largest value allowed.
        max: f64,
        /// How to write it, for the end of a message.
        hint: &'static str,
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

impl Shape {
    /// Unit, least value and greatest value of a number; those of anything else are empty.
    #[must_use]
    pub fn bounds(&self) -> (&'static str, f64, f64) {
        #[expect(clippy::cast_precision_loss, reason = "bounds of whole numbers are round")]
        if let Shape::Whole { min, max } = self {
            return ("count", *min as f64, *max as f64);
        }
        self.quantity().map_or(("", f64::NAN, f64::NAN), |(unit, min, max, _)| (unit, min, max))
    }

    /// Unit of the number at a path below; empty where there is none.
    #[must_use]
    pub fn unit_at(&self, path: &Path) -> &'static str {
        let mut shape = self;
        for step in path.steps() {
            let below = match (shape, step) {
                (Shape::Struct { fields, .. }, Step::Key(key)) => {
                    fields.iter().find(|(field, _)| field.key == *key).map(|(_, below)| below)
                }
                (Shape::Choice { options, .. }, Step::Key(key)) => {
                    options.iter().find(|(option, _, _)| option == key).map(|(_, _, below)| below)
                }
                (Shape::Map(below), Step::Name(_)) | (Shape::List(below), Step::Index(_)) => Some(&**below),
                _ => None,
            };
            let Some(below) = below else { return "" };
            shape = below;
        }
        shape.quantity().map_or("", |(unit, ..)| unit)
    }

    /// Unit, least value, greatest value and hint, of a number.
    fn quantity(&self) -> Option<(&'static str, f64, f64, &'static str)> {
        if let Shape::Number { unit, min, max, hint } | Shape::Spread { unit, min, max, hint } = self {
            return Some((unit, *min, *max, hint));
        }
        None
    }

    /// Whether it is of a number.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self, Shape::Number { .. } | Shape::Spread { .. } | Shape::Whole { .. })
    }

    /// What a number may be, as a clause of a message.
    pub(super) fn allowed(&self, field: &Field) -> String {
        let what = if field.key.is_empty() { "this number".to_owned() } else { format!("`{}`", field.key) };
        if let Shape::Whole { min, max } = self {
            return if min == max {
                format!("{what} can only be {min}")
            } else {
                format!("{what} is a whole number between {min} and {max}")
            };
        }
        match self.quantity() {
            Some(("share", min, max, _)) => format!("{what} is a share between {min} and {max}"),
            Some(("number" | "ratio" | "elasticity", min, max, _)) => {
                format!("{what} lies between {min} and {max}")
            }
            Some((unit, min, max, _)) => format!("{what} lies between {min} and {max} {unit}"),
            None => format!("{what} is no number"),
        }
    }

    /// A value that a number cannot have: what was found, what is allowed, how to write it.
    pub(super) fn refusal(&self, field: &Field, found: &str) -> String {
        let hint = self.quantity().map_or_else(String::new, |(_, _, _, hint)| format!(" ({hint})"));
        format!("found {found}; {}{hint}", self.allowed(field))
    }

    /// A number as the value of a field of this shape.
    ///
    /// # Errors
    ///
    /// What a file with this number there would hear: what was found, what is allowed, how to write it.
    pub fn admit(&self, field: &Field, number: f64) -> Result<Value, String> {
        let within = |min: f64, max: f64| (min..=max).contains(&number);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "a whole number below 2^53"
        )]
        if let Shape::Whole { min, max } = self {
            if number.fract() == 0.0 && within(*min as f64, (*max as f64).min(EXACT)) {
                return Ok(Value::Whole(number as i64));
            }
        } else if self.quantity().is_some_and(|(_, min, max, _)| within(min, max)) {
            return Ok(Value::Number(number));
        }
        Err(self.refusal(field, &figure(number)))
    }
}

/// Whole numbers up to this are themselves as floating-point numbers: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

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
        Shape::Number { unit, min, max, .. } | Shape::Spread { unit, min, max, .. } => {
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
