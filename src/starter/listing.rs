//! Organisations found by a text.

use super::sheet::{RecordLine, RecordSheet};
use crate::order::Ordered;
use crate::units::{both, count, thousands};
use std::collections::BTreeMap;
use std::fmt;

/// Names offered where nothing is found.
const OFFERED: usize = 3;
/// The least likeness of a name that is offered.
const LIKE: f64 = 0.80;

/// An ACO on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedAco {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its states, as they were last listed; empty where they were not.
    pub state: String,
    /// The last year on record.
    pub last: u16,
    /// Its track in that year.
    pub track: String,
    /// Assigned beneficiaries in that year.
    pub lives: u64,
}

/// A hospital on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedHospital {
    /// Its CMS certification number.
    pub ccn: String,
    /// Its state.
    pub state: String,
    /// Whether it has a score under Hospital Value-Based Purchasing.
    pub scored: bool,
    /// For how many conditions it has an excess readmission ratio.
    pub conditions: usize,
}

/// What is found for a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// What was looked for.
    pub text: String,
    /// ACOs, by name.
    pub acos: Vec<ListedAco>,
    /// Hospitals, by certification number.
    pub hospitals: Vec<ListedHospital>,
    /// Names that are close, where nothing is found.
    pub nearest: Vec<String>,
}

impl Listing {
    pub(super) fn of(acos: &RecordSheet, hospitals: [&RecordSheet; 2], text: &str) -> Listing {
        let wanted = text.trim().to_lowercase();
        let state = STATES
            .iter()
            .find(|(code, name)| code.eq_ignore_ascii_case(&wanted) || name.eq_ignore_ascii_case(&wanted))
            .map(|(code, _)| *code);
        let all = all_acos(acos);
        let mut found: Vec<ListedAco> =
            all.iter().filter(|aco| aco_matches(aco, &wanted, state)).cloned().collect();
        found.order_by_key(|aco| (aco.name.to_lowercase(), aco.id.clone()));
        let known = all_hospitals(hospitals);
        let hospitals: Vec<ListedHospital> =
            known.into_values().filter(|one| hospital_matches(one, &wanted, state)).collect();
        let nothing = found.is_empty() && hospitals.is_empty();
        let nearest = if nothing { nearest(&all, &wanted) } else { Vec::new() };
        Listing { text: text.trim().to_owned(), acos: found, hospitals, nearest }
    }
}

