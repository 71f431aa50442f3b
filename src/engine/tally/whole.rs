//! Counting what is measured of whole trials, and what it comes to.

use super::block::quantise;
use super::horizon::TrialEnd;
use super::segment::mark;
use crate::engine::measure::{Keep, Layout, PersonMetric, Row, quanta, scale};
use crate::stats::{Fingerprint, MomentTable, QuantileTable, Scale};
use serde::{Deserialize, Serialize};

/// What one arm's whole trials came to so far.
#[derive(Debug, Serialize, Deserialize)]
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
#[derive(Debug, Serialize, Deserialize)]
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
        let table = |pivots: Vec<f64>| MomentTable::new(pivots).for_errors(rosters);
        CountedRows {
            moments: table(pivots.into_iter().map(finite).collect()),
            quantiles: QuantileTable::new(n, trials),
            above: table(vec![0.0; n]),
            below: table(vec![0.0; n]),
        }
    }

    fn shape(&self) -> ([[usize; 5]; 3], (usize, bool)) {
        ([&self.moments, &self.above, &self.below].map(MomentTable::shape), self.quantiles.shape())
    }

    /// Adds a trial's value of a row.
    fn add(&mut self, described: &Row, row: usize, trial: u64, value: f64) {
        if value.is_finite() {
            let cell = KeptCell { place: row, scale: described.scale, quanta: described.quanta };
            cell.add(value, trial, (&mut self.moments, Some((row, &mut self.quantiles))));
        }
        for (table, is_so) in [(&mut self.above, value > 0.0), (&mut self.below, value < 0.0)] {
            if is_so {
                table.add_trial(row, Scale::FINE, 1.0);
                table.add_to_roster(row, Scale::FINE, trial, 1.0);
            }
        }
    }

    /// Ends a block of so many trials.
    fn end_block(&mut self, rows: &[Row], trials: usize) {
        self.moments.end_block(trials, |row| rows[row].scale);
        self.above.end_block(trials, |_| Scale::FINE);
        self.below.end_block(trials, |_| Scale::FINE);
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
        moments.add_trial(self.place, self.scale, off);
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
        Keep::Moments | Keep::Plain | Keep::Groups => None,
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
        let persons = MomentTable::new(first.persons.clone());
        WholeTrials {
            rows: CountedRows::new(first.rows.clone(), trials, rosters),
            differences: baseline.map(|baseline| CountedRows::new(both(baseline), trials, rosters)),
            cash: (
                MomentTable::new(first.cash.clone()).for_errors(rosters),
                QuantileTable::new(first.cash.len(), trials),
            ),
            persons: (
                if rosters > 1 { persons } else { persons.by_block() },
                QuantileTable::new(positions * person_quantiles().count(), trials),
            ),
        }
    }

    /// Whether it counts what another does: as many of everything.
    pub(crate) fn is_like(&self, other: &WholeTrials) -> bool {
        let shape = |own: &WholeTrials| {
            let differences = own.differences.as_ref().map(CountedRows::shape);
            let tables = [&own.cash, &own.persons].map(|(all, bins)| (all.shape(), bins.shape()));
            (own.rows.shape(), differences, tables)
        };
        shape(self) == shape(other)
    }

    /// Adds a trial, counted from 0; `baseline` is the end of the baseline in it. [`WholeTrials::end_block`] follows
    /// the last of a block.
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

    /// Ends a block of so many trials that were added.
    pub(crate) fn end_block(&mut self, layout: &Layout, trials: usize) {
        self.rows.end_block(&layout.horizon, trials);
        if let Some(differences) = &mut self.differences {
            differences.end_block(&layout.horizon, trials);
        }
        self.cash.0.end_block(trials, |_| Scale::MONEY);
        let positions = (self.persons.0.len() / PersonMetric::ALL.len()).max(1);
        let scales: Vec<Scale> =
            PersonMetric::ALL.iter().map(|metric| scale(metric.definition().unit)).collect();
        self.persons.0.end_block(trials, |cell| scales[cell / positions]);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::measure::Scope;

    fn row(unit: &'static str) -> Row {
        Row {
            scope: Scope::System,
            entity: "all".to_owned(),
            metric: "m",
            unit,
            quanta: quanta(unit),
            scale: scale(unit),
            quantiles: true,
            flow: None,
        }
    }

    fn counted(trials: &[(u64, f64)], pivot: f64, unit: &'static str, rosters: usize) -> CountedRows {
        let mut rows = CountedRows::new(vec![pivot], 100, rosters);
        for (trial, value) in trials {
            rows.add(&row(unit), 0, *trial, *value);
        }
        rows
    }

    fn print(rows: &CountedRows) -> String {
        let mut all = Fingerprint::default();
        rows.mark(&mut all);
        all.finish()
    }

    #[test]
    fn three_trials_by_hand() {
        // An arm's $12, $20, $25 beside the baseline's $10, $20, $30: 2, 0, -5. Mean -1, sd √((9 + 1 + 16)/2) = √13.
        let rows = counted(&[(0, 2.0), (1, 0.0), (2, -5.0)], 2.0, "$", 1);
        let found = rows.moments.moments(0, Scale::MONEY, 3);
        assert_eq!(found.mean, -1.0);
        assert!((found.sd - 13.0_f64.sqrt()).abs() < 1e-9);
        assert_eq!(rows.quantiles.quantiles(0, [0.0, 0.5, 1.0]), [-500.0, 0.0, 200.0]);
        let share = |table: &MomentTable| table.moments(0, Scale::FINE, 3).mean;
        assert_eq!([share(&rows.above), share(&rows.below)], [1.0 / 3.0; 2], "what is the same is neither");
    }

    #[test]
    fn a_month_that_never_comes_counts_for_no_mean() {
        // Months 5 and 8; twice never, also first, where the pivot comes from.
        let never = f64::INFINITY;
        let rows = counted(&[(0, never), (1, 5.0), (2, 8.0), (3, never)], never, "months", 1);
        assert_eq!(rows.quantiles.count(0), 2);
        assert_eq!(rows.moments.moments(0, Scale::FINE, 2).mean, 6.5);
        assert_eq!(rows.quantiles.quantiles(0, [0.0, 1.0]), [5.0, 8.0]);
        // Against a baseline: later by never, sooner than never, never both.
        let apart = [never, -never, f64::NAN];
        let rows = counted(&[(0, apart[0]), (1, apart[1]), (2, apart[2])], apart[2], "months", 1);
        let share = |table: &MomentTable| table.moments(0, Scale::FINE, 4).mean;
        assert_eq!((rows.quantiles.count(0), share(&rows.above), share(&rows.below)), (0, 0.25, 0.25));
    }

    #[test]
    fn order_changes_no_bit() {
        let all: Vec<(u64, f64)> = (0..60).map(|t| (t, (t as f64 * 0.37).sin() * 1e6 - 2e5)).collect();
        for rosters in [1, 4] {
            let forward = print(&counted(&all, 3.0, "$", rosters));
            let backward: Vec<(u64, f64)> = all.iter().rev().copied().collect();
            assert_eq!(forward, print(&counted(&backward, 3.0, "$", rosters)));
            let mut other = all.clone();
            other[7].1 += 0.01;
            assert_ne!(forward, print(&counted(&other, 3.0, "$", rosters)), "a cent is seen");
        }
    }

    #[test]
    fn all_better_or_nobody() {
        let of = |value: f64| {
            let rows = counted(&[(0, value), (1, value)], value, "$", 1);
            [&rows.above, &rows.below].map(|table| table.moments(0, Scale::FINE, 2).mean)
        };
        assert_eq!([of(0.01), of(0.0), of(-0.01)], [[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]]);
    }

    #[test]
    fn measures_of_positions_that_keep_quantiles() {
        assert_eq!(kept_place(PersonMetric::Pay), Some((0, 100.0)));
        assert_eq!(kept_place(PersonMetric::PayChange), Some((1, 100.0)));
        assert_eq!(kept_place(PersonMetric::Loses), None);
    }
}
