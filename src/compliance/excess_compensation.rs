//! Excess compensation: the excise tax on pay above a million dollars.
//!
//! # What it asks
//! Does a tax-exempt system pay somebody more than $1,000,000 for anything but medical services? It then owes 21 %
//! of what lies above.
//!
//! # Test
//! Each person's pay by the plan at the start, over all appointments. Pay for paid hours beside the clinic
//! (stipends, directorships) counts; pay for medical services does not. Above $1,000,000 of the first: caution, with the tax. Above
//! $1,000,000 in all, but not without the medical part: a note, since the records must carry the split. Until
//! tax years of 2025 only the five highest paid were covered; since those that begin after 31 December 2025 every
//! employee is. The amount is not indexed.
//!
//! # Parameters
//! `[compliance.tax_exempt] applies`.
//!
//! # Source
//! Internal Revenue Code 4960 as amended by P.L. 119-21, section 70416, and Notice 2026-36 of 5 June 2026
//! (currentfederaltaxdevelopments.com; `SullivanCotter`, 31 July 2025: read); exclusion of medical services, 4960(c)(3)(B)
//! (Post & Schell: read).
//!
//! # Worked example
//! A chief paid $1,100,000 for leadership: $100,000 above, tax $21,000. A surgeon paid $1,400,000 for surgery and
//! $150,000 for leadership: no tax, a note.

use super::tax_exempt::unless_exempt;
use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::order::Ordered;
use crate::pay::{PayClass, Statement};
use crate::schema::Grade;
use crate::units::count;
use std::collections::BTreeMap;

pub(super) static EXCESS_COMPENSATION: LegalRule = LegalRule {
    key: "excess_compensation",
    asks: "If tax-exempt: is anybody paid more than $1,000,000 for anything but medical services?",
    citation: "IRC 4960, P.L. 119-21 section 70416, Notice 2026-36 (SullivanCotter 2025)",
    grade: Grade::Published,
};

/// Pay above which the tax is due, $.
const LINE: f64 = 1_000_000.0;
/// The tax on what lies above: the corporate rate.
const TAX: f64 = 0.21;
/// First tax year in which every employee is covered.
const ALL_COVERED: u16 = 2026;
/// Those who were covered before: the highest paid.
const COVERED_BEFORE: usize = 5;

/// The tax on pay for anything but medical services, $.
///
/// ```
/// use cascade::compliance::excess_tax;
/// assert_eq!(excess_tax(1_100_000.0), 21_000.0);
/// assert_eq!(excess_tax(1_000_000.0), 0.0);
/// ```
#[must_use]
pub fn excess_tax(other_than_medical: f64) -> f64 {
    TAX * (other_than_medical - LINE).max(0.0)
}

/// What a person is paid in a year at the start, $: in all, and for anything but medical services.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Remuneration {
    all: f64,
    other: f64,
}

