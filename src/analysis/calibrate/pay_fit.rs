//! How well what physicians were paid is met.

use super::evidence::{off_by, weight};
use super::targets::Targets;
use crate::analysis::estimate::{mean, median};
use crate::order::Ordered;

/// Fewest people of whom a figure is told: an assumption, as for small groups elsewhere.
pub const FEWEST_PEOPLE: usize = 5;
/// Scales beyond which someone counts as far off; a normal has one in 370 beyond.
const FAR: f64 = 3.0;

/// What one person was paid beside what is simulated: confidential.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonFit {
    /// The position, as the roster identifies it.
    pub id: String,
    /// Performance year, counted from 0; `None` for the calendar year before the start.
    pub year: Option<usize>,
    /// Plan.
    pub plan: String,
    /// Specialty.
    pub specialty: String,
    /// What was paid, $.
    pub paid: f64,
    /// What is simulated: the mean over trials, $.
    pub simulated: f64,
    /// How much the person counts in the fit, beside one who is not off at all: 0 to 1.
    pub weight: f64,
}

/// The same of people together.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleFit {
    /// Who they are: a specialty or a plan; `all`; `others` for all whose own group is too small to be told.
    pub group: String,
    /// How many rows of people and years.
    pub people: usize,
    /// Mean of what was paid, $.
    pub paid: f64,
    /// Mean of what is simulated, $.
    pub simulated: f64,
    /// What half of them are off by less than, as a share of what was paid.
    pub median_off: f64,
    /// The part of the variance of pay that is explained; `None` where pay does not vary.
    pub r_squared: Option<f64>,
    /// Those who are off by more than three times the error.
    pub far_off: usize,
}

/// How well what physicians were paid is met.
#[derive(Clone, Debug, PartialEq)]
pub struct PayFit {
    /// What one person may be off, as a share of what was paid.
    pub error: f64,
    /// Whether that was stated, rather than found from what people are off.
    pub is_stated: bool,
    /// Everyone.
    pub all: PeopleFit,
    /// By specialty, in the order of names.
    pub by_specialty: Vec<PeopleFit>,
    /// By plan, in the order of names.
    pub by_plan: Vec<PeopleFit>,
    /// Person by person, the furthest off first.
    pub people: Vec<PersonFit>,
}

impl PersonFit {
    /// What is simulated less what was paid, as a share of what was paid; of all where nothing was.
    #[must_use]
    pub fn off(&self) -> f64 {
        (self.simulated - self.paid) / self.paid.max(1.0)
    }
}

impl PayFit {
    pub(super) fn of(targets: &Targets, simulated: &[f64], error: f64) -> Option<PayFit> {
        let pay = targets.pay.as_ref()?;
        let each = pay.people.iter().zip(simulated).zip(targets.bases());
        let mut people: Vec<PersonFit> = each
            .map(|((person, simulated), base)| PersonFit {
                id: person.id.clone(),
                year: person.year,
                plan: person.plan.clone(),
                specialty: person.specialty.clone(),
                paid: person.paid,
                simulated: *simulated,
                weight: weight(off_by(*simulated, base) / error),
            })
            .collect();
        people.order_by(|a, b| {
            a.weight.total_cmp(&b.weight).then_with(|| a.id.cmp(&b.id)).then_with(|| a.year.cmp(&b.year))
        });
        Some(PayFit {
            error,
            is_stated: pay.error.is_some(),
            all: PeopleFit::of("all", people.iter()),
            by_specialty: grouped(&people, |person| &person.specialty),
            by_plan: grouped(&people, |person| &person.plan),
            people,
        })
    }
}

impl PeopleFit {
    fn of<'a>(group: &str, people: impl Iterator<Item = &'a PersonFit>) -> PeopleFit {
        let people: Vec<&PersonFit> = people.collect();
        let column = |of: fn(&PersonFit) -> f64| people.iter().map(|person| of(person)).collect::<Vec<f64>>();
        let (paid, simulated) = (column(|person| person.paid), column(|person| person.simulated));
        let centre = mean(&paid);
        let whole: f64 = paid.iter().map(|paid| (paid - centre) * (paid - centre)).sum();
        let left: f64 = paid.iter().zip(&simulated).map(|(paid, s)| (paid - s) * (paid - s)).sum();
        // Beyond three scales a weight lies below ν/(ν + 9).
        let far = weight(FAR);
        PeopleFit {
            group: group.to_owned(),
            people: people.len(),
            paid: centre,
            simulated: mean(&simulated),
            median_off: median(&column(|person| person.off().abs())),
            r_squared: (whole > 0.0).then_some(1.0 - left / whole),
            far_off: people.iter().filter(|person| person.weight < far).count(),
        }
    }
}

