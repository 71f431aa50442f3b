//! The record by year, each ACO under one identity over the change of identifiers in 2018.

use crate::replay::AcoYear;
use std::collections::BTreeMap;

/// A row as the estimation sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sighting {
    /// The ACO, a place among all.
    pub aco: usize,
    /// The row of the record.
    pub row: usize,
    /// Savings rate.
    pub rate: f64,
    /// Assigned beneficiaries; a handful would drown in luck.
    pub lives: f64,
    /// Year in which the agreement began.
    pub start: Option<u16>,
}

/// Fewest lives that luck is reckoned with: the end of the programme's own table of minimum rates.
const FEWEST_LIVES: f64 = 500.0;

/// The record by year.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RecordPanel {
    /// Rows of each year.
    pub years: BTreeMap<u16, Vec<Sighting>>,
    /// ACOs.
    pub acos: usize,
    /// Rows that repeat an ACO's year: the first one counts.
    pub repeated: usize,
}

impl RecordPanel {
    /// Of a record; `crosswalk` leads from the identifiers to 2017 to those since.
    pub(super) fn of(rows: &[AcoYear], crosswalk: &BTreeMap<String, String>) -> RecordPanel {
        let mut panel = RecordPanel::default();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut known = std::collections::BTreeSet::new();
        for (row, one) in rows.iter().enumerate() {
            let name = crosswalk.get(&one.aco).map_or(one.aco.as_str(), String::as_str);
            let next = places.len();
            let aco = *places.entry(name).or_insert(next);
            if known.insert((one.year, aco)) {
                let lives = one.lives.max(FEWEST_LIVES);
                let sighting = Sighting { aco, row, rate: one.rate(), lives, start: one.start };
                panel.years.entry(one.year).or_default().push(sighting);
            } else {
                panel.repeated += 1;
            }
        }
        panel.acos = places.len();
        panel
    }

    /// Rows of a year with those of the same ACOs in the year before.
    pub(super) fn pairs(&self, year: u16) -> Vec<(Sighting, Sighting)> {
        let Some(last) = year.checked_sub(1).and_then(|last| self.years.get(&last)) else {
            return Vec::new();
        };
        let mut before = vec![None; self.acos];
        for one in last {
            before[one.aco] = Some(*one);
        }
        let now = self.years.get(&year).map_or(&[][..], Vec::as_slice);
        now.iter().filter_map(|one| before[one.aco].map(|before| (before, *one))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::Level;

    fn row(year: u16, aco: &str, spent: f64) -> AcoYear {
        AcoYear {
            year,
            aco: aco.to_owned(),
            level: Level::Track1,
            start: Some(2016),
            agreement_year: 2,
            lives: 400.0,
            benchmark: 100.0,
            expenditure: spent,
            paid: 0.0,
            elected_rate: None,
            quality: None,
            half_rate: false,
        }
    }

    #[test]
    fn identities_cross_the_change_of_2018_and_a_year_counts_once() {
        let rows = [
            row(2017, "A67373", 98.0),
            row(2018, "A1001", 97.0),
            row(2018, "A1001", 1.0),
            row(2018, "A9", 90.0),
        ];
        let crosswalk = BTreeMap::from([("A67373".to_owned(), "A1001".to_owned())]);
        let panel = RecordPanel::of(&rows, &crosswalk);
        assert_eq!((panel.acos, panel.repeated), (2, 1));
        let pairs = panel.pairs(2018);
        assert_eq!(pairs.len(), 1);
        assert!((pairs[0].0.rate - 0.02).abs() < 1e-15 && (pairs[0].1.rate - 0.03).abs() < 1e-15);
        assert_eq!(pairs[0].1.lives, 500.0);
        assert!(panel.pairs(2017).is_empty() && panel.pairs(0).is_empty());
    }
}
