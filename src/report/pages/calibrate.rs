//! What a fit found: the numbers, how well the figures are met, which numbers only trade places.

use super::Page;
use super::calibrate_parts::{BelievedAfter, PayMet, brief, six};
use crate::analysis::{Calibration, Figure, PatchVariant, Posterior};
use crate::report::cell::plain;
use crate::report::layout::{aligned, wrapped};
use crate::units::count;
use serde::Serialize;

/// What a fit was about, as its caller knows it.
#[derive(Clone, Copy, Debug)]
pub struct FitFacts<'a> {
    /// Names of the arms.
    pub arms: &'a [&'a str],
    /// First performance year.
    pub start_year: u64,
    /// The variants in the patch.
    pub variants: &'a [PatchVariant],
    /// File of the patch.
    pub patch: &'a str,
    /// File of the whole scenario with what was found, where one was written.
    pub whole: Option<&'a str>,
    /// How far the figures of the patch's variants are from those of the fit at most, in errors; `None` where they were
    /// not set beside each other.
    pub off_when_read_back: Option<f64>,
    /// What targets leave to be believed, where that was asked.
    pub posterior: Option<&'a Posterior>,
    /// Whether the patch holds distributions.
    pub is_spread: bool,
}

/// A fit.
#[derive(Debug, Serialize)]
pub struct FitPage<'a> {
    numbers: Vec<FittedNumber<'a>>,
    figures: Vec<FigureMet<'a>>,
    groups: Vec<TargetGroup<'a>>,
    trade_places: Vec<TradingPair<'a>>,
    sum_of_squares: f64,
    sum_of_squares_at_start: f64,
    degrees_of_freedom: i64,
    evaluations: usize,
    converged: bool,
    searches: usize,
    searches_agreeing: usize,
    refused: usize,
    posterior: Option<BelievedAfter<'a>>,
    pay: Option<PayMet<'a>>,
    variant: &'a str,
    variants: Vec<VariantOf<'a>>,
    patch: &'a str,
    holds_distributions: bool,
    off_when_read_back: Option<f64>,
    whole: Option<&'a str>,
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
    informed_by_pay: bool,
    pulled_by: Vec<GroupPull<'a>>,
}

/// What a group of targets says of a number.
#[derive(Debug, Serialize)]
struct GroupPull<'a> {
    group: &'a str,
    /// Its part of all that targets say of the number.
    share: f64,
    /// How far the number would move without it.
    without: Option<f64>,
}

/// How well a group of targets is met.
#[derive(Debug, Serialize)]
struct TargetGroup<'a> {
    group: &'a str,
    targets: usize,
    sum_of_squares: f64,
    worst: f64,
}

/// A variant of the patch.
#[derive(Debug, Serialize)]
struct VariantOf<'a> {
    name: &'a str,
    of: &'a str,
}

/// A figure beside what the fit gives.
#[derive(Debug, Serialize)]
struct FigureMet<'a> {
    /// Its row, counted from 1.
    row: usize,
    group: &'a str,
    metric: &'a str,
    scope: &'static str,
    entity: &'a str,
    arm: &'a str,
    year: Option<u64>,
    observed: f64,
    error: f64,
    weight: f64,
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
        let pulls = |place: usize| {
            let own = found.pulls.get(place).map(Vec::as_slice).unwrap_or_default();
            let told = own.iter().filter(|pull| pull.share > 0.0).map(|pull| GroupPull {
                group: found.groups.get(pull.group).map_or("", |group| group.group.as_str()),
                share: brief(pull.share),
                without: pull.without.map(brief),
            });
            told.collect::<Vec<_>>()
        };
        let numbers = found.fitted.iter().enumerate().map(|(place, fitted)| FittedNumber {
            path: &fitted.path,
            low: brief(fitted.bounds.0),
            high: brief(fitted.bounds.1),
            start: brief(fitted.start),
            fitted: brief(fitted.value),
            standard_error: fitted.standard_error.map(brief),
            at_bound: fitted.at_bound,
            informed_by: fitted.informed_by.iter().map(|row| row + 1).collect(),
            informed_by_pay: fitted.informed_by_pay,
            pulled_by: if fitted.is_informed { pulls(place) } else { Vec::new() },
        });
        let groups = found.groups.iter().map(|met| TargetGroup {
            group: &met.group,
            targets: met.targets,
            sum_of_squares: brief(met.chi_squared),
            worst: brief(met.worst),
        });
        let residuals = figures.iter().zip(&found.simulated).zip(&found.residuals).enumerate();
        let residuals = residuals.map(|(place, ((figure, simulated), residual))| FigureMet {
            row: place + 1,
            group: &figure.group,
            metric: &figure.pick.metric,
            scope: figure.pick.scope.word(),
            entity: &figure.pick.entity,
            arm: facts.arms.get(figure.pick.arm).copied().unwrap_or_default(),
            year: figure.pick.year.map(|year| facts.start_year + year as u64),
            observed: brief(figure.value),
            error: brief(figure.error),
            weight: brief(figure.weight),
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
            groups: groups.collect(),
            trade_places: pairs.collect(),
            sum_of_squares: brief(found.chi_squared.1),
            sum_of_squares_at_start: brief(found.chi_squared.0),
            degrees_of_freedom: found.degrees_of_freedom,
            evaluations: found.evaluations,
            converged: found.converged,
            searches: found.searches,
            searches_agreeing: found.agreeing,
            refused: found.refused,
            posterior: facts.posterior.map(BelievedAfter::of),
            pay: found.pay.as_ref().map(PayMet::of),
            variant: facts.variants.first().map_or("", |variant| variant.name.as_str()),
            variants: facts.variants.iter().map(|v| VariantOf { name: &v.name, of: &v.of }).collect(),
            patch: facts.patch,
            holds_distributions: facts.is_spread,
            off_when_read_back: facts.off_when_read_back.map(brief),
            whole: facts.whole,
        }
    }
}

