//! Dividing a pool so that the cents add up to it exactly.

use super::Cents;

/// Divides `pool` in proportion to `weights`, writing whole cents into `shares`.
///
/// The boundaries between neighbours are rounded, not the shares: member *i* receives the
/// difference between the rounded running totals after and before it. So the shares add up to the
/// pool exactly, each lies within one cent of its exact value, and no sorting is needed. With all
/// weights zero nothing can be divided: every share is zero and `false` is returned.
///
/// The order of members decides who receives an odd cent, so callers pass them in a canonical
/// order (sorted by identifier).
///
/// # Panics
///
/// If the slices differ in length.
///
/// ```
/// use cascade::units::{Cents, apportion};
/// let mut shares = [Cents::ZERO; 3];
/// assert!(apportion(Cents(100), &[1.0, 1.0, 1.0], &mut shares));
/// assert_eq!(shares, [Cents(33), Cents(34), Cents(33)]); // boundaries 33.3 and 66.7
/// assert!(!apportion(Cents(100), &[0.0], &mut shares[..1]));
/// ```
pub fn apportion(pool: Cents, weights: &[f64], shares: &mut [Cents]) -> bool {
    assert_eq!(weights.len(), shares.len(), "one share for each weight");
    let total: f64 = weights.iter().sum();
    if total.is_nan() || total <= 0.0 {
        shares.fill(Cents::ZERO);
        return false;
    }
    let per_weight = pool.dollars() / total;
    let mut running = 0.0;
    let mut given = Cents::ZERO;
    for (share, weight) in shares.iter_mut().zip(weights) {
        running += weight;
        // After the last member the running sum is the total itself, bit for bit, because it was
        // added up in the same order: the last boundary is the pool.
        let boundary = if running >= total { pool } else { Cents::round(per_weight * running) };
        *share = boundary - given;
        given = boundary;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_to_the_cent_and_stay_within_one_cent() {
        let weights: Vec<f64> = (0..257).map(|i| f64::from(i % 7) + 0.1).collect();
        let total: f64 = weights.iter().sum();
        for pool in [Cents(1), Cents(99), Cents(-12_345), Cents(1_234_567_891)] {
            let mut shares = vec![Cents::ZERO; weights.len()];
            assert!(apportion(pool, &weights, &mut shares));
            assert_eq!(shares.iter().copied().sum::<Cents>(), pool);
            for (share, weight) in shares.iter().zip(&weights) {
                let exact = pool.count() * weight / total;
                assert!((share.count() - exact).abs() <= 1.0, "{share} against {exact}");
            }
        }
    }

    #[test]
    fn members_without_weight_receive_nothing() {
        let mut shares = [Cents(7); 4];
        assert!(apportion(Cents(1001), &[0.0, 2.0, 0.0, 0.0], &mut shares));
        assert_eq!(shares, [Cents(0), Cents(1001), Cents(0), Cents(0)]);
    }
}
