//! A scenario out of the public record checks, runs and explains without an edit, whoever is asked for.

use super::common::{ended, run, said_of, study};
use cascade::engine::ContractMetric;
use cascade::replay::{Programme, benchmark_record};
use cascade::starter::{PublicRecords, StarterFault};
use csv::{Reader, StringRecord};
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::LazyLock;
use toml_edit::DocumentMut;

static RECORDS: LazyLock<PublicRecords> = LazyLock::new(|| PublicRecords::read().expect("what is shipped"));

/// A row of a shipped record by column.
type PublicRow = BTreeMap<String, String>;

/// Rows of a shipped record.
fn rows_of(text: impl Read) -> Vec<PublicRow> {
    let mut reader = Reader::from_reader(text);
    let header = reader.headers().unwrap().clone();
    let row =
        |cells: StringRecord| header.iter().zip(&cells).map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
    reader.records().map(|cells| row(cells.unwrap())).collect()
}

/// The last row of each ACO, by identifier.
fn last_rows() -> BTreeMap<String, PublicRow> {
    let mut last: BTreeMap<String, PublicRow> = BTreeMap::new();
    for row in rows_of(benchmark_record()) {
        let old = last.get(&row["aco_id"]).map_or("", |old| old["py"].as_str());
        if row["py"].as_str() > old {
            last.insert(row["aco_id"].clone(), row);
        }
    }
    last
}

/// Twenty ACOs that ended on each track, or as many as there are, from the first to the last of them.
fn spread() -> Vec<(String, PublicRow)> {
    let mut tracks: BTreeMap<String, Vec<(String, PublicRow)>> = BTreeMap::new();
    for (id, row) in last_rows() {
        tracks.entry(row["track"].clone()).or_default().push((id, row));
    }
    assert_eq!(tracks.len(), 10, "{:?}", tracks.keys());
    let thinned = |all: Vec<(String, PublicRow)>| {
        let step = all.len().div_ceil(20);
        all.into_iter().step_by(step)
    };
    tracks.into_values().flat_map(thinned).collect()
}

/// A number of a scenario by its place.
fn number(table: &DocumentMut, place: &str) -> Option<f64> {
    let mut parts = place.split('.');
    let mut here = table.get(parts.next()?)?;
    for part in parts {
        here = here.get(part)?;
    }
    here.as_float().or_else(|| here.as_integer().map(|whole| whole as f64))
}

/// Lives that a scenario attributes: each physician's and those of nobody on the roster.
fn attributed(table: &DocumentMut) -> f64 {
    let at = |place| number(table, place).unwrap_or_else(|| panic!("{place} is not there"));
    at("cohort.pcp.count") * at("cohort.pcp.lives.medicare_aco") + at("contract.medicare_aco.other_lives")
}

#[test]
fn acos_of_every_track_check_without_an_edit_and_keep_their_own_figures() {
    let settlements: BTreeMap<(String, String), PublicRow> = rows_of(Programme::Mssp.record())
        .into_iter()
        .map(|row| ((row["py"].clone(), row["aco_id"].clone()), row))
        .collect();
    let (mut seen, mut counted) = (0, 0);
    for (id, row) in spread() {
        let starter = RECORDS.aco(&id, None).unwrap_or_else(|fault| panic!("{id}: {fault}"));
        assert_eq!(said_of(&starter.scenario), "", "{id}");
        let mut read = study(&starter.scenario, None);
        // What funds its variant is solved in the same way for all: for every tenth.
        if seen % 10 > 0 {
            read.keep::<&str>(&[]).expect("the baseline");
        }
        read.model().unwrap_or_else(|refused| panic!("{id}: {refused}"));
        let table: DocumentMut = starter.scenario.parse().unwrap();
        let year: u16 = row["py"].parse().unwrap();
        assert_eq!(number(&table, "run.start_year"), Some(f64::from(year + 1)), "{id}");
        assert_eq!(table["system"]["name"].as_str(), Some(row["aco_name"].as_str()), "{id}");
        assert_eq!(attributed(&table), row["n_ab"].parse::<f64>().unwrap(), "{id}");
        if let Ok(spending) = row["exp_total_py"].parse::<f64>() {
            assert_eq!(number(&table, "contract.medicare_aco.spending"), Some(spending), "{id}");
        }
        let settled_as = if year < 2018 { &row["aco_num"] } else { &row["aco_id"] };
        let settled = &settlements[&(row["py"].clone(), settled_as.clone())];
        if let Some(physicians) = settled["n_pcp"].parse::<f64>().ok().filter(|n| *n > 0.0) {
            assert_eq!(number(&table, "cohort.pcp.count"), Some(physicians), "{id}");
            counted += 1;
        }
        seen += 1;
    }
    // 20 each of T1, A, B, C, D, E and EN would be 140; C has 15, D 12, T1+ 19, T2 7, T3 12.
    assert!(seen >= 150 && counted > 130, "{seen} {counted}");
}

