//! `manifest.json`: what a run was, so that it can be made again.

use super::args::RunArgs;
use super::command::RunCommand;
use super::digest::sha256;
use super::failure::Failure;
use super::folder::Written;
use super::kept::ROSTER;
use super::load::Job;
use crate::decision::{Assumption, assumptions};
use crate::model::{Funded, Model, Neutral, Note};
use crate::payer::RuleSet;
use crate::random::GENERATOR;
use crate::report::{Headlines, HiddenGroups, MonteCarloError, Report, Whom};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::time::Duration;

/// Version of the program.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Version of the rules that scenarios are written for.
const ENGINE: u64 = 1;

/// Time that each part of a run took; seconds in the manifest.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Durations {
    /// Reading and checking.
    #[serde(serialize_with = "seconds")]
    pub load: Duration,
    /// Simulating.
    #[serde(serialize_with = "seconds")]
    pub simulate: Duration,
    /// Tables and charts.
    #[serde(serialize_with = "seconds")]
    pub write: Duration,
}

impl Durations {
    /// All parts together.
    pub(super) fn total(self) -> Duration {
        self.load + self.simulate + self.write
    }
}

fn seconds<S: Serializer>(took: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64((took.as_secs_f64() * 1000.0).round() / 1000.0)
}

/// What decides a run's results, as a hash: two runs of one build with the same identity write the same
/// bytes. The build itself is not in it, only its version: a program built from changed sources under an
/// unchanged version writes over the results of the one before, as a run over itself.
pub(super) fn identity(job: &Job, trials: u64) -> String {
    let arms: Vec<&str> = job.model.arms.iter().map(|arm| arm.name.as_str()).collect();
    let rosters: Vec<&str> = job.rosters.iter().map(|r| r.sha256.as_str()).collect();
    let surveys: Vec<&str> = job.survey_files.iter().map(|s| s.sha256.as_str()).collect();
    hash_of(&(
        VERSION,
        ENGINE,
        GENERATOR,
        &job.scenario_sha256,
        rosters,
        surveys,
        job.model.seed.0,
        trials,
        job.model.years,
        arms,
    ))
}

/// The identity that a folder shows. That of one for outside is made of what stands in its manifest alone: with anything
/// else in it, whoever knows the rest could try values until it fits.
pub(super) fn shown_identity(job: &Job, trials: u64, least: Option<u32>) -> String {
    let Some(least) = least else { return identity(job, trials) };
    let Model { arms, title, seed, years, .. } = &job.model;
    let arms: Vec<&str> = arms.iter().map(|arm| arm.name.as_str()).collect();
    hash_of(&("suppressed", least, VERSION, ENGINE, GENERATOR, title, seed.0, trials, years, arms))
}

/// The hash of parts as a JSON array.
pub(super) fn hash_of(parts: &impl Serialize) -> String {
    sha256(serde_json::to_string(parts).unwrap_or_default().as_bytes())
}

/// A record as the text of a manifest.
pub(super) fn text_of(record: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(record);
    text.map(|text| text + "\n").map_err(|error| Failure::Run(format!("cannot write the manifest: {error}")))
}

/// Hashes of files by their names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Files<'a>(pub &'a [Written]);

impl Serialize for Files<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|file| (&file.name, &file.sha256)))
    }
}

/// Names of files that tell of single persons.
#[derive(Clone, Copy, Debug)]
pub(super) struct Confidential<'a>(pub &'a [Written]);

impl Serialize for Confidential<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().filter(|file| file.whom == Whom::Persons).map(|file| &file.name))
    }
}

