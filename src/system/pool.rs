//! Pools: dividing physicians' money among physicians.
//!
//! # Formula
//! A pool holds its share of what the waterfall passes on, or fixed dollars of the system's own. A member
//! receives `money × Σ weight × own / everybody's` over the criteria. A criterion that nobody has anything
//! of gives its weight to equal shares; but for points: without any the weight's money is not divided and
//! stays with the system, since points are given on purpose.

use crate::math::grown;
use crate::pay::PayClass;
use crate::schema::{ReadTable, empty, number, optional, parameters};
use crate::units::{Share, SignedShare, UsdPerYear, sum};
use std::ops::AddAssign;

parameters! {
    /// What a member's part of a pool depends on; the weights add up to 1.
    pub struct Weights {
        /// The same for everyone, by FTE; what the other weights leave, when it is not stated.
        equal: Option<Share> = optional();
        /// In proportion to wRVUs: turns value money into volume money.
        wrvu: Share = number(0.0).because("none unless stated");
        /// In proportion to panel.
        panel: Share = number(0.0).because("none unless stated");
        /// In proportion to measured quality, by FTE.
        quality: Share = number(0.0).because("none unless stated");
        /// In proportion to savings attributed to the member's own patients. Where nobody's are above zero,
        /// to equal shares.
        attribution: Share = number(0.0).because("none unless stated");
        /// In proportion to points, the roster's column `points.<pool>`.
        points: Share = number(0.0).because("none unless stated");
    }
    check Weights::check
}

parameters! {
    /// A pool: a share of passed-on value money, or dollars of the system's own.
    pub struct Pool {
        /// Share of the physicians' money that goes into it.
        share: Option<Share> = optional();
        /// Dollars a year that the system puts into it by itself, whatever contracts bring.
        dollars: Option<UsdPerYear> = optional().range(0.0, 1e9);
        /// Yearly growth of the dollars; the scenario's `outlook.pay_growth` when left out.
        growth: Option<SignedShare> = optional().range(-0.2, 0.2);
        /// How it is divided among those whose plan names it.
        weights: Weights = empty();
    }
    check Pool::check
}

impl Pool {
    /// A pool of a share of the physicians' money.
    #[must_use]
    pub fn of_share(share: f64, weights: Weights) -> Pool {
        Pool { share: Some(Share(share)), dollars: None, growth: None, weights }
    }

    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        match (self.share, self.dollars) {
            (Some(_), Some(_)) => table.problem(
                "dollars",
                "found beside share; a pool holds a share of passed-on money or fixed dollars, so write two pools, or leave out the one or the other",
            ),
            (None, None) => table.problem(
                "share",
                "missing; write share = 0.5 for a part of the money that is passed on, or dollars = 200000 for fixed dollars of the system's own",
            ),
            (None, Some(_)) if self.weights.attribution.0 > 0.0 => table.problem(
                "weights",
                "found attribution in a pool of fixed dollars, which no savings fill; divide it by equal, wrvu, panel, quality or points",
            ),
            _ => {}
        }
        if self.growth.is_some() && self.dollars.is_none() {
            table.problem("growth", "found without dollars; a share grows with what it is a share of");
        }
    }

    /// Fixed dollars of performance year `t`, 0 for the first, at a price level of pay.
    #[must_use]
    pub fn fixed(&self, t: usize, pay_index: f64) -> Option<f64> {
        let growth = self.growth.map_or(pay_index, |growth| grown(growth.0, t));
        self.dollars.map(|dollars| dollars.0 * growth)
    }
}

/// Totals over the members of a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PoolFacts {
    /// Members, counted by the part of the year they are members.
    pub members: f64,
    /// FTE.
    pub fte: f64,
    /// wRVUs.
    pub wrvu: f64,
    /// Panel.
    pub panel: f64,
    /// Measured quality times FTE.
    pub quality: f64,
    /// Attributed savings above zero, $.
    pub savings: f64,
    /// Points.
    pub points: f64,
}

impl AddAssign for PoolFacts {
    fn add_assign(&mut self, other: PoolFacts) {
        self.members += other.members;
        self.fte += other.fte;
        self.wrvu += other.wrvu;
        self.panel += other.panel;
        self.quality += other.quality;
        self.savings += other.savings;
        self.points += other.points;
    }
}

