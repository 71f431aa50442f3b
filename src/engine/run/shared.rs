//! Everything that threads share.

use super::points::PlacedPoints;
use crate::engine::BLOCK;
use crate::engine::arm::ArmFrame;
use crate::engine::luck::{Chance, TrialLuck, YearLuck};
use crate::engine::measure::{Layout, Metric};
use crate::engine::tally::{
    BestArms, BlockSet, Outcome, PartKind, PartSoFar, Pivots, Segment, Tallied, TallyPart, TrialEnd,
    WholeTrials,
};
use crate::model::{Arm, Model};
use crate::payer::LineOfBusiness;
use crate::tile::{TILE, tiles};
use std::sync::Mutex;

/// What follows from a roster.
struct OnRoster<'m> {
    layout: Layout,
    frames: Vec<ArmFrame<'m>>,
}

/// What a trial meets of what follows from its roster.
#[derive(Clone, Copy)]
pub(crate) struct Met<'a, 'm> {
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
    /// Where trials are points of a design.
    points: Option<PlacedPoints<'m>>,
    /// What arms without chance meet, over a trial and in a year.
    none: TrialLuck,
    none_of_year: YearLuck,
    /// By arm, then year.
    pub(crate) pivots: Vec<Pivots>,
    /// Whether what trials come to is counted; a sample takes some of their values and counts nothing.
    pub(super) counts: bool,
    pub(crate) segments: Vec<Mutex<Tallied<Segment>>>,
    pub(crate) horizon: Vec<Mutex<Tallied<WholeTrials>>>,
    pub(crate) best: Mutex<Tallied<BestArms>>,
}

fn unlocked<T>(all: Vec<Mutex<Tallied<T>>>) -> Vec<T> {
    let own = |one: Mutex<Tallied<T>>| one.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).of;
    all.into_iter().map(own).collect()
}

/// Locks what the first so many blocks came to.
fn locked<T>(blocks: u64, all: impl IntoIterator<Item = T>) -> Vec<Mutex<Tallied<T>>> {
    all.into_iter().map(|one| Mutex::new(Tallied::of_first(blocks, one))).collect()
}

