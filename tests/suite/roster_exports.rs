//! Rosters as they are exported: each way of writing one is read as it was meant, and said, or refused with what to do.

use super::common::{TABLES_ALONE, contents, ended, file, text_of};
use cascade::entity::{MOST_ROWS, Physician, Roster, read_roster, write_columns};

const PLAIN: &str = "\
physician_id,specialty,plan,clinical_fte,wrvu,base_salary,quality,hired
00417,family_medicine,base,1.0,5350,245000,0.92,2017-09
\"Roe, Max\",family_medicine,base,0.6,3100,150000,0.85,2020-02
";

/// The plain roster with one passage replaced.
fn put(from: &str, to: &str) -> Vec<u8> {
    assert_eq!(PLAIN.matches(from).count(), 1, "{from:?} must stand once in the plain roster");
    PLAIN.replace(from, to).into_bytes()
}

fn all(from: &str, to: &str) -> Vec<u8> {
    assert!(PLAIN.contains(from));
    PLAIN.replace(from, to).into_bytes()
}

fn utf16(word: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(PLAIN.encode_utf16()).flat_map(word).collect()
}

/// Physicians without the lines on which they stand.
fn people(roster: &Roster) -> Vec<Physician> {
    roster.physicians.iter().map(|p| Physician { line: 0, ..p.clone() }).collect()
}

fn plain() -> Vec<Physician> {
    people(&read_roster("plain.csv", PLAIN.as_bytes()).unwrap())
}

/// Reads a roster that means the plain one but for `change`, and looks for what was understood.
fn means(bytes: &[u8], said: &[&str], change: impl Fn(&mut Vec<Physician>)) {
    let shown = String::from_utf8_lossy(bytes).into_owned();
    let roster = read_roster("r.csv", bytes).unwrap_or_else(|why| panic!("{why}\n{shown}"));
    let mut expected = plain();
    change(&mut expected);
    assert_eq!(people(&roster), expected, "{shown}");
    for words in said {
        let found = roster.understood.iter().any(|sentence| sentence.contains(words));
        assert!(found, "{words:?} is not among {:?}", roster.understood);
    }
    assert_eq!(said.is_empty(), roster.understood.is_empty(), "{:?}", roster.understood);
}

/// Reads a roster that cannot be used, and looks for the problems, each once.
fn asks(bytes: &[u8], problems: &[&str]) {
    let refused = read_roster("r.csv", bytes).expect_err("not a roster to guess at");
    let found: Vec<String> = refused.problems().iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), problems.len(), "{found:#?}");
    for (found, words) in found.iter().zip(problems) {
        assert!(words.split('…').all(|part| found.contains(part.trim())), "{words:?} is not {found:?}");
    }
}

#[test]
fn encodings_and_line_ends() {
    means(format!("\u{feff}{PLAIN}").as_bytes(), &[], |_| {});
    means(PLAIN.replace('\n', "\r\n").as_bytes(), &[], |_| {});
    means(PLAIN.replace('\n', "\r").as_bytes(), &[], |_| {});
    means(&utf16(u16::to_le_bytes), &["UTF-16"], |_| {});
    means(&utf16(u16::to_be_bytes), &["UTF-16"], |_| {});
    let mut latin = PLAIN.as_bytes().to_vec();
    let at = PLAIN.find("Roe").unwrap();
    latin.splice(at..at + 3, *b"Ro\xE9");
    means(&latin, &["1 line is not UTF-8 and read as Windows-1252 (line 3)"], |all| {
        rename(&mut all[1], "Roé, Max");
    });
}

fn rename(physician: &mut Physician, id: &str) {
    physician.id = id.to_owned();
    physician.person = id.to_owned();
    physician.key = cascade::random::EntityKey::of(id);
}

