//! A plan for a tile of physicians: what the hot loop calls.
//!
//! Components are matched in two functions only, [`pay_list`] and [`expect_list`]. Each is compiled once
//! for each instruction set, and called once for each list of a plan and tile.

use super::super::better::better_of;
use super::super::reckon::part_that_leaves_a_debt;
use super::super::{
    Component, ExpectedTile, Guarantee, MarginTile, Moves, OutlookTile, PartOfYear, PayClass, Plan,
    StatementTile, WorkTile,
};
use crate::terms::Period;
use crate::tile::{Lanes, TILE};
use crate::units::Cents;
use pulp::{Arch, NullaryFnOnce};

impl Plan {
    /// [`Plan::pay`] for a tile. Lanes whose portion is zero receive nothing. `covered` is `None`
    /// when nobody is under the guarantee. Returns by how much it tops up, where anybody is.
    pub fn pay_tile(
        &self,
        arch: Arch,
        work: &WorkTile<'_>,
        covered: Option<&Lanes>,
        statement: &mut StatementTile,
    ) -> Option<[Cents; TILE]> {
        let based = self.based_tile(work);
        let work = based.as_ref().unwrap_or(work);
        let guarantee = self.guarantee.as_ref().zip(covered);
        if guarantee.is_none() && !self.acts_on_itself() {
            pay_list(arch, &self.pay, work, statement);
            return None;
        }
        arch.dispatch(PayApart { arch, plan: self, work, guarantee, statement })
    }

    /// Adds what the better of the lists pays, period by period.
    pub(super) fn pay_lists(&self, arch: Arch, work: &WorkTile<'_>, own: &mut StatementTile) {
        if self.period == Period::Year {
            self.pay_better(arch, work, own);
            return;
        }
        let mut owed = self.owes_within_the_year().then(|| Plan::owed_at_first(work));
        for PartOfYear { work, covered, .. } in PartOfYear::each(work, self.period) {
            let mut one = StatementTile::EMPTY;
            if let Some(owed) = &mut owed {
                let before = owed.clone();
                let work = WorkTile { carried: &before, carries: u32::MAX, ..work };
                self.pay_better(arch, &work, &mut one);
                self.owe(&work, &covered, owed);
            } else {
                self.pay_better(arch, &work, &mut one);
            }
            own.add(&one);
        }
    }

    /// Works out what the better of the lists pays.
    fn pay_better(&self, arch: Arch, work: &WorkTile<'_>, own: &mut StatementTile) {
        if let Some(year) = &work.agreement_year {
            self.pay_agreement_year(arch, work, year, own);
            return;
        }
        pay_list(arch, &self.pay, work, own);
        if !self.alternative.is_empty() {
            let mut other = StatementTile::EMPTY;
            pay_list(arch, &self.alternative, work, &mut other);
            own.take_the_better(&other);
        }
    }

    /// Tops up what the plan pays to its guarantee, period by period.
    #[inline(always)]
    fn top_up(
        &self,
        arch: Arch,
        guarantee: &Guarantee,
        (work, covered): (&WorkTile<'_>, &Lanes),
        own: &mut StatementTile,
    ) {
        if guarantee.period == Period::Year {
            top_up(guarantee, work, covered, own);
            return;
        }
        self.top_up_periods(arch, guarantee, work, own);
    }

    /// The same for a guarantee that is compared by quarter or month.
    #[inline(never)]
    fn top_up_periods(
        &self,
        arch: Arch,
        guarantee: &Guarantee,
        work: &WorkTile<'_>,
        own: &mut StatementTile,
    ) {
        for part in PartOfYear::each(work, guarantee.period) {
            let mut one = StatementTile::EMPTY;
            self.pay_lists(arch, &part.work, &mut one);
            let before = *one.line(PayClass::Time);
            top_up(guarantee, &part.work, &part.covered, &mut one);
            for (lane, time) in own.line_mut(PayClass::Time).iter_mut().enumerate() {
                *time += one.line(PayClass::Time)[lane] - before[lane];
            }
        }
    }

    /// Adds a year's expected pay of a tile, before pools and cap; `covered` as for
    /// [`Plan::pay_tile`].
    pub fn expect_tile(
        &self,
        arch: Arch,
        outlook: &OutlookTile<'_>,
        covered: Option<&Lanes>,
        expected: &mut MarginTile,
    ) {
        let based = self.based_outlook(outlook);
        let outlook = based.as_ref().unwrap_or(outlook);
        let guarantee = self.guarantee.as_ref().zip(covered);
        if guarantee.is_none() && !self.acts_on_itself() {
            expect_list(arch, &self.pay, outlook, ExpectedTile::together(expected));
        } else {
            arch.dispatch(ExpectApart { arch, plan: self, outlook, guarantee, expected });
        }
    }

    /// Whether what this plan, and no other, has paid must be known apart.
    fn acts_on_itself(&self) -> bool {
        self.period != Period::Year
            || self.year_begins != 1
            || !self.alternative.is_empty()
            || self.pay.iter().any(Component::acts_on_others)
    }
}

/// What a plan pays, where it must be known apart from what other plans pay: its better list, topped up to its
/// guarantee. Its output is by how much, where there is one.
struct PayApart<'a> {
    arch: Arch,
    plan: &'a Plan,
    work: &'a WorkTile<'a>,
    guarantee: Option<(&'a Guarantee, &'a Lanes)>,
    statement: &'a mut StatementTile,
}

