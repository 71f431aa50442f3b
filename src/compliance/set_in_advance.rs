//! Set in advance: the formula is written before the work is done.
//!
//! # What it asks
//! Is pay, or a formula that anyone can check, written and signed before the services it pays for,
//! and are changes prospective?
//!
//! # Test
//! Agreements are in writing and signed; changes are prospective. A plan that differs from the
//! baseline's of the same name changes for everyone on it from the first day without a redesign: it
//! carries no lead time and no legal cost, which is a caution.
//!
//! # Parameters
//! `[compliance.agreement]`: `written_and_signed`, `prospective_changes`.
//!
//! # Source
//! 42 CFR 411.354(d)(1)(ii): a modification is prospective and in writing before the services
//! (`ArentFox`). Compensation note §6, L6.
//!
//! # Worked example
//! A variant writes `[[variant.x.plan.primary_care.pay]]` anew: everyone on `primary_care` is paid
//! by it from January of the first year. Written as a redesign of 9 months, it passes.

use super::case::Question;
use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::schema::{Grade, optional, parameters};

parameters! {
    /// Agreements: writing, signature, changes.
    pub struct AgreementFacts {
        /// Agreements are in writing and signed before services begin.
        written_and_signed: Option<bool> = optional();
        /// Changes of pay are written and prospective.
        prospective_changes: Option<bool> = optional();
    }
}

pub(super) static SET_IN_ADVANCE: LegalRule = LegalRule {
    key: "set_in_advance",
    asks: "Is the formula written and signed before the services, and are changes prospective?",
    citation: "42 CFR 411.354(d)(1); ArentFox 2021",
    grade: Grade::Published,
};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &SET_IN_ADVANCE;
    let facts = &case.stated.agreement;
    findings.push(case.asked(&Question {
        rule,
        key: "agreement.written_and_signed",
        what: "agreements are in writing and signed before services begin",
        answer: facts.written_and_signed,
        good: true,
        otherwise: Severity::Stop,
        cure: "write and sign them; pay nothing under a formula that is not written",
        remedy: Remedy::Amendment,
    }));
    findings.push(case.asked(&Question {
        rule,
        key: "agreement.prospective_changes",
        what: "changes of pay are written and prospective",
        answer: facts.prospective_changes,
        good: true,
        otherwise: Severity::Stop,
        cure: "let changes begin after they are signed",
        remedy: Remedy::Amendment,
    }));
    for plan in case.plans.iter().filter(|p| p.changed) {
        findings.push(case.finding(
            rule,
            Severity::Caution,
            format!("plan.{}", plan.name),
            format!(
                "the plan differs from the baseline's and changes from the first day for {}, without lead time or legal cost",
                crate::units::count(plan.people(), "physician")
            ), ("write it as a redesign: a new plan, [[redesign]] from and to, with lead_months and legal_cost", Remedy::Restructure)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample;

    #[test]
    fn writing_is_asked_for() {
        let plan = sample::plan();
        let severity = |written| {
            let mut stated = sample::silent();
            stated.agreement.written_and_signed = written;
            sample::of(check, &sample::case(&stated, &plan), &SET_IN_ADVANCE)[0].0
        };
        assert_eq!(
            [severity(None), severity(Some(true)), severity(Some(false))],
            [Severity::Note, Severity::Pass, Severity::Stop]
        );
    }

    #[test]
    fn a_plan_that_changes_under_its_name_is_a_caution_with_the_cost_of_a_redesign() {
        let (stated, plan) = (sample::silent(), sample::plan());
        let mut case = sample::case(&stated, &plan);
        assert_eq!(sample::of(check, &case, &SET_IN_ADVANCE).len(), 2);
        case.plans[0].changed = true;
        let mut findings = Vec::new();
        check(&case, &mut findings);
        let last = findings.pop().unwrap();
        assert_eq!((last.severity, last.cost, last.lead_months), (Severity::Caution, 150_000.0, 9.0));
    }
}
