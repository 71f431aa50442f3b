//! The misalignment index.
//!
//! For a target vector **w** (what a lever is worth) and an offered vector **p** (what it pays),
//! with effort cost `C` as the metric, `⟨u,v⟩ = uᵀC⁻¹v`:
//!
//! `M = |w − p|²/|w|² = sin²θ + (cos θ − r)²`, `r = |p|/|w|`.
//!
//! The first part is *distortion*, pay for the wrong mix; the second *strength*, pay too weak or too
//! strong. With quadratic effort cost `1 − M` is the share of attainable value that the offer
//! delivers: 0 aligned, 1 no better than a flat salary, above 1 worse than a salary. `cos²θ` is what
//! rescaling the offer could recover (none when θ is obtuse).
//!
//! Baker 2002 (J Human Resources 37:728); Feltham & Xie 1994; the cost metric answers Schnedler.

use crate::entity::Levers;

/// The index with its parts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Alignment {
    /// M.
    pub misalignment: f64,
    /// sin²θ.
    pub distortion: f64,
    /// (cos θ − r)².
    pub strength: f64,
    /// cos²θ where cos θ is positive, else 0.
    pub recoverable: f64,
    /// cos θ, for charts.
    pub cosine: f64,
    /// r.
    pub intensity: f64,
}

/// An index beyond this is reported as this.
pub(super) const MOST: f64 = 1_000.0;

/// The index of an offer against a target; `ease` is 1 over the effort a unit of each lever costs.
///
/// Against a target of nothing the index is 1, like that of a flat salary: there is nothing to be
/// aligned with.
///
/// ```
/// use cascade::alignment::alignment;
/// use cascade::entity::Levers;
/// let worth = Levers { volume: 20.0, stewardship: 180.0, quality: 240.0, ..Levers::all(0.0) };
/// let flat = alignment(&worth, &Levers::all(0.0), &Levers::all(1.0));
/// assert_eq!(flat.misalignment, 1.0);
/// assert_eq!(alignment(&worth, &worth, &Levers::all(1.0)).misalignment, 0.0);
/// ```
#[inline(always)]
#[must_use]
pub fn alignment(target: &Levers, offer: &Levers, ease: &Levers) -> Alignment {
    let (mut ww, mut pp, mut wp, mut distance) = (0.0, 0.0, 0.0, 0.0);
    let (target, offer, ease) = (target.in_order(), offer.in_order(), ease.in_order());
    for k in 0..target.len() {
        let (w, p) = (target[k], offer[k]);
        ww += ease[k] * w * w;
        pp += ease[k] * p * p;
        wp += ease[k] * w * p;
        distance += ease[k] * (w - p) * (w - p);
    }
    let nothing = ww < 1e-12;
    let per_target = if nothing { 0.0 } else { 1.0 / ww };
    let misalignment = if nothing { 1.0 } else { (distance / ww).min(MOST) };
    // Against a flat offer the angle is taken as a right angle: all distortion, no strength part
    // beyond it.
    let cosine_squared = if pp < 1e-12 { 0.0 } else { (wp * wp * per_target / pp).min(1.0) };
    let distortion = 1.0 - cosine_squared;
    let cosine = cosine_squared.sqrt().copysign(wp);
    Alignment {
        misalignment,
        distortion,
        strength: (misalignment - distortion).max(0.0),
        recoverable: if wp > 0.0 { cosine_squared } else { 0.0 },
        cosine,
        intensity: (pp * per_target).sqrt().min(MOST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: Levers = levers([20.0, 180.0, 240.0, 120.0, 0.0, 0.0]);
    const EVEN: Levers = Levers::all(1.0);

    const fn levers(of: [f64; 6]) -> Levers {
        let [volume, stewardship, quality, documentation, access, transformation] = of;
        Levers { volume, stewardship, quality, documentation, access, transformation }
    }

    fn index(p: [f64; 4]) -> Alignment {
        alignment(&W, &levers([p[0], p[1], p[2], p[3], 0.0, 0.0]), &EVEN)
    }

    /// The worked values of the measures note: cos θ, r, distortion, strength, M.
    #[test]
    fn worked_values() {
        let tenth = [2.0, 18.0, 24.0, 12.0];
        for (p, cosine, r, distortion, strength, m) in [
            ([150.0, 0.0, 0.0, 0.0], 0.062, 0.463, 0.996, 0.161, 1.157),
            ([142.0, 0.0, 0.0, 12.0], 0.093, 0.440, 0.991, 0.121, 1.112),
            ([75.0, 60.0, 40.0, 40.0], 0.740, 0.344, 0.453, 0.156, 0.609),
            (tenth, 1.0, 0.1, 0.0, 0.810, 0.810),
            ([150.0, -40.0, -60.0, 0.0], -0.345, 0.514, 0.881, 0.738, 1.619),
        ] {
            let a = index(p);
            for (ours, worked) in [
                (a.cosine, cosine),
                (a.intensity, r),
                (a.distortion, distortion),
                (a.strength, strength),
                (a.misalignment, m),
            ] {
                assert!((ours - worked).abs() < 6e-4, "{p:?}: {ours} against {worked}");
            }
        }
        assert_eq!(index([0.0; 4]).misalignment, 1.0);
        assert_eq!(index([20.0, 180.0, 240.0, 120.0]).misalignment, 0.0);
    }

    #[test]
    fn the_parts_add_up() {
        for i in 0..1_000 {
            let x = |k: i32| f64::from((i * 7919 + k * 104_729) % 1000 - 500);
            let p = levers([x(1), x(2), x(3), x(4), x(5), x(6)]);
            let w = levers([x(7), x(8), x(9), x(10), x(11), x(12)]);
            let ease = levers(std::array::from_fn(|k| 0.1 + x(k as i32).abs() / 500.0));
            let a = alignment(&w, &p, &ease);
            let again = a.distortion + (a.cosine - a.intensity).powi(2);
            assert!((a.misalignment - again).abs() < 1e-9 * a.misalignment.max(1.0), "{i}");
        }
    }

    #[test]
    fn rescaling_a_lever_with_its_cost_changes_nothing() {
        let p = levers([75.0, 60.0, 40.0, 40.0, 0.0, 0.0]);
        let plain = alignment(&W, &p, &EVEN);
        // A unit twice as large is worth twice as much and costs four times the curvature.
        let double = |v: &Levers| Levers { volume: v.volume * 2.0, ..*v };
        let scaled = alignment(&double(&W), &double(&p), &Levers { volume: 0.25, ..EVEN });
        assert!((plain.misalignment - scaled.misalignment).abs() < 1e-12);
    }

    #[test]
    fn no_value_to_be_aligned_with_is_one() {
        assert_eq!(alignment(&Levers::all(0.0), &Levers::all(5.0), &EVEN).misalignment, 1.0);
    }
}
