//! What the commands have in common that run a study at other numbers: reading and funding it, progress, Ctrl-C and
//! going on, and a folder of results that appears whole.

use super::asked::AskedStudy;
use super::checkpoint::path_beside;
use super::failure::Failure;
use super::folder::Staging;
use super::keeping::{Keeping, KeepingAsked, RunKept, RunStage, StageWatch};
use super::kept::Input;
use super::load::{Job, load_unfunded};
use super::manifest::{Confidential, Files, VERSION, hash_of, identity, text_of};
use super::output::Output;
use super::progress::{Bar, stop_flag};
use super::simulate::failed;
use super::target::{default_folder, refuse_what_is_not_ours};
use super::terminal::show_written;
use crate::engine::RunOptions;
use crate::report::{MANIFEST, Page};
use crate::study::StudyFault;
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// A study that is being asked.
#[derive(Debug)]
pub(super) struct Enquiry {
    /// What is asked: the study, its model, funded, and the trials of each cell.
    pub job: Job,
    /// Threads.
    pub threads: usize,
    /// Set when it is to stop.
    pub stop: Arc<AtomicBool>,
    command: &'static str,
    identity: String,
    decided_by: Vec<(String, String)>,
    target: PathBuf,
    /// The folder until it is published.
    held: RefCell<Option<Staging>>,
    keeping: Keeping,
    /// Parts that have begun.
    parts: Cell<u8>,
    asked: AskedStudy,
}

impl Enquiry {
    /// Reads and funds the study, holds the folder where results are to go, and takes up what is kept of the same
    /// enquiry where that is asked for. Where `--trials` does not say how many each cell has, it is `usual`, or as many
    /// as the scenario has if those are fewer. `decided_by` is what else decides the results, each by its name.
    pub(super) fn begin(
        asked: &AskedStudy,
        command: &'static str,
        usual: Option<u64>,
        decided_by: Vec<(String, String)>,
    ) -> Result<Enquiry, Failure> {
        let mut job = load_unfunded(asked.scenario.as_deref(), &asked.overrides)?;
        if asked.overrides.trials.is_none() {
            job.trials = usual.map_or(job.trials, |usual| usual.min(job.trials));
        }
        let identity = hash_of(&(command, identity(&job, job.trials), &decided_by));
        let target = asked.out.clone().unwrap_or_else(|| named(command, &default_folder(&job, &identity)));
        refuse_what_is_not_ours(&target, &identity, asked.force)?;
        let stop = stop_flag()?;
        let held = RefCell::new(Some(Staging::beside(&target)?));
        let threads = asked.threads.map_or_else(super::run::processors, usize::from);
        let kept = RunKept { identity: identity.clone(), named: kept_by(&job, &decided_by) };
        let how = KeepingAsked {
            resume: asked.resume,
            every: asked.checkpoint_seconds.map(|seconds| Duration::from_secs(seconds.into())),
            threads,
            quiet: asked.says.quiet,
        };
        let keeping = Keeping::begin(path_beside(&target), kept, how)?;
        let parts = Cell::new(0);
        let asked = asked.clone();
        let mut enquiry = Enquiry {
            job,
            threads,
            stop,
            command,
            identity,
            decided_by,
            target,
            held,
            keeping,
            parts,
            asked,
        };
        match enquiry.fund() {
            Ok(()) => Ok(enquiry),
            Err(failure) => Err(enquiry.ended_by(failure)),
        }
    }

    fn fund(&mut self) -> Result<(), Failure> {
        let bar = Bar::of_search("solving what funds the variants", self.asked.says.quiet);
        let watch = StageWatch::of(&self.keeping, RunStage::Funding, bar);
        let options = RunOptions { trials: 1, threads: Some(self.threads), stop: Some(&self.stop) };
        let funded = self.job.fund(options, &watch);
        watch.bar.finish();
        funded
    }

