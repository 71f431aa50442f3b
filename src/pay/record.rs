//! What the catalogue says of a component.

use crate::terms::PaymentUnit;
use crate::units::words;

words! {
    /// Where the catalogue's row comes from. The article's table of 17 models is not public: only the
    /// name of row 17 could be recovered, the other rows are reconstructed from the literature.
    pub enum Status {
        word: "In words.";
        /// Name read in the article.
        NameRecovered = "name recovered from the article, terms reconstructed",
        /// Reconstructed from the literature.
        Reconstructed = "reconstructed from the literature; the article's own row is not public",
        /// Not a row of the 17: a building block of agreements.
        Mechanic = "a mechanic of agreements, not a row of the 17",
    }
}

/// A component's record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Record {
    /// Row of the 17 models, 1 to 17; 0 for a mechanic.
    pub model: u8,
    /// Where the row comes from.
    pub status: Status,
    /// The formula in one line.
    pub formula: &'static str,
    /// What it rewards at the margin.
    pub rewards: &'static str,
    /// What it means for professional revenue.
    pub professional: &'static str,
    /// What it means for technical, facility and ancillary revenue.
    pub technical: &'static str,
    /// Quinn's unit; `None` for an overlay that has no unit of its own.
    pub unit: Option<PaymentUnit>,
    /// Rules of law that apply.
    pub law: &'static str,
    /// Sources.
    pub sources: &'static str,
}

/// How rules of law see a component.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// It pays for quality or cost of care.
    pub value: bool,
    /// What it pays is gained when earned; what is not gained was never the physician's to forgo.
    pub gained: bool,
    /// It leaves something to be settled later: held back, drawn, advanced.
    pub balance: bool,
}

impl Seen {
    /// Pay for time and work, settled when paid.
    pub const PLAIN: Seen = Seen { value: false, gained: false, balance: false };
    /// A bonus for quality or cost of care.
    pub const BONUS: Seen = Seen { value: true, gained: true, balance: false };
    /// Value pay that is held back first, or can be taken back.
    pub const AT_RISK: Seen = Seen { value: true, gained: false, balance: true };
}
