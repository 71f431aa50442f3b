//! From text to arms: parsing, patching, reading, with every problem at once.
//!
//! Touches no file: the caller brings the text, and the rosters that the text names.

mod parse;
mod patch;
mod variant;

pub use parse::parse_toml;
pub use variant::{Arms, BASELINE, ParsedArm, read_arms};

use crate::model::Scenario;
use crate::schema::{Field, ParameterRow, Schema, Shape, json_schema, rows};

/// The form of a scenario.
#[must_use]
pub fn shape() -> Shape {
    Scenario::shape(&Field::NONE)
}

/// The default table: every parameter with unit, range, default, source and grade.
#[must_use]
pub fn defaults() -> Vec<ParameterRow> {
    rows(&shape())
}

/// JSON Schema of a scenario, with its variants.
#[must_use]
pub fn schema() -> serde_json::Value {
    let mut schema = json_schema(&shape(), "cascade scenario");
    let variant = serde_json::json!({
        "type": "object",
        "description": "Variants: named patches over any part of the scenario. Each is validated as a whole.",
        "additionalProperties": {
            "type": "object",
            "description": "A patch: the keys of the scenario, with only what differs; `title` names the arm, `builds_on` names variants it continues, `remove` lists paths to take away.",
            "properties": {
                "title": { "type": "string" },
                "builds_on": { "anyOf": [ { "type": "string" }, { "type": "array", "items": { "type": "string" } } ] },
                "remove": { "type": "array", "items": { "type": "string" } },
            },
        },
    });
    if let Some(properties) = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
        properties.insert("variant".to_owned(), variant);
    }
    schema
}
