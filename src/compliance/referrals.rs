//! Referrals: pay must not move with them, or with the facility's revenue.
//!
//! # What it asks
//! Does the formula have referrals, or the technical and facility revenue that follows them, as an
//! input, and does pay rise with it? Are referrals required?
//!
//! # Test
//! Numeric: each plan is worked out for each of its physicians at their own year of work, with the
//! facility's revenue and the referrals made moved up and down by 1 %, 10 %, 50 % and 100 %. The
//! steepest rise found is the gradient, $ per $ of revenue and $ per referral. Large steps are there
//! for cliffs that a derivative would miss. Anything above a hundredth of a cent stops.
//!
//! Productivity pay on personally performed work is not such an input, though facility revenue
//! accompanies the work; a passed-through share of savings falls when more is referred inside.
//!
//! # Parameters
//! `[compliance.referrals]`: `required`, `required_as_allowed`, `own_work_only`.
//!
//! # Source
//! 42 CFR 411.354(d)(5) (the objective test of 2020: AHLA), 411.357(c); directed referrals
//! 411.354(d)(4). Compensation note §6, L1 and L2.
//!
//! # Worked example
//! A component that pays 2 % of facility revenue: revenue of $250,000 moved by 10 % is $25,000, pay
//! moves by $500, gradient 0.02: stop. The present components: exactly 0.

use super::case::Question;
use super::{Case, Finding, LegalRule, Remedy, Severity};
use crate::pay::{Plan, Statement, Work};
use crate::schema::{Grade, optional, parameters};

parameters! {
    /// Referrals and whose work is counted.
    pub struct ReferralFacts {
        /// Agreements require physicians to refer to the system.
        required: Option<bool> = optional();
        /// If so: in writing, with exceptions for the patient's choice, the insurer's decision and
        /// the physician's judgement, and pay does not depend on the number or value of referrals.
        required_as_allowed: Option<bool> = optional();
        /// wRVUs that are paid for are personally performed: no advanced practitioners' work, no
        /// incident-to work, no technical component.
        own_work_only: Option<bool> = optional();
    }
}

pub(super) static VOLUME_OR_VALUE: LegalRule = LegalRule {
    key: "volume_or_value",
    asks: "Does any plan's pay rise with facility revenue or with referrals? A numeric gradient.",
    citation: "42 CFR 411.354(d)(5), 411.357(c)(2); AHLA 2021",
    grade: Grade::Published,
};

pub(super) static DIRECTED_REFERRALS: LegalRule = LegalRule {
    key: "directed_referrals",
    asks: "Are referrals to the system required, and if so as the rules allow?",
    citation: "42 CFR 411.354(d)(4)",
    grade: Grade::Recalled,
};

/// What the facility earns around a physician's work. Nobody's pay may depend on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facility {
    /// Technical and facility revenue, $ a year.
    pub technical_revenue: f64,
    /// Referrals made to the system in a year.
    pub referrals: f64,
}

/// Something that pays for a year.
pub trait Pays {
    /// Dollars for a year of work, with what the facility earned around it.
    fn pay(&self, work: &Work, facility: &Facility) -> f64;
}

impl Pays for Plan {
    /// A plan sees work alone. [`Work`] is taken apart here so that a fact added to it must be
    /// looked at: were it money of the facility, it would have to come from `facility`.
    fn pay(&self, work: &Work, _facility: &Facility) -> f64 {
        let Work {
            portion: _,
            fte: _,
            clinical_fte: _,
            wrvu: _,
            quality: _,
            panel: _,
            base_salary: _,
            // What the plan's salaries pay.
            base: _,
            schedule: _,
            // Net professional collections: fees for own services, not the facility's.
            collected_per_wrvu: _,
            // The cost of care is what payers pay; what is taken off it lowers the facility's revenue.
            spending: _,
            taken: _,
            cost_luck: _,
            cost_sd: _,
            members_cost: _,
            // How dear the panel is, by the roster.
            dearer: _,
            social: _,
            missed: _,
            group_quality: _,
            group_part: _,
            group_felt: _,
            recoded: _,
            served: _,
            last_wrvu: _,
            last_quality: _,
            // Set before the year, by last year's margin of the whole system, for everyone alike.
            bonus_cut: _,
            duties: _,
            said: _,
            carried: _,
            pay_index: _,
        } = *work;
        let mut statement = Statement::default();
        Plan::pay(self, work, 0.0, &mut statement);
        statement.total().dollars()
    }
}

/// The steepest rise of pay found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gradient {
    /// Dollars of pay per dollar of facility revenue.
    pub per_revenue: f64,
    /// Dollars of pay per referral.
    pub per_referral: f64,
}

/// Steps, as parts of the level.
const STEPS: [f64; 4] = [0.01, 0.10, 0.50, 1.00];
/// Referrals that a year of work is taken to bring: only the size of a step.
const REFERRALS: f64 = 400.0;
/// A gradient above this is a rise: a hundredth of a cent.
const NOTHING: f64 = 1e-4;

