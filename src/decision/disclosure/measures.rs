//! What results hide beyond who is in which group: figures that only a few physicians are behind.

use super::cells::{HiddenClasses, shown_cells};
use super::census::{Census, Crowd, NOTHING, Partition, RULED, SAME_PAY, WHOLE};
use super::system::{SystemFigure, hidden_of_system};
use super::{Limits, Undisclosable};
use crate::decision::{Reason, groups, has_pay_groups, pay_groups};
use crate::engine::{ArmYear, HorizonMetric, Metric, Outcome, Rollup, Scope, SystemMetric};
use crate::model::Model;
use crate::order::Ordered;
use crate::units::real;
use std::collections::{BTreeMap, BTreeSet};

/// The arms' names of measures that are shares of all physicians.
const SHARES_OF_ALL: [SystemMetric; 2] = [SystemMetric::Losers, SystemMetric::Converted];

/// What of a measure is hidden.
#[derive(Clone, Debug, Default)]
pub(super) struct HiddenMeasure {
    /// That of all physicians, and so of everyone.
    everyone: bool,
    /// By partition, the classes' names.
    of: HiddenClasses,
}

/// Measures that only a few physicians are behind.
#[derive(Clone, Debug, Default)]
pub(super) struct FewBehind {
    by_measure: BTreeMap<&'static str, HiddenMeasure>,
    /// Lines and flows of the system's accounts.
    of_system: BTreeSet<SystemFigure>,
}

impl FewBehind {
    /// Whether a measure of a shown group is hidden; `alike` says whether the arm has the baseline's physicians.
    pub(super) fn hides(&self, scope: Scope, name: &str, metric: &str, alike: bool) -> bool {
        if !alike && Metric::ALL.iter().any(|one| one.is_difference() && one.definition().name == metric) {
            return true;
        }
        match scope {
            Scope::Account => self.of_system.iter().any(|own| *own == (scope, name)),
            Scope::Flow => self.of_system.iter().any(|own| *own == (scope, metric)),
            Scope::System => self.by_measure.get(metric).is_some_and(|own| own.everyone),
            Scope::Specialty | Scope::Plan | Scope::Contract => {
                Partition::of(scope).is_some_and(|of| self.hides_of(of, name, metric))
            }
        }
    }

    /// The same of a pay group, or of a third by social risk.
    pub(super) fn hides_of(&self, partition: Partition, name: &str, metric: &str) -> bool {
        self.by_measure.get(metric).is_some_and(|hidden| hidden.hides(partition, name))
    }
}

impl HiddenMeasure {
    fn hides(&self, partition: Partition, name: &str) -> bool {
        self.everyone || self.of[partition as usize].contains(name)
    }

    fn is_nothing(&self) -> bool {
        !self.everyone && self.of.iter().all(BTreeSet::is_empty)
    }

    fn add(&mut self, other: &HiddenMeasure) {
        self.everyone |= other.everyone;
        for (own, more) in self.of.iter_mut().zip(&other.of) {
            own.extend(more.iter().cloned());
        }
    }

    /// Every class of every partition.
    fn all_groups(census: &Census) -> HiddenMeasure {
        let of = census.names.each_ref().map(|names| names.iter().cloned().collect());
        HiddenMeasure { everyone: false, of }
    }
}

/// Whether a count of so many people, or of the rest, is a few.
pub(super) fn is_few(count: usize, of: usize, least: u32) -> bool {
    let few = |people: usize| people > 0 && people < least as usize;
    few(count) || few(of.saturating_sub(count))
}

/// Whether so large a part of so many people, or the rest, is a few.
fn is_few_of(share: f64, of: usize, least: u32) -> bool {
    let few = |people: f64| people > NOTHING && people < f64::from(least) - NOTHING;
    let people = share * real(of);
    few(people) || few(real(of) - people)
}

/// Mean pay by arm, year and place; 0 where nobody is.
pub(super) fn pay_of_all(model: &Model, outcome: &Outcome) -> Vec<Vec<Vec<f64>>> {
    let of = |arm: usize, year: usize| {
        let results = outcome.of(arm, year);
        let pay = |(place, one): (usize, &Option<_>)| match one {
            Some(_) => results.mean_at(place, Metric::Pay),
            None => 0.0,
        };
        model.arms[arm].roster.iter().enumerate().map(pay).collect()
    };
    (0..model.arms.len()).map(|arm| (0..model.years).map(|year| of(arm, year)).collect()).collect()
}

