//! Why pay changes: each physician's change of pay against the baseline, on the same luck, in parts that add up to it.
//!
//! With `a` the part of the year that somebody is in the position, over the same in the baseline (0 where nobody was), and
//! `x − a x₀` the change of a part `x` of pay beyond that:
//!
//! | Reason | What it is |
//! |---|---|
//! | volume | `(a − 1) P₀ + (W − a W₀) V₀ / W₀ + a B₀ (L / L₀ − 1)`: presence, moving all pay `P`; then work in wRVUs `W` at what the baseline paid for a unit of it, `V` being pay for volume; and salaries `B` that last year's work `L` sets anew, where both arms pay such a one |
//! | quality | `Q − a Q₀`, before caps |
//! | pools | `C − a C₀`: pay for the cost of care, before caps |
//! | panel and service | `S − a S₀`, before caps |
//! | guarantee | `G − a G₀`: what guarantees and floors top up |
//! | cap | `−(K − a K₀)`: what caps cut |
//! | rate | the rest: of pay for time and volume, what work and presence do not explain |
//!
//! Work is valued at the baseline's *average* pay for a unit of it: that more work reaches a higher tier, or that a limit
//! holds back how far a salary follows it, is rate. A position in which nobody was in the baseline changes by volume alone.

use crate::engine::measure::Metric;
use crate::pay::{PayClass, Statement, StatementTile};
use crate::tile::{Lanes, TILE, columns};
use crate::units::Cents;

columns! {
    /// What a tile was paid in a year, as far as reasons for a change tell it apart, $. While the year is paid, what
    /// caps cut stands in the places of pay; with the statements it is pay before caps.
    pub(crate) struct PaidTile {
        /// Pay after caps.
        pub total: Lanes = [0.0; TILE],
        /// Quality, cost of care, panel and service, volume; before caps.
        pub quality: Lanes = [0.0; TILE],
        pub cost: Lanes = [0.0; TILE],
        pub service: Lanes = [0.0; TILE],
        pub volume: Lanes = [0.0; TILE],
        /// The part of pay for time that last year's work sets.
        pub set: Lanes = [0.0; TILE],
        /// What guarantees and floors top up.
        pub topped: Lanes = [0.0; TILE],
        /// What caps cut.
        pub cut: Lanes = [0.0; TILE],
        /// Part of the year that somebody is in the position.
        pub present: Lanes = [0.0; TILE],
        /// wRVUs of the year, and those of the year before at the rate that plans count; 0 where nothing is carried.
        pub work: Lanes = [0.0; TILE],
        pub last_work: Lanes = [0.0; TILE],
    }
}

columns! {
    /// Statements of a tile in dollars: each line is divided once, which costs as much as all that is done with it.
    pub(crate) struct EarnedTile {
        pub total: Lanes = [0.0; TILE],
        pub time: Lanes = [0.0; TILE],
        pub volume: Lanes = [0.0; TILE],
        pub quality: Lanes = [0.0; TILE],
        pub cost: Lanes = [0.0; TILE],
        pub service: Lanes = [0.0; TILE],
        pub panel_and_service: Lanes = [0.0; TILE],
    }
}

impl EarnedTile {
    /// What statements say.
    #[inline(always)]
    pub(crate) fn of(statement: &StatementTile) -> EarnedTile {
        let totals = statement.totals();
        let [time, volume, quality, cost, panel, service] = [
            PayClass::Time,
            PayClass::Volume,
            PayClass::Quality,
            PayClass::Cost,
            PayClass::Panel,
            PayClass::Service,
        ]
        .map(|class| statement.line(class));
        let mut earned = EarnedTile::EMPTY;
        for lane in 0..TILE {
            earned.total[lane] = totals[lane].dollars();
            earned.time[lane] = time[lane].dollars();
            earned.volume[lane] = volume[lane].dollars();
            earned.quality[lane] = quality[lane].dollars();
            earned.cost[lane] = cost[lane].dollars();
            earned.service[lane] = service[lane].dollars();
            earned.panel_and_service[lane] = (panel[lane] + service[lane]).dollars();
        }
        earned
    }
}

