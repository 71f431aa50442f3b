//! Reading a roster file, with every bad cell reported.

use super::Roster;
use super::columns::RosterColumn;
use super::gathered::{Gathered, moved_to};
use super::row::RosterRow;
use crate::entity::{Career, Date, Duties, Physician, Renewals};
use crate::random::EntityKey;
use crate::schema::{Gathering, Refused, line_of_row};
use crate::units::{closest, count};
use csv::{ByteRecord, ReaderBuilder, Trim};
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
    let mut gathered = Gathered::default();
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
        let mut row = RosterRow { record: &record, line, follows: false, sink: &mut sink };
        let begins = columns.begin(&mut row, &gathered);
        if let Some(physician) = columns.physician(&mut row, begins)
            && let Err(message) = gathered.add(physician)
        {
            sink.add(line, columns.at("physician_id").unwrap_or(0) + 1, "physician_id", message);
        }
    }
    let physicians = gathered.physicians();
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

/// Which column of the file holds what: the columns that were recognised, in the order of the file.
struct ColumnPlaces {
    found: Vec<Found>,
}

/// A column of the file.
struct Found {
    place: usize,
    column: &'static RosterColumn,
    /// Its name in the file's own words; of a family, the name that follows the dot.
    name: String,
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
        let required: Vec<&str> =
            RosterColumn::named().filter(|c| c.is_required()).map(|column| column.name).collect();
        if !header.iter().any(|name| required.contains(&name.as_str())) {
            let message = format!(
                "the first row must name the columns, and holds none of those that every roster has; begin it with {}",
                required.join(",")
            );
            sink.add(1, 1, "", message);
            return None;
        }
        let mut layout = ColumnPlaces { found: Vec::new() };
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
        for name in required {
            if layout.at(name).is_none() {
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

    /// The place of a column by its own name.
    fn at(&self, name: &str) -> Option<usize> {
        self.found.iter().find(|found| found.column.name == name).map(|found| found.place)
    }

    /// The place of the first column of a family.
    fn first_of(&self, stem: &str) -> Option<usize> {
        self.found.iter().find(|found| found.column.stem() == Some(stem)).map(|found| found.place)
    }

    fn place(&mut self, place: usize, name: &str, sink: &mut Gathering<'_>) {
        let member = |column: &'static RosterColumn| Some((column, name.strip_prefix(column.stem()?)?));
        if let Some((column, member)) = RosterColumn::families().find_map(member) {
            self.found.push(Found { place, column, name: member.to_owned() });
        } else if let Some(column) = RosterColumn::named().find(|column| column.name == name) {
            self.found.push(Found { place, column, name: name.to_owned() });
        } else if !name.to_lowercase().starts_with("note") {
            let hint = closest(name, RosterColumn::named().map(|c| c.name)).map_or_else(
                || "name it `note…` to have it ignored; see `docs/ROSTER.md` for the columns".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            sink.add(1, place + 1, name, format!("unknown column `{name}`; {hint}"));
        }
    }

    /// What is known of a row's physician before its cells: nothing, or what earlier rows say, where the
    /// row says from when it holds.
    fn begin(&self, row: &mut RosterRow<'_, '_, '_>, gathered: &Gathered) -> Physician {
        let dated = self.at("from").is_some_and(|place| !row.cell(Some(place)).is_empty());
        let before = dated.then(|| gathered.latest(row.cell(self.at("physician_id")))).flatten();
        let Some(before) = before else { return silent() };
        row.follows = true;
        let share = row.cell(self.at("clinical_fte")).parse().unwrap_or(before.clinical_fte);
        moved_to(before, share)
    }

    /// The physician of a row; `None` when a cell is not what it must be.
    fn physician(&self, row: &mut RosterRow<'_, '_, '_>, begins: Physician) -> Option<Physician> {
        let mut physician = begins;
        let mut good = true;
        for found in &self.found {
            good &= row.read(found.place, &found.name, found.column, &mut physician);
        }
        complete(&mut physician);
        physician.line = row.line;
        good &= self.fits_together(row, &mut physician);
        good.then_some(physician)
    }

    /// Cells of a row that contradict each other.
    fn fits_together(&self, row: &mut RosterRow<'_, '_, '_>, p: &mut Physician) -> bool {
        let mut good = true;
        if p.clinical_fte > p.fte {
            let message = format!(
                "found {} with fte {}; the clinical share cannot exceed the whole",
                p.clinical_fte, p.fte
            );
            row.problem(self.at("clinical_fte").unwrap_or(0), "clinical_fte", message);
            good = false;
        }
        let lives: f64 = p.lives.iter().map(|(_, n)| n).sum();
        if lives > p.panel + 1e-6 {
            let place = self.at("panel").or(self.first_of("lives.")).unwrap_or(0);
            let message = format!(
                "found a panel of {} with {lives} attributed lives; attributed lives are part of the panel",
                p.panel
            );
            row.problem(place, "panel", message);
            good = false;
        }
        good &= self.dates_fit_together(row, p);
        let shares: f64 = p.revenue_share.iter().map(|(_, share)| share).sum();
        if shares > 1.0 + 1e-6 {
            let place = self.first_of("revenue_share.").unwrap_or(0);
            let message = format!("the shares of this row add up to {shares:.4}; they must not exceed 1");
            row.problem(place, "revenue_share", message);
            good = false;
        }
        good
    }
}

impl ColumnPlaces {
    /// Dates of a row that contradict each other.
    fn dates_fit_together(&self, row: &mut RosterRow<'_, '_, '_>, p: &Physician) -> bool {
        let Career { leaves, leave_from, leave_to, .. } = p.career;
        let wrong = if row.follows && p.career.months_on_record.is_some() {
            Some(("months_on_record", "found in a row that says what changes; write it in the physician's first row, or leave it out and state a year's wRVUs".to_owned()))
        } else if let Some(leaves) = leaves.filter(|leaves| *leaves <= p.hired) {
            Some(("leaves", format!("found {leaves} with hired {}; write a date after it", p.hired)))
        } else if leave_from.is_some() != leave_to.is_some() {
            Some(("leave_from", "found only one end of the leave; write leave_from and leave_to".to_owned()))
        } else if let Some((from, to)) = leave_from.zip(leave_to).filter(|(from, to)| from >= to) {
            Some((
                "leave_to",
                format!("found {to} with leave_from {from}; write the date of return, after it"),
            ))
        } else {
            None
        };
        let good = wrong.is_none();
        if let Some((column, message)) = wrong {
            row.problem(self.at(column).unwrap_or(0), column, message);
        }
        good & self.periods_add_up(row, p)
    }

    /// Whether wRVUs by quarter or month are whole, and add up to those of the year.
    fn periods_add_up(&self, row: &mut RosterRow<'_, '_, '_>, p: &Physician) -> bool {
        let by: f64 = p.wrvu_by.iter().map(|(_, wrvu)| wrvu).sum();
        if p.wrvu_by.is_empty() || by == 0.0 {
            return true;
        }
        let place = self.first_of("wrvu.").unwrap_or(0);
        let whole = |letter: char, count: usize| {
            let names = (1..=count).map(|n| format!("{letter}{n}"));
            p.wrvu_by.len() == count
                && names.into_iter().all(|name| p.wrvu_by.iter().any(|(own, _)| *own == name))
        };
        let message = if !whole('q', 4) && !whole('m', 12) {
            "write four quarters, wrvu.q1 to wrvu.q4, or twelve months, wrvu.m1 to wrvu.m12".to_owned()
        } else if (by - p.wrvu).abs() > 0.005 * p.wrvu.max(1.0) {
            format!("the periods of this row add up to {by}, and wrvu says {}; bring them together", p.wrvu)
        } else {
            return true;
        };
        row.problem(place, "wrvu", message);
        false
    }
}

/// What stands for a fact that follows from others until these are known.
const UNSAID: Date = Date::month(0, 1);

/// A physician of whom nothing is said; what follows from other facts is not a number yet.
fn silent() -> Physician {
    Physician {
        id: String::new(),
        key: EntityKey::of(""),
        specialty: String::new(),
        site: String::new(),
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
        career: Career::default(),
        line: 0,
    }
}

/// Fills in what follows from other facts.
fn complete(p: &mut Physician) {
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
    }
    p.duties = p.duties.or(&Duties::usual(p.clinical_fte));
    if p.renewals.first == UNSAID {
        p.renewals.first = Date::from_index(p.hired.index() + 12 * i64::from(p.renewals.term_years));
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
                "r.csv:3:1: physician_id: found \"P1\" again; it already stands in line 2; identifiers must be unique, but for rows that say in a column `from` from when they hold"
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
