//! A claim on the place where something is to be written: a hidden folder beside it, which one process at a time holds,
//! and which the next one finds and removes when its holder was killed.
//!
//! ```text
//! .cascade-results.writing/
//!     .cascade-owner    who writes here; locked as long as that process lives
//!     new               what is being written; after an exchange what stood there before
//!     old               what stood there before, where two folders cannot change places at once
//! ```

#![expect(
    clippy::disallowed_methods,
    reason = "this file, its neighbours and `file` are where the program meets the disk"
)]

use super::disk::{OwnersDisk, folder_of};
use super::look::{HIDDEN, hidden_name, hidden_within, is_hidden_name, place_on_disk};
use super::settle::settle;
use crate::cli::failure::Failure;
use crate::cli::terminal::complain;
use crate::cli::words::words;
use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The file by which a hidden folder is known as ours.
const OWNER: &str = ".cascade-owner";
/// How often a place is tried that vanishes while it is being claimed.
const ATTEMPTS: usize = 20;

/// A place that this process alone writes to, until it lets go.
#[derive(Debug)]
pub(super) struct Claim {
    /// Where the results will stand: no link, nor below one.
    pub target: PathBuf,
    /// Whether something stood there when it was claimed.
    pub stood: bool,
    /// Why what stands there cannot change places with what is written, where it cannot.
    pub in_place: Option<&'static str>,
    /// Whether the hidden folder holds what must not be thrown away.
    pub keep: bool,
    disk: OwnersDisk,
    hidden: PathBuf,
    lock: Option<File>,
    made: Vec<PathBuf>,
}

impl Claim {
    /// Claims a place. Leftovers of killed processes there and beside it are removed, and named.
    pub(super) fn on(disk: &OwnersDisk, shown: &Path) -> Result<Claim, Failure> {
        let mut place = ClaimPlace::of(shown)?;
        for _ in 0..ATTEMPTS {
            if let Some(claim) = place.claim(disk, shown)? {
                sweep(disk, &place.beside, &claim.hidden);
                return Ok(claim);
            }
        }
        Err(Failure::Run(format!(
            "cannot write into {}: it vanishes again and again",
            place.beside.display()
        )))
    }

    /// What is being written.
    pub(super) fn staged(&self) -> PathBuf {
        self.hidden.join("new")
    }

    /// Where what stood there is set aside.
    pub(super) fn aside(&self) -> PathBuf {
        self.hidden.join("old")
    }

    /// Begins a folder.
    pub(super) fn begin_folder(&mut self) -> io::Result<()> {
        let new = self.staged();
        self.disk.make_folder(&new)?;
        let found = fs::symlink_metadata(&new).ok();
        let number = found.as_ref().and_then(place_on_disk).map(|(_, number)| number);
        if let (Some(lock), Some(number)) = (&mut self.lock, number) {
            writeln!(lock, "new {number}")?;
        }
        Ok(())
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // What cannot be removed is found by the next run; there is nothing else to be done about it here.
        if !self.keep {
            let _ = self.disk.remove_tree(&self.staged());
            let _ = self.disk.remove_file(&self.hidden.join(OWNER));
        }
        self.lock = None;
        let _ = self.disk.remove_folder(&self.hidden);
        for folder in &self.made {
            let _ = self.disk.remove_folder(folder);
        }
    }
}

/// Where something is to be written, and where its hidden folder stands.
#[derive(Debug)]
struct ClaimPlace {
    target: PathBuf,
    beside: PathBuf,
    hidden: PathBuf,
    stood: bool,
    in_place: Option<&'static str>,
}

impl ClaimPlace {
    fn of(shown: &Path) -> Result<ClaimPlace, Failure> {
        let unnamed = || Failure::Usage(format!("{} names no folder; give it a name", shown.display()));
        let Ok(target) = fs::canonicalize(shown) else {
            let name = shown.file_name().ok_or_else(unnamed)?;
            let beside = folder_of(shown);
            let hidden = beside.join(hidden_name(name, HIDDEN[1]));
            let (target, beside) = (shown.to_owned(), beside.to_owned());
            return Ok(ClaimPlace { target, beside, hidden, stood: false, in_place: None });
        };
        let (Some(name), Some(beside)) = (target.file_name(), target.parent()) else {
            return Err(unnamed());
        };
        let beside = beside.to_owned();
        let hidden = beside.join(hidden_name(name, HIDDEN[1]));
        let mut place = ClaimPlace { target, beside, hidden, stood: true, in_place: None };
        if is_a_disk_of_its_own(&place.target, &place.beside) {
            place.go_inside("it is a disk of its own");
        } else if std::env::current_dir().is_ok_and(|here| here.starts_with(&place.target)) {
            place.in_place = Some("you are in it");
        }
        Ok(place)
    }

    /// Where nothing can stand beside it, the hidden folder stands in it.
    fn go_inside(&mut self, why: &'static str) {
        if let (Some(name), true) = (self.target.file_name(), self.target.is_dir()) {
            self.hidden = self.target.join(hidden_name(name, HIDDEN[1]));
            self.beside.clone_from(&self.target);
            self.in_place = Some(why);
        }
    }

