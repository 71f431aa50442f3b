//! `manifest.json`: what a run was, so that it can be made again.

use super::folder::Written;
use super::load::{Job, sha256};
use crate::analysis::Precise;
use crate::random::GENERATOR;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// Version of the rules that scenarios are written for.
const ENGINE: u64 = 1;

/// Seconds that each part of a run took.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Durations {
    /// Reading and checking.
    pub load: Duration,
    /// Simulating.
    pub simulate: Duration,
    /// Tables and charts.
    pub write: Duration,
}

/// What decides a run's results, as a hash: two runs of one build with the same identity write the same
/// bytes. The build itself is not in it, only its version: a program built from changed sources under an
/// unchanged version writes over the results of the one before, as a run over itself.
pub(super) fn identity(job: &Job, trials: u64) -> String {
    let arms: Vec<&str> = job.model.arms.iter().map(|arm| arm.name.as_str()).collect();
    let rosters: Vec<&str> = job.rosters.iter().map(|r| r.sha256.as_str()).collect();
    let surveys: Vec<&str> = job.survey_files.iter().map(|s| s.sha256.as_str()).collect();
    let parts = json!([
        env!("CARGO_PKG_VERSION"),
        ENGINE,
        GENERATOR,
        job.scenario_sha256,
        rosters,
        surveys,
        job.model.seed.0,
        trials,
        job.model.years,
        arms,
    ]);
    sha256(parts.to_string().as_bytes())
}

/// The manifest as text.
#[expect(clippy::too_many_arguments, reason = "the facts of one run")]
pub(super) fn manifest(
    job: &Job,
    identity: &str,
    files: &[Written],
    threads: usize,
    took: Durations,
    asked: Option<f64>,
    least: Option<Precise>,
) -> String {
    let model = &job.model;
    let rosters: Vec<Value> = job
        .rosters
        .iter()
        .map(|r| json!({ "origin": r.origin, "physicians": r.physicians, "sha256": r.sha256 }))
        .collect();
    let surveys: Vec<Value> = job
        .survey_files
        .iter()
        .map(|s| json!({ "file": s.file, "rows": s.rows, "sha256": s.sha256 }))
        .collect();
    let arms: Vec<Value> = model
        .arms
        .iter()
        .map(|arm| {
            let uncertain: Vec<&str> = arm.drawn.iter().map(|d| d.leaf.path.as_str()).collect();
            let mut record = json!({ "name": arm.name, "title": arm.title, "uncertain": uncertain });
            if !arm.neutral.is_empty() {
                let solved = arm.neutral.iter().map(|n| {
                    json!({ "plan": n.plan, "factor": n.factor, "budget": n.budget, "physicians": n.members })
                });
                record["budget_neutral"] = solved.collect();
            }
            record
        })
        .collect();
    let files: Map<String, Value> =
        files.iter().map(|file| (file.name.clone(), Value::from(file.sha256.as_str()))).collect();
    let seconds = |d: Duration| (d.as_secs_f64() * 1000.0).round() / 1000.0;
    let whole = json!({
        "cascade": env!("CARGO_PKG_VERSION"),
        "engine": ENGINE,
        "identity": identity,
        "scenario": { "title": model.title, "file": job.scenario_name, "sha256": job.scenario_sha256 },
        "rosters": rosters,
        "surveys": surveys,
        "seed": model.seed.0,
        "generator": GENERATOR,
        "trials": job.trials,
        "monte_carlo_error": error(job, asked, least),
        "start_year": model.start.0,
        "years": model.years,
        "arms": arms,
        "assumptions_in_force": assumptions(job),
        "files": files,
        "threads": threads,
        "durations_seconds": {
            "load": seconds(took.load),
            "simulate": seconds(took.simulate),
            "write": seconds(took.write),
        },
    });
    format!("{whole:#}\n")
}

/// How precise the headlines are: the least precise of them, and what was asked for.
fn error(job: &Job, asked: Option<f64>, least: Option<Precise>) -> Value {
    let least_precise = least.map(|found| {
        json!({
            "arm": job.model.arms[found.arm].name,
            "metric": found.headline.name(),
            "mean": found.mean,
            "standard_error": found.mc_se,
            "size": found.size,
            "relative_error": found.relative_error(),
        })
    });
    let met = asked.map(|x| least.is_none_or(|found| found.relative_error() <= x));
    json!({ "asked": asked, "met": met, "least_precise_headline": least_precise })
}

/// Every default that an arm relies on; those of all arms once, without naming arms.
fn assumptions(job: &Job) -> Vec<Value> {
    let mut order: Vec<(&str, &str)> = Vec::new();
    let mut found: BTreeMap<(&str, &str), (Value, Vec<&str>)> = BTreeMap::new();
    for (arm, defaults) in job.model.arms.iter().zip(&job.defaults) {
        for default in defaults {
            let key = (default.path.as_str(), default.value.as_str());
            let entry = found.entry(key).or_insert_with(|| {
                order.push(key);
                let record = json!({
                    "parameter": default.path,
                    "value": default.value,
                    "grade": default.grade.to_string(),
                    "source": default.source,
                });
                (record, Vec::new())
            });
            entry.1.push(&arm.name);
        }
    }
    order
        .iter()
        .filter_map(|key| {
            let (mut record, arms) = found.remove(key)?;
            if arms.len() < job.model.arms.len() {
                record["arms"] = json!(arms);
            }
            Some(record)
        })
        .collect()
}
