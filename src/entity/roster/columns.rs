//! The columns of a roster: each declared once, with what it holds and what it fills.
//!
//! A column is a line of [`COLUMNS`]. Reader, writer, documents and what `cascade roster` says follow.

use crate::entity::{ByContract, Date, Duties, Physician};

/// A column of the roster file.
#[derive(Clone, Copy, Debug)]
pub struct RosterColumn {
    /// Its name; of a family of columns, `<contract>` or the like stands for any name.
    pub name: &'static str,
    /// What it holds, with unit and range.
    pub meaning: &'static str,
    /// What a missing column or an empty cell means; `None` when it must be there.
    pub default: Option<&'static str>,
    pub(super) holds: Holds,
}

/// Smallest and largest number of a cell.
type Range = (f64, f64);

/// What a cell becomes, and where it goes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Holds {
    /// A name that every physician has.
    Name(fn(&mut Physician) -> &mut String),
    /// Free text, which may be empty.
    Text(fn(&mut Physician) -> &mut String),
    /// A number.
    Number(Range, fn(&mut Physician) -> &mut f64),
    /// A number that a physician may not have.
    Maybe(Range, fn(&mut Physician) -> &mut Option<f64>),
    /// A whole number of years.
    Years(Range, fn(&mut Physician) -> &mut u8),
    /// A month or a day.
    Date(fn(&mut Physician) -> &mut Date),
    /// A month or a day that a physician may not have.
    MaybeDate(fn(&mut Physician) -> &mut Option<Date>),
    /// One of [`Duties::FACTS`], by its place.
    Duty(usize),
    /// Numbers by name, a column for each: the name follows the dot.
    Family(Range, fn(&mut Physician) -> &mut ByContract),
    /// The same, where an empty cell says nothing.
    Sparse(Range, fn(&mut Physician) -> &mut ByContract),
    /// Nothing: the column is for whoever keeps the file.
    Nothing,
}

const fn column(
    name: &'static str,
    default: Option<&'static str>,
    holds: Holds,
    meaning: &'static str,
) -> RosterColumn {
    RosterColumn { name, meaning, default, holds }
}

/// The column of one of [`Duties`].
const fn duty(place: usize) -> RosterColumn {
    let fact = &Duties::FACTS[place];
    column(fact.name, Some(fact.default), Holds::Duty(place), fact.meaning)
}

use Holds::{Family, Maybe, MaybeDate, Name, Nothing, Number, Sparse, Text, Years};