    /// Claims it; nothing when somebody else let go of it at that moment.
    fn claim(&mut self, disk: &OwnersDisk, shown: &Path) -> Result<Option<Claim>, Failure> {
        let failed = |error: &io::Error, beside: &Path| {
            Failure::Run(format!("cannot write into {}: {}", beside.display(), words(error)))
        };
        let mut made = Vec::new();
        if !self.beside.exists() {
            let missing = self.beside.ancestors().filter(|p| !p.as_os_str().is_empty());
            made.extend(missing.take_while(|p| !p.exists()).map(Path::to_owned));
            if let Err(error) = disk.make_folders(&self.beside) {
                for folder in &made {
                    let _ = disk.remove_folder(folder);
                }
                return Err(failed(&error, &self.beside));
            }
        }
        let mut claim = Claim {
            target: self.target.clone(),
            stood: self.stood,
            in_place: self.in_place,
            keep: true,
            disk: disk.clone(),
            hidden: self.hidden.clone(),
            lock: None,
            made,
        };
        let fresh = match disk.make_folder(&self.hidden) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) if self.in_place.is_none() && is_refused(&error) && self.target.is_dir() => {
                self.go_inside("nothing may be written beside it");
                return Ok(None);
            }
            Err(error) => return Err(failed(&error, &self.beside)),
        };
        if !fresh && !is_ours(&self.hidden) {
            return Err(Failure::Run(format!(
                "{} is in the way, and no run of cascade made it; move it away",
                self.hidden.display()
            )));
        }
        let mut lock = match take(disk, &self.hidden, true) {
            Taken::Mine(lock) => lock,
            Taken::Gone => return Ok(None),
            Taken::Held(process) => {
                return Err(Failure::Run(format!(
                    "another cascade{} is writing {}; wait until it is done, or name another place with --out",
                    process.map_or(String::new(), |id| format!(" (process {id})")),
                    shown.display()
                )));
            }
            Taken::Failed(error) => {
                let _ = disk.remove_folder(&self.hidden);
                return Err(failed(&error, &self.beside));
            }
        };
        if !fresh {
            clear(disk, &self.hidden, &mut lock, &self.target)
                .map_err(|error| failed(&error, &self.hidden))?;
        }
        claim.keep = false;
        let name =
            self.target.file_name().and_then(OsStr::to_str).filter(|name| !name.contains(char::is_control));
        let begun = name.map_or(String::new(), |name| format!("for {name}\n"));
        let text = format!("cascade writes here\nprocess {}\n{begun}", std::process::id());
        let written =
            lock.set_len(0).and_then(|()| lock.rewind()).and_then(|()| lock.write_all(text.as_bytes()));
        claim.lock = Some(lock);
        written.map_err(|error| failed(&error, &self.beside))?;
        Ok(Some(claim))
    }
}

fn is_refused(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

#[cfg(unix)]
fn is_a_disk_of_its_own(folder: &Path, beside: &Path) -> bool {
    let disk = |path: &Path| fs::metadata(path).ok().as_ref().and_then(place_on_disk).map(|(disk, _)| disk);
    disk(folder) != disk(beside)
}

#[cfg(not(unix))]
fn is_a_disk_of_its_own(_: &Path, _: &Path) -> bool {
    false
}

/// Whether a hidden folder was made by cascade: it says so, or was killed before it could.
fn is_ours(hidden: &Path) -> bool {
    let Ok(found) = fs::symlink_metadata(hidden) else { return true };
    let marked = fs::symlink_metadata(hidden.join(OWNER)).is_ok_and(|owner| owner.is_file());
    found.is_dir() && (marked || fs::read_dir(hidden).is_ok_and(|mut entries| entries.next().is_none()))
}

/// What came of reaching for a hidden folder.
#[derive(Debug)]
enum Taken {
    /// Nobody else holds it, as long as this file is open.
    Mine(File),
    /// A process that lives holds it.
    Held(Option<u32>),
    /// It is not there any more.
    Gone,
    /// The disk failed.
    Failed(io::Error),
}

/// Reaches for a hidden folder. The lock is the system's: it goes when its process goes, however that ends.
fn take(disk: &OwnersDisk, hidden: &Path, make: bool) -> Taken {
    let path = hidden.join(OWNER);
    let mut file = match disk.open_owner(&path, make) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Taken::Gone,
        Err(error) => return Taken::Failed(error),
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Taken::Held(Owner::read(&mut file).process),
        // A disk without locks: whoever wrote its number there may still live.
        Err(TryLockError::Error(_)) => {
            if let Some(process) = Owner::read(&mut file).process.filter(|id| lives(*id)) {
                return Taken::Held(Some(process));
            }
        }
    }
    let same =
        |found: fs::Metadata| file.metadata().is_ok_and(|own| place_on_disk(&own) == place_on_disk(&found));
    if fs::symlink_metadata(&path).is_ok_and(same) { Taken::Mine(file) } else { Taken::Gone }
}

