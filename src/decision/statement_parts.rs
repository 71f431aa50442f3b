//! A physician's statement in words: parts with headings, each of sentences and at most one small table.

use super::next_hour::hour_of;
use super::reasons::Reason;
use super::signed::signed_dollars;
use super::statement::{
    AgreementToday, ChainOfPerson, ChangeOfPerson, Futures, PersonStatement, PositionStatement,
    VariantForPerson,
};
use super::words::{name_in_words, percent};
use crate::alignment::NOTHING_BELOW;
use crate::entity::Lever;
use crate::order::Ordered;
use crate::units::{capitalised, count, listed, real, whole_dollars};

/// A part of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementPart {
    /// Its heading.
    pub title: String,
    /// Sentences before the table.
    pub before: Vec<String>,
    /// Figures side by side.
    pub rows: Option<StatementRows>,
    /// Sentences after it.
    pub after: Vec<String>,
}

/// A small table: words in the first column, figures in the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementRows {
    /// What stands over each column.
    pub heads: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// Money smaller than this is nothing.
const NOTHING: f64 = 0.5;
/// Parts of a dollar smaller than this are nothing.
const CENTS_BELOW: f64 = 0.0005;

/// The statement of a person, position by position.
#[must_use]
pub fn statement_parts(of: &PersonStatement) -> Vec<StatementPart> {
    let mut parts = Vec::new();
    if of.positions.len() > 1 {
        parts.push(together(of));
    }
    for position in &of.positions {
        let at = match (of.positions.len() > 1, position.appointment.as_str()) {
            (false, _) => String::new(),
            (true, "") => format!("{}: ", position.id),
            (true, appointment) => format!("{appointment}: "),
        };
        let mut own =
            [paid(position), hours(position), earned(position), back(position), variants(of, position)];
        for part in &mut own {
            part.title.insert_str(0, &at);
        }
        parts.extend(own);
    }
    parts.push(how_sure(of));
    parts
}

/// What several appointments pay together.
fn together(of: &PersonStatement) -> StatementPart {
    let pay: f64 = of.positions.iter().map(|own| own.today.pay.mean).sum();
    let names: Vec<String> = of
        .positions
        .iter()
        .map(|own| if own.appointment.is_empty() { own.id.clone() } else { own.appointment.clone() })
        .collect();
    StatementPart {
        title: "All appointments".to_owned(),
        before: vec![format!(
            "{} appointments ({}) are expected to pay {} together in the first year of each. Means add up; the ranges of \
             single appointments do not.",
            of.positions.len(),
            listed(&names, "and"),
            whole_dollars(pay)
        )],
        ..StatementPart::default()
    }
}

/// Where nine of ten futures lie; nothing where they all lie together, or it is not known.
fn nine_of_ten(of: &Futures, divided_by: f64, shown: impl Fn(f64) -> String) -> String {
    match (of.low, of.high) {
        (Some(low), Some(high)) => {
            let (low, high) = (shown(low / divided_by), shown(high / divided_by));
            if low == high {
                ", in nearly every future alike".to_owned()
            } else {
                format!(", in nine of ten futures between {low} and {high}")
            }
        }
        _ => String::new(),
    }
}

/// A chance, as so many of a hundred futures.
fn futures(chance: f64) -> String {
    match (100.0 * chance).round() {
        _ if chance <= 0.0 => "no future".to_owned(),
        _ if chance >= 1.0 => "every future".to_owned(),
        none if none < 1.0 => "fewer than 1 of 100 futures".to_owned(),
        all if all > 99.0 => "more than 99 of 100 futures".to_owned(),
        some => format!("{some} of 100 futures"),
    }
}

/// A whole number with its thousands set apart.
fn whole(amount: f64) -> String {
    whole_dollars(amount).replace('$', "")
}

/// Cents of a dollar: `27 ¢`, `-0.40 ¢`.
fn cents(dollars: f64) -> String {
    let cents = 100.0 * dollars;
    match cents.abs() {
        nothing if nothing < 0.005 => "0 ¢".to_owned(),
        small if small < 0.95 => format!("{cents:.2} ¢"),
        _ => format!("{cents:.0} ¢"),
    }
}

/// Dollars an hour, or nothing.
fn an_hour(amount: f64) -> String {
    if amount.is_nan() {
        "not known".to_owned()
    } else if amount.abs() < NOTHING_BELOW {
        "nothing".to_owned()
    } else {
        whole_dollars(amount)
    }
}

