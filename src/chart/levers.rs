//! Levers side by side: what each arm changes over the whole horizon, in the order in which the scenario has them, so
//! that a lever moved over its range reads from top to bottom.

use super::arms::{pointed_at, shown, with_left_out};
use super::axis::{AxisScale, dollars, ticks};
use super::palette::{GRID, INK, MUTED, REFERENCE, arm, marker};
use super::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use crate::decision::{arm_in_words, over_years};
use crate::engine::{HorizonMetric, Outcome};
use crate::model::Model;
use crate::report::{Column, Report, Rows, RunTable, Table, Whom, always, columns, shared};
use crate::units::{real, thousands};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/levers_side_by_side",
        about: "what each arm changes over all years: the figures of the chart beside it",
        row: "arm and outcome",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

columns! { (arm: &'a str, outcome: &'a str, change: ArmChange);
    shared::ARM => arm,
    Column::text("outcome", "what changes, as the chart names it") => outcome,
    Column::number("change", "$", "mean change against the baseline on the same luck, summed over all years") => change.mean,
    Column::number("ci_low", "$", "lower end of the 95 % interval of simulation for the mean") => change.mean - change.half,
    Column::number("ci_high", "$", "its upper end") => change.mean + change.half,
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let Report { model, outcome, .. } = report;
    for (place, arm) in model.arms.iter().enumerate() {
        for (metric, name) in SHOWN {
            each(&cells(&arm.name, name, shift(model, outcome, place, metric)))?;
        }
    }
    Ok(())
}

/// Fewest variants that are a range.
const FEWEST: usize = 3;
/// Height of an arm's row.
const ROW: f64 = 46.0;

/// What is shown, each with the name of its panel.
const SHOWN: [(HorizonMetric, &str); 3] = [
    (HorizonMetric::TrueSavings, "True savings"),
    (HorizonMetric::TotalPay, "Physicians' pay"),
    (HorizonMetric::SystemMargin, "The system's margin"),
];

/// A change against the baseline over all years, $: mean, and half of the 95 % interval of simulation.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct ArmChange {
    mean: f64,
    half: f64,
}

impl ArmChange {
    /// Whether nothing changes, to the dollar.
    fn is_nothing(&self) -> bool {
        self.mean.abs() < 0.5 && self.half < 0.5
    }
}

/// The change of whole trials on the same luck; none in the baseline.
fn shift(model: &Model, outcome: &Outcome, place: usize, metric: HorizonMetric) -> ArmChange {
    let arm = outcome.arm(&model.arms[place].name).ok();
    let Some(found) = arm.and_then(|arm| arm.horizon_difference(metric)) else { return ArmChange::default() };
    let half = found.interval().map_or(0.0, |(low, high)| (high - low) / 2.0);
    ArmChange { mean: found.mean, half }
}

/// The arm in which a change is greatest.
fn most(shifts: &[ArmChange]) -> usize {
    (0..shifts.len()).fold(0, |best, place| if shifts[place].mean > shifts[best].mean { place } else { best })
}

