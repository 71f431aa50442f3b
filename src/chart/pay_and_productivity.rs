//! Pay beside productivity: each physician in the percentiles of a survey, with the flags of a committee.

use super::axis::AxisScale;
use super::palette::{Colour, GRID, INK, LOST, MUTED, Marker, REACHED, REFERENCE, RETAINED};
use super::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use crate::decision::{
    BesideSurvey, GAP, beside_surveys, is_placed, moves_most, name_in_words, survey_finding,
};
use crate::report::{Column, Report, Rows, RunTable, Table, Whom, columns, shared};
use crate::review::{Flag, Standing};
use crate::survey::{Gap, Position};
use crate::units::{CalendarYear, real, thousands};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/pay_and_productivity",
        about: "pay beside productivity in the last year, each person once: the figures of the chart beside it. Percentiles are those of means over trials",
        row: "arm and person",
        whom: Whom::Persons,
        columns: COLUMNS,
    },
    given: |report| report.surveys.len() == report.model.arms.len(),
    rows,
};

columns! { (arm: &'a str, year: CalendarYear, it: &'a Standing<'_>);
    shared::ARM => arm,
    shared::YEAR => u64::from(year.0),
    shared::PHYSICIAN_ID => it.id,
    shared::SPECIALTY => it.whole.specialty,
    Column::number("pay", "$", "mean pay at all appointments and from other employers") => it.whole.pay,
    Column::number("pay_percentile", "points", "percentile of pay per total FTE; empty outside the table")
        => position(it, true).and_then(Position::percentile),
    Column::text("pay_range", "it in words, such as `above P90`") => position(it, true).map(|at| at.to_string()),
    Column::number("wrvu_percentile", "points", "percentile of work RVUs per clinical FTE; empty outside the table, or without one")
        => position(it, false).and_then(Position::percentile),
    Column::text("wrvu_range", "it in words") => position(it, false).map(|at| at.to_string()),
    Column::number("gap_low", "points", "pay percentile less that of work, at least") => it.gap.map(|gap: Gap| gap.low),
    Column::text("flag", "`high`, `document`, `within` or `unmeasured`, as in `committee`") => it.flag.word(),
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let model = report.model;
    for beside in beside_surveys(model, report.outcome, report.surveys) {
        for standing in &beside.standings {
            each(&cells(&model.arms[beside.arm].name, model.start.plus(model.years - 1), standing))?;
        }
    }
    Ok(())
}

/// Where someone's pay or work stands.
fn position(it: &Standing<'_>, pay: bool) -> Option<Position> {
    let placed = if pay { &it.pay_table } else { &it.work_table };
    placed.as_ref().map(|placed| placed.position)
}

/// What is drawn of each flag: the most serious last, so that it lies on top.
const FLAGS: [(Flag, Colour, Marker, &str); 3] = [
    (Flag::Within, REACHED, Marker::Circle, "within"),
    (Flag::Document, RETAINED, Marker::Triangle, "document"),
    (Flag::High, LOST, Marker::Diamond, "high: have it valued"),
];

/// Percentiles with lines of their own.
const BANDS: [f64; 4] = [25.0, 50.0, 75.0, 90.0];

const TOP: f64 = 195.0;
const SIDE: f64 = 430.0;

pub(super) fn draw(report: &Report<'_>, medium: Medium) -> Option<Scene> {
    let Report { model, outcome, surveys, .. } = report;
    let all = beside_surveys(model, outcome, surveys);
    let today = all.first().filter(|one| one.placed() > 0)?;
    let panels: Vec<&BesideSurvey<'_>> =
        [Some(today), moves_most(&all).and_then(|arm| all.get(arm))].into_iter().flatten().collect();
    let mut about = format!(
        "Percentile of pay per FTE against percentile of work RVUs per clinical FTE, of means of {} futures; on the broken line pay is in step with work. In the grey edges a value lies beyond its table, how far is not known",
        thousands(outcome.trials)
    );
    if model.arms.len() > panels.len() {
        about += &format!(
            ". Shown beside today: the arm that moves pay most; {} more in the table",
            model.arms.len() - panels.len()
        );
    }
    let height = whole_pixels(TOP + SIDE + 75.0);
    let mut scene = Scene::titled(medium, 1200, height, &survey_finding(model, &all), &about);
    let mut across = 48.0;
    for (_, colour, marker, name) in FLAGS {
        scene.dot((across, 118.0), 6.0, colour, 1.0, marker);
        scene.words((across + 13.0, 118.0), name, TextAnchor::Start, plain(13.0, INK));
        across += 60.0 + 7.5 * scene.growth(13.0) * real(name.len());
    }
    for (place, beside) in panels.iter().enumerate() {
        panel(&mut scene, report, beside, 110.0 + 590.0 * real(place));
    }
    Some(scene)
}

fn panel(scene: &mut Scene, report: &Report<'_>, beside: &BesideSurvey<'_>, left: f64) {
    let (right, bottom) = (left + SIDE, TOP + SIDE);
    let (x, y) = (AxisScale::new((0.0, 100.0), (left, right)), AxisScale::new((0.0, 100.0), (bottom, TOP)));
    let title = &report.model.arms[beside.arm].title;
    scene.paragraph((left, TOP - 40.0), title, (SIDE, 1), TextAnchor::Start, bold(15.0, INK));
    let placed: Vec<&Standing<'_>> = beside.standings.iter().filter(|one| is_placed(one)).collect();
    let counts = format!(
        "{} high, {} to document; {} paid {GAP:.0} points or more above their work",
        beside.flagged(Flag::High),
        beside.flagged(Flag::Document),
        beside.paid_above_work(GAP)
    );
    scene.words((left, TOP - 18.0), &counts, TextAnchor::Start, plain(12.5, MUTED));
    grid(scene, &placed, &x, &y);
    let size = (60.0 / real(placed.len().max(1)).sqrt()).clamp(2.4, 5.5);
    for (flag, colour, marker, _) in FLAGS {
        for (place, one) in placed.iter().enumerate().filter(|(_, one)| one.flag == flag) {
            // Spread over the edges evenly, one way in pay and another in work (Roberts's sequence in the plane).
            let spread = |turn: f64| (turn * real(place + 1)).fract();
            let at = |pay: bool, turn: f64| {
                position(one, pay).map_or(0.0, |position| drawn_at(position, spread(turn)))
            };
            let (work, paid) = (at(false, 0.754_877_666_246_693), at(true, 0.569_840_290_998_053));
            scene.dot((x.at(work), y.at(paid)), size, colour, 0.75, marker);
            scene.tip(said(one));
        }
    }
    let missing = beside.standings.len() - placed.len();
    let below = (right, bottom + 42.0);
    scene.words(below, "work RVUs per clinical FTE, percentile points", TextAnchor::End, plain(12.5, MUTED));
    scene.words((left - 55.0, TOP - 1.0), "pay,", TextAnchor::Start, plain(12.0, MUTED));
    scene.words((left - 55.0, TOP + 14.0), "points", TextAnchor::Start, plain(12.0, MUTED));
    if missing > 0 {
        let text = format!("{missing} without a table of pay or work");
        scene.words((left, bottom + 42.0), &text, TextAnchor::Start, plain(12.0, LOST));
    }
}

/// Who a point is, and where pay and work stand.
fn said(one: &Standing<'_>) -> String {
    let at = |pay: bool| position(one, pay).map_or_else(String::new, |at| at.to_string());
    let of = name_in_words(one.specialty);
    format!("{}, {of}: pay at {}, work at {}", one.id, at(true), at(false))
}

/// Where a position is drawn: in the edge beyond its table somewhere, for nobody knows where.
fn drawn_at(position: Position, spread: f64) -> f64 {
    match position {
        Position::At(percentile) => percentile,
        Position::Below(_) | Position::Above(_) => {
            let (low, high) = position.bounds();
            low + (high - low) * (0.1 + 0.8 * spread)
        }
    }
}

/// The bands of the survey, its grey edges and the line where pay is in step with work.
fn grid(scene: &mut Scene, placed: &[&Standing<'_>], x: &AxisScale, y: &AxisScale) {
    // The lowest percentile that tables have, and the highest: those of who lies beyond them, else the usual.
    let ends = |pay: bool| {
        let each = || placed.iter().filter_map(|one| position(one, pay));
        let usual = if each().any(|at| at.percentile().is_some_and(|p| p < 25.0)) { 10.0_f64 } else { 25.0 };
        each().fold((usual, 90.0_f64), |(low, high), at| match at {
            Position::Below(lowest) => (low.min(lowest), high),
            Position::Above(highest) => (low, high.max(highest)),
            Position::At(_) => (low, high),
        })
    };
    for (pay, scale, other) in [(false, x, y), (true, y, x)] {
        let corner = |value: f64, along: f64| {
            if pay { (other.at(along), scale.at(value)) } else { (scale.at(value), other.at(along)) }
        };
        let (low, high) = ends(pay);
        scene.bar(corner(0.0, 0.0), corner(low, 100.0), GRID, 0.5);
        scene.bar(corner(high, 0.0), corner(100.0, 100.0), GRID, 0.5);
        for band in BANDS {
            scene.line(vec![corner(band, 0.0), corner(band, 100.0)], GRID, 1.0);
            let (across, down) = corner(band, 0.0);
            let name = format!("P{band:.0}");
            if pay {
                scene.words((across - 8.0, down), &name, TextAnchor::End, plain(12.0, MUTED));
            } else {
                scene.words((across, down + 16.0), &name, TextAnchor::Middle, plain(12.0, MUTED));
            }
        }
    }
    scene.dashed((x.at(0.0), y.at(0.0)), (x.at(100.0), y.at(100.0)), REFERENCE, 1.4);
    let corners = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)];
    scene.line(corners.map(|(a, b)| (x.at(a), y.at(b))).to_vec(), REFERENCE, 1.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beyond_its_table_is_drawn_in_the_edge() {
        assert_eq!(drawn_at(Position::At(62.5), 0.9), 62.5);
        for spread in [0.0, 0.5, 1.0] {
            let (low, high) =
                (drawn_at(Position::Below(10.0), spread), drawn_at(Position::Above(90.0), spread));
            assert!((1.0..=9.0).contains(&low) && (91.0..=99.0).contains(&high));
        }
    }
}
