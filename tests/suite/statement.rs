//! A physician's statement: its figures are those of the tables, it is the same every time, and it finds whom it is
//! asked for.

use super::common::{amount, csv_of, ended, manifest, names, parsed, run, text_of};
use cascade::board::statement_page;
use cascade::decision::{person_statement, statement_parts};
use cascade::engine::Outcome;
use cascade::model::Model;
use cascade::report::{Page, Report, StatementPage};
use cascade::study::{InMemory, Study};
use std::path::Path;

const HEADER: &str = "physician_id,name,appointment,specialty,plan,clinical_fte,wrvu,panel,lives.aco\n";
const ROWS: &str = "P1,Ann Lee,,family_medicine,base,1.0,5000,1500,400\n\
    P2,Anna Moss,clinic,cardiology,base,0.5,3500,0,0\n\
    P2,Anna Moss,hospital,cardiology,base,0.3,2100,0,0\n\
    P4,Zoë Okafor,,family_medicine,base,1.0,5200,1500,400\n";
/// Who is in the variant `larger` alone.
const NEWCOMER: &str = "P9,Nia New,,family_medicine,base,1.0,5100,1500,400\n";

fn scenario() -> String {
    let larger = "\n[variant.larger]\nroster = { file = \"larger.csv\" }\n[variant.worse]\nset = { \"plan.base.pay.salary.per_fte\" = 225000 }\n";
    text_of("tests/broken/sound.toml") + larger
}

fn files() -> (String, String) {
    (format!("{HEADER}{ROWS}"), format!("{HEADER}{ROWS}{NEWCOMER}"))
}

/// The same rosters without somebody.
fn files_without(id: &str) -> (String, String) {
    let (roster, larger) = files();
    let less = |text: String| -> String {
        text.lines().filter(|line| !line.starts_with(id)).map(|line| format!("{line}\n")).collect()
    };
    (less(roster), less(larger))
}

fn model() -> Model {
    let (roster, larger) = files();
    let shelf = InMemory::from([("roster.csv", roster.as_str()), ("larger.csv", larger.as_str())]);
    let study = Study::read("test.toml", &scenario(), &shelf).unwrap_or_else(|refused| panic!("{refused}"));
    study.model().unwrap_or_else(|refused| panic!("{refused}"))
}

fn places(model: &Model, person: &str) -> Vec<usize> {
    let own = |place: &&usize| model.physicians[**place].person == person;
    model.author_order.iter().filter(own).copied().collect()
}

fn ran() -> (Model, Outcome) {
    let model = model();
    let outcome = run(&model, 64, 2);
    (model, outcome)
}

#[test]
fn figures_are_those_of_the_tables() {
    let (model, outcome) = ran();
    let report = Report::new(&model, &outcome, &[]);
    let years = parsed(&csv_of("physicians", &report));
    let whole = parsed(&csv_of("physicians_horizon", &report));
    let of = person_statement(&model, &outcome, &places(&model, "P1")).unwrap();
    let [position] = &of.positions[..] else { panic!("one position") };
    let today = &position.today;
    let row = |arm: &str, year: &str| {
        years
            .iter()
            .find(|row| row["arm"] == arm && row["year"] == year && row["physician_id"] == "P1")
            .unwrap()
    };
    let first = row("baseline", &of.first_year.to_string());
    let near = |found: f64, column: &str, half: f64| {
        let there = amount(first, column);
        assert!((found - there).abs() <= half, "{column}: {found} and {there}");
    };
    near(today.pay.mean, "pay", 0.5);
    near(today.pay.low.unwrap(), "pay_p05", 0.5);
    near(today.pay.high.unwrap(), "pay_p95", 0.5);
    near(today.value_pay.mean, "value_pay", 0.5);
    near(today.true_savings, "true_savings", 0.5);
    near(today.wrvu, "wrvu", 0.5);
    near(today.guaranteed, "guarantee_holds", 0.005);
    near(today.leaves, "leaves", 0.0005);
    near(today.one_percent_less.pay, "pay_for_stewardship", 0.5);
    near(today.one_percent_less.chain().unwrap().own, "own_part_of_avoided_dollar", 5e-5);
    let levers = ["volume", "stewardship", "quality", "documentation", "access", "transformation"];
    for (hour, lever) in today.hours.iter().zip(levers) {
        near(hour.pays, &format!("pay_per_hour_{lever}"), 0.5);
    }
    let paid: f64 = today.paid_for.iter().map(|(_, pay)| pay).sum();
    assert!((paid - today.pay.mean).abs() < 0.01, "kinds of pay add up");
    assert!(today.pay.mean > 200_000.0 && today.paid_for[0].1 > 200_000.0, "a salary of 250,000");

    for variant in &position.variants {
        let change = variant.change.as_ref().unwrap();
        let row = whole.iter().find(|row| row["arm"] == variant.arm && row["physician_id"] == "P1").unwrap();
        let near = |found: f64, column: &str| {
            let there = amount(row, column);
            assert!((found - there).abs() <= 0.01, "{column} of {}: {found} and {there}", variant.arm);
        };
        near(change.total.mean, "change");
        near(change.total.low.unwrap(), "change_p05");
        near(change.total.high.unwrap(), "change_p95");
        near(change.interval.unwrap().0, "change_ci_low");
        near(change.loses, "chance_of_losing_5_percent");
        near(f64::from(change.worst_year), "worst_year");
        near(change.worst_change, "worst_year_change");
        near(100.0 * change.total.mean / change.before, "change_percent");
        let by: f64 = change.by.iter().map(|(_, part)| part).sum();
        assert!(
            (by - change.total.mean).abs() < 0.05,
            "seven reasons add up: {by} and {}",
            change.total.mean
        );
    }
    // A salary of 225,000 in place of 250,000 is a tenth less in every future.
    let worse = position.variants.iter().find(|variant| variant.arm == "worse").unwrap();
    assert_eq!(worse.change.as_ref().unwrap().loses, 1.0);
}

