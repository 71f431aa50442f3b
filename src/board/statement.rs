//! A physician's statement as one page for a browser and for print, and the index of all of them.
//!
//! Each is a document of its own: a physician is given one file, without the run around it, without a script, and without
//! anything that is fetched.

use super::parts::typeset;
use crate::decision::{PersonStatement, StatementPart, StatementRows, statement_parts};
use crate::report::statement_heading;
use crate::units::visible;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("statement.css");

/// Nothing may be loaded and nothing may run but the styles inside.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The statement as one page.
#[must_use]
pub fn statement_page(of: &PersonStatement) -> String {
    let parts = statement_parts(of);
    let years = if of.first_year == of.last_year {
        of.first_year.to_string()
    } else {
        format!("{}-{}", of.first_year, of.last_year)
    };
    leaf(
        &statement_heading(of),
        &html! {
            p class="mark" { "Confidential. " (of.scenario) ", " (years) "." }
            @for part in &parts { (section(part)) }
        },
    )
}

/// One line of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexedStatement<'a> {
    /// The statement's file, beside the index.
    pub file: &'a str,
    /// Whose it is.
    pub of: &'a str,
    /// Specialty and plan.
    pub about: &'a str,
}

/// The index of statements.
#[must_use]
pub fn statement_index(scenario: &str, all: &[IndexedStatement<'_>]) -> String {
    leaf(
        "Statements",
        &html! {
            p class="mark" { "Confidential. " (scenario) ": " (all.len()) " physicians." }
            div class="wide" { table class="words" {
                thead { tr { th scope="col" { "Physician" } th scope="col" { "Specialty and plan" } } }
                tbody { @for one in all {
                    tr { th scope="row" { a href=(one.file) { (one.of) } } td { (one.about) } }
                } }
            } }
        },
    )
}

/// A document of its own.
fn leaf(title: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex, nofollow";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { h1 { bdi { (title) } } (body) } }
        }
    };
    visible(&page.into_string()).into_owned()
}

fn section(part: &StatementPart) -> Markup {
    html! {
        section {
            h2 { (typeset(&part.title)) }
            @for sentence in &part.before { p { (typeset(sentence)) } }
            @if let Some(rows) = &part.rows { (table(rows)) }
            @if part.after.len() > 1 {
                ul { @for sentence in &part.after { li { (typeset(sentence)) } } }
            } @else {
                @for sentence in &part.after { p { (typeset(sentence)) } }
            }
        }
    }
}

fn table(of: &StatementRows) -> Markup {
    html! {
        div class="wide" { table {
            thead { tr { @for head in &of.heads { th scope="col" { (typeset(head)) } } } }
            tbody { @for row in &of.rows {
                tr { @for (place, cell) in row.iter().enumerate() {
                    @if place == 0 { th scope="row" { (typeset(cell)) } } @else { td { (typeset(cell)) } }
                } }
            } }
        } }
    }
}
