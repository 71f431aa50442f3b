//! One row of a record of benchmarks.

use super::super::cells::{Cells, DOLLARS};
use super::super::dates::{month_of, year_of};
use super::super::mssp;
use super::super::source::Settled;
use super::columns::{
    ACO_ID, ACO_NUM, AGREEMENT, AGREEMENT_TYPE, BASE_PERSON_YEARS, BENCHMARK, CATEGORY, DEMOGRAPHY,
    HISTORICAL, METHOD, PERSON_YEARS, PRIOR_SAVINGS, PUBLISHED, PY, REGIONAL, RISK, RISK_WEIGHT, SIX_MONTH,
    SPENDING, START, UPDATED, YEAR_PERSON_YEARS, at,
};
use crate::payer::mssp::{
    Adjustments, AgreementRules, BenchmarkMethod, MEDICARE_TYPES, TypeHistory, base_weights,
};
use crate::payer::{RuleSet, Rulebook};
use std::ops::RangeInclusive;

/// The last performance year whose rules are known.
const LAST_YEAR: u16 = 2026;

/// First performance year with the guardrail (42 CFR 425.652).
const GUARDED_SINCE: u16 = 2024;

/// People that a cell can count.
const PEOPLE: RangeInclusive<f64> = 0.0..=1e9;

/// Dollars per person and year.
const PER_PERSON: RangeInclusive<f64> = 0.0..=1e7;

/// A risk score, a demographic score.
const SCORE: RangeInclusive<f64> = 0.0..=100.0;

/// What each of the four types has.
pub(super) type ByType = [f64; MEDICARE_TYPES];

/// When and under what an agreement began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct AgreementStart {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) is_first: bool,
}

/// One ACO's year.
#[derive(Clone, Debug)]
pub(super) struct BenchmarkRow {
    pub(super) year: u16,
    /// The id of the files up to 2017, and that of the later ones.
    pub(super) number: Option<String>,
    pub(super) id: Option<String>,
    pub(super) start: Option<AgreementStart>,
    pub(super) method: Option<BenchmarkMethod>,
    pub(super) six_months: Option<bool>,
    pub(super) benchmark: Option<f64>,
    pub(super) person_years: Option<f64>,
    pub(super) updated: Option<f64>,
    pub(super) historical: Option<f64>,
    pub(super) regional: Option<f64>,
    pub(super) prior_savings: Option<f64>,
    pub(super) category: Option<String>,
    /// Spending and scores of the three base years, and scores of the performance year; 0 where not printed.
    pub(super) spending: [ByType; 3],
    pub(super) risk: [ByType; 4],
    pub(super) base_person_years: ByType,
    pub(super) year_person_years: ByType,
    /// Demographic scores in the third base year and in the performance year.
    pub(super) demography: [ByType; 2],
    pub(super) risk_weight: ByType,
    /// The row settled with its flag, where the guardrail exists.
    pub(super) settled: Option<Settled>,
}

