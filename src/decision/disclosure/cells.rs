//! Which groups are hidden, so that no sum or difference of those that are shown is about few people.
//!
//! Counts of people decide, whatever the figures: the attacker knows who is in which group, and adds and subtracts what is
//! published of them. Hidden groups of a partition become one class, since everyone less those that are shown is what
//! they are together.
//!
//! * Specialties by plans: the smallest cut of who stands where ([`super::cut`]) holds enough people. Exact.
//! * Pay groups on top: wherever the groups are divided in two, within specialties and plans enough people stand on the
//!   smaller sides. Let `g` of one's group be added to `u + v`: unless it is the same for all, in each cell of specialty
//!   and plan only people of groups with one value of `g` can be left out. Sufficient.
//! * Thirds by social risk on top of all three, likewise.

use super::census::{CellOfAll, Census, PARTITIONS, Partition, WHOLE};
use super::cut::WeightedLines;
use std::collections::{BTreeMap, BTreeSet};

/// Classes that are divided in two in every way; of a partition with more, the smallest are hidden.
const DIVIDED: usize = 12;

/// Which classes of each partition are shown.
#[derive(Clone, Debug)]
pub(super) struct ShownCells {
    /// By partition and class.
    pub shown: [Vec<bool>; PARTITIONS],
    /// Whether pay groups may be set beside others within specialties.
    pub within: bool,
}

impl ShownCells {
    /// Names of the classes of each partition that are not shown.
    pub(super) fn hidden(&self, census: &Census) -> HiddenClasses {
        std::array::from_fn(|partition| {
            let classes = census.names[partition].iter().zip(&self.shown[partition]);
            classes.filter(|(_, shown)| !**shown).map(|(name, _)| name.clone()).collect()
        })
    }
}

/// Names of classes that are hidden, by partition.
pub(super) type HiddenClasses = [BTreeSet<String>; PARTITIONS];

/// What is decided, as it goes on.
struct Hiding<'c> {
    census: &'c Census,
    least: u64,
    shown: [Vec<bool>; PARTITIONS],
}

/// The groups that are shown where each figure must be of `least` people; `primary` hides more for reasons of its own, and
/// without `complementary` nothing is hidden but what is small itself, which is not safe and there to be compared with.
pub(super) fn shown_cells(
    census: &Census,
    least: u32,
    complementary: bool,
    primary: &dyn Fn(Partition, usize) -> bool,
) -> ShownCells {
    let shown = std::array::from_fn(|partition| vec![true; census.names[partition].len()]);
    let mut hiding = Hiding { census, least: u64::from(least) * WHOLE, shown };
    for of in Partition::ALL {
        for class in 0..census.classes(of).len() {
            if primary(of, class) || hiding.is_small(of, class) {
                hiding.shown[of as usize][class] = false;
            }
        }
    }
    if !complementary {
        return ShownCells { shown: hiding.shown, within: true };
    }
    for of in Partition::ALL {
        hiding.complete(of);
    }
    while let Some((of, class)) = hiding.in_smallest_cut() {
        hiding.hide(of, class);
    }
    for of in [Partition::PayGroup, Partition::SocialRisk] {
        while let Some(class) = hiding.badly_mixed(of) {
            hiding.hide(of, class);
        }
    }
    // A third less says what the other two are.
    let thirds = &mut hiding.shown[Partition::SocialRisk as usize];
    if thirds.contains(&false) {
        thirds.fill(false);
    }
    let within = hiding.is_mixed_within();
    ShownCells { shown: hiding.shown, within }
}

/// Whether a point lies in the part that a cut divides: it is joined to someone of the cut's side, or is on it.
fn at_side(lines: &WeightedLines, side: &[usize], point: usize) -> bool {
    side.contains(&point)
        || lines.lines().any(|((one, other), _)| {
            (one == point && side.contains(&other)) || (other == point && side.contains(&one))
        })
}

