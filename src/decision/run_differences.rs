//! What differs between two runs: what went in first, then what came out.

use serde::Serialize;
use std::collections::BTreeMap;

/// A run as its folder tells of it.
#[derive(Clone, Debug, Default)]
pub struct PastRun {
    /// Its folder.
    pub folder: String,
    /// Files of its folder that are no longer what was written, or are gone.
    pub touched: Vec<String>,
    /// What it was beside its scenario's values: what it is called, what it was.
    pub facts: Vec<(&'static str, String)>,
    /// Hashes of the rosters and surveys that it was read from: what they are, their names, their hashes.
    pub sources: Vec<(String, String, String)>,
    /// Its arms.
    pub arms: Vec<String>,
    /// Every value of every arm; nothing where its folder does not hold them.
    pub parameters: Option<Vec<PastParameter>>,
    /// Its headlines.
    pub headlines: Vec<PastHeadline>,
    /// What its trials were drawn by: seed, trials, generator, rosters. Runs with the same meet much the same luck.
    pub luck: Vec<String>,
}

/// A value that an arm of it was run with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastParameter {
    /// The arm.
    pub arm: String,
    /// Its place in the scenario.
    pub path: String,
    /// What stood there: the number, and words or what it was drawn from.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// Whether it was solved, and follows from others.
    pub solved: bool,
}

/// A figure that a screen shows of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PastHeadline {
    /// The arm.
    pub arm: String,
    /// The measure.
    pub metric: String,
    /// What people call it.
    pub label: String,
    /// The year; none of all years.
    pub year: Option<u16>,
    /// Its unit.
    pub unit: String,
    /// Mean over trials.
    pub mean: f64,
    /// Standard error of that.
    pub mc_se: f64,
}

/// A fact that is not the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactDifference {
    /// What it is called.
    pub what: String,
    /// What it is here; nothing where it is only there.
    pub here: Option<String>,
    /// What it is there.
    pub there: Option<String>,
}

/// A value that is not the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ParameterDifference {
    /// Its place in the scenario.
    pub path: String,
    /// The arms in which it differs so.
    pub arms: Vec<String>,
    /// Its unit.
    pub unit: String,
    /// What it is here; nothing where it is only there.
    pub here: Option<String>,
    /// What it is there.
    pub there: Option<String>,
}

/// A headline of both.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeadlineDifference {
    /// The arm.
    pub arm: String,
    /// The measure.
    pub metric: String,
    /// What people call it.
    pub label: String,
    /// The year here; none of all years.
    pub year: Option<u16>,
    /// The year there: a last year is compared with another last year.
    pub year_there: Option<u16>,
    /// Its unit.
    pub unit: String,
    /// Mean over trials here.
    pub here: f64,
    /// Mean over trials there.
    pub there: f64,
    /// Here less there.
    pub difference: f64,
    /// Standard error of that if the two met luck of their own; they differ by less if they met the same.
    pub error: f64,
    /// Whether it is more than chance leaves between two runs: beyond 1.96 of its standard errors.
    pub beyond_error: bool,
}

/// What differs between two runs.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RunDifferences {
    /// Whether nothing that went in differs, as far as both folders tell.
    pub same_inputs: bool,
    /// Whether both met the same luck: seed, trials and rosters are the same.
    pub same_luck: bool,
    /// Seed, trials, years, versions.
    pub facts: Vec<FactDifference>,
    /// Arms that only one has, rosters and surveys.
    pub sources: Vec<FactDifference>,
    /// Values that are not the same.
    pub parameters: Vec<ParameterDifference>,
    /// Factors that were solved and follow from them.
    pub solved: Vec<ParameterDifference>,
    /// Folders that do not hold their values, by name.
    pub untold: Vec<String>,
    /// Headlines of arms that both have.
    pub headlines: Vec<HeadlineDifference>,
}

impl RunDifferences {
    /// Whether the two are the same, as far as both folders tell.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.facts.is_empty()
            && self.sources.is_empty()
            && self.parameters.is_empty()
            && self.solved.is_empty()
            && self.headlines.iter().all(|one| one.difference == 0.0)
    }
}

/// Standard errors that hold 95 of 100 differences which are none.
const BEYOND: f64 = 1.96;

/// Told among the facts.
const FACTS: [&str; 4] = ["run.seed", "run.trials", "run.years", "run.start_year"];

