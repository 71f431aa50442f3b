//! What a year of work leaves for the next.

use super::{Carried, Component, Guarantee, PayClass, Reckoned, Statement, Work};
use crate::units::Cents;

/// Whether some of it is a draw, which lends.
pub(super) fn lends(pay: &[Component]) -> bool {
    pay.iter().any(|component| matches!(component, Component::Draw(_)))
}

/// Part of a debt on a draw that a dollar less earned leaves, when `covered` of the time is under the
/// guarantee, which fills the rest; 1 where nothing is lent.
#[inline(always)]
pub(super) fn part_that_leaves_a_debt(lends: bool, covered: f64) -> f64 {
    if lends { 1.0 - covered } else { 1.0 }
}

/// What a guarantee fills of the advance on a draw, when `covered` of the time is under it.
pub(super) fn filled(pay: &[Component], guarantee: Option<&Guarantee>, work: &Work, covered: f64) -> Cents {
    let Some(guarantee) = guarantee.filter(|_| covered > 0.0) else { return Cents::ZERO };
    let (mut all, mut advanced) = (Statement::default(), Cents::ZERO);
    for component in pay {
        let before = all.of(PayClass::Time);
        component.pay(work, &mut all);
        if matches!(component, Component::Draw(_)) {
            advanced = all.of(PayClass::Time) - before;
        }
    }
    guarantee.fills(work, covered, all.total() - advanced, advanced)
}

/// What a year of work leaves, when `covered` of the time is under the guarantee.
pub(super) fn reckon(
    pay: &[Component],
    guarantee: Option<&Guarantee>,
    work: &Work,
    covered: f64,
) -> Reckoned {
    let filled = filled(pay, guarantee, work, covered);
    let mut reckoned = Reckoned { next: Carried::NEW, ..Reckoned::default() };
    let mut so_far = Statement::default();
    for component in pay {
        component.reckon(work, so_far.of(PayClass::Volume) + filled, &mut reckoned);
        component.pay(work, &mut so_far);
    }
    reckoned
}