#[test]
fn a_page_says_it_in_eighty_columns_and_every_time_the_same() {
    let (model, outcome) = ran();
    let of = person_statement(&model, &outcome, &places(&model, "P1")).unwrap();
    let page = StatementPage::of(&of, &[]).text();
    assert!(page.starts_with("Statement of P1, Ann Lee, family medicine, 1.00 FTE\n"), "{page}");
    for said in [
        "in nine of\n    ten futures between",
        "WHAT YOU ARE PAID FOR, BY THE HOUR",
        "WHAT CAME BACK, AND WHY NOT MORE",
        "the system sets 30 % aside",
    ] {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat(&page).contains(&flat(said)), "{said:?} in\n{page}");
    }
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    // Months in which the position stands empty are in the mean, and so it is said how often that is.
    assert_eq!(page.contains("you have left it as"), of.positions[0].today.leaves >= 0.005, "{page}");
    let again = run(&model, 64, 1);
    let again = person_statement(&model, &again, &places(&model, "P1")).unwrap();
    assert_eq!(StatementPage::of(&again, &[]).text(), page, "threads change nothing");
    assert_eq!(statement_page(&again), statement_page(&of));
    let json: serde_json::Value = serde_json::from_str(&StatementPage::of(&of, &[]).json().unwrap()).unwrap();
    assert_eq!((json["physician"].as_str(), json["name"].as_str()), (Some("P1"), Some("Ann Lee")));
    let mean = of.positions[0].today.pay.mean;
    let read = json["positions"][0]["today"]["pay"]["mean"].as_f64().unwrap();
    assert!((read - mean).abs() < 1e-6, "{read} and {mean}");
}

#[test]
fn appointments_stand_on_one_page_and_who_is_in_one_arm_has_one() {
    let (model, outcome) = ran();
    let of = person_statement(&model, &outcome, &places(&model, "P2")).unwrap();
    assert_eq!(of.positions.len(), 2);
    let titles: Vec<String> = statement_parts(&of).into_iter().map(|part| part.title).collect();
    assert_eq!(titles.len(), 1 + 2 * 5 + 1);
    assert!(titles[0] == "All appointments" && titles[1].starts_with("clinic: "), "{titles:?}");
    let new = person_statement(&model, &outcome, &places(&model, "P9")).unwrap();
    let position = &new.positions[0];
    assert_eq!((position.today.arm.as_str(), position.variants.len()), ("larger", 0));
    assert_eq!(position.not_in.len(), 3, "baseline, more, worse");
    let page = StatementPage::of(&new, &[]).text();
    assert!(page.contains("The position is not in"), "{page}");
    assert_eq!(person_statement(&model, &outcome, &[]), None);
}

#[test]
fn names_come_out_inert_on_the_page() {
    let (mut model, _) = ran();
    let place = places(&model, "P1")[0];
    for name in ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "\u{202e}evil\u{1b}[31m"] {
        model.physicians[place].name = name.to_owned();
        model.title = name.to_owned();
        let outcome = run(&model, 8, 1);
        let of = person_statement(&model, &outcome, &[place]).unwrap();
        let page = statement_page(&of);
        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
        assert!(!page.contains(['\u{202e}', '\u{1b}']), "{page}");
        assert!(!page.contains("://") && !page.contains("@import"), "nothing is fetched: {page}");
    }
}

