//! Where points are tried: luck and numbers go in, measures of every arm come out, on common luck.

use super::inputs::VariedInputs;
use super::outputs::{ArmValues, SoughtOutputs};
use crate::engine::{Fault, Picks, Points, Progress, RunOptions, sample_at};
use crate::model::Model;

/// Points that are tried together.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Batch {
    /// The trial, counted from 0, whose luck each point meets.
    pub(super) luck: Vec<u64>,
    /// By input, the probability of its value at each point: not a number where it is left as the trial draws it. Empty
    /// for an input that is so left at every point.
    pub(super) at: Vec<Vec<f64>>,
}

/// Whatever gives the measures of arms at points.
pub(super) trait Bench {
    /// Values by measure, arm and point.
    ///
    /// # Errors
    ///
    /// As the engine: that somebody asked to stop.
    fn values(&self, batch: &Batch) -> Result<ArmValues, Fault>;

    /// Points in trials, counted from 0, with every input as its trial has it.
    fn as_drawn(&self, trials: Vec<u64>) -> Batch;

    /// Rosters that trials meet in turn.
    fn rosters(&self) -> usize;
}

/// The engine on one model.
pub(super) struct EngineBench<'a> {
    pub(super) model: &'a Model,
    pub(super) options: RunOptions<'a>,
    pub(super) picks: Picks,
    pub(super) inputs: &'a VariedInputs,
    pub(super) outputs: &'a SoughtOutputs,
    /// What trials draw: by arm, drawn number and trial.
    pub(super) drawn: &'a [Vec<Vec<f64>>],
    pub(super) progress: &'a dyn Progress,
}

impl Batch {
    /// Points at probabilities of every input, `[input][point]`, each with its luck.
    pub(super) fn at(luck: Vec<u64>, points: &[Vec<f64>]) -> Batch {
        Batch { luck, at: points.to_vec() }
    }

    /// The same points with one input at a probability.
    pub(super) fn with(&self, input: usize, probability: f64) -> Batch {
        let mut other = self.clone();
        other.at[input] = vec![probability; self.luck.len()];
        other
    }

    /// These points and then others, of as many inputs.
    pub(super) fn then(mut self, more: &Batch) -> Batch {
        let (first, all) = (self.luck.len(), self.luck.len() + more.luck.len());
        self.luck.extend(&more.luck);
        self.at.resize(more.at.len().max(self.at.len()), Vec::new());
        for (own, more) in self.at.iter_mut().zip(&more.at) {
            if !own.is_empty() || !more.is_empty() {
                own.resize(first, f64::NAN);
                own.extend(more);
                own.resize(all, f64::NAN);
            }
        }
        self
    }
}

impl EngineBench<'_> {
    /// What an arm draws in a trial at a place.
    fn drawn(&self, arm: usize, place: usize, trial: u64) -> f64 {
        let column = self.drawn.get(arm).and_then(|arm| arm.get(place));
        let value = column.and_then(|column| column.get(usize::try_from(trial).ok()?));
        value.copied().unwrap_or_else(|| self.model.arms[arm].drawn[place].leaf.distribution.mean())
    }
}

impl Bench for EngineBench<'_> {
    fn values(&self, batch: &Batch) -> Result<ArmValues, Fault> {
        let mut points = Points::new(batch.luck.clone());
        for (input, at) in self.inputs.all.iter().zip(&batch.at).filter(|(_, at)| !at.is_empty()) {
            for (arm, law) in input.laws.iter().enumerate() {
                let Some((law, place)) = law.as_ref().zip(input.places[arm]) else { continue };
                let value = |(p, trial): (&f64, &u64)| {
                    if p.is_nan() { self.drawn(arm, place, *trial) } else { law.quantile(*p) }
                };
                let path = &self.model.arms[arm].drawn[place].leaf.path;
                points.set(Some(arm), path, at.iter().zip(&batch.luck).map(value).collect());
            }
        }
        Ok(self.outputs.by_arm(&sample_at(self.model, self.options, &points, &self.picks, self.progress)?))
    }

    fn as_drawn(&self, trials: Vec<u64>) -> Batch {
        let column = |input: &super::inputs::VariedInput| {
            if input.is_free {
                trials.iter().map(|trial| input.free_probability(self.model, *trial)).collect()
            } else {
                Vec::new()
            }
        };
        let at = self.inputs.all.iter().map(column).collect();
        Batch { luck: trials, at }
    }

    fn rosters(&self) -> usize {
        self.model.rosters()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_follow_one_another() {
        let bare = Batch { luck: vec![4, 5], at: vec![Vec::new(), Vec::new(), vec![0.1, 0.2]] };
        let whole = bare.clone().then(&bare.with(1, 0.95));
        assert_eq!(whole.luck, [4, 5, 4, 5]);
        assert!(whole.at[0].is_empty());
        assert!(whole.at[1][..2].iter().all(|p| p.is_nan()));
        assert_eq!(whole.at[1][2..], [0.95, 0.95]);
        assert_eq!(whole.at[2], [0.1, 0.2, 0.1, 0.2]);
        let behind = bare.with(0, 0.5).then(&bare);
        assert!(behind.at[0][2..].iter().all(|p| p.is_nan()) && behind.at[0].len() == 4);
        assert_eq!(Batch::default().then(&bare).at[2], [0.1, 0.2]);
    }
}
