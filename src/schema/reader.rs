//! Reading nodes: where we are, what went wrong, what turned out to be uncertain.

use super::{Entry, Field, Grade, Node, Path, Problem, Source, Step, Uncertain};
use crate::random::Distribution;
use crate::units::{closest, either};
use std::ops::Range;

/// The state of reading one scenario.
#[derive(Debug)]
pub struct Reader<'a> {
    source: &'a Source,
    path: Path,
    problems: Vec<Problem>,
    uncertain: Vec<Uncertain>,
    defaults: Vec<InForce>,
    /// Tables around what is being read: how deep each lies, and what it may hold.
    around: Vec<(usize, &'static [Field])>,
}

/// A default that a scenario relies on because it says nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct InForce {
    /// Path of the parameter.
    pub path: String,
    /// The default, as text.
    pub value: String,
    /// Where it comes from.
    pub source: &'static str,
    /// How good that is.
    pub grade: Grade,
}

/// What reading found beside the structure itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// Everything wrong.
    pub problems: Vec<Problem>,
    /// What is drawn once per trial.
    pub uncertain: Vec<Uncertain>,
    /// Defaults relied on.
    pub defaults: Vec<InForce>,
}

impl<'a> Reader<'a> {
    /// Starts at the root.
    #[must_use]
    pub fn new(source: &'a Source) -> Reader<'a> {
        Reader {
            source,
            path: Path::default(),
            problems: Vec::new(),
            uncertain: Vec::new(),
            defaults: Vec::new(),
            around: Vec::new(),
        }
    }

    /// Notes a problem with what is being read.
    pub fn problem(&mut self, span: &Range<usize>, message: impl Into<String>) {
        self.problems.push(self.source.problem(span, self.path.to_string(), message.into()));
    }

    /// Goes one step down, reads there, and comes back.
    pub fn at<T>(&mut self, step: Step, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let result = read(self);
        self.path.pop();
        let depth = self.path.depth();
        self.around.retain(|(lies, _)| *lies <= depth);
        result
    }

    /// Notes that the number being read is drawn once per trial.
    pub fn uncertain(&mut self, distribution: Distribution) {
        self.uncertain.push(Uncertain { path: self.path.to_string(), distribution });
    }

    /// Notes that a table which may hold these fields is being read.
    pub(super) fn enter(&mut self, fields: &'static [Field]) {
        self.around.push((self.path.depth(), fields));
    }

    /// The table around what is being read that may hold a key, the nearest first.
    fn home(&self, key: &str) -> Option<String> {
        let holds = |fields: &[Field]| fields.iter().any(|field| field.key == key);
        let (depth, _) = self.around.iter().rev().find(|(_, fields)| holds(fields))?;
        Some(self.path.beginning(*depth).to_string()).filter(|path| !path.is_empty())
    }

    /// Whether a key was unknown in what is being read: a default stands where something else was meant, and
    /// what follows from it is not also wrong.
    pub(crate) fn misspells_below(&self) -> bool {
        self.has_below(|problem| problem.message.starts_with(UNKNOWN))
    }

    /// Whether such a problem was found in what is being read.
    fn has_below(&self, is_such: impl Fn(&Problem) -> bool) -> bool {
        if self.problems.is_empty() {
            return false;
        }
        let here = self.path.to_string();
        let below = |path: &str| {
            path.strip_prefix(&here).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        self.problems.iter().any(|problem| is_such(problem) && below(&problem.path))
    }

    /// How much has gone wrong so far.
    pub(super) fn n_problems(&self) -> usize {
        self.problems.len()
    }

    /// Everything found on the way.
    #[must_use]
    pub fn finish(self) -> Findings {
        Findings { problems: self.problems, uncertain: self.uncertain, defaults: self.defaults }
    }

    /// Notes that the default of a field is relied on.
    pub fn in_force(&mut self, field: &Field, value: String) {
        let path = self.path.to_string();
        self.defaults.push(InForce { path, value, source: field.spec.source, grade: field.spec.grade });
    }

    /// Notes that a node is of the wrong kind.
    pub fn expected(&mut self, node: &Node, what: &str) {
        self.problem(&node.span, format!("found {}; expected {what}", node.quoted()));
    }
}

/// A table being read, for the checks of a structure against itself.
#[derive(Debug)]
pub struct ReadTable<'t, 'r, 's> {
    node: &'t Node,
    reader: &'r mut Reader<'s>,
}

impl<'t, 'r, 's> ReadTable<'t, 'r, 's> {
    /// Wraps a table node.
    pub fn new(node: &'t Node, reader: &'r mut Reader<'s>) -> Self {
        ReadTable { node, reader }
    }

    /// Whether the table itself states a key.
    #[must_use]
    pub fn states(&self, key: &str) -> bool {
        self.node.get(key).is_some()
    }

    /// Refuses a part of a month where `why` nothing is booked between months. A number that is drawn falls
    /// into the nearest month.
    pub fn whole_months(&mut self, key: &'static str, why: &str) {
        let part = self.node.get(key).and_then(Node::number).filter(|months| months.fract() != 0.0);
        if let Some(months) = part {
            let (before, after) = (months.floor(), months.ceil());
            self.problem(
                key,
                format!(
                    "found {months}; {why}, so write a whole number of months, such as {before} or {after}"
                ),
            );
        }
    }

    /// Whether nothing has been found wrong with a key of the table so far: what was read there may be tried out.
    #[must_use]
    pub fn is_sound(&mut self, key: &'static str) -> bool {
        self.reader.at(Step::Key(key), |reader| !reader.has_below(|_| true))
    }

    /// Notes a problem with one key of the table.
    pub fn problem(&mut self, key: &'static str, message: impl Into<String>) {
        self.problem_within(&[key], message);
    }

    /// Notes a problem with what lies at a path of keys within the table; at the innermost table there is,
    /// when it is not written.
    pub fn problem_within(&mut self, keys: &[&'static str], message: impl Into<String>) {
        let Some((key, rest)) = keys.split_first() else {
            self.reader.problem(&self.node.span, message);
            return;
        };
        let inner = self.node.get(key).unwrap_or(self.node);
        self.reader
            .at(Step::Key(key), |reader| ReadTable::new(inner, reader).problem_within(rest, message.into()));
    }
}

/// How a message about a key begins that a table must not have.
const UNKNOWN: &str = "unknown key";

/// Reports keys that a table must not have.
pub(super) fn refuse_unknown_keys(entries: &[Entry], known: &[&'static str], reader: &mut Reader<'_>) {
    for entry in entries {
        if !known.contains(&entry.key.as_str()) {
            let home = reader.home(&entry.key);
            let hint = match (home, closest(&entry.key, known.iter().copied())) {
                (Some(home), _) => {
                    format!("it belongs to [{home}]; write it there, above the sections that begin inside it")
                }
                (None, Some(name)) => format!("did you mean `{name}`?"),
                (None, None) => format!("allowed here: {}", either(known)),
            };
            reader.problem(&entry.key_span, format!("{UNKNOWN} `{}`; {hint}", entry.key));
        }
    }
}
