//! What the organisation itself does about the cost of care: care managers, steering, analytics, its network.
//!
//! Money without an incentive saves nothing (Comprehensive Primary Care: -$11 a month for a fee of $20, with fees
//! +$7), and an incentive without capacity has nothing to work with: the two are multiplied, never added. What is
//! reached is a stock, not a response of the year: it is built while it is paid for, and wears off when it is not.
//!
//! ```text
//! g  = 1 − exp(−max(0, I)/I₀)                       willingness: I is worth per dollar avoided, at the plan
//! hM = min(1, managers / need)^κ                    managers, those at highest risk first
//! hF = (1 − exp(−min(F, F*)/F₀)) / (1 − exp(−F*/F₀))  everything else that is funded
//! H  = w·hM + (1 − w)·hF                            capacity: 0 with nothing funded, 1 at what is needed
//! K  = min(1, K + (1 − K₀)/T)                       know-how, in funded years only
//! S* = A·g·min(H, K)
//! S  = S + λ(S* − S) where it rises, S + (1 − e^(−1/τ))(S* − S) where it falls
//! ```
//!
//! # What it was fitted to
//! `ceiling`, `worth_scale` and `new_know_how`, together and with all of these in sight, to:
//!
//! | figure | published | band | comes out at |
//! | --- | --- | --- | --- |
//! | Shared Savings Program, third year (Bond 2025) | -1.2 % | -2.0 to -0.4 | -1.3 |
//! | the same, sixth year | -2.4 % | -3.3 to -1.5 | -2.4 |
//! | hospital over physician-group savings (NEJM 379:1139) | 0.36 | 0.08 to 0.64 | 0.5 |
//! | Physician Group Practice demonstration, mean of five years | -2.0 % | -2.6 to -1.0 | -2.0 |
//! | Next Generation, mean of four years, beyond three years of the program before | -1.1 % | -1.7 to -0.5 | -1.5 |
//!
//! The populations are half hospital's and half physician groups', funded with $600,000 a year and $6 a member and
//! month; the demonstration's groups bring half of all know-how along (an assumption; -1.4 % with that of newcomers).
//! The owners' ratio and the flatness in sharing pull apart: a higher `worth_scale` brings the one nearer and takes
//! the other further. Everything else stands on its own source or is said to be an assumption, and what the fit then
//! says of other programmes is a forecast. `planned_savings` of contracts has no source at all.
//!
//! # What it leaves out
//! Costs of starting up, the wearing off of care management against patients who get better care everywhere, and
//! how far a benchmark lies from what care costs: the plan is measured from the benchmark.

use crate::math::{exp, powf};
use crate::schema::{Grade, Prior, number, parameters, prior};
use crate::units::{Members, PerMemberMonth, Ratio, Real, Share, UsdPerYear, Years};

