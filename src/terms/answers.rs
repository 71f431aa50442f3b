//! What a payer answered before an agreement is signed. It decides nothing in a simulation: who reviews the contract
//! reads it.

use crate::schema::{empty, keywords, optional, parameters};
use crate::units::{Real, Share};

keywords! {
    /// A clause that the payer has said it will neither strike nor reprice.
    pub enum HeldClause {
        /// The payer changes measures within the term by itself.
        MeasureChange = "measure_change",
        /// Attribution that the system cannot reproduce.
        Attribution = "attribution",
        /// Rebasing to last year's performance.
        Rebasing = "rebasing",
        /// No stop-loss and no corridor.
        StopLoss = "stop_loss",
        /// Functions handed over without a fee that pays for them.
        Delegation = "delegation",
        /// Termination on one side's terms.
        Termination = "termination",
        /// Reporting out of proportion to what it can earn.
        Reporting = "reporting",
    }
}

keywords! {
    /// A question that a board has asked of a payer.
    pub enum PayerQuestion {
        /// How patients are attributed.
        Attribution = "attribution",
        /// How the benchmark is built, and where three years of rebasing take it.
        Benchmark = "benchmark",
        /// How often data come.
        Cadence = "cadence",
        /// What stop-loss and corridor take off.
        StopLoss = "stop_loss",
        /// Why these measures, and who changes them.
        Measures = "measures",
        /// What the system may audit.
        Audit = "audit",
        /// How late claims arrive.
        ClaimsFeed = "claims_feed",
        /// Who may end it, when, and with what is earned.
        Termination = "termination",
        /// Who decides a dispute.
        Disputes = "disputes",
        /// What is delegated, and who pays for it.
        Delegation = "delegation",
    }
}

parameters! {
    /// What the payer has answered, and what it has refused. Nothing of it moves a simulated dollar: `cascade review`
    /// reads it.
    pub struct PayerAnswers {
        /// Days from the end of a month until its claims and its attribution list are with the system.
        claims_lag_days: Option<Real> = optional().range(0.0, 730.0);
        /// Claims and attribution files in a year; 12 are monthly.
        files_per_year: Option<Real> = optional().range(0.0, 366.0);
        /// Part of the payer's list of a sample month that the system finds again by the stated method.
        attribution_match: Option<Share> = optional();
        /// Whether measures change only with the system's consent.
        measure_consent: Option<bool> = optional();
        /// Whether the system may audit the payer's figures.
        audit_rights: Option<bool> = optional();
        /// Whether somebody independent of both decides disputes.
        independent_disputes: Option<bool> = optional();
        /// Whether the payer hands over none of its own work; what it hands over stands in `clauses.delegation`.
        no_delegation: Option<bool> = optional();
        /// Clauses that the payer will neither strike nor reprice.
        held: Vec<HeldClause> = empty();
        /// Questions that the payer would not answer.
        unanswered: Vec<PayerQuestion> = empty();
    }
}
