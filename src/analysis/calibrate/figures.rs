//! A user's own figures, from CSV.

use crate::engine::{Pick, Scope};
use crate::model::Model;
use crate::schema::{Gathering, Refused};
use crate::units::{closest, either};

/// One observed figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What was observed, in terms of the results.
    pub pick: Pick,
    /// The observed value, in the unit of the measure.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
    /// Line of the file.
    pub line: u64,
}

/// Columns of the file; `scope`, `entity` and `arm` may be left out.
const COLUMNS: [&str; 7] = ["metric", "scope", "entity", "arm", "year", "value", "error"];

/// Scopes that figures can be about.
const SCOPES: [Scope; 4] = [Scope::System, Scope::Specialty, Scope::Plan, Scope::Contract];

/// Reads figures: one a row, columns `metric, scope, entity, arm, year, value, error` in any order.
/// Without `scope` a figure is about the `system`; without `entity`, about `all` of it; without `arm`,
/// of the `baseline`. `year` is a performance year. `error` is the standard error of `value`. `name` is
/// the file's name in messages.
///
/// # Errors
///
/// Every problem, with its line.
pub fn read_figures(name: &str, text: &[u8], model: &Model) -> Result<Vec<Figure>, Refused> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(text);
    let mut problems = Gathering::of(name);
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            note(&mut problems, 1, format!("this is not CSV: {error}"));
            return Err(problems.into());
        }
    };
    for name in &header {
        if !COLUMNS.contains(&name) {
            let near = closest(name, COLUMNS.iter().copied())
                .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            note(
                &mut problems,
                1,
                format!("there is no column `{name}`{near} Columns are {}", either(COLUMNS)),
            );
        }
    }
    for needed in ["metric", "year", "value", "error"] {
        if !header.iter().any(|name| name == needed) {
            note(&mut problems, 1, format!("the column `{needed}` is missing"));
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let mut figures = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let cell = |name: &str| {
                    header.iter().position(|h| h == name).and_then(|at| record.get(at)).unwrap_or("")
                };
                match figure(&cell, line, model) {
                    Ok(figure) => figures.push(figure),
                    Err(message) => note(&mut problems, line, message),
                }
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                note(&mut problems, line, format!("this row does not read: {error}"));
            }
        }
    }
    if figures.is_empty() && problems.is_empty() {
        note(&mut problems, 1, "there is no figure; write one a row below the header".to_owned());
    }
    if problems.is_empty() { Ok(figures) } else { Err(problems.into()) }
}

fn note(problems: &mut Gathering<'_>, line: u64, message: String) {
    problems.add(usize::try_from(line).unwrap_or(usize::MAX), 1, "figures", message);
}

fn figure<'a>(cell: &impl Fn(&str) -> &'a str, line: u64, model: &Model) -> Result<Figure, String> {
    let or = |name: &str, default: &'static str| match cell(name) {
        "" => default.to_owned(),
        text => text.to_owned(),
    };
    let scope_word = or("scope", "system");
    let scope = SCOPES.iter().copied().find(|scope| scope.word() == scope_word).ok_or_else(|| {
        format!("found the scope {scope_word:?}; write {}", either(SCOPES.map(Scope::word)))
    })?;
    let arm_name = or("arm", crate::scenario::BASELINE);
    let arm = model.directory.arm(&arm_name).map_err(|unknown| unknown.to_string())?;
    let year_text = cell("year");
    let first = usize::from(model.start.0);
    let last = first + model.years - 1;
    let year =
        year_text.parse::<usize>().ok().filter(|year| (first..=last).contains(year)).ok_or_else(|| {
            format!("found the year {year_text:?}; write a performance year from {first} to {last}")
        })?;
    let number = |name: &str| {
        let text = cell(name);
        text.parse::<f64>()
            .ok()
            .filter(|value| value.is_finite())
            .ok_or_else(|| format!("found {text:?} under `{name}`; write a number without separators"))
    };
    let (value, error) = (number("value")?, number("error")?);
    if error <= 0.0 {
        return Err(format!("found the error {error}; write the standard error of the figure, above 0"));
    }
    let pick = Pick::year(arm, year - first, scope, &or("entity", "all"), cell("metric"));
    check(&pick, model)?;
    Ok(Figure { pick, value, error, line })
}

/// Whether results hold such a figure; if not, what they hold.
fn check(pick: &Pick, model: &Model) -> Result<(), String> {
    let (rows, _) = crate::engine::rows_of(model);
    let of_scope = || rows.iter().filter(|row| row.scope == pick.scope);
    if !of_scope().any(|row| row.entity == pick.entity) {
        let mut known: Vec<&str> = of_scope().map(|row| row.entity.as_str()).collect();
        known.dedup();
        return Err(format!(
            "there is no {} {:?}; known: {}",
            pick.scope.word(),
            pick.entity,
            either(&known)
        ));
    }
    if !of_scope().any(|row| row.entity == pick.entity && row.metric == pick.metric) {
        let hint = closest(&pick.metric, of_scope().map(|row| row.metric))
            .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(format!(
            "there is no measure {:?} of a {}{hint} See docs/DATA_DICTIONARY.md",
            pick.metric,
            pick.scope.word()
        ));
    }
    Ok(())
}
