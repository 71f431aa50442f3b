//! Running the cells of a sweep, one after another, each on the same luck.

use super::cells::{SweepDesign, sweep_cells};
use super::factor::{SweepFactor, unread};
use super::findings::{BestCell, SWEEP_RANKED, best_cell};
use super::paired::TrialsMet;
use super::refused::{RefusedCell, RefusedCells, why};
use super::swept::{OnFreshLuck, Swept, SweptCell, VariedNumber, beside};
use crate::analysis::crew::spread;
use crate::analysis::experiment::Experiment;
use crate::engine::{BLOCK, Fault, Pick, Picks, Progress, RunOptions};
use crate::model::Model;
use crate::random::Seed;
use crate::schema::{Problem, Refused};
use crate::study::{Study, StudyFault};
use crate::units::figure;

/// Numbers, and what each cell sets them to.
///
/// ```
/// # let text = r#"
/// #     run = { years = 2 }
/// #     chance = { none = true }
/// #     behaviour = "none"
/// #     outlook = { pay_growth = 0, price_growth = 0 }
/// #     scenario = { title = "Two physicians" }
/// #     system = { name = "Small clinic" }
/// #     plan.salary.pay = [{ salary = { per_fte = 250000 } }]
/// #     cohort.fm = { count = 2, specialty = "family_medicine", plans = { salary = 1.0 }, wrvu = 5000 }
/// #     contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
/// # "#;
/// use cascade::analysis::{Experiment, Sweep, SweepDesign, SweepFactor};
/// use cascade::engine::{RunOptions, Silent};
/// use cascade::{NoFiles, Study};
///
/// let study = Study::read("clinic.toml", text, &NoFiles)?;
/// let model = study.model()?;
/// let factors = vec![SweepFactor::parse("plan.salary.pay.salary.per_fte=200000..300000:3")?];
/// let sweep = Sweep::new(factors, SweepDesign::Grid, model.seed)?;
/// let options = RunOptions::trials(2);
/// let experiment = Experiment::of(&study, &model, &["pay_total".to_owned()], options)?;
/// assert!(sweep.refused(&experiment, options)?.is_none());
/// let found = sweep.run((&study, &model), &experiment, &Silent)?;
/// let pay = found.column(0, None, "pay_total").expect("what was asked for");
/// // Two physicians for two years: 4 × $50,000 above what is stated.
/// assert_eq!(found.cells[2].values[pay].from_stated.value, 200_000.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    factors: Vec<SweepFactor>,
    cells: Vec<Vec<f64>>,
    funds_anew: bool,
}

impl Sweep {
    /// Of numbers that a design chooses the values of.
    ///
    /// # Errors
    ///
    /// As [`sweep_cells`].
    pub fn new(factors: Vec<SweepFactor>, design: SweepDesign, seed: Seed) -> Result<Sweep, Refused> {
        let cells = sweep_cells(&factors, design, seed)?;
        Ok(Sweep { factors, cells, funds_anew: false })
    }

    /// Of cells that are listed, as [`read_cells`](super::read_cells) reads them.
    #[must_use]
    pub fn listed(factors: Vec<SweepFactor>, cells: Vec<Vec<f64>>) -> Sweep {
        Sweep { factors, cells, funds_anew: false }
    }

    /// With what funds variants solved anew in each cell; else it stays as the model was found funded, since an
    /// agreement stands as it was signed when things turn out otherwise.
    #[must_use]
    pub fn funding_anew(self) -> Sweep {
        Sweep { funds_anew: true, ..self }
    }

    /// The numbers that are varied.
    #[must_use]
    pub fn factors(&self) -> &[SweepFactor] {
        &self.factors
    }

    /// Trials that a run of it takes, the cell as stated and the best one on fresh luck included.
    #[must_use]
    pub fn trials(&self, of_each: u64) -> u64 {
        of_each.saturating_mul(self.cells.len() as u64 + 3)
    }

