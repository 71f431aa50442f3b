//! Sharing a difference between benchmark and spending: gates, rates, caps, sequestration.

use super::{Piece, Piecewise, SettlementRule};
use crate::units::Cents;

/// What one performance year's sharing rules come to, once level, size and quality are known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sharing {
    /// Share of savings with every gate passed in full.
    pub full_rate: f64,
    /// Share of savings that quality leaves, at most `full_rate`.
    pub rate: f64,
    /// Savings below this share of the benchmark earn nothing.
    pub minimum_savings_rate: f64,
    /// Share of savings paid below the minimum savings rate, where a contract has one.
    pub rate_below_minimum: f64,
    /// Most that can be earned, as a share of the benchmark.
    pub savings_cap: f64,
    /// Share of losses owed; zero in a one-sided contract.
    pub loss_rate: f64,
    /// Losses below this share of the benchmark owe nothing.
    pub minimum_loss_rate: f64,
    /// Most that can be owed, as a share of the benchmark.
    pub loss_cap: f64,
    /// Part of earned savings withheld by sequestration.
    pub sequestration: f64,
    /// Part by which sequestration lowers what is owed: 0, or the same as on savings.
    pub loss_sequestration: f64,
    /// Whether savings are shared only above the minimum rate (a deductible) rather than from the
    /// first dollar once it is passed (a dead-band).
    pub deductible: bool,
}

/// What gates took from savings that were made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forfeited {
    /// Savings below the minimum savings rate.
    pub minimum_savings_rate: Cents,
    /// Quality below full marks.
    pub quality: Cents,
    /// Sequestration.
    pub sequestration: Cents,
    /// The cap.
    pub cap: Cents,
}

impl Forfeited {
    /// All of it.
    #[must_use]
    pub fn total(&self) -> Cents {
        self.minimum_savings_rate + self.quality + self.sequestration + self.cap
    }
}

/// What a payer contract owes or is owed for one performance year.
///
/// Gross savings = kept by the payer + forfeited at gates + earned; a gross loss = borne by the
/// payer + owed. Both to the cent. Rewards and penalties for quality or reporting stand beside
/// savings: the payer pays and takes them whatever care costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// Spending benchmark of the year, in total.
    pub benchmark: Cents,
    /// Spending of the year, in total.
    pub spending: Cents,
    /// The payer's part of a saving.
    pub payer_keeps: Cents,
    /// What gates took of the system's part.
    pub forfeited: Forfeited,
    /// What the system earns.
    pub earned: Cents,
    /// The payer's part of a loss.
    pub payer_bears: Cents,
    /// What the system owes.
    pub owed: Cents,
    /// What the payer pays for quality or reporting.
    pub reward: Cents,
    /// What the payer takes for quality or reporting.
    pub penalty: Cents,
}

impl Settlement {
    /// A settlement of quality or reporting alone: a reward, or, below zero, a penalty.
    #[must_use]
    pub fn adjustment(amount: Cents) -> Settlement {
        Settlement { reward: amount.positive(), penalty: (-amount).positive(), ..Settlement::default() }
    }

    /// Benchmark less spending: positive is a saving.
    #[must_use]
    pub fn gross(&self) -> Cents {
        self.benchmark - self.spending
    }

    /// All that the payer pays: savings earned and rewards.
    #[must_use]
    pub fn received(&self) -> Cents {
        self.earned + self.reward
    }

    /// All that the system pays: losses owed and penalties.
    #[must_use]
    pub fn due(&self) -> Cents {
        self.owed + self.penalty
    }

    /// What the system receives, less what it pays.
    #[must_use]
    pub fn net(&self) -> Cents {
        self.received() - self.due()
    }

    /// Whether every cent of the gross saving or loss has a place.
    #[must_use]
    pub fn balances(&self) -> bool {
        self.gross() == self.payer_keeps + self.forfeited.total() + self.earned - self.payer_bears - self.owed
    }
}

