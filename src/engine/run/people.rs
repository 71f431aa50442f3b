//! What is measured of people adds up in every trial: reasons to the change of pay, leavers to departures.

use super::producers::{model_of, texts};
use super::{Reached, Shared, Worker};
use crate::engine::measure::Metric;
use crate::engine::year::REASONS;
use crate::model::Model;
use crate::tile::TILE;
use crate::units::Cents;

/// Takes some trials of a model through their years and hands on the worker after each, with the arm.
fn each_year(model: &Model, trials: u64, see: &mut dyn FnMut(usize, &Worker)) {
    let shared = Shared::new(model);
    let mut worker = Worker::new(&shared);
    for trial in 0..trials {
        let each = |reached, worker: &mut Worker| {
            if let Reached::Year { arm, .. } = reached {
                see(arm, worker);
            }
        };
        worker.advance(&shared, trial, 1, each).unwrap();
    }
}

/// A measure of the physician at a place in the year that was simulated last.
fn measured(worker: &Worker, place: usize, metric: Metric) -> f64 {
    worker.books.tiles[place / TILE].measured[metric.place()][place % TILE]
}

#[test]
fn in_every_trial_reasons_add_up_to_the_cent_and_leavers_to_departures() {
    let (mut changed, mut seen, mut left) = (0, [false; REASONS.len()], 0);
    for text in texts() {
        let model = model_of(&text);
        each_year(&model, 1, &mut |arm, worker| {
            let mut leave = 0;
            for place in 0..model.len() {
                let parts = REASONS.map(|reason| measured(worker, place, reason));
                let change = measured(worker, place, Metric::PayChange);
                let sum: f64 = parts.iter().sum();
                assert_eq!(Cents::round(sum), Cents::round(change), "{}, arm {arm}: {parts:?}", model.title);
                if arm == 0 {
                    assert_eq!(parts, [0.0; 7], "{}", model.title);
                }
                changed += usize::from(change != 0.0);
                for (seen, part) in seen.iter_mut().zip(parts) {
                    *seen |= part.abs() > 1.0;
                }
                leave += usize::from(measured(worker, place, Metric::Leaves) == 1.0);
            }
            assert_eq!(leave, worker.books.departures as usize, "{}", model.title);
            left += leave;
        });
    }
    assert!(changed > 1_000 && seen == [true; 7], "{changed} changes by {seen:?}");
    assert!(left > 100, "{left} leave");
}

/// Physicians who respond to nothing, in a system that pays them otherwise in each variant.
const PLAIN: &str = r#"
behaviour = "none"
scenario = { title = "Plain" }
run = { years = 3, seed = 7 }
system = { name = "S" }
[contract.aco]
payer = "P"
line = "commercial"
revenue_share = 0.4
spending = 6000
terms = "shared_savings"
[plan.base]
[[plan.base.pay]]
wrvu = { tiers = [{ rate = 50 }] }
[[plan.base.pay]]
quality_bonus = { per_fte = 20000 }
[cohort.cardiology]
count = 40
specialty = "cardiology"
wrvu = 9000
plans = { base = 1.0 }
[variant.rate]
plan.base.pay.wrvu.tiers = [{ rate = 45 }]
[variant.quality]
plan.base.pay.quality_bonus.per_fte = 30000
[variant.floor]
plan.base.pay.wrvu.tiers = [{ rate = 45 }]
plan.base.guarantee = { per_fte = 5000000, months = 60 }
[variant.cap]
plan.base.fair_market_value = { cap_per_fte = 100000 }
"#;

#[test]
fn what_a_variant_changes_is_what_pay_changes_by() {
    let model = model_of(PLAIN);
    let names: Vec<&str> = model.arms.iter().map(|arm| arm.name.as_str()).collect();
    assert_eq!(names, ["baseline", "rate", "quality", "floor", "cap"]);
    let mut seen = [0; 5];
    each_year(&model, 2, &mut |arm, worker| {
        for place in 0..model.len() {
            let [rate, volume, quality, pools, service, guarantee, cap] =
                REASONS.map(|reason| measured(worker, place, reason));
            let change = measured(worker, place, Metric::PayChange);
            assert_eq!([volume, pools, service], [0.0; 3], "{} {place}", names[arm]);
            match names[arm] {
                // A tenth less for each wRVU, whose number is the same.
                "rate" => {
                    let volume_pay = measured(worker, place, Metric::VolumePay);
                    assert!((rate + volume_pay / 9.0).abs() < 0.03 && quality == 0.0, "{rate} {volume_pay}");
                }
                "quality" => assert!(rate.abs() < 0.011 && (change - quality).abs() < 0.011, "{rate}"),
                // Whoever is hired within the horizon is topped up to five million, and others are not.
                "floor" => assert!(rate <= 0.0 && cap == 0.0 && (guarantee == 0.0 || guarantee > 1e5)),
                "cap" => {
                    assert!(rate.abs() < 0.011 && quality == 0.0 && guarantee == 0.0, "{rate} {quality}");
                    assert!((cap - change).abs() < 0.011);
                }
                _ => assert_eq!(change, 0.0),
            }
            let moves = [2.0, rate, quality, guarantee, cap][arm];
            seen[arm] += usize::from(moves.abs() > 1.0);
        }
    });
    assert!(seen.iter().all(|n| *n > 0), "{seen:?}");
}
