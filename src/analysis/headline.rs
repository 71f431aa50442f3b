//! The headline results: what the page after a run shows, and what its precision is judged by.

use crate::engine::{Definition, HorizonMetric, Metric, Outcome, Pick, Scope};
use crate::model::Model;
use crate::stats::Summary;

/// A headline result of an arm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Headline {
    /// A measure of all physicians in the last performance year.
    LastYear(Metric),
    /// A measure of the whole horizon.
    Horizon(HorizonMetric),
}

/// Every headline, in order.
pub const HEADLINES: &[Headline] = &[
    Headline::LastYear(Metric::Pay),
    Headline::LastYear(Metric::PayChange),
    Headline::LastYear(Metric::ValueShare),
    Headline::LastYear(Metric::AlignmentGap),
    Headline::LastYear(Metric::Misalignment),
    Headline::Horizon(HorizonMetric::GrossSavings),
    Headline::Horizon(HorizonMetric::TrueSavings),
    Headline::Horizon(HorizonMetric::PassThrough),
    Headline::Horizon(HorizonMetric::ProgrammeMargin),
    Headline::Horizon(HorizonMetric::SystemMargin),
    Headline::Horizon(HorizonMetric::YearsEarned),
];

impl Headline {
    fn definition(self) -> Definition {
        match self {
            Headline::LastYear(metric) => metric.definition(),
            Headline::Horizon(metric) => metric.definition(),
        }
    }

    /// Name of the measure, as in the tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.definition().name
    }

    /// What a sentence calls it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Headline::LastYear(Metric::Pay) => "pay of a physician in the last year",
            Headline::LastYear(Metric::PayChange) => "change of the pay of a physician in the last year",
            Headline::LastYear(Metric::ValueShare) => "value share of pay in the last year",
            Headline::LastYear(Metric::AlignmentGap) => "alignment gap in the last year",
            Headline::LastYear(Metric::Misalignment) => "misalignment index in the last year",
            Headline::Horizon(HorizonMetric::GrossSavings) => "benchmark less spending",
            Headline::Horizon(HorizonMetric::TrueSavings) => "true savings",
            Headline::Horizon(HorizonMetric::PassThrough) => "what is passed through to physicians",
            Headline::Horizon(HorizonMetric::ProgrammeMargin) => "the programme's margin",
            Headline::Horizon(HorizonMetric::SystemMargin) => "the system's margin",
            Headline::Horizon(HorizonMetric::YearsEarned) => "contract years that earn",
            Headline::LastYear(_) | Headline::Horizon(_) => self.name(),
        }
    }

    /// Unit.
    #[must_use]
    pub fn unit(self) -> &'static str {
        self.definition().unit
    }

    /// Where it stands in the results of an arm.
    #[must_use]
    pub fn pick(self, model: &Model, arm: usize) -> Pick {
        match self {
            Headline::LastYear(metric) => {
                Pick::year(arm, model.years - 1, Scope::System, "all", metric.definition().name)
            }
            Headline::Horizon(metric) => Pick::horizon(arm, metric),
        }
    }

    /// Its results in an arm.
    #[must_use]
    pub fn summary(self, model: &Model, outcome: &Outcome, arm: usize) -> Summary {
        match self {
            Headline::LastYear(metric) => outcome
                .of(arm, model.years - 1)
                .row(Scope::System, "all", metric.definition().name)
                .unwrap_or_default(),
            Headline::Horizon(metric) => outcome
                .horizon(arm)
                .into_iter()
                .find(|found| found.row.metric == metric.definition().name)
                .map(|found| found.summary)
                .unwrap_or_default(),
        }
    }

    /// The least size that its error is compared with: a tenth of what physicians are paid in the
    /// baseline for money (per physician in the last year, or of all physicians over the horizon), 10
    /// points, 0.1 of a share or index. Without it a result near zero could never be precise.
    #[must_use]
    pub fn yardstick(self, model: &Model, outcome: &Outcome) -> f64 {
        match (self, self.unit()) {
            (Headline::LastYear(_), "$") => {
                0.1 * Headline::LastYear(Metric::Pay).summary(model, outcome, 0).mean.abs()
            }
            (Headline::Horizon(_), "$") => {
                0.1 * Headline::Horizon(HorizonMetric::TotalPay).summary(model, outcome, 0).mean.abs()
            }
            (_, "points") => 10.0,
            _ => 0.1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_headline_has_words() {
        for headline in HEADLINES {
            assert!(headline.words() != headline.name() && !headline.words().contains('_'), "{headline:?}");
        }
    }
}