impl Sharing {
    /// Settles a year.
    ///
    /// The order is membership-wide: gate, rate, quality, sequestration, cap. Savings are earned
    /// from `gross ≥ minimum savings rate × benchmark`, losses owed from `−gross ≥ minimum loss rate ×
    /// benchmark`, in cents: benchmark and spending are rounded to the cent, each by half a cent at most, so
    /// a difference that is a cent short of the minimum has reached it.
    #[must_use]
    pub fn settle(&self, benchmark: Cents, spending: Cents) -> Settlement {
        let mut result = Settlement { benchmark, spending, ..Settlement::default() };
        let gross = result.gross();
        let dollars = gross.dollars();
        if gross > Cents::ZERO {
            self.share_savings(&mut result, dollars);
        } else if gross < Cents::ZERO {
            if self.loss_rate > 0.0 && is_minimum(-gross, self.minimum_loss_rate, benchmark) {
                let shared = -dollars - self.deducted(benchmark, self.minimum_loss_rate);
                let owed = (self.loss_rate * shared * (1.0 - self.loss_sequestration))
                    .min(self.loss_cap * benchmark.dollars());
                result.owed = Cents::round(owed).min(-gross);
            }
            result.payer_bears = -gross - result.owed;
        }
        result
    }

    fn share_savings(&self, result: &mut Settlement, gross: f64) {
        let benchmark = result.benchmark;
        let passed = is_minimum(result.gross(), self.minimum_savings_rate, benchmark);
        let shared = if passed { gross - self.deducted(benchmark, self.minimum_savings_rate) } else { gross };
        // What the system would have with every gate passed in full.
        let entitled = Cents::round(self.full_rate * shared);
        let gated = if passed {
            entitled
        } else {
            Cents::round(self.rate_below_minimum.min(self.full_rate) * shared)
        };
        let quality = if self.full_rate > 0.0 { self.rate / self.full_rate } else { 0.0 };
        let rate = if passed { self.rate } else { self.rate_below_minimum.min(self.full_rate) * quality };
        let after_quality = Cents::round(rate * shared).min(gated);
        let after_sequestration = Cents::round(rate * shared * (1.0 - self.sequestration)).min(after_quality);
        let earned = after_sequestration.min(Cents::round(self.savings_cap * benchmark.dollars()));
        result.forfeited = Forfeited {
            minimum_savings_rate: entitled - gated,
            quality: gated - after_quality,
            sequestration: after_quality - after_sequestration,
            cap: after_sequestration - earned,
        };
        result.earned = earned;
        result.payer_keeps = result.gross() - entitled;
    }

    /// The numbers that decide, for a reader.
    #[must_use]
    pub fn rules(&self) -> Vec<SettlementRule> {
        let mut rules = vec![
            SettlementRule::share("sharing rate", self.rate),
            SettlementRule::share("  with full marks for quality", self.full_rate),
            SettlementRule::share("minimum savings rate", self.minimum_savings_rate),
            SettlementRule::share("savings cap, of benchmark", self.savings_cap),
            SettlementRule::share("loss rate", self.loss_rate),
        ];
        if self.loss_rate > 0.0 {
            rules.push(SettlementRule::share("minimum loss rate", self.minimum_loss_rate));
            rules.push(SettlementRule::share("loss cap, of benchmark", self.loss_cap));
        }
        rules.push(SettlementRule::share("sequestration", self.sequestration));
        rules
    }

    fn deducted(&self, benchmark: Cents, minimum: f64) -> f64 {
        if self.deductible { minimum * benchmark.dollars() } else { 0.0 }
    }

    /// The system's receipts per benchmark dollar as a function of the gross savings rate: what
    /// [`Sharing::settle`] computes, without rounding.
    #[must_use]
    pub fn payoff(&self) -> Piecewise {
        self.payoff_retested(1.0)
    }

    /// The same where a loss is tested again, and owed, over a benchmark that is `retest` times as large, at
    /// least as large: what lies between is neither owed nor earned. The limit of losses stays.
    #[must_use]
    pub fn payoff_retested(&self, retest: f64) -> Piecewise {
        let retest = retest.max(1.0);
        let kept = self.rate * (1.0 - self.sequestration);
        let quality = if self.full_rate > 0.0 { self.rate / self.full_rate } else { 0.0 };
        let kept_below = self.rate_below_minimum.min(self.full_rate) * quality * (1.0 - self.sequestration);
        let offset = |minimum: f64| if self.deductible { minimum } else { 0.0 };
        let mut pieces = Piece::at_first(0.0);
        let lost = self.loss_rate * (1.0 - self.loss_sequestration);
        if lost > 0.0 {
            // Cost above `retest` benchmarks, and its deductible, in benchmarks.
            let shift = retest - 1.0 + retest * offset(self.minimum_loss_rate);
            let capped_from = -(self.loss_cap / lost + shift);
            let owed_to = -(retest * self.minimum_loss_rate + (retest - 1.0));
            pieces[0].intercept = -self.loss_cap;
            if capped_from < owed_to {
                pieces.push(Piece { from: capped_from, intercept: lost * shift, slope: lost });
            }
            pieces.push(Piece { from: owed_to, intercept: 0.0, slope: 0.0 });
        }
        if kept_below > 0.0 {
            pieces.push(Piece { from: 0.0, intercept: 0.0, slope: kept_below });
        }
        let shift = offset(self.minimum_savings_rate);
        let capped_from = if kept > 0.0 { self.savings_cap / kept + shift } else { f64::INFINITY };
        if kept > 0.0 {
            if capped_from > self.minimum_savings_rate {
                pieces.push(Piece {
                    from: self.minimum_savings_rate.max(0.0),
                    intercept: -kept * shift,
                    slope: kept,
                });
            }
            pieces.push(Piece {
                from: capped_from.max(self.minimum_savings_rate),
                intercept: self.savings_cap,
                slope: 0.0,
            });
        }
        Piecewise::new(pieces)
    }
}