#[test]
fn delimiters_and_quotes() {
    let semicolons = PLAIN.replace("\"Roe, Max\"", "Roe\u{1}Max").replace(',', ";").replace('\u{1}', ", ");
    means(semicolons.as_bytes(), &["separated by semicolons"], |_| {});
    means(semicolons.replace(';', "\t").as_bytes(), &["separated by tabs"], |_| {});
    means(&put("\"Roe, Max\"", "“Roe, Max”"), &["1 cell in curly quotes"], |_| {});
    // With semicolons a comma stands before decimals, in every column that has some.
    let european = semicolons
        .replace("1.0", "1,0")
        .replace("0.6", "0,6")
        .replace("0.92", "0,92")
        .replace("0.85", "0,85");
    means(
        european.as_bytes(),
        &["`clinical_fte`: 2 cells with a comma before decimals", "`quality`"],
        |_| {},
    );
    // 5.350 may be five thousand or five; the other columns say that commas stand before decimals.
    means(european.replace("5350", "5.350").as_bytes(), &["`wrvu`"], |_| {});
    asks(
        european.replace("5350", "5,350").as_bytes(),
        &["r.csv:2:5: wrvu: found \"5,350\"; the comma may stand before decimals or between thousands"],
    );
    asks(
        semicolons
            .replace("5350", "5,350")
            .replace("1.0", "1")
            .replace("0.6", "1")
            .replace("0.92", "1")
            .replace("0.85", "1")
            .as_bytes(),
        &["wrvu: found \"5,350\"; the comma may"],
    );
    asks(&put("1.0", "\"1,0\""), &["r.csv:2:4: clinical_fte: found \"1,0\"; … a point in line 3 (\"0.6\")"]);
}

#[test]
fn rows_that_are_no_physicians() {
    means(&put("\"Roe", ",,,,,,,\n\n\"Roe"), &[], |_| {});
    means(
        &put("physician_id", "Roster FY26, as of 3/1,,,,,,\n,,,,,,,\nphysician_id"),
        &["line 1 above the header left out: \"Roster FY26 as of 3/1\""],
        |_| {},
    );
    for (row, said) in [
        ("Total,,,1.6,8450,395000,,", "1 row of totals left out (line 4, \"Total\")"),
        ("Family medicine average:,family_medicine,,0.8,4225,197500,,", "1 row of totals left out"),
        (",,,1.6,8450,395000,,", "whose wRVUs are the sum of those above"),
        ("Source: payroll,,,,,,,", "1 row has nothing but a first cell, such as \"Source: payroll\""),
    ] {
        means(format!("{PLAIN}{row}\n").as_bytes(), &[said], |_| {});
    }
    means(
        format!("{PLAIN}{}\n", PLAIN.lines().next().unwrap()).as_bytes(),
        &["the header stands again"],
        |_| {},
    );
    // A person called Total who has a specialty and a plan is a person.
    let named = read_roster("r.csv", &put("00417", "Total")).unwrap();
    assert_eq!(named.physicians[0].id, "Total");
    asks(
        format!("{PLAIN}Poe,,,1.0,4000,200000,,\n").as_bytes(),
        &["r.csv:4:2: specialty: the cell is empty", "r.csv:4:3: plan: the cell is empty"],
    );
}

#[test]
fn empty_columns_and_ragged_rows() {
    let trailing: String = PLAIN.lines().map(|line| format!("{line},,\n")).collect();
    means(trailing.as_bytes(), &[], |_| {});
    asks(&put(",0.85,2020-02", ""), &["r.csv:3:7: found 6 cells where the header has 8"]);
    let unnamed: String = PLAIN
        .lines()
        .enumerate()
        .map(|(i, line)| if i == 0 { format!("{line},\n") } else { format!("{line},x\n") })
        .collect();
    asks(unnamed.as_bytes(), &["r.csv:1:9: column 9 has no name, and holds \"x\" in line 2; name it"]);
    asks(b"", &["the file is empty"]);
    asks(b"\n\r\n ,,\n", &["the file is empty"]);
    asks(PLAIN.lines().next().unwrap().as_bytes(), &["the roster has no physicians"]);
}

