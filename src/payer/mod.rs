//! Payer → system: what a contract owes or is owed for a performance year.
//!
//! One file per contract family, each opening with the same headings. A family says what its
//! spending benchmark is, what it pays as a function of what is still uncertain, how a year that is
//! over settles, and when the agreement rebases. The one exhaustive match over families is in this
//! file.
//!
//! Rules are pure: chance reaches them as numbers.

pub mod benchmark;
mod bpci_advanced;
mod changes;
mod contract;
mod delegated_capitation;
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
mod mips;
mod mssp;
mod outlook;
mod pay_for_performance;
mod percent_of_premium;
mod primary_care_capitation;
mod reach;
mod reporting;
mod shared_savings;
mod team;
mod withheld;
mod year;

pub use bpci_advanced::BpciAdvanced;
pub use contract::{Contract, Line};
pub use delegated_capitation::DelegatedCapitation;
pub use family::Category;
pub use fee_for_service::FeeForService;
pub use full_risk::RiskBand;
pub use history::{BASE_YEARS, History, Market};
pub use hospital_readmissions_reduction::{Condition, HospitalReadmissionsReduction, Readmissions};
pub use hospital_value_based_purchasing::HospitalValueBasedPurchasing;
pub use lead::{Lead, SpendingGroup};
pub use mips::{Mips, Qualifying};
pub use mssp::{
    Level, MedicareKind, MedicareType, Mssp, QualityStatus, RiskTest, Rulebook, Standing, Stratum,
};
pub use outlook::{Case, Outlook, Payoff, Reward};
pub use pay_for_performance::{Measure, PayForPerformance};
pub use percent_of_premium::{PercentOfPremium, Stars};
pub use primary_care_capitation::PrimaryCareCapitation;
pub use reach::{Arrangement, Reach};
pub use reporting::Reporting;
pub use shared_savings::SharedSavings;
pub use team::{Episode, Team, Track};
pub use year::{Experience, Forecast, QualityOutlook, Year};

use crate::schema::choices;
use crate::terms::{PaymentUnit, Rule, Settlement};
use family::Family;

choices! {
    /// The contract families.
    pub enum Terms {
        /// Fee-for-service: the book that everything else is layered on.
        FeeForService(FeeForService) = "fee_for_service",
        /// Medicare Shared Savings Program, BASIC levels A to E and ENHANCED.
        Mssp(Mssp) = "mssp",
        /// ACO REACH and its predecessor Direct Contracting: risk corridors, Global or Professional.
        Reach(Reach) = "reach",
        /// Commercial shared savings, one- or two-sided.
        SharedSavings(SharedSavings) = "shared_savings",
        /// Merit-based Incentive Payment System and the qualifying-APM track.
        Mips(Mips) = "mips",
        /// Commercial pay for performance: a bonus pool for measured quality.
        PayForPerformance(PayForPerformance) = "pay_for_performance",
        /// Primary-care capitation with a performance adjustment.
        PrimaryCareCapitation(PrimaryCareCapitation) = "primary_care_capitation",
        /// Fee-for-service with a reward or penalty for reporting.
        Reporting(Reporting) = "reporting",
        /// Hospital Value-Based Purchasing: a budget-neutral tournament.
        HospitalValueBasedPurchasing(HospitalValueBasedPurchasing) = "hospital_value_based_purchasing",
        /// Hospital Readmissions Reduction Program: a penalty up to 3 %.
        HospitalReadmissionsReduction(HospitalReadmissionsReduction) = "hospital_readmissions_reduction",
        /// TEAM: surgical episodes of 30 days, tracks 1 to 3.
        Team(Team) = "team",
        /// BPCI Advanced: episodes of 90 days.
        BpciAdvanced(BpciAdvanced) = "bpci_advanced",
        /// LEAD, the successor of ACO REACH: ten years without rebasing, Global or Professional.
        Lead(Lead) = "lead",
        /// Medicare Advantage, percent of premium: full risk with corridor and stop-loss.
        PercentOfPremium(PercentOfPremium) = "percent_of_premium",
        /// Medicare Advantage, delegated capitation with a shared hospital pool.
        DelegatedCapitation(DelegatedCapitation) = "delegated_capitation",
    }
}

