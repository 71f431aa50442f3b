//! What decides: the measures of a run put together for those who choose between arms.
//!
//! A file for each question, with the figures that answer it as plain records and the finding as a sentence. Tables
//! write the records, pages say the sentences, charts draw both; none of them works out a figure of its own.

mod beside_survey;
mod best;
mod bridge;
mod broken_leg;
mod cash_path;
pub mod chain;
mod frontier;
mod groups;
mod keepers;
mod losers;
pub mod next_hour;
mod pay_groups;
mod reasons;
mod robust;
mod said;
mod saved_dollar;
mod signed;
mod statement;
mod statement_parts;
mod today;
mod uncertainty;
mod value_share;
mod winners;
mod words;

pub use beside_survey::{BesideSurvey, GAP, beside_surveys, is_placed, moves_most, survey_finding};
pub use best::{BestArm, best_arms, best_finding};
pub use bridge::{BridgePart, MarginBridge, margin_bridges, margin_finding};
pub use broken_leg::{AvoidedLegs, leg_finding, legs};
pub use cash_path::{CashPath, cash_finding, cash_paths};
pub use chain::{Chain, ChainSums, chain_of_everyone, chains};
pub use frontier::{FrontierPoint, frontier, frontier_finding};
pub use groups::{GroupOfYear, everyone, groups};
pub use keepers::{KeeperCount, Keepers, keepers, own_part};
pub use losers::{MostLosers, losers_finding, most_losers};
pub use next_hour::{NextHour, next_hours};
pub use pay_groups::{PayGroup, SMALL, WithinSpecialties, has_pay_groups, pay_groups};
pub use reasons::{
    ChangeParts, LOSES, PersonReasons, Reason, SpecialtyReasons, by_specialty, finding as reasons_finding,
    reasons, reasons_of_all_years, reasons_of_worst_years,
};
pub use robust::{UnderStress, robust_finding, stress_line, under_stress};
pub use said::{KeyFigure, KeyFinding};
pub use saved_dollar::{
    DollarFall, DollarStop, PHYSICIANS, SEEN, STOPS, cents, dollar_falls, dollar_finding,
};
pub use signed::signed_dollars;
pub use statement::{
    AgreementToday, ChainOfPerson, ChangeOfPerson, ContractOfPerson, Futures, HourOfPerson, OnePercentLess,
    PersonStatement, PositionStatement, VariantForPerson, person_statement,
};
pub use statement_parts::{StatementPart, StatementRows, statement_parts};
pub use today::{PaidFor, paid_for, today_finding};
pub use uncertainty::{MarginSpread, margin_spread, uncertainty_finding};
pub use value_share::{PUBLISHED, PublishedShare, ReidShare, ShareOfPay, share_finding, shares_of_pay};
pub use winners::{GainsAndLosses, PayMove, gains_and_losses, pay_moves, winners_finding};
pub use words::{arm_in_words, short_dollars};
