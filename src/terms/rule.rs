//! A number that decided a settlement, as a reader meets it.

use crate::units::{CalendarYear, Cents};
use std::fmt;

/// What kind of number it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// A share, printed as a percentage.
    Share(f64),
    /// Dollars.
    Dollars(f64),
    /// A plain number.
    Number(f64),
    /// A federal fiscal year.
    FiscalYear(CalendarYear),
}

/// A number that decided a settlement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SettlementRule {
    /// What it is, in the contract's words.
    pub name: &'static str,
    /// How much it is.
    pub amount: Amount,
}

impl SettlementRule {
    /// A share.
    #[must_use]
    pub const fn share(name: &'static str, value: f64) -> SettlementRule {
        SettlementRule { name, amount: Amount::Share(value) }
    }

    /// Dollars.
    #[must_use]
    pub const fn dollars(name: &'static str, value: f64) -> SettlementRule {
        SettlementRule { name, amount: Amount::Dollars(value) }
    }

    /// A plain number.
    #[must_use]
    pub const fn number(name: &'static str, value: f64) -> SettlementRule {
        SettlementRule { name, amount: Amount::Number(value) }
    }

    /// A federal fiscal year.
    #[must_use]
    pub const fn fiscal_year(name: &'static str, year: CalendarYear) -> SettlementRule {
        SettlementRule { name, amount: Amount::FiscalYear(year) }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Amount::Share(share) => write!(f, "{:.2} %", 100.0 * share),
            Amount::Dollars(dollars) => write!(f, "{}", Cents::round(*dollars)),
            Amount::Number(number) => write!(f, "{number:.3}"),
            Amount::FiscalYear(year) => write!(f, "FY{year}"),
        }
    }
}
