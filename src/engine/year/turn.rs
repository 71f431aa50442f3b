//! Step 1: the page turns. Leavers, vacancies, hires, renewals.

use super::books::YearBooks;
use super::coding;
use super::done::DoneTile;
use super::hours;
use super::meeting::Meeting;
use crate::behaviour::{Odds, Workforce};
use crate::engine::arm::{ArmFrame, ArmState, Dated, TrialTerms};
use crate::engine::luck::LuckTile;
use crate::engine::measure::Metric;
use crate::engine::position::PositionTile;
use crate::model::{PracticeTile, When};
use crate::tile::TILE;
use pulp::NullaryFnOnce;

/// The page turns: positions change hands, agreements renew, accounts open.
pub(crate) fn turn(m: &Meeting<'_>, state: &mut ArmState, books: &mut YearBooks) {
    books.departures = m.arch.dispatch(TurnPage { m, positions: &mut state.tiles, done: &mut books.tiles });
    state.accounts.open_all(&state.tiles, &mut books.ledger);
}

/// Turns the page of all positions; its output is how many changed hands.
struct TurnPage<'a> {
    m: &'a Meeting<'a>,
    positions: &'a mut [PositionTile],
    /// What is measured of the year that begins.
    done: &'a mut [DoneTile],
}

impl NullaryFnOnce for TurnPage<'_> {
    type Output = u32;

    #[inline(always)]
    fn call(self) -> u32 {
        let TurnPage { m, positions, done } = self;
        let redesigns = !m.terms.scenario.redesign.is_empty();
        let sight = Sight::new(m.terms, m.year);
        let coded = m.terms.needs.iter().any(|needs| needs.coded);
        let hours = m.anchors.start.hours || m.terms.has_hours();
        let mut departures = 0;
        m.frame.persons.decide_as_one(m.practice(), positions);
        let mut dated = m.frame.dated[m.year].as_slice();
        let rows = m.practice().tiles.iter().zip(m.physicians).enumerate();
        for ((tile, done), (k, (practice, luck))) in positions.iter_mut().zip(done).zip(rows) {
            let further = m.frame.persons.further(k);
            let page = PageTurn { frame: m.frame, terms: m.terms, practice, luck, further, year: m.year };
            tile.begin_year(&practice.present);
            if let Some(anchor) = m.anchors.tiles.get(k).filter(|_| m.year > 0 && coded) {
                coding::recode(m, anchor, tile);
            }
            let (own, others) = dated.split_at(dated.partition_point(|one| one.tile <= k));
            dated = others;
            for one in own {
                come_and_go(one, tile);
            }
            if let Some(sight) = &sight {
                sight.clear(tile);
            }
            page.build_up(tile);
            page.lose_continuity(tile);
            departures += page.leave_and_hire(tile);
            let leavers = tile.arrivals & !further;
            for (lane, leaves) in done.measured[Metric::Leaves.place()].iter_mut().enumerate() {
                *leaves = f64::from(leavers >> lane & 1);
            }
            for one in own {
                move_by_date(one, tile);
            }
            if redesigns {
                page.renew(tile);
            }
            tile.note_plans();
            if hours {
                hours::contract(m.terms, m.anchors.tiles.get(k), practice, tile);
            }
        }
        departures
    }
}

/// Who begins, goes on leave or leaves in the year by date. Leave is the roster's physician's own; a
/// position is closed whoever is in it.
fn come_and_go(dated: &Dated, tile: &mut PositionTile) {
    let Dated { lane, stay, .. } = *dated;
    (tile.begins[lane], tile.ends[lane]) = stay.there;
    if tile.successors >> lane & 1 == 0 {
        (tile.leave[lane], tile.back[lane]) = stay.away;
    }
    tile.divide(lane);
}

