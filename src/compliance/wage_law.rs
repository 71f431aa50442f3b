//! Wage law: pay that is taken back, or charged.
//!
//! # What it asks
//! Where a plan lets employed physicians pay in, repay or lose what they have earned: may wages be lowered so in this
//! state, and did each of them agree in writing?
//!
//! # Test
//! A plan falls under it when expense is paid in (`shortfall = "paid_in"`), value pay is repaid on leaving
//! (`clawback`) or a draw is recouped (`draw`). A withhold that quality never releases was never earned and
//! does not. The state's doctrine decides as the user completes it; where it allows deductions with exceptions,
//! written consent is asked for. Federal salary tests do not bind physicians. Who is not an employee is paid no
//! wages.
//!
//! # Parameters
//! `[compliance.wages] consented`; `[compliance] state`, `employed`; `[compliance.state_law.XX] wage_deductions`.
//!
//! # Source
//! State law, none of ours: some ask for prior written consent (Arizona, A.R.S. 23-352), some bar deductions for
//! losses whatever was agreed (California, Labor Code 221 to 224): compilation of ELA members (read). 29 CFR
//! 541.304: salary requirements do not apply to the practice of medicine (heading read, text recalled).
//!
//! # Worked example
//! A partners' plan with `shortfall = "paid_in"`, physicians employed, the state completed with `wage_deductions =
//! "exceptions"`: without written consent stop, with it pass.

use super::state_law::{Doctrine, doctrine, of_state};
use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::pay::{Component, Plan, Shortfall};
use crate::schema::{Grade, optional, parameters};

parameters! {
    /// Taking back or charging pay.
    pub struct WageFacts {
        /// Each physician agreed in writing to what may be taken back or charged.
        consented: Option<bool> = optional();
    }
}

pub(super) static WAGE_LAW: LegalRule = LegalRule {
    key: "wage_deductions",
    asks: "Where employed physicians pay in or repay, does the state's wage law let wages be lowered so, with consent?",
    citation: "state wage law, as completed under compliance.state_law; 29 CFR 541.304",
    grade: Grade::Recalled,
};

/// What a plan takes back or charges, in words.
fn takes(plan: &Plan) -> Vec<&'static str> {
    let paid_in = |component: &Component| {
        let own = if let Component::Collections(terms) = component { Some(terms.shortfall) } else { None };
        own.or(component.group().map(|terms| terms.shortfall)) == Some(Shortfall::PaidIn)
    };
    let mut takes = Vec::new();
    if plan.everything().any(paid_in) {
        takes.push("expense is paid in");
    }
    if plan.clawback.is_some() {
        takes.push("value pay is repaid on leaving");
    }
    if plan.pay.iter().any(|component| matches!(component, Component::Draw(_))) {
        takes.push("a draw is recouped");
    }
    takes
}

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &WAGE_LAW;
    let mut any = false;
    for plan in &case.plans {
        let takes = takes(plan.plan);
        if !takes.is_empty() {
            any = true;
            findings.push(judge(case, format!("plan.{}", plan.name), &takes.join(", ")));
        }
    }
    if !any {
        findings.push(case.pass(rule, "plan", "no plan takes pay back or charges it"));
    }
}

fn judge(case: &Case<'_>, place: String, takes: &str) -> Finding {
    let rule = &WAGE_LAW;
    if case.stated.employed == Some(false) {
        return case.pass(rule, place, format!("{takes}; physicians are not employees, so it is no wage"));
    }
    let says = of_state(case).and_then(|law| law.wage_deductions);
    if says != Some(Doctrine::Exceptions) {
        let cure = "lower what is paid next instead of taking back what was paid, or find the exception";
        return Finding { place, ..doctrine(case, rule, |law| law.wage_deductions, Some(takes), cure) };
    }
    match case.stated.wages.consented {
        None => case.finding(
            rule,
            Severity::Note,
            place,
            format!("{takes}, which the state allows with exceptions; not stated: written consent"),
            ("state compliance.wages.consented", Remedy::Nothing),
        ),
        Some(true) => case.pass(rule, place, format!("{takes}, with written consent")),
        Some(false) => case.finding(
            rule,
            Severity::Stop,
            place,
            format!("{takes}, which the state allows with exceptions; no written consent"),
            ("have each physician agree in writing before it is earned", Remedy::Amendment),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample;
    use crate::pay::Clawback;
    use crate::units::{Months, Share};
    use Severity::{Note, Pass, Stop};

    fn taking() -> Plan {
        Plan { clawback: Some(Clawback { share: Share(1.0), months: Months(12.0) }), ..sample::plan() }
    }

    fn of(plan: &Plan, says: Option<Doctrine>, consented: Option<bool>, employed: bool) -> Severity {
        let mut facts = sample::in_ohio(|law| law.wage_deductions = says);
        (facts.wages.consented, facts.employed) = (consented, Some(employed));
        sample::of(check, &sample::case(&facts, plan), &WAGE_LAW)[0].0
    }

    #[test]
    fn the_state_and_consent_decide() {
        let plan = taking();
        assert_eq!(of(&plan, Some(Doctrine::Prohibits), Some(true), true), Stop);
        assert_eq!(of(&plan, Some(Doctrine::Exceptions), Some(false), true), Stop);
        assert_eq!(of(&plan, Some(Doctrine::Exceptions), Some(true), true), Pass);
        assert_eq!(of(&plan, Some(Doctrine::Exceptions), None, true), Note);
        assert_eq!(of(&plan, Some(Doctrine::Allows), None, true), Pass);
        assert_eq!(of(&plan, None, None, true), Note);
        assert_eq!(of(&plan, Some(Doctrine::Prohibits), None, false), Pass);
        assert_eq!(of(&sample::plan(), Some(Doctrine::Prohibits), None, true), Pass);
    }

    #[test]
    fn what_partners_pay_in_is_charged() {
        let terms = sample::table(vec![
            ("share", crate::schema::Value::Number(1.0)),
            ("expense_per_fte", crate::schema::Value::Number(200_000.0)),
            ("shortfall", sample::text("paid_in")),
        ]);
        let pay = sample::list(vec![sample::table(vec![("collections", terms)])]);
        let partners: Plan = sample::read(vec![("pay", pay)]);
        assert_eq!(takes(&partners), ["expense is paid in"]);
        assert_eq!(of(&partners, Some(Doctrine::Prohibits), None, true), Stop);
    }
}
