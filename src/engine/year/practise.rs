//! Step 4: what comes of it.

use super::done::{DoneTile, PopulationSums};
use super::respond::Response;
use super::span_year::SpanYear;
use crate::alignment::beyond_own_work;
use crate::engine::luck::LuckTile;
use crate::engine::measure::Metric;
use crate::engine::position::PositionTile;

impl<const N: usize> SpanYear<'_, N> {
    /// wRVUs, measured quality and cost of care of a span.
    #[inline(always)]
    pub(crate) fn practise(
        &self,
        luck: &LuckTile,
        response: &Response<N>,
        positions: &mut PositionTile,
        done: &mut DoneTile,
        sums: &mut [PopulationSums],
    ) {
        self.work(luck, positions, done);
        self.care(response, positions, done, sums);
        self.measure_practice(positions, done);
    }

    /// What was expected was worked out at last year's volume; this year's response moves it.
    #[inline(always)]
    fn work(&self, luck: &LuckTile, positions: &PositionTile, done: &mut DoneTile) {
        let SpanYear { y, i, span } = *self;
        let cv = y.terms.scenario.chance.wrvu_cv.0;
        let growth = y.expectations.work_growth;
        let (mut wrvu, mut quality, mut covered) = ([0.0; N], [0.0; N], [0.0; N]);
        if positions.arrivals != 0 {
            let part = y.terms.scenario.workforce.cover.0;
            for j in 0..N {
                let lane = span.lane(j);
                covered[j] = part * growth * y.practice.wrvu[lane] * positions.vacant(lane);
            }
        }
        for j in 0..N {
            let lane = span.lane(j);
            let pace = positions.ramp[lane] * positions.volume[lane] * positions.clinic[lane];
            let mean = y.practice.wrvu[lane] * growth * pace;
            wrvu[j] = (mean * (1.0 + cv * luck.work[lane])).max(0.0);
            let known = y.practice.quality[lane] + 0.01 * positions.quality[lane];
            quality[j] = (known + y.practice.quality_sd[lane] * luck.quality[lane]).clamp(0.0, 1.0);
        }
        span.write(&mut done.wrvu, &wrvu);
        span.write(&mut done.covered, &covered);
        span.write(&mut done.quality, &quality);
        span.write(&mut done.price, &span.of(&i.influence.price));
        span.write(&mut done.spending, &span.of(&i.influence.spending));
    }

    /// What it takes off the cost of care of each population, and what populations add up.
    #[inline(always)]
    fn care(
        &self,
        response: &Response<N>,
        positions: &mut PositionTile,
        done: &mut DoneTile,
        sums: &mut [PopulationSums],
    ) {
        let SpanYear { y, span, .. } = *self;
        let felt = y.terms.felt.as_ref();
        let (induced, most) =
            felt.map_or((0.0, 0.0), |felt| (felt.evidence.volume_to_cost.0, felt.evidence.most.0));
        let lost_continuity = span.of(&positions.lost_continuity);
        let present = span.of(&positions.present);
        let (wrvu, quality) = (span.of(&done.wrvu), span.of(&done.quality));
        let covered = span.of(&done.covered);
        let (mut saved, mut counted) = ([0.0; N], [0.0; N]);
        let (mut changed, mut care) = ([0.0; N], [0.0; N]);
        for ((p, own), sums) in y.expectations.populations.iter().zip(y.contracts).zip(sums) {
            let (mut effects, mut qualities, mut work) = ([0.0; N], [0.0; N], [0.0; N]);
            for j in 0..N {
                let lane = span.lane(j);
                let taken = (p.reach * response.individual[j] + p.organisation).min(most);
                let effect = taken - induced * response.log_volume[j] - lost_continuity[j];
                let people = own.influence[lane];
                effects[j] = people * effect;
                qualities[j] = own.lives[lane] * quality[j];
                work[j] = own.revenue_share[lane] * (wrvu[j] * present[j] + covered[j]);
                saved[j] += p.value_based * p.realised * people * effect;
                counted[j] += p.counted * p.realised * people * effect;
                changed[j] -= p.realised * people * effect;
                care[j] += p.realised * people;
            }
            sums.effect.add(span, &effects);
            sums.quality.add(span, &qualities);
            sums.wrvu.add(span, &work);
        }
        let spending = span.of(&done.spending);
        let taken: [f64; N] = std::array::from_fn(|j| -changed[j] / spending[j].max(1.0));
        span.write(&mut positions.taken, &taken);
        let (lost, index) = (y.expectations.slopes.margin_lost, y.expectations.facility_index);
        let moved: [f64; N] = std::array::from_fn(|j| {
            let by_volume = induced * response.log_volume[j] * care[j];
            let own = index * y.practice.technical[span.lane(j)] * wrvu[j] * present[j];
            let beyond = beyond_own_work(lost * induced * care[j], own) * response.log_volume[j];
            lost * (changed[j] - by_volume) + beyond
        });
        span.write(&mut done.saved, &saved);
        span.write(&mut done.measured[Metric::TrueSavings.place()], &counted);
        span.write(&mut done.facility_moved, &moved);
    }

    /// What of it is measured.
    #[inline(always)]
    fn measure_practice(&self, positions: &PositionTile, done: &mut DoneTile) {
        let SpanYear { y, span, .. } = *self;
        let missing = y.terms.scenario.measurement.quality_missed.0;
        let (mut clinical, mut wrvu) = ([0.0; N], [0.0; N]);
        let (mut measured_quality, mut unmeasured) = ([0.0; N], [0.0; N]);
        for j in 0..N {
            let lane = span.lane(j);
            let missed = missing * y.practice.social[lane];
            let quality = y.practice.quality[lane]
                + 0.01 * (positions.quality[lane] - positions.documented[lane] + missed);
            let here = y.practice.present[lane];
            clinical[j] = quality.clamp(0.0, 1.0) * here;
            measured_quality[j] = done.quality[lane] * here;
            unmeasured[j] = positions.unmeasured[lane] * here;
            wrvu[j] = done.wrvu[lane] * positions.present[lane];
        }
        let measured = &mut done.measured;
        span.write(&mut measured[Metric::Quality.place()], &measured_quality);
        span.write(&mut measured[Metric::UnmeasuredQuality.place()], &unmeasured);
        span.write(&mut measured[Metric::ClinicalQuality.place()], &clinical);
        span.write(&mut measured[Metric::Wrvu.place()], &wrvu);
    }
}