#[test]
fn headings_as_people_write_them() {
    let header = PLAIN.lines().next().unwrap();
    for heads in [
        "Physician ID,Specialty,Comp Plan,cFTE,wRVUs,Base Salary,Quality Score,Hire Date",
        "PROVIDER ID,Primary Specialty,Plan Name,Clinical FTE,FY25 Work RVUs,Annual Base Salary,Quality,Date of Hire",
        " NPI , speciality ,PLAN,Clin. FTE,Total wRVUs,Salary,quality composite,Start Date",
    ] {
        means(&put(header, heads), &["headings read: "], |_| {});
    }
    asks(
        &put("wrvu", "RVU"),
        &[
            "r.csv:1:1: wrvu: missing column `wrvu`",
            "r.csv:1:5: RVU: unknown column `RVU`; did you mean `wrvu`?",
        ],
    );
    asks(
        &put("clinical_fte", "FTE"),
        &[
            "clinical_fte: missing column `clinical_fte`; if all of that time is clinical, name the column \"FTE\" `clinical_fte`",
        ],
    );
    let twice = PLAIN.replace("wrvu", "wRVUs").replace("quality", "Work RVUs");
    asks(
        twice.as_bytes(),
        &["columns 5 (\"wRVUs\") and 7 (\"Work RVUs\") both look like `wrvu`; name the one"],
    );
    means(&put("quality", "Work RVUs"), &["`Work RVUs`"], |all| {
        all.iter_mut().for_each(|p| p.quality = 0.75);
    });
    // What means nothing is left out and said; a name stands for the identifier where there is no other.
    means(&put("quality", "Cost Centre"), &["`Cost Centre`"], |all| {
        all.iter_mut().for_each(|p| p.quality = 0.75);
    });
    means(&put("physician_id", "Provider Name"), &["`Provider Name` stands for it"], |all| {
        let names = ["00417", "Roe, Max"];
        all.iter_mut().zip(names).for_each(|(p, name)| p.name = name.to_owned());
    });
}

#[test]
fn numbers_as_spreadsheets_show_them() {
    means(
        &put("245000", "\"$245,000\""),
        &["`base_salary`: 1 cell with a currency sign, such as \"$245,000\" in line 2, read as 245000"],
        |_| {},
    );
    means(&put("5350", "\"5,350\""), &["`wrvu`: 1 cell with thousands set apart"], |_| {});
    means(&put("5350", "5\u{a0}350"), &["`wrvu`: 1 cell with thousands set apart"], |_| {});
    means(&put("5350", "5\u{2009}350"), &["`wrvu`: 1 cell with thousands set apart"], |_| {});
    means(&put("5350", "5.35E+03"), &["`wrvu`: 1 cell with an exponent"], |_| {});
    means(
        &put("0.92", "92%"),
        &["`quality`: 1 cell with a percent sign, such as \"92%\" in line 2, read as 0.92"],
        |_| {},
    );
    means(&all("family_medicine", " family_medicine "), &[], |_| {});
    asks(
        &put("5350", "(5350)"),
        &[
            "r.csv:2:5: wrvu: found \"(5350)\", which is -5350 in accounting; `wrvu` lies between 0 and 100000",
        ],
    );
    asks(&put("5350", "-5350"), &["wrvu: found -5350"]);
    asks(&put("245000", " 245000 - "), &["base_salary: found \"245000 -\"; a minus behind a number"]);
    asks(
        &put("245000", "#REF!"),
        &["base_salary: found \"#REF!\"; a formula of the spreadsheet failed here"],
    );
    asks(&put("5350", "53%"), &["wrvu: found \"53%\"; `wrvu` is no share"]);
    let none = read_roster("r.csv", &put("5350", "0")).unwrap();
    assert_eq!(none.physicians[0].wrvu, 0.0);
}

