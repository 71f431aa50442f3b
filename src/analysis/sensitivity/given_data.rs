//! What the run's own trials tell of each number: rank correlations, and the part of the variance that it explains.
//!
//! Nothing is simulated for it, and correlated numbers are welcome: of such a number it is told what it tells, with all
//! that moves with it. Of the contrast that decides, what smooth functions of all numbers together explain is divided among
//! them, too, as Shapley divides; of others the tables would take as long as the run.

use super::estimators::{first_order, one_by_one, rank_correlations, shapley_from_sample};
use super::found::{Driver, SensitivityMethod, SensitivityRow};
use super::outputs::{ArmContrast, ArmValues, SoughtOutputs};
use crate::random::{Draws, EntityKey, Seed, Stream};

/// Unit of correlations.
pub(super) const CORRELATION: &str = "correlation";
/// Unit of parts of a variance.
pub(super) const SHARE_OF_VARIANCE: &str = "share of variance";

/// Rows of both methods, of the values of inputs in the run's own trials.
pub(super) fn from_own_trials(
    drawn: &[Vec<f64>],
    own: &ArmValues,
    (outputs, deciding): (&SoughtOutputs, ArmContrast),
    seed: Seed,
) -> Vec<SensitivityRow> {
    let looked_at: Vec<(usize, ArmContrast)> = outputs.each().collect();
    let columns: Vec<Vec<f64>> =
        looked_at.iter().map(|(measure, contrast)| contrast.values(&own[*measure])).collect();
    let mut rows = Vec::new();
    let by_output = rank_correlations(drawn, &columns);
    for (((measure, contrast), column), ranked) in looked_at.into_iter().zip(&columns).zip(by_output) {
        let row = |method, input, statistic, figure, unit| SensitivityRow {
            measure,
            contrast,
            method,
            driver: Driver::Inputs(vec![input]),
            statistic,
            figure,
            unit,
        };
        for (input, found) in ranked.into_iter().enumerate() {
            rows.push(row(SensitivityMethod::Rank, input, "spearman", found.spearman, CORRELATION));
            rows.extend(
                found.partial.map(|one| row(SensitivityMethod::Rank, input, "partial", one, CORRELATION)),
            );
        }
        for (input, share) in first_order(drawn, column).into_iter().enumerate() {
            rows.push(row(SensitivityMethod::GivenData, input, "first_order", share, SHARE_OF_VARIANCE));
        }
        if contrast == deciding {
            let mut words = Draws::open(seed, Stream::Design).generator(EntityKey::of("shapley of the run"));
            let found = shapley_from_sample(drawn, column, &one_by_one(drawn.len()), &mut words);
            for (input, share) in found.groups.into_iter().enumerate() {
                rows.push(row(SensitivityMethod::GivenData, input, "shapley", share, SHARE_OF_VARIANCE));
            }
            let rest = row(SensitivityMethod::GivenData, 0, "shapley", found.rest, SHARE_OF_VARIANCE);
            rows.push(SensitivityRow { driver: Driver::Luck, ..rest });
        }
    }
    rows
}
