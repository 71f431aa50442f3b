//! The command line: the only floor that touches files, the clock and the terminal.
//!
//! One file for each command. A command returns what went wrong as a `Failure`, which knows its
//! own words and exit code.

mod again;
mod against;
mod args;
mod asked;
mod backtest;
mod calibrate;
mod check;
mod checkpoint;
mod command;
mod digest;
mod enquiry;
mod explain;
mod failure;
mod file;
mod folder;
mod free;
mod init;
mod keeping;
mod kept;
mod load;
mod man;
mod manifest;
mod open;
mod output;
mod price;
mod progress;
mod record;
mod replay;
mod results;
mod resume;
mod review;
mod roster;
mod run;
mod search;
mod sensitivity;
mod simulate;
mod statement;
mod sweep;
mod target;
mod terminal;
mod upgrade;
mod verify;
mod whole;
mod words;

use crate::manual::CataloguePage;
use crate::units::{closest, on_one_line};
use args::{Cli, Command, CompletionArgs};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser};
use failure::Failure;
use std::process::ExitCode;
use terminal::{complain, say, show};

/// Runs the program on the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|fault| complain(&format!("{fault}"))));
    limits_are_errors();
    let ended = match Cli::try_parse() {
        Ok(cli) => dispatch(cli.command.unwrap_or(Command::Run(args::RunArgs::default()))),
        Err(error) if error.use_stderr() => {
            complain(&arguments_refused(error));
            return ExitCode::from(2);
        }
        Err(help) => say(&help.render().to_string()),
    };
    let Err(failure) = ended else { return ExitCode::SUCCESS };
    if let Some(words) = failure.words() {
        complain(&words);
    }
    ExitCode::from(failure.exit_code())
}

/// Whoever writes past a limit on the size of files is told so, instead of being killed.
#[cfg(unix)]
fn limits_are_errors() {
    let heard = std::sync::Arc::default();
    // Where it cannot be listened to, a program that meets its limit dies as it did before.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, heard);
}

#[cfg(not(unix))]
fn limits_are_errors() {}

/// What is wrong with the arguments, in words; what was found stands on one line.
fn arguments_refused(mut error: clap::Error) -> String {
    let flat = |text: &str| on_one_line(text).into_owned();
    let mut found: Vec<(ContextKind, ContextValue)> = Vec::new();
    for (kind, value) in error.context() {
        if let ContextValue::String(text) = value {
            found.push((kind, ContextValue::String(flat(text))));
        } else if let ContextValue::Strings(all) = value {
            found.push((kind, ContextValue::Strings(all.iter().map(|text| flat(text)).collect())));
        } else if let ContextValue::StyledStrs(all) = value {
            let all = all.iter().map(|text| flat(&text.to_string()).into());
            found.push((kind, ContextValue::StyledStrs(all.collect())));
        }
    }
    for (kind, value) in found {
        error.insert(kind, value);
    }
    if let (ErrorKind::InvalidSubcommand, Some(ContextValue::String(asked)), None) =
        (error.kind(), error.get(ContextKind::InvalidSubcommand), error.get(ContextKind::SuggestedSubcommand))
    {
        // What is after `help`, and names of two letters, the library says nothing of.
        let whole = Cli::command();
        let meant = closest(asked, whole.get_subcommands().map(clap::Command::get_name));
        if let Some(meant) = meant.map(str::to_owned) {
            error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(vec![meant]));
        }
    }
    error.render().to_string().trim_end().to_owned()
}

fn dispatch(command: Command) -> Result<(), Failure> {
    match command {
        Command::Run(args) => run::run(&args),
        Command::Check(args) => check::check(&args),
        Command::Roster(args) => roster::roster(&args),
        Command::Init(args) => init::init(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Replay(args) => replay::replay(&args),
        Command::Backtest(args) => backtest::backtest(&args),
        Command::Calibrate(args) => calibrate::calibrate(&args),
        Command::Verify(args) => verify::verify(&args),
        Command::Sweep(args) => sweep::sweep(&args),
        Command::Sensitivity(args) => sensitivity::sensitivity(&args),
        Command::Search(args) => search::search(&args),
        Command::Price(args) => price::price(&args),
        Command::Review(args) => review::review(&args),
        Command::Diff(args) => against::diff(&args),
        Command::Statement(args) => statement::statement(&args),
        Command::Catalogue(args) => catalogue(&args),
        Command::Schema => schema(),
        Command::Completions(args) => completions(&args),
        Command::Man(args) => man::man(&args),
    }
}

fn catalogue(args: &args::CatalogueArgs) -> Result<(), Failure> {
    let page = CataloguePage::find(args.topic.as_deref(), args.entry.as_deref());
    show(&page.map_err(|unknown| Failure::Usage(unknown.to_string()))?, args.json)
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
