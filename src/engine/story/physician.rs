//! One physician's year.

use super::replayed::{Moment, Unexplained, YearAgain, not_there, replay};
use crate::alignment::{Alignment, Gradients, alignment};
use crate::behaviour::Stimulus;
use crate::engine::account::{DeferralStory, DrawStory};
use crate::engine::measure::Metric;
use crate::engine::year::{CapTile, Held, OnPlan, TileMeeting, carried_by, work_of};
use crate::entity::{Date, Levers};
use crate::model::Model;
use crate::pay::{CareYear, FairMarketValue, Line, PayClass, Statement, StatementTile, Work, WorkTile};
use crate::payer::Contract;
use crate::tile::TILE;
use crate::units::{CalendarYear, Cents};
use pulp::Arch;

/// What one plan paid a physician in a part of a year.
#[derive(Clone, Debug)]
pub struct PlanStory {
    /// The plan.
    pub plan: String,
    /// Part of the year under it.
    pub portion: f64,
    /// The months of the year between which that lies, 0 to 12.
    pub months: (f64, f64),
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
    /// The year of one's own members, where it meets a budget of one's own.
    pub care: Option<CareYear>,
    /// How last year's pay or work enters, where it does.
    pub level: Option<LevelStory>,
    /// One's own base at this year's price level, $ a year, where shares of the plan refer to it.
    pub base: Option<f64>,
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

/// What one pool paid a physician.
#[derive(Clone, Debug)]
pub struct PoolStory {
    /// The pool; that of a group bears the name of its plan.
    pub pool: String,
    /// What its money is pay for.
    pub class: PayClass,
    /// Where its money is from.
    pub source: PoolSource,
    /// Money in it.
    pub money: Cents,
    /// The physician's part of it.
    pub part: f64,
    /// The physician's money.
    pub pay: Cents,
}

/// Where the money of a pool is from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PoolSource {
    /// Value money that the system passes on.
    PassedOn {
        /// Whether it is to be divided by attributed savings, and nobody's are above zero: equal shares then.
        nobody_saved: bool,
    },
    /// Fixed dollars of the system's own.
    Fixed,
    /// What a group collects after expense.
    Collections {
        /// What earlier years left to be covered.
        before: Cents,
        /// What this one leaves.
        after: Cents,
    },
    /// Withheld of a group, less what its members' care cost above the budget.
    Withhold {
        /// The year of the group.
        year: CareYear,
        /// What is returned of the withhold.
        returned: Cents,
    },
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
    /// Identifier of the position.
    pub id: String,
    /// Who holds it.
    pub person: String,
    /// How many appointments that person has; the cap is one on all of them.
    pub appointments: usize,
    /// Specialty.
    pub specialty: String,
    /// Part of the year that somebody was in the position.
    pub present: f64,
    /// What the roster's dates say of the year, in sentences.
    pub dates: Vec<String>,
    /// Month in which the present physician was hired, if in the simulation.
    pub hired: Option<Date>,
    /// What plans paid.
    pub plans: Vec<PlanStory>,
    /// What plans in their shadow years would have paid.
    pub shadows: Vec<ShadowStory>,
    /// What pools paid.
    pub pools: Vec<PoolStory>,
    /// What the cap on pay cut.
    pub cut: Statement,
    /// Pay from other employers, which counts against the cap and is not paid by the system.
    pub elsewhere: Cents,
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
    /// True savings under value-based contracts by this physician's influence, as contracts count patients, $.
    pub true_savings: f64,
    /// The incentive as behaviour met it.
    pub stimulus: Stimulus,
    /// wRVUs expected at an annual rate before the year.
    pub expected_wrvu: f64,
    /// What one unit of each lever is worth to those who pay for care, to the system and to the
    /// physician, $.
    pub gradients: Gradients,
    /// Two parts of what a percent of volume is worth to those who pay: the visits, and the care they set in
    /// motion.
    pub volume_worth: [f64; 2],
    /// End to end, contract leg, employment leg.
    pub alignment: [Alignment; 3],
}

