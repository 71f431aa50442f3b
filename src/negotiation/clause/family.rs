//! What a contract's family leaves to negotiation.

use crate::payer::{Contract, LineOfBusiness, Terms};

/// Whether the terms are a programme's rules, which law sets and nobody negotiates.
pub(super) fn is_by_law(terms: &Terms) -> bool {
    match terms {
        Terms::Mssp(_)
        | Terms::Reach(_)
        | Terms::Lead(_)
        | Terms::Mips(_)
        | Terms::HospitalValueBasedPurchasing(_)
        | Terms::HospitalReadmissionsReduction(_)
        | Terms::Team(_)
        | Terms::BpciAdvanced(_)
        | Terms::CjrX(_)
        | Terms::AmbulatorySpecialtyModel(_) => true,
        Terms::FeeForService(_)
        | Terms::SharedSavings(_)
        | Terms::PayForPerformance(_)
        | Terms::PrimaryCareCapitation(_)
        | Terms::Reporting(_)
        | Terms::PercentOfPremium(_)
        | Terms::DelegatedCapitation(_) => false,
    }
}

/// Whether law says which measures are reported: a programme's rules do, and so do Medicare's own primary care models.
pub(super) fn measures_are_law(contract: &Contract) -> bool {
    is_by_law(&contract.terms)
        || contract.line == LineOfBusiness::Medicare
            && matches!(contract.terms, Terms::PrimaryCareCapitation(_) | Terms::Reporting(_))
}

/// Why fee-for-service has none of the clauses.
pub(super) const FEES_ONLY: &str = "fee-for-service settles nothing that a clause could change";
