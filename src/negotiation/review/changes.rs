//! What would change a decision: found by making each change and deciding again, not asserted.

use super::bad_year::taken;
use super::decide::{SigningDecision, SigningVerdict, consider};
use super::facts::{ContractAsked, SigningFacts, TermsBy};
use super::flags::seven_flags;
use super::holds::{HALVINGS, HoldsUntil, THOUSANDTHS, holds_until};
use super::market::{AgainstMarket, MarketLever, against_market};
use super::readiness::{ReadinessDimension, ReadinessState, percent, readiness};
use super::seen::SeenContract;
use super::told::{down, money_up, up};
use crate::negotiation::clause::ClauseKind;
use crate::payer::Terms;
use crate::payer::benchmark::Benchmark;
use crate::terms::reaches;
use crate::units::{PerMemberMonth, Real, Share, SignedShare, UsdAmount, listed};

/// A change that a party would have to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedChange {
    /// Where it is written in the scenario.
    pub place: String,
    /// What it is, in words.
    pub says: String,
}

/// A way to a better decision: the changes together give it, and without any one of them they do not.
#[derive(Clone, Debug)]
pub struct WayUp {
    /// The decision that it gives.
    pub gives: SigningVerdict,
    /// The changes.
    pub changes: Vec<WantedChange>,
    /// Whether it gives it only if the contract then no longer loses money as simulated: changes are not simulated.
    pub unless_it_loses: bool,
}

/// What would change the decision on a contract.
#[derive(Clone, Debug, Default)]
pub struct WhatChanges {
    /// The nearest ways to each better decision, next one first.
    pub up: Vec<WayUp>,
    /// Numbers that lower it, nearest first.
    pub down: Vec<HoldsUntil>,
}

/// A change that can be made to facts.
pub(super) struct Candidate {
    pub(super) change: WantedChange,
    pub(super) make: Box<dyn Fn(&mut SigningFacts)>,
}

/// What would change the decision on a contract, counted from 0.
#[must_use]
pub fn what_changes(
    facts: &SigningFacts,
    place: usize,
    seen: Option<&SeenContract>,
    now: SigningVerdict,
) -> WhatChanges {
    let decided = |facts: &SigningFacts| -> SigningDecision { consider(facts, place, seen).decision };
    let candidates = candidates(facts, place, seen);
    let ways = |seen: Option<&SeenContract>| -> Vec<WayUp> {
        let with = |chosen: &[usize]| {
            let mut changed = facts.clone();
            for one in chosen {
                (candidates[*one].make)(&mut changed);
            }
            consider(&changed, place, seen).decision.verdict
        };
        let better = SigningVerdict::ALL.iter().filter(|verdict| verdict.rank() > now.rank());
        let found = better.filter_map(|wanted| {
            let chosen = nearest(candidates.len(), |chosen| with(chosen).rank() >= wanted.rank())?;
            let changes = chosen.iter().map(|one| candidates[*one].change.clone()).collect();
            Some(WayUp { gives: with(&chosen), changes, unless_it_loses: false })
        });
        let mut found: Vec<WayUp> = found.collect();
        found.dedup_by(|later, first| later.gives == first.gives);
        found
    };
    let mut up = ways(seen);
    if seen.is_some_and(SeenContract::surely_loses) {
        // Nothing of its terms makes up for that here: what else it takes is told all the same.
        let known = up.last().map_or(now.rank(), |way| way.gives.rank());
        let beyond = ways(None).into_iter().filter(|way| way.gives.rank() > known && !way.changes.is_empty());
        up.extend(beyond.map(|way| WayUp { unless_it_loses: true, ..way }));
    }
    WhatChanges { up, down: holds_until(facts, place, now, &|facts| decided(facts).verdict) }
}

