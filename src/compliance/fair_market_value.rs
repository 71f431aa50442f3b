//! Fair market value: the opinion behind it, the whole stack, and pay against productivity.
//!
//! # What it asks
//! Is what a physician is paid, from all sources together, what others would pay for that work
//! without regard to referrals? Is there an opinion that says so?
//!
//! # Test
//! Before a run: an opinion is dated and less than three years old, and the plan has a cap on all
//! sources together. A cap stands at its opinion's figure; one that grows is a note, since an opinion must say so. After a run: the chance, over trials, that total pay lies above the P75 or P90
//! of the survey, in any year; and the pay percentile less the productivity percentile. Above P90
//! in more than `breach_chance` of futures is a caution, between P75 and P90 is a note to document.
//! Measured against wages instead of a survey, neither is more than a note. A gap within ten points
//! is aligned; more than that is a caution against a survey.
//!
//! # Parameters
//! `[compliance.valuation]`: `opinion` (month), `breach_chance`.
//!
//! # Source
//! 42 CFR 411.351, 411.357(c). There is no percentile safe harbour: the four-survey median of Stark
//! II Phase II was withdrawn in Phase III, and CMS says a percentile neither proves nor disproves
//! fair market value (PYA 2020). The 75th, 90th and ten-point lines are practice, not law.
//! Compensation note §6, L1, L3, L4.
//!
//! # Worked example
//! P90 of the survey is $700,000. In 2,000 futures a cardiologist's pay is above it 140 times:
//! chance 0.07, above 0.05: caution.

use super::case::Question;
use super::{Case, Finding, LegalRule, Paid, Remedy, Severity, Worst};
use crate::pay::FairMarketValue;
use crate::schema::{Grade, ReadTable, number, optional, parameters};
use crate::survey::TableKind;
use crate::terms::reaches;
use crate::units::{Share, count};

parameters! {
    /// What says that pay is fair market value.
    pub struct ValuationFacts {
        /// Date of the latest independent fair-market-value opinion, YYYY-MM.
        opinion: Option<String> = optional().range(1.0, 10_000.0);
        /// Whether that opinion looks at all sources of pay together.
        covers_all_sources: Option<bool> = optional();
        /// Chance of passing the survey's P90 in some year above which that is a caution.
        breach_chance: Share = number(0.05).because("one future in twenty");
    }
    check ValuationFacts::check
}

impl ValuationFacts {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        check_month("opinion", self.opinion.as_deref(), table);
    }
}

/// Refuses what is not a month.
pub(super) fn check_month(key: &'static str, stated: Option<&str>, table: &mut ReadTable<'_, '_, '_>) {
    if let Some(text) = stated.filter(|text| year_of(text).is_none()) {
        table.problem(key, format!("found {text:?}; write a month as YYYY-MM, such as 2025-11"));
    }
}

/// The year of a month written YYYY-MM.
pub(super) fn year_of(text: &str) -> Option<u16> {
    text.parse::<crate::entity::Date>().ok().map(|month| month.year)
}

pub(super) static FAIR_MARKET_VALUE: LegalRule = LegalRule {
    key: "fair_market_value",
    asks: "Is there a current opinion that pay is fair market value, and a cap on all sources together?",
    citation: "42 CFR 411.351, 411.357(c)(2); hhhealthlawblog; PYA 2020",
    grade: Grade::Published,
};

pub(super) static PAY_STACK: LegalRule = LegalRule {
    key: "pay_stack",
    asks: "How likely is total pay, all sources together, to pass the survey's P75 or P90?",
    citation: "practice convention, not law: P75 documents, P90 is high (compensation note L4); CMS: no percentile proves or disproves",
    grade: Grade::Published,
};

pub(super) static PAY_PRODUCTIVITY_GAP: LegalRule = LegalRule {
    key: "pay_productivity_gap",
    asks: "Does the pay percentile lie within ten points of the productivity percentile?",
    citation: "practice convention, not law (compensation note L4, §7.4)",
    grade: Grade::Published,
};

/// Years after which an opinion is old.
const OLD: u16 = 3;
/// Points within which pay and productivity are aligned.
const ALIGNED: f64 = 10.0;
/// Part of the cap at which it binds; quantiles are interpolated, so a little below 1.
const BINDS: f64 = 0.99;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &FAIR_MARKET_VALUE;
    let facts = &case.stated.valuation;
    let place = "compliance.valuation.opinion";
    findings.push(match facts.opinion.as_deref().and_then(|text| Some((text, year_of(text)?))) {
        None => case.unstated(rule, "valuation.opinion", "month of an independent fair-market-value opinion"),
        Some((text, year)) if case.start_year.saturating_sub(year) >= OLD => case.finding(
            rule,
            Severity::Caution,
            place,
            format!("the opinion of {text} is {OLD} or more years old when the agreements run"),
            ("renew the opinion", Remedy::Opinion),
        ),
        Some((text, _)) => case.pass(rule, place, format!("an opinion of {text} is on record")),
    });
    findings.push(case.asked(&Question {
        rule,
        key: "valuation.covers_all_sources",
        what: "the opinion looks at all sources of pay together: clinical, call, administrative, quality, pools",
        answer: facts.covers_all_sources,
        good: true,
        otherwise: Severity::Caution,
        cure: "have the whole stack valued, not its parts",
        remedy: Remedy::Opinion,
    }));
    for plan in &case.plans {
        let place = format!("plan.{}", plan.name);
        match &plan.plan.fair_market_value {
            None => findings.push(case.finding(
                rule,
                Severity::Note,
                place,
                "no cap on all sources of pay together",
                ("state fair_market_value in the plan, or document why none is needed", Remedy::Amendment),
            )),
            Some(cap) if cap.growth.0 > 0.0 => findings.push(indexed(case, place, cap)),
            Some(_) => {}
        }
    }
}

