//! What a replay found, year by year.

use super::{RateSource, Settled};
use crate::units::Cents;
use serde::Serialize;
use std::collections::BTreeMap;

/// Unmatched rows kept in memory and listed; the rest are counted, and stand in `replay.csv`.
const MOST_UNMATCHED: usize = 1_000;

/// Counts and totals of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SettledTotals {
    /// Rows settled.
    pub rows: u64,
    /// Rows that CMS paid.
    pub paid: u64,
    /// Rows that owed CMS.
    pub owed: u64,
    /// Rows that agree within $1.50.
    pub same: u64,
    /// Rows that agree within 0.1 %, or within $1.50 of nothing.
    pub matched: u64,
    /// Of those, rows that CMS paid.
    pub paid_matched: u64,
    /// Of those, rows that owed CMS.
    pub owed_matched: u64,
    /// Rows settled at a rate derived by rule.
    pub derived: u64,
    /// Rows settled at the published rate for want of what decides.
    pub by_published_rate: u64,
    /// Rows settled at the published rate because it contradicts the rule.
    pub contradicted: u64,
    published: i128,
    replayed: i128,
}

impl SettledTotals {
    fn add(&mut self, row: &Settled) {
        let (paid, owed) = (row.published > 0.0, row.published < 0.0);
        let matched = row.matches();
        self.rows += 1;
        self.paid += u64::from(paid);
        self.owed += u64::from(owed);
        self.same += u64::from(row.is_same());
        self.matched += u64::from(matched);
        self.paid_matched += u64::from(paid && matched);
        self.owed_matched += u64::from(owed && matched);
        self.derived += u64::from(row.source == RateSource::Derived);
        self.by_published_rate += u64::from(row.source == RateSource::Published);
        self.contradicted += u64::from(row.source == RateSource::Contradicted);
        self.published += i128::from(Cents::round(row.published).0);
        self.replayed += i128::from(row.replayed.0);
    }

    /// What CMS paid less what it took, $.
    #[must_use]
    pub fn published(&self) -> f64 {
        dollars(self.published)
    }

    /// What the rules pay less what they take, $.
    #[must_use]
    pub fn replayed(&self) -> f64 {
        dollars(self.replayed)
    }

    /// Replayed less published, $.
    #[must_use]
    pub fn difference(&self) -> f64 {
        dollars(self.replayed - self.published)
    }
}

#[expect(clippy::cast_precision_loss, reason = "totals of a trillion to the cent keep their digits")]
fn dollars(cents: i128) -> f64 {
    cents as f64 / 100.0
}

/// A row that does not come out as published.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unmatched {
    /// Performance year.
    #[serde(rename = "py")]
    pub year: u16,
    /// The ACO's identifier.
    #[serde(rename = "aco_id")]
    pub aco: String,
    /// What the rules pay, $.
    pub replayed: f64,
    /// What CMS paid, $.
    pub published: f64,
    /// Why they differ.
    pub reason: String,
}

/// What a replay found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReplayReport {
    by_year: BTreeMap<u16, SettledTotals>,
    all: SettledTotals,
    unmatched: Vec<Unmatched>,
}

impl ReplayReport {
    pub(super) fn add(&mut self, row: Settled) {
        self.all.add(&row);
        self.by_year.entry(row.year).or_default().add(&row);
        if !row.matches() && self.unmatched.len() < MOST_UNMATCHED {
            self.unmatched.push(Unmatched {
                year: row.year,
                replayed: row.replayed.dollars(),
                published: row.published,
                reason: row.note.map_or_else(String::new, std::borrow::Cow::into_owned),
                aco: row.aco,
            });
        }
    }

    /// Every performance year, in order.
    pub fn years(&self) -> impl Iterator<Item = (u16, &SettledTotals)> {
        self.by_year.iter().map(|(year, totals)| (*year, totals))
    }

    /// All years together.
    #[must_use]
    pub fn all(&self) -> &SettledTotals {
        &self.all
    }

    /// Rows that do not come out as published, the first thousand of them.
    #[must_use]
    pub fn unmatched(&self) -> &[Unmatched] {
        &self.unmatched
    }

    /// How many more there are.
    #[must_use]
    pub fn unmatched_more(&self) -> u64 {
        self.all.rows - self.all.matched - self.unmatched.len() as u64
    }
}
