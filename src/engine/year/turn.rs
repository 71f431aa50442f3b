//! Step 1: the page turns. Leavers, vacancies, hires, renewals.

use super::books::YearBooks;
use super::meeting::Meeting;
use crate::behaviour::{Odds, Workforce};
use crate::engine::arm::{ArmFrame, ArmState, TrialTerms};
use crate::engine::luck::LuckTile;
use crate::engine::position::PositionTile;
use crate::model::{PracticeTile, When};
use crate::tile::TILE;
use pulp::NullaryFnOnce;

/// The page turns: positions change hands, agreements renew, accounts open.
pub(crate) fn turn(m: &Meeting<'_>, state: &mut ArmState, books: &mut YearBooks) {
    books.departures = m.arch.dispatch(TurnPage { m, positions: &mut state.tiles });
    state.accounts.open_all(&state.tiles, m.year, &mut books.ledger);
}

/// Turns the page of all positions; its output is how many changed hands.
struct TurnPage<'a> {
    m: &'a Meeting<'a>,
    positions: &'a mut [PositionTile],
}

impl NullaryFnOnce for TurnPage<'_> {
    type Output = u32;

    #[inline(always)]
    fn call(self) -> u32 {
        let TurnPage { m, positions } = self;
        let redesigns = !m.terms.scenario.redesign.is_empty();
        let sight = Sight::new(m.terms, m.year);
        let mut departures = 0;
        m.frame.persons.decide_as_one(m.practice(), positions);
        let tiles = positions.iter_mut().zip(&m.practice().tiles).zip(m.physicians);
        for (k, ((tile, practice), luck)) in tiles.enumerate() {
            let further = m.frame.persons.further(k);
            let page = PageTurn { frame: m.frame, terms: m.terms, practice, luck, further, year: m.year };
            tile.before = tile.plan;
            tile.late = [1.0; TILE];
            tile.present = practice.present;
            if let Some(sight) = &sight {
                sight.clear(tile);
            }
            page.build_up(tile);
            page.lose_continuity(tile);
            departures += page.leave_and_hire(tile);
            if redesigns {
                page.renew(tile);
            }
            tile.note_plans();
        }
        departures
    }
}

/// What turns the page of one tile.
struct PageTurn<'a> {
    frame: &'a ArmFrame<'a>,
    terms: &'a TrialTerms,
    practice: &'a PracticeTile,
    luck: &'a LuckTile,
    /// Lanes whose person is counted at another position, as bits.
    further: u32,
    /// The year, counted from the start.
    year: usize,
}

/// How line of sight moves this year.
struct Sight {
    target: f64,
    step: f64,
}

impl Sight {
    #[expect(clippy::cast_precision_loss, reason = "a year of the horizon")]
    fn new(terms: &TrialTerms, year: usize) -> Option<Sight> {
        let felt = terms.felt.as_ref()?;
        let transparency = terms.scenario.policy.transparency.as_ref()?;
        let reached = ((12 * (year + 1)) as f64 - transparency.lead_months.0).clamp(0.0, 12.0) / 12.0;
        Some(Sight { target: felt.evidence.sight_full.0, step: felt.evidence.learning.0 * reached })
    }

    /// Lets a tile see more.
    #[inline(always)]
    fn clear(&self, tile: &mut PositionTile) {
        for seen in &mut tile.sight {
            *seen += self.step * (self.target - *seen);
        }
    }
}

