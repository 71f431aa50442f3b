//! Value-based exceptions: which one is relied on, and what it asks.
//!
//! # What it asks
//! Which exception of the Stark law covers value pay? Most pay of employees within fair market value
//! needs none but the employment exception. Who relies on *meaningful downside financial risk* must
//! put at least 10 % of the remuneration at risk of being repaid or forgone.
//!
//! # Test
//! *Employment*: nothing further. *Full financial risk*: the enterprise bears the cost of all covered
//! care of the target population, or will within 12 months. *Meaningful downside*: for each plan with
//! value pay, what a withhold can forfeit, over all pay at full marks, is at least 10 %; a bonus not
//! earned is not forgone. *Value-based arrangement*: in writing, with objective measures, monitored
//! every year. *Risk sharing*: see that rule. Savings that stay inside the system and reach no payer do not
//! serve a value-based purpose.
//!
//! # Parameters
//! `[compliance.value_based]`: `relies_on`, `full_risk`, `written_and_monitored`, `passed_to_payers`.
//!
//! # Source
//! 42 CFR 411.357(aa)(1)-(3) (Foley 2021; Frost Brown Todd: no fair-market-value test under full
//! risk); purpose: Dickinson Wright 2021. Compensation note §6, L8-L10.
//!
//! # Worked example
//! $100,000 salary and $250,000 for wRVUs, 12 % withheld: $42,000 can be forgone of $350,000: 12 %,
//! passes. With a quality bonus of $50,000 on top and 10 % withheld it is $35,000 of $400,000:
//! 8.75 %, stops.

use super::case::Question;
use super::{Case, Finding, LegalRule, PlanInUse, Remedy, Severity};
use crate::pay::{Component, Plan, Statement, Work};
use crate::schema::{Grade, keywords, optional, parameters, word};
use crate::terms::reaches;

keywords! {
    /// The exception that value pay relies on.
    pub enum Reliance {
        /// Bona fide employment within fair market value, 42 CFR 411.357(c).
        Employment = "employment",
        /// Full financial risk, 42 CFR 411.357(aa)(1).
        FullRisk = "full_financial_risk",
        /// Meaningful downside financial risk to the physician, 42 CFR 411.357(aa)(2).
        MeaningfulDownside = "meaningful_downside",
        /// Value-based arrangement, 42 CFR 411.357(aa)(3).
        ValueBasedArrangement = "value_based_arrangement",
        /// Risk sharing with health plans, 42 CFR 411.357(n).
        RiskSharing = "risk_sharing",
    }
}

parameters! {
    /// Value-based exceptions, and whether they are relied on.
    pub struct ValueBasedFacts {
        /// The exception that value pay relies on.
        relies_on: Reliance = word("employment").because("most value-based exceptions are unnecessary for employees' pay inside fair market value");
        /// The enterprise bears the cost of all covered care of the target population, or will within
        /// 12 months.
        full_risk: Option<bool> = optional();
        /// In writing and signed, with objective measures, monitored every year, and ended or
        /// amended when ineffective.
        written_and_monitored: Option<bool> = optional();
        /// Savings reach a payer, not only the system.
        passed_to_payers: Option<bool> = optional();
        /// Counsel reviewed the chain through which value money reaches physicians, and named an exception.
        chain_reviewed: Option<bool> = optional();
        /// The governing body authorised passing shared savings on to physicians.
        pass_through_authorised: Option<bool> = optional();
    }
}

pub(super) static STARK_EXCEPTION: LegalRule = LegalRule {
    key: "stark_exception",
    asks: "Which Stark exception covers value pay, and are its conditions met?",
    citation: "42 CFR 411.357(c), (aa)(1)-(3); Foley 2021; Dickinson Wright 2021",
    grade: Grade::Published,
};

pub(super) static DOWNSIDE_TEST: LegalRule = LegalRule {
    key: "downside_test",
    asks: "Can at least 10 % of the remuneration be repaid or forgone, where that exception is relied on?",
    citation: "42 CFR 411.357(aa)(2); Foley 2021",
    grade: Grade::Published,
};

/// Part of the remuneration that must be at risk.
const DOWNSIDE: f64 = 0.10;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    exception(case, findings);
    for plan in &case.plans {
        if let Some(finding) = downside(case, plan) {
            findings.push(finding);
        }
    }
}

fn exception(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &STARK_EXCEPTION;
    let facts = &case.stated.value_based;
    let place = "compliance.value_based.relies_on";
    let question = |key, what, answer, cure| Question {
        rule,
        key,
        what,
        answer,
        good: true,
        otherwise: Severity::Stop,
        cure,
        remedy: Remedy::Opinion,
    };
    match facts.relies_on {
        Reliance::Employment => {
            findings.push(case.pass(rule, place, "the employment exception: no value-based exception is needed while pay is fair market value and not by referrals"));
            return;
        }
        Reliance::RiskSharing => {
            let found = "risk sharing with health plans: its own rule asks whose money it is";
            findings.push(case.pass(rule, place, found));
            return;
        }
        Reliance::FullRisk => findings.push(case.asked(&question(
            "value_based.full_risk",
            "the enterprise bears the cost of all covered care of its patients, or will within 12 months",
            facts.full_risk,
            "rely on another exception, or take full risk",
        ))),
        Reliance::MeaningfulDownside | Reliance::ValueBasedArrangement => {
            findings.push(case.asked(&question(
                "value_based.written_and_monitored",
                "in writing, with objective measures, monitored every year",
                facts.written_and_monitored,
                "write the arrangement, its measures and its monitoring",
            )));
        }
    }
    findings.push(case.asked(&question(
        "value_based.passed_to_payers",
        "savings reach a payer and do not only stay inside the system",
        facts.passed_to_payers,
        "internal savings alone serve no value-based purpose: rely on another purpose or exception",
    )));
}

