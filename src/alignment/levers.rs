//! What the next hour of each lever pays, and how much of the value that could be had pay induces.
//!
//! With worth **w**, pay **p** and hours `C` of a unit of each lever, `|w|² = Σ w²/C`:
//!
//! * the hour pays `p/C`;
//! * value induced is `Σ 100 · 2 w p / C / |w|²`, effort `Σ 100 · p² / C / |w|²`, both in percent of attainable value
//!   and additive by lever: who is paid `p` supplies `p/C`, which is worth `w p/C` and costs `½ p²/C`, against
//!   `½ |w|²` at the best. Their difference is `100 · (1 − M)` of the misalignment index;
//! * at a target strength τ, `V_τ = 100 · (1 − |τw − p|²/|τw|²)`: induced over τ less effort over τ².
//!
//! Holmström & Milgrom 1991 (J Law Econ Org 7:24) for the effort that pay supplies; Baker 2002 for the index.

use crate::entity::{Lever, Levers};

/// An hour that pays less than so many dollars pays nothing.
pub const NOTHING_BELOW: f64 = 0.5;

/// Dollars an hour of dollars for a unit of each lever; `ease` is 1 over the hours that it costs a full-time
/// physician.
///
/// Of a shorter week a percent of work, of patients or of cost and a point of quality cost fewer hours, by
/// `clinical_fte`; an hour of transformation is an hour.
#[inline(always)]
#[must_use]
pub fn per_hour(dollars: &Levers, ease: &Levers, clinical_fte: f64) -> Levers {
    let full_time = 1.0 / clinical_fte.max(1e-3);
    let week = Levers { transformation: 1.0, ..Levers::all(full_time) };
    let (dollars, ease, week) = (dollars.in_order(), ease.in_order(), week.in_order());
    Levers::of_order(std::array::from_fn(|k| dollars[k] * ease[k] * week[k]))
}

/// 1 for the lever whose hour pays best, where it pays anything; for several that pay the same, for each.
#[inline(always)]
#[must_use]
pub fn best_paid(pays: &Levers) -> Levers {
    let most = pays.in_order().into_iter().fold(NOTHING_BELOW, f64::max);
    pays.map(|pays| if *pays >= most { 1.0 } else { 0.0 })
}

/// Value that pay induces and the effort that this costs, by lever, in percent of attainable value.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Induced {
    /// Value induced.
    pub value: Levers,
    /// Effort.
    pub effort: Levers,
}

impl Induced {
    /// Of pay against worth; nothing where nothing is worth anything.
    ///
    /// ```
    /// use cascade::alignment::Induced;
    /// use cascade::entity::Levers;
    /// let worth = Levers { stewardship: 100.0, ..Levers::all(0.0) };
    /// let half = Levers { stewardship: 50.0, ..Levers::all(0.0) };
    /// let all = Induced::of(&worth, &half, &Levers::all(1.0));
    /// assert_eq!((all.value(), all.cost()), (100.0, 25.0)); // 75 % of the best, net of effort
    /// ```
    #[inline(always)]
    #[must_use]
    pub fn of(worth: &Levers, pay: &Levers, ease: &Levers) -> Induced {
        let (worth, pay, ease) = (worth.in_order(), pay.in_order(), ease.in_order());
        let mut squared = 0.0;
        for k in 0..worth.len() {
            squared += ease[k] * worth[k] * worth[k];
        }
        let percent = if squared < 1e-12 { 0.0 } else { 100.0 / squared };
        let paid: [f64; Lever::ALL.len()] = std::array::from_fn(|k| percent * ease[k] * pay[k]);
        Induced {
            value: Levers::of_order(std::array::from_fn(|k| 2.0 * paid[k] * worth[k])),
            effort: Levers::of_order(std::array::from_fn(|k| paid[k] * pay[k])),
        }
    }