impl NullaryFnOnce for PayApart<'_> {
    type Output = Option<[Cents; TILE]>;

    #[inline(always)]
    fn call(self) -> Option<[Cents; TILE]> {
        let PayApart { arch, plan, work, guarantee, statement } = self;
        let mut own = StatementTile::EMPTY;
        plan.pay_lists(arch, work, &mut own);
        // No closure: it would be compiled apart, without the instruction set of this one.
        let mut topped = None;
        if let Some((guarantee, covered)) = guarantee {
            let mut more = *own.line(PayClass::Time);
            plan.top_up(arch, guarantee, (work, covered), &mut own);
            for (more, after) in more.iter_mut().zip(own.line(PayClass::Time)) {
                *more = *after - *more;
            }
            topped = Some(more);
        }
        statement.add(&own);
        topped
    }
}

/// Adds what a list of components pays a tile.
#[inline(never)]
pub(super) fn pay_list(arch: Arch, list: &[Component], work: &WorkTile<'_>, statement: &mut StatementTile) {
    arch.dispatch(PayList { list, work, statement });
}

struct PayList<'a> {
    list: &'a [Component],
    work: &'a WorkTile<'a>,
    statement: &'a mut StatementTile,
}

impl NullaryFnOnce for PayList<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for component in self.list {
            component.pay_tile(self.work, self.statement);
        }
    }
}

/// Adds what a list of components is expected to pay a tile.
#[inline(never)]
pub(super) fn expect_list(
    arch: Arch,
    list: &[Component],
    outlook: &OutlookTile<'_>,
    expected: ExpectedTile<'_>,
) {
    arch.dispatch(ExpectList { list, outlook, expected });
}

struct ExpectList<'a> {
    list: &'a [Component],
    outlook: &'a OutlookTile<'a>,
    expected: ExpectedTile<'a>,
}

impl NullaryFnOnce for ExpectList<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let ExpectList { list, outlook, mut expected } = self;
        for component in list {
            component.expect_tile(outlook, &mut expected);
            if expected.is_apart() {
                component.act_tile(outlook, &mut expected);
            }
        }
    }
}

/// What a plan is expected to pay, where it must be known apart from what other plans pay: its better
/// list, under its guarantee.
struct ExpectApart<'a> {
    arch: Arch,
    plan: &'a Plan,
    outlook: &'a OutlookTile<'a>,
    guarantee: Option<(&'a Guarantee, &'a Lanes)>,
    expected: &'a mut MarginTile,
}

impl NullaryFnOnce for ExpectApart<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let ExpectApart { arch, plan, outlook, guarantee, expected } = self;
        let mut own = MarginTile::EMPTY;
        expect_lists(arch, plan, outlook, &mut own);
        if let Some((guarantee, covered)) = guarantee {
            if guarantee.period == Period::Year {
                guarantee_all(guarantee, plan.lends(), covered, outlook, &mut own);
            } else {
                guarantee_periods(arch, plan, guarantee, outlook, &mut own);
            }
        }
        expected.add_eights(outlook.work.eights, &own, Moves::ALL);
    }
}

/// Adds what the better of a plan's lists is expected to pay, period by period.
#[inline(always)]
fn expect_lists(arch: Arch, plan: &Plan, outlook: &OutlookTile<'_>, own: &mut MarginTile) {
    if plan.period == Period::Year {
        expect_better(arch, plan, outlook, own);
    } else {
        expect_periods(arch, plan, outlook, own);
    }
}

