//! `cascade sweep`: cells are runs at other numbers, differences are paired, and what cannot be is said beforehand.

use super::common::{contents, ended, manifest};
use super::resume::text;
use std::collections::BTreeMap;
use std::path::Path;

/// The small system of [`text`], whose variant `more` pays a higher salary on the plan `flat`.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("s.toml"), text("seed = 5")).unwrap();
    folder
}

const SALARY: &str = "more:plan.flat.pay.salary.per_fte";

/// A command that ends well, quietly, with results in a folder.
fn sweep(place: &Path, out: &str, further: &[&str]) {
    let asked = ["sweep", "s.toml", "-q", "--out", out];
    let (said, wrong) = ended(place, &[&asked[..], further].concat(), 0);
    assert!(said.is_empty() && wrong.is_empty(), "{said}{wrong}");
}

/// The rows of a table, each by the names of its columns.
fn rows(file: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(file).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
    let header = reader.headers().unwrap().clone();
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        header.iter().map(str::to_owned).zip(row.unwrap().iter().map(str::to_owned)).collect()
    };
    reader.records().map(row).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: {row:?}"))
}

/// Values of a measure of the whole horizon, trial by trial, of a run.
fn trials(file: &Path, arm: &str) -> Vec<f64> {
    let rows = rows(file);
    let own = rows.iter().filter(|row| row["arm"] == arm && row["year"].is_empty());
    own.map(|row| number(row, "value")).collect()
}

/// Mean and standard error of what one is less another, trial by trial.
fn paired(own: &[f64], other: &[f64]) -> (f64, f64) {
    let n = own.len() as f64;
    let off: Vec<f64> = own.iter().zip(other).map(|(own, other)| own - other).collect();
    let mean = off.iter().sum::<f64>() / n;
    let squares: f64 = off.iter().map(|off| (off - mean).powi(2)).sum();
    (mean, (squares / (n - 1.0) / n).sqrt())
}

#[test]
fn cells_are_runs_at_other_numbers_and_differences_are_theirs_trial_by_trial() {
    let place = folder();
    let place = place.path();
    let vary = format!("{SALARY}=210000,230000");
    sweep(place, "found", &["--vary", &vary, "--trials", "64", "--measures", "pay_total"]);
    // The same by two runs: as stated, and with the number written into the scenario.
    let by_trial = [
        "--trials",
        "64",
        "--by-trial",
        "pay_total",
        "--charts",
        "none",
        "--no-report",
        "--no-workbook",
        "-q",
    ];
    ended(place, &[&["run", "s.toml", "--out", "stated"], &by_trial[..]].concat(), 0);
    let other = text("seed = 5").replace("salary.per_fte = 210000", "salary.per_fte = 230000");
    std::fs::write(place.join("other.toml"), other).unwrap();
    ended(place, &[&["run", "other.toml", "--out", "other"], &by_trial[..]].concat(), 0);
    let of = |run: &str, arm: &str| trials(&place.join(run).join("trials.csv"), arm);
    let found = rows(&place.join("found/sweep.csv"));
    let row = |cell: &str, arm: &str| {
        let is_it = |row: &&BTreeMap<String, String>| {
            row["cell"] == cell && row["arm"] == arm && row["year"].is_empty()
        };
        found.iter().find(is_it).unwrap_or_else(|| panic!("cell {cell}, {arm}"))
    };
    for (cell, run) in [("0", "stated"), ("1", "stated"), ("2", "other")] {
        let (own, base, as_stated) = (of(run, "more"), of(run, "baseline"), of("stated", "more"));
        let row = row(cell, "more");
        let close = |column: &str, by_hand: f64| {
            assert!(
                (number(row, column) - by_hand).abs() < 0.011,
                "cell {cell}, {column}: {by_hand} {row:?}"
            );
        };
        close("mean", own.iter().sum::<f64>() / 64.0);
        let (off, error) = paired(&own, &base);
        close("from_baseline", off);
        close("from_baseline_se", error);
        let (off, error) = paired(&own, &as_stated);
        close("from_stated", off);
        close("from_stated_se", error);
    }
    assert_eq!(number(row("1", "more"), "from_stated"), 0.0, "as it is stated");
    assert!(number(row("2", "more"), "from_stated") > 0.0);
    assert!(row("2", "baseline")["from_baseline"].is_empty());
    assert_eq!(row("2", "more")["settings"], format!("{SALARY}=230000"));
    let cells = rows(&place.join("found/cells.csv"));
    assert_eq!(cells.len(), 2);
    assert_eq!(cells[1][SALARY], "230000");
    assert_eq!(cells[1]["baseline:plan.flat.pay.salary.per_fte"], "200000", "the others stay as they are");
}

#[test]
fn a_list_is_the_grid_that_it_lists() {
    let place = folder();
    let place = place.path();
    let other = "outlook.price_growth";
    sweep(
        place,
        "grid",
        &[
            "--vary",
            &format!("{SALARY}=200000,210000"),
            "--vary",
            &format!("{other}=0..0.02:2"),
            "--trials",
            "32",
        ],
    );
    let list = format!("{SALARY},{other}\n200000,0\n200000,0.02\n210000,0\n210000,0.02\n");
    std::fs::write(place.join("cells.csv"), list).unwrap();
    sweep(place, "list", &["--list", "cells.csv", "--trials", "32"]);
    let (grid, list) = (contents(&place.join("grid")), contents(&place.join("list")));
    for table in ["cells.csv", "sweep.csv"] {
        assert!(grid[table] == list[table], "{table} differs");
    }
    let map = "charts/sweep_system_margin_total.svg";
    assert!(grid[map] == list[map] && grid[map].len() > 2_000);
    assert_eq!(manifest(&place.join("grid"))["asked"]["design"], "grid");
}

