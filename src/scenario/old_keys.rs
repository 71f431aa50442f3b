//! Old keys of a text: where each stands, where it should, and what is said about it.

use super::moves::{KeyMove, Recast};
use super::place::{open_item, open_key};
use crate::schema::{Entry, Node, Problem, Source, Value};
use std::ops::Range;

/// A step from one value of a text to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum KeyStep {
    Key(String),
    Item(usize),
}

/// An old key of a text, or a text that names one.
#[derive(Clone, Debug)]
pub(super) struct OldKey {
    /// Where it stands.
    pub(super) at: Vec<KeyStep>,
    /// Where it should.
    pub(super) to: Vec<KeyStep>,
    /// Its value there, if it is another.
    pub(super) value: Option<Value>,
    /// Bytes of the key, or of the text.
    pub(super) span: Range<usize>,
    /// What is said about it.
    pub(super) message: String,
    /// Whether nothing stands in its place, so that only its author can rewrite it.
    pub(super) gone: bool,
}

/// Says of every old key of a tree what it is called now, and goes on as if it were.
pub(super) fn refuse_old_keys(
    tree: &mut Node,
    moves: &[KeyMove],
    source: &Source,
    problems: &mut Vec<Problem>,
) {
    for old in old_keys(tree, moves) {
        let rewritten = if old.gone { "" } else { ", or have `cascade check --upgrade` rewrite the file" };
        let message = format!("{}{rewritten}", old.message);
        problems.push(source.problem(&old.span, written(&old.at), message));
        bring_up_to_date(tree, &old);
    }
}

/// Every old key of a scenario's tree, its variants included, and every place that names one.
pub(super) fn old_keys(tree: &Node, moves: &[KeyMove]) -> Vec<OldKey> {
    let key = |key: &str| KeyStep::Key(key.to_owned());
    let variants = tree.get("variant").and_then(Node::entries).unwrap_or_default();
    let mut found = Vec::new();
    for rule in moves {
        let way = Way { rule, from: strides(rule.from), to: strides(rule.to) };
        way.search(tree, Vec::new(), &mut found);
        for variant in variants {
            let root = vec![key("variant"), key(&variant.key)];
            way.search(&variant.node, root.clone(), &mut found);
            for place in variant.node.get("set").and_then(Node::entries).unwrap_or_default() {
                let Some((message, new)) = way.renamed(&place.key) else { continue };
                let (Some(value), set) =
                    (rule.recast.of(&place.node), [root.clone(), vec![key("set")]].concat())
                else {
                    continue;
                };
                let hop = |word: &str| [set.clone(), vec![key(word)]].concat();
                let value = (value != place.node.value).then_some(value);
                found.push(OldKey {
                    at: hop(&place.key),
                    to: hop(&new),
                    value,
                    span: place.key_span.clone(),
                    message,
                    gone: false,
                });
            }
        }
        let roots = variants.iter().map(|variant| (vec![key("variant"), key(&variant.key)], &variant.node));
        for (root, node) in std::iter::once((Vec::new(), tree)).chain(roots) {
            for (at, text) in places(node, &root) {
                let Some((message, new)) = text.text().and_then(|text| way.renamed(text)) else { continue };
                let (to, span) = (at.clone(), text.span.clone());
                found.push(OldKey { at, to, value: Some(Value::Text(new)), span, message, gone: false });
            }
        }
    }
    found
}

/// A text that is a place, and where it stands.
type WrittenPlace<'n> = (Vec<KeyStep>, &'n Node);

