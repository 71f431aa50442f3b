//! From incentives to what is done.
//!
//! Behaviour note §5.2–5.3. Every channel is a *drive*, a function of the incentive in force; what
//! changes is the drive now less the drive at the start, so the roster's practice is the anchor.

use super::Evidence;
use crate::math::{exp, ln, powf};

/// The incentive as one physician meets it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stimulus {
    /// Share of pay that moves with the last wRVU, later years' pay included: marginal rate × wRVU / pay.
    pub volume_share: f64,
    /// Marginal rate per wRVU over the market rate.
    pub rate_ratio: f64,
    /// Share of pay at stake over twenty points of measured quality by one's own plan, as it is felt in a
    /// group, by its reliability where physicians heed that.
    pub quality_share: f64,
    /// The same by how pools divide contracts' money.
    pub passed_quality_share: f64,
    /// Share of pay that moves with the panel: what one more patient pays × panel / pay.
    pub panel_share: f64,
    /// Share of a saved dollar that one's own plan pays, before sight.
    pub saved_share: f64,
    /// Share of a saved dollar that is the physician's own part of contracts' money, diluted by the pool
    /// as people feel it, before sight.
    pub passed_saved_share: f64,
    /// Share of pay that one's own plan adds for risk scores higher by all of themselves, before sight.
    pub coded_share: f64,
    /// The same of contracts' money, diluted by the pool as people feel it.
    pub passed_coded_share: f64,
    /// Line of sight to contracts: part of what their money makes of pay that is seen.
    pub sight: f64,
    /// Line of sight to one's own plan.
    pub plan_sight: f64,
}

/// The drives of one physician.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Drive {
    /// Log volume.
    pub volume: f64,
    /// Points of measured quality that are paid for.
    pub paid_quality: f64,
    /// Points of measured quality from feedback, less those crowded out by volume pay.
    pub other_quality: f64,
    /// Part of the cost of care taken off by individual stewardship.
    pub stewardship: f64,
    /// Points of openness to new patients.
    pub access: f64,
    /// Part of what can be coded that is, by the physician's own doing.
    pub coding: f64,
}

/// The drive at the start of the scenario.
pub type Anchor = Drive;

/// Log volume: `ε_s s + ε_r s ln(rate/market)`.
#[inline(always)]
#[must_use]
pub fn volume_drive(evidence: &Evidence, stimulus: &Stimulus) -> f64 {
    let share = stimulus.volume_share.clamp(0.0, 1.5);
    let rate = ln(stimulus.rate_ratio.clamp(1e-3, 1e3));
    evidence.volume_by_share.0 * share + evidence.volume_by_rate.0 * share * rate
}

/// Points of measured quality: paid for (dose × attention × room left), and from feedback less
/// crowding out.
///
/// `dose(x) = ((x + .01)^θ − .01^θ) / (.06^θ − .01^θ)` is 1 at a bonus of 5 % of pay; `room` is
/// `(1 − q₀)/0.30`; `scale` holds `.01^θ` and the denominator, the same for everyone in a trial.
#[inline(always)]
#[must_use]
pub fn quality_drive(
    evidence: &Evidence,
    scale: &DoseScale,
    attention: f64,
    room: f64,
    stimulus: &Stimulus,
) -> (f64, f64) {
    let own = stimulus.quality_share.clamp(0.0, 1.0) * stimulus.plan_sight;
    let seen = (own + stimulus.passed_quality_share.clamp(0.0, 1.0) * stimulus.sight).min(1.0);
    let dose = (powf(seen + 0.01, evidence.dose_exponent.0) - scale.floor) * scale.per_unit;
    let paid = evidence.quality_at_five_percent.0 * dose * attention * room;
    let share = stimulus.volume_share.clamp(0.0, 1.5);
    (paid, evidence.feedback.0 * stimulus.sight - evidence.quality_crowd_out.0 * share)
}

