//! Gainsharing: half of savings, a cap on fees where a model sets one, and no reward for limiting care.
//!
//! # What it asks
//! Does an arrangement that shares a hospital's cost savings with physicians keep to the design that
//! the Inspector General accepted, and to the cap of the model it belongs to?
//!
//! # Test
//! *Care*: quality floors, a cap on volume against the base year, disclosure to patients. *Share of
//! savings*: at most 50 % of verified savings goes to the group. *Share of fees*: at most 50 % of
//! what the physician was paid for professional services in the episodes was the cap of BPCI and of CJR's
//! first five years; CJR dropped it for performance years 6 to 8. Above it, or without one, is a note that says
//! where it applies. The two caps are different rules on different bases.
//!
//! # Parameters
//! `[compliance.gainsharing.<name>]`: `share_of_savings`, `cap_of_fees`, `quality_floors`,
//! `volume_capped`, `disclosed`.
//!
//! # Source
//! Social Security Act 1128A(b) as amended 2015 (medically necessary care; National Law Review);
//! advisory opinions 07-21 and 07-22: 50 % of savings (Lexology); cap of 50 % of the physician's
//! fee-schedule payments in BPCI and CJR (singletrackanalytics 2017), removed for CJR's performance years 6 to 8
//! (86 FR 23496: read); BPCI Advanced kept it by its agreement until the end of 2025, and TEAM's rule sets none (42 CFR
//! 512.565; both recalled). Compensation note §6, L19-L21.
//!
//! # Worked example
//! Savings of $400,000 shared at 50 %: $200,000 passes the first cap. A physician's part of $30,000
//! on $50,000 of episode fees is 60 %: above 50 %, a note; in BPCI Advanced it would be $5,000 too much.

use super::case::Question;
use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::pay::Component;
use crate::schema::{Grade, optional, parameters, required};
use crate::units::Share;

parameters! {
    /// A gainsharing arrangement.
    pub struct GainsharingFacts {
        /// Part of verified savings that goes to physicians.
        share_of_savings: Share = required();
        /// Cap on a physician's payment, as a part of their own professional fees in the episodes;
        /// none when left out.
        cap_of_fees: Option<Share> = optional();
        /// Floors of quality below which nothing is paid.
        quality_floors: Option<bool> = optional();
        /// Volume above the base year earns nothing.
        volume_capped: Option<bool> = optional();
        /// Patients are told.
        disclosed: Option<bool> = optional();
    }
}

pub(super) static GAINSHARING_CARE: LegalRule = LegalRule {
    key: "gainsharing_care",
    asks: "Is there no payment to limit medically necessary care: floors, volume cap, disclosure?",
    citation: "SSA 1128A(b)(1); advisory opinions 05-01 to 05-06, 07-21, 07-22; National Law Review",
    grade: Grade::Published,
};

pub(super) static GAINSHARING_SAVINGS: LegalRule = LegalRule {
    key: "gainsharing_savings_cap",
    asks: "Is at most half of verified savings shared with physicians?",
    citation: "OIG advisory opinions 07-21, 07-22 (Lexology)",
    grade: Grade::Published,
};

pub(super) static GAINSHARING_FEES: LegalRule = LegalRule {
    key: "gainsharing_fee_cap",
    asks: "Where a model caps a physician's gainsharing payment at half of their own professional fees, is it kept?",
    citation: "CJR's cap, removed for performance years 6 to 8 by 86 FR 23496; BPCI Advanced by its agreement; TEAM, 42 CFR 512.565",
    grade: Grade::Published,
};

/// Both caps, on their own bases.
const HALF: f64 = 0.50;
/// Which programmes cap payments against fees.
const WHERE_IT_APPLIES: &str =
    "50 % was the cap of BPCI and of CJR until September 2021; CJR dropped it (86 FR 23496), TEAM sets none";

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let paid = plans(case, findings);
    if case.stated.gainsharing.is_empty() && !paid {
        let nothing = "no plan shares savings on episodes, and no arrangement is stated";
        findings.push(case.pass(&GAINSHARING_CARE, "compliance.gainsharing", nothing));
    }
    for (name, facts) in case.stated.gainsharing.iter() {
        let place = format!("compliance.gainsharing.{name}");
        for (key, what, answer) in [
            ("quality_floors", "floors of quality below which nothing is paid", facts.quality_floors),
            ("volume_capped", "volume above the base year earns nothing", facts.volume_capped),
            ("disclosed", "patients are told", facts.disclosed),
        ] {
            findings.push(case.asked(&Question {
                rule: &GAINSHARING_CARE,
                key: &format!("gainsharing.{name}.{key}"),
                what,
                answer,
                good: true,
                otherwise: Severity::Stop,
                cure: "write it into the arrangement before anything is paid",
                remedy: Remedy::Amendment,
            }));
        }
        findings.push(savings(case, &place, facts.share_of_savings.0));
        findings.push(fees(case, &place, facts.cap_of_fees.map(|c| c.0)));
    }
}

