//! Counting results exactly.
//!
//! A block hands in, for each arm and year, the sums over its trials; they are rounded once and
//! added as integers. See [`crate::stats`].

use super::BLOCK;
use super::metric::{ContractMetric, HorizonMetric, Keep, Metric, Rollup, SystemMetric, quanta};
use super::response::YearTile;
use crate::ledger::{ContractFlow, SystemFlow};
use crate::model::{Model, RosterGroup};
use crate::stats::{MomentTable, QuantileTable, Scale};
use crate::tile::{Lanes, TILE, tiles};
use crate::units::nearest;
use pulp::NullaryFnOnce;

/// What a row of results is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The whole system.
    System,
    /// A specialty.
    Specialty,
    /// Physicians by the plan they were on at the start.
    Plan,
    /// A contract.
    Contract,
    /// A flow of the cascade.
    Flow,
}

impl Scope {
    /// The word in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Scope::System => "system",
            Scope::Specialty => "specialty",
            Scope::Plan => "plan",
            Scope::Contract => "contract",
            Scope::Flow => "flow",
        }
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
    /// From and to, for a flow.
    pub flow: Option<(String, String)>,
}

/// How finely sums of a measure are kept.
pub(super) fn scale(unit: &str) -> Scale {
    if unit == "$" { Scale::MONEY } else { Scale::FINE }
}

/// Which row is what.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// Rows of every arm and year.
    pub rows: Vec<Row>,
    /// Rows of every arm.
    pub horizon: Vec<Row>,
    /// Metrics that groups carry, each with how they take it from their physicians.
    pub grouped: Vec<(Metric, Rollup)>,
    /// Metrics that must be added up for those.
    pub summed: Vec<Metric>,
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
    pub flows: usize,
    /// Place of the first system metric.
    pub system: usize,
}

/// Some of the groups.
#[derive(Clone, Debug)]
pub(super) struct Members {
    /// Their places.
    pub groups: Vec<usize>,
    /// 1 over the positions in them.
    pub per_position: f64,
}

impl Members {
    fn of(model: &Model, belongs: impl Fn(&RosterGroup) -> bool) -> Members {
        let groups: Vec<usize> = (0..model.groups.len()).filter(|g| belongs(&model.groups[*g])).collect();
        let positions: usize = groups.iter().map(|g| model.groups[*g].physicians).sum();
        #[expect(clippy::cast_precision_loss, reason = "a count of physicians")]
        let per_position = 1.0 / positions.max(1) as f64;
        Members { groups, per_position }
    }
}

impl Layout {
    pub(super) fn new(model: &Model) -> Layout {
        let grouped: Vec<(Metric, Rollup)> = Metric::ALL
            .iter()
            .map(|m| (*m, m.definition().rollup))
            .filter(|(_, rollup)| *rollup != Rollup::No)
            .collect();
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
        let of = |scope: Scope, entity: &str, metric: &'static str, unit: &'static str| Row {
            scope,
            entity: entity.to_owned(),
            metric,
            unit,
            quanta: quanta(unit),
            scale: scale(unit),
            flow: None,
        };
        let physicians = |rows: &mut Vec<Row>, scope: Scope, entity: &str| {
            rows.extend(
                grouped.iter().map(|(m, _)| of(scope, entity, m.definition().name, m.definition().unit)),
            );
        };
        physicians(&mut rows, Scope::System, "all");
        let system = rows.len();
        rows.extend(
            SystemMetric::ALL
                .iter()
                .map(|m| of(Scope::System, "all", m.definition().name, m.definition().unit)),
        );
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
            rows.extend(
                ContractMetric::ALL
                    .iter()
                    .map(|m| of(Scope::Contract, name, m.definition().name, m.definition().unit)),
            );
        }
        let flows = rows.len();
        for name in &model.contract_names {
            rows.extend(ContractFlow::ALL.iter().map(|f| {
                let (from, to, purpose) = f.describe(name);
                Row { flow: Some((from, to)), ..of(Scope::Flow, name, purpose, "$") }
            }));
        }
        rows.extend(SystemFlow::ALL.iter().map(|f| {
            let (from, to, purpose) = f.describe();
            Row { flow: Some((from.to_owned(), to.to_owned())), ..of(Scope::Flow, "system", purpose, "$") }
        }));
        let horizon = HorizonMetric::ALL
            .iter()
            .map(|m| of(Scope::System, "all", m.definition().name, m.definition().unit))
            .collect();
        let by_quantiles = Metric::ALL
            .iter()
            .filter_map(|m| match m.definition().keep {
                Keep::Quantiles(quanta) => Some((*m, quanta)),
                Keep::Moments => None,
            })
            .collect();
        let scales = std::array::from_fn(|m| scale(Metric::ALL[m].definition().unit));
        Layout {
            rows,
            horizon,
            grouped,
            summed,
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
            flows,
            system,
        }
    }
}

