//! What a plan pays its typical physician, by quality, work and the cost of own patients' care.

use super::curve::{CurveAxis, CurveOf, CurveReceiver, FeatureKind, IncentiveCurve, IncentiveFeature};
use super::law::LeastTold;
use super::named::{name_at, of_plan};
use super::recover::pieces_of;
use crate::engine::{ForeseenArm, ForeseenMember};
use crate::model::Model;
use crate::order::Ordered;
use crate::pay::{Margin, Outlook, Plan, Statement, Work};
use crate::terms::{Expectation, excess};
use std::collections::BTreeMap;

/// The typical physician of a plan and specialty: the one whose expected pay is the median of theirs.
#[derive(Clone, Debug)]
pub(super) struct TypicalMember {
    pub plan: String,
    pub specialty: String,
    /// How many they are.
    pub members: usize,
    own: ForeseenMember,
}

/// The typical physicians of an arm, by plan and specialty.
pub(super) fn typical(model: &Model, arm: usize, foreseen: &ForeseenArm) -> Vec<TypicalMember> {
    let plans = &model.arms[arm].scenario.plan.0;
    let mut groups: BTreeMap<(usize, &str), Vec<(f64, &ForeseenMember)>> = BTreeMap::new();
    for member in &foreseen.members {
        let pay = plans[member.plan].1.expect(&member.outlook, member.covered).pay + member.pools;
        let specialty = model.physicians[member.place].specialty.as_str();
        groups.entry((member.plan, specialty)).or_default().push((pay, member));
    }
    let middle = |((plan, specialty), mut all): ((usize, &str), Vec<(f64, &ForeseenMember)>)| {
        all.order_by(|a, b| a.0.total_cmp(&b.0).then(a.1.place.cmp(&b.1.place)));
        TypicalMember {
            plan: plans[plan].0.to_string(),
            specialty: specialty.to_owned(),
            members: all.len(),
            own: all[(all.len() - 1) / 2].1.clone(),
        }
    };
    groups.into_iter().map(middle).collect()
}

impl TypicalMember {
    /// Part of the physicians' money that is the physician's.
    pub(super) fn part(&self) -> f64 {
        self.own.pool_part
    }

    /// The same of a dollar that own savings brought.
    pub(super) fn own_part(&self) -> f64 {
        self.own.own_part
    }

    /// Pay that goes with the visits not made, $ for each dollar of care avoided.
    pub(super) fn visits(&self) -> f64 {
        self.own.visits
    }

    /// What the plan pays by itself.
    pub(super) fn curves(&self, model: &Model, arm: usize) -> Vec<IncentiveCurve> {
        let plan = model.arms[arm].scenario.plan.get(&self.plan);
        let Some(plan) = plan else { return Vec::new() };
        let of = PlanOf { member: self, plan, model, arm };
        let mut all = vec![of.by_quality(), of.by_work()];
        if plan.needs().cost {
            all.push(of.by_own_cost());
        }
        all.extend(of.no_savings());
        all
    }
}

/// A plan as its typical physician meets it.
struct PlanOf<'a> {
    member: &'a TypicalMember,
    plan: &'a Plan,
    model: &'a Model,
    arm: usize,
}

/// Why nothing is paid anywhere.
const NO_PART: &str = "no part of the plan pays for it";

/// Cents that rounding of a plan's lines may leave, $.
const ROUNDED: f64 = 0.05;

