//! Step 2's finding, lever by lever: what the next hour pays, what an avoided dollar brings whom, and how much of
//! the value that could be had is induced.

use super::contract_mix::ContractMix;
use super::done::DoneTile;
use super::span_year::SpanYear;
use crate::alignment::{Gradients, Induced, LeverFacts, UnderContract, best_paid, per_hour, volume_worth};
use crate::engine::measure::Metric;
use crate::entity::{Lever, Levers};
use crate::tile::Lanes;

/// By lever, in the order of [`Lever::ALL`], a value for each lane of a span.
type ByLever<const N: usize> = [[f64; N]; Lever::ALL.len()];

/// What a tile's physicians are measured by.
type MeasuredLanes = [Lanes; Metric::COUNT];

/// What the levers of a span are worth, bring and pay; nothing in lanes where nobody is.
pub(super) struct SpanLevers<const N: usize> {
    worth: ByLever<N>,
    system: ByLever<N>,
    pay: ByLever<N>,
    /// What a percent more of visits is worth, without the care they set in motion.
    visits: [f64; N],
    /// What contracts are expected to pay the system for the cost of care falling by 1 %.
    receipts: [f64; N],
    /// Chance that a floor is paid.
    on_floor: [f64; N],
    /// How much lies under contracts.
    mix: ContractMix<N>,
}

impl<const N: usize> SpanLevers<N> {
    /// Nothing yet.
    pub(super) const NOTHING: SpanLevers<N> = SpanLevers {
        worth: [[0.0; N]; Lever::ALL.len()],
        system: [[0.0; N]; Lever::ALL.len()],
        pay: [[0.0; N]; Lever::ALL.len()],
        visits: [0.0; N],
        receipts: [0.0; N],
        on_floor: [0.0; N],
        mix: ContractMix::NOTHING,
    };
}

/// One lane of a column for each lever.
#[inline(always)]
fn lane_of<const N: usize>(column: &ByLever<N>, j: usize) -> Levers {
    Levers::of_order(std::array::from_fn(|k| column[k][j]))
}

/// Writes one lane of a column for each lever.
#[inline(always)]
fn put<const N: usize>(column: &mut ByLever<N>, j: usize, of: &Levers) {
    for (lanes, value) in column.iter_mut().zip(of.in_order()) {
        lanes[j] = value;
    }
}

