//! Writing a roster in our own columns.

use super::Roster;
use super::columns::{Holds, RosterColumn};
use crate::entity::{Date, Duties, Physician};
use crate::units::is_formula;
use csv::Writer;

/// Writes a roster as CSV with every column.
///
/// # Errors
///
/// When the writer fails, which it does not in memory.
pub fn write_roster(roster: &Roster) -> Result<Vec<u8>, csv::Error> {
    write(roster, &|_| true)
}

/// Writes a roster as CSV with the columns that its file has, in our own order and words.
///
/// # Errors
///
/// When the writer fails, which it does not in memory.
pub fn write_columns(roster: &Roster) -> Result<Vec<u8>, csv::Error> {
    write(roster, &|name| roster.read_as.iter().any(|(_, own)| own == name))
}

fn write(roster: &Roster, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<u8>, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    let named: Vec<&RosterColumn> = RosterColumn::named().filter(|column| wanted(column.name)).collect();
    let mut rows: Vec<Physician> = roster.physicians.iter().flat_map(rows_of).collect();
    let families: Vec<(&RosterColumn, Vec<String>)> =
        RosterColumn::families().map(|family| (family, names_of(family, &mut rows))).collect();
    let mut header: Vec<String> = named.iter().map(|column| column.name.to_owned()).collect();
    for (family, names) in &families {
        let stem = family.stem().unwrap_or_default();
        header.extend(names.iter().map(|name| format!("{stem}{name}")));
    }
    writer.write_record(&header)?;
    for own in &mut rows {
        let mut row: Vec<String> = named.iter().map(|column| cell(column, own)).collect();
        for (family, names) in &families {
            let (Holds::Family(_, slot) | Holds::Sparse(_, slot)) = family.holds else { continue };
            let stated = slot(own);
            row.extend(names.iter().map(|name| {
                let found = stated.iter().find(|(known, _)| known == name);
                found.map_or_else(String::new, |(_, number)| number.to_string())
            }));
        }
        writer.write_record(&row)?;
    }
    writer.into_inner().map_err(|e| csv::Error::from(std::io::Error::other(e.to_string())))
}

/// A physician's rows: the first, and one for each date from which something changes. Yearly counts are a year's
/// already, and the rows say so.
fn rows_of(physician: &Physician) -> Vec<Physician> {
    let mut first = physician.clone();
    first.career.months_on_record = first.career.months_on_record.map(|_| 12.0);
    let later = std::mem::take(&mut first.career.later);
    let from = |(date, mut then): (Date, Physician)| {
        then.career.from = Some(date);
        then
    };
    std::iter::once(first).chain(later.into_iter().map(from)).collect()
}

/// Names of a family's columns, in the order in which rows first have them.
fn names_of(family: &RosterColumn, rows: &mut [Physician]) -> Vec<String> {
    let (Holds::Family(_, slot) | Holds::Sparse(_, slot)) = family.holds else { return Vec::new() };
    let mut names: Vec<String> = Vec::new();
    for row in rows {
        for (name, _) in slot(row) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    names
}

fn cell(column: &RosterColumn, physician: &mut Physician) -> String {
    match column.holds {
        // What reads a roster takes the apostrophe away again.
        Holds::Name(slot) | Holds::Text(slot) => {
            let text = slot(physician);
            if is_formula(text) { format!("'{text}") } else { text.clone() }
        }
        Holds::Number(_, slot) => slot(physician).to_string(),
        Holds::Maybe(_, slot) => slot(physician).map(|number| number.to_string()).unwrap_or_default(),
        Holds::Years(_, slot) => slot(physician).to_string(),
        Holds::MaybeDate(slot) => slot(physician).map(|date| date.to_string()).unwrap_or_default(),
        Holds::Date(slot) => slot(physician).to_string(),
        Holds::Duty(place) => {
            let slot = Duties::FACTS.get(place).and_then(|fact| physician.duties.slot(fact.name));
            slot.map(|number| number.to_string()).unwrap_or_default()
        }
        Holds::Family(..) | Holds::Sparse(..) | Holds::Nothing => String::new(),
    }
}
