//! What Medicare pays a Medicare Advantage plan: county benchmark, bid, rebate, and Stars.
//!
//! The benchmark is a percentage of what traditional Medicare spends in the plan's counties, by quartile, with points
//! on top from four stars on, doubled in qualifying counties, and never above what the law before 2012 would have
//! paid. A plan that bids below it is paid its bid, risk-adjusted, and a part of the difference as a rebate, which
//! buys benefits; one that bids above it is paid the benchmark, and its members the rest.
//!
//! Quality measured in year Y makes the rating published for Y + 2, which sets the payment of Y + 3: measures of
//! 2024, Stars of 2026, payment of 2027. What measures are worth three years on is booked in the year in which they
//! are taken, at the prices of the year in which it is paid; measures of an agreement's last three years set premiums
//! that it has no part in, and are worth nothing to it.
//!
//! Social Security Act 1853(a)(1)(B), (n) and (o), 1854(b)(1)(C) and (b)(3), read in the United States Code (42
//! U.S.C. 1395w-23, 1395w-24); the years of the ratings are recalled from 42 CFR 422.260.

use crate::schema::{Grade, empty, flag, keywords, number, optional, parameters, required};
use crate::terms::{Piece, Piecewise, SettlementRule};
use crate::units::{PerMemberMonth, Ratio, Share};

/// Years from measured quality to the payment that it sets.
pub(super) const MEASURED_TO_PAID: u16 = 3;

/// Star ratings from which something changes, and one below them all.
const TIERS: [f64; 4] = [3.0, 3.5, 4.0, 4.5];

keywords! {
    /// Where a county's spending under traditional Medicare lies among all counties: its benchmark as a percentage of
    /// it.
    pub enum CountyQuartile {
        /// The highest quarter: 95 %.
        Highest = "highest",
        /// The second highest: 100 %.
        SecondHighest = "second_highest",
        /// The third highest: 107.5 %.
        ThirdHighest = "third_highest",
        /// The lowest: 115 %.
        Lowest = "lowest",
    }
}

impl CountyQuartile {
    /// The applicable percentage (1853(n)(2)(B)).
    const fn percentage(self) -> f64 {
        match self {
            CountyQuartile::Highest => 0.95,
            CountyQuartile::SecondHighest => 1.0,
            CountyQuartile::ThirdHighest => 1.075,
            CountyQuartile::Lowest => 1.15,
        }
    }
}

parameters! {
    /// A plan's star rating, and what it adds.
    pub struct Stars {
        /// Rating by which the plan is paid as long as no measures of the contract's own years count.
        rating: Ratio = number(3.5).range(1.0, 5.0).because("no quality bonus unless stated");
        /// Points by which four stars raise the percentage of the benchmark.
        bonus: Share = number(0.05).range(0.0, 0.2)
            .from(Grade::Official, "5 points since 2014; write 0.035 for a new plan (SSA 1853(o)(1)(C) and (3)(A)(iii))");
        /// Part of the members in qualifying counties, where those points are doubled (SSA 1853(o)(2)).
        doubled: Share = number(0.0).because("no qualifying county unless stated");
        /// Composite score of the contract from which the plan has four stars; its rating stays when left out.
        four_stars: Option<Share> = optional();
        /// Composite score that half a star takes.
        half_star: Share = number(0.1).range(0.001, 0.5).because("the whole score is five stars");
    }
}

parameters! {
    /// A plan's bid and what it is measured against, a member and month, in the scenario's first year.
    pub struct MedicareBid {
        /// The plan's bid for the benefits of traditional Medicare, for a member of average risk.
        amount: PerMemberMonth = required().range(10.0, 10_000.0);
        /// What traditional Medicare spends on a person of average risk in the plan's counties.
        base: PerMemberMonth = required().range(10.0, 10_000.0);
        /// Where that spending lies among all counties.
        quartile: CountyQuartile = required();
        /// Most the benchmark may be: what the law before 2012 would pay there (SSA 1853(n)(4)); no limit when left
        /// out.
        ceiling: Option<PerMemberMonth> = optional().range(10.0, 10_000.0);
        /// Payment risk score of the members, after normalisation and coding adjustment.
        risk_score: Ratio = number(1.0).range(0.1, 10.0).because("members of average risk");
        /// Whether the premium of the contract counts the rebate, which the plan spends on benefits.
        rebate_counts: bool = flag(true);
        /// The plan's Stars.
        stars: Stars = empty();
    }
}