fn lent<T>(all: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    all.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl<'m> Shared<'m> {
    /// Everything a run needs, with pivots of zero.
    pub(crate) fn new(model: &'m Model) -> Shared<'m> {
        let shared = Shared::of_samples(model);
        let zeros = Pivots {
            physicians: vec![0.0; tiles(model.len()) * Metric::KEPT * TILE],
            rows: vec![0.0; shared.layout.rows.len()],
        };
        Shared { pivots: vec![zeros; model.arms.len() * model.years], counts: true, ..shared }
    }

    /// Everything that samples need, which count nothing.
    pub(crate) fn of_samples(model: &'m Model) -> Shared<'m> {
        let layout = Layout::new(model);
        let frames_on = |model: &'m Model| model.arms.iter().map(|arm| ArmFrame::new(model, arm)).collect();
        let on_roster = |model| OnRoster { layout: Layout::new(model), frames: frames_on(model) };
        let is_another = |(place, arm): (usize, &Arm)| {
            model.further.iter().any(|other| other.arms[place].scenario != arm.scenario)
        };
        Shared {
            model,
            further: model.further.iter().map(on_roster).collect(),
            is_another: model.arms.iter().enumerate().map(is_another).collect(),
            frames: frames_on(model),
            chance: Chance::new(model),
            points: None,
            none: TrialLuck::none(model.contract_names.len(), LineOfBusiness::ALL.len(), model.years),
            none_of_year: YearLuck::none(tiles(model.len())),
            pivots: Vec::new(),
            counts: false,
            segments: Vec::new(),
            horizon: Vec::new(),
            best: Mutex::new(Tallied::of_first(0, BestArms::new(model.arms.len()))),
            layout,
        }
    }

    /// The same with other process noise; 0 is the usual one.
    pub(crate) fn with_noise(mut self, replicate: u64) -> Shared<'m> {
        self.chance = Chance::with_noise(self.model, replicate);
        self
    }

    /// The same, whose trials are points.
    pub(super) fn at(mut self, points: PlacedPoints<'m>) -> Shared<'m> {
        self.points = Some(points);
        self
    }

    /// The trial, counted from 0, whose luck and roster a trial of this run meets: its own, unless it is a point.
    pub(super) fn trial_met(&self, trial: u64) -> u64 {
        self.points.as_ref().map_or(trial, |points| points.luck_of(trial))
    }

    /// Whether an arm has the same values of what is uncertain as the baseline.
    pub(super) fn draws_as_baseline(&self, frame: &ArmFrame<'_>, arm: usize) -> bool {
        frame.draws_as_baseline && self.points.as_ref().is_none_or(|points| points.is_as_baseline(arm))
    }

    /// The values of what is uncertain in a trial of this run.
    pub(super) fn parameters(&self, frame: &ArmFrame<'_>, arm: usize, trial: u64, values: &mut Vec<f64>) {
        self.chance.parameters(frame.arm, self.trial_met(trial), values);
        if let Some(points) = &self.points {
            points.put(arm, trial, values);
        }
    }

    /// What a trial, counted from 0, meets of what follows from its roster.
    pub(crate) fn on(&self, trial: u64) -> Met<'_, 'm> {
        let place = self.model.roster_of(self.trial_met(trial)).checked_sub(1);
        match place.and_then(|place| self.further.get(place)) {
            Some(own) => Met { layout: &own.layout, frames: &own.frames },
            None => Met { layout: &self.layout, frames: &self.frames },
        }
    }

    /// Where the years of arms stand in lists of them: an arm's after one another.
    pub(crate) fn place(&self, arm: usize, year: usize) -> usize {
        arm * self.model.years + year
    }

    /// The luck that an arm meets: the trial's own, or none where its scenario says so.
    pub(crate) fn met_by<'a>(&'a self, arm: usize, drawn: &'a TrialLuck) -> &'a TrialLuck {
        if self.frames[arm].arm.scenario.chance.none { &self.none } else { drawn }
    }

    /// The luck that an arm's physicians meet in a year: the trial's own, or none.
    pub(crate) fn met_in_year<'a>(&'a self, arm: usize, drawn: &'a YearLuck) -> &'a YearLuck {
        if self.frames[arm].arm.scenario.chance.none { &self.none_of_year } else { drawn }
    }

    /// The results of the trials so far, taken out.
    pub(crate) fn outcome(&mut self, trials: u64) -> Outcome {
        let segments = unlocked(std::mem::take(&mut self.segments));
        let horizon = unlocked(std::mem::take(&mut self.horizon));
        let best = std::mem::take(&mut lent(&self.best).of);
        Outcome::new(self.model, self.layout.clone(), segments, horizon, best, trials)
    }

    /// Puts results back, to be added to.
    pub(crate) fn go_on(&mut self, outcome: Outcome) {
        let blocks = outcome.trials.div_ceil(BLOCK as u64);
        let (segments, horizon, best) = outcome.into_parts();
        self.segments = locked(blocks, segments);
        self.horizon = locked(blocks, horizon);
        self.best = Mutex::new(Tallied::of_first(blocks, best));
    }

    /// Begins to count: nothing yet.
    pub(crate) fn begin(
        &mut self,
        segments: impl IntoIterator<Item = Segment>,
        horizon: impl IntoIterator<Item = WholeTrials>,
    ) {
        self.segments = locked(0, segments);
        self.horizon = locked(0, horizon);
    }

    /// How many parts results have: years of arms, whole trials of arms, in how many trials each arm is best.
    pub(crate) fn parts(&self) -> usize {
        self.segments.len() + self.horizon.len() + 1
    }

    /// Lends a part, counted from 0.
    pub(crate) fn part(&self, place: usize, see: &mut dyn FnMut(&PartSoFar<'_>)) {
        let further = place.saturating_sub(self.segments.len());
        if let Some(year) = self.segments.get(place) {
            see(&PartSoFar(PartKind::Year(&lent(year))));
        } else if let Some(whole) = self.horizon.get(further) {
            see(&PartSoFar(PartKind::Trials(&lent(whole))));
        } else {
            see(&PartSoFar(PartKind::Best(&lent(&self.best))));
        }
    }

    /// Goes on from what was counted before of the same model and as many trials; the blocks that all parts hold.
    /// Where it is of something else, nothing is taken up.
    pub(crate) fn take_up(&mut self, kept: Vec<TallyPart>, trials: u64) -> Option<BlockSet> {
        let blocks = BlockSet::of_all(kept.iter().map(|part| part.lent().blocks().clone()));
        let (mut segments, mut horizon, mut best) = (Vec::new(), Vec::new(), Vec::new());
        for part in kept {
            match part.0 {
                PartKind::Year(year) => segments.push(year),
                PartKind::Trials(whole) => horizon.push(whole),
                PartKind::Best(counts) => best.push(counts),
            }
        }
        let best = best.pop().filter(|_| best.is_empty())?;
        if !self.is_like(&segments, &horizon, trials) || !best.of.is_of(self.model.arms.len()) {
            return None;
        }
        self.pivots = segments
            .iter()
            .map(|year| Pivots {
                physicians: year.of.physicians.pivots().to_vec(),
                rows: year.of.rows.pivots().to_vec(),
            })
            .collect();
        self.segments = segments.into_iter().map(Mutex::new).collect();
        self.horizon = horizon.into_iter().map(Mutex::new).collect();
        self.best = Mutex::new(best);
        Some(blocks)
    }

    /// Whether these count what a run of so many trials of this model does.
    fn is_like(&self, segments: &[Tallied<Segment>], horizon: &[Tallied<WholeTrials>], trials: u64) -> bool {
        let (model, of) = (self.model, (trials, self.model.rosters()));
        let [first, other] = [None, Some(&self.pivots[0])]
            .map(|baseline| Segment::new(&self.layout, model.len(), &self.pivots[0], baseline, of));
        let years = segments.iter().enumerate();
        let is_year = |(place, year): (usize, &Tallied<Segment>)| {
            year.of.is_like(if place < model.years { &first } else { &other })
        };
        let is_whole = |(arm, whole): (usize, &Tallied<WholeTrials>)| {
            let end = TrialEnd::nothing(&self.layout, model);
            whole.of.is_like(&WholeTrials::new(&end, (arm > 0).then_some(&end), of))
        };
        segments.len() == model.arms.len() * model.years
            && horizon.len() == model.arms.len()
            && years.into_iter().all(is_year)
            && horizon.iter().enumerate().all(is_whole)
    }
}
