//! Everything that threads share.

use crate::engine::arm::ArmFrame;
use crate::engine::luck::{Chance, TrialLuck};
use crate::engine::measure::{Layout, Metric};
use crate::engine::tally::{Outcome, Pivots, Segment};
use crate::model::Model;
use crate::payer::LineOfBusiness;
use crate::stats::{MomentTable, QuantileTable};
use crate::tile::{TILE, tiles};
use std::sync::Mutex;

/// Everything that threads share.
pub(crate) struct Shared<'m> {
    pub(crate) model: &'m Model,
    pub(crate) layout: Layout,
    pub(crate) frames: Vec<ArmFrame<'m>>,
    pub(crate) chance: Chance,
    /// What arms without chance meet.
    none: TrialLuck,
    /// By arm, then year.
    pub(crate) pivots: Vec<Pivots>,
    pub(crate) horizon_pivots: Vec<Vec<f64>>,
    pub(crate) segments: Vec<Mutex<Segment>>,
    pub(crate) horizon: Vec<Mutex<(MomentTable, QuantileTable)>>,
}

fn unlocked<T>(all: Vec<Mutex<T>>) -> Vec<T> {
    all.into_iter().map(|one| one.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)).collect()
}

impl<'m> Shared<'m> {
    /// Everything a run needs, with pivots of zero.
    pub(crate) fn new(model: &'m Model) -> Shared<'m> {
        let layout = Layout::new(model);
        let zeros = Pivots {
            physicians: vec![0.0; tiles(model.len()) * Metric::COUNT * TILE],
            rows: vec![0.0; layout.rows.len()],
        };
        Shared {
            model,
            frames: model.arms.iter().map(|arm| ArmFrame::new(model, arm)).collect(),
            chance: Chance::new(model),
            none: TrialLuck::none(
                tiles(model.len()),
                model.contract_names.len(),
                LineOfBusiness::ALL.len(),
                model.years,
            ),
            pivots: vec![zeros; model.arms.len() * model.years],
            horizon_pivots: vec![vec![0.0; layout.horizon.len()]; model.arms.len()],
            segments: Vec::new(),
            horizon: Vec::new(),
            layout,
        }
    }

    /// The same with other process noise; 0 is the usual one.
    pub(crate) fn with_noise(mut self, replicate: u64) -> Shared<'m> {
        self.chance = Chance::with_noise(self.model, replicate);
        self
    }

    /// The luck that an arm meets: the trial's own, or none where its scenario says so.
    pub(crate) fn met_by<'a>(&'a self, arm: usize, drawn: &'a TrialLuck) -> &'a TrialLuck {
        if self.frames[arm].arm.scenario.chance.none { &self.none } else { drawn }
    }

    /// The results of the trials so far, taken out.
    pub(crate) fn outcome(&mut self, trials: u64) -> Outcome {
        let segments = unlocked(std::mem::take(&mut self.segments));
        let horizon = unlocked(std::mem::take(&mut self.horizon));
        Outcome::new(self.model, self.layout.clone(), segments, horizon, trials)
    }

    /// Puts results back, to be added to.
    pub(crate) fn go_on(&mut self, outcome: Outcome) {
        let (segments, horizon) = outcome.into_parts();
        self.segments = segments.into_iter().map(Mutex::new).collect();
        self.horizon = horizon.into_iter().map(Mutex::new).collect();
    }
}
