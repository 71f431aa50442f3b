//! A public record, to be settled row by row.

use super::args::{RecordName, ReplayArgs};
use super::digest::Hashed;
use super::failure::Failure;
use super::file::open;
use super::words::words;
use crate::replay::{Programme, Refusal, ReplayReport, Settled, replay};
use std::io::{self, Read};

/// A record to replay: whose it is, what it is called, its bytes.
pub(super) struct PublicRecord {
    /// Whose settlements.
    pub programme: Programme,
    /// Its file, as the user named it.
    pub name: String,
    text: Hashed<Box<dyn Read>>,
}

impl PublicRecord {
    /// Opens a record; the shipped one without a file.
    pub(super) fn open(args: &ReplayArgs) -> Result<PublicRecord, Failure> {
        let programme = match args.record {
            RecordName::Mssp => Programme::Mssp,
            RecordName::Reach => Programme::Reach,
        };
        let (name, text): (String, Box<dyn Read>) = match &args.file {
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
        replay(self.programme, name, &mut self.text, each).map_err(|refusal| match refusal {
            Refusal::Refused(refused) => Failure::Input(refused),
            Refusal::Unreadable(error) => {
                Failure::Unreadable(format!("cannot read the record {name}: {}", words(&error)))
            }
            Refusal::Unwritten(error) if error.kind() == io::ErrorKind::Interrupted => Failure::Interrupted,
            Refusal::Unwritten(error) => {
                Failure::Run(format!("cannot write the settled rows: {}", words(&error)))
            }
        })
    }

    /// The hash of what was read.
    pub(super) fn sha256(&self) -> String {
        self.text.digest()
    }
}