/// Explains one physician's year. `place` is the physician's place in the model; arm, trial and year
/// count from 0. [`Model::directory`] finds places by name.
///
/// ```
/// use cascade::engine::explain_physician;
/// use cascade::Study;
///
/// let model = Study::reference()?.model()?;
/// let there = &model.directory;
/// let arm = there.arm("redesign")?;
/// let story = explain_physician(&model, arm, 0, there.year(2027)?, there.physician(arm, "fm-001")?)?;
/// let lines = story.plans.iter().flat_map(|plan| &plan.lines);
/// assert!(lines.map(|line| line.pay.dollars()).sum::<f64>() > 100_000.0);
/// assert!(explain_physician(&model, arm, 0, 10, 0).is_err(), "the eleventh of ten years");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Unexplained::Unknown`] for what the model does not have; otherwise a fault of the program.
pub fn explain_physician(
    model: &Model,
    arm: usize,
    trial: u64,
    year: usize,
    place: usize,
) -> Result<PhysicianYearStory, Unexplained> {
    let (model, moment) = (model.on(trial), Moment { arm, trial, year });
    if model.arms.get(arm).is_some_and(|own| own.roster.get(place).is_none_or(Option::is_none)) {
        return Err(not_there("physician of this arm", place, model.len()));
    }
    let seat = (place / TILE, place % TILE);
    let story = replay(model, moment, Some(seat), |replayed| Seat { model, replayed, moment, place }.tell())?;
    let lines: Cents = story.plans.iter().flat_map(|p| &p.lines).map(|l| l.pay).sum();
    let pools: Cents = story.pools.iter().map(|p| p.pay).sum();
    let by = lines + pools - story.cut.total() - story.statement.total();
    if by == Cents::ZERO { Ok(story) } else { Err(Unexplained::DoesNotAddUp { by }) }
}

/// Explains a year of everyone in an arm, in the model's order, from one replay of the trial: what is paid, without the
/// incentives that it gives.
///
/// # Errors
///
/// As of [`explain_physician`].
pub fn explain_physicians(
    model: &Model,
    arm: usize,
    trial: u64,
    year: usize,
) -> Result<Vec<PhysicianYearStory>, Unexplained> {
    let (model, moment) = (model.on(trial), Moment { arm, trial, year });
    let roster = model.arms.get(arm).map(|own| own.roster.as_slice()).unwrap_or_default();
    let there: Vec<usize> = (0..roster.len()).filter(|place| roster[*place].is_some()).collect();
    replay(model, moment, None, |replayed| {
        there.iter().map(|place| Seat { model, replayed, moment, place: *place }.tell()).collect()
    })
}

/// One physician in an arm's year.
struct Seat<'a> {
    model: &'a Model,
    replayed: &'a YearAgain<'a>,
    moment: Moment,
    /// Place in the model.
    place: usize,
}

