//! Is the system ready? Six dimensions, what the scenario says of each, and what is missing.

use super::facts::{ContractAsked, GoesBy, SigningFacts, goes_by};
use super::told::{SafeLevel as Told, money_up, whole_down};
use crate::model::ReadinessLevels;
use crate::terms::reaches;
use crate::units::{short_dollars, thousands, words};

words! {
    /// What a system has to have before it signs.
    pub enum ReadinessDimension {
        key: "Its key in results.";
        /// Claims and attribution files soon after each month.
        ClaimsFeed = "claims_feed",
        /// Attribution that the system can reproduce.
        Attribution = "attribution",
        /// Care managers for the people under contract.
        CareManagers = "care_managers",
        /// Chronic conditions documented again each year.
        Coding = "coding",
        /// Quality measures that physicians can bear to report.
        Reporting = "reporting",
        /// Cash until the first money comes.
        Cash = "cash",
    }
}

words! {
    /// How ready the system is in a dimension.
    pub enum ReadinessState {
        word: "The word for it.";
        /// Below the level.
        Short = "short",
        /// The scenario does not say.
        NotStated = "not stated",
        /// At the level or better.
        Ready = "ready",
    }
}

/// A dimension, looked at.
#[derive(Clone, Debug)]
pub struct ReadinessCheck {
    /// Which.
    pub dimension: ReadinessDimension,
    /// The contract that it is about; `None` where it is about the system.
    pub contract: Option<String>,
    /// How ready.
    pub state: ReadinessState,
    /// What the scenario says, in the unit of the level; `None` where it does not.
    pub found: Option<f64>,
    /// What that is compared with.
    pub level: f64,
    /// Unit of both.
    pub unit: &'static str,
    /// What is asked, in words.
    pub asks: String,
    /// What is found, in words.
    pub says: String,
    /// What is missing, in words; empty where nothing is.
    pub missing: String,
    /// What making it up costs in a year, $, where the scenario knows.
    pub cost: Option<f64>,
    /// The level with its source.
    pub by: GoesBy,
    /// Where in a scenario what is missing is written.
    pub write: String,
}

impl ReadinessDimension {
    /// What it is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            ReadinessDimension::ClaimsFeed => "Claims feed",
            ReadinessDimension::Attribution => "Attribution reproduced",
            ReadinessDimension::CareManagers => "Care managers",
            ReadinessDimension::Coding => "Coding capability",
            ReadinessDimension::Reporting => "Quality reporting",
            ReadinessDimension::Cash => "Cash until first money",
        }
    }
}

impl ReadinessState {
    /// Its place from worst to best.
    #[must_use]
    pub const fn rank(self) -> usize {
        match self {
            ReadinessState::Short => 0,
            ReadinessState::NotStated => 1,
            ReadinessState::Ready => 2,
        }
    }
}

/// All six dimensions: two of them contract by contract, four of the system.
#[must_use]
pub fn readiness(facts: &SigningFacts) -> Vec<ReadinessCheck> {
    let feeds = facts.contracts.iter().map(|asked| claims_feed(facts, asked));
    let lists = facts.contracts.iter().map(|asked| attribution(facts, asked));
    let system = [care_managers(facts), coding(facts), reporting(facts), cash(facts)];
    feeds.chain(lists).chain(system).collect()
}

/// The state of a dimension for all contracts together, or for one: the worst.
#[must_use]
pub fn state_of(
    checks: &[ReadinessCheck],
    dimension: ReadinessDimension,
    contract: Option<&str>,
) -> Option<ReadinessState> {
    let about = |check: &&ReadinessCheck| {
        check.dimension == dimension
            && (contract.is_none() || check.contract.is_none() || check.contract.as_deref() == contract)
    };
    checks.iter().filter(about).map(|check| check.state).min_by_key(|state| state.rank())
}

/// How a figure stands beside a level.
fn state(found: Option<f64>, is_enough: impl Fn(f64) -> bool) -> ReadinessState {
    match found {
        None => ReadinessState::NotStated,
        Some(found) if is_enough(found) => ReadinessState::Ready,
        Some(_) => ReadinessState::Short,
    }
}

fn level(key: &str, value: f64) -> GoesBy {
    goes_by("review.readiness", key, value, ReadinessLevels::FIELDS)
}

