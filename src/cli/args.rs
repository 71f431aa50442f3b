//! What can be asked for.

use super::asked::{
    CalibrateArgs, Overrides, PriceArgs, ReviewArgs, Says, SearchArgs, SensitivityArgs, SweepArgs,
};
use crate::chart::Chart;
use crate::report::{FORMATS, Format};
use crate::units::{closest, either};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// Examples and exit codes, in lines that fit sixty columns.
pub(super) const EXAMPLES: &str = "\
Examples:
  cascade
      run the built-in reference system
  cascade init mysystem
      write a starter scenario and roster to change
  cascade init ours --aco A1001
      start from an ACO's own public record (--list finds it)
  cascade check mysystem/scenario.toml
      find every problem before running
  cascade check --law mysystem/scenario.toml
      ask the rules of law of every arm
  cascade roster export.xlsx --out roster.csv
      what a roster is understood as, and a clean one
  cascade run mysystem/scenario.toml
      run it; results go to a folder under output/
  cascade run --again output/mysystem-1a2b3c4d-1
      the same again, and whether its bytes are
  cascade diff output/one output/other
      what differs between two runs: what went in, and out
  cascade explain --trial 1 --year 2027 --physician fm-001
      one physician's year of one trial, line by line
  cascade statement --physician fm-001
      what one physician is paid for, on one page
  cascade catalogue wrvu_threshold
      all that is known of one thing, by its name
  cascade replay mssp
      settle ten years of Medicare's own settlements again
  cascade backtest mssp
      forecast each of those years from the ones before it

Exit codes:
  0    done
  1    failed on the way; no results
  2    wrong arguments
  3    bad scenario or data
  4    a figure is not met (cascade verify --strict)
  5    done, less precise than --precision asked
  6    not the same (cascade diff), not the same again or no
       longer what was written (cascade run --again)
  7    done and written, but standard output could not
       take what is said of it
  130  interrupted; no results

Nothing leaves this machine.";

/// Follows every dollar of a value-based contract from payer to paycheque.
#[derive(Debug, Parser)]
#[command(name = "cascade", version, about, after_help = EXAMPLES)]
pub(super) struct Cli {
    /// What to do; `run` when nothing is said.
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Simulate a scenario with its variants and write tables and charts
    Run(RunArgs),
    /// Report every problem of a scenario and its roster at once, and run nothing
    Check(CheckArgs),
    /// Show what a roster file is understood as, and write it in our own columns
    Roster(RosterArgs),
    /// Write a starter scenario, or one from an ACO's or hospital's own public record, with comments that teach
    Init(InitArgs),
    /// Show one physician's or one contract's year of one trial, line by line
    Explain(ExplainArgs),
    /// Settle the public record of a programme with the engine's own contract code
    Replay(ReplayArgs),
    /// Forecast every year of the public record from the years before it, and score the forecasts
    Backtest(BacktestArgs),
    /// Fit named numbers of a scenario to your own figures, and write them as a variant
    Calibrate(CalibrateArgs),
    /// Compare what the model gives with what was published, figure by figure
    Verify(VerifyArgs),
    /// Run a scenario at a grid, a list or a design of other numbers, and write how every measure changes
    Sweep(SweepArgs),
    /// Find which uncertain numbers drive the results, where the ranking of arms flips, and what knowing them is worth
    Sensitivity(SensitivityArgs),
    /// Search for redesigns: a frontier of margin, value delivered and physicians who lose
    Search(SearchArgs),
    /// Price each clause of each contract: the same luck with and without it
    Price(PriceArgs),
    /// Review contracts before they are signed: readiness, terms, clauses, open questions, and whether to sign
    Review(ReviewArgs),
    /// Write one page for one physician: what they are paid for, what came back, what each variant would change
    Statement(StatementArgs),
    /// Say what differs between the runs in two folders of results, and run nothing; exit code 6 when something does
    Diff(DiffArgs),
    /// List what a scenario can be made of
    Catalogue(CatalogueArgs),
    /// Print the JSON Schema of a scenario, for editors that complete and check
    Schema,
    /// Print completions for a shell
    Completions(CompletionArgs),
    /// Write the manual pages of every command into a folder
    Man(ManArgs),
}

