//! Hospital Readmissions Reduction Program.
//!
//! # What it pays
//! Nothing: it takes up to 3 % of a hospital's base operating DRG payments when more patients come
//! back within 30 days than expected, compared with hospitals of the same peer group.
//!
//! # Formula
//! `reduction = min(3 %, NM × Σ_c share_c × max(0, ERR_c − median_c))` over conditions with at least
//! 25 cases; `penalty = reduction × base payments`. `ERR_c` is the excess readmission ratio, `share_c`
//! the condition's part of DRG payments, `median_c` the peer group's median ratio, `NM` the neutrality
//! modifier.
//!
//! # Parameters
//! Below, with unit, range, default and source. Excess ratios follow the composite of the contract's
//! physicians: `ERR_c = excess_ratio_c × (1 − per_quality × (q − reference_quality))`. An attributed
//! life is a discharge.
//!
//! # What it rewards
//! Fewer readmissions, condition by condition, only while the ratio lies above the peer median. A good
//! condition earns no credit against a bad one.
//!
//! # Edge cases
//! A hospital below every median pays nothing and gains nothing from being better still. At the cap,
//! small improvements are worth nothing.
//!
//! # Law and market notes
//! 42 CFR 412.150–412.154. FY2026: 78 % of 2,945 hospitals penalised, 0.344 % on average over all;
//! 240 by 1 % or more. The measured window ends in the June fifteen months before the fiscal year: three years for
//! FY2026 (July 2021 to June 2024), two from FY2027 on (recalled), in whose middle lies the calendar year three
//! before. The month of payment in the clock says which fiscal year a year's performance counts for: month 33 to
//! 44 is the third after it. Hospitals are compared within five peer groups by their share of dually eligible
//! patients.
//!
//! # Sources
//! 42 CFR 412.150–154; CMS Care Compare, FY2025 ratios of 11,927 hospital-measures (national medians); CMS
//! supplemental data file for FY2027 (peer groups, their medians, published factors in the tests); BESLER
//! FY2016 (worked example in the tests); Becker's, 23 September 2025.
//!
//! # Example
//! ```toml
//! [contract.hrrp]
//! spending = 15000
//! clock = { settlement_month = 22, payment_month = 33 }
//! [contract.hrrp.terms.hospital_readmissions_reduction]
//! base_payments = 60000000
//! conditions = [
//!   { measure = "heart_failure", payment_share = 0.055, excess_ratio = 1.08, cases = 310 },
//!   { measure = "pneumonia", payment_share = 0.060, excess_ratio = 0.97, cases = 280 },
//! ]
//! ```

use super::hospital::{Hospital, grown_base};
use super::{Experience, ProgrammeYears, Year};
use crate::schema::{Grade, keywords, number, optional, parameters, required};
use crate::terms::{Piece, Piecewise, SettlementRule};
use crate::units::{Members, Ratio, Share, SignedShare, UsdPerYear};

keywords! {
    /// What is measured.
    pub enum Condition {
        /// Acute myocardial infarction.
        Ami = "ami",
        /// Heart failure.
        HeartFailure = "heart_failure",
        /// Pneumonia.
        Pneumonia = "pneumonia",
        /// Chronic obstructive pulmonary disease.
        Copd = "copd",
        /// Coronary artery bypass graft.
        Cabg = "cabg",
        /// Elective hip or knee replacement.
        HipKnee = "hip_knee",
    }
}

