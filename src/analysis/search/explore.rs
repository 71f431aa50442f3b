//! The search itself: which candidates are tried, in which order, and which of them nobody beats.

use super::evolve::{Parents, Scored, latin_hypercube, undominated};
use super::variable::DesignVariable;
use crate::order::Ordered;
use crate::random::KeyedRng;
use crate::units::real;
use std::collections::BTreeMap;

/// How much is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchEffort {
    /// Candidates that are tried.
    pub evaluations: usize,
    /// Candidates of a generation.
    pub population: usize,
}

impl Default for SearchEffort {
    fn default() -> SearchEffort {
        SearchEffort { evaluations: 600, population: 16 }
    }
}

/// What a candidate comes to, for the optimiser.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Judged {
    /// What is to be small.
    pub costs: Vec<f64>,
    /// By how much it breaks limits: 0 where it keeps them all.
    pub violation: f64,
}

/// Whoever says what a candidate comes to, beside those that were tried before.
pub(super) type Judge<'j, E> = dyn FnMut(&[f64], &[Scored]) -> Result<Judged, E> + 'j;

/// A candidate that was tried.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Attempt {
    /// Its values, as the variables.
    pub values: Vec<f64>,
    /// Generation, counted from 0.
    pub generation: usize,
    /// With what came of it.
    pub scored: Scored,
}

/// Tries candidates until as many were tried as may be. The first generation is what is known already, `known`, then
/// each variable at both its ends with the others as the first of those, then points spread over the whole room.
///
/// # Errors
///
/// The first error of `judge`, which is asked for each candidate once, in the same order whenever the same is searched.
pub(super) fn explore<E>(
    variables: &[DesignVariable],
    known: &[Vec<f64>],
    effort: SearchEffort,
    words: &mut KeyedRng,
    judge: &mut Judge<'_, E>,
) -> Result<Vec<Attempt>, E> {
    let values = |genes: &[f64]| -> Vec<f64> {
        variables.iter().zip(genes).map(|(variable, gene)| variable.at(*gene)).collect()
    };
    let mut tried: Vec<Attempt> = Vec::new();
    let mut scored: Vec<Scored> = Vec::new();
    let mut places: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
    let first = first_generation(variables, known, effort.population, words);
    let mut parents: Vec<Scored> = Vec::new();
    let (mut generation, mut next) = (0, first);
    let mut idle = 0;
    while tried.len() < effort.evaluations && idle < IDLE {
        let before = tried.len();
        let mut pool = std::mem::take(&mut parents);
        for genes in next {
            let values = values(&genes);
            let key = bits(&values);
            if places.contains_key(&key) || tried.len() >= effort.evaluations {
                continue;
            }
            let Judged { costs, violation } = judge(&values, &scored)?;
            let own = Scored { genes, objectives: costs, violation };
            places.insert(key, tried.len());
            pool.push(own.clone());
            scored.push(own.clone());
            tried.push(Attempt { values, generation, scored: own });
        }
        idle = if tried.len() == before { idle + 1 } else { 0 };
        let population = Parents::of_best(&pool, effort.population);
        let is_known = |genes: &[f64]| places.contains_key(&bits(&values(genes)));
        let done = real(tried.len()) / real(effort.evaluations.max(1));
        next = population.children((effort.population, done), words, &is_known);
        parents = population.into_members();
        generation += 1;
    }
    Ok(tried)
}

/// Generations without anything new after which there is nothing left to try.
const IDLE: usize = 5;

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

fn first_generation(
    variables: &[DesignVariable],
    known: &[Vec<f64>],
    population: usize,
    words: &mut KeyedRng,
) -> Vec<Vec<f64>> {
    let genes_of = |values: &Vec<f64>| -> Vec<f64> {
        variables.iter().zip(values).map(|(variable, value)| variable.gene(*value)).collect()
    };
    let mut all: Vec<Vec<f64>> = known.iter().map(genes_of).collect();
    if let Some(start) = all.first().cloned() {
        for variable in 0..variables.len() {
            for end in [0.0, 1.0] {
                let mut point = start.clone();
                point[variable] = end;
                all.push(point);
            }
        }
    }
    let spread = population.saturating_sub(all.len()).max(population / 4);
    all.extend(latin_hypercube(spread, variables.len(), words));
    all
}

/// Candidates that keep every limit and that no other beats, in the order in which they were tried.
pub(super) fn unbeaten(tried: &[Attempt]) -> Vec<usize> {
    let kept: Vec<usize> = (0..tried.len()).filter(|place| tried[*place].scored.violation <= 0.0).collect();
    let scored: Vec<Scored> = kept.iter().map(|place| tried[*place].scored.clone()).collect();
    undominated(&scored).into_iter().map(|place| kept[place]).collect()
}

