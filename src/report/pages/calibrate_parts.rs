//! What targets leave to be believed of fitted numbers, and how well pay is met: parts of the page of a fit.

use crate::analysis::{FEWEST_PEOPLE, PayFit, PeopleFit, Posterior};
use crate::report::cell::plain;
use crate::report::layout::{aligned, wrapped};
use crate::units::{count, figure};
use serde::Serialize;

/// A number with nine significant digits: more than a fit can tell, and no tail of binary fractions.
pub(super) fn brief(value: f64) -> f64 {
    format!("{value:.8e}").parse().unwrap_or(value)
}

/// A number for the eye, with six significant digits.
pub(super) fn six(value: f64) -> String {
    figure(format!("{value:.5e}").parse().unwrap_or(value))
}

/// A posterior.
#[derive(Debug, Serialize)]
pub(super) struct BelievedAfter<'a> {
    draws: usize,
    effective_draws: f64,
    surfaces: usize,
    surface_error: f64,
    simulations: usize,
    refused: usize,
    numbers: Vec<NumberAfter<'a>>,
    correlations: Vec<MovingPair<'a>>,
}

/// A number before and after.
#[derive(Debug, Serialize)]
struct NumberAfter<'a> {
    path: &'a str,
    /// Where what was believed before is from: the scenario, or the bounds.
    prior: &'static str,
    prior_mean: f64,
    prior_sd: f64,
    mean: f64,
    sd: f64,
    p05: f64,
    p50: f64,
    p95: f64,
    /// The part of the variance before that targets took away.
    learned: f64,
}

/// Two numbers that move together.
#[derive(Debug, Serialize)]
struct MovingPair<'a> {
    numbers: [&'a str; 2],
    correlation: f64,
}

/// Draws that are worth less than this part of their number, or a surface that is off by more than this part of an error,
/// are said to be rough.
const ROUGH: f64 = 0.5;
/// Correlations that are told.
const TOLD: f64 = 0.3;

impl<'a> BelievedAfter<'a> {
    pub(super) fn of(found: &'a Posterior) -> BelievedAfter<'a> {
        let numbers = found.numbers.iter().map(|number| NumberAfter {
            path: &number.path,
            prior: if number.is_prior_stated { "scenario" } else { "bounds" },
            prior_mean: brief(number.prior.0),
            prior_sd: brief(number.prior.1),
            mean: brief(number.posterior.0),
            sd: brief(number.posterior.1),
            p05: brief(number.quantiles[0]),
            p50: brief(number.quantiles[1]),
            p95: brief(number.quantiles[2]),
            learned: brief(number.learned),
        });
        let path = |place: usize| found.numbers[place].path.as_str();
        let pairs = found.correlations.iter();
        let pairs =
            pairs.map(|(a, b, rho)| MovingPair { numbers: [path(*a), path(*b)], correlation: brief(*rho) });
        BelievedAfter {
            draws: found.draws.len(),
            effective_draws: brief(found.effective),
            surfaces: found.surfaces,
            surface_error: brief(found.surface_error),
            simulations: found.simulations,
            refused: found.refused,
            numbers: numbers.collect(),
            correlations: pairs.collect(),
        }
    }

    pub(super) fn text(&self) -> String {
        let header =
            ["what is left to be believed", "before", "mean", "sd", "5 %", "50 %", "95 %", "learned, %"];
        let row = |n: &NumberAfter<'_>| {
            let before = format!("{} \u{b1} {} ({})", six(n.prior_mean), six(n.prior_sd), n.prior);
            let [mean, sd, p05, p50, p95] = [n.mean, n.sd, n.p05, n.p50, n.p95].map(six);
            [n.path.to_owned(), before, mean, sd, p05, p50, p95, plain(100.0 * n.learned.max(0.0), 0)]
        };
        let mut text = format!("\n{}", aligned(header, self.numbers.iter().map(row), |column| column >= 1));
        for pair in self.correlations.iter().filter(|pair| pair.correlation.abs() >= TOLD) {
            let [a, b] = pair.numbers;
            text += &format!("{a} and {b} move together: correlation {}.\n", plain(pair.correlation, 2));
        }
        let rough =
            if self.effective_draws < ROUGH * crate::units::real(self.draws) || self.surface_error > ROUGH {
                " That is rough: narrow the bounds, or take the spread for an indication only."
            } else {
                ""
            };
        text += &wrapped(
            &format!(
                "From {} draws worth {} independent ones; {}, {}, the last off by at most {} of a target's error.{rough}",
                self.draws,
                plain(self.effective_draws, 0),
                count(self.simulations, "simulation"),
                count(self.surfaces, "response surface"),
                plain(self.surface_error, 2)
            ),
            0,
        );
        text
    }
}

