//! The read-me: what the workbook is, how to read it, where it came from.

use super::CHARTS;
use crate::decision::key_findings;
use crate::report::{Provenance, Report};
use crate::units::{real, thousands};
use crate::workbook::SheetKind;
use crate::workbook::sheet::{BookSheet, cause};
use crate::workbook::style::BookStyles;
use crate::workbook::text::clean;
use rust_xlsxwriter::{Url, Worksheet};
use std::io;

/// Letters of the column of labels, and of that of words.
const WIDTHS: (f64, f64) = (24.0, 104.0);

/// Letters of its lines, about: fewer than fit in the fonts that are narrower.
const READ: usize = 104;

/// What those who have it are told where nothing is hidden.
const OPEN: &str =
    "This workbook tells of the pay of single persons. Share it only with those who may see that.";

/// How to read it.
const HOW: [(&str, &str); 8] = [
    (
        "Figures",
        "Means over simulated futures (trials). The 95 % interval says how far a finite number of trials leaves the mean open; percentiles (P5, P95) say how futures differ.",
    ),
    (
        "Changes",
        "Every variant meets the same luck as today's agreements, trial by trial: changes are differences of pairs.",
    ),
    (
        "Totals",
        "Totals are values, not formulas; no cell of this workbook holds one. There is no macro and no link to another file.",
    ),
    (
        "Tables",
        "One table to a sheet, with headings that stay in sight, sort and filter. Headings stand below the notes; data begin in the row below them.",
    ),
    (
        "Units",
        "$ are US dollars of the year; ¢ stands for cents of a dollar of care avoided or saved; pts are percentage or percentile points; wRVU are work relative value units; FTE is a share of full time.",
    ),
    (
        "Text",
        "Identifiers are text and keep leading zeros. A sign that cannot be seen, or that turns a line around, is written out, such as \\u{202e}.",
    ),
    (
        "More",
        "Every figure of the run stands in the CSV files beside this one; `cascade catalogue tables` explains every column.",
    ),
    (
        "What it is not",
        "A simulation rests on what the scenario says and on the assumptions of the sheet “Assumptions”. It is no valuation and no legal advice.",
    ),
];

/// The sheet.
pub(in crate::workbook) fn read_me(
    report: &Report<'_>,
    from: &Provenance<'_>,
    given: &[&SheetKind],
    styles: &BookStyles,
    has_charts: bool,
) -> io::Result<Worksheet> {
    let model = report.model;
    let mut sheet = BookSheet::new("Read me", styles).map_err(cause)?;
    sheet.title(&model.title)?;
    let last = model.start.plus(model.years - 1);
    let years = if model.years == 1 { last.to_string() } else { format!("{} to {last}", model.start) };
    let run = format!(
        "{} physicians, {} contracts, performance years {years}, {} trials, seed {}.",
        thousands(model.len() as u64),
        model.contract_names.len(),
        thousands(report.outcome.trials),
        model.seed.0
    );
    let mut page = ReadMe { sheet };
    page.line("What this is", "Results of a simulation of how money flows from payers' contracts through a health system to physicians' pay, under today's agreements (the arm `baseline`, called Today) and under variants of them.")?;
    page.line("The run", &run)?;
    let limits = report.disclosure.in_words();
    page.line("Confidential", limits.as_deref().unwrap_or(OPEN))?;
    for arm in &model.arms {
        page.line(&format!("Arm {}", arm.name), &arm.title)?;
    }
    page.gap();
    let Report { outcome, splits, stressed, .. } = *report;
    let curves = report.incentive_curves();
    for found in key_findings(model, outcome, splits, stressed, &report.disclosure, curves) {
        page.line(found.about, &found.sentence)?;
    }
    page.gap();
    for (label, words) in HOW {
        page.line(label, words)?;
    }
    page.gap();
    for (place, kind) in given.iter().enumerate() {
        page.link(kind.name, kind.about)?;
        if place == 0 && has_charts {
            page.link(CHARTS, "Native charts of the figures, one to a printed page.")?;
        }
    }
    page.gap();
    page.line("Program", concat!("cascade ", env!("CARGO_PKG_VERSION")))?;
    if !from.identity.is_empty() {
        page.line("Identity of the run", from.identity)?;
    }
    if !from.command.is_empty() {
        page.line("Made again by", from.command)?;
    }
    for source in from.sources {
        page.line(source.kind, &format!("{}, SHA-256 {}", source.name, source.sha256))?;
    }
    let mut sheet = page.sheet;
    sheet
        .raw()
        .set_column_width(0, WIDTHS.0)
        .and_then(|own| own.set_column_width(1, WIDTHS.1))
        .map_err(cause)?;
    sheet.finish()
}

/// The sheet while lines are added.
struct ReadMe<'s> {
    sheet: BookSheet<'s>,
}

impl ReadMe<'_> {
    /// A label with words beside it.
    fn line(&mut self, label: &str, words: &str) -> io::Result<()> {
        let (row, styles) = (self.sheet.next_row(), self.sheet.styles());
        let raw = self.sheet.raw();
        raw.write_string_with_format(row, 0, clean(label), &styles.label).map_err(cause)?;
        let words = clean(words);
        let lines = real(words.chars().count().div_ceil(READ));
        raw.write_string_with_format(row, 1, words, &styles.words).map_err(cause)?;
        self.sheet.height(row, lines.max(1.0) + 0.15)
    }

    /// A link to a sheet with what it holds.
    fn link(&mut self, sheet: &str, about: &str) -> io::Result<()> {
        let (row, styles) = (self.sheet.next_row(), self.sheet.styles());
        let raw = self.sheet.raw();
        let url = Url::new(format!("internal:'{sheet}'!A1")).set_text(sheet);
        raw.write_url_with_format(row, 0, url, &styles.link).map_err(cause)?;
        raw.write_string_with_format(row, 1, about, &styles.words).map_err(cause)?;
        self.sheet.height(row, real(about.chars().count().div_ceil(READ)) + 0.15)
    }

    /// An empty line.
    fn gap(&mut self) {
        self.sheet.next_row();
    }
}
