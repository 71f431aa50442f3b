//! The year, as seven steps in this order.

use super::balances::{self, BalanceTile};
use super::deferral;
use super::expectations::{Expectations, grown};
use super::grouping::{self, Group, GroupQuality};
use super::incentive::{Probed, TileYear, probe};
use super::luck::{ContractLuck, LuckTile};
use super::members::Brought;
use super::page::TurnPage;
use super::paying::{PayStep, PoolDivision, parts};
use super::response::{AnchorStep, Anchors, PracticeSums, RespondStep, YearTile};
use super::settling::{SettledContract, SettledYear, settle};
use super::trial::{ArmFrame, ArmState, StateTile, TrialTerms};
use crate::ledger::{Imbalance, Ledger, SystemFlow};
use crate::pay::{PayClass, StatementTile};
use crate::payer::Contract;
use crate::system::PoolFacts;
use crate::terms::taken_back;
use crate::tile::{TILE, sum};
use crate::units::{Cents, apportion};
use pulp::Arch;

/// Buffers of one arm-year, reused.
#[derive(Debug)]
pub(super) struct YearBooks {
    /// What the arm expects.
    pub expectations: Expectations,
    /// What physicians did and what is measured of them.
    pub tiles: Vec<YearTile>,
    /// Their statements.
    pub statements: Vec<StatementTile>,
    /// Sums by population.
    sums: Vec<PracticeSums>,
    /// What payers settled and the system allocated.
    pub settled: SettledYear,
    /// The ledger.
    pub ledger: Ledger,
    /// Members of pools.
    facts: Vec<PoolFacts>,
    /// Pools with money in them, and each member's part.
    pub pools: Vec<(PoolDivision, Vec<[i64; TILE]>)>,
    savings: Vec<[f64; TILE]>,
    /// Group pools.
    pub groups: Vec<Group>,
    /// Measured quality of the members of each plan.
    pub group_quality: Vec<GroupQuality>,
    /// Positions that changed hands.
    pub departures: u32,
    /// Cost of policies.
    pub policy_cost: Cents,
    /// Reliability of measured quality.
    pub reliability: f64,
    /// The year.
    pub year: usize,
    /// A physician to look at, by tile and lane.
    pub look_at: Option<(usize, usize)>,
    /// What was seen.
    pub probed: Option<Probed>,
}

impl YearBooks {
    pub(super) fn new(tiles: usize, contracts: usize) -> YearBooks {
        YearBooks {
            expectations: Expectations::default(),
            tiles: vec![YearTile::EMPTY; tiles],
            statements: vec![StatementTile::EMPTY; tiles],
            sums: Vec::new(),
            settled: SettledYear::default(),
            ledger: Ledger::new(contracts),
            facts: Vec::new(),
            pools: Vec::new(),
            savings: vec![[0.0; TILE]; tiles],
            groups: Vec::new(),
            group_quality: Vec::new(),
            departures: 0,
            policy_cost: Cents::ZERO,
            reliability: 0.0,
            year: 0,
            look_at: None,
            probed: None,
        }
    }
}

/// What an arm meets in a year of a trial.
pub(super) struct Meeting<'a> {
    pub arch: Arch,
    pub frame: &'a ArmFrame<'a>,
    pub terms: &'a TrialTerms,
    pub physicians: &'a [LuckTile],
    pub contracts: &'a [ContractLuck],
    pub anchors: &'a Anchors,
    pub year: usize,
}

impl<'a> Meeting<'a> {
    /// What tile `k` meets.
    fn tile_year<'e>(
        &self,
        expectations: &'e Expectations,
        balances: &'e [BalanceTile],
        k: usize,
    ) -> TileYear<'e>
    where
        'a: 'e,
    {
        let practice = self.terms.practice(self.frame.arm);
        TileYear {
            terms: self.terms,
            plan_pools: &self.frame.plan_pools,
            expectations,
            practice: &practice.tiles[k],
            contracts: practice.contracts_of(k),
            balance: balances.get(k),
            year: self.year,
        }
    }
}