/// One member of a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Member {
    /// Part of the year as a member.
    pub portion: f64,
    /// FTE.
    pub fte: f64,
    /// wRVUs in that part.
    pub wrvu: f64,
    /// Panel.
    pub panel: f64,
    /// Measured quality.
    pub quality: f64,
    /// Attributed savings above zero, $.
    pub savings: f64,
}

impl Weights {
    /// Equal shares only.
    #[must_use]
    pub fn equal() -> Weights {
        Weights {
            equal: None,
            wrvu: Share(0.0),
            panel: Share(0.0),
            quality: Share(0.0),
            attribution: Share(0.0),
            points: Share(0.0),
        }
    }

    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let others = self.others();
        let total = others + self.equal.map_or(0.0, |equal| equal.0);
        if others > 1.0 + 1e-6 || (self.equal.is_some() && (total - 1.0).abs() > 1e-6) {
            table.problem(
                "equal",
                format!("the weights add up to {total}; they must add up to 1 (leave `equal` out, and it is what the others leave)", total = sum(total)),
            );
        }
    }

    fn others(&self) -> f64 {
        self.wrvu.0 + self.panel.0 + self.quality.0 + self.attribution.0 + self.points.0
    }

    /// Weight of equal shares.
    #[must_use]
    pub fn equal_share(&self) -> f64 {
        self.equal.map_or_else(|| (1.0 - self.others()).max(0.0), |equal| equal.0)
    }

    /// What a pool of fixed dollars divided so is pay for: what its heaviest weight rewards, the first of
    /// equals in this order.
    #[must_use]
    pub fn rewards(&self) -> PayClass {
        let weights = [
            (self.equal_share(), PayClass::Time),
            (self.wrvu.0, PayClass::Volume),
            (self.panel.0, PayClass::Panel),
            (self.quality.0, PayClass::Quality),
            (self.points.0, PayClass::Service),
        ];
        weights.into_iter().fold((0.0, PayClass::Time), |most, one| if one.0 > most.0 { one } else { most }).1
    }

    /// What each unit of a criterion is worth, as a part of the pool. A criterion that no member
    /// has anything of gives its weight to equal shares, but for points.
    #[must_use]
    pub fn per_unit(&self, facts: &PoolFacts) -> PerUnit {
        let mut equal = self.equal_share();
        let mut share = |weight: Share, total: f64| {
            if total > 0.0 {
                weight.0 / total
            } else {
                equal += weight.0;
                0.0
            }
        };
        let wrvu = share(self.wrvu, facts.wrvu);
        let panel = share(self.panel, facts.panel);
        let quality = share(self.quality, facts.quality);
        let savings = share(self.attribution, facts.savings);
        let points = if facts.points > 0.0 { self.points.0 / facts.points } else { 0.0 };
        let fte = if facts.fte > 0.0 { equal / facts.fte } else { 0.0 };
        PerUnit { fte, wrvu, panel, quality, savings, points }
    }
}

/// Parts of a pool per unit of each criterion.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PerUnit {
    /// Per FTE.
    pub fte: f64,
    /// Per wRVU.
    pub wrvu: f64,
    /// Per patient.
    pub panel: f64,
    /// Per quality times FTE.
    pub quality: f64,
    /// Per dollar of attributed savings.
    pub savings: f64,
    /// Per point.
    pub points: f64,
}

