//! What the next hour pays: of visits, care management, quality work, coding, access and work on how care is
//! organised, beside what that hour is worth to those who pay for care and what it brings the system.

use super::disclosure::Disclosure;
use super::groups::{GroupOfYear, groups};
use super::words::name_in_words;
use crate::alignment::NOTHING_BELOW;
use crate::engine::{ArmYear, LeverFigure, Metric, Outcome, Scope};
use crate::entity::{Lever, Levers};
use crate::model::Model;
use crate::stats::Summary;
use crate::units::{CalendarYear, whole_dollars};

/// A visit pays so many dollars an hour before other hours are compared with it.
const COMPARED_FROM: f64 = 20.0;

/// A guarantee that holds for this part of physicians and futures is the finding; below this of one in twenty it is
/// not mentioned.
const MOSTLY: f64 = 0.5;
const SELDOM: f64 = 0.05;

/// Hours that pay so little less than the best, as a part of it, are named with it: what an hour moves is an assumption,
/// and no finer.
const AS_GOOD: f64 = 0.10;

/// What an hour more of each lever brings some physicians together in an arm's year.
#[derive(Clone, Debug, PartialEq)]
pub struct NextHour {
    /// Everyone, or a specialty.
    pub scope: Scope,
    /// Which one; `all` for everyone.
    pub entity: String,
    /// What the hour pays the physician, $: mean over physicians.
    pub pays: Levers<Summary>,
    /// What it is worth to those who pay for care.
    pub worth: Levers<Summary>,
    /// What it brings the system, before physician pay.
    pub brings: Levers<Summary>,
    /// Part of physicians and futures in which no hour pays more.
    pub best_paid: Levers<Summary>,
    /// Part of them in which a guarantee or a floor holds; not a number where that may not be shown.
    pub guaranteed: f64,
    /// The lever whose hour pays most in the mean; `None` where no hour pays anything.
    pub best: Option<Lever>,
}

impl NextHour {
    /// What the hours of some physicians pay; `None` where a measure is not kept.
    fn of(group: &GroupOfYear<'_>) -> Option<NextHour> {
        let levers = |figure| {
            let mut found = Levers::all(Summary::default());
            let summaries: Vec<Summary> = Lever::ALL
                .iter()
                .filter_map(|lever| group.results.get(Metric::of_lever(figure, *lever)))
                .collect();
            if let Ok(all) = summaries.try_into() {
                found = Levers::of_order(all);
            }
            found
        };
        let pays = levers(LeverFigure::Pays);
        Some(NextHour {
            scope: group.scope,
            entity: group.name.to_owned(),
            worth: levers(LeverFigure::IsWorth),
            brings: levers(LeverFigure::Brings),
            best_paid: levers(LeverFigure::BestPaid),
            guaranteed: group.results.get(Metric::Guaranteed)?.mean,
            best: best(&pays.map(|pays| pays.mean)),
            pays,
        })
    }

    /// Part of physicians and futures in which the best-paid lever's hour is the best paid; 0 where none is.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.best.map_or(0.0, |best| self.best_paid[best].mean)
    }

    /// What an hour pays as a multiple of an hour of visits; `None` where that pays $20 or less.
    #[must_use]
    pub fn per_visit(&self, lever: Lever) -> Option<f64> {
        let visit = self.pays[Lever::Volume].mean;
        (visit > COMPARED_FROM).then(|| self.pays[lever].mean / visit)
    }
}

/// What the next hour pays a group without what few are behind; nothing where the group may not be shown.
#[must_use]
pub fn disclosed_hour(hour: NextHour, arm: usize, may: &Disclosure) -> Option<NextHour> {
    let shown = |metric: Metric| may.shows_measure(arm, hour.scope, &hour.entity, metric.definition().name);
    if !Lever::ALL.iter().all(|lever| shown(Metric::of_lever(LeverFigure::Pays, *lever))) {
        return None;
    }
    let guaranteed = if shown(Metric::Guaranteed) { hour.guaranteed } else { f64::NAN };
    Some(NextHour { guaranteed, ..hour })
}

