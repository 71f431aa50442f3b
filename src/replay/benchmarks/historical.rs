//! Historical benchmarks, built again from base years.
//!
//! Trends are not published. They are the same for everyone where the nation's count, so that half of the
//! ACOs tells them for the other half; under Pathways each ACO has a blend of its own, for which two
//! numbers a start, and the ACO's own residual of the year before, stand in.

use super::fit::{Equation, robust_fit};
use super::record::{BenchmarkRecord, NamedRow};
use super::row::{AgreementStart, BenchmarkRow, ByType};
use crate::payer::mssp::{BenchmarkMethod, MEDICARE_TYPES, by_person_years, proration};
use std::collections::BTreeMap;

/// Growth from the first and the second base year to the third where the record says nothing.
const USUAL: [f64; 2] = [1.06, 1.03];

/// Weight with which coefficients are drawn to the usual, in rows.
const RIDGE: f64 = 1e-6;

/// Performance years whose savings the renewals of 2016 were given back in part.
const SAVED_BEFORE_2016: std::ops::RangeInclusive<u16> = 2013..=2015;

/// Growth to the third base year, by type.
pub(super) type Trends = [[f64; 2]; MEDICARE_TYPES];

/// What a historical benchmark comes to, beside what it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Built {
    pub(super) trends: Trends,
    /// Built from base years and trends.
    pub(super) base: f64,
    /// What is added to it.
    pub(super) adjustment: f64,
    pub(super) published: f64,
}

impl Built {
    pub(super) fn total(&self) -> f64 {
        self.base + self.adjustment
    }
}

/// The trends of a row's types.
fn of_each<const N: usize>(beta: &[f64; N]) -> Trends {
    std::array::from_fn(
        |kind| {
            if N == 2 { [beta[0], beta[1]] } else { [beta[kind], beta[MEDICARE_TYPES + kind]] }
        },
    )
}

/// Historical benchmark of each type before adjustments, from base years and trends.
pub(super) fn by_type(row: &BenchmarkRow, trends: &Trends) -> ByType {
    std::array::from_fn(|kind| {
        let mut history = row.history(kind);
        history.trend = trends[kind];
        history.historical(row.weights())
    })
}

/// Historical benchmark of a row before adjustments, by the engine's own construction.
fn built(row: &BenchmarkRow, trends: &Trends) -> f64 {
    by_person_years(row.base_person_years, by_type(row, trends))
}

/// What each coefficient multiplies, and what none does, in shares of the published benchmark.
fn equation<const N: usize>(row: &BenchmarkRow, adjustment: f64, published: f64) -> Equation<N> {
    let weights = row.weights();
    let people = row.assigned_then();
    let mut x = [0.0; N];
    let mut fixed = adjustment;
    for kind in 0..MEDICARE_TYPES {
        let share = row.base_person_years[kind] / people;
        let [first, second, third] = row.history(kind).untrended();
        let place = if N == 2 { 0 } else { kind };
        x[place] += share * weights[0] * first / published;
        x[N / 2 + place] += share * weights[1] * second / published;
        fixed += share * weights[2] * third;
    }
    Equation { x, y: (published - fixed) / published }
}

/// A row with its adjustment and its published benchmark.
type Printed<'a> = (NamedRow<'a>, f64, f64);

/// Builds every case with trends that the other half of the ACOs of its year, start and agreement tell.
fn fitted<'a, const N: usize>(cases: &[Printed<'a>]) -> BTreeMap<(&'a str, u16), Built> {
    let mut groups: BTreeMap<(u16, AgreementStart), Vec<&Printed<'a>>> = BTreeMap::new();
    for case in cases {
        if let Some(start) = case.0.row.start {
            groups.entry((case.0.row.year, start)).or_default().push(case);
        }
    }
    let usual: [f64; N] = std::array::from_fn(|place| USUAL[place * 2 / N]);
    let mut found = BTreeMap::new();
    for group in groups.values() {
        for half in [false, true] {
            let told: Vec<Equation<N>> = group
                .iter()
                .filter(|case| case.0.half() != half)
                .map(|(named, adjustment, published)| equation(named.row, *adjustment, *published))
                .collect();
            let trends = of_each(&robust_fit(&told, usual, RIDGE));
            for (named, adjustment, published) in group.iter().copied().filter(|case| case.0.half() == half) {
                let base = built(named.row, &trends);
                let one = Built { trends, base, adjustment: *adjustment, published: *published };
                found.insert((named.aco, named.row.year), one);
            }
        }
    }
    found
}

