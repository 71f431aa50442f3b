//! Functions whose indices are known in closed form, and samples to meet them with; under `#[cfg(test)]` alone.

use crate::math::normal_quantile;
use crate::random::{Draws, EntityKey, KeyedRng, Seed, Stream, unit};
use std::f64::consts::PI;

/// Words of a name of its own.
pub(super) fn words(name: &str) -> KeyedRng {
    Draws::open(Seed(2_026), Stream::Proposal).generator(EntityKey::of(name))
}

/// Independent standard normals `[column][row]`, another set for each number.
pub(super) fn normals(number: u64, columns: usize, rows: usize) -> Vec<Vec<f64>> {
    let draws = Draws::open(Seed(2_026), Stream::Proposal);
    (0..columns)
        .map(|column| {
            let mut values = vec![0.0; rows];
            draws.normals(EntityKey(column as u64), number, 0, &mut values);
            values
        })
        .collect()
}

/// A lattice of even points, `[column][row]`: Weyl's sequence of the generalised golden ratio (Roberts 2018), shifted.
pub(super) fn lattice(columns: usize, rows: usize) -> Vec<Vec<f64>> {
    let mut ratio = 2.0_f64;
    for _ in 0..60 {
        ratio = (1.0 + ratio).powf(1.0 / (columns as f64 + 1.0));
    }
    let column = |c: usize| {
        let step = ratio.powi(-(c as i32 + 1)).fract();
        let shift = unit(Draws::open(Seed(1), Stream::Proposal).words(EntityKey(c as u64), 0, 0, 0)[0]);
        (0..rows).map(|row| (shift + step * row as f64).fract().clamp(1e-9, 1.0 - 1e-9)).collect()
    };
    (0..columns).map(column).collect()
}

/// A function at every point of `[input][point]`.
pub(super) fn evaluated(points: &[Vec<f64>], of: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let at = |i: usize| of(&points.iter().map(|column| column[i]).collect::<Vec<f64>>());
    (0..points[0].len()).map(at).collect()
}

/// Ishigami's function of three uniforms on −π to π, a = 7, b = 0.1.
pub(super) fn ishigami(u: &[f64]) -> f64 {
    let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
    x[0].sin() + 7.0 * x[1].sin() * x[1].sin() + 0.1 * x[2].powi(4) * x[0].sin()
}

/// a²/8 + bπ⁴/5 + b²π⁸/18 + ½ with a = 7, b = 0.1: 6.125 + 1.948182 + 5.271406 + 0.5.
pub(super) const ISHIGAMI_VARIANCE: f64 = 13.844_588;

/// First order ½(1 + bπ⁴/5)² = 4.345888 and a²/8 = 6.125; interaction 8b²π⁸/225 = 3.373700; over the variance.
pub(super) const ISHIGAMI_INDICES: ([f64; 3], [f64; 3]) =
    ([0.313_905, 0.442_411, 0.0], [0.557_589, 0.442_411, 0.243_684]);

/// What the g-function's inputs are damped by.
const DAMPED: [f64; 4] = [0.0, 1.0, 4.5, 9.0];

/// Sobol's g-function of four uniforms, `Π (|4u − 2| + a)/(1 + a)`.
pub(super) fn g_function(u: &[f64]) -> f64 {
    u.iter().zip(DAMPED).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
}

/// `V_i = (1/3)/(1 + a)²`, `V = Π (1 + V_i) − 1`, `S_i = V_i/V`, `T_i = V_i Π_{j≠i} (1 + V_j)/V`.
pub(super) fn g_indices() -> (Vec<f64>, Vec<f64>) {
    let alone: Vec<f64> = DAMPED.iter().map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a))).collect();
    let product: f64 = alone.iter().map(|v| 1.0 + v).product();
    let first = alone.iter().map(|v| v / (product - 1.0)).collect();
    let total = alone.iter().map(|v| v * product / (1.0 + v) / (product - 1.0)).collect();
    (first, total)
}

/// The correlated linear model of tests: `Σ b_i z_i`, normals of variance 1.
pub(super) fn linear(u: &[f64], slopes: &[f64]) -> f64 {
    u.iter().zip(slopes).map(|(u, b)| b * normal_quantile(*u)).sum()
}
