//! What is reported of a measured thing.

use super::blocks::real;
use super::interval::{TWO_SIDED_95, paired, student_95, wilson};

/// The quantiles of every report: 5th, 25th, 50th, 75th and 95th percentile.
pub const QUANTILES: [f64; 5] = [0.05, 0.25, 0.50, 0.75, 0.95];

/// Mean, spread, Monte Carlo error and, where they are kept, quantiles.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Mean over trials.
    pub mean: f64,
    /// Standard deviation over trials.
    pub sd: f64,
    /// Monte Carlo standard error of the mean. Where all trials meet one roster it is conditional on that roster and
    /// found from the means of blocks of trials, each of which is a Latin hypercube ([`super::SpreadByBlock`]), or of
    /// few blocks sd / √trials, which is not too small; where they meet several, it holds for the rosters that the
    /// cohorts might have drawn ([`super::SpreadByRoster`]).
    pub mc_se: f64,
    /// [`QUANTILES`] of the distribution over trials, if kept.
    pub quantiles: Option<[f64; 5]>,
    /// Independent draws behind the error: whole blocks of trials, of few blocks trials, or the rosters that they met
    /// where there are several.
    pub draws: u64,
    /// Trials that were done.
    pub trials: u64,
    /// Standard deviation between rosters, the rosters' part of the spread; `None` where it is not known: where all
    /// trials meet one roster, or none is met twice.
    pub roster_sd: Option<f64>,
    /// What kind of figure the mean is.
    pub kind: Estimated,
}

/// As how many independent trials one trial of an even chance counts at most.
const MOST_GAINED: f64 = 10.0;

/// What kind of figure an interval is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Estimated {
    /// A mean of anything.
    #[default]
    Mean,
    /// A chance: the mean of what lies between 0 and 1.
    Chance,
    /// A difference of two chances on the same luck.
    ChanceDifference,
}

impl Estimated {
    /// What a measure of a unit is.
    #[must_use]
    pub fn of(unit: &str, is_difference: bool) -> Estimated {
        match (unit, is_difference) {
            ("chance", false) => Estimated::Chance,
            ("chance", true) => Estimated::ChanceDifference,
            _ => Estimated::Mean,
        }
    }
}

