//! What one trial of an arm's year adds to its block: physicians, groups, system, contracts, flows.

use super::metric::{ContractMetric, HorizonMetric, Metric, Rollup, SystemMetric};
use super::response::YearTile;
use super::run::Shared;
use super::tally::{BlockSums, Layout, Members};
use super::trial::{ArmFrame, ArmState};
use super::year::{YearBooks, programme_margin};
use crate::ledger::{ContractFlow, SystemFlow};
use crate::model::RosterSegment;
use crate::tile::TILE;
use crate::units::Cents;
use pulp::{Simd, WithSimd};

/// The measures of a whole trial of one arm.
pub(super) fn over_the_horizon(state: &ArmState) -> Vec<f64> {
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

fn ratio(part: Cents, whole: Cents) -> f64 {
    if whole.0 > 0 { part.count() / whole.count() } else { 0.0 }
}

/// Adds a tile to its groups, and to what of a block is kept; its output is how many lose.
pub(super) struct AddUp<'a> {
    pub(super) sums: &'a mut BlockSums,
    pub(super) layout: &'a Layout,
    pub(super) tile: usize,
    pub(super) done: &'a YearTile,
    pub(super) segments: &'a [RosterSegment],
    pub(super) groups: &'a mut [GroupSums],
}

impl WithSimd for AddUp<'_> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f64 {
        self.sums.keep_tile(self.layout, self.tile, self.done);
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
pub(super) type GroupSums = [[f64; 8]; Metric::COUNT];

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

pub(super) fn converted(state: &ArmState, frame: &ArmFrame<'_>) -> f64 {
    if frame.arm.scenario.redesign.is_empty() {
        return 0.0;
    }
    let changed: usize = state
        .tiles
        .iter()
        .zip(&frame.start)
        .map(|(now, start)| {
            let moved = |lane: &usize| start.present[*lane] > 0.0 && now.plan[*lane] != start.plan[*lane];
            (0..TILE).filter(moved).count()
        })
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "a count of physicians")]
    {
        changed as f64 / frame.arm.practice.physicians.max(1) as f64
    }
}

/// Writes the rows of one trial: system, specialties, plans, contracts, flows.
#[expect(clippy::too_many_arguments, reason = "the results of one arm-year")]
pub(super) fn write_rows(
    shared: &Shared<'_>,
    arm: usize,
    state: &ArmState,
    books: &YearBooks,
    groups: &[[f64; Metric::COUNT]],
    losers: f64,
    converted: f64,
    sums: &mut BlockSums,
) {
    let layout = &shared.layout;
    write_group(layout, groups, &layout.everyone, 0, sums);
    for (place, members) in layout.of_specialty.iter().enumerate() {
        write_group(layout, groups, members, layout.specialties + place * layout.grouped.len(), sums);
    }
    for (place, members) in layout.of_plan.iter().enumerate() {
        write_group(layout, groups, members, layout.plans + place * layout.grouped.len(), sums);
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
    groups: &[[f64; Metric::COUNT]],
    members: &Members,
    at: usize,
    sums: &mut BlockSums,
) {
    let mut totals = [0.0; Metric::COUNT];
    for g in &members.groups {
        for (total, value) in totals.iter_mut().zip(&groups[*g]) {
            *total += value;
        }
    }
    for (offset, (metric, rollup)) in layout.grouped.iter().enumerate() {
        let value = match rollup {
            Rollup::Mean => totals[metric.place()] * members.per_position,
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
            SystemMetric::Owes => flag(settled.contracts.iter().any(|c| c.settlement.due() > Cents::ZERO)),
            SystemMetric::SavedUnpaid => flag(true_savings > 0.0 && settled.value.earned == Cents::ZERO),
            SystemMetric::Losers => share(losers),
            SystemMetric::Departures => f64::from(books.departures),
            SystemMetric::QualityReliability => books.reliability,
            SystemMetric::TurnoverCost => ledger.system(SystemFlow::TurnoverCost).dollars(),
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
        let earned = settlement.received() > Cents::ZERO;
        for (offset, metric) in ContractMetric::ALL.iter().enumerate() {
            let value = match metric {
                ContractMetric::Lives => settled.attributed(),
                ContractMetric::Benchmark => settlement.benchmark.dollars(),
                ContractMetric::Spending => settled.counted_spending(),
                ContractMetric::SavingsRate => ratio_signed(settlement.gross(), settlement.benchmark),
                ContractMetric::TrueSavingsRate => settled.effect,
                ContractMetric::QualityScore => settled.quality,
                ContractMetric::Earned => settlement.received().dollars(),
                ContractMetric::Owed => settlement.due().dollars(),
                ContractMetric::Forfeited => settlement.forfeited.total().dollars(),
                ContractMetric::Earns => flag(earned),
                ContractMetric::Owes => flag(settlement.due() > Cents::ZERO),
                ContractMetric::SavedUnpaid => flag(settled.true_savings > 0.0 && !earned),
                ContractMetric::FalseReward => flag(settled.true_savings <= 0.0 && earned),
                ContractMetric::PayerNet => {
                    let fees = books.ledger.of(frame.contracts[c], ContractFlow::Fees);
                    settled.true_savings - (settlement.net() + fees - settled.recovered).dollars()
                }
                ContractMetric::Slope => books.expectations.contracts[c].outlook.per_saved_dollar,
            };
            sums.row(layout.contracts + frame.contracts[c] * each + offset, value);
        }
    }
}

fn ratio_signed(part: Cents, whole: Cents) -> f64 {
    if whole.0 == 0 { 0.0 } else { part.count() / whole.count() }
}
