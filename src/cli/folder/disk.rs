//! Changes on the disk, one step at a time, each by the owner alone. Whoever tests can have any step fail, or be the
//! last one before the program is gone.

#![expect(
    clippy::disallowed_methods,
    reason = "this file, its neighbours and `file` are where the program meets the disk"
)]

use crate::cli::terminal::complain;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// A kind of step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DiskStep {
    /// A new folder.
    Folder,
    /// A new, empty file.
    File,
    /// Bytes into a file.
    Bytes,
    /// What was written is to be on the disk before what follows.
    Flush,
    /// A second name for a file of others.
    Link,
    /// Who may read.
    Permit,
    /// Two folders change places.
    Exchange,
    /// A new name.
    Rename,
    /// Something goes.
    Remove,
}

/// Is asked before every step.
pub(super) trait DiskWatch: fmt::Debug + Send + Sync {
    /// Whether the step may be taken, or how it fails.
    fn before(&self, step: DiskStep) -> io::Result<()>;
}

/// The disk.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct OwnersDisk {
    watch: Option<Arc<dyn DiskWatch>>,
}

impl OwnersDisk {
    /// A disk whose steps somebody watches.
    #[cfg(test)]
    pub(super) fn watched(watch: Arc<dyn DiskWatch>) -> OwnersDisk {
        OwnersDisk { watch: Some(watch) }
    }

    /// Whether to wait for the disk; whoever watches the steps does not.
    fn waits(&self) -> bool {
        self.watch.is_none()
    }

    fn step(&self, step: DiskStep) -> io::Result<()> {
        self.watch.as_ref().map_or(Ok(()), |watch| watch.before(step))
    }

    /// Makes a folder that only its owner can look into.
    pub(super) fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.step(DiskStep::Folder)?;
        own_folder().create(path)
    }

    /// The same with whatever is missing above it.
    pub(in crate::cli) fn make_folders(&self, path: &Path) -> io::Result<()> {
        self.step(DiskStep::Folder)?;
        own_folder().recursive(true).create(path)
    }

    /// Makes a file that only its owner can read, where nothing is yet.
    pub(in crate::cli) fn create(&self, path: &Path) -> io::Result<OwnFile> {
        self.step(DiskStep::File)?;
        let file = own_file().write(true).create_new(true).open(path)?;
        Ok(OwnFile { file, disk: self.clone() })
    }

    /// Opens a file that says who writes; makes it where there is none and one is asked for.
    pub(super) fn open_owner(&self, path: &Path, make: bool) -> io::Result<File> {
        if make {
            self.step(DiskStep::File)?;
        }
        own_file().read(true).write(true).create(make).open(path)
    }

    /// Sees to it that names in a folder are on the disk. Not every system can; then there is nothing to be done.
    pub(in crate::cli) fn flush_folder(&self, path: &Path) {
        if self.step(DiskStep::Flush).is_ok() && self.waits() {
            let _ = File::open(path).and_then(|folder| folder.sync_all());
        }
    }

    /// Gives something of others a second name; where the disk knows no such thing, or does not allow it, a copy.
    pub(super) fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(DiskStep::Link)?;
        let Err(refused) = fs::hard_link(from, to) else { return Ok(()) };
        if refused.kind() == io::ErrorKind::AlreadyExists {
            return Err(refused);
        }
        let found = fs::symlink_metadata(from)?;
        if found.is_symlink() {
            return link_again(from, to);
        }
        if !found.is_file() {
            return Err(refused);
        }
        fs::copy(from, to)?;
        let copy = OpenOptions::new().append(true).open(to)?;
        if let Ok(modified) = found.modified() {
            copy.set_modified(modified)?;
        }
        copy.sync_all()
    }

    /// Gives a folder that this program made in a hidden one owner, group and permissions of another; what of these
    /// the system does not allow.
    pub(super) fn permit_as(&self, path: &Path, other: &fs::Metadata) -> io::Result<Vec<String>> {
        self.step(DiskStep::Permit)?;
        #[cfg(unix)]
        {
            give(&open_own(path)?, other)
        }
        #[cfg(not(unix))]
        {
            fs::set_permissions(path, other.permissions()).map(|()| Vec::new())
        }
    }

    /// Two folders change places in one step; [`io::ErrorKind::Unsupported`] where that cannot be.
    pub(super) fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.step(DiskStep::Exchange)?;
        at_once(one, other, RenameWay::Exchange)
    }

    /// Renames to a name that is free. Where the system cannot see to that itself, it is looked at just before.
    pub(super) fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(DiskStep::Rename)?;
        match at_once(from, to, RenameWay::New) {
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
            done => return done,
        }
        match fs::symlink_metadata(to) {
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(from, to),
            Err(error) => Err(error),
        }
    }

    /// Renames a file over whatever file stands there.
    pub(in crate::cli) fn rename_over(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(DiskStep::Rename)?;
        fs::rename(from, to)
    }

    /// Removes a file.
    pub(in crate::cli) fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step(DiskStep::Remove)?;
        fs::remove_file(path)
    }

    /// Removes a folder with nothing in it.
    pub(super) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(DiskStep::Remove)?;
        fs::remove_dir(path)
    }

    /// Removes a file, or a folder with everything in it; no link is followed.
    pub(super) fn remove_tree(&self, path: &Path) -> io::Result<()> {
        self.step(DiskStep::Remove)?;
        match fs::symlink_metadata(path) {
            Ok(found) if found.is_dir() => fs::remove_dir_all(path),
            Ok(_) => fs::remove_file(path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// A new file that only its owner can read.
#[derive(Debug)]
pub(in crate::cli) struct OwnFile {
    file: File,
    disk: OwnersDisk,
}

impl OwnFile {
    /// Gives it owner, group and permissions of another; what of these the system does not allow.
    pub(super) fn permit_as(&self, other: &fs::Metadata) -> io::Result<Vec<String>> {
        self.disk.step(DiskStep::Permit)?;
        give(&self.file, other)
    }

    /// Shows others that somebody is at it, as long as it is open and where the system knows locks.
    pub(in crate::cli) fn hold(&self) {
        let _ = self.file.try_lock();
    }

    /// Sees to it that every byte is on the disk.
    pub(in crate::cli) fn finish(self) -> io::Result<File> {
        self.disk.step(DiskStep::Flush)?;
        if self.disk.waits() {
            self.file.sync_all()?;
        }
        Ok(self.file)
    }
}

impl Write for OwnFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.step(DiskStep::Bytes)?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The folder that something is in, or will be.
pub(in crate::cli) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Lets everybody read a file, or look into a folder, where the system knows owners.
#[cfg_attr(
    not(unix),
    expect(unused_variables, clippy::unnecessary_wraps, reason = "owners are known to Unix alone")
)]
pub(super) fn open_to_all(one: &File, is_folder: bool) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        one.set_permissions(fs::Permissions::from_mode(if is_folder { 0o755 } else { 0o644 }))?;
    }
    Ok(())
}

