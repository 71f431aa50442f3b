//! The chain of a dollar of care that physicians avoid: what reaches the system of it, and what the physician.
//!
//! Payers save 100 cents. The system keeps `100 · s/w` of them before it pays anybody: what contracts pay for what is
//! avoided among their patients, less the margin it loses on all that is avoided and on visits not made. The
//! physician keeps `100 · p/w`. The legs are signed: a system that loses by what its physicians avoid cannot be mended
//! by paying them for it. It turns at the share of care under contract at which receipts meet losses,
//! `c* = loss per avoided dollar / receipts per contracted dollar`. No hours are assumed.
//!
//! Each figure is a ratio of means over trials of sums over physicians.

use super::groups::{GroupOfYear, everyone, groups};
use crate::engine::{Metric, Outcome, Scope};
use crate::model::Model;
use crate::units::CalendarYear;

/// An avoided dollar on its way, in dollars.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Everyone, a specialty or a plan.
    pub scope: Scope,
    /// Which one; `all` for everyone.
    pub entity: String,
    /// What payers save: 1.
    pub worth: f64,
    /// What the system keeps, before it pays physicians; below 0 it loses.
    pub system: f64,
    /// What the physician is paid.
    pub own: f64,
    /// Part of the cost of care under value-based contracts.
    pub contracted_share: f64,
    /// Part of it at which the system neither gains nor loses; above 1 not even if all of it were; `None` where
    /// contracts pay nothing for it.
    pub turning_share: Option<f64>,
}

/// What a chain is worked out from: sums over physicians for care that costs 1 % less, $ a year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ChainSums {
    /// Worth to those who pay for care.
    pub worth: f64,
    /// To the system, before physician pay.
    pub system: f64,
    /// To physicians.
    pub pay: f64,
    /// The part of the worth under contract.
    pub contracted: f64,
    /// Receipts for it.
    pub receipts: f64,
}

impl ChainSums {
    /// Part of the cost of care under contract at which the system's own leg turns.
    #[must_use]
    pub fn turning_share(&self) -> Option<f64> {
        let lost = (self.receipts - self.system) / self.worth;
        (self.receipts > 0.0 && self.contracted > 0.0).then(|| lost * self.contracted / self.receipts)
    }

    /// Means over trials of a group; `None` where a measure is not there or nothing is worth anything.
    fn of(group: &GroupOfYear<'_>) -> Option<ChainSums> {
        let mean = |metric| group.results.get(metric).map(|found| found.mean);
        let sums = ChainSums {
            worth: mean(Metric::WorthOfStewardship)?,
            system: mean(Metric::SystemForStewardship)?,
            pay: mean(Metric::PayForStewardship)?,
            contracted: mean(Metric::ContractedStewardship)?,
            receipts: mean(Metric::ReceiptsForStewardship)?,
        };
        (sums.worth > 0.0).then_some(sums)
    }
}

impl Chain {
    /// The chain of some physicians together.
    fn of(group: &GroupOfYear<'_>) -> Option<Chain> {
        let sums = ChainSums::of(group)?;
        Some(Chain {
            scope: group.scope,
            entity: group.name.to_owned(),
            worth: 1.0,
            system: sums.system / sums.worth,
            own: sums.pay / sums.worth,
            contracted_share: sums.contracted / sums.worth,
            turning_share: sums.turning_share(),
        })
    }

    /// The finding: which leg loses, and what would turn it.
    #[must_use]
    pub fn finding(&self, year: CalendarYear) -> String {
        let (system, own, has) =
            (cents(self.system.abs()), cents(self.own.abs()), percent(self.contracted_share));
        if self.system >= 0.0 {
            let paid = if self.own < 0.0 { "loses" } else { "is paid" };
            return format!(
                "In {year} the system keeps {system} of each dollar its physicians avoid, and the physician {paid} {own}"
            );
        }
        let turns = match self.turning_share {
            None => "no contract pays for it".to_owned(),
            Some(share) if share > 1.0 => {
                format!("it would lose even if all spending were contracted, and has {has}")
            }
            Some(share) => {
                format!("it turns when {} of spending is contracted, and has {has}", percent(share))
            }
        };
        format!("In {year} the system itself loses {system} on each dollar its physicians avoid; {turns}")
    }
}

