//! Budget-neutral plans: the factor on their rates per wRVU, solved where scenario and roster meet.

use super::{Practice, Scenario};
use crate::entity::Physician;
use crate::pay::{BudgetNeutral, FundedBy, Outlook, Plan, Work, solve};
use crate::schema::Problem;
use crate::terms::excess;
use crate::tile::TILE;
use crate::units::{PerWrvu, Quantity as _};
use serde::Serialize;

/// A budget-neutral plan, solved: its rates in the arm's scenario are those after the factor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Neutral {
    /// The plan.
    pub plan: String,
    /// What its rates per wRVU were multiplied by.
    pub factor: f64,
    /// What its members are expected to be paid by it, $ a year.
    pub budget: f64,
    /// How many they are.
    #[serde(rename = "physicians")]
    pub members: usize,
}

/// Multiplies the rates of every budget-neutral plan by its factor.
///
/// # Errors
///
/// What stands in the way, at the plan's path; the file is the arm's name.
pub(super) fn solve_all(
    arm: &str,
    scenario: &mut Scenario,
    practice: &Practice,
    roster: &[Option<Physician>],
) -> Result<Vec<Neutral>, Vec<Problem>> {
    let mut solved = Vec::new();
    let mut problems = Vec::new();
    for place in 0..scenario.plan.len() {
        let (name, plan) = &scenario.plan.0[place];
        let Some(rule) = plan.budget_neutral.clone() else { continue };
        let name = name.to_string();
        match solve_one(scenario, &name, plan, &rule, practice, roster) {
            Ok(neutral) => {
                scenario.plan.0[place].1.scale(FundedBy::Rate, neutral.factor);
                solved.push(neutral);
            }
            Err(message) => {
                problems.push(Problem::of_whole(arm, format!("plan.{name}.budget_neutral"), message));
            }
        }
    }
    if problems.is_empty() { Ok(solved) } else { Err(problems) }
}

fn solve_one(
    scenario: &Scenario,
    name: &str,
    plan: &Plan,
    rule: &BudgetNeutral,
    practice: &Practice,
    roster: &[Option<Physician>],
) -> Result<Neutral, String> {
    let comes = |p: &Physician| {
        p.plan == name
            || scenario.redesign.iter().any(|redesign| redesign.to == name && redesign.from == p.plan)
    };
    let members: Vec<(usize, &Physician)> = roster
        .iter()
        .enumerate()
        .filter_map(|(place, p)| p.as_ref().filter(|p| comes(p)).map(|p| (place, p)))
        .collect();
    if members.is_empty() {
        return Err(format!(
            "nobody is on plan `{name}` at the start or is moved to it by a redesign, so there is no budget to keep; add members, or leave budget_neutral out"
        ));
    }
    let old = rule.to.as_deref().and_then(|old| scenario.plan.get(old).map(|plan| (old, plan)));
    for (plan_name, plan) in [Some((name, plan)), old].into_iter().flatten() {
        if let Some((_, p)) =
            members.iter().find(|(_, p)| plan.needs_base_salary() && p.base_salary.is_none())
        {
            return Err(format!(
                "physician {} has no base_salary, which plan `{plan_name}` pays; add it to the roster, or state per_fte in the plan",
                p.id
            ));
        }
    }
    let mut outlooks: Vec<Outlook> =
        members.iter().map(|(place, _)| outlook_of(scenario, practice, *place)).collect();
    share_quality(&mut outlooks);
    let fte: f64 = outlooks.iter().map(|outlook| outlook.work.fte).sum();
    let budget = match old {
        Some((_, plan)) => expected(plan, &outlooks),
        None => rule.per_fte.map_or(0.0, |per_fte| per_fte.0 * fte),
    };
    let mut scaled = plan.clone();
    let top = scaled.rates_per_wrvu().map(|rate| rate.0).fold(0.0, f64::max);
    let most = PerWrvu::MAX / top.max(1e-9);
    let at = |factor: f64| {
        let mut scaled = plan.clone();
        scaled.scale(FundedBy::Rate, factor);
        expected(&scaled, &outlooks)
    };
    match solve(budget, most, at) {
        Ok(factor) => Ok(Neutral { plan: name.to_owned(), factor, budget, members: members.len() }),
        Err((least, most)) => Err(format!(
            "the budget of {budget:.0} $ a year cannot be met by rates per wRVU: plan `{name}` is expected to pay its {} members from {least:.0} $ with rates of 0 to {most:.0} $ with the highest at {} $/wRVU; change what it pays beside them, or the budget",
            members.len(),
            PerWrvu::MAX
        )),
    }
}

/// A full year of one physician's own work at the start, as the roster tells it.
pub(super) fn work_of(scenario: &Scenario, practice: &Practice, place: usize) -> Work {
    outlook_of(scenario, practice, place).work
}

/// The same in expectation.
fn outlook_of(scenario: &Scenario, practice: &Practice, place: usize) -> Outlook {
    let (k, lane) = (place / TILE, place % TILE);
    let tile = &practice.tiles[k];
    let contracts = practice.contracts_of(k);
    let (mut price, mut spending) = (0.0, 0.0);
    for (contract, own) in scenario.contract.values().zip(contracts) {
        price += contract.price_per_wrvu.0 * own.revenue_share[lane];
        spending += contract.spending.0 * own.influence[lane];
    }
    let none = &contracts[practice.populations - 1];
    spending += scenario.system.uncontracted_spending.0 * none.influence[lane];
    let wrvu = tile.wrvu[lane];
    Outlook {
        work: Work {
            portion: 1.0,
            wrvu,
            quality: tile.quality[lane],
            collected_per_wrvu: price,
            spending,
            cost_sd: tile.cost_sd[lane],
            ..tile.work().lane(lane)
        },
        wrvu_sd: scenario.chance.wrvu_cv.0 * wrvu,
        quality_sd: tile.quality_sd[lane],
        worth_next_year: 1.0,
    }
}

/// Tells each member the mean quality of all, by FTE.
fn share_quality(outlooks: &mut [Outlook]) {
    let fte: f64 = outlooks.iter().map(|outlook| outlook.work.fte).sum();
    let per_fte = if fte > 0.0 { 1.0 / fte } else { 0.0 };
    let mean: f64 = outlooks.iter().map(|o| o.work.fte * o.work.quality).sum::<f64>() * per_fte;
    for outlook in outlooks {
        outlook.work.group_quality = mean;
        outlook.work.group_part = outlook.work.fte * per_fte;
    }
}

/// What a plan is expected to pay them, its cap included, $ a year.
fn expected(plan: &Plan, outlooks: &[Outlook]) -> f64 {
    let one = |outlook: &Outlook| {
        let margin = plan.expect(outlook, 0.0);
        let Some(cap) = &plan.fair_market_value else { return margin.pay };
        let sd = (margin.per_wrvu * outlook.wrvu_sd).abs();
        margin.pay - excess(margin.pay, sd, cap.cap_per_fte.0 * outlook.work.fte).value
    };
    outlooks.iter().map(one).sum()
}
