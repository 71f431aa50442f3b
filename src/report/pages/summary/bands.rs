//! Figures of arms side by side: as many arms as a screen is wide, then the next.

use crate::report::layout::SCREEN;

/// Letters of the column of labels.
const LABEL: usize = 28;

/// Letters of an arm's column, with the blank before it.
const COLUMN: usize = 13;

/// Arms that fit side by side.
pub(super) const ARMS_SIDE_BY_SIDE: usize = (SCREEN - LABEL) / COLUMN;

/// Lines of a title at most.
const HEAD: usize = 4;

/// A table of some arms: a head of titles, then labels with a cell for each arm; a label alone is a heading.
pub(super) fn band(head: &str, titles: &[&str], rows: &[(String, Vec<String>)]) -> String {
    let titles: Vec<Vec<String>> = titles.iter().map(|title| narrow(title)).collect();
    let height = titles.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let mut page = String::new();
    for line in 0..height {
        // Titles stand on the line above the figures, however many lines they take.
        let cells = titles.iter().map(|title| {
            let above = height - title.len();
            line.checked_sub(above).map_or("", |own| title[own].as_str())
        });
        page += &row(if line + 1 == height { head } else { "" }, cells);
    }
    for (label, cells) in rows {
        page += &row(label, cells.iter().map(String::as_str));
    }
    page
}

/// One line of a table, without the blanks that end it.
fn row<'c>(label: &str, cells: impl Iterator<Item = &'c str>) -> String {
    let line = cells.fold(format!("{label:<LABEL$}"), |line, cell| line + &format!("{cell:>COLUMN$}"));
    line.trim_end().to_owned() + "\n"
}

/// A title in lines as wide as a column, at most [`HEAD`] of them: longer words are broken, and what does not fit is cut.
fn narrow(title: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in title.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for (place, part) in letters.chunks(COLUMN - 1).enumerate() {
            match lines.last_mut() {
                Some(line) if place == 0 && line.chars().count() + 1 + part.len() < COLUMN => {
                    line.push(' ');
                    line.extend(part);
                }
                _ => lines.push(part.iter().collect()),
            }
        }
    }
    if lines.len() > HEAD {
        lines.truncate(HEAD);
        let last = &mut lines[HEAD - 1];
        let kept: String = last.chars().take(COLUMN - 2).collect();
        *last = kept.trim_end().to_owned() + "…";
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_fit_their_columns() {
        assert_eq!(
            narrow("Contract only: 65 % from the first dollar"),
            ["Contract", "only: 65 %", "from the", "first dollar"]
        );
        assert_eq!(narrow("Transparency"), ["Transparency"]);
        assert_eq!(narrow("Internationalisation"), ["Internationa", "lisation"]);
        assert_eq!(
            narrow("one two three four five six seven eight nine ten eleven"),
            ["one two", "three four", "five six", "seven eight…"]
        );
        assert!(narrow("").is_empty());
    }

    #[test]
    fn a_band_is_no_wider_than_a_screen() {
        assert_eq!(ARMS_SIDE_BY_SIDE, 4);
        let cells = vec!["-$123,456.7M".to_owned(); 4];
        let page = band(
            "Means",
            &["Today", "A", "B", "Transparency and paid hours"],
            &[("  Label".to_owned(), cells), ("In 2035".to_owned(), vec![])],
        );
        let lines: Vec<&str> = page.lines().collect();
        assert_eq!(lines.len(), 5);
        assert!(
            lines[0].ends_with("Transparency")
                && lines[2].starts_with("Means")
                && lines[2].ends_with("hours")
        );
        assert_eq!(lines[3].chars().count(), SCREEN);
        assert_eq!(lines[4], "In 2035");
    }
}
