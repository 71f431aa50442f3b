//! An attacker who knows who is in which group, and adds and subtracts what is shown of them.

use super::super::census::{CellOfAll, Census, Crowd, PARTITIONS, Partition, WHOLE};
use super::{ShownCells, shown_cells};

const LEAST: u32 = 11;

/// A prime far above any count: a combination of groups over whole numbers is one over it, too.
const PRIME: u128 = (1 << 61) - 1;

fn inverse(of: u128) -> u128 {
    let (mut base, mut power, mut found) = (of % PRIME, PRIME - 2, 1);
    while power > 0 {
        if power & 1 == 1 {
            found = found * base % PRIME;
        }
        base = base * base % PRIME;
        power >>= 1;
    }
    found
}

/// Rows with a leading one each, none of which the others make.
#[derive(Default)]
struct Known(Vec<(usize, Vec<u128>)>);

impl Known {
    /// What is left of a row by those that are known.
    fn rest(&self, mut row: Vec<u128>) -> Vec<u128> {
        for (lead, known) in &self.0 {
            let times = row[*lead];
            if times != 0 {
                for (own, known) in row.iter_mut().zip(known) {
                    *own = (*own + (PRIME - times) * known) % PRIME;
                }
            }
        }
        row
    }

    fn learn(&mut self, row: Vec<u128>) {
        let rest = self.rest(row);
        if let Some(lead) = rest.iter().position(|own| *own != 0) {
            let by = inverse(rest[lead]);
            self.0.push((lead, rest.into_iter().map(|own| own * by % PRIME).collect()));
        }
    }

    fn tells(&self, row: Vec<u128>) -> bool {
        self.rest(row).iter().all(|own| *own == 0)
    }
}

/// Chance that does not hang on a library: `SplitMix64`.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap()
    }
}

/// People of many small groups: most of a specialty are on its own plan, few elsewhere.
fn crowd(dice: &mut Dice) -> Census {
    let sizes = [2 + dice.below(6), 2 + dice.below(5), 1 + dice.below(4), 3];
    let mut people = Crowd::new();
    for specialty in 0..sizes[0] {
        for _ in 0..3 + dice.below(38) {
            let plan = if dice.below(9) == 0 { dice.below(sizes[1]) } else { specialty % sizes[1] };
            let group = if dice.below(3) == 0 { specialty % sizes[2] } else { dice.below(sizes[2]) };
            let cell = [specialty, plan, group, dice.below(3)];
            *people.entry(cell).or_default() += WHOLE;
        }
    }
    let names = sizes.map(|n| (0..n).map(|class| format!("{class:02}")).collect());
    Census::made_of(names, vec![people])
}

/// Whether anyone can tell, of a set of fewer people than may be, a sum: each class, each pair of classes of two
/// partitions, each cell of all, and any two of those together.
fn broken(census: &Census, shown: &ShownCells) -> Option<String> {
    let people = &census.times[0];
    let cells: Vec<(&CellOfAll, u64)> = people.iter().map(|(cell, weight)| (cell, weight / WHOLE)).collect();
    let row = |of: &dyn Fn(&CellOfAll) -> bool| -> Vec<u128> {
        cells.iter().map(|(cell, _)| u128::from(of(cell))).collect()
    };
    let mut known = Known::default();
    known.learn(row(&|_| true));
    for of in Partition::ALL {
        for class in 0..census.classes(of).len() {
            if shown.shown[of as usize][class] {
                known.learn(row(&|cell| cell[of as usize] == class));
            }
        }
    }
    let mut sets: Vec<(String, Vec<bool>)> = Vec::new();
    let mut add = |name: String, of: &dyn Fn(&CellOfAll) -> bool| {
        let own: Vec<bool> = cells.iter().map(|(cell, _)| of(cell)).collect();
        let size: u64 = cells.iter().zip(&own).filter(|(_, own)| **own).map(|((_, weight), _)| weight).sum();
        if size > 0 && size < u64::from(LEAST) {
            sets.push((name, own));
        }
    };
    for one in 0..PARTITIONS {
        for class in 0..census.names[one].len() {
            add(format!("{one}:{class}"), &|cell| cell[one] == class);
            for other in one + 1..PARTITIONS {
                for second in 0..census.names[other].len() {
                    add(format!("{one}:{class} and {other}:{second}"), &|cell| {
                        cell[one] == class && cell[other] == second
                    });
                }
            }
        }
    }
    for (cell, _) in &cells {
        add(format!("{cell:?}"), &|other| other == *cell);
    }
    let tells = |own: &[bool]| known.tells(own.iter().map(|own| u128::from(*own)).collect());
    if let Some((name, _)) = sets.iter().find(|(_, own)| tells(own)) {
        return Some(name.clone());
    }
    for (place, (name, one)) in sets.iter().enumerate() {
        for (second, other) in &sets[..place] {
            let both: Vec<bool> = one.iter().zip(other).map(|(a, b)| *a || *b).collect();
            let size: u64 =
                cells.iter().zip(&both).filter(|(_, own)| **own).map(|((_, weight), _)| weight).sum();
            if size < u64::from(LEAST) && tells(&both) {
                return Some(format!("{name} or {second}"));
            }
        }
    }
    None
}

