//! What a search for redesigns found: the frontier on fresh luck, with today, the arms of the scenario, and all that was
//! tried.

use super::axis::{AxisScale, dollars, ticks};
use super::palette::{GRID, INK, KEPT, LOST, MUTED, Marker, REACHED, REFERENCE, arm, marker};
use super::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use crate::analysis::{Estimate, FoundRedesign, SearchFacts, SearchObjective};
use crate::decision::short_dollars;
use crate::report::SearchReport;
use crate::units::thousands;

/// Left and right of the plot, and of the list beside it.
const PLOT: (f64, f64) = (95.0, 720.0);
const LIST: (f64, f64) = (762.0, 1180.0);
const TOP: f64 = 150.0;
const ROW: f64 = 27.0;
/// Arms that stand in the list.
const MOST_LISTED: usize = 24;

/// The picture of a search.
#[must_use]
pub fn redesigns(report: &SearchReport<'_>) -> Scene {
    let axes = Axes::of(report);
    let rows = (report.arms.len() + report.names.len()).min(MOST_LISTED);
    let bottom = TOP + (ROW * crate::units::real(rows) + 40.0).max(440.0);
    let mut scene = Scene::titled(
        Medium::FILE,
        1200,
        whole_pixels(bottom + 70.0),
        &finding(report),
        &about(report, &axes),
    );
    let x = scale(report, axes.across, PLOT);
    let y = scale(report, axes.up, (bottom, TOP));
    grid(&mut scene, (&x, axes.across), (&y, axes.up), bottom);
    for one in &report.found.tried {
        let shown = |facts: &SearchFacts| {
            !x.0.is_beyond(axes.across.of(facts).value) && !y.0.is_beyond(axes.up.of(facts).value)
        };
        if let Some(facts) = one.facts.filter(|facts| one.broken.is_empty() && shown(facts)) {
            scene.dot(axes.place(&facts, &x.0, &y.0), 2.0, KEPT, 0.7, Marker::Circle);
        }
    }
    for (_, point) in report.points() {
        let (from, to) = (axes.place(&point.searched, &x.0, &y.0), axes.place(&point.fresh, &x.0, &y.0));
        scene.line(vec![from, to], LOST, 1.3);
    }
    for (place, (name, _, facts)) in report.arms.iter().enumerate() {
        let first = scene.drawn();
        scene.dot(axes.place(facts, &x.0, &y.0), 6.5, arm(place), 1.0, marker(place));
        scene.tip_from(first, told(name, facts));
    }
    for (place, (name, point)) in report.points().enumerate() {
        let at = axes.place(&point.fresh, &x.0, &y.0);
        let first = scene.drawn();
        crosses(&mut scene, (axes.across.of(&point.fresh), axes.up.of(&point.fresh)), (&x.0, &y.0));
        let colour = if point.broken.is_empty() { REACHED } else { LOST };
        scene.dot(at, 9.0, colour, 1.0, Marker::Circle);
        let number = (place + 1).to_string();
        scene.words(at, &number, TextAnchor::Middle, bold(11.0, (255, 255, 255)));
        scene.tip_from(first, told(name, &point.fresh));
    }
    list(&mut scene, report, &axes);
    scene.described("Grey points: redesigns that were tried and keep every limit, on the luck of the search. Numbers: those that were chosen, on fresh luck; the line leads back to where the search had seen them. Marks without a number: the arms of the scenario.")
}

/// What stands on the two axes: the first objective upwards, across it the next of them; with one alone the system's
/// margin or value delivered beside it.
struct Axes {
    up: SearchObjective,
    across: SearchObjective,
}

impl Axes {
    fn of(report: &SearchReport<'_>) -> Axes {
        let objectives = &report.question.objectives;
        let up = objectives.first().copied().unwrap_or(SearchObjective::Margin);
        let beside =
            if up == SearchObjective::Value { SearchObjective::Margin } else { SearchObjective::Value };
        Axes { up, across: objectives.get(1).copied().unwrap_or(beside) }
    }

    fn place(&self, facts: &SearchFacts, x: &AxisScale, y: &AxisScale) -> (f64, f64) {
        (x.at(self.across.of(facts).value), y.at(self.up.of(facts).value))
    }
}