/// Results of one arm and year over all trials so far.
#[derive(Debug)]
pub(super) struct Segment {
    /// Physicians: tile by tile, measure by measure, lane by lane.
    pub physicians: MomentTable,
    /// Physicians by the measures kept by quantiles: measure by measure, physician by physician.
    pub quantiles: QuantileTable,
    /// Rows.
    pub rows: MomentTable,
    /// Quantiles of rows.
    pub row_quantiles: QuantileTable,
    /// Differences of rows from the baseline's on the same luck; `None` for the baseline.
    pub differences: Option<(MomentTable, QuantileTable)>,
}

impl Segment {
    pub(super) fn new(
        layout: &Layout,
        physicians: usize,
        pivots: &Pivots,
        baseline: Option<&Pivots>,
        trials: u64,
    ) -> Segment {
        let differences = baseline.map(|baseline| {
            let pivots =
                pivots.rows.iter().zip(&baseline.rows).map(|(a, b)| a - b).take(layout.flows).collect();
            (MomentTable::new(pivots), QuantileTable::new(layout.flows, trials))
        });
        Segment {
            physicians: MomentTable::new(pivots.physicians.clone()),
            quantiles: QuantileTable::new(physicians * layout.by_quantiles.len(), trials),
            rows: MomentTable::new(pivots.rows.clone()),
            row_quantiles: QuantileTable::new(layout.rows.len(), trials),
            differences,
        }
    }
}

/// Adds a block to a segment.
pub(super) struct AddBlock<'a> {
    pub segment: &'a mut Segment,
    pub layout: &'a Layout,
    /// Physicians.
    pub physicians: usize,
    pub block: &'a BlockSums,
    /// Rows of the baseline in the same trials.
    pub baseline: &'a [[f64; BLOCK]],
}

impl NullaryFnOnce for AddBlock<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let AddBlock { segment, layout, physicians, block, baseline } = self;
        segment.add_moments(layout, block);
        segment.add_quantiles(physicians, block);
        for (row, values) in block.rows.iter().enumerate() {
            let values = &values[..block.trials];
            add_row(
                &layout.rows[row],
                row,
                values.iter().copied(),
                &mut segment.rows,
                &mut segment.row_quantiles,
            );
        }
        if let Some((moments, quantiles)) = &mut segment.differences {
            for (row, (values, before)) in block.rows.iter().zip(baseline).take(layout.flows).enumerate() {
                let values = values[..block.trials].iter().zip(before).map(|(a, b)| a - b);
                add_row(&layout.rows[row], row, values, moments, quantiles);
            }
        }
    }
}

impl Segment {
    #[inline(always)]
    fn add_moments(&mut self, layout: &Layout, block: &BlockSums) {
        let lanes = block.tiles.iter().flat_map(|tile| tile.sums.iter().zip(&tile.squares));
        for (m, (sums, squares)) in lanes.enumerate() {
            let scale = layout.scales[m % Metric::COUNT];
            for lane in 0..TILE {
                self.physicians.add(m * TILE + lane, scale, sums[lane], squares[lane]);
            }
        }
    }

    #[inline(always)]
    fn add_quantiles(&mut self, physicians: usize, block: &BlockSums) {
        let mut column = [0; BLOCK];
        for (place, tiles) in block.kept.iter().enumerate() {
            for physician in 0..physicians {
                let (k, lane) = (physician / TILE, physician % TILE);
                for (slot, trial) in column[..block.trials].iter_mut().zip(&tiles[k]) {
                    *slot = trial[lane];
                }
                self.quantiles.add(place * physicians + physician, &column[..block.trials]);
            }
        }
    }
}

/// Adds the moments of some trials to a block.
pub(super) struct AddMoments<'a> {
    pub sums: &'a mut BlockSums,
    pub pivots: &'a [f64],
    pub trials: &'a [Vec<YearTile>],
}

impl NullaryFnOnce for AddMoments<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.sums.add_moments(self.pivots, self.trials);
    }
}

