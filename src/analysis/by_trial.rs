//! Chosen measures of every single trial, for those who need more than moments and quantiles.
//!
//! The trials are simulated again while their values are handed on, a stretch at a time: memory does not grow with them,
//! and a run that nobody asks for single trials pays nothing.

use super::named_measure::NamedMeasure;
use crate::engine::{BLOCK, Fault, Pick, Picks, RunOptions, Sampler, Scope, Silent, rows_of};
use crate::model::{Model, Unknown};
use std::ops::Range;

/// Trials that are held at once.
const STRETCH: u64 = 128 * BLOCK as u64;

/// Measures to be taken from every trial of a run, in every arm: of the whole horizon, or of each year.
#[derive(Debug)]
pub struct ByTrial<'a> {
    model: &'a Model,
    options: RunOptions<'a>,
    picks: Vec<(Pick, &'static str)>,
    places: Picks,
}

/// One value of one trial.
#[derive(Clone, Copy, Debug)]
pub struct TrialValue<'v> {
    /// What was measured.
    pub pick: &'v Pick,
    /// Its unit.
    pub unit: &'static str,
    /// Trial, counted from 0.
    pub trial: u64,
    /// The value.
    pub value: f64,
}

impl<'a> ByTrial<'a> {
    /// Of measures by their names, as in the tables: `system_margin`, or of a specialty, plan or contract
    /// `specialty:cardiology:pay`. A name that the
    /// horizon has and years have too gives both. `options` are those of the run.
    ///
    /// # Errors
    ///
    /// [`Unknown`], for the first that the run does not measure.
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
    /// use cascade::analysis::ByTrial;
    /// use cascade::engine::RunOptions;
    /// use cascade::{NoFiles, Study};
    ///
    /// let model = Study::read("clinic.toml", text, &NoFiles)?.model()?;
    /// let by_trial = ByTrial::of(&model, &["pay".to_owned()], RunOptions::trials(40))?;
    /// let mut pay = Vec::new();
    /// by_trial.each(&mut |found| {
    ///     pay.push(found.value);
    ///     Ok::<(), Box<dyn std::error::Error>>(())
    /// })?;
    /// assert_eq!(pay.len(), 2 * 40); // two years, forty trials
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(model: &'a Model, asked: &[String], options: RunOptions<'a>) -> Result<ByTrial<'a>, Unknown> {
        let mut picks = Vec::new();
        for name in asked {
            picks.extend(picks_of(model, name)?);
        }
        let wanted: Vec<Pick> = picks.iter().map(|(pick, _)| pick.clone()).collect();
        Ok(ByTrial { model, options, places: Picks::find(model, &wanted)?, picks })
    }

    /// Hands on every value: stretch by stretch of trials, in each measure by measure, trial by trial.
    ///
    /// # Errors
    ///
    /// A [`Fault`] of the run, or what `take` fails with.
    pub fn each<E: From<Fault>>(
        &self,
        take: &mut dyn FnMut(TrialValue<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sampler = Sampler::new(self.model, self.options, &Silent)?;
        let mut first = 0;
        while first < self.options.trials {
            let stretch: Range<u64> = first..(first + STRETCH).min(self.options.trials);
            let values = sampler.values(&self.places, stretch.clone())?;
            for ((pick, unit), column) in self.picks.iter().zip(values) {
                for (trial, value) in stretch.clone().zip(column) {
                    take(TrialValue { pick, unit, trial, value })?;
                }
            }
            first = stretch.end;
        }
        Ok(())
    }
}

