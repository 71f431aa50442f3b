//! Arms: the baseline and its variants, each a whole scenario on the same physicians.

use super::check::{CONTRADICTION, check_points, check_roster};
use super::labels::number_labels;
use super::neutral::{Neutral, solve_all};
use super::{Checked, Directory, Funded, Practice, Scenario, Tenure};
use crate::entity::{Labels, Physician, Roster, STANDARD, Specialty};
use crate::random::{Copula, EntityKey, Seed};
use crate::schema::{InForce, Path, Problem, Refused, Schema, Step, Uncertain};
use crate::system::Authorisation;
use crate::tile::{Lanes, TILE, tiles};
use crate::units::{CalendarYear, Share};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The baseline or one variant, validated as a whole.
#[derive(Clone, Debug)]
pub struct Arm {
    /// `baseline`, or the variant's name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Its scenario at the central values of what is uncertain; rates of budget-neutral plans, and amounts that
    /// fund it, are those after their factor.
    pub scenario: Scenario,
    /// Its physicians as columns, at those central values: everyone, as the roster begins with them.
    pub practice: Practice,
    /// The same year by year, where anything changes by date; else empty.
    pub by_year: Vec<Practice>,
    /// What is drawn once per trial; nothing without chance.
    pub drawn: Vec<Drawn>,
    /// How some of that moves together.
    pub copula: Option<Copula>,
    /// Its budget-neutral plans, solved.
    pub neutral: Vec<Neutral>,
    /// What funds it, solved; `None` before that, and where nothing is said of it.
    pub funded: Option<Funded>,
    /// Whether the columns depend on something drawn.
    pub practice_is_drawn: bool,
    /// Whether its `allocation.authorisation` is not stated but what an amendment usually takes.
    pub amendment_is_usual: bool,
    /// Defaults that its scenario relies on.
    pub defaults: Vec<InForce>,
    /// Its physicians as they are listed: in a file, or by cohort.
    pub listed: Arc<Roster>,
    /// Its physicians in the model's order; `None` where this arm has no such position.
    pub roster: Vec<Option<Physician>>,
    /// Those who hold several positions: the places of each, by appointment.
    pub persons: Vec<Vec<usize>>,
    /// The specialty of each, as a place in `specialties`.
    places: Vec<usize>,
    /// What its plans name of the roster.
    labels: Labels,
    /// Specialties under this arm's scenario, in the model's order.
    specialties: Vec<Specialty>,
}

/// A number of the scenario that is drawn once per trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Its path; the same path has the same luck in every arm.
    pub leaf: Uncertain,
    /// The path as the generator sees it.
    pub key: EntityKey,
    /// Its place among all numbers of its section, in the order of [`Schema::visit`].
    place: usize,
    /// Its section: the first step of the path.
    section: ScenarioSection,
}

/// Makes the enum of the sections of a scenario that may hold uncertain numbers.
macro_rules! sections {
    ($( $section:ident $field:ident, )+) => {
        /// A section of a scenario.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        enum ScenarioSection { $( $section, )+ }

        impl ScenarioSection {
            const ALL: &'static [(ScenarioSection, &'static str)] =
                &[ $( (ScenarioSection::$section, stringify!($field)), )+ ];

            /// Shows every number of this section of a scenario to a visitor.
            fn visit(self, scenario: &mut Scenario, path: &mut Path, visitor: &mut dyn FnMut(&Path, &mut f64)) {
                match self { $( ScenarioSection::$section => scenario.$field.visit(path, visitor), )+ }
            }
        }
    };
}

sections! {
    System system,
    Specialty specialty,
    Contract contract,
    Plan plan,
    Allocation allocation,
    Redesign redesign,
    Policy policy,
    Outlook outlook,
    Workforce workforce,
    Behaviour behaviour,
    Chance chance,
    Value value,
}

impl ScenarioSection {
    /// Whether the columns of the roster are worked out from this section.
    fn shapes_practice(self) -> bool {
        matches!(
            self,
            ScenarioSection::System
                | ScenarioSection::Specialty
                | ScenarioSection::Contract
                | ScenarioSection::Chance
        )
    }
}