/// The lever whose hour pays most, where it pays anything.
fn best(pays: &Levers) -> Option<Lever> {
    let top =
        Lever::ALL.into_iter().reduce(|best, lever| if pays[lever] > pays[best] { lever } else { best })?;
    (pays[top] >= NOTHING_BELOW).then_some(top)
}

/// The lever whose next hour is most often a physician's best paid, with its chance; `None` where no hour ever pays
/// anything.
#[must_use]
pub fn best_hour(year: &ArmYear<'_>, place: usize) -> Option<(Lever, f64)> {
    let chance = |lever: Lever| (lever, year.mean_at(place, Metric::of_lever(LeverFigure::BestPaid, lever)));
    let all = Lever::ALL.into_iter().map(chance);
    all.reduce(|best, next| if next.1 > best.1 { next } else { best }).filter(|(_, chance)| *chance > 0.0)
}

/// What the next hour pays everyone, then each specialty, in an arm's year; both count from 0.
#[must_use]
pub fn next_hours(model: &Model, outcome: &Outcome, arm: usize, year: usize) -> Vec<NextHour> {
    let all = groups(model, outcome, (arm, year));
    all.iter().filter(|group| group.scope != Scope::Plan).filter_map(NextHour::of).collect()
}

/// What an hour of a lever is called.
#[must_use]
pub fn hour_of(lever: Lever) -> &'static str {
    match lever {
        Lever::Volume => "a visit",
        Lever::Stewardship => "care management",
        Lever::Quality => "quality work",
        Lever::Documentation => "coding",
        Lever::Access => "access",
        Lever::Transformation => "organising care",
    }
}

/// Dollars an hour, or nothing.
fn dollars(amount: f64) -> String {
    if amount.abs() < NOTHING_BELOW { "nothing".to_owned() } else { whole_dollars(amount) }
}

/// Standard specialties as one says of whom.
const PHYSICIANS: [(&str, &str); 24] = [
    ("family_medicine", "a family physician"),
    ("internal_medicine", "an internist"),
    ("pediatrics", "a pediatrician"),
    ("geriatrics", "a geriatrician"),
    ("obstetrics_gynecology", "an obstetrician-gynecologist"),
    ("cardiology", "a cardiologist"),
    ("gastroenterology", "a gastroenterologist"),
    ("oncology", "an oncologist"),
    ("neurology", "a neurologist"),
    ("pulmonology", "a pulmonologist"),
    ("endocrinology", "an endocrinologist"),
    ("nephrology", "a nephrologist"),
    ("rheumatology", "a rheumatologist"),
    ("dermatology", "a dermatologist"),
    ("psychiatry", "a psychiatrist"),
    ("general_surgery", "a general surgeon"),
    ("orthopedics", "an orthopedic surgeon"),
    ("urology", "a urologist"),
    ("otolaryngology", "an otolaryngologist"),
    ("ophthalmology", "an ophthalmologist"),
    ("neurosurgery", "a neurosurgeon"),
    ("hospital_medicine", "a hospitalist"),
    ("emergency_medicine", "an emergency physician"),
    ("anesthesiology", "an anesthesiologist"),
];

/// A physician of a group, as one says it.
pub(super) fn whom(hour: &NextHour) -> String {
    if hour.scope == Scope::System {
        return "a physician".to_owned();
    }
    let standard = PHYSICIANS.iter().find(|(name, _)| *name == hour.entity);
    standard.map_or_else(
        || format!("a physician of {}", name_in_words(&hour.entity)),
        |(_, said)| (*said).to_owned(),
    )
}