impl Seat<'_> {
    fn tile(&self) -> usize {
        self.place / TILE
    }

    fn lane(&self) -> usize {
        self.place % TILE
    }

    /// What the tile met.
    fn meets(&self) -> TileMeeting<'_> {
        let YearAgain { frame, terms, state, books, .. } = *self.replayed;
        let practice = terms.practice(frame.arm, self.moment.year);
        TileMeeting {
            arch: Arch::new(),
            terms,
            plan_pools: &frame.plan_pools,
            expectations: &books.expectations,
            practice: &practice.tiles[self.tile()],
            contracts: practice.contracts_of(self.tile()),
            points: practice.points_of(self.tile()),
            carried: carried_by(state.accounts.draws.as_ref(), self.tile()),
            stated_months: practice.months.get(self.tile()),
            parts: practice.parts_of(self.tile()),
            month_luck: self.replayed.luck.months.get(self.tile()),
            baseline: None,
            unshared: 0,
            year: self.moment.year,
            looks: true,
            tile: self.tile(),
        }
    }

    fn tell(&self) -> PhysicianYearStory {
        let YearAgain { frame, terms, state, books, worker, .. } = self.replayed;
        let (k, lane) = (self.tile(), self.lane());
        let positions = &state.tiles[k];
        let (plans, shadows, cap) = self.plans();
        let pools = self.pools();
        let mut statement = Statement::default();
        for line in plans.iter().flat_map(|p| &p.lines) {
            statement.add(line.class, line.pay);
        }
        for pool in &pools {
            statement.add(pool.class, pool.pay);
        }
        let capped = terms.scenario.plan.values().any(|plan| plan.fair_market_value.is_some());
        let several = frame.persons.at((k, lane));
        let cut = if several.is_some() {
            cut_to(&books.statements[k].lane(lane), &statement)
        } else if capped {
            FairMarketValue::cut(Cents::round(cap), &mut statement)
        } else {
            Statement::default()
        };
        let probed = books.probed;
        let gradients = probed.map(|p| p.gradients).unwrap_or_default();
        let ease = probed.map_or(Levers::all(1.0), |p| p.ease);
        let physician = &self.model.physicians[self.place];
        let accounts = &state.accounts;
        PhysicianYearStory {
            arm: frame.arm.name.clone(),
            year: self.year(),
            trial: self.moment.trial + 1,
            id: physician.id.clone(),
            person: physician.person.clone(),
            appointments: several.map_or(1, <[_]>::len),
            elsewhere: Cents::round(
                self.meets().practice.other_pay[lane]
                    * positions.present[lane]
                    * books.expectations.pay_index,
            ),
            specialty: physician.specialty.clone(),
            present: positions.present[lane],
            dates: frame.arm.roster[self.place].as_ref().map_or_else(Vec::new, |p| p.dates_in(self.year().0)),
            hired: self.hired(positions.hired[lane]),
            pools_paid: self.pools_paid(&pools),
            plans,
            shadows,
            pools,
            cut,
            statement: books.statements[k].lane(lane),
            repaid: accounts.clawback.as_ref().map_or(Cents::ZERO, |own| own.repaid((k, lane))),
            draw: accounts.draws.as_ref().and_then(|own| own.story((k, lane))),
            deferral: accounts
                .deferral
                .as_ref()
                .and_then(|own| own.story(self.model.start, self.moment.year, (k, lane))),
            baseline: worker.baseline_pay(self.moment.year, (k, lane)),
            true_savings: books.tiles[k].measured[Metric::TrueSavings.place()][lane],
            stimulus: probed.map(|p| p.stimulus).unwrap_or_default(),
            expected_wrvu: probed.map_or(0.0, |p| p.expected_wrvu),
            gradients,
            volume_worth: probed.map_or([0.0; 2], |p| p.volume_worth),
            alignment: alignments(&gradients, &ease),
        }
    }

    fn year(&self) -> CalendarYear {
        self.model.start.plus(self.moment.year)
    }

    /// When pool money is paid out, if any is.
    fn pools_paid(&self, pools: &[PoolStory]) -> Option<(CalendarYear, u16)> {
        let contracts = self.replayed.terms.scenario.contract.values();
        let payout = contracts.filter(|c| c.terms.is_value_based()).map(Contract::payout).max()?;
        let any = pools.iter().any(|pool| matches!(pool.source, PoolSource::PassedOn { .. }));
        any.then(|| payout.calendar(self.year()))
    }

    /// The month at so many months from the start, unless it lies before it.
    #[expect(clippy::cast_possible_truncation, reason = "a month of the horizon")]
    fn hired(&self, month: f64) -> Option<Date> {
        let start = Date::month(self.model.start.0, 1).index();
        (month >= 0.0).then(|| Date::from_index(start + month as i64))
    }

    /// What plans paid, what their successors would have paid, and the cap on all pay.
    fn plans(&self) -> (Vec<PlanStory>, Vec<ShadowStory>, f64) {
        let YearAgain { state, books, luck, .. } = self.replayed;
        let (k, lane) = (self.tile(), self.lane());
        let (positions, done, luck) = (&state.tiles[k], &books.tiles[k], &luck.physicians[k]);
        let y = self.meets();
        let seen = done.seen(luck, &books.group_quality);
        let mut work = work_of(&y, &done.wrvu, &done.quality);
        let (mut plans, mut shadows) = (Vec::new(), Vec::new());
        let mut cap = CapTile::OPEN;
        for place in positions.plans() {
            let mut portion = [0.0; TILE];
            positions.portions(place, &mut portion);
            let on = OnPlan::turn(&y, positions, place, &portion, seen, &mut work);
            let earlier = work.agreement_year.as_ref().is_some_and(|year| year.portion[lane] > 0.0);
            if portion[lane] <= 0.0 && !earlier {
                continue;
            }
            cap.add(on.plan.fair_market_value.as_ref(), y.year, &portion, work.fte);
            plans.push(self.plan(place, &on, &work, portion[lane]));
            if let Some(successor) = self.shadow_of(place) {
                let mut work = work.clone();
                let on = OnPlan::shadow(&y, positions, successor, &portion, seen, &mut work);
                let lines = on.plan.lines(y.arch, &work, lane, None);
                shadows.push(ShadowStory { plan: self.plan_name(successor), portion: portion[lane], lines });
            }
        }
        cap.less_elsewhere(&y, positions);
        (plans, shadows, cap.most()[lane])
    }

    fn plan_name(&self, place: usize) -> String {
        self.replayed.terms.scenario.plan.0[place].0.to_string()
    }

    /// What one plan paid for a portion of the year.
    fn plan(&self, place: usize, on: &OnPlan<'_>, facts: &WorkTile<'_>, portion: f64) -> PlanStory {
        let lane = self.lane();
        let covered = on.cover().map_or(0.0, |cover| cover[lane]);
        let work = facts.lane(lane);
        let mut lines = on.plan.lines(Arch::new(), facts, lane, on.cover());
        if let Some(held) = &on.held {
            lines.extend(held_line(held, facts, &lines, lane));
        }
        if let Some(cap) = on.part_cap() {
            let most = cap.allows(self.moment.year) * portion * work.fte;
            lines.extend(cut_lines(most, &lines));
        }
        let name = self.plan_name(place);
        let neutral = self.replayed.frame.arm.neutral.iter().find(|n| *n.plan == *name);
        PlanStory {
            level: on.plan.follows_last_year().map(|what| LevelStory {
                what,
                level: work.carried.level,
                next: on.plan.reckon_lane(facts, lane, on.cover()).next.level,
            }),
            care: on.plan.own_care(&work),
            base: on.plan.shares_base().then(|| on.plan.base(&work) * on.index),
            plan: name,
            portion,
            months: self.replayed.state.tiles[self.tile()].spell(lane, place),
            pay_index: on.index,
            rate_factor: neutral.map(|n| n.factor),
            covered,
            work,
            lines,
        }
    }

    /// The plan that is to replace one and still runs in its shadow.
    fn shadow_of(&self, place: usize) -> Option<usize> {
        let YearAgain { frame, terms, .. } = self.replayed;
        let shadows =
            |change: &usize| terms.scenario.redesign[*change].shadows(self.model.start, self.moment.year);
        let change = frame.redesign[place].filter(shadows)?;
        Some(usize::from(frame.successor[change]))
    }

    /// What each pool paid, found by dividing the pool again.
    fn pools(&self) -> Vec<PoolStory> {
        let YearAgain { terms, books, .. } = self.replayed;
        let pools = &terms.scenario.allocation.pool;
        let shared = books.pools.open.iter().map(|pool| {
            let (name, terms) = &pools.0[pool.place];
            let nobody_saved = books.pools.nobody_saved(pool.place, &terms.weights);
            let source =
                if pool.is_fixed { PoolSource::Fixed } else { PoolSource::PassedOn { nobody_saved } };
            (name.to_string(), pool.class, source, &pool.division)
        });
        let groups = books.groups.iter().map(|group| {
            let (before, after) = group.owed;
            let source = PoolSource::Collections { before, after };
            let name = format!("of group {}", self.plan_name(group.plan));
            (name, PayClass::Volume, source, &group.division)
        });
        let budgets = books.budgets.iter().map(|budget| {
            let source = PoolSource::Withhold { year: budget.year, returned: budget.returned };
            let name = format!("withheld of group {}", self.plan_name(budget.plan));
            (name, PayClass::Cost, source, &budget.division)
        });
        shared
            .chain(groups)
            .chain(budgets)
            .filter_map(|(pool, class, source, division)| {
                let (part, pay) = division.share_of(self.tile(), self.lane())?;
                Some(PoolStory { pool, class, source, money: division.money, part, pay })
            })
            .collect()
    }
}

