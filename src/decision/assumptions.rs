//! What a run takes for granted: every default that an arm relies on, and what is drawn because it is not known.

use crate::model::Model;
use crate::order::Ordered;
use crate::random::Distribution;
use crate::scenario::defaults;
use crate::schema::{Grade, ParameterRow};
use crate::units::figure;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A default that is relied on.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption<'m> {
    /// Its place in the scenario.
    pub parameter: &'m str,
    /// Its value, as text.
    pub value: &'m str,
    /// How well it is founded.
    pub grade: Grade,
    /// Where it comes from.
    pub source: &'static str,
    /// The arms that rely on it, where not all of them do.
    pub arms: Vec<&'m str>,
}

/// Every default that an arm relies on, in the order of the scenario; those of all arms once, without naming arms.
#[must_use]
pub fn assumptions(model: &Model) -> Vec<Assumption<'_>> {
    let mut found: Vec<Assumption<'_>> = Vec::new();
    let mut places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for arm in &model.arms {
        for default in &arm.defaults {
            let place = *places.entry((&default.path, &default.value)).or_insert_with(|| {
                found.push(Assumption {
                    parameter: &default.path,
                    value: &default.value,
                    grade: default.grade,
                    source: default.source,
                    arms: Vec::new(),
                });
                found.len() - 1
            });
            found[place].arms.push(&arm.name);
        }
    }
    for assumption in found.iter_mut().filter(|one| one.arms.len() >= model.arms.len()) {
        assumption.arms.clear();
    }
    found
}

/// One default as it is relied on in several places: of each contract, of each plan.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumedAlike<'m> {
    /// Its place, with `<name>` for names of the scenario.
    pub parameter: String,
    /// What it means.
    pub meaning: String,
    /// Its value, as text.
    pub value: &'m str,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// How well it is founded.
    pub grade: Grade,
    /// Where it comes from.
    pub source: &'static str,
    /// Places at which it is relied on.
    pub places: Vec<&'m str>,
    /// The arms that rely on it, where not all of them do.
    pub arms: Vec<&'m str>,
}

/// The same by what they are assumed of, worst founded first.
#[must_use]
pub fn assumptions_alike(model: &Model) -> Vec<AssumedAlike<'_>> {
    let known = Parameters::known();
    let mut found: Vec<AssumedAlike<'_>> = Vec::new();
    let mut at: BTreeMap<(String, &str, Vec<&str>), usize> = BTreeMap::new();
    for one in assumptions(model) {
        let row = known.of(one.parameter);
        let parameter = row.map_or_else(|| one.parameter.to_owned(), |row| row.path.clone());
        let place = *at.entry((parameter.clone(), one.value, one.arms.clone())).or_insert_with(|| {
            found.push(AssumedAlike {
                parameter,
                meaning: row.map(meaning_of).unwrap_or_default(),
                value: one.value,
                unit: row.map(|row| row.unit.clone()).unwrap_or_default(),
                grade: one.grade,
                source: one.source,
                places: Vec::new(),
                arms: one.arms.clone(),
            });
            found.len() - 1
        });
        found[place].places.push(one.parameter);
    }
    found.order_by_key(|one| std::cmp::Reverse(one.grade));
    found
}

/// What a parameter means, as long as a table has room: its first sentence, without what it quotes by row.
fn meaning_of(row: &ParameterRow) -> String {
    let first = row.meaning.split_inclusive(". ").next().unwrap_or_default().trim();
    let mut told = String::new();
    let mut rest = first;
    while let Some((before, after)) = rest.split_once(" (") {
        let Some((inner, then)) = after.split_once(')') else { break };
        told.push_str(before);
        if !inner.contains("row ") && !inner.contains("note") {
            told.push_str(&format!(" ({inner})"));
        }
        rest = then;
    }
    (told + rest).replace('`', "")
}

/// The parameters of a scenario, found by their places.
pub(super) struct Parameters {
    rows: Vec<ParameterRow>,
    /// Places among them, by how many steps a path has and which is the last.
    by_end: BTreeMap<(usize, String), Vec<usize>>,
}

/// The steps of a path, places in lists without their numbers.
fn steps(path: &str) -> Vec<String> {
    let step = |step: &str| match step.split_once('[') {
        Some((key, _)) => format!("{key}[]"),
        None => step.to_owned(),
    };
    path.split('.').map(step).collect()
}

impl Parameters {
    /// All there are.
    pub(super) fn known() -> &'static Parameters {
        static KNOWN: LazyLock<Parameters> = LazyLock::new(|| Parameters::among(defaults()));
        &KNOWN
    }

    fn among(rows: Vec<ParameterRow>) -> Parameters {
        let mut by_end: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            let steps = steps(&row.path);
            let Some(last) = steps.last() else { continue };
            by_end.entry((steps.len(), last.clone())).or_default().push(place);
        }
        Parameters { rows, by_end }
    }

    /// The parameter that stands at a place.
    pub(super) fn of(&self, path: &str) -> Option<&ParameterRow> {
        let own = steps(path);
        let near = self.by_end.get(&(own.len(), own.last()?.clone()))?;
        let fits = |place: &&usize| {
            let known = steps(&self.rows[**place].path);
            known.iter().zip(&own).all(|(known, own)| known == own || known.starts_with('<'))
        };
        near.iter().find(fits).map(|place| &self.rows[*place])
    }
}

