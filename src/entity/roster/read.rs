//! Reading a roster file, with every bad cell reported.

use super::row::RosterRow;
use super::{COLUMNS, NAMED, REQUIRED, Roster};
use crate::entity::{ByContract, Career, Date, Duties, Physician, Renewals};
use crate::random::EntityKey;
use crate::schema::{Gathering, Refused, line_of_row};
use crate::units::{closest, count};
use csv::{ByteRecord, ReaderBuilder, Trim};
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;

/// Reads a roster file.
///
/// UTF-8 with or without byte order mark, LF or CRLF, quoted fields, comma separated, one header
/// row. `name` is used in messages.
///
/// # Errors
///
/// Every bad cell with its row and column, up to 200 of them.
pub fn read_roster(name: &str, bytes: &[u8]) -> Result<Roster, Refused> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut sink = Gathering::of(name);
    if let Some(found) = no_text(bytes) {
        sink.add(1, 1, "", found.to_owned());
        return Err(sink.into());
    }
    if let Some((line, cell)) = open_quote(bytes) {
        let message = "the quote that opens here never closes, so that everything below would belong to this cell; \
            close it, or take it away";
        sink.add(line, cell, "", message.to_owned());
        return Err(sink.into());
    }
    let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(bytes);
    let header: Vec<String> = match reader.byte_headers() {
        Ok(header) => header.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect(),
        Err(error) => {
            sink.add(1, 1, "", format!("cannot read the header: {error}"));
            return Err(sink.into());
        }
    };
    let Some(columns) = ColumnPlaces::of(&header, &mut sink) else {
        return Err(sink.into());
    };
    let mut physicians = Vec::new();
    let mut first_seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut record = ByteRecord::new();
    loop {
        let line = usize::try_from(reader.position().line()).unwrap_or(usize::MAX);
        match reader.read_byte_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                sink.add(line, 1, "", format!("cannot read this row: {error}"));
                break;
            }
        }
        let line = record.position().map_or(line, |p| line_of_row(bytes, p.byte(), p.line()));
        if record.iter().all(<[u8]>::is_empty) {
            continue;
        }
        if record.len() != header.len() {
            sink.add(
                line,
                record.len().min(header.len()) + 1,
                "",
                format!(
                    "found {} where the header has {}; check for a missing or extra comma, or quote a cell that holds one",
                    count(record.len(), "cell"),
                    header.len()
                ),
            );
            continue;
        }
        let mut row = RosterRow { record: &record, line, sink: &mut sink };
        if let Some(physician) = columns.physician(&mut row) {
            if let Some(first) = first_seen.get(&physician.id) {
                sink.add(
                    line,
                    columns.id + 1,
                    "physician_id",
                    format!(
                        "found {:?} again; it already stands in line {first}; identifiers must be unique",
                        physician.id
                    ),
                );
            } else {
                first_seen.insert(physician.id.clone(), line);
            }
            physicians.push(physician);
        }
    }
    if physicians.is_empty() && sink.is_empty() {
        sink.add(
            1,
            1,
            "",
            "the roster has no physicians; write one row for each below the header".to_owned(),
        );
    }
    if sink.is_empty() {
        Ok(Roster { physicians, origin: name.to_owned(), header })
    } else {
        Err(sink.into())
    }
}

/// Line and cell, counted from 1, of a quote that opens a cell and never closes.
fn open_quote(bytes: &[u8]) -> Option<(usize, usize)> {
    let (mut line, mut cell) = (1, 1);
    // Where the quote opened that the present byte stands in; and that closed just before it.
    let (mut opened, mut closed) = (None, None);
    let mut begins_cell = true;
    for byte in bytes {
        let (was_begin, was_closed) = (std::mem::take(&mut begins_cell), closed.take());
        match byte {
            b'"' if opened.is_some() => closed = opened.take(),
            // A doubled quote stands for one inside the text.
            b'"' if was_closed.is_some() => opened = was_closed,
            b'"' if was_begin => opened = Some((line, cell)),
            b',' if opened.is_none() => (cell, begins_cell) = (cell + 1, true),
            b'\n' if opened.is_none() => (line, cell, begins_cell) = (line + 1, 1, true),
            b'\n' => line += 1,
            b'\r' if opened.is_none() => begins_cell = true,
            _ => {}
        }
    }
    opened
}

