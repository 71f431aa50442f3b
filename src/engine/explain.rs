//! One physician's year, or one contract's, line by line.
//!
//! The trial is simulated again, as the run did: every draw is keyed by identity, so it comes out
//! the same. The lines are worked out one physician at a time and must add up to what the engine
//! paid, to the cent.

use super::balances::{BalanceTile, bring};
use super::deferral::DeferralStory;
use super::paying::{know_needs, work_of};
use super::run::{Fault, Shared};
use super::settling::{SettledContract, SettledYear};
use super::transition::{Held, held};
use super::trial::{ArmFrame, StateTile, TrialTerms};
use super::worker::Worker;
use crate::alignment::{Alignment, Gradients, alignment};
use crate::behaviour::Stimulus;
use crate::entity::Levers;
use crate::model::Model;
use crate::pay::{FairMarketValue, Line, PayClass, Statement, StatementTile, Work, WorkTile};
use crate::payer::{Experience, Year};
use crate::system::{Allocation, Uses, ValueMoney, along};
use crate::terms::SettlementRule;
use crate::tile::TILE;
use crate::units::{CalendarYear, Cents};

/// What one plan paid a physician in a part of a year.
#[derive(Clone, Debug)]
pub struct PlanStory {
    /// The plan.
    pub plan: String,
    /// Part of the year under it.
    pub portion: f64,
    /// Multiple of the plan's dollar amounts in this year.
    pub pay_index: f64,
    /// What budget neutrality multiplied its rates per wRVU by; `None` for stated rates.
    pub rate_factor: Option<f64>,
    /// Part of that time under the new-hire guarantee.
    pub covered: f64,
    /// The work it paid for, at annual rates.
    pub work: Work,
    /// Its lines.
    pub lines: Vec<Line>,
    /// How last year's pay or work enters, where it does.
    pub level: Option<LevelStory>,
}

/// How last year enters this year's salary.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelStory {
    /// The component.
    pub what: &'static str,
    /// What the year began with, as a multiple of the salary stated: this year's salary where last
    /// year's work sets it, last year's where it bounds this year's.
    pub level: f64,
    /// What the next year begins with, on the same plan.
    pub next: f64,
}

/// What a plan that is still in its shadow years would have paid, before pools.
#[derive(Clone, Debug)]
pub struct ShadowStory {
    /// The new plan.
    pub plan: String,
    /// Part of the year it would have paid for.
    pub portion: f64,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// How a draw stood and moved in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DrawStory {
    /// Owed when the year began.
    pub owed: Cents,
    /// Paid beyond what was earned.
    pub advanced: Cents,
    /// Taken from what was earned, for earlier advances.
    pub recouped: Cents,
    /// Forgiven.
    pub forgiven: Cents,
    /// Left unpaid, since another plan took the place of the draw's.
    pub ended: Cents,
    /// Owed when the year ended.
    pub owed_after: Cents,
    /// Left unpaid by whoever was in the position before; no part of the above.
    pub left: Cents,
}

/// What one pool paid a physician.
#[derive(Clone, Debug)]
pub struct PoolStory {
    /// The pool; that of a group bears the name of its plan.
    pub pool: String,
    /// What its money is pay for.
    pub class: PayClass,
    /// Money in it.
    pub money: Cents,
    /// The physician's part of it.
    pub part: f64,
    /// The physician's money.
    pub pay: Cents,
}

