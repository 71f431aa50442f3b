//! What sections share: names of arms and groups, cells of tables, sentences with the names in them set apart, and the
//! files in which the figures of a table stand.

use crate::board::parts::{note, typeset};
use crate::board::table::{Head, PageCell, PageTable};
pub(super) use crate::decision::whole_percent;

use crate::decision::name_in_words;
use crate::engine::Scope;
use crate::report::{Report, run_table};
use crate::stats::Summary;
use crate::units::{listed, real, shortened, thousands};
use maud::{Markup, html};

/// Letters of a name within a table.
const NAME: usize = 60;

/// An arm as tables call it: its title, cut where it is long.
pub(super) fn arm_name(report: &Report<'_>, arm: usize) -> String {
    short(&report.model.arms[arm].title)
}

/// A text, cut where it is long.
pub(super) fn short(text: &str) -> String {
    shortened(text, NAME)
}

/// A group's name as one reads it.
pub(super) fn group_name(scope: Scope, name: &str) -> String {
    match scope {
        Scope::Specialty | Scope::Plan => name_in_words(name),
        Scope::System | Scope::Contract | Scope::Account | Scope::Flow => "All physicians".to_owned(),
    }
}

/// Words.
pub(super) fn text(words: impl Into<String>) -> PageCell {
    PageCell::Text(words.into())
}

/// A number as it is shown and as it sorts.
pub(super) fn number(shown: impl Into<String>, sorts: f64) -> PageCell {
    PageCell::Number(shown.into(), sorts)
}

/// A count.
pub(super) fn count_cell(count: usize) -> PageCell {
    number(thousands(count as u64), real(count))
}

/// A measure; nothing where there is none, or none in any future.
pub(super) fn measured(of: Option<&Summary>, shown: impl Fn(&Summary) -> String) -> PageCell {
    of.filter(|found| found.mean.is_finite())
        .map_or(PageCell::Empty, |found| number(shown(found), found.mean))
}

/// Whether a measure of everyone in an arm may be shown.
pub(super) fn shows_of_all(report: &Report<'_>, arm: usize, metric: &str) -> bool {
    report.disclosure.shows_measure(arm, Scope::System, "all", metric)
}

/// A measure of a group that may be hidden.
pub(super) fn hidden_unless(
    shown: bool,
    of: Option<&Summary>,
    words: impl Fn(&Summary) -> String,
) -> PageCell {
    if shown { measured(of, words) } else { text("hidden") }
}

/// A count of some of a group's physicians: where small groups are hidden, none that tells of a few of them.
pub(super) fn some_of(report: &Report<'_>, count: usize, all: usize) -> PageCell {
    let may = &report.disclosure;
    if may.shows_count(count, all) { count_cell(count) } else { text(may.counted(count, all)) }
}

/// A table that every reader sees whole.
pub(super) fn table(caption: impl Into<String>, heads: Vec<Head>, rows: Vec<Vec<PageCell>>) -> Markup {
    PageTable { caption: caption.into(), heads, rows, search: false }.markup()
}

/// A table that readers search and filter.
pub(super) fn searched(caption: impl Into<String>, heads: Vec<Head>, rows: Vec<Vec<PageCell>>) -> Markup {
    PageTable { caption: caption.into(), heads, rows, search: true }.markup()
}

/// Arms that stand side by side in a table.
const SIDE_BY_SIDE: usize = 6;

/// A row of a table of arms: what it is of, and a cell for each arm.
pub(super) type RowOfArms = (Vec<PageCell>, Vec<PageCell>);

/// Rows by arms, as many arms side by side as are read at a glance, then the next; `lead` heads what a row is of.
pub(super) fn by_arm(
    report: &Report<'_>,
    caption: &str,
    lead: &[Head],
    rows: &[RowOfArms],
    search: bool,
) -> Markup {
    let arms: Vec<usize> = (0..report.model.arms.len()).collect();
    let one = |some: &[usize]| {
        let heads = some.iter().map(|arm| Head::numbers(arm_name(report, *arm), ""));
        let rows = rows.iter().map(|(of, cells)| {
            of.iter()
                .cloned()
                .chain(some.iter().map(|arm| cells.get(*arm).cloned().unwrap_or(PageCell::Empty)))
                .collect()
        });
        let heads = lead.iter().cloned().chain(heads).collect();
        PageTable { caption: caption.to_owned(), heads, rows: rows.collect(), search }.markup()
    };
    html! { @for some in arms.chunks(SIDE_BY_SIDE) { (one(some)) } }
}

/// A number in tenths; nothing has no sign.
pub(super) fn tenths(value: f64) -> f64 {
    (10.0 * value).round() / 10.0 + 0.0
}

/// A number in tenths with its sign; nothing has none.
pub(super) fn signed_tenths(value: f64) -> String {
    let tenths = tenths(value);
    if tenths == 0.0 { "0.0".to_owned() } else { format!("{tenths:+.1}") }
}

/// A sentence in which quoted names are set apart, whatever way they are written, and words in backticks are code.
pub(super) fn prose(sentence: &str) -> Markup {
    let mut rest = sentence;
    let mut parts = Vec::new();
    while let Some(begin) = rest.find(['“', '`']) {
        let (before, after) = rest.split_at(begin);
        let mut letters = after.chars();
        let open = letters.next().unwrap_or_default();
        let inner = letters.as_str();
        let close = if open == '“' { '”' } else { '`' };
        let Some(end) = inner.find(close) else { break };
        let (named, then) = inner.split_at(end);
        parts.push(if open == '“' {
            html! { (typeset(before)) "“" bdi { (typeset(named)) } "”" }
        } else {
            html! { (typeset(before)) code { (named) } }
        });
        rest = then.strip_prefix(close).unwrap_or(then);
    }
    html! { @for part in &parts { (part) } (typeset(rest)) }
}

/// A sentence with its stop.
pub(super) fn ended(sentence: &str) -> String {
    if sentence.ends_with(['.', '?', '!']) { sentence.to_owned() } else { format!("{sentence}.") }
}

/// What was found, in a sentence that leads.
pub(super) fn found(sentence: &str) -> Markup {
    html! { @if !sentence.is_empty() { p class="finding" { (prose(&ended(sentence))) } } }
}

/// A paragraph.
pub(super) fn paragraph(sentence: &str) -> Markup {
    html! { p { (prose(sentence)) } }
}

/// In which files of the folder the figures above stand; those that the run has and that are shown.
pub(super) fn files(report: &Report<'_>, names: &[&str]) -> Markup {
    let is_there =
        |name: &&&str| run_table(name).is_none_or(|one| one.is_given(report) && report.shows(one.table.whom));
    let names: Vec<String> = names.iter().filter(is_there).map(|name| format!("{name}.csv")).collect();
    html! {
        @if !names.is_empty() { (note(&format!("These figures: {}.", listed(&names, "and")))) }
    }
}
