//! Group pools: what everyone on one plan collects, divided among them.

use super::division::PoolDivision;
use super::done::DoneTile;
use super::meeting::Meeting;
use super::members::{Brought, NO_SAVINGS, over};
use crate::engine::arm::{ArmState, TrialTerms};
use crate::engine::position::PositionTile;
use crate::model::PracticeTile;
use crate::pay::{GroupPool, WorkTile};
use crate::system::{Member, PerUnit, Pool, PoolFacts, Weights};
use crate::tile::{Lanes, TILE};
use crate::units::Cents;

/// One group's pool in one year, as its members expect it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct GroupYear {
    /// The plan, by place.
    pub plan: usize,
    /// Parts per unit of each criterion.
    pub per_unit: PerUnit,
    /// Weight of wRVUs in the division.
    wrvu_weight: f64,
    /// Weight of quality in the division.
    quality_weight: f64,
    /// Expected money.
    pub money: f64,
    /// Part of a dollar collected that reaches the pool, at the margin.
    pub share: f64,
}

/// What a group's pool means to one member: expected pay, and its slopes in wRVUs, patients and
/// quality.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct GroupShare {
    pub pay: f64,
    pub per_wrvu: f64,
    pub per_patient: f64,
    pub per_quality: f64,
}

impl GroupYear {
    /// A pool of fixed dollars: nothing that a member does adds to it.
    pub(crate) fn of_fixed(money: f64, pool: &Pool, per_unit: PerUnit) -> GroupYear {
        GroupYear {
            plan: usize::MAX,
            per_unit,
            wrvu_weight: pool.weights.wrvu.0,
            quality_weight: pool.weights.quality.0,
            money,
            share: 0.0,
        }
    }

    /// One member's share. `price` is what one wRVU of theirs collects.
    #[inline(always)]
    pub(crate) fn share_of(&self, member: &Member, price: f64) -> GroupShare {
        let part = self.per_unit.part(member);
        // A part by wRVUs grows less the larger it already is: d(w/Σw)/dw = (1 − w/Σw)/Σw.
        let own = |per_unit: f64, amount: f64, weight: f64| {
            let of_all = if weight > 0.0 { per_unit * amount / weight } else { 0.0 };
            (1.0 - of_all).max(0.0)
        };
        let wrvu = self.per_unit.wrvu * own(self.per_unit.wrvu, member.wrvu, self.wrvu_weight);
        let quality_of = member.portion * member.fte * member.quality;
        let quality = self.per_unit.quality * own(self.per_unit.quality, quality_of, self.quality_weight);
        GroupShare {
            pay: self.money * part,
            per_wrvu: member.portion * (self.money * wrvu + self.share * price * part),
            per_patient: self.money * self.per_unit.panel * member.portion,
            per_quality: self.money * quality * member.fte * member.portion,
        }
    }
}

/// A group's pool being divided.
#[derive(Clone, Debug)]
pub(crate) struct GroupDivision {
    /// The plan, by place.
    pub plan: usize,
    /// The division.
    pub division: PoolDivision,
    /// What earlier years left to be covered, and what this one leaves.
    pub owed: (Cents, Cents),
}

/// What a group has done, or is expected to do.
#[derive(Clone, Copy, Debug, Default)]
struct GroupFacts {
    members: PoolFacts,
    clinical_fte: f64,
    collections: f64,
    /// Variance of collections by the luck of work.
    variance: f64,
}

/// Work of a tile, and what it collects per wRVU.
struct TileWork<'a> {
    brought: Brought<'a>,
    price: &'a Lanes,
}

impl GroupFacts {
    /// Adds a tile's members.
    fn add(&mut self, plan: usize, practice: &PracticeTile, state: &PositionTile, work: &TileWork<'_>) {
        let mut portion = [0.0; TILE];
        state.portions(plan, &mut portion);
        self.members += work.brought.facts(practice, &portion);
        self.clinical_fte += over(&portion, |lane| practice.clinical_fte[lane]);
        self.collections += over(&portion, |lane| work.brought.wrvu[lane] * work.price[lane]);
    }

