//! The program: candidates on common luck, then those that nobody beats on fresh luck.

use super::super::estimate::Estimate;
use super::super::experiment::Experiment;
use super::evolve::Scored;
use super::explore::{Judged, SearchEffort, explore, spread_out, unbeaten};
use super::limits::{AskedLimits, HeldLimits, ReviewFacts, SearchLimit};
use super::objective::{MEASURES, SearchFacts, SearchObjective};
use super::variable::DesignVariable;
use crate::engine::{Outcome, Progress, RunOptions, Silent, run};
use crate::model::Model;
use crate::random::{Draws, EntityKey, Seed, Stream};
use crate::study::{Study, StudyFault};
use crate::units::real;

/// The first trial of the luck on which candidates are compared: far behind any run's, so that the trials of a run, from
/// 0 on, are fresh to what is found.
pub const SEARCHED_FROM: u64 = 1 << 20;

/// Whoever looks at a redesign as counsel and a compensation committee would.
pub trait RedesignReview {
    /// What the law says before a run to the last arm: findings that say not to sign, by rule and place.
    fn stops(&self, model: &Model) -> Vec<String>;
    /// Physicians whose pay would have to be valued, in the first arm and in the last.
    fn flagged(&self, model: &Model, outcome: &Outcome) -> (usize, usize);
}

/// What is searched for.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchQuestion {
    /// What may change.
    pub variables: Vec<DesignVariable>,
    /// What the search is after, one at least.
    pub objectives: Vec<SearchObjective>,
    /// What a redesign may do at most.
    pub limits: AskedLimits,
    /// What a point of clinical quality, mean over physicians, is worth in a year, $.
    pub quality_point: f64,
    /// How much is tried.
    pub effort: SearchEffort,
    /// Redesigns that are wanted.
    pub points: usize,
    /// Trials of each on fresh luck.
    pub fresh_trials: u64,
}

/// A redesign that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct TriedRedesign {
    /// Its values, as the variables.
    pub values: Vec<f64>,
    /// Generation, counted from 0.
    pub generation: usize,
    /// What it comes to; `None` where the scenario does not admit it.
    pub facts: Option<SearchFacts>,
    /// Limits that it breaks, each with by how many steps.
    pub broken: Vec<(SearchLimit, f64)>,
    /// Why the scenario does not admit it; empty where it does.
    pub refused: String,
    /// Whether it keeps every limit and no other that does beats it, on the luck of the search.
    pub is_unbeaten: bool,
}

/// A redesign that was found, on the luck of the search and on fresh luck.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundRedesign {
    /// Its place among those that were tried.
    pub tried: usize,
    /// Its values, as the variables.
    pub values: Vec<f64>,
    /// What it came to while it was searched for.
    pub searched: SearchFacts,
    /// What it comes to on fresh luck.
    pub fresh: SearchFacts,
    /// What reviewers say, on fresh luck.
    pub review: ReviewFacts,
    /// Limits that it breaks on fresh luck.
    pub broken: Vec<(SearchLimit, f64)>,
    /// Whether no other that was found, nor the arm it began with, beats it on fresh luck.
    pub is_unbeaten: bool,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct RedesignsFound {
    /// Every candidate, in the order in which it was tried.
    pub tried: Vec<TriedRedesign>,
    /// Those that were chosen of the frontier, by the first objective, the best first.
    pub found: Vec<FoundRedesign>,
    /// How many keep every limit and are beaten by none, on the luck of the search.
    pub frontier: usize,
    /// The arm that is changed, on the luck of the search.
    pub start: SearchFacts,
    /// The same on fresh luck.
    pub start_fresh: SearchFacts,
    /// Limits on the luck of the search.
    pub limits: HeldLimits,
    /// Limits on fresh luck.
    pub limits_fresh: HeldLimits,
    /// Trials of each candidate.
    pub trials: u64,
}

impl SearchQuestion {
    /// Trials of the search, and of what is looked at again on fresh luck at most: what a progress bar counts to.
    #[must_use]
    pub fn trials(&self, each: u64) -> (u64, u64) {
        let fresh = (self.points as u64 + 1) * self.fresh_trials;
        ((self.effort.evaluations as u64 + 1) * each, fresh)
    }
}

