//! Broken distributions and correlations.

#![expect(clippy::too_many_lines, reason = "tables of cases")]

use super::*;

#[test]
fn distributions() {
    every_one_is_refused(vec![
        trend(
            "a negative spread",
            "{ normal = ⇢{ mean = 0.05, sd = -0.01 } }",
            &["contract.aco.trend.normal: found sd = -0.01; it must be above 0"],
        ),
        trend(
            "no spread",
            "{ normal = ⇢{ mean = 0.05 } }",
            &["contract.aco.trend.normal: `sd` is missing; write `sd =` and a number"],
        ),
        trend(
            "a parameter nobody knows",
            "{ normal = { mean = 0.05, sd = 0.01, ⇢skew = 3 } }",
            &["contract.aco.trend.normal: unknown key `skew`; allowed here: `mean` or `sd`"],
        ),
        trend(
            "a name misspelt",
            "{ ⇢norml = { mean = 0.05, sd = 0.01 } }",
            &["contract.aco.trend: unknown distribution `norml`; did you mean `normal`?"],
        ),
        trend(
            "two at once",
            "⇢{ normal = { mean = 0.05, sd = 0.01 }, uniform = { min = 0, max = 0.1 } }",
            &[
                "contract.aco.trend: found a table of 2 keys; a distribution is a table with one key: `normal`,",
            ],
        ),
        trend(
            "a number for its parameters",
            "{ normal = ⇢3 }",
            &["contract.aco.trend: found 3; expected a table with `mean` and `sd`"],
        ),
        trend(
            "a mean that is no number",
            "{ normal = { mean = ⇢nan, sd = 0.01 } }",
            &["found nan; write a finite number"],
        ),
        trend(
            "a mean beyond measure",
            "{ normal = { mean = ⇢1e300, sd = 0.01 } }",
            &["contract.aco.trend.normal.mean: found 1e300; expected a number between -1e15 and 1e15"],
        ),
        trend(
            "values that cannot be",
            "⇢{ normal = { mean = 0, sd = 0.5 } }",
            &[
                "contract.aco.trend: the distribution reaches from -4.1 … to 4.1 … `trend` is a share between -0.2 and 0.3; confine it, for example with truncated_normal or beta",
            ],
        ),
        trend(
            "beta without a shape",
            "{ beta = ⇢{ alpha = 0, beta = 2 } }",
            &["contract.aco.trend.beta: found alpha = 0; it lies between 0.1 and 1000000"],
        ),
        trend(
            "gamma like a needle",
            "{ gamma = ⇢{ shape = 1e9, scale = 1e-12 } }",
            &["contract.aco.trend.gamma: found shape = 1000000000; it lies between 0.1 and 1000000"],
        ),
        trend(
            "lognormal of a loss",
            "{ lognormal = ⇢{ median = -1, sigma = 0.1 } }",
            &["contract.aco.trend.lognormal: found median = -1; it must be above 0"],
        ),
        trend(
            "lognormal with a spread in dollars",
            "{ lognormal = ⇢{ median = 0.1, sigma = 2000 } }",
            &[
                "contract.aco.trend.lognormal: found sigma = 2000; it is the spread of the logarithm, at most 10",
            ],
        ),
        trend(
            "triangle with its mode outside",
            "{ triangular = ⇢{ min = 0.05, mode = 0.01, max = 0.1 } }",
            &[
                "contract.aco.trend.triangular: found mode = 0.01; it must lie between min = 0.05 and max = 0.1",
            ],
        ),
        trend(
            "PERT with its mode outside",
            "{ pert = ⇢{ min = 0.05, mode = 0.2, max = 0.1 } }",
            &["contract.aco.trend.pert: found mode = 0.2; it must lie between min = 0.05 and max = 0.1"],
        ),
        trend(
            "uniform upside down",
            "{ uniform = ⇢{ min = 0.1, max = 0.0 } }",
            &["contract.aco.trend.uniform: found min = 0.1 and max = 0; min must be below max"],
        ),
        trend(
            "cut off where nothing is",
            "{ truncated_normal = ⇢{ mean = 0, sd = 0.01, min = 0.2, max = 0.3 } }",
            &[
                "contract.aco.trend.truncated_normal: the whole range lies more than 8 standard deviations from the mean; move the mean or the range",
            ],
        ),
        trend(
            "no observations",
            "{ empirical = ⇢{ values = [] } }",
            &["contract.aco.trend.empirical: found 0 values; an empirical distribution needs at least two"],
        ),
        trend(
            "a word among observations",
            "{ empirical = { values = ⇢[0.1, \"x\"] } }",
            &["contract.aco.trend.empirical: `values` must be a list, and each item a number"],
        ),
        trend(
            "fewer weights than values",
            "{ discrete = ⇢{ values = [0.1, 0.2], weights = [1] } }",
            &["contract.aco.trend.discrete: found 2 values and 1 weight; give one weight for each value"],
        ),
        trend(
            "a weight below zero",
            "{ discrete = ⇢{ values = [0.1, 0.2], weights = [2, -1] } }",
            &["contract.aco.trend.discrete: the weights must not be negative, and not all zero"],
        ),
        trend(
            "a chance above one",
            "{ zero_or = ⇢{ chance = 2, otherwise = { uniform = { min = 0, max = 0.1 } } } }",
            &["contract.aco.trend.zero_or: found chance = 2; a chance lies between 0 and 1"],
        ),
        trend(
            "zero or what",
            "{ zero_or = ⇢{ chance = 0.2 } }",
            &[
                "contract.aco.trend.zero_or: `otherwise` is missing; write the distribution used when the value is not zero",
            ],
        ),
        trend(
            "zero or a number",
            "{ zero_or = { chance = 0.2, otherwise = ⇢3 } }",
            &[
                "contract.aco.trend.zero_or.otherwise: found 3; expected a distribution, such as { uniform = { min = 1, max = 2 } }",
            ],
        ),
        trend(
            "zero or less",
            "{ zero_or = ⇢{ chance = 0.2, otherwise = { uniform = { min = -0.1, max = 0.1 } } } }",
            &["contract.aco.trend.zero_or: the values other than zero reach down to -0.1"],
        ),
    ]);
}

