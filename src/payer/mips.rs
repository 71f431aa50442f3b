//! Merit-based Incentive Payment System, and the qualifying-APM track beside it.
//!
//! # What it pays
//! A positive or negative adjustment of Medicare Part B professional payments, two years after the
//! performance year. Clinicians who take enough of their payments through advanced alternative
//! payment models are excluded from it and receive a lump sum and a higher fee schedule instead.
//!
//! # Formula
//! With final score `s` out of 100 and threshold 75: `s ≥ 75`: `highest × (s − 75)/25`;
//! `s ≤ 18.75`: −9 %; between: `−9 % × (75 − s)/75`. Applied to covered professional revenue.
//! Qualifying participants: `(lump sum + factor gap) × covered professional revenue`, both of their
//! calendar year (`qualifying.rs`).
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! The final score, weakly above the threshold and strongly below it. Upside is about 1 % while the
//! downside is 9 %: the rational target is the threshold.
//!
//! # Edge cases
//! At a quarter of the threshold the adjustment jumps from −6.75 % to −9 %. Professional revenue at
//! or below the low-volume line is neither rewarded nor punished. The lump sum does not last: it is
//! 3.1 % for performance year 2026, and nothing for 2025 nor from 2027 on unless law changes. Money moves
//! in the second year after: write the clock, as in the example.
//!
//! # Law and market notes
//! 42 CFR 414.1305–414.1465. Thresholds for qualifying, payments: 50 % for 2026, 75 % for 2025 and from
//! 2027; patients: 35 % and 50 %. The realised highest adjustment was +2.15 % for 2023 and +1.05 % for 2024.
//!
//! # Sources
//! Regulation and CMS figures as graded beside each parameter; payment by score in the tests.
//!
//! # Example
//! ```toml
//! [contract.medicare]
//! clock = { settlement_month = 20, payment_month = 30 }
//! [contract.medicare.terms.mips]
//! highest_adjustment = 0.0105
//! ```

use super::family::Family;
use super::qualifying::{FIRST_YEAR, Qualifying};
use super::{Category, Experience, Forecast, Payoff, ProgrammeYears, Year};
use crate::schema::{Grade, number, optional, parameters};
use crate::terms::{Gauge, PaymentUnit, Piece, Piecewise, SAME, Settlement, SettlementRule, reaches};
use crate::units::{Cents, Share, UsdPerYear};

/// A final score at or below this part of the threshold has the full penalty (42 CFR 414.1405).
const FULL_PENALTY_BELOW: f64 = 0.25;

parameters! {
    /// Merit-based Incentive Payment System.
    pub struct Mips {
        /// Final score without adjustment.
        threshold: Share = number(0.75).range(0.05, 0.99).from(Grade::Published, "75 points, fixed through PY2028");
        /// Largest negative adjustment.
        most_negative: Share = number(0.09).range(0.0, 0.2).from(Grade::Official, "9 % (42 CFR 414.1405)");
        /// Positive adjustment of a final score of 100, after scaling for budget neutrality.
        highest_adjustment: Share = number(0.0105).range(0.0, 0.3)
            .from(Grade::Published, "+1.05 % realised for PY2024, +2.15 % for PY2023 (healthmonix.com)");
        /// Part of the contract's professional revenue that the adjustment applies to.
        covered: Share = number(1.0).because("all of it is Part B covered professional services");
        /// Covered professional revenue up to which the group is excluded.
        low_volume: UsdPerYear = number(90_000.0).from(Grade::Published, "at most $90,000, or 200 patients, or 200 services");
        /// How the final score follows the composite; the composite itself when left out.
        score: Option<Gauge> = optional();
        /// The qualifying-APM track; without it nobody qualifies.
        qualifying: Option<Qualifying> = optional();
    }
}

/// How a year is paid for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum MipsStanding {
    /// Too little revenue for any adjustment.
    LowVolume,
    /// By final score.
    Scored,
    /// As a qualifying participant: lump sum and gap, of covered payments.
    Qualified(f64, f64),
}

