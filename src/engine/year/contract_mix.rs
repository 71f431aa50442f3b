//! How much of what physicians do lies under contracts: an arm's own, or those that the baseline has.

use crate::tile::{Span, TILE};

/// How much of what physicians do lies under contracts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ContractMix<const N: usize> {
    /// Part of the cost of care under own influence that lies under value-based contracts.
    pub contracted: [f64; N],
    /// Part of the panel's revenue that comes under them.
    pub value_revenue: [f64; N],
    /// What contracts pay for quality higher by 1 of all whose care it reaches, $.
    pub quality_reached: [f64; N],
}

impl<const N: usize> ContractMix<N> {
    /// Under none.
    pub(crate) const NOTHING: ContractMix<N> =
        ContractMix { contracted: [0.0; N], value_revenue: [0.0; N], quality_reached: [0.0; N] };
}

impl ContractMix<TILE> {
    /// A span of it, but lanes of the bits `apart` as their `own` is.
    #[inline(always)]
    pub(crate) fn but<const N: usize>(
        &self,
        span: Span<N>,
        apart: u32,
        own: &ContractMix<N>,
    ) -> ContractMix<N> {
        let mut mixed = ContractMix {
            contracted: span.of(&self.contracted),
            value_revenue: span.of(&self.value_revenue),
            quality_reached: span.of(&self.quality_reached),
        };
        if apart != 0 {
            for j in (0..N).filter(|j| apart >> span.lane(*j) & 1 == 1) {
                mixed.contracted[j] = own.contracted[j];
                mixed.value_revenue[j] = own.value_revenue[j];
                mixed.quality_reached[j] = own.quality_reached[j];
            }
        }
        mixed
    }

    /// Writes a span of it.
    #[inline(always)]
    pub(crate) fn write<const N: usize>(&mut self, span: Span<N>, own: &ContractMix<N>) {
        span.write(&mut self.contracted, &own.contracted);
        span.write(&mut self.value_revenue, &own.value_revenue);
        span.write(&mut self.quality_reached, &own.quality_reached);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_that_the_baseline_lacks_keep_their_own_mix() {
        let held = ContractMix { contracted: [0.4; TILE], ..ContractMix::NOTHING };
        let own = ContractMix { contracted: [0.7; TILE], value_revenue: [0.2; TILE], ..ContractMix::NOTHING };
        for whole in Span::<TILE>::each() {
            let mix = held.but(whole, 1 << 3, &own);
            assert_eq!([mix.contracted[2], mix.contracted[3], mix.contracted[4]], [0.4, 0.7, 0.4]);
            assert_eq!([mix.value_revenue[2], mix.value_revenue[3]], [0.0, 0.2]);
        }
    }
}
