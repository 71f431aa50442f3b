//! Results by the names of arms, years, people and measures. A name that the results do not hold is an
//! [`Unknown`] and never the answer to another question.

use super::best::BestCount;
use super::outcome::{ArmYear, Outcome};
use super::whole::WholeTrials;
use crate::engine::BLOCK;
use crate::engine::measure::{ContractMetric, HorizonMetric, Metric, PersonMetric, Scope, SystemMetric};
use crate::ledger::ACCOUNTS;
use crate::model::{Directory, Unknown};
use crate::stats::{Estimated, Moments, SpreadByBlock, Summary, Tail};
use crate::units::CalendarYear;

/// The results of one arm.
#[derive(Clone, Copy, Debug)]
pub struct ArmResults<'a> {
    outcome: &'a Outcome,
    arm: usize,
}

/// The results of one physician in one arm and year.
#[derive(Clone, Copy, Debug)]
pub struct PhysicianResults<'a> {
    results: ArmYear<'a>,
    id: &'a str,
    place: usize,
}

/// The results of one contract in one arm and year.
#[derive(Clone, Copy, Debug)]
pub struct ContractResults<'a> {
    results: ArmYear<'a>,
    /// Its first row.
    row: usize,
}

/// The results of some of an arm's physicians together in one year.
#[derive(Clone, Copy, Debug)]
pub struct GroupResults<'a> {
    results: ArmYear<'a>,
    /// Its first row.
    row: usize,
}

/// Which dollars amounts over the horizon are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dollars {
    /// Of the years in which they move.
    Nominal,
    /// Of the first year, discounted at `outlook.discount_rate`.
    Worth,
}

/// The row over whole trials of a line of the accounts.
fn row_of(line: usize, dollars: Dollars) -> usize {
    let (margin, lines) = match dollars {
        Dollars::Nominal => (HorizonMetric::SystemMargin, 0),
        Dollars::Worth => (HorizonMetric::SystemMarginWorth, ACCOUNTS.len()),
    };
    if line < ACCOUNTS.len() { HorizonMetric::ALL.len() + lines + line } else { margin as usize }
}

impl Outcome {
    /// Who and what the results are about.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The results of an arm: `baseline`, or a variant by its name.
    ///
    /// # Errors
    ///
    /// [`Unknown`], with the arms there are.
    pub fn arm(&self, name: &str) -> Result<ArmResults<'_>, Unknown> {
        Ok(ArmResults { outcome: self, arm: self.directory.arm(name)? })
    }

    /// The results of an arm in a performance year, by its calendar year.
    ///
    /// ```
    /// use cascade::engine::{RunOptions, Silent};
    /// use cascade::{Metric, Study};
    ///
    /// let mut study = Study::reference()?;
    /// study.set("run.years", 2.0)?;
    /// let outcome = study.run(RunOptions::trials(32), &Silent)?;
    /// let pay = outcome.at("baseline", 2027)?.physician("fm-001")?.get(Metric::Pay);
    /// assert!(pay.mean > 100_000.0 && pay.mc_se > 0.0);
    /// let said = outcome.at("baseline", 2028).unwrap_err().to_string();
    /// assert_eq!(said, "there is no performance year 2028; name one from 2026 to 2027");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Unknown`], for an arm or a year that was not simulated.
    pub fn at(&self, arm: &str, year: u16) -> Result<ArmYear<'_>, Unknown> {
        self.arm(arm)?.year(year)
    }
}

