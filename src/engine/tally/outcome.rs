//! What a run found.

use super::segment::{Segment, mark};
use crate::engine::measure::{Keep, Layout, Metric, Row, Scope};
use crate::model::Model;
use crate::stats::{Fingerprint, MomentTable, Moments, QUANTILES, QuantileTable, Summary};
use crate::tile::TILE;

/// The results of a run, over all trials.
#[derive(Debug)]
pub struct Outcome {
    /// Trials.
    pub trials: u64,
    years: usize,
    physicians: usize,
    layout: Layout,
    segments: Vec<Segment>,
    horizon: Vec<(MomentTable, QuantileTable)>,
}

/// One measured thing beside physicians, with its results.
#[derive(Clone, Debug)]
pub struct ScopeRow<'a> {
    /// What it is about.
    pub row: &'a Row,
    /// Its results.
    pub summary: Summary,
}

/// The results of one arm and year.
#[derive(Clone, Copy, Debug)]
pub struct ArmYear<'a> {
    outcome: &'a Outcome,
    segment: &'a Segment,
}

impl Outcome {
    pub(crate) fn new(
        model: &Model,
        layout: Layout,
        segments: Vec<Segment>,
        horizon: Vec<(MomentTable, QuantileTable)>,
        trials: u64,
    ) -> Outcome {
        Outcome { trials, years: model.years, physicians: model.len(), layout, segments, horizon }
    }

    /// The tables, to go on adding to them.
    pub(crate) fn into_parts(self) -> (Vec<Segment>, Vec<(MomentTable, QuantileTable)>) {
        (self.segments, self.horizon)
    }

    /// One number for all results: 64 hexadecimal digits that change when any bit of any result does,
    /// and with nothing else (threads, names, how tables lie in memory).
    ///
    /// It is the SHA-256 of what was counted, as little-endian integers: trials, arms, years,
    /// physicians, rows, rows that are compared; then arm by arm, year by year
    ///
    /// 1. physicians, measure by measure and person by person: pivot (the bits of the double), sum
    ///    and sum of squares (128 bits each) in the quanta of [`crate::stats::Scale`];
    /// 2. their histograms, for the measures that keep one: lowest and highest value in whole quanta,
    ///    level, zeros, counts of bins (64 bits each);
    /// 3. rows (system, specialties, plans, contracts, flows), each with its moments and its histogram;
    /// 4. differences of rows from the baseline, likewise, in every arm but the baseline;
    ///
    /// and last, arm by arm, the rows over whole trials, likewise.
    ///
    /// ```
    /// use cascade::{engine, entity, model, random, scenario, schema};
    /// use std::sync::Arc;
    ///
    /// fn fingerprint(pay: &str, threads: usize) -> String {
    ///     let text = r#"
    ///         run = { years = 2 }
    ///         scenario = { title = "Two physicians" }
    ///         system = { name = "Small clinic" }
    ///         plan.salary.pay = [{ salary = { per_fte = PAY } }]
    ///         cohort.fm = { count = 2, specialty = "family_medicine", plans = { salary = 1.0 }, wrvu = 5000 }
    ///         [contract.book]
    ///         payer = "Everyone"
    ///         line = "commercial"
    ///         revenue_share = 1.0
    ///         spending = 6000
    ///         terms = "fee_for_service"
    ///     "#;
    ///     let source = schema::Source { name: "clinic.toml".into(), text: text.replace("PAY", pay) };
    ///     let arms = scenario::read_arms(source).expect("a valid scenario");
    ///     let drafts = arms.arms.into_iter().map(|arm| {
    ///         let roster = Arc::new(entity::generate(&arm.scenario.cohort, random::Seed(1), 2026));
    ///         model::Draft { name: arm.name, title: arm.title, scenario: arm.scenario, uncertain: arm.uncertain, roster }
    ///     });
    ///     let model = model::Model::build(drafts.collect()).expect("a roster that fits");
    ///     let options = engine::RunOptions { trials: 64, threads: Some(threads), stop: None };
    ///     engine::run(&model, options, &engine::Silent).expect("a balanced ledger").fingerprint()
    /// }
    ///
    /// assert_eq!(fingerprint("250000", 1), fingerprint("250000", 2));
    /// assert_ne!(fingerprint("250000", 1), fingerprint("250000.01", 1)); // one cent of one year's pay
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut all = Fingerprint::default();
        all.count(self.trials);
        for n in [self.horizon.len(), self.years, self.physicians, self.layout.rows.len(), self.layout.flows]
        {
            all.count(n as u64);
        }
        for segment in &self.segments {
            segment.mark(self.physicians, &mut all);
        }
        for (moments, quantiles) in &self.horizon {
            mark(moments, quantiles, &mut all);
        }
        all.finish()
    }

    /// The results of an arm in a year, both counted from 0.
    #[must_use]
    pub fn of(&self, arm: usize, year: usize) -> ArmYear<'_> {
        ArmYear { outcome: self, segment: &self.segments[arm * self.years + year] }
    }

    /// The results of an arm over whole trials.
    #[must_use]
    pub fn horizon(&self, arm: usize) -> Vec<ScopeRow<'_>> {
        let (moments, quantiles) = &self.horizon[arm];
        self.layout
            .horizon
            .iter()
            .enumerate()
            .map(|(i, row)| ScopeRow {
                row,
                summary: self.summary(moments.moments(i, row.scale, self.trials), quantiles, i, row.quanta),
            })
            .collect()
    }

    fn summary(&self, moments: Moments, quantiles: &QuantileTable, cell: usize, quanta: f64) -> Summary {
        Summary {
            quantiles: Some(quantiles.quantiles(cell, QUANTILES).map(|q| q / quanta)),
            ..self.plain(moments)
        }
    }

    fn plain(&self, moments: Moments) -> Summary {
        #[expect(clippy::cast_precision_loss, reason = "trials below 2^53")]
        let root = (self.trials.max(1) as f64).sqrt();
        Summary { mean: moments.mean, sd: moments.sd, mc_se: moments.sd / root, quantiles: None }
    }
}

