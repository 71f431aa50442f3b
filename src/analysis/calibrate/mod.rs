//! Calibration: fitting named numbers of a scenario to a user's own figures, and to what physicians were paid.
//!
//! # The best fit
//! Weighted least squares: the residual of a figure is (simulated − observed) / error. Every evaluation
//! runs the engine on the same seed (common random numbers), so the sum of squares is a smooth
//! function of the numbers, up to whole cents and people. A number *p* between bounds is searched for
//! as *u* with `p = low + (high − low) (1 + sin u) / 2`, which keeps it inside. The optimiser is
//! Levenberg–Marquardt (crate `levenberg-marquardt`, a port of MINPACK's `lmder`), with derivatives by
//! central differences. Values that the scenario's own rules refuse, since numbers must fit together, are drawn back by
//! halves towards others that it allows.
//!
//! A search finds the nearest valley, and stays where nothing slopes: asked for several starts, it
//! searches from each ([`FitOptions::starts`]), keeps the best end, and says how many ended as well.
//!
//! # What physicians were paid
//! The residual of a person is that of a Student law with four degrees of freedom, in shares of what was paid
//! ([`PayTarget`]): a few who are far off, for reasons that no plan knows, pull little. What a person may be off is stated,
//! or 1.4826 times the median of what people are off.
//!
//! # Identifiability
//! At the best fit the Jacobian in natural units gives the covariance `(JᵀJ)⁻¹` of the fitted
//! numbers: their standard errors, and which of them only trade places (correlation beyond 0.95). A
//! figure *informs* a number when moving the number over all of its range moves the figure by at least
//! one error. A number that no figure informs has no standard error, and says so. [`Pull`] says what each group of
//! targets has to say of a number, and where it would be without.
//!
//! # The posterior
//! Before, a number has the scenario's own distribution between its bounds, or every value between them alike
//! ([`NumberPrior`]). The likelihood is normal, with the stated errors and the covariance that chance leaves in simulated means,
//! and Student's for people. A simulation is dear, so the likelihood is taken on a response surface of the second degree,
//! fitted to targets simulated at a Latin hypercube and, where that is not near enough, again where the posterior lies; what
//! the surface is off at points left out is added to the errors. Draws are those of a sequential Monte Carlo sampler.
//! Targets simulated at some draws say what the true likelihood leaves of them ([`posterior_of`]).
//!
//! # Sources
//! Moré 1978 (Levenberg–Marquardt in MINPACK); James & Roos 1975 (the sine transformation of bounds, in
//! MINUIT); Kennedy & O'Hagan 2001 (calibration with a simulator's own error); Sacks, Welch, Mitchell & Wynn 1989 (response
//! surfaces of simulations); Technometrics 21, 1979, 239-245 (Latin hypercubes); Del Moral, Doucet & Jasra 2006 (samplers);
//! Lange, Little & Taylor 1989 (Student's law for outliers). (Recalled.)

mod evidence;
mod figures;
mod fit;
mod free;
mod marginal;
mod patch;
mod pay;
mod pay_fit;
mod posterior;
mod prior;
mod pull;
mod simulator;
mod spread;
mod surface;
mod target_rows;
mod targets;
mod temper;

pub use figures::{Figure, join_figures, read_figures};
pub use fit::{Calibration, FitOptions, Fitted, GroupMet, Traded, calibrate, calibrate_to};
pub use free::Free;
pub use marginal::Marginal;
pub use patch::{PatchFacts, PatchVariant, patch_text, patch_variants};
pub use pay::{PayTarget, PersonPaid, paid_by_roster, read_pay};
pub use pay_fit::{FEWEST_PEOPLE, PayFit, PeopleFit, PersonFit};
pub use prior::NumberPrior;
pub use pull::Pull;
pub use simulator::{Watching, simulated_targets};
pub use spread::{NumberBelieved, Posterior, most_evaluations, posterior_of, priors};
pub use targets::Targets;