/// What differs between a run and another.
#[must_use]
pub fn run_differences(here: &PastRun, there: &PastRun) -> RunDifferences {
    let both = here.parameters.as_deref().zip(there.parameters.as_deref());
    // Of an arm that only one has, nothing is compared.
    let shared =
        |arm: &str| here.arms.iter().any(|own| own == arm) && there.arms.iter().any(|own| own == arm);
    let compared = both.map_or_else(Vec::new, |(one, other)| {
        let of_both =
            |all: &[PastParameter]| all.iter().filter(|p| shared(&p.arm)).cloned().collect::<Vec<_>>();
        parameters(&of_both(one), &of_both(other))
    });
    let (solved, stated) = compared.into_iter().partition::<Vec<_>, _>(|(solved, _)| *solved);
    let plain =
        |all: Vec<(bool, ParameterDifference)>| all.into_iter().map(|(_, one)| one).collect::<Vec<_>>();
    let (facts, sources) = (facts(&here.facts, &there.facts), sources(here, there));
    let (parameters, solved) = (plain(stated), plain(solved));
    let untold = [here, there].into_iter().filter(|run| run.parameters.is_none());
    let untold: Vec<String> = untold.map(|run| run.folder.clone()).collect();
    RunDifferences {
        same_inputs: facts.is_empty()
            && sources.is_empty()
            && parameters.is_empty()
            && solved.is_empty()
            && untold.is_empty(),
        same_luck: here.luck == there.luck,
        facts,
        sources,
        parameters,
        solved,
        untold,
        headlines: headlines(&here.headlines, &there.headlines),
    }
}

fn facts(here: &[(&'static str, String)], there: &[(&'static str, String)]) -> Vec<FactDifference> {
    let value = |all: &[(&'static str, String)], what: &str| {
        all.iter().find(|(known, _)| *known == what).map(|(_, value)| value.clone())
    };
    let only_there = there.iter().filter(|(what, _)| value(here, what).is_none());
    let names = here.iter().chain(only_there).map(|(what, _)| *what);
    let each = names.map(|what| FactDifference {
        what: what.to_owned(),
        here: value(here, what),
        there: value(there, what),
    });
    each.filter(|one| one.here != one.there).collect()
}

/// Arms that only one has, and files whose bytes only one was read from.
fn sources(here: &PastRun, there: &PastRun) -> Vec<FactDifference> {
    let mut found = Vec::new();
    for (own, other, is_here) in [(here, there, true), (there, here, false)] {
        let mut only = |what: String, value: &str| {
            let value = Some(value.to_owned());
            let (here, there) = if is_here { (value, None) } else { (None, value) };
            found.push(FactDifference { what, here, there });
        };
        for arm in own.arms.iter().filter(|arm| !other.arms.contains(arm)) {
            only("arm".to_owned(), arm);
        }
        for (kind, name, hash) in &own.sources {
            if !other.sources.iter().any(|(known, _, same)| known == kind && same == hash) {
                only(format!("{kind} {name}"), hash);
            }
        }
    }
    found
}

/// Values that differ, those that differ alike in several arms once, in the order of the first; each with whether it was
/// solved.
fn parameters(here: &[PastParameter], there: &[PastParameter]) -> Vec<(bool, ParameterDifference)> {
    type Places<'p> = BTreeMap<(&'p str, &'p str), &'p PastParameter>;
    fn placed(all: &[PastParameter]) -> Places<'_> {
        all.iter().map(|one| ((one.arm.as_str(), one.path.as_str()), one)).collect()
    }
    let (own, others) = (placed(here), placed(there));
    let only_there = there.iter().filter(|one| !own.contains_key(&(one.arm.as_str(), one.path.as_str())));
    let mut found: Vec<(bool, ParameterDifference)> = Vec::new();
    for one in here.iter().chain(only_there).filter(|one| !FACTS.contains(&one.path.as_str())) {
        let place = (one.arm.as_str(), one.path.as_str());
        let value = |all: &Places<'_>| all.get(&place).map(|one| one.value.clone());
        let (here, there) = (value(&own), value(&others));
        if here == there {
            continue;
        }
        let same = |known: &&mut (bool, ParameterDifference)| {
            known.1.path == one.path && known.1.here == here && known.1.there == there
        };
        if let Some((_, known)) = found.iter_mut().find(same) {
            known.arms.push(one.arm.clone());
        } else {
            let (path, unit) = (one.path.clone(), one.unit.clone());
            let arms = vec![one.arm.clone()];
            found.push((one.solved, ParameterDifference { path, arms, unit, here, there }));
        }
    }
    found
}

