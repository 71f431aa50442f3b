//! Medicare Shared Savings Program: BASIC levels A to E and ENHANCED.
//!
//! # What it pays
//! A share of what assigned beneficiaries cost less than their benchmark; from BASIC C on the ACO
//! also owes a share of what they cost more.
//!
//! # Formula
//! `g = (B − E)/B`. Savings: with `g ≥ MSR`, `rate × (B − E)` from the first dollar, less 2 %
//! sequestration, at most `cap × B`. `rate` is the level's, times the quality score on the
//! alternative quality route, zero when quality fails. Losses from level C: with `−g ≥ MLR`,
//! `loss rate × (E − B)`: a flat 30 % in BASIC, `clamp(1 − rate·q, 40 %, 75 %)` in ENHANCED, at most
//! the loss cap. Benchmark: base years weighted 10/30/60 (equal on renewal), regional or
//! prior-savings adjustment, growth ⅔ two-way + ⅓ ACPT, capped risk ratio. With enrolment types each has
//! such a benchmark, and the contract's is their mean by person-years: `B = Σ share·UB`; the aggregate
//! risk ratio, weighted by cost, decides whether the types' ratios are cut.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Lower spending per beneficiary; quality only around the standard (and, on the alternative route,
//! in proportion); coding up to the cap.
//!
//! # Edge cases
//! The threshold is a dead-band: at the MSR the payment jumps. A low-revenue ACO in BASIC with at
//! least 5,000 beneficiaries shares at half rate below its MSR. Sequestration lowers savings, not
//! losses. Within the aggregate limit no type's ratio is cut, however high; a ratio that falls is never held.
//! An ACO without any effect still has a positive expected payment.
//!
//! # Law and market notes
//! 42 CFR 425.600–425.660. One-sided participation is limited to the five performance years of a first
//! agreement, and to none in later agreements that begin from 2027 on. Tracks 1, 1+, 2 and 3 closed after
//! 2021. Proposed for 2027: 60 % of savings in BASIC E.
//!
//! # Sources
//! Regulation text and CMS publications as graded beside each parameter; worked examples in the
//! tests.
//!
//! # Example
//! ```toml
//! [contract.medicare_aco.terms.mssp]
//! level = "enhanced"
//! elected_rate = 0.005
//! ```

mod adjustment;
mod agreement;
mod construction;
mod enrolment;
mod level;
mod rulebook;
mod stratum;

pub use adjustment::{
    AdjustmentCategory, Adjustments, MOST_ADDED, offset_factor, population_adjustment,
    prior_savings_adjustment, proration, regional_adjustment,
};
pub use agreement::{AgreementRules, BenchmarkMethod, RiskTest};
pub use construction::{
    MEDICARE_TYPES, TypeHistory, base_weights, by_person_years, risk_as_counted, total_benchmark,
    updated_by_dollars, weighted,
};
pub use enrolment::{MedicareKind, MedicareType};
pub use level::Level;
pub use rulebook::{AcoStanding, Rulebook};
pub use stratum::Stratum;

use stratum::ACPT_WEIGHT;

use super::family::Family;
use super::outlook::POINT;
use super::{
    Category, Experience, Forecast, History, Market, NotOffered, Payoff, PayoffCase, ProgrammeYears,
    QualityOutlook, Year,
};
use crate::math::{normal, power};
use crate::schema::{Grade, ReadTable, empty, flag, number, optional, parameters, required, word};
use crate::terms::{Settlement, SettlementRule, Sharing, check_enrolment, reaches};
use crate::units::{Cents, PerPersonYear, Ratio, Share, SignedShare, UsdPerYear};

/// Performance years of an agreement period.
const AGREEMENT_YEARS: usize = 5;

/// How quality turned out (42 CFR 425.512).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QualityStatus {
    /// The standard is met: full rate.
    Met,
    /// The alternative standard is met: rate × score.
    Alternative,
    /// Neither: nothing is earned, and ENHANCED owes the maximum loss rate.
    Failed,
}