impl<'a> ArmYear<'a> {
    /// What is measured beside physicians, row by row.
    pub fn rows(&self) -> impl Iterator<Item = ScopeRow<'a>> + use<'a> {
        let (outcome, segment) = (self.outcome, self.segment);
        outcome.layout.rows.iter().enumerate().map(move |(i, row)| ScopeRow {
            row,
            summary: outcome.summary(
                segment.rows.moments(i, row.scale, outcome.trials),
                &segment.row_quantiles,
                i,
                row.quanta,
            ),
        })
    }

    /// Differences from the baseline on the same luck, for everything but flows; nothing for the
    /// baseline itself.
    pub fn differences(&self) -> impl Iterator<Item = ScopeRow<'a>> + use<'a> {
        let (outcome, segment) = (self.outcome, self.segment);
        segment.differences.iter().flat_map(move |(moments, quantiles)| {
            outcome.layout.rows[..outcome.layout.flows].iter().enumerate().map(move |(i, row)| ScopeRow {
                row,
                summary: outcome.summary(
                    moments.moments(i, row.scale, outcome.trials),
                    quantiles,
                    i,
                    row.quanta,
                ),
            })
        })
    }

    /// The difference of one row from the baseline's on the same luck; `None` for the baseline.
    #[must_use]
    pub fn difference(&self, scope: Scope, entity: &str, metric: &str) -> Option<Summary> {
        let mut all = self.differences();
        let found = all.find(|r| r.row.scope == scope && r.row.entity == entity && r.row.metric == metric)?;
        Some(found.summary)
    }

    /// One row by scope, entity and measure.
    #[must_use]
    pub fn row(&self, scope: Scope, entity: &str, metric: &str) -> Option<Summary> {
        let (outcome, segment) = (self.outcome, self.segment);
        let i = outcome
            .layout
            .rows
            .iter()
            .position(|r| r.scope == scope && r.entity == entity && r.metric == metric)?;
        let row = &outcome.layout.rows[i];
        let moments = segment.rows.moments(i, row.scale, outcome.trials);
        Some(outcome.summary(moments, &segment.row_quantiles, i, row.quanta))
    }

    /// Share of trials in which a measure of one physician lay above a value; `None` for a measure
    /// that is kept without quantiles.
    #[must_use]
    pub fn chance_above(&self, place: usize, metric: Metric, value: f64) -> Option<f64> {
        let Keep::Quantiles(quanta) = metric.definition().keep else { return None };
        let kept = self.outcome.layout.by_quantiles.iter().position(|(m, _)| *m == metric)?;
        let cell = kept * self.outcome.physicians + place;
        Some(self.segment.quantiles.share_above(cell, value * quanta))
    }

    /// One measure of one physician, by their place in the model.
    #[must_use]
    pub fn physician(&self, place: usize, metric: Metric) -> Summary {
        let outcome = self.outcome;
        let cell = (place / TILE * Metric::COUNT + metric.place()) * TILE + place % TILE;
        let moments =
            self.segment.physicians.moments(cell, outcome.layout.scales[metric.place()], outcome.trials);
        match metric.definition().keep {
            Keep::Moments => outcome.plain(moments),
            Keep::Quantiles(quanta) => {
                let kept = outcome.layout.by_quantiles.iter().position(|(m, _)| *m == metric).unwrap_or(0);
                outcome.summary(moments, &self.segment.quantiles, kept * outcome.physicians + place, quanta)
            }
        }
    }
}
