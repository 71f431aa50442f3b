//! Payer → system: what a contract owes or is owed for a performance year.
//!
//! One file per contract family, each opening with the same headings. A family says what its
//! spending benchmark is, what it pays as a function of what is still uncertain, how a year that is
//! over settles, and when the agreement rebases. The one list of families stands below.
//!
//! Rules are pure: chance reaches them as numbers.

mod ambulatory_specialty_model;
mod basis;
pub mod benchmark;
mod bpci_advanced;
mod calendar;
mod changes;
mod cjr_x;
mod contract;
mod delegated_capitation;
mod episode_mix;
mod episodes;
mod family;
mod fee_for_service;
mod full_risk;
mod history;
mod hospital;
mod hospital_readmissions_reduction;
mod hospital_value_based_purchasing;
mod idle;
mod lead;
mod ma_bid;
mod mips;
pub mod mssp;
mod outlook;
mod pay_for_performance;
mod percent_of_premium;
mod planned;
mod prices;
mod primary_care_capitation;
mod qualifying;
mod reach;
mod reach_rules;
mod reporting;
mod secured;
mod shared_savings;
mod team;
mod team_track;
mod withheld;
mod year;

pub use ambulatory_specialty_model::SpecialtyCohort;
pub use calendar::{NotOffered, ProgrammeYears, RuleSet};
pub use contract::{Contract, LineOfBusiness};
pub use delegated_capitation::PremiumParts;
pub use episode_mix::{Episode, EpisodeCategory};
pub use family::Category;
pub use full_risk::RiskBand;
pub use history::{BASE_YEARS, History, Market};
pub use hospital_readmissions_reduction::{Condition, Readmissions};
pub use hospital_value_based_purchasing::{Domain, DomainScore};
pub use lead::SpendingGroup;
pub use ma_bid::{CountyQuartile, MedicareBid, Stars};
pub use mssp::{AcoStanding, Level, MedicareKind, MedicareType, QualityStatus, RiskTest, Rulebook, Stratum};
pub use outlook::{ContractOutlook, Payoff, PayoffCase, Reward};
pub use pay_for_performance::QualityMeasure;
pub use prices::{PriceGrowth, PricePath, PricesByYear, StatutoryPrices, conversion_factor};
pub use qualifying::{Qualifying, QualifyingRules, QualifyingYear};
pub use reach_rules::Arrangement;
pub use team_track::{HospitalKind, Track};
pub use withheld::HighPerformersPool;
pub use year::{BenchmarkBasis, Experience, Forecast, QualityOutlook, Year};

use crate::terms::{PaidOver, PaymentUnit, Settlement, SettlementRule};
use family::{Family, families};

families! {
    /// Fee-for-service: the book that everything else is layered on.
    fee_for_service::FeeForService = "fee_for_service",
    /// Medicare Shared Savings Program, BASIC levels A to E and ENHANCED.
    mssp::Mssp = "mssp",
    /// ACO REACH and its predecessor Direct Contracting: risk corridors, Global or Professional.
    reach::Reach = "reach",
    /// Commercial shared savings, one- or two-sided.
    shared_savings::SharedSavings = "shared_savings",
    /// Merit-based Incentive Payment System and the qualifying-APM track.
    mips::Mips = "mips",
    /// Commercial pay for performance: a bonus pool for measured quality.
    pay_for_performance::PayForPerformance = "pay_for_performance",
    /// Primary-care capitation with a performance adjustment.
    primary_care_capitation::PrimaryCareCapitation = "primary_care_capitation",
    /// Fee-for-service with a reward or penalty for reporting.
    reporting::Reporting = "reporting",
    /// Hospital Value-Based Purchasing: a budget-neutral tournament.
    hospital_value_based_purchasing::HospitalValueBasedPurchasing = "hospital_value_based_purchasing",
    /// Hospital Readmissions Reduction Program: a penalty up to 3 %.
    hospital_readmissions_reduction::HospitalReadmissionsReduction = "hospital_readmissions_reduction",
    /// TEAM: surgical episodes of 30 days, tracks 1 to 3.
    team::Team = "team",
    /// BPCI Advanced: episodes of 90 days.
    bpci_advanced::BpciAdvanced = "bpci_advanced",
    /// CJR-X: joint replacements of 90 days, from 2028.
    cjr_x::CjrX = "cjr_x",
    /// Ambulatory Specialty Model: heart failure and low back pain, from 2027.
    ambulatory_specialty_model::AmbulatorySpecialtyModel = "ambulatory_specialty_model",
    /// LEAD, the successor of ACO REACH: ten years without rebasing, Global or Professional.
    lead::Lead = "lead",
    /// Medicare Advantage, percent of premium: full risk with corridor and stop-loss.
    percent_of_premium::PercentOfPremium = "percent_of_premium",
    /// Medicare Advantage, delegated capitation with a shared hospital pool.
    delegated_capitation::DelegatedCapitation = "delegated_capitation",
}
