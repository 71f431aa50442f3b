//! Surveys that a scenario names: read once, shared by the arms that name the same.

use super::digest::sha256;
use super::failure::Failure;
use super::file::read_table_bytes;
use crate::entity::STANDARD;
use crate::model::Scenario;
use crate::scenario::parse_toml;
use crate::schema::{Problem, Source};
use crate::survey::{Survey, SurveyRow, SurveyTerms, read_survey};
use std::path::PathBuf;
use std::sync::Arc;

/// Where survey figures come from.
#[derive(Clone, Debug)]
pub(super) struct SurveyOrigin {
    /// The file.
    pub file: String,
    /// Its hash.
    pub sha256: String,
    /// Its rows.
    pub rows: usize,
}

/// Surveys read so far.
#[derive(Debug)]
pub(super) struct Surveys {
    folder: PathBuf,
    source: Source,
    known: Vec<(SurveyTerms, Arc<Survey>)>,
    /// The files, each once.
    pub origins: Vec<SurveyOrigin>,
}

impl Surveys {
    pub(super) fn new(folder: PathBuf, source: Source) -> Surveys {
        Surveys { folder, source, known: Vec::new(), origins: Vec::new() }
    }

    /// An arm's survey; the embedded wages when it names none.
    pub(super) fn of(&mut self, arm: &str, scenario: &Scenario) -> Result<Arc<Survey>, Failure> {
        let terms = &scenario.survey;
        if let Some((_, survey)) = self.known.iter().find(|(known, _)| known == terms) {
            return Ok(Arc::clone(survey));
        }
        let survey = match &terms.file {
            Some(file) => Survey::of(terms, file, self.read(arm, file, scenario)?),
            None => Survey::wages_only(terms),
        };
        let survey = Arc::new(survey);
        self.known.push((terms.clone(), Arc::clone(&survey)));
        Ok(survey)
    }

    fn read(&mut self, arm: &str, file: &str, scenario: &Scenario) -> Result<Vec<SurveyRow>, Failure> {
        let path = self.folder.join(file);
        let name = path.display().to_string();
        let bytes = read_table_bytes(&path).map_err(|why| {
            let message =
                format!("cannot read the survey {name}: {why}; the path is relative to the scenario");
            Failure::from(self.at_file(arm, message))
        })?;
        let specialties: Vec<&str> =
            STANDARD.iter().map(|s| s.name).chain(scenario.specialty.names()).collect();
        let rows = read_survey(&name, &bytes, &specialties).map_err(Failure::from)?;
        if !self.origins.iter().any(|known| known.file == name) {
            self.origins.push(SurveyOrigin { file: name, sha256: sha256(&bytes), rows: rows.len() });
        }
        Ok(rows)
    }

    /// A problem at the place where the survey file is named.
    fn at_file(&self, arm: &str, message: String) -> Problem {
        let tree = parse_toml(&self.source).ok();
        let named = tree.as_ref().and_then(|tree| {
            let own = tree.get("variant").and_then(|v| v.get(arm)).and_then(|v| v.get("survey"));
            own.or_else(|| tree.get("survey"))?.get("file")
        });
        let span = named.map_or(0..0, |node| node.span.clone());
        self.source.problem(&span, "survey.file".to_owned(), message)
    }
}
