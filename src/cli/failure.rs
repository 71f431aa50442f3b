//! How a command ends other than well, and the exit code that says so.

use crate::report::{Page, RefusedPage};
use crate::schema::{Problem, Refused};
use std::path::Path;

/// Why a command did not do what it was asked.
#[derive(Clone, Debug)]
pub(super) enum Failure {
    /// Something on the way: a file that cannot be written, a fault of the program. Exit code 1.
    Run(String),
    /// The arguments. Exit code 2.
    Usage(String),
    /// The scenario or its data. Exit code 3.
    Input(Refused),
    /// A scenario or roster that cannot even be read. Exit code 3.
    Unreadable(String),
    /// Two runs that are not the same, or a folder that is not what was written. Exit code 6.
    Differs(String),
    /// Done, and figures that were to be met are not. Exit code 4.
    NotMet(String),
    /// Results are published, less precise than was asked. Exit code 5.
    LessPrecise(String),
    /// What was to be written stands, but could not be told. Exit code 7.
    Untold(String),
    /// Stopped by the user. Exit code 130.
    Interrupted,
    /// Stopped by the user, with what is kept to go on from. Exit code 130.
    Kept(String),
    /// Whoever read our output has gone away, which is their right. Exit code 0.
    NoReader,
}

impl Failure {
    /// What to say on standard error; nothing to whoever has gone away.
    pub(super) fn words(&self) -> Option<String> {
        match self {
            Failure::Run(why) | Failure::Unreadable(why) => Some(format!("error: {}", shifted(why))),
            Failure::Usage(why) => Some(format!("error: {}\nSee `cascade --help`.", shifted(why))),
            Failure::Input(refused) => Some(RefusedPage::from(refused).text()),
            Failure::NotMet(what) | Failure::Differs(what) => Some(what.clone()),
            Failure::Kept(words) => Some(words.clone()),
            Failure::LessPrecise(what) | Failure::Untold(what) => Some(format!("note: {what}")),
            Failure::Interrupted => Some("Stopped. Nothing was written.".to_owned()),
            Failure::NoReader => None,
        }
    }

    /// The same where what was to be written stands already at a place: then only the telling has failed.
    pub(super) fn after_writing(self, place: &Path) -> Failure {
        let shown = place.display();
        #[expect(clippy::wildcard_enum_match_arm, reason = "whatever else went wrong stays what it is")]
        match self {
            Failure::NoReader => Failure::Untold(format!(
                "{shown} is written whole; whoever read standard output left before all was said"
            )),
            Failure::Run(why) => Failure::Untold(format!("{shown} is written whole, but {why}")),
            other => other,
        }
    }

    /// The exit code that says it.
    pub(super) const fn exit_code(&self) -> u8 {
        match self {
            Failure::Run(_) => 1,
            Failure::Usage(_) => 2,
            Failure::Input(_) | Failure::Unreadable(_) => 3,
            Failure::Differs(_) => 6,
            Failure::NotMet(_) => 4,
            Failure::LessPrecise(_) => 5,
            Failure::Untold(_) => 7,
            Failure::Interrupted | Failure::Kept(_) => 130,
            Failure::NoReader => 0,
        }
    }
}

/// Lines after the first begin with blanks, so that none of them passes for a line of our own.
fn shifted(why: &str) -> String {
    why.replace('\n', "\n  ")
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Failure {
        Failure::Input(refused)
    }
}

impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Failure {
        Failure::Input(problems.into())
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Failure {
        vec![problem].into()
    }
}