impl<const N: usize> SpanYear<'_, N> {
    /// Takes note of what the levers of a lane do.
    #[inline(always)]
    pub(super) fn note(&self, all: &mut SpanLevers<N>, j: usize, facts: &LeverFacts, g: &Gradients) {
        let SpanYear { y, i, span } = *self;
        let lane = span.lane(j);
        let here = y.practice.present[lane];
        put(&mut all.worth, j, &g.value.map(|value| here * value));
        put(&mut all.system, j, &g.system.map(|value| here * value));
        put(&mut all.pay, j, &g.pay.map(|value| here * value));
        let [visits, _] = volume_worth(&y.terms.scenario.value, &y.expectations.slopes, facts);
        all.visits[j] = here * visits;
        all.receipts[j] = here * 0.01 * facts.system_saved;
        all.on_floor[j] = here * facts.margin.on_floor.min(1.0);
        all.mix.contracted[j] = i.influence.contracted[lane] / facts.spending.max(1.0);
        all.mix.value_revenue[j] = i.influence.value_revenue[lane];
        all.mix.quality_reached[j] = facts.quality_reached;
    }

    /// Measures what levers do in a span, by the contracts of the baseline where worth and shares depend on them.
    #[inline(always)]
    pub(super) fn measure_levers(&self, own: &SpanLevers<N>, done: &mut DoneTile) {
        let SpanYear { y, span, .. } = *self;
        done.mix.write(span, &own.mix);
        let held = y.baseline.map_or(own.mix, |before| before.mix.but(span, y.unshared, &own.mix));
        let (mut revenue, mut revenue_held) = ([0.0; N], [0.0; N]);
        for j in 0..N {
            let here = y.practice.present[span.lane(j)];
            revenue[j] = here * own.mix.value_revenue[j];
            revenue_held[j] = here * held.value_revenue[j];
        }
        let m = &mut done.measured;
        span.write(&mut m[Metric::ValueRevenueShare.place()], &revenue);
        span.write(&mut m[Metric::ValueRevenueHeld.place()], &revenue_held);
        // The gap is still without its second part, the value share of pay.
        span.write(&mut m[Metric::AlignmentGap.place()], &revenue_held);
        span.write(&mut m[Metric::Guaranteed.place()], &own.on_floor);
        self.measure_chain(own, m);
        let mut worth = own.worth;
        if y.terms.scenario.value.quality_point.is_none() {
            for j in 0..N {
                let here = y.practice.present[span.lane(j)];
                worth[Lever::Quality as usize][j] = here * 0.01 * held.quality_reached[j];
            }
        }
        self.measure_hours(own, &worth, m);
        self.measure_induced(own, &worth, &held, m);
    }

    /// What an avoided dollar brings whom.
    #[inline(always)]
    fn measure_chain(&self, own: &SpanLevers<N>, m: &mut MeasuredLanes) {
        let place = Lever::Stewardship as usize;
        let (worth, system, pay) = (&own.worth[place], &own.system[place], &own.pay[place]);
        let [mut contracted, mut kept, mut paid, mut part] = [[0.0; N]; 4];
        for j in 0..N {
            let per_dollar = if worth[j] > 0.0 { 1.0 / worth[j].max(1e-9) } else { 0.0 };
            contracted[j] = worth[j] * own.mix.contracted[j];
            kept[j] = system[j] * per_dollar;
            paid[j] = pay[j] * per_dollar;
            part[j] = contracted[j] * per_dollar;
        }
        for (metric, values) in [
            (Metric::PayForVolume, &own.pay[Lever::Volume as usize]),
            (Metric::PayForStewardship, pay),
            (Metric::SystemForStewardship, system),
            (Metric::WorthOfStewardship, worth),
            (Metric::ContractedStewardship, &contracted),
            (Metric::ReceiptsForStewardship, &own.receipts),
            (Metric::SystemPartOfAvoided, &kept),
            (Metric::OwnPartOfAvoided, &paid),
            (Metric::ContractedShareOfCare, &part),
        ] {
            self.span.write(&mut m[metric.place()], values);
        }
    }

    /// What an hour of each lever pays, is worth and brings, and which pays best.
    #[inline(always)]
    fn measure_hours(&self, own: &SpanLevers<N>, worth: &ByLever<N>, m: &mut MeasuredLanes) {
        let SpanYear { y, span, .. } = *self;
        let [mut pays, mut is_worth, mut brings, mut best]: [ByLever<N>; 4] =
            [[[0.0; N]; Lever::ALL.len()]; 4];
        for j in 0..N {
            let lane = span.lane(j);
            let ease = y.practice.ease.map(|lanes| lanes[lane]);
            let hour = |of: &ByLever<N>| per_hour(&lane_of(of, j), &ease, y.practice.clinical_fte[lane]);
            let paid = hour(&own.pay);
            put(&mut pays, j, &paid);
            put(&mut is_worth, j, &hour(worth));
            put(&mut brings, j, &hour(&own.system));
            put(&mut best, j, &best_paid(&paid));
        }
        for (first, column) in [
            (Metric::HourPaysVolume, &pays),
            (Metric::HourIsWorthVolume, &is_worth),
            (Metric::HourBringsVolume, &brings),
            (Metric::BestPaidVolume, &best),
        ] {
            self.write_levers(first, column, m);
        }
    }

    /// How much of all value pay induces, and what effort it costs; the same of the value to payers under contract.
    #[inline(always)]
    fn measure_induced(
        &self,
        own: &SpanLevers<N>,
        worth: &ByLever<N>,
        held: &ContractMix<N>,
        m: &mut MeasuredLanes,
    ) {
        let SpanYear { y, span, .. } = *self;
        let value = &y.terms.scenario.value;
        let [mut by_lever, mut effort]: [ByLever<N>; 2] = [[[0.0; N]; Lever::ALL.len()]; 2];
        let mut of_all = [[0.0; N]; 5];
        for j in 0..N {
            let ease = y.practice.ease.map(|lanes| lanes[span.lane(j)]);
            let (worth, pay) = (lane_of(worth, j), lane_of(&own.pay, j));
            let induced = Induced::of(&worth, &pay, &ease);
            put(&mut by_lever, j, &induced.value);
            put(&mut effort, j, &induced.effort);
            let care = held.contracted[j];
            // What quality is worth by contracts is theirs already.
            let quality = if value.quality_point.is_some() { care } else { 1.0 };
            let part = UnderContract { care, revenue: held.value_revenue[j], quality };
            let contracted = Induced::of(&part.of(&worth, own.visits[j]), &pay, &ease);
            of_all[0][j] = induced.value();
            of_all[1][j] = induced.cost();
            of_all[2][j] = induced.at_strength(value.target_strength.0);
            of_all[3][j] = contracted.value();
            of_all[4][j] = contracted.cost();
        }
        self.write_levers(Metric::InducedVolume, &by_lever, m);
        self.write_levers(Metric::EffortVolume, &effort, m);
        for (metric, values) in [
            Metric::ValueInduced,
            Metric::EffortOfValue,
            Metric::ValueAtTarget,
            Metric::ValueInducedContracted,
            Metric::EffortContracted,
        ]
        .into_iter()
        .zip(&of_all)
        {
            span.write(&mut m[metric.place()], values);
        }
    }

    /// Writes the measures of all levers from the first lever's on.
    #[inline(always)]
    fn write_levers(&self, first: Metric, column: &ByLever<N>, m: &mut MeasuredLanes) {
        for (values, lanes) in column.iter().zip(&mut m[first.place()..]) {
            self.span.write(lanes, values);
        }
    }
}