/// Moves the facility's revenue and the referrals around one year of work, and returns the steepest
/// rise of pay, in size of either sign.
#[must_use]
pub fn referral_gradient(pays: &impl Pays, work: &Work, technical_revenue: f64) -> Gradient {
    let here = Facility { technical_revenue: technical_revenue.max(1_000.0), referrals: REFERRALS };
    let steepest = |moved: &dyn Fn(f64) -> Facility, level: f64| {
        STEPS.into_iter().fold(0.0_f64, |steepest, step| {
            let rise = pays.pay(work, &moved(1.0 + step)) - pays.pay(work, &moved(1.0 - step));
            let slope = rise / (2.0 * step * level);
            if slope.abs() > steepest.abs() { slope } else { steepest }
        })
    };
    Gradient {
        per_revenue: steepest(
            &|x| Facility { technical_revenue: x * here.technical_revenue, ..here },
            here.technical_revenue,
        ),
        per_referral: steepest(&|x| Facility { referrals: x * here.referrals, ..here }, here.referrals),
    }
}

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Finding>) {
    for plan in &case.plans {
        let steeper = |best: Gradient, g: Gradient| Gradient {
            per_revenue: if g.per_revenue.abs() > best.per_revenue.abs() {
                g.per_revenue
            } else {
                best.per_revenue
            },
            per_referral: if g.per_referral.abs() > best.per_referral.abs() {
                g.per_referral
            } else {
                best.per_referral
            },
        };
        let gradient = plan
            .physicians
            .iter()
            .map(|p| referral_gradient(plan.plan, &p.work, p.technical_revenue))
            .fold(Gradient::default(), steeper);
        findings.push(judge(case, plan.name, plan.people(), gradient));
    }
    let rule = &DIRECTED_REFERRALS;
    let facts = &case.stated.referrals;
    findings.push(match facts.required {
        None => case.unstated(rule, "referrals.required", "whether agreements require referrals to the system"),
        Some(false) => case.pass(rule, "compliance.referrals.required", "no agreement requires referrals"),
        Some(true) => case.asked(&Question {
            rule,
            key: "referrals.required_as_allowed",
            what: "required in writing, with the patient's choice, the insurer's decision and the physician's judgement excepted, and pay independent of their number or value",
            answer: facts.required_as_allowed,
            good: true,
            otherwise: Severity::Stop,
            cure: "write the three exceptions into the requirement, or drop it",
            remedy: Remedy::Amendment,
        }),
    });
}

fn judge(case: &Case<'_>, plan: &str, physicians: usize, gradient: Gradient) -> Finding {
    let place = format!("plan.{plan}");
    let found = format!(
        "pay moves by ${:.4} per $ of facility revenue and ${:.4} per referral, over the work of {}",
        gradient.per_revenue,
        gradient.per_referral,
        crate::units::count(physicians, "physician")
    );
    if gradient.per_revenue.abs() > NOTHING || gradient.per_referral.abs() > NOTHING {
        let cure = "take the facility's money out of the formula; pay for personally performed work";
        return case.finding(&VOLUME_OR_VALUE, Severity::Stop, place, found, (cure, Remedy::Restructure));
    }
    case.pass(&VOLUME_OR_VALUE, place, found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample;

    /// A plan with a component that pays a part of facility revenue.
    struct Tainted(f64);

    impl Pays for Tainted {
        fn pay(&self, work: &Work, facility: &Facility) -> f64 {
            50.0 * work.wrvu + self.0 * facility.technical_revenue
        }
    }

    /// A plan that pays $5,000 beyond 500 referrals: flat where physicians stand today.
    struct Cliff;

    impl Pays for Cliff {
        fn pay(&self, _: &Work, facility: &Facility) -> f64 {
            if facility.referrals > 500.0 { 5_000.0 } else { 0.0 }
        }
    }

    #[test]
    fn a_part_of_facility_revenue_is_found_hand_worked() {
        // 2 % of $250,000: 10 % more is $25,000 more revenue and $500 more pay: 0.02.
        let gradient = referral_gradient(&Tainted(0.02), &sample::colleague().work, 250_000.0);
        assert!((gradient.per_revenue - 0.02).abs() < 1e-9, "{gradient:?}");
        assert_eq!(gradient.per_referral, 0.0);
    }

    #[test]
    fn a_cliff_is_found_by_the_large_steps() {
        // 400 referrals ± 50 %: from 200 to 600 pay rises by 5,000 over 400 referrals: 12.5 each.
        let gradient = referral_gradient(&Cliff, &sample::colleague().work, 250_000.0);
        assert!((gradient.per_referral - 12.5).abs() < 1e-9, "{gradient:?}");
    }

    #[test]
    fn what_breaks_the_rule_stops_and_what_does_not_passes() {
        let (stated, plan) = (sample::silent(), sample::plan());
        let case = sample::case(&stated, &plan);
        let found = referral_gradient(&Tainted(0.02), &sample::colleague().work, 250_000.0);
        assert_eq!(judge(&case, "base", 1, found).severity, Severity::Stop);
        let negative = Gradient { per_revenue: -0.02, per_referral: 0.0 };
        assert_eq!(judge(&case, "base", 1, negative).severity, Severity::Stop);
        assert_eq!(sample::of(check, &case, &VOLUME_OR_VALUE)[0].0, Severity::Pass);
    }

    #[test]
    fn present_components_are_exactly_flat() {
        let gradient = referral_gradient(&sample::plan(), &sample::colleague().work, 250_000.0);
        assert_eq!(gradient, Gradient::default());
    }

    #[test]
    fn required_referrals_need_their_exceptions() {
        let plan = sample::plan();
        let severity = |required, allowed| {
            let mut stated = sample::silent();
            stated.referrals.required = required;
            stated.referrals.required_as_allowed = allowed;
            sample::of(check, &sample::case(&stated, &plan), &DIRECTED_REFERRALS)[0].0
        };
        assert_eq!(severity(None, None), Severity::Note);
        assert_eq!(severity(Some(false), None), Severity::Pass);
        assert_eq!(severity(Some(true), None), Severity::Note);
        assert_eq!(severity(Some(true), Some(false)), Severity::Stop);
        assert_eq!(severity(Some(true), Some(true)), Severity::Pass);
    }
}
