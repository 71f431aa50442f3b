//! The fewest people that tell two partitions apart: a smallest cut.
//!
//! Two partitions of the same people, such as specialties and plans, are published as sums. Whatever is added and
//! subtracted of them is `u` of one's specialty plus `v` of one's plan, and whom it leaves out are those with
//! `u = -v`. Draw specialties and plans as points and people as lines between them: then those who are left in are the
//! lines that join points of different value, so at least those of a cut. The smallest cut is the smallest set of people
//! that any sum or difference is about.

use std::collections::BTreeMap;

/// Lines between points, with their weights; points are counted from 0.
#[derive(Clone, Debug, Default)]
pub(super) struct WeightedLines {
    points: usize,
    lines: BTreeMap<(usize, usize), u64>,
}

impl WeightedLines {
    /// No lines between so many points.
    pub(super) fn between(points: usize) -> WeightedLines {
        WeightedLines { points, lines: BTreeMap::new() }
    }

    /// Adds weight between two points.
    pub(super) fn add(&mut self, one: usize, other: usize, weight: u64) {
        *self.lines.entry((one.min(other), one.max(other))).or_default() += weight;
    }

    /// The lines.
    pub(super) fn lines(&self) -> impl Iterator<Item = ((usize, usize), u64)> + '_ {
        self.lines.iter().map(|(ends, weight)| (*ends, *weight))
    }

    /// The smallest cut of any part that hangs together, with the points on its one side; `None` without lines.
    pub(super) fn smallest_cut(&self) -> Option<(u64, Vec<usize>)> {
        let parts = self.parts();
        let cuts = parts.iter().filter(|part| part.len() > 1).map(|part| self.cut_of(part));
        cuts.reduce(|a, b| if b.0 < a.0 { b } else { a })
    }

    /// Points that hang together.
    fn parts(&self) -> Vec<Vec<usize>> {
        let mut of: Vec<usize> = (0..self.points).collect();
        for (one, other) in self.lines.keys() {
            let (keep, drop) = (of[*one].min(of[*other]), of[*one].max(of[*other]));
            of.iter_mut().filter(|part| **part == drop).for_each(|part| *part = keep);
        }
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (point, part) in of.into_iter().enumerate() {
            parts.entry(part).or_default().push(point);
        }
        parts.into_values().collect()
    }

    /// The smallest cut of points that hang together (Stoer and Wagner 1997): the points are put together one by one,
    /// each time that which is joined to them most; the last one's lines are a cut, and it is merged with the one before.
    fn cut_of(&self, part: &[usize]) -> (u64, Vec<usize>) {
        let n = part.len();
        let place: BTreeMap<usize, usize> =
            part.iter().enumerate().map(|(own, point)| (*point, own)).collect();
        let mut weight = vec![vec![0_u64; n]; n];
        for ((one, other), own) in self.lines() {
            if let (Some(a), Some(b)) = (place.get(&one), place.get(&other)) {
                weight[*a][*b] += own;
                weight[*b][*a] += own;
            }
        }
        let mut merged: Vec<Vec<usize>> = part.iter().map(|point| vec![*point]).collect();
        let mut left: Vec<usize> = (0..n).collect();
        let mut best = (u64::MAX, Vec::new());
        while left.len() > 1 {
            let mut joined: Vec<u64> = vec![0; n];
            let mut waiting = left.clone();
            let mut order = Vec::new();
            while !waiting.is_empty() {
                let next = (0..waiting.len())
                    .reduce(|a, b| if joined[waiting[b]] > joined[waiting[a]] { b } else { a })
                    .unwrap_or(0);
                let point = waiting.remove(next);
                for other in &waiting {
                    joined[*other] += weight[point][*other];
                }
                order.push(point);
            }
            let (last, before) = (order[order.len() - 1], order[order.len() - 2]);
            if joined[last] < best.0 {
                best = (joined[last], merged[last].clone());
            }
            let moved = std::mem::take(&mut merged[last]);
            merged[before].extend(moved);
            for other in &left {
                let add = weight[last][*other];
                weight[before][*other] += add;
                weight[*other][before] += add;
            }
            weight[before][before] = 0;
            left.retain(|point| *point != last);
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(points: usize, lines: &[(usize, usize, u64)]) -> WeightedLines {
        let mut all = WeightedLines::between(points);
        for (one, other, weight) in lines {
            all.add(*one, *other, *weight);
        }
        all
    }

    /// Every cut of a few points, by trying all sides.
    fn by_trying(points: usize, lines: &[(usize, usize, u64)]) -> u64 {
        let cut = |side: usize| -> u64 {
            let apart = |one: usize, other: usize| (side >> one & 1) != (side >> other & 1);
            lines.iter().filter(|(a, b, _)| apart(*a, *b)).map(|line| line.2).sum()
        };
        (1..(1 << points) - 1).map(cut).filter(|weight| *weight > 0).min().unwrap_or(u64::MAX)
    }

    #[test]
    fn a_bridge_between_two_halves_is_the_smallest_cut() {
        // Family and internal medicine (0, 1) are on plan 2 but for one of 20; surgeons (3) are on plan 4.
        let all = of(5, &[(0, 2, 30), (1, 2, 19), (1, 4, 1), (3, 4, 25)]);
        let (weight, side) = all.smallest_cut().unwrap();
        assert_eq!(weight, 1);
        assert!(side.len() == 2 || side.len() == 3, "{side:?}");
    }

    #[test]
    fn parts_that_do_not_hang_together_are_cut_each_on_its_own() {
        assert_eq!(of(4, &[(0, 1, 12), (2, 3, 7)]).smallest_cut().map(|cut| cut.0), Some(7));
        assert_eq!(of(3, &[]).smallest_cut(), None);
    }

    #[test]
    fn as_many_as_trying_every_side_finds() {
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..200 {
            let points = 3 + usize::try_from(next(5)).unwrap();
            let mut lines = Vec::new();
            for one in 0..points {
                for other in one + 1..points {
                    if next(3) > 0 {
                        lines.push((one, other, 1 + next(9)));
                    }
                }
            }
            let all = of(points, &lines);
            // Trying sides needs one part: a side that takes another whole is a cut of nothing.
            if all.parts().len() == 1 {
                assert_eq!(all.smallest_cut().unwrap().0, by_trying(points, &lines), "{lines:?}");
            }
        }
    }
}