/// The one match over families.
macro_rules! each {
    ($terms:expr, $family:ident => $answer:expr) => {
        match $terms {
            Terms::FeeForService($family) => $answer,
            Terms::Mssp($family) => $answer,
            Terms::Reach($family) => $answer,
            Terms::SharedSavings($family) => $answer,
            Terms::Reporting($family) => $answer,
            Terms::PrimaryCareCapitation($family) => $answer,
            Terms::PayForPerformance($family) => $answer,
            Terms::Mips($family) => $answer,
            Terms::HospitalValueBasedPurchasing($family) => $answer,
            Terms::HospitalReadmissionsReduction($family) => $answer,
            Terms::Team($family) => $answer,
            Terms::BpciAdvanced($family) => $answer,
            Terms::Lead($family) => $answer,
            Terms::PercentOfPremium($family) => $answer,
            Terms::DelegatedCapitation($family) => $answer,
        }
    };
}

impl Terms {
    /// The unit that each family pays the system by, by key.
    pub const UNITS: &'static [(&'static str, PaymentUnit)] = &[
        ("fee_for_service", <FeeForService as Family>::UNIT),
        ("mssp", <Mssp as Family>::UNIT),
        ("reach", <Reach as Family>::UNIT),
        ("shared_savings", <SharedSavings as Family>::UNIT),
        ("mips", <Mips as Family>::UNIT),
        ("pay_for_performance", <PayForPerformance as Family>::UNIT),
        ("primary_care_capitation", <PrimaryCareCapitation as Family>::UNIT),
        ("reporting", <Reporting as Family>::UNIT),
        ("hospital_value_based_purchasing", <HospitalValueBasedPurchasing as Family>::UNIT),
        ("hospital_readmissions_reduction", <HospitalReadmissionsReduction as Family>::UNIT),
        ("team", <Team as Family>::UNIT),
        ("bpci_advanced", <BpciAdvanced as Family>::UNIT),
        ("lead", <Lead as Family>::UNIT),
        ("percent_of_premium", <PercentOfPremium as Family>::UNIT),
        ("delegated_capitation", <DelegatedCapitation as Family>::UNIT),
    ];

    /// Category of the HCP-LAN framework.
    #[must_use]
    pub fn category(&self) -> Category {
        each!(self, family => family.category())
    }

    /// Whether payment depends on cost of care or replaces fees: categories 3 and 4 of the HCP-LAN
    /// framework.
    #[must_use]
    pub fn is_value_based(&self) -> bool {
        self.category().is_value_based()
    }

    /// Whether there is anything to settle beside fees.
    #[must_use]
    pub fn settles(&self) -> bool {
        self.category() != Category::FeeForService
    }

    /// Spending benchmark per person, from the record of spending and the market's growth up to
    /// this year; 0 without one.
    #[must_use]
    pub fn benchmark(&self, year: &Year, history: &History, market: &Market<'_>) -> f64 {
        each!(self, family => family.benchmark(year, history, market))
    }

    /// What the contract pays, as a function of what is still uncertain before the year.
    #[must_use]
    pub fn payoff(&self, forecast: &Forecast) -> Payoff {
        each!(self, family => family.payoff(forecast))
    }

    /// Settles a performance year.
    #[must_use]
    pub fn settle(&self, experience: &Experience) -> Settlement {
        each!(self, family => family.settle(experience))
    }

    /// The numbers that decided a settlement, for a reader.
    #[must_use]
    pub fn rules(&self, experience: &Experience) -> Vec<Rule> {
        each!(self, family => family.rules(experience))
    }

    /// Part of the benchmark's growth from base to performance year that does not follow actual
    /// growth: the exposure to a wrong forecast.
    #[must_use]
    pub fn forecast_exposure(&self) -> f64 {
        each!(self, family => family.forecast_exposure())
    }

    /// Years between rebasings; `None` never rebases.
    #[must_use]
    pub fn rebase_every(&self) -> Option<usize> {
        each!(self, family => family.rebase_every())
    }

    /// Part of professional services that is still paid service by service, 0 to 1.
    #[must_use]
    pub fn fee_share(&self) -> f64 {
        each!(self, family => family.fee_share())
    }

    /// Paid for each attributed person and month whatever is done, $.
    #[must_use]
    pub fn capitation(&self, year: &Year) -> f64 {
        each!(self, family => family.capitation(year))
    }

    /// Whether its lives are people, rather than episodes.
    #[must_use]
    pub fn counts_people(&self) -> bool {
        each!(self, family => family.counts_people())
    }

    /// Noise of the cost of care that is settled, as a multiple of that of a whole year's cost, when a
    /// person costs `spending` in the year before the first.
    #[must_use]
    pub fn noise(&self, spending: f64) -> f64 {
        each!(self, family => family.noise(spending))
    }
}
