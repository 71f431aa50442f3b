//! CJR-X: Comprehensive Care for Joint Replacement Expanded.
//!
//! # What it pays
//! A hospital keeps what its joint replacements cost less than their target price, from the operation to 90 days
//! after discharge, and repays what they cost more; scaled by quality, up to a limit.
//!
//! # Formula
//! `target = regional price × (1 − discount)`; `raw = Σ (target − actual)`. A gain is multiplied by
//! `1 − gain_at_risk × (1 − CQS)`, a loss by `1 − loss_at_risk × CQS`; then limited to shares of Σ target.
//!
//! # Parameters
//! Below, with unit, range, default and source. An attributed life is an episode: lives are episodes a year,
//! spending the cost of one. The regional price follows the region's cost up to the year before, and from there a
//! growth rate fixed in advance. How quality scales the amount and where its limits lie was not readable: state
//! them, as the final rule prints them for the hospital.
//!
//! # What it rewards
//! A dollar less within 90 days of a joint replacement, one for one, up to the limit.
//!
//! # Edge cases
//! Fewer than 31 episodes in the baseline: no reconciliation, neither gain nor loss. The discount is owed before
//! anything is earned. Hospitals in TEAM and in Maryland are left out; those of TEAM come in on 1 January 2031.
//!
//! # Law and market notes
//! Final in the FY2027 inpatient rule (CMS-1849-F, 91 FR 49570, 4 August 2026): mandatory from 1 January 2028, by
//! calendar years, without an end. Pages on the proposal (91 FR 19312) print 1 October 2027 and federal fiscal
//! years: the final rule moved both. CJR, on which it builds, saved $112.7M net in performance years 6 and 7.
//!
//! # Sources
//! Dates, exclusions and the low-volume rule: a model landscape note of 8 October 2026 that cites the final rule.
//! Discount: public analyses of the proposal (cjrx-engine.netlify.app). Neither rule's text was readable. Quinn
//! 2015: payment method 4, the episode.
//!
//! # Example
//! ```toml
//! [contract.joints]
//! spending = 26000
//! [contract.joints.terms.cjr_x]
//! gain_at_risk = 0.10
//! loss_at_risk = 0.10
//! gain_limit = 0.20
//! loss_limit = 0.20
//! ```

use super::episodes::{Reconciliation, known_growth, noise};
use super::family::Family;
use super::{Category, Experience, Forecast, History, Market, Payoff, ProgrammeYears, Year};
use crate::schema::{Grade, number, optional, parameters, required};
use crate::terms::{Gauge, PaymentUnit, Settlement, SettlementRule, Sharing, reaches};
use crate::units::{Cents, Members, Ratio, Share, SignedShare};

parameters! {
    /// CJR-X.
    pub struct CjrX {
        /// Part of a gain that quality can take.
        gain_at_risk: Share = required().range(0.0, 0.5);
        /// Part of a loss that quality can spare.
        loss_at_risk: Share = required().range(0.0, 0.5);
        /// Most that can be gained, as a share of target prices.
        gain_limit: Share = required().range(0.0, 1.0);
        /// Most that can be owed, as a share of target prices; 0 owes nothing.
        loss_limit: Share = required().range(0.0, 1.0);
        /// Discount from the regional price.
        discount: Share = number(0.02).range(0.0, 0.2)
            .from(Grade::Published, "2 %, as proposed (public analysis of CMS-1849-P); the final rule's text was not readable");
        /// The regional price over the hospital's own cost of an episode, in the base year.
        regional_ratio: Ratio = number(1.0).range(0.3, 3.0).because("episodes cost what they cost in the region");
        /// Growth of the price from the year before to the performance year, fixed in advance.
        prospective_growth: SignedShare = number(0.04).range(-0.2, 0.3).because("the expected trend of contracts");
        /// Episodes in the baseline below which nothing is reconciled.
        minimum_episodes: Members = number(31.0).from(Grade::Published, "31 (model landscape note, 2026, citing 91 FR 49570)");
        /// Years of the baseline.
        baseline_years: Ratio = number(3.0).range(1.0, 5.0).because("as in TEAM; the final rule's text was not readable");
        /// Coefficient of variation of the cost of an episode, high-cost outliers capped.
        episode_cv: Ratio = number(0.5).range(0.0, 3.0).because("a little more than that of 30 days; no source found");
        /// How the composite quality score (CQS) follows the composite; the composite itself when left out.
        quality_score: Option<Gauge> = optional();
    }
}

impl CjrX {
    fn score(&self, quality: f64) -> f64 {
        Gauge::or_composite(self.quality_score.as_ref()).score(quality)
    }

    /// The sharing rules at a composite quality score, 0 to 1.
    #[must_use]
    pub fn sharing(&self, year: &Year, score: f64) -> Sharing {
        let counts = reaches(self.baseline_years.0 * year.lives, self.minimum_episodes.0);
        let limit = |limit: Share| if counts { limit.0 } else { 0.0 };
        Reconciliation {
            score,
            gain_at_risk: self.gain_at_risk.0,
            loss_at_risk: self.loss_at_risk.0,
            gain_limit: limit(self.gain_limit),
            loss_limit: limit(self.loss_limit),
        }
        .sharing()
    }
}

