//! The finding of a run: where today's next dollar saved pays the system nothing.

use super::curve::{CurveAxis, CurveReceiver, FeatureKind, IncentiveCurve, IncentiveFeature};
use crate::decision::said::{KeyFigure, KeyFinding};
use crate::decision::words::{name_in_words, percent, short_dollars};
use crate::model::Model;

/// A chance of a year on a stretch that pays nothing from which on it is told: one in four.
const TOLD: f64 = 0.25;

/// The contract of today whose years most often end where the next dollar saved pays the system nothing, though that is
/// no cap, with the jump that follows; `None` where none does so in one year of four.
#[must_use]
pub fn dead_band_finding(model: &Model, curves: &[IncentiveCurve]) -> Option<KeyFinding> {
    let today = curves.iter().filter(|curve| {
        curve.arm == 0 && curve.axis == CurveAxis::Savings && curve.receiver == CurveReceiver::System
    });
    let bands = today.filter_map(|curve| Some((curve, band(curve)?)));
    let (curve, band) = bands.max_by(|a, b| a.1.chance.total_cmp(&b.1.chance))?;
    if band.chance < TOLD {
        return None;
    }
    let contract = curve.contract.as_deref().unwrap_or_default();
    let named = name_in_words(contract);
    // Below a band that something lies below, the chance is not that of the whole side.
    let (where_it_ends, while_there) = if band.is_open[0] {
        (format!("below {}", curve.place(band.to)), "Until then")
    } else {
        (curve.stretch(band), "There")
    };
    let mut sentence = format!(
        "In {} “{named}” is foreseen to end in {} of futures {where_it_ends}, where the next dollar saved pays the system nothing ({})",
        curve.year,
        percent(band.chance),
        band.cause
    );
    let mut figures = vec![
        KeyFigure::plain(
            format!("chance of a year without a dollar for the next one saved under {contract}"),
            "chance",
            band.chance,
        ),
        KeyFigure::plain(format!("savings at which {contract} begins to pay"), "share", band.to),
    ];
    let jump =
        curve.features.iter().find(|one| one.kind == FeatureKind::Cliff && (one.from - band.to).abs() < 1e-9);
    if let Some(jump) = jump {
        sentence += &format!("; there {} come at once", short_dollars(jump.dollars));
        figures.push(KeyFigure::plain(format!("what {contract} pays at once there"), "$", jump.dollars));
    }
    let lost = model.arms[0].scenario.system.margin_lost();
    if lost > 0.0 {
        sentence +=
            &format!(". {while_there} each dollar of care avoided costs it {:.0} ¢ of margin", 100.0 * lost);
        figures.push(KeyFigure::plain("margin lost on a dollar of care avoided", "$", lost));
    }
    sentence.push('.');
    Some(KeyFinding { about: "the next dollar saved", sentence, figures })
}

/// The stretch below what a contract first pays for savings.
fn band(curve: &IncentiveCurve) -> Option<&IncentiveFeature> {
    curve.features.iter().find(|one| one.kind == FeatureKind::Zero && !one.is_open[1] && one.to > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chance_is_of_the_band_that_is_named() {
        let band = |is_open: [bool; 2]| IncentiveFeature {
            kind: FeatureKind::Zero,
            from: -0.0343,
            to: 0.0343,
            is_open,
            dollars: 0.0,
            slopes: [0.0, 0.0],
            chance: 0.7467,
            distance: 0.0,
            cause: "a corridor".to_owned(),
            sentence: String::new(),
        };
        let model = crate::Study::reference().unwrap().stated().unwrap();
        let said = |is_open| {
            let mut curve = IncentiveCurve::of(CurveAxis::Savings, CurveReceiver::System);
            curve.features = vec![band(is_open)];
            dead_band_finding(&model, &[curve]).unwrap().sentence
        };
        let both = said([false, false]);
        assert!(both.contains("in 75 % of futures between -3.43 % and 3.43 % savings, where"), "{both}");
        let below = said([true, false]);
        assert!(below.contains("in 75 % of futures below 3.43 % savings, where"), "{below}");
    }
}