    /// How many cells there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// What each number is as stated, and in which arms cells set it.
    ///
    /// # Errors
    ///
    /// [`Refused`], all at once: no arm has such a number, two places are of the same number, or the number decides the
    /// luck that cells are to share.
    pub fn numbers(&self, study: &Study) -> Result<Vec<VariedNumber>, Refused> {
        let mut refused: Vec<Problem> = Vec::new();
        let (mut found, mut taken) = (Vec::new(), Vec::new());
        for factor in &self.factors {
            match number_of(study, factor, &taken) {
                Ok((number, own)) => {
                    found.push(number);
                    taken.extend(own);
                }
                Err(why) => refused.extend_from_slice(why.problems()),
            }
        }
        if refused.is_empty() { Ok(found) } else { Err(refused.into()) }
    }

    /// The cells whose values the scenario refuses: `None` where there is none. Nothing is simulated, so that this is
    /// known before minutes are spent.
    ///
    /// # Errors
    ///
    /// As the engine, that somebody asked to stop.
    pub fn refused(
        &self,
        experiment: &Experiment<'_>,
        options: RunOptions<'_>,
    ) -> Result<Option<RefusedCells>, Fault> {
        let picks: Vec<Pick> = experiment.columns().iter().map(|column| column.pick.clone()).collect();
        let check = |cell: usize| {
            if options.is_stopped() {
                return Err(Fault::Stopped);
            }
            let found = experiment.model_with(&self.settings(cell));
            let fault = found.and_then(|model| Ok(Picks::find(&model, &picks)?)).err();
            Ok(fault.as_ref().and_then(why).map(|why| RefusedCell { cell, settings: self.said(cell), why }))
        };
        let checked = spread(self.cells.len(), options.threads, check)?;
        let cells: Vec<RefusedCell> = checked.into_iter().flatten().collect();
        Ok((!cells.is_empty()).then_some(RefusedCells { cells, of: self.cells.len() }))
    }

    /// Runs the cell as stated, then every cell that can be, in their order, each on the same luck. `model` is the
    /// study's own, funded, as the experiment has it.
    ///
    /// # Errors
    ///
    /// As [`Sweep::numbers`], and as the engine.
    pub fn run(
        &self,
        (study, model): (&Study, &Model),
        experiment: &Experiment<'_>,
        progress: &dyn Progress,
    ) -> Result<Swept, StudyFault> {
        let numbers = self.numbers(study)?;
        let (columns, rosters) = (experiment.columns(), model.rosters());
        let is_certain = rosters < 2 && model.arms.iter().all(|arm| arm.scenario.chance.none);
        let met = TrialsMet { rosters, is_certain };
        let stated = experiment.cell(&[], 0, progress)?;
        let mut cells = Vec::with_capacity(self.cells.len());
        for (place, settings) in self.cells.iter().enumerate() {
            let (refused, values) = match self.cell(place, 0, experiment, progress) {
                Ok(found) => (None, beside(columns, &found, &stated, met)),
                Err(fault) => {
                    let Some(why) = why(&fault) else { return Err(fault) };
                    progress.taken_up(experiment.trials());
                    (Some(why), Vec::new())
                }
            };
            cells.push(SweptCell { settings: settings.clone(), refused, values });
        }
        let mut swept = Swept {
            factors: self.factors.clone(),
            numbers,
            columns: columns.to_vec(),
            stated: beside(columns, &stated, &stated, met),
            cells,
            fresh: None,
            funds_anew: self.funds_anew,
            trials: experiment.trials(),
        };
        let best = best_cell(&swept, SWEEP_RANKED.definition().name);
        swept.fresh = match best {
            Some(best) => self.on_fresh_luck(&swept, (&best, met), experiment, progress)?,
            None => None,
        };
        Ok(swept)
    }