impl Family for CjrX {
    const UNIT: PaymentUnit = PaymentUnit::Episode;
    const PROGRAMME: ProgrammeYears =
        ProgrammeYears::since(2028, "CMS-1849-F, 91 FR 49570: from 1 January 2028, without an end");

    fn category(&self) -> Category {
        Category::SharedRisk
    }

    fn counts_people(&self) -> bool {
        false
    }

    fn benchmark(&self, year: &Year, _: &History, market: &Market<'_>) -> f64 {
        let before = known_growth(market, year);
        let price = self.regional_ratio.0 * market.level * before * (1.0 + self.prospective_growth.0);
        price * (1.0 - self.discount.0)
    }

    fn payoff(&self, f: &Forecast) -> Payoff {
        let at = |quality: f64| self.sharing(&f.year, self.score(quality)).payoff();
        Payoff::of_savings(f.quality.mean, at)
    }

    fn settle(&self, e: &Experience) -> Settlement {
        self.sharing(&e.year, self.score(e.quality))
            .settle(Cents::round(e.benchmark), Cents::round(e.spending))
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let mut rules = vec![
            SettlementRule::number("episodes", e.year.lives),
            SettlementRule::share("discount from the regional price", self.discount.0),
            SettlementRule::number("composite quality score", 100.0 * self.score(e.quality)),
        ];
        rules.extend(self.sharing(&e.year, self.score(e.quality)).rules());
        rules
    }

    fn forecast_exposure(&self) -> f64 {
        1.0
    }

    fn noise(&self, _: f64) -> f64 {
        noise(self.episode_cv.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::CalendarYear;

    fn cjr_x() -> CjrX {
        CjrX {
            gain_at_risk: Share(0.10),
            loss_at_risk: Share(0.05),
            gain_limit: Share(0.10),
            loss_limit: Share(0.05),
            discount: Share(0.02),
            regional_ratio: Ratio(1.0),
            prospective_growth: SignedShare(0.03),
            minimum_episodes: Members(31.0),
            baseline_years: Ratio(3.0),
            episode_cv: Ratio(0.5),
            quality_score: None,
        }
    }

    const YEAR: Year = Year { lives: 150.0, calendar: CalendarYear(2028), ..Year::FIRST };

    /// Net of 150 episodes whose price a year before was $26,000, growing by 3 %: 26,780 × 0.98 = 26,244.40; 150 of
    /// them 3,936,660.
    fn net(year: Year, actual: f64, quality: f64) -> Cents {
        let index = [1.0; 4];
        let market = Market { national: &index, regional: &index, level: 26_000.0 };
        let target = cjr_x().benchmark(&year, &History::new([26_000.0; 3], 1), &market);
        assert!((target - 26_244.40).abs() < 1e-9);
        let (benchmark, spending) = (150.0 * target, 150.0 * actual);
        let settled = cjr_x().settle(&Experience { year, benchmark, spending, quality, professional: 0.0 });
        assert!(settled.balances());
        settled.net()
    }

    #[test]
    fn gains_losses_and_limits() {
        // At 25,000: 3,936,660 − 3,750,000 = 186,660 × (1 − 0.10 × 0.3) = 181,060.20.
        assert_eq!(net(YEAR, 25_000.0, 0.7), Cents(18_106_020));
        // At 27,000: −113,340 × (1 − 0.05 × 0.7) = −109,373.10.
        assert_eq!(net(YEAR, 27_000.0, 0.7), Cents(-10_937_310));
        // At 20,000: 936,660 × 0.97 = 908,560.20, at most 10 %: 393,666. At 40,000: at most 5 %: 196,833.
        assert_eq!(net(YEAR, 20_000.0, 0.7), Cents(39_366_600));
        assert_eq!(net(YEAR, 40_000.0, 0.7), Cents(-19_683_300));
        // Full marks keep a gain whole; none spare nothing of a loss.
        assert_eq!(net(YEAR, 25_000.0, 1.0), Cents(18_666_000));
        assert_eq!(net(YEAR, 27_000.0, 0.0), Cents(-11_334_000));
    }

    #[test]
    fn few_episodes_are_left_out() {
        // 10 a year are 30 in three years.
        for lives in [10.0, 0.0] {
            let few = Year { lives, ..YEAR };
            assert_eq!(net(few, 25_000.0, 0.7), Cents::ZERO);
            assert_eq!(net(few, 40_000.0, 0.7), Cents::ZERO);
        }
        assert!(net(Year { lives: 31.0 / 3.0, ..YEAR }, 25_000.0, 0.7) > Cents::ZERO);
    }

    #[test]
    fn it_begins_in_2028_and_has_no_end() {
        let years = cjr_x().programme_years();
        assert!(!years.holds(CalendarYear(2027)) && years.holds(CalendarYear(2028)));
        assert!(years.holds(CalendarYear(2060)));
    }
}
