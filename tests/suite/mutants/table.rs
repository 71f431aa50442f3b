//! Changes of a roster's or a survey's text, as spreadsheets and people make them.

use super::{Dice, Mutant};

/// Kinds of changes.
pub(super) const KINDS: usize = 26;

/// A changed table; nothing where this one has nothing to be changed so.
#[expect(clippy::too_many_lines, reason = "a list of changes")]
pub(super) fn mutant(bytes: &[u8], dice: &mut Dice) -> Option<Mutant> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut rows: Vec<Vec<String>> = text
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect();
    let (width, height) = (rows.first()?.len(), rows.len());
    if height < 2 || rows.iter().any(|row| row.len() != width) {
        return None;
    }
    let (column, row) = (dice.below(width), 1 + dice.below(height - 1));
    let other = dice.below(width);
    let name = rows[0][column].clone();
    let cell = rows[row][column].clone();
    let number: Option<f64> = cell.parse().ok();
    let mut place = format!("{name} in row {row}: {cell}");
    let mut end = "\n";
    let mut between = ",";
    let mut nonsense = false;
    let mut encode: fn(&str) -> Vec<u8> = |text| text.as_bytes().to_vec();
    let whole_column = |rows: &mut Vec<Vec<String>>, change: &dyn Fn(&str) -> String| {
        for row in rows.iter_mut().skip(1) {
            row[column] = change(&row[column]);
        }
    };
    let kind = match dice.below(KINDS) {
        0 => {
            for row in &mut rows {
                row.remove(column);
            }
            "column dropped"
        }
        1 => {
            for row in &mut rows {
                row.push(row[column].clone());
            }
            "column doubled"
        }
        2 => {
            rows[0][column] =
                ["Name", "FTE", "x", "lives.", "lives.nobody", "plan"][dice.below(6)].to_owned();
            "column renamed"
        }
        3 => {
            rows[0][column] = format!("  {} ", name.to_uppercase().replace('_', " "));
            "header as printed"
        }
        4 => {
            rows[0][column].insert(0, '\u{200b}');
            "header with a hidden character"
        }
        5 => {
            for row in rows.iter_mut().skip(1) {
                row.swap(column, other);
            }
            "columns swapped under their headers"
        }
        6 => {
            rows[row][column] =
                [String::new(), "  ".into(), "-".into(), "n/a".into(), "#REF!".into()][dice.below(5)].clone();
            "cell emptied"
        }
        7 => {
            rows[row][column] = format!("\"{cell}\"");
            "cell quoted"
        }
        8 => {
            rows[row][column] = format!("\"{cell}");
            "quote left open"
        }
        9 => {
            let x = number?;
            let factor = [1000.0, 0.001, -1.0, 100.0][dice.below(4)];
            rows[row][column] = (x * factor).to_string();
            nonsense = factor >= 100.0
                && x > 0.0
                && ["wrvu", "clinical_fte", "panel", "base_salary"].contains(&name.as_str());
            place = format!("{place} times {factor}");
            "cell in another unit"
        }
        10 => {
            number?;
            let x: f64 = [1000.0, 100.0, 0.001][dice.below(3)];
            whole_column(&mut rows, &|cell| {
                cell.parse::<f64>().map_or(cell.to_owned(), |v| (v * x).to_string())
            });
            nonsense = (x >= 100.0 || name == "wrvu")
                && ["wrvu", "clinical_fte", "panel", "base_salary"].contains(&name.as_str());
            place = format!("{name} times {x}");
            "column in another unit"
        }
        11 => {
            // An identifier may be any word.
            number?;
            rows[row][column] = ["nan", "inf", "-inf", "1e300", "0x10", "١٢"][dice.below(6)].to_owned();
            "cell that is no number"
        }
        12 => {
            number?;
            whole_column(&mut rows, &|cell| format!("\"$ {cell},000.00 \""));
            "column with currency signs"
        }
        13 => {
            number?;
            whole_column(&mut rows, &|cell| {
                cell.parse::<f64>().map_or(cell.to_owned(), |v| format!("{} %", v * 100.0))
            });
            "column in percent"
        }
        14 => {
            rows[row][column] =
                ["2026-13-01", "02/30/2026", "12/11/2019", "July 2019", "43831", "1899-01-01", "9999-12-31"]
                    [dice.below(7)]
                .to_owned();
            "cell with a date"
        }
        15 => {
            between = [";", "\t", "|"][dice.below(3)];
            "other delimiter"
        }
        16 => {
            end = ["\r\n", "\r", "\n\n"][dice.below(3)];
            "other line ends"
        }
        17 => {
            encode = [
                |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
                |text: &str| {
                    [&[0xFF, 0xFE][..], &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()]
                        .concat()
                },
                |text: &str| [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
                |text: &str| {
                    text.replace('a', "\u{e4}")
                        .chars()
                        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
                        .collect()
                },
                |text: &str| text.replace('0', "0\0").into_bytes(),
            ][dice.below(5)];
            "other encoding"
        }
        18 => {
            rows.remove(row);
            "row lost"
        }
        19 => {
            rows.push(rows[row].clone());
            "row doubled"
        }
        20 => {
            rows[row].truncate(1 + column);
            "row cut"
        }
        21 => {
            for row in &mut rows {
                row.extend([String::new(), String::new()]);
            }
            "trailing commas"
        }
        22 => {
            let mut total = vec![String::new(); width];
            total[0] = ["Total", "Grand Total", "", "Average"][dice.below(4)].to_owned();
            total[width - 1] = "12345".to_owned();
            rows.push(total);
            "total row"
        }
        23 => {
            rows.insert(0, vec!["Physician roster as of 2026".to_owned()]);
            "title above the header"
        }
        24 => {
            rows.truncate(1);
            "rows lost"
        }
        _ => {
            rows[row][column] =
                ["x".repeat(50_000), "\u{202e}abc".to_owned(), "=1+1".to_owned(), "'5".to_owned()]
                    [dice.below(4)]
                .clone();
            "cell with odd text"
        }
    };
    let lines: Vec<String> = rows.iter().map(|row| row.join(between)).collect();
    Some(Mutant { kind, place, bytes: encode(&(lines.join(end) + end)), nonsense })
}