/// The smallest set that is enough: every one by itself, every two, then all less whatever can be left out. Earlier
/// candidates are kept before later ones.
pub(super) fn nearest(all: usize, is_enough: impl Fn(&[usize]) -> bool) -> Option<Vec<usize>> {
    if let Some(one) = (0..all).find(|one| is_enough(&[*one])) {
        return Some(vec![one]);
    }
    for first in 0..all {
        if let Some(second) = (first + 1..all).find(|second| is_enough(&[first, *second])) {
            return Some(vec![first, second]);
        }
    }
    let mut kept: Vec<usize> = (0..all).collect();
    if !is_enough(&kept) {
        return None;
    }
    for one in (0..all).rev() {
        let without: Vec<usize> = kept.iter().copied().filter(|kept| *kept != one).collect();
        if is_enough(&without) {
            kept = without;
        }
    }
    Some(kept)
}

/// Everything that could be asked for: what the payer would change first, then what the system would.
fn candidates(facts: &SigningFacts, place: usize, seen: Option<&SeenContract>) -> Vec<Candidate> {
    let asked = &facts.contracts[place];
    // What the law of a programme says, nobody can ask to be struck.
    let may_ask = asked.terms_by() == TermsBy::Agreement;
    let flags = seven_flags(facts, asked).into_iter().filter(|flag| flag.stands && may_ask);
    let struck = flags.map(|flag| strike(facts, place, flag.clause));
    let levers = against_market(facts, asked).into_iter();
    let worse = levers.filter(|lever| lever.against == AgainstMarket::Worse);
    let terms = worse.map(|lever| to_usual(facts, place, lever.lever));
    let name = asked.name.as_str();
    let checks = readiness(facts).into_iter().filter(|check| {
        check.state != ReadinessState::Ready
            && (check.contract.is_none() || check.contract.as_deref() == Some(name))
    });
    let ready = checks.map(|check| make_ready(facts, place, check.dimension));
    let others = [answer_all(facts, place), cover_bad_year(facts, place, seen)];
    struck.chain(terms).chain(ready).chain(others).flatten().collect()
}

#[expect(clippy::unnecessary_wraps, reason = "it stands beside changes that may not be there")]
fn candidate(
    place: String,
    says: impl Into<String>,
    make: impl Fn(&mut SigningFacts) + 'static,
) -> Option<Candidate> {
    Some(Candidate { change: WantedChange { place, says: says.into() }, make: Box::new(make) })
}

/// A clause is struck, or repriced so that it is none.
fn strike(facts: &SigningFacts, place: usize, clause: ClauseKind) -> Option<Candidate> {
    let asked = &facts.contracts[place];
    let at = |key: &str| format!("contract.{}.{key}", asked.name);
    let says = format!("for {}: {}", clause.title(), clause.ask());
    match clause {
        ClauseKind::MeasureChange => candidate(at("clauses.measure_change"), says, move |facts| {
            facts.contracts[place].contract.clauses.measure_change = None;
        }),
        ClauseKind::Attribution => candidate(at("attribution"), says, move |facts| {
            let terms = &mut facts.contracts[place].contract.attribution;
            (terms.error, terms.list_known) = (Share(0.0), Share(1.0));
        }),
        ClauseKind::Rebasing => candidate(at("terms.shared_savings.rebase_every"), says, move |facts| {
            if let Terms::SharedSavings(terms) = &mut facts.contracts[place].contract.terms {
                terms.rebase_every = 3;
            }
        }),
        ClauseKind::StopLoss => candidate(at("terms"), says, move |facts| {
            let terms = &mut facts.contracts[place].contract.terms;
            let limit = || crate::terms::StopLoss {
                attachment: UsdAmount(150_000.0),
                coinsurance: Share(0.0),
                load: crate::units::Ratio(1.2),
            };
            if let Terms::SharedSavings(own) = terms {
                own.truncation = None;
            } else if let Terms::PercentOfPremium(own) = terms {
                own.stop_loss = Some(limit());
            } else if let Terms::DelegatedCapitation(own) = terms {
                own.stop_loss = Some(limit());
            }
        }),
        ClauseKind::Delegation => candidate(at("clauses.delegation.fee"), says, move |facts| {
            let (fee, cost) = facts.contracts[place].delegation();
            let contract = &mut facts.contracts[place].contract;
            if let Some(delegation) = &mut contract.clauses.delegation {
                delegation.fee = PerMemberMonth(delegation.fee.0 + cost - fee);
            } else if let Terms::DelegatedCapitation(own) = &mut contract.terms {
                own.delegation_fee = PerMemberMonth(own.delegation_fee.0 + cost - fee);
            }
        }),
        ClauseKind::Termination => candidate(at("clauses.termination"), says, move |facts| {
            facts.contracts[place].contract.clauses.termination = None;
        }),
        ClauseKind::Reporting => fewer_measures(facts, place),
    }
}

