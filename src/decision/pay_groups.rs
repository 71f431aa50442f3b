//! Pay equity: pay and its change by a group that the roster states, also within specialties, so that a mix of specialties
//! does not pass for unequal pay.

use super::reasons::LOSES;
use crate::engine::{ArmYear, Metric, Outcome};
use crate::entity::Physician;
use crate::model::Model;
use crate::units::real;
use std::collections::BTreeMap;

/// People below whom what is said of a group says much of each of them.
pub const SMALL: usize = 11;

/// What a group's physicians are paid in a year of an arm: means over trials, and over its positions.
#[derive(Clone, Debug, PartialEq)]
pub struct PayGroup<'m> {
    /// The group as the roster states it; empty for those of whom it states none.
    pub group: &'m str,
    /// Physicians.
    pub physicians: usize,
    /// Their FTE.
    pub fte: f64,
    /// Pay, $.
    pub pay: f64,
    /// Pay of all of them over their FTE, $.
    pub pay_per_fte: f64,
    /// Value-linked pay, $.
    pub value_pay: f64,
    /// Change against the baseline on the same luck, $; of positions that both have.
    pub change: f64,
    /// The same as a share of their pay in the baseline.
    pub change_share: f64,
    /// Mean chance of being paid less than in the baseline on the same luck by 5 % of one's mean pay there or more.
    pub loses: f64,
    /// The same within specialties; `None` where no specialty of theirs has another group.
    pub within: Option<WithinSpecialties>,
}

/// How those of a group stand to others of their own specialties, of which another group has some, too: means over them of
/// what is their own less what is the specialty's mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WithinSpecialties {
    /// How many of them there are.
    pub physicians: usize,
    /// Pay per FTE, as a share of the specialty's mean.
    pub pay_per_fte: f64,
    /// Change of pay as a share of one's own pay in the baseline.
    pub change_share: f64,
    /// Chance of losing 5 % or more.
    pub loses: f64,
}

impl PayGroup<'_> {
    /// Whether it has so few people that its figures are nearly those of single ones.
    #[must_use]
    pub fn is_small(&self) -> bool {
        self.physicians < SMALL
    }
}

/// One physician's figures.
struct GroupMember<'m> {
    group: &'m str,
    specialty: &'m str,
    fte: f64,
    pay: f64,
    value_pay: f64,
    /// Pay in the baseline and change against it, where the baseline has the position.
    change: Option<(f64, f64)>,
    loses: f64,
}

impl GroupMember<'_> {
    fn per_fte(&self) -> f64 {
        self.pay / self.fte
    }

    fn change_share(&self) -> Option<f64> {
        self.change.filter(|(before, _)| *before > 0.0).map(|(before, change)| change / before)
    }
}

/// Whether the roster of any arm states a group.
#[must_use]
pub fn has_pay_groups(model: &Model) -> bool {
    let mut all = model.arms.iter().flat_map(|arm| arm.roster.iter().flatten());
    all.any(|physician| !physician.pay_group.is_empty())
}

/// The groups of an arm's roster in a year, both counted from 0, by name; those without one last.
#[must_use]
pub fn pay_groups<'m>(model: &'m Model, outcome: &Outcome, arm: usize, year: usize) -> Vec<PayGroup<'m>> {
    let results = outcome.of(arm, year);
    let roster = model.arms[arm].roster.iter().enumerate();
    let all: Vec<GroupMember<'m>> = roster
        .filter_map(|(place, physician)| {
            let in_both = model.arms[0].roster[place].is_some();
            physician.as_ref().map(|physician| paid(results, physician, place, in_both))
        })
        .collect();
    grouped(&all)
}

