//! What coding does to risk scores, of contracts and of panels, in the year after it.

use super::expectations::ContractYear;
use super::meeting::Meeting;
use crate::behaviour::{coded_together, coding_growth};
use crate::engine::arm::AnchorTile;
use crate::engine::position::PositionTile;
use crate::model::{Practice, Tenure};
use crate::payer::Contract;
use crate::tile::{Lanes, TILE};

/// Part of what can be coded that physicians code, mean by panel; `coding` of each, tile by tile.
pub(crate) fn of_physicians<'a>(practice: &Practice, coding: impl Iterator<Item = &'a Lanes>) -> f64 {
    let (mut coded, mut people) = (0.0, 0.0);
    for (tile, coding) in practice.tiles.iter().zip(coding) {
        for lane in 0..TILE {
            coded += tile.panel[lane] * coding[lane];
            people += tile.panel[lane];
        }
    }
    if people > 0.0 { coded / people } else { 0.0 }
}

/// Growth of the risk score of a contract's people by what is coded in a year, `physicians` of it by them.
pub(crate) fn growth(
    m: &Meeting<'_>,
    (place, contract): (usize, &Contract),
    before: &ContractYear,
    physicians: f64,
) -> f64 {
    let Some(felt) = &m.terms.felt else { return 0.0 };
    let evidence = &felt.evidence;
    let slope = before.outlook.per_benchmark_dollar;
    let together = |slope: f64| coded_together(evidence.coding_effort(slope), physicians);
    // Of whoever was there at the start: scores that a predecessor has coded are handed over with the people.
    let first = Tenure::first_of_line(&m.frame.tenures, place);
    let start = m.anchors.start.coding.get(m.frame.contracts[first]).copied().unwrap_or(0.0);
    let pace = evidence.coding_pace(contract.is_full_risk_premium(), before.year.agreement_year);
    // Whoever codes, the score stops at a cap.
    let counted = start + before.room * (together(slope) - start);
    coding_growth(pace, [together(slope), counted, start])
}

/// The risk scores that a tile's panels are paid by grow by what was coded beyond the start the year before.
pub(crate) fn recode(m: &Meeting<'_>, anchor: &AnchorTile, tile: &mut PositionTile) {
    let Some(felt) = &m.terms.felt else { return };
    let pace = felt.evidence.coding_pace(false, 1);
    let mut recoded = tile.recoded;
    for lane in 0..TILE {
        recoded[lane] += pace * (tile.coding[lane] - anchor.coding[lane]);
    }
    tile.recoded = recoded;
}
