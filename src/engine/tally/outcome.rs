//! What a run found.

use super::best::BestArms;
use super::segment::{Segment, mark};
use crate::engine::measure::{HorizonMetric, Keep, Layout, Metric, Row, Scope};
use crate::model::{Directory, Model};
use crate::stats::{Estimated, Fingerprint, MomentTable, Moments, QUANTILES, QuantileTable, Summary};
use crate::tile::TILE;
use std::sync::Arc;

/// The results of a run, over all trials: found by name (see [`Outcome::at`]), or row by row.
#[derive(Debug)]
pub struct Outcome {
    /// Trials.
    pub trials: u64,
    /// Rosters that the trials meet in turn; 1 where cohorts are drawn once, or there is none.
    pub rosters: u64,
    pub(super) directory: Arc<Directory>,
    years: usize,
    physicians: usize,
    pub(super) layout: Layout,
    segments: Vec<Segment>,
    horizon: Vec<(MomentTable, QuantileTable)>,
    pub(super) best: BestArms,
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
    pub(super) outcome: &'a Outcome,
    pub(super) arm: usize,
    pub(super) year: usize,
    segment: &'a Segment,
}

/// What kind of figure a row is. The part of contract-years that earned is a chance, too.
fn kind(row: &Row, is_difference: bool) -> Estimated {
    let is_chance = row.metric == HorizonMetric::YearsEarned.definition().name;
    Estimated::of(if is_chance { "chance" } else { row.unit }, is_difference)
}

impl Outcome {
    pub(crate) fn new(
        model: &Model,
        layout: Layout,
        segments: Vec<Segment>,
        horizon: Vec<(MomentTable, QuantileTable)>,
        best: BestArms,
        trials: u64,
    ) -> Outcome {
        let directory = Arc::clone(&model.directory);
        Outcome {
            trials,
            rosters: model.rosters() as u64,
            directory,
            years: model.years,
            physicians: model.len(),
            layout,
            segments,
            horizon,
            best,
        }
    }

    /// The tables, to go on adding to them.
    pub(crate) fn into_parts(self) -> (Vec<Segment>, Vec<(MomentTable, QuantileTable)>, BestArms) {
        (self.segments, self.horizon, self.best)
    }

    /// One number for all results: 64 hexadecimal digits that change when any bit of any result does,
    /// and with nothing else (threads, names, how tables lie in memory).
    ///
    /// It is the SHA-256 of what was counted, as little-endian integers: trials, rosters where there are several,
    /// arms, years, physicians, rows, rows that are compared; then arm by arm, year by year
    ///
    /// 1. physicians, measure by measure and person by person: pivot (the bits of the double), sum
    ///    and sum of squares (128 bits each) in the quanta of [`crate::stats::Scale`];
    /// 2. their histograms, for the measures that keep one: lowest and highest value in whole quanta,
    ///    level, zeros, counts of bins (64 bits each);
    /// 3. rows (system, specialties, plans, contracts, flows), each with its moments, its sums by roster where there
    ///    are several, and its histogram;
    /// 4. differences of rows from the baseline, likewise, in every arm but the baseline;
    ///
    /// then, arm by arm, the rows over whole trials, likewise; and last, of the system's margin, its worth and true
    /// savings over the horizon, in how many trials each arm is the best of all.
    ///
    /// ```
    /// use cascade::engine::{RunOptions, Silent};
    /// use cascade::Study;
    ///
    /// let mut study = Study::reference()?;
    /// study.keep::<&str>(&[])?;
    /// study.set("run.years", 1.0)?;
    /// let print = |study: &Study, threads| -> Result<String, Box<dyn std::error::Error>> {
    ///     let options = RunOptions { threads: Some(threads), ..RunOptions::trials(32) };
    ///     Ok(study.run(options, &Silent)?.fingerprint())
    /// };
    /// let before = print(&study, 1)?;
    /// assert_eq!(before, print(&study, 2)?);
    /// study.set("plan.psychiatry.pay.salary.per_fte", 285_000.01)?; // one cent of one specialty's pay
    /// assert_ne!(before, print(&study, 1)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut all = Fingerprint::default();
        all.count(self.trials);
        if self.rosters > 1 {
            all.count(self.rosters);
        }
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
        self.best.mark(&mut all);
        all.finish()
    }

    /// The results of an arm in a year, both counted from 0 and there.
    pub(crate) fn of(&self, arm: usize, year: usize) -> ArmYear<'_> {
        debug_assert!(year < self.years, "year {year} of {}", self.years);
        ArmYear { outcome: self, arm, year, segment: &self.segments[arm * self.years + year] }
    }

    /// The results of an arm over whole trials.
    pub(crate) fn horizon(&self, arm: usize) -> Vec<ScopeRow<'_>> {
        let each = self.layout.horizon.iter().enumerate();
        each.map(|(i, row)| ScopeRow { row, summary: self.horizon_row(arm, i) }).collect()
    }

    pub(super) fn horizon_row(&self, arm: usize, i: usize) -> Summary {
        let (moments, quantiles) = &self.horizon[arm];
        let row = &self.layout.horizon[i];
        let moments = moments.moments(i, row.scale, self.trials);
        Summary { kind: kind(row, false), ..self.summary(moments, quantiles, i, row.quanta) }
    }

    fn summary(&self, moments: Moments, quantiles: &QuantileTable, cell: usize, quanta: f64) -> Summary {
        Summary {
            quantiles: Some(quantiles.quantiles(cell, QUANTILES).map(|q| q / quanta)),
            ..self.plain(moments)
        }
    }

    /// Where rosters are redrawn and a measure is not kept roster by roster, its error is taken as if all its spread
    /// were between rosters: sd / √rosters, which is not too small, and for one physician, who is somebody else on
    /// each roster, close.
    pub(super) fn plain(&self, moments: Moments) -> Summary {
        let met = self.rosters.min(self.trials);
        let draws = if self.rosters > 1 { met } else { self.trials };
        #[expect(clippy::cast_precision_loss, reason = "trials below 2^53")]
        let root = (draws.max(1) as f64).sqrt();
        Summary {
            mean: moments.mean,
            sd: moments.sd,
            mc_se: moments.parts.map_or(moments.sd / root, |parts| parts.of_mean.sqrt()),
            quantiles: None,
            draws,
            trials: self.trials,
            roster_sd: moments.parts.and_then(|parts| parts.between).map(f64::sqrt),
            kind: Estimated::Mean,
        }
    }
}

