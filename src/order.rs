//! Putting a list in order, compiled once for all lists.
//!
//! The standard library's sort is compiled anew for every type and every comparison, some ten kilobytes each
//! time: with a hundred of them an eighth of what a release build spent on improving code. Here it is compiled
//! once, for places, and a list is then moved to its places. The order is the standard library's, and as stable.

use std::cmp::Ordering;

/// Places `0..n` in the order of what stands there.
fn places(n: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..n).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// Where each of `0..n` goes when `places` stand in order.
fn destinations(places: &[usize]) -> Vec<usize> {
    let mut destinations = vec![0; places.len()];
    for (to, from) in places.iter().enumerate() {
        destinations[*from] = to;
    }
    destinations
}

/// What can be put in order. Equals stay as they stood.
///
/// ```
/// use cascade::order::Ordered;
///
/// let mut arms = vec![("redesign", 2.0_f64), ("baseline", 1.0), ("pass_through", 2.0)];
/// arms.order_by(|a, b| b.1.total_cmp(&a.1));
/// assert_eq!(arms.iter().map(|arm| arm.0).collect::<Vec<_>>(), ["redesign", "pass_through", "baseline"]);
/// arms.order_by_key(|arm| arm.0.len());
/// assert_eq!(arms[2].0, "pass_through");
/// ```
pub trait Ordered<T> {
    /// Puts it in the order of a comparison.
    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering);

    /// Puts it in the order of a key.
    fn order_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K);
}

impl<T> Ordered<T> for [T] {
    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering) {
        let places = places(self.len(), &|a, b| compare(&self[a], &self[b]));
        let mut to = destinations(&places);
        for place in 0..self.len() {
            while to[place] != place {
                let there = to[place];
                self.swap(place, there);
                to.swap(place, there);
            }
        }
    }

    fn order_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_standard_library() {
        let mut word = 1_u32;
        for n in [0, 1, 2, 3, 20, 21, 500] {
            let list: Vec<(u32, usize)> = (0..n)
                .map(|place| {
                    word = word.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (word >> 28, place)
                })
                .collect();
            let (mut own, mut theirs) = (list.clone(), list);
            own.order_by_key(|one| one.0);
            theirs.sort_by_key(|one| one.0);
            assert_eq!(own, theirs);
            own.order_by(|a, b| b.0.cmp(&a.0));
            theirs.sort_by_key(|one| std::cmp::Reverse(one.0));
            assert_eq!(own, theirs);
        }
    }
}