/// Reporting that costs no more than it may: without the clause's own cost, and with as many measures as are left.
fn fewer_measures(facts: &SigningFacts, place: usize) -> Option<Candidate> {
    let asked = &facts.contracts[place];
    let allowed = facts.review.market.most_reporting.0 * asked.good_year(facts);
    let each = (1.0 - facts.overlap) * facts.per_measure * asked.physicians;
    let measures = if each > 0.0 {
        (allowed / each).floor().min(asked.contract.measures.0)
    } else {
        asked.contract.measures.0
    };
    let says = format!("{measures:.0} measures, and nothing beside them");
    candidate(format!("contract.{}.measures", asked.name), says, move |facts| {
        let contract = &mut facts.contracts[place].contract;
        contract.clauses.reporting = None;
        contract.measures = Real(measures);
    })
}

/// A lever is brought to where it is usual.
fn to_usual(facts: &SigningFacts, place: usize, lever: MarketLever) -> Option<Candidate> {
    let asked = &facts.contracts[place];
    let levels = facts.review.market.clone();
    let at = |key: &str| format!("contract.{}.terms.{}.{key}", asked.name, asked.contract.terms.key());
    match lever {
        MarketLever::Split => {
            let Terms::SharedSavings(terms) = &asked.contract.terms else { return None };
            let least = if terms.loss_rate.0 > 0.0 { levels.least_two_sided } else { levels.least_upside };
            let share = Share(up(terms.sharing_rate.0.max(least.0), THOUSANDTHS));
            let loss = Share(down(terms.loss_rate.0.min(share.0), THOUSANDTHS));
            let cap = Share(up(terms.savings_cap.0.max(terms.loss_cap.0), THOUSANDTHS));
            let is_capped = loss.0 > 0.0 && !reaches(terms.savings_cap.0, terms.loss_cap.0);
            let says = if is_capped {
                format!(
                    "{} of savings up to {} of the benchmark (savings_cap), {} of losses",
                    percent(share.0),
                    percent(cap.0),
                    percent(loss.0)
                )
            } else if loss.0 > 0.0 {
                format!("{} of savings, {} of losses", percent(share.0), percent(loss.0))
            } else {
                format!("{} of savings", percent(share.0))
            };
            candidate(at("sharing_rate"), says, move |facts| {
                if let Terms::SharedSavings(terms) = &mut facts.contracts[place].contract.terms {
                    (terms.sharing_rate, terms.loss_rate) = (share, loss);
                    if is_capped {
                        terms.savings_cap = cap;
                    }
                }
            })
        }
        MarketLever::MinimumRate => {
            let most = down(levels.most_minimum.0, THOUSANDTHS);
            let says =
                format!("a minimum savings rate of {}, with sharing from the first dollar", percent(most));
            candidate(at("minimum_savings_rate"), says, move |facts| {
                if let Terms::SharedSavings(terms) = &mut facts.contracts[place].contract.terms {
                    terms.minimum_savings_rate = Share(terms.minimum_savings_rate.0.min(most));
                    terms.deductible = false;
                }
            })
        }
        MarketLever::QualityPool => {
            let Terms::PayForPerformance(terms) = &asked.contract.terms else { return None };
            let pool = terms.pool_share.0.max(levels.least_quality_pool.0).max(terms.penalty_share.0);
            let pool = up(pool, THOUSANDTHS);
            let says = format!("a quality pool of {} of professional revenue", percent(pool));
            candidate(at("pool_share"), says, move |facts| {
                if let Terms::PayForPerformance(terms) = &mut facts.contracts[place].contract.terms {
                    terms.pool_share = Share(pool);
                }
            })
        }
        MarketLever::Fees => {
            let (fees, delegated) = asked.fees_and_delegated();
            let wanted =
                asked.contract.care_management_fee.0 + (delegated + levels.least_fees.0 - fees).max(0.0);
            let wanted = up(wanted, 100.0);
            let says = format!("fees of ${wanted:.2} per member and month, which pay for what is delegated");
            candidate(format!("contract.{}.care_management_fee", asked.name), says, move |facts| {
                facts.contracts[place].contract.care_management_fee = PerMemberMonth(wanted);
            })
        }
        MarketLever::Benchmark => benchmark_to_usual(facts, place),
    }
}