impl MedicareBid {
    /// The benchmark at a rating, for a member of average risk.
    #[must_use]
    pub fn benchmark(&self, rating: f64) -> f64 {
        let points = if rating >= 4.0 { self.stars.bonus.0 } else { 0.0 };
        let limit = self.ceiling.map_or(f64::INFINITY, |ceiling| ceiling.0);
        let at = |points: f64| (self.base.0 * (self.quartile.percentage() + points)).min(limit);
        let doubled = self.stars.doubled.0;
        (1.0 - doubled) * at(points) + doubled * at(2.0 * points)
    }

    /// The part of what a bid lies below the benchmark that is the plan's, at a rating (1854(b)(1)(C)(v)).
    #[must_use]
    pub fn rebate_share(rating: f64) -> f64 {
        match rating {
            4.5.. => 0.70,
            3.5.. => 0.65,
            _ => 0.50,
        }
    }

    /// The rebate at a rating: of benchmark and bid at the members' risk as it was bid.
    #[must_use]
    pub fn rebate(&self, rating: f64) -> f64 {
        let saved = (self.benchmark(rating) - self.amount.0).max(0.0);
        MedicareBid::rebate_share(rating) * saved * self.risk_score.0
    }

    /// What the contract counts of what Medicare pays a member and month at a rating; `drift` is what the risk score
    /// has become since the first year. The rebate stays as it was bid.
    #[must_use]
    pub fn revenue_at(&self, rating: f64, drift: f64) -> f64 {
        let basic = self.amount.0.min(self.benchmark(rating)) * self.risk_score.0 * drift;
        basic + if self.rebate_counts { self.rebate(rating) } else { 0.0 }
    }

    /// The same at the plan's rating.
    #[must_use]
    pub fn revenue(&self, drift: f64) -> f64 {
        self.revenue_at(self.stars.rating.0, drift)
    }

    /// What this year's measures will pay or cost against the plan's rating, by composite score, where a dollar of
    /// revenue a member and month is worth `per_dollar`; nothing while the rating stays.
    pub(super) fn reward(&self, drift: f64, per_dollar: f64) -> Option<Piecewise> {
        let four = self.stars.four_stars?.0;
        let half = self.stars.half_star.0;
        let from = [f64::NEG_INFINITY, four - half, four, four + half];
        let now = self.revenue(drift);
        let pieces = from.into_iter().zip(TIERS).map(|(from, rating)| {
            let intercept = per_dollar * (self.revenue_at(rating, drift) - now);
            Piece { from, intercept, slope: 0.0 }
        });
        Some(Piecewise::new(pieces.collect()))
    }

    /// The numbers that decide, at prices of a year.
    pub(super) fn rules(&self, growth: f64, drift: f64) -> Vec<SettlementRule> {
        let rating = self.stars.rating.0;
        let dollars = |name, of_first_year: f64| SettlementRule::dollars(name, growth * of_first_year);
        let mut rules = vec![
            SettlementRule::number("plan's star rating", rating),
            dollars("  benchmark with it, per member and month", self.benchmark(rating)),
            dollars("  plan's bid", self.amount.0),
            SettlementRule::share(
                "  part of the difference that is a rebate",
                MedicareBid::rebate_share(rating),
            ),
            dollars("  rebate", self.rebate(rating)),
            dollars("  counted by the contract, with risk", self.revenue(drift)),
        ];
        if let Some(four) = self.stars.four_stars {
            rules.push(SettlementRule::share(
                "composite for four stars, rated in two years and paid in three",
                four.0,
            ));
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bid(amount: f64) -> MedicareBid {
        MedicareBid {
            amount: PerMemberMonth(amount),
            base: PerMemberMonth(1_000.0),
            quartile: CountyQuartile::ThirdHighest,
            ceiling: None,
            risk_score: Ratio(1.0),
            rebate_counts: true,
            stars: Stars {
                rating: Ratio(4.0),
                bonus: Share(0.05),
                doubled: Share(0.0),
                four_stars: None,
                half_star: Share(0.1),
            },
        }
    }

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} for {expected}");
    }

