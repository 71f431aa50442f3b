//! What a plan or contract may not do, and what it would take to put it right.
//!
//! A closed list of rules, one file for each family, each opening with the same headings: what it
//! asks, the test, its parameters, its source, a worked example. A rule sees numbers and what the
//! scenario states under `[compliance]`; what nobody stated is a note that says which fact to
//! state, never a pass. Every finding carries what its cure would cost and how long it would take.
//!
//! **This is not legal advice.** The rules are read from law-firm summaries or from memory, as each
//! one's grade says, and test only what a simulation can see. They tell counsel where to look.
//!
//! [`review`] asks what can be asked of an arm before it runs; [`review_outcome`] asks what only
//! results can answer.

mod anti_kickback;
mod case;
mod co_management;
mod commercial_reasonableness;
mod decision_support;
mod deferred_pay;
mod excess_compensation;
mod fair_market_value;
mod finding;
mod gainsharing;
mod governing_vote;
mod group_practice;
mod indirect_compensation;
mod non_compete;
mod pass_through;
mod personally_performed;
mod physician_incentive_plan;
mod reconciliation;
mod redesign;
mod referrals;
mod repayment_mechanism;
mod risk_documentation;
mod risk_sharing;
mod rule;
#[cfg(test)]
pub(crate) mod sample;
mod set_in_advance;
mod state_law;
mod tax_exempt;
mod value_based;
mod wage_law;

pub use case::{
    Case, Colleague, ContractInUse, Paid, PlanInUse, PoolInUse, RedesignInUse, Sponsor, Worst, people,
};
pub use co_management::{CoManagementFacts, performance_fee_over};
pub use commercial_reasonableness::PurposeFacts;
pub use decision_support::DecisionSupport;
pub use deferred_pay::DeferredPayFacts;
pub use excess_compensation::excess_tax;
pub use fair_market_value::ValuationFacts;
pub use finding::{Cures, Finding, Remedy, Severity};
pub use gainsharing::GainsharingFacts;
pub use governing_vote::GovernanceFacts;
pub use group_practice::GroupPracticeFacts;
pub use non_compete::CovenantFacts;
pub use physician_incentive_plan::{IncentivePlanFacts, risk_share, share_at_risk, withhold_limit};
pub use reconciliation::ReconciliationFacts;
pub use referrals::{Facility, Gradient, Pays, ReferralFacts, referral_gradient};
pub use risk_documentation::RiskDocumentationFacts;
pub use rule::LegalRule;
pub use set_in_advance::AgreementFacts;
pub use state_law::{Doctrine, StateLaw};
pub use tax_exempt::TaxExemptFacts;
pub use value_based::{Reliance, ValueBasedFacts};
pub use wage_law::WageFacts;

use crate::order::Ordered;
use crate::schema::{Named, ReadTable, empty, optional, parameters};

/// What heads and ends every page of findings.
pub const NOT_LEGAL_ADVICE: &str =
    "This is not legal advice. It lists what a simulation can see and what counsel should be asked.";

/// Every rule, in the order in which findings name them.
pub const RULES: &[&LegalRule] = &[
    &fair_market_value::FAIR_MARKET_VALUE,
    &fair_market_value::PAY_STACK,
    &fair_market_value::PAY_PRODUCTIVITY_GAP,
    &commercial_reasonableness::COMMERCIAL_REASONABLENESS,
    &referrals::VOLUME_OR_VALUE,
    &referrals::DIRECTED_REFERRALS,
    &personally_performed::PERSONALLY_PERFORMED,
    &set_in_advance::SET_IN_ADVANCE,
    &reconciliation::RECONCILIATION,
    &value_based::STARK_EXCEPTION,
    &value_based::DOWNSIDE_TEST,
    &risk_sharing::RISK_SHARING,
    &indirect_compensation::INDIRECT_COMPENSATION,
    &pass_through::PASS_THROUGH,
    &governing_vote::GOVERNING_BODY,
    &governing_vote::GOVERNING_VOTE,
    &repayment_mechanism::REPAYMENT_MECHANISM,
    &anti_kickback::ANTI_KICKBACK,
    &gainsharing::GAINSHARING_CARE,
    &gainsharing::GAINSHARING_SAVINGS,
    &gainsharing::GAINSHARING_FEES,
    &group_practice::GROUP_POOL,
    &physician_incentive_plan::INCENTIVE_PLAN,
    &co_management::CO_MANAGEMENT,
    &tax_exempt::TAX_EXEMPT,
    &excess_compensation::EXCESS_COMPENSATION,
    &deferred_pay::DEFERRED_PAY,
    &deferred_pay::INELIGIBLE_DEFERRAL,
    &risk_documentation::RISK_DOCUMENTATION,
    &state_law::CORPORATE_PRACTICE,
    &state_law::FEE_SPLITTING,
    &state_law::DOWNSIDE_LICENCE,
    &non_compete::NON_COMPETE,
    &wage_law::WAGE_LAW,
    &decision_support::DECISION_SUPPORT,
    &redesign::REDESIGN_CARRIES,
];

