//! The fit itself.

use super::Figure;
use crate::analysis::estimate::Estimate;

use crate::engine::Pick;
use crate::study::{Study, StudyFault};
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{DMatrix, DVector, Dyn, Owned};

/// A number to be fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Free {
    /// Its path, such as `behaviour.evidence.volume_by_share`.
    pub path: String,
    /// Least value.
    pub low: f64,
    /// Greatest value.
    pub high: f64,
}

/// How a fit goes about it.
#[derive(Clone, Copy, Debug)]
pub struct FitOptions {
    /// Trials of each evaluation.
    pub trials: u64,
    /// Threads; all processors when `None`.
    pub threads: Option<usize>,
    /// Most evaluations for each free number.
    pub patience: usize,
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
    /// Whether the optimiser was content.
    pub converged: bool,
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
    let start = start(study, free)?;
    let angles = DVector::from_iterator(free.len(), start.iter().zip(free).map(|(p, f)| f.angle(*p)));
    let search = Search {
        study,
        free,
        figures,
        options,
        evaluated,
        angles,
        evaluations: 0.into(),
        fault: None.into(),
    };
    let first = search.chi_squared(&start)?;
    let before = search.angles.clone();
    let (mut search, report) = LevenbergMarquardt::new()
        .with_ftol(1e-6)
        .with_xtol(1e-5)
        .with_gtol(1e-9)
        .with_patience(options.patience)
        .minimize(search);
    if let Some(fault) = search.fault.take() {
        return Err(fault);
    }
    let mut best = search.values();
    // Never worse than where it began.
    if search.chi_squared(&best)? > first {
        search.angles = before;
        best.clone_from(&start);
    }
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
        converged: report.termination.was_successful(),
    })
}

/// Where the search begins: the scenario's own values, kept off the bounds, where the sine has no
/// slope.
fn start(study: &Study, free: &[Free]) -> Result<Vec<f64>, StudyFault> {
    free.iter()
        .map(|f| {
            let own = study.get(&f.path)?;
            let margin = 0.05 * (f.high - f.low);
            Ok(own.clamp(f.low + margin, f.high - margin))
        })
        .collect()
}

impl Free {
    fn angle(&self, value: f64) -> f64 {
        let part = (value - self.low) / (self.high - self.low);
        (2.0 * part - 1.0).clamp(-1.0, 1.0).asin()
    }

    fn value(&self, angle: f64) -> f64 {
        self.low + (self.high - self.low) * f64::midpoint(1.0, angle.sin())
    }
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
    fn bounds_hold_and_the_way_back_is_the_way_there() {
        let f = free(2.0, 6.0);
        // A quarter of the range: 2 · 0.25 − 1 = −½, asin −½ = −π/6.
        assert!((f.angle(3.0) + std::f64::consts::FRAC_PI_6).abs() < 1e-12);
        for value in [2.1, 3.0, 5.9] {
            assert!((f.value(f.angle(value)) - value).abs() < 1e-12);
        }
        for angle in [-100.0, 0.3, 77.0] {
            assert!((2.0..=6.0).contains(&f.value(angle)));
        }
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
