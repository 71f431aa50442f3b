//! The workbook, read back as a stranger would: headings, types, sums, names that look like formulas, the same bytes.

use super::common::{Cells, amount, csv_of, parsed, run, study, text_of};
use calamine::{Data, Range, Reader, Xlsx};
use cascade::decision::Disclosure;
use cascade::engine::Outcome;
use cascade::model::{Arm, Model};
use cascade::report::{Provenance, Report, SourceFile};
use cascade::survey::Survey;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

/// Names that a spreadsheet might run, a browser might read, or a line might be turned by.
const HOSTILE: [&str; 9] = [
    "=HYPERLINK(\"http://x\",\"y\")",
    "＝1+1",
    "+1",
    "@SUM(1)",
    "-2+3",
    "<script>alert(1)</script>",
    "2026-01-02",
    "مرحبا 🙂",
    "_xlfn.WEBSERVICE(\"x\")",
];

/// A clinic of nine with two agreements and two contracts, a variant that pays more for work, identifiers with leading
/// zeros and the names above; `tests/office/run` opens its workbook elsewhere.
fn clinic_files() -> (String, String) {
    (text_of("tests/office/clinic.toml"), text_of("tests/office/roster.csv"))
}

/// The clinic's run.
fn clinic() -> (Model, Outcome, Vec<Arc<Survey>>) {
    let (text, roster) = clinic_files();
    let model = study(&text, Some(&roster)).model().unwrap_or_else(|refused| panic!("{refused}"));
    let outcome = run(&model, 32, 1);
    let wages = |arm: &Arm| Arc::new(Survey::wages_only(&arm.scenario.survey));
    let surveys = model.arms.iter().map(wages).collect();
    (model, outcome, surveys)
}

/// The bytes of a report's workbook.
fn bytes(report: &Report<'_>) -> Vec<u8> {
    let sources = [SourceFile { kind: "scenario", name: "=clinic.toml", sha256: "00ff" }];
    let from = Provenance { identity: "0042", command: "cascade run clinic.toml", sources: &sources };
    let mut bytes = Vec::new();
    cascade::workbook::write(report, &from, &mut bytes).expect("memory takes every byte");
    bytes
}

type Book = Xlsx<Cursor<Vec<u8>>>;

