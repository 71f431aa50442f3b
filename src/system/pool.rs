//! Pools: dividing physicians' money among physicians.

use crate::schema::{ReadTable, empty, number, optional, parameters, required};
use crate::units::{Share, sum};
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
        /// In proportion to savings attributed to the member's own patients.
        attribution: Share = number(0.0).because("none unless stated");
    }
    check Weights::check
}

parameters! {
    /// A pool.
    pub struct Pool {
        /// Share of the physicians' money that goes into it.
        share: Share = required();
        /// How it is divided among those whose plan names it.
        weights: Weights = empty();
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
}

impl AddAssign for PoolFacts {
    fn add_assign(&mut self, other: PoolFacts) {
        self.members += other.members;
        self.fte += other.fte;
        self.wrvu += other.wrvu;
        self.panel += other.panel;
        self.quality += other.quality;
        self.savings += other.savings;
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
        self.wrvu.0 + self.panel.0 + self.quality.0 + self.attribution.0
    }

    /// What each unit of a criterion is worth, as a part of the pool. A criterion that no member
    /// has anything of gives its weight to equal shares.
    #[must_use]
    pub fn per_unit(&self, facts: &PoolFacts) -> PerUnit {
        let mut equal = self.equal.map_or_else(|| (1.0 - self.others()).max(0.0), |equal| equal.0);
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
        PerUnit { fte: if facts.fte > 0.0 { equal / facts.fte } else { 0.0 }, wrvu, panel, quality, savings }
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
}

impl PerUnit {
    /// A member's part of the pool; over all members these add up to 1.
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
        };
        let per_unit = weights.per_unit(&facts(&members));
        let total: f64 = members.iter().map(|m| per_unit.part(m)).sum();
        assert!((total - 1.0).abs() < 1e-12);
    }

    #[test]
    fn an_empty_criterion_falls_back_to_equal_shares() {
        let nobody_saved = members().map(|m| Member { savings: 0.0, ..m });
        let weights = Weights { attribution: Share(1.0), ..Weights::equal() };
        let per_unit = weights.per_unit(&facts(&nobody_saved));
        assert!((per_unit.part(&nobody_saved[0]) - 1.0 / 1.9).abs() < 1e-12);
    }
}