/// `cascade run`
#[derive(Clone, Debug, Default, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct RunArgs {
    /// Scenario file; the built-in reference system when left out
    pub(super) scenario: Option<PathBuf>,
    /// Folder for the results, instead of one under output/ named for scenario, hash and seed
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) overrides: Overrides,
    /// Run until the Monte Carlo error of every headline is at most this part of its size, in batches
    /// of 512 trials; `--trials` is then the most, 65,024 when not given
    #[arg(long, value_name = "X", value_parser = positive)]
    pub(super) precision: Option<f64>,
    /// Also split the variance of headlines into parameters and process noise (uncertainty.csv); takes
    /// about twice as long again, for up to 8,192 trials
    #[arg(long)]
    pub(super) uncertainty: bool,
    /// Do not ask whether the ranking of arms holds under stresses (stress.csv)
    #[arg(long)]
    pub(super) no_stress: bool,
    /// Threads, instead of one for each processor; changes no result
    #[arg(long, allow_negative_numbers = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    /// Formats of the tables: csv when not given, json, text; parquet where the program was built with it
    #[arg(long, value_name = "A,B", value_delimiter = ',', value_parser = format)]
    pub(super) format: Vec<&'static dyn Format>,
    /// Charts to draw, by the names of their files (`cascade catalogue charts` lists them), or none; all when not
    /// given
    #[arg(long, value_name = "A,B", value_parser = charts)]
    pub(super) charts: Option<AskedCharts>,
    /// Also write chosen measures for every single trial (trials.csv): `system_margin`, `pay`,
    /// `specialty:cardiology:pay`, by the names of horizon.csv and summary.csv; takes as long again
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub(super) by_trial: Vec<String>,
    /// Write no page for a browser (report.html)
    #[arg(long)]
    pub(super) no_report: bool,
    /// Write no workbook (workbook.xlsx)
    #[arg(long)]
    pub(super) no_workbook: bool,
    /// Open the page in the browser when the run is finished
    #[arg(long, conflicts_with = "no_report")]
    pub(super) open: bool,
    /// Run again what a folder of results holds, from its own inputs and arguments, and say whether the bytes are the
    /// same; writes nothing without --out. Ends with exit code 6 when they are not, or when files of DIR are no longer
    /// what was written
    #[arg(long, value_name = "DIR", conflicts_with_all = [
        "scenario", "trials", "years", "seed", "arms", "precision", "uncertainty", "no_stress", "format", "charts",
        "by_trial", "no_report", "no_workbook", "no_roster", "suppress",
    ])]
    pub(super) again: Option<PathBuf>,
    /// Also say what differs from the run in another folder of results: parameters first, then headlines. `cascade
    /// diff` says it of two folders without running anything
    #[arg(long, value_name = "DIR")]
    pub(super) against: Option<PathBuf>,
    /// Leave rosters out of the folder, which then holds their hashes only; `--again` asks for them
    #[arg(long)]
    pub(super) no_roster: bool,
    /// Show no figure of fewer physicians than this, and nothing of single ones, neither by name nor by number: for what
    /// leaves the building
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "11", value_parser = clap::value_parser!(u32).range(2..=10_000))]
    pub(super) suppress: Option<u32>,
    /// Go on with a run that was stopped or killed, from where it last put down what it had
    #[arg(long)]
    pub(super) resume: bool,
    /// How often that is put down: for tests, which cannot wait a minute
    #[arg(long, hide = true, value_name = "SECONDS", value_parser = clap::value_parser!(u32))]
    pub(super) checkpoint_seconds: Option<u32>,
    #[command(flatten)]
    pub(super) says: Says,
    /// Write into a folder that holds something else
    #[arg(long)]
    pub(super) force: bool,
}

/// Charts that were asked for, in the order of reports.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct AskedCharts(pub(super) Vec<Chart>);