    /// Adds the luck of a tile's work, of a coefficient of variation.
    fn doubt(&mut self, plan: usize, state: &PositionTile, work: &TileWork<'_>, cv: f64) {
        let mut portion = [0.0; TILE];
        state.portions(plan, &mut portion);
        let sd = |lane: usize| cv * work.brought.wrvu[lane] * work.price[lane];
        self.variance += over(&portion, |lane| portion[lane] * sd(lane) * sd(lane));
    }
}

fn weights(pool: &GroupPool) -> Weights {
    Weights {
        equal: pool.weights.equal,
        wrvu: pool.weights.wrvu,
        panel: pool.weights.panel,
        quality: pool.weights.quality,
        ..Weights::equal()
    }
}

/// Plans with a group pool, by place.
fn groups(terms: &TrialTerms) -> impl Iterator<Item = (usize, &GroupPool)> {
    let plans = terms.scenario.plan.values().enumerate();
    plans.filter_map(|(place, plan)| plan.group_pool().map(|pool| (place, pool)))
}

/// What groups expect of a year, from the growth of work and the price level of the year; `price` works
/// out what a wRVU of each lane of a tile collects.
pub(crate) fn foresee(
    m: &Meeting<'_>,
    state: &ArmState,
    (growth, index): (f64, f64),
    price: impl Fn(usize) -> Lanes,
    years: &mut Vec<GroupYear>,
) {
    let practice = m.practice();
    years.clear();
    for (place, pool) in groups(m.terms) {
        let mut facts = GroupFacts::default();
        for (k, tile) in state.tiles_on(place) {
            let own = &practice.tiles[k];
            let price = price(k);
            let mut wrvu = own.wrvu;
            for lane in 0..TILE {
                wrvu[lane] *= growth * tile.ramp[lane] * tile.volume[lane] * tile.clinic[lane];
            }
            let brought = Brought { wrvu: &wrvu, quality: &own.quality, savings: &NO_SAVINGS };
            let work = TileWork { brought, price: &price };
            facts.add(place, own, tile, &work);
            facts.doubt(place, tile, &work, m.terms.scenario.chance.wrvu_cv.0);
        }
        let balance = pool.balance(facts.collections, facts.clinical_fte, index);
        let carried = state.group_owes[place].dollars();
        let worth = m.terms.felt.as_ref().map_or(1.0, |felt| felt.evidence.patience.0);
        let luck = pool.share.0 * facts.variance.sqrt();
        let (money, part) = pool.shortfall.expect((balance, luck), carried, worth);
        years.push(GroupYear {
            plan: place,
            per_unit: weights(pool).per_unit(&facts.members),
            wrvu_weight: pool.weights.wrvu.0,
            quality_weight: pool.weights.quality.0,
            money,
            share: pool.share.0 * part,
        });
    }
}

/// Mean measured quality of the members of each plan by FTE, and one over their FTE; nothing for plans
/// that do not ask for it.
pub(crate) fn mean_quality(
    m: &Meeting<'_>,
    state: &ArmState,
    quality: impl Fn(usize) -> Lanes,
    means: &mut Vec<GroupQuality>,
) {
    let practice = m.practice();
    means.clear();
    for place in 0..m.terms.needs.len() {
        if !m.terms.needs[place].group {
            means.push(GroupQuality::default());
            continue;
        }
        let (mut full_time, mut sum) = (0.0, 0.0);
        for (k, tile) in state.tiles_on(place) {
            let (fte, quality) = (&practice.tiles[k].fte, quality(k));
            let mut portion = [0.0; TILE];
            tile.portions(place, &mut portion);
            full_time += over(&portion, |lane| fte[lane]);
            sum += over(&portion, |lane| fte[lane] * quality[lane]);
        }
        let per_fte = if full_time > 0.0 { 1.0 / full_time } else { 0.0 };
        let felt = m.terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.felt_in_group(full_time));
        means.push(GroupQuality { mean: sum * per_fte, per_fte, felt });
    }
}

/// Measured quality of the members of a plan.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct GroupQuality {
    /// Mean by FTE.
    mean: f64,
    /// One over the members' FTE.
    per_fte: f64,
    /// How much more than it pays one's own part is felt, as a multiple of what it pays.
    felt: f64,
}