/// What a file is that holds no text, if it can be told.
fn no_text(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some("this is an Excel workbook; save the sheet as \"CSV UTF-8\" and name that file");
    }
    let zeros = bytes.contains(&0);
    zeros.then_some("the file holds zero bytes, so it is not UTF-8 text; save it as \"CSV UTF-8\"")
}

/// Which column of the file holds what.
struct ColumnPlaces {
    id: usize,
    specialty: usize,
    plan: usize,
    clinical_fte: usize,
    wrvu: usize,
    optional: BTreeMap<&'static str, usize>,
    lives: Vec<(String, usize)>,
    revenue_share: Vec<(String, usize)>,
}

impl ColumnPlaces {
    fn of(header: &[String], sink: &mut Gathering<'_>) -> Option<ColumnPlaces> {
        if header.is_empty() || (header.len() == 1 && header[0].is_empty()) {
            sink.add(
                1,
                1,
                "",
                "the file is empty; write a header row and one row for each physician".to_owned(),
            );
            return None;
        }
        if header.len() == 1 && (header[0].contains(';') || header[0].contains('\t')) {
            let found = if header[0].contains(';') { "semicolons" } else { "tabs" };
            sink.add(1, 1, "", format!("found columns separated by {found}; separate them by commas"));
            return None;
        }
        let mut layout = ColumnPlaces {
            id: usize::MAX,
            specialty: usize::MAX,
            plan: usize::MAX,
            clinical_fte: usize::MAX,
            wrvu: usize::MAX,
            optional: BTreeMap::new(),
            lives: Vec::new(),
            revenue_share: Vec::new(),
        };
        if !header.iter().any(|name| COLUMNS[..5].iter().any(|c| c.name == name)) {
            let required: Vec<&str> = COLUMNS[..5].iter().map(|c| c.name).collect();
            let message = format!(
                "the first row must name the columns, and holds none of those that every roster has; begin it with {}",
                required.join(",")
            );
            sink.add(1, 1, "", message);
            return None;
        }
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (place, name) in header.iter().enumerate() {
            if let Some(first) = seen.insert(name, place) {
                sink.add(
                    1,
                    place + 1,
                    name,
                    format!("the column stands twice, first as column {}; remove one", first + 1),
                );
            }
            layout.place(place, name, sink);
        }
        for (name, place) in [
            ("physician_id", layout.id),
            ("specialty", layout.specialty),
            ("plan", layout.plan),
            ("clinical_fte", layout.clinical_fte),
            ("wrvu", layout.wrvu),
        ] {
            if place == usize::MAX {
                sink.add(
                    1,
                    1,
                    name,
                    format!("missing column `{name}`; add it to the header and to every row"),
                );
            }
        }
        sink.is_empty().then_some(layout)
    }

    fn place(&mut self, place: usize, name: &str, sink: &mut Gathering<'_>) {
        match name {
            "physician_id" => self.id = place,
            "specialty" => self.specialty = place,
            "plan" => self.plan = place,
            "clinical_fte" => self.clinical_fte = place,
            "wrvu" => self.wrvu = place,
            _ if name.to_lowercase().starts_with("note") => {}
            _ => {
                if let Some(contract) = name.strip_prefix("lives.") {
                    self.lives.push((contract.to_owned(), place));
                } else if let Some(contract) = name.strip_prefix("revenue_share.") {
                    self.revenue_share.push((contract.to_owned(), place));
                } else if let Some(known) = COLUMNS[REQUIRED..NAMED].iter().find(|c| c.name == name) {
                    self.optional.insert(known.name, place);
                } else {
                    let known = COLUMNS.iter().take(NAMED).map(|c| c.name);
                    let hint = closest(name, known).map_or_else(
                        || {
                            "name it `note…` to have it ignored; see `docs/ROSTER.md` for the columns"
                                .to_owned()
                        },
                        |near| format!("did you mean `{near}`?"),
                    );
                    sink.add(1, place + 1, name, format!("unknown column `{name}`; {hint}"));
                }
            }
        }
    }