#[test]
fn every_figure_of_the_contract_says_where_it_comes_from() {
    for id in ["A1001", "A1035", "A3367", "A5293", "A2492"] {
        let starter = RECORDS.aco(id, None).unwrap();
        let text = &starter.scenario;
        let start = text.find("[contract.medicare_aco]").unwrap();
        let end = text.find("[contract.book]").unwrap();
        let mut above = "";
        for line in text[start..end].lines() {
            let is_figure = line
                .split_once(" = ")
                .is_some_and(|(_, value)| value.starts_with(|c: char| c.is_ascii_digit() || c == '-'));
            let cited = |words: &str| {
                words.contains(&format!("{}, ", starter.last))
                    || words.contains("YOURS")
                    || words.contains("FORWARD")
                    || words.contains("mean of")
            };
            assert!(!is_figure || cited(line) || above.starts_with('#'), "{id}: {line}");
            above = line;
        }
        let marked = text.matches("YOURS:").count();
        assert!(starter.yours >= 15 && marked >= starter.yours, "{id}: {} of {marked}", starter.yours);
    }
}

#[test]
fn two_acos_run_and_their_money_is_where_it_should_be() {
    // One agreement goes on; the other, at level B to 2024, is followed by the one of 2025.
    for (id, contract) in [("A2840", "medicare_aco"), ("A2952", "medicare_aco_2025")] {
        let starter = RECORDS.aco(id, None).unwrap();
        let model = study(&starter.scenario, None).model().unwrap();
        let outcome = run(&model, 4, 1);
        let last = starter.start + 4;
        let found = outcome.at("pass_through", last).unwrap().contract(contract).unwrap();
        let table: DocumentMut = starter.scenario.parse().unwrap();
        assert_eq!(found.get(ContractMetric::Lives).mean, attributed(&table), "{id}");
        assert!(found.get(ContractMetric::Benchmark).mean > 1e7, "{id}");
        assert!(outcome.at("baseline", last).unwrap().physician(&starter.physician).is_ok(), "{id}");
    }
}

/// Without chance the benchmark of the first year is the record's own, moved on by the programme: for agreements
/// that began before 2024 by the trend of 4.5 % alone, since the nation's and the region's growth are the same.
#[test]
fn the_benchmark_is_the_records_own_moved_on() {
    let last = last_rows();
    for (id, start, years) in [
        ("A1001", None, 1),
        ("A2840", None, 1),
        ("A1083", None, 1),
        ("A3151", None, 1),
        ("A2035", None, 1),
        ("A1489", None, 1),
        ("A3877", None, 1),
        ("A5173", Some(2026), 3),
    ] {
        let starter = RECORDS.aco(id, start).unwrap();
        let text = format!("{}[chance]\nnone = true\n", starter.scenario);
        let outcome = run(&study(&text, None).model().unwrap(), 1, 1);
        let found = outcome.at("baseline", starter.start).unwrap().contract(&starter.contract).unwrap();
        let of = |metric| found.get(metric).mean;
        let per_person = of(ContractMetric::Benchmark) / of(ContractMetric::Lives);
        let own: f64 = last[id]["upd_bnchmk"].parse().unwrap();
        let before = per_person / 1.045_f64.powi(years);
        assert!((before / own - 1.0).abs() < 1e-4, "{id}: {before} before the start, on record {own}");
    }
}

#[test]
fn names_with_quotes_and_commas_are_names() {
    let found = RECORDS.find("St. Mary's Hospital");
    let id = &found.acos[0].id;
    let table: DocumentMut = RECORDS.aco(id, None).unwrap().scenario.parse().unwrap();
    let name = "Dean Clinic and St. Mary's Hospital Accountable Care Organization, LLC";
    assert_eq!(table["system"]["name"].as_str(), Some(name));
}

#[test]
fn both_identifiers_lead_to_the_same_aco() {
    let of_today = RECORDS.aco("A1001", None).unwrap();
    assert_eq!(RECORDS.aco("A67373", None).unwrap(), of_today);
    assert_eq!(RECORDS.aco(" a1001 ", None).unwrap(), of_today);
}

