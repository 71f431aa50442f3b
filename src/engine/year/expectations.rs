//! What an arm expects of a year: contracts, populations and pools as physicians and system see them
//! before it happens.

use super::groups::{GroupQuality, GroupYear};
use super::schedule::Schedule;
use crate::alignment::SystemSlopes;
use crate::behaviour::EffortStock;
use crate::math::grown;
use crate::pay::{BudgetMargin, Plan};
use crate::payer::{ContractOutlook, Forecast, Year};
use crate::system::PerUnit;
use crate::terms::ClauseState;
use crate::tile::{Lanes, TILE, columns};

/// One population in one year, as physicians and system expect it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Population {
    /// Expected cost of care of one person.
    pub spending: f64,
    /// Cost of care of one person at this year's prices, without any response: known once the year
    /// is over.
    pub realised: f64,
    /// Cost of care of one attributed person without any response: expected before the year, and at the
    /// prices that the year came to.
    pub own_care: [f64; 2],
    /// Expected benchmark of one person.
    pub benchmark: f64,
    /// Professional revenue per wRVU.
    pub price: f64,
    /// Fees per person and year.
    pub fee: f64,
    /// Expected receipts per dollar saved, at what the organisation plans to save.
    pub slope: f64,
    /// Expected receipts per benchmark dollar, zero where a cap on risk leaves no room.
    pub benchmark_slope: f64,
    /// Expected receipts for quality higher by 1, per attributed person.
    pub quality_slope: f64,
    /// What reaches the physicians' pools of a dollar saved, a dollar of benchmark and quality, as the year is
    /// expected to stand.
    pub pass_saved: f64,
    pub pass_benchmark: f64,
    pub pass_quality: f64,
    /// 1 under a value-based contract.
    pub value_based: f64,
    /// Part of what is changed in the care of these patients that a value-based contract counts as theirs.
    pub counted: f64,
    /// Part of an individual's change in practice that reaches these patients.
    pub reach: f64,
    /// Part the organisation itself takes off the cost of care this year.
    pub organisation: f64,
}

/// One pool in one year, as its members expect it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PoolYear {
    /// Parts per unit of each criterion, as last divided.
    pub per_unit: PerUnit,
    /// Expected money, worth today.
    pub expected: f64,
    /// Share of the physicians' money, worth today per dollar.
    pub share: f64,
    /// Weight of individually attributed savings.
    pub attribution: f64,
    /// What that weight gives per FTE while nobody's savings are known, as a part of the pool.
    pub evenly: f64,
    /// How much of the pool's incentive its members feel.
    pub felt: f64,
    /// The same of a pool of fixed dollars, which no savings fill.
    pub fixed: Option<GroupYear>,
}

/// A group's withhold against a budget, as its members expect it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct BudgetYear {
    /// The plan, by place.
    pub plan: usize,
    /// One over the group's members.
    pub per_member: f64,
    /// What is expected to be returned to all, with its slopes.
    pub margin: BudgetMargin,
}

columns! {
    /// How caps on persons of several appointments act on what a tile is expected to pay.
    pub(crate) struct UnitedTile {
        /// Lanes that such a person is in, as bits: no plan's cap acts on one of them alone.
        pub lanes: u32 = 0,
        /// What is expected above the cap, each appointment's part of it, $.
        pub over: Lanes = [0.0; TILE],
        /// Chance that pay lies below the cap; 1 for everyone else.
        pub below: Lanes = [1.0; TILE],
    }
}

/// What a contract is expected to pay.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Outlooks {
    /// The system.
    pub receipts: ContractOutlook,
    /// The pools, once programme cost is met.
    pub pools: ContractOutlook,
    /// The system for a dollar saved, at what its organisation plans to save.
    pub per_planned_dollar: f64,
}

/// What an arm foresees of one contract's settlement as a year begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForeseenSettlement {
    /// Benchmark, savings and quality as expected, with how uncertain they are.
    pub forecast: Forecast,
    /// What clauses have done so far.
    pub clauses: ClauseState,
    /// Part of the last dollar earned that reaches the physicians' pools, once costs are covered.
    pub passed_on: f64,
    /// What the programme costs beyond the fees it brings, $: pools begin above it.
    pub cost: f64,
    /// Net result, as a share of the benchmark, below which a circuit breaker lets only a part through, and the part.
    pub floor: Option<(f64, f64)>,
}

