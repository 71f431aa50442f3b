//! What a program is told of a review: records with the keys of its JSON.

use crate::negotiation::review::{
    ArmReview, GoesBy, ReadinessCheck, ReadinessDimension, ReadinessState, ReviewedContract, state_of,
};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct ReadinessTold<'a> {
    pub(super) ready: usize,
    pub(super) short: usize,
    pub(super) not_stated: usize,
    dimensions: Vec<DimensionTold>,
    checks: Vec<CheckTold<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct DimensionTold {
    dimension: &'static str,
    title: &'static str,
    state: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct CheckTold<'a> {
    dimension: &'static str,
    contract: Option<&'a str>,
    state: &'static str,
    found: Option<f64>,
    level: f64,
    unit: &'a str,
    says: &'a str,
    asks: &'a str,
    missing: &'a str,
    cost: Option<f64>,
    write: &'a str,
    goes_by: LevelTold<'a>,
}

#[derive(Debug, Serialize)]
pub(super) struct LevelTold<'a> {
    place: &'a str,
    value: f64,
    source: &'a str,
    grade: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct LeverTold<'a> {
    contract: &'a str,
    lever: &'static str,
    title: &'static str,
    against: &'static str,
    own: Option<f64>,
    unit: &'a str,
    says: &'a str,
    usual: &'a str,
    why: &'a str,
    goes_by: LevelTold<'a>,
}

#[derive(Debug, Serialize)]
pub(super) struct ClauseTold<'a> {
    contract: &'a str,
    clause: &'static str,
    title: &'static str,
    standing: &'static str,
    is_flag: bool,
    is_held: bool,
    says: &'a str,
    why: &'a str,
    wants: &'a str,
    price: Option<PriceTold>,
}

#[derive(Debug, Serialize)]
pub(super) struct PriceTold {
    measure: &'static str,
    /// What that gains over the horizon without the clause.
    margin: f64,
    margin_mc_se: f64,
    p5: f64,
    chance_of_loss: f64,
    cash_trough: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct QuestionTold<'a> {
    contract: &'a str,
    question: &'static str,
    asks: &'static str,
    because: &'static str,
    state: &'static str,
    answer: &'a str,
    from: &'a [String],
    write: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct DecisionTold<'a> {
    pub(super) verdict: &'static str,
    contracts: Vec<ContractTold<'a>>,
    pub(super) nothing_to_sign: &'a [String],
}

#[derive(Debug, Serialize)]
pub(super) struct ContractTold<'a> {
    contract: &'a str,
    payer: &'a str,
    kind: &'static str,
    verdict: &'static str,
    ready: Option<usize>,
    simulated: Option<SimulatedTold>,
    reasons: Vec<ReasonTold<'a>>,
    would_change: Vec<WayTold<'a>>,
    holds_until: Vec<HoldTold<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct SimulatedTold {
    years: usize,
    trials: u64,
    received: f64,
    owed: f64,
    programme_beyond_fees: f64,
    net: Option<f64>,
    mc_se_at_most: f64,
    chance_of_payment_a_year: f64,
    chance_of_owing_a_year: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct ReasonTold<'a> {
    gate: &'static str,
    leaves: &'static str,
    says: &'a str,
    goes_by: Option<LevelTold<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct WayTold<'a> {
    gives: &'static str,
    unless_it_loses: bool,
    changes: Vec<ChangeTold<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct ChangeTold<'a> {
    place: &'a str,
    says: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct HoldTold<'a> {
    place: &'a str,
    now: f64,
    at: f64,
    falls_to: &'static str,
    says: &'a str,
}

/// What is said where nobody is asked.
pub(super) const NOT_ASKED: &str = "nobody is asked";
/// What is said where no contract is there to be signed.
pub(super) const NOTHING: &str = "nothing to sign";

/// A number without what binary arithmetic leaves behind the sixth decimal.
pub(super) fn tidy(number: f64) -> f64 {
    if number.is_finite() { (1e6 * number).round() / 1e6 + 0.0 } else { number }
}

pub(super) fn level(by: &GoesBy) -> LevelTold<'_> {
    LevelTold { place: &by.place, value: tidy(by.value), source: &by.source, grade: by.grade.word() }
}