/// What a name stands for: in each arm that measures it, once for the horizon, or once for each year.
pub(super) fn picks_of(model: &Model, name: &str) -> Result<Vec<(Pick, &'static str)>, Unknown> {
    let (yearly, horizon) = rows_of(model);
    let named = NamedMeasure::of(name)?;
    let NamedMeasure { scope, entity, metric } = named;
    let is_it = |scope_of: Scope, entity_of: &str, metric_of: &str| {
        scope_of.word() == scope && entity_of == entity && metric_of == metric
    };
    let mut picks = Vec::new();
    for arm in 0..model.arms.len() {
        for row in horizon.iter().filter(|row| is_it(row.scope, &row.entity, row.metric)) {
            let pick = Pick { year: None, ..Pick::year(arm, 0, row.scope, entity, metric) };
            picks.push((pick, row.unit));
        }
        for row in yearly.iter().filter(|row| is_it(row.scope, &row.entity, row.metric)) {
            let years = 0..model.years;
            picks.extend(years.map(|year| (Pick::year(arm, year, row.scope, entity, metric), row.unit)));
        }
    }
    if picks.is_empty() { Err(named.unknown(name, horizon.iter().chain(&yearly))) } else { Ok(picks) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Metric, run};
    use crate::{NoFiles, Study};

    const TEXT: &str = r#"
        run = { years = 3 }
        scenario = { title = "Eight physicians" }
        system = { name = "Small clinic" }
        plan.production.pay = [{ wrvu = { tiers = [{ rate = 45 }] } }]
        cohort.fm = { count = 6, specialty = "family_medicine", plans = { production = 1.0 }, wrvu = 5000 }
        cohort.heart = { count = 2, specialty = "cardiology", plans = { production = 1.0 }, wrvu = 8000 }
        contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
        [variant.higher]
        title = "A higher rate"
        plan.production.pay = [{ wrvu = { tiers = [{ rate = 50 }] } }]
    "#;

    fn model() -> Model {
        Study::read("clinic.toml", TEXT, &NoFiles).unwrap().model().unwrap()
    }

    #[test]
    fn names_are_those_of_the_tables() {
        let model = model();
        let found = |name: &str| picks_of(&model, name).map(|picks| picks.len()).map_err(|e| e.to_string());
        assert_eq!(found("pay"), Ok(2 * 3), "a measure of every year in two arms");
        assert_eq!(found("specialty:cardiology:pay"), Ok(2 * 3));
        assert_eq!(found("system_margin_pv"), Ok(2), "a measure of the horizon in two arms");
        assert_eq!(found("pay_total"), Ok(2 + 2 * 3), "a name of the horizon and of years gives both");
        for (wrong, hint) in [
            ("specialty:cardiolgy:pay", "did you mean `specialty:cardiology:pay`?"),
            ("specialty:cardiology:pya", "did you mean `specialty:cardiology:pay`?"),
            ("pya", "did you mean `pay`?"),
            ("a:b", "SCOPE:ENTITY:METRIC"),
            ("", "such as `system_margin`"),
            ("system:all:", "such as `system_margin`"),
        ] {
            let said = found(wrong).unwrap_err();
            assert!(said.contains(hint), "{wrong}: {said}");
        }
    }

    #[test]
    fn trials_are_those_of_the_run_stretch_after_stretch() {
        let model = model();
        let options = RunOptions { trials: STRETCH + 40, threads: Some(2), stop: None };
        let by_trial = ByTrial::of(&model, &["pay".to_owned()], options).unwrap();
        let mut last_year: Vec<Vec<(u64, f64)>> = vec![Vec::new(); 2];
        by_trial
            .each(&mut |found| {
                if found.pick.year == Some(2) {
                    last_year[found.pick.arm].push((found.trial, found.value));
                }
                Ok::<(), Fault>(())
            })
            .unwrap();
        let outcome = run(&model, options, &Silent).unwrap();
        for (arm, values) in last_year.iter().enumerate() {
            assert!(
                values.iter().map(|(trial, _)| *trial).eq(0..options.trials),
                "each trial once, in order"
            );
            let mean = values.iter().map(|(_, value)| value).sum::<f64>() / values.len() as f64;
            let told = outcome.of(arm, 2).everyone().get(Metric::Pay).unwrap().mean;
            assert!((mean - told).abs() < 0.01, "{mean} is the mean of the trials, {told} that of the run");
        }
        // The same luck: a higher rate pays more in every single trial.
        assert!(last_year[0].iter().zip(&last_year[1]).all(|(before, after)| after.1 > before.1));
    }
}
