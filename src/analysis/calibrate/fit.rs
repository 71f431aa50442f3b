//! The fit itself.

use super::Figure;
use super::evidence::to_information;
use super::free::{Free, own_values, proposal};
use super::pay_fit::PayFit;
use super::pull::{Pull, pulls};
use super::simulator::{SimulatedTargets, Simulator, Watching};
use super::targets::Targets;
use crate::analysis::estimate::Estimate;
use crate::engine::{RunOptions, Silent};
use crate::order::Ordered;
use crate::random::Seed;
use crate::study::{Study, StudyFault};
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{DMatrix, DVector, Dyn, Owned};
use std::cell::{Cell, RefCell};

/// How a fit goes about it.
#[derive(Clone, Copy, Debug)]
pub struct FitOptions {
    /// Trials of each evaluation.
    pub trials: u64,
    /// Threads; all processors when `None`.
    pub threads: Option<usize>,
    /// Most evaluations for each free number, from each start.
    pub patience: usize,
    /// Searches: the first begins at the scenario's own values, the others elsewhere between the
    /// bounds.
    pub starts: usize,
}

/// One fitted number.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// Its path.
    pub path: String,
    /// Its bounds.
    pub bounds: (f64, f64),
    /// Where the search began.
    pub start: f64,
    /// The best value.
    pub value: f64,
    /// Its standard error; `None` when the figures do not determine it.
    pub standard_error: Option<f64>,
    /// Places of the figures that inform it.
    pub informed_by: Vec<usize>,
    /// Whether what physicians were paid informs it, all of them together.
    pub informed_by_pay: bool,
    /// Whether any target informs it.
    pub is_informed: bool,
    /// Whether it ended at a bound: within a thousandth of the range.
    pub at_bound: bool,
}

/// Places of two numbers that only trade places, and their correlation.
pub type Traded = (usize, usize, f64);

/// What a fit found.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The numbers.
    pub fitted: Vec<Fitted>,
    /// Simulated figures at the best fit.
    pub simulated: Vec<Estimate>,
    /// (simulated − observed) / error, figure by figure.
    pub residuals: Vec<f64>,
    /// Sum of squared residuals at the start and at the best fit.
    pub chi_squared: (f64, f64),
    /// Targets less fitted numbers; negative when there are too few targets.
    pub degrees_of_freedom: i64,
    /// Pairs of numbers that only trade places: correlation beyond 0.95.
    pub traded: Vec<Traded>,
    /// Evaluations.
    pub evaluations: usize,
    /// Whether the optimiser was content with the best fit.
    pub converged: bool,
    /// Searches, one from each start.
    pub searches: usize,
    /// Those that ended as well as the best: a sum of squares within 1 of it, which is one standard
    /// error of one number.
    pub agreeing: usize,
    /// Each group of targets with how well it is met.
    pub groups: Vec<GroupMet>,
    /// Of each number, what each group of targets says of it.
    pub pulls: Vec<Vec<Pull>>,
    /// How well what physicians were paid is met, where that was a target.
    pub pay: Option<PayFit>,
    /// How often values were refused by the scenario's own rules, and the search drawn back towards others.
    pub refused: usize,
}

/// How well a group of targets is met.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupMet {
    /// Its name.
    pub group: String,
    /// Targets in it.
    pub targets: usize,
    /// Sum of their squared residuals.
    pub chi_squared: f64,
    /// The largest residual, without its sign.
    pub worst: f64,
}

/// Where one search ended.
struct End {
    values: Vec<f64>,
    chi_squared: f64,
    converged: bool,
}

/// Correlation beyond which two numbers only trade places.
const TRADED: f64 = 0.95;
/// Step of central differences in the search variable.
const STEP: f64 = 0.02;
/// Step of central differences at the best fit, as a part of the range.
const RANGE_STEP: f64 = 0.01;
/// How often a proposal that the scenario refuses is halved towards values that it allows.
const HALVINGS: i32 = 6;

