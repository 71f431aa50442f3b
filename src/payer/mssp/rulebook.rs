//! The programme's rules by performance year: what of a track's terms held when.
//!
//! The engine settles by the rules in force; the replay of the public record settles each row by
//! those of its own year. Both build their [`Sharing`] here.

use super::level::LossRate;
use super::{Level, QualityStatus};
use crate::payer::RuleSet;
use crate::terms::{Forfeited, Settlement, Sharing, minimum_savings_rate, reaches};
use crate::units::Cents;

/// Assigned beneficiaries below which the size-based rate replaces an election, and from which the
/// half rate is open (42 CFR 425.605(b)(2)(ii), (h); 425.610(b)).
const ENOUGH_LIVES: f64 = 5_000.0;

/// Least share of losses owed where it depends on quality (42 CFR 425.606(f), 425.610(f)).
const LEAST_LOSS_RATE: f64 = 0.40;

/// What changes from performance year to performance year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rulebook {
    /// Whether a met quality standard pays the full rate times the quality score. Until 2020 it
    /// did (42 CFR 425.604(d), .605(d), .606(d), .610(d) before 85 FR 84472); since 2021 a met
    /// standard pays the full rate.
    pub rate_follows_score: bool,
    /// Part of savings withheld: 2 %, and none for 2019 and 2020, whose payments fell into the
    /// suspension (CARES Act §3709 and its extensions).
    pub sequestration: f64,
    /// Whether low-revenue ACOs share below their minimum rate, at half rate: since 2024
    /// (42 CFR 425.605(h)).
    pub half_rate_below_minimum: bool,
    /// Share of savings at BASIC E with every gate passed: 50 %; 60 % as proposed from 2027 (91 FR 44066).
    pub rate_of_level_e: f64,
    /// Months of the year in the COVID-19 public health emergency, an extreme and uncontrollable
    /// circumstance of every county: losses fall by months/12 (42 CFR 425.605(f), .606(i),
    /// .610(i)). All of 2020, 2021 and 2022; January to May 2023.
    pub emergency_months: u8,
}

/// What decides an ACO's sharing rules beside the year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AcoStanding {
    /// Track or level.
    pub level: Level,
    /// Performance year of the agreement, 1 for its first.
    pub agreement_year: usize,
    /// Assigned beneficiaries.
    pub lives: f64,
    /// Minimum savings and loss rate elected; `None` is the size-based scale.
    pub elected_rate: Option<f64>,
    /// How quality turned out.
    pub status: QualityStatus,
    /// Quality score, 0 to 1.
    pub quality: f64,
    /// Whether the ACO is low-revenue under an agreement that grants it the half rate.
    pub low_revenue: bool,
    /// Participants' Part A and B revenue as a share of the benchmark, where known.
    pub participant_revenue: Option<f64>,
}

impl Rulebook {
    /// The first performance year: agreements of 2012 were first settled with 2013.
    pub const FIRST: u16 = 2012;

    /// The rules of a performance year.
    #[must_use]
    pub const fn of(year: u16) -> Rulebook {
        Rulebook {
            rate_follows_score: year <= 2020,
            sequestration: if matches!(year, 2019 | 2020) { 0.0 } else { 0.02 },
            half_rate_below_minimum: year >= 2024,
            rate_of_level_e: 0.50,
            emergency_months: match year {
                2020..=2022 => 12,
                2023 => 5,
                _ => 0,
            },
        }
    }

    /// The rules of a performance year under a dated set of rules.
    #[must_use]
    pub const fn under(year: u16, rules: RuleSet) -> Rulebook {
        match rules {
            RuleSet::Proposed2027 if year >= 2027 => Rulebook { rate_of_level_e: 0.60, ..Rulebook::of(year) },
            RuleSet::Final | RuleSet::Proposed2027 => Rulebook::of(year),
        }
    }

    /// Share of savings at a level with every gate passed in full.
    fn full_rate(&self, level: Level) -> f64 {
        if level == Level::BasicE { self.rate_of_level_e } else { level.rules().sharing_rate }
    }

    /// Share of savings that quality leaves.
    #[must_use]
    pub fn rate(&self, level: Level, status: QualityStatus, quality: f64) -> f64 {
        let full = self.full_rate(level);
        let score = quality.clamp(0.0, 1.0);
        match status {
            QualityStatus::Met if self.rate_follows_score => full * score,
            QualityStatus::Met => full,
            QualityStatus::Alternative => full * score,
            QualityStatus::Failed => 0.0,
        }
    }

