//! Sweeps: a study at many settings of some of its numbers, every cell on the same luck.
//!
//! Which cells there are, a grid, a list or a design says ([`SweepDesign`], [`read_cells`]); what is measured, and on
//! how many trials, an [`Experiment`](super::Experiment). A cell that a scenario cannot be is told before anything runs
//! ([`Sweep::refused`]). Each measure stands beside the baseline's of the same cell and beside the same arm as stated,
//! both as means of differences trial by trial, with their Monte Carlo errors.

mod cells;
mod factor;
mod findings;
mod listed;
mod paired;
mod refused;
mod run;
mod swept;

pub use cells::{MOST_CELLS, SweepDesign, sweep_cells};
pub use factor::{FactorLevels, MOST_LEVELS, SweepFactor};
pub use findings::{
    BestCell, SWEEP_RANKED, SideCount, SignChange, SweptAgainst, baseline_moves, best_arms_along, best_cell,
    best_of, highest_cell, side_count, sign_changes, still_arms,
};
pub use listed::read_cells;
pub use refused::{RefusedCell, RefusedCells};
pub use run::Sweep;
pub use swept::{OnFreshLuck, Swept, SweptCell, SweptMeasure, SweptValue, VariedNumber};
