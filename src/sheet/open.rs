//! From bytes to a sheet: what kind of file it is, where its header stands, which rows are rows.

use super::delimited::{self, DELIMITERS};
use super::heading::Means;
use super::raw::{RawRow, RawRows, tidy};
use super::{FileKind, KnownColumn, Spreadsheet, text};
use crate::schema::{Problem, Refused};
use crate::units::{count, either, nearest_names, thousands};

/// Rows among which the header must stand.
const TOP: usize = 30;
/// A title that is longer is shown by its beginning.
const SHOWN: usize = 60;

impl Spreadsheet {
    /// Reads a file: text whose cells are separated by commas, semicolons, tabs or upright lines, or a workbook
    /// (`.xlsx`, with the feature of that name). `file` is its name in messages.
    ///
    /// # Errors
    ///
    /// What makes it no table of this kind: no text, no header, columns missing, unknown or twice. What is wrong
    /// with single rows is in the sheet.
    pub fn read(file: &str, bytes: &[u8], layout: &FileKind<'_>) -> Result<Spreadsheet, Refused> {
        let refuse = |(line, column, message): (usize, usize, String)| {
            let path = String::new();
            Refused::from(Problem { file: file.to_owned(), line, column, path, message })
        };
        let raw = raw(bytes, layout).map_err(refuse)?;
        if raw.rows.iter().all(|row| row.cells.iter().all(str::is_empty)) {
            let message = format!("the file is empty; write a header row and {}", layout.rows);
            return Err(refuse((1, 1, message)));
        }
        let Some(at) = header_of(&raw.rows, layout) else {
            let message = format!(
                "the first row must name the columns, and holds none of those that every {} has; begin it with {}",
                layout.kind,
                layout.required.join(",")
            );
            return Err(refuse((1, 1, message)));
        };
        let mut rows = raw.rows;
        let body = rows.split_off(at + 1);
        let header = rows.pop().map(|row| (row.line, row.cells)).unwrap_or_default();
        let mut sheet = Spreadsheet {
            file: file.to_owned(),
            header: header.1.iter().map(str::to_owned).collect(),
            columns: Vec::new(),
            header_line: header.0,
            rows: Vec::new(),
            semicolons: raw.semicolons,
            decimal_comma: None,
            day_first: None,
            left_out: Vec::new(),
            understood: raw.understood,
            problems: Vec::new(),
        };
        for above in rows.iter().filter(|row| !is_blank(row)) {
            sheet.say(format!("line {} above the header left out: {}", above.line, shown(above)));
        }
        sheet.take_rows(body, raw.short_rows, layout);
        if let Some((line, message)) = raw.broken {
            sheet.wrong(line, 0, "", message);
        }
        let found = sheet.problems.len();
        sheet.name_columns(layout);
        // What is wrong with the header makes the rest guesswork.
        if sheet.problems.len() > found { Err(sheet.refused()) } else { Ok(sheet) }
    }

    /// Keeps the rows that can hold data; of the others, says which and why.
    fn take_rows(&mut self, body: Vec<RawRow>, short_rows: bool, layout: &FileKind<'_>) {
        // A comma at the end of the header may stand at the end of rows, too.
        let most = self.header.len();
        while self.header.last().is_some_and(String::is_empty) {
            let place = self.header.len() - 1;
            let found = body.iter().find(|row| row.cells.get(place).is_some_and(|cell| !cell.is_empty()));
            if found.is_some_and(|row| row.cells.iter().skip(1).any(|cell| !cell.is_empty())) {
                break;
            }
            self.header.pop();
        }
        let width = self.header.len();
        let repeats = |row: &RawRow| row.cells.iter().take(width).eq(self.header.iter().map(String::as_str));
        let (mut again, mut alone, mut ragged, mut kept) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for row in body {
            let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
            let length = row.cells.len();
            if filled == 0 {
            } else if width > 1 && repeats(&row) {
                again.push(row.line);
            } else if width > 2 && filled == 1 && row.cells.get(0).is_some_and(|cell| !cell.is_empty()) {
                alone.push(row);
            } else if row.cells.iter().skip(width).any(|cell| !cell.is_empty())
                || (!short_rows && !(width..=most).contains(&length))
            {
                ragged.push((row.line, length));
            } else {
                kept.push(row);
            }
        }
        if !again.is_empty() {
            self.understood
                .push(format!("the header stands again and was left out ({})", text::lines(&again)));
        }
        if !alone.is_empty() {
            let lines: Vec<usize> = alone.iter().map(|row| row.line).collect();
            self.understood.push(format!(
                "{} nothing but a first cell, such as {}, and {} left out ({})",
                if lines.len() == 1 {
                    "1 row has".to_owned()
                } else {
                    format!("{} have", count(lines.len(), "row"))
                },
                shown(&alone[0]),
                if lines.len() == 1 { "was" } else { "were" },
                text::lines(&lines)
            ));
        }
        for (line, length) in ragged {
            self.wrong(
                line,
                length.min(width),
                "",
                format!(
                    "found {} where the header has {most}; check for a missing or extra comma, or quote a cell that holds one, such as \"4,480\"",
                    count(length, "cell"),
                ),
            );
        }
        if kept.len() > layout.most {
            let line = kept.get(layout.most).map_or(1, |row| row.line);
            self.wrong(
                line,
                0,
                "",
                format!(
                    "found more than {} rows; a {} has at most that many",
                    thousands(layout.most as u64),
                    layout.kind
                ),
            );
            kept.truncate(layout.most);
        }
        self.rows = kept;
    }

