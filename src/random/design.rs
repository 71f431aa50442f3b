//! Points that fill a space more evenly than chance does: Latin hypercubes and scrambled Sobol points.
//!
//! A programme that tries many settings at once (a sweep, a sensitivity, the start of a search) spreads
//! them over the unit cube with one of these, and carries each coordinate to its own range.
//!
//! *Latin hypercube* (`McKay`, Beckman and Conover, *Technometrics* 1979): of n points, each dimension has
//! exactly one in each of its n equal strata, at a uniform place within it.
//!
//! *Sobol points*, with direction numbers of Joe and Kuo (*SIAM J. Sci. Comput.* 2008) and Owen's
//! nested scrambling (*J. Complexity* 1998) by Burley's hash (*JCGT* 2020), both from the package
//! `sobol_burley`: of the first 2^k points, each dimension has exactly one in each of 2^k strata, and the
//! first two dimensions have one in each elementary interval of area 2^-k. Each point alone is uniform,
//! so a mean over them is unbiased. Numbers of points that are powers of two are the balanced ones.
//!
//! All is keyed like any other draw: by the seed, the stream `design`, the kind, the point and the
//! dimension. So a dimension that is added moves none of the others.

use super::stream::{Draws, EntityKey, Seed, Stream, unit};
use crate::units::words;
use sobol_burley::NUM_DIMENSIONS;
use sobol_burley::parts::{owen_scramble_rev, sobol_rev};

words! {
    /// How points are spread over the unit cube.
    #[derive(Hash, PartialOrd, Ord)]
    pub enum DesignKind {
        name: "The name that a command asks for it by; the draws are keyed by it, so it never changes.";
        /// One point in each of as many strata as there are points, in each dimension.
        LatinHypercube = "lhs",
        /// Sobol points under Owen's scrambling; best with a power of two of them.
        Sobol = "sobol",
    }
}

/// Points of one Sobol sequence: the direction numbers have 16 columns. Further points begin another
/// scrambling of it.
const SEQUENCE: usize = 1 << 16;

/// `points` points of the unit cube of `dimensions` dimensions, as `[point][dimension]`, each coordinate
/// strictly between 0 and 1. The same arguments give the same bits, on any machine.
///
/// Sobol points past the 65,536th, and dimensions past the 256th, are balanced among themselves and
/// independent of those before. The first points of a longer Sobol design are those of a shorter one;
/// a Latin hypercube is another one for another number of points.
///
/// ```
/// use cascade::random::{DesignKind, Seed, unit_design};
///
/// let design = unit_design(DesignKind::Sobol, Seed(1), 64, 3);
/// for dimension in 0..3 {
///     let mut strata: Vec<f64> = design.iter().map(|point| (point[dimension] * 64.0).floor()).collect();
///     strata.sort_by(f64::total_cmp);
///     assert_eq!(strata, (0..64).map(f64::from).collect::<Vec<_>>());
/// }
/// ```
#[must_use]
pub fn unit_design(kind: DesignKind, seed: Seed, points: usize, dimensions: usize) -> Vec<Vec<f64>> {
    let draws = Draws::open(seed, Stream::Design);
    let mut design = vec![Vec::with_capacity(dimensions); points];
    for dimension in 0..dimensions {
        let column = match kind {
            DesignKind::LatinHypercube => latin(&draws, points, dimension as u64),
            DesignKind::Sobol => sobol(&draws, points, dimension),
        };
        for (point, value) in design.iter_mut().zip(column) {
            point.push(value);
        }
    }
    design
}

/// One dimension of a Latin hypercube: the order of the strata is the order of one word of each point,
/// the place within the stratum is the next word.
fn latin(draws: &Draws, points: usize, dimension: u64) -> Vec<f64> {
    let entity = EntityKey::of(DesignKind::LatinHypercube.name());
    let words: Vec<[u64; 4]> = (0..points).map(|p| draws.words(entity, p as u64, dimension, 0)).collect();
    let mut order: Vec<usize> = (0..points).collect();
    order.sort_by_key(|&p| (words[p][0], p));
    let mut column = vec![0.0; points];
    for (stratum, &p) in order.iter().enumerate() {
        column[p] = within(stratum, words[p][1], points);
    }
    column
}

/// A place in one of `strata` equal parts of (0, 1): 32 bits of `word`, centred, so that no rounding
/// carries it into the next part.
#[allow(clippy::cast_precision_loss, reason = "a design has far fewer points than a float has whole numbers")]
fn within(stratum: usize, word: u64, strata: usize) -> f64 {
    let place = (f64::from((word >> 32) as u32) + 0.5) / 4_294_967_296.0;
    ((stratum as f64 + place) / strata as f64).min(unit(u64::MAX))
}

