//! What one trial of an arm's year adds to its block: physicians, groups, system, contracts, accounts, flows.

use super::block::BlockSums;
use crate::engine::arm::{ArmFrame, ArmState};
use crate::engine::measure::{ContractMetric, GroupEight, GroupedRun, Layout, Members, Metric, SystemMetric};
use crate::engine::year::{DoneTile, SettledContract, YearBooks};
use crate::ledger::{ACCOUNTS, ContractFlow, SystemFlow};
use crate::model::Practice;
use crate::tile::{EIGHT, TILE, fold};
use crate::units::{Cents, real};
use pulp::{NullaryFnOnce, Simd, WithSimd};

/// Adds the tiles of a trial to what of a block is kept; its output is how many lose.
pub(crate) struct KeepTiles<'a> {
    pub(crate) sums: &'a mut BlockSums,
    pub(crate) layout: &'a Layout,
    pub(crate) tiles: &'a [DoneTile],
}

impl NullaryFnOnce for KeepTiles<'_> {
    type Output = f64;

    #[inline(always)]
    fn call(self) -> f64 {
        let mut losers = 0.0;
        for (k, done) in self.tiles.iter().enumerate() {
            self.sums.keep_tile(self.layout, k, done);
            losers += count_losers(done);
        }
        losers
    }
}

/// Sums of a group's measures.
pub(crate) type GroupTotals = [f64; Metric::COUNT];

/// Adds up each group, and writes the rows of everyone, of specialties and of plans.
pub(crate) struct WriteGroups<'a> {
    pub(crate) layout: &'a Layout,
    /// The arm, counted from 0.
    pub(crate) arm: usize,
    pub(crate) tiles: &'a [DoneTile],
    /// Sums of each group, to be filled.
    pub(crate) totals: &'a mut [GroupTotals],
    pub(crate) rows: &'a mut [f64],
}

impl WithSimd for WriteGroups<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        for (eights, totals) in self.layout.eights.iter().zip(&mut *self.totals) {
            totals.fill(0.0);
            let (fours, rest) = eights.as_chunks::<4>();
            for four in fours {
                add_eights(simd, self.tiles, four, totals);
            }
            match rest {
                [] => {}
                [a] => add_eights(simd, self.tiles, &[*a], totals),
                [a, b] => add_eights(simd, self.tiles, &[*a, *b], totals),
                [a, b, c, ..] => add_eights(simd, self.tiles, &[*a, *b, *c], totals),
            }
        }
        let (layout, each) = (self.layout, self.layout.grouped.len());
        self.write(&layout.everyone, 0);
        for (place, members) in layout.of_specialty.iter().enumerate() {
            self.write(members, layout.specialties + place * each);
        }
        for (place, members) in layout.of_plan.iter().enumerate() {
            self.write(members, layout.plans + place * each);
        }
    }
}

/// Adds every measure of a group's members in so many eights to its totals.
///
/// Written with explicit vectors: left to itself, the compiler vectorises across measures, which stand far apart in
/// memory. The order of additions is the same whatever the width of a vector.
#[inline(always)]
fn add_eights<S: Simd, const N: usize>(
    simd: S,
    tiles: &[DoneTile],
    eights: &[GroupEight; N],
    totals: &mut GroupTotals,
) {
    let members = eights.each_ref().map(|eight| eight.members);
    let values =
        eights.each_ref().map(|eight| (&tiles[eight.tile].measured, eight.eight & (TILE / EIGHT - 1)));
    for (metric, total) in totals.iter_mut().enumerate() {
        let mut sums = [0.0; EIGHT];
        let (slots, _) = S::as_mut_simd_f64s(&mut sums);
        for (nth, (members, (measured, eight))) in members.iter().zip(values).enumerate() {
            let (members, _) = S::as_simd_f64s(members);
            let (values, _) = S::as_simd_f64s(&measured[metric].as_chunks::<EIGHT>().0[eight]);
            for (slot, (member, value)) in slots.iter_mut().zip(members.iter().zip(values)) {
                let own = simd.mul_f64s(*member, *value);
                *slot = if nth == 0 { own } else { simd.add_f64s(*slot, own) };
            }
        }
        *total += fold(&sums);
    }
}

