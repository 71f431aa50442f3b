//! TEAM: Transforming Episode Accountability Model, tracks 1 to 3.
//!
//! # What it pays
//! A hospital keeps what surgical episodes of 30 days cost less than their target price, scaled by
//! quality and up to a limit; on tracks 2 and 3 it also repays what they cost more. All episode
//! categories of a hospital are netted into one amount: what one category saves pays for another.
//!
//! # Formula
//! `target = regional price × (1 − discount)`, by category; `raw = Σ (target − actual)` over the episodes of
//! all categories. A gain is multiplied by `1 − 10 % × (1 − CQS)`, a loss by `1 − 10 % × CQS` (15 % on track
//! 2); then limited to a share of Σ target: track 1 10 % up and nothing down, track 2 5 % both ways, track 3
//! 20 % both ways.
//!
//! # Parameters
//! Below, with unit, range, default and source. A contract is a hospital, an attributed life an episode:
//! lives are episodes a year of all categories, spending the mean cost of one. `episodes` says how they divide;
//! `episode` names the category where there is one only. The regional price follows the region's cost up
//! to the year before, and from there a growth rate fixed in advance.
//!
//! # What it rewards
//! A dollar less after surgery, one for one, up to the limit; quality a little, more when much is
//! gained or lost. Nothing, on track 1, while another category loses more than this one saves.
//!
//! # Edge cases
//! A category with fewer than 31 episodes in the three-year baseline is left out of the net, its targets and its
//! cost. Episodes at the limit earn nothing more. The discount is owed before anything is earned. A track that is
//! not open in a year gives way to `later_track`, else to the one that CMS assigns. Physicians' savings reach
//! all categories alike.
//!
//! # Law and market notes
//! 42 CFR 512 subpart E; mandatory for 745 hospitals, 1 January 2026 to 31 December 2030. Tracks 1
//! and 3 in the first year; later track 3, unless a safety-net hospital asks for track 1 (to 2028) or a
//! safety-net, rural, sole community, essential access or Medicare-dependent one for track 2. The limit of
//! track 2 is printed as 5 % and as 10 % (the proposal): a parameter. The baseline rolls forward every year.
//!
//! # Sources
//! 42 CFR 512.520 (read), 512.540; 512.550 was not readable: that categories are netted, and that limits and
//! one composite quality score hold for their sum, is recalled, from 42 CFR 510.305 (CJR) and BPCI Advanced too.
//! resilienthc.com on tracks; worked examples in the tests. Quinn 2015: payment method 4, the episode.
//!
//! # Example
//! ```toml
//! [contract.hospital]
//! spending = 32000
//! [contract.hospital.terms.team]
//! track = "track_3"
//! episodes = [
//!   { category = "lower_extremity_joint_replacement", share = 0.7 },
//!   { category = "spinal_fusion", share = 0.3, cost_ratio = 2.1, regional_ratio = 0.95 },
//! ]
//! ```

use super::episode_mix::{CountedPart, Episode, EpisodeCategory, EpisodePart};
use super::episodes::{Reconciliation, known_growth, noise};
use super::family::Family;
use super::team_track::{HospitalKind, Track};
use super::{Category, Experience, Forecast, History, Market, Payoff, ProgrammeYears, Year};
use crate::schema::{Grade, ReadTable, empty, number, optional, parameters, required};
use crate::terms::{Gauge, PaymentUnit, Settlement, SettlementRule, Sharing, check_parts, reaches};
use crate::units::{Cents, Members, Ratio, Share, SignedShare};

