//! What stands in a folder, without touching it.

#![expect(
    clippy::disallowed_methods,
    reason = "this file, its neighbours and `file` are where the program meets the disk"
)]

use crate::cli::failure::Failure;
use crate::cli::words::words;
use crate::report::MANIFEST;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum FolderState {
    /// Nothing.
    Nothing,
    /// A folder with nothing in it.
    Empty,
    /// A folder with something in it.
    Filled,
}

/// Looks at a path where a folder is to be. What is being written beside or in it does not count.
pub(in crate::cli) fn folder_state(path: &Path) -> Result<FolderState, Failure> {
    let shown = path.display();
    match fs::read_dir(path) {
        Ok(entries) => {
            let filled = entries.flatten().any(|entry| !is_hidden_name(&entry.file_name()));
            Ok(if filled { FolderState::Filled } else { FolderState::Empty })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => match fs::symlink_metadata(path) {
            Ok(_) => {
                Err(Failure::Usage(format!("{shown} is a link that leads nowhere; name another folder")))
            }
            Err(_) => Ok(FolderState::Nothing),
        },
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            let file = path.ancestors().find(|one| fs::symlink_metadata(one).is_ok()).unwrap_or(path);
            let file = file.display();
            Err(Failure::Usage(format!("{file} is a file, not a folder; name another folder than {shown}")))
        }
        Err(error) => Err(Failure::Run(format!("cannot look into {shown}: {}", words(&error)))),
    }
}

/// The manifest of a folder, if it has one that can be read.
pub(in crate::cli) fn manifest_of(path: &Path) -> Option<serde_json::Value> {
    serde_json::from_slice(&fs::read(path.join(MANIFEST)).ok()?).ok()
}

/// Most bytes of a name that still leave room for what is put around it.
const LONGEST_NAME: usize = 220;

/// What stands hidden beside something while it is made: `.cascade-results.writing` for `results`.
pub(in crate::cli) fn hidden_name(name: &OsStr, ending: &str) -> OsString {
    let mut hidden = OsString::from(HIDDEN[0]);
    if name.len() > LONGEST_NAME {
        hidden.push(crate::cli::digest::sha256(name.as_encoded_bytes()));
    } else {
        hidden.push(name);
    }
    hidden.push(ending);
    hidden
}

/// What the hidden folders are called in which something is written: before and after the name of what it is for.
pub(super) const HIDDEN: [&str; 2] = [".cascade-", ".writing"];

/// Whether a name is that of a hidden folder in which something is written.
pub(super) fn is_hidden_name(name: &OsStr) -> bool {
    let bytes = name.as_encoded_bytes();
    bytes.starts_with(HIDDEN[0].as_bytes()) && bytes.ends_with(HIDDEN[1].as_bytes())
}

/// The files of a run in a folder: its manifest, and what that lists, as far as those are plain names below it.
pub(super) fn ours(folder: &Path) -> BTreeSet<PathBuf> {
    let manifest = manifest_of(folder);
    let files = manifest.as_ref().and_then(|m| m.get("files")).and_then(serde_json::Value::as_object);
    let plain = |name: &&String| Path::new(name).components().all(|c| matches!(c, Component::Normal(_)));
    let listed = files.into_iter().flat_map(|files| files.keys()).filter(plain).map(PathBuf::from);
    listed.chain([PathBuf::from(MANIFEST)]).collect()
}

/// Something below a folder.
#[derive(Clone, Debug)]
pub(super) struct Below {
    /// Its path below the folder.
    pub path: PathBuf,
    /// Whether it is a folder; a link to one is not.
    pub is_folder: bool,
    /// Whether it is a folder with nothing in it.
    pub is_empty: bool,
}

/// More things of others than this in one folder are not carried over: it is somebody's home, and no place for results.
pub(super) const MOST_OF_OTHERS: usize = 10_000;

/// Everything below a folder, a folder before what is in it. No link is followed, and no hidden folder in which
/// something is written is looked into.
pub(super) fn everything(folder: &Path) -> io::Result<Vec<Below>> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(below) = open.pop() {
        let mut is_empty = true;
        let mut names = Vec::new();
        for entry in fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            names.push((entry.file_name(), entry.file_type()?.is_dir()));
        }
        names.sort();
        for (name, is_folder) in names {
            if is_folder && is_hidden_name(&name) {
                continue;
            }
            is_empty = false;
            let path = below.join(name);
            if is_folder {
                open.push(path.clone());
            }
            found.push(Below { path, is_folder, is_empty: false });
        }
        if is_empty {
            found.iter_mut().filter(|one| one.path == below).for_each(|one| one.is_empty = true);
        }
        if found.len() > 4 * MOST_OF_OTHERS {
            return Err(too_much());
        }
    }
    Ok(found)
}

/// What others put into a folder: all that is not in a list of files, nor a folder that holds nothing else.
pub(super) fn of_others(folder: &Path, ours: &BTreeSet<PathBuf>) -> io::Result<Vec<Below>> {
    let all = everything(folder)?;
    let others =
        all.into_iter().filter(|one| if one.is_folder { one.is_empty } else { !ours.contains(&one.path) });
    let others: Vec<Below> = others.collect();
    if others.len() > MOST_OF_OTHERS { Err(too_much()) } else { Ok(others) }
}

/// What a folder of a run holds that is neither a file of the run nor known besides.
pub(in crate::cli) fn strangers(
    folder: &Path,
    known: impl Iterator<Item = PathBuf>,
) -> io::Result<Vec<PathBuf>> {
    let known = ours(folder).into_iter().chain(known).collect();
    Ok(of_others(folder, &known)?.into_iter().map(|one| one.path).collect())
}

fn too_much() -> io::Error {
    io::Error::other(format!("it holds more than {MOST_OF_OTHERS} files of others; name a folder of its own"))
}

/// Hidden folders in which something is written, within a folder and the folders below it.
pub(super) fn hidden_within(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let folders =
        everything(folder)?.into_iter().filter(|one| one.is_folder).map(|one| folder.join(one.path));
    let mut hidden = Vec::new();
    for place in [folder.to_owned()].into_iter().chain(folders) {
        for entry in fs::read_dir(&place)? {
            let entry = entry?;
            if is_hidden_name(&entry.file_name()) && entry.file_type()?.is_dir() {
                hidden.push(entry.path());
            }
        }
    }
    Ok(hidden)
}

/// What tells a file from every other on this machine, where the system says.
#[cfg_attr(unix, expect(clippy::unnecessary_wraps, reason = "not every system says"))]
pub(super) fn place_on_disk(found: &fs::Metadata) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some((found.dev(), found.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = found;
        None
    }
}
