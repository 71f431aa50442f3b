//! Arms: the baseline and its variants, each a whole scenario on the same physicians.

use super::check::{CONTRADICTION, check_points, check_roster};
use super::drawn::{Drawn, copula_of, locate};
use super::labels::number_labels;
use super::lineup::{Lineup, RosterGroup, RosterSegment, persons, place_of};
use super::neutral::{Neutral, solve_all};
use super::{Checked, Directory, Funded, Practice, Scenario, Tenure};
use crate::entity::{Labels, MedicalField, Physician, Roster, STANDARD, Specialty};
use crate::random::{Copula, Seed};
use crate::schema::{InForce, Path, Problem, Refused};
use crate::system::Authorisation;
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
    /// Whether its `allocation.authorisation` is not stated, but what passing more on than the baseline is taken to need.
    pub authorisation_is_assumed: bool,
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
    /// The same on each further roster that cohorts draw, with positions at the same places: which trial meets which
    /// is said by [`Model::on`]. Empty where cohorts are drawn once, and in each of these.
    pub further: Vec<Model>,
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
    /// Its physicians; where cohorts draw several rosters, the first of them.
    pub roster: Arc<Roster>,
    /// The further rosters that its cohorts draw, as `run.rosters` says.
    pub redrawn: Vec<Arc<Roster>>,
}

impl Draft {
    /// The same on a further roster, counted from 1; with its own where it draws none.
    fn redrawn(&self, number: usize) -> Draft {
        let roster = self.redrawn.get(number - 1).unwrap_or(&self.roster);
        Draft { roster: Arc::clone(roster), redrawn: Vec::new(), ..self.clone() }
    }
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
        let most = drafts.iter().map(|draft| draft.redrawn.len()).max().unwrap_or(0);
        let further: Vec<Vec<Draft>> =
            (1..=most).map(|number| drafts.iter().map(|draft| draft.redrawn(number)).collect()).collect();
        let pools: BTreeSet<&str> =
            drafts.iter().flat_map(|draft| draft.scenario.allocation.pool.names()).collect();
        let mut problems: Vec<Problem> = drafts.first().and_then(baseline_funding).into_iter().collect();
        problems.extend(responses_without_anchor(&drafts));
        for draft in drafts.iter().chain(further.iter().flatten()) {
            let points = check_points(&draft.scenario, &pools, &draft.roster);
            let contracts = draft.scenario.contracts_of_any_arm();
            for problem in points.into_iter().chain(check_roster(&draft.scenario, contracts, &draft.roster)) {
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
        }
        if !problems.is_empty() {
            return Err(problems.into());
        }
        let rosters_of = |drafts: &[Draft]| drafts.iter().map(|draft| Arc::clone(&draft.roster)).collect();
        let held: Vec<Vec<Arc<Roster>>> = std::iter::once(rosters_of(&drafts))
            .chain(further.iter().map(|drafts| rosters_of(drafts)))
            .collect();
        let lineup =
            Lineup::of(&held.iter().map(|own| own.iter().map(Arc::as_ref).collect()).collect::<Vec<_>>());
        let first = Model::lay_out(drafts, &lineup, 0)?;
        let further = further
            .into_iter()
            .zip(1..)
            .map(|(drafts, number)| {
                let own = Model::lay_out(drafts, &lineup, number).map_err(|refused| {
                    refused.each(|problem| Problem {
                        message: format!(
                            "on roster {} of the {} that cohorts draw: {}",
                            number + 1,
                            most + 1,
                            problem.message
                        ),
                        ..problem
                    })
                })?;
                Ok(Model { directory: Arc::clone(&first.directory), ..own })
            })
            .collect::<Result<Vec<Model>, Refused>>()?;
        Ok(Model { further, ..first })
    }