#[test]
fn no_set_of_few_follows_from_sums_and_differences_and_without_complements_many_do() {
    let (mut found, mut hidden, mut shown) = (0, 0, 0);
    for seed in 0..150 {
        let census = crowd(&mut Dice(seed));
        let everyone: u64 = census.times[0].values().sum();
        if everyone < u64::from(LEAST) * WHOLE {
            continue;
        }
        let cells = shown_cells(&census, LEAST, true, &|_, _| false);
        assert_eq!(broken(&census, &cells), None, "crowd {seed}: {:?}", cells.shown);
        let classes = || cells.shown.iter().flatten();
        hidden += classes().filter(|shown| !**shown).count();
        shown += classes().filter(|shown| **shown).count();
        let alone = shown_cells(&census, LEAST, false, &|_, _| false);
        found += usize::from(broken(&census, &alone).is_some());
    }
    // Hiding all would be safe, too, and of no use.
    assert!(shown > 200 && hidden > 200, "{shown} classes are shown, {hidden} hidden");
    assert!(
        found > 60,
        "where only small groups are hidden, the attacker finds something of {found} crowds alone"
    );
}

/// Family medicine and internal medicine are on one plan but for one of them: the two less the plan would be that one.
#[test]
fn a_plan_that_is_nearly_two_specialties_is_hidden_and_they_are_not() {
    let names = [
        vec!["a".into(), "b".into(), "c".into()],
        vec!["p".into(), "q".into()],
        vec![String::new()],
        vec!["l".into()],
    ];
    let people = [([0, 0, 0, 0], 30), ([1, 0, 0, 0], 19), ([1, 1, 0, 0], 1), ([2, 1, 0, 0], 25)];
    let census =
        Census::made_of(names, vec![people.map(|(cell, n)| (cell, n * WHOLE)).into_iter().collect()]);
    let cells = shown_cells(&census, LEAST, true, &|_, _| false);
    assert_eq!(cells.shown[0], [true, true, true]);
    assert_eq!(cells.shown[1], [false, false]);
    let alone = shown_cells(&census, LEAST, false, &|_, _| false);
    assert!(broken(&census, &alone).is_some());
}

#[test]
fn one_small_group_takes_the_next_with_it() {
    let names =
        [vec!["a".into(), "b".into(), "c".into()], vec!["p".into()], vec![String::new()], vec!["l".into()]];
    let of = |sizes: [u64; 3]| {
        let people = sizes.iter().enumerate().map(|(class, n)| ([class, 0, 0, 0], n * WHOLE)).collect();
        shown_cells(&Census::made_of(names.clone(), vec![people]), LEAST, true, &|_, _| false).shown[0]
            .clone()
    };
    assert_eq!(of([40, 10, 25]), [true, false, false]);
    assert_eq!(of([40, 11, 25]), [true, true, true]);
    // Two small ones of eight together are still few; all but a few of everyone is a few.
    assert_eq!(of([40, 4, 4]), [false, false, false]);
    assert_eq!(of([60, 5, 6]), [true, false, false]);
}
