//! How far two agreements disagree: what a lever is worth, to whom, and the distance between.

mod gradient;
mod index;
mod worth;

pub use gradient::{
    Gradients, LeverFacts, SystemSlopes, beyond_own_work, clinical_week, gradients, volume_worth,
};
pub use index::{Alignment, alignment};
pub use worth::Worth;
