//! TEAM: Transforming Episode Accountability Model, tracks 1 to 3.
//!
//! # What it pays
//! A hospital keeps what surgical episodes of 30 days cost less than their target price, scaled by
//! quality and up to a limit; on tracks 2 and 3 it also repays what they cost more.
//!
//! # Formula
//! `target = regional price × (1 − discount)`; `raw = Σ (target − actual)`. A gain is multiplied by
//! `1 − 10 % × (1 − CQS)`, a loss by `1 − 10 % × CQS` (15 % on track 2); then limited to a share of
//! Σ target: track 1 10 % up and nothing down, track 2 5 % both ways, track 3 20 % both ways.
//!
//! # Parameters
//! Below, with unit, range, default and source. An attributed life is an episode: lives are episodes
//! a year of one category, spending the cost of one. The regional price follows the region's cost up
//! to the year before, and from there a growth rate fixed in advance.
//!
//! # What it rewards
//! A dollar less after surgery, one for one, up to the limit; quality a little, more when much is
//! gained or lost.
//!
//! # Edge cases
//! Fewer than 31 episodes in the three-year baseline: no reconciliation. Episodes at the limit earn
//! nothing more. The discount is owed before anything is earned.
//!
//! # Law and market notes
//! 42 CFR 512 subpart E; mandatory for 745 hospitals, 1 January 2026 to 31 December 2030. Tracks 1
//! and 3 in the first year; later track 3 unless safety-net, rural, sole community or
//! Medicare-dependent. The limit of track 2 is printed as 5 % and as 10 % (the proposal): a parameter.
//! The baseline rolls forward every year.
//!
//! # Sources
//! 42 CFR 512.520, 512.540; resilienthc.com on tracks; worked examples in the tests. Quinn 2015:
//! payment method 4, the episode.
//!
//! # Example
//! ```toml
//! [contract.joints]
//! spending = 24000
//! [contract.joints.terms.team]
//! episode = "lower_extremity_joint_replacement"
//! track = "track_3"
//! ```

use super::episodes::{Reconciliation, noise};
use super::family::Family;
use super::{BASE_YEARS, Category, Experience, Forecast, History, Market, Payoff, Year};
use crate::schema::{Grade, keywords, number, optional, parameters, required};
use crate::terms::{Gauge, PaymentUnit, Settlement, SettlementRule, Sharing, reaches};
use crate::units::{Cents, Members, Ratio, Share, SignedShare};

keywords! {
    /// Surgical episodes of the model.
    pub enum Episode {
        /// Lower extremity joint replacement.
        Joint = "lower_extremity_joint_replacement",
        /// Surgical hip and femur fracture treatment.
        HipFracture = "surgical_hip_femur_fracture",
        /// Spinal fusion.
        SpinalFusion = "spinal_fusion",
        /// Coronary artery bypass graft.
        Bypass = "coronary_artery_bypass_graft",
        /// Major bowel procedure.
        Bowel = "major_bowel_procedure",
    }
}

impl Episode {
    /// Discount from the regional price: 2 %, or 1.5 % for bypass and bowel.
    #[must_use]
    pub const fn discount(self) -> f64 {
        match self {
            Episode::Joint | Episode::HipFracture | Episode::SpinalFusion => 0.02,
            Episode::Bypass | Episode::Bowel => 0.015,
        }
    }
}

keywords! {
    /// Tracks of risk (42 CFR 512.520).
    pub enum Track {
        /// Upside only, 10 %.
        One = "track_1",
        /// Both sides, lower limits: safety-net, rural and similar hospitals.
        Two = "track_2",
        /// Both sides, 20 %.
        Three = "track_3",
    }
}

parameters! {
    /// TEAM.
    pub struct Team {
        /// What episodes they are; each category is a contract of its own.
        episode: Episode = required();
        /// The track.
        track: Track = required();
        /// The regional price over the hospital's own cost of an episode, in the base year.
        regional_ratio: Ratio = number(1.0).range(0.3, 3.0).because("episodes cost what they cost in the region");
        /// Growth of the price from the year before to the performance year, fixed in advance.
        prospective_growth: SignedShare = number(0.04).range(-0.2, 0.3).because("the expected trend of contracts");
        /// Limit of track 2 on either side, as a share of target prices.
        track_2_limit: Share = number(0.05).range(0.0, 0.2).from(Grade::Recalled, "5 %; one vendor page prints the proposal's 10 % (42 CFR 512.550)");
        /// Episodes in the three-year baseline below which nothing is reconciled.
        minimum_episodes: Members = number(31.0).from(Grade::Published, "31 in a category (model landscape note, 2026)");
        /// Coefficient of variation of the cost of an episode, high-cost outliers capped.
        episode_cv: Ratio = number(0.45).range(0.0, 3.0).because("episodes vary far less than persons' years; no source found");
        /// How the composite quality score (CQS) follows the composite; the composite itself when left out.
        quality_score: Option<Gauge> = optional();
    }
}

impl Team {
    fn score(&self, quality: f64) -> f64 {
        self.quality_score.as_ref().unwrap_or(&Gauge::IDENTITY).score(quality)
    }

    fn reconciles(&self, year: &Year) -> bool {
        reaches(3.0 * year.lives, self.minimum_episodes.0)
    }

