//! Everything that an arm of a study is run with, value by value: as it is stated, set, or by default.

use super::{OpenArm, Study};
use crate::scenario::{Number, kind_of, leaves};
use crate::schema::{Default, Grade, Node, Shape, Value, distribution_of};
use crate::units::{figure, words};

words! {
    /// Where a value comes from.
    pub enum SetBy {
        word: "The word for it.";
        /// The scenario's text, or a variant in it, states it.
        Scenario = "scenario",
        /// It was set beside the text, as by `--years`.
        Caller = "set",
        /// Nothing was said.
        Default = "default",
    }
}

/// One value that an arm is run with.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its place, with entries of lists by number.
    pub path: String,
    /// Its number, or the mean of what it is drawn from; `None` for words, and for numbers that differ between people.
    pub value: Option<f64>,
    /// Its words, or what it is drawn from; empty for plain numbers.
    pub words: String,
    /// Unit of the number.
    pub unit: &'static str,
    /// Where it comes from.
    pub by: SetBy,
    /// Source of a default.
    pub source: &'static str,
    /// How good that is.
    pub grade: Grade,
}

/// What an arm is run with.
#[derive(Clone, Debug, PartialEq)]
pub struct ArmSettings {
    /// The arm.
    pub arm: String,
    /// Every value, in the order of the declarations.
    pub settings: Vec<Setting>,
}

/// What says who wrote the text, and decides nothing.
const ABOUT: &str = "scenario.";
/// The seed, which may stand in place of the text's.
const SEED: &str = "run.seed";

impl Study {
    /// Every value that each arm is run with, the baseline first; but for title, author and description, which decide
    /// nothing. Rosters and surveys are files of their own.
    ///
    /// ```
    /// use cascade::Study;
    ///
    /// let mut study = Study::reference()?;
    /// study.set("run.years", 2.0)?;
    /// let all = study.settings();
    /// let years = all[0].settings.iter().find(|one| one.path == "run.years").expect("a horizon");
    /// assert_eq!((years.value, years.by.word()), (Some(2.0), "set"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn settings(&self) -> Vec<ArmSettings> {
        let of = |arm: &OpenArm| ArmSettings { arm: arm.read.name.clone(), settings: self.settings_of(arm) };
        self.arms.iter().map(of).collect()
    }

    fn settings_of(&self, arm: &OpenArm) -> Vec<Setting> {
        let mut found = Vec::new();
        leaves(&arm.read.tree, &mut |path, here| {
            let path = path.to_string();
            if path.starts_with(ABOUT) {
                return;
            }
            let Some(mut setting) = setting(path, here) else { return };
            if arm.set.iter().any(|(set, _)| *set == setting.path) {
                setting.by = SetBy::Caller;
            }
            if let (SEED, Some(seed)) = (setting.path.as_str(), self.seed) {
                // Whole numbers of a seed have more digits than a floating-point number keeps.
                (setting.value, setting.words, setting.by) = (None, seed.to_string(), SetBy::Caller);
            }
            found.push(setting);
        });
        found
    }
}

/// What stands at a place; `None` where nothing does.
fn setting(path: String, here: Number<'_>) -> Option<Setting> {
    let spec = here.field.spec;
    let (value, words) = match (here.shape, here.stated) {
        (Shape::Choice { .. }, stated) => (None, kind_of(stated, here.field)?.0.to_owned()),
        (_, Some(node)) => stated(node),
        (_, None) => match spec.default {
            Default::Number(value) => (Some(value), String::new()),
            Default::Prior(prior) => (Some(prior.distribution().mean()), prior.to_string()),
            Default::Word(word) => (None, word.to_owned()),
            Default::Flag(flag) => (None, flag.to_string()),
            Default::Required | Default::Absent | Default::Empty => return None,
        },
    };
    // A spread says how people differ: it has no one number.
    let value = value.filter(|_| !matches!(here.shape, Shape::Spread { .. }) || words.is_empty());
    let (by, source, grade) = match here.stated {
        Some(_) => (SetBy::Scenario, "", Grade::Yours),
        None => (SetBy::Default, spec.source, spec.grade),
    };
    let unit = if here.shape.is_number() { here.shape.bounds().0 } else { "" };
    Some(Setting { path, value, words, unit, by, source, grade })
}

