//! The open stand-in: federal wage percentiles of physicians.
//!
//! # What it is
//! Occupational Employment and Wage Statistics, May 2025, national, US Bureau of Labor Statistics:
//! annual wages at P10, P25, P50, P75 and P90 by occupation. Public domain. BLS cannot vouch for
//! the data or analyses derived from these data after they have been retrieved.
//!
//! # What it is not
//! Total cash compensation. Wages are those of jobs, not of full-time equivalents; they leave out
//! owners' profits and most bonuses that do not follow production; and employed physicians in
//! training are counted, which pulls low percentiles down. A wage percentile is a rough place to
//! start until a licensed survey is at hand.
//!
//! # Mapping
//! Specialties to occupations by the occupation's own name where there is one; the others fall
//! under a residual occupation. Which is which stands in [`MAPPING`].

use super::Percentiles;
use std::sync::LazyLock;

/// Year of the table.
pub const WAGES_YEAR: u16 = 2025;

const CSV: &str = include_str!("physician_wages_oews_2025.csv");

/// Where a specialty's wages are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occupation {
    /// Specialty.
    pub specialty: &'static str,
    /// Occupation code of the table (SOC 2018).
    pub code: &'static str,
    /// Whether the occupation is the specialty itself, not a residual that it falls under.
    pub own: bool,
}

const fn own(specialty: &'static str, code: &'static str) -> Occupation {
    Occupation { specialty, code, own: true }
}

const fn under(specialty: &'static str, code: &'static str) -> Occupation {
    Occupation { specialty, code, own: false }
}

/// Physicians, All Other.
const OTHER_PHYSICIANS: &str = "29-1229";
/// Surgeons, All Other.
const OTHER_SURGEONS: &str = "29-1249";

/// Standard specialties and their occupations. Residual occupations are our reading of the
/// classification, not a BLS statement.
pub const MAPPING: [Occupation; 24] = [
    own("family_medicine", "29-1215"),
    own("internal_medicine", "29-1216"),
    own("pediatrics", "29-1221"),
    under("geriatrics", "29-1216"),
    own("obstetrics_gynecology", "29-1218"),
    own("cardiology", "29-1212"),
    under("gastroenterology", OTHER_PHYSICIANS),
    under("oncology", OTHER_PHYSICIANS),
    own("neurology", "29-1217"),
    under("pulmonology", OTHER_PHYSICIANS),
    under("endocrinology", OTHER_PHYSICIANS),
    under("nephrology", OTHER_PHYSICIANS),
    under("rheumatology", OTHER_PHYSICIANS),
    own("dermatology", "29-1213"),
    own("psychiatry", "29-1223"),
    under("general_surgery", OTHER_SURGEONS),
    own("orthopedics", "29-1242"),
    under("urology", OTHER_PHYSICIANS),
    under("otolaryngology", OTHER_SURGEONS),
    own("ophthalmology", "29-1241"),
    under("neurosurgery", OTHER_SURGEONS),
    under("hospital_medicine", OTHER_PHYSICIANS),
    own("emergency_medicine", "29-1214"),
    own("anesthesiology", "29-1211"),
];

/// The occupation of a standard specialty.
#[must_use]
pub fn occupation_of(specialty: &str) -> Option<&'static Occupation> {
    MAPPING.iter().find(|o| o.specialty == specialty)
}

/// Wage percentiles of a standard specialty; `None` for a specialty of the scenario's own, which
/// we cannot place.
#[must_use]
pub fn wages_of(specialty: &str) -> Option<Percentiles> {
    let code = occupation_of(specialty)?.code;
    TABLE.iter().find(|(known, _)| known == code).map(|(_, wages)| wages.clone())
}

static TABLE: LazyLock<Vec<(String, Percentiles)>> = LazyLock::new(|| rows(CSV));

/// Rows of the table: code and percentiles. A row with a value that was not released has only the
/// others.
fn rows(text: &str) -> Vec<(String, Percentiles)> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let number = |cell: Option<&str>| cell.and_then(|c| c.parse::<f64>().ok());
    reader
        .records()
        .filter_map(|record| {
            let record = record.ok()?;
            let knots: Vec<(f64, f64)> = [10.0, 25.0, 50.0, 75.0, 90.0]
                .into_iter()
                .zip(5..10)
                .filter_map(|(percentile, column)| Some((percentile, number(record.get(column))?)))
                .collect();
            Some((record.get(1)?.to_owned(), Percentiles::new(&knots)?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::STANDARD;
    use crate::survey::Position;

    #[test]
    fn every_standard_specialty_has_wages() {
        let mapped: Vec<&str> = MAPPING.iter().map(|o| o.specialty).collect();
        let standard: Vec<&str> = STANDARD.iter().map(|s| s.name).collect();
        assert_eq!(mapped, standard);
        for name in standard {
            assert!(wages_of(name).is_some(), "{name}");
        }
        assert_eq!(wages_of("telehealth"), None);
    }

    #[test]
    fn hand_worked_from_the_printed_table() {
        // Cardiologists: P50 496,010, P75 610,060. 553,035 is half way: P62.5. P90 is 712,130.
        let wages = wages_of("cardiology").unwrap();
        assert_eq!(wages.position(553_035.0), Position::At(62.5));
        assert_eq!(wages.position(712_131.0), Position::Above(90.0));
        // Orthopedic surgeons: P10 84,170.
        assert_eq!(wages_of("orthopedics").unwrap().position(84_169.0), Position::Below(10.0));
    }

    #[test]
    fn all_occupations_of_the_file_are_read() {
        assert_eq!(TABLE.len(), 19);
    }

    #[test]
    fn a_value_that_was_not_released_is_left_out() {
        let text = "year,occ_code,occ_title,tot_emp,a_mean,a_pct10,a_pct25,a_median,a_pct75,a_pct90\n\
                    2025,1,\"A, b\",5,-,100,200,300,400,-\n";
        assert_eq!(rows(text)[0].1.position(401.0), Position::Above(75.0));
    }
}