fn opened(bytes: Vec<u8>) -> Book {
    Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

/// A sheet's table: its headings, and a map of cells by heading for each row.
struct SheetTable {
    heads: Vec<String>,
    rows: Vec<BTreeMap<String, Data>>,
}

/// The table below a heading that is known.
fn table(book: &mut Book, sheet: &str, first: &str) -> SheetTable {
    let range: Range<Data> = book.worksheet_range(sheet).unwrap_or_else(|error| panic!("{sheet}: {error}"));
    let mut rows = range.rows().skip_while(|row| row[0] != Data::String(first.to_owned()));
    let heads: Vec<String> = rows
        .next()
        .unwrap_or_else(|| panic!("{sheet} has no heading {first}"))
        .iter()
        .map(ToString::to_string)
        .collect();
    let rows = rows.map(|row| heads.iter().cloned().zip(row.iter().cloned()).collect()).collect();
    SheetTable { heads, rows }
}

/// A cell's words.
fn words(row: &BTreeMap<String, Data>, head: &str) -> String {
    match row.get(head) {
        Some(Data::String(words)) => words.clone(),
        Some(Data::Empty) => String::new(),
        other => panic!("{head} holds no text: {other:?}"),
    }
}

/// A cell's number; panics where it is anything else.
fn number(row: &BTreeMap<String, Data>, head: &str) -> f64 {
    match row.get(head) {
        Some(Data::Float(number)) => *number,
        Some(Data::Int(number)) => *number as f64,
        other => panic!("{head} holds no number: {other:?}"),
    }
}

/// The same in whole cents.
fn cents(row: &BTreeMap<String, Data>, head: &str) -> i64 {
    let cents = number(row, head) * 100.0;
    assert!((cents - cents.round()).abs() < 1e-3, "{head}: {cents} are no whole cents");
    #[expect(clippy::cast_possible_truncation, reason = "cents of a clinic")]
    let whole = cents.round() as i64;
    whole
}

/// The rows of a CSV table of the last year.
fn of_last_year(report: &Report<'_>, name: &str) -> Vec<Cells> {
    let last = report.model.start.plus(report.model.years - 1).to_string();
    parsed(&csv_of(name, report)).into_iter().filter(|row| row["year"] == last).collect()
}

/// Every sheet with the first heading of its table, in the order of the tabs.
const SHEETS: [(&str, &str); 18] = [
    ("Summary", "Figure"),
    ("Comparison", "Arm"),
    ("Physicians", "Arm"),
    ("Pay by component", "By"),
    ("Pay changes", "Change of pay"),
    ("Budget impact", "Arm"),
    ("Margin bridge", "Bar"),
    ("Margin lines", "Arm"),
    ("Cash", "Month"),
    ("Risk", "Arm"),
    ("Saved dollar", "Stop"),
    ("Flows", "Arm"),
    ("Contracts", "Arm"),
    ("Contract years", "Arm"),
    ("Compliance", "Arm"),
    ("Committee flags", "Arm"),
    ("Assumptions", "Grade"),
    ("Drawn numbers", "Parameter"),
];

#[test]
fn every_sheet_has_its_heading_and_no_cell_a_formula() {
    let (model, outcome, surveys) = clinic();
    let mut book = opened(bytes(&Report::new(&model, &outcome, &surveys)));
    let mut names = vec!["Read me", "Summary", "Charts"];
    names.extend(SHEETS.iter().skip(1).map(|(name, _)| *name));
    assert_eq!(book.sheet_names(), names);
    assert!(names.iter().all(|name| name.chars().count() <= 31));
    for name in names {
        let formulas = book.worksheet_formula(name).expect("a sheet");
        assert_eq!(formulas.used_cells().count(), 0, "{name} has a formula");
    }
    for (name, first) in SHEETS {
        let table = table(&mut book, name, first);
        assert!(table.rows.len() > 1, "{name} is empty");
        assert!(table.heads.iter().all(|head| !head.is_empty()), "{name}: {:?}", table.heads);
        // What stands in a column is of one type, but for words that stand for a number.
        for head in table.heads.iter().filter(|head| *head != "Value") {
            let kinds: Vec<bool> = table
                .rows
                .iter()
                .filter(|row| row[head] != Data::Empty)
                .map(|row| matches!(row[head], Data::String(_)))
                .collect();
            assert!(kinds.windows(2).all(|two| two[0] == two[1]), "{name}: {head} mixes types");
        }
    }
}

#[test]
fn names_that_look_like_formulas_stand_as_they_are() {
    let (model, outcome, surveys) = clinic();
    let report = Report::new(&model, &outcome, &surveys);
    let all = bytes(&report);
    for foreign in [&b"externalLink"[..], b"vbaProject", b"connections.xml"] {
        assert!(!all.windows(foreign.len()).any(|part| part == foreign), "a part that leads out");
    }
    let mut book = opened(all);
    let people = table(&mut book, "Physicians", "Arm");
    let found: Vec<(String, String)> = people
        .rows
        .iter()
        .filter(|row| words(row, "Arm") == "baseline")
        .map(|row| (words(row, "Physician ID"), words(row, "Name")))
        .collect();
    let stated: Vec<(String, String)> =
        HOSTILE.iter().enumerate().map(|(place, name)| (format!("00{place}"), (*name).to_owned())).collect();
    assert_eq!(found, stated);
    // Nobody has a pay group: there is no column of them.
    assert!(!people.heads.contains(&"Pay group".to_owned()));
    let contracts = table(&mut book, "Contracts", "Arm");
    assert_eq!(words(&contracts.rows[0], "Payer"), HOSTILE[0]);
    let changes = table(&mut book, "Pay changes", "Change of pay");
    assert_eq!(changes.heads[1], "@SUM(1) more for work");
    let read_me = book.worksheet_range("Read me").expect("a sheet");
    assert_eq!(read_me.get((0, 0)), Some(&Data::String("=1+1 clinic".to_owned())));
    let text: Vec<String> = read_me.cells().map(|(_, _, cell)| cell.to_string()).collect();
    for said in ["0042", "cascade run clinic.toml", "=clinic.toml, SHA-256 00ff", "Physicians", "Charts"] {
        assert!(text.iter().any(|cell| cell == said), "the read-me does not say {said}");
    }
}

#[test]
fn physicians_are_those_of_the_tables_and_their_parts_add_up() {
    let (model, outcome, surveys) = clinic();
    let report = Report::new(&model, &outcome, &surveys);
    let mut book = opened(bytes(&report));
    let people = table(&mut book, "Physicians", "Arm");
    let (csv, committee) = (of_last_year(&report, "physicians"), of_last_year(&report, "committee"));
    assert_eq!((people.rows.len(), csv.len(), committee.len()), (18, 18, 18));
    for ((own, csv), committee) in people.rows.iter().zip(&csv).zip(&committee) {
        for (head, key) in [("Arm", "arm"), ("Physician ID", "physician_id"), ("Specialty", "specialty")] {
            assert_eq!(words(own, head), csv[key]);
        }
        let parts = ["time", "volume", "quality", "cost of care", "panel", "service"];
        let sum: i64 = parts.iter().map(|part| cents(own, &format!("Pay for {part}"))).sum();
        assert_eq!(sum, cents(own, "Pay"), "parts do not add up to the pay");
        assert!((number(own, "Pay") - amount(committee, "pay")).abs() < 0.005);
        // Tables of persons hold whole dollars.
        assert!((number(own, "Pay") - amount(csv, "pay")).abs() <= 0.5);
        assert!((number(own, "wRVU") - amount(csv, "wrvu")).abs() <= 0.5);
        let per_hour = number(own, "Next hour of visits ($ per hour)");
        assert!((per_hour - amount(csv, "pay_per_hour_volume")).abs() <= 0.5);
        // Dollars per dollar are shown in cents.
        let own_part = number(own, "Own part of avoided dollar");
        assert!((own_part - 100.0 * amount(csv, "own_part_of_avoided_dollar")).abs() < 0.006);
        assert_eq!(words(own, "Flag"), committee["flag"]);
        assert_eq!(words(own, "Pay stands"), committee["pay_range"]);
        if csv["arm"] == "more" {
            assert!((number(own, "Change") - amount(csv, "pay_change")).abs() <= 0.5);
            let moved = amount(csv, "pay_change").abs() >= 1.0;
            assert_eq!(!words(own, "Main reason").is_empty(), moved);
        }
    }
}

#[test]
fn groups_add_up_to_everyone_to_the_cent() {
    let (model, outcome, surveys) = clinic();
    let report = Report::new(&model, &outcome, &surveys);
    let mut book = opened(bytes(&report));
    // A row of everyone with the sum of groups of a kind beside it.
    let adds_up = |table: &SheetTable, keys: &[&str], heads: &[&str]| {
        let of = |by: &str, head: &str| {
            let mut sums: BTreeMap<Vec<String>, i64> = BTreeMap::new();
            for row in table.rows.iter().filter(|row| words(row, "By") == by) {
                let key = keys.iter().map(|key| row[*key].to_string()).collect();
                *sums.entry(key).or_default() += cents(row, head);
            }
            sums
        };
        for head in heads {
            let all = of("all", head);
            assert!(!all.is_empty());
            assert_eq!(of("plan", head), all, "plans: {head}");
            assert_eq!(of("specialty", head), all, "specialties: {head}");
        }
    };
    let budget = table(&mut book, "Budget impact", "Arm");
    let heads =
        ["Pay", "On costs", "Cost", "Change of pay", "Change of on costs", "Change of cost", "Physicians"];
    adds_up(&budget, &["Arm", "Year"], &heads);
    let pay = table(&mut book, "Pay by component", "By");
    let parts = ["Time", "Volume", "Quality", "Cost of care", "Panel", "Service"];
    adds_up(&pay, &["Arm"], &["Pay", "Time", "Volume", "Quality", "Cost of care", "Panel", "Service"]);
    for row in &pay.rows {
        assert_eq!(parts.iter().map(|part| cents(row, part)).sum::<i64>(), cents(row, "Pay"));
    }
    // Everyone's pay is the system's; on-costs are those of the accounts.
    let (summary, accounts) = (parsed(&csv_of("summary", &report)), parsed(&csv_of("accounts", &report)));
    let on_top =
        ["payroll tax", "benefits and retirement", "malpractice cover", "cover for positions left empty"];
    for row in budget.rows.iter().filter(|row| words(row, "By") == "all") {
        let (arm, year) = (words(row, "Arm"), number(row, "Year").to_string());
        let is_own = |other: &&Cells| other["arm"] == arm && other["year"] == year;
        let total = summary.iter().filter(is_own).find(|own| own["metric"] == "pay_total").expect("a total");
        assert!((number(row, "Pay") - amount(total, "mean")).abs() < 0.1);
        let lines = accounts.iter().filter(is_own).filter(|own| on_top.contains(&own["line"].as_str()));
        let spent: f64 = lines.map(|own| amount(own, "mean")).sum();
        assert!(spent < -1_000.0 && (number(row, "On costs") + spent).abs() < 0.05);
    }
}

#[test]
fn bridge_cash_and_dollar_are_those_of_the_tables() {
    let (model, outcome, surveys) = clinic();
    let report = Report::new(&model, &outcome, &surveys);
    let mut book = opened(bytes(&report));
    let bridge = table(&mut book, "Margin bridge", "Bar");
    let title = "@SUM(1) more for work";
    let (total, bars) = bridge.rows.split_last().expect("rows");
    assert_eq!(bars.iter().map(|bar| cents(bar, title)).sum::<i64>(), cents(total, title));
    let margin = parsed(&csv_of("margin", &report));
    let whole =
        margin.iter().find(|row| row["arm"] == "more" && row["year"].is_empty() && row["bar"] == "margin");
    assert!((number(total, title) - amount(whole.expect("a margin"), "change")).abs() < 0.006);
    assert!(number(total, title).abs() > 100.0, "the variant moves the margin");

    let cash = table(&mut book, "Cash", "Month");
    let csv = parsed(&csv_of("cash", &report));
    for (arm, title) in [("baseline", "Today"), ("more", title)] {
        let own: Vec<&Cells> = csv.iter().filter(|row| row["arm"] == arm).collect();
        assert_eq!(own.len(), cash.rows.len());
        for (row, csv) in cash.rows.iter().zip(own) {
            assert_eq!(words(row, "Calendar month"), csv["calendar_month"]);
            assert!((number(row, title) - amount(csv, "mean")).abs() < 0.006);
            assert!((number(row, &format!("{title}, P5")) - amount(csv, "p05")).abs() < 0.006);
        }
    }

    let summary = table(&mut book, "Summary", "Figure");
    let figure = |name: &str| {
        let row = summary.rows.iter().find(|row| words(row, "Figure") == name);
        number(row.unwrap_or_else(|| panic!("no figure {name}")), "Today")
    };
    let (revenue, pay) =
        (figure("Value share of revenue, by today's contracts"), figure("Value share of pay"));
    assert!((figure("Gap between the two") - 100.0 * (revenue - pay)).abs() < 1e-6, "{revenue} less {pay}");

    let dollar = table(&mut book, "Saved dollar", "Stop");
    let (saved, stops) = dollar.rows.split_last().expect("rows");
    let head = format!("{title}, $");
    assert_eq!(stops.iter().map(|stop| cents(stop, &head)).sum::<i64>(), cents(saved, &head));
    assert!(cents(saved, &head) > 0, "something is saved");

    let lines = table(&mut book, "Margin lines", "Arm");
    assert_eq!(lines.rows.len(), margin.len());
    for (row, csv) in lines.rows.iter().zip(&margin) {
        assert!((number(row, "Mean") - amount(csv, "mean")).abs() < 0.006);
    }
    let contracts = table(&mut book, "Contracts", "Arm");
    let rules = words(&contracts.rows[0], "Rules");
    assert!(rules.contains("50.00 %"), "{rules}");
}

#[test]
fn the_same_run_makes_the_same_bytes_whenever_it_is_written() {
    let (model, outcome, surveys) = clinic();
    let report = Report::new(&model, &outcome, &surveys);
    let first = bytes(&report);
    // A date in the file would have moved on.
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    assert!(first == bytes(&report), "a workbook holds when it was written");
}

#[test]
fn without_a_survey_and_with_one_arm_there_is_still_a_workbook() {
    let (text, roster) = clinic_files();
    let (only, _) = text.split_once("[variant.more]").expect("a variant");
    let model = study(only, Some(&roster)).model().unwrap_or_else(|refused| panic!("{refused}"));
    let outcome = run(&model, 8, 1);
    let mut book = opened(bytes(&Report::new(&model, &outcome, &[])));
    let names = book.sheet_names();
    for absent in ["Comparison", "Pay changes", "Margin bridge", "Compliance", "Committee flags"] {
        assert!(!names.contains(&absent.to_owned()), "{absent} of one arm without a survey");
    }
    let people = table(&mut book, "Physicians", "Arm");
    assert_eq!(people.rows.len(), 9);
    assert!(people.rows.iter().all(|row| number(row, "Pay") > 0.0));
}

#[test]
fn under_limits_nobody_is_named_and_small_groups_are_hidden() {
    let (model, outcome, surveys) = clinic();
    let limits = Disclosure::of(&model, 4).and_then(|limits| limits.of_results(&model, &outcome));
    let limits = limits.unwrap_or_else(|why| panic!("{why}"));
    let report = Report::new(&model, &outcome, &surveys).with_disclosure(limits);
    let mut book = opened(bytes(&report));
    let names = book.sheet_names();
    for persons in ["Physicians", "Compliance", "Committee flags", "Pay changes", "Pay by component"] {
        assert!(!names.contains(&persons.to_owned()), "{persons} tells of single persons");
    }
    for name in &names {
        for (row, column, cell) in book.worksheet_range(name).expect("a sheet").cells() {
            let Data::String(words) = cell else { continue };
            let is_named = (0..HOSTILE.len()).any(|place| *words == format!("00{place}"))
                // The first is also what the payer is called.
                || HOSTILE[1..].contains(&words.as_str());
            assert!(!is_named, "{name}, row {row}, column {column}: {words}");
        }
    }
    let budget = table(&mut book, "Budget impact", "Arm");
    let hidden = |row: &BTreeMap<String, Data>, head: &str| row[head] == Data::String("hidden".to_owned());
    let figures = ["Physicians", "FTE", "Pay", "On costs", "Cost", "Change of pay", "Change of cost"];
    for row in &budget.rows {
        // Three cardiologists are few, and all less the others would tell of them.
        let few = words(row, "By") == "specialty";
        for head in figures {
            assert_eq!(hidden(row, head), few, "{head} of {row:?}");
        }
    }
}

/// Size and time of the largest run that the program is made for; figures to read.
#[test]
#[ignore = "minutes: .ci/deep runs it"]
#[expect(clippy::print_stdout, reason = "a figure to read")]
fn five_thousand_physicians_ten_years_six_arms() {
    let mut text = "[run]\nyears = 10\n[scenario]\ntitle = \"Large\"\n[system]\nname = \"Large\"\n\
        [plan.p]\npay = [{ wrvu = { tiers = [{ rate = 50 }] } }]\n\
        [contract.book]\npayer = \"Everyone\"\nline = \"commercial\"\nrevenue_share = 1.0\nspending = 6000\n\
        terms = { shared_savings = { sharing_rate = 0.5 } }\n"
        .to_owned();
    for (place, specialty) in
        ["family_medicine", "cardiology", "orthopedics", "pediatrics"].iter().enumerate()
    {
        text += &format!(
            "[cohort.c{place}]\ncount = 1250\nspecialty = \"{specialty}\"\nplans = {{ p = 1.0 }}\nwrvu = 6000\n"
        );
    }
    for variant in 1..6 {
        text += &format!(
            "[variant.v{variant}]\ntitle = \"Variant {variant}\"\n[variant.v{variant}.plan.p]\npay = [{{ wrvu = {{ tiers = [{{ rate = {} }}] }} }}]\n",
            50 + variant
        );
    }
    let model = study(&text, None).model().unwrap_or_else(|refused| panic!("{refused}"));
    let outcome = run(&model, 2, 2);
    let wages = |arm: &Arm| Arc::new(Survey::wages_only(&arm.scenario.survey));
    let surveys: Vec<Arc<Survey>> = model.arms.iter().map(wages).collect();
    let report = Report::new(&model, &outcome, &surveys);
    let began = std::time::Instant::now();
    let all = bytes(&report);
    let (took, size) = (began.elapsed(), all.len());
    println!("workbook of 5,000 x 10 x 6: {:.1} MB in {:.1} s", size as f64 / 1e6, took.as_secs_f64());
    assert!(size < 25_000_000, "{size} bytes");
    let people = table(&mut opened(all), "Physicians", "Arm");
    assert_eq!(people.rows.len(), 30_000);
}
