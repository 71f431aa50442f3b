//! What is hidden of the whole system: flows that only few physicians are behind, and as many other figures as it takes so
//! that none of those follows from what is shown.
//!
//! Every figure of the system's money is a sum of flows. Figures are told one after another, what decides first; one that
//! with those before it would tell of flows of few alone is hidden, in every table and year alike. Ranks decide: such a
//! figure says something new, but nothing new once the flows of few are crossed out.

use super::census::{NOTHING, RULED, SAME_PAY};
use crate::decision::pay_stack::{PaidBy, PayStack};
use crate::engine::{ArmYear, HorizonMetric, Metric, Outcome, Scope, SystemMetric};
use crate::entity::Physician;
use crate::ledger::{ACCOUNTS, AccountKind, BRIDGE, BridgeBar, CascadeNode, SystemFlow};
use crate::model::{Arm, Model};
use crate::pay::{Component, Plan};
use crate::tile::TILE;
use crate::units::real;
use std::collections::BTreeSet;

/// Columns of a figure: flows; and of [`SystemFlow::FundedPaid`], which stands in no column of its own, what is pay for
/// volume, for quality or cost, and for anything else.
const FIXED: usize = SystemFlow::ALL.len();
const VOLUME_OF_FIXED: usize = FIXED;
const VALUE_OF_FIXED: usize = FIXED + 1;
const COLUMNS: usize = FIXED + 3;

/// A figure, as what it takes of each flow. Flows of contracts, which are shown as their contracts are, take no part.
type FlowSum = [f64; COLUMNS];

