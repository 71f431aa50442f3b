//! Repayment mechanism: what secures losses before the first two-sided year.
//!
//! # What it asks
//! Is there security for the losses of each two-sided Medicare ACO contract, before it begins?
//!
//! # Test
//! A two-sided contract of the Shared Savings Program, of REACH or of LEAD states `repayment`. One that states none is
//! a note: the programme asks for it before the year, and cash or a fee is missing from the results.
//!
//! # Parameters
//! `contract.<name>.repayment`.
//!
//! # Source
//! 42 CFR 425.204(f): escrow, a letter of credit or a surety bond, put back within 90 days (guidance of CMS,
//! version 10, May 2021: title and revisions read). REACH and LEAD ask for a financial guarantee (LEAD 2 to 4 %,
//! Wakely 2026: read).
//!
//! # Worked example
//! ENHANCED without `repayment`: a note. With `repayment = { form = "escrow" }` it passes; level A needs none.

use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::schema::Grade;

pub(super) static REPAYMENT_MECHANISM: LegalRule = LegalRule {
    key: "repayment_mechanism",
    asks: "Does each two-sided Medicare ACO contract state what secures its losses before it begins?",
    citation: "42 CFR 425.204(f); financial guarantees of REACH and LEAD by their agreements (Wakely 2026)",
    grade: Grade::Published,
};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &REPAYMENT_MECHANISM;
    let at_risk = case.contracts.iter().filter(|c| c.two_sided && c.is_medicare_aco());
    let before = findings.len();
    findings.extend(at_risk.map(|contract| {
        let place = format!("contract.{}", contract.name);
        if contract.secured {
            case.pass(rule, place, "security for losses is stated")
        } else {
            let cure = format!("write contract.{}.repayment: escrow, a letter of credit or a bond", contract.name);
            let found = "losses are shared, and nothing is stated to secure them: the programme asks for it before the year";
            case.finding(rule, Severity::Note, place, found, (cure, Remedy::Nothing))
        }
    }));
    if findings.len() == before {
        findings.push(case.pass(rule, "contract", "no two-sided contract of a Medicare ACO"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::Sponsor;
    use crate::compliance::{ContractInUse, sample};

    #[test]
    fn two_sided_contracts_are_asked_and_others_are_not() {
        let (stated, plan) = (sample::silent(), sample::plan());
        let of = |family, sponsor, two_sided, secured| {
            let mut case = sample::case(&stated, &plan);
            let contract = sample::programme(family, sponsor);
            case.contracts.push(ContractInUse { two_sided, secured, ..contract });
            sample::of(check, &case, &REPAYMENT_MECHANISM).iter().map(|f| f.0).collect::<Vec<_>>()
        };
        assert_eq!(of("mssp", Sponsor::SharedSavings, true, false), [Severity::Note]);
        assert_eq!(of("mssp", Sponsor::SharedSavings, true, true), [Severity::Pass]);
        assert_eq!(of("mssp", Sponsor::SharedSavings, false, false), [Severity::Pass]);
        assert_eq!(of("lead", Sponsor::Model, true, false), [Severity::Note]);
        assert_eq!(of("team", Sponsor::Model, true, false), [Severity::Pass]);
    }
}
