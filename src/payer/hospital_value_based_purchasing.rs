//! Hospital Value-Based Purchasing.
//!
//! # What it pays
//! Two per cent of a hospital's base operating DRG payments are withheld and go back to all hospitals
//! in proportion to their Total Performance Score: a tournament in which the country breaks even.
//!
//! # Formula
//! `net = base × 2 % × (slope × TPS/110 − 1)` with the one slope that gives back exactly what was
//! withheld: `slope = Σ base / Σ (base × TPS/110)`, one over the payment-weighted mean of TPS/110. The
//! divisor (100 before fiscal year 2026) cancels where the mean score is given, and counts where the slope is.
//! `TPS = Σ weight × domain score`, 25 % each; weights of domains without a score go to the others.
//!
//! # Parameters
//! Below, with unit, range, default and source. The hospital's score follows the composite of the
//! contract's physicians along a line: `TPS = tps + per_quality × (q − reference_quality)`; with `domains` each
//! domain's score does, and those that physicians do not reach stand still. An attributed life is a discharge:
//! lives are discharges a year.
//!
//! # What it rewards
//! A higher score than other hospitals', evenly at every score. Nothing for costs outside the score's
//! efficiency domain; nothing when everyone improves together.
//!
//! # Edge cases
//! A score of zero loses the whole 2 %. A hospital at the mean score breaks even whatever that mean is. Fewer
//! than three domains give no score, and no exchange.
//!
//! # Law and market notes
//! 42 CFR 412.160–412.167. Most measures count two years before the fiscal year that they pay for (mortality
//! three): performance of 2027 is paid with the discharges of October 2028 to September 2029, FY2029. The month of
//! payment in the clock says which fiscal year it is; by default the second after. In FY2018 57 % of about 2,900
//! hospitals gained; the worst lost 1.65 %, the best gained more than 3 %.
//!
//! # Sources
//! 42 CFR 412.162 and 412.165 (read 2026); weights of 25 % and three domains at least recalled; CMS Care Compare,
//! FY2021 scores of 2,676 hospitals, with equal weights because base payments are not in that file; debrunner.us
//! for FY2018.
//!
//! # Example
//! ```toml
//! [contract.hvbp]
//! spending = 15000
//! clock = { settlement_month = 19, payment_month = 21 }
//! [contract.hvbp.terms.hospital_value_based_purchasing]
//! base_payments = 60000000
//! domains = [
//!   { domain = "clinical_outcomes", score = 0.45 },
//!   { domain = "person_and_community_engagement", score = 0.30 },
//!   { domain = "safety", score = 0.40, per_quality = 0.5 },
//!   { domain = "efficiency_and_cost_reduction", score = 0.10, per_quality = 0 },
//! ]
//! ```

use super::hospital::{Hospital, grown_base};
use super::{Experience, ProgrammeYears, Year};
use crate::schema::{Grade, ReadTable, empty, keywords, number, optional, parameters, required};
use crate::terms::{Gauge, Piecewise, SettlementRule, Tournament};
use crate::units::{Ratio, Share, SignedShare, UsdPerYear};

keywords! {
    /// A domain of the Total Performance Score.
    pub enum Domain {
        /// Clinical outcomes.
        Clinical = "clinical_outcomes",
        /// Person and community engagement.
        Engagement = "person_and_community_engagement",
        /// Safety.
        Safety = "safety",
        /// Efficiency and cost reduction.
        Efficiency = "efficiency_and_cost_reduction",
    }
}

/// Mean score of 2,676 hospitals in FY2021, out of 1.
const MEAN_TPS: f64 = 0.33906;

parameters! {
    /// A domain in which the hospital has a score; each has the same weight (42 CFR 412.165).
    pub struct DomainScore {
        /// Which domain.
        domain: Domain = required();
        /// The hospital's score in it, out of 1, when the composite stands at its reference.
        score: Share = required();
        /// Points of that score for each point of the composite; 0 where the contract's physicians do not reach it.
        per_quality: Ratio = number(1.0).range(0.0, 10.0).because("point for point: no study joins a physician composite to a domain");
    }
}

