//! Who gains and who loses, by specialty and reason, in dollars: over all years, and in the worst one.

use super::arms::{shown, with_left_out};
use super::axis::{AxisScale, dollars, ticks};
use super::palette::{Colour, GRID, INK, MUTED, Marker, REFERENCE};
use super::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use crate::decision::{
    GainsAndLosses, PayMove, Reason, gains_and_losses, name_in_words, pay_moves, winners_finding,
};
use crate::order::Ordered;
use crate::report::{Column, Report, Rows, RunTable, Table, Whom, always, columns, shared};
use crate::stats::Summary;
use crate::units::{real, thousands};
use std::collections::BTreeMap;
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/winners_and_losers",
        about: "change of each physician's pay against the baseline on the same luck, over all years and in the worst one, with what it comes from: the figures of the chart beside it",
        row: "arm beside the baseline and physician whom both have",
        whom: Whom::Persons,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

columns! { (arm: &'a str, of: &PayMove<'a>);
    shared::ARM => arm,
    shared::PHYSICIAN_ID => of.id,
    shared::SPECIALTY => of.specialty,
    Column::number("baseline_pay", "$", "mean pay in the baseline, summed over all years") => of.whole.before,
    Column::number("change", "$", "mean change of pay, summed over all years") => of.change.mean,
    Column { unit: "$", ..shared::CI_LOW } => of.change.low(),
    Column { unit: "$", ..shared::CI_HIGH } => of.change.high(),
    Column::flag("loses", "whether mean pay over all years falls by 5 % or more") => of.whole.loses(),
    Column::whole("worst_year", "year in which the mean change is lowest") => u64::from(of.worst_year.0),
    Column::number("worst", "$", "mean change of pay in it") => of.worst.change,
    Column::text("reason", "what moves pay most in the direction in which it changes over all years, as in `physicians`; empty where nothing changes")
        => of.reason(false).map(|(reason, _)| reason.word()),
    Column::number("by_reason", "$", "mean change of pay by it, summed over all years") => of.reason(false).map(|(_, part)| part),
    Column::text("worst_reason", "the same in the worst year") => of.reason(true).map(|(reason, _)| reason.word()),
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    for (place, arm) in report.model.arms.iter().enumerate().skip(1) {
        for one in pay_moves(report.model, report.outcome, place) {
            each(&cells(&arm.name, &one))?;
        }
    }
    Ok(())
}

/// Colour of each [`Reason`], and of what has none.
const COLOURS: [Colour; Reason::ALL.len()] = [
    (213, 94, 0),
    (86, 180, 233),
    (0, 114, 178),
    (0, 158, 115),
    (204, 121, 167),
    (230, 159, 0),
    (28, 32, 38),
];
const NO_REASON: Colour = REFERENCE;

/// Height of a specialty's row, and of what stands above and between panels.
const ROW: f64 = 30.0;
const HEAD: f64 = 62.0;
const FOOT: f64 = 34.0;
const FIRST: f64 = 140.0;
/// Specialties of an arm that are drawn at most, where so many variants are drawn.
fn most_specialties(variants: usize) -> usize {
    match variants {
        0..=5 => 12,
        6..=8 => 8,
        _ => 6,
    }
}

/// Height of an arm's part of the page.
fn height_of(rows: &[SpecialtyRow<'_>]) -> f64 {
    if rows.is_empty() { HEAD } else { HEAD + ROW * real(rows.len()) + FOOT }
}
/// Left and right of the panels: over all years, and in the worst year.
const PANELS: [(f64, f64); 2] = [(235.0, 690.0), (735.0, 1165.0)];
/// Steps of a dollar scale within which physicians are counted together.
const BINS: usize = 64;

/// The physicians of a specialty.
struct SpecialtyRow<'m> {
    name: &'m str,
    moves: Vec<&'m PayMove<'m>>,
    sums: GainsAndLosses,
}

