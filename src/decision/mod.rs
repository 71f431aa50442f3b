//! What decides: the measures of a run put together for those who choose between arms.
//!
//! A file for each question, with the figures that answer it as plain records and the finding as a sentence. Tables
//! write the records, pages say the sentences, charts draw both; none of them works out a figure of its own.

mod agreements;
mod assumptions;
mod beside_survey;
mod best;
mod bridge;
mod broken_leg;
mod cash_path;
pub mod chain;
mod compared;
mod contract_terms;
mod disclosure;
mod drivers;
mod findings;
mod frontier;
mod group_alignment;
mod group_moves;
mod groups;
mod incentive_curve;
mod keepers;
mod law_groups;
mod losers;
pub mod next_hour;
mod pay_budget;
mod pay_groups;
mod pay_spread;
mod pay_stack;
mod reasons;
mod redesign_review;
mod robust;
mod run_differences;
mod said;
mod saved_dollar;
mod signed;
mod social_risk;
mod statement;
mod statement_parts;
mod sweep;
mod today;
mod uncertainty;
mod value_share;
mod verdict;
mod what_changes;
mod winners;
mod words;

pub use agreements::{PayerTerms, PlanTerms, TwoAgreements, two_agreements};
pub use assumptions::{AssumedAlike, Assumption, DrawnNumber, assumptions, assumptions_alike, drawn_numbers};
pub use beside_survey::{BesideSurvey, GAP, beside_surveys, is_placed, moves_most, survey_finding};
pub use best::{BestArm, best_arms, best_finding};
pub use bridge::{BridgePart, MarginBridge, margin_bridges, margin_finding};
pub use broken_leg::{AvoidedLegs, leg_finding, legs};
pub use cash_path::{CashPath, cash_finding, cash_paths, last_cash_move, month_of};
pub use chain::{Chain, ChainSums, chain_of_everyone, chains};
pub use compared::{ComparedOver, ComparedRow, compared};
pub use contract_terms::{ContractInWords, ContractReceipts, FLAGGED, contract_receipts, contracts_in_words};
pub use disclosure::{Disclosure, HiddenGroups, HiddenOf, Undisclosable};
pub use drivers::{
    RankedDriver, drivers_finding, flip_in_words, flips_finding, in_unit, knowing_finding, ranked_drivers,
    result_in_words, worth_knowing,
};
pub use findings::key_findings;
pub use frontier::{FrontierPoint, frontier, frontier_finding};
pub use group_alignment::{GroupAlignment, gap_between, group_alignments};
pub use group_moves::{GroupMoves, group_moves};
pub use groups::{GroupOfYear, everyone, groups, is_of, kind_of_group, named_groups};
pub use incentive_curve::{
    CurveAxis, CurvePoint, CurveReceiver, FeatureKind, IncentiveCurve, IncentiveFeature, dead_band_finding,
    incentive_curves,
};
pub use keepers::{KeeperCount, Keepers, keepers, own_part};
pub use law_groups::{LawGroup, law_counts, law_groups};
pub use losers::{MostLosers, losers_finding, most_losers};
pub use next_hour::{NextHour, disclosed_hour, next_hours};
pub use pay_budget::{BudgetLine, pay_budget};
pub use pay_groups::{PayGroup, SMALL, WithinSpecialties, has_pay_groups, pay_groups};
pub use pay_spread::{CHANGE_BANDS, ChangeBand, change_bands};
pub use pay_stack::{PaidBy, PayPieces, PayStack, pay_parts, whole_cents};
pub use reasons::{
    ChangeParts, LOSES, PersonReasons, Reason, SpecialtyReasons, by_specialty, finding as reasons_finding,
    reasons, reasons_of_all_years, reasons_of_worst_years, worst_year,
};
pub use redesign_review::LawAndCommittee;
pub use robust::{UnderStress, robust_finding, stress_line, under_stress};
pub use run_differences::{
    FactDifference, HeadlineDifference, ParameterDifference, PastHeadline, PastParameter, PastRun,
    RunDifferences, run_differences,
};
pub use said::{KeyFigure, KeyFinding};
pub use saved_dollar::{
    DollarFall, DollarStop, PHYSICIANS, SEEN, STOPS, cents, dollar_falls, dollar_finding, shows_stops,
};
pub use signed::{
    attainable_within, bracketed, cents_within, dollars_within, level_within, percent_within, share_within,
    short_within, signed_dollars, signed_whole_dollars, signed_whole_within, signed_within,
};
pub use social_risk::{THIRDS, thirds};
pub use statement::{
    AgreementToday, ChainOfPerson, ChangeOfPerson, ContractOfPerson, Futures, HourOfPerson, OnePercentLess,
    PersonStatement, PositionStatement, VariantForPerson, person_statement,
};
pub use statement_parts::{StatementPart, StatementRows, statement_parts};
pub use sweep::{
    best_cell_in_words, digits, funded_as_stated, measure_in_words, settings_in_words, sides_in_words,
    sweep_finding, sweep_measures, swept_in_unit, turns_in_words, within_unit,
};
pub use today::{PaidFor, disclosed_pay, paid_for, today_finding};
pub use uncertainty::{MarginSpread, margin_spread, uncertainty_finding};
pub use value_share::{
    PUBLISHED, PublishedShare, ReidShare, ShareOfPay, disclosed_shares, share_finding_among, shares_of_pay,
};
pub use verdict::{ArmVerdict, answer, verdicts};
pub use what_changes::what_changes;
pub use winners::{GainsAndLosses, PayMove, gains_and_losses, pay_moves, winners_finding};
pub use words::{
    arm_in_words, level_dollars, month_in_words, name_in_words, over_years, short_dollars, whole_percent,
    years_in_words,
};
