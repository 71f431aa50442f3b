//! A folder of results while it is being filled.

use super::claim::Claim;
use super::disk::{OwnFile, OwnersDisk};
use super::look::{of_others, ours};
use super::publish::publish;
use crate::cli::digest::Hashed;
use crate::cli::failure::Failure;
use crate::cli::output::{FillSink, Output, side_by_side};
use crate::cli::terminal::complain;
use crate::cli::words::words;
use crate::report::Whom;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Written {
    /// Its name below the folder.
    pub name: String,
    /// Its hash.
    pub sha256: String,
    /// Whom it tells of.
    pub whom: Whom,
}

/// A folder being filled beside the place where it will stand. No other process writes there meanwhile.
#[derive(Debug)]
pub(in crate::cli) struct Staging {
    shown: PathBuf,
    claim: Claim,
    disk: OwnersDisk,
    written: Vec<Written>,
}

impl Staging {
    /// Begins a folder. It can only be read by its owner: pay is confidential.
    pub(in crate::cli) fn beside(target: &Path) -> Result<Staging, Failure> {
        Staging::on(OwnersDisk::default(), target)
    }

    pub(super) fn on(disk: OwnersDisk, target: &Path) -> Result<Staging, Failure> {
        let mut claim = Claim::on(&disk, target)?;
        let failed = |error: io::Error| {
            Failure::Run(format!("cannot write into {}: {}", target.display(), words(&error)))
        };
        if claim.stood {
            // Whatever could not be carried over is found before an hour is spent.
            of_others(&claim.target, &ours(&claim.target)).map_err(failed)?;
            tell_who_can_look(target);
        }
        claim.begin_folder().map_err(failed)?;
        Ok(Staging { shown: target.to_owned(), claim, disk, written: Vec::new() })
    }

    /// Writes one file that tells of no single person.
    pub(in crate::cli) fn write(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        self.write_of(name, Whom::Groups, fill)
    }

    /// Writes one file.
    pub(in crate::cli) fn write_of(
        &mut self,
        name: &str,
        whom: Whom,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let written = self.write_whole(name, whom, |sink| fill(sink))?;
        self.written.push(written);
        Ok(())
    }

    /// Writes files, as many at once as there are threads, in an order that does not show; none is taken for written
    /// when one fails.
    pub(in crate::cli) fn write_all(
        &mut self,
        outputs: &[Output<'_>],
        threads: usize,
        stop: &AtomicBool,
    ) -> Result<(), Failure> {
        let this: &Staging = self;
        let write =
            |output: &Output<'_>, fill: FillSink<'_>| this.write_whole(&output.name, output.whom, fill);
        let written = side_by_side(outputs, threads, stop, write)?;
        self.written.extend(written);
        Ok(())
    }

    fn write_whole(
        &self,
        name: &str,
        whom: Whom,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Written, Failure> {
        let path = self.claim.staged().join(name);
        let written = self.open(&path).and_then(|file| hash_while(file, fill));
        let sha256 = written.map_err(|error| {
            Failure::Run(format!("cannot write {}: {}", self.shown.join(name).display(), words(&error)))
        })?;
        Ok(Written { name: name.to_owned(), sha256, whom })
    }

    fn open(&self, path: &Path) -> io::Result<OwnFile> {
        if let Some(parent) = path.parent().filter(|parent| !parent.is_dir()) {
            self.disk.make_folders(parent)?;
        }
        self.disk.create(path)
    }

    /// What was written so far.
    pub(in crate::cli) fn written(&self) -> &[Written] {
        &self.written
    }

    /// Puts the folder in its place.
    pub(in crate::cli) fn publish(mut self) -> Result<(), Failure> {
        let files: BTreeSet<PathBuf> = self.written.iter().map(|file| PathBuf::from(&file.name)).collect();
        publish(&self.disk, &mut self.claim, &files, &self.shown)
    }
}

fn hash_while(file: OwnFile, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<String> {
    let mut sink = BufWriter::with_capacity(1 << 16, Hashed::new(file));
    if let Err(error) = fill(&mut sink) {
        // What is still held back is not worth writing.
        let _ = sink.into_parts();
        return Err(error);
    }
    let hashed = sink.into_inner().map_err(io::IntoInnerError::into_error)?;
    let digest = hashed.digest();
    hashed.inner.finish()?;
    Ok(digest)
}

/// Says so when others can look into a folder that stands.
#[cfg(unix)]
fn tell_who_can_look(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(folder).map_or(0, |found| found.permissions().mode() & 0o777);
    if mode & 0o077 != 0 {
        complain(&format!(
            "note: others on this machine can look into {} (its permissions are {mode:o}); what is written there can be \
             read by you alone. To close it: chmod 700",
            folder.display()
        ));
    }
}

#[cfg(not(unix))]
fn tell_who_can_look(_: &Path) {}
