//! A redesign carries its legal cost and lead time.
//!
//! # What it asks
//! Does each redesign carry what counsel, valuation and board will take, and is that enough for what
//! the other rules found about the plan it brings?
//!
//! # Test
//! Cost and lead time above zero. Cures of cautions and stops about the new plan: their costs add
//! up, their months run side by side, so the longest counts. A redesign that carries less is a
//! caution, with what is missing.
//!
//! # Parameters
//! `redesign[].legal_cost`, `redesign[].lead_months`; `[compliance.cure]`.
//!
//! # Source
//! Domain note §4: design parameters with a cost and a lead time, not excuses. Amounts are
//! assumptions.
//!
//! # Worked example
//! A redesign carries $60,000 and 6 months. Its plan needs an opinion ($25,000, 2 months) and an
//! amendment ($60,000, 6 months): $85,000 and 6 months. $25,000 is missing: caution.

use super::{Case, Finding, LegalRule, RedesignInUse, Remedy, Severity};
use crate::schema::Grade;

pub(super) static REDESIGN_CARRIES: LegalRule = LegalRule {
    key: "redesign_carries",
    asks: "Does each redesign carry the legal cost and lead time that its new plan needs?",
    citation: "none: a check of the scenario against its own findings",
    grade: Grade::Assumption,
};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let new: Vec<Finding> = case.redesigns.iter().map(|redesign| judge(case, redesign, findings)).collect();
    findings.extend(new);
}

fn judge(case: &Case<'_>, redesign: &RedesignInUse<'_>, findings: &[Finding]) -> Finding {
    let place = format!("redesign {} -> {}", redesign.from, redesign.to);
    let about = format!("plan.{}", redesign.to);
    let (mut cost, mut months) = (0.0, 0.0_f64);
    for found in findings.iter().filter(|f| f.severity >= Severity::Caution && f.place == about) {
        cost += found.cost;
        months = months.max(found.lead_months);
    }
    let carries = format!(
        "at {}, it carries ${:.0} and {:.0} months; cures about plan {} take ${cost:.0} and {months:.0} months",
        redesign.when, redesign.legal_cost, redesign.lead_months, redesign.to
    );
    let unpriced = redesign.legal_cost <= 0.0 || redesign.lead_months <= 0.0;
    let (short, late) = ((cost - redesign.legal_cost).max(0.0), (months - redesign.lead_months).max(0.0));
    if unpriced || short > 0.0 || late > 0.0 {
        let cure = if short > 0.0 || late > 0.0 {
            format!(
                "add ${short:.0} to its legal_cost and {late:.0} months to its lead_months, or cure the findings"
            )
        } else {
            "state its legal_cost and lead_months".to_owned()
        };
        return Finding {
            cost: short,
            lead_months: late,
            ..case.finding(&REDESIGN_CARRIES, Severity::Caution, place, carries, (cure, Remedy::Nothing))
        };
    }
    case.pass(&REDESIGN_CARRIES, place, carries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::fair_market_value::PAY_STACK;
    use crate::compliance::sample;

    fn judged(legal_cost: f64, lead_months: f64) -> Finding {
        let (stated, plan) = (sample::silent(), sample::plan());
        let mut case = sample::case(&stated, &plan);
        case.redesigns =
            vec![RedesignInUse { from: "old", to: "base", when: "renewal", legal_cost, lead_months }];
        let about =
            |severity, remedy, place: &str| case.finding(&PAY_STACK, severity, place, "", ("", remedy));
        let mut findings = vec![
            about(Severity::Caution, Remedy::Opinion, "plan.base"),
            about(Severity::Stop, Remedy::Amendment, "plan.base"),
            about(Severity::Note, Remedy::Restructure, "plan.base"),
            about(Severity::Stop, Remedy::Restructure, "plan.other"),
        ];
        check(&case, &mut findings);
        findings.pop().unwrap()
    }

    #[test]
    fn what_is_missing_hand_worked() {
        let found = judged(60_000.0, 6.0);
        assert_eq!((found.severity, found.cost, found.lead_months), (Severity::Caution, 25_000.0, 0.0));
        assert_eq!(judged(85_000.0, 6.0).severity, Severity::Pass);
        assert_eq!(judged(85_000.0, 5.0).lead_months, 1.0);
        assert_eq!(judged(0.0, 9.0).severity, Severity::Caution);
    }
}