/// As many of a frontier as are wanted: the best by each objective, then whoever stands farthest from all that are
/// chosen, with each objective's range as the unit. In the order of the first objective, the best first.
pub(super) fn spread_out(tried: &[Attempt], frontier: &[usize], many: usize) -> Vec<usize> {
    let costs = |place: usize| &tried[place].scored.objectives;
    let objectives = frontier.first().map_or(0, |first| costs(*first).len());
    let ends: Vec<(f64, f64)> = (0..objectives)
        .map(|objective| {
            let each = frontier.iter().map(|place| costs(*place)[objective]);
            each.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), cost| (low.min(cost), high.max(cost)))
        })
        .collect();
    let share = |place: usize, objective: usize| {
        let (low, high) = ends[objective];
        if high > low { (costs(place)[objective] - low) / (high - low) } else { 0.0 }
    };
    let distance = |one: usize, other: usize| -> f64 {
        (0..objectives).map(|o| (share(one, o) - share(other, o)) * (share(one, o) - share(other, o))).sum()
    };
    let mut chosen: Vec<usize> = Vec::new();
    let total = |place: usize| -> f64 { (0..objectives).map(|objective| share(place, objective)).sum() };
    for objective in 0..objectives {
        // Of those that are as good by it, the best in all.
        let better = |a: &usize, b: &usize| {
            costs(*a)[objective].total_cmp(&costs(*b)[objective]).then(total(*a).total_cmp(&total(*b)))
        };
        let best = frontier.iter().copied().min_by(better);
        chosen.extend(best.filter(|best| !chosen.contains(best) && chosen.len() < many));
    }
    while chosen.len() < many {
        let gap =
            |place: usize| chosen.iter().map(|other| distance(place, *other)).fold(f64::INFINITY, f64::min);
        let farthest =
            frontier.iter().copied().filter(|place| !chosen.contains(place)).map(|place| (place, gap(place)));
        let farthest = farthest.reduce(|a, b| if b.1 > a.1 { b } else { a });
        match farthest {
            Some((place, room)) if room > 0.0 => chosen.push(place),
            Some(_) | None => break,
        }
    }
    chosen.order_by(|a, b| costs(*a).first().unwrap_or(&0.0).total_cmp(costs(*b).first().unwrap_or(&0.0)));
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::powf;
    use crate::random::{Draws, EntityKey, Seed, Stream};

    fn words(seed: u64) -> KeyedRng {
        Draws::open(Seed(seed), Stream::Proposal).generator(EntityKey::of("search"))
    }

    fn variables(many: usize) -> Vec<DesignVariable> {
        let one = |place: usize| DesignVariable {
            path: format!("x[{place}]"),
            unit: "number",
            meaning: String::new(),
            low: 0.0,
            high: 1.0,
            step: None,
            start: Some(0.5),
        };
        (0..many).map(one).collect()
    }

    /// Costs and by how much limits are passed.
    type Judge<'a> = dyn Fn(&[f64]) -> (Vec<f64>, f64) + 'a;

    fn found(many: usize, seed: u64, effort: SearchEffort, judge: &Judge<'_>) -> Vec<Attempt> {
        let known = [vec![0.5; many]];
        explore(&variables(many), &known, effort, &mut words(seed), &mut |values, _| {
            let (costs, violation) = judge(values);
            Ok::<Judged, ()>(Judged { costs, violation })
        })
        .unwrap()
    }

    /// Area that a front of two costs leaves beaten below a corner.
    fn beaten_area(tried: &[Attempt], corner: (f64, f64)) -> f64 {
        let mut front: Vec<(f64, f64)> = unbeaten(tried)
            .iter()
            .map(|i| (tried[*i].scored.objectives[0], tried[*i].scored.objectives[1]))
            .collect();
        front.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut area, mut top) = (0.0, corner.1);
        for (x, y) in front.into_iter().filter(|(x, y)| *x < corner.0 && *y < corner.1) {
            area += (corner.0 - x) * (top - y).max(0.0);
            top = top.min(y);
        }
        area
    }

    /// ZDT1 (Zitzler, Deb and Thiele 2000) in eight variables.
    fn zdt1(x: &[f64]) -> (Vec<f64>, f64) {
        let g = 1.0 + 9.0 * x[1..].iter().sum::<f64>() / 7.0;
        (vec![x[0], g * (1.0 - powf(x[0] / g, 0.5))], 0.0)
    }

    #[test]
    fn most_of_the_front_of_zdt1_is_found() {
        // The front is y = 1 − √x: below the corner (1.1, 1.1) it beats 0.1 x 1.1 beyond x = 1 and, up to there, the
        // integral of 0.1 + √x: 0.1 + 2/3. Together 0.8767.
        let whole = 0.11 + 0.1 + 2.0 / 3.0;
        for seed in [1, 2, 3] {
            let effort = SearchEffort { evaluations: 1_000, population: 20 };
            let area = beaten_area(&found(8, seed, effort, &zdt1), (1.1, 1.1));
            assert!(area < whole && area > 0.96 * whole, "seed {seed}: {area} of {whole}");
        }
    }

    /// The problem of Binh and Korn (1997): 4x² + 4y² and (x − 5)² + (y − 5)², 0 ≤ x ≤ 5, 0 ≤ y ≤ 3, within a circle
    /// around (5, 0) and outside of one around (8, −3).
    fn binh_korn(x: &[f64]) -> (Vec<f64>, f64) {
        let (x, y) = (5.0 * x[0], 3.0 * x[1]);
        let square = |a: f64| a * a;
        let outside = (square(x - 5.0) + square(y) - 25.0).max(0.0);
        let inside = (7.7 - square(x - 8.0) - square(y + 3.0)).max(0.0);
        (vec![4.0 * (square(x) + square(y)), square(x - 5.0) + square(y - 5.0)], outside + inside)
    }

    #[test]
    fn the_front_of_binh_and_korn_is_found_and_keeps_its_limits() {
        let effort = SearchEffort { evaluations: 1_000, population: 40 };
        let tried = found(2, 1, effort, &binh_korn);
        // The front: x = y from 0 to 3, then y = 3 with x from 3 to 5. So its costs are 8t² and 2(5 − t)², then
        // 4x² + 36 and (x − 5)² + 4. What it beats below (140, 50), on a fine grid:
        let grid = |many: u32| {
            let one = |i: u32| {
                let t = 5.0 * f64::from(i) / f64::from(many);
                let y = t.min(3.0);
                (4.0 * (t * t + y * y), (t - 5.0) * (t - 5.0) + (y - 5.0) * (y - 5.0))
            };
            let each: Vec<(f64, f64)> = (0..=many).map(one).collect();
            let strips = each.windows(2).map(|two| (two[1].0 - two[0].0) * (50.0 - two[0].1));
            strips.sum::<f64>() + (140.0 - each[each.len() - 1].0) * 46.0
        };
        let whole = grid(100_000);
        let area = beaten_area(&tried, (140.0, 50.0));
        assert!(area < whole && area > 0.995 * whole, "{area} of {whole}");
        for place in unbeaten(&tried) {
            let (costs, violation) = binh_korn(&tried[place].values);
            assert_eq!(violation, 0.0);
            assert!(costs[0] <= 136.0 + 1e-9 && costs[1] <= 50.0 + 1e-9);
        }
    }

    #[test]
    fn limits_that_are_broken_lead_the_way_where_nothing_keeps_them_yet() {
        // Only a thousandth of the room keeps the limit: x + y at most 0.0447. The least of −x − y lies on it.
        let judge = |x: &[f64]| (vec![-(x[0] + x[1])], (x[0] + x[1] - 0.0447).max(0.0));
        let tried = found(2, 5, SearchEffort { evaluations: 400, population: 20 }, &judge);
        let best = unbeaten(&tried);
        let cost = tried[best[0]].scored.objectives[0];
        assert!(cost < -0.0447 * 0.98, "{cost}");
    }

    #[test]
    fn the_same_seed_tries_the_same_and_nothing_twice() {
        let effort = SearchEffort { evaluations: 150, population: 20 };
        let (one, again) = (found(4, 9, effort, &zdt1), found(4, 9, effort, &zdt1));
        assert_eq!(one, again);
        assert_eq!(one.len(), 150);
        let other = found(4, 10, effort, &zdt1);
        assert_ne!(one.last(), other.last());
        for (place, attempt) in one.iter().enumerate() {
            assert!(one[..place].iter().all(|before| before.values != attempt.values), "{attempt:?}");
        }
        // What is known comes first, then both ends of each variable.
        assert_eq!(one[0].values, [0.5; 4]);
        assert_eq!(one[1].values, [0.0, 0.5, 0.5, 0.5]);
        assert_eq!(one[8].values, [0.5, 0.5, 0.5, 1.0]);
    }

    #[test]
    fn a_room_of_few_values_is_tried_out_and_then_left() {
        let mut few = variables(2);
        for one in &mut few {
            one.step = Some(0.5);
        }
        let known = [vec![0.5, 0.5]];
        let effort = SearchEffort { evaluations: 500, population: 10 };
        let tried = explore(&few, &known, effort, &mut words(1), &mut |values, _| {
            Ok::<Judged, ()>(Judged { costs: vec![values[0] + values[1]], violation: 0.0 })
        })
        .unwrap();
        assert_eq!(tried.len(), 9, "0, 0.5 and 1 of each");
        assert_eq!(tried[unbeaten(&tried)[0]].values, [0.0, 0.0]);
    }

    #[test]
    fn ends_are_chosen_first_and_then_what_stands_apart() {
        let of = |x: f64, y: f64| Attempt {
            values: vec![x],
            generation: 0,
            scored: Scored { genes: vec![x], objectives: vec![x, y], violation: 0.0 },
        };
        let tried = [of(0.0, 1.0), of(0.1, 0.9), of(0.4, 0.5), of(0.5, 0.45), of(1.0, 0.0), of(0.9, 0.9)];
        let frontier = unbeaten(&tried);
        assert_eq!(frontier, [0, 1, 2, 3, 4]);
        assert_eq!(spread_out(&tried, &frontier, 2), [0, 4]);
        // From the ends (0, 1) and (1, 0): (0.4, 0.5) is √0.41 and √0.61 away, (0.5, 0.45) √0.5525 and √0.4525.
        assert_eq!(spread_out(&tried, &frontier, 3), [0, 3, 4]);
        assert_eq!(spread_out(&tried, &frontier, 9), [0, 1, 2, 3, 4]);
    }
}
