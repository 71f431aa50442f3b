//! Risk corridors: gains and losses shared band by band of their size.

use super::{Piece, Piecewise, Settlement, SettlementRule};
use crate::units::Cents;

/// A band of gain or loss with its own share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Where the band ends, as a share of the benchmark; it begins where the one before ends.
    pub to: f64,
    /// Share of the band that the system keeps of a gain, or owes of a loss.
    pub share: f64,
}

/// Sharing band by band, from the first dollar, on both sides.
///
/// ```
/// use cascade::terms::{Band, Corridor};
/// use cascade::units::Cents;
/// // Half of the first 5 %, 35 % of the next 5 %, nothing above.
/// let bands = vec![
///     Band { to: 0.05, share: 0.5 },
///     Band { to: 0.10, share: 0.35 },
///     Band { to: f64::INFINITY, share: 0.0 },
/// ];
/// let corridor = Corridor::symmetric(bands);
/// // A gain of 8 on 100: 2.50 + 0.35 × 3 = 3.55.
/// assert_eq!(corridor.settle(Cents(10_000), Cents(9_200)).earned, Cents(355));
/// assert_eq!(corridor.settle(Cents(10_000), Cents(10_800)).owed, Cents(355));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Corridor {
    savings: Vec<Band>,
    losses: Vec<Band>,
    /// Part of what is earned that sequestration withholds.
    pub sequestration: f64,
    /// Part of a gross loss that sequestration adds to what is owed.
    pub added_to_losses: f64,
}

impl Corridor {
    /// Bands for either side, in ascending order, the last without end. A band that does not reach beyond the one before
    /// is empty: where ends are drawn, some trial may draw them so.
    ///
    /// # Panics
    ///
    /// If a side's last band ends: that one is added by code.
    #[must_use]
    pub fn new(savings: Vec<Band>, losses: Vec<Band>) -> Corridor {
        let ascending = |mut side: Vec<Band>| {
            assert!(side.last().is_some_and(|band| band.to == f64::INFINITY), "the last band has no end");
            let mut reached = 0.0_f64;
            for band in &mut side {
                reached = reached.max(band.to);
                band.to = reached;
            }
            side
        };
        let (savings, losses) = (ascending(savings), ascending(losses));
        Corridor { savings, losses, sequestration: 0.0, added_to_losses: 0.0 }
    }

    /// The same bands on either side.
    #[must_use]
    pub fn symmetric(bands: Vec<Band>) -> Corridor {
        Corridor::new(bands.clone(), bands)
    }

    /// With a part of what is earned withheld.
    #[must_use]
    pub fn sequestered(self, sequestration: f64) -> Corridor {
        Corridor { sequestration, ..self }
    }

    /// The system's part of a gain (above zero) or loss (below), as a share of the benchmark,
    /// before sequestration.
    #[must_use]
    pub fn part(&self, rate: f64) -> f64 {
        let side = if rate < 0.0 { &self.losses } else { &self.savings };
        rate.signum() * shared(side, rate.abs())
    }

    /// Settles a year.
    #[must_use]
    pub fn settle(&self, benchmark: Cents, spending: Cents) -> Settlement {
        let mut result = Settlement { benchmark, spending, ..Settlement::default() };
        let gross = result.gross();
        let dollars = benchmark.dollars();
        if benchmark <= Cents::ZERO || gross == Cents::ZERO {
            result.payer_keeps = gross.positive();
            result.payer_bears = (-gross).positive();
            return result;
        }
        let part = self.part(gross.count() / benchmark.count()) * dollars;
        if gross > Cents::ZERO {
            let entitled = Cents::round(part).min(gross);
            result.earned = Cents::round(part * (1.0 - self.sequestration)).min(entitled);
            result.forfeited.sequestration = entitled - result.earned;
            result.payer_keeps = gross - entitled;
        } else {
            // Where the system bears all of a loss, what sequestration adds is the payer's gain: it bears less
            // than nothing.
            let added = -gross.dollars() * self.added_to_losses;
            result.owed = Cents::round(-part).min(-gross) + Cents::round(added);
            result.payer_bears = -gross - result.owed;
        }
        result
    }

