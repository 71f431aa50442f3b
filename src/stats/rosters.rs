//! The rosters' part of a spread, when trials meet several rosters in turn.

use super::blocks::SpreadByBlock;

/// The spread of a measure, between and within rosters: a one-way analysis of variance with random effects.
///
/// With n trials spread over k rosters, nᵢ on each, with means mᵢ around the mean m of all,
///
/// * between: `MSB = Σ nᵢ (mᵢ − m)² / (k − 1)`, whose expectation is `σ²_W + n₀ σ²_B`, where
///   `n₀ = (n − Σ nᵢ²/n)/(k − 1)`;
/// * within: `MSW = (Σ (x − m)² − Σ nᵢ (mᵢ − m)²)/(n − k)`, whose expectation is `σ²_W`.
///
/// So `(MSB − MSW)/n₀` estimates `σ²_B` without bias, and where it comes out below zero, zero is said. The mean of
/// all trials has the variance `σ²_B Σ nᵢ²/n² + σ²_W/n`, which is `MSB/n` where the nᵢ are the same: it does not
/// shrink below `σ²_B/k` however many trials there are.
///
/// # Source
/// Searle, Casella & `McCulloch` 1992, Variance Components, ch. 3 (recalled).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpreadByRoster {
    /// Rosters that were met.
    pub rosters: u64,
    /// Variance between rosters, `σ²_B`; `None` where no roster was met twice.
    pub between: Option<f64>,
    /// Variance of the mean of all trials.
    pub of_mean: f64,
    /// Of it, what luck leaves on the rosters that were met; all of it where no roster was met twice.
    pub of_luck: f64,
}

impl SpreadByRoster {
    /// Of `n` trials that met the rosters of `sums` in turn, the first first; each sum is that of what trials found
    /// on one roster, from any common point, and `squares` the sum of squares around the mean of all. `None` where
    /// fewer than two rosters were met.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "trials far below 2^53")]
    pub fn of(sums: &[f64], n: u64, squares: f64) -> Option<SpreadByRoster> {
        let most = sums.len() as u64;
        let met = most.min(n);
        if met < 2 {
            return None;
        }
        let (k, all) = (met as f64, n as f64);
        let mean = sums.iter().sum::<f64>() / all;
        let (mut apart, mut sizes) = (0.0, 0.0);
        for (roster, sum) in (0..met).zip(sums) {
            let own = (n / most + u64::from(roster < n % most)) as f64;
            let off = sum / own - mean;
            apart += own * off * off;
            sizes += own * own;
        }
        if n == met {
            // Each trial meets a roster of its own: the spread over trials is that of independent draws.
            let of_mean = squares / (all - 1.0) / all;
            return Some(SpreadByRoster { rosters: met, between: None, of_mean, of_luck: of_mean });
        }
        let within = ((squares - apart) / (all - k)).max(0.0);
        let usual = (all - sizes / all) / (k - 1.0);
        let between = ((apart / (k - 1.0) - within) / usual).max(0.0);
        // Where rosters tell nothing apart, all trials are as good as independent.
        let within = if between > 0.0 { within } else { squares / (all - 1.0) };
        let of_luck = within / all;
        let of_mean = between * sizes / (all * all) + of_luck;
        Some(SpreadByRoster { rosters: met, between: Some(between), of_mean, of_luck })
    }