impl WriteGroups<'_> {
    /// Writes the rows of some groups together, from a place on.
    #[inline(always)]
    fn write(&mut self, members: &Members, at: usize) {
        let WriteGroups { layout, arm, totals, rows, .. } = self;
        let rows = &mut rows[at..][..layout.grouped.len()];
        let weights = &members.weights[*arm];
        let one;
        let totals = if let [group] = members.groups[..] {
            &totals[group]
        } else {
            one = together(&members.groups, totals);
            &one
        };
        for GroupedRun { metric, offset, len } in &layout.runs {
            let (totals, weights) = (&totals[*metric..][..*len], &weights[*metric..][..*len]);
            for (row, (total, weight)) in rows[*offset..][..*len].iter_mut().zip(totals.iter().zip(weights)) {
                *row = total * weight;
            }
        }
        for (offset, part, whole) in &layout.ratios {
            let whole = totals[whole.place()];
            rows[*offset] = if whole > 0.0 { totals[part.place()] / whole } else { 0.0 };
        }
    }
}

/// Sums of several groups.
#[inline(always)]
fn together(groups: &[usize], totals: &[GroupTotals]) -> GroupTotals {
    let mut all = [0.0; Metric::COUNT];
    for group in groups {
        for (sum, value) in all.iter_mut().zip(&totals[*group]) {
            *sum += value;
        }
    }
    all
}

/// Physicians whose pay is at least 5 % below the baseline's.
#[inline(always)]
fn count_losers(done: &DoneTile) -> f64 {
    let (pay, change) = (&done.measured[Metric::Pay.place()], &done.measured[Metric::PayChange.place()]);
    let mut losers = [0.0; TILE];
    for lane in 0..TILE {
        let before = pay[lane] - change[lane];
        losers[lane] = if change[lane] < 0.0 && change[lane] <= -0.05 * before { 1.0 } else { 0.0 };
    }
    crate::tile::sum(&losers)
}

/// One trial of an arm's year, whose rows are to be written.
pub(crate) struct TrialYear<'a> {
    pub layout: &'a Layout,
    pub frame: &'a ArmFrame<'a>,
    pub practice: &'a Practice,
    pub state: &'a ArmState,
    pub books: &'a YearBooks,
    /// Sums of each group.
    pub groups: &'a [GroupTotals],
    /// Physicians who lose.
    pub losers: f64,
}

fn flag(yes: bool) -> f64 {
    if yes { 1.0 } else { 0.0 }
}

