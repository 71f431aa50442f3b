//! What may be shown of persons and small groups.
//!
//! `cascade run --suppress` asks for limits: no figure of fewer physicians than so many, nothing of single ones. Which
//! groups that hides follows from who is in them ([`cells`]), once for a run, so that every table hides the same; a
//! few more follow from results ([`measures`]). `docs/PRIVACY.md` says what is tried against it.

mod cells;
mod census;
mod cut;
mod measures;
mod system;

use crate::engine::{HorizonMetric, Metric, Outcome, Scope, SystemMetric};
use crate::entity::{MedicalField, Physician};
use crate::ledger::SystemFlow;
use crate::model::{Funded, Model};
use crate::order::Ordered;
use cells::{HiddenClasses, shown_cells};
use census::{Census, Partition, apart, is_as_baseline};
use measures::FewBehind;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// What a report may show. Without limits everything, which is what stays in the house.
#[derive(Clone, Debug, Default)]
pub struct Disclosure {
    limits: Option<Arc<Limits>>,
}

/// Why nothing can be shown under limits: what was found, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Undisclosable(String);

/// What limits hide.
#[derive(Clone)]
struct Limits {
    least: u32,
    /// Who is where, of whom all of this is made.
    census: Census,
    /// By arm: whether it has the baseline's physicians, so that figures of groups are shown.
    alike: Vec<bool>,
    /// Plans of few: of those who begin on them, or are moved to them, in some arm.
    plans_of_few: BTreeSet<String>,
    /// Contracts that are hidden.
    contracts: BTreeSet<String>,
    /// Specialties, plans, pay groups and thirds that are.
    hidden: HiddenClasses,
    /// Whether pay groups may be set beside others within specialties, and by their chances to lose.
    within: bool,
    pay_group_losers: bool,
    /// Fields of medicine with a hidden specialty.
    fields: BTreeSet<&'static str>,
    /// Whether a hidden specialty is primary care, or is not.
    kinds: [bool; 2],
    few: FewBehind,
    withheld: HiddenGroups,
}

/// Says nothing of who is where.
impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits")
            .field("least", &self.least)
            .field("withheld", &self.withheld)
            .finish_non_exhaustive()
    }
}

/// How many of how many groups are hidden.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HiddenOf {
    /// Hidden.
    pub hidden: usize,
    /// Of all.
    pub of: usize,
}

/// How much is hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HiddenGroups {
    /// Fewest physicians that a figure is of.
    pub least: u32,
    /// Specialties.
    pub specialties: HiddenOf,
    /// Plans at the start.
    pub plans: HiddenOf,
    /// Groups of the roster; none of none where it states none.
    pub pay_groups: HiddenOf,
    /// Contracts.
    pub contracts: HiddenOf,
    /// Whether thirds by social risk are hidden.
    pub social_risk: bool,
    /// Arms without any figure of a group, since they have other physicians than the baseline.
    pub arms_without_groups: usize,
}

impl Disclosure {
    /// Shows no figure of fewer than `least` physicians, and nothing of single ones, not even by numbers for names: made
    /// of a roster, these would let others try rosters until they fit.
    ///
    /// # Errors
    ///
    /// [`Undisclosable`], where figures of all physicians would already be figures of a few.
    pub fn of(model: &Model, least: u32) -> Result<Disclosure, Undisclosable> {
        everyone_is_enough(model, least)?;
        Ok(Disclosure { limits: Some(Arc::new(Limits::of(model, least))) })
    }

    /// The same with what results ask for: groups of which one physician has nearly all pay, and measures that only few
    /// physicians of a group have any of, are hidden, too.
    ///
    /// # Errors
    ///
    /// [`Undisclosable`], where an arm changes the pay of a few physicians only: what all are paid would tell it.
    pub fn of_results(self, model: &Model, outcome: &Outcome) -> Result<Disclosure, Undisclosable> {
        let Some(limits) = &self.limits else { return Ok(self) };
        let pay = measures::pay_of_all(model, outcome);
        measures::changes_enough(model, &pay, limits.least)?;
        let ruled = measures::ruled_by_one(model, &pay, &limits.census);
        let mut limits = Limits::clone(limits).hiding(model, &|of, class| ruled.contains(&(of, class)));
        limits.few = measures::few_behind(model, outcome, &limits);
        let (losers, compared) = measures::pay_groups_count_enough(model, outcome, &limits);
        limits.pay_group_losers = losers;
        limits.within &= compared;
        Ok(Disclosure { limits: Some(Arc::new(limits)) })
    }

    /// The fewest physicians that a figure may be of, where a limit was asked for.
    #[must_use]
    pub fn least(&self) -> Option<u32> {
        self.limits.as_ref().map(|limits| limits.least)
    }

