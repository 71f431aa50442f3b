//! Step 1: the page turns. Leavers, vacancies, hires, renewals.

use super::luck::LuckTile;
use super::trial::{ArmFrame, ArmState, StateTile, TrialTerms};
use crate::behaviour::{Odds, Workforce};
use crate::model::PracticeTile;
use crate::tile::TILE;
use pulp::NullaryFnOnce;

/// Turns the page to a year; its output is how many positions changed hands.
pub(super) struct TurnPage<'a> {
    pub frame: &'a ArmFrame<'a>,
    pub terms: &'a TrialTerms,
    pub luck: &'a [LuckTile],
    pub year: usize,
    pub state: &'a mut ArmState,
}

impl NullaryFnOnce for TurnPage<'_> {
    type Output = u32;

    #[inline(always)]
    fn call(self) -> u32 {
        let TurnPage { frame, terms, luck, year, state } = self;
        let practice = terms.practice(frame.arm);
        let redesigns = !terms.scenario.redesign.is_empty();
        let sight = Sight::new(terms, year);
        let mut departures = 0;
        for (k, tile) in state.tiles.iter_mut().enumerate() {
            tile.before = tile.plan;
            tile.late = [1.0; TILE];
            tile.present = practice.tiles[k].present;
            if let Some(sight) = &sight {
                for seen in &mut tile.sight {
                    *seen += sight.step * (sight.target - *seen);
                }
            }
            build_up(terms, year, tile);
            lose_continuity(terms, &practice.tiles[k], year, tile);
            departures += leave_and_hire(frame, terms, &practice.tiles[k], &luck[k], k, year, tile);
            if redesigns {
                renew(frame, terms, k, year, tile);
            }
            tile.note_plans();
        }
        departures
    }
}

/// New hires take over more of the position's work each year.
fn build_up(terms: &TrialTerms, year: usize, tile: &mut StateTile) {
    let now = i16::try_from(year).unwrap_or(i16::MAX);
    let mut lanes = tile.building_up;
    while lanes != 0 {
        let lane = lanes.trailing_zeros() as usize;
        lanes &= lanes - 1;
        let tenure = usize::try_from(now - tile.joined[lane]).unwrap_or(0);
        tile.ramp[lane] = terms.scenario.workforce.ramp(tenure);
        if tenure >= terms.scenario.workforce.ramp_years() {
            tile.building_up &= !(1 << lane);
        }
    }
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
}

#[inline(always)]
fn leave_and_hire(
    frame: &ArmFrame<'_>,
    terms: &TrialTerms,
    practice: &PracticeTile,
    luck: &LuckTile,
    k: usize,
    year: usize,
    tile: &mut StateTile,
) -> u32 {
    let mut departures = 0;
    let (workforce, hazards) = (&terms.scenario.workforce, &terms.hazards);
    let now = i16::try_from(year).unwrap_or(i16::MAX);
    let mut candidates: u32 = 0;
    let highest = hazards.highest * tile.highest_odds;
    for lane in 0..TILE {
        candidates |= u32::from(luck.leave[lane] < highest) << lane;
    }
    while candidates != 0 {
        let lane = candidates.trailing_zeros() as usize;
        candidates &= candidates - 1;
        if tile.present[lane] == 0.0 {
            continue;
        }
        let odds = Odds { moving: tile.moving[lane], stopping: tile.stopping[lane] };
        if luck.leave[lane] >= hazards.at(age(workforce, practice, tile, lane, now), odds) {
            continue;
        }
        departures += 1;
        let vacant = workforce.vacant(practice.primary[lane] > 0.0);
        let month = 12.0 * f64::from(now) + 12.0 * vacant;
        if let Some(plan) = frame.redesigned(&terms.scenario, tile.plan[lane], month, true) {
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
        tile.renews[lane] = hired + 12 * i32::from(frame.terms[k][lane]);
        tile.sight[lane] = terms.felt.as_ref().map_or(0.0, |felt| felt.evidence.sight_now.0);
        tile.quality[lane] = 0.0;
        tile.volume[lane] = 1.0;
        tile.documented[lane] = 0.0;
        tile.unmeasured[lane] = 0.0;
        tile.expected_pay[lane] = 0.0;
    }
    departures
}

/// Age of the physician in a position.
fn age(workforce: &Workforce, practice: &PracticeTile, tile: &StateTile, lane: usize, now: i16) -> f64 {
    let joined = tile.joined[lane];
    if joined < 0 {
        practice.age[lane] + f64::from(now)
    } else {
        workforce.hire_age.0 + f64::from(now - joined)
    }
}

/// What it costs a primary-care physician's patients that the physician is likelier to leave than
/// at the start: the part of the cost of care that is added, by expectation.
#[inline(always)]
fn lose_continuity(terms: &TrialTerms, practice: &PracticeTile, year: usize, tile: &mut StateTile) {
    if tile.highest_odds == 1.0 && tile.moving == [1.0; TILE] && tile.stopping == [1.0; TILE] {
        return;
    }
    if practice.primary == [0.0; TILE] {
        return;
    }
    let workforce = &terms.scenario.workforce;
    let now = i16::try_from(year).unwrap_or(i16::MAX);
    for lane in 0..TILE {
        let odds = Odds { moving: tile.moving[lane], stopping: tile.stopping[lane] };
        let age = age(workforce, practice, tile, lane, now);
        let more = terms.hazards.at(age, odds) - terms.hazards.at(age, Odds::UNCHANGED);
        let spending = practice.panel[lane] * terms.scenario.system.uncontracted_spending.0;
        tile.lost_continuity[lane] =
            practice.primary[lane] * more * workforce.payer_cost_of_leaving.0 / spending.max(1.0);
    }
}

/// Agreements that reach their renewal month, or a plan replaced for everyone, convert.
fn renew(frame: &ArmFrame<'_>, terms: &TrialTerms, k: usize, year: usize, tile: &mut StateTile) {
    let first = i32::try_from(12 * year).unwrap_or(i32::MAX);
    for lane in 0..TILE {
        let Some(place) = frame.redesign[usize::from(tile.plan[lane])] else { continue };
        let change = &terms.scenario.redesign[place];
        #[expect(clippy::cast_possible_truncation, reason = "at most 240 months")]
        let lead = change.effective().ceil() as i32;
        let term = 12 * i32::from(frame.terms[k][lane]).max(1);
        let month = match change.when {
            crate::model::When::Immediately => lead.max(first),
            crate::model::When::Renewal => {
                while tile.renews[lane] < first.max(lead) {
                    tile.renews[lane] += term;
                }
                tile.renews[lane]
            }
            crate::model::When::Hire => continue,
        };
        if month < first + 12 {
            tile.plan[lane] = frame.successor[place];
            tile.converted[lane] = i16::try_from(year).unwrap_or(i16::MAX);
            tile.late[lane] = f64::from(first + 12 - month.max(first)) / 12.0;
        }
    }
}
