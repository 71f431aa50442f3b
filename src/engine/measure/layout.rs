//! Which row of the results is what.

use super::metric::{ContractMetric, Definition, HorizonMetric, Keep, Metric, Rollup, SystemMetric, quanta};
use crate::ledger::{ACCOUNTS, ContractFlow, MARGIN_LINE, SystemFlow, account_of};
use crate::model::{Arm, Model, RosterGroup};
use crate::stats::{NEIGHBOURS, Scale, ScaleLanes};
use crate::tile::{EIGHT, TILE};
use crate::units::{real, words};

words! {
    /// What a row of results is about.
    #[derive(PartialOrd, Ord)]
    pub enum Scope {
        word: "The word in files.";
        /// The whole system.
        System = "system",
        /// A specialty.
        Specialty = "specialty",
        /// Physicians by the plan they were on at the start.
        Plan = "plan",
        /// A contract.
        Contract = "contract",
        /// A line of the system's accounts, or their margin.
        Account = "account",
        /// A flow of the cascade.
        Flow = "flow",
    }
}

/// One measured thing beside physicians.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is about.
    pub scope: Scope,
    /// Which one.
    pub entity: String,
    /// Name of the measure; for a flow, its purpose.
    pub metric: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Quanta per unit in the quantile table.
    pub quanta: f64,
    /// How finely its sums are kept.
    pub scale: Scale,
    /// Whether quantiles are kept beside its moments.
    pub quantiles: bool,
    /// From and to, for a flow.
    pub flow: Option<(String, String)>,
}

/// How finely sums of a measure are kept.
pub(crate) fn scale(unit: &str) -> Scale {
    match unit {
        "$" => Scale::MONEY,
        "$ per hour" | "% of attainable" => Scale::BETWEEN,
        _ => Scale::FINE,
    }
}

/// Which row is what.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// Rows of every arm and year.
    pub rows: Vec<Row>,
    /// Rows of every arm: measures of whole trials, then the lines of the accounts in dollars, then their worth in
    /// the first year.
    pub horizon: Vec<Row>,
    /// Metrics that groups carry, each with how they take it from their physicians.
    pub grouped: Vec<(Metric, Rollup)>,
    /// The same in runs of neighbours.
    pub runs: Vec<GroupedRun>,
    /// Of those, by their offset among them: what is one sum over another.
    pub ratios: Vec<SumOverSum>,
    /// By group, where its members are.
    pub eights: Vec<Vec<GroupEight>>,
    /// Metrics of physicians kept by quantiles, with their quanta.
    pub by_quantiles: Vec<(Metric, f64)>,
    /// How finely the sums of each metric of physicians are kept, lane by lane.
    pub scales: Vec<ScaleLanes>,
    /// What is known of the cells of rows, and of those of whole trials, side by side.
    pub row_cells: Vec<CellLanes>,
    pub horizon_cells: Vec<CellLanes>,
    /// The groups that make up each specialty, and each plan.
    pub of_specialty: Vec<Members>,
    pub of_plan: Vec<Members>,
    pub everyone: Members,
    /// Place of the first row of each kind.
    pub specialties: usize,
    pub plans: usize,
    pub contracts: usize,
    /// Lines of the accounts in their order, and the margin.
    pub accounts: usize,
    /// From here on, rows have no differences.
    pub flows: usize,
    /// Place of the first system metric.
    pub system: usize,
}

/// What is known of one cell of a table on its way there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CellKind {
    /// Quanta per unit in the quantile table.
    pub quanta: f64,
    /// How finely its sums are kept.
    pub scale: Scale,
    /// Whether quantiles are kept beside its moments.
    pub quantiles: bool,
    /// Whether a value may be infinite: a month that never comes.
    pub may_never_come: bool,
}

/// The same of cells that are added to side by side, lane by lane; of fewer at the end.
#[derive(Clone, Debug)]
pub(crate) struct CellLanes {
    pub quanta: [f64; NEIGHBOURS],
    pub scales: ScaleLanes,
    /// As bits.
    pub quantiles: u32,
    pub may_never_come: u32,
}

