//! When a contract runs, and which contract takes over from which.
//!
//! A programme ends, or an agreement does, and what follows is chosen in the contract (`after_end`): its
//! visits are paid by fee schedule, or another contract takes over its people and their revenue. A contract
//! may also begin within the horizon: until then its visits are paid by fee schedule.

use super::Scenario;
use crate::payer::Contract;
use crate::units::CalendarYear;

/// The word for what follows an agreement without a successor.
pub const FEE_FOR_SERVICE: &str = "fee_for_service";

/// When a contract of a scenario runs; years are counted from the scenario's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenure {
    /// First year; 0 for one that is in force at the start.
    pub from: usize,
    /// Last year; none without an end.
    pub to: Option<usize>,
    /// The contract that it takes over from, by place.
    pub predecessor: Option<usize>,
    /// The contract that takes over from it, by place.
    pub successor: Option<usize>,
}

impl Tenure {
    /// The contract at the beginning of the line that the one at a place stands in, each taking over from the one
    /// before: itself where it takes over from nobody.
    #[must_use]
    pub fn first_of_line(tenures: &[Tenure], place: usize) -> usize {
        // A line is no longer than there are contracts.
        (0..tenures.len()).fold(place, |first, _| tenures[first].predecessor.unwrap_or(first))
    }

    /// Whether the agreement runs in a year.
    #[must_use]
    pub fn runs(&self, year: usize) -> bool {
        self.from <= year && self.to.is_none_or(|to| year <= to)
    }

    /// Whether its people and their revenue are under it in a year: running, or paid by fee schedule. They
    /// are with the predecessor before, and with the successor after.
    #[must_use]
    pub fn has_people(&self, year: usize) -> bool {
        let not_yet = self.predecessor.is_some() && year < self.from;
        let no_more = self.successor.is_some() && self.to.is_some_and(|to| to < year);
        !not_yet && !no_more
    }
}

impl Scenario {
    /// When each contract runs, in order.
    #[must_use]
    pub fn tenures(&self) -> Vec<Tenure> {
        let start = self.run.start();
        let since = |year: CalendarYear| usize::from(year.0.saturating_sub(start.0));
        let before =
            |name: &str| self.contract.values().position(|other| other.after_end.as_deref() == Some(name));
        let tenure = |(name, contract): (&str, &Contract)| Tenure {
            from: since(contract.begins(start)),
            to: contract.ends().map(since),
            predecessor: before(name).filter(|_| name != FEE_FOR_SERVICE),
            successor: contract
                .after_end
                .as_deref()
                .filter(|after| *after != FEE_FOR_SERVICE)
                .and_then(|after| self.contract.index(after)),
        };
        self.contract.iter().map(tenure).collect()
    }

    /// For each contract the one whose people it has in a year, by place: its own, those of the contract at the
    /// beginning of the line that it stands in, or nobody's.
    #[must_use]
    pub fn people_of(&self, year: usize) -> Vec<Option<usize>> {
        let tenures = self.tenures();
        let of = |(place, tenure): (usize, &Tenure)| {
            tenure.has_people(year).then(|| Tenure::first_of_line(&tenures, place))
        };
        tenures.iter().enumerate().map(of).collect()
    }

    /// Years, counted from the start, in which the people of some contract come under another.
    #[must_use]
    pub fn people_move(&self) -> bool {
        let years = usize::try_from(self.run.years).unwrap_or(1);
        self.tenures().iter().any(|tenure| tenure.predecessor.is_some() && tenure.from < years)
    }

    /// Performance years that agreements have behind them at the start, those of the contracts that they take
    /// over from among them.
    #[must_use]
    pub fn ages(&self) -> Vec<usize> {
        let start = self.run.start();
        let behind =
            |place: usize| usize::from(start.0.saturating_sub(self.contract.0[place].1.begins(start).0));
        let tenures = self.tenures();
        (0..tenures.len()).map(|place| behind(Tenure::first_of_line(&tenures, place))).collect()
    }
}