pub(super) fn readiness_told(checks: &[ReadinessCheck]) -> ReadinessTold<'_> {
    let states: Vec<(ReadinessDimension, ReadinessState)> = ReadinessDimension::ALL
        .iter()
        .filter_map(|dimension| Some((*dimension, state_of(checks, *dimension, None)?)))
        .collect();
    let of = |state| states.iter().filter(|(_, found)| *found == state).count();
    ReadinessTold {
        ready: of(ReadinessState::Ready),
        short: of(ReadinessState::Short),
        not_stated: of(ReadinessState::NotStated),
        dimensions: states
            .iter()
            .map(|(dimension, state)| DimensionTold {
                dimension: dimension.key(),
                title: dimension.title(),
                state: state.word(),
            })
            .collect(),
        checks: checks
            .iter()
            .map(|check| CheckTold {
                dimension: check.dimension.key(),
                contract: check.contract.as_deref(),
                state: check.state.word(),
                found: check.found.map(tidy),
                level: tidy(check.level),
                unit: check.unit,
                says: &check.says,
                asks: &check.asks,
                missing: &check.missing,
                cost: check.cost.map(tidy),
                write: &check.write,
                goes_by: level(&check.by),
            })
            .collect(),
    }
}

pub(super) fn terms_told(one: &ReviewedContract) -> impl Iterator<Item = LeverTold<'_>> {
    one.levers.iter().map(|lever| LeverTold {
        contract: &one.name,
        lever: lever.lever.key(),
        title: lever.lever.title(),
        against: lever.against.word(),
        own: lever.own.map(tidy),
        unit: lever.unit,
        says: &lever.says,
        usual: &lever.usual,
        why: &lever.why,
        goes_by: level(&lever.by),
    })
}

pub(super) fn clauses_told(one: &ReviewedContract) -> impl Iterator<Item = ClauseTold<'_>> {
    one.clauses.iter().map(|clause| {
        let price = clause.price.as_ref();
        ClauseTold {
            contract: &one.name,
            clause: clause.flag.clause.key(),
            title: clause.flag.clause.title(),
            standing: clause.found.standing.word(),
            is_flag: clause.flag.stands,
            is_held: clause.flag.is_held,
            says: &clause.found.says,
            why: &clause.flag.says,
            wants: clause.flag.wants,
            price: price.map(|price| PriceTold {
                measure: price.measure.definition().name,
                margin: tidy(price.margin.value),
                margin_mc_se: tidy(price.margin.se),
                p5: tidy(price.p5),
                chance_of_loss: tidy(price.chance_of_loss),
                cash_trough: tidy(price.cash_trough),
            }),
        }
    })
}

pub(super) fn questions_told(one: &ReviewedContract) -> impl Iterator<Item = QuestionTold<'_>> {
    one.questions.iter().map(|asked| QuestionTold {
        contract: &one.name,
        question: asked.question.key(),
        asks: asked.question.asks(),
        because: asked.question.because(),
        state: asked.state.word(),
        answer: &asked.answer,
        from: &asked.from,
        write: &asked.write,
    })
}

pub(super) fn contract_told(one: &ReviewedContract) -> ContractTold<'_> {
    let decision = one.decision.as_ref();
    let reasons = decision.map_or(&[][..], |decision| &decision.against);
    ContractTold {
        contract: &one.name,
        payer: &one.payer,
        kind: one.kind,
        verdict: decision.map_or(NOT_ASKED, |decision| decision.verdict.word()),
        ready: decision.map(|decision| decision.dimensions[0]),
        simulated: one.seen.as_ref().map(|seen| SimulatedTold {
            years: seen.years,
            trials: seen.trials,
            received: tidy(seen.earned),
            owed: tidy(seen.owed),
            programme_beyond_fees: tidy(seen.programme),
            net: seen.is_whole.then(|| tidy(seen.net())),
            mc_se_at_most: tidy(seen.error),
            chance_of_payment_a_year: tidy(seen.earns),
            chance_of_owing_a_year: tidy(seen.owes),
        }),
        reasons: reasons
            .iter()
            .map(|reason| ReasonTold {
                gate: reason.gate.key(),
                leaves: reason.leaves.word(),
                says: &reason.says,
                goes_by: reason.by.as_ref().map(level),
            })
            .collect(),
        would_change: one
            .changes
            .up
            .iter()
            .map(|way| WayTold {
                gives: way.gives.word(),
                unless_it_loses: way.unless_it_loses,
                changes: way
                    .changes
                    .iter()
                    .map(|change| ChangeTold { place: &change.place, says: &change.says })
                    .collect(),
            })
            .collect(),
        holds_until: one
            .changes
            .down
            .iter()
            .map(|hold| HoldTold {
                place: &hold.place,
                now: tidy(hold.now),
                at: tidy(hold.at),
                falls_to: hold.falls_to.word(),
                says: &hold.says,
            })
            .collect(),
    }
}

/// The decision on an arm.
pub(super) fn decision_told(review: &ArmReview) -> DecisionTold<'_> {
    DecisionTold {
        verdict: review.verdict().map_or(NOTHING, |verdict| verdict.word()),
        contracts: review.contracts.iter().map(contract_told).collect(),
        nothing_to_sign: &review.plain,
    }
}
