//! Deferred pay: tax on pay that is held back until it vests.
//!
//! # What it asks
//! Where a plan holds pay back: are its schedule and the time of payment written before the year in which the pay
//! is earned, and is it paid soon after it vests? In a tax-exempt system: is it reported as income when it
//! vests?
//!
//! # Test
//! A plan with `deferral` holds pay back: what vests is paid at the end of the year in which it vests. *409A*: the
//! schedule is written in advance, and payment comes within two and a half months after the year of vesting, which
//! keeps it outside the section as a short-term deferral. *457(f)*, tax-exempt employers only: income when
//! nothing substantial is left to forfeit it for, paid or not. A plan without `deferral` is asked nothing.
//!
//! # Parameters
//! `[compliance.deferred_pay]`: `written_in_advance`, `paid_within_months`, `reported_when_vested`;
//! `[compliance.tax_exempt] applies`.
//!
//! # Source
//! Internal Revenue Code 409A (20 % on the recipient, with interest) and 457(f): The Tax Adviser, June 2017, and
//! Trucker Huss, October 2023 (read); two and a half months, 26 CFR 1.409A-1(b)(4), recalled; regulations under
//! 457(f) were proposed in 2016 and are not known to be final.
//!
//! # Worked example
//! 20 % of value pay vests after three years and is paid in January: 1 month, passes. Paid in the June after: 6
//! months, stops.

use super::case::Question;
use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::schema::{Grade, optional, parameters};
use crate::units::Months;

parameters! {
    /// Pay that is held back until it vests.
    pub struct DeferredPayFacts {
        /// Schedule, form and time of payment are written before the year in which the pay is earned.
        written_in_advance: Option<bool> = optional();
        /// Months after the year of vesting within which it is paid.
        paid_within_months: Option<Months> = optional().range(0.0, 120.0);
        /// A tax-exempt employer reports it as income in the year in which it vests.
        reported_when_vested: Option<bool> = optional();
    }
}

pub(super) static DEFERRED_PAY: LegalRule = LegalRule {
    key: "deferred_pay",
    asks: "Is pay that is held back scheduled in writing beforehand, and paid within two and a half months of the year it vests in?",
    citation: "IRC 409A; 26 CFR 1.409A-1(b)(4) (The Tax Adviser 2017)",
    grade: Grade::Published,
};

pub(super) static INELIGIBLE_DEFERRAL: LegalRule = LegalRule {
    key: "ineligible_deferral",
    asks: "If tax-exempt: is pay that is held back reported as income when it vests?",
    citation: "IRC 457(f); proposed 26 CFR 1.457-12 of 2016 (The Tax Adviser 2017; Trucker Huss 2023)",
    grade: Grade::Published,
};

/// Months after the year of vesting within which pay is a short-term deferral.
const SHORT_TERM: f64 = 2.5;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let held: Vec<&str> = case.plans.iter().filter(|p| p.plan.deferral.is_some()).map(|p| p.name).collect();
    if held.is_empty() {
        for rule in [&DEFERRED_PAY, &INELIGIBLE_DEFERRAL] {
            findings.push(case.pass(rule, "plan", "no plan holds pay back until it vests"));
        }
        return;
    }
    let held = held.join(", ");
    schedule(case, &held, findings);
    let facts = &case.stated.deferred_pay;
    let rule = &INELIGIBLE_DEFERRAL;
    findings.push(match case.stated.tax_exempt.applies {
        None => case.unstated(rule, "tax_exempt.applies", &format!("whether the system is tax-exempt; {held} hold pay back")),
        Some(false) => case.pass(rule, "compliance.tax_exempt.applies", "the system is not tax-exempt"),
        Some(true) => case.asked(&Question {
            rule,
            key: "deferred_pay.reported_when_vested",
            what: &format!("pay that {held} hold back is reported as income when it vests"),
            answer: facts.reported_when_vested,
            good: true,
            otherwise: Severity::Stop,
            cure: "report it in the year in which nothing substantial is left to forfeit it for, and pay it then",
            remedy: Remedy::Opinion,
        }),
    });
}

