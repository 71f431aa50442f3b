//! What an entry of a list is called: by its own name, its kind, the first text that it states, or its first
//! number.

use crate::schema::{Default, ENTRY_NAME, Field, Node, Shape, Value};
use crate::units::figure;
use std::borrow::Cow;

/// The kind that a choice is of, and what is said about it.
pub(crate) fn kind_of<'n>(node: Option<&'n Node>, field: &Field) -> Option<(&'n str, Option<&'n Node>)> {
    match (node, field.spec.default) {
        (None, Default::Word(word)) => Some((word, None)),
        (None, _) => None,
        (Some(node), _) => match node.entries() {
            Some(entries) => {
                let mut kinds = entries.iter().filter(|entry| entry.key != ENTRY_NAME);
                let kind = kinds.next().filter(|_| kinds.next().is_none())?;
                Some((kind.key.as_str(), Some(&kind.node)))
            }
            None => node.text().map(|word| (word, None)),
        },
    }
}

/// What an entry of a list is called, in the first of the ways it has.
pub(super) fn called<'n>(shape: &Shape, item: &'n Node) -> Option<Cow<'n, str>> {
    let word = own_name(shape, item).or_else(|| word_of(shape, item));
    word.map(Cow::Borrowed).or_else(|| first_number(shape, item).map(|number| Cow::Owned(figure(number))))
}

/// Entries of a list that are called so: those with this name of their own, else those of this kind.
pub(super) fn entries_called(shape: &Shape, items: &[Node], word: &str) -> Vec<usize> {
    let that =
        |is: &dyn Fn(&Node) -> bool| -> Vec<usize> { (0..items.len()).filter(|i| is(&items[*i])).collect() };
    let named = that(&|item| own_name(shape, item) == Some(word));
    if !named.is_empty() {
        return named;
    }
    that(&|item| match word_of(shape, item) {
        Some(own) => own == word,
        None => word.parse::<f64>().ok().is_some_and(|number| first_number(shape, item) == Some(number)),
    })
}

/// The name that an entry of a list of choices bears beside its kind.
pub(super) fn own_name<'n>(shape: &Shape, item: &'n Node) -> Option<&'n str> {
    let is_choice = matches!(shape, Shape::Choice { .. });
    is_choice.then(|| item.get(ENTRY_NAME)?.text()).flatten()
}

/// The kind of an entry, or the first text or word that it states.
fn word_of<'n>(shape: &Shape, item: &'n Node) -> Option<&'n str> {
    match shape {
        Shape::Choice { .. } => kind_of(Some(item), &Field::NONE).map(|(kind, _)| kind),
        Shape::Struct { fields, .. } => fields
            .iter()
            .filter(|(_, shape)| matches!(shape, Shape::Text | Shape::Word(_)))
            .find_map(|(field, _)| item.get(field.key)?.text()),
        Shape::Number { .. }
        | Shape::Spread { .. }
        | Shape::Whole { .. }
        | Shape::Text
        | Shape::Flag
        | Shape::Word(_)
        | Shape::List(_)
        | Shape::Map(_) => None,
    }
}

/// The field that names entries of a list: the first text or word, else the first number.
pub(super) fn naming_field(shape: &Shape) -> Option<(&'static str, bool)> {
    let Shape::Struct { fields, .. } = shape else { return None };
    let text = fields.iter().find(|(_, shape)| matches!(shape, Shape::Text | Shape::Word(_)));
    let number = fields.iter().find(|(_, shape)| shape.is_number());
    text.map(|(field, _)| (field.key, true)).or_else(|| number.map(|(field, _)| (field.key, false)))
}

/// The first number of an entry, stated or by default.
pub(super) fn first_number(shape: &Shape, item: &Node) -> Option<f64> {
    let Shape::Struct { fields, .. } = shape else { return None };
    let (field, _) = fields.iter().find(|(_, shape)| shape.is_number())?;
    match (item.get(field.key).map(|node| &node.value), field.spec.default) {
        (Some(Value::Whole(_) | Value::Number(_)), _) => item.get(field.key)?.number(),
        (None, Default::Number(number)) => Some(number),
        _ => None,
    }
}