/// Whether between any two arms the pay of nobody differs, or of enough.
pub(super) fn changes_enough(model: &Model, pay: &[Vec<Vec<f64>>], least: u32) -> Result<(), Undisclosable> {
    for (arm, own) in model.arms.iter().enumerate() {
        for other in 0..arm {
            let mut changed: BTreeSet<&str> = BTreeSet::new();
            for (place, one) in own.roster.iter().enumerate() {
                let Some(one) = one.as_ref().filter(|_| model.arms[other].roster[place].is_some()) else {
                    continue;
                };
                let years = pay[arm].iter().zip(&pay[other]);
                if years.into_iter().any(|(a, b)| (a[place] - b[place]).abs() >= SAME_PAY) {
                    changed.insert(&one.person);
                }
            }
            if !changed.is_empty() && changed.len() < least as usize {
                return Err(Undisclosable(format!(
                    "only {} physicians, fewer than {least}, are paid otherwise in arm `{}` than in arm `{}`: what all are paid in the one less the other would tell what these are; leave one of the arms out with --arms",
                    changed.len(),
                    own.name,
                    model.arms[other].name
                )));
            }
        }
    }
    Ok(())
}

/// Groups of which, in some arm and year, one physician has nearly all pay.
pub(super) fn ruled_by_one(
    model: &Model,
    pay: &[Vec<Vec<f64>>],
    census: &Census,
) -> BTreeSet<(Partition, usize)> {
    let mut ruled = BTreeSet::new();
    for year in pay.iter().flatten() {
        let mut people: BTreeMap<(Partition, usize), BTreeMap<&str, f64>> = BTreeMap::new();
        for (place, cell) in census.places() {
            for of in Partition::ALL {
                let person = model.physicians[place].person.as_str();
                *people.entry((of, cell[of as usize])).or_default().entry(person).or_default() += year[place];
            }
        }
        for (group, own) in people {
            let mut own: Vec<f64> = own.into_values().collect();
            own.order_by(|a, b| b.total_cmp(a));
            let rest: f64 = own.iter().skip(2).sum();
            if own[0] > 0.0 && rest < RULED * own[0] {
                ruled.insert(group);
            }
        }
    }
    ruled
}

/// What measures hide.
pub(super) fn few_behind(model: &Model, outcome: &Outcome, limits: &Limits) -> FewBehind {
    let mut by_measure: BTreeMap<&'static str, HiddenMeasure> = BTreeMap::new();
    let of = (model, outcome, limits);
    for metric in Metric::ALL.iter().copied().filter(|metric| metric.definition().rollup != Rollup::No) {
        let hidden = if metric.definition().unit == "chance" {
            few_of_chance(model, outcome, limits, metric)
        } else if metric.is_kept() {
            few_with_any(of, &|year, place| year.mean_at(place, metric))
        } else {
            HiddenMeasure::default()
        };
        by_measure.insert(metric.definition().name, hidden);
    }
    // Reasons add up to the change: what is hidden of one is hidden of all.
    let reasons = Reason::ALL.iter().map(|reason| reason.metric().definition().name);
    let mut together = HiddenMeasure::default();
    for reason in reasons.clone() {
        together.add(&by_measure[reason]);
    }
    for reason in reasons {
        by_measure.insert(reason, together.clone());
    }
    for (name, is_few) in shares_of_all(model, outcome, limits.least) {
        by_measure.insert(name, HiddenMeasure { everyone: is_few, ..HiddenMeasure::default() });
    }
    let of_system = hidden_of_system(model, outcome, limits.least);
    for (_, name) in of_system.iter().filter(|(scope, _)| *scope == Scope::System) {
        by_measure.entry(name).or_default().everyone = true;
    }
    by_measure.retain(|_, hidden| !hidden.is_nothing());
    FewBehind { by_measure, of_system }
}

/// Arms and years, of arms with the baseline's physicians or of all.
fn years<'m>(model: &'m Model, limits: &'m Limits, alike: bool) -> impl Iterator<Item = (usize, usize)> + 'm {
    let arms = (0..model.arms.len()).filter(move |arm| !alike || limits.is_alike(*arm));
    arms.flat_map(|arm| (0..model.years).map(move |year| (arm, year)))
}

