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
//! the loss cap. Benchmark: base years weighted 10/30/60 (equal on renewal), the highest of regional,
//! prior-savings and population adjustment and none below zero, growth ⅔ two-way + ⅓ ACPT, capped risk
//! ratio. An agreement that began before 2024 keeps its own rules: the regional adjustment whatever its sign,
//! two-way growth alone, each type's ratio cut at 3 %. With enrolment types each has such a benchmark, and
//! the contract's is their mean by person-years: `B = Σ share·UB`; the aggregate risk ratio, weighted by
//! cost, decides whether the types' ratios are cut. A loss is tested again over the benchmark without
//! prospective growth: what is not owed over that is not owed.
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
//! least 5,000 beneficiaries shares at half rate below its MSR. With fewer the rate by size takes the place
//! of an elected one. Sequestration lowers savings, not
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
//!
//! An agreement that began in 2024, from a benchmark published for that year:
//! ```toml
//! [contract.medicare_aco]
//! first_year = 2024
//! [contract.medicare_aco.terms.mssp]
//! level = "basic_e"
//! benchmark = { stated = { updated = 13018, year = 2024, risk_ratio = 1.01 } }
//! ```
//!
//! From base years as published, with one enrolment type:
//! ```toml
//! [contract.medicare_aco.terms.mssp.benchmark.base_years]
//! last = 2023
//! historical = 12500
//! updated = { per_person = 13018, year = 2024 }
//! types = [{ kind = "aged_non_dual", share = 1.0, spending = [11000, 11400, 11900], risk = [1.01, 1.02, 1.04] }]
//! ```

mod adjustment;
mod agreement;
mod construction;
mod enrolment;
mod given;
mod level;
mod moved_on;
mod rulebook;
mod stratum;
#[cfg(test)]
mod tests;

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
pub use given::{BaseYearFacts, BenchmarkFrom, PublishedUpdate, SimulatedBase, StatedBenchmark, TypeFacts};
pub use level::Level;
pub use rulebook::{AcoStanding, Rulebook};
pub use stratum::{AdjustmentTaken, BuiltBenchmark, Construction, Stratum};

use moved_on::BenchmarkYear;

use super::family::Family;
use super::outlook::POINT;
use super::{
    BenchmarkBasis, Category, Experience, Forecast, History, Market, NotOffered, Payoff, PayoffCase,
    ProgrammeYears, QualityOutlook, Year,
};
use crate::math::normal;
use crate::schema::{Grade, ReadTable, empty, flag, number, optional, parameters, required, word};
use crate::terms::{Settlement, SettlementRule, Sharing, check_enrolment, reaches};
use crate::units::{Cents, PerPersonYear, Ratio, Share, SignedShare, UsdPerYear};

