//! The posterior of a fit.

use super::marginal::{Marginal, correlations, marginal};
use super::posterior::{PosteriorAsked, Simulating, moments, most_simulations, posterior, quantiles};
use super::prior::NumberPrior;
use super::simulator::{Simulator, Watching};
use super::targets::Targets;
use super::{Calibration, Free};
use crate::analysis::estimate::correlation;
use crate::random::Seed;
use crate::study::{Study, StudyFault};

/// A number before and after targets were looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberBelieved {
    /// Its path.
    pub path: String,
    /// Whether the scenario's own distribution is what was believed before, between the bounds; else every value between
    /// them alike.
    pub is_prior_stated: bool,
    /// Mean and standard deviation before.
    pub prior: (f64, f64),
    /// Mean and standard deviation after.
    pub posterior: (f64, f64),
    /// The values that are not exceeded with a chance of 5 %, 50 % and 95 %, after.
    pub quantiles: [f64; 3],
    /// The part of the variance before that targets took away; below 0 where they made it larger.
    pub learned: f64,
    /// What the draws are distributed like.
    pub marginal: Marginal,
}

/// What targets leave to be believed of the numbers that are fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// Number by number.
    pub numbers: Vec<NumberBelieved>,
    /// Correlation of every two numbers, by place.
    pub correlations: Vec<(usize, usize, f64)>,
    /// Correlations of normal scores, of all that are not near nothing: as a scenario states them.
    pub joined: Vec<(usize, usize, f64)>,
    /// Values of every number, draw by draw.
    pub draws: Vec<Vec<f64>>,
    /// How many independent draws they are worth: the part of them that the true likelihood leaves, by targets simulated
    /// at some of them.
    pub effective: f64,
    /// The most that the response surface is off, over the error of a target.
    pub surface_error: f64,
    /// Response surfaces that were fitted.
    pub surfaces: usize,
    /// Points at which targets were simulated.
    pub simulations: usize,
    /// Points that the scenario's own rules refuse.
    pub refused: usize,
}

/// The most evaluations that a posterior over so many numbers takes.
#[must_use]
pub fn most_evaluations(numbers: usize) -> u64 {
    most_simulations(numbers) as u64
}

/// Draws from what targets leave to be believed of the numbers of a fit. Before, a number has the scenario's own
/// distribution between its bounds, or every value between them alike; targets err by what they state and by what chance
/// leaves in the simulation.
///
/// `None` where the scenario refuses too many of the values between the bounds.
///
/// # Errors
///
/// As the study's own runs; [`StudyFault::Invalid`] for a number whose distribution does not lie between its bounds.
pub fn posterior_of(
    study: &Study,
    free: &[Free],
    targets: &Targets,
    (fit, draws): (&Calibration, usize),
    watching: Watching<'_>,
) -> Result<Option<Posterior>, StudyFault> {
    let simulator = Simulator::new(study, free, targets, watching);
    let priors = priors(study, free)?;
    let best: Vec<f64> = fit.fitted.iter().map(|fitted| fitted.value).collect();
    let pay_error = fit.pay.as_ref().map_or(1.0, |pay| pay.error);
    let at_best = simulator.at(&best)?;
    let observed = simulator.observed(&at_best, pay_error);
    let simulate: &Simulating<'_, StudyFault> = &|at| {
        let found = simulator.allowed_at(at)?;
        Ok(found.map(|found| found.means().into_iter().chain(found.pay).collect()))
    };
    let asked = PosteriorAsked { priors: &priors, observed: &observed, draws, seed: Seed(study.seed()) };
    let Some(found) = posterior(asked, simulate)? else { return Ok(None) };
    let draws = found.draws;
    let believed = |(k, free): (usize, &Free)| {
        let (prior, after) = (priors[k].moments(), moments(&draws, k));
        NumberBelieved {
            path: free.path.clone(),
            is_prior_stated: priors[k].is_stated,
            prior,
            posterior: after,
            quantiles: quantiles(&draws, k, [0.05, 0.5, 0.95]),
            learned: 1.0 - after.1 * after.1 / (prior.1 * prior.1).max(f64::MIN_POSITIVE),
            marginal: marginal(&draws, k, (free.low, free.high)),
        }
    };
    let columns: Vec<Vec<f64>> =
        (0..free.len()).map(|k| draws.iter().map(|draw| draw[k]).collect()).collect();
    let pairs = (0..free.len()).flat_map(|a| (a + 1..free.len()).map(move |b| (a, b)));
    let places: Vec<usize> = (0..free.len()).collect();
    Ok(Some(Posterior {
        numbers: free.iter().enumerate().map(believed).collect(),
        correlations: pairs.map(|(a, b)| (a, b, correlation(&columns[a], &columns[b]))).collect(),
        joined: correlations(&draws, &places),
        effective: found.effective,
        surface_error: found.surface_error,
        surfaces: found.rounds,
        simulations: found.simulations,
        refused: found.refused,
        draws,
    }))
}

/// What is believed of each number before.
///
/// # Errors
///
/// [`StudyFault::Invalid`], in words, for a number whose distribution does not lie between its bounds.
pub fn priors(study: &Study, free: &[Free]) -> Result<Vec<NumberPrior>, StudyFault> {
    free.iter()
        .map(|free| {
            let law = study.placed(&free.path)?.law;
            NumberPrior::between(free.low, free.high, law.as_ref())
                .map_err(|why| StudyFault::Invalid(format!("{}: {why}", free.path)))
        })
        .collect()
}
