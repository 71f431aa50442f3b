//! Reading a roster file, with every bad cell reported and everything that was understood said.

use super::cells::{Filled, Filling};
use super::columns::{COLUMNS, Holds, RosterColumn};
use super::fits::contradictions;
use super::gathered::{Gathered, moved_to};
use super::headings::vocabulary;
use super::{Roster, totals};
use crate::entity::{Career, Date, Duties, Physician, Renewals, STANDARD, position_id, specialty_of};
use crate::random::EntityKey;
use crate::schema::Refused;
use crate::sheet::{FileKind, Spreadsheet};
use crate::units::count;
use std::collections::BTreeMap;

/// Rows of a roster at most.
pub const MOST_ROWS: usize = 100_000;

/// Reads a roster file: text or a workbook, as spreadsheets export them. `name` is used in messages.
///
/// # Errors
///
/// Every bad cell with its row and column, those of many rows once for the column; what could mean two things.
pub fn read_roster(name: &str, bytes: &[u8]) -> Result<Roster, Refused> {
    Roster::read(name, bytes, &[])
}

impl Roster {
    /// [`read_roster`], where the names in `own` are specialties of the scenario's own: others are read as the
    /// standard ones that they commonly stand for.
    ///
    /// # Errors
    ///
    /// As of [`read_roster`].
    pub fn read(name: &str, bytes: &[u8], own: &[&str]) -> Result<Roster, Refused> {
        let vocabulary = vocabulary();
        let required: Vec<&str> = RosterColumn::named().filter(|c| c.is_required()).map(|c| c.name).collect();
        let layout = FileKind {
            kind: "roster",
            rows: "one row for each physician",
            vocabulary: &vocabulary,
            required: &required,
            instead: &[("physician_id", "name")],
            listed_by: "cascade catalogue rosters",
            most: MOST_ROWS,
        };
        let mut sheet = Spreadsheet::read(name, bytes, &layout)?;
        totals::leave_out(&mut sheet);
        let columns = columns_of(&mut sheet, own);
        let physicians = physicians(&mut sheet, &columns);
        if physicians.is_empty() && sheet.is_sound() {
            let message = "the roster has no physicians; write one row for each below the header".to_owned();
            sheet.header_problem(0, "", message);
        }
        look_alikes(&mut sheet, &physicians);
        let mut header = sheet.header.clone();
        for column in &columns {
            header[column.place].clone_from(&column.name);
        }
        let left_out = sheet.left_out.clone();
        let read_as = columns.iter().map(|c| (sheet.header[c.place].clone(), c.name.clone())).collect();
        let understood = sheet.finish()?;
        Ok(Roster { physicians, origin: name.to_owned(), header, understood, read_as, left_out })
    }
}

/// The columns of the file with what their cells say.
fn columns_of(sheet: &mut Spreadsheet, own: &[&str]) -> Vec<Filled> {
    let found = sheet.columns.clone();
    let of_kind = |is: fn(&Holds) -> bool| -> Vec<usize> {
        found.iter().filter(|c| is(&COLUMNS[c.known].holds)).map(|c| c.place).collect()
    };
    let numbers = of_kind(|h| {
        matches!(
            h,
            Holds::Number(..) | Holds::Maybe(..) | Holds::Family(..) | Holds::Sparse(..) | Holds::Duty(_)
        )
    });
    sheet.learn(&numbers, &of_kind(|h| matches!(h, Holds::Date(_) | Holds::MaybeDate(_))));
    let mut columns: Vec<Filled> =
        found.iter().map(|column| Filled::of(sheet, column, &COLUMNS[column.known])).collect();
    for column in columns.iter_mut().filter(|column| column.name == "specialty") {
        let known: Vec<&str> = own.iter().copied().chain(STANDARD.iter().map(|s| s.name)).collect();
        let standard = |word: &str| {
            let meant = if own.contains(&word) { None } else { specialty_of(word, &known) }?;
            (meant != word).then(|| meant.to_owned())
        };
        let renamed = column.rename(standard);
        let said: Vec<String> = renamed
            .iter()
            .map(|(word, standard, rows)| format!("{word:?} as {standard} ({})", count(*rows, "row")))
            .collect();
        if !said.is_empty() {
            sheet.say(format!("{} read: {}", names_of_specialties(said.len()), said.join(", ")));
        }
    }
    columns
}

