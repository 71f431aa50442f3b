//! Everything that threads share.

use crate::engine::arm::ArmFrame;
use crate::engine::luck::{Chance, TrialLuck};
use crate::engine::measure::{Layout, Metric};
use crate::engine::tally::{BestArms, Outcome, Pivots, Segment, WholeTrials};
use crate::model::{Arm, Model};
use crate::payer::LineOfBusiness;
use crate::tile::{TILE, tiles};
use std::sync::Mutex;

/// What follows from a roster.
struct OnRoster<'m> {
    model: &'m Model,
    layout: Layout,
    frames: Vec<ArmFrame<'m>>,
}

/// What a trial meets of what follows from its roster.
#[derive(Clone, Copy)]
pub(crate) struct Met<'a, 'm> {
    pub(crate) model: &'m Model,
    /// Rows are the same on every roster; how many physicians a group has is not.
    pub(crate) layout: &'a Layout,
    pub(crate) frames: &'a [ArmFrame<'m>],
}

/// Everything that threads share.
pub(crate) struct Shared<'m> {
    pub(crate) model: &'m Model,
    pub(crate) layout: Layout,
    /// By arm, on the first roster: what a trial meets is said by [`Shared::on`].
    pub(crate) frames: Vec<ArmFrame<'m>>,
    /// On each roster beside the first.
    further: Vec<OnRoster<'m>>,
    /// By arm, whether its scenario is another on another roster: its budget-neutral rates are.
    pub(crate) is_another: Vec<bool>,
    pub(crate) chance: Chance,
    /// What arms without chance meet.
    none: TrialLuck,
    /// By arm, then year.
    pub(crate) pivots: Vec<Pivots>,
    pub(crate) segments: Vec<Mutex<Segment>>,
    pub(crate) horizon: Vec<Mutex<WholeTrials>>,
    pub(crate) best: Mutex<BestArms>,
}

fn unlocked<T>(all: Vec<Mutex<T>>) -> Vec<T> {
    all.into_iter().map(|one| one.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)).collect()
}

impl<'m> Shared<'m> {
    /// Everything a run needs, with pivots of zero.
    pub(crate) fn new(model: &'m Model) -> Shared<'m> {
        let layout = Layout::new(model);
        let zeros = Pivots {
            physicians: vec![0.0; tiles(model.len()) * Metric::KEPT * TILE],
            rows: vec![0.0; layout.rows.len()],
        };
        let frames_on = |model: &'m Model| model.arms.iter().map(|arm| ArmFrame::new(model, arm)).collect();
        let on_roster = |model| OnRoster { model, layout: Layout::new(model), frames: frames_on(model) };
        let is_another = |(place, arm): (usize, &Arm)| {
            model.further.iter().any(|other| other.arms[place].scenario != arm.scenario)
        };
        Shared {
            model,
            further: model.further.iter().map(on_roster).collect(),
            is_another: model.arms.iter().enumerate().map(is_another).collect(),
            frames: frames_on(model),
            chance: Chance::new(model),
            none: TrialLuck::none(
                tiles(model.len()),
                model.contract_names.len(),
                LineOfBusiness::ALL.len(),
                model.years,
            ),
            pivots: vec![zeros; model.arms.len() * model.years],
            segments: Vec::new(),
            horizon: Vec::new(),
            best: Mutex::new(BestArms::new(model.arms.len())),
            layout,
        }
    }

    /// The same with other process noise; 0 is the usual one.
    pub(crate) fn with_noise(mut self, replicate: u64) -> Shared<'m> {
        self.chance = Chance::with_noise(self.model, replicate);
        self
    }

    /// What a trial, counted from 0, meets of what follows from its roster.
    pub(crate) fn on(&self, trial: u64) -> Met<'_, 'm> {
        let place = self.model.roster_of(trial).checked_sub(1);
        match place.and_then(|place| self.further.get(place)) {
            Some(own) => Met { model: own.model, layout: &own.layout, frames: &own.frames },
            None => Met { model: self.model, layout: &self.layout, frames: &self.frames },
        }
    }

    /// The luck that an arm meets: the trial's own, or none where its scenario says so.
    pub(crate) fn met_by<'a>(&'a self, arm: usize, drawn: &'a TrialLuck) -> &'a TrialLuck {
        if self.frames[arm].arm.scenario.chance.none { &self.none } else { drawn }
    }

    /// The results of the trials so far, taken out.
    pub(crate) fn outcome(&mut self, trials: u64) -> Outcome {
        let segments = unlocked(std::mem::take(&mut self.segments));
        let horizon = unlocked(std::mem::take(&mut self.horizon));
        let best = std::mem::take(&mut self.best);
        let best = best.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        Outcome::new(self.model, self.layout.clone(), segments, horizon, best, trials)
    }

    /// Puts results back, to be added to.
    pub(crate) fn go_on(&mut self, outcome: Outcome) {
        let (segments, horizon, best) = outcome.into_parts();
        self.segments = segments.into_iter().map(Mutex::new).collect();
        self.horizon = horizon.into_iter().map(Mutex::new).collect();
        self.best = Mutex::new(best);
    }
}
