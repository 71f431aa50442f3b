//! Numbers and names as cells.

use crate::stats::Summary;

/// Decimals that a unit is written with.
fn decimals(unit: &str) -> usize {
    match unit {
        "$" | "wRVU" => 2,
        "people" | "physicians" | "months" => 3,
        "points" => 4,
        _ => 6,
    }
}

/// A number in its unit, with a fixed number of decimals and no negative zero.
///
/// ```
/// use cascade::table::number;
/// assert_eq!(number(-0.001, "$"), "0.00");
/// assert_eq!(number(0.0953, "share"), "0.095300");
/// ```
#[must_use]
pub fn number(value: f64, unit: &str) -> String {
    plain(value, decimals(unit))
}

/// A number with so many decimals and no negative zero.
#[must_use]
pub fn plain(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if text.starts_with('-') && text.bytes().all(|b| matches!(b, b'-' | b'0' | b'.')) {
        return text[1..].to_owned();
    }
    text
}

/// A text cell that a spreadsheet will not take for a formula: one that begins with `=`, `+`, `-`,
/// `@`, a tab or a line break gets a leading apostrophe (CWE-1236). Numbers are never touched.
///
/// ```
/// use cascade::table::defang;
/// assert_eq!(defang("=SUM(A1)"), "'=SUM(A1)");
/// assert_eq!(defang("P-001"), "P-001");
/// ```
#[must_use]
pub fn defang(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Mean, sd, Monte Carlo error and quantiles as cells; quantiles that are not kept are empty.
pub(super) fn summary_cells(summary: &Summary, unit: &str) -> [String; 8] {
    let quantile = |i: usize| summary.quantiles.map_or_else(String::new, |q| number(q[i], unit));
    [
        number(summary.mean, unit),
        number(summary.sd, unit),
        number(summary.mc_se, unit),
        quantile(0),
        quantile(1),
        quantile(2),
        quantile(3),
        quantile(4),
    ]
}

/// The header of [`summary_cells`].
pub(super) const SUMMARY_HEADER: [&str; 8] = ["mean", "sd", "mc_se", "p05", "p25", "p50", "p75", "p95"];