    #[test]
    fn benchmarks_by_quartile_with_points_that_double_and_a_ceiling() {
        // 1,000 × 95, 100, 107.5, 115 %; with four stars five points more.
        for (quartile, plain, bonus) in [
            (CountyQuartile::Highest, 950.0, 1_000.0),
            (CountyQuartile::SecondHighest, 1_000.0, 1_050.0),
            (CountyQuartile::ThirdHighest, 1_075.0, 1_125.0),
            (CountyQuartile::Lowest, 1_150.0, 1_200.0),
        ] {
            let at = MedicareBid { quartile, ..bid(900.0) };
            close(at.benchmark(3.5), plain);
            close(at.benchmark(4.0), bonus);
            close(at.benchmark(5.0), bonus);
        }
        // Forty in a hundred members where it is ten points: 0.6 × 1,125 + 0.4 × 1,175 = 1,145.
        let mut doubled = bid(900.0);
        doubled.stars.doubled = Share(0.4);
        close(doubled.benchmark(4.0), 1_145.0);
        // A ceiling of 1,130 cuts the doubled alone: 0.6 × 1,125 + 0.4 × 1,130 = 1,127.
        doubled.ceiling = Some(PerMemberMonth(1_130.0));
        close(doubled.benchmark(4.0), 1_127.0);
    }

    #[test]
    fn a_bid_below_is_paid_with_its_rebate_and_one_above_with_the_benchmark() {
        // Benchmark 1,075 at 3 and 3.5 stars, 1,125 from 4 on; bid 925. Rebate half of 150 = 75; 65 % = 97.50; 65 % of
        // 200 = 130; 70 % = 140.
        let below = bid(925.0);
        for (rating, rebate) in [(3.0, 75.0), (3.5, 97.5), (4.0, 130.0), (4.5, 140.0), (5.0, 140.0)] {
            close(below.rebate(rating), rebate);
            close(below.revenue_at(rating, 1.0), 925.0 + rebate);
        }
        // A risk score of 1.20 that rises by 5 %: 925 × 1.26 = 1,165.50; the rebate as it was bid, 130 × 1.2 = 156.
        let sick = MedicareBid { risk_score: Ratio(1.2), ..bid(925.0) };
        close(sick.revenue(1.05), 1_321.5);
        let without = MedicareBid { rebate_counts: false, ..sick };
        close(without.revenue(1.05), 1_165.5);
        // A bid of 1,200 is paid 1,125 and members pay 75; at 3.5 stars 1,075.
        close(bid(1_200.0).revenue(1.0), 1_125.0);
        close(bid(1_200.0).revenue_at(3.5, 1.0), 1_075.0);
        assert_eq!(bid(1_200.0).rebate(4.0), 0.0);
    }

    #[test]
    fn what_was_published_for_2014_lies_between_the_rebate_shares() {
        // MedPAC for 2014 (aspe.hhs.gov): benchmarks 112 %, bids 98 % and payments 106 % of traditional Medicare's spending, over
        // plans of all ratings. 98 + 50 % of 14 = 105 at under 3.5 stars, 107.1 and 107.8 above.
        let mut average = MedicareBid { quartile: CountyQuartile::SecondHighest, ..bid(980.0) };
        average.base = PerMemberMonth(1_120.0);
        average.stars.bonus = Share(0.0);
        let paid = |rating| average.revenue_at(rating, 1.0) / 10.0;
        close(paid(3.0), 105.0);
        close(paid(4.0), 107.1);
        close(paid(4.5), 107.8);
        assert!((paid(3.0)..paid(4.0)).contains(&106.0));
    }

    #[test]
    fn measures_move_the_rating_by_half_stars() {
        // Four stars from 0.80: against a rating of 4 (1,055) half a star less is 1,022.50, a whole one 1,000, half a
        // star more 1,065. A dollar a member and month is worth 1,000.
        let mut following = bid(925.0);
        assert!(following.reward(1.0, 1_000.0).is_none());
        following.stars.four_stars = Some(Share(0.80));
        let reward = following.reward(1.0, 1_000.0).unwrap();
        for (score, dollars) in [
            (0.60, -55_000.0),
            (0.70, -32_500.0),
            (0.79, -32_500.0),
            (0.80, 0.0),
            (0.90, 10_000.0),
            (1.0, 10_000.0),
        ] {
            close(reward.value(score), dollars);
        }
    }
}
