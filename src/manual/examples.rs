//! Whole scenarios that show one thing each: they run as they stand.

/// Scenarios by what they show.
macro_rules! scenarios {
    ($folder:literal: $( $name:literal )+) => {
        &[ $( ($name, include_str!(concat!("../../scenarios/", $folder, "/", $name, ".toml"))), )+ ]
    };
}

/// One for each way to be paid and each rule of a plan.
#[rustfmt::skip]
pub(super) const OF_MODELS: &[(&str, &str)] = scenarios!("models":
    "app_supervision" "budget_neutral" "call_coverage" "capitation" "clawback" "co_management"
    "collared_salary" "collections" "deferral" "draw" "fair_market_value" "gainsharing" "group_pool"
    "guarantee" "hold_harmless" "panel" "per_encounter" "psa" "quality_bonus" "quality_gate"
    "quality_withhold" "rebased_salary" "salary" "shared_savings" "shift" "stipend" "wrvu" "wrvu_threshold"
);

/// One for each contract family.
#[rustfmt::skip]
pub(super) const OF_CONTRACTS: &[(&str, &str)] = scenarios!("contracts":
    "ambulatory_specialty_model" "bpci_advanced" "cjr_x" "delegated_capitation" "fee_for_service"
    "hospital_readmissions_reduction" "hospital_value_based_purchasing" "lead" "mips" "mssp"
    "pay_for_performance" "percent_of_premium" "primary_care_capitation" "reach" "shared_savings" "team"
);
