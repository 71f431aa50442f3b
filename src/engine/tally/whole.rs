//! Counting what is measured of whole trials, and what it comes to.

use super::block::quantise;
use super::horizon::TrialEnd;
use super::segment::mark;
use crate::engine::measure::{Keep, Layout, PersonMetric, Row, quanta, scale};
use crate::stats::{Fingerprint, MomentTable, QuantileTable, Scale};

/// What one arm's whole trials came to so far.
#[derive(Debug)]
pub(crate) struct WholeTrials {
    /// Rows.
    pub rows: CountedRows,
    /// Differences of rows from the baseline's in the same trial; `None` for the baseline.
    pub differences: Option<CountedRows>,
    /// Cumulated cash, month by month.
    pub cash: (MomentTable, QuantileTable),
    /// Positions: measure by measure, position by position; quantiles of the measures that keep them, likewise.
    pub persons: (MomentTable, QuantileTable),
}

/// Rows over whole trials. A value that is not finite, as a month that never comes, is only compared with zero: its
/// trial counts neither for the moments nor for the histogram of its row.
#[derive(Debug)]
pub(crate) struct CountedRows {
    pub moments: MomentTable,
    pub quantiles: QuantileTable,
    /// Trials in which each row lay above zero, and below, as the mean of what is 1 in them and 0 in others.
    pub above: MomentTable,
    pub below: MomentTable,
}

/// A value, or nothing where it is not finite.
fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

impl CountedRows {
    fn new(pivots: Vec<f64>, trials: u64, rosters: usize) -> CountedRows {
        let n = pivots.len();
        let table = |pivots: Vec<f64>| MomentTable::new(pivots).by_roster(rosters);
        CountedRows {
            moments: table(pivots.into_iter().map(finite).collect()),
            quantiles: QuantileTable::new(n, trials),
            above: table(vec![0.0; n]),
            below: table(vec![0.0; n]),
        }
    }

    /// Adds a trial's value of a row.
    fn add(&mut self, described: &Row, row: usize, trial: u64, value: f64) {
        if value.is_finite() {
            let cell = KeptCell { place: row, scale: described.scale, quanta: described.quanta };
            cell.add(value, trial, (&mut self.moments, Some((row, &mut self.quantiles))));
        }
        for (table, is_so) in [(&mut self.above, value > 0.0), (&mut self.below, value < 0.0)] {
            if is_so {
                table.add(row, Scale::FINE, 1.0, 1.0);
                table.add_to_roster(row, Scale::FINE, trial, 1.0);
            }
        }
    }

    fn mark(&self, into: &mut Fingerprint) {
        mark(&self.moments, &self.quantiles, into);
        for row in 0..self.above.len() {
            self.above.mark(row, into);
            self.below.mark(row, into);
        }
    }
}

/// Where a value goes, and how finely it is kept.
struct KeptCell {
    place: usize,
    scale: Scale,
    quanta: f64,
}

impl KeptCell {
    /// Adds a trial's value to its moments, and to a histogram where it has one.
    fn add(
        &self,
        value: f64,
        trial: u64,
        (moments, quantiles): (&mut MomentTable, Option<(usize, &mut QuantileTable)>),
    ) {
        let off = value - moments.pivots()[self.place];
        moments.add(self.place, self.scale, off, off * off);
        moments.add_to_roster(self.place, self.scale, trial, off);
        if let Some((place, quantiles)) = quantiles {
            quantiles.add(place, &[quantise(value, self.quanta)]);
        }
    }
}

/// Measures of positions that keep quantiles, each with its quanta.
fn person_quantiles() -> impl Iterator<Item = (PersonMetric, f64)> {
    PersonMetric::ALL.iter().filter_map(|metric| match metric.definition().keep {
        Keep::Quantiles(quanta) => Some((*metric, quanta)),
        Keep::Moments | Keep::Groups => None,
    })
}

/// The place of a measure among those that keep quantiles, and its quanta; `None` for one that does not.
pub(super) fn kept_place(metric: PersonMetric) -> Option<(usize, f64)> {
    let mut kept = person_quantiles().enumerate();
    kept.find(|(_, (found, _))| *found == metric).map(|(place, (_, quanta))| (place, quanta))
}

impl WholeTrials {
    /// Nothing yet; `first` is the first trial of the arm, and `baseline` of the baseline where the arm is another.
    pub(crate) fn new(
        first: &TrialEnd,
        baseline: Option<&TrialEnd>,
        (trials, rosters): (u64, usize),
    ) -> WholeTrials {
        let both = |baseline: &TrialEnd| -> Vec<f64> {
            first.rows.iter().zip(&baseline.rows).map(|(own, before)| own - before).collect()
        };
        let positions = first.persons.len() / PersonMetric::ALL.len();
        WholeTrials {
            rows: CountedRows::new(first.rows.clone(), trials, rosters),
            differences: baseline.map(|baseline| CountedRows::new(both(baseline), trials, rosters)),
            cash: (
                MomentTable::new(first.cash.clone()).by_roster(rosters),
                QuantileTable::new(first.cash.len(), trials),
            ),
            persons: (
                MomentTable::new(first.persons.clone()),
                QuantileTable::new(positions * person_quantiles().count(), trials),
            ),
        }
    }

    /// Adds a trial, counted from 0; `baseline` is the end of the baseline in it.
    pub(crate) fn add(&mut self, layout: &Layout, trial: u64, end: &TrialEnd, baseline: &TrialEnd) {
        for (row, (described, value)) in layout.horizon.iter().zip(&end.rows).enumerate() {
            self.rows.add(described, row, trial, *value);
        }
        if let Some(differences) = &mut self.differences {
            let both = end.rows.iter().zip(&baseline.rows).map(|(own, before)| own - before);
            for (row, (described, value)) in layout.horizon.iter().zip(both).enumerate() {
                differences.add(described, row, trial, value);
            }
        }
        let (moments, quantiles) = &mut self.cash;
        for (place, value) in end.cash.iter().enumerate() {
            let cell = KeptCell { place, scale: Scale::MONEY, quanta: quanta("$") };
            cell.add(*value, trial, (moments, Some((place, quantiles))));
        }
        self.add_persons(trial, &end.persons);
    }

    fn add_persons(&mut self, trial: u64, values: &[f64]) {
        let n = values.len() / PersonMetric::ALL.len();
        let (moments, quantiles) = &mut self.persons;
        for metric in PersonMetric::ALL {
            let (kept, scale) = (kept_place(*metric), scale(metric.definition().unit));
            let quanta = kept.map_or(0.0, |(_, quanta)| quanta);
            for place in 0..n {
                let at = *metric as usize * n + place;
                let histogram = kept.map(|(kept, _)| (kept * n + place, &mut *quantiles));
                KeptCell { place: at, scale, quanta }.add(values[at], trial, (moments, histogram));
            }
        }
    }

    /// Gives everything counted to a fingerprint.
    pub(crate) fn mark(&self, into: &mut Fingerprint) {
        self.rows.mark(into);
        if let Some(differences) = &self.differences {
            differences.mark(into);
        }
        mark(&self.cash.0, &self.cash.1, into);
        for cell in 0..self.persons.0.len() {
            self.persons.0.mark(cell, into);
        }
        for cell in 0..self.persons.1.len() {
            self.persons.1.mark(cell, into);
        }
    }
}
