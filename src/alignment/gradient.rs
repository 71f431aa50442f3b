//! The three gradients: what one unit of each lever is worth to those who pay for care (**w**), to
//! the system (**s**) and to the physician (**p**), in expected dollars a year.

use super::Worth;
use crate::entity::Levers;
use crate::pay::Margin;

/// Clinical hours a week at a clinical FTE, at least one: the base of what a non-clinical hour displaces. Forty at
/// full time is an assumption.
#[inline(always)]
#[must_use]
pub fn clinical_week(clinical_fte: f64) -> f64 {
    (40.0 * clinical_fte).max(1.0)
}

/// One physician's practice as the levers move it, at the levels expected this year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LeverFacts {
    /// wRVUs.
    pub wrvu: f64,
    /// Clinical share of full time.
    pub clinical_fte: f64,
    /// Panel.
    pub panel: f64,
    /// Patients whose care the quality of one's work reaches: the panel; of a physician without one, the lives
    /// under own influence.
    pub reached: f64,
    /// Professional revenue per wRVU, by this physician's payer mix.
    pub price: f64,
    /// Facility contribution margin per wRVU, at the year's prices.
    pub technical: f64,
    /// Cost of care under influence, all payers, $.
    pub spending: f64,
    /// Σ over contracts of the cost of care under influence × receipts per dollar saved, at the plan.
    pub system_saved: f64,
    /// Σ over contracts of benchmark dollars under influence × receipts per benchmark dollar.
    pub system_documented: f64,
    /// Σ over contracts of own part of the population × receipts for quality higher by 1.
    pub system_quality: f64,
    /// What contracts pay for quality higher by 1 of all those it reaches, whoever they are attributed to.
    pub quality_reached: f64,
    /// Fees that come with the attributed patients, $ a year.
    pub fees: f64,
    /// Own pay for the cost of care under influence falling by all of it, at the margin: the
    /// pass-through of `system_saved`, after the wait.
    pub own_saved: f64,
    /// Own pay for the benchmark dollars under influence, at the margin, after the wait.
    pub own_documented: f64,
    /// Own pay for quality higher by 1 through pools.
    pub own_quality: f64,
    /// Own pay for one more wRVU through pools.
    pub pool_per_wrvu: f64,
    /// Own pay for one more patient through pools.
    pub pool_per_patient: f64,
    /// The plan's own margins.
    pub margin: Margin,
}

/// What does not differ between physicians.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SystemSlopes {
    /// Margin lost per dollar of care avoided.
    pub margin_lost: f64,
    /// Relative change of cost of care for a relative change of own volume.
    pub volume_to_cost: f64,
    /// Part of the cost of care that one weekly hour of transformation takes off.
    pub transformation: f64,
}

impl SystemSlopes {
    /// What avoiding care is worth to the system: `receipts` for it, at what contracts' organisations plan to save,
    /// less the margin lost on what is `avoided`. The one definition of the system's own incentive.
    ///
    /// The organisation's effort asks it contract by contract, of a dollar avoided on attributed lives: care
    /// management and steering are run on a contract's list. The gradients ask it of a physician's style, which
    /// reaches every payer's patients: receipts come from those under contract, margin is lost on all. So one system
    /// may have its programmes save under an agreement and yet lose by physicians who save on everybody.
    #[inline(always)]
    #[must_use]
    pub fn of_avoided(&self, receipts: f64, avoided: f64) -> f64 {
        receipts - self.margin_lost * avoided
    }
}

/// The three vectors.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gradients {
    /// To those who pay for care.
    pub value: Levers,
    /// To the system, before physician pay.
    pub system: Levers,
    /// To the physician.
    pub pay: Levers,
}

/// Facility margin that comes with more volume beyond what own work brings by itself.
///
/// Care that a change of volume sets in motion holds the physician's own work: procedures, imaging and
/// admissions that stand in the margin per own wRVU and in the cost of care of the same patients. So of the
/// margin on care set in motion only what exceeds that on own work is added: `induced − min(own, induced)`,
/// both for the same relative change of volume. Where more visits save care elsewhere (`induced` below 0), that
/// is no own work, and all of it counts.
#[inline(always)]
#[must_use]
pub fn beyond_own_work(induced: f64, own: f64) -> f64 {
    induced - own.min(induced.max(0.0))
}

/// What one percent of volume is worth to those who pay for care: the visits at the worth of a marginal one, and
/// what they lose, the care that those set in motion. Where the second is larger, as by default for primary
/// care, one more visit is worth less than nothing.
#[inline(always)]
#[must_use]
pub fn volume_worth(worth: &Worth, slopes: &SystemSlopes, f: &LeverFacts) -> [f64; 2] {
    [0.01 * f.wrvu * worth.marginal_volume.0 * f.price, 0.01 * slopes.volume_to_cost * f.spending]
}

