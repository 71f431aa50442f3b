//! Sign, negotiate or walk away: gates that anybody can check, each with what it goes by.

use super::bad_year::{BadYearTaken, taken};
use super::facts::{ContractAsked, GoesBy, SigningFacts, TermsBy, goes_by};
use super::flags::{FlagStanding, seven_flags};
use super::market::{AgainstMarket, LeverStanding, against_market};
use super::readiness::{ReadinessCheck, ReadinessDimension, ReadinessState, readiness, state_of};
use super::seen::SeenContract;
use super::told::{money_up, whole_down};
use crate::model::SigningRule;
use crate::order::Ordered;
use crate::terms::reaches;
use crate::units::{count, short_dollars, words};

words! {
    /// What to do about a contract.
    pub enum SigningVerdict {
        word: "The word for it.";
        /// Leave it.
        WalkAway = "walk away",
        /// Do not sign it as it is.
        Negotiate = "negotiate",
        /// Sign it.
        Sign = "sign",
    }
}

words! {
    /// What a reason is about.
    pub enum SigningGate {
        key: "Its key in results.";
        /// It can take money, and the system is not ready.
        Downside = "downside",
        /// A bad year takes more than the cash that is there.
        BadYear = "bad_year",
        /// Clauses that cannot be struck.
        Held = "held",
        /// Too few dimensions are ready.
        Readiness = "readiness",
        /// Terms are worse than usual.
        Terms = "terms",
        /// Clauses stand that ought to be struck.
        Clauses = "clauses",
        /// The payer would not answer.
        Answers = "answers",
        /// Nobody has said what cash is there.
        CashUnknown = "cash_unknown",
        /// It surely loses money as simulated.
        Worth = "worth",
    }
}

/// A reason against signing.
#[derive(Clone, Debug)]
pub struct SigningReason {
    /// What it is about.
    pub gate: SigningGate,
    /// The best that it leaves.
    pub leaves: SigningVerdict,
    /// In words.
    pub says: String,
    /// The level that decides; `None` where there is none but zero.
    pub by: Option<GoesBy>,
}

/// A decision with what it rests on.
#[derive(Clone, Debug)]
pub struct SigningDecision {
    /// What to do.
    pub verdict: SigningVerdict,
    /// Everything that speaks against signing, what weighs most first.
    pub against: Vec<SigningReason>,
    /// Dimensions that are ready, short, and not stated.
    pub dimensions: [usize; 3],
}

impl SigningVerdict {
    /// Its place from worst to best.
    #[must_use]
    pub const fn rank(self) -> usize {
        match self {
            SigningVerdict::WalkAway => 0,
            SigningVerdict::Negotiate => 1,
            SigningVerdict::Sign => 2,
        }
    }
}

/// A contract seen whole.
#[derive(Clone, Debug)]
pub struct Considered {
    /// Each lever beside the market.
    pub levers: Vec<LeverStanding>,
    /// Each clause.
    pub flags: Vec<FlagStanding>,
    /// What to do.
    pub decision: SigningDecision,
}

/// Considers one contract, counted from 0, with the readiness of the system.
#[must_use]
pub fn consider(facts: &SigningFacts, place: usize, seen: Option<&SeenContract>) -> Considered {
    let asked = &facts.contracts[place];
    let checks = readiness(facts);
    let levers = against_market(facts, asked);
    let flags = seven_flags(facts, asked);
    let against = Gates { facts, asked, place, checks: &checks, levers: &levers, flags: &flags, seen };
    let dimensions = against.dimensions();
    let mut reasons: Vec<SigningReason> = against.all().into_iter().flatten().collect();
    reasons.order_by_key(|reason| reason.leaves.rank());
    let verdict = reasons.first().map_or(SigningVerdict::Sign, |reason| reason.leaves);
    Considered { levers, flags, decision: SigningDecision { verdict, against: reasons, dimensions } }
}

