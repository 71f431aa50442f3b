//! What a parameter is: its unit, range, default, source and grade of evidence, declared once
//! beside the formula that uses it.
//!
//! The macros `parameters!`, `choices!` and `keywords!` declare the structures a scenario is
//! made of. From one declaration follow the type itself, reading it with every problem reported at
//! once, the default table, the JSON Schema and the walk over uncertain leaves.
//!
//! Nothing here knows a file format: the scenario module turns text into [`Node`]s.

mod choice;
mod distribution;
mod field;
mod json;
mod leaf;
mod named;
mod node;
mod parameters;
mod problem;
mod read;
mod reader;
mod shape;
mod spread;

pub use field::{Default, Field, Grade, Prior, Spec, empty, flag, number, optional, prior, required, word};
pub use json::json_schema;
pub use leaf::{Path, Step, Uncertain};
pub use named::Named;
pub(crate) use named::is_name;
pub use node::{Entry, Node, Value};
pub use problem::{Gathering, Problem, Refused, Source, line_of_row};
pub(crate) use read::text_fault;
pub use reader::{Findings, InForce, ReadTable, Reader};
pub use shape::{ParameterRow, Shape, rows};
pub use spread::Spread;

pub(crate) use choice::{choices, keywords};
pub(crate) use distribution::distribution_of;
pub use parameters::Flat;
pub(crate) use parameters::{how_many, one_after_another, parameters};
pub(crate) use read::ENTRY_NAME;

use std::ops::Range;

/// Something a scenario can hold.
pub trait Schema: Sized {
    /// Whether it is one of several structures, of which a list may hold entries with names of their own.
    const IS_CHOICE: bool = false;

    /// Reads it from a node. Reports every problem to the reader and returns `None` if there was
    /// one that leaves no usable value.
    fn read(node: &Node, field: &Field, reader: &mut Reader<'_>) -> Option<Self>;

    /// What it is when the scenario does not mention it; `around` is the text that could have.
    fn absent(around: &Range<usize>, field: &Field, reader: &mut Reader<'_>) -> Option<Self>;

    /// Shows every number in it to `visitor`, in an order that never depends on values.
    fn visit(&mut self, path: &mut Path, visitor: &mut dyn FnMut(&Path, &mut f64));

    /// Its form, for documents.
    fn shape(field: &Field) -> Shape;
}
