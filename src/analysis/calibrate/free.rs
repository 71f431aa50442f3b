//! The numbers to be fitted, and where searches for them begin: the scenario's own values, then
//! proposals that lie near them but may lie anywhere between the bounds.
//!
//! A proposal follows a PERT law between the bounds with its mode at the scenario's own value, flatter
//! than usual so that all of the range is tried. It is made by `rand_distr` of the keyed words of the
//! stream `proposal`: the same build begins at the same places, another version of that library may
//! begin elsewhere (see `docs/RANDOM.md`). Where a search begins matters only when the figures leave
//! more than one answer.

use crate::random::{Draws, EntityKey, Seed, Stream};
use crate::schema::Refused;
use crate::study::Study;
use rand_distr::{Distribution, Pert};

/// Weight of the mode against the bounds; 4 is usual.
const SHAPE: f64 = 1.0;

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

impl Free {
    /// The search variable for a value between the bounds.
    pub(super) fn angle(&self, value: f64) -> f64 {
        let part = (value - self.low) / (self.high - self.low);
        (2.0 * part - 1.0).clamp(-1.0, 1.0).asin()
    }

    /// The value of the search variable.
    pub(super) fn value(&self, angle: f64) -> f64 {
        self.low + (self.high - self.low) * f64::midpoint(1.0, angle.sin())
    }
}

/// The scenario's own values, kept off the bounds, where the sine has no slope.
pub(super) fn own_values(study: &Study, free: &[Free]) -> Result<Vec<f64>, Refused> {
    free.iter()
        .map(|f| {
            let own = study.get(&f.path)?;
            let margin = 0.05 * (f.high - f.low);
            Ok(own.clamp(f.low + margin, f.high - margin))
        })
        .collect()
}

/// The start of this number, counted from 2 because the first is the scenario's own.
pub(super) fn proposal(seed: Seed, free: &[Free], own: &[f64], number: usize) -> Vec<f64> {
    let draws = Draws::open(seed, Stream::Proposal);
    let one = |(f, own): (&Free, &f64)| {
        let mut words = draws.generator(EntityKey::of(&format!("{}, start {number}", f.path)));
        Pert::new(f.low, f.high).with_shape(SHAPE).with_mode(*own).map_or(*own, |law| law.sample(&mut words))
    };
    free.iter().zip(own).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_hold_and_the_way_back_is_the_way_there() {
        let f = Free { path: "p".into(), low: 2.0, high: 6.0 };
        // A quarter of the range: 2 · 0.25 − 1 = −½, asin −½ = −π/6.
        assert!((f.angle(3.0) + std::f64::consts::FRAC_PI_6).abs() < 1e-12);
        for value in [2.1, 3.0, 5.9] {
            assert!((f.value(f.angle(value)) - value).abs() < 1e-12);
        }
        for angle in [-100.0, 0.3, 77.0] {
            assert!((2.0..=6.0).contains(&f.value(angle)));
        }
    }

    /// A PERT law of shape 1 has the mean (low + mode + high)/3: here (0 + 1 + 10)/3 = 11/3. No law on 0 to
    /// 10 deviates by more than 5, so the mean of 2,000 by less than 0.112.
    #[test]
    fn proposals_gather_around_the_own_value_and_keep_the_bounds() {
        let free = |path: &str| Free { path: path.into(), low: 0.0, high: 10.0 };
        let two = [free("a"), free("b")];
        let starts: Vec<Vec<f64>> =
            (2..2_002).map(|number| proposal(Seed(5), &two, &[1.0, 1.0], number)).collect();
        assert!(starts.iter().flatten().all(|value| (0.0..=10.0).contains(value)));
        let mean = starts.iter().map(|start| start[0]).sum::<f64>() / 2_000.0;
        assert!((mean - 11.0 / 3.0).abs() < 4.0 * 0.112, "{mean}");
        // What else is free moves nobody's start.
        assert_eq!(proposal(Seed(5), &two[..1], &[1.0], 9)[0], starts[7][0]);
        assert_ne!(starts[7][0], starts[7][1]);
    }
}
