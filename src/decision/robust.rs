//! Where does the best arm stay best, if things turn out otherwise than stated?

use super::said::{KeyFigure, KeyFinding};
use super::signed::signed_dollars;
use super::words::{arm_in_words, short_dollars};
use crate::analysis::{Estimate, STRESSES, Stress, StressRow, StressTest};
use crate::engine::HorizonMetric;
use crate::model::Model;
use crate::units::listed;

/// What becomes of the best arm under one stress.
#[derive(Clone, Copy, Debug)]
pub struct UnderStress {
    /// The stress.
    pub stress: &'static Stress,
    /// The arm that the run finds best by the measure.
    pub arm: usize,
    /// Its change against the baseline.
    pub change: Estimate,
    /// Whether it stays best.
    pub stays_best: bool,
    /// The arm that is best here, with its change.
    pub best: (usize, Estimate),
    /// The best arm but the baseline, with its change.
    pub variant: (usize, Estimate),
    /// The baseline's mean here.
    pub today: f64,
}

/// What becomes of the best arm by a measure, stress by stress; the first is none.
#[must_use]
pub fn under_stress(found: &StressTest, metric: HorizonMetric) -> Vec<UnderStress> {
    let of_stress = |place: usize| {
        let rows: Vec<&StressRow> =
            found.rows.iter().filter(|row| row.stress == place && row.metric == metric).collect();
        let own = rows.iter().find(|row| row.is_best_in_run)?;
        let best = rows.iter().find(|row| row.rank == 1)?;
        let variant = rows.iter().filter(|row| row.arm > 0).min_by_key(|row| row.rank)?;
        Some(UnderStress {
            stress: &STRESSES[place],
            arm: own.arm,
            change: own.change,
            stays_best: own.rank == 1,
            best: (best.arm, best.change),
            variant: (variant.arm, variant.change),
            today: rows.iter().find(|row| row.arm == 0)?.mean,
        })
    };
    (0..STRESSES.len()).filter_map(of_stress).collect()
}

/// Under how many stresses the best arm by the system's margin stays best.
#[must_use]
pub fn robust_finding(model: &Model, under: &[UnderStress]) -> Option<KeyFinding> {
    let (first, stressed) = under.split_first()?;
    if stressed.is_empty() {
        return None;
    }
    let name = arm_in_words(model, first.arm);
    let lost: Vec<&UnderStress> = stressed.iter().filter(|one| !one.stays_best).collect();
    let kept = stressed.len() - lost.len();
    let sentence = if lost.is_empty() {
        format!("By margin {name} stays the best arm under each of {} stresses.", stressed.len())
    } else {
        let each: Vec<String> = lost
            .iter()
            .map(|one| format!("{} ({} is)", one.stress.sets, arm_in_words(model, one.best.0)))
            .collect();
        let where_lost = listed(&each, "or");
        format!(
            "By margin {name} stays the best arm under {kept} of {} stresses; not if {where_lost}.",
            stressed.len()
        )
    };
    let figures = under.iter().map(|one| {
        let (low, high) = one.change.interval();
        KeyFigure {
            of: format!(
                "change of {}, {}, under {}",
                HorizonMetric::SystemMargin.definition().name,
                model.arms[one.arm].name,
                one.stress.name
            ),
            unit: "$",
            value: one.change.value,
            ci_low: Some(low),
            ci_high: Some(high),
        }
    });
    Some(KeyFinding { about: "under stress", sentence, figures: figures.collect() })
}

/// One stress in a line: what it sets, and what becomes of the arm.
#[must_use]
pub fn stress_line(model: &Model, one: &UnderStress) -> (String, String) {
    let own = signed_dollars(one.change.value);
    let then = if one.stays_best && one.arm == 0 {
        let next = arm_in_words(model, one.variant.0);
        format!("best; next {next}, {}", signed_dollars(one.variant.1.value))
    } else if one.stays_best {
        format!("{own}, best")
    } else {
        format!("{own}; best: {}, {}", arm_in_words(model, one.best.0), signed_dollars(one.best.1.value))
    };
    (one.stress.sets.to_owned(), format!("{then} (today {})", short_dollars(one.today)))
}
