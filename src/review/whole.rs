//! One person's year, at all appointments and with pay from elsewhere: what a committee looks at.

use crate::engine::{ArmYear, Metric};
use crate::model::Model;
use crate::order::Ordered;

/// One person's year.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole<'a> {
    /// The person.
    pub person: &'a str,
    /// Places in the model, the appointment with the largest FTE first.
    pub places: Vec<usize>,
    /// Specialty of that appointment.
    pub specialty: &'a str,
    /// Total FTE.
    pub fte: f64,
    /// Clinical FTE.
    pub clinical_fte: f64,
    /// Mean pay, $: from the system and from elsewhere.
    pub pay: f64,
    /// Standard deviation of pay, as though that of all appointments came together, $.
    pub sd: f64,
    /// Pay that one future in twenty reaches, likewise, $.
    pub p95: f64,
    /// Pay from other employers, $.
    pub elsewhere: f64,
    /// Mean work RVUs.
    pub wrvu: f64,
}

/// The year of whoever holds the position at a place of an arm; pay from elsewhere is that of the start
/// times `pay_index`.
pub(super) fn whole<'a>(
    model: &'a Model,
    results: &ArmYear<'_>,
    (arm, place): (usize, usize),
    pay_index: f64,
) -> Whole<'a> {
    let arm = &model.arms[arm];
    let roster = |place: usize| arm.roster[place].as_ref().unwrap_or(&model.physicians[place]);
    // Who has no appointment that is named has no other.
    let named = !roster(place).appointment.is_empty();
    let several = arm.persons.iter().find(|own| named && own.contains(&place));
    let mut places = several.cloned().unwrap_or_else(|| vec![place]);
    // Stable: of equals the first by appointment.
    places.order_by(|a, b| roster(*b).fte.total_cmp(&roster(*a).fte));
    let first = roster(places[0]);
    let mut whole = Whole {
        person: &first.person,
        specialty: &first.specialty,
        places: Vec::new(),
        fte: 0.0,
        clinical_fte: 0.0,
        pay: 0.0,
        sd: 0.0,
        p95: 0.0,
        elsewhere: 0.0,
        wrvu: 0.0,
    };
    for own in places.iter().map(|place| (roster(*place), results.at_place(*place, Metric::Pay), *place)) {
        let (own, pay, place) = own;
        let elsewhere = own.other_pay * pay_index;
        whole.fte += own.fte;
        whole.clinical_fte += own.clinical_fte;
        whole.pay += pay.mean + elsewhere;
        whole.sd += pay.sd;
        whole.p95 += pay.quantiles.map_or(0.0, |q| q[4]) + elsewhere;
        whole.elsewhere += elsewhere;
        whole.wrvu += results.mean_at(place, Metric::Wrvu);
    }
    whole.places = places;
    whole
}
