//! Other headings under which exports have the columns of a roster.

use super::columns::COLUMNS;
use crate::sheet::{Heading, Vocabulary};

/// Headings by the column that they mean; case, spaces, punctuation, a plural and years do not count.
const ALSO: &[(&str, &[&str])] = &[
    (
        "physician_id",
        &[
            "physician",
            "physician number",
            "physician no",
            "provider id",
            "provider",
            "provider number",
            "provider no",
            "clinician id",
            "clinician",
            "doctor id",
            "doctor",
            "md id",
            "employee id",
            "employee number",
            "emp id",
            "staff id",
            "person id",
            "npi",
            "npi number",
            "id",
        ],
    ),
    (
        "name",
        &["physician name", "provider name", "clinician name", "doctor name", "full name", "employee name"],
    ),
    (
        "specialty",
        &[
            "speciality",
            "physician specialty",
            "provider specialty",
            "primary specialty",
            "medical specialty",
            "specialty name",
            "specialty description",
        ],
    ),
    (
        "plan",
        &["comp plan", "compensation plan", "pay plan", "plan name", "comp model", "compensation model"],
    ),
    ("clinical_fte", &["cfte", "clin fte", "clinical effort"]),
    (
        "wrvu",
        &[
            "work rvu",
            "wrvus",
            "annual wrvu",
            "total wrvu",
            "actual wrvu",
            "wrvu total",
            "personally performed wrvu",
            "annual work rvu",
            "total work rvu",
            "work relative value units",
        ],
    ),
    (
        "fte",
        &[
            "total fte",
            "fte total",
            "paid fte",
            "employed fte",
            "contract fte",
            "contracted fte",
            "budgeted fte",
        ],
    ),
    (
        "site",
        &["location", "practice site", "practice location", "work location", "clinic", "facility", "campus"],
    ),
    ("pay_group", &["pay equity group", "equity group", "comparison group", "gender"]),
    (
        "panel",
        &["panel size", "patient panel", "attributed panel", "empanelled patients", "empaneled patients"],
    ),
    ("quality", &["quality score", "quality composite", "composite quality score"]),
    ("cost_style", &["cost index", "cost of care index"]),
    ("social_risk", &["social risk score", "social risk index"]),
    ("age", &["physician age", "provider age", "current age"]),
    (
        "hired",
        &[
            "hire date",
            "date of hire",
            "date hired",
            "hire month",
            "start date",
            "employment date",
            "employment start date",
            "original hire date",
            "doh",
        ],
    ),
    (
        "leaves",
        &[
            "termination date",
            "term date",
            "separation date",
            "departure date",
            "retirement date",
            "planned retirement",
            "last day",
        ],
    ),
    ("months_on_record", &["months of data", "months worked", "months in period"]),
    ("term_years", &["term", "contract term", "agreement term", "contract term years"]),
    ("renews", &["renewal", "renewal date", "next renewal", "contract renewal", "contract renewal date"]),
    (
        "base_salary",
        &[
            "base",
            "base pay",
            "salary",
            "annual salary",
            "annual base salary",
            "base compensation",
            "base comp",
            "guaranteed base",
        ],
    ),
    ("wrvu_per_encounter", &["wrvu per visit"]),
    ("call_days", &["days of call"]),
    ("panel_risk", &["hcc risk score", "hcc score", "raf", "raf score"]),
    ("apps_supervised", &["apps", "supervised apps"]),
    ("patient_experience", &["patient experience score"]),
    (
        "paid",
        &[
            "actual pay",
            "actual compensation",
            "actual total compensation",
            "total compensation",
            "total comp",
            "total cash comp",
            "actual comp",
            "total paid",
            "total compensation paid",
            "total cash compensation",
            "tcc",
        ],
    ),
    ("lives.", &["attributed lives"]),
    ("revenue_share.", &["payer mix"]),
    ("paid.", &["actual pay", "actual"]),
];

/// Every column with its headings, in the order of [`COLUMNS`].
pub(super) fn vocabulary() -> Vocabulary {
    let heading = |name: &'static str| {
        let also = ALSO.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, also)| also);
        Heading { name, also }
    };
    Vocabulary::new(COLUMNS.iter().map(|column| heading(column.stem().unwrap_or(column.name))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Means;

    #[test]
    fn every_heading_means_the_column_it_stands_beside() {
        let words = vocabulary();
        for (name, also) in ALSO {
            let place = words.names().position(|known| known == *name);
            assert!(place.is_some(), "{name} is no column");
            for heading in also.iter().filter(|_| !name.ends_with('.')) {
                let found = words.meaning(heading);
                assert!(
                    matches!(found, Some(Means::Column { place: p, .. }) if Some(p) == place),
                    "{heading}: {found:?}"
                );
            }
        }
    }
}
