//! Rosters made from cohorts.

use crate::entity::{Cohort, Roster, generate};
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
    roster: Arc<Roster>,
}

impl Clone for Rosters {
    fn clone(&self) -> Rosters {
        Rosters(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}

impl Rosters {
    /// The roster that a scenario's cohorts make.
    pub(super) fn of(&self, scenario: &Scenario) -> Arc<Roster> {
        let (seed, start) = (scenario.run.seed, scenario.run.start_year);
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let by_episode: Vec<&str> = scenario.contracts_by_episode().collect();
        let same = |m: &&Made| {
            (m.seed, m.start) == (seed, start) && m.cohorts == scenario.cohort && m.by_episode == by_episode
        };
        if let Some(found) = made.iter().find(same) {
            return Arc::clone(&found.roster);
        }
        let year = u16::try_from(start).unwrap_or(u16::MAX);
        let roster = Arc::new(generate(&scenario.cohort, &by_episode, Seed(seed), year));
        made.truncate(KEPT - 1);
        let cohorts = scenario.cohort.clone();
        let by_episode = by_episode.into_iter().map(str::to_owned).collect();
        made.insert(0, Made { cohorts, by_episode, seed, start, roster: Arc::clone(&roster) });
        roster
    }
}