/// Texts of a scenario or a variant that are places: what is removed, what is correlated.
fn places<'n>(node: &'n Node, root: &[KeyStep]) -> Vec<WrittenPlace<'n>> {
    let step = |hops: &[KeyStep], hop: KeyStep| [hops, &[hop]].concat();
    let key = |key: &str| KeyStep::Key(key.to_owned());
    let mut found = Vec::new();
    let remove = step(root, key("remove"));
    match node.get("remove") {
        Some(list) if list.list().is_some() => {
            let items = list.list().unwrap_or_default().iter().enumerate();
            found.extend(items.map(|(index, item)| (step(&remove, KeyStep::Item(index)), item)));
        }
        Some(text) => found.push((remove, text)),
        None => {}
    }
    let pairs = step(root, key("correlation"));
    for (index, pair) in node.get("correlation").and_then(Node::list).unwrap_or_default().iter().enumerate() {
        for end in ["first", "second"] {
            let at = step(&step(&pairs, KeyStep::Item(index)), key(end));
            found.extend(pair.get(end).map(|text| (at, text)));
        }
    }
    found
}

/// Steps of a path as a problem shows them.
pub(super) fn written(hops: &[KeyStep]) -> String {
    let mut text = String::new();
    for hop in hops {
        match hop {
            KeyStep::Key(key) if text.is_empty() => text.push_str(key),
            KeyStep::Key(key) => text.extend([".", key]),
            KeyStep::Item(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}

/// Moves a key in a tree, unless something stands where it should; one that is gone is taken out.
fn bring_up_to_date(tree: &mut Node, old: &OldKey) {
    let Some(mut entry) = take(tree, &old.at) else { return };
    if old.gone {
        return;
    }
    if let Some(value) = &old.value {
        entry.node.value = value.clone();
    }
    let node = old.to.iter().try_fold(tree, |node, hop| match hop {
        KeyStep::Key(key) => open_key(node, key),
        KeyStep::Item(index) => open_item(node, *index),
    });
    if let Some(node) = node.filter(|node| node.entries().is_none_or(<[Entry]>::is_empty)) {
        *node = entry.node;
    }
}

/// Takes a key out of a tree; of an item of a list a copy, which is then written over.
fn take(tree: &mut Node, at: &[KeyStep]) -> Option<Entry> {
    let (last, way) = at.split_last()?;
    let parent = way.iter().try_fold(tree, |node, hop| match hop {
        KeyStep::Key(key) => open_key(node, key),
        KeyStep::Item(index) => open_item(node, *index),
    })?;
    match (last, &mut parent.value) {
        (KeyStep::Key(key), Value::Table(entries)) => {
            let place = entries.iter().position(|entry| entry.key == *key)?;
            Some(entries.remove(place))
        }
        (KeyStep::Item(index), Value::List(items)) => {
            let item = items.get_mut(*index)?;
            let node = std::mem::replace(item, Node::empty_table(item.span.clone()));
            Some(Entry { key: String::new(), key_span: node.span.clone(), node })
        }
        _ => None,
    }
}

/// A step of a place in the list of moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stride<'m> {
    Key(&'m str),
    Name,
    Item,
}

fn strides(place: &str) -> Vec<Stride<'_>> {
    let mut all = Vec::new();
    for part in place.split('.') {
        let (key, is_list) = part.strip_suffix("[]").map_or((part, false), |key| (key, true));
        all.push(if key == "<name>" { Stride::Name } else { Stride::Key(key) });
        all.extend(is_list.then_some(Stride::Item));
    }
    all
}

/// A move with its two places taken apart.
struct Way<'m> {
    rule: &'m KeyMove,
    from: Vec<Stride<'m>>,
    to: Vec<Stride<'m>>,
}

/// Takes an old key, where it stands, and what stands for names and entries.
type OnOldKey<'f> = dyn FnMut(&Entry, &[KeyStep], &Bound<KeyStep>) + 'f;

/// What stands for a name or an entry, and whether the kind that follows is said with it.
type Bound<T> = Vec<(T, bool)>;

impl Way<'_> {
    /// Looks for the old key below a node that stands at `root`.
    fn search(&self, node: &Node, root: Vec<KeyStep>, found: &mut Vec<OldKey>) {
        let depth = root.len();
        self.go((node, None), 0, (root, Vec::new()), &mut |entry, at, bound| {
            if let Some((old, new)) = self.bare(entry, at) {
                let (message, span) = (self.rule.said(old, new), entry.node.span.clone());
                let value = Some(Value::Text(new.to_owned()));
                found.push(OldKey { at: at.to_vec(), to: at.to_vec(), value, span, message, gone: false });
                return;
            }
            let Some(value) = self.rule.recast.of(&entry.node) else { return };
            let to = self.arrive(bound, |key| KeyStep::Key(key.to_owned()));
            let to = [&at[..depth], &to].concat();
            let value = (value != entry.node.value).then_some(value);
            let beside = at[..at.len() - 1] == to[..to.len() - 1];
            let old = written(&at[at.len() - 1..]);
            let new = if beside { written(&to[to.len() - 1..]) } else { written(&to) };
            let (message, span) = (self.rule.said(&old, &new), entry.key_span.clone());
            let gone = matches!(self.rule.recast, Recast::Gone(_));
            found.push(OldKey { at: at.to_vec(), to, value, span, message, gone });
        });
    }

    /// The old and the new kind, where a choice is written as the old one alone.
    fn bare<'e>(&'e self, entry: &'e Entry, at: &[KeyStep]) -> Option<(&'e str, &'e str)> {
        let (Some(Stride::Key(old)), Some(Stride::Key(new))) = (self.from.last(), self.to.last()) else {
            return None;
        };
        let is_last = at.last() != Some(&KeyStep::Key((*old).to_owned()));
        (is_last && entry.node.text() == Some(old)).then_some((*old, *new))
    }

    fn go(
        &self,
        (node, entry): (&Node, Option<&Entry>),
        depth: usize,
        (at, bound): (Vec<KeyStep>, Bound<KeyStep>),
        found: &mut OnOldKey<'_>,
    ) {
        let step = |hop: &KeyStep| [&at[..], std::slice::from_ref(hop)].concat();
        let bind = |hop: &KeyStep, with_kind| [&bound[..], &[(hop.clone(), with_kind)]].concat();
        let entries = node.entries().unwrap_or_default();
        match self.from.get(depth) {
            None => _ = entry.map(|entry| found(entry, &at, &bound)),
            // A choice of which nothing more is said is written as a word.
            Some(Stride::Key(word)) if depth + 1 == self.from.len() && node.text() == Some(word) => {
                _ = entry.map(|entry| found(entry, &at, &bound));
            }
            Some(Stride::Key(word)) => {
                for entry in entries.iter().filter(|entry| entry.key == *word) {
                    let at = step(&KeyStep::Key(entry.key.clone()));
                    self.go((&entry.node, Some(entry)), depth + 1, (at, bound.clone()), found);
                }
            }
            Some(Stride::Name) => {
                for entry in entries {
                    let hop = KeyStep::Key(entry.key.clone());
                    self.go((&entry.node, Some(entry)), depth + 1, (step(&hop), bind(&hop, false)), found);
                }
            }
            Some(Stride::Item) => {
                for (index, item) in node.list().unwrap_or_default().iter().enumerate() {
                    let hop = KeyStep::Item(index);
                    self.go((item, None), depth + 1, (step(&hop), bind(&hop, false)), found);
                }
                // A table over a list, where the kind of an entry may be its key.
                for entry in entries {
                    let hop = KeyStep::Key(entry.key.clone());
                    let with_kind = self.from.get(depth + 1) == Some(&Stride::Key(&entry.key));
                    let next = depth + 1 + usize::from(with_kind);
                    self.go((&entry.node, Some(entry)), next, (step(&hop), bind(&hop, with_kind)), found);
                }
            }
        }
    }

    /// The new place, with what stood for names and entries of the old one.
    fn arrive<T: Clone>(&self, bound: &Bound<T>, key: impl Fn(&str) -> T) -> Vec<T> {
        let mut to = Vec::with_capacity(self.to.len());
        let mut bound = bound.iter();
        let mut strides = self.to.iter();
        while let Some(stride) = strides.next() {
            match stride {
                Stride::Key(word) => to.push(key(word)),
                Stride::Name | Stride::Item => {
                    let Some((hop, with_kind)) = bound.next() else { break };
                    match strides.as_slice().first().filter(|_| *with_kind) {
                        Some(Stride::Key(kind)) => {
                            to.push(key(kind));
                            strides.next();
                        }
                        _ => to.push(hop.clone()),
                    }
                }
            }
        }
        to
    }

    /// A text that names the old key, or what lies in it, as it should be written; and what is said about it.
    fn renamed(&self, text: &str) -> Option<(String, String)> {
        if self.rule.from == self.rule.to {
            return None;
        }
        // `[0]` is a step of its own.
        let spaced = text.trim().replace('[', ".[");
        let words: Vec<&str> = spaced.split('.').collect();
        let mut bound: Bound<String> = Vec::new();
        let mut rest = &words[..];
        let mut strides = self.from.iter();
        while let Some(stride) = strides.next() {
            let (word, after) = rest.split_first()?;
            match stride {
                Stride::Key(key) if key == word => rest = after,
                Stride::Key(_) => return None,
                Stride::Name => {
                    bound.push(((*word).to_owned(), false));
                    rest = after;
                }
                Stride::Item => {
                    let with_kind = strides.as_slice().first() == Some(&Stride::Key(word));
                    if with_kind {
                        strides.next();
                    }
                    bound.push(((*word).to_owned(), with_kind));
                    rest = after;
                }
            }
        }
        let mut to = self.arrive(&bound, str::to_owned);
        to.extend(rest.iter().map(|word| (*word).to_owned()));
        let new = to.join(".").replace(".[", "[");
        Some((self.rule.said(text, &new), new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse_toml;

    const MOVED: &[KeyMove] = &[
        KeyMove {
            since: "9.0",
            from: "plan.<name>.cap",
            to: "plan.<name>.fair_market_value.cap_per_fte",
            recast: Recast::Times(1000.0),
            why: "caps stand with their growth",
        },
        KeyMove {
            since: "9.1",
            from: "plan.<name>.pay[].wage",
            to: "plan.<name>.pay[].salary",
            recast: Recast::Same,
            why: "one word for it",
        },
    ];

    /// Each old key says its new name at its own place, and the reader goes on as if it stood there.
    #[test]
    fn an_old_key_says_its_new_name_and_is_read_as_it() {
        let text = "[plan.base]\ncap = 400\npay = [{ wage = { per_fte = 1 } }]\n[variant.a.plan.base]\ncap = 500\n[variant.a.plan.base.pay.wage]\nper_fte = 2\n";
        let source = Source { name: "s.toml".into(), text: text.into() };
        let mut tree = parse_toml(&source).unwrap();
        let mut problems = Vec::new();
        refuse_old_keys(&mut tree, MOVED, &source, &mut problems);
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            said[0],
            "s.toml:2:1: plan.base.cap: `cap` is now `plan.base.fair_market_value.cap_per_fte` (since version 9.0: caps stand with their growth); write `plan.base.fair_market_value.cap_per_fte`, with its value times 1000, or have `cascade check --upgrade` rewrite the file"
        );
        assert!(said[1].starts_with("s.toml:5:1: variant.a.plan.base.cap: `cap` is now "), "{said:?}");
        assert!(
            said[2].starts_with("s.toml:3:10: plan.base.pay[0].wage: `wage` is now `salary` "),
            "{said:?}"
        );
        assert!(said[3].starts_with("s.toml:6:26: variant.a.plan.base.pay.wage: `wage` is now "), "{said:?}");
        assert_eq!(said.len(), 4);
        let base = tree.get("plan").and_then(|plans| plans.get("base")).unwrap();
        let cap = base.get("fair_market_value").and_then(|rule| rule.get("cap_per_fte")).unwrap();
        assert_eq!(cap.value, Value::Whole(400_000));
        assert!(
            base.get("cap").is_none() && base.get("pay").unwrap().list().unwrap()[0].get("salary").is_some()
        );
        refuse_old_keys(&mut tree, MOVED, &source, &mut Vec::new());
        let mut again = Vec::new();
        refuse_old_keys(&mut tree, MOVED, &source, &mut again);
        assert!(again.is_empty(), "{again:?}");
    }
}