/// Works out the drives at the start of a scenario, before anything has happened.
pub(super) fn anchor(m: &Meeting<'_>, state: &mut ArmState, books: &mut YearBooks, anchors: &mut Anchors) {
    foresee(m, state, books);
    anchors.start.note(m.frame, m.terms, &books.expectations);
    anchors.start.measures = mean_measures(m, &state.tiles);
    for (k, (tile, anchor)) in state.tiles.iter_mut().zip(&mut anchors.tiles).enumerate() {
        tile.before = tile.plan;
        tile.note_plans();
        let y = m.tile_year(&books.expectations, &state.balances, k);
        m.arch.dispatch(AnchorStep { y, state: tile, anchor });
    }
}

/// One performance year of one arm in one trial.
pub(super) fn simulate(
    m: &Meeting<'_>,
    baseline: &[[Cents; TILE]],
    state: &mut ArmState,
    books: &mut YearBooks,
) -> Result<(), Imbalance> {
    books.ledger.clear();
    books.year = m.year;
    books.reliability = m.terms.scenario.chance.quality_reliability();
    books.departures =
        m.arch.dispatch(TurnPage { frame: m.frame, terms: m.terms, luck: m.physicians, year: m.year, state });
    let repaid =
        state.repayable.iter_mut().zip(&state.tiles).map(|(owed, tile)| owed.collect(tile, m.year)).sum();
    books.ledger.post_system(SystemFlow::PayRepaid, repaid);
    let held = deferral::open(state, m.year);
    let owed = balances::open(state, m.year);
    foresee(m, state, books);
    respond(m, state, books);
    settle(
        m.frame,
        m.terms,
        &books.expectations,
        m.contracts,
        &books.sums,
        &m.anchors.start,
        m.year,
        state,
        &mut books.ledger,
        &mut books.settled,
    );
    let paid = pay(m, baseline, state, books);
    for ((owed, tile), statement) in state.repayable.iter_mut().zip(&state.tiles).zip(&books.statements) {
        owed.note(&m.terms.scenario, tile, statement);
    }
    deferral::close(state, &m.terms.scenario, &books.statements, held, &mut books.ledger)?;
    balances::close(state, owed, &mut books.ledger)?;
    finance(m, state, books);
    roll_forward(m, state, books, paid);
    books.ledger.check(books.settled.gross(), paid)
}

/// Step 2, for the arm as a whole: what contracts and pools are expected to pay.
fn foresee(m: &Meeting<'_>, state: &ArmState, books: &mut YearBooks) {
    let practice = m.terms.practice(m.frame.arm);
    books.facts.clear();
    books.facts.resize(m.terms.scenario.allocation.pool.len(), PoolFacts::default());
    if !books.facts.is_empty() {
        for (k, tile) in state.tiles.iter().enumerate() {
            let p = &practice.tiles[k];
            let brought = Brought { wrvu: &p.wrvu, quality: &p.quality, savings: &[0.0; TILE] };
            brought.gather(&m.frame.plan_pools, p, tile, &mut books.facts);
        }
    }
    books.expectations.form(m.frame, m.terms, state, &books.facts, &m.anchors.start, m.year);
    let mut groups = std::mem::take(&mut books.expectations.groups);
    let e = &books.expectations;
    let price = |k: usize| {
        let mut lanes = [0.0; TILE];
        for (population, own) in e.populations.iter().zip(practice.contracts_of(k)) {
            for (price, share) in lanes.iter_mut().zip(&own.revenue_share) {
                *price += population.price * share;
            }
        }
        lanes
    };
    grouping::foresee(m.terms, practice, state, (e.work_growth, e.pay_index), price, &mut groups);
    books.expectations.groups = groups;
    let quality = |k: usize| {
        let mut lanes = practice.tiles[k].quality;
        for (quality, points) in lanes.iter_mut().zip(&state.tiles[k].quality) {
            *quality = (*quality + 0.01 * points).clamp(0.0, 1.0);
        }
        lanes
    };
    grouping::mean_quality(m.terms, practice, state, quality, &mut books.expectations.group_quality);
}