pub(super) fn draw(report: &Report<'_>, medium: Medium) -> Option<Scene> {
    let Report { model, outcome, .. } = report;
    if model.arms.len() <= FEWEST {
        return None;
    }
    let arms = shown(model);
    let of = |metric| (0..arms).map(|place| shift(model, outcome, place, metric)).collect();
    let panels: Vec<Vec<ArmChange>> = SHOWN.iter().map(|(metric, _)| of(*metric)).collect();
    let (saves, earns) = (most(&panels[0]), most(&panels[2]));
    let finding = if panels.iter().flatten().all(ArmChange::is_nothing) {
        "No arm changes savings, pay or margin".to_owned()
    } else if saves == earns {
        format!("Most is saved, and the system keeps most, under {}", arm_in_words(model, saves))
    } else {
        format!(
            "Most is saved under {}; the system keeps most under {}",
            arm_in_words(model, saves),
            arm_in_words(model, earns)
        )
    };
    let about = format!(
        "Change against today on the same luck over {}, arms in the scenario's order; mean of {} futures, bars: 95 % interval of simulation",
        over_years(model),
        thousands(outcome.trials)
    );
    let height = whole_pixels(200.0 + ROW * real(arms));
    let mut scene = Scene::titled(medium, 1200, height, &finding, &with_left_out(about, model));
    let (top, bottom) = (140.0, f64::from(height) - 60.0);
    for (place, arm) in model.arms[..arms].iter().enumerate() {
        let middle = top + ROW * (real(place) + 0.5);
        scene.paragraph((40.0, middle), &arm.title, (320.0, 2), TextAnchor::Start, plain(13.0, INK));
    }
    let width = (1170.0 - 370.0) / real(SHOWN.len());
    for (place, ((_, name), shifts)) in SHOWN.iter().zip(&panels).enumerate() {
        let left = 370.0 + width * real(place) + 14.0;
        panel(&mut scene, model, (name, shifts), (left, left + width - 34.0), (top, bottom));
    }
    scene.words(
        (1160.0, bottom + 40.0),
        "$ over all years, against today",
        TextAnchor::End,
        plain(12.0, MUTED),
    );
    Some(scene)
}

/// One outcome, arm below arm.
fn panel(
    scene: &mut Scene,
    model: &Model,
    (name, shifts): (&str, &[ArmChange]),
    (left, right): (f64, f64),
    (top, bottom): (f64, f64),
) {
    scene.words((left, top - 24.0), name, TextAnchor::Start, bold(15.0, INK));
    if shifts.iter().all(ArmChange::is_nothing) {
        scene.words((left, top + ROW), "the same in every arm", TextAnchor::Start, plain(13.0, MUTED));
        return;
    }
    let low = shifts.iter().map(|s| s.mean - s.half).fold(0.0, f64::min);
    let high = shifts.iter().map(|s| s.mean + s.half).fold(0.0, f64::max);
    let room = 0.06 * (high - low).max(1.0);
    let x = AxisScale::new((low - room, high + room), (left, right));
    for value in ticks(low - room, high + room, 3) {
        scene.line(vec![(x.at(value), top), (x.at(value), bottom)], GRID, 1.0);
        scene.words((x.at(value), bottom + 16.0), &dollars(value), TextAnchor::Middle, plain(12.0, MUTED));
    }
    scene.line(vec![(x.at(0.0), top), (x.at(0.0), bottom)], REFERENCE, 1.4);
    let at = |place: usize| (x.at(shifts[place].mean), top + ROW * (real(place) + 0.5));
    for (place, shift) in shifts.iter().enumerate() {
        let ((across, y), first) = (at(place), scene.drawn());
        let (from, to) = (x.at(shift.mean - shift.half), x.at(shift.mean + shift.half));
        scene.line(vec![(from, y), (to, y)], INK, 1.6);
        for end in [from, to] {
            scene.line(vec![(end, y - 5.0), (end, y + 5.0)], INK, 1.6);
        }
        scene.dot((across, y), 6.0, arm(place), 1.0, marker(place));
        if place > 0 {
            let middle = across.clamp(left + 20.0, right - 20.0);
            scene.words((middle, y - 15.0), &dollars(shift.mean), TextAnchor::Middle, plain(11.5, MUTED));
            let (low, high) = (dollars(shift.mean - shift.half), dollars(shift.mean + shift.half));
            let said = format!(
                "{}, all years against today: {} {} (95 % interval {low} to {high})",
                pointed_at(model, place),
                name.to_lowercase(),
                dollars(shift.mean)
            );
            scene.tip_from(first, said);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_change_is_found_and_the_first_of_equals() {
        let of = |mean| ArmChange { mean, half: 1.0 };
        assert_eq!(most(&[of(0.0), of(3.0), of(2.0)]), 1);
        assert_eq!(most(&[of(0.0), of(-3.0), of(-2.0)]), 0);
        assert_eq!(most(&[of(0.0), of(3.0), of(3.0)]), 1);
    }
}