parameters! {
    /// The organisation's own effort on the cost of care: willingness, funded capacity, know-how.
    pub struct OwnEffort {
        /// Most that it takes off the cost of care, fully willing, fully funded and with all the know-how there is
        /// (row 18). At 0 the organisation does nothing by itself.
        ceiling: Share = prior(Prior::Lognormal(0.055, 0.35)).range(0.0, 1.0)
            .from(Grade::Derived, "fitted with worth_scale and new_know_how to Bond 2025 (-1.2 % in the third, -2.4 % in the sixth year), McWilliams 2018, PGP and Next Generation");
        /// Worth of an avoided dollar to the system at which 63 % of full willingness is reached: cents on the
        /// dollar received for it, less facility margin lost.
        worth_scale: Ratio = prior(Prior::Lognormal(0.18, 0.45)).range(0.01, 10.0)
            .from(Grade::Derived, "fitted: hospital over physician-group savings 0.36 with a standard error of 0.14 (McWilliams 2018), and sharing above one half buys little (Next Generation at 80-100 %: -1.1 %)");
        /// Know-how of an organisation that is new to such agreements, unless the contract states its
        /// `experience`: data, network, habits, as a part of all that can be learnt.
        new_know_how: Share = prior(Prior::Beta(1.5, 10.5))
            .because("set with the ceiling so that the sixth year over the third comes out near Bond 2025's 2.0");
        /// Years of funded work in which the rest of know-how is learnt (row 19).
        know_how_years: Years = prior(Prior::Uniform(5.0, 12.0)).range(0.5, 100.0)
            .from(Grade::Derived, "near-linear growth over six years (Bond 2025); the range is an assumption");
        /// Part of the way up to what funding, know-how and willingness allow that is gone in a year.
        build_up: Share = prior(Prior::Beta(7.0, 3.0))
            .because("spending rises at first and falls over 14 months (one ACO's programme, AJMC 2023); admissions fall more with time in a programme (Hsu 2017)");
        /// Years in which 63 % of what is no longer upheld is gone.
        decay_years: Years = prior(Prior::Lognormal(1.5, 0.5)).range(0.05, 50.0)
            .because("care after ACOs left: testing at odds of 0.74 within two years (Si 2022); effects outlast a programme of a year (Unutzer 2008)");
        /// Traditional Medicare or Medicare Advantage lives that one care manager is enough for: 3 to 5 % at high
        /// risk, 50 to 100 of them to a manager.
        lives_per_manager: Members = prior(Prior::Lognormal(3_000.0, 0.25)).range(100.0, 100_000.0)
            .from(Grade::Published, "1 for 3,000 Medicare, 5,000 commercial, 1,500 Medicaid lives (Kozlowski, Advisory Board 2015)");
        /// Commercial lives for one manager, over Medicare lives.
        commercial_lives: Ratio = number(1.67).range(0.1, 20.0).from(Grade::Published, "5,000 over 3,000 (Kozlowski 2015)");
        /// Medicaid lives for one manager, over Medicare lives.
        medicaid_lives: Ratio = number(0.5).range(0.1, 20.0).from(Grade::Published, "1,500 over 3,000 (Kozlowski 2015)");
        /// What a care manager costs: pay, benefits, supervision, software.
        manager_cost: UsdPerYear = prior(Prior::Lognormal(130_000.0, 0.15)).range(10_000.0, 1e6)
            .from(Grade::Recalled, "a registered nurse earns $93,600 (BLS 2024); the rest is an assumption");
        /// Part of what care management costs that goes to care managers; the other part to steering, analytics,
        /// network and management.
        manager_share: Share = prior(Prior::Beta(53.0, 47.0))
            .from(Grade::Published, "care coordination 52.9 % of $264.8M that 41-47 ACOs spent in 2016-18 (Hersey 2021)");
        /// Weight of care managers in capacity; the other part is steering's.
        manager_part: Share = prior(Prior::Beta(1.5, 3.5))
            .because("trials of care managers give about a tenth of what ACOs saved, one ACO's study nearly all, and they are half of the cost");
        /// How savings concentrate on patients at highest risk: exponent of the part of the needed managers.
        concentration: Real = prior(Prior::Truncated(0.58, 0.06, 0.2, 1.0)).range(0.05, 1.0)
            .from(Grade::Derived, "18 % of lives hold 37 % of cost (Brown 2012): ln 0.37 / ln 0.18");
        /// Steering, analytics and network, $ a member and month, at which 63 % of what unlimited money buys is there.
        steering_scale: PerMemberMonth = prior(Prior::Lognormal(5.0, 0.5)).range(0.1, 1_000.0).because("no study varies it");
        /// Steering, analytics and network, $ a member and month, beyond which more buys nothing.
        steering_need: PerMemberMonth = number(8.0).range(0.0, 1_000.0)
            .from(Grade::Derived, "47 % of the $15-18 that prepaid rural ACOs spent a member and month (Hersey 2021, Trombley 2019)");
    }
}

/// What an organisation has built up under an agreement.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct EffortStock {
    /// Know-how, 0 to 1.
    pub know_how: f64,
    /// Part it takes off the cost of care.
    pub stock: f64,
    /// What of that the scenario's spending already holds: the stock at the start.
    pub held: f64,
}

impl EffortStock {
    /// Before the first year of a new agreement.
    #[must_use]
    pub fn new(know_how: f64) -> EffortStock {
        EffortStock { know_how, ..EffortStock::default() }
    }

    /// Part taken off the cost of care beyond what the scenario's spending holds; below zero where less is upheld
    /// than at the start.
    #[must_use]
    pub fn effect(&self) -> f64 {
        self.stock - self.held
    }
}

impl OwnEffort {
    /// Willingness: `1 − exp(−max(0, I)/I₀)`, with `I` the worth of an avoided dollar to the system.
    #[must_use]
    pub fn willingness(&self, worth: f64) -> f64 {
        1.0 - exp(-worth.max(0.0) / self.worth_scale.0.max(1e-6))
    }

    /// Cost of the managers that are needed, $ a member and month; `lives` is what one is enough for, over Medicare.
    fn managers_needed(&self, lives: f64) -> f64 {
        self.manager_cost.0 / (12.0 * (self.lives_per_manager.0 * lives).max(1.0))
    }

