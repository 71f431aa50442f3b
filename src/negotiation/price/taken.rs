//! What is taken of every trial of an arm: its measures, and what each who bears something receives.

use super::bearers::{BearerKind, MEASURED, Receiving, receiving};
use crate::engine::Pick;
use crate::ledger::ContractFlow;
use crate::model::Model;
use crate::units::Cents;

/// What is to be taken of an arm.
#[derive(Debug)]
pub(super) struct Taking {
    /// Who receives what.
    pub(super) bearers: Vec<Receiving>,
    picks: Vec<Pick>,
}

/// What was taken of an arm, trial by trial.
#[derive(Debug)]
pub(super) struct TakenTrials {
    /// Measure by measure, $.
    pub(super) measures: Vec<Vec<f64>>,
    /// Bearer by bearer, cents.
    pub(super) received: Vec<Vec<i64>>,
    /// Of each bearer that is a payer, what it pays beside visits less what it takes, cents; of others nothing.
    pub(super) settled: Vec<Vec<i64>>,
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
    pub(super) fn collect(&self, values: &[Vec<f64>]) -> TakenTrials {
        let (measures, parts) = values.split_at(MEASURED.len());
        let trials = measures.first().map_or(0, Vec::len);
        let mut parts = parts.iter();
        let (mut received, mut settled) = (Vec::new(), Vec::new());
        for bearer in &self.bearers {
            let (mut all, mut beside_visits) = (vec![0_i64; trials], vec![0_i64; trials]);
            for (part, own) in bearer.parts.iter().zip(&mut parts) {
                let is_visits = part.pick.metric == ContractFlow::Professional.purpose();
                for (trial, value) in own.iter().enumerate() {
                    let amount = cents(part.times * value);
                    all[trial] += amount;
                    beside_visits[trial] -= if is_visits { 0 } else { amount };
                }
            }
            received.push(all);
            settled.push(if bearer.kind == BearerKind::Payer { beside_visits } else { Vec::new() });
        }
        TakenTrials { received, settled, measures: measures.to_vec() }
    }
}

/// Whole cents of dollars that are.
fn cents(dollars: f64) -> i64 {
    let Cents(cents) = Cents::round(dollars);
    cents
}
