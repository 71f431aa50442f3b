//! From arguments to a job: a study from the disk, and the record of what it was read from.

use super::asked::Overrides;
use super::digest::sha256;
use super::failure::Failure;
use super::file::{read_beside, read_scenario};
use super::kept::{Input, KeptFile, ReadFile, inputs_of};
use crate::engine::{Fault, Progress, RunOptions, Silent};
use crate::entity::{Roster, write_roster};
use crate::model::Model;
use crate::review::{Reconciled, reconcile};
use crate::scenario::read_arms;
use crate::schema::Source;
use crate::study::{Shelf, Study, StudyFault};
use crate::survey::Survey;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A scenario ready to run.
#[derive(Debug)]
pub(super) struct Job {
    /// The scenario, open to changes of its numbers.
    pub study: Study,
    /// The model.
    pub model: Model,
    /// The scenario file as the user named it.
    pub scenario_name: String,
    /// What it was read from, the scenario first: what a folder of results keeps.
    pub inputs: Vec<Input>,
    /// Hash of the scenario's text.
    pub scenario_sha256: String,
    /// Where each arm's physicians come from, each once.
    pub rosters: Vec<RosterOrigin>,
    /// What each arm's pay is compared with, in the order of the model's arms.
    pub surveys: Vec<Arc<Survey>>,
    /// Survey files, each once.
    pub survey_files: Vec<SurveyOrigin>,
    /// Trials to run.
    pub trials: u64,
    /// The baseline in the year before the start, where the roster says what was paid in it.
    pub before: Option<Model>,
}

impl Job {
    /// Solves what funds the variants of a job that is not funded.
    pub(super) fn fund(&mut self, options: RunOptions<'_>, progress: &dyn Progress) -> Result<(), Failure> {
        self.study.fund(&mut self.model, options, progress).map_err(|fault| match fault {
            StudyFault::Engine(Fault::Stopped) => Failure::Interrupted,
            StudyFault::Refused(_)
            | StudyFault::Unknown(_)
            | StudyFault::Engine(_)
            | StudyFault::Invalid(_) => unusable(fault),
        })
    }

    /// The model's pay of the year before the start beside what was paid, where the roster says so.
    pub(super) fn beside_what_was_paid(&self) -> Result<Option<Vec<Reconciled>>, Failure> {
        let found = self.before.as_ref().map(reconcile).transpose();
        found.map_err(|why| Failure::Run(why.to_string()))
    }
}

/// Where physicians come from.
#[derive(Clone, Debug)]
pub(super) struct RosterOrigin {
    /// The file as the scenario calls it, or that they were generated.
    pub origin: String,
    /// Hash of the file, or of the file that the generated roster would make.
    pub sha256: String,
    /// How many.
    pub physicians: usize,
}

/// Where survey figures come from.
#[derive(Clone, Debug)]
pub(super) struct SurveyOrigin {
    /// The file as the scenario calls it.
    pub file: String,
    /// Its hash.
    pub sha256: String,
    /// Its rows.
    pub rows: usize,
}

/// The files beside a scenario, and the hashes of those that were read.
#[derive(Debug, Default)]
struct DiskShelf {
    folder: PathBuf,
    /// A roster in place of the one that the scenario names: its name there, its own, its bytes.
    roster: Option<(String, String, Vec<u8>)>,
    /// Files that a folder of results keeps, in place of those beside the scenario: nothing else is then read.
    kept: Option<Vec<KeptFile>>,
    read: RefCell<Vec<ReadFile>>,
}

impl Shelf for DiskShelf {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        if let Some((.., bytes)) = self.roster.as_ref().filter(|(known, ..)| known == name) {
            return Ok(bytes.clone());
        }
        let bytes = match &self.kept {
            None => read_beside(&self.folder.join(name))?,
            Some(kept) => {
                let found = kept.iter().find(|file| file.called == name);
                found.map(|file| file.bytes.clone()).ok_or("the folder of the run does not keep it")?
            }
        };
        let (called, shown) = (name.to_owned(), self.shown(name));
        let mut read = self.read.borrow_mut();
        if !read.iter().any(|known| known.called == name) {
            read.push(ReadFile { called, shown, sha256: sha256(&bytes), bytes: bytes.clone() });
        }
        Ok(bytes)
    }

    fn shown(&self, name: &str) -> String {
        if let Some((_, shown, _)) = self.roster.as_ref().filter(|(known, ..)| known == name) {
            return shown.clone();
        }
        let kept = self.kept.iter().flatten().find(|file| file.called == name);
        kept.map_or_else(|| self.folder.join(name).display().to_string(), |file| file.shown.clone())
    }
}

