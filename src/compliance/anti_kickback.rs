//! Anti-Kickback: the safe harbour that pay sits in.
//!
//! # What it asks
//! Are physicians bona fide employees? If not, which safe harbour covers value pay?
//!
//! # Test
//! Employees are covered by the employee safe harbour. For others, value pay must be outcomes-based
//! on legitimate measures, not for internal cost savings or patient satisfaction alone, or sit in a
//! value-based safe harbour (substantial downside risk: the enterprise bears at least 30 % of losses
//! and the participant at least 5 % of them).
//!
//! # Parameters
//! `[compliance] employed`.
//!
//! # Source
//! 42 CFR 1001.952(i), (d)(2), (ee)-(gg); Weaver Johnston. Compensation note §6, L11-L14 (mostly
//! recalled).
//!
//! # Worked example
//! `employed = false` and a plan with a quality bonus: caution, with what (d)(2) asks.

use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::pay::Component;
use crate::schema::Grade;

pub(super) static ANTI_KICKBACK: LegalRule = LegalRule {
    key: "anti_kickback",
    asks: "Are physicians bona fide employees, or does another safe harbour cover value pay?",
    citation: "42 CFR 1001.952(i), (d)(2), (ee)-(gg); Weaver Johnston",
    grade: Grade::Recalled,
};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &ANTI_KICKBACK;
    let place = "compliance.employed";
    for plan in &case.plans {
        if plan.plan.pay.iter().any(|component| matches!(component, Component::Psa(_))) {
            findings.push(case.finding(
                rule,
                Severity::Note,
                format!("plan.{}", plan.name),
                "a professional services agreement pays a contracted group: the employee safe harbour does not reach it", ("have counsel name the safe harbour: personal services, (d)(1) or (d)(2)", Remedy::Opinion)));
        }
    }
    match case.stated.employed {
        None => {
            findings.push(case.unstated(
                rule,
                "employed",
                "whether physicians are bona fide (W-2) employees",
            ));
        }
        Some(true) => findings.push(case.pass(rule, place, "bona fide employees: the employee safe harbour")),
        Some(false) => {
            let value: Vec<&str> = case
                .plans
                .iter()
                .filter(|p| p.plan.pay.iter().any(|component| component.seen().value))
                .map(|p| p.name)
                .collect();
            findings.push(if value.is_empty() {
                case.finding(
                    rule,
                    Severity::Note,
                    place,
                    "physicians are not employees; no plan pays for value", ("have counsel name the safe harbour: personal services, (d)(1)", Remedy::Opinion))
            } else {
                case.finding(
                    rule,
                    Severity::Caution,
                    place,
                    format!("physicians are not employees, and {} pay for value", value.join(", ")), ("outcomes-based payments under (d)(2): legitimate measures and benchmarks, not internal savings or satisfaction alone; or a value-based safe harbour with risk", Remedy::Opinion))
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample::{self, list, table};
    use crate::pay::Plan;
    use crate::schema::Value;

    #[test]
    fn employees_pass_and_contractors_with_value_pay_do_not() {
        let plain = sample::plan();
        let bonus = table(vec![("quality_bonus", table(vec![("per_fte", Value::Number(20_000.0))]))]);
        let value: Plan = sample::read(vec![("pay", list(vec![bonus]))]);
        let severity = |employed, plan| {
            let mut stated = sample::silent();
            stated.employed = employed;
            sample::of(check, &sample::case(&stated, plan), &ANTI_KICKBACK)[0].0
        };
        assert_eq!(severity(Some(true), &value), Severity::Pass);
        assert_eq!(severity(Some(false), &value), Severity::Caution);
        assert_eq!(severity(Some(false), &plain), Severity::Note);
        assert_eq!(severity(None, &plain), Severity::Note);
    }
}
