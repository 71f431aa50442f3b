//! One's own base: what a plan's salaries pay, which shares of pay refer to.

use super::super::{Component, OutlookTile, Plan, Work, WorkTile};

impl Plan {
    /// One physician's own base, $ a year: what the plan's salaries pay at an annual rate before production
    /// moves them, and the roster's base salary where the plan pays no salary.
    #[must_use]
    pub fn base(&self, work: &Work) -> f64 {
        let of = |list: &[Component]| {
            list.iter().filter_map(|component| component.base(work)).reduce(|sum, own| sum + own)
        };
        of(&self.pay).or_else(|| of(&self.alternative)).unwrap_or(work.base_salary)
    }

    /// Whether something of it is a share of base.
    #[must_use]
    pub fn shares_base(&self) -> bool {
        self.guarantee.as_ref().is_some_and(|guarantee| guarantee.needs().base)
            || self.everything().any(|component| component.needs().base)
    }

    /// Whether its base is the roster's base salary.
    pub(super) fn refers_to_the_rosters_base(&self) -> bool {
        let nobody = Work::default();
        self.shares_base() && !self.everything().any(|component| component.base(&nobody).is_some())
    }

    /// A year's work with one's own base in it, where something of the plan is a share of that.
    pub(super) fn based(&self, work: &Work) -> Work {
        let base = if self.shares_base() { self.base(work) } else { 0.0 };
        Work { base, ..*work }
    }

    /// The same for a tile; nothing where nothing of the plan is a share of base.
    pub(super) fn based_tile<'a>(&self, work: &WorkTile<'a>) -> Option<WorkTile<'a>> {
        self.shares_base().then(|| {
            let mut based = work.clone();
            for lane in work.lanes() {
                based.base[lane] = self.base(&work.lane(lane));
            }
            based
        })
    }

    /// The same of a tile's outlook.
    pub(super) fn based_outlook<'a>(&self, outlook: &OutlookTile<'a>) -> Option<OutlookTile<'a>> {
        self.based_tile(&outlook.work).map(|work| OutlookTile { work, ..outlook.clone() })
    }
}
