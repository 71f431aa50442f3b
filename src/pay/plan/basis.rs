//! What pay is based on, beside what it is called: a salary that last year's work sets anew is called pay for time,
//! and follows volume.

use super::super::{Component, Plan, WorkTile};
use crate::tile::{Lanes, TILE};

impl Component {
    /// Whether it is a salary whose level last year's work sets.
    fn is_set_by_work(&self) -> bool {
        if let Component::CollaredSalary(collar) = self {
            return collar.most_change.is_some() && collar.slope.0 > 0.0;
        }
        matches!(self, Component::RebasedSalary(_))
    }
}

impl Plan {
    /// Adds what its salaries pay whose level last year's work sets, $: what quality withholds hold back of them
    /// and time under a guarantee are left out. Pay of the class time that is based on volume.
    pub fn add_set_by_work(&self, work: &WorkTile<'_>, covered: Option<&Lanes>, set: &mut Lanes) {
        if !self.pay.iter().any(Component::is_set_by_work) {
            return;
        }
        for lane in (0..TILE).filter(|lane| work.portion[*lane] > 0.0) {
            let one = work.lane(lane);
            let mut own = 0.0;
            for component in &self.pay {
                if let Component::QualityWithhold(withhold) = component {
                    own *= 1.0 - withhold.share.0;
                } else if component.is_set_by_work() {
                    own += component.base(&one).unwrap_or(0.0);
                }
            }
            let open = 1.0 - covered.map_or(0.0, |covered| covered[lane]);
            set[lane] += one.portion * own * open;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::{PayAmount, RebasedSalary, Salary};
    use crate::units::{Share, Wrvu};

    fn rebased(per_fte: f64) -> Component {
        let amount = PayAmount::per_fte(per_fte);
        Component::RebasedSalary(RebasedSalary {
            amount,
            target: Wrvu(5_000.0),
            weight: Share(1.0),
            most_change: None,
        })
    }

    fn set(plan: &Plan, covered: Option<f64>) -> f64 {
        const ONE: Lanes = [1.0; TILE];
        let tile = WorkTile {
            portion: [0.5; TILE],
            fte: &ONE,
            clinical_fte: &ONE,
            wrvu: [5_000.0; TILE],
            ..WorkTile::EMPTY
        };
        let mut set = [0.0; TILE];
        plan.add_set_by_work(&tile, covered.map(|part| [part; TILE]).as_ref(), &mut set);
        set[0]
    }

    #[test]
    fn a_salary_set_by_last_years_work_counts_and_a_plain_one_does_not() {
        let salary = Component::Salary(Salary { amount: PayAmount::per_fte(71_000.0) });
        // Half a year of 137,000; of the 71,000 nothing.
        let both = Plan { pay: vec![salary.clone(), rebased(137_000.0)], ..Plan::of_nothing() };
        assert_eq!(set(&both, None), 68_500.0);
        // A quarter of it under the guarantee, which pays for time.
        assert_eq!(set(&both, Some(0.25)), 51_375.0);
        assert_eq!(set(&Plan { pay: vec![salary], ..Plan::of_nothing() }, None), 0.0);
    }
}
