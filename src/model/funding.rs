//! What funds a variant's changes of pay: which plans give way, in what, and what that came to.

use crate::pay::{FundedBy, Plan};
use crate::schema::{
    Named, Path, ReadTable, Schema as _, Step, Uncertain, flag, number, parameters, required, word,
};
use crate::units::{Share, SignedShare, both, closest, either};
use serde::Serialize;
use std::collections::BTreeMap;

parameters! {
    /// What funds a variant's changes of pay. What it names of its plans is multiplied by one factor, so
    /// that all pay together over the whole horizon is expected to cost what the baseline's does, were
    /// nobody to respond to incentives: pools, guarantees, floors, caps, turnover and dates of new agreements
    /// included. It is solved by simulation on the run's own luck, before anything is run, and the
    /// variant has the solved amounts wherever it is looked at. Only for variants.
    pub struct Funding {
        /// The plans that give way, by name: new ones, or those of everyone.
        plans: Vec<String> = required();
        /// What of them is multiplied.
        by: FundedBy = word("rate").because("redesigns are usually paid for by the conversion factor");
        /// Each plan pays for its own changes: a factor for each of `plans`, with which those who begin on it, or are
        /// moved to it by a redesign, are together paid what they are in the baseline. Else one factor for all.
        each: bool = flag(false);
        /// Part of what the variant's changes cost that is funded so; the rest is new money, or kept.
        share: Share = number(1.0).because("the same budget, so that plans are compared and not gifts");
        /// By how much the budget differs from the baseline's pay, as a share of it.
        budget_change: SignedShare = number(0.0).range(-0.5, 0.5).because("the same budget, so that plans are compared and not gifts");
    }
    check Funding::check
}

impl Funding {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.plans.is_empty() {
            table.problem("plans", "the list is empty; name the plans whose amounts give way, such as plans = [\"primary_care_value\"]");
        }
    }

    /// The budget that meets it, $: `B (1 + b) + (1 − s) (V − B (1 + b))` with the baseline's bill `B`, the
    /// variant's own `V` before anything is multiplied, the change `b` and the share `s`.
    #[must_use]
    pub fn budget(&self, baseline: f64, own: f64) -> f64 {
        let meant = baseline * (1.0 + self.budget_change.0);
        meant + (1.0 - self.share.0) * (own - meant)
    }
}

/// What funds a variant, solved: its amounts in the arm's scenario are those after the factor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Funded {
    /// What was multiplied: the word of the scenario.
    pub by: &'static str,
    /// What each plan's was multiplied by.
    pub factors: Vec<PlanFactor>,
    /// Each amount, from what to what.
    pub amounts: Vec<FundedAmount>,
    /// Pay of everyone over the horizon that is expected if nobody responds to incentives, $: the baseline's,
    pub baseline: f64,
    /// the variant's as it is stated,
    pub stated: f64,
    /// what it is to be,
    pub budget: f64,
    /// and what it is with the factors.
    pub bill: f64,
    /// Trials that these are means over.
    pub trials: u64,
}

impl Funded {
    /// By how much a bill differs from the baseline's, as a share of it.
    #[must_use]
    pub fn off(&self, bill: f64) -> f64 {
        bill / self.baseline.max(0.01) - 1.0
    }
}

/// What a plan's amounts are multiplied by.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanFactor {
    /// The plan.
    pub plan: String,
    /// The factor.
    pub factor: f64,
}

/// An amount that gives way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FundedAmount {
    /// Its place in the scenario.
    pub place: String,
    /// What it is multiplied by.
    pub factor: f64,
    /// As it is stated.
    pub from: f64,
    /// As it is paid.
    pub to: f64,
}

/// A plan in which whatever is multiplied is no number.
pub(super) fn marked(plan: &Plan, by: FundedBy) -> Plan {
    let mut marked = plan.clone();
    marked.scale(by, f64::NAN);
    marked
}

/// Every number of a plan, by its place.
pub(super) fn numbers(name: &str, plan: &Plan) -> BTreeMap<String, f64> {
    let mut found = BTreeMap::new();
    Path::default().at(Step::Key("plan"), |path| {
        path.at(Step::Name(name.into()), |path| {
            plan.clone().visit(path, &mut |path, slot| {
                found.insert(path.to_string(), *slot);
            });
        });
    });
    found
}

/// What is wrong with what a scenario says of its funding, each with its place.
pub(super) fn funding_faults(
    funding: Option<&Funding>,
    plans: &Named<Plan>,
    uncertain: &[Uncertain],
) -> Vec<(String, String)> {
    let Some(funding) = funding else { return Vec::new() };
    let mut faults = Vec::new();
    let mut something = false;
    for (i, name) in funding.plans.iter().enumerate() {
        let place = format!("funding.plans[{i}]");
        let Some(plan) = plans.get(name) else {
            let known: Vec<&str> = plans.names().collect();
            let hint = closest(name, known.iter().copied()).map_or_else(
                || format!("known: {}", either(&known)),
                |near| format!("did you mean `{near}`?"),
            );
            faults.push((place, format!("there is no plan {name:?}; {hint}")));
            something = true;
            continue;
        };
        if funding.plans[..i].contains(name) {
            faults.push((place.clone(), format!("found {name:?} twice; name it once")));
        }
        if plan.budget_neutral.is_some() {
            let message = format!(
                "plan {name:?} is budget_neutral, which sets its rates, too; leave budget_neutral out of it, or name other plans"
            );
            faults.push((place, message));
        }
        something |= plan.room_to_scale(funding.by).is_finite();
        let own = numbers(name, &marked(plan, funding.by));
        for leaf in uncertain.iter().filter(|leaf| own.get(&leaf.path).is_some_and(|slot| slot.is_nan())) {
            let message =
                "found a distribution for an amount that `funding` solves; write a plain number".to_owned();
            faults.push((leaf.path.clone(), message));
        }
    }
    if !something {
        let message = format!(
            "found {}, of which by = {:?} multiplies nothing; write {}, or name other plans or another `by`",
            both(funding.plans.iter().map(String::as_str)),
            funding.by.key(),
            funding.by.instead(),
        );
        faults.push(("funding.plans".to_owned(), message));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_is_the_baselines_unless_part_of_the_cost_is_new_money() {
        let funding = |share: f64, change: f64| Funding {
            plans: vec!["a".to_owned()],
            by: FundedBy::Rate,
            each: false,
            share: Share(share),
            budget_change: SignedShare(change),
        };
        // A bill of 100 that the variant raises to 110.
        assert_eq!(funding(1.0, 0.0).budget(100.0, 110.0), 100.0);
        // Half of the 10 is new money.
        assert_eq!(funding(0.5, 0.0).budget(100.0, 110.0), 105.0);
        // A budget of 2 % more; and half of the 8 beyond it.
        assert_eq!(funding(1.0, 0.02).budget(100.0, 110.0), 102.0);
        assert_eq!(funding(0.5, 0.02).budget(100.0, 110.0), 106.0);
    }
}