impl Mips {
    /// The adjustment over the final score, 0 to 1.
    #[must_use]
    pub fn adjustment(&self) -> Piecewise {
        let (threshold, lowest) = (self.threshold.0, self.most_negative.0);
        let below = lowest / threshold;
        let above = self.highest_adjustment.0 / (1.0 - threshold);
        Piecewise::new(vec![
            Piece { from: f64::NEG_INFINITY, intercept: -lowest, slope: 0.0 },
            // Exactly at a quarter of the threshold the full penalty holds.
            Piece { from: FULL_PENALTY_BELOW * threshold + 2.0 * SAME, intercept: -lowest, slope: below },
            Piece { from: threshold, intercept: -above * threshold, slope: above },
            Piece { from: 1.0, intercept: self.highest_adjustment.0, slope: 0.0 },
        ])
    }

    fn gauge(&self) -> &Gauge {
        Gauge::or_composite(self.score.as_ref())
    }

    fn standing(&self, year: &Year, covered: f64) -> MipsStanding {
        match &self.qualifying {
            _ if reaches(self.low_volume.0, covered) => MipsStanding::LowVolume,
            Some(track) if track.qualifies(year) => {
                MipsStanding::Qualified(track.lump_sum(year), track.factor_gap(year))
            }
            Some(_) | None => MipsStanding::Scored,
        }
    }

    /// What is paid or taken, by composite score.
    fn reward(&self, year: &Year, professional: f64) -> Piecewise {
        let covered = self.covered.0 * professional;
        match self.standing(year, covered) {
            MipsStanding::LowVolume => Piecewise::flat(0.0),
            MipsStanding::Qualified(lump_sum, gap) => Piecewise::flat(covered * (lump_sum + gap)),
            MipsStanding::Scored => self.gauge().by_quality(&self.adjustment().times(covered)),
        }
    }
}

impl Family for Mips {
    const UNIT: PaymentUnit = PaymentUnit::Service;
    const PROGRAMME: ProgrammeYears =
        ProgrammeYears::since(FIRST_YEAR, "42 CFR 414.1320: performance years from 2017");

    fn category(&self) -> Category {
        Category::Performance
    }

    fn payoff(&self, forecast: &Forecast) -> Payoff {
        Payoff::of_reward(self.reward(&forecast.year, forecast.professional))
    }

