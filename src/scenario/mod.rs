//! From text to arms: parsing, patching, reading, with every problem at once.
//!
//! Touches no file: the caller brings the text, and the rosters that the text names.
//!
//! # Places
//! One grammar names parts of a scenario: for variants, for [`crate::Study::set`], for whatever searches.
//!
//! ```text
//! place = [ arm ":" ] step { "." step | "[" number "]" }
//! ```
//!
//! A step is a key or a name. In a list it is the kind of an entry (the key of a choice) or its name (the
//! first text or word that it states), when only one entry is called so; `[number]` counts entries from 0;
//! the only entry of a list needs neither. `plan.base.pay.wrvu.tiers.rate` is `plan.base.pay[0].wrvu.tiers[0].rate`
//! where `wrvu` comes first and has one tier. What takes its default is there; of a choice, only what is chosen.
//! Without an arm a place means every arm that has it. Within a variant no arm is written.
//! `docs/VARIANTS.md` tells users.

mod assemble;
mod change;
mod entry;
#[cfg(feature = "cli")]
mod inscribe;
mod moves;
mod old_keys;
mod parse;
mod patch;
mod place;
#[cfg(feature = "cli")]
mod upgrade;
mod variant;

#[cfg(feature = "cli")]
pub use inscribe::{Inscription, inscribe};
pub use moves::{KeyMove, MOVES, Recast};
pub use parse::parse_toml;
#[cfg(feature = "cli")]
pub use upgrade::{Upgrade, Upgraded, upgrade};
pub use variant::{Arms, BASELINE, ParsedArm, read_arms};

use crate::model::Scenario;
pub(crate) use change::{SHARED, same_in_every_arm};
pub(crate) use entry::kind_of;
pub(crate) use place::{Found, Lost, Number, Place, leaves, numbers};

use assemble::{LIKE, REMOVE, has_names};

use crate::schema::{Field, ParameterRow, Schema, Shape, json_schema, rows};
use std::sync::LazyLock;

/// The form of a scenario.
#[must_use]
pub fn shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| Scenario::shape(&Field::NONE));
    &SHAPE
}

/// The default table: every parameter with unit, range, default, source and grade.
#[must_use]
pub fn defaults() -> Vec<ParameterRow> {
    rows(shape())
}

/// JSON Schema of a scenario, with its variants.
#[must_use]
pub fn schema() -> serde_json::Value {
    let mut schema = json_schema(shape(), "cascade scenario");
    let variant = serde_json::json!({
        "type": "object",
        "description": "Variants: named patches over any part of the scenario. Each is validated as a whole.",
        "additionalProperties": {
            "type": "object",
            "description": "A patch: the keys of the scenario, with only what differs; `title` names the arm, `builds_on` names variants it continues, `remove` lists places to take away, `set` gives places their values. A table over a list changes or adds the entries that its keys name, by kind, name or \"[number]\".",
            "properties": {
                "title": { "type": "string" },
                "builds_on": { "anyOf": [ { "type": "string" }, { "type": "array", "items": { "type": "string" } } ] },
                "remove": removal("Places to take away, such as \"plan.base.pay.stipend\", \"contract.aco\" or \"allocation.reserve\"."),
                "set": { "type": "object", "description": "Values by place, such as \"plan.base.pay.salary.per_fte\"." },
            },
        },
    });
    if let Some(properties) = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
        for (section, described) in &mut *properties {
            if has_names(section)
                && let Some(entry) = described.get_mut("additionalProperties")
            {
                allow_like(entry, section);
            }
        }
        properties.insert("variant".to_owned(), variant);
    }
    schema
}

fn removal(meaning: &str) -> serde_json::Value {
    let text = serde_json::json!({ "type": "string" });
    serde_json::json!({ "description": meaning, "anyOf": [ text, { "type": "array", "items": text } ] })
}

/// Lets an entry of a section be like another, and then leave out what it would have to state.
fn allow_like(entry: &mut serde_json::Value, section: &str) {
    let Some(entry) = entry.as_object_mut() else { return };
    if let Some(required) = entry.remove("required") {
        let either = serde_json::json!([{ "required": required }, { "required": [LIKE] }]);
        entry.insert("anyOf".to_owned(), either);
    }
    if let Some(properties) = entry.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
        let like =
            format!("The entry of [{section}] that this one is like, with what stands here laid over it.");
        properties.insert(LIKE.to_owned(), serde_json::json!({ "type": "string", "description": like }));
        let places = "With `like`: places within the entry that it does without, such as \"pay.stipend\".";
        properties.insert(REMOVE.to_owned(), removal(places));
    }
}