impl Condition {
    /// Median excess readmission ratio of a peer group, 0 to 4 by rising share of dually eligible patients:
    /// FY2027, published by CMS (supplemental data file of 7 October 2026).
    #[must_use]
    pub const fn peer_median(self, group: usize) -> f64 {
        let medians: [f64; 5] = match self {
            Condition::Ami => [0.9955, 0.9968, 0.9965, 0.9963, 1.0042],
            Condition::HeartFailure => [0.9928, 0.9940, 0.9950, 1.0027, 1.0143],
            Condition::Pneumonia => [0.9945, 0.9909, 0.9955, 0.9941, 1.0093],
            Condition::Copd => [0.9954, 0.9944, 0.9962, 0.9976, 1.0028],
            Condition::Cabg => [0.9837, 0.9961, 0.9895, 1.0056, 1.0037],
            Condition::HipKnee => [0.9942, 0.9988, 0.9936, 0.9914, 0.9931],
        };
        medians[group]
    }

    /// National median excess readmission ratio, FY2025, all hospitals with a ratio (CMS Care
    /// Compare).
    #[must_use]
    pub const fn national_median(self) -> f64 {
        match self {
            Condition::Ami => 0.9997,
            Condition::HeartFailure => 1.0009,
            Condition::Pneumonia => 0.9972,
            Condition::Copd => 0.9969,
            Condition::Cabg => 0.9989,
            Condition::HipKnee => 0.9912,
        }
    }
}

/// Highest share of dually eligible patients in each peer group but the last: FY2027, published by CMS.
const PEER_GROUPS: [f64; 4] = [0.1370, 0.1824, 0.2332, 0.3144];

parameters! {
    /// One condition of a hospital.
    pub struct Readmissions {
        /// What is measured.
        measure: Condition = required();
        /// Part of the hospital's base operating DRG payments that this condition brings.
        payment_share: Share = required();
        /// Excess readmission ratio: predicted over expected readmissions.
        excess_ratio: Ratio = required().range(0.3, 3.0);
        /// Cases in the measured window.
        cases: Members = required();
        /// Median ratio of the peer group; by `dual_share` when left out, without it the national median of
        /// FY2025.
        peer_median: Option<Ratio> = optional().range(0.3, 3.0);
    }
}

parameters! {
    /// Hospital Readmissions Reduction Program.
    pub struct HospitalReadmissionsReduction {
        /// The hospital's base operating DRG payments in the scenario's first year.
        base_payments: UsdPerYear = required();
        /// Yearly growth of those payments.
        base_growth: SignedShare = number(0.029).range(-0.2, 0.2)
            .from(Grade::Recalled, "inpatient rate updates of 3.1, 2.9 and 2.6 % for fiscal years 2024 to 2026");
        /// Its conditions.
        conditions: Vec<Readmissions> = required();
        /// Share of the hospital's Medicare stays whose patients are dually eligible: its peer group, whose
        /// medians of FY2027 then hold.
        dual_share: Option<Share> = optional();
        /// Neutrality modifier.
        neutrality_modifier: Ratio = number(0.9628).range(0.0, 2.0)
            .from(Grade::Official, "FY2027 (CMS supplemental data file of 7 October 2026); CMS publishes one for each fiscal year");
        /// Most that can be taken, as a share of base payments.
        cap: Share = number(0.03).range(0.0, 0.1).from(Grade::Official, "3 % (42 CFR 412.154)");
        /// Cases below which a condition does not count.
        minimum_cases: Members = number(25.0).from(Grade::Official, "25 cases (42 CFR 412.152)");
        /// The composite at which the ratios are as stated.
        reference_quality: Share = number(0.82).because("the mean composite of a roster");
        /// Part of the ratio taken off by a composite higher by 1.
        per_quality: Ratio = number(1.0).range(0.0, 5.0)
            .because("one sd of the composite (0.07) for one sd of the heart failure ratio (0.067, FY2025)");
    }
}

impl HospitalReadmissionsReduction {
    /// The median that a condition's ratio is compared with.
    fn median(&self, condition: &Readmissions) -> f64 {
        let by_group = || {
            self.dual_share.map_or_else(
                || condition.measure.national_median(),
                |dual| {
                    let group = PEER_GROUPS.iter().filter(|highest| dual.0 > **highest).count();
                    condition.measure.peer_median(group)
                },
            )
        };
        condition.peer_median.map_or_else(by_group, |median| median.0)
    }

