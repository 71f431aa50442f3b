//! Steps 3 and 4: what physicians do about what pays, and what comes of it.

use super::expectations::Start;
use super::incentive::{Incentive, TileYear, measure_alignment, stimulus};
use super::luck::LuckTile;
use super::metric::Metric;
use super::retention::{expected_pay, gap, reconsider};
use super::trial::{Felt, StateTile};
use crate::behaviour::{Drive, Stimulus, access_drive, cost_drive, quality_drive, volume_drive};
use crate::math::exp;
use crate::tile::{Lanes, TILE, sum};
use pulp::NullaryFnOnce;

/// What a tile of physicians did in a year.
#[derive(Clone, Debug)]
pub(super) struct YearTile {
    /// wRVUs at an annual rate.
    pub wrvu: Lanes,
    /// Measured quality.
    pub quality: Lanes,
    /// Cost of care under influence, $, at what was expected without response.
    pub spending: Lanes,
    /// True savings under value-based contracts, $.
    pub saved: Lanes,
    /// Change of the cost of care, all patients, $.
    pub changed: Lanes,
    /// Professional revenue per wRVU.
    pub price: Lanes,
    /// What is measured, by [`Metric`].
    pub measured: [Lanes; Metric::COUNT],
}

impl YearTile {
    pub(super) const EMPTY: YearTile = YearTile {
        wrvu: [0.0; TILE],
        quality: [0.0; TILE],
        spending: [0.0; TILE],
        saved: [0.0; TILE],
        changed: [0.0; TILE],
        price: [0.0; TILE],
        measured: [[0.0; TILE]; Metric::COUNT],
    };
}

/// The drives at the start of the scenario, a tile at a time.
#[derive(Clone, Debug)]
pub(super) struct AnchorTile {
    pub volume: Lanes,
    pub quality: Lanes,
    pub stewardship: Lanes,
    /// Points of measured quality that are paid for.
    pub paid: Lanes,
    /// Points of openness to new patients.
    pub access: Lanes,
    /// Expected pay, $ a year.
    pub pay: Lanes,
    /// Measures to attend to, over 57.
    pub measures: Lanes,
    /// Gap between value revenue and value pay, as far as it is seen.
    pub gap_seen: Lanes,
}

impl AnchorTile {
    pub(super) const EMPTY: AnchorTile = AnchorTile {
        volume: [0.0; TILE],
        quality: [0.0; TILE],
        stewardship: [0.0; TILE],
        paid: [0.0; TILE],
        access: [0.0; TILE],
        pay: [0.0; TILE],
        measures: [0.0; TILE],
        gap_seen: [0.0; TILE],
    };
}

/// The drives at the start of the scenario, and where the baseline's agreements stood.
#[derive(Clone, Debug)]
pub(super) struct Anchors {
    /// Physicians.
    pub tiles: Vec<AnchorTile>,
    /// Agreements.
    pub start: Start,
}

/// Sums over the roster that settlements need, by population.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PracticeSums {
    /// Influenced lives times the part taken off their cost of care.
    pub effect: f64,
    /// Attributed lives times measured quality.
    pub quality: f64,
    /// wRVUs done for these patients.
    pub wrvu: f64,
}

#[inline(always)]
fn drive(felt: &Felt, attention: f64, room: f64, stimulus: &Stimulus) -> Drive {
    let (paid_quality, other_quality) = quality_drive(&felt.evidence, &felt.dose, attention, room, stimulus);
    Drive {
        volume: volume_drive(&felt.evidence, stimulus),
        paid_quality,
        other_quality,
        // The wait is already in what pools are worth today.
        stewardship: cost_drive(felt.evidence.stewardship_ceiling.0, felt.per_share, 1.0, stimulus),
        access: access_drive(&felt.evidence, stimulus),
    }
}

/// The drives of a tile under the conditions of the scenario's start.
pub(super) struct AnchorStep<'a> {
    pub y: TileYear<'a>,
    pub state: &'a StateTile,
    pub anchor: &'a mut AnchorTile,
}

impl NullaryFnOnce for AnchorStep<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let AnchorStep { y, state, anchor } = self;
        let Some(felt) = &y.terms.felt else { return };
        let mut i = Incentive::of_work(&y);
        i.work_out(&y, state);
        for lane in 0..TILE {
            let stimulus = stimulus(&y, &i, state, lane);
            let drive = drive(felt, i.attention[lane], y.practice.quality_room[lane], &stimulus);
            anchor.volume[lane] = drive.volume;
            anchor.quality[lane] = drive.paid_quality + drive.other_quality;
            anchor.stewardship[lane] = drive.stewardship;
            anchor.paid[lane] = drive.paid_quality;
            anchor.access[lane] = drive.access;
            anchor.pay[lane] = expected_pay(&y, &i, state, lane);
            anchor.measures[lane] = i.measures[lane];
            anchor.gap_seen[lane] = state.sight[lane] * gap(&i, lane);
        }
    }
}

/// Steps 2 to 4 for a tile.
pub(super) struct RespondStep<'a> {
    pub y: TileYear<'a>,
    pub luck: &'a LuckTile,
    pub anchor: &'a AnchorTile,
    pub state: &'a mut StateTile,
    pub done: &'a mut YearTile,
    pub sums: &'a mut [PracticeSums],
}

