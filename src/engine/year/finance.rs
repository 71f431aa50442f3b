//! The year closes: what the system earns and spends beside value money and pay.

use super::books::YearBooks;
use super::employing;
use super::meeting::Meeting;
use super::reporting::reporting_burden;
use crate::engine::arm::ArmState;
use crate::ledger::SystemFlow;
use crate::math::grown;
use crate::tile::{Lanes, TILE, sum};
use crate::units::Cents;

/// What the system earns and spends beside value money and pay.
pub(crate) fn finance(m: &Meeting<'_>, state: &ArmState, books: &mut YearBooks) {
    let practice = m.practice();
    let scenario = &m.terms.scenario;
    let index = books.expectations.facility_index;
    let (mut facility, mut moved, mut practice_expense) = (0.0, 0.0, 0.0);
    for (k, done) in books.tiles.iter().enumerate() {
        let facts = &practice.tiles[k];
        let present = &state.tiles[k].present;
        let mut own = [0.0; TILE];
        for lane in 0..TILE {
            let work = done.wrvu[lane] * present[lane] + done.covered[lane];
            own[lane] = index * facts.technical[lane] * work;
        }
        facility += sum(&own);
        moved += sum(&done.facility_moved);
        let usual = scenario.system.practice_expense.0;
        let run: Lanes = std::array::from_fn(|lane| {
            let own = facts.expense[lane];
            facts.held[lane] * facts.clinical_fte[lane] * if own < 0.0 { usual } else { own }
        });
        practice_expense += sum(&run);
    }
    let elsewhere: f64 = books.settled.contracts.iter().map(|contract| contract.avoided_elsewhere).sum();
    moved -= scenario.system.margin_lost() * elsewhere;
    let inflation = grown(scenario.outlook.expense_growth.0, m.year);
    let burden = reporting_burden(m, &books.expectations.contracts);
    let replaced = f64::from(books.departures) * scenario.workforce.replacement_cost.0;
    books.policy_cost = policy_cost(m, practice.physicians, inflation);
    let YearBooks { ledger, tiles, statements, expectations, .. } = books;
    for (flow, amount) in [
        (SystemFlow::Facility, facility),
        (SystemFlow::FacilityLost, -moved),
        (SystemFlow::PracticeExpense, practice_expense * inflation),
        (SystemFlow::ReportingBurden, burden * inflation),
        (SystemFlow::TurnoverCost, replaced * inflation),
    ] {
        ledger.post_system(flow, Cents::round(amount));
    }
    ledger.post_system(SystemFlow::PolicyCost, books.policy_cost);
    employing::post(m, &state.tiles, (tiles, statements), (inflation, expectations.pay_index), ledger);
    ledger.close();
}

/// What policies and redesigns cost in the year.
#[expect(clippy::cast_precision_loss, reason = "counts of physicians and months")]
fn policy_cost(m: &Meeting<'_>, physicians: usize, inflation: f64) -> Cents {
    let scenario = &m.terms.scenario;
    let (first, after) = ((12 * m.year) as f64, (12 * (m.year + 1)) as f64);
    let mut cost = 0.0;
    if let Some(transparency) = &scenario.policy.transparency {
        let running = (after - transparency.lead_months.0).clamp(0.0, 12.0) / 12.0;
        cost += running * transparency.cost_per_physician.0 * physicians as f64 * inflation;
    }
    let once = scenario
        .redesign
        .iter()
        .map(|change| (change.ready(scenario.run.start()), change.legal_cost))
        .chain(scenario.policy.honesty.iter().map(|honesty| (honesty.lead_months.0, honesty.cost)))
        .chain(scenario.allocation.authorisation.iter().map(|a| (a.lead_months.0, a.legal_cost)));
    for (due, amount) in once {
        if due >= first && due < after {
            cost += amount.0 * inflation;
        }
    }
    Cents::round(cost)
}