impl GroupQuality {
    /// Writes it into the work of a tile; `portion` is the part of the year on the plan.
    #[inline(always)]
    pub(crate) fn write(&self, portion: &Lanes, work: &mut WorkTile<'_>) {
        work.group_quality = [self.mean; TILE];
        work.group_felt = self.felt;
        for lane in 0..TILE {
            work.group_part[lane] = portion[lane] * work.fte[lane] * self.per_fte;
        }
    }
}

/// Prepares the division of every group's pool after the year, at its price level.
pub(crate) fn divide(
    m: &Meeting<'_>,
    state: &mut ArmState,
    done: &[DoneTile],
    index: f64,
    divided: &mut Vec<GroupDivision>,
) {
    let practice = m.practice();
    divided.clear();
    for (place, pool) in groups(m.terms) {
        let mut facts = GroupFacts::default();
        for (k, tile) in state.tiles_on(place) {
            let DoneTile { wrvu, quality, price, .. } = &done[k];
            let work = TileWork { brought: Brought { wrvu, quality, savings: &NO_SAVINGS }, price };
            facts.add(place, &practice.tiles[k], tile, &work);
        }
        let balance = Cents::round(pool.balance(facts.collections, facts.clinical_fte, index));
        let before = state.group_owes[place];
        let (money, after) = pool.shortfall.settle(balance, before);
        let mut division =
            PoolDivision::new(money, weights(pool).per_unit(&facts.members), state.tiles.len());
        for (k, tile) in state.tiles_on(place) {
            let DoneTile { wrvu, quality, .. } = &done[k];
            let brought = Brought { wrvu, quality, savings: &NO_SAVINGS };
            division.enter(k, &practice.tiles[k], tile, (&brought, None), |plan| plan == place);
        }
        state.group_owes[place] = after;
        divided.push(GroupDivision { plan: place, division, owed: (before, after) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Share;

    fn year(equal: f64, wrvu: f64) -> GroupYear {
        // Four members of 5,000 wRVU each at $80; half of 1.6 million.
        let weights = Weights {
            equal: Some(Share(equal)),
            wrvu: Share(wrvu),
            panel: Share(0.0),
            quality: Share(0.0),
            ..Weights::equal()
        };
        let facts = PoolFacts { members: 4.0, fte: 4.0, wrvu: 20_000.0, ..PoolFacts::default() };
        GroupYear {
            plan: 0,
            per_unit: weights.per_unit(&facts),
            wrvu_weight: wrvu,
            quality_weight: 0.0,
            money: 800_000.0,
            share: 0.5,
        }
    }

    fn member() -> Member {
        Member { portion: 1.0, fte: 1.0, wrvu: 5_000.0, ..Member::default() }
    }

    #[test]
    fn equal_shares_dilute_to_one_over_n() {
        // Own wRVU: 0.5 × 80 / 4 = 10 instead of 40.
        let share = year(1.0, 0.0).share_of(&member(), 80.0);
        assert!((share.pay - 200_000.0).abs() < 1e-6 && (share.per_wrvu - 10.0).abs() < 1e-9);
    }

    #[test]
    fn a_weight_on_wrvus_pays_at_the_expense_of_the_others() {
        // 10 as before, and 800,000 / 20,000 × (1 − 1/4) = 30 taken from the other three.
        let share = year(0.0, 1.0).share_of(&member(), 80.0);
        assert!((share.per_wrvu - 40.0).abs() < 1e-9, "{}", share.per_wrvu);
    }

    #[test]
    fn fixed_dollars_move_between_members_and_not_at_all_in_a_pool_of_one() {
        let weights = Weights { equal: Some(Share(0.0)), wrvu: Share(1.0), ..Weights::equal() };
        let fixed = |members: f64| {
            let facts = PoolFacts { members, fte: members, wrvu: 5_000.0 * members, ..PoolFacts::default() };
            let pool = Pool::of_share(0.0, weights.clone());
            GroupYear::of_fixed(100_000.0, &pool, weights.per_unit(&facts)).share_of(&member(), 80.0)
        };
        // Alone: the whole pool, whatever the work. Of four: a quarter, and 100,000 / 20,000 x (1 - 1/4).
        assert_eq!((fixed(1.0).pay, fixed(1.0).per_wrvu), (100_000.0, 0.0));
        assert!((fixed(4.0).pay - 25_000.0).abs() < 1e-9 && (fixed(4.0).per_wrvu - 3.75).abs() < 1e-9);
    }
}
