//! How a contract's prices move over the years.
//!
//! # Medicare's fee schedule
//! The conversion factor of a year is published until 2026. From then on the statute moves it: +0.75 % a
//! year for qualifying participants of advanced alternative payment models, +0.25 % for everyone else
//! (42 U.S.C. 1395w-4(d)(20)). The +2.5 % of 2026 holds for that year alone (Pub. L. 119-21, section
//! 71202): it falls away again in 2027. What budget neutrality will add or take is not known, and is left
//! out; the factor proposed for 2027 has its own, +0.53 %.
//!
//! # Sources
//! 90 FR 49266 (factors of 2026), 91 FR 43843 and 44241 (proposed for 2027), read in public copies.

use super::RuleSet;
use crate::math::{grown, power};
use crate::schema::{ReadTable, choices, flag, parameters, required};
use crate::terms::MEDICARE_FACTORS;
use crate::units::{CalendarYear, Ratio, SignedShare};

/// Last year whose factors are final.
const LAST_PUBLISHED: u16 = 2026;
/// First year in which qualifying participants have a factor of their own.
const TWO_FACTORS_SINCE: u16 = 2026;
/// Factor of 2026 for qualifying participants, $ per RVU (90 FR 49266).
const QUALIFYING_2026: f64 = 33.5675;
/// Increase of 2026 that holds for that year alone.
const ONE_YEAR_INCREASE: f64 = 0.025;
/// Yearly update by law of the factor for qualifying participants, and of the other.
const STATUTORY_UPDATES: [f64; 2] = [0.0075, 0.0025];
/// Factors proposed for 2027, $ per RVU: for qualifying participants, and the other (91 FR 43843).
const PROPOSED_2027: [f64; 2] = [33.1693, 32.8409];

choices! {
    /// How prices move.
    pub enum PricePath {
        /// By a growth rate of the contract's own.
        Growth(PriceGrowth) = "growth",
        /// Year by year, as stated.
        ByYear(PricesByYear) = "by_year",
        /// As Medicare's conversion factor moves by law.
        Statutory(StatutoryPrices) = "statutory",
    }
}

parameters! {
    /// A growth rate.
    pub struct PriceGrowth {
        /// Yearly growth of what the payer pays per wRVU.
        rate: SignedShare = required().range(-0.2, 0.2);
    }
}

parameters! {
    /// Prices year by year.
    pub struct PricesByYear {
        /// Prices on any scale, such as conversion factors, from the scenario's first year on: each year's
        /// stands beside the first one's, and the last stays.
        factors: Vec<Ratio> = required().range(0.000_001, 1_000_000.0);
    }
    check PricesByYear::check
}

parameters! {
    /// Medicare's conversion factor by law.
    pub struct StatutoryPrices {
        /// Whether the clinicians are paid by the factor for qualifying participants of advanced alternative
        /// payment models.
        qualifying: bool = flag(false);
    }
}

impl PricesByYear {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.factors.is_empty() {
            table.problem("factors", "found no price; write one for each year, such as [33.4009, 32.8409]");
        }
    }
}

impl StatutoryPrices {
    /// Price of a year as a multiple of another's.
    fn beside(&self, year: CalendarYear, other: CalendarYear, rules: RuleSet) -> f64 {
        let at = |year| conversion_factor(year, self.qualifying, rules);
        at(year) / at(other)
    }
}

impl PricePath {
    /// Price of year `index` of a scenario that begins in `start`, as a multiple of its first year's.
    #[must_use]
    pub fn factor(&self, start: CalendarYear, index: usize, rules: RuleSet) -> f64 {
        match self {
            PricePath::Growth(growth) => grown(growth.rate.0, index),
            PricePath::ByYear(prices) => {
                let at =
                    |place: usize| prices.factors.get(place).or(prices.factors.last()).map_or(1.0, |f| f.0);
                at(index) / at(0)
            }
            PricePath::Statutory(statutory) => statutory.beside(start.plus(index), start, rules),
        }
    }

    /// Price of the year before `start` as a multiple of that year's, as far as the path says anything of it.
    #[must_use]
    pub fn a_year_back(&self, start: CalendarYear, rules: RuleSet) -> f64 {
        match self {
            PricePath::Growth(growth) => 1.0 / (1.0 + growth.rate.0),
            PricePath::ByYear(_) => 1.0,
            PricePath::Statutory(statutory) => {
                statutory.beside(CalendarYear(start.0.saturating_sub(1)), start, rules)
            }
        }
    }
}

