//! Running again what a folder of results holds: from its own inputs and arguments, and whether the bytes are the same.
//!
//! A folder may come from anywhere. Nothing that its manifest says is trusted: arguments are read as those of a command,
//! names lead nowhere but below `inputs/`, and every input must have the hash that the manifest gives it.

use super::args::RunArgs;
use super::command::recorded;
use super::digest::{Hashed, sha256};
use super::failure::Failure;
use super::file::{hash_of_file, read_beside};
use super::folder::{Staging, Written, strangers};
use super::kept::{INPUTS, KINDS, KeptFile, SCENARIO, in_inputs, inert};
use super::load::{Job, load_kept};
use super::manifest::VERSION;
use super::output::{FillSink, Output, side_by_side};
use super::terminal::complain;
use super::words::words;
use crate::report::{AgainFacts, AgainVersions, MANIFEST};
use crate::schema::Source;
use serde_json::Value;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// A run as its folder holds it.
#[derive(Debug)]
pub(super) struct Recorded {
    folder: PathBuf,
    manifest: Value,
    /// The arguments that it was run with.
    args: RunArgs,
    inputs: Vec<RecordedInput>,
}

/// A file that it was read from.
#[derive(Debug)]
struct RecordedInput {
    kind: &'static str,
    called: String,
    file: String,
    sha256: String,
    /// Whether the folder holds it.
    kept: bool,
}

/// Keys of a manifest that two runs of the same thing may have other values of.
const OWN: [&str; 5] = ["durations_seconds", "threads", "files", "cascade", "identity"];

/// The manifest of a folder of results.
pub(super) fn manifest_in(folder: &Path) -> Result<Value, Failure> {
    let shown = inert(&folder.display().to_string());
    let unusable = |why: String| Failure::Unreadable(format!("{shown} {why}"));
    let bytes = read_beside(&folder.join(MANIFEST)).map_err(|why| {
        unusable(format!("holds no finished run: {MANIFEST} in it cannot be read: {why}; name a folder that `cascade run` wrote"))
    })?;
    let manifest: Value = serde_json::from_slice(&bytes).map_err(|error| {
        unusable(format!("cannot be understood: {MANIFEST} in it is no whole JSON ({error}); it is damaged, or no run's: take a whole copy of the folder"))
    })?;
    // Replays, backtests and statements have manifests, too, of another form.
    if manifest.get("scenario").is_none() || manifest.get("arms").is_none() {
        return Err(unusable(format!(
            "holds no run: {MANIFEST} in it names no scenario; name a folder that `cascade run` wrote"
        )));
    }
    Ok(manifest)
}

/// A text of a manifest.
pub(super) fn text_in<'m>(manifest: &'m Value, key: &str) -> Option<&'m str> {
    manifest.get(key).and_then(Value::as_str)
}

impl Recorded {
    /// Reads what a folder says of its run.
    pub(super) fn read(folder: &Path) -> Result<Recorded, Failure> {
        let manifest = manifest_in(folder)?;
        let shown = inert(&folder.display().to_string());
        let unusable = |why: String| Failure::Unreadable(format!("{shown} cannot be run again: {why}"));
        if let Some(least) = manifest.get("suppressed").and_then(|of| of.get("least")).and_then(Value::as_u64)
        {
            return Err(unusable(format!(
                "it was made to leave the building and keeps nothing of what it was run from; run the scenario itself again, with --suppress={least}"
            )));
        }
        let damaged = |what: &str| {
            unusable(format!("{MANIFEST} in it is damaged: {what}; take a whole copy of the folder"))
        };
        let (Some(inputs), Some(arguments)) = (manifest.get("inputs"), manifest.get("arguments")) else {
            return Err(unusable(format!(
                "{MANIFEST} in it does not tell its inputs, as those of folders written before cascade kept them; run the scenario itself into a new folder, and compare the two with `cascade diff`"
            )));
        };
        let words = arguments.as_array().and_then(|all| {
            all.iter().map(|word| word.as_str().map(str::to_owned)).collect::<Option<Vec<String>>>()
        });
        let words = words.ok_or_else(|| damaged("`arguments` is no list of texts"))?;
        let args = recorded(&words)
            .map_err(|why| damaged(&format!("this version cannot use its `arguments` ({why})")))?;
        let inputs = inputs.as_array().and_then(|all| all.iter().map(input).collect::<Option<Vec<_>>>());
        let inputs = inputs.ok_or_else(|| damaged("`inputs` is no list of files below inputs/"))?;
        if inputs.iter().filter(|input| input.kind == SCENARIO).count() != 1 {
            return Err(damaged("`inputs` has not one scenario"));
        }
        Ok(Recorded { folder: folder.to_owned(), manifest, args, inputs })
    }