    fn physician(&self, row: &mut RosterRow<'_, '_, '_>) -> Option<Physician> {
        let id = row.required_text(self.id, "physician_id");
        let specialty = row.required_text(self.specialty, "specialty");
        let plan = row.required_text(self.plan, "plan");
        let clinical_fte = row.number(Some(self.clinical_fte), "clinical_fte", (1e-3, 1.5), None);
        let wrvu = row.number(Some(self.wrvu), "wrvu", (0.0, 100_000.0), None);
        let at = |name: &str| self.optional.get(name).copied();
        let fte = row.number(at("fte"), "fte", (1e-3, 1.5), clinical_fte);
        if let (Some(fte), Some(clinical)) = (fte, clinical_fte)
            && clinical > fte
        {
            let message =
                format!("found {clinical} with fte {fte}; the clinical share cannot exceed the whole");
            row.problem(self.clinical_fte, "clinical_fte", message);
        }
        let site = row.text(at("site"));
        let panel = row.number(at("panel"), "panel", (0.0, 20_000.0), Some(0.0));
        let quality = row.number(at("quality"), "quality", (0.0, 1.0), Some(0.75));
        let cost_style = row.number(at("cost_style"), "cost_style", (0.2, 5.0), Some(1.0));
        let social_risk = row.number(at("social_risk"), "social_risk", (0.0, 1.0), Some(0.2));
        let age = row.number(at("age"), "age", (25.0, 90.0), Some(48.0));
        let hired = row.month(at("hired"), "hired").unwrap_or(Some(Date::month(2018, 7)));
        let term = row.number(at("term_years"), "term_years", (1.0, 10.0), Some(3.0));
        let term = term.and_then(|t| {
            if t.fract() != 0.0 {
                row.problem(
                    at("term_years").unwrap_or(0),
                    "term_years",
                    format!("found {t}; a term is a whole number of years"),
                );
            }
            t.to_u8()
        });
        let renews = row.month(at("renews"), "renews");
        let base_salary = match row.cell(at("base_salary")) {
            "" => Some(None),
            _ => row.number(at("base_salary"), "base_salary", (0.0, 1e8), None).map(Some),
        };
        let duties = self.duties(row, clinical_fte.unwrap_or(1.0));
        let lives = row.by_contract(&self.lives, "lives", 20_000.0);
        let revenue_share = row.by_contract(&self.revenue_share, "revenue_share", 1.0);
        self.check_totals(row, lives.as_ref(), revenue_share.as_ref(), panel);
        let (hired, term_years) = (hired?, term?);
        let first = match renews {
            Some(month) => month?,
            None => Date::from_index(hired.index() + 12 * i64::from(term_years)),
        };
        let id = id?;
        Some(Physician {
            key: EntityKey::of(&id),
            id,
            specialty: specialty?,
            site,
            plan: plan?,
            fte: fte?,
            clinical_fte: clinical_fte?,
            wrvu: wrvu?,
            panel: panel?,
            quality: quality?,
            cost_style: cost_style?,
            social_risk: social_risk?,
            age: age?,
            hired,
            renewals: Renewals { first, term_years },
            base_salary: base_salary?,
            duties: duties?,
            lives: lives?,
            revenue_share: revenue_share?,
            career: Career::default(),
            line: row.line,
        })
    }

    /// Facts that only some ways of being paid need; `None` when one is stated wrongly.
    fn duties(&self, row: &mut RosterRow<'_, '_, '_>, clinical_fte: f64) -> Option<Duties> {
        let mut duties = Duties::usual(clinical_fte);
        let mut good = true;
        for fact in Duties::FACTS {
            let place = self.optional.get(fact.name).copied();
            let Some(slot) = duties.slot(fact.name) else { continue };
            match row.number(place, fact.name, fact.range, Some(*slot)) {
                Some(value) => *slot = value,
                None => good = false,
            }
        }
        good.then_some(duties)
    }