/// Every ACO by its last row.
fn all_acos(sheet: &RecordSheet) -> Vec<ListedAco> {
    let mut all: BTreeMap<&str, (RecordLine<'_>, (u16, &str))> = BTreeMap::new();
    for line in sheet.lines() {
        let state = (line.year(), line.text("state"));
        let entry = all.entry(line.text("aco_id")).or_insert((line, (0, "")));
        if line.year() >= entry.0.year() {
            entry.0 = line;
        }
        if !state.1.is_empty() && state.0 >= entry.1.0 {
            entry.1 = state;
        }
    }
    let listed = |(id, (line, (_, state))): (&str, (RecordLine<'_>, (u16, &str)))| ListedAco {
        id: id.to_owned(),
        name: line.text("aco_name").to_owned(),
        state: state.to_owned(),
        last: line.year(),
        track: line.text("track").to_owned(),
        lives: line.text("n_ab").parse().unwrap_or_default(),
    };
    all.into_iter().map(listed).collect()
}

/// A state's code asks for the state alone: two letters stand in too many names.
fn aco_matches(aco: &ListedAco, wanted: &str, state: Option<&str>) -> bool {
    let there = state.is_some_and(|code| aco.state.split(',').any(|own| own.trim() == code));
    let code_only = state.is_some() && wanted.len() == 2;
    there || !code_only && (aco.name.to_lowercase().contains(wanted) || aco.id.eq_ignore_ascii_case(wanted))
}

fn all_hospitals(sheets: [&RecordSheet; 2]) -> BTreeMap<String, ListedHospital> {
    let mut all = BTreeMap::new();
    for (place, sheet) in sheets.into_iter().enumerate() {
        for line in sheet.lines() {
            let ccn = line.text("facility_id").to_owned();
            let one = all.entry(ccn.clone()).or_insert(ListedHospital {
                ccn,
                state: line.text("state").to_owned(),
                scored: false,
                conditions: 0,
            });
            if place == 0 {
                one.scored = true;
            } else {
                one.conditions += 1;
            }
        }
    }
    all
}

fn hospital_matches(one: &ListedHospital, wanted: &str, state: Option<&str>) -> bool {
    let number = !wanted.is_empty() && wanted.chars().any(|c| c.is_ascii_digit());
    state == Some(one.state.as_str()) || number && one.ccn.to_lowercase().starts_with(wanted)
}

/// Names most like a text, as a whole or by one of their words.
fn nearest(all: &[ListedAco], wanted: &str) -> Vec<String> {
    let likeness = |name: &str| {
        let name = name.to_lowercase();
        let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| part.len() > 2);
        parts.chain([name.as_str()]).map(|part| strsim::jaro_winkler(wanted, part)).fold(0.0, f64::max)
    };
    let mut near: Vec<(f64, &ListedAco)> = all.iter().map(|aco| (likeness(&aco.name), aco)).collect();
    near.order_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let like = near.into_iter().filter(|(like, _)| *like >= LIKE);
    like.take(OFFERED).map(|(_, aco)| format!("{} ({})", aco.name, aco.id)).collect()
}

impl fmt::Display for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = &self.text;
        if self.acos.is_empty() && self.hospitals.is_empty() {
            write!(f, "Nothing on record has {text:?} in its name or state.")?;
            if !self.nearest.is_empty() {
                write!(f, " The nearest: {}.", both(&self.nearest))?;
            }
            return write!(
                f,
                "\nHospitals are on record by state and certification number only, not by name."
            );
        }
        if !self.acos.is_empty() {
            writeln!(f, "{:<7} {:>4} {:>5} {:>8}  {:<18} name", "id", "last", "track", "lives", "state")?;
        }
        for aco in &self.acos {
            let ListedAco { id, name, state, last, track, lives } = aco;
            let state = shortened(state);
            writeln!(f, "{id:<7} {last:>4} {track:>5} {:>8}  {state:<18} {name}", thousands(*lives))?;
        }
        if !self.hospitals.is_empty() {
            let gap = if self.acos.is_empty() { "" } else { "\n" };
            writeln!(
                f,
                "{gap}{:<7} {:>5} {:>6} {:>6}   (hospitals have no names in this record)",
                "CCN", "state", "HVBP", "HRRP"
            )?;
        }
        for one in &self.hospitals {
            let scored = if one.scored { "yes" } else { "no" };
            writeln!(f, "{:<7} {:>5} {scored:>6} {:>6}", one.ccn, one.state, one.conditions)?;
        }
        write!(f, "\n{}, {}.", count(self.acos.len(), "ACO"), count(self.hospitals.len(), "hospital"))?;
        write!(f, " Next: cascade init DIR --aco ID, or --hospital CCN")
    }
}

/// Many states as the first few.
fn shortened(states: &str) -> String {
    let all: Vec<&str> = states.split(", ").collect();
    if all.len() <= 4 { states.to_owned() } else { format!("{} +{}", all[..3].join(", "), all.len() - 3) }
}

/// Codes and names of states and territories.
const STATES: [(&str, &str); 54] = [
    ("AL", "Alabama"),
    ("AK", "Alaska"),
    ("AZ", "Arizona"),
    ("AR", "Arkansas"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DE", "Delaware"),
    ("DC", "District of Columbia"),
    ("FL", "Florida"),
    ("GA", "Georgia"),
    ("GU", "Guam"),
    ("HI", "Hawaii"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("IA", "Iowa"),
    ("KS", "Kansas"),
    ("KY", "Kentucky"),
    ("LA", "Louisiana"),
    ("ME", "Maine"),
    ("MD", "Maryland"),
    ("MA", "Massachusetts"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MS", "Mississippi"),
    ("MO", "Missouri"),
    ("MT", "Montana"),
    ("NE", "Nebraska"),
    ("NV", "Nevada"),
    ("NH", "New Hampshire"),
    ("NJ", "New Jersey"),
    ("NM", "New Mexico"),
    ("NY", "New York"),
    ("NC", "North Carolina"),
    ("ND", "North Dakota"),
    ("OH", "Ohio"),
    ("OK", "Oklahoma"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("PR", "Puerto Rico"),
    ("RI", "Rhode Island"),
    ("SC", "South Carolina"),
    ("SD", "South Dakota"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("UT", "Utah"),
    ("VT", "Vermont"),
    ("VA", "Virginia"),
    ("VI", "Virgin Islands"),
    ("WA", "Washington"),
    ("WV", "West Virginia"),
    ("WI", "Wisconsin"),
    ("WY", "Wyoming"),
];