fn paid(position: &PositionStatement) -> StatementPart {
    let today = &position.today;
    let mut before = vec![format!(
        "On plan {} you are expected to be paid {} in {}{}.",
        today.plan_called,
        whole_dollars(today.pay.mean),
        today.year,
        nine_of_ten(&today.pay, 1.0, whole_dollars)
    )];
    if today.leaves >= 0.005 {
        before.push(format!(
            "That is of the position: in {} you have left it as {} begins. Months in which it stands empty pay nothing, \
             whoever follows is paid, and both are counted here.",
            futures(today.leaves),
            today.year
        ));
    }
    let kinds: Vec<String> = today
        .paid_for
        .iter()
        .filter(|(_, pay)| pay.abs() >= NOTHING)
        .map(|(what, pay)| format!("{} for {what}", whole_dollars(*pay)))
        .collect();
    if !kinds.is_empty() {
        before.push(format!("Of that, {}.", listed(&kinds, "and")));
    }
    if position.today.arm != crate::scenario::BASELINE {
        before.push(format!("The position is not in the baseline; this is “{}”.", today.title));
    }
    StatementPart { title: format!("Your pay in {}", today.year), before, ..StatementPart::default() }
}

fn hours(position: &PositionStatement) -> StatementPart {
    let today = &position.today;
    let best = today.hours.iter().filter(|hour| hour.pays >= NOTHING_BELOW);
    let best = best.reduce(|best, next| if next.pays > best.pays { next } else { best });
    let mut before = vec![match best {
        Some(best) => format!(
            "The hour that pays you most in {} is {}: {}. It is the best-paid one in {}.",
            today.year,
            best.of,
            whole_dollars(best.pays),
            futures(best.best_paid)
        ),
        None => format!("No further hour of any work pays you anything in {}.", today.year),
    }];
    if today.guaranteed >= 0.005 {
        before.push(format!(
            "The chance that a guarantee or a floor holds is {}: then more of the work that it covers pays little or nothing. \
             What an hour is expected to pay counts that in.",
            percent(today.guaranteed)
        ));
    }
    let mut after = vec![format!(
        "Worth is to those who pay for care, and what comes to the system is before it pays anybody: both are means of {}. \
         What an hour moves is an assumption of the scenario.",
        name_in_words(&position.specialty)
    )];
    let visit = today.hours.iter().find(|hour| hour.of == hour_of(Lever::Volume));
    if visit.is_some_and(|visit| visit.worth <= -NOTHING_BELOW) {
        after.push(
            "An hour of visits is worth less than nothing to them where the care that it sets in motion costs them more than \
             the visits are worth."
                .to_owned(),
        );
    }
    let heads = ["One more hour of", "pays you", "is worth", "brings the system", "pays most in"];
    let rows = today.hours.iter().map(|hour| {
        vec![
            hour.of.to_owned(),
            an_hour(hour.pays),
            an_hour(hour.worth),
            an_hour(hour.brings),
            percent(hour.best_paid),
        ]
    });
    StatementPart {
        title: "What you are paid for, by the hour".to_owned(),
        before,
        rows: Some(StatementRows { heads: heads.map(str::to_owned).into(), rows: rows.collect() }),
        after,
    }
}

fn earned(position: &PositionStatement) -> StatementPart {
    let today = &position.today;
    let less = &today.one_percent_less;
    let mut before = vec![format!("In {} you are expected to do {} wRVUs.", today.year, whole(today.wrvu))];
    before.push(if today.true_savings.abs() < NOTHING {
        "Under value-based contracts your patients are not expected to cost less than if nobody responded to pay.".to_owned()
    } else if today.true_savings > 0.0 {
        format!(
            "Under value-based contracts your patients are expected to cost {} less than if nobody responded to pay, by what \
             you do and by what the organisation does for them.",
            whole_dollars(today.true_savings)
        )
    } else {
        format!(
            "Under value-based contracts your patients are expected to cost {} more than if nobody responded to pay.",
            whole_dollars(-today.true_savings)
        )
    });
    if less.worth >= NOTHING {
        before.push(format!(
            "If the care under your influence cost 1 % less, {} a year would be saved by those who pay for it. Contracts \
             would be expected to bring the system {} of that; with the margin that it no longer earns on care not given \
             the system would {} before it pays anybody, and you would {}.",
            whole_dollars(less.worth),
            whole_dollars(less.receipts),
            gains(less.system),
            gains(less.pay)
        ));
    } else {
        before.push("No cost of care is under your influence, so none can be saved by you.".to_owned());
    }
    before.push(if today.value_pay.mean.abs() < NOTHING {
        "You are expected to be paid nothing for quality or for the cost of care.".to_owned()
    } else {
        format!(
            "For quality and for the cost of care you are expected to be paid {}{}.",
            whole_dollars(today.value_pay.mean),
            nine_of_ten(&today.value_pay, 1.0, whole_dollars)
        )
    });
    if today.value_unpaid >= 0.005 {
        before.push(format!(
            "In {} you lower the cost of care and are paid nothing for it.",
            futures(today.value_unpaid)
        ));
    }
    StatementPart {
        title: format!("What your work did in {}", today.year),
        before,
        ..StatementPart::default()
    }
}