/// Minimum rates that a two-sided ACO can elect (42 CFR 425.605(b)(2), .610(b)).
pub(crate) const ELECTED: [f64; 5] = [0.0, 0.005, 0.01, 0.015, 0.02];

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
        /// Minimum savings and loss rate elected by a two-sided ACO: 0, 0.5, 1, 1.5 or 2 %; the size-based
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
        /// Prior savings per person on the mean of the three years before, for a renewing ACO: before any
        /// part of them is taken, and before the cap.
        prior_savings: PerPersonYear = number(0.0).range(0.0, 10_000.0).because("none unless stated");
        /// Person-years of the years that saved them over those of the base years, as far as more people are
        /// assigned now: prior savings count by it.
        prior_savings_proration: Share = number(1.0).because("as many people as then; the public record of the renewals of 2016 comes out only with it");
        /// Part of the assigned people who are dually eligible or have a low-income subsidy: from 15 % on it
        /// opens the population adjustment of agreements from 2025 (42 CFR 425.662).
        dual_or_low_income: Share = number(0.0).because("none unless stated; it is not in the public record");
        /// Part of the assigned people who are dually eligible: it shrinks a negative regional adjustment.
        dual_share: Share = number(0.0).because("no offset unless stated (42 CFR 425.656)");
        /// Mean risk score of the third base year: what it has above 1 shrinks it, too.
        mean_risk: Ratio = number(1.0).range(0.1, 10.0).because("the nation's");
        /// What the benchmark of the agreement in force rests on.
        benchmark: BenchmarkFrom = word("growth").because("the three simulated years before the scenario");
        /// Part of savings withheld by sequestration.
        sequestration: Share = number(0.02).range(0.0, 0.1).from(Grade::Published, "2 % on savings only (CMS participation agreements)");
        /// Most the risk score may raise the benchmark beyond demographic growth.
        risk_cap: Share = number(0.03).range(0.0, 0.1).from(Grade::Published, "42 CFR 425.605(a)(1)(ii); 87 FR 69946");
        /// Demographic growth of the risk score over the agreement.
        demographic_growth: SignedShare = number(0.008).range(-0.1, 0.1).because("0.8 % as in the worked example of the payer note");
        /// What that limit holds for; by the agreement's start when left out: each type alone before 2024, all
        /// together since (42 CFR 425.605(a)(1)(ii); 87 FR 69935).
        risk_test: Option<RiskTest> = optional();
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
        if let Some(rate) =
            self.elected_rate.filter(|rate| !ELECTED.iter().any(|one| (one - rate.0).abs() < 1e-12))
        {
            table.problem(
                "elected_rate",
                format!(
                    "found {}; an ACO elects 0, 0.005, 0.01, 0.015 or 0.02 (42 CFR 425.605(b)); leave it out for the rate by size",
                    rate.0
                ),
            );
        }
        if matches!(self.benchmark, BenchmarkFrom::BaseYears(_)) && !self.enrolment.is_empty() {
            table.problem(
                "enrolment",
                "found beside the types of benchmark.base_years, which hold shares and spending of the types; remove it",
            );
        }
        if self.agreement == 1 && self.prior_savings.0 > 0.0 {
            table.problem(
                "prior_savings",
                format!(
                    "found {} in a first agreement, which has none before it; write agreement = 2 or more, or remove it",
                    self.prior_savings.0
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

    /// What is added, updated and limited in a year, by the rules of its agreement's start.
    fn construction(&self, year: &Year, history: &History) -> Construction {
        let rules = AgreementRules::of(year.began().0, year.rules);
        let agreement = self.agreement(year);
        // What is on record of the agreement before counts, whichever contract it was, unless savings are stated.
        let saved = if year.agreement == 1 && self.prior_savings.0 > 0.0 {
            self.prior_savings.0 * self.prior_savings_proration.0
        } else {
            history.mean_saved() * proration(history.mean_assigned(), year.lives)
        };
        Construction {
            rules,
            regional_weights: rules.regional_weights(agreement, self.level(year) == Level::Enhanced),
            offset: offset_factor(self.dual_share.0, self.mean_risk.0),
            prior_savings: if agreement > 1 { saved } else { 0.0 },
            low_income: self.dual_or_low_income.0,
            stated_regional: None,
            stated_prior_savings: None,
            risk_test: self.risk_test.unwrap_or(rules.risk_test),
        }
    }

    /// The benchmark of a year as built.
    fn built(&self, year: &Year, history: &History, market: &Market<'_>) -> BuiltBenchmark {
        let mut construction = self.construction(year, history);
        let in_force = if year.agreement == 1 { Some(&self.benchmark) } else { None };
        if let Some(BenchmarkFrom::BaseYears(facts)) = in_force {
            construction.stated_regional = facts.regional_adjustment.map(|dollars| dollars.0);
            construction.stated_prior_savings = facts.prior_savings_adjustment.map(|dollars| dollars.0);
        }
        let moved = BenchmarkYear {
            year,
            history,
            market,
            construction,
            is_first: self.agreement(year) == 1,
            national_weight: self.national_weight.0,
            prospective: self.acpt_growth.0,
            risk_limit: self.risk_limit(construction.risk_test),
            regional_ratio: self.regional_ratio,
        };
        match in_force {
            Some(BenchmarkFrom::Stated(stated)) => moved.stated(stated),
            Some(BenchmarkFrom::BaseYears(facts)) => moved.facts(facts),
            Some(BenchmarkFrom::Growth(_)) | None => match &self.benchmark {
                BenchmarkFrom::BaseYears(facts) => moved.simulated(&facts.enrolment()),
                BenchmarkFrom::Growth(_) | BenchmarkFrom::Stated(_) => moved.simulated(&self.enrolment),
            },
        }
    }

    /// Most a risk ratio may be.
    fn risk_limit(&self, test: RiskTest) -> f64 {
        match test {
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
        let agreement = self.agreement(year);
        let allowed = Level::one_sided_years(agreement, year.began().0);
        if self.level(year).is_two_sided() || year.agreement_year <= allowed {
            return None;
        }
        let last = year.calendar.0 - 1;
        let glide = if (allowed > 0 || year.agreement > 1) && !self.glide_path {
            "glide_path = true, which moves it up a level each year, "
        } else {
            ""
        };
        let then = if year.agreement_year > 1 || year.agreement > 1 {
            format!(", or last_year = {last} with after_end = the name of a contract at such a level")
        } else {
            String::new()
        };
        Some(format!(
            "found \"{}\", which is one-sided, for {}, year {} of agreement period {agreement}; a first agreement may be one-sided for five performance years, a later one that begins from 2027 on for none (42 CFR 425.600); write {glide}a two-sided level such as \"basic_e\"{then}",
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
        let retest = year.basis.retest;
        let payoff = |status, score| self.sharing(year, status, score, benchmark).payoff_retested(retest);
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
        self.built(year, history, market).per_person
    }

    fn strike(&self, year: &Year, history: &History, market: &Market<'_>) -> (f64, BenchmarkBasis) {
        let built = self.built(year, history, market);
        let retest = if built.per_person > 0.0 { built.without_prospect / built.per_person } else { 1.0 };
        let adjustment = built.taken.map(|taken| (taken.category.in_words(), taken.amount));
        (built.per_person, BenchmarkBasis { adjustment, retest })
    }

    fn payoff(&self, f: &Forecast) -> Payoff {
        Payoff { cases: self.cases(&f.year, f.quality, f.benchmark), rewards: Vec::new() }
    }

    /// A loss is tested again without prospective growth in the benchmark: what is not owed over that is not
    /// owed, and what is owed is owed over it (42 CFR 425.652(b), 425.605, recalled).
    fn settle(&self, e: &Experience) -> Settlement {
        let (benchmark, spending) = (Cents::round(e.benchmark), Cents::round(e.spending));
        let sharing = self.sharing(&e.year, self.status(e.quality), e.quality, e.benchmark);
        let settled = sharing.settle(benchmark, spending);
        if settled.owed <= Cents::ZERO || e.year.basis.retest <= 1.0 {
            return settled;
        }
        let again = sharing.settle(Cents::round(e.year.basis.retest * e.benchmark), spending);
        let owed = again.owed.min(settled.owed);
        Settlement { owed, payer_bears: settled.payer_bears + (settled.owed - owed), ..settled }
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let mut rules = self.sharing(&e.year, self.status(e.quality), e.quality, e.benchmark).rules();
        if let Some((name, amount)) = e.year.basis.adjustment {
            rules.push(SettlementRule::dollars(name, amount));
        }
        if e.year.basis.retest > 1.0 && self.level(&e.year).is_two_sided() {
            rules.push(SettlementRule::share(
                "benchmark without prospective growth, over which a loss is tested again",
                e.year.basis.retest,
            ));
        }
        rules
    }

    /// Prospective growth, a third of it in agreements from 2024.
    fn forecast_exposure(&self) -> f64 {
        1.0 / 3.0
    }

    fn period(&self, year: &Year) -> usize {
        self.agreement(year)
    }

    fn rebase_every(&self) -> Option<usize> {
        Some(AGREEMENT_YEARS)
    }
}
