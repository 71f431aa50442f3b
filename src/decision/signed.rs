//! Changes, chances and cents as sentences of a page have them, each with its 95 % interval in brackets.

use super::words::{level_dollars, short_dollars, whole_percent};
use crate::stats::Summary;
use crate::units::whole_dollars;

/// A change in dollars, short enough for a sentence: `+$22.6M`, `-$940k`, `$0`.
#[must_use]
pub fn signed_dollars(value: f64) -> String {
    let sign = if value >= 0.5 { "+" } else { "" };
    format!("{sign}{}", short_dollars(value))
}

/// The same in whole dollars: `+$2,557`, `-$738`, `$0`.
#[must_use]
pub fn signed_whole_dollars(value: f64) -> String {
    let sign = if value >= 0.5 { "+" } else { "" };
    format!("{sign}{}", whole_dollars(value))
}

/// The ends of an interval in brackets, each as `shown`, as they follow a figure: ` [$5 to $9]`; nothing where there is
/// none, or where both read the same.
#[must_use]
pub fn bracketed(ends: Option<(f64, f64)>, shown: impl Fn(f64) -> String) -> String {
    let ends = ends.map(|(low, high)| (shown(low), shown(high))).filter(|(low, high)| low != high);
    ends.map_or_else(String::new, |(low, high)| format!(" [{low} to {high}]"))
}

/// A figure with its interval in brackets.
fn open(of: &Summary, shown: impl Fn(f64) -> String) -> String {
    shown(of.mean) + &bracketed(of.interval(), shown)
}

/// A number in tenths; nothing has no sign.
fn tenths(number: f64) -> f64 {
    (10.0 * number).round() / 10.0 + 0.0
}

/// A change: `+$22.6M [+$22.1M to +$23.1M]`.
#[must_use]
pub fn signed_within(of: &Summary) -> String {
    open(of, signed_dollars)
}

/// A change in whole dollars: `+$264 [+$250 to +$278]`.
#[must_use]
pub fn signed_whole_within(of: &Summary) -> String {
    open(of, signed_whole_dollars)
}

/// Whole dollars: `$1,540 [$1,530 to $1,550]`.
#[must_use]
pub fn dollars_within(of: &Summary) -> String {
    open(of, whole_dollars)
}

/// A share or a chance in whole percent: `71 % [69 % to 73 %]`.
#[must_use]
pub fn percent_within(of: &Summary) -> String {
    open(of, |share| whole_percent(share.clamp(0.0, 1.0)))
}

/// A share in percent to a tenth: `12.7 % [12.4 % to 13.0 %]`.
#[must_use]
pub fn share_within(of: &Summary) -> String {
    open(of, |share| format!("{:.1} %", tenths(100.0 * share)))
}

/// A part of attainable value, which is in percent already: `-1.8 % [-1.9 % to -1.7 %]`.
#[must_use]
pub fn attainable_within(of: &Summary) -> String {
    open(of, |part| format!("{:.1} %", tenths(part)))
}

/// Millions of a system: `$999.2M [$998.9M to $999.5M]`.
#[must_use]
pub fn level_within(of: &Summary) -> String {
    open(of, level_dollars)
}

/// Dollars short enough for a sentence: `-$15.4M [-$15.9M to -$14.9M]`.
#[must_use]
pub fn short_within(of: &Summary) -> String {
    open(of, short_dollars)
}

/// Dollars per dollar in cents: `-5.2 ¢ [-5.4 ¢ to -5.0 ¢]`.
#[must_use]
pub fn cents_within(of: &Summary) -> String {
    open(of, |part| format!("{:.1} ¢", tenths(100.0 * part)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Estimated;

    #[test]
    fn changes_have_signs() {
        let texts = [0.4, -0.4, 940.0, -22_649_000.0].map(signed_dollars);
        assert_eq!(texts, ["$0", "$0", "+$940", "-$22.6M"]);
        let texts = [0.4, -0.4, 2_556.7, -738.0].map(signed_whole_dollars);
        assert_eq!(texts, ["$0", "$0", "+$2,557", "-$738"]);
        // 10 ± 1.984 × 5, with Student's t of 99 degrees of freedom.
        let known = Summary { mean: 10.0, mc_se: 5.0, draws: 100, trials: 100, ..Summary::default() };
        assert_eq!(signed_within(&known), "+$10 [$0 to +$20]");
        assert_eq!(signed_within(&Summary { mc_se: 0.0, ..known }), "+$10");
        // -0.052 ± 1.984 × 0.001: -0.053984 to -0.050016.
        let part = Summary { mean: -0.052, mc_se: 0.001, ..known };
        assert_eq!(cents_within(&part), "-5.2 ¢ [-5.4 ¢ to -5.0 ¢]");
    }

    #[test]
    fn a_chance_has_wilsons_interval() {
        // 5 of 10: 0.236593 to 0.763407 (worked out in `stats::interval`).
        let (mean, kind) = (0.5, Estimated::Chance);
        let sd = (0.25_f64 * 10.0 / 9.0).sqrt();
        let mc_se = sd / 10.0_f64.sqrt();
        let of = Summary { mean, sd, mc_se, draws: 10, trials: 10, kind, ..Summary::default() };
        assert_eq!(percent_within(&of), "50 % [24 % to 76 %]");
    }
}
