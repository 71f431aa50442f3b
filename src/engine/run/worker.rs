//! One thread's buffers, and how it takes a block of trials through the years.

use super::options::Fault;
use super::shared::{Met, Shared};
use crate::engine::BLOCK;
use crate::engine::arm::{Anchors, ArmFrame, ArmState, TrialTerms};
use crate::engine::luck::{DrawnAt, LuckKeys, TrialLuck, YearLuck};
use crate::engine::measure::Metric;
use crate::engine::tally::{
    AddBlock, AddEnds, AddMoments, BlockRows, BlockSums, EndOfTrial, GroupTotals, KeepTiles, RankedBy,
    TrialEnd, TrialYear, WriteGroups, ranked,
};
use crate::engine::year::{BaselineTile, DoneTile, Meeting, YearBooks, anchor, simulate};
use crate::ledger::Imbalance;
use crate::tile::{TILE, tiles};
use crate::units::Cents;
use pulp::Arch;

/// Trials whose moments are added up together: enough to fetch sums rarely, few enough to stay in
/// the second cache, and as many as [`AddMoments`] takes at once.
const TOGETHER: usize = 4;

/// How far a block is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reached {
    /// A year of an arm, both counted from 0.
    Year { arm: usize, year: usize },
    /// The end of the trials of an arm.
    End { arm: usize },
}

/// What all arms meet in a year of a block's trials.
#[derive(Default)]
struct YearMet {
    /// By trial.
    luck: Vec<YearLuck>,
    /// What the baseline had, by trial, then tile; empty where nobody looks at it, or it is left out.
    baseline: Vec<Vec<BaselineTile>>,
    /// The baseline's rows; none where nothing is counted.
    baseline_rows: BlockRows,
}

/// One thread's buffers.
pub(crate) struct Worker {
    pub(crate) arch: Arch,
    /// The first trial of the block.
    first: u64,
    /// By arm, then trial of the block.
    terms: Vec<Vec<TrialTerms>>,
    /// Of the arm that is simulated, by trial.
    pub(crate) states: Vec<ArmState>,
    /// By trial.
    luck: Vec<TrialLuck>,
    luck_keys: LuckKeys,
    /// By year; one for all years where only one arm meets them.
    years: Vec<YearMet>,
    /// What a baseline that is left out had: nothing.
    no_baseline: Vec<BaselineTile>,
    /// Years whose luck is drawn.
    drawn: usize,
    /// What behaviour is anchored to, by trial.
    anchors: Vec<Anchors>,
    /// The same of an arm that adds positions, with these anchored to what their own plan pays at the start.
    own_anchors: Vec<Anchors>,
    /// Anchors before anything is known.
    nothing_yet: Anchors,
    /// What positions were paid in the baseline over all years, by trial.
    baseline_paid: Vec<Vec<[Cents; TILE]>>,
    pub(crate) books: YearBooks,
    /// Trials whose moments are not added up yet, [`TOGETHER`] at most.
    waiting: Vec<Vec<DoneTile>>,
    /// How many.
    waits: usize,
    pub(crate) sums: BlockSums,
    /// The sums of each group.
    totals: Vec<GroupTotals>,
    /// By trial, what is measured of whole trials of an arm, and of the baseline.
    ends: [Vec<TrialEnd>; 2],
    /// By arm, then trial.
    ranked: Vec<Vec<RankedBy>>,
    /// By trial, the values of what is uncertain that the baseline has.
    values: Vec<Vec<f64>>,
    /// Those of an arm that has its own, in one trial.
    own_values: Vec<f64>,
    /// Arms that are not simulated, because nobody asks for them; none where it is empty.
    pub(super) left_out: Vec<bool>,
    /// By arm, then year, whether no row of it is asked for; none where it is empty.
    pub(super) without_rows: Vec<bool>,
    /// Whether anybody asks for what incentives are measured by.
    pub(super) looks: bool,
}

