//! People who hold several positions: their appointments, side by side.

use crate::engine::position::PositionTile;
use crate::model::{Arm, Practice};
use crate::tile::TILE;

/// A position, by tile and lane.
pub(crate) type SeatPlace = (usize, usize);

/// Everyone of an arm who holds several positions. Nothing at all where nobody does.
#[derive(Debug, Default)]
pub(crate) struct Persons {
    /// The positions of each.
    all: Vec<Vec<SeatPlace>>,
    /// Their lanes, tile by tile, as bits.
    lanes: Vec<u32>,
    /// The same without the first of each person: whoever leaves is counted once.
    further: Vec<u32>,
}

impl Persons {
    pub(crate) fn of(arm: &Arm, tiles: usize) -> Persons {
        if arm.persons.is_empty() {
            return Persons::default();
        }
        let seat = |place: &usize| (place / TILE, place % TILE);
        let all: Vec<Vec<SeatPlace>> = arm.persons.iter().map(|own| own.iter().map(seat).collect()).collect();
        let mut persons = Persons { all, lanes: vec![0; tiles], further: vec![0; tiles] };
        for own in &persons.all {
            for (nth, (k, lane)) in own.iter().enumerate() {
                persons.lanes[*k] |= 1 << lane;
                persons.further[*k] |= u32::from(nth > 0) << lane;
            }
        }
        persons
    }

    /// Whether everyone holds one position.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The positions of each person.
    pub(crate) fn each(&self) -> impl Iterator<Item = &[SeatPlace]> {
        self.all.iter().map(Vec::as_slice)
    }

    /// The positions of whoever is at a place, where there are several.
    pub(crate) fn at(&self, place: SeatPlace) -> Option<&[SeatPlace]> {
        self.each().find(|own| own.contains(&place))
    }

    /// Their lanes in tile `k`, as bits.
    #[inline(always)]
    pub(crate) fn lanes(&self, k: usize) -> u32 {
        self.lanes.get(k).copied().unwrap_or(0)
    }

    /// Lanes of tile `k` whose person is counted at another position, as bits.
    #[inline(always)]
    pub(crate) fn further(&self, k: usize) -> u32 {
        self.further.get(k).copied().unwrap_or(0)
    }

    /// Lets a person leave as one: the odds of leaving of their positions, by FTE, become those of each.
    /// Their luck of leaving is one already.
    pub(crate) fn decide_as_one(&self, practice: &Practice, tiles: &mut [PositionTile]) {
        for own in &self.all {
            let (mut fte, mut moving, mut stopping) = (0.0, 0.0, 0.0);
            for (k, lane) in own {
                let weight = practice.tiles[*k].fte[*lane];
                fte += weight;
                moving += weight * tiles[*k].moving[*lane];
                stopping += weight * tiles[*k].stopping[*lane];
            }
            for (k, lane) in own {
                let tile = &mut tiles[*k];
                (tile.moving[*lane], tile.stopping[*lane]) = (moving / fte, stopping / fte);
                tile.highest_odds = tile.highest_odds.max(moving / fte).max(stopping / fte);
            }
        }
    }
}
