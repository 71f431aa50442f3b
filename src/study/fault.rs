//! Why a study has no result.

use crate::engine::Fault;
use crate::model::Unknown;
use crate::schema::Refused;
use crate::units::debug_by_words;

/// Why a study has no result.
#[derive(Clone, PartialEq, thiserror::Error)]
pub enum StudyFault {
    /// Its text, its rosters or the numbers that were set are refused.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Its results hold no such thing.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// It was asked to stop, or the engine failed.
    #[error(transparent)]
    Engine(#[from] Fault),
    /// What the program carries is not what its code takes it for.
    #[error("{0}")]
    Invalid(String),
}

debug_by_words!(StudyFault);