    /// The system's receipts per benchmark dollar as a function of the gross savings rate: what
    /// [`Corridor::settle`] computes, without rounding.
    #[must_use]
    pub fn payoff(&self) -> Piecewise {
        let mut pieces = Vec::with_capacity(self.savings.len() + self.losses.len());
        // From the worst loss up: each band of loss begins where it ends, below zero.
        for (place, band) in self.losses.iter().enumerate().rev() {
            let inner = if place == 0 { 0.0 } else { self.losses[place - 1].to };
            let at_inner = -shared(&self.losses, inner) - self.added_to_losses * inner;
            let slope = band.share + self.added_to_losses;
            pieces.push(Piece { from: -band.to, intercept: at_inner + slope * inner, slope });
        }
        let kept = 1.0 - self.sequestration;
        let mut from = 0.0;
        for band in &self.savings {
            let slope = band.share * kept;
            pieces.push(Piece { from, intercept: shared(&self.savings, from) * kept - slope * from, slope });
            from = band.to;
        }
        Piecewise::new(pieces)
    }

    /// The payoff per dollar of a benchmark of which only `part` is settled against, by gross
    /// savings as a share of the whole: `part · f(1 − (1 − g)/part)`.
    #[must_use]
    pub fn payoff_of_part(&self, part: f64) -> Piecewise {
        let moved = |piece: &Piece| Piece {
            from: part * piece.from + 1.0 - part,
            intercept: part * piece.intercept - (1.0 - part) * piece.slope,
            slope: piece.slope,
        };
        Piecewise::new(self.payoff().pieces().iter().map(moved).collect())
    }

    /// The numbers that decide, for a reader.
    #[must_use]
    pub fn rules(&self) -> Vec<SettlementRule> {
        const NAMES: [[&str; 5]; 2] = [
            [
                "share of gains, first band",
                "share of gains, second band",
                "share of gains, third band",
                "share of gains, fourth band",
                "share of gains, further bands",
            ],
            [
                "share of losses, first band",
                "share of losses, second band",
                "share of losses, third band",
                "share of losses, fourth band",
                "share of losses, further bands",
            ],
        ];
        let sides = [(&self.savings, NAMES[0]), (&self.losses, NAMES[1])];
        let bands = sides.into_iter().flat_map(|(side, names)| {
            side.iter()
                .enumerate()
                .map(move |(place, band)| SettlementRule::share(names[place.min(4)], band.share))
        });
        let added = SettlementRule::share("  added to a loss, of all of it", self.added_to_losses);
        let added = (self.added_to_losses > 0.0).then_some(added);
        bands.chain([SettlementRule::share("sequestration", self.sequestration)]).chain(added).collect()
    }
}

