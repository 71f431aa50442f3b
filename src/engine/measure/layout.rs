//! Which row of the results is what.

use super::metric::{ContractMetric, Definition, HorizonMetric, Keep, Metric, Rollup, SystemMetric, quanta};
use crate::ledger::{ACCOUNTS, ContractFlow, MARGIN_LINE, SystemFlow, account_of};
use crate::model::{Arm, Model, RosterGroup, RosterSegment};
use crate::stats::Scale;
use crate::tile::{Eights, Lanes, TILE};
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
    /// Each of those as a weighted sum over physicians; of a ratio, its first sum.
    pub weighted: Vec<WeightedSum>,
    /// Of those, by their offset among them: what is one sum over another.
    pub ratios: Vec<SumOverSum>,
    /// Metrics that must be added up for those.
    pub summed: Vec<Metric>,
    /// By group, where its members are.
    pub parts: Vec<Vec<GroupPart>>,
    /// Metrics of physicians kept by quantiles, with their quanta.
    pub by_quantiles: Vec<(Metric, f64)>,
    /// How finely the sums of each metric of physicians are kept.
    pub scales: [Scale; Metric::COUNT],
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

/// What a sum over a group's physicians is multiplied by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// 1 over positions: a mean.
    PerPosition,
    /// 1 over positions that the baseline has, too: a mean of differences.
    PerShared,
    /// 1: a sum.
    Sum,
}

/// A measure with its weight.
type WeightedSum = (Metric, Weight);
/// A measure by its offset, with the sums that it is the ratio of.
type SumOverSum = (usize, Metric, Metric);

/// What groups take from their physicians by a weight, in order, and what is one sum over another, by its offset.
fn by_weight(grouped: &[(Metric, Rollup)]) -> (Vec<WeightedSum>, Vec<SumOverSum>) {
    let of_mean = |m: Metric| if m.is_difference() { Weight::PerShared } else { Weight::PerPosition };
    let one = |(metric, rollup): &(Metric, Rollup)| match *rollup {
        Rollup::Mean => (*metric, of_mean(*metric)),
        Rollup::Sum | Rollup::No => (*metric, Weight::Sum),
        Rollup::Ratio(part, _) => (part, Weight::Sum),
    };
    let ratio = |(offset, (_, rollup)): (usize, &(Metric, Rollup))| match *rollup {
        Rollup::Ratio(part, whole) => Some((offset, part, whole)),
        Rollup::Mean | Rollup::Sum | Rollup::No => None,
    };
    (grouped.iter().map(one).collect(), grouped.iter().enumerate().filter_map(ratio).collect())
}

/// A group's members in one tile.
#[derive(Clone, Debug)]
pub(crate) struct GroupPart {
    /// The tile.
    pub tile: usize,
    /// 1 for its members.
    pub members: Lanes,
    /// The first and the last eight of the tile that hold any of them.
    pub first: usize,
    pub last: usize,
}

/// By group, where its members are.
fn parts_of_groups(model: &Model) -> Vec<Vec<GroupPart>> {
    let mut parts = vec![Vec::new(); model.groups.len()];
    for (tile, segments) in model.segments.iter().enumerate() {
        for RosterSegment { group, members, .. } in segments {
            let (first, last) = Eights::with_any(members).ends();
            parts[*group].push(GroupPart { tile, members: *members, first, last });
        }
    }
    parts
}

/// Some of the groups.
#[derive(Clone, Debug)]
pub(crate) struct Members {
    /// Their places.
    pub groups: Vec<usize>,
    /// By arm, 1 over the arm's positions in them.
    pub per_position: Vec<f64>,
    /// By arm, 1 over those that the baseline has, too.
    pub per_shared: Vec<f64>,
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
        let each = |shared: bool| model.arms.iter().map(|arm| per(arm, shared)).collect();
        Members { groups, per_position: each(false), per_shared: each(true) }
    }
}

impl Layout {
    pub(crate) fn new(model: &Model) -> Layout {
        let grouped: Vec<(Metric, Rollup)> = Metric::ALL
            .iter()
            .map(|m| (*m, m.definition().rollup))
            .filter(|(_, rollup)| *rollup != Rollup::No)
            .collect();
        let (weighted, ratios) = by_weight(&grouped);
        let mut summed: Vec<Metric> = grouped
            .iter()
            .flat_map(|(m, rollup)| match rollup {
                Rollup::Ratio(part, whole) => vec![*part, *whole],
                Rollup::Mean | Rollup::Sum | Rollup::No => vec![*m],
            })
            .collect();
        summed.sort_unstable();
        summed.dedup();
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
        let scales = std::array::from_fn(|m| scale(Metric::ALL[m].definition().unit));
        Layout {
            rows,
            horizon,
            grouped,
            weighted,
            ratios,
            summed,
            parts: parts_of_groups(model),
            by_quantiles,
            scales,
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