#[test]
fn a_later_start_is_rolled_forward_and_marked() {
    // A1001 spent $12,987 in 2023. In 2025, the year before the start, at 4.5 % a year: 12,987 × 1.045² =
    // 14,182.13. Its agreement of July 2019 ended with 2024: the next one began in 2025.
    let starter = RECORDS.aco("A1001", Some(2026)).unwrap();
    let table: DocumentMut = starter.scenario.parse().unwrap();
    assert_eq!(number(&table, "contract.medicare_aco.spending"), Some(14_182.13));
    assert_eq!(number(&table, "contract.medicare_aco.first_year"), Some(2025.0));
    assert_eq!(number(&table, "contract.medicare_aco.terms.mssp.agreement"), Some(4.0));
    assert!(starter.scenario.contains("FORWARD: $12987 (2023, exp_total_py) at 4.5 % a year to 2025"));
    for (id, start) in [("A1001", 2026), ("A2035", 2026), ("A1035", 2024), ("A2505", 2027), ("A2660", 2030)] {
        let starter = RECORDS.aco(id, Some(start)).unwrap();
        assert_eq!(said_of(&starter.scenario), "", "{id} {start}");
        study(&starter.scenario, None).model().unwrap_or_else(|refused| panic!("{id} {start}: {refused}"));
    }
}

#[test]
fn what_cannot_be_started_from_is_said() {
    let said = |found: Result<_, StarterFault>| found.unwrap_err().to_string();
    let unknown = said(RECORDS.aco("A10011", None));
    assert!(unknown.starts_with("no ACO A10011 in the shipped record; the nearest are `A1001`"), "{unknown}");
    assert!(unknown.contains("cascade init --list"), "{unknown}");
    let early = said(RECORDS.aco("A1001", Some(2023)));
    assert!(early.contains("found --start 2023") && early.contains("write 2024 to"), "{early}");
    assert!(said(RECORDS.hospital("999999", None)).contains("finds hospitals by state"));
}

#[test]
fn names_states_and_near_misses_are_found() {
    let by_name = RECORDS.find("palm BEACH");
    assert!(by_name.acos.iter().any(|aco| aco.id == "A1001" && aco.last == 2023 && aco.track == "EN"));
    assert!(by_name.hospitals.is_empty());
    let vermont = RECORDS.find("Vermont");
    let code = RECORDS.find("vt");
    assert_eq!(vermont.hospitals, code.hospitals);
    assert_eq!(code.hospitals.len(), 6);
    assert!(code.acos.iter().all(|aco| aco.state.split(", ").any(|state| state == "VT")));
    assert!(vermont.acos.len() >= code.acos.len());
    let missed = RECORDS.find("palm beech");
    assert!(missed.acos.is_empty() && missed.nearest[0].contains("Palm Beach"), "{missed:?}");
    assert!(missed.to_string().contains("not by name"));
}

#[test]
fn the_record_bears_out_what_a_starter_says_of_other_acos() {
    let mut by_aco: BTreeMap<String, Vec<PublicRow>> = BTreeMap::new();
    for row in rows_of(benchmark_record()) {
        by_aco.entry(row["aco_id"].clone()).or_default().push(row);
    }
    let (mut left, mut stayed) = (BTreeMap::new(), BTreeMap::new());
    for rows in by_aco.values_mut() {
        rows.sort_by(|a, b| a["py"].cmp(&b["py"]));
        for pair in rows.windows(2) {
            let (before, after) = (&pair[0], &pair[1]);
            let (old, new) = (before["track"].as_str(), after["track"].as_str());
            if old.starts_with('T') && !new.starts_with('T') {
                let revenue = if old == "T1+" { &after["rev_exp_cat"][..3] } else { "" };
                *left.entry((old.to_owned(), revenue.to_owned(), new.to_owned())).or_insert(0) += 1;
            }
            let same = before["current_start"] == after["current_start"];
            if before["py"] == "2022" && after["py"] == "2023" && same {
                *stayed.entry((old.to_owned(), new.to_owned())).or_insert(0) += 1;
            }
        }
    }
    let left_of = |track: &str, revenue: &str| {
        left.iter().filter(|((old, r, _), _)| old == track && r == revenue).map(|(_, n)| n).sum::<i32>()
    };
    let to =
        |track: &str, revenue: &str, new: &str| left[&(track.to_owned(), revenue.to_owned(), new.to_owned())];
    assert_eq!((to("T1", "", "B"), left_of("T1", "")), (159, 263));
    assert_eq!((to("T1+", "Low", "E"), left_of("T1+", "Low")), (12, 14));
    assert_eq!((to("T1+", "Hig", "EN"), left_of("T1+", "Hig")), (14, 19));
    assert_eq!((to("T2", "", "EN"), left_of("T2", "")), (5, 6));
    assert_eq!((to("T3", "", "EN"), left_of("T3", "")), (27, 30));
    let moved = |old: &str| stayed.iter().filter(|((o, _), _)| o == old).map(|(_, n)| n).sum::<i32>();
    let kept = |old: &str, new: &str| stayed.get(&(old.to_owned(), new.to_owned())).copied().unwrap_or(0);
    assert_eq!((kept("A", "A") + kept("B", "B"), moved("A") + moved("B")), (132, 163));
    assert_eq!((kept("C", "E") + kept("D", "E"), moved("C") + moved("D")), (25, 33));
    assert_eq!(kept("C", "C") + kept("D", "D"), 0);
}