/// The parts that a change of pay is made of.
#[cfg(test)]
pub(crate) const REASONS: [Metric; 7] = [
    Metric::ChangeByRate,
    Metric::ChangeByVolume,
    Metric::ChangeByQuality,
    Metric::ChangeByPools,
    Metric::ChangeByService,
    Metric::ChangeByGuarantee,
    Metric::ChangeByCap,
];

impl PaidTile {
    /// Begins a year: nothing is topped up or cut yet.
    #[inline(always)]
    pub(crate) fn begin(&mut self, present: &Lanes, work: &Lanes, last_work: Option<&Lanes>) {
        (self.present, self.work) = (*present, *work);
        self.last_work = [0.0; TILE];
        if let Some(last_work) = last_work {
            self.last_work = *last_work;
        }
        (self.quality, self.cost, self.service) = ([0.0; TILE], [0.0; TILE], [0.0; TILE]);
        (self.volume, self.set, self.topped, self.cut) = ([0.0; TILE], [0.0; TILE], [0.0; TILE], [0.0; TILE]);
    }

    /// Takes note of what is topped up, where anything is.
    #[inline(always)]
    pub(crate) fn note_topped(&mut self, topped: Option<&[Cents; TILE]>) {
        let Some(topped) = topped else { return };
        for lane in 0..TILE {
            self.topped[lane] += topped[lane].dollars();
        }
    }

    /// Takes note of what a cap cuts of one lane's pay.
    #[inline(always)]
    pub(crate) fn note_cut(&mut self, lane: usize, cut: &Statement) {
        let of = |class: PayClass| cut.of(class).dollars();
        self.quality[lane] += of(PayClass::Quality);
        self.cost[lane] += of(PayClass::Cost);
        self.service[lane] += of(PayClass::Panel) + of(PayClass::Service);
        self.volume[lane] += of(PayClass::Volume);
        self.cut[lane] += cut.total().dollars();
    }

    /// Takes note of what was paid in the end; `set` is what last year's work sets of it.
    #[inline(always)]
    pub(crate) fn finish(&mut self, earned: &EarnedTile, set: &Lanes) {
        for lane in 0..TILE {
            self.total[lane] = earned.total[lane];
            self.quality[lane] += earned.quality[lane];
            self.cost[lane] += earned.cost[lane];
            self.service[lane] += earned.panel_and_service[lane];
            self.volume[lane] += earned.volume[lane];
            self.set[lane] = set[lane].min(earned.time[lane].max(0.0));
        }
    }