    /// The minimum savings and loss rate: elected, where there are two sides and 5,000
    /// beneficiaries, or by size.
    #[must_use]
    pub fn minimum_rate(level: Level, lives: f64, elected: Option<f64>) -> f64 {
        let open = level.rules().two_sided && reaches(lives, ENOUGH_LIVES);
        elected.filter(|_| open).unwrap_or_else(|| minimum_savings_rate(lives))
    }

    /// The sharing rules of an ACO's year.
    #[must_use]
    pub fn sharing(&self, standing: &AcoStanding) -> Sharing {
        let level = standing.level;
        let rules = level.rules();
        let score = standing.quality.clamp(0.0, 1.0);
        let minimum = Rulebook::minimum_rate(level, standing.lives, standing.elected_rate);
        let half_rate = self.half_rate_below_minimum
            && standing.low_revenue
            && level.is_basic()
            && reaches(standing.lives, ENOUGH_LIVES);
        let loss_rate = match rules.loss_rate {
            LossRate::None => 0.0,
            LossRate::Flat(rate) => rate,
            LossRate::Rest { most } if standing.status == QualityStatus::Failed => most,
            LossRate::Rest { most } => (1.0 - rules.sharing_rate * score).clamp(LEAST_LOSS_RATE, most),
        };
        let year = standing.agreement_year.clamp(1, rules.benchmark_loss_caps.len());
        let revenue_cap =
            standing.participant_revenue.map_or(f64::INFINITY, |revenue| rules.revenue_loss_cap * revenue);
        Sharing {
            full_rate: self.full_rate(level),
            rate: self.rate(level, standing.status, standing.quality),
            minimum_savings_rate: minimum,
            rate_below_minimum: if half_rate { 0.5 * self.full_rate(level) } else { 0.0 },
            savings_cap: rules.savings_cap,
            loss_rate,
            minimum_loss_rate: minimum,
            loss_cap: rules.benchmark_loss_caps[year - 1].min(revenue_cap),
            sequestration: self.sequestration,
            loss_sequestration: 0.0,
            deductible: false,
        }
    }

    /// A settlement under the guardrail: an ACO that would owe only for prospective growth in its benchmark
    /// neither owes nor earns (42 CFR 425.652(b), 425.605, recalled; the public record of 2024 flags nine,
    /// two of them with savings that earned nothing).
    #[must_use]
    pub fn guarded(settlement: &Settlement) -> Settlement {
        let gross = settlement.gross();
        Settlement {
            payer_keeps: gross.positive(),
            payer_bears: (-gross).positive(),
            forfeited: Forfeited::default(),
            earned: Cents::ZERO,
            owed: Cents::ZERO,
            ..*settlement
        }
    }

