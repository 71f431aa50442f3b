//! What a contract is expected to pay, and at what slope, before the year is known.

use crate::terms::{Piecewise, Sharing};

/// The quality score as it is expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QualityOutlook {
    /// Expected score, 0 to 1.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

/// One way quality may turn out: its sharing rules, its chance, and how both move with quality.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    /// Chance of this case.
    pub chance: f64,
    /// Change of the chance when the expected score rises by 1.
    pub chance_slope: f64,
    /// Change of the sharing rate when the expected score rises by 1.
    pub rate_slope: f64,
    /// The rules in this case.
    pub sharing: Sharing,
}

/// A contract's year in expectation.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outlook {
    /// Expected receipts, $.
    pub receipts: f64,
    /// Expected receipts for one more dollar of true savings.
    pub per_saved_dollar: f64,
    /// Expected receipts when quality rises by 1 (a hundred points).
    pub per_quality: f64,
    /// Expected receipts when the benchmark rises by a dollar.
    pub per_benchmark_dollar: f64,
}

impl Outlook {
    /// Expectation over the cases when the gross savings rate is normal with `mean` and `sd` and
    /// the benchmark is `benchmark` dollars.
    #[must_use]
    pub fn of(cases: &[Case], benchmark: f64, mean: f64, sd: f64) -> Outlook {
        Outlook::sum(cases, benchmark, mean, sd, |payoff| payoff)
    }

    /// The same of what exceeds `level` dollars per benchmark dollar: what is left once costs are
    /// paid.
    #[must_use]
    pub fn above(cases: &[Case], level: f64, benchmark: f64, mean: f64, sd: f64) -> Outlook {
        Outlook::sum(cases, benchmark, mean, sd, |payoff| payoff.above(level))
    }

    fn sum(
        cases: &[Case],
        benchmark: f64,
        mean: f64,
        sd: f64,
        of: impl Fn(Piecewise) -> Piecewise,
    ) -> Outlook {
        let mut outlook = Outlook::default();
        for case in cases {
            if case.chance <= 0.0 && case.chance_slope == 0.0 {
                continue;
            }
            let expected = of(case.sharing.payoff()).expected(mean, sd);
            outlook.receipts += case.chance * expected.value * benchmark;
            outlook.per_saved_dollar += case.chance * expected.slope;
            // A dollar of benchmark widens the base of the rate and raises the rate itself.
            outlook.per_benchmark_dollar += case.chance * (expected.value + expected.slope * (1.0 - mean));
            outlook.per_quality += case.chance_slope * expected.value * benchmark;
            if case.rate_slope > 0.0 && case.sharing.rate > 0.0 {
                // Receipts are proportional to the rate on the savings side; a cap would flatten
                // this, which the payoff already holds at its present rate.
                let gains = of(savings_side(&case.sharing).payoff()).expected(mean, sd).value;
                outlook.per_quality += case.chance * case.rate_slope * gains * benchmark / case.sharing.rate;
            }
        }
        outlook
    }
}

/// The same rules without losses.
fn savings_side(sharing: &Sharing) -> Sharing {
    Sharing { loss_rate: 0.0, ..*sharing }
}
