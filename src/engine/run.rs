//! Running a model: blocks of trials on any number of threads.

use super::BLOCK;
use super::incentive::{AnchorTile, YearTile};
use super::luck::{Chance, ContractLuck, LuckTile, MarketLuck};
use super::metric::{ContractMetric, HorizonMetric, Metric, Rollup, SystemMetric};
use super::outcome::Outcome;
use super::tally::{BlockSums, Layout, Pivots, Segment};
use super::trial::{ArmFrame, ArmState, TrialTerms};
use super::year::{Meeting, YearBooks, anchor, programme_margin, simulate};
use crate::ledger::{Imbalance, SystemFlow};
use crate::model::{Model, Segment as GroupSegment};
use crate::stats::{MomentTable, QuantileTable};
use crate::tile::{TILE, fold, tiles};
use crate::units::Cents;
use pulp::{Arch, Simd, WithSimd};
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Told how far a run is.
pub trait Progress: Sync {
    /// So many more trials are done.
    fn done(&self, trials: u64);
}

/// Says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn done(&self, _: u64) {}
}

/// How a run goes about it; nothing here changes a result.
#[derive(Clone, Copy, Debug)]
pub struct RunOptions<'a> {
    /// Trials.
    pub trials: u64,
    /// Threads; all processors when `None`.
    pub threads: Option<usize>,
    /// Set to stop after the blocks under way.
    pub stop: Option<&'a AtomicBool>,
}

/// Why a run has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It was asked to stop.
    Stopped,
    /// A ledger did not balance: a fault of the program.
    Unbalanced {
        /// Arm.
        arm: String,
        /// Trial, counted from 1.
        trial: u64,
        /// Year, counted from 1.
        year: usize,
        /// What did not balance.
        what: Imbalance,
    },
    /// Threads could not be started.
    Threads(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Stopped => f.write_str("stopped before the end"),
            Fault::Unbalanced { arm, trial, year, what } => write!(
                f,
                "the ledger of arm `{arm}`, trial {trial}, year {year} does not balance ({what}); this is a fault of cascade, please report it with the scenario"
            ),
            Fault::Threads(why) => write!(f, "cannot start threads: {why}"),
        }
    }
}

impl std::error::Error for Fault {}

/// Everything that threads share.
pub(super) struct Shared<'m> {
    model: &'m Model,
    layout: Layout,
    pub(super) frames: Vec<ArmFrame<'m>>,
    chance: Chance,
    /// By arm, then year.
    pivots: Vec<Pivots>,
    horizon_pivots: Vec<Vec<f64>>,
    segments: Vec<Mutex<Segment>>,
    horizon: Vec<Mutex<(MomentTable, QuantileTable)>>,
}

