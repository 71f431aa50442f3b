//! Both sides of the gap: how much of what physicians' panels bring stands under value terms, and how much of their
//! pay rewards value, year by year.

use super::arms::{pointed_at, shown, with_left_out};
use super::axis::{AxisScale, levels, ticks, years};
use super::palette::{Colour, INK, MUTED, REACHED, RETAINED};
use super::panels::Panels;
use super::scene::{Medium, Scene, TextAnchor, bold, plain};
use crate::decision::arm_in_words;
use crate::engine::{Metric, Outcome};
use crate::model::Model;
use crate::report::{Column, Report, Rows, RunTable, Table, Whom, columns, shared};
use crate::units::{CalendarYear, real, thousands};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/both_sides_of_the_gap",
        about: "both sides of the gap between contracts and pay: the figures of the chart beside it",
        row: "arm and year",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: shows_pay,
    rows,
};

columns! { (arm: &'a str, year: CalendarYear, sides: Sides);
    shared::ARM => arm,
    shared::YEAR => u64::from(year.0),
    Column::number("revenue", "share", "share of the revenue of physicians' panels under value-based contracts, by the arm's own contracts; mean of physicians and trials")
        => sides.own,
    Column::number("revenue_held", "share", "the same by the baseline's contracts")
        => sides.held,
    Column::number("pay", "share", "value share of pay: quality and cost incentives of all physicians over all their pay, mean of trials")
        => sides.pay,
}

/// Whether what pay rewards may be shown.
fn shows_pay(report: &Report<'_>) -> bool {
    report.disclosure.shows_of_everyone(Metric::ValueShare.definition().name)
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let Report { model, outcome, .. } = report;
    for (place, arm) in model.arms.iter().enumerate() {
        for year in 0..model.years {
            each(&cells(&arm.name, model.start.plus(year), sides(outcome, place, year)))?;
        }
    }
    Ok(())
}

/// One year's sides.
#[derive(Clone, Copy, Debug, Default)]
struct Sides {
    /// Of revenue, by the arm's own contracts.
    own: f64,
    /// Of revenue, by the baseline's contracts.
    held: f64,
    /// Of pay.
    pay: f64,
}

fn sides(outcome: &Outcome, arm: usize, year: usize) -> Sides {
    let everyone = outcome.of(arm, year).everyone();
    let mean = |metric| everyone.get(metric).map_or(0.0, |found| found.mean);
    Sides {
        own: mean(Metric::ValueRevenueShare),
        held: mean(Metric::ValueRevenueHeld),
        pay: mean(Metric::ValueShare),
    }
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// What the last year shows: today's two sides, and the arm in which pay comes closest to the baseline's contracts.
fn finding(model: &Model, last: &[Sides]) -> String {
    let apart = |sides: &Sides| sides.held - sides.pay;
    let closest =
        (0..last.len()).fold(0, |best, a| if apart(&last[a]) < apart(&last[best]) - 5e-5 { a } else { best });
    let year = model.start.plus(model.years - 1);
    let today = format!(
        "In {year} {} of revenue stands under value terms, and {} of pay rewards value",
        percent(last[0].held),
        percent(last[0].pay)
    );
    if closest == 0 {
        return today;
    }
    format!(
        "{today}; under {}, on the same contracts, {}",
        arm_in_words(model, closest),
        percent(last[closest].pay)
    )
}

pub(super) fn draw(report: &Report<'_>, medium: Medium) -> Option<Scene> {
    if !shows_pay(report) {
        return None;
    }
    let Report { model, outcome, .. } = report;
    let arms = shown(model);
    let all: Vec<Vec<Sides>> =
        (0..arms).map(|arm| (0..model.years).map(|year| sides(outcome, arm, year)).collect()).collect();
    let last: Vec<Sides> = all.iter().filter_map(|years| years.last().copied()).collect();
    let about = format!(
        "Share of revenue under value-based contracts (solid: today's contracts in every arm; broken: the arm's own) and value share of pay; mean of {} futures",
        thousands(outcome.trials)
    );
    let panels = Panels::of(arms, 105.0 * medium.growth(12.5));
    let about = with_left_out(about, model);
    let mut scene = Scene::titled(medium, 1200, panels.height(arms), &finding(model, &last), &about);
    let most = all.iter().flatten().flat_map(|s| [s.own, s.held, s.pay]).fold(0.05, f64::max) * 1.06;
    for (place, sides) in all.iter().enumerate() {
        let ((left, right), (top, bottom)) = panels.plot(place);
        let title = scene.fitted(&model.arms[place].title, panels.plot + 95.0, 1, bold(15.0, INK)).concat();
        scene.words((left, top - 22.0), &title, TextAnchor::Start, bold(15.0, INK));
        let y = AxisScale::new((0.0, most), (bottom, top));
        let x = AxisScale::new((0.0, real((model.years - 1).max(1))), (left, right));
        levels(&mut scene, &y, &ticks(0.0, most, 5), left, right, |v| format!("{:.0} %", 100.0 * v));
        years(&mut scene, &x, model.start.0, model.years, bottom + 16.0);
        sides_of(&mut scene, sides, (&x, &y), right);
        panels.cut(place).into_iter().for_each(|y| scene.cut(y));
        let half = (right - left) / real(2 * (model.years - 1).max(1));
        for (year, side) in sides.iter().enumerate() {
            let at = x.at(real(year));
            let said = format!(
                "{}, {}: {} of revenue under value terms, {} of pay rewards value",
                pointed_at(model, place),
                model.start.plus(year),
                percent(side.held),
                percent(side.pay)
            );
            scene.spot(((at - half).max(left), top), ((at + half).min(right), bottom), said);
        }
    }
    Some(scene)
}

/// One arm's lines, with the gap between them shaded, and their names at the right.
fn sides_of(scene: &mut Scene, sides: &[Sides], (x, y): (&AxisScale, &AxisScale), right: f64) {
    let line = |value: fn(&Sides) -> f64| -> Vec<(f64, f64)> {
        let mut points: Vec<(f64, f64)> =
            sides.iter().enumerate().map(|(i, s)| (x.at(real(i)), y.at(value(s)))).collect();
        // One year is a short level line.
        if let [only] = points[..] {
            points.push((only.0 + 30.0, only.1));
        }
        points
    };
    let (own, held, pay) = (line(|s| s.own), line(|s| s.held), line(|s| s.pay));
    scene.area(held.iter().copied().chain(pay.iter().rev().copied()).collect(), RETAINED, 0.14);
    scene.stroke(own, darker(RETAINED), 1.8, &[5.0, 4.0]);
    scene.line(held, RETAINED, 2.6);
    scene.line(pay, REACHED, 2.6);
    let Some(end) = sides.last() else { return };
    let (revenue, paid) = (y.at(end.held), y.at(end.pay));
    let lift = if (revenue - paid).abs() < 34.0 { 9.0 } else { 0.0 };
    for (at, share, name, colour) in [
        (revenue - lift, end.held, "of revenue", darker(RETAINED)),
        (paid + lift, end.pay, "of pay", REACHED),
    ] {
        scene.words(
            (right + 8.0, at),
            &format!("{} {name}", percent(share)),
            TextAnchor::Start,
            bold(12.5, colour),
        );
    }
    if (end.own - end.held).abs() > 0.0005 {
        let at =
            if end.own > end.held { revenue - lift - 18.0 } else { (revenue - lift + 18.0).min(paid - 9.0) };
        let text = format!("{} own mix", percent(end.own));
        scene.words((right + 8.0, at), &text, TextAnchor::Start, plain(12.0, MUTED));
    }
}

fn darker((r, g, b): Colour) -> Colour {
    let darken = |c: u8| u8::try_from(u16::from(c) * 3 / 4).unwrap_or(c);
    (darken(r), darken(g), darken(b))
}