fn paid<'m>(results: ArmYear<'_>, physician: &'m Physician, place: usize, in_both: bool) -> GroupMember<'m> {
    let mean = |metric| results.mean_at(place, metric);
    let (pay, change) = (mean(Metric::Pay), mean(Metric::PayChange));
    let before = pay - change;
    // Half a cent less, so that a loss of exactly so much counts.
    let loses = (in_both && before > 0.0)
        .then(|| results.chance_above(place, Metric::PayChange, 0.005 - LOSES * before))
        .flatten()
        .map_or(0.0, |above| 1.0 - above);
    GroupMember {
        group: &physician.pay_group,
        specialty: &physician.specialty,
        fte: physician.fte,
        pay,
        value_pay: mean(Metric::ValuePay),
        change: in_both.then_some((before, change)),
        loses,
    }
}

fn grouped<'m>(all: &[GroupMember<'m>]) -> Vec<PayGroup<'m>> {
    let mut specialties: BTreeMap<&str, PeerMeans> = BTreeMap::new();
    let mut of: BTreeMap<&str, Vec<&GroupMember<'m>>> = BTreeMap::new();
    for one in all {
        of.entry(one.specialty).or_default().push(one);
    }
    for (specialty, peers) in of {
        specialties.insert(specialty, PeerMeans::of(&peers));
    }
    let mut names: Vec<&'m str> = all.iter().map(|one| one.group).collect();
    names.sort_unstable_by_key(|name| (name.is_empty(), *name));
    names.dedup();
    names.into_iter().map(|group| one_group(all, group, &specialties)).collect()
}

/// Means over the physicians of a specialty.
struct PeerMeans {
    per_fte: f64,
    change_share: f64,
    loses: f64,
    /// Whether they are of several groups.
    several: bool,
}

impl PeerMeans {
    fn of<'m>(peers: &[&GroupMember<'m>]) -> PeerMeans {
        let mean = |of: &dyn Fn(&GroupMember<'m>) -> Option<f64>| {
            mean_of(peers.iter().filter_map(|one| of(one))).unwrap_or(0.0)
        };
        PeerMeans {
            per_fte: mean(&|one| Some(one.per_fte())),
            change_share: mean(&GroupMember::change_share),
            loses: mean(&|one| Some(one.loses)),
            several: peers.iter().any(|one| one.group != peers[0].group),
        }
    }
}

fn mean_of(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0_usize), |(sum, n), value| (sum + value, n + 1));
    (n > 0).then(|| sum / real(n))
}

fn one_group<'m>(
    all: &[GroupMember<'m>],
    group: &'m str,
    specialties: &BTreeMap<&str, PeerMeans>,
) -> PayGroup<'m> {
    let own: Vec<&GroupMember<'m>> = all.iter().filter(|one| one.group == group).collect();
    let sum = |of: &dyn Fn(&GroupMember<'m>) -> f64| own.iter().map(|one| of(one)).sum::<f64>();
    let (n, fte, pay) = (real(own.len().max(1)), sum(&|one| one.fte), sum(&|one| one.pay));
    let before = sum(&|one| one.change.map_or(0.0, |(before, _)| before));
    let change = sum(&|one| one.change.map_or(0.0, |(_, change)| change));
    let in_both = own.iter().filter(|one| one.change.is_some()).count();
    PayGroup {
        group,
        physicians: own.len(),
        fte,
        pay: pay / n,
        pay_per_fte: if fte > 0.0 { pay / fte } else { 0.0 },
        value_pay: sum(&|one| one.value_pay) / n,
        change: change / real(in_both.max(1)),
        change_share: if before > 0.0 { change / before } else { 0.0 },
        loses: sum(&|one| one.loses) / n,
        within: within(&own, specialties),
    }
}

