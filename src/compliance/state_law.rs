//! State law: corporate practice of medicine, fee splitting, insurance law for downside risk.
//!
//! # What it asks
//! May a lay or hospital entity employ physicians in this state? May money be divided the way pools
//! divide it? Does taking downside risk need a licence?
//!
//! # Test
//! States differ, and we ship no table of states: the user or counsel completes one row a state. A
//! state that is named but not completed is a note. A doctrine that *prohibits* stops employed
//! physicians (corporate practice) or pools (fee splitting); *with exceptions* is a note to cite the
//! exception. A two-sided contract without a stated licence or exemption is a note.
//!
//! # Parameters
//! `[compliance] state`; `[compliance.state_law.XX]`: `corporate_practice`, `fee_splitting`,
//! `downside_risk_licensed`, `source`; `non_compete` and `wage_deductions` for the rules of those names.
//!
//! # Source
//! None of ours. Domain note §4 names the subjects.
//!
//! # Worked example
//! `state = "XX"` completed with `corporate_practice = "prohibits"` and `employed = true`: stop.

use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::schema::{Grade, keywords, optional, parameters};

keywords! {
    /// What a state's doctrine says.
    pub enum Doctrine {
        /// It allows it.
        Allows = "allows",
        /// It prohibits it, with exceptions (hospitals, non-profit clinics, employment).
        Exceptions = "exceptions",
        /// It prohibits it.
        Prohibits = "prohibits",
    }
}

parameters! {
    /// One state's law, as the user or counsel reads it.
    pub struct StateLaw {
        /// Corporate practice of medicine: employing physicians.
        corporate_practice: Option<Doctrine> = optional();
        /// Fee splitting: dividing fees or savings.
        fee_splitting: Option<Doctrine> = optional();
        /// Downside risk is licensed, or exempt from licensing.
        downside_risk_licensed: Option<bool> = optional();
        /// Covenants that keep physicians who leave from practising elsewhere.
        non_compete: Option<Doctrine> = optional();
        /// Deductions from wages: charging, recouping or taking back pay.
        wage_deductions: Option<Doctrine> = optional();
        /// Where that was read: statute, memorandum, date.
        source: Option<String> = optional().range(1.0, 10_000.0);
    }
}

pub(super) static CORPORATE_PRACTICE: LegalRule = LegalRule {
    key: "corporate_practice",
    asks: "May this entity employ physicians in this state?",
    citation: "state law, as completed under compliance.state_law",
    grade: Grade::Yours,
};

pub(super) static FEE_SPLITTING: LegalRule = LegalRule {
    key: "fee_splitting",
    asks: "May money be divided the way the pools divide it in this state?",
    citation: "state law, as completed under compliance.state_law",
    grade: Grade::Yours,
};

pub(super) static DOWNSIDE_LICENCE: LegalRule = LegalRule {
    key: "downside_licence",
    asks: "Does taking downside risk need a licence in this state?",
    citation: "state insurance law, as completed under compliance.state_law",
    grade: Grade::Yours,
};

const STATES: &str = "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ \
     NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR GU VI AS MP";

/// Whether a text is the postal code of a state, the District or a territory.
pub(super) fn is_state(text: &str) -> bool {
    STATES.split_whitespace().any(|state| state == text)
}

/// The law of the state that governs, as the user completed it.
pub(super) fn of_state<'c>(case: &'c Case<'_>) -> Option<&'c StateLaw> {
    case.stated.state.as_deref().and_then(|state| case.stated.state_law.get(state))
}

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let Some(state) = case.stated.state.as_deref() else {
        findings.push(case.unstated(&CORPORATE_PRACTICE, "state", "the state whose law governs"));
        return;
    };
    let employed = case.stated.employed != Some(false);
    findings.push(doctrine(
        case,
        &CORPORATE_PRACTICE,
        |law| law.corporate_practice,
        employed.then_some("physicians are employed"),
        "employ through a friendly professional corporation or an exempt entity",
    ));
    let pooled = case.pooled_plans().next().is_some();
    findings.push(doctrine(
        case,
        &FEE_SPLITTING,
        |law| law.fee_splitting,
        pooled.then_some("pools divide money among physicians"),
        "pay fixed amounts at fair market value instead of shares, or find the exception",
    ));
    let two_sided: Vec<&str> = case.contracts.iter().filter(|c| c.two_sided).map(|c| c.name).collect();
    if !two_sided.is_empty() {
        let licensed = of_state(case).and_then(|law| law.downside_risk_licensed);
        findings.push(licence(case, state, &two_sided, licensed));
    }
}

