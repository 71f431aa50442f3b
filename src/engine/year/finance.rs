//! The year closes: what the system earns and spends beside value money and pay.

use super::books::YearBooks;
use super::employing;
use super::meeting::Meeting;
use super::reporting::reporting_burden;
use crate::engine::arm::ArmState;
use crate::ledger::SystemFlow;
use crate::math::grown;
use crate::tile::{TILE, sum};
use crate::units::Cents;
use pulp::NullaryFnOnce;

/// What the system earns and spends beside value money and pay.
pub(crate) fn finance(m: &Meeting<'_>, state: &ArmState, books: &mut YearBooks) {
    let practice = m.practice();
    let scenario = &m.terms.scenario;
    let PracticeMoney { facility, mut moved, expense } = m.arch.dispatch(AddPractice { m, state, books });
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
        (SystemFlow::PracticeExpense, expense * inflation),
        (SystemFlow::ReportingBurden, burden * inflation),
        (SystemFlow::TurnoverCost, replaced * inflation),
    ] {
        ledger.post_system(flow, Cents::round(amount));
    }
    ledger.post_system(SystemFlow::PolicyCost, books.policy_cost);
    employing::post(m, &state.tiles, (tiles, statements), (inflation, expectations.pay_index), ledger);
    ledger.close();
}

/// What everyone's practice adds up to, $.
struct PracticeMoney {
    /// Facility margin on own work.
    facility: f64,
    /// Facility margin that moves with the cost of care.
    moved: f64,
    /// What practices cost to run.
    expense: f64,
}

/// Adds up everyone's practice.
struct AddPractice<'a> {
    m: &'a Meeting<'a>,
    state: &'a ArmState,
    books: &'a YearBooks,
}

impl NullaryFnOnce for AddPractice<'_> {
    type Output = PracticeMoney;

    #[inline(always)]
    fn call(self) -> PracticeMoney {
        let AddPractice { m, state, books } = self;
        let index = books.expectations.facility_index;
        let usual = m.terms.scenario.system.practice_expense.0;
        let mut all = PracticeMoney { facility: 0.0, moved: 0.0, expense: 0.0 };
        for ((done, facts), positions) in books.tiles.iter().zip(&m.practice().tiles).zip(&state.tiles) {
            let (mut own, mut run) = ([0.0; TILE], [0.0; TILE]);
            for lane in 0..TILE {
                let work = done.wrvu[lane] * positions.present[lane] + done.covered[lane];
                own[lane] = index * facts.technical[lane] * work;
                let stated = facts.expense[lane];
                let per_fte = if stated < 0.0 { usual } else { stated };
                run[lane] = facts.held[lane] * facts.clinical_fte[lane] * per_fte;
            }
            all.facility += sum(&own);
            all.moved += sum(&done.facility_moved);
            all.expense += sum(&run);
        }
        all
    }
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