parameters! {
    /// Medicare Shared Savings Program.
    pub struct Mssp {
        /// Level of participation in the first performance year of the agreement.
        level: Level = required();
        /// Whether BASIC moves up a level each year, to E.
        glide_path: bool = flag(false);
        /// Minimum savings and loss rate elected by a two-sided ACO: 0 to 2 %; the size-based
        /// sliding scale when left out. One-sided levels always use the scale.
        elected_rate: Option<Share> = optional().range(0.0, 0.02);
        /// Whether the ACO is low-revenue: below its minimum rate it then shares at half rate.
        low_revenue: bool = flag(false);
        /// Participants' Part A and B revenue, which limits losses in BASIC C to E; without it only
        /// the benchmark limits them.
        participant_revenue: Option<UsdPerYear> = optional();
        /// Quality score from which the standard is met.
        quality_standard: Share = number(0.7385).from(Grade::Published, "40th percentile MIPS quality score for PY2026, 73.85 (CMS memo December 2025)");
        /// Quality score from which the alternative standard is met.
        alternative_standard: Share = number(0.45).because("the 10th percentile on one outcome measure has no score of its own");
        /// The ACO's share of assignable beneficiaries in its counties: the national weight in the
        /// two-way growth rate.
        national_weight: Share = number(0.15).because("a mid-sized ACO in a metropolitan region");
        /// Prospective administrative growth (ACPT), fixed for the agreement.
        acpt_growth: SignedShare = number(0.049).range(-0.1, 0.2)
            .from(Grade::Published, "PY2024 ACPT growth as updated, 4.9 % (library.vbcexhibithall.com)");
        /// Regional spending per person over the ACO's own, in the base year.
        regional_ratio: Ratio = number(1.0).range(0.5, 2.0).because("the ACO spends what its region spends");
        /// Agreement period in force at the scenario's start: 1 is the first.
        agreement: u64 = number(1.0).range(1.0, 5.0).because("a first agreement");
        /// Prior savings per person of the agreement before, for a renewing ACO.
        prior_savings: PerPersonYear = number(0.0).range(0.0, 10_000.0).because("none unless stated");
        /// Part of savings withheld by sequestration.
        sequestration: Share = number(0.02).range(0.0, 0.1).from(Grade::Published, "2 % on savings only (CMS participation agreements)");
        /// Most the risk score may raise the benchmark beyond demographic growth.
        risk_cap: Share = number(0.03).range(0.0, 0.1).from(Grade::Published, "42 CFR 425.605(a)(1)(ii); 87 FR 69946");
        /// Demographic growth of the risk score over the agreement.
        demographic_growth: SignedShare = number(0.008).range(-0.1, 0.1).because("0.8 % as in the worked example of the payer note");
        /// What that limit holds for.
        risk_test: RiskTest = word("aggregate").from(Grade::Official, "agreements from 2024 (42 CFR 425.605(a)(1)(ii); 87 FR 69935)");
        /// Enrolment types, each with a benchmark, caps and a risk ratio of its own; the whole population as
        /// one when empty.
        enrolment: Vec<MedicareType> = empty();
    }
    check Mssp::check
}

