//! What the numbers of an agreement are called, so that a turn of a law can be named by the one that makes it.

use crate::pay::Plan;
use crate::payer::Contract;
use crate::schema::{Path, Schema};

/// A number of an agreement.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StatedNumber {
    /// Its key, with the one around it: `quality threshold`.
    pub name: String,
    pub value: f64,
}

/// Every number of a contract's terms.
pub(super) fn of_contract(contract: &Contract) -> Vec<StatedNumber> {
    numbers(&mut contract.terms.clone())
}

/// Every number of a plan.
pub(super) fn of_plan(plan: &Plan) -> Vec<StatedNumber> {
    numbers(&mut plan.clone())
}

fn numbers(of: &mut impl Schema) -> Vec<StatedNumber> {
    let mut found = Vec::new();
    of.visit(&mut Path::default(), &mut |path, value| {
        found.push(StatedNumber { name: in_words(path), value: *value });
    });
    found
}

/// The last key of a place in words, with the one before it where it is a single word; lists and their places are left
/// out.
fn in_words(path: &Path) -> String {
    let text = path.to_string();
    let keys: Vec<String> = text
        .split('.')
        .map(|key| key.split('[').next().unwrap_or(key).replace('_', " "))
        .filter(|key| !key.is_empty())
        .collect();
    match keys.as_slice() {
        [.., last] if last.contains(' ') => last.clone(),
        _ => keys[keys.len().saturating_sub(2)..].join(" "),
    }
}

/// The name of the number that stands at a place of an axis, which the number may be a `multiple` of: first the names
/// that speak of a line to be reached.
pub(super) fn name_at(numbers: &[StatedNumber], at: f64, multiples: &[f64]) -> Option<String> {
    const LINES: [&str; 9] =
        ["minimum", "gate", "threshold", "standard", "target", "floor", "cap", "from", "score"];
    let stands = |one: &&StatedNumber| {
        multiples.iter().any(|by| (one.value * by - at).abs() <= 1e-6 * at.abs().max(1.0))
    };
    let here: Vec<&StatedNumber> = numbers.iter().filter(stands).collect();
    let line = here.iter().find(|one| LINES.iter().any(|word| one.name.contains(word)));
    line.or(here.first()).map(|one| one.name.clone())
}
