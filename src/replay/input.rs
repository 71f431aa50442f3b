//! Reading a record row by row, with every fault located.

use super::cells::{Cells, RecordColumn};
use super::{ReplayReport, Settled};
use crate::schema::{Gathering, Refused};
use crate::units::{both, closest};
use csv::{ByteRecord, ReaderBuilder, Trim};
use std::cell::Cell;
use std::io::{self, Read};

/// Bytes that one row may take; more is a quote that nobody closed.
const LONGEST_ROW: u64 = 1 << 20;

/// Why a record was not replayed.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Something is wrong with it.
    #[error(transparent)]
    Refused(Refused),
    /// It could not be read to its end.
    #[error("cannot read the record: {0}")]
    Unreadable(io::Error),
    /// A settled row could not be passed on.
    #[error("cannot pass on a settled row: {0}")]
    Unwritten(io::Error),
}

impl From<Gathering<'_>> for Refusal {
    fn from(problems: Gathering<'_>) -> Refusal {
        Refusal::Refused(problems.into())
    }
}

/// Bytes that end where a row grows too long.
struct Guarded<'a, R> {
    inner: R,
    since_row: &'a Cell<u64>,
}

impl<R: Read> Read for Guarded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since_row.get() > LONGEST_ROW {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a row longer than 1 MB"));
        }
        let n = self.inner.read(buffer)?;
        self.since_row.set(self.since_row.get() + n as u64);
        Ok(n)
    }
}

