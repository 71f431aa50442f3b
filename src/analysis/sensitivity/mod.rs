//! What drives the results: which uncertain numbers, whether the ranking of arms holds, and what it is worth to know them.
//!
//! One command asks all methods the same question, on common luck: the run's own trials first, then one number at a time at
//! its ends, then designs in which all numbers move. [`sensitivity`] takes them in a fixed order, each in samples that are
//! simulated in parallel, so that results do not hang on threads and an enquiry that was stopped goes on where it was.
//!
//! What a number that nothing uses changes is exactly nothing, in every method: where all points of one-way ends,
//! trajectories, and pick and freeze agree to the bit, what the run's own trials seem to tell of it is chance, and is
//! nothing, too.

mod asked;
mod bench;
mod designs;
pub mod estimators;
mod flips;
mod found;
mod freed;
mod given_data;
mod information;
mod inputs;
mod one_way;
mod outputs;
mod pattern;
mod plan;
mod screening;
#[cfg(test)]
mod toy;

pub use asked::{FreedRange, SensitivityAsked, USUAL_MEASURES, USUAL_MOST, USUAL_POINTS};
pub use found::{
    ArmsChosen, Driver, FlipPoint, FlipRow, InformationFound, InformationRow, LeftToChance, MethodEffort,
    Sensitivity, SensitivityMethod, SensitivityRow, TornadoBar,
};
pub use inputs::{INPUT_ENDS, InputGroup, VariedInput, VariedInputs};
pub use outputs::{ArmContrast, CHOSEN_BY, SoughtMeasure, SoughtOutputs};
pub use plan::SensitivityPlan;

use crate::engine::{Picks, Progress, RunOptions, drawn_values};
use crate::model::{Model, Unknown};
use crate::study::{Study, StudyFault};
use bench::{Bench, EngineBench};
use designs::{DesignFault, Designs};
use estimators::Spanned;
use flips::FlipSearch;
use freed::freed;
use one_way::OneWay;
use outputs::ArmValues;

/// A sensitivity that is ready to be taken: what may be varied is found, and every name is known.
#[derive(Clone, Debug)]
pub struct SensitivityQuestion {
    asked: SensitivityAsked,
    /// The model with freed numbers open.
    model: Model,
    /// All that may be varied.
    inputs: VariedInputs,
    outputs: SoughtOutputs,
    picks: Picks,
}

impl SensitivityQuestion {
    /// Of a study and its model, funded.
    ///
    /// # Errors
    ///
    /// [`StudyFault::Unknown`]: names of measures, numbers or arms that are not there, or nothing that could be varied;
    /// [`StudyFault::Refused`]: ranges that a scenario may not state.
    pub fn of(
        study: &Study,
        model: &Model,
        asked: &SensitivityAsked,
    ) -> Result<SensitivityQuestion, StudyFault> {
        let (freed, model) = freed(study, model, &asked.free)?;
        let inputs = VariedInputs::of(study, (&model, &freed), asked)?;
        if inputs.all.is_empty() {
            let instead = "it draws none, and no range is given; `--free PATH=LOW..HIGH` varies a number that it states";
            return Err(Unknown::new("uncertain numbers of the scenario", instead).into());
        }
        let contrasts = contrasts(&model, asked)?;
        let (outputs, picks) = SoughtOutputs::of(&model, &asked.measures, contrasts)?;
        let picks = Picks::find(&model, &picks)?;
        Ok(SensitivityQuestion { asked: asked.clone(), model, inputs, outputs, picks })
    }

    /// How many points it takes at most for a run of so many trials.
    #[must_use]
    pub fn points(&self, trials: u64) -> u64 {
        let inputs = self.inputs.all.len().min(self.asked.most.max(1));
        let plan = SensitivityPlan::of(&self.asked, trials, self.is_correlated());
        plan.points(inputs, self.inputs.groups.len(), self.model.arms.len())
    }

    fn bench<'a>(
        &'a self,
        inputs: &'a VariedInputs,
        drawn: &'a [Vec<Vec<f64>>],
        options: RunOptions<'a>,
        progress: &'a dyn Progress,
    ) -> EngineBench<'a> {
        let (picks, outputs) = (self.picks.clone(), &self.outputs);
        EngineBench { model: &self.model, options, picks, inputs, outputs, drawn, progress }
    }

    fn is_correlated(&self) -> bool {
        self.inputs.all.iter().any(|input| input.together.len() > 1)
    }
}