/// One physician's year.
#[derive(Clone, Debug)]
pub struct PhysicianYearStory {
    /// Arm.
    pub arm: String,
    /// Performance year.
    pub year: CalendarYear,
    /// Trial, counted from 1.
    pub trial: u64,
    /// Identifier.
    pub id: String,
    /// Specialty.
    pub specialty: String,
    /// Part of the year that somebody was in the position.
    pub present: f64,
    /// Year in which the present physician was hired, if in the simulation.
    pub hired: Option<CalendarYear>,
    /// What plans paid.
    pub plans: Vec<PlanStory>,
    /// What plans in their shadow years would have paid.
    pub shadows: Vec<ShadowStory>,
    /// What pools paid.
    pub pools: Vec<PoolStory>,
    /// What the cap on pay cut.
    pub cut: Statement,
    /// Everything, by class.
    pub statement: Statement,
    /// Value pay repaid this year by whoever left the position: no part of its pay.
    pub repaid: Cents,
    /// The draw, where anything was owed.
    pub draw: Option<DrawStory>,
    /// Pay that is held back, where any is, was or was lost.
    pub deferral: Option<DeferralStory>,
    /// Pay of the same position in the baseline arm.
    pub baseline: Cents,
    /// Calendar year and month in which pool money is paid out, if any is.
    pub pools_paid: Option<(CalendarYear, u16)>,
    /// True savings under value-based contracts by this physician's influence, $.
    pub true_savings: f64,
    /// The incentive as behaviour met it.
    pub stimulus: Stimulus,
    /// wRVUs expected at an annual rate before the year.
    pub expected_wrvu: f64,
    /// What one unit of each lever is worth to those who pay for care, to the system and to the
    /// physician, $.
    pub gradients: Gradients,
    /// End to end, contract leg, employment leg.
    pub alignment: [Alignment; 3],
}

/// One contract's year.
#[derive(Clone, Debug)]
pub struct ContractYearStory {
    /// Arm.
    pub arm: String,
    /// Performance year.
    pub year: CalendarYear,
    /// Trial, counted from 1.
    pub trial: u64,
    /// The contract.
    pub contract: String,
    /// Payer.
    pub payer: String,
    /// The family's key.
    pub family: &'static str,
    /// Where the agreement stands.
    pub agreement: Year,
    /// The settled year.
    pub settled: SettledContract,
    /// Whether there is anything to settle beside fees.
    pub settles: bool,
    /// The numbers that decided the settlement.
    pub rules: Vec<SettlementRule>,
    /// Expected receipts per dollar saved, before the year.
    pub slope: f64,
    /// Calendar year and month in which money moves.
    pub paid: (CalendarYear, u16),
    /// Calendar year and month of the interim settlement, if there is one.
    pub interim: Option<(CalendarYear, u16)>,
    /// What is prepaid during the year and trued up with the final payment.
    pub prepaid: Cents,
    /// What the waterfall of all contracts began with.
    pub value: ValueMoney,
    /// Where it went.
    pub uses: Uses,
    /// What each hop kept of the physicians' share, by its name.
    pub hops: Vec<(String, Cents)>,
    /// Part of the physicians' share that the circuit breaker let through.
    pub pools_cut: f64,
}

/// What cannot be explained.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unexplained {
    /// The engine stopped.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// Lines do not add up to the engine's result: a fault of the program.
    #[error(
        "the lines differ from the engine's result by {by}; this is a fault of cascade, please report it with the scenario"
    )]
    DoesNotAddUp {
        /// By how much.
        by: Cents,
    },
}

