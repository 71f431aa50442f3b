//! Levels as they are told: rounded to the side where whoever keeps to them has kept to what decides.

use crate::units::whole_dollars;

/// What binary arithmetic may leave beside a round number: less than what a level forgives.
const TOUCH: f64 = 5e-10;

/// From here on dollars are told in whole thousands.
const THOUSANDS_FROM: f64 = 100_000.0;

/// The least number of so many parts of one that is no less: 10 of them are tenths.
pub(super) fn up(value: f64, parts: f64) -> f64 {
    let told = value * parts;
    (told - TOUCH * told.abs().max(1.0)).ceil() / parts + 0.0
}

/// The largest number of so many parts of one that is no more.
pub(super) fn down(value: f64, parts: f64) -> f64 {
    -up(-value, parts) + 0.0
}

/// The nearest number of so many parts of one.
fn nearest(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts + 0.0
}

/// Dollars that are enough, and how they are told: whole thousands, or whole dollars of few.
pub(super) fn money_up(value: f64) -> (f64, String) {
    let step = if value < THOUSANDS_FROM { 1.0 } else { 1_000.0 };
    let told = step * up(value / step, 1.0);
    (told, whole_dollars(told))
}

/// Dollars that are there, in whole ones.
pub(super) fn whole_down(value: f64) -> String {
    whole_dollars(down(value, 1.0))
}

/// A level and what is found beside it, as they are told: never alike where the level is not kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct SafeLevel {
    /// The level.
    pub(super) level: f64,
    /// What is found; not a number where nothing is.
    pub(super) found: f64,
    /// What is missing.
    pub(super) missing: f64,
}

impl SafeLevel {
    /// Of a level that is to be reached, in so many parts of one.
    pub(super) fn at_least((found, level): (Option<f64>, f64), parts: f64, is_kept: bool) -> SafeLevel {
        let found = found.unwrap_or(f64::NAN);
        if is_kept {
            return SafeLevel { level: nearest(level, parts), found: nearest(found, parts), missing: 0.0 };
        }
        let (level, found) = (up(level, parts), down(found, parts));
        SafeLevel { level, found, missing: nearest(level - found, parts) }
    }

    /// Of a level that is not to be passed, in so many parts of one.
    pub(super) fn at_most((found, level): (Option<f64>, f64), parts: f64, is_kept: bool) -> SafeLevel {
        let turned = SafeLevel::at_least((found.map(|found| -found), -level), parts, is_kept);
        SafeLevel { level: 0.0 - turned.level, found: 0.0 - turned.found, missing: turned.missing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_told_so_that_keeping_to_it_is_enough() {
        // 10.612 managers are needed: 10.6 are too few, and a tenth more is told to be missing.
        let short = SafeLevel::at_least((Some(10.6), 10.612), 10.0, false);
        assert_eq!(short, SafeLevel { level: 10.7, found: 10.6, missing: 0.1 });
        // At the level nothing is missing, and both are told alike.
        let met = SafeLevel::at_least((Some(10.612), 10.612), 10.0, true);
        assert_eq!(met, SafeLevel { level: 10.6, found: 10.6, missing: 0.0 });
        // 45 days at most: a thousandth more is told as a tenth.
        let late = SafeLevel::at_most((Some(45.001), 45.0), 10.0, false);
        assert_eq!(late, SafeLevel { level: 45.0, found: 45.1, missing: 0.1 });
        // Round numbers stay, however binary arithmetic leaves them.
        assert_eq!((up(0.1 + 0.2, 10.0), up(0.95, 1000.0), down(0.03, 1000.0)), (0.3, 0.95, 0.03));
        assert_eq!((up(-0.0123, 1000.0), down(-0.0123, 1000.0)), (-0.012, -0.013));
    }

    #[test]
    fn dollars_are_told_upwards() {
        let told = |value: f64| money_up(value).1;
        assert_eq!(told(1_132_411.2), "$1,133,000");
        assert_eq!(told(1_132_000.0), "$1,132,000");
        assert_eq!(told(99_999.01), "$100,000");
        assert_eq!(told(1_234.5), "$1,235");
        assert_eq!(whole_down(1_099_999.99), "$1,099,999");
    }
}
