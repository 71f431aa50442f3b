//! Hold-harmless floors: what the old plan would have paid those whom a redesign has moved.

use crate::engine::arm::TrialTerms;
use crate::engine::position::PositionTile;
use crate::pay::{HeldShares, MarginTile, OutlookTile, PayClass, Plan, StatementTile, WorkTile};
use crate::tile::{Lanes, TILE};
use crate::units::Cents;
use pulp::Arch;

/// A plan's old plan, and each lane's share of its pay that holds this year.
pub(crate) struct Held<'a> {
    /// The old plan.
    pub old: &'a Plan,
    floors: [HeldShares; TILE],
    /// Part of each lane's time on the plan before the anniversary.
    before: Lanes,
}

/// What holds for a tile on a plan; nothing when nobody there is held.
#[inline(never)]
pub(crate) fn held<'a>(
    terms: &'a TrialTerms,
    plan: &Plan,
    place: usize,
    positions: &PositionTile,
    year: usize,
) -> Option<Box<Held<'a>>> {
    let rule = plan.hold_harmless.as_ref()?;
    let old = terms.scenario.plan.get(&rule.plan)?;
    #[expect(clippy::cast_precision_loss, reason = "a year of the horizon")]
    let first = 12.0 * year as f64;
    let mut floors = [HeldShares::default(); TILE];
    let mut before = [0.0; TILE];
    let mut any = false;
    for lane in 0..TILE {
        if usize::from(positions.plan[lane]) == place && positions.converted[lane].is_finite() {
            floors[lane] = rule.floors(first - positions.converted[lane]);
            any |= floors[lane].any();
            let (from, until) = positions.spell(lane, place);
            let all = positions.months(lane, from, until);
            let earlier = positions.months(lane, from, until.min(floors[lane].until));
            before[lane] = if all > 0.0 { earlier / all } else { 1.0 };
        }
    }
    any.then(|| Box::new(Held { old, floors, before }))
}

impl Held<'_> {
    /// The calendar year's work, as an old plan that would begin anew sees it.
    fn anew<'a>(&self, work: &WorkTile<'a>) -> Option<WorkTile<'a>> {
        let differs = self.old.carries() || work.agreement_year.is_some();
        differs.then(|| WorkTile { carries: 0, agreement_year: None, ..work.clone() })
    }

    /// Tops up what the new plan pays, lane by lane; returns by how much.
    #[inline(always)]
    pub(crate) fn top_up(&self, arch: Arch, work: &WorkTile<'_>, own: &mut StatementTile) -> [Cents; TILE] {
        let mut before = StatementTile::EMPTY;
        self.old.pay_tile(arch, self.anew(work).as_ref().unwrap_or(work), None, &mut before);
        let totals = before.totals();
        let mut topped = *own.line(PayClass::Time);
        for lane in 0..TILE {
            if self.floors[lane].any() {
                let mut one = own.lane(lane);
                self.floors[lane].top_up(self.before[lane], totals[lane], &mut one);
                own.set(lane, &one);
            }
            topped[lane] = own.line(PayClass::Time)[lane] - topped[lane];
        }
        topped
    }

    /// The same in expectation: what is expected of the new plan, with its floor.
    #[inline(always)]
    pub(crate) fn expect(&self, arch: Arch, outlook: &OutlookTile<'_>, own: &MarginTile) -> MarginTile {
        let mut expected = own.clone();
        let mut before = MarginTile::EMPTY;
        let anew = self.anew(&outlook.work).map(|work| OutlookTile { work, ..outlook.clone() });
        self.old.expect_tile(arch, anew.as_ref().unwrap_or(outlook), None, &mut before);
        for lane in (0..TILE).filter(|lane| self.floors[*lane].any()) {
            let (old, new, outlook) = (before.lane(lane), own.lane(lane), outlook.lane(lane));
            expected.set(lane, &self.floors[lane].expect(self.before[lane], &old, &new, &outlook));
        }
        expected
    }
}
