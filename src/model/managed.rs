//! What care management of a contract needs, by line of business.

use crate::behaviour::OwnEffort;
use crate::payer::{Contract, LineOfBusiness};

/// Lives that one care manager is enough for in a line of business, over Medicare.
#[must_use]
pub fn lives_of_manager(own: &OwnEffort, line: LineOfBusiness) -> f64 {
    match line {
        LineOfBusiness::Medicare | LineOfBusiness::MedicareAdvantage => 1.0,
        LineOfBusiness::Commercial => own.commercial_lives.0,
        LineOfBusiness::Medicaid => own.medicaid_lives.0,
    }
}

/// What a contract's own programme spends on care management, $ a member and month at the start's prices; nothing
/// where it settles nothing or has nobody.
#[must_use]
pub fn programme_funding(contract: &Contract, lives: f64) -> f64 {
    if contract.terms.settles() && lives > 0.0 {
        contract.care_management(lives) / (12.0 * lives)
    } else {
        0.0
    }
}
