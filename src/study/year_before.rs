//! The baseline a year back, without chance: what its plans would have paid in the calendar year before the start.
//!
//! The year is the second of two, so that it has a place of its own in the calendar: hires, leave, guarantees and plans by
//! date fall where they fell. Growth of dollars is turned round over these two, so that what the scenario states for its
//! first year stands one year of growth lower. Nobody responds to incentives, nobody leaves by chance, and redesigns
//! have not begun. What contracts and pools paid in it is that of a second year: an approximation.

use super::Study;
use crate::model::Model;
use crate::scenario::ParsedArm;
use crate::schema::{Entry, Node, Refused, Value};

/// The place of the year before the start in the model of [`Study::year_before`].
pub const YEAR_BEFORE: usize = 1;

/// Growth of dollars that is the scenario's own.
const OUTLOOK: [&str; 3] = ["outlook.pay_growth", "outlook.price_growth", "outlook.expense_growth"];

impl Study {
    /// The model of the year before the scenario's first, which is its year [`YEAR_BEFORE`]; `None` when no roster says
    /// what anyone was paid in it.
    ///
    /// # Errors
    ///
    /// What of the scenario does not hold a year earlier.
    pub fn year_before(&self) -> Result<Option<Model>, Refused> {
        if !self.library.says_what_was_paid() {
            return Ok(None);
        }
        self.a_year_back().map(Some)
    }

    /// The same whether or not a roster says what anyone was paid.
    ///
    /// # Errors
    ///
    /// What of the scenario does not hold a year earlier.
    pub fn a_year_back(&self) -> Result<Model, Refused> {
        let mut study = self.clone();
        study.arms.truncate(1);
        let arm = study.arms[0].read.name.clone();
        let first = f64::from(self.start().0.saturating_sub(YEARS_BACK));
        for parameter in study.parameters(&arm).unwrap_or_default() {
            let path = parameter.path.as_str();
            let own_growth = path.ends_with(".growth")
                && (path.starts_with("plan.") || path.starts_with("allocation.pool."));
            let Some(value) = parameter.value else { continue };
            if OUTLOOK.contains(&path) || own_growth {
                let back = 1.0 / (1.0 + value) - 1.0;
                study.set(path, back.clamp(parameter.min, parameter.max))?;
            }
        }
        study.contracts_a_year_back();
        for (path, value) in [("run.start_year", first), ("run.years", 2.0), ("run.trials", 1.0)] {
            study.set(path, value)?;
        }
        let tree = &mut study.arms[0].read.tree;
        state(tree, &["behaviour"], Value::Text("none".to_owned()));
        state(tree, &["chance", "none"], Value::Flag(true));
        if let Value::Table(entries) = &mut tree.value {
            entries.retain(|entry| entry.key != "redesign");
        }
        study.model()
    }

    /// Contracts as they stood in the year before the start: those in force at the start were in force then, unless
    /// their programme had not begun or did not offer their terms; others had not begun. A price path by calendar
    /// takes one step from that year to the start's.
    fn contracts_a_year_back(&mut self) {
        let start = self.start();
        let ParsedArm { scenario, tree, .. } = &mut self.arms[0].read;
        let tenures = scenario.tenures();
        for ((name, contract), tenure) in scenario.contract.iter().zip(&tenures) {
            let mut set =
                |keys: &[&str], value: Value| state(tree, &[&["contract", name], keys].concat(), value);
            if let Some(path) = &contract.prices {
                let rate = path.a_year_back(start, contract.rules) - 1.0;
                set(&["prices"], Value::Table(Vec::new()));
                set(&["prices", "growth", "rate"], Value::Number(rate.clamp(-0.2, 0.2)));
            }
            if let Some(begins) = contract.in_force_before(start, YEARS_BACK).filter(|_| tenure.from == 0) {
                set(&["first_year"], Value::Whole(i64::from(begins.0)));
            }
        }
    }
}

/// Years that the model begins before the scenario.
const YEARS_BACK: u16 = 2;

/// States a value in a tree, where tables may be missing on the way.
fn state(tree: &mut Node, path: &[&str], value: Value) {
    let Some((key, rest)) = path.split_first() else {
        tree.value = value;
        return;
    };
    let span = tree.span.clone();
    let Value::Table(entries) = &mut tree.value else { return };
    let place = entries.iter().position(|entry| entry.key == *key).unwrap_or_else(|| {
        let (key, key_span) = ((*key).to_owned(), span.clone());
        entries.push(Entry { key, key_span, node: Node::empty_table(span) });
        entries.len() - 1
    });
    state(&mut entries[place].node, rest, value);
}