/// A contract's year before it happens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ContractYear {
    /// Where the agreement stands.
    pub year: Year,
    /// Whether it runs.
    pub runs: bool,
    /// What it is expected to pay.
    pub outlook: ContractOutlook,
    /// What the organisation has built up under it as the year begins, and as it ends.
    pub effort: [EffortStock; 2],
    /// Part of a further percent of risk score that its benchmark counts: nothing at a cap on risk.
    pub room: f64,
    /// What is foreseen of its settlement, where somebody asks and there is one.
    pub foreseen: Option<ForeseenSettlement>,
}

/// Everything an arm expects of a year.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expectations {
    /// Contracts in order.
    pub contracts: Vec<ContractYear>,
    /// Contracts in order, and patients under none.
    pub populations: Vec<Population>,
    /// What last year's value money paid for care management, $ at the start's prices.
    pub invested: f64,
    /// Pools in order.
    pub pools: Vec<PoolYear>,
    /// The fee schedule.
    pub schedule: Schedule,
    /// Pools of groups.
    pub groups: Vec<GroupYear>,
    /// Withholds against budgets of groups.
    pub budgets: Vec<BudgetYear>,
    /// Caps on persons of several appointments, tile by tile; nothing where there are none.
    pub united: Vec<UnitedTile>,
    /// Measured quality of the members of each plan.
    pub group_quality: Vec<GroupQuality>,
    /// What a dollar from a pool is worth today.
    pub worth_of_pools: f64,
    /// What does not differ between physicians.
    pub slopes: SystemSlopes,
    /// Growth of wRVUs since the start.
    pub work_growth: f64,
    /// Growth of the facility margin per wRVU since the start.
    pub facility_index: f64,
    /// Growth of pay rates since the start.
    pub pay_index: f64,
    /// The same in a year.
    pub pay_growth: f64,
    /// Part that the circuit breaker takes off quality bonuses.
    pub bonus_cut: f64,
    /// Professional revenue per wRVU over all work, at the start's prices.
    pub price: f64,
    /// Log change of volume by what payers pay.
    pub capacity: f64,
    /// Whether somebody asks what is foreseen of settlements.
    pub is_told: bool,
}

/// Months of a calendar year before the agreement's year of a plan begins.
#[expect(clippy::cast_precision_loss, reason = "at most 11")]
pub(crate) fn months_before(plan: &Plan) -> f64 {
    (plan.year_begins - 1) as f64
}

impl Expectations {
    /// Multiple of a plan's dollar amounts in a year.
    #[inline(always)]
    pub(crate) fn index_of(&self, plan: &Plan, year: usize) -> f64 {
        if plan.year_begins == 1 {
            plan.growth.map_or(self.pay_index, |growth| grown(growth.0, year))
        } else {
            // Adjusted when the agreement's year begins, within the calendar year.
            let (before, after) = (self.index_at_first(plan, year), self.index_at_first(plan, year + 1));
            let months = months_before(plan);
            (months * before + (12.0 - months) * after) / 12.0
        }
    }

    /// Multiple of a plan's dollar amounts in the agreement's year that ends in a year.
    pub(crate) fn index_at_first(&self, plan: &Plan, year: usize) -> f64 {
        grown(plan.growth.map_or(self.pay_growth, |growth| growth.0), year)
    }
}

impl Population {
    /// Lets what a risk score is worth hold as far as a cap on risk leaves room.
    pub(crate) fn cap_risk(&mut self, room: f64) {
        self.benchmark_slope *= room;
        self.pass_benchmark *= room;
    }

    /// Takes over what a contract is expected to pay, and what of it reaches pools.
    /// Of a dollar saved on one's own patients, `seen` reaches the settlement.
    pub(crate) fn expect(&mut self, forecast: &Forecast, outlooks: &Outlooks, passed_on: f64, seen: f64) {
        let lives = forecast.year.lives.max(1.0);
        self.benchmark = forecast.benchmark / lives;
        let Outlooks { receipts: outlook, pools, per_planned_dollar } = outlooks;
        self.slope = seen * per_planned_dollar;
        self.benchmark_slope = outlook.per_benchmark_dollar;
        self.quality_slope = outlook.per_quality / lives;
        self.pass_saved = passed_on * seen * pools.per_saved_dollar;
        self.pass_benchmark = passed_on * pools.per_benchmark_dollar;
        self.pass_quality = passed_on * pools.per_quality / lives;
    }
}