/// Runs every arm of a model.
///
/// # Errors
///
/// [`Fault`]: stopped, out of threads, or (a fault of the program) an unbalanced ledger.
pub fn run(model: &Model, options: RunOptions<'_>, progress: &dyn Progress) -> Result<Outcome, Fault> {
    let mut shared = Shared::new(model);
    take_pivots(&mut shared, options.trials)?;
    let threads =
        options.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.max(1))
        .build()
        .map_err(|error| Fault::Threads(error.to_string()))?;
    let blocks = options.trials.div_ceil(BLOCK as u64);
    let next = AtomicU64::new(0);
    let faults: Vec<Option<Fault>> = pool.broadcast(|_| {
        let mut worker = Worker::new(&shared);
        loop {
            if options.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
                return Some(Fault::Stopped);
            }
            let block = next.fetch_add(1, Ordering::Relaxed);
            if block >= blocks {
                return None;
            }
            let first = block * BLOCK as u64;
            let trials = usize::try_from((options.trials - first).min(BLOCK as u64)).unwrap_or(BLOCK);
            if let Err(fault) = worker.block(&shared, first, trials) {
                next.store(blocks, Ordering::Relaxed);
                return Some(fault);
            }
            progress.done(trials as u64);
        }
    });
    if let Some(fault) = faults.into_iter().flatten().next() {
        return Err(fault);
    }
    let segments = shared
        .segments
        .into_iter()
        .map(|s| s.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
        .collect();
    let horizon = shared
        .horizon
        .into_iter()
        .map(|s| s.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
        .collect();
    Ok(Outcome::new(model, shared.layout, segments, horizon, options.trials))
}

impl<'m> Shared<'m> {
    /// Everything a run needs, with pivots of zero.
    pub(super) fn new(model: &'m Model) -> Shared<'m> {
        let layout = Layout::new(model);
        let zeros = Pivots {
            physicians: vec![0.0; tiles(model.len()) * Metric::COUNT * TILE],
            rows: vec![0.0; layout.rows.len()],
        };
        Shared {
            model,
            frames: model.arms.iter().map(|arm| ArmFrame::new(model, arm)).collect(),
            chance: Chance::new(model),
            pivots: vec![zeros; model.arms.len() * model.years],
            horizon_pivots: vec![vec![0.0; layout.horizon.len()]; model.arms.len()],
            segments: Vec::new(),
            horizon: Vec::new(),
            layout,
        }
    }
}

/// Runs the first trial alone and takes its values as pivots of all moments.
fn take_pivots(shared: &mut Shared<'_>, trials: u64) -> Result<(), Fault> {
    let model = shared.model;
    let mut found = shared.pivots.clone();
    let mut worker = Worker::new(shared);
    let mut horizon = shared.horizon_pivots.clone();
    worker.advance(shared, 0, 1, |place, worker| {
        let pivots: &mut Pivots = &mut found[place];
        for (k, tile) in worker.books.tiles.iter().enumerate() {
            for (m, values) in tile.measured.iter().enumerate() {
                let at = (k * Metric::COUNT + m) * TILE;
                pivots.physicians[at..at + TILE].copy_from_slice(values);
            }
        }
        pivots.rows = worker.sums.first_rows();
    })?;
    for (arm, pivots) in horizon.iter_mut().enumerate() {
        *pivots = worker.horizon(arm, 0);
    }
    shared.pivots = found;
    shared.horizon_pivots = horizon;
    shared.segments = shared
        .pivots
        .iter()
        .enumerate()
        .map(|(place, pivots)| {
            let baseline = (place >= model.years).then(|| &shared.pivots[place % model.years]);
            Mutex::new(Segment::new(&shared.layout, model.len(), pivots, baseline, trials))
        })
        .collect();
    shared.horizon = shared
        .horizon_pivots
        .iter()
        .map(|pivots| {
            Mutex::new((MomentTable::new(pivots.clone()), QuantileTable::new(pivots.len(), trials)))
        })
        .collect();
    Ok(())
}

/// One thread's buffers.
pub(super) struct Worker {
    arch: Arch,
    /// By arm, then trial of the block.
    pub(super) terms: Vec<Vec<TrialTerms>>,
    pub(super) states: Vec<Vec<ArmState>>,
    /// By trial.
    physicians: Vec<Vec<LuckTile>>,
    contracts: Vec<Vec<ContractLuck>>,
    markets: Vec<Vec<MarketLuck>>,
    anchors: Vec<Vec<AnchorTile>>,
    baseline: Vec<Vec<[Cents; TILE]>>,
    pub(super) books: YearBooks,
    sums: BlockSums,
    baseline_rows: Vec<[f64; BLOCK]>,
    groups: Vec<GroupSums>,
    values: Vec<f64>,
    /// The arm that `values` belong to.
    values_of: usize,
}

impl Worker {
    pub(super) fn new(shared: &Shared<'_>) -> Worker {
        let model = shared.model;
        let n = tiles(model.len());
        Worker {
            arch: Arch::new(),
            terms: shared.frames.iter().map(|f| vec![TrialTerms::new(f.arm); BLOCK]).collect(),
            states: shared.frames.iter().map(|f| vec![ArmState::new(f, model.years); BLOCK]).collect(),
            physicians: vec![Vec::new(); BLOCK],
            contracts: vec![Vec::new(); BLOCK],
            markets: vec![Vec::new(); BLOCK],
            anchors: vec![vec![AnchorTile::EMPTY; n]; BLOCK],
            baseline: vec![vec![[Cents::ZERO; TILE]; n]; BLOCK],
            books: YearBooks::new(n, model.contract_names.len()),
            sums: BlockSums::new(model, &shared.layout),
            baseline_rows: Vec::new(),
            groups: vec![[[0.0; 8]; Metric::COUNT]; model.groups.len()],
            values: Vec::new(),
            values_of: 0,
        }
    }

    /// Pay in the baseline arm of the first trial of the block.
    pub(super) fn baseline_pay(&self, tile: usize, lane: usize) -> Cents {
        self.baseline[0][tile][lane]
    }

    /// Runs a block and adds it to the tally.
    fn block(&mut self, shared: &Shared<'_>, first: u64, trials: usize) -> Result<(), Fault> {
        self.advance(shared, first, trials, |place, worker| {
            let mut segment =
                shared.segments[place].lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            segment.add(&shared.layout, shared.model.len(), &worker.sums, &worker.baseline_rows);
        })?;
        for arm in 0..shared.frames.len() {
            let mut totals = shared.horizon[arm].lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            for trial in 0..trials {
                for (row, value) in self.horizon(arm, trial).into_iter().enumerate() {
                    let off = value - totals.0.pivots()[row];
                    let described = &shared.layout.horizon[row];
                    totals.0.add(row, described.scale, off, off * off);
                    totals.1.add(row, &[super::tally::quantise(value, described.quanta)]);
                }
            }
        }
        Ok(())
    }

    /// Takes a block through all its years, handing each arm's year to `collect`.
    pub(super) fn advance(
        &mut self,
        shared: &Shared<'_>,
        first: u64,
        trials: usize,
        mut collect: impl FnMut(usize, &mut Worker),
    ) -> Result<(), Fault> {
        let model = shared.model;
        self.begin(shared, first, trials);
        for year in 0..model.years {
            for trial in 0..trials {
                shared.chance.practice(
                    self.arch,
                    first + trial as u64,
                    year as u64,
                    &mut self.physicians[trial],
                );
            }
            for arm in 0..shared.frames.len() {
                let place = arm * model.years + year;
                self.sums.clear();
                for trial in 0..trials {
                    self.year(shared, arm, year, trial).map_err(|what| Fault::Unbalanced {
                        arm: model.arms[arm].name.clone(),
                        trial: first + trial as u64 + 1,
                        year: year + 1,
                        what,
                    })?;
                    self.add_up(shared, arm, trial, place);
                }
                if arm == 0 {
                    self.baseline_rows.clear();
                    self.baseline_rows.extend_from_slice(self.sums.rows());
                }
                collect(place, self);
            }
        }
        Ok(())
    }

    /// Draws what a trial draws once, and puts every arm at its start.
    fn begin(&mut self, shared: &Shared<'_>, first: u64, trials: usize) {
        let model = shared.model;
        for trial in 0..trials {
            let number = first + trial as u64;
            self.contracts[trial] = shared.chance.contracts(number, model.years);
            self.markets[trial] = shared.chance.markets(number, model.years);
            for (arm, frame) in shared.frames.iter().enumerate() {
                // Most variants leave what is uncertain as it was: the values are the same.
                if arm == 0 || !frame.draws_as_baseline {
                    shared.chance.parameters(frame.arm, number, &mut self.values);
                } else if self.values_of != 0 {
                    shared.chance.parameters(shared.frames[0].arm, number, &mut self.values);
                }
                self.values_of = if arm == 0 || frame.draws_as_baseline { 0 } else { arm };
                let terms = &mut self.terms[arm][trial];
                terms.draw(frame.arm, &self.values);
                self.states[arm][trial].restart(frame, terms, &self.contracts[trial], &self.markets[trial]);
            }
            // Behaviour is anchored to what the baseline's agreements pay at the start.
            let meeting = Meeting {
                arch: self.arch,
                frame: &shared.frames[0],
                terms: &self.terms[0][trial],
                physicians: &[],
                contracts: &self.contracts[trial],
                anchors: &[],
                year: 0,
            };
            anchor(&meeting, &mut self.states[0][trial], &mut self.books, &mut self.anchors[trial]);
        }
    }

    fn year(&mut self, shared: &Shared<'_>, arm: usize, year: usize, trial: usize) -> Result<(), Imbalance> {
        let meeting = Meeting {
            arch: self.arch,
            frame: &shared.frames[arm],
            terms: &self.terms[arm][trial],
            physicians: &self.physicians[trial],
            contracts: &self.contracts[trial],
            anchors: &self.anchors[trial],
            year,
        };
        if arm == 0 {
            // The baseline is compared with itself: pay first, then the difference, which is zero.
            simulate(&meeting, &self.baseline[trial], &mut self.states[arm][trial], &mut self.books)?;
            for (k, statement) in self.books.statements.iter().enumerate() {
                self.baseline[trial][k] = statement.totals();
                self.books.tiles[k].measured[Metric::PayChange.place()] = [0.0; TILE];
            }
            Ok(())
        } else {
            simulate(&meeting, &self.baseline[trial], &mut self.states[arm][trial], &mut self.books)
        }
    }

    /// Adds one trial of an arm and year to the block.
    fn add_up(&mut self, shared: &Shared<'_>, arm: usize, trial: usize, place: usize) {
        let (layout, model) = (&shared.layout, shared.model);
        let pivots = &shared.pivots[place].physicians;
        let (sums, books, groups) = (&mut self.sums, &self.books, &mut self.groups);
        groups.fill([[0.0; 8]; Metric::COUNT]);
        let mut losers = 0.0;
        for (k, done) in books.tiles.iter().enumerate() {
            let segments = &model.segments[k];
            losers += self.arch.dispatch(AddUp { sums, layout, pivots, tile: k, done, segments, groups });
        }
        let converted = converted(&self.states[arm][trial], &shared.frames[arm]);
        let groups: Vec<[f64; Metric::COUNT]> =
            groups.iter().map(|group| std::array::from_fn(|m| fold(&group[m]))).collect();
        write_rows(shared, arm, &self.states[arm][trial], books, &groups, losers, converted, sums);
        sums.next_trial();
    }

    /// The measures of a whole trial of one arm.
    fn horizon(&self, arm: usize, trial: usize) -> Vec<f64> {
        let state = &self.states[arm][trial];
        let totals = &state.totals;
        let mut running = Cents::ZERO;
        let (mut trough, mut trough_month, mut even_month) = (Cents::ZERO, 0_usize, 0_usize);
        for (month, amount) in state.cash.iter().enumerate() {
            running += *amount;
            if running < trough {
                (trough, trough_month) = (running, month + 1);
            }
            if running < Cents::ZERO {
                even_month = month + 2;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "months")]
        let months = |month: usize| month.min(state.cash.len()) as f64;
        HorizonMetric::ALL
            .iter()
            .map(|metric| match metric {
                HorizonMetric::ProgrammeMargin => totals.programme_margin.dollars(),
                HorizonMetric::CashTrough => trough.dollars(),
                HorizonMetric::TroughMonth => months(trough_month),
                HorizonMetric::BreakEvenMonth => months(even_month),
                HorizonMetric::PassThrough => ratio(totals.passed, totals.earned),
                HorizonMetric::GrossSavings => totals.gross.dollars(),
                HorizonMetric::TrueSavings => totals.true_savings,
                HorizonMetric::TotalPay => totals.pay.dollars(),
                HorizonMetric::YearsEarned => {
                    f64::from(totals.years_earned) / f64::from(totals.contract_years.max(1))
                }
            })
            .collect()
    }
}

fn ratio(part: Cents, whole: Cents) -> f64 {
    if whole.0 > 0 { part.count() / whole.count() } else { 0.0 }
}

/// Adds a tile to a block; its output is how many lose.
struct AddUp<'a> {
    sums: &'a mut BlockSums,
    layout: &'a Layout,
    pivots: &'a [f64],
    tile: usize,
    done: &'a YearTile,
    segments: &'a [GroupSegment],
    groups: &'a mut [GroupSums],
}

impl WithSimd for AddUp<'_> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f64 {
        self.sums.add_tile(self.layout, self.pivots, self.tile, self.done);
        for segment in self.segments {
            add_group(
                simd,
                &self.layout.summed,
                &mut self.groups[segment.group],
                &segment.members,
                self.done,
            );
        }
        count_losers(self.done)
    }
}