/// The finding: which hour pays best, and what care management and visits pay beside it.
#[must_use]
pub fn finding(hour: &NextHour, year: CalendarYear) -> String {
    let whom = whom(hour);
    let held = 100.0 * hour.guaranteed;
    if hour.guaranteed >= MOSTLY {
        return format!(
            "In {year} a guarantee or a floor holds for {whom} in {held:.0} % of futures, and more of the work that it covers pays little or nothing there{}",
            hour.best.map_or_else(String::new, |best| {
                format!("; over all futures {} pays most ({})", hour_of(best), dollars(hour.pays[best].mean))
            })
        );
    }
    let Some(best) = hour.best else {
        return format!("In {year} no hour pays {whom} anything more");
    };
    let most = hour.pays[best].mean;
    let equals: Vec<Lever> = Lever::ALL
        .into_iter()
        .filter(|lever| *lever != best && hour.pays[*lever].mean >= (1.0 - AS_GOOD) * most)
        .collect();
    let named: Vec<String> = std::iter::once(&best)
        .chain(&equals)
        .map(|lever| format!("{} ({})", hour_of(*lever), dollars(hour.pays[*lever].mean)))
        .collect();
    let is = if equals.is_empty() { "the best-paid hour of" } else { "the best-paid hours of" };
    let are = if equals.is_empty() { "is" } else { "are" };
    let beside = [Lever::Stewardship, Lever::Volume];
    let beside = beside.into_iter().filter(|lever| *lever != best && !equals.contains(lever));
    let beside: Vec<String> = beside
        .enumerate()
        .map(|(place, lever)| {
            let pays = if place == 0 { " pays" } else { "" };
            format!("{}{pays} {}", hour_of(lever), dollars(hour.pays[lever].mean))
        })
        .collect();
    let beside = if beside.is_empty() { String::new() } else { format!("; {}", beside.join(", ")) };
    let guarantee = if hour.guaranteed < SELDOM || hour.guaranteed.is_nan() {
        String::new()
    } else {
        format!("; in {held:.0} % of futures a guarantee or a floor holds")
    };
    format!("In {year} {is} {whom} {are} {}{beside}{guarantee}", named.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(pays: Levers, guaranteed: f64) -> NextHour {
        let of = |mean: f64| Summary { mean, ..Summary::default() };
        NextHour {
            scope: Scope::Specialty,
            entity: "family_medicine".to_owned(),
            worth: Levers::all(of(0.0)),
            brings: Levers::all(of(0.0)),
            best_paid: Levers { documentation: of(0.9), ..Levers::all(of(0.0)) },
            guaranteed,
            best: best(&pays),
            pays: pays.map(|pays| of(*pays)),
        }
    }

    const PAYS: Levers =
        Levers { volume: 28.2, stewardship: 104.4, documentation: 733.7, ..Levers::all(0.0) };

    #[test]
    fn what_is_said() {
        let said = |pays, guaranteed| finding(&hour(pays, guaranteed), CalendarYear(2035));
        assert_eq!(
            said(PAYS, 0.0),
            "In 2035 the best-paid hour of a family physician is coding ($734); care management pays $104, a visit $28"
        );
        assert_eq!(
            said(Levers { volume: 210.0, stewardship: -0.3, ..Levers::all(0.0) }, 0.1),
            "In 2035 the best-paid hour of a family physician is a visit ($210); care management pays nothing; in 10 % of futures a guarantee or a floor holds"
        );
        assert_eq!(said(Levers::all(0.4), 0.0), "In 2035 no hour pays a family physician anything more");
        assert!(
            said(PAYS, 0.62)
                .contains("a guarantee or a floor holds for a family physician in 62 % of futures")
        );
        let lost = said(Levers { stewardship: 12.0, volume: -3.0, ..Levers::all(0.0) }, 0.0);
        assert!(lost.ends_with("is care management ($12); a visit pays -$3"), "{lost}");
    }

    #[test]
    fn compared_with_a_visit_only_where_that_pays() {
        let own = hour(PAYS, 0.0);
        assert!((own.per_visit(Lever::Stewardship).unwrap() - 104.4 / 28.2).abs() < 1e-12);
        assert_eq!(hour(Levers { volume: 20.0, ..PAYS }, 0.0).per_visit(Lever::Stewardship), None);
        assert_eq!((own.best, own.share()), (Some(Lever::Documentation), 0.9));
        assert_eq!(hour(Levers::all(0.0), 0.0).share(), 0.0);
    }
}