    /// The arguments that it was run with, and of those given now what decides nothing.
    pub(super) fn asked(&self, now: &RunArgs) -> Result<RunArgs, Failure> {
        if now.open && now.out.is_none() {
            return Err(Failure::Usage(
                "--open with --again shows what is written: say where to with --out DIR".to_owned(),
            ));
        }
        Ok(RunArgs {
            out: now.out.clone(),
            again: now.again.clone(),
            against: now.against.clone(),
            threads: now.threads,
            says: now.says,
            force: now.force,
            open: now.open,
            resume: now.resume,
            checkpoint_seconds: now.checkpoint_seconds,
            ..self.args.clone()
        })
    }

    /// Reads the scenario and what it names from the folder's own inputs.
    pub(super) fn load(&self, args: &RunArgs) -> Result<Job, Failure> {
        let (mut wrong, mut files) = (Vec::new(), Vec::new());
        for input in &self.inputs {
            match self.bytes_of(input) {
                Ok(bytes) => files.push((input, bytes)),
                Err(why) => wrong.push(why),
            }
        }
        if !wrong.is_empty() {
            let shown = self.shown();
            return Err(Failure::Unreadable(format!(
                "{shown} cannot be run again:\n  {}",
                wrong.join("\n  ")
            )));
        }
        let mut source = None;
        let mut kept = Vec::new();
        for (input, bytes) in files {
            let shown = inert(&self.folder.join(&input.file).display().to_string());
            if input.kind != SCENARIO {
                kept.push(KeptFile { called: input.called.clone(), shown, bytes });
                continue;
            }
            let text = String::from_utf8(bytes).map_err(|_| {
                Failure::Unreadable(format!("cannot read the scenario {shown}: it is not UTF-8"))
            })?;
            source = Some((input, Source { name: shown, text }));
        }
        // There is one: reading the record made sure of it.
        let Some((scenario, source)) = source else { return Err(Failure::Run("no scenario".to_owned())) };
        let mut job = load_kept(&source, kept, &args.overrides).map_err(|failure| {
            // An arm that the record names and the scenario has not.
            if let Failure::Usage(why) = failure {
                Failure::Unreadable(format!("{} cannot be run again: `arguments`: {why}", self.shown()))
            } else {
                failure
            }
        })?;
        // The record calls things what it called them, and keeps them where they were.
        for input in &mut job.inputs {
            let same = |known: &&RecordedInput| {
                known.kind == input.kind && (input.kind == SCENARIO || known.called == input.called)
            };
            if let Some(known) = self.inputs.iter().find(same) {
                (input.called, input.file) = (known.called.clone(), known.file.clone());
            }
        }
        job.scenario_name.clone_from(&scenario.called);
        Ok(job)
    }

    fn shown(&self) -> String {
        inert(&self.folder.display().to_string())
    }

    /// The bytes of an input, if they are those of the run; else what is wrong and what to do.
    fn bytes_of(&self, input: &RecordedInput) -> Result<Vec<u8>, String> {
        let RecordedInput { kind, file, sha256: hash, kept, .. } = input;
        let path = self.folder.join(file);
        let read = within(&path, &self.folder.join(INPUTS)).and_then(|()| read_beside(&path));
        let bytes = read.map_err(|why| {
            if *kept {
                return format!("{file}: {why}; take a whole copy of the folder");
            }
            format!(
                "{file}: the run left this {kind} out of its folder; put the file with the SHA-256 {hash} there and run it again"
            )
        })?;
        let found = sha256(&bytes);
        match (found == *hash, kept) {
            (true, _) => Ok(bytes),
            (false, true) => Err(format!(
                "{file}: touched since it was written (its SHA-256 is {found}, {MANIFEST} says {hash}); put back what it was, or run what it is now as a scenario of its own"
            )),
            (false, false) => Err(format!(
                "{file}: not the {kind} of this run (its SHA-256 is {found}, {MANIFEST} says {hash}); put the one that it was run with there"
            )),
        }
    }

    /// Whether what was written now, into a folder or nowhere, is what the record tells of.
    pub(super) fn compared(&self, written: &[Written], manifest: &str, out: Option<&Path>) -> AgainFacts {
        let listed: Vec<(&String, &str)> = self
            .manifest
            .get("files")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter(|(name, _)| is_below(name))
            .map(|(name, hash)| (name, hash.as_str().unwrap_or_default()))
            .collect();
        let mut facts = AgainFacts {
            folder: self.shown(),
            written: out.map(|out| inert(&out.display().to_string())),
            touched: touched(&self.folder, &self.manifest),
            strangers: self.strangers(),
            versions: AgainVersions {
                then: inert(text_in(&self.manifest, "cascade").unwrap_or("an unknown version")),
                now: VERSION.to_owned(),
            },
            ..AgainFacts::default()
        };
        for (name, hash) in &listed {
            match written.iter().find(|file| file.name == **name) {
                Some(now) if now.sha256 == *hash => facts.same += 1,
                Some(_) => facts.differ.push((*name).clone()),
                None => facts.missing.push((*name).clone()),
            }
        }
        let own = written.iter().filter(|file| file.name != MANIFEST);
        let unlisted = own.filter(|file| !listed.iter().any(|(name, _)| **name == file.name));
        facts.new = unlisted.map(|file| file.name.clone()).collect();
        let now = serde_json::from_str(manifest).unwrap_or_default();
        if without_own(&self.manifest) == without_own(&now) {
            facts.same += 1;
        } else {
            facts.differ.push(MANIFEST.to_owned());
        }
        facts
    }