/// Searches at most for what people may be off, and the part of it by which it may still move.
const MOST_ROUNDS: usize = 4;
const SETTLED: f64 = 0.05;

/// Fits numbers of a study to figures.
///
/// # Errors
///
/// As the study's own runs; [`StudyFault::Refused`] for a number that no arm has.
pub fn calibrate(
    study: &Study,
    free: &[Free],
    figures: &[Figure],
    options: &FitOptions,
    evaluated: &dyn Fn(),
) -> Result<Calibration, StudyFault> {
    let targets = Targets { figures: figures.to_vec(), pay: None };
    let run = RunOptions { trials: options.trials, threads: options.threads, stop: None };
    calibrate_to(study, free, &targets, options, Watching { options: run, progress: &Silent, evaluated })
}

/// Fits numbers of a study to targets: figures, and what physicians were paid. Of the options, trials and threads are
/// those of `watching`.
///
/// # Errors
///
/// As the study's own runs; [`StudyFault::Refused`] for a number that no arm has.
pub fn calibrate_to(
    study: &Study,
    free: &[Free],
    targets: &Targets,
    options: &FitOptions,
    watching: Watching<'_>,
) -> Result<Calibration, StudyFault> {
    let start = own_values(study, free)?;
    let simulator = Simulator::new(study, free, targets, watching);
    let at_start = simulator.at(&start)?;
    // What people may be off is found from what they are off: at the start, then where a search ends, until that settles.
    let rounds = if targets.pay.as_ref().is_some_and(|pay| pay.error.is_none()) { MOST_ROUNDS } else { 0 };
    let mut pay_error = targets.pay_error(&at_start.pay);
    let mut from = start.clone();
    for _ in 0..rounds {
        let search = Search::new(&simulator, options, pay_error, &from);
        let (_, end) = search.descend(&from)?;
        let (before, now) = (pay_error, targets.pay_error(&simulator.at(&end.values)?.pay));
        (from, pay_error) = (end.values, now);
        if (now - before).abs() <= SETTLED * now {
            break;
        }
    }
    let search = Search::new(&simulator, options, pay_error, &start);
    let first = sum_of_squares(&search.residuals_of(&at_start));
    let (mut search, end) = search.descend(&from)?;
    // Never worse than where it began.
    let mut ends = vec![if end.chi_squared > first {
        End { values: start.clone(), chi_squared: first, ..end }
    } else {
        end
    }];
    for number in 2..=options.starts {
        let from = proposal(Seed(study.seed()), free, &start, number);
        let (next, end) = search.descend(&from)?;
        search = next;
        ends.push(end);
    }
    ends.order_by(|a, b| a.chi_squared.total_cmp(&b.chi_squared));
    let End { values: best, chi_squared: least, converged } = ends.swap_remove(0);
    let agreeing = 1 + ends.iter().filter(|end| end.chi_squared <= least + 1.0).count();
    search.told(&start, &best, (first, converged, agreeing))
}

fn sum_of_squares(residuals: &DVector<f64>) -> f64 {
    residuals.norm_squared()
}

/// The problem as the optimiser sees it.
struct Search<'a> {
    simulator: &'a Simulator<'a>,
    options: &'a FitOptions,
    /// What a person's pay may be off, as a share.
    pay_error: f64,
    angles: DVector<f64>,
    /// Values that the scenario allowed last, and how often it refused others.
    allowed: RefCell<Vec<f64>>,
    refused: Cell<usize>,
    /// The first failure: the optimiser only learns that there was one.
    fault: Cell<Option<StudyFault>>,
}