    /// Capacity that a funding, $ a member and month at the start's prices, pays for: 0 without any, 1 at what is
    /// needed. `lives` is what one manager is enough for in this line of business, over Medicare.
    #[must_use]
    pub fn capacity(&self, funding: f64, lives: f64) -> f64 {
        if funding <= 0.0 {
            return 0.0;
        }
        let staffed = (self.manager_share.0 * funding / self.managers_needed(lives)).min(1.0);
        let managed = if staffed > 0.0 { powf(staffed, self.concentration.0) } else { 0.0 };
        let (need, scale) = (self.steering_need.0, self.steering_scale.0.max(1e-6));
        let spent = ((1.0 - self.manager_share.0) * funding).min(need);
        let steered = if need > 0.0 { (1.0 - exp(-spent / scale)) / (1.0 - exp(-need / scale)) } else { 1.0 };
        let part = self.manager_part.0;
        part * managed + (1.0 - part) * steered
    }

    /// Funding, $ a member and month, beyond which more buys nothing.
    #[must_use]
    pub fn enough(&self, lives: f64) -> f64 {
        let managers = self.managers_needed(lives) / self.manager_share.0.max(1e-6);
        managers.max(self.steering_need.0 / (1.0 - self.manager_share.0).max(1e-6))
    }

    /// What an organisation with `entry` know-how at its first year has built up after one more year of some
    /// willingness and capacity.
    #[must_use]
    pub fn after_year(
        &self,
        before: &EffortStock,
        entry: f64,
        willingness: f64,
        capacity: f64,
    ) -> EffortStock {
        // Less is learnt where less is done than is known already.
        let practised = (capacity / before.know_how.max(1e-6)).min(1.0);
        let learnt = practised * (1.0 - entry) / self.know_how_years.0.max(1e-3);
        let know_how = (before.know_how + learnt).min(1.0);
        let wanted = self.ceiling.0 * willingness * capacity.min(know_how);
        let gap = wanted - before.stock;
        let step = if gap > 0.0 { self.build_up.0 } else { 1.0 - exp(-1.0 / self.decay_years.0.max(1e-3)) };
        EffortStock { know_how, stock: before.stock + step * gap, held: before.held }
    }

