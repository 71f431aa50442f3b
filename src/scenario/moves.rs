//! Keys that moved or changed meaning: each old one says its new name, and `cascade check --upgrade` writes it.
//!
//! To move a key, write one line into [`MOVES`]; a test makes an old file of it, upgrades it and checks it. A
//! key whose meaning changes takes a new name, so that an old file never says something else than it said.

use crate::schema::{Node, Value};
use crate::units::both;

/// A key that moved.
#[derive(Clone, Copy, Debug)]
pub struct KeyMove {
    /// Version of the program since which.
    pub since: &'static str,
    /// Where it stood, as `docs/DEFAULTS.md` writes it: `<name>` for a name that the user chooses, `[]` for any
    /// entry of a list.
    pub from: &'static str,
    /// Where it stands, with the same names and entries in the same order.
    pub to: &'static str,
    /// What becomes of its value.
    pub recast: Recast,
    /// Why, as the end of a sentence.
    pub why: &'static str,
}

/// What becomes of the value of a key that moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Recast {
    /// It stays.
    Same,
    /// The number is multiplied.
    Times(f64),
    /// Each old word with the new one; another word is none of an old file.
    Words(&'static [(&'static str, &'static str)]),
    /// Nothing stands in its place: what to write instead, as the end of a sentence. Only its author knows
    /// whether that is needed, so nobody rewrites it.
    Gone(&'static str),
}

/// Every key that moved, oldest first: version, old place, new place, what becomes of the value, why.
pub const MOVES: &[KeyMove] = &[
    KeyMove {
        since: "0.1.0",
        from: "contract.<name>.terms.lead.performance_year",
        to: "contract.<name>.first_year",
        recast: Recast::Same,
        why: "performance years of LEAD are calendar years, and an agreement says when it began",
    },
    KeyMove {
        since: "0.1.0",
        from: "contract.<name>.terms.lead.loss_sequestration",
        to: "contract.<name>.terms.lead.sequestration_on_losses",
        recast: Recast::Same,
        why: "sequestration adds to a loss, and does not lower it",
    },
    by_calendar("contract.<name>.terms.mips.qualifying.payment_threshold"),
    by_calendar("contract.<name>.terms.mips.qualifying.later_payment_threshold"),
    by_calendar("contract.<name>.terms.mips.qualifying.patient_threshold"),
    by_calendar("contract.<name>.terms.mips.qualifying.later_patient_threshold"),
    by_calendar("contract.<name>.terms.mips.qualifying.lump_sum"),
    by_calendar("contract.<name>.terms.mips.qualifying.later_lump_sum"),
    by_calendar("contract.<name>.terms.mips.qualifying.updates"),
    KeyMove {
        since: "0.1.0",
        from: "contract.<name>.terms.percent_of_premium.stars",
        to: "contract.<name>.terms.percent_of_premium.bid.stars",
        recast: Recast::Same,
        why: "Stars raise the benchmark that a plan's bid is measured against, and the plan has a part of what it bids below",
    },
    of_honesty("behaviour.evidence.retention.honesty", "behaviour.evidence.retention.honesty_ratio"),
    of_honesty("behaviour.custom.retention.honesty", "behaviour.custom.retention.honesty_ratio"),
    effort("behaviour.evidence.organisation_effect", EFFECT),
    effort("behaviour.evidence.organisation_gain", GAIN),
    effort("behaviour.evidence.organisation_years", YEARS),
    effort("behaviour.custom.organisation_effect", EFFECT),
    effort("behaviour.custom.organisation_gain", GAIN),
    effort("behaviour.custom.organisation_years", YEARS),
];

/// The part of unfairness that a statement took away.
const fn of_honesty(from: &'static str, to: &'static str) -> KeyMove {
    KeyMove {
        since: "0.1.0",
        from,
        to,
        recast: Recast::Gone(
            "leave it out, or write honesty_ratio, the odds of leaving a year after the gap has been stated over those without",
        ),
        why: "a statement acted on unfairness alone, which hardly moved anybody",
    }
}

/// What to write instead of the organisation's effect once its gain was large enough.
const EFFECT: &str = "leave it out and let programme_cost, programme_fixed_cost or allocation.infrastructure pay for the effect; write organisation = { ceiling = 0 } beside it for none, or another ceiling for the most that full funding, willingness and know-how reach";
/// What to write instead of the gain from which that effect was complete.
const GAIN: &str = "leave it out, or write organisation = { worth_scale = 0.18 } beside it for the worth of an avoided dollar at which 63 % of full willingness is reached";
/// What to write instead of the years until that effect was complete.
const YEARS: &str = "leave it out, or write organisation = { know_how_years = 8 } beside it for the years in which know-how is learnt";

/// A number of the organisation's effort that followed this year's gain and that nothing paid for.
const fn effort(place: &'static str, instead: &'static str) -> KeyMove {
    KeyMove {
        since: "0.1.0",
        from: place,
        to: place,
        recast: Recast::Gone(instead),
        why: "the organisation's effort is a stock that funding, know-how and worth at the plan build up",
    }
}

/// A number of qualifying participants that was stated for the scenario's first year and for later ones.
const fn by_calendar(place: &'static str) -> KeyMove {
    KeyMove {
        since: "0.1.0",
        from: place,
        to: place,
        recast: Recast::Gone(
            "leave it out; where a law is expected to set another number for a performance year, write years = [{ year = 2027, lump_sum = 0.0188, payment_threshold = 0.5, patient_threshold = 0.35 }]",
        ),
        why: "thresholds, lump sums and updates belong to calendar years, and the law's are known",
    }
}

impl Recast {
    /// A value as the new key takes it; `None` where it is none of an old file.
    pub(super) fn of(self, node: &Node) -> Option<Value> {
        match self {
            Recast::Same | Recast::Gone(_) => Some(node.value.clone()),
            Recast::Times(factor) => {
                let number = node.number()? * factor;
                #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53")]
                let whole =
                    (number.fract() == 0.0 && number.abs() < 9e15).then_some(Value::Whole(number as i64));
                Some(whole.unwrap_or(Value::Number(number)))
            }
            Recast::Words(words) => {
                let (_, new) = words.iter().find(|(old, _)| node.text() == Some(old))?;
                Some(Value::Text((*new).to_owned()))
            }
        }
    }

    /// What is said of the value, as a clause.
    fn clause(self) -> String {
        match self {
            Recast::Same | Recast::Gone(_) => String::new(),
            Recast::Times(factor) => format!(", with its value times {factor}"),
            Recast::Words(words) => {
                format!(", with {}", both(words.iter().map(|(old, new)| format!("{new:?} for {old:?}"))))
            }
        }
    }
}

impl KeyMove {
    /// What is said about an old key, by its old and its new name.
    pub(super) fn said(&self, old: &str, new: &str) -> String {
        let (since, why) = (self.since, self.why);
        if let Recast::Gone(instead) = self.recast {
            return format!("`{old}` is gone since version {since} ({why}); {instead}");
        }
        if old == new {
            return format!("`{old}` has other words since version {since} ({why}){}", self.recast.clause());
        }
        format!(
            "`{old}` is now `{new}` (since version {since}: {why}); write `{new}`{}",
            self.recast.clause()
        )
    }
}
