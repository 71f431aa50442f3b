//! Whether the ranking of arms holds where things turn out otherwise than they are stated.
//!
//! A [`Stress`] is a change of the scenario that is the same in every arm, the baseline too: numbers times a factor, at
//! their places, or nobody who responds. Each is simulated on the same first trials of the run's own luck, and arms are
//! ranked by how much better than the baseline they come out. What funds variants stays as the run found it: agreements
//! are signed before anybody knows how things turn out, and a stress that funded them anew would compare other arms.
//!
//! Uncertain numbers that a stress sets are no longer drawn; all others are, as in the run.

use super::estimate::Estimate;
use crate::behaviour::Behaviour;
use crate::engine::{Fault, HorizonMetric, ModelSample, Outcome, Pick, Progress, RunOptions, sample_each};
use crate::model::{Arm, Model};
use crate::study::{Study, StudyFault};

/// Trials of each stress. Differences on the same luck need few: they are to cost a tenth of a usual run.
pub const STRESS_TRIALS: u64 = 64;

/// A run of fewer trials is not asked: it has been set up to look at something else than the ranking.
const FEWEST: u64 = 128;

/// What arms are ranked by under stress; more of it is better.
pub const STRESS_RANKED: [HorizonMetric; 2] = [HorizonMetric::SystemMargin, HorizonMetric::TrueSavings];

/// A change of the scenario that every arm meets.
#[derive(Clone, Copy, Debug)]
pub struct Stress {
    /// Its name in files.
    pub name: &'static str,
    /// What it sets, in words that end a sentence.
    pub sets: &'static str,
    /// Why it is asked.
    pub why: &'static str,
    change: StressChange,
}

/// What a stress does to the scenario.
#[derive(Clone, Copy, Debug)]
enum StressChange {
    /// Nothing: the run as it is stated, on the trials of the stresses.
    AsStated,
    /// Nobody responds to incentives, physicians or organisation.
    NoResponse,
    /// Numbers are multiplied: those whose place begins and ends so.
    Times(&'static [(&'static str, &'static str)], f64),
}

/// The part of the cost of care that is lost to the system with care that is avoided.
const FACILITY_MARGIN: &[(&str, &str)] = &[("system.", ".contribution_margin")];

/// What programmes cost, and what the same care managers and steering cost: three times the money buys no more.
const PROGRAMME_COST: &[(&str, &str)] = &[
    ("contract.", ".programme_cost"),
    ("contract.", ".programme_fixed_cost"),
    ("behaviour.", ".organisation.manager_cost"),
    ("behaviour.", ".organisation.steering_scale"),
    ("behaviour.", ".organisation.steering_need"),
];

/// The most that can be taken off the cost of care, by physicians, by the organisation and by all together; with the
/// response at ten cents a dollar, so that physicians' curve is lower and not steeper.
const MOST_SAVED: &[(&str, &str)] = &[
    ("behaviour.", ".stewardship_ceiling"),
    ("behaviour.", ".stewardship_at_tenth"),
    ("behaviour.", ".organisation.ceiling"),
    ("behaviour.", ".most"),
];

/// Every stress, in order; the first is none.
pub const STRESSES: &[Stress] = &[
    Stress {
        name: "as_stated",
        sets: "as stated",
        why: "the ranking on the trials of the stresses",
        change: StressChange::AsStated,
    },
    Stress {
        name: "no_response",
        sets: "nobody responds to incentives",
        why: "how physicians and organisations respond is the least certain part of the model",
        change: StressChange::NoResponse,
    },
    Stress {
        name: "facility_margin_low",
        sets: "half of the facility margin lost on avoided care",
        why: "the margin on a dollar of care given inside, times the part given inside: half its mean is about the 5 % point of the two defaults together",
        change: StressChange::Times(FACILITY_MARGIN, 0.5),
    },
    Stress {
        name: "facility_margin_high",
        sets: "one and a half times the facility margin lost on avoided care",
        why: "the other end: about the 95 % point of the two defaults together",
        change: StressChange::Times(FACILITY_MARGIN, 1.5),
    },
    Stress {
        name: "programme_cost",
        sets: "programmes cost three times as much and buy no more",
        why: "first-year costs of ACOs ranged from $0.3M to $6.7M around a mean of $2.0M (NAACOS 2014)",
        change: StressChange::Times(PROGRAMME_COST, 3.0),
    },
    Stress {
        name: "saturation",
        sets: "half as much can be saved at most",
        why: "savings run out where care is lean already; ceilings are derived from few programmes",
        change: StressChange::Times(MOST_SAVED, 0.5),
    },
];

/// How one arm comes out under one stress.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StressRow {
    /// The stress, as a place in [`STRESSES`].
    pub stress: usize,
    /// The arm, counted from 0.
    pub arm: usize,
    /// What arms are ranked by.
    pub metric: HorizonMetric,
    /// Mean over trials.
    pub mean: f64,
    /// The same less the baseline's, on the same luck.
    pub change: Estimate,
    /// Place among all arms by the mean, the best 1; arms that are alike share one.
    pub rank: usize,
    /// Whether the run finds this arm the best.
    pub is_best_in_run: bool,
}