/// Everybody's pay. Who is on one plan and comes onto another by a redesign counts at the higher of the two.
fn people<'c>(case: &'c Case<'_>) -> Vec<(&'c str, Remuneration)> {
    let mut appointments: BTreeMap<&str, (&str, Remuneration)> = BTreeMap::new();
    for plan in &case.plans {
        for one in &plan.physicians {
            let mut statement = Statement::default();
            plan.plan.pay(&one.work, 0.0, &mut statement);
            let (all, other) = (statement.total().dollars(), statement.of(PayClass::Service).dollars());
            let (_, most) = appointments.entry(&one.id).or_insert((&one.person, Remuneration::default()));
            *most = Remuneration { all: most.all.max(all), other: most.other.max(other) };
        }
    }
    let mut persons: BTreeMap<&str, Remuneration> = BTreeMap::new();
    for (person, own) in appointments.into_values() {
        let sum = persons.entry(person).or_default();
        *sum = Remuneration { all: sum.all + own.all, other: sum.other + own.other };
    }
    persons.into_iter().collect()
}

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &EXCESS_COMPENSATION;
    let place = "compliance.tax_exempt.applies";
    if let Some(finding) = unless_exempt(case, rule) {
        findings.push(finding);
        return;
    }
    let mut people = people(case);
    people.order_by(|(_, a), (_, b)| b.other.total_cmp(&a.other));
    if case.start_year < ALL_COVERED {
        people.truncate(COVERED_BEFORE);
    }
    let over: Vec<&(&str, Remuneration)> = people.iter().filter(|(_, own)| own.other > LINE).collect();
    let high = people.iter().filter(|(_, own)| own.all > LINE).count();
    findings.push(if let Some((who, most)) = over.first() {
        let tax: f64 = over.iter().map(|(_, own)| excess_tax(own.other)).sum();
        case.finding(
            rule,
            Severity::Caution,
            "plan",
            format!(
                "{} above $1,000,000 for other than medical services, most {who} with ${:.0}; the tax is ${tax:.0} a year",
                count(over.len(), "person"),
                most.other
            ),
            ("budget the tax, or pay less for work that is not medical", Remedy::Restructure),
        )
    } else if high > 0 {
        case.finding(
            rule,
            Severity::Note,
            "plan",
            format!("{} above $1,000,000 in all, none without pay for medical services", count(high, "person")),
            ("keep records of which pay is for medical services", Remedy::Record),
        )
    } else {
        case.pass(rule, place, "nobody is paid more than $1,000,000 a year")
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::{Colleague, sample};
    use crate::pay::Plan;
    use crate::schema::Value;

    /// A salary and paid hours of leadership, 46 weeks.
    fn plan(salary: f64, hours_per_week: f64, rate: f64) -> Plan {
        let number = Value::Number;
        let stipend = sample::table(vec![("hours_per_week", number(hours_per_week)), ("rate", number(rate))]);
        sample::read(vec![(
            "pay",
            sample::list(vec![
                sample::table(vec![("salary", sample::table(vec![("per_fte", number(salary))]))]),
                sample::table(vec![("stipend", stipend)]),
            ]),
        )])
    }

    fn found(plan: &Plan, year: u16, applies: Option<bool>, people: usize) -> (Severity, String) {
        let mut stated = sample::silent();
        stated.tax_exempt.applies = applies;
        let mut case = sample::case(&stated, plan);
        case.start_year = year;
        case.plans[0].physicians = (0..people)
            .map(|n| Colleague { id: n.to_string(), person: n.to_string(), ..sample::colleague() })
            .collect();
        sample::of(check, &case, &EXCESS_COMPENSATION)[0].clone()
    }

    #[test]
    fn a_million_for_anything_but_medicine_is_taxed() {
        // 10 hours × 46 weeks × $2,391.304348 = $1,100,000: 21 % of 100,000 is 21,000.
        let chief = plan(0.0, 10.0, 1_100_000.0 / 460.0);
        let (severity, said) = found(&chief, 2026, Some(true), 1);
        assert_eq!(severity, Severity::Caution);
        assert!(said.contains("$1100000") && said.contains("the tax is $21000"), "{said}");
        // $1,400,000 for medicine and 5 × 46 × $652.17 = $150,000 beside it.
        let surgeon = plan(1_400_000.0, 5.0, 150_000.0 / 230.0);
        assert_eq!(found(&surgeon, 2026, Some(true), 1).0, Severity::Note);
        assert_eq!(found(&plan(300_000.0, 2.0, 150.0), 2026, Some(true), 1).0, Severity::Pass);
        assert_eq!(found(&chief, 2026, Some(false), 1).0, Severity::Pass);
        assert_eq!(found(&chief, 2026, None, 1).0, Severity::Note);
    }

    #[test]
    fn everybody_is_covered_since_2026_and_five_were_before() {
        // Seven at 21,000: 147,000; of five 105,000.
        let chief = plan(0.0, 10.0, 1_100_000.0 / 460.0);
        assert!(found(&chief, 2026, Some(true), 7).1.contains("the tax is $147000"));
        assert!(found(&chief, 2025, Some(true), 7).1.contains("the tax is $105000"));
    }
}
