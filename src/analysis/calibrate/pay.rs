//! What physicians were paid, person by person, as a target.

use crate::model::Model;
use crate::schema::{Gathering, Refused};
use crate::units::{closest, either};

/// What one physician was paid in one year.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonPaid {
    /// The position, as the roster identifies it.
    pub id: String,
    /// Performance year, counted from 0; `None` for the calendar year before the start.
    pub year: Option<usize>,
    /// What was paid, $.
    pub paid: f64,
    /// The plan it was paid under.
    pub plan: String,
    /// Specialty.
    pub specialty: String,
}

/// What physicians were paid.
#[derive(Clone, Debug, PartialEq)]
pub struct PayTarget {
    /// Person by person, and year by year.
    pub people: Vec<PersonPaid>,
    /// What one of them may be off, as a share of what was paid; found from what people are off where it is `None`.
    pub error: Option<f64>,
}

/// Columns of the file; `plan` may be left out.
const COLUMNS: [&str; 4] = ["physician_id", "year", "pay", "plan"];
/// Nobody is paid more.
const LARGEST: f64 = 1e8;

/// Reads what physicians were paid: one person and year a row, columns `physician_id` (or `id`), `year`, `pay` and `plan`
/// in any order. `year` is a performance year, or the year before the first. Without `plan` it is that of the roster.
/// `name` is the file's name in messages.
///
/// # Errors
///
/// Every problem, with its line.
pub fn read_pay(name: &str, text: &[u8], model: &Model) -> Result<Vec<PersonPaid>, Refused> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(text);
    let mut problems = Gathering::of(name);
    let header = match reader.headers() {
        Ok(header) => header.iter().map(own_name).collect::<Vec<String>>(),
        Err(error) => {
            note(&mut problems, 1, format!("this is not CSV: {error}"));
            return Err(problems.into());
        }
    };
    for name in header.iter().filter(|name| !COLUMNS.contains(&name.as_str())) {
        let near = closest(name, COLUMNS.iter().copied())
            .map_or_else(String::new, |near| format!(" did you mean `{near}`?"));
        note(&mut problems, 1, format!("there is no column `{name}`;{near} columns are {}", either(COLUMNS)));
    }
    for needed in COLUMNS.iter().take(3).filter(|needed| !header.iter().any(|name| name == *needed)) {
        note(&mut problems, 1, format!("the column `{needed}` is missing"));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let mut people: Vec<PersonPaid> = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let cell = |name: &str| {
                    header.iter().position(|h| h == name).and_then(|at| record.get(at)).unwrap_or("")
                };
                match person(&cell, model) {
                    Ok(own) if people.iter().any(|other| (&other.id, other.year) == (&own.id, own.year)) => {
                        note(
                            &mut problems,
                            line,
                            format!("{:?} stands twice for the year; keep one row", own.id),
                        );
                    }
                    Ok(own) => people.push(own),
                    Err(message) => note(&mut problems, line, message),
                }
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                note(&mut problems, line, format!("this row does not read: {error}"));
            }
        }
    }
    if people.is_empty() && problems.is_empty() {
        note(
            &mut problems,
            1,
            "there is nobody in it; write one person and year a row below the header".to_owned(),
        );
    }
    if problems.is_empty() { Ok(people) } else { Err(problems.into()) }
}

/// What the baseline's own roster says that was paid in the year before the start: of everyone of whom it says so.
#[must_use]
pub fn paid_by_roster(model: &Model) -> Vec<PersonPaid> {
    let known = |p: &crate::entity::Physician| {
        let parts: f64 = p.paid_by.iter().map(|(_, paid)| paid).sum();
        let paid = p.paid.or((!p.paid_by.is_empty()).then_some(parts))?;
        let (plan, specialty) = (p.plan.clone(), p.specialty.clone());
        Some(PersonPaid { id: p.id.clone(), year: None, paid, plan, specialty })
    };
    model.arms.first().into_iter().flat_map(|arm| arm.roster.iter().flatten()).filter_map(known).collect()
}

/// A column by the name that we call it.
fn own_name(name: &str) -> String {
    let lower = name.trim_start_matches('\u{feff}').to_ascii_lowercase();
    if lower == "id" { "physician_id".to_owned() } else { lower }
}

fn note(problems: &mut Gathering<'_>, line: u64, message: String) {
    problems.add(usize::try_from(line).unwrap_or(usize::MAX), 1, "pay", message);
}

fn person<'a>(cell: &impl Fn(&str) -> &'a str, model: &Model) -> Result<PersonPaid, String> {
    let id = cell("physician_id");
    let roster = || model.arms.first().into_iter().flat_map(|arm| arm.roster.iter().flatten());
    let physician = roster().find(|p| p.id == id).ok_or_else(|| {
        let near = closest(id, roster().map(|p| p.id.as_str()))
            .map_or_else(String::new, |near| format!("did you mean `{near}`? Otherwise "));
        format!("the baseline has no physician {id:?}; {near}leave out whoever is not on its roster")
    })?;
    let (first, text) = (usize::from(model.start.0), cell("year"));
    let last = first + model.years - 1;
    let year = text
        .parse::<usize>()
        .ok()
        .filter(|year| (first - 1..=last).contains(year))
        .ok_or_else(|| format!("found the year {text:?}; write one from {} to {last}", first - 1))?;
    let text = cell("pay");
    let paid = text.parse::<f64>().ok().filter(|paid| (0.0..=LARGEST).contains(paid)).ok_or_else(|| {
        format!(
            "found {text:?} under `pay`; write dollars of the year without separators, from 0 to {LARGEST}"
        )
    })?;
    let plan = match cell("plan") {
        "" => physician.plan.clone(),
        plan => plan.to_owned(),
    };
    let (id, specialty) = (physician.id.clone(), physician.specialty.clone());
    Ok(PersonPaid { id, year: year.checked_sub(first), paid, plan, specialty })
}