impl Outcome {
    /// The chance that each arm is the best of all by a measure of the whole horizon, on the same luck and in the
    /// order of arms: the system's margin, its worth, or true savings. Where several arms are best none is, so that
    /// chances need not add up to 1. `None` for another measure, and where there is but one arm.
    #[must_use]
    pub fn best_of(&self, metric: HorizonMetric) -> Option<Vec<Summary>> {
        let counts = self.best.counts(metric).filter(|counts| counts.len() > 1)?;
        #[expect(clippy::cast_precision_loss, reason = "trials far below 2^53")]
        let chance = |count: &BestCount| {
            let n = self.trials.max(1) as f64;
            let mean = count.trials as f64 / n;
            let around = mean * (1.0 - mean) * n;
            let sd = (around / (n - 1.0).max(1.0)).sqrt();
            let whole = self.trials / BLOCK as u64 * BLOCK as u64;
            let of_all = count.in_whole as f64 * count.in_whole as f64 / whole.max(1) as f64;
            let blocks = SpreadByBlock::of(count.squares as f64 / BLOCK as f64 - of_all, self.trials, around);
            let kind = Estimated::Chance;
            Summary { kind, ..self.plain(Moments { mean, sd, parts: None, blocks }, self.trials) }
        };
        Some(counts.iter().map(chance).collect())
    }
}

impl<'a> ArmResults<'a> {
    /// The arm's name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.outcome.directory.arms().nth(self.arm).unwrap_or_default()
    }

    /// The results of a performance year, by its calendar year.
    ///
    /// # Errors
    ///
    /// [`Unknown`], with the first and the last year.
    pub fn year(&self, year: u16) -> Result<ArmYear<'a>, Unknown> {
        Ok(self.outcome.of(self.arm, self.outcome.directory.year(year)?))
    }

    /// The results of every performance year, first to last.
    #[must_use]
    pub fn years(&self) -> impl ExactSizeIterator<Item = ArmYear<'a>> + use<'a> {
        let (outcome, arm) = (self.outcome, self.arm);
        (0..outcome.directory.years().len()).map(move |year| outcome.of(arm, year))
    }

    /// A measure of the whole horizon, in the unit of its definition. Where it is not there in every trial, as the
    /// month of breaking even, that of the trials in which it is; not a number where there are none.
    #[must_use]
    pub fn horizon(&self, metric: HorizonMetric) -> Summary {
        self.total(metric as usize)
    }

    /// The same less the baseline's on the same luck; `None` for the baseline.
    #[must_use]
    pub fn horizon_difference(&self, metric: HorizonMetric) -> Option<Summary> {
        self.total_difference(metric as usize)
    }

    /// Share of trials in which a measure of the whole horizon lies above the baseline's on the same luck, exactly
    /// counted; the same as the baseline's is not above it. `None` for the baseline.
    #[must_use]
    pub fn better(&self, metric: HorizonMetric) -> Option<f64> {
        self.chance_above_baseline(metric).map(|chance| chance.mean)
    }

    /// The same with its error and interval.
    #[must_use]
    pub fn chance_above_baseline(&self, metric: HorizonMetric) -> Option<Summary> {
        let differences = self.whole().differences.as_ref()?;
        Some(self.outcome.chance(&differences.above, metric as usize))
    }

    /// Share of trials in which a measure of the whole horizon lies below the baseline's on the same luck, likewise.
    #[must_use]
    pub fn chance_below_baseline(&self, metric: HorizonMetric) -> Option<Summary> {
        let differences = self.whole().differences.as_ref()?;
        Some(self.outcome.chance(&differences.below, metric as usize))
    }

    /// Share of trials in which a measure of the whole horizon lies below zero.
    #[must_use]
    pub fn chance_below_zero(&self, metric: HorizonMetric) -> Summary {
        self.outcome.chance(&self.whole().rows.below, metric as usize)
    }

    /// A measure of the whole horizon in the worst 5 % of trials; `None` where no trial has it.
    #[must_use]
    pub fn tail(&self, metric: HorizonMetric) -> Option<Tail> {
        self.outcome.tail(&self.whole().rows, metric as usize)
    }

    /// Its difference from the baseline's on the same luck in the worst 5 % of differences; `None` for the baseline.
    #[must_use]
    pub fn tail_of_difference(&self, metric: HorizonMetric) -> Option<Tail> {
        self.outcome.tail(self.whole().differences.as_ref()?, metric as usize)
    }

    /// What a line of [`ACCOUNTS`], by its place, adds to the system's margin over the horizon; the margin itself for
    /// the place after the last.
    #[must_use]
    pub fn account_total(&self, line: usize, dollars: Dollars) -> Summary {
        self.total(row_of(line, dollars))
    }

    /// The same less the baseline's on the same luck; `None` for the baseline.
    #[must_use]
    pub fn account_total_difference(&self, line: usize, dollars: Dollars) -> Option<Summary> {
        self.total_difference(row_of(line, dollars))
    }

    /// Programme cash cumulated to the end of each month, the first January first, through all that is booked after
    /// the horizon.
    #[must_use]
    pub fn cash_by_month(&self) -> Vec<Summary> {
        self.outcome.cash(self.arm)
    }

    /// A measure of the physician at a place of [`crate::model::Model::physicians`] over the horizon; `None` where
    /// there is none or this arm has none, and of changes for the baseline and for positions that it does not have.
    #[must_use]
    pub fn person(&self, place: usize, metric: PersonMetric) -> Option<Summary> {
        let directory = &self.outcome.directory;
        directory.has(self.arm, place)?;
        if metric != PersonMetric::Pay {
            directory.has(0, place).filter(|_| self.arm > 0)?;
        }
        Some(self.outcome.position(self.arm, place, metric))
    }

    fn whole(&self) -> &'a WholeTrials {
        &self.outcome.horizon[self.arm]
    }

    fn total(&self, row: usize) -> Summary {
        self.outcome.counted(&self.whole().rows, row, false)
    }

    fn total_difference(&self, row: usize) -> Option<Summary> {
        Some(self.outcome.counted(self.whole().differences.as_ref()?, row, true))
    }
}