impl NullaryFnOnce for RespondStep<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let RespondStep { y, luck, anchor, state, done, sums } = self;
        let mut i = Incentive::of_work(&y);
        i.work_out(&y, state);
        measure_alignment(&y, &i, state, done);
        let mut individual = [0.0; TILE];
        let mut log_volume = [0.0; TILE];
        let mut access = [0.0; TILE];
        if let Some(felt) = &y.terms.felt {
            for lane in 0..TILE {
                let stimulus = stimulus(&y, &i, state, lane);
                let drive = drive(felt, i.attention[lane], y.practice.quality_room[lane], &stimulus);
                log_volume[lane] = drive.volume - anchor.volume[lane] + y.expectations.capacity;
                let target = drive.paid_quality + drive.other_quality - anchor.quality[lane];
                state.quality[lane] += felt.quality_step * (target - state.quality[lane]);
                access[lane] = drive.access - anchor.access[lane];
                let gained = drive.paid_quality - anchor.paid[lane];
                let documented = felt.evidence.documentation_share.0 * gained;
                state.documented[lane] += felt.quality_step * (documented - state.documented[lane]);
                let eroded = -felt.evidence.unmeasured_loss.0 * gained.max(0.0);
                state.unmeasured[lane] += felt.unmeasured_step * (eroded - state.unmeasured[lane]);
                individual[lane] = drive.stewardship - anchor.stewardship[lane]
                    + felt.evidence.transformation.0 * i.service_hours[lane];
                let clinic = 1.0 - (i.clinic_hours[lane] / 40.0).min(0.9);
                state.volume[lane] = exp(log_volume[lane]) * clinic;
            }
        }
        done.measured[Metric::Access.place()] = access;
        if let Some(felt) = y.terms.felt.as_ref().filter(|_| y.terms.scenario.workforce.turnover) {
            reconsider(&y, &i, felt, anchor, &log_volume, state);
        }
        practise(&y, &i, luck, state, &individual, &log_volume, done, sums);
        for lane in 0..TILE {
            state.taken[lane] = -done.changed[lane] / done.spending[lane].max(1.0);
        }
    }
}

/// Step 4: what comes of it.
#[expect(clippy::too_many_arguments, reason = "the facts of one tile-year")]
#[inline(always)]
fn practise(
    y: &TileYear<'_>,
    i: &Incentive<'_>,
    luck: &LuckTile,
    state: &StateTile,
    individual: &Lanes,
    log_volume: &Lanes,
    done: &mut YearTile,
    sums: &mut [PracticeSums],
) {
    let cv = y.terms.scenario.chance.wrvu_cv.0;
    let (induced, most) = y
        .terms
        .felt
        .as_ref()
        .map_or((0.0, 0.0), |felt| (felt.evidence.volume_to_cost.0, felt.evidence.most.0));
    for lane in 0..TILE {
        // What was expected was worked out at last year's volume; this year's response moves it.
        let mean = y.practice.wrvu[lane] * y.expectations.work_growth * state.ramp[lane] * state.volume[lane];
        done.wrvu[lane] = (mean * (1.0 + cv * luck.work[lane])).max(0.0);
        let quality = y.practice.quality[lane] + 0.01 * state.quality[lane];
        done.quality[lane] = (quality + y.practice.quality_sd[lane] * luck.quality[lane]).clamp(0.0, 1.0);
        done.price[lane] = i.influence.price[lane];
        done.spending[lane] = i.influence.spending[lane];
    }
    let mut saved = [0.0; TILE];
    let mut changed = [0.0; TILE];
    for ((p, own), sum_here) in y.expectations.populations.iter().zip(y.contracts).zip(sums) {
        let mut effects = [0.0; TILE];
        let mut qualities = [0.0; TILE];
        let mut work = [0.0; TILE];
        for lane in 0..TILE {
            let taken = (p.reach * individual[lane] + p.organisation).min(most);
            let effect = taken - induced * log_volume[lane] - state.lost_continuity[lane];
            let people = own.influence[lane];
            effects[lane] = people * effect;
            qualities[lane] = own.lives[lane] * done.quality[lane];
            work[lane] = own.revenue_share[lane] * done.wrvu[lane] * state.present[lane];
            saved[lane] += p.value_based * p.realised * people * effect;
            changed[lane] -= p.realised * people * effect;
        }
        sum_here.effect += sum(&effects);
        sum_here.quality += sum(&qualities);
        sum_here.wrvu += sum(&work);
    }
    done.saved = saved;
    done.changed = changed;
    done.measured[Metric::TrueSavings.place()] = saved;
    done.measured[Metric::Quality.place()] = done.quality;
    done.measured[Metric::UnmeasuredQuality.place()] = state.unmeasured;
    for lane in 0..TILE {
        let missed = y.terms.scenario.measurement.quality_missed.0 * y.practice.social[lane];
        let quality =
            y.practice.quality[lane] + 0.01 * (state.quality[lane] - state.documented[lane] + missed);
        done.measured[Metric::ClinicalQuality.place()][lane] =
            quality.clamp(0.0, 1.0) * y.practice.present[lane];
        done.measured[Metric::Wrvu.place()][lane] = done.wrvu[lane] * state.present[lane];
    }
}