/// Searches redesigns of the last arm of a study of two: today's and that arm, whose funding, if any, is written out
/// ([`writable`](super::writable)). `known` are designs that exist, as values of the variables: they are tried first.
/// `watches` are told of the trials of the search and of those on fresh luck.
///
/// ```
/// # let text = r#"
/// # run = { years = 1 }
/// # behaviour = "none"
/// # chance = { none = true }
/// # scenario = { title = "Two physicians" }
/// # system = { name = "Small clinic" }
/// # plan.salary.pay = [{ salary = { per_fte = 250000 } }]
/// # cohort.fm = { count = 2, specialty = "family_medicine", plans = { salary = 1.0 }, wrvu = 5000 }
/// # contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
/// # "#;
/// use cascade::analysis::{
///     AskedLimits, AskedRange, DesignVariable, RedesignReview, SearchEffort, SearchObjective, SearchQuestion,
///     search_redesigns, writable,
/// };
/// use cascade::engine::{Outcome, RunOptions, Silent};
/// use cascade::model::Model;
/// use cascade::{NoFiles, Study};
///
/// /// Nobody looks at the law or at a survey here; `decision::LawAndCommittee` does.
/// struct Nobody;
/// impl RedesignReview for Nobody {
///     fn stops(&self, _: &Model) -> Vec<String> { Vec::new() }
///     fn flagged(&self, _: &Model, _: &Outcome) -> (usize, usize) { (0, 0) }
/// }
///
/// let study = Study::read("clinic.toml", text, &NoFiles)?;
/// let (study, model) = writable(&study, &study.model()?, "baseline", "point-00")?;
/// let salary = AskedRange { place: "plan.salary.pay.salary.per_fte".into(), low: 240e3, high: 260e3, step: Some(5e3) };
/// let question = SearchQuestion {
///     variables: vec![DesignVariable::of(&study, "point-00", &salary)?],
///     objectives: vec![SearchObjective::Margin],
///     limits: AskedLimits::default(), // pay within 2 % of today's, among others
///     quality_point: 0.0,
///     effort: SearchEffort { evaluations: 20, population: 4 },
///     points: 1,
///     fresh_trials: 32,
/// };
/// let watches = (&Silent as _, &Silent as _);
/// let found = search_redesigns((&study, &model), &question, &[vec![250e3]], &Nobody, RunOptions::trials(32), watches)?;
/// assert_eq!(found.found[0].values, [245e3], "240,000 would be 4 % less");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`StudyFault`]: as the engine; that the arm as it stands cannot run.
pub fn search_redesigns(
    (study, model): (&Study, &Model),
    question: &SearchQuestion,
    known: &[Vec<f64>],
    review: &dyn RedesignReview,
    options: RunOptions<'_>,
    watches: (&dyn Progress, &dyn Progress),
) -> Result<RedesignsFound, StudyFault> {
    let trials = options.trials.next_multiple_of(model.rosters() as u64);
    let measures = MEASURES.map(str::to_owned);
    let experiment = Experiment::of(study, model, &measures, RunOptions { trials, ..options })?;
    let physicians = model.arms.last().map_or(0, |arm| arm.roster.iter().flatten().count());
    let searching = Searching { question, experiment: &experiment, review, physicians };
    let start = searching.facts(model, SEARCHED_FROM, watches.0)?;
    let reviewed = ReviewFacts {
        stops: review.stops(model),
        flagged: searching.asks_market_value().then(|| searching.flagged(model)).transpose()?,
    };
    let limits = HeldLimits::of(&question.limits, &start, &reviewed);
    let mut tried: Vec<TriedRedesign> = Vec::new();
    let mut words = Draws::open(model.seed, Stream::Proposal).generator(EntityKey::of("search"));
    let attempts =
        explore(&question.variables, known, question.effort, &mut words, &mut |values, before| {
            let one = searching.tried(values, &limits, before, watches.0)?;
            let judged = searching.judged(&one);
            tried.push(one);
            Ok::<Judged, StudyFault>(judged)
        })?;
    let frontier = unbeaten(&attempts);
    for (one, attempt) in tried.iter_mut().zip(&attempts) {
        one.generation = attempt.generation;
    }
    for place in &frontier {
        tried[*place].is_unbeaten = true;
    }
    let chosen = spread_out(&attempts, &frontier, question.points);
    let fresh_trials = question.fresh_trials.next_multiple_of(model.rosters() as u64);
    let fresh = Experiment::of(study, model, &measures, RunOptions { trials: fresh_trials, ..options })?;
    let again = Searching { experiment: &fresh, ..searching };
    let start_fresh = again.facts(model, 0, watches.1)?;
    let start_review = ReviewFacts { stops: reviewed.stops.clone(), flagged: again.flagged_of_run(model)? };
    let limits_fresh = HeldLimits::of(&question.limits, &start_fresh, &start_review);
    let mut found = again.confirmed(&tried, &chosen, &limits_fresh, watches.1)?;
    again.mark_unbeaten(&mut found, &start_fresh);
    Ok(RedesignsFound {
        tried,
        found,
        frontier: frontier.len(),
        start,
        start_fresh,
        limits,
        limits_fresh,
        trials,
    })
}

