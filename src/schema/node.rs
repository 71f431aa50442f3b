//! A scenario's text as a tree with places, independent of the file format.

use crate::units::figure;
use std::ops::Range;

/// A value and the bytes it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands, in bytes of the source.
    pub span: Range<usize>,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A whole number.
    Whole(i64),
    /// A number with a fraction.
    Number(f64),
    /// Text.
    Text(String),
    /// True or false.
    Flag(bool),
    /// A list.
    List(Vec<Node>),
    /// Named entries in the order of the text.
    Table(Vec<Entry>),
}

/// One named value of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The name.
    pub key: String,
    /// Where the name stands.
    pub key_span: Range<usize>,
    /// The value.
    pub node: Node,
}

impl Node {
    /// An empty table standing at `span`.
    #[must_use]
    pub fn empty_table(span: Range<usize>) -> Node {
        Node { value: Value::Table(Vec::new()), span }
    }

    /// The entries, if this is a table.
    #[must_use]
    pub fn entries(&self) -> Option<&[Entry]> {
        if let Value::Table(entries) = &self.value { Some(entries) } else { None }
    }

    /// The text, if this is text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// The items, if this is a list.
    #[must_use]
    pub fn list(&self) -> Option<&[Node]> {
        if let Value::List(items) = &self.value { Some(items) } else { None }
    }

    /// The whole number, if this is one.
    #[must_use]
    pub fn whole(&self) -> Option<i64> {
        if let Value::Whole(number) = self.value { Some(number) } else { None }
    }

    /// The number, if this is one, whole or not.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        if let Value::Number(number) = self.value {
            return Some(number);
        }
        #[expect(clippy::cast_precision_loss, reason = "people write numbers of far fewer digits")]
        self.whole().map(|number| number as f64)
    }

    /// The value of a key, if this is a table that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries()?.iter().find(|e| e.key == key).map(|e| &e.node)
    }

    /// The value as it would be quoted in a message.
    #[must_use]
    pub fn quoted(&self) -> String {
        match &self.value {
            Value::Whole(n) => n.to_string(),
            Value::Number(x) => figure(*x),
            Value::Text(text) => format!("{text:?}"),
            Value::Flag(flag) => flag.to_string(),
            Value::List(items) => format!("a list of {}", items.len()),
            Value::Table(_) => "a table".to_owned(),
        }
    }
}
