//! The way out: formats agree with one another, cells with their columns, and every name stands once.

use super::common::{build, file, files_below, run, study, text_of};
use cascade::analysis::{ByTrial, split_variance, stress_test};
use cascade::engine::{RunOptions, Silent};
use cascade::replay::{Programme, replay};
use cascade::report::{
    Cell, Csv, FORMATS, Format, Json, Kind, REPLAYED, Report, TABLES, Table, Text, run_table,
};
use cascade::report::{SettledRows, write_years};
use cascade::review::{Reconciled, reconcile};
use cascade::survey::Survey;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

/// A scenario with something to note: cost of care of a month where a year's belongs, of one contract in one
/// arm alone.
fn with_slips() -> String {
    let slip = |n: usize| {
        format!(
            "[contract.slip{n}]\npayer = \"P\"\nline = \"commercial\"\nrevenue_share = 0.0\nspending = 50{n}\nterms = \"fee_for_service\"\n"
        )
    };
    let slips: String = (1..=6).map(slip).collect();
    // Three times the two rates of a plan.
    let funding = "[variant.slip.funding]\nplans = [\"heart\"]\n[variant.slip_2]\nbuilds_on = \"slip\"\n[variant.slip_3]\nbuilds_on = \"slip\"\n";
    format!(
        "{}\n{slips}[variant.slip.contract.slip1]\nspending = 600\n{funding}",
        text_of("scenarios/law.toml")
    )
}

/// A run that has every table.
/// What was paid to seven physicians, in all and by component, beside the model's pay.
fn reconciled() -> Vec<Reconciled> {
    let mut roster = "physician_id,name,specialty,plan,clinical_fte,wrvu,paid,paid.wrvu\n".to_owned();
    for n in 1..=7 {
        roster +=
            &format!("p{n},Name {n},cardiology,p,1,{},{},{}\n", 7_000 + n, 360_000 + 9 * n, 350_000 + n);
    }
    let text = "[scenario]\ntitle = \"t\"\n[system]\nname = \"s\"\n[roster]\nfile = \"roster.csv\"\n\
        [contract.book]\npayer = \"p\"\nline = \"commercial\"\nrevenue_share = 1.0\nspending = 6000\n\
        terms = \"fee_for_service\"\n[[plan.p.pay]]\nwrvu = { tiers = [{ rate = 50 }] }\n";
    let before = study(text, Some(&roster)).year_before().unwrap().expect("a roster with actual pay");
    reconcile(&before).unwrap()
}