/// `cascade check`
#[derive(Clone, Debug, Args)]
pub(super) struct CheckArgs {
    /// Scenario file
    pub(super) scenario: PathBuf,
    /// Ask the rules of law of every arm: findings, cures, citations. Not legal advice
    #[arg(long)]
    pub(super) law: bool,
    /// Print one JSON object instead of a page; the problems of a bad scenario, too
    #[arg(long)]
    pub(super) json: bool,
    /// First rewrite the keys that have moved since the scenario was written, with its comments, and say
    /// which; what it was is kept beside it
    #[arg(long, conflicts_with = "json")]
    pub(super) upgrade: bool,
    /// Where to write the upgraded scenario instead of over the old one; it must not exist
    #[arg(long, requires = "upgrade", value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

/// `cascade roster`
#[derive(Clone, Debug, Args)]
pub(super) struct RosterArgs {
    /// Roster as it was exported: a workbook (.xlsx), or text with commas, semicolons or tabs
    pub(super) file: PathBuf,
    /// File for a clean roster in our own columns; without it, nothing is written
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Scenario that the roster is meant for: its own specialties are known, and its plans and contracts must fit
    #[arg(long, value_name = "FILE")]
    pub(super) scenario: Option<PathBuf>,
    /// Replace a file that stands there
    #[arg(long, requires = "out")]
    pub(super) force: bool,
    /// Print one JSON object instead of a page; the problems of a bad roster, too
    #[arg(long)]
    pub(super) json: bool,
}

/// `cascade init`
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Without --aco or --hospital: a starter of twenty physicians, two contracts and two redesigns.

Examples:
  cascade init mysystem
  cascade init --list \"palm beach\"          ACOs by name or state, hospitals by state or number
  cascade init ours --aco A1001             that ACO's own contract, lives, benchmark and clinicians
  cascade init ours --aco A1001 --start 2026   rolled forward, and marked so
  cascade init stmarys --hospital 010001    that hospital's own scores and ratios

Every number says the year and column of the public file it came from, FORWARD where it was rolled
forward, or YOURS where nothing public holds it.")]
pub(super) struct InitArgs {
    /// Folder to make; it must not exist, or be empty
    #[arg(required_unless_present = "list")]
    pub(super) dir: Option<PathBuf>,
    /// Start from an ACO of the Shared Savings Program: its identifier, such as A1001, or the one that the
    /// files of 2013 to 2017 use
    #[arg(long, value_name = "ID", conflicts_with = "hospital")]
    pub(super) aco: Option<String>,
    /// Start from a hospital: its CMS certification number, six digits
    #[arg(long, value_name = "CCN")]
    pub(super) hospital: Option<String>,
    /// First year to simulate, instead of the year after the last record
    #[arg(long, allow_negative_numbers = true, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1990..=2200))]
    pub(super) start: Option<u16>,
    /// Find ACOs by part of a name or by state, hospitals by state or certification number, and write nothing
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["dir", "aco", "hospital", "start"])]
    pub(super) list: Option<String>,
}

/// `cascade explain`
#[derive(Clone, Debug, Args)]
#[command(override_usage = "\
cascade explain [OPTIONS] --trial <N> --year <Y>
       <--physician <ID>|--contract <NAME>> [SCENARIO]")]
pub(super) struct ExplainArgs {
    /// Scenario file; the built-in reference system when left out
    pub(super) scenario: Option<PathBuf>,
    /// Trial, counted from 1
    #[arg(long, allow_negative_numbers = true, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    pub(super) trial: u64,
    /// Performance year: a calendar year, or its place counted from 1
    #[arg(long, allow_negative_numbers = true, value_name = "Y")]
    pub(super) year: u64,
    #[command(flatten)]
    pub(super) subject: Subject,
    /// Arm
    #[arg(long, value_name = "A", default_value = crate::scenario::BASELINE)]
    pub(super) arm: String,
    /// Seed of all chance, instead of the scenario's
    #[arg(long, allow_negative_numbers = true, value_name = "N")]
    pub(super) seed: Option<u64>,
    /// Performance years, instead of the scenario's
    #[arg(long, allow_negative_numbers = true, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=50))]
    pub(super) years: Option<u64>,
    /// Print one JSON object instead of a page
    #[arg(long)]
    pub(super) json: bool,
}