/// What bands share of an amount, both as shares of the benchmark.
fn shared(bands: &[Band], amount: f64) -> f64 {
    let mut from = 0.0;
    let mut total = 0.0;
    for band in bands {
        total += band.share * (amount.min(band.to) - from).max(0.0);
        from = band.to;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bands(list: &[(f64, f64)]) -> Vec<Band> {
        list.iter().map(|(to, share)| Band { to: *to, share: *share }).collect()
    }

    /// Professional of GPDC and REACH.
    fn professional() -> Corridor {
        Corridor::symmetric(bands(&[(0.05, 0.5), (0.10, 0.35), (0.15, 0.15), (f64::INFINITY, 0.05)]))
    }

    #[test]
    fn a_band_that_ends_before_the_one_before_is_empty() {
        // Half of the first 8 %; nothing lies between 8 and 3 %; 10 % beyond. Of a gain of 12 on 100: 4 + 0.4.
        let band = |to, share| Band { to, share };
        let crossed = Corridor::symmetric(vec![band(0.08, 0.5), band(0.03, 0.9), band(f64::INFINITY, 0.1)]);
        assert_eq!(crossed.settle(Cents(10_000), Cents(8_800)).earned, Cents(440));
        assert!((crossed.payoff().value(0.12) - 0.044).abs() < 1e-12);
        assert_eq!(crossed.settle(Cents(10_000), Cents(9_500)).earned, Cents(250));
    }

    #[test]
    fn hand_worked_bands() {
        let corridor = professional();
        // 12 %: 2.5 % + 1.75 % + 0.15 × 2 % = 4.55 %. 20 %: 2.5 + 1.75 + 0.75 + 0.25 = 5.25 %.
        for (rate, part) in [(0.0, 0.0), (0.04, 0.02), (0.05, 0.025), (0.12, 0.0455), (0.20, 0.0525)] {
            assert!((corridor.part(rate) - part).abs() < 1e-12, "{rate}");
            assert!((corridor.part(-rate) + part).abs() < 1e-12, "-{rate}");
        }
    }

    #[test]
    fn every_cent_has_a_place() {
        let corridor = professional().sequestered(0.02);
        // 12 % of 1,000,000: entitled 45,500, earned 44,590, withheld 910, the payer keeps 74,500.
        let settled = corridor.settle(Cents(100_000_000), Cents(88_000_000));
        assert_eq!(settled.earned, Cents(4_459_000));
        assert_eq!(settled.forfeited.sequestration, Cents(91_000));
        assert_eq!(settled.payer_keeps, Cents(7_450_000));
        assert!(settled.balances());
        let lost = corridor.settle(Cents(100_000_000), Cents(112_000_000));
        assert_eq!((lost.owed, lost.payer_bears), (Cents(4_550_000), Cents(7_450_000)));
        assert!(lost.balances());
        assert!(corridor.settle(Cents::ZERO, Cents(500)).balances());
        assert!(corridor.settle(Cents(500), Cents(500)).balances());
    }

    #[test]
    fn what_is_added_to_a_loss_is_a_part_of_all_of_it() {
        // 12 % of 1,000,000 lost: 45,500 by the bands and 2 % of 120,000 = 2,400: 47,900; the payer bears 72,100.
        let corridor = Corridor { added_to_losses: 0.02, ..professional() };
        let lost = corridor.settle(Cents(100_000_000), Cents(112_000_000));
        assert_eq!((lost.owed, lost.payer_bears), (Cents(4_790_000), Cents(7_210_000)));
        assert!(lost.balances());
        // All of the first band: 50,000 lost, 51,000 owed, and the payer gains 1,000.
        let all = Corridor::symmetric(bands(&[(f64::INFINITY, 1.0)]));
        let lost = Corridor { added_to_losses: 0.02, ..all }.settle(Cents(100_000_000), Cents(105_000_000));
        assert_eq!((lost.owed, lost.payer_bears), (Cents(5_100_000), Cents(-100_000)));
        assert!(lost.balances());
        // A gain is not touched.
        assert_eq!(corridor.settle(Cents(100_000_000), Cents(88_000_000)).earned, Cents(4_550_000));
    }

    #[test]
    fn the_payoff_is_the_settlement_without_rounding() {
        let lopsided = Corridor::new(
            bands(&[(0.1, 0.6), (0.15, 0.35), (f64::INFINITY, 0.0)]),
            bands(&[(0.02, 0.0), (0.08, 0.5), (f64::INFINITY, 0.1)]),
        );
        for corridor in [
            professional(),
            professional().sequestered(0.02),
            Corridor { added_to_losses: 0.02, ..lopsided.clone() },
            lopsided,
        ] {
            let payoff = corridor.payoff();
            for step in -600..=600 {
                let rate = f64::from(step) * 1e-3 + 3.7e-5;
                let benchmark = Cents(100_000_000_000);
                let spending = Cents::round(benchmark.dollars() * (1.0 - rate));
                let settled = corridor.settle(benchmark, spending);
                assert!(settled.balances());
                let expected =
                    payoff.value(settled.gross().count() / benchmark.count()) * benchmark.dollars();
                assert!((settled.net().dollars() - expected).abs() < 0.02, "{rate}: {settled:?} {expected}");
            }
        }
    }

    #[test]
    fn expectation_without_spread_is_the_payoff_and_its_band() {
        // At a gain of 7 % the next dollar is shared at 35 %.
        let expected = professional().payoff().expected(0.07, 0.0);
        assert!((expected.value - (0.025 + 0.35 * 0.02)).abs() < 1e-12);
        assert!((expected.slope - 0.35).abs() < 1e-12);
        // A symmetric payoff around 0 is expected to pay nothing.
        assert!(professional().payoff().expected(0.0, 0.05).value.abs() < 1e-12);
    }
}