#[test]
fn hospitals_of_one_programme_or_both_check_and_run() {
    let scores: Vec<String> =
        rows_of(cascade::replay::hospital_scores()).into_iter().map(|r| r["facility_id"].clone()).collect();
    let ratios: Vec<String> = rows_of(cascade::replay::readmission_ratios())
        .into_iter()
        .map(|r| r["facility_id"].clone())
        .collect();
    let both = scores.iter().find(|id| ratios.contains(id)).unwrap();
    let scored = scores.iter().find(|id| !ratios.contains(id)).unwrap();
    let measured = ratios.iter().find(|id| !scores.contains(id)).unwrap();
    for (id, contracts) in [(both, 2), (scored, 1), (measured, 1)] {
        let starter = RECORDS.hospital(id, None).unwrap();
        let model =
            study(&starter.scenario, None).model().unwrap_or_else(|refused| panic!("{id}: {refused}"));
        let outcome = run(&model, 2, 1);
        assert!(outcome.at("baseline", starter.start).unwrap().contract(&starter.contract).is_ok());
        let table: DocumentMut = starter.scenario.parse().unwrap();
        assert_eq!(table["contract"].as_table_like().unwrap().len(), contracts + 1, "{id}");
    }
    for id in scores.iter().chain(&ratios).step_by(200) {
        assert_eq!(said_of(&RECORDS.hospital(id, None).unwrap().scenario), "", "{id}");
    }
    // A leading zero that a spreadsheet took away.
    assert_eq!(RECORDS.hospital("10001", None).unwrap(), RECORDS.hospital("010001", None).unwrap());
    let text = RECORDS.hospital("010001", None).unwrap().scenario;
    assert!(
        text.contains("domain = \"clinical_outcomes\", score = 0.6, ")
            && text.contains("excess_ratio = 1.0597, cases = 681"),
        "{text}"
    );
}

#[test]
fn the_command_writes_lists_and_refuses() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    let cascade = |words: &[&str], code| {
        let (out, err) = ended(place, words, code);
        out + &err
    };
    let said = cascade(&["init", "ours", "--aco", "A2840"], 0);
    for line in [
        "cascade check ours/scenario.toml",
        "cascade run ours/scenario.toml",
        "grep YOURS ours/scenario.toml",
    ] {
        assert!(said.contains(line), "{said}");
    }
    // What it says to do next can be done.
    let explain = said.lines().filter(|line| line.trim_start().starts_with("cascade explain"));
    let mut done = 0;
    for line in explain {
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        cascade(&words, 0);
        done += 1;
    }
    assert_eq!(done, 2);
    assert!(cascade(&["check", "ours/scenario.toml"], 0).contains("is valid"));
    assert!(place.join("ours/scenario.schema.json").exists());
    assert!(cascade(&["init", "ours", "--aco", "A2840"], 2).contains("is not empty"));
    assert!(cascade(&["init", "new", "--aco", "nobody"], 2).contains("no ACO nobody"));
    assert!(cascade(&["init", "new", "--aco", "A2840", "--start", "2019"], 2).contains("write 2024 to"));
    assert!(cascade(&["init", "new", "--start", "2026"], 2).contains("--aco or --hospital"));
    assert!(
        cascade(&["init", "new", "--aco", "A2840", "--hospital", "010001"], 2)
            .contains("cannot be used with")
    );
    assert!(cascade(&["init", "--aco", "A2840"], 2).contains("<DIR>"));
    assert!(cascade(&["init", "new", "--list", "x"], 2).contains("cannot be used with"));
    assert!(!place.join("new").exists());
    assert!(cascade(&["init", "--list", "nature coast"], 0).contains("A2840"));
    let said = cascade(&["init", "clinic", "--hospital", "010001"], 0);
    assert!(said.contains("--contract hrrp"), "{said}");
    #[cfg(unix)]
    assert!(cascade(&["init", "/proc/here", "--aco", "A2840"], 1).contains("cannot write into"));
}
