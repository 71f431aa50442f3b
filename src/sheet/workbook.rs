//! From a workbook (`.xlsx`) to rows of cells.

use super::raw::{RawRow, RawRows, tidy};
use super::text;
use crate::units::count;
use calamine::{DataRef, Reader, SheetVisible, Xlsx};
use std::io::Cursor;

/// A row has at most as many cells: nobody keeps more facts.
const WIDEST: u32 = 1_000;
/// Bytes of a workbook when unpacked, at most.
const LARGEST: u64 = 1 << 30;
/// Letters of a cell that are kept.
const LONGEST: usize = 100_000;

/// Reads the first visible sheet that `is_ours` recognises, else the first.
pub(super) fn read(
    bytes: &[u8],
    most: usize,
    is_ours: impl Fn(&[RawRow]) -> bool,
) -> Result<RawRows, String> {
    let broken = |why: &dyn std::fmt::Display| {
        format!(
            "this is an Excel workbook that cannot be read ({why}); save it again as .xlsx, or the sheet as \"CSV UTF-8\""
        )
    };
    if unpacked(bytes) > LARGEST {
        return Err(broken(&format!("it would unpack to more than {} MB", LARGEST >> 20)));
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut first: Option<Vec<RawRow>> = None;
    for name in &names {
        let rows = rows(&mut book, name, most).map_err(|why| broken(&why))?;
        if is_ours(&rows) {
            let others: Vec<String> =
                names.iter().filter(|other| *other != name).map(|other| format!("`{other}`")).collect();
            let mut understood = Vec::new();
            if !others.is_empty() {
                let which = count(others.len(), "other");
                understood.push(format!("sheet `{name}` read; {which} left out: {}", others.join(", ")));
            }
            return Ok(RawRows { rows, understood, short_rows: true, semicolons: false, broken: None });
        }
        first = first.or(Some(rows));
    }
    let rows = first.ok_or_else(|| broken(&"it has no visible sheet"))?;
    Ok(RawRows { rows, understood: Vec::new(), short_rows: true, semicolons: false, broken: None })
}

/// Bytes of all files of an archive when unpacked, as its directory states them (APPNOTE.TXT 4.3.12).
fn unpacked(archive: &[u8]) -> u64 {
    const ENTRY: &[u8] = b"PK\x01\x02";
    let sizes = archive.windows(28).filter(|entry| entry.starts_with(ENTRY));
    sizes.map(|entry| u64::from(u32::from_le_bytes([entry[24], entry[25], entry[26], entry[27]]))).sum()
}

/// The rows of a sheet that hold anything.
fn rows<R: std::io::Read + std::io::Seek>(
    book: &mut Xlsx<R>,
    name: &str,
    most: usize,
) -> Result<Vec<RawRow>, String> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
    let mut rows: Vec<RawRow> = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut at = None;
    while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
        let (line, column) = cell.get_position();
        if column >= WIDEST {
            continue;
        }
        if at != Some(line) {
            finish(at, &mut row, &mut rows);
            if rows.len() >= most {
                return Ok(rows);
            }
            at = Some(line);
        }
        let column = column as usize;
        let words = words(cell.get_value());
        if words.is_empty() {
            continue;
        }
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        row[column] = words;
    }
    finish(at, &mut row, &mut rows);
    Ok(rows)
}

fn finish(at: Option<u32>, row: &mut Vec<String>, rows: &mut Vec<RawRow>) {
    let cells = std::mem::take(row);
    if let Some(line) = at.filter(|_| !cells.is_empty()) {
        rows.push(RawRow { line: line as usize + 1, cells: tidy(cells.iter().map(String::as_str)) });
    }
}

/// A cell as one would type it.
fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::SharedString(words) => plain(words),
        DataRef::String(words) | DataRef::DateTimeIso(words) | DataRef::DurationIso(words) => plain(words),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(date) => date.as_f64().to_string(),
        DataRef::Error(error) => error.to_string(),
    }
}

fn plain(words: &str) -> String {
    let short: String = words.chars().take(LONGEST).collect();
    text::plain_spaces(short).replace("_x000D_", "")
}
