//! The optimiser: NSGA-II with constraint-dominance, as small as it can be.
//!
//! Candidates are points of the unit cube. Whoever breaks fewer limits comes first; of those that break none, whoever no
//! other beats on all objectives; of those, whoever stands where few others do. Deb, Pratap, Agarwal and Meyarivan, "A
//! fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE Transactions on Evolutionary Computation 6 (2002);
//! crossover and mutation after Deb and Agrawal (1995) and Deb and Goyal (1996), on an open line and then held in the
//! cube: what is best often lies on a bound, and inside there every draw that leaves the cube ends.
//!
//! It is written here and not taken from a package, because a simulation that is stopped must stop it, because a search
//! begins with the arms that are known, and because its draws are keyed as all others are: the bits of a search are those
//! of its seed, whatever versions of other packages it is built with.

use crate::math::powf;
use crate::order::Ordered;
use crate::random::{KeyedRng, unit};
use rand::TryRng;

/// Chance that two parents are crossed.
const CROSSED: f64 = 0.9;
/// How near children stay to their parents: the distribution index of simulated binary crossover.
const NEAR_PARENTS: f64 = 5.0;
/// How near a mutant stays, at the beginning of a search and at its end: the distribution index of polynomial mutation.
const NEAR_ITSELF: (f64, f64) = (5.0, 50.0);
/// Chance that a gene that is mutated goes to one of its bounds: terms of agreements are often best there.
const TO_A_BOUND: f64 = 0.05;
/// How often a child that is known already is mutated again.
const AGAIN: usize = 12;

/// A candidate with what came of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scored {
    /// Where it stands in the unit cube.
    pub(super) genes: Vec<f64>,
    /// What is to be small.
    pub(super) objectives: Vec<f64>,
    /// By how much it breaks limits, in all: 0 where it keeps them.
    pub(super) violation: f64,
}

impl Scored {
    /// Whether it comes before another by right: it breaks less, or breaks nothing and is as good in all and better in one.
    #[must_use]
    pub(super) fn dominates(&self, other: &Scored) -> bool {
        if self.violation > 0.0 || other.violation > 0.0 {
            return self.violation < other.violation;
        }
        let pairs = || self.objectives.iter().zip(&other.objectives);
        pairs().all(|(own, theirs)| own <= theirs) && pairs().any(|(own, theirs)| own < theirs)
    }
}

/// Those that no other dominates, in their order.
#[must_use]
pub(super) fn undominated(all: &[Scored]) -> Vec<usize> {
    let beaten = |place: &usize| all.iter().any(|other| other.dominates(&all[*place]));
    (0..all.len()).filter(|place| !beaten(place)).collect()
}

/// Fronts: those that nobody dominates, then those whom only these do, and so on.
fn fronts(all: &[Scored]) -> Vec<Vec<usize>> {
    let mut left: Vec<usize> = (0..all.len()).collect();
    let mut found = Vec::new();
    while !left.is_empty() {
        let beaten = |place: &usize| left.iter().any(|other| all[*other].dominates(&all[*place]));
        let (rest, front): (Vec<usize>, Vec<usize>) = left.iter().copied().partition(beaten);
        found.push(front);
        left = rest;
    }
    found
}

/// How much room each of a front has around it: the sum, over objectives, of the distance between its neighbours as a
/// part of the front's range. The ends of a range have infinite room.
fn room(all: &[Scored], front: &[usize]) -> Vec<f64> {
    let mut found = vec![0.0; front.len()];
    let objectives = front.first().map_or(0, |first| all[*first].objectives.len());
    for objective in 0..objectives {
        let value = |place: usize| all[front[place]].objectives[objective];
        let mut order: Vec<usize> = (0..front.len()).collect();
        order.order_by(|a, b| value(*a).total_cmp(&value(*b)));
        let (Some(least), Some(most)) = (order.first().copied(), order.last().copied()) else { continue };
        let range = value(most) - value(least);
        if !(range > 0.0 && range.is_finite()) {
            continue;
        }
        found[least] = f64::INFINITY;
        found[most] = f64::INFINITY;
        for near in order.windows(3) {
            found[near[1]] += (value(near[2]) - value(near[0])) / range;
        }
    }
    found
}

/// A population: each with its front and its room.
#[derive(Clone, Debug)]
pub(super) struct Parents {
    members: Vec<Scored>,
    front: Vec<usize>,
    room: Vec<f64>,
}

impl Parents {
    /// The best of all, as many as there is place for: front by front, of the last one those with most room.
    pub(super) fn of_best(all: &[Scored], places: usize) -> Parents {
        let (mut members, mut front, mut rooms) = (Vec::new(), Vec::new(), Vec::new());
        for (number, own) in fronts(all).into_iter().enumerate() {
            let room = room(all, &own);
            let mut order: Vec<usize> = (0..own.len()).collect();
            order.order_by(|a, b| room[*b].total_cmp(&room[*a]));
            for place in order.into_iter().take(places - members.len()) {
                members.push(all[own[place]].clone());
                front.push(number);
                rooms.push(room[place]);
            }
            if members.len() == places {
                break;
            }
        }
        Parents { members, front, room: rooms }
    }