impl Mssp {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        check_enrolment(&self.enrolment, MedicareType::part, table);
        if self.glide_path && !self.level.is_basic() {
            table.problem(
                "glide_path",
                format!(
                    "found true with level \"{}\"; the glide path belongs to BASIC; remove it",
                    self.level.key()
                ),
            );
        }
        if self.alternative_standard.0 > self.quality_standard.0 {
            table.problem(
                "alternative_standard",
                format!(
                    "found {}; it must not exceed the quality standard of {}",
                    self.alternative_standard.0, self.quality_standard.0
                ),
            );
        }
    }

    /// Weights of the regional adjustment, below and above the region, by agreement period.
    pub(crate) fn regional_weights(agreement: usize) -> (f64, f64) {
        match agreement {
            0 | 1 => (0.35, 0.15),
            2 => (0.50, 0.25),
            3 => (0.50, 0.35),
            _ => (0.50, 0.50),
        }
    }

    /// Most a risk ratio may be.
    fn risk_limit(&self) -> f64 {
        match self.risk_test {
            RiskTest::Aggregate => 1.0 + self.demographic_growth.0 + self.risk_cap.0,
            RiskTest::EachType => 1.0 + self.risk_cap.0,
        }
    }

    fn agreement(&self, year: &Year) -> usize {
        year.agreement - 1 + usize::try_from(self.agreement).unwrap_or(1)
    }

    /// Level in force in a year of the agreement.
    #[must_use]
    pub fn level(&self, year: &Year) -> Level {
        let steps = (year.agreement - 1) * AGREEMENT_YEARS + year.agreement_year - 1;
        if self.glide_path { self.level.after(steps) } else { self.level }
    }

    /// A level that is closed in a performance year.
    fn closed(&self, year: &Year) -> Option<String> {
        let (level, calendar) = (self.level(year), year.calendar.0);
        let found = format!("found \"{}\" for {calendar}", level.key());
        match level.open() {
            (first, _) if calendar < first => {
                let message =
                    format!("{found}; the level opened in {first}; write track_1, track_2 or track_3");
                Some(message)
            }
            (_, Some(last)) if last < calendar => Some(format!(
                "{found}; that track closed after {last}; write a level of BASIC, such as basic_e, or enhanced"
            )),
            _ => None,
        }
    }

    /// A year of one-sided participation more than there may be.
    fn one_sided_for_too_long(&self, year: &Year) -> Option<String> {
        let begins = year.calendar.0.saturating_sub(u16::try_from(year.agreement_year - 1).unwrap_or(0));
        let agreement = self.agreement(year);
        let allowed = Level::one_sided_years(agreement, begins);
        if self.level(year).is_two_sided() || year.agreement_year <= allowed {
            return None;
        }
        let last = year.calendar.0 - 1;
        Some(format!(
            "found \"{}\", which is one-sided, for {}, year {} of agreement period {agreement}; a first agreement may be one-sided for five performance years, a later one that begins from 2027 on for none (42 CFR 425.600); write glide_path = true, which moves it up a level each year, a two-sided level such as \"basic_e\", or last_year = {last} with after_end = the name of a contract at such a level",
            self.level(year).key(),
            year.calendar,
            year.agreement_year,
        ))
    }

    /// Status of a quality score, 0 to 1.
    #[must_use]
    pub fn status(&self, quality: f64) -> QualityStatus {
        if reaches(quality, self.quality_standard.0) {
            QualityStatus::Met
        } else if reaches(quality, self.alternative_standard.0) {
            QualityStatus::Alternative
        } else {
            QualityStatus::Failed
        }
    }

    /// The sharing rules of a year at a quality status and score, with `benchmark` dollars.
    #[must_use]
    pub fn sharing(&self, year: &Year, status: QualityStatus, quality: f64, benchmark: f64) -> Sharing {
        let standing = AcoStanding {
            level: self.level(year),
            agreement_year: year.agreement_year,
            lives: year.lives,
            elected_rate: self.elected_rate.map(|rate| rate.0),
            status,
            quality,
            low_revenue: self.low_revenue,
            participant_revenue: self
                .participant_revenue
                .filter(|_| benchmark > 0.0)
                .map(|revenue| revenue.0 / benchmark),
        };
        let book = Rulebook::under(year.calendar.0, year.rules);
        Sharing { sequestration: self.sequestration.0, ..book.sharing(&standing) }
    }

    /// The three ways quality can turn out.
    fn cases(&self, year: &Year, quality: QualityOutlook, benchmark: f64) -> Vec<PayoffCase> {
        let sd = quality.sd.max(1e-9);
        let met = normal((quality.mean - self.quality_standard.0) / sd);
        let any = normal((quality.mean - self.alternative_standard.0) / sd);
        let (met_slope, any_slope) = (met.density / sd, any.density / sd);
        let between = (any.below - met.below).max(0.0);
        // Mean score given the alternative route: a truncated normal.
        let alternative = if between > 1e-9 {
            quality.mean + sd * (any.density - met.density) / between
        } else {
            quality.mean.min(self.quality_standard.0)
        };
        let alternative = alternative.clamp(self.alternative_standard.0, self.quality_standard.0);
        let payoff = |status, score| self.sharing(year, status, score, benchmark).payoff();
        vec![
            PayoffCase {
                chance: met.below,
                chance_slope: met_slope,
                payoff: payoff(QualityStatus::Met, quality.mean),
                higher: Some(payoff(QualityStatus::Met, quality.mean + POINT)),
            },
            PayoffCase {
                chance: between,
                chance_slope: any_slope - met_slope,
                payoff: payoff(QualityStatus::Alternative, alternative),
                higher: Some(payoff(QualityStatus::Alternative, alternative + POINT)),
            },
            PayoffCase {
                chance: 1.0 - any.below,
                chance_slope: -any_slope,
                payoff: payoff(QualityStatus::Failed, quality.mean),
                higher: None,
            },
        ]
    }
}

