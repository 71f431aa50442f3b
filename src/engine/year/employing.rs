//! What employing physicians costs beside their pay, and what cover costs while positions are empty.

use super::done::DoneTile;
use super::meeting::Meeting;
use crate::engine::position::PositionTile;
use crate::ledger::{Ledger, SystemFlow};
use crate::pay::StatementTile;
use crate::tile::{Lanes, TILE, sum};
use crate::units::Cents;

/// Posts payroll tax, benefits and malpractice cover on a year's pay, and what cover of empty positions cost;
/// `inflation` is that of practice cost since the start, `pay_index` that of pay.
pub(crate) fn post(
    m: &Meeting<'_>,
    positions: &[PositionTile],
    (tiles, statements): (&[DoneTile], &[StatementTile]),
    (inflation, pay_index): (f64, f64),
    ledger: &mut Ledger,
) {
    let scenario = &m.terms.scenario;
    let on_costs = scenario.system.on_costs.in_year(m.year, inflation);
    let price = scenario.workforce.cover_price.0 * pay_index;
    let (mut tax, mut benefits, mut malpractice, mut cover) = (0.0, 0.0, 0.0, 0.0);
    for (k, facts) in m.practice().tiles.iter().enumerate() {
        let (present, paid) = (&positions[k].present, statements[k].totals());
        // By the plan at the year's end.
        let employed =
            positions[k].plan.map(|plan| if m.terms.employs[usize::from(plan)] { 1.0 } else { 0.0 });
        let (mut own, mut theirs, mut insured) = ([0.0; TILE], [0.0; TILE], [0.0; TILE]);
        for lane in 0..TILE {
            let (pay, here) = (employed[lane] * paid[lane].dollars(), employed[lane] * present[lane]);
            own[lane] = on_costs.payroll_tax(pay);
            theirs[lane] = on_costs.benefits(facts.fte[lane] * here, pay);
            insured[lane] = facts.malpractice[lane] * facts.clinical_fte[lane] * here;
        }
        tax += sum(&own);
        benefits += sum(&theirs);
        malpractice += sum(&insured);
        let covered: Lanes =
            std::array::from_fn(|lane| tiles[k].covered[lane] * facts.market_rate[lane] * price);
        cover += sum(&covered);
    }
    ledger.post_system(SystemFlow::PayrollTax, Cents::round(tax));
    ledger.post_system(SystemFlow::Benefits, Cents::round(benefits));
    ledger.post_system(SystemFlow::Malpractice, Cents::round(malpractice * inflation));
    ledger.post_system(SystemFlow::Cover, Cents::round(cover));
}
