//! Chosen measures of every single trial, as a file.

use super::common::{program, text_of};
use std::collections::BTreeMap;
use tempfile::TempDir;

fn small() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("scenario.toml"), text_of("tests/broken/sound.toml")).unwrap();
    std::fs::write(folder.path().join("roster.csv"), text_of("tests/broken/roster.csv")).unwrap();
    folder
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The mean over the trials of `trials.csv` is the mean of `summary.csv` and `horizon.csv`.
#[test]
fn the_mean_over_trials_is_the_mean_of_the_tables() {
    let folder = small();
    let place = folder.path();
    let asked = ["--by-trial", "pay_total,system_margin", "--charts", "none", "--no-report", "--no-workbook"];
    let run = ["run", "scenario.toml", "-q", "--trials", "100", "--out", "r"];
    program(place).args(run).args(asked).assert().success();
    let read = |name: &str| rows(&std::fs::read_to_string(place.join("r").join(name)).unwrap());
    let mut sums: BTreeMap<[String; 3], (f64, usize)> = BTreeMap::new();
    for row in read("trials.csv") {
        let [arm, year, _, _, metric, unit, trial, value] = &row[..] else { panic!("{row:?}") };
        assert!((1..=100).contains(&trial.parse::<u64>().unwrap()) && unit == "$");
        let sum = sums.entry([arm.clone(), year.clone(), metric.clone()]).or_default();
        *sum = (sum.0 + value.parse::<f64>().unwrap(), sum.1 + 1);
    }
    assert!(!sums.is_empty());
    let summary = read("summary.csv");
    let horizon = read("horizon.csv");
    let mut over_years = 0;
    for ([arm, year, metric], (sum, trials)) in sums {
        assert_eq!(trials, 100, "{arm} {year} {metric}");
        let told = if year.is_empty() {
            over_years += 1;
            let row = horizon.iter().find(|row| row[0] == arm && row[1] == metric);
            row.unwrap_or_else(|| panic!("{metric}"))[3].parse::<f64>().unwrap()
        } else {
            let row = summary
                .iter()
                .find(|row| row[0] == arm && row[1] == year && row[2] == "system" && row[4] == metric);
            row.unwrap_or_else(|| panic!("{metric}"))[6].parse::<f64>().unwrap()
        };
        assert!((sum / 100.0 - told).abs() < 0.011, "{arm} {year} {metric}: {} is not {told}", sum / 100.0);
    }
    assert!(over_years > 0, "`pay_total` is a measure of the horizon, too");
}

#[test]
fn a_measure_that_is_not_there_is_said_before_anything_runs() {
    let folder = small();
    let run = ["run", "scenario.toml", "--out", "r", "--by-trial", "pay_totl"];
    let output = program(folder.path()).args(run).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("did you mean `pay_total`?"), "{said}");
    assert!(!folder.path().join("r").exists());
}
