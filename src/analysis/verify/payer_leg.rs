//! The payer leg against its closed form.

use super::{Figures, VerifyOptions, found};
use crate::analysis::Estimate;
use crate::engine::{ContractMetric, Pick, Scope};
use crate::math::normal;
use crate::study::{NoFiles, Study, StudyFault};

const TEXT: &str = include_str!("../../../scenarios/studies/payer_leg.toml");

/// Expected payment per benchmark dollar when savings are N(μ, σ²), the share is `share` and
/// sharing starts, from the first dollar, at `minimum`: `s (μ Φ(z) + σ φ(z))`, z = (μ − m)/σ.
///
/// ```
/// use cascade::analysis::expected_payment;
/// // μ = 0, σ = 4.45 %, everything shared, no minimum: σ/√(2π) = 1.775 % of the benchmark.
/// assert!((expected_payment(0.0, 0.0445, 1.0, 0.0) - 0.017_753).abs() < 1e-6);
/// ```
#[must_use]
pub fn expected_payment(mu: f64, sigma: f64, share: f64, minimum: f64) -> f64 {
    let z = normal((mu - minimum) / sigma);
    share * (mu * z.below + sigma * z.density)
}

/// Payments per $10,000 of benchmark in Buckhead's cases, and slopes; simulated over closed form,
/// and in dollars.
pub(super) fn payer_leg(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let study = Study::read("payer_leg.toml", TEXT, &NoFiles)?;
    let of = |contract: &str, metric: ContractMetric| {
        Pick::year(0, 0, Scope::Contract, contract, metric.definition().name)
    };
    let picks = [
        of("full_two_sided", ContractMetric::Earned),
        of("full_two_sided", ContractMetric::Owed),
        of("half_one_sided", ContractMetric::Earned),
        of("full_two_percent", ContractMetric::Earned),
        of("full_two_percent", ContractMetric::Owed),
        of("full_two_percent", ContractMetric::Owes),
        of("slope_0", ContractMetric::Slope),
        of("slope_2", ContractMetric::Slope),
        of("slope_4", ContractMetric::Slope),
        of("full_two_sided", ContractMetric::Benchmark),
        of("half_one_sided", ContractMetric::Benchmark),
        of("full_two_percent", ContractMetric::Benchmark),
    ];
    let values = study.sample(options.trials(study.trials()), options.threads, &picks)?;
    let per_ten_thousand = |amount: usize, benchmark: usize| {
        let each: Vec<f64> =
            values[amount].iter().zip(&values[benchmark]).map(|(a, b)| 10_000.0 * a / b).collect();
        Estimate::mean(&each)
    };
    let sigma = 0.0445;
    let (up, down, one_sided) = (per_ten_thousand(0, 9), per_ten_thousand(1, 9), per_ten_thousand(2, 10));
    let (two_up, two_down) = (per_ten_thousand(3, 11), per_ten_thousand(4, 11));
    let over = |found: Estimate, mu: f64, share: f64, minimum: f64| {
        found.times(1.0 / (10_000.0 * expected_payment(mu, sigma, share, minimum)))
    };
    Ok(vec![
        found("up", up),
        found("down", down),
        found("one_sided", one_sided),
        found("two_percent_up", two_up),
        found("two_percent_down", two_down),
        found("two_percent_loss_chance", Estimate::mean(&values[5])),
        found("up_over_formula", over(up, 0.0, 1.0, 0.0)),
        found("one_sided_over_formula", over(one_sided, 0.0, 0.5, 0.02)),
        found("two_percent_up_over_formula", over(two_up, 0.02, 1.0, 0.0)),
        found("slope_0", Estimate::mean(&values[6])),
        found("slope_2", Estimate::mean(&values[7])),
        found("slope_4", Estimate::mean(&values[8])),
    ])
}
