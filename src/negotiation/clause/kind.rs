//! The seven clauses, and how one can stand.

use crate::units::words;

words! {
    /// A clause that moves money from the system to the payer.
    #[derive(PartialOrd, Ord)]
    pub enum ClauseKind {
        key: "Its key in files and arguments.";
        /// The payer changes measures, or what they ask, by itself.
        MeasureChange = "measure_change",
        /// Who counts cannot be reproduced: errors stand, and lists come late.
        Attribution = "attribution",
        /// Base years move forward, so that what was saved lowers the next benchmark.
        Rebasing = "rebasing",
        /// No stop-loss for costly persons, or no corridor around a budget.
        StopLoss = "stop_loss",
        /// Work of the payer, done by the system without a fee that covers it.
        Delegation = "delegation",
        /// The payer may leave after a year that it paid for, and the system may not, or loses what it earned.
        Termination = "termination",
        /// Heavy reporting for little return.
        Reporting = "reporting",
    }
}

words! {
    /// How a clause stands in a contract.
    pub enum ClauseStanding {
        word: "The word in files.";
        /// The contract has it.
        There = "there",
        /// The contract could have it, and has not.
        NotThere = "not there",
        /// The contract's family leaves no place for it.
        CannotBe = "cannot be",
    }
}

impl ClauseKind {
    /// Its name for a reader.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            ClauseKind::MeasureChange => "unilateral measure changes",
            ClauseKind::Attribution => "opaque attribution",
            ClauseKind::Rebasing => "punishing rebasing",
            ClauseKind::StopLoss => "no stop-loss or corridor",
            ClauseKind::Delegation => "unfunded delegation",
            ClauseKind::Termination => "one-sided termination",
            ClauseKind::Reporting => "reporting lift",
        }
    }

    /// What to ask for in its place.
    #[must_use]
    pub const fn ask(self) -> &'static str {
        match self {
            ClauseKind::MeasureChange => {
                "measures fixed for the term, or changed by consent with 90 days' notice"
            }
            ClauseKind::Attribution => {
                "a rule that can be reproduced, monthly lists, and a window to dispute them"
            }
            ClauseKind::Rebasing => "base years fixed for the term, or earlier savings added back",
            ClauseKind::StopLoss => "an attachment for single persons, and a corridor around the budget",
            ClauseKind::Delegation => "a fee that covers what is delegated",
            ClauseKind::Termination => "for cause only, the same for both, and what was earned survives",
            ClauseKind::Reporting => "as many measures as other contracts ask for, and data from claims",
        }
    }
}
