//! The calendar of programmes: when each begins and ends, and which dated set of rules is in force.

use crate::schema::{Grade, keywords};
use crate::units::CalendarYear;

keywords! {
    /// A dated set of a programme's rules.
    pub enum RuleSet {
        /// Rules in force: final rules and statutes.
        Final = "final",
        /// What was proposed for calendar year 2027 (91 FR 43843 and 44066) in place of them, where it says otherwise.
        Proposed2027 = "proposed_2027",
    }
}

impl RuleSet {
    /// What of the rules differs from those in force, one thing each, and where that is coded.
    #[must_use]
    pub const fn differs(self) -> &'static [&'static str] {
        match self {
            RuleSet::Final => &[],
            RuleSet::Proposed2027 => &[
                "MSSP: BASIC E shares 60 % of savings from performance year 2027, not 50 % (91 FR 44066)",
                "MSSP: agreements from 2027 take three quarters of prior savings, not half, and ENHANCED at most 35 % of what its region spends more, not 50 % (91 FR 44066)",
                "statutory prices: conversion factors of 2027 are $33.1693 for qualifying participants and $32.8409, not those of 2026 moved by law (91 FR 43843)",
            ],
        }
    }

    /// The day up to which a set was read, such as `2026-11-28`.
    #[must_use]
    pub const fn as_of(self) -> &'static str {
        match self {
            RuleSet::Final | RuleSet::Proposed2027 => "2026-11-28",
        }
    }
}

/// What a programme does not offer in a performance year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotOffered {
    /// The key of the family that states it.
    pub key: &'static str,
    /// What is found, what is allowed, what to write instead.
    pub message: String,
}

/// Performance years in which a programme runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgrammeYears {
    /// First performance year; none when it was never otherwise.
    pub first: Option<CalendarYear>,
    /// Last performance year; none while no end is set.
    pub last: Option<CalendarYear>,
    /// Where that is written.
    pub source: &'static str,
    /// How well that is known.
    pub grade: Grade,
    /// What follows the last year, in words; empty where none is set.
    pub afterwards: &'static str,
}

impl ProgrammeYears {
    /// A contract between two parties, for as long as they like.
    pub const OPEN: ProgrammeYears =
        ProgrammeYears { first: None, last: None, source: "", grade: Grade::Published, afterwards: "" };

    /// A programme of the years `first` to `last`.
    #[must_use]
    pub const fn between(first: u16, last: u16, source: &'static str) -> ProgrammeYears {
        ProgrammeYears { last: Some(CalendarYear(last)), ..ProgrammeYears::since(first, source) }
    }

    /// A programme that began and has no set end.
    #[must_use]
    pub const fn since(first: u16, source: &'static str) -> ProgrammeYears {
        ProgrammeYears { first: Some(CalendarYear(first)), source, ..ProgrammeYears::OPEN }
    }

    /// The same, as well known as `grade` says.
    #[must_use]
    pub const fn graded(self, grade: Grade) -> ProgrammeYears {
        ProgrammeYears { grade, ..self }
    }

    /// The same, with what follows its last year.
    #[must_use]
    pub const fn then(self, afterwards: &'static str) -> ProgrammeYears {
        ProgrammeYears { afterwards, ..self }
    }

    /// Whether a performance year is one of them.
    #[must_use]
    pub fn holds(&self, year: CalendarYear) -> bool {
        self.first.is_none_or(|first| first <= year) && self.last.is_none_or(|last| year <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_programme_holds_its_first_and_last_year() {
        let team = ProgrammeYears::between(2026, 2030, "");
        let held: Vec<u16> = (2024..2033).filter(|year| team.holds(CalendarYear(*year))).collect();
        assert_eq!(held, [2026, 2027, 2028, 2029, 2030]);
        assert!(ProgrammeYears::since(2012, "").holds(CalendarYear(2100)));
        assert!(!ProgrammeYears::since(2012, "").holds(CalendarYear(2011)));
        assert!(ProgrammeYears::OPEN.holds(CalendarYear(1900)));
    }
}