/// Runs one trial and hands the books of one arm and year to `look`.
fn visit<T>(
    model: &Model,
    arm: usize,
    trial: u64,
    year: usize,
    look_at: Option<(usize, usize)>,
    look: impl Fn(&Shared<'_>, &Worker) -> T,
) -> Result<T, Fault> {
    let shared = Shared::new(model);
    let mut worker = Worker::new(&shared);
    worker.books.look_at = look_at;
    let mut seen = None;
    worker.advance(&shared, trial, 1, |place, worker| {
        if place == arm * model.years + year {
            seen = Some(look(&shared, worker));
        }
    })?;
    seen.ok_or(Fault::Stopped)
}

/// Explains one physician's year. `place` is the physician's place in the model; trial and year
/// count from 0.
///
/// # Errors
///
/// [`Unexplained`], both kinds of which are faults of the program.
pub fn explain_physician(
    model: &Model,
    arm: usize,
    trial: u64,
    year: usize,
    place: usize,
) -> Result<PhysicianYearStory, Unexplained> {
    let (k, lane) = (place / TILE, place % TILE);
    let story = visit(model, arm, trial, year, Some((k, lane)), |shared, worker| {
        tell_physician(model, shared, worker, arm, trial, year, place)
    })
    .map_err(Unexplained::Fault)?;
    let lines: Cents = story.plans.iter().flat_map(|p| &p.lines).map(|l| l.pay).sum();
    let pools: Cents = story.pools.iter().map(|p| p.pay).sum();
    let by = lines + pools - story.cut.total() - story.statement.total();
    if by == Cents::ZERO { Ok(story) } else { Err(Unexplained::DoesNotAddUp { by }) }
}

fn tell_physician(
    model: &Model,
    shared: &Shared<'_>,
    worker: &Worker,
    arm: usize,
    trial: u64,
    year: usize,
    place: usize,
) -> PhysicianYearStory {
    let (k, lane) = (place / TILE, place % TILE);
    let frame = &shared.frames[arm];
    let terms = &worker.terms[arm][0];
    let practice = &terms.practice(frame.arm).tiles[k];
    let state = &worker.states[arm][0].tiles[k];
    let books = &worker.books;
    let done = &books.tiles[k];
    let now = i16::try_from(year).unwrap_or(i16::MAX);
    let (mut plans, mut shadows) = (Vec::new(), Vec::new());
    let mut cap = 0.0;
    for (place, (name, plan)) in terms.scenario.plan.0.iter().enumerate() {
        let is = |p: u8| usize::from(p) == place;
        let late = if is(state.plan[lane]) { state.late[lane] } else { 0.0 };
        let early = if is(state.before[lane]) { 1.0 - state.late[lane] } else { 0.0 };
        let portion = state.present[lane] * (late + early);
        if portion <= 0.0 {
            continue;
        }
        let index = books.expectations.index_of(plan, year);
        let covered = plan.guarantee.as_ref().map_or(0.0, |g| g.covers(f64::from(now - state.joined[lane])));
        let mut facts =
            WorkTile { portion: [portion * index; TILE], ..work_of(practice, &books.expectations, done) };
        if let Some(balance) = worker.states[arm][0].balances.get(k) {
            bring(&balance.now, state, place, index, &mut facts);
        }
        know_needs(plan.needs(), index, &worker.physicians[0][k], practice, state, done, &mut facts);
        books.expectations.schedule.write(plan, place, practice, &mut facts.schedule);
        if plan.needs().group {
            books.group_quality[place].write(&[portion; TILE], &mut facts);
        }
        let work = facts.lane(lane);
        cap += work.portion * work.fte * plan.cap_per_fte();
        let mut lines = plan.lines(&work, covered);
        if let Some(held) = held(terms, plan, place, state, year) {
            let needs = plan.needs().or(held.old.needs());
            know_needs(needs, index, &worker.physicians[0][k], practice, state, done, &mut facts);
            lines.extend(held_line(&held, &facts, &lines, lane));
        }
        shadows.extend(shadow(frame, terms, worker, state, (k, lane), place, year, portion, &facts));
        let rate_factor = frame.arm.neutral.iter().find(|n| *n.plan == **name).map(|n| n.factor);
        let level = plan.follows_last_year().map(|what| LevelStory {
            what,
            level: work.carried.level,
            next: plan.reckon(&work, covered).next.level,
        });
        plans.push(PlanStory {
            level,
            plan: name.to_string(),
            portion,
            pay_index: index,
            rate_factor,
            covered,
            work,
            lines,
        });
    }
    let pools = pool_stories(worker, terms, k, lane);
    let mut statement = Statement::default();
    for line in plans.iter().flat_map(|p| &p.lines) {
        statement.add(line.class, line.pay);
    }
    for pool in &pools {
        statement.add(pool.class, pool.pay);
    }
    let capped = terms.scenario.plan.values().any(|plan| plan.fair_market_value.is_some());
    let cut =
        if capped { FairMarketValue::cut(Cents::round(cap), &mut statement) } else { Statement::default() };
    let probed = books.probed;
    let gradients = probed.map(|p| p.gradients).unwrap_or_default();
    let ease = probed.map_or(Levers::all(1.0), |p| p.ease);
    let payout =
        terms.scenario.contract.values().filter(|c| c.terms.is_value_based()).map(|c| c.clock.payout()).max();
    let performance = model.start.plus(year);
    PhysicianYearStory {
        arm: frame.arm.name.clone(),
        year: performance,
        trial: trial + 1,
        id: model.physicians[place].id.clone(),
        specialty: model.physicians[place].specialty.clone(),
        present: state.present[lane],
        hired: usize::try_from(state.joined[lane]).ok().map(|t| model.start.plus(t)),
        pools_paid: payout
            .filter(|_| pools.iter().any(|pool| pool.class == PayClass::Cost))
            .map(|month| month.calendar(performance)),
        plans,
        shadows,
        pools,
        cut,
        statement: books.statements[k].lane(lane),
        repaid: worker.states[arm][0].repayable.get(k).map_or(Cents::ZERO, |tile| tile.repaid[lane]),
        draw: worker.states[arm][0].balances.get(k).and_then(|own| draw_story(own, lane)),
        deferral: worker.states[arm][0].deferred.get(k).and_then(|own| own.story(model.start, year, lane)),
        baseline: worker.baseline_pay(k, lane),
        true_savings: done.saved[lane],
        stimulus: probed.map(|p| p.stimulus).unwrap_or_default(),
        expected_wrvu: probed.map_or(0.0, |p| p.expected_wrvu),
        gradients,
        alignment: alignments(&gradients, &ease),
    }
}

/// End to end, contract leg, employment leg.
fn alignments(gradients: &Gradients, ease: &Levers) -> [Alignment; 3] {
    [
        alignment(&gradients.value, &gradients.pay, ease),
        alignment(&gradients.value, &gradients.system, ease),
        alignment(&gradients.system, &gradients.pay, ease),
    ]
}

/// How a draw moved, where anything was owed at any time of the year.
fn draw_story(own: &BalanceTile, lane: usize) -> Option<DrawStory> {
    let moved = &own.moved;
    let story = DrawStory {
        owed: own.now.owed[lane],
        advanced: moved.advanced[lane],
        recouped: moved.recouped[lane],
        forgiven: moved.forgiven[lane],
        ended: moved.ended[lane],
        owed_after: moved.next.owed[lane],
        left: moved.left[lane],
    };
    let any = [story.owed, story.advanced, story.left].iter().any(|money| *money != Cents::ZERO);
    any.then_some(story)
}

/// What holding harmless adds to the lines of one lane, if anything.
fn held_line(held: &Held<'_>, facts: &WorkTile<'_>, lines: &[Line], lane: usize) -> Option<Line> {
    let mut own = StatementTile::EMPTY;
    for line in lines {
        own.line_mut(line.class)[lane] += line.pay;
    }
    let before = own.lane(lane).total();
    held.top_up(facts, &mut own);
    let pay = own.lane(lane).total() - before;
    (pay != Cents::ZERO).then(|| Line { what: "hold_harmless".to_owned(), class: PayClass::Time, pay })
}

/// What the plan that is to replace one would have paid for the same work, in its shadow years.
#[expect(clippy::too_many_arguments, reason = "the facts of one physician-year under one plan")]
fn shadow(
    frame: &ArmFrame<'_>,
    terms: &TrialTerms,
    worker: &Worker,
    state: &StateTile,
    (k, lane): (usize, usize),
    place: usize,
    year: usize,
    portion: f64,
    facts: &WorkTile<'_>,
) -> Option<ShadowStory> {
    let change = frame.redesign[place].filter(|change| terms.scenario.redesign[*change].shadows(year))?;
    let successor = usize::from(frame.successor[change]);
    let (name, plan) = &terms.scenario.plan.0[successor];
    let books = &worker.books;
    let (practice, done) = (&terms.practice(frame.arm).tiles[k], &books.tiles[k]);
    let index = books.expectations.index_of(plan, year);
    // Nobody is on the plan yet: the group's mean is one's own.
    let mut own = WorkTile {
        portion: [portion * index; TILE],
        group_quality: done.quality,
        group_part: [1.0; TILE],
        carries: 0,
        pay_index: index,
        ..facts.clone()
    };
    know_needs(plan.needs(), index, &worker.physicians[0][k], practice, state, done, &mut own);
    books.expectations.schedule.write(plan, successor, practice, &mut own.schedule);
    Some(ShadowStory { plan: name.to_string(), portion, lines: plan.lines(&own.lane(lane), 0.0) })
}

/// What each pool paid one lane, found by dividing the pool again.
fn pool_stories(worker: &Worker, terms: &TrialTerms, k: usize, lane: usize) -> Vec<PoolStory> {
    let mut stories = Vec::new();
    for ((name, _), (division, parts)) in terms.scenario.allocation.pool.iter().zip(&worker.books.pools) {
        let own = parts[k][lane];
        if own == 0 {
            continue;
        }
        let pay = division.share_of(parts, k, lane);
        #[expect(clippy::cast_precision_loss, reason = "parts add up to about 2^40")]
        let part = own as f64 / division.total as f64;
        let (pool, class) = (name.to_owned(), PayClass::Cost);
        stories.push(PoolStory { pool, class, money: division.money, part, pay });
    }
    for group in &worker.books.groups {
        let own = group.parts[k][lane];
        if own == 0 {
            continue;
        }
        let pay = group.division.share_of(&group.parts, k, lane);
        #[expect(clippy::cast_precision_loss, reason = "parts add up to about 2^40")]
        let part = own as f64 / group.division.total as f64;
        let pool = format!("of group {}", terms.scenario.plan.0[group.plan].0);
        stories.push(PoolStory { pool, class: PayClass::Volume, money: group.division.money, part, pay });
    }
    stories
}

/// What each hop kept of the physicians' share.
fn kept_by_hops(allocation: &Allocation, uses: &Uses) -> Vec<(String, Cents)> {
    let (kept, _) = along(&allocation.hops, uses.physicians + uses.hops);
    allocation.hops.iter().map(|hop| hop.name.clone()).zip(kept).collect()
}

/// Explains one contract's year, by the contract's place among the arm's own contracts.
///
/// # Errors
///
/// [`Unexplained::Fault`], a fault of the program.
pub fn explain_contract(
    model: &Model,
    arm: usize,
    trial: u64,
    year: usize,
    contract: usize,
) -> Result<ContractYearStory, Unexplained> {
    visit(model, arm, trial, year, None, |shared, worker| {
        let frame = &shared.frames[arm];
        let terms = &worker.terms[arm][0];
        let (name, own) = &terms.scenario.contract.0[contract];
        let books = &worker.books;
        let SettledYear { contracts, uses, value, .. } = &books.settled;
        let settled = contracts[contract];
        let expected = &books.expectations.contracts[contract];
        let performance = model.start.plus(year);
        ContractYearStory {
            arm: frame.arm.name.clone(),
            year: performance,
            trial: trial + 1,
            contract: name.to_string(),
            payer: own.payer.clone(),
            family: own.terms.key(),
            agreement: expected.year,
            settled,
            settles: settled.runs && own.terms.settles(),
            rules: own.rules(
                &Experience {
                    year: expected.year,
                    benchmark: settled.benchmark * settled.lives,
                    spending: settled.spending * settled.lives,
                    quality: settled.quality,
                    professional: settled.professional,
                },
                &settled.struck,
            ),
            slope: expected.outlook.per_saved_dollar,
            paid: own.clock.payment().calendar(performance),
            interim: own.interim.as_ref().map(|interim| interim.payment().calendar(performance)),
            prepaid: own.prepayment.as_ref().map_or(Cents::ZERO, |p| p.of(settled.settlement.benchmark)),
            value: *value,
            uses: *uses,
            hops: kept_by_hops(&terms.scenario.allocation, uses),
            pools_cut: terms
                .scenario
                .allocation
                .circuit_breaker
                .as_ref()
                .map_or(1.0, |breaker| breaker.part(value.last_margin, value.result())),
        }
    })
    .map_err(Unexplained::Fault)
}