fn with_every_table(each: impl Fn(&Report<'_>)) {
    let study = study(&with_slips(), None);
    let mut model = study.model().unwrap_or_else(|refused| panic!("{refused}"));
    for physician in model.arms.iter_mut().flat_map(|arm| arm.roster.iter_mut().flatten()) {
        physician.pay_group = if physician.id.ends_with(['1', '3', '5']) { "odd" } else { "even" }.to_owned();
    }
    let outcome = run(&model, 64, 1);
    let wages = |arm: &cascade::model::Arm| Arc::new(Survey::wages_only(&arm.scenario.survey));
    let surveys: Vec<Arc<Survey>> = model.arms.iter().map(wages).collect();
    let options = RunOptions { trials: 64, threads: Some(1), stop: None };
    let splits = split_variance(&model, options, &Silent).expect("a balanced ledger");
    let stressed = stress_test(&study, (&model, &outcome), options, &Silent).expect("a balanced ledger");
    let beside = reconciled();
    let report =
        Report::new(&model, &outcome, &surveys).with_splits(Some(&splits)).with_stresses(Some(&stressed));
    let settings = study.settings();
    let single = ByTrial::of(&model, &["pay_total".to_owned()], options).expect("a measure");
    let report = report.with_reconciled(Some(&beside)).with_settings(&settings);
    each(&report.with_trials(Some(&single)));
}

fn written(fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    fill(&mut bytes).expect("memory takes every byte");
    String::from_utf8(bytes).expect("tables are UTF-8")
}

/// Whether a value of JSON says what a cell of CSV says.
fn same(kind: Kind, json: &Value, csv: &str) -> bool {
    match json {
        Value::Null => csv.is_empty(),
        Value::Bool(yes) => kind == Kind::Flag && csv == if *yes { "1" } else { "0" },
        Value::Number(number) => {
            // The reader of JSON may be off by the last bit.
            let (json, csv) = (number.as_f64().expect("a double"), csv.parse::<f64>().expect("a number"));
            matches!(kind, Kind::Number | Kind::Whole) && (json - csv).abs() <= 4.0 * f64::EPSILON * csv.abs()
        }
        Value::String(text) => kind == Kind::Text && csv.trim_start_matches('\'') == text,
        Value::Array(_) | Value::Object(_) => false,
    }
}

/// Compares the formats of a table; how many rows it has.
fn agree(table: &Table, of: impl Fn(&dyn Format) -> String) -> usize {
    let (csv, json, text) = (of(&Csv), of(&Json), of(&Text));
    let json: Value = serde_json::from_str(&json).unwrap_or_else(|e| panic!("{}: {e}", table.name));
    assert_eq!(json["table"], table.name);
    let columns = json["columns"].as_array().expect("columns");
    for (told, column) in columns.iter().zip(table.columns) {
        assert_eq!(told["key"], column.key);
        assert_eq!((&told["unit"], &told["kind"]), (&column.unit.into(), &column.kind.word().into()));
        assert_eq!(told["meaning"], column.meaning);
    }
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header: Vec<&str> = table.columns.iter().map(|column| column.key).collect();
    assert_eq!(reader.headers().expect("a header"), header, "{}", table.name);
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let objects = json["rows"].as_array().expect("rows");
    assert_eq!((rows.len(), columns.len()), (objects.len(), header.len()), "{}", table.name);
    for (row, object) in rows.iter().zip(objects) {
        assert_eq!(object.as_object().expect("an object").len(), header.len());
        for (cell, column) in row.iter().zip(table.columns) {
            let found = &object[column.key];
            assert!(same(column.kind, found, cell), "{}: {} {found} {cell}", table.name, column.key);
        }
    }
    let bands = rows.len().div_ceil(Text::BAND);
    let filled = text.lines().filter(|line| !line.is_empty()).count();
    assert_eq!(filled, 1 + bands + rows.len(), "{}: a title, and a header for each band", table.name);
    rows.len()
}

#[test]
fn every_format_of_every_table_says_the_same() {
    with_every_table(|report| {
        for one in TABLES {
            assert!(one.is_given(report), "{}", one.table.name);
            let rows = agree(&one.table, |format| written(|sink| one.write(report, format, sink)));
            assert!(rows > 5, "{} has {rows} rows", one.table.name);
        }
    });
}

#[test]
fn a_replay_says_the_same_in_every_format() {
    let programme = Programme::Reach;
    let settled = |format: &dyn Format| {
        written(|sink| {
            let mut rows = SettledRows::begin(format, sink)?;
            replay(programme, "r", programme.record(), &mut |row| rows.row(row)).expect("the shipped record");
            rows.end()
        })
    };
    let found = replay(programme, "r", programme.record(), &mut |_| Ok(())).expect("the shipped record");
    let years = |format: &dyn Format| written(|sink| write_years(&found, format, sink));
    let [settlements, by_year] = REPLAYED;
    assert_eq!(agree(settlements, settled) as u64, found.all().rows);
    assert_eq!(agree(by_year, years), found.years().count() + 1);
}

#[test]
fn every_cell_is_what_its_column_says() {
    with_every_table(|report| {
        for one in TABLES {
            let mut filled = BTreeSet::new();
            let checked = one.rows(report, &mut |cells| {
                assert_eq!(cells.len(), one.table.columns.len());
                for (cell, column) in cells.iter().zip(one.table.columns) {
                    let fine = match cell {
                        Cell::Empty => continue,
                        Cell::Text(_) => column.kind == Kind::Text,
                        Cell::Whole(_) => column.kind == Kind::Whole,
                        Cell::Number(value, unit) => {
                            let own = column.unit == *unit || column.unit == cascade::report::IN_ROW;
                            column.kind == Kind::Number && value.is_finite() && own
                        }
                        Cell::Short(value, _) => column.kind == Kind::Number && value.is_finite(),
                        Cell::Flag(_) => column.kind == Kind::Flag,
                    };
                    assert!(fine, "{}: {} {cell:?}", one.table.name, column.key);
                    filled.insert(column.key);
                }
                Ok(())
            });
            checked.expect("nothing fails");
            // Without a survey of work, three columns have nothing to say.
            let silent = one.table.columns.iter().filter(|column| !filled.contains(column.key));
            for column in silent {
                let of_work = column.key.contains("wrvu") || column.key.contains("gap");
                // Nor does a roster that stands in a file vary.
                let of_rosters = column.key.contains("roster");
                assert!(
                    (one.table.name == "committee" && of_work) || of_rosters,
                    "{} never fills {}",
                    one.table.name,
                    column.key
                );
            }
        }
    });
}

#[test]
fn what_a_report_lacks_is_left_out() {
    let model = build(&text_of("scenarios/law.toml"), None);
    let outcome = run(&model, 8, 1);
    let report = Report::new(&model, &outcome, &[]);
    let missing: Vec<&str> =
        TABLES.iter().filter(|one| !one.is_given(&report)).map(|one| one.table.name).collect();
    // Notes are there: one arm passes money on and does not say what that takes.
    assert_eq!(
        missing,
        [
            "pay_groups",
            "law",
            "committee",
            "uncertainty",
            "reconciliation",
            "funding",
            "stress",
            "parameters",
            "trials"
        ]
    );
}

#[test]
fn a_name_stands_once() {
    let tables: Vec<&Table> = TABLES.iter().map(|one| &one.table).chain(REPLAYED).collect();
    let names: BTreeSet<&str> = tables.iter().map(|table| table.name).collect();
    assert_eq!(names.len(), tables.len(), "two tables of one name");
    assert!(run_table("physicians").is_some() && run_table("physician").is_none());
    let endings: BTreeSet<&str> = FORMATS.iter().map(|format| format.ending()).collect();
    assert_eq!(endings.len(), FORMATS.len());
    for table in &tables {
        let keys: BTreeSet<&str> = table.columns.iter().map(|column| column.key).collect();
        assert_eq!(keys.len(), table.columns.len(), "two columns of one name in {}", table.name);
        for column in table.columns {
            assert!(!column.meaning.is_empty(), "{}: {} has no meaning", table.name, column.key);
        }
    }
    // No code writes the name of a file out: it is made of table and format.
    for path in files_below("src", "rs") {
        let text = std::fs::read_to_string(&path).expect("a source file");
        for name in tables.iter().flat_map(|table| FORMATS.iter().map(|format| format.file(table))) {
            assert!(!text.contains(&format!("\"{name}\"")), "{} writes {name} out", path.display());
        }
    }
    // The README explains every file of a run.
    let readme = std::fs::read_to_string(file("README.md")).expect("the README");
    for one in TABLES.iter().filter(|one| one.table.name != "uncertainty") {
        let row = format!("| `{}` |", Csv.file(&one.table));
        assert!(readme.contains(&row), "README.md has no row {row}");
    }
}