impl CellLanes {
    /// Of all cells, in their order.
    pub(crate) fn of(cells: &[CellKind]) -> Vec<CellLanes> {
        let bits = |own: &[CellKind], is_so: fn(&CellKind) -> bool| {
            own.iter().enumerate().fold(0, |bits, (lane, cell)| bits | u32::from(is_so(cell)) << lane)
        };
        let lanes = |own: &[CellKind]| {
            let mut quanta = [0.0; NEIGHBOURS];
            for (lane, cell) in quanta.iter_mut().zip(own) {
                *lane = cell.quanta;
            }
            CellLanes {
                quanta,
                scales: ScaleLanes::of(own.iter().map(|cell| cell.scale)),
                quantiles: bits(own, |cell| cell.quantiles),
                may_never_come: bits(own, |cell| cell.may_never_come),
            }
        };
        cells.chunks(NEIGHBOURS).map(lanes).collect()
    }

    fn of_rows(rows: &[Row]) -> Vec<CellLanes> {
        let kinds: Vec<CellKind> = rows.iter().map(Row::kind).collect();
        CellLanes::of(&kinds)
    }
}

impl Row {
    /// What is known of its cell.
    pub(crate) fn kind(&self) -> CellKind {
        let Row { quanta, scale, quantiles, unit, .. } = *self;
        CellKind { quanta, scale, quantiles, may_never_come: unit == "months" }
    }
}

/// A measure by its offset, with the sums that it is the ratio of.
type SumOverSum = (usize, Metric, Metric);

/// Neighbouring metrics whose rows are neighbours, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GroupedRun {
    /// The first of the metrics, and its offset among those that groups carry.
    pub metric: usize,
    pub offset: usize,
    /// How many.
    pub len: usize,
}

/// The metrics that groups carry in runs, and of them, by offset, what is one sum over another.
fn runs_and_ratios(grouped: &[(Metric, Rollup)]) -> (Vec<GroupedRun>, Vec<SumOverSum>) {
    let mut runs: Vec<GroupedRun> = Vec::new();
    for (offset, (metric, _)) in grouped.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if run.metric + run.len == metric.place() => run.len += 1,
            _ => runs.push(GroupedRun { metric: metric.place(), offset, len: 1 }),
        }
    }
    let ratio = |(offset, (_, rollup)): (usize, &(Metric, Rollup))| match *rollup {
        Rollup::Ratio(part, whole) => Some((offset, part, whole)),
        Rollup::Mean | Rollup::Sum | Rollup::No => None,
    };
    (runs, grouped.iter().enumerate().filter_map(ratio).collect())
}

/// A group's members in an eight of a tile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GroupEight {
    /// The tile.
    pub tile: usize,
    /// The eight, counted from 0.
    pub eight: usize,
    /// 1 for its members.
    pub members: [f64; EIGHT],
}

/// By group, where its members are, in order.
fn eights_of_groups(model: &Model) -> Vec<Vec<GroupEight>> {
    let mut eights = vec![Vec::new(); model.groups.len()];
    for (tile, segments) in model.segments.iter().enumerate() {
        for segment in segments {
            for (eight, members) in segment.members.as_chunks::<EIGHT>().0.iter().enumerate() {
                if members.iter().any(|member| *member > 0.0) {
                    eights[segment.group].push(GroupEight { tile, eight, members: *members });
                }
            }
        }
    }
    eights
}

/// Some of the groups.
#[derive(Clone, Debug)]
pub(crate) struct Members {
    /// Their places.
    pub groups: Vec<usize>,
    /// By arm, then metric, what a sum over them is multiplied by: 1 where it stays a sum, 1 over positions where it
    /// becomes a mean; of differences, 1 over positions that the baseline has, too.
    pub weights: Vec<[f64; Metric::COUNT]>,
}

impl Members {
    fn of(model: &Model, belongs: impl Fn(&RosterGroup) -> bool) -> Members {
        let groups: Vec<usize> = (0..model.groups.len()).filter(|g| belongs(&model.groups[*g])).collect();
        let mut own = vec![false; model.len()];
        for (k, segments) in model.segments.iter().enumerate() {
            for segment in segments.iter().filter(|segment| groups.contains(&segment.group)) {
                for lane in (0..TILE).filter(|lane| segment.members[*lane] > 0.0) {
                    own[k * TILE + lane] = true;
                }
            }
        }
        let baseline = &model.arms[0].roster;
        let per = |arm: &Arm, shared: bool| {
            let there = |place: &usize| {
                own[*place] && arm.roster[*place].is_some() && !(shared && baseline[*place].is_none())
            };
            1.0 / real((0..model.len()).filter(there).count().max(1))
        };
        let weights = |arm: &Arm| {
            let means = [per(arm, false), per(arm, true)];
            std::array::from_fn(|metric| match Metric::ALL[metric].definition().rollup {
                Rollup::Mean => means[usize::from(Metric::ALL[metric].is_difference())],
                Rollup::Sum | Rollup::Ratio(..) | Rollup::No => 1.0,
            })
        };
        Members { groups, weights: model.arms.iter().map(weights).collect() }
    }
}

