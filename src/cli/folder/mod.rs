//! Folders and files of results that appear whole or not at all, for their owner's eyes.
//!
//! What is written is written into a hidden folder beside the target, each file flushed to the disk. A new folder is then
//! renamed to where nothing stands; one that stands changes places with the new one in one step, after what others put
//! into it has got a second name in the new one. Whatever goes wrong before that leaves the target as it was, and takes
//! the hidden folder away; what a kill leaves is found by the next run. `docs/FILES.md` tells users.

#![expect(clippy::disallowed_methods, reason = "this folder and `file` are where the program meets the disk")]

mod claim;
mod disk;
mod look;
mod publish;
mod settle;
mod staging;
#[cfg(test)]
mod trouble;

use super::failure::Failure;
use super::words::words;
use claim::Claim;
pub(super) use disk::{OwnFile, OwnersDisk, folder_of};
pub(super) use look::{FolderState, folder_state, hidden_name, manifest_of, strangers};
pub(super) use staging::{Staging, Written};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes what a file holds beside it, under a name that is free: `scenario.toml.bak`, `scenario.toml.bak2`.
pub(super) fn backup(path: &Path, bytes: &[u8]) -> Result<PathBuf, Failure> {
    for n in 1..1000 {
        let number = if n == 1 { String::new() } else { n.to_string() };
        let name = PathBuf::from(format!("{}.bak{number}", path.display()));
        if !name.exists() {
            write_file(&name, false, bytes)?;
            return Ok(name);
        }
    }
    Err(Failure::Usage(format!(
        "there are 1000 copies of {} beside it; name another with --out",
        path.display()
    )))
}

/// Writes one file that appears whole or not at all, for its owner alone; over another only when told so, and then
/// where a link leads and for those who could read it.
pub(super) fn write_file(path: &Path, replace: bool, bytes: &[u8]) -> Result<(), Failure> {
    write_file_on(&OwnersDisk::default(), path, replace, bytes)
}

/// Writes files that are nobody's secret into a folder, over those of their names and beside all others: manual pages,
/// which whoever uses the program reads. Every one of them is on the disk before the first has its name.
pub(super) fn write_open(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    write_open_on(&OwnersDisk::default(), folder, files)
}

fn write_open_on(disk: &OwnersDisk, folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    folder_state(folder)?;
    let failed =
        |error: io::Error| Failure::Run(format!("cannot write {}: {}", folder.display(), words(&error)));
    // Folders above are as open as the system makes them.
    fs::create_dir_all(folder_of(folder)).map_err(failed)?;
    let mut claim = Claim::on(disk, folder)?;
    claim.begin_folder().map_err(failed)?;
    let (staged, target) = (claim.staged(), &claim.target);
    let written = files.iter().try_for_each(|(name, bytes)| {
        let mut file = disk.create(&staged.join(name))?;
        file.write_all(bytes)?;
        disk::open_to_all(&file.finish()?, false)
    });
    let placed = written.and_then(|()| {
        if !claim.stood {
            disk::open_to_all(&fs::File::open(&staged)?, true)?;
            return disk.rename_new(&staged, target);
        }
        files.iter().try_for_each(|(name, _)| disk.rename_over(&staged.join(name), &target.join(name)))
    });
    placed.map_err(failed)?;
    disk.flush_folder(target);
    disk.flush_folder(folder_of(target));
    Ok(())
}

fn write_file_on(disk: &OwnersDisk, path: &Path, replace: bool, bytes: &[u8]) -> Result<(), Failure> {
    let claim = Claim::on(disk, path)?;
    let (staged, target) = (claim.staged(), &claim.target);
    let written = disk.create(&staged).and_then(|mut file| {
        file.write_all(bytes)?;
        if let Some(old) = fs::metadata(target).ok().filter(|_| replace) {
            disk::tell_lost(path, &file.permit_as(&old)?);
        }
        file.finish()?;
        if replace { disk.rename_over(&staged, target) } else { disk.rename_new(&staged, target) }
    });
    written.map_err(|error| Failure::Run(format!("cannot write {}: {}", path.display(), words(&error))))?;
    disk.flush_folder(folder_of(target));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::MANIFEST;

    fn text(words: &'static str) -> impl FnOnce(&mut dyn Write) -> io::Result<()> {
        move |sink| sink.write_all(words.as_bytes())
    }

    #[test]
    fn what_is_written_over_is_kept_and_keeps_its_readers() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("s.toml");
        for bytes in ["one", "two", "three"] {
            write_file(&path, true, bytes.as_bytes()).unwrap();
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                let open = fs::Permissions::from_mode(0o644);
                if bytes == "one" {
                    fs::set_permissions(&path, open).unwrap();
                }
                assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o644);
            }
            backup(&path, bytes.as_bytes()).unwrap();
        }
        for (name, bytes) in
            [("s.toml", "three"), ("s.toml.bak", "one"), ("s.toml.bak2", "two"), ("s.toml.bak3", "three")]
        {
            assert_eq!(fs::read_to_string(root.path().join(name)).unwrap(), bytes);
        }
        assert!(write_file(&path, false, b"four").is_err());
    }

    #[test]
    fn a_folder_appears_whole() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("a/b");
        let mut staging = Staging::beside(&target).unwrap();
        staging.write("charts/x.svg", text("x")).unwrap();
        assert_eq!(folder_state(&target).unwrap(), FolderState::Nothing);
        staging.publish().unwrap();
        assert_eq!(fs::read(target.join("charts/x.svg")).unwrap(), b"x");
        assert_eq!(fs::read_dir(root.path().join("a")).unwrap().count(), 1, "the hidden folder is gone");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            for folder in [target.clone(), target.join("charts")] {
                let mode = fs::metadata(&folder).unwrap().permissions().mode();
                assert_eq!(mode & 0o777, 0o700, "{}", folder.display());
            }
        }
    }

    #[test]
    fn a_failure_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("a");
        let mut staging = Staging::beside(&target).unwrap();
        staging.write("one", text("1")).unwrap();
        let failure = staging.write("two", |_| Err(io::Error::from(io::ErrorKind::StorageFull))).unwrap_err();
        assert!(matches!(failure, Failure::Run(why) if why.ends_with("a/two: the disk is full")));
        drop(staging);
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_others_put_there_stays() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("a");
        fs::create_dir(&target).unwrap();
        fs::write(target.join("mine.txt"), "mine").unwrap();
        fs::write(target.join("stale.csv"), "old").unwrap();
        fs::write(target.join(MANIFEST), r#"{"files":{"stale.csv":"","../escape":""}}"#).unwrap();
        let mut staging = Staging::beside(&target).unwrap();
        staging.write("new.csv", text("new")).unwrap();
        staging.write(MANIFEST, text("{}")).unwrap();
        staging.publish().unwrap();
        let mut names: Vec<String> = fs::read_dir(&target)
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        assert_eq!(names, ["manifest.json", "mine.txt", "new.csv"]);
    }

    #[test]
    fn hashes_are_those_of_the_bytes() {
        let root = tempfile::tempdir().unwrap();
        let mut staging = Staging::beside(&root.path().join("a")).unwrap();
        staging.write("abc", text("abc")).unwrap();
        assert_eq!(
            staging.written()[0].sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // FIPS 180-2, appendix B.1
        );
    }
}