/// Steps 2 to 4, tile by tile.
fn respond(m: &Meeting<'_>, state: &mut ArmState, books: &mut YearBooks) {
    let practice = m.terms.practice(m.frame.arm);
    books.sums.clear();
    books.sums.resize(practice.populations, PracticeSums::default());
    for (k, (tile, done)) in state.tiles.iter_mut().zip(&mut books.tiles).enumerate() {
        let y = m.tile_year(&books.expectations, &state.balances, k);
        if let Some((_, lane)) = books.look_at.filter(|(at, _)| *at == k) {
            books.probed = Some(probe(&y, tile, lane));
        }
        let (luck, anchor, sums) = (&m.physicians[k], &m.anchors.tiles[k], books.sums.as_mut_slice());
        m.arch.dispatch(RespondStep { y, luck, anchor, state: tile, done, sums });
    }
}

/// Step 7; returns the sum of all statements.
fn pay(m: &Meeting<'_>, baseline: &[[Cents; TILE]], state: &mut ArmState, books: &mut YearBooks) -> Cents {
    let practice = m.terms.practice(m.frame.arm);
    let scenario = &m.terms.scenario;
    divide_pools(m, state, books);
    let index = books.expectations.pay_index;
    grouping::divide(m.terms, practice, state, &books.tiles, index, &mut books.groups);
    let quality = |k: usize| books.tiles[k].quality;
    grouping::mean_quality(m.terms, practice, state, quality, &mut books.group_quality);
    let capped = scenario.plan.values().any(|plan| plan.fair_market_value.is_some());
    let mut paid = Cents::ZERO;
    let mut classes = [Cents::ZERO; PayClass::COUNT];
    let mut returned = Cents::ZERO;
    for k in 0..books.tiles.len() {
        let statement = &mut books.statements[k];
        returned += m.arch.dispatch(PayStep {
            terms: m.terms,
            expectations: &books.expectations,
            luck: &m.physicians[k],
            practice: &practice.tiles[k],
            state: &state.tiles[k],
            balance: state.balances.get_mut(k),
            done: &mut books.tiles[k],
            year: m.year,
            pools: &mut books.pools,
            groups: &mut books.groups,
            group_quality: &books.group_quality,
            tile: k,
            capped,
            baseline: &baseline[k],
            statement,
        });
        for (class, total) in PayClass::ALL.iter().zip(&mut classes) {
            *total += statement.line(*class).iter().copied().sum();
        }
        paid += statement.totals().iter().copied().sum();
    }
    let pooled = books.settled.uses.physicians;
    let nobody: Cents = books
        .pools
        .iter()
        .filter(|(division, _)| division.total == 0)
        .map(|(division, _)| division.money)
        .sum();
    let undivided = pooled - books.pools.iter().map(|(division, _)| division.money).sum();
    let back = returned + nobody + undivided;
    books.ledger.post_system(SystemFlow::PoolsReturned, back);
    books.ledger.post_system(SystemFlow::PoolsPaid, pooled - back);
    books.ledger.post_system(SystemFlow::CostPay, classes[PayClass::Cost.place()] - (pooled - back));
    for (class, flow) in [
        (PayClass::Time, SystemFlow::TimePay),
        (PayClass::Volume, SystemFlow::VolumePay),
        (PayClass::Quality, SystemFlow::QualityPay),
        (PayClass::Panel, SystemFlow::PanelPay),
        (PayClass::Service, SystemFlow::ServicePay),
    ] {
        books.ledger.post_system(flow, classes[class.place()]);
    }
    paid
}

