//! What a sensitivity found.

use super::estimators::Spanned;
use super::inputs::VariedInputs;
use super::outputs::{ArmContrast, SoughtOutputs};
use crate::units::words;

words! {
    /// How numbers were looked at.
    pub enum SensitivityMethod {
        word: "Its name in files.";
        /// Rank correlations over the run's own trials.
        Rank = "rank",
        /// Parts of the variance from the run's own trials, by classes of a number; correlated numbers are welcome.
        GivenData = "given_data",
        /// One number at its ends, all others as drawn.
        OneWay = "one_way",
        /// Elementary effects along trajectories.
        Morris = "morris",
        /// Parts of the variance by pick and freeze.
        Sobol = "sobol",
        /// Shapley effects: parts of the variance where numbers are correlated.
        Shapley = "shapley",
        /// What it is worth to know numbers before an arm is chosen.
        Information = "information",
    }
}

/// Of what a figure tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Driver {
    /// Inputs, by their places; several where the scenario correlates them.
    Inputs(Vec<usize>),
    /// Groups, by their places; several where correlations tie them together.
    Groups(Vec<usize>),
    /// The luck of trials, with every uncertain number that is not varied.
    Luck,
    /// All inputs.
    Everything,
}

impl Driver {
    /// Its name in files.
    #[must_use]
    pub fn name(&self, inputs: &VariedInputs) -> String {
        let joined = |names: Vec<&str>| names.join(" + ");
        match self {
            Driver::Inputs(places) => {
                joined(places.iter().map(|place| inputs.all[*place].name.as_str()).collect())
            }
            Driver::Groups(places) => {
                joined(places.iter().map(|place| inputs.groups[*place].name.as_str()).collect())
            }
            Driver::Luck => "luck".to_owned(),
            Driver::Everything => "all".to_owned(),
        }
    }

    /// What kind it is of.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Driver::Inputs(places) if places.len() > 1 => "correlated inputs",
            Driver::Inputs(_) => "input",
            Driver::Groups(_) => "group",
            Driver::Luck => "luck",
            Driver::Everything => "all inputs",
        }
    }
}

/// One figure of one method.
#[derive(Clone, Debug, PartialEq)]
pub struct SensitivityRow {
    /// The measure, as a place among [`SoughtOutputs::measures`].
    pub measure: usize,
    /// The arm or difference.
    pub contrast: ArmContrast,
    /// The method.
    pub method: SensitivityMethod,
    /// Of what it tells.
    pub driver: Driver,
    /// What it is.
    pub statistic: &'static str,
    /// The figure with its 95 % interval.
    pub figure: Spanned,
    /// Its unit.
    pub unit: &'static str,
}

/// One number at its two ends, all others as drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TornadoBar {
    /// The measure, as a place among [`SoughtOutputs::measures`].
    pub measure: usize,
    /// The arm or difference.
    pub contrast: ArmContrast,
    /// The input.
    pub input: usize,
    /// Its value at its 5 % and at its 95 % point.
    pub at: [f64; 2],
    /// What comes out there.
    pub results: [Spanned; 2],
    /// What comes out at the 95 % point less what does at the 5 % point, on the same luck.
    pub swing: Spanned,
    /// What comes out with it as drawn.
    pub as_drawn: Spanned,
}

/// How arms come out in the run itself, by the margin that they are chosen by.
#[derive(Clone, Debug, PartialEq)]
pub struct ArmsChosen {
    /// Means of the arms.
    pub means: Vec<Spanned>,
    /// The best arm.
    pub best: usize,
    /// The second best; `None` where there is one arm alone.
    pub second: Option<usize>,
    /// By how much the best is better, on the same luck.
    pub lead: Spanned,
    /// Share of trials in which it is the best.
    pub best_in: f64,
}

/// A value of an input at which another arm becomes the best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlipPoint {
    /// The value, with what chance in the simulation leaves open of it.
    pub value: Spanned,
    /// The best arm at lower values.
    pub below: usize,
    /// The best arm at higher values.
    pub above: usize,
}

