//! The manual: documents made from the code's own declarations, so that they cannot disagree with
//! it. Pure text; the command line prints it, and a test keeps the copies under `docs/` fresh.

mod columns;
mod dictionary;
mod entry;
mod examples;
mod page;
mod priors;
mod programmes;
mod topics;
#[cfg(feature = "xlsx")]
mod workbook;

pub use dictionary::data_dictionary;
pub use entry::{ManualEntry, ManualSection};
pub use page::CataloguePage;
pub use priors::{PRIORS, PriorRow};
pub use topics::{Topic, catalogue};
#[cfg(feature = "xlsx")]
pub use workbook::workbook_document;

use entry::markdown;

/// `docs/CATALOGUE.md`: contract families, pay components, payment units and levers.
#[must_use]
pub fn catalogue_document() -> String {
    let head =
        "# Catalogue\n\nWhat a scenario can be made of. Made from the code by `cargo test`; do not edit.\n";
    let topics = [Topic::Contracts, Topic::Models, Topic::Units, Topic::Levers, Topic::Law];
    topics.into_iter().fold(head.to_owned(), |text, topic| text + "\n" + &markdown(&catalogue(topic)))
}

/// The tables of `docs/PROGRAMMES.md`: programmes by year, dated sets of rules, prices by law.
#[must_use]
pub fn programmes_tables() -> String {
    markdown(&catalogue(Topic::Programmes))
}

/// `docs/DEFAULTS.md`: every parameter with unit, range, default, source and grade of evidence.
#[must_use]
pub fn defaults_document() -> String {
    let head = "# Parameters and their defaults\n\nEvery parameter of a scenario. Made from the code by `cargo test`; do not edit.\n\n\
        Grades of evidence: *published* (read in the source named), *derived* (worked out from such figures), \
        *recalled* (a rule known but not read again), *assumption* (nothing better was found).\n";
    head.to_owned() + "\n" + &markdown(&catalogue(Topic::Defaults))
}
