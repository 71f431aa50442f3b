//! A public record, to be settled row by row.

use super::digest::Hashed;
use super::failure::Failure;
use super::file::open;
use super::words::words;
use crate::replay::{
    AcoYear, BENCHMARK_RECORD, BenchmarkReport, Programme, Refusal, ReplayReport, Settled, past_years,
    replay, replay_benchmarks,
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

    /// The years of a record of the Shared Savings Program, in the order of the file.
    pub(super) fn past_years(&mut self) -> Result<Vec<AcoYear>, Failure> {
        past_years(&self.name, &mut self.text).map_err(|refusal| refused(&self.name, refusal))
    }

    /// The hash of what was read.
    pub(super) fn sha256(&self) -> String {
        self.text.digest()
    }
}

/// Why a record was not replayed.
pub(super) fn refused(name: &str, refusal: Refusal) -> Failure {
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
    let name = file.map_or_else(|| BENCHMARK_RECORD.to_owned(), |path| path.display().to_string());
    let found = match file {
        Some(path) => replay_benchmarks(Some((&name, &mut open(path)?))),
        None => replay_benchmarks(None),
    };
    let found = found.map_err(|refusal| refused(&name, refusal))?;
    Ok((name, found))
}
