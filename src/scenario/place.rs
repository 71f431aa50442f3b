//! From the words of a place to what stands there. The grammar is told in [`crate::scenario`].

use super::entry::{called, entries_called, kind_of, own_name};
use super::shape;
use crate::schema::{Default, ENTRY_NAME, Entry, Field, Node, Path, Shape, Step, Value};
use crate::units::{both, closest, either};

/// A place as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place<'t> {
    /// The arm it is confined to.
    pub(crate) arm: Option<&'t str>,
    text: &'t str,
    steps: Vec<PlaceStep<'t>>,
}

/// One step of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PlaceStep<'t> {
    Word(&'t str),
    Index(usize),
}

/// A place that an arm has.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Its path as the reader writes it: entries of lists by number.
    pub(crate) path: String,
    /// What may stand there.
    pub(crate) shape: &'static Shape,
    /// The field it belongs to.
    pub(crate) field: &'static Field,
    hops: Vec<NodeStep>,
}

/// A step from one node to the next.
#[derive(Clone, Debug)]
enum NodeStep {
    Key(String),
    /// The key of a choice.
    Kind(String),
    Item(usize),
}

/// Why an arm has no such place, as the end of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lost {
    /// Steps that lead somewhere.
    pub(crate) depth: usize,
    /// What there is instead.
    pub(crate) hint: String,
    /// Whether it could be one of several, rather than not there.
    pub(crate) ambiguous: bool,
}

impl Lost {
    /// The whole message about a place where `what` was looked for; the place stands before it.
    pub(crate) fn message(&self, what: &str) -> String {
        let found = if self.ambiguous { "this could be more than one" } else { "there is no such" };
        format!("{found} {what}; {}", self.hint)
    }
}

impl<'t> Place<'t> {
    /// Reads a place.
    ///
    /// # Errors
    ///
    /// What a place looks like, as a message about the text.
    pub(crate) fn parse(text: &'t str) -> Result<Place<'t>, String> {
        let (arm, rest) = match text.split_once(':') {
            Some((arm, rest)) => (Some(arm.trim()), rest.trim()),
            None => (None, text.trim()),
        };
        let mut steps = Vec::new();
        let fine = arm != Some("") && rest.split('.').all(|part| parse_step(part, &mut steps).is_some());
        if fine {
            return Ok(Place { arm, text: rest, steps });
        }
        Err("this is not a place; write names joined by dots, entries of lists by kind, name or [number], and the arm first if it is only one, such as `baseline:plan.base.pay[0].salary.per_fte`".to_owned())
    }

    /// The place without its arm.
    pub(crate) fn path(&self) -> &'t str {
        self.text
    }

    /// Its first step, which names a section of the scenario.
    pub(crate) fn section(&self) -> &'t str {
        match self.steps[..] {
            [PlaceStep::Word(word), ..] => word,
            _ => self.text,
        }
    }

    /// The section and the name in it that it begins with, and whether it goes on from there.
    pub(crate) fn beginning(&self) -> Option<(&'t str, &'t str, bool)> {
        match self.steps[..] {
            [PlaceStep::Word(section), PlaceStep::Word(name), ref rest @ ..] => {
                Some((section, name, !rest.is_empty()))
            }
            _ => None,
        }
    }

    /// Looks for the place in an arm's tree. What takes a default is there too.
    pub(crate) fn find(&self, tree: &Node) -> Result<Found, Lost> {
        Ok(self.go(Cursor::at_root(tree))?.found())
    }

    /// Looks for a number; see [`Place::find`].
    pub(crate) fn find_number(&self, tree: &Node) -> Result<Found, Lost> {
        let cursor = self.go(Cursor::at_root(tree))?;
        if cursor.shape.is_number() {
            return Ok(cursor.found());
        }
        Err(Lost { depth: self.steps.len(), hint: cursor.holds(), ambiguous: false })
    }

    /// Looks for what an arm's tree itself states at the place.
    pub(crate) fn find_stated(&self, tree: &Node) -> Result<Found, Lost> {
        Ok(self.go(Cursor { stated: true, ..Cursor::at_root(tree) })?.found())
    }

    fn go<'n>(&self, mut cursor: Cursor<'n>) -> Result<Cursor<'n>, Lost> {
        for (depth, step) in self.steps.iter().enumerate() {
            cursor.go(*step).map_err(|(hint, ambiguous)| Lost { depth, hint, ambiguous })?;
        }
        Ok(cursor)
    }
}