/// A value that is stated: its number, its words.
fn stated(node: &Node) -> (Option<f64>, String) {
    match (&node.value, distribution_of(node)) {
        (Value::Number(number), _) => (Some(*number), String::new()),
        (Value::Whole(whole), _) => match node.number().filter(|_| whole.unsigned_abs() <= EXACT) {
            Some(number) => (Some(number), String::new()),
            None => (None, whole.to_string()),
        },
        (_, Some(distribution)) => (Some(distribution.mean()), distribution.to_string()),
        _ => (None, written(node)),
    }
}

/// Whole numbers up to this are themselves as floating-point numbers: 2^53.
const EXACT: u64 = 1 << 53;

/// A value as a scenario could write it, in one line.
fn written(node: &Node) -> String {
    match &node.value {
        Value::Whole(whole) => whole.to_string(),
        Value::Number(number) => figure(*number),
        Value::Text(text) => text.clone(),
        Value::Flag(flag) => flag.to_string(),
        Value::List(items) => {
            format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", "))
        }
        Value::Table(entries) => {
            let each = entries.iter().map(|entry| format!("{} = {}", entry.key, written(&entry.node)));
            format!("{{ {} }}", each.collect::<Vec<_>>().join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoFiles;

    const TEXT: &str = r#"
        run = { years = 2 }
        scenario = { title = "Two physicians", description = "Long." }
        system = { name = "Small clinic", in_system_share = { uniform = { min = 0.4, max = 0.6 } } }
        plan.salary.pay = [{ salary = { per_fte = 250000 } }]
        cohort.fm = { count = 2, specialty = "family_medicine", plans = { salary = 1.0 }, wrvu = { normal = { mean = 5000, sd = 100 } } }
        contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
        variant.more.set = { "plan.salary.pay.salary.per_fte" = 260000 }
    "#;

    #[test]
    fn every_value_says_where_it_comes_from() {
        let mut study = Study::read("clinic.toml", TEXT, &NoFiles).unwrap();
        study.reseed(9_007_199_254_740_993);
        let all = study.settings();
        let names: Vec<&str> = all.iter().map(|arm| arm.arm.as_str()).collect();
        assert_eq!(names, ["baseline", "more"]);
        let at = |arm: usize, path: &str| {
            let found = all[arm].settings.iter().find(|one| one.path == path);
            let one = found.unwrap_or_else(|| panic!("{path}"));
            (one.value, one.words.as_str(), one.by.word())
        };
        assert_eq!(at(0, "plan.salary.pay[0].salary.per_fte"), (Some(250_000.0), "", "scenario"));
        assert_eq!(at(1, "plan.salary.pay[0].salary.per_fte"), (Some(260_000.0), "", "scenario"));
        assert_eq!(at(0, "plan.salary.pay[0]"), (None, "salary", "scenario"));
        assert_eq!(at(0, "contract.book.terms"), (None, "fee_for_service", "scenario"));
        assert_eq!(at(0, "system.in_system_share"), (Some(0.5), "uniform(0.4, 0.6)", "scenario"));
        assert_eq!(at(0, "cohort.fm.wrvu"), (None, "normal(5000, 100)", "scenario"));
        assert_eq!(at(0, "run.trials"), (Some(2000.0), "", "default"));
        assert_eq!(at(0, "run.seed"), (None, "9007199254740993", "set"));
        assert_eq!(at(0, "chance.none"), (None, "false", "default"));
        assert_eq!(at(0, "chance.wrvu_cv"), (Some(0.105), "uniform(0.06, 0.15)", "default"));
        assert!(all[0].settings.iter().all(|one| !one.path.starts_with(ABOUT)));
        let apart = all[0].settings.iter().zip(&all[1].settings).filter(|(one, other)| one != other).count();
        assert_eq!((all[0].settings.len(), apart), (all[1].settings.len(), 1));
    }
}
