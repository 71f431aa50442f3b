//! The command line: the only floor that touches files, the clock and the terminal.
//!
//! One file for each command. A command returns what went wrong as a `Failure`, which knows its
//! own words and exit code.

mod args;
mod calibrate;
mod check;
mod explain;
mod failure;
mod file;
mod folder;
mod init;
mod law;
mod load;
mod manifest;
mod progress;
mod replay;
mod run;
mod statement;
mod summary;
mod terminal;
mod verify;

use crate::manual::Topic;
use args::{CatalogueArgs, Cli, Command, CompletionArgs};
use clap::{CommandFactory, Parser};
use failure::Failure;
use std::process::ExitCode;
use terminal::say;

/// Runs the program on the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => dispatch(cli.command.unwrap_or(Command::Run(args::RunArgs::default())))
            .map_or_else(|failure| failure.report(), |()| ExitCode::SUCCESS),
        Err(error) if error.use_stderr() => {
            let _ = error.print();
            ExitCode::from(2)
        }
        Err(help) => {
            say(&help.render().to_string()).map_or_else(|failure| failure.report(), |()| ExitCode::SUCCESS)
        }
    }
}

fn dispatch(command: Command) -> Result<(), Failure> {
    match command {
        Command::Run(args) => run::run(&args),
        Command::Check(args) => check::check(&args),
        Command::Init(args) => init::init(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Replay(args) => replay::replay(&args),
        Command::Calibrate(args) => calibrate::calibrate(&args),
        Command::Verify(args) => verify::verify(&args),
        Command::Catalogue(args) => catalogue(&args),
        Command::Schema => schema(),
        Command::Completions(args) => completions(&args),
    }
}

fn catalogue(args: &CatalogueArgs) -> Result<(), Failure> {
    if let Some(topic) = args.topic {
        say(&topic.page())
    } else {
        let pages = [Topic::Contracts, Topic::Models, Topic::Levers, Topic::Law].map(Topic::page);
        say(&(pages.join("\n") + "\nEvery parameter with its default: cascade catalogue defaults\n"))
    }
}

fn schema() -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(&crate::scenario::schema());
    say(&text.map_err(|error| Failure::Run(format!("cannot write the schema: {error}")))?)
}

fn completions(args: &CompletionArgs) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "cascade", &mut script);
    say(&String::from_utf8_lossy(&script))
}
