//! A redesign as counsel and a compensation committee see it, for a search.

use crate::analysis::RedesignReview;
use crate::compliance::Severity;
use crate::engine::Outcome;
use crate::model::Model;
use crate::review::{Flag, committee, law};
use crate::survey::Survey;
use std::sync::Arc;

/// Rules of law before a run, and pay beside the surveys that arms name after one.
#[derive(Clone, Copy, Debug)]
pub struct LawAndCommittee<'a> {
    /// What pay is compared with, arm by arm.
    pub surveys: &'a [Arc<Survey>],
}

impl RedesignReview for LawAndCommittee<'_> {
    fn stops(&self, model: &Model) -> Vec<String> {
        let last = law(model).pop().unwrap_or_default();
        let stops = last.iter().filter(|finding| finding.severity == Severity::Stop);
        stops.map(|finding| format!("{} at {}", finding.rule.key, finding.place)).collect()
    }

    fn flagged(&self, model: &Model, outcome: &Outcome) -> (usize, usize) {
        let of = |arm: usize| {
            let Some(survey) = self.surveys.get(arm) else { return 0 };
            let mut high = vec![false; model.physicians.len()];
            for year in 0..model.years {
                let each = committee(model, outcome, survey, arm, year);
                for (place, standing) in each.iter().enumerate() {
                    high[place] |= standing.flag == Flag::High;
                }
            }
            high.into_iter().filter(|high| *high).count()
        };
        (of(0), of(model.arms.len() - 1))
    }
}
