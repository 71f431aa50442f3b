//! Who stands where: how many people are in each cell of everything that figures are divided by.

use crate::decision::social_risk::{THIRDS, thirds};
use crate::engine::Scope;
use crate::entity::{Career, Physician};
use crate::model::Model;
use std::collections::{BTreeMap, BTreeSet};

/// A whole person. Of who holds several positions each is a part, so that parts never add up to more than people.
pub(super) const WHOLE: u64 = 60;

/// A group is hidden in which all but the two best paid are together paid less than this part of the best paid: the second
/// could tell the first's pay within so much (the p % rule of official statistics, with p = 20).
pub(super) const RULED: f64 = 0.20;

/// Pay that differs by less between two arms does not differ, $ a year.
pub(super) const SAME_PAY: f64 = 1.0;

/// Less than this is nothing, in any unit.
pub(super) const NOTHING: f64 = 1e-6;

/// What figures of physicians are divided by: each a partition of everyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Partition {
    /// Specialties.
    Specialty,
    /// Plans at the start.
    Plan,
    /// Groups of the roster.
    PayGroup,
    /// Thirds by social risk.
    SocialRisk,
}

impl Partition {
    /// All, in the order in which they are decided.
    pub(super) const ALL: [Partition; PARTITIONS] =
        [Partition::Specialty, Partition::Plan, Partition::PayGroup, Partition::SocialRisk];

    /// The one that groups of a scope are classes of.
    pub(super) fn of(scope: Scope) -> Option<Partition> {
        match scope {
            Scope::Specialty => Some(Partition::Specialty),
            Scope::Plan => Some(Partition::Plan),
            Scope::System | Scope::Contract | Scope::Account | Scope::Flow => None,
        }
    }
}

/// How many partitions there are.
pub(super) const PARTITIONS: usize = 4;

/// A class of each partition, by its place.
pub(super) type CellOfAll = [usize; PARTITIONS];

/// People by the cell they stand in, at one time on one roster, in parts of [`WHOLE`].
pub(super) type Crowd = BTreeMap<CellOfAll, u64>;

/// Everyone at every time that differs, and the names of what they are divided by.
#[derive(Clone, Debug)]
pub(super) struct Census {
    /// Names of the classes of each partition.
    pub names: [Vec<String>; PARTITIONS],
    /// Who is there at each time: in every performance year of every roster, each crowd once.
    pub times: Vec<Crowd>,
    /// Who stands at each place of the first roster, and with what part of a person.
    places: Vec<Option<(CellOfAll, u64)>>,
}

/// Whether someone is there at any time of a performance year.
fn is_there(physician: &Physician, year: u16) -> bool {
    let begins_before = physician.hired.months_from(year) < 12.0;
    begins_before && physician.career.leaves.is_none_or(|leaves| leaves.months_from(year) > 0.0)
}

impl Census {
    /// The baseline's people.
    pub(super) fn of(model: &Model) -> Census {
        let roster = &model.arms[0].roster;
        let groups: BTreeSet<&str> = roster.iter().flatten().map(|one| one.pay_group.as_str()).collect();
        let groups: Vec<String> = groups.into_iter().map(str::to_owned).collect();
        let mut third = vec![0; roster.len()];
        for (part, members) in thirds(roster).iter().enumerate() {
            for place in members {
                third[*place] = part;
            }
        }
        // Groups and thirds are those of the first roster, by place, as their tables have them.
        let pay_group = |place: usize| {
            let own = roster[place].as_ref().map_or("", |one| one.pay_group.as_str());
            groups.binary_search_by(|name| name.as_str().cmp(own)).unwrap_or(0)
        };
        let cells_of = |own: &Model, among: &dyn Fn(&Physician) -> bool| -> Vec<Option<(CellOfAll, u64)>> {
            let mut positions: BTreeMap<&str, u64> = BTreeMap::new();
            for (_, one) in present(own, 0).filter(|(_, one)| among(one)) {
                *positions.entry(&one.person).or_default() += 1;
            }
            let mut cells = vec![None; roster.len()];
            for (place, one) in present(own, 0).filter(|(_, one)| among(one)) {
                let cell = [
                    place_in(&model.specialties, &one.specialty),
                    place_in(&model.plans, &one.plan),
                    pay_group(place),
                    third[place],
                ];
                cells[place] = Some((cell, WHOLE / positions[one.person.as_str()]));
            }
            cells
        };
        let mut times: Vec<Crowd> = Vec::new();
        for own in std::iter::once(model).chain(&model.further) {
            for year in 0..model.years {
                let year = model.start.plus(year).0;
                let people = together(cells_of(own, &|one| is_there(one, year)).into_iter().flatten());
                if !people.is_empty() && !times.contains(&people) {
                    times.push(people);
                }
            }
        }
        let names = [
            model.specialties.clone(),
            model.plans.clone(),
            groups.clone(),
            THIRDS.map(str::to_owned).to_vec(),
        ];
        Census { names, times, places: cells_of(model, &|_| true) }
    }

