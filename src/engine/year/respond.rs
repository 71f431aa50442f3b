//! Step 3: what physicians do about what pays.

use super::incentive::stimulus;
use super::span_year::SpanYear;
use crate::behaviour::{
    Drive, Stimulus, access_drive, coding_drive, cost_drive, quality_drive, volume_drive,
};
use crate::engine::arm::{AnchorTile, Felt};
use crate::engine::position::PositionTile;
use crate::math::exp;

/// What a span does about what pays it.
pub(crate) struct Response<const N: usize> {
    /// Log change of volume since the start.
    pub log_volume: [f64; N],
    /// Part taken off the cost of care by the physician.
    pub individual: [f64; N],
    /// Points of openness to new patients since the start.
    pub access: [f64; N],
}

impl<const N: usize> Response<N> {
    /// Nothing.
    pub(crate) const NONE: Response<N> =
        Response { log_volume: [0.0; N], individual: [0.0; N], access: [0.0; N] };
}

/// The drives of one lane.
#[inline(always)]
pub(crate) fn drive(felt: &Felt, attention: f64, room: f64, stimulus: &Stimulus) -> Drive {
    let (paid_quality, other_quality) = quality_drive(&felt.evidence, &felt.dose, attention, room, stimulus);
    Drive {
        volume: volume_drive(&felt.evidence, stimulus),
        paid_quality,
        other_quality,
        // The wait is already in what pools are worth today.
        stewardship: cost_drive(felt.evidence.stewardship_ceiling.0, felt.per_share, 1.0, stimulus),
        access: access_drive(&felt.evidence, stimulus),
        coding: coding_drive(&felt.evidence, stimulus),
    }
}

impl<const N: usize> SpanYear<'_, N> {
    /// What a span does about what pays it, and what becomes of its quality and volume.
    ///
    /// Reads values into locals and writes locals: a store to what might be read again keeps the loop
    /// from being vectorised.
    #[inline(always)]
    pub(crate) fn respond(
        &self,
        felt: &Felt,
        anchor: &AnchorTile,
        positions: &mut PositionTile,
    ) -> Response<N> {
        let SpanYear { y, i, span } = *self;
        let mut response = Response::NONE;
        let capacity = y.expectations.capacity;
        let (quality_step, unmeasured_step) = (felt.quality_step, felt.unmeasured_step);
        let documentation = felt.evidence.documentation_share.0;
        let loss = felt.evidence.unmeasured_loss.0;
        let transformation = felt.evidence.transformation.0;
        let mut quality = span.of(&positions.quality);
        let mut documented = span.of(&positions.documented);
        let mut unmeasured = span.of(&positions.unmeasured);
        let (mut volume, mut coding) = ([0.0; N], [0.0; N]);
        for j in 0..N {
            let lane = span.lane(j);
            let stimulus = stimulus(y, i, positions, felt.trust, lane);
            let drive = drive(felt, i.attention[lane], y.practice.quality_room[lane], &stimulus);
            let log_volume = drive.volume - anchor.volume[lane] + capacity;
            let target = drive.paid_quality + drive.other_quality - anchor.quality[lane];
            quality[j] += quality_step * (target - quality[j]);
            let gained = drive.paid_quality - anchor.paid[lane];
            documented[j] += quality_step * (documentation * gained - documented[j]);
            let eroded = -loss * gained.max(0.0);
            unmeasured[j] += unmeasured_step * (eroded - unmeasured[j]);
            volume[j] = exp(log_volume);
            coding[j] = drive.coding;
            let hours = i.service_hours[lane] - anchor.service_hours[lane];
            response.log_volume[j] = log_volume;
            response.access[j] = y.practice.present[lane] * (drive.access - anchor.access[lane]);
            response.individual[j] = drive.stewardship - anchor.stewardship[lane] + transformation * hours;
        }
        span.write(&mut positions.quality, &quality);
        span.write(&mut positions.documented, &documented);
        span.write(&mut positions.unmeasured, &unmeasured);
        span.write(&mut positions.volume, &volume);
        span.write(&mut positions.coding, &coding);
        response
    }
}