#[test]
fn designs_spread_their_points_evenly_and_give_the_same_again() {
    let place = folder();
    let place = place.path();
    for design in ["lhs", "sobol"] {
        let vary = [format!("{SALARY}=200000..240000"), "outlook.price_growth=0..0.08".to_owned()];
        let asked = [
            "--design",
            design,
            "--points",
            "8",
            "--trials",
            "32",
            "--vary",
            &vary[0],
            "--vary",
            &vary[1],
            "--measures",
            "pay_total",
        ];
        sweep(place, design, &asked);
        let cells = rows(&place.join(design).join("cells.csv"));
        for (column, low, step) in [(SALARY, 200_000.0, 5_000.0), ("outlook.price_growth", 0.0, 0.01)] {
            let mut strata: Vec<f64> =
                cells.iter().map(|cell| ((number(cell, column) - low) / step).floor()).collect();
            strata.sort_by(f64::total_cmp);
            assert_eq!(strata, (0..8).map(f64::from).collect::<Vec<_>>(), "{design}, {column}");
        }
        let before = contents(&place.join(design));
        sweep(place, design, &asked);
        assert!(before == contents(&place.join(design)), "{design}");
    }
}

#[test]
fn what_cannot_be_is_said_before_anything_runs_and_left_out_when_asked() {
    let place = folder();
    let place = place.path();
    let vary = format!("{SALARY}=-5,200000,-7");
    let asked = ["sweep", "s.toml", "--out", "x", "--trials", "32", "--vary", &vary];
    let (out, said) = ended(place, &asked, 2);
    assert!(out.is_empty() && !place.join("x").exists());
    for part in ["2 of 3 cells cannot be", "cell 1 (", "= -5): ", "cell 3 (", "found -7", "--skip-refused"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let (out, _) = ended(place, &[&asked[..], &["--skip-refused"]].concat(), 0);
    assert!(out.contains("2 of 3 cells cannot be, and were left out:"), "{out}");
    let cells = rows(&place.join("x/cells.csv"));
    assert!(cells[0]["refused"].contains("found -5") && cells[1]["refused"].is_empty());
    let measured = rows(&place.join("x/sweep.csv"));
    assert!(measured.iter().all(|row| ["0", "2"].contains(&row["cell"].as_str())));
    // Where none is left, nothing can be left out.
    let none = format!("{SALARY}=-5,-7");
    let (_, said) = ended(place, &["sweep", "s.toml", "--out", "y", "--vary", &none, "--skip-refused"], 2);
    assert!(said.contains("2 of 2 cells cannot be") && !said.contains("the others run"), "{said}");
}

#[test]
fn what_is_asked_wrongly_is_said_with_what_to_write() {
    let place = folder();
    let place = place.path();
    std::fs::write(place.join("bad.csv"), "outlook.price_growth\nx\n").unwrap();
    for (asked, code, hint) in [
        (&["--vary", "outlook.price_growht=0,1"][..], 2, "did you mean `outlook.price_growth`?"),
        (&["--vary", "outlook.price_growth"], 2, "no value is said"),
        (&["--vary", "outlook.price_growth=0..0.1"], 2, "in a grid write 0..0.1:5"),
        (&["--vary", "outlook.price_growth=0,0.1", "--points", "8"], 2, "--points is of a design"),
        (&["--vary", "run.seed=1,2"], 2, "cells meet the same luck"),
        (&["--vary", "outlook.price_growth=0,0.1", "--measures", "pay_totl"], 2, "did you mean `pay_total`?"),
        (&["--list", "bad.csv"], 3, "bad.csv:2:1: outlook.price_growth: found \"x\""),
        (&["--list", "not-there.csv"], 3, "not-there.csv"),
        (&["--list", "bad.csv", "--vary", "a=1,2"], 2, "--vary"),
        (&[], 2, "--vary"),
    ] {
        let (out, said) = ended(place, &[&["sweep", "s.toml", "--out", "never"], asked].concat(), code);
        assert!(out.is_empty() && said.contains(hint), "{asked:?}: {said}");
    }
    assert!(!place.join("never").exists());
}

#[test]
fn the_page_tells_what_the_tables_hold() {
    let place = folder();
    let place = place.path();
    let vary = format!("{SALARY}=150000..250000:3");
    let asked = ["sweep", "s.toml", "--out", "x", "--trials", "64", "--vary", &vary, "--json"];
    let (out, _) = ended(place, &asked, 0);
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&told["cells"], &told["trials"]), (&3.into(), &64.into()));
    let rows = rows(&place.join("x/sweep.csv"));
    let margins: Vec<(&str, &str, f64)> = rows
        .iter()
        .filter(|row| {
            row["metric"] == "system_margin_total" && row["arm"] != "baseline" && row["cell"] != "0"
        })
        .map(|row| (row["cell"].as_str(), row["arm"].as_str(), number(row, "from_baseline")))
        .collect();
    let best = margins.iter().max_by(|a, b| a.2.total_cmp(&b.2)).unwrap();
    let (cell, arm) = (told["best"]["cell"].to_string(), told["best"]["arm"].as_str().unwrap());
    assert_eq!((cell.as_str(), arm), (best.0, best.1));
    assert!((told["best"]["value"]["mean"].as_f64().unwrap() - best.2).abs() < 0.011);
    // A lower salary than today's leaves the system more, a higher one less: the change turns between.
    let turn = &told["turns"][0];
    assert_eq!(
        (&turn["metric"], &turn["arm"], &turn["rises"]),
        (&"system_margin_total".into(), &"more".into(), &false.into())
    );
    let at = turn["at"]["mean"].as_f64().unwrap();
    assert!((190_000.0..210_000.0).contains(&at), "{at}: today it is 200,000");
}