fn downside(case: &Case<'_>, plan: &PlanInUse<'_>) -> Option<Finding> {
    let rule = &DOWNSIDE_TEST;
    let place = format!("plan.{}", plan.name);
    let least =
        plan.physicians.iter().map(|p| forgone_share(plan.plan, &p.work)).fold(f64::INFINITY, f64::min);
    if !plan.plan.pay.iter().any(|component| component.seen().value) || !least.is_finite() {
        return None;
    }
    let found = format!("{:.1} % of all pay can be forgone", 100.0 * least);
    Some(if case.stated.value_based.relies_on != Reliance::MeaningfulDownside {
        case.pass(rule, place, format!("{found}; the exception that asks for 10 % is not relied on"))
    } else if reaches(least, DOWNSIDE) {
        case.pass(rule, place, format!("{found}; the exception asks for 10 %"))
    } else {
        case.finding(
            rule,
            Severity::Stop,
            place,
            format!("{found}; the exception asks for 10 %"),
            ("withhold more, or rely on another exception", Remedy::Restructure),
        )
    })
}

/// What withholds can forfeit, as a share of all pay at full marks, for one year of work.
fn forgone_share(plan: &Plan, work: &Work) -> f64 {
    let paid = |components: Vec<Component>, quality: f64| {
        let mut statement = Statement::default();
        let part = Plan { pay: components, guarantee: None, ..plan.clone() };
        part.pay(&Work { quality, ..*work }, 0.0, &mut statement);
        statement.total().dollars()
    };
    let held: Vec<Component> = plan.pay.iter().filter(|c| !c.seen().gained).cloned().collect();
    let forgone = paid(held.clone(), 1.0) - paid(held, 0.0);
    let all = paid(plan.pay.clone(), 1.0);
    if all > 0.0 { forgone / all } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample::{self, list, table};
    use crate::schema::Value;

    /// $100,000 salary, $50 per wRVU, a bonus, a withhold of 60 to 90 points.
    fn plan(withheld: f64, bonus: f64) -> Plan {
        let number = Value::Number;
        let ladder = || table(vec![("threshold", number(0.6)), ("target", number(0.9))]);
        let mut pay = vec![
            table(vec![("salary", table(vec![("per_fte", number(100_000.0))]))]),
            table(vec![("wrvu", table(vec![("tiers", list(vec![table(vec![("rate", number(50.0))])]))]))]),
            table(vec![("quality_withhold", table(vec![("share", number(withheld)), ("ladder", ladder())]))]),
        ];
        if bonus > 0.0 {
            pay.push(table(vec![(
                "quality_bonus",
                table(vec![("per_fte", number(bonus)), ("ladder", ladder())]),
            )]));
        }
        sample::read(vec![("pay", list(pay))])
    }

    fn severity(plan: &Plan, relies_on: Reliance) -> Severity {
        let mut stated = sample::silent();
        stated.value_based.relies_on = relies_on;
        sample::of(check, &sample::case(&stated, plan), &DOWNSIDE_TEST)[0].0
    }

    #[test]
    fn ten_per_cent_hand_worked() {
        let work = sample::colleague().work;
        assert!((forgone_share(&plan(0.12, 0.0), &work) - 0.12).abs() < 1e-9);
        assert!((forgone_share(&plan(0.10, 50_000.0), &work) - 0.0875).abs() < 1e-9);
        let downside = Reliance::MeaningfulDownside;
        assert_eq!(severity(&plan(0.12, 0.0), downside), Severity::Pass);
        assert_eq!(severity(&plan(0.10, 0.0), downside), Severity::Pass);
        assert_eq!(severity(&plan(0.10, 50_000.0), downside), Severity::Stop);
    }

    #[test]
    fn the_test_binds_only_who_relies_on_it() {
        assert_eq!(severity(&plan(0.05, 0.0), Reliance::Employment), Severity::Pass);
        let (stated, plain) = (sample::silent(), sample::plan());
        assert!(sample::of(check, &sample::case(&stated, &plain), &DOWNSIDE_TEST).is_empty());
    }

    #[test]
    fn internal_savings_alone_stop_a_value_based_exception() {
        let plain = sample::plan();
        let mut stated = sample::silent();
        stated.value_based.relies_on = Reliance::ValueBasedArrangement;
        stated.value_based.written_and_monitored = Some(true);
        stated.value_based.passed_to_payers = Some(false);
        let found = sample::of(check, &sample::case(&stated, &plain), &STARK_EXCEPTION);
        assert_eq!(found.iter().map(|f| f.0).collect::<Vec<_>>(), [Severity::Pass, Severity::Stop]);
    }
}
