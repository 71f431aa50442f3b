//! The moment at which results are there: one rename.

use super::claim::{Claim, is_written_within};
use super::disk::{OwnersDisk, folder_of, tell_lost};
use super::look::{FolderState, folder_state, ours};
use super::settle::{carry, settle};
use crate::cli::failure::Failure;
use crate::cli::terminal::complain;
use crate::cli::words::words;
use crate::report::MANIFEST;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Puts what was written in its place; `files` are its files, `shown` is what the user calls the place.
pub(super) fn publish(
    disk: &OwnersDisk,
    claim: &mut Claim,
    files: &BTreeSet<PathBuf>,
    shown: &Path,
) -> Result<(), Failure> {
    let failed =
        |error: io::Error| Failure::Run(format!("cannot write {}: {}", shown.display(), words(&error)));
    flush(disk, &claim.staged(), files);
    let stands = folder_state(&claim.target)? != FolderState::Nothing;
    let appeared = || {
        Failure::Run(format!(
            "{} appeared while its results were being made, and nothing there was touched; name another folder with --out",
            shown.display()
        ))
    };
    match (stands, claim.stood) {
        (true, false) => return Err(appeared()),
        (true, true) => replace(disk, claim, files, shown).map_err(failed)?,
        (false, _) => {
            disk.rename_new(&claim.staged(), &claim.target).map_err(|error| {
                if error.kind() == io::ErrorKind::AlreadyExists { appeared() } else { failed(error) }
            })?;
        }
    }
    disk.flush_folder(folder_of(&claim.target));
    Ok(())
}

/// Sees to it that names are on the disk before the folder has its own.
fn flush(disk: &OwnersDisk, folder: &Path, files: &BTreeSet<PathBuf>) {
    let below: BTreeSet<&Path> = files.iter().flat_map(|file| file.ancestors().skip(1)).collect();
    for one in below.iter().rev() {
        disk.flush_folder(&folder.join(one));
    }
}

/// Puts it where a folder stands: old and new change places, whole.
fn replace(disk: &OwnersDisk, claim: &mut Claim, files: &BTreeSet<PathBuf>, shown: &Path) -> io::Result<()> {
    let (staged, target) = (claim.staged(), claim.target.clone());
    if let Some(place) = is_written_within(disk, &target)?.filter(|place| *place != target) {
        return Err(io::Error::other(format!("another cascade is writing into {}", place.display())));
    }
    if let Some(why) = claim.in_place {
        return one_by_one(disk, claim, files, (shown, why));
    }
    let mut known = ours(&target);
    known.extend(files.iter().cloned());
    carry(disk, &target, &staged, &known)?;
    let lost = disk.permit_as(&staged, &fs::metadata(&target)?)?;
    flush(disk, &staged, &known);
    let exchanged = match disk.exchange(&staged, &target) {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => set_aside(disk, claim, shown),
        Ok(()) => Ok(staged.clone()),
        Err(error) => Err(error),
    };
    match exchanged {
        Ok(old) => {
            tell_lost(shown, &lost);
            finish(disk, claim, &old);
            Ok(())
        }
        Err(error) if cannot_move(&error) => {
            // What was carried over stands in the old one, too, and goes with the hidden folder.
            one_by_one(disk, claim, files, (shown, "this disk lets no folder that stands there be renamed"))
        }
        Err(error) => Err(error),
    }
}

/// A folder that is no plain folder of its disk: a place where another one begins, a layer below.
fn cannot_move(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy)
}

/// Where two folders cannot change places at once: the old one goes aside, the new one takes its name. Killed in
/// between, the next run puts the old one back.
fn set_aside(disk: &OwnersDisk, claim: &mut Claim, shown: &Path) -> io::Result<PathBuf> {
    let (staged, target, aside) = (claim.staged(), claim.target.clone(), claim.aside());
    disk.rename_new(&target, &aside)?;
    claim.keep = true;
    if let Err(error) = disk.rename_new(&staged, &target) {
        disk.rename_new(&aside, &target)?;
        claim.keep = false;
        return Err(error);
    }
    claim.keep = false;
    complain(&format!(
        "note: this disk cannot let two folders change places at once: for a moment there was no {}",
        shown.display()
    ));
    Ok(aside)
}

/// Removes what stood there, once the new one stands. The results are published, whatever comes of it.
fn finish(disk: &OwnersDisk, claim: &mut Claim, old: &Path) {
    let removed = settle(disk, old, &claim.target).and_then(|()| disk.remove_tree(old));
    if let Err(error) = removed {
        claim.keep = true;
        complain(&format!(
            "note: the results stand; what stood there before could not be removed from {} ({}), and the next run tries \
             again",
            old.display(),
            words(&error)
        ));
    }
}

/// Where the folder itself must stay: the manifest goes first and comes last, so that a folder without one is no
/// finished run.
fn one_by_one(
    disk: &OwnersDisk,
    claim: &Claim,
    files: &BTreeSet<PathBuf>,
    (shown, why): (&Path, &str),
) -> io::Result<()> {
    let (staged, target) = (claim.staged(), &claim.target);
    let manifest = Path::new(MANIFEST);
    let before = ours(target);
    if target.join(manifest).exists() {
        complain(&format!(
            "note: {} cannot be exchanged whole, for {why}: its files are replaced one by one, the manifest last",
            shown.display()
        ));
        disk.remove_file(&target.join(manifest))?;
    }
    for stale in before.iter().filter(|file| !files.contains(*file) && target.join(file).exists()) {
        disk.remove_file(&target.join(stale))?;
        for folder in stale.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
            // It stays where something else stands in it.
            let _ = disk.remove_folder(&target.join(folder));
        }
    }
    let last = files.get(manifest).map(PathBuf::as_path);
    for file in files.iter().map(PathBuf::as_path).filter(|file| *file != manifest).chain(last) {
        let to = target.join(file);
        if let Some(parent) = to.parent().filter(|parent| !parent.is_dir()) {
            disk.make_folders(parent)?;
        }
        disk.rename_over(&staged.join(file), &to)?;
    }
    flush(disk, target, files);
    Ok(())
}