/// `name`, then any number of `[place]`.
fn parse_step<'t>(part: &'t str, steps: &mut Vec<PlaceStep<'t>>) -> Option<()> {
    let (word, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
    if word.trim() != word || word.is_empty() || word.contains(']') {
        return None;
    }
    steps.push(PlaceStep::Word(word));
    while let Some(inner) = rest.strip_prefix('[') {
        let (index, after) = inner.split_once(']')?;
        steps.push(PlaceStep::Index(index.parse().ok()?));
        rest = after;
    }
    rest.is_empty().then_some(())
}

/// Where a search stands.
struct Cursor<'n> {
    shape: &'static Shape,
    field: &'static Field,
    /// What stands there, unless it takes its default.
    node: Option<&'n Node>,
    path: String,
    hops: Vec<NodeStep>,
    /// Whether only what is stated counts.
    stated: bool,
}

/// Why a step leads nowhere, and whether because it leads to several places.
type Astray = (String, bool);

impl<'n> Cursor<'n> {
    fn at_root(tree: &'n Node) -> Cursor<'n> {
        Cursor {
            shape: shape(),
            field: &Field::NONE,
            node: Some(tree),
            path: String::new(),
            hops: Vec::new(),
            stated: false,
        }
    }

    fn found(self) -> Found {
        Found { path: self.path, shape: self.shape, field: self.field, hops: self.hops }
    }

    fn go(&mut self, step: PlaceStep<'_>) -> Result<(), Astray> {
        match (self.shape, step) {
            (Shape::Struct { fields, .. }, PlaceStep::Word(word)) => {
                let keys = fields.iter().map(|(field, _)| field.key);
                let Some((field, shape)) = fields.iter().find(|(field, _)| field.key == word) else {
                    return Err((self.meant(word, keys), false));
                };
                let node = self.node.and_then(|node| node.get(word));
                let by_default = field.spec.default != Default::Absent || shape.is_number();
                if node.is_none() && (self.stated || !by_default) {
                    return Err((self.holds(), false));
                }
                self.field = field;
                self.enter(NodeStep::Key(word.to_owned()), shape, node);
            }
            (Shape::Choice { options, .. }, PlaceStep::Word(word)) => {
                let (kind, inner) = kind_of(self.node, self.field).unwrap_or_default();
                let there = |key: &str| key == word && word == kind && (inner.is_some() || !self.stated);
                let Some((_, _, shape)) = options.iter().find(|(key, _, _)| there(key)) else {
                    return Err((format!("`{}` is `{kind}`", self.path), false));
                };
                self.enter(NodeStep::Kind(word.to_owned()), shape, inner);
            }
            (Shape::Map(inner), PlaceStep::Word(word)) => {
                let names = self.node.and_then(Node::entries).unwrap_or_default();
                let Some(entry) = names.iter().find(|entry| entry.key == word) else {
                    return Err((self.meant(word, names.iter().map(|entry| entry.key.as_str())), false));
                };
                self.enter(NodeStep::Key(word.to_owned()), inner, Some(&entry.node));
            }
            (Shape::List(inner), PlaceStep::Index(index)) => {
                let items = self.node.and_then(Node::list).unwrap_or_default();
                let Some(item) = items.get(index) else { return Err((self.holds(), false)) };
                self.enter(NodeStep::Item(index), inner, Some(item));
            }
            (Shape::List(inner), PlaceStep::Word(word)) => return self.go_by_name(inner, word),
            _ => return Err((self.holds(), false)),
        }
        Ok(())
    }

    /// Goes to the entry of a list that is called so; into the only entry, whatever it is called.
    fn go_by_name(&mut self, inner: &'static Shape, word: &str) -> Result<(), Astray> {
        let items = self.node.and_then(Node::list).unwrap_or_default();
        match (&entries_called(inner, items, word)[..], items) {
            ([one], _) => {
                self.enter(NodeStep::Item(*one), inner, Some(&items[*one]));
                let by_kind =
                    matches!(inner, Shape::Choice { .. }) && own_name(inner, &items[*one]) != Some(word);
                if by_kind { self.go(PlaceStep::Word(word)) } else { Ok(()) }
            }
            ([], [only]) => {
                self.enter(NodeStep::Item(0), inner, Some(only));
                self.go(PlaceStep::Word(word))
            }
            ([], _) => {
                let names: Vec<_> = items.iter().filter_map(|item| called(inner, item)).collect();
                Err((self.meant(word, names.iter().map(AsRef::as_ref)), false))
            }
            (many, _) => {
                let places: Vec<String> = many.iter().map(|i| format!("{}[{i}]", self.path)).collect();
                Err((several(inner, word, &places), true))
            }
        }
    }

    fn enter(&mut self, hop: NodeStep, shape: &'static Shape, node: Option<&'n Node>) {
        let dot = if self.path.is_empty() { "" } else { "." };
        match &hop {
            NodeStep::Key(key) | NodeStep::Kind(key) => self.path.extend([dot, key]),
            NodeStep::Item(index) => self.path.push_str(&format!("[{index}]")),
        }
        self.hops.push(hop);
        (self.shape, self.node) = (shape, node);
    }

    /// The known name that was probably meant, by its whole path; else what there is.
    fn meant<'k>(&self, word: &str, known: impl Iterator<Item = &'k str>) -> String {
        let dot = if self.path.is_empty() { "" } else { "." };
        closest(word, known)
            .map_or_else(|| self.holds(), |near| format!("did you mean `{}{dot}{near}`?", self.path))
    }

