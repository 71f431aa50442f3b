//! Every measure has a producer: before each year the buffers of what is measured are filled with NaN,
//! and whatever still holds one afterwards was written by nobody, or made of what nobody wrote.

#![allow(clippy::large_stack_arrays, reason = "buffers of a test")]

use super::{Reached, Shared, Worker};
use crate::engine::measure::{Metric, PersonMetric};
use crate::engine::tally::TrialEnd;
use crate::engine::year::DoneTile;
use crate::model::Model;
use crate::study::{InMemory, Study};
use crate::tile::TILE;
use std::collections::BTreeSet;

/// Scenarios that between them measure everything and post every flow, but for staff, whom none pays.
const SCENARIOS: [&str; 18] = [
    include_str!("../../../scenarios/reference.toml"),
    include_str!("../../../scenarios/law.toml"),
    include_str!("../../../scenarios/contracts/clauses.toml"),
    include_str!("../../../scenarios/contracts/delegated_capitation.toml"),
    include_str!("../../../scenarios/contracts/hospital_readmissions_reduction.toml"),
    include_str!("../../../scenarios/contracts/mips.toml"),
    include_str!("../../../scenarios/contracts/percent_of_premium.toml"),
    include_str!("../../../scenarios/contracts/primary_care_capitation.toml"),
    include_str!("../../../scenarios/contracts/repayment.toml"),
    include_str!("../../../scenarios/contracts/team.toml"),
    include_str!("../../../scenarios/models/cases/department_pool.toml"),
    include_str!("../../../scenarios/models/circuit_breaker.toml"),
    include_str!("../../../scenarios/models/clawback.toml"),
    include_str!("../../../scenarios/models/deferral.toml"),
    include_str!("../../../scenarios/models/draw.toml"),
    include_str!("../../../scenarios/models/gainsharing.toml"),
    include_str!("../../../scenarios/models/panel.toml"),
    include_str!("../../../scenarios/studies/participation.toml"),
];

/// An allocation of the circuit breaker's scenario, and the same with a part for staff.
const STAFF: [&str; 2] = ["physicians = 0.5", "physicians = 0.5\nstaff = 0.1"];

/// Of the reference system, and of one whose region spends what it does: losses that are tested again without
/// prospective growth are rare where a region adds to the benchmark.
const REGION: [&str; 2] = ["regional_ratio = 1.03", "regional_ratio = 1.0"];

/// Every scenario, one in which nobody responds and staff are paid, and one that owes.
pub(super) fn texts() -> Vec<String> {
    let silent = SCENARIOS.iter().find(|text| text.contains("circuit_breaker =")).unwrap();
    let silent = format!("behaviour = \"none\"\n{}", silent.replace(STAFF[0], STAFF[1]));
    let owing = SCENARIOS[0].replace(REGION[0], REGION[1]);
    SCENARIOS.into_iter().map(str::to_owned).chain([silent, owing]).collect()
}

pub(super) fn model_of(text: &str) -> Model {
    let survey = include_str!("../../../scenarios/survey_invented.csv");
    let shelf = InMemory::from([("survey_invented.csv", survey)]);
    Study::read("test.toml", text, &shelf).and_then(|study| study.model()).unwrap()
}

/// Fills everything that a year is to write.
fn poison(worker: &mut Worker, rows: usize) {
    const NAN: [f64; TILE] = [f64::NAN; TILE];
    worker.books.tiles.fill(DoneTile {
        wrvu: NAN,
        covered: NAN,
        quality: NAN,
        spending: NAN,
        saved: NAN,
        facility_moved: NAN,
        price: NAN,
        measured: [NAN; Metric::COUNT],
        ..DoneTile::EMPTY
    });
    worker.sums.clear();
    worker.sums.next_rows()[..rows].fill(f64::NAN);
}

/// Takes a trial of a model through its years and hands on every measure of every arm and year: its
/// scope, its name, one value.
fn each_value(model: &Model, trial: u64, see: &mut dyn FnMut(&'static str, &'static str, f64)) {
    let shared = Shared::new(model);
    let (mut worker, rows) = (Worker::new(&shared), &shared.layout.rows);
    worker.poison_baseline();
    poison(&mut worker, rows.len());
    let mut end = TrialEnd::default();
    let finished = worker.advance(&shared, trial, 1, |reached, worker| {
        if let Reached::End { arm } = reached {
            worker.end_of(&shared, arm, 0).measure(&mut end);
            for (row, value) in shared.layout.horizon.iter().zip(&end.rows) {
                see("horizon", row.metric, *value);
            }
            for metric in PersonMetric::ALL {
                for value in &end.persons[*metric as usize * model.len()..][..model.len()] {
                    see("position", metric.definition().name, *value);
                }
            }
            return;
        }
        for place in 0..model.len() {
            let measured = &worker.books.tiles[place / TILE].measured;
            for metric in Metric::ALL {
                see("physician", metric.definition().name, measured[metric.place()][place % TILE]);
            }
        }
        for (row, value) in rows.iter().zip(worker.sums.rows().of(0)) {
            see(row.scope.word(), row.metric, *value);
        }
        poison(worker, rows.len());
    });
    finished.unwrap();
}

#[test]
fn every_measure_is_written_in_every_year() {
    for text in texts() {
        let (model, mut unwritten) = (model_of(&text), BTreeSet::new());
        each_value(&model, 0, &mut |scope, name, value| {
            if value.is_nan() {
                unwritten.insert((scope, name));
            }
        });
        assert!(unwritten.is_empty(), "{}: nobody produces {unwritten:?}", model.title);
    }
}

/// Coding moves benchmarks and no care: it is worth nothing to those who pay for it, and induces no value.
const NOTHING_BY_DEFINITION: [&str; 2] = ["worth_per_hour_documentation", "value_induced_documentation"];

#[test]
fn every_measure_is_something_somewhere() {
    let models: Vec<Model> = texts().iter().map(|text| model_of(text)).collect();
    let (mut all, mut something) = (BTreeSet::new(), BTreeSet::new());
    // Until everything was seen: what is rare needs some trials.
    for trial in 0..64 {
        for model in &models {
            each_value(model, trial, &mut |scope, name, value| {
                all.insert((scope, name));
                if value != 0.0 {
                    something.insert((scope, name));
                }
            });
        }
        if all.difference(&something).all(|(_, name)| NOTHING_BY_DEFINITION.contains(name)) {
            return;
        }
    }
    panic!("always zero: {:?}", all.difference(&something).collect::<Vec<_>>());
}
