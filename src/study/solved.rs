//! What was solved of what funds variants, kept.

use crate::entity::Roster;
use crate::model::{Arm, Drawn, Funded, Scenario};
use crate::random::Copula;
use std::sync::{Arc, Mutex, PoisonError};

/// What was solved, to be used again by runs and changes that leave the same arms as they were.
#[derive(Debug, Default)]
pub(super) struct Solved(Mutex<Vec<SolvedArm>>);

/// Enough for the variants of a scenario; searches that change numbers do not fill the memory.
const KEPT: usize = 16;

/// A solution with what it was found for.
#[derive(Clone, Debug)]
struct SolvedArm {
    arms: [Same; 2],
    funded: Funded,
}

/// What of an arm a solution depends on.
#[derive(Clone, Debug)]
struct Same {
    scenario: Scenario,
    drawn: Vec<Drawn>,
    copula: Option<Copula>,
    listed: Arc<Roster>,
}

impl Same {
    fn of(arm: &Arm) -> Same {
        let mut scenario = arm.scenario.clone();
        // How many trials a run has changes nothing.
        scenario.run.trials = 1;
        let (drawn, copula) = (arm.drawn.clone(), arm.copula.clone());
        Same { scenario, drawn, copula, listed: Arc::clone(&arm.listed) }
    }

    fn is(&self, other: &Same) -> bool {
        Arc::ptr_eq(&self.listed, &other.listed)
            && self.scenario == other.scenario
            && self.drawn == other.drawn
            && self.copula == other.copula
    }
}

impl Clone for Solved {
    fn clone(&self) -> Solved {
        Solved(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}

impl Solved {
    pub(super) fn of(&self, baseline: &Arm, arm: &Arm) -> Option<Funded> {
        let arms = [Same::of(baseline), Same::of(&arm.without_response())];
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |k: &&SolvedArm| k.arms.iter().zip(&arms).all(|(known, arm)| known.is(arm));
        known.iter().find(same).map(|k| k.funded.clone())
    }

    /// Keeps a solution for an arm as it is stated.
    pub(super) fn keep(&self, baseline: &Arm, arm: &Arm, funded: &Funded) {
        if self.of(baseline, arm).is_some() {
            return;
        }
        let arms = [Same::of(baseline), Same::of(&arm.without_response())];
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.truncate(KEPT - 1);
        known.insert(0, SolvedArm { arms, funded: funded.clone() });
    }
}