#[test]
fn shares_and_percentages() {
    asks(
        &put("0.6", "60"),
        &["r.csv:3:4: clinical_fte: found 60; … write a share such as 0.8, not a percentage"],
    );
    asks(
        &put("0.6", "2.0"),
        &["r.csv:3:4: clinical_fte: found 2; `clinical_fte` lies between 0.001 and 1.5"],
    );
    // A whole column of percentages is one question, and its answer is in the heading.
    let percents = |heading: &str| {
        PLAIN.replace("quality", heading).replace("0.92", "92").replace("0.85", "85").into_bytes()
    };
    asks(
        &percents("quality"),
        &[
            "r.csv:2:7: quality: found 92 here, and above 1.5 in all 2 cells; if these are percentages, head the column `quality (%)`",
        ],
    );
    means(
        &percents("quality (%)"),
        &["`quality`: 2 cells read as percentages, as its heading `quality (%)` says"],
        |_| {},
    );
    asks(
        &PLAIN.replace("quality", "Quality %").replace("0.92", "92").into_bytes(),
        &["write all of one kind"],
    );
}

#[test]
fn cells_that_stand_for_nothing() {
    for word in ["-", "#N/A", "NA", "n/a", "Nil", "none"] {
        means(&put("0.92", word), &["`quality`: 1 cell that stands for nothing"], |all| {
            all[0].quality = 0.75;
        });
        means(&put("245000", word), &["`base_salary`: 1 cell that stands for nothing"], |all| {
            all[0].base_salary = None;
        });
        asks(
            &put("5350", word),
            &["r.csv:2:5: wrvu: found … which exports write for nothing; `wrvu` must be given in every row"],
        );
    }
}

#[test]
fn dates_in_the_common_forms() {
    for (word, said) in [
        ("Sep-17", "with the month in letters"),
        ("September 2017", "with the month in letters"),
        ("42979", "as a number of days"), // Excel: =DATE(2017,9,1)
        ("9/1/17 0:00", ""),
        ("201709", "in other digits"),
        ("9/2017", "in other digits"),
        ("1.9.2017", "in other digits"),
    ] {
        let second = if said.is_empty() { "2/28/2020" } else { "2020-02" };
        let bytes = String::from_utf8(put("2017-09", word)).unwrap().replace("2020-02", second);
        let found = read_roster("r.csv", bytes.as_bytes()).unwrap_or_else(|why| panic!("{word}: {why}"));
        let day = |p: &Physician| (p.hired.year, p.hired.month, p.hired.day);
        assert_eq!(day(&found.physicians[0]), (2017, 9, 1), "{word}");
        assert!(found.understood[0].contains(said), "{word}: {:?}", found.understood);
    }
    means(&put("2017-09", "2017-09-01"), &[], |_| {});
    asks(
        &put("2017-09", "9/1/2017"),
        &[
            "r.csv:2:8: hired: found \"9/1/2017\"; the month may stand first or the day … head the column `hired (m/d/y)` or `hired (d/m/y)`",
        ],
    );
    for (heading, month) in [("hired (m/d/y)", 9), ("hired (d/m/y)", 1)] {
        let text = PLAIN.replace("hired", heading).replace("2017-09", "9/1/2017");
        let found = read_roster("r.csv", text.as_bytes()).unwrap();
        assert_eq!(found.physicians[0].hired.month, month, "{heading}");
    }
    // A day above twelve in one column tells the order of all.
    let two = PLAIN
        .replace("quality", "renews")
        .replace("0.92", "6/30/2027")
        .replace("0.85", "6/30/2028")
        .replace("2017-09", "9/1/2017");
    assert_eq!(read_roster("r.csv", two.as_bytes()).unwrap().physicians[0].hired.month, 9);
    asks(&put("2017-09", "17-Sep"), &["hired: found \"17-Sep\", which has no year"]);
    asks(&put("2017-09", "2017-13"), &["hired: found \"2017-13\"; write a month as YYYY-MM"]);
}

#[test]
fn identifiers_stay_as_they_are() {
    let again = format!("{PLAIN}00417,family_medicine,base,0.5,2500,120000,0.9,2018-07\n");
    asks(again.as_bytes(), &["r.csv:4:1: physician_id: found \"00417\" again"]);
    let roster = read_roster(
        "r.csv",
        again.replacen("\n00417,family_medicine,base,0.5", "\n417,family_medicine,base,0.5", 1).as_bytes(),
    )
    .unwrap();
    assert_eq!(roster.physicians[2].id, "417");
    assert_eq!(
        roster.understood,
        ["identifiers that differ only by zeros in front are read as two physicians: 00417 and 417"]
    );
}

