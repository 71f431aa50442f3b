//! From arguments to a model: the scenario, its arms, their rosters.

use super::args::Overrides;
use super::failure::Failure;
use super::file::{read_roster_bytes, read_scenario};
use super::surveys::{SurveyOrigin, Surveys};
use crate::analysis::Study;
use crate::entity::{Roster, generate, read_roster, write_roster};
use crate::model::{Draft, Model, Scenario};
use crate::random::Seed;
use crate::scenario::{Arms, BASELINE, ParsedArm, parse_toml, read_arms};
use crate::schema::{InForce, Named, Node, Problem, Source};
use crate::survey::Survey;
use crate::units::{closest, either};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The built-in scenario.
const REFERENCE: &str = include_str!("../../scenarios/reference.toml");
const REFERENCE_NAME: &str = "reference.toml (built in)";

/// A scenario ready to run.
#[derive(Debug)]
pub(super) struct Job {
    /// The model.
    pub model: Model,
    /// The scenario file as the user named it.
    pub scenario_name: String,
    /// Hash of the scenario's text.
    pub scenario_sha256: String,
    /// Where each arm's physicians come from, each once.
    pub rosters: Vec<RosterOrigin>,
    /// What each arm's pay is compared with, in the order of the model's arms.
    pub surveys: Vec<Arc<Survey>>,
    /// Survey files, each once.
    pub survey_files: Vec<SurveyOrigin>,
    /// Defaults each arm relies on, in the order of the model's arms.
    pub defaults: Vec<Vec<InForce>>,
    /// Trials to run.
    pub trials: u64,
}

/// Where physicians come from.
#[derive(Clone, Debug)]
pub(super) struct RosterOrigin {
    /// The file, or that they were generated.
    pub origin: String,
    /// Hash of the file, or of the file that the generated roster would make.
    pub sha256: String,
    /// How many.
    pub physicians: usize,
}

/// Reads everything a command needs.
pub(super) fn load(scenario: Option<&Path>, overrides: &Overrides) -> Result<Job, Failure> {
    let source = match scenario {
        Some(path) => read_scenario(path)?,
        None => Source { name: REFERENCE_NAME.to_owned(), text: REFERENCE.to_owned() },
    };
    let scenario_sha256 = sha256(source.text.as_bytes());
    let scenario_name = source.name.clone();
    let mut arms = read_arms(source)?;
    choose(&mut arms, &overrides.arms)?;
    for arm in &mut arms.arms {
        let run = &mut arm.scenario.run;
        run.trials = overrides.trials.unwrap_or(run.trials);
        run.years = overrides.years.unwrap_or(run.years);
        run.seed = overrides.seed.unwrap_or(run.seed);
    }
    let folder = scenario.and_then(Path::parent).unwrap_or(Path::new("")).to_owned();
    let mut surveys = Surveys::new(folder.clone(), arms.source.clone());
    let source = arms.source.clone();
    let mut rosters = Rosters { folder, known: Vec::new(), source: arms.source };
    let trials = arms.arms[0].scenario.run.trials;
    let mut drafts = Vec::new();
    let mut defaults = Vec::new();
    let mut compared = Vec::new();
    for ParsedArm { name, title, scenario, uncertain, defaults: in_force } in arms.arms {
        let roster = rosters.of(&name, &scenario)?;
        compared.push(surveys.of(&name, &scenario)?);
        drafts.push(Draft { name, title, scenario, uncertain, roster });
        defaults.push(in_force);
    }
    let model = Model::build(drafts).map_err(|refused| located(refused.into_problems(), &source))?;
    let rosters = rosters.known.into_iter().map(|known| known.origin).collect();
    Ok(Job {
        model,
        scenario_name,
        scenario_sha256,
        rosters,
        surveys: compared,
        survey_files: surveys.origins,
        defaults,
        trials,
    })
}

/// Problems that an arm's plans have with its roster, each at its place in the scenario: the arm's own
/// patch where it writes that key, else the baseline's.
fn located(problems: Vec<Problem>, source: &Source) -> Vec<Problem> {
    let Ok(tree) = parse_toml(source) else { return problems };
    let place = |problem: &Problem| {
        let find =
            |root: &Node| problem.path.split('.').try_fold(root, Node::get).map(|node| node.span.clone());
        let patch = tree.get("variant").and_then(|variants| variants.get(&problem.file));
        patch.and_then(find).or_else(|| find(&tree))
    };
    let at = |problem: Problem| match place(&problem).filter(|_| problem.path.starts_with("plan.")) {
        Some(span) => {
            source.problem(&span, problem.path, format!("arm {}: {}", problem.file, problem.message))
        }
        None => problem,
    };
    problems.into_iter().map(at).collect()
}