/// Whether the ranking of arms holds where one number is at its ends.
#[derive(Clone, Debug, PartialEq)]
pub struct FlipRow {
    /// The input.
    pub input: usize,
    /// Its value at its 5 % and at its 95 % point.
    pub at: [f64; 2],
    /// The best arm there.
    pub best: [usize; 2],
    /// Whether all arms rank there as in the run.
    pub keeps_ranking: [bool; 2],
    /// By how much the run's best arm is better there than the best of the others; below zero where it is not the best.
    pub lead: [Spanned; 2],
    /// Where another arm becomes the best; empty where none does between the two points.
    pub flips: Vec<FlipPoint>,
}

/// What it is worth to know something before an arm is chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct InformationRow {
    /// What is known.
    pub driver: Driver,
    /// What it is worth.
    pub worth: Spanned,
}

/// What it is worth to know.
#[derive(Clone, Debug, PartialEq)]
pub struct InformationFound {
    /// Everything that is varied first, then groups, then inputs.
    pub rows: Vec<InformationRow>,
    /// What it would be worth to know the luck of the future, too: no study can tell it.
    pub with_luck: Spanned,
}

/// What a method took, and how exact it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MethodEffort {
    /// The method.
    pub method: SensitivityMethod,
    /// Points, each a trial of all arms.
    pub points: u64,
    /// Middle half-width of its 95 % intervals, of the first measure and all its contrasts; `None` where it has none.
    pub half_width: Option<f64>,
    /// Unit of that.
    pub unit: &'static str,
}

/// An uncertain number that is left to chance because others matter more.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftToChance {
    /// Its name.
    pub name: String,
    /// The most that it explains of any output, by rank or by classes: a share.
    pub share: f64,
}

/// What a sensitivity found.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// What was varied.
    pub inputs: VariedInputs,
    /// What was left to chance.
    pub left: Vec<LeftToChance>,
    /// What was looked at.
    pub outputs: SoughtOutputs,
    /// Correlations between inputs, as the scenario states them.
    pub pairs: Vec<(usize, usize, f64)>,
    /// How arms come out in the run's own trials.
    pub chosen: ArmsChosen,
    /// Figures of all methods.
    pub rows: Vec<SensitivityRow>,
    /// One-way ends.
    pub tornado: Vec<TornadoBar>,
    /// Whether the ranking holds; empty where there is one arm alone.
    pub flips: Vec<FlipRow>,
    /// What it is worth to know; `None` where there is one arm alone.
    pub information: Option<InformationFound>,
    /// What methods took.
    pub efforts: Vec<MethodEffort>,
    /// The run's own trials.
    pub trials: u64,
}

impl ArmsChosen {
    /// Of some contrasts the one that decides: between the best arm and the second, or else the first.
    pub(super) fn deciding(&self, contrasts: &[ArmContrast]) -> ArmContrast {
        let apart = |contrast: &&ArmContrast| {
            self.second.is_some_and(|second| {
                let pair = [Some(contrast.arm), contrast.less];
                pair == [Some(self.best), Some(second)] || pair == [Some(second), Some(self.best)]
            })
        };
        let level = ArmContrast { arm: self.best, less: None };
        contrasts.iter().find(apart).or(contrasts.first()).copied().unwrap_or(level)
    }
}

impl Sensitivity {
    /// The contrast that decides: the best arm less the second, or the first that was looked at.
    #[must_use]
    pub fn deciding(&self) -> ArmContrast {
        self.chosen.deciding(&self.outputs.contrasts)
    }

    /// A figure of a method.
    #[must_use]
    pub fn figure(
        &self,
        (measure, contrast): (usize, ArmContrast),
        method: SensitivityMethod,
        driver: &Driver,
        statistic: &str,
    ) -> Option<Spanned> {
        let own = |row: &&SensitivityRow| {
            row.measure == measure
                && row.contrast == contrast
                && row.method == method
                && row.statistic == statistic
                && row.driver == *driver
        };
        self.rows.iter().find(own).map(|row| row.figure)
    }
}
