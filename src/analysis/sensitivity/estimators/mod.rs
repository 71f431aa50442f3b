//! Methods of sensitivity analysis: pure functions from columns of numbers to figures with intervals.
//!
//! Nothing here runs a model. Designs are handed out as uniforms strictly between 0 and 1, `[input][point]`, with the luck that
//! each point meets; whoever evaluates them hands the output back, one value for each point in the same order. Inputs are known
//! by their places. Groups are lists of places; every input stands in exactly one.
//!
//! | question | method | evaluations, k groups | inputs |
//! | --- | --- | --- | --- |
//! | Does the output rise or fall with it, steadily? | [`rank_correlations`] | none: any sample | any; partial ones hold the others |
//! | Which inputs matter at all? | [`Trajectories`] (Morris) | trajectories × (k + 1) | independent groups |
//! | Which part of the variance is an input's, alone and with others? And luck's? | [`PickFreeze`] (Sobol) | rows × (k + 3) | independent groups |
//! | How is the variance divided where inputs hang together? And luck's part? | [`ShapleyWalks`] | rows × (k + 2) | Gaussian copula |
//! | The same from a sample that is there, as far as smooth functions see it? | [`shapley_from_sample`] | none | any |
//! | What does such a sample tell of each input alone? | [`first_order`], [`pawn`] | none | any |
//! | What is knowing it worth, before an arm is chosen? | [`Information`] | none | any |
//!
//! At 10,000 evaluations 20 inputs have 434 rows of Sobol or 454 of Shapley, 70 have 137 or 138; 20 trajectories of Morris take 420
//! and 1,420. So: screen by Morris or from a given sample, put what does little into groups, and split the rest.
//!
//! All intervals are of 95 % and of what a finite sample leaves open, nothing else: not of how right the model is, nor of
//! the ranges that inputs were given. Most are Bayesian bootstraps (`analysis::bootstrap`); two have closed forms, told at
//! [`rank_correlations`] and [`first_order`].
//!
//! ```
//! use cascade::analysis::estimators::{PickFreeze, one_by_one};
//! use cascade::random::{Draws, EntityKey, Seed, Stream, unit};
//!
//! // Two inputs, so four columns, here of independent uniforms; y = 3 u + v has shares 9/10 and 1/10.
//! let draws = Draws::open(Seed(1), Stream::Proposal);
//! let column = |c| (0..2_048).map(|row| unit(draws.words(EntityKey(c), row, 0, 0)[0])).collect();
//! let design: Vec<Vec<f64>> = (0..4).map(column).collect();
//! let plan = PickFreeze::of(&design, &one_by_one(2), &[])?;
//! let output: Vec<f64> = plan.points[0].iter().zip(&plan.points[1]).map(|(u, v)| 3.0 * u + v).collect();
//! let found = plan.indices(&output, Seed(1));
//! assert!((found.groups[0].total.value - 0.9).abs() < 0.05);
//! assert!(found.groups[1].first.low < 0.1 && 0.1 < found.groups[1].first.high);
//! assert_eq!(found.luck.total.value, 0.0);
//! # Ok::<(), cascade::analysis::estimators::DesignRefused>(())
//! ```

mod contrast;
mod design;
mod given;
mod information;
#[cfg(test)]
mod known;
mod linear;
mod morris;
mod rank;
mod rosters;
mod shapley;
mod shares;
mod sobol;
mod spanned;
mod spline;

pub(super) use design::shuffled;
pub use design::{DesignRefused, independent_groups, one_by_one};
pub use given::{PawnIndex, first_order, pawn};
pub use information::Information;
pub use morris::{ElementaryEffect, MorrisPlan, Trajectories};
pub use rank::{RankCorrelation, rank_correlations};
pub(super) use rosters::{MeanMet, means_by_roster};
pub use shapley::{ShapleyEffects, ShapleyWalks};
pub use shares::{SampleShares, shapley_from_sample};
pub use sobol::{PickFreeze, SobolIndex, SobolIndices};
pub use spanned::Spanned;
