//! How many points each method gets of a number of base points.
//!
//! All follow the base points of the pick-and-freeze design: a quarter of them at each end of each input, a quarter for
//! each probe of a flip, an eighth as many trajectories, half as many walks of Shapley. With twenty inputs and five groups
//! 256 base points are some 12,700 points beside the run's own trials.

use super::asked::SensitivityAsked;

/// Fewest trials of one end or one probe: their spread is estimated from them.
const FEWEST_AT_AN_END: usize = 16;
/// Fewest trajectories.
const FEWEST_TRAJECTORIES: usize = 8;
/// Probes of flips at most, over all inputs.
pub(super) const PROBES: usize = 24;

/// How many points each method gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SensitivityPlan {
    /// Trials of the run itself.
    pub own: u64,
    /// Trials at each end of each input, and of each probe of a flip.
    pub at_an_end: usize,
    /// Trajectories of Morris.
    pub trajectories: usize,
    /// Base points of pick and freeze.
    pub base: usize,
    /// Walks of Shapley; 0 where they are not taken.
    pub walks: usize,
}

impl SensitivityPlan {
    /// Of what is asked, for a run of so many trials.
    #[must_use]
    pub fn of(asked: &SensitivityAsked, trials: u64, is_correlated: bool) -> SensitivityPlan {
        let base = asked.points.max(1);
        let most_at_an_end = usize::try_from(trials).unwrap_or(usize::MAX).max(1);
        SensitivityPlan {
            own: trials,
            at_an_end: (base / 4).max(FEWEST_AT_AN_END).min(most_at_an_end),
            trajectories: (base / 8).max(FEWEST_TRAJECTORIES),
            base,
            walks: if is_correlated || asked.shapley { (base / 2).max(1) } else { 0 },
        }
    }

    /// Points of all methods together, at most, with so many inputs in so many groups.
    #[must_use]
    pub fn points(&self, inputs: usize, groups: usize, arms: usize) -> u64 {
        let one_way = 2 * inputs * self.at_an_end;
        let probes = if arms > 1 { PROBES * self.at_an_end } else { 0 };
        let morris = self.trajectories * (inputs + 1);
        let by_group = if groups > 1 && groups < inputs { self.base * (groups + 3) } else { 0 };
        let sobol = self.base * (inputs + 3) + by_group;
        let shapley = self.walks * (inputs + 2);
        self.own + (one_way + probes + morris + sobol + shapley) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_by_hand() {
        let asked = SensitivityAsked { points: 128, ..SensitivityAsked::default() };
        let plan = SensitivityPlan::of(&asked, 2_000, false);
        assert_eq!((plan.at_an_end, plan.trajectories, plan.base, plan.walks), (32, 16, 128, 0));
        // 2 × 20 × 32 + 24 × 32 + 16 × 21 + 128 × 23 + 128 × 8 = 1,280 + 768 + 336 + 2,944 + 1,024.
        assert_eq!(plan.points(20, 5, 6), 2_000 + 6_352);
        // One arm has no ranking that could flip; one group, or a group each, is nothing new.
        assert_eq!(plan.points(20, 1, 1), 2_000 + 4_560);
        assert_eq!(plan.points(5, 5, 1), 2_000 + 2 * 5 * 32 + 16 * 6 + 128 * 8);
        assert_eq!(SensitivityPlan::of(&asked, 20, true).walks, 64);
        assert_eq!(SensitivityPlan::of(&asked, 20, true).at_an_end, 20);
        let few = SensitivityAsked { points: 8, ..asked };
        let plan = SensitivityPlan::of(&few, 2_000, false);
        assert_eq!((plan.at_an_end, plan.trajectories, plan.base), (16, 8, 8));
    }
}