impl Worker {
    pub(crate) fn new(shared: &Shared<'_>) -> Worker {
        let model = shared.model;
        let n = tiles(model.len());
        let rows = if shared.counts { shared.layout.rows.len() } else { 0 };
        let met = || YearMet { baseline_rows: BlockRows::new(rows), ..YearMet::default() };
        let years = if shared.frames.len() > 1 { model.years } else { 1 };
        Worker {
            arch: Arch::new(),
            first: 0,
            terms: shared.frames.iter().map(|f| vec![TrialTerms::new(f.arm); BLOCK]).collect(),
            states: vec![ArmState::default(); BLOCK],
            luck: vec![TrialLuck::default(); BLOCK],
            luck_keys: LuckKeys::default(),
            years: std::iter::repeat_with(met).take(years).collect(),
            no_baseline: vec![BaselineTile::EMPTY; n],
            drawn: 0,
            anchors: vec![Anchors::nothing(n); BLOCK],
            own_anchors: if shared.frames.iter().all(|frame| frame.added.is_empty()) {
                Vec::new()
            } else {
                vec![Anchors::nothing(n); BLOCK]
            },
            nothing_yet: Anchors::nothing(0),
            baseline_paid: vec![Vec::new(); BLOCK],
            books: YearBooks::new(n, model.contract_names.len()),
            waiting: vec![vec![DoneTile::EMPTY; n]; if shared.counts { TOGETHER } else { 0 }],
            waits: 0,
            sums: if shared.counts {
                BlockSums::new(model, &shared.layout)
            } else {
                BlockSums::of_rows(&shared.layout)
            },
            totals: vec![[0.0; Metric::COUNT]; model.groups.len()],
            ends: Default::default(),
            ranked: vec![Vec::new(); shared.frames.len()],
            values: vec![Vec::new(); BLOCK],
            own_values: Vec::new(),
            left_out: Vec::new(),
            without_rows: Vec::new(),
            looks: true,
        }
    }