impl BenchmarkRow {
    /// Every cell is read before the first problem ends it, so that all problems of a row are told.
    pub(super) fn read(cells: &mut Cells<'_, '_, '_>) -> Option<BenchmarkRow> {
        let signed = -DOLLARS.end()..=*DOLLARS.end();
        let year = cells.year(PY, Rulebook::FIRST, LAST_YEAR);
        let text = |cells: &Cells<'_, '_, '_>, place| {
            cells.text(place).map(|text| text.chars().take(64).collect::<String>())
        };
        let (id, number) = (text(cells, ACO_ID), text(cells, ACO_NUM));
        if id.is_none() && number.is_none() {
            cells.lacking(
                ACO_ID,
                "write the ACO's identifier here, or that of the files to 2017 in `aco_num`",
            );
            return None;
        }
        let start = start(cells);
        let method = method(cells);
        let six_months = cells.flag(SIX_MONTH);
        let benchmark = cells.number(BENCHMARK, &DOLLARS, "the benchmark in dollars");
        let person_years = cells.number(PERSON_YEARS, &PEOPLE, "person-years");
        let updated = cells.number(UPDATED, &PER_PERSON, "the updated benchmark per person in dollars");
        let historical =
            cells.number(HISTORICAL, &PER_PERSON, "the historical benchmark per person in dollars");
        let regional = cells.number(REGIONAL, &signed, "an adjustment per person in dollars");
        let prior_savings = cells.number(PRIOR_SAVINGS, &signed, "an adjustment per person in dollars");
        let mut block = |block, year, range: &_, what: &str| by_type(cells, at(block, year, 0), range, what);
        let spending =
            [0, 1, 2].map(|year| block(SPENDING, year, &PER_PERSON, "spending per person in dollars"));
        let risk = [0, 1, 2, 3].map(|year| block(RISK, year, &SCORE, "a risk score"));
        let base_person_years = block(BASE_PERSON_YEARS, 0, &PEOPLE, "person-years");
        let year_person_years = block(YEAR_PERSON_YEARS, 0, &PEOPLE, "person-years");
        let demography = [0, 1].map(|year| block(DEMOGRAPHY, year, &SCORE, "a demographic score"));
        let risk_weight = block(RISK_WEIGHT, 0, &DOLLARS, "a weight in dollars");
        let guarded = year.is_some_and(|year| year >= GUARDED_SINCE) && cells.text(PUBLISHED).is_some();
        let settled = if guarded { Some(mssp::settle(cells)?) } else { None };
        let historical = historical?;
        Some(BenchmarkRow {
            category: text(cells, CATEGORY),
            year: year?,
            number,
            id,
            method: method?.or_else(|| start.map(|s| BenchmarkMethod::of(s.year, s.month, s.is_first))),
            start,
            six_months: six_months?,
            benchmark: benchmark?,
            person_years: person_years?,
            updated: updated?,
            historical: historical.filter(|dollars| *dollars > 0.0),
            regional: regional?,
            prior_savings: prior_savings?,
            spending: all(spending)?,
            risk: all(risk)?,
            base_person_years: base_person_years?,
            year_person_years: year_person_years?,
            demography: all(demography)?,
            risk_weight: risk_weight?,
            settled,
        })
    }

    /// The rules of its agreement's start; of its own year where that is not printed.
    pub(super) fn rules(&self) -> AgreementRules {
        AgreementRules::of(self.start.map_or(self.year, |start| start.year), RuleSet::Final)
    }

    /// The adjustments that are printed; 0 where none is.
    pub(super) fn adjustments(&self) -> Adjustments {
        Adjustments {
            regional: self.regional.unwrap_or(0.0),
            prior_savings: self.prior_savings.unwrap_or(0.0),
            population: 0.0,
        }
    }

    /// Weights of its base years.
    pub(super) fn weights(&self) -> [f64; 3] {
        base_weights(self.start.is_none_or(|start| start.is_first))
    }

    /// Base years of a type, not yet trended. Where a small cell was suppressed, the year after stands in.
    pub(super) fn history(&self, kind: usize) -> TypeHistory {
        let [first, second, third] = self.spending.map(|year| year[kind]);
        let second = if second > 0.0 { second } else { third };
        let first = if first > 0.0 { first } else { second };
        let [a, b, c, _] = self.risk.map(|year| year[kind]);
        TypeHistory { spending: [first, second, third], risk: [a, b, c], trend: [1.0; 2] }
    }

    /// Whether base years and person-years are printed, so that a historical benchmark can be built.
    pub(super) fn has_base_years(&self) -> bool {
        let spent = |kind: usize| self.base_person_years[kind] > 0.0 && self.spending[2][kind] > 0.0;
        (0..MEDICARE_TYPES).any(spent)
    }

    /// Person-years assigned in the third base year, by the list of the performance year.
    pub(super) fn assigned_then(&self) -> f64 {
        self.base_person_years.iter().sum()
    }

    /// Whether six months were settled: as flagged, else where the benchmark of 2019 is far from that of a
    /// whole year.
    pub(super) fn is_six_months(&self) -> bool {
        let whole = self.updated.zip(self.person_years).map(|(dollars, years)| dollars * years);
        let by_size = || {
            self.year == 2019
                && self.benchmark.zip(whole).is_some_and(|(benchmark, whole)| benchmark < 0.75 * whole)
        };
        self.six_months.unwrap_or_else(by_size)
    }
}

/// One after another, or nothing after a problem.
fn all<const N: usize>(each: [Option<ByType>; N]) -> Option<[ByType; N]> {
    let mut found = [[0.0; MEDICARE_TYPES]; N];
    for (place, one) in found.iter_mut().zip(each) {
        *place = one?;
    }
    Some(found)
}

/// The numbers of four columns side by side; 0 where there is none.
fn by_type(
    cells: &mut Cells<'_, '_, '_>,
    from: usize,
    range: &RangeInclusive<f64>,
    what: &str,
) -> Option<ByType> {
    let each = [0, 1, 2, 3].map(|kind| cells.number(from + kind, range, what));
    let mut found = [0.0; MEDICARE_TYPES];
    for (place, number) in found.iter_mut().zip(each) {
        *place = number?.unwrap_or(0.0);
    }
    Some(found)
}

/// When the agreement began, and whether it is the first: by its number, else by its type.
fn start(cells: &mut Cells<'_, '_, '_>) -> Option<AgreementStart> {
    let date = cells.text(START)?;
    let (year, month) = (year_of(date)?, month_of(date).unwrap_or(1));
    let by_type = cells.text(AGREEMENT_TYPE).is_none_or(|text| text.to_ascii_lowercase().starts_with("init"));
    let by_number = cells.text(AGREEMENT).and_then(|text| text.parse::<f64>().ok());
    Some(AgreementStart { year, month, is_first: by_number.map_or(by_type, |number| number < 1.5) })
}

/// The method as written.
#[expect(clippy::option_option, reason = "nothing, and nothing usable, are two things")]
fn method(cells: &mut Cells<'_, '_, '_>) -> Option<Option<BenchmarkMethod>> {
    let Some(text) = cells.text(METHOD) else { return Some(None) };
    match text.to_ascii_lowercase().as_str() {
        "national" => Some(Some(BenchmarkMethod::National)),
        "regional" => Some(Some(BenchmarkMethod::Regional)),
        "pathways" => Some(Some(BenchmarkMethod::Pathways)),
        other => {
            let shown: String = other.chars().take(40).collect();
            cells.problem(
                METHOD,
                format!("found {shown:?}; write national, regional or pathways, or nothing to go by the agreement's start"),
            );
            None
        }
    }
}
