//! Tables of the page: searched, sorted and filtered by whoever reads, whole on paper.

use super::parts::{note, split_interval, typeset};
use super::shell::data;
use crate::units::thousands;
use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

/// Rows that stand on the page as rows. Of longer tables the first ones do, and the script has the rest.
const ROWS: usize = 400;
/// Rows of a longer table that stand on the page for those without a script.
const FIRST: usize = 50;

/// Rows of a table that are printed at most; page.css leaves out those beyond.
const PRINTED: usize = 40;

/// A column's heading.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// What stands over it.
    pub label: String,
    /// Its unit; empty where it has none.
    pub unit: &'static str,
    /// Whether it holds numbers.
    pub numbers: bool,
    /// Whether readers choose rows by what stands in it: specialty, plan, arm.
    pub filter: bool,
}

impl Head {
    /// A column of words.
    pub(super) fn words(label: impl Into<String>) -> Head {
        Head { label: label.into(), unit: "", numbers: false, filter: false }
    }

    /// A column of numbers in a unit.
    pub(super) fn numbers(label: impl Into<String>, unit: &'static str) -> Head {
        Head { label: label.into(), unit, numbers: true, filter: false }
    }

    /// A column of words by which readers choose rows.
    pub(super) fn choice(label: impl Into<String>) -> Head {
        Head { filter: true, ..Head::words(label) }
    }
}

/// A cell.
#[derive(Clone, Debug)]
pub(super) enum PageCell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A number as it is shown, and as it sorts.
    Number(String, f64),
}

/// A table.
#[derive(Clone, Debug)]
pub(super) struct PageTable {
    /// What it shows: its caption.
    pub caption: String,
    /// Its columns.
    pub heads: Vec<Head>,
    /// Its rows, a cell for each column.
    pub rows: Vec<Vec<PageCell>>,
    /// Whether readers can search and filter it; every table can be sorted.
    pub search: bool,
}

impl PageTable {
    /// As it stands on the page. Of a table of more than 400 rows the first 50 are there without a script; of one of
    /// more than 40 the first 40 are printed. A note says so.
    pub(super) fn markup(&self) -> Markup {
        let long = self.rows.len() > ROWS;
        let shown = if long { &self.rows[..FIRST] } else { &self.rows[..] };
        let lengthy = shown.len() > PRINTED;
        html! {
            div class=(if lengthy { "table lengthy" } else { "table" }) data-search[self.search] {
                div class="scroll" tabindex="0" role="group" aria-label=(self.caption) {
                    table {
                        caption { span { (typeset(&self.caption)) } }
                        thead { tr { @for head in &self.heads { (head.markup()) } } }
                        tbody { @for row in shown { (self.row(row)) } }
                    }
                }
                @if lengthy {
                    div class="printed" {
                        (note(&format!("Of {} rows the first {PRINTED} are printed.", thousands(self.rows.len() as u64))))
                    }
                }
                @if long {
                    div class="first" {
                        (note(&format!(
                            "The first {FIRST} of {} rows; all of them can be searched on a screen, and stand in the files beside this page.",
                            thousands(self.rows.len() as u64)
                        )))
                    }
                    (data("rows", &self.rows.iter().map(|row| row.iter().map(PageCell::json).collect::<Vec<Value>>()).collect::<Vec<_>>()))
                }
            }
        }
    }

    fn row(&self, row: &[PageCell]) -> Markup {
        html! {
            tr {
                @for (place, (cell, head)) in row.iter().zip(&self.heads).enumerate() {
                    @match cell {
                        PageCell::Text(words) if place == 0 => { th scope="row" { (words) } }
                        PageCell::Text(words) => { td class=[class_of(words, head)] { (words) } }
                        PageCell::Number(shown, sorts) => {
                            td class="n" data-v=[sorts.is_finite().then_some(sorts)] { (with_interval(shown)) }
                        }
                        PageCell::Empty => { td {} }
                    }
                }
            }
        }
    }
}

/// Letters from which words are a text that is broken anywhere, and those from which one word is, as page.js has it, too.
const LONG: (usize, usize) = (60, 24);

/// The look of words in a column.
fn class_of(words: &str, head: &Head) -> Option<&'static str> {
    let is_long =
        words.chars().count() > LONG.0 || words.split(' ').any(|word| word.chars().count() > LONG.1);
    if head.numbers { Some("n") } else { is_long.then_some("long") }
}

/// A figure with its interval, where one follows in brackets, below it.
fn with_interval(shown: &str) -> Markup {
    let shown = &typeset(shown);
    if let Some((value, interval)) = split_interval(shown) {
        html! { (value) " " span class="ci" { (interval) } }
    } else {
        html! { (shown) }
    }
}

impl Head {
    fn markup(&self) -> Markup {
        html! {
            th scope="col" class=[self.numbers.then_some("n")] data-filter[self.filter] {
                (typeset(&self.label))
                @if !self.unit.is_empty() { (PreEscaped(" ")) span class="unit" { (self.unit) } }
            }
        }
    }
}

impl PageCell {
    /// For the script: words, or a number as shown and as it sorts.
    fn json(&self) -> Value {
        match self {
            PageCell::Empty => Value::Null,
            PageCell::Text(words) => json!(words),
            PageCell::Number(shown, sorts) => json!([typeset(shown), sorts]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: usize) -> String {
        let row = |place: usize| {
            vec![
                PageCell::Text(format!("<b>{place}")),
                PageCell::Number("-$5 [-$6 to -$4]".to_owned(), -5.0),
                PageCell::Empty,
            ]
        };
        let heads = vec![Head::choice("Arm"), Head::numbers("Pay", "$"), Head::words("Why")];
        let table =
            PageTable { caption: "Pay".to_owned(), heads, rows: (0..rows).map(row).collect(), search: true };
        table.markup().into_string()
    }

    #[test]
    fn cells_are_text_and_intervals_stand_below_their_figures() {
        let text = table(1);
        assert!(text.contains("<th scope=\"row\">&lt;b&gt;0</th>"), "{text}");
        assert!(
            text.contains(
                "<td class=\"n\" data-v=\"-5\">−$5 <span class=\"ci\">[−$6 to −$4]</span></td><td></td>"
            ),
            "{text}"
        );
        assert!(text.contains("<th scope=\"col\" data-filter>Arm</th>"), "{text}");
        assert_eq!(split_interval("12 %"), None);
    }

    #[test]
    fn long_tables_say_what_is_left_out() {
        let printed = |n: usize| table(n).contains("the first 40 are printed");
        assert_eq!((printed(40), printed(41)), (false, true));
        assert_eq!(table(400).matches("<tr>").count(), 401);
        let long = table(401);
        assert_eq!(long.matches("<tr>").count(), 51);
        assert!(long.contains("The first 50 of 401 rows") && long.contains(r"\u003cb\u003e400"), "{long}");
    }
}
