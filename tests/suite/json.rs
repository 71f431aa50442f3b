//! What commands say to programs: it parses, it says what the pages and tables say, it is documented.

use super::common::{contents, ended, small, text_of};
use cascade::report::{Csv, Format as _, MANIFEST, REPLAYED, TABLES};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Standard output of a command line.
fn printed(folder: &Path, line: &str, code: i32) -> String {
    ended(folder, &line.split_whitespace().collect::<Vec<_>>(), code).0
}

/// What a command that ends well says to a program.
fn told(folder: &Path, line: &str) -> Value {
    told_with(folder, line, 0)
}

/// The same of a command that ends with some status.
fn told_with(folder: &Path, line: &str, code: i32) -> Value {
    let text = printed(folder, &format!("{line} --json"), code);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{line}: {error}\n{text}"))
}

/// Words that the section of docs/JSON.md on a command marks as keys, with the columns of tables it refers to.
fn documented(heading: &str) -> BTreeSet<String> {
    let text = text_of("docs/JSON.md");
    let section = text.split("\n## ").find(|section| section.starts_with(heading)).expect("a section");
    let marked = section.split('`').skip(1).step_by(2).map(str::to_owned);
    let tables = TABLES.iter().map(|one| &one.table).chain(REPLAYED);
    let columns = tables.filter(|table| section.contains(&Csv.file(table))).flat_map(|table| table.columns);
    marked.chain(columns.map(|column| column.key.to_owned())).collect()
}

/// Objects whose keys are labels: years, sizes, tracks.
const LABELLED: [&str; 5] = ["years", "by_size", "by_track", "by_agreement", "too_early"];

/// Keys of an object and of all that it holds, but for labels, and for facts, all of whose keys are labels.
fn keys<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        found.insert(key);
        match value.as_object().filter(|_| LABELLED.contains(&key.as_str())) {
            Some(labelled) => labelled.values().for_each(|one| keys(one, found)),
            None if key != "facts" => keys(value, found),
            None => {}
        }
    }
    for value in value.as_array().into_iter().flatten() {
        keys(value, found);
    }
}

fn check_documented(heading: &str, object: &Value) {
    let known = documented(heading);
    let mut found = BTreeSet::new();
    keys(object, &mut found);
    assert!(!found.is_empty(), "{heading} says nothing");
    let missing: Vec<&&str> = found.iter().filter(|key| !known.contains(**key)).collect();
    assert!(missing.is_empty(), "docs/JSON.md does not list {missing:?} of {heading}");
}

/// Whether a number is what a cell of CSV says.
fn is(number: &Value, cell: &str) -> bool {
    number.as_f64() == cell.parse().ok()
}

#[test]
fn a_run_says_its_headline_and_where_it_was_written() {
    let folder = small();
    let place = folder.path();
    for quiet in ["", " -q"] {
        let run = told(place, &format!("run scenario.toml --trials 40 --out r --force{quiet}"));
        check_documented("cascade run", &run);
        assert_eq!((&run["trials"], &run["folder"]), (&40.into(), &"r".into()));
        let written: BTreeSet<String> =
            contents(&place.join("r")).into_keys().filter(|name| !name.ends_with('/')).collect();
        let listed: Vec<&str> =
            run["files"].as_array().unwrap().iter().map(|file| file.as_str().unwrap()).collect();
        assert_eq!(listed.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>(), written);
        assert_eq!(listed.last(), Some(&MANIFEST));
        let manifest: Value =
            serde_json::from_slice(&std::fs::read(place.join("r").join(MANIFEST)).unwrap()).unwrap();
        for key in ["identity", "cascade", "seed", "trials", "start_year", "monte_carlo_error"] {
            assert_eq!(run[key], manifest[key], "{key}");
        }
        let text = |name: &str| std::fs::read_to_string(place.join("r").join(name)).unwrap();
        let (summary, horizon) = (text("summary.csv"), text("horizon.csv"));
        let arms = run["arms"].as_array().unwrap();
        assert_eq!(arms.len(), manifest["arms"].as_array().unwrap().len());
        for arm in arms {
            let figures = arm["figures"].as_array().unwrap();
            assert_eq!(figures.len(), 20);
            for figure in figures {
                let word = |value: &Value| value.as_str().unwrap().to_owned();
                let (name, unit) = (word(&figure["metric"]), word(&figure["unit"]));
                let (table, head) = match figure["year"].as_u64() {
                    Some(year) => {
                        (&summary, format!("{},{year},system,all,{name},{unit},", word(&arm["arm"])))
                    }
                    None => (&horizon, format!("{},{name},{unit},", word(&arm["arm"]))),
                };
                let row =
                    table.lines().find_map(|line| line.strip_prefix(&head)).expect("a row of the tables");
                let cells: Vec<&str> = row.split(',').collect();
                assert!(is(&figure["mean"], cells[0]) && is(&figure["mc_se"], cells[2]), "{figure}: {row}");
            }
        }
    }
}

