//! A plan for a tile of physicians: what the hot loop calls.
//!
//! Components are matched in two functions only, [`pay_list`] and [`expect_list`]. Each is compiled once
//! for each instruction set, and called once for each list of a plan and tile.

use super::super::better::better_of;
use super::super::reckon::part_that_leaves_a_debt;
use super::super::{
    Component, ExpectedTile, Guarantee, MarginTile, Moves, OutlookTile, Plan, StatementTile, WorkTile,
};
use crate::tile::{Lanes, TILE};
use pulp::{Arch, NullaryFnOnce};

impl Plan {
    /// [`Plan::pay`] for a tile. Lanes whose portion is zero receive nothing. `covered` is `None`
    /// when nobody is under the guarantee.
    pub fn pay_tile(
        &self,
        arch: Arch,
        work: &WorkTile<'_>,
        covered: Option<&Lanes>,
        statement: &mut StatementTile,
    ) {
        let based = self.based_tile(work);
        let work = based.as_ref().unwrap_or(work);
        let guarantee = self.guarantee.as_ref().zip(covered);
        if guarantee.is_none() && !self.acts_on_itself() {
            pay_list(arch, &self.pay, work, statement);
            return;
        }
        let mut own = StatementTile::EMPTY;
        pay_list(arch, &self.pay, work, &mut own);
        if !self.alternative.is_empty() {
            let mut other = StatementTile::EMPTY;
            pay_list(arch, &self.alternative, work, &mut other);
            own.take_the_better(&other);
        }
        if let Some((guarantee, covered)) = guarantee {
            top_up(guarantee, work, covered, &mut own);
        }
        statement.add(&own);
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
        !self.alternative.is_empty() || self.pay.iter().any(Component::acts_on_others)
    }
}

/// Adds what a list of components pays a tile.
#[inline(never)]
fn pay_list(arch: Arch, list: &[Component], work: &WorkTile<'_>, statement: &mut StatementTile) {
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
fn expect_list(arch: Arch, list: &[Component], outlook: &OutlookTile<'_>, expected: ExpectedTile<'_>) {
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
        expect_whole(arch, &plan.pay, outlook, &mut own);
        if !plan.alternative.is_empty() {
            let mut other = MarginTile::EMPTY;
            expect_whole(arch, &plan.alternative, outlook, &mut other);
            for lane in 0..TILE {
                let better = better_of(&own.lane(lane), &other.lane(lane), &outlook.lane(lane));
                own.set(lane, &better);
            }
        }
        if let Some((guarantee, covered)) = guarantee {
            guarantee_all(guarantee, plan.lends(), covered, outlook, &mut own);
        }
        expected.add_tile(&own, Moves::ALL);
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
    for lane in 0..TILE {
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
    if !list.iter().any(Component::acts_on_others) {
        expect_list(arch, list, outlook, ExpectedTile::together(own));
        return;
    }
    let mut parts = [MarginTile::EMPTY; ExpectedTile::PARTS];
    expect_list(arch, list, outlook, ExpectedTile::apart(&mut parts));
    let by_class = ExpectedTile::apart(&mut parts);
    for lane in 0..TILE {
        own.add(lane, 1.0, &by_class.lane(lane).total(), Moves::ALL);
    }
}

/// Tops up what a plan pays to its guarantee.
fn top_up(guarantee: &Guarantee, work: &WorkTile<'_>, covered: &Lanes, own: &mut StatementTile) {
    for lane in 0..TILE {
        let mut one = own.lane(lane);
        guarantee.top_up(&work.lane(lane), covered[lane], &mut one);
        own.set(lane, &one);
    }
}
