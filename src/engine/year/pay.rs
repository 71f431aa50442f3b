//! Step 7: physicians are paid. Plans pay, groups and pools are divided, the cap cuts, statements are
//! measured.

use super::baseline::BaselineTile;
use super::books::YearBooks;
use super::budgets::{self, BudgetDivision};
use super::caps::{CapTile, cut_part};
use super::done::DoneTile;
use super::facts::{KnownSoFar, OnPlan, work_of};
use super::groups::{self, GroupDivision, GroupQuality};
use super::meeting::Meeting;
use super::pools::{Pooled, Pools, SentBack};
use super::reasons::EarnedTile;
use super::tile_meeting::TileMeeting;
use super::together;
use crate::engine::account::{BalanceTile, Moved};
use crate::engine::arm::{ArmState, SeatPlace};
use crate::engine::luck::LuckTile;
use crate::engine::measure::Metric;
use crate::engine::position::PositionTile;
use crate::ledger::{Ledger, SystemFlow};
use crate::model::PracticeTile;
use crate::pay::{FairMarketValue, PayClass, StatementTile};
use crate::tile::TILE;
use crate::units::Cents;
use pulp::NullaryFnOnce;

/// Everyone is paid; returns the sum of all statements.
pub(crate) fn pay(m: &Meeting<'_>, state: &mut ArmState, books: &mut YearBooks) -> Cents {
    books.pools.prepare(m, state, &books.tiles, &books.settled);
    groups::divide(m, state, &books.tiles, books.expectations.pay_index, &mut books.groups);
    groups::mean_quality(m, state, |k| books.tiles[k].quality, &mut books.group_quality);
    books.budgets = budgets::divide(m, state, (&books.expectations, &books.tiles), &books.group_quality);
    let capped = m.terms.scenario.plan.values().any(|plan| plan.fair_market_value.is_some());
    let mut totals = Totals::default();
    for k in 0..books.tiles.len() {
        let (now, moved) = state
            .accounts
            .draws
            .as_mut()
            .map(|draws| {
                let BalanceTile { now, moved, .. } = &mut draws.tiles[k];
                (&*now, moved)
            })
            .unzip();
        let statement = &mut books.statements[k];
        m.arch.dispatch(PayStep {
            y: TileMeeting::of(m, &books.expectations, now, k),
            luck: &m.physicians[k],
            positions: &state.tiles[k],
            done: &mut books.tiles[k],
            moved,
            purse: Purse {
                tile: k,
                pools: &mut books.pools,
                groups: &mut books.groups,
                budgets: &mut books.budgets,
                group_quality: &books.group_quality,
            },
            capped,
            apart: m.frame.persons.lanes(k),
            measured: m.frame.persons.lanes(k) == 0,
            back: &mut totals.back,
            statement,
        });
        if m.frame.persons.is_empty() {
            totals.add(statement);
        }
    }
    if !m.frame.persons.is_empty() {
        pay_persons(m, state, books, &mut totals);
    }
    books.pools.post(&totals.back, &mut totals.classes, &mut books.ledger);
    budgets::post(&books.budgets, &mut totals.classes[PayClass::Cost.place()], &mut books.ledger);
    post_classes(&totals.classes, &mut books.ledger);
    totals.paid
}

/// The caps on persons of several appointments act, and the statements of their tiles are measured.
fn pay_persons(m: &Meeting<'_>, state: &ArmState, books: &mut YearBooks, totals: &mut Totals) {
    let YearBooks { expectations, statements, pools, tiles, .. } = books;
    let pay = |(k, lane): SeatPlace| statements[k].lane(lane).total();
    for ((k, lane), over) in together::cuts(m, expectations, &state.tiles, pay) {
        let mut one = statements[k].lane(lane);
        let most = one.total() - over;
        let before = one.of(PayClass::Time);
        let cut = FairMarketValue::cut(most, &mut one);
        totals.back.note(&pools.pooled(k), lane, &cut);
        tiles[k].paid.note_cut(lane, &cut);
        statements[k].set(lane, &one);
        tiles[k].set_by_work(lane, before, one.of(PayClass::Time));
    }
    for (k, (statement, done)) in statements.iter().zip(tiles).enumerate() {
        if m.frame.persons.lanes(k) != 0 {
            measure(&m.practice().tiles[k], statement, m.baseline.get(k), done);
        }
        totals.add(statement);
    }
}

