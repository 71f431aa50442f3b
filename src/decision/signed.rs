//! Changes and chances as sentences have them, with what a finite number of trials leaves open.

use super::words::short_dollars;
use crate::stats::Summary;

/// A change in dollars, short enough for a sentence: `+$22.6M`, `-$940k`, `$0`.
#[must_use]
pub fn signed_dollars(value: f64) -> String {
    let sign = if value >= 0.5 { "+" } else { "" };
    format!("{sign}{}", short_dollars(value))
}

/// The same of a mean, with its 95 % interval where one is known: `+$22.6M (22.1 to 23.1)` in full dollars.
pub(super) fn signed_within(of: &Summary) -> String {
    let open = match of.interval() {
        Some((low, high)) if high - low > 1.0 => {
            format!(" (95 % interval {} to {})", signed_dollars(low), signed_dollars(high))
        }
        _ => String::new(),
    };
    format!("{}{open}", signed_dollars(of.mean))
}

/// A chance in whole percent with its 95 % interval: `71 % (69 to 73)`.
pub(super) fn chance_in_words(of: &Summary) -> String {
    let open = of.interval().map_or_else(String::new, |(low, high)| {
        format!(" (95 % interval {:.0} to {:.0} %)", 100.0 * low, 100.0 * high)
    });
    format!("{:.0} %{open}", 100.0 * of.mean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Estimated;

    #[test]
    fn changes_have_signs() {
        let texts = [0.4, -0.4, 940.0, -22_649_000.0].map(signed_dollars);
        assert_eq!(texts, ["$0", "$0", "+$940", "-$22.6M"]);
        // 10 ± 1.984 × 5, with Student's t of 99 degrees of freedom.
        let known = Summary { mean: 10.0, mc_se: 5.0, draws: 100, trials: 100, ..Summary::default() };
        assert_eq!(signed_within(&known), "+$10 (95 % interval $0 to +$20)");
        assert_eq!(signed_within(&Summary { mc_se: 0.0, ..known }), "+$10");
    }

    #[test]
    fn a_chance_has_wilsons_interval() {
        // 5 of 10: 0.236593 to 0.763407 (worked out in `stats::interval`).
        let mean = 0.5;
        let sd = (0.25_f64 * 10.0 / 9.0).sqrt();
        let mc_se = sd / 10.0_f64.sqrt();
        let of =
            Summary { mean, sd, mc_se, draws: 10, trials: 10, kind: Estimated::Chance, ..Summary::default() };
        assert_eq!(chance_in_words(&of), "50 % (95 % interval 24 to 76 %)");
    }
}
