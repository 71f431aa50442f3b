//! The size-based minimum savings rate.

use super::SAME;

/// Bands of assigned beneficiaries with the rate at either end.
///
/// 42 CFR 425.604(b), 425.605(b); 83 FR 67816.
const BANDS: [(f64, f64, f64, f64); 12] = [
    (500.0, 999.0, 0.122, 0.087),
    (1_000.0, 2_999.0, 0.087, 0.050),
    (3_000.0, 4_999.0, 0.050, 0.039),
    (5_000.0, 5_999.0, 0.039, 0.036),
    (6_000.0, 6_999.0, 0.036, 0.034),
    (7_000.0, 7_999.0, 0.034, 0.032),
    (8_000.0, 8_999.0, 0.032, 0.031),
    (9_000.0, 9_999.0, 0.031, 0.030),
    (10_000.0, 14_999.0, 0.030, 0.027),
    (15_000.0, 19_999.0, 0.027, 0.025),
    (20_000.0, 49_999.0, 0.025, 0.022),
    (50_000.0, 59_999.0, 0.022, 0.020),
];

/// Minimum savings (or loss) rate of an ACO with `lives` assigned beneficiaries, by the sliding
/// scale of the Medicare Shared Savings Program: linear within each band of whole beneficiaries,
/// 12.2 % below 500, 2 % from 60,000.
///
/// ```
/// use cascade::terms::minimum_savings_rate;
/// assert!((minimum_savings_rate(7_500.0) - 0.033).abs() < 2e-6); // CMS's own example, 3.3 %
/// assert!((minimum_savings_rate(13_833.0) - 0.027_699_74).abs() < 5e-9); // a published 2013 row
/// ```
#[must_use]
pub fn minimum_savings_rate(lives: f64) -> f64 {
    let lives = (lives * (1.0 + SAME)).floor();
    let Some((from, to, at_from, at_to)) = BANDS.into_iter().find(|(_, to, _, _)| lives <= *to) else {
        return 0.02;
    };
    let within = ((lives - from) / (to - from)).max(0.0);
    at_from + (at_to - at_from) * within
}

#[cfg(test)]
mod tests {
    use super::minimum_savings_rate;

    #[test]
    fn published_rows_and_edges() {
        for (lives, rate) in [
            (0.0, 0.122),
            (499.0, 0.122),
            (500.0, 0.122),
            (999.0, 0.087),
            (5_000.0, 0.039),
            (19_999.0, 0.025),
            (36_268.0, 0.023_373_146), // 2013, A67373
            (40_595.0, 0.022_940_431), // 2013, A64796
            (59_999.0, 0.020),
            (60_000.0, 0.020),
            (1e6, 0.020),
        ] {
            assert!((minimum_savings_rate(lives) - rate).abs() < 5e-9, "{lives}");
        }
    }

    #[test]
    fn a_size_worked_out_as_a_product_is_the_whole_number_it_stands_for() {
        // 1,000 lives at 2.9 % growth for a year and back: below 1,000 in its last digits, and 5.0 % no less.
        let worked_out = 1_000.0 * 1.029 / 1.029 - 1e-10;
        assert!(worked_out < 1_000.0);
        assert_eq!(minimum_savings_rate(worked_out), minimum_savings_rate(1_000.0));
    }

    #[test]
    fn published_examples() {
        // CMS-1345-P p. 268: 7,500 beneficiaries, 3.3 %. PY2024 file, `MinSavPerc`, to its hundredths, some
        // of them cut off rather than rounded: 8,238 → 3.2 − 0.1 × 238/999 = 3.176; 13,151 → 3.0 − 0.3 ×
        // 3,151/4,999 = 2.811; 24,494 → 2.5 − 0.3 × 4,494/29,999 = 2.455.
        assert_eq!(format!("{:.1}", 100.0 * minimum_savings_rate(7_500.0)), "3.3");
        for (lives, percent) in [(8_238.0, 3.17), (13_151.0, 2.81), (24_494.0, 2.46)] {
            let found = 100.0 * minimum_savings_rate(lives);
            assert!((found - percent).abs() < 0.01, "{lives}: {found}");
        }
    }

    #[test]
    fn never_rises_with_size() {
        let mut last = 1.0;
        for lives in 0..70_000 {
            let rate = minimum_savings_rate(f64::from(lives));
            assert!(rate <= last, "{lives}");
            last = rate;
        }
    }
}
