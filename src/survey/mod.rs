//! Survey percentiles: where a physician's pay and work stand among colleagues.
//!
//! # What it is
//! A table of P25, P50, P75 and P90, and P10 where it is known, by specialty for three measures: work RVUs per *clinical* FTE,
//! pay per *total* FTE, and pay per work RVU. Users bring the table they hold a licence for; where
//! a specialty has none, the open federal wage table stands in for pay, and says so.
//!
//! # Formula
//! Between two percentiles of the table the percentile is a straight line in the value. Below the
//! lowest and above the highest the table is silent, and so are we: the answer is "below P10" or
//! "below P25", not a number.
//!
//! # Traps
//! Percentiles do not multiply: the P75 of work times the P75 of pay per wRVU is 12 % above the
//! P75 of pay in one survey (MGMA 2016: 10,051 × $77.37 = $777,646 against $695,424). A ratio of
//! medians is not the median of ratios ($56.01 against $58.28 for hospitalists). Surveyed pay per
//! wRVU has call, directorships and bonuses in its numerator: it is not a comp rate.
//!
//! # Sources
//! Compensation note §7.4, L3 and L4.

mod percentiles;
mod read;
mod wages;

pub use percentiles::{Gap, Percentiles, Position};
pub use read::{COLUMNS, SurveyColumn, SurveyTable, read_survey};
pub use wages::{MAPPING, Occupation, WAGES_YEAR, occupation_of, wages_of};

use crate::math::power;
use crate::schema::{Grade, ReadTable, keywords, number, optional, parameters};
use crate::units::SignedShare;

keywords! {
    /// What a survey measures.
    pub enum SurveyMeasure {
        /// Work RVUs a year per 1.0 clinical FTE.
        WrvuPerClinicalFte = "wrvu_per_clinical_fte",
        /// Total cash compensation in dollars a year per 1.0 total FTE.
        PayPerFte = "pay_per_fte",
        /// Total cash compensation per work RVU, in dollars.
        PayPerWrvu = "pay_per_wrvu",
    }
}

keywords! {
    /// What kind of table a percentile comes from.
    pub enum TableKind {
        /// A survey of physician pay that the user brought.
        Survey = "survey",
        /// The embedded federal wage table: wages of employees, not total cash compensation.
        Wages = "wages",
    }
}

parameters! {
    /// The survey that pay and work are compared with.
    pub struct SurveyTerms {
        /// CSV file of percentiles, relative to the scenario's own folder.
        file: Option<String> = optional().range(1.0, 4_096.0);
        /// What the survey is called.
        name: Option<String> = optional();
        /// Calendar year that its figures describe; needed with a file.
        year: Option<u64> = optional().range(1990.0, 2100.0);
        /// Yearly growth by which dollars of the table are aged to a performance year. Work RVUs
        /// are not aged.
        growth: SignedShare = number(0.03).range(-0.2, 0.2)
            .from(Grade::Published, "2.9-4.6 % a year (AMGA 2018-2025; MGMA 2023)");
    }
    check SurveyTerms::check
}

impl SurveyTerms {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.file.is_some() && self.year.is_none() {
            table.problem("year", "missing; write the year that the survey's figures describe, such as 2025");
        }
        if self.file.is_none() && self.year.is_some() {
            table.problem(
                "year",
                "found a year without a file; name the survey's CSV file, or remove the year",
            );
        }
    }
}

/// One row of a survey.
#[derive(Clone, Debug, PartialEq)]
pub struct SurveyRow {
    /// Specialty, by its name in the roster.
    pub specialty: String,
    /// What is measured.
    pub measure: SurveyMeasure,
    /// The percentiles.
    pub percentiles: Percentiles,
    /// Line of the file.
    pub line: usize,
}

/// A survey with the wage table behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// What it is called.
    pub name: String,
    /// Year that its figures describe.
    pub year: u16,
    /// Yearly growth of its dollars.
    pub growth: f64,
    /// Its rows; none when the user brought no survey.
    pub rows: Vec<SurveyRow>,
}

/// Percentiles that a specialty is compared with, in dollars of one performance year.
#[derive(Clone, Debug, PartialEq)]
pub struct Yardstick {
    /// Where they come from.
    pub kind: TableKind,
    /// The table, by name.
    pub name: String,
    /// The percentiles, aged.
    pub percentiles: Percentiles,
}

/// What the embedded table is called.
pub const WAGES_NAME: &str = "BLS OEWS wages, May 2025";

