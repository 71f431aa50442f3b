//! Laying a patch over a scenario.
//!
//! Tables are laid over tables key by key. A table that is laid over a list changes the entries that its keys
//! name, as places name them, and adds those that the list lacks; a list takes the place of a list.

use super::entry::{called, entries_called, first_number, kind_of, naming_field, own_name};
use super::place::several;
use crate::pay::acts_on_others;
use crate::schema::{ENTRY_NAME, Entry, Field, Node, Shape, Value};
use crate::units::{both, closest};
use std::ops::Range;

/// Keys that say where an entry stands in its list.
const POSITIONS: [&str; 2] = ["before", "after"];

/// What cannot be laid: where it stands, its path, and why.
#[derive(Debug)]
pub(super) struct Misfit {
    pub(super) span: Range<usize>,
    pub(super) path: String,
    pub(super) message: String,
}

/// A patch that is being laid.
#[derive(Debug, Default)]
pub(super) struct Laying {
    /// Keys on the way to what is being laid.
    path: Vec<String>,
    pub(super) faults: Vec<Misfit>,
}

impl Laying {
    /// Lays a change that stands at a path of keys.
    pub(super) fn under(path: &[&str]) -> Laying {
        Laying { path: path.iter().map(|&key| key.to_owned()).collect(), faults: Vec::new() }
    }

    /// Lays `change` over `base`: tables and lists as the module tells, everything else is replaced. Where the
    /// scenario chooses one of several structures, another choice replaces the whole structure.
    pub(super) fn lay(&mut self, base: &mut Node, change: &Node, shape: Option<&Shape>) {
        if !joins(base, change, shape) {
            *base = self.fresh(change, shape);
            return;
        }
        match (&mut base.value, &change.value) {
            (Value::List(items), Value::Table(changes)) => {
                let Some(Shape::List(inner)) = shape else { return };
                for change in changes {
                    self.at(&change.key, |laying| laying.lay_entry(items, change, inner));
                }
            }
            (Value::Table(entries), Value::Table(changes)) => {
                for change in changes {
                    let inner = shape.and_then(|shape| below(shape, &change.key));
                    let place = entries.iter().position(|entry| entry.key == change.key);
                    self.at(&change.key, |laying| {
                        if let Some(place) = place {
                            laying.lay(&mut entries[place].node, &change.node, inner);
                        } else {
                            let node = laying.fresh(&change.node, inner);
                            entries.push(Entry { node, ..change.clone() });
                        }
                    });
                }
            }
            _ => {}
        }
    }

    fn at<T>(&mut self, key: &str, lay: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(key.to_owned());
        let result = lay(self);
        self.path.pop();
        result
    }

    fn fault(&mut self, span: &Range<usize>, message: String) {
        self.faults.push(Misfit { span: span.clone(), path: self.path.join("."), message });
    }

    /// A change where nothing stood: what it writes as a table of entries is a list of them.
    fn fresh(&mut self, change: &Node, shape: Option<&Shape>) -> Node {
        let value = match (&change.value, shape) {
            (Value::Table(_), Some(Shape::List(inner))) if has_entries(inner) => Value::List(Vec::new()),
            (Value::Table(_), Some(Shape::Struct { .. } | Shape::Map(_))) => Value::Table(Vec::new()),
            (Value::Table(entries), Some(Shape::Choice { options, .. })) => {
                let mut made = Vec::with_capacity(entries.len());
                for entry in entries {
                    let inner =
                        options.iter().find(|(key, _, _)| *key == entry.key).map(|(_, _, shape)| shape);
                    let node = self.at(&entry.key, |laying| laying.fresh(&entry.node, inner));
                    made.push(Entry { node, ..entry.clone() });
                }
                return Node { value: Value::Table(made), span: change.span.clone() };
            }
            _ => return change.clone(),
        };
        let mut made = Node { value, span: change.span.clone() };
        self.lay(&mut made, change, shape);
        made
    }

