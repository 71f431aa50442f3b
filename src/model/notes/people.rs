//! Notes about physicians beside their specialty: wRVUs and salaries that are too many digits or too few
//! months.

use super::medians::{Median, whole};
use super::{Look, Remarks};
use crate::entity::Physician;
use crate::units::{count, whole_dollars};

/// wRVUs this many times the median have a digit too many.
const MUCH: f64 = 3.0;
/// wRVUs this part of the median are those of some months, or of another unit.
const LITTLE: f64 = 0.26;
/// Of somebody hired within so many months before the start, half of the median is asked about.
const RECENT: f64 = 18.0;
const LITTLE_OF_RECENT: f64 = 0.5;
/// A salary of a full-time physician beside median pay.
const LEAST_SALARY: f64 = 0.1;
const MOST_SALARY: f64 = 4.0;
/// A pool beside the median pay of all who share in it.
const MOST_POOL: f64 = 2.0;

/// How many names are said.
const NAMED: usize = 3;

impl Look<'_> {
    /// Physicians by place, the first few by name.
    pub(super) fn names(&self, found: &[(usize, f64)]) -> String {
        let name = |place: usize| self.arm.roster[place].as_ref().map_or("", |p| p.id.as_str());
        let named: Vec<&str> = found.iter().take(NAMED).map(|(place, _)| name(*place)).collect();
        match found.len().saturating_sub(NAMED) {
            0 => named.join(", "),
            more => format!("{} and {more} more", named.join(", ")),
        }
    }

    fn people(&self) -> impl Iterator<Item = (usize, &Physician)> {
        let everyone = self.arm.roster.iter().enumerate();
        everyone.filter_map(|(place, p)| p.as_ref().map(|p| (place, p)))
    }
}

/// wRVUs per clinical FTE.
pub(super) fn work(look: &Look<'_>, remarks: &mut Remarks) {
    let (mut many, mut few, mut recent) = (Vec::new(), Vec::new(), Vec::new());
    for (place, p) in look.people().filter(|(_, p)| p.wrvu > 0.0) {
        let ratio = p.wrvu / p.clinical_fte / look.wrvus(look.arm.specialty_of(place)).value.max(1.0);
        let behind = -p.hired.months_from(look.start.0);
        let asked = p.career.months_on_record.is_none() && (0.0..RECENT).contains(&behind);
        if ratio > MUCH {
            many.push((place, p.wrvu));
        } else if asked && ratio < LITTLE_OF_RECENT {
            recent.push((place, p.wrvu));
        } else if ratio < LITTLE {
            few.push((place, p.wrvu));
        }
    }
    let slip = "write a year's work RVUs at the present FTE; is a digit too few or too many, or was it counted over less than a year (months_on_record)?";
    let hire = "write months_on_record, the months they were counted over, or a year's wRVUs as expected";
    for (outside, advice) in [(many, slip), (few, slip), (recent, hire)] {
        let Some(&(place, wrvu)) = outside.first() else { continue };
        let Some(first) = &look.arm.roster[place] else { continue };
        let Median { value, of } = look.wrvus(look.arm.specialty_of(place));
        let since = if advice == hire { format!(", hired {}", first.hired) } else { String::new() };
        remarks.say(
            "roster wrvu",
            format!(
                "{}: {} wRVUs a year at {} clinical FTE{since}",
                look.names(&outside),
                whole(wrvu),
                first.clinical_fte
            ),
            format!("beside {} at 1.0, {of}", whole(value)),
            advice,
        );
    }
}

/// Base salaries of the roster per FTE.
pub(super) fn salaries(look: &Look<'_>, remarks: &mut Remarks) {
    let (mut low, mut high) = (Vec::new(), Vec::new());
    for (place, p) in look.people() {
        let Some(salary) = p.base_salary.filter(|salary| *salary > 0.0) else { continue };
        let ratio = salary / p.fte / look.pay(look.arm.specialty_of(place)).value.max(1.0);
        if ratio < LEAST_SALARY {
            low.push((place, salary));
        } else if ratio > MOST_SALARY {
            high.push((place, salary));
        }
    }
    for outside in [low, high] {
        let advice = "write dollars a year at the present FTE, not thousands, months or cents";
        beside_the_median(look, "base_salary", &outside, advice, remarks);
    }
}

/// Pay from other employers.
pub(super) fn elsewhere(look: &Look<'_>, remarks: &mut Remarks) {
    let much = |(place, p): (usize, &Physician)| {
        let most = MOST_SALARY * look.pay(look.arm.specialty_of(place)).value.max(1.0);
        (p.other_pay > most).then_some((place, p.other_pay))
    };
    let outside: Vec<(usize, f64)> = look.people().filter_map(much).collect();
    let advice = "write what other employers pay in a year, in dollars; has it digits too many?";
    beside_the_median(look, "other_pay", &outside, advice, remarks);
}

/// Says of whom a column is far from median pay, if of anybody.
fn beside_the_median(
    look: &Look<'_>,
    column: &str,
    outside: &[(usize, f64)],
    advice: &str,
    remarks: &mut Remarks,
) {
    let Some(&(place, dollars)) = outside.first() else { return };
    let median = look.pay(look.arm.specialty_of(place));
    remarks.say(
        format!("roster {column}"),
        format!("{}: {} a year", look.names(outside), whole_dollars(dollars)),
        format!("beside {} at 1.0, {}", whole_dollars(median.value), median.of),
        advice,
    );
}

/// Fixed dollars of pools, by who shares in them.
pub(super) fn pools(look: &Look<'_>, remarks: &mut Remarks) {
    let scenario = &look.arm.scenario;
    for (pool, terms) in scenario.allocation.pool.iter() {
        let Some(dollars) = terms.dollars else { continue };
        let shares = |p: &Physician| p.in_time().any(|then| look.shares_in(pool, &then.plan));
        let members: Vec<usize> = look.people().filter(|(_, p)| shares(p)).map(|(place, _)| place).collect();
        let of_one = |place: &usize| look.pay(look.arm.specialty_of(*place)).value;
        let medians: f64 = members.iter().map(of_one).sum();
        if members.is_empty() || dollars.0 <= MOST_POOL * medians {
            continue;
        }
        remarks.say(
            format!("allocation.pool.{pool}.dollars"),
            format!("{} a year for {}", whole_dollars(dollars.0), count(members.len(), "physician")),
            format!("beside {} of median pay for all of them", whole_dollars(medians)),
            "write dollars a year for the whole pool; has it digits too many?",
        );
    }
}