#[test]
fn a_run_made_again_and_set_beside_another_says_what_differs() {
    let folder = small();
    let place = folder.path();
    for (out, seed) in [("one", 1), ("two", 2)] {
        let run = format!(
            "run scenario.toml --trials 40 --charts none --no-report --no-workbook --no-stress --seed {seed} --out {out}"
        );
        told(place, &run);
    }
    let again = told(place, "run --again one --against two");
    check_documented("cascade run", &serde_json::json!({ "again": again["again"] }));
    assert_eq!((&again["folder"], &again["again"]["written"]), (&Value::Null, &Value::Null));
    std::fs::write(place.join("two/risk.csv"), "mine").unwrap();
    let touched = told_with(place, "diff one two", 6);
    assert_eq!(
        touched["against"]["touched"],
        serde_json::json!([{ "folder": "two", "files": ["risk.csv"] }])
    );
    check_documented("cascade diff", &touched);
    std::fs::remove_dir_all(place.join("two")).unwrap();
    told(
        place,
        "run scenario.toml --trials 40 --charts none --no-report --no-workbook --no-stress --seed 2 --out two",
    );
    let diff = told_with(place, "diff one two", 6);
    check_documented("cascade diff", &diff);
    assert_eq!(diff["against"], again["against"]);
    // Means of both as they stand in the tables.
    let figures = diff["against"]["headlines"].as_array().unwrap();
    assert_eq!(figures.len(), 2 * 20);
    let pay = figures.iter().find(|figure| figure["metric"] == "pay_total").unwrap();
    let mean = |out: &str| {
        let text = std::fs::read_to_string(place.join(out).join("horizon.csv")).unwrap();
        let row =
            text.lines().find_map(|line| line.strip_prefix("baseline,pay_total,$,")).unwrap().to_owned();
        row.split(',').next().unwrap().parse::<f64>().unwrap()
    };
    let (one, two) = (mean("one"), mean("two"));
    assert_eq!((pay["here"].as_f64(), pay["there"].as_f64()), (Some(one), Some(two)));
    assert!((pay["difference"].as_f64().unwrap() - (one - two)).abs() < 1e-6 && one != two);
}

#[test]
fn a_check_says_what_a_scenario_is_and_every_problem() {
    let folder = small();
    let place = folder.path();
    let check = told(place, "check scenario.toml --law");
    check_documented("cascade check", &check);
    assert_eq!((&check["valid"], &check["scenario"]), (&true.into(), &"scenario.toml".into()));
    let page = printed(place, "check scenario.toml", 0);
    for arm in check["arms"].as_array().unwrap() {
        let line = format!(
            "  {} ({}): {} physicians, ",
            arm["arm"].as_str().unwrap(),
            arm["title"].as_str().unwrap(),
            arm["physicians"]
        );
        assert!(page.contains(&line), "{line} in\n{page}");
    }
    let law = &check["law"]["arms"][0];
    let findings = law["findings"].as_array().unwrap();
    let notes = findings.iter().filter(|found| found["severity"] == "note").count();
    assert!(notes > 0 && law["notes"] == notes, "{law}");
    assert!(findings.iter().all(|found| found["cure"].is_string() && found["cost"].is_number()));

    let bad = text_of("tests/broken/sound.toml").replacen("trials", "trails", 1);
    std::fs::write(place.join("bad.toml"), bad).unwrap();
    let refused: Value = serde_json::from_str(&printed(place, "check bad.toml --json", 3)).unwrap();
    check_documented("cascade check", &refused);
    assert_eq!((&refused["valid"], &refused["more"]), (&false.into(), &0.into()));
    let problem = &refused["problems"][0];
    assert!(problem["file"] == "bad.toml" && problem["line"].as_u64() > Some(0), "{problem}");
    assert!(problem["message"].as_str().unwrap().contains("trials"), "{problem}");
}