/// Everything that the gates look at.
struct Gates<'a> {
    facts: &'a SigningFacts,
    asked: &'a ContractAsked,
    place: usize,
    checks: &'a [ReadinessCheck],
    levers: &'a [LeverStanding],
    flags: &'a [FlagStanding],
    seen: Option<&'a SeenContract>,
}

impl Gates<'_> {
    fn all(&self) -> [Option<SigningReason>; 9] {
        [
            self.downside(),
            self.bad_year(),
            self.held(),
            self.readiness(),
            self.terms(),
            self.clauses(),
            self.answers(),
            self.cash_unknown(),
            self.worth(),
        ]
    }

    /// How many dimensions are ready, short and not stated.
    fn dimensions(&self) -> [usize; 3] {
        let of = |state: ReadinessState| self.in_state(state).len();
        [of(ReadinessState::Ready), of(ReadinessState::Short), of(ReadinessState::NotStated)]
    }

    fn in_state(&self, state: ReadinessState) -> Vec<ReadinessDimension> {
        let name = Some(self.asked.name.as_str());
        let each = ReadinessDimension::ALL.iter().copied();
        each.filter(|dimension| state_of(self.checks, *dimension, name) == Some(state)).collect()
    }

    fn titles(&self, state: ReadinessState) -> String {
        let titles: Vec<String> = self.in_state(state).iter().map(|of| of.title().to_lowercase()).collect();
        titles.join(", ")
    }

    fn downside(&self) -> Option<SigningReason> {
        let most = self.facts.review.decision.short_to_walk;
        let [_, short, _] = self.dimensions();
        if !self.asked.can_take() || (short as u64) < most {
            return None;
        }
        let says = format!(
            "it can take money, and the system falls short in {}: {}",
            count(short, "dimension"),
            self.titles(ReadinessState::Short)
        );
        Some(reason(SigningGate::Downside, says, Some(by_count("short_to_walk", most))))
    }

    fn bad_year(&self) -> Option<SigningReason> {
        let cash = self.facts.review.cash?.0;
        let takes = taken(self.facts, self.place, self.seen);
        if takes.own <= 0.0 || reaches(cash, takes.needed()) {
            return None;
        }
        let says = format!("{}, and {} are set aside", told(&takes), whole_down(cash));
        let level = by("bad_year", self.facts.review.decision.bad_year.0);
        Some(reason(SigningGate::BadYear, says, Some(level)))
    }

    fn held(&self) -> Option<SigningReason> {
        let most = self.facts.review.decision.held_to_walk;
        let held: Vec<String> = self
            .flags
            .iter()
            .filter(|flag| flag.is_held)
            .map(|flag| flag.clause.title().to_owned())
            .collect();
        if (held.len() as u64) < most {
            return None;
        }
        let who = match self.asked.terms_by() {
            TermsBy::Agreement => "the payer will not strike",
            TermsBy::Programme | TermsBy::Obligation => "the law of the programme has",
        };
        let says = format!("{who} {}: {}", count(held.len(), "clause"), held.join(", "));
        Some(reason(SigningGate::Held, says, Some(by_count("held_to_walk", most))))
    }

    fn readiness(&self) -> Option<SigningReason> {
        let least = self.facts.review.decision.ready_to_sign;
        let [ready, short, unknown] = self.dimensions();
        if ready as u64 >= least {
            return None;
        }
        let mut parts = vec![
            format!("of six dimensions {ready} are ready and {least} ought to be")
                .replace(" 1 are ready", " 1 is ready"),
        ];
        if short > 0 {
            parts.push(format!("short: {}", self.titles(ReadinessState::Short)));
        }
        if unknown > 0 {
            parts.push(format!("not stated: {}", self.titles(ReadinessState::NotStated)));
        }
        Some(reason(SigningGate::Readiness, parts.join("; "), Some(by_count("ready_to_sign", least))))
    }

    fn terms(&self) -> Option<SigningReason> {
        let worse: Vec<&LeverStanding> =
            self.levers.iter().filter(|lever| lever.against == AgainstMarket::Worse).collect();
        let first = worse.first()?;
        let told: Vec<String> = worse
            .iter()
            .map(|lever| format!("{} ({})", lever.lever.title().to_lowercase(), lever.says))
            .collect();
        let says = format!("worse than usual: {}", told.join("; "));
        Some(reason(SigningGate::Terms, says, Some(first.by.clone())))
    }

    fn clauses(&self) -> Option<SigningReason> {
        let standing: Vec<String> =
            self.flags.iter().filter(|flag| flag.stands).map(|flag| flag.clause.title().to_owned()).collect();
        if standing.is_empty() {
            return None;
        }
        let many = count(standing.len(), "clause");
        let says = match self.asked.terms_by() {
            TermsBy::Agreement => format!("{many} to strike or reprice: {}", standing.join(", ")),
            TermsBy::Programme | TermsBy::Obligation => {
                format!("{many} that the law of the programme has: {}", standing.join(", "))
            }
        };
        Some(reason(SigningGate::Clauses, says, None))
    }

    fn answers(&self) -> Option<SigningReason> {
        let most = self.facts.review.decision.unanswered_to_wait;
        let refused = self.asked.contract.answers.unanswered.len();
        if (refused as u64) < most {
            return None;
        }
        let says = format!("the payer would not answer {}", count(refused, "question"));
        Some(reason(SigningGate::Answers, says, Some(by_count("unanswered_to_wait", most))))
    }

    fn cash_unknown(&self) -> Option<SigningReason> {
        let takes = taken(self.facts, self.place, self.seen);
        if self.facts.review.cash.is_some() || takes.own <= 0.0 {
            return None;
        }
        let says = format!("{}, and nothing says what cash is there (review.cash)", told(&takes));
        let level = by("bad_year", self.facts.review.decision.bad_year.0);
        Some(reason(SigningGate::CashUnknown, says, Some(level)))
    }

    fn worth(&self) -> Option<SigningReason> {
        let seen = self.seen.filter(|seen| seen.surely_loses())?;
        let says = format!(
            "as simulated it leaves {} over {}: {} received, {} owed, {}",
            short_dollars(seen.net()),
            count(seen.years, "year"),
            short_dollars(seen.earned),
            short_dollars(seen.owed),
            seen.programme_told()
        );
        Some(reason(SigningGate::Worth, says, None))
    }
}

