//! From text to rows of cells: what separates them, and where quotes open and close.

use super::raw::RawRow;
use csv::{ReaderBuilder, StringRecord};

/// What may separate cells, in the order in which it is tried.
pub(super) const DELIMITERS: [(char, &str); 4] =
    [(',', "commas"), (';', "semicolons"), ('\t', "tabs"), ('|', "upright lines")];

/// Lines from the top of a file among which a delimiter must show.
const TOP: usize = 30;

/// The delimiter that gives the most cells which `known` recognises among the first lines, and failing that the
/// most cells.
pub(super) fn delimiter(text: &str, known: impl Fn(&str) -> bool) -> char {
    let top: Vec<&str> = text.lines().take(TOP).collect();
    let score = |delimiter: char| {
        let cells = |line: &&str| {
            let cells = line.split(delimiter).map(|cell| cell.trim().trim_matches(['"', '“', '”']));
            let (mut all, mut good) = (0, 0);
            for cell in cells {
                all += 1;
                good += usize::from(!cell.is_empty() && known(cell));
            }
            (good, all)
        };
        top.iter().map(cells).max().unwrap_or((0, 0))
    };
    let mut best = (',', score(','));
    for (delimiter, _) in &DELIMITERS[1..] {
        let found = score(*delimiter);
        // A text that has nothing to do with columns keeps the comma.
        if found.0 > best.1.0 {
            best = (*delimiter, found);
        }
    }
    best.0
}

/// Curly quotes around whole cells as straight ones, and how many cells had them.
pub(super) fn straighten(text: &str, delimiter: char) -> (String, usize) {
    if !text.contains('“') {
        return (text.to_owned(), 0);
    }
    let mut straight = String::with_capacity(text.len());
    let (mut begins, mut quoted, mut count) = (true, false, 0);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        if begins
            && letter == '“'
            && let Some((cell, tail)) = curly(after, delimiter)
        {
            straight.push('"');
            straight.push_str(&cell.replace('"', "\"\""));
            straight.push('"');
            count += 1;
            rest = tail;
            begins = false;
            continue;
        }
        match letter {
            '"' if begins || quoted => quoted = !quoted,
            _ => {}
        }
        begins = !quoted && (letter == delimiter || letter == '\n' || (begins && letter == ' '));
        straight.push(letter);
        rest = after;
    }
    (straight, count)
}

/// What stands between an opening curly quote and the closing one that ends a cell, and what follows.
fn curly(text: &str, delimiter: char) -> Option<(&str, &str)> {
    let line = text.split('\n').next().unwrap_or_default();
    for (at, _) in line.match_indices(['”', '“']) {
        let quote = line[at..].chars().next().map_or(0, char::len_utf8);
        let after = &text[at + quote..];
        let next = after.trim_start_matches(' ').chars().next();
        if next.is_none_or(|c| c == delimiter || c == '\n') {
            return Some((&text[..at], after));
        }
    }
    None
}

/// `RawRow` and cell, counted from 1, of a quote that opens a cell and never closes.
pub(super) fn open_quote(text: &str, delimiter: char) -> Option<(usize, usize)> {
    let (mut line, mut cell) = (1, 1);
    // Where the quote opened that the present letter stands in; and that closed just before it.
    let (mut opened, mut closed) = (None, None);
    let mut begins_cell = true;
    for letter in text.chars() {
        let (was_begin, was_closed) = (std::mem::take(&mut begins_cell), closed.take());
        match letter {
            '"' if opened.is_some() => closed = opened.take(),
            // A doubled quote stands for one inside the text.
            '"' if was_closed.is_some() => opened = was_closed,
            '"' if was_begin => opened = Some((line, cell)),
            c if c == delimiter && opened.is_none() => (cell, begins_cell) = (cell + 1, true),
            '\n' if opened.is_none() => (line, cell, begins_cell) = (line + 1, 1, true),
            '\n' => line += 1,
            _ => {}
        }
    }
    opened
}

/// Rows of cells, until the first that cannot be read, which is then told with its line.
pub(super) fn rows(text: &str, delimiter: char, most: usize) -> (Vec<RawRow>, Option<(usize, String)>) {
    let delimiter = u8::try_from(delimiter).unwrap_or(b',');
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    loop {
        let line = usize::try_from(reader.position().line()).unwrap_or(usize::MAX);
        match reader.read_record(&mut record) {
            Ok(false) => return (rows, None),
            Ok(true) if rows.len() >= most => return (rows, None),
            Ok(true) => {
                let at = record.position().map_or(line, |p| line_of_row(text.as_bytes(), p.byte(), p.line()));
                rows.push(RawRow { line: at, cells: record.clone() });
            }
            Err(error) => return (rows, Some((line, format!("cannot read this row: {error}")))),
        }
    }
}

/// The line of a row, counted from 1, from where its reader places it: at a byte, on a line. The reader places
/// a row before the empty lines that precede it; this steps over them.
fn line_of_row(file: &[u8], byte: u64, line: u64) -> usize {
    let from = usize::try_from(byte).unwrap_or(usize::MAX).min(file.len());
    let empty = file[from..].iter().take_while(|b| **b == b'\n').count();
    usize::try_from(line).unwrap_or(usize::MAX).saturating_add(empty)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(open_quote(text, ','), place, "{text:?}");
        }
    }

    #[test]
    fn the_delimiter_is_the_one_that_names_columns() {
        let known = |cell: &str| ["id", "plan", "wrvu"].contains(&cell);
        for (text, found) in [
            ("id,plan,wrvu\n", ','),
            ("Roster, as of May, 2026\nid;plan;wrvu\n", ';'),
            ("id\tplan\twrvu\n1;2;3;4;5\n", '\t'),
            ("\"id\"|\"plan\"\n", '|'),
            ("nothing; of; the; kind\n", ','),
        ] {
            assert_eq!(delimiter(text, known), found, "{text:?}");
        }
    }

    #[test]
    fn curly_quotes_around_a_cell_are_quotes() {
        for (text, straight, count) in [
            ("“Doe, Jane”,1\n", "\"Doe, Jane\",1\n", 1),
            ("1,“Doe, “J””\n", "1,\"Doe, “J”\"\n", 1),
            ("\"The “best, of” it\",1\n", "\"The “best, of” it\",1\n", 0),
            ("a “b” c,1\n", "a “b” c,1\n", 0),
            ("“open,1\n", "“open,1\n", 0),
            ("“a \"b\" c”", "\"a \"\"b\"\" c\"", 1),
        ] {
            assert_eq!(straighten(text, ','), (straight.to_owned(), count), "{text:?}");
        }
    }

    #[test]
    fn empty_lines_do_not_shift_the_line_of_a_row() {
        let (all, error) = rows("a\n\n\nb\n\"c\nc\"\n\nd\n", ',', 100);
        assert_eq!(all.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 4, 5, 8]);
        assert!(error.is_none());
    }
}