    /// What an agreement that is some years old has built up, as the scenario's spending holds it, had willingness
    /// and capacity always been what they are.
    #[must_use]
    pub fn at_age(&self, years: usize, entry: f64, willingness: f64, capacity: f64) -> EffortStock {
        let start = EffortStock::new(entry);
        let built =
            (0..years).fold(start, |so_far, _| self.after_year(&so_far, entry, willingness, capacity));
        EffortStock { held: built.stock, ..built }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Round numbers: a manager costs $120,000 and is enough for 2,000 lives, $5 a member and month.
    fn round() -> OwnEffort {
        OwnEffort {
            ceiling: Share(0.08),
            worth_scale: Ratio(0.2),
            new_know_how: Share(0.1),
            know_how_years: Years(9.0),
            build_up: Share(0.5),
            decay_years: Years(1.0),
            lives_per_manager: Members(2_000.0),
            commercial_lives: Ratio(1.67),
            medicaid_lives: Ratio(0.5),
            manager_cost: UsdPerYear(120_000.0),
            manager_share: Share(0.5),
            manager_part: Share(0.25),
            concentration: Real(0.5),
            steering_scale: PerMemberMonth(5.0),
            steering_need: PerMemberMonth(10.0),
        }
    }

    #[test]
    fn willingness_saturates() {
        // At I = I₀: 1 − 1/e = 0.6321; at 0.4, twice that: 1 − e⁻² = 0.8647; at a loss, and at nothing, none.
        let own = round();
        assert!((own.willingness(0.2) - 0.632_12).abs() < 1e-5);
        assert!((own.willingness(0.4) - 0.864_66).abs() < 1e-5);
        assert_eq!((own.willingness(0.0), own.willingness(-0.3)), (0.0, 0.0));
        // From 40 to 100 cents less than a seventh more.
        assert!(own.willingness(1.0) / own.willingness(0.4) < 1.15);
    }

    #[test]
    fn capacity_is_bought() {
        let own = round();
        // $2.50: half of it, $1.25, is a quarter of the managers needed: √¼ = ½. The other $1.25 of steering:
        // (1 − e^−0.25)/(1 − e^−2) = 0.22120/0.86466 = 0.25582. 0.25 × 0.5 + 0.75 × 0.25582 = 0.31687.
        assert!((own.capacity(2.5, 1.0) - 0.316_87).abs() < 1e-5);
        // $10: all managers; (1 − e^−1)/(1 − e^−2) = 0.73106: 0.25 + 0.75 × 0.73106 = 0.79829.
        assert!((own.capacity(10.0, 1.0) - 0.798_29).abs() < 1e-5);
        // Twice the lives to a manager: half the need. $2.50 then staffs half: √½ = 0.70711 in place of ½.
        assert!((own.capacity(2.5, 2.0) - own.capacity(2.5, 1.0) - 0.25 * 0.207_11).abs() < 1e-5);
        assert_eq!((own.capacity(0.0, 1.0), own.capacity(-1.0, 1.0)), (0.0, 0.0));
    }

    #[test]
    fn money_beyond_need_buys_nothing() {
        // Managers $5 at half the money: $10; steering $10 at half: $20.
        let own = round();
        assert!((own.enough(1.0) - 20.0).abs() < 1e-12);
        assert!((own.capacity(20.0, 1.0) - 1.0).abs() < 1e-12);
        assert_eq!(own.capacity(200.0, 1.0), own.capacity(20.0, 1.0));
        // Each further dollar buys no more than the one before.
        let mut last = f64::INFINITY;
        for dollars in 1..=20 {
            let funding = f64::from(dollars);
            let more = own.capacity(funding, 1.0) - own.capacity(funding - 1.0, 1.0);
            assert!(more > 0.0 && more <= last + 1e-12, "{dollars}");
            last = more;
        }
    }

    #[test]
    fn money_all_to_one_side_buys_that_side() {
        let managers = OwnEffort { manager_share: Share(1.0), ..round() };
        assert!((managers.capacity(5.0, 1.0) - 0.25).abs() < 1e-12);
        let none = OwnEffort { manager_share: Share(0.0), ..round() };
        assert!((none.capacity(10.0, 1.0) - 0.75).abs() < 1e-12);
        let no_need = OwnEffort { steering_need: PerMemberMonth(0.0), ..round() };
        assert!((no_need.capacity(10.0, 1.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn stock_by_hand() {
        let own = round();
        // Know-how 0.1 + 0.9/9 = 0.2 < capacity 0.5: wanted 0.08 × 0.5 × 0.2 = 0.008, half of it in the first year.
        let first = own.after_year(&EffortStock::new(0.1), 0.1, 0.5, 0.5);
        assert!((first.know_how - 0.2).abs() < 1e-12 && (first.stock - 0.004).abs() < 1e-12);
        // 0.3: wanted 0.012; 0.004 + 0.5 × 0.008 = 0.008.
        let second = own.after_year(&first, 0.1, 0.5, 0.5);
        assert!((second.stock - 0.008).abs() < 1e-12);
        // Unfunded: nothing is learnt, and 1 − 1/e of the stock is gone.
        let unfunded = own.after_year(&second, 0.1, 0.5, 0.0);
        assert!((unfunded.know_how - 0.3).abs() < 1e-12);
        assert!((unfunded.stock - 0.008 * 0.367_879_441).abs() < 1e-9);
        // Not wanted: it is still learnt from, and wears off as fast.
        let unwanted = own.after_year(&second, 0.1, 0.0, 0.5);
        assert!((unwanted.know_how - 0.4).abs() < 1e-12 && unwanted.stock == unfunded.stock);
    }

    #[test]
    fn nothing_comes_of_money_or_will_alone() {
        let own = round();
        let after = |willingness, capacity| {
            (0..20).fold(EffortStock::new(0.1), |e, _| own.after_year(&e, 0.1, willingness, capacity)).stock
        };
        assert_eq!((after(1.0, 0.0), after(0.0, 1.0)), (0.0, 0.0));
        assert!((after(1.0, 1.0) - 0.08).abs() < 1e-4);
    }

    #[test]
    fn a_bad_year_does_not_halve_it() {
        // Willingness falls by half for a year: the stock goes 1 − 1/e of the way to half of itself.
        let own = OwnEffort { decay_years: Years(1.5), ..round() };
        let full = EffortStock { know_how: 1.0, stock: 0.08, held: 0.0 };
        let after = own.after_year(&full, 0.1, 0.5, 1.0);
        // 0.04 × (1 − e^(−2/3)) = 0.04 × 0.48658 is lost.
        assert!((after.stock - (0.08 - 0.04 * 0.486_58)).abs() < 1e-6);
        assert!(after.stock > 0.06);
    }

    #[test]
    fn the_stock_of_the_start_is_held_by_spending() {
        let own = round();
        let old = own.at_age(30, 0.1, 1.0, 1.0);
        assert!((old.stock - 0.08).abs() < 1e-6 && old.effect() == 0.0);
        // Still upheld: nothing new. Let go: care costs more than the scenario's spending.
        assert!(own.after_year(&old, 0.1, 1.0, 1.0).effect().abs() < 1e-6);
        assert!(own.after_year(&old, 0.1, 1.0, 0.0).effect() < -0.04);
        assert_eq!(own.at_age(0, 0.1, 1.0, 1.0), EffortStock::new(0.1));
    }
}
