//! The results of a run, as tables and pages ask for them.

use super::table::Whom;
use crate::analysis::{ByTrial, Split, StressTest};
use crate::compliance::Finding;
use crate::decision::{Disclosure, IncentiveCurve, incentive_curves};
use crate::engine::{ArmResults, Outcome};
use crate::model::{Model, Note, notes};
use crate::review::{Reconciled, law_of_run};
use crate::study::ArmSettings;
use crate::survey::Survey;
use std::sync::{Arc, OnceLock};

/// A run with all that can be reported of it.
#[derive(Debug)]
pub struct Report<'a> {
    /// What was run.
    pub model: &'a Model,
    /// What came of it.
    pub outcome: &'a Outcome,
    /// What each arm's pay is compared with, in the order of the arms; without any, nothing is reported of
    /// committee and law.
    pub surveys: &'a [Arc<Survey>],
    /// The variance of headlines, split, where that was asked for.
    pub splits: Option<&'a [Split]>,
    /// The model's pay of the year before the start beside what was paid, where the roster says so.
    pub reconciled: Option<&'a [Reconciled]>,
    /// What stresses made of the ranking of arms, where they were asked.
    pub stressed: Option<&'a StressTest>,
    /// Every value that each arm was run with, where the caller has them.
    pub settings: &'a [ArmSettings],
    /// Measures of single trials, where they were asked for.
    pub by_trial: Option<&'a ByTrial<'a>>,
    /// What may be shown of persons and small groups.
    pub disclosure: Disclosure,
    findings: OnceLock<Vec<Vec<Finding>>>,
    notes: OnceLock<Vec<Note>>,
    curves: OnceLock<Vec<IncentiveCurve>>,
}

impl<'a> Report<'a> {
    /// The report of a run; `surveys` as the arms, or none.
    #[must_use]
    pub fn new(model: &'a Model, outcome: &'a Outcome, surveys: &'a [Arc<Survey>]) -> Report<'a> {
        Report {
            model,
            outcome,
            surveys,
            splits: None,
            reconciled: None,
            stressed: None,
            settings: &[],
            by_trial: None,
            disclosure: Disclosure::default(),
            findings: OnceLock::new(),
            notes: OnceLock::new(),
            curves: OnceLock::new(),
        }
    }

    /// With the variance of headlines, split.
    #[must_use]
    pub fn with_splits(self, splits: Option<&'a [Split]>) -> Report<'a> {
        Report { splits, ..self }
    }

    /// With the model's pay beside what was paid.
    #[must_use]
    pub fn with_reconciled(self, reconciled: Option<&'a [Reconciled]>) -> Report<'a> {
        Report { reconciled, ..self }
    }

    /// With the ranking of arms under stress.
    #[must_use]
    pub fn with_stresses(self, stressed: Option<&'a StressTest>) -> Report<'a> {
        Report { stressed, ..self }
    }

    /// With every value that each arm was run with.
    #[must_use]
    pub fn with_settings(self, settings: &'a [ArmSettings]) -> Report<'a> {
        Report { settings, ..self }
    }

    /// With measures of single trials.
    #[must_use]
    pub fn with_trials(self, by_trial: Option<&'a ByTrial<'a>>) -> Report<'a> {
        Report { by_trial, ..self }
    }

    /// With limits to what may be shown.
    #[must_use]
    pub fn with_disclosure(self, disclosure: Disclosure) -> Report<'a> {
        Report { disclosure, ..self }
    }

    /// Whether a file, table, sheet or chart that tells of some may be shown.
    #[must_use]
    pub fn shows(&self, whom: Whom) -> bool {
        whom == Whom::Groups || self.disclosure.shows_persons()
    }

    /// What the rules of law found, arm by arm, worst first.
    pub fn findings(&self) -> &[Vec<Finding>] {
        self.findings.get_or_init(|| law_of_run(self.model, self.outcome, self.surveys))
    }

    /// What is worth a second look.
    pub fn notes(&self) -> &[Note] {
        self.notes.get_or_init(|| notes(self.model, self.surveys, self.outcome.trials))
    }

    /// What the next dollar saved and the next point of quality pay, of every contract and plan that may be shown. A
    /// model that ran has them: nothing is left out for a fault, which the run would have met.
    pub fn incentive_curves(&self) -> &[IncentiveCurve] {
        self.curves.get_or_init(|| incentive_curves(self.model, &self.disclosure).unwrap_or_default())
    }

    /// Every arm's name with its results, the baseline first.
    pub(super) fn arms(&self) -> impl Iterator<Item = (&'a str, ArmResults<'a>)> {
        let (model, outcome) = (self.model, self.outcome);
        model.arms.iter().filter_map(move |arm| Some((arm.name.as_str(), outcome.arm(&arm.name).ok()?)))
    }

    /// Whether every arm has a survey.
    pub(super) fn is_compared(&self) -> bool {
        self.surveys.len() == self.model.arms.len()
    }
}
