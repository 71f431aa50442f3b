//! Tax-exempt rules: excess benefit and the presumption of reasonableness.
//!
//! # What it asks
//! If the system is tax-exempt: did an independent body approve pay, on comparability data, with its
//! reasons on record at the time? Is there a ceiling on incentives?
//!
//! # Test
//! The three parts of the rebuttable presumption, and a ceiling on total pay in every plan that pays
//! for savings. Missing one part is a caution: pay may still be reasonable, but nobody presumes it.
//!
//! # Parameters
//! `[compliance.tax_exempt]`: `applies`, `independent_body`, `comparability_data`,
//! `documented_at_the_time`, `approved` (month).
//!
//! # Source
//! Internal Revenue Code 4958 (25 % on the recipient, 10 % on approving managers: AHA memo 1996; 200 %
//! if uncorrected recalled); presumption, 26 CFR 53.4958-6, recalled. Compensation note §6, L23.
//!
//! # Worked example
//! An excess of $80,000: $20,000 tax on the physician, $8,000 on the managers who approved it.

use super::case::Question;
use super::fair_market_value::check_month;
use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::schema::{Grade, ReadTable, optional, parameters};

parameters! {
    /// Rules for tax-exempt organisations.
    pub struct TaxExemptFacts {
        /// The system is exempt under section 501(c)(3).
        applies: Option<bool> = optional();
        /// A body without conflicts of interest approves pay.
        independent_body: Option<bool> = optional();
        /// It relies on comparability data.
        comparability_data: Option<bool> = optional();
        /// It documents its reasons at the time.
        documented_at_the_time: Option<bool> = optional();
        /// Month of the latest approval, YYYY-MM.
        approved: Option<String> = optional().range(1.0, 10_000.0);
    }
    check TaxExemptFacts::check
}

impl TaxExemptFacts {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        check_month("approved", self.approved.as_deref(), table);
    }
}

pub(super) static TAX_EXEMPT: LegalRule = LegalRule {
    key: "tax_exempt",
    asks: "If tax-exempt: independent approval, comparability data, reasons on record, a ceiling?",
    citation: "IRC 4958; 26 CFR 53.4958-6; AHA memo 1996",
    grade: Grade::Recalled,
};

/// What a rule for tax-exempt systems says where the system is none, or nobody said; nothing where it is one.
pub(super) fn unless_exempt(case: &Case<'_>, rule: &'static LegalRule) -> Option<Finding> {
    match case.stated.tax_exempt.applies {
        None => Some(case.unstated(rule, "tax_exempt.applies", "whether the system is tax-exempt")),
        Some(false) => Some(case.pass(rule, "compliance.tax_exempt.applies", "the system is not tax-exempt")),
        Some(true) => None,
    }
}

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &TAX_EXEMPT;
    let facts = &case.stated.tax_exempt;
    if let Some(finding) = unless_exempt(case, rule) {
        findings.push(finding);
        return;
    }
    for (key, what, answer) in [
        (
            "tax_exempt.independent_body",
            "a body without conflicts of interest approves pay",
            facts.independent_body,
        ),
        ("tax_exempt.comparability_data", "it relies on comparability data", facts.comparability_data),
        (
            "tax_exempt.documented_at_the_time",
            "it documents its reasons at the time",
            facts.documented_at_the_time,
        ),
    ] {
        findings.push(case.asked(&Question {
            rule,
            key,
            what,
            answer,
            good: true,
            otherwise: Severity::Caution,
            cure: "give the committee what the presumption of reasonableness asks for",
            remedy: Remedy::Record,
        }));
    }
    findings.push(match &facts.approved {
        Some(month) => case.pass(rule, "compliance.tax_exempt.approved", format!("approved in {month}")),
        None => {
            case.unstated(rule, "tax_exempt.approved", "month in which the committee approved these plans")
        }
    });
    for plan in case.pooled_plans().filter(|p| p.plan.fair_market_value.is_none()) {
        findings.push(case.finding(
            rule,
            Severity::Caution,
            format!("plan.{}", plan.name),
            "the plan shares in savings without a ceiling on total pay",
            ("state fair_market_value in the plan", Remedy::Amendment),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample::{self, list, table};
    use crate::pay::{CapOf, FairMarketValue, Plan};
    use crate::units::{SignedShare, UsdPerYear};

    fn severities(applies: Option<bool>, documented: Option<bool>, plan: &Plan) -> Vec<Severity> {
        let mut stated = sample::silent();
        stated.tax_exempt = TaxExemptFacts {
            applies,
            independent_body: Some(true),
            comparability_data: Some(true),
            documented_at_the_time: documented,
            approved: Some("2025-11".into()),
        };
        sample::of(check, &sample::case(&stated, plan), &TAX_EXEMPT).iter().map(|f| f.0).collect()
    }

    #[test]
    fn the_three_parts_of_the_presumption() {
        use Severity::{Caution, Note, Pass};
        let plan = sample::plan();
        assert_eq!(severities(Some(true), Some(true), &plan), [Pass; 4]);
        assert_eq!(severities(Some(true), Some(false), &plan), [Pass, Pass, Caution, Pass]);
        assert_eq!(severities(Some(true), None, &plan), [Pass, Pass, Note, Pass]);
        assert_eq!(severities(Some(false), None, &plan), [Pass]);
        assert_eq!(severities(None, None, &plan), [Note]);
    }

    #[test]
    fn a_share_in_savings_needs_a_ceiling() {
        let pool = table(vec![("shared_savings", table(vec![("pool", sample::text("all"))]))]);
        let open: Plan = sample::read(vec![("pay", list(vec![pool]))]);
        assert_eq!(severities(Some(true), Some(true), &open).last(), Some(&Severity::Caution));
        let cap =
            FairMarketValue { cap_per_fte: UsdPerYear(400_000.0), growth: SignedShare(0.0), of: CapOf::Year };
        let capped = Plan { fair_market_value: Some(cap), ..open };
        assert_eq!(severities(Some(true), Some(true), &capped).len(), 4);
    }
}