/// The gradients of one physician-year.
///
/// Levers and units as in [`crate::entity::Lever`]: +1 % wRVU; −1 % cost of care; +1 point of
/// quality; +1 % risk score; +1 % panel; +1 hour a week.
#[inline(always)]
#[must_use]
pub fn gradients(worth: &Worth, slopes: &SystemSlopes, f: &LeverFacts) -> Gradients {
    let one_percent = 0.01;
    let induced = slopes.volume_to_cost * one_percent;
    let work = one_percent * f.wrvu;
    let visit = f.price + f.technical;
    let beyond =
        beyond_own_work(slopes.margin_lost * slopes.volume_to_cost * f.spending, f.technical * f.wrvu);
    let own_visit = f.margin.per_wrvu + f.pool_per_wrvu;
    let less_work = worth.stewardship_wrvu.0 * work;
    let more_work = worth.access_wrvu.0 * work;
    let avoided = slopes.of_avoided(f.system_saved, f.spending);
    let displaced = worth.transformation_clinic.0 * f.wrvu / clinical_week(f.clinical_fte);
    let quality_worth =
        worth.quality_point.map_or(one_percent * f.quality_reached, |point| point.0 * f.reached);
    let [visits, set_in_motion] = volume_worth(worth, slopes, f);
    Gradients {
        value: Levers {
            volume: visits - set_in_motion,
            stewardship: one_percent * f.spending,
            quality: quality_worth,
            documentation: 0.0,
            access: one_percent * f.panel * worth.access.0,
            transformation: slopes.transformation * f.spending,
        },
        system: Levers {
            volume: work * visit + one_percent * beyond - induced * f.system_saved,
            stewardship: one_percent * avoided - less_work * f.price,
            quality: one_percent * f.system_quality,
            documentation: one_percent * f.system_documented,
            access: more_work * visit + one_percent * f.fees,
            transformation: slopes.transformation * avoided - displaced * visit,
        },
        pay: Levers {
            volume: work * own_visit - induced * f.own_saved,
            stewardship: one_percent * f.own_saved - less_work * own_visit,
            quality: one_percent * (f.margin.per_quality + f.own_quality),
            documentation: one_percent * f.own_documented,
            access: more_work * own_visit
                + one_percent * f.panel * (f.margin.per_patient + f.pool_per_patient),
            transformation: slopes.transformation * f.own_saved + f.margin.per_weekly_hour
                - displaced * own_visit,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{PerPersonYear, Share};

    fn worth() -> Worth {
        Worth {
            marginal_volume: Share(0.5),
            quality_point: Some(PerPersonYear(1.0)),
            access: PerPersonYear(86.0),
            stewardship_wrvu: Share(0.05),
            access_wrvu: Share(0.8),
            transformation_clinic: Share(0.5),
            target_strength: Share(0.2),
        }
    }

    fn physician() -> LeverFacts {
        LeverFacts {
            wrvu: 5_000.0,
            clinical_fte: 1.0,
            panel: 1_600.0,
            reached: 1_600.0,
            price: 80.0,
            technical: 50.0,
            spending: 10_000_000.0,
            system_saved: 0.4 * 2_000_000.0, // 40 cents on the dollar, a fifth of patients contracted
            system_documented: 0.3 * 2_000_000.0,
            system_quality: 50_000.0,
            quality_reached: 50_000.0,
            fees: 9_600.0,
            own_saved: 1_000.0,
            own_documented: 750.0,
            own_quality: 0.0,
            pool_per_wrvu: 0.0,
            pool_per_patient: 0.0,
            margin: Margin { pay: 280_000.0, per_wrvu: 50.0, per_quality: 120_000.0, ..Margin::default() },
        }
    }

    #[test]
    fn hand_worked() {
        let slopes = SystemSlopes { margin_lost: 0.27, volume_to_cost: 0.1, transformation: 0.002 };
        let g = gradients(&worth(), &slopes, &physician());
        // Work 50 wRVU; visit 130; induced 0.001. Care set in motion brings 0.27 × 0.1 × 10M = $270,000 for
        // all of the volume, of which own work is 50 × 5,000 = $250,000: 1 % of the other $20,000 is $200.
        let value = [0.5 * 50.0 * 80.0 - 0.001 * 1e7, 1e5, 1_600.0, 0.0, 16.0 * 86.0, 20_000.0];
        let system = [
            50.0 * 130.0 + 200.0 - 0.001 * 8e5,
            0.01 * (8e5 - 2.7e6) - 2.5 * 80.0,
            500.0,
            6_000.0,
            40.0 * 130.0 + 96.0,
            0.002 * (8e5 - 2.7e6) - 62.5 * 130.0,
        ];
        let pay = [50.0 * 50.0 - 1.0, 10.0 - 2.5 * 50.0, 1_200.0, 7.5, 40.0 * 50.0, 2.0 - 62.5 * 50.0];
        for (ours, worked) in [(g.value, value), (g.system, system), (g.pay, pay)] {
            for (a, b) in ours.in_order().into_iter().zip(worked) {
                assert!((a - b).abs() < 1e-9, "{ours:?} against {worked:?}");
            }
        }
    }

    #[test]
    fn care_that_volume_sets_in_motion_is_counted_once() {
        // $270,000 with it, $250,000 of them own work; with $300,000 of own work nothing is left to add.
        assert_eq!(beyond_own_work(270_000.0, 250_000.0), 20_000.0);
        assert_eq!(beyond_own_work(270_000.0, 300_000.0), 0.0);
        // Visits that save $50,000 of margin elsewhere: no own work among it.
        assert_eq!(beyond_own_work(-50_000.0, 250_000.0), -50_000.0);
        assert_eq!(beyond_own_work(0.0, 250_000.0), 0.0);
    }

    #[test]
    fn quality_is_worth_something_without_a_panel() {
        // A surgeon who influences 240 lives of 13,000 attributed to others: a point is worth 240 at $1, and
        // at a contract's price of $40 for all of quality a life 0.01 × 240 × 40 = 96; the system is paid nothing
        // for it, since no score counts it.
        let surgeon = LeverFacts {
            panel: 0.0,
            reached: 240.0,
            system_quality: 0.0,
            quality_reached: 9_600.0,
            ..physician()
        };
        let slopes = SystemSlopes::default();
        let stated = gradients(&worth(), &slopes, &surgeon);
        assert_eq!((stated.value.quality, stated.system.quality), (240.0, 0.0));
        let by_contracts = Worth { quality_point: None, ..worth() };
        assert!((gradients(&by_contracts, &slopes, &surgeon).value.quality - 96.0).abs() < 1e-9);
    }

    #[test]
    fn a_visit_of_primary_care_sets_more_in_motion_than_it_is_worth() {
        // 50 wRVUs at half of $80: $2,000; a tenth of a percent of ten million: $10,000.
        let slopes = SystemSlopes { volume_to_cost: 0.1, ..SystemSlopes::default() };
        let [visits, set_in_motion] = volume_worth(&worth(), &slopes, &physician());
        assert!((visits - 2_000.0).abs() < 1e-9 && (set_in_motion - 10_000.0).abs() < 1e-9);
        // Both are stated: at full price and without induction it is worth what it is paid.
        let fee = Worth { marginal_volume: Share(1.0), ..worth() };
        let g = gradients(&fee, &SystemSlopes::default(), &physician());
        assert!((g.value.volume - 4_000.0).abs() < 1e-9);
    }

    #[test]
    fn the_systems_own_gradient_points_at_volume_when_little_is_contracted() {
        // Forty cents on a fifth of the patients loses against 27 cents of margin on all of them.
        let slopes = SystemSlopes { margin_lost: 0.27, volume_to_cost: 0.1, transformation: 0.002 };
        let g = gradients(&worth(), &slopes, &physician());
        assert!(g.system.volume > 0.0 && g.system.stewardship < 0.0);
        let contracted = LeverFacts { system_saved: 0.4 * 10_000_000.0, ..physician() };
        assert!(gradients(&worth(), &slopes, &contracted).system.stewardship > 0.0);
    }

    #[test]
    fn what_avoiding_care_is_worth_to_the_system() {
        // 45 cents received for a dollar, 27 of margin lost: 18 to the organisation, contract by contract. The same
        // dollar of a style that saves four more elsewhere: 45 − 5 × 27 = −90 cents.
        let slopes = SystemSlopes { margin_lost: 0.27, ..SystemSlopes::default() };
        assert!((slopes.of_avoided(0.45, 1.0) - 0.18).abs() < 1e-12);
        assert!((slopes.of_avoided(0.45, 5.0) + 0.90).abs() < 1e-12);
        assert_eq!(slopes.of_avoided(0.0, 0.0), 0.0);
    }

    #[test]
    fn an_hour_displaces_more_of_a_shorter_week() {
        // Half of 2,500 wRVUs a week of 20 hours: 62.5 at 130, as of 5,000 in 40 hours.
        let slopes = SystemSlopes::default();
        let half = LeverFacts { wrvu: 2_500.0, clinical_fte: 0.5, ..physician() };
        let lost = [physician(), half].map(|one| gradients(&worth(), &slopes, &one).system.transformation);
        assert!(lost.iter().all(|lost| (lost + 62.5 * 130.0).abs() < 1e-9), "{lost:?}");
    }

    #[test]
    fn a_flat_salary_pays_no_lever() {
        let slopes = SystemSlopes::default();
        let salaried = LeverFacts {
            own_saved: 0.0,
            own_documented: 0.0,
            margin: Margin { pay: 280_000.0, ..Margin::default() },
            ..physician()
        };
        assert_eq!(gradients(&worth(), &slopes, &salaried).pay, Levers::all(0.0));
    }
}