impl DiskShelf {
    /// What a file that was read is called by the scenario, and its hash.
    fn hash_of(&self, shown: &str) -> Option<(String, String)> {
        let read = self.read.borrow();
        read.iter().find(|file| file.shown == shown).map(|file| (file.called.clone(), file.sha256.clone()))
    }
}

/// Reads everything a command needs.
pub(super) fn load(scenario: Option<&Path>, overrides: &Overrides) -> Result<Job, Failure> {
    let mut job = load_unfunded(scenario, overrides)?;
    job.fund(RunOptions::trials(1), &Silent)?;
    Ok(job)
}

/// The same, but for what funds variants: that may take minutes, and is [`Job::fund`].
pub(super) fn load_unfunded(scenario: Option<&Path>, overrides: &Overrides) -> Result<Job, Failure> {
    let (study, disk) = open(scenario, overrides)?;
    job(study, disk)
}

/// The same, unfunded as well, from what a folder of results keeps: the scenario's text under its name in messages, and the files that it
/// names.
pub(super) fn load_kept(source: &Source, kept: Vec<KeptFile>, overrides: &Overrides) -> Result<Job, Failure> {
    let disk = DiskShelf { kept: Some(kept), ..DiskShelf::default() };
    let study = open_text(source, &disk, overrides)?;
    job(replaced(study, overrides)?, disk)
}

fn job(study: Study, disk: DiskShelf) -> Result<Job, Failure> {
    let mut model = study.stated()?;
    let surveys = study.surveys(&model);
    // What was paid stands beside the model where it can; a scenario that does not reach back runs all the same.
    let before = study.year_before().unwrap_or_else(|refused| {
        let why = refused.problems().first().map(ToString::to_string).unwrap_or_default();
        model
            .understood
            .push(format!("what was paid: the year before the start cannot be worked out: {why}"));
        None
    });
    let is_roster = |name: &str| {
        model.arms.iter().any(|arm| arm.scenario.roster.as_ref().is_some_and(|roster| roster.file == name))
    };
    let rosters = rosters(&model, &disk)?;
    let survey_files = survey_files(&model, &surveys, &disk);
    let inputs = inputs_of(study.source(), disk.read.into_inner(), is_roster);
    Ok(Job {
        inputs,
        scenario_name: study.source().name.clone(),
        scenario_sha256: sha256(study.source().text.as_bytes()),
        rosters,
        survey_files,
        surveys,
        trials: study.trials(),
        before,
        model,
        study,
    })
}

/// Reads a roster as a scenario would that names it: with the scenario's own specialties, and checked against its
/// plans and contracts. `shown` is its name in messages.
pub(super) fn roster_under(scenario: &Path, shown: &str, bytes: Vec<u8>) -> Result<Roster, Failure> {
    let source = read_scenario(scenario)?;
    let arms = read_arms(source.clone())?;
    let baseline = &arms.arms[0].scenario;
    let Some(named) = &baseline.roster else {
        let own: Vec<&str> = baseline.specialty.names().collect();
        return Ok(Roster::read(shown, &bytes, &own)?);
    };
    let folder = scenario.parent().unwrap_or(Path::new("")).to_owned();
    let roster = Some((named.file.clone(), shown.to_owned(), bytes));
    let disk = DiskShelf { folder, roster, ..DiskShelf::default() };
    let model = Study::read(&source.name, &source.text, &disk)?.model()?;
    Ok(Roster::clone(&model.arms[0].listed))
}

