//! The declaration of a structure of parameters.

/// Declares a structure of a scenario: its doc comment, then for each parameter a doc comment,
/// `name: Type = spec;`. What several structures say in the same words is a structure of its own that
/// stands before them, `..name: Type;`: its parameters are read from the same table. An optional
/// `check Type::method` names a check of the structure against itself, `fn(&self, &mut Table)`.
///
/// The type implements `Schema` and `Flat`, and so do its fields the first.
macro_rules! parameters {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident {
            $( ..$flat:ident : $flat_type:ty ; )*
            $( $(#[doc = $field_doc:literal])* $field:ident : $type:ty = $spec:expr ; )*
        }
        $(check $check:path)?
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( #[doc = concat!("What [`", stringify!($flat_type), "`] says, in the same table.")] pub $flat: $flat_type, )*
            $( $(#[doc = $field_doc])* pub $field: $type, )*
        }

        impl $name {
            /// What is known about each parameter, in order.
            pub const FIELDS: &'static [$crate::schema::Field] = {
                const OWN: &[$crate::schema::Field] = &[
                    $( $crate::schema::Field { key: stringify!($field), doc: concat!($($field_doc,)* ""), spec: $spec }, )*
                ];
                const ALL: &[&[$crate::schema::Field]] = &[ $( <$flat_type>::FIELDS, )* OWN ];
                &$crate::schema::one_after_another::<{ $crate::schema::how_many(ALL) }>(ALL)
            };
        }

        impl $crate::schema::Flat for $name {
            #[allow(unused_variables, unused_mut, unused_assignments, reason = "structures without parameters")]
            fn read_flat(
                node: &$crate::schema::Node,
                entries: &[$crate::schema::Entry],
                reader: &mut $crate::schema::Reader<'_>,
            ) -> Option<Self> {
                $( let $flat: Option<$flat_type> = $crate::schema::Flat::read_flat(node, entries, reader); )*
                let mut fields = Self::FIELDS.iter().skip(0 $( + <$flat_type>::FIELDS.len() )*);
                $( let $field: Option<$type> = reader.field(node, entries, fields.next()?); )*
                let value = $name { $( $flat: $flat?, )* $( $field: $field?, )* };
                $( if !reader.misspells_below() {
                    $check(&value, &mut $crate::schema::ReadTable::new(node, reader));
                } )?
                Some(value)
            }

            #[allow(unused_mut, unused_variables, reason = "structures without parameters")]
            fn shapes() -> Vec<($crate::schema::Field, $crate::schema::Shape)> {
                let mut shapes = Vec::new();
                $( shapes.extend(<$flat_type as $crate::schema::Flat>::shapes()); )*
                let mut fields = Self::FIELDS.iter().skip(shapes.len());
                $( {
                    let field = fields.next().copied().unwrap_or($crate::schema::Field::NONE);
                    shapes.push((field, <$type as $crate::schema::Schema>::shape(&field)));
                } )*
                shapes
            }
        }

        impl $crate::schema::Schema for $name {
            fn read(
                node: &$crate::schema::Node,
                _: &$crate::schema::Field,
                reader: &mut $crate::schema::Reader<'_>,
            ) -> Option<Self> {
                let entries = reader.entries(node, Self::FIELDS)?;
                $crate::schema::Flat::read_flat(node, entries, reader)
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
                let Self { $( $flat, )* $( $field ),* } = self;
                $( $crate::schema::Schema::visit($flat, path, visitor); )*
                $( path.at($crate::schema::Step::Key(stringify!($field)), |path| {
                    $crate::schema::Schema::visit($field, path, visitor);
                }); )*
            }

            fn shape(_: &$crate::schema::Field) -> $crate::schema::Shape {
                $crate::schema::Shape::Struct {
                    name: stringify!($name),
                    doc: concat!($($doc,)* ""),
                    fields: <Self as $crate::schema::Flat>::shapes(),
                }
            }
        }
    };
}

pub(crate) use parameters;

use super::reader::refuse_unknown_keys;
use super::{Default, Entry, Field, Node, Reader, Schema, Shape, Step};
use std::ops::Range;

/// A structure whose parameters can stand in the table of another.
pub trait Flat: Schema {
    /// Reads it from a table that may hold more, whose keys are known. Reports as [`Schema::read`] does.
    fn read_flat(node: &Node, entries: &[Entry], reader: &mut Reader<'_>) -> Option<Self>;

    /// Its parameters with their forms, in order.
    fn shapes() -> Vec<(Field, Shape)>;
}

/// How many fields several lists hold together.
pub(crate) const fn how_many(lists: &[&[Field]]) -> usize {
    let (mut all, mut list) = (0, 0);
    while list < lists.len() {
        all += lists[list].len();
        list += 1;
    }
    all
}

/// The fields of several lists, one list after another; `N` is [`how_many`] there are.
pub(crate) const fn one_after_another<const N: usize>(lists: &[&[Field]]) -> [Field; N] {
    let mut all = [Field::NONE; N];
    let (mut place, mut list) = (0, 0);
    while list < lists.len() {
        let mut own = 0;
        while own < lists[list].len() {
            all[place] = lists[list][own];
            (place, own) = (place + 1, own + 1);
        }
        list += 1;
    }
    all
}

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

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro declares what others can use")]
mod tests {
    use crate::schema::{
        Entry, Field, Flat as _, Node, Path, Reader, Schema as _, Shape, Source, Value, number, optional,
        required,
    };
    use crate::units::{Ratio, UsdPerYear};

    parameters! {
        /// What several say.
        pub struct SharedPart {
            /// Dollars.
            dollars: UsdPerYear = required();
            /// A share.
            share: Option<Ratio> = optional();
        }
        check SharedPart::check
    }

    impl SharedPart {
        fn check(&self, table: &mut crate::schema::ReadTable<'_, '_, '_>) {
            if self.dollars.0 == 13.0 {
                table.problem("dollars", "found 13; write another number");
            }
        }
    }

    parameters! {
        /// One of them.
        pub struct TableOfBoth {
            ..shared: SharedPart;
            /// Its own.
            rate: Ratio = number(2.0);
        }
    }

    fn read(entries: &[(&str, f64)]) -> (Option<TableOfBoth>, Vec<String>) {
        let entry = |(key, value): &(&str, f64)| Entry {
            key: (*key).to_owned(),
            key_span: 0..1,
            node: Node { value: Value::Number(*value), span: 0..1 },
        };
        let table = Node { value: Value::Table(entries.iter().map(entry).collect()), span: 0..1 };
        let source = Source { name: "test.toml".into(), text: "x".into() };
        let mut reader = Reader::new(&source);
        let whole = TableOfBoth::read(&table, &Field::NONE, &mut reader);
        (whole, reader.finish().problems.into_iter().map(|p| p.to_string()).collect())
    }

    #[test]
    fn what_several_say_is_read_from_the_table_of_each() {
        let (whole, problems) = read(&[("dollars", 7.0), ("rate", 3.0)]);
        let shared = SharedPart { dollars: UsdPerYear(7.0), share: None };
        assert_eq!((whole, problems), (Some(TableOfBoth { shared, rate: Ratio(3.0) }), Vec::new()));
        let (whole, problems) = read(&[("rates", 3.0)]);
        assert!(whole.is_none() && problems.len() == 2, "{problems:?}");
        assert!(problems.iter().any(|p| p.contains("did you mean `rate`?")), "{problems:?}");
        assert!(problems.iter().any(|p| p.contains("dollars: missing")), "{problems:?}");
        // Its own check is asked, at its place in the table.
        assert!(read(&[("dollars", 13.0)]).1[0].contains("dollars: found 13"));
    }

    #[test]
    fn its_parameters_stand_among_the_others_in_documents_and_places() {
        let keys: Vec<&str> = TableOfBoth::FIELDS.iter().map(|field| field.key).collect();
        assert_eq!(keys, ["dollars", "share", "rate"]);
        let Shape::Struct { fields, .. } = TableOfBoth::shape(&Field::NONE) else { panic!("no structure") };
        assert_eq!(fields.iter().map(|(field, _)| field.key).collect::<Vec<_>>(), keys);
        assert_eq!(TableOfBoth::shapes().len(), 3);
        let (whole, _) = read(&[("dollars", 7.0), ("share", 0.5)]);
        let mut seen = Vec::new();
        let mut visit = |path: &Path, value: &mut f64| seen.push((path.to_string(), *value));
        if let Some(mut whole) = whole {
            whole.visit(&mut Path::default(), &mut visit);
        }
        let right =
            [("dollars", 7.0), ("share", 0.5), ("rate", 2.0)].map(|(key, value)| (key.to_owned(), value));
        assert_eq!(seen, right);
    }
}