impl StressRow {
    /// Whether the run's best arm stays best; `None` for another arm.
    #[must_use]
    pub fn stays_best(&self) -> Option<bool> {
        self.is_best_in_run.then_some(self.rank == 1)
    }
}

/// What stresses made of the ranking.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StressTest {
    /// Row by row: stress, then measure, then arm.
    pub rows: Vec<StressRow>,
    /// Stresses that change nothing here or that the scenario does not admit, as places in [`STRESSES`].
    pub left_out: Vec<usize>,
    /// Trials of each.
    pub trials: u64,
}

/// Whether arms of a run are worth ranking under stress: there are several, and enough trials.
#[must_use]
pub fn is_worth_stressing(model: &Model, trials: u64) -> bool {
    model.arms.len() > 1 && trials >= FEWEST
}

/// Trials of all stresses together.
#[must_use]
pub fn stress_trials(model: &Model) -> u64 {
    trials_of(model) * STRESSES.len() as u64
}

/// Trials of one stress: all rosters equally often.
fn trials_of(model: &Model) -> u64 {
    STRESS_TRIALS.next_multiple_of(model.rosters() as u64)
}

/// The arm that a run finds the best by the mean of a measure; the first of those that are alike.
#[must_use]
pub fn best_arm(outcome: &Outcome, metric: HorizonMetric) -> usize {
    let arms =
        outcome.directory().arms().map(|name| outcome.arm(name).map_or(0.0, |arm| arm.horizon(metric).mean));
    let mut best = (0, f64::NEG_INFINITY);
    for (place, mean) in arms.enumerate() {
        if mean > best.1 {
            best = (place, mean);
        }
    }
    best.0
}

/// The place of a mean among those of all arms, the best 1; arms that are alike share one.
pub fn rank_among(mean: f64, all: impl IntoIterator<Item = f64>) -> usize {
    1 + all.into_iter().filter(|other| *other > mean).count()
}

/// Ranks the arms of a run under every stress, stresses side by side.
///
/// # Errors
///
/// As the engine: that somebody asked to stop.
pub fn stress_test(
    study: &Study,
    (model, outcome): (&Model, &Outcome),
    options: RunOptions<'_>,
    progress: &dyn Progress,
) -> Result<StressTest, Fault> {
    let best: Vec<usize> = STRESS_RANKED.iter().map(|metric| best_arm(outcome, *metric)).collect();
    let picks: Vec<Pick> = STRESS_RANKED
        .iter()
        .flat_map(|metric| (0..model.arms.len()).map(|arm| Pick::horizon(arm, *metric)))
        .collect();
    let trials = trials_of(model);
    let mut found = StressTest { trials, ..StressTest::default() };
    let samples = STRESSES.iter().map(|stress| {
        ModelSample::new(|| stress.change.under(study, model).ok().flatten(), picks.clone(), 0..trials)
    });
    let sampled = sample_each(&samples.collect::<Vec<_>>(), options, progress)?;
    for (place, values) in sampled.into_iter().enumerate() {
        let Some(values) = values else {
            found.left_out.push(place);
            continue;
        };
        let by_metric = values.chunks(model.arms.len()).zip(STRESS_RANKED).zip(&best);
        for ((arms, metric), best) in by_metric {
            found.rows.extend(ranked(arms).into_iter().enumerate().map(|(arm, (mean, change, rank))| {
                StressRow { stress: place, arm, metric, mean, change, rank, is_best_in_run: arm == *best }
            }));
        }
    }
    Ok(found)
}

impl StressChange {
    /// A model under the change; `None` where it changes nothing.
    fn under(self, study: &Study, model: &Model) -> Result<Option<Model>, StudyFault> {
        match self {
            StressChange::AsStated => Ok(Some(model.clone())),
            StressChange::NoResponse => Ok(without_response(model)),
            StressChange::Times(places, factor) => {
                let mut study = study.clone();
                let mut is_changed = false;
                for arm in study.arms().map(str::to_owned).collect::<Vec<_>>() {
                    for parameter in study.parameters(&arm)? {
                        let is_meant = places.iter().any(|(start, end)| {
                            parameter.path.starts_with(start) && parameter.path.ends_with(end)
                        });
                        let Some(value) = parameter.value.filter(|value| is_meant && *value != 0.0) else {
                            continue;
                        };
                        let value = (value * factor).clamp(parameter.min, parameter.max);
                        study.set(&format!("{arm}:{}", parameter.path), value)?;
                        is_changed = true;
                    }
                }
                Ok(if is_changed { Some(study.model_funded_as(model)?) } else { None })
            }
        }
    }
}