/// The contrasts that are looked at: every arm less the baseline, or two arms, and arms themselves where asked for or
/// where there is but one.
fn contrasts(model: &Model, asked: &SensitivityAsked) -> Result<Vec<ArmContrast>, Unknown> {
    let level = |arm: usize| ArmContrast { arm, less: None };
    let mut found: Vec<ArmContrast> = Vec::new();
    if let Some((one, other)) = &asked.between {
        let (arm, less) = (model.directory.arm(one)?, model.directory.arm(other)?);
        if arm == less {
            return Err(Unknown::new(format!("difference of `{one}` from itself"), "name two arms"));
        }
        if asked.levels {
            found.extend([level(less), level(arm)]);
        }
        found.push(ArmContrast { arm, less: Some(less) });
        return Ok(found);
    }
    if asked.levels || model.arms.len() == 1 {
        found.extend((0..model.arms.len()).map(level));
    }
    found.extend((1..model.arms.len()).map(|arm| ArmContrast { arm, less: Some(0) }));
    Ok(found)
}

/// Takes a sensitivity: the run's own trials, which `options` say how many there are, and then points of all methods.
///
/// # Errors
///
/// As the engine; [`StudyFault::Unknown`] for a design that cannot be, and of fewer than two trials.
pub fn sensitivity(
    question: &SensitivityQuestion,
    options: RunOptions<'_>,
    progress: &dyn Progress,
) -> Result<Sensitivity, StudyFault> {
    let SensitivityQuestion { asked, model, inputs, outputs, .. } = question;
    if options.trials < 2 {
        let instead = "of one trial nothing says how exact it is; take two or more (`--trials`)";
        return Err(Unknown::new("spread of a single trial", instead).into());
    }
    let drawn: Vec<Vec<Vec<f64>>> =
        (0..model.arms.len()).map(|arm| drawn_values(model, arm, 0..options.trials)).collect();
    let mut taken = options.trials;
    let own = {
        let bench = question.bench(inputs, &drawn, options, progress);
        bench.values(&bench.as_drawn((0..options.trials).collect()))?
    };
    let values = values_of(model, inputs, &drawn, options.trials);
    let columns: Vec<Vec<f64>> =
        outputs.each().map(|(measure, contrast)| contrast.values(&own[measure])).collect();
    let (kept, left) = screening::screened(inputs, &values, &columns, asked.most.max(1));
    let inputs = inputs.keeping(&kept);
    let values: Vec<Vec<f64>> = kept.iter().map(|place| values[*place].clone()).collect();
    let bench = question.bench(&inputs, &drawn, options, progress);
    let pairs = inputs.pairs(model);
    let plan = SensitivityPlan::of(asked, options.trials, !pairs.is_empty());
    let trials = usize::try_from(options.trials).unwrap_or(usize::MAX);
    let one_way = OneWay { bench: &bench, own: &own, trials: plan.at_an_end.min(trials) };
    let (tornado, ends) = one_way::tornado(&one_way, &inputs, outputs)?;
    let rosters = model.rosters();
    let chosen = flips::chosen(&own[outputs.chosen_by], rosters);
    let one_way_points = (ends.len() * plan.at_an_end) as u64;
    let search =
        FlipSearch { one_way, inputs: &inputs, chosen: &chosen, measure: outputs.chosen_by, drawn: &values };
    let several = model.arms.len() > 1;
    let (flips, probes) = if several { search.rows(&ends)? } else { (Vec::new(), 0) };
    let one_way_points = one_way_points + (probes * plan.at_an_end) as u64;
    taken += one_way_points;
    let designs = Designs { bench: &bench, inputs: &inputs, outputs, pairs: &pairs, plan, seed: model.seed };
    let (mut rows, efforts) = designed(&designs, &mut taken)?;
    let idle = idle(&inputs, outputs, &tornado, &rows);
    let looked_at = (outputs, chosen.deciding(&outputs.contrasts));
    let told = given_data::from_own_trials(&values, &own, looked_at, model.seed);
    rows.splice(0..0, known_of_idle(told, &idle));
    let idle_in_choice = idle_in_choice(&inputs, (outputs, &own), &ends);
    let information = {
        let margins = (own[outputs.chosen_by].as_slice(), rosters);
        information::information((&inputs, &idle_in_choice), &values, margins, model.seed)
    };
    progress.done(question.points(options.trials).saturating_sub(taken));
    let mut found = Sensitivity {
        inputs,
        left,
        outputs: outputs.clone(),
        pairs,
        chosen,
        rows,
        tornado,
        flips,
        information,
        efforts: Vec::new(),
        trials: options.trials,
    };
    found.efforts = all_efforts(&found, one_way_points, efforts);
    Ok(found)
}