    /// What stands here, for a message.
    fn holds(&self) -> String {
        let here = if self.path.is_empty() { "the scenario".to_owned() } else { format!("`{}`", self.path) };
        match (self.shape, self.node.map(|node| &node.value)) {
            (Shape::List(inner), Some(Value::List(items))) => {
                let names: Vec<_> = items.iter().filter_map(|item| called(inner, item)).collect();
                match (items.len(), names.len() == items.len()) {
                    (0, _) => format!("{here} is empty"),
                    (_, true) => format!("{here} has the entries {}", both(names)),
                    (n, false) => format!("{here} has the entries [0] to [{}]", n - 1),
                }
            }
            (Shape::Choice { .. }, _) => match kind_of(self.node, self.field) {
                Some((kind, _)) => format!("{here} is `{kind}`"),
                None => format!("{here} is not stated"),
            },
            (_, Some(Value::Table(entries))) if !entries.is_empty() => {
                format!("{here} has {}", both(entries.iter().map(|entry| entry.key.as_str())))
            }
            (shape, _) if shape.is_number() => format!("{here} is a number"),
            (_, Some(Value::Text(_))) => format!("{here} is a text"),
            (_, Some(Value::Flag(_))) => format!("{here} is true or false"),
            _ => format!("{here} has nothing stated"),
        }
    }
}

/// What to do about a word that several entries are called by.
pub(super) fn several(inner: &Shape, word: &str, places: &[String]) -> String {
    let is_choice = matches!(inner, Shape::Choice { .. });
    let name = if is_choice {
        format!(", or give each a name of its own, such as {ENTRY_NAME} = \"first\" beside `{word}`")
    } else {
        String::new()
    };
    format!("several entries are called `{word}`; write {}{name}", either(places))
}

impl Found {
    /// What an arm's tree states there.
    pub(crate) fn stated<'n>(&self, tree: &'n Node) -> Option<&'n Node> {
        self.hops.iter().try_fold(tree, |node, hop| match hop {
            NodeStep::Key(key) | NodeStep::Kind(key) => node.get(key),
            NodeStep::Item(index) => node.list()?.get(*index),
        })
    }

    /// The node there, which is made if nothing is stated yet; `None` in a tree that it was not found in.
    pub(crate) fn open<'n>(&self, tree: &'n mut Node) -> Option<&'n mut Node> {
        self.hops.iter().try_fold(tree, |node, hop| match hop {
            NodeStep::Key(key) | NodeStep::Kind(key) => open_key(node, key),
            NodeStep::Item(index) => open_item(node, *index),
        })
    }

    /// Takes away what stands there; of an entry of a list that is called by its kind, all of it.
    pub(crate) fn remove(mut self, tree: &mut Node) {
        if let [.., NodeStep::Item(_), NodeStep::Kind(_)] = self.hops[..] {
            self.hops.pop();
        }
        match (self.hops.pop(), self.open(tree).map(|parent| &mut parent.value)) {
            (Some(NodeStep::Key(key) | NodeStep::Kind(key)), Some(Value::Table(entries))) => {
                entries.retain(|entry| entry.key != key);
            }
            (Some(NodeStep::Item(index)), Some(Value::List(items))) if index < items.len() => {
                items.remove(index);
            }
            _ => {}
        }
    }
}