    /// The luck that an arm's physicians met in a year of the first trial of the block.
    pub(crate) fn luck_in<'a>(&'a self, shared: &'a Shared<'_>, arm: usize, year: usize) -> &'a YearLuck {
        shared.met_in_year(arm, &self.years[self.kept(year)].luck[0])
    }

    /// The parameters of an arm in the first trial of the block.
    pub(crate) fn terms_of(&self, arm: usize) -> &TrialTerms {
        &self.terms[arm][0]
    }

    /// Pay in a year of the baseline in the first trial of the block; nothing where it is not kept.
    pub(crate) fn baseline_pay(&self, year: usize, (tile, lane): (usize, usize)) -> Cents {
        let baseline = &self.years[self.kept(year)].baseline;
        baseline.first().map_or(Cents::ZERO, |tiles| tiles[tile].pay[lane])
    }

    /// Fills the rows that the baseline's are exchanged for with what is no number, for a test.
    #[cfg(test)]
    pub(crate) fn poison_baseline(&mut self) {
        self.years.iter_mut().for_each(|met| met.baseline_rows.poison());
    }

    /// Where what arms meet in a year is kept.
    fn kept(&self, year: usize) -> usize {
        year.min(self.years.len() - 1)
    }

    /// Runs a block and adds it to the parts of the tally that lack it.
    pub(crate) fn block(&mut self, shared: &Shared<'_>, first: u64, trials: usize) -> Result<(), Fault> {
        self.advance(shared, first, trials, |reached, worker| match reached {
            Reached::Year { arm, year } => worker.add_year(shared, arm, year),
            Reached::End { arm } => worker.add_ends(shared, arm, trials),
        })?;
        let mut best = shared.best.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if best.blocks.insert(first / BLOCK as u64) {
            best.of.add(&self.ranked);
        }
        Ok(())
    }

    /// Adds what a year of an arm came to in the block.
    fn add_year(&mut self, shared: &Shared<'_>, arm: usize, year: usize) {
        let place = shared.place(arm, year);
        let mut segment = shared.segments[place].lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if !segment.blocks.insert(self.first / BLOCK as u64) {
            return;
        }
        self.arch.dispatch(AddBlock {
            segment: &mut segment.of,
            layout: &shared.layout,
            physicians: shared.model.len(),
            block: &self.sums,
            first: self.first,
            baseline: &self.years[self.kept(year)].baseline_rows,
        });
    }

    /// Adds what whole trials of an arm came to in the block.
    fn add_ends(&mut self, shared: &Shared<'_>, arm: usize, trials: usize) {
        let [mut own, mut baseline] = std::mem::take(&mut self.ends);
        let ends = if arm == 0 { &mut baseline } else { &mut own };
        ends.resize_with(trials, TrialEnd::default);
        for (trial, end) in ends.iter_mut().enumerate() {
            self.end_of(shared, arm, trial).measure(end);
        }
        self.ranked[arm].clear();
        self.ranked[arm].extend(self.states[..trials].iter().map(ranked));
        let mut all = shared.horizon[arm].lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if all.blocks.insert(self.first / BLOCK as u64) {
            let (to, layout, first) = (&mut all.of, &shared.layout, self.first);
            let ends = if arm == 0 { &baseline } else { &own };
            self.arch.dispatch(AddEnds { to, layout, first, ends, baseline: &baseline });
        }
        self.ends = [own, baseline];
    }

    /// The end of a trial of the block in the arm that was simulated last.
    pub(crate) fn end_of<'a>(&'a self, shared: &'a Shared<'_>, arm: usize, trial: usize) -> EndOfTrial<'a> {
        EndOfTrial {
            frame: &shared.on(self.first + trial as u64).frames[arm],
            state: &self.states[trial],
            baseline: &self.baseline_paid[trial],
            physicians: shared.model.len(),
        }
    }

    /// Takes a block through all years of one arm after another, handing on each year and the end of each arm.
    ///
    /// An arm's states stay in the caches over its years; what the baseline met and had is kept for all others.
    pub(crate) fn advance(
        &mut self,
        shared: &Shared<'_>,
        first: u64,
        trials: usize,
        mut collect: impl FnMut(Reached, &mut Worker),
    ) -> Result<(), Fault> {
        let years = shared.model.years;
        (self.first, self.drawn) = (first, 0);
        for (trial, luck) in self.luck.iter_mut().enumerate().take(trials) {
            let drawn = shared.trial_met(first + trial as u64);
            luck.contracts = shared.chance.contracts(drawn, years);
            luck.markets = shared.chance.markets(drawn, years);
        }
        let met = |trial: usize| shared.trial_met(first + trial as u64);
        let luck = &mut self.luck[..trials];
        TrialLuck::draw_attributed(luck, &shared.chance, years, met, &mut self.luck_keys);
        for arm in 0..shared.frames.len() {
            let leaves_out = self.left_out.get(arm) == Some(&true);
            // Behaviour is anchored at the start of the baseline, whoever asks for its years.
            if arm == 0 || !leaves_out {
                self.begin(shared, arm, trials);
            }
            for year in 0..if leaves_out { 0 } else { years } {
                self.draw(shared, year, trials);
                self.whole_year(shared, (arm, year), trials)?;
                collect(Reached::Year { arm, year }, self);
                if arm == 0 && shared.counts {
                    let kept = self.kept(year);
                    self.sums.exchange_rows(&mut self.years[kept].baseline_rows);
                }
            }
            if arm == 0 {
                self.note_paid(trials);
            }
            if !leaves_out {
                collect(Reached::End { arm }, self);
            }
        }
        Ok(())
    }

    /// Keeps what the baseline has paid its positions: nothing where its years are left out.
    fn note_paid(&mut self, trials: usize) {
        for (paid, state) in self.baseline_paid.iter_mut().zip(&self.states[..trials]) {
            paid.clone_from(&state.paid);
        }
    }

    /// Takes all trials of the block through a year of an arm.
    fn whole_year(
        &mut self,
        shared: &Shared<'_>,
        (arm, year): (usize, usize),
        trials: usize,
    ) -> Result<(), Fault> {
        let place = shared.place(arm, year);
        self.sums.clear();
        for trial in 0..trials {
            self.year(shared, arm, year, trial).map_err(|what| Fault::Unbalanced {
                arm: shared.model.arms[arm].name.clone(),
                trial: self.first + trial as u64 + 1,
                year: year + 1,
                what,
            })?;
            if self.without_rows.get(place) != Some(&true) {
                self.add_up(shared, (arm, year), trial);
            }
            self.set_aside(shared, place);
        }
        self.end_year(shared, place);
        Ok(())
    }

    /// Draws the luck of a year, for the first arm that comes to it.
    fn draw(&mut self, shared: &Shared<'_>, year: usize, trials: usize) {
        if year < self.drawn {
            return;
        }
        self.drawn = year + 1;
        let kept = self.kept(year);
        // Nobody looks at a baseline without variants, but who asks for one physician.
        let looks = shared.frames.len() > 1 || self.books.look_at.is_some();
        let notes = looks && self.left_out.first() != Some(&true);
        let met = &mut self.years[kept];
        met.luck.resize_with(trials, YearLuck::default);
        let nothing = || vec![BaselineTile::EMPTY; self.books.tiles.len()];
        met.baseline.resize_with(if notes { trials } else { 0 }, nothing);
        for (trial, luck) in met.luck.iter_mut().enumerate() {
            let trial = shared.trial_met(self.first + trial as u64);
            let at = DrawnAt { arch: self.arch, trial, year: year as u64 };
            luck.draw(&shared.chance, at, &mut self.luck_keys);
        }
    }

    /// Puts an arm at its start: parameters, states, what behaviour is anchored to.
    fn begin(&mut self, shared: &Shared<'_>, arm: usize, trials: usize) {
        for trial in 0..trials {
            let number = self.first + trial as u64;
            let frame = &shared.on(number).frames[arm];
            // Most variants leave what is uncertain as it was: the values are the same.
            let values = if arm == 0 {
                shared.parameters(frame, arm, number, &mut self.values[trial]);
                &self.values[trial]
            } else if shared.draws_as_baseline(frame, arm) {
                &self.values[trial]
            } else {
                shared.parameters(frame, arm, number, &mut self.own_values);
                &self.own_values
            };
            let terms = &mut self.terms[arm][trial];
            if shared.is_another[arm] {
                terms.scenario = frame.arm.scenario.clone();
            }
            terms.draw(frame.arm, values);
            let luck = shared.met_by(arm, &self.luck[trial]);
            self.states[trial].restart(frame, terms, luck, shared.model.years);
            if arm == 0 || !frame.added.is_empty() {
                self.anchor(shared, (arm, frame), trial);
            }
        }
    }

    /// Anchors behaviour to what the baseline's agreements pay at the start, and that of added positions to
    /// what their own do.
    fn anchor(&mut self, shared: &Shared<'_>, (arm, frame): (usize, &ArmFrame<'_>), trial: usize) {
        let meeting = Meeting {
            arch: self.arch,
            frame,
            terms: &self.terms[arm][trial],
            physicians: &[],
            months: &[],
            contracts: &shared.met_by(arm, &self.luck[trial]).contracts,
            anchors: &self.nothing_yet,
            baseline: &[],
            year: 0,
            looks: true,
        };
        let own = if arm == 0 { &mut self.anchors[trial] } else { &mut self.own_anchors[trial] };
        anchor(&meeting, &mut self.states[trial], &mut self.books, own);
        if arm > 0 {
            self.own_anchors[trial].add_to(&self.anchors[trial], &frame.added);
        }
    }

    /// Takes a trial through a year of an arm, and keeps what the baseline had in it.
    fn year(&mut self, shared: &Shared<'_>, arm: usize, year: usize, trial: usize) -> Result<(), Imbalance> {
        let frame = &shared.on(self.first + trial as u64).frames[arm];
        let kept = self.kept(year);
        let met = &mut self.years[kept];
        let luck = shared.met_in_year(arm, &met.luck[trial]);
        let meeting = Meeting {
            arch: self.arch,
            frame,
            terms: &self.terms[arm][trial],
            physicians: &luck.physicians,
            months: &luck.months,
            contracts: &shared.met_by(arm, &self.luck[trial]).contracts,
            anchors: if frame.added.is_empty() { &self.anchors[trial] } else { &self.own_anchors[trial] },
            baseline: if arm == 0 { &[] } else { met.baseline.get(trial).unwrap_or(&self.no_baseline) },
            year,
            looks: self.looks,
        };
        simulate(&meeting, &mut self.states[trial], &mut self.books)?;
        for (done, lanes) in self.books.tiles.iter_mut().zip(&meeting.frame.unshared) {
            for lane in (0..TILE).filter(|lane| lanes >> lane & 1 == 1) {
                for metric in Metric::ALL.iter().filter(|metric| metric.is_difference()) {
                    done.measured[metric.place()][lane] = 0.0;
                }
            }
        }
        if let (0, Some(baseline)) = (arm, met.baseline.get_mut(trial)) {
            let YearBooks { statements, tiles, .. } = &self.books;
            for ((own, statement), done) in baseline.iter_mut().zip(statements).zip(tiles) {
                own.note(statement, done);
            }
        }
        Ok(())
    }

    /// Adds one trial of an arm and year to the block, but for its moments.
    fn add_up(&mut self, shared: &Shared<'_>, (arm, year): (usize, usize), trial: usize) {
        let Met { layout, frames, .. } = shared.on(self.first + trial as u64);
        let (sums, books) = (&mut self.sums, &self.books);
        let tiles = &books.tiles[..];
        let losers = self.arch.dispatch(KeepTiles { sums, layout, tiles });
        let (totals, rows) = (&mut self.totals[..], sums.next_rows());
        self.arch.dispatch(WriteGroups { layout, arm, tiles, totals, rows });
        let (frame, state) = (&frames[arm], &self.states[trial]);
        let practice = self.terms[arm][trial].practice(frame.arm, year);
        TrialYear { layout, frame, practice, state, books, groups: &self.totals, losers }.write(rows);
        sums.next_trial();
    }

    /// Puts the trial's tiles with those that wait to be added up.
    fn set_aside(&mut self, shared: &Shared<'_>, place: usize) {
        if self.sums.is_of_rows() {
            return;
        }
        if self.waits == TOGETHER {
            self.add_waiting(shared, place);
        }
        std::mem::swap(&mut self.waiting[self.waits], &mut self.books.tiles);
        self.waits += 1;
    }

    /// Adds up the moments of all trials that wait.
    fn add_waiting(&mut self, shared: &Shared<'_>, place: usize) {
        let pivots = &shared.pivots[place].physicians;
        let trials = &self.waiting[..self.waits];
        self.arch.dispatch(AddMoments { sums: &mut self.sums, pivots, trials });
        self.waits = 0;
    }

    /// Adds up what still waits and gives the last trial's tiles back to the books, for whoever
    /// looks at them.
    fn end_year(&mut self, shared: &Shared<'_>, place: usize) {
        if self.sums.is_of_rows() {
            return;
        }
        let last = self.waits.checked_sub(1);
        self.add_waiting(shared, place);
        if let Some(last) = last {
            std::mem::swap(&mut self.waiting[last], &mut self.books.tiles);
        }
    }
}
