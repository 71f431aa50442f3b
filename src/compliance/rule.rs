//! The closed list of rules.

use super::{
    anti_kickback, co_management, commercial_reasonableness, decision_support, fair_market_value,
    gainsharing, group_practice, personally_performed, physician_incentive_plan, reconciliation, redesign,
    referrals, risk_documentation, set_in_advance, state_law, tax_exempt, value_based,
};
use crate::schema::Grade;

/// What is known about a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleRecord {
    /// Its name in files.
    pub key: &'static str,
    /// What it asks, in one sentence.
    pub asks: &'static str,
    /// The law, guidance or convention behind it.
    pub citation: &'static str,
    /// How well that was read.
    pub grade: Grade,
}

macro_rules! rules {
    ($( $(#[doc = $doc:literal])+ $variant:ident = $record:expr; )+) => {
        /// A rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $( $(#[doc = $doc])+ $variant, )+ }

        impl Rule {
            /// Every rule, in order.
            pub const ALL: &'static [Rule] = &[ $( Rule::$variant, )+ ];

            /// What is known about it.
            #[must_use]
            pub fn record(self) -> &'static RuleRecord {
                match self { $( Rule::$variant => &$record, )+ }
            }
        }
    };
}

rules! {
    /// Pay is fair market value.
    FairMarketValue = fair_market_value::FAIR_MARKET_VALUE;
    /// All sources of pay together against a survey.
    PayStack = fair_market_value::PAY_STACK;
    /// Pay percentile against productivity percentile.
    PayProductivityGap = fair_market_value::PAY_PRODUCTIVITY_GAP;
    /// The arrangement makes sense without referrals.
    CommercialReasonableness = commercial_reasonableness::COMMERCIAL_REASONABLENESS;
    /// Pay does not move with referrals or facility revenue.
    VolumeOrValue = referrals::VOLUME_OR_VALUE;
    /// Referrals are not required, or only as the rules allow.
    DirectedReferrals = referrals::DIRECTED_REFERRALS;
    /// Productivity pay counts own work only.
    PersonallyPerformed = personally_performed::PERSONALLY_PERFORMED;
    /// Pay is set in advance.
    SetInAdvance = set_in_advance::SET_IN_ADVANCE;
    /// Errors are reconciled in time.
    Reconciliation = reconciliation::RECONCILIATION;
    /// The exception that is relied on.
    StarkException = value_based::STARK_EXCEPTION;
    /// Meaningful downside financial risk.
    DownsideTest = value_based::DOWNSIDE_TEST;
    /// Pass-through of shared savings.
    PassThrough = value_based::PASS_THROUGH;
    /// Anti-Kickback safe harbour.
    AntiKickback = anti_kickback::ANTI_KICKBACK;
    /// Gainsharing does not limit necessary care.
    GainsharingCare = gainsharing::GAINSHARING_CARE;
    /// Gainsharing: share of the savings.
    GainsharingSavings = gainsharing::GAINSHARING_SAVINGS;
    /// Gainsharing: share of the physician's own fees.
    GainsharingFees = gainsharing::GAINSHARING_FEES;
    /// Pools of a group practice.
    GroupPool = group_practice::GROUP_POOL;
    /// Physician incentive plan: substantial financial risk.
    IncentivePlan = physician_incentive_plan::INCENTIVE_PLAN;
    /// Co-management fees.
    CoManagement = co_management::CO_MANAGEMENT;
    /// Excess benefit.
    TaxExempt = tax_exempt::TAX_EXEMPT;
    /// Documentation behind risk scores.
    RiskDocumentation = risk_documentation::RISK_DOCUMENTATION;
    /// Corporate practice of medicine.
    CorporatePractice = state_law::CORPORATE_PRACTICE;
    /// Fee splitting.
    FeeSplitting = state_law::FEE_SPLITTING;
    /// State insurance law for downside risk.
    DownsideLicence = state_law::DOWNSIDE_LICENCE;
    /// Governance of decision support.
    DecisionSupport = decision_support::DECISION_SUPPORT;
    /// A redesign carries its legal cost and lead time.
    RedesignCarries = redesign::REDESIGN_CARRIES;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_rule_says_what_it_asks_and_where_from() {
        let keys: BTreeSet<&str> = Rule::ALL.iter().map(|r| r.record().key).collect();
        assert_eq!(keys.len(), Rule::ALL.len());
        for rule in Rule::ALL {
            let record = rule.record();
            assert!(record.asks.len() > 20 && record.citation.len() > 10, "{}", record.key);
        }
    }
}