/// The value under a key, which is made if the table lacks it.
pub(super) fn open_key<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Node> {
    let span = node.span.clone();
    let entry = |key: &str| Entry {
        key: key.to_owned(),
        key_span: span.clone(),
        node: Node::empty_table(span.clone()),
    };
    // A choice of which nothing more is said is written as a word.
    if let Value::Text(word) = &node.value {
        node.value = Value::Table(vec![entry(word)]);
    }
    let Value::Table(entries) = &mut node.value else { return None };
    let place = entries.iter().position(|entry| entry.key == key).unwrap_or_else(|| {
        entries.push(entry(key));
        entries.len() - 1
    });
    Some(&mut entries[place].node)
}

/// The entry of a list at a place that it has.
pub(super) fn open_item(node: &mut Node, index: usize) -> Option<&mut Node> {
    if let Value::List(items) = &mut node.value { items.get_mut(index) } else { None }
}

/// Shows every number that an arm's tree states or that takes a default: its path, what it may be, the
/// field it belongs to, and what is stated.
pub(crate) fn numbers<'n>(tree: &'n Node, visitor: &mut dyn FnMut(&Path, Number<'n>)) {
    leaves(tree, &mut |path, here| {
        if here.shape.is_number() {
            visitor(path, here);
        }
    });
}

/// Shows the same of every value that is no table and no list, and of every choice before what it holds.
pub(crate) fn leaves<'n>(tree: &'n Node, visitor: &mut dyn FnMut(&Path, Number<'n>)) {
    walk(Number { shape: shape(), field: &Field::NONE, stated: Some(tree) }, &mut Path::default(), visitor);
}

/// A value on a walk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number<'n> {
    pub(crate) shape: &'static Shape,
    pub(crate) field: &'static Field,
    pub(crate) stated: Option<&'n Node>,
}

