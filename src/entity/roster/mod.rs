//! The roster: one row a physician.
//!
//! Columns are declared once, in [`COLUMNS`], which the documents are made from.

mod read;
mod row;

pub use read::read_roster;

use super::{Duties, Physician};
use crate::schema::Problem;
use csv::Writer;

/// Everyone who takes part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roster {
    /// Physicians, in the order of the file or of generation.
    pub physicians: Vec<Physician>,
    /// The file they come from, or what made them; for messages.
    pub origin: String,
    /// Column names of the file in order; empty for a generated roster.
    pub header: Vec<String>,
}

/// A column of the roster file.
#[derive(Clone, Copy, Debug)]
pub struct RosterColumn {
    /// Its name; `<contract>` stands for any contract's name.
    pub name: &'static str,
    /// What it holds, with unit and range.
    pub meaning: &'static str,
    /// What a missing column or an empty cell means; `None` when it must be there.
    pub default: Option<&'static str>,
}

const fn column(name: &'static str, default: Option<&'static str>, meaning: &'static str) -> RosterColumn {
    RosterColumn { name, meaning, default }
}

/// The column of one of [`Duties`].
const fn duty(place: usize) -> RosterColumn {
    let fact = &Duties::FACTS[place];
    column(fact.name, Some(fact.default), fact.meaning)
}

/// Columns that a roster must have, first in [`COLUMNS`].
const REQUIRED: usize = 5;
/// Columns with a name of their own, before those that stand for many.
const NAMED: usize = 18 + Duties::FACTS.len();

/// The columns of a roster file.
pub const COLUMNS: [RosterColumn; 29] = [
    column(
        "physician_id",
        None,
        "Identifier of a person; any text. Names the physician's luck, so keep it stable. Unique, but for the appointments of one person.",
    ),
    column(
        "specialty",
        None,
        "A standard specialty (cascade catalogue defaults) or one of the scenario's own.",
    ),
    column("plan", None, "The compensation plan in force, by its name in the scenario."),
    column("clinical_fte", None, "Clinical share of full time, above 0 to 1.5."),
    column("wrvu", None, "Personally performed work RVUs in the last year, 0 to 100000, at the present FTE."),
    column("fte", Some("as clinical_fte"), "Share of full time, clinical_fte to 1.5."),
    column(
        "appointment",
        Some("empty"),
        "Which of a person's appointments the row is, such as clinic or hospital: rows of one physician_id are one person.",
    ),
    column("site", Some("empty"), "Place of work; free text."),
    column("panel", Some("0"), "Patients who see this physician as theirs, 0 to 20000."),
    column("quality", Some("0.75"), "Measured quality composite, 0 to 1."),
    column("cost_style", Some("1"), "Spending of the physician's patients against expected, 0.2 to 5."),
    column("social_risk", Some("0.2"), "Social risk of the panel, 0 to 1."),
    column("age", Some("48"), "Age in years, 25 to 90."),
    column("hired", Some("2018-07"), "Month of hire, YYYY-MM or YYYY."),
    column("term_years", Some("3"), "Years between renewals of the agreement, 1 to 10."),
    column(
        "renews",
        Some("hired plus term"),
        "A month in which the agreement renews, YYYY-MM; it repeats every term.",
    ),
    column(
        "base_salary",
        Some("none"),
        "Base salary, $ a year at the present FTE; for plans that pay the roster's.",
    ),
    column(
        "other_pay",
        Some("0"),
        "Pay from other employers, $ a year: counts against the cap and beside a survey, and is not paid by the system.",
    ),
    duty(0),
    duty(1),
    duty(2),
    duty(3),
    duty(4),
    duty(5),
    duty(6),
    column(
        "lives.<contract>",
        Some("0"),
        "Lives attributed to this physician under the contract, 0 to 20000.",
    ),
    column(
        "revenue_share.<contract>",
        Some("from panel and lives"),
        "Share of professional revenue under the contract, 0 to 1.",
    ),
    column("points.<pool>", Some("0"), "Points in a pool that is divided by points, 0 to 1000000."),
    column("note…", Some("ignored"), "Columns whose name begins with `note` are ignored."),
];

impl Roster {
    /// A problem with one physician's cell, for checks that need the rest of the scenario.
    #[must_use]
    pub fn problem(&self, physician: &Physician, column: &str, message: String) -> Problem {
        let place = self.header.iter().position(|name| name == column).map_or(1, |p| p + 1);
        Problem {
            file: self.origin.clone(),
            line: physician.line,
            column: place,
            path: if physician.line == 0 { physician.id.clone() } else { column.to_owned() },
            message,
        }
    }

    /// Names of the pools that the roster has points in.
    #[must_use]
    pub fn pools(&self) -> Vec<&str> {
        let first = self.physicians.first();
        first.map(|p| p.points.iter().map(|(name, _)| name.as_str()).collect()).unwrap_or_default()
    }

    /// Names of the contracts that the roster has columns for.
    #[must_use]
    pub fn contracts(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .physicians
            .first()
            .map(|p| p.lives.iter().chain(&p.revenue_share).map(|(name, _)| name.as_str()).collect())
            .unwrap_or_default();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Writes a roster as CSV with every column.
///
/// # Errors
///
/// When the writer fails, which it does not in memory.
pub fn write_roster(roster: &Roster) -> Result<Vec<u8>, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    let mut lives: Vec<&str> = Vec::new();
    let mut shares: Vec<&str> = Vec::new();
    let mut points: Vec<&str> = Vec::new();
    for p in &roster.physicians {
        for (known, own) in
            [(&mut lives, &p.lives), (&mut shares, &p.revenue_share), (&mut points, &p.points)]
        {
            for (contract, _) in own {
                if !known.contains(&contract.as_str()) {
                    known.push(contract);
                }
            }
        }
    }
    let mut header: Vec<String> = COLUMNS[..NAMED].iter().map(|c| c.name.to_owned()).collect();
    header.extend(lives.iter().map(|contract| format!("lives.{contract}")));
    header.extend(shares.iter().map(|contract| format!("revenue_share.{contract}")));
    header.extend(points.iter().map(|pool| format!("points.{pool}")));
    writer.write_record(&header)?;
    for p in &roster.physicians {
        let mut row = vec![
            p.person.clone(),
            p.specialty.clone(),
            p.plan.clone(),
            p.clinical_fte.to_string(),
            p.wrvu.to_string(),
            p.fte.to_string(),
            p.appointment.clone(),
            p.site.clone(),
            p.panel.to_string(),
            p.quality.to_string(),
            p.cost_style.to_string(),
            p.social_risk.to_string(),
            p.age.to_string(),
            p.hired.to_string(),
            p.renewals.term_years.to_string(),
            p.renewals.first.to_string(),
            p.base_salary.map(|s| s.to_string()).unwrap_or_default(),
            p.other_pay.to_string(),
        ];
        row.extend(p.duties.values().iter().map(f64::to_string));
        for (columns, own) in [(&lives, &p.lives), (&shares, &p.revenue_share), (&points, &p.points)] {
            row.extend(columns.iter().map(|contract| {
                let stated = own.iter().find(|(name, _)| name == contract);
                stated.map_or_else(String::new, |(_, number)| number.to_string())
            }));
        }
        writer.write_record(&row)?;
    }
    writer.into_inner().map_err(|e| csv::Error::from(std::io::Error::other(e.to_string())))
}
