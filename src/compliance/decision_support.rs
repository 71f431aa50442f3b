//! Governance of decision support by algorithms that touches payment.
//!
//! # What it asks
//! If an algorithm's advice reaches what physicians are paid for (risk suggestions, referral
//! steering, quality gaps, attribution), who answers for it?
//!
//! # Test
//! Asked when `touches_payment` is true: a person reviews, the tool was validated on the system's own
//! patients, it is watched for differences between groups, and a physician may overrule it without a
//! loss of pay. The last stops; the others are cautions.
//!
//! # Parameters
//! `[compliance.decision_support]`: `touches_payment`, `human_review`, `validated`,
//! `watched_for_bias`, `overruled_without_loss`.
//!
//! # Source
//! 45 CFR 92.210 (patient care decision support tools), 42 CFR 422.101(b)(6) and CMS's guidance on
//! algorithms in Medicare Advantage. Recalled. Domain note §4.
//!
//! # Worked example
//! A tool that proposes diagnoses touches payment, and pay falls for who declines them: stop.

use super::case::Question;
use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::schema::{Grade, optional, parameters};

parameters! {
    /// Decision support by algorithms that touches payment.
    pub struct DecisionSupport {
        /// An algorithm's advice reaches what physicians are paid for.
        touches_payment: Option<bool> = optional();
        /// A person reviews its advice before it counts.
        human_review: Option<bool> = optional();
        /// It was validated on the system's own patients.
        validated: Option<bool> = optional();
        /// It is watched for differences between groups of patients.
        watched_for_bias: Option<bool> = optional();
        /// A physician may overrule it without a loss of pay.
        overruled_without_loss: Option<bool> = optional();
    }
}

pub(super) static DECISION_SUPPORT: LegalRule = LegalRule {
    key: "decision_support",
    asks: "Who answers for algorithms whose advice reaches what physicians are paid for?",
    citation: "45 CFR 92.210; 42 CFR 422.101(b)(6)",
    grade: Grade::Recalled,
};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &DECISION_SUPPORT;
    let facts = &case.stated.decision_support;
    match facts.touches_payment {
        None => {
            findings.push(case.unstated(
                rule,
                "decision_support.touches_payment",
                "whether an algorithm's advice reaches what physicians are paid for",
            ));
            return;
        }
        Some(false) => {
            let place = "compliance.decision_support.touches_payment";
            findings.push(case.pass(rule, place, "no algorithm's advice reaches pay"));
            return;
        }
        Some(true) => {}
    }
    for (key, what, answer, otherwise) in [
        (
            "decision_support.human_review",
            "a person reviews its advice before it counts",
            facts.human_review,
            Severity::Caution,
        ),
        (
            "decision_support.validated",
            "validated on the system's own patients",
            facts.validated,
            Severity::Caution,
        ),
        (
            "decision_support.watched_for_bias",
            "watched for differences between groups of patients",
            facts.watched_for_bias,
            Severity::Caution,
        ),
        (
            "decision_support.overruled_without_loss",
            "a physician may overrule it without a loss of pay",
            facts.overruled_without_loss,
            Severity::Stop,
        ),
    ] {
        findings.push(case.asked(&Question {
            rule,
            key,
            what,
            answer,
            good: true,
            otherwise,
            cure: "write a policy that a named committee keeps",
            remedy: Remedy::Record,
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample;

    fn severities(facts: DecisionSupport) -> Vec<Severity> {
        let plan = sample::plan();
        let mut stated = sample::silent();
        stated.decision_support = facts;
        sample::of(check, &sample::case(&stated, &plan), &DECISION_SUPPORT).iter().map(|f| f.0).collect()
    }

    #[test]
    fn what_touches_payment_needs_all_four() {
        use Severity::{Caution, Note, Pass, Stop};
        let facts = |touches, bias, overruled| DecisionSupport {
            touches_payment: touches,
            human_review: Some(true),
            validated: Some(true),
            watched_for_bias: bias,
            overruled_without_loss: overruled,
        };
        assert_eq!(severities(facts(Some(true), Some(true), Some(true))), [Pass; 4]);
        assert_eq!(severities(facts(Some(true), Some(false), Some(false))), [Pass, Pass, Caution, Stop]);
        assert_eq!(severities(facts(Some(false), None, None)), [Pass]);
        assert_eq!(severities(facts(None, None, None)), [Note]);
    }
}
