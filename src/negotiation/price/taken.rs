//! What is taken of every trial of an arm: its measures, and what each who bears something receives.

use super::bearers::{MoneyPart, Receiving, receiving};
use super::measured::MEASURED;
use crate::engine::Pick;
use crate::model::Model;
use crate::units::{Cents, nearest};

/// What is to be taken of an arm.
#[derive(Debug)]
pub(super) struct Taking {
    /// Who receives what.
    pub(super) bearers: Vec<Receiving>,
    picks: Vec<Pick>,
}

/// What was taken of an arm, trial by trial.
#[derive(Debug)]
pub(super) struct Taken {
    /// Measure by measure, $.
    pub(super) measures: Vec<Vec<f64>>,
    /// Bearer by bearer, cents.
    pub(super) received: Vec<Vec<i64>>,
}

impl Taking {
    /// Of an arm of a model, by its place.
    pub(super) fn of(model: &Model, arm: usize) -> Taking {
        let bearers = receiving(model, arm);
        let horizon = MEASURED.iter().map(|metric| Pick::horizon(arm, *metric));
        let parts = bearers.iter().flat_map(|bearer| bearer.parts.iter().map(|part| part.pick.clone()));
        let picks = horizon.chain(parts).collect();
        Taking { bearers, picks }
    }

    /// Values of each trial.
    pub(super) fn len(&self) -> usize {
        self.picks.len()
    }

    /// What to take of every trial.
    pub(super) fn picks(&self) -> impl Iterator<Item = Pick> {
        self.picks.iter().cloned()
    }

    /// Puts together what was taken.
    pub(super) fn collect(&self, values: &[Vec<f64>]) -> Taken {
        let (measures, parts) = values.split_at(MEASURED.len());
        let trials = measures.first().map_or(0, Vec::len);
        let mut parts = parts.iter();
        let received = self.bearers.iter().map(|bearer| {
            let mut sum = vec![0_i64; trials];
            for (MoneyPart { times, .. }, own) in bearer.parts.iter().zip(&mut parts) {
                for (sum, value) in sum.iter_mut().zip(own) {
                    *sum += cents(times * value);
                }
            }
            sum
        });
        Taken { received: received.collect(), measures: measures.to_vec() }
    }
}

/// Whole cents of dollars that are.
fn cents(dollars: f64) -> i64 {
    let Cents(cents) = Cents::round(dollars);
    cents
}

/// Dollars of the 5th percentile, as tables of a run have it: from whole cents.
pub(super) fn in_cents(dollars: f64) -> i64 {
    nearest(100.0 * dollars)
}
