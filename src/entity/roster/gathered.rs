//! Rows of a roster as they come together: who is new, and what changes from a date for those who are not.

use crate::entity::{Career, Physician};
use std::collections::BTreeMap;

/// The physicians of the rows read so far.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    physicians: Vec<Physician>,
    /// Where each identifier stands.
    places: BTreeMap<String, usize>,
}

impl Gathered {
    /// What holds of a physician by the rows read so far, if any does.
    pub(super) fn latest(&self, id: &str) -> Option<&Physician> {
        let physician = self.physicians.get(*self.places.get(id)?)?;
        Some(physician.career.later.last().map_or(physician, |(_, then)| then))
    }

    /// Takes in a row; what is wrong with it, as the end of a sentence, if it does not go with those before.
    pub(super) fn add(&mut self, row: Physician) -> Result<(), String> {
        let Some(place) = self.places.get(&row.id) else {
            self.places.insert(row.id.clone(), self.physicians.len());
            self.physicians.push(row);
            return Ok(());
        };
        let first = &mut self.physicians[*place];
        let Some(from) = row.career.from else {
            let cure = if row.appointment.is_empty() {
                "identifiers must be unique, but for rows that say in a column `from` from when they hold, and for appointments of one person that a column `appointment` tells apart, such as clinic and hospital"
            } else {
                "the appointments of one person need different names"
            };
            return Err(format!(
                "found {:?} again; it already stands in line {}; {cure}",
                row.id, first.line
            ));
        };
        let before = first.career.later.last().map(|(date, _)| *date).or(first.career.from);
        if let Some(before) = before.filter(|before| *before >= from) {
            return Err(format!(
                "found a row that holds from {from} below one that holds from {before}; write the rows of {:?} by date",
                row.id
            ));
        }
        let Career { leaves, leave_from, leave_to, .. } = row.career;
        let own = &mut first.career;
        own.leaves = leaves.or(own.leaves);
        (own.leave_from, own.leave_to) = (leave_from.or(own.leave_from), leave_to.or(own.leave_to));
        own.later.push((from, Physician { career: Career::default(), ..row }));
        Ok(())
    }

    /// Everyone.
    pub(super) fn physicians(self) -> Vec<Physician> {
        self.physicians
    }
}

/// What a physician begins a later row with: all as it was, with the work and the pay of full time.
pub(super) fn moved_to(before: &Physician, clinical_fte: f64) -> Physician {
    let part = clinical_fte / before.clinical_fte;
    let mut now = Physician { career: Career::default(), clinical_fte, ..before.clone() };
    (now.wrvu, now.fte) = (part * before.wrvu, part * before.fte);
    now.base_salary = before.base_salary.map(|salary| part * salary);
    now.duties.shift_hours *= part;
    now
}
