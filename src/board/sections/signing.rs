//! Should we sign? What a review says of today's contracts, without prices.

use super::cells::{ended, found, short, table, text};
use crate::board::parts::{OnPaper, more, note, typeset};
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::decision::name_in_words;
use crate::engine::Scope;
use crate::negotiation::review::{
    AgainstMarket, ArmReview, ReadinessDimension, ReviewedContract, SigningVerdict, review_contracts,
    state_of,
};
use crate::report::Report;
use crate::units::capitalised;
use maud::{Markup, html};

/// Nothing where no contract asks for a signature.
pub(super) fn section(report: &Report<'_>) -> Option<Section> {
    let mut review = review_contracts(report.model, 0, Some(report.outcome));
    let everything = review.contracts.len();
    review.contracts.retain(|one| report.disclosure.shows_group(0, Scope::Contract, &one.name));
    let verdict = review.verdict()?;
    // What is hidden must not be read off what is said of the system.
    let is_whole = review.contracts.len() == everything;
    let body = html! {
        (found(&finding(&review, verdict)))
        (decisions(&review))
        h3 { "Is the system ready?" }
        (readiness(&review, is_whole))
        (more("Terms beside the market", &terms(&review), OnPaper::Open))
        (note("The rule is one of gates, and every level can be set in the scenario (review): cascade review says which, with prices of clauses and ten questions to the payer. Not legal advice."))
    };
    Some(Section { id: "signing", title: "Should we sign?", body })
}

fn finding(review: &ArmReview, verdict: SigningVerdict) -> String {
    let of = |wanted: SigningVerdict| {
        let own = |one: &&ReviewedContract| one.decision.as_ref().is_some_and(|d| d.verdict == wanted);
        let names: Vec<String> =
            review.contracts.iter().filter(own).map(|one| name_in_words(&one.name)).collect();
        names.join(", ")
    };
    match verdict {
        SigningVerdict::Sign => "Nothing speaks against signing today's contracts".to_owned(),
        SigningVerdict::Negotiate => {
            format!("Not to be signed as they are: {}", of(SigningVerdict::Negotiate))
        }
        SigningVerdict::WalkAway => format!("To be left as they are: {}", of(SigningVerdict::WalkAway)),
    }
}

fn decisions(review: &ArmReview) -> Markup {
    let heads = vec![
        Head::words("Contract"),
        Head::words("Decision"),
        Head::words("What speaks against it"),
        Head::words("What would make it one to sign"),
    ];
    let rows = review.contracts.iter().filter_map(|one| {
        let decision = one.decision.as_ref()?;
        let against: Vec<String> =
            decision.against.iter().map(|reason| ended(&capitalised(&reason.says))).collect();
        let signed = one.changes.up.iter().find(|way| way.gives == SigningVerdict::Sign);
        let changes: Vec<String> = signed.map_or_else(Vec::new, |way| {
            way.changes.iter().map(|change| ended(&capitalised(&change.says))).collect()
        });
        Some(vec![
            text(short(&format!("{} ({})", name_in_words(&one.name), one.payer))),
            text(decision.verdict.word()),
            text(typeset(&against.join(" "))),
            text(typeset(&changes.join(" "))),
        ])
    });
    html! { (table("Today's contracts before they are signed", heads, rows.collect())) }
}

fn readiness(review: &ArmReview, is_whole: bool) -> Markup {
    let heads = vec![
        Head::words("Dimension"),
        Head::words("State"),
        Head::words("What is asked"),
        Head::words("What is missing"),
    ];
    let rows = ReadinessDimension::ALL.iter().filter_map(|dimension| {
        let state = state_of(&review.readiness, *dimension, None)?;
        let shown = review.contracts.iter().map(|one| Some(one.name.as_str()));
        let shown: Vec<Option<&str>> = shown.chain(std::iter::once(None)).collect();
        let own = || {
            let all = review.readiness.iter().filter(|check| check.dimension == *dimension);
            all.filter(|check| is_whole && shown.contains(&check.contract.as_deref()))
        };
        let asks = own().next().map_or(PageCell::Empty, |check| text(check.asks.as_str()));
        let mut missing: Vec<String> = own()
            .filter(|check| !check.missing.is_empty())
            .map(|check| capitalised(&check.missing))
            .collect();
        missing.dedup();
        Some(vec![text(dimension.title()), text(state.word()), asks, text(typeset(&missing.join("; ")))])
    });
    html! { (table("Readiness in six dimensions", heads, rows.collect())) }
}

fn terms(review: &ArmReview) -> Markup {
    let heads = vec![
        Head::words("Contract"),
        Head::words("Term"),
        Head::words("What it says"),
        Head::words("Beside the market"),
        Head::words("What is usual"),
    ];
    let rows = review.contracts.iter().flat_map(|one| {
        let compared = one.levers.iter().filter(|lever| lever.against != AgainstMarket::NotComparable);
        compared.map(|lever| {
            vec![
                text(name_in_words(&one.name)),
                text(lever.lever.title()),
                text(typeset(&lever.says)),
                text(lever.against.word()),
                text(typeset(&lever.usual)),
            ]
        })
    });
    html! { (table("Terms that can be compared", heads, rows.collect())) }
}
