//! Whoever keeps what a run has done, so that another can go on with it.

use super::shared::Shared;
use crate::engine::tally::{BlockSet, PartSoFar, TallyPart};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Keeps what is done, and hands out what was kept. When, where and how is its own affair: the engine knows neither
/// clock nor file.
pub trait Keeper: Sync {
    /// What a run that begins now had counted before it ended; nothing where it begins afresh. It must have been one
    /// of the same model and as many trials.
    fn counted(&self) -> Option<Vec<TallyPart>>;

    /// A run has counted so much: told after every block by whoever did it, while others go on.
    fn count(&self, so_far: &SoFar<'_>, moment: Telling);

    /// The blocks of a sample that begins now which were there before; none where it begins afresh. Samples of one
    /// command begin in the same order whenever it is run.
    fn sampled(&self) -> Vec<SampledBlock>;

    /// A block of the sample that began last.
    fn sample(&self, block: &SampledBlock);
}

/// When a run tells what it has counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// After a block.
    Block,
    /// It was asked to stop, and nobody is at work any more.
    Stopped,
    /// At its end.
    End,
}

/// Values of the trials of a block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampledBlock {
    /// Its first trial, counted from 0.
    pub first: u64,
    /// Of each pick, trial by trial.
    pub values: Vec<Vec<f64>>,
}

/// What a run has counted so far: parts that are put down one by one, none of them copied.
pub struct SoFar<'a> {
    shared: &'a Shared<'a>,
    /// Trials of the whole run.
    of: u64,
}

impl<'a> SoFar<'a> {
    pub(super) fn of(shared: &'a Shared<'a>, trials: u64) -> SoFar<'a> {
        SoFar { shared, of: trials }
    }

    /// How many parts there are.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.shared.parts()
    }

    /// Lends a part, counted from 0, that nobody adds to meanwhile.
    pub fn part(&self, place: usize, see: &mut dyn FnMut(&PartSoFar<'_>)) {
        self.shared.part(place, see);
    }

    /// How many trials are done in every part.
    #[must_use]
    pub fn trials(&self) -> u64 {
        let blocks = (0..self.parts()).map(|place| {
            let mut blocks = BlockSet::default();
            self.part(place, &mut |part| blocks.clone_from(part.blocks()));
            blocks
        });
        BlockSet::of_all(blocks).trials(self.of)
    }
}

impl fmt::Debug for SoFar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SoFar").field("parts", &self.parts()).field("trials", &self.trials()).finish()
    }
}
