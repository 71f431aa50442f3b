//! Errors of the system in plain words.

use std::io;

/// What the system says when a disk fails.
#[cfg(unix)]
const BROKEN: i32 = rustix::io::Errno::IO.raw_os_error();
/// What the system says when a process has as many files open as it may.
#[cfg(unix)]
const TOO_MANY: i32 = rustix::io::Errno::MFILE.raw_os_error();
#[cfg(not(unix))]
const BROKEN: i32 = 1117;
#[cfg(not(unix))]
const TOO_MANY: i32 = 4;

/// What went wrong, as a person would say it.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the system knows more kinds of error than have words here"
)]
pub(super) fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::QuotaExceeded => "your share of the disk is used up".to_owned(),
        io::ErrorKind::FileTooLarge => "the file would be larger than this system allows".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read".to_owned(),
        io::ErrorKind::AlreadyExists => "something stands there already".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder".to_owned(),
        io::ErrorKind::InvalidFilename => {
            "the name is too long, or has letters that this disk does not take".to_owned()
        }
        io::ErrorKind::ResourceBusy => "it is in use".to_owned(),
        io::ErrorKind::StaleNetworkFileHandle => "the network disk has lost it".to_owned(),
        _ => match error.raw_os_error() {
            Some(number) if number == BROKEN => "the disk failed while it was read or written".to_owned(),
            Some(number) if number == TOO_MANY => "too many files are open".to_owned(),
            _ => error.to_string(),
        },
    }
}