/// A model in which nobody responds; `None` where nobody does as it is.
fn without_response(model: &Model) -> Option<Model> {
    let responds = |arm: &Arm| !matches!(arm.scenario.behaviour, Behaviour::None(_));
    if !model.arms.iter().any(responds) {
        return None;
    }
    let silent = |model: &Model| Model {
        arms: model.arms.iter().map(Arm::without_response).collect(),
        ..model.clone()
    };
    Some(Model { further: model.further.iter().map(silent).collect(), ..silent(model) })
}

/// Of each arm's values, trial by trial, the baseline's first: the mean, what it is less the baseline's, its rank.
fn ranked(arms: &[Vec<f64>]) -> Vec<(f64, Estimate, usize)> {
    let baseline = arms.first().map_or(&[][..], Vec::as_slice);
    let change = |own: &Vec<f64>| {
        let off: Vec<f64> = own.iter().zip(baseline).map(|(own, base)| own - base).collect();
        (Estimate::mean(own).value, Estimate::over_trials(&off))
    };
    let all: Vec<(f64, Estimate)> = arms.iter().map(change).collect();
    let rank = |mean: f64| rank_among(mean, all.iter().map(|one| one.0));
    all.iter().map(|(mean, change)| (*mean, *change, rank(*mean))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_and_changes_by_hand() {
        // Means 2, 5 and 2; the second less the first is 2 and 4: 3 ± sd √2 over √2 = 1.
        let found = ranked(&[vec![1.0, 3.0], vec![3.0, 7.0], vec![2.0, 2.0]]);
        assert_eq!(found.iter().map(|one| one.2).collect::<Vec<_>>(), [2, 1, 2]);
        assert_eq!(found[0].1, Estimate::exact(0.0));
        assert!((found[1].1.value - 3.0).abs() < 1e-12 && (found[1].1.se - 1.0).abs() < 1e-12);
        assert!((found[2].1.value).abs() < 1e-12 && (found[2].0 - 2.0).abs() < 1e-12);
    }

    #[test]
    fn only_the_best_of_the_run_can_stay_it() {
        let row = |rank, is_best_in_run| StressRow {
            stress: 1,
            arm: 1,
            metric: HorizonMetric::SystemMargin,
            mean: 0.0,
            change: Estimate::exact(0.0),
            rank,
            is_best_in_run,
        };
        assert_eq!(row(1, true).stays_best(), Some(true));
        assert_eq!(row(2, true).stays_best(), Some(false));
        assert_eq!(row(1, false).stays_best(), None);
    }

    /// The reference system: what a stress multiplies is there, in every arm, and what the run found stays funded.
    #[test]
    fn numbers_are_multiplied_in_every_arm() {
        let mut study = Study::reference().unwrap();
        study.set("run.years", 1.0).unwrap();
        study.keep(&["contract_only"]).unwrap();
        let model = study.model().unwrap();
        let of = |model: &Model, arm: usize| {
            let contracts = model.arms[arm].scenario.contract.iter();
            contracts.map(|(_, contract)| contract.programme_cost.0).collect::<Vec<_>>()
        };
        let under = StressChange::Times(PROGRAMME_COST, 3.0).under(&study, &model).unwrap().unwrap();
        for arm in 0..2 {
            let thrice: Vec<f64> = of(&model, arm).iter().map(|cost| 3.0 * cost).collect();
            assert!(thrice.iter().any(|cost| *cost > 0.0));
            assert_eq!(of(&under, arm), thrice);
        }
        let margin = |model: &Model| model.arms[1].scenario.system.contribution_margin.0;
        let low = StressChange::Times(FACILITY_MARGIN, 0.5).under(&study, &model).unwrap().unwrap();
        assert!((margin(&low) - 0.5 * margin(&model)).abs() < 1e-12, "{}", margin(&low));
        let none = StressChange::NoResponse.under(&study, &model).unwrap().unwrap();
        assert!(none.arms.iter().all(|arm| matches!(arm.scenario.behaviour, Behaviour::None(_))));
        assert!(
            StressChange::NoResponse.under(&study, &none).unwrap().is_none(),
            "nobody is left to silence"
        );
        let nothing = StressChange::Times(&[("nowhere.", ".at_all")], 3.0).under(&study, &model).unwrap();
        assert!(nothing.is_none());
    }
}