parameters! {
    /// TEAM.
    pub struct Team {
        /// What episodes they are, where all are of one category.
        episode: Option<Episode> = optional();
        /// The categories that the hospital's episodes divide into, where there are several; together one
        /// reconciliation.
        episodes: Vec<EpisodeCategory> = empty();
        /// The track; where it is not open in a year, `later_track` or the one that CMS assigns.
        track: Track = required();
        /// The track asked for in years in which the first is not open; what CMS assigns when left out: track 1 in
        /// 2026, track 3 later.
        later_track: Option<Track> = optional();
        /// What kind of hospital it is, which opens tracks to it; when left out, one that track 2 is open to, and
        /// none of the safety net.
        hospital: Option<HospitalKind> = optional();
        /// The regional price over the hospital's own cost of an episode, in the base year.
        regional_ratio: Ratio = number(1.0).range(0.3, 3.0).because("episodes cost what they cost in the region");
        /// Growth of the price from the year before to the performance year, fixed in advance.
        prospective_growth: SignedShare = number(0.04).range(-0.2, 0.3).because("the expected trend of contracts");
        /// Limit of track 2 on either side, as a share of target prices.
        track_2_limit: Share = number(0.05).range(0.0, 0.2).from(Grade::Recalled, "5 %; one vendor page prints the proposal's 10 % (42 CFR 512.550)");
        /// Episodes of a category in the three-year baseline below which it is left out of the reconciliation.
        minimum_episodes: Members = number(31.0).from(Grade::Published, "31 in a category (model landscape note, 2026)");
        /// Coefficient of variation of the cost of an episode within its category, high-cost outliers capped.
        episode_cv: Ratio = number(0.45).range(0.0, 3.0).because("episodes vary far less than persons' years; no source found");
        /// How the composite quality score (CQS) follows the composite; the composite itself when left out.
        quality_score: Option<Gauge> = optional();
    }
    check Team::check
}

impl Team {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        const EXAMPLE: &str = "episodes = [{ category = \"lower_extremity_joint_replacement\", share = 0.7 }, { category = \"spinal_fusion\", share = 0.3 }]";
        match (self.episode, self.episodes.is_empty()) {
            (Some(_), false) => table.problem(
                "episode",
                "found beside `episodes`, which names the categories; remove it, or give its category a share there",
            ),
            (None, true) => table.problem(
                "episodes",
                format!("no episode category is named; write {EXAMPLE}, or episode = \"lower_extremity_joint_replacement\" where there is one"),
            ),
            _ => {}
        }
        check_parts(
            "episodes",
            "such as 0.7 and 0.3",
            self.episodes.iter().map(EpisodeCategory::part),
            table,
        );
    }

    /// The categories' parts of the episodes.
    fn parts(&self) -> impl Iterator<Item = EpisodePart> {
        let whole = self.episode.map(|episode| EpisodePart::whole(episode, self.regional_ratio));
        let several = EpisodeCategory::parts(&self.episodes, self.regional_ratio);
        whole.into_iter().chain(several)
    }

    fn score(&self, quality: f64) -> f64 {
        Gauge::or_composite(self.quality_score.as_ref()).score(quality)
    }

    /// Whether a category has enough episodes to be reconciled.
    fn counts(&self, year: &Year, part: &EpisodePart) -> bool {
        reaches(3.0 * year.lives * part.share, self.minimum_episodes.0)
    }

    fn reconciled(&self, year: &Year) -> CountedPart {
        CountedPart::of(self.parts(), |part| self.counts(year, part))
    }

    /// The categories of its episodes.
    pub fn categories(&self) -> impl Iterator<Item = Episode> {
        self.parts().map(|part| part.episode)
    }

    /// The track of a year.
    #[must_use]
    pub fn track_of(&self, year: &Year) -> Track {
        self.track.in_year(self.later_track, year.calendar, self.hospital)
    }

    /// The sharing rules at a composite quality score, 0 to 1.
    #[must_use]
    pub fn sharing(&self, year: &Year, score: f64) -> Sharing {
        let (gain_limit, loss_limit, loss_at_risk) = match self.track_of(year) {
            _ if !self.reconciled(year).is_any() => (0.0, 0.0, 0.0),
            Track::One => (0.10, 0.0, 0.0),
            Track::Two => (self.track_2_limit.0, self.track_2_limit.0, 0.15),
            Track::Three => (0.20, 0.20, 0.10),
        };
        Reconciliation { score, gain_at_risk: 0.10, loss_at_risk, gain_limit, loss_limit }.sharing()
    }
}