    /// How much is hidden, where a limit was asked for.
    #[must_use]
    pub fn withheld(&self) -> Option<&HiddenGroups> {
        self.limits.as_ref().map(|limits| &limits.withheld)
    }

    /// What limits hide, in a sentence; nothing without any.
    #[must_use]
    pub fn in_words(&self) -> Option<String> {
        let hidden = |least| {
            format!("Figures of fewer than {least} physicians are hidden, and single persons are not named.")
        };
        self.least().map(hidden)
    }

    /// Whether single persons may be shown.
    #[must_use]
    pub fn shows_persons(&self) -> bool {
        self.limits.is_none()
    }

    /// Whether figures of a group may be shown, by its scope and name; arms count from 0.
    #[must_use]
    pub fn shows_group(&self, arm: usize, scope: Scope, name: &str) -> bool {
        self.limits.as_ref().is_none_or(|limits| limits.shows(arm, scope, name))
    }

    /// Whether a measure of a group may be shown: not one that only few of its physicians have any of. `scope` and `name`
    /// as for [`Disclosure::shows_group`], whose answer is part of this.
    #[must_use]
    pub fn shows_measure(&self, arm: usize, scope: Scope, name: &str, metric: &str) -> bool {
        self.limits.as_ref().is_none_or(|limits| {
            limits.shows(arm, scope, name) && !limits.few.hides(scope, name, metric, limits.is_alike(arm))
        })
    }

    /// Whether figures of a pay group of the roster may be shown.
    #[must_use]
    pub fn shows_pay_group(&self, arm: usize, name: &str) -> bool {
        self.limits
            .as_ref()
            .is_none_or(|limits| limits.is_alike(arm) && !limits.hides_class(Partition::PayGroup, name))
    }

    /// Whether a measure of a pay group may be shown: not one that only few of its physicians have any of.
    #[must_use]
    pub fn shows_pay_group_measure(&self, arm: usize, name: &str, metric: Metric) -> bool {
        self.shows_pay_group(arm, name) && self.shows_in(Partition::PayGroup, name, metric.definition().name)
    }

    /// Whether a measure of a third by social risk may be shown, likewise.
    #[must_use]
    pub fn shows_social_risk_measure(&self, arm: usize, third: &str, metric: &str) -> bool {
        self.shows_social_risk(arm) && self.shows_in(Partition::SocialRisk, third, metric)
    }

    fn shows_in(&self, partition: Partition, name: &str, metric: &str) -> bool {
        self.limits.as_ref().is_none_or(|limits| !limits.few.hides_of(partition, name, metric))
    }

    /// Whether pay groups' chances to lose may be shown: in each group, arm and year none or enough are counted by them.
    #[must_use]
    pub fn shows_pay_group_losers(&self) -> bool {
        self.limits.as_ref().is_none_or(|limits| limits.pay_group_losers)
    }

    /// Whether pay groups may be set beside others within specialties: there, too, none or enough of each are compared.
    #[must_use]
    pub fn shows_within_specialties(&self) -> bool {
        self.limits.as_ref().is_none_or(|limits| limits.within)
    }

    /// Whether thirds by social risk may be shown.
    #[must_use]
    pub fn shows_social_risk(&self, arm: usize) -> bool {
        self.limits.as_ref().is_none_or(|limits| limits.is_alike(arm) && limits.shows_thirds())
    }

    /// Whether figures of a field of medicine may be shown: none of its specialties is hidden.
    #[must_use]
    pub fn shows_field(&self, arm: usize, field: &str) -> bool {
        self.limits.as_ref().is_none_or(|limits| limits.is_alike(arm) && !limits.fields.contains(field))
    }

    /// Whether figures of all primary care, or of all specialists, may be shown: none of their specialties is hidden.
    #[must_use]
    pub fn shows_kind(&self, arm: usize, primary_care: bool) -> bool {
        self.limits
            .as_ref()
            .is_none_or(|limits| limits.is_alike(arm) && !limits.kinds[usize::from(primary_care)])
    }

    /// Whether what agreements of a plan pay may be shown: they are those of nobody, or of enough who begin on it or are
    /// moved to it, in every arm.
    #[must_use]
    pub fn shows_terms(&self, plan: &str) -> bool {
        self.limits.as_ref().is_none_or(|limits| limits.shows_terms(plan))
    }

    /// Whether a measure of everyone may be shown that is no change.
    #[must_use]
    pub fn shows_of_everyone(&self, metric: &str) -> bool {
        self.shows_measure(0, Scope::System, "all", metric)
    }

