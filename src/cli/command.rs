//! The arguments that decide what a run writes: from a command to a record, and from a record back to a command.

use super::args::{Cli, Command, RunArgs};
use super::kept::{Input, inert};
use clap::Parser as _;

/// The command that makes a run again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RunCommand {
    /// Arguments that decide what is written, one after another.
    pub arguments: Vec<String>,
    /// The whole command, to be given in the folder of results.
    pub line: String,
}

impl RunCommand {
    /// Of a run with what it was read from, the scenario first.
    pub(super) fn of(args: &RunArgs, inputs: &[Input]) -> RunCommand {
        let arguments = arguments(args);
        // A scenario that names files elsewhere finds them only by way of the record.
        let found = inputs.iter().all(Input::is_found) && args.suppress.is_none();
        let words = match inputs.first().filter(|_| found) {
            Some(scenario) => std::iter::once(scenario.file.as_str())
                .chain(arguments.iter().map(String::as_str))
                .map(quoted)
                .collect::<Vec<_>>()
                .join(" "),
            // Nothing of what it was run from is in the folder.
            None if args.suppress.is_some() => {
                let words = arguments.iter().map(String::as_str).map(quoted).collect::<Vec<_>>();
                format!("SCENARIO.toml {}", words.join(" "))
            }
            None => "--again .".to_owned(),
        };
        RunCommand { line: format!("cascade run {words}"), arguments }
    }
}

/// Arguments that decide what is written; what threads, terminal and folders are is left out.
fn arguments(args: &RunArgs) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut give = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            all.extend([name.to_owned(), value]);
        }
    };
    let list = |items: &[String]| (!items.is_empty()).then(|| items.join(","));
    let over = &args.overrides;
    give("--trials", over.trials.map(|n| n.to_string()));
    give("--years", over.years.map(|n| n.to_string()));
    give("--seed", over.seed.map(|n| n.to_string()));
    give("--arms", list(&over.arms));
    give("--precision", args.precision.map(|x| x.to_string()));
    let formats: Vec<String> = args.format.iter().map(|format| format.key().to_owned()).collect();
    give("--format", list(&formats));
    give("--charts", args.charts.as_ref().map(super::args::AskedCharts::text));
    give("--by-trial", list(&args.by_trial));
    let flags = [
        ("--uncertainty", args.uncertainty),
        ("--no-stress", args.no_stress),
        ("--no-report", args.no_report),
        ("--no-workbook", args.no_workbook),
        ("--no-roster", args.no_roster),
    ];
    all.extend(flags.into_iter().filter(|(_, given)| *given).map(|(flag, _)| flag.to_owned()));
    all.extend(args.suppress.map(|least| format!("--suppress={least}")));
    all
}

/// The arguments of a record, read as those of a command are.
///
/// # Errors
///
/// Why they are none that a run records.
pub(super) fn recorded(arguments: &[String]) -> Result<RunArgs, String> {
    let given = ["cascade", "run"].into_iter().chain(arguments.iter().map(String::as_str));
    let read = Cli::try_parse_from(given).map_err(|error| {
        let said = error.to_string();
        let first = said.lines().next().unwrap_or_default().trim_start_matches("error: ");
        inert(first)
    })?;
    match read.command {
        // What else a command can say, such as where to write, no run records.
        Some(Command::Run(args)) if self::arguments(&args) == arguments => Ok(args),
        _ => Err("they hold what no run records".to_owned()),
    }
}

/// A word of a command line.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | ',' | '=' | '+');
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("\"{word}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(words: &[&str]) -> RunArgs {
        let given = ["cascade", "run"].iter().chain(words);
        let Some(Command::Run(args)) = Cli::try_parse_from(given).unwrap().command else { panic!("a run") };
        args
    }

    #[test]
    fn what_decides_is_recorded_and_read_back() {
        let all = [
            "--trials",
            "40",
            "--years",
            "3",
            "--seed",
            "18446744073709551615",
            "--arms",
            "a,b",
            "--precision",
            "0.01",
            "--format",
            "json,csv",
            "--charts",
            "saved_dollar",
            "--by-trial",
            "x,y",
            "--uncertainty",
            "--no-stress",
            "--no-report",
            "--no-workbook",
            "--no-roster",
            "--suppress=12",
        ];
        let beside = ["s.toml", "--out", "x", "--threads", "2", "--force", "-q"];
        let given: Vec<&str> = beside.iter().chain(&all).copied().collect();
        let found = arguments(&args(&given));
        assert_eq!(found, all);
        assert_eq!(arguments(&recorded(&found).unwrap()), all);
        assert_eq!(
            arguments(&args(&["--suppress", "--charts", "none"])),
            ["--charts", "none", "--suppress=11"]
        );
    }

    #[test]
    fn a_record_cannot_say_more_than_a_run_writes() {
        for bad in [
            &["--out", "/etc"][..],
            &["/etc/passwd"],
            &["--force"],
            &["--again", "x"],
            &["--trials", "0"],
            &["--trials", "\u{1b}[31m"],
            &["--help"],
            &["--trials=40"],
            &["--resume"],
        ] {
            let given: Vec<String> = bad.iter().map(|word| (*word).to_owned()).collect();
            let said = recorded(&given).map(|_| ()).unwrap_err();
            assert!(!said.is_empty() && !said.contains(['\u{1b}', '\n']), "{bad:?}: {said:?}");
        }
    }

    #[test]
    fn names_with_blanks_are_quoted() {
        assert_eq!(
            [quoted("inputs/a-1.toml"), quoted("inputs/a 1 (2).toml")],
            ["inputs/a-1.toml", "\"inputs/a 1 (2).toml\""]
        );
    }
}