/// The fiscal year from which scores are divided by 110 (42 CFR 412.162(b)(3)(ii)).
const BY_110: u16 = 2026;
/// Domains with a score that a hospital needs for one in all.
const ENOUGH_DOMAINS: usize = 3;

parameters! {
    /// Hospital Value-Based Purchasing.
    pub struct HospitalValueBasedPurchasing {
        /// The hospital's base operating DRG payments in the scenario's first year.
        base_payments: UsdPerYear = required();
        /// Yearly growth of those payments.
        base_growth: SignedShare = number(0.029).range(-0.2, 0.2)
            .from(Grade::Recalled, "inpatient rate updates of 3.1, 2.9 and 2.6 % for fiscal years 2024 to 2026");
        /// Share of them that is withheld.
        withheld: Share = number(0.02).range(0.0, 0.1).from(Grade::Official, "2 % (42 CFR 412.162)");
        /// Payment-weighted mean score of all hospitals, out of 1: the score that breaks even.
        mean_tps: Share = number(MEAN_TPS).range(0.01, 1.0)
            .from(Grade::Derived, "mean of 2,676 scores of FY2021 (CMS Care Compare); equal weights are an assumption, base payments are not in the file");
        /// The published slope of the exchange, in place of the mean score; it multiplies TPS/110, before fiscal
        /// year 2026 TPS/100.
        slope: Option<Ratio> = optional().range(0.1, 100.0);
        /// The hospital's score, out of 1, when the composite stands at its reference.
        tps: Share = number(MEAN_TPS).because("the national mean of FY2021");
        /// The hospital's domains, in place of `tps`; domains without a score are left out, their weight goes to
        /// the others.
        domains: Vec<DomainScore> = empty();
        /// The composite of the contract's physicians at which the hospital has that score.
        reference_quality: Share = number(0.82).because("the mean composite of a roster");
        /// Points of score for each point of the composite; with domains each states its own.
        per_quality: Ratio = number(1.0).range(0.0, 10.0).because("point for point: no study joins a physician composite to the score");
    }
    check HospitalValueBasedPurchasing::check
}

impl HospitalValueBasedPurchasing {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        // A default written out says nothing else.
        if self.slope.is_some() && table.states("mean_tps") && self.mean_tps.0 != MEAN_TPS {
            table.problem(
                "slope",
                "found beside `mean_tps`, and either follows from the other; write the published slope or the mean score, not both",
            );
        }
        if self.domains.is_empty() {
            return;
        }
        for (key, differs) in [("tps", self.tps.0 != MEAN_TPS), ("per_quality", self.per_quality.0 != 1.0)] {
            if table.states(key) && differs {
                table.problem(
                    key,
                    format!("found beside `domains`, of which each states its own; remove `{key}`, or remove `domains`"),
                );
            }
        }
        let kinds = || self.domains.iter().map(|one| one.domain);
        if kinds().enumerate().any(|(place, one)| kinds().take(place).any(|other| other == one)) {
            table.problem("domains", "a domain stands twice; write each domain once");
        }
        if self.domains.len() < ENOUGH_DOMAINS {
            table.problem(
                "domains",
                format!(
                    "found {}; a hospital has a total score with three domains or four (clinical_outcomes, person_and_community_engagement, safety, efficiency_and_cost_reduction); write those that it is scored in, or `tps` alone",
                    self.domains.len()
                ),
            );
        }
    }

    /// How parts of the score follow the composite, each with its weight.
    fn gauges(&self) -> impl Iterator<Item = (f64, Gauge)> {
        let reference = self.reference_quality;
        let gauge = move |score, per_quality| Gauge { score, reference, per_quality };
        let whole = self.domains.is_empty().then(|| (1.0, gauge(self.tps, self.per_quality)));
        #[expect(clippy::cast_precision_loss, reason = "at most four")]
        let weight = 1.0 / self.domains.len().max(1) as f64;
        let parts = self.domains.iter().map(move |one| (weight, gauge(one.score, one.per_quality)));
        whole.into_iter().chain(parts)
    }

    /// The total score at a composite, out of 1.
    #[must_use]
    pub fn total_score(&self, quality: f64) -> f64 {
        self.gauges().map(|(weight, gauge)| weight * gauge.score(quality)).sum()
    }

    /// Slope of the exchange over the total score out of 1.
    fn slope_of(&self, year: &Year) -> f64 {
        let divisor = if year.fiscal_year.0 >= BY_110 { 1.1 } else { 1.0 };
        self.slope.map_or(1.0 / self.mean_tps.0, |slope| slope.0 / divisor)
    }

    /// The hospital's place in the tournament of a year.
    #[must_use]
    pub fn tournament(&self, year: &Year) -> Tournament {
        Tournament { withheld: self.withheld.0, slope: self.slope_of(year) }
    }
}