    /// Whether a line of the system's accounts, or a bar of its bridge, may be shown: it tells of no flow that only few
    /// physicians are behind.
    #[must_use]
    pub fn shows_line(&self, name: &str) -> bool {
        self.shows_measure(0, Scope::Account, name, "account")
    }

    /// Whether a flow of the system may be shown, likewise.
    #[must_use]
    pub fn shows_flow(&self, flow: SystemFlow) -> bool {
        self.shows_measure(0, Scope::Flow, "system", flow.purpose())
    }

    /// Whether the programme's cash may be shown month by month: what pools pay leaves it in one.
    #[must_use]
    pub fn shows_cash(&self) -> bool {
        self.shows_of_everyone(SystemMetric::ProgrammeCash.definition().name)
    }

    /// Whether a count of physicians out of so many may be shown: it and the rest are none, or enough.
    #[must_use]
    pub fn shows_count(&self, count: usize, of: usize) -> bool {
        self.least().is_none_or(|least| !measures::is_few(count, of, least))
    }

    /// A count of physicians out of so many, or that they are few, or nearly all.
    #[must_use]
    pub fn counted(&self, count: usize, of: usize) -> String {
        let least = self.least().unwrap_or(0);
        if self.shows_count(count, of) {
            count.to_string()
        } else if count < least as usize {
            format!("fewer than {least}")
        } else {
            format!("all but fewer than {least}")
        }
    }

    /// What funds a variant, without the amounts of plans whose terms are hidden.
    #[must_use]
    pub fn funded<'f>(&self, funded: &'f Funded) -> Cow<'f, Funded> {
        if self.limits.is_none() {
            return Cow::Borrowed(funded);
        }
        let mut shown = funded.clone();
        shown.factors.retain(|own| self.shows_terms(&own.plan));
        shown.amounts.retain(|amount| self.shows_place(&amount.place));
        Cow::Owned(shown)
    }

    /// Whether what stands at each of some places of the scenario may be shown.
    #[must_use]
    pub fn shows_places(&self, places: &[&str]) -> bool {
        places.iter().all(|place| self.shows_place(place))
    }

    /// Whether what stands at a place of the scenario may be shown: no term of a hidden plan, nothing of a hidden contract,
    /// and how value money is divided only where what pools pass on may be shown.
    #[must_use]
    pub fn shows_place(&self, place: &str) -> bool {
        let Some(limits) = &self.limits else { return true };
        let name = |head: &str| {
            place
                .strip_prefix(head)
                .map(|rest| rest.split(['.', '[']).next().unwrap_or_default().trim_matches('"'))
        };
        let passed = HorizonMetric::PassThrough.definition().name;
        (!place.starts_with("allocation") || self.shows_of_everyone(passed))
            && name("plan.").is_none_or(|plan| limits.shows_terms(plan))
            && name("contract.").is_none_or(|contract| limits.shows(0, Scope::Contract, contract))
    }
}

impl Limits {
    /// What follows from who is where, before there are results.
    fn of(model: &Model, least: u32) -> Limits {
        let limits = Limits {
            least,
            census: Census::of(model),
            alike: (0..model.arms.len()).map(|arm| is_as_baseline(model, arm)).collect(),
            plans_of_few: plans_of_few(model, least),
            contracts: hidden_contracts(model, least).into_iter().map(str::to_owned).collect(),
            hidden: HiddenClasses::default(),
            within: false,
            pay_group_losers: false,
            fields: BTreeSet::new(),
            kinds: [false; 2],
            few: FewBehind::default(),
            withheld: HiddenGroups::default(),
        };
        limits.hiding(model, &|_, _| false)
    }

    /// The same with classes hidden: those of few, those that `primary` names, and as many more as it takes.
    fn hiding(self, model: &Model, primary: &dyn Fn(Partition, usize) -> bool) -> Limits {
        let census = &self.census;
        let cells = shown_cells(census, self.least, true, primary);
        let hidden = cells.hidden(census);
        let count =
            |of: Partition| HiddenOf { hidden: hidden[of as usize].len(), of: census.classes(of).len() };
        let grouped = census.classes(Partition::PayGroup).iter().any(|name| !name.is_empty());
        let withheld = HiddenGroups {
            least: self.least,
            specialties: count(Partition::Specialty),
            plans: count(Partition::Plan),
            pay_groups: if grouped { count(Partition::PayGroup) } else { HiddenOf::default() },
            contracts: HiddenOf { hidden: self.contracts.len(), of: model.contract_names.len() },
            social_risk: !hidden[Partition::SocialRisk as usize].is_empty(),
            arms_without_groups: self.alike.iter().filter(|alike| !**alike).count(),
        };
        let field = |name: &String| model.arms.iter().find_map(|arm| arm.field_of(name));
        let fields: BTreeSet<MedicalField> =
            hidden[Partition::Specialty as usize].iter().filter_map(field).collect();
        Limits {
            within: cells.within,
            kinds: [false, true]
                .map(|primary| fields.iter().any(|f| (*f == MedicalField::PrimaryCare) == primary)),
            fields: fields.into_iter().map(MedicalField::key).collect(),
            hidden,
            withheld,
            ..self
        }
    }

