//! A study at other numbers: one cell of a sweep, one end of a tornado, one candidate of a search.
//!
//! Every cell meets the same luck, so that a difference between two cells, or between two arms of one, is theirs and not
//! chance's. What funds variants stays as the model was found funded, since an agreement stands as it was signed, unless
//! it is asked to be solved anew.

use super::by_trial::picks_of;
use crate::engine::{Pick, Picks, Points, Progress, RunOptions, sample_at};
use crate::model::{Model, Unknown};
use crate::study::{Study, StudyFault};

/// What is measured of every trial of a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredColumn {
    /// Arm, year, scope, entity and measure.
    pub pick: Pick,
    /// Unit.
    pub unit: &'static str,
}

/// A study that is run at other numbers, again and again.
///
/// ```
/// # let text = r#"
/// #     run = { years = 2 }
/// #     scenario = { title = "Two physicians" }
/// #     system = { name = "Small clinic" }
/// #     plan.salary.pay = [{ salary = { per_fte = 250000 } }]
/// #     cohort.fm = { count = 2, specialty = "family_medicine", plans = { salary = 1.0 }, wrvu = 5000 }
/// #     contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
/// # "#;
/// use cascade::analysis::Experiment;
/// use cascade::engine::{RunOptions, Silent};
/// use cascade::{NoFiles, Study};
///
/// let study = Study::read("clinic.toml", text, &NoFiles)?;
/// let model = study.model()?;
/// let measures = ["pay_total".to_owned()];
/// let experiment = Experiment::of(&study, &model, &measures, RunOptions::trials(32))?;
/// let salary = |dollars: f64| experiment.cell(&[("plan.salary.pay[0].salary.per_fte".to_owned(), dollars)], 0, &Silent);
/// let (less, more) = (salary(250_000.0)?, salary(300_000.0)?);
/// assert!(less[0].iter().zip(&more[0]).all(|(less, more)| less < more), "in every single trial");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Experiment<'a> {
    study: &'a Study,
    model: &'a Model,
    options: RunOptions<'a>,
    columns: Vec<MeasuredColumn>,
    picks: Vec<Pick>,
}