#[cfg(unix)]
fn lives(process: u32) -> bool {
    let id = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    process != std::process::id()
        && id.is_some_and(|id| rustix::process::test_kill_process(id) != Err(rustix::io::Errno::SRCH))
}

#[cfg(not(unix))]
fn lives(process: u32) -> bool {
    process != std::process::id()
}

/// What a hidden folder says of who writes there.
#[derive(Debug, Default)]
struct Owner {
    process: Option<u32>,
    target: Option<String>,
    new: Option<u64>,
}

impl Owner {
    fn read(file: &mut File) -> Owner {
        let mut text = String::new();
        if file.rewind().is_err() || file.take(4096).read_to_string(&mut text).is_err() {
            return Owner::default();
        }
        let after = |key: &str| text.lines().find_map(|line| line.strip_prefix(key));
        Owner {
            process: after("process ").and_then(|id| id.parse().ok()),
            target: after("for ").map(str::to_owned),
            new: after("new ").and_then(|number| number.parse().ok()),
        }
    }
}

/// Removes what a killed process left in a hidden folder that is now ours, after what must live on has been put where
/// it belongs; says so.
fn clear(disk: &OwnersDisk, hidden: &Path, lock: &mut File, target: &Path) -> io::Result<()> {
    let owner = Owner::read(lock);
    let (new, old) = (hidden.join("new"), hidden.join("old"));
    let there = |path: &Path| fs::symlink_metadata(path).ok();
    let was_there = there(&new).is_some() || there(&old).is_some();
    let killed = owner.process.map_or(String::new(), |id| format!(" (process {id})"));
    if there(&old).is_some() && there(&new).is_some() && there(target).is_none() {
        // Killed between two renames.
        disk.rename_new(&old, target)?;
        complain(&format!(
            "note: {} is back as it was: a run{killed} was killed while it took its place",
            target.display()
        ));
    }
    let found = there(&new).filter(fs::Metadata::is_dir);
    let number = found.as_ref().and_then(place_on_disk).map(|(_, number)| number);
    let was_exchanged = number.is_some() && owner.new.is_some() && number != owner.new;
    for (left, is_old) in [(&new, was_exchanged), (&old, there(&old).is_some())] {
        if is_old && there(target).is_some() {
            settle(disk, left, target)?;
        }
        disk.remove_tree(left)?;
    }
    if was_there || owner.process.is_some() {
        complain(&format!("note: removed {}, left by a run{killed} that was killed", hidden.display()));
    }
    Ok(())
}

/// Removes what killed processes left beside a place. What cannot be removed is left to the next run.
fn sweep(disk: &OwnersDisk, beside: &Path, own: &Path) {
    let Ok(entries) = fs::read_dir(beside) else { return };
    for entry in entries.flatten() {
        let hidden = beside.join(entry.file_name());
        if is_hidden_name(&entry.file_name()) && hidden != own && is_ours(&hidden) {
            let _ = remove_leftover(disk, &hidden, beside);
        }
    }
}

fn remove_leftover(disk: &OwnersDisk, hidden: &Path, beside: &Path) -> io::Result<()> {
    let mut lock = match take(disk, hidden, false) {
        Taken::Mine(lock) => lock,
        // Killed before it could say who it was: then there is nothing in it.
        Taken::Gone => return disk.remove_folder(hidden),
        Taken::Held(_) => return Ok(()),
        Taken::Failed(error) => return Err(error),
    };
    let owner = Owner::read(&mut lock);
    let named =
        owner.target.filter(|name| hidden.file_name() == Some(&hidden_name(OsStr::new(name), HIDDEN[1])));
    let is_bare = || !hidden.join("new").exists() && !hidden.join("old").exists();
    let Some(name) = named else { return if is_bare() { let_go(disk, hidden, lock) } else { Ok(()) } };
    let inside = beside.file_name() == Some(OsStr::new(&name)) && hidden.parent() == Some(beside);
    let target = if inside && !beside.join(&name).exists() { beside.to_owned() } else { beside.join(&name) };
    clear(disk, hidden, &mut lock, &target)?;
    let_go(disk, hidden, lock)
}

fn let_go(disk: &OwnersDisk, hidden: &Path, lock: File) -> io::Result<()> {
    disk.remove_file(&hidden.join(OWNER))?;
    drop(lock);
    disk.remove_folder(hidden)
}

/// Whether another process writes into a folder below this one. What killed ones left there is removed.
pub(super) fn is_written_within(disk: &OwnersDisk, folder: &Path) -> io::Result<Option<PathBuf>> {
    for hidden in hidden_within(folder)? {
        if !is_ours(&hidden) {
            continue;
        }
        if let (Taken::Held(_), Some(beside)) = (take(disk, &hidden, false), hidden.parent()) {
            return Ok(Some(beside.to_owned()));
        }
        if let Some(beside) = hidden.parent() {
            remove_leftover(disk, &hidden, beside)?;
        }
    }
    Ok(None)
}