    /// How each cell is run.
    pub(super) fn options(&self) -> RunOptions<'_> {
        RunOptions { trials: self.job.trials, threads: Some(self.threads), stop: Some(&self.stop) }
    }

    /// Watches a part of the work of so many trials, and keeps what is done. Parts begin in the same order whenever the
    /// same is asked.
    pub(super) fn watch(&self, trials: u64) -> StageWatch<'_> {
        let part = self.parts.replace(self.parts.get().saturating_add(1));
        StageWatch::of(&self.keeping, RunStage::Question(part), Bar::new(trials, self.asked.says.quiet))
    }

    /// What to say of an enquiry that did not come to its end.
    pub(super) fn ended_by(&self, failure: Failure) -> Failure {
        #[expect(clippy::wildcard_enum_match_arm, reason = "whatever else went wrong stays what it is")]
        match failure {
            Failure::Interrupted => self.keeping.stopped("all").map_or(Failure::Interrupted, Failure::Kept),
            other => other,
        }
    }

    /// Writes results with what they were read from and a manifest, whole, and says what was found: `page` is given the
    /// folder and the names of its files.
    pub(super) fn finish<P: Page>(
        &self,
        outputs: Vec<Output<'_>>,
        page: impl FnOnce(&Path, &[String]) -> P,
    ) -> Result<(), Failure> {
        let Enquiry { job, target, asked, .. } = self;
        let Some(mut held) = self.held.take() else {
            return Err(Failure::Run("results were written before".to_owned()));
        };
        let inputs = job.inputs.iter().map(Input::output);
        let all: Vec<Output<'_>> = outputs.into_iter().chain(inputs).collect();
        held.write_all(&all, self.threads, &self.stop)?;
        let manifest = text_of(&self.manifest(&held))?;
        held.write(MANIFEST, |sink| sink.write_all(manifest.as_bytes()))?;
        let files: Vec<String> = held.written().iter().map(|file| file.name.clone()).collect();
        held.publish()?;
        self.keeping.is_published();
        if asked.says.quiet && !asked.says.json {
            return Ok(());
        }
        show_written(&page(target, &files), asked.says.json, Some(target))
    }

    fn manifest<'e>(&'e self, held: &'e Staging) -> EnquiryManifest<'e> {
        let job = &self.job;
        EnquiryManifest {
            cascade: VERSION,
            command: self.command,
            identity: &self.identity,
            title: &job.model.title,
            scenario: &job.scenario_name,
            scenario_sha256: &job.scenario_sha256,
            seed: job.model.seed.0,
            trials: job.trials,
            years: job.model.years,
            arms: job.model.arms.iter().map(|arm| arm.name.as_str()).collect(),
            asked: self.decided_by.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            files: Files(held.written()),
            confidential: Confidential(held.written()),
        }
    }
}

/// A study's fault as a command ends.
pub(super) fn study_failed(fault: StudyFault) -> Failure {
    match fault {
        StudyFault::Engine(fault) => failed(&fault),
        StudyFault::Refused(refused) => Failure::Input(refused),
        StudyFault::Unknown(unknown) => Failure::Usage(unknown.to_string()),
        StudyFault::Invalid(_) => Failure::Run(fault.to_string()),
    }
}

/// The folder of a command beside that of a run.
fn named(command: &str, folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!("{command}-{name}"))
}

/// What decides the results, each by its name.
fn kept_by(job: &Job, decided_by: &[(String, String)]) -> Vec<(String, String)> {
    let arms: Vec<&str> = job.model.arms.iter().map(|arm| arm.name.as_str()).collect();
    let own = [
        ("seed", job.model.seed.0.to_string()),
        ("trials", job.trials.to_string()),
        ("years", job.model.years.to_string()),
        ("arms", arms.join(" ")),
        ("scenario", job.scenario_sha256.clone()),
    ];
    let own = own.map(|(name, value)| (name.to_owned(), value));
    own.into_iter().chain(decided_by.iter().cloned()).collect()
}

/// The manifest of what was asked: by it a folder is known as ours, and what an earlier one left goes.
#[derive(Serialize)]
struct EnquiryManifest<'a> {
    cascade: &'static str,
    command: &'static str,
    identity: &'a str,
    title: &'a str,
    scenario: &'a str,
    scenario_sha256: &'a str,
    seed: u64,
    trials: u64,
    years: usize,
    arms: Vec<&'a str>,
    asked: BTreeMap<&'a str, &'a str>,
    files: Files<'a>,
    confidential: Confidential<'a>,
}