/// A folder with the scenario and both rosters.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (roster, larger) = files();
    for (name, text) in [("s.toml", scenario()), ("roster.csv", roster), ("larger.csv", larger)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn said(place: &Path, arguments: &[&str], code: i32) -> (String, String) {
    ended(place, &[&["statement", "s.toml", "--trials", "8"], arguments].concat(), code)
}

#[test]
fn who_is_asked_for_is_found_or_somebody_near() {
    let folder = folder();
    let place = folder.path();
    for (asked, head) in [
        ("P1", "Statement of P1, Ann Lee"),
        ("ann lee", "Statement of P1, Ann Lee"),
        ("okafor", "Statement of P4, Zoë Okafor"),
        ("P2/clinic", "Statement of P2, Anna Moss, 2 appointments"),
        ("P9", "Statement of P9, Nia New"),
    ] {
        let (out, err) = said(place, &["--physician", asked], 0);
        assert!(out.starts_with(head) && err.is_empty(), "{asked}: {out}{err}");
    }
    let (_, err) = said(place, &["--physician", "ann"], 2);
    assert!(err.contains("`P1` (Ann Lee), `P2` (Anna Moss)"), "{err}");
    let (_, err) = said(place, &["--physician", "P10"], 2);
    assert!(err.contains("there is no physician \"P10\"; did you mean `P1`?"), "{err}");
    let (_, err) = said(place, &["--physician", "nobody at all"], 2);
    assert!(err.contains("the roster begins with `P1`, `P2` and `P4`"), "{err}");
}

#[test]
fn pages_are_written_for_one_and_for_everyone() {
    let folder = folder();
    let place = folder.path();
    said(place, &["--physician", "P1", "--out", "one.html"], 0);
    assert!(std::fs::read_to_string(place.join("one.html")).unwrap().starts_with("<!DOCTYPE html>"));
    let (_, err) = said(place, &["--physician", "P1", "--out", "one.html"], 2);
    assert!(err.contains("--force"), "{err}");
    let (_, err) = said(place, &["--physician", "P1", "--out", "one.pdf"], 2);
    assert!(err.contains(".html or .txt"), "{err}");
    let (out, _) = said(place, &["--physician", "P1", "--out", "one.html", "--force", "--json"], 0);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["written"][0], "one.html");

    let (out, _) = said(place, &["--all", "--out", "all"], 0);
    assert!(out.contains("Wrote 4 statements"), "{out}");
    assert_eq!(
        names(&place.join("all")),
        [
            "P1.html",
            "P1.txt",
            "P2.html",
            "P2.txt",
            "P4.html",
            "P4.txt",
            "P9.html",
            "P9.txt",
            "index.html",
            "index.txt",
            "manifest.json"
        ]
    );
    let index = std::fs::read_to_string(place.join("all/index.html")).unwrap();
    assert!(index.contains("href=\"P4.html\"") && index.contains("Zoë Okafor"), "{index}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &str| std::fs::metadata(place.join(path)).unwrap().permissions().mode() & 0o077;
        assert_eq!((mode("all"), mode("one.html")), (0, 0), "pay is confidential");
    }
}

#[test]
fn a_folder_of_statements_is_exchanged_as_a_run_s_is() {
    let folder = folder();
    let place = folder.path();
    let all = ["--all", "--out", "all"];
    let read = |name: &str| std::fs::read_to_string(place.join("all").join(name)).unwrap();
    said(place, &all, 0);
    let (text, told) = (read("P1.txt"), manifest(&place.join("all")));
    assert_eq!(told["statements"], 4);
    let files: Vec<&String> = told["files"].as_object().unwrap().keys().collect();
    assert_eq!(files.len(), 2 * 4 + 2);
    assert_eq!(told["confidential"].as_array().unwrap().len(), files.len(), "each is of single persons");
    // The same again takes its own place, whatever the threads; what others put there stays.
    std::fs::write(place.join("all/mine.txt"), "my notes").unwrap();
    std::fs::write(place.join("all/P1.txt"), "changed").unwrap();
    said(place, &[&all[..], &["--threads", "1"]].concat(), 0);
    assert_eq!((read("P1.txt"), manifest(&place.join("all"))), (text, told));

    // Somebody has left: other statements are replaced when that is asked for, and the page of who is gone goes.
    let (roster, larger) = files_without("P4");
    std::fs::write(place.join("roster.csv"), roster).unwrap();
    std::fs::write(place.join("larger.csv"), larger).unwrap();
    let (_, err) = said(place, &all, 2);
    assert!(err.contains("all holds the results of another run") && err.contains("--force"), "{err}");
    assert!(place.join("all/P4.html").exists());
    said(place, &[&all[..], &["--force"]].concat(), 0);
    let now = names(&place.join("all"));
    assert!(!now.iter().any(|name| name.starts_with("P4")), "{now:?}");
    assert!(now.contains(&"P2.html".to_owned()) && !read("index.html").contains("P4"), "{now:?}");
    assert_eq!(read("mine.txt"), "my notes");

    // A run is no folder of statements, nor is somebody's own; and neither is the other way round.
    ended(place, &["run", "s.toml", "--trials", "8", "-q", "--out", "all"], 2);
    std::fs::create_dir(place.join("own")).unwrap();
    std::fs::write(place.join("own/P1.html"), "my page").unwrap();
    let (_, err) = said(place, &["--all", "--out", "own"], 2);
    assert!(err.contains("own exists and holds no finished run"), "{err}");
    assert_eq!(names(&place.join("own")), ["P1.html"]);
    let (_, err) = ended(place, &["run", "--again", "all"], 3);
    assert!(err.contains("all holds no run"), "{err}");
}
