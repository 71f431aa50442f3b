//! Whether a run that was made again is the same, byte for byte.

use super::Page;
use crate::report::layout::wrapped;
use crate::report::write::MANIFEST;
use crate::units::count;
use serde::Serialize;

/// What was found when a run was made again.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AgainFacts {
    /// The folder of the run that was made again.
    pub folder: String,
    /// The folder that it was written into, if any.
    pub written: Option<String>,
    /// Files whose bytes are the same, the record of the run among them.
    pub same: usize,
    /// Files whose bytes are not those that the record tells of.
    pub differ: Vec<String>,
    /// Files that the record tells of and that were not written again.
    pub missing: Vec<String>,
    /// Files that were written and that the record does not tell of.
    pub new: Vec<String>,
    /// Files of the folder that are no longer what was written, or are gone.
    pub touched: Vec<String>,
    /// What the folder holds that is not of the run.
    pub strangers: Vec<String>,
    /// The program's version then and now.
    pub versions: AgainVersions,
}

/// Versions of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AgainVersions {
    /// Of the program that made the run.
    pub then: String,
    /// Of the program that made it again.
    pub now: String,
}

/// What was found when a run was made again.
#[derive(Clone, Debug, Serialize)]
pub struct AgainPage {
    again: AgainFacts,
}

/// Names of files that are told one by one.
const TOLD: usize = 12;

impl AgainFacts {
    /// Whether the run is the same, byte for byte.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.differ.is_empty() && self.missing.is_empty() && self.new.is_empty()
    }

    /// What is wrong: the folder is no longer what was written, the run is not the same again.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let AgainFacts { folder, touched, .. } = self;
        let again = (!self.is_same()).then(|| "is not the same again".to_owned());
        let changed =
            (!touched.is_empty()).then(|| format!("is no longer what was written ({})", first(touched)));
        let all: Vec<String> = changed.into_iter().chain(again).collect();
        (!all.is_empty()).then(|| format!("{folder} {}", all.join(", and ")))
    }

    /// Why it may not be.
    fn why(&self) -> String {
        let AgainVersions { then, now } = &self.versions;
        if then != now {
            return format!(
                "It was made by cascade {then}; this is cascade {now}: another version may count otherwise, and says what in its change log, under “Results change”."
            );
        }
        if self.differ.iter().any(|file| file == MANIFEST)
            && self.differ.len() == 1
            && self.missing.is_empty()
        {
            return format!("Every result is the same; what {MANIFEST} says of the run is not.");
        }
        format!(
            "Both are cascade {now}. A program built from changed sources under the same version may write other bytes; so may one built without the same features."
        )
    }
}

impl From<AgainFacts> for AgainPage {
    fn from(again: AgainFacts) -> AgainPage {
        AgainPage { again }
    }
}

/// What files are, with their names.
fn told(what: &str, files: &[String]) -> String {
    if files.is_empty() {
        return String::new();
    }
    wrapped(&format!("  {what} ({}): {}", files.len(), first(files)), 4)
}

/// The first of many names.
pub(super) fn first(files: &[String]) -> String {
    let rest = files.len().saturating_sub(TOLD);
    let names = files.iter().take(TOLD).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!("{names}{more}")
}

impl Page for AgainPage {
    fn text(&self) -> String {
        let again = &self.again;
        let AgainFacts { folder, same, differ, missing, new, touched, strangers, written, .. } = again;
        let mut page = String::new();
        if !touched.is_empty() {
            page += &wrapped(&format!("{folder} is no longer what was written."), 2);
            page += &told("Touched or gone", touched);
        }
        // What was written is known by its hashes, whatever stands there now.
        let told_of = if touched.is_empty() { "" } else { " as its manifest tells of it" };
        page += &if again.is_same() {
            let same = count(*same, "file");
            let AgainVersions { then, now } = &again.versions;
            let by = if then == now {
                String::new()
            } else {
                format!(" It was made by cascade {then}; this is {now}.")
            };
            wrapped(&format!("{folder}: made again{told_of}, byte for byte: {same} are the same.{by}"), 2)
        } else {
            let others = differ.len() + missing.len() + new.len();
            wrapped(
                &format!(
                    "{folder}: made again{told_of}, and not the same: {} of {} differ.",
                    others,
                    count(same + others, "file")
                ),
                2,
            )
        };
        page += &told("Other bytes", differ);
        page += &told("Not written again", missing);
        page += &told("Not there before", new);
        if !again.is_same() {
            page += &wrapped(&again.why(), 2);
        }
        page += &told("Not of the run, and left alone", strangers);
        if let Some(written) = written {
            page += &wrapped(&format!("Results: {written}"), 2);
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(differ: &[&str], then: &str) -> AgainFacts {
        let versions = AgainVersions { then: then.into(), now: "2.0.0".into() };
        let differ = differ.iter().map(|name| (*name).to_owned()).collect();
        AgainFacts { folder: "out".into(), same: 3, differ, versions, ..AgainFacts::default() }
    }

    #[test]
    fn the_reason_is_told_with_what_differs() {
        let text = |facts: AgainFacts| AgainPage::from(facts).text();
        assert_eq!(text(facts(&[], "2.0.0")), "out: made again, byte for byte: 3 files are the same.\n");
        assert!(
            text(facts(&[], "1.0.0"))
                .replace("\n  ", " ")
                .ends_with("It was made by cascade 1.0.0; this is 2.0.0.\n")
        );
        let other = text(facts(&["results.txt"], "1.0.0"));
        assert!(
            other.starts_with(
                "out: made again, and not the same: 1 of 4 files differ.\n  Other bytes (1): results.txt\n"
            ),
            "{other}"
        );
        assert!(other.contains("made by cascade 1.0.0; this is cascade 2.0.0"), "{other}");
        assert!(text(facts(&["results.txt"], "2.0.0")).contains("Both are cascade 2.0.0"));
        assert!(text(facts(&["manifest.json"], "2.0.0")).contains("Every result is the same"));
        let touched = AgainFacts { touched: vec!["roster.csv".into()], ..facts(&[], "2.0.0") };
        assert_eq!(touched.fault().unwrap(), "out is no longer what was written (roster.csv)");
        let said = text(touched);
        assert!(
            said.starts_with("out is no longer what was written.\n  Touched or gone (1): roster.csv\n"),
            "{said}"
        );
        assert!(said.contains("out: made again as its manifest tells of it, byte for byte"), "{said}");
        let strangers = AgainFacts { strangers: vec!["x.csv".into()], ..facts(&[], "2.0.0") };
        assert!(strangers.fault().is_none() && text(strangers).contains("Not of the run"));
        assert!(facts(&["a"], "2.0.0").fault().unwrap().ends_with("is not the same again"));
    }
}