impl Family for Team {
    const UNIT: PaymentUnit = PaymentUnit::Episode;
    const PROGRAMME: ProgrammeYears =
        ProgrammeYears::between(2026, 2030, "42 CFR 512.505 and 512.520: five performance years")
            .graded(Grade::Official)
            .then("CJR-X for joint replacements from 1 January 2031; nothing is announced for the others");

    fn in_force(&self, year: &Year) -> Option<&'static str> {
        Some(self.track_of(year).key())
    }

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
        let before = known_growth(market, year);
        let level = market.level * before * (1.0 + self.prospective_growth.0);
        self.parts().map(|part| part.target(level)).sum()
    }

    fn payoff(&self, f: &Forecast) -> Payoff {
        let counted = self.reconciled(&f.year);
        let at = |quality: f64| {
            let net = self.sharing(&f.year, self.score(quality)).payoff();
            if counted == CountedPart::ALL || !counted.is_any() {
                return net;
            }
            // Of a savings rate of all episodes to that of those that count.
            let spent = counted.spending / counted.targets;
            net.along(1.0 - spent, spent).times(counted.targets)
        };
        Payoff::of_savings(f.quality.mean, at)
    }

    fn settle(&self, e: &Experience) -> Settlement {
        let counted = self.reconciled(&e.year);
        self.sharing(&e.year, self.score(e.quality))
            .settle(Cents::round(counted.targets * e.benchmark), Cents::round(counted.spending * e.spending))
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let sharing = self.sharing(&e.year, self.score(e.quality));
        let mut rules = vec![
            SettlementRule::number("episodes", e.year.lives),
            SettlementRule::number("track of the year", self.track_of(&e.year).number()),
        ];
        for part in self.parts() {
            rules.push(SettlementRule::number(part.episode.count_of(), part.share * e.year.lives));
            rules.push(if self.counts(&e.year, &part) {
                SettlementRule::share("  discount from the regional price", part.discount)
            } else {
                SettlementRule::number(
                    "  not reconciled: three years have fewer than",
                    self.minimum_episodes.0,
                )
            });
        }
        rules.push(SettlementRule::number("composite quality score", 100.0 * self.score(e.quality)));
        rules.extend(sharing.rules());
        rules
    }

    fn forecast_exposure(&self) -> f64 {
        1.0
    }

    /// Each category's episodes vary around their own target, the costly ones by more dollars.
    fn noise(&self, _: f64) -> f64 {
        let squares: f64 = self.parts().map(|part| part.share * part.cost * part.cost).sum();
        noise(self.episode_cv.0 * squares.sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::ContractOutlook;
    use crate::payer::QualityOutlook;
    use crate::units::CalendarYear;

    fn team(track: Track) -> Team {
        Team {
            episode: Some(Episode::Joint),
            episodes: Vec::new(),
            track,
            later_track: None,
            hospital: None,
            regional_ratio: Ratio(1.0),
            prospective_growth: SignedShare(0.0),
            track_2_limit: Share(0.05),
            minimum_episodes: Members(31.0),
            episode_cv: Ratio(0.45),
            quality_score: None,
        }
    }

    /// The second performance year, in which track 2 is open; 120 episodes.
    const YEAR: Year = Year { lives: 120.0, calendar: CalendarYear(2027), ..Year::FIRST };
    const FIRST: Year = Year { calendar: CalendarYear(2026), ..YEAR };

    fn target(terms: &Team, level: f64) -> f64 {
        let index = [1.0; 4];
        let market = Market { national: &index, regional: &index, level };
        terms.benchmark(&Year { index: 0, ..YEAR }, &History::new([level; 3], 1), &market)
    }

    fn settled(terms: &Team, year: Year, (benchmark, spending): (f64, f64), quality: f64) -> Settlement {
        let settled = terms.settle(&Experience { year, benchmark, spending, quality, professional: 0.0 });
        assert!(settled.balances());
        settled
    }

    /// Net of 120 joint episodes at a preliminary price of $24,000 and a CQS of 62.
    fn net(track: Track, year: Year, actual: f64) -> Cents {
        // 24,000 × 0.98 = 23,520; 120 of them: 2,822,400.
        let target = target(&team(track), 24_000.0);
        assert!((target - 23_520.0).abs() < 1e-9);
        settled(&team(track), year, (120.0 * target, 120.0 * actual), 0.62).net()
    }

    #[test]
    fn three_tracks_of_the_payer_note() {
        // Actual 22,100: raw 170,400 × (1 − 0.10 × 0.38) = 163,924.80; track 2 at most 5 % = 141,120.
        assert_eq!(net(Track::One, FIRST, 22_100.0), Cents(16_392_480));
        assert_eq!(net(Track::Two, YEAR, 22_100.0), Cents(14_112_000));
        assert_eq!(net(Track::Three, YEAR, 22_100.0), Cents(16_392_480));
        // Actual 25,500: raw −237,600. Track 3 × (1 − 0.10 × 0.62) = −222,868.80; track 2
        // × (1 − 0.15 × 0.62) = −215,503.20, at most 141,120; track 1 owes nothing.
        assert_eq!(net(Track::Three, FIRST, 25_500.0), Cents(-22_286_880));
        assert_eq!(net(Track::Two, YEAR, 25_500.0), Cents(-14_112_000));
        assert_eq!(net(Track::One, FIRST, 25_500.0), Cents::ZERO);
        // Actual 16,000: raw 902,400 × 0.962 = 868,108.80; limits 20 % = 564,480, 10 % = 282,240.
        assert_eq!(net(Track::Three, YEAR, 16_000.0), Cents(56_448_000));
        assert_eq!(net(Track::One, FIRST, 16_000.0), Cents(28_224_000));
        // A year later track 1 is not open any more: track 3; and in the first year track 2 is not yet.
        assert_eq!(net(Track::One, YEAR, 25_500.0), Cents(-22_286_880));
        assert_eq!(net(Track::Two, FIRST, 25_500.0), Cents::ZERO);
    }

    /// Joints and fusions, which cost twice as much, in a proportion.
    fn several(track: Track, joints: f64) -> Team {
        let of = |category, share, cost_ratio| EpisodeCategory {
            category,
            share: Share(share),
            cost_ratio: Ratio(cost_ratio),
            regional_ratio: None,
            discount: None,
        };
        Team {
            episode: None,
            episodes: vec![of(Episode::Joint, joints, 1.0), of(Episode::SpinalFusion, 1.0 - joints, 2.0)],
            ..team(track)
        }
    }

    /// 225 joints at 25,000, 24,500 with the discount: 5,512,500 − 4,993,500 = +519,000. 100 fusions at 50,000,
    /// 49,000: 4,900,000 − 5,821,000 = −921,000. Net −402,000. At a CQS of 86.5 joints alone earn
    /// 519,000 × (1 − 0.1 × 0.135) = 511,993.50 on track 1, below 10 % of their targets; the two together nothing.
    #[test]
    fn what_one_category_saves_pays_for_another() {
        let at = |lives, year| Year { lives, ..year };
        let joints = settled(&team(Track::One), at(225.0, FIRST), (5_512_500.0, 4_993_500.0), 0.865);
        assert_eq!(joints.net(), Cents(51_199_350));
        let both = |track| several(track, 225.0 / 325.0);
        // 225 × 25,000 + 100 × 50,000 over 325 episodes.
        let benchmark = 325.0 * target(&both(Track::One), 10_625_000.0 / 325.0);
        assert!((benchmark - 10_412_500.0).abs() < 1e-6, "{benchmark}");
        let net = |track, year, spending| {
            settled(&both(track), at(325.0, year), (benchmark, spending), 0.865).net()
        };
        let spent = 4_993_500.0 + 5_821_000.0;
        assert_eq!(net(Track::One, FIRST, spent), Cents::ZERO);
        // Track 3: −402,000 × (1 − 0.1 × 0.865) = −367,227; track 2, from 2027: × (1 − 0.15 × 0.865) = −349,840.50.
        assert_eq!(net(Track::Three, FIRST, spent), Cents(-36_722_700));
        assert_eq!(net(Track::Two, YEAR, spent), Cents(-34_984_050));
        // Limits are of the sum of targets: 20 % of 10,412,500.
        assert_eq!(net(Track::Three, FIRST, 2e7), Cents(-208_250_000));
    }

    /// 27 a year: 18 joints are 54 in three years, 9 fusions 27, too few. Half of the spending and half of the
    /// targets count, since the discounts are alike.
    #[test]
    fn a_category_of_few_episodes_is_left_out() {
        let year = Year { lives: 27.0, ..YEAR };
        let terms = several(Track::Three, 2.0 / 3.0);
        // 882,000 of targets, 900,000 spent: −9,000 × (1 − 0.1 × 0.5) = −8,550 of the half that counts.
        let settled = settled(&terms, year, (882_000.0, 900_000.0), 0.5);
        assert_eq!((settled.benchmark, settled.net()), (Cents(44_100_000), Cents(-855_000)));
        // In expectation the same: a rate of −18,000/882,000, certain.
        let forecast = Forecast {
            year,
            benchmark: 882_000.0,
            savings_rate: -18.0 / 882.0,
            savings_sd: 0.0,
            quality: QualityOutlook { mean: 0.5, sd: 0.01 },
            professional: 0.0,
        };
        let outlook = ContractOutlook::of(&terms.payoff(&forecast), &forecast);
        assert!((outlook.receipts + 8_550.0).abs() < 1e-6, "{outlook:?}");
        // A dollar saved on all episodes is half a dollar on those that count.
        assert!((outlook.per_saved_dollar - 0.95 * 0.5).abs() < 1e-9, "{outlook:?}");
    }

    #[test]
    fn few_episodes_are_not_reconciled() {
        // 10 a year are 30 in three years, below 31; 11 are 33.
        let few = |lives| {
            let year = Year { lives, ..YEAR };
            settled(&team(Track::Three), year, (235_200.0, 221_000.0), 0.62).net()
        };
        assert_eq!(few(10.0), Cents::ZERO);
        assert!(few(11.0) > Cents::ZERO);
    }

    /// Fusions twice as dear: √(2/3 × 0.75² + 1/3 × 1.5²) = √1.125 times the noise of one category.
    #[test]
    fn a_mix_is_as_uncertain_as_its_dollars() {
        let ratio = several(Track::Three, 2.0 / 3.0).noise(0.0) / team(Track::Three).noise(0.0);
        assert!((ratio - 1.125_f64.sqrt()).abs() < 1e-12, "{ratio}");
    }

    #[test]
    fn the_price_follows_the_region_with_a_years_delay() {
        let terms = Team {
            prospective_growth: SignedShare(0.03),
            episode: Some(Episode::Bypass),
            ..team(Track::Three)
        };
        // Region 5 % a year; second performance year: base × 1.05 (the first year's growth) × 1.03 × 0.985.
        let index: Vec<f64> = (-2..=2).map(|y| 1.05_f64.powi(y)).collect();
        let market = Market { national: &index, regional: &index, level: 40_000.0 };
        let year = Year { index: 1, ..YEAR };
        let found = terms.benchmark(&year, &History::new([1.0; 3], 2), &market);
        assert!((found - 40_000.0 * 1.05 * 1.03 * 0.985).abs() < 1e-6);
    }
}