    /// The best cell, and the cell as stated, on as many trials after those of all cells.
    fn on_fresh_luck(
        &self,
        swept: &Swept,
        (best, met): (&BestCell, TrialsMet),
        experiment: &Experiment<'_>,
        progress: &dyn Progress,
    ) -> Result<Option<OnFreshLuck>, StudyFault> {
        let first = swept.trials.next_multiple_of(BLOCK as u64);
        let stated = experiment.cell(&[], first, progress)?;
        let found = self.cell(best.cell, first, experiment, progress)?;
        let values = beside(&swept.columns, &found, &stated, met);
        let column = swept.column(best.arm, None, SWEEP_RANKED.definition().name);
        Ok(column.map(|column| OnFreshLuck { cell: best.cell, arm: best.arm, value: values[column] }))
    }

    /// The trials of a cell.
    fn cell(
        &self,
        cell: usize,
        first_trial: u64,
        experiment: &Experiment<'_>,
        progress: &dyn Progress,
    ) -> Result<Vec<Vec<f64>>, StudyFault> {
        let own = self.settings(cell);
        if self.funds_anew {
            experiment.cell_funded_anew(&own, first_trial, progress)
        } else {
            experiment.cell(&own, first_trial, progress)
        }
    }

    /// What a cell sets, place by place.
    fn settings(&self, cell: usize) -> Vec<(String, f64)> {
        let own = self.factors.iter().zip(&self.cells[cell]);
        own.map(|(factor, value)| (factor.place.clone(), *value)).collect()
    }