/// What is known of a group within specialties that another group has, too.
fn within(own: &[&GroupMember<'_>], specialties: &BTreeMap<&str, PeerMeans>) -> Option<WithinSpecialties> {
    let compared: Vec<(&GroupMember<'_>, &PeerMeans)> = own
        .iter()
        .filter_map(|one| Some((*one, specialties.get(one.specialty)?)))
        .filter(|(_, peers)| peers.several)
        .collect();
    let each = |of: &dyn Fn(&GroupMember<'_>, &PeerMeans) -> Option<f64>| {
        mean_of(compared.iter().filter_map(|(one, peers)| of(one, peers))).unwrap_or(0.0)
    };
    (!compared.is_empty()).then(|| WithinSpecialties {
        physicians: compared.len(),
        pay_per_fte: each(&|one, peers| (peers.per_fte > 0.0).then(|| one.per_fte() / peers.per_fte - 1.0)),
        change_share: each(&|one, peers| one.change_share().map(|own| own - peers.change_share)),
        loses: each(&|one, peers| Some(one.loses - peers.loses)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(group: &'static str, specialty: &'static str, before: f64, change: f64) -> GroupMember<'static> {
        let loses = if change <= -LOSES * before { 1.0 } else { 0.0 };
        GroupMember {
            group,
            specialty,
            fte: 1.0,
            pay: before + change,
            value_pay: 0.0,
            change: Some((before, change)),
            loses,
        }
    }

    #[test]
    fn a_mix_of_specialties_is_told_from_a_difference_within_them() {
        // Surgeons lose 10 % of 400,000, paediatricians nothing of 200,000; A has two surgeons and one paediatrician, B one
        // and two. Within a specialty all are treated alike.
        let (surgeon, child) =
            (|g| one(g, "surgery", 400_000.0, -40_000.0), |g| one(g, "pediatrics", 200_000.0, 0.0));
        let mixed = [surgeon("a"), surgeon("a"), child("a"), surgeon("b"), child("b"), child("b")];
        let found = grouped(&mixed);
        assert_eq!(found.iter().map(|g| (g.group, g.physicians)).collect::<Vec<_>>(), [("a", 3), ("b", 3)]);
        // A: 80,000 of 1,000,000; B: 40,000 of 800,000.
        assert!((found[0].change_share + 0.08).abs() < 1e-12 && (found[1].change_share + 0.05).abs() < 1e-12);
        assert!((found[0].loses - 2.0 / 3.0).abs() < 1e-12);
        for group in &found {
            let within = group.within.unwrap();
            assert_eq!(within.physicians, 3);
            for figure in [within.pay_per_fte, within.change_share, within.loses] {
                assert!(figure.abs() < 1e-12, "{figure}");
            }
        }
        // One specialty, in which B loses 8 % and A gains 2 %: the mean is −3 %, A stands 5 points above it.
        let unequal = [one("a", "surgery", 400_000.0, 8_000.0), one("b", "surgery", 400_000.0, -32_000.0)];
        let found = grouped(&unequal);
        let within = found.iter().map(|g| g.within.unwrap()).collect::<Vec<_>>();
        assert!(
            (within[0].change_share - 0.05).abs() < 1e-12 && (within[1].change_share + 0.05).abs() < 1e-12
        );
        // 408,000 and 368,000 of a mean of 388,000.
        assert!((within[0].pay_per_fte - 20.0 / 388.0).abs() < 1e-12);
        assert!((within[0].loses + 0.5).abs() < 1e-12 && (within[1].loses - 0.5).abs() < 1e-12);
    }

    #[test]
    fn groups_of_one_specialty_each_say_nothing_within_them() {
        let found = grouped(&[
            one("a", "surgery", 1e5, 0.0),
            one("", "pediatrics", 1e5, 0.0),
            one("a", "surgery", 1e5, 0.0),
        ]);
        assert_eq!(found.iter().map(|g| (g.group, g.within)).collect::<Vec<_>>(), [("a", None), ("", None)]);
        assert!(found.iter().all(PayGroup::is_small));
        let many: Vec<GroupMember<'_>> = (0..11).map(|_| one("a", "surgery", 1e5, 0.0)).collect();
        assert!(!grouped(&many)[0].is_small());
    }
}
