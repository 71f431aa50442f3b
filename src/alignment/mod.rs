//! How far two agreements disagree: what a lever is worth, to whom, and the distance between.

mod gradient;
mod index;
mod levers;
mod worth;

pub use gradient::{
    Gradients, LeverFacts, SystemSlopes, beyond_own_work, clinical_week, gradients, volume_worth,
};
pub use index::{Alignment, alignment};
pub use levers::{Induced, NOTHING_BELOW, UnderContract, best_paid, per_hour};
pub use worth::Worth;
