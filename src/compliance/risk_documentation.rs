//! Documentation behind risk scores.
//!
//! # What it asks
//! Where risk scores move money, are diagnoses supported by the record, are unsupported ones deleted
//! as well as missing ones added, and is nobody paid by the score?
//!
//! # Test
//! Asked when a value-based contract is in force. Pay by risk score stops; a review that only adds
//! is a caution. Panel or capitation pay whose risk weights follow coded diagnoses is a caution, with what it
//! pays for one percent more of risk score; so is saying that no pay depends on scores beside it. Pools that
//! pass on money of contracts whose benchmark follows risk scores pay for coding at one remove: a caution unless
//! reviews go both ways.
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
use super::{Case, Colleague, Finding, LegalRule, Remedy, Severity};
use crate::pay::{Component, Outlook, Plan};
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
    let mut by_score = Vec::new();
    for plan in case.plans.iter().filter(|plan| plan.plan.pay.iter().any(by_coded_diagnoses)) {
        by_score.push(plan.name);
        let most = plan.physicians.iter().map(|one| for_a_percent(plan.plan, one)).fold(0.0, f64::max);
        let pays = if most > 0.0 { format!(": up to ${most:.0} a year for 1 % more") } else { String::new() };
        findings.push(case.finding(
            rule,
            Severity::Caution,
            format!("plan.{}", plan.name),
            format!("pay is weighted by risk that follows coded diagnoses{pays}"),
            (
                "weight by age and sex, or by diagnoses that a two-way review has confirmed (coded = 0)",
                Remedy::Amendment,
            ),
        ));
    }
    if facts.pay_by_risk_score == Some(false) && !by_score.is_empty() {
        findings.push(case.finding(
            rule,
            Severity::Caution,
            "compliance.risk_documentation.pay_by_risk_score",
            format!("stated that no pay depends on risk scores; that of {} does", by_score.join(", ")),
            ("state it as it is, or write coded = 0 in those plans", Remedy::Record),
        ));
    }
    at_one_remove(case, findings);
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

/// Families whose benchmark or premium follows risk scores.
const ADJUSTED: [&str; 7] = [
    "shared_savings",
    "mssp",
    "reach",
    "lead",
    "percent_of_premium",
    "delegated_capitation",
    "primary_care_capitation",
];

/// Pools that pass on money which risk scores raise.
fn at_one_remove(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let adjusted: Vec<&str> =
        case.value_contracts().filter(|c| ADJUSTED.contains(&c.family)).map(|c| c.name).collect();
    if adjusted.is_empty() || !case.passes_on() {
        return;
    }
    let (rule, place) = (&RISK_DOCUMENTATION, "allocation.pool");
    let found = format!(
        "pools pass on money of {}, which higher risk scores raise: physicians are paid for coding at one remove",
        adjusted.join(", ")
    );
    findings.push(if case.stated.risk_documentation.two_way_review == Some(true) {
        case.pass(rule, place, found)
    } else {
        let cure = "review diagnoses both ways, and state two_way_review = true";
        case.finding(rule, Severity::Caution, place, found, (cure, Remedy::Record))
    });
}

/// What a plan pays a physician for one percent more of risk score, $ a year.
fn for_a_percent(plan: &Plan, physician: &Colleague) -> f64 {
    let outlook = Outlook { work: physician.work, ..Outlook::default() };
    0.01 * plan.expect(&outlook, 0.0).per_risk
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
    use crate::compliance::{Sponsor, sample};
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
    fn what_coding_pays_is_said_and_a_denial_beside_it_is_found() {
        // 1,500 patients at $144 a year: 216,000, half of the weight coded: 1 % more pays 1,080.
        let number = crate::schema::Value::Number;
        let terms = sample::table(vec![("per_member_month", number(12.0)), ("coded", number(0.5))]);
        let pay = sample::list(vec![sample::table(vec![("panel", terms)])]);
        let plan: Plan = sample::read(vec![("pay", pay)]);
        let mut stated = sample::silent();
        stated.risk_documentation.pay_by_risk_score = Some(false);
        let mut case = sample::case(&stated, &plan);
        case.plans[0].physicians[0].work.duties.panel_risk = 1.0;
        let found = sample::of(check, &case, &RISK_DOCUMENTATION);
        assert!(found[0].1.ends_with("up to $1080 a year for 1 % more"), "{}", found[0].1);
        assert_eq!(found[1].0, Severity::Caution);
        assert!(found[1].1.ends_with("that of base does"), "{}", found[1].1);
    }

    #[test]
    fn pools_of_risk_adjusted_money_ask_for_reviews_both_ways() {
        let plan = sample::pooled();
        let of = |two_way: Option<bool>, passed_on: f64, family| {
            let mut stated = sample::silent();
            stated.risk_documentation.two_way_review = two_way;
            let mut case = sample::case(&stated, &plan);
            (case.passed_on, case.contracts) = (passed_on, vec![sample::programme(family, Sponsor::Private)]);
            let found = sample::of(check, &case, &RISK_DOCUMENTATION);
            found.into_iter().find(|f| f.1.starts_with("pools")).map(|f| f.0)
        };
        assert_eq!(of(None, 0.3, "mssp"), Some(Severity::Caution));
        assert_eq!(of(Some(true), 0.3, "mssp"), Some(Severity::Pass));
        // Nothing passed on, or a benchmark that no score moves: nothing to ask.
        assert_eq!([of(None, 0.0, "mssp"), of(None, 0.3, "bpci_advanced")], [None, None]);
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