impl TrialYear<'_> {
    /// Writes the rows: system, specialties, plans, contracts, accounts, flows.
    pub(crate) fn write(&self, rows: &mut [f64]) {
        let layout = self.layout;
        for (offset, metric) in SystemMetric::ALL.iter().enumerate() {
            rows[layout.system + offset] = self.of_system(*metric);
        }
        self.write_contracts(rows);
        let ledger = &self.books.ledger;
        for (place, line) in ACCOUNTS.iter().enumerate() {
            rows[layout.accounts + place] = ledger.line(line).dollars();
        }
        rows[layout.accounts + ACCOUNTS.len()] = ledger.margin().dollars();
        for (place, amount) in ledger.flows().iter().enumerate() {
            rows[layout.flows + place] = amount.dollars();
        }
    }

    /// A measure over all physicians.
    fn over(&self, metric: Metric) -> f64 {
        self.groups.iter().map(|group| group[metric.place()]).sum()
    }

    /// Part of the arm's physicians that so many are.
    fn part(&self, physicians: f64) -> f64 {
        physicians / real(self.frame.arm.practice.physicians.max(1))
    }

    /// A measure of the system.
    fn of_system(&self, metric: SystemMetric) -> f64 {
        let (books, settled, ledger) = (self.books, &self.books.settled, &self.books.ledger);
        let passed = ledger.system(SystemFlow::PoolsPaid);
        match metric {
            SystemMetric::ValueRevenue => {
                (settled.value.earned - settled.value.owed + settled.fees).dollars()
            }
            SystemMetric::ValuePaid => self.over(Metric::ValuePay),
            SystemMetric::TotalPay => self.over(Metric::Pay),
            SystemMetric::AveragePassThrough => passed.share_of(settled.value.earned),
            SystemMetric::GrossSavings => settled.gross().dollars(),
            SystemMetric::TrueSavings => settled.true_savings(),
            SystemMetric::SavedElsewhere => settled.contracts.iter().map(|c| c.saved_elsewhere).sum(),
            SystemMetric::SavedDollar => passed.share_of(settled.gross()),
            SystemMetric::Forfeited => {
                settled.contracts.iter().map(|c| c.settlement.forfeited.total().dollars()).sum()
            }
            SystemMetric::ProgrammeMargin => books.programme_margin().dollars(),
            SystemMetric::SystemMargin => ledger.system(SystemFlow::Margin).dollars(),
            SystemMetric::MarginWithout => {
                (ledger.system(SystemFlow::Margin) - books.programme_margin()).dollars()
            }
            SystemMetric::ProgrammeCash => self.state.cash_of(books.year).dollars(),
            SystemMetric::Reserve => self.state.reserve.dollars(),
            SystemMetric::Earns => flag(settled.value.earned > Cents::ZERO),
            SystemMetric::Owes => flag(settled.contracts.iter().any(|c| c.settlement.due() > Cents::ZERO)),
            SystemMetric::SavedUnpaid => settled.saved_unpaid(),
            SystemMetric::Losers => self.part(self.losers),
            SystemMetric::Departures => f64::from(books.departures),
            SystemMetric::QualityReliability => books.reliability,
            SystemMetric::TurnoverCost => ledger.system(SystemFlow::TurnoverCost).dollars(),
            SystemMetric::Converted => self.converted(),
        }
    }

    /// Part of the physicians who are on another plan than when the trial began.
    fn converted(&self) -> f64 {
        if self.frame.arm.scenario.redesign.is_empty() {
            return 0.0;
        }
        let moved = |tile: usize, lane: usize| {
            let now = &self.state.tiles[tile];
            self.practice.tiles[tile].present[lane] > 0.0 && now.plan[lane] != now.first_plan[lane]
        };
        let all = (0..self.state.tiles.len()).flat_map(|tile| (0..TILE).map(move |lane| (tile, lane)));
        self.part(real(all.filter(|(tile, lane)| moved(*tile, *lane)).count()))
    }

    fn write_contracts(&self, rows: &mut [f64]) {
        let layout = self.layout;
        let each = ContractMetric::ALL.len();
        let names = (layout.accounts - layout.contracts) / each;
        rows[layout.contracts..][..names * each].fill(0.0);
        for (c, settled) in self.books.settled.contracts.iter().enumerate() {
            let at = layout.contracts + self.frame.contracts[c] * each;
            for (offset, metric) in ContractMetric::ALL.iter().enumerate() {
                rows[at + offset] = self.of_contract(*metric, c, settled);
            }
        }
    }

    /// A measure of the contract at a place among the arm's own.
    fn of_contract(&self, metric: ContractMetric, place: usize, settled: &SettledContract) -> f64 {
        let settlement = &settled.settlement;
        let earned = settlement.received() > Cents::ZERO;
        match metric {
            ContractMetric::Lives => settled.attributed(),
            ContractMetric::Benchmark => settlement.benchmark.dollars(),
            ContractMetric::Spending => settled.counted_spending(),
            ContractMetric::SavingsRate => ratio_signed(settlement.gross(), settlement.benchmark),
            ContractMetric::TrueSavingsRate => settled.effect,
            ContractMetric::RiskScore => self.books.expectations.contracts[place].year.risk_ratio,
            ContractMetric::QualityScore => settled.quality,
            ContractMetric::Earned => settlement.received().dollars(),
            ContractMetric::Owed => settlement.due().dollars(),
            ContractMetric::Forfeited => settlement.forfeited.total().dollars(),
            ContractMetric::Earns => flag(earned),
            ContractMetric::Owes => flag(settlement.due() > Cents::ZERO),
            ContractMetric::SavedUnpaid => flag(settled.true_savings > 0.0 && !earned),
            ContractMetric::FalseReward => flag(settled.true_savings <= 0.0 && earned),
            ContractMetric::PayerNet => {
                let fees = self.books.ledger.of(self.frame.contracts[place], ContractFlow::Fees);
                settled.true_savings - (settlement.net() + fees - settled.recovered).dollars()
            }
            ContractMetric::Slope => self.books.expectations.contracts[place].outlook.per_saved_dollar,
            ContractMetric::WouldSign => flag(self.state.contracts[place].signs),
            ContractMetric::Left => flag(self.state.contracts[place].clauses.left_after().is_some()),
        }
    }
}

fn ratio_signed(part: Cents, whole: Cents) -> f64 {
    if whole.0 == 0 { 0.0 } else { part.count() / whole.count() }
}