    fn settle(&self, e: &Experience) -> Settlement {
        Settlement::adjustment(Cents::round(self.reward(&e.year, e.professional).value(e.quality)))
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let covered = self.covered.0 * e.professional;
        let mut rules = vec![SettlementRule::dollars("covered professional revenue", covered)];
        match self.standing(&e.year, covered) {
            MipsStanding::LowVolume => {
                rules.push(SettlementRule::dollars(
                    "excluded: at or below the low-volume line",
                    self.low_volume.0,
                ));
            }
            MipsStanding::Qualified(lump_sum, gap) => rules.extend([
                SettlementRule::share("qualifying participant: lump sum", lump_sum),
                SettlementRule::share("  and a fee schedule higher by", gap),
            ]),
            MipsStanding::Scored => {
                let score = self.gauge().score(e.quality);
                rules.extend([
                    SettlementRule::number("final score", 100.0 * score),
                    SettlementRule::number("threshold", 100.0 * self.threshold.0),
                    SettlementRule::share("adjustment of covered revenue", self.adjustment().value(score)),
                ]);
            }
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::QualityOutlook;
    use crate::units::{CalendarYear, SignedShare};

    fn mips() -> Mips {
        Mips {
            threshold: Share(0.75),
            most_negative: Share(0.09),
            highest_adjustment: Share(0.0105),
            covered: Share(1.0),
            low_volume: UsdPerYear(90_000.0),
            score: None,
            qualifying: None,
        }
    }

    fn year(calendar: u16) -> Year {
        Year { calendar: CalendarYear(calendar), lives: 500.0, ..Year::FIRST }
    }

    fn net(terms: &Mips, calendar: u16, quality: f64, professional: f64) -> Cents {
        terms
            .settle(&Experience {
                year: year(calendar),
                benchmark: 0.0,
                spending: 0.0,
                quality,
                professional,
            })
            .net()
    }

    #[test]
    fn four_scores_on_400_000_of_part_b() {
        // Payer note, section 6: 100 → +1.05 % = 4,200; 90 → 1.05 % × 15/25 = 0.63 % = 2,520;
        // 60 → −9 % × 15/75 = −1.8 % = −7,200; 10 → −9 % = −36,000. At 75 nothing.
        for (score, dollars) in [(1.0, 4_200), (0.9, 2_520), (0.6, -7_200), (0.1, -36_000), (0.75, 0)] {
            assert_eq!(net(&mips(), 2026, score, 400_000.0), Cents(dollars * 100), "{score}");
        }
        // Published for a score of 50: −9 % × 25/75 = −3.00 % on the regulation's line.
        assert_eq!(net(&mips(), 2026, 0.5, 400_000.0), Cents(-1_200_000));
        // With the PY2023 scale a score of 100 earned 2.15 %.
        let earlier = Mips { highest_adjustment: Share(0.0215), ..mips() };
        assert_eq!(net(&earlier, 2026, 1.0, 400_000.0), Cents(860_000));
    }

    #[test]
    fn published_adjustments_of_entities_in_alternative_models() {
        // PY2024, 98,141 rows: median score 94.00 with +0.80 %, highest +1.05 %, lowest −4.36 %.
        // 1.05 × 19/25 = 0.798. The lowest is a score of 75 − 75 × 4.36/9 = 38.67.
        let percent = |score: f64| format!("{:+.2}", 100.0 * mips().adjustment().value(score));
        assert_eq!([percent(0.94), percent(1.0), percent(0.3867)], ["+0.80", "+1.05", "-4.36"]);
    }

    #[test]
    fn the_penalty_jumps_at_a_quarter_of_the_threshold() {
        // At 18.75 the full 9 %; just above −9 % × 56.25/75 = −6.75 %.
        let adjustment = mips().adjustment();
        assert_eq!(adjustment.value(0.1875), -0.09);
        assert!((adjustment.value(0.187_500_001) + 0.0675).abs() < 1e-8);
    }

    #[test]
    fn small_practices_are_left_alone() {
        assert_eq!(net(&mips(), 2026, 0.1, 90_000.0), Cents::ZERO);
        assert_eq!(net(&mips(), 2026, 0.1, 100_000.0), Cents(-900_000));
    }

    fn through_advanced_models() -> Qualifying {
        Qualifying {
            payment_share: Share(0.6),
            patient_share: Share(0.2),
            years: Vec::new(),
            qualifying_update: SignedShare(0.0075),
            other_update: SignedShare(0.0025),
        }
    }

    /// $20M of covered payments, 60 % of them through advanced models, whatever year the scenario begins in.
    #[test]
    fn a_qualifying_participant_is_paid_by_its_performance_year() {
        let terms = Mips { qualifying: Some(through_advanced_models()), ..mips() };
        // 2026: 3.1 % of 20M = 620,000; three updates to 2028, (1.0075/1.0025)^3 − 1 = 1.50373440 %: 300,746.88.
        assert_eq!(net(&terms, 2026, 0.1, 20e6), Cents(62_000_000 + 30_074_688));
        // 2028: 60 % of payments no longer qualify, and a score of 10 costs 9 %.
        assert_eq!(net(&terms, 2028, 0.1, 20e6), Cents(-180_000_000));
        // With 80 % they do: no lump sum; five updates to 2030, 2.51876543 %: 503,753.09.
        let more = Qualifying { payment_share: Share(0.8), ..through_advanced_models() };
        let terms = Mips { qualifying: Some(more), ..mips() };
        assert_eq!(net(&terms, 2028, 0.1, 20e6), Cents(50_375_309));
        // 2025, paid in 2027 after two updates: 0.99999378 %, 199,998.76.
        assert_eq!(net(&terms, 2025, 0.1, 20e6), Cents(19_999_876));
    }

    #[test]
    fn a_sharper_gauge_gives_a_steeper_slope() {
        // Half a point of final score for a point of the composite halves the slope above 75.
        let quality = QualityOutlook { mean: 0.9, sd: 1e-6 };
        let forecast = Forecast {
            year: year(2026),
            benchmark: 0.0,
            savings_rate: 0.0,
            savings_sd: 0.0,
            quality,
            professional: 400_000.0,
        };
        let slope =
            |terms: &Mips| crate::payer::ContractOutlook::of(&terms.payoff(&forecast), &forecast).per_quality;
        let gauge = Gauge { score: Share(0.9), reference: Share(0.9), per_quality: crate::units::Ratio(0.5) };
        let half = Mips { score: Some(gauge), ..mips() };
        // 1.05 % / 0.25 × 400,000 = 16,800 for a whole composite.
        assert!((slope(&mips()) - 16_800.0).abs() < 1e-6);
        assert!((slope(&half) - 8_400.0).abs() < 1e-6);
    }
}