/// What all statements add up to.
#[derive(Default)]
struct Totals {
    paid: Cents,
    classes: [Cents; PayClass::COUNT],
    /// What caps cut of pool money.
    back: SentBack,
}

impl Totals {
    /// Adds a tile.
    fn add(&mut self, statement: &StatementTile) {
        for (class, total) in PayClass::ALL.iter().zip(&mut self.classes) {
            *total += statement.line(*class).iter().copied().sum();
        }
        self.paid += statement.totals().iter().copied().sum();
    }
}

/// Posts pay by class, but for what comes from pools and withholds, which they post.
fn post_classes(classes: &[Cents; PayClass::COUNT], ledger: &mut Ledger) {
    for (class, flow) in [
        (PayClass::Time, SystemFlow::TimePay),
        (PayClass::Volume, SystemFlow::VolumePay),
        (PayClass::Quality, SystemFlow::QualityPay),
        (PayClass::Cost, SystemFlow::CostPay),
        (PayClass::Panel, SystemFlow::PanelPay),
        (PayClass::Service, SystemFlow::ServicePay),
    ] {
        ledger.post_system(flow, classes[class.place()]);
    }
}

/// What is divided among members, beside what plans pay.
struct Purse<'a> {
    tile: usize,
    pools: &'a mut Pools,
    groups: &'a mut [GroupDivision],
    budgets: &'a mut [BudgetDivision],
    /// Measured quality of the members of each plan.
    group_quality: &'a [GroupQuality],
}

/// Pays a tile: plans, then groups and pools, then the cap; then measures.
struct PayStep<'a> {
    y: TileMeeting<'a>,
    luck: &'a LuckTile,
    positions: &'a PositionTile,
    done: &'a mut DoneTile,
    /// How what agreements carry moves, where any carry anything.
    moved: Option<&'a mut Moved>,
    purse: Purse<'a>,
    /// Whether any plan has a cap.
    capped: bool,
    /// Lanes, as bits, of those who have one cap on several appointments.
    apart: u32,
    /// Whether the tile is measured now: not where caps on persons are still to act.
    measured: bool,
    /// What the cap cuts of pool money.
    back: &'a mut SentBack,
    statement: &'a mut StatementTile,
}

impl NullaryFnOnce for PayStep<'_> {
    type Output = ();

    #[inline(always)]
    fn call(mut self) {
        *self.statement = StatementTile::EMPTY;
        let mut cap = CapTile::OPEN;
        self.pay_plans(&mut cap);
        let PayStep { y, done, purse, apart, measured, back, statement, .. } = self;
        for group in purse.groups.iter_mut() {
            group.division.hand_out(purse.tile, statement.line_mut(PayClass::Volume));
        }
        for budget in purse.budgets.iter_mut() {
            budget.division.hand_out(purse.tile, statement.line_mut(PayClass::Cost));
        }
        purse.pools.hand_out(purse.tile, statement);
        if cap.any {
            cap.lift(apart);
            cut(&cap, &purse.pools.pooled(purse.tile), (statement, done), back);
        }
        if measured {
            measure(y.practice, statement, y.baseline, done);
        }
    }
}

impl PayStep<'_> {
    /// What plans pay, and the cap on all pay.
    #[inline(always)]
    fn pay_plans(&mut self, cap: &mut CapTile) {
        let PayStep { y, luck, positions, done, moved, purse, capped, statement, .. } = self;
        let DoneTile { wrvu, quality, price, spending, paid, measured, .. } = &mut **done;
        let last_work = y.carried.map(|carried| &carried.last_wrvu);
        paid.begin(&positions.present, &measured[Metric::Wrvu.place()], last_work);
        let mut work = work_of(y, wrvu, quality);
        let seen = KnownSoFar::over((price, spending), luck, purse.group_quality);
        let mut set = [0.0; TILE];
        for place in positions.plans() {
            let mut portion = [0.0; TILE];
            positions.portions(place, &mut portion);
            let on = OnPlan::turn(y, positions, place, &portion, seen, &mut work);
            if *capped {
                cap.add(on.plan.fair_market_value.as_ref(), y.year, &portion, work.fte);
            }
            if let Some(moved) = moved {
                moved.note((place, on.plan), positions, &work, on.cover());
            }
            on.plan.add_set_by_work(&work, on.cover(), &mut set);
            if on.held.is_none() && on.part_cap().is_none() {
                paid.note_topped(on.plan.pay_tile(y.arch, &work, on.cover(), statement).as_ref());
                continue;
            }
            let mut own = StatementTile::EMPTY;
            paid.note_topped(on.plan.pay_tile(y.arch, &work, on.cover(), &mut own).as_ref());
            if let Some(held) = &on.held {
                paid.note_topped(Some(&held.top_up(y.arch, &work, &mut own)));
            }
            if let Some(cap) = on.part_cap() {
                cut_part(cap, y.year, &portion, work.fte, (&mut own, paid));
            }
            statement.add(&own);
        }
        if cap.any {
            cap.less_elsewhere(y, positions);
        }
        measured[Metric::VolumeBasisPay.place()] = set;
    }
}

