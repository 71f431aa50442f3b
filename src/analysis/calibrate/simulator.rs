//! Simulating targets at values of the numbers that are fitted.

use super::evidence::{Observed, ObservedPay};
use super::{Free, Targets};
use crate::analysis::estimate::{Estimate, covariance_of_means, mean};
use crate::engine::{Metric, Pick, Picks, Progress, RunOptions, Silent, explain_physicians, run, sample};
use crate::model::Model;
use crate::scenario::BASELINE;
use crate::study::{Study, StudyFault, YEAR_BEFORE};
use nalgebra::DMatrix;
use std::cell::Cell;

/// How simulations go about it, and who is told.
#[derive(Clone, Copy)]
pub struct Watching<'a> {
    /// Of the options, trials are those of every evaluation.
    pub options: RunOptions<'a>,
    /// Told of trials; its keeper, if it has one, keeps what is done.
    pub progress: &'a dyn Progress,
    /// Told of every evaluation.
    pub evaluated: &'a dyn Fn(),
}

impl std::fmt::Debug for Watching<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watching").field("options", &self.options).finish_non_exhaustive()
    }
}

/// A study whose targets are simulated.
pub(super) struct Simulator<'a> {
    pub(super) study: &'a Study,
    pub(super) free: &'a [Free],
    pub(super) targets: &'a Targets,
    watching: Watching<'a>,
    evaluations: Cell<usize>,
}

/// What was simulated.
#[derive(Clone, Debug)]
pub(super) struct SimulatedTargets {
    /// Of every figure, trial by trial.
    pub(super) figures: Vec<Vec<f64>>,
    /// Mean pay of every person, $.
    pub(super) pay: Vec<f64>,
}

impl SimulatedTargets {
    /// Means of figures.
    pub(super) fn means(&self) -> Vec<f64> {
        self.figures.iter().map(|values| mean(values)).collect()
    }

    /// Covariance of the means of figures that chance leaves.
    fn noise(&self) -> DMatrix<f64> {
        let n = self.figures.len();
        DMatrix::from_fn(n, n, |a, b| covariance_of_means(&self.figures[a], &self.figures[b]))
    }
}

impl<'a> Simulator<'a> {
    pub(super) fn new(
        study: &'a Study,
        free: &'a [Free],
        targets: &'a Targets,
        watching: Watching<'a>,
    ) -> Simulator<'a> {
        Simulator { study, free, targets, watching, evaluations: Cell::new(0) }
    }

    /// How often targets were simulated.
    pub(super) fn evaluations(&self) -> usize {
        self.evaluations.get()
    }

    /// Every target at these values.
    pub(super) fn at(&self, values: &[f64]) -> Result<SimulatedTargets, StudyFault> {
        let mut study = self.study.clone();
        for (free, value) in self.free.iter().zip(values) {
            study.set(&free.path, *value)?;
        }
        let found = simulated(&study, self.targets, self.watching)?;
        self.evaluations.set(self.evaluations.get() + 1);
        (self.watching.evaluated)();
        Ok(found)
    }

    /// The same; `None` where the scenario's own rules refuse the values.
    pub(super) fn allowed_at(&self, values: &[f64]) -> Result<Option<SimulatedTargets>, StudyFault> {
        match self.at(values) {
            Ok(found) => Ok(Some(found)),
            Err(StudyFault::Refused(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Targets with what they may be off, when they are simulated as here.
    pub(super) fn observed(&self, simulated: &SimulatedTargets, pay_error: f64) -> Observed {
        let mut covariance = simulated.noise();
        for (place, figure) in self.targets.figures.iter().enumerate() {
            // What has no weight may be off by anything.
            covariance[(place, place)] += figure.error * figure.error / figure.weight.max(1e-12);
        }
        let people = self.targets.bases().into_iter().zip(self.targets.counts());
        Observed {
            figures: self.targets.figures.iter().map(|figure| figure.value).collect(),
            covariance,
            people: people.map(|(paid, counts)| ObservedPay { paid, share: pay_error, counts }).collect(),
        }
    }
}

/// Figures of targets, simulated in a study as it is: their means with what chance leaves in them.
///
/// # Errors
///
/// As the study's own runs.
pub fn simulated_targets(
    study: &Study,
    targets: &Targets,
    watching: Watching<'_>,
) -> Result<Vec<Estimate>, StudyFault> {
    let found = simulated(study, targets, watching)?;
    Ok(found.figures.iter().map(|values| Estimate::over_trials(values)).collect())
}

/// Every target of a study as it is.
fn simulated(
    study: &Study,
    targets: &Targets,
    watching: Watching<'_>,
) -> Result<SimulatedTargets, StudyFault> {
    let picks: Vec<Pick> = targets.figures.iter().map(|figure| figure.pick.clone()).collect();
    let years: Vec<usize> = targets.people().iter().filter_map(|person| person.year).collect();
    if picks.is_empty() && years.is_empty() {
        let pay = pay(study, None, targets)?;
        return Ok(SimulatedTargets { figures: Vec::new(), pay });
    }
    let model = study.model()?;
    let figures = if picks.is_empty() {
        Vec::new()
    } else {
        sample(&model, watching.options, 0, &Picks::find(&model, &picks)?, watching.progress)?
    };
    let pay = pay(study, (!years.is_empty()).then_some((&model, watching)), targets)?;
    Ok(SimulatedTargets { figures, pay })
}

/// Mean pay of every person: of performance years from a run, of the year before from the scenario a year back.
fn pay(
    study: &Study,
    runs: Option<(&Model, Watching<'_>)>,
    targets: &Targets,
) -> Result<Vec<f64>, StudyFault> {
    let people = targets.people();
    let mut all = vec![0.0; people.len()];
    if people.iter().any(|person| person.year.is_none()) {
        let before = study.a_year_back()?;
        let stories = explain_physicians(&before, 0, 0, YEAR_BEFORE)
            .map_err(|why| StudyFault::Invalid(why.to_string()))?;
        for (slot, person) in all.iter_mut().zip(people).filter(|(_, person)| person.year.is_none()) {
            let story = stories.iter().find(|story| story.id == person.id);
            *slot = story.map_or(0.0, |story| story.statement.total().dollars());
        }
    }
    if let Some((model, watching)) = runs {
        let baseline = run(model, watching.options, &Silent)?;
        let baseline = baseline.arm(BASELINE)?;
        let years: Vec<_> = baseline.years().collect();
        for (slot, person) in all.iter_mut().zip(people) {
            if let Some(year) = person.year.and_then(|year| years.get(year)) {
                *slot = year.physician(&person.id)?.get(Metric::Pay).mean;
            }
        }
    }
    Ok(all)
}