impl<'a> ArmYear<'a> {
    /// What is measured beside physicians, row by row.
    pub fn rows(&self) -> impl Iterator<Item = ScopeRow<'a>> + use<'a> {
        let year = *self;
        let rows = year.outcome.layout.rows.iter().enumerate();
        rows.map(move |(i, row)| ScopeRow { row, summary: year.summary_of(i) })
    }

    /// The results of a row, by its place.
    pub(super) fn summary_of(&self, i: usize) -> Summary {
        let (outcome, segment) = (self.outcome, self.segment);
        let row = &outcome.layout.rows[i];
        let moments = segment.rows.moments(i, row.scale, outcome.trials);
        let found = outcome.summary(moments, &segment.row_quantiles, i, row.quanta);
        Summary { kind: kind(row, false), ..found }
    }

    /// Differences from the baseline on the same luck, for everything but flows; nothing for the
    /// baseline itself.
    pub fn differences(&self) -> impl Iterator<Item = ScopeRow<'a>> + use<'a> {
        let (outcome, segment) = (self.outcome, self.segment);
        segment.differences.iter().flat_map(move |(moments, quantiles)| {
            outcome.layout.rows[..outcome.layout.flows].iter().enumerate().map(move |(i, row)| {
                let moments = moments.moments(i, row.scale, outcome.trials);
                let found = outcome.summary(moments, quantiles, i, row.quanta);
                ScopeRow { row, summary: Summary { kind: kind(row, true), ..found } }
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
        let mut rows = self.outcome.layout.rows.iter();
        let i = rows.position(|r| r.scope == scope && r.entity == entity && r.metric == metric)?;
        Some(self.summary_of(i))
    }

    /// Share of trials in which a measure of one physician lay above a value; `None` for a measure
    /// that is kept without quantiles.
    pub(crate) fn chance_above(&self, place: usize, metric: Metric, value: f64) -> Option<f64> {
        let Keep::Quantiles(quanta) = metric.definition().keep else { return None };
        let kept = self.outcome.layout.by_quantiles.iter().position(|(m, _)| *m == metric)?;
        let cell = kept * self.outcome.physicians + place;
        Some(self.segment.quantiles.share_above(cell, value * quanta))
    }

    /// One measure of one physician, by their place in the model.
    pub(crate) fn at_place(&self, place: usize, metric: Metric) -> Summary {
        let outcome = self.outcome;
        let cell = (place / TILE * Metric::COUNT + metric.place()) * TILE + place % TILE;
        let moments =
            self.segment.physicians.moments(cell, outcome.layout.scales[metric.place()], outcome.trials);
        let definition = metric.definition();
        let found = match definition.keep {
            Keep::Moments => outcome.plain(moments),
            Keep::Quantiles(quanta) => {
                let kept = outcome.layout.by_quantiles.iter().position(|(m, _)| *m == metric).unwrap_or(0);
                outcome.summary(moments, &self.segment.quantiles, kept * outcome.physicians + place, quanta)
            }
        };
        Summary { kind: Estimated::of(definition.unit, false), ..found }
    }
}
