//! Laying a patch over a scenario.

use crate::schema::{Node, Shape, Value};

/// Lays `patch` over `base`: tables merge key by key, everything else is replaced. Where the
/// scenario chooses one of several structures, another choice replaces the whole structure.
pub(super) fn lay_over(base: &mut Node, patch: &Node, shape: Option<&Shape>) {
    let (Value::Table(entries), Value::Table(changes)) = (&mut base.value, &patch.value) else {
        *base = patch.clone();
        return;
    };
    if let Some(Shape::Choice { .. }) = shape {
        let same = entries.len() == 1 && changes.len() == 1 && entries[0].key == changes[0].key;
        if !same {
            *base = patch.clone();
            return;
        }
    }
    if matches!(shape, Some(Shape::Number { .. } | Shape::Spread { .. })) {
        // A distribution is one value.
        *base = patch.clone();
        return;
    }
    for change in changes {
        match entries.iter_mut().find(|e| e.key == change.key) {
            Some(entry) => lay_over(&mut entry.node, &change.node, shape.and_then(|s| below(s, &change.key))),
            None => entries.push(change.clone()),
        }
    }
}

/// The shape under a key.
pub(super) fn below<'s>(shape: &'s Shape, key: &str) -> Option<&'s Shape> {
    match shape {
        Shape::Struct { fields, .. } => {
            fields.iter().find(|(field, _)| field.key == key).map(|(_, shape)| shape)
        }
        Shape::Choice { options, .. } => {
            options.iter().find(|(k, _, _)| *k == key).map(|(_, _, shape)| shape)
        }
        Shape::Map(inner) => Some(inner),
        Shape::Number { .. }
        | Shape::Spread { .. }
        | Shape::Whole { .. }
        | Shape::Text
        | Shape::Flag
        | Shape::Word(_)
        | Shape::List(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{parse_toml, shape};
    use crate::schema::Source;

    fn node(text: &str) -> Node {
        parse_toml(&Source { name: "t".into(), text: text.into() }).unwrap()
    }

    fn patched(base: &str, patch: &str) -> Node {
        let mut base = node(base);
        lay_over(&mut base, &node(patch), Some(shape()));
        base
    }

    #[test]
    fn tables_merge_and_leaves_are_replaced() {
        let result = patched("[run]\nyears = 5\ntrials = 10", "[run]\nyears = 7");
        assert_eq!(result.get("run").unwrap().get("years").unwrap().value, Value::Whole(7));
        assert_eq!(result.get("run").unwrap().get("trials").unwrap().value, Value::Whole(10));
    }

    #[test]
    fn another_choice_replaces_the_structure() {
        let result = patched(
            "[contract.a.terms.mssp]\nlevel = \"enhanced\"",
            "[contract.a.terms.shared_savings]\nsharing_rate = 0.5",
        );
        let terms = result.get("contract").unwrap().get("a").unwrap().get("terms").unwrap();
        assert_eq!(terms.entries().unwrap().len(), 1);
        assert!(terms.get("shared_savings").is_some());
    }

    #[test]
    fn the_same_choice_merges() {
        let result = patched(
            "[contract.a.terms.mssp]\nlevel = \"enhanced\"\nlow_revenue = true",
            "[contract.a.terms.mssp]\nlevel = \"basic_e\"",
        );
        let mssp =
            result.get("contract").unwrap().get("a").unwrap().get("terms").unwrap().get("mssp").unwrap();
        assert_eq!(mssp.entries().unwrap().len(), 2);
        assert_eq!(mssp.get("level").unwrap().value, Value::Text("basic_e".into()));
    }

    #[test]
    fn a_distribution_is_replaced_whole() {
        let result = patched(
            "[value]\naccess = { normal = { mean = 80, sd = 5 } }",
            "[value]\naccess = { uniform = { min = 1, max = 2 } }",
        );
        assert_eq!(result.get("value").unwrap().get("access").unwrap().entries().unwrap().len(), 1);
    }
}
