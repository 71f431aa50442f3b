//! What the rules look at: one arm, reduced to the facts they ask for.

use super::{Compliance, Finding, LegalRule, Remedy, Severity};
use crate::pay::{Plan, Work};
use crate::payer::LineOfBusiness;
use crate::survey::TableKind;
use crate::system::Pool;
use std::collections::BTreeSet;

/// One arm as the rules see it.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// What the scenario states under `[compliance]`.
    pub stated: &'a Compliance,
    /// First performance year.
    pub start_year: u16,
    /// Plans that somebody is on, or comes onto.
    pub plans: Vec<PlanInUse<'a>>,
    /// Contracts.
    pub contracts: Vec<ContractInUse<'a>>,
    /// Pools.
    pub pools: Vec<PoolInUse<'a>>,
    /// Redesigns.
    pub redesigns: Vec<RedesignInUse<'a>>,
    /// Share of value-based money that reaches physicians after every hop; a circuit breaker that opens
    /// lowers it.
    pub passed_on: f64,
    /// Those who keep a part of it on its way.
    pub hops: Vec<&'a str>,
    /// Legal cost in $ and lead time in months of the amendment that authorises passing on, where
    /// the scenario has one.
    pub authorisation: Option<(f64, f64)>,
}

/// A plan with the physicians on it.
#[derive(Clone, Debug)]
pub struct PlanInUse<'a> {
    /// Its name.
    pub name: &'a str,
    /// The plan.
    pub plan: &'a Plan,
    /// Physicians on it at the start, or who come onto it by a redesign.
    pub physicians: Vec<Colleague>,
    /// Whether it differs from the baseline's plan of the same name in more than shares of pools, so
    /// that it changes for those on it without a redesign.
    pub changed: bool,
}

/// A physician's facts at the start.
#[derive(Clone, Debug)]
pub struct Colleague {
    /// Identifier.
    pub id: String,
    /// Who it is: the same for the appointments of one person.
    pub person: String,
    /// A full year of work at the roster's numbers.
    pub work: Work,
    /// Facility contribution margin that accompanies that work, $ a year.
    pub technical_revenue: f64,
}

/// Who sponsors the programme of a contract: which waivers and safe harbours reach the money it pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sponsor {
    /// The Medicare Shared Savings Program.
    SharedSavings,
    /// A model that the Medicare agency sponsors and tests.
    Model,
    /// An agreement between two parties.
    Private,
}

/// A contract's facts.
#[derive(Clone, Copy, Debug)]
pub struct ContractInUse<'a> {
    /// Its name.
    pub name: &'a str,
    /// Line of business.
    pub line: LineOfBusiness,
    /// Family.
    pub family: &'static str,
    /// Who sponsors the programme.
    pub sponsor: Sponsor,
    /// Whether payment depends on quality or cost of care.
    pub value_based: bool,
    /// Whether the system can owe money.
    pub two_sided: bool,
    /// Whether it states what secures its losses.
    pub secured: bool,
}

impl ContractInUse<'_> {
    /// Whether it is that of a Medicare ACO: the Shared Savings Program, REACH or LEAD.
    pub(super) fn is_medicare_aco(&self) -> bool {
        self.sponsor == Sponsor::SharedSavings || matches!(self.family, "reach" | "lead")
    }
}

/// A pool with its members.
#[derive(Clone, Copy, Debug)]
pub struct PoolInUse<'a> {
    /// Its name.
    pub name: &'a str,
    /// The pool.
    pub pool: &'a Pool,
    /// Physicians whose plan shares in it.
    pub members: usize,
}

/// A redesign.
#[derive(Clone, Copy, Debug)]
pub struct RedesignInUse<'a> {
    /// The plan that is replaced.
    pub from: &'a str,
    /// The plan that takes its place.
    pub to: &'a str,
    /// When, as the scenario says it.
    pub when: &'static str,
    /// Legal cost it carries, $.
    pub legal_cost: f64,
    /// Lead time it carries, months.
    pub lead_months: f64,
}

/// The largest value over the years, and the first year that has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worst {
    /// The value.
    pub value: f64,
    /// Calendar year.
    pub year: u16,
}

impl Worst {
    /// The larger of two; the first of equals.
    #[must_use]
    pub fn or(self, other: Worst) -> Worst {
        if other.value > self.value { other } else { self }
    }
}

