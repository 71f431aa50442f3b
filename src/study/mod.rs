//! The front door: from a text to results, number by number if need be.
//!
//! A [`Study`] is a scenario with its variants, its rosters and its surveys, read and checked as a
//! whole. It runs; its numbers can be set, and what is set obeys the rules that a file obeys; its
//! results are found by the names of arms, years, people and measures. Command line, verification,
//! calibration and whatever searches later come in here.
//!
//! ```
//! use cascade::engine::{RunOptions, Silent};
//! use cascade::{Metric, Study};
//!
//! let mut study = Study::reference()?;
//! study.set("run.years", 2.0)?;
//! study.set("redesign:plan.cardiology_value.pay.quality_bonus.per_fte", 60_000.0)?;
//! let outcome = study.run(RunOptions::trials(32), &Silent)?;
//! let pay = outcome.at("baseline", 2027)?.physician("fm-001")?.get(Metric::Pay);
//! assert!(pay.mean > 100_000.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Places of numbers are written as [`crate::scenario`] tells. Nothing here touches a file: what a
//! scenario names is asked of a [`Shelf`].

mod bills;
mod fault;
mod funding;
mod further;
mod library;
mod numbers;
mod placed;
mod results;
mod rosters;
mod settings;
mod shelf;
mod solved;
mod year_before;

pub use bills::{PayBill, pay_bills, unfunded_bills};
pub use fault::StudyFault;
pub use numbers::Parameter;
pub use placed::PlacedNumber;
pub use settings::{ArmSettings, SetBy, Setting};
pub use shelf::{InMemory, NoFiles, Shelf};
pub use year_before::YEAR_BEFORE;

use crate::model::{Run, Unknown, no_arm};
use crate::scenario::{Arms, BASELINE, ParsedArm, read_arms};
use crate::schema::{Refused, Source};
use crate::units::CalendarYear;
use library::{Library, with_faults_of_roster};
use rosters::Rosters;
use solved::Solved;
use std::sync::Arc;

/// The reference system's text, as the program carries it.
const REFERENCE: &str = include_str!("../../scenarios/reference.toml");
const REFERENCE_NAME: &str = "reference.toml (built in)";

/// A scenario with its variants, rosters and surveys, read and checked as a whole.
#[derive(Clone, Debug)]
pub struct Study {
    source: Source,
    /// The baseline first.
    arms: Vec<OpenArm>,
    /// Names of the contracts of any arm of the text.
    contracts: Arc<[String]>,
    library: Library,
    /// Rosters made from the cohorts that the text states.
    rosters: Rosters,
    /// What funds variants, as it was solved.
    solved: Solved,
    /// The seed in place of the text's.
    seed: Option<u64>,
}

/// One arm.
#[derive(Clone, Debug)]
struct OpenArm {
    /// As the text states it; in its tree numbers are set.
    read: ParsedArm,
    /// What was set since.
    set: Vec<(String, f64)>,
}

impl Study {
    /// Reads a scenario in TOML with all its variants, and the rosters and surveys that they name from
    /// `shelf`; `name` is the text's name in messages.
    ///
    /// # Errors
    ///
    /// Every problem of the text and of the files, each at its line and column.
    pub fn read(name: &str, text: &str, shelf: &dyn Shelf) -> Result<Study, Refused> {
        Study::open(read(name, text, shelf)?, shelf)
    }

    /// Reads a scenario as [`Study::read`] does, and keeps the baseline and the arms named: files that only
    /// others name are not asked for. Every variant is still checked.
    ///
    /// # Errors
    ///
    /// As [`Study::read`]; [`StudyFault::Unknown`] for a name that no arm has.
    pub fn read_arms<S: AsRef<str>>(
        name: &str,
        text: &str,
        shelf: &dyn Shelf,
        wanted: &[S],
    ) -> Result<Study, StudyFault> {
        let mut read = read(name, text, shelf)?;
        keep(&mut read.arms, |arm| &arm.name, wanted)?;
        Ok(Study::open(read, shelf)?)
    }

    /// A study of arms that are read.
    fn open(read: Arms, shelf: &dyn Shelf) -> Result<Study, Refused> {
        let library = Library::read(&read.arms, &read.source, shelf)?;
        let Arms { source, arms, contracts } = read;
        let arms = arms.into_iter().map(|read| OpenArm { read, set: Vec::new() }).collect();
        Ok(Study {
            source,
            arms,
            contracts,
            library,
            rosters: Rosters::default(),
            solved: Solved::default(),
            seed: None,
        })
    }

    /// The reference system that the program carries: 250 physicians, three contracts, three variants.
    ///
    /// # Errors
    ///
    /// None: a test reads it.
    pub fn reference() -> Result<Study, Refused> {
        Study::read(REFERENCE_NAME, REFERENCE, &NoFiles)
    }

    /// The text that it was read from.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Names of its arms, the baseline first.
    pub fn arms(&self) -> impl ExactSizeIterator<Item = &str> {
        self.arms.iter().map(|arm| arm.read.name.as_str())
    }

    /// Keeps the baseline and the arms named.
    ///
    /// # Errors
    ///
    /// [`Unknown`] for a name that no arm has; nothing is then left out.
    pub fn keep<S: AsRef<str>>(&mut self, wanted: &[S]) -> Result<(), Unknown> {
        keep(&mut self.arms, |arm| &arm.read.name, wanted)
    }

    /// Changes the seed of all chance, with the rosters that are made from cohorts.
    pub fn reseed(&mut self, seed: u64) {
        self.seed = Some(seed);
    }

    /// The seed of all chance.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed.unwrap_or_else(|| self.of_run("run.seed", |run| run.seed))
    }

    /// Trials that the scenario asks for.
    #[must_use]
    pub fn trials(&self) -> u64 {
        self.of_run("run.trials", |run| run.trials)
    }

    /// First performance year.
    #[must_use]
    pub fn start(&self) -> CalendarYear {
        let year = self.of_run("run.start_year", |run| run.start_year);
        CalendarYear(u16::try_from(year).unwrap_or(u16::MAX))
    }

    /// A whole number of all arms: as it was set, or as the text states it.
    fn of_run(&self, path: &str, stated: impl Fn(&Run) -> u64) -> u64 {
        let baseline = &self.arms[0];
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "admitted as a whole number"
        )]
        baseline
            .set
            .iter()
            .find(|(set, _)| set == path)
            .map_or_else(|| stated(&baseline.read.scenario.run), |(_, value)| *value as u64)
    }
}

/// Reads a text; what is wrong with its roster is told with what is wrong with itself.
fn read(name: &str, text: &str, shelf: &dyn Shelf) -> Result<Arms, Refused> {
    let source = Source { name: name.to_owned(), text: text.to_owned() };
    read_arms(source.clone()).map_err(|refused| with_faults_of_roster(refused, &source, shelf))
}

/// Keeps the baseline and the arms named.
fn keep<A, S: AsRef<str>>(
    arms: &mut Vec<A>,
    name: impl Fn(&A) -> &String,
    wanted: &[S],
) -> Result<(), Unknown> {
    if let Some(other) = wanted.iter().find(|wanted| arms.iter().all(|arm| name(arm) != wanted.as_ref())) {
        return Err(no_arm(other.as_ref(), arms.iter().map(|arm| name(arm).as_str())));
    }
    arms.retain(|arm| name(arm) == BASELINE || wanted.iter().any(|wanted| wanted.as_ref() == name(arm)));
    Ok(())
}
