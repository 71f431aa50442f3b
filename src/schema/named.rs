//! Values under names that the user chooses, in the order of the file.

use super::{Default, Field, Node, Path, Reader, Schema, Shape, Step, Value};
use std::ops::Range;
use std::sync::Arc;

/// A map that keeps the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Named<T>(pub Vec<(Arc<str>, T)>);

impl<T> Named<T> {
    /// The value under a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(n, _)| &**n == name).map(|(_, value)| value)
    }

    /// The place of a name.
    #[must_use]
    pub fn index(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|(n, _)| &**n == name)
    }

    /// Names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| &**name)
    }

    /// Values, in order.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, value)| value)
    }

    /// Names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Schema> Schema for Named<T> {
    fn read(node: &Node, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            reader.expected(node, "a table of named entries");
            return None;
        };
        let mut all = Some(Vec::with_capacity(entries.len()));
        for entry in entries {
            let name: Arc<str> = entry.key.as_str().into();
            let (good, made_of) = if field.key == AS_PEOPLE_WRITE {
                (is_title(&name), "letters, digits, spaces and any of & / ( ) ' , _ -")
            } else {
                (is_name(&name), "letters, digits, `_` and `-`")
            };
            if !good {
                reader.problem(
                    &entry.key_span,
                    format!("found the name {:?}; a name is made of up to 100 {made_of}", entry.key),
                );
                all = None;
            }
            let value = reader.at(Step::Name(name.clone()), |reader| T::read(&entry.node, field, reader));
            match (&mut all, value) {
                (Some(list), Some(value)) => list.push((name, value)),
                _ => all = None,
            }
        }
        all.map(Named)
    }

    fn absent(around: &Range<usize>, field: &Field, reader: &mut Reader<'_>) -> Option<Self> {
        if field.spec.default == Default::Required {
            reader.problem(around, format!("missing; write at least one `[{}.<name>]`", field.key));
            return None;
        }
        Some(Named(Vec::new()))
    }

    fn visit(&mut self, path: &mut Path, visitor: &mut dyn FnMut(&Path, &mut f64)) {
        for (name, value) in &mut self.0 {
            path.at(Step::Name(name.clone()), |path| value.visit(path, visitor));
        }
    }

    fn shape(field: &Field) -> Shape {
        Shape::Map(Box::new(T::shape(field)))
    }
}

/// The map whose names stand in rosters as people write them: `[specialty."Foot and Ankle"]`.
const AS_PEOPLE_WRITE: &str = "specialty";

/// Whether a text can be such a name.
fn is_title(name: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || " &/()',_-".contains(c);
    (1..=100).contains(&name.chars().count()) && name.trim() == name && name.chars().all(plain)
}

/// Names appear in CSV columns, file names and paths: keep them plain.
pub(crate) fn is_name(name: &str) -> bool {
    (1..=100).contains(&name.chars().count())
        && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}