/// A cap that rises by itself: an opinion names a figure, and stands at it until the next one.
fn indexed(case: &Case<'_>, place: String, cap: &FairMarketValue) -> Finding {
    let old = usize::from(OLD);
    case.finding(
        &FAIR_MARKET_VALUE,
        Severity::Note,
        place,
        format!(
            "the cap rises by {:.1} % a year, from ${:.0} to ${:.0} by the time an opinion is {OLD} years old",
            100.0 * cap.growth.0,
            cap.allows(0),
            cap.allows(old)
        ),
        ("have the opinion say how its figure is indexed, or let the cap stand: growth = 0", Remedy::Opinion),
    )
}

pub(super) fn check_outcome(case: &Case<'_>, paid: &[Paid<'_>], findings: &mut Vec<Finding>) {
    for plan in &case.plans {
        let own: Vec<&Paid<'_>> = paid.iter().filter(|p| p.plan == plan.name).collect();
        let place = format!("plan.{}", plan.name);
        for kind in [Some(TableKind::Survey), Some(TableKind::Wages), None] {
            let of_kind: Vec<&Paid<'_>> = own.iter().copied().filter(|p| p.table == kind).collect();
            if !of_kind.is_empty() {
                findings.push(stack(case, &place, kind, &of_kind));
            }
        }
        gap(case, &place, &own, findings);
        cap(case, &place, &own, findings);
    }
}

/// The one with the largest value; the first of equals.
fn most<'p>(paid: &[&'p Paid<'p>], of: impl Fn(&Paid<'_>) -> f64) -> &'p Paid<'p> {
    paid.iter().copied().fold(paid[0], |best, p| if of(p) > of(best) { p } else { best })
}

fn stack(case: &Case<'_>, place: &str, kind: Option<TableKind>, paid: &[&Paid<'_>]) -> Finding {
    let rule = &PAY_STACK;
    let limit = case.stated.valuation.breach_chance.0;
    let (table, severity) = match kind {
        Some(TableKind::Survey) => ("the survey", Severity::Caution),
        Some(TableKind::Wages) => ("federal wages, which are no survey of pay", Severity::Note),
        None => {
            return case.finding(
                rule,
                Severity::Note,
                place,
                format!("{} in specialties that no table measures", count(paid.len(), "physician")),
                ("bring a survey: [survey] file = \"…\"", Remedy::Record),
            );
        }
    };
    let told = |line: &str, of: fn(&Paid<'_>) -> Worst| {
        let over: Vec<&Paid<'_>> = paid.iter().copied().filter(|p| of(p).value > limit).collect();
        let worst = (!over.is_empty()).then(|| most(&over, |p| of(p).value))?;
        Some(format!(
            "{} of {} pass {line} of {table} with a chance above {:.0} % in some year; most likely {}, {:.0} % in {}",
            over.len(),
            paid.len(),
            100.0 * limit,
            worst.physician,
            100.0 * of(worst).value,
            of(worst).year
        ))
    };
    if let Some(found) = told("P90", |p| p.above_p90) {
        let cure = if kind == Some(TableKind::Wages) {
            "bring a survey: [survey] file = \"…\"; then value the whole stack"
        } else {
            "have the whole stack of these physicians valued, or cap it"
        };
        return case.finding(rule, severity, place, found, (cure, Remedy::Opinion));
    }
    if let Some(found) = told("P75", |p| p.above_p75) {
        return case.finding(
            rule,
            Severity::Note,
            place,
            found,
            ("document what justifies it", Remedy::Record),
        );
    }
    case.pass(rule, place, format!("none of {} is likely to pass P75 of {table} in any year", paid.len()))
}

fn gap(case: &Case<'_>, place: &str, paid: &[&Paid<'_>], findings: &mut Vec<Finding>) {
    let rule = &PAY_PRODUCTIVITY_GAP;
    let low = |p: &Paid<'_>| p.gap.map_or(f64::MIN, |g| g.value);
    let known = paid.iter().filter(|p| p.gap.is_some()).count();
    if known == 0 {
        return;
    }
    let above: Vec<&Paid<'_>> = paid.iter().copied().filter(|p| !reaches(ALIGNED, low(p))).collect();
    if above.is_empty() {
        let found = format!(
            "none of {known} is known to be paid more than {ALIGNED:.0} points above their productivity percentile"
        );
        findings.push(case.pass(rule, place, found));
        return;
    }
    let worst = most(&above, low);
    let found = format!(
        "{} of {known} are paid more than {ALIGNED:.0} points above their productivity percentile; most {}, at least {:.0} points in {}",
        above.len(),
        worst.physician,
        low(worst),
        worst.gap.map_or(0, |g| g.year)
    );
    let cure = "document what pay beyond productivity is for";
    findings.push(case.finding(rule, Severity::Caution, place, found, (cure, Remedy::Record)));
}

