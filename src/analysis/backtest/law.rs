//! The law of luck of measured savings rates: its parameters, and what is thought of them before any
//! record is seen.
//!
//! An ACO's savings rate is what all ACOs have in common, plus a level of its own that lasts and wanders,
//! plus luck of the year that carries over as far as the same persons are dear again. All three are the
//! engine's: the common level is the market, the level is [`Wander`], the luck is the chain of the cost of
//! care, `carried`. What an agreement's renewal leaves of the level, and how heavy the tails are, the record says.

use crate::engine::{Wander, carried};
use crate::math::{exp, ln};

/// Parameters that are searched.
pub(super) const SEARCHED: usize = 10;

/// Parameters of the law of luck of savings rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LuckLaw {
    /// Spread of the level among ACOs that are new.
    pub level_sd: f64,
    /// Luck of a year in a population of N: this over √N.
    pub yearly_noise: f64,
    /// Part of the level that is left after a year.
    pub level_kept: f64,
    /// Yearly wandering of the level, whatever the size.
    pub lasting_sd: f64,
    /// Yearly wandering of the level in a population of N: this over √N.
    pub lasting_noise: f64,
    /// Part of the level that a new agreement leaves.
    pub kept_at_renewal: f64,
    /// Spread that a new agreement adds to the level.
    pub renewal_sd: f64,
    /// Mean change of the level with a new agreement.
    pub renewal_shift: f64,
    /// Degrees of freedom of Student's t.
    pub degrees: f64,
    /// Part of how loud a year was that the next one is expected to keep.
    pub loudness_kept: f64,
}

/// How a parameter is searched: as itself, or as a logarithm.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Link {
    Plain,
    Log,
    /// Logarithm of the rate at which the level is forgotten.
    Forgotten,
    /// Logarithm of what is above 2.
    AboveTwo,
    /// Logarithm of the odds.
    Odds,
}