/// Cents with as many decimals as tell them from nothing: `100 ¢`, `9.1 ¢`, `-0.30 ¢`.
#[must_use]
pub fn cents(dollars: f64) -> String {
    let cents = 100.0 * dollars;
    match cents.abs() {
        nothing if nothing < 0.005 => "0 ¢".to_owned(),
        small if small < 0.95 => format!("{cents:.2} ¢"),
        some if some < 99.95 => format!("{cents:.1} ¢"),
        _ => format!("{cents:.0} ¢"),
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// The chain of everyone in an arm's year, both counted from 0; `None` where nobody has care under influence.
#[must_use]
pub fn chain_of_everyone(outcome: &Outcome, arm: usize, year: usize) -> Option<Chain> {
    Chain::of(&everyone(outcome, (arm, year)))
}

/// The chain of everyone, of each specialty and of each plan in an arm's year, both counted from 0; nothing for those
/// under whose influence no care is.
#[must_use]
pub fn chains(model: &Model, outcome: &Outcome, arm: usize, year: usize) -> Vec<Chain> {
    groups(model, outcome, (arm, year)).iter().filter_map(Chain::of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of $1,000 avoided 440 are contracted and bring 220; 273 of margin are lost on all of it.
    const SUMS: ChainSums =
        ChainSums { worth: 1_000.0, system: -53.0, pay: 4.0, contracted: 440.0, receipts: 220.0 };

    fn chain(sums: ChainSums) -> Chain {
        Chain {
            scope: Scope::System,
            entity: "all".to_owned(),
            worth: 1.0,
            system: sums.system / sums.worth,
            own: sums.pay / sums.worth,
            contracted_share: sums.contracted / sums.worth,
            turning_share: sums.turning_share(),
        }
    }

    #[test]
    fn it_turns_where_receipts_meet_losses() {
        // 27.3 cents lost on a dollar, 50 received on a contracted one: 54.6 %. There 0.546 × 50 = 27.3.
        let turns = SUMS.turning_share().unwrap();
        assert!((turns - 0.546).abs() < 1e-12);
        // At a quarter of the receipts it loses with everything contracted: 0.273 / 0.125.
        let poor = ChainSums { receipts: 55.0, system: -218.0, ..SUMS };
        assert!((poor.turning_share().unwrap() - 2.184).abs() < 1e-12);
        assert_eq!(ChainSums { receipts: 0.0, ..SUMS }.turning_share(), None);
        assert_eq!(ChainSums { receipts: -3.0, ..SUMS }.turning_share(), None);
    }

    #[test]
    fn what_is_said() {
        let said = |sums| chain(sums).finding(CalendarYear(2030));
        assert_eq!(
            said(SUMS),
            "In 2030 the system itself loses 5.3 ¢ on each dollar its physicians avoid; it turns when 55 % of spending is contracted, and has 44 %"
        );
        let poor = ChainSums { receipts: 55.0, system: -218.0, ..SUMS };
        assert!(said(poor).ends_with("it would lose even if all spending were contracted, and has 44 %"));
        let none = ChainSums { receipts: 0.0, system: -273.0, contracted: 0.0, ..SUMS };
        assert!(
            said(none).ends_with("loses 27.3 ¢ on each dollar its physicians avoid; no contract pays for it")
        );
        let gains = ChainSums { system: 120.0, receipts: 393.0, ..SUMS };
        assert_eq!(
            said(gains),
            "In 2030 the system keeps 12.0 ¢ of each dollar its physicians avoid, and the physician is paid 0.40 ¢"
        );
    }
}