impl<'a> Experiment<'a> {
    /// Of measures by their names, as [`ByTrial`](super::ByTrial) takes them. `model` is the study's own, funded;
    /// `options` say how many trials each cell has.
    ///
    /// # Errors
    ///
    /// [`Unknown`], for the first measure that the model does not have.
    pub fn of(
        study: &'a Study,
        model: &'a Model,
        measures: &[String],
        options: RunOptions<'a>,
    ) -> Result<Experiment<'a>, Unknown> {
        let mut columns = Vec::new();
        for name in measures {
            columns
                .extend(picks_of(model, name)?.into_iter().map(|(pick, unit)| MeasuredColumn { pick, unit }));
        }
        let picks = columns.iter().map(|column| column.pick.clone()).collect();
        Ok(Experiment { study, model, options, columns, picks })
    }

    /// What is measured, column by column.
    #[must_use]
    pub fn columns(&self) -> &[MeasuredColumn] {
        &self.columns
    }

    /// Names of the arms, the baseline first.
    #[must_use]
    pub fn arm_names(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.model.arms.iter().map(|arm| arm.name.as_str())
    }

    /// How each cell is run.
    #[must_use]
    pub fn options(&self) -> RunOptions<'a> {
        self.options
    }

    /// Trials of each cell.
    #[must_use]
    pub fn trials(&self) -> u64 {
        self.options.trials
    }

    /// The values of each column, trial by trial, with numbers set at their places, as [`Study::set`] takes them. The
    /// luck is that of the trials from `first_trial`, counted from 0: from 0 that of a run, from elsewhere fresh.
    ///
    /// # Errors
    ///
    /// [`StudyFault::Refused`] for what a scenario may not hold; as the engine.
    pub fn cell(
        &self,
        settings: &[(String, f64)],
        first_trial: u64,
        progress: &dyn Progress,
    ) -> Result<Vec<Vec<f64>>, StudyFault> {
        let model = self.model_with(settings)?;
        self.sampled(&model, first_trial, progress)
    }

    /// The same with what funds variants solved anew for the numbers that are set.
    ///
    /// # Errors
    ///
    /// As [`Experiment::cell`], and budgets that cannot be met.
    pub fn cell_funded_anew(
        &self,
        settings: &[(String, f64)],
        first_trial: u64,
        progress: &dyn Progress,
    ) -> Result<Vec<Vec<f64>>, StudyFault> {
        let study = self.study_with(settings)?;
        let mut model = study.stated()?;
        study.fund(&mut model, self.options, progress)?;
        self.sampled(&model, first_trial, progress)
    }

    /// The model with numbers set at their places, funded as the experiment's own.
    ///
    /// # Errors
    ///
    /// [`StudyFault::Refused`] for what a scenario may not hold.
    pub fn model_with(&self, settings: &[(String, f64)]) -> Result<Model, StudyFault> {
        if settings.is_empty() {
            return Ok(self.model.clone());
        }
        Ok(self.study_with(settings)?.model_funded_as(self.model)?)
    }

    /// The study with numbers set at their places.
    ///
    /// # Errors
    ///
    /// As [`Study::set`].
    pub fn study_with(&self, settings: &[(String, f64)]) -> Result<Study, StudyFault> {
        let mut study = self.study.clone();
        for (place, value) in settings {
            study.set(place, *value)?;
        }
        Ok(study)
    }

    /// The values of each column of a model that was made from this study.
    ///
    /// # Errors
    ///
    /// As the engine; [`StudyFault::Unknown`] for a column that the model does not have.
    pub fn sampled(
        &self,
        model: &Model,
        first_trial: u64,
        progress: &dyn Progress,
    ) -> Result<Vec<Vec<f64>>, StudyFault> {
        let picks = Picks::find(model, &self.picks)?;
        let points = Points::new((first_trial..first_trial + self.options.trials).collect());
        Ok(sample_at(model, self.options, &points, &picks, progress)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoFiles;
    use crate::engine::{HorizonMetric, Sampler, Silent, drawn_values, run, sample};

    const TEXT: &str = r#"
        run = { years = 3 }
        scenario = { title = "Eight physicians" }
        system = { name = "Small clinic" }
        plan.production.pay = [{ wrvu = { tiers = [{ rate = { uniform = { min = 40, max = 50 } } }] } }]
        cohort.fm = { count = 6, specialty = "family_medicine", plans = { production = 1.0 }, wrvu = 5000 }
        cohort.heart = { count = 2, specialty = "cardiology", plans = { production = 1.0 }, wrvu = 8000 }
        contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
        [variant.higher]
        title = "A higher rate"
        plan.production.pay = [{ wrvu = { tiers = [{ rate = 50 }] } }]
    "#;
    const RATE: &str = "plan.production.pay[0].wrvu.tiers[0].rate";

    fn study() -> Study {
        Study::read("clinic.toml", TEXT, &NoFiles).unwrap()
    }

    fn pay(model: &Model) -> Picks {
        let of = |arm| Pick::horizon(arm, HorizonMetric::TotalPay);
        Picks::find(model, &[of(0), of(1)]).unwrap()
    }

    #[test]
    fn a_cell_at_what_is_stated_is_the_run_to_the_bit_and_other_trials_are_its_later_ones() {
        let study = study();
        let model = study.model().unwrap();
        let options = RunOptions { trials: 64, threads: Some(2), stop: None };
        let measures = ["pay_total".to_owned()];
        let experiment = Experiment::of(&study, &model, &measures, options).unwrap();
        let whole = Sampler::new(&model, options, &Silent).unwrap();
        let picks = Picks::find(&model, &experiment.picks).unwrap();
        let cell = experiment.cell(&[], 0, &Silent).unwrap();
        assert_eq!(cell, whole.values(&picks, 0..64).unwrap());
        let later = experiment.cell(&[], 64, &Silent).unwrap();
        assert_eq!(later, whole.values(&picks, 64..128).unwrap());
        assert_ne!(cell, later);
        let set = experiment.cell(&[(format!("higher:{RATE}"), 50.0)], 0, &Silent).unwrap();
        assert_eq!(cell, set, "what it is already");
        let refused = experiment.cell(&[(format!("higher:{RATE}"), -1.0)], 0, &Silent).unwrap_err();
        assert!(refused.to_string().contains("found -1"), "{refused}");
    }

    #[test]
    fn a_point_is_the_trial_of_a_study_with_the_same_number_to_the_bit() {
        let study = study();
        let model = study.model().unwrap().opened(&[(1, RATE.to_owned())]).unwrap();
        let options = RunOptions { trials: 40, threads: Some(2), stop: None };
        let picks = pay(&model);
        let usual = sample(&model, options, 0, &picks, &Silent).unwrap();
        assert_eq!(usual, sample(&study.model().unwrap(), options, 0, &picks, &Silent).unwrap(), "opened");
        // Point by point another luck, and in the second arm another rate.
        let luck: Vec<u64> = (0..40).map(|point| point * 7 % 40).collect();
        let rates: Vec<f64> = (0..40).map(|point| 50.0 + f64::from(point % 3)).collect();
        let mut points = Points::new(luck.clone());
        points.set(Some(1), RATE, rates.clone());
        let found = sample_at(&model, options, &points, &picks, &Silent).unwrap();
        let one_thread = RunOptions { threads: Some(1), ..options };
        assert_eq!(found, sample_at(&model, one_thread, &points, &picks, &Silent).unwrap());
        for rate in [50.0, 51.0, 52.0] {
            let mut other = study.clone();
            other.set(&format!("higher:{RATE}"), rate).unwrap();
            let whole = sample(&other.model().unwrap(), options, 0, &picks, &Silent).unwrap();
            for (point, luck) in luck.iter().enumerate().filter(|(point, _)| rates[*point] == rate) {
                let luck = usize::try_from(*luck).unwrap();
                assert_eq!([found[0][point], found[1][point]], [whole[0][luck], whole[1][luck]]);
            }
        }
    }

    #[test]
    fn what_is_drawn_is_told_and_what_no_column_sets_is_drawn() {
        let model = study().model().unwrap();
        let options = RunOptions::trials(40);
        let drawn = drawn_values(&model, 0, 0..40);
        assert_eq!((drawn.len(), drawn[0].len()), (model.arms[0].drawn.len(), 40));
        let place = model.arms[0].drawn.iter().position(|one| one.leaf.path == RATE).unwrap();
        let mut points = Points::new((0..40).collect());
        points.set(None, RATE, drawn[place].clone());
        let picks = pay(&model);
        let usual = sample(&model, options, 0, &picks, &Silent).unwrap();
        assert_eq!(usual, sample_at(&model, options, &points, &picks, &Silent).unwrap());
        // Of one arm alone, though the other draws the same.
        let mut both = study();
        both.set(&format!("higher:{RATE}"), 50.0).unwrap();
        let model = both.model().unwrap().opened(&[(1, RATE.to_owned())]).unwrap();
        let mut points = Points::new((0..40).collect());
        points.set(Some(1), RATE, vec![45.0; 40]);
        let other = sample_at(&model, options, &points, &picks, &Silent).unwrap();
        assert_eq!(usual[0], other[0]);
        assert!(usual[1].iter().zip(&other[1]).all(|(usual, less)| less < usual));
        let means = run(&model, options, &Silent).unwrap();
        let mean = usual[0].iter().sum::<f64>() / 40.0;
        let told = means.of(0, 0).everyone().get(crate::engine::Metric::Pay).unwrap().mean;
        assert!(mean > told, "{mean}: all physicians and years together");
    }

    #[test]
    fn a_number_that_no_trial_can_change_is_said_with_the_nearest_that_can() {
        let model = study().model().unwrap();
        let said = |path: &str| model.opened(&[(0, path.to_owned())]).unwrap_err().to_string();
        assert!(said("plan.production.pay[0].wrvu.tiers[0].rat").contains(RATE));
        assert!(said("run.years").contains("run.years"));
    }
}