/// Medicare's conversion factor of a year, $ per RVU; before the first year on record that year's.
#[must_use]
pub fn conversion_factor(year: CalendarYear, qualifying: bool, rules: RuleSet) -> f64 {
    let place = usize::from(!qualifying);
    let last = if qualifying { QUALIFYING_2026 } else { published(LAST_PUBLISHED) };
    if year.0 < TWO_FACTORS_SINCE {
        return published(year.0);
    }
    let Some(after) = year.0.checked_sub(LAST_PUBLISHED + 1) else { return last };
    let first_after = match rules {
        RuleSet::Final => last * (1.0 + STATUTORY_UPDATES[place]) / (1.0 + ONE_YEAR_INCREASE),
        RuleSet::Proposed2027 => PROPOSED_2027[place],
    };
    first_after * power(1.0 + STATUTORY_UPDATES[place], i32::from(after))
}

/// A factor on record; the nearest one for a year before or after.
fn published(year: u16) -> f64 {
    let known = MEDICARE_FACTORS.iter().rev().find(|(own, ..)| *own <= year);
    known.unwrap_or(&MEDICARE_FACTORS[0]).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statutory(qualifying: bool) -> PricePath {
        PricePath::Statutory(StatutoryPrices { qualifying })
    }

    #[test]
    fn the_one_year_increase_expires_in_2027() {
        // 33.4009 / 1.025 × 1.0025 = 32.667709…; qualifying 33.5675 / 1.025 × 1.0075 = 32.994396….
        let at = |year, qualifying| conversion_factor(CalendarYear(year), qualifying, RuleSet::Final);
        assert!((at(2027, false) - 32.667_709).abs() < 1e-5, "{}", at(2027, false));
        assert!((at(2027, true) - 32.994_396).abs() < 1e-5, "{}", at(2027, true));
        // Nine updates of 0.25 % on 33.4009 to 2035, less the increase: 33.4009 × 1.022725 … / 1.025 = 33.3268.
        assert!((at(2035, false) - 33.326_8).abs() < 2e-4, "{}", at(2035, false));
        assert_eq!((at(2026, false), at(2026, true), at(2025, true)), (33.4009, 33.5675, 32.3465));
        assert_eq!(at(1999, false), 34.0230);
    }

    #[test]
    fn the_proposal_for_2027_has_its_own_factors_and_then_the_law() {
        let at = |year, qualifying| conversion_factor(CalendarYear(year), qualifying, RuleSet::Proposed2027);
        assert_eq!((at(2027, false), at(2027, true)), (32.8409, 33.1693));
        // By the law alone the proposal is higher by its budget neutrality, +0.53 %.
        let law = conversion_factor(CalendarYear(2027), false, RuleSet::Final);
        assert!((at(2027, false) / law - 1.0053).abs() < 5e-5, "{}", at(2027, false) / law);
        // 32.8409 × 1.0025 = 32.92300225.
        assert!((at(2028, false) - 32.923_002_25).abs() < 1e-9);
        // Ten updates since 2026 lie 5.10 % apart in 2035.
        assert!((at(2035, true) / at(2035, false) - 1.0510).abs() < 1e-4);
    }

    #[test]
    fn three_ways_for_prices_to_move_beside_the_first_year() {
        let growth = PricePath::Growth(PriceGrowth { rate: SignedShare(0.02) });
        assert!((growth.factor(CalendarYear(2026), 2, RuleSet::Final) - 1.0404).abs() < 1e-12);
        let stated = PricePath::ByYear(PricesByYear { factors: vec![Ratio(40.0), Ratio(38.0), Ratio(39.0)] });
        let at = |index| stated.factor(CalendarYear(2026), index, RuleSet::Final);
        assert_eq!([at(0), at(1), at(2), at(7)], [1.0, 0.95, 0.975, 0.975]);
        // From 2025: 33.4009 / 32.3465 = 1.032597…, and 2027 as proposed 32.8409 / 32.3465 = 1.015284….
        let law = |index, rules| statutory(false).factor(CalendarYear(2025), index, rules);
        assert!((law(1, RuleSet::Final) - 1.032_597).abs() < 1e-6);
        assert!((law(2, RuleSet::Proposed2027) - 1.015_285).abs() < 1e-6);
        assert_eq!(law(0, RuleSet::Final), 1.0);
        // Back from 2026 to 2025: 32.3465 / 33.4009.
        let back = statutory(false).a_year_back(CalendarYear(2026), RuleSet::Final);
        assert!((back - 0.968_432).abs() < 1e-6, "{back}");
        assert!((growth.a_year_back(CalendarYear(2026), RuleSet::Final) - 1.0 / 1.02).abs() < 1e-12);
    }
}
