//! An arm at a factor on what funds it.

use super::Arm;
use super::funding::{FundedAmount, Funding, marked, numbers};
use crate::behaviour::{Behaviour, Nobody};
use crate::pay::Plan;
use crate::schema::Named;
use std::sync::Arc;

impl Arm {
    /// The arm with what funds it multiplied by a factor.
    #[must_use]
    pub(crate) fn funded_at(&self, factor: f64) -> Arm {
        let mut arm = self.clone();
        if let Some(funding) = arm.scenario.funding.clone() {
            for (_, plan) in plans(&mut arm.scenario.plan, &funding) {
                plan.scale(funding.by, factor);
            }
        }
        arm
    }

    /// The arm if incentives moved nobody.
    #[must_use]
    pub(crate) fn without_response(&self) -> Arm {
        let mut arm = self.clone();
        arm.scenario.behaviour = Behaviour::None(Nobody {});
        arm
    }

    /// The most that what funds it may be multiplied by.
    #[must_use]
    pub(crate) fn room_to_fund(&self) -> f64 {
        let Some(funding) = &self.scenario.funding else { return 1.0 };
        let named = self.scenario.plan.iter().filter(|(name, _)| funding.plans.iter().any(|own| own == name));
        named.map(|(_, plan)| plan.room_to_scale(funding.by)).fold(f64::INFINITY, f64::min)
    }

    /// What gives way, and what it becomes at a factor.
    #[must_use]
    pub(crate) fn amounts_at(&self, factor: f64) -> Vec<FundedAmount> {
        let Some(funding) = &self.scenario.funding else { return Vec::new() };
        let mut amounts = Vec::new();
        for (name, plan) in
            self.scenario.plan.iter().filter(|(name, _)| funding.plans.iter().any(|own| own == name))
        {
            let mut scaled = plan.clone();
            scaled.scale(funding.by, factor);
            let (marked, stated) = (marked(plan, funding.by), numbers(name, plan));
            let to = numbers(name, &scaled);
            amounts.extend(numbers(name, &marked).into_iter().filter(|(_, number)| number.is_nan()).map(
                |(place, _)| FundedAmount {
                    // The roster's own salary is stated nowhere: it is once itself.
                    from: stated.get(&place).copied().unwrap_or(1.0),
                    to: to.get(&place).copied().unwrap_or(f64::NAN),
                    place,
                },
            ));
        }
        amounts
    }
}

/// The plans that give way.
fn plans<'p>(all: &'p mut Named<Plan>, funding: &Funding) -> impl Iterator<Item = &'p mut (Arc<str>, Plan)> {
    let names = funding.plans.clone();
    all.0.iter_mut().filter(move |(name, _)| names.iter().any(|own| **own == **name))
}