impl<'a> ArmYear<'a> {
    /// The performance year.
    #[must_use]
    pub fn calendar(&self) -> CalendarYear {
        self.outcome.directory.start().plus(self.year)
    }

    /// One physician's results, by identifier.
    ///
    /// # Errors
    ///
    /// [`Unknown`] for who is not in this arm's roster, with the nearest identifier that is.
    pub fn physician(&self, id: &str) -> Result<PhysicianResults<'a>, Unknown> {
        let place = self.outcome.directory.physician(self.arm, id)?;
        self.person(place).ok_or_else(|| Unknown::new(format!("physician {id:?}"), "this arm has none"))
    }

    /// The results of the physician at a place of [`crate::model::Model::physicians`]; `None` where there is
    /// none, or this arm has none.
    #[must_use]
    pub fn person(&self, place: usize) -> Option<PhysicianResults<'a>> {
        let id = self.outcome.directory.has(self.arm, place)?;
        Some(PhysicianResults { results: *self, id, place })
    }

    /// The results of each physician of this arm, in the roster's order.
    pub fn physicians(&self) -> impl Iterator<Item = PhysicianResults<'a>> + use<'a> {
        let results = *self;
        let places = results.outcome.directory.places(results.arm);
        places.map(move |(place, id)| PhysicianResults { results, id, place })
    }

    /// One contract's results, by its name in the scenario.
    ///
    /// # Errors
    ///
    /// [`Unknown`] for a contract that this arm does not have.
    pub fn contract(&self, name: &str) -> Result<ContractResults<'a>, Unknown> {
        self.outcome.directory.contract(self.arm, name)?;
        let rows = &self.outcome.layout.rows;
        let row = rows.iter().position(|row| row.scope == Scope::Contract && row.entity == name);
        let row = row.ok_or_else(|| Unknown::new(format!("contract {name:?}"), "no arm has it"))?;
        Ok(ContractResults { results: *self, row })
    }

    /// All physicians together.
    #[must_use]
    pub fn everyone(&self) -> GroupResults<'a> {
        GroupResults { results: *self, row: 0 }
    }

    /// The physicians of a specialty together, by its name in the roster.
    ///
    /// # Errors
    ///
    /// [`Unknown`] for a specialty that nobody has.
    pub fn specialty(&self, name: &str) -> Result<GroupResults<'a>, Unknown> {
        self.group(Scope::Specialty, name)
    }

    /// The physicians together who were on a plan at the start.
    ///
    /// # Errors
    ///
    /// [`Unknown`] for a plan that nobody was on.
    pub fn plan(&self, name: &str) -> Result<GroupResults<'a>, Unknown> {
        self.group(Scope::Plan, name)
    }

    fn group(&self, scope: Scope, name: &str) -> Result<GroupResults<'a>, Unknown> {
        let rows = &self.outcome.layout.rows;
        if let Some(row) = rows.iter().position(|row| row.scope == scope && row.entity == name) {
            return Ok(GroupResults { results: *self, row });
        }
        let mut known: Vec<&'a str> =
            rows.iter().filter(|row| row.scope == scope).map(|row| row.entity.as_str()).collect();
        known.dedup();
        Err(Unknown::among(format!("{} {name:?}", scope.word()), name, "run", known.into_iter()))
    }

    /// A measure of the whole system, in the unit of its definition.
    #[must_use]
    pub fn system(&self, metric: SystemMetric) -> Summary {
        self.summary_of(self.outcome.layout.system + metric as usize)
    }

    /// A line of the system's accounts, by its place in [`crate::ledger::ACCOUNTS`]: what it adds to the margin, in
    /// dollars, negative for what it takes. The place after the last line is the margin itself.
    ///
    /// # Panics
    ///
    /// For a place beyond the margin's.
    #[must_use]
    pub fn account(&self, line: usize) -> Summary {
        assert!(line <= ACCOUNTS.len(), "the accounts have {} lines", ACCOUNTS.len());
        self.summary_of(self.outcome.layout.accounts + line)
    }

    /// The same less the baseline's on the same luck; `None` for the baseline itself.
    ///
    /// # Panics
    ///
    /// For a place beyond the margin's.
    #[must_use]
    pub fn account_difference(&self, line: usize) -> Option<Summary> {
        assert!(line <= ACCOUNTS.len(), "the accounts have {} lines", ACCOUNTS.len());
        self.difference_of(self.outcome.layout.accounts + line)
    }
}

