//! Benches without an engine, for tests: margins by a formula of probabilities and luck.

use super::bench::{Batch, Bench};
use super::inputs::{InputGroup, VariedInput, VariedInputs};
use super::outputs::ArmValues;
use crate::engine::Fault;
use crate::random::{Distribution, Draws, EntityKey, Seed, Stream, unit};

/// The margin of an arm at probabilities of the inputs and a luck.
pub(super) type Margin = fn(usize, &[f64], f64) -> f64;

pub(super) struct ToyBench {
    pub(super) arms: usize,
    pub(super) inputs: usize,
    pub(super) margin: Margin,
    /// Rosters that trials meet in turn: each adds its place, counted from 0, to the luck.
    pub(super) rosters: usize,
}

impl ToyBench {
    /// The probability of an input in a trial; of the place after the last input, its luck.
    pub(super) fn drawn(input: usize, trial: u64) -> f64 {
        let draws = Draws::open(Seed(3), Stream::Parameter);
        unit(draws.words(EntityKey(input as u64 + 1), trial, 0, 0)[0])
    }
}

impl Bench for ToyBench {
    fn values(&self, batch: &Batch) -> Result<ArmValues, Fault> {
        let at = |input: usize, point: usize| {
            let stated = batch.at.get(input).and_then(|at| at.get(point)).copied();
            stated.filter(|p| !p.is_nan()).unwrap_or_else(|| ToyBench::drawn(input, batch.luck[point]))
        };
        let arm = |arm: usize| {
            let points = 0..batch.luck.len();
            let value = |point: usize| {
                let here: Vec<f64> = (0..self.inputs).map(|input| at(input, point)).collect();
                let roster = batch.luck[point] % self.rosters as u64;
                (self.margin)(arm, &here, ToyBench::drawn(self.inputs, batch.luck[point]) + roster as f64)
            };
            points.map(value).collect()
        };
        Ok(vec![(0..self.arms).map(arm).collect()])
    }

    fn as_drawn(&self, trials: Vec<u64>) -> Batch {
        Batch { luck: trials, at: vec![Vec::new(); self.inputs] }
    }

    fn rosters(&self) -> usize {
        self.rosters
    }
}

/// Inputs `x0`, `x1`, ..., each uniform on 0 to 10, in one group.
pub(super) fn inputs(n: usize, arms: usize) -> VariedInputs {
    let input = |place: usize| VariedInput {
        name: format!("x{place}"),
        path: format!("x{place}"),
        unit: "$",
        meaning: String::new(),
        is_free: false,
        group: 0,
        together: vec![place],
        laws: vec![Some(Distribution::Uniform { min: 0.0, max: 10.0 }); arms],
        places: vec![Some(place); arms],
    };
    let groups = vec![InputGroup { name: "x".to_owned(), members: (0..n).collect() }];
    VariedInputs { all: (0..n).map(input).collect(), groups }
}
