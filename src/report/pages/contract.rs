//! A contract's year: population, rules, settlement, and what the system made of it.

use super::explanation::{Chapter, ExplainPage, Explained, month, percent};
use crate::engine::{ContractPhase, ContractYearStory};
use crate::terms::Amount;
use crate::units::Cents;

impl From<&ContractYearStory> for ExplainPage {
    fn from(story: &ContractYearStory) -> ExplainPage {
        ExplainPage {
            subject: Explained::Contract {
                contract: story.contract.clone(),
                payer: story.payer.clone(),
                family: story.family,
            },
            arm: story.arm.clone(),
            year: story.year.0,
            trial: story.trial,
            remarks: vec![standing(story)],
            chapters: if story.settles {
                let always = [population(story), rules(story), settlement(story), allocation(story)];
                always.into_iter().chain(staying(story)).collect()
            } else if story.settled.recovered > Cents::ZERO {
                vec![allocation(story)]
            } else {
                Vec::new()
            },
            levers: Vec::new(),
            misalignment: None,
        }
    }
}

/// Where the agreement stands.
fn standing(story: &ContractYearStory) -> String {
    match &story.phase {
        ContractPhase::Runs { predecessor } if story.settles => format!(
            "Agreement {}, year {} of it{}{}. Money moves {}.",
            story.period,
            story.agreement.agreement_year,
            story.in_force.map_or_else(String::new, |level| format!(", at {level}")),
            predecessor.as_ref().map_or_else(String::new, |before| format!(", taken over from {before}")),
            moves(story)
        ),
        ContractPhase::Runs { .. } => {
            "Fee-for-service: professional revenue only, nothing to settle.".to_owned()
        }
        ContractPhase::Waits { first, predecessor: Some(before) } => format!(
            "The agreement begins in {first}, when it takes over from {before}: until then it has no people and no revenue."
        ),
        ContractPhase::Waits { first, predecessor: None } => format!(
            "The agreement begins in {first}: until then visits are paid by fee schedule, and nothing is settled."
        ),
        ContractPhase::Over { last, programme, successor } => {
            let what = if *programme { "programme" } else { "agreement" };
            let now = successor.as_ref().map_or_else(
                || "visits are paid by fee schedule, and nothing is settled".to_owned(),
                |after| format!("{after} has taken over its people and their revenue"),
            );
            format!("The {what} ended after {last}: {now}.")
        }
        ContractPhase::Left { by_choice_after: Some(last) } => format!(
            "The system left by its own choice after {last}: visits are paid in full, and nothing is settled."
        ),
        ContractPhase::Left { by_choice_after: None } => {
            "The agreement has ended: visits are paid in full, and nothing is settled.".to_owned()
        }
    }
}

/// When money moves.
fn moves(story: &ContractYearStory) -> String {
    let (first, last) = (month(story.paid), month(story.paid_until));
    if story.paid == story.paid_until { format!("in {first}") } else { format!("from {first} to {last}") }
}

fn population(story: &ContractYearStory) -> Chapter {
    let settled = &story.settled;
    let mut chapter = Chapter::new("POPULATION");
    chapter.number("attributed lives", settled.lives, "people", 0);
    chapter.dollars("benchmark, per person", settled.benchmark);
    chapter.dollars("spending without any response or luck, per person", settled.expected_spending);
    chapter.share("taken off by physicians and the organisation", settled.effect);
    chapter.share("of that, by the organisation itself", settled.by_organisation);
    chapter.dollars("spending, per person", settled.spending);
    chapter.dollars("true savings", settled.true_savings);
    chapter.share("quality score", settled.quality);
    chapter.remark = story.basis.as_ref().map(|basis| format!("Each person's cost counts {basis}."));
    chapter
}

fn rules(story: &ContractYearStory) -> Chapter {
    let mut chapter = Chapter::new("RULES AT THIS QUALITY");
    for rule in &story.rules {
        let (amount, unit) = match rule.amount {
            Amount::Share(share) => (share, "share"),
            Amount::Dollars(dollars) => (dollars, "$"),
            Amount::Number(number) => (number, "number"),
            Amount::FiscalYear(year) => (f64::from(year.0), "fiscal year"),
        };
        chapter.line(rule.name, Some(amount), unit, rule.amount.to_string());
    }
    let (what, slope) = ("expected receipts for a saved dollar, before the year", story.slope);
    chapter.line(what, Some(slope), "$ per $", format!("${slope:.3}"));
    chapter
}