/// Plans that share savings on episodes; whether there is one. The plan states both shares and its
/// quality gate; volume and disclosure it does not know.
fn plans(case: &Case<'_>, findings: &mut Vec<Finding>) -> bool {
    let mut any = false;
    for plan in &case.plans {
        for component in &plan.plan.pay {
            let Component::Gainsharing(terms) = component else { continue };
            any = true;
            let place = format!("plan.{}", plan.name);
            findings.push(savings(case, &place, terms.share.0));
            findings.push(fees(case, &place, Some(terms.fee_cap.0)));
            let rule = &GAINSHARING_CARE;
            findings.push(if terms.gate.0 <= 0.0 {
                let cure = "state a gate: a floor of quality below which nothing is paid";
                let found = "savings are paid whatever the quality";
                case.finding(rule, Severity::Stop, &place, found, (cure, Remedy::Amendment))
            } else if case.stated.gainsharing.is_empty() {
                let found = "a floor of quality; not stated: cap on volume, disclosure";
                let cure = "state compliance.gainsharing.<name>";
                case.finding(rule, Severity::Note, &place, found, (cure, Remedy::Nothing))
            } else {
                case.pass(
                    rule,
                    &place,
                    format!("nothing is paid below a quality of {:.0} %", 100.0 * terms.gate.0),
                )
            });
        }
    }
    any
}

fn savings(case: &Case<'_>, place: &str, share: f64) -> Finding {
    let rule = &GAINSHARING_SAVINGS;
    let found =
        format!("{:.0} % of verified savings goes to physicians; the opinions accepted 50 %", 100.0 * share);
    if share <= HALF {
        case.pass(rule, place, found)
    } else {
        case.finding(
            rule,
            Severity::Caution,
            place,
            found,
            ("share at most half, or ask for an opinion", Remedy::Amendment),
        )
    }
}

fn fees(case: &Case<'_>, place: &str, cap: Option<f64>) -> Finding {
    let rule = &GAINSHARING_FEES;
    match cap {
        Some(cap) if cap <= HALF => case.pass(
            rule,
            place,
            format!("payments are capped at {:.0} % of own professional fees", 100.0 * cap),
        ),
        above => {
            let found = above.map_or_else(
                || "no cap on a physician's payment against their own professional fees".to_owned(),
                |cap| format!("payments may reach {:.0} % of own professional fees", 100.0 * cap),
            );
            case.finding(
                rule,
                Severity::Note,
                place,
                format!("{found}; {WHERE_IT_APPLIES}"),
                ("read the model's present rule; where it caps, cap each payment at half of their fees in the episodes", Remedy::Record),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::Compliance;
    use crate::compliance::sample;
    use crate::schema::Named;

    fn stated(share: f64, cap: Option<f64>, floors: Option<bool>) -> Compliance {
        let facts = GainsharingFacts {
            share_of_savings: Share(share),
            cap_of_fees: cap.map(Share),
            quality_floors: floors,
            volume_capped: Some(true),
            disclosed: Some(true),
        };
        let mut stated = sample::silent();
        stated.gainsharing = Named(vec![("ortho".into(), facts)]);
        stated
    }

    fn severities(stated: &Compliance) -> [Severity; 3] {
        let plan = sample::plan();
        let case = sample::case(stated, &plan);
        [&GAINSHARING_CARE, &GAINSHARING_SAVINGS, &GAINSHARING_FEES]
            .map(|rule| sample::of(check, &case, rule)[0].0)
    }

    #[test]
    fn a_design_as_accepted_passes() {
        assert_eq!(severities(&stated(0.5, Some(0.5), Some(true))), [Severity::Pass; 3]);
    }

    #[test]
    fn each_cap_is_judged_alone_and_that_on_fees_is_no_stop() {
        use Severity::{Caution, Note, Pass, Stop};
        assert_eq!(severities(&stated(0.51, Some(0.5), Some(true))), [Pass, Caution, Pass]);
        assert_eq!(severities(&stated(0.5, Some(0.6), Some(true))), [Pass, Pass, Note]);
        assert_eq!(severities(&stated(0.5, None, Some(false))), [Stop, Pass, Note]);
    }

    #[test]
    fn a_plan_that_shares_savings_is_held_to_both_caps_and_a_floor() {
        use Severity::{Caution, Note, Pass, Stop};
        let of = |share, fee_cap, gate| {
            let number = crate::schema::Value::Number;
            let terms = sample::table(vec![
                ("target", number(30_000.0)),
                ("fee", number(1_500.0)),
                ("share", number(share)),
                ("fee_cap", number(fee_cap)),
                ("gate", number(gate)),
            ]);
            let pay = sample::list(vec![sample::table(vec![("gainsharing", terms)])]);
            let plan: crate::pay::Plan = sample::read(vec![("pay", pay)]);
            let stated = sample::silent();
            let case = sample::case(&stated, &plan);
            [&GAINSHARING_CARE, &GAINSHARING_SAVINGS, &GAINSHARING_FEES]
                .map(|rule| sample::of(check, &case, rule)[0].0)
        };
        assert_eq!(of(0.5, 0.5, 0.5), [Note, Pass, Pass]);
        assert_eq!(of(0.6, 0.5, 0.5), [Note, Caution, Pass]);
        assert_eq!(of(0.5, 0.6, 0.0), [Stop, Pass, Note]);
    }

    #[test]
    fn without_an_arrangement_there_is_one_line() {
        let (stated, plan) = (sample::silent(), sample::plan());
        let mut findings = Vec::new();
        check(&sample::case(&stated, &plan), &mut findings);
        assert_eq!(findings.len(), 1);
    }
}