fn benchmark_to_usual(facts: &SigningFacts, place: usize) -> Option<Candidate> {
    let asked = &facts.contracts[place];
    let levels = facts.review.market.clone();
    let least_growth = up(asked.contract.trend.0 - levels.most_trend_gap.0, THOUSANDTHS);
    let most_discount = down(levels.most_discount.0, THOUSANDTHS);
    let key = asked.contract.terms.key();
    let says = format!(
        "a benchmark rebased every three years at most, growing {} a year or more where its growth is fixed, with at most {} taken off",
        percent(least_growth),
        percent(most_discount)
    );
    candidate(format!("contract.{}.terms.{key}", asked.name), says, move |facts| {
        let terms = &mut facts.contracts[place].contract.terms;
        let grows = |growth: SignedShare| SignedShare(growth.0.max(least_growth));
        if let Terms::SharedSavings(own) = terms {
            if (1..3).contains(&own.rebase_every) {
                own.rebase_every = 3;
            }
            own.discount = Share(own.discount.0.min(most_discount));
            if let Benchmark::Prospective(fixed) = &mut own.benchmark {
                fixed.growth = grows(fixed.growth);
            }
        } else if let Terms::PercentOfPremium(own) = terms {
            own.premium_growth = grows(own.premium_growth);
        } else if let Terms::DelegatedCapitation(own) = terms {
            own.growth = grows(own.growth);
        }
    })
}

/// The system becomes ready in a dimension.
fn make_ready(facts: &SigningFacts, place: usize, dimension: ReadinessDimension) -> Option<Candidate> {
    let asked = &facts.contracts[place];
    let levels = facts.review.readiness.clone();
    let at = |key: &str| format!("contract.{}.answers.{key}", asked.name);
    match dimension {
        ReadinessDimension::ClaimsFeed => {
            let most = down(levels.claims_lag_days.0, 10.0);
            let says = format!("claims and attribution files within {most} days");
            candidate(at("claims_lag_days"), says, move |facts| {
                facts.contracts[place].contract.answers.claims_lag_days = Some(Real(most));
            })
        }
        ReadinessDimension::Attribution => {
            let least = up(levels.attribution_match.0, THOUSANDTHS);
            let most = down(1.0 - least, THOUSANDTHS);
            let mut says = format!("{} of a sample month's list found again", percent(least));
            if asked.contract.attribution.error.0 > most {
                says += &format!(", with {} at most there by error (attribution.error)", percent(most));
            }
            candidate(at("attribution_match"), says, move |facts| {
                let contract = &mut facts.contracts[place].contract;
                contract.answers.attribution_match = Some(Share(least));
                contract.attribution.error = Share(contract.attribution.error.0.min(most));
            })
        }
        ReadinessDimension::CareManagers => {
            let needed = up(facts.managers_needed(), 10.0);
            let says = format!("{needed:.1} care managers at work");
            candidate("review.care_managers".to_owned(), says, move |facts| {
                facts.review.care_managers = Some(Real(needed));
            })
        }
        ReadinessDimension::Coding => {
            let least = up(levels.recapture.0, THOUSANDTHS);
            let says = format!("{} of the conditions on record documented again each year", percent(least));
            candidate("review.recapture".to_owned(), says, move |facts| {
                facts.review.recapture = Some(Share(least));
            })
        }
        ReadinessDimension::Reporting => fewer_in_all(facts, levels.measures.0),
        ReadinessDimension::Cash => {
            if facts.spent_a_month().0 <= 0.0 {
                return None;
            }
            let needed = facts.cash_needed().max(facts.review.cash.map_or(0.0, |cash| cash.0));
            let (needed, told) = money_up(needed);
            let says = format!("{told} set aside in cash");
            candidate("review.cash".to_owned(), says, move |facts| {
                facts.review.cash = Some(UsdAmount(needed));
            })
        }
    }
}