/// Specialties in which something changes, the largest losses first.
fn rows_of<'m>(moves: &'m [PayMove<'m>], most: usize) -> Vec<SpecialtyRow<'m>> {
    let mut by_name: BTreeMap<&str, Vec<&PayMove<'_>>> = BTreeMap::new();
    for one in moves {
        by_name.entry(one.specialty).or_default().push(one);
    }
    let row = |(name, moves): (&'m str, Vec<&'m PayMove<'m>>)| {
        let sums = gains_and_losses(moves.iter().copied());
        SpecialtyRow { name, moves, sums }
    };
    let mut rows: Vec<SpecialtyRow<'m>> = by_name.into_iter().map(row).collect();
    rows.retain(|row| row.sums.lower + row.sums.higher > 0);
    let total = |row: &SpecialtyRow<'_>| row.moves.iter().map(|one| one.change.mean.abs()).sum::<f64>();
    rows.order_by(|a, b| total(b).total_cmp(&total(a)));
    rows.truncate(most);
    rows.order_by(|a, b| a.sums.mean.total_cmp(&b.sums.mean));
    rows
}

pub(super) fn draw(report: &Report<'_>, medium: Medium) -> Option<Scene> {
    let Report { model, outcome, .. } = report;
    if model.arms.len() < 2 {
        return None;
    }
    let moves: Vec<(usize, Vec<PayMove<'_>>)> =
        (1..model.arms.len()).map(|arm| (arm, pay_moves(model, outcome, arm))).collect();
    let finding = winners_finding(model, outcome, &moves[..shown(model) - 1]);
    let most = most_specialties(shown(model) - 1);
    let drawn: Vec<(usize, Vec<SpecialtyRow<'_>>)> =
        moves.iter().take(shown(model) - 1).map(|(arm, all)| (*arm, rows_of(all, most))).collect();
    let about = format!(
        "Change in pay against today on the same luck: how many physicians, by mean of {} futures, coloured by what moves their pay most; bars as high as physicians are many. Black: mean of the specialty with a 95 % interval that is at least as wide as its own. At most {most} specialties an arm, those whose pay changes most",
        thousands(outcome.trials)
    );
    let page: f64 = drawn.iter().map(|(_, rows)| height_of(rows)).sum();
    let height = whole_pixels(FIRST + page + 20.0);
    let mut scene = Scene::titled(medium, 1200, height, &finding, &with_left_out(about, model));
    reasons(&mut scene, &drawn);
    let n = real(model.years);
    let each = drawn.iter().flat_map(|(_, rows)| rows).flat_map(|row| &row.moves);
    let (low, high) = each.fold((-1_000.0_f64, 1_000.0_f64), |(low, high), one| {
        (
            low.min(one.worst.change).min(one.change.mean / n),
            high.max(one.worst.change).max(one.change.mean / n),
        )
    });
    let room = 0.03 * (high - low);
    let mut top = FIRST;
    for (arm, rows) in &drawn {
        let title = &model.arms[*arm].title;
        if top > FIRST {
            scene.cut(top - 4.0);
        }
        let all = moves.iter().find(|(place, _)| place == arm).map(|(_, all)| gains_and_losses(all.iter()));
        panel(&mut scene, (title, all.unwrap_or_default()), rows, (low - room, high + room), (top, n));
        top += height_of(rows);
    }
    Some(scene)
}

/// The reasons that are met, each with its colour.
fn reasons(scene: &mut Scene, drawn: &[(usize, Vec<SpecialtyRow<'_>>)]) {
    let met = |reason: Reason| {
        let mut all = drawn.iter().flat_map(|(_, rows)| rows).flat_map(|row| &row.moves);
        all.any(|one| {
            [false, true].iter().any(|worst| one.reason(*worst).is_some_and(|found| found.0 == reason))
        })
    };
    let mut across = 48.0;
    for (place, reason) in Reason::ALL.iter().enumerate().filter(|(_, reason)| met(**reason)) {
        scene.bar((across, 108.0), (across + 12.0, 120.0), COLOURS[place], 1.0);
        scene.words((across + 19.0, 114.0), reason.word(), TextAnchor::Start, plain(13.0, INK));
        across += 52.0 + 7.2 * scene.growth(13.0) * real(reason.word().len());
    }
}

fn panel(
    scene: &mut Scene,
    (title, all): (&str, GainsAndLosses),
    rows: &[SpecialtyRow<'_>],
    range: (f64, f64),
    (top, years): (f64, f64),
) {
    let text = scene.fitted(title, 620.0, 1, bold(15.0, INK)).concat();
    scene.words((40.0, top + 14.0), &text, TextAnchor::Start, bold(15.0, INK));
    let counts = format!(
        "{} gain, {} lose, {} of them 5 % or more; mean {} a year",
        all.higher,
        all.lower,
        all.losers,
        dollars(all.mean / years)
    );
    scene.words((1165.0, top + 14.0), &counts, TextAnchor::End, plain(13.0, MUTED));
    if rows.is_empty() {
        scene.words((40.0, top + 44.0), "nobody's pay changes", TextAnchor::Start, plain(13.0, MUTED));
        return;
    }
    let (first, last) = (top + HEAD - 8.0, top + HEAD - 8.0 + ROW * real(rows.len()));
    for (which, ends) in PANELS.into_iter().enumerate() {
        let x = AxisScale::new(range, ends);
        let name = ["$ a year, mean of all years", "$ in each physician's worst year"][which];
        scene.words((ends.0, first - 12.0), name, TextAnchor::Start, plain(12.0, MUTED));
        for value in ticks(range.0, range.1, 6) {
            scene.line(vec![(x.at(value), first), (x.at(value), last)], GRID, 1.0);
            scene.words((x.at(value), last + 13.0), &dollars(value), TextAnchor::Middle, plain(11.5, MUTED));
        }
        for (place, row) in rows.iter().enumerate() {
            let base = first + ROW * real(place + 1) - 3.0;
            stack(scene, (title, row), which, (&x, range), (base, years));
        }
        scene.line(vec![(x.at(0.0), first), (x.at(0.0), last)], INK, 1.0);
    }
    for (place, row) in rows.iter().enumerate() {
        let middle = first + ROW * (real(place) + 0.5);
        let losers =
            if row.sums.losers > 0 { format!(", {} lose 5 %", row.sums.losers) } else { String::new() };
        let name = format!("{} ({}{losers})", name_in_words(row.name), row.sums.physicians);
        scene.paragraph((222.0, middle), &name, (182.0, 2), TextAnchor::End, plain(12.5, INK));
    }
}

/// The physicians of a specialty, counted in steps of dollars and stacked by reason.
fn stack(
    scene: &mut Scene,
    (arm, row): (&str, &SpecialtyRow<'_>),
    which: usize,
    (x, range): (&AxisScale, (f64, f64)),
    (base, years): (f64, f64),
) {
    let value = |one: &PayMove<'_>| if which == 0 { one.change.mean / years } else { one.worst.change };
    let step = (range.1 - range.0) / real(BINS);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a step of a scale")]
    let bin = |one: &PayMove<'_>| (((value(one) - range.0) / step) as usize).min(BINS - 1);
    let mut counts: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for one in row.moves.iter().filter(|one| value(one).abs() >= 0.5) {
        let reason = one.reason(which == 1).map_or(Reason::ALL.len(), |(reason, _)| reason as usize);
        *counts.entry(bin(one)).or_default().entry(reason).or_default() += 1;
    }
    let most = counts.values().map(|by| by.values().sum::<usize>()).max().unwrap_or(1);
    let unit = ((ROW - 8.0) / real(most)).min(9.0);
    scene.line(vec![(x.at(range.0), base), (x.at(range.1), base)], GRID, 1.0);
    for (place, by) in &counts {
        let (left, right) = (x.at(range.0 + step * real(*place)), x.at(range.0 + step * real(place + 1)));
        let mut level = base;
        for (reason, n) in by {
            let colour = COLOURS.get(*reason).copied().unwrap_or(NO_REASON);
            // One among hundreds is seen, too.
            let upper = level - (unit * real(*n)).max(1.5);
            scene.bar((left + 0.4, upper), (right - 0.4, level), colour, 1.0);
            scene.tip(format!(
                "{arm}, {}: {n} change by {} to {}{}, mostly by {}",
                name_in_words(row.name),
                dollars(range.0 + step * real(*place)),
                dollars(range.0 + step * real(place + 1)),
                if which == 0 { " a year" } else { " in their worst year" },
                Reason::ALL.get(*reason).map_or("nothing", |reason| reason.word())
            ));
            level = upper;
        }
    }
    if which == 0 {
        let at = |value: f64| x.at(value / years);
        let half =
            row.moves.iter().map(|one| half_width(&one.change)).sum::<f64>() / real(row.moves.len().max(1));
        let (low, high) = (at(row.sums.mean - half), at(row.sums.mean + half));
        let first = scene.drawn();
        scene.line(vec![(low, base), (high, base)], INK, 1.8);
        scene.dot((at(row.sums.mean), base), 4.0, INK, 1.0, Marker::Diamond);
        let mean = dollars(row.sums.mean / years);
        scene.tip_from(first, format!("{arm}, {}: mean change {mean} a year", name_in_words(row.name)));
    }
}

/// Half of a 95 % interval.
fn half_width(of: &Summary) -> f64 {
    of.interval().map_or(0.0, |(low, high)| (high - low) / 2.0)
}
