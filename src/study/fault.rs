//! Why a study has no result.

use crate::engine::Fault;
use crate::model::Unknown;
use crate::schema::Refused;
use std::fmt;

/// Why a study has no result.
#[derive(Clone, Debug, PartialEq)]
pub enum StudyFault {
    /// Its text, its rosters or the numbers that were set are refused.
    Refused(Refused),
    /// Its results hold no such thing.
    Unknown(Unknown),
    /// It was asked to stop, or the engine failed.
    Engine(Fault),
    /// What the program carries is not what its code takes it for.
    Invalid(String),
}

impl fmt::Display for StudyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StudyFault::Refused(refused) => refused.fmt(f),
            StudyFault::Unknown(unknown) => unknown.fmt(f),
            StudyFault::Engine(fault) => fault.fmt(f),
            StudyFault::Invalid(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for StudyFault {}

impl From<Refused> for StudyFault {
    fn from(refused: Refused) -> StudyFault {
        StudyFault::Refused(refused)
    }
}

impl From<Unknown> for StudyFault {
    fn from(unknown: Unknown) -> StudyFault {
        StudyFault::Unknown(unknown)
    }
}

impl From<Fault> for StudyFault {
    fn from(fault: Fault) -> StudyFault {
        StudyFault::Engine(fault)
    }
}
