//! A year of work as the agreement sees it.

use super::{Carried, CarriedTile};
use crate::entity::{Duties, DutiesTile};
use crate::tile::{Lanes, TILE};

/// Facts about one physician's year, at annual rates. Dollars are at the plan's own price level:
/// what is earned is multiplied by the plan's pay index together with the portion.
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
    /// Relative change of the wRVUs that the plan counts for the same work, since its fee schedule
    /// differs from the one that `wrvu` is counted under.
    pub schedule: f64,
    /// Net professional collections per wRVU at this physician's payer mix, $; 0 unless a component
    /// [`Needs`] it.
    pub collected_per_wrvu: f64,
    /// Cost of care under the physician's influence, $; 0 unless a component [`Needs`] it.
    pub spending: f64,
    /// Part of that cost which practice truly took off, against what was expected without any
    /// response; 0 unless a component [`Needs`] it.
    pub taken: f64,
    /// Luck of the cost of care in standard deviations, above zero when it came out dearer; 0 unless
    /// a component [`Needs`] it.
    pub cost_luck: f64,
    /// Standard deviation by luck of the cost of care of the whole panel, per dollar of it; 0 unless
    /// a component [`Needs`] it.
    pub cost_sd: f64,
    /// Mean measured quality of everyone on the plan, by FTE; 0 unless a component [`Needs`] it.
    pub group_quality: f64,
    /// Own part of that mean; 0 unless a component [`Needs`] it.
    pub group_part: f64,
    /// Part taken off quality bonuses this year, since the system's circuit breaker is open; known when
    /// the year begins.
    pub bonus_cut: f64,
    /// Facts that only some components need.
    pub duties: Duties,
    /// What the agreement brings into the year.
    pub carried: Carried,
    /// Multiple of the plan's dollar amounts in this year, which the portion already holds.
    pub pay_index: f64,
}

impl Work {
    /// wRVUs that the plan counts for one of `wrvu`.
    #[inline(always)]
    #[must_use]
    pub fn counts(&self) -> f64 {
        1.0 + self.schedule
    }

    /// wRVUs as the plan counts them.
    #[inline(always)]
    #[must_use]
    pub fn counted(&self) -> f64 {
        self.counts() * self.wrvu
    }
}

/// Facts that are worked out only for plans with a component that needs them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Collections per wRVU.
    pub collections: bool,
    /// Cost of care under influence, what was taken off it, and its luck.
    pub cost: bool,
    /// Mean measured quality of everyone on the plan.
    pub group: bool,
}

impl Needs {
    /// None of them.
    pub const NOTHING: Needs = Needs { collections: false, cost: false, group: false };
    /// Collections.
    pub const COLLECTIONS: Needs = Needs { collections: true, ..Needs::NOTHING };
    /// Cost of care.
    pub const COST: Needs = Needs { cost: true, ..Needs::NOTHING };

    /// Mean measured quality of the group.
    pub const GROUP: Needs = Needs { group: true, ..Needs::NOTHING };

    /// What either needs.
    #[must_use]
    pub const fn or(self, other: Needs) -> Needs {
        Needs {
            collections: self.collections || other.collections,
            cost: self.cost || other.cost,
            group: self.group || other.group,
        }
    }
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
    /// Worth today of a dollar of next year's pay.
    pub worth_next_year: f64,
}

/// [`Work`] of a tile of physicians. What the roster says is borrowed from it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of Work, lane by lane")]
pub struct WorkTile<'a> {
    pub portion: Lanes,
    pub fte: &'a Lanes,
    pub clinical_fte: &'a Lanes,
    pub wrvu: Lanes,
    pub quality: Lanes,
    pub panel: &'a Lanes,
    pub base_salary: &'a Lanes,
    pub schedule: Lanes,
    pub collected_per_wrvu: Lanes,
    pub spending: Lanes,
    pub taken: Lanes,
    pub cost_luck: Lanes,
    pub cost_sd: &'a Lanes,
    pub group_quality: Lanes,
    pub group_part: Lanes,
    pub bonus_cut: f64,
    pub duties: &'a DutiesTile,
    pub carried: &'a CarriedTile,
    /// Lanes whose agreement brings that into the year, as bits; the others' is new.
    pub carries: u32,
    pub pay_index: f64,
}

static NO_DUTIES: DutiesTile = DutiesTile::EMPTY;
static NEW: CarriedTile = CarriedTile::NEW;
static NOTHING: Lanes = [0.0; TILE];

impl WorkTile<'_> {
    /// Nobody at work.
    pub const EMPTY: WorkTile<'static> = WorkTile {
        portion: [0.0; TILE],
        fte: &NOTHING,
        clinical_fte: &NOTHING,
        wrvu: [0.0; TILE],
        quality: [0.0; TILE],
        panel: &NOTHING,
        base_salary: &NOTHING,
        schedule: [0.0; TILE],
        collected_per_wrvu: [0.0; TILE],
        spending: [0.0; TILE],
        taken: [0.0; TILE],
        cost_luck: [0.0; TILE],
        cost_sd: &NOTHING,
        group_quality: [0.0; TILE],
        group_part: [0.0; TILE],
        bonus_cut: 0.0,
        duties: &NO_DUTIES,
        carried: &NEW,
        carries: 0,
        pay_index: 1.0,
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
            schedule: self.schedule[lane],
            collected_per_wrvu: self.collected_per_wrvu[lane],
            spending: self.spending[lane],
            taken: self.taken[lane],
            cost_luck: self.cost_luck[lane],
            cost_sd: self.cost_sd[lane],
            group_quality: self.group_quality[lane],
            group_part: self.group_part[lane],
            bonus_cut: self.bonus_cut,
            duties: self.duties.lane(lane),
            carried: if self.carries >> lane & 1 == 1 { self.carried.lane(lane) } else { Carried::NEW },
            pay_index: self.pay_index,
        }
    }
}

/// [`Outlook`] of a tile of physicians.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of Outlook, lane by lane")]
pub struct OutlookTile<'a> {
    pub work: WorkTile<'a>,
    pub wrvu_sd: Lanes,
    pub quality_sd: &'a Lanes,
    pub worth_next_year: f64,
}

impl OutlookTile<'_> {
    /// Nothing expected.
    pub const EMPTY: OutlookTile<'static> = OutlookTile {
        work: WorkTile::EMPTY,
        wrvu_sd: [0.0; TILE],
        quality_sd: &NOTHING,
        worth_next_year: 1.0,
    };

    /// One physician's year.
    #[inline(always)]
    #[must_use]
    pub fn lane(&self, lane: usize) -> Outlook {
        Outlook {
            work: self.work.lane(lane),
            wrvu_sd: self.wrvu_sd[lane],
            quality_sd: self.quality_sd[lane],
            worth_next_year: self.worth_next_year,
        }
    }
}
