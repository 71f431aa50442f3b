//! Reading files, with every failure in words.

#![expect(
    clippy::disallowed_methods,
    clippy::wildcard_enum_match_arm,
    reason = "this file and `folder` are where the program meets the disk"
)]

use super::digest::Hashed;
use super::failure::Failure;
use super::words::words;
use crate::schema::{Problem, Source};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// A scenario larger than this is something else.
const LARGEST_SCENARIO: u64 = 16 << 20;
/// A roster larger than this is something else: a hundred thousand physicians with two thousand letters each.
const LARGEST_ROSTER: u64 = 256 << 20;
/// A survey or a table of figures larger than this is something else.
const LARGEST_TABLE: u64 = 16 << 20;

/// Reads a scenario's text.
pub(super) fn read_scenario(path: &Path) -> Result<Source, Failure> {
    let name = path.display().to_string();
    let bytes = read(path, LARGEST_SCENARIO).map_err(|error| {
        let hint = match error.kind() {
            io::ErrorKind::NotFound => "; check the path, or write a starter with `cascade init DIR`",
            io::ErrorKind::IsADirectory => "; name the scenario file inside it",
            _ => "",
        };
        Failure::Unreadable(format!("cannot read the scenario {name}: {}{hint}", words(&error)))
    })?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(problem(
            &name,
            1,
            1,
            "the file is empty; `cascade init DIR` writes a starter to change".into(),
        ));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source { name, text }),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let text = String::from_utf8_lossy(&bytes[..valid]).into_owned();
            let (line, column) = Source { name: name.clone(), text }.line_column(valid);
            let message = if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
                "the file is UTF-16; save it as UTF-8".to_owned()
            } else {
                format!("found the byte 0x{:02X}, which is not UTF-8; save the file as UTF-8", bytes[valid])
            };
            Err(problem(&name, line, column, message))
        }
    }
}

/// Reads the bytes of a file that a scenario names.
pub(super) fn read_beside(path: &Path) -> Result<Vec<u8>, String> {
    read(path, LARGEST_ROSTER).map_err(|error| words(&error))
}

/// The hash of a file, however large it is.
pub(super) fn hash_of_file(path: &Path) -> Result<String, String> {
    let hashed = || -> io::Result<String> {
        let mut file = Hashed::new(File::open(path)?);
        io::copy(&mut file, &mut io::sink())?;
        Ok(file.digest())
    };
    hashed().map_err(|error| words(&error))
}

/// Opens a record to be read row by row.
pub(super) fn open(path: &Path) -> Result<File, Failure> {
    File::open(path).map_err(|error| {
        Failure::Unreadable(format!("cannot read the record {}: {}", path.display(), words(&error)))
    })
}

/// Reads the bytes of a small table: a survey, a user's own figures.
pub(super) fn read_table_bytes(path: &Path) -> Result<Vec<u8>, String> {
    read(path, LARGEST_TABLE).map_err(|error| words(&error))
}

fn problem(file: &str, line: usize, column: usize, message: String) -> Failure {
    Problem { file: file.to_owned(), line, column, path: String::new(), message }.into()
}

fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::other(format!("it is larger than {} MB", limit >> 20)));
    }
    Ok(bytes)
}