    /// The sharing rules at a composite quality score, 0 to 1.
    #[must_use]
    pub fn sharing(&self, year: &Year, score: f64) -> Sharing {
        let (gain_limit, loss_limit, loss_at_risk) = match self.track {
            _ if !self.reconciles(year) => (0.0, 0.0, 0.0),
            Track::One => (0.10, 0.0, 0.0),
            Track::Two => (self.track_2_limit.0, self.track_2_limit.0, 0.15),
            Track::Three => (0.20, 0.20, 0.10),
        };
        Reconciliation { score, gain_at_risk: 0.10, loss_at_risk, gain_limit, loss_limit }.sharing()
    }
}

impl Family for Team {
    const UNIT: PaymentUnit = PaymentUnit::Episode;

    fn category(&self) -> Category {
        match self.track {
            Track::One => Category::SharedSavings,
            Track::Two | Track::Three => Category::SharedRisk,
        }
    }

    fn counts_people(&self) -> bool {
        false
    }

    fn benchmark(&self, year: &Year, _: &History, market: &Market<'_>) -> f64 {
        let before = market.regional[BASE_YEARS + year.index - 1] / market.regional[BASE_YEARS - 1];
        let price = self.regional_ratio.0 * market.level * before * (1.0 + self.prospective_growth.0);
        price * (1.0 - self.episode.discount())
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
        let sharing = self.sharing(&e.year, self.score(e.quality));
        let mut rules = vec![
            SettlementRule::number("episodes", e.year.lives),
            SettlementRule::share("discount from the regional price", self.episode.discount()),
            SettlementRule::number("composite quality score", 100.0 * self.score(e.quality)),
        ];
        rules.extend(sharing.rules());
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

    fn team(track: Track) -> Team {
        Team {
            episode: Episode::Joint,
            track,
            regional_ratio: Ratio(1.0),
            prospective_growth: SignedShare(0.0),
            track_2_limit: Share(0.05),
            minimum_episodes: Members(31.0),
            episode_cv: Ratio(0.45),
            quality_score: None,
        }
    }

    const YEAR: Year = Year { lives: 120.0, ..Year::FIRST };

    /// Net of 120 joint episodes at a preliminary price of $24,000 and a CQS of 62.
    fn net(track: Track, actual: f64) -> Cents {
        // 24,000 × 0.98 = 23,520; 120 of them: 2,822,400.
        let (history, index) = (History::new([24_000.0; 3], 1), [1.0; 4]);
        let market = Market { national: &index, regional: &index, level: 24_000.0 };
        let target = team(track).benchmark(&YEAR, &history, &market);
        assert!((target - 23_520.0).abs() < 1e-9);
        let e = Experience {
            year: YEAR,
            benchmark: 120.0 * target,
            spending: 120.0 * actual,
            quality: 0.62,
            professional: 0.0,
        };
        let settled = team(track).settle(&e);
        assert!(settled.balances());
        settled.net()
    }

    #[test]
    fn three_tracks_of_the_payer_note() {
        // Actual 22,100: raw 170,400 × (1 − 0.10 × 0.38) = 163,924.80; track 2 at most 5 % = 141,120.
        assert_eq!(net(Track::One, 22_100.0), Cents(16_392_480));
        assert_eq!(net(Track::Two, 22_100.0), Cents(14_112_000));
        assert_eq!(net(Track::Three, 22_100.0), Cents(16_392_480));
        // Actual 25,500: raw −237,600. Track 3 × (1 − 0.10 × 0.62) = −222,868.80; track 2
        // × (1 − 0.15 × 0.62) = −215,503.20, at most 141,120; track 1 owes nothing.
        assert_eq!(net(Track::Three, 25_500.0), Cents(-22_286_880));
        assert_eq!(net(Track::Two, 25_500.0), Cents(-14_112_000));
        assert_eq!(net(Track::One, 25_500.0), Cents::ZERO);
        // Actual 16,000: raw 902,400 × 0.962 = 868,108.80; limits 20 % = 564,480, 10 % = 282,240.
        assert_eq!(net(Track::Three, 16_000.0), Cents(56_448_000));
        assert_eq!(net(Track::One, 16_000.0), Cents(28_224_000));
    }

    #[test]
    fn few_episodes_are_not_reconciled() {
        // 10 a year are 30 in three years, below 31; 11 are 33.
        let few = |lives| team(Track::Three).sharing(&Year { lives, ..YEAR }, 0.62);
        let (target, actual) = (Cents(23_520_000), Cents(22_100_000));
        assert_eq!(few(10.0).settle(target, actual).net(), Cents::ZERO);
        assert!(few(10.0).settle(target, actual).balances());
        assert!(few(11.0).settle(target, actual).net() > Cents::ZERO);
    }

    #[test]
    fn the_price_follows_the_region_with_a_years_delay() {
        let terms =
            Team { prospective_growth: SignedShare(0.03), episode: Episode::Bypass, ..team(Track::Three) };
        // Region 5 % a year; second performance year: base × 1.05 (the first year's growth) × 1.03 × 0.985.
        let index: Vec<f64> = (-2..=2).map(|y| 1.05_f64.powi(y)).collect();
        let market = Market { national: &index, regional: &index, level: 40_000.0 };
        let year = Year { index: 1, ..YEAR };
        let found = terms.benchmark(&year, &History::new([1.0; 3], 2), &market);
        assert!((found - 40_000.0 * 1.05 * 1.03 * 0.985).abs() < 1e-6);
    }
}
