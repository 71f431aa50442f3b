//! When a run puts down what it has, and from where it goes on.
//!
//! Once a minute; where that takes long, less often, so that it never costs more than a hundredth of the work. What
//! funds variants, splits of variance and stresses are samples: their blocks are appended as they come. What the run
//! itself has counted is written anew as a whole, part by part, while others go on.

#![expect(clippy::disallowed_methods, reason = "here the clock says when what is done is put down")]

use super::checkpoint::{
    BlockRecord, Checkpoint, Unread, Writer, append, build, frame_of, read, remove, remove_what_is_aside,
    write, writer_of,
};
use super::failure::Failure;
use super::progress::Bar;
use super::terminal::complain;
use super::words::words;
use crate::engine::{Keeper, Progress, SampledBlock, SoFar, TallyPart, Telling};
use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// How often.
const USUAL: Duration = Duration::from_secs(60);

/// How many times as long a run works as it takes to put down what it has.
const WORTH: u32 = 100;

/// A part of a run's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunStage {
    /// Solving what funds variants.
    Funding,
    /// The run itself.
    Run,
    /// Splitting the variance.
    Split,
    /// Ranking arms under stresses.
    Stress,
    /// A part of what is asked of a study at other numbers, counted from 0.
    Question(u8),
}

impl RunStage {
    /// As a record has it.
    fn number(self) -> u8 {
        match self {
            RunStage::Funding => 0,
            RunStage::Run => 1,
            RunStage::Split => 2,
            RunStage::Stress => 3,
            RunStage::Question(part) => part.saturating_add(4),
        }
    }
}

/// What a run is asked to do with checkpoints.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeepingAsked {
    /// Whether to go on from one.
    pub resume: bool,
    /// How often to write one, instead of once a minute.
    pub every: Option<Duration>,
    /// Threads that work meanwhile.
    pub threads: usize,
    /// Whether to say nothing of it.
    pub quiet: bool,
}

/// The run whose work is kept.
#[derive(Clone, Debug)]
pub(super) struct RunKept {
    /// Hash of what decides its results.
    pub identity: String,
    /// What that is, each by its name.
    pub named: Vec<(String, String)>,
}

/// Keeps what a run has done.
#[derive(Debug)]
pub(super) struct Keeping {
    path: PathBuf,
    run: RunKept,
    /// This program on this run, once it is asked for: the program is then read.
    writer: OnceLock<Writer>,
    every: Duration,
    threads: u32,
    state: Mutex<KeptWork>,
}

/// What is kept.
#[derive(Debug)]
struct KeptWork {
    /// The checkpoint, to be appended to; `None` before there is one.
    file: Option<File>,
    /// When it was last written, and how long that took.
    last: Instant,
    took: Duration,
    /// Frames of blocks that were written.
    journal: Vec<u8>,
    /// Blocks that are not written yet.
    fresh: Vec<BlockRecord>,
    /// What the run had counted before, to be taken up.
    parts: Option<Vec<TallyPart>>,
    /// Blocks that were there before, to be taken up.
    records: Vec<BlockRecord>,
    /// Trials that are kept of the run itself, and whether it has come to its end.
    trials: u64,
    has_ended: bool,
    /// Whether it failed: it is said once, and not tried again.
    has_failed: bool,
}

impl Keeping {
    /// Looks at what lies at a path, and takes it up where that is asked for.
    pub(super) fn begin(path: PathBuf, run: RunKept, asked: KeepingAsked) -> Result<Keeping, Failure> {
        let KeepingAsked { resume, every, threads, quiet } = asked;
        let state = KeptWork {
            file: None,
            last: Instant::now(),
            took: Duration::ZERO,
            journal: Vec::new(),
            fresh: Vec::new(),
            parts: None,
            records: Vec::new(),
            trials: 0,
            has_ended: false,
            has_failed: false,
        };
        let every = every.unwrap_or(USUAL);
        let threads = u32::try_from(threads).unwrap_or(1).max(1);
        let keeping =
            Keeping { path, run, writer: OnceLock::new(), every, threads, state: Mutex::new(state) };
        remove_what_is_aside(&keeping.path);
        let said = if resume { keeping.take_up()? } else { keeping.look()? };
        if let Some(said) = said.filter(|_| !quiet) {
            complain(&said);
        }
        Ok(keeping)
    }

    fn writer(&self) -> &Writer {
        self.writer.get_or_init(|| {
            let RunKept { identity, named } = self.run.clone();
            Writer { cascade: env!("CARGO_PKG_VERSION").to_owned(), build: build(), identity, named }
        })
    }