    /// Finds out what each column means.
    fn name_columns(&mut self, layout: &FileKind<'_>) {
        let mut renamed = Vec::new();
        let mut exact: Vec<bool> = Vec::new();
        for place in 0..self.header.len() {
            let heading = self.header[place].clone();
            let (known, member, is_exact) = match layout.vocabulary.meaning(&heading) {
                Some(Means::Note) => continue,
                Some(Means::Column { place, exact }) => (place, None, exact),
                Some(Means::Member { place, member }) => (place, Some(member), true),
                None => {
                    self.unknown(place, &heading, layout);
                    continue;
                }
            };
            let name = layout.vocabulary.name(known);
            let name = member.as_ref().map_or_else(|| name.to_owned(), |member| format!("{name}{member}"));
            if let Some(first) = self.columns.iter().position(|column| column.name == name) {
                let other = self.columns[first].place;
                if exact[first] == is_exact {
                    let message = if self.header[other] == heading {
                        format!("the column stands twice, first as column {}; remove one", other + 1)
                    } else {
                        format!(
                            "columns {} ({:?}) and {} ({heading:?}) both look like `{name}`; name the one that is meant `{name}`, and the other `note …`",
                            other + 1,
                            self.header[other],
                            place + 1
                        )
                    };
                    self.header_problem(place, &heading, message);
                    continue;
                }
                // One says the name to the letter: the other is something else.
                let loser = if is_exact { self.header[other].clone() } else { heading.clone() };
                self.left_out.push(loser);
                if is_exact {
                    (self.columns[first].place, exact[first]) = (place, true);
                }
                continue;
            }
            if name != heading {
                renamed.push((place, heading.clone(), name.clone()));
            }
            self.columns.push(KnownColumn { place, known, member, name });
            exact.push(is_exact);
        }
        self.stand_in(layout);
        for name in layout.required {
            if self.column(name).is_none() {
                let near = (*name == "clinical_fte").then(|| self.column("fte")).flatten();
                let hint = near.map_or_else(
                    || "add it to the header and to every row".to_owned(),
                    |fte| {
                        format!(
                            "if all of that time is clinical, name the column {:?} `{name}`; else add it",
                            self.header[fte.place]
                        )
                    },
                );
                self.header_problem(0, name, format!("missing column `{name}`; {hint}"));
            }
        }
        let said: Vec<String> = renamed
            .iter()
            .filter(|(place, ..)| self.columns.iter().any(|column| column.place == *place))
            .map(|(_, heading, name)| format!("`{heading}` as `{name}`"))
            .collect();
        if !said.is_empty() {
            self.understood.push(format!("{} read: {}", count(said.len(), "heading"), said.join(", ")));
        }
        if !self.left_out.is_empty() {
            let names: Vec<String> = self.left_out.iter().map(|heading| format!("`{heading}`")).collect();
            self.understood.push(format!(
                "{} no fact that is used, and {} left out: {}",
                if names.len() == 1 {
                    "1 column holds".to_owned()
                } else {
                    format!("{} hold", count(names.len(), "column"))
                },
                if names.len() == 1 { "was" } else { "were" },
                names.join(", ")
            ));
        }
    }

    /// Reads a column for a required one that is missing, where one may stand in for it.
    fn stand_in(&mut self, layout: &FileKind<'_>) {
        for (missing, other) in layout.instead {
            let Some(column) = self.column(other).filter(|_| self.column(missing).is_none()).cloned() else {
                continue;
            };
            let Some(known) = layout.vocabulary.names().position(|known| known == *missing) else {
                continue;
            };
            let heading = self.header[column.place].clone();
            self.say(format!("there is no column `{missing}`; `{heading}` stands for it"));
            self.columns.insert(0, KnownColumn { known, name: (*missing).to_owned(), ..column });
        }
    }

