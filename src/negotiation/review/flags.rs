//! The seven clauses to strike or reprice, as a review sees them.

use super::facts::{ContractAsked, SigningFacts, TermsBy};
use super::readiness::{percent, points};
use crate::negotiation::clause::ClauseKind;
use crate::payer::Terms;
use crate::payer::benchmark::Benchmark;
use crate::units::short_dollars;

/// A clause as it stands in a contract.
#[derive(Clone, Debug)]
pub struct FlagStanding {
    /// Which.
    pub clause: ClauseKind,
    /// The contract.
    pub contract: String,
    /// Whether it stands.
    pub stands: bool,
    /// Whether it stands and cannot be struck: the payer has refused, or the law of a programme has it.
    pub is_held: bool,
    /// What the contract says, in words.
    pub says: String,
    /// What to ask for instead; empty where law has it, and nobody is asked.
    pub wants: &'static str,
}

/// How each of the seven stands in a contract.
#[must_use]
pub fn seven_flags(facts: &SigningFacts, asked: &ContractAsked) -> Vec<FlagStanding> {
    let by_law = asked.terms_by() != TermsBy::Agreement;
    let of = |clause: &ClauseKind| {
        let found = found(facts, asked, *clause);
        let refused = asked.contract.answers.held.iter().any(|held| held.key() == clause.key());
        FlagStanding {
            clause: *clause,
            contract: asked.name.clone(),
            stands: found.is_some(),
            is_held: found.is_some() && (refused || by_law),
            says: found.unwrap_or_default(),
            wants: if by_law { "" } else { clause.ask() },
        }
    };
    ClauseKind::ALL.iter().map(of).collect()
}

/// What the contract says where a clause stands.
fn found(facts: &SigningFacts, asked: &ContractAsked, clause: ClauseKind) -> Option<String> {
    match clause {
        ClauseKind::MeasureChange => measure_change(asked),
        ClauseKind::Attribution => attribution(asked),
        ClauseKind::Rebasing => rebasing(facts, asked),
        ClauseKind::StopLoss => stop_loss(asked),
        ClauseKind::Delegation => delegation(asked),
        ClauseKind::Termination => termination(asked),
        ClauseKind::Reporting => reporting(facts, asked),
    }
}

fn measure_change(asked: &ContractAsked) -> Option<String> {
    let change = asked.contract.clauses.measure_change.as_ref();
    let change = change.filter(|change| change.chance.0 > 0.0 && change.rise.0 > 0.0)?;
    Some(format!(
        "a chance of {} a year that measures ask {} more, {} months' notice",
        percent(change.chance.0),
        points(change.rise.0),
        change.notice_months.0
    ))
}

fn attribution(asked: &ContractAsked) -> Option<String> {
    if !asked.contract.terms.counts_people() || !asked.contract.hears_cost() {
        return None;
    }
    let terms = &asked.contract.attribution;
    let wrong = terms.error.0 * (1.0 - terms.voluntary.0);
    if wrong > 0.0 {
        Some(format!("{} of the list there by error", percent(wrong)))
    } else {
        (terms.known() < 1.0).then(|| format!("{} of the list known during the year", percent(terms.known())))
    }
}

fn rebasing(facts: &SigningFacts, asked: &ContractAsked) -> Option<String> {
    let Terms::SharedSavings(terms) = &asked.contract.terms else { return None };
    let own = match &terms.benchmark {
        Benchmark::Historical(_) | Benchmark::Prospective(_) => 1.0,
        Benchmark::Regional(_) => 0.0,
        Benchmark::Blended(blend) => blend.own_weight.0,
    };
    (terms.rebase_every == 1 && own > facts.review.market.most_ratchet.0)
        .then(|| format!("rebased every year, {} on the own record", percent(own)))
}

fn stop_loss(asked: &ContractAsked) -> Option<String> {
    let (insured, corridor) = if let Terms::SharedSavings(terms) = &asked.contract.terms {
        let whole =
            terms.truncation.as_ref().and_then(|cut| cut.percentile).is_some_and(|part| part.0 >= 1.0);
        (!whole, false)
    } else if let Terms::PercentOfPremium(terms) = &asked.contract.terms {
        (terms.stop_loss.is_some(), !terms.corridor.is_empty())
    } else if let Terms::DelegatedCapitation(terms) = &asked.contract.terms {
        (terms.stop_loss.is_some(), !terms.corridor.is_empty())
    } else {
        (true, true)
    };
    (!insured && !corridor && asked.can_take())
        .then(|| "losses are shared and every person's cost counts whole".to_owned())
}

fn delegation(asked: &ContractAsked) -> Option<String> {
    let (fee, cost) = asked.delegation();
    let is_capitation = matches!(asked.contract.terms, Terms::DelegatedCapitation(_));
    let fee = if is_capitation { fee + asked.contract.care_management_fee.0 } else { fee };
    // Less than a cent a person and month is none.
    (cost - fee >= 0.01)
        .then(|| format!("work that costs ${cost:.2} a member and month for a fee of ${fee:.2}"))
}

fn termination(asked: &ContractAsked) -> Option<String> {
    let terms = asked.contract.clauses.termination.as_ref()?;
    let one_sided = terms.by_payer.0 > terms.by_system.0 || terms.forfeits;
    (one_sided && terms.by_payer.0 > 0.0).then(|| {
        let keeps = if terms.forfeits { ", and keeps what the year earned" } else { "" };
        format!(
            "after a year that paid us the payer ends it with a chance of {}{keeps}",
            percent(terms.by_payer.0)
        )
    })
}

fn reporting(facts: &SigningFacts, asked: &ContractAsked) -> Option<String> {
    let (cost, good) = (asked.reporting_cost(facts), asked.good_year(facts));
    let most = facts.review.market.most_reporting.0;
    (cost > most * good).then(|| {
        format!(
            "reporting costs {} a year, more than {} of the {} that a good year pays",
            short_dollars(cost),
            percent(most),
            short_dollars(good)
        )
    })
}