/// Adds a block's values of one row.
#[inline(always)]
fn add_row(
    described: &Row,
    row: usize,
    values: impl ExactSizeIterator<Item = f64>,
    moments: &mut MomentTable,
    quantiles: &mut QuantileTable,
) {
    let mut column = [0; BLOCK];
    let trials = values.len();
    let pivot = moments.pivots()[row];
    let (mut sum, mut squares) = (0.0, 0.0);
    for (slot, value) in column.iter_mut().zip(values) {
        let off = value - pivot;
        sum += off;
        squares += off * off;
        *slot = quantise(value, described.quanta);
    }
    moments.add(row, described.scale, sum, squares);
    quantiles.add(row, &column[..trials]);
}

/// Whole quanta of a value.
#[inline(always)]
pub(super) fn quantise(value: f64, quanta: f64) -> i64 {
    nearest((value * quanta).clamp(-2e15, 2e15))
}

/// The values of the first trial, which moments are taken around.
#[derive(Clone, Debug, Default)]
pub(super) struct Pivots {
    /// In the order of [`Segment::physicians`].
    pub physicians: Vec<f64>,
    /// In the order of rows.
    pub rows: Vec<f64>,
}

/// Sums of one tile over the trials of a block.
#[derive(Clone, Debug)]
struct TileSums {
    sums: [Lanes; Metric::COUNT],
    squares: [Lanes; Metric::COUNT],
}

impl TileSums {
    const EMPTY: TileSums =
        TileSums { sums: [[0.0; TILE]; Metric::COUNT], squares: [[0.0; TILE]; Metric::COUNT] };
}

/// One arm and year of a block.
#[derive(Debug)]
pub(super) struct BlockSums {
    trials: usize,
    tiles: Vec<TileSums>,
    /// By measure kept by quantiles, by tile, by trial: whole quanta.
    kept: Vec<Vec<[[i64; TILE]; BLOCK]>>,
    rows: Vec<[f64; BLOCK]>,
}

impl BlockSums {
    pub(super) fn new(model: &Model, layout: &Layout) -> BlockSums {
        let n = tiles(model.len());
        BlockSums {
            trials: 0,
            tiles: vec![TileSums::EMPTY; n],
            kept: vec![vec![[[0; TILE]; BLOCK]; n]; layout.by_quantiles.len()],
            rows: vec![[0.0; BLOCK]; layout.rows.len()],
        }
    }

    /// Begins an arm and year.
    pub(super) fn clear(&mut self) {
        self.trials = 0;
        self.tiles.fill(TileSums::EMPTY);
    }

    /// The rows of the next trial, to be filled at the place given.
    pub(super) fn row(&mut self, row: usize, value: f64) {
        self.rows[row][self.trials] = value;
    }

    /// Keeps what of a tile goes into quantiles, for the next trial.
    #[inline(always)]
    pub(super) fn keep_tile(&mut self, layout: &Layout, k: usize, done: &YearTile) {
        for ((metric, quanta), kept) in layout.by_quantiles.iter().zip(&mut self.kept) {
            let values = &done.measured[metric.place()];
            let out = &mut kept[k][self.trials];
            for lane in 0..TILE {
                out[lane] = quantise(values[lane], *quanta);
            }
        }
    }

    /// Adds the moments of some trials in their order. Several at once, because the sums of all
    /// measures do not fit into the nearest cache: each is fetched once for all of them.
    #[inline(always)]
    fn add_moments(&mut self, pivots: &[f64], trials: &[Vec<YearTile>]) {
        for (k, tile) in self.tiles.iter_mut().enumerate() {
            let pivots = &pivots[k * Metric::COUNT * TILE..(k + 1) * Metric::COUNT * TILE];
            for m in 0..Metric::COUNT {
                let (sums, squares) = (&mut tile.sums[m], &mut tile.squares[m]);
                let pivots = &pivots[m * TILE..(m + 1) * TILE];
                for trial in trials {
                    let values = &trial[k].measured[m];
                    for lane in 0..TILE {
                        let off = values[lane] - pivots[lane];
                        sums[lane] += off;
                        squares[lane] += off * off;
                    }
                }
            }
        }
    }

    /// Ends a trial.
    pub(super) fn next_trial(&mut self) {
        self.trials += 1;
    }

    /// Values of rows, trial by trial.
    pub(super) fn rows(&self) -> &[[f64; BLOCK]] {
        &self.rows
    }

    /// Values of rows in the first trial of the block.
    pub(super) fn first_rows(&self) -> Vec<f64> {
        self.rows.iter().map(|values| values[0]).collect()
    }
}
