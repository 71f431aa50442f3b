//! Commercial reasonableness: would it make sense without a single referral?
//!
//! # What it asks
//! Does the arrangement further a legitimate business purpose, on terms sensible for parties of
//! this kind, even if no referrals were made? It may lose money and still do.
//!
//! # Test
//! The purpose is written down; somebody other than the physician found the work to be needed;
//! non-clinical hours that are paid have written duties and time records.
//!
//! # Parameters
//! `[compliance.purpose]`: `stated`, `needed`, `duties_and_time_records`.
//!
//! # Source
//! 42 CFR 411.351 as amended 2020; PYA: it may lose money. 78 % of directorships require time logs
//! (IHS 2011). Compensation note §6, L5 and model 17.
//!
//! # Worked example
//! A plan pays two hours a week at $150 for care transformation, and time records are stated as
//! missing: 2 × 46 × $150 = $13,800 a year per full-time physician that nothing on paper supports:
//! caution.

use super::case::Question;
use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::pay::{PayClass, Plan, Statement, Work};
use crate::schema::{Grade, optional, parameters};

parameters! {
    /// Why the arrangement makes sense without referrals.
    pub struct PurposeFacts {
        /// The legitimate business purpose, in a sentence.
        stated: Option<String> = optional().range(1.0, 10_000.0);
        /// Somebody other than the physician found that the work is needed.
        needed: Option<bool> = optional();
        /// Paid non-clinical work has written duties and time records.
        duties_and_time_records: Option<bool> = optional();
    }
}

pub(super) static COMMERCIAL_REASONABLENESS: LegalRule = LegalRule {
    key: "commercial_reasonableness",
    asks: "Does the arrangement make sense for parties of this kind even without referrals?",
    citation: "42 CFR 411.351 (commercially reasonable); PYA 2021: it may lose money",
    grade: Grade::Published,
};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &COMMERCIAL_REASONABLENESS;
    let facts = &case.stated.purpose;
    findings.push(match &facts.stated {
        Some(purpose) => {
            case.pass(rule, "compliance.purpose.stated", format!("purpose on record: {purpose}"))
        }
        None => {
            case.unstated(rule, "purpose.stated", "the business purpose of the arrangement, in a sentence")
        }
    });
    findings.push(case.asked(&Question {
        rule,
        key: "purpose.needed",
        what: "somebody other than the physician found that the work is needed",
        answer: facts.needed,
        good: true,
        otherwise: Severity::Caution,
        cure: "document the need, or drop the work",
        remedy: Remedy::Record,
    }));
    for plan in &case.plans {
        let yearly: f64 = non_clinical(plan.plan);
        if yearly <= 0.0 {
            continue;
        }
        let place = format!("plan.{}", plan.name);
        let paid = format!("${yearly:.0} a year per full-time physician for non-clinical hours");
        findings.push(match facts.duties_and_time_records {
            Some(true) => case.pass(rule, place, format!("{paid}, with written duties and time records")),
            Some(false) => case.finding(
                rule,
                Severity::Caution,
                place,
                format!("{paid}, without written duties or time records"),
                ("write the duties; pay logged hours only", Remedy::Record),
            ),
            None => case.finding(
                rule,
                Severity::Note,
                place,
                format!("{paid}; not stated: written duties and time records"),
                ("state compliance.purpose.duties_and_time_records", Remedy::Nothing),
            ),
        });
    }
}

/// What a plan pays a full-time physician a year for non-clinical work, $.
fn non_clinical(plan: &Plan) -> f64 {
    let mut statement = Statement::default();
    plan.pay(&Work { portion: 1.0, fte: 1.0, clinical_fte: 1.0, ..Work::default() }, 0.0, &mut statement);
    statement.of(PayClass::Service).dollars()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample::{self, list, table};
    use crate::schema::Value;

    fn with_stipend() -> Plan {
        let stipend = table(vec![("hours_per_week", Value::Number(2.0)), ("rate", Value::Number(150.0))]);
        sample::read(vec![("pay", list(vec![table(vec![("stipend", stipend)])]))])
    }

    #[test]
    fn hours_without_records_hand_worked() {
        // 2 hours × 46 working weeks × $150 = $13,800.
        let plan = with_stipend();
        let last = |records| {
            let mut stated = sample::silent();
            stated.purpose.duties_and_time_records = records;
            let case = sample::case(&stated, &plan);
            sample::of(check, &case, &COMMERCIAL_REASONABLENESS).pop().unwrap()
        };
        let (severity, found) = last(Some(false));
        assert_eq!(severity, Severity::Caution);
        assert!(found.starts_with("$13800 a year"), "{found}");
        assert_eq!(last(Some(true)).0, Severity::Pass);
        assert_eq!(last(None).0, Severity::Note);
    }

    #[test]
    fn silence_is_no_pass() {
        let (stated, plan) = (sample::silent(), sample::plan());
        let found = sample::of(check, &sample::case(&stated, &plan), &COMMERCIAL_REASONABLENESS);
        assert!(
            found
                .iter()
                .all(|(severity, what)| *severity == Severity::Note && what.starts_with("not stated"))
        );
        assert_eq!(found.len(), 2);
    }
}