/// Whether a saving or a loss reaches a minimum rate of the benchmark, to the cent that rounding may take.
/// Without a benchmark no rate is reached but none at all.
fn is_minimum(difference: Cents, rate: f64, benchmark: Cents) -> bool {
    if benchmark == Cents::ZERO {
        rate <= 0.0
    } else {
        difference.count() + 1.0 >= (rate * benchmark.count()).round()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_SIDED: Sharing = Sharing {
        full_rate: 0.5,
        rate: 0.5,
        minimum_savings_rate: 0.02,
        rate_below_minimum: 0.0,
        savings_cap: 0.10,
        loss_rate: 0.3,
        minimum_loss_rate: 0.02,
        loss_cap: 0.04,
        sequestration: 0.02,
        loss_sequestration: 0.0,
        deductible: false,
    };

    fn usd(dollars: i64) -> Cents {
        Cents(dollars * 100)
    }

    #[test]
    fn first_dollar_sharing_past_the_dead_band() {
        // Benchmark 100M, spending 95M: gross 5M = 5 %. 50 % × 5M = 2.5M, less 2 % = 2.45M.
        let s = TWO_SIDED.settle(usd(100_000_000), usd(95_000_000));
        assert_eq!(s.earned, usd(2_450_000));
        assert_eq!(s.forfeited.sequestration, usd(50_000));
        assert_eq!(s.payer_keeps, usd(2_500_000));
        assert!(s.balances());
    }

    #[test]
    fn below_the_minimum_everything_is_forfeited() {
        // Gross 1.5M = 1.5 % < 2 %: the 0.75M the system would have had is forfeited.
        let s = TWO_SIDED.settle(usd(100_000_000), usd(98_500_000));
        assert_eq!(
            (s.earned, s.forfeited.minimum_savings_rate, s.payer_keeps),
            (usd(0), usd(750_000), usd(750_000))
        );
        assert!(s.balances());
    }

    #[test]
    fn losses_are_shared_from_the_first_dollar_and_capped() {
        // −6M = −6 %: 30 % × 6M = 1.8M. −20M: 6M against a cap of 4M.
        assert_eq!(TWO_SIDED.settle(usd(100_000_000), usd(106_000_000)).owed, usd(1_800_000));
        let s = TWO_SIDED.settle(usd(100_000_000), usd(120_000_000));
        assert_eq!((s.owed, s.payer_bears), (usd(4_000_000), usd(16_000_000)));
        // −1 % lies in the dead-band.
        assert_eq!(TWO_SIDED.settle(usd(100_000_000), usd(101_000_000)).owed, usd(0));
    }

    #[test]
    fn a_deductible_shares_only_the_part_above() {
        let deductible = Sharing { deductible: true, sequestration: 0.0, ..TWO_SIDED };
        // 5 % gross, 2 % deductible: 50 % × 3M.
        assert_eq!(deductible.settle(usd(100_000_000), usd(95_000_000)).earned, usd(1_500_000));
    }

    #[test]
    fn quality_scales_and_the_cap_binds_last() {
        let weak = Sharing { rate: 0.35, ..TWO_SIDED };
        let s = weak.settle(usd(100_000_000), usd(90_000_000));
        // Entitled 5M; 3.5M after quality; 3.43M after sequestration.
        assert_eq!(
            (s.forfeited.quality, s.forfeited.sequestration, s.earned),
            (usd(1_500_000), usd(70_000), usd(3_430_000))
        );
        let s = TWO_SIDED.settle(usd(100_000_000), usd(70_000_000));
        // 50 % × 30M = 15M, 14.7M after sequestration, cap 10M.
        assert_eq!((s.earned, s.forfeited.cap), (usd(10_000_000), usd(4_700_000)));
        assert!(s.balances());
    }

    /// Sixty settings whose minimum is a whole number of cents: exactly there savings and losses are shared, whether
    /// spending is stated in cents or worked out from lives and rates; three cents short they are not.
    #[test]
    fn exactly_at_the_minimum_of_sixty_settings() {
        let (mut settings, per_person) = (0, [5_800.0, 6_000.0, 9_500.0, 12_345.6]);
        for (rate, lives) in [0.005, 0.01, 0.015, 0.02, 0.03]
            .into_iter()
            .flat_map(|rate| [5_000.0, 10_000.0, 10_416.0].map(|lives| (rate, lives)))
        {
            for cost in per_person {
                settings += 1;
                let sharing = Sharing { minimum_savings_rate: rate, minimum_loss_rate: rate, ..TWO_SIDED };
                let benchmark = Cents::round(lives * cost);
                let minimum = Cents::round(rate * lives * cost);
                let worked_out = |sign: f64| Cents::round(lives * (cost * (1.0 + sign * rate)));
                for spending in [benchmark - minimum, worked_out(-1.0)] {
                    assert!(
                        sharing.settle(benchmark, spending).earned > Cents::ZERO,
                        "{rate} {lives} {cost}"
                    );
                }
                for spending in [benchmark + minimum, worked_out(1.0)] {
                    assert!(sharing.settle(benchmark, spending).owed > Cents::ZERO, "{rate} {lives} {cost}");
                }
                let short = minimum - Cents(3);
                assert_eq!(sharing.settle(benchmark, benchmark - short).earned, Cents::ZERO);
                assert_eq!(sharing.settle(benchmark, benchmark + short).owed, Cents::ZERO);
            }
        }
        assert_eq!(settings, 60);
    }

    #[test]
    fn nothing_saved_is_nothing_paid() {
        let s = TWO_SIDED.settle(usd(1_000), usd(1_000));
        assert_eq!(s, Settlement { benchmark: usd(1_000), spending: usd(1_000), ..Settlement::default() });
        assert!(TWO_SIDED.settle(Cents::ZERO, Cents::ZERO).balances());
    }

    /// Over a benchmark 3 % larger, with 2 % of it for the minimum: at a loss of 4 % the cost lies 1 % above
    /// that benchmark, and nothing is owed; of 6 %, 30 % of 3 % = 0.9 %; of 30 %, 8.1 %, at most 4 %.
    /// Gains know no second test.
    #[test]
    fn a_loss_over_a_larger_benchmark() {
        let payoff = TWO_SIDED.payoff_retested(1.03);
        for (rate, expected) in [(-0.04, 0.0), (-0.06, -0.009), (-0.30, -0.04), (0.05, 0.0245)] {
            assert!((payoff.value(rate) - expected).abs() < 1e-12, "{rate}: {}", payoff.value(rate));
        }
        // One that is smaller changes nothing.
        assert_eq!(TWO_SIDED.payoff_retested(0.9), TWO_SIDED.payoff());
    }

    #[test]
    fn the_payoff_is_the_settlement_without_rounding() {
        let variants = [
            TWO_SIDED,
            Sharing { deductible: true, ..TWO_SIDED },
            Sharing { rate_below_minimum: 0.25, ..TWO_SIDED },
            Sharing { rate: 0.2, loss_sequestration: 0.02, ..TWO_SIDED },
            Sharing { loss_rate: 0.0, ..TWO_SIDED },
            Sharing { minimum_savings_rate: 0.0, minimum_loss_rate: 0.0, ..TWO_SIDED },
            Sharing { rate: 0.0, ..TWO_SIDED },
            Sharing { loss_cap: 0.001, savings_cap: 0.005, ..TWO_SIDED },
        ];
        for sharing in variants {
            let payoff = sharing.payoff();
            for step in -400..=400 {
                let rate = f64::from(step) * 1e-3 + 3.7e-5;
                let benchmark = usd(1_000_000_000);
                let spending = Cents::round(benchmark.dollars() * (1.0 - rate));
                let settled = sharing.settle(benchmark, spending);
                assert!(settled.balances());
                let expected =
                    payoff.value(settled.gross().count() / benchmark.count()) * benchmark.dollars();
                assert!(
                    (settled.net().dollars() - expected).abs() < 0.02,
                    "{sharing:?} at {rate}: {settled:?} {expected}"
                );
            }
        }
    }
}
