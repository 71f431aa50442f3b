//! Episode categories of a hospital: which, how many of each, what they cost, at what price and discount.

use crate::schema::{keywords, number, optional, parameters, required};
use crate::units::{Ratio, Share};

keywords! {
    /// Surgical episodes of TEAM.
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

    /// How many of them there are, as a reader meets it.
    pub(super) const fn count_of(self) -> &'static str {
        match self {
            Episode::Joint => "episodes: lower extremity joint replacement",
            Episode::HipFracture => "episodes: surgical hip and femur fracture",
            Episode::SpinalFusion => "episodes: spinal fusion",
            Episode::Bypass => "episodes: coronary artery bypass graft",
            Episode::Bowel => "episodes: major bowel procedure",
        }
    }
}

parameters! {
    /// One episode category of a hospital.
    pub struct EpisodeCategory {
        /// Which category.
        category: Episode = required();
        /// Part of the contract's episodes.
        share: Share = required();
        /// Cost of one of its episodes over that of an episode of the category everything is compared with.
        /// Only the ratios among categories count: together they cost what the contract's episodes cost.
        cost_ratio: Ratio = number(1.0).range(0.01, 100.0).because("as the others");
        /// The regional price over the hospital's own cost of one of them, in the base year; the contract's when
        /// left out.
        regional_ratio: Option<Ratio> = optional().range(0.3, 3.0);
        /// Discount from the regional price; the category's when left out.
        discount: Option<Share> = optional().range(0.0, 0.2);
    }
}

impl EpisodeCategory {
    /// Category, and part of the contract's episodes.
    #[must_use]
    pub fn part(&self) -> (Episode, Share) {
        (self.category, self.share)
    }

    /// The parts of a hospital's episodes, `otherwise` for the regional ratio that a category does not state.
    pub(super) fn parts(
        categories: &[EpisodeCategory],
        otherwise: Ratio,
    ) -> impl Iterator<Item = EpisodePart> {
        let mean: f64 = categories.iter().map(|one| one.share.0 * one.cost_ratio.0).sum();
        categories.iter().map(move |one| EpisodePart {
            episode: one.category,
            share: one.share.0,
            cost: one.cost_ratio.0 / mean,
            regional_ratio: one.regional_ratio.unwrap_or(otherwise).0,
            discount: one.discount.map_or_else(|| one.category.discount(), |own| own.0),
        })
    }
}

/// One category's part of a hospital's episodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct EpisodePart {
    /// Which category.
    pub episode: Episode,
    /// Part of all episodes.
    pub share: f64,
    /// Cost of one over the mean cost of all.
    pub cost: f64,
    /// Regional price over the hospital's own cost.
    pub regional_ratio: f64,
    /// Discount from the regional price.
    pub discount: f64,
}

impl EpisodePart {
    /// All episodes, of one category.
    pub(super) fn whole(episode: Episode, regional_ratio: Ratio) -> EpisodePart {
        let discount = episode.discount();
        EpisodePart { episode, share: 1.0, cost: 1.0, regional_ratio: regional_ratio.0, discount }
    }

    /// Its part of what all episodes cost.
    pub(super) fn spending(&self) -> f64 {
        self.share * self.cost
    }

    /// Its part of the targets of all episodes, at a market that costs `level` an episode.
    pub(super) fn target(&self, level: f64) -> f64 {
        self.spending() * (self.regional_ratio * level) * (1.0 - self.discount)
    }
}

/// What of a hospital's episodes is reconciled: parts of all targets and of all spending.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct CountedPart {
    /// Part of the targets.
    pub targets: f64,
    /// Part of the spending.
    pub spending: f64,
}

impl CountedPart {
    /// All of it.
    pub(super) const ALL: CountedPart = CountedPart { targets: 1.0, spending: 1.0 };

    /// The parts that `counts` holds for.
    pub(super) fn of(
        parts: impl Iterator<Item = EpisodePart>,
        counts: impl Fn(&EpisodePart) -> bool,
    ) -> CountedPart {
        let (mut all, mut counted) = ((0.0, 0.0), (0.0, 0.0));
        let mut every = true;
        for part in parts {
            let (target, spending) = (part.target(1.0), part.spending());
            all = (all.0 + target, all.1 + spending);
            if counts(&part) {
                counted = (counted.0 + target, counted.1 + spending);
            } else {
                every = false;
            }
        }
        let part = |of: f64, whole: f64| if whole > 0.0 { of / whole } else { 0.0 };
        if every {
            CountedPart::ALL
        } else {
            CountedPart { targets: part(counted.0, all.0), spending: part(counted.1, all.1) }
        }
    }

    /// Whether there is anything.
    pub(super) fn is_any(self) -> bool {
        self.targets > 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two joints for each fusion, which costs twice as much: a quarter of 4/3 more or less than the mean.
    fn two() -> Vec<EpisodeCategory> {
        let of = |category, share, cost_ratio, discount| EpisodeCategory {
            category,
            share: Share(share),
            cost_ratio: Ratio(cost_ratio),
            regional_ratio: None,
            discount,
        };
        vec![
            of(Episode::Joint, 2.0 / 3.0, 1.0, None),
            of(Episode::SpinalFusion, 1.0 / 3.0, 2.0, Some(Share(0.03))),
        ]
    }

    #[test]
    fn parts_cost_together_what_the_episodes_cost() {
        // Mean 2/3 + 2/3 = 4/3: a joint costs 0.75 of it, a fusion 1.5; each category half of all.
        let parts: Vec<EpisodePart> = EpisodeCategory::parts(&two(), Ratio(1.1)).collect();
        for (part, cost) in parts.iter().zip([0.75, 1.5]) {
            assert!((part.cost - cost).abs() < 1e-12 && (part.spending() - 0.5).abs() < 1e-12, "{part:?}");
        }
        // Targets at 30,000 an episode: half of 1.1 × 30,000 × 0.98 and half of 1.1 × 30,000 × 0.97.
        assert!((parts[0].target(30_000.0) - 16_170.0).abs() < 1e-9);
        assert!((parts[1].target(30_000.0) - 16_005.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_left_out_takes_target_and_spending_with_it() {
        // Without fusions: 0.98/1.95 of the targets, half of the spending.
        let two = two();
        let parts = || EpisodeCategory::parts(&two, Ratio(1.0));
        let joints = CountedPart::of(parts(), |part| part.episode == Episode::Joint);
        assert!((joints.targets - 0.98 / 1.95).abs() < 1e-12 && (joints.spending - 0.5).abs() < 1e-12);
        assert_eq!(CountedPart::of(parts(), |_| true), CountedPart::ALL);
        assert!(!CountedPart::of(parts(), |_| false).is_any());
    }
}