fn names_of_specialties(n: usize) -> String {
    if n == 1 { "1 name of a specialty".to_owned() } else { format!("{n} names of specialties") }
}

/// The physicians of the rows.
fn physicians(sheet: &mut Spreadsheet, columns: &[Filled]) -> Vec<Physician> {
    let column = |name: &str| columns.iter().find(|column| column.name == name);
    let (person, from, share) = (column("physician_id"), column("from"), column("clinical_fte"));
    let id = |row| {
        let appointment = column("appointment").and_then(|which| which.word(row)).unwrap_or_default();
        person.and_then(|person| Some(position_id(person.word(row)?, appointment)))
    };
    let mut gathered = Gathered::default();
    let mut missing: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for row in 0..sheet.len() {
        let dated = from.is_some_and(|from| from.date(row).is_some());
        let latest = dated.then(|| id(row)).flatten().and_then(|id| gathered.latest(&id));
        let follows = latest.is_some();
        let mut physician = latest.map_or_else(silent, |before| {
            moved_to(before, share.and_then(|share| share.number(row)).unwrap_or(before.clinical_fte))
        });
        let mut good = true;
        for (place, column) in columns.iter().enumerate() {
            let outcome = column.fill(row, follows, &mut physician);
            good &= outcome == Filling::Good;
            if outcome == Filling::Missing {
                missing.entry(place).or_default().push(row);
            }
        }
        complete(&mut physician);
        physician.line = sheet.line(row);
        for (path, message) in contradictions(&physician, follows) {
            good = false;
            let family = || columns.iter().find(|column| column.name.starts_with(&format!("{path}.")));
            let place = column(path).or_else(family).map_or(0, |column| column.place);
            sheet.problem(row, place, path, message);
        }
        if good && let Err(message) = gathered.add(physician) {
            sheet.problem(row, person.map_or(0, |id| id.place), "physician_id", message);
        }
    }
    for (place, rows) in missing {
        let (place, name) = (columns[place].place, columns[place].name.as_str());
        sheet.missing(place, name, &rows);
    }
    gathered.physicians()
}

/// Identifiers that differ by nothing but zeros in front: a spreadsheet may have taken them away.
fn look_alikes(sheet: &mut Spreadsheet, physicians: &[Physician]) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let mut alike = Vec::new();
    for p in physicians.iter().filter(|p| p.id.bytes().all(|b| b.is_ascii_digit())) {
        if let Some(other) = seen.insert(p.id.trim_start_matches('0'), &p.id) {
            alike.push(format!("{other} and {}", p.id));
        }
    }
    if let Some(first) = alike.first() {
        let more = if alike.len() > 1 {
            format!(" and {} more", count(alike.len() - 1, "pair"))
        } else {
            String::new()
        };
        sheet.say(format!(
            "identifiers that differ only by zeros in front are read as two physicians: {first}{more}"
        ));
    }
}

/// What stands for a fact that follows from others until these are known.
const UNSAID: Date = Date::month(0, 1);

/// A physician of whom nothing is said; what follows from other facts is not a number yet.
fn silent() -> Physician {
    Physician {
        id: String::new(),
        person: String::new(),
        appointment: String::new(),
        key: EntityKey::of(""),
        name: String::new(),
        specialty: String::new(),
        site: String::new(),
        pay_group: String::new(),
        plan: String::new(),
        fte: f64::NAN,
        clinical_fte: 1.0,
        wrvu: 0.0,
        panel: 0.0,
        quality: 0.75,
        cost_style: 1.0,
        social_risk: 0.2,
        age: 48.0,
        hired: Date::month(2018, 7),
        renewals: Renewals { first: UNSAID, term_years: 3 },
        base_salary: None,
        duties: Duties::unsaid(),
        lives: Vec::new(),
        revenue_share: Vec::new(),
        call_days_by: Vec::new(),
        quality_by: Vec::new(),
        wrvu_by: Vec::new(),
        other_pay: 0.0,
        points: Vec::new(),
        paid: None,
        paid_by: Vec::new(),
        career: Career::default(),
        line: 0,
    }
}