#[test]
fn specialties_by_common_names() {
    for name in ["Family Medicine", "FM", "FAMILY PRACTICE", "Family Med"] {
        means(
            &all("family_medicine", name),
            &[&format!("1 name of a specialty read: {name:?} as family_medicine (2 rows)")],
            |_| {},
        );
    }
    // A scenario's own specialty of that name is its own.
    let own = Roster::read("r.csv", &all("family_medicine", "FM"), &["FM"]).unwrap();
    assert_eq!(own.physicians[0].specialty, "FM");
}

#[test]
fn a_roster_has_a_limit_that_is_said() {
    let mut text = String::from("physician_id,specialty,plan,clinical_fte,wrvu\n");
    for row in 0..=MOST_ROWS {
        text += &format!("{row},family_medicine,base,1,5000\n");
    }
    asks(text.as_bytes(), &["r.csv:100002:1: found more than 100,000 rows; a roster has at most that many"]);
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_is_read() {
    // Three sheets, one hidden; a title above the header, a date and a percentage as formats, a lookup that failed, a total.
    let bytes = std::fs::read(file("tests/data/roster.xlsx")).unwrap();
    let roster = read_roster("roster.xlsx", &bytes).unwrap();
    let [first, second] = &roster.physicians[..] else { panic!("{:?}", roster.physicians) };
    assert_eq!(
        (first.id.as_str(), first.specialty.as_str(), first.wrvu),
        ("00412", "family_medicine", 5350.0)
    );
    assert_eq!(
        (first.quality, first.base_salary, first.hired.to_string()),
        (0.92, Some(245_000.0), "2018-07".to_owned())
    );
    assert_eq!(
        (second.id.as_str(), second.specialty.as_str(), second.wrvu),
        ("10077", "internal_medicine", 4110.5)
    );
    assert_eq!(
        (second.quality, second.base_salary, second.hired.to_string()),
        (0.75, None, "2019-01-15".to_owned())
    );
    for words in [
        "sheet `Providers` read; 1 other left out: `Read me`",
        "line 1 above the header",
        "`Email`",
        "row of totals left out (line 6, \"Total\")",
    ] {
        assert!(
            roster.understood.iter().any(|said| said.contains(words)),
            "{words}: {:?}",
            roster.understood
        );
    }
    // Bad cells have the row and column of the sheet.
    let again = read_roster("clean.csv", &write_columns(&roster).unwrap()).unwrap();
    assert_eq!(people(&again), people(&roster));
    assert!(again.understood.is_empty(), "{:?}", again.understood);
    for torn in [&bytes[..bytes.len() / 2], &bytes[..60], b"PK\x03\x04"] {
        asks(torn, &["this is an Excel workbook that cannot be read"]);
    }
}

const EXPORT: &str = "\
Clinic roster;;;;;;
Physician ID;Specialty;Plan;Clinical FTE;wRVUs;Panel Size;Email
P1;Family Medicine;base;1,0;5.000;1.500;a@example.org
P2;Cardiology - Invasive;base;0,8;7.000;0;b@example.org
Total;;;1,8;12.000;1.500;
";

#[test]
fn the_command_shows_what_was_understood_and_writes_a_clean_roster() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    std::fs::write(place.join("export.csv"), EXPORT).unwrap();
    let (page, err) = ended(place, &["roster", "export.csv"], 0);
    assert_eq!(err, "", "{page}");
    for words in [
        "export.csv: 2 physicians",
        "Clinical FTE",
        "clinical_fte",
        "`Email`",
        "row of totals",
        "as clinical_fte",
        "Nothing was written",
    ] {
        assert!(page.contains(words), "{words} is not in\n{page}");
    }
    assert_eq!(contents(place).len(), 1, "nothing else was written");

    let (page, _) = ended(place, &["roster", "export.csv", "--out", "clean.csv"], 0);
    assert!(page.contains("Wrote clean.csv"), "{page}");
    let clean = std::fs::read_to_string(place.join("clean.csv")).unwrap();
    assert_eq!(
        clean,
        "physician_id,specialty,plan,clinical_fte,wrvu,panel\nP1,family_medicine,base,1,5000,1500\nP2,cardiology,base,0.8,7000,0\n"
    );

    let (_, err) = ended(place, &["roster", "export.csv", "--out", "clean.csv"], 2);
    assert!(
        err.contains("clean.csv exists; name another file with --out, or replace it with --force"),
        "{err}"
    );
    ended(place, &["roster", "export.csv", "--out", "clean.csv", "--force"], 0);

    std::fs::write(place.join("bad.csv"), EXPORT.replace("0,8", "80")).unwrap();
    let (out, err) = ended(place, &["roster", "bad.csv", "--out", "never.csv", "--json"], 3);
    assert!(err.contains("bad.csv:4:4: clinical_fte: found 80"), "{err}");
    let page: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(page["valid"], false);
    assert!(!place.join("never.csv").exists());
    ended(place, &["roster", "nowhere.csv"], 3);
}