/// Reads a scenario, open to changes of its numbers.
pub(super) fn open_study(scenario: &Path, overrides: &Overrides) -> Result<Study, Failure> {
    open(Some(scenario), overrides).map(|(study, _)| study)
}

/// Reads another text in the place of a scenario's, with the files beside it.
pub(super) fn open_changed(scenario: &Path, text: &str, overrides: &Overrides) -> Result<Study, Failure> {
    let folder = scenario.parent().unwrap_or(Path::new("")).to_owned();
    let disk = DiskShelf { folder, ..DiskShelf::default() };
    let source = Source { name: scenario.display().to_string(), text: text.to_owned() };
    replaced(open_text(&source, &disk, overrides)?, overrides)
}

fn open(scenario: Option<&Path>, overrides: &Overrides) -> Result<(Study, DiskShelf), Failure> {
    let folder = scenario.and_then(Path::parent).unwrap_or(Path::new("")).to_owned();
    let disk = DiskShelf { folder, ..DiskShelf::default() };
    let study = if let Some(path) = scenario {
        open_text(&read_scenario(path)?, &disk, overrides)?
    } else {
        let mut study = Study::reference()?;
        if !overrides.arms.is_empty() {
            study.keep(&overrides.arms).map_err(|unknown| unusable(unknown.into()))?;
        }
        study
    };
    Ok((replaced(study, overrides)?, disk))
}

fn open_text(source: &Source, disk: &DiskShelf, overrides: &Overrides) -> Result<Study, Failure> {
    let Source { name, text } = source;
    if overrides.arms.is_empty() {
        return Ok(Study::read(name, text, disk)?);
    }
    Study::read_arms(name, text, disk, &overrides.arms).map_err(unusable)
}

/// A study with parts of its `[run]` replaced.
fn replaced(mut study: Study, overrides: &Overrides) -> Result<Study, Failure> {
    for (place, value) in [("run.trials", overrides.trials), ("run.years", overrides.years)] {
        #[expect(clippy::cast_precision_loss, reason = "arguments are far below 2^53")]
        if let Some(value) = value {
            study.set(place, value as f64)?;
        }
    }
    if let Some(seed) = overrides.seed {
        study.reseed(seed);
    }
    Ok(study)
}

/// A name that no arm has is the caller's mistake.
fn unusable(fault: StudyFault) -> Failure {
    match fault {
        StudyFault::Refused(refused) => Failure::Input(refused),
        StudyFault::Unknown(unknown) => Failure::Usage(unknown.to_string()),
        StudyFault::Engine(_) | StudyFault::Invalid(_) => Failure::Run(fault.to_string()),
    }
}

fn rosters(model: &Model, disk: &DiskShelf) -> Result<Vec<RosterOrigin>, Failure> {
    let mut distinct: Vec<&Arc<Roster>> = Vec::new();
    for arm in &model.arms {
        if !distinct.iter().any(|known| Arc::ptr_eq(known, &arm.listed)) {
            distinct.push(&arm.listed);
        }
    }
    let origin = |roster: &&Arc<Roster>| {
        let (origin, sha256) = if let Some(read) = disk.hash_of(&roster.origin) {
            read
        } else {
            let bytes = write_roster(roster)
                .map_err(|error| Failure::Run(format!("cannot write the roster: {error}")))?;
            (roster.origin.clone(), sha256(&bytes))
        };
        Ok(RosterOrigin { origin, sha256, physicians: roster.physicians.len() })
    };
    distinct.iter().map(origin).collect()
}

fn survey_files(model: &Model, surveys: &[Arc<Survey>], disk: &DiskShelf) -> Vec<SurveyOrigin> {
    let mut files: Vec<SurveyOrigin> = Vec::new();
    for (arm, survey) in model.arms.iter().zip(surveys) {
        let file = arm.scenario.survey.file.clone();
        if let Some(file) = file.filter(|file| !files.iter().any(|known| known.file == *file)) {
            let sha256 = disk.hash_of(&disk.shown(&file)).map(|(_, sha256)| sha256).unwrap_or_default();
            files.push(SurveyOrigin { file, sha256, rows: survey.rows.len() });
        }
    }
    files
}