/// The columns of a roster file, in the order in which we write them.
#[rustfmt::skip]
pub const COLUMNS: &[RosterColumn] = &[
    column("physician_id", None, Name(|p| &mut p.person),
        "Identifier of a person; any text. Names the physician's luck, so keep it stable. Unique, but for appointments of one person and for rows that hold from a date."),
    column("name", Some("empty"), Text(|p| &mut p.name),
        "The physician's name, for statements, the page and the workbook, and to be found by; in no table."),
    column("specialty", None, Name(|p| &mut p.specialty),
        "A standard specialty (cascade catalogue defaults), by its own or a common name, or one of the scenario's own."),
    column("plan", None, Name(|p| &mut p.plan),
        "The compensation plan in force, by its name in the scenario."),
    column("clinical_fte", None, Number((1e-3, 1.5), |p| &mut p.clinical_fte),
        "Clinical share of full time, above 0 to 1.5."),
    column("wrvu", None, Number((0.0, 100_000.0), |p| &mut p.wrvu),
        "Personally performed work RVUs in the last year, 0 to 100000, at the present FTE."),
    column("fte", Some("as clinical_fte"), Number((1e-3, 1.5), |p| &mut p.fte),
        "Share of full time, clinical_fte to 1.5."),
    column("appointment", Some("empty"), Name(|p| &mut p.appointment),
        "Which of a person's appointments the row is, such as clinic or hospital: rows of one physician_id are one person."),
    column("site", Some("empty"), Text(|p| &mut p.site),
        "Place of work; free text."),
    column("pay_group", Some("empty"), Text(|p| &mut p.pay_group),
        "Group whose pay is set beside that of others in pay_groups.csv, such as gender or a union; free text. Moves nothing and stands nowhere else."),
    column("panel", Some("0"), Number((0.0, 20_000.0), |p| &mut p.panel),
        "Patients who see this physician as theirs, 0 to 20000."),
    column("quality", Some("0.75"), Number((0.0, 1.0), |p| &mut p.quality),
        "Measured quality composite, 0 to 1."),
    column("cost_style", Some("1"), Number((0.2, 5.0), |p| &mut p.cost_style),
        "Spending of the physician's patients against expected, 0.2 to 5."),
    column("social_risk", Some("0.2"), Number((0.0, 1.0), |p| &mut p.social_risk),
        "Social risk of the panel, 0 to 1."),
    column("age", Some("48"), Number((25.0, 90.0), |p| &mut p.age),
        "Age in years, 25 to 90."),
    column("hired", Some("2018-07"), Holds::Date(|p| &mut p.hired),
        "When the physician begins: a month, YYYY-MM, a day, YYYY-MM-DD, or YYYY for its January; may lie ahead."),
    column("leaves", Some("stays"), MaybeDate(|p| &mut p.career.leaves),
        "From when the position is closed, as a retirement with a date; whoever follows has a row of their own."),
    column("leave_from", Some("none"), MaybeDate(|p| &mut p.career.leave_from),
        "Beginning of unpaid leave."),
    column("leave_to", Some("none"), MaybeDate(|p| &mut p.career.leave_to),
        "End of unpaid leave: the month or day of return."),
    column("from", Some("the beginning"), MaybeDate(|p| &mut p.career.from),
        "From when this row holds, where an earlier row has the same physician_id: what changes by then. Cells left empty stay as they were; wRVUs and salary move with the FTE."),
    column("months_on_record", Some("12"), Maybe((0.25, 12.0), |p| &mut p.career.months_on_record),
        "Months that the row's wRVUs, call days, episodes and shift hours were counted over, for those hired or on leave in the last year; they are made a year's."),
    column("term_years", Some("3"), Years((1.0, 10.0), |p| &mut p.renewals.term_years),
        "Years between renewals of the agreement, 1 to 10."),
    column("renews", Some("hired plus term"), Holds::Date(|p| &mut p.renewals.first),
        "A month or day in which the agreement renews, YYYY-MM; it repeats every term."),
    column("base_salary", Some("none"), Maybe((0.0, 1e8), |p| &mut p.base_salary),
        "Base salary, $ a year at the present FTE; for plans that pay the roster's."),
    column("other_pay", Some("0"), Number((0.0, 1e8), |p| &mut p.other_pay),
        "Pay from other employers, $ a year: counts against the cap and beside a survey, and is not paid by the system."),
    duty(0),
    duty(1),
    duty(2),
    duty(3),
    duty(4),
    duty(5),
    duty(6),
    column("wrvu.<period>", Some("even, by a profile with dispersion"), Family((0.0, 100_000.0), |p| &mut p.wrvu_by),
        "wRVUs of the last year by quarter, `wrvu.q1` to `wrvu.q4`, or by month, `wrvu.m1` to `wrvu.m12`, for agreements that are reckoned so; they add up to `wrvu`."),
    column("lives.<contract>", Some("0"), Family((0.0, 20_000.0), |p| &mut p.lives),
        "Lives attributed to this physician under the contract, 0 to 20000: members, or episodes or discharges a year where the contract counts those."),
    column("revenue_share.<contract>", Some("from panel and lives"), Family((0.0, 1.0), |p| &mut p.revenue_share),
        "Share of professional revenue under the contract, 0 to 1."),
    column("call_days.<kind>", Some("0"), Family((0.0, 366.0), |p| &mut p.call_days_by),
        "Days of call in a year of one kind that plans name, 0 to 366."),
    column("quality.<measure>", Some("as quality"), Sparse((0.0, 1.0), |p| &mut p.quality_by),
        "Score of one quality measure that plans name, 0 to 1."),
    column("points.<pool>", Some("0"), Family((0.0, 1e6), |p| &mut p.points),
        "Points in a pool that is divided by points, 0 to 1000000."),
    column("paid", Some("none"), Maybe((0.0, 1e8), |p| &mut p.paid),
        "What the physician was paid in the calendar year before the start, $; the model's pay of that year is set beside it."),
    column("paid.<component>", Some("none"), Sparse((-1e8, 1e8), |p| &mut p.paid_by),
        "The same by component of the plan, such as `paid.wrvu`, $."),
    column("note…", Some("ignored"), Nothing,
        "Columns whose name begins with `note` are ignored."),
];

impl RosterColumn {
    /// Whether every roster has it.
    pub(super) fn is_required(&self) -> bool {
        self.default.is_none()
    }

    /// What stands before the names of a family, with its dot; `None` for a column with a name of its own.
    pub(super) fn stem(&self) -> Option<&'static str> {
        matches!(self.holds, Holds::Family(..) | Holds::Sparse(..))
            .then(|| self.name.find('<').map(|at| &self.name[..at]))
            .flatten()
    }

    /// Columns with a name of their own.
    pub(super) fn named() -> impl Iterator<Item = &'static RosterColumn> + Clone {
        COLUMNS.iter().filter(|c| c.stem().is_none() && !matches!(c.holds, Holds::Nothing))
    }

    /// Families of columns.
    pub(super) fn families() -> impl Iterator<Item = &'static RosterColumn> + Clone {
        COLUMNS.iter().filter(|c| c.stem().is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_fact_of_work_has_a_column_and_every_name_is_its_own() {
        let names: Vec<&str> = COLUMNS.iter().map(|c| c.name).collect();
        for fact in Duties::FACTS {
            assert!(names.contains(&fact.name), "{} has no column", fact.name);
        }
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        let stems: Vec<&str> = RosterColumn::families().filter_map(RosterColumn::stem).collect();
        assert!(stems.contains(&"lives.") && stems.iter().all(|stem| stem.ends_with('.')), "{stems:?}");
    }
}