impl<'a> Search<'a> {
    fn new(
        simulator: &'a Simulator<'a>,
        options: &'a FitOptions,
        pay_error: f64,
        allowed: &[f64],
    ) -> Search<'a> {
        Search {
            simulator,
            options,
            pay_error,
            angles: DVector::zeros(allowed.len()),
            allowed: RefCell::new(allowed.to_vec()),
            refused: Cell::new(0),
            fault: None.into(),
        }
    }

    fn free(&self) -> &'a [Free] {
        self.simulator.free
    }

    /// Searches from here, and gives itself back for the next search.
    fn descend(mut self, from: &[f64]) -> Result<(Self, End), StudyFault> {
        self.angles =
            DVector::from_iterator(from.len(), from.iter().zip(self.free()).map(|(p, f)| f.angle(*p)));
        let (search, report) = LevenbergMarquardt::new()
            .with_ftol(1e-6)
            .with_xtol(1e-5)
            .with_gtol(1e-9)
            .with_patience(self.options.patience)
            .minimize(self);
        if let Some(fault) = search.fault.take() {
            return Err(fault);
        }
        let (values, found) = search.nearest(&search.values())?;
        let chi_squared = sum_of_squares(&search.residuals_of(&found));
        Ok((search, End { values, chi_squared, converged: report.termination.was_successful() }))
    }

    fn values(&self) -> Vec<f64> {
        self.angles.iter().zip(self.free()).map(|(angle, f)| f.value(*angle)).collect()
    }

    /// Targets at these values; where the scenario refuses them, at the first that it allows on the way back, by halves,
    /// to what it allowed before.
    fn nearest(&self, values: &[f64]) -> Result<(Vec<f64>, SimulatedTargets), StudyFault> {
        let before = self.allowed.borrow().clone();
        for halving in 0..HALVINGS {
            let part = 1.0 / f64::from(1 << halving);
            let moved = |(b, v): (&f64, &f64)| if halving == 0 { *v } else { b + part * (v - b) };
            let tried: Vec<f64> = before.iter().zip(values).map(moved).collect();
            if let Some(found) = self.simulator.allowed_at(&tried)? {
                self.allowed.borrow_mut().clone_from(&tried);
                return Ok((tried, found));
            }
            self.refused.set(self.refused.get() + 1);
        }
        let found = self.simulator.at(&before)?;
        Ok((before, found))
    }

    fn residuals_of(&self, found: &SimulatedTargets) -> DVector<f64> {
        DVector::from_vec(self.simulator.targets.residuals(&found.means(), &found.pay, self.pay_error))
    }

    fn residuals_at(&self, values: &[f64]) -> Result<DVector<f64>, StudyFault> {
        Ok(self.residuals_of(&self.nearest(values)?.1))
    }

    /// Derivatives of residuals, one column for each number, by differences between two sets of values that lie
    /// `width` apart.
    fn differences(
        &self,
        at: impl Fn(usize, f64) -> Vec<f64>,
        width: impl Fn(usize) -> f64,
    ) -> Result<DMatrix<f64>, StudyFault> {
        let targets = self.simulator.targets;
        let rows = targets.figures.len() + targets.people().len();
        let mut jacobian = DMatrix::zeros(rows, self.free().len());
        for k in 0..self.free().len() {
            let slope = (self.residuals_at(&at(k, 1.0))? - self.residuals_at(&at(k, -1.0))?) / width(k);
            jacobian.set_column(k, &slope);
        }
        Ok(jacobian)
    }

    /// Derivatives in natural units at the best fit; one-sided towards a bound.
    fn natural_jacobian(&self, best: &[f64]) -> Result<DMatrix<f64>, StudyFault> {
        let moved = |k: usize, side: f64| {
            let f = &self.free()[k];
            (best[k] + side * RANGE_STEP * (f.high - f.low)).clamp(f.low, f.high)
        };
        let at = |k: usize, side: f64| {
            let mut values = best.to_vec();
            values[k] = moved(k, side);
            values
        };
        self.differences(at, |k| moved(k, 1.0) - moved(k, -1.0))
    }

    /// Keeps the first failure for later.
    fn noting<T>(&self, result: Result<T, StudyFault>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(fault) => {
                self.fault.set(Some(fault));
                None
            }
        }
    }

    /// What was found, told of the best end.
    fn told(
        &self,
        start: &[f64],
        best: &[f64],
        (first, converged, agreeing): (f64, bool, usize),
    ) -> Result<Calibration, StudyFault> {
        let (free, targets) = (self.free(), self.simulator.targets);
        let jacobian = self.natural_jacobian(best)?;
        let figures = targets.figures.len();
        let (values, found) = self.kept(start, best, &jacobian)?;
        let all = self.residuals_of(&found);
        let told = information(&jacobian, &all, &targets.counts());
        let (errors, traded) = identify((&jacobian, &told), free, figures);
        let fitted = |(k, f): (usize, &Free)| {
            let by = informing(&jacobian, k, f);
            let informed_by: Vec<usize> = by.iter().copied().filter(|row| *row < figures).collect();
            let is_informed = is_informed(&jacobian, k, f, figures);
            let value = values[k];
            Fitted {
                path: f.path.clone(),
                bounds: (f.low, f.high),
                start: start[k],
                value,
                standard_error: errors[k],
                informed_by,
                informed_by_pay: is_informed_by_people(&jacobian, k, f, figures),
                is_informed,
                at_bound: (value - f.low).min(f.high - value) < 1e-3 * (f.high - f.low),
            }
        };
        let each = targets.figures.iter().zip(&found.figures);
        let simulated: Vec<Estimate> = each.map(|(_, values)| Estimate::over_trials(values)).collect();
        let residuals = simulated.iter().zip(&targets.figures).map(|(s, f)| (s.value - f.value) / f.error);
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let ranges: Vec<f64> = free.iter().map(|f| f.high - f.low).collect();
        Ok(Calibration {
            fitted: free.iter().enumerate().map(fitted).collect(),
            residuals: residuals.collect(),
            simulated,
            chi_squared: (first, sum_of_squares(&all)),
            degrees_of_freedom: count(all.len()) - count(free.len()),
            traded,
            evaluations: self.simulator.evaluations(),
            converged,
            searches: self.options.starts.max(1),
            agreeing,
            groups: groups(targets, &all),
            pulls: pulls(&jacobian, &all, &targets.group_of_each(), &ranges),
            pay: PayFit::of(targets, &found.pay, self.pay_error),
            refused: self.refused.get(),
        })
    }
}

