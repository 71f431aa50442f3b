//! What pay is based on, beside what it is called: a salary that last year's work sets anew is called pay for time,
//! and follows volume. Written for tiles: the hot loop asks in every year.

use super::super::component::Part;
use super::super::{Component, Plan, Reckoned, WorkTile};
use crate::tile::{Lanes, TILE};
use crate::units::Cents;

impl Component {
    /// Whether it is a salary whose level last year's work sets.
    fn is_set_by_work(&self) -> bool {
        if let Component::CollaredSalary(collar) = self {
            return collar.most_change.is_some() && collar.slope.0 > 0.0;
        }
        matches!(self, Component::RebasedSalary(_))
    }

    /// Adds the base of one whose level last year's work sets, $ a year; nothing of any other.
    #[inline(always)]
    fn add_base_set_by_work(&self, work: &WorkTile<'_>, own: &mut Lanes) {
        if let Component::RebasedSalary(rebased) = self {
            add_bases(rebased, work, own);
        } else if let Component::CollaredSalary(collar) = self
            && self.is_set_by_work()
        {
            add_bases(collar, work, own);
        }
    }
}

/// Adds what a salary pays each of a tile, $ a year.
#[inline(always)]
fn add_bases<P: Part>(salary: &P, work: &WorkTile<'_>, own: &mut Lanes) {
    for lane in work.lanes() {
        own[lane] += salary.base(&work.lane(lane)).unwrap_or(0.0);
    }
}

/// The level at which a salary stands next year, lane by lane.
#[inline(always)]
fn levels_after<P: Part>(salary: &P, work: &WorkTile<'_>, levels: &mut Lanes) {
    for lane in 0..TILE {
        let mut reckoned = Reckoned::default();
        salary.reckon(&work.lane(lane), Cents::ZERO, &mut reckoned);
        levels[lane] = reckoned.next.level;
    }
}

impl Plan {
    /// Whether the level of a salary is all that it carries into the next year: no draw, no shortfall.
    #[must_use]
    pub(crate) fn carries_levels_alone(&self) -> bool {
        self.carries() && !self.pay.iter().any(Component::owes)
    }

    /// The level at which salaries stand next year, of a plan that carries nothing else.
    #[inline(always)]
    pub(crate) fn next_levels(&self, work: &WorkTile<'_>, levels: &mut Lanes) {
        for component in &self.pay {
            if let Component::RebasedSalary(rebased) = component {
                levels_after(rebased, work, levels);
            } else if let Component::CollaredSalary(collar) = component
                && collar.carries()
            {
                levels_after(collar, work, levels);
            }
        }
    }

    /// Adds what its salaries pay whose level last year's work sets, $: what quality withholds hold back of them
    /// and time under a guarantee are left out. Pay of the class time that is based on volume.
    #[inline(always)]
    pub fn add_set_by_work(&self, work: &WorkTile<'_>, covered: Option<&Lanes>, set: &mut Lanes) {
        if !self.pay.iter().any(Component::is_set_by_work) {
            return;
        }
        let mut own = [0.0; TILE];
        for component in &self.pay {
            if let Component::QualityWithhold(withhold) = component {
                own = own.map(|own| own * (1.0 - withhold.share.0));
            } else {
                component.add_base_set_by_work(work, &mut own);
            }
        }
        for lane in work.lanes() {
            let open = 1.0 - covered.map_or(0.0, |covered| covered[lane]);
            set[lane] += work.portion[lane] * own[lane] * open;
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
