//! The records that are shipped, and what is made of them.

use super::aco::AcoRecord;
use super::composed::Starter;
use super::fault::StarterFault;
use super::hospital::HospitalRecord;
use super::listing::Listing;
use super::sheet::RecordSheet;
use super::whole;
use crate::replay::{Programme, benchmark_record, hospital_scores, readmission_ratios};
use std::collections::BTreeSet;

/// The last year a scenario can begin in.
const MOST: u16 = 2060;
/// Identifiers named when one is not found.
const NAMED: usize = 3;

/// The public records that are shipped with the program.
#[derive(Debug)]
pub struct PublicRecords {
    benchmarks: RecordSheet,
    settlements: RecordSheet,
    scores: RecordSheet,
    ratios: RecordSheet,
}

impl PublicRecords {
    /// Reads them.
    ///
    /// # Errors
    ///
    /// None that is known: a test reads them.
    pub fn read() -> Result<PublicRecords, StarterFault> {
        Ok(PublicRecords {
            benchmarks: RecordSheet::read("mssp_benchmarks.csv", benchmark_record())?,
            settlements: RecordSheet::read("mssp.csv", Programme::Mssp.record())?,
            scores: RecordSheet::read("hvbp.csv", hospital_scores())?,
            ratios: RecordSheet::read("hrrp.csv", readmission_ratios())?,
        })
    }

    /// A scenario of an ACO, by its identifier of today (`A1001`) or of the files of 2013 to 2017, that begins
    /// the year after its last record or in `start`.
    ///
    /// # Errors
    ///
    /// [`StarterFault::Unknown`] with the nearest identifiers; [`StarterFault::Start`] for a year in or before
    /// the record.
    pub fn aco(&self, id: &str, start: Option<u16>) -> Result<Starter, StarterFault> {
        let Some(aco) = AcoRecord::of(&self.benchmarks, &self.settlements, id.trim()) else {
            let known = self.benchmarks.lines().flat_map(|line| [line.text("aco_id"), line.text("aco_num")]);
            return Err(unknown("ACO", id, known));
        };
        let start = begins(start, aco.last_year(), aco.id())?;
        Ok(whole::scenario(&aco, start))
    }

    /// A scenario of a hospital, by its CMS certification number.
    ///
    /// # Errors
    ///
    /// As [`PublicRecords::aco`].
    pub fn hospital(&self, ccn: &str, start: Option<u16>) -> Result<Starter, StarterFault> {
        let Some(hospital) = HospitalRecord::of(&self.scores, &self.ratios, ccn) else {
            let known = self.scores.lines().chain(self.ratios.lines()).map(|line| line.text("facility_id"));
            return Err(unknown("hospital", ccn, known));
        };
        let last = hospital.last_year();
        let start = begins(start, last, hospital.ccn)?;
        Ok(hospital.starter(start))
    }

    /// ACOs by part of a name or by state, and hospitals by state or by part of a certification number.
    #[must_use]
    pub fn find(&self, text: &str) -> Listing {
        Listing::of(&self.benchmarks, [&self.scores, &self.ratios], text)
    }
}

/// The first year: after the record, or the one asked for.
fn begins(start: Option<u16>, last: u16, who: &str) -> Result<u16, StarterFault> {
    match start {
        Some(start) if !(last < start && start <= MOST) => {
            Err(StarterFault::Start { start, who: who.to_owned(), last, most: MOST })
        }
        Some(start) => Ok(start),
        None => Ok(last + 1),
    }
}

fn unknown<'a>(what: &'static str, found: &str, known: impl Iterator<Item = &'a str>) -> StarterFault {
    let wanted = found.trim().to_ascii_uppercase();
    let ids: BTreeSet<&str> = known.filter(|id| !id.is_empty()).collect();
    let mut near: Vec<(usize, &str)> =
        ids.into_iter().map(|id| (strsim::damerau_levenshtein(&wanted, id), id)).collect();
    near.sort_unstable();
    let nearest = near.into_iter().take(NAMED).map(|(_, id)| id.to_owned()).collect();
    let found: String = found.chars().take(40).filter(|c| !c.is_control()).collect();
    StarterFault::Unknown { what, found, nearest }
}