/// A number that is drawn once in each future, because it is not known; alike of several contracts or plans.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnNumber<'m> {
    /// Its place in the scenario, with `<name>` for names of the scenario where there are several.
    pub parameter: String,
    /// What it means.
    pub meaning: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// What it is drawn from, in words.
    pub from: String,
    /// Its mean.
    pub mean: f64,
    /// The ends of its middle 90 %.
    pub middle: (f64, f64),
    /// Places at which it is drawn, each by itself.
    pub places: Vec<&'m str>,
}

/// Everything that any arm draws, in the order of the scenario.
#[must_use]
pub fn drawn_numbers(model: &Model) -> Vec<DrawnNumber<'_>> {
    let known = Parameters::known();
    let mut found: Vec<(DrawnNumber<'_>, &Distribution)> = Vec::new();
    for drawn in model.arms.iter().flat_map(|arm| &arm.drawn) {
        let (path, from) = (drawn.leaf.path.as_str(), &drawn.leaf.distribution);
        let row = known.of(path);
        let parameter = row.map_or_else(|| path.to_owned(), |row| row.path.clone());
        if let Some((one, _)) = found.iter_mut().find(|(one, own)| one.parameter == parameter && *own == from)
        {
            if !one.places.contains(&path) {
                one.places.push(path);
            }
            continue;
        }
        let one = DrawnNumber {
            parameter,
            meaning: row.map(meaning_of).unwrap_or_default(),
            unit: row.map(|row| row.unit.clone()).unwrap_or_default(),
            from: distribution_in_words(from),
            mean: from.mean(),
            middle: (from.quantile(0.05), from.quantile(0.95)),
            places: vec![path],
        };
        found.push((one, from));
    }
    found.into_iter().map(|(one, _)| one).collect()
}

/// A distribution with its numbers: `uniform(0.06, 0.15)`.
fn distribution_in_words(of: &Distribution) -> String {
    let with = |name: &str, numbers: &[f64]| {
        let numbers: Vec<String> = numbers.iter().map(|number| figure(*number)).collect();
        format!("{name}({})", numbers.join(", "))
    };
    match of {
        Distribution::Normal { mean, sd } => with("normal", &[*mean, *sd]),
        Distribution::TruncatedNormal { mean, sd, min, max } => {
            format!("{} between {} and {}", with("normal", &[*mean, *sd]), figure(*min), figure(*max))
        }
        Distribution::Lognormal { median, sigma } => with("lognormal", &[*median, *sigma]),
        Distribution::Beta { alpha, beta, min, max } if (*min, *max) == (0.0, 1.0) => {
            with("beta", &[*alpha, *beta])
        }
        Distribution::Beta { alpha, beta, min, max } => {
            format!("{} from {} to {}", with("beta", &[*alpha, *beta]), figure(*min), figure(*max))
        }
        Distribution::Gamma { shape, scale } => with("gamma", &[*shape, *scale]),
        Distribution::Triangular { min, mode, max } => with("triangular", &[*min, *mode, *max]),
        Distribution::Pert { min, mode, max } => with("PERT", &[*min, *mode, *max]),
        Distribution::Uniform { min, max } => with("uniform", &[*min, *max]),
        Distribution::Discrete { values, .. } => format!("one of {} values", values.len()),
        Distribution::Empirical { values } => format!("{} observations", values.len()),
        Distribution::Zero(mixture) => format!(
            "nothing with a chance of {}, else {}",
            figure(mixture.chance),
            distribution_in_words(&mixture.otherwise)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_found_by_its_place() {
        let known = Parameters::known();
        let found = known.of("contract.my_aco.trend").expect("every contract has a trend");
        assert_eq!(found.path, "contract.<name>.trend");
        assert!(found.meaning.contains("growth") && !found.unit.is_empty());
        assert!(known.of("contract.my_aco.trends").is_none());
        let paid = known.of("plan.any.pay[2].salary.per_fte").expect("salaries have an amount");
        assert!(paid.path.starts_with("plan.<name>.pay[]") && paid.path.ends_with("salary.per_fte"));
    }

    #[test]
    fn a_meaning_is_a_sentence_without_rows_of_notes() {
        let row = |meaning: &str| ParameterRow {
            path: String::new(),
            meaning: meaning.to_owned(),
            unit: String::new(),
            range: String::new(),
            default: String::new(),
            source: "",
            grade: Grade::Assumption,
        };
        let of = |meaning| meaning_of(&row(meaning));
        assert_eq!(of("Margin of care (behaviour note row 23). It is lost."), "Margin of care.");
        assert_eq!(
            of("Growth (cost of living, market); `outlook.x` else. More."),
            "Growth (cost of living, market); outlook.x else."
        );
        assert_eq!(of("An open (bracket"), "An open (bracket");
    }

    #[test]
    fn distributions_have_their_numbers() {
        let words = [
            Distribution::Normal { mean: 2.0, sd: 0.5 },
            Distribution::Beta { alpha: 1.0, beta: 2.0, min: 0.0, max: 1.0 },
            Distribution::TruncatedNormal { mean: 2.0, sd: 2.0, min: 0.0, max: f64::INFINITY },
        ];
        let words = words.map(|one| distribution_in_words(&one));
        assert_eq!(words[0], "normal(2, 0.5)");
        assert_eq!(words[1], "beta(1, 2)");
        assert!(words[2].starts_with("normal(2, 2) between 0 and inf"), "{}", words[2]);
    }
}