/// Reads a scenario as a study: its arms with their rosters, open to changes of their numbers.
pub(super) fn open_study(scenario: &Path, overrides: &Overrides) -> Result<Study, Failure> {
    let mut arms = read_arms(read_scenario(scenario)?)?;
    for arm in &mut arms.arms {
        let run = &mut arm.scenario.run;
        run.years = overrides.years.unwrap_or(run.years);
        run.seed = overrides.seed.unwrap_or(run.seed);
    }
    let folder = scenario.parent().unwrap_or(Path::new("")).to_owned();
    let mut known = Rosters { folder, known: Vec::new(), source: arms.source };
    let rosters =
        arms.arms.iter().map(|arm| known.of(&arm.name, &arm.scenario)).collect::<Result<Vec<_>, _>>()?;
    Ok(Study { arms: arms.arms, rosters: Some(rosters) })
}

/// A scenario's text.
pub(super) fn read_text(scenario: &Path) -> Result<Source, Failure> {
    read_scenario(scenario)
}

/// Keeps the arms that were asked for, and the baseline.
fn choose(arms: &mut Arms, wanted: &[String]) -> Result<(), Failure> {
    if wanted.is_empty() {
        return Ok(());
    }
    for name in wanted {
        if !arms.arms.iter().any(|arm| arm.name == *name) {
            let known: Vec<&str> = arms.arms.iter().map(|arm| arm.name.as_str()).collect();
            let hint = closest(name, known.iter().copied())
                .map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            return Err(Failure::Usage(format!(
                "there is no arm {name:?}; {hint}This scenario has {}",
                either(&known)
            )));
        }
    }
    arms.arms.retain(|arm| arm.name == BASELINE || wanted.contains(&arm.name));
    Ok(())
}

/// Rosters read or generated so far.
struct Rosters {
    folder: PathBuf,
    known: Vec<Known>,
    source: Source,
}

struct Known {
    file: Option<String>,
    scenario: Scenario,
    roster: Arc<Roster>,
    origin: RosterOrigin,
}

impl Rosters {
    /// An arm's roster; arms that share one share it in memory.
    fn of(&mut self, arm: &str, scenario: &Scenario) -> Result<Arc<Roster>, Failure> {
        let file = scenario.roster.as_ref().map(|r| r.file.clone());
        let same = |known: &&Known| match &file {
            Some(_) => known.file == file,
            None => known.file.is_none() && known.scenario.cohort == scenario.cohort,
        };
        if let Some(known) = self.known.iter().find(same) {
            return Ok(Arc::clone(&known.roster));
        }
        let (roster, sha) = match &file {
            Some(file) => self.read(arm, file)?,
            None => make(&scenario.cohort, scenario)?,
        };
        let origin =
            RosterOrigin { origin: roster.origin.clone(), sha256: sha, physicians: roster.physicians.len() };
        let roster = Arc::new(roster);
        self.known.push(Known { file, scenario: scenario.clone(), roster: Arc::clone(&roster), origin });
        Ok(roster)
    }

    fn read(&self, arm: &str, file: &str) -> Result<(Roster, String), Failure> {
        let path = self.folder.join(file);
        let name = path.display().to_string();
        let bytes = read_roster_bytes(&path).map_err(|why| {
            let message =
                format!("cannot read the roster {name}: {why}; the path is relative to the scenario");
            Failure::from(self.at_roster_file(arm, message))
        })?;
        let roster = read_roster(&name, &bytes).map_err(Failure::from)?;
        Ok((roster, sha256(&bytes)))
    }

    /// A problem at the place where the roster file is named.
    fn at_roster_file(&self, arm: &str, message: String) -> Problem {
        let tree = parse_toml(&self.source).ok();
        let named = tree.as_ref().and_then(|tree| {
            let own = tree.get("variant").and_then(|v| v.get(arm)).and_then(|v| v.get("roster"));
            own.or_else(|| tree.get("roster"))?.get("file")
        });
        let span = named.map_or(0..0, |node| node.span.clone());
        self.source.problem(&span, "roster.file".to_owned(), message)
    }
}

fn make(cohorts: &Named<crate::entity::Cohort>, scenario: &Scenario) -> Result<(Roster, String), Failure> {
    let start = u16::try_from(scenario.run.start_year).unwrap_or(u16::MAX);
    let roster = generate(cohorts, Seed(scenario.run.seed), start);
    let bytes =
        write_roster(&roster).map_err(|error| Failure::Run(format!("cannot write the roster: {error}")))?;
    Ok((roster, sha256(&bytes)))
}

/// SHA-256 in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        text
    })
}