fn claims_feed(facts: &SigningFacts, asked: &ContractAsked) -> ReadinessCheck {
    let most = facts.review.readiness.claims_lag_days.0;
    let found = asked.contract.answers.claims_lag_days.map(|days| days.0);
    let state = state(found, |days| reaches(-days, -most));
    let write = format!("contract.{}.answers.claims_lag_days", asked.name);
    let told = Told::at_most((found, most), 10.0, state == ReadinessState::Ready);
    let (says, missing) = match found {
        Some(_) if state == ReadinessState::Ready => {
            (format!("files {} days after a month's end", told.found), String::new())
        }
        Some(_) => (
            format!("files {} days after a month's end", told.found),
            format!("files {} days sooner", told.missing),
        ),
        None => (String::new(), "ask the payer how long after a month's end files arrive".to_owned()),
    };
    ReadinessCheck {
        dimension: ReadinessDimension::ClaimsFeed,
        contract: Some(asked.name.clone()),
        state,
        found,
        level: most,
        unit: "days",
        asks: format!("{} days at most", told.level),
        says,
        missing,
        cost: None,
        by: level("claims_lag_days", most),
        write,
    }
}

fn attribution(facts: &SigningFacts, asked: &ContractAsked) -> ReadinessCheck {
    let least = facts.review.readiness.attribution_match.0;
    let terms = &asked.contract.attribution;
    // What is there by error by the scenario's own account cannot be found again, whatever was answered.
    let right = 1.0 - terms.error.0 * (1.0 - terms.voluntary.0);
    let answered = asked.contract.answers.attribution_match.map(|part| part.0.min(right));
    let found = answered.or_else(|| (!reaches(right, least)).then_some(right));
    let state = state(found, |part| reaches(part, least));
    let told = Told::at_least((found, least), 1000.0, state == ReadinessState::Ready);
    let (says, missing) = match found {
        None => (String::new(), "reproduce the payer's list of one month by the stated method".to_owned()),
        Some(_) if state == ReadinessState::Ready => {
            (format!("{} of the list found again", percent(told.found)), String::new())
        }
        Some(_) => (
            format!("{} of the list found again", percent(told.found)),
            format!("{} more of the list", points(told.missing)),
        ),
    };
    ReadinessCheck {
        dimension: ReadinessDimension::Attribution,
        contract: Some(asked.name.clone()),
        state,
        found,
        level: least,
        unit: "share",
        asks: format!("{} of the list at least", percent(told.level)),
        says,
        missing,
        cost: None,
        by: level("attribution_match", least),
        write: format!("contract.{}.answers.attribution_match", asked.name),
    }
}

fn care_managers(facts: &SigningFacts) -> ReadinessCheck {
    let needed = facts.managers_needed();
    let lives: f64 = facts.contracts.iter().filter(|a| a.counts_people()).map(|a| a.lives).sum();
    let found = if needed > 0.0 { facts.managers_at_work() } else { Some(0.0) };
    let state = state(found, |managers| reaches(managers, needed));
    let told = Told::at_least((found, needed), 10.0, state == ReadinessState::Ready);
    let asks = format!("{:.1} care managers", told.level);
    let from =
        if facts.review.care_managers.is_some() { "at work" } else { "that the programmes' money pays for" };
    let (says, missing, cost) = if found.is_none() {
        (String::new(), format!("{asks} for {} people; state who is there", whole(lives)), None)
    } else {
        let says = format!("{:.1} care managers {from}, for {} people", told.found, whole(lives));
        let short = told.missing;
        let cost = facts.managers.map(|pay| pay.cost * short).filter(|_| state != ReadinessState::Ready);
        let priced = cost.map_or_else(String::new, |cost| format!(", {} a year", short_dollars(cost)));
        let missing = if state == ReadinessState::Ready {
            String::new()
        } else {
            format!("{short:.1} care managers{priced}")
        };
        (says, missing, cost)
    };
    let by = GoesBy { value: needed, ..level("medicare_lives", facts.review.readiness.medicare_lives.0) };
    ReadinessCheck {
        dimension: ReadinessDimension::CareManagers,
        contract: None,
        state,
        found,
        level: needed,
        unit: "care managers",
        asks: format!("{asks} at least"),
        says,
        missing,
        cost,
        by: GoesBy { place: "review.readiness".to_owned(), ..by },
        write: "review.care_managers".to_owned(),
    }
}