    /// A heading that means nothing: asked about where it resembles one that does.
    fn unknown(&mut self, place: usize, heading: &str, layout: &FileKind<'_>) {
        if heading.is_empty() {
            let Some(row) = (0..self.len()).find(|row| !self.cell(*row, place).is_empty()) else { return };
            let found = self.cell(row, place).to_owned();
            let message = format!(
                "column {} has no name, and holds {found:?} in line {}; name it, or `note` to have it ignored",
                place + 1,
                self.line(row)
            );
            self.header_problem(place, "", message);
            return;
        }
        let names = layout.vocabulary.names().filter(|name| !name.ends_with('.'));
        let words = heading.to_lowercase();
        let family = layout.vocabulary.names().find_map(|name| {
            let stem = name.strip_suffix('.')?;
            let rest = words.strip_prefix(stem)?.trim_start_matches(['_', ' ', '-']);
            (rest.len() < words.len() - stem.len() && !rest.is_empty())
                .then(|| format!("write `{name}{rest}` if that is what it holds, else"))
        });
        let near = || {
            let near = nearest_names(heading, names);
            (!near.is_empty()).then(|| format!("did you mean {}? Else", either(near)))
        };
        match family.or_else(near) {
            Some(hint) => {
                let message = format!(
                    "unknown column `{heading}`; {hint} name it `note…` to have it ignored; `{}` lists the columns",
                    layout.listed_by
                );
                self.header_problem(place, heading, message);
            }
            None => self.left_out.push(heading.to_owned()),
        }
    }
}

fn is_blank(row: &RawRow) -> bool {
    row.cells.iter().all(str::is_empty)
}

/// The words of a row.
fn shown(row: &RawRow) -> String {
    let words: Vec<&str> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
    let words = words.join(" ");
    let short: String = words.chars().take(SHOWN).filter(|c| !c.is_control()).collect();
    if short.chars().count() < words.chars().count() {
        format!("\"{short}…\"")
    } else {
        format!("\"{short}\"")
    }
}

/// The rows of a file, whatever kind of file it is.
fn raw(bytes: &[u8], layout: &FileKind<'_>) -> Result<RawRows, (usize, usize, String)> {
    // Room for titles, blank rows, totals and footnotes.
    let most = layout.most.saturating_mul(2).saturating_add(1_000);
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook(bytes, layout, most).map_err(|message| (1, 1, message));
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let message = "this is a workbook in the old form (.xls), or one with a password; save it as .xlsx without one, or as \"CSV UTF-8\"";
        return Err((1, 1, message.to_owned()));
    }
    let decoded = text::decode(bytes).map_err(|(line, message)| (line, 1, message))?;
    let mut understood = decoded.understood;
    let known = |cell: &str| {
        matches!(layout.vocabulary.meaning(cell), Some(Means::Column { .. } | Means::Member { .. }))
    };
    let delimiter = delimited::delimiter(&decoded.text, known);
    if let Some((_, word)) = DELIMITERS[1..].iter().find(|(found, _)| *found == delimiter) {
        understood.push(format!("cells are separated by {word}"));
    }
    let (straight, curly) = delimited::straighten(&decoded.text, delimiter);
    if curly > 0 {
        understood.push(format!("{} in curly quotes, read as in straight ones", count(curly, "cell")));
    }
    if let Some((line, cell)) = delimited::open_quote(&straight, delimiter) {
        let message = "the quote that opens here never closes, so that everything below would belong to this cell; \
            close it, or take it away";
        return Err((line, cell, message.to_owned()));
    }
    let (mut rows, broken) = delimited::rows(&straight, delimiter, most);
    for row in &mut rows {
        if row.cells.iter().any(|cell| cell.trim().len() < cell.len()) {
            row.cells = tidy(&row.cells);
        }
    }
    Ok(RawRows { rows, understood, short_rows: false, semicolons: delimiter == ';', broken })
}

#[cfg(feature = "xlsx")]
fn workbook(bytes: &[u8], layout: &FileKind<'_>, most: usize) -> Result<RawRows, String> {
    super::workbook::read(bytes, most, |rows| header_of(rows, layout).is_some())
}

#[cfg(not(feature = "xlsx"))]
fn workbook(_: &[u8], _: &FileKind<'_>, _: usize) -> Result<RawRows, String> {
    Err("this is an Excel workbook, and this build of the program reads none; save the sheet as \"CSV UTF-8\" and name that file".to_owned())
}

/// The row that names columns: the first with two known ones of which every such file has one, else the first with
/// one of these.
fn header_of(rows: &[RawRow], layout: &FileKind<'_>) -> Option<usize> {
    let top = &rows[..rows.len().min(TOP)];
    let counts: Vec<(usize, bool)> = top
        .iter()
        .map(|row| {
            let known = row.cells.iter().filter_map(|cell| match layout.vocabulary.meaning(cell)? {
                Means::Column { place, .. } => Some(layout.vocabulary.name(place)),
                Means::Member { .. } => Some(""),
                Means::Note => None,
            });
            let names: Vec<&str> = known.collect();
            (names.len(), names.iter().any(|name| layout.required.contains(name)))
        })
        .collect();
    let with = |least: usize| counts.iter().position(|(known, required)| *required && *known >= least);
    with(2).or_else(|| with(1))
}