parameters! {
    /// Facts that the rules of law ask for and that nothing else in a scenario says. All may be left
    /// out: a rule then says which fact it misses.
    pub struct Compliance {
        /// State whose law governs the agreements, as two letters.
        state: Option<String> = optional();
        /// Physicians are bona fide (W-2) employees of the system or its affiliate.
        employed: Option<bool> = optional();
        /// Agreements: writing, signature, changes.
        agreement: AgreementFacts = empty();
        /// Valuation: what says that pay is fair market value.
        valuation: ValuationFacts = empty();
        /// Why the arrangement makes sense without referrals.
        purpose: PurposeFacts = empty();
        /// Referrals and whose work is counted.
        referrals: ReferralFacts = empty();
        /// Reconciling what was paid with what was owed.
        reconciliation: ReconciliationFacts = empty();
        /// Value-based exceptions, and whether they are relied on.
        value_based: ValueBasedFacts = empty();
        /// Gainsharing arrangements, by a name of one's own.
        gainsharing: Named<GainsharingFacts> = empty();
        /// Clinical co-management agreements, by a name of one's own.
        co_management: Named<CoManagementFacts> = empty();
        /// Pools of a group practice.
        group_practice: GroupPracticeFacts = empty();
        /// Physician incentive plans under Medicare Advantage and Medicaid managed care.
        incentive_plan: IncentivePlanFacts = empty();
        /// Rules for tax-exempt organisations.
        tax_exempt: TaxExemptFacts = empty();
        /// Who votes on pay and on passing money on.
        governance: GovernanceFacts = empty();
        /// Pay that is held back until it vests.
        deferred_pay: DeferredPayFacts = empty();
        /// Covenants of the agreements.
        covenants: CovenantFacts = empty();
        /// Taking back or charging pay.
        wages: WageFacts = empty();
        /// Documentation behind risk scores.
        risk_documentation: RiskDocumentationFacts = empty();
        /// State law, by two-letter state, as the user or counsel completes it.
        state_law: Named<StateLaw> = empty();
        /// Decision support by algorithms that touches payment.
        decision_support: DecisionSupport = empty();
        /// What cures cost and how long they take.
        cure: Cures = empty();
    }
    check Compliance::check
}

impl Compliance {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if let Some(state) = self.state.as_deref().filter(|s| !state_law::is_state(s)) {
            table.problem(
                "state",
                format!("found {state:?}; write a state as two capital letters, such as \"OH\""),
            );
        }
        if let Some(name) = self.state_law.names().find(|name| !state_law::is_state(name)) {
            table.problem(
                "state_law",
                format!(
                    "found the state {name:?}; write states as two capital letters: [compliance.state_law.OH]"
                ),
            );
        }
    }
}

/// Asks every rule that needs no results, worst findings first.
#[must_use]
pub fn review(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for check in [
        fair_market_value::check,
        commercial_reasonableness::check,
        referrals::check,
        personally_performed::check,
        set_in_advance::check,
        reconciliation::check,
        value_based::check,
        risk_sharing::check,
        indirect_compensation::check,
        pass_through::check,
        governing_vote::check,
        repayment_mechanism::check,
        anti_kickback::check,
        gainsharing::check,
        group_practice::check,
        physician_incentive_plan::check,
        co_management::check,
        tax_exempt::check,
        excess_compensation::check,
        deferred_pay::check,
        risk_documentation::check,
        state_law::check,
        non_compete::check,
        wage_law::check,
        decision_support::check,
    ] {
        check(case, &mut findings);
    }
    // What the new plans need must be known before it is asked whether their redesign carries it.
    redesign::check(case, &mut findings);
    worst_first(&mut findings);
    findings
}

/// Adds what only results can answer to what [`review`] found: every rule that needs results, and
/// once more whether each redesign carries what its new plan turns out to need. Worst first.
#[must_use]
pub fn review_outcome(case: &Case<'_>, mut findings: Vec<Finding>, paid: &[Paid<'_>]) -> Vec<Finding> {
    findings.retain(|found| *found.rule != redesign::REDESIGN_CARRIES);
    for check in [fair_market_value::check_outcome, physician_incentive_plan::check_outcome] {
        check(case, paid, &mut findings);
    }
    redesign::check(case, &mut findings);
    worst_first(&mut findings);
    findings
}

/// Sorts findings: worst first, then in the order of the rules, then by place.
fn worst_first(findings: &mut [Finding]) {
    let order = |found: &Finding| RULES.iter().position(|rule| *rule == found.rule);
    findings.order_by(|a, b| {
        b.severity.cmp(&a.severity).then(order(a).cmp(&order(b))).then_with(|| a.place.cmp(&b.place))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_rule_says_what_it_asks_and_where_from() {
        let keys: BTreeSet<&str> = RULES.iter().map(|rule| rule.key).collect();
        assert_eq!(keys.len(), RULES.len());
        for rule in RULES {
            assert!(rule.asks.len() > 20 && rule.citation.len() > 10, "{}", rule.key);
        }
    }

    #[test]
    fn the_worst_comes_first() {
        let of = |severity, rule, place: &str| Finding {
            rule,
            severity,
            place: place.into(),
            found: String::new(),
            cure: String::new(),
            cost: 0.0,
            lead_months: 0.0,
        };
        let mut findings = vec![
            of(Severity::Pass, &fair_market_value::FAIR_MARKET_VALUE, "a"),
            of(Severity::Stop, &group_practice::GROUP_POOL, "b"),
            of(Severity::Stop, &referrals::VOLUME_OR_VALUE, "z"),
            of(Severity::Stop, &referrals::VOLUME_OR_VALUE, "c"),
        ];
        worst_first(&mut findings);
        let order: Vec<&str> = findings.iter().map(|f| f.place.as_str()).collect();
        assert_eq!(order, ["c", "z", "b", "a"]);
    }
}
