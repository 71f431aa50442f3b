//! What does an arm change against today's agreements? In words, from the two scenarios side by side.

use super::assumptions::Parameters;
use super::disclosure::Disclosure;
use super::words::name_in_words;
use crate::model::{Arm, Funded, Model, Redesign, When};
use crate::schema::{Path, Schema as _};
use crate::units::{count, figure, sum, whole_dollars};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers that are told one by one.
const TOLD: usize = 4;

/// What an arm changes, a sentence for each thing, without its stop: contracts, plans, policies, where money goes, what
/// funds it, and any other number. Nothing for the baseline.
#[must_use]
pub fn what_changes(model: &Model, arm: usize, may: &Disclosure) -> Vec<String> {
    let (Some(today), Some(own)) = (model.arms.first(), model.arms.get(arm).filter(|_| arm > 0)) else {
        return Vec::new();
    };
    let numbers = Numbers::of(today, own, may);
    let mut said = contracts(today, own, &numbers, may);
    said.extend(redesigns(own, may));
    said.extend(starting_plans(today, own, may));
    said.extend(plans(today, own, &numbers, may));
    said.extend(policies(today, own));
    said.extend(numbers.told("allocation.").map(|told| format!("Shares of value money: {told}")));
    said.extend(own.funded.as_ref().map(funding));
    said.extend(numbers.elsewhere());
    if said.is_empty() {
        said.push(if own.scenario == today.scenario {
            "Nothing: the same agreements as today's".to_owned()
        } else {
            "Something that is no number, or that is hidden: the scenario says what".to_owned()
        });
    }
    said
}

/// Numbers at their places in two scenarios: those that both have and that differ.
struct Numbers(Vec<NumberMoved>);

/// A number that is another in an arm.
struct NumberMoved {
    path: String,
    today: f64,
    own: f64,
    unit: String,
}

/// Sections that are told in other ways, or that are the same in every arm.
const TOLD_ELSEWHERE: [&str; 6] = ["contract.", "plan.", "redesign", "policy.", "allocation.", "funding"];

impl Numbers {
    fn of(today: &Arm, own: &Arm, may: &Disclosure) -> Numbers {
        let before: BTreeMap<String, f64> = numbers(today).into_iter().collect();
        let known = Parameters::known();
        let each = numbers(own).into_iter().filter_map(|(path, own)| {
            let today = *before.get(&path)?;
            (today != own && may.shows_place(&path)).then(|| {
                let unit = known.of(&path).map(|row| row.unit.clone()).unwrap_or_default();
                NumberMoved { path, today, own, unit }
            })
        });
        Numbers(each.collect())
    }

    fn below<'n>(&'n self, place: &'n str) -> impl Iterator<Item = &'n NumberMoved> {
        self.0.iter().filter(move |one| one.path.starts_with(place))
    }

    /// What differs below a place, in words.
    fn told(&self, place: &str) -> Option<String> {
        let all: Vec<&NumberMoved> = self.below(place).collect();
        list_of(&all, place.len())
    }

    /// What differs anywhere else.
    fn elsewhere(&self) -> Option<String> {
        let told = |one: &&NumberMoved| TOLD_ELSEWHERE.iter().any(|place| one.path.starts_with(place));
        let all: Vec<&NumberMoved> = self.0.iter().filter(|one| !told(one)).collect();
        Some(format!("Besides: {}", list_of(&all, 0)?))
    }
}

/// Some numbers in words: the first few, and how many more.
fn list_of(all: &[&NumberMoved], skipped: usize) -> Option<String> {
    let mut told: Vec<String> = all
        .iter()
        .take(TOLD)
        .map(|one| {
            let [own, today] = [one.own, one.today].map(|value| in_unit(value, &one.unit));
            format!("{} {own}, today {today}", key(&one.path[skipped..]))
        })
        .collect();
    if all.len() > TOLD {
        told.push(count(all.len() - TOLD, "more number"));
    }
    (!told.is_empty()).then(|| told.join("; "))
}