/// Prepares the division of each pool with money in it.
fn divide_pools(m: &Meeting<'_>, state: &ArmState, books: &mut YearBooks) {
    let scenario = &m.terms.scenario;
    let practice = m.terms.practice(m.frame.arm);
    let money = books.settled.uses.physicians;
    let pools = &scenario.allocation.pool;
    if money == Cents::ZERO || pools.is_empty() {
        books.pools.clear();
        return;
    }
    let shares: Vec<f64> = pools.values().map(|pool| pool.share.0).collect();
    let mut amounts = vec![Cents::ZERO; shares.len()];
    apportion(money, &shares, &mut amounts);
    let individually = pools.values().any(|pool| pool.weights.attribution.0 > 0.0);
    let tiles = books.tiles.len();
    for k in 0..tiles {
        books.savings[k] = [0.0; TILE];
        if individually {
            attributed_savings(m, books, k);
        }
    }
    books.facts.fill(PoolFacts::default());
    for (k, tile) in state.tiles.iter().enumerate() {
        let done = &books.tiles[k];
        let brought = Brought { wrvu: &done.wrvu, quality: &done.quality, savings: &books.savings[k] };
        brought.gather(&m.frame.plan_pools, &practice.tiles[k], tile, &mut books.facts);
    }
    books.pools.resize_with(pools.len(), || {
        (PoolDivision::new(Cents::ZERO, crate::system::PerUnit::default()), Vec::new())
    });
    for (place, pool) in pools.values().enumerate() {
        let mut division = PoolDivision::new(amounts[place], pool.weights.per_unit(&books.facts[place]));
        let member_of: Vec<bool> = m.frame.plan_pools.iter().map(|named| named.contains(&place)).collect();
        let list = &mut books.pools[place].1;
        list.resize(tiles, [0; TILE]);
        for (k, slot) in list.iter_mut().enumerate() {
            parts(
                &division,
                &member_of,
                &practice.tiles[k],
                &state.tiles[k],
                &books.tiles[k],
                &books.savings[k],
                slot,
            );
            division.total += slot.iter().sum::<i64>();
        }
        books.pools[place].0 = division;
    }
}

/// Savings attributed to each physician's own patients, above zero: the contract's own rate, moved
/// by what the physician did differently and by the luck of their panel.
fn attributed_savings(m: &Meeting<'_>, books: &mut YearBooks, k: usize) {
    let practice = m.terms.practice(m.frame.arm);
    let done = &books.tiles[k];
    let mut savings = [0.0; TILE];
    for (c, settled) in books.settled.contracts.iter().enumerate() {
        if settled.benchmark <= 0.0 {
            continue;
        }
        let group = (settled.benchmark - settled.spending) / settled.benchmark;
        let own = &practice.contracts_of(k)[c];
        for lane in 0..TILE {
            let people = own.influence[lane];
            let value = done.saved[lane] / done.spending[lane].max(1.0);
            let luck = practice.tiles[k].cost_sd[lane] * m.physicians[k].cost[lane];
            let missed = m.terms.scenario.measurement.cost_missed.0 * practice.tiles[k].social[lane];
            let panel = practice.tiles[k].style[lane] + missed;
            let rate = group + (value - settled.effect) - luck - panel;
            savings[lane] += (people * settled.benchmark * rate).max(0.0);
        }
    }
    books.savings[k] = savings;
}

