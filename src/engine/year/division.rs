//! A pool being divided among its members.

use super::members::Brought;
use crate::engine::position::PositionTile;
use crate::model::PracticeTile;
use crate::system::PerUnit;
use crate::tile::{Lanes, TILE};
use crate::units::Cents;

/// A pool being divided: whole cents, the boundaries between neighbours rounded, so that what is
/// given adds up to the pool. See [`crate::units::apportion`].
#[derive(Clone, Debug)]
pub(crate) struct PoolDivision {
    /// The money.
    pub money: Cents,
    /// Parts per unit.
    per_unit: PerUnit,
    /// Parts of all members, tile by tile, in 2^-40ths.
    parts: Vec<[i64; TILE]>,
    /// Their sum.
    total: i64,
    /// Where handing out has come to.
    handed: Handed,
}

/// How far a pool is handed out.
#[derive(Clone, Copy, Debug, Default)]
struct Handed {
    /// Parts so far.
    parts: i64,
    /// Money so far.
    money: Cents,
}

/// One over the resolution of a member's part of a pool.
const PART_QUANTA: f64 = 1_099_511_627_776.0;

impl PoolDivision {
    /// Money to be divided among the members in so many tiles.
    pub(crate) fn new(money: Cents, per_unit: PerUnit, tiles: usize) -> PoolDivision {
        PoolDivision { money, per_unit, parts: vec![[0; TILE]; tiles], total: 0, handed: Handed::default() }
    }

    /// Enters the members in tile `k`, with their points where it is divided by points: those on a plan that
    /// belongs to the pool.
    pub(crate) fn enter(
        &mut self,
        k: usize,
        practice: &PracticeTile,
        positions: &PositionTile,
        (brought, points): (&Brought<'_>, Option<&Lanes>),
        belongs: impl Fn(usize) -> bool,
    ) {
        let parts = &mut self.parts[k];
        for place in positions.plans().filter(|place| belongs(*place)) {
            let mut portion = [0.0; TILE];
            positions.portions(place, &mut portion);
            for lane in 0..TILE {
                parts[lane] += quantised(self.per_unit.part(&brought.member(practice, &portion, lane)));
            }
            if let Some(points) = points {
                for lane in 0..TILE {
                    parts[lane] += quantised(portion[lane] * points[lane] * self.per_unit.points);
                }
            }
        }
        self.total += parts.iter().sum::<i64>();
    }

    /// Whether it has no members.
    pub(crate) fn is_nobodys(&self) -> bool {
        self.total == 0
    }

    /// Hands the members in tile `k` their money; tiles in order, each once.
    #[inline(always)]
    pub(crate) fn hand_out(&mut self, k: usize, pay: &mut [Cents; TILE]) {
        if self.total == 0 {
            return;
        }
        for (pay, part) in pay.iter_mut().zip(&self.parts[k]) {
            *pay += self.handed.next(self.money, self.total, *part);
        }
    }

    /// One member's part and money, when the pool is divided again from the beginning; nothing for those
    /// who have no part.
    pub(crate) fn share_of(&self, tile: usize, lane: usize) -> Option<(f64, Cents)> {
        let own = self.parts[tile][lane];
        if own == 0 {
            return None;
        }
        let mut again = Handed::default();
        let mut pay = Cents::ZERO;
        for part in self.parts.iter().flatten().take(tile * TILE + lane + 1) {
            pay = again.next(self.money, self.total, *part);
        }
        #[expect(clippy::cast_precision_loss, reason = "parts add up to about 2^40")]
        Some((own as f64 / self.total as f64, pay))
    }
}

impl Handed {
    /// The next member's money.
    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "parts add up to about 2^40")]
    fn next(&mut self, money: Cents, total: i64, part: i64) -> Cents {
        self.parts += part;
        let boundary = if self.parts >= total {
            money
        } else {
            Cents::round(money.dollars() * (self.parts as f64 / total as f64))
        };
        let share = boundary - self.money;
        self.money = boundary;
        share
    }
}

/// A member's part of a pool in whole quanta.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "a part is at most 1")]
fn quantised(part: f64) -> i64 {
    (part * PART_QUANTA) as i64
}