/// One physician under one plan, over all trials and the years under it, against a survey.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paid<'a> {
    /// Identifier.
    pub physician: &'a str,
    /// Plan in force.
    pub plan: &'a str,
    /// The table that pay is compared with; none when nobody measured the specialty.
    pub table: Option<TableKind>,
    /// Chance that pay, all sources, lies above the table's P75.
    pub above_p75: Worst,
    /// Chance that it lies above the table's P90.
    pub above_p90: Worst,
    /// Pay percentile less productivity percentile in points, at the least; where a survey measures
    /// both.
    pub gap: Option<Worst>,
    /// Part of potential payments that depends on referral services: see
    /// [`share_at_risk`](super::share_at_risk).
    pub at_risk: Worst,
    /// Pay that one future in twenty reaches, as a part of the plan's cap; none without a cap.
    pub of_cap: Option<Worst>,
}

/// A yes-or-no fact of the `[compliance]` table, and what each answer means.
pub(super) struct Question<'q> {
    /// The rule that asks.
    pub rule: &'static LegalRule,
    /// The key, below `compliance.`.
    pub key: &'q str,
    /// What is asked, as a noun phrase: "agreements in writing and signed".
    pub what: &'q str,
    /// The answer.
    pub answer: Option<bool>,
    /// The answer that is in order.
    pub good: bool,
    /// What the other answer is.
    pub otherwise: Severity,
    /// What would cure that.
    pub cure: &'q str,
    /// What kind of work that is.
    pub remedy: Remedy,
}

impl Case<'_> {
    /// A finding with the cost and lead time of its cure: what it is, and what kind of work.
    pub(super) fn finding(
        &self,
        rule: &'static LegalRule,
        severity: Severity,
        place: impl Into<String>,
        found: impl Into<String>,
        (cure, remedy): (impl Into<String>, Remedy),
    ) -> Finding {
        let (cost, lead_months) = self.stated.cure.of(remedy);
        Finding {
            rule,
            severity,
            place: place.into(),
            found: found.into(),
            cure: cure.into(),
            cost,
            lead_months,
        }
    }

    /// What the rule asks for is there.
    pub(super) fn pass(
        &self,
        rule: &'static LegalRule,
        place: impl Into<String>,
        found: impl Into<String>,
    ) -> Finding {
        self.finding(rule, Severity::Pass, place, found, ("", Remedy::Nothing))
    }

    /// A fact that nobody stated.
    pub(super) fn unstated(&self, rule: &'static LegalRule, key: &str, what: &str) -> Finding {
        self.finding(
            rule,
            Severity::Note,
            format!("compliance.{key}"),
            format!("not stated: {what}"),
            (format!("state compliance.{key}"), Remedy::Nothing),
        )
    }

    /// The finding of a yes-or-no fact.
    pub(super) fn asked(&self, q: &Question<'_>) -> Finding {
        let place = format!("compliance.{}", q.key);
        match q.answer {
            None => self.unstated(q.rule, q.key, q.what),
            Some(answer) => {
                let found = format!("{}: {}", q.what, if answer { "yes" } else { "no" });
                if answer == q.good {
                    self.pass(q.rule, place, found)
                } else {
                    self.finding(q.rule, q.otherwise, place, found, (q.cure, q.remedy))
                }
            }
        }
    }

    /// Contracts that pay for cost or quality of care.
    pub(super) fn value_contracts(&self) -> impl Iterator<Item = &ContractInUse<'_>> {
        self.contracts.iter().filter(|c| c.value_based)
    }

    /// Whether value money reaches physicians through a plan.
    pub(super) fn passes_on(&self) -> bool {
        self.passed_on > 0.0 && self.pooled_plans().next().is_some()
    }

    /// Plans whose physicians share in a pool of passed-on money; the system's own fixed dollars are none.
    pub(super) fn pooled_plans(&self) -> impl Iterator<Item = &PlanInUse<'_>> {
        let fixed = |name: &str| self.pools.iter().any(|p| p.name == name && p.pool.dollars.is_some());
        self.plans.iter().filter(move |p| p.plan.pools().any(|pool| !fixed(pool)))
    }
}

impl PlanInUse<'_> {
    /// How many people are on the plan: appointments of one person count once.
    #[must_use]
    pub fn people(&self) -> usize {
        people([self].into_iter())
    }
}

/// How many people are on any of these plans.
#[must_use]
pub fn people<'p>(plans: impl Iterator<Item = &'p PlanInUse<'p>>) -> usize {
    let everyone: BTreeSet<&str> =
        plans.flat_map(|plan| plan.physicians.iter().map(|one| one.person.as_str())).collect();
    everyone.len()
}