/// What the state that governs says of what is `concerned`; nothing in the arm where that is none.
pub(super) fn doctrine(
    case: &Case<'_>,
    rule: &'static LegalRule,
    says: fn(&StateLaw) -> Option<Doctrine>,
    concerned: Option<&str>,
    cure: &str,
) -> Finding {
    let Some(state) = case.stated.state.as_deref() else {
        return case.unstated(rule, "state", "the state whose law governs");
    };
    let fact = format!("state_law.{state}.{}", rule.key);
    let place = format!("compliance.{fact}");
    let Some(concerned) = concerned else {
        return case.pass(rule, place, "nothing in this arm falls under it");
    };
    match of_state(case).and_then(says) {
        None => case.unstated(rule, &fact, &format!("what {state} says; {concerned}")),
        Some(Doctrine::Allows) => case.pass(rule, place, format!("{state} allows it; {concerned}")),
        Some(Doctrine::Exceptions) => case.finding(
            rule,
            Severity::Note,
            place,
            format!("{state} prohibits it with exceptions; {concerned}"),
            ("have counsel name the exception that applies", Remedy::Opinion),
        ),
        Some(Doctrine::Prohibits) => case.finding(
            rule,
            Severity::Stop,
            place,
            format!("{state} prohibits it; {concerned}"),
            (cure, Remedy::Restructure),
        ),
    }
}

fn licence(case: &Case<'_>, state: &str, contracts: &[&str], licensed: Option<bool>) -> Finding {
    let rule = &DOWNSIDE_LICENCE;
    let place = format!("compliance.state_law.{state}.downside_risk_licensed");
    let found = format!("downside risk under {}", contracts.join(", "));
    match licensed {
        Some(true) => case.pass(rule, place, format!("{found}; licensed or exempt in {state}")),
        Some(false) => case.finding(
            rule,
            Severity::Stop,
            place,
            format!("{found}; neither licensed nor exempt in {state}"),
            ("obtain the licence or exemption before the contract begins", Remedy::Opinion),
        ),
        None => case.unstated(
            rule,
            &format!("state_law.{state}.downside_risk_licensed"),
            &format!("whether {state} asks for a licence; {found}"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::Compliance;
    use crate::compliance::sample;

    fn stated(doctrine: Option<Doctrine>, employed: Option<bool>, licensed: Option<bool>) -> Compliance {
        let mut stated = sample::in_ohio(|law| {
            (law.corporate_practice, law.downside_risk_licensed) = (doctrine, licensed);
        });
        stated.employed = employed;
        stated
    }

    fn of(stated: &Compliance, rule: &'static LegalRule) -> Vec<Severity> {
        let plan = sample::plan();
        let mut case = sample::case(stated, &plan);
        case.contracts[0].two_sided = true;
        sample::of(check, &case, rule).iter().map(|f| f.0).collect()
    }

    #[test]
    fn a_doctrine_binds_whom_it_concerns() {
        use Severity::{Note, Pass, Stop};
        let rule = &CORPORATE_PRACTICE;
        assert_eq!(of(&stated(Some(Doctrine::Allows), Some(true), None), rule), [Pass]);
        assert_eq!(of(&stated(Some(Doctrine::Exceptions), Some(true), None), rule), [Note]);
        assert_eq!(of(&stated(Some(Doctrine::Prohibits), Some(true), None), rule), [Stop]);
        assert_eq!(of(&stated(Some(Doctrine::Prohibits), Some(false), None), rule), [Pass]);
        assert_eq!(of(&stated(None, Some(true), None), rule), [Note]);
    }

    #[test]
    fn downside_risk_asks_for_a_licence() {
        let rule = &DOWNSIDE_LICENCE;
        assert_eq!(of(&stated(None, None, Some(true)), rule), [Severity::Pass]);
        assert_eq!(of(&stated(None, None, Some(false)), rule), [Severity::Stop]);
        assert_eq!(of(&stated(None, None, None), rule), [Severity::Note]);
    }

    #[test]
    fn states_by_their_letters() {
        assert!(is_state("OH") && is_state("DC"));
        assert!(!is_state("Ohio") && !is_state("oh") && !is_state("XX"));
    }
}
