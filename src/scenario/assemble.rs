//! The tree of an arm: the scenario's with what its variants change, and with what is like another worked out.
//!
//! An entry of a section may be `like` another: it is that one, as the arm has it, with what it states itself.
//! So what an arm changes in the one reaches the other, and nothing is copied that could go stale.

use super::change::{SHARED, additions, name_in_full, remove, same_in_every_arm, set};
use super::patch::{Laying, Misfit, below};
use super::place::Place;
use super::shape;
use crate::schema::{Entry, Node, Problem, Shape, Source, Value};
use crate::units::{both, closest, either};

/// The key by which an entry says which other it is like.
pub(super) const LIKE: &str = "like";
/// The key under which a variant, and what is like another, names what it does without.
pub(super) const REMOVE: &str = "remove";
/// What is not taken over from what an entry is like.
const OWN: &str = "title";

/// Keys of a variant that are not part of the patch.
const OWN_KEYS: [&str; 4] = ["title", "builds_on", REMOVE, "set"];

/// The tree of an arm.
#[derive(Debug)]
pub(super) struct ArmTree {
    /// The tree.
    pub(super) tree: Node,
    /// Entries that are like another, by their paths and that of the other.
    pub(super) likes: Vec<(String, String)>,
    /// Names that variants add, by their paths, each with the names that the scenario has there.
    pub(super) added: Vec<(String, String)>,
}

/// Makes the tree of an arm from the scenario's and its variants, ancestors first.
pub(super) fn assemble(
    tree: &Node,
    variants: &[&Entry],
    source: &Source,
    problems: &mut Vec<Problem>,
) -> ArmTree {
    let mut making = Making {
        tree: tree.clone(),
        likes: Vec::new(),
        added: Vec::new(),
        source,
        problems,
        in_scenario: true,
    };
    making.note_likes();
    for variant in variants {
        making.in_scenario = false;
        making.apply(variant);
    }
    making.work_out();
    name_in_full(&mut making.tree);
    let likes = making.likes.iter().map(|like| (like.path(&like.name), like.path(&like.other))).collect();
    ArmTree { likes, added: making.added, tree: making.tree }
}

/// An entry that is like another.
#[derive(Debug)]
struct Like {
    section: String,
    name: String,
    other: String,
    /// What variants change in it, in order, each with the path of the variant.
    changes: Vec<(String, Edit)>,
    state: State,
    /// Whether the scenario itself says so, not a variant.
    in_scenario: bool,
}

impl Like {
    fn path(&self, name: &str) -> String {
        format!("{}.{name}", self.section)
    }
}

/// How far an entry that is like another is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Waiting,
    Begun,
    Done,
}

/// One change of a variant.
#[derive(Clone, Debug)]
enum Edit {
    /// Takes away what stands at the place that a text names.
    Remove(Node),
    /// Lays a table over the entry.
    Lay(Entry),
    /// Gives a place its value.
    Set(Entry),
}

/// An arm's tree while it is made.
struct Making<'a> {
    tree: Node,
    likes: Vec<Like>,
    added: Vec<(String, String)>,
    source: &'a Source,
    problems: &'a mut Vec<Problem>,
    /// Whether it is still the scenario's own.
    in_scenario: bool,
}