/// A scale that holds what was found, the arms and today, with what was tried as far as it lies near them.
fn scale(report: &SearchReport<'_>, of: SearchObjective, ends: (f64, f64)) -> (AxisScale, (f64, f64)) {
    let found = report.points().flat_map(|(_, point)| [of.of(&point.fresh), of.of(&point.searched)]);
    let arms = report.arms.iter().map(|(_, _, facts)| of.of(facts));
    let (low, high) = found
        .chain(arms)
        .map(|one| one.interval())
        .fold((0.0_f64, 0.0_f64), |range, own| (range.0.min(own.0), range.1.max(own.1)));
    let room = 0.06 * (high - low).max(1e-6);
    let range = (low - room, high + room);
    (AxisScale::new(range, ends), range)
}

/// The middle of a 95 % interval both ways.
fn crosses(scene: &mut Scene, (across, up): (Estimate, Estimate), (x, y): (&AxisScale, &AxisScale)) {
    let (left, right) = across.interval();
    let (below, above) = up.interval();
    scene.line(vec![(x.at(left), y.at(up.value)), (x.at(right), y.at(up.value))], INK, 1.0);
    scene.line(vec![(x.at(across.value), y.at(below)), (x.at(across.value), y.at(above))], INK, 1.0);
}

/// What an objective is called on an axis.
fn axis_words(of: SearchObjective) -> &'static str {
    match of {
        SearchObjective::Margin => "change of the system's margin over all years, $",
        SearchObjective::MarginWorth => "change of the system's margin, its worth in the first year, $",
        SearchObjective::Savings => "change of true savings over all years, $",
        SearchObjective::Value => "change of value delivered over all years, $",
        SearchObjective::Quality => "change of clinical quality, points",
        SearchObjective::Losers => "physicians who lose 5 % of pay or more, %",
        SearchObjective::Cash => "lowest cash of the programme, $",
    }
}

/// A value on an axis.
fn in_units(of: SearchObjective, value: f64) -> String {
    match of {
        SearchObjective::Quality => format!("{value:.2}"),
        SearchObjective::Losers => format!("{:.0} %", 100.0 * value),
        SearchObjective::Margin
        | SearchObjective::MarginWorth
        | SearchObjective::Savings
        | SearchObjective::Value
        | SearchObjective::Cash => dollars(value),
    }
}

fn grid(
    scene: &mut Scene,
    (x, across): (&(AxisScale, (f64, f64)), SearchObjective),
    (y, up): (&(AxisScale, (f64, f64)), SearchObjective),
    bottom: f64,
) {
    for value in ticks(x.1.0, x.1.1, 6) {
        scene.line(vec![(x.0.at(value), TOP), (x.0.at(value), bottom)], GRID, 1.0);
        scene.words(
            (x.0.at(value), bottom + 16.0),
            &in_units(across, value),
            TextAnchor::Middle,
            plain(12.0, MUTED),
        );
    }
    for value in ticks(y.1.0, y.1.1, 6) {
        scene.line(vec![(PLOT.0, y.0.at(value)), (PLOT.1, y.0.at(value))], GRID, 1.0);
        scene.words((PLOT.0 - 8.0, y.0.at(value)), &in_units(up, value), TextAnchor::End, plain(12.0, MUTED));
    }
    scene.line(vec![(x.0.at(0.0), TOP), (x.0.at(0.0), bottom)], REFERENCE, 1.4);
    scene.line(vec![(PLOT.0, y.0.at(0.0)), (PLOT.1, y.0.at(0.0))], REFERENCE, 1.4);
    scene.words((PLOT.1, bottom + 40.0), axis_words(across), TextAnchor::End, plain(12.5, MUTED));
    scene.words((PLOT.0 - 55.0, TOP - 18.0), axis_words(up), TextAnchor::Start, plain(12.5, MUTED));
}