impl PlanOf<'_> {
    fn outlook(&self) -> &Outlook {
        &self.member.own.outlook
    }

    /// What may be paid beside pools, $.
    fn most(&self) -> f64 {
        (self.member.own.most - self.member.own.pools).max(0.0)
    }

    /// What is paid for a year of work, $.
    fn paid(&self, work: &Work) -> f64 {
        let mut statement = Statement::default();
        self.plan.pay(work, self.member.own.covered, &mut statement);
        statement.total().dollars().min(self.most())
    }

    /// What is expected, and what it moves by with a driver.
    fn expected(&self, work: &Work, slope: impl Fn(&Margin) -> f64) -> Expectation {
        let outlook = Outlook { work: *work, ..*self.outlook() };
        let margin = self.plan.expect(&outlook, self.member.own.covered);
        let over = excess(margin.pay, (margin.per_wrvu * outlook.wrvu_sd).abs(), self.most());
        Expectation { value: margin.pay - over.value, slope: slope(&margin) * (1.0 - over.chance) }
    }

    fn by_quality(&self) -> IncentiveCurve {
        let (work, numbers) = (self.outlook().work, of_plan(self.plan));
        let stated: Vec<f64> = numbers.iter().flat_map(|one| [one.value, 0.01 * one.value]).collect();
        let at = |quality: f64| Work { quality, ..work };
        let law = pieces_of(&|quality| self.paid(&at(quality)), (0.0, 1.0), &stated, ROUNDED);
        let of = CurveOf {
            law: &law,
            expected: &|quality| self.expected(&at(quality), |margin| margin.per_quality),
            range: (0.0, 1.0),
            even: 40,
            step: 0.01,
            foreseen: work.quality,
            sd: self.outlook().quality_sd,
            least: LeastTold { jump: 1.0, slope: 10.0 },
        };
        of.curve(self.blank(CurveAxis::Quality)).told(&|place, found| {
            if found.is_open == [true, true] {
                return NO_PART.to_owned();
            }
            name_at(&numbers, place, &[1.0, 0.01])
                .unwrap_or_else(|| self.unnamed(&at(place), "a step of the score"))
        })
    }

    fn by_work(&self) -> IncentiveCurve {
        let (work, numbers) = (self.outlook().work, of_plan(self.plan));
        let expected = work.wrvu.max(1.0);
        let multiples =
            [1.0, work.clinical_fte, work.fte, 1.0 / work.counts(), work.clinical_fte / work.counts()];
        let stated: Vec<f64> =
            numbers.iter().flat_map(|one| multiples.map(|multiple| one.value * multiple)).collect();
        let at = |wrvu: f64| Work { wrvu, ..work };
        let range = (0.5 * expected, 1.5 * expected);
        let law = pieces_of(&|wrvu| self.paid(&at(wrvu)), range, &stated, ROUNDED);
        let of = CurveOf {
            law: &law,
            expected: &|wrvu| self.expected(&at(wrvu), |margin| margin.per_wrvu),
            range,
            even: 20,
            step: 1.0,
            foreseen: work.wrvu.clamp(range.0, range.1),
            sd: self.outlook().wrvu_sd,
            least: LeastTold { jump: 1.0, slope: 0.01 },
        };
        of.curve(self.blank(CurveAxis::Work)).told(&|place, found| {
            if found.is_open == [true, true] {
                return NO_PART.to_owned();
            }
            let fallback = "threshold that follows from the agreement's other numbers";
            name_at(&numbers, place, &multiples).unwrap_or_else(|| self.unnamed(&at(place), fallback))
        })
    }

    fn by_own_cost(&self) -> IncentiveCurve {
        let work = self.outlook().work;
        let at = |taken: f64| Work { taken, cost_luck: 0.0, ..work };
        let range = (-0.10, 0.15);
        let law = pieces_of(&|taken| self.paid(&at(taken)), range, &[0.0], ROUNDED);
        // Dollars of the plan's price level, for the part of the year on it.
        let dollars = (work.spending * work.portion).max(1.0);
        let of = CurveOf {
            law: &law,
            expected: &|taken| self.expected(&at(taken), |margin| margin.per_saved),
            range,
            even: 50,
            step: 1.0 / dollars,
            foreseen: work.taken.clamp(range.0, range.1),
            sd: work.cost_sd,
            least: LeastTold { jump: 1.0, slope: 1e-5 * dollars },
        };
        of.curve(self.blank(CurveAxis::OwnCost))
            .told(&|place, _| self.unnamed(&at(place), "a limit of what the plan shares"))
    }

    /// Why a law turns where no number of the plan stands: the cap on pay, or something else.
    fn unnamed(&self, work: &Work, otherwise: &str) -> String {
        let is_capped = self.most() - self.paid(work) < 1.0;
        if is_capped { "cap on all sources of pay".to_owned() } else { otherwise.to_owned() }
    }

    /// That nothing of what contracts pay for savings reaches the physician, where it is so.
    fn no_savings(&self) -> Option<IncentiveCurve> {
        let allocation = &self.model.arms[self.arm].scenario.allocation;
        let passed = allocation.physicians_in(self.model.years - 1);
        if self.member.own_part() > 0.0 && passed > 0.0 {
            return None;
        }
        let cause = if passed > 0.0 { "the plan shares in no pool" } else { "the system passes nothing on" };
        let nothing = IncentiveFeature {
            kind: FeatureKind::Zero,
            from: 0.0,
            to: 0.0,
            is_open: [true, true],
            dollars: 0.0,
            slopes: [0.0; 2],
            chance: 1.0,
            distance: 0.0,
            cause: cause.to_owned(),
            sentence: String::new(),
        };
        let blank = self.blank(CurveAxis::Savings);
        let whom = blank.whom();
        let sentence = format!("No dollar saved under any contract reaches {whom} through pools ({cause})");
        let lost = self.member.visits();
        let costs = (lost > 5e-6).then(|| IncentiveFeature {
            kind: FeatureKind::Negative,
            slopes: [-lost; 2],
            cause: "visits not made".to_owned(),
            sentence: format!(
                "Wherever the year stands, a dollar of care avoided costs {whom} {} (visits not made)",
                blank.slope_in_words(lost)
            ),
            ..nothing.clone()
        });
        let features = std::iter::once(IncentiveFeature { sentence, ..nothing }).chain(costs).collect();
        Some(IncentiveCurve { features, ..blank })
    }

    fn blank(&self, axis: CurveAxis) -> IncentiveCurve {
        IncentiveCurve {
            arm: self.arm,
            year: self.model.start.plus(self.model.years - 1),
            plan: Some(self.member.plan.clone()),
            specialty: Some(self.member.specialty.clone()),
            members: self.member.members,
            ..IncentiveCurve::of(axis, CurveReceiver::Physician)
        }
    }
}
