//! Rosters and surveys that the arms of a scenario name: read once, shared by those that name the same.

use super::Shelf;
use crate::entity::{Roster, STANDARD};
use crate::scenario::{ParsedArm, parse_toml};
use crate::schema::{Node, Refused, Source, Value};
use crate::survey::{Survey, SurveyTable, SurveyTerms};
use std::sync::Arc;

/// A survey larger than this is something else.
const LARGEST_SURVEY: usize = 16 << 20;

/// Everything that was read beside the scenario's text, by the names that the scenario gives it.
#[derive(Clone, Debug, Default)]
pub(super) struct Library {
    rosters: Vec<(String, Arc<Roster>)>,
    surveys: Vec<(String, SurveyTable)>,
}

impl Library {
    /// Reads what the arms name.
    ///
    /// # Errors
    ///
    /// Every problem of every file; one that cannot be read, at the place where the scenario names it.
    pub(super) fn read(arms: &[ParsedArm], source: &Source, shelf: &dyn Shelf) -> Result<Library, Refused> {
        let mut library = Library::default();
        let mut refused = Refused::default();
        for (arm, name) in named(arms, |arm| Some(&arm.scenario.roster.as_ref()?.file)) {
            let bytes = bytes(&arm.tree, "roster", name, source, shelf);
            let own: Vec<&str> = arm.scenario.specialty.names().collect();
            match bytes.and_then(|bytes| Roster::read(&shelf.shown(name), &bytes, &own)) {
                Ok(roster) => library.rosters.push((name.to_owned(), Arc::new(roster))),
                Err(more) => refused.also(more),
            }
        }
        for (arm, name) in named(arms, |arm| arm.scenario.survey.file.as_ref()) {
            let own = arm.scenario.specialty.names();
            let specialties: Vec<&str> = STANDARD.iter().map(|s| s.name).chain(own).collect();
            let bytes = bytes(&arm.tree, "survey", name, source, shelf);
            match bytes.and_then(|bytes| SurveyTable::read(&shelf.shown(name), &bytes, &specialties)) {
                Ok(table) => library.surveys.push((name.to_owned(), table)),
                Err(more) => refused.also(more),
            }
        }
        if refused.problems().is_empty() { Ok(library) } else { Err(refused) }
    }

    /// A roster by the name that the scenario gives its file.
    pub(super) fn roster(&self, name: &str) -> Option<&Arc<Roster>> {
        self.rosters.iter().find(|(known, _)| known == name).map(|(_, roster)| roster)
    }

    /// Whether a survey was read, by the name that the scenario gives its file.
    pub(super) fn has_survey(&self, name: &str) -> bool {
        self.surveys.iter().any(|(known, _)| known == name)
    }

    /// Whether a roster says what anyone was paid.
    pub(super) fn says_what_was_paid(&self) -> bool {
        let physicians = self.rosters.iter().flat_map(|(_, roster)| &roster.physicians);
        physicians.into_iter().any(|p| p.paid.is_some() || !p.paid_by.is_empty())
    }

    /// What had to be understood to read the files, each sentence with its file.
    pub(super) fn understood(&self) -> Vec<String> {
        let rosters = self.rosters.iter().map(|(name, roster)| (name, &roster.understood));
        let surveys = self.surveys.iter().map(|(name, survey)| (name, &survey.understood));
        let sentences = rosters.chain(surveys);
        sentences.flat_map(|(name, all)| all.iter().map(move |said| format!("{name}: {said}"))).collect()
    }

    /// The survey that an arm's terms describe; federal wages when they name none.
    pub(super) fn survey(&self, terms: &SurveyTerms) -> Survey {
        let read = |name: &String| self.surveys.iter().find(|(known, _)| known == name);
        match terms.file.as_ref().and_then(read) {
            Some((name, table)) => Survey::of(terms, name, table.rows.clone()),
            None => Survey::wages_only(terms),
        }
    }
}

/// A text that is refused, with what is wrong with the baseline's roster: both are then put right at once. What plans and
/// contracts ask of a roster only a scenario without faults can tell.
pub(super) fn with_faults_of_roster(mut refused: Refused, source: &Source, shelf: &dyn Shelf) -> Refused {
    let Ok(tree) = parse_toml(source) else { return refused };
    let file = tree.get("roster").and_then(|roster| roster.get("file")).map(|file| &file.value);
    let Some(Value::Text(name)) = file else { return refused };
    let own = tree.get("specialty").and_then(Node::entries).into_iter().flatten();
    let own: Vec<&str> = own.map(|entry| entry.key.as_str()).collect();
    let read = bytes(&tree, "roster", name, source, shelf)
        .and_then(|bytes| Roster::read(&shelf.shown(name), &bytes, &own));
    if let Err(more) = read {
        refused.also(more);
    }
    refused
}

/// Library that arms name, each once, with the first arm that does.
fn named<'a>(
    arms: &'a [ParsedArm],
    file: impl Fn(&'a ParsedArm) -> Option<&'a String>,
) -> Vec<(&'a ParsedArm, &'a str)> {
    let mut found: Vec<(&ParsedArm, &str)> = Vec::new();
    for arm in arms {
        if let Some(name) = file(arm).filter(|name| !found.iter().any(|(_, known)| known == name)) {
            found.push((arm, name));
        }
    }
    found
}

/// The bytes of a file that the tree of an arm names in a section.
fn bytes(
    tree: &Node,
    section: &str,
    name: &str,
    source: &Source,
    shelf: &dyn Shelf,
) -> Result<Vec<u8>, Refused> {
    let read = shelf.read(name).and_then(|bytes| {
        let large = section == "survey" && bytes.len() > LARGEST_SURVEY;
        if large { Err(format!("it is larger than {} MB", LARGEST_SURVEY >> 20)) } else { Ok(bytes) }
    });
    read.map_err(|why| {
        let shown = shelf.shown(name);
        let message =
            format!("cannot read the {section} {shown}: {why}; the path is relative to the scenario");
        let place = tree.get(section).and_then(|node| node.get("file"));
        let span = place.map_or(0..0, |node| node.span.clone());
        source.problem(&span, format!("{section}.file"), message).into()
    })
}
