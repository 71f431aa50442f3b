//! A public record, to be settled row by row.

use super::digest::Hashed;
use super::failure::Failure;
use super::file::open;
use super::words::words;
use crate::replay::{
    BENCHMARK_RECORD, BenchmarkReport, Programme, Refusal, ReplayReport, Settled, replay, replay_benchmarks,
};
use std::io::{self, Read};
use std::path::PathBuf;

/// A record to replay: whose it is, what it is called, its bytes.
pub(super) struct PublicRecord {
    /// Whose settlements.
    pub programme: Programme,
    /// Its file, as the user named it.
    pub name: String,
    text: Hashed<Box<dyn Read>>,
}

impl PublicRecord {
    /// Opens a record of a programme's settlements; the shipped one without a file.
    pub(super) fn open(programme: Programme, file: Option<&PathBuf>) -> Result<PublicRecord, Failure> {
        let (name, text): (String, Box<dyn Read>) = match file {
            Some(path) => (path.display().to_string(), Box::new(open(path)?)),
            None => (programme.record_name().to_owned(), Box::new(programme.record())),
        };
        Ok(PublicRecord { programme, name, text: Hashed::new(text) })
    }

    /// Settles every row; `each` sees them as they come.
    pub(super) fn settle(
        &mut self,
        each: &mut dyn FnMut(&Settled) -> io::Result<()>,
    ) -> Result<ReplayReport, Failure> {
        let name = &self.name;
        replay(self.programme, name, &mut self.text, each).map_err(|refusal| refused(name, refusal))
    }

    /// The hash of what was read.
    pub(super) fn sha256(&self) -> String {
        self.text.digest()
    }
}

/// Why a record was not replayed.
fn refused(name: &str, refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Refused(refused) => Failure::Input(refused),
        Refusal::Unreadable(error) => {
            Failure::Unreadable(format!("cannot read the record {name}: {}", words(&error)))
        }
        Refusal::Unwritten(error) if error.kind() == io::ErrorKind::Interrupted => Failure::Interrupted,
        Refusal::Unwritten(error) => {
            Failure::Run(format!("cannot write the settled rows: {}", words(&error)))
        }
    }
}

/// Replays a record of benchmarks; the shipped one without a file. With its name.
pub(super) fn benchmarks(file: Option<&PathBuf>) -> Result<(String, BenchmarkReport), Failure> {
    let Some(path) = file else {
        let found = replay_benchmarks(None).map_err(|refusal| refused(BENCHMARK_RECORD, refusal))?;
        return Ok((BENCHMARK_RECORD.to_owned(), found));
    };
    let name = path.display().to_string();
    let found = replay_benchmarks(Some((&name, &mut open(path)?)));
    Ok((name.clone(), found.map_err(|refusal| refused(&name, refusal))?))
}