impl Hiding<'_> {
    /// Whether a class, or everyone but it, is few people at any time.
    fn is_small(&self, of: Partition, class: usize) -> bool {
        !self.census.is_told_apart(self.least, |cell| cell[of as usize] == class)
    }

    /// Hides a class, and as many more as it takes so that those hidden together are enough.
    fn hide(&mut self, of: Partition, class: usize) {
        self.shown[of as usize][class] = false;
        self.complete(of);
    }

    /// Hides more, the smallest first, until what is hidden of a partition is nothing, or several classes of enough people,
    /// or all.
    fn complete(&mut self, of: Partition) {
        loop {
            let shown = &self.shown[of as usize];
            let hidden = shown.iter().filter(|shown| !**shown).count();
            let together = |cell: &CellOfAll| !shown[cell[of as usize]];
            if hidden == 0 || (hidden > 1 && self.census.is_told_apart(self.least, together)) {
                return;
            }
            let Some(next) = self.smallest(of, |_| true) else { return };
            self.shown[of as usize][next] = false;
        }
    }

    /// The smallest class that is shown, of some.
    fn smallest(&self, of: Partition, among: impl Fn(usize) -> bool) -> Option<usize> {
        let shown = &self.shown[of as usize];
        let classes = (0..shown.len()).filter(|class| shown[*class] && among(*class));
        classes.min_by_key(|class| (self.size(of, *class), *class))
    }

    fn size(&self, of: Partition, class: usize) -> u64 {
        self.census.most(|cell| cell[of as usize] == class)
    }

    /// A cell's class, those that are hidden as one: the one past the last.
    fn merged(&self, of: Partition, cell: &CellOfAll) -> usize {
        let (shown, class) = (&self.shown[of as usize], cell[of as usize]);
        if shown[class] { class } else { shown.len() }
    }

    /// A group to hide where a cut of specialties and plans holds few people. Plans give way before specialties, which more
    /// figures tell of: the smallest one on the side that holds no hidden ones, then whatever is smallest.
    fn in_smallest_cut(&self) -> Option<(Partition, usize)> {
        let [specialties, plans] =
            [Partition::Specialty, Partition::Plan].map(|of| self.shown[of as usize].len() + 1);
        for people in &self.census.times {
            let mut lines = WeightedLines::between(specialties + plans);
            for (cell, weight) in people {
                let (one, other) =
                    (self.merged(Partition::Specialty, cell), self.merged(Partition::Plan, cell));
                lines.add(one, specialties + other, *weight);
            }
            let cut = lines.smallest_cut().filter(|(weight, _)| *weight < self.least);
            let Some((_, side)) = cut else { continue };
            let named = |point: usize| match point.checked_sub(specialties) {
                None => (Partition::Specialty, point),
                Some(plan) => (Partition::Plan, plan),
            };
            let is_shown = |(of, class): &(Partition, usize)| {
                self.shown[*of as usize].get(*class).copied().unwrap_or(false)
            };
            let smallest = |points: &[usize]| {
                let groups = points.iter().copied().map(named).filter(is_shown);
                groups.min_by_key(|(of, class)| (self.size(*of, *class), *of, *class))
            };
            let apart = |(one, other): &(usize, usize)| side.contains(one) != side.contains(other);
            let ends = |(one, other): (usize, usize)| [one, other];
            let at_lines: Vec<usize> =
                lines.lines().map(|(ends, _)| ends).filter(apart).flat_map(ends).collect();
            let hidden_plans = specialties + plans - 1;
            let on_side = |point: &usize| side.contains(point) != side.contains(&hidden_plans);
            let plans_on_side: Vec<usize> = (specialties..specialties + plans)
                .filter(on_side)
                .filter(|plan| at_side(&lines, &side, *plan))
                .collect();
            let all: Vec<usize> = (0..specialties + plans).collect();
            let found = [&plans_on_side, &at_lines, &all].into_iter().find_map(|points| smallest(points));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// A class to hide of a partition that is not well mixed over those before it: the smallest.
    fn badly_mixed(&self, of: Partition) -> Option<usize> {
        let count = self.shown[of as usize].len() + 1;
        for people in &self.census.times {
            // Cells of the partitions before: how many people of each class.
            let mut cells: BTreeMap<Vec<usize>, Vec<u64>> = BTreeMap::new();
            let before = &[Partition::Specialty, Partition::Plan, Partition::PayGroup][..of as usize];
            for (cell, weight) in people {
                let key = before.iter().map(|other| self.merged(*other, cell)).collect();
                cells.entry(key).or_insert_with(|| vec![0; count])[self.merged(of, cell)] += weight;
            }
            let present: Vec<usize> =
                (0..count).filter(|class| cells.values().any(|own| own[*class] > 0)).collect();
            if present.len() > DIVIDED || !self.is_mixed(&cells, &present) {
                return self.smallest(of, |class| present.contains(&class));
            }
        }
        None
    }

    /// Whether in every division of classes in two enough people stand on the smaller sides.
    fn is_mixed(&self, cells: &BTreeMap<Vec<usize>, Vec<u64>>, present: &[usize]) -> bool {
        let divisions = 1..(1_usize << present.len().saturating_sub(1));
        let mut divisions = divisions.map(|division| {
            let smaller = cells.values().map(|own| {
                let all: u64 = own.iter().sum();
                let of_side = present.iter().enumerate().filter(|(bit, _)| division >> bit & 1 == 1);
                let one: u64 = of_side.map(|(_, class)| own[*class]).sum();
                one.min(all - one)
            });
            smaller.sum::<u64>()
        });
        divisions.all(|apart| apart >= self.least)
    }

    /// Whether the groups can be set beside others within specialties: any two of them stand side by side in enough
    /// people of specialties and plans, without whichever specialty counts most.
    fn is_mixed_within(&self) -> bool {
        let groups = self.shown[Partition::PayGroup as usize].len() + 1;
        self.census.times.iter().all(|people| {
            let mut cells: BTreeMap<(usize, usize), Vec<u64>> = BTreeMap::new();
            for (cell, weight) in people {
                let key = (cell[Partition::Specialty as usize], self.merged(Partition::Plan, cell));
                cells.entry(key).or_insert_with(|| vec![0; groups])
                    [self.merged(Partition::PayGroup, cell)] += weight;
            }
            let there = |group: usize| cells.values().any(|own| own[group] > 0);
            let mut pairs = (0..groups).flat_map(|one| (one + 1..groups).map(move |other| (one, other)));
            pairs.all(|(one, other)| {
                if !there(one) || !there(other) {
                    return true;
                }
                let mut by_specialty: BTreeMap<usize, u64> = BTreeMap::new();
                for ((specialty, _), own) in &cells {
                    *by_specialty.entry(*specialty).or_default() += own[one].min(own[other]);
                }
                let all: u64 = by_specialty.values().sum();
                all - by_specialty.values().max().copied().unwrap_or(0) >= self.least
            })
        })
    }
}

#[cfg(test)]
mod tests;
