//! Step 6: the system allocates what payers have paid.

use super::books::YearBooks;
use super::meeting::Meeting;
use super::settled::SettledYear;
use crate::engine::arm::ArmState;
use crate::ledger::{Ledger, SystemFlow};

/// The waterfall runs.
pub(crate) fn allocate(m: &Meeting<'_>, state: &mut ArmState, books: &mut YearBooks) {
    let settled = &mut books.settled;
    settled.value.programme_cost = (settled.programme_cost - settled.fees).positive();
    settled.uses = m.terms.scenario.allocation.allocate(&settled.value, m.year);
    post_uses(&mut books.ledger, settled);
    state.invested = settled.uses.invested();
    state.reserve += settled.uses.reserve - settled.uses.from_reserve;
}

/// Posts where value money went, and what programmes cost, reporting apart.
fn post_uses(ledger: &mut Ledger, settled: &SettledYear) {
    let uses = &settled.uses;
    for (flow, amount) in [
        (SystemFlow::ValueToProgramme, uses.programme),
        (SystemFlow::ValueToLosses, uses.losses),
        (SystemFlow::ValueToReserve, uses.reserve),
        (SystemFlow::ValueToInfrastructure, uses.infrastructure),
        (SystemFlow::ValueToRedesign, uses.redesigned_care),
        (SystemFlow::ValueToStaff, uses.staff),
        (SystemFlow::ValueToHops, uses.hops),
        (SystemFlow::ValueToPools, uses.physicians),
        (SystemFlow::ValueToMargin, uses.margin),
        (SystemFlow::ReserveFilled, uses.reserve),
        (SystemFlow::LossesFromReserve, uses.from_reserve),
        (SystemFlow::ProgrammeCost, settled.programme_cost - settled.reporting - settled.security_fees),
        (SystemFlow::ReportingCost, settled.reporting),
        (SystemFlow::SecurityFees, settled.security_fees),
        (SystemFlow::EscrowParked, settled.securities().map(|s| s.opened + s.refilled).sum()),
        (SystemFlow::EscrowDrawn, settled.securities().map(|s| s.drawn).sum()),
        (SystemFlow::EscrowReleased, settled.securities().map(|s| s.released).sum()),
    ] {
        ledger.post_system(flow, amount);
    }
}