fn walk<'n>(here: Number<'n>, path: &mut Path, visitor: &mut dyn FnMut(&Path, Number<'n>)) {
    let Number { shape, field, stated } = here;
    if !matches!(shape, Shape::Struct { .. } | Shape::Map(_) | Shape::List(_)) {
        visitor(path, here);
    }
    let mut go = |step: Step, shape, field, stated| {
        path.at(step, |path| walk(Number { shape, field, stated }, path, visitor));
    };
    match shape {
        Shape::Struct { fields, .. } => {
            for (field, shape) in fields {
                let inner = stated.and_then(|node| node.get(field.key));
                if inner.is_some() || field.spec.default != Default::Absent {
                    go(Step::Key(field.key), shape, field, inner);
                }
            }
        }
        Shape::Choice { options, .. } => {
            let (kind, inner) = kind_of(stated, field).unwrap_or_default();
            for (key, _, shape) in options.iter().filter(|(key, _, _)| *key == kind) {
                go(Step::Key(key), shape, field, inner);
            }
        }
        Shape::Map(shape) => {
            for entry in stated.and_then(Node::entries).unwrap_or_default() {
                go(Step::Name(entry.key.as_str().into()), shape, field, Some(&entry.node));
            }
        }
        Shape::List(shape) => {
            for (index, item) in stated.and_then(Node::list).unwrap_or_default().iter().enumerate() {
                go(Step::Index(index), shape, field, Some(item));
            }
        }
        Shape::Number { .. }
        | Shape::Spread { .. }
        | Shape::Whole { .. }
        | Shape::Text
        | Shape::Flag
        | Shape::Word(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse_toml;
    use crate::schema::Source;

    const TEXT: &str = r#"
redesign = [{ from = "old", to = "new" }, { from = "older", to = "new" }]
behaviour = "evidence"
[contract.book]
terms = { shared_savings = { sharing_rate = 0.5 } }
[plan.old]
pay = [{ wrvu = { tiers = [{ rate = 50 }] } }, { salary = { per_fte = 1 } }, { salary = { per_fte = 2 } }]
"#;

    fn tree() -> Node {
        parse_toml(&Source { name: "t".into(), text: TEXT.into() }).unwrap()
    }

    fn path(place: &str) -> Result<String, Lost> {
        Place::parse(place).unwrap().find(&tree()).map(|found| found.path)
    }

    #[test]
    fn names_kinds_and_numbers_lead_to_the_same_places() {
        for (place, stands) in [
            (
                "contract.book.terms.shared_savings.sharing_rate",
                "contract.book.terms.shared_savings.sharing_rate",
            ),
            ("plan.old.pay.wrvu.tiers[0].rate", "plan.old.pay[0].wrvu.tiers[0].rate"),
            ("plan.old.pay.wrvu.tiers.rate", "plan.old.pay[0].wrvu.tiers[0].rate"),
            ("plan.old.pay[1].salary.per_fte", "plan.old.pay[1].salary.per_fte"),
            ("redesign.older.lead_months", "redesign[1].lead_months"),
            ("behaviour.evidence.dilution", "behaviour.evidence.dilution"),
            (
                "contract.book.terms.shared_savings.savings_cap",
                "contract.book.terms.shared_savings.savings_cap",
            ),
            ("run.years", "run.years"),
        ] {
            assert_eq!(path(place).as_deref(), Ok(stands));
        }
    }

    #[test]
    fn what_leads_nowhere_says_what_there_is() {
        for (place, hint) in [
            ("contract.boook.trend", "did you mean `contract.book`?"),
            ("contract.book.trnd", "did you mean `contract.book.trend`?"),
            ("contract.book.terms.mssp.level", "`contract.book.terms` is `shared_savings`"),
            ("plan.old.pay.stipend.rate", "`plan.old.pay` has the entries `wrvu`, `salary` and `salary`"),
            (
                "plan.old.pay[3].salary.per_fte",
                "`plan.old.pay` has the entries `wrvu`, `salary` and `salary`",
            ),
            ("plan.old.pay.wrvu.tiers[0].rate.x", "`plan.old.pay[0].wrvu.tiers[0].rate` is a number"),
            ("policy.transparency.lead_months", "`policy` has nothing stated"),
            ("allocation.hops[0].keeps", "`allocation.hops` has nothing stated"),
        ] {
            assert_eq!(path(place).map_err(|lost| lost.hint), Err(hint.to_owned()), "{place}");
        }
        let lost = path("plan.old.pay.salary.per_fte").unwrap_err();
        assert_eq!(
            lost.hint,
            "several entries are called `salary`; write `plan.old.pay[1]` or `plan.old.pay[2]`, or give each a name of its own, such as name = \"first\" beside `salary`"
        );
        assert!(lost.ambiguous);
    }

    #[test]
    fn what_is_no_place_is_refused() {
        let place = Place::parse("base: plan.old.pay[0]").unwrap();
        assert_eq!((place.arm, place.path(), place.section()), (Some("base"), "plan.old.pay[0]", "plan"));
        for text in ["", ".", "a..b", "a.", "[0]", "a[x]", "a[0", "a]", "a[0]b", ":a", "a.[0]", "a [0]"] {
            assert!(Place::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn places_open_and_close() {
        let mut tree = tree();
        for (place, number) in [("behaviour.evidence.dilution", 0.3), ("plan.old.pay.wrvu.tiers.rate", 60.0)]
        {
            let found = Place::parse(place).unwrap().find(&tree).unwrap();
            found.open(&mut tree).unwrap().value = Value::Number(number);
            assert_eq!(found.stated(&tree).and_then(Node::number), Some(number));
        }
        Place::parse("plan.old.pay.wrvu").unwrap().find(&tree).unwrap().remove(&mut tree);
        Place::parse("redesign.old").unwrap().find(&tree).unwrap().remove(&mut tree);
        assert_eq!(tree.get("redesign").and_then(Node::list).map(<[Node]>::len), Some(1));
        let pay = tree.get("plan").and_then(|plans| plans.get("old")?.get("pay")?.list()).unwrap();
        assert_eq!(
            pay.iter().map(|item| item.entries().unwrap()[0].key.as_str()).collect::<Vec<_>>(),
            ["salary"; 2]
        );
    }

    #[test]
    fn numbers_are_those_that_the_scenario_shows() {
        let mut seen = Vec::new();
        numbers(&tree(), &mut |path, number| seen.push((path.to_string(), number.stated.is_some())));
        for (path, stated) in [
            ("plan.old.pay[0].wrvu.tiers[0].rate", true),
            ("plan.old.pay[0].wrvu.tiers[0].above", false),
            ("behaviour.evidence.dilution", false),
            ("redesign[1].lead_months", false),
            ("run.years", false),
        ] {
            assert!(seen.contains(&(path.to_owned(), stated)), "{path}");
        }
        assert!(!seen.iter().any(|(path, _)| path.starts_with("policy.transparency")));
    }
}