/// What is at hand while candidates are tried.
#[derive(Clone, Copy)]
struct Searching<'s> {
    question: &'s SearchQuestion,
    experiment: &'s Experiment<'s>,
    review: &'s dyn RedesignReview,
    physicians: usize,
}

impl Searching<'_> {
    /// What the last arm of a model comes to on the trials from `first`.
    fn facts(&self, model: &Model, first: u64, progress: &dyn Progress) -> Result<SearchFacts, StudyFault> {
        let values = self.experiment.sampled(model, first, progress)?;
        let arm = model.arms.len() - 1;
        Ok(facts_of(self.experiment, &values, (model, arm), self.question.quality_point))
    }

    fn settings(&self, model_arm: &str, values: &[f64]) -> Vec<(String, f64)> {
        let each = self.question.variables.iter().zip(values);
        each.map(|(variable, value)| (format!("{model_arm}:{}", variable.path), *value)).collect()
    }

    /// Tries a candidate. Whether pay would have to be valued takes a run of its own, and is asked where it decides: of
    /// candidates that keep all other limits and are not beaten by any before.
    fn tried(
        &self,
        values: &[f64],
        limits: &HeldLimits,
        before: &[Scored],
        progress: &dyn Progress,
    ) -> Result<TriedRedesign, StudyFault> {
        let mut one = TriedRedesign {
            values: values.to_vec(),
            generation: 0,
            facts: None,
            broken: vec![(SearchLimit::Scenario, f64::INFINITY)],
            refused: String::new(),
            is_unbeaten: false,
        };
        let model = match self.model_at(values) {
            Ok(model) => model,
            Err(StudyFault::Refused(refused)) => {
                let first = refused.problems().first();
                one.refused = first.map_or_else(String::new, |problem| problem.message.clone());
                return Ok(one);
            }
            Err(fault) => return Err(fault),
        };
        let facts = self.facts(&model, SEARCHED_FROM, progress)?;
        let mut reviewed = ReviewFacts::default();
        if limits.law.is_some() {
            reviewed.stops = self.review.stops(&model);
        }
        one.facts = Some(facts);
        one.broken = limits.broken(&facts, &reviewed, self.physicians);
        if one.broken.is_empty() && limits.market_value.is_some() {
            let own = self.scored(&one);
            if !before.iter().any(|other| other.dominates(&own)) {
                reviewed.flagged = Some(self.flagged(&model)?);
                one.broken = limits.broken(&facts, &reviewed, self.physicians);
            }
        }
        Ok(one)
    }

    fn model_at(&self, values: &[f64]) -> Result<Model, StudyFault> {
        let arm = self.experiment.arm_names().next_back().unwrap_or_default();
        self.experiment.model_with(&self.settings(arm, values))
    }

    fn judged(&self, one: &TriedRedesign) -> Judged {
        let cost =
            |objective: &SearchObjective| one.facts.map_or(f64::INFINITY, |facts| objective.cost(&facts));
        Judged {
            costs: self.question.objectives.iter().map(cost).collect(),
            violation: one.broken.iter().map(|(_, by)| by).sum(),
        }
    }

    fn scored(&self, one: &TriedRedesign) -> Scored {
        let Judged { costs, violation } = self.judged(one);
        Scored { genes: Vec::new(), objectives: costs, violation }
    }

    fn asks_market_value(&self) -> bool {
        self.question.limits.market_value != super::limits::SetLimit::Off
    }

    /// Physicians to be valued, on luck that is neither the search's nor fresh: of another seed, on the same roster.
    fn flagged(&self, model: &Model) -> Result<(usize, usize), StudyFault> {
        let other =
            Draws::open(model.seed, Stream::Proposal).words(EntityKey::of("search review"), 0, 0, 0)[0];
        let mut model = model.clone();
        model.seed = Seed(other);
        model.further.iter_mut().for_each(|further| further.seed = Seed(other));
        let outcome = run(&model, self.experiment.options(), &Silent)?;
        Ok(self.review.flagged(&model, &outcome))
    }

    /// Physicians to be valued in the run itself, where that is asked.
    fn flagged_of_run(&self, model: &Model) -> Result<Option<(usize, usize)>, StudyFault> {
        if !self.asks_market_value() {
            return Ok(None);
        }
        let outcome = run(model, self.experiment.options(), &Silent)?;
        Ok(Some(self.review.flagged(model, &outcome)))
    }

    /// The chosen on fresh luck.
    fn confirmed(
        &self,
        tried: &[TriedRedesign],
        chosen: &[usize],
        limits: &HeldLimits,
        progress: &dyn Progress,
    ) -> Result<Vec<FoundRedesign>, StudyFault> {
        let mut found = Vec::with_capacity(chosen.len());
        for place in chosen {
            let Some(searched) = tried[*place].facts else { continue };
            let values = tried[*place].values.clone();
            let model = self.model_at(&values)?;
            let fresh = self.facts(&model, 0, progress)?;
            let review =
                ReviewFacts { stops: self.review.stops(&model), flagged: self.flagged_of_run(&model)? };
            let broken = limits.broken(&fresh, &review, self.physicians);
            let is_unbeaten = false;
            found.push(FoundRedesign { tried: *place, values, searched, fresh, review, broken, is_unbeaten });
        }
        Ok(found)
    }

    /// Marks those that no other, nor the arm as it stands, beats on fresh luck, limits aside.
    fn mark_unbeaten(&self, found: &mut [FoundRedesign], start: &SearchFacts) {
        let scored = |facts: &SearchFacts| Scored {
            genes: Vec::new(),
            objectives: self.question.objectives.iter().map(|objective| objective.cost(facts)).collect(),
            violation: 0.0,
        };
        let all: Vec<Scored> = found.iter().map(|one| scored(&one.fresh)).chain([scored(start)]).collect();
        for (place, one) in found.iter_mut().enumerate() {
            one.is_unbeaten = !all.iter().any(|other| other.dominates(&all[place]));
        }
    }
}

