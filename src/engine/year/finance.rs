//! The year closes: what the system earns and spends beside value money and pay.

use super::books::YearBooks;
use super::meeting::Meeting;
use crate::engine::arm::ArmState;
use crate::ledger::SystemFlow;
use crate::math::grown;
use crate::tile::{Lanes, TILE, sum};
use crate::units::Cents;

/// What the system earns and spends beside value money and pay.
pub(crate) fn finance(m: &Meeting<'_>, state: &ArmState, books: &mut YearBooks) {
    let practice = m.practice();
    let scenario = &m.terms.scenario;
    let (mut facility, mut changed, mut clinical) = (0.0, 0.0, 0.0);
    for (k, done) in books.tiles.iter().enumerate() {
        let facts = &practice.tiles[k];
        let mut own = [0.0; TILE];
        for lane in 0..TILE {
            own[lane] = facts.technical[lane] * done.wrvu[lane] * state.tiles[k].present[lane];
        }
        facility += sum(&own);
        changed += sum(&done.changed);
        let held: Lanes = std::array::from_fn(|lane| facts.held[lane] * facts.clinical_fte[lane]);
        clinical += sum(&held);
    }
    changed -= books.settled.contracts.iter().map(|contract| contract.avoided_elsewhere).sum::<f64>();
    let inflation = grown(scenario.outlook.expense_growth.0, m.year);
    books.ledger.post_system(SystemFlow::Facility, Cents::round(facility));
    books
        .ledger
        .post_system(SystemFlow::FacilityLost, Cents::round(-scenario.system.margin_lost() * changed));
    let reporting = reporting_cost(m, state);
    books.ledger.post_system(
        SystemFlow::PracticeExpense,
        Cents::round((scenario.system.practice_expense.0 * clinical + reporting) * inflation),
    );
    books.policy_cost = policy_cost(m, practice.physicians, inflation);
    books.ledger.post_system(SystemFlow::PolicyCost, books.policy_cost);
    let replaced = f64::from(books.departures) * scenario.workforce.replacement_cost.0 * inflation;
    books.ledger.post_system(SystemFlow::TurnoverCost, Cents::round(replaced));
    let margin = books.ledger.margin();
    books.ledger.post_system(SystemFlow::Margin, margin);
}

/// Measures that `system.reporting_cost` is stated for.
const MEASURES_PRICED: f64 = 57.0;

/// What reporting costs beyond the measures of the baseline's start, which practice expense holds.
#[expect(clippy::cast_precision_loss, reason = "a count of physicians")]
fn reporting_cost(m: &Meeting<'_>, state: &ArmState) -> f64 {
    let (practice, terms) = (m.practice(), m.terms);
    let added = terms.mean_measures(practice, &state.tiles) - m.anchors.start.measures;
    terms.scenario.system.reporting_cost.0 / MEASURES_PRICED * added * practice.physicians as f64
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
            cost += amount.0;
        }
    }
    Cents::round(cost)
}
