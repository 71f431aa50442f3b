//! Where a saved dollar stops: one waterfall for each arm.

use super::axis::AxisScale;
use super::palette::{Colour, GRID, INK, KEPT, LOST, MUTED, REACHED, RETAINED};
use super::scene::{Lettering, Scene, TextAnchor, bold, plain};
use crate::engine::{Outcome, Scope};
use crate::ledger::{ContractFlow, SystemFlow};
use crate::model::Model;
use crate::report::{Column, Report, Rows, RunTable, Table, always, columns, shared};
use crate::units::{real, thousands};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/saved_dollar",
        about: "where a saved dollar stops, over all years: the figures of the chart beside it",
        row: "arm and step",
        columns: COLUMNS,
    },
    given: always,
    rows,
};

columns! { (arm: &'a str, step: String, part: f64);
    shared::ARM => arm,
    Column::text("step", "where the money stops") => step,
    Column::number("part", "share", "part of gross savings") => part,
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let Report { model, outcome, .. } = report;
    for (place, arm) in model.arms.iter().enumerate() {
        for ((name, _), part) in STEPS.iter().zip(fall(model, outcome, place).parts) {
            each(&cells(&arm.name, name.replace("-\n", "").replace('\n', " "), part))?;
        }
    }
    Ok(())
}

/// One arm's dollar: the part of it that stops at each of [`STEPS`].
struct Fall {
    title: String,
    gross: f64,
    parts: [f64; STEPS.len()],
}

impl Fall {
    fn reached(&self) -> f64 {
        self.parts[PHYSICIANS]
    }
}

/// Where a dollar can stop: label and colour.
const STEPS: [(&str, Colour); 14] = [
    ("Payer\nkeeps", KEPT),
    ("Below\nminimum", LOST),
    ("Quality", LOST),
    ("Seques-\ntration", LOST),
    ("Cap", LOST),
    ("Programme\ncost", RETAINED),
    ("Losses\nelsewhere", RETAINED),
    ("Reserve", RETAINED),
    ("Infra-\nstructure", RETAINED),
    ("Redesigned\ncare", RETAINED),
    ("Staff", RETAINED),
    ("System\nmargin", RETAINED),
    ("Kept on\nthe way", RETAINED),
    ("Physicians", REACHED),
];
const PHYSICIANS: usize = STEPS.len() - 1;

fn fall(model: &Model, outcome: &Outcome, arm: usize) -> Fall {
    let mut parts = [0.0; STEPS.len()];
    for year in 0..model.years {
        for found in outcome.of(arm, year).rows().filter(|r| r.row.scope == Scope::Flow) {
            if let Some(place) = step_of(found.row.metric) {
                parts[place] += found.summary.mean;
            }
        }
    }
    let gross: f64 = parts.iter().sum();
    if gross > 0.0 {
        parts = parts.map(|amount| amount / gross);
    }
    Fall { title: model.arms[arm].title.clone(), gross, parts }
}

/// The step that a flow belongs to, by its purpose.
fn step_of(purpose: &str) -> Option<usize> {
    let contract = |flow: ContractFlow| flow.describe().2;
    let system = |flow: SystemFlow| flow.describe().2;
    let table = [
        (contract(ContractFlow::PayerKeeps), 0),
        (contract(ContractFlow::BelowMinimum), 1),
        (contract(ContractFlow::Quality), 2),
        (contract(ContractFlow::Sequestration), 3),
        (contract(ContractFlow::Cap), 4),
        (system(SystemFlow::ValueToProgramme), 5),
        (system(SystemFlow::ValueToLosses), 6),
        (system(SystemFlow::ValueToReserve), 7),
        (system(SystemFlow::ValueToInfrastructure), 8),
        (system(SystemFlow::ValueToRedesign), 9),
        (system(SystemFlow::ValueToStaff), 10),
        (system(SystemFlow::ValueToHops), 12),
        (system(SystemFlow::ValueToMargin), 11),
        (system(SystemFlow::PoolsReturned), 11),
        (system(SystemFlow::PoolsPaid), PHYSICIANS),
    ];
    table.iter().find(|(name, _)| *name == purpose).map(|(_, place)| *place)
}

pub(super) fn draw(report: &Report<'_>) -> Scene {
    let Report { model, outcome, .. } = report;
    let falls: Vec<Fall> = (0..model.arms.len()).map(|arm| fall(model, outcome, arm)).collect();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a page"
    )]
    let height = (150.0 + ROW * falls.len() as f64) as u32;
    let shown = format!(
        "Gross savings (benchmark less spending, in years with savings) of all contracts, {}-{}, mean of {} trials; cents of each dollar",
        model.start,
        model.start.plus(model.years - 1),
        thousands(outcome.trials)
    );
    let mut scene = Scene::titled(1200, height, &finding(&falls), &shown);
    let taken: Vec<usize> = (0..STEPS.len())
        .filter(|step| *step == PHYSICIANS || falls.iter().any(|f| f.parts[*step] >= VISIBLE))
        .collect();
    let columns = Columns { n: taken.len() + 1 };
    for (place, fall) in falls.iter().enumerate() {
        let top = 112.0 + ROW * real(place);
        draw_fall(&mut scene, fall, &taken, columns, top);
    }
    let names = std::iter::once("Saved").chain(taken.iter().map(|step| STEPS[*step].0));
    labels(&mut scene, names, columns, f64::from(height) - 32.0);
    scene
}