/// Whose year.
#[derive(Clone, Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Subject {
    /// Physician, by identifier
    #[arg(long, value_name = "ID")]
    pub(super) physician: Option<String>,
    /// Contract, by name
    #[arg(long, value_name = "NAME")]
    pub(super) contract: Option<String>,
}

/// `cascade replay`
#[derive(Clone, Debug, Args)]
pub(super) struct ReplayArgs {
    /// Whose settlements: `mssp` (Shared Savings Program) or `reach` (Direct Contracting, ACO REACH); or how
    /// benchmarks of the Shared Savings Program came about, stage by stage: `benchmarks`
    pub(super) record: RecordName,
    /// Record in CSV, in the columns of the public use files; the shipped one when left out
    pub(super) file: Option<PathBuf>,
    /// Print one JSON object instead of tables
    #[arg(long)]
    pub(super) json: bool,
    /// Folder for every settled row, the years and a chart
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Write into a folder that holds something else
    #[arg(long, requires = "out")]
    pub(super) force: bool,
}

/// Whose record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RecordName {
    /// Medicare Shared Savings Program
    Mssp,
    /// Direct Contracting (GPDC) and ACO REACH
    Reach,
    /// How benchmarks of the Shared Savings Program came about
    Benchmarks,
}

/// `cascade backtest`
#[derive(Clone, Debug, Args)]
pub(super) struct BacktestArgs {
    /// Whose record: `mssp` (Shared Savings Program)
    pub(super) record: ForecastRecord,
    /// Settlement record in CSV, in the columns of the public use files; the shipped one when left out
    pub(super) file: Option<PathBuf>,
    /// Print one JSON object instead of tables
    #[arg(long)]
    pub(super) json: bool,
    /// Folder for every forecast and a chart
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Write into a folder that holds something else
    #[arg(long, requires = "out")]
    pub(super) force: bool,
}

/// A record that holds enough years to forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ForecastRecord {
    /// Medicare Shared Savings Program
    Mssp,
}

/// `cascade verify`
#[derive(Clone, Debug, Args)]
pub(super) struct VerifyArgs {
    /// Print one JSON object instead of a page
    #[arg(long)]
    pub(super) json: bool,
    /// Only these targets, or all targets of these studies
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub(super) only: Vec<String>,
    /// Trials of every study as a multiple of what it asks for
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = positive)]
    pub(super) effort: f64,
    /// Threads, instead of one for each processor; changes no result
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    /// Do not say what is being run
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// End with exit code 4 when a figure is not met
    #[arg(long)]
    pub(super) strict: bool,
}

/// `cascade diff`
#[derive(Clone, Debug, Args)]
pub(super) struct DiffArgs {
    /// Folder of results: here
    pub(super) here: PathBuf,
    /// Folder of results to set beside it: there
    pub(super) there: PathBuf,
    /// Print one JSON object instead of a page
    #[arg(long)]
    pub(super) json: bool,
}

/// `cascade statement`
#[derive(Clone, Debug, Args)]
#[command(override_usage = "\
cascade statement [OPTIONS] <--physician <ID>|--all>
       [SCENARIO]")]
pub(super) struct StatementArgs {
    /// Scenario file; the built-in reference system when left out
    pub(super) scenario: Option<PathBuf>,
    #[command(flatten)]
    pub(super) whose: WhoseStatement,
    /// File (.html or .txt), or folder for the pages of everyone, instead of the terminal
    #[arg(long, value_name = "PATH", required_if_eq("all", "true"))]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) overrides: Overrides,
    /// Threads, instead of one for each processor; changes no result
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    #[command(flatten)]
    pub(super) says: Says,
    /// Replace what stands there
    #[arg(long, requires = "out")]
    pub(super) force: bool,
}