fn settlement(story: &ContractYearStory) -> Chapter {
    let s = &story.settled.settlement;
    let mut chapter = Chapter::new("SETTLEMENT");
    chapter.money("benchmark", s.benchmark);
    chapter.money("spending", s.spending);
    let rate = if s.benchmark == Cents::ZERO { 0.0 } else { s.gross().count() / s.benchmark.count() };
    chapter.money("gross savings", s.gross());
    chapter.of(format!("{} of benchmark", percent(rate)));
    for (what, amount) in [
        ("kept by the payer", s.payer_keeps),
        ("forfeited: below the minimum savings rate", s.forfeited.minimum_savings_rate),
        ("forfeited: quality", s.forfeited.quality),
        ("forfeited: sequestration", s.forfeited.sequestration),
        ("forfeited: cap", s.forfeited.cap),
    ] {
        if amount != Cents::ZERO {
            chapter.money(format!("  {what}"), -amount);
        }
    }
    if s.payer_bears != Cents::ZERO {
        chapter.money("  borne by the payer", s.payer_bears);
    }
    chapter.money("earned", s.earned);
    chapter.money("owed", s.owed);
    for (what, amount) in
        [("reward for quality or reporting", s.reward), ("penalty for quality or reporting", -s.penalty)]
    {
        if amount != Cents::ZERO {
            chapter.money(what, amount);
        }
    }
    if story.prepaid != Cents::ZERO {
        chapter.money("prepaid during the year, trued up with the final payment", story.prepaid);
    }
    if let Some(form) = story.security {
        secure(&mut chapter, story, form);
    }
    if let Some(interim) = story.interim {
        let provisional = story.settled.provisional;
        chapter.money(format!("moved in {}, by an interim settlement", month(interim)), provisional);
        chapter.money(format!("left to move {}", moves(story)), s.net() - story.prepaid - provisional);
    }
    chapter
}

/// What secures losses, and how it moved: no line where nothing moved.
fn secure(chapter: &mut Chapter, story: &ContractYearStory, form: &str) {
    let moved = &story.settled.security;
    chapter.money(format!("security for losses, by {}", form.replace('_', " ")), moved.amount);
    for (what, amount) in [
        ("  parked before the year begins", moved.opened),
        ("  put back after last year's loss", moved.refilled),
        ("  given back: no more losses to secure", moved.released),
        ("  taken for this year's loss", moved.drawn),
        ("  fee of the year, in programme cost", moved.fee),
    ] {
        if amount != Cents::ZERO {
            chapter.money(what, amount);
        }
    }
}

/// What was decided about staying after the year, and why; nothing where nobody asked.
fn staying(story: &ContractYearStory) -> Option<Chapter> {
    let decision = story.decision?;
    let mut chapter = Chapter::new("WHETHER TO STAY, AS THE YEAR ENDS");
    chapter.number("years settled by then", f64::from(decision.settled), "years", 0);
    chapter.share("savings that it believes in, of the benchmark", decision.savings);
    chapter.dollars("expected to be left of next year", decision.next);
    chapter.dollars("later years until the agreement is renewed, with patience", decision.later);
    if decision.owed > 0.0 {
        chapter.dollars("advances that leaving would call in", decision.owed);
    }
    let last = story.year;
    chapter.remark = Some(if decision.leaves {
        format!("What is left comes to less than nothing: the system leaves, and {last} is its last year.")
    } else {
        "What is left is not below nothing: the system stays.".to_owned()
    });
    Some(chapter)
}

fn allocation(story: &ContractYearStory) -> Chapter {
    let (value, uses) = (&story.value, &story.uses);
    let mut chapter = Chapter::new("ALLOCATION BY THE SYSTEM, ALL CONTRACTS");
    chapter.money("earned", value.earned);
    for (what, amount) in [
        ("programme cost beyond fees", uses.programme),
        ("losses on other contracts, and what audits take back", uses.losses),
        ("reserve", uses.reserve),
        ("infrastructure", uses.infrastructure),
        ("redesigned care", uses.redesigned_care),
        ("physicians' pools", uses.physicians),
        ("staff", uses.staff),
    ] {
        chapter.money(format!("  {what}"), -amount);
    }
    for (name, kept) in &story.hops {
        chapter.money(format!("  kept by {name}"), -*kept);
    }
    if story.pools_cut < 1.0 {
        let shown = format!("{:.0} % of the pools", 100.0 * story.pools_cut);
        chapter.line("circuit breaker", Some(story.pools_cut), "share", shown);
    }
    chapter.money("margin", uses.margin);
    let reports = story.family == "mssp" || uses.redesigned_care > Cents::ZERO;
    if reports && value.earned > Cents::ZERO {
        let of = |amount: Cents| percent(amount.count() / value.earned.count());
        chapter.remark = Some(format!(
            "For public reporting (42 CFR 425.308), of shared savings: infrastructure {}, redesigned care {}, ACO participants {}.",
            of(uses.infrastructure),
            of(uses.redesigned_care),
            of(uses.physicians + uses.hops)
        ));
    }
    if value.owed != Cents::ZERO {
        chapter.money("owed to payers", value.owed);
        if story.settled.recovered > Cents::ZERO {
            let back = story.settled.recovered;
            chapter.money("  of it taken back here, of earlier years, after an audit", back);
        }
        chapter.money("  paid from the reserve", uses.from_reserve);
    }
    chapter
}
