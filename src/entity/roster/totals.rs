//! Rows of an export that are no physicians: totals and averages.

use crate::sheet::Sheet;
use crate::units::count;

/// Words that begin or end the name of such a row.
const WORDS: [&str; 12] = [
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sub-total",
    "sum",
    "average",
    "averages",
    "avg",
    "mean",
    "median",
    "count",
];

/// Leaves out rows that hold totals and have no plan or no specialty, and says which.
pub(super) fn leave_out(sheet: &mut Sheet) {
    let place = |name: &str| sheet.column(name).map(|column| column.place);
    let (Some(specialty), Some(plan)) = (place("specialty"), place("plan")) else { return };
    let words: Vec<usize> =
        ["physician_id", "name", "specialty", "plan", "site"].iter().filter_map(|name| place(name)).collect();
    let id = place("physician_id").or(place("name"));
    let named = |row: usize| {
        let bare = sheet.cell(row, specialty).is_empty() || sheet.cell(row, plan).is_empty();
        let word = words.iter().map(|place| sheet.cell(row, *place)).find(|cell| is_total(cell));
        word.filter(|_| bare).map(str::to_owned)
    };
    let sums = |row: usize| {
        let nobody = id.is_none_or(|place| sheet.cell(row, place).is_empty());
        let bare = sheet.cell(row, specialty).is_empty() && sheet.cell(row, plan).is_empty();
        nobody && bare && adds_up(sheet, row)
    };
    let mut out: Vec<(usize, String)> = Vec::new();
    for row in 0..sheet.len() {
        if let Some(word) = named(row) {
            out.push((row, format!("line {}, {word:?}", sheet.line(row))));
        } else if sums(row) {
            out.push((row, format!("line {}, whose wRVUs are the sum of those above", sheet.line(row))));
        }
    }
    if out.is_empty() {
        return;
    }
    let shown: Vec<&str> = out.iter().take(3).map(|(_, shown)| shown.as_str()).collect();
    let more = if out.len() > 3 { "; …" } else { "" };
    let sentence = format!(
        "{} left out ({}{more})",
        count(out.len(), "row of totals").replace("totalss", "totals"),
        shown.join("; ")
    );
    sheet.keep_rows(|row| !out.iter().any(|(place, _)| *place == row));
    sheet.say(sentence);
}

fn is_total(cell: &str) -> bool {
    let small = cell.trim_end_matches(':').trim().to_lowercase();
    WORDS.iter().any(|word| {
        small == *word
            || small.strip_suffix(word).is_some_and(|head| head.ends_with([' ', ':', '-']))
            || small.strip_prefix(word).is_some_and(|tail| tail.starts_with([' ', ':', '-', '(']))
    })
}

/// Whether the wRVUs of a row are the sum of those above it.
fn adds_up(sheet: &Sheet, row: usize) -> bool {
    let Some(wrvu) = sheet.column("wrvu") else { return false };
    let number = |row| sheet.cell(row, wrvu.place).replace([',', ' '], "").parse::<f64>().ok();
    let above: f64 = (0..row).filter_map(number).sum();
    row > 0 && number(row).is_some_and(|found| found > 0.0 && (found - above).abs() <= 0.5)
}
