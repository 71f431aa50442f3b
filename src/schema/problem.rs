//! One problem of an input file: where it is, what was found, what is allowed, what to write.

use crate::units::{debug_by_words, on_one_line};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// A text that problems point into.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name of the file as the user gave it.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// Line and column, both counted from 1 and in characters, of a byte.
    #[must_use]
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let mut end = byte.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        (line, before[start..].chars().count() + 1)
    }

    /// A problem at some bytes of this text.
    #[must_use]
    pub fn problem(&self, span: &Range<usize>, path: String, message: String) -> Problem {
        let (line, column) = self.line_column(span.start);
        Problem { file: self.name.clone(), line, column, path, message }
    }
}

/// A problem with an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file, as the user named it.
    pub file: String,
    /// Line, counted from 1; for a CSV file the line of the row. 0 for what stands nowhere in the file.
    pub line: usize,
    /// Column, counted from 1: a character of a scenario, a cell of a CSV file.
    pub column: usize,
    /// What it concerns: a parameter's path, or a CSV column's name. May be empty.
    pub path: String,
    /// What was found, what is allowed, and what to write instead.
    pub message: String,
}

impl Problem {
    /// Of a file, or an arm, as a whole: it is found where that begins.
    #[must_use]
    pub(crate) fn of_whole(file: &str, path: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem { file: file.to_owned(), line: 1, column: 1, path: path.into(), message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: ", on_one_line(&self.file))?,
            line => write!(f, "{}:{line}:{}: ", on_one_line(&self.file), self.column)?,
        }
        if !self.path.is_empty() {
            write!(f, "{}: ", on_one_line(&brief(&self.path)))?;
        }
        f.write_str(&on_one_line(&brief(&self.message)))
    }
}

/// An input that cannot be used: every problem it has, each at its place. The one error of everything
/// that reads what people write: scenarios, rosters, surveys, records, figures, numbers that are set.
///
/// ```
/// use cascade::{NoFiles, Study};
///
/// fn title(text: &str) -> Result<String, Box<dyn std::error::Error>> {
///     Ok(Study::read("clinic.toml", text, &NoFiles)?.model()?.title)
/// }
/// let refused = title("run = { years = 0 }").unwrap_err().to_string();
/// assert!(refused.contains("clinic.toml:1:17: run.years: found 0; "), "{refused}");
/// assert!(refused.contains("contract: missing; write at least one `[contract.<name>]`"), "{refused}");
/// ```
#[derive(Clone, Default, PartialEq, Serialize)]
pub struct Refused {
    problems: Vec<Problem>,
    more: usize,
}

impl Refused {
    /// Problems listed at most; a systematic fault would otherwise print one line a row.
    pub const MOST: usize = 200;

    /// What is wrong, the first [`Refused::MOST`] problems, in the order of the text.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How many more there are than are listed.
    #[must_use]
    pub fn more(&self) -> usize {
        self.more
    }

    /// Each problem after `change`, such as one that finds its place.
    #[must_use]
    pub(crate) fn each(self, change: impl FnMut(Problem) -> Problem) -> Refused {
        Refused { problems: self.problems.into_iter().map(change).collect(), more: self.more }
    }

    /// Lists the problems of another input as well.
    pub(crate) fn also(&mut self, other: Refused) {
        other.problems.into_iter().for_each(|problem| self.add(problem));
        self.more += other.more;
    }

    /// Lists a problem, or counts it when enough are listed.
    fn add(&mut self, problem: Problem) {
        if self.problems.len() < Refused::MOST {
            self.problems.push(problem);
        } else {
            self.more += 1;
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, problem) in self.problems.iter().enumerate() {
            let newline = if place > 0 { "\n" } else { "" };
            write!(f, "{newline}{problem}")?;
        }
        if self.more > 0 { write!(f, "\nand {} more", self.more) } else { Ok(()) }
    }
}

debug_by_words!(Refused);

impl std::error::Error for Refused {}

impl From<Vec<Problem>> for Refused {
    fn from(mut problems: Vec<Problem>) -> Refused {
        let more = problems.len().saturating_sub(Refused::MOST);
        problems.truncate(Refused::MOST);
        Refused { problems, more }
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Refused {
        vec![problem].into()
    }
}

/// The problems of one CSV file, as they are found.
#[derive(Debug)]
pub struct Gathering<'a> {
    file: &'a str,
    refused: Refused,
}

impl Gathering<'_> {
    /// None so far; `file` is its name in messages.
    #[must_use]
    pub fn of(file: &str) -> Gathering<'_> {
        Gathering { file, refused: Refused::default() }
    }

    /// Adds a problem of a cell; line and cell are counted from 1, `path` may be empty.
    pub fn add(&mut self, line: usize, cell: usize, path: &str, message: String) {
        let (file, path) = (self.file.to_owned(), path.to_owned());
        self.refused.add(Problem { file, line, column: cell, path, message });
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.refused.problems.is_empty()
    }
}

impl From<Gathering<'_>> for Refused {
    fn from(gathering: Gathering<'_>) -> Refused {
        gathering.refused
    }
}

/// The line of a row of a CSV file, counted from 1, from where its reader places it: at a byte, on a line.
/// Readers place a row before the empty lines that precede it; this steps over them.
#[must_use]
pub fn line_of_row(file: &[u8], byte: u64, line: u64) -> usize {
    let from = usize::try_from(byte).unwrap_or(usize::MAX).min(file.len());
    let empty =
        file[from..].iter().take_while(|b| matches!(b, b'\n' | b'\r')).filter(|b| **b == b'\n').count();
    usize::try_from(line).unwrap_or(usize::MAX).saturating_add(empty)
}

/// A text as it can be read: of one that goes on and on, its beginning and its end.
fn brief(text: &str) -> Cow<'_, str> {
    const MOST: usize = 2_000;
    const END: usize = 200;
    let length = text.chars().count();
    if length <= MOST {
        return Cow::Borrowed(text);
    }
    let head: String = text.chars().take(END).collect();
    let tail: String = text.chars().skip(length - END).collect();
    Cow::Owned(format!("{head} [{} more characters] {tail}", length - 2 * END))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        let source = Source { name: "a.toml".into(), text: "é = 1\nb = 2\n".into() };
        assert_eq!(source.line_column(0), (1, 1));
        assert_eq!(source.line_column(3), (1, 3)); // é is two bytes
        assert_eq!(source.line_column(7), (2, 1));
        assert_eq!(source.line_column(999), (3, 1));
    }

    #[test]
    fn what_would_steer_a_terminal_is_written_out_where_it_stands() {
        let text = "\u{1b}[31m = 1\n";
        let source = Source { name: "\u{202e}a\nb.toml".into(), text: text.into() };
        let at = text.find("= 1").unwrap();
        let problem = source.problem(&(at..at + 1), "\u{9b}\nx".into(), "found \u{7f}".into());
        // The column counts the letters of the file: five of the key and a blank stand before it.
        assert_eq!(problem.to_string(), "\\u{202e}a b.toml:1:7: \\u{9b} x: found \\u{7f}");
    }
}
