//! Charts on the page: the picture, how to read it, and the table of its figures behind it.

use super::parts::{OnPaper, more, note, typeset};
use super::table::{Head, PageCell, PageTable};
use crate::chart::Chart;
use crate::decision::{arm_in_words, name_in_words};
use crate::model::Model;
use crate::report::{Cell, Column, Kind, Report, plain};
use crate::units::{set_apart, thousands};
use maud::{Markup, PreEscaped, html};

/// Rows of a chart's table that stand behind it.
const MOST: usize = 50;

/// Height of a picture on paper at most, in its own units: beyond, it is cut between its panels, of which as many stand on
/// a page as there is room for.
const HIGHEST: f64 = 360.0;

/// A chart with its table; nothing where the run has nothing for it, or where all that it shows is not to be shown.
pub(super) fn figure(chart: Chart, report: &Report<'_>) -> Option<Markup> {
    let scene = chart.on_page(report)?;
    let behind = figures(chart, scene.finding(), report)?;
    let slices = scene.slices(chart.file(), HIGHEST);
    Some(html! {
        figure id=(format!("chart-{}", chart.file())) {
            p class="found" { (typeset(scene.finding())) }
            p class="shown" { (typeset(scene.shown())) }
            div class=(if slices.is_empty() { "plot" } else { "plot cut" }) tabindex="0" role="group" aria-label=(format!("Chart: {}", chart.caption())) {
                (PreEscaped(scene.inline(chart.file())))
                @if !slices.is_empty() { div class="slices" { (PreEscaped(slices.concat())) } }
            }
            figcaption { (chart.reading()) }
            (behind)
        }
    })
}

/// The table behind a chart, folded; nothing where all its rows are hidden.
fn figures(chart: Chart, finding: &str, report: &Report<'_>) -> Option<Markup> {
    let table = &chart.table().table;
    let arm_column = table.columns.iter().position(|column| column.key == "arm");
    let told = &report.model.arms[told_first(finding, report.model)].name;
    // Rows of the arm that the finding names, then those of the others.
    let (mut rows, mut others, mut count) = (Vec::new(), Vec::new(), 0);
    let read = chart.table().rows(report, &mut |cells| {
        count += 1;
        let is_told = arm_column.is_some_and(|at| matches!(&cells[at], Cell::Text(arm) if **arm == **told));
        let kept = if is_told { &mut rows } else { &mut others };
        if kept.len() < MOST {
            kept.push(
                cells.iter().zip(table.columns).map(|(cell, column)| shown(cell, column, report)).collect(),
            );
        }
        Ok(())
    });
    rows.append(&mut others);
    rows.truncate(MOST);
    if read.is_err() || rows.is_empty() {
        return None;
    }
    let heads = table.columns.iter().map(|column| {
        let label = name_in_words(column.key);
        Head {
            unit: if label.ends_with(column.unit) { "" } else { column.unit },
            label,
            numbers: matches!(column.kind, Kind::Whole | Kind::Number),
            filter: false,
        }
    });
    let all = PageTable {
        caption: format!("Figures of the chart: {}; a row for each {}", chart.caption(), table.row),
        heads: heads.collect(),
        rows,
        search: false,
    };
    let rest = format!(
        "{MOST} of {} rows, those of the arm in the title first; {}.csv beside this page has all.",
        thousands(count),
        table.name
    );
    let body = html! { (all.markup()) @if count > MOST as u64 { (note(&rest)) } };
    Some(more("Figures of the chart", &body, OnPaper::Out))
}

/// The arm that a finding is about: the first variant that it names, else today's.
fn told_first(finding: &str, model: &Model) -> usize {
    let place = |arm: &usize| finding.find(&arm_in_words(model, *arm)).unwrap_or(usize::MAX);
    (1..model.arms.len()).min_by_key(place).filter(|arm| place(arm) < usize::MAX).unwrap_or(0)
}

/// A cell of a file as a reader wants it: thousands apart, few decimals.
fn shown(cell: &Cell<'_>, column: &Column, report: &Report<'_>) -> PageCell {
    match cell {
        Cell::Empty => PageCell::Empty,
        Cell::Text(words) if column.key == "physician_id" => {
            PageCell::Text(report.disclosure.called(words).into_owned())
        }
        Cell::Text(name) if column.key == "arm" => {
            let arms = &report.model.arms;
            let arm = arms.iter().find(|arm| arm.name == **name).filter(|arm| arm.name != arms[0].name);
            PageCell::Text(arm.map_or_else(|| "Today".to_owned(), |arm| arm.title.clone()))
        }
        Cell::Text(words) if words.contains(' ') => PageCell::Text(words.clone().into_owned()),
        Cell::Text(name) => PageCell::Text(name_in_words(name)),
        Cell::Flag(yes) => PageCell::Text(if *yes { "yes" } else { "no" }.to_owned()),
        Cell::Whole(number) => PageCell::Number(number.to_string(), cell.number().unwrap_or_default()),
        Cell::Number(value, _) | Cell::Short(value, _) if column.unit == "$" && value.abs() >= 1e6 => {
            PageCell::Number(grouped(value / 1e6, 2) + "M", *value)
        }
        Cell::Number(value, _) | Cell::Short(value, _) => PageCell::Number(readable(*value), *value),
    }
}

/// A number in four figures or so.
pub(super) fn readable(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if size >= 100.0 => 0,
        _ if size >= 10.0 => 1,
        _ if size >= 1.0 => 2,
        _ if size < 0.000_05 => 0,
        _ => 4,
    };
    grouped(value, decimals)
}

/// A number with so many decimals, a sign that is a minus, and commas between thousands.
pub(super) fn grouped(value: f64, decimals: usize) -> String {
    let text = plain(value, decimals);
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    format!("{sign}{}{rest}", set_apart(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_their_thousands_apart() {
        let texts = [1_234_567.8, -1_234.0, 12.34, 0.012_345, -0.000_01, 999.0].map(readable);
        assert_eq!(texts, ["1,234,568", "−1,234", "12.3", "0.0123", "0", "999"]);
    }
}
