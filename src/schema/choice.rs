//! The declaration of closed sets.

/// Declares one-of-several as an enum whose variants each hold a structure:
/// `Variant(Type) = "key",`. In a scenario it is a table with exactly one of the keys, or, when
/// nothing needs to be said about it, the key alone as text.
macro_rules! choices {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident {
            $( $(#[doc = $variant_doc:literal])* $variant:ident($type:ty) = $key:literal, )+
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name {
            $( $(#[doc = $variant_doc])* $variant($type), )+
        }

        impl $name {
            /// The key of each alternative in a scenario, with what it is.
            pub const KEYS: &'static [(&'static str, &'static str)] =
                &[ $( ($key, concat!($($variant_doc,)* "")), )+ ];

            /// The key of this alternative.
            #[must_use]
            pub fn key(&self) -> &'static str {
                match self { $( $name::$variant(_) => $key, )+ }
            }
        }

        impl $crate::schema::Schema for $name {
            const IS_CHOICE: bool = true;

            fn read(
                node: &$crate::schema::Node,
                field: &$crate::schema::Field,
                reader: &mut $crate::schema::Reader<'_>,
            ) -> Option<Self> {
                let (key, inner) = reader.chosen(node, Self::KEYS)?;
                $( if key == $key {
                    return reader.at($crate::schema::Step::Key($key), |reader| {
                        <$type as $crate::schema::Schema>::read(&inner, field, reader).map($name::$variant)
                    });
                } )+
                None
            }

            fn absent(
                around: &std::ops::Range<usize>,
                field: &$crate::schema::Field,
                reader: &mut $crate::schema::Reader<'_>,
            ) -> Option<Self> {
                let node = reader.default_word(around, field, Self::KEYS)?;
                Self::read(&node, field, reader)
            }

            fn visit(
                &mut self,
                path: &mut $crate::schema::Path,
                visitor: &mut dyn FnMut(&$crate::schema::Path, &mut f64),
            ) {
                match self { $( $name::$variant(inner) => {
                    path.at($crate::schema::Step::Key($key), |path| {
                        $crate::schema::Schema::visit(inner, path, visitor);
                    });
                } )+ }
            }

            fn shape(field: &$crate::schema::Field) -> $crate::schema::Shape {
                $crate::schema::Shape::Choice {
                    name: stringify!($name),
                    doc: concat!($($doc,)* ""),
                    options: vec![ $( (
                        $key,
                        concat!($($variant_doc,)* ""),
                        <$type as $crate::schema::Schema>::shape(field),
                    ), )+ ],
                }
            }
        }
    };
}

/// Declares a closed set of words: `Variant = "word",`.
macro_rules! keywords {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident {
            $( $(#[doc = $variant_doc:literal])* $variant:ident = $key:literal, )+
        }
    ) => {
        $crate::units::words! {
            $(#[doc = $doc])*
            #[derive(PartialOrd, Ord, Hash)]
            pub enum $name {
                key: "The word in a scenario.";
                $( $(#[doc = $variant_doc])* $variant = $key, )+
            }
        }

        impl $name {
            /// Each word with its meaning.
            pub const KEYS: &'static [(&'static str, &'static str)] =
                &[ $( ($key, concat!($($variant_doc,)* "")), )+ ];
        }

        impl $crate::schema::Schema for $name {
            fn read(
                node: &$crate::schema::Node,
                _: &$crate::schema::Field,
                reader: &mut $crate::schema::Reader<'_>,
            ) -> Option<Self> {
                let word = reader.word(node, Self::KEYS)?;
                Self::ALL.iter().copied().find(|w| w.key() == word)
            }

            fn absent(
                around: &std::ops::Range<usize>,
                field: &$crate::schema::Field,
                reader: &mut $crate::schema::Reader<'_>,
            ) -> Option<Self> {
                let node = reader.default_word(around, field, Self::KEYS)?;
                Self::read(&node, field, reader)
            }

            fn visit(
                &mut self,
                _: &mut $crate::schema::Path,
                _: &mut dyn FnMut(&$crate::schema::Path, &mut f64),
            ) {
            }

            fn shape(_: &$crate::schema::Field) -> $crate::schema::Shape {
                $crate::schema::Shape::Word(Self::KEYS.to_vec())
            }
        }
    };
}

pub(crate) use {choices, keywords};

use super::{Default, Field, Node, Reader, Value};
use crate::units::{both, closest, either};
use std::borrow::Cow;
use std::ops::Range;

type Keys = [(&'static str, &'static str)];

impl Reader<'_> {
    /// The one key a choice names, and what stands under it.
    pub fn chosen<'n>(&mut self, node: &'n Node, keys: &Keys) -> Option<(&'n str, Cow<'n, Node>)> {
        let names: Vec<&'static str> = keys.iter().map(|(key, _)| *key).collect();
        let (key, span, inner) = match &node.value {
            Value::Text(word) => {
                (word.as_str(), &node.span, Cow::Owned(Node::empty_table(node.span.clone())))
            }
            Value::Table(entries) if entries.len() == 1 => {
                (entries[0].key.as_str(), &entries[0].key_span, Cow::Borrowed(&entries[0].node))
            }
            Value::Table(entries) => {
                let found = both(entries.iter().map(|e| e.key.as_str()));
                self.problem(&node.span, format!("found {found}; choose exactly one of {}", either(&names)));
                return None;
            }
            Value::Whole(_) | Value::Number(_) | Value::Flag(_) | Value::List(_) => {
                self.expected(node, &format!("one of {}", either(&names)));
                return None;
            }
        };
        if !names.contains(&key) {
            let hint = closest(key, names.iter().copied()).map_or_else(
                || format!("choose one of {}", either(&names)),
                |name| format!("did you mean `{name}`?"),
            );
            self.problem(span, format!("unknown choice `{key}`; {hint}"));
            return None;
        }
        Some((key, inner))
    }

    /// A word of a closed set.
    pub fn word<'n>(&mut self, node: &'n Node, keys: &Keys) -> Option<&'n str> {
        let names: Vec<&'static str> = keys.iter().map(|(key, _)| *key).collect();
        let Value::Text(word) = &node.value else {
            self.expected(node, &format!("one of {}", either(&names)));
            return None;
        };
        if !names.contains(&word.as_str()) {
            let hint = closest(word, names.iter().copied()).map_or_else(
                || format!("allowed: {}", either(&names)),
                |name| format!("did you mean `{name}`?"),
            );
            self.problem(&node.span, format!("found {word:?}; {hint}"));
            return None;
        }
        Some(word)
    }

    /// The default word of a field as a node, or a problem when there is none.
    pub fn default_word(&mut self, around: &Range<usize>, field: &Field, keys: &Keys) -> Option<Node> {
        if let Default::Word(word) = field.spec.default {
            self.in_force(field, word.to_owned());
            return Some(Node { value: Value::Text(word.to_owned()), span: around.clone() });
        }
        self.problem(around, format!("missing; choose one of {}", either(keys.iter().map(|(key, _)| *key))));
        None
    }
}