/// What an arm comes to beside the first, of values that an experiment took.
fn facts_of(
    experiment: &Experiment<'_>,
    values: &[Vec<f64>],
    (model, arm): (&Model, usize),
    quality_point: f64,
) -> SearchFacts {
    let take = |arm: usize, metric: &str| -> Vec<f64> {
        let is_it = |whole: bool| {
            let columns = experiment.columns().iter().zip(values);
            columns.filter(move |(column, _)| {
                column.pick.arm == arm && column.pick.metric == metric && column.pick.year.is_none() == whole
            })
        };
        if let Some((_, own)) = is_it(true).next() {
            return own.clone();
        }
        let each: Vec<&Vec<f64>> = is_it(false).map(|(_, own)| own).collect();
        let trials = each.first().map_or(0, |own| own.len());
        (0..trials).map(|trial| each.iter().map(|own| own[trial]).sum::<f64>() / real(each.len())).collect()
    };
    SearchFacts::of(&take, arm, (quality_point, real(model.years)), model.rosters())
}

/// What every arm of a study comes to on the first trials of a run, today's first: those that a search sets beside what
/// it finds.
///
/// # Errors
///
/// As the engine.
pub fn known_redesigns(
    (study, model): (&Study, &Model),
    quality_point: f64,
    options: RunOptions<'_>,
    progress: &dyn Progress,
) -> Result<Vec<SearchFacts>, StudyFault> {
    let trials = options.trials.next_multiple_of(model.rosters() as u64);
    let measures = MEASURES.map(str::to_owned);
    let experiment = Experiment::of(study, model, &measures, RunOptions { trials, ..options })?;
    let values = experiment.sampled(model, 0, progress)?;
    let facts = |arm| facts_of(&experiment, &values, (model, arm), quality_point);
    Ok((0..model.arms.len()).map(facts).collect())
}

impl FoundRedesign {
    /// What an objective loses when it is looked at again: searched less fresh, in the direction of the better, with the
    /// error of the two lucks together: both meet the same rosters, whose part is in both. Above 0 the search had flattered it: the winner's curse.
    #[must_use]
    pub fn shrinkage(&self, objective: SearchObjective) -> Estimate {
        let (searched, fresh) = (objective.of(&self.searched), objective.of(&self.fresh));
        let (was, is) = (self.searched.luck_of(objective), self.fresh.luck_of(objective));
        let sign = if objective.is_more_better() { 1.0 } else { -1.0 };
        Estimate { value: sign * (searched.value - fresh.value), se: (was * was + is * is).sqrt() }
    }
}
