//! Clinical co-management.
//!
//! # What it pays
//! A fixed fee for logged management work on a service line, and an incentive for its quality, cost
//! and experience targets.
//!
//! # Formula
//! `P = hours × rate + I × Σₖ wₖ × hₖ(scoreₖ)`, with `h` a ladder from threshold to target and `I` the
//! incentive, per FTE or per person. Hours are hours, whatever the FTE. The incentive cannot exceed the
//! fixed fee.
//!
//! # Parameters
//! Below, with unit, range, default and source. A cost target's score is the part saved on the cost
//! of care, so a ladder from 0 to 0.03 pays in full at 3 %.
//!
//! # What it rewards
//! The targets, each on its ladder; nothing between visits and procedures.
//!
//! # Revenue
//! Professional: a management fee, not a professional fee. Technical: tied to the service line's
//! quality and efficiency.
//!
//! # Payment unit
//! A period of time (Quinn 1), with an overlay.
//!
//! # Edge cases
//! Unlogged hours are unpaid. Hours out of clinic lower wRVUs as a stipend's do, beyond those of the plan at the
//! start. Weights below 1 leave the rest of the incentive unearned.
//!
//! # Law and market notes
//! Advisory opinion 12-22: the performance fee at most the fixed fee, fixed fair market value,
//! distribution by ownership and not by participation, a limited term. Stark personal services and
//! fair-market exceptions; Anti-Kickback 1001.952(d)(1) and (d)(2).
//!
//! # Sources
//! Model 14 of the catalogue (reconstructed). AO 12-22 as reported by the ABA: 5 % employee and 5 %
//! patient satisfaction; quality 30 % and cost 60 % recalled.
//!
//! # Example
//! ```toml
//! [[plan.heart_center.pay]]
//! co_management = { hours = 120, rate = 175, incentive_per_fte = 20000, metrics = [
//!     { of = "quality", weight = 0.35 },
//!     { of = "cost", weight = 0.60, ladder = { threshold = 0.0, target = 0.03 } },
//!     { of = "experience", weight = 0.05 },
//! ] }
//! ```

use super::amount::{ReadyAmount, at_most_one};
use super::component::lines;
use super::stipend::WORKING_WEEKS;
use super::{Margin, Moves, Needs, Outlook, Part, Record, Seen, Status, Work};
use crate::entity::{Label, Labelled};
use crate::schema::{Grade, ReadTable, empty, keywords, number, optional, parameters, required};
use crate::terms::{Ladder, PaymentUnit};
use crate::units::{Hours, Share, UsdPerHour, UsdPerYear, sum};

keywords! {
    /// What a target of co-management is about.
    pub enum TargetKind {
        /// Measured quality.
        Quality = "quality",
        /// Cost of care: the part saved.
        Cost = "cost",
        /// Patient experience, from the roster.
        Experience = "experience",
    }
}

parameters! {
    /// A target of co-management.
    pub struct TargetTerms {
        /// What it is about.
        of: TargetKind = required();
        /// The quality measure, by its name in the roster's column `quality.<name>`; the composite when left
        /// out.
        measure: Option<Label> = optional();
        /// Part of the incentive.
        weight: Share = required();
        /// How much of that part a score earns.
        ladder: Ladder = empty();
    }
    check TargetTerms::check
}

impl TargetTerms {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.measure.is_some() && self.of != TargetKind::Quality {
            table.problem(
                "measure",
                "found beside another target than quality; write of = \"quality\", or leave the measure out",
            );
        }
    }
}

parameters! {
    /// Clinical co-management.
    pub struct CoManagement {
        /// Logged management hours a year, whatever the FTE.
        hours: Hours = required();
        /// Dollars per hour.
        rate: UsdPerHour = number(150.0)
            .from(Grade::Published, "median $150 per hour, wound-care directors, 2024 cost reports (scoperesearch.co)");
        /// The whole incentive, in dollars a year per 1.0 FTE.
        incentive_per_fte: Option<UsdPerYear> = optional();
        /// The whole incentive, in dollars a year for each person, whatever the FTE.
        incentive_per_person: Option<UsdPerYear> = optional();
        /// Targets with their weights.
        metrics: Vec<TargetTerms> = required();
        /// Part of the hours that goes into transforming care (the rest is administration).
        transforming: Share = number(0.5).because("half redesign, half administration");
        /// Part of the hours taken from clinical work.
        from_clinic: Share = number(0.5).because("half of the time is found outside clinic hours");
    }
    check CoManagement::check
}

