//! An arm at factors on what funds it.

use super::Arm;
use super::funding::{FundedAmount, PlanFactor, marked, numbers};
use crate::behaviour::{Behaviour, Nobody};

impl Arm {
    /// The arm with what funds it multiplied by a factor for each plan.
    #[must_use]
    pub(crate) fn funded_at(&self, factors: &[PlanFactor]) -> Arm {
        let mut arm = self.clone();
        let Some(by) = arm.scenario.funding.as_ref().map(|funding| funding.by) else { return arm };
        for (name, plan) in &mut arm.scenario.plan.0 {
            if let Some(own) = factors.iter().find(|own| *own.plan == **name) {
                plan.scale(by, own.factor);
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

    /// The most that what funds it of some plans may be multiplied by.
    #[must_use]
    pub(crate) fn room_to_fund(&self, plans: &[String]) -> f64 {
        let Some(funding) = &self.scenario.funding else { return 1.0 };
        let named = self.scenario.plan.iter().filter(|(name, _)| plans.iter().any(|own| own == name));
        named.map(|(_, plan)| plan.room_to_scale(funding.by)).fold(f64::INFINITY, f64::min)
    }

    /// What gives way, and what it becomes.
    #[must_use]
    pub(crate) fn amounts_at(&self, factors: &[PlanFactor]) -> Vec<FundedAmount> {
        let Some(by) = self.scenario.funding.as_ref().map(|funding| funding.by) else { return Vec::new() };
        let mut amounts = Vec::new();
        for (name, plan) in self.scenario.plan.iter() {
            let Some(factor) = factors.iter().find(|own| own.plan == name).map(|own| own.factor) else {
                continue;
            };
            let mut scaled = plan.clone();
            scaled.scale(by, factor);
            let (marked, stated) = (marked(plan, by), numbers(name, plan));
            let to = numbers(name, &scaled);
            amounts.extend(numbers(name, &marked).into_iter().filter(|(_, number)| number.is_nan()).map(
                |(place, _)| FundedAmount {
                    factor,
                    // The roster's own salary is stated nowhere: it is once itself.
                    from: stated.get(&place).copied().unwrap_or(1.0),
                    to: to.get(&place).copied().unwrap_or(f64::NAN),
                    place,
                },
            ));
        }
        // What is nothing stays nothing.
        amounts.retain(|amount| amount.from > 0.0);
        amounts
    }
}
