//! A physician as the roster states it.

use super::{Date, Duties, Renewals};
use crate::random::EntityKey;

/// Numbers by contract or pool, or by another name that follows a dot in a roster's header.
pub type ByContract = Vec<(String, f64)>;

/// What tells a person from the appointment in the identifier of a position.
const OF: char = '/';

/// The identifier of a person's position: that of the person, with the appointment where one is stated.
#[must_use]
pub fn position_id(person: &str, appointment: &str) -> String {
    if appointment.is_empty() { person.to_owned() } else { format!("{person}{OF}{appointment}") }
}

/// What is known in advance of a physician's time with the system.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Career {
    /// The date from which the position is closed; open-ended when nothing is said.
    pub leaves: Option<Date>,
    /// Beginning of unpaid leave.
    pub leave_from: Option<Date>,
    /// Return from it.
    pub leave_to: Option<Date>,
    /// The date from which the row holds; the beginning when nothing is said.
    pub from: Option<Date>,
    /// Months that yearly counts of the row were counted over, before they were made a year's.
    pub months_on_record: Option<f64>,
    /// What holds from later dates, in their order; each a physician as the roster would state it then.
    pub later: Vec<(Date, Physician)>,
}

/// One physician, or rather one position: when its physician leaves, the next one takes it over.
#[derive(Clone, Debug, PartialEq)]
pub struct Physician {
    /// Identifier of the position; names the physician's draws. With an appointment that is stated, the
    /// person's identifier and the appointment: `A/clinic`.
    pub id: String,
    /// Identifier of the person: positions with the same one are appointments of one physician.
    pub person: String,
    /// Which of the person's appointments it is; empty where nothing tells them apart.
    pub appointment: String,
    /// The identifier as the generator sees it.
    pub key: EntityKey,
    /// Name for screens; may be empty.
    pub name: String,
    /// Specialty, by name.
    pub specialty: String,
    /// Place of work; free text, may be empty.
    pub site: String,
    /// Group whose pay is compared with others'; free text, may be empty. Nothing else reads it.
    pub pay_group: String,
    /// Plan, by name.
    pub plan: String,
    /// Share of full time, 0 to 1.5.
    pub fte: f64,
    /// Clinical share of full time, above 0 and at most `fte`.
    pub clinical_fte: f64,
    /// Personally performed work RVUs in the last year, at the present FTE.
    pub wrvu: f64,
    /// Patients who see this physician as theirs.
    pub panel: f64,
    /// Measured quality composite, 0 to 1.
    pub quality: f64,
    /// Spending of the physician's patients against expected, 1 = as expected.
    pub cost_style: f64,
    /// Social risk of the panel, 0 (none) to 1.
    pub social_risk: f64,
    /// Age in years at the start.
    pub age: f64,
    /// When hired.
    pub hired: Date,
    /// When the agreement renews.
    pub renewals: Renewals,
    /// Base salary in dollars a year at the present FTE, for plans that pay it.
    pub base_salary: Option<f64>,
    /// Pay from other employers, $ a year.
    pub other_pay: f64,
    /// Points in pools that are divided by points, by pool.
    pub points: ByContract,
    /// Facts that only some ways of being paid need.
    pub duties: Duties,
    /// Attributed lives by contract.
    pub lives: ByContract,
    /// Share of professional revenue by contract, where the roster states it.
    pub revenue_share: ByContract,
    /// Days of call in a year by kind, where the roster states them.
    pub call_days_by: ByContract,
    /// Scores by quality measure, where the roster states them.
    pub quality_by: ByContract,
    /// wRVUs of the last year by quarter or month, where the roster states them.
    pub wrvu_by: ByContract,
    /// What was paid in the calendar year before the start, in dollars.
    pub paid: Option<f64>,
    /// The same by component, as far as it is known.
    pub paid_by: ByContract,
    /// What becomes of the physician by date.
    pub career: Career,
    /// Line of the roster file; 0 for a generated physician.
    pub line: usize,
}