/// A cap that binds mutes every incentive above it.
fn cap(case: &Case<'_>, place: &str, paid: &[&Paid<'_>], findings: &mut Vec<Finding>) {
    let bound = paid.iter().filter(|p| p.of_cap.is_some_and(|part| part.value >= BINDS)).count();
    if bound > 0 {
        let found = format!(
            "the cap binds for {} in at least one future in twenty of some year; nothing above it is paid or rewarded",
            count(bound, "physician")
        );
        let cure = "expect no response from those at the cap";
        findings.push(case.finding(&PAY_STACK, Severity::Note, place, found, (cure, Remedy::Nothing)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample;

    fn in_2027(value: f64) -> Worst {
        Worst { value, year: 2027 }
    }

    fn paid(table: Option<TableKind>, above_p75: f64, above_p90: f64) -> Paid<'static> {
        Paid {
            physician: "a",
            plan: "base",
            table,
            above_p75: in_2027(above_p75),
            above_p90: in_2027(above_p90),
            gap: None,
            at_risk: in_2027(0.0),
            of_cap: None,
        }
    }

    fn outcome(paid: Paid<'_>) -> Vec<(&'static LegalRule, Severity)> {
        let (stated, plan) = (sample::silent(), sample::plan());
        let case = sample::case(&stated, &plan);
        let mut findings = Vec::new();
        check_outcome(&case, &[paid], &mut findings);
        findings.iter().map(|f| (f.rule, f.severity)).collect()
    }

    #[test]
    fn seven_breaches_in_a_hundred_are_a_caution_against_a_survey_alone() {
        let survey = Some(TableKind::Survey);
        assert_eq!(outcome(paid(survey, 0.4, 0.07)), [(&PAY_STACK, Severity::Caution)]);
        assert_eq!(outcome(paid(survey, 0.4, 0.05)), [(&PAY_STACK, Severity::Note)]);
        assert_eq!(outcome(paid(survey, 0.0, 0.0)), [(&PAY_STACK, Severity::Pass)]);
        assert_eq!(outcome(paid(Some(TableKind::Wages), 1.0, 1.0)), [(&PAY_STACK, Severity::Note)]);
        assert_eq!(outcome(paid(None, 0.0, 0.0)), [(&PAY_STACK, Severity::Note)]);
    }

    #[test]
    fn ten_points_are_aligned_and_more_is_not() {
        let of =
            |gap| outcome(Paid { gap: Some(in_2027(gap)), ..paid(Some(TableKind::Survey), 0.0, 0.0) })[1];
        assert_eq!(of(10.0), (&PAY_PRODUCTIVITY_GAP, Severity::Pass));
        assert_eq!(of(10.1), (&PAY_PRODUCTIVITY_GAP, Severity::Caution));
    }

    #[test]
    fn a_cap_within_a_hundredth_binds() {
        let with = |part| Paid { of_cap: Some(in_2027(part)), ..paid(Some(TableKind::Survey), 0.0, 0.0) };
        assert_eq!(outcome(with(0.995)).len(), 2);
        assert_eq!(outcome(with(0.98)).len(), 1);
    }

    #[test]
    fn a_cap_that_grows_is_noted_and_one_that_stands_is_not() {
        use crate::pay::{CapOf, Plan};
        use crate::units::{SignedShare, UsdPerYear};
        let of = |growth| {
            let cap = FairMarketValue {
                cap_per_fte: UsdPerYear(400_000.0),
                growth: SignedShare(growth),
                of: CapOf::Year,
            };
            let plan = Plan { fair_market_value: Some(cap), ..sample::plan() };
            let stated = sample::silent();
            sample::of(check, &sample::case(&stated, &plan), &FAIR_MARKET_VALUE).split_off(2)
        };
        assert_eq!(of(0.0), []);
        // 400,000 x 1.03^3 = 437,090.80.
        let found = of(0.03);
        assert_eq!(found[0].0, Severity::Note);
        assert!(found[0].1.contains("from $400000 to $437091"), "{found:?}");
    }

    #[test]
    fn opinions_age() {
        let plan = sample::plan();
        let severity = |opinion: Option<&str>| {
            let mut stated = sample::silent();
            stated.valuation.opinion = opinion.map(str::to_owned);
            sample::of(check, &sample::case(&stated, &plan), &FAIR_MARKET_VALUE)[0].0
        };
        assert_eq!(severity(None), Severity::Note);
        assert_eq!(severity(Some("2024-01")), Severity::Pass);
        assert_eq!(severity(Some("2023-12")), Severity::Caution);
    }
}