impl Family for Mssp {
    const PROGRAMME: ProgrammeYears = ProgrammeYears::since(
        Rulebook::FIRST,
        "section 1899 of the Social Security Act; first agreements in April 2012 (76 FR 67802)",
    )
    .graded(Grade::Official);

    fn category(&self) -> Category {
        if self.level.rules().two_sided || self.glide_path {
            Category::SharedRisk
        } else {
            Category::SharedSavings
        }
    }

    fn in_force(&self, year: &Year) -> Option<&'static str> {
        Some(self.level(year).key())
    }

    fn not_offered(&self, year: &Year) -> Option<NotOffered> {
        let message = self.closed(year).or_else(|| self.one_sided_for_too_long(year))?;
        Some(NotOffered { key: "level", message })
    }

    fn benchmark(&self, year: &Year, history: &History, market: &Market<'_>) -> f64 {
        let agreement = self.agreement(year);
        let (below, above) = Mssp::regional_weights(agreement);
        let two_way = self.national_weight.0 * Market::growth(market.national, history, year.index)
            + (1.0 - self.national_weight.0) * Market::growth(market.regional, history, year.index);
        let years = i32::try_from(super::BASE_YEARS + year.index - history.last_base).unwrap_or(i32::MAX);
        // The base is trended to its last year like the region; regional and national levels follow
        // their own indices from the scenario's base year.
        let last = history.last_base;
        let first_base = super::BASE_YEARS - 1;
        let prior_savings = if year.agreement == 1 { self.prior_savings.0 } else { history.mean_saved() };
        let whole = Stratum {
            base: history.trended(market.regional),
            equal_weights: agreement > 1,
            regional: self.regional_ratio.0 * market.level * market.regional[last]
                / market.regional[first_base],
            national: market.level * market.national[last] / market.national[first_base],
            regional_weight_below: below,
            regional_weight_above: above,
            prior_savings: if agreement > 1 { prior_savings } else { 0.0 },
            two_way,
            acpt: power(1.0 + self.acpt_growth.0, years),
            risk_ratio: year.risk_ratio,
            risk_limit: self.risk_limit(),
        };
        if self.enrolment.is_empty() {
            return whole.benchmark();
        }
        Stratum::together(MedicareType::strata(&self.enrolment, whole, self.regional_ratio), self.risk_test)
    }

    fn payoff(&self, f: &Forecast) -> Payoff {
        Payoff { cases: self.cases(&f.year, f.quality, f.benchmark), rewards: Vec::new() }
    }

    fn settle(&self, e: &Experience) -> Settlement {
        self.sharing(&e.year, self.status(e.quality), e.quality, e.benchmark)
            .settle(Cents::round(e.benchmark), Cents::round(e.spending))
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        self.sharing(&e.year, self.status(e.quality), e.quality, e.benchmark).rules()
    }

    fn forecast_exposure(&self) -> f64 {
        ACPT_WEIGHT
    }

    fn rebase_every(&self) -> Option<usize> {
        Some(AGREEMENT_YEARS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::RuleSet;

    /// Terms at their defaults.
    pub(super) fn mssp(level: Level) -> Mssp {
        Mssp {
            level,
            glide_path: false,
            elected_rate: None,
            low_revenue: false,
            participant_revenue: None,
            quality_standard: Share(0.7385),
            alternative_standard: Share(0.45),
            national_weight: Share(0.15),
            acpt_growth: SignedShare(0.049),
            regional_ratio: Ratio(1.0),
            agreement: 1,
            prior_savings: PerPersonYear(0.0),
            sequestration: Share(0.02),
            risk_cap: Share(0.03),
            demographic_growth: SignedShare(0.008),
            risk_test: RiskTest::Aggregate,
            enrolment: Vec::new(),
        }
    }

    fn year(lives: f64) -> Year {
        Year { lives, ..Year::FIRST }
    }

    fn settle(terms: &Mssp, lives: f64, status: QualityStatus, quality: f64, b: f64, e: f64) -> i64 {
        let rules = terms.sharing(&year(lives), status, quality, b);
        let net = rules.settle(Cents::round(b), Cents::round(e)).net();
        (net.0 as f64 / 100.0).round() as i64
    }

    /// Worked example 1: BASIC B, 13,151 beneficiaries, 12,857 person-years, benchmark 13,278,
    /// spending 12,691.
    #[test]
    fn worked_example_1() {
        let (b, e) = (13_278.0 * 12_857.0, 12_691.0 * 12_857.0);
        let terms = mssp(Level::BasicB);
        // G = 587 × 12,857 = 7,547,059; 40 % × 98 % = 2,958,447.13.
        assert_eq!(settle(&terms, 13_151.0, QualityStatus::Met, 0.8, b, e), 2_958_447);
        // Without sequestration 3,018,823.60.
        let plain = Mssp { sequestration: Share(0.0), ..terms.clone() };
        assert_eq!(settle(&plain, 13_151.0, QualityStatus::Met, 0.8, b, e), 3_018_824);
        // The alternative route at 0.70 without sequestration: 2,113,176.52.
        assert_eq!(settle(&plain, 13_151.0, QualityStatus::Alternative, 0.70, b, e), 2_113_177);
        // Spending 12,950: g = 2.47 % < 2.811 %: nothing; low-revenue half rate: 20 % × 328 × 12,857
        // = 843,419.20.
        let e = 12_950.0 * 12_857.0;
        assert_eq!(settle(&terms, 13_151.0, QualityStatus::Met, 0.8, b, e), 0);
        let low = Mssp { low_revenue: true, ..plain };
        assert_eq!(settle(&low, 13_151.0, QualityStatus::Met, 0.8, b, e), 843_419);
    }

    /// Worked example 2: losses of 6 % on a benchmark of 100M.
    #[test]
    fn worked_example_2() {
        let with = |level, revenue| Mssp {
            participant_revenue: Some(UsdPerYear(revenue)),
            elected_rate: Some(Share(0.005)),
            ..mssp(level)
        };
        let owed =
            |level, revenue| -settle(&with(level, revenue), 10_000.0, QualityStatus::Met, 0.8, 100e6, 106e6);
        assert_eq!(owed(Level::BasicE, 18e6), 1_440_000);
        assert_eq!(owed(Level::BasicC, 18e6), 360_000);
        assert_eq!(owed(Level::BasicD, 18e6), 720_000);
        assert_eq!(owed(Level::BasicC, 60e6), 1_000_000);
        assert_eq!(owed(Level::BasicD, 60e6), 1_800_000);
        assert_eq!(owed(Level::BasicE, 60e6), 1_800_000);
        assert_eq!(owed(Level::BasicA, 60e6), 0);
    }

    /// Worked example 3: ENHANCED with a benchmark of 330M.
    #[test]
    fn worked_example_3() {
        let terms = Mssp { elected_rate: Some(Share(0.0)), ..mssp(Level::Enhanced) };
        let net = |status, quality, rate: f64| {
            settle(&terms, 20_000.0, status, quality, 330e6, 330e6 * (1.0 - rate))
        };
        assert_eq!(net(QualityStatus::Met, 0.8, 0.07), 16_978_500); // 17.325M × 98 %
        // 1 − 0.75 × 0.7385 = 0.446125; × 16.5M = 7,361,062.50.
        assert!((net(QualityStatus::Met, 0.7385, -0.05) + 7_361_062).abs() <= 1);
        assert_eq!(net(QualityStatus::Alternative, 0.60, -0.05), -9_075_000);
        assert_eq!(net(QualityStatus::Met, 0.7385, -0.35), -49_500_000);
        assert_eq!(net(QualityStatus::Met, 0.8, 0.30), 66_000_000);
        // A failed standard owes 75 %.
        assert_eq!(net(QualityStatus::Failed, 0.3, -0.05), -12_375_000);
        assert_eq!(net(QualityStatus::Failed, 0.3, 0.07), 0);
    }

    /// The 30 % loss of example 3 as the note prints it: −30 % at q = .7385 owes
    /// min(44.6125 % × 99M, 49.5M) = 44,166,375, below the cap the note names; the cap of 15 % binds
    /// from a loss of 33.6 %.
    #[test]
    fn worked_example_3_cap() {
        let terms = Mssp { elected_rate: Some(Share(0.0)), ..mssp(Level::Enhanced) };
        assert_eq!(settle(&terms, 20_000.0, QualityStatus::Met, 0.7385, 330e6, 429e6), -44_166_375);
        assert_eq!(settle(&terms, 20_000.0, QualityStatus::Alternative, 0.60, 330e6, 429e6), -49_500_000);
    }

    /// Worked example 5, published: 25,000 beneficiaries at 12,500; growth projected 2.7 to 3.9 points too
    /// low (0.9 to 1.3 % of the benchmark at its weight of a third) takes 2.7 to 4.1 million from the
    /// benchmark and about 1.5 to 2.0 million from shared savings, at half of them.
    #[test]
    fn worked_example_5() {
        let acpt = |acpt| Stratum {
            base: [12_500.0; 3],
            equal_weights: true,
            regional: 12_500.0,
            national: 12_500.0,
            regional_weight_below: 0.35,
            regional_weight_above: 0.15,
            prior_savings: 0.0,
            two_way: 1.0,
            acpt,
            risk_ratio: 1.0,
            risk_limit: 1.03,
        };
        let total = |growth| 25_000.0 * acpt(growth).benchmark();
        let terms = Mssp { sequestration: Share(0.0), elected_rate: Some(Share(0.0)), ..mssp(Level::BasicE) };
        let earned = |b| settle(&terms, 25_000.0, QualityStatus::Met, 0.8, b, 300e6);
        assert!((total(1.0) - 312.5e6).abs() < 1e-6);
        // 312.5M × 2.7 %/3 = 2.8125M, 312.5M × 3.9 %/3 = 4.0625M; half of each: 1.40625M, 2.03125M.
        for (shortfall, fall, lost, printed) in
            [(0.027, 2_812_500.0, 1_406_250, [2.7e6, 1.5e6]), (0.039, 4_062_500.0, 2_031_250, [4.1e6, 2.0e6])]
        {
            let below = total(1.0 - shortfall);
            assert!((total(1.0) - below - fall).abs() < 1e-6, "{below}");
            assert_eq!(earned(total(1.0)) - earned(below), lost);
            // The source prints ranges to the tenth of a million.
            assert!(
                (fall - printed[0]).abs() < 0.12e6 && (f64::from(lost as i32) - printed[1]).abs() < 0.1e6
            );
        }
    }

    /// Worked example 6: 4,000,000 × 50 % × quality 90 % × half of a year = 900,000 (Aledade).
    #[test]
    fn worked_example_6() {
        let terms = Mssp { sequestration: Share(0.0), elected_rate: Some(Share(0.0)), ..mssp(Level::BasicE) };
        let full = settle(&terms, 10_000.0, QualityStatus::Alternative, 0.90, 100e6, 96e6);
        assert_eq!(full, 1_800_000);
        assert_eq!(full / 2, 900_000);
    }

    #[test]
    fn the_glide_path_climbs_and_stops() {
        let terms = Mssp { glide_path: true, ..mssp(Level::BasicA) };
        let at = |agreement_year, agreement| terms.level(&Year { agreement_year, agreement, ..year(1e4) });
        assert_eq!(
            [at(1, 1), at(2, 1), at(3, 1), at(5, 1), at(1, 2)],
            [Level::BasicA, Level::BasicB, Level::BasicC, Level::BasicE, Level::BasicE]
        );
    }

    #[test]
    fn one_sided_years_are_counted_by_agreement_and_calendar() {
        let basic_a = mssp(Level::BasicA);
        let at = |terms: &Mssp, calendar: u16, agreement, agreement_year| {
            let calendar = crate::units::CalendarYear(calendar);
            terms.not_offered(&Year { calendar, agreement_year, agreement, ..year(1e4) }).is_some()
        };
        // A first agreement from 2026: its five years stand, the second begins in 2031 and none of it does.
        assert!(!at(&basic_a, 2030, 1, 5));
        assert!(at(&basic_a, 2031, 2, 1));
        // A renewing ACO: none of an agreement from 2027; one that began in 2026 is left as it is.
        let second = Mssp { agreement: 2, ..basic_a.clone() };
        assert!(!at(&second, 2028, 1, 3));
        assert!(at(&second, 2027, 1, 1));
        // On the glide path it has moved on to C by its third year.
        let glides = Mssp { glide_path: true, ..basic_a.clone() };
        assert!(!at(&glides, 2028, 1, 3) && !at(&glides, 2031, 2, 1));
        let said = basic_a.not_offered(&Year {
            calendar: crate::units::CalendarYear(2031),
            agreement_year: 1,
            agreement: 2,
            ..year(1e4)
        });
        assert!(said.is_some_and(|said| said.message.contains("last_year = 2030")));
    }

    #[test]
    fn tracks_open_and_close_by_calendar() {
        let at = |level, calendar| {
            let calendar = crate::units::CalendarYear(calendar);
            mssp(level).not_offered(&Year { calendar, ..year(1e4) }).is_none()
        };
        assert!(at(Level::Track2, 2012) && at(Level::Track2, 2021) && !at(Level::Track2, 2022));
        assert!(!at(Level::Track1Plus, 2017) && at(Level::Track1Plus, 2018));
        assert!(!at(Level::Enhanced, 2018) && at(Level::Enhanced, 2019) && at(Level::Enhanced, 2040));
    }

    /// Proposed for 2027: 10M saved of 100M at BASIC E, 6 % less 2 % withheld: 60 % of 10M × 98 % = 5.88M, where
    /// the rules in force pay 50 %, 4.9M.
    #[test]
    fn the_proposal_for_2027_raises_level_e() {
        let terms = Mssp { elected_rate: Some(Share(0.0)), ..mssp(Level::BasicE) };
        let net = |calendar, rules| {
            let year = Year { calendar: crate::units::CalendarYear(calendar), rules, ..year(1e4) };
            let sharing = terms.sharing(&year, QualityStatus::Met, 0.8, 100e6);
            sharing.settle(Cents(10_000_000_000), Cents(9_000_000_000)).net()
        };
        assert_eq!(net(2027, RuleSet::Proposed2027), Cents(588_000_000));
        assert_eq!(net(2027, RuleSet::Final), Cents(490_000_000));
        assert_eq!(net(2026, RuleSet::Proposed2027), Cents(490_000_000));
    }

    #[test]
    fn quality_cases_add_up() {
        let terms = mssp(Level::Enhanced);
        let at = |mean: f64| terms.cases(&year(1e4), QualityOutlook { mean, sd: 0.05 }, 1e8);
        let chances: f64 = at(0.7).iter().map(|c| c.chance).sum();
        assert!((chances - 1.0).abs() < 1e-12);
        let slopes: f64 = at(0.7).iter().map(|c| c.chance_slope).sum();
        assert!(slopes.abs() < 1e-9);
        let numeric = (at(0.7 + 1e-6)[0].chance - at(0.7 - 1e-6)[0].chance) / 2e-6;
        assert!((at(0.7)[0].chance_slope - numeric).abs() < 1e-4);
    }
}