impl CoManagement {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let total: f64 = self.metrics.iter().map(|target| target.weight.0).sum();
        if total > 1.0 + 1e-9 {
            table.problem(
                "metrics",
                format!("the weights add up to {total}; together they must not exceed 1", total = sum(total)),
            );
        }
        let ways = [
            ("incentive_per_fte", self.incentive_per_fte),
            ("incentive_per_person", self.incentive_per_person),
        ];
        at_most_one(table, &ways.map(|(key, stated)| (key, stated.is_some())));
        if ways.iter().all(|(_, stated)| stated.is_none()) {
            table.problem_within(
                &[],
                "missing the incentive; write incentive_per_fte, or incentive_per_person for the same dollars whatever the FTE",
            );
        }
        let fixed = self.hours.0 * self.rate.0;
        for (key, stated) in ways {
            if let Some(found) = stated.filter(|found| found.0 > fixed) {
                table.problem(
                    key,
                    format!(
                        "found {}; the incentive must not exceed the fixed fee of {fixed} (hours x rate; advisory opinion 12-22)",
                        found.0
                    ),
                );
            }
        }
    }

    /// The whole incentive of a full-time physician, $ a year.
    #[must_use]
    pub fn incentive(&self) -> f64 {
        self.incentive_per_fte.or(self.incentive_per_person).map_or(0.0, |dollars| dollars.0)
    }

    #[inline(always)]
    fn ready(&self) -> CoManagementReady<'_> {
        let per_fte = self.incentive_per_fte.map_or(0.0, |dollars| dollars.0);
        CoManagementReady {
            fixed: self.hours.0 * self.rate.0,
            incentive: ReadyAmount::dollars(per_fte, self.incentive_per_person),
            terms: self,
        }
    }
}

impl Part for CoManagement {
    const RECORD: Record = Record {
        model: 14,
        status: Status::Reconstructed,
        formula: "P = hours x rate + incentive x sum of w_k x h_k(score_k); incentive per FTE or per person, at most the fixed fee",
        rewards: "the service line's quality, cost and experience targets",
        professional: "a management fee, not a professional fee",
        technical: "tied to the service line's quality and efficiency",
        unit: Some(PaymentUnit::TimePeriod),
        law: "advisory opinion 12-22; Stark personal services and FMV exceptions; 42 CFR 1001.952(d)(1), (d)(2)",
        sources: "ABA on AO 12-22 (performance fee at most the fixed fee; 5 % + 5 % satisfaction); quality 30 %, cost 60 % recalled",
    };
    const SEEN: Seen = Seen::BONUS;
    const NEEDS: Needs = Needs::COST;

    fn labels(&mut self) -> Vec<(Labelled, &mut Label)> {
        let named = self.metrics.iter_mut().filter_map(|target| target.measure.as_mut());
        named.map(|label| (Labelled::Quality, label)).collect()
    }

    fn service_hours(&self) -> (f64, f64) {
        let a_week = self.hours.0 / WORKING_WEEKS;
        (a_week * self.transforming.0, a_week * self.from_clinic.0)
    }
}

/// The component with its fixed fee and its incentive.
struct CoManagementReady<'a> {
    fixed: f64,
    incentive: ReadyAmount,
    terms: &'a CoManagement,
}