/// What was found, in a sentence.
fn finding(report: &SearchReport<'_>) -> String {
    let kept = report.points().filter(|(_, point)| point.broken.is_empty());
    let best = kept.map(|(name, point)| (name, point.fresh.margin.value));
    let best = best.reduce(|a, b| if b.1 > a.1 { b } else { a });
    let start = report.found.start_fresh.margin.value;
    match best {
        None if report.names.is_empty() => {
            format!("No redesign of {} that was tried keeps every limit", report.from)
        }
        None => format!("Every redesign of {} that was found breaks a limit on fresh luck", report.from),
        Some((name, margin)) => format!(
            "The best redesign of {} for the system's margin, {name}, changes it by {} on fresh luck; as it stands the arm changes it by {}",
            report.from,
            short_dollars(margin),
            short_dollars(start)
        ),
    }
}

fn about(report: &SearchReport<'_>, axes: &Axes) -> String {
    let flattered =
        if report.names.is_empty() { "" } else { "; lines lead back to where the search had seen them" };
    format!(
        "{}-{}, against today on the same luck: numbers are redesigns on {} fresh futures, crosses their 95 % intervals{flattered}. Grey: tried and within limits, on the luck of the search; {} of {} are not beaten on {}",
        report.years.0,
        report.years.1,
        thousands(report.question.fresh_trials),
        report.found.frontier,
        report.found.tried.len(),
        if report.question.objectives.len() > 1 { "all objectives together" } else { axes.up.word() },
    )
}

fn told(name: &str, facts: &SearchFacts) -> String {
    format!(
        "{name}: margin {}, value {}; {:.0} % of physicians lose 5 % of pay or more",
        short_dollars(facts.margin.value),
        short_dollars(facts.value.value),
        100.0 * facts.losers.value
    )
}

/// Arms and redesigns with their figures.
fn list(scene: &mut Scene, report: &SearchReport<'_>, axes: &Axes) {
    let columns = [LIST.1 - 128.0, LIST.1 - 62.0, LIST.1];
    let heads = [short_word(axes.up), short_word(axes.across), "lose 5 %"];
    for (right, name) in columns.iter().zip(heads) {
        scene.words((*right, TOP - 18.0), name, TextAnchor::End, plain(12.5, MUTED));
    }
    let mut row = 0;
    let mut line =
        |scene: &mut Scene, name: &str, facts: &SearchFacts, found: Option<(usize, &FoundRedesign)>| {
            if row >= MOST_LISTED {
                return;
            }
            let y = TOP + ROW * (crate::units::real(row) + 0.5);
            match found {
                Some((place, point)) => {
                    let colour = if point.broken.is_empty() { REACHED } else { LOST };
                    scene.dot((LIST.0 + 10.0, y), 9.0, colour, 1.0, Marker::Circle);
                    let number = (place + 1).to_string();
                    scene.words((LIST.0 + 10.0, y), &number, TextAnchor::Middle, bold(11.0, (255, 255, 255)));
                }
                None => scene.dot((LIST.0 + 10.0, y), 6.5, arm(row), 1.0, marker(row)),
            }
            let broken = found.is_some_and(|(_, point)| !point.broken.is_empty());
            let name = if broken { format!("{name}: breaks a limit") } else { name.to_owned() };
            scene.paragraph((LIST.0 + 26.0, y), &name, (205.0, 1), TextAnchor::Start, plain(12.5, INK));
            let figures = [
                in_units(axes.up, axes.up.of(facts).value),
                in_units(axes.across, axes.across.of(facts).value),
                format!("{:.0} %", 100.0 * facts.losers.value),
            ];
            for (right, text) in columns.iter().zip(figures) {
                scene.words((*right, y), &text, TextAnchor::End, plain(12.5, INK));
            }
            row += 1;
        };
    for (_, title, facts) in report.arms {
        line(scene, title, facts, None);
    }
    for (place, (name, point)) in report.points().enumerate() {
        line(scene, name, &point.fresh, Some((place, point)));
    }
}

/// The head of a column.
fn short_word(of: SearchObjective) -> &'static str {
    match of {
        SearchObjective::Margin => "margin",
        SearchObjective::MarginWorth => "worth",
        SearchObjective::Savings => "savings",
        SearchObjective::Value => "value",
        SearchObjective::Quality => "quality",
        SearchObjective::Losers => "losers",
        SearchObjective::Cash => "cash",
    }
}
