//! Charts on the page: the picture, how to read it, and the table of its figures behind it.

use crate::chart::Chart;
use crate::report::Report;
use maud::{Markup, PreEscaped, html};

/// A chart with its table; nothing where the run has nothing for it.
pub(super) fn figure(chart: Chart, report: &Report<'_>) -> Option<Markup> {
    let scene = chart.draw(report)?;
    Some(html! {
        figure { (PreEscaped(scene.svg())) figcaption { (chart.reading()) } }
    })
}