/// Numbers, and what targets are at them.
type MetAt = (Vec<f64>, SimulatedTargets);

impl Search<'_> {
    /// The best values, but of numbers that nothing informs, which stay where they were: wherever the search left them is
    /// chance. What is told of targets is what these give, and not what the search left.
    fn kept(&self, start: &[f64], best: &[f64], jacobian: &DMatrix<f64>) -> Result<MetAt, StudyFault> {
        let figures = self.simulator.targets.figures.len();
        let each = self.free().iter().enumerate();
        let values: Vec<f64> = each
            .map(|(k, f)| if is_informed(jacobian, k, f, figures) { best[k] } else { start[k] })
            .collect();
        if let Some(found) = self.simulator.allowed_at(&values)? {
            return Ok((values, found));
        }
        // The scenario has both only as the search left them.
        Ok((best.to_vec(), self.simulator.at(best)?))
    }
}

/// Each group of targets with how well it is met.
fn groups(targets: &Targets, residuals: &DVector<f64>) -> Vec<GroupMet> {
    let of_each = targets.group_of_each();
    let group = |(place, name): (usize, &str)| {
        let own = || of_each.iter().zip(residuals.iter()).filter(|(group, _)| **group == place);
        GroupMet {
            group: name.to_owned(),
            targets: own().count(),
            chi_squared: own().map(|(_, r)| r * r).sum(),
            worst: own().map(|(_, r)| r.abs()).fold(0.0, f64::max),
        }
    };
    targets.groups().into_iter().enumerate().map(group).collect()
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for Search<'_> {
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;
    type ParameterStorage = Owned<f64, Dyn>;

    fn set_params(&mut self, angles: &DVector<f64>) {
        self.angles.clone_from(angles);
    }

    fn params(&self) -> DVector<f64> {
        self.angles.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        self.noting(self.residuals_at(&self.values()))
    }

    fn jacobian(&self) -> Option<DMatrix<f64>> {
        let at = |k: usize, side: f64| {
            let moved = self.angles.iter().zip(self.free()).enumerate();
            moved.map(|(i, (angle, f))| f.value(if i == k { angle + side * STEP } else { *angle })).collect()
        };
        self.noting(self.differences(at, |_| 2.0 * STEP))
    }
}

