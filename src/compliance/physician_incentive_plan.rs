//! Physician incentive plan: substantial financial risk and stop-loss.
//!
//! # What it asks
//! Under Medicare Advantage or Medicaid managed care, can more than 25 % of a physician's potential
//! payments depend on the cost of services that others give to their patients? Then stop-loss is
//! mandatory.
//!
//! # Test
//! Before a run: which contracts are under the rule. After a run: money at risk for referral services
//! is passed-through savings at their upper end, mean + 1.645 standard deviations (one future in
//! twenty above, were they normal); potential payments are all other pay plus that money. At risk
//! over potential, against 25 %. All pool money is counted as if it came from contracts under the
//! rule, which overstates it. Quality, satisfaction and committee bonuses are not counted. Panels
//! above 25,000 patients are exempt. A capitation's referral account is bonus and withhold at once: it
//! is substantial when its limit passes 25 % less three quarters of itself, that is above one seventh.
//!
//! # Parameters
//! `[compliance.incentive_plan]`: `stop_loss`, `pooled_panel`.
//!
//! # Source
//! 42 CFR 422.208, 438.3(i): frgsystems and the 2007 text. Bonus line and panel exemption recalled.
//! Compensation note §6, L18, L18b; payer note on the published check.
//!
//! # Worked example
//! Fees and capitation 100, bonus 33: 33/133 = 24.8 %: no. Bonus 50: 50/150 = 33.3 %: substantial.

use super::{Case, Finding, LegalRule, Paid, Remedy, Severity};
use crate::pay::Component;
use crate::payer::LineOfBusiness;
use crate::schema::{Grade, optional, parameters};
use crate::terms::reaches;
use crate::units::Members;

parameters! {
    /// Physician incentive plans under Medicare Advantage and Medicaid managed care.
    pub struct IncentivePlanFacts {
        /// Stop-loss protection is in place for physicians at substantial financial risk.
        stop_loss: Option<bool> = optional();
        /// Patients over whom the risk is pooled.
        pooled_panel: Option<Members> = optional();
    }
}

pub(super) static INCENTIVE_PLAN: LegalRule = LegalRule {
    key: "incentive_plan",
    asks: "Is at most 25 % of potential payments at risk for referral services, or stop-loss in place?",
    citation: "42 CFR 422.208, 438.3(i); frgsystems",
    grade: Grade::Published,
};

/// Part of potential payments above which risk is substantial.
const SUBSTANTIAL: f64 = 0.25;
/// Patients above which risk counts as spread.
const EXEMPT_PANEL: f64 = 25_000.0;
/// Standard deviations to the end that one normal future in twenty passes.
const UPPER: f64 = 1.645;

/// Money at risk for referral services as a part of potential payments, when `base` is paid
/// otherwise.
///
/// ```
/// use cascade::compliance::risk_share;
/// assert_eq!(format!("{:.3}", risk_share(33.0, 100.0)), "0.248");
/// assert_eq!(format!("{:.3}", risk_share(50.0, 100.0)), "0.333");
/// ```
#[must_use]
pub fn risk_share(at_risk: f64, base: f64) -> f64 {
    let potential = base + at_risk;
    if potential > 0.0 { at_risk / potential } else { 0.0 }
}

/// The withhold, as a part of payments, above which risk is substantial when a bonus of this part is
/// paid as well: withhold = 25 % − 0.75 × bonus.
///
/// ```
/// use cascade::compliance::withhold_limit;
/// assert_eq!(withhold_limit(0.0), 0.25);
/// assert_eq!(format!("{:.2}", withhold_limit(0.20)), "0.10");
/// ```
#[must_use]
pub fn withhold_limit(bonus: f64) -> f64 {
    (SUBSTANTIAL - 0.75 * bonus).max(0.0)
}

/// Contracts under the rule.
fn regulated<'c>(case: &'c Case<'_>) -> Vec<&'c str> {
    case.value_contracts()
        .filter(|c| matches!(c.line, LineOfBusiness::MedicareAdvantage | LineOfBusiness::Medicaid))
        .map(|c| c.name)
        .collect()
}

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &INCENTIVE_PLAN;
    let contracts = regulated(case);
    if contracts.is_empty() {
        findings.push(case.pass(rule, "contract", "no value-based Medicare Advantage or Medicaid contract"));
        return;
    }
    let mut at_risk = case.pooled_plans().next().is_some();
    for plan in &case.plans {
        for component in &plan.plan.pay {
            let Component::Capitation(terms) = component else { continue };
            if terms.referral_share.0 > 0.0 {
                at_risk = true;
                findings.push(capitated(case, plan.name, terms.referral_limit.0));
            }
        }
    }
    if !at_risk {
        let place = format!("contract.{}", contracts.join(", "));
        findings.push(case.pass(
            rule,
            place,
            "no plan shares in a pool or a referral account: nothing is at risk for referral services",
        ));
    }
}

pub(super) fn check_outcome(case: &Case<'_>, paid: &[Paid<'_>], findings: &mut Vec<Finding>) {
    if regulated(case).is_empty() {
        return;
    }
    for plan in case.pooled_plans() {
        let own = paid.iter().filter(|p| p.plan == plan.name);
        let worst =
            own.reduce(|best, next| if next.at_risk.value > best.at_risk.value { next } else { best });
        findings.extend(worst.map(|who| judge(case, plan.name, who)));
    }
}

