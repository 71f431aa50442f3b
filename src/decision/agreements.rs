//! The two agreements side by side: what payers pay the system for, and what the system pays physicians for.

use super::signed::share_within;
use crate::engine::{ContractMetric, Metric, Outcome};
use crate::model::Model;
use crate::payer::{Category, Terms};
use crate::stats::Summary;
use crate::units::CalendarYear;

/// What a contract pays the system for, in an arm's last year.
#[derive(Clone, Debug)]
pub struct PayerTerms<'m> {
    /// The contract.
    pub name: &'m str,
    /// Who pays.
    pub payer: &'m str,
    /// What kind of contract it is, in a sentence with its stop.
    pub kind: &'static str,
    /// Its category of the HCP-LAN framework.
    pub category: Category,
    /// Share of the system's professional revenue that comes under it, as the scenario states it for everyone.
    pub revenue: f64,
    /// Attributed lives.
    pub lives: Summary,
    /// Chance that it pays anything beyond fees.
    pub earns: Summary,
    /// Expected receipts for the next dollar of true savings.
    pub slope: Summary,
}

/// What a plan pays physicians for, in an arm's last year: of those who were on it at the start.
#[derive(Clone, Debug)]
pub struct PlanTerms<'m> {
    /// The plan.
    pub name: &'m str,
    /// What people call it.
    pub title: Option<&'m str>,
    /// Physicians who are on it at the start.
    pub physicians: usize,
    /// What it is made of: the keys of its components.
    pub made_of: Vec<&'static str>,
    /// Pay of a physician.
    pub pay: Summary,
    /// Share of pay by volume, by what it is based on.
    pub volume: Summary,
    /// Share of pay for value.
    pub value: Summary,
}

/// Both sides of an arm, and how far apart they are.
#[derive(Clone, Debug)]
pub struct TwoAgreements<'m> {
    /// The last year.
    pub year: CalendarYear,
    /// Contracts, in the scenario's order.
    pub contracts: Vec<PayerTerms<'m>>,
    /// Plans that physicians are on at the start.
    pub plans: Vec<PlanTerms<'m>>,
    /// Share of the revenue of physicians' panels under value terms.
    pub revenue_under_value: Option<Summary>,
    /// Share of their pay for value.
    pub pay_for_value: Option<Summary>,
}

/// Both sides of an arm, counted from 0.
#[must_use]
pub fn two_agreements<'m>(model: &'m Model, outcome: &Outcome, arm: usize) -> TwoAgreements<'m> {
    let own = &model.arms[arm];
    let last = outcome.of(arm, model.years - 1);
    let contracts = own.scenario.contract.iter().filter_map(|(name, contract)| {
        let found = last.contract(name).ok()?;
        Some(PayerTerms {
            name,
            payer: &contract.payer,
            kind: kind_of(&contract.terms),
            category: contract.terms.category(),
            revenue: contract.revenue_share.0,
            lives: found.get(ContractMetric::Lives),
            earns: found.get(ContractMetric::Earns),
            slope: found.get(ContractMetric::Slope),
        })
    });
    let plans = model.plans.iter().filter_map(|name| {
        let plan = own.scenario.plan.get(name)?;
        let found = last.plan(name).ok()?;
        let mut made_of: Vec<&'static str> = Vec::new();
        for component in plan.pay.iter().chain(&plan.alternative) {
            if !made_of.contains(&component.key()) {
                made_of.push(component.key());
            }
        }
        Some(PlanTerms {
            name,
            title: plan.title.as_deref(),
            physicians: own.roster.iter().flatten().filter(|one| one.plan == *name).count(),
            made_of,
            pay: found.get(Metric::Pay)?,
            volume: found.get(Metric::VolumeBasisShare)?,
            value: found.get(Metric::ValueShare)?,
        })
    });
    let everyone = last.everyone();
    TwoAgreements {
        year: last.calendar(),
        contracts: contracts.collect(),
        plans: plans.filter(|plan| plan.physicians > 0).collect(),
        revenue_under_value: everyone.get(Metric::ValueRevenueShare),
        pay_for_value: everyone.get(Metric::ValueShare),
    }
}

/// What kind of contract terms are.
fn kind_of(terms: &Terms) -> &'static str {
    let known = Terms::KEYS.iter().find(|(key, _)| *key == terms.key());
    known.map_or("", |(_, about)| about.trim())
}

impl TwoAgreements<'_> {
    /// How far apart the two are.
    #[must_use]
    pub fn finding(&self) -> String {
        let Some((revenue, pay)) = self.revenue_under_value.as_ref().zip(self.pay_for_value.as_ref()) else {
            return String::new();
        };
        if self.contracts.iter().all(|one| !one.category.is_value_based()) {
            return format!(
                "No contract in force today pays for the cost of care; in {} {} of pay is for value",
                self.year,
                share_within(pay)
            );
        }
        format!(
            "In {} {} of the revenue that physicians' panels bring stands under contracts that pay for value, and {} of their pay is for value",
            self.year,
            share_within(revenue),
            share_within(pay)
        )
    }
}
