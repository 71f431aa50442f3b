//! Methods that choose their points: elementary effects, pick and freeze, Shapley.
//!
//! Points are probabilities of the inputs, spread by scrambled Sobol points where a design is asked for. The luck of the
//! trial that a point meets is one more input, and with it every uncertain number that is not varied: what those explain
//! is luck's. Where the scenario correlates numbers, pick and freeze moves them as one, and Shapley divides between them.
//! Elementary effects move each number alone, whatever it is correlated with.

use super::bench::{Batch, Bench};
use super::estimators::{
    DesignRefused, MorrisPlan, PickFreeze, ShapleyWalks, Spanned, Trajectories, independent_groups,
    one_by_one,
};
use super::found::{Driver, SensitivityMethod, SensitivityRow};
use super::given_data::SHARE_OF_VARIANCE;
use super::inputs::VariedInputs;
use super::outputs::{ArmContrast, ArmValues, SoughtOutputs};
use super::plan::SensitivityPlan;
use crate::engine::Fault;
use crate::random::{DesignKind, Draws, EntityKey, KeyedRng, Seed, Stream, unit_design};

/// Levels of each input on a trajectory.
const LEVELS: usize = 4;

/// What the designs have in common.
pub(super) struct Designs<'a> {
    pub(super) bench: &'a dyn Bench,
    pub(super) inputs: &'a VariedInputs,
    pub(super) outputs: &'a SoughtOutputs,
    pub(super) pairs: &'a [(usize, usize, f64)],
    pub(super) plan: SensitivityPlan,
    pub(super) seed: Seed,
}

/// Why there is nothing of a design.
#[derive(Debug)]
pub(super) enum DesignFault {
    /// The engine stopped.
    Engine(Fault),
    /// The design cannot be.
    Refused(DesignRefused),
}

impl From<Fault> for DesignFault {
    fn from(fault: Fault) -> DesignFault {
        DesignFault::Engine(fault)
    }
}

impl From<DesignRefused> for DesignFault {
    fn from(refused: DesignRefused) -> DesignFault {
        DesignFault::Refused(refused)
    }
}

/// Rows of a method, and the points that it took.
pub(super) type DesignFound = (Vec<SensitivityRow>, u64);