fn coding(facts: &SigningFacts) -> ReadinessCheck {
    let least = facts.review.readiness.recapture.0;
    let found = facts.review.recapture.map(|part| part.0);
    let state = state(found, |part| reaches(part, least));
    let told = Told::at_least((found, least), 1000.0, state == ReadinessState::Ready);
    let (says, missing) = match found {
        None => (
            String::new(),
            "count how many conditions of last year's record are documented this year".to_owned(),
        ),
        Some(_) if state == ReadinessState::Ready => {
            (format!("{} documented again each year", percent(told.found)), String::new())
        }
        Some(_) => (
            format!("{} documented again each year", percent(told.found)),
            format!("{} more of the conditions on record", points(told.missing)),
        ),
    };
    ReadinessCheck {
        dimension: ReadinessDimension::Coding,
        contract: None,
        state,
        found,
        level: least,
        unit: "share",
        asks: format!("{} of the conditions on record at least", percent(told.level)),
        says,
        missing,
        cost: None,
        by: level("recapture", least),
        write: "review.recapture".to_owned(),
    }
}

fn reporting(facts: &SigningFacts) -> ReadinessCheck {
    let most = facts.review.readiness.measures.0;
    let measures = facts.measures();
    let state = state(Some(measures), |found| reaches(-found, -most));
    let told = Told::at_most((Some(measures), most), 10.0, state == ReadinessState::Ready);
    let over = told.missing;
    let (missing, cost) = if state == ReadinessState::Ready {
        (String::new(), None)
    } else {
        let cost = over * facts.per_measure * facts.reporting;
        (format!("{over:.1} measures fewer; they cost {} a year", short_dollars(cost)), Some(cost))
    };
    ReadinessCheck {
        dimension: ReadinessDimension::Reporting,
        contract: None,
        state,
        found: Some(measures),
        level: most,
        unit: "measures",
        asks: format!("{} different measures at most", told.level),
        says: format!("{} different measures for a physician under every contract", told.found),
        missing,
        cost,
        by: level("measures", most),
        write: "contract.<name>.measures".to_owned(),
    }
}

fn cash(facts: &SigningFacts) -> ReadinessCheck {
    let needed = facts.cash_needed();
    let (spent, left) = facts.spent_a_month();
    let stated = facts.review.cash.map(|cash| cash.0);
    let found = if spent <= 0.0 {
        None
    } else if left <= 0.0 {
        Some(stated.unwrap_or(0.0))
    } else {
        stated
    };
    let state = state(found, |cash| reaches(cash, needed));
    let is_ready = state == ReadinessState::Ready;
    let asks = if is_ready { short_dollars(needed) } else { money_up(needed).1 };
    let first = facts.contracts.iter().map(ContractAsked::first_money).fold(f64::INFINITY, f64::min);
    let (says, missing, cost) = match found {
        None if spent <= 0.0 => (String::new(), "state what running the programmes costs".to_owned(), None),
        None => (
            String::new(),
            format!(
                "{asks} in cash: the programmes cost {} a month after fees until first money, which comes in month {first:.0} at the earliest",
                short_dollars(left)
            ),
            None,
        ),
        Some(_) if left <= 0.0 => {
            ("fees pay for the programmes month by month".to_owned(), String::new(), None)
        }
        Some(cash) => {
            let says = format!(
                "{} set aside, {:.1} months of {} after fees",
                if is_ready { short_dollars(cash) } else { whole_down(cash) },
                cash / left,
                short_dollars(left)
            );
            let (short, told) = money_up((needed - cash).max(0.0));
            if is_ready {
                (says, String::new(), None)
            } else {
                (says, format!("{told} more in cash"), Some(short))
            }
        }
    };
    ReadinessCheck {
        dimension: ReadinessDimension::Cash,
        contract: None,
        state,
        found,
        level: needed,
        unit: "$",
        asks: if spent > 0.0 {
            format!("{asks} at least")
        } else {
            "what the programmes cost until first money".to_owned()
        },
        says,
        missing,
        cost,
        by: level("cushion", facts.review.readiness.cushion.0),
        write: if spent <= 0.0 {
            "contract.<name>.programme_cost".to_owned()
        } else {
            "review.cash".to_owned()
        },
    }
}

/// A share in percent, to a tenth where it has one.
pub(super) fn percent(share: f64) -> String {
    let tenths = (1000.0 * share).round() / 10.0 + 0.0;
    format!("{tenths} %")
}

/// A difference of shares in points.
pub(super) fn points(share: f64) -> String {
    let tenths = (1000.0 * share).round() / 10.0 + 0.0;
    if (tenths - 1.0).abs() < 1e-9 { "1 point".to_owned() } else { format!("{tenths} points") }
}

/// A whole number of people, with its thousands set apart.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "people, and none below nothing")]
pub(super) fn whole(people: f64) -> String {
    thousands(people.round().max(0.0) as u64)
}
