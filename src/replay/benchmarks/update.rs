//! From the historical benchmark to the performance year, under Pathways.

use super::fit::{Equation, robust_fit};
use super::historical::{Built, by_type};
use super::record::{BenchmarkRecord, NamedRow};
use super::row::{AgreementStart, BenchmarkRow, ByType};
use crate::payer::mssp::{MEDICARE_TYPES, RiskTest, by_person_years, risk_as_counted};
use std::collections::BTreeMap;

/// Growth of a type where the record says nothing, and the weight with which it is drawn there, in rows.
const USUAL: f64 = 1.05;
const RIDGE: f64 = 1e-4;

/// Most that scores may raise a benchmark (42 CFR 425.605(a)(1)(ii)).
const RISK_CAP: f64 = 0.03;

/// What a row's update comes to, and what it is.
pub(super) type Updated<'a> = (NamedRow<'a>, f64, f64);

/// A row with its types' parts of the benchmark before growth, and the published benchmark.
type Unfitted<'a> = (NamedRow<'a>, ByType, f64);

/// Updated benchmarks of Pathways agreements: one growth factor for each type, which the other half of the
/// ACOs of the same year and start tells.
pub(super) fn updated<'a>(
    record: &BenchmarkRecord<'a>,
    built: &BTreeMap<(&'a str, u16), Built>,
) -> Vec<Updated<'a>> {
    let mut groups: BTreeMap<(u16, AgreementStart), Vec<Unfitted<'a>>> = BTreeMap::new();
    for one in &record.judged {
        let found = built.get(&(one.aco, one.row.year)).and_then(|built| before_growth(one.row, built));
        if let (Some(parts), Some(published), Some(start)) = (found, one.row.updated, one.row.start)
            && published > 0.0
        {
            groups.entry((one.row.year, start)).or_default().push((*one, parts, published));
        }
    }
    let mut all = Vec::new();
    for group in groups.values() {
        for half in [false, true] {
            let told: Vec<Equation<MEDICARE_TYPES>> = group
                .iter()
                .filter(|(one, _, _)| one.half() != half)
                .map(|(_, parts, published)| Equation { x: parts.map(|part| part / published), y: 1.0 })
                .collect();
            let growth = robust_fit(&told, [USUAL; MEDICARE_TYPES], RIDGE);
            for (one, parts, published) in group.iter().filter(|(one, _, _)| one.half() == half) {
                let total = parts.iter().zip(growth).map(|(part, growth)| part * growth).sum();
                all.push((*one, total, *published));
            }
        }
    }
    all
}

/// Each type's part of the benchmark before growth: its historical benchmark, scaled with the others to the
/// published one, by its person-years of the performance year and its risk ratio.
fn before_growth(row: &BenchmarkRow, built: &Built) -> Option<ByType> {
    let people: f64 = row.year_person_years.iter().sum();
    if people <= 0.0 || built.total() <= 0.0 {
        return None;
    }
    let scale = built.published / built.total();
    // The ACO's residual of the year before stands in all of its types.
    let own = by_type(row, &built.trends);
    let residual = built.base / by_person_years(row.base_person_years, own);
    let each = own.map(|own| scale * (residual * own + built.adjustment));
    let risk = risk_ratios(row);
    Some(std::array::from_fn(|kind| row.year_person_years[kind] / people * each[kind] * risk[kind]))
}

/// Risk ratios of the types as they count: each cut at 3 % in agreements before 2024, later all of them
/// where together they grow by more than 3 points beyond demography.
fn risk_ratios(row: &BenchmarkRow) -> ByType {
    let ratio = |kind: usize, limit: f64| risk_as_counted(row.risk[3][kind], row.risk[2][kind], limit);
    let free: ByType = std::array::from_fn(|kind| ratio(kind, f64::INFINITY));
    let weights: f64 = row.risk_weight.iter().sum();
    if row.rules().risk_test == RiskTest::EachType || weights <= 0.0 {
        return std::array::from_fn(|kind| ratio(kind, 1.0 + RISK_CAP));
    }
    let mean = |values: ByType| {
        values.iter().zip(row.risk_weight).map(|(value, weight)| value * weight).sum::<f64>() / weights
    };
    let [base, then] = row.demography;
    let limit =
        mean(std::array::from_fn(|kind| risk_as_counted(then[kind], base[kind], f64::INFINITY))) + RISK_CAP;
    if mean(free) > limit { std::array::from_fn(|kind| ratio(kind, limit)) } else { free }
}
