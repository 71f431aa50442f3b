//! What a run found.

use super::best::BestArms;
use super::segment::Segment;
use super::whole::{CountedRows, WholeTrials, kept_place};
use crate::engine::measure::{HorizonMetric, Keep, Layout, Metric, PersonMetric, Row, Scope, quanta, scale};
use crate::model::{Directory, Model};
use crate::stats::{
    Estimated, Fingerprint, MomentTable, Moments, QUANTILES, QuantileTable, Scale, Summary, Tail,
};
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
    pub(super) horizon: Vec<WholeTrials>,
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
        horizon: Vec<WholeTrials>,
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
    pub(crate) fn into_parts(self) -> (Vec<Segment>, Vec<WholeTrials>, BestArms) {
        (self.segments, self.horizon, self.best)
    }

    /// One number for all results: 64 hexadecimal digits that change when any bit of any result does,
    /// and with nothing else (threads, names, how tables lie in memory).
    ///
    /// It is the SHA-256 of what was counted, as little-endian integers: trials, rosters where there are several,
    /// arms, years, physicians, rows, rows that are compared; then arm by arm, year by year
    ///
    /// 1. physicians, measure by measure and person by person: pivot (the bits of the double), sum
    ///    and sum of squares (128 bits each) in the quanta of [`crate::stats::Scale`], and where there is one roster
    ///    the sum of squares of whole blocks' sums over 32, likewise, as of all moments here;
    /// 2. their histograms, for the measures that keep one: lowest and highest value in whole quanta,
    ///    level, zeros, counts of bins (64 bits each);
    /// 3. rows (system, specialties, plans, contracts, lines of the accounts, flows), each with its moments, its sums by roster where there
    ///    are several, and its histogram;
    /// 4. differences of rows from the baseline, likewise, in every arm but the baseline;
    ///
    /// then, of whole trials, arm by arm
    ///
    /// 1. rows (measures, lines of the accounts, their worth), each with its moments, its sums by roster where there
    ///    are several, and its histogram; then, row by row, the moments of being above zero, and of being below;
    /// 2. their differences from the baseline, likewise, in every arm but the baseline;
    /// 3. cumulated cash, month by month, as rows of years;
    /// 4. positions, measure by measure and position by position: moments; then the histograms of the measures that
    ///    keep one;
    ///
    /// and last, of the system's margin, its worth and true savings over the horizon, in how many trials each arm is the
    /// best of all.
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
        for whole in &self.horizon {
            whole.mark(&mut all);
        }
        self.best.mark(&mut all);
        all.finish()
    }

    /// The results of an arm in a year, both counted from 0 and there.
    pub(crate) fn of(&self, arm: usize, year: usize) -> ArmYear<'_> {
        debug_assert!(year < self.years, "year {year} of {}", self.years);
        ArmYear { outcome: self, arm, year, segment: &self.segments[arm * self.years + year] }
    }

    /// The results of an arm over whole trials: its measures.
    pub(crate) fn horizon(&self, arm: usize) -> Vec<ScopeRow<'_>> {
        let rows = &self.horizon[arm].rows;
        let each = self.layout.horizon[..HorizonMetric::ALL.len()].iter().enumerate();
        each.map(|(i, row)| ScopeRow { row, summary: self.counted(rows, i, false) }).collect()
    }

    /// What rows over whole trials came to, by place. Where it is not there in every trial, as a month that may
    /// never come, it is that of the trials in which it is; not a number where there are none.
    pub(super) fn counted(&self, rows: &CountedRows, i: usize, is_difference: bool) -> Summary {
        let row = &self.layout.horizon[i];
        let used = rows.quantiles.count(i);
        let mut moments = rows.moments.moments(i, row.scale, used);
        if used < self.trials {
            // Trials that are left out do not meet the rosters in turn, nor do they leave blocks whole.
            moments.parts = None;
            moments.blocks = None;
        }
        let found = match used {
            0 => Summary { mean: f64::NAN, sd: f64::NAN, mc_se: f64::NAN, ..Summary::default() },
            _ => Summary {
                quantiles: Some(rows.quantiles.quantiles(i, QUANTILES).map(|q| q / row.quanta)),
                ..self.plain(moments, used)
            },
        };
        Summary { kind: kind(row, is_difference), ..found }
    }

    /// The chance that a row over whole trials lies above zero, or below, by a table of that.
    pub(super) fn chance(&self, table: &MomentTable, i: usize) -> Summary {
        let moments = table.moments(i, Scale::FINE, self.trials);
        Summary { kind: Estimated::Chance, ..self.plain(moments, self.trials) }
    }

    /// The worst futures of a row over whole trials; `None` where it is in none.
    pub(super) fn tail(&self, rows: &CountedRows, i: usize) -> Option<Tail> {
        // Far out, strata help little: trials count as independent.
        let used = rows.quantiles.count(i);
        let draws = if self.rosters > 1 { self.rosters.min(used) } else { used };
        Tail::of(&rows.quantiles, i, self.layout.horizon[i].quanta, draws)
    }

    /// Cumulated programme cash at the end of each month.
    pub(super) fn cash(&self, arm: usize) -> Vec<Summary> {
        let (moments, quantiles) = &self.horizon[arm].cash;
        let of = |i| moments.moments(i, Scale::MONEY, self.trials);
        (0..moments.len()).map(|i| self.summary(of(i), quantiles, i, quanta("$"))).collect()
    }

    /// A measure of a position over the horizon, by its place in the model.
    pub(super) fn position(&self, arm: usize, place: usize, metric: PersonMetric) -> Summary {
        let (moments, quantiles) = &self.horizon[arm].persons;
        let unit = metric.definition().unit;
        let moments = moments.moments(metric as usize * self.physicians + place, scale(unit), self.trials);
        let found = match kept_place(metric) {
            Some((kept, quanta)) => self.summary(moments, quantiles, kept * self.physicians + place, quanta),
            None => self.plain(moments, self.trials),
        };
        Summary { kind: Estimated::of(unit, false), ..found }
    }

    fn summary(&self, moments: Moments, quantiles: &QuantileTable, cell: usize, quanta: f64) -> Summary {
        Summary {
            quantiles: Some(quantiles.quantiles(cell, QUANTILES).map(|q| q / quanta)),
            ..self.plain(moments, self.trials)
        }
    }

    /// The results of a row, with quantiles where it keeps them.
    fn summary_of_row(&self, row: &Row, moments: Moments, quantiles: &QuantileTable, cell: usize) -> Summary {
        let found = if row.quantiles {
            self.summary(moments, quantiles, cell, row.quanta)
        } else {
            self.plain(moments, self.trials)
        };
        Summary { kind: kind(row, false), ..found }
    }

    /// Where all trials meet one roster, the error is that of the means of blocks, if there are enough.
    ///
    /// Where rosters are redrawn and a measure is not kept roster by roster, its error is taken as if all its spread
    /// were between rosters: sd / √rosters, which is not too small, and for one physician, who is somebody else on
    /// each roster, close.
    pub(super) fn plain(&self, moments: Moments, trials: u64) -> Summary {
        let blocks = moments.blocks.filter(|_| self.rosters < 2);
        let draws = if self.rosters > 1 { self.rosters.min(trials) } else { trials };
        #[expect(clippy::cast_precision_loss, reason = "trials below 2^53")]
        let root = (draws.max(1) as f64).sqrt();
        let of_mean = moments.parts.map(|parts| parts.of_mean).or(blocks.map(|blocks| blocks.of_mean));
        Summary {
            mean: moments.mean,
            sd: moments.sd,
            mc_se: of_mean.map_or(moments.sd / root, f64::sqrt),
            quantiles: None,
            draws: blocks.map_or(draws, |blocks| blocks.blocks),
            trials,
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
        outcome.summary_of_row(row, moments, &segment.row_quantiles, i)
    }

    /// Differences from the baseline on the same luck, for everything but flows; nothing for the
    /// baseline itself.
    pub fn differences(&self) -> impl Iterator<Item = ScopeRow<'a>> + use<'a> {
        let (year, layout) = (*self, &self.outcome.layout);
        let rows = layout.rows[..layout.flows].iter().enumerate();
        rows.filter_map(move |(i, row)| Some(ScopeRow { row, summary: year.difference_of(i)? }))
    }

    /// The difference of a row by its place, which is none of a flow's; `None` for the baseline.
    pub(super) fn difference_of(&self, i: usize) -> Option<Summary> {
        let (outcome, row) = (self.outcome, &self.outcome.layout.rows[i]);
        let (moments, quantiles) = self.segment.differences.as_ref()?;
        let moments = moments.moments(i, row.scale, outcome.trials);
        Some(Summary { kind: kind(row, true), ..outcome.summary_of_row(row, moments, quantiles, i) })
    }

    /// The difference of one row from the baseline's on the same luck; `None` for the baseline.
    #[must_use]
    pub fn difference(&self, scope: Scope, entity: &str, metric: &str) -> Option<Summary> {
        let layout = &self.outcome.layout;
        let mut rows = layout.rows[..layout.flows].iter();
        let i = rows.position(|r| r.scope == scope && r.entity == entity && r.metric == metric)?;
        self.difference_of(i)
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

    /// The mean of one measure of one physician, as [`ArmYear::at_place`] has it, without its quantiles.
    pub(crate) fn mean_at(&self, place: usize, metric: Metric) -> f64 {
        if !metric.is_kept() {
            return f64::NAN;
        }
        let (cell, scale) = Self::cell_of(place, metric);
        self.segment.physicians.mean(cell, scale, self.outcome.trials)
    }

    /// Where the moments of a measure of a physician stand, and in what they are counted.
    fn cell_of(place: usize, metric: Metric) -> (usize, Scale) {
        let cell = (place / TILE * Metric::KEPT + metric.place()) * TILE + place % TILE;
        (cell, scale(metric.definition().unit))
    }

    /// One measure of one physician, by their place in the model; no number for a measure of groups alone.
    pub(crate) fn at_place(&self, place: usize, metric: Metric) -> Summary {
        let outcome = self.outcome;
        if !metric.is_kept() {
            return Summary { mean: f64::NAN, sd: f64::NAN, mc_se: f64::NAN, ..Summary::default() };
        }
        let (cell, scale) = Self::cell_of(place, metric);
        let moments = self.segment.physicians.moments(cell, scale, outcome.trials);
        let definition = metric.definition();
        let found = match definition.keep {
            Keep::Moments | Keep::Plain | Keep::Groups => outcome.plain(moments, outcome.trials),
            Keep::Quantiles(quanta) => {
                let kept = outcome.layout.by_quantiles.iter().position(|(m, _)| *m == metric).unwrap_or(0);
                outcome.summary(moments, &self.segment.quantiles, kept * outcome.physicians + place, quanta)
            }
        };
        Summary { kind: Estimated::of(definition.unit, false), ..found }
    }
}