/// What the system earns and spends beside value money and pay.
fn finance(m: &Meeting<'_>, state: &ArmState, books: &mut YearBooks) {
    let practice = m.terms.practice(m.frame.arm);
    let scenario = &m.terms.scenario;
    let (mut facility, mut changed, mut clinical) = (0.0, 0.0, 0.0);
    for (k, done) in books.tiles.iter().enumerate() {
        let facts = &practice.tiles[k];
        let mut own = [0.0; TILE];
        for lane in 0..TILE {
            own[lane] = facts.technical[lane] * done.wrvu[lane] * state.tiles[k].present[lane];
        }
        facility += sum(&own);
        changed += sum(&done.changed);
        clinical += sum(&facts.clinical_fte);
    }
    let inflation = grown(scenario.outlook.expense_growth.0, m.year);
    books.ledger.post_system(SystemFlow::Facility, Cents::round(facility));
    books
        .ledger
        .post_system(SystemFlow::FacilityLost, Cents::round(-scenario.system.margin_lost() * changed));
    let reporting = reporting_cost(m, practice.physicians, &state.tiles);
    books.ledger.post_system(
        SystemFlow::PracticeExpense,
        Cents::round((scenario.system.practice_expense.0 * clinical + reporting) * inflation),
    );
    books.policy_cost = policy_cost(m, practice.physicians, inflation);
    books.ledger.post_system(SystemFlow::PolicyCost, books.policy_cost);
    let replaced = f64::from(books.departures) * scenario.workforce.replacement_cost.0 * inflation;
    books.ledger.post_system(SystemFlow::TurnoverCost, Cents::round(replaced));
    let margin = books.ledger.margin();
    books.ledger.post_system(SystemFlow::Margin, margin);
}

/// Measures that `system.reporting_cost` is stated for.
const MEASURES_PRICED: f64 = 57.0;

/// What reporting costs beyond the measures of the baseline's start, which practice expense holds.
#[expect(clippy::cast_precision_loss, reason = "a count of physicians")]
fn reporting_cost(m: &Meeting<'_>, physicians: usize, tiles: &[StateTile]) -> f64 {
    let added = mean_measures(m, tiles) - m.anchors.start.measures;
    m.terms.scenario.system.reporting_cost.0 / MEASURES_PRICED * added * physicians as f64
}

/// Measures to attend to, mean over positions.
fn mean_measures(m: &Meeting<'_>, tiles: &[StateTile]) -> f64 {
    let plans = &m.terms.scenario.plan;
    let mut all = plans.values().map(|plan| plan.measures.0);
    let first = all.next().unwrap_or(0.0);
    if all.all(|measures| measures == first) {
        return first;
    }
    let of = |place: u8| plans.0[usize::from(place)].1.measures.0;
    let (mut measures, mut positions) = (0.0, 0.0);
    for (tile, practice) in tiles.iter().zip(&m.terms.practice(m.frame.arm).tiles) {
        for lane in 0..TILE {
            let late = tile.late[lane];
            let asked = late * of(tile.plan[lane]) + (1.0 - late) * of(tile.before[lane]);
            measures += practice.present[lane] * asked;
            positions += practice.present[lane];
        }
    }
    measures / positions.max(1.0)
}

#[expect(clippy::cast_precision_loss, reason = "counts of physicians and months")]
fn policy_cost(m: &Meeting<'_>, physicians: usize, inflation: f64) -> Cents {
    let scenario = &m.terms.scenario;
    let (first, after) = ((12 * m.year) as f64, (12 * (m.year + 1)) as f64);
    let mut cost = 0.0;
    if let Some(transparency) = &scenario.policy.transparency {
        let running = (after - transparency.lead_months.0).clamp(0.0, 12.0) / 12.0;
        cost += running * transparency.cost_per_physician.0 * physicians as f64 * inflation;
    }
    let once = scenario
        .redesign
        .iter()
        .map(|change| (change.lead_months, change.legal_cost))
        .chain(scenario.policy.honesty.iter().map(|honesty| (honesty.lead_months, honesty.cost)))
        .chain(scenario.allocation.authorisation.iter().map(|a| (a.lead_months, a.legal_cost)));
    for (due, amount) in once {
        if due.0 >= first && due.0 < after {
            cost += amount.0;
        }
    }
    Cents::round(cost)
}