#[test]
fn under_a_scenario_a_roster_must_fit_its_plans() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    std::fs::write(place.join("scenario.toml"), text_of("tests/broken/sound.toml")).unwrap();
    std::fs::write(place.join("export.csv"), EXPORT).unwrap();
    ended(place, &["roster", "export.csv", "--scenario", "scenario.toml"], 0);
    std::fs::write(place.join("export.csv"), EXPORT.replace("Medicine;base", "Medicine;bse")).unwrap();
    let (_, err) = ended(place, &["roster", "export.csv", "--scenario", "scenario.toml"], 3);
    assert!(err.contains("export.csv:3:3: plan: there is no plan \"bse\"; did you mean `base`?"), "{err}");
    // What was understood is said by check as well.
    std::fs::write(place.join("roster.csv"), EXPORT).unwrap();
    let (page, _) = ended(place, &["check", "scenario.toml"], 0);
    assert!(page.contains("  note: roster.csv: cells are separated by semicolons"), "{page}");
    assert!(
        page.contains(
            "note: roster.csv: 2 names of specialties read: \"Family Medicine\" as family_medicine (1 row)"
        ),
        "{page}"
    );
}

#[test]
fn advice_about_a_specialty_can_be_followed() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    let scenario = text_of("tests/broken/sound.toml");
    std::fs::write(place.join("scenario.toml"), &scenario).unwrap();
    std::fs::write(place.join("roster.csv"), EXPORT.replace("Family Medicine", "Foot and Ankle")).unwrap();
    let (_, err) = ended(place, &["check", "scenario.toml"], 3);
    let table = "[specialty.foot_and_ankle]";
    let advice = format!(
        "write {table} with `field`, `median_wrvu`, `market_rate`, `technical_per_wrvu` and `influence_per_wrvu`"
    );
    assert!(err.contains(&advice), "{err}");
    let own = format!(
        "\n{table}\nfield = \"surgical\"\nmedian_wrvu = 7500\nmarket_rate = 66\ntechnical_per_wrvu = 40\ninfluence_per_wrvu = 350\n"
    );
    std::fs::write(place.join("scenario.toml"), scenario + &own).unwrap();
    let (page, _) = ended(place, &["check", "scenario.toml"], 0);
    assert!(page.contains("\"Foot and Ankle\" as foot_and_ankle (1 row)"), "{page}");
}

