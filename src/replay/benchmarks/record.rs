//! The rows that are judged beside those of earlier years, each ACO under one name.

use super::row::BenchmarkRow;
use std::collections::{BTreeMap, HashMap};

/// A row under the name of its ACO.
#[derive(Clone, Copy, Debug)]
pub(super) struct NamedRow<'a> {
    pub(super) row: &'a BenchmarkRow,
    pub(super) aco: &'a str,
}

impl NamedRow<'_> {
    /// Which half of the ACOs it belongs to, the same in every year and file.
    pub(super) fn half(&self) -> bool {
        // FNV-1a, then a mix: names of one length differ in few bits.
        let named = self.aco.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let mixed = (named ^ (named >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        let mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        (mixed ^ (mixed >> 33)) & 1 == 1
    }
}

/// Rows to judge, and rows of the shipped record beside them.
#[derive(Debug)]
pub(super) struct BenchmarkRecord<'a> {
    pub(super) judged: Vec<NamedRow<'a>>,
    pub(super) beside: Vec<NamedRow<'a>>,
    by_aco: BTreeMap<(&'a str, u16), NamedRow<'a>>,
}

impl<'a> BenchmarkRecord<'a> {
    /// Joins them: ids changed with 2018, and rows that print both say which was which. A row to judge
    /// stands for the shipped one of the same ACO and year.
    pub(super) fn of(judged: &'a [BenchmarkRow], shipped: &'a [BenchmarkRow]) -> BenchmarkRecord<'a> {
        let mut ids: HashMap<&str, &str> = HashMap::new();
        for row in shipped.iter().chain(judged) {
            if let (Some(number), Some(id)) = (&row.number, &row.id) {
                ids.insert(number, id);
            }
        }
        let named = |row: &'a BenchmarkRow| {
            let by_number = row.number.as_deref().map(|number| ids.get(number).copied().unwrap_or(number));
            NamedRow { row, aco: row.id.as_deref().or(by_number).unwrap_or_default() }
        };
        let judged: Vec<NamedRow<'a>> = judged.iter().map(named).collect();
        let mut by_aco: BTreeMap<(&str, u16), NamedRow<'a>> =
            judged.iter().map(|one| ((one.aco, one.row.year), *one)).collect();
        let mut beside = Vec::new();
        for one in shipped.iter().map(named) {
            if let std::collections::btree_map::Entry::Vacant(place) = by_aco.entry((one.aco, one.row.year)) {
                place.insert(one);
                beside.push(one);
            }
        }
        BenchmarkRecord { judged, beside, by_aco }
    }

    /// An ACO's row of a year.
    pub(super) fn at(&self, aco: &'a str, year: u16) -> Option<&NamedRow<'a>> {
        self.by_aco.get(&(aco, year))
    }
}