impl PerUnit {
    /// A member's part of the pool without points; over all members these and points times
    /// [`PerUnit::points`] add up to 1.
    #[inline(always)]
    #[must_use]
    pub fn part(&self, member: &Member) -> f64 {
        self.wrvu * member.wrvu
            + self.savings * member.savings
            + member.portion
                * (member.fte * (self.fte + self.quality * member.quality) + self.panel * member.panel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members() -> [Member; 3] {
        [
            Member { portion: 1.0, fte: 1.0, wrvu: 5_000.0, panel: 1_600.0, quality: 0.8, savings: 30_000.0 },
            Member { portion: 0.5, fte: 0.8, wrvu: 1_500.0, panel: 900.0, quality: 0.6, savings: 0.0 },
            Member { portion: 1.0, fte: 0.5, wrvu: 2_000.0, panel: 700.0, quality: 0.9, savings: 10_000.0 },
        ]
    }

    fn facts(members: &[Member]) -> PoolFacts {
        members.iter().fold(PoolFacts::default(), |f, m| PoolFacts {
            members: f.members + m.portion,
            fte: f.fte + m.portion * m.fte,
            wrvu: f.wrvu + m.wrvu,
            panel: f.panel + m.portion * m.panel,
            quality: f.quality + m.portion * m.fte * m.quality,
            savings: f.savings + m.savings,
            points: 0.0,
        })
    }

    #[test]
    fn one_criterion_at_a_time_hand_worked() {
        let members = members();
        let facts = facts(&members);
        let only = |equal: f64, wrvu: f64, panel: f64, quality: f64, attribution: f64| {
            Weights {
                equal: Some(Share(equal)),
                wrvu: Share(wrvu),
                panel: Share(panel),
                quality: Share(quality),
                attribution: Share(attribution),
                points: Share(0.0),
            }
            .per_unit(&facts)
            .part(&members[1])
        };
        assert!((only(1.0, 0.0, 0.0, 0.0, 0.0) - 0.4 / 1.9).abs() < 1e-12);
        assert!((only(0.0, 1.0, 0.0, 0.0, 0.0) - 1_500.0 / 8_500.0).abs() < 1e-12);
        assert!((only(0.0, 0.0, 1.0, 0.0, 0.0) - 450.0 / 2_750.0).abs() < 1e-12);
        assert!((only(0.0, 0.0, 0.0, 1.0, 0.0) - 0.24 / (0.8 + 0.24 + 0.45)).abs() < 1e-12);
        assert_eq!(only(0.0, 0.0, 0.0, 0.0, 1.0), 0.0);
    }

    #[test]
    fn parts_add_up_to_one_for_any_mix() {
        let members = members();
        let weights = Weights {
            equal: None,
            wrvu: Share(0.3),
            panel: Share(0.1),
            quality: Share(0.15),
            attribution: Share(0.25),
            points: Share(0.0),
        };
        let per_unit = weights.per_unit(&facts(&members));
        let total: f64 = members.iter().map(|m| per_unit.part(m)).sum();
        assert!((total - 1.0).abs() < 1e-12);
    }

    #[test]
    fn points_divide_and_without_any_the_money_is_kept() {
        let weights = Weights { points: Share(0.6), ..Weights::equal() };
        let facts = PoolFacts { points: 30.0, fte: 2.0, ..PoolFacts::default() };
        // 0.4 / 2 for each FTE, and 0.6 / 30 for each point.
        let per_unit = weights.per_unit(&facts);
        assert!((per_unit.fte - 0.2).abs() < 1e-12 && (per_unit.points - 0.02).abs() < 1e-12);
        let nobody = weights.per_unit(&PoolFacts { points: 0.0, ..facts });
        assert_eq!((nobody.fte, nobody.points), (0.2, 0.0));
        assert_eq!(weights.rewards(), PayClass::Service);
        assert_eq!(Weights { wrvu: Share(0.5), ..Weights::equal() }.rewards(), PayClass::Time);
    }

    #[test]
    fn fixed_dollars_grow_with_pay_unless_said() {
        let pool = Pool {
            dollars: Some(UsdPerYear(200_000.0)),
            share: None,
            ..Pool::of_share(0.0, Weights::equal())
        };
        assert_eq!(pool.fixed(2, 1.1), Some(200_000.0 * 1.1));
        let flat = Pool { growth: Some(SignedShare(0.0)), ..pool };
        assert_eq!(flat.fixed(2, 1.1), Some(200_000.0));
        assert_eq!(Pool::of_share(1.0, Weights::equal()).fixed(0, 1.0), None);
    }

    #[test]
    fn an_empty_criterion_falls_back_to_equal_shares() {
        let nobody_saved = members().map(|m| Member { savings: 0.0, ..m });
        let weights = Weights { attribution: Share(1.0), ..Weights::equal() };
        let per_unit = weights.per_unit(&facts(&nobody_saved));
        assert!((per_unit.part(&nobody_saved[0]) - 1.0 / 1.9).abs() < 1e-12);
    }
}
