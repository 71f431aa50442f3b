//! Where a decision falls: found by halving the way to the worst value of a number.

use super::decide::SigningVerdict;
use super::facts::SigningFacts;
use super::readiness::percent;
use super::told::{down, up, whole_down};
use crate::order::Ordered;
use crate::payer::{SharedSavings, Terms};
use crate::units::{Real, Share, UsdAmount};

/// The value at which a number of the contract or of the system lowers the decision.
#[derive(Clone, Debug)]
pub struct HoldsUntil {
    /// Where it is written.
    pub place: String,
    /// What it is now.
    pub now: f64,
    /// Where the decision falls.
    pub at: f64,
    /// To what it falls there.
    pub falls_to: SigningVerdict,
    /// In words.
    pub says: String,
}

/// Writes a number into facts.
type Dialled = Box<dyn Fn(&mut SigningFacts, f64)>;

/// A number that could turn against the system.
struct Dial {
    place: String,
    now: f64,
    /// As bad as it can become.
    worst: f64,
    set: Dialled,
    /// Parts of one that it is told in.
    parts: f64,
    says: fn(f64) -> String,
}

/// Halvings of the way to where a decision falls.
pub(super) const HALVINGS: usize = 40;

/// Shares are told in tenths of a percent.
pub(super) const THOUSANDTHS: f64 = 1000.0;

/// Numbers that lower the decision, nearest first, each with where it falls.
pub(super) fn holds_until(
    facts: &SigningFacts,
    place: usize,
    now: SigningVerdict,
    verdict: &dyn Fn(&SigningFacts) -> SigningVerdict,
) -> Vec<HoldsUntil> {
    let with = |dial: &Dial, value: f64| {
        let mut changed = facts.clone();
        (dial.set)(&mut changed, value);
        verdict(&changed)
    };
    let falls = |dial: Dial| {
        let at_worst = with(&dial, dial.worst);
        if at_worst.rank() >= now.rank() {
            return None;
        }
        let (mut holds, mut fallen) = (dial.now, dial.worst);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(holds, fallen);
            if with(&dial, middle).rank() < now.rank() {
                fallen = middle;
            } else {
                holds = middle;
            }
        }
        // What is told must hold: the round number on this side of where it falls.
        let told = if dial.worst > dial.now { down(holds, dial.parts) } else { up(holds, dial.parts) };
        let is_between = (told - dial.now) * (dial.worst - dial.now) >= 0.0;
        let says = if is_between {
            format!("now {}, and it holds to {}", (dial.says)(dial.now), (dial.says)(told))
        } else {
            format!("now {}, and it holds no further", (dial.says)(dial.now))
        };
        Some(HoldsUntil { falls_to: with(&dial, fallen), place: dial.place, now: dial.now, at: fallen, says })
    };
    let mut found: Vec<HoldsUntil> = dials(facts, place).into_iter().filter_map(falls).collect();
    let far = |one: &HoldsUntil| (one.at - one.now).abs() / one.now.abs().max(1e-9);
    found.order_by(|a, b| far(a).total_cmp(&far(b)));
    found
}

fn dials(facts: &SigningFacts, place: usize) -> Vec<Dial> {
    let asked = &facts.contracts[place];
    let contract = &asked.contract;
    let mut dials = Vec::new();
    let at = |key: &str| format!("contract.{}.terms.{}.{key}", asked.name, contract.terms.key());
    let share: fn(f64) -> String = |value| percent(value);
    if let Terms::SharedSavings(terms) = &contract.terms {
        let of_terms = |key: &str, now: Share, worst: f64, set: fn(&mut SharedSavings, Share)| Dial {
            place: at(key),
            now: now.0,
            worst,
            set: Box::new(move |facts, value| edit(facts, place, |terms| set(terms, Share(value)))),
            parts: THOUSANDTHS,
            says: share,
        };
        dials.extend([
            of_terms("sharing_rate", terms.sharing_rate, 0.0, |terms, value| terms.sharing_rate = value),
            of_terms("minimum_savings_rate", terms.minimum_savings_rate, 0.2, |terms, value| {
                terms.minimum_savings_rate = value;
            }),
            of_terms("loss_rate", terms.loss_rate, 1.0, |terms, value| terms.loss_rate = value),
            of_terms("discount", terms.discount, 0.5, |terms, value| terms.discount = value),
        ]);
    }
    if let Terms::PayForPerformance(terms) = &contract.terms {
        dials.push(Dial {
            place: at("pool_share"),
            now: terms.pool_share.0,
            worst: 0.0,
            set: Box::new(move |facts, value| {
                if let Terms::PayForPerformance(terms) = &mut facts.contracts[place].contract.terms {
                    terms.pool_share = Share(value);
                }
            }),
            parts: THOUSANDTHS,
            says: share,
        });
    }
    dials.extend(dials_of_system(facts, place));
    dials
}

fn dials_of_system(facts: &SigningFacts, place: usize) -> Vec<Dial> {
    let asked = &facts.contracts[place];
    let at = |key: &str| format!("contract.{}.answers.{key}", asked.name);
    let mut dials = Vec::new();
    if let Some(cash) = facts.review.cash {
        dials.push(Dial {
            place: "review.cash".to_owned(),
            now: cash.0,
            worst: 0.0,
            set: Box::new(|facts, value| facts.review.cash = Some(UsdAmount(value))),
            parts: 1.0,
            says: whole_down,
        });
    }
    if let Some(days) = asked.contract.answers.claims_lag_days {
        dials.push(Dial {
            place: at("claims_lag_days"),
            now: days.0,
            worst: 730.0,
            set: Box::new(move |facts, value| {
                facts.contracts[place].contract.answers.claims_lag_days = Some(Real(value));
            }),
            parts: 10.0,
            says: |value| format!("{} days", down(value, 10.0)),
        });
    }
    if let Some(part) = asked.contract.answers.attribution_match {
        dials.push(Dial {
            place: at("attribution_match"),
            now: part.0,
            worst: 0.0,
            set: Box::new(move |facts, value| {
                facts.contracts[place].contract.answers.attribution_match = Some(Share(value));
            }),
            parts: THOUSANDTHS,
            says: percent,
        });
    }
    if let Some(part) = facts.review.recapture {
        dials.push(Dial {
            place: "review.recapture".to_owned(),
            now: part.0,
            worst: 0.0,
            set: Box::new(|facts, value| facts.review.recapture = Some(Share(value))),
            parts: THOUSANDTHS,
            says: percent,
        });
    }
    if let Some(managers) = facts.managers_at_work() {
        dials.push(Dial {
            place: "review.care_managers".to_owned(),
            now: managers,
            worst: 0.0,
            set: Box::new(|facts, value| facts.review.care_managers = Some(Real(value))),
            parts: 10.0,
            says: |value| format!("{:.1} care managers", down(value, 10.0)),
        });
    }
    dials
}

/// Changes shared savings in place.
fn edit(facts: &mut SigningFacts, place: usize, change: impl Fn(&mut SharedSavings)) {
    if let Terms::SharedSavings(terms) = &mut facts.contracts[place].contract.terms {
        change(terms);
    }
}