/// How well what physicians were paid is met.
#[derive(Debug, Serialize)]
pub(super) struct PayMet<'a> {
    /// What one person may be off, as a share.
    error: f64,
    error_is_stated: bool,
    all: PeopleMet<'a>,
    by_specialty: Vec<PeopleMet<'a>>,
    by_plan: Vec<PeopleMet<'a>>,
}

/// The same of people together.
#[derive(Debug, Serialize)]
struct PeopleMet<'a> {
    people: &'a str,
    rows: usize,
    paid: Option<f64>,
    simulated: Option<f64>,
    median_off: f64,
    r_squared: Option<f64>,
    far_off: usize,
}

impl<'a> PeopleMet<'a> {
    fn of(fit: &'a PeopleFit) -> PeopleMet<'a> {
        PeopleMet {
            people: &fit.group,
            rows: fit.people,
            // A mean of few tells what one of them has.
            paid: (fit.people >= FEWEST_PEOPLE).then(|| fit.paid.round()),
            simulated: (fit.people >= FEWEST_PEOPLE).then(|| fit.simulated.round()),
            median_off: brief(fit.median_off),
            r_squared: fit.r_squared.map(brief),
            far_off: fit.far_off,
        }
    }

    fn row(&self) -> [String; 7] {
        [
            self.people.to_owned(),
            self.rows.to_string(),
            self.paid.map_or_else(String::new, |paid| plain(paid, 0)),
            self.simulated.map_or_else(String::new, |simulated| plain(simulated, 0)),
            plain(100.0 * self.median_off, 1),
            self.r_squared.map_or_else(String::new, |r| plain(r, 3)),
            self.far_off.to_string(),
        ]
    }
}

impl<'a> PayMet<'a> {
    pub(super) fn of(fit: &'a PayFit) -> PayMet<'a> {
        PayMet {
            error: brief(fit.error),
            error_is_stated: fit.is_stated,
            all: PeopleMet::of(&fit.all),
            by_specialty: fit.by_specialty.iter().map(PeopleMet::of).collect(),
            by_plan: fit.by_plan.iter().map(PeopleMet::of).collect(),
        }
    }

    /// What it adds to what was fitted to.
    pub(super) fn heading(&self) -> String {
        format!(" and the pay of {} physicians and years", self.all.rows)
    }

    pub(super) fn text(&self) -> String {
        let header =
            ["pay by physician", "rows", "paid, $", "simulated, $", "median off, %", "R\u{b2}", "far off"];
        let all = std::iter::once(&self.all).chain(&self.by_specialty).chain(&self.by_plan);
        let table = aligned(header, all.map(PeopleMet::row), |column| column >= 1);
        let error = if self.error_is_stated { "as stated" } else { "as found from what people are off" };
        let about = format!(
            "One person may be off by {} % ({error}); far off is beyond three times that, and pulls little. Groups of fewer than {FEWEST_PEOPLE} are told together or not at all; --pay-fit FILE lists persons.",
            plain(100.0 * self.error, 1)
        );
        format!("\n{table}{}", wrapped(&about, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::{brief, six};

    #[test]
    fn numbers_are_told_without_a_tail() {
        for (value, told) in
            [(0.1 + 0.2, 0.3), (312_345.67, 312_345.67), (-1.0 / 3.0, -0.333_333_333), (0.0, 0.0)]
        {
            assert_eq!(brief(value), told);
        }
        assert!(brief(f64::NAN).is_nan());
        let told = [272_359.544, 0.1 + 0.2, 1_234_567.0, 0.000_123_456_78].map(six);
        assert_eq!(told, ["272360", "0.3", "1234570", "0.000123457"]);
    }
}