    /// Changes the entry of a list that a key names, or adds it.
    fn lay_entry(&mut self, items: &mut Vec<Node>, change: &Entry, inner: &Shape) {
        if let Some(index) = bracketed(&change.key) {
            let n = items.len();
            match items.get_mut(index) {
                Some(item) => self.lay(item, &change.node, Some(inner)),
                None if index == n => items.push(self.fresh(&change.node, Some(inner))),
                None => {
                    self.fault(
                        &change.key_span,
                        format!("found [{index}]; the list ends before [{n}], which would add an entry"),
                    );
                }
            }
            return;
        }
        let (change, stands) = without_position(change, inner);
        let place = match entries_called(inner, items, &change.key)[..] {
            [one] => Some(self.change(items, one, &change, inner)),
            [] => self.add(items, &change, inner),
            ref many => {
                let places: Vec<String> = many.iter().map(|i| format!("[{i}]")).collect();
                self.fault(
                    &change.key_span,
                    format!("found the key `{}`; {}", change.key, several(inner, &change.key, &places)),
                );
                None
            }
        };
        if let (Some(place), Some(stands)) = (place, stands) {
            self.put(items, place, &stands, inner);
        }
    }

    /// Changes an entry, which stays where it is.
    fn change(&mut self, items: &mut [Node], place: usize, change: &Entry, inner: &Shape) -> usize {
        let item = &mut items[place];
        let own = own_name(inner, item).map(str::to_owned);
        let is_choice = matches!(inner, Shape::Choice { .. });
        if own.as_deref() == Some(&change.key) || !is_choice {
            self.lay(item, &change.node, Some(inner));
        } else {
            let of_kind = Node { value: Value::Table(vec![change.clone()]), span: change.key_span.clone() };
            self.path.pop();
            self.lay(item, &of_kind, Some(inner));
            self.path.push(change.key.clone());
        }
        if let (Some(own), Value::Table(entries)) = (own, &mut item.value)
            && !entries.iter().any(|entry| entry.key == ENTRY_NAME)
        {
            entries.insert(0, text_entry(ENTRY_NAME, &own, &change.key_span));
        }
        place
    }

    /// Adds an entry, and says where it stands.
    fn add(&mut self, items: &mut Vec<Node>, change: &Entry, inner: &Shape) -> Option<usize> {
        let span = change.node.span.clone();
        let Shape::Choice { options, .. } = inner else { return self.add_structure(items, change, inner) };
        let shape_of =
            |key: &str| options.iter().find(|(kind, _, _)| *kind == key).map(|(_, _, shape)| shape);
        let (kind, entries) = if let Some(shape) = shape_of(&change.key) {
            let node = self.fresh(&change.node, Some(shape));
            (change.key.as_str(), vec![Entry { node, ..change.clone() }])
        } else if let Some(kind) =
            change.node.entries().and_then(<[Entry]>::first).filter(|e| shape_of(&e.key).is_some())
        {
            let Value::Table(entries) = self.fresh(&change.node, Some(inner)).value else { return None };
            (
                kind.key.as_str(),
                [vec![text_entry(ENTRY_NAME, &change.key, &change.key_span)], entries].concat(),
            )
        } else {
            let names: Vec<_> = items.iter().filter_map(|item| called(inner, item)).collect();
            let known = names.iter().map(AsRef::as_ref).chain(options.iter().map(|(kind, _, _)| *kind));
            let hint = closest(&change.key, known).map_or_else(
                || {
                    format!(
                        "the list has {}; an entry is added by its kind, such as `{}`",
                        both(&names),
                        options[0].0
                    )
                },
                |near| format!("did you mean `{near}`?"),
            );
            self.fault(&change.key_span, format!("there is no entry `{}`; {hint}", change.key));
            return None;
        };
        let rank = order(kind);
        let later =
            |item: &Node| kind_of(Some(item), &Field::NONE).is_some_and(|(kind, _)| order(kind) > rank);
        let place = items.iter().position(later).unwrap_or(items.len());
        items.insert(place, Node { value: Value::Table(entries), span });
        Some(place)
    }

