//! What one trial of an arm's year adds to its block: physicians, groups, system, contracts, accounts, flows.

use super::block::BlockSums;
use crate::engine::arm::{ArmFrame, ArmState};
use crate::engine::measure::{ContractMetric, Layout, Members, Metric, SystemMetric};
use crate::engine::year::{DoneTile, SettledContract, YearBooks};
use crate::ledger::{ACCOUNTS, ContractFlow, SystemFlow};
use crate::model::{Practice, RosterSegment};
use crate::tile::TILE;
use crate::units::{Cents, real};
use pulp::{Simd, WithSimd};

/// Adds a tile to its groups, and to what of a block is kept; its output is how many lose.
pub(crate) struct AddUp<'a> {
    pub(crate) sums: &'a mut BlockSums,
    pub(crate) layout: &'a Layout,
    pub(crate) tile: usize,
    pub(crate) done: &'a DoneTile,
    pub(crate) segments: &'a [RosterSegment],
    pub(crate) groups: &'a mut [GroupSums],
}

impl WithSimd for AddUp<'_> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f64 {
        self.sums.keep_tile(self.layout, self.tile, self.done);
        for segment in self.segments {
            add_group(simd, &self.layout.summed, &mut self.groups[segment.group], segment, self.done);
        }
        count_losers(self.done)
    }
}

/// Sums of a group's measures, eight running sums each.
pub(crate) type GroupSums = [[f64; 8]; Metric::COUNT];

/// Adds a tile's members to their group.
///
/// Written with explicit vectors: left to itself, the compiler vectorises across measures, which
/// stand far apart in memory. The order of additions is that of [`crate::tile::eights`], whatever
/// the width of a vector; eights without members would add nothing, and few segments lie in more than two.
#[inline(always)]
fn add_group<S: Simd>(
    simd: S,
    summed: &[Metric],
    group: &mut GroupSums,
    segment: &RosterSegment,
    done: &DoneTile,
) {
    let (members, _) = S::as_simd_f64s(&segment.members);
    let step = members.len() / 4;
    let first = segment.occupied.iter().position(|any| *any).unwrap_or(0);
    let last = segment.occupied.iter().rposition(|any| *any).unwrap_or(0);
    for metric in summed {
        let (values, _) = S::as_simd_f64s(&done.measured[metric.place()]);
        let (sums, _) = S::as_mut_simd_f64s(&mut group[metric.place()]);
        let part = |i: usize| simd.mul_f64s(members[i], values[i]);
        for (j, slot) in sums.iter_mut().enumerate() {
            let sum = match last - first {
                0 => part(first * step + j),
                1 => simd.add_f64s(part(first * step + j), part(last * step + j)),
                _ => {
                    let first = simd.add_f64s(part(j), part(step + j));
                    let second = simd.add_f64s(part(2 * step + j), part(3 * step + j));
                    simd.add_f64s(first, second)
                }
            };
            *slot = simd.add_f64s(*slot, sum);
        }
    }
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
    /// The arm, counted from 0.
    pub arm: usize,
    pub frame: &'a ArmFrame<'a>,
    pub practice: &'a Practice,
    pub state: &'a ArmState,
    pub books: &'a YearBooks,
    /// Sums of each group.
    pub groups: &'a [[f64; Metric::COUNT]],
    /// Physicians who lose.
    pub losers: f64,
}

fn flag(yes: bool) -> f64 {
    if yes { 1.0 } else { 0.0 }
}

impl TrialYear<'_> {
    /// Writes the rows: system, specialties, plans, contracts, accounts, flows.
    pub(crate) fn write(&self, sums: &mut BlockSums) {
        let layout = self.layout;
        self.write_group(&layout.everyone, 0, sums);
        for (place, members) in layout.of_specialty.iter().enumerate() {
            self.write_group(members, layout.specialties + place * layout.grouped.len(), sums);
        }
        for (place, members) in layout.of_plan.iter().enumerate() {
            self.write_group(members, layout.plans + place * layout.grouped.len(), sums);
        }
        for (offset, metric) in SystemMetric::ALL.iter().enumerate() {
            sums.row(layout.system + offset, self.of_system(*metric));
        }
        self.write_contracts(sums);
        let ledger = &self.books.ledger;
        for (place, line) in ACCOUNTS.iter().enumerate() {
            sums.row(layout.accounts + place, ledger.line(line).dollars());
        }
        sums.row(layout.accounts + ACCOUNTS.len(), ledger.margin().dollars());
        for (place, amount) in ledger.flows().iter().enumerate() {
            sums.row(layout.flows + place, amount.dollars());
        }
    }

    fn write_group(&self, members: &Members, at: usize, sums: &mut BlockSums) {
        let mut totals = [0.0; Metric::COUNT];
        for g in &members.groups {
            for (total, value) in totals.iter_mut().zip(&self.groups[*g]) {
                *total += value;
            }
        }
        let weights = [members.per_position[self.arm], members.per_shared[self.arm], 1.0];
        let (rows, trial) = sums.rows_from(at);
        for (offset, metric, weight) in &self.layout.weighted {
            rows[*offset][trial] = totals[metric.place()] * weights[*weight as usize];
        }
        for (offset, part, whole) in &self.layout.ratios {
            let whole = totals[whole.place()];
            rows[*offset][trial] = if whole > 0.0 { totals[part.place()] / whole } else { 0.0 };
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

    fn write_contracts(&self, sums: &mut BlockSums) {
        let layout = self.layout;
        let each = ContractMetric::ALL.len();
        let names = (layout.accounts - layout.contracts) / each;
        for row in 0..names * each {
            sums.row(layout.contracts + row, 0.0);
        }
        for (c, settled) in self.books.settled.contracts.iter().enumerate() {
            let at = layout.contracts + self.frame.contracts[c] * each;
            for (offset, metric) in ContractMetric::ALL.iter().enumerate() {
                sums.row(at + offset, self.of_contract(*metric, c, settled));
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