/// Height of an arm's part of the page, and of its waterfall.
const ROW: f64 = 165.0;
const FALL: f64 = 115.0;
/// Parts of a dollar below this are not shown.
const VISIBLE: f64 = 0.0005;

fn finding(falls: &[Fall]) -> String {
    let best = falls.iter().max_by(|a, b| a.reached().total_cmp(&b.reached()));
    match (falls.first(), best) {
        (Some(base), Some(best)) if best.reached() > base.reached() + VISIBLE => format!(
            "Of a saved dollar {} reaches physicians today, {} under “{}”",
            cents(base.reached()),
            cents(best.reached()),
            best.title
        ),
        (Some(base), _) => format!("Of a saved dollar {} reaches physicians", cents(base.reached())),
        (None, _) => String::new(),
    }
}

fn cents(part: f64) -> String {
    let cents = part * 100.0;
    if cents >= 9.95 || cents == 0.0 { format!("{cents:.0} ¢") } else { format!("{cents:.1} ¢") }
}

/// Columns side by side.
#[derive(Clone, Copy)]
struct Columns {
    n: usize,
}

impl Columns {
    const LEFT: f64 = 190.0;
    const RIGHT: f64 = 1170.0;

    /// Left and right end of a column.
    fn ends(self, place: usize) -> (f64, f64) {
        let width = (Columns::RIGHT - Columns::LEFT) / real(self.n);
        (Columns::LEFT + width * real(place) + 4.0, Columns::LEFT + width * (real(place) + 1.0) - 4.0)
    }

    fn middle(self, place: usize) -> f64 {
        let (left, right) = self.ends(place);
        f64::midpoint(left, right)
    }
}

fn draw_fall(scene: &mut Scene, fall: &Fall, taken: &[usize], columns: Columns, top: f64) {
    let bottom = top + FALL;
    let y = AxisScale::new((0.0, 1.0), (bottom, top));
    let below = wrapped(scene, &fall.title, 40.0, top + FALL / 2.0 - 14.0);
    let saved = format!("{} saved", super::axis::dollars(fall.gross));
    scene.words((40.0, below.max(top + FALL / 2.0 + 36.0)), &saved, TextAnchor::Start, plain(12.5, MUTED));
    scene.line(vec![(Columns::LEFT, bottom), (Columns::RIGHT, bottom)], GRID, 1.0);
    if fall.gross <= 0.0 {
        scene.words(
            (Columns::LEFT + 8.0, bottom - 12.0),
            "nothing saved",
            TextAnchor::Start,
            plain(12.5, MUTED),
        );
        return;
    }
    let (left, right) = columns.ends(0);
    scene.bar((left, top), (right, bottom), INK, 0.8);
    scene.words((columns.middle(0), top - 9.0), "$1.00", TextAnchor::Middle, bold(12.5, INK));
    let mut level = 1.0;
    for (place, step) in taken.iter().enumerate().map(|(i, step)| (i + 1, *step)) {
        let (left, right) = columns.ends(place);
        let part = fall.parts[step];
        let low = (level - part).max(0.0);
        scene.line(vec![(columns.ends(place - 1).1, y.at(level)), (right, y.at(level))], KEPT, 0.8);
        if part > 0.0 {
            scene.bar((left, y.at(level)), (right, y.at(low).max(y.at(level) + 1.0)), STEPS[step].1, 1.0);
        }
        if part >= VISIBLE || step == PHYSICIANS {
            let at = (columns.middle(place), y.at(level) - 9.0);
            scene.words(
                at,
                &cents(part),
                TextAnchor::Middle,
                Lettering { size: 12.5, colour: INK, bold: step == PHYSICIANS },
            );
        }
        level = low;
    }
}

fn labels<'a>(scene: &mut Scene, names: impl Iterator<Item = &'a str>, columns: Columns, y: f64) {
    for (place, name) in names.enumerate() {
        for (line, text) in name.lines().enumerate() {
            let y = y + 14.0 * real(line) - 7.0;
            scene.words((columns.middle(place), y), text, TextAnchor::Middle, plain(12.0, MUTED));
        }
    }
}

/// A title in lines of about eighteen letters, from `y` on or, when it is long, from higher up; the
/// place of what follows below it.
fn wrapped(scene: &mut Scene, text: &str, x: f64, y: f64) -> f64 {
    let lines = super::scene::wrapped(text, 140.0, bold(14.0, INK));
    let first = y - 10.0 * real(lines.len().saturating_sub(2));
    for (line, words) in lines.iter().enumerate() {
        scene.words((x, first + 17.0 * real(line)), words, TextAnchor::Start, bold(14.0, INK));
    }
    first + 17.0 * real(lines.len()) + 5.0
}
