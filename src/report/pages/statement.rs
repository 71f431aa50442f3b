//! A physician's statement as text: one page of eighty columns.

use super::Page;
use crate::decision::{PersonStatement, StatementPart, StatementRows, statement_parts};
use crate::report::layout::{SCREEN, wrapped};
use crate::units::on_one_line;
use serde::Serialize;

/// What one physician is told.
#[derive(Debug, Serialize)]
pub struct StatementPage<'a> {
    #[serde(flatten)]
    of: &'a PersonStatement,
    /// Files that it was written into.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    written: &'a [String],
}

impl<'a> StatementPage<'a> {
    /// Of a person; `written` are the files that hold it.
    #[must_use]
    pub fn of(of: &'a PersonStatement, written: &'a [String]) -> StatementPage<'a> {
        StatementPage { of, written }
    }
}

/// Who a statement is about, on one line: identifier, name, and where there is one position only what it is.
#[must_use]
pub fn statement_heading(of: &PersonStatement) -> String {
    let name = if of.name.is_empty() { String::new() } else { format!(", {}", of.name) };
    let position = match &of.positions[..] {
        [only] => format!(", {}, {:.2} FTE", only.specialty.replace('_', " "), only.fte),
        several => format!(", {} appointments", several.len()),
    };
    on_one_line(&format!("Statement of {}{name}{position}", of.physician)).into_owned()
}

impl Page for StatementPage<'_> {
    fn text(&self) -> String {
        let mut page = wrapped(&statement_heading(self.of), 2);
        for part in statement_parts(self.of) {
            page += &text_of(&part);
        }
        page
    }
}

fn text_of(part: &StatementPart) -> String {
    let mut text = format!("\n{}", wrapped(&on_one_line(&part.title).to_uppercase(), 2));
    let sentences = |all: &[String]| {
        all.iter().map(|one| wrapped(&format!("  {}", on_one_line(one)), 4)).collect::<String>()
    };
    text += &sentences(&part.before);
    text += &part.rows.as_ref().map_or_else(String::new, rows_of);
    text + &sentences(&part.after)
}

/// A table within a screen: figures at the right, words before them cut into lines where they are long.
fn rows_of(table: &StatementRows) -> String {
    let letters = |cell: &str| cell.chars().count();
    let all = || std::iter::once(&table.heads).chain(&table.rows);
    let widths: Vec<usize> = (1..table.heads.len())
        .map(|column| all().filter_map(|row| row.get(column)).map(|cell| letters(cell)).max().unwrap_or(0))
        .collect();
    let figures: usize = widths.iter().map(|width| width + 2).sum();
    let room = SCREEN.saturating_sub(figures + 4).max(20);
    let first = all().filter_map(|row| row.first()).map(|cell| letters(&on_one_line(cell))).max();
    let room = first.unwrap_or(0).min(room);
    let mut text = String::new();
    for row in all() {
        let words = lines_of(&on_one_line(row.first().map_or("", String::as_str)), room);
        let last = words.len() - 1;
        for (place, line) in words.iter().enumerate() {
            text += &format!("    {line}");
            if place == last {
                text += &" ".repeat(room.saturating_sub(letters(line)));
                for (cell, width) in row.iter().skip(1).zip(&widths) {
                    text += &format!("  {}{cell}", " ".repeat(width - letters(cell)));
                }
            }
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
    }
    text
}

/// Words in lines of so many letters; a word that is longer is cut.
fn lines_of(words: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split(' ') {
        let mut rest: Vec<char> = word.chars().collect();
        loop {
            let line = lines.last_mut().map(|line| (line.chars().count(), line));
            let Some((used, line)) = line else { break };
            let blank = usize::from(used > 0);
            if used + blank + rest.len() <= room {
                if blank == 1 {
                    line.push(' ');
                }
                line.extend(rest);
                break;
            }
            if used == 0 {
                line.extend(rest.drain(..room.max(1)));
            }
            lines.push(String::new());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_fit_a_screen_whatever_variants_are_called() {
        let row = |name: &str| vec![name.to_owned(), "+$12k".to_owned(), "3 %".to_owned()];
        let table = StatementRows {
            heads: ["Under", "your pay changes", "chance to lose 5 %"].map(str::to_owned).into(),
            rows: vec![row("short"), row(&"word ".repeat(30)), row(&"x".repeat(200)), row("")],
        };
        let text = rows_of(&table);
        assert!(text.lines().all(|line| line.chars().count() <= SCREEN), "{text}");
        assert_eq!(text.matches('x').count(), 200);
        assert_eq!(text.matches("+$12k").count(), 4);
    }
}