/// Who moves to another plan in the year by date.
fn move_by_date(dated: &Dated, tile: &mut PositionTile) {
    let Some((plan, month)) = dated.moves else { return };
    tile.plan[dated.lane] = plan;
    tile.changes[dated.lane] = month;
    tile.divide(dated.lane);
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

/// How line of sight moves this year: to contracts, to the most that is known of it; to one's own plan, to
/// what those who do not know their plan learn of it, who see as much as that.
struct Sight {
    target: f64,
    plan: f64,
    step: f64,
}

impl Sight {
    #[expect(clippy::cast_precision_loss, reason = "a year of the horizon")]
    fn new(terms: &TrialTerms, year: usize) -> Option<Sight> {
        let felt = terms.felt.as_ref()?;
        let transparency = terms.scenario.policy.transparency.as_ref()?;
        let reached = ((12 * (year + 1)) as f64 - transparency.lead_months.0).clamp(0.0, 12.0) / 12.0;
        let target = felt.evidence.sight_full.0;
        let plan = felt.evidence.plan_sight_at(target);
        Some(Sight { target, plan, step: felt.evidence.learning.0 * reached })
    }

    /// Lets a tile see more, and nobody less.
    #[inline(always)]
    fn clear(&self, tile: &mut PositionTile) {
        for seen in &mut tile.sight {
            *seen += self.step * (self.target - *seen).max(0.0);
        }
        for seen in &mut tile.plan_sight {
            *seen += self.step * (self.plan - *seen).max(0.0);
        }
    }
}

impl PageTurn<'_> {
    /// The year.
    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "a year of the horizon")]
    fn now(&self) -> f64 {
        self.year as f64
    }

    /// Its first month, counted from the start.
    #[inline(always)]
    fn first(&self) -> f64 {
        12.0 * self.now()
    }

    /// New hires take over more of the position's work each year.
    fn build_up(&self, tile: &mut PositionTile) {
        let mut lanes = tile.building_up;
        while lanes != 0 {
            let lane = lanes.trailing_zeros() as usize;
            lanes &= lanes - 1;
            let workforce = &self.terms.scenario.workforce;
            let (years, month) = anniversary(tile.hired[lane], self.year);
            // Until the month of hire comes round, the year before is not yet full.
            let before = if years > 0 { workforce.ramp(years - 1) } else { 0.0 };
            tile.ramp[lane] = (month * before + (12.0 - month) * workforce.ramp(years)) / 12.0;
            if years > workforce.ramp_years() {
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
            // Nobody is there, or whoever has signed has not begun.
            if tile.present[lane] == 0.0 || tile.begins[lane] > 0.0 {
                continue;
            }
            let odds = Odds { moving: tile.moving[lane], stopping: tile.stopping[lane] };
            let age = age(workforce, self.practice.age[lane], tile, lane, now);
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
        let vacant = 12.0 * workforce.vacant(self.practice.primary[lane] > 0.0);
        let month = self.first() + vacant;
        if let Some(plan) = self.frame.redesigned(&self.terms.scenario, tile.plan[lane], month, true) {
            tile.plan[lane] = plan;
        }
        tile.before[lane] = tile.plan[lane];
        (tile.begins[lane], tile.hired[lane]) = (vacant, month);
        tile.divide(lane);
        tile.converted[lane] = f64::INFINITY;
        tile.arrivals |= 1 << lane;
        tile.successors |= 1 << lane;
        tile.building_up |= 1 << lane;
        tile.ramp[lane] = workforce.ramp(0);
        tile.renews[lane] = month + 12.0 * f64::from(tile.term_years[lane]);
        let felt = self.terms.felt.as_ref();
        tile.sight[lane] = felt.map_or(0.0, |felt| felt.evidence.sight_now.0);
        tile.plan_sight[lane] = felt.map_or(0.0, |felt| felt.evidence.sight_of_plan.0);
        tile.quality[lane] = 0.0;
        tile.volume[lane] = 1.0;
        tile.documented[lane] = 0.0;
        tile.unmeasured[lane] = 0.0;
        tile.expected_pay[lane] = 0.0;
        tile.hired_pay[lane] = -1.0;
        tile.recoded[lane] = 0.0;
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
        for lane in (0..TILE).filter(|lane| self.practice.primary[*lane] > 0.0) {
            let odds = Odds { moving: tile.moving[lane], stopping: tile.stopping[lane] };
            let age = age(workforce, self.practice.age[lane], tile, lane, now);
            let more = self.terms.hazards.at(age, odds) - self.terms.hazards.at(age, Odds::UNCHANGED);
            let spending = self.practice.panel[lane] * uncontracted;
            lost[lane] = self.practice.primary[lane] * more * cost / spending.max(1.0);
        }
        tile.lost_continuity = lost;
    }

    /// Agreements that reach their renewal month, or a plan replaced for everyone, convert.
    fn renew(&self, tile: &mut PositionTile) {
        let (frame, terms) = (self.frame, self.terms);
        let (first, start) = (self.first(), terms.scenario.run.start());
        for lane in 0..TILE {
            let Some(place) = frame.redesign[usize::from(tile.plan[lane])] else { continue };
            // Two changes of plan in one year would be three plans: the second waits for the next.
            if tile.plan[lane] != tile.before[lane] {
                continue;
            }
            let change = &terms.scenario.redesign[place];
            let lead = change.effective(start);
            let term = 12.0 * f64::from(tile.term_years[lane].max(1));
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
            // Whoever begins later in the year begins on the new plan.
            let within = month.max(first + tile.begins[lane]) - first;
            if within < tile.ends[lane] {
                tile.plan[lane] = frame.successor[place];
                tile.converted[lane] = first + within;
                tile.changes[lane] = within;
                tile.divide(lane);
            }
        }
    }
}

/// Full years behind someone hired in a month when a year begins, both counted from the start, were it
/// for the month alone; and the month of the year in which the next is full.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a month of the horizon")]
fn anniversary(hired: f64, year: usize) -> (usize, f64) {
    let hired_in = (hired / 12.0).floor();
    (year.saturating_sub(hired_in.max(0.0) as usize), hired - 12.0 * hired_in)
}

/// Age of the physician in a position, from the roster's age at the start.
#[inline(always)]
fn age(workforce: &Workforce, on_roster: f64, tile: &PositionTile, lane: usize, now: f64) -> f64 {
    if tile.successors >> lane & 1 == 0 {
        on_roster + now
    } else {
        workforce.hire_age.0 + now - (tile.hired[lane] / 12.0).floor()
    }
}