    /// The same in words.
    fn said(&self, cell: usize) -> String {
        let own = self.settings(cell);
        own.iter()
            .map(|(place, value)| format!("{place} = {}", figure(*value)))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// Arms, counted from 0, with the path of a number in each.
type StandsAt = Vec<(usize, String)>;

/// A number as the scenario states it, and where cells set it; `taken` are numbers that are varied already.
fn number_of(
    study: &Study,
    factor: &SweepFactor,
    taken: &[(usize, String)],
) -> Result<(VariedNumber, StandsAt), Refused> {
    let own = study.stands_at(&factor.place)?;
    let (_, path) = factor.arm_and_path();
    if own.iter().any(|(_, path)| LUCK.contains(&path.as_str())) {
        return Err(unread(
            &factor.place,
            "cells meet the same luck, and this number decides it; vary another",
        ));
    }
    if own.iter().any(|(_, path)| HORIZON.contains(&path.as_str())) {
        return Err(unread(
            &factor.place,
            "cells are set beside each other year by year and over the whole horizon, and this number decides which years these are; vary another, or sweep once with each --years",
        ));
    }
    if own.iter().any(|one| taken.contains(one)) {
        return Err(unread(&factor.place, "this number is varied twice; write all its values once"));
    }
    let everywhere = study.stands_at(path).unwrap_or_else(|_| own.clone());
    let arms: Vec<&str> = study.arms().collect();
    let mut number = VariedNumber {
        unit: "",
        meaning: String::new(),
        paths: vec![None; arms.len()],
        stated: vec![None; arms.len()],
        is_set: vec![false; arms.len()],
        is_drawn: false,
    };
    for (arm, path) in
        own.iter().chain(everywhere.iter().filter(|(arm, _)| own.iter().all(|one| one.0 != *arm)))
    {
        let is_set = own.iter().any(|one| one.0 == *arm);
        let known = study.parameters(arms[*arm]).unwrap_or_default();
        let Some(parameter) = known.into_iter().find(|parameter| parameter.path == *path) else { continue };
        number.paths[*arm] = Some(path.clone());
        number.stated[*arm] = parameter.value;
        number.is_set[*arm] = is_set;
        number.is_drawn |= is_set && parameter.uncertain;
        if is_set {
            (number.unit, number.meaning) = (parameter.unit, parameter.meaning);
        }
    }
    Ok((number, own))
}

/// Numbers that decide the years that cells share.
const HORIZON: [&str; 2] = ["run.years", "run.start_year"];

/// Numbers that decide the luck that cells share.
const LUCK: [&str; 3] = ["run.trials", "run.seed", "run.rosters"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoFiles;
    use crate::analysis::{ByTrial, Estimate};
    use crate::engine::Silent;

    /// Two physicians who are paid by wRVU and a contract that pays for visits; without chance, growth or response.
    const CERTAIN: &str = r#"
        behaviour = "none"
        chance = { none = true }
        outlook = { pay_growth = 0, price_growth = 0 }
        run = { years = 2 }
        scenario = { title = "By hand" }
        system = { name = "Clinic" }
        plan.production.pay = [{ wrvu = { tiers = [{ rate = 45 }] } }]
        cohort.fm = { count = 2, specialty = "family_medicine", plans = { production = 1.0 }, wrvu = 5000, clinical_fte = 1.0 }
        contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
        [variant.higher]
        title = "A higher rate"
        plan.production.pay = [{ wrvu = { tiers = [{ rate = 50 }] } }]
    "#;

    /// The same with chance and a rate that nobody knows.
    fn uncertain() -> String {
        CERTAIN
            .replace("chance = { none = true }", "")
            .replace("rate = 45", "rate = { uniform = { min = 40, max = 50 } }")
    }

    const RATE: &str = "plan.production.pay[0].wrvu.tiers[0].rate";

    fn sweep(texts: &[&str]) -> Sweep {
        let factors = texts.iter().map(|text| SweepFactor::parse(text).unwrap()).collect();
        Sweep::new(factors, SweepDesign::Grid, Seed(1)).unwrap()
    }

    fn swept(text: &str, sweep: &Sweep, trials: u64) -> Swept {
        let study = Study::read("clinic.toml", text, &NoFiles).unwrap();
        let model = study.model().unwrap();
        let measures = ["pay_total".to_owned(), "system_margin_total".to_owned()];
        let options = RunOptions { trials, threads: Some(2), stop: None };
        let experiment = Experiment::of(&study, &model, &measures, options).unwrap();
        assert_eq!(sweep.refused(&experiment, options).unwrap(), None);
        sweep.run((&study, &model), &experiment, &Silent).unwrap()
    }

    #[test]
    fn pay_along_a_rate_is_that_worked_out_by_hand() {
        let found = swept(CERTAIN, &sweep(&[&format!("higher:{RATE}=40..60:5")]), 2);
        let (base, own) =
            (found.column(0, None, "pay_total").unwrap(), found.column(1, None, "pay_total").unwrap());
        // Two physicians, 5,000 wRVUs, two years: 20,000 wRVUs, at 45 in the baseline and at 50 as stated.
        assert_eq!(
            (found.stated[base].mean, found.stated[own].mean),
            (Estimate::exact(900e3), Estimate::exact(1e6))
        );
        let dollars = [800e3, 900e3, 1_000e3, 1_100e3, 1_200e3];
        assert_eq!(found.cells.len(), dollars.len());
        for (cell, dollars) in found.cells.iter().zip(dollars) {
            let value = cell.values[own];
            assert_eq!(value.mean, Estimate::exact(dollars));
            assert_eq!(value.from_baseline, Some(Estimate::exact(dollars - 900e3)));
            assert_eq!(value.from_stated, Estimate::exact(dollars - 1e6));
            let value = cell.values[base];
            assert_eq!(
                (value.mean, value.from_baseline),
                (Estimate::exact(900e3), None),
                "nobody else's pay moves"
            );
            assert_eq!(value.from_stated, Estimate::exact(0.0));
        }
        assert_eq!(found.numbers[0].stated, [Some(45.0), Some(50.0)]);
        assert_eq!(found.numbers[0].is_set, [false, true]);
        assert_eq!([0, 1].map(|arm| found.resolved(&found.cells[4], 0, arm)), [Some(45.0), Some(60.0)]);
        // Less pay leaves more to the system: the lowest rate is the best, on any luck.
        let best = best_cell(&found, "system_margin_total").unwrap();
        assert_eq!((best.cell, best.arm), (0, 1));
        let fresh = found.fresh.unwrap();
        assert_eq!((fresh.cell, fresh.arm, fresh.value.from_baseline), (0, 1, Some(best.value)));
    }

    #[test]
    fn a_place_without_an_arm_is_set_in_every_arm_that_has_it() {
        let found = swept(CERTAIN, &sweep(&["plan.production.pay.wrvu.tiers[0].rate=40,60"]), 2);
        assert_eq!(found.numbers[0].is_set, [true, true]);
        let own = found.column(1, None, "pay_total").unwrap();
        assert_eq!(found.cells[0].values[own].from_baseline, Some(Estimate::exact(0.0)));
        assert_eq!(found.cells[1].values[0].from_stated, Estimate::exact(300e3));
    }

    #[test]
    fn cells_are_the_trials_of_the_run_and_differences_are_paired() {
        let text = uncertain();
        let found = swept(&text, &sweep(&[&format!("higher:{RATE}=48,50,60")]), 40);
        let study = Study::read("clinic.toml", &text, &NoFiles).unwrap();
        // Trial by trial of `cascade run --by-trial`: as stated, and with the number set.
        let by_trial = |study: &Study| {
            let model = study.model().unwrap();
            let mut columns = vec![Vec::new(); 2];
            let asked = ["pay_total".to_owned()];
            ByTrial::of(&model, &asked, RunOptions::trials(40))
                .unwrap()
                .each(&mut |one| {
                    if one.pick.year.is_none() {
                        columns[one.pick.arm].push(one.value);
                    }
                    Ok::<(), Fault>(())
                })
                .unwrap();
            columns
        };
        let stated = by_trial(&study);
        let mut other = study.clone();
        other.set(&format!("higher:{RATE}"), 60.0).unwrap();
        let set = by_trial(&other);
        let own = found.column(1, None, "pay_total").unwrap();
        let paired = |a: &[f64], b: &[f64]| {
            let off: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
            let mean = off.iter().sum::<f64>() / 40.0;
            let squares = off.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
            (mean, (squares / 39.0 / 40.0).sqrt())
        };
        let close = |found: Estimate, by_hand: (f64, f64)| {
            assert!(
                (found.value - by_hand.0).abs() < 1e-6 && (found.se - by_hand.1).abs() < 1e-6,
                "{found:?} {by_hand:?}"
            );
        };
        let value = found.cells[2].values[own];
        assert_eq!(value.mean, Estimate::mean(&set[1]), "to the bit");
        close(value.from_baseline.unwrap(), paired(&set[1], &set[0]));
        close(value.from_stated, paired(&set[1], &stated[1]));
        assert!(value.from_stated.se < value.mean.se, "the same luck leaves less to chance");
        // At its own value a cell is the run.
        let value = found.cells[1].values[own];
        assert_eq!((value.mean, value.from_stated), (Estimate::mean(&stated[1]), Estimate::exact(0.0)));
        assert_eq!(found.stated[own], value);
        assert!(!found.numbers[0].is_drawn);
    }

    #[test]
    fn what_is_drawn_is_said_to_be_held_fixed() {
        let text = uncertain();
        let study = Study::read("clinic.toml", &text, &NoFiles).unwrap();
        let numbers = sweep(&[&format!("baseline:{RATE}=45,46")]).numbers(&study).unwrap();
        assert!(numbers[0].is_drawn);
        assert_eq!((numbers[0].stated[0], numbers[0].unit), (Some(45.0), "$/wRVU"));
    }

    #[test]
    fn one_number_of_two_arms_is_two_numbers_that_know_of_each_other() {
        let both =
            [&format!("baseline:{RATE}=40,41")[..], "higher:plan.production.pay.wrvu.tiers[0].rate=50,60"];
        let found = swept(CERTAIN, &sweep(&both), 1);
        let cell = &found.cells[3];
        let resolved =
            [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(factor, arm)| found.resolved(cell, factor, arm));
        assert_eq!(resolved, [Some(41.0), Some(60.0), Some(41.0), Some(60.0)]);
        // Without chance one trial says it all.
        let own = found.column(1, None, "pay_total").unwrap();
        assert_eq!(cell.values[own].from_baseline, Some(Estimate::exact(19.0 * 20_000.0)));
    }

    #[test]
    fn what_cannot_be_is_told_at_once_before_anything_runs() {
        let study = Study::read("clinic.toml", CERTAIN, &NoFiles).unwrap();
        let model = study.model().unwrap();
        let options = RunOptions::trials(2);
        let experiment = Experiment::of(&study, &model, &["pay_total".to_owned()], options).unwrap();
        let refused = sweep(&[&format!("{RATE}=-10,45,-5")]).refused(&experiment, options).unwrap().unwrap();
        assert_eq!((refused.of, refused.cells.len()), (3, 2));
        let said = refused.to_string();
        assert!(said.starts_with("2 of 3 cells cannot be\ncell 1 ("), "{said}");
        assert!(
            said.contains("rate = -10): ") && said.contains("found -10") && said.contains("cell 3 ("),
            "{said}"
        );
        // Totals of other years are not set beside each other.
        let said = sweep(&["run.years=1,2"]).numbers(&study).unwrap_err().to_string();
        assert!(said.contains("run.years: cells are set beside each other year by year"), "{said}");
    }

    #[test]
    fn skipped_cells_say_why_and_the_others_go_on() {
        let study = Study::read("clinic.toml", CERTAIN, &NoFiles).unwrap();
        let model = study.model().unwrap();
        let experiment =
            Experiment::of(&study, &model, &["pay_total".to_owned()], RunOptions::trials(2)).unwrap();
        let found = sweep(&[&format!("{RATE}=-10,45")]).run((&study, &model), &experiment, &Silent).unwrap();
        assert!(
            found.cells[0].refused.as_ref().unwrap().contains("found -10")
                && found.cells[0].values.is_empty()
        );
        assert_eq!(found.cells[1].values[0].mean, Estimate::exact(900e3));
        assert_eq!(found.ran().map(|(place, _)| place).collect::<Vec<_>>(), [1]);
        assert_eq!(found.fresh, None, "no margin was measured");
    }

    #[test]
    fn numbers_that_cannot_be_varied_are_told_together() {
        let study = Study::read("clinic.toml", CERTAIN, &NoFiles).unwrap();
        let said = |texts: &[&str]| sweep(texts).numbers(&study).unwrap_err().to_string();
        let found = said(&["plan.productoin.pay=1,2", "run.seed=1,2", "nobody:outlook.pay_growth=0,1"]);
        assert!(found.contains("did you mean `plan.production`?"), "{found}");
        assert!(found.contains("run.seed: cells meet the same luck"), "{found}");
        assert!(found.contains("nobody"), "{found}");
        // Two spellings of one number.
        let found = said(&[&format!("{RATE}=1,2"), "higher:plan.production.pay.wrvu.tiers[0].rate=1,2"]);
        assert!(found.contains("varied twice"), "{found}");
        let both = [&format!("baseline:{RATE}=1,2")[..], &format!("higher:{RATE}=1,2")];
        assert_eq!(sweep(&both).numbers(&study).unwrap().len(), 2, "of two arms");
    }

    #[test]
    fn funding_stays_as_it_was_found_unless_it_is_asked_for_anew() {
        let text = format!("{CERTAIN}\n        [variant.higher.funding]\n        plans = [\"production\"]\n");
        let study = Study::read("clinic.toml", &text, &NoFiles);
        let study = study.unwrap_or_else(|refused| panic!("{refused}"));
        let model = study.model().unwrap();
        let options = RunOptions::trials(2);
        let experiment = Experiment::of(&study, &model, &["pay_total".to_owned()], options).unwrap();
        let kept = sweep(&[&format!("higher:{RATE}=50,55")]);
        let found = kept.run((&study, &model), &experiment, &Silent).unwrap();
        let own = found.column(1, None, "pay_total").unwrap();
        // As stated the factor is 45/50, so that pay costs what it costs today; at 55 it is a tenth more.
        assert!((found.cells[0].values[own].mean.value - 900e3).abs() < 100.0);
        assert!((found.cells[1].values[own].mean.value - 990e3).abs() < 110.0);
        let anew = kept.clone().funding_anew().run((&study, &model), &experiment, &Silent).unwrap();
        assert!((anew.cells[1].values[own].mean.value - 900e3).abs() < 100.0);
    }
}