/// One searched parameter: its name, its link, what is thought of it before: middle, and one standard
/// deviation on the scale of the search.
type Thought = (&'static str, Link, f64, f64);

/// Wide: a factor of e is one standard deviation, less where reasons allow. Nothing here was fitted.
const THOUGHT: [Thought; SEARCHED] = [
    // Published differences among ACOs' savings are of a few points.
    ("level_sd", Link::Log, 0.03, 1.0),
    // What the programme's own table of minimum rates leaves for one year (`engine/luck/carry.rs`).
    ("yearly_noise", Link::Log, 1.93, 0.5),
    // Forgotten at 5 % a year. Practice styles last: ICC 0.94 between services, autoregression 0.9
    // (Shashar 2021).
    ("level_kept", Link::Forgotten, 0.951_229_424_500_714, 1.0),
    ("lasting_sd", Link::Log, 0.012, 1.0),
    ("lasting_noise", Link::Log, 1.0, 1.0),
    // The renewals of 2016 added half of past savings back (42 CFR 425.603(c)(8) at the time).
    ("kept_at_renewal", Link::Plain, 0.5, 0.25),
    // Six base years' luck of an ACO of 12,000 at equal weights: 1.93 √(2/3) / √12,000 = 1.4 %, and a
    // year's wandering.
    ("renewal_sd", Link::Log, 0.02, 0.7),
    ("renewal_shift", Link::Plain, 0.0, 0.01),
    ("degrees", Link::AboveTwo, 8.0, 0.7),
    ("loudness_kept", Link::Odds, 0.5, 1.0),
];

impl Link {
    fn searched(self, value: f64) -> f64 {
        match self {
            Link::Plain => value,
            Link::Log => ln(value),
            Link::Forgotten => ln(-ln(value)),
            Link::AboveTwo => ln(value - 2.0),
            Link::Odds => ln(value / (1.0 - value)),
        }
    }

    fn value(self, searched: f64) -> f64 {
        let searched = if self == Link::Plain { searched } else { searched.clamp(-20.0, 8.0) };
        match self {
            Link::Plain => searched,
            Link::Log => exp(searched),
            Link::Forgotten => exp(-exp(searched)),
            Link::AboveTwo => 2.0 + exp(searched),
            Link::Odds => 1.0 / (1.0 + exp(-searched)),
        }
    }

    /// How much the value moves with the search, at a value.
    fn slope(self, value: f64) -> f64 {
        match self {
            Link::Plain => 1.0,
            Link::Log => value,
            Link::Forgotten => (value * ln(value)).abs(),
            Link::AboveTwo => value - 2.0,
            Link::Odds => value * (1.0 - value),
        }
    }
}

impl LuckLaw {
    /// Names of the parameters, in order.
    pub(super) fn names() -> [&'static str; SEARCHED] {
        THOUGHT.map(|(name, ..)| name)
    }

    /// The parameters with their names.
    #[must_use]
    pub fn named(&self) -> [(&'static str, f64); SEARCHED] {
        let (names, values) = (LuckLaw::names(), self.values());
        std::array::from_fn(|k| (names[k], values[k]))
    }

    /// The values in the order of [`LuckLaw::names`].
    pub(super) fn values(&self) -> [f64; SEARCHED] {
        [
            self.level_sd,
            self.yearly_noise,
            self.level_kept,
            self.lasting_sd,
            self.lasting_noise,
            self.kept_at_renewal,
            self.renewal_sd,
            self.renewal_shift,
            self.degrees,
            self.loudness_kept,
        ]
    }

    fn of(values: [f64; SEARCHED]) -> LuckLaw {
        let [
            level_sd,
            yearly_noise,
            level_kept,
            lasting_sd,
            lasting_noise,
            kept_at_renewal,
            renewal_sd,
            renewal_shift,
            degrees,
            loudness_kept,
        ] = values;
        LuckLaw {
            level_sd,
            yearly_noise,
            level_kept,
            lasting_sd,
            lasting_noise,
            kept_at_renewal,
            renewal_sd,
            renewal_shift,
            degrees,
            loudness_kept,
        }
    }

    /// The law at a point of the search.
    pub(super) fn at(point: &[f64; SEARCHED]) -> LuckLaw {
        LuckLaw::of(std::array::from_fn(|k| THOUGHT[k].1.value(point[k])))
    }

    /// The point of the search.
    pub(super) fn point(&self) -> [f64; SEARCHED] {
        let values = self.values();
        std::array::from_fn(|k| THOUGHT[k].1.searched(values[k]))
    }

    /// Standard errors of the values, from those of the search.
    pub(super) fn errors(&self, searched: &[f64; SEARCHED]) -> [f64; SEARCHED] {
        let values = self.values();
        std::array::from_fn(|k| THOUGHT[k].1.slope(values[k]) * searched[k])
    }

    /// Where every search that has no earlier one begins.
    pub(super) fn thought() -> [f64; SEARCHED] {
        std::array::from_fn(|k| THOUGHT[k].1.searched(THOUGHT[k].2))
    }

    /// What a point costs for being far from what is thought: half its squared distance.
    pub(super) fn strangeness(point: &[f64; SEARCHED]) -> f64 {
        let thought = LuckLaw::thought();
        (0..SEARCHED).map(|k| (point[k] - thought[k]) / THOUGHT[k].3).map(|z| 0.5 * z * z).sum()
    }

    /// How the level moves on.
    pub(super) fn wander(&self) -> Wander {
        Wander::new(self.level_kept, self.lasting_sd, self.lasting_noise)
    }
}

/// Mean of `chance.persistence`, and of `attribution.churn`: evidence about persons, not about ACOs.
const PERSISTENCE: f64 = 0.45;
const CHURN: f64 = 0.18;

/// How much of a year's luck carries over into the next.
pub(super) fn carry() -> f64 {
    carried(CHURN, PERSISTENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_stands_where_it_is_put() {
        let law = LuckLaw::at(&LuckLaw::thought());
        assert!((law.level_sd - 0.03).abs() < 1e-12 && (law.degrees - 8.0).abs() < 1e-12);
        // Forgotten at 5 % a year: e^−0.05 = 0.951229 is left.
        assert!((law.level_kept - 0.951_229_424_5).abs() < 1e-9);
        let again = LuckLaw::at(&law.point());
        for (one, other) in law.values().into_iter().zip(again.values()) {
            assert!((one - other).abs() < 1e-12);
        }
        assert_eq!(LuckLaw::strangeness(&LuckLaw::thought()), 0.0);
        // An error of 0.1 in the logarithm of 0.03 is one of 0.003.
        assert!((law.errors(&[0.1; SEARCHED])[0] - 0.003).abs() < 1e-12);
    }
}