/// Values of the inputs in the run's own trials.
fn values_of(model: &Model, inputs: &VariedInputs, drawn: &[Vec<Vec<f64>>], trials: u64) -> Vec<Vec<f64>> {
    let of = |input: &VariedInput| {
        if input.is_free {
            return (0..trials).map(|trial| input.value(input.free_probability(model, trial))).collect();
        }
        let arm = input.places.iter().position(Option::is_some);
        arm.and_then(|arm| Some(drawn[arm][input.places[arm]?].clone())).unwrap_or_default()
    };
    inputs.all.iter().map(of).collect()
}

/// Methods with the points that each took.
type PointsOf = Vec<(SensitivityMethod, u64)>;

/// Figures of the methods that choose their points, with what each took.
fn designed(designs: &Designs<'_>, taken: &mut u64) -> Result<(Vec<SensitivityRow>, PointsOf), StudyFault> {
    let fault = |fault: DesignFault| match fault {
        DesignFault::Engine(fault) => StudyFault::from(fault),
        DesignFault::Refused(refused) => {
            Unknown::new("design of points", format!("it cannot be: {refused}")).into()
        }
    };
    let mut rows = Vec::new();
    let mut efforts = Vec::new();
    let mut take = |method, (found, points): designs::DesignFound| {
        rows.extend(found);
        efforts.push((method, points));
        *taken += points;
    };
    take(SensitivityMethod::Morris, designs.morris().map_err(fault)?);
    take(SensitivityMethod::Sobol, designs.sobol().map_err(fault)?);
    if designs.plan.walks > 0 {
        take(SensitivityMethod::Shapley, designs.shapley().map_err(fault)?);
    }
    Ok((rows, efforts))
}

/// Inputs that change nothing of an output, at any point: by output, then input.
type IdleInputs = Vec<(usize, ArmContrast, usize)>;

fn idle(
    inputs: &VariedInputs,
    outputs: &SoughtOutputs,
    tornado: &[TornadoBar],
    rows: &[SensitivityRow],
) -> IdleInputs {
    let nothing = |figure: Spanned| figure.value == 0.0 && figure.low == figure.high;
    let mut found = IdleInputs::new();
    for (measure, contrast) in outputs.each() {
        for input in 0..inputs.all.len() {
            let is_own =
                |bar: &&TornadoBar| bar.measure == measure && bar.contrast == contrast && bar.input == input;
            let still = tornado.iter().filter(is_own).all(|bar| {
                nothing(bar.swing)
                    && bar
                        .results
                        .iter()
                        .all(|result| (result.value, result.low) == (bar.as_drawn.value, bar.as_drawn.low))
            });
            let moves = rows.iter().any(|row| {
                let holds = matches!(&row.driver, Driver::Inputs(places) if places.contains(&input));
                let says = matches!(row.statistic, "mu_star" | "total");
                holds && says && row.measure == measure && row.contrast == contrast && row.figure.value != 0.0
            });
            if still && !moves {
                found.push((measure, contrast, input));
            }
        }
    }
    found
}

/// What the run's own trials tell, with nothing of inputs that change nothing.
fn known_of_idle(mut rows: Vec<SensitivityRow>, idle: &IdleInputs) -> Vec<SensitivityRow> {
    for row in &mut rows {
        let is_idle = idle.iter().any(|(measure, contrast, input)| {
            (row.measure, row.contrast) == (*measure, *contrast) && row.driver == Driver::Inputs(vec![*input])
        });
        if is_idle {
            row.figure = Spanned { value: 0.0, low: 0.0, high: 0.0 };
        }
    }
    rows
}

/// Inputs that change the margin of every arm by nothing, or by the same, and are correlated with none that does: whoever
/// knew such a one would know something of the other.
fn idle_in_choice(
    inputs: &VariedInputs,
    (outputs, own): (&SoughtOutputs, &ArmValues),
    ends: &[one_way::AtPoint],
) -> Vec<bool> {
    let own = &own[outputs.chosen_by];
    let still = |input: usize| {
        ends[2 * input..2 * input + 2].iter().all(|end| end.changes_nothing(outputs.chosen_by, own))
    };
    let still: Vec<bool> = (0..inputs.all.len()).map(still).collect();
    let tells_nothing = |input: &VariedInput| input.together.iter().all(|member| still[*member]);
    inputs.all.iter().map(tells_nothing).collect()
}

