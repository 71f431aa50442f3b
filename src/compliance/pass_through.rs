//! Passing shared savings on to physicians: by whose authority, and under which protection.
//!
//! # What it asks
//! Which waiver, safe harbour or exception reaches the money of each contract that is passed on, and
//! did the governing body authorise it?
//!
//! # Test
//! Each contract that pays for value is named with what reaches its money. *Shared Savings Program*: the
//! final waivers of 2015, of which the distribution waiver covers shared savings and the participation
//! waiver what the governing body finds reasonably related to the programme. *Models of the Medicare agency*
//! (REACH, LEAD, TEAM, BPCI Advanced): the safe harbour of CMS-sponsored models, as far as the model's own
//! agreement or rule allows; the Stark law needs an exception or a waiver issued for the model. *Health
//! plans*: an exception. An authorisation, stated or written as an amendment, is asked for in all.
//!
//! # Parameters
//! `[compliance.value_based] pass_through_authorised`; `[allocation.authorisation]`.
//!
//! # Source
//! 80 FR 66726 (29 October 2015), which finalised the waivers of 76 FR 67992 and waives nothing of the
//! gainsharing law any more (read: title page, Jones Day, Mintz); 42 CFR 1001.952(ii) and 42 CFR 512.576, which
//! applies it to TEAM (headings read, conditions recalled). Compensation note §6, L15.
//!
//! # Worked example
//! An ACO in REACH passes on 30 % through one plan: the safe harbour of CMS-sponsored models is named, and
//! without authority it stops. The same in TEAM names 42 CFR 512.576.

use super::{Case, ContractInUse, Finding, LegalRule, Remedy, Severity, Sponsor};
use crate::payer::LineOfBusiness;
use crate::schema::Grade;

pub(super) static PASS_THROUGH: LegalRule = LegalRule {
    key: "pass_through",
    asks: "Is passing shared savings on to physicians authorised, and which waiver, safe harbour or exception reaches each contract's money?",
    citation: "MSSP waivers, 80 FR 66726; CMS-sponsored models, 42 CFR 1001.952(ii) and, for TEAM, 512.576; plans' money, 42 CFR 411.357(c), (n), (aa)",
    grade: Grade::Published,
};

/// What reaches the money of a contract.
fn protection(contract: &ContractInUse<'_>) -> &'static str {
    match (contract.sponsor, contract.line) {
        (Sponsor::SharedSavings, _) => {
            "the Shared Savings Program's distribution or participation waiver (80 FR 66726)"
        }
        (Sponsor::Model, _) if contract.family == "team" => {
            "a written sharing arrangement under the safe harbour of CMS-sponsored models (42 CFR 512.565, 512.576)"
        }
        (Sponsor::Model, _) => {
            "the safe harbour of CMS-sponsored models (42 CFR 1001.952(ii)) as its agreement allows, and a Stark exception or the model's own waiver"
        }
        (Sponsor::Private, LineOfBusiness::Medicare) => {
            "a Stark exception: no waiver of a Medicare programme reaches it"
        }
        (Sponsor::Private, _) => {
            "an exception for plans' money: employment, risk sharing (42 CFR 411.357(n)) or value-based (aa)"
        }
    }
}

/// Contracts by what reaches their money: "aco needs …; blue needs …".
fn needs(case: &Case<'_>) -> String {
    let mut by: Vec<(&str, Vec<&str>)> = Vec::new();
    for contract in case.value_contracts() {
        let reached = protection(contract);
        match by.iter_mut().find(|(other, _)| *other == reached) {
            Some((_, names)) => names.push(contract.name),
            None => by.push((reached, vec![contract.name])),
        }
    }
    let parts = by.iter().map(|(what, names)| {
        let verb = if names.len() == 1 { "needs" } else { "need" };
        format!("{} {verb} {what}", names.join(", "))
    });
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { "no contract pays for value".to_owned() } else { parts.join("; ") }
}

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &PASS_THROUGH;
    let place = "allocation.physicians";
    if !case.passes_on() {
        findings.push(case.pass(rule, place, "no shared savings are passed on to physicians"));
        return;
    }
    let pooled: Vec<&str> = case.pooled_plans().map(|p| p.name).collect();
    let found = format!(
        "{:.0} % of value money is passed on through {}; {}",
        100.0 * case.passed_on,
        pooled.join(", "),
        needs(case)
    );
    if let Some((cost, months)) = case.authorisation {
        let carried = format!("{found}; authorised by an amendment of {months:.0} months at ${cost:.0}");
        findings.push(case.pass(rule, "allocation.authorisation", carried));
        return;
    }
    findings.push(match case.stated.value_based.pass_through_authorised {
        Some(true) => case.pass(rule, place, format!("{found}; authorised")),
        Some(false) => case.finding(
            rule,
            Severity::Stop,
            place,
            format!("{found}; not authorised"),
            ("have the governing body authorise the pass-through in advance, and write it into the agreements", Remedy::Amendment),
        ),
        None => case.finding(
            rule,
            Severity::Note,
            place,
            format!("{found}; not stated: whether the governing body authorised it"),
            ("write [allocation.authorisation] with its cost and lead time, or state compliance.value_based.pass_through_authorised", Remedy::Nothing),
        ),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample;

    fn found(authorised: Option<bool>, passed_on: f64, contract: ContractInUse<'_>) -> (Severity, String) {
        let plan = sample::pooled();
        let mut stated = sample::silent();
        stated.value_based.pass_through_authorised = authorised;
        let mut case = sample::case(&stated, &plan);
        (case.passed_on, case.contracts) = (passed_on, vec![contract]);
        sample::of(check, &case, &PASS_THROUGH)[0].clone()
    }

    #[test]
    fn passing_on_needs_authority() {
        let of = |authorised, passed_on| {
            found(authorised, passed_on, sample::programme("mssp", Sponsor::SharedSavings)).0
        };
        assert_eq!(of(Some(false), 0.3), Severity::Stop);
        assert_eq!(of(Some(true), 0.3), Severity::Pass);
        assert_eq!(of(None, 0.3), Severity::Note);
        assert_eq!(of(None, 0.0), Severity::Pass);
        let (stated, plan) = (sample::silent(), sample::pooled());
        let mut case = sample::case(&stated, &plan);
        (case.passed_on, case.authorisation) = (0.3, Some((150_000.0, 9.0)));
        assert_eq!(sample::of(check, &case, &PASS_THROUGH)[0].0, Severity::Pass);
    }

    #[test]
    fn each_programme_is_reached_by_its_own_protection() {
        let said = |family, sponsor| found(Some(true), 0.3, sample::programme(family, sponsor)).1;
        assert!(said("mssp", Sponsor::SharedSavings).contains("80 FR 66726"));
        for family in ["reach", "lead", "bpci_advanced"] {
            let said = said(family, Sponsor::Model);
            assert!(said.contains("1001.952(ii)") && !said.contains("no waiver"), "{said}");
        }
        assert!(said("team", Sponsor::Model).contains("512.576"));
        assert!(said("shared_savings", Sponsor::Private).contains("no waiver of a Medicare programme"));
        let blue = sample::contract("blue", LineOfBusiness::Commercial, true);
        assert!(found(Some(true), 0.3, blue).1.contains("411.357(n)"));
        // What pays for no value is not named.
        let book = sample::contract("book", LineOfBusiness::Commercial, false);
        assert!(found(Some(true), 0.3, book).1.contains("no contract pays for value"));
    }
}
