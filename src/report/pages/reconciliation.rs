//! What the model pays beside what was paid, for the eye: the sum, and whoever is furthest off.

use crate::report::layout::aligned;
use crate::review::Reconciled;
use crate::units::{count, whole_dollars};
use serde::Serialize;

/// Physicians that a screen shows.
const SHOWN: usize = 10;

/// Everyone of whom it is known what was paid.
#[derive(Debug, Serialize)]
pub(super) struct PaidBeside<'a> {
    year: u16,
    paid: f64,
    modelled: f64,
    difference: f64,
    physicians: Vec<Beside<'a>>,
}

/// One physician.
#[derive(Debug, Serialize)]
struct Beside<'a> {
    physician: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    plan: &'a str,
    paid: f64,
    modelled: f64,
    difference: f64,
    likely_causes: &'a [String],
}

/// Dollars and cents.
fn cents(dollars: f64) -> f64 {
    (dollars * 100.0).round() / 100.0
}

impl<'a> PaidBeside<'a> {
    pub(super) fn of(year: u16, found: &'a [Reconciled]) -> PaidBeside<'a> {
        let paid: f64 = found.iter().map(|one| one.paid).sum();
        let modelled: f64 = found.iter().map(|one| one.modelled).sum();
        let beside = |one: &'a Reconciled| Beside {
            physician: &one.id,
            name: &one.name,
            plan: &one.plan,
            paid: cents(one.paid),
            modelled: cents(one.modelled),
            difference: cents(one.difference()),
            likely_causes: &one.causes,
        };
        PaidBeside {
            year,
            paid: cents(paid),
            modelled: cents(modelled),
            difference: cents(modelled - paid),
            physicians: found.iter().map(beside).collect(),
        }
    }

    pub(super) fn text(&self) -> String {
        let off = self.physicians.iter().filter(|one| one.difference.abs() > 0.005 * one.paid.abs()).count();
        let mut page = format!(
            "What the model pays for {} beside what was paid, without chance and response: {} of {} for {}, {} apart ({} more than half a percent off)\n",
            self.year,
            whole_dollars(self.modelled),
            whole_dollars(self.paid),
            count(self.physicians.len(), "physician"),
            whole_dollars(self.difference),
            off,
        );
        let rows = self.physicians.iter().take(SHOWN).map(|one| {
            let who = if one.name.is_empty() {
                one.physician.to_owned()
            } else {
                format!("{} ({})", one.physician, one.name)
            };
            vec![
                who,
                one.plan.to_owned(),
                whole_dollars(one.paid),
                whole_dollars(one.modelled),
                whole_dollars(one.difference),
                one.likely_causes.join("; "),
            ]
        });
        let header = ["physician", "plan", "paid", "model", "difference", "likely causes"];
        page += &aligned(header.map(str::to_owned).to_vec(), rows, |column| (2..5).contains(&column));
        if self.physicians.len() > SHOWN {
            page += &format!(
                "and {} more; run writes all of them into reconciliation.csv\n",
                self.physicians.len() - SHOWN
            );
        }
        page
    }
}
