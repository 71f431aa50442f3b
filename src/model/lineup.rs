//! Who stands where: places of positions, the same on every roster that cohorts draw.

use crate::entity::{Physician, Roster};
use crate::order::Ordered;
use crate::tile::{Lanes, TILE, tiles};
use std::collections::{BTreeMap, BTreeSet};

/// Physicians with one specialty and one plan at the start: on the first roster a stretch of neighbours.
#[derive(Clone, Debug)]
pub struct RosterGroup {
    /// Place of the specialty in [`super::Model::specialties`].
    pub specialty: usize,
    /// Place of the plan in [`super::Model::plans`].
    pub plan: usize,
    /// Physicians.
    pub physicians: usize,
}

/// The part of a group that lies in one tile.
#[derive(Clone, Debug)]
pub struct RosterSegment {
    /// The group.
    pub group: usize,
    /// 1 for its members.
    pub members: Lanes,
}

/// Places, names and groups. Identifiers stand where the first roster puts them; whoever a later roster draws under
/// an identifier takes its place, so that results of a position can be added up over rosters. Plans are drawn with
/// the rest: names and groups are those of any roster, and a group may be empty on one.
pub(super) struct Lineup {
    /// Everyone in any arm, on each roster.
    pub everyone: Vec<Vec<Physician>>,
    pub author_order: Vec<usize>,
    pub specialties: Vec<String>,
    pub plans: Vec<String>,
    /// Plan and specialty of each group.
    groups: Vec<(usize, usize)>,
}

impl Lineup {
    /// Of the rosters of all arms: the first, and each that is drawn beside it.
    pub(super) fn of(rosters: &[Vec<&Roster>]) -> Lineup {
        let (first, author_order) = everyone(rosters.first().map_or(&[], Vec::as_slice));
        let mut all = vec![first];
        for drawn in rosters.iter().skip(1) {
            let mut found: BTreeMap<&str, &Physician> = BTreeMap::new();
            for one in drawn.iter().flat_map(|roster| &roster.physicians) {
                found.entry(&one.id).or_insert(one);
            }
            let own =
                |one: &Physician| found.get(one.id.as_str()).map_or_else(|| one.clone(), |p| (*p).clone());
            all.push(all[0].iter().map(own).collect());
        }
        let named = |of: fn(&Physician) -> &String| -> Vec<String> {
            let names: BTreeSet<&String> = all.iter().flatten().map(of).collect();
            names.into_iter().cloned().collect()
        };
        let (specialties, plans) = (named(|p| &p.specialty), named(|p| &p.plan));
        let key = |p: &Physician| (place_of(&plans, &p.plan), place_of(&specialties, &p.specialty));
        let groups: BTreeSet<(usize, usize)> = all.iter().flatten().map(key).collect();
        let groups = groups.into_iter().collect();
        Lineup { everyone: all, author_order, specialties, plans, groups }
    }

    /// The groups on a roster, and their segments tile by tile.
    pub(super) fn group(&self, roster: usize) -> (Vec<RosterGroup>, Vec<Vec<RosterSegment>>) {
        let physicians = &self.everyone[roster];
        let empty = |(plan, specialty): &(usize, usize)| RosterGroup {
            specialty: *specialty,
            plan: *plan,
            physicians: 0,
        };
        let mut groups: Vec<RosterGroup> = self.groups.iter().map(empty).collect();
        let mut segments: Vec<Vec<RosterSegment>> = vec![Vec::new(); tiles(physicians.len())];
        for (place, physician) in physicians.iter().enumerate() {
            let own =
                (place_of(&self.plans, &physician.plan), place_of(&self.specialties, &physician.specialty));
            let group = self.groups.binary_search(&own).unwrap_or(0);
            groups[group].physicians += 1;
            let tile = &mut segments[place / TILE];
            let known = tile.iter().position(|segment| segment.group == group);
            let at = known.unwrap_or_else(|| {
                tile.push(RosterSegment { group, members: [0.0; TILE] });
                tile.len() - 1
            });
            tile[at].members[place % TILE] = 1.0;
        }
        (groups, segments)
    }
}

/// Everyone in any of the arms' rosters, in canonical order, and the author's order of their places.
fn everyone(rosters: &[&Roster]) -> (Vec<Physician>, Vec<usize>) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut authors: Vec<&Physician> = Vec::new();
    let mut known: Vec<&Roster> = Vec::new();
    for &roster in rosters {
        if known.iter().any(|other| std::ptr::eq(*other, roster)) {
            continue;
        }
        known.push(roster);
        authors.extend(roster.physicians.iter().filter(|p| seen.insert(&p.id)));
    }
    let mut order: Vec<usize> = (0..authors.len()).collect();
    order.order_by(|a, b| {
        let key =
            |i: usize| (authors[i].plan.as_str(), authors[i].specialty.as_str(), authors[i].id.as_str());
        key(*a).cmp(&key(*b))
    });
    let mut author_order = vec![0; order.len()];
    for (canonical, author) in order.iter().enumerate() {
        author_order[*author] = canonical;
    }
    (order.into_iter().map(|i| authors[i].clone()).collect(), author_order)
}

/// The places of those who hold several positions, by identifier.
pub(super) fn persons(roster: &[Option<Physician>]) -> Vec<Vec<usize>> {
    let mut all: BTreeMap<&str, Vec<(&str, usize)>> = BTreeMap::new();
    for (place, one) in roster.iter().enumerate() {
        if let Some(one) = one.as_ref().filter(|one| !one.appointment.is_empty()) {
            all.entry(&one.person).or_default().push((&one.id, place));
        }
    }
    let several = all.into_values().filter(|own| own.len() > 1);
    several
        .map(|mut own| {
            own.sort_unstable();
            own.into_iter().map(|(_, place)| place).collect()
        })
        .collect()
}

/// The place of a name in a sorted list.
pub(super) fn place_of(sorted: &[String], name: &str) -> usize {
    sorted.binary_search_by(|n| n.as_str().cmp(name)).unwrap_or(0)
}
