//! Where a saved dollar stops: one waterfall for each arm.

use super::axis::Scale;
use super::palette::{Colour, GRID, INK, KEPT, LOST, MUTED, REACHED, RETAINED};
use super::scene::{Anchor, Scene};
use crate::engine::{Outcome, Scope};
use crate::ledger::{ContractFlow, SystemFlow};
use crate::model::Model;

/// A step of the waterfall: its label, its colour, its part of a dollar.
struct Step {
    label: &'static str,
    colour: Colour,
    part: f64,
}

/// One arm's dollar.
struct Fall {
    title: String,
    gross: f64,
    steps: Vec<Step>,
}

const STEPS: [(&str, Colour); 12] = [
    ("Payer\nkeeps", KEPT),
    ("Below\nminimum", LOST),
    ("Quality", LOST),
    ("Seques-\ntration", LOST),
    ("Cap", LOST),
    ("Programme\ncost", RETAINED),
    ("Losses\nelsewhere", RETAINED),
    ("Reserve", RETAINED),
    ("Infra-\nstructure", RETAINED),
    ("Staff", RETAINED),
    ("System\nmargin", RETAINED),
    ("Physicians", REACHED),
];

fn fall(model: &Model, outcome: &Outcome, arm: usize) -> Fall {
    let mut parts = [0.0; 12];
    for year in 0..model.years {
        for found in outcome.of(arm, year).rows().filter(|r| r.row.scope == Scope::Flow) {
            if let Some(place) = step_of(found.row.metric) {
                parts[place] += found.summary.mean;
            }
        }
    }
    let gross: f64 = parts.iter().sum();
    let per_dollar = if gross > 0.0 { 1.0 / gross } else { 0.0 };
    let steps = STEPS
        .iter()
        .zip(parts)
        .map(|((label, colour), amount)| Step { label, colour: *colour, part: amount * per_dollar })
        .collect();
    Fall { title: model.arms[arm].title.clone(), gross, steps }
}

/// The step that a flow belongs to, by its purpose.
fn step_of(purpose: &str) -> Option<usize> {
    let contract = |flow: ContractFlow| flow.describe("").2;
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
        (system(SystemFlow::ValueToStaff), 9),
        (system(SystemFlow::ValueToMargin), 10),
        (system(SystemFlow::PoolsReturned), 10),
        (system(SystemFlow::PoolsPaid), 11),
    ];
    table.iter().find(|(name, _)| *name == purpose).map(|(_, place)| *place)
}

pub(super) fn draw(model: &Model, outcome: &Outcome) -> Scene {
    let falls: Vec<Fall> = (0..model.arms.len()).map(|arm| fall(model, outcome, arm)).collect();
    let reached = |fall: &Fall| fall.steps[11].part;
    let best = falls.iter().max_by(|a, b| reached(a).total_cmp(&reached(b)));
    let finding = match (falls.first(), best) {
        (Some(base), Some(best)) if falls.len() > 1 && reached(best) > reached(base) + 0.0005 => format!(
            "Of a saved dollar {} reaches physicians today, {} under “{}”",
            cents(reached(base)),
            cents(reached(best)),
            best.title
        ),
        (Some(base), _) => format!("Of a saved dollar {} reaches physicians", cents(reached(base))),
        (None, _) => String::new(),
    };
    let row_height = 165.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a page")]
    let height = (150.0 + row_height * falls.len() as f64) as u32;
    let last = model.start.plus(model.years - 1);
    let shown = format!(
        "Gross savings (benchmark less spending, in years with savings) of all contracts, {}-{last}, mean of {} trials; cents of each dollar",
        model.start, outcome.trials
    );
    let mut scene = Scene::titled(1200, height, &finding, &shown);
    for (place, fall) in falls.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a handful of arms")]
        let top = 105.0 + row_height * place as f64;
        draw_fall(&mut scene, fall, top, row_height - 45.0);
    }
    labels(&mut scene, f64::from(height) - 32.0);
    scene
}

fn cents(part: f64) -> String {
    let cents = part * 100.0;
    if cents >= 9.95 || cents == 0.0 { format!("{cents:.0} ¢") } else { format!("{cents:.1} ¢") }
}

fn column(place: usize) -> (f64, f64) {
    let (left, right) = (190.0, 1170.0);
    #[expect(clippy::cast_precision_loss, reason = "twelve columns")]
    let (width, place) = ((right - left) / STEPS.len() as f64, place as f64);
    (left + width * place + 4.0, left + width * (place + 1.0) - 4.0)
}

fn draw_fall(scene: &mut Scene, fall: &Fall, top: f64, height: f64) {
    let bottom = top + height;
    let y = Scale::new((0.0, 1.0), (bottom, top));
    wrapped(scene, &fall.title, 40.0, top + height / 2.0 - 14.0);
    let per_year = super::axis::dollars(fall.gross);
    scene.words((40.0, top + height / 2.0 + 32.0), &format!("{per_year} saved"), 12.5, Anchor::Start, MUTED, false);
    scene.line(vec![(190.0, bottom), (1170.0, bottom)], GRID, 1.0);
    let mut level = 1.0;
    for (place, step) in fall.steps.iter().enumerate() {
        let (left, right) = column(place);
        let low = (level - step.part).max(0.0);
        if step.part > 0.0 {
            scene.bar((left, y.at(level)), (right, y.at(low).max(y.at(level) + 1.0)), step.colour, 1.0);
        }
        if place + 1 < fall.steps.len() {
            scene.line(vec![(left, y.at(low)), (column(place + 1).1, y.at(low))], KEPT, 0.8);
        }
        let above = y.at(level) - 9.0;
        if step.part >= 0.0005 {
            scene.words(((left + right) / 2.0, above), &cents(step.part), 12.5, Anchor::Middle, INK, place == 11);
        } else if place == 11 {
            scene.words(((left + right) / 2.0, bottom - 9.0), "0 ¢", 12.5, Anchor::Middle, INK, true);
        }
        level = low;
    }
}

fn labels(scene: &mut Scene, y: f64) {
    for (place, (label, _)) in STEPS.iter().enumerate() {
        let (left, right) = column(place);
        for (line, text) in label.lines().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "two lines")]
            let y = y + 14.0 * line as f64 - 7.0;
            scene.words(((left + right) / 2.0, y), text, 12.0, Anchor::Middle, MUTED, false);
        }
    }
}

/// A title in lines of about eighteen letters.
fn wrapped(scene: &mut Scene, text: &str, x: f64, y: f64) {
    for (line, words) in super::wrap(text, 19).into_iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a few lines")]
        scene.words((x, y + 17.0 * line as f64), &words, 14.0, Anchor::Start, INK, true);
    }
}
