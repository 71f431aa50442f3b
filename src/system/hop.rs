//! Hops: who keeps a part of the physicians' money on its way to them.
//!
//! # Formula
//! Of what the system passes on, each hop in turn keeps its share of what reaches it: what arrives in
//! the pools is `passed × (1 − k₁) × (1 − k₂) …`.
//!
//! # Source
//! Tiers of distribution, ACO → group → physician: an ACO often pays the group and stops there
//! (Advisory Board). No shares are published: state them.

use crate::schema::{parameters, required};
use crate::units::{Cents, Share};

parameters! {
    /// An entity between the system and its physicians, such as the group with its own tax number.
    /// What it keeps leaves the system.
    pub struct Hop {
        /// What people call it.
        name: String = required();
        /// Share it keeps of what reaches it.
        keeps: Share = required();
    }
}

/// What each hop keeps of `passed`, in order, and what arrives after the last.
#[must_use]
pub fn along(hops: &[Hop], passed: Cents) -> (Vec<Cents>, Cents) {
    let mut left = passed;
    let kept = hops
        .iter()
        .map(|hop| {
            let kept = left.share(hop.keeps.0);
            left -= kept;
            kept
        })
        .collect();
    (kept, left)
}

/// Part of a dollar that arrives after the last hop.
#[must_use]
pub fn arriving(hops: &[Hop]) -> f64 {
    hops.iter().map(|hop| 1.0 - hop.keeps.0).product()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hops() -> [Hop; 2] {
        [("ACO", 0.1), ("group", 0.4)].map(|(name, keeps)| Hop { name: name.to_owned(), keeps: Share(keeps) })
    }

    #[test]
    fn hand_worked() {
        // 1,000.00: the ACO keeps 100.00, the group 40 % of 900.00 = 360.00, 540.00 arrives.
        assert_eq!(along(&hops(), Cents(100_000)), (vec![Cents(10_000), Cents(36_000)], Cents(54_000)));
        assert!((arriving(&hops()) - 0.54).abs() < 1e-12);
    }

    #[test]
    fn every_cent_is_kept_or_arrives() {
        for cents in [0, 1, 3, 7, 99, 12_347] {
            let (kept, left) = along(&hops(), Cents(cents));
            assert_eq!(kept.into_iter().sum::<Cents>() + left, Cents(cents));
        }
        assert_eq!(along(&[], Cents(17)), (Vec::new(), Cents(17)));
    }
}