/// Adds what the better of a plan's lists is expected to pay in each of its periods.
#[inline(never)]
fn expect_periods(arch: Arch, plan: &Plan, outlook: &OutlookTile<'_>, own: &mut MarginTile) {
    let mut owed = plan.owes_within_the_year().then(|| Plan::owed_at_first(&outlook.work));
    for part in PartOfYear::each(&outlook.work, plan.period) {
        let (pace, mut one) = (part.pace, MarginTile::EMPTY);
        let ahead = part.outlook(outlook);
        if let Some(owed) = &mut owed {
            let before = owed.clone();
            let work = WorkTile { carried: &before, carries: u32::MAX, ..ahead.work };
            let ahead = OutlookTile { work, ..ahead };
            expect_better(arch, plan, &ahead, &mut one);
            Plan::expect_to_owe(owed, &one.pays(), &earned(arch, plan, &ahead));
        } else {
            expect_better(arch, plan, &ahead, &mut one);
        }
        own.add_paced(&one, &pace);
    }
}

/// What a plan that lends is expected to pay without what it lends, $.
fn earned(arch: Arch, plan: &Plan, outlook: &OutlookTile<'_>) -> Lanes {
    let lends = plan.pay.iter().position(Component::owes).unwrap_or(plan.pay.len());
    let mut earned = MarginTile::EMPTY;
    expect_list(arch, &plan.pay[..lends], outlook, ExpectedTile::together(&mut earned));
    earned.pays()
}

/// Works out what the better of a plan's lists is expected to pay.
#[inline(always)]
fn expect_better(arch: Arch, plan: &Plan, outlook: &OutlookTile<'_>, own: &mut MarginTile) {
    expect_whole(arch, &plan.pay, outlook, own);
    if !plan.alternative.is_empty() {
        let mut other = MarginTile::EMPTY;
        expect_whole(arch, &plan.alternative, outlook, &mut other);
        for lane in outlook.work.lanes() {
            let better = better_of(&own.lane(lane), &other.lane(lane), &outlook.lane(lane));
            own.set(lane, &better);
        }
    }
}

/// Lets a guarantee act on what is expected of a tile, period by period: what it is expected to add to
/// each adds to the year, with what it takes off the slopes.
#[inline(never)]
fn guarantee_periods(
    arch: Arch,
    plan: &Plan,
    guarantee: &Guarantee,
    outlook: &OutlookTile<'_>,
    own: &mut MarginTile,
) {
    for part in PartOfYear::each(&outlook.work, guarantee.period) {
        let (pace, covered, mut before) = (part.pace, part.covered, MarginTile::EMPTY);
        let outlook = part.outlook(outlook);
        expect_lists(arch, plan, &outlook, &mut before);
        let mut after = before.clone();
        guarantee_all(guarantee, plan.lends(), &covered, &outlook, &mut after);
        after.subtract(&before);
        own.add_paced(&after, &pace);
    }
}

/// Lets a guarantee act on what is expected of a tile. Its own function: what it writes is
/// then known to be nothing that it reads, which vectors need.
#[inline(always)]
fn guarantee_all(
    guarantee: &Guarantee,
    lends: bool,
    covered: &Lanes,
    outlook: &OutlookTile<'_>,
    own: &mut MarginTile,
) {
    for lane in outlook.work.lanes() {
        let mut margin = own.lane(lane);
        let sd = (margin.per_wrvu * outlook.wrvu_sd[lane]).abs();
        margin.per_wrvu_later *= part_that_leaves_a_debt(lends, covered[lane]);
        guarantee.expect(&outlook.work.lane(lane), covered[lane], sd, &mut margin);
        own.set(lane, &margin);
    }
}

/// Adds what a list of components is expected to pay a tile, after those that act on others.
#[inline(always)]
fn expect_whole(arch: Arch, list: &[Component], outlook: &OutlookTile<'_>, own: &mut MarginTile) {
    if let Some(year) = &outlook.work.agreement_year {
        Plan::expect_agreement_year(list, arch, outlook, year, own);
        return;
    }
    if !list.iter().any(Component::acts_on_others) {
        expect_list(arch, list, outlook, ExpectedTile::together(own));
        return;
    }
    let mut parts = [MarginTile::EMPTY; ExpectedTile::PARTS];
    expect_list(arch, list, outlook, ExpectedTile::apart(&mut parts));
    let by_class = ExpectedTile::apart(&mut parts);
    for lane in outlook.work.lanes() {
        own.add(lane, 1.0, &by_class.lane(lane).total(), Moves::ALL);
    }
}

/// Tops up what a plan pays to its guarantee.
#[inline(always)]
pub(super) fn top_up(guarantee: &Guarantee, work: &WorkTile<'_>, covered: &Lanes, own: &mut StatementTile) {
    for lane in work.lanes() {
        let mut one = own.lane(lane);
        guarantee.top_up(&work.lane(lane), covered[lane], &mut one);
        own.set(lane, &one);
    }
}