/// Groups of people; those of too few together. Where all of these are too few as well, the smallest of the others join
/// them: what is left of everyone would tell what is not told.
fn grouped(people: &[PersonFit], of: impl Fn(&PersonFit) -> &String) -> Vec<PeopleFit> {
    let mut names: Vec<&String> = people.iter().map(&of).collect();
    names.sort();
    names.dedup();
    let size = |name: &String| people.iter().filter(|person| of(person) == name).count();
    let (mut large, mut small): (Vec<&String>, Vec<&String>) =
        names.into_iter().partition(|name| size(name) >= FEWEST_PEOPLE);
    let count = |small: &[&String]| small.iter().map(|name| size(name)).sum::<usize>();
    while (1..FEWEST_PEOPLE).contains(&count(&small)) && !large.is_empty() {
        let least = (0..large.len()).min_by_key(|place| size(large[*place])).unwrap_or(0);
        small.push(large.remove(least));
    }
    let of_name = |name: &String| PeopleFit::of(name, people.iter().filter(|person| of(person) == name));
    let mut found: Vec<PeopleFit> = large.into_iter().map(of_name).collect();
    if count(&small) >= FEWEST_PEOPLE {
        found.push(PeopleFit::of("others", people.iter().filter(|person| small.contains(&of(person)))));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::{PayTarget, PersonPaid};
    use super::*;

    fn target(error: Option<f64>, people: &[(&str, f64, &str)]) -> Targets {
        let person = |(place, (specialty, paid, plan)): (usize, &(&str, f64, &str))| PersonPaid {
            id: format!("p{place}"),
            year: None,
            paid: *paid,
            plan: (*plan).to_owned(),
            specialty: (*specialty).to_owned(),
        };
        let people = people.iter().enumerate().map(person).collect();
        Targets { figures: Vec::new(), pay: Some(PayTarget { people, error }) }
    }

    #[test]
    fn what_people_are_off_says_what_they_may_be_off() {
        // Off by 10, 20, 30, 40 and 900 thousand of a million each: in the middle by ln 1.03.
        let targets = target(None, &[("a", 1e6, "x"); 5]);
        let error = targets.pay_error(&[1.01e6, 0.98e6, 1.03e6, 0.96e6, 1.9e6]);
        assert!((error - 1.4826 * 1.03_f64.ln()).abs() < 1e-9, "{error}");
        // Nobody is off: a hundredth all the same; and what is stated stands.
        assert_eq!(targets.pay_error(&[1e6; 5]), 0.01);
        assert_eq!(target(Some(0.2), &[("a", 1e6, "x")]).pay_error(&[5e6]), 0.2);
    }

    #[test]
    fn small_groups_are_told_together_or_not_at_all() {
        let mut rows = vec![("cardiology", 500_000.0, "x"); 5];
        rows.extend([("urology", 400_000.0, "x"), ("urology", 420_000.0, "x")]);
        rows.extend([
            ("oncology", 300_000.0, "y"),
            ("oncology", 310_000.0, "x"),
            ("oncology", 320_000.0, "x"),
        ]);
        let targets = target(Some(0.1), &rows);
        let simulated: Vec<f64> = rows.iter().map(|(_, paid, _)| paid * 1.1).collect();
        let fit = PayFit::of(&targets, &simulated, 1.1_f64.ln()).unwrap();
        let told: Vec<(&str, usize)> =
            fit.by_specialty.iter().map(|g| (g.group.as_str(), g.people)).collect();
        assert_eq!(told, [("cardiology", 5), ("others", 5)]);
        // One on plan y would be what is left of everyone: all are told together.
        let told: Vec<(&str, usize)> = fit.by_plan.iter().map(|g| (g.group.as_str(), g.people)).collect();
        assert_eq!(told, [("others", 10)]);
        let few = target(Some(0.1), &rows[..3]);
        assert!(PayFit::of(&few, &simulated[..3], 0.1).unwrap().by_plan.is_empty());
        // All are off by one error: weight 4/(4 + 1).
        assert!((fit.people[0].weight - 0.8).abs() < 1e-9 && (fit.all.median_off - 0.1).abs() < 1e-9);
        assert_eq!((fit.all.far_off, fit.by_specialty[0].r_squared), (0, None));
        // Others: paid 400 420 300 310 320, mean 350, squares 2500 + 4900 + 2500 + 1600 + 900 = 12,400; off 40² + 42² + 30² +
        // 31² + 32² = 6,249: 1 − 6,249/12,400.
        assert!((fit.by_specialty[1].r_squared.unwrap() - (1.0 - 6_249.0 / 12_400.0)).abs() < 1e-9);
    }
}