/// Places of the figures that move by at least one error when a number moves over all of its range.
fn informing(jacobian: &DMatrix<f64>, k: usize, free: &Free) -> Vec<usize> {
    let range = free.high - free.low;
    (0..jacobian.nrows()).filter(|figure| (jacobian[(*figure, k)] * range).abs() >= 1.0).collect()
}

/// Whether a figure does, or people's pay, which stands below the figures: all of it together.
fn is_informed(jacobian: &DMatrix<f64>, k: usize, free: &Free, figures: usize) -> bool {
    informing(jacobian, k, free).iter().any(|row| *row < figures)
        || is_informed_by_people(jacobian, k, free, figures)
}

fn is_informed_by_people(jacobian: &DMatrix<f64>, k: usize, free: &Free, figures: usize) -> bool {
    let people = jacobian.column(k).iter().skip(figures).map(|slope| slope * slope).sum::<f64>().sqrt();
    people * (free.high - free.low) >= 1.0
}

/// The Jacobian whose square is what targets tell: of figures as it is, of people's pay, which stands below, as Student's law
/// expects. `shares` are how much rows of pay count.
fn information(jacobian: &DMatrix<f64>, residuals: &DVector<f64>, shares: &[f64]) -> DMatrix<f64> {
    let figures = jacobian.nrows() - shares.len();
    DMatrix::from_fn(jacobian.nrows(), jacobian.ncols(), |row, k| {
        let factor = row.checked_sub(figures).map_or(1.0, |own| {
            // Slopes are of residuals with the root of the share in them, and so is what they tell.
            to_information(residuals[row] / shares[own].sqrt())
        });
        factor * jacobian[(row, k)]
    })
}