#[test]
fn a_roster_says_what_it_was_read_as() {
    let folder = small();
    let place = folder.path();
    let text = text_of("tests/broken/roster.csv").replace("wrvu", "Work RVUs").replace(",panel", ",Email");
    std::fs::write(place.join("export.csv"), text.replace("lives.aco", "note")).unwrap();
    let page = told(place, "roster export.csv");
    check_documented("cascade roster", &page);
    assert_eq!(
        (&page["valid"], &page["physicians"], &page["written"]),
        (&true.into(), &2.into(), &Value::Null)
    );
    assert_eq!(page["left_out"], serde_json::json!(["Email"]));
    let columns = page["columns"].as_array().unwrap();
    assert!(columns.contains(&serde_json::json!({ "heading": "Work RVUs", "column": "wrvu" })), "{page}");
    let missing = page["missing"].as_array().unwrap();
    assert!(missing.iter().any(|one| one["column"] == "quality" && one["default"] == "0.75"), "{page}");
}

#[test]
fn an_explanation_says_the_lines_of_its_page() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    for subject in ["--physician fm-001", "--contract medicare_aco"] {
        let line = format!("explain --trial 1 --year 2 --years 2 --arm redesign {subject}");
        let told = told(place, &line);
        check_documented("cascade explain", &told);
        let page = printed(place, &line, 0);
        let mut lines = 0;
        for chapter in told["chapters"].as_array().unwrap() {
            assert!(page.contains(&format!("\n{}\n", chapter["title"].as_str().unwrap())));
            for line in chapter["lines"].as_array().unwrap() {
                lines += 1;
                let what = line["what"].as_str().unwrap();
                let shown = page.lines().find(|shown| shown.trim_start().starts_with(what));
                let shown = shown.unwrap_or_else(|| panic!("{what} in\n{page}"));
                assert_eq!(line["amount"].is_null(), line["unit"] == "", "{line}");
                if line["unit"] == "$" && what == "pay earned" {
                    let amount = line["amount"].as_f64().unwrap();
                    let digits: String = shown.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
                    assert_eq!(digits.parse::<f64>().unwrap(), amount);
                    assert_eq!(format!("{amount:.2}"), digits, "dollars and cents");
                }
            }
        }
        assert!(lines > 10, "{lines} lines");
        if subject.starts_with("--physician") {
            assert_eq!(told["levers"].as_array().unwrap().len(), 6);
            assert!(told["misalignment"]["strength"].is_number());
        } else {
            assert!(told.get("levers").is_none() && told["payer"].is_string());
        }
    }
}

#[test]
fn other_commands_say_what_is_documented() {
    let folder = small();
    let place = folder.path();
    let record = told(place, "replay reach --out here");
    check_documented("cascade replay", &record);
    check_documented("cascade replay benchmarks", &told(place, "replay benchmarks"));
    check_documented("cascade backtest", &told(place, "backtest mssp"));
    assert_eq!(record["folder"], "here");
    let years = record["by_year"].as_array().unwrap();
    let all = years.last().unwrap();
    assert_eq!((&all["py"], &all["rows"]), (&"all".into(), &record["rows"]));
    let csv = std::fs::read_to_string(place.join("here/by_year.csv")).unwrap();
    assert_eq!(csv.lines().count(), years.len() + 1);

    check_documented(
        "cascade price",
        &told(place, "price scenario.toml --trials 32 --years 2 --put-in --out priced"),
    );

    check_documented("cascade verify", &told(place, "verify -q --effort 0.01 --only free-riding"));

    let whole = told(place, "catalogue");
    check_documented("cascade catalogue", &whole);
    let titles: Vec<&str> =
        whole["sections"].as_array().unwrap().iter().map(|s| s["title"].as_str().unwrap()).collect();
    let page = printed(place, "catalogue", 0);
    for title in titles {
        assert!(page.contains(&format!("{}\n", title.to_uppercase())), "{title}");
    }

    std::fs::write(place.join("figures.csv"), "metric,year,value,error\npay,2026,300000,10000\n").unwrap();
    let free = "--free behaviour.evidence.volume_by_share=0.05..0.3";
    let fit = told(
        place,
        &format!(
            "calibrate scenario.toml --targets figures.csv {free} --trials 16 --years 1 --out p.toml -q"
        ),
    );
    check_documented("cascade calibrate", &fit);
    assert_eq!((&fit["patch"], &fit["figures"][0]["observed"]), (&"p.toml".into(), &300_000.0.into()));
    assert!(place.join("p.toml").exists());
}