/// Part of potential payments that depends on referral services, for one physician's year: mean and
/// standard deviation of passed-through savings, and mean of all pay.
#[must_use]
pub fn share_at_risk(passed_through: f64, passed_through_sd: f64, pay: f64) -> f64 {
    let at_risk = (passed_through + UPPER * passed_through_sd).max(0.0);
    risk_share(at_risk, (pay - passed_through).max(0.0))
}

fn judge(case: &Case<'_>, plan: &str, who: &Paid<'_>) -> Finding {
    let rule = &INCENTIVE_PLAN;
    let place = format!("plan.{plan}");
    let share = who.at_risk.value;
    let found = format!(
        "at most {:.1} % of potential payments depends on referral services ({} in {}); substantial above 25 %",
        100.0 * share,
        who.physician,
        who.at_risk.year
    );
    if reaches(SUBSTANTIAL, share) {
        return case.pass(rule, place, found);
    }
    substantial(case, place, found)
}

/// A referral account that adds or takes up to a share of the capitation: bonus and withhold at once.
fn capitated(case: &Case<'_>, plan: &str, limit: f64) -> Finding {
    let place = format!("plan.{plan}");
    let line = withhold_limit(limit);
    let found = format!(
        "the referral account adds or takes up to {:.1} % of the capitation; with such a bonus a withhold is substantial above {:.1} %",
        100.0 * limit,
        100.0 * line
    );
    if reaches(line, limit) {
        case.pass(&INCENTIVE_PLAN, place, found)
    } else {
        substantial(case, place, found)
    }
}

/// Substantial financial risk: exempt, protected, or not.
fn substantial(case: &Case<'_>, place: String, found: String) -> Finding {
    let rule = &INCENTIVE_PLAN;
    let facts = &case.stated.incentive_plan;
    if facts.pooled_panel.is_some_and(|p| p.0 > EXEMPT_PANEL) {
        return case.pass(rule, place, format!("{found}; exempt: pooled over more than 25,000 patients"));
    }
    match facts.stop_loss {
        Some(true) => case.pass(rule, place, format!("{found}; stop-loss is in place")),
        Some(false) => case.finding(
            rule,
            Severity::Stop,
            place,
            found,
            ("buy stop-loss, or put less at risk", Remedy::Restructure),
        ),
        None => case.finding(
            rule,
            Severity::Caution,
            place,
            format!("{found}; not stated: stop-loss"),
            ("state compliance.incentive_plan.stop_loss; buy it, or put less at risk", Remedy::Restructure),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::Worst;
    use crate::compliance::sample::{self, list, table};
    use crate::pay::Plan;

    /// $200,000 of other pay.
    fn paid(passed_through: f64, sd: f64) -> Paid<'static> {
        let worst = |value| Worst { value, year: 2026 };
        Paid {
            physician: "a",
            plan: "base",
            table: None,
            above_p75: worst(0.0),
            above_p90: worst(0.0),
            gap: None,
            at_risk: worst(share_at_risk(passed_through, sd, 200_000.0 + passed_through)),
            of_cap: None,
        }
    }

    fn severity(
        paid: Paid<'_>,
        stop_loss: Option<bool>,
        panel: Option<f64>,
        line: LineOfBusiness,
    ) -> Option<Severity> {
        let pool = table(vec![("shared_savings", table(vec![("pool", sample::text("all"))]))]);
        let plan: Plan = sample::read(vec![("pay", list(vec![pool]))]);
        let mut stated = sample::silent();
        stated.incentive_plan.stop_loss = stop_loss;
        stated.incentive_plan.pooled_panel = panel.map(Members);
        let mut case = sample::case(&stated, &plan);
        case.contracts = vec![sample::contract("ma", line, true)];
        let mut findings = Vec::new();
        check_outcome(&case, &[paid], &mut findings);
        findings.first().map(|f| f.severity)
    }

    #[test]
    fn the_threshold_hand_worked() {
        // 200,000 otherwise. 40,000 + 1.645 × 10,000 = 56,450 at risk: 56,450/256,450 = 22.0 %.
        // 60,000 + 1.645 × 10,000 = 76,450: 76,450/276,450 = 27.7 %.
        assert!((paid(40_000.0, 10_000.0).at_risk.value - 56_450.0 / 256_450.0).abs() < 1e-12);
        let ma = LineOfBusiness::MedicareAdvantage;
        assert_eq!(severity(paid(40_000.0, 10_000.0), None, None, ma), Some(Severity::Pass));
        assert_eq!(severity(paid(60_000.0, 10_000.0), None, None, ma), Some(Severity::Caution));
        assert_eq!(severity(paid(60_000.0, 10_000.0), Some(false), None, ma), Some(Severity::Stop));
        assert_eq!(severity(paid(60_000.0, 10_000.0), Some(true), None, ma), Some(Severity::Pass));
        assert_eq!(severity(paid(60_000.0, 10_000.0), Some(false), Some(30_000.0), ma), Some(Severity::Pass));
    }

    #[test]
    fn a_referral_account_is_bonus_and_withhold_at_once() {
        // limit <= 0.25 - 0.75 x limit gives limit <= 1/7 = 14.3 %.
        let (stated, plan) = (sample::silent(), sample::plan());
        let case = sample::case(&stated, &plan);
        assert_eq!(capitated(&case, "p", 0.142).severity, Severity::Pass);
        assert_eq!(capitated(&case, "p", 0.144).severity, Severity::Caution);
    }

    #[test]
    fn other_lines_are_not_under_the_rule() {
        assert_eq!(severity(paid(60_000.0, 10_000.0), Some(false), None, LineOfBusiness::Commercial), None);
        assert!(severity(paid(60_000.0, 10_000.0), Some(false), None, LineOfBusiness::Medicaid).is_some());
    }
}