impl Layout {
    pub(crate) fn new(model: &Model) -> Layout {
        let grouped: Vec<(Metric, Rollup)> = Metric::ALL
            .iter()
            .map(|m| (*m, m.definition().rollup))
            .filter(|(_, rollup)| *rollup != Rollup::No)
            .collect();
        let (runs, ratios) = runs_and_ratios(&grouped);
        let mut rows = Vec::new();
        let named = |of: Definition| (of.name, of.unit);
        let of = |scope: Scope, entity: &str, (metric, unit): (&'static str, &'static str)| Row {
            scope,
            entity: entity.to_owned(),
            metric,
            unit,
            quanta: quanta(unit),
            scale: scale(unit),
            quantiles: true,
            flow: None,
        };
        let physicians = |rows: &mut Vec<Row>, scope: Scope, entity: &str| {
            rows.extend(grouped.iter().map(|(m, _)| Row {
                quantiles: m.definition().keep.has_quantiles(),
                ..of(scope, entity, named(m.definition()))
            }));
        };
        physicians(&mut rows, Scope::System, "all");
        let system = rows.len();
        rows.extend(SystemMetric::ALL.iter().map(|m| of(Scope::System, "all", named(m.definition()))));
        let specialties = rows.len();
        for name in &model.specialties {
            physicians(&mut rows, Scope::Specialty, name);
        }
        let plans = rows.len();
        for name in &model.plans {
            physicians(&mut rows, Scope::Plan, name);
        }
        let contracts = rows.len();
        for name in &model.contract_names {
            rows.extend(ContractMetric::ALL.iter().map(|m| of(Scope::Contract, name, named(m.definition()))));
        }
        let accounts = rows.len();
        let lines = ACCOUNTS.iter().map(|line| line.name).chain([MARGIN_LINE]);
        rows.extend(lines.map(|line| of(Scope::Account, line, ("account", "$"))));
        let flows = rows.len();
        let flow = |entity: &str, (from, to, purpose): (&str, &str, &'static str)| Row {
            flow: Some((account_of(from, entity), account_of(to, entity))),
            ..of(Scope::Flow, entity, (purpose, "$"))
        };
        for name in &model.contract_names {
            rows.extend(ContractFlow::ALL.iter().map(|f| flow(name, f.describe())));
        }
        rows.extend(SystemFlow::ALL.iter().map(|f| flow("system", f.describe())));
        let mut horizon: Vec<Row> =
            HorizonMetric::ALL.iter().map(|m| of(Scope::System, "all", named(m.definition()))).collect();
        for metric in ["account_total", "account_pv"] {
            horizon.extend(ACCOUNTS.iter().map(|line| of(Scope::Account, line.name, (metric, "$"))));
        }
        let by_quantiles = Metric::ALL
            .iter()
            .filter_map(|m| match m.definition().keep {
                Keep::Quantiles(quanta) => Some((*m, quanta)),
                Keep::Moments | Keep::Plain | Keep::Groups => None,
            })
            .collect();
        let of_metric = |m: &Metric| ScaleLanes::of([scale(m.definition().unit); NEIGHBOURS]);
        Layout {
            row_cells: CellLanes::of_rows(&rows),
            horizon_cells: CellLanes::of_rows(&horizon),
            rows,
            horizon,
            grouped,
            runs,
            ratios,
            eights: eights_of_groups(model),
            by_quantiles,
            scales: Metric::ALL.iter().map(of_metric).collect(),
            of_specialty: (0..model.specialties.len())
                .map(|place| Members::of(model, |group| group.specialty == place))
                .collect(),
            of_plan: (0..model.plans.len())
                .map(|place| Members::of(model, |group| group.plan == place))
                .collect(),
            everyone: Members::of(model, |_| true),
            specialties,
            plans,
            contracts,
            accounts,
            flows,
            system,
        }
    }
}
