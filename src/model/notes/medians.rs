//! What pay and work are compared with: the user's survey where it has the specialty, else the specialty's
//! own medians.

use super::Look;
use crate::entity::{Physician, Specialty};
use crate::survey::{SurveyMeasure, TableKind};
use crate::units::whole_dollars;
use std::collections::BTreeSet;

/// A median, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Median {
    pub(super) value: f64,
    pub(super) of: String,
}

/// A number without decimals, with separators.
pub(super) fn whole(number: f64) -> String {
    whole_dollars(number).replace('$', "")
}

impl Look<'_> {
    /// The median of a measure for a specialty.
    fn median(&self, specialty: &Specialty, measure: SurveyMeasure) -> Median {
        let name = &specialty.name;
        let yardstick = self.survey.and_then(|survey| survey.yardstick(name, measure, self.start.0));
        let stated = yardstick.filter(|yardstick| yardstick.kind == TableKind::Survey);
        if let Some((yardstick, value)) = stated.and_then(|y| y.percentiles.value(50.0).map(|v| (y, v))) {
            return Median { value, of: format!("the median of {name} in {}", yardstick.name) };
        }
        let (wrvu, rate) = (specialty.median_wrvu.0, specialty.market_rate.0);
        let value = match measure {
            SurveyMeasure::WrvuPerClinicalFte => wrvu,
            SurveyMeasure::PayPerFte => wrvu * rate,
            SurveyMeasure::PayPerWrvu => rate,
        };
        Median { value, of: format!("the median of {name}") }
    }

    /// Median pay of a full-time physician.
    pub(super) fn pay(&self, specialty: &Specialty) -> Median {
        self.median(specialty, SurveyMeasure::PayPerFte)
    }

    /// Median wRVUs of a physician who is full time in clinic.
    pub(super) fn wrvus(&self, specialty: &Specialty) -> Median {
        self.median(specialty, SurveyMeasure::WrvuPerClinicalFte)
    }

    /// Median pay per wRVU.
    pub(super) fn rate(&self, specialty: &Specialty) -> Median {
        self.median(specialty, SurveyMeasure::PayPerWrvu)
    }

    /// Places of the physicians who are on a plan at some time, by the roster or by a redesign.
    pub(super) fn members(&self, plan: &str) -> Vec<usize> {
        let comes = |from: &str| {
            let moved = |r: &super::super::Redesign| r.to == plan && r.from == from;
            from == plan || self.arm.scenario.redesign.iter().any(moved)
        };
        let is_member = |p: &Physician| p.in_time().any(|then| comes(&then.plan));
        let everyone = self.arm.roster.iter().enumerate();
        everyone.filter_map(|(place, p)| p.as_ref().filter(|p| is_member(p)).map(|_| place)).collect()
    }

    /// The least and the greatest of a median over the specialties of a plan's members.
    pub(super) fn range(
        &self,
        plan: &str,
        of: impl Fn(&Self, &Specialty) -> Median,
    ) -> Option<(Median, Median)> {
        let mut seen = BTreeSet::new();
        let mut medians: Vec<Median> = Vec::new();
        for place in self.members(plan) {
            let specialty = self.arm.specialty_of(place);
            if seen.insert(specialty.name.as_str()) {
                medians.push(of(self, specialty));
            }
        }
        let least = medians.iter().min_by(|a, b| a.value.total_cmp(&b.value))?.clone();
        let most = medians.into_iter().max_by(|a, b| a.value.total_cmp(&b.value))?;
        Some((least, most))
    }
}
