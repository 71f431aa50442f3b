//! Documentation behind risk scores.
//!
//! # What it asks
//! Where risk scores move money, are diagnoses supported by the record, are unsupported ones deleted
//! as well as missing ones added, and is nobody paid by the score?
//!
//! # Test
//! Asked when a value-based contract is in force. Pay by risk score stops; a review that only adds
//! is a caution. Panel or capitation pay whose risk weights follow coded diagnoses is a caution.
//!
//! # Parameters
//! `[compliance.risk_documentation]`: `supported_by_records`, `two_way_review`, `pay_by_risk_score`.
//!
//! # Source
//! False Claims Act 31 USC 3729; overpayments 42 CFR 401.305, 422.326. Recalled. Domain note §4.
//!
//! # Worked example
//! `two_way_review = false` under an ACO contract: caution; without any value-based contract: pass.

use super::case::Question;
use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::pay::Component;
use crate::schema::{Grade, optional, parameters};

parameters! {
    /// Documentation behind risk scores.
    pub struct RiskDocumentationFacts {
        /// Diagnoses that are submitted are supported by the record.
        supported_by_records: Option<bool> = optional();
        /// Chart reviews delete unsupported diagnoses as well as add missing ones.
        two_way_review: Option<bool> = optional();
        /// Some pay depends on risk scores or on diagnoses captured.
        pay_by_risk_score: Option<bool> = optional();
    }
}

pub(super) static RISK_DOCUMENTATION: LegalRule = LegalRule {
    key: "risk_documentation",
    asks: "Are risk scores supported by records, reviewed both ways, and not paid for?",
    citation: "31 USC 3729; 42 CFR 401.305, 422.326",
    grade: Grade::Recalled,
};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &RISK_DOCUMENTATION;
    let facts = &case.stated.risk_documentation;
    for plan in &case.plans {
        if plan.plan.pay.iter().any(by_coded_diagnoses) {
            findings.push(case.finding(
                rule,
                Severity::Caution,
                format!("plan.{}", plan.name),
                "pay is weighted by risk that follows coded diagnoses",
                (
                    "weight by age and sex, or by diagnoses that a two-way review has confirmed (coded = 0)",
                    Remedy::Amendment,
                ),
            ));
        }
    }
    if case.value_contracts().next().is_none() {
        findings.push(case.pass(rule, "contract", "no value-based contract: risk scores move no money here"));
        return;
    }
    for (key, what, answer, good, otherwise, cure, remedy) in [
        (
            "risk_documentation.supported_by_records",
            "diagnoses submitted are supported by the record",
            facts.supported_by_records,
            true,
            Severity::Stop,
            "submit only what the record supports; return what was overpaid",
            Remedy::Record,
        ),
        (
            "risk_documentation.two_way_review",
            "chart reviews delete unsupported diagnoses as well as add missing ones",
            facts.two_way_review,
            true,
            Severity::Caution,
            "review both ways",
            Remedy::Record,
        ),
        (
            "risk_documentation.pay_by_risk_score",
            "pay depends on risk scores or diagnoses captured",
            facts.pay_by_risk_score,
            false,
            Severity::Stop,
            "take risk scores out of pay; pay for visits that record what is so",
            Remedy::Restructure,
        ),
    ] {
        findings.push(case.asked(&Question { rule, key, what, answer, good, otherwise, cure, remedy }));
    }
}

/// Whether a component pays more when more is coded.
fn by_coded_diagnoses(component: &Component) -> bool {
    if let Component::Panel(terms) = component {
        return terms.risk_adjusted.0 * terms.coded.0 > 0.0;
    }
    if let Component::Capitation(terms) = component { terms.coded.0 > 0.0 } else { false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample;
    use crate::payer::LineOfBusiness;

    #[test]
    fn asked_only_where_scores_move_money() {
        let plan = sample::plan();
        let mut stated = sample::silent();
        stated.risk_documentation = RiskDocumentationFacts {
            supported_by_records: Some(true),
            two_way_review: Some(false),
            pay_by_risk_score: Some(false),
        };
        let mut case = sample::case(&stated, &plan);
        let severities = |case: &Case<'_>| {
            sample::of(check, case, &RISK_DOCUMENTATION).iter().map(|f| f.0).collect::<Vec<_>>()
        };
        assert_eq!(severities(&case), [Severity::Pass]);
        case.contracts = vec![sample::contract("aco", LineOfBusiness::Medicare, true)];
        assert_eq!(severities(&case), [Severity::Pass, Severity::Caution, Severity::Pass]);
    }

    #[test]
    fn panel_pay_that_follows_coding_is_a_caution() {
        let of = |coded: f64| {
            let number = crate::schema::Value::Number;
            let terms = sample::table(vec![("per_member_month", number(12.0)), ("coded", number(coded))]);
            let pay = sample::list(vec![sample::table(vec![("panel", terms)])]);
            let plan: crate::pay::Plan = sample::read(vec![("pay", pay)]);
            let stated = sample::silent();
            sample::of(check, &sample::case(&stated, &plan), &RISK_DOCUMENTATION)[0].0
        };
        assert_eq!([of(0.5), of(0.0)], [Severity::Caution, Severity::Pass]);
    }

    #[test]
    fn pay_by_the_score_stops() {
        let plan = sample::plan();
        let mut stated = sample::silent();
        stated.risk_documentation.pay_by_risk_score = Some(true);
        let mut case = sample::case(&stated, &plan);
        case.contracts = vec![sample::contract("aco", LineOfBusiness::Medicare, true)];
        assert_eq!(sample::of(check, &case, &RISK_DOCUMENTATION)[2].0, Severity::Stop);
    }
}
