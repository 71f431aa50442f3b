//! What a plan makes of the years: how its dollar amounts grow, and under which fee schedule it counts
//! wRVUs.

use crate::engine::arm::{ArmState, TrialTerms};
use crate::entity::{FeeScheduleChange, MedicalField};
use crate::model::{Practice, PracticeTile};
use crate::pay::{FeeSchedule, Plan};
use crate::tile::{Lanes, TILE};

/// The fee schedule of a year against that of the roster.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schedule {
    /// Whether anything has changed.
    changed: bool,
    /// Relative change of wRVUs for the same work, by field.
    change: [f64; MedicalField::ALL.len()],
    /// For each plan, the factor on its rates that keeps what its members' work counts as a whole.
    neutral: Vec<f64>,
}

impl Schedule {
    /// Works out a year's, counted from the start.
    pub(crate) fn form(&mut self, terms: &TrialTerms, practice: &Practice, state: &ArmState, year: usize) {
        let changes = &terms.scenario.outlook.fee_schedule;
        let start = terms.scenario.run.start_year;
        for (slot, field) in self.change.iter_mut().zip(MedicalField::ALL) {
            *slot = FeeScheduleChange::all(changes, *field, start, start + year as u64);
        }
        self.changed = self.change.iter().any(|change| *change != 0.0);
        self.neutral.clear();
        if self.changed {
            let plans = terms.scenario.plan.len();
            self.neutral = (0..plans).map(|place| self.keeping(practice, state, place)).collect();
        }
    }

    /// The factor that keeps what the members of a plan count: their wRVUs under the old schedule over
    /// those under the new.
    fn keeping(&self, practice: &Practice, state: &ArmState, plan: usize) -> f64 {
        let (mut old, mut new) = (0.0, 0.0);
        for (tile, own) in state.tiles.iter().zip(&practice.tiles) {
            for lane in 0..TILE {
                if usize::from(tile.plan[lane]) == plan {
                    let work = own.present[lane] * own.wrvu[lane];
                    old += work;
                    new += work * (1.0 + self.change[usize::from(own.field[lane])]);
                }
            }
        }
        if new > 0.0 { old / new } else { 1.0 }
    }

    /// Writes how many more wRVUs a plan counts for the same work, as a share; leaves the lanes alone
    /// while nothing has changed.
    #[inline(always)]
    pub(crate) fn write(&self, plan: &Plan, place: usize, practice: &PracticeTile, lanes: &mut Lanes) {
        if !self.changed {
            return;
        }
        let factor = match plan.fee_schedule {
            FeeSchedule::Locked => {
                *lanes = [0.0; TILE];
                return;
            }
            FeeSchedule::Current => 1.0,
            FeeSchedule::Neutral => self.neutral[place],
        };
        for lane in 0..TILE {
            lanes[lane] = factor * (1.0 + self.change[usize::from(practice.field[lane])]) - 1.0;
        }
    }
}
