//! A dollar of avoided care on its way: from those who pay for care to the system to the physician, arm by arm.

use super::arms::{pointed_at, shown, with_left_out};
use super::axis::AxisScale;
use super::palette::{Colour, GRID, INK, KEPT, LOST, MUTED, REACHED, REFERENCE, RETAINED};
use super::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use crate::decision::chain::cents;
use crate::decision::{Chain, arm_in_words, chain_of_everyone};
use crate::engine::Metric;
use crate::model::Model;
use crate::report::{Column, Report, Rows, RunTable, Table, Whom, columns, shared};
use crate::units::{CalendarYear, real, thousands};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/avoided_dollar",
        about: "a dollar of avoided care on its way in the last year: the figures of the chart beside it",
        row: "arm",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: shows_legs,
    rows,
};

columns! { (arm: &'a str, year: CalendarYear, chain: &Chain);
    shared::ARM => arm,
    shared::YEAR => u64::from(year.0),
    Column::number("payer", "$ per $", "what those who pay for care save of it") => chain.worth,
    Column::number("system", "$ per $", "what the system keeps of it before it pays physicians; below 0 it loses") => chain.system,
    Column::number("physician", "$ per $", "what physicians are paid of it; below 0 visits not made would have paid more") => chain.own,
    Column::number("contracted_share", "share", "part of the cost of care under contracts that settle savings") => chain.contracted_share,
    Column::number("turning_share", "share", "part of it at which the system neither gains nor loses; empty where contracts pay nothing for it")
        => chain.turning_share,
}

/// Whether what physicians are paid of the dollar may be shown.
fn shows_legs(report: &Report<'_>) -> bool {
    report.disclosure.shows_of_everyone(Metric::OwnPartOfAvoided.definition().name)
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let Report { model, outcome, .. } = report;
    let last = model.years - 1;
    for (place, arm) in model.arms.iter().enumerate() {
        if let Some(chain) = chain_of_everyone(outcome, place, last) {
            each(&cells(&arm.name, model.start.plus(last), &chain))?;
        }
    }
    Ok(())
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// What is said: today's chain, and the arm in which the system keeps most, where that is half a cent more.
fn title(model: &Model, all: &[Chain]) -> String {
    let Some(today) = all.first() else { return String::new() };
    let said = today.finding(model.start.plus(model.years - 1));
    let best =
        (0..all.len()).fold(0, |best, arm| if all[arm].system > all[best].system { arm } else { best });
    if all[best].system < today.system + 0.005 {
        return said;
    }
    let does = if all[best].system < 0.0 { "loses" } else { "keeps" };
    format!("{said}; under {} it {does} {}", arm_in_words(model, best), cents(all[best].system.abs()))
}

/// Panels of a row at most, room of a panel, and its parts.
const COLUMNS_AT_MOST: usize = 4;
const ROW: f64 = 346.0;
const TOP: f64 = 166.0;
const PLOT: f64 = 190.0;

pub(super) fn draw(report: &Report<'_>, medium: Medium) -> Option<Scene> {
    let Report { model, outcome, .. } = report;
    let arms = shown(model);
    let all: Vec<Chain> =
        (0..arms).filter_map(|arm| chain_of_everyone(outcome, arm, model.years - 1)).collect();
    if all.len() < arms || !shows_legs(report) {
        return None;
    }
    let about = format!(
        "Cents of a dollar of care that physicians avoid in {}, mean of {} futures: what those who pay for care save, what the system keeps before physician pay, what the physician is paid",
        model.start.plus(model.years - 1),
        thousands(outcome.trials)
    );
    let columns = match arms {
        1..=3 => arms,
        4 => 2,
        5 | 6 => 3,
        _ => COLUMNS_AT_MOST,
    };
    let bands = arms.div_ceil(columns);
    let height = whole_pixels(TOP + ROW * real(bands) - 20.0);
    let mut scene = Scene::titled(medium, 1200, height, &title(model, &all), &with_left_out(about, model));
    let lowest = all.iter().flat_map(|chain| [chain.system, chain.own]).fold(0.0, f64::min);
    let pitch = 1120.0 / real(columns);
    let width = (pitch - 40.0).min(430.0);
    for (arm, chain) in all.iter().enumerate() {
        let (left, top) = (40.0 + pitch * real(arm % columns), TOP + ROW * real(arm / columns));
        let title = scene.fitted(&model.arms[arm].title, width, 2, bold(14.0, INK));
        for (line, text) in title.iter().rev().enumerate() {
            let at = (left, top - 36.0 - scene.leading(17.0, 14.0) * real(line));
            scene.words(at, text, TextAnchor::Start, bold(14.0, INK));
        }
        let y = AxisScale::new((lowest * 1.1, 1.0), (top + PLOT, top));
        if arm > 0 && arm % columns == 0 {
            scene.cut(top - 62.0);
        }
        bars(&mut scene, &pointed_at(model, arm), chain, (left, width), &y);
        gauge(&mut scene, chain, (left, width), top + PLOT + 52.0);
    }
    Some(scene)
}

/// The three bars, each with its cents, and what each is below the lowest.
fn bars(scene: &mut Scene, arm: &str, chain: &Chain, (left, width): (f64, f64), y: &AxisScale) {
    let each = width / 3.0;
    let named = |value: f64, gain: &'static str, loss: &'static str| if value < 0.0 { loss } else { gain };
    let legs: [(f64, &str, Colour); 3] = [
        (chain.worth, "payers save", KEPT),
        (chain.system, named(chain.system, "the system keeps", "the system loses"), RETAINED),
        (chain.own, named(chain.own, "the physician is paid", "the physician loses"), REACHED),
    ];
    for (place, (value, name, colour)) in legs.into_iter().enumerate() {
        let from = left + each * real(place);
        let (start, end) = (from + 0.16 * each, from + 0.84 * each);
        let shade = if value < 0.0 { LOST } else { colour };
        scene.bar(
            (start, y.at(value.max(0.0))),
            (end, y.at(value.min(0.0)).max(y.at(value.max(0.0)) + 1.0)),
            shade,
            1.0,
        );
        scene.tip(format!("{arm}: of a dollar of care avoided {name} {}", cents(value.abs())));
        let label = y.at(value.max(0.0)) - 11.0;
        scene.words((f64::midpoint(start, end), label), &cents(value), TextAnchor::Middle, bold(14.0, INK));
        let at = (f64::midpoint(start, end), y.at(f64::MIN) + 17.0);
        scene.paragraph(at, name, (each - 2.0, 2), TextAnchor::Middle, plain(11.5, MUTED));
    }
    scene.line(vec![(left, y.at(0.0)), (left + width, y.at(0.0))], REFERENCE, 1.2);
}

/// How much of the cost of care is under contract, and where the system's leg turns.
fn gauge(scene: &mut Scene, chain: &Chain, (left, width): (f64, f64), y: f64) {
    let x = AxisScale::new((0.0, 1.0), (left, left + width));
    scene.bar((left, y - 4.0), (left + width, y + 4.0), GRID, 1.0);
    scene.bar((left, y - 4.0), (x.at(chain.contracted_share), y + 4.0), RETAINED, 0.75);
    let turns = match chain.turning_share {
        Some(share) if share <= 0.0 => "; it gains on all".to_owned(),
        Some(share) if share <= 1.0 => {
            let at = x.at(share);
            scene.line(vec![(at, y - 9.0), (at, y + 9.0)], INK, 2.0);
            format!("; the system turns at {}", percent(share))
        }
        Some(_) => "; the system would lose on all of it".to_owned(),
        None => "; contracts pay nothing for it".to_owned(),
    };
    let text = format!("{} of care contracted{turns}", percent(chain.contracted_share));
    let text = scene.fitted(&text, width + 20.0, 1, plain(12.0, MUTED)).concat();
    scene.words((left, y + 20.0), &text, TextAnchor::Start, plain(12.0, MUTED));
}
