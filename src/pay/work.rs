//! A year of work as the agreement sees it.

use crate::tile::{Lanes, TILE};

/// Facts about one physician's year, at annual rates.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Work {
    /// Part of the year spent in the position under the plan, 0 to 1. Everything else here is at
    /// annual rates; what is earned is multiplied by this.
    pub portion: f64,
    /// Share of full time.
    pub fte: f64,
    /// Clinical share of full time.
    pub clinical_fte: f64,
    /// Personally performed work RVUs.
    pub wrvu: f64,
    /// Measured quality composite, 0 to 1.
    pub quality: f64,
    /// Panel.
    pub panel: f64,
    /// Base salary of the roster, $ a year.
    pub base_salary: f64,
}

/// The same year before it happens: `work` in expectation, and how uncertain two of its facts are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outlook {
    /// Expected facts.
    pub work: Work,
    /// Standard deviation of the work RVUs.
    pub wrvu_sd: f64,
    /// Standard deviation of the measured quality.
    pub quality_sd: f64,
}

/// [`Work`] of a tile of physicians.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of Work, lane by lane")]
pub struct WorkTile {
    pub portion: Lanes,
    pub fte: Lanes,
    pub clinical_fte: Lanes,
    pub wrvu: Lanes,
    pub quality: Lanes,
    pub panel: Lanes,
    pub base_salary: Lanes,
}

impl WorkTile {
    /// Nobody at work.
    pub const EMPTY: WorkTile = WorkTile {
        portion: [0.0; TILE],
        fte: [0.0; TILE],
        clinical_fte: [0.0; TILE],
        wrvu: [0.0; TILE],
        quality: [0.0; TILE],
        panel: [0.0; TILE],
        base_salary: [0.0; TILE],
    };

    /// One physician's year.
    #[inline(always)]
    #[must_use]
    pub fn lane(&self, lane: usize) -> Work {
        Work {
            portion: self.portion[lane],
            fte: self.fte[lane],
            clinical_fte: self.clinical_fte[lane],
            wrvu: self.wrvu[lane],
            quality: self.quality[lane],
            panel: self.panel[lane],
            base_salary: self.base_salary[lane],
        }
    }
}

/// [`Outlook`] of a tile of physicians.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of Outlook, lane by lane")]
pub struct OutlookTile {
    pub work: WorkTile,
    pub wrvu_sd: Lanes,
    pub quality_sd: Lanes,
}

impl OutlookTile {
    /// Nothing expected.
    pub const EMPTY: OutlookTile =
        OutlookTile { work: WorkTile::EMPTY, wrvu_sd: [0.0; TILE], quality_sd: [0.0; TILE] };

    /// One physician's year.
    #[inline(always)]
    #[must_use]
    pub fn lane(&self, lane: usize) -> Outlook {
        Outlook { work: self.work.lane(lane), wrvu_sd: self.wrvu_sd[lane], quality_sd: self.quality_sd[lane] }
    }
}