impl Hospital for HospitalValueBasedPurchasing {
    const RUNS: ProgrammeYears = ProgrammeYears::since(
        2011,
        "42 CFR 412.160: first performance period from July 2011, for fiscal year 2013",
    )
    .graded(Grade::Recalled);

    fn reward(&self, year: &Year) -> Piecewise {
        let exchange = self.tournament(year).payoff(grown_base(self.base_payments, self.base_growth, year));
        let parts = self.gauges().map(|(weight, gauge)| gauge.by_quality(&exchange).times(weight));
        parts.reduce(|sum, part| sum.plus(&part)).unwrap_or_else(|| Piecewise::flat(0.0))
    }

    fn decided_by(&self, e: &Experience) -> Vec<SettlementRule> {
        let (tournament, score) = (self.tournament(&e.year), self.total_score(e.quality));
        let mut rules = vec![
            SettlementRule::dollars(
                "base operating DRG payments",
                grown_base(self.base_payments, self.base_growth, &e.year),
            ),
            SettlementRule::share("withheld", tournament.withheld),
        ];
        for (one, (_, gauge)) in self.domains.iter().zip(self.gauges()) {
            let name = match one.domain {
                Domain::Clinical => "score for clinical outcomes",
                Domain::Engagement => "score for person and community engagement",
                Domain::Safety => "score for safety",
                Domain::Efficiency => "score for efficiency and cost reduction",
            };
            rules.push(SettlementRule::number(name, 100.0 * gauge.score(e.quality)));
        }
        rules.extend([
            SettlementRule::number("total performance score", 100.0 * score),
            SettlementRule::number("score that breaks even", 100.0 / tournament.slope),
            SettlementRule::number("slope of the exchange, over the score out of 1", tournament.slope),
            SettlementRule::share("net change of base payments", tournament.net(score)),
        ]);
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::family::Family;
    use crate::units::{CalendarYear, Cents};

    fn hospital(base: f64, tps: f64, mean: f64) -> HospitalValueBasedPurchasing {
        HospitalValueBasedPurchasing {
            base_payments: UsdPerYear(base),
            base_growth: SignedShare(0.03),
            withheld: Share(0.02),
            mean_tps: Share(mean),
            slope: None,
            tps: Share(tps),
            domains: Vec::new(),
            reference_quality: Share(0.82),
            per_quality: Ratio(1.0),
        }
    }

    const YEAR: Year = Year { lives: 4_000.0, ..Year::FIRST };

    fn net_of(terms: &HospitalValueBasedPurchasing, year: Year, quality: f64) -> Cents {
        terms.settle(&Experience { year, benchmark: 0.0, spending: 0.0, quality, professional: 0.0 }).net()
    }

    fn net(terms: &HospitalValueBasedPurchasing, quality: f64) -> Cents {
        net_of(terms, YEAR, quality)
    }

    #[test]
    fn five_hospitals_to_the_cent() {
        // Payer note, section 4: mean score 136.5/500 = 0.273. Net = 2 % × base × (TPS/27.3 − 1).
        for (base, tps, cents) in [
            (100e6, 0.20, -53_479_853), // 2M × (20/27.3 − 1) = −534,798.53
            (80e6, 0.35, 45_128_205),   // 1.6M × 7.7/27.3 = 451,282.05
            (150e6, 0.28, 7_692_308),   // 3M × 0.7/27.3 = 76,923.08
            (60e6, 0.50, 99_780_220),   // 1.2M × 22.7/27.3 = 997,802.20
            (110e6, 0.15, -99_120_879), // 2.2M × −12.3/27.3 = −991,208.79
        ] {
            assert_eq!(net(&hospital(base, tps, 0.273), 0.82), Cents(cents), "{base} {tps}");
        }
    }

    #[test]
    fn the_score_follows_the_composite() {
        // Ten points more of the composite: TPS 48 instead of 38, mean 33.906:
        // 60M × 2 % × (48/33.906 − 1) = 1.2M × 0.415679 = 498,814.37.
        let ours = hospital(60e6, 0.38, 0.33906);
        assert_eq!(net(&ours, 0.92), Cents(49_881_437));
        // A composite so low that the score is zero loses the whole 2 %.
        assert_eq!(net(&ours, 0.30), Cents(-120_000_000));
    }

    /// One over a mean score of 33 out of 110 is 3.3333: 1.2M × (3.3333 × 38/110 − 1) = 1.2M × 5/33 = 181,818.18, the
    /// same as from the mean. Before FY2026 the slope was over TPS/100: 1.2M × (3.3333 × 0.38 − 1) = 320,000.
    #[test]
    fn a_published_slope_is_one_over_the_mean_score() {
        let slope = Some(Ratio(110.0 / 33.0));
        let ours = HospitalValueBasedPurchasing { slope, ..hospital(60e6, 0.38, 0.9) };
        assert_eq!(net(&ours, 0.82), Cents(18_181_818));
        assert_eq!(net(&hospital(60e6, 0.38, 0.33), 0.82), Cents(18_181_818));
        let at = |fiscal_year| Year { fiscal_year: CalendarYear(fiscal_year), ..YEAR };
        assert_eq!(net_of(&ours, at(2026), 0.82), Cents(18_181_818));
        assert_eq!(net_of(&ours, at(2025), 0.82), Cents(32_000_000));
        // The mean score that breaks even is none of the divisor's.
        assert_eq!(net_of(&hospital(60e6, 0.38, 0.33), at(2025), 0.82), Cents(18_181_818));
    }

    fn domain(domain: Domain, score: f64, per_quality: f64) -> DomainScore {
        DomainScore { domain, score: Share(score), per_quality: Ratio(per_quality) }
    }

    fn four() -> HospitalValueBasedPurchasing {
        let domains = vec![
            domain(Domain::Clinical, 0.60, 1.0),
            domain(Domain::Engagement, 0.45, 0.5),
            domain(Domain::Safety, 0.40, 0.0),
            domain(Domain::Efficiency, 0.0, 0.0),
        ];
        HospitalValueBasedPurchasing { domains, ..hospital(60e6, 0.0, 0.33906) }
    }

    /// CMS Care Compare, FY2021, hospital 010001: domains 60, 45, 40 and 0 and a total score of 36.25; 010007 with 6.667,
    /// 52, no safety score and 0: (6.667 + 52 + 0)/3 = 19.556.
    #[test]
    fn published_total_scores_of_domains() {
        assert!((four().total_score(0.82) - 0.3625).abs() < 1e-12);
        let domains = vec![
            domain(Domain::Clinical, 0.06667, 0.0),
            domain(Domain::Engagement, 0.52, 0.0),
            domain(Domain::Efficiency, 0.0, 0.0),
        ];
        let three = HospitalValueBasedPurchasing { domains, ..four() };
        assert!((three.total_score(0.82) - 0.19556).abs() < 5e-6);
    }

    /// Ten points more of the composite: clinical outcomes 70, engagement 50: (70 + 50 + 40)/4 = 40;
    /// 1.2M × (40/33.906 − 1) = 1.2M × 0.1797322 = 215,678.64. Fifty points more: 100, 70 and 40: 52.5.
    #[test]
    fn domains_move_as_far_as_physicians_reach() {
        assert_eq!(net(&four(), 0.92), Cents(21_567_864));
        assert!((four().total_score(1.32) - 0.525).abs() < 1e-12);
        // The expectation reads the same line.
        for quality in [0.0, 0.2, 0.5, 0.82, 0.92, 1.0] {
            let expected = 60e6 * four().tournament(&YEAR).net(four().total_score(quality));
            let found = four().reward(&YEAR).value(quality);
            assert!((found - expected).abs() < 1e-6, "{quality}: {found} {expected}");
        }
    }
}
