//! What do today's agreements pay for? Of the largest specialty of primary care and the largest other one.

use super::disclosure::Disclosure;
use super::next_hour::{NextHour, disclosed_hour, finding, next_hours, whom};
use super::said::{KeyFigure, KeyFinding};
use super::signed::dollars_within;
use crate::engine::{GroupResults, Metric, Outcome, Scope};
use crate::entity::MedicalField;
use crate::model::Model;
use crate::stats::Summary;
use crate::units::{CalendarYear, real};

/// What the physicians of a specialty are paid for in a year.
#[derive(Clone, Debug)]
pub struct PaidFor {
    /// What the next hour pays.
    pub hour: NextHour,
    /// Pay of a physician for 1 % more visits and procedures, $ a year.
    pub visits: Summary,
    /// Pay of a physician for care that costs 1 % less, $ a year.
    pub care: Summary,
}

/// What an arm pays for in a year: the largest specialty of primary care first, then the largest other one; those that
/// there are. Both count from 0.
#[must_use]
pub fn paid_for(model: &Model, outcome: &Outcome, arm: usize, year: usize) -> Vec<PaidFor> {
    let hours = next_hours(model, outcome, arm, year);
    let largest = |primary: bool| {
        let own = |name: usize| {
            let name = &model.specialties[name];
            let members = (0..model.len()).filter(|place| {
                model.arms[arm].roster[*place].is_some() && model.physicians[*place].specialty == *name
            });
            let members: Vec<usize> = members.collect();
            let field = model.arms[arm].specialty_of(*members.first()?).field;
            ((field == MedicalField::PrimaryCare) == primary).then_some((name, members.len()))
        };
        (0..model.specialties.len()).filter_map(own).reduce(|a, b| if b.1 > a.1 { b } else { a })
    };
    let of = |(name, physicians): (&String, usize)| {
        let hour = hours.iter().find(|hour| hour.scope == Scope::Specialty && hour.entity == *name)?;
        let results: GroupResults<'_> = outcome.of(arm, year).specialty(name).ok()?;
        Some(PaidFor {
            hour: hour.clone(),
            visits: results.get(Metric::PayForVolume)?,
            care: over(results.get(Metric::PayForStewardship)?, physicians),
        })
    };
    [largest(true), largest(false)].into_iter().flatten().filter_map(of).collect()
}

/// The same of specialties that may be shown.
#[must_use]
pub fn disclosed_pay(paid: Vec<PaidFor>, arm: usize, may: &Disclosure) -> Vec<PaidFor> {
    let own = |one: PaidFor| {
        let hour = disclosed_hour(one.hour, arm, may)?;
        let measures = [Metric::PayForVolume, Metric::PayForStewardship];
        let shown =
            |metric: Metric| may.shows_measure(arm, hour.scope, &hour.entity, metric.definition().name);
        measures.into_iter().all(shown).then_some(PaidFor { hour, ..one })
    };
    paid.into_iter().filter_map(own).collect()
}

/// A sum over physicians as a mean a physician.
fn over(sum: Summary, physicians: usize) -> Summary {
    let n = real(physicians.max(1));
    Summary {
        mean: sum.mean / n,
        sd: sum.sd / n,
        mc_se: sum.mc_se / n,
        quantiles: sum.quantiles.map(|all| all.map(|one| one / n)),
        roster_sd: sum.roster_sd.map(|sd| sd / n),
        ..sum
    }
}

/// What today pays for; `None` where nobody is asked.
#[must_use]
pub fn today_finding(year: CalendarYear, paid: &[PaidFor]) -> Option<KeyFinding> {
    if paid.is_empty() {
        return None;
    }
    let mut figures = Vec::new();
    let mut parts = Vec::new();
    for one in paid {
        let specialty = &one.hour.entity;
        if let Some(best) = one.hour.best {
            let of = format!(
                "{}, {specialty}, baseline, {year}",
                Metric::of_lever(crate::engine::LeverFigure::Pays, best).definition().name
            );
            figures.push(KeyFigure::of(of, "$ per hour", &one.hour.pays[best]));
        }
        for (metric, figure) in [(Metric::PayForVolume, &one.visits), (Metric::PayForStewardship, &one.care)]
        {
            let of = format!("{} a physician, {specialty}, baseline, {year}", metric.definition().name);
            figures.push(KeyFigure::of(of, "$", figure));
        }
        let mut hour = finding(&one.hour, year);
        if !parts.is_empty() {
            // The year is said once.
            let rest = hour.strip_prefix(&format!("In {year} t")).map(|rest| format!("T{rest}"));
            hour = rest.unwrap_or(hour);
        }
        parts.push(format!(
            "{hour}. For 1 % more visits {} is paid {} a year, for care that costs 1 % less {}.",
            whom(&one.hour),
            dollars_within(&one.visits),
            dollars_within(&one.care),
        ));
    }
    let sentence = format!("Today: {}", parts.join(" "));
    Some(KeyFinding { about: "what today pays for", sentence, figures })
}