/// Sums of a group's measures, eight running sums each.
type GroupSums = [[f64; 8]; Metric::COUNT];

/// Adds a tile's members to their group.
///
/// Written with explicit vectors: left to itself, the compiler vectorises across measures, which
/// stand far apart in memory. The order of additions is that of [`crate::tile::eights`], whatever
/// the width of a vector.
#[inline(always)]
fn add_group<S: Simd>(
    simd: S,
    summed: &[Metric],
    group: &mut GroupSums,
    members: &[f64; TILE],
    done: &YearTile,
) {
    let (members, _) = S::as_simd_f64s(members);
    let step = members.len() / 4;
    for metric in summed {
        let (values, _) = S::as_simd_f64s(&done.measured[metric.place()]);
        let (sums, _) = S::as_mut_simd_f64s(&mut group[metric.place()]);
        for (j, slot) in sums.iter_mut().enumerate() {
            let part = |i: usize| simd.mul_f64s(members[i], values[i]);
            let first = simd.add_f64s(part(j), part(step + j));
            let second = simd.add_f64s(part(2 * step + j), part(3 * step + j));
            *slot = simd.add_f64s(*slot, simd.add_f64s(first, second));
        }
    }
}

/// Physicians whose pay is at least 5 % below the baseline's.
#[inline(always)]
fn count_losers(done: &YearTile) -> f64 {
    let (pay, change) = (&done.measured[Metric::Pay.place()], &done.measured[Metric::PayChange.place()]);
    let mut losers = [0.0; TILE];
    for lane in 0..TILE {
        let before = pay[lane] - change[lane];
        losers[lane] = if change[lane] < 0.0 && change[lane] <= -0.05 * before { 1.0 } else { 0.0 };
    }
    crate::tile::sum(&losers)
}

