//! The form of a scenario as JSON Schema, for editors that complete and check.

use super::distribution::distribution_names;
use super::{Default, ENTRY_NAME, Field, Grade, Shape};
use serde_json::{Map, Value, json};

/// A JSON Schema (draft 2020-12) of a shape.
#[must_use]
pub fn json_schema(shape: &Shape, title: &str) -> Value {
    let mut schema = describe(shape);
    if let Value::Object(map) = &mut schema {
        let mut with_head = Map::new();
        with_head.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        with_head.insert("title".into(), json!(title));
        with_head.append(map);
        with_head.insert("$defs".into(), json!({ "distribution": distribution_schema() }));
        schema = Value::Object(with_head);
    }
    schema
}

fn describe(shape: &Shape) -> Value {
    match shape {
        Shape::Number { min, max, .. } | Shape::Spread { min, max, .. } => json!({
            "anyOf": [
                { "type": "number", "minimum": min, "maximum": max },
                { "$ref": "#/$defs/distribution" },
            ]
        }),
        Shape::Whole { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Shape::Text => json!({ "type": "string", "minLength": 1 }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Word(words) => json!({
            "type": "string",
            "enum": words.iter().map(|(word, _)| *word).collect::<Vec<_>>(),
        }),
        Shape::List(inner) => list(inner),
        Shape::Map(inner) => json!({ "type": "object", "additionalProperties": describe(inner) }),
        Shape::Struct { doc, fields, .. } => structure(doc, fields),
        Shape::Choice { doc, options, .. } => choice(doc, options),
    }
}

/// A list; what is like another may change one by a table of its entries.
fn list(inner: &Shape) -> Value {
    let mut items = describe(inner);
    if !matches!(inner, Shape::Struct { .. } | Shape::Choice { .. }) {
        return json!({ "type": "array", "items": items });
    }
    for kind in items.get_mut("anyOf").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(properties) = kind.get_mut("properties").and_then(Value::as_object_mut) {
            let meaning = "A name of its own, by which places call the entry.";
            properties.insert(ENTRY_NAME.into(), json!({ "type": "string", "description": meaning }));
        }
    }
    let by_name = "In what is like another: entries by kind, name or \"[number]\", with only what differs.";
    json!({ "anyOf": [{ "type": "array", "items": items }, { "type": "object", "description": by_name }] })
}

fn structure(doc: &str, fields: &[(Field, Shape)]) -> Value {
    let mut properties = Map::new();
    for (field, shape) in fields {
        let mut described = describe(shape);
        if let Value::Object(map) = &mut described {
            map.insert("description".into(), json!(description(field, shape)));
            match field.spec.default {
                Default::Number(value) => drop(map.insert("default".into(), json!(value))),
                Default::Word(word) => drop(map.insert("default".into(), json!(word))),
                Default::Flag(flag) => drop(map.insert("default".into(), json!(flag))),
                Default::Required | Default::Absent | Default::Prior(_) | Default::Empty => {}
            }
        }
        properties.insert(field.key.into(), described);
    }
    let required: Vec<&str> = fields
        .iter()
        .filter(|(field, _)| field.spec.default == Default::Required)
        .map(|(field, _)| field.key)
        .collect();
    json!({
        "type": "object",
        "description": doc.trim(),
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn description(field: &Field, shape: &Shape) -> String {
    let mut text = field.sentence();
    if let Shape::Number { unit, .. } | Shape::Spread { unit, .. } = shape {
        text = format!("{text} Unit: {unit}.");
    }
    if let Default::Prior(prior) = field.spec.default {
        text = format!("{text} Default: {prior}.");
    }
    if !field.spec.source.is_empty() {
        text = format!("{text} Source ({}): {}.", field.spec.grade, field.spec.source);
    } else if field.spec.grade == Grade::Assumption {
        text = format!("{text} The default is an assumption.");
    }
    text
}

fn choice(doc: &str, options: &[(&'static str, &'static str, Shape)]) -> Value {
    let mut alternatives: Vec<Value> = Vec::new();
    let words: Vec<&str> =
        options.iter().filter(|(_, _, shape)| can_be_bare(shape)).map(|(key, _, _)| *key).collect();
    if !words.is_empty() {
        alternatives.push(json!({ "type": "string", "enum": words }));
    }
    for (key, meaning, shape) in options {
        let mut inner = describe(shape);
        if let Value::Object(map) = &mut inner {
            map.insert("description".into(), json!(meaning.trim()));
        }
        alternatives.push(json!({
            "type": "object",
            "properties": { *key: inner },
            "required": [key],
            "additionalProperties": false,
        }));
    }
    json!({ "description": doc.trim(), "anyOf": alternatives })
}

fn can_be_bare(shape: &Shape) -> bool {
    let Shape::Struct { fields, .. } = shape else { return false };
    fields.iter().all(|(field, _)| field.spec.default != Default::Required)
}

fn distribution_schema() -> Value {
    let alternatives: Vec<Value> = distribution_names()
        .map(|(name, parameters)| {
            let properties: Map<String, Value> = parameters
                .iter()
                .map(|p| {
                    let form = match *p {
                        "values" | "weights" => json!({ "type": "array", "items": { "type": "number" } }),
                        "otherwise" => json!({ "$ref": "#/$defs/distribution" }),
                        _ => json!({ "type": "number" }),
                    };
                    ((*p).to_owned(), form)
                })
                .collect();
            json!({
                "type": "object",
                "properties": { name: { "type": "object", "properties": properties, "additionalProperties": false } },
                "required": [name],
                "additionalProperties": false,
            })
        })
        .collect();
    json!({ "description": "A distribution, drawn once per trial.", "anyOf": alternatives })
}
