//! A year of work as the agreement sees it.

use super::{AgreementYear, CalendarTile, Carried, CarriedTile};
use crate::entity::{Duties, DutiesTile, Label, Said, SaidTile};
use crate::tile::{Eights, Lanes, TILE};

/// Makes the facts of one physician and those of a tile of physicians from one list. A fact is of the
/// physician's `own` year, of the `roster`, from which a tile borrows it, or `common` to all of a tile.
macro_rules! facts {
    (@tile own) => { Lanes };
    (@tile roster) => { &'a Lanes };
    (@tile common) => { f64 };
    (@nobody own) => { [0.0; TILE] };
    (@nobody roster) => { &NOTHING };
    (@nobody common) => { 0.0 };
    (@lane own $value:expr, $lane:ident) => { $value[$lane] };
    (@lane roster $value:expr, $lane:ident) => { $value[$lane] };
    (@lane common $value:expr, $lane:ident) => { $value };
    ($( $(#[doc = $doc:literal])+ $kind:ident $fact:ident; )+) => {
        /// Facts about one physician's year, at annual rates. Dollars are at the plan's own price level:
        /// what is earned is multiplied by the plan's pay index together with the portion.
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct Work {
            $( $(#[doc = $doc])+ pub $fact: f64, )+
            /// Facts that only some components need.
            pub duties: Duties,
            /// What the roster says under names that plans choose.
            pub said: Said,
            /// What the agreement brings into the year.
            pub carried: Carried,
            /// Multiple of the plan's dollar amounts in this year, which the portion already holds.
            pub pay_index: f64,
        }

        /// [`Work`] of a tile of physicians. What the roster says is borrowed from it.
        #[derive(Clone, Debug)]
        pub struct WorkTile<'a> {
            $( $(#[doc = $doc])+ pub $fact: facts!(@tile $kind), )+
            /// Facts that only some components need.
            pub duties: &'a DutiesTile,
            /// What the roster says under names that plans choose.
            pub said: &'a SaidTile,
            /// What agreements bring into the year.
            pub carried: &'a CarriedTile,
            /// Lanes whose agreement brings that into the year, as bits; the others' is new.
            pub carries: u32,
            /// Multiple of the plan's dollar amounts in this year, which the portion already holds.
            pub pay_index: f64,
            /// Where in the tile anybody is on the plan: elsewhere every portion is zero.
            pub eights: Eights,
            /// wRVUs of the part of the year on the plan as multiples of the year's, where they differ:
            /// `wrvu` has them.
            pub on_part: Option<Box<Lanes>>,
            /// The months of the year; `None` unless a component [`Needs`] them.
            pub calendar: Option<Box<CalendarTile>>,
            /// The agreement's year that ends in this one; `None` where it is the calendar year.
            pub agreement_year: Option<Box<AgreementYear>>,
        }

        impl WorkTile<'_> {
            /// Nobody at work.
            pub const EMPTY: WorkTile<'static> = WorkTile {
                $( $fact: facts!(@nobody $kind), )+
                duties: &NO_DUTIES,
                said: &NOTHING_SAID,
                carried: &NEW,
                carries: 0,
                pay_index: 1.0,
                eights: Eights::ALL,
                on_part: None,
                calendar: None,
                agreement_year: None,
            };

            /// The lanes to look at: all that are on the plan are among them.
            #[inline(always)]
            #[must_use]
            pub fn lanes(&self) -> std::ops::Range<usize> {
                self.eights.lanes()
            }

            /// One physician's year.
            #[inline(always)]
            #[must_use]
            pub fn lane(&self, lane: usize) -> Work {
                let carries = self.carries >> lane & 1 == 1;
                Work {
                    $( $fact: facts!(@lane $kind self.$fact, lane), )+
                    duties: self.duties.lane(lane),
                    said: self.said.lane(lane),
                    carried: self.carried.lane(lane).or_new(carries),
                    pay_index: self.pay_index,
                }
            }
        }
    };
}

facts! {
    /// Part of the year spent in the position under the plan, 0 to 1. Everything else here is at
    /// annual rates; what is earned is multiplied by this.
    own portion;
    /// Share of full time.
    roster fte;
    /// Clinical share of full time.
    roster clinical_fte;
    /// Personally performed work RVUs.
    own wrvu;
    /// Measured quality composite, 0 to 1.
    own quality;
    /// Panel.
    roster panel;
    /// Base salary of the roster, $ a year.
    roster base_salary;
    /// One's own base, which shares of pay refer to, $ a year ([`Plan::base`](super::Plan::base)); 0 unless
    /// a component [`Needs`] it.
    own base;
    /// Relative change of the wRVUs that the plan counts for the same work, since its fee schedule
    /// differs from the one that `wrvu` is counted under.
    own schedule;
    /// Net professional collections per wRVU at this physician's payer mix, $; 0 unless a component
    /// [`Needs`] it.
    own collected_per_wrvu;
    /// Cost of care under the physician's influence, $; 0 unless a component [`Needs`] it.
    own spending;
    /// Part of that cost which practice truly took off, against what was expected without any
    /// response; 0 unless a component [`Needs`] it.
    own taken;
    /// Luck of the cost of care in standard deviations, above zero when it came out dearer; 0 unless
    /// a component [`Needs`] it.
    own cost_luck;
    /// Standard deviation by luck of the cost of care of the whole panel, per dollar of it; 0 unless
    /// a component [`Needs`] it.
    roster cost_sd;
    /// Cost of care of the whole panel at the average style without any response, $; 0 unless a component
    /// [`Needs`] it.
    own members_cost;
    /// The roster's cost of care of the panel against expected, less 1; 0 unless a component [`Needs`] what
    /// members cost.
    roster dearer;
    /// Social risk of the panel above the roster's mean, likewise.
    roster social;
    /// What risk adjustment misses of the cost of care per unit of that, likewise.
    common missed;
    /// Mean measured quality of everyone on the plan, by FTE; 0 unless a component [`Needs`] it.
    own group_quality;
    /// Own part of that mean; 0 unless a component [`Needs`] it.
    own group_part;
    /// How much more than it pays one's own part of that mean is felt, as a multiple of what it pays; 0
    /// where nobody responds, and unless a component [`Needs`] it.
    common group_felt;
    /// Relative change of the panel's coded risk since the start by what is coded; 0 unless a component
    /// [`Needs`] it.
    own recoded;
    /// Months since hire when the year ends; 0 unless a component [`Needs`] it.
    own served;
    /// wRVUs that the plan counted in the year before, a year per 1.0 clinical FTE; 0 where that is not known,
    /// as for new hires, and unless a component [`Needs`] it.
    own last_wrvu;
    /// Measured quality composite of the year before; 0 where that is not known, and unless a component
    /// [`Needs`] it.
    own last_quality;
    /// Part taken off quality bonuses this year, since the system's circuit breaker is open; known when
    /// the year begins.
    common bonus_cut;
}

static NO_DUTIES: DutiesTile = DutiesTile::EMPTY;
static NOTHING_SAID: SaidTile = SaidTile::EMPTY;
static NEW: CarriedTile = CarriedTile::NEW;
static NOTHING: Lanes = [0.0; TILE];

impl Work {
    /// Risk weight of the panel, `coded` of it by diagnoses: the roster's, with what coding has added.
    #[inline(always)]
    #[must_use]
    pub fn panel_risk(&self, coded: f64) -> f64 {
        self.duties.panel_risk * (1.0 + coded * self.recoded)
    }

    /// wRVUs that the plan counts for one of `wrvu`.
    #[inline(always)]
    #[must_use]
    pub fn counts(&self) -> f64 {
        1.0 + self.schedule
    }

    /// How far the measure under a name lies above the composite; the composite itself where there is none.
    #[inline(always)]
    pub(super) fn above(&self, measure: Option<&Label>) -> f64 {
        measure.map_or(0.0, |label| self.said.of(label))
    }

    /// The score of the measure under a name.
    #[inline(always)]
    pub(super) fn score(&self, measure: Option<&Label>) -> f64 {
        self.quality + self.above(measure)
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
#[expect(clippy::struct_excessive_bools, reason = "each fact is worked out or not, by itself")]
pub struct Needs {
    /// Collections per wRVU.
    pub collections: bool,
    /// Cost of care under influence, what was taken off it, and its luck.
    pub cost: bool,
    /// Mean measured quality of everyone on the plan.
    pub group: bool,
    /// The months of the year.
    pub months: bool,
    /// One's own base.
    pub base: bool,
    /// One's own year before.
    pub last_year: bool,
    /// Months since hire.
    pub served: bool,
    /// Cost of care of the whole panel, and how dear it is.
    pub members: bool,
    /// What coding has added to the panel's risk.
    pub coded: bool,
}

impl Needs {
    /// None of them.
    pub const NOTHING: Needs = Needs {
        collections: false,
        cost: false,
        group: false,
        months: false,
        base: false,
        last_year: false,
        served: false,
        members: false,
        coded: false,
    };
    /// Collections.
    pub const COLLECTIONS: Needs = Needs { collections: true, ..Needs::NOTHING };
    /// Cost of care.
    pub const COST: Needs = Needs { cost: true, ..Needs::NOTHING };
    /// Mean measured quality of the group.
    pub const GROUP: Needs = Needs { group: true, ..Needs::NOTHING };
    /// One's own base.
    pub const BASE: Needs = Needs { base: true, ..Needs::NOTHING };

    /// One's own year before.
    pub const LAST_YEAR: Needs = Needs { last_year: true, ..Needs::NOTHING };
    /// Months since hire.
    pub const SERVED: Needs = Needs { served: true, ..Needs::NOTHING };

    /// The months of the year.
    pub const MONTHS: Needs = Needs { months: true, ..Needs::NOTHING };

    /// Cost of care, and that of the whole panel.
    pub const MEMBERS: Needs = Needs { members: true, ..Needs::COST };

    /// What coding has added to risk.
    pub const CODED: Needs = Needs { coded: true, ..Needs::NOTHING };

    /// What either needs.
    #[must_use]
    pub const fn or(self, other: Needs) -> Needs {
        Needs {
            collections: self.collections || other.collections,
            cost: self.cost || other.cost,
            group: self.group || other.group,
            months: self.months || other.months,
            base: self.base || other.base,
            last_year: self.last_year || other.last_year,
            served: self.served || other.served,
            members: self.members || other.members,
            coded: self.coded || other.coded,
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
