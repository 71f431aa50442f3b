//! One thread's buffers, and how it takes a block of trials through the years.

use super::options::Fault;
use super::shared::{Met, Shared};
use crate::engine::BLOCK;
use crate::engine::arm::{Anchors, ArmState, TrialTerms};
use crate::engine::luck::{DrawnAt, LuckKeys, TrialLuck};
use crate::engine::measure::Metric;
use crate::engine::tally::{
    AddBlock, AddEnds, AddMoments, BlockRows, BlockSums, EndOfTrial, GroupTotals, KeepTiles, TrialEnd,
    TrialYear, WriteGroups,
};
use crate::engine::year::{BaselineTile, DoneTile, Meeting, YearBooks, anchor, simulate};
use crate::ledger::Imbalance;
use crate::tile::{TILE, tiles};
use crate::units::Cents;
use pulp::Arch;

/// Trials whose moments are added up together: enough to fetch sums rarely, few enough to stay in
/// the second cache, and as many as [`AddMoments`] takes at once.
const TOGETHER: usize = 4;

/// One thread's buffers.
pub(crate) struct Worker {
    pub(crate) arch: Arch,
    /// The first trial of the block.
    first: u64,
    /// By arm, then trial of the block.
    pub(crate) terms: Vec<Vec<TrialTerms>>,
    pub(crate) states: Vec<Vec<ArmState>>,
    /// By trial.
    luck: Vec<TrialLuck>,
    luck_keys: LuckKeys,
    pub(crate) anchors: Vec<Anchors>,
    /// By arm, then trial, those of arms that add positions: with these anchored to what their own plan pays
    /// at the start. Empty for other arms.
    anchors_of: Vec<Vec<Anchors>>,
    /// Anchors before anything is known.
    nothing_yet: Anchors,
    /// What the baseline had in the year, by trial.
    baseline: Vec<Vec<BaselineTile>>,
    pub(crate) books: YearBooks,
    /// Trials whose moments are not added up yet, [`TOGETHER`] at most.
    waiting: Vec<Vec<DoneTile>>,
    /// How many.
    waits: usize,
    pub(crate) sums: BlockSums,
    pub(crate) baseline_rows: BlockRows,
    /// The sums of each group.
    totals: Vec<GroupTotals>,
    /// By trial, what is measured of whole trials of an arm, and of the baseline.
    ends: [Vec<TrialEnd>; 2],
    pub(crate) values: Vec<f64>,
    /// The arm that `values` belong to.
    pub(crate) values_of: usize,
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
        Worker {
            arch: Arch::new(),
            first: 0,
            terms: shared.frames.iter().map(|f| vec![TrialTerms::new(f.arm); BLOCK]).collect(),
            states: shared.frames.iter().map(|f| vec![ArmState::new(f, model.years); BLOCK]).collect(),
            luck: vec![TrialLuck::default(); BLOCK],
            luck_keys: LuckKeys::default(),
            anchors: vec![Anchors::nothing(n); BLOCK],
            anchors_of: shared
                .frames
                .iter()
                .map(|f| if f.added.is_empty() { Vec::new() } else { vec![Anchors::nothing(n); BLOCK] })
                .collect(),
            nothing_yet: Anchors::nothing(0),
            baseline: vec![vec![BaselineTile::EMPTY; n]; BLOCK],
            books: YearBooks::new(n, model.contract_names.len()),
            waiting: vec![vec![DoneTile::EMPTY; n]; if shared.counts { TOGETHER } else { 0 }],
            waits: 0,
            sums: if shared.counts {
                BlockSums::new(model, &shared.layout)
            } else {
                BlockSums::of_rows(&shared.layout)
            },
            baseline_rows: BlockRows::new(shared.layout.rows.len()),
            totals: vec![[0.0; Metric::COUNT]; model.groups.len()],
            ends: Default::default(),
            values: Vec::new(),
            values_of: 0,
            left_out: Vec::new(),
            without_rows: Vec::new(),
            looks: true,
        }
    }

    /// The luck that an arm met in the first trial of the block, in the year that was simulated last.
    pub(crate) fn luck_of<'a>(&'a self, shared: &'a Shared<'_>, arm: usize) -> &'a TrialLuck {
        shared.met_by(arm, &self.luck[0])
    }

    /// Pay in the baseline arm of the first trial of the block.
    pub(crate) fn baseline_pay(&self, tile: usize, lane: usize) -> Cents {
        self.baseline[0][tile].pay[lane]
    }

    /// Runs a block and adds it to the parts of the tally that lack it.
    pub(crate) fn block(&mut self, shared: &Shared<'_>, first: u64, trials: usize) -> Result<(), Fault> {
        let block = first / BLOCK as u64;
        self.advance(shared, first, trials, |place, worker| {
            let mut segment =
                shared.segments[place].lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if !segment.blocks.insert(block) {
                return;
            }
            worker.arch.dispatch(AddBlock {
                segment: &mut segment.of,
                layout: &shared.layout,
                physicians: shared.model.len(),
                block: &worker.sums,
                first,
                baseline: &worker.baseline_rows,
            });
        })?;
        {
            let mut best = shared.best.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if best.blocks.insert(block) {
                best.of.add((0..trials).map(|trial| self.states.iter().map(move |arm| &arm[trial])));
            }
        }
        self.end_trials(shared, trials);
        Ok(())
    }

    /// Adds what whole trials of the block came to.
    fn end_trials(&mut self, shared: &Shared<'_>, trials: usize) {
        let [mut own, mut baseline] = std::mem::take(&mut self.ends);
        for arm in 0..shared.frames.len() {
            let ends = if arm == 0 { &mut baseline } else { &mut own };
            ends.resize_with(trials, TrialEnd::default);
            for (trial, end) in ends.iter_mut().enumerate() {
                self.end_of(shared, arm, trial).measure(end);
            }
            let mut all = shared.horizon[arm].lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if all.blocks.insert(self.first / BLOCK as u64) {
                let (to, layout, first) = (&mut all.of, &shared.layout, self.first);
                let ends = if arm == 0 { &baseline } else { &own };
                self.arch.dispatch(AddEnds { to, layout, first, ends, baseline: &baseline });
            }
        }
        self.ends = [own, baseline];
    }

    /// The end of a trial of the block in an arm.
    pub(crate) fn end_of<'a>(&'a self, shared: &'a Shared<'_>, arm: usize, trial: usize) -> EndOfTrial<'a> {
        EndOfTrial {
            frame: &shared.on(self.first + trial as u64).frames[arm],
            state: &self.states[arm][trial],
            baseline: &self.states[0][trial],
            physicians: shared.model.len(),
        }
    }

    /// Takes a block through all its years, handing each arm's year to `collect`.
    pub(crate) fn advance(
        &mut self,
        shared: &Shared<'_>,
        first: u64,
        trials: usize,
        mut collect: impl FnMut(usize, &mut Worker),
    ) -> Result<(), Fault> {
        let model = shared.model;
        self.begin(shared, first, trials);
        for year in 0..model.years {
            for (trial, luck) in self.luck.iter_mut().enumerate().take(trials) {
                let trial = shared.trial_met(first + trial as u64);
                let at = DrawnAt { arch: self.arch, trial, year: year as u64 };
                luck.draw_physicians(&shared.chance, at, &mut self.luck_keys);
            }
            for arm in 0..shared.frames.len() {
                if self.leaves_out(arm) {
                    continue;
                }
                let place = arm * model.years + year;
                self.sums.clear();
                for trial in 0..trials {
                    self.year(shared, arm, year, trial).map_err(|what| Fault::Unbalanced {
                        arm: model.arms[arm].name.clone(),
                        trial: first + trial as u64 + 1,
                        year: year + 1,
                        what,
                    })?;
                    if self.without_rows.get(place) != Some(&true) {
                        self.add_up(shared, (arm, year), trial);
                    }
                    self.set_aside(shared, place);
                }
                self.end_year(shared, place);
                collect(place, self);
                if arm == 0 {
                    self.sums.exchange_rows(&mut self.baseline_rows);
                }
            }
        }
        Ok(())
    }

    fn leaves_out(&self, arm: usize) -> bool {
        self.left_out.get(arm) == Some(&true)
    }

    /// Draws what a trial draws once, and puts every arm at its start.
    fn begin(&mut self, shared: &Shared<'_>, first: u64, trials: usize) {
        let model = shared.model;
        self.first = first;
        for trial in 0..trials {
            let number = first + trial as u64;
            let met = shared.on(number);
            let drawn = shared.trial_met(number);
            self.luck[trial].contracts = shared.chance.contracts(drawn, model.years);
            self.luck[trial].markets = shared.chance.markets(drawn, model.years);
            for (arm, frame) in met.frames.iter().enumerate() {
                // Behaviour is anchored at the start of the baseline, whoever asks for its years.
                if arm > 0 && self.leaves_out(arm) {
                    continue;
                }
                // Most variants leave what is uncertain as it was: the values are the same.
                let is_as_baseline = shared.draws_as_baseline(frame, arm);
                if arm == 0 || !is_as_baseline {
                    shared.parameters(frame, arm, number, &mut self.values);
                } else if self.values_of != 0 {
                    shared.parameters(&shared.frames[0], 0, number, &mut self.values);
                }
                self.values_of = if arm == 0 || is_as_baseline { 0 } else { arm };
                let terms = &mut self.terms[arm][trial];
                if shared.is_another[arm] {
                    terms.scenario = frame.arm.scenario.clone();
                }
                terms.draw(frame.arm, &self.values);
                let luck = shared.met_by(arm, &self.luck[trial]);
                self.states[arm][trial].restart(frame, terms, luck);
            }
            self.anchor(shared, trial);
        }
    }

    /// Anchors behaviour to what the baseline's agreements pay at the start, and that of added positions to
    /// what their own do.
    fn anchor(&mut self, shared: &Shared<'_>, trial: usize) {
        for (arm, frame) in shared.on(self.first + trial as u64).frames.iter().enumerate() {
            if arm > 0 && (frame.added.is_empty() || self.leaves_out(arm)) {
                continue;
            }
            let meeting = Meeting {
                arch: self.arch,
                frame,
                terms: &self.terms[arm][trial],
                physicians: &[],
                months: &[],
                attributed: &[],
                contracts: &shared.met_by(arm, &self.luck[trial]).contracts,
                anchors: &self.nothing_yet,
                baseline: &[],
                year: 0,
                looks: true,
            };
            let own = if arm == 0 { &mut self.anchors[trial] } else { &mut self.anchors_of[arm][trial] };
            anchor(&meeting, &mut self.states[arm][trial], &mut self.books, own);
            if arm > 0 {
                self.anchors_of[arm][trial].add_to(&self.anchors[trial], &frame.added);
            }
        }
    }

    fn year(&mut self, shared: &Shared<'_>, arm: usize, year: usize, trial: usize) -> Result<(), Imbalance> {
        let luck = shared.met_by(arm, &self.luck[trial]);
        let meeting = Meeting {
            arch: self.arch,
            frame: &shared.on(self.first + trial as u64).frames[arm],
            terms: &self.terms[arm][trial],
            physicians: &luck.physicians,
            months: &luck.months,
            attributed: &luck.attributed,
            contracts: &luck.contracts,
            anchors: self.anchors_of[arm].get(trial).unwrap_or(&self.anchors[trial]),
            baseline: if arm == 0 { &[] } else { &self.baseline[trial] },
            year,
            looks: self.looks,
        };
        simulate(&meeting, &mut self.states[arm][trial], &mut self.books)?;
        for (done, lanes) in self.books.tiles.iter_mut().zip(&meeting.frame.unshared) {
            for lane in (0..TILE).filter(|lane| lanes >> lane & 1 == 1) {
                for metric in Metric::ALL.iter().filter(|metric| metric.is_difference()) {
                    done.measured[metric.place()][lane] = 0.0;
                }
            }
        }
        // Nobody looks at a baseline without variants, but who asks for one physician.
        if arm == 0 && (shared.frames.len() > 1 || self.books.look_at.is_some()) {
            let YearBooks { statements, tiles, .. } = &self.books;
            for ((own, statement), done) in self.baseline[trial].iter_mut().zip(statements).zip(tiles) {
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
        let (frame, state) = (&frames[arm], &self.states[arm][trial]);
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