fn schedule(case: &Case<'_>, held: &str, findings: &mut Vec<Finding>) {
    let rule = &DEFERRED_PAY;
    let facts = &case.stated.deferred_pay;
    findings.push(case.asked(&Question {
        rule,
        key: "deferred_pay.written_in_advance",
        what: &format!("schedule and time of payment of {held} are written before the year"),
        answer: facts.written_in_advance,
        good: true,
        otherwise: Severity::Stop,
        cure: "write when each part vests and is paid, before the year it is earned in",
        remedy: Remedy::Amendment,
    }));
    let key = "deferred_pay.paid_within_months";
    findings.push(match facts.paid_within_months {
        None => case.unstated(rule, key, "months after the year of vesting within which it is paid"),
        Some(Months(months)) => {
            let place = format!("compliance.{key}");
            let found = format!("paid within {months:.1} months of the year of vesting; {SHORT_TERM:.1} are a short-term deferral");
            if months <= SHORT_TERM {
                case.pass(rule, place, found)
            } else {
                let cure = "pay by 15 March after the year of vesting, or fix a payment event that the section allows";
                case.finding(rule, Severity::Stop, place, found, (cure, Remedy::Amendment))
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::{Compliance, sample};
    use crate::pay::{Deferral, DeferredPay, Plan, Vesting};
    use crate::units::Share;
    use Severity::{Note, Pass, Stop};

    fn holding() -> Plan {
        let deferral =
            Deferral { share: Share(0.2), of: DeferredPay::Value, years: 3, vests: Vesting::Graded };
        Plan { deferral: Some(deferral), ..sample::plan() }
    }

    fn of(stated: &Compliance, plan: &Plan, rule: &'static LegalRule) -> Vec<Severity> {
        sample::of(check, &sample::case(stated, plan), rule).iter().map(|f| f.0).collect()
    }

    fn stated(months: f64, written: bool) -> Compliance {
        let mut stated = sample::silent();
        stated.tax_exempt.applies = Some(true);
        stated.deferred_pay = DeferredPayFacts {
            written_in_advance: Some(written),
            paid_within_months: Some(Months(months)),
            reported_when_vested: Some(written),
        };
        stated
    }

    #[test]
    fn paid_in_january_passes_and_in_june_stops() {
        let plan = holding();
        assert_eq!(of(&stated(1.0, true), &plan, &DEFERRED_PAY), [Pass, Pass]);
        assert_eq!(of(&stated(2.5, true), &plan, &DEFERRED_PAY), [Pass, Pass]);
        assert_eq!(of(&stated(6.0, false), &plan, &DEFERRED_PAY), [Stop, Stop]);
        assert_eq!(of(&sample::silent(), &plan, &DEFERRED_PAY), [Note, Note]);
        assert_eq!(of(&stated(6.0, false), &sample::plan(), &DEFERRED_PAY), [Pass]);
    }

    #[test]
    fn exempt_employers_report_what_vests() {
        let plan = holding();
        assert_eq!(of(&stated(1.0, true), &plan, &INELIGIBLE_DEFERRAL), [Pass]);
        assert_eq!(of(&stated(1.0, false), &plan, &INELIGIBLE_DEFERRAL), [Stop]);
        assert_eq!(of(&sample::silent(), &plan, &INELIGIBLE_DEFERRAL), [Note]);
        let mut taxed = stated(1.0, false);
        taxed.tax_exempt.applies = Some(false);
        assert_eq!(of(&taxed, &plan, &INELIGIBLE_DEFERRAL), [Pass]);
        assert_eq!(of(&stated(1.0, false), &sample::plan(), &INELIGIBLE_DEFERRAL), [Pass]);
    }
}
