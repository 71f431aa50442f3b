//! Indirect compensation: money that reaches physicians through others on the way.
//!
//! # What it asks
//! If value money passes an ACO, a group or a contracted practice before it reaches a physician, did counsel
//! look at the chain: does the physician stand in the shoes of the organisation, and which exception fits?
//!
//! # Test
//! A chain is there when `[[allocation.hops]]` keep a part on the way, or a plan pays a contracted group by a
//! professional services agreement. The value-based exceptions are three, 42 CFR 411.357(aa)(1) to (3); they
//! reach a chain where the physician is a direct party to a value-based arrangement in it. Other chains need the
//! exception for indirect compensation.
//!
//! # Parameters
//! `[compliance.value_based] chain_reviewed`.
//!
//! # Source
//! 42 CFR 411.354(c)(2) and (c)(4)(iii), 411.357(p), recalled; that (aa) holds three exceptions: summary of the
//! final rule of 2 December 2020 (Mondaq 1013826, read).
//!
//! # Worked example
//! Hops "ACO" and "group" keep 10 % and 40 %: not stated, a note; stated as not reviewed, a caution.

use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::pay::Component;
use crate::schema::Grade;

pub(super) static INDIRECT_COMPENSATION: LegalRule = LegalRule {
    key: "indirect_compensation",
    asks: "Where value money reaches physicians through others, was the chain reviewed and an exception named?",
    citation: "42 CFR 411.354(c)(2), (c)(4)(iii); 411.357(p), (aa)(1)-(3)",
    grade: Grade::Recalled,
};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &INDIRECT_COMPENSATION;
    let key = "value_based.chain_reviewed";
    let contracted = case.plans.iter().filter(|p| p.plan.pay.iter().any(|c| matches!(c, Component::Psa(_))));
    let mut through: Vec<String> =
        contracted.map(|p| format!("the contracted group of {}", p.name)).collect();
    if case.passes_on() {
        through.extend(case.hops.iter().map(|hop| (*hop).to_owned()));
    }
    if through.is_empty() {
        findings.push(case.pass(rule, "allocation.hops", "no money passes others on its way to physicians"));
        return;
    }
    let through = through.join(", ");
    findings.push(match case.stated.value_based.chain_reviewed {
        None => case.unstated(
            rule,
            key,
            &format!("whether counsel reviewed the chain through {through} and named an exception"),
        ),
        Some(true) => {
            case.pass(rule, format!("compliance.{key}"), format!("the chain through {through} was reviewed"))
        }
        Some(false) => case.finding(
            rule,
            Severity::Caution,
            format!("compliance.{key}"),
            format!("money passes {through}, and no exception is named for the chain"),
            (
                "have counsel name it: standing in the shoes, indirect compensation (p), or a value-based exception with the physician as a direct party",
                Remedy::Opinion,
            ),
        ),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample;

    #[test]
    fn a_chain_is_asked_about_and_its_absence_is_not() {
        let plan = sample::pooled();
        let of = |reviewed, hops: Vec<&'static str>, passed_on| {
            let mut stated = sample::silent();
            stated.value_based.chain_reviewed = reviewed;
            let mut case = sample::case(&stated, &plan);
            (case.hops, case.passed_on) = (hops, passed_on);
            sample::of(check, &case, &INDIRECT_COMPENSATION)[0].0
        };
        assert_eq!(of(None, vec!["ACO", "group"], 0.3), Severity::Note);
        assert_eq!(of(Some(false), vec!["ACO", "group"], 0.3), Severity::Caution);
        assert_eq!(of(Some(true), vec!["ACO", "group"], 0.3), Severity::Pass);
        assert_eq!(of(Some(false), Vec::new(), 0.3), Severity::Pass);
        // Nothing is passed on: nothing passes the hops.
        assert_eq!(of(Some(false), vec!["ACO"], 0.0), Severity::Pass);
    }
}