/// A chance as a mean over physicians counts them: shown of groups only where it counts none, all or enough in each.
fn few_of_chance(model: &Model, outcome: &Outcome, limits: &Limits, metric: Metric) -> HiddenMeasure {
    let mut hidden = HiddenMeasure::default();
    for (arm, year) in years(model, limits, false) {
        let results = outcome.of(arm, year);
        let of_all = model.arms[arm].roster.iter().flatten().count();
        hidden.everyone |=
            results.everyone().get(metric).is_some_and(|of| is_few_of(of.mean, of_all, limits.least));
    }
    let in_group = years(model, limits, true).any(|(arm, year)| {
        groups(model, outcome, (arm, year)).iter().any(|group| {
            let counts = group.scope != Scope::System && limits.shows(arm, group.scope, group.name);
            let of = || limits.census.head_count(group.scope, group.name);
            counts && group.results.get(metric).is_some_and(|found| is_few_of(found.mean, of(), limits.least))
        })
    });
    if in_group || hidden.everyone {
        hidden.add(&HiddenMeasure::all_groups(&limits.census));
    }
    hidden
}

/// A measure that only some have any of is one of them: groups are hidden by who has any, as they are by who is there.
fn few_with_any(
    (model, outcome, limits): (&Model, &Outcome, &Limits),
    measure: &dyn Fn(&ArmYear<'_>, usize) -> f64,
) -> HiddenMeasure {
    let census = &limits.census;
    let mut hidden = HiddenMeasure::default();
    let mut times: Vec<Crowd> = Vec::new();
    for (arm, year) in years(model, limits, false) {
        let results: ArmYear<'_> = outcome.of(arm, year);
        let has_any = |place: usize| measure(&results, place).abs() > NOTHING;
        if limits.is_alike(arm) {
            let people = census.those(has_any);
            hidden.everyone |=
                people.values().sum::<u64>() < u64::from(limits.least) * WHOLE && !people.is_empty();
            if !people.is_empty() && !times.contains(&people) {
                times.push(people);
            }
        } else {
            let there = model.arms[arm].roster.iter().enumerate().filter(|(_, one)| one.is_some());
            let some = there.filter(|(place, _)| has_any(*place)).take(limits.least as usize).count();
            hidden.everyone |= some > 0 && some < limits.least as usize;
        }
    }
    let of_these = census.at(times);
    let is_hidden = |of: Partition, class: usize| limits.hides_class(of, &census.classes(of)[class]);
    hidden.of = shown_cells(&of_these, limits.least, true, &is_hidden).hidden(census);
    hidden
}

/// Whether in every pay group of every arm and year none or enough are counted: by the chance to lose, and among those who
/// are set beside others within specialties.
pub(super) fn pay_groups_count_enough(model: &Model, outcome: &Outcome, limits: &Limits) -> (bool, bool) {
    let (mut losers, mut compared) = (true, true);
    if has_pay_groups(model) {
        for (arm, year) in years(model, limits, false) {
            for group in pay_groups(model, outcome, arm, year) {
                let within = group.within.map_or(0, |within| within.physicians);
                losers &= !is_few_of(group.loses, group.physicians, limits.least);
                compared &= !is_few(within, group.physicians, limits.least);
            }
        }
    }
    (losers, compared)
}

/// Shares of all physicians by the name of their measure, and whether in any arm and year they are shares of a few.
fn shares_of_all(model: &Model, outcome: &Outcome, least: u32) -> Vec<(&'static str, bool)> {
    let people = |arm: usize| model.arms[arm].roster.iter().flatten().count();
    let mut found: Vec<(&'static str, bool)> = SHARES_OF_ALL
        .iter()
        .map(|metric| {
            let mut all = (0..model.arms.len()).flat_map(|arm| (0..model.years).map(move |year| (arm, year)));
            let few = all
                .any(|(arm, year)| is_few_of(outcome.of(arm, year).system(*metric).mean, people(arm), least));
            (metric.definition().name, few)
        })
        .collect();
    let over_years = (0..model.arms.len()).any(|arm| {
        let results = outcome.arm(&model.arms[arm].name);
        results.is_ok_and(|own| is_few_of(own.horizon(HorizonMetric::Losers).mean, people(arm), least))
    });
    found.push((HorizonMetric::Losers.definition().name, over_years));
    found
}