/// Fewer measures under each agreement, in proportion and in whole ones, so that a physician under every contract
/// reports no more than so many different ones; nothing where what law asks for is too much by itself.
pub(super) fn fewer_in_all(facts: &SigningFacts, most: f64) -> Option<Candidate> {
    let asks = |(_, asked): &(usize, &ContractAsked)| {
        asked.terms_by() == TermsBy::Agreement && asked.contract.measures_asked() > 0.0
    };
    let own: Vec<(usize, f64)> = facts
        .contracts
        .iter()
        .enumerate()
        .filter(asks)
        .map(|(place, asked)| (place, asked.contract.measures.0))
        .collect();
    let with = |part: f64| {
        let mut changed = facts.clone();
        for (place, measures) in &own {
            changed.contracts[*place].contract.measures = Real((part * measures).floor());
        }
        changed
    };
    let is_enough = |part: f64| reaches(most, with(part).measures());
    if !is_enough(0.0) {
        return None;
    }
    let (mut few, mut many) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(few, many);
        if is_enough(middle) { few = middle } else { many = middle }
    }
    let found = with(few);
    let each: Vec<(usize, Real)> =
        own.iter().map(|(place, _)| (*place, found.contracts[*place].contract.measures)).collect();
    let told: Vec<String> = each
        .iter()
        .map(|(place, measures)| format!("{} under {}", measures.0, facts.contracts[*place].name))
        .collect();
    let says = format!(
        "{} different measures at most for a physician under every contract: {}",
        down(most, 10.0),
        listed(&told, "and")
    );
    candidate("contract.<name>.measures".to_owned(), says, move |facts| {
        for (place, measures) in &each {
            facts.contracts[*place].contract.measures = *measures;
        }
    })
}

/// The payer answers.
fn answer_all(facts: &SigningFacts, place: usize) -> Option<Candidate> {
    let asked = &facts.contracts[place];
    let refused = asked.contract.answers.unanswered.len();
    if (refused as u64) < facts.review.decision.unanswered_to_wait {
        return None;
    }
    candidate(
        format!("contract.{}.answers.unanswered", asked.name),
        "the payer answers what it was asked",
        move |facts| {
            facts.contracts[place].contract.answers.unanswered.clear();
        },
    )
}

/// Cash bears a bad year of all contracts, and the months until first money.
fn cover_bad_year(facts: &SigningFacts, place: usize, seen: Option<&SeenContract>) -> Option<Candidate> {
    let takes = taken(facts, place, seen);
    let has = facts.review.cash.map_or(0.0, |cash| cash.0);
    if takes.own <= 0.0 || (facts.review.cash.is_some() && reaches(has, takes.needed())) {
        return None;
    }
    let (needed, told) = money_up(takes.needed().max(has));
    let says = format!("{told} set aside in cash, which bears a bad year");
    candidate("review.cash".to_owned(), says, move |facts| {
        facts.review.cash = Some(UsdAmount(needed));
    })
}