    /// Lays the arms out on one of the rosters.
    fn lay_out(drafts: Vec<Draft>, lineup: &Lineup, roster: usize) -> Result<Model, Refused> {
        let baseline = &drafts.first().expect("the baseline is always there").scenario;
        let (start, years, seed) = (
            CalendarYear(u16::try_from(baseline.run.start_year).unwrap_or(u16::MAX)),
            usize::try_from(baseline.run.years).unwrap_or(1),
            Seed(baseline.run.seed),
        );
        let title = baseline.scenario.title.clone();
        let Lineup { everyone, author_order, specialties, plans, .. } = lineup;
        let physicians = everyone[roster].clone();
        let mut contract_names: Vec<String> = Vec::new();
        for name in drafts.iter().flat_map(|draft| draft.scenario.contract.names()) {
            if !contract_names.iter().any(|known| known == name) {
                contract_names.push(name.to_owned());
            }
        }
        let (groups, segments) = lineup.group(roster);
        let passed_on = baseline.allocation.physicians;
        let arms = drafts
            .into_iter()
            .map(|draft| Arm::build(draft, passed_on, specialties, &physicians))
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
            author_order: author_order.clone(),
            specialties: specialties.clone(),
            plans: plans.clone(),
            contract_names,
            groups,
            segments,
            seed,
            directory: Arc::new(directory),
            understood: Vec::new(),
            further: Vec::new(),
        })
    }

    /// Rosters that trials meet: 1, or where cohorts are redrawn, how many.
    #[must_use]
    pub fn rosters(&self) -> usize {
        1 + self.further.len()
    }

    /// The roster that a trial meets, both counted from 0: in turn, so that each is met as often as any other, but
    /// for one trial.
    #[must_use]
    pub fn roster_of(&self, trial: u64) -> usize {
        usize::try_from(trial % self.rosters() as u64).unwrap_or(0)
    }

    /// The model on the roster that a trial meets.
    #[must_use]
    pub fn on(&self, trial: u64) -> &Model {
        self.roster_of(trial).checked_sub(1).and_then(|place| self.further.get(place)).unwrap_or(self)
    }

    /// The model on each roster, the first first.
    pub fn on_each(&self) -> impl Iterator<Item = &Model> {
        std::iter::once(self).chain(&self.further)
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
    let message = "found in the baseline, whose pay is the budget that variants keep; write it in a variant: [variant.<name>.funding]";
    baseline.scenario.funding.as_ref().map(|_| Problem::of_whole(&baseline.name, "funding", message))
}

/// Variants that respond beside a baseline in which nobody does: there is nothing that their responses could be
/// measured from.
fn responses_without_anchor(drafts: &[Draft]) -> Vec<Problem> {
    let Some((baseline, variants)) = drafts.split_first() else { return Vec::new() };
    if baseline.scenario.behaviour.evidence().is_some() {
        return Vec::new();
    }
    let message = "found a response beside a baseline with behaviour = \"none\"; responses are measured from what the baseline's agreements pay at the start, so write the response in the baseline, and behaviour = \"none\" in the variant";
    let responding = variants.iter().filter(|draft| draft.scenario.behaviour.evidence().is_some());
    responding.map(|draft| Problem::of_whole(&draft.name, "behaviour", message)).collect()
}

impl Arm {
    fn build(
        draft: Draft,
        passed_by_baseline: Share,
        names: &[String],
        everyone: &[Physician],
    ) -> Result<Arm, Vec<Problem>> {
        let (mut scenario, uncertain, defaults) = draft.scenario.into_parts();
        // A redesign whose new plan shares in a pool is that amendment, and costs what it says: nothing is passed
        // on before the first of them is ready.
        let shares = |plan: &str| scenario.plan.get(plan).is_some_and(|plan| plan.pools().next().is_some());
        let sharing = scenario.redesign.iter().filter(|change| shares(&change.to));
        let ready = sharing.map(|change| change.effective(scenario.run.start())).reduce(f64::min);
        let authorisation_is_assumed = scenario.allocation.needs_amendment(passed_by_baseline);
        if authorisation_is_assumed {
            scenario.allocation.authorisation =
                Some(ready.map_or(Authorisation::USUAL, Authorisation::by_redesign));
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
        let copula = copula_of(&scenario, &drawn)
            .map_err(|_| vec![Problem::of_whole(&draft.name, "correlation", CONTRADICTION)])?;
        let practice_is_drawn = drawn.iter().any(Drawn::shapes_practice);
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
            authorisation_is_assumed,
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

    /// The field of medicine of a specialty under this arm's scenario; `None` for one that nobody has.
    #[must_use]
    pub fn field_of(&self, specialty: &str) -> Option<MedicalField> {
        self.specialties.iter().find(|known| known.name == specialty).map(|known| known.field)
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
    pub(crate) fn specialty_of(&self, place: usize) -> &Specialty {
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