/// Whose statement.
#[derive(Clone, Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct WhoseStatement {
    /// Physician, by identifier, or by name or a part of it where the roster has names
    #[arg(long, value_name = "ID")]
    pub(super) physician: Option<String>,
    /// Every physician, a page each
    #[arg(long)]
    pub(super) all: bool,
}

/// `cascade man`
#[derive(Clone, Debug, Args)]
pub(super) struct ManArgs {
    /// Folder for the pages
    pub(super) dir: PathBuf,
}

/// A number above zero.
fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() && value > 0.0 => Ok(value),
        Ok(_) | Err(_) => Err("write a number above 0, such as 0.5".to_owned()),
    }
}

/// A format of tables by its key.
fn format(text: &str) -> Result<&'static dyn Format, String> {
    let found = FORMATS.iter().copied().find(|format| format.key() == text);
    found.ok_or_else(|| {
        let known = either(FORMATS.iter().map(|format| format.key()));
        if text == "parquet" {
            format!("this program was built without Parquet (cargo's `--features parquet` brings it); write {known}")
        } else {
            format!("write {known}")
        }
    })
}

/// The word for no chart at all.
const NO_CHARTS: &str = "none";

impl AskedCharts {
    /// The argument that asks for them.
    pub(super) fn text(&self) -> String {
        if self.0.is_empty() {
            return NO_CHARTS.to_owned();
        }
        self.0.iter().map(|chart| chart.file()).collect::<Vec<_>>().join(",")
    }
}

/// Charts by the names of their files.
fn charts(text: &str) -> Result<AskedCharts, String> {
    if text.trim() == NO_CHARTS {
        return Ok(AskedCharts::default());
    }
    let asked = text.split(',').map(|name| chart(name.trim())).collect::<Result<Vec<Chart>, String>>()?;
    Ok(AskedCharts(Chart::ALL.iter().copied().filter(|chart| asked.contains(chart)).collect()))
}

/// A chart by the name of its files.
fn chart(name: &str) -> Result<Chart, String> {
    Chart::named(name).ok_or_else(|| {
        let names = || Chart::ALL.iter().map(|chart| chart.file());
        match (name, closest(name, names().chain([NO_CHARTS]))) {
            (NO_CHARTS, _) => format!("write `{NO_CHARTS}` alone, or name the charts to draw"),
            (_, Some(near)) => format!("there is no chart {name:?}; did you mean `{near}`?"),
            (_, None) => {
                format!("there is no chart {name:?}; write {}", either(names().chain([NO_CHARTS])))
            }
        }
    })
}

/// `cascade catalogue`
#[derive(Clone, Debug, Args)]
pub(super) struct CatalogueArgs {
    /// What to list: contracts, models, units, levers, programmes, law, defaults, charts, rosters, surveys, measures,
    /// tables or specialties; or the name of one entry that only one of these has. The first few when left out
    pub(super) topic: Option<String>,
    /// One entry of the topic, by name, with all that is known of it
    pub(super) entry: Option<String>,
    /// Print one JSON object instead of a page
    #[arg(long)]
    pub(super) json: bool,
}

/// `cascade completions`
#[derive(Clone, Debug, Args)]
pub(super) struct CompletionArgs {
    /// Shell
    pub(super) shell: Shell,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_are_asked_for_by_the_names_of_their_files() {
        let names =
            |text: &str| charts(text).map(|asked| asked.0.iter().map(|c| c.file()).collect::<Vec<_>>());
        assert_eq!(names("earn_curve, saved_dollar,earn_curve"), Ok(vec!["saved_dollar", "earn_curve"]));
        assert_eq!(names("none"), Ok(Vec::new()));
        let wrong = names("saved_dolar").unwrap_err();
        assert_eq!(wrong, "there is no chart \"saved_dolar\"; did you mean `saved_dollar`?");
        assert!(names("none,saved_dollar").unwrap_err().starts_with("write `none` alone"));
        let unknown = names("pie").unwrap_err();
        assert!(unknown.contains("earn_curve") && unknown.ends_with("or `none`"), "{unknown}");
        assert!(names("").is_err() && names("saved_dollar,").is_err());
    }
}