impl Summary {
    /// The 95 % interval that a finite number of trials, and of rosters where they are redrawn, leaves for the mean:
    /// mean ± t `mc_se`, with Student's t for the draws behind the error. Of a chance Wilson's interval, of a
    /// difference of chances Bonett and Price's, which are not zero wide where the event was never met, or always.
    /// `None` of a single draw, which says nothing of its error, unless it is of a chance.
    ///
    /// A chance counts as many trials as would have its error if they were independent: fewer than there are where
    /// several trials meet the same roster, more where blocks are nearly alike (ten times as many at most, and of a rare
    /// event, which meets a block less than once, no more than there are); what lies between 0 and 1 in a trial, as a mean over contracts or people does, as many as
    /// would have its variance if it were 0 or 1; all trials where the event was never met or always.
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        match self.kind {
            Estimated::Mean => {
                let half = (self.draws > 1).then(|| student_95(self.draws - 1) * self.mc_se)?;
                Some((self.mean - half, self.mean + half))
            }
            Estimated::Chance => (self.trials > 0).then(|| {
                let (most, own) = (self.mean * (1.0 - self.mean), self.variance());
                let finer = if own > 0.0 { (most / own).max(1.0) } else { 1.0 };
                wilson(self.mean, self.effective(most) * finer)
            }),
            Estimated::ChanceDifference => (self.trials > 0).then(|| {
                let square = self.variance() + self.mean * self.mean;
                paired(self.mean, square, self.effective(self.variance()))
            }),
        }
    }

    /// Lower end of the [`Summary::interval`].
    #[must_use]
    pub fn low(&self) -> Option<f64> {
        self.interval().map(|(low, _)| low)
    }

    /// Upper end of the [`Summary::interval`].
    #[must_use]
    pub fn high(&self) -> Option<f64> {
        self.interval().map(|(_, high)| high)
    }

    /// Variance over trials with divisor n.
    fn variance(&self) -> f64 {
        let n = real(self.trials.max(1));
        self.sd * self.sd * (n - 1.0) / n
    }

    /// As many trials as would have the error if they were independent and each met a roster of its own, of an event
    /// whose number in a trial has so much variance.
    fn effective(&self, variance: f64) -> f64 {
        let n = real(self.trials);
        let usual = self.sd * self.sd / n;
        let own = self.mc_se * self.mc_se;
        if usual <= 0.0 || usual == own {
            return n;
        }
        if own > usual {
            return n * usual / own;
        }
        // By blocks. Their number is all that the error is known from; of a rare event too little is.
        let draws = self.draws.max(2);
        if n * variance < real(draws) {
            return n;
        }
        let known = TWO_SIDED_95 / student_95(draws - 1);
        (n * (usual / own).min(MOST_GAINED) * known * known).max(n)
    }

    /// The rosters' part of the variance, from 0 to 1; `None` where it is not known, or nothing varies. The variance
    /// is that of trials each on a roster of its own: over k rosters, trials show `σ²_W + σ²_B (1 − 1/k)` of it.
    #[must_use]
    pub fn roster_share(&self) -> Option<f64> {
        let between = self.roster_sd.map(|sd| sd * sd)?;
        let all = self.variance() + between / real(self.draws.max(1));
        (all > 0.0).then(|| (between / all).min(1.0))
    }

    /// The part of the error that more trials do not lessen, and more rosters do: standard deviation between rosters
    /// over the square root of their number; 0 where rosters are not told apart.
    #[must_use]
    pub fn roster_error(&self) -> f64 {
        self.roster_sd.map_or(0.0, |sd| sd / real(self.draws.max(1)).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_by_hand() {
        // 3 of 10, each trial on its own: √(0.21 × 10/9) = 0.48305, over √10 = 0.15275.
        let mean = Summary {
            mean: 0.3,
            sd: 0.483_046,
            mc_se: 0.152_753,
            draws: 10,
            trials: 10,
            ..Summary::default()
        };
        let one = Summary { kind: Estimated::Chance, ..mean };
        let (low, high) = one.interval().unwrap();
        assert!((low - 0.107_791).abs() < 1e-6 && (high - 0.603_222).abs() < 1e-6, "{low} {high}");
        // As a mean: 0.3 ± 2.262 × 0.152753.
        let (low, high) = mean.interval().unwrap();
        assert!((low + 0.045_527).abs() < 1e-6 && (high - 0.645_527).abs() < 1e-6, "{low} {high}");
        // Twice the error: 10/4 trials; z² = 3.841459, middle (0.3 + 0.7682918)/2.5365836 = 0.4211538, half
        // 1.959964 √(0.084 + 0.1536584)/2.5365836 = 0.3766824.
        let clustered = Summary { mc_se: 2.0 * 0.152_753, draws: 5, ..one };
        let (low, high) = clustered.interval().unwrap();
        assert!((low - 0.044_471).abs() < 2e-5 && (high - 0.797_836).abs() < 2e-5, "{low} {high}");
    }

    #[test]
    fn never_met_is_not_certain() {
        let of = |kind, n| Summary { draws: n, trials: n, kind, ..Summary::default() }.interval();
        let (low, high) = of(Estimated::Chance, 2_000).unwrap();
        assert!(low == 0.0 && (high - 0.001_917).abs() < 1e-6);
        let (low, high) = of(Estimated::ChanceDifference, 2_000).unwrap();
        assert!((low + 0.001_385).abs() < 1e-6 && (high - 0.001_385).abs() < 1e-6);
        assert_eq!(of(Estimated::Mean, 2_000), Some((0.0, 0.0)), "a sum without chance has no error");
        assert_eq!((of(Estimated::Mean, 1), of(Estimated::Chance, 0)), (None, None));
        assert_eq!(Estimated::of("$", false), Estimated::Mean);
        assert_eq!(Estimated::of("chance", true), Estimated::ChanceDifference);
    }

    /// A mean of 0.25 over ten contract-years whose variance over 40 trials, divisor n, is a tenth of 0.25 × 0.75: as
    /// good as 400 trials of one. Wilson of 0.25 and 400: middle (0.25 + 0.00480182)/1.00960365 = 0.2523781, half
    /// 1.959964 √(0.00046875 + 0.0000060023)/1.00960365 = 0.0422991.
    #[test]
    fn a_mean_of_chances_is_finer() {
        let variance: f64 = 0.1 * 0.25 * 0.75 * 40.0 / 39.0;
        let (sd, kind) = (variance.sqrt(), Estimated::Chance);
        let mc_se = sd / 40.0_f64.sqrt();
        let found = Summary { mean: 0.25, sd, mc_se, draws: 40, trials: 40, kind, ..Summary::default() };
        let (low, high) = found.interval().unwrap();
        assert!((low - 0.210_079).abs() < 1e-5 && (high - 0.294_677).abs() < 1e-5, "{low} {high}");
    }

    #[test]
    fn the_rosters_part() {
        // Between 9 rosters 9, over 25 trials 25 × 24/25 = 24: 24 + 9/9 = 25, of which 9 are between; 3/√9 of the error.
        let known = Summary { sd: 5.0, roster_sd: Some(3.0), draws: 9, trials: 25, ..Summary::default() };
        assert!((known.roster_share().unwrap() - 0.36).abs() < 1e-12);
        assert!((known.roster_error() - 1.0).abs() < 1e-12);
        assert_eq!(Summary { roster_sd: None, ..known }.roster_error(), 0.0);
        assert_eq!(Summary { roster_sd: None, ..known }.roster_share(), None);
        assert_eq!(Summary { sd: 0.0, roster_sd: Some(0.0), ..known }.roster_share(), None);
    }
}
