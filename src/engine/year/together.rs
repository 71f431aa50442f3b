//! One person at several appointments: one cap on what they are paid together.

use super::caps::CapTile;
use super::expectations::{Expectations, UnitedTile};
use super::incentive::Incentive;
use super::meeting::Meeting;
use super::tile_meeting::{TileMeeting, carried_by};
use crate::engine::account::DrawAccount;
use crate::engine::arm::SeatPlace;
use crate::engine::position::PositionTile;
use crate::pay::CapOf;
use crate::terms::excess;
use crate::tile::TILE;
use crate::units::{Cents, apportion};
use pulp::NullaryFnOnce;

/// The most that one person may be paid at all appointments together.
///
/// Each appointment's plan caps it by its FTE. Where one of them has no cap, the others' holds for its
/// FTE too: a cap bounds pay from all sources. Other employers' pay counts against it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct CommonCap {
    /// Caps on the year of the appointments that have one, $.
    stated: f64,
    /// FTE under them.
    capped: f64,
    /// The same of caps on a plan's own part.
    part: f64,
    apart: f64,
    /// FTE under none.
    open: f64,
    /// Pay from elsewhere.
    elsewhere: f64,
}

impl CommonCap {
    /// Dollars, where any plan has a cap.
    fn dollars(&self) -> Option<f64> {
        let most = if self.capped > 0.0 {
            self.stated * ((self.capped + self.open) / self.capped) + self.part
        } else if self.apart > 0.0 && self.open == 0.0 {
            self.part
        } else {
            return None;
        };
        Some((most - self.elsewhere).max(0.0))
    }

    /// Adds a position's year.
    fn add(&mut self, m: &Meeting<'_>, e: &Expectations, positions: &PositionTile, (k, lane): SeatPlace) {
        let practice = &m.practice().tiles[k];
        for place in positions.plans() {
            let mut portion = [0.0; TILE];
            positions.portions(place, &mut portion);
            let fte = portion[lane] * practice.fte[lane];
            match &m.terms.scenario.plan.0[place].1.fair_market_value {
                Some(cap) if cap.of == CapOf::Year => {
                    self.stated += fte * cap.allows(m.year);
                    self.capped += fte;
                }
                Some(cap) => {
                    self.part += fte * cap.allows(m.year);
                    self.apart += fte;
                }
                None => self.open += fte,
            }
        }
        self.elsewhere += positions.present[lane] * practice.other_pay[lane] * e.pay_index;
    }
}

/// The most that each person may be paid together, in the order of the arm's persons.
fn caps<'a>(
    m: &'a Meeting<'_>,
    e: &'a Expectations,
    tiles: &'a [PositionTile],
) -> impl Iterator<Item = (&'a [SeatPlace], Option<f64>)> {
    m.frame.persons.each().map(|own| {
        let mut cap = CommonCap::default();
        for place in own {
            cap.add(m, e, &tiles[place.0], *place);
        }
        (own, cap.dollars())
    })
}

/// What the caps of persons are expected to do: `E[min(P, cap)]` of pay at all appointments together, each
/// with luck of its own; every slope holds as far as pay is below the cap.
pub(crate) fn foresee(
    m: &Meeting<'_>,
    e: &Expectations,
    tiles: &[PositionTile],
    draws: Option<&DrawAccount>,
) -> Vec<UnitedTile> {
    if m.frame.persons.is_empty() {
        return Vec::new();
    }
    let mut expected = vec![[(0.0, 0.0); TILE]; tiles.len()];
    for (k, positions) in tiles.iter().enumerate().filter(|(k, _)| m.frame.persons.lanes(*k) != 0) {
        let y = TileMeeting::of(m, e, carried_by(draws, k), k);
        m.arch.dispatch(ExpectUncapped { y, positions, expected: &mut expected[k] });
    }
    let mut united = vec![UnitedTile::EMPTY; tiles.len()];
    for (k, tile) in united.iter_mut().enumerate() {
        tile.lanes = m.frame.persons.lanes(k);
    }
    for (own, cap) in caps(m, e, tiles) {
        let Some(cap) = cap else { continue };
        let each = || own.iter().map(|(k, lane)| expected[*k][*lane]);
        let pay: f64 = each().map(|(pay, _)| pay).sum();
        let variance: f64 = each().map(|(_, sd)| sd * sd).sum();
        let over = excess(pay, variance.sqrt(), cap);
        for ((k, lane), (own, _)) in own.iter().zip(each()) {
            united[*k].over[*lane] = over.value * own / pay.max(0.01);
            united[*k].below[*lane] = 1.0 - over.chance;
        }
    }
    united
}

/// Expected pay of a tile and its standard deviation, before any cap.
struct ExpectUncapped<'a> {
    y: TileMeeting<'a>,
    positions: &'a PositionTile,
    expected: &'a mut [(f64, f64); TILE],
}

impl NullaryFnOnce for ExpectUncapped<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let mut i = Incentive::of_work(&self.y);
        let mut own_caps = CapTile::OPEN;
        i.expect(&self.y, self.positions, &mut own_caps);
        for (lane, slot) in self.expected.iter_mut().enumerate() {
            *slot = i.pay_and_sd(lane);
        }
    }
}

/// What each appointment of a person above the common cap loses, in proportion to what it pays; `pay` is
/// what a position would be paid.
pub(crate) fn cuts(
    m: &Meeting<'_>,
    e: &Expectations,
    tiles: &[PositionTile],
    pay: impl Fn(SeatPlace) -> Cents,
) -> Vec<(SeatPlace, Cents)> {
    let mut cuts = Vec::new();
    for (own, cap) in caps(m, e, tiles) {
        let Some(cap) = cap else { continue };
        let pays: Vec<Cents> = own.iter().map(|place| pay(*place).positive()).collect();
        let over = (pays.iter().copied().sum::<Cents>() - Cents::round(cap)).positive();
        if over > Cents::ZERO {
            let weights: Vec<f64> = pays.iter().map(|pay| pay.dollars()).collect();
            let mut parts = vec![Cents::ZERO; own.len()];
            apportion(over, &weights, &mut parts);
            cuts.extend(own.iter().copied().zip(parts));
        }
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caps_add_up_and_one_holds_for_all() {
        // Half at 300,000 and half at 400,000: 350,000.
        let both = CommonCap { stated: 350_000.0, capped: 1.0, ..CommonCap::default() };
        assert_eq!(both.dollars(), Some(350_000.0));
        // 0.6 FTE at 300,000 = 180,000, and 0.4 without: 300,000 for all, less 50,000 from elsewhere.
        let one = CommonCap {
            stated: 180_000.0,
            capped: 0.6,
            open: 0.4,
            elsewhere: 50_000.0,
            ..CommonCap::default()
        };
        assert!((one.dollars().unwrap() - 250_000.0).abs() < 1e-6);
        assert_eq!(CommonCap { open: 1.0, ..CommonCap::default() }.dollars(), None);
        // Pay from elsewhere above the cap leaves nothing.
        let rich = CommonCap { stated: 1e5, capped: 1.0, elsewhere: 2e5, ..CommonCap::default() };
        assert_eq!(rich.dollars(), Some(0.0));
    }
}
