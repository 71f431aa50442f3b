//! Step 2's finding: how far what pays a physician is from value, and where.

use super::done::DoneTile;
use super::incentive::{Incentive, stimulus};
use super::levers::SpanLevers;
use super::span_year::SpanYear;
use super::tile_meeting::TileMeeting;
use crate::alignment::{Gradients, LeverFacts, alignment, gradients, volume_worth};
use crate::behaviour::Stimulus;
use crate::engine::measure::Metric;
use crate::engine::position::PositionTile;
use crate::entity::Levers;

/// What the levers of one lane move.
#[inline(always)]
fn lever_facts(y: &TileMeeting<'_>, i: &Incentive<'_>, positions: &PositionTile, lane: usize) -> LeverFacts {
    let present = positions.present[lane];
    let mut margin = i.expected.lane(lane);
    margin.per_wrvu = (margin.per_wrvu + margin.per_wrvu_later) / present.max(1e-9);
    LeverFacts {
        wrvu: i.outlook.work.wrvu[lane] * present,
        clinical_fte: y.practice.clinical_fte[lane],
        panel: y.practice.panel[lane],
        reached: y.practice.reached[lane],
        price: i.influence.price[lane],
        technical: y.practice.technical[lane] * y.expectations.facility_index,
        spending: i.influence.spending[lane],
        system_saved: i.influence.saved[lane],
        system_documented: i.influence.documented[lane],
        system_quality: i.influence.quality[lane],
        quality_reached: i.influence.quality_reached[lane],
        fees: i.influence.fees[lane],
        own_saved: i.pools.part[lane] * i.influence.pass_saved[lane] + margin.per_saved,
        own_documented: i.pools.part[lane] * i.influence.pass_documented[lane] + margin.per_risk,
        own_quality: i.pools.part[lane] * i.influence.pass_quality[lane] + i.pools.per_quality[lane],
        pool_per_wrvu: i.pools.per_wrvu[lane],
        pool_per_patient: i.pools.per_patient[lane],
        margin,
    }
}

/// One physician's incentives in full, for explanations.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Probed {
    /// The three gradients.
    pub gradients: Gradients,
    /// 1 over the effort of each lever.
    pub ease: Levers,
    /// Two parts of what a percent of volume is worth: the visits, and the care they set in motion.
    pub volume_worth: [f64; 2],
    /// The incentive as behaviour meets it.
    pub stimulus: Stimulus,
    /// wRVUs expected at an annual rate.
    pub expected_wrvu: f64,
}

/// Looks at the incentives of one lane before it responds to them.
pub(crate) fn probe(y: &TileMeeting<'_>, positions: &PositionTile, lane: usize) -> Probed {
    let mut i = Incentive::of_work(y);
    i.work_out(y, positions);
    let facts = lever_facts(y, &i, positions, lane);
    Probed {
        volume_worth: volume_worth(&y.terms.scenario.value, &y.expectations.slopes, &facts),
        gradients: gradients(&y.terms.scenario.value, &y.expectations.slopes, &facts),
        ease: y.practice.ease.map(|lanes| lanes[lane]),
        stimulus: stimulus(y, &i, positions, y.terms.felt.as_ref().map_or(1.0, |felt| felt.trust), lane),
        expected_wrvu: i.outlook.work.wrvu[lane],
    }
}

impl<const N: usize> SpanYear<'_, N> {
    /// Measures how far what pays a span is from value.
    #[inline(always)]
    pub(crate) fn measure_alignment(&self, positions: &PositionTile, done: &mut DoneTile) {
        let SpanYear { y, i, span } = *self;
        let worth = &y.terms.scenario.value;
        let target_strength = worth.target_strength.0.max(1e-3);
        let undiscounted = 1.0 / y.expectations.worth_of_pools.max(1e-9);
        let mut misalignment = [0.0; N];
        let mut distortion = [0.0; N];
        let mut strength = [0.0; N];
        let mut recoverable = [0.0; N];
        let mut target = [0.0; N];
        let mut contract_leg = [0.0; N];
        let mut employment_leg = [0.0; N];
        let mut kept_of_a_dollar = [0.0; N];
        let mut levers = SpanLevers::NOTHING;
        for j in 0..N {
            let lane = span.lane(j);
            let facts = lever_facts(y, i, positions, lane);
            let g = gradients(worth, &y.expectations.slopes, &facts);
            let ease = y.practice.ease.map(|lanes| lanes[lane]);
            let whole = alignment(&g.value, &g.pay, &ease);
            let contract = alignment(&g.value, &g.system, &ease);
            let employment = alignment(&g.system, &g.pay, &ease);
            let here = y.practice.present[lane];
            let kept = whole.intensity / target_strength;
            let kappa = (facts.own_saved - facts.margin.per_saved) * undiscounted
                / i.influence.contracted[lane].max(1.0);
            misalignment[j] = here * whole.misalignment;
            distortion[j] = here * whole.distortion;
            strength[j] = here * whole.strength;
            recoverable[j] = here * whole.recoverable;
            target[j] = here * (1.0 - 2.0 * whole.cosine * kept + kept * kept);
            contract_leg[j] = here * contract.misalignment;
            employment_leg[j] = here * employment.misalignment;
            kept_of_a_dollar[j] = here * kappa;
            self.note(&mut levers, j, &facts, &g);
        }
        for (metric, values) in [
            (Metric::Misalignment, &misalignment),
            (Metric::Distortion, &distortion),
            (Metric::Strength, &strength),
            (Metric::Recoverable, &recoverable),
            (Metric::TargetMisalignment, &target),
            (Metric::ContractMisalignment, &contract_leg),
            (Metric::EmploymentMisalignment, &employment_leg),
            (Metric::MarginalPassThrough, &kept_of_a_dollar),
        ] {
            span.write(&mut done.measured[metric.place()], values);
        }
        self.measure_levers(&levers, done);
    }
}