/// What comes to somebody, in words.
fn gains(amount: f64) -> String {
    match amount {
        nothing if nothing.abs() < NOTHING => "gain nothing".to_owned(),
        lost if lost < 0.0 => format!("lose {}", whole_dollars(-lost)),
        won => format!("gain {}", whole_dollars(won)),
    }
}

fn back(position: &PositionStatement) -> StatementPart {
    let today = &position.today;
    let title = "What came back, and why not more".to_owned();
    let Some(chain) = today.one_percent_less.chain() else {
        return StatementPart {
            title,
            before: vec!["There is no dollar of care to follow.".to_owned()],
            ..StatementPart::default()
        };
    };
    let steps = [
        ("Saved by those who pay for care", 1.0),
        ("outside contracts that settle savings", chain.contracted - 1.0),
        ("terms of contracts: shares, minimums, gates, caps, chance", chain.receipts - chain.contracted),
        ("margin lost on care and visits not made", chain.system - chain.receipts),
        ("Left to the system before it pays anybody", chain.system),
        (
            if chain.own > chain.system {
                "borne by the system, and not by you"
            } else {
                "kept on the way: reserve, other uses, pools, your plan"
            },
            chain.own - chain.system,
        ),
        ("Comes to you", chain.own),
    ];
    let rows = steps.iter().map(|(what, dollars)| vec![(*what).to_owned(), cents(*dollars)]).collect();
    StatementPart {
        title,
        before: vec![if chain.own < -CENTS_BELOW {
            format!("Of a dollar of care that you avoid you lose {}.", cents(-chain.own))
        } else {
            format!("Of a dollar of care that you avoid {} come back to you.", cents(chain.own))
        }],
        rows: Some(StatementRows {
            heads: vec!["A dollar of care avoided".to_owned(), "of it".to_owned()],
            rows,
        }),
        after: why_not_more(today, &chain),
    }
}

/// Most contracts that are named.
const CONTRACTS: usize = 4;

fn why_not_more(today: &AgreementToday, chain: &ChainOfPerson) -> Vec<String> {
    let mut why = Vec::new();
    if chain.contracted < CENTS_BELOW {
        why.push("No care under your influence lies under a contract that settles savings.".to_owned());
    } else if chain.contracted < 0.995 {
        why.push(format!(
            "Only {} of the care under your influence lies under contracts that settle savings.",
            percent(chain.contracted)
        ));
    }
    for contract in today.contracts.iter().take(CONTRACTS) {
        let unpaid = if contract.saved_unpaid < 0.005 {
            String::new()
        } else {
            format!("; in {} savings are made and nothing is paid", futures(contract.saved_unpaid))
        };
        why.push(format!(
            "{} ({}; {} lives of yours) pays the system in {}{unpaid}.",
            capitalised(&name_in_words(&contract.contract)),
            contract.payer,
            whole(contract.lives),
            futures(contract.earns)
        ));
    }
    if today.contracts.len() > CONTRACTS {
        why.push(format!(
            "Your patients are under {} more.",
            count(today.contracts.len() - CONTRACTS, "contract")
        ));
    }
    if chain.receipts - chain.system > CENTS_BELOW {
        why.push(format!(
            "On each dollar avoided the system loses {} of margin of its own.",
            cents(chain.receipts - chain.system)
        ));
    }
    if chain.system <= CENTS_BELOW {
        why.push("So the system gains nothing by it that it could pass on.".to_owned());
    }
    why.push(if today.passed_on > 0.0 {
        format!(
            "Of value money that is left after costs and a reserve the system sets {} aside for physicians{}.",
            percent(today.passed_on),
            if today.kept_on_the_way { ", and others keep a part on the way" } else { "" }
        )
    } else {
        "The system sets nothing of its value money aside for physicians.".to_owned()
    });
    if today.value_pay.mean.abs() < NOTHING {
        why.push(format!(
            "Plan {} is not expected to pay for quality or for the cost of care.",
            today.plan_called
        ));
    }
    if today.guaranteed >= 0.005 {
        why.push(format!(
            "The chance that a guarantee or a floor holds is {}: under it little or nothing more comes.",
            percent(today.guaranteed)
        ));
    }
    if today.capped {
        why.push("Your plan caps all pay together; above the cap nothing more is paid.".to_owned());
    }
    why
}