    /// Reduction of base payments as a share of them, by composite.
    #[must_use]
    pub fn reduction(&self) -> Piecewise {
        let counted = self.conditions.iter().filter(|c| c.cases >= self.minimum_cases);
        let all = counted.fold(Piecewise::flat(0.0), |sum, c| sum.plus(&self.of(c)));
        // The least of the sum and the cap.
        all.plus(&all.above(self.cap.0).times(-1.0))
    }

    /// A condition's part of the reduction, by composite: a falling line down to zero.
    fn of(&self, condition: &Readmissions) -> Piecewise {
        let weight = self.neutrality_modifier.0 * condition.payment_share.0;
        let fall = condition.excess_ratio.0 * self.per_quality.0;
        let excess = condition.excess_ratio.0 - self.median(condition);
        if fall <= 0.0 {
            return Piecewise::flat(weight * excess.max(0.0));
        }
        let reference = self.reference_quality.0;
        Piecewise::new(vec![
            Piece {
                from: f64::NEG_INFINITY,
                intercept: weight * (excess + fall * reference),
                slope: -weight * fall,
            },
            Piece { from: reference + excess / fall, intercept: 0.0, slope: 0.0 },
        ])
    }
}

impl Hospital for HospitalReadmissionsReduction {
    const RUNS: ProgrammeYears = ProgrammeYears::since(
        2008,
        "42 CFR 412.152: first applicable period from July 2008, for fiscal year 2013",
    )
    .graded(Grade::Recalled);

    fn reward(&self, year: &Year) -> Piecewise {
        self.reduction().times(-grown_base(self.base_payments, self.base_growth, year))
    }