/// Settles every row.
pub(super) fn settle_all<R: Read>(
    name: &str,
    text: R,
    columns: &'static [RecordColumn],
    settle: fn(&mut Cells<'_, '_, '_>) -> Option<Settled>,
    each: &mut dyn FnMut(&Settled) -> io::Result<()>,
) -> Result<ReplayReport, Refusal> {
    let mut report = ReplayReport::default();
    read_all(name, text, columns, settle, &mut |settled| {
        each(&settled)?;
        report.add(settled);
        Ok(())
    })?;
    Ok(report)
}

/// Every row as what `read` makes of it, in the order of the file.
pub(super) fn gather<R: Read, T>(
    name: &str,
    text: R,
    columns: &'static [RecordColumn],
    read: fn(&mut Cells<'_, '_, '_>) -> Option<T>,
) -> Result<Vec<T>, Refusal> {
    let mut rows = Vec::new();
    read_all(name, text, columns, read, &mut |row| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}

/// Reads every row as what `read` makes of it, and hands it on in the order of the file; it fails when a row
/// cannot be passed on.
pub(super) fn read_all<R: Read, T>(
    name: &str,
    mut text: R,
    columns: &'static [RecordColumn],
    read: fn(&mut Cells<'_, '_, '_>) -> Option<T>,
    each: &mut dyn FnMut(T) -> io::Result<()>,
) -> Result<(), Refusal> {
    let mut problems = Gathering::of(name);
    let head = head(&mut text).map_err(Refusal::Unreadable)?;
    if let Some(message) = foreign(&head) {
        problems.add(1, 1, "", message);
        return Err(problems.into());
    }
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head);
    let since_row = Cell::new(0);
    let guarded = Guarded { inner: head.chain(text), since_row: &since_row };
    let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(guarded);
    let header = match reader.byte_headers() {
        Ok(header) => header.clone(),
        Err(error) => return Err(unreadable(error, 1, problems)),
    };
    since_row.set(0);
    let places = places(&header, columns, &mut problems);
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let mut seen = false;
    let mut record = ByteRecord::new();
    loop {
        let line = usize::try_from(reader.position().line()).unwrap_or(usize::MAX);
        match reader.read_byte_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => return Err(unreadable(error, line, problems)),
        }
        since_row.set(0);
        let line = record.position().map_or(line, |p| usize::try_from(p.line()).unwrap_or(usize::MAX));
        if record.iter().all(<[u8]>::is_empty) || !is_whole(&record, &header, line, &mut problems) {
            continue;
        }
        let mut cells = Cells { record: &record, line, columns, places: &places, problems: &mut problems };
        if let Some(found) = read(&mut cells).filter(|_| problems.is_empty()) {
            each(found).map_err(Refusal::Unwritten)?;
        }
        seen = true;
    }
    if !seen && problems.is_empty() {
        problems.add(1, 1, "", "the record has no rows; write one for each ACO below the header".to_owned());
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}

/// The first bytes, enough to tell an encoding by.
fn head(text: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(64);
    text.take(64).read_to_end(&mut head)?;
    Ok(head)
}

/// What is wrong with the first bytes, if this is no text in UTF-8.
fn foreign(head: &[u8]) -> Option<String> {
    if head.starts_with(&[0x1F, 0x8B]) {
        Some("the file is compressed with gzip; unpack it first".to_owned())
    } else if head.starts_with(b"PK\x03\x04") {
        Some("the file is a ZIP archive or a workbook; save it as CSV".to_owned())
    } else if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) || head.contains(&0) {
        Some("the file is UTF-16; save it as \"CSV UTF-8\"".to_owned())
    } else if head.iter().all(u8::is_ascii_whitespace) {
        Some("the file is empty; write a header and one row for each ACO".to_owned())
    } else {
        None
    }
}

fn unreadable(error: csv::Error, line: usize, mut problems: Gathering<'_>) -> Refusal {
    let told = error.to_string();
    let csv::ErrorKind::Io(error) = error.into_kind() else {
        problems.add(line, 1, "", format!("cannot read this row: {told}"));
        return problems.into();
    };
    if error.kind() == io::ErrorKind::InvalidData {
        problems.add(line, 1, "", format!("found {error}; close the quote that begins in this row"));
        return problems.into();
    }
    Refusal::Unreadable(error)
}

/// Where each column of the programme stands; every missing one is a problem.
fn places(
    header: &ByteRecord,
    columns: &'static [RecordColumn],
    problems: &mut Gathering<'_>,
) -> Vec<Option<usize>> {
    let names: Vec<String> =
        header.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_ascii_lowercase()).collect();
    if let Some(place) = header.iter().position(|cell| std::str::from_utf8(cell).is_err()) {
        problems.add(1, place + 1, "", not_utf8(&header[place]));
    }
    let mut missing: Vec<&str> = Vec::new();
    let places = columns
        .iter()
        .map(|(name, needed)| {
            let mut found = names.iter().enumerate().filter(|(_, own)| own == name).map(|(place, _)| place);
            let place = found.next();
            if let Some(second) = found.next() {
                problems.add(1, second + 1, name, "the column stands there twice; remove one".to_owned());
            }
            if place.is_none() && *needed {
                missing.push(name);
            }
            place
        })
        .collect();
    for name in missing {
        let hint = closest(name, names.iter().map(String::as_str))
            .map_or_else(String::new, |near| format!("; did you mean it by `{near}`?"));
        let needed: Vec<&str> = columns.iter().filter(|(_, needed)| *needed).map(|(name, _)| *name).collect();
        let message = format!("the column is missing{hint}; a record needs {}", both(&needed));
        problems.add(1, 1, name, message);
    }
    places
}

/// Whether a row has the header's cells, all in UTF-8.
fn is_whole(record: &ByteRecord, header: &ByteRecord, line: usize, problems: &mut Gathering<'_>) -> bool {
    if record.len() != header.len() {
        let message = format!(
            "found {} cells where the header has {}; check for a missing or extra comma, or quote a cell that holds one",
            record.len(),
            header.len()
        );
        problems.add(line, record.len().min(header.len()) + 1, "", message);
        return false;
    }
    if std::str::from_utf8(record.as_slice()).is_ok() {
        return true;
    }
    match record.iter().position(|cell| std::str::from_utf8(cell).is_err()) {
        Some(place) => {
            let column = String::from_utf8_lossy(&header[place]).into_owned();
            problems.add(line, place + 1, &column, not_utf8(&record[place]));
            false
        }
        None => true,
    }
}

fn not_utf8(cell: &[u8]) -> String {
    let byte = std::str::from_utf8(cell).err().and_then(|error| cell.get(error.valid_up_to()));
    format!(
        "found the byte 0x{:02X}, which is not UTF-8; save the file as \"CSV UTF-8\"",
        byte.copied().unwrap_or_default()
    )
}