    /// Its members, the best first.
    pub(super) fn into_members(self) -> Vec<Scored> {
        self.members
    }

    /// Children, as many as asked, none of which is `known` if that can be helped. `done` is the part of the search that
    /// is over: mutants stay nearer and nearer.
    pub(super) fn children(
        &self,
        (many, done): (usize, f64),
        words: &mut KeyedRng,
        known: &dyn Fn(&[f64]) -> bool,
    ) -> Vec<Vec<f64>> {
        let near = NEAR_ITSELF.0 * powf(NEAR_ITSELF.1 / NEAR_ITSELF.0, done.clamp(0.0, 1.0));
        let mut all: Vec<Vec<f64>> = Vec::with_capacity(many);
        while all.len() < many {
            let (mother, father) = (self.parent(words), self.parent(words));
            for child in crossed(&self.members[mother].genes, &self.members[father].genes, words) {
                let mut child = mutated(&child, near, words);
                for _ in 0..AGAIN {
                    if !known(&child) && !all.contains(&child) {
                        break;
                    }
                    child = mutated(&child, near, words);
                }
                if all.len() < many {
                    all.push(child);
                }
            }
        }
        all
    }

    /// The better of two by lot: by front, then by room.
    fn parent(&self, words: &mut KeyedRng) -> usize {
        let (one, other) = (below(self.members.len(), words), below(self.members.len(), words));
        let rank = |place: usize| (self.front[place], -self.room[place]);
        if rank(other).0.cmp(&rank(one).0).then(rank(other).1.total_cmp(&rank(one).1)).is_lt() {
            other
        } else {
            one
        }
    }
}

/// The next uniform strictly between 0 and 1.
pub(super) fn uniform(words: &mut KeyedRng) -> f64 {
    let Ok(word) = words.try_next_u64();
    unit(word)
}

/// A number below `many`, each as likely.
pub(super) fn below(many: usize, words: &mut KeyedRng) -> usize {
    let Ok(word) = words.try_next_u64();
    let wide = u128::from(word) * many as u128;
    usize::try_from(wide >> 64).unwrap_or_default()
}

/// Two children of two parents, gene by gene: simulated binary crossover.
fn crossed(mother: &[f64], father: &[f64], words: &mut KeyedRng) -> [Vec<f64>; 2] {
    let (mut one, mut other) = (mother.to_vec(), father.to_vec());
    if uniform(words) >= CROSSED {
        return [one, other];
    }
    for gene in 0..mother.len() {
        if uniform(words) < 0.5 {
            continue;
        }
        let spread = spread(uniform(words), NEAR_PARENTS);
        let (middle, half) =
            (f64::midpoint(mother[gene], father[gene]), 0.5 * spread * (father[gene] - mother[gene]));
        let sides = [(middle - half).clamp(0.0, 1.0), (middle + half).clamp(0.0, 1.0)];
        // Which child takes which side is a lot: genes then mix.
        let first = usize::from(uniform(words) < 0.5);
        (one[gene], other[gene]) = (sides[first], sides[1 - first]);
    }
    [one, other]
}

/// How far children lie apart, as a multiple of their parents' distance, for a uniform.
fn spread(u: f64, near: f64) -> f64 {
    let of = if u <= 0.5 { 2.0 * u } else { 1.0 / (2.0 * (1.0 - u)) };
    powf(of, 1.0 / (near + 1.0))
}

/// A mutant: one gene or more, each by chance one in their number, moved by polynomial mutation or to a
/// bound.
fn mutated(genes: &[f64], near: f64, words: &mut KeyedRng) -> Vec<f64> {
    let mut mutant = genes.to_vec();
    let sure = below(genes.len(), words);
    #[expect(clippy::cast_precision_loss, reason = "a few genes")]
    let chance = 1.0 / genes.len() as f64;
    for (place, gene) in mutant.iter_mut().enumerate() {
        if place == sure || uniform(words) < chance {
            *gene = if uniform(words) < TO_A_BOUND {
                if uniform(words) < 0.5 { 0.0 } else { 1.0 }
            } else {
                (*gene + step(uniform(words), near)).clamp(0.0, 1.0)
            };
        }
    }
    mutant
}

/// How far a mutant's gene moves, as a part of its range, for a uniform: −1 to 1, most often little.
fn step(u: f64, near: f64) -> f64 {
    if u < 0.5 {
        powf(2.0 * u, 1.0 / (near + 1.0)) - 1.0
    } else {
        1.0 - powf(2.0 * (1.0 - u), 1.0 / (near + 1.0))
    }
}

/// Points of the unit cube that fill it evenly: a Latin hypercube. Of each variable each of `many` equal parts is met once.
pub(super) fn latin_hypercube(many: usize, variables: usize, words: &mut KeyedRng) -> Vec<Vec<f64>> {
    let mut points = vec![Vec::with_capacity(variables); many];
    for _ in 0..variables {
        let mut parts: Vec<usize> = (0..many).collect();
        for last in (1..many).rev() {
            parts.swap(last, below(last + 1, words));
        }
        for (point, part) in points.iter_mut().zip(parts) {
            #[expect(clippy::cast_precision_loss, reason = "a few hundred points")]
            point.push((part as f64 + uniform(words)) / many as f64);
        }
    }
    points
}