    /// Writes the change from another year of the same positions into what is measured, by its reasons.
    #[inline(always)]
    pub(crate) fn explain(&self, before: &PaidTile, measured: &mut [Lanes; Metric::COUNT]) {
        for lane in 0..TILE {
            let there = before.present[lane] > 0.0;
            let part = if there { self.present[lane] / before.present[lane] } else { 0.0 };
            let beyond = |now: &Lanes, then: &Lanes| {
                if there { now[lane] - part * then[lane] } else { 0.0 }
            };
            let change = self.total[lane] - before.total[lane];
            let unit = if before.work[lane] > 0.0 { before.volume[lane] / before.work[lane] } else { 0.0 };
            let both = self.set[lane].min(before.set[lane]) > 0.0
                && self.last_work[lane].min(before.last_work[lane]) > 0.0;
            let set_anew = if both {
                part * before.set[lane] * (self.last_work[lane] / before.last_work[lane] - 1.0)
            } else {
                0.0
            };
            let presence = (part - 1.0) * before.total[lane];
            let worked = presence + unit * beyond(&self.work, &before.work) + set_anew;
            let volume = if there { worked } else { change };
            let quality = beyond(&self.quality, &before.quality);
            let pools = beyond(&self.cost, &before.cost);
            let service = beyond(&self.service, &before.service);
            let guarantee = beyond(&self.topped, &before.topped);
            let cap = beyond(&self.cut, &before.cut);
            let others = volume + quality + pools + service + guarantee - cap;
            measured[Metric::ChangeByRate.place()][lane] = change - others;
            measured[Metric::ChangeByVolume.place()][lane] = volume;
            measured[Metric::ChangeByQuality.place()][lane] = quality;
            measured[Metric::ChangeByPools.place()][lane] = pools;
            measured[Metric::ChangeByService.place()][lane] = service;
            measured[Metric::ChangeByGuarantee.place()][lane] = guarantee;
            measured[Metric::ChangeByCap.place()][lane] = 0.0 - cap;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A whole year of 5,000 wRVUs at $50, with a salary of 100,000, beside 5,000 for quality.
    fn usual() -> PaidTile {
        let mut paid = PaidTile::EMPTY;
        paid.begin(&[1.0; TILE], &[5_000.0; TILE], None);
        pay(&mut paid, [100_000, 250_000, 5_000, 0, 0, 0]);
        paid
    }

    /// Adds statements of whole dollars: time, volume, quality, cost, panel, service.
    fn pay(paid: &mut PaidTile, dollars: [i64; PayClass::COUNT]) {
        let mut statement = StatementTile::EMPTY;
        for (class, dollars) in PayClass::ALL.iter().zip(dollars) {
            statement.line_mut(*class).fill(Cents(100 * dollars));
        }
        paid.finish(&EarnedTile::of(&statement), &[0.0; TILE]);
    }

    /// Rate, volume, quality, pools, panel and service, guarantee, cap; whole dollars.
    #[expect(clippy::large_stack_arrays, reason = "a buffer of a test")]
    fn reasons(now: &PaidTile, before: &PaidTile) -> [i64; 7] {
        let mut measured = [[f64::NAN; TILE]; Metric::COUNT];
        now.explain(before, &mut measured);
        let parts = REASONS.map(|reason| measured[reason.place()][0]);
        let change = now.total[0] - before.total[0];
        assert!((parts.iter().sum::<f64>() - change).abs() < 1e-6, "{parts:?} of {change}");
        parts.map(|part| part.round() as i64)
    }

    /// A year of such work.
    fn year(present: f64, work: f64) -> PaidTile {
        let mut paid = PaidTile::EMPTY;
        paid.begin(&[present; TILE], &[work; TILE], None);
        paid
    }

    #[test]
    fn reasons_and_the_change_are_the_differences() {
        let named: Vec<Metric> = std::iter::once(Metric::PayChange).chain(REASONS).collect();
        let all: Vec<Metric> = Metric::ALL.iter().copied().filter(|m| m.is_difference()).collect();
        assert_eq!(all, named);
    }

    #[test]
    fn nothing_changes_against_oneself() {
        assert_eq!(reasons(&usual(), &usual()), [0; 7]);
    }

    #[test]
    fn a_higher_rate_is_rate_and_more_work_is_volume() {
        // $60 for each of 5,000: 50,000 more.
        let mut rate = year(1.0, 5_000.0);
        pay(&mut rate, [100_000, 300_000, 5_000, 0, 0, 0]);
        assert_eq!(reasons(&rate, &usual()), [50_000, 0, 0, 0, 0, 0, 0]);
        // 5,400 at $50: 20,000 more.
        let mut work = year(1.0, 5_400.0);
        pay(&mut work, [100_000, 270_000, 5_000, 0, 0, 0]);
        assert_eq!(reasons(&work, &usual()), [0, 20_000, 0, 0, 0, 0, 0]);
        // Both: 400 more at the old $50 are 20,000; $10 more for each of 5,400 are 54,000.
        let mut both = year(1.0, 5_400.0);
        pay(&mut both, [100_000, 324_000, 5_000, 0, 0, 0]);
        assert_eq!(reasons(&both, &usual()), [54_000, 20_000, 0, 0, 0, 0, 0]);
        // 400 fewer, and a salary of 120,000: −20,000 and 20,000, nothing in all.
        let mut swapped = year(1.0, 4_600.0);
        pay(&mut swapped, [120_000, 230_000, 5_000, 0, 0, 0]);
        assert_eq!(reasons(&swapped, &usual()), [20_000, -20_000, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn each_class_is_its_own_reason() {
        let mut paid = year(1.0, 5_000.0);
        pay(&mut paid, [100_000, 250_000, 9_000, 3_000, 700, 300]);
        assert_eq!(reasons(&paid, &usual()), [0, 0, 4_000, 3_000, 1_000, 0, 0]);
    }

    #[test]
    fn an_empty_position_is_volume_whatever_pays() {
        // Half a year of all of it: 177,500 less, all for want of a physician.
        let mut half = year(0.5, 2_500.0);
        pay(&mut half, [50_000, 125_000, 2_500, 0, 0, 0]);
        assert_eq!(reasons(&half, &usual()), [0, -177_500, 0, 0, 0, 0, 0]);
        // Half a year in which only 2,000 wRVUs were done and 4,500 for quality earned: 500 wRVUs at $50 more.
        let mut slow = year(0.5, 2_000.0);
        pay(&mut slow, [50_000, 100_000, 4_500, 0, 0, 0]);
        assert_eq!(reasons(&slow, &usual()), [0, -202_500, 2_000, 0, 0, 0, 0]);
        // Nobody at all, and the other way round.
        let mut nobody = year(0.0, 0.0);
        pay(&mut nobody, [0; 6]);
        assert_eq!(reasons(&nobody, &usual()), [0, -355_000, 0, 0, 0, 0, 0]);
        assert_eq!(reasons(&usual(), &nobody), [0, 355_000, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn what_is_topped_up_and_cut_stands_apart() {
        // $30 for each of 5,000 and a floor of 300,000: 100,000 less by rate, 45,000 topped up.
        let mut floored = year(1.0, 5_000.0);
        floored.topped = [45_000.0; TILE];
        pay(&mut floored, [145_000, 150_000, 5_000, 0, 0, 0]);
        assert_eq!(reasons(&floored, &usual()), [-100_000, 0, 0, 0, 0, 45_000, 0]);
        // $60 for each, quality doubled, and a cap of 380,000: 30,000 cut, 10,000 of quality and 20,000 of volume.
        let mut capped = year(1.0, 5_000.0);
        let mut cut = Statement::default();
        cut.add(PayClass::Quality, Cents(1_000_000));
        cut.add(PayClass::Volume, Cents(2_000_000));
        capped.note_cut(0, &cut);
        pay(&mut capped, [100_000, 280_000, 0, 0, 0, 0]);
        assert_eq!(reasons(&capped, &usual()), [50_000, 0, 5_000, 0, 0, 0, -30_000]);
    }

    #[test]
    fn a_salary_that_work_has_set_follows_work() {
        let set = |level: i64, last: f64| {
            let mut paid = year(1.0, 5_000.0);
            paid.last_work = [last; TILE];
            let mut statement = StatementTile::EMPTY;
            statement.line_mut(PayClass::Time).fill(Cents(100 * level));
            paid.finish(&EarnedTile::of(&statement), &[1e9; TILE]);
            paid
        };
        // Last year's 4,750 of 5,000: 5 % of 200,000.
        assert_eq!(reasons(&set(190_000, 4_750.0), &set(200_000, 5_000.0))[..2], [0, -10_000]);
        // A limit let it fall by 4,000 only: 6,000 of rate.
        assert_eq!(reasons(&set(196_000, 4_750.0), &set(200_000, 5_000.0))[..2], [6_000, -10_000]);
        // A flat salary instead: nothing of it follows work.
        let mut flat = set(190_000, 4_750.0);
        flat.set = [0.0; TILE];
        assert_eq!(reasons(&flat, &set(200_000, 5_000.0))[..2], [-10_000, 0]);
    }
}
