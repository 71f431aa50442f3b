//! What employing physicians costs beside their pay, and what cover costs while positions are empty.

use super::done::DoneTile;
use super::meeting::Meeting;
use crate::engine::position::PositionTile;
use crate::ledger::{Ledger, SystemFlow};
use crate::pay::StatementTile;
use crate::system::OnCostsYear;
use crate::tile::{TILE, sum};
use crate::units::Cents;
use pulp::NullaryFnOnce;

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
    let Employed { tax, benefits, malpractice, cover } =
        m.arch.dispatch(AddEmployed { m, positions, tiles, statements, on_costs, price });
    ledger.post_system(SystemFlow::PayrollTax, Cents::round(tax));
    ledger.post_system(SystemFlow::Benefits, Cents::round(benefits));
    ledger.post_system(SystemFlow::Malpractice, Cents::round(malpractice * inflation));
    ledger.post_system(SystemFlow::Cover, Cents::round(cover));
}

/// What everyone's employment costs, $.
#[derive(Default)]
struct Employed {
    tax: f64,
    benefits: f64,
    malpractice: f64,
    /// Cover of empty positions.
    cover: f64,
}

/// Adds up everyone's employment.
struct AddEmployed<'a> {
    m: &'a Meeting<'a>,
    positions: &'a [PositionTile],
    tiles: &'a [DoneTile],
    statements: &'a [StatementTile],
    on_costs: OnCostsYear,
    /// Of cover, as a multiple of the market's rate per wRVU.
    price: f64,
}

impl NullaryFnOnce for AddEmployed<'_> {
    type Output = Employed;

    #[inline(always)]
    fn call(self) -> Employed {
        let AddEmployed { m, positions, tiles, statements, on_costs, price } = self;
        let mut all = Employed::default();
        for (k, facts) in m.practice().tiles.iter().enumerate() {
            let (present, paid) = (&positions[k].present, statements[k].totals());
            // By the plan at the year's end.
            let mut employed = [0.0; TILE];
            for (lane, plan) in positions[k].plan.iter().enumerate() {
                employed[lane] = if m.terms.employs[usize::from(*plan)] { 1.0 } else { 0.0 };
            }
            let [mut tax, mut benefits, mut insured, mut cover] = [[0.0; TILE]; 4];
            for lane in 0..TILE {
                let (pay, here) = (employed[lane] * paid[lane].dollars(), employed[lane] * present[lane]);
                tax[lane] = on_costs.payroll_tax(pay);
                benefits[lane] = on_costs.benefits(facts.fte[lane] * here, pay);
                insured[lane] = facts.malpractice[lane] * facts.clinical_fte[lane] * here;
                cover[lane] = tiles[k].covered[lane] * facts.market_rate[lane] * price;
            }
            all.tax += sum(&tax);
            all.benefits += sum(&benefits);
            all.malpractice += sum(&insured);
            all.cover += sum(&cover);
        }
        all
    }
}
