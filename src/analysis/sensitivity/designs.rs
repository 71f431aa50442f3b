//! Methods that choose their points: elementary effects, pick and freeze, Shapley.
//!
//! Points are probabilities of the inputs, spread by scrambled Sobol points where a design is asked for. The luck of the
//! trial that a point meets is one more input, and with it every uncertain number that is not varied: what those explain
//! is luck's. Trials meet rosters in turn; where there are several, rows of a design take trials in a random order, or the two
//! lucks of a row would always be on different rosters, and rosters hang together with the leading digits of Sobol points. Where the scenario correlates numbers, pick and freeze moves them as one, and Shapley divides between them.
//! Elementary effects move each number alone, whatever it is correlated with.

use super::bench::{Batch, Bench};
use super::estimators::{
    DesignRefused, MorrisPlan, PickFreeze, ShapleyWalks, Spanned, Trajectories, independent_groups,
    one_by_one, shuffled,
};
use super::found::{Driver, SensitivityMethod, SensitivityRow};
use super::given_data::SHARE_OF_VARIANCE;
use super::inputs::VariedInputs;
use super::outputs::{ArmContrast, ArmValues, SoughtOutputs};
use super::plan::SensitivityPlan;
use crate::engine::Fault;
use crate::random::{DesignKind, Draws, EntityKey, KeyedRng, STRATA, Seed, Stream, unit_design};

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

/// The trial of a luck of a design that numbers them from 0, two for each row. Trials of a block share a Latin
/// hypercube, in which two are a little less alike than by chance: the two of a row are taken from two blocks, so that
/// they are independent, and those of 32 rows in the same place make a block.
fn apart_by_blocks(luck: u64) -> u64 {
    let (row, side) = (luck / 2, luck % 2);
    (2 * (row / STRATA) + side) * STRATA + row % STRATA
}

/// Rows of a method, and the points that it took.
pub(super) type DesignFound = (Vec<SensitivityRow>, u64);

impl Designs<'_> {
    fn words(&self, name: &str) -> KeyedRng {
        Draws::open(self.seed, Stream::Design).generator(EntityKey::of(name))
    }

    /// Points with the trials whose luck they meet, of a design that numbers its lucks from 0.
    fn met(&self, mut luck: Vec<u64>, points: &[Vec<f64>]) -> Batch {
        if self.bench.rosters() < 2 {
            for own in &mut luck {
                *own = apart_by_blocks(*own);
            }
        } else {
            let lucks = luck.iter().max().map_or(0, |last| usize::try_from(*last).unwrap_or(0) + 1);
            let trials = shuffled(lucks, &mut self.words("luck"));
            for own in &mut luck {
                let trial = usize::try_from(*own).ok().and_then(|place| trials.get(place));
                *own = trial.map_or(*own, |trial| *trial as u64);
            }
        }
        Batch::at(luck, points)
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
        let values = self.bench.values(&self.met(design.luck.clone(), &design.points))?;
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
        let values = self.bench.values(&self.met(design.luck.clone(), &design.points))?;
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

#[cfg(test)]
mod tests {
    use super::super::toy::{Margin, ToyBench, inputs};
    use super::*;

    /// Luck alone, which is the roster alone, 0 or 1: it explains all, first order and total, whatever the row. Were the
    /// lucks of each row on different rosters, both would be 2: ½ (1 − 0)² over a variance of ¼.
    #[test]
    fn rosters_that_are_all_of_luck_explain_all_of_it() {
        let margin: Margin = |arm, _, luck| if arm == 0 { 0.0 } else { luck.floor() };
        let bench = ToyBench { arms: 2, inputs: 2, margin, rosters: 2 };
        let (inputs, outputs) = (inputs(2, 2), SoughtOutputs::margins(2));
        let plan = SensitivityPlan { own: 64, at_an_end: 16, trajectories: 8, base: 512, walks: 512 };
        let seed = Seed(5);
        let designs = Designs { bench: &bench, inputs: &inputs, outputs: &outputs, pairs: &[], plan, seed };
        let of_luck = |(rows, _): DesignFound| -> Vec<f64> {
            rows.iter().filter(|row| row.driver == Driver::Luck).map(|row| row.figure.value).collect()
        };
        let sobol = of_luck(designs.sobol().unwrap());
        assert_eq!(sobol.len(), 2);
        // Of 1,024 trials in any order, 512.5 of 512 × 2 pairs differ; a share of 512 pairs has the error 1/√512 = 0.044.
        assert!(sobol.iter().all(|share| (share - 1.0).abs() < 0.15), "{sobol:?}");
        let shapley = of_luck(designs.shapley().unwrap());
        assert!((shapley[0] - 1.0).abs() < 1e-9, "{shapley:?}");
    }

    #[test]
    fn rows_take_trials_in_an_order_of_their_own() {
        let bench = |rosters| ToyBench { arms: 1, inputs: 1, margin: |_, _, luck| luck, rosters };
        let (inputs, outputs) = (inputs(1, 1), SoughtOutputs::margins(1));
        let plan = SensitivityPlan { own: 64, at_an_end: 16, trajectories: 8, base: 8, walks: 0 };
        let luck: Vec<u64> = (0..400).flat_map(|row| [2 * row, 2 * row, 2 * row + 1]).collect();
        let met = |rosters| {
            let (bench, seed) = (bench(rosters), Seed(5));
            let designs =
                Designs { bench: &bench, inputs: &inputs, outputs: &outputs, pairs: &[], plan, seed };
            designs.met(luck.clone(), &[]).luck
        };
        // One roster: as they come, the two of a row from two blocks, those of 32 rows in the same place from one.
        let alone = met(1);
        for (row, own) in (0..).zip(alone.chunks(3)) {
            assert_eq!(own, [64 * (row / 32) + row % 32, own[0], own[0] + 32]);
        }
        let mixed = met(4);
        assert!(mixed.chunks(3).all(|row| row[0] == row[1] && row[1] != row[2]), "as the design has them");
        let mut each: Vec<u64> = mixed.chunks(3).flat_map(|row| [row[0], row[2]]).collect();
        let alike = mixed.chunks(3).filter(|row| row[0] % 4 == row[2] % 4).count();
        // Of 800 trials, 200 on each roster: 199/799 of 400 pairs are on the same, 99.6 with the error √(400 × 0.249 × 0.751) = 8.6.
        assert!((65..=135).contains(&alike), "{alike}");
        each.sort_unstable();
        assert_eq!(each, (0..800).collect::<Vec<u64>>());
    }
}
