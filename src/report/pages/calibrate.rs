//! What a fit found: the numbers, how well the figures are met, which numbers only trade places.

use super::Page;
use crate::analysis::{Calibration, Figure};
use crate::report::cell::plain;
use crate::report::layout::aligned;
use crate::units::count;
use serde::Serialize;

/// What a fit was about, as its caller knows it.
#[derive(Clone, Copy, Debug)]
pub struct FitFacts<'a> {
    /// Names of the arms.
    pub arms: &'a [&'a str],
    /// First performance year.
    pub start_year: u64,
    /// Name of the variant in the patch.
    pub variant: &'a str,
    /// File of the patch.
    pub patch: &'a str,
}

/// A fit.
#[derive(Debug, Serialize)]
pub struct FitPage<'a> {
    numbers: Vec<FittedNumber<'a>>,
    figures: Vec<FigureMet<'a>>,
    trade_places: Vec<TradingPair<'a>>,
    sum_of_squares: f64,
    sum_of_squares_at_start: f64,
    degrees_of_freedom: i64,
    evaluations: usize,
    converged: bool,
    searches: usize,
    searches_agreeing: usize,
    variant: &'a str,
    patch: &'a str,
}

/// A fitted number.
#[derive(Debug, Serialize)]
struct FittedNumber<'a> {
    path: &'a str,
    low: f64,
    high: f64,
    start: f64,
    fitted: f64,
    standard_error: Option<f64>,
    at_bound: bool,
    /// Rows of the figures that inform it, counted from 1.
    informed_by: Vec<usize>,
}

/// A figure beside what the fit gives.
#[derive(Debug, Serialize)]
struct FigureMet<'a> {
    /// Its row, counted from 1.
    row: usize,
    metric: &'a str,
    scope: &'static str,
    entity: &'a str,
    arm: &'a str,
    year: Option<u64>,
    observed: f64,
    error: f64,
    simulated: f64,
    monte_carlo_error: f64,
    /// Simulated less observed, over the error.
    residual: f64,
}

/// Two numbers of which the figures determine a combination only.
#[derive(Debug, Serialize)]
struct TradingPair<'a> {
    numbers: [&'a str; 2],
    correlation: f64,
}

impl<'a> FitPage<'a> {
    /// Of what was found.
    #[must_use]
    pub fn of(facts: FitFacts<'a>, figures: &'a [Figure], found: &'a Calibration) -> FitPage<'a> {
        let numbers = found.fitted.iter().map(|fitted| FittedNumber {
            path: &fitted.path,
            low: brief(fitted.bounds.0),
            high: brief(fitted.bounds.1),
            start: brief(fitted.start),
            fitted: brief(fitted.value),
            standard_error: fitted.standard_error.map(brief),
            at_bound: fitted.at_bound,
            informed_by: fitted.informed_by.iter().map(|row| row + 1).collect(),
        });
        let residuals = figures.iter().zip(&found.simulated).zip(&found.residuals).enumerate();
        let residuals = residuals.map(|(place, ((figure, simulated), residual))| FigureMet {
            row: place + 1,
            metric: &figure.pick.metric,
            scope: figure.pick.scope.word(),
            entity: &figure.pick.entity,
            arm: facts.arms.get(figure.pick.arm).copied().unwrap_or_default(),
            year: figure.pick.year.map(|year| facts.start_year + year as u64),
            observed: brief(figure.value),
            error: brief(figure.error),
            simulated: brief(simulated.value),
            monte_carlo_error: brief(simulated.se),
            residual: brief(*residual),
        });
        let path = |place: &usize| found.fitted[*place].path.as_str();
        let pairs = found.traded.iter();
        let pairs =
            pairs.map(|(a, b, rho)| TradingPair { numbers: [path(a), path(b)], correlation: brief(*rho) });
        FitPage {
            numbers: numbers.collect(),
            figures: residuals.collect(),
            trade_places: pairs.collect(),
            sum_of_squares: brief(found.chi_squared.1),
            sum_of_squares_at_start: brief(found.chi_squared.0),
            degrees_of_freedom: found.degrees_of_freedom,
            evaluations: found.evaluations,
            converged: found.converged,
            searches: found.searches,
            searches_agreeing: found.agreeing,
            variant: facts.variant,
            patch: facts.patch,
        }
    }
}

/// A number with nine significant digits: more than a fit can tell, and no tail of binary fractions.
fn brief(value: f64) -> f64 {
    format!("{value:.8e}").parse().unwrap_or(value)
}

impl Page for FitPage<'_> {
    fn text(&self) -> String {
        let mut page = format!(
            "Fitted {} to {} in {} evaluations{}.\nSum of squared residuals {} (at the start {}), {} degrees of freedom.\n\n",
            count(self.numbers.len(), "number"),
            count(self.figures.len(), "figure"),
            self.evaluations,
            if self.converged { "" } else { "; the optimiser did not settle" },
            plain(self.sum_of_squares, 3),
            plain(self.sum_of_squares_at_start, 3),
            self.degrees_of_freedom,
        );
        if self.searches > 1 {
            page += &format!(
                "{} of {} searches ended as well as the best.\n\n",
                self.searches_agreeing, self.searches
            );
        }
        let header = ["number", "start", "fitted", "standard error", "informed by rows"];
        page += &aligned(header, self.numbers.iter().map(FittedNumber::row), |column| column >= 1);
        page += "\n";
        let header =
            ["row", "figure", "observed", "error", "simulated", "Monte Carlo error", "residual/error"];
        page += &aligned(header, self.figures.iter().map(FigureMet::cells), |column| column >= 2);
        for TradingPair { numbers: [a, b], correlation } in &self.trade_places {
            page += &format!(
                "\n{a} and {b} only trade places (correlation {}): these figures determine a combination of them.\n",
                plain(*correlation, 3)
            );
        }
        page + &format!(
            "\nPatch: {}. Add it to the scenario; `cascade check` then lists the variant.\n",
            self.patch
        )
    }
}

impl FittedNumber<'_> {
    fn row(&self) -> [String; 5] {
        let rows: Vec<String> = self.informed_by.iter().map(ToString::to_string).collect();
        let bound = if self.at_bound { " (at its bound)" } else { "" };
        [
            self.path.to_owned(),
            plain(self.start, 5),
            format!("{}{bound}", plain(self.fitted, 5)),
            self.standard_error.map_or_else(|| "not determined".to_owned(), |se| plain(se, 5)),
            if rows.is_empty() { "no figure informs it".to_owned() } else { rows.join(", ") },
        ]
    }
}

impl FigureMet<'_> {
    fn cells(&self) -> [String; 7] {
        let year = self.year.map_or_else(String::new, |year| year.to_string());
        [
            self.row.to_string(),
            format!("{} of {} {}, {}, {year}", self.metric, self.scope, self.entity, self.arm),
            plain(self.observed, 4),
            plain(self.error, 4),
            plain(self.simulated, 4),
            plain(self.monte_carlo_error, 4),
            plain(self.residual, 2),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::brief;

    #[test]
    fn numbers_are_told_without_a_tail() {
        for (value, told) in
            [(0.1 + 0.2, 0.3), (312_345.67, 312_345.67), (-1.0 / 3.0, -0.333_333_333), (0.0, 0.0)]
        {
            assert_eq!(brief(value), told);
        }
        assert!(brief(f64::NAN).is_nan());
    }
}