/// A number as its unit is read.
fn in_unit(value: f64, unit: &str) -> String {
    match unit {
        "share" => format!("{} %", sum(100.0 * value)),
        unit if unit.starts_with('$') && value.abs() >= 1000.0 => whole_dollars(value),
        unit if unit.starts_with('$') => format!("${}", sum(value)),
        _ => figure(value),
    }
}

/// The end of a path as words: what is needed to know what it is.
fn key(path: &str) -> String {
    let steps: Vec<&str> = path.split('.').collect();
    let kept = match &steps[..] {
        ["terms", _, rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    name_in_words(&kept.join(" "))
}

/// Every number of an arm's scenario at its place.
fn numbers(arm: &Arm) -> Vec<(String, f64)> {
    let mut found = Vec::new();
    let mut scenario = arm.scenario.clone();
    scenario.visit(&mut Path::default(), &mut |path, value| found.push((path.to_string(), *value)));
    found
}

fn contracts(today: &Arm, own: &Arm, numbers: &Numbers, may: &Disclosure) -> Vec<String> {
    let (before, after) = (&today.scenario.contract, &own.scenario.contract);
    let mut said = Vec::new();
    for (name, contract) in after.iter() {
        let (called, payer) = (name_in_words(name), &contract.payer);
        match before.get(name) {
            None => said.push(format!("A contract more: {called} ({payer})")),
            Some(known) if known == contract => {}
            Some(_) if !may.shows_place(&format!("contract.{name}")) => {
                said.push(format!("Contract {called}: what changes is hidden"));
            }
            Some(known) => {
                let what = if known.terms.key() == contract.terms.key() {
                    numbers.told(&format!("contract.{name}.")).unwrap_or_else(|| "other terms".to_owned())
                } else {
                    format!(
                        "{} in place of {}",
                        name_in_words(contract.terms.key()),
                        name_in_words(known.terms.key())
                    )
                };
                said.push(format!("Contract {called} ({payer}): {what}"));
            }
        }
    }
    said.extend(
        before
            .names()
            .filter(|name| after.get(name).is_none())
            .map(|name| format!("Without the contract {}", name_in_words(name))),
    );
    said
}

/// Whom redesigns move to which plans, those at the same moment together.
fn redesigns(own: &Arm, may: &Disclosure) -> Vec<String> {
    When::ALL
        .iter()
        .filter_map(|when| {
            let all: Vec<&Redesign> = own.scenario.redesign.iter().filter(|one| one.when == *when).collect();
            let from: BTreeSet<&str> = all.iter().map(|one| one.from.as_str()).collect();
            let physicians =
                own.roster.iter().flatten().filter(|one| from.contains(one.plan.as_str())).count();
            let mut names: Vec<String> = Vec::new();
            for one in all.iter().filter(|one| may.shows_terms(&one.to)) {
                let title = own.scenario.plan.get(&one.to).and_then(|plan| plan.title.as_deref());
                let name = format!("“{}”", title.map_or_else(|| name_in_words(&one.to), str::to_owned));
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            let everyone = own.roster.iter().flatten().count();
            let noun = if physicians == 1 { "physician" } else { "physicians" };
            let physicians = format!("{} {noun}", may.counted(physicians, everyone));
            let who = match when {
                When::Immediately => {
                    format!("{physicians} move at once, when the plans are ready,")
                }
                When::Renewal => {
                    format!("{physicians} move as their agreements renew,")
                }
                When::Hire => "New hires begin".to_owned(),
            };
            let named = if names.is_empty() { String::new() } else { format!(": {}", names.join("; ")) };
            (!all.is_empty()).then(|| format!("{who} on {}{named}", count(all.len(), "new plan")))
        })
        .collect()
}

/// Physicians who begin on another plan.
fn starting_plans(today: &Arm, own: &Arm, may: &Disclosure) -> Option<String> {
    let both = today.roster.iter().zip(&own.roster);
    let moved = both
        .filter(|(before, after)| {
            before.as_ref().zip(after.as_ref()).is_some_and(|(before, after)| before.plan != after.plan)
        })
        .count();
    let everyone = own.roster.iter().flatten().count();
    (moved > 0)
        .then(|| format!("{} of {everyone} physicians begin on another plan", may.counted(moved, everyone)))
}

/// Plans that both arms have and that pay otherwise, but for what funds the arm.
fn plans(today: &Arm, own: &Arm, numbers: &Numbers, may: &Disclosure) -> Vec<String> {
    let funded: BTreeSet<&str> =
        own.funded.iter().flat_map(|funded| &funded.factors).map(|factor| factor.plan.as_str()).collect();
    let each = own.scenario.plan.iter().filter_map(|(name, plan)| {
        let known = today.scenario.plan.get(name)?;
        if known == plan || funded.contains(name) || !may.shows_terms(name) {
            return None;
        }
        let what = numbers.told(&format!("plan.{name}.")).unwrap_or_else(|| "other components".to_owned());
        Some(format!("Plan {}: {what}", name_in_words(name)))
    });
    let all: Vec<String> = each.collect();
    if all.len() > TOLD {
        let more = format!("{} pay otherwise, too", count(all.len() - TOLD, "more plan"));
        return all.into_iter().take(TOLD).chain([more]).collect();
    }
    all
}

fn policies(today: &Arm, own: &Arm) -> Vec<String> {
    let (before, after) = (&today.scenario.policy, &own.scenario.policy);
    let mut said = Vec::new();
    match (&before.transparency, &after.transparency) {
        (known, Some(own)) if known.as_ref() != Some(own) => said.push(format!(
            "Physicians see what contracts pay for and where they stand, from month {} on, for {} a physician and year",
            figure(own.lead_months.0 + 1.0),
            whole_dollars(own.cost_per_physician.0)
        )),
        (Some(_), None) => said.push("Physicians no longer see what contracts pay for".to_owned()),
        _ => {}
    }
    match (&before.honesty, &after.honesty) {
        (known, Some(own)) if known.as_ref() != Some(own) => said.push(format!(
            "The system says plainly where contracts and pay disagree, from month {} on",
            figure(own.lead_months.0 + 1.0)
        )),
        (Some(_), None) => said.push("The system no longer says where contracts and pay disagree".to_owned()),
        _ => {}
    }
    said
}

/// What gives way, so that pay costs what it is to cost.
fn funding(funded: &Funded) -> String {
    let what = match funded.by {
        "rate" => "rates per wRVU",
        "base" => "salaries",
        "rate_and_base" => "rates per wRVU and salaries",
        _ => "what is withheld for quality",
    };
    let factors = || funded.factors.iter().map(|own| own.factor);
    let (least, most) = (factors().fold(f64::INFINITY, f64::min), factors().fold(0.0, f64::max));
    let times = if most - least < 1e-9 {
        format!("times {most:.4}")
    } else {
        format!("times {least:.4} to {most:.4}, plan by plan")
    };
    format!(
        "It is paid for by {what} of {} ({times}): if nobody responded, pay over all years would be {} today's",
        count(funded.factors.len(), "plan"),
        against(funded.off(funded.bill))
    )
}

fn against(off: f64) -> String {
    let percent = 100.0 * off;
    if percent.abs() < 0.005 { "as".to_owned() } else { format!("{percent:+.2} % against") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_path_is_words() {
        assert_eq!(key("terms.shared_savings.sharing_rate"), "sharing rate");
        assert_eq!(key("physicians"), "physicians");
        assert_eq!(key("pay[1].wrvu.rate"), "pay[1] wrvu rate");
    }

    #[test]
    fn numbers_stand_in_their_units() {
        assert_eq!(in_unit(0.65, "share"), "65 %");
        assert_eq!(in_unit(200_000.0, "$/year"), "$200,000");
        assert_eq!(in_unit(26.5, "$/wRVU"), "$26.5");
        assert_eq!(in_unit(3.0, "years"), "3");
    }

    #[test]
    fn many_numbers_are_counted() {
        let all: Vec<NumberMoved> = (0..6)
            .map(|n| NumberMoved { path: format!("a.n{n}"), today: 1.0, own: 2.0, unit: String::new() })
            .collect();
        let told = Numbers(all).told("a.").expect("six differ");
        assert_eq!(told, "n0 2, today 1; n1 2, today 1; n2 2, today 1; n3 2, today 1; 2 more numbers");
        assert_eq!(Numbers(Vec::new()).told("a."), None);
    }
}