impl CoManagementReady<'_> {
    #[inline(always)]
    fn annual(&self, work: &Work) -> [f64; 3] {
        let (mut quality, mut cost) = (0.0, 0.0);
        let whole = self.incentive.annual(work);
        for target in &self.terms.metrics {
            let most = target.weight.0 * whole;
            let rise = target.ladder.rise();
            match target.of {
                TargetKind::Quality => quality += most * rise.part(work.score(target.measure.as_ref())),
                TargetKind::Experience => quality += most * rise.part(work.duties.patient_experience),
                TargetKind::Cost => cost += most * rise.part(work.taken - work.cost_sd * work.cost_luck),
            }
        }
        [self.fixed, quality, cost]
    }

    #[inline(always)]
    fn margin(&self, outlook: &Outlook) -> [Margin; 3] {
        let work = &outlook.work;
        let (mut quality, mut cost) = (Margin::default(), Margin::default());
        let whole = self.incentive.annual(work);
        for target in &self.terms.metrics {
            let most = target.weight.0 * whole;
            let rise = target.ladder.rise();
            match target.of {
                TargetKind::Quality => {
                    let earned = rise.expected(work.score(target.measure.as_ref()), outlook.quality_sd);
                    quality.pay += most * earned.part;
                    quality.per_quality += most * earned.slope;
                }
                TargetKind::Experience => quality.pay += most * rise.part(work.duties.patient_experience),
                TargetKind::Cost => {
                    let earned = rise.expected(work.taken, work.cost_sd);
                    cost.pay += most * earned.part;
                    cost.per_saved += most * earned.slope;
                }
            }
        }
        let logged = if self.terms.hours.0 > 0.0 { self.terms.rate.0 * WORKING_WEEKS } else { 0.0 };
        let fixed = Margin { pay: self.fixed, per_weekly_hour: logged, ..Margin::default() };
        [fixed, quality, cost]
    }
}

lines!(
    CoManagement,
    [Service, Quality, Cost],
    Moves { quality: true, weekly_hour: true, saved: true, ..Moves::NOTHING }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Duties;
    use crate::pay::testing;
    use crate::terms::Rungs;

    fn target(of: TargetKind, weight: f64, threshold: f64, full: f64) -> TargetTerms {
        let ladder =
            Ladder { threshold: Share(threshold), target: Share(full), rungs: Rungs::Linear, gate: None };
        TargetTerms { of, measure: None, weight: Share(weight), ladder }
    }

    fn plan() -> CoManagement {
        CoManagement {
            hours: Hours(120.0),
            rate: UsdPerHour(175.0),
            incentive_per_fte: Some(UsdPerYear(20_000.0)),
            incentive_per_person: None,
            metrics: vec![
                target(TargetKind::Quality, 0.35, 0.7, 0.9),
                target(TargetKind::Cost, 0.60, 0.0, 0.04),
                target(TargetKind::Experience, 0.05, 0.6, 0.8),
            ],
            transforming: Share(0.5),
            from_clinic: Share(0.5),
        }
    }

    fn work(quality: f64, taken: f64) -> Work {
        let duties = Duties { patient_experience: 0.85, ..Duties::usual(1.0) };
        Work { portion: 1.0, fte: 1.0, quality, taken, cost_sd: 0.03, duties, ..Work::default() }
    }

    #[test]
    fn hand_worked() {
        // Fixed 120 × 175 = 21,000. Quality .8: half of 7,000. Cost 1 % of 4 %: a quarter of 12,000.
        // Experience above its target: 1,000. Together 21,000 + 3,500 + 3,000 + 1,000.
        assert!((testing::paid(&plan(), &work(0.8, 0.01)) - 28_500.0).abs() < 0.011);
        assert!((testing::paid(&plan(), &work(0.5, -0.1)) - 22_000.0).abs() < 0.011);
    }

    #[test]
    fn hours_are_hours_and_the_incentive_is_as_stated() {
        // Half time: 21,000 all the same; half of 3,500 + 3,000 + 1,000, or all of it for the person.
        let half = Work { fte: 0.5, ..work(0.8, 0.01) };
        assert!((testing::paid(&plan(), &half) - 24_750.0).abs() < 0.011);
        let each = CoManagement {
            incentive_per_fte: None,
            incentive_per_person: Some(UsdPerYear(20_000.0)),
            ..plan()
        };
        assert!((testing::paid(&each, &half) - 28_500.0).abs() < 0.011);
    }

    #[test]
    fn expectation_is_the_average_of_the_law() {
        let outlook = Outlook { work: work(0.8, 0.01), quality_sd: 0.0, ..Outlook::default() };
        testing::cost_agrees(&plan(), &outlook);
        let outlook = Outlook { work: work(0.75, 0.01), quality_sd: 0.05, ..Outlook::default() };
        testing::quality_slope_agrees(&plan(), &outlook);
    }

    #[test]
    fn paid_hours_are_hours_of_work() {
        // 120 hours a year are 2.61 a week; half of them transform care.
        let (transforming, clinic) = plan().service_hours();
        assert!((transforming - 60.0 / 46.0).abs() < 1e-12 && transforming == clinic);
    }
}
