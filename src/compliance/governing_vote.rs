//! Votes of governing bodies: who controls the ACO, and who votes on pay.
//!
//! # What it asks
//! Is the ACO's governing body made up as its programme asks? Did it vote on passing money on, before the year,
//! without those who are paid by it?
//!
//! # Test
//! *Body*: with a Shared Savings Program contract its participants hold at least 75 % of control, a Medicare
//! beneficiary sits on it, and it has a policy on conflicts of interest. The same is asked of REACH and LEAD,
//! whose agreements set it themselves: what they ask must be read there. *Vote*: where value money is passed on,
//! the month of the vote, and whether those who share in the money kept out of it. A tax-exempt board's
//! presumption of reasonableness is lost when a member votes on an arrangement he or she has an interest in.
//!
//! # Parameters
//! `[compliance.governance]`: `participants_control`, `beneficiary`, `conflict_policy`, `voted` (month), `recused`.
//!
//! # Source
//! 42 CFR 425.106 and 425.108: 75 % and the beneficiary read in a summary of the final rule (jhconline.com), the
//! conflict policy recalled; 26 CFR 53.4958-6(c)(1)(iii), recalled; waivers ask for a finding of the governing
//! body (80 FR 66726).
//!
//! # Worked example
//! Participants hold 75 % of the votes: passes; 74 %: stops. Physicians in the pool vote on their own share under
//! `tax_exempt.applies = true`: caution.

use super::case::Question;
use super::fair_market_value::check_month;
use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::schema::{Grade, ReadTable, optional, parameters};
use crate::terms::reaches;
use crate::units::Share;

parameters! {
    /// Who votes on pay and on passing money on.
    pub struct GovernanceFacts {
        /// Part of the votes of the ACO's governing body that its participants hold.
        participants_control: Option<Share> = optional();
        /// A Medicare beneficiary served by the ACO sits on its governing body.
        beneficiary: Option<bool> = optional();
        /// The body has a policy on conflicts of interest that asks members to disclose them.
        conflict_policy: Option<bool> = optional();
        /// Month in which the body voted on passing money on, YYYY-MM.
        voted: Option<String> = optional().range(1.0, 10_000.0);
        /// Those who are paid by what is voted on keep out of the vote.
        recused: Option<bool> = optional();
    }
    check GovernanceFacts::check
}

impl GovernanceFacts {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        check_month("voted", self.voted.as_deref(), table);
    }
}

pub(super) static GOVERNING_BODY: LegalRule = LegalRule {
    key: "governing_body",
    asks: "Do the ACO's participants hold 75 % of its governing body, with a beneficiary and a policy on conflicts?",
    citation: "42 CFR 425.106, 425.108 (jhconline.com); REACH and LEAD by their participation agreements",
    grade: Grade::Published,
};

pub(super) static GOVERNING_VOTE: LegalRule = LegalRule {
    key: "governing_vote",
    asks: "Did the governing body vote on passing money on, in advance and without those who share in it?",
    citation: "80 FR 66726 (finding of the governing body); 26 CFR 53.4958-6(c)(1)(iii); 42 CFR 425.106(d)",
    grade: Grade::Recalled,
};

/// Part of the votes that an ACO's participants must hold.
const CONTROL: f64 = 0.75;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    body(case, findings);
    vote(case, findings);
}

/// Contracts whose ACO needs a governing body.
fn acos<'c>(case: &'c Case<'_>) -> Vec<&'c str> {
    case.contracts.iter().filter(|c| c.is_medicare_aco()).map(|c| c.name).collect()
}

fn body(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &GOVERNING_BODY;
    let acos = acos(case);
    if acos.is_empty() {
        findings.push(case.pass(rule, "contract", "no contract asks for the governing body of an ACO"));
        return;
    }
    let facts = &case.stated.governance;
    let key = "governance.participants_control";
    findings.push(match facts.participants_control {
        None => case.unstated(
            rule,
            key,
            &format!("part of the governing body's votes that participants hold, for {}", acos.join(", ")),
        ),
        Some(Share(part)) => {
            let place = format!("compliance.{key}");
            let found = format!("participants hold {:.0} % of the votes; at least 75 % are asked for", 100.0 * part);
            if reaches(part, CONTROL) {
                case.pass(rule, place, found)
            } else {
                let cure = "give participants the seats, or tell the programme why the body differs and is still theirs";
                case.finding(rule, Severity::Stop, place, found, (cure, Remedy::Amendment))
            }
        }
    });
    for (key, what, answer) in [
        ("governance.beneficiary", "a Medicare beneficiary sits on the governing body", facts.beneficiary),
        (
            "governance.conflict_policy",
            "the body has a policy on conflicts of interest",
            facts.conflict_policy,
        ),
    ] {
        findings.push(case.asked(&Question {
            rule,
            key,
            what,
            answer,
            good: true,
            otherwise: Severity::Caution,
            cure: "write it into the ACO's governing documents",
            remedy: Remedy::Record,
        }));
    }
}

