//! The fit itself.

use super::Figure;
use super::free::{Free, own_values, proposal};
use crate::analysis::estimate::Estimate;
use crate::engine::Pick;
use crate::random::Seed;
use crate::study::{Study, StudyFault};
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{DMatrix, DVector, Dyn, Owned};

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
    /// Figures less fitted numbers; negative when there are too few figures.
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
    let start = own_values(study, free)?;
    let angles = DVector::zeros(free.len());
    let fault = None.into();
    let search = Search { study, free, figures, options, evaluated, angles, evaluations: 0.into(), fault };
    let first = search.chi_squared(&start)?;
    let (mut search, end) = search.descend(&start)?;
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
    ends.sort_by(|a, b| a.chi_squared.total_cmp(&b.chi_squared));
    let End { values: best, chi_squared: least, converged } = ends.swap_remove(0);
    let agreeing = 1 + ends.iter().filter(|end| end.chi_squared <= least + 1.0).count();
    let simulated = search.simulate(&best)?;
    let residuals: Vec<f64> =
        simulated.iter().zip(figures).map(|(s, f)| (s.value - f.value) / f.error).collect();
    let jacobian = search.natural_jacobian(&best)?;
    let (errors, traded) = identify(&jacobian, free);
    let fitted = free
        .iter()
        .enumerate()
        .map(|(k, f)| {
            let informed_by = informing(&jacobian, k, f);
            // A number that no figure informs stays where it was: wherever the search left it is chance.
            let value = if informed_by.is_empty() { start[k] } else { best[k] };
            Fitted {
                path: f.path.clone(),
                bounds: (f.low, f.high),
                start: start[k],
                value,
                standard_error: errors[k],
                informed_by,
                at_bound: (value - f.low).min(f.high - value) < 1e-3 * (f.high - f.low),
            }
        })
        .collect();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Ok(Calibration {
        fitted,
        simulated,
        chi_squared: (first, residuals.iter().map(|r| r * r).sum()),
        residuals,
        degrees_of_freedom: count(figures.len()) - count(free.len()),
        traded,
        evaluations: search.evaluations.get(),
        converged,
        searches: options.starts.max(1),
        agreeing,
    })
}

/// The problem as the optimiser sees it.
struct Search<'a> {
    study: &'a Study,
    free: &'a [Free],
    figures: &'a [Figure],
    options: &'a FitOptions,
    evaluated: &'a dyn Fn(),
    angles: DVector<f64>,
    evaluations: std::cell::Cell<usize>,
    /// The first failure: the optimiser only learns that there was one.
    fault: std::cell::Cell<Option<StudyFault>>,
}

impl Search<'_> {
    /// Searches from here, and gives itself back for the next search.
    fn descend(mut self, from: &[f64]) -> Result<(Self, End), StudyFault> {
        self.angles =
            DVector::from_iterator(from.len(), from.iter().zip(self.free).map(|(p, f)| f.angle(*p)));
        let (search, report) = LevenbergMarquardt::new()
            .with_ftol(1e-6)
            .with_xtol(1e-5)
            .with_gtol(1e-9)
            .with_patience(self.options.patience)
            .minimize(self);
        if let Some(fault) = search.fault.take() {
            return Err(fault);
        }
        let values = search.values();
        let chi_squared = search.chi_squared(&values)?;
        Ok((search, End { values, chi_squared, converged: report.termination.was_successful() }))
    }

    fn values(&self) -> Vec<f64> {
        self.angles.iter().zip(self.free).map(|(angle, f)| f.value(*angle)).collect()
    }

    /// Every figure at these values.
    fn simulate(&self, values: &[f64]) -> Result<Vec<Estimate>, StudyFault> {
        let mut study = self.study.clone();
        for (f, value) in self.free.iter().zip(values) {
            study.set(&f.path, *value)?;
        }
        let picks: Vec<Pick> = self.figures.iter().map(|f| f.pick.clone()).collect();
        let sampled = study.sample(self.options.trials, self.options.threads, &picks)?;
        self.evaluations.set(self.evaluations.get() + 1);
        (self.evaluated)();
        Ok(sampled.iter().map(|values| Estimate::mean(values)).collect())
    }

    fn residuals_at(&self, values: &[f64]) -> Result<DVector<f64>, StudyFault> {
        let simulated = self.simulate(values)?;
        let each = simulated.iter().zip(self.figures).map(|(s, f)| (s.value - f.value) / f.error);
        Ok(DVector::from_iterator(self.figures.len(), each))
    }

    fn chi_squared(&self, values: &[f64]) -> Result<f64, StudyFault> {
        Ok(self.residuals_at(values)?.norm_squared())
    }

    /// Derivatives of residuals, one column for each number, by central differences between two
    /// sets of values that lie `width` apart.
    fn differences(
        &self,
        at: impl Fn(usize, f64) -> Vec<f64>,
        width: impl Fn(usize) -> f64,
    ) -> Result<DMatrix<f64>, StudyFault> {
        let mut jacobian = DMatrix::zeros(self.figures.len(), self.free.len());
        for k in 0..self.free.len() {
            let slope = (self.residuals_at(&at(k, 1.0))? - self.residuals_at(&at(k, -1.0))?) / width(k);
            jacobian.set_column(k, &slope);
        }
        Ok(jacobian)
    }

    /// Derivatives in natural units at the best fit; one-sided towards a bound.
    fn natural_jacobian(&self, best: &[f64]) -> Result<DMatrix<f64>, StudyFault> {
        let moved = |k: usize, side: f64| {
            let f = &self.free[k];
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
            let moved = self.angles.iter().zip(self.free).enumerate();
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

/// Standard errors, and pairs that only trade places, from the Jacobian in natural units.
fn identify(jacobian: &DMatrix<f64>, free: &[Free]) -> (Vec<Option<f64>>, Vec<Traded>) {
    let informed: Vec<usize> =
        (0..free.len()).filter(|k| !informing(jacobian, *k, &free[*k]).is_empty()).collect();
    let mut errors = vec![None; free.len()];
    let mut traded = Vec::new();
    // In units of each range, so that numbers of very different size do not look singular.
    let scaled = DMatrix::from_fn(jacobian.nrows(), informed.len(), |figure, place| {
        let f = &free[informed[place]];
        jacobian[(figure, informed[place])] * (f.high - f.low)
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

    fn free(low: f64, high: f64) -> Free {
        Free { path: "p".into(), low, high }
    }

    #[test]
    fn standard_errors_are_those_of_the_normal_equations() {
        // J = [[2, 0], [0, 4]]: errors ½ and ¼.
        let two = [free(0.0, 10.0), free(0.0, 10.0)];
        let (errors, traded) = identify(&DMatrix::from_row_slice(2, 2, &[2.0, 0.0, 0.0, 4.0]), &two);
        assert!((errors[0].unwrap() - 0.5).abs() < 1e-12 && (errors[1].unwrap() - 0.25).abs() < 1e-12);
        assert!(traded.is_empty());
        // A figure that sees only the sum cannot tell the two apart.
        let (errors, traded) = identify(&DMatrix::from_row_slice(1, 2, &[3.0, 3.0]), &two);
        assert_eq!(errors, [None, None]);
        assert_eq!((traded.len(), traded[0].0, traded[0].1), (1, 0, 1));
        // A number that moves nothing: a whole range of 10 moves the figure by 0.5 errors.
        let (errors, _) = identify(&DMatrix::from_row_slice(1, 2, &[3.0, 0.05]), &two);
        assert!(errors[0].is_some() && errors[1].is_none());
    }
}
