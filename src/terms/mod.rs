//! The grammar that both agreements share: thresholds and caps, ladders, sharing with gates,
//! minimum savings rates, clocks.
//!
//! Each piece knows two things: what it pays for a given outcome (the law), and what it is
//! expected to pay, and at what slope, when the outcome is uncertain and normal (the incentive).
//! The second is in closed form, because a gate that jumps is smooth in expectation: its slope is
//! the density at the gate.

mod advance;
mod answers;
mod attribution;
mod clauses;
mod clock;
mod compose;
mod corridor;
mod enrolment;
mod excess;
mod gauge;
mod interim;
mod ladder;
mod medicare_factor;
mod minimum_savings_rate;
mod payment_unit;
mod period;
mod piecewise;
mod reaching;
mod repayment;
mod risk_adjustment;
mod rule;
mod sharing;
mod stay;
mod stop_loss;
mod tournament;
#[cfg(test)]
mod toy;
mod truncation;

pub use advance::{Advance, taken_back};
pub use answers::{HeldClause, PayerAnswers, PayerQuestion};
pub use attribution::{Attribution, AttributionRule};
pub use clauses::{
    Amendment, Audit, ClauseLuck, ClauseState, Clauses, Delegation, MeasureChange, ReportingCost, Struck,
    Termination,
};
pub use clock::{Clock, PaidOver};
pub use corridor::{Band, Corridor};
pub use enrolment::{
    EnrolmentKind, EnrolmentType, check_enrolment, check_parts, risk_by_type, risk_within_caps,
};
pub use excess::{Excess, excess};
pub use gauge::Gauge;
pub use interim::{Interim, Prepayment};
pub(crate) use ladder::target_above;
pub use ladder::{ExpectedPart, Ladder, Rise, Rungs};
pub use medicare_factor::{FactorSource, MEDICARE_FACTORS};
pub use minimum_savings_rate::minimum_savings_rate;
pub use payment_unit::{Bearer, PaymentUnit};
pub use period::Period;
pub use piecewise::{Expectation, Piece, Piecewise};
pub use reaching::{SAME, reaches};
pub use repayment::{Repayment, Security, SecurityForm, SecurityMoved};
pub use risk_adjustment::{RawScores, RiskCap};
pub use rule::{Amount, SettlementRule};
pub use sharing::{Forfeited, Settlement, Sharing};
pub use stay::{Belief, Decision, OnRecord, Staying};
pub use stop_loss::{Retained, StopLoss, TRUNCATED_CV};
pub use tournament::{Tournament, neutral_slope};
pub use truncation::{Counted, Truncation};
