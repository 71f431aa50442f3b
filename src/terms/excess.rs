//! The building block of every threshold, tier and cap: what is expected above a line.

use crate::math::normal;

/// What is expected above a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Excess {
    /// E[max(0, X − T)].
    pub value: f64,
    /// P(X > T): the slope of `value` in the mean of X.
    pub chance: f64,
}

/// Expected excess of a normal X with `mean` and `sd` over `threshold`:
/// `(μ − T) Φ(z) + σ φ(z)` with `z = (μ − T)/σ`, and its slope `Φ(z)`.
///
/// With `sd` zero it is the plain excess, with chance one half exactly at the threshold.
///
/// ```
/// use cascade::terms::excess;
/// let at = excess(5000.0, 0.0, 4000.0);
/// assert_eq!((at.value, at.chance), (1000.0, 1.0));
/// // One standard deviation below: 500 · (φ(1) − 1·Φ(−1)) = 500 · 0.083315.
/// assert!((excess(4500.0, 500.0, 5000.0).value - 41.657_5).abs() < 1e-3);
/// ```
#[inline(always)]
#[must_use]
pub fn excess(mean: f64, sd: f64, threshold: f64) -> Excess {
    let sd = sd.max(1e-9);
    let distance = mean - threshold;
    let at = normal(distance / sd);
    Excess { value: distance * at.below + sd * at.density, chance: at.below }
}