impl Making<'_> {
    fn problem(&mut self, span: &std::ops::Range<usize>, path: String, message: String) {
        self.problems.push(self.source.problem(span, path, message));
    }

    fn faults(&mut self, faults: Vec<Misfit>) {
        for Misfit { span, path, message } in faults {
            self.problem(&span, path, message);
        }
    }

    /// Notes which entries of the scenario itself are like another.
    fn note_likes(&mut self) {
        let sections = self.tree.entries().unwrap_or_default().to_vec();
        for section in sections.iter().filter(|section| has_names(&section.key)) {
            for entry in section.node.entries().unwrap_or_default() {
                self.note_like(&section.key, entry);
            }
        }
    }

    /// Notes that an entry is like another, if it says so, in place of what it was.
    fn note_like(&mut self, section: &str, entry: &Entry) -> bool {
        let Some(other) = entry.node.get(LIKE) else { return false };
        let path = format!("{section}.{}.{LIKE}", entry.key);
        let Some(name) = other.text() else {
            let message =
                format!("found {}; write the name of another entry of [{section}] in quotes", other.quoted());
            self.problem(&other.span, path, message);
            return false;
        };
        self.likes.retain(|like| (like.section.as_str(), &like.name) != (section, &entry.key));
        self.likes.push(Like {
            section: section.to_owned(),
            name: entry.key.clone(),
            other: name.to_owned(),
            changes: Vec::new(),
            state: State::Waiting,
            in_scenario: self.in_scenario,
        });
        true
    }

    fn like_at(&mut self, section: &str, name: &str) -> Option<&mut Like> {
        self.likes.iter_mut().find(|like| like.section == section && like.name == name)
    }

    /// Makes the changes of a variant, or notes them for what is still to be worked out.
    fn apply(&mut self, variant: &Entry) {
        let path = format!("variant.{}", variant.key);
        let Some(entries) = variant.node.entries() else {
            let message = "write a variant as a table: [variant.<name>]".to_owned();
            return self.problem(&variant.node.span, path, message);
        };
        for shared in entries.iter().filter(|entry| SHARED.contains(&entry.key.as_str())) {
            self.problem(&shared.key_span, format!("{path}.{}", shared.key), same_in_every_arm(&shared.key));
        }
        let list = variant.node.get(REMOVE);
        for item in list.map_or(&[][..], |node| node.list().unwrap_or(std::slice::from_ref(node))) {
            self.make(&path, Edit::Remove(item.clone()));
        }
        for change in entries {
            let key = change.key.as_str();
            if OWN_KEYS.contains(&key) || SHARED.contains(&key) {
                continue;
            }
            if let (true, Some(named)) = (has_names(key), change.node.entries()) {
                for entry in named {
                    self.lay_named(&path, change, entry);
                }
            } else {
                self.lay(&path, change);
            }
        }
        match variant.node.get("set").map(|set| (set, set.entries())) {
            None => {}
            Some((_, Some(places))) => {
                for entry in places {
                    self.make(&path, Edit::Set(entry.clone()));
                }
            }
            Some((node, None)) => self.problem(
                &node.span,
                format!("{path}.set"),
                format!("found {}; write places with their values, such as set = {{ \"plan.base.pay.salary.per_fte\" = 250000 }}", node.quoted()),
            ),
        }
    }

    /// Lays an entry of a section with names over the tree, or notes it.
    fn lay_named(&mut self, path: &str, section: &Entry, entry: &Entry) {
        if self.note_like(&section.key, entry) {
            // It begins anew.
            self.note_added(&section.key, entry);
            let raw = Node { value: Value::Table(vec![entry.clone()]), span: section.node.span.clone() };
            self.drop_entry(&section.key, &entry.key);
            Laying::default().lay(&mut self.tree, &under(section, raw), None);
        } else if let Some(like) = self.like_at(&section.key, &entry.key) {
            like.changes.push((path.to_owned(), Edit::Lay(entry.clone())));
        } else {
            self.note_added(&section.key, entry);
            let table = Node { value: Value::Table(vec![entry.clone()]), span: section.node.span.clone() };
            self.lay(path, &Entry { node: table, ..section.clone() });
        }
    }

    /// Lays one key of a variant over the tree.
    fn lay(&mut self, path: &str, change: &Entry) {
        let mut laying = Laying::under(&[path]);
        let patch = Node { value: Value::Table(vec![change.clone()]), span: change.key_span.clone() };
        if !has_names(&change.key) {
            additions(&self.tree, &patch, Some(shape()), "", &mut self.added);
        }
        laying.lay(&mut self.tree, &patch, Some(shape()));
        self.faults(laying.faults);
    }

    fn note_added(&mut self, section: &str, entry: &Entry) {
        let there = self.tree.get(section).and_then(Node::entries).unwrap_or_default();
        if let Some(known) = there.iter().find(|known| known.key == entry.key) {
            let inner = below(shape(), section).and_then(|shape| below(shape, &entry.key));
            let path = format!("{section}.{}", entry.key);
            additions(&known.node.clone(), &entry.node, inner, &path, &mut self.added);
        } else {
            let names = both(there.iter().map(|entry| entry.key.as_str()));
            self.added.push((format!("{section}.{}", entry.key), names));
        }
    }

    /// Makes a change at a place, or notes it for the entry in which it lies.
    fn make(&mut self, path: &str, change: Edit) {
        let text = match &change {
            Edit::Remove(item) => item.text(),
            Edit::Set(entry) => Some(entry.key.as_str()),
            Edit::Lay(_) => None,
        };
        let beginning = text.and_then(|text| Place::parse(text).ok()).and_then(|place| place.beginning());
        let begins = beginning.map(|(section, name, deeper)| (section.to_owned(), name.to_owned(), deeper));
        if let Some((section, name, deeper)) = begins
            && let Some(like) = self.like_at(&section, &name)
        {
            if deeper {
                like.changes.push((path.to_owned(), change));
            } else if matches!(change, Edit::Remove(_)) {
                self.likes.retain(|like| (&like.section, &like.name) != (&section, &name));
                self.drop_entry(&section, &name);
            }
            return;
        }
        self.make_now(path, change);
    }

    fn make_now(&mut self, path: &str, change: Edit) {
        match change {
            Edit::Remove(item) => {
                if let Err(message) = remove(&mut self.tree, &item) {
                    self.problem(&item.span, format!("{path}.{REMOVE}"), message);
                }
            }
            Edit::Set(entry) => {
                let path = format!("{path}.set");
                match set(&mut self.tree, &entry, &path) {
                    Err(message) => self.problem(&entry.key_span, path, message),
                    Ok(faults) => self.faults(faults),
                }
            }
            Edit::Lay(_) => {}
        }
    }

    fn drop_entry(&mut self, section: &str, name: &str) {
        if let Value::Table(sections) = &mut self.tree.value
            && let Some(section) = sections.iter_mut().find(|entry| entry.key == section)
            && let Value::Table(entries) = &mut section.node.value
        {
            entries.retain(|entry| entry.key != name);
        }
    }

    /// Works out every entry that is like another.
    fn work_out(&mut self) {
        for place in 0..self.likes.len() {
            self.become_like(place);
        }
    }

    /// Puts the other in an entry's place, with what the entry states itself and what variants change in it.
    fn become_like(&mut self, place: usize) {
        if self.likes[place].state != State::Waiting {
            return;
        }
        self.likes[place].state = State::Begun;
        let (section, name, other) = {
            let like = &self.likes[place];
            (like.section.clone(), like.name.clone(), like.other.clone())
        };
        let path = format!("{section}.{name}");
        let Some(own) = self.tree.get(&section).and_then(|named| named.get(&name)).cloned() else { return };
        let says = own.get(LIKE).map_or(own.span.clone(), |node| node.span.clone());
        let same = |like: &Like| like.section == section && like.name == other;
        if let Some(first) = self.likes.iter().position(same) {
            if self.likes[first].state == State::Begun {
                let message =
                    format!("found {other:?}, which is itself like `{name}`; write one of them out");
                return self.problem(&says, format!("{path}.{LIKE}"), message);
            }
            self.become_like(first);
        }
        let Some(model) = self.tree.get(&section).and_then(|named| named.get(&other)).cloned() else {
            let named = self.tree.get(&section).and_then(Node::entries).unwrap_or_default();
            let names: Vec<&str> =
                named.iter().map(|entry| entry.key.as_str()).filter(|known| *known != name).collect();
            let hint = closest(&other, names.iter().copied()).map_or_else(
                || format!("known: {}", either(&names)),
                |near| format!("did you mean `{near}`?"),
            );
            return self.problem(
                &says,
                format!("{path}.{LIKE}"),
                format!("there is no {section} {other:?} to be like; {hint}"),
            );
        };
        self.put(&section, &name, Node { span: own.span.clone(), ..model });
        let forgiving = self.likes[place].in_scenario && !self.in_scenario;
        self.own_changes(&path, &own, forgiving);
        self.own_table(&section, &name, &own);
        for (variant, change) in std::mem::take(&mut self.likes[place].changes) {
            if let Edit::Lay(entry) = &change {
                self.lay_over_entry(&variant, &section, entry);
            } else {
                self.make_now(&variant, change);
            }
        }
        self.likes[place].state = State::Done;
    }

    /// Puts a node in the place of an entry of a section.
    fn put(&mut self, section: &str, name: &str, node: Node) {
        if let Value::Table(sections) = &mut self.tree.value
            && let Some(section) = sections.iter_mut().find(|entry| entry.key == section)
            && let Value::Table(entries) = &mut section.node.value
            && let Some(entry) = entries.iter_mut().find(|entry| entry.key == name)
        {
            entry.node = node;
            if let Value::Table(fields) = &mut entry.node.value {
                fields.retain(|field| field.key != OWN);
            }
        }
    }

    /// Takes away what an entry that is like another does without; `forgiving` what a variant took before.
    fn own_changes(&mut self, path: &str, own: &Node, forgiving: bool) {
        let list = own.get(REMOVE);
        for item in list.map_or(&[][..], |node| node.list().unwrap_or(std::slice::from_ref(node))) {
            let within = item.text().map(|text| Value::Text(format!("{path}.{}", text.trim())));
            let whole = Node { value: within.unwrap_or_else(|| item.value.clone()), span: item.span.clone() };
            let gone = forgiving && !self.stands(&whole);
            if !gone {
                self.make_now(path, Edit::Remove(whole));
            }
        }
    }

    /// Whether the tree states something at the place that a text names, or at several.
    fn stands(&self, item: &Node) -> bool {
        let place = item.text().and_then(|text| Place::parse(text).ok());
        place.is_none_or(|place| place.find_stated(&self.tree).map_or_else(|lost| lost.ambiguous, |_| true))
    }

    /// Lays over an entry that is like another what it states itself.
    fn own_table(&mut self, section: &str, name: &str, own: &Node) {
        let stated: Vec<Entry> = own
            .entries()
            .unwrap_or_default()
            .iter()
            .filter(|entry| ![LIKE, REMOVE].contains(&entry.key.as_str()))
            .cloned()
            .collect();
        let node = Node { value: Value::Table(stated), span: own.span.clone() };
        let entry = Entry { key: name.to_owned(), key_span: own.span.clone(), node };
        self.lay_over_entry("", section, &entry);
    }

    /// Lays a table over an entry of a section that is worked out.
    fn lay_over_entry(&mut self, variant: &str, section: &str, entry: &Entry) {
        let inner = below(shape(), section).and_then(|named| below(named, &entry.key));
        let path: Vec<&str> =
            [variant, section, &entry.key].into_iter().filter(|key| !key.is_empty()).collect();
        let mut laying = Laying::under(&path);
        if let Value::Table(sections) = &mut self.tree.value
            && let Some(section) = sections.iter_mut().find(|known| known.key == section)
            && let Value::Table(entries) = &mut section.node.value
            && let Some(there) = entries.iter_mut().find(|known| known.key == entry.key)
        {
            laying.lay(&mut there.node, &entry.node, inner);
        }
        self.faults(laying.faults);
    }
}

/// A section as a table of its own.
fn under(section: &Entry, node: Node) -> Node {
    let span = section.key_span.clone();
    Node { value: Value::Table(vec![Entry { node, ..section.clone() }]), span }
}

/// Whether the entries of a section are structures under names that the user chooses.
pub(super) fn has_names(section: &str) -> bool {
    let inner = below(shape(), section);
    matches!(inner, Some(Shape::Map(inner)) if matches!(**inner, Shape::Struct { .. }))
}