impl DoneTile {
    /// What last year's work sets of a lane's pay for time is cut as that is.
    #[inline(always)]
    fn set_by_work(&mut self, lane: usize, before: Cents, after: Cents) {
        if before != after {
            self.measured[Metric::VolumeBasisPay.place()][lane] *= after.dollars() / before.dollars();
        }
    }
}

/// Cuts statements to the cap, and takes note of what was cut from pool money.
#[inline(always)]
fn cut(
    cap: &CapTile,
    pooled: &Pooled<'_>,
    (statement, done): (&mut StatementTile, &mut DoneTile),
    back: &mut SentBack,
) {
    let (totals, most) = (statement.totals(), cap.most());
    for lane in 0..TILE {
        let most = Cents::round(most[lane]);
        if totals[lane] > most {
            let mut one = statement.lane(lane);
            let before = one.of(PayClass::Time);
            let cut = FairMarketValue::cut(most, &mut one);
            back.note(pooled, lane, &cut);
            done.paid.note_cut(lane, &cut);
            statement.set(lane, &one);
            done.set_by_work(lane, before, one.of(PayClass::Time));
        }
    }
}

/// Writes a tile's statements into what is measured, beside what last year's work sets of them; `baseline` is what the same positions had in
/// the baseline arm, nothing for the baseline itself.
#[inline(always)]
fn measure(
    practice: &PracticeTile,
    statement: &StatementTile,
    baseline: Option<&BaselineTile>,
    done: &mut DoneTile,
) {
    let (totals, earned) = (statement.totals(), EarnedTile::of(statement));
    let [quality, cost] = [PayClass::Quality, PayClass::Cost].map(|class| statement.line(class));
    let before = baseline.map_or(totals, |baseline| baseline.pay);
    let DoneTile { saved, paid, measured: m, .. } = done;
    // Salaries that last year's work sets stand there already.
    paid.finish(&earned, &m[Metric::VolumeBasisPay.place()]);
    paid.explain(baseline.map_or(&*paid, |baseline| &baseline.paid), m);
    for lane in 0..TILE {
        let (pay, volume_pay) = (earned.total[lane], earned.volume[lane]);
        let value = (quality[lane] + cost[lane]).dollars();
        // Where nothing is paid, or less, nothing is a part of it.
        let per_dollar = if pay > 0.0 { 1.0 / pay.max(0.01) } else { 0.0 };
        m[Metric::Pay.place()][lane] = pay;
        m[Metric::PayChange.place()][lane] = (totals[lane] - before[lane]).dollars();
        m[Metric::ValuePay.place()][lane] = value;
        m[Metric::TimePay.place()][lane] = earned.time[lane];
        m[Metric::VolumePay.place()][lane] = volume_pay;
        m[Metric::QualityPay.place()][lane] = earned.quality[lane];
        m[Metric::PassThroughPay.place()][lane] = earned.cost[lane];
        m[Metric::ServicePay.place()][lane] = earned.service[lane];
        m[Metric::VolumeShare.place()][lane] = volume_pay * per_dollar;
        let set = paid.set[lane];
        m[Metric::VolumeBasisPay.place()][lane] = volume_pay + set;
        m[Metric::VolumeBasisShare.place()][lane] = (volume_pay + set) * per_dollar;
        let share = value * per_dollar;
        m[Metric::ValueShare.place()][lane] = share;
        let gap = &mut m[Metric::AlignmentGap.place()][lane];
        *gap = 100.0 * (*gap - practice.present[lane] * share);
        m[Metric::UnpaidValue.place()][lane] = if saved[lane] > 0.0 && value <= 0.0 { 1.0 } else { 0.0 };
    }
}
