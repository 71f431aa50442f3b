//! Risk sharing with health plans: the exception that asks for no fair market value.
//!
//! # What it asks
//! Who relies on the exception for risk-sharing arrangements: does the money come from a health plan or an
//! independent practice association, for services to that plan's enrollees?
//!
//! # Test
//! Withholds, bonuses and risk pools between a plan and a physician, direct or through a subcontractor, are
//! within it, whatever their amount. Patients of traditional Medicare are nobody's enrollees: a pool that holds
//! money of a Medicare contract cannot rely on it. Who does not rely on it is told where it could serve.
//!
//! # Parameters
//! `[compliance.value_based] relies_on = "risk_sharing"`.
//!
//! # Source
//! 42 CFR 411.357(n), as reproduced by complyx.com (read): compensation pursuant to a risk-sharing arrangement,
//! including withholds, bonuses and risk pools, between a physician and a managed care organisation or an
//! independent physicians' association, for services to enrollees of a health plan, if it breaks neither the
//! Anti-Kickback statute nor a law on claims.
//!
//! # Worked example
//! `relies_on = "risk_sharing"` with pools from Medicare Advantage and commercial contracts passes; with an
//! ACO of traditional Medicare beside them it stops.

use super::{Case, Finding, LegalRule, Reliance, Remedy, Severity};
use crate::payer::LineOfBusiness;
use crate::schema::Grade;

pub(super) static RISK_SHARING: LegalRule = LegalRule {
    key: "risk_sharing",
    asks: "Where the exception for risk sharing is relied on, is all the money that of health plans for their own enrollees?",
    citation: "42 CFR 411.357(n) (complyx.com)",
    grade: Grade::Published,
};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &RISK_SHARING;
    let place = "compliance.value_based.relies_on";
    let of = |medicare: bool| -> Vec<&str> {
        let from = case.value_contracts().filter(|c| (c.line == LineOfBusiness::Medicare) == medicare);
        from.map(|c| c.name).collect()
    };
    let (traditional, plans) = (of(true).join(", "), of(false).join(", "));
    let passes_on = case.passes_on();
    findings.push(if case.stated.value_based.relies_on != Reliance::RiskSharing {
        let found = if passes_on && !plans.is_empty() {
            format!("not relied on; it could cover what is passed on of {plans}")
        } else {
            "not relied on, and no plan's money is passed on".to_owned()
        };
        case.pass(rule, place, found)
    } else if passes_on && !traditional.is_empty() {
        case.finding(
            rule,
            Severity::Stop,
            place,
            format!(
                "pools hold money of {traditional}; patients of traditional Medicare are no plan's enrollees"
            ),
            ("rely on another exception for that money, or keep it out of these pools", Remedy::Restructure),
        )
    } else if plans.is_empty() {
        case.finding(
            rule,
            Severity::Caution,
            place,
            "relied on, and no contract with a health plan pays for value",
            ("rely on the exception that fits: employment, or a value-based one", Remedy::Opinion),
        )
    } else {
        case.pass(rule, place, format!("withholds and pools of {plans}, for their enrollees"))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::{Sponsor, sample};

    fn severity(relies_on: Reliance, lines: &[LineOfBusiness]) -> Severity {
        let plan = sample::pooled();
        let mut stated = sample::silent();
        stated.value_based.relies_on = relies_on;
        let mut case = sample::case(&stated, &plan);
        case.passed_on = 0.3;
        case.contracts = lines.iter().map(|line| sample::contract("c", *line, true)).collect();
        sample::of(check, &case, &RISK_SHARING)[0].0
    }

    #[test]
    fn it_covers_plans_and_not_traditional_medicare() {
        use LineOfBusiness::{Commercial, Medicare, MedicareAdvantage};
        assert_eq!(severity(Reliance::RiskSharing, &[Commercial, MedicareAdvantage]), Severity::Pass);
        assert_eq!(severity(Reliance::RiskSharing, &[Commercial, Medicare]), Severity::Stop);
        assert_eq!(severity(Reliance::RiskSharing, &[]), Severity::Caution);
        assert_eq!(severity(Reliance::Employment, &[Commercial, Medicare]), Severity::Pass);
    }

    #[test]
    fn who_passes_nothing_on_does_not_need_it() {
        let plan = sample::plan();
        let mut stated = sample::silent();
        stated.value_based.relies_on = Reliance::RiskSharing;
        let mut case = sample::case(&stated, &plan);
        case.contracts.push(sample::programme("mssp", Sponsor::SharedSavings));
        case.contracts.push(sample::contract("ma", LineOfBusiness::MedicareAdvantage, true));
        assert_eq!(sample::of(check, &case, &RISK_SHARING)[0].0, Severity::Pass);
    }
}