/// A stretch of neighbouring physicians with one specialty and one plan at the start.
#[derive(Clone, Debug)]
pub struct RosterGroup {
    /// Place of the specialty in [`Model::specialties`].
    pub specialty: usize,
    /// Place of the plan in [`Model::plans`].
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

/// Everything a run needs.
#[derive(Clone, Debug)]
pub struct Model {
    /// Title of the scenario.
    pub title: String,
    /// First performance year.
    pub start: CalendarYear,
    /// Performance years.
    pub years: usize,
    /// The baseline first, then variants in the order of the file.
    pub arms: Vec<Arm>,
    /// Everyone in any arm, in canonical order: plan, specialty, identifier, as the first arm that has
    /// them states it. Neighbours share a plan, so that it is worked out for many at a time.
    pub physicians: Vec<Physician>,
    /// Places in canonical order, in the author's order.
    pub author_order: Vec<usize>,
    /// Names of specialties present, sorted.
    pub specialties: Vec<String>,
    /// Names of plans that physicians are on at the start, sorted.
    pub plans: Vec<String>,
    /// Names of the contracts of any arm, in the order of the file.
    pub contract_names: Vec<String>,
    /// Groups, in canonical order.
    pub groups: Vec<RosterGroup>,
    /// Segments of groups, tile by tile.
    pub segments: Vec<Vec<RosterSegment>>,
    /// The seed.
    pub seed: Seed,
    /// Who and what is where, by name.
    pub directory: Arc<Directory>,
    /// What had to be understood to read the files beside the scenario, in sentences.
    pub understood: Vec<String>,
}

/// One arm's scenario before it meets the roster.
#[derive(Clone, Debug)]
pub struct Draft {
    /// `baseline`, or the variant's name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Its scenario, as a reader checked it.
    pub scenario: Checked,
    /// Its physicians.
    pub roster: Arc<Roster>,
}

impl Model {
    /// Joins arms and their rosters.
    ///
    /// # Errors
    ///
    /// Every problem between the arms and their rosters. A problem that arms share is reported
    /// once.
    ///
    /// # Panics
    ///
    /// If there is no arm: the baseline always is.
    pub fn build(drafts: Vec<Draft>) -> Result<Model, Refused> {
        let mut problems: Vec<Problem> = drafts.first().and_then(baseline_funding).into_iter().collect();
        let pools: BTreeSet<&str> =
            drafts.iter().flat_map(|draft| draft.scenario.allocation.pool.names()).collect();
        for draft in &drafts {
            for problem in check_points(&draft.scenario, &pools, &draft.roster) {
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
            for problem in check_roster(&draft.scenario, draft.scenario.contracts_of_any_arm(), &draft.roster)
            {
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
        }
        if !problems.is_empty() {
            return Err(problems.into());
        }
        let baseline = &drafts.first().expect("the baseline is always there").scenario;
        let (start, years, seed) = (
            CalendarYear(u16::try_from(baseline.run.start_year).unwrap_or(u16::MAX)),
            usize::try_from(baseline.run.years).unwrap_or(1),
            Seed(baseline.run.seed),
        );
        let title = baseline.scenario.title.clone();
        let (physicians, author_order) = everyone(&drafts);
        let specialties = names(&physicians, |p| &p.specialty);
        let plans = names(&physicians, |p| &p.plan);
        let mut contract_names: Vec<String> = Vec::new();
        for name in drafts.iter().flat_map(|draft| draft.scenario.contract.names()) {
            if !contract_names.iter().any(|known| known == name) {
                contract_names.push(name.to_owned());
            }
        }
        let (groups, segments) =
            group(&physicians, |p| (place_of(&specialties, &p.specialty), place_of(&plans, &p.plan)));
        let passed_on = baseline.allocation.physicians;
        let arms = drafts
            .into_iter()
            .map(|draft| Arm::build(draft, passed_on, &specialties, &physicians))
            .collect::<Result<Vec<Arm>, Vec<Problem>>>()?;
        let ids = physicians.iter().map(|p| (p.id.clone(), p.person.clone())).collect();
        let mut directory = Directory::new((start, years), ids, author_order.clone());
        for arm in &arms {
            let contracts = arm.scenario.contract.names().map(str::to_owned).collect();
            directory.add(&arm.name, contracts, arm.roster.iter().map(Option::is_some).collect());
        }
        Ok(Model {
            title,
            start,
            years,
            arms,
            physicians,
            author_order,
            specialties,
            plans,
            contract_names,
            groups,
            segments,
            seed,
            directory: Arc::new(directory),
            understood: Vec::new(),
        })
    }

    /// Physicians.
    #[must_use]
    pub fn len(&self) -> usize {
        self.physicians.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.physicians.is_empty()
    }
}

/// That the baseline says what funds it, which has nothing to be funded against.
fn baseline_funding(baseline: &Draft) -> Option<Problem> {
    baseline.scenario.funding.as_ref().map(|_| Problem {
        file: baseline.name.clone(),
        line: 1,
        column: 1,
        path: "funding".to_owned(),
        message: "found in the baseline, whose pay is the budget that variants keep; write it in a variant: [variant.<name>.funding]".to_owned(),
    })
}

/// Everyone in any roster, in canonical order, and the author's order of their places.
fn everyone(drafts: &[Draft]) -> (Vec<Physician>, Vec<usize>) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut authors: Vec<&Physician> = Vec::new();
    let mut rosters: Vec<&Arc<Roster>> = Vec::new();
    for draft in drafts {
        if rosters.iter().any(|roster| Arc::ptr_eq(roster, &draft.roster)) {
            continue;
        }
        rosters.push(&draft.roster);
        authors.extend(draft.roster.physicians.iter().filter(|p| seen.insert(&p.id)));
    }
    let mut order: Vec<usize> = (0..authors.len()).collect();
    order.sort_by(|a, b| {
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
fn persons(roster: &[Option<Physician>]) -> Vec<Vec<usize>> {
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

fn names(physicians: &[Physician], of: impl Fn(&Physician) -> &String) -> Vec<String> {
    let mut names: Vec<String> = physicians.iter().map(|p| of(p).clone()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn place_of(sorted: &[String], name: &str) -> usize {
    sorted.binary_search_by(|n| n.as_str().cmp(name)).unwrap_or(0)
}

fn group(
    physicians: &[Physician],
    of: impl Fn(&Physician) -> (usize, usize),
) -> (Vec<RosterGroup>, Vec<Vec<RosterSegment>>) {
    let mut groups: Vec<RosterGroup> = Vec::new();
    let mut segments: Vec<Vec<RosterSegment>> = vec![Vec::new(); tiles(physicians.len())];
    for (place, physician) in physicians.iter().enumerate() {
        let (specialty, plan) = of(physician);
        if groups.last().is_none_or(|g| g.specialty != specialty || g.plan != plan) {
            groups.push(RosterGroup { specialty, plan, physicians: 0 });
        }
        let group = groups.len() - 1;
        groups[group].physicians += 1;
        let tile = &mut segments[place / TILE];
        if tile.last().is_none_or(|s| s.group != group) {
            tile.push(RosterSegment { group, members: [0.0; TILE] });
        }
        if let Some(segment) = tile.last_mut() {
            segment.members[place % TILE] = 1.0;
        }
    }
    (groups, segments)
}

impl Arm {
    fn build(
        draft: Draft,
        passed_by_baseline: Share,
        names: &[String],
        everyone: &[Physician],
    ) -> Result<Arm, Vec<Problem>> {
        let (mut scenario, uncertain, defaults) = draft.scenario.into_parts();
        // A redesign whose new plan shares in a pool is that amendment.
        let shares = |plan: &str| scenario.plan.get(plan).is_some_and(|plan| plan.pools().next().is_some());
        let is_redesign = scenario.redesign.iter().any(|change| shares(&change.to));
        let amendment_is_usual = !is_redesign && scenario.allocation.needs_amendment(passed_by_baseline);
        if amendment_is_usual {
            scenario.allocation.authorisation = Some(Authorisation::USUAL);
        }
        let specialties: Vec<Specialty> = names
            .iter()
            .map(|name| {
                // A specialty that only other arms use may be unknown here; nobody refers to it.
                Specialty::resolve(name, scenario.specialty.get(name))
                    .unwrap_or_else(|_| STANDARD[0].specialty())
            })
            .collect();
        let own: BTreeMap<&str, &Physician> =
            draft.roster.physicians.iter().map(|p| (p.id.as_str(), p)).collect();
        let roster: Vec<Option<Physician>> =
            everyone.iter().map(|p| own.get(p.id.as_str()).map(|p| (*p).clone())).collect();
        let places: Vec<usize> =
            roster.iter().map(|p| p.as_ref().map_or(0, |p| place_of(names, &p.specialty))).collect();
        let labels = number_labels(&mut scenario.plan);
        let practice = Practice::lay_out(&scenario, &specialties, &roster, &places, &labels, None);
        let neutral = solve_all(&draft.name, &mut scenario, &practice, &roster)?;
        // Without chance every uncertain number stays at its central value, where reading put it.
        let drawn = if scenario.chance.none { Vec::new() } else { locate(&mut scenario, &uncertain) };
        let pairs: Vec<(usize, usize, f64)> = scenario
            .correlation
            .iter()
            .filter_map(|c| {
                let place = |path: &str| drawn.iter().position(|d| d.leaf.path == path);
                Some((place(&c.first)?, place(&c.second)?, c.rho.0))
            })
            .collect();
        let copula = if pairs.is_empty() {
            None
        } else {
            // A checked scenario has none that contradict each other.
            Some(Copula::new(&pairs).map_err(|_| {
                vec![Problem {
                    file: draft.name.clone(),
                    line: 1,
                    column: 1,
                    path: "correlation".to_owned(),
                    message: CONTRADICTION.to_owned(),
                }]
            })?)
        };
        let practice_is_drawn =
            drawn.iter().any(|d| d.section.shapes_practice() && shapes_columns(&d.leaf.path));
        let mut arm = Arm {
            by_year: Vec::new(),
            name: draft.name,
            title: draft.title,
            scenario,
            practice,
            drawn,
            copula,
            neutral,
            funded: None,
            practice_is_drawn,
            amendment_is_usual,
            defaults,
            listed: draft.roster,
            persons: persons(&roster),
            roster,
            places,
            labels,
            specialties,
        };
        arm.by_year = arm.lay_out_years(&arm.scenario);
        Ok(arm)
    }

    /// The roster's columns in the first year in which a contract has its people: for one that takes over from
    /// another later than those at the start.
    #[must_use]
    pub fn practice_under(&self, contract: usize) -> &Practice {
        let takes_over = |tenure: &Tenure| tenure.predecessor.and(Some(tenure.from));
        let from = self.scenario.tenures().get(contract).and_then(takes_over);
        from.and_then(|from| self.by_year.get(from)).unwrap_or(&self.practice)
    }

    /// The specialty of the physician at a place of the roster.
    pub(super) fn specialty_of(&self, place: usize) -> &Specialty {
        &self.specialties[self.places[place]]
    }

    /// Writes one trial's values of everything drawn into a copy of the scenario.
    pub fn set(&self, scenario: &mut Scenario, values: &[f64]) {
        let mut i = 0;
        while i < self.drawn.len() {
            let section = self.drawn[i].section;
            let end = i + self.drawn[i..].iter().take_while(|d| d.section == section).count();
            let mut place = 0;
            let mut next = i;
            section.visit(scenario, &mut Path::default(), &mut |_, slot| {
                if next < end && self.drawn[next].place == place {
                    *slot = values[next];
                    next += 1;
                }
                place += 1;
            });
            i = end;
        }
    }

    /// Specialties under a trial's values.
    fn specialties_of(&self, scenario: &Scenario) -> Vec<Specialty> {
        let again = |s: &Specialty| Specialty::resolve(&s.name, scenario.specialty.get(&s.name));
        self.specialties.iter().map(|s| again(s).unwrap_or_else(|_| s.clone())).collect()
    }

    /// Lays out the physicians again under a trial's values.
    #[must_use]
    pub fn lay_out(&self, scenario: &Scenario) -> Practice {
        let specialties = self.specialties_of(scenario);
        Practice::lay_out(scenario, &specialties, &self.roster, &self.places, &self.labels, None)
    }

    /// The same year by year; nothing where nothing changes by date, nor any people come under another contract.
    #[must_use]
    pub fn lay_out_years(&self, scenario: &Scenario) -> Vec<Practice> {
        let start = scenario.run.start().0;
        let dated = self.roster.iter().flatten().any(|p| p.is_dated(start));
        if !dated && !scenario.people_move() {
            return Vec::new();
        }
        let specialties = self.specialties_of(scenario);
        let years = 0..usize::try_from(scenario.run.years).unwrap_or(1);
        let in_year = |year| {
            Practice::lay_out(scenario, &specialties, &self.roster, &self.places, &self.labels, Some(year))
        };
        years.map(in_year).collect()
    }
}

/// Whether a number takes part in laying out the columns; behaviour of contracts does not.
fn shapes_columns(path: &str) -> bool {
    path.starts_with("specialty.")
        || path == "system.specialist_influence"
        || path.starts_with("chance.quality_events")
        || path.starts_with("chance.person_cv")
        || (path.starts_with("contract.") && path.ends_with(".revenue_share"))
}

/// Finds each uncertain number's place, ordered by section and place.
fn locate(scenario: &mut Scenario, uncertain: &[Uncertain]) -> Vec<Drawn> {
    let mut drawn = Vec::with_capacity(uncertain.len());
    for &(section, key) in ScenarioSection::ALL {
        let mut place = 0;
        let mut path = Path::default();
        path.at(Step::Key(key), |path| {
            section.visit(scenario, path, &mut |path, _| {
                let text = path.to_string();
                if let Some(leaf) = uncertain.iter().find(|leaf| leaf.path == text) {
                    drawn.push(Drawn { leaf: leaf.clone(), key: EntityKey::of(&leaf.path), place, section });
                }
                place += 1;
            });
        });
    }
    drawn
}