/// What a cap on all appointments of a person cut from one of them, whose lines add up to `before`.
fn cut_to(paid: &Statement, before: &Statement) -> Statement {
    let mut cut = Statement::default();
    for class in PayClass::ALL {
        cut.add(*class, before.of(*class) - paid.of(*class));
    }
    cut
}

/// End to end, contract leg, employment leg.
fn alignments(gradients: &Gradients, ease: &Levers) -> [Alignment; 3] {
    [
        alignment(&gradients.value, &gradients.pay, ease),
        alignment(&gradients.value, &gradients.system, ease),
        alignment(&gradients.system, &gradients.pay, ease),
    ]
}

/// What a cap on the plan's part of the year takes off its lines, by class.
fn cut_lines(most: f64, lines: &[Line]) -> Vec<Line> {
    let mut own = Statement::default();
    for line in lines {
        own.add(line.class, line.pay);
    }
    let cut = FairMarketValue::cut(Cents::round(most), &mut own);
    let classes = PayClass::ALL.iter().filter(|class| cut.of(**class) != Cents::ZERO);
    let line =
        |class: &PayClass| Line { what: "fair_market_value".to_owned(), class: *class, pay: -cut.of(*class) };
    classes.map(line).collect()
}

/// What holding harmless adds to the lines of one lane, if anything.
fn held_line(held: &Held<'_>, facts: &WorkTile<'_>, lines: &[Line], lane: usize) -> Option<Line> {
    let mut own = StatementTile::EMPTY;
    for line in lines {
        own.line_mut(line.class)[lane] += line.pay;
    }
    let before = own.lane(lane).total();
    held.top_up(Arch::new(), facts, &mut own);
    let pay = own.lane(lane).total() - before;
    (pay != Cents::ZERO).then(|| Line { what: "hold_harmless".to_owned(), class: PayClass::Time, pay })
}
