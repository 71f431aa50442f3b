//! Counting what is measured of whole trials, and what it comes to.

use super::columns::{ColumnsToAdd, TrialValues};
use super::horizon::TrialEnd;
use super::segment::mark;
use crate::engine::measure::{CellKind, CellLanes, Keep, Layout, PersonMetric, quanta, scale};
use crate::stats::{Fingerprint, MomentTable, NEIGHBOURS, QuantileTable, Scale};
use pulp::NullaryFnOnce;
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

    /// Adds the rows of a block, or their differences.
    #[inline(always)]
    fn add(&mut self, rows: &ColumnsToAdd<'_, EndsOf<'_>>) {
        rows.add(&mut self.moments, &mut self.quantiles);
        rows.count_signs([&mut self.above, &mut self.below]);
    }

    fn mark(&self, into: &mut Fingerprint) {
        mark(&self.moments, &self.quantiles, into);
        for row in 0..self.above.len() {
            self.above.mark(row, into);
            self.below.mark(row, into);
        }
    }
}

/// The ends of the trials of a block, or a part of what is measured of them.
#[derive(Clone, Copy)]
struct EndsOf<'a> {
    ends: &'a [TrialEnd],
    part: EndPart,
}

#[derive(Clone, Copy)]
enum EndPart {
    Rows,
    Cash,
    Persons,
}

impl EndsOf<'_> {
    /// The values of a trial.
    #[inline(always)]
    fn of(&self, trial: usize) -> &[f64] {
        let end = &self.ends[trial];
        match self.part {
            EndPart::Rows => &end.rows,
            EndPart::Cash => &end.cash,
            EndPart::Persons => &end.persons,
        }
    }
}

impl TrialValues for EndsOf<'_> {
    #[inline(always)]
    fn neighbours(&self, first: usize, trial: usize) -> [f64; NEIGHBOURS] {
        let all = self.of(trial);
        let own = &all[first..all.len().min(first + NEIGHBOURS)];
        let mut values = [0.0; NEIGHBOURS];
        values[..own.len()].copy_from_slice(own);
        values
    }

    fn at(&self, cell: usize, trial: usize) -> f64 {
        self.of(trial)[cell]
    }
}

/// Adds the ends of a block's trials to what whole trials of an arm came to.
pub(crate) struct AddEnds<'a> {
    pub to: &'a mut WholeTrials,
    pub layout: &'a Layout,
    /// The first trial.
    pub first: u64,
    pub ends: &'a [TrialEnd],
    /// Those of the baseline in the same trials.
    pub baseline: &'a [TrialEnd],
}

impl NullaryFnOnce for AddEnds<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let AddEnds { to, layout, first, ends, baseline } = self;
        let part = |ends, part| EndsOf { ends, part };
        let trials = ends.len();
        let (rows, before) = (part(ends, EndPart::Rows), part(baseline, EndPart::Rows));
        let all = ColumnsToAdd { cells: &layout.horizon_cells, values: &rows, before: None, first, trials };
        to.rows.add(&all);
        if let Some(differences) = &mut to.differences {
            differences.add(&ColumnsToAdd { before: Some(&before), ..all });
        }
        let (moments, quantiles) = &mut to.cash;
        let (cells, values) = (cash_cells(moments.len()), part(ends, EndPart::Cash));
        ColumnsToAdd { cells: &cells, values: &values, before: None, first, trials }.add(moments, quantiles);
        let (moments, quantiles) = &mut to.persons;
        let (cells, values) = (person_cells(moments.len()), part(ends, EndPart::Persons));
        ColumnsToAdd { cells: &cells, values: &values, before: None, first, trials }.add(moments, quantiles);
    }
}

/// What is known of the cells of months' cash.
fn cash_cells(months: usize) -> Vec<CellLanes> {
    let month = CellKind { quanta: quanta("$"), scale: Scale::MONEY, quantiles: true, may_never_come: false };
    CellLanes::of(&vec![month; months])
}

/// What is known of the cells of positions, measure by measure; those that keep quantiles come first, so that a cell
/// has one place in both tables.
fn person_cells(cells: usize) -> Vec<CellLanes> {
    let each = cells / PersonMetric::ALL.len();
    let kind = |metric: &PersonMetric| {
        let quantiles = kept_place(*metric);
        CellKind {
            quanta: quantiles.map_or(0.0, |(_, quanta)| quanta),
            scale: scale(metric.definition().unit),
            quantiles: quantiles.is_some(),
            may_never_come: false,
        }
    };
    let all = PersonMetric::ALL.iter().map(kind);
    CellLanes::of(&all.flat_map(|kind| std::iter::repeat_n(kind, each)).collect::<Vec<CellKind>>())
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

    fn kind(unit: &'static str) -> CellKind {
        let may_never_come = unit == "months";
        CellKind { quanta: quanta(unit), scale: scale(unit), quantiles: true, may_never_come }
    }

    /// Rows of so many rosters, with nothing in them.
    fn rows(pivot: f64, rosters: usize) -> CountedRows {
        CountedRows::new(vec![pivot], 100, rosters)
    }

    /// Adds a block of trials of one row, the first of which is `first`.
    fn add(rows: &mut CountedRows, first: u64, values: &[f64], unit: &'static str) {
        let end = |value: &f64| TrialEnd { rows: vec![*value], ..TrialEnd::default() };
        let ends: Vec<TrialEnd> = values.iter().map(end).collect();
        let (cells, values) = (CellLanes::of(&[kind(unit)]), EndsOf { ends: &ends, part: EndPart::Rows });
        rows.add(&ColumnsToAdd { cells: &cells, values: &values, before: None, first, trials: ends.len() });
    }

    fn counted(values: &[f64], pivot: f64, unit: &'static str) -> CountedRows {
        let mut rows = rows(pivot, 1);
        add(&mut rows, 0, values, unit);
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
        let rows = counted(&[2.0, 0.0, -5.0], 2.0, "$");
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
        let rows = counted(&[never, 5.0, 8.0, never], never, "months");
        assert_eq!(rows.quantiles.count(0), 2);
        assert_eq!(rows.moments.moments(0, Scale::FINE, 2).mean, 6.5);
        assert_eq!(rows.quantiles.quantiles(0, [0.0, 1.0]), [5.0, 8.0]);
        // Against a baseline: later by never, sooner than never, never both.
        let apart = [never, -never, f64::NAN];
        let rows = counted(&apart, apart[2], "months");
        let share = |table: &MomentTable| table.moments(0, Scale::FINE, 4).mean;
        assert_eq!((rows.quantiles.count(0), share(&rows.above), share(&rows.below)), (0, 0.25, 0.25));
    }

    #[test]
    fn order_changes_no_bit() {
        let all: Vec<f64> = (0..90).map(|t| (f64::from(t) * 0.37).sin() * 1e6 - 2e5).collect();
        let blocks = |values: &[f64], order: [u64; 3], rosters: usize| {
            let mut rows = rows(3.0, rosters);
            for block in order {
                let first = 32 * block as usize;
                add(&mut rows, first as u64, &values[first..(first + 32).min(90)], "$");
            }
            print(&rows)
        };
        for rosters in [1, 4] {
            let forward = blocks(&all, [0, 1, 2], rosters);
            assert_eq!(forward, blocks(&all, [2, 0, 1], rosters));
            let mut other = all.clone();
            other[7] += 0.01;
            assert_ne!(forward, blocks(&other, [0, 1, 2], rosters), "a cent is seen");
        }
    }

    #[test]
    fn all_better_or_nobody() {
        let of = |value: f64| {
            let rows = counted(&[value, value], value, "$");
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