    fn is_alike(&self, arm: usize) -> bool {
        self.alike.get(arm) == Some(&true)
    }

    fn shows(&self, arm: usize, scope: Scope, name: &str) -> bool {
        match scope {
            Scope::System | Scope::Account => true,
            // A contract's, by its name, or the system's.
            Scope::Contract | Scope::Flow => !self.contracts.contains(name),
            Scope::Specialty | Scope::Plan => {
                self.is_alike(arm) && Partition::of(scope).is_none_or(|of| !self.hides_class(of, name))
            }
        }
    }

    /// Whether a class is hidden for who is in it.
    fn hides_class(&self, of: Partition, name: &str) -> bool {
        self.hidden[of as usize].contains(name)
    }

    fn shows_thirds(&self) -> bool {
        self.hidden[Partition::SocialRisk as usize].is_empty()
    }

    fn shows_terms(&self, plan: &str) -> bool {
        !self.plans_of_few.contains(plan)
    }
}

/// Whether everyone together, and whoever an arm has more or fewer than another, are none or enough.
fn everyone_is_enough(model: &Model, least: u32) -> Result<(), Undisclosable> {
    let enough = |n: usize| n >= least as usize;
    for (arm, named) in model.arms.iter().enumerate() {
        let people: BTreeSet<&str> =
            named.roster.iter().flatten().map(|one: &Physician| one.person.as_str()).collect();
        if !enough(people.len()) {
            return Err(Undisclosable(format!(
                "arm `{}` has {} physicians, and no figure may be of fewer than {least}: not even those of all can leave the building; write --suppress=N with a smaller N if your rules allow it",
                named.name,
                people.len()
            )));
        }
        for other in 0..model.arms.len() {
            let more = apart(model, arm, other);
            if more > 0 && !enough(more) {
                return Err(Undisclosable(format!(
                    "arm `{}` has {more} physicians whom arm `{}` has not, fewer than {least}: what all are paid in the one less the other would tell of them; leave one of the arms out with --arms",
                    named.name, model.arms[other].name
                )));
            }
        }
    }
    Ok(())
}

/// Plans that in some arm are those of few: of who begins on them, and of who may be moved to them by a redesign.
fn plans_of_few(model: &Model, least: u32) -> BTreeSet<String> {
    let mut few = BTreeSet::new();
    for arm in &model.arms {
        let mut people: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for one in arm.roster.iter().flatten() {
            people.entry(&one.plan).or_default().insert(&one.person);
        }
        // One redesign may follow another, as many times as there are.
        for _ in 0..arm.scenario.redesign.len() {
            for redesign in &arm.scenario.redesign {
                let moved = people.get(redesign.from.as_str()).cloned().unwrap_or_default();
                people.entry(&redesign.to).or_default().extend(moved);
            }
        }
        let small = people.into_iter().filter(|(_, own)| !own.is_empty() && own.len() < least as usize);
        few.extend(small.map(|(plan, _)| plan.to_owned()));
    }
    few
}

/// Contracts whose people are those of too few physicians, and as many more as it takes so that those hidden together are
/// of several and of enough.
fn hidden_contracts(model: &Model, least: u32) -> Vec<&str> {
    let people = |name: &str| -> BTreeSet<&str> {
        let own =
            |of: &[(String, f64)]| of.iter().any(|(contract, number)| contract == name && *number > 0.0);
        let all = model.arms.iter().flat_map(|arm| arm.roster.iter().flatten());
        all.filter(|one| own(&one.lives) || own(&one.revenue_share)).map(|one| one.person.as_str()).collect()
    };
    let mut all: Vec<(&str, BTreeSet<&str>)> =
        model.contract_names.iter().map(|name| (name.as_str(), people(name))).collect();
    // Nobody's people: figures of the system alone.
    all.retain(|(_, people)| !people.is_empty());
    all.order_by_key(|(name, people)| (people.len(), *name));
    let enough = |people: &BTreeSet<&str>| people.len() >= least as usize;
    let mut hidden = all.iter().filter(|(_, people)| !enough(people)).count();
    let together = |n: usize| all[..n].iter().flat_map(|(_, people)| people.iter().copied()).collect();
    while hidden > 0 && hidden < all.len() && (hidden < 2 || !enough(&together(hidden))) {
        hidden += 1;
    }
    all[..hidden].iter().map(|(name, _)| *name).collect()
}
