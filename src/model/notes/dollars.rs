//! Notes about dollars of plans beside what physicians of the specialty are paid.

use super::{Look, Remarks};
use crate::model::neutral::work_of;
use crate::pay::{PayClass, Plan, Statement};
use crate::schema::{Field, Path, Schema as _, Shape};
use crate::units::{figure, whole_dollars};

/// Dollars a year below this are thousands, or a share, written in the wrong unit.
const LITTLE: f64 = 1_000.0;
/// A figure for one physician this many times the median has a digit too many.
const MUCH: f64 = 10.0;
/// Rates per wRVU, and a whole year's pay, this far from the median.
const LEAST_RATE: f64 = 0.15;
const MOST_RATE: f64 = 4.0;
const LEAST_PAY: f64 = 0.25;
const MOST_PAY: f64 = 4.0;

/// Numbers of a plan in a unit, each with its path below the plan.
fn numbers(plan: &Plan, shape: &Shape, unit: &str) -> Vec<(String, f64)> {
    let mut found = Vec::new();
    plan.clone().visit(&mut Path::default(), &mut |path, value| {
        if shape.unit_at(path) == unit && *value > 0.0 {
            found.push((path.to_string(), *value));
        }
    });
    found
}

/// An amount as people write it: cents only where there are few dollars.
fn dollars(amount: f64) -> String {
    if amount < 10.0 { format!("${}", figure(amount)) } else { whole_dollars(amount) }
}

/// Amounts of dollars a year.
pub(super) fn amounts(look: &Look<'_>, remarks: &mut Remarks) {
    let shape = Plan::shape(&Field::NONE);
    for (name, plan) in look.arm.scenario.plan.iter() {
        let Some((least, most)) = look.range(name, Look::pay) else { continue };
        for (path, value) in numbers(plan, &shape, "$/year") {
            let of_one = path.ends_with("per_fte") || path.ends_with("per_person");
            let about = format!("plan.{name}.{path}");
            let found = format!("{} a year", dollars(value));
            if value < LITTLE {
                let advice = if value <= 1.0 {
                    "write dollars a year; a share has a key of its own where there is one".to_owned()
                } else {
                    format!("write {} if thousands were meant", figure(1_000.0 * value))
                };
                remarks.say(about, found, format!("beside {}, {}", dollars(least.value), least.of), advice);
            } else if of_one && value > MUCH * most.value {
                let beside = format!("{:.0} times {}, {}", value / most.value, dollars(most.value), most.of);
                remarks.say(
                    about,
                    found,
                    beside,
                    "write dollars a year for one full-time physician; has it digits too many?",
                );
            }
        }
    }
}

/// Rates per wRVU.
pub(super) fn rates(look: &Look<'_>, remarks: &mut Remarks) {
    let shape = Plan::shape(&Field::NONE);
    for (name, plan) in look.arm.scenario.plan.iter() {
        let Some((least, most)) = look.range(name, Look::rate) else { continue };
        for (path, value) in numbers(plan, &shape, "$/wRVU") {
            let median = if value < LEAST_RATE * least.value {
                &least
            } else if value > MOST_RATE * most.value {
                &most
            } else {
                continue;
            };
            remarks.say(
                format!("plan.{name}.{path}"),
                format!("{} per wRVU", dollars(value)),
                format!("beside ${:.2}, {}", median.value, median.of),
                "write dollars per work RVU; is it per something else, or a digit too few or too many?",
            );
        }
    }
}

/// A year's pay of one full-time physician of a plan by its components, before pools, guarantee and cap.
fn paid(look: &Look<'_>, plan: &Plan, place: usize) -> Statement {
    let work = work_of(&look.arm.scenario, &look.arm.practice, place);
    let mut statement = Statement::default();
    plan.pay(&work, 0.0, &mut statement);
    let mut whole = Statement::default();
    for class in PayClass::ALL {
        whole.earn(*class, 1.0 / work.fte.max(1e-9), statement.of(*class).dollars());
    }
    whole
}

/// Caps below what a plan promises whatever is done.
pub(super) fn caps(look: &Look<'_>, remarks: &mut Remarks) {
    for (name, plan) in look.arm.scenario.plan.iter() {
        let Some(cap) = plan.fair_market_value.as_ref().map(|cap| cap.cap_per_fte.0) else { continue };
        let members = look.members(name);
        let salaries = members.iter().map(|place| paid(look, plan, *place).of(PayClass::Time).dollars());
        let salary = salaries.fold(0.0, f64::max);
        let guarantee =
            plan.guarantee.as_ref().and_then(|guarantee| guarantee.amount.per_fte).map_or(0.0, |d| d.0);
        for (what, promised) in [("time alone", salary), ("guarantee", guarantee)] {
            if promised > cap + 0.005 {
                remarks.say(
                    format!("plan.{name}.fair_market_value.cap_per_fte"),
                    format!("a cap of {} a year per FTE", dollars(cap)),
                    format!("below the {} that the plan pays for {what}", dollars(promised)),
                    "what lies above the cap is cut; write the cap of all pay, or a lower salary",
                );
            }
        }
    }
}

/// What a plan pays at the roster's work, beside the median. Pools and money of the group are not known
/// before the year, and nobody's pay is low without them.
pub(super) fn totals(look: &Look<'_>, remarks: &mut Remarks) {
    for (name, plan) in look.arm.scenario.plan.iter() {
        let open = plan.pools().next().is_some() || plan.group_pool().is_some();
        let mut low: Vec<(usize, f64)> = Vec::new();
        let mut high: Vec<(usize, f64)> = Vec::new();
        for place in look.members(name) {
            let pay = paid(look, plan, place).total().dollars();
            let median = look.pay(look.arm.specialty_of(place)).value;
            if pay < LEAST_PAY * median && !open {
                low.push((place, pay));
            } else if pay > MOST_PAY * median {
                high.push((place, pay));
            }
        }
        for outside in [low, high] {
            let Some(&(place, pay)) = outside.first() else { continue };
            let median = look.pay(look.arm.specialty_of(place));
            remarks.say(
                format!("plan.{name}"),
                format!("pays {} {} a year per FTE at the roster's work", look.names(&outside), dollars(pay)),
                format!("beside {}, {}", dollars(median.value), median.of),
                "look at units and digits of what it pays by, and at the roster's wRVUs",
            );
        }
    }
}