    /// What the folder holds that is not of the run. A roster that was put there because it did not travel is.
    fn strangers(&self) -> Vec<String> {
        let inputs = self.inputs.iter().map(|input| PathBuf::from(&input.file));
        let found = strangers(&self.folder, inputs).unwrap_or_else(|error| {
            let why = words(&error);
            complain(&format!("note: {} was not searched for files of others: {why}", self.shown()));
            Vec::new()
        });
        found.iter().map(|path| inert(&path.display().to_string())).collect()
    }
}

/// Files of a folder that are no longer what its manifest says was written, or are gone.
pub(super) fn touched(folder: &Path, manifest: &Value) -> Vec<String> {
    let files = manifest.get("files").and_then(Value::as_object).into_iter().flatten();
    let is_touched = |name: &String, hash: &Value| {
        let path = folder.join(name);
        let found = within(&path, folder).and_then(|()| hash_of_file(&path));
        !found.is_ok_and(|found| hash.as_str() == Some(&found))
    };
    let listed = files.filter(|(name, _)| is_below(name));
    listed.filter(|(name, hash)| is_touched(name, hash)).map(|(name, _)| name.clone()).collect()
}

/// What an entry of `inputs` says, if it is one of a run.
fn input(of: &Value) -> Option<RecordedInput> {
    let text = |key: &str| text_in(of, key).map(str::to_owned);
    let kind = KINDS.into_iter().find(|kind| text_in(of, "kind") == Some(kind))?;
    let (called, file, sha256) = (text("called")?, text("file")?, text("sha256")?);
    let plain = in_inputs(&file) && sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_hexdigit());
    let kept = of.get("kept")?.as_bool()?;
    plain.then_some(RecordedInput { kind, called, file, sha256, kept })
}

/// Whether a name is of a file below a folder, and can be printed.
fn is_below(name: &str) -> bool {
    inert(name) == name && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Whether a file truly lies below a folder: links may lead elsewhere.
fn within(path: &Path, folder: &Path) -> Result<(), String> {
    let real = |path: &Path| path.canonicalize().map_err(|error| words(&error));
    let (path, folder) = (real(path)?, real(folder)?);
    if !path.starts_with(folder) {
        return Err("it is a link that leads out of the folder".to_owned());
    }
    if path.is_file() { Ok(()) } else { Err("it is no file".to_owned()) }
}

/// A manifest without what two runs of the same thing may have of their own.
fn without_own(manifest: &Value) -> Value {
    let mut manifest = manifest.clone();
    if let Some(keys) = manifest.as_object_mut() {
        keys.retain(|key, _| !OWN.contains(&key.as_str()));
    }
    manifest
}

/// Where the files of a run go.
#[derive(Debug)]
pub(super) enum Destination {
    /// Into a folder.
    Folder(Staging),
    /// Nowhere: they are only hashed, and nothing confidential is left lying about.
    Nowhere(Vec<Written>),
}

impl Destination {
    /// A folder that will stand at a path, held for the run already or from now on.
    pub(super) fn at(held: Option<Staging>, target: &Path) -> Result<Destination, Failure> {
        Ok(Destination::Folder(held.map_or_else(|| Staging::beside(target), Ok)?))
    }

    /// Nowhere.
    pub(super) const fn nowhere() -> Destination {
        Destination::Nowhere(Vec::new())
    }

    /// Writes files, as many at once as there are threads.
    pub(super) fn write_all(
        &mut self,
        outputs: &[Output<'_>],
        threads: usize,
        stop: &AtomicBool,
    ) -> Result<(), Failure> {
        match self {
            Destination::Folder(staging) => staging.write_all(outputs, threads, stop),
            Destination::Nowhere(written) => {
                written.extend(side_by_side(outputs, threads, stop, hashed)?);
                Ok(())
            }
        }
    }

    /// What was written so far.
    pub(super) fn written(&self) -> &[Written] {
        match self {
            Destination::Folder(staging) => staging.written(),
            Destination::Nowhere(written) => written,
        }
    }

    /// Writes the manifest and puts the folder in its place.
    pub(super) fn publish(self, manifest: &str) -> Result<(), Failure> {
        if let Destination::Folder(mut staging) = self {
            staging.write(MANIFEST, |sink| sink.write_all(manifest.as_bytes()))?;
            staging.publish()?;
        }
        Ok(())
    }
}

/// The hash of what a file would hold.
fn hashed(output: &Output<'_>, fill: FillSink<'_>) -> Result<Written, Failure> {
    let mut sink = io::BufWriter::with_capacity(1 << 16, Hashed::new(io::sink()));
    let filled = fill(&mut sink).and_then(|()| sink.flush());
    let name = output.name.clone();
    filled.map_err(|error| Failure::Run(format!("cannot make {name} again: {error}")))?;
    Ok(Written { sha256: sink.get_ref().digest(), name, whom: output.whom })
}