fn converted(state: &ArmState, frame: &ArmFrame<'_>) -> f64 {
    if frame.arm.scenario.redesign.is_empty() {
        return 0.0;
    }
    let changed: usize = state
        .tiles
        .iter()
        .zip(&frame.start)
        .map(|(now, start)| now.plan.iter().zip(&start.plan).filter(|(a, b)| a != b).count())
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "a count of physicians")]
    {
        changed as f64 / frame.arm.practice.physicians.max(1) as f64
    }
}

/// Writes the rows of one trial: system, specialties, plans, contracts, flows.
#[expect(clippy::too_many_arguments, reason = "the results of one arm-year")]
fn write_rows(
    shared: &Shared<'_>,
    arm: usize,
    state: &ArmState,
    books: &YearBooks,
    groups: &[[f64; Metric::COUNT]],
    losers: f64,
    converted: f64,
    sums: &mut BlockSums,
) {
    let (layout, model) = (&shared.layout, shared.model);
    let everyone: Vec<usize> = (0..groups.len()).collect();
    write_group(layout, model, groups, &everyone, 0, sums);
    for (place, _) in model.specialties.iter().enumerate() {
        let members: Vec<usize> = (0..groups.len()).filter(|g| model.groups[*g].specialty == place).collect();
        write_group(layout, model, groups, &members, layout.specialties + place * layout.grouped.len(), sums);
    }
    for (place, _) in model.plans.iter().enumerate() {
        let members: Vec<usize> = (0..groups.len()).filter(|g| model.groups[*g].plan == place).collect();
        write_group(layout, model, groups, &members, layout.plans + place * layout.grouped.len(), sums);
    }
    write_system(
        layout,
        shared.frames[arm].arm.practice.physicians,
        state,
        books,
        groups,
        losers,
        converted,
        sums,
    );
    write_contracts(layout, &shared.frames[arm], books, sums);
    for (place, amount) in books.ledger.flows().iter().enumerate() {
        sums.row(layout.flows + place, amount.dollars());
    }
}

