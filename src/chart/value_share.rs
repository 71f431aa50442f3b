//! Value share of pay by specialty, with the published shares.

use super::arms::legend;
use super::axis::{AxisScale, ticks};
use super::palette::{GRID, INK, MUTED, REFERENCE, arm, marker};
use super::scene::{Scene, TextAnchor, plain};
use crate::engine::{Metric, Scope};
use crate::report::{Column, Report, Rows, RunTable, Table, always, columns, shared};
use crate::units::{real, thousands};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/value_share_by_specialty",
        about: "value share of pay in the last year: the figures of the chart beside it",
        row: "arm and specialty",
        columns: COLUMNS,
    },
    given: always,
    rows,
};

columns! { (arm: &'a str, specialty: &'a str, share: Option<f64>);
    shared::ARM => arm,
    shared::SPECIALTY => specialty,
    Column::number("value_share_of_pay", "share", "quality and cost incentives over all pay, mean of trials") => share,
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let Report { model, outcome, .. } = report;
    for (place, arm) in model.arms.iter().enumerate() {
        for specialty in &model.specialties {
            let name = Metric::ValueShare.definition().name;
            let found = outcome.of(place, model.years - 1).row(Scope::Specialty, specialty, name);
            each(&cells(&arm.name, specialty, found.map(|found| found.mean)))?;
        }
    }
    Ok(())
}

/// Quality and cost incentives as a share of all pay, as Reid et al. 2022 code plans by what they are based on: where
/// included 9.0 % in 83.9 % of organisations, 5.3 % in 56.7 %.
const PUBLISHED: [(f64, &str); 2] = [(0.030, "specialists 3.0 %"), (0.076, "primary care 7.6 %")];

pub(super) fn draw(report: &Report<'_>) -> Scene {
    let Report { model, outcome, .. } = report;
    let last = model.years - 1;
    let share = |a: usize, specialty: &str| {
        outcome
            .of(a, last)
            .row(Scope::Specialty, specialty, Metric::ValueShare.definition().name)
            .map_or(0.0, |s| s.mean)
    };
    let overall = |a: usize| {
        outcome
            .of(a, last)
            .row(Scope::System, "all", Metric::ValueShare.definition().name)
            .map_or(0.0, |s| s.mean)
    };
    let mut specialties: Vec<&str> = model.specialties.iter().map(String::as_str).collect();
    let newest = model.arms.len() - 1;
    specialties.sort_by(|a, b| {
        share(newest, b).total_cmp(&share(newest, a)).then(share(0, b).total_cmp(&share(0, a)))
    });
    let best = (0..model.arms.len()).max_by(|a, b| overall(*a).total_cmp(&overall(*b))).unwrap_or(0);
    let percent = |x: f64| format!("{:.1} %", 100.0 * x);
    let finding = if best == 0 {
        format!("Value is {} of physicians' pay", percent(overall(0)))
    } else {
        format!(
            "Value is {} of pay today, {} under “{}”",
            percent(overall(0)),
            percent(overall(best)),
            model.arms[best].title
        )
    };
    let shown = format!(
        "Quality and cost incentives as a share of pay in {}, by specialty; mean of {} trials. Dashed: Reid et al. 2022, those without any counted (9.0 and 5.3 % where included)",
        model.start.plus(last),
        thousands(outcome.trials)
    );
    let row = 30.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a page"
    )]
    let height = (205.0 + row * specialties.len() as f64) as u32;
    let mut scene = Scene::titled(1200, height, &finding, &shown);
    let most = (0..model.arms.len())
        .flat_map(|a| specialties.iter().map(move |s| (a, *s)))
        .map(|(a, s)| share(a, s))
        .fold(0.12, f64::max);
    let (top, bottom) = (150.0, f64::from(height) - 45.0);
    let x = AxisScale::new((0.0, most * 1.05), (240.0, 1160.0));
    for value in ticks(0.0, most * 1.05, 7) {
        scene.line(vec![(x.at(value), top - 10.0), (x.at(value), bottom)], GRID, 1.0);
        scene.words(
            (x.at(value), bottom + 16.0),
            &format!("{} %", (value * 1000.0).round() / 10.0),
            TextAnchor::Middle,
            plain(12.0, MUTED),
        );
    }
    for (value, name) in PUBLISHED {
        scene.dashed((x.at(value), top - 10.0), (x.at(value), bottom), REFERENCE, 1.4);
        // The names stand on the outer sides of their lines, so that they never meet.
        let lower = PUBLISHED.iter().any(|(other, _)| *other > value);
        let side = if lower { TextAnchor::End } else { TextAnchor::Start };
        scene.words((x.at(value), top - 20.0), name, side, plain(11.5, MUTED));
    }
    for (place, specialty) in specialties.iter().enumerate() {
        let y = top + row * (real(place) + 0.5);
        scene.words((228.0, y), &specialty.replace('_', " "), TextAnchor::End, plain(13.5, INK));
        let shares: Vec<f64> = (0..model.arms.len()).map(|a| share(a, specialty)).collect();
        let (low, high) = shares.iter().fold((f64::MAX, 0.0_f64), |(l, h), s| (l.min(*s), h.max(*s)));
        scene.line(vec![(x.at(low), y), (x.at(high), y)], GRID, 4.0);
        for (a, value) in shares.iter().enumerate().rev() {
            scene.dot((x.at(*value), y), 6.0, arm(a), 0.95, marker(a));
        }
    }
    legend(&mut scene, model, 108.0);
    scene.words((1160.0, bottom + 34.0), "value share of pay", TextAnchor::End, plain(12.0, MUTED));
    scene
}
