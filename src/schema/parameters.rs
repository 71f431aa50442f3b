//! The declaration of a structure of parameters.

/// Declares a structure of a scenario: its doc comment, then for each parameter a doc comment,
/// `name: Type = spec;`. An optional `check Type::method` names a check of the structure against
/// itself, `fn(&self, &mut Table)`.
///
/// The type implements `Schema`, and so do its fields.
macro_rules! parameters {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident {
            $( $(#[doc = $field_doc:literal])* $field:ident : $type:ty = $spec:expr ; )*
        }
        $(check $check:path)?
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( $(#[doc = $field_doc])* pub $field: $type, )*
        }

        impl $name {
            /// What is known about each parameter, in order.
            pub const FIELDS: &'static [$crate::schema::Field] = &[
                $( $crate::schema::Field { key: stringify!($field), doc: concat!($($field_doc,)* ""), spec: $spec }, )*
            ];
        }

        impl $crate::schema::Schema for $name {
            #[allow(unused_variables, unused_mut, unused_assignments, reason = "structures without parameters")]
            fn read(
                node: &$crate::schema::Node,
                _: &$crate::schema::Field,
                reader: &mut $crate::schema::Reader<'_>,
            ) -> Option<Self> {
                let entries = reader.entries(node, Self::FIELDS)?;
                let mut fields = Self::FIELDS.iter();
                $( let $field: Option<$type> = reader.field(node, entries, fields.next()?); )*
                let value = $name { $( $field: $field?, )* };
                $( $check(&value, &mut $crate::schema::ReadTable::new(node, reader)); )?
                Some(value)
            }

            fn absent(
                around: &std::ops::Range<usize>,
                field: &$crate::schema::Field,
                reader: &mut $crate::schema::Reader<'_>,
            ) -> Option<Self> {
                reader.absent_table(around, field)
            }

            #[allow(unused_variables, reason = "structures without parameters")]
            fn visit(
                &mut self,
                path: &mut $crate::schema::Path,
                visitor: &mut dyn FnMut(&$crate::schema::Path, &mut f64),
            ) {
                let Self { $( $field ),* } = self;
                $( path.at($crate::schema::Step::Key(stringify!($field)), |path| {
                    $crate::schema::Schema::visit($field, path, visitor);
                }); )*
            }

            fn shape(_: &$crate::schema::Field) -> $crate::schema::Shape {
                #[allow(unused_mut, unused_variables, reason = "structures without parameters")]
                let mut fields = Self::FIELDS.iter();
                $crate::schema::Shape::Struct {
                    name: stringify!($name),
                    doc: concat!($($doc,)* ""),
                    fields: vec![ $( {
                        let field = fields.next().copied().unwrap_or($crate::schema::Field::NONE);
                        (field, <$type as $crate::schema::Schema>::shape(&field))
                    }, )* ],
                }
            }
        }
    };
}

pub(crate) use parameters;

use super::reader::refuse_unknown_keys;
use super::{Default, Entry, Field, Node, Reader, Schema, Step};
use std::ops::Range;

impl Reader<'_> {
    /// The entries of a table that may have these fields; unknown keys are reported.
    pub fn entries<'n>(&mut self, node: &'n Node, fields: &'static [Field]) -> Option<&'n [Entry]> {
        let Some(entries) = node.entries() else {
            self.expected(node, "a table");
            return None;
        };
        let known: Vec<&'static str> = fields.iter().map(|f| f.key).collect();
        refuse_unknown_keys(entries, &known, self);
        self.enter(fields);
        Some(entries)
    }

    /// Reads one field of a table.
    pub fn field<T: Schema>(&mut self, node: &Node, entries: &[Entry], field: &Field) -> Option<T> {
        self.at(Step::Key(field.key), |reader| match entries.iter().find(|e| e.key == field.key) {
            Some(entry) => T::read(&entry.node, field, reader),
            None => T::absent(&node.span, field, reader),
        })
    }

    /// A structure the scenario does not mention: all its defaults, or a problem.
    pub fn absent_table<T: Schema>(&mut self, around: &Range<usize>, field: &Field) -> Option<T> {
        if field.spec.default == Default::Empty {
            return T::read(&Node::empty_table(around.clone()), field, self);
        }
        self.problem(around, format!("missing; write a section [{}]", field.key));
        None
    }
}