/// Rows of a method that print what is needed.
fn cases<'a>(
    rows: &[NamedRow<'a>],
    method: BenchmarkMethod,
    adjustment: impl Fn(&NamedRow<'a>) -> f64,
) -> Vec<Printed<'a>> {
    rows.iter()
        .filter(|one| one.row.method == Some(method) && one.row.has_base_years())
        .filter_map(|one| Some((*one, adjustment(one), one.row.historical?)))
        .collect()
}

/// National agreements: trends by type, and prior savings.
pub(super) fn national<'a>(record: &BenchmarkRecord<'a>) -> BTreeMap<(&'a str, u16), Built> {
    fitted::<8>(&cases(&record.judged, BenchmarkMethod::National, |one| prior_savings(record, one)))
}

/// Pathways agreements: two trends a start, then the ACO's own residual of the year before.
pub(super) fn pathways<'a>(record: &BenchmarkRecord<'a>) -> BTreeMap<(&'a str, u16), Built> {
    let of = |rows| fitted::<2>(&cases(rows, BenchmarkMethod::Pathways, |one| chosen(one.row)));
    let (mut judged, beside) = (of(&record.judged), of(&record.beside));
    // A residual tells of trends only where what was added is known in both years or in neither.
    let alike = |one: &BenchmarkRow, before: &BenchmarkRow| {
        one.start == before.start && one.regional.is_some() == before.regional.is_some()
    };
    let residual = |one: &NamedRow<'a>| {
        let year = one.row.year;
        let before = record.at(one.aco, year - 1).filter(|before| alike(one.row, before.row))?;
        let built = judged.get(&(before.aco, year - 1)).or_else(|| beside.get(&(before.aco, year - 1)))?;
        Some((built.published - built.adjustment) / built.base)
    };
    let residuals: Vec<((&str, u16), f64)> =
        record.judged.iter().filter_map(|one| Some(((one.aco, one.row.year), residual(one)?))).collect();
    for (key, residual) in residuals {
        if let Some(built) = judged.get_mut(&key) {
            built.base *= residual;
        }
    }
    judged
}

/// The adjustment of a Pathways agreement as published.
fn chosen(row: &BenchmarkRow) -> f64 {
    row.adjustments().chosen(row.rules().takes_highest).1
}

/// Prior savings of a renewal of 2016. Where a year does not print them, those of the year before, prorated
/// anew: the list of participants changes every year, and with it who is assigned.
fn prior_savings<'a>(record: &BenchmarkRecord<'a>, one: &NamedRow<'a>) -> f64 {
    let row = one.row;
    let carried = || {
        let before = record.at(one.aco, row.year - 1).filter(|before| before.row.start == row.start)?.row;
        let saved = before.prior_savings.filter(|saved| *saved > 0.0)?;
        let years = SAVED_BEFORE_2016.filter_map(|year| record.at(one.aco, year)?.row.person_years);
        let people: Vec<f64> = years.collect();
        if people.is_empty() {
            return Some(saved);
        }
        #[expect(clippy::cast_precision_loss, reason = "three years")]
        let mean = people.iter().sum::<f64>() / people.len() as f64;
        Some(saved * proration(mean, row.assigned_then()) / proration(mean, before.assigned_then()))
    };
    let renews = row.start.is_some_and(|start| !start.is_first);
    row.prior_savings.or_else(|| if renews { carried() } else { None }).unwrap_or(0.0)
}
