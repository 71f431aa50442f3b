//! Rosters made from cohorts.

use crate::entity::{Cohort, Roster, redraw};
use crate::model::Scenario;
use crate::random::Seed;
use crate::schema::Named;
use std::sync::{Arc, Mutex, PoisonError};

/// The rosters that were made last, to be shared by arms and by runs with the same cohorts and seed.
#[derive(Debug, Default)]
pub(super) struct Rosters(Mutex<Vec<Made>>);

/// Enough for the arms of a scenario; searches that change cohorts do not fill the memory.
const KEPT: usize = 4;

/// What a roster was made from.
#[derive(Clone, Debug)]
struct Made {
    cohorts: Named<Cohort>,
    by_episode: Vec<String>,
    seed: u64,
    start: u64,
    /// As many as `run.rosters` says.
    rosters: Vec<Arc<Roster>>,
}

impl Clone for Rosters {
    fn clone(&self) -> Rosters {
        Rosters(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}

impl Rosters {
    /// The rosters that a scenario's cohorts make.
    pub(super) fn of(&self, scenario: &Scenario) -> Vec<Arc<Roster>> {
        let (seed, start, count) = (scenario.run.seed, scenario.run.start_year, scenario.run.rosters.max(1));
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let by_episode: Vec<&str> = scenario.contracts_by_episode().collect();
        let same = |m: &&Made| {
            (m.seed, m.start, m.rosters.len() as u64) == (seed, start, count)
                && m.cohorts == scenario.cohort
                && m.by_episode == by_episode
        };
        if let Some(found) = made.iter().find(same) {
            return found.rosters.clone();
        }
        let year = u16::try_from(start).unwrap_or(u16::MAX);
        let one = |roster| Arc::new(redraw(&scenario.cohort, &by_episode, (Seed(seed), roster), year));
        let rosters: Vec<Arc<Roster>> = (0..count).map(one).collect();
        made.truncate(KEPT - 1);
        let cohorts = scenario.cohort.clone();
        let by_episode = by_episode.into_iter().map(str::to_owned).collect();
        made.insert(0, Made { cohorts, by_episode, seed, start, rosters: rosters.clone() });
        rosters
    }
}
