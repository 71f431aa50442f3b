//! Who takes part: primary-care physicians and specialists by number, with the ACO's lives.

use super::aco::AcoRecord;
use super::manuscript::{Manuscript, plain};

/// The contract whose lives they are, by its name in the scenario.
pub(super) const NAME: &str = "medicare_aco";

/// Patients of a full-time primary-care physician.
const PANEL: f64 = 1_500.0;
/// Most lives of one payer among them.
const MOST_LIVES: f64 = 600.0;
/// Lives for each primary-care physician where their number is not published.
const USUAL_LIVES: f64 = 150.0;

/// Who is on the roster, and which lives are theirs.
#[derive(Clone, Debug)]
pub(super) struct Staff {
    primary: (f64, Option<String>),
    specialists: (f64, Option<String>),
    /// Lives of each primary-care physician.
    lives: f64,
    /// Lives that nobody on the roster has, and how that came about.
    pub(super) other_lives: f64,
    pub(super) other_words: String,
    /// Lives over panels.
    pub(super) revenue_share: f64,
}

impl Staff {
    /// The clinicians of the last year on record.
    pub(super) fn of(aco: &AcoRecord<'_>) -> Staff {
        let published = |column| aco.clinicians(column).map(|found| (found.value, Some(found.place)));
        let primary = published("n_pcp").unwrap_or(((aco.lives() / USUAL_LIVES).round().max(1.0), None));
        let specialists = published("n_spec").unwrap_or((0.0, None));
        let lives = (aco.lives() / primary.0).floor().min(MOST_LIVES);
        let other_lives = aco.lives() - lives * primary.0;
        let other_words = format!(
            "{} = {}, less {} for each of {} primary-care physicians",
            aco.place("n_ab"),
            plain(aco.lives(), 0),
            plain(lives, 0),
            plain(primary.0, 0)
        );
        Staff {
            primary,
            specialists,
            lives,
            other_lives,
            other_words,
            revenue_share: (lives / PANEL).max(0.001),
        }
    }

    /// How many physicians.
    pub(super) fn physicians(&self) -> f64 {
        self.primary.0 + self.specialists.0
    }

    /// Whether there are specialists.
    pub(super) fn has_specialists(&self) -> bool {
        self.specialists.0 > 0.0
    }

    /// The first physician's identifier, as cohorts make it.
    pub(super) fn first(&self) -> String {
        let digits = plain(self.primary.0, 0).len().max(3);
        format!("pcp-{:0digits$}", 1)
    }

    /// The cohorts.
    pub(super) fn cohorts(&self, draft: &mut Manuscript, aco: &AcoRecord<'_>) {
        draft.section("who takes part");
        draft.say(
            "Two cohorts stand in for a roster: everyone in them is drawn around common values. Your own roster is better: \
             put it into roster.csv, write [roster] with file = \"roster.csv\", and take the cohorts out \
             (`cascade catalogue rosters` lists its columns, `cascade roster FILE` shows what it is understood as).",
        );
        self.primary_care(draft, aco);
        if self.has_specialists() {
            self.specialists(draft);
        }
    }

    fn primary_care(&self, draft: &mut Manuscript, aco: &AcoRecord<'_>) {
        draft.gap();
        draft.table("cohort.pcp");
        let (count, place) = &self.primary;
        match place {
            Some(place) => draft.noted("count", &plain(*count, 0), place),
            None => draft.yours(
                "count",
                &plain(*count, 0),
                "primary-care physicians; not in this year's file, one for 150 lives",
            ),
        }
        draft.yours(
            "specialty",
            "\"family_medicine\"",
            "the file does not tell family from internal medicine",
        );
        draft.key("plans", "{ primary_care = 1.0 }");
        draft.yours("wrvu", "{ lognormal = { median = 5300, sigma = 0.22 } }", "work a year");
        draft.yours("panel", &plain(PANEL, 0), "patients of all payers");
        draft.noted(
            "lives",
            &format!("{{ {NAME} = {} }}", plain(self.lives, 0)),
            &format!("each, of {} ({})", plain(aco.lives(), 0), aco.place("n_ab")),
        );
        quality(draft, aco);
    }

    fn specialists(&self, draft: &mut Manuscript) {
        draft.gap();
        draft.table("cohort.specialist");
        let (count, place) = &self.specialists;
        draft.noted("count", &plain(*count, 0), place.as_deref().unwrap_or_default());
        draft.yours(
            "specialty",
            "\"cardiology\"",
            "the file has no specialties; one cohort for each of yours",
        );
        draft.key("plans", "{ specialist = 1.0 }");
        draft.yours("wrvu", "{ lognormal = { median = 9300, sigma = 0.30 } }", "work a year");
    }
}

/// Physicians' quality around the ACO's score.
fn quality(draft: &mut Manuscript, aco: &AcoRecord<'_>) {
    let Some(score) = aco.quality() else {
        let why = "quality composite; this year's file has no score, or pays for reporting";
        draft.yours("quality", "{ uniform = { min = 0.72, max = 0.92 } }", why);
        return;
    };
    let middle = score.value.min(1.0);
    let spread = (1.0 - middle).min(middle).min(0.1);
    if spread < 0.001 {
        draft.noted("quality", &plain(middle, 4), &score.place);
        return;
    }
    let value = format!(
        "{{ uniform = {{ min = {}, max = {} }} }}",
        plain(middle - spread, 4),
        plain(middle + spread, 4)
    );
    draft.noted(
        "quality",
        &value,
        &format!("{} = {}, spread among physicians: YOURS", score.place, plain(middle, 4)),
    );
}
