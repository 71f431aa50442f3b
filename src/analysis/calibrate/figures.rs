//! A user's own figures, from CSV.

use super::target_rows::TargetFile;
use crate::engine::{Pick, Scope};
use crate::model::Model;
use crate::schema::{Gathering, Refused};
use crate::units::{closest, either, figure as plain};

/// One observed figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What was observed, in terms of the results.
    pub pick: Pick,
    /// The observed value, in the unit of the measure.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
    /// How often it counts: 1 unless the file says otherwise.
    pub weight: f64,
    /// The group of targets that it is told with; empty where the file names none.
    pub group: String,
    /// Line of the file.
    pub line: u64,
}

/// Columns of the file; `scope`, `entity`, `arm`, `weight` and `group` may be left out.
const COLUMNS: [&str; 9] = ["metric", "scope", "entity", "arm", "year", "value", "error", "weight", "group"];

/// The most that a figure counts, as so many of its like.
const HEAVIEST: f64 = 1e6;

/// Numbers beyond this measure nothing that a health system has.
const LARGEST: f64 = 1e15;

/// Scopes that figures can be about.
const SCOPES: [Scope; 4] = [Scope::System, Scope::Specialty, Scope::Plan, Scope::Contract];

/// Reads figures: one a row, columns `metric, scope, entity, arm, year, value, error, weight, group` in any order.
/// Without `scope` a figure is about the `system`; without `entity`, about `all` of it; without `arm`,
/// of the `baseline`. `year` is a performance year. `error` is the standard error of `value`. A figure of `weight` 4
/// counts as four of its like, which halves its error; 0 leaves it out of the fit, and still beside it. `name` is
/// the file's name in messages.
///
/// # Errors
///
/// Every problem, with its line.
pub fn read_figures(name: &str, text: &[u8], model: &Model) -> Result<Vec<Figure>, Refused> {
    let file = TargetFile {
        name,
        holds: "figures",
        is_empty: "there is no figure; write one a row below the header",
    };
    let faults = |header: &[String]| {
        let unknown = header.iter().filter(|name| !COLUMNS.contains(&name.as_str())).map(|name| {
            let near = closest(name, COLUMNS.iter().copied())
                .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            format!("there is no column `{name}`{near} Columns are {}", either(COLUMNS))
        });
        let needed = ["metric", "year", "value", "error"];
        let missing = needed.iter().filter(|needed| !header.iter().any(|name| name == *needed));
        unknown.chain(missing.map(|needed| format!("the column `{needed}` is missing"))).collect()
    };
    file.read(text, str::to_owned, faults, |row, earlier| {
        figure(&|name: &str| row.cell(name), row.line(), model).and_then(|own| once(own, earlier))
    })
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
    let weight = match cell("weight") {
        "" => 1.0,
        _ => number("weight")?,
    };
    if !(0.0..=HEAVIEST).contains(&weight) {
        return Err(format!(
            "found the weight {weight}; write how often the figure counts, from 0 to {HEAVIEST}"
        ));
    }
    let pick = Pick::year(arm, year - first, scope, &or("entity", "all"), cell("metric"));
    let unit = check(&pick, model)?;
    hold_to_unit(unit, value, error)?;
    Ok(Figure { pick, value, error, weight, group: cell("group").to_owned(), line })
}

/// The figures of several files, each with its name in messages, as one list. Where several files are given, figures
/// without a group are of the group of their file; where one is, of that of their measure.
///
/// # Errors
///
/// A figure that two files have.
pub fn join_figures(files: Vec<(String, Vec<Figure>)>) -> Result<Vec<Figure>, Refused> {
    let several = files.len() > 1;
    let mut all: Vec<(String, Figure)> = Vec::new();
    for (name, figures) in files {
        let mut problems = Gathering::of(&name);
        for mut figure in figures {
            if let Some((file, other)) = all.iter().find(|(_, other)| other.pick == figure.pick) {
                let message =
                    format!("the same figure stands in line {} of {file}; keep one of the two", other.line);
                note(&mut problems, figure.line, message);
                continue;
            }
            if figure.group.is_empty() {
                figure.group = if several { stem(&name).to_owned() } else { figure.pick.metric.clone() };
            }
            all.push((name.clone(), figure));
        }
        if !problems.is_empty() {
            return Err(problems.into());
        }
    }
    Ok(all.into_iter().map(|(_, figure)| figure).collect())
}

/// A file's name without folders and ending.
fn stem(name: &str) -> &str {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.rsplit_once('.').map_or(base, |(stem, _)| stem)
}

/// A figure, unless an earlier row has one of the same: two would count twice, or contradict each other.
fn once(own: Figure, earlier: &[Figure]) -> Result<Figure, String> {
    match earlier.iter().find(|other| other.pick == own.pick) {
        Some(other) => Err(format!("the same figure stands in line {}; keep one of the two", other.line)),
        None => Ok(own),
    }
}

/// Whether a value, and how far off it may be, can be meant in a unit.
fn hold_to_unit(unit: &str, value: f64, error: f64) -> Result<(), String> {
    let (low, high, hint) = match unit {
        "share" => (-1.0, 1.0, "write 0.048 for 4.8 %"),
        "chance" => (0.0, 1.0, "write 0.25 for one time in four"),
        "points" => (-100.0, 100.0, "write 3 for 3 percentage points"),
        "index" | "months" | "people" | "physicians" | "wRVU" => (0.0, LARGEST, "it is not below 0"),
        _ => (-LARGEST, LARGEST, "write it without separators"),
    };
    if value < low || value > high {
        return Err(format!(
            "found {}; the measure is in {unit}, between {} and {}; {hint}",
            plain(value),
            plain(low),
            plain(high)
        ));
    }
    if error > high - low {
        return Err(format!("found the error {}; it is in {unit} as the value is; {hint}", plain(error)));
    }
    Ok(())
}

/// The unit of such a figure, if results hold one; if not, what they hold.
fn check(pick: &Pick, model: &Model) -> Result<&'static str, String> {
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
    let row = of_scope().find(|row| row.entity == pick.entity && row.metric == pick.metric);
    row.map(|row| row.unit).ok_or_else(|| {
        let hint = closest(&pick.metric, of_scope().map(|row| row.metric))
            .map_or_else(String::new, |near| format!(" did you mean `{near}`?"));
        format!(
            "there is no measure {:?} of a {};{hint} `cascade catalogue measures` lists them",
            pick.metric,
            pick.scope.word()
        )
    })
}
