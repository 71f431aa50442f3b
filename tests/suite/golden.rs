//! The reference system's results at a fixed seed, word for word.
//!
//! `UPDATE_GOLDENS=1 cargo test golden` writes them again.

use super::common::{build, csv_of, file, run, text_of};
use cascade::report::{Report, run_table};
use std::collections::BTreeSet;

const GOLDEN: &str = "tests/golden/reference.csv";
const TRIALS: u64 = 64;
const PHYSICIANS: [&str; 3] = ["fm-001", "cardiology-001", "hospitalists-001"];
const OF_PHYSICIANS: [&str; 6] =
    ["pay", "pay_change", "change_by_rate", "value_share_of_pay", "misalignment", "wrvu"];

/// Of a table, the rows of the last year that are kept, without the columns of spread.
fn kept(table: &str, name: &str, keep: impl Fn(&[&str]) -> bool) -> Vec<String> {
    table
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>())
        .filter(|cells| cells[1] == "2035" && keep(cells))
        .map(|c| format!("{name},{},{},{},{},{},{},{}", c[0], c[2], c[4], c[5], c[6], c[7], c[11]))
        .collect()
}

/// Of the table by physician, what is kept of the last year: a row for each measure, and the median where there is one.
fn people(table: &str) -> Vec<String> {
    let columns = run_table("physicians").expect("a table of a run").table.columns;
    let at = |key: &str| columns.iter().position(|column| column.key == key);
    let line = |cells: &[&str], key: &str| {
        let place = at(key).expect("a column");
        let median = at(&format!("{key}_p50")).map_or("", |place| cells[place]);
        format!(
            "physicians,{},{},{key},{},{},,{median}",
            cells[0], cells[2], columns[place].unit, cells[place]
        )
    };
    table
        .lines()
        .map(|row| row.split(',').collect::<Vec<_>>())
        .filter(|cells| cells[1] == "2035" && PHYSICIANS.contains(&cells[2]))
        .flat_map(|cells| OF_PHYSICIANS.map(|key| line(&cells, key)))
        .collect()
}

fn present() -> Vec<String> {
    let model = build(&text_of("scenarios/reference.toml"), None);
    let outcome = run(&model, TRIALS, 2);
    let report = Report::new(&model, &outcome, &[]);
    let mut rows = vec!["table,arm,entity,metric,unit,mean,sd,p50".to_owned()];
    rows.extend(kept(&csv_of("summary", &report), "summary", |c| c[2] == "system"));
    rows.extend(people(&csv_of("physicians", &report)));
    rows.extend(kept(&csv_of("compare", &report), "compare", |c| c[2] == "system"));
    rows
}

#[test]
fn the_reference_results_have_not_changed() {
    let present = present();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::create_dir_all(file("tests/golden")).unwrap();
        std::fs::write(file(GOLDEN), present.join("\n") + "\n").unwrap();
        return;
    }
    let text = text_of(GOLDEN);
    let golden: Vec<&str> = text.lines().collect();
    let (before, after): (BTreeSet<&str>, BTreeSet<&str>) =
        (golden.iter().copied().collect(), present.iter().map(String::as_str).collect());
    let gone: Vec<String> = before.difference(&after).map(|row| format!("- {row}")).collect();
    let new: Vec<String> = after.difference(&before).map(|row| format!("+ {row}")).collect();
    let shown: Vec<&String> = gone.iter().take(12).chain(new.iter().take(12)).collect();
    assert!(
        golden == present,
        "results of the reference system have changed ({} rows gone, {} new):\n{}\n\
         A changed result is a bug, or it stands under \"Results change\" in CHANGELOG.md with its reason. \
         If it is meant, write that line and then run UPDATE_GOLDENS=1 cargo test golden",
        gone.len(),
        new.len(),
        shown.into_iter().map(String::as_str).collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn the_golden_rows_cover_what_they_should() {
    let text = text_of(GOLDEN);
    for arm in
        ["baseline", "contract_only", "paid_hours", "pass_through", "redesign", "contract_and_redesign"]
    {
        for table in ["summary", "physicians", "compare"] {
            let found = text.lines().filter(|row| row.starts_with(&format!("{table},{arm},"))).count();
            let baseline_compares = table == "compare" && arm == "baseline";
            assert!((found >= 10) != baseline_compares, "{found} rows of {table} for {arm}");
        }
    }
    assert!(text.len() < 100_000, "a golden is read by people: keep it small");
}
