//! Chance, keyed by identity.
//!
//! Every draw is a pure function of (seed, stream, entity, trial, year, position): which thread
//! asks, in which order, and who else draws, cannot change it. So all arms of a run meet the same
//! luck, a physician added to the roster moves nobody else, and any draw can be taken again later,
//! here or in another program (see `docs/RANDOM.md` for a NumPy recipe).
//!
//! The generator is Philox4x64-10: a counter goes in, four words of 64 bits come out. One word
//! makes one number, by inversion: [`unit()`] gives a uniform, `math::normal_quantile` of it a
//! standard normal. Of the trials of a block, [`STRATA`] of them, each draw lies in another stratum of its
//! law, so that a block is a Latin hypercube ([`Draws::trial_words`]). Where many settings are tried at once, [`unit_design`] spreads them evenly.

mod copula;
mod design;
mod distribution;
mod normals;
mod philox;
mod strata;
mod stream;

pub use copula::{Copula, NotPositiveDefinite};
pub use design::{DesignKind, unit_design};
pub use distribution::{Distribution, Mixture, choose};
pub use normals::fill_normals;
pub use philox::philox;
pub use strata::STRATA;
pub(crate) use strata::{HALVES, in_stratum, strata};
pub use stream::{Draws, EntityKey, KeyedRng, Seed, Stream, unit};

/// Name and version of the generator and of the way draws are laid out over its counter, for the
/// manifest. Changes only with a line under "Results change".
pub const GENERATOR: &str = "philox4x64-10/layout-3";