    /// The same where blocks of trials that are Latin hypercubes leave less luck in the mean than as many independent
    /// trials: each block meets all rosters alike, as far as their number divides its trials, so that what its mean
    /// varies by is luck. Where rosters are more than that, or do not divide them, their own variance is in it too, which
    /// is too large rather than too small.
    #[must_use]
    pub fn beside(self, blocks: Option<SpreadByBlock>) -> SpreadByRoster {
        let Some(blocks) = blocks.filter(|_| self.between.is_some()) else { return self };
        let of_luck = self.of_luck.min(blocks.of_mean);
        SpreadByRoster { of_mean: self.of_mean - self.of_luck + of_luck, of_luck, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balanced_by_hand() {
        // 10 and 12 on the first roster, 20 and 22 on the second, 15 and 15 on the third: means 11, 21, 15, mean of
        // all 94/6 = 15.6667. Between: 2 (4.6667² + 5.3333² + 0.6667²) = 101.3333, over 2 = 50.6667. Within:
        // 2 + 2 + 0 = 4, over 3 = 1.3333. σ²_B = 49.3333/2 = 24.6667; the mean's variance 50.6667/6 = 8.4444.
        let found = SpreadByRoster::of(&[22.0, 42.0, 30.0], 6, 105.0 + 1.0 / 3.0).unwrap();
        assert_eq!(found.rosters, 3);
        assert!((found.between.unwrap() - 24.666_667).abs() < 1e-6, "{found:?}");
        assert!((found.of_mean - 8.444_444).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn a_roster_may_be_met_once_more_than_another() {
        // 1, 3 and 5 on the first, 8 and 10 on the second: means 3 and 9, mean 27/5 = 5.4. Between: 3 × 2.4² + 2 × 3.6²
        // = 43.2, over 1. Within: 8 + 2 = 10, over 3. n₀ = 5 − 13/5 = 2.4; σ²_B = (43.2 − 3.3333)/2.4 = 16.6111.
        // Variance of the mean: 16.6111 × 13/25 + 3.3333/5 = 8.63778 + 0.66667 = 9.30444.
        let found = SpreadByRoster::of(&[9.0, 18.0], 5, 53.2).unwrap();
        assert!((found.between.unwrap() - 16.611_111).abs() < 1e-6, "{found:?}");
        assert!((found.of_mean - 9.304_444).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn blocks_that_spread_luck_evenly_leave_less_of_it() {
        // As above, balanced: of 8.4444, luck is 1.3333/6 = 0.2222. Blocks say 0.05 of it is left: 8.4444 − 0.1722.
        let found = SpreadByRoster::of(&[22.0, 42.0, 30.0], 6, 105.0 + 1.0 / 3.0).unwrap();
        assert!((found.of_luck - 0.222_222).abs() < 1e-6);
        let evenly = found.beside(Some(SpreadByBlock { blocks: 9, of_mean: 0.05 }));
        assert!((evenly.of_mean - 8.272_222).abs() < 1e-6 && evenly.of_luck == 0.05, "{evenly:?}");
        assert_eq!(evenly.between, found.between);
        // Blocks that vary by more, by the rosters they met, or that are too few: as before.
        assert_eq!(found.beside(Some(SpreadByBlock { blocks: 9, of_mean: 3.0 })), found);
        assert_eq!(found.beside(None), found);
        // Where no roster was met twice, luck and rosters are not told apart.
        let each = SpreadByRoster::of(&[1.0, 2.0, 3.0, 0.0], 3, 2.0).unwrap();
        assert_eq!(each.beside(Some(SpreadByBlock { blocks: 9, of_mean: 0.01 })), each);
    }

    #[test]
    fn at_the_edges() {
        // One roster, or one trial: nothing to tell apart.
        assert_eq!(SpreadByRoster::of(&[3.0], 5, 2.0), None);
        assert_eq!(SpreadByRoster::of(&[3.0, 0.0], 1, 0.0), None);
        // 1, 2, 3 on three rosters of four: the variance of the mean is 1/3, and the parts are not known.
        let third = 1.0 / 3.0;
        let each = SpreadByRoster { rosters: 3, between: None, of_mean: third, of_luck: third };
        assert_eq!(SpreadByRoster::of(&[1.0, 2.0, 3.0, 0.0], 3, 2.0), Some(each));
        // 0 and 2 on both rosters: MSB = 0 lies below MSW = 2, so nothing is between, and the error is that of four
        // independent trials: 4/3/4.
        let none = SpreadByRoster { rosters: 2, between: Some(0.0), of_mean: third, of_luck: third };
        assert_eq!(SpreadByRoster::of(&[2.0, 2.0], 4, 4.0), Some(none));
        // Nothing varies.
        let still = SpreadByRoster::of(&[0.0, 0.0], 4, 0.0).unwrap();
        assert_eq!((still.between, still.of_mean), (Some(0.0), 0.0));
    }
}