    /// Some people under some names, on no roster.
    #[cfg(test)]
    pub(super) fn made_of(names: [Vec<String>; PARTITIONS], times: Vec<Crowd>) -> Census {
        Census { names, times, places: Vec::new() }
    }

    /// The same with other people at other times.
    pub(super) fn at(&self, times: Vec<Crowd>) -> Census {
        Census { times, names: self.names.clone(), places: self.places.clone() }
    }

    /// Those of the first roster of whom something holds.
    pub(super) fn those(&self, holds: impl Fn(usize) -> bool) -> Crowd {
        let places = self.places.iter().enumerate().filter(|(place, one)| one.is_some() && holds(*place));
        together(places.filter_map(|(_, one)| *one))
    }

    /// Everyone of the first roster: places with cells.
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, CellOfAll)> + '_ {
        self.places.iter().enumerate().filter_map(|(place, one)| Some((place, (*one)?.0)))
    }

    /// Positions of a specialty or a plan on the first roster; of everyone else all.
    pub(super) fn head_count(&self, scope: Scope, name: &str) -> usize {
        let Some(of) = Partition::of(scope) else { return self.places().count() };
        let class = place_in(self.classes(of), name);
        self.places().filter(|(_, cell)| cell[of as usize] == class).count()
    }

    /// Names of the classes of a partition.
    pub(super) fn classes(&self, of: Partition) -> &[String] {
        &self.names[of as usize]
    }

    /// The most people of some cells at any time, in parts of [`WHOLE`].
    pub(super) fn most(&self, of: impl Fn(&CellOfAll) -> bool) -> u64 {
        self.times.iter().map(|people| count(people, &of)).max().unwrap_or(0)
    }

    /// Whether some cells, and all others, hold nobody or so many people, at any time.
    pub(super) fn is_told_apart(&self, least: u64, of: impl Fn(&CellOfAll) -> bool) -> bool {
        let enough = |weight: u64| weight == 0 || weight >= least;
        self.times.iter().all(|people| enough(count(people, &of)) && enough(count(people, |cell| !of(cell))))
    }
}

/// People by their cells.
fn together(all: impl Iterator<Item = (CellOfAll, u64)>) -> Crowd {
    let mut people = Crowd::new();
    for (cell, weight) in all {
        *people.entry(cell).or_default() += weight;
    }
    people
}

/// People of some cells.
fn count(people: &Crowd, of: impl Fn(&CellOfAll) -> bool) -> u64 {
    people.iter().filter(|(cell, _)| of(cell)).map(|(_, weight)| weight).sum()
}

/// Place of a name in a sorted list.
fn place_in(sorted: &[String], name: &str) -> usize {
    sorted.binary_search_by(|known| known.as_str().cmp(name)).unwrap_or(0)
}

/// Who an arm has, with their places; specialty and plan as groups count them.
fn present(model: &Model, arm: usize) -> impl Iterator<Item = (usize, &Physician)> {
    let places = model.arms[arm].roster.iter().enumerate().filter(|(_, one)| one.is_some());
    places.map(|(place, _)| (place, &model.physicians[place]))
}

/// How many people one of two arms has and the other has not.
pub(super) fn apart(model: &Model, arm: usize, other: usize) -> usize {
    let people =
        |of: usize| -> BTreeSet<&str> { present(model, of).map(|(_, one)| one.person.as_str()).collect() };
    let (own, others) = (people(arm), people(other));
    own.difference(&others).count()
}

/// Whether an arm has the baseline's physicians, in the same groups and at the same times.
pub(super) fn is_as_baseline(model: &Model, arm: usize) -> bool {
    let times = |career: &Career| (career.leaves, career.leave_from, career.leave_to);
    let alike = |one: &Physician, other: &Physician| {
        (&one.specialty, &one.plan, &one.pay_group) == (&other.specialty, &other.plan, &other.pay_group)
            && one.social_risk.to_bits() == other.social_risk.to_bits()
            && one.hired == other.hired
            && times(&one.career) == times(&other.career)
    };
    std::iter::once(model).chain(&model.further).all(|own| {
        own.arms[0].roster.iter().zip(&own.arms[arm].roster).all(|pair| match pair {
            (Some(one), Some(other)) => alike(one, other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        })
    })
}