/// One dimension of a scrambled Sobol sequence.
#[allow(clippy::cast_possible_truncation, reason = "a remainder of 2^16, and the top half of a word")]
fn sobol(draws: &Draws, points: usize, dimension: usize) -> Vec<f64> {
    let entity = EntityKey::of(DesignKind::Sobol.name());
    let columns = NUM_DIMENSIONS as usize;
    let (padding, column) = (dimension / columns, dimension % columns);
    (0..points)
        .map(|point| {
            let block = (point / SEQUENCE) as u64;
            let mut index = ((point % SEQUENCE) as u32).reverse_bits();
            if padding > 0 {
                // The same columns again, met in another order.
                let word = draws.words(entity, block, (padding * columns) as u64, 1)[0];
                index = owen_scramble_rev(index, (word >> 32) as u32);
            }
            let word = draws.words(entity, block, dimension as u64, 0)[0];
            let bits = owen_scramble_rev(sobol_rev(index, column as u32), (word >> 32) as u32);
            (f64::from(bits.reverse_bits()) + 0.5) / 4_294_967_296.0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(design: &[Vec<f64>], dimension: usize) -> Vec<f64> {
        design.iter().map(|point| point[dimension]).collect()
    }

    /// How many of `places` stand in each of `strata` parts.
    fn counts(places: impl Iterator<Item = usize>, strata: usize) -> Vec<usize> {
        let mut counts = vec![0; strata];
        places.for_each(|place| counts[place] += 1);
        counts
    }

    #[test]
    fn each_stratum_of_a_latin_hypercube_has_one_point() {
        // No power of two, and a number that no stratum's bounds are exact for.
        for points in [1, 7, 100] {
            let design = unit_design(DesignKind::LatinHypercube, Seed(5), points, 12);
            for d in 0..12 {
                let column = column(&design, d);
                assert!(column.iter().all(|&x| 0.0 < x && x < 1.0));
                let places = column.iter().map(|x| (x * points as f64) as usize);
                assert_eq!(counts(places, points), vec![1; points], "{points} points, dimension {d}");
            }
        }
    }

    #[test]
    fn each_dyadic_stratum_has_one_of_the_first_sobol_points() {
        let design = unit_design(DesignKind::Sobol, Seed(5), 1 << 10, 300);
        for k in 0..=10 {
            let points = 1 << k;
            for d in 0..300 {
                let places = design[..points].iter().map(|point| (point[d] * points as f64) as usize);
                assert_eq!(counts(places, points), vec![1; points], "2^{k} points, dimension {d}");
            }
        }
    }

    #[test]
    fn each_elementary_interval_of_the_first_pair_has_one_point() {
        // A (0, 2)-sequence in base 2: 2^k points, boxes of 2^-j by 2^-(k-j), for every j.
        for seed in 0..20 {
            let design = unit_design(DesignKind::Sobol, Seed(seed), 1 << 8, 2);
            for k in 0..=8_u32 {
                for j in 0..=k {
                    let (wide, high) = (1_usize << j, 1_usize << (k - j));
                    let boxes = design[..1 << k]
                        .iter()
                        .map(|p| (p[0] * wide as f64) as usize * high + (p[1] * high as f64) as usize);
                    assert_eq!(counts(boxes, 1 << k), vec![1; 1 << k], "seed {seed}, k {k}, j {j}");
                }
            }
        }
    }

    #[test]
    fn without_scrambling_the_points_are_those_published() {
        // The first points of Joe and Kuo's sequence, of three dimensions, in the order of their index;
        // scipy.stats.qmc.Sobol(3, scramble=False) 1.17 gives the same ones by Gray code: 0, 1, 3, 2, 6, 7, 5, 4.
        let published = [
            [0.0, 0.0, 0.0],
            [0.5, 0.5, 0.5],
            [0.25, 0.75, 0.75],
            [0.75, 0.25, 0.25],
            [0.125, 0.625, 0.375],
            [0.625, 0.125, 0.875],
            [0.375, 0.375, 0.625],
            [0.875, 0.875, 0.125],
        ];
        for (index, point) in published.iter().enumerate() {
            for (d, &coordinate) in point.iter().enumerate() {
                let bits = sobol_rev((index as u32).reverse_bits(), d as u32).reverse_bits();
                assert_eq!(f64::from(bits) / 4_294_967_296.0, coordinate, "point {index}, dimension {d}");
            }
        }
    }

    /// Centred L2 discrepancy, squared (Hickernell, *Math. Comput.* 1998, formula 5.2).
    fn discrepancy(design: &[Vec<f64>]) -> f64 {
        let (n, s) = (design.len() as f64, design[0].len() as i32);
        let far = |x: f64| (x - 0.5).abs();
        let single: f64 = design
            .iter()
            .map(|p| p.iter().map(|&x| 1.0 + 0.5 * far(x) - 0.5 * far(x) * far(x)).product::<f64>())
            .sum();
        let pair: f64 = design
            .iter()
            .flat_map(|p| design.iter().map(move |q| (p, q)))
            .map(|(p, q)| {
                p.iter()
                    .zip(q)
                    .map(|(&x, &y)| 1.0 + 0.5 * far(x) + 0.5 * far(y) - 0.5 * (x - y).abs())
                    .product::<f64>()
            })
            .sum();
        (13.0_f64 / 12.0).powi(s) - 2.0 / n * single + pair / (n * n)
    }

    #[test]
    fn the_discrepancy_by_hand() {
        // One point in the middle of one dimension: 13/12 - 2 + 1 = 1/12.
        assert!((discrepancy(&[vec![0.5]]) - 1.0 / 12.0).abs() < 1e-15);
        // One point at 1/4: far = 1/4; 13/12 - 2 (1 + 1/8 - 1/32) + (1 + 1/8 + 1/8) = 7/48.
        assert!((discrepancy(&[vec![0.25]]) - 7.0 / 48.0).abs() < 1e-15);
    }

    #[test]
    fn designs_fill_the_cube_better_than_chance() {
        let (points, dimensions) = (128, 6);
        let mean = |of: &dyn Fn(u64) -> Vec<Vec<f64>>| {
            (0..10).map(|seed| discrepancy(&of(seed))).sum::<f64>() / 10.0
        };
        let sobol = mean(&|seed| unit_design(DesignKind::Sobol, Seed(seed), points, dimensions));
        let latin = mean(&|seed| unit_design(DesignKind::LatinHypercube, Seed(seed), points, dimensions));
        let chance = mean(&|seed| {
            let draws = Draws::open(Seed(seed), Stream::Proposal);
            let word = |p: usize, d: usize| unit(draws.words(EntityKey(d as u64), p as u64, 0, 0)[0]);
            (0..points).map(|p| (0..dimensions).map(|d| word(p, d)).collect()).collect()
        });
        // What independent points give on average: ((5/4)^6 - (13/12)^6) / n = 0.017.
        assert!((chance - 0.0172).abs() < 0.004, "{chance}");
        assert!(sobol < 0.25 * chance && latin < 0.75 * chance && sobol < latin, "{sobol} {latin} {chance}");
    }

    #[test]
    fn a_mean_over_scrambled_points_is_unbiased_and_close() {
        // Of x1 x2 x3 over the cube: 1/8. Of 64 independent points the standard error is 0.0183.
        let means: Vec<f64> = (0..200)
            .map(|seed| {
                let design = unit_design(DesignKind::Sobol, Seed(seed), 64, 3);
                design.iter().map(|p| p.iter().product::<f64>()).sum::<f64>() / 64.0
            })
            .collect();
        let mean = means.iter().sum::<f64>() / 200.0;
        let variance = means.iter().map(|m| (m - mean) * (m - mean)).sum::<f64>() / 199.0;
        assert!((mean - 0.125).abs() < 4.0 * (variance / 200.0).sqrt(), "{mean}");
        assert!(variance.sqrt() < 0.25 * 0.0183, "{}", variance.sqrt());
    }

    #[test]
    fn a_dimension_or_a_point_that_is_added_moves_no_other() {
        for &kind in DesignKind::ALL {
            let wide = unit_design(kind, Seed(3), 50, 8);
            let narrow = unit_design(kind, Seed(3), 50, 3);
            assert!(wide.iter().zip(&narrow).all(|(w, n)| w[..3] == n[..]));
            assert_ne!(wide, unit_design(kind, Seed(4), 50, 8));
            assert_ne!(column(&wide, 0), column(&wide, 1));
        }
        let long = unit_design(DesignKind::Sobol, Seed(3), 100, 3);
        assert_eq!(long[..50], unit_design(DesignKind::Sobol, Seed(3), 50, 3));
    }

    #[test]
    fn past_one_sequence_another_begins() {
        let design = unit_design(DesignKind::Sobol, Seed(8), SEQUENCE + 256, 1);
        assert_ne!(design[0], design[SEQUENCE]);
        let places = design[SEQUENCE..].iter().map(|p| (p[0] * 256.0) as usize);
        assert_eq!(counts(places, 256), vec![1; 256]);
    }

    #[test]
    fn nothing_asked_nothing_given() {
        for &kind in DesignKind::ALL {
            assert!(unit_design(kind, Seed(1), 0, 3).is_empty());
            assert_eq!(unit_design(kind, Seed(1), 2, 0), vec![Vec::<f64>::new(); 2]);
        }
    }
}
