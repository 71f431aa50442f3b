//! How likely targets are, given what is simulated.

use crate::math::{exp, ln};
use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

/// Degrees of freedom of what one person's pay is off: heavy tails, so that a few who are far off pull little.
/// Lange, Little & Taylor 1989, "Robust statistical modeling using the t distribution", find 4 to work well. (Recalled.)
pub(super) const FREEDOM: f64 = 4.0;

/// Targets as they were observed: figures first, then people's pay.
#[derive(Clone, Debug)]
pub(super) struct Observed {
    /// Figures.
    pub(super) figures: Vec<f64>,
    /// Covariance of what they may be off: stated errors, and what chance leaves in simulated means.
    pub(super) covariance: DMatrix<f64>,
    /// People's pay.
    pub(super) people: Vec<ObservedPay>,
}

/// What one person was paid in a year.
#[derive(Clone, Copy, Debug)]
pub(super) struct ObservedPay {
    /// What was paid, $.
    pub(super) paid: f64,
    /// The share of it that it may be off.
    pub(super) share: f64,
    /// How much it counts: one over the years that are told of the person.
    pub(super) counts: f64,
}

/// Targets with what a response surface may be off besides.
#[derive(Clone, Debug)]
pub(super) struct TargetEvidence<'a> {
    observed: &'a Observed,
    factor: Option<Cholesky<f64, Dyn>>,
    scales: Vec<f64>,
}

impl Observed {
    /// The standard error of a target; of a person's pay about what was paid, $.
    pub(super) fn error(&self, place: usize) -> f64 {
        match self.people.get(place.wrapping_sub(self.figures.len())) {
            Some(own) if place >= self.figures.len() => own.share * own.paid,
            _ => self.covariance[(place, place)].sqrt(),
        }
    }

    /// With errors of a surface, one for each target, taken to be independent of each other.
    pub(super) fn with(&self, errors: &[f64]) -> TargetEvidence<'_> {
        let n = self.figures.len();
        let mut covariance = self.covariance.clone();
        for place in 0..n {
            covariance[(place, place)] += square(errors.get(place).copied().unwrap_or(0.0));
        }
        let scale = |(place, own): (usize, &ObservedPay)| {
            (square(own.share) + square(errors.get(n + place).copied().unwrap_or(0.0) / own.paid)).sqrt()
        };
        TargetEvidence {
            observed: self,
            factor: covariance.cholesky(),
            scales: self.people.iter().enumerate().map(scale).collect(),
        }
    }
}

impl TargetEvidence<'_> {
    /// The log likelihood of simulated targets, up to a constant.
    pub(super) fn log_likelihood(&self, simulated: &[f64]) -> f64 {
        let n = self.observed.figures.len();
        let off = DVector::from_iterator(n, simulated.iter().zip(&self.observed.figures).map(|(s, o)| s - o));
        let figures = match &self.factor {
            Some(factor) => off.dot(&factor.solve(&off)),
            None => f64::INFINITY,
        };
        let people = simulated[n..].iter().zip(&self.observed.people).zip(&self.scales);
        let each = |((s, own), scale): ((&f64, &ObservedPay), &f64)| {
            own.counts * square(robust(off_by(*s, own.paid) / scale))
        };
        let people: f64 = people.map(each).sum();
        -0.5 * (figures + people)
    }
}

/// What a simulated pay is off, as the logarithm of its ratio to what was paid: about a share. By shares of what was
/// paid, those who were paid little by chance would count more, and every fit would come out low.
pub(super) fn off_by(simulated: f64, paid: f64) -> f64 {
    ln((simulated / paid).max(FURTHEST))
}

/// A pay that is simulated at less than this part of what was paid is off by that: a hundredth.
const FURTHEST: f64 = 0.01;

/// What a person's pay is off, in scales, as a residual whose square is twice less the log of Student's density: near
/// nothing it is the same but for √(5/4), far off it grows with the root of a logarithm only.
pub(super) fn robust(off: f64) -> f64 {
    ((FREEDOM + 1.0) * ln(1.0 + square(off) / FREEDOM)).sqrt().copysign(off)
}