    /// A settlement after relief from extreme and uncontrollable circumstances: the payer bears
    /// what it forgives. `adjustment` is what CMS took off, where that is known; otherwise, and for
    /// a year wholly within the emergency, the months of the emergency decide.
    #[must_use]
    pub fn relieved(&self, settlement: Settlement, adjustment: Option<Cents>) -> Settlement {
        let months = f64::from(self.emergency_months);
        let forgiven = match adjustment {
            Some(amount) if self.emergency_months < 12 => amount.positive(),
            _ => settlement.owed.share(months / 12.0),
        };
        let forgiven = forgiven.min(settlement.owed);
        Settlement {
            owed: settlement.owed - forgiven,
            payer_bears: settlement.payer_bears + forgiven,
            ..settlement
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(level: Level, quality: f64) -> AcoStanding {
        AcoStanding {
            level,
            agreement_year: 1,
            lives: 10_000.0,
            elected_rate: Some(0.01),
            status: QualityStatus::Met,
            quality,
            low_revenue: false,
            participant_revenue: None,
        }
    }

    fn net(year: u16, standing: &AcoStanding, benchmark: i64, spending: i64) -> Cents {
        Rulebook::of(year).sharing(standing).settle(Cents(benchmark * 100), Cents(spending * 100)).net()
    }

    #[test]
    fn a_met_standard_pays_by_score_until_2020_and_in_full_since() {
        // B = 100M, E = 95M, quality 0.92. Track 3 in 2018: 75 % × 0.92 = 69 % of 5M = 3.45M, less
        // 2 % = 3.381M. ENHANCED in 2020: 3.45M, nothing withheld. In 2021: 3.75M less 2 % = 3.675M.
        let at = |year, level| net(year, &standing(level, 0.92), 100_000_000, 95_000_000);
        assert_eq!(at(2018, Level::Track3), Cents(338_100_000));
        assert_eq!(at(2020, Level::Enhanced), Cents(345_000_000));
        assert_eq!(at(2021, Level::Enhanced), Cents(367_500_000));
    }

    #[test]
    fn closed_tracks_lose_by_their_own_rates_and_caps() {
        // A loss of 10M on 100M. Track 2 at quality 0.9: 1 − 0.54 = 46 % = 4.6M; in its first year at
        // most 5 % = 5M. At quality 0.5: 1 − 0.3 = 70 %, at most 60 % = 6M, capped at 5M, then 7.5 %.
        let track2 =
            |quality, agreement_year| AcoStanding { agreement_year, ..standing(Level::Track2, quality) };
        let at = |s: &AcoStanding| net(2017, s, 100_000_000, 110_000_000);
        assert_eq!(at(&track2(0.9, 1)), Cents(-460_000_000));
        assert_eq!(at(&track2(0.5, 1)), Cents(-500_000_000));
        assert_eq!(at(&track2(0.5, 2)), Cents(-600_000_000));
        // Track 1+: 30 % = 3M; with revenue of 20 % of the benchmark at most 8 % of it: 1.6M.
        let plus = standing(Level::Track1Plus, 1.0);
        assert_eq!(at(&plus), Cents(-300_000_000));
        assert_eq!(at(&AcoStanding { participant_revenue: Some(0.2), ..plus }), Cents(-160_000_000));
        // Track 1 is one-sided.
        assert_eq!(at(&standing(Level::Track1, 1.0)), Cents::ZERO);
    }

    #[test]
    fn half_rate_below_the_minimum_since_2024_for_basic_only() {
        // 10,000 lives: minimum 3 %. Gross 2 % of 100M: half of 40 % of 2M = 400,000, less 2 %.
        let low = |level| AcoStanding { low_revenue: true, elected_rate: None, ..standing(level, 0.8) };
        let at = |year, level| net(year, &low(level), 100_000_000, 98_000_000);
        assert_eq!(at(2024, Level::BasicA), Cents(39_200_000));
        assert_eq!(at(2023, Level::BasicA), Cents::ZERO);
        assert_eq!(at(2024, Level::Enhanced), Cents::ZERO);
        let few = AcoStanding { lives: 4_999.0, ..low(Level::BasicA) };
        assert_eq!(net(2024, &few, 100_000_000, 98_000_000), Cents::ZERO);
    }

    #[test]
    fn relief_goes_from_owed_to_borne_by_the_payer() {
        // ENHANCED at quality 1: 40 % of 10M = 4M owed.
        let book = Rulebook::of(2023);
        let settled = book
            .sharing(&standing(Level::Enhanced, 1.0))
            .settle(Cents(10_000_000_000), Cents(11_000_000_000));
        assert_eq!(settled.owed, Cents(400_000_000));
        // Nothing published: 5 of 12 months, 1,666,666.67.
        let relieved = book.relieved(settled, None);
        assert_eq!(relieved.owed, Cents(400_000_000 - 166_666_667));
        assert!(relieved.balances());
        assert_eq!(book.relieved(settled, Some(Cents(150_000_000))).owed, Cents(250_000_000));
        assert_eq!(book.relieved(settled, Some(Cents(900_000_000))).owed, Cents::ZERO);
        // The whole of 2021: all of it, whatever was published.
        assert_eq!(Rulebook::of(2021).relieved(settled, Some(Cents(1))).owed, Cents::ZERO);
        assert_eq!(Rulebook::of(2024).relieved(settled, None).owed, settled.owed);
    }

    #[test]
    fn under_the_guardrail_nothing_is_owed_and_nothing_earned() {
        let sharing = Rulebook::of(2024).sharing(&standing(Level::BasicE, 1.0));
        // A loss of 6M owes 30 % of it, 1.8M; a gain of 5M earns 50 %, 2.5M less 2 %.
        let lost = sharing.settle(Cents(10_000_000_000), Cents(10_600_000_000));
        let gained = sharing.settle(Cents(10_000_000_000), Cents(9_500_000_000));
        assert_eq!((lost.owed, gained.earned), (Cents(180_000_000), Cents(245_000_000)));
        for settled in [lost, gained] {
            let guarded = Rulebook::guarded(&settled);
            assert_eq!(guarded.net(), Cents::ZERO);
            assert!(guarded.balances());
        }
        assert_eq!(Rulebook::guarded(&lost).payer_bears, Cents(600_000_000));
        assert_eq!(Rulebook::guarded(&gained).payer_keeps, Cents(500_000_000));
    }

    #[test]
    fn an_election_needs_two_sides_and_five_thousand() {
        assert_eq!(Rulebook::minimum_rate(Level::BasicE, 5_000.0, Some(0.0)), 0.0);
        // 4,999 lives: 3.9 % by the scale.
        assert_eq!(Rulebook::minimum_rate(Level::BasicE, 4_999.0, Some(0.0)), 0.039);
        assert_eq!(Rulebook::minimum_rate(Level::BasicA, 60_000.0, Some(0.0)), 0.02);
    }
}