/// What each method took, with the middle half-width of its intervals for the first measure.
fn all_efforts(found: &Sensitivity, one_way: u64, designs: PointsOf) -> Vec<MethodEffort> {
    let first = found.outputs.measures[0].unit;
    let own = [SensitivityMethod::Rank, SensitivityMethod::GivenData].map(|method| (method, found.trials));
    let all = own.into_iter().chain([(SensitivityMethod::OneWay, one_way)]).chain(designs);
    let all = all.chain(found.information.as_ref().map(|_| (SensitivityMethod::Information, found.trials)));
    let effort = |(method, points)| {
        let own = found.rows.iter().filter(|row| row.measure == 0 && row.method == method);
        let unit = match method {
            SensitivityMethod::OneWay | SensitivityMethod::Morris => first,
            SensitivityMethod::Information => CHOSEN_BY.definition().unit,
            SensitivityMethod::Rank => given_data::CORRELATION,
            SensitivityMethod::GivenData | SensitivityMethod::Sobol | SensitivityMethod::Shapley => {
                given_data::SHARE_OF_VARIANCE
            }
        };
        let half = |figure: &Spanned| 0.5 * (figure.high - figure.low);
        let mut widths: Vec<f64> = match method {
            SensitivityMethod::OneWay => {
                let bars = found.tornado.iter().filter(|bar| bar.measure == 0);
                bars.map(|bar| half(&bar.swing)).collect()
            }
            SensitivityMethod::Information => {
                let rows = found.information.iter().flat_map(|all| &all.rows);
                rows.filter(|row| row.worth.value > 0.0).map(|row| half(&row.worth)).collect()
            }
            SensitivityMethod::Rank
            | SensitivityMethod::GivenData
            | SensitivityMethod::Morris
            | SensitivityMethod::Sobol
            | SensitivityMethod::Shapley => own.map(|row| half(&row.figure)).collect(),
        };
        widths.retain(|width| width.is_finite() && *width > 0.0);
        let half_width = (!widths.is_empty()).then(|| crate::analysis::estimate::median(&widths));
        MethodEffort { method, points, half_width, unit }
    };
    all.map(effort).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::normal_quantile;
    use crate::random::Seed;
    use bench::Bench;
    use toy::{Margin, ToyBench};

    /// An arm of 0 and one of z₀; z₁ = 0.9 z₀ + √0.19 z is used by neither. To know z₀ is worth E max(0, z₀) = φ(0) = 0.3989,
    /// and to know z₁ alone 0.9 φ(0) = 0.3590: E[z₀ | z₁] = 0.9 z₁. Where they are not correlated, z₁ is worth nothing.
    #[test]
    fn what_does_nothing_may_tell_of_what_does() {
        let margin: Margin = |arm, p, _| if arm == 0 { 0.0 } else { normal_quantile(p[0]) };
        let bench = ToyBench { arms: 2, inputs: 2, margin, rosters: 1 };
        let own = bench.values(&bench.as_drawn((0..2_000).collect())).unwrap();
        let (mut inputs, outputs) = (toy::inputs(2, 2), SoughtOutputs::margins(2));
        let one_way = OneWay { bench: &bench, own: &own, trials: 16 };
        let (_, ends) = one_way::tornado(&one_way, &inputs, &outputs).unwrap();
        let idle = |inputs: &VariedInputs| idle_in_choice(inputs, (&outputs, &own), &ends);
        assert_eq!(idle(&inputs), [false, true]);
        for input in &mut inputs.all {
            input.together = vec![0, 1];
        }
        assert_eq!(idle(&inputs), [false, false]);
        let z = |input| (0..2_000).map(move |trial| normal_quantile(ToyBench::drawn(input, trial)));
        let first: Vec<f64> = z(0).collect();
        let second = first.iter().zip(z(1)).map(|(one, z)| 0.9 * one + 0.19_f64.sqrt() * z).collect();
        let known = idle(&inputs);
        let found = information::information((&inputs, &known), &[first, second], (&own[0], 1), Seed(1));
        let worth = |place: usize| {
            let rows = found.iter().flat_map(|found| &found.rows);
            rows.filter(|row| row.driver == Driver::Inputs(vec![place]))
                .map(|row| row.worth.value)
                .sum::<f64>()
        };
        assert!((worth(0) - 0.3989).abs() < 0.04 && (worth(1) - 0.3590).abs() < 0.04, "{found:?}");
    }
}
