//! An arm as the rules of law see it.

use crate::compliance::{
    Case, Colleague, ContractInUse, PlanInUse, PoolInUse, RedesignInUse, Sponsor, people,
};
use crate::entity::{Date, Physician, Specialty};
use crate::model::{Arm, Model, Redesign, Scenario, When};
use crate::pay::{Component, Plan, Work};
use crate::payer::{Category, Terms};
use crate::system::arriving;
use crate::units::CalendarYear;

/// Reduces an arm to a case.
pub(super) fn case(model: &Model, place: usize) -> Case<'_> {
    let arm = &model.arms[place];
    let scenario = &arm.scenario;
    let baseline = &model.arms[0].scenario;
    let plans: Vec<PlanInUse<'_>> = scenario
        .plan
        .iter()
        .map(|(name, plan)| PlanInUse {
            name,
            plan,
            physicians: colleagues(arm, name),
            // A plan that is another where nobody is on it today comes by redesign, which has dates and costs.
            changed: is_in_use(&model.arms[0], name)
                && baseline.plan.get(name).is_some_and(|before| differs(before, plan)),
        })
        .filter(|plan| !plan.physicians.is_empty())
        .collect();
    let members = |pool: &str| {
        let sharing = plans.iter().filter(|p| p.plan.pools().any(|name| name == pool));
        people(sharing)
    };
    let pools = scenario.allocation.pool.iter();
    let pools = pools.map(|(name, pool)| PoolInUse { name, pool, members: members(name) }).collect();
    let stated = scenario.allocation.authorisation.as_ref().filter(|_| !arm.authorisation_is_assumed);
    Case {
        stated: &scenario.compliance,
        start_year: model.start.0,
        contracts: contracts(scenario),
        pools,
        redesigns: scenario.redesign.iter().map(|change| redesign(change, model.start)).collect(),
        passed_on: scenario.allocation.physicians.0 * arriving(&scenario.allocation.hops),
        hops: scenario.allocation.hops.iter().map(|hop| hop.name.as_str()).collect(),
        // What is only assumed to be needed is no authorisation.
        authorisation: stated.map(|a| (a.legal_cost.0, a.lead_months.0)),
        plans,
    }
}

/// Physicians on a plan at the start, or who come onto it by a redesign.
fn colleagues(arm: &Arm, plan: &str) -> Vec<Colleague> {
    let scenario = &arm.scenario;
    let comes_from = |physician: &Physician| {
        physician.plan == plan || scenario.redesign.iter().any(|r| r.to == plan && r.from == physician.plan)
    };
    arm.roster.iter().flatten().filter(|p| comes_from(p)).map(|p| colleague(scenario, p)).collect()
}

fn colleague(scenario: &Scenario, physician: &Physician) -> Colleague {
    let specialty = Specialty::resolve(&physician.specialty, scenario.specialty.get(&physician.specialty));
    let technical = specialty.map_or(0.0, |s| s.technical_per_wrvu.0);
    let work = Work {
        portion: 1.0,
        fte: physician.fte,
        clinical_fte: physician.clinical_fte,
        wrvu: physician.wrvu,
        quality: physician.quality,
        panel: physician.panel,
        base_salary: physician.base_salary.unwrap_or(0.0),
        duties: physician.duties,
        ..Work::default()
    };
    Colleague {
        id: physician.id.clone(),
        person: physician.person.clone(),
        work,
        technical_revenue: technical * physician.wrvu,
    }
}

/// Whether two plans of one name differ in more than the pools they share in.
/// Whether anybody is on a plan at the start.
fn is_in_use(arm: &Arm, plan: &str) -> bool {
    arm.roster.iter().flatten().any(|physician| physician.plan == plan)
}

fn differs(before: &Plan, after: &Plan) -> bool {
    let own = |plan: &Plan| -> Vec<Component> {
        plan.pay.iter().filter(|c| !matches!(c, Component::SharedSavings(_))).cloned().collect()
    };
    own(before) != own(after)
        || before.guarantee != after.guarantee
        || before.fair_market_value != after.fair_market_value
}

fn contracts(scenario: &Scenario) -> Vec<ContractInUse<'_>> {
    scenario
        .contract
        .iter()
        .map(|(name, contract)| ContractInUse {
            name,
            line: contract.line,
            family: contract.terms.key(),
            sponsor: sponsor(&contract.terms),
            value_based: contract.terms.is_value_based(),
            secured: contract.repayment.is_some(),
            two_sided: matches!(
                contract.terms.category(),
                Category::SharedRisk | Category::PartialCapitation | Category::PopulationPayment
            ),
        })
        .collect()
}

/// Who sponsors the programme of a contract's terms. What runs in stated years by a rule of Medicare's is a model of
/// its own.
fn sponsor(terms: &Terms) -> Sponsor {
    if let Terms::Mssp(_) = terms {
        Sponsor::SharedSavings
    } else if terms.programme_years().first.is_some() {
        Sponsor::Model
    } else {
        Sponsor::Private
    }
}

fn redesign(redesign: &Redesign, start: CalendarYear) -> RedesignInUse<'_> {
    RedesignInUse {
        from: &redesign.from,
        to: &redesign.to,
        when: redesign.when.key(),
        legal_cost: redesign.legal_cost.0,
        lead_months: redesign.ready(start),
    }
}

/// The plan of a physician at the end of a calendar year, if nobody leaves.
pub(super) fn plan_in<'a>(
    scenario: &'a Scenario,
    physician: &'a Physician,
    start: u16,
    year: u16,
) -> &'a str {
    let own = physician.plan_by(year);
    let Some(redesign) = scenario.redesign.iter().find(|r| r.from == own) else { return own };
    #[expect(clippy::cast_possible_truncation, reason = "a month of the horizon")]
    let months = redesign.effective(CalendarYear(start)).ceil() as i64;
    let ready = Date::from_index(Date::month(start, 1).index() + months);
    let converts = match redesign.when {
        When::Immediately => ready,
        When::Renewal => physician.renewals.next(ready),
        When::Hire => return own,
    };
    if converts.year <= year { &redesign.to } else { own }
}