/// How much one who is so far off counts beside one who is not off at all: (ν + 1)/(ν + r²) over its value at 0.
pub(super) fn weight(off: f64) -> f64 {
    FREEDOM / (FREEDOM + square(off))
}

/// By how much the slope of a [`robust`] residual of this size is to be multiplied, so that its square is what Student's law
/// expects to learn of a place from one row: (ν + 1)/(ν + 3) a squared scale, whatever the row is off. The slope of the
/// residual itself is √((ν + 1)/ν) at nothing and less further off; its mean square is more than that.
pub(super) fn to_information(residual: f64) -> f64 {
    let expected = ((FREEDOM + 1.0) / (FREEDOM + 3.0)).sqrt();
    let off = (FREEDOM * (exp(square(residual) / (FREEDOM + 1.0)) - 1.0).max(0.0)).sqrt();
    let slope = if off < 1e-6 {
        ((FREEDOM + 1.0) / FREEDOM).sqrt()
    } else {
        (FREEDOM + 1.0) * off / ((FREEDOM + square(off)) * residual.abs())
    };
    expected / slope
}

/// A number times itself.
pub(super) fn square(x: f64) -> f64 {
    x * x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_far_off_counts_little() {
        // r = 2: 5 ln(1 + 4/4) = 5 ln 2 = 3.4657, root 1.8616.
        assert!((robust(2.0) - 1.8616).abs() < 1e-4 && (robust(-2.0) + 1.8616).abs() < 1e-4);
        assert_eq!((robust(0.0), weight(0.0), weight(2.0)), (0.0, 1.0, 0.5));
        // A hundred scales off: √(5 ln 2501) = 6.25 instead of 100.
        assert!((robust(100.0) - (5.0 * 2_501.0_f64.ln()).sqrt()).abs() < 1e-12);
    }

    /// At nothing the slope is √(5/4), so that √(5/7)/√(5/4) = √(4/7). At r = 2: residual √(5 ln 2) = 1.861649, slope
    /// 5 × 2/(8 × 1.861649) = 0.671447, √(5/7) = 0.845154 over it 1.258705.
    #[test]
    fn what_a_row_tells_of_a_place() {
        assert!((to_information(0.0) - (4.0_f64 / 7.0).sqrt()).abs() < 1e-12);
        assert!((to_information(1e-4) - (4.0_f64 / 7.0).sqrt()).abs() < 1e-6);
        for residual in [robust(2.0), robust(-2.0)] {
            assert!((to_information(residual) - 1.258_705).abs() < 1e-5, "{}", to_information(residual));
        }
    }

    #[test]
    fn figures_that_err_together_count_together() {
        // Errors 1 and 1 with covariance ½: inverse [[4/3, −2/3], [−2/3, 4/3]]; both off by 1: 4/3; log −2/3.
        let covariance = DMatrix::from_row_slice(2, 2, &[1.0, 0.5, 0.5, 1.0]);
        let observed = Observed {
            figures: vec![10.0, 20.0],
            covariance,
            people: vec![ObservedPay { paid: 100.0, share: 0.1, counts: 1.0 }],
        };
        let found = observed.with(&[0.0; 3]).log_likelihood(&[11.0, 21.0, 100.0]);
        assert!((found + 2.0 / 3.0).abs() < 1e-12, "{found}");
        // A surface that is off by √3: variances 4, and a person's scale √(0.01 + 0.03) = 0.2; paid e^0.4 times as much is
        // 2 scales off.
        let off = 3.0_f64.sqrt();
        let paid = 100.0 * 0.4_f64.exp();
        let found = observed.with(&[off, off, 300.0_f64.sqrt()]).log_likelihood(&[10.0, 20.0, paid]);
        assert!((found + 0.5 * 5.0 * 2.0_f64.ln()).abs() < 1e-12, "{found}");
        assert!((off_by(90.0, 100.0) + off_by(100.0, 90.0)).abs() < 1e-12, "as far either way");
        assert_eq!(off_by(-5.0, 100.0), ln(0.01));
        assert_eq!((observed.error(1), observed.error(2)), (1.0, 10.0));
    }
}
