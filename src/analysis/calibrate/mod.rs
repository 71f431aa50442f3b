//! Calibration: fitting named numbers of a scenario to a user's own figures.
//!
//! # Method
//! Weighted least squares: the residual of a figure is (simulated − observed) / error. Every evaluation
//! runs the engine on the same seed (common random numbers), so the sum of squares is a smooth
//! function of the numbers, up to whole cents and people. A number *p* between bounds is searched for
//! as *u* with `p = low + (high − low) (1 + sin u) / 2`, which keeps it inside. The optimiser is
//! Levenberg–Marquardt (crate `levenberg-marquardt`, a port of MINPACK's `lmder`), with derivatives by
//! central differences.
//!
//! A search finds the nearest valley, and stays where nothing slopes: asked for several starts, it
//! searches from each ([`FitOptions::starts`]), keeps the best end, and says how many ended as well.
//!
//! # Identifiability
//! At the best fit the Jacobian in natural units gives the covariance `(JᵀJ)⁻¹` of the fitted
//! numbers: their standard errors, and which of them only trade places (correlation beyond 0.95). A
//! figure *informs* a number when moving the number over all of its range moves the figure by at least
//! one error. A number that no figure informs has no standard error, and says so.
//!
//! # Sources
//! Moré 1978 (Levenberg–Marquardt in MINPACK); James & Roos 1975 (the sine transformation of bounds, in
//! MINUIT). (Recalled.)

mod figures;
mod fit;
mod free;
mod patch;

pub use figures::{Figure, read_figures};
pub use fit::{Calibration, FitOptions, Fitted, Traded, calibrate};
pub use free::Free;
pub use patch::patch_text;