/// What of the dose function depends on the trial alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DoseScale {
    /// `.01^θ`.
    pub floor: f64,
    /// `1 / (.06^θ − .01^θ)`.
    pub per_unit: f64,
}

impl DoseScale {
    /// For a dose exponent; at an exponent of zero the dose is the logarithmic limit.
    #[must_use]
    pub fn new(exponent: f64) -> DoseScale {
        let floor = powf(0.01, exponent);
        let span = powf(0.06, exponent) - floor;
        DoseScale { floor, per_unit: 1.0 / span.max(1e-12) }
    }
}

/// Openness to new patients, points: it follows the share of pay that moves with the panel. Visits of
/// new patients count as volume: a full day takes no more of them.
#[inline(always)]
#[must_use]
pub fn access_drive(evidence: &Evidence, stimulus: &Stimulus) -> f64 {
    evidence.openness_by_panel_pay.0 * stimulus.panel_share.clamp(0.0, 1.0)
}

/// Part of what can be coded that a physician codes for what is seen to be paid for it.
#[inline(always)]
#[must_use]
pub fn coding_drive(evidence: &Evidence, stimulus: &Stimulus) -> f64 {
    let (own, passed) = (stimulus.coded_share, stimulus.passed_coded_share);
    evidence.coding_effort(own * stimulus.plan_sight + passed * stimulus.sight)
}

/// Individual stewardship: `A (1 − e^(−b/b₀))`, which passes through the response known at $0.10
/// per dollar; `b` is the share of a saved dollar that is seen and felt after the wait.
#[inline(always)]
#[must_use]
pub fn cost_drive(ceiling: f64, per_share: f64, patience: f64, stimulus: &Stimulus) -> f64 {
    let seen = stimulus.saved_share * stimulus.plan_sight + stimulus.passed_saved_share * stimulus.sight;
    let felt = seen.max(0.0) * patience;
    ceiling * (1.0 - exp(-felt * per_share))
}

impl Evidence {
    /// `1/b₀ = −ln(1 − r/A)/0.10`, with `r` the response at $0.10 per dollar and `A` the ceiling.
    #[must_use]
    pub fn stewardship_per_share(&self) -> f64 {
        let part = (self.stewardship_at_tenth.0 / self.stewardship_ceiling.0.max(1e-9)).min(0.99);
        -ln(1.0 - part) / 0.10
    }

    /// Attention left for each measure: `(10/M)^ξ`.
    #[must_use]
    pub fn attention_to(&self, measures: f64) -> f64 {
        powf(10.0 / measures.max(1.0), self.attention.0)
    }

    /// How a pool of `members` is felt: `n^(−η)`.
    #[must_use]
    pub fn felt_in_pool(&self, members: f64) -> f64 {
        powf(members.max(1.0), -self.dilution.0)
    }

    /// How many times what one's own part of a mean of `members` pays is felt: `n^(−η)` over `1/n`, less
    /// the once that it pays.
    #[must_use]
    pub fn felt_in_group(&self, members: f64) -> f64 {
        let members = members.max(1.0);
        members * self.felt_in_pool(members) - 1.0
    }

    /// Sight of one's own plan once all else is transparent, which those who know their plan already have:
    /// `1 − (1 − P)(1 − F)`, `F` the sight of contracts then. Transparency never takes any away.
    #[must_use]
    pub fn plan_sight_at(&self, full: f64) -> f64 {
        1.0 - (1.0 - self.sight_of_plan.0) * (1.0 - full.clamp(0.0, 1.0))
    }

    /// Weight of quality pay by the reliability of what is measured: `1 − h (1 − w)`.
    #[must_use]
    pub fn trust(&self, reliability: f64) -> f64 {
        1.0 - self.heeds_reliability.0 * (1.0 - reliability)
    }

    /// Part of the way to its target that measured quality goes in a year.
    #[must_use]
    pub fn quality_step(&self) -> f64 {
        1.0 - exp(-1.0 / self.quality_years.0.max(1e-3))
    }

