//! Many standard normals at once.

use crate::math::{CENTRAL, central_quantile, tail_quantile};
use crate::tile::{Lanes, TILE};

/// Replaces each uniform of `lanes` by the standard normal quantile of it.
///
/// The bits are those of [`crate::math::normal_quantile`], lane by lane. The central formula runs
/// over all lanes; the 15 % in the tails are gathered, computed together, and put back.
#[inline(always)]
pub fn fill_normals(lanes: &mut Lanes) {
    let mut outside: u32 = 0;
    for (lane, p) in lanes.iter().enumerate() {
        outside |= u32::from((p - 0.5).abs() > CENTRAL) << lane;
    }
    let mut tails = [0.25; TILE];
    let mut gathered = 0;
    let mut rest = outside;
    while rest != 0 {
        tails[gathered] = lanes[rest.trailing_zeros() as usize];
        gathered += 1;
        rest &= rest - 1;
    }
    for p in lanes.iter_mut() {
        *p = central_quantile(*p);
    }
    for batch in tails.chunks_exact_mut(8).take(gathered.div_ceil(8)) {
        for p in batch {
            *p = tail_quantile(*p);
        }
    }
    let mut rest = outside;
    for tail in &tails[..gathered] {
        lanes[rest.trailing_zeros() as usize] = *tail;
        rest &= rest - 1;
    }
}

const _: () = assert!(TILE <= 32, "the mask of outside lanes has 32 bits");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::normal_quantile;
    use crate::random::{Draws, EntityKey, Seed, Stream, unit};

    #[test]
    fn same_bits_as_one_at_a_time() {
        let draws = Draws::open(Seed(3), Stream::Practice);
        for trial in 0..200 {
            let mut lanes = [0.0; TILE];
            for (lane, slot) in lanes.iter_mut().enumerate() {
                *slot = unit(draws.words(EntityKey(lane as u64), trial, 0, 0)[0]);
            }
            let expected = lanes.map(normal_quantile);
            fill_normals(&mut lanes);
            assert_eq!(lanes.map(f64::to_bits), expected.map(f64::to_bits));
        }
    }
}
