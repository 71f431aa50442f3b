//! What physicians were paid, person by person, as a target.

use super::target_rows::TargetFile;
use crate::model::Model;
use crate::schema::Refused;
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
    let file = TargetFile {
        name,
        holds: "pay",
        is_empty: "there is nobody in it; write one person and year a row below the header",
    };
    let faults = |header: &[String]| {
        let unknown = header.iter().filter(|name| !COLUMNS.contains(&name.as_str())).map(|name| {
            let near = closest(name, COLUMNS.iter().copied())
                .map_or_else(String::new, |near| format!(" did you mean `{near}`?"));
            format!("there is no column `{name}`;{near} columns are {}", either(COLUMNS))
        });
        let missing = COLUMNS.iter().take(3).filter(|needed| !header.iter().any(|name| name == *needed));
        unknown.chain(missing.map(|needed| format!("the column `{needed}` is missing"))).collect()
    };
    file.read(text, own_name, faults, |row, earlier: &[PersonPaid]| {
        let own = person(&|name: &str| row.cell(name), model)?;
        if earlier.iter().any(|other| (&other.id, other.year) == (&own.id, own.year)) {
            return Err(format!("{:?} stands twice for the year; keep one row", own.id));
        }
        Ok(own)
    })
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