impl<'a> PhysicianResults<'a> {
    /// Identifier.
    #[must_use]
    pub fn id(&self) -> &'a str {
        self.id
    }

    /// A measure over all trials, in the unit of its definition: mean, standard deviation, Monte Carlo
    /// error, and quantiles where the measure keeps them. Of a measure that is kept of groups alone
    /// ([`Metric::is_kept`]), not a number.
    #[must_use]
    pub fn get(&self, metric: Metric) -> Summary {
        self.results.at_place(self.place, metric)
    }

    /// Share of trials in which a measure lay above a value; `None` for a measure that is kept without
    /// quantiles.
    #[must_use]
    pub fn chance_above(&self, metric: Metric, value: f64) -> Option<f64> {
        self.results.chance_above(self.place, metric, value)
    }
}

impl ContractResults<'_> {
    /// A measure over all trials, in the unit of its definition.
    #[must_use]
    pub fn get(&self, metric: ContractMetric) -> Summary {
        self.results.summary_of(self.row + metric as usize)
    }
}

impl GroupResults<'_> {
    /// A measure of these physicians together, as its [`crate::engine::Rollup`] says; `None` for a measure of
    /// single physicians only.
    #[must_use]
    pub fn get(&self, metric: Metric) -> Option<Summary> {
        self.place(metric).map(|row| self.results.summary_of(row))
    }

    /// The measure less the baseline's on the same luck; `None` for the baseline, too.
    #[must_use]
    pub fn difference(&self, metric: Metric) -> Option<Summary> {
        self.place(metric).and_then(|row| self.results.difference_of(row))
    }

    /// The row of a measure.
    fn place(&self, metric: Metric) -> Option<usize> {
        let grouped = &self.results.outcome.layout.grouped;
        grouped.iter().position(|(own, _)| *own == metric).map(|offset| self.row + offset)
    }
}