impl Designs<'_> {
    fn words(&self, name: &str) -> KeyedRng {
        Draws::open(self.seed, Stream::Design).generator(EntityKey::of(name))
    }

    /// Columns of scrambled Sobol points.
    fn columns(&self, rows: usize) -> Vec<Vec<f64>> {
        let dimensions = 2 * self.inputs.all.len();
        let points = unit_design(DesignKind::Sobol, self.seed, rows, dimensions);
        (0..dimensions).map(|column| points.iter().map(|point| point[column]).collect()).collect()
    }

    /// A row for each figure that a method finds of an output.
    fn rows(
        &self,
        method: SensitivityMethod,
        values: &ArmValues,
        of: impl Fn(&[f64], &'static str) -> Vec<(Driver, &'static str, Spanned, &'static str)>,
    ) -> Vec<SensitivityRow> {
        let each = self.outputs.each().flat_map(|(measure, contrast): (usize, ArmContrast)| {
            let output = contrast.values(&values[measure]);
            let found = of(&output, self.outputs.measures[measure].unit).into_iter();
            found.map(move |(driver, statistic, figure, unit)| SensitivityRow {
                measure,
                contrast,
                method,
                driver,
                statistic,
                figure,
                unit,
            })
        });
        each.collect()
    }

    /// Elementary effects.
    pub(super) fn morris(&self) -> Result<DesignFound, DesignFault> {
        let trajectories = self.plan.trajectories;
        // Half as many again to choose from: more would push them to the edges.
        let plan = MorrisPlan { trajectories, levels: LEVELS, candidates: trajectories * 3 / 2 };
        let groups = one_by_one(self.inputs.all.len());
        let design = Trajectories::draw(&groups, plan, &mut self.words("morris"))?;
        let values = self.bench.values(&Batch::at(design.luck.clone(), &design.points))?;
        let rows = self.rows(SensitivityMethod::Morris, &values, |output, unit| {
            let found = design.effects(output, self.seed).into_iter().enumerate();
            let each = found.flat_map(|(input, effect)| {
                let driver = || Driver::Inputs(vec![input]);
                let mu = effect.mu.map(|mu| (driver(), "mu", mu, unit));
                let sigma = effect.sigma.map(|sigma| (driver(), "sigma", sigma, unit));
                mu.into_iter().chain([(driver(), "mu_star", effect.mu_star, unit)]).chain(sigma)
            });
            each.collect()
        });
        Ok((rows, design.luck.len() as u64))
    }

    /// First-order and total indices of inputs, correlated ones as one; and of groups, where they are something new.
    pub(super) fn sobol(&self) -> Result<DesignFound, DesignFault> {
        let singles = one_by_one(self.inputs.all.len());
        let blocks = independent_groups(&singles, self.pairs);
        let (mut rows, mut points) =
            self.pick_freeze(&blocks, |place| Driver::Inputs(blocks[place].clone()))?;
        let members: Vec<Vec<usize>> = self.inputs.groups.iter().map(|group| group.members.clone()).collect();
        let merged = independent_groups(&members, self.pairs);
        if merged.len() > 1 && merged.len() < blocks.len() {
            let driver = |place: usize| {
                let own = |group: &usize| members[*group].iter().any(|input| merged[place].contains(input));
                Driver::Groups((0..members.len()).filter(own).collect())
            };
            let (more, further) = self.pick_freeze(&merged, driver)?;
            // Luck and the sum are told by the first.
            rows.extend(more.into_iter().filter(|row| matches!(row.driver, Driver::Groups(_))));
            points += further;
        }
        Ok((rows, points))
    }

    fn pick_freeze(
        &self,
        groups: &[Vec<usize>],
        driver: impl Fn(usize) -> Driver,
    ) -> Result<DesignFound, DesignFault> {
        let design = PickFreeze::of(&self.columns(self.plan.base), groups, self.pairs)?;
        let values = self.bench.values(&Batch::at(design.luck.clone(), &design.points))?;
        let rows = self.rows(SensitivityMethod::Sobol, &values, |output, _| {
            let found = design.indices(output, self.seed);
            let own = found.groups.iter().enumerate().map(|(place, index)| (driver(place), index));
            let each = own.chain([(Driver::Luck, &found.luck)]).flat_map(|(driver, index)| {
                [
                    (driver.clone(), "first_order", index.first, SHARE_OF_VARIANCE),
                    (driver, "total", index.total, SHARE_OF_VARIANCE),
                ]
            });
            let sum = (Driver::Everything, "sum_of_first_order", found.additive, SHARE_OF_VARIANCE);
            each.chain([sum]).collect()
        });
        Ok((rows, design.luck.len() as u64))
    }

    /// Shapley effects of inputs.
    pub(super) fn shapley(&self) -> Result<DesignFound, DesignFault> {
        let singles = one_by_one(self.inputs.all.len());
        let columns = self.columns(self.plan.walks);
        let design = ShapleyWalks::of(&columns, &singles, self.pairs, &mut self.words("shapley"))?;
        let values = self.bench.values(&Batch::at(design.luck.clone(), &design.points))?;
        let rows = self.rows(SensitivityMethod::Shapley, &values, |output, _| {
            let found = design.effects(output, self.seed);
            let own = found.groups.into_iter().enumerate();
            let own = own.map(|(input, effect)| (Driver::Inputs(vec![input]), effect));
            let each = own.chain([(Driver::Luck, found.luck)]);
            each.map(|(driver, effect)| (driver, "effect", effect, SHARE_OF_VARIANCE)).collect()
        });
        Ok((rows, design.luck.len() as u64))
    }
}