    fn check_totals(
        &self,
        row: &mut RosterRow<'_, '_, '_>,
        lives: Option<&ByContract>,
        shares: Option<&ByContract>,
        panel: Option<f64>,
    ) {
        if let (Some(lives), Some(panel)) = (lives, panel) {
            let total: f64 = lives.iter().map(|(_, n)| n).sum();
            if total > panel + 1e-6 {
                let place =
                    self.optional.get("panel").copied().or(self.lives.first().map(|(_, p)| *p)).unwrap_or(0);
                row.problem(place, "panel", format!("found a panel of {panel} with {total} attributed lives; attributed lives are part of the panel"));
            }
        }
        if let Some(shares) = shares {
            let total: f64 = shares.iter().map(|(_, s)| s).sum();
            if total > 1.0 + 1e-6 {
                let place = self.revenue_share.first().map_or(0, |(_, p)| *p);
                row.problem(
                    place,
                    "revenue_share",
                    format!("the shares of this row add up to {total:.4}; they must not exceed 1"),
                );
            }
        }
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
                "r.csv:3:2: specialty: the cell is empty; `specialty` must be given for every physician",
                "r.csv:3:5: wrvu: found -5; `wrvu` lies between 0 and 100000",
                "r.csv:3:6: panel: found a panel of 10 with 20 attributed lives; attributed lives are part of the panel",
                "r.csv:4:4: clinical_fte: found 80; `clinical_fte` lies between 0.001 and 1.5; write a share such as 0.8, not a percentage",
                "r.csv:4:5: wrvu: found \"8,100\"; `wrvu` is a number between 0 and 100000; write it without $, %, spaces or thousands separators",
            ]
        );
    }

    #[test]
    fn duplicates_name_both_rows() {
        let found = problems("P1,cardiology,base,1,8100,0,0\nP1,cardiology,base,1,8100,0,0\n");
        assert_eq!(
            found,
            [
                "r.csv:3:1: physician_id: found \"P1\" again; it already stands in line 2; identifiers must be unique"
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
        let error = read_roster("r.csv", b"physician_id,speciality,plan,clinical_fte,plan\n").unwrap_err();
        let found: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "r.csv:1:2: speciality: unknown column `speciality`; did you mean `specialty`?",
                "r.csv:1:5: plan: the column stands twice, first as column 3; remove one",
                "r.csv:1:1: specialty: missing column `specialty`; add it to the header and to every row",
                "r.csv:1:1: wrvu: missing column `wrvu`; add it to the header and to every row",
            ]
        );
    }

    #[test]
    fn odd_files_say_what_they_are() {
        for (bytes, words) in [
            (&b""[..], "the file is empty"),
            (b"physician_id;specialty;plan\n", "separated by semicolons"),
            (b"\xFF\xFEp\0h\0", "not UTF-8"),
            (b"physician_id,specialty,plan,clinical_fte,wrvu\n", "no physicians"),
            (b"physician_id,specialty,plan,clinical_fte,wrvu\n\xE9,a,b,1,2\n", "not UTF-8"),
        ] {
            let error = read_roster("r.csv", bytes).unwrap_err();
            assert!(error.problems()[0].message.contains(words), "{:?}", error.problems());
        }
    }

    #[test]
    fn a_quote_that_never_closes_is_found_where_it_opens() {
        for (text, place) in [
            ("a,b\n1,\"2\n3,4\n", Some((2, 2))),
            ("a,b\n1,\"2\n3\",\"4", Some((3, 3))),
            ("a,\"b \"\"c\"\" d\"\n\"\"\"\",2\n", None),
            ("a,\"\"\"\n", Some((1, 2))),
            ("a,b\n5\" pipe,6\n", None), // a quote inside a cell is a letter
            ("a,\"b\nc\"\n", None),
            ("", None),
        ] {
            assert_eq!(open_quote(text.as_bytes()), place, "{text:?}");
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
}