    fn shown(&self) -> std::path::Display<'_> {
        self.path.display()
    }

    fn lock(&self) -> MutexGuard<'_, KeptWork> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes up what was kept; what to say of it.
    fn take_up(&self) -> Result<Option<String>, Failure> {
        let shown = self.shown();
        let found = match read(&self.path, |writer| writer == self.writer()) {
            Ok(Some(Ok(found))) => found,
            Ok(None) => {
                return Ok(Some(format!(
                    "There is no checkpoint of this run to go on from ({shown}); it begins at the beginning."
                )));
            }
            Ok(Some(Err(writer))) => {
                return Err(Failure::Usage(format!(
                    "cannot go on from {shown}: {}; leave --resume out to begin at the beginning, which replaces it",
                    apart(&writer, self.writer()).unwrap_or_default()
                )));
            }
            Err(unread @ (Unread::Torn | Unread::OtherForm)) => {
                return Ok(Some(format!(
                    "Cannot go on from {shown}: {}. The run begins at the beginning.",
                    unread.why()
                )));
            }
            Err(unread @ (Unread::Foreign | Unread::Disk(_))) => return Err(self.refuse(&unread)),
        };
        let Checkpoint { parts, trials, records, journal, file, .. } = found;
        let mut state = self.lock();
        state.file = Some(file);
        state.trials = trials;
        state.parts = (!parts.is_empty()).then_some(parts);
        (state.records, state.journal) = (records, journal);
        let where_from = if trials > 0 { format!("{trials} trials") } else { "what was put down".to_owned() };
        Ok(Some(format!("Goes on from {where_from} ({shown}).")))
    }

    /// Looks at what is to be replaced; what to say of it.
    fn look(&self) -> Result<Option<String>, Failure> {
        let shown = self.shown();
        Ok(match writer_of(&self.path) {
            Ok(None) => None,
            Ok(Some(writer)) => Some(match apart(&writer, self.writer()) {
                None => format!(
                    "A checkpoint of this run lies at {shown}: with --resume it would have gone on from there. It begins at the beginning."
                ),
                Some(why) => format!(
                    "The checkpoint {shown} will be replaced by this run's when that is put down: {why}."
                ),
            }),
            Err(unread @ (Unread::Torn | Unread::OtherForm)) => Some(format!(
                "The checkpoint {shown} will be replaced by this run's when that is put down: {}.",
                unread.why()
            )),
            Err(unread @ (Unread::Foreign | Unread::Disk(_))) => return Err(self.refuse(&unread)),
        })
    }

    fn refuse(&self, unread: &Unread) -> Failure {
        let shown = self.shown();
        match unread {
            Unread::Foreign => Failure::Usage(format!(
                "{shown} is no checkpoint of cascade, and one of this run would have to take its place; move it away, or name another folder with --out"
            )),
            Unread::Torn | Unread::OtherForm | Unread::Disk(_) => {
                Failure::Run(format!("cannot read the checkpoint {shown}: {}", unread.why()))
            }
        }
    }

    /// Writes everything anew.
    fn rewrite(&self, state: &mut KeptWork, so_far: Option<&SoFar<'_>>) {
        let began = Instant::now();
        let fresh = std::mem::take(&mut state.fresh);
        let written = frame_of(&fresh).and_then(|frame| {
            if !fresh.is_empty() {
                state.journal.extend(frame);
            }
            write(&self.path, self.writer(), so_far, &state.journal)
        });
        match written {
            Ok(file) => {
                state.file = Some(file);
                state.trials = so_far.map_or(0, SoFar::trials).max(state.trials);
            }
            Err(error) => self.fail(state, &error),
        }
        state.was_written(began);
    }

    /// Appends blocks that are not written yet.
    fn append(&self, state: &mut KeptWork) {
        let began = Instant::now();
        let fresh = std::mem::take(&mut state.fresh);
        if fresh.is_empty() {
            state.last = began;
            return;
        }
        let written = match &mut state.file {
            None => {
                state.fresh = fresh;
                return self.rewrite(state, None);
            }
            Some(file) => frame_of(&fresh).and_then(|frame| append(file, &frame).map(|()| frame)),
        };
        match written {
            Ok(frame) => state.journal.extend(frame),
            Err(error) => self.fail(state, &error),
        }
        state.was_written(began);
    }

    fn fail(&self, state: &mut KeptWork, error: &std::io::Error) {
        state.has_failed = true;
        complain(&format!(
            "Cannot put down what is done in {}: {}. The run goes on; should it be stopped now, what has been done since is lost.",
            self.shown(),
            words(error)
        ));
    }

    fn is_due(&self, state: &KeptWork) -> bool {
        let rest =
            if self.every.is_zero() { self.every } else { self.every.max(state.took * WORTH / self.threads) };
        !state.has_failed && state.last.elapsed() >= rest
    }

    /// Puts down what is not written yet, and says how the run that was stopped goes on; nothing where nothing is
    /// kept.
    pub(super) fn stopped(&self, of: &str) -> Option<String> {
        let mut state = self.lock();
        if !state.has_failed && !state.fresh.is_empty() {
            self.append(&mut state);
        }
        state.file.as_ref()?;
        let from = match (state.has_ended, state.trials) {
            (true, trials) => format!("after all {trials} trials"),
            (false, 0) => "from there".to_owned(),
            (false, trials) => format!("from {trials} of {of} trials"),
        };
        Some(format!("Stopped; the same command with --resume goes on {from} ({}).", self.shown()))
    }

    /// Whether anything is kept to go on from.
    pub(super) fn has_any(&self) -> bool {
        self.lock().file.is_some()
    }

    /// Takes the checkpoint away, if it is this run's, or torn: from such a one nobody goes on.
    pub(super) fn is_published(&self) {
        let is_own = || match writer_of(&self.path) {
            Ok(found) => found.is_some_and(|writer| writer == *self.writer()),
            Err(unread) => matches!(unread, Unread::Torn),
        };
        if self.path.symlink_metadata().is_ok() && is_own() {
            remove(&self.path);
        }
        self.lock().file = None;
    }
}