fn vote(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let rule = &GOVERNING_VOTE;
    if !case.passes_on() {
        findings.push(case.pass(
            rule,
            "allocation.physicians",
            "nothing is passed on that would need a vote",
        ));
        return;
    }
    let facts = &case.stated.governance;
    let place = "compliance.governance.voted";
    let year = facts.voted.as_deref().and_then(super::fair_market_value::year_of);
    findings.push(match (&facts.voted, year) {
        (Some(month), Some(year)) if year >= case.start_year => case.finding(
            rule,
            Severity::Caution,
            place,
            format!(
                "the vote of {month} does not lie before the first performance year, {}",
                case.start_year
            ),
            ("vote before the year whose money is passed on", Remedy::Record),
        ),
        (Some(month), _) => {
            case.pass(rule, place, format!("voted in {month}, before the first performance year"))
        }
        (None, _) => {
            case.unstated(rule, "governance.voted", "month in which the body voted on passing money on")
        }
    });
    let exempt = case.stated.tax_exempt.applies == Some(true);
    findings.push(case.asked(&Question {
        rule,
        key: "governance.recused",
        what: if exempt {
            "those who share in the money kept out of the vote, which the presumption of reasonableness asks for"
        } else {
            "those who share in the money kept out of the vote"
        },
        answer: facts.recused,
        good: true,
        otherwise: Severity::Caution,
        cure: "vote again without those who are paid by it, and minute who left the room",
        remedy: Remedy::Record,
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::Sponsor;
    use crate::compliance::{Compliance, sample};
    use Severity::{Caution, Note, Pass, Stop};

    fn stated(control: Option<f64>) -> Compliance {
        let mut stated = sample::silent();
        stated.governance = GovernanceFacts {
            participants_control: control.map(Share),
            beneficiary: Some(true),
            conflict_policy: Some(true),
            voted: Some("2025-11".into()),
            recused: Some(true),
        };
        stated
    }

    fn of(stated: &Compliance, passed_on: f64, rule: &'static LegalRule) -> Vec<Severity> {
        let plan = sample::pooled();
        let mut case = sample::case(stated, &plan);
        case.contracts.push(sample::programme("mssp", Sponsor::SharedSavings));
        case.passed_on = passed_on;
        sample::of(check, &case, rule).iter().map(|f| f.0).collect()
    }

    #[test]
    fn three_quarters_of_the_votes() {
        assert_eq!(of(&stated(Some(0.75)), 0.3, &GOVERNING_BODY), [Pass, Pass, Pass]);
        assert_eq!(of(&stated(Some(0.74)), 0.3, &GOVERNING_BODY), [Stop, Pass, Pass]);
        assert_eq!(of(&stated(None), 0.3, &GOVERNING_BODY), [Note, Pass, Pass]);
        // Without an ACO nobody is asked.
        let (stated, plan) = (stated(Some(0.1)), sample::pooled());
        assert_eq!(sample::of(check, &sample::case(&stated, &plan), &GOVERNING_BODY)[0].0, Pass);
    }

    #[test]
    fn a_vote_lies_before_the_year_and_without_those_it_pays() {
        let rule = &GOVERNING_VOTE;
        assert_eq!(of(&stated(None), 0.3, rule), [Pass, Pass]);
        let mut late = stated(None);
        (late.governance.voted, late.governance.recused) = (Some("2026-03".into()), Some(false));
        assert_eq!(of(&late, 0.3, rule), [Caution, Caution]);
        assert_eq!(of(&sample::silent(), 0.3, rule), [Note, Note]);
        assert_eq!(of(&late, 0.0, rule), [Pass]);
    }
}