fn write_group(
    layout: &Layout,
    model: &Model,
    groups: &[[f64; Metric::COUNT]],
    members: &[usize],
    at: usize,
    sums: &mut BlockSums,
) {
    let mut totals = [0.0; Metric::COUNT];
    let mut positions = 0;
    for g in members {
        positions += model.groups[*g].physicians;
        for (total, value) in totals.iter_mut().zip(&groups[*g]) {
            *total += value;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of physicians")]
    let per_position = 1.0 / positions.max(1) as f64;
    for (offset, metric) in layout.grouped.iter().enumerate() {
        let value = match metric.definition().rollup {
            Rollup::Mean => totals[metric.place()] * per_position,
            Rollup::Sum => totals[metric.place()],
            Rollup::Ratio(part, whole) => {
                let whole = totals[whole.place()];
                if whole > 0.0 { totals[part.place()] / whole } else { 0.0 }
            }
            Rollup::No => continue,
        };
        sums.row(at + offset, value);
    }
}

#[expect(clippy::too_many_arguments, reason = "the results of one arm-year")]
fn write_system(
    layout: &Layout,
    physicians: usize,
    state: &ArmState,
    books: &YearBooks,
    groups: &[[f64; Metric::COUNT]],
    losers: f64,
    converted: f64,
    sums: &mut BlockSums,
) {
    let settled = &books.settled;
    let ledger = &books.ledger;
    let over = |metric: Metric| groups.iter().map(|g| g[metric.place()]).sum::<f64>();
    let gross = settled.gross();
    let passed = ledger.system(SystemFlow::PoolsPaid);
    let programme = programme_margin(books);
    let margin = ledger.system(SystemFlow::Margin);
    let flag = |yes: bool| if yes { 1.0 } else { 0.0 };
    let true_savings = settled.true_savings();
    #[expect(clippy::cast_precision_loss, reason = "a count of physicians")]
    let share = |n: f64| n / physicians.max(1) as f64;
    for (offset, metric) in SystemMetric::ALL.iter().enumerate() {
        let value = match metric {
            SystemMetric::ValueRevenue => {
                (settled.value.earned - settled.value.owed + settled.fees).dollars()
            }
            SystemMetric::ValuePaid => over(Metric::ValuePay),
            SystemMetric::TotalPay => over(Metric::Pay),
            SystemMetric::AveragePassThrough => ratio(passed, settled.value.earned),
            SystemMetric::GrossSavings => gross.dollars(),
            SystemMetric::TrueSavings => true_savings,
            SystemMetric::SavedDollar => ratio(passed, gross),
            SystemMetric::Forfeited => {
                settled.contracts.iter().map(|c| c.settlement.forfeited.total().dollars()).sum()
            }
            SystemMetric::ProgrammeMargin => programme.dollars(),
            SystemMetric::SystemMargin => margin.dollars(),
            SystemMetric::MarginWithout => (margin - programme).dollars(),
            SystemMetric::ProgrammeCash => state.cash_of(books.year).dollars(),
            SystemMetric::Reserve => state.reserve.dollars(),
            SystemMetric::Earns => flag(settled.value.earned > Cents::ZERO),
            SystemMetric::Owes => flag(settled.value.owed > Cents::ZERO),
            SystemMetric::SavedUnpaid => flag(true_savings > 0.0 && settled.value.earned == Cents::ZERO),
            SystemMetric::Losers => share(losers),
            SystemMetric::Departures => f64::from(books.departures),
            SystemMetric::Converted => converted,
        };
        sums.row(layout.system + offset, value);
    }
}

fn write_contracts(layout: &Layout, frame: &ArmFrame<'_>, books: &YearBooks, sums: &mut BlockSums) {
    let each = ContractMetric::ALL.len();
    let names = (layout.flows - layout.contracts) / each;
    for row in 0..names * each {
        sums.row(layout.contracts + row, 0.0);
    }
    for (c, settled) in books.settled.contracts.iter().enumerate() {
        let settlement = &settled.settlement;
        let flag = |yes: bool| if yes { 1.0 } else { 0.0 };
        let earned = settlement.earned > Cents::ZERO;
        for (offset, metric) in ContractMetric::ALL.iter().enumerate() {
            let value = match metric {
                ContractMetric::Lives => settled.lives,
                ContractMetric::Benchmark => settlement.benchmark.dollars(),
                ContractMetric::Spending => settled.spending * settled.lives,
                ContractMetric::SavingsRate => ratio_signed(settlement.gross(), settlement.benchmark),
                ContractMetric::TrueSavingsRate => settled.effect,
                ContractMetric::QualityScore => settled.quality,
                ContractMetric::Earned => settlement.earned.dollars(),
                ContractMetric::Owed => settlement.owed.dollars(),
                ContractMetric::Forfeited => settlement.forfeited.total().dollars(),
                ContractMetric::Earns => flag(earned),
                ContractMetric::Owes => flag(settlement.owed > Cents::ZERO),
                ContractMetric::SavedUnpaid => flag(settled.true_savings > 0.0 && !earned),
                ContractMetric::FalseReward => flag(settled.true_savings <= 0.0 && earned),
                ContractMetric::Slope => books.expectations.contracts[c].outlook.per_saved_dollar,
            };
            sums.row(layout.contracts + frame.contracts[c] * each + offset, value);
        }
    }
}

fn ratio_signed(part: Cents, whole: Cents) -> f64 {
    if whole.0 == 0 { 0.0 } else { part.count() / whole.count() }
}
