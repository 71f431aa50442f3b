//! Folders of results that appear whole or not at all.
//!
//! Files are written into a hidden folder beside the target, each flushed to the disk, and the
//! folder is then renamed. Whatever goes wrong before that leaves the target as it was, and the
//! hidden folder is taken away. Into a folder that stands already, files are renamed one by one, the
//! manifest last: a folder without a manifest is not a finished run.

#![expect(clippy::disallowed_methods, reason = "this file and `file` are where the program meets the disk")]

use super::digest::Hashed;
use super::failure::Failure;
use super::output::Output;
use super::simulate::go_on;
use super::words::words;
use crate::report::MANIFEST;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FolderState {
    /// Nothing.
    Nothing,
    /// A folder with nothing in it.
    Empty,
    /// A folder with something in it.
    Filled,
}

/// Looks at a path where a folder is to be.
pub(super) fn folder_state(path: &Path) -> Result<FolderState, Failure> {
    let shown = path.display();
    match fs::read_dir(path) {
        Ok(mut entries) => {
            Ok(if entries.next().is_none() { FolderState::Empty } else { FolderState::Filled })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(FolderState::Nothing),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(Failure::Usage(format!("{shown} is a file, not a folder; name another")))
        }
        Err(error) => Err(Failure::Run(format!("cannot look into {shown}: {}", words(&error)))),
    }
}

/// The manifest of a folder, if it has one that can be read.
pub(super) fn manifest_of(path: &Path) -> Option<serde_json::Value> {
    serde_json::from_slice(&fs::read(path.join(MANIFEST)).ok()?).ok()
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// Its name below the folder.
    pub name: String,
    /// Its hash.
    pub sha256: String,
}

/// A folder being filled beside the place where it will stand.
#[derive(Debug)]
pub(super) struct Staging {
    target: PathBuf,
    hidden: TempDir,
    written: Vec<Written>,
}

impl Staging {
    /// Begins a folder. It can only be read by its owner: pay is confidential.
    pub(super) fn beside(target: &Path) -> Result<Staging, Failure> {
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let hidden = fs::create_dir_all(parent).and_then(|()| private().tempdir_in(parent));
        let hidden = hidden.map_err(|error| {
            Failure::Run(format!("cannot write into {}: {}", parent.display(), words(&error)))
        })?;
        Ok(Staging { target: target.to_owned(), hidden, written: Vec::new() })
    }

    /// Writes one file.
    pub(super) fn write(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let path = self.hidden.path().join(name);
        let sha256 = write_whole(&path, fill).map_err(|error| {
            Failure::Run(format!("cannot write {}: {}", self.target.join(name).display(), words(&error)))
        })?;
        self.written.push(Written { name: name.to_owned(), sha256 });
        Ok(())
    }

    /// Writes files, as many at once as there are threads, in an order that does not show.
    pub(super) fn write_all(
        &mut self,
        outputs: &[Output<'_>],
        _threads: usize,
        stop: &AtomicBool,
    ) -> Result<(), Failure> {
        for output in outputs {
            go_on(stop)?;
            self.write(&output.name, |sink| (output.fill)(sink))?;
        }
        Ok(())
    }

    /// What was written so far.
    pub(super) fn written(&self) -> &[Written] {
        &self.written
    }

    /// Puts the folder in its place.
    pub(super) fn publish(self) -> Result<(), Failure> {
        let target = self.target.clone();
        let placed = match folder_state(&target)? {
            FolderState::Nothing => self.rename_whole(),
            FolderState::Empty | FolderState::Filled => self.rename_each(),
        };
        placed.map_err(|error| Failure::Run(format!("cannot write {}: {}", target.display(), words(&error))))
    }

    fn rename_whole(self) -> io::Result<()> {
        sync(self.hidden.path());
        fs::rename(self.hidden.path(), &self.target)?;
        // Renamed away: there is nothing left to delete.
        let _ = self.hidden.keep();
        sync(self.target.parent().unwrap_or(Path::new(".")));
        Ok(())
    }

    fn rename_each(self) -> io::Result<()> {
        let before = manifest_of(&self.target);
        let manifest = self.target.join(MANIFEST);
        if manifest.exists() {
            fs::remove_file(&manifest)?;
        }
        for stale in
            before.iter().flat_map(listed).filter(|name| !self.written.iter().any(|w| w.name == *name))
        {
            let _ = fs::remove_file(self.target.join(stale));
        }
        let (last, first): (Vec<&Written>, Vec<&Written>) =
            self.written.iter().partition(|w| w.name == MANIFEST);
        for file in first.into_iter().chain(last) {
            let to = self.target.join(&file.name);
            if let Some(parent) = to.parent() {
                make_folder(parent)?;
            }
            fs::rename(self.hidden.path().join(&file.name), to)?;
        }
        sync(&self.target);
        Ok(())
    }
}

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

/// Writes one file that appears whole or not at all; over another only when told so, and then where a link
/// leads and for those who could read it.
pub(super) fn write_file(path: &Path, replace: bool, bytes: &[u8]) -> Result<(), Failure> {
    let linked = if replace { fs::canonicalize(path).ok() } else { None };
    let path = linked.as_deref().unwrap_or(path);
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(parent).and_then(|mut file| {
        file.write_all(bytes)?;
        if let Some(old) = fs::metadata(path).ok().filter(|_| replace) {
            file.as_file().set_permissions(old.permissions())?;
        }
        file.as_file().sync_all()?;
        let placed = if replace { file.persist(path) } else { file.persist_noclobber(path) };
        placed.map(|_| ()).map_err(|failed| failed.error)
    });
    written.map_err(|error| Failure::Run(format!("cannot write {}: {}", path.display(), words(&error))))
}

/// Writes one file that anybody may read, over one of its name, in a folder that is made where it is missing.
pub(super) fn write_open(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Less what the user's own mask takes away.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let written = fs::create_dir_all(parent).and_then(|()| {
        let mut file = builder.tempfile_in(parent)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map(|_| ()).map_err(|failed| failed.error)
    });
    written.map_err(|error| Failure::Run(format!("cannot write {}: {}", path.display(), words(&error))))
}

/// A hidden folder that only its owner can look into, where the system knows owners.
fn private<'a>() -> tempfile::Builder<'a, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cascade-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o700));
    }
    builder
}

/// Makes a folder below one of ours, with whatever is missing above it; only its owner can look into it.
fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// Files that a manifest lists, as far as they are plain names below its folder.
fn listed(manifest: &serde_json::Value) -> Vec<String> {
    let files = manifest.get("files").and_then(serde_json::Value::as_object);
    let plain =
        |name: &&String| Path::new(name).components().all(|c| matches!(c, std::path::Component::Normal(_)));
    files.map(|files| files.keys().filter(plain).cloned().collect()).unwrap_or_default()
}

/// Makes sure that names are on the disk. Not every system can; then there is nothing to be done.
fn sync(folder: &Path) {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let _ = File::open(folder).and_then(|handle| handle.sync_all());
}

fn write_whole(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<String> {
    if let Some(parent) = path.parent() {
        make_folder(parent)?;
    }
    let mut sink = BufWriter::with_capacity(1 << 16, Hashed::new(File::create(path)?));
    fill(&mut sink)?;
    let hashed = sink.into_inner().map_err(io::IntoInnerError::into_error)?;
    hashed.inner.sync_all()?;
    Ok(hashed.digest())
}

#[cfg(test)]
mod tests {
    use super::*;

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