    fn decided_by(&self, e: &Experience) -> Vec<SettlementRule> {
        let mut rules = vec![SettlementRule::dollars(
            "base operating DRG payments",
            grown_base(self.base_payments, self.base_growth, &e.year),
        )];
        for condition in &self.conditions {
            let name = match condition.measure {
                Condition::Ami => "reduction for heart attack",
                Condition::HeartFailure => "reduction for heart failure",
                Condition::Pneumonia => "reduction for pneumonia",
                Condition::Copd => "reduction for COPD",
                Condition::Cabg => "reduction for bypass surgery",
                Condition::HipKnee => "reduction for hip and knee replacement",
            };
            let counts = condition.cases >= self.minimum_cases;
            rules.push(SettlementRule::share(
                name,
                if counts { self.of(condition).value(e.quality) } else { 0.0 },
            ));
        }
        rules.push(SettlementRule::share("reduction, at most the cap", self.reduction().value(e.quality)));
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::family::Family;
    use crate::units::Cents;

    fn condition(measure: Condition, share: f64, ratio: f64, median: f64, cases: f64) -> Readmissions {
        Readmissions {
            measure,
            payment_share: Share(share),
            excess_ratio: Ratio(ratio),
            cases: Members(cases),
            peer_median: Some(Ratio(median)),
        }
    }

    fn hospital(base: f64, modifier: f64, conditions: Vec<Readmissions>) -> HospitalReadmissionsReduction {
        HospitalReadmissionsReduction {
            base_payments: UsdPerYear(base),
            base_growth: SignedShare(0.03),
            conditions,
            dual_share: None,
            neutrality_modifier: Ratio(modifier),
            cap: Share(0.03),
            minimum_cases: Members(25.0),
            reference_quality: Share(0.82),
            per_quality: Ratio(1.0),
        }
    }

    fn worked() -> HospitalReadmissionsReduction {
        let conditions = vec![
            condition(Condition::HeartFailure, 0.055, 1.08, 1.01, 300.0),
            condition(Condition::Ami, 0.020, 1.04, 1.00, 120.0),
            condition(Condition::Copd, 0.025, 1.10, 1.00, 150.0),
            condition(Condition::HipKnee, 0.010, 1.20, 0.98, 60.0),
            condition(Condition::Cabg, 0.030, 1.30, 1.00, 20.0), // too few cases
            condition(Condition::Pneumonia, 0.060, 0.96, 1.00, 200.0), // below the median
        ];
        hospital(41_850_000.0, 0.96, conditions)
    }

    fn net(terms: &HospitalReadmissionsReduction, quality: f64) -> Cents {
        let year = Year { lives: 4_000.0, ..Year::FIRST };
        terms.settle(&Experience { year, benchmark: 0.0, spending: 0.0, quality, professional: 0.0 }).net()
    }

    #[test]
    fn six_conditions_of_the_payer_note() {
        // .055·.07 + .02·.04 + .025·.10 + .01·.22 = .00935; × .96 = .008976; on 41,850,000: 375,645.60.
        assert!((worked().reduction().value(0.82) - 0.008_976).abs() < 1e-12);
        assert_eq!(net(&worked(), 0.82), Cents(-37_564_560));
    }

    #[test]
    fn published_besler_fy2016() {
        // Base 41,852,953, factor 0.9765: −983,544 (to the cent −983,544.3955).
        let published = hospital(41_852_953.0, 1.0, vec![condition(Condition::Ami, 0.235, 1.1, 1.0, 90.0)]);
        assert_eq!(net(&published, 0.82), Cents(-98_354_440));
    }

    #[test]
    fn the_cap_and_the_medians_are_where_slopes_end() {
        // Payment share 0.5, ratio 1.5 against 1: 25 % before the cap of 3 %.
        let bad = hospital(1e6, 1.0, vec![condition(Condition::Ami, 0.5, 1.5, 1.0, 90.0)]);
        assert_eq!(net(&bad, 0.82), Cents(-3_000_000));
        // Heart failure alone: 1.08 meets 1.01 at 0.82 + 0.07/1.08 = 0.884815.
        let one = hospital(1e6, 1.0, vec![condition(Condition::HeartFailure, 0.055, 1.08, 1.01, 300.0)]);
        assert_eq!(net(&one, 0.8849), Cents::ZERO);
        // At 0.85: 1.08 × (1 − 0.03) = 1.0476; 0.0376 × 0.055 × 1M = 2,068.
        assert_eq!(net(&one, 0.85), Cents(-206_800));
        let deaf = HospitalReadmissionsReduction { per_quality: Ratio(0.0), ..one };
        assert_eq!(net(&deaf, 0.99), Cents(-385_000));
    }

    #[test]
    fn the_peer_group_follows_from_the_share_of_dually_eligible_patients() {
        // Heart failure at 1.0927 against 0.9928 to 13.70 %, 0.9940 above it, 1.0143 from above 31.44 % on:
        // 0.0999, 0.0987, 0.0784; a tenth of 1M each.
        let at = |dual: f64| {
            let mut own = condition(Condition::HeartFailure, 0.1, 1.0927, 1.0, 90.0);
            own.peer_median = None;
            let one = hospital(1e6, 1.0, vec![own]);
            net(&HospitalReadmissionsReduction { dual_share: Some(Share(dual)), ..one }, 0.82)
        };
        assert_eq!([at(0.0), at(0.1370)], [Cents(-999_000); 2]);
        assert_eq!(at(0.1371), Cents(-987_000));
        assert_eq!([at(0.3145), at(1.0)], [Cents(-784_000); 2]);
    }

    #[test]
    fn a_missing_peer_median_is_the_nations() {
        let mut own = condition(Condition::Copd, 0.1, 1.0969, 1.0, 90.0);
        own.peer_median = None;
        // 1.0969 − 0.9969 = 0.1; × 0.1 × 1M = 10,000.
        assert_eq!(net(&hospital(1e6, 1.0, vec![own]), 0.82), Cents(-1_000_000));
    }
}