/// 6,000 wRVUs at $50 and $20,000 for 20 days of call. The year before the start pays a year of 3 % growth less:
/// 300,000 / 1.03 = 291,262.14 and 20,000 / 1.03 = 19,417.48, together 310,679.61 before the cent is rounded by line.
#[test]
fn what_was_paid_stands_beside_what_the_model_pays() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    let scenario = "engine = 1\n[scenario]\ntitle = \"Paid\"\n[run]\nyears = 1\ntrials = 8\nstart_year = 2026\n[system]\nname = \"C\"\n\
        [outlook]\npay_growth = 0.03\n[roster]\nfile = \"roster.csv\"\n[contract.book]\npayer = \"P\"\nline = \"commercial\"\n\
        revenue_share = 1.0\nspending = 6000\nterms = \"fee_for_service\"\n[plan.p]\n[[plan.p.pay]]\nwrvu = { tiers = [{ rate = 50 }] }\n\
        [[plan.p.pay]]\ncall_coverage = { per_day = 1000 }\n";
    std::fs::write(place.join("scenario.toml"), scenario).unwrap();
    let header =
        "physician_id,specialty,plan,clinical_fte,wrvu,call_days,hired,paid,paid.wrvu,paid.call_coverage\n";
    let rows = "A,family_medicine,p,1,6000,20,2015-01,310679.61,291262.14,19417.47\n\
        B,family_medicine,p,1,6000,20,2015-01,300000,291262.14,8737.86\n\
        C,family_medicine,p,1,6000,20,2025-07,155339.81,,\n\
        D,family_medicine,p,1,6000,20,2015-01,,,\n";
    std::fs::write(place.join("roster.csv"), format!("{header}{rows}")).unwrap();
    let (text, _) = ended(place, &["check", "scenario.toml", "--json"], 0);
    let page: serde_json::Value = serde_json::from_str(&text).unwrap();
    let beside = &page["reconciliation"];
    assert_eq!(beside["year"], 2025);
    let found = beside["physicians"].as_array().unwrap();
    let of = |id: &str| {
        found.iter().find(|one| one["physician"] == id).unwrap_or_else(|| panic!("{id}: {beside}"))
    };
    let near = |value: &serde_json::Value, dollars: f64| (value.as_f64().unwrap() - dollars).abs() < 0.02;
    // The furthest off stands first; who has no pay on record stands nowhere.
    assert_eq!((found.len(), &found[0]["physician"]), (3, &"B".into()));
    assert!(near(&of("A")["modelled"], 310_679.61) && near(&of("A")["difference"], 0.0), "{beside}");
    assert_eq!(of("A")["likely_causes"], serde_json::json!([]));
    assert!(near(&of("B")["difference"], 10_679.61), "{beside}");
    let causes = of("B")["likely_causes"].to_string();
    assert!(causes.contains("call_coverage: the model pays $19,417, and $8,738 was paid"), "{causes}");
    // Hired in July: half a year, as was paid.
    assert!(near(&of("C")["modelled"], 155_339.81), "{beside}");
    assert!(near(&beside["difference"], 10_679.61), "{beside}");

    ended(place, &[&["run", "scenario.toml", "--out", "r", "-q"][..], &TABLES_ALONE].concat(), 0);
    let table = std::fs::read_to_string(place.join("r/reconciliation.csv")).unwrap();
    let cells = |row: &str| {
        table
            .lines()
            .find(|line| line.starts_with(row))
            .unwrap_or_else(|| panic!("{row} in {table}"))
            .to_owned()
    };
    assert!(
        cells("B,family_medicine,p,call_coverage,")
            .starts_with("B,family_medicine,p,call_coverage,8737.86,19417.4"),
        "{table}"
    );
    assert!(
        cells("C,family_medicine,p,wrvu,").starts_with("C,family_medicine,p,wrvu,,145631.07,,"),
        "{table}"
    );
    // Without pay on record there is no such table.
    std::fs::write(
        place.join("roster.csv"),
        "physician_id,specialty,plan,clinical_fte,wrvu\nA,family_medicine,p,1,6000\n",
    )
    .unwrap();
    ended(place, &[&["run", "scenario.toml", "--out", "s", "-q"][..], &TABLES_ALONE].concat(), 0);
    assert!(!place.join("s/reconciliation.csv").exists());
}
