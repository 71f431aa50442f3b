//! Elementary functions whose bits do not depend on the machine.
//!
//! The standard library's `exp` and `ln` call the platform's C library, whose last bit changes
//! between systems, and a call stops a loop over physicians from being vectorised. These are plain
//! additions, multiplications and divisions without branches: the same bits on every processor,
//! scalar or vector, and several values at a time where the processor can.
//!
//! Accuracy is tested against the `libm` crate: [`exp`] and [`ln`] within 2 units in the last
//! place, [`normal`] within 2e-15 of the distribution function, [`normal_quantile`] within 1e-15
//! relative of Wichura's own figures.

mod elementary;
mod normal;

pub use elementary::{exp, grown, ln, power, powf};
pub use normal::{Normal, normal, normal_quantile};

pub(crate) use normal::{CENTRAL, central_quantile, tail_quantile};
