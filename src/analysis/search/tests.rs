//! Searches whose best is known by hand.

use super::super::estimate::Estimate;
use super::explore::SearchEffort;
use super::limits::{AskedLimits, ReviewFacts, SearchLimit, SetLimit};
use super::objective::{SearchFacts, SearchObjective};
use super::program::{
    FoundRedesign, RedesignReview, RedesignsFound, SearchQuestion, TriedRedesign, search_redesigns,
};
use super::variable::{AskedRange, DesignVariable};
use super::variant::{VariantText, reads_back, redesign_variant, writable};
use crate::NoFiles;
use crate::engine::{HorizonMetric, Outcome, Progress, RunOptions, Silent};
use crate::model::Model;
use crate::study::Study;

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
        let plan =
            model.arms[1].scenario.plan.get("one").map(|plan| format!("{:?}", plan.pay)).unwrap_or_default();
        let rate = plan.split("PerWrvu(").nth(1).and_then(|rest| rest.split(')').next()?.parse::<f64>().ok());
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
    let limits =
        AskedLimits { pay: SetLimit::At(0.10), losers: off, chance_of_loss: off, ..AskedLimits::default() };
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
    let limits =
        AskedLimits { pay: SetLimit::At(0.10), losers: off, chance_of_loss: off, ..AskedLimits::default() };
    let (_, _, _, found) = searched(&["one"], limits, &[SearchObjective::Margin], (&SignsFrom(48.0), 120));
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
    let read = study.with_variants(&variant.text(), &[], &[variant.name.as_str()]).unwrap();
    let outcome = read.run(RunOptions::trials(32), &Silent).unwrap();
    let arm = outcome.arm("point-01").unwrap();
    let margin = arm.horizon_difference(HorizonMetric::SystemMargin).unwrap();
    assert!((margin.mean - found.found[0].fresh.margin.value).abs() < 0.005, "{margin:?}");
    let other = VariantText { set: vec![], ..variant };
    let said = reads_back(&study, &[other], (&working, "point-00"), (&question, &found.found)).unwrap_err();
    assert!(said.to_string().contains("not what was searched"), "{said}");
}

#[test]
fn what_is_lost_on_fresh_luck_by_hand() {
    let facts = super::limits::tests::facts();
    // Half of the error is of rosters, which both meet.
    let luck = |margin: f64, losers: f64| {
        SearchObjective::EACH.map(|objective| match objective {
            SearchObjective::Margin => margin,
            SearchObjective::Losers => losers,
            SearchObjective::MarginWorth
            | SearchObjective::Savings
            | SearchObjective::Value
            | SearchObjective::Quality
            | SearchObjective::Cash => 0.0,
        })
    };
    let searched = SearchFacts {
        margin: Estimate { value: 8e6, se: 6e5 },
        losers: Estimate { value: 0.08, se: 0.006 },
        luck: luck(3e5, 0.003),
        ..facts
    };
    let fresh = SearchFacts {
        margin: Estimate { value: 5e6, se: 8e5 },
        losers: Estimate { value: 0.10, se: 0.008 },
        luck: luck(4e5, 0.004),
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