impl Survey {
    /// No survey of one's own: the federal wage table alone.
    #[must_use]
    pub fn wages_only(terms: &SurveyTerms) -> Survey {
        Survey { name: WAGES_NAME.to_owned(), year: WAGES_YEAR, growth: terms.growth.0, rows: Vec::new() }
    }

    /// A survey's rows under the terms of the scenario.
    #[must_use]
    pub fn of(terms: &SurveyTerms, file: &str, rows: Vec<SurveyRow>) -> Survey {
        Survey {
            name: terms.name.clone().unwrap_or_else(|| file.to_owned()),
            year: terms.year.and_then(|y| u16::try_from(y).ok()).unwrap_or(WAGES_YEAR),
            growth: terms.growth.0,
            rows,
        }
    }

    /// What a specialty is compared with in a calendar year: the user's row, or for pay the federal
    /// wages of the occupation it falls under. `None` when nobody measured it.
    #[must_use]
    pub fn yardstick(&self, specialty: &str, measure: SurveyMeasure, year: u16) -> Option<Yardstick> {
        let aged = |percentiles: &Percentiles, from: u16| match measure {
            SurveyMeasure::WrvuPerClinicalFte => percentiles.clone(),
            SurveyMeasure::PayPerFte | SurveyMeasure::PayPerWrvu => {
                percentiles.scaled(power(1.0 + self.growth, i32::from(year) - i32::from(from)))
            }
        };
        if let Some(row) = self.rows.iter().find(|r| r.specialty == specialty && r.measure == measure) {
            return Some(Yardstick {
                kind: TableKind::Survey,
                name: self.name.clone(),
                percentiles: aged(&row.percentiles, self.year),
            });
        }
        if measure != SurveyMeasure::PayPerFte {
            return None;
        }
        let wages = wages_of(specialty)?;
        Some(Yardstick {
            kind: TableKind::Wages,
            name: WAGES_NAME.to_owned(),
            percentiles: aged(&wages, WAGES_YEAR),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey() -> Survey {
        Survey {
            name: "Mine".into(),
            year: 2025,
            growth: 0.10,
            rows: vec![
                SurveyRow {
                    specialty: "cardiology".into(),
                    measure: SurveyMeasure::PayPerFte,
                    percentiles: Percentiles::new(&[
                        (25.0, 400_000.0),
                        (50.0, 500_000.0),
                        (75.0, 600_000.0),
                        (90.0, 700_000.0),
                    ])
                    .unwrap(),
                    line: 2,
                },
                SurveyRow {
                    specialty: "cardiology".into(),
                    measure: SurveyMeasure::WrvuPerClinicalFte,
                    percentiles: Percentiles::new(&[
                        (25.0, 7_000.0),
                        (50.0, 9_000.0),
                        (75.0, 11_000.0),
                        (90.0, 13_000.0),
                    ])
                    .unwrap(),
                    line: 3,
                },
            ],
        }
    }

    #[test]
    fn dollars_age_and_work_does_not() {
        // $500,000 is the median of 2025; two years at 10 % make it 605,000. 9,000 wRVUs stay.
        let pay = survey().yardstick("cardiology", SurveyMeasure::PayPerFte, 2027).unwrap();
        assert_eq!((pay.kind, pay.name.as_str()), (TableKind::Survey, "Mine"));
        let percentile = pay.percentiles.position(605_000.0).percentile();
        assert!((percentile.unwrap() - 50.0).abs() < 1e-9);
        let work = survey().yardstick("cardiology", SurveyMeasure::WrvuPerClinicalFte, 2035).unwrap();
        assert_eq!(work.percentiles.position(9_000.0), Position::At(50.0));
    }

    #[test]
    fn wages_stand_in_for_pay_alone_and_say_so() {
        let wages = survey().yardstick("family_medicine", SurveyMeasure::PayPerFte, 2025).unwrap();
        assert_eq!((wages.kind, wages.name.as_str()), (TableKind::Wages, WAGES_NAME));
        // Family medicine physicians: median $244,180 (OEWS May 2025).
        assert_eq!(wages.percentiles.position(244_180.0), Position::At(50.0));
        assert_eq!(survey().yardstick("family_medicine", SurveyMeasure::PayPerWrvu, 2025), None);
        assert_eq!(survey().yardstick("family_medicine", SurveyMeasure::WrvuPerClinicalFte, 2025), None);
    }
}