/// Books cash and totals for the trial.
fn roll_forward(m: &Meeting<'_>, state: &mut ArmState, books: &YearBooks, paid: Cents) {
    let ledger = &books.ledger;
    let start = 12 * m.year;
    let running = books.settled.fees
        - books.settled.programme_cost
        - books.policy_cost
        - ledger.system(SystemFlow::FacilityLost);
    spread(&mut state.cash, start, running);
    let mut last_payment = 0;
    let contracts = books.settled.contracts.iter().zip(m.terms.scenario.contract.values());
    for (c, (settled, contract)) in contracts.enumerate() {
        let month = start + usize::from(contract.clock.payment().0);
        let net = settled.settlement.net();
        beside_the_final(&mut state.cash, start, contract, settled);
        if let Some(advance) = contract.advance.as_ref().filter(|_| settled.runs) {
            let paid = advance.paid(m.year, settled.lives);
            let owing = &mut state.contracts[c].advance;
            *owing += paid;
            let back = taken_back(*owing, net);
            *owing -= back;
            add_cash(&mut state.cash, start, paid);
            add_cash(&mut state.cash, month, -back);
        }
        if net == Cents::ZERO {
            continue;
        }
        add_cash(&mut state.cash, month, net);
        if net > Cents::ZERO {
            last_payment = last_payment.max(start + usize::from(contract.clock.payout().0));
        }
    }
    let shared = ledger.system(SystemFlow::PoolsPaid)
        + ledger.system(SystemFlow::ValueToInfrastructure)
        + ledger.system(SystemFlow::ValueToStaff)
        + ledger.system(SystemFlow::ValueToHops);
    if shared > Cents::ZERO {
        add_cash(&mut state.cash, last_payment, -shared);
    }
    let revenue = ledger.revenue().dollars();
    state.last_margin = Some(ledger.system(SystemFlow::Margin).dollars() / revenue.max(0.01));
    let totals = &mut state.totals;
    totals.programme_margin += programme_margin(books);
    totals.earned += books.settled.value.earned;
    totals.passed += ledger.system(SystemFlow::PoolsPaid);
    totals.gross += books.settled.gross();
    totals.pay += paid;
    totals.true_savings += books.settled.true_savings();
    for (settled, contract) in books.settled.contracts.iter().zip(m.terms.scenario.contract.values()) {
        if settled.runs && contract.terms.is_value_based() {
            totals.contract_years += 1;
            totals.years_earned += u32::from(settled.settlement.received() > Cents::ZERO);
        }
    }
}

/// Cash that moves before, or long after, the final payment, and what is trued up with it.
fn beside_the_final(cash: &mut [Cents], start: usize, contract: &Contract, settled: &SettledContract) {
    let month = start + usize::from(contract.clock.payment().0);
    if let Some(prepayment) = &contract.prepayment {
        let prepaid = prepayment.of(settled.settlement.benchmark);
        spread(cash, start, prepaid);
        add_cash(cash, month, -prepaid);
    }
    if let Some(interim) = &contract.interim {
        add_cash(cash, start + usize::from(interim.payment().0), settled.provisional);
        add_cash(cash, month, -settled.provisional);
    }
    if let Some(audit) = &contract.clauses.audit {
        add_cash(cash, month + usize::from(audit.delay().0), -settled.struck.recovered);
    }
}

/// Spreads cash evenly over a year that begins with a month.
fn spread(cash: &mut [Cents], start: usize, amount: Cents) {
    let mut given = Cents::ZERO;
    for month in 0..12 {
        #[expect(clippy::cast_precision_loss, reason = "a month")]
        let due = amount.share((month + 1) as f64 / 12.0);
        cash[start + month] += due - given;
        given = due;
    }
}

fn add_cash(cash: &mut [Cents], month: usize, amount: Cents) {
    let last = cash.len() - 1;
    cash[month.min(last)] += amount;
}

/// Margin of the programme in one year.
pub(super) fn programme_margin(books: &YearBooks) -> Cents {
    let ledger = &books.ledger;
    books.settled.value.earned - books.settled.value.owed + books.settled.fees
        - books.settled.programme_cost
        - books.policy_cost
        - ledger.system(SystemFlow::ValueToInfrastructure)
        - ledger.system(SystemFlow::ValueToStaff)
        - ledger.system(SystemFlow::ValueToHops)
        - ledger.system(SystemFlow::PoolsPaid)
        - ledger.system(SystemFlow::FacilityLost)
}
