//! How a command ends other than well, and the exit code that says so.

use super::terminal::complain;
use crate::report::{Page, RefusedPage};
use crate::schema::{Problem, Refused};
use std::process::ExitCode;

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
    /// Stopped by the user. Exit code 130.
    Interrupted,
    /// Whoever read our output has gone away, which is their right. Exit code 0.
    NoReader,
}

impl Failure {
    /// Says it on standard error and gives the exit code.
    pub(super) fn report(&self) -> ExitCode {
        match self {
            Failure::Run(why) => {
                complain(&format!("error: {why}"));
                ExitCode::from(1)
            }
            Failure::Usage(why) => {
                complain(&format!("error: {why}\nSee `cascade --help`."));
                ExitCode::from(2)
            }
            Failure::Input(refused) => {
                complain(&RefusedPage::from(refused).text());
                ExitCode::from(3)
            }
            Failure::Unreadable(why) => {
                complain(&format!("error: {why}"));
                ExitCode::from(3)
            }
            Failure::Interrupted => {
                complain("Stopped. Nothing was written.");
                ExitCode::from(130)
            }
            Failure::NoReader => ExitCode::SUCCESS,
        }
    }
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