fn variants(of: &PersonStatement, position: &PositionStatement) -> StatementPart {
    let years = real(usize::from(of.last_year - of.first_year) + 1);
    let over = if of.first_year == of.last_year {
        format!("in {}", of.first_year)
    } else {
        format!("a year over {}-{}", of.first_year, of.last_year)
    };
    let mut rows = Vec::new();
    let mut after = Vec::new();
    for variant in &position.variants {
        let Some(change) = &variant.change else {
            after.push(format!(
                "“{}” is expected to pay you {} {over}; the baseline does not have the position, so there is no change to tell.",
                variant.title,
                whole_dollars(variant.pay.mean / years)
            ));
            continue;
        };
        rows.push(vec![
            variant.title.clone(),
            signed_dollars(change.total.mean / years),
            format!("{:+.1} %", share(change)),
            percent(change.loses),
        ]);
        after.push(said(of, variant, change, years));
    }
    for arm in &position.not_in {
        after.push(format!("The position is not in “{arm}”."));
    }
    let before = if position.variants.is_empty() {
        vec!["The scenario has no variant with your position.".to_owned()]
    } else {
        Vec::new()
    };
    let heads = ["Under", "your pay changes", "that is", "chance to lose 5 %"];
    StatementPart {
        title: format!("What each variant would change, {over}"),
        before,
        rows: (!rows.is_empty()).then(|| StatementRows { heads: heads.map(str::to_owned).into(), rows }),
        after,
    }
}

/// Change in percent of mean pay in the baseline.
fn share(change: &ChangeOfPerson) -> f64 {
    if change.before > 0.0 { 100.0 * change.total.mean / change.before } else { 0.0 }
}

/// Reasons of at least this part of the whole change, either way, are named.
const NAMED: f64 = 0.05;

/// What a variant changes, in a sentence or four.
fn said(of: &PersonStatement, variant: &VariantForPerson, change: &ChangeOfPerson, years: f64) -> String {
    let moves = variant
        .moves_to_called
        .as_ref()
        .map_or_else(String::new, |plan| format!(" As your agreement renews you would move to plan {plan}."));
    let signed = |amount: f64| signed_dollars(amount);
    let mut all: Vec<(Reason, f64)> = change.reasons.parts.to_vec();
    all.order_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let size: f64 = all.iter().map(|(_, part)| part.abs()).sum();
    let why: Vec<String> = all
        .iter()
        .filter(|(_, part)| part.abs() >= NOTHING * years && part.abs() >= NAMED * size)
        .map(|(reason, part)| format!("{} ({})", reason.words(*part > 0.0), signed(part / years)))
        .collect();
    let by = if why.is_empty() { String::new() } else { format!(" It comes of {}.", listed(&why, "and")) };
    let what = if change.total.mean.abs() < NOTHING * years && by.is_empty() {
        "your pay is not expected to change".to_owned()
    } else {
        format!("your pay is expected to change by {}", signed(change.total.mean / years))
    };
    let worst = if of.first_year < of.last_year && change.worst_change <= -NOTHING {
        format!(" The worst year is {}: {}.", change.worst_year, signed(change.worst_change))
    } else {
        String::new()
    };
    let hour = variant.best_hour.map_or_else(
        || format!(" In {} no further hour pays anything", of.last_year),
        |(hour, pays)| {
            format!(" In {} the hour that pays most is {hour} ({})", of.last_year, whole_dollars(pays))
        },
    );
    format!(
        "“{}”: {what}{}.{by} You lose 5 % or more of your pay in {}.{worst}{moves}{hour}, and {} of an avoided dollar come to you.",
        variant.title,
        nine_of_ten(&change.total, years, signed),
        futures(change.loses),
        cents(variant.own_part)
    )
}

fn how_sure(of: &PersonStatement) -> StatementPart {
    let mut before = vec![format!(
        "All figures are of {}, from the scenario “{}”. “Expected” is the mean over them; nine of ten lie in the range named, \
         one in twenty below and one in twenty above. Variants meet the same luck as today's agreement. All of it follows \
         the position: where you leave, months in which it stands empty pay nothing, and whoever follows you is counted.",
        count(usize::try_from(of.trials).unwrap_or(usize::MAX), "simulated future"),
        of.scenario
    )];
    let widest = of.positions.iter().flat_map(|own| &own.variants).filter_map(|variant| {
        let (low, high) = variant.change.as_ref()?.interval?;
        Some((high - low) / 2.0)
    });
    let years = real(usize::from(of.last_year - of.first_year) + 1);
    if let Some(half) = widest.reduce(f64::max).filter(|half| half / years >= NOTHING) {
        before.push(format!(
            "With so many futures the expected changes are known to within {} a year (95 % interval); more futures would narrow that.",
            whole_dollars(half / years)
        ));
    }
    if of.rosters > 1 {
        before.push(format!(
            "The roster was drawn {} times: the position is somebody else's on each, so this is of the position and of no \
             single person.",
            of.rosters
        ));
    }
    before.push(
        "This is a forecast under stated assumptions and no promise of pay; it is confidential.".to_owned(),
    );
    StatementPart { title: "How sure this is".to_owned(), before, ..StatementPart::default() }
}