/// What a bad year takes, in words: rounded up, as cash beside it is rounded down.
fn told(takes: &BadYearTaken) -> String {
    let often = if takes.is_mean { "as simulated a mean year" } else { "one year in twenty" };
    let mut says = format!("{often} takes {}", money_up(takes.own).1);
    if takes.together > takes.own {
        says += &format!(", with a bad year of the other contracts {}", money_up(takes.together).1);
    }
    if takes.running > 0.0 {
        says += &format!(", the programmes {} until first money", money_up(takes.running).1);
    }
    says
}

fn reason(gate: SigningGate, says: String, by: Option<GoesBy>) -> SigningReason {
    let leaves = match gate {
        SigningGate::Downside | SigningGate::BadYear | SigningGate::Held => SigningVerdict::WalkAway,
        SigningGate::Readiness
        | SigningGate::Terms
        | SigningGate::Clauses
        | SigningGate::Answers
        | SigningGate::CashUnknown
        | SigningGate::Worth => SigningVerdict::Negotiate,
    };
    SigningReason { gate, leaves, says, by }
}

fn by(key: &str, value: f64) -> GoesBy {
    goes_by("review.decision", key, value, SigningRule::FIELDS)
}

#[expect(clippy::cast_precision_loss, reason = "a handful")]
fn by_count(key: &str, value: u64) -> GoesBy {
    by(key, value as f64)
}