impl Page for FitPage<'_> {
    fn text(&self) -> String {
        let mut page = format!(
            "Fitted {} to {}{} in {} evaluations{}.\nSum of squared residuals {} (at the start {}), {} degrees of freedom.\n\n",
            count(self.numbers.len(), "number"),
            count(self.figures.len(), "figure"),
            self.pay.as_ref().map_or_else(String::new, PayMet::heading),
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
        if self.refused > 0 {
            page += &format!(
                "The scenario's own rules refused {} on the way; the search was drawn back each time.\n\n",
                count(self.refused, "proposal")
            );
        }
        let header = ["number", "start", "fitted", "standard error", "informed by rows"];
        page += &aligned(header, self.numbers.iter().map(FittedNumber::row), |column| column >= 1);
        if !self.figures.is_empty() {
            page += "\n";
            let header =
                ["row", "figure", "observed", "error", "simulated", "Monte Carlo error", "residual/error"];
            page += &aligned(header, self.figures.iter().map(FigureMet::cells), |column| column >= 2);
        }
        page += &self.groups_text();
        for TradingPair { numbers: [a, b], correlation } in &self.trade_places {
            page += &format!(
                "\n{a} and {b} only trade places (correlation {}): these targets determine a combination of them.\n",
                plain(*correlation, 3)
            );
        }
        page += &self.pay.as_ref().map_or_else(String::new, PayMet::text);
        page += &self.posterior.as_ref().map_or_else(String::new, BelievedAfter::text);
        page + &self.ending()
    }
}

impl FitPage<'_> {
    /// Which group of targets is met how well, and says what of which number; nothing where there is one group.
    fn groups_text(&self) -> String {
        if self.groups.len() < 2 {
            return String::new();
        }
        let header = ["group of targets", "targets", "sum of squares", "worst residual"];
        let row = |group: &TargetGroup<'_>| {
            let squares = plain(group.sum_of_squares, 3);
            [group.group.to_owned(), group.targets.to_string(), squares, plain(group.worst, 2)]
        };
        let mut text = format!("\n{}", aligned(header, self.groups.iter().map(row), |column| column >= 1));
        let header = ["number", "group of targets", "says of it, %", "without the group it moves by"];
        let pulls = self.numbers.iter().flat_map(|number| {
            number.pulled_by.iter().filter(|pull| pull.share >= 0.01).map(move |pull| {
                let without = pull.without.map_or_else(|| "nothing says where it is".to_owned(), six);
                [number.path.to_owned(), pull.group.to_owned(), plain(100.0 * pull.share, 0), without]
            })
        });
        text += &format!("\n{}", aligned(header, pulls, |column| column >= 2));
        text
    }

    /// Where it was written, and whether it says the same when read back.
    fn ending(&self) -> String {
        let holds = if self.holds_distributions { "distributions" } else { "the best fit" };
        let mut text =
            format!("\nPatch: {} ({holds}). Add it to the scenario; `cascade check` then lists ", self.patch);
        match &self.variants[..] {
            [VariantOf { name, of }] => text += &format!("the variant `{name}` of {of}.\n"),
            several => {
                let each: Vec<String> =
                    several.iter().map(|variant| format!("`{}` of {}", variant.name, variant.of)).collect();
                text += &format!("the variants {}.\n", each.join(", "));
            }
        }
        match self.off_when_read_back {
            Some(off) if off <= SAME => text += "Read back, it gives the fitted figures.\n",
            Some(off) => {
                text += &wrapped(
                    &format!(
                        "Read back as a variant, its figures are up to {} errors from the fitted ones: beside today's agreements the numbers are a change that people respond to, or that funding makes up for. The fit moved today with them: --whole FILE writes the scenario so.",
                        plain(off, 2)
                    ),
                    0,
                );
            }
            None => {}
        }
        if let Some(whole) = self.whole {
            text += &format!("Whole scenario with what was found: {whole}.\n");
        }
        text
    }
}

/// Figures this near, in errors, are the same.
const SAME: f64 = 0.01;

impl FittedNumber<'_> {
    fn row(&self) -> [String; 5] {
        let rows = self.informed_by.iter().map(ToString::to_string);
        let rows: Vec<String> = rows.chain(self.informed_by_pay.then(|| "pay".to_owned())).collect();
        let bound = if self.at_bound { " (at its bound)" } else { "" };
        [
            self.path.to_owned(),
            six(self.start),
            format!("{}{bound}", six(self.fitted)),
            self.standard_error.map_or_else(|| "not determined".to_owned(), six),
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
