//! Rows of text set side by side.

use comfy_table::{CellAlignment, Row, Table, presets::NOTHING};

/// Rows below a header, each column as wide as what stands in it; `right` says which end at the right.
pub(super) fn aligned<R: Into<Row>>(
    header: impl Into<Row>,
    rows: impl IntoIterator<Item = R>,
    right: impl Fn(usize) -> bool,
) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(header).add_rows(rows);
    lines(&table, right)
}

/// The lines of a table, without the blanks that end them.
pub(super) fn lines(table: &Table, right: impl Fn(usize) -> bool) -> String {
    let mut table = table.clone();
    for (_, column) in table.column_iter_mut().enumerate().filter(|(place, _)| right(*place)) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.lines().fold(String::new(), |text, line| text + line.trim_end() + "\n")
}

/// Letters of a line of a screen.
pub(super) const SCREEN: usize = 80;

/// A paragraph in lines no longer than a screen is wide, each ended; those after the first begin with `hang` blanks. A
/// word that is longer than a line, as a path may be, is left whole.
pub(super) fn wrapped(text: &str, hang: usize) -> String {
    let indent = text.chars().take_while(|letter| *letter == ' ').count();
    let (mut page, mut line) = (String::new(), " ".repeat(indent));
    let (mut length, mut begun) = (indent, false);
    for word in text.split_whitespace() {
        let letters = word.chars().count();
        if begun && length + 1 + letters > SCREEN {
            page += line.trim_end();
            page.push('\n');
            (line, length, begun) = (" ".repeat(hang), hang, false);
        }
        if begun {
            line.push(' ');
            length += 1;
        }
        line += word;
        (length, begun) = (length + letters, true);
    }
    page + line.trim_end() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_fit_a_screen() {
        let text = format!("  note: {}", "seven77 ".repeat(20));
        let lines = wrapped(&text, 4);
        // "  note: " and nine words of eight letters are 80 with the last blank left out: 79; then 4 + 9 × 8 − 1 = 75.
        let lengths: Vec<usize> = lines.lines().map(|line| line.chars().count()).collect();
        assert_eq!(lengths, [79, 75, 19]);
        assert!(lines.lines().skip(1).all(|line| line.starts_with("    seven77")));
        let path = "x".repeat(120);
        assert_eq!(wrapped(&format!("Results: {path}"), 2), format!("Results:\n  {path}\n"));
        // Letters are counted, not bytes.
        assert_eq!(wrapped(&"é".repeat(80), 2).lines().count(), 1);
    }
}
