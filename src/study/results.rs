//! From a study to a model and its results.

use super::bills::Going;
use super::funding::{Unfunded, fund, fund_as};
use super::{OpenArm, Study, StudyFault};
use crate::engine::{Fault, Outcome, Pick, Picks, Progress, RunOptions, Silent, run, sample};
use crate::model::{Checked, Draft, Model};
use crate::scenario::{BASELINE, Place};
use crate::schema::{Problem, Refused};
use crate::survey::Survey;
use crate::units::{both, figure};
use std::sync::Arc;

impl Study {
    /// The model: every arm with its roster, checked as a whole as a file would be, and laid out for
    /// the engine. What funds variants is solved by simulation, once for the same arms.
    ///
    /// # Errors
    ///
    /// Every problem between numbers that were set and the rest, and between scenarios and rosters; budgets that
    /// cannot be met.
    pub fn model(&self) -> Result<Model, Refused> {
        let mut built = self.stated()?;
        match self.fund(&mut built, RunOptions::trials(1), &Silent) {
            Ok(()) => Ok(built),
            Err(StudyFault::Refused(refused)) => Err(refused),
            Err(fault) => Err(vec![Problem::of_whole(BASELINE, "funding", fault.to_string())].into()),
        }
    }

    /// Solves what funds the variants of a model that is [`Study::stated`]: [`Study::model`] in two steps, for those
    /// who watch and may stop it. Of the options, trials play no part.
    ///
    /// # Errors
    ///
    /// Budgets that cannot be met; that somebody asked to stop.
    pub fn fund(
        &self,
        model: &mut Model,
        options: RunOptions<'_>,
        progress: &dyn Progress,
    ) -> Result<(), StudyFault> {
        fund(model, &self.solved, Going { options, progress }).map_err(|unfunded| match unfunded {
            Unfunded::Stopped => Fault::Stopped.into(),
            Unfunded::Problems(all) => Refused::from(all).each(|problem| self.located(problem)).into(),
        })
    }

    /// The model, with what funds variants as another found it: not solved anew for numbers that were set since. An
    /// agreement stands as it was signed when things turn out otherwise.
    ///
    /// # Errors
    ///
    /// As [`Study::model`], but for budgets.
    pub fn model_funded_as(&self, other: &Model) -> Result<Model, Refused> {
        let mut built = self.stated()?;
        fund_as(&mut built, other);
        Ok(built)
    }

    /// The model, with what funds variants as it is stated, and not solved.
    ///
    /// # Errors
    ///
    /// As [`Study::model`], but for budgets.
    pub fn stated(&self) -> Result<Model, Refused> {
        let mut problems: Vec<Problem> = Vec::new();
        let mut drafts = Vec::with_capacity(self.arms.len());
        for arm in &self.arms {
            match self.checked(arm) {
                Ok(scenario) => {
                    let file = scenario.roster.as_ref().and_then(|roster| self.library.roster(&roster.file));
                    let mut drawn =
                        file.map_or_else(|| self.rosters.of(&scenario), |file| vec![Arc::clone(file)]);
                    let redrawn = drawn.split_off(1);
                    drafts.push(Draft {
                        name: arm.read.name.clone(),
                        title: arm.read.title.clone(),
                        scenario,
                        roster: drawn.remove(0),
                        redrawn,
                    });
                }
                Err(found) => {
                    let new: Vec<Problem> =
                        found.into_iter().filter(|new| !problems.iter().any(|old| says(old, new))).collect();
                    problems.extend(new.into_iter().map(|problem| about(arm, problem)));
                }
            }
        }
        if !problems.is_empty() {
            return Err(problems.into());
        }
        let located = |refused: Refused| refused.each(|problem| self.located(problem));
        let built = Model::build(drafts).map_err(located)?;
        Ok(Model { understood: self.library.understood(), ..built })
    }

    /// An arm's scenario with what was set in it.
    fn checked(&self, arm: &OpenArm) -> Result<Checked, Vec<Problem>> {
        let mut checked = if arm.set.is_empty() {
            arm.read.scenario.clone()
        } else {
            Checked::read(&arm.read.tree, &self.source, &self.contracts)?
        };
        if let Some(seed) = self.seed {
            checked.reseed(seed);
        }
        Ok(checked)
    }

    /// A problem of an arm with its roster, at the place in the text that it is about.
    fn located(&self, problem: Problem) -> Problem {
        let arm = self.arms.iter().find(|arm| arm.read.name == problem.file);
        let stands = arm.and_then(|arm| Place::parse(&problem.path).ok()?.find_stated(&arm.read.tree).ok());
        let Some(span) = arm.zip(stands).and_then(|(arm, at)| Some(at.stated(&arm.read.tree)?.span.clone()))
        else {
            return problem;
        };
        let message = format!("arm {}: {}", problem.file, problem.message);
        self.source.problem(&span, problem.path, message)
    }

    /// Runs every arm.
    ///
    /// # Errors
    ///
    /// As [`Study::model`], and as the engine.
    pub fn run(&self, options: RunOptions<'_>, progress: &dyn Progress) -> Result<Outcome, StudyFault> {
        Ok(run(&self.model()?, options, progress)?)
    }

    /// Values of figures, trial by trial.
    ///
    /// # Errors
    ///
    /// As [`Study::run`]; [`StudyFault::Unknown`] for a figure that the results do not hold.
    pub fn sample(
        &self,
        trials: u64,
        threads: Option<usize>,
        picks: &[Pick],
    ) -> Result<Vec<Vec<f64>>, StudyFault> {
        let model = self.model()?;
        let picks = Picks::find(&model, picks)?;
        let options = RunOptions { trials, threads, stop: None };
        Ok(sample(&model, options, 0, &picks, &Silent)?)
    }

    /// What the pay of each of a model's arms is compared with: the survey it names, or federal wages.
    /// Arms with the same terms share one.
    #[must_use]
    pub fn surveys(&self, model: &Model) -> Vec<Arc<Survey>> {
        let mut known: Vec<Arc<Survey>> = Vec::with_capacity(model.arms.len());
        for (place, arm) in model.arms.iter().enumerate() {
            let terms = &arm.scenario.survey;
            let same = model.arms[..place].iter().position(|before| before.scenario.survey == *terms);
            let survey = same.map(|before| Arc::clone(&known[before]));
            known.push(survey.unwrap_or_else(|| Arc::new(self.library.survey(terms))));
        }
        known
    }
}

/// Whether a problem of one arm, told with [`about`], is that of another arm, too.
fn says(told: &Problem, new: &Problem) -> bool {
    (told.line, told.column, &told.path) == (new.line, new.column, &new.path)
        && told.message.starts_with(&new.message)
}

/// A problem that numbers cause which were set: says in which arm, and which.
fn about(arm: &OpenArm, mut problem: Problem) -> Problem {
    let set: Vec<String> =
        arm.set.iter().map(|(path, value)| format!("{path} = {}", figure(*value))).collect();
    let variant =
        if arm.read.name == BASELINE { String::new() } else { format!("in variant `{}`, ", arm.read.name) };
    problem.message = format!("{} ({variant}with {} set)", problem.message, both(set));
    problem
}
