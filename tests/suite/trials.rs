//! Chosen measures of every single trial, as a file.

use super::common::{amount, ended, parsed, small};
use std::collections::BTreeMap;

/// The mean over the trials of `trials.csv` is the mean of `summary.csv` and `horizon.csv`.
#[test]
fn the_mean_over_trials_is_the_mean_of_the_tables() {
    let folder = small();
    let place = folder.path();
    let asked = ["--by-trial", "pay_total,system_margin", "--charts", "none", "--no-report", "--no-workbook"];
    let run = ["run", "scenario.toml", "-q", "--trials", "100", "--out", "r"];
    ended(place, &[&run[..], &asked].concat(), 0);
    let read = |name: &str| parsed(&std::fs::read_to_string(place.join("r").join(name)).unwrap());
    let mut sums: BTreeMap<[String; 3], (f64, usize)> = BTreeMap::new();
    for row in read("trials.csv") {
        assert!((1.0..=100.0).contains(&amount(&row, "trial")) && row["unit"] == "$", "{row:?}");
        let sum = sums.entry(["arm", "year", "metric"].map(|key| row[key].clone())).or_default();
        *sum = (sum.0 + amount(&row, "value"), sum.1 + 1);
    }
    assert!(!sums.is_empty());
    let summary = read("summary.csv");
    let horizon = read("horizon.csv");
    let mut over_years = 0;
    for ([arm, year, metric], (sum, trials)) in sums {
        assert_eq!(trials, 100, "{arm} {year} {metric}");
        let found = if year.is_empty() {
            over_years += 1;
            horizon.iter().find(|row| row["arm"] == arm && row["metric"] == metric)
        } else {
            let of_system = summary.iter().filter(|row| row["scope"] == "system");
            let mut own = of_system.filter(|row| row["arm"] == arm && row["year"] == year);
            own.find(|row| row["metric"] == metric)
        };
        let told = amount(found.unwrap_or_else(|| panic!("{metric}")), "mean");
        assert!((sum / 100.0 - told).abs() < 0.011, "{arm} {year} {metric}: {} is not {told}", sum / 100.0);
    }
    assert!(over_years > 0, "`pay_total` is a measure of the horizon, too");
}

#[test]
fn a_measure_that_is_not_there_is_said_before_anything_runs() {
    let folder = small();
    let run = ["run", "scenario.toml", "--out", "r", "--by-trial", "pay_totl"];
    let (_, said) = ended(folder.path(), &run, 2);
    assert!(said.contains("did you mean `pay_total`?"), "{said}");
    assert!(!folder.path().join("r").exists());
}