/// What a run was beside its job.
#[derive(Debug)]
pub(super) struct Ran<'a> {
    /// Hash of what decides the results.
    pub identity: &'a str,
    /// Threads.
    pub threads: usize,
    /// Time that it took.
    pub took: Durations,
    /// How precise the headlines are.
    pub error: MonteCarloError<'a>,
    /// What is reported of it: notes, and what may be shown.
    pub report: &'a Report<'a>,
    /// Files that limits to what may be shown left out.
    pub left_out: usize,
    /// The figures that a screen shows.
    pub headlines: Headlines<'a>,
    /// What makes it again.
    pub command: &'a RunCommand,
    /// What the folder keeps of what it was read from.
    pub keeps: Keeps,
}

/// What a folder of results keeps of what it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keeps {
    /// Everything.
    All,
    /// Everything but rosters.
    NoRoster,
    /// Nothing: the folder leaves the building.
    Nothing,
}

impl Keeps {
    /// What was asked for.
    pub(super) fn of(args: &RunArgs) -> Keeps {
        match (args.suppress, args.no_roster) {
            (Some(_), _) => Keeps::Nothing,
            (None, true) => Keeps::NoRoster,
            (None, false) => Keeps::All,
        }
    }

    /// Whether it keeps a file of a kind.
    pub(super) fn holds(self, kind: &str) -> bool {
        match self {
            Keeps::All => true,
            Keeps::NoRoster => kind != ROSTER,
            Keeps::Nothing => false,
        }
    }
}

/// The manifest of a run.
#[derive(Serialize)]
struct Manifest<'a> {
    cascade: &'static str,
    engine: u64,
    identity: &'a str,
    command: &'a str,
    arguments: &'a [String],
    inputs: Vec<InputKept<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<SuppressedFiles<'a>>,
    scenario: ScenarioFile<'a>,
    rosters: Vec<RosterUsed<'a>>,
    surveys: Vec<SurveyFile<'a>>,
    seed: u64,
    generator: &'static str,
    trials: u64,
    monte_carlo_error: &'a MonteCarloError<'a>,
    start_year: u16,
    years: usize,
    arms: Vec<ArmRecord<'a>>,
    rule_sets: Vec<RuleSetUsed<'a>>,
    assumptions_in_force: Vec<AssumptionRecord<'a>>,
    notes: &'a [Note],
    headlines: &'a Headlines<'a>,
    files: Files<'a>,
    confidential: Confidential<'a>,
    threads: usize,
    durations_seconds: Durations,
}

/// A file that the run was read from.
#[derive(Serialize)]
struct InputKept<'a> {
    kind: &'static str,
    called: &'a str,
    file: &'a str,
    sha256: &'a str,
    kept: bool,
}

/// What limits hid; such a folder may leave the building.
#[derive(Serialize)]
struct SuppressedFiles<'a> {
    #[serde(flatten)]
    withheld: &'a HiddenGroups,
    notes_left_out: usize,
    files_left_out: usize,
    may_leave_the_building: bool,
}

#[derive(Serialize)]
struct ScenarioFile<'a> {
    title: &'a str,
    file: &'a str,
    /// Of this and all that was read nothing where limits are set: whoever guessed at a file could tell that it is it.
    sha256: Option<&'a str>,
}

#[derive(Serialize)]
struct RosterUsed<'a> {
    origin: &'a str,
    physicians: usize,
    sha256: Option<&'a str>,
}

#[derive(Serialize)]
struct SurveyFile<'a> {
    file: &'a str,
    rows: usize,
    sha256: Option<&'a str>,
}

#[derive(Serialize)]
struct ArmRecord<'a> {
    name: &'a str,
    title: &'a str,
    uncertain: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    budget_neutral: Vec<&'a Neutral>,
    #[serde(skip_serializing_if = "Option::is_none")]
    funded: Option<Cow<'a, Funded>>,
}

/// A dated set of rules that contracts go by.
#[derive(Serialize)]
struct RuleSetUsed<'a> {
    rules: &'static str,
    as_of: &'static str,
    /// Contracts of any arm.
    contracts: Vec<&'a str>,
}

