//! What others put into a folder of results lives on in the folder that takes its place.

use super::disk::OwnersDisk;
use super::look::{Below, of_others, ours, place_on_disk};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Before two folders change places: gives everything of others a second name in the new one. It stands in both until
/// the old one goes, so that no kill can lose it.
pub(super) fn carry(disk: &OwnersDisk, old: &Path, new: &Path, ours: &BTreeSet<PathBuf>) -> io::Result<()> {
    let mut folders = Vec::new();
    for Below { path, is_folder, .. } in of_others(old, ours)? {
        let above = if is_folder { Some(path.as_path()) } else { path.parent() };
        make_like(disk, (old, new), above.unwrap_or(Path::new("")), &mut folders)?;
        if !is_folder {
            disk.link(&old.join(&path), &new.join(&path))
                .map_err(|error| io::Error::other(NotCarried { path: path.clone(), error }))?;
        }
    }
    // Those that cannot be written into are closed once they are filled, from the inside out.
    for folder in folders.iter().rev() {
        disk.permit_as(&new.join(folder), &fs::metadata(old.join(folder))?)?;
    }
    Ok(())
}

/// What could not be carried over.
#[derive(Debug)]
struct NotCarried {
    path: PathBuf,
    error: io::Error,
}

impl std::fmt::Display for NotCarried {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let why = crate::cli::words::words(&self.error);
        write!(f, "{} of others, which stands in it, cannot be carried over: {why}", self.path.display())
    }
}

impl std::error::Error for NotCarried {}

/// Makes folders as they are elsewhere, and remembers which.
fn make_like(
    disk: &OwnersDisk,
    (old, new): (&Path, &Path),
    path: &Path,
    made: &mut Vec<PathBuf>,
) -> io::Result<()> {
    let mut missing: Vec<&Path> = path
        .ancestors()
        .filter(|p| !p.as_os_str().is_empty())
        .take_while(|p| !new.join(p).exists())
        .collect();
    missing.reverse();
    for folder in missing {
        debug_assert!(old.join(folder).is_dir(), "{}", folder.display());
        disk.make_folder(&new.join(folder))?;
        made.push(folder.to_owned());
    }
    Ok(())
}

/// After two folders changed places: brings over what others put into the old one meanwhile. What stands in the new one
/// stands, unless the old one's is younger.
pub(super) fn settle(disk: &OwnersDisk, old: &Path, new: &Path) -> io::Result<()> {
    let mut known = ours(old);
    known.extend(ours(new));
    for Below { path, is_folder, .. } in of_others(old, &known)? {
        let (from, to) = (old.join(&path), new.join(&path));
        if is_folder {
            continue;
        }
        match fs::symlink_metadata(&to) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make_like(disk, (old, new), path.parent().unwrap_or(Path::new("")), &mut Vec::new())?;
                disk.rename_new(&from, &to)?;
            }
            Err(error) => return Err(error),
            Ok(there) => {
                let left = fs::symlink_metadata(&from)?;
                let same = place_on_disk(&there).is_some() && place_on_disk(&there) == place_on_disk(&left);
                let is_younger = left.modified().ok().zip(there.modified().ok()).is_some_and(|(l, t)| l > t);
                if !same && is_younger && there.is_file() {
                    disk.rename_over(&from, &to)?;
                }
            }
        }
    }
    Ok(())
}
