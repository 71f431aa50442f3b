//! What stands on a law: stretches, jumps, kinks.

use crate::terms::Piecewise;

/// A straight stretch of a law within a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LawStretch {
    pub from: f64,
    pub to: f64,
    pub intercept: f64,
    pub slope: f64,
}

impl LawStretch {
    pub(super) fn value(&self, at: f64) -> f64 {
        self.intercept + self.slope * at
    }
}

/// What is found on a law, before it has words. Slopes are in dollars for a unit of the axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum OnLaw {
    /// A stretch on which the next step pays nothing.
    Zero { from: f64, to: f64 },
    /// A stretch on which it costs.
    Negative { from: f64, to: f64, slope: f64 },
    /// A jump: dollars at once, with the slope on either side.
    Cliff { at: f64, jump: f64, slopes: [f64; 2] },
    /// A change of the slope without one.
    Kink { at: f64, slopes: [f64; 2] },
}

/// What is too small to be told.
#[derive(Clone, Copy, Debug)]
pub(super) struct LeastTold {
    /// A jump, $.
    pub jump: f64,
    /// A slope, $ for a unit of the axis.
    pub slope: f64,
}

/// The stretches of a law on a range; neighbours that go on as one line are one.
pub(super) fn stretches(law: &Piecewise, (low, high): (f64, f64), least: LeastTold) -> Vec<LawStretch> {
    let pieces = law.pieces();
    let mut all: Vec<LawStretch> = Vec::new();
    for (i, piece) in pieces.iter().enumerate() {
        let end = pieces.get(i + 1).map_or(f64::INFINITY, |next| next.from);
        let (from, to) = (piece.from.max(low), end.min(high));
        if from >= to {
            continue;
        }
        let one = LawStretch { from, to, intercept: piece.intercept, slope: piece.slope };
        match all.last_mut() {
            Some(last) if goes_on(last, &one, least) => last.to = to,
            _ => all.push(one),
        }
    }
    all
}

/// Whether a stretch goes on as the one before it.
fn goes_on(before: &LawStretch, after: &LawStretch, least: LeastTold) -> bool {
    let jump = after.value(after.from) - before.value(after.from);
    jump.abs() < least.jump && (after.slope - before.slope).abs() < least.slope
}

/// What is found on stretches, from low to high: each stretch, then what lies between it and the next.
pub(super) fn found_on(stretches: &[LawStretch], least: LeastTold) -> Vec<OnLaw> {
    let mut found: Vec<OnLaw> = Vec::new();
    for (i, one) in stretches.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| &stretches[i]);
        if let Some(before) = before {
            let (at, slopes) = (one.from, [before.slope, one.slope]);
            let jump = one.value(at) - before.value(at);
            if jump.abs() >= least.jump {
                found.push(OnLaw::Cliff { at, jump, slopes });
            } else if (slopes[1] - slopes[0]).abs() >= least.slope {
                found.push(OnLaw::Kink { at, slopes });
            }
        }
        if one.slope.abs() < least.slope {
            found.push(OnLaw::Zero { from: one.from, to: one.to });
        } else if one.slope < 0.0 {
            found.push(OnLaw::Negative { from: one.from, to: one.to, slope: one.slope });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::Sharing;

    /// MSSP level B: 40 % above a minimum savings rate of 2 %, at most 10 % of the benchmark, 2 % sequestered.
    pub(super) const LEVEL_B: Sharing = Sharing {
        full_rate: 0.4,
        rate: 0.4,
        minimum_savings_rate: 0.02,
        rate_below_minimum: 0.0,
        savings_cap: 0.10,
        loss_rate: 0.0,
        minimum_loss_rate: 0.0,
        loss_cap: 0.0,
        sequestration: 0.02,
        loss_sequestration: 0.0,
        deductible: false,
    };
    const LEAST: LeastTold = LeastTold { jump: 1.0, slope: 1.0 };

    #[test]
    fn the_dead_band_the_jump_and_the_cap_of_level_b() {
        // 100 million. Slope above the minimum: 0.4 × 0.98 × 100M a unit, 39.2 cents on the dollar. The jump:
        // 0.392 × 2 % × 100M = $784,000. The cap: 10 % is paid at 0.10/0.392 = 25.5102 % of savings.
        let law = LEVEL_B.payoff().times(100e6);
        let all = stretches(&law, (-0.10, 0.30), LEAST);
        let found = found_on(&all, LEAST);
        let [dead, jump, kink, capped] = found[..] else { panic!("{found:?}") };
        assert_eq!(dead, OnLaw::Zero { from: -0.10, to: 0.02 });
        let OnLaw::Cliff { at, jump, slopes } = jump else { panic!("{jump:?}") };
        assert!(at == 0.02 && (jump - 784_000.0).abs() < 1e-3);
        assert!(slopes[0] == 0.0 && (slopes[1] / 100e6 - 0.392).abs() < 1e-12);
        let OnLaw::Kink { at, slopes } = kink else { panic!("{kink:?}") };
        assert!((at - 0.10 / 0.392).abs() < 1e-12 && slopes[1] == 0.0);
        assert_eq!(capped, OnLaw::Zero { from: at, to: 0.30 });
    }

    #[test]
    fn slopes_and_jumps_add_up_to_the_payoff() {
        // Two-sided: 50 % above 2 %, 30 % of losses above 2 % to 4 % of the benchmark.
        let two_sided = Sharing {
            full_rate: 0.5,
            rate: 0.5,
            loss_rate: 0.3,
            minimum_loss_rate: 0.02,
            loss_cap: 0.04,
            ..LEVEL_B
        };
        for law in
            [LEVEL_B.payoff(), two_sided.payoff(), two_sided.payoff().above(0.003).kept_below(0.01, 0.5)]
        {
            let law = law.times(100e6);
            let all = stretches(&law, (-0.2, 0.3), LEAST);
            let places = [-0.199, -0.15, -0.05, -0.01, 0.0, 0.013, 0.021, 0.08, 0.2, 0.29];
            for from in places {
                for to in places.into_iter().filter(|to| *to > from) {
                    let run: f64 = all
                        .iter()
                        .map(|one| one.slope * (one.to.min(to) - one.from.max(from)).max(0.0))
                        .sum();
                    let jumps: f64 = found_on(&all, LEAST)
                        .into_iter()
                        .filter_map(|found| match found {
                            OnLaw::Cliff { at, jump, .. } if from < at && at <= to => Some(jump),
                            OnLaw::Zero { .. }
                            | OnLaw::Negative { .. }
                            | OnLaw::Cliff { .. }
                            | OnLaw::Kink { .. } => None,
                        })
                        .sum();
                    assert!((run + jumps - (law.value(to) - law.value(from))).abs() < 1.0, "{from} {to}");
                }
            }
        }
    }

    #[test]
    fn a_cost_of_saving_is_negative_and_neighbours_are_one() {
        // 27 cents of margin lost on each dollar: in the dead band saving costs, above it 12.2 cents are left.
        let lost = Piecewise::new(vec![crate::terms::Piece {
            from: f64::NEG_INFINITY,
            intercept: 0.0,
            slope: -0.27,
        }]);
        let kept = LEVEL_B.payoff().plus(&lost).times(100e6);
        let found = found_on(&stretches(&kept, (-0.05, 0.10), LEAST), LEAST);
        let OnLaw::Negative { from, to, slope } = found[0] else { panic!("{found:?}") };
        assert!(from == -0.05 && to == 0.02 && (slope / 100e6 + 0.27).abs() < 1e-12);
        assert_eq!(found.len(), 2, "nothing at a benchmark that changes nothing: {found:?}");
    }
}