    /// Part of the way to its target that unmeasured quality goes in a year.
    #[must_use]
    pub fn unmeasured_step(&self) -> f64 {
        1.0 - exp(-1.0 / self.unmeasured_years.0.max(1e-3))
    }

    /// Log change of the system's capacity in year `t` (0 is the first) when payers pay `ratio`
    /// times what they paid: complete after three years.
    #[must_use]
    pub fn capacity(&self, ratio: f64, t: f64) -> f64 {
        self.capacity_by_price.0 * ((t + 1.0) / 3.0).min(1.0) * ln(ratio.clamp(0.1, 10.0))
    }

    /// Worth today of a dollar after a wait of some years.
    #[must_use]
    pub fn worth_after(&self, years: f64) -> f64 {
        powf(self.patience.0.max(1e-6), years.max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cost_response_passes_through_the_anchor() {
        // T5, calibrated part: $0.10 per dollar, full sight, no wait: −5.0 %.
        let e = Evidence::at_means();
        let stimulus = Stimulus { saved_share: 0.10, plan_sight: 1.0, ..Stimulus::default() };
        let effect = cost_drive(e.stewardship_ceiling.0, e.stewardship_per_share(), 1.0, &stimulus);
        assert!((effect - e.stewardship_at_tenth.0).abs() < 1e-12, "{effect}");
    }

    #[test]
    fn a_pool_of_fifty_hardly_moves_cost() {
        // $0.14 passed on per dollar, 50 members, exponent 0.6, sight 0.2: below 0.5 %.
        let e = Evidence::at_means();
        let stimulus =
            Stimulus { passed_saved_share: 0.14 * powf(50.0, -0.6), sight: 0.2, ..Stimulus::default() };
        let effect = cost_drive(e.stewardship_ceiling.0, e.stewardship_per_share(), 0.85, &stimulus);
        assert!(effect < 0.005, "{effect}");
    }

    #[test]
    fn dose_is_one_at_five_percent() {
        let mut e = Evidence::at_means();
        for exponent in [0.2, 0.5, 0.9] {
            e.dose_exponent = Share(exponent);
            let scale = DoseScale::new(exponent);
            let stimulus = Stimulus { quality_share: 0.05, plan_sight: 1.0, ..Stimulus::default() };
            let (paid, _) = quality_drive(&e, &scale, 1.0, 1.0, &stimulus);
            assert!((paid - e.quality_at_five_percent.0).abs() < 1e-9, "{exponent}");
            let nothing = Stimulus { quality_share: 0.0, ..stimulus };
            assert!(quality_drive(&e, &scale, 1.0, 1.0, &nothing).0.abs() < 1e-12);
        }
    }

    #[test]
    fn small_bonus_over_many_measures_hardly_counts() {
        // T16: 1–2 % of contracts' money, 57 measures, sight 0.2: below half a point at the central values.
        let e = Evidence::at_means();
        let scale = DoseScale::new(e.dose_exponent.0);
        let stimulus = Stimulus { passed_quality_share: 0.015, sight: 0.2, ..Stimulus::default() };
        let (paid, _) = quality_drive(&e, &scale, e.attention_to(57.0), 1.0, &stimulus);
        assert!(paid < 0.5, "{paid}");
    }

    #[test]
    fn a_bonus_of_ones_own_plan_is_seen_as_plans_are() {
        // 12 % of pay at θ = ½ and a sight of 0.84: √0.1108 = 0.332866; (0.332866 − 0.1)/(0.244949 − 0.1) =
        // 1.60652 doses. At the sight of a contract, 0.2: √0.034 = 0.184391, 0.58221 doses.
        let mut e = Evidence::at_means();
        e.dose_exponent = Share(0.5);
        let scale = DoseScale::new(0.5);
        let points =
            |stimulus| quality_drive(&e, &scale, 1.0, 1.0, &stimulus).0 / e.quality_at_five_percent.0;
        let both = Stimulus { sight: 0.2, plan_sight: 0.84, ..Stimulus::default() };
        let own = points(Stimulus { quality_share: 0.12, ..both });
        let passed = points(Stimulus { passed_quality_share: 0.12, ..both });
        assert!((own - 1.60652).abs() < 1e-4 && (passed - 0.58221).abs() < 1e-4, "{own} {passed}");
        // Nothing at stake, nothing seen.
        assert!(points(both).abs() < 1e-12);
    }

    #[test]
    fn physicians_code_for_what_they_see_it_pays() {
        // A quarter of pay rises with coded risk, seen at 0.84: 0.25 × 0.84 / 0.5 = 0.42; with 0.1
        // through pools at a sight of 0.2: (0.21 + 0.02) / 0.5 = 0.46. A salary: nothing.
        let e = Evidence::at_means();
        let own = Stimulus { coded_share: 0.25, plan_sight: 0.84, sight: 0.2, ..Stimulus::default() };
        assert!((coding_drive(&e, &own) - 0.42).abs() < 1e-12);
        assert!((coding_drive(&e, &Stimulus { passed_coded_share: 0.1, ..own }) - 0.46).abs() < 1e-12);
        assert_eq!(coding_drive(&e, &Stimulus { coded_share: 0.0, ..own }), 0.0);
    }

    #[test]
    fn transparency_adds_to_sight_of_the_plan_and_takes_none_away() {
        // 0.84 and 0.75: 1 − 0.16 × 0.25 = 0.96. A transparency that shows nothing leaves it.
        let mut e = Evidence::at_means();
        e.sight_of_plan = Share(0.84);
        assert!((e.plan_sight_at(0.75) - 0.96).abs() < 1e-12 && (e.plan_sight_at(0.0) - 0.84).abs() < 1e-12);
    }

    #[test]
    fn a_groups_mean_is_felt_by_the_fitted_dilution() {
        // η = ½, 16 members: felt as a quarter, paid as a sixteenth: three times more than it pays.
        let mut e = Evidence::at_means();
        e.dilution = Share(0.5);
        assert!((e.felt_in_group(16.0) - 3.0).abs() < 1e-12);
        // Alone, and where dilution is that of theory: as it pays.
        assert!(e.felt_in_group(1.0).abs() < 1e-12);
        e.dilution = Share(1.0);
        assert!(e.felt_in_group(50.0).abs() < 1e-12);
    }

    #[test]
    fn salary_to_production_moves_volume_as_published() {
        // T11: +5 to +21 % when the marginal share goes from 0 to 1 at the market rate.
        let e = Evidence::at_means();
        let at = |share| {
            volume_drive(&e, &Stimulus { volume_share: share, rate_ratio: 1.0, ..Stimulus::default() })
        };
        let change = exp(at(1.0) - at(0.0)) - 1.0;
        assert!((0.05..0.21).contains(&change), "{change}");
    }

    #[test]
    fn panel_pay_opens_panels_as_published() {
        // Trowbridge 2015: all of pay from wRVUs to the panel, 17 % to 48 % open: 31 points.
        let mut e = Evidence::at_means();
        e.openness_by_panel_pay = Points(31.0);
        let at = |share| access_drive(&e, &Stimulus { panel_share: share, ..Stimulus::default() });
        assert_eq!((at(0.0), at(1.0), at(3.0)), (0.0, 31.0, 31.0));
        assert!((at(0.4) - 12.4).abs() < 1e-12);
    }

    #[test]
    fn reliability_counts_as_far_as_it_is_heeded() {
        // 0.70: at a heed of one half, 1 − 0.5 · 0.3 = 0.85.
        let mut e = Evidence::at_means();
        assert_eq!(e.trust(0.7), 1.0);
        e.heeds_reliability = Share(0.5);
        assert!((e.trust(0.7) - 0.85).abs() < 1e-12);
    }

    use crate::units::{Points, Share};
}
