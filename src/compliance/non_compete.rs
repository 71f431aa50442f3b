//! Non-competes: covenants that bind physicians who leave.
//!
//! # What it asks
//! Do agreements hold physicians from practising elsewhere, and what does the state's law say of that?
//!
//! # Test
//! Without covenants nothing is asked. With them the state's doctrine decides, as the user or counsel completes it:
//! *prohibits* stops, *exceptions* is a note to cite the exception, not stated is a note. No federal rule bans
//! them: the trade commission's rule of 2024 was set aside and the appeal given up.
//!
//! # Parameters
//! `[compliance.covenants] non_compete`; `[compliance] state`; `[compliance.state_law.XX] non_compete`.
//!
//! # Source
//! Ryan LLC v. FTC (N.D. Tex. 2024), appeal dropped on 5 September 2025, letters to employers in health care of 10
//! September 2025 (FTC release; Maynard Nexsen 2026: read). States change it every year: in 2025 Arkansas,
//! Colorado, Indiana, Montana, Oregon, Texas, Utah and Wyoming, among others (Littler 2025; AMA through
//! Becker's: read). We ship no table of states.
//!
//! # Worked example
//! `covenants.non_compete = true` in a state completed with `non_compete = "prohibits"`: stop.

use super::state_law::doctrine;
use super::{Case, Finding, LegalRule};
use crate::schema::{Grade, optional, parameters};

parameters! {
    /// Covenants of the agreements.
    pub struct CovenantFacts {
        /// Agreements keep physicians who leave from practising elsewhere.
        non_compete: Option<bool> = optional();
    }
}

pub(super) static NON_COMPETE: LegalRule = LegalRule {
    key: "non_compete",
    asks: "Do agreements keep physicians from practising elsewhere, and does the state enforce that?",
    citation: "state law, as completed under compliance.state_law; no federal ban since the FTC dropped its rule on 5 September 2025 (Littler 2025)",
    grade: Grade::Published,
};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &NON_COMPETE;
    let key = "covenants.non_compete";
    match case.stated.covenants.non_compete {
        None => {
            findings.push(case.unstated(
                rule,
                key,
                "whether agreements keep physicians from practising elsewhere",
            ));
        }
        Some(false) => {
            findings.push(case.pass(rule, format!("compliance.{key}"), "no agreement holds a non-compete"));
        }
        Some(true) => findings.push(doctrine(
            case,
            rule,
            |law| law.non_compete,
            Some("agreements hold a non-compete"),
            "take the covenant out; protect patients' lists and staff by other means",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::{Doctrine, Severity, sample};

    #[test]
    fn the_state_decides_and_silence_is_asked() {
        use Severity::{Note, Pass, Stop};
        let plan = sample::plan();
        let of = |stated: Option<bool>, doctrine: Option<Doctrine>| {
            let mut facts = sample::in_ohio(|law| law.non_compete = doctrine);
            facts.covenants.non_compete = stated;
            sample::of(check, &sample::case(&facts, &plan), &NON_COMPETE)[0].0
        };
        assert_eq!(of(Some(true), Some(Doctrine::Prohibits)), Stop);
        assert_eq!(of(Some(true), Some(Doctrine::Exceptions)), Note);
        assert_eq!(of(Some(true), Some(Doctrine::Allows)), Pass);
        assert_eq!(of(Some(true), None), Note);
        assert_eq!(of(Some(false), Some(Doctrine::Prohibits)), Pass);
        assert_eq!(of(None, Some(Doctrine::Allows)), Note);
    }
}