fn headlines(here: &[PastHeadline], there: &[PastHeadline]) -> Vec<HeadlineDifference> {
    let compared = |one: &PastHeadline| {
        // A last year is compared with another last year: each says which.
        let same = |other: &&PastHeadline| {
            (&other.arm, &other.metric, other.year.is_some()) == (&one.arm, &one.metric, one.year.is_some())
        };
        let other = there.iter().find(same)?;
        let difference = one.mean - other.mean;
        let error = one.mc_se.hypot(other.mc_se);
        Some(HeadlineDifference {
            arm: one.arm.clone(),
            metric: one.metric.clone(),
            label: one.label.clone(),
            year: one.year,
            year_there: other.year,
            unit: one.unit.clone(),
            here: one.mean,
            there: other.mean,
            difference,
            error,
            beyond_error: difference.abs() > BEYOND * error,
        })
    };
    here.iter().filter_map(compared).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(arm: &str, path: &str, value: &str) -> PastParameter {
        PastParameter { arm: arm.into(), path: path.into(), value: value.into(), ..PastParameter::default() }
    }

    fn run(rate: &str, mean: f64) -> PastRun {
        let arms = vec!["baseline".to_owned(), "more".to_owned()];
        let parameters = arms.iter().flat_map(|arm| {
            [
                parameter(arm, "run.seed", rate),
                parameter(arm, "plan.a.rate", rate),
                parameter(arm, "plan.a.x", "1"),
            ]
        });
        let headline = PastHeadline {
            arm: "baseline".into(),
            metric: "pay".into(),
            year: Some(2030),
            mean,
            mc_se: 3.0,
            ..PastHeadline::default()
        };
        PastRun {
            parameters: Some(parameters.collect()),
            arms,
            facts: vec![("seed", "7".into())],
            headlines: vec![headline],
            ..PastRun::default()
        }
    }

    #[test]
    fn a_value_that_differs_alike_in_every_arm_is_told_once() {
        let found = run_differences(&run("50", 100.0), &run("55", 100.0));
        assert_eq!(found.parameters.len(), 1);
        let one = &found.parameters[0];
        assert_eq!(
            (one.path.as_str(), &one.here, &one.there),
            ("plan.a.rate", &Some("50".into()), &Some("55".into()))
        );
        assert_eq!(one.arms, ["baseline", "more"]);
        assert!(found.facts.is_empty() && found.sources.is_empty() && found.same_luck && !found.same_inputs);
        assert!(run_differences(&run("50", 1.0), &run("50", 2.0)).same_inputs);
    }

    #[test]
    fn what_only_one_has_is_told() {
        let (one, mut other) = (run("50", 1.0), run("50", 1.0));
        other.arms.pop();
        other.parameters.as_mut().unwrap().push(parameter("baseline", "plan.b", "salary"));
        other.sources.push(("roster".into(), "r.csv".into(), "ab".into()));
        other.facts[0].1 = "8".into();
        let found = run_differences(&one, &other);
        let told: Vec<(&str, Option<&str>, Option<&str>)> = found
            .facts
            .iter()
            .chain(&found.sources)
            .map(|fact| (fact.what.as_str(), fact.here.as_deref(), fact.there.as_deref()))
            .collect();
        assert_eq!(
            told,
            [("seed", Some("7"), Some("8")), ("arm", Some("more"), None), ("roster r.csv", None, Some("ab"))]
        );
        // Nothing of the arm that only one has.
        assert_eq!(found.parameters.len(), 1);
        assert_eq!(
            (&found.parameters[0].here, found.parameters[0].there.as_deref()),
            (&None, Some("salary"))
        );
        other.parameters = None;
        other.folder = "there".into();
        assert_eq!(run_differences(&one, &other).untold, ["there"]);
    }

    #[test]
    fn a_difference_within_the_error_of_both_is_chance() {
        // Errors of 3 each: 1.96 × √18 = 8.3156.
        let beyond = |mean: f64| run_differences(&run("1", mean), &run("1", 100.0)).headlines[0].beyond_error;
        assert_eq!([108.3, 108.4, 91.7, 91.6].map(beyond), [false, true, false, true]);
    }
}