/// Gives something the owner, the group and the permissions of another; what of these the system does not allow, in
/// words. A group that it had not before is let in nowhere.
#[cfg(unix)]
fn give(one: &File, other: &fs::Metadata) -> io::Result<Vec<String>> {
    use rustix::fs::{Gid, Uid, fchown};
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let found = one.metadata()?;
    let mut mode = other.mode() & 0o7777;
    let mut lost = Vec::new();
    if found.uid() != other.uid() && fchown(one, Some(Uid::from_raw(other.uid())), None).is_err() {
        lost.push(format!("its owner was user {} and is user {}", other.uid(), found.uid()));
    }
    if found.gid() != other.gid() && fchown(one, None, Some(Gid::from_raw(other.gid()))).is_err() {
        mode &= !0o2070;
        lost.push(format!("its group was {} and is {}, which may not look at it", other.gid(), found.gid()));
    }
    one.set_permissions(fs::Permissions::from_mode(mode))?;
    Ok(lost)
}

#[cfg(not(unix))]
fn give(one: &File, other: &fs::Metadata) -> io::Result<Vec<String>> {
    one.set_permissions(other.permissions()).map(|()| Vec::new())
}

/// Says what the system did not allow to be kept of something that was replaced.
pub(super) fn tell_lost(shown: &Path, lost: &[String]) {
    if !lost.is_empty() {
        complain(&format!("note: {} is not whose it was: {}", shown.display(), lost.join("; ")));
    }
}

/// Opens a folder that this program made in a hidden one: neither of them a link that somebody else put in its place.
#[cfg(unix)]
fn open_own(path: &Path) -> io::Result<File> {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    let way = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let hidden = openat(CWD, folder_of(path), way, Mode::empty())?;
    let name = path.file_name().unwrap_or_default();
    Ok(File::from(openat(&hidden, name, way, Mode::empty())?))
}

fn own_folder() -> fs::DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "owners are known to Unix alone"))]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder
}

fn own_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// How a rename treats what stands at the other path.
#[derive(Clone, Copy, Debug)]
enum RenameWay {
    /// It takes the first one's place.
    Exchange,
    /// It must not be there.
    New,
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn at_once(from: &Path, to: &Path, way: RenameWay) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    let flags = match way {
        RenameWay::Exchange => RenameFlags::EXCHANGE,
        RenameWay::New => RenameFlags::NOREPLACE,
    };
    renameat_with(CWD, from, CWD, to, flags).map_err(|error| {
        let unknown = [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP];
        if unknown.contains(&error) { io::ErrorKind::Unsupported.into() } else { error.into() }
    })
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn at_once(_: &Path, _: &Path, _: RenameWay) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(unix)]
fn link_again(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
fn link_again(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "a link cannot be copied here"))
}
