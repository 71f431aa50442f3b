//! Plans whose year begins in another month than January.
//!
//! The simulated year is the calendar year. What is paid for time, panel and service is paid as it is worked;
//! what is earned by volume, quality and cost is reckoned over the agreement's year, July to June for one, and
//! booked in the calendar year in which that ends: half of it was worked in the year before.

use super::super::{
    AgreementYear, Component, ExpectedTile, MarginTile, Moves, OutlookTile, PayClass, Plan, StatementTile,
    WorkTile,
};
use super::tile::{expect_list, pay_list};
use crate::tile::TILE;
use pulp::Arch;

/// What is reckoned over the agreement's year.
pub(super) const RECKONED: [PayClass; 3] = [PayClass::Volume, PayClass::Quality, PayClass::Cost];

/// The work of the agreement's year in place of the calendar year's.
pub(super) fn reckoned<'a>(year: &AgreementYear, calendar: &WorkTile<'a>) -> WorkTile<'a> {
    let mut work = calendar.clone();
    (work.portion, work.wrvu, work.quality) = (year.portion, year.wrvu, year.quality);
    work.agreement_year = None;
    work
}

impl Plan {
    /// Works out what the better of the lists pays: time by the calendar, what is reckoned by the agreement's
    /// year that ends in it.
    pub(super) fn pay_agreement_year(
        &self,
        arch: Arch,
        work: &WorkTile<'_>,
        year: &AgreementYear,
        own: &mut StatementTile,
    ) {
        let past = reckoned(year, work);
        let booked = |list: &[Component]| {
            let (mut now, mut whole) = (StatementTile::EMPTY, StatementTile::EMPTY);
            pay_list(arch, list, work, &mut now);
            pay_list(arch, list, &past, &mut whole);
            for class in RECKONED {
                *now.line_mut(class) = *whole.line(class);
            }
            (now, whole.totals())
        };
        let (pay, total) = booked(&self.pay);
        *own = pay;
        if !self.alternative.is_empty() {
            let (other, others) = booked(&self.alternative);
            for lane in 0..TILE {
                if others[lane] > total[lane] {
                    own.set(lane, &other.lane(lane));
                }
            }
        }
    }

    /// The same in expectation. What is done this year after the agreement's year has ended pays in the next.
    pub(super) fn expect_agreement_year(
        list: &[Component],
        arch: Arch,
        outlook: &OutlookTile<'_>,
        year: &AgreementYear,
        own: &mut MarginTile,
    ) {
        let (mut now, mut whole) = ([MarginTile::EMPTY; 3], [MarginTile::EMPTY; 3]);
        expect_list(arch, list, outlook, ExpectedTile::apart(&mut now));
        let mut past = OutlookTile { work: reckoned(year, &outlook.work), ..outlook.clone() };
        for lane in 0..TILE {
            past.wrvu_sd[lane] *= year.now[lane];
        }
        expect_list(arch, list, &past, ExpectedTile::apart(&mut whole));
        let by_weekly_hour = |parts: &[MarginTile; 3], lane: usize| -> f64 {
            parts.iter().map(|part| part.lane(lane).per_weekly_hour).sum()
        };
        for lane in 0..TILE {
            let mut booked = now[0].lane(lane);
            for part in &whole[1..] {
                let mut whole = part.lane(lane);
                let full = whole.per_wrvu;
                whole.scale_slopes(year.now[lane]);
                whole.per_wrvu_later += full * year.later * outlook.worth_next_year;
                booked.add_scaled(1.0, &whole);
            }
            // Paid hours are paid as they are worked.
            booked.per_weekly_hour = by_weekly_hour(&now, lane);
            own.add(lane, 1.0, &booked, Moves::ALL);
        }
    }
}
