//! The roster in thirds by social risk of the panel.

use crate::entity::Physician;
use crate::order::Ordered;

/// Parts of the roster, by social risk of the panel.
pub const THIRDS: [&str; 3] = ["lowest third", "middle third", "highest third"];

/// Places of a roster in three parts of equal size by social risk; ties by identifier.
#[must_use]
pub fn thirds(roster: &[Option<Physician>]) -> [Vec<usize>; 3] {
    let mut order: Vec<(usize, &Physician)> =
        roster.iter().enumerate().filter_map(|(place, p)| p.as_ref().map(|p| (place, p))).collect();
    order.order_by(|(_, a), (_, b)| a.social_risk.total_cmp(&b.social_risk).then_with(|| a.id.cmp(&b.id)));
    let n = order.len();
    std::array::from_fn(|part| {
        order[part * n / 3..(part + 1) * n / 3].iter().map(|(place, _)| *place).collect()
    })
}