impl PageTurn<'_> {
    /// The year, as positions count it.
    #[inline(always)]
    fn now(&self) -> i16 {
        i16::try_from(self.year).unwrap_or(i16::MAX)
    }

    /// New hires take over more of the position's work each year.
    fn build_up(&self, tile: &mut PositionTile) {
        let mut lanes = tile.building_up;
        while lanes != 0 {
            let lane = lanes.trailing_zeros() as usize;
            lanes &= lanes - 1;
            let tenure = usize::try_from(self.now() - tile.joined[lane]).unwrap_or(0);
            tile.ramp[lane] = self.terms.scenario.workforce.ramp(tenure);
            if tenure >= self.terms.scenario.workforce.ramp_years() {
                tile.building_up &= !(1 << lane);
            }
        }
    }

    /// Those whom luck and odds let go leave; returns how many.
    #[inline(always)]
    fn leave_and_hire(&self, tile: &mut PositionTile) -> u32 {
        let (workforce, hazards) = (&self.terms.scenario.workforce, &self.terms.hazards);
        let now = self.now();
        let mut departures = 0;
        let mut candidates: u32 = 0;
        let highest = hazards.highest * tile.highest_odds;
        for lane in 0..TILE {
            candidates |= u32::from(self.luck.leave[lane] < highest) << lane;
        }
        while candidates != 0 {
            let lane = candidates.trailing_zeros() as usize;
            candidates &= candidates - 1;
            if tile.present[lane] == 0.0 {
                continue;
            }
            let odds = Odds { moving: tile.moving[lane], stopping: tile.stopping[lane] };
            let age = age(workforce, self.practice.age[lane], tile.joined[lane], now);
            if self.luck.leave[lane] >= hazards.at(age, odds) {
                continue;
            }
            departures += 1 - (self.further >> lane & 1);
            self.hire(tile, lane);
        }
        departures
    }

    /// Somebody is hired into a position that has been left.
    fn hire(&self, tile: &mut PositionTile, lane: usize) {
        let workforce = &self.terms.scenario.workforce;
        let now = self.now();
        let vacant = workforce.vacant(self.practice.primary[lane] > 0.0);
        let month = 12.0 * f64::from(now) + 12.0 * vacant;
        if let Some(plan) = self.frame.redesigned(&self.terms.scenario, tile.plan[lane], month, true) {
            tile.plan[lane] = plan;
        }
        tile.before[lane] = tile.plan[lane];
        tile.present[lane] = 1.0 - vacant;
        tile.joined[lane] = now;
        tile.converted[lane] = i16::MIN;
        tile.building_up |= 1 << lane;
        tile.ramp[lane] = workforce.ramp(0);
        #[expect(clippy::cast_possible_truncation, reason = "a month of the horizon")]
        let hired = month.round() as i32;
        tile.renews[lane] = hired + 12 * i32::from(tile.term_years[lane]);
        tile.sight[lane] = self.terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.sight_now.0);
        tile.quality[lane] = 0.0;
        tile.volume[lane] = 1.0;
        tile.documented[lane] = 0.0;
        tile.unmeasured[lane] = 0.0;
        tile.expected_pay[lane] = 0.0;
    }

    /// What it costs a primary-care physician's patients that the physician is likelier to leave than
    /// at the start: the part of the cost of care that is added, by expectation.
    #[inline(always)]
    fn lose_continuity(&self, tile: &mut PositionTile) {
        if tile.highest_odds == 1.0 && tile.moving == [1.0; TILE] && tile.stopping == [1.0; TILE] {
            return;
        }
        if self.practice.primary == [0.0; TILE] {
            return;
        }
        let workforce = &self.terms.scenario.workforce;
        let (now, cost) = (self.now(), workforce.payer_cost_of_leaving.0);
        let uncontracted = self.terms.scenario.system.uncontracted_spending.0;
        let mut lost = [0.0; TILE];
        for lane in 0..TILE {
            let odds = Odds { moving: tile.moving[lane], stopping: tile.stopping[lane] };
            let age = age(workforce, self.practice.age[lane], tile.joined[lane], now);
            let more = self.terms.hazards.at(age, odds) - self.terms.hazards.at(age, Odds::UNCHANGED);
            let spending = self.practice.panel[lane] * uncontracted;
            lost[lane] = self.practice.primary[lane] * more * cost / spending.max(1.0);
        }
        tile.lost_continuity = lost;
    }

    /// Agreements that reach their renewal month, or a plan replaced for everyone, convert.
    fn renew(&self, tile: &mut PositionTile) {
        let (frame, terms, year) = (self.frame, self.terms, self.year);
        let first = i32::try_from(12 * year).unwrap_or(i32::MAX);
        for lane in 0..TILE {
            let Some(place) = frame.redesign[usize::from(tile.plan[lane])] else { continue };
            let change = &terms.scenario.redesign[place];
            #[expect(clippy::cast_possible_truncation, reason = "at most 240 months")]
            let lead = change.effective().ceil() as i32;
            let term = 12 * i32::from(tile.term_years[lane]).max(1);
            let month = match change.when {
                When::Immediately => lead.max(first),
                When::Renewal => {
                    while tile.renews[lane] < first.max(lead) {
                        tile.renews[lane] += term;
                    }
                    tile.renews[lane]
                }
                When::Hire => continue,
            };
            if month < first + 12 {
                tile.plan[lane] = frame.successor[place];
                tile.converted[lane] = i16::try_from(year).unwrap_or(i16::MAX);
                tile.late[lane] = f64::from(first + 12 - month.max(first)) / 12.0;
            }
        }
    }
}

/// Age of the physician in a position, from the roster's age at the start.
#[inline(always)]
fn age(workforce: &Workforce, on_roster: f64, joined: i16, now: i16) -> f64 {
    if joined < 0 { on_roster + f64::from(now) } else { workforce.hire_age.0 + f64::from(now - joined) }
}