    /// Value over all levers.
    #[inline(always)]
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value.in_order().into_iter().sum()
    }

    /// Effort over all levers.
    #[inline(always)]
    #[must_use]
    pub fn cost(&self) -> f64 {
        self.effort.in_order().into_iter().sum()
    }

    /// Value net of effort in percent of what paying a part `strength` of full worth on every lever would bring.
    #[inline(always)]
    #[must_use]
    pub fn at_strength(&self, strength: f64) -> f64 {
        let per = 1.0 / strength.max(1e-3);
        per * self.value() - per * per * self.cost()
    }
}

/// How much of a physician's work lies under value-based contracts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct UnderContract {
    /// Part of the cost of care under own influence.
    pub care: f64,
    /// Part of the revenue that the panel brings.
    pub revenue: f64,
    /// Part of what a point of quality is worth: all of it, where it is worth what contracts pay for it.
    pub quality: f64,
}

impl UnderContract {
    /// What levers are worth to payers under contract alone. Of `worth.volume`, visits are worth `visits`; the rest
    /// is care that they set in motion.
    #[inline(always)]
    #[must_use]
    pub fn of(&self, worth: &Levers, visits: f64) -> Levers {
        let set_in_motion = visits - worth.volume;
        Levers {
            volume: self.revenue * visits - self.care * set_in_motion,
            stewardship: self.care * worth.stewardship,
            quality: self.quality * worth.quality,
            documentation: self.care * worth.documentation,
            access: self.revenue * worth.access,
            transformation: self.care * worth.transformation,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alignment::alignment;

    fn levers(first: [f64; 4]) -> Levers {
        let [volume, stewardship, quality, documentation] = first;
        Levers { volume, stewardship, quality, documentation, ..Levers::all(0.0) }
    }

    fn near(ours: Levers, worked: [f64; 4]) {
        for (a, b) in ours.in_order().into_iter().zip(levers(worked).in_order()) {
            assert!((a - b).abs() < 1e-9, "{ours:?} against {worked:?}");
        }
    }

    #[test]
    fn hand_worked() {
        // |w|² = 400 + 32,400 + 57,600 + 14,400 = 104,800. Induced: 2·20·75, 2·180·60, 2·240·40, 2·120·40 =
        // 3,000, 21,600, 19,200, 9,600; effort 5,625, 3,600, 1,600, 1,600.
        let (worth, pay) = (levers([20.0, 180.0, 240.0, 120.0]), levers([75.0, 60.0, 40.0, 40.0]));
        let all = Induced::of(&worth, &pay, &Levers::all(1.0));
        near(all.value, [3_000.0, 21_600.0, 19_200.0, 9_600.0].map(|of| of / 1_048.0));
        near(all.effort, [5_625.0, 3_600.0, 1_600.0, 1_600.0].map(|of| of / 1_048.0));
        assert!((all.value() - 53_400.0 / 1_048.0).abs() < 1e-9); // 50.95 %
        assert!((all.cost() - 12_425.0 / 1_048.0).abs() < 1e-9); // 11.86 %
        // Strength ½: 2 · 53,400 − 4 · 12,425 = 57,100 of 104,800. By the definition: τw − p is (−65, 30, 80, 20),
        // squared 4,225 + 900 + 6,400 + 400 = 11,925 of |τw|² = 26,200: 1 − 0.455153.
        assert!((all.at_strength(0.5) - 57_100.0 / 1_048.0).abs() < 1e-9);
        assert!((all.at_strength(0.5) - 100.0 * (1.0 - 11_925.0 / 26_200.0)).abs() < 1e-9);
    }

    #[test]
    fn a_lever_that_is_easy_weighs_more() {
        // Quality at half the hours: |w|² = 104,800 + 57,600 = 162,400; 2·2·240·40 = 38,400 of it.
        let (worth, pay) = (levers([20.0, 180.0, 240.0, 120.0]), levers([75.0, 60.0, 40.0, 40.0]));
        let ease = Levers { quality: 2.0, ..Levers::all(1.0) };
        let all = Induced::of(&worth, &pay, &ease);
        near(all.value, [3_000.0, 21_600.0, 38_400.0, 9_600.0].map(|of| of / 1_624.0));
    }

    #[test]
    fn the_difference_is_the_index() {
        let worth = Levers { volume: -80.0, access: 30.0, ..levers([0.0, 180.0, 240.0, 0.0]) };
        let pay = Levers { access: 12.0, transformation: 5.0, ..levers([150.0, -4.0, 12.0, 7.0]) };
        let ease = Levers { volume: 1.0 / 19.0, quality: 1.0 / 12.0, ..Levers::all(0.04) };
        let all = Induced::of(&worth, &pay, &ease);
        let index = alignment(&worth, &pay, &ease).misalignment;
        assert!((all.value() - all.cost() - 100.0 * (1.0 - index)).abs() < 1e-9);
        assert!((all.at_strength(1.0) - 100.0 * (1.0 - index)).abs() < 1e-9);
        // Pay against worth induces less than nothing; visits are worth less than nothing here.
        assert!(all.value.volume < 0.0 && all.effort.volume > 0.0);
    }

    #[test]
    fn nothing_is_induced_where_nothing_is_worth_anything_or_paid() {
        let pay = levers([150.0, 0.0, 0.0, 0.0]);
        assert_eq!(Induced::of(&Levers::all(0.0), &pay, &Levers::all(1.0)), Induced::default());
        assert_eq!(Induced::of(&pay, &Levers::all(0.0), &Levers::all(1.0)), Induced::default());
    }

    #[test]
    fn an_hour_of_a_half_timer() {
        // $1,900 for 1 % of a full-time physician's visits in 19 hours: $100 an hour. Half of both: $100 too.
        let ease = Levers { volume: 1.0 / 19.0, transformation: 1.0 / 46.0, ..Levers::all(1.0) };
        let paid = |part: f64| Levers { volume: 1_900.0 * part, transformation: 4_600.0, ..Levers::all(0.0) };
        for part in [1.0, 0.5] {
            let hour = per_hour(&paid(part), &ease, part);
            assert!((hour.volume - 100.0).abs() < 1e-9 && (hour.transformation - 100.0).abs() < 1e-9);
        }
    }

    #[test]
    fn the_best_paid_hour_pays_something() {
        let best = |volume, quality| best_paid(&Levers { volume, quality, ..Levers::all(0.0) });
        assert_eq!(best(28.0, 104.0), Levers { quality: 1.0, ..Levers::all(0.0) });
        assert_eq!(best(0.49, 0.2), Levers::all(0.0));
        assert_eq!(best(-30.0, 0.5), Levers { quality: 1.0, ..Levers::all(0.0) });
        let both = best(60.0, 60.0);
        assert_eq!((both.volume, both.quality), (1.0, 1.0));
    }

    #[test]
    fn worth_to_payers_under_contract() {
        // Visits worth $2,000 set $10,000 of care in motion. 30 % of revenue and 40 % of care are contracted:
        // 600 − 4,000. Quality is worth what contracts pay: all of it.
        let worth =
            Levers { volume: -8_000.0, stewardship: 1e5, quality: 500.0, access: 900.0, ..Levers::all(0.0) };
        let part = UnderContract { care: 0.4, revenue: 0.3, quality: 1.0 };
        let all = part.of(&worth, 2_000.0);
        assert!((all.volume + 3_400.0).abs() < 1e-9);
        assert_eq!((all.stewardship, all.quality, all.documentation), (4e4, 500.0, 0.0));
        assert!((all.access - 270.0).abs() < 1e-9);
        assert_eq!(UnderContract { care: 1.0, revenue: 1.0, quality: 1.0 }.of(&worth, 2_000.0), worth);
    }
}
