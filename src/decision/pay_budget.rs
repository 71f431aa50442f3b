//! What does pay cost, by plan and by specialty, year by year, beside today?
//!
//! Sums of physicians' means in whole cents: those of plans, and those of specialties, add up to everyone's. What
//! employing costs on top of pay stands in the system's accounts for all together; here it is divided among physicians
//! in proportion to what the scenario's rates ask of their pay and FTE, to the cent.

use super::bridge::on_top_of_pay;
use super::groups::{is_of, named_groups};
use crate::engine::{Metric, Outcome, Scope};
use crate::math::grown;
use crate::model::Model;
use crate::units::{Cents, apportion};

/// What a group of physicians costs in a year of an arm; means over trials.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BudgetLine<'m> {
    /// Everyone, a plan at the start, or a specialty.
    pub scope: Scope,
    /// Which one; `all` for everyone.
    pub group: &'m str,
    /// Positions.
    pub physicians: usize,
    /// Their FTE at the start.
    pub fte: f64,
    /// Pay.
    pub pay: Cents,
    /// What employing them costs on top.
    pub on_costs: Cents,
    /// Pay less the baseline's, of the same group.
    pub pay_change: Cents,
    /// What employing costs on top, less the baseline's.
    pub on_costs_change: Cents,
}

/// A position's part of the budget.
#[derive(Clone, Copy, Debug, Default)]
struct OwnBudget {
    physicians: usize,
    fte: f64,
    pay: Cents,
    on_costs: Cents,
}

/// Everyone, then specialties, then plans, in a year of an arm; both count from 0.
#[must_use]
pub fn pay_budget<'m>(
    model: &'m Model,
    outcome: &Outcome,
    (arm, year): (usize, usize),
) -> Vec<BudgetLine<'m>> {
    let own = own_budgets(model, outcome, (arm, year));
    let before = if arm == 0 { own.clone() } else { own_budgets(model, outcome, (0, year)) };
    let line = |(scope, group): (Scope, &'m str)| {
        let is_member = |arm: usize, place: usize| {
            model.arms[arm].roster[place].as_ref().is_some_and(|who| is_of(who, (scope, group)))
        };
        let sum = |arm: usize, all: &[OwnBudget]| {
            (0..all.len()).filter(|place| is_member(arm, *place)).fold(OwnBudget::default(), |sum, place| {
                OwnBudget {
                    physicians: sum.physicians + all[place].physicians,
                    fte: sum.fte + all[place].fte,
                    pay: sum.pay + all[place].pay,
                    on_costs: sum.on_costs + all[place].on_costs,
                }
            })
        };
        let (now, then) = (sum(arm, &own), sum(0, &before));
        BudgetLine {
            scope,
            group,
            physicians: now.physicians,
            fte: now.fte,
            pay: now.pay,
            on_costs: now.on_costs,
            pay_change: now.pay - then.pay,
            on_costs_change: now.on_costs - then.on_costs,
        }
    };
    named_groups(model).map(line).collect()
}

/// Each position's part, by its place in the model.
fn own_budgets(model: &Model, outcome: &Outcome, (arm, year): (usize, usize)) -> Vec<OwnBudget> {
    let results = outcome.of(arm, year);
    let scenario = &model.arms[arm].scenario;
    let inflation = grown(scenario.outlook.expense_growth.0, year);
    let rates = scenario.system.on_costs.in_year(year, inflation);
    let mut own = vec![OwnBudget::default(); model.len()];
    let mut weights = vec![0.0; model.len()];
    for place in 0..model.len() {
        let Some(who) = &model.arms[arm].roster[place] else { continue };
        let pay = results.mean_at(place, Metric::Pay);
        own[place] = OwnBudget { physicians: 1, fte: who.fte, pay: Cents::round(pay), on_costs: Cents::ZERO };
        if scenario.plan.get(&who.plan).is_none_or(crate::pay::Plan::employs) {
            let insured = model.arms[arm].specialty_of(place).malpractice.0 * who.clinical_fte * inflation;
            weights[place] = (rates.payroll_tax(pay) + rates.benefits(who.fte, pay) + insured).max(0.0);
        }
    }
    // Where nobody is employed there may still be cover of empty positions: by pay, then.
    if weights.iter().all(|weight| *weight <= 0.0) {
        weights = own.iter().map(|one| one.pay.dollars().max(0.0)).collect();
    }
    let mut shares = vec![Cents::ZERO; model.len()];
    apportion(Cents::round(on_top_of_pay(&results)), &weights, &mut shares);
    for (own, share) in own.iter_mut().zip(shares) {
        own.on_costs = share;
    }
    own
}