impl KeptWork {
    fn was_written(&mut self, began: Instant) {
        self.last = Instant::now();
        self.took = self.last.duration_since(began);
    }
}

impl Unread {
    fn why(&self) -> &str {
        match self {
            Unread::Foreign => "it is something else",
            Unread::Torn => "it is not whole",
            Unread::OtherForm => "it was written by another version of cascade",
            Unread::Disk(why) => why,
        }
    }
}

/// In what a checkpoint is not this run's of this program, as the middle of a sentence.
fn apart(theirs: &Writer, ours: &Writer) -> Option<String> {
    if theirs.cascade != ours.cascade {
        return Some(format!("it was written by cascade {}, and this is {}", theirs.cascade, ours.cascade));
    }
    if theirs.build != ours.build {
        return Some(format!("it was written by another build of cascade {}", ours.cascade));
    }
    let value = |run: &[(String, String)], name: &str| {
        run.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let differ = |(name, ours): &(String, String)| {
        let theirs = value(&theirs.named, name);
        let is_hash = |text: &str| text.len() >= 64 && !text.contains(' ');
        (theirs != *ours).then(|| {
            if is_hash(ours) || is_hash(&theirs) {
                format!("another {name}")
            } else {
                format!("{name} {} instead of {}", worded(&theirs), worded(ours))
            }
        })
    };
    let all: Vec<String> = ours.named.iter().filter_map(differ).collect();
    if all.is_empty() {
        return (theirs.identity != ours.identity).then(|| "it is of another run".to_owned());
    }
    Some(format!("it is of another run, with {}", all.join(", ")))
}

fn worded(value: &str) -> &str {
    if value.is_empty() { "none" } else { value }
}

/// A stage of a run: shows how far it is, and keeps what is done.
#[derive(Debug)]
pub(super) struct StageWatch<'a> {
    pub(super) bar: Bar,
    stage: RunStage,
    /// Samples that have begun.
    samples: AtomicU32,
    keeping: &'a Keeping,
}

impl<'a> StageWatch<'a> {
    pub(super) fn of(keeping: &'a Keeping, stage: RunStage, bar: Bar) -> StageWatch<'a> {
        StageWatch { bar, stage, samples: AtomicU32::new(0), keeping }
    }
}

impl Progress for StageWatch<'_> {
    fn done(&self, trials: u64) {
        self.bar.done(trials);
    }

    fn taken_up(&self, trials: u64) {
        self.bar.taken_up(trials);
    }

    fn keeper(&self) -> Option<&dyn Keeper> {
        Some(self)
    }
}

impl Keeper for StageWatch<'_> {
    fn counted(&self) -> Option<Vec<TallyPart>> {
        self.keeping.lock().parts.take()
    }

    fn count(&self, so_far: &SoFar<'_>, moment: Telling) {
        let keeping = self.keeping;
        let mut state = match (moment, keeping.state.try_lock()) {
            (_, Ok(state)) => state,
            (_, Err(TryLockError::Poisoned(state))) => state.into_inner(),
            // Somebody is at it.
            (Telling::Block, Err(TryLockError::WouldBlock)) => return,
            (Telling::Stopped | Telling::End, Err(TryLockError::WouldBlock)) => keeping.lock(),
        };
        let writes = match moment {
            Telling::Block => keeping.is_due(&state),
            Telling::Stopped => !state.has_failed && so_far.trials() > state.trials,
            // What has taken less than the first minute is not worth a file, unless what follows is stopped.
            Telling::End => !state.has_failed && state.file.is_some() && so_far.trials() > state.trials,
        };
        if writes {
            keeping.rewrite(&mut state, Some(so_far));
        }
        state.has_ended |= moment == Telling::End;
    }

    fn sampled(&self) -> Vec<SampledBlock> {
        let sample = self.samples.fetch_add(1, Ordering::Relaxed);
        let mut state = self.keeping.lock();
        let is_own = |record: &BlockRecord| record.stage == self.stage.number() && record.sample == sample;
        let (own, others) = std::mem::take(&mut state.records).into_iter().partition(is_own);
        state.records = others;
        own.into_iter().map(|record: BlockRecord| record.block).collect()
    }

    fn sample(&self, block: &SampledBlock) {
        let sample = self.samples.load(Ordering::Relaxed).saturating_sub(1);
        let mut state = self.keeping.lock();
        if state.has_failed {
            return;
        }
        state.fresh.push(BlockRecord { stage: self.stage.number(), sample, block: block.clone() });
        if self.keeping.is_due(&state) {
            self.keeping.append(&mut state);
        }
    }
}
