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
        Ok(facts_of(self.experiment, &values, arm, (self.question.quality_point, model.years)))
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
    arm: usize,
    (quality_point, years): (f64, usize),
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
    SearchFacts::of(&take, arm, (quality_point, real(years)))
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
    let facts = |arm| facts_of(&experiment, &values, arm, (quality_point, model.years));
    Ok((0..model.arms.len()).map(facts).collect())
}

impl FoundRedesign {
    /// What an objective loses when it is looked at again: searched less fresh, in the direction of the better, with the
    /// error of the two together. Above 0 the search had flattered it: the winner's curse.
    #[must_use]
    pub fn shrinkage(&self, objective: SearchObjective) -> Estimate {
        let (searched, fresh) = (objective.of(&self.searched), objective.of(&self.fresh));
        let sign = if objective.is_more_better() { 1.0 } else { -1.0 };
        Estimate {
            value: sign * (searched.value - fresh.value),
            se: (searched.se * searched.se + fresh.se * fresh.se).sqrt(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::limits::SetLimit;
    use super::super::variable::AskedRange;
    use super::super::variant::{reads_back, redesign_variant, writable};
    use super::*;
    use crate::NoFiles;
    use crate::engine::HorizonMetric;

    /// Pay is a rate times wRVUs, and nothing else moves: three physicians on one plan, seven on another.
    const TEXT: &str = r#"
        behaviour = "none"
        chance = { none = true }
        [scenario]
        title = "Ten physicians"
        [run]
        years = 2
        [system]
        name = "Small clinic"
        [plan.one]
        pay = [{ wrvu = { tiers = [{ rate = 50 }] } }]
        [plan.other]
        pay = [{ wrvu = { tiers = [{ rate = 50 }] } }]
        [cohort.one]
        count = 3
        specialty = "family_medicine"
        plans = { one = 1.0 }
        wrvu = 5000
        [cohort.other]
        count = 7
        specialty = "family_medicine"
        plans = { other = 1.0 }
        wrvu = 5000
        [contract.book]
        payer = "Everyone"
        line = "commercial"
        revenue_share = 1.0
        spending = 6000
        terms = "fee_for_service"
    "#;

    /// Reviewers who have nothing to say.
    struct Silence;

    impl RedesignReview for Silence {
        fn stops(&self, _: &Model) -> Vec<String> {
            Vec::new()
        }

        fn flagged(&self, _: &Model, _: &Outcome) -> (usize, usize) {
            (0, 0)
        }
    }

    /// Reviewers who say not to sign below a rate.
    struct SignsFrom(f64);

    impl RedesignReview for SignsFrom {
        fn stops(&self, model: &Model) -> Vec<String> {
            let plan = model.arms[1]
                .scenario
                .plan
                .get("one")
                .map(|plan| format!("{:?}", plan.pay))
                .unwrap_or_default();
            let rate =
                plan.split("PerWrvu(").nth(1).and_then(|rest| rest.split(')').next()?.parse::<f64>().ok());
            if rate.is_some_and(|rate| rate < self.0) { vec!["too low".to_owned()] } else { Vec::new() }
        }

        fn flagged(&self, _: &Model, _: &Outcome) -> (usize, usize) {
            (0, 0)
        }
    }

    fn rate(plan: &str) -> String {
        format!("plan.{plan}.pay[0].wrvu.tiers[0].rate")
    }

    fn searched(
        plans: &[&str],
        limits: AskedLimits,
        objectives: &[SearchObjective],
        (review, evaluations): (&dyn RedesignReview, usize),
    ) -> (Study, Study, SearchQuestion, RedesignsFound) {
        let study = Study::read("clinic.toml", TEXT, &NoFiles).unwrap();
        let model = study.model().unwrap();
        let (working, model) = writable(&study, &model, "baseline", "point-00").unwrap();
        let variable = |plan: &&str| {
            let asked = AskedRange { place: rate(plan), low: 40.0, high: 60.0, step: None };
            DesignVariable::of(&working, "point-00", &asked).unwrap()
        };
        let question = SearchQuestion {
            variables: plans.iter().map(variable).collect(),
            objectives: objectives.to_vec(),
            limits,
            quality_point: 0.0,
            effort: SearchEffort { evaluations, population: 16 },
            points: 4,
            fresh_trials: 32,
        };
        let known = [vec![50.0; plans.len()]];
        let options = RunOptions { trials: 32, threads: Some(2), stop: None };
        let both = (&Silent as &dyn Progress, &Silent as &dyn Progress);
        let found = search_redesigns((&working, &model), &question, &known, review, options, both).unwrap();
        (study, working, question, found)
    }

    #[test]
    fn the_best_rate_is_the_one_that_the_budget_allows() {
        // Everyone's pay is the rate times 5,000 wRVUs. Within 2 % of the budget the rate lies between 49 and 51, and the
        // system's margin is greatest at the least pay: 49.
        let off = SetLimit::Off;
        let limits = AskedLimits { losers: off, chance_of_loss: off, ..AskedLimits::default() };
        let both = ["one", "other"];
        let (_, _, _, found) = searched(&both, limits, &[SearchObjective::Margin], (&Silence, 200));
        assert_eq!(found.found.len(), 1, "one objective has one best");
        let best = &found.found[0];
        // Three tenths and seven tenths of it.
        let mean = 0.3 * best.values[0] + 0.7 * best.values[1];
        assert!((49.0..49.1).contains(&mean), "{:?}", best.values);
        assert!(best.broken.is_empty() && best.fresh.pay.value >= -0.02 - 1e-9);
        assert_eq!(best.shrinkage(SearchObjective::Margin).value, 0.0, "without chance nothing is luck");
        let least = found.tried.iter().filter(|one| one.is_unbeaten).count();
        assert!(least >= 1 && found.tried.len() == 200);
    }

    #[test]
    fn what_the_fewest_losers_cost_is_known_by_hand() {
        // A rate of 47.5 or less takes 5 % or more: three of ten lose on the first plan, seven on the second. Within 10 %
        // of the budget, the least pay is: with nobody who loses 5 % less (both rates just above 47.5); with three, the
        // first rate at its least, 40, and the second just above 47.5: 0.3 x 20 % + 0.7 x 5 % = 9.5 % less; with seven or
        // ten, all that the budget allows: 10 % less.
        let off = SetLimit::Off;
        let limits = AskedLimits {
            pay: SetLimit::At(0.10),
            losers: off,
            chance_of_loss: off,
            ..AskedLimits::default()
        };
        let objectives = [SearchObjective::Margin, SearchObjective::Losers];
        let (_, _, _, found) = searched(&["one", "other"], limits, &objectives, (&Silence, 400));
        let best = |most: f64| {
            let within = found.tried.iter().filter(|one| one.is_unbeaten).filter_map(|one| one.facts);
            let within = within.filter(|facts| facts.losers.value <= most + 1e-9);
            within.map(|facts| facts.pay.value).fold(0.0, f64::min)
        };
        for (losers, pay) in [(0.0, -0.05), (0.3, -0.095), (0.7, -0.10)] {
            let own = best(losers);
            assert!(own >= pay - 1e-9 && own < pay + 0.01, "{losers}: {own} where {pay} is the least");
        }
    }

    #[test]
    fn what_counsel_would_not_sign_is_not_found() {
        // Within 10 % of the budget the best rate would be 45; below 48 counsel says not to sign.
        let off = SetLimit::Off;
        let limits = AskedLimits {
            pay: SetLimit::At(0.10),
            losers: off,
            chance_of_loss: off,
            ..AskedLimits::default()
        };
        let (_, _, _, found) =
            searched(&["one"], limits, &[SearchObjective::Margin], (&SignsFrom(48.0), 120));
        let best = &found.found[0];
        assert!((48.0..48.1).contains(&best.values[0]), "{:?}", best.values);
        let broke = |one: &&TriedRedesign| one.broken.iter().any(|(limit, _)| *limit == SearchLimit::Law);
        assert!(found.tried.iter().filter(broke).all(|one| one.values[0] < 48.0 && !one.is_unbeaten));
    }

    #[test]
    fn the_same_is_found_again_and_a_variant_runs_to_the_same_figures() {
        let limits = AskedLimits::default();
        let (study, working, question, found) =
            searched(&["one"], limits, &SearchObjective::USUAL, (&Silence, 30));
        let again = searched(&["one"], limits, &SearchObjective::USUAL, (&Silence, 30));
        assert_eq!(found, again.3);
        let model = study.model().unwrap();
        let variant = redesign_variant("point-01", &found.found[0], &question, &model.arms[0]);
        reads_back(&study, std::slice::from_ref(&variant), (&working, "point-00"), (&question, &found.found))
            .unwrap();
        let read = study.with_variants(&variant.text()).unwrap();
        let outcome = read.run(RunOptions::trials(32), &Silent).unwrap();
        let arm = outcome.arm("point-01").unwrap();
        let margin = arm.horizon_difference(HorizonMetric::SystemMargin).unwrap();
        assert!((margin.mean - found.found[0].fresh.margin.value).abs() < 0.005, "{margin:?}");
        let other = VariantText { set: vec![], ..variant };
        let said =
            reads_back(&study, &[other], (&working, "point-00"), (&question, &found.found)).unwrap_err();
        assert!(said.to_string().contains("not what was searched"), "{said}");
    }

    use super::super::variant::VariantText;

    #[test]
    fn what_is_lost_on_fresh_luck_by_hand() {
        let facts = super::super::limits::tests::facts();
        let searched = SearchFacts {
            margin: Estimate { value: 8e6, se: 3e5 },
            losers: Estimate { value: 0.08, se: 0.003 },
            ..facts
        };
        let fresh = SearchFacts {
            margin: Estimate { value: 5e6, se: 4e5 },
            losers: Estimate { value: 0.10, se: 0.004 },
            ..facts
        };
        let (review, broken) = (ReviewFacts::default(), Vec::new());
        let point =
            FoundRedesign { tried: 0, values: vec![], searched, fresh, review, broken, is_unbeaten: true };
        // $3M of margin and two points of losers; errors √(0.09 + 0.16) and √(0.000009 + 0.000016).
        let (margin, losers) =
            (point.shrinkage(SearchObjective::Margin), point.shrinkage(SearchObjective::Losers));
        assert_eq!((margin.value, margin.se), (3e6, 5e5));
        assert!((losers.value - 0.02).abs() < 1e-12 && (losers.se - 0.005).abs() < 1e-12);
    }
}