/// A default that is relied on; `arms` where not all of them do.
#[derive(Serialize)]
struct AssumptionRecord<'a> {
    parameter: &'a str,
    value: &'a str,
    grade: String,
    source: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    arms: Vec<&'a str>,
}

impl<'a> From<Assumption<'a>> for AssumptionRecord<'a> {
    fn from(one: Assumption<'a>) -> AssumptionRecord<'a> {
        let Assumption { parameter, value, grade, source, arms } = one;
        AssumptionRecord { parameter, value, grade: grade.to_string(), source, arms }
    }
}

impl Ran<'_> {
    /// The manifest as text.
    pub(super) fn manifest(&self, job: &Job, files: &[Written]) -> Result<String, Failure> {
        let (model, may) = (&job.model, &self.report.disclosure);
        let notes = self.report.notes();
        let inside = may.shows_persons();
        let told = |hash| inside.then_some(hash);
        let rosters = job.rosters.iter();
        let surveys = job.survey_files.iter();
        let arms = model.arms.iter().map(|arm| ArmRecord {
            name: &arm.name,
            title: &arm.title,
            uncertain: arm
                .drawn
                .iter()
                .map(|d| d.leaf.path.as_str())
                .filter(|place| may.shows_place(place))
                .collect(),
            budget_neutral: arm.neutral.iter().filter(|own| may.shows_terms(&own.plan)).collect(),
            funded: arm.funded.as_ref().map(|funded| may.funded(funded)),
        });
        let named = job.inputs.iter().filter(|_| self.keeps != Keeps::Nothing);
        let inputs = named.map(|input| InputKept {
            kind: input.kind,
            called: &input.called,
            file: &input.file,
            sha256: &input.sha256,
            kept: self.keeps.holds(input.kind),
        });
        text_of(&Manifest {
            cascade: VERSION,
            engine: ENGINE,
            identity: self.identity,
            command: &self.command.line,
            arguments: &self.command.arguments,
            inputs: inputs.collect(),
            suppressed: may.withheld().map(|withheld| SuppressedFiles {
                withheld,
                notes_left_out: notes.len(),
                files_left_out: self.left_out,
                may_leave_the_building: true,
            }),
            scenario: ScenarioFile {
                title: &model.title,
                file: job.inputs.first().map_or(&job.scenario_name, |input| &input.called),
                sha256: told(&*job.scenario_sha256),
            },
            rosters: rosters
                .map(|r| RosterUsed { origin: &r.origin, physicians: r.physicians, sha256: told(&*r.sha256) })
                .collect(),
            surveys: surveys
                .map(|s| SurveyFile { file: &s.file, rows: s.rows, sha256: told(&*s.sha256) })
                .collect(),
            seed: model.seed.0,
            generator: GENERATOR,
            trials: job.trials,
            monte_carlo_error: &self.error,
            start_year: model.start.0,
            years: model.years,
            arms: arms.collect(),
            rule_sets: rule_sets(job),
            assumptions_in_force: assumptions(model)
                .into_iter()
                .filter(|one| may.shows_place(one.parameter))
                .map(AssumptionRecord::from)
                .collect(),
            notes: if inside { notes } else { &[] },
            headlines: &self.headlines,
            files: Files(files),
            confidential: Confidential(files),
            threads: self.threads,
            durations_seconds: self.took,
        })
    }
}

/// The dated sets of rules that contracts of any arm go by, each with its contracts; those of two parties alone go by
/// none.
fn rule_sets(job: &Job) -> Vec<RuleSetUsed<'_>> {
    let contracts = || job.model.arms.iter().flat_map(|arm| arm.scenario.contract.iter());
    let used = |set: &RuleSet| {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in
            contracts().filter(|(_, contract)| contract.goes_by_rules() && contract.rules == *set)
        {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        (!names.is_empty()).then(|| RuleSetUsed { rules: set.key(), as_of: set.as_of(), contracts: names })
    };
    RuleSet::ALL.iter().filter_map(used).collect()
}