/// Standard errors, and pairs that only trade places, from what targets tell; and the Jacobian in natural units, which says
/// what numbers are informed at all.
fn identify(
    (jacobian, told): (&DMatrix<f64>, &DMatrix<f64>),
    free: &[Free],
    figures: usize,
) -> (Vec<Option<f64>>, Vec<Traded>) {
    let informed: Vec<usize> =
        (0..free.len()).filter(|k| is_informed(jacobian, *k, &free[*k], figures)).collect();
    let mut errors = vec![None; free.len()];
    let mut traded = Vec::new();
    // In units of each range, so that numbers of very different size do not look singular.
    let scaled = DMatrix::from_fn(jacobian.nrows(), informed.len(), |figure, place| {
        let f = &free[informed[place]];
        told[(figure, informed[place])] * (f.high - f.low)
    });
    if informed.is_empty() {
        return (errors, traded);
    }
    let svd = scaled.svd(false, true);
    let Some(v) = svd.v_t.map(|v_t| v_t.transpose()) else { return (errors, traded) };
    let largest = svd.singular_values.max();
    let determined = |s: f64| s > 1e-6 * largest;
    let covariance = |a: usize, b: usize| -> f64 {
        let each = svd.singular_values.iter().enumerate();
        each.filter(|(_, s)| determined(**s)).map(|(i, s)| v[(a, i)] * v[(b, i)] / (s * s)).sum()
    };
    // A number that takes part in a direction nothing determines has no standard error.
    let loose = |a: usize| {
        let few = svd.singular_values.len() < informed.len();
        let each = svd.singular_values.iter().enumerate();
        few || each.filter(|(_, s)| !determined(**s)).any(|(i, _)| v[(a, i)].abs() > 1e-3)
    };
    for (a, k) in informed.iter().enumerate() {
        if !loose(a) {
            errors[*k] = Some(covariance(a, a).sqrt() * (free[*k].high - free[*k].low));
        }
        for (b, other) in informed.iter().enumerate().skip(a + 1) {
            let spread = (covariance(a, a) * covariance(b, b)).sqrt();
            let rho = if loose(a) && loose(b) { 1.0 } else { covariance(a, b) / spread.max(1e-300) };
            if rho.abs() > TRADED {
                traded.push((*k, *other, rho));
            }
        }
    }
    (errors, traded)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same Jacobian for both.
    fn identified(jacobian: &DMatrix<f64>, free: &[Free], figures: usize) -> (Vec<Option<f64>>, Vec<Traded>) {
        identify((jacobian, jacobian), free, figures)
    }

    /// 700 people who are not off at all, each of whose pay moves by one scale with a number: residuals slope by √(5/4), and
    /// Student's law tells 700 × 5/7 = 500, error 1/√500 = 0.044721. Two rows of each count half: the same. A figure of
    /// one error a unit besides: 1/√501.
    #[test]
    fn what_pay_tells_is_what_students_law_expects() {
        let range = [free(0.0, 10.0)];
        let slope = 1.25_f64.sqrt();
        let error = |jacobian: &DMatrix<f64>, shares: &[f64]| {
            let told = information(jacobian, &DVector::zeros(jacobian.nrows()), shares);
            identify((jacobian, &told), &range, jacobian.nrows() - shares.len()).0[0].unwrap()
        };
        let one = error(&DMatrix::from_element(700, 1, slope), &[1.0; 700]);
        assert!((one - 500.0_f64.sqrt().recip()).abs() < 1e-9, "{one}");
        let two = error(&DMatrix::from_element(1_400, 1, slope * 0.5_f64.sqrt()), &[0.5; 1_400]);
        assert!((two - one).abs() < 1e-9, "{two}");
        let mut both = DMatrix::from_element(701, 1, slope);
        both[(0, 0)] = 1.0;
        assert!((error(&both, &[1.0; 700]) - 501.0_f64.sqrt().recip()).abs() < 1e-9);
    }

    fn free(low: f64, high: f64) -> Free {
        Free { path: "p".into(), low, high }
    }

    #[test]
    fn standard_errors_are_those_of_the_normal_equations() {
        // J = [[2, 0], [0, 4]]: errors ½ and ¼.
        let two = [free(0.0, 10.0), free(0.0, 10.0)];
        let (errors, traded) = identified(&DMatrix::from_row_slice(2, 2, &[2.0, 0.0, 0.0, 4.0]), &two, 2);
        assert!((errors[0].unwrap() - 0.5).abs() < 1e-12 && (errors[1].unwrap() - 0.25).abs() < 1e-12);
        assert!(traded.is_empty());
        // A figure that sees only the sum cannot tell the two apart.
        let (errors, traded) = identified(&DMatrix::from_row_slice(1, 2, &[3.0, 3.0]), &two, 1);
        assert_eq!(errors, [None, None]);
        assert_eq!((traded.len(), traded[0].0, traded[0].1), (1, 0, 1));
        // A number that moves nothing: a whole range of 10 moves the figure by 0.5 errors.
        let (errors, _) = identified(&DMatrix::from_row_slice(1, 2, &[3.0, 0.05]), &two, 1);
        assert!(errors[0].is_some() && errors[1].is_none());
        // A hundred people whose pay moves by 0.02 scales each: 0.02 · √100 = 0.2 over a range of 10 is 2.
        let people = DMatrix::from_element(100, 1, 0.02);
        assert!(is_informed(&people, 0, &two[0], 0) && !is_informed(&people, 0, &two[0], 100));
    }
}