#[test]
fn correlations() {
    let pair = |first: &str, second: &str, rho: &str| {
        format!("[[correlation]]\nfirst = {first}\nsecond = {second}\nrho = {rho}\n")
    };
    let (trend, cv, noise) = ("\"contract.aco.trend\"", "\"chance.wrvu_cv\"", "\"chance.spending_noise\"");
    every_one_is_refused(vec![
        add(
            "of a number that is certain",
            &pair("⇢\"contract.aco.spending\"", trend, "0.5"),
            &[
                "correlation[0].first: \"contract.aco.spending\" is not an uncertain number; a correlation joins numbers that are given as distributions",
            ],
        ),
        add(
            "of a number that does not exist",
            &pair("⇢\"contract.acco.trend\"", cv, "0.5"),
            &[
                "correlation[0].first: \"contract.acco.trend\" is not an uncertain number; did you mean `contract.aco.trend`?",
            ],
        ),
        add(
            "closer than one",
            &pair(trend, cv, "⇢1.5"),
            &["correlation[0].rho: found 1.5; `rho` lies between -0.999 and 0.999"],
        ),
        add(
            "uncertain itself",
            &pair(trend, cv, "⇢{ uniform = { min = 0.1, max = 0.2 } }"),
            &["correlation[0].rho: found a distribution; this must be a plain number"],
        ),
        add(
            "with itself",
            &pair(trend, &format!("⇢{trend}"), "0.5"),
            &[
                "correlation[0].second: found \"contract.aco.trend\" for both; a number is not correlated with itself",
            ],
        ),
        add(
            "given twice",
            &(pair(trend, cv, "0.5") + HERE + &pair(cv, trend, "-0.5")),
            &["correlation[1]: this pair of numbers stands twice; keep one of the two"],
        ),
        add(
            "that no numbers can have",
            &(pair(trend, cv, "0.6") + &pair(cv, noise, "0.6") + &pair(noise, trend, "⇢-0.9")),
            &["correlation[2].rho: the correlations contradict each other: … bring one of them closer to 0"],
        ),
    ]);
}