    /// Adds an entry that is no choice, called by its first text, or by its first number and sorted by it.
    fn add_structure(&mut self, items: &mut Vec<Node>, change: &Entry, inner: &Shape) -> Option<usize> {
        if let ([only], Some(_)) = (&mut items[..], below(inner, &change.key)) {
            let field = Node { value: Value::Table(vec![change.clone()]), span: change.key_span.clone() };
            self.path.pop();
            self.lay(only, &field, Some(inner));
            self.path.push(change.key.clone());
            return Some(0);
        }
        let mut item = self.fresh(&change.node, Some(inner));
        let number = change.key.parse::<f64>().ok().filter(|number| number.is_finite());
        let (key, value, place) = match (naming_field(inner), number) {
            (Some((key, true)), _) => (key, Value::Text(change.key.clone()), items.len()),
            (Some((key, false)), Some(number)) => {
                let later = |item: &Node| first_number(inner, item).is_some_and(|other| other > number);
                let whole = change.key.parse::<i64>().map_or(Value::Number(number), Value::Whole);
                (key, whole, items.iter().position(later).unwrap_or(items.len()))
            }
            _ => {
                let names: Vec<_> = items.iter().filter_map(|item| called(inner, item)).collect();
                let has = if names.is_empty() { "nothing".to_owned() } else { both(&names) };
                self.fault(
                    &change.key_span,
                    format!(
                        "there is no entry `{}`; the list has {has}; `[{}]` adds one at its end",
                        change.key,
                        items.len()
                    ),
                );
                return None;
            }
        };
        if let Value::Table(entries) = &mut item.value
            && !entries.iter().any(|entry| entry.key == key)
        {
            let node = Node { value, span: change.key_span.clone() };
            entries.insert(0, Entry { key: key.to_owned(), key_span: change.key_span.clone(), node });
        }
        items.insert(place, item);
        Some(place)
    }

    /// Puts an entry before or after another.
    fn put(&mut self, items: &mut Vec<Node>, place: usize, stands: &Entry, inner: &Shape) {
        let Some(word) = stands.node.text() else {
            let message = format!(
                "found {}; write the kind or the name of an entry, such as \"draw\"",
                stands.node.quoted()
            );
            self.fault(&stands.node.span, message);
            return;
        };
        let item = items.remove(place);
        let found = bracketed(word).map_or_else(|| entries_called(inner, items, word), |index| vec![index]);
        let at = match found[..] {
            [one] if one < items.len() => one + usize::from(stands.key == "after"),
            _ => {
                let names: Vec<_> = items.iter().filter_map(|item| called(inner, item)).collect();
                let why = if found.len() > 1 {
                    "several entries are called so; write one by its place, such as \"[0]\"".to_owned()
                } else {
                    format!("the list has {}", both(&names))
                };
                self.fault(&stands.node.span, format!("found {word:?} to stand {}; {why}", stands.key));
                place
            }
        };
        items.insert(at, item);
    }
}

/// Where a component stands in a plan unless it is said: first what pays, then a draw, then what holds pay back.
fn order(kind: &str) -> u8 {
    match kind {
        "draw" => 1,
        kind => 2 * u8::from(acts_on_others(kind)),
    }
}

/// Whether a change is laid over what stands there, rather than in its place.
fn joins(base: &Node, change: &Node, shape: Option<&Shape>) -> bool {
    match (&base.value, &change.value, shape) {
        (Value::List(_), Value::Table(_), Some(Shape::List(inner))) => has_entries(inner),
        (Value::Table(_), Value::Table(_), Some(Shape::Choice { .. })) => {
            let kind = |node| kind_of(Some(node), &Field::NONE).map(|(kind, _)| kind);
            kind(base).is_some() && kind(base) == kind(change)
        }
        // A distribution is one value.
        (_, _, Some(Shape::Number { .. } | Shape::Spread { .. })) => false,
        (Value::Table(_), Value::Table(_), _) => true,
        _ => false,
    }
}

/// Whether entries of a list are told apart by kind, name or number.
fn has_entries(inner: &Shape) -> bool {
    matches!(inner, Shape::Struct { .. } | Shape::Choice { .. })
}

/// The number in `[number]`.
fn bracketed(word: &str) -> Option<usize> {
    word.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

/// A change of an entry of a list of choices without the key that says where the entry stands.
fn without_position(change: &Entry, inner: &Shape) -> (Entry, Option<Entry>) {
    let mut change = change.clone();
    let mut stands = None;
    if let (Shape::Choice { .. }, Value::Table(entries)) = (inner, &mut change.node.value)
        && let Some(place) = entries.iter().position(|entry| POSITIONS.contains(&entry.key.as_str()))
    {
        stands = Some(entries.remove(place));
    }
    (change, stands)
}

fn text_entry(key: &str, text: &str, span: &Range<usize>) -> Entry {
    let node = Node { value: Value::Text(text.to_owned()), span: span.clone() };
    Entry { key: key.to_owned(), key_span: span.clone(), node }
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
        let mut laying = Laying::default();
        laying.lay(&mut base, &node(patch), Some(shape()));
        assert!(laying.faults.is_empty(), "{:?}", laying.faults);
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