/// Fills in what follows from other facts.
fn complete(p: &mut Physician) {
    p.id = position_id(&p.person, &p.appointment);
    p.key = EntityKey::of(&p.id);
    if p.fte.is_nan() {
        p.fte = p.clinical_fte;
    }
    if let Some(months) = p.career.months_on_record {
        let yearly = 12.0 / months;
        p.wrvu *= yearly;
        for counted in [&mut p.duties.call_days, &mut p.duties.episodes, &mut p.duties.shift_hours] {
            *counted *= yearly;
        }
        for (_, days) in &mut p.call_days_by {
            *days *= yearly;
        }
    }
    // Nothing under any contract is nothing that is said.
    if p.revenue_share.iter().all(|(_, share)| *share == 0.0) {
        p.revenue_share.clear();
    }
    p.duties = p.duties.or(&Duties::usual(p.clinical_fte));
    if p.renewals.first == UNSAID {
        let month = Date::from_index(p.hired.index() + 12 * i64::from(p.renewals.term_years));
        p.renewals.first = Date { day: p.hired.day.min(28), ..month };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::write_roster;

    const HEADER: &str = "physician_id,specialty,plan,clinical_fte,wrvu,panel,lives.aco\n";

    fn problems(body: &str) -> Vec<String> {
        match read_roster("r.csv", format!("{HEADER}{body}").as_bytes()) {
            Ok(_) => Vec::new(),
            Err(error) => error.problems().iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn a_plain_row_reads() {
        let roster =
            read_roster("r.csv", format!("{HEADER}P1,cardiology,base,0.9,8100,0,0\n").as_bytes()).unwrap();
        let p = &roster.physicians[0];
        assert_eq!((p.id.as_str(), p.fte, p.clinical_fte, p.wrvu), ("P1", 0.9, 0.9, 8100.0));
        assert_eq!(p.renewals.first.to_string(), "2021-07"); // hired 2018-07 plus three years
        assert_eq!(p.lives, vec![("aco".to_owned(), 0.0)]);
    }

    #[test]
    fn duties_are_read_where_they_stand_and_usual_elsewhere() {
        let text = "physician_id,specialty,plan,clinical_fte,wrvu,call_days,episodes\nP1,cardiology,base,0.5,8100,60,\n";
        let duties = read_roster("r.csv", text.as_bytes()).unwrap().physicians[0].duties;
        assert_eq!(duties, Duties { call_days: 60.0, ..Duties::usual(0.5) });
        let wrong = text.replace(",60,", ",400,");
        let error = read_roster("r.csv", wrong.as_bytes()).unwrap_err();
        assert_eq!(
            error.problems()[0].to_string(),
            "r.csv:2:6: call_days: found 400; `call_days` lies between 0 and 366"
        );
    }

    #[test]
    fn marks_endings_and_quotes_are_accepted() {
        let text = "\u{feff}physician_id,specialty,plan,clinical_fte,wrvu,site\r\n\"O'Neil, A\",cardiology,base,1,8100,\"North, 2nd floor\"\r\n\r\n";
        let roster = read_roster("r.csv", text.as_bytes()).unwrap();
        assert_eq!(roster.physicians[0].id, "O'Neil, A");
        assert_eq!(roster.physicians[0].site, "North, 2nd floor");
    }

    #[test]
    fn every_bad_cell_is_reported_with_row_and_column() {
        let found = problems(
            "P1,cardiology,base,1.2e0x,8100,0,0\nP2,,base,0.9,-5,10,20\nP1,cardiology,base,80,\"8,100\",0,0\n",
        );
        assert_eq!(
            found,
            [
                "r.csv:2:4: clinical_fte: found \"1.2e0x\"; `clinical_fte` is a number between 0.001 and 1.5",
                "r.csv:3:2: specialty: the cell is empty; `specialty` must be given in every row",
                "r.csv:3:5: wrvu: found -5; `wrvu` lies between 0 and 100000",
                "r.csv:4:4: clinical_fte: found 80; `clinical_fte` lies between 0.001 and 1.5; write a share such as 0.8, not a percentage",
            ]
        );
    }

    #[test]
    fn duplicates_name_both_rows() {
        let found = problems("P1,cardiology,base,1,8100,0,0\nP1,cardiology,base,1,8100,0,0\n");
        assert_eq!(
            found,
            [
                "r.csv:3:1: physician_id: found \"P1\" again; it already stands in line 2; identifiers must be unique, but for rows that say in a column `from` from when they hold, and for appointments of one person that a column `appointment` tells apart, such as clinic and hospital"
            ]
        );
    }

    #[test]
    fn blank_lines_do_not_shift_the_line_that_is_named() {
        // Lines: header 1, blank 2 and 3, P1 on 4, blank 5, P2 on 6, and P1 again on 7.
        for ending in ["\n", "\r\n"] {
            let rows = "\n\nP1,cardiology,base,1,-1,0,0\n\nP2,cardiology,base,1,-2,0,0\nP1,cardiology,base,1,3,0,0\n";
            let text = format!("{HEADER}{rows}").replace('\n', ending);
            let error = read_roster("r.csv", text.as_bytes()).unwrap_err();
            let lines: Vec<usize> = error.problems().iter().map(|p| p.line).collect();
            assert_eq!(lines, [4, 6], "{:?}", error.problems());
            let sound = text.replace(",-1,", ",1,").replace(",-2,", ",2,");
            let error = read_roster("r.csv", sound.as_bytes()).unwrap_err();
            assert_eq!(error.problems()[0].line, 7);
            assert!(error.problems()[0].message.contains("stands in line 4"), "{:?}", error.problems());
        }
    }

    #[test]
    fn short_rows_and_nonsense_numbers_are_refused() {
        let found = problems(
            "P1,cardiology,base,1,8100,0\nP2,cardiology,base,1,nan,0,0\nP3,cardiology,base,1,inf,0,0\n",
        );
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].contains("found 6 cells where the header has 7"), "{found:?}");
    }

    #[test]
    fn a_header_is_checked_as_a_whole() {
        let error = read_roster("r.csv", b"physician_id,specilty,plan,clinical_fte,plan\n").unwrap_err();
        let found: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "r.csv:1:1: specialty: missing column `specialty`; add it to the header and to every row",
                "r.csv:1:1: wrvu: missing column `wrvu`; add it to the header and to every row",
                "r.csv:1:2: specilty: unknown column `specilty`; did you mean `specialty`? Else name it `note…` to have it ignored; `cascade catalogue rosters` lists the columns",
                "r.csv:1:5: plan: the column stands twice, first as column 3; remove one",
            ]
        );
    }

    #[test]
    fn odd_files_say_what_they_are() {
        for (bytes, words) in [
            (&b""[..], "the file is empty"),
            (b"physician_id;specialty;plan\n", "missing column `clinical_fte`"),
            (b"\xFF\xFEp\0h\0", "the first row must name the columns"),
            (b"p\0h\0", "not UTF-8"),
            (b"PK\x03\x04", "this is an Excel workbook"),
            (b"\xD0\xCF\x11\xE0", "a workbook in the old form"),
            (b"physician_id,specialty,plan,clinical_fte,wrvu\n", "no physicians"),
            (
                b"physician_id,specialty,plan,clinical_fte,wrvu\n\x81,a,b,1,2\n",
                "neither UTF-8 nor Windows-1252",
            ),
        ] {
            let error = read_roster("r.csv", bytes).unwrap_err();
            assert!(error.problems()[0].message.contains(words), "{:?}", error.problems());
        }
    }

    #[test]
    fn written_rosters_read_back() {
        let roster =
            read_roster("r.csv", format!("{HEADER}P1,cardiology,base,0.9,8100,500,120\n").as_bytes())
                .unwrap();
        let again = read_roster("r.csv", &write_roster(&roster).unwrap()).unwrap();
        assert_eq!(again.physicians, roster.physicians);
    }

    #[test]
    fn a_written_roster_holds_no_formula_and_reads_back() {
        let mut roster =
            read_roster("r.csv", format!("{HEADER}P1,cardiology,base,0.9,8100,500,120\n").as_bytes())
                .unwrap();
        for name in ["=HYPERLINK(\"http://x\",\"y\")", "＝1+1", "O'Hara", "'twas"] {
            roster.physicians[0].name = name.to_owned();
            let bytes = write_roster(&roster).unwrap();
            let again = read_roster("r.csv", &bytes).unwrap();
            assert_eq!(again.physicians[0].name, name);
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains(",=") && !text.contains(",\"=") && !text.contains(",＝"), "{text}");
        }
    }
}
