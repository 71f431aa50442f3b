//! Step 4: what comes of it.

use super::done::{DoneTile, PopulationSums};
use super::eight_year::EightYear;
use super::respond::Response;
use crate::engine::luck::LuckTile;
use crate::engine::measure::Metric;
use crate::engine::position::PositionTile;
use crate::tile::EIGHT;

impl EightYear<'_> {
    /// wRVUs, measured quality and cost of care of an eight.
    #[inline(always)]
    pub(crate) fn practise(
        &self,
        luck: &LuckTile,
        response: &Response,
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
        let EightYear { y, i, eight } = *self;
        let cv = y.terms.scenario.chance.wrvu_cv.0;
        let growth = y.expectations.work_growth;
        let (mut wrvu, mut quality) = ([0.0; EIGHT], [0.0; EIGHT]);
        for j in 0..EIGHT {
            let lane = eight.lane(j);
            let mean = y.practice.wrvu[lane] * growth * positions.ramp[lane] * positions.volume[lane];
            wrvu[j] = (mean * (1.0 + cv * luck.work[lane])).max(0.0);
            let known = y.practice.quality[lane] + 0.01 * positions.quality[lane];
            quality[j] = (known + y.practice.quality_sd[lane] * luck.quality[lane]).clamp(0.0, 1.0);
        }
        eight.write(&mut done.wrvu, &wrvu);
        eight.write(&mut done.quality, &quality);
        eight.write(&mut done.price, &eight.of(&i.influence.price));
        eight.write(&mut done.spending, &eight.of(&i.influence.spending));
    }

    /// What it takes off the cost of care of each population, and what populations add up.
    #[inline(always)]
    fn care(
        &self,
        response: &Response,
        positions: &mut PositionTile,
        done: &mut DoneTile,
        sums: &mut [PopulationSums],
    ) {
        let EightYear { y, eight, .. } = *self;
        let felt = y.terms.felt.as_ref();
        let (induced, most) =
            felt.map_or((0.0, 0.0), |felt| (felt.evidence.volume_to_cost.0, felt.evidence.most.0));
        let lost_continuity = eight.of(&positions.lost_continuity);
        let present = eight.of(&positions.present);
        let (wrvu, quality) = (eight.of(&done.wrvu), eight.of(&done.quality));
        let (mut saved, mut changed) = ([0.0; EIGHT], [0.0; EIGHT]);
        for ((p, own), sums) in y.expectations.populations.iter().zip(y.contracts).zip(sums) {
            let (mut effects, mut qualities, mut work) = ([0.0; EIGHT], [0.0; EIGHT], [0.0; EIGHT]);
            for j in 0..EIGHT {
                let lane = eight.lane(j);
                let taken = (p.reach * response.individual[j] + p.organisation).min(most);
                let effect = taken - induced * response.log_volume[j] - lost_continuity[j];
                let people = own.influence[lane];
                effects[j] = people * effect;
                qualities[j] = own.lives[lane] * quality[j];
                work[j] = own.revenue_share[lane] * wrvu[j] * present[j];
                saved[j] += p.value_based * p.realised * people * effect;
                changed[j] -= p.realised * people * effect;
            }
            sums.effect.add(eight, &effects);
            sums.quality.add(eight, &qualities);
            sums.wrvu.add(eight, &work);
        }
        let spending = eight.of(&done.spending);
        let taken: [f64; EIGHT] = std::array::from_fn(|j| -changed[j] / spending[j].max(1.0));
        eight.write(&mut positions.taken, &taken);
        eight.write(&mut done.saved, &saved);
        eight.write(&mut done.changed, &changed);
    }

    /// What of it is measured.
    #[inline(always)]
    fn measure_practice(&self, positions: &PositionTile, done: &mut DoneTile) {
        let EightYear { y, eight, .. } = *self;
        let missing = y.terms.scenario.measurement.quality_missed.0;
        let (mut clinical, mut wrvu) = ([0.0; EIGHT], [0.0; EIGHT]);
        for j in 0..EIGHT {
            let lane = eight.lane(j);
            let missed = missing * y.practice.social[lane];
            let quality = y.practice.quality[lane]
                + 0.01 * (positions.quality[lane] - positions.documented[lane] + missed);
            clinical[j] = quality.clamp(0.0, 1.0) * y.practice.present[lane];
            wrvu[j] = done.wrvu[lane] * positions.present[lane];
        }
        let (saved, quality) = (eight.of(&done.saved), eight.of(&done.quality));
        let measured = &mut done.measured;
        eight.write(&mut measured[Metric::TrueSavings.place()], &saved);
        eight.write(&mut measured[Metric::Quality.place()], &quality);
        eight.write(&mut measured[Metric::UnmeasuredQuality.place()], &eight.of(&positions.unmeasured));
        eight.write(&mut measured[Metric::ClinicalQuality.place()], &clinical);
        eight.write(&mut measured[Metric::Wrvu.place()], &wrvu);
    }
}
