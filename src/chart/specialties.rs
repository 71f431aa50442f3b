//! Specialties in the order of charts: by field of medicine, the largest first.

use super::arms::present;
use crate::decision::name_in_words;
use crate::entity::{MedicalField, Specialty};
use crate::model::Model;
use crate::order::Ordered;

/// A specialty as a chart names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamedSpecialty<'a> {
    pub name: &'a str,
    pub field: MedicalField,
    /// Physicians of the baseline.
    pub count: usize,
}

impl NamedSpecialty<'_> {
    /// Its name without underscores.
    pub(super) fn words(&self) -> String {
        name_in_words(self.name)
    }
}

/// Every specialty of the run.
pub(super) fn ordered(model: &Model) -> Vec<NamedSpecialty<'_>> {
    let stated = &model.arms[0].scenario.specialty;
    let mut all: Vec<NamedSpecialty<'_>> = model
        .specialties
        .iter()
        .map(|name| NamedSpecialty {
            name,
            field: Specialty::resolve(name, stated.get(name)).map_or(MedicalField::Medical, |s| s.field),
            count: present(model, 0).filter(|place| model.physicians[*place].specialty == *name).count(),
        })
        .collect();
    all.order_by(|a, b| {
        (a.field as u8).cmp(&(b.field as u8)).then(b.count.cmp(&a.count)).then(a.name.cmp(b.name))
    });
    all
}