/// A figure that is shown or not: its scope, and its name there. Bars of the bridge stand beside the lines.
pub(super) type SystemFigure = (Scope, &'static str);

/// Cents of rounded sums are no pay, $ a year.
const CENTS: f64 = 0.05;

/// Who is behind a flow.
enum Behind {
    /// Those who have any of a class of pay, and a plan that has something.
    Paid(PaidBy, fn(&Arm, &Plan, usize) -> bool),
    /// Those who have any pay, and a plan, or a specialty, that has something.
    Has(fn(&Arm, &Plan, usize) -> bool),
    /// Those who may leave, and have a plan that has something.
    Leaving(fn(&Plan) -> bool),
    /// Those who save anything.
    Saving,
}

fn any(_: &Arm, _: &Plan, _: usize) -> bool {
    true
}

/// Whether a plan gives whoever is at a place a share in a pool of fixed dollars, or in one of passed-on money: without points
/// nobody has one where points alone divide it.
fn in_pool(arm: &Arm, plan: &Plan, place: usize, is_fixed: bool) -> bool {
    let pools = &arm.scenario.allocation.pool;
    let points = arm.practice.points_of(place / TILE);
    let has_points = |pool: usize| points.get(pool).is_some_and(|points| points[place % TILE] > 0.0);
    plan.pools().filter_map(|name| pools.index(name)).any(|own| {
        let (_, pool) = &pools.0[own];
        pool.dollars.is_some() == is_fixed && (pool.weights.points.0 < 1.0 || has_points(own))
    })
}

fn lends(plan: &Plan) -> bool {
    plan.pay.iter().any(|component| matches!(component, Component::Draw(_)))
}

/// Who is behind a flow; nothing where nobody, or everyone, is. What leads into a pool of few and comes back from it tells of
/// those few, too.
fn behind(flow: SystemFlow) -> Option<Behind> {
    use Behind::{Has, Leaving, Paid, Saving};
    use SystemFlow as F;
    Some(match flow {
        F::TimePay => Paid(PaidBy::Time, any),
        F::VolumePay => Paid(PaidBy::Volume, any),
        F::QualityPay => Paid(PaidBy::Quality, any),
        F::ServicePay => Paid(PaidBy::Service, any),
        F::PanelPay => Paid(PaidBy::Panel, any),
        F::CostPay => Paid(PaidBy::Cost, |_, plan, _| {
            let of_cost = |component: &Component| {
                matches!(
                    component,
                    Component::Gainsharing(_) | Component::Capitation(_) | Component::CoManagement(_)
                )
            };
            plan.pay.iter().chain(&plan.alternative).any(of_cost)
        }),
        F::PoolsPaid | F::PoolsReturned => {
            Paid(PaidBy::Cost, |arm, plan, place| in_pool(arm, plan, place, false))
        }
        F::FundedPaid | F::FundedReturned | F::PoolsFunded => {
            Has(|arm, plan, place| in_pool(arm, plan, place, true))
        }
        F::WithholdHeld | F::WithholdReturned | F::WithholdKept => {
            Has(|_, plan, _| plan.pooled_withhold().is_some())
        }
        F::PayRepaid => Leaving(|plan| plan.clawback.is_some()),
        F::PayDeferred | F::PayVested => Has(|_, plan, _| plan.deferral.is_some()),
        F::PayForfeited => Leaving(|plan| plan.deferral.is_some()),
        F::DrawsAdvanced | F::DrawsRecouped | F::DrawsForgiven => Has(|_, plan, _| lends(plan)),
        F::DrawsLeft => Leaving(lends),
        F::PayrollTax | F::Benefits => Has(|_, plan, _| plan.employs()),
        F::Malpractice => {
            Has(|arm, plan, place| plan.employs() && arm.specialty_of(place).malpractice.0 != 0.0)
        }
        F::Facility => Has(|arm, _, place| arm.specialty_of(place).technical_per_wrvu.0 != 0.0),
        F::FacilityLost => Saving,
        F::Cover | F::TurnoverCost => Leaving(|_| true),
        F::ValueToProgramme
        | F::ValueToLosses
        | F::ValueToReserve
        | F::ValueToInfrastructure
        | F::ValueToRedesign
        | F::ValueToStaff
        | F::ValueToHops
        | F::ValueToPools
        | F::ValueToMargin
        | F::ReserveFilled
        | F::LossesFromReserve
        | F::TakenHome
        | F::PracticeExpense
        | F::ReportingBurden
        | F::ProgrammeCost
        | F::ReportingCost
        | F::SecurityFees
        | F::EscrowParked
        | F::EscrowDrawn
        | F::EscrowReleased
        | F::PolicyCost
        | F::Margin => return None,
    })
}

/// Plans that somebody is on by the roster, or may be moved to.
fn plans_of<'m>(arm: &'m Arm, one: &'m Physician) -> Vec<&'m Plan> {
    let mut names: Vec<&str> = one.in_time().map(|then| then.plan.as_str()).collect();
    for _ in 0..arm.scenario.redesign.len() {
        for change in &arm.scenario.redesign {
            if names.contains(&change.from.as_str()) && !names.contains(&change.to.as_str()) {
                names.push(&change.to);
            }
        }
    }
    names.into_iter().filter_map(|name| arm.scenario.plan.get(name)).collect()
}

/// Pay of a class at a place, $ a year.
fn pay_of(year: &ArmYear<'_>, place: usize, class: PaidBy) -> f64 {
    PayStack::of(year, place).parts[class as usize].dollars()
}

impl Behind {
    /// Whether somebody is behind the flow in an arm's year.
    fn holds(&self, arm: &Arm, year: &ArmYear<'_>, place: usize) -> bool {
        let Some(one) = &arm.roster[place] else { return false };
        let any_of = |metric: Metric| year.mean_at(place, metric).abs() > NOTHING;
        let on_plan = |has: &dyn Fn(&Plan) -> bool| plans_of(arm, one).into_iter().any(has);
        match self {
            Behind::Paid(class, has) => {
                pay_of(year, place, *class).abs() > CENTS && on_plan(&|plan| has(arm, plan, place))
            }
            Behind::Has(has) => any_of(Metric::Pay) && on_plan(&|plan| has(arm, plan, place)),
            Behind::Leaving(has) => any_of(Metric::Leaves) && on_plan(has),
            Behind::Saving => any_of(Metric::TrueSavings),
        }
    }

    /// Whether the flow is another for somebody than in the baseline.
    fn changes(
        &self,
        model: &Model,
        arm: usize,
        (own, today): (&ArmYear<'_>, &ArmYear<'_>),
        place: usize,
    ) -> bool {
        let Behind::Paid(class, _) = self else { return false };
        let there = [0, arm].iter().all(|arm| model.arms[*arm].roster[place].is_some());
        let is_behind =
            || self.holds(&model.arms[arm], own, place) || self.holds(&model.arms[0], today, place);
        there && (pay_of(own, place, *class) - pay_of(today, place, *class)).abs() >= SAME_PAY && is_behind()
    }
}

/// Means of the system's flows in an arm's year.
fn amounts(year: &ArmYear<'_>) -> Vec<f64> {
    let all: Vec<f64> =
        year.rows().filter(|found| found.row.scope == Scope::Flow).map(|found| found.summary.mean).collect();
    all[all.len() - SystemFlow::ALL.len()..].to_vec()
}

/// Flows that in some arm and year few physicians have any of, or have otherwise than in the baseline; and those that, beside
/// one of few, are so small that they hide nothing.
fn few_and_small(model: &Model, outcome: &Outcome, least: u32) -> [Vec<SystemFlow>; 2] {
    let is_few = |or_nobody: bool, holds: &dyn Fn(usize) -> bool| {
        let mut people: BTreeSet<&str> = BTreeSet::new();
        for place in (0..model.len()).filter(|place| holds(*place)) {
            people.insert(&model.physicians[place].person);
            if people.len() >= least as usize {
                return false;
            }
        }
        or_nobody || !people.is_empty()
    };
    let flows: Vec<Vec<Vec<f64>>> = (0..model.arms.len())
        .map(|arm| (0..model.years).map(|year| amounts(&outcome.of(arm, year))).collect())
        .collect();
    let years = || (0..model.arms.len()).flat_map(|arm| (0..model.years).map(move |year| (arm, year)));
    let mut few = Vec::new();
    for flow in SystemFlow::ALL {
        let Some(behind) = behind(*flow) else { continue };
        let told = years().any(|(arm, year)| {
            let (own, today) = (outcome.of(arm, year), outcome.of(0, year));
            let flows = [arm, 0].map(|arm| flows[arm][year][*flow as usize].abs() > CENTS);
            // Somebody is behind what is paid; and who leaves by date is not counted among those who may.
            let or_nobody = matches!(behind, Behind::Leaving(_)) || paying().any(|paid| paid == *flow);
            (flows[0] && is_few(or_nobody, &|place| behind.holds(&model.arms[arm], &own, place)))
                || (arm > 0
                    && flows != [false; 2]
                    && is_few(false, &|place| behind.changes(model, arm, (&own, &today), place)))
        });
        if told {
            few.push(*flow);
        }
    }
    let mut small = Vec::new();
    for year in flows.iter().flatten() {
        let size = |flow: &SystemFlow| year[*flow as usize].abs();
        let largest = few.iter().map(size).fold(0.0, f64::max);
        let beside = SystemFlow::ALL.iter().filter(|flow| !few.contains(flow) && !small.contains(*flow));
        let found: Vec<SystemFlow> = beside.filter(|flow| size(flow) < RULED * largest).copied().collect();
        small.extend(found);
    }
    [few, small]
}

/// What a figure takes of flows, each with its sign.
fn sum_of(parts: impl IntoIterator<Item = (SystemFlow, f64)>) -> FlowSum {
    let mut sum = [0.0; COLUMNS];
    for (flow, sign) in parts {
        // What is left of everything, and what physicians take home, are sums themselves.
        if flow == SystemFlow::Margin {
            add(&mut sum, &margin(), sign);
        } else if flow == SystemFlow::TakenHome {
            add(&mut sum, &taken_home(), sign);
        } else if flow == SystemFlow::FundedPaid {
            for part in &mut sum[FIXED..] {
                *part += sign;
            }
        } else {
            sum[flow as usize] += sign;
        }
    }
    sum
}

fn add(sum: &mut FlowSum, other: &FlowSum, times: f64) {
    for (own, other) in sum.iter_mut().zip(other) {
        *own += times * other;
    }
}

fn each(flows: &[SystemFlow]) -> FlowSum {
    sum_of(flows.iter().map(|flow| (*flow, 1.0)))
}

fn line(place: usize) -> FlowSum {
    let line = &ACCOUNTS[place];
    sum_of(line.system.iter().map(|flow| (*flow, if line.adds { 1.0 } else { -1.0 })))
}

fn lines_of(bar: &BridgeBar) -> FlowSum {
    let mut sum = [0.0; COLUMNS];
    for place in bar.lines {
        add(&mut sum, &line(*place), 1.0);
    }
    sum
}

fn margin() -> FlowSum {
    let mut sum = [0.0; COLUMNS];
    for bar in BRIDGE {
        add(&mut sum, &lines_of(bar), 1.0);
    }
    sum
}

/// What physicians are paid: every flow that reaches them but what they were paid before.
fn pay() -> FlowSum {
    sum_of(paying().map(|flow| (flow, 1.0)))
}

fn paying() -> impl Iterator<Item = SystemFlow> {
    let all = SystemFlow::ALL.iter().copied();
    all.filter(|flow| flow.ends().1 == CascadeNode::Physicians && *flow != SystemFlow::PayVested)
}

fn taken_home() -> FlowSum {
    let mut sum = pay();
    let moved = [SystemFlow::PayRepaid, SystemFlow::PayDeferred].map(|flow| (flow, -1.0));
    add(&mut sum, &sum_of(moved.into_iter().chain([(SystemFlow::PayVested, 1.0)])), 1.0);
    sum
}

/// What is nothing, whatever happens: what comes in goes out of each account that holds nothing, and the reserve is filled
/// with what is set aside for it. The system's and the physicians' accounts leave the margin and what is taken home.
fn identities() -> impl Iterator<Item = FlowSum> {
    let nodes = CascadeNode::ALL.iter().filter(|node| {
        node.kind() == AccountKind::Passes && ![CascadeNode::System, CascadeNode::Physicians].contains(node)
    });
    let balances = nodes.map(|node| {
        sum_of(SystemFlow::ALL.iter().map(|flow| {
            let (from, to) = flow.ends();
            (*flow, real(usize::from(to == *node)) - real(usize::from(from == *node)))
        }))
    });
    balances.chain([sum_of([(SystemFlow::ReserveFilled, 1.0), (SystemFlow::ValueToReserve, -1.0)])])
}

/// What is known, in echelon form: each row with its lead.
#[derive(Default)]
struct KnownSums(Vec<(usize, FlowSum)>);

impl KnownSums {
    /// What a sum says beyond what is known; nothing where it follows from that.
    fn news(&self, mut sum: FlowSum) -> Option<(usize, FlowSum)> {
        for (lead, known) in &self.0 {
            let times = -sum[*lead] / known[*lead];
            add(&mut sum, known, times);
        }
        let size = |lead: &usize| sum[*lead].abs();
        let lead = (0..COLUMNS).max_by(|a, b| size(a).total_cmp(&size(b)))?;
        (size(&lead) > 1e-9).then_some((lead, sum))
    }
}

/// What is told so far.
struct ToldSums {
    /// Columns of few.
    few: [bool; COLUMNS],
    all: KnownSums,
    /// The same without the columns of few.
    others: KnownSums,
}

impl ToldSums {
    /// Tells a sum unless it would tell of flows of few alone; whether it did.
    fn tell(&mut self, sum: &FlowSum) -> bool {
        let tells = self.all.news(*sum).is_some() && self.others.news(self.without_few(sum)).is_none();
        if !tells {
            self.know(sum);
        }
        !tells
    }

    /// Takes a sum for known.
    fn know(&mut self, sum: &FlowSum) {
        let others = self.without_few(sum);
        self.all.0.extend(self.all.news(*sum));
        self.others.0.extend(self.others.news(others));
    }

    fn without_few(&self, sum: &FlowSum) -> FlowSum {
        std::array::from_fn(|column| if self.few[column] { 0.0 } else { sum[column] })
    }
}

/// Figures of the system beside its accounts, by what they take of flows: ratios by what they are parts of.
fn measures() -> Vec<(FlowSum, Vec<&'static str>)> {
    let on_value = [
        SystemFlow::ValueToInfrastructure,
        SystemFlow::ValueToRedesign,
        SystemFlow::ValueToStaff,
        SystemFlow::ValueToHops,
        SystemFlow::PoolsPaid,
    ];
    let costs = [
        SystemFlow::ProgrammeCost,
        SystemFlow::ReportingCost,
        SystemFlow::SecurityFees,
        SystemFlow::PolicyCost,
        SystemFlow::ReportingBurden,
        SystemFlow::FacilityLost,
    ];
    let programme = sum_of(on_value.iter().chain(&costs).map(|flow| (*flow, -1.0)));
    let mut value = each(&[
        SystemFlow::QualityPay,
        SystemFlow::CostPay,
        SystemFlow::PoolsPaid,
        SystemFlow::WithholdReturned,
    ]);
    value[VALUE_OF_FIXED] += 1.0;
    let mut volume = each(&[SystemFlow::VolumePay]);
    volume[VOLUME_OF_FIXED] += 1.0;
    vec![
        (
            programme,
            vec![
                SystemMetric::ProgrammeMargin.definition().name,
                SystemMetric::MarginWithout.definition().name,
                HorizonMetric::ProgrammeMargin.definition().name,
                HorizonMetric::ProgrammeMarginWorth.definition().name,
            ],
        ),
        (
            value,
            vec![
                SystemMetric::ValuePaid.definition().name,
                Metric::ValuePay.definition().name,
                Metric::ValueShare.definition().name,
                Metric::AlignmentGap.definition().name,
            ],
        ),
        (volume, vec![Metric::VolumeShare.definition().name]),
        (each(&[SystemFlow::PoolsPaid]), PASSED.to_vec()),
        (
            each(&[SystemFlow::TurnoverCost]),
            vec![SystemMetric::TurnoverCost.definition().name, SystemMetric::Departures.definition().name],
        ),
    ]
}

/// Measures of what pools pass on; cash among them, which what a year's settlement brings leaves in one month.
const PASSED: [&str; 4] = [
    SystemMetric::AveragePassThrough.definition().name,
    SystemMetric::SavedDollar.definition().name,
    HorizonMetric::PassThrough.definition().name,
    SystemMetric::ProgrammeCash.definition().name,
];

/// What is hidden of the whole system.
pub(super) fn hidden_of_system(model: &Model, outcome: &Outcome, least: u32) -> BTreeSet<SystemFigure> {
    let [few, small] = few_and_small(model, outcome, least);
    let mut hidden = BTreeSet::new();
    if few.is_empty() {
        return hidden;
    }
    let of_few = each(&few);
    let mut told = ToldSums {
        few: of_few.map(|part| part != 0.0),
        all: KnownSums::default(),
        others: KnownSums::default(),
    };
    identities().chain([margin(), pay()]).for_each(|sum| told.know(&sum));
    let mut tell_flow = |told: &mut ToldSums, flow: SystemFlow| {
        if !told.tell(&each(&[flow])) {
            hidden.insert((Scope::Flow, flow.purpose()));
        }
    };
    // Whoever sees the others can guess what is small: it hides nothing.
    if small.contains(&SystemFlow::FundedPaid) {
        for part in FIXED..COLUMNS {
            told.know(&std::array::from_fn(|own| real(usize::from(own == part))));
        }
    }
    for flow in small {
        tell_flow(&mut told, flow);
    }
    let lines =
        ACCOUNTS.iter().enumerate().map(|(place, own)| (line(place), vec![(Scope::Account, own.name)]));
    let bars = BRIDGE.iter().map(|bar| (lines_of(bar), vec![(Scope::Account, bar.name)]));
    let measures = measures()
        .into_iter()
        .map(|(sum, names)| (sum, names.into_iter().map(|name| (Scope::System, name)).collect()));
    let mut figures = BTreeSet::new();
    for (sum, names) in measures.chain(lines).chain(bars) {
        if !told.tell(&sum) {
            figures.extend(names);
        }
    }
    for flow in SystemFlow::ALL {
        tell_flow(&mut told, *flow);
    }
    hidden.extend(figures);
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_where(few: &[SystemFlow]) -> ToldSums {
        let few = each(few).map(|part| part != 0.0);
        let mut told = ToldSums { few, all: KnownSums::default(), others: KnownSums::default() };
        identities().chain([margin(), pay()]).for_each(|sum| told.know(&sum));
        told
    }

    fn hidden_lines(told: &mut ToldSums) -> Vec<&'static str> {
        let all = ACCOUNTS.iter().enumerate();
        all.filter(|(place, _)| !told.tell(&line(*place))).map(|(_, line)| line.name).collect()
    }

    #[test]
    fn a_line_of_few_goes_with_the_one_that_it_would_follow_from() {
        assert_eq!(hidden_lines(&mut told_where(&[])), Vec::<&str>::new());
        // Pay of all is known: less other pay it is what pools paid.
        let of_pools = [SystemFlow::PoolsPaid, SystemFlow::PoolsReturned];
        let mut told = told_where(&of_pools);
        assert!(told.tell(&each(&[SystemFlow::FundedPaid])));
        assert_eq!(hidden_lines(&mut told), ["pools paid to physicians", "other pay of physicians"]);
        // What goes into pools comes out of them.
        assert!(!told.tell(&each(&[SystemFlow::ValueToPools])));
        assert!(told.tell(&each(&[SystemFlow::ValueToMargin])));
        // The margin is known: less all other lines it is what few are behind.
        let repaid = [SystemFlow::PayRepaid, SystemFlow::PayForfeited];
        assert_eq!(hidden_lines(&mut told_where(&repaid)), ["pay repaid or forfeited", "policies"]);
        // But for what is small beside it, and hides nothing.
        let mut told = told_where(&repaid);
        assert!(told.tell(&each(&[SystemFlow::PolicyCost])));
        assert_eq!(hidden_lines(&mut told), ["pay repaid or forfeited", "practice expense"]);
    }

    #[test]
    fn what_physicians_are_paid_is_every_class_and_every_pool() {
        assert_eq!(paying().count(), 9);
        let told = told_where(&[]);
        assert!(told.all.news(each(&[SystemFlow::Margin])).is_none());
        assert!(told.all.news(each(&[SystemFlow::TakenHome])).is_some());
    }
}
