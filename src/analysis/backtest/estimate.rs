//! The law of luck as the years before a forecast tell it, and the shift of the common level.

use super::filter::{CommonShift, Filter};
use super::law::{LuckLaw, SEARCHED};
use super::minimum::{lowest, standard_errors};
use super::panel::RecordPanel;
use crate::units::real;

/// What is thought of the yearly spread of the common level before the record is seen: the default of
/// `chance.regional_sd`, worth this many years.
const COMMON_SD: f64 = 0.005;
const COMMON_YEARS: f64 = 3.0;

/// Parameters as estimated from the years before one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LearnedLaw {
    /// The law.
    pub law: LuckLaw,
    /// Mean yearly shift of the common level, drawn towards none by one year's weight.
    pub shift: f64,
    /// Standard deviation of the next shift around it.
    pub shift_sd: f64,
    /// Squared scale of the next year over what the law says.
    pub loudness: f64,
}

/// The likeliest law by the years before `end`, beginning the search at `start`.
pub(super) fn learn(panel: &RecordPanel, end: u16, start: [f64; SEARCHED]) -> LearnedLaw {
    let found = lowest(&|point| unlikeliness(panel, end, point), start);
    let law = LuckLaw::at(&found.at);
    let filter = Filter::through(panel, &law, end);
    let (shift, shift_sd) = common(&filter.shifts);
    LearnedLaw { law, shift, shift_sd, loudness: filter.loudness }
}

/// Standard errors of a law's parameters by the years before `end`.
pub(super) fn errors(panel: &RecordPanel, end: u16, law: &LuckLaw) -> Option<[f64; SEARCHED]> {
    standard_errors(&|point| unlikeliness(panel, end, point), &law.point()).map(|errors| law.errors(&errors))
}

/// Negative logarithm of the likelihood, with what the point costs for being strange.
fn unlikeliness(panel: &RecordPanel, end: u16, point: &[f64; SEARCHED]) -> f64 {
    let law = LuckLaw::at(point);
    let value = LuckLaw::strangeness(point) - Filter::through(panel, &law, end).likelihood;
    if value.is_nan() { f64::INFINITY } else { value }
}

/// Mean yearly shift, and the spread of the next one: what is thought and what was seen, with the error of
/// the mean.
fn common(shifts: &[CommonShift]) -> (f64, f64) {
    let n = real(shifts.len());
    let mean = shifts.iter().map(|shift| shift.by / shift.over).sum::<f64>() / (n + 1.0);
    let square = |shift: &CommonShift| {
        let away = shift.by / shift.over - mean;
        away * away * shift.over
    };
    let seen: f64 = shifts.iter().map(square).sum();
    let variance = (COMMON_YEARS * COMMON_SD * COMMON_SD + seen) / (COMMON_YEARS + n);
    (mean, (variance * (1.0 + 1.0 / (n + 1.0))).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::backtest::panel::Sighting;
    use crate::math::normal_quantile;

    /// Standard normals from a linear congruential generator (Knuth's constants).
    struct Normals(u64);

    impl Normals {
        fn next(&mut self) -> f64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            #[expect(clippy::cast_precision_loss, reason = "53 bits")]
            let part = ((self.0 >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0;
            normal_quantile(part)
        }
    }

    /// ACOs that live by a law with normal tails: half of them with 8,000 lives, half with 40,000; a third
    /// renews in 2017, each year is half a point better.
    fn made(law: &LuckLaw) -> RecordPanel {
        let mut normals = Normals(2013);
        let mut panel = RecordPanel { acos: 500, ..RecordPanel::default() };
        for aco in 0..panel.acos {
            let lives = if aco % 2 == 0 { 8_000.0 } else { 40_000.0 };
            let (wander, carried) = (law.wander(), crate::analysis::backtest::law::carry());
            let noise = law.yearly_noise / f64::sqrt(lives);
            let (mut level, mut luck) = (law.level_sd * normals.next(), noise * normals.next());
            for year in 2013..2021_u16 {
                let renewed = aco % 3 == 0 && year >= 2017;
                if year > 2013 {
                    level = wander.kept() * level + wander.variance(lives).sqrt() * normals.next();
                    luck = carried * luck + (1.0 - carried * carried).sqrt() * noise * normals.next();
                }
                if renewed && year == 2017 {
                    level = law.kept_at_renewal * level + law.renewal_sd * normals.next();
                }
                let rate = 0.005 * f64::from(year - 2013) + level + luck;
                let start = Some(if renewed { 2017 } else { 2013 });
                panel.years.entry(year).or_default().push(Sighting { aco, row: 0, rate, lives, start });
            }
        }
        panel
    }

    #[test]
    fn a_known_law_is_found_again() {
        let law = LuckLaw {
            level_sd: 0.03,
            yearly_noise: 2.0,
            level_kept: 0.97,
            lasting_sd: 0.01,
            lasting_noise: 1.5,
            kept_at_renewal: 0.3,
            renewal_sd: 0.015,
            renewal_shift: 0.0,
            degrees: 30.0,
            loudness_kept: 0.5,
        };
        let panel = made(&law);
        let learned = learn(&panel, 2021, LuckLaw::thought());
        let errors = errors(&panel, 2021, &learned.law).unwrap();
        let places = learned.law.named().into_iter().zip(law.values()).zip(errors);
        // The first eight: with normal tails degrees have no end, and equally loud years say nothing of loudness.
        for (((name, found), truth), error) in places.take(8) {
            assert!((found - truth).abs() < 3.5 * error, "{name}: {found} ± {error} instead of {truth}");
            assert!(error < 0.25 * truth.abs().max(0.05), "{name} is hardly known: {error}");
        }
        assert!((learned.shift * 8.0 / 7.0 - 0.005).abs() < 0.001, "{}", learned.shift);
        assert!((learned.loudness - 1.0).abs() < 0.15 && learned.law.degrees > 10.0, "{learned:?}");
    }

    #[test]
    fn the_next_shift_by_hand() {
        // None seen: 0, and √(0.005² · (1 + 1)) = 0.0070711.
        let (mean, sd) = common(&[]);
        assert!(mean == 0.0 && (sd - 0.007_071_067_8).abs() < 1e-10);
        // 0.6 points in one year and 0.6 in two: (0.006 + 0.003)/3 = 0.003 a year; squares 0.003² · 1 + 0 · 2;
        // variance (3 · 0.000025 + 0.000009)/5 = 0.0000168, times 4/3: 0.0000224.
        let shift = |by, over| CommonShift { year: 2014, by, over };
        let (mean, sd) = common(&[shift(0.006, 1.0), shift(0.006, 2.0)]);
        assert!((mean - 0.003).abs() < 1e-15 && (sd * sd - 0.000_022_4).abs() < 1e-15);
    }
}
