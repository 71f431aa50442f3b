//! What reporting quality measures costs: a burden of the contracts in force, not of pay plans.

use super::expectations::ContractYear;
use super::meeting::Meeting;
use crate::model::Practice;
use crate::tile::{Lanes, TILE, choose, sum};
use pulp::NullaryFnOnce;

/// Measures that physicians report under the contracts in force, summed over positions that are held.
///
/// A physician reports under each contract in which they have attributed lives; what contracts ask alike is
/// reported once.
fn measures_reported(m: &Meeting<'_>, runs: impl Fn(usize) -> bool) -> f64 {
    let contracts = m.terms.scenario.contract.values().enumerate();
    let asked = contracts.map(|(place, own)| if runs(place) { own.measures_asked() } else { 0.0 }).collect();
    m.arch.dispatch(AddReported { m, asked })
}

/// Adds up what everyone reports.
struct AddReported<'a> {
    m: &'a Meeting<'a>,
    /// Measures that each contract asks for.
    asked: Vec<f64>,
}

impl NullaryFnOnce for AddReported<'_> {
    type Output = f64;

    #[inline(always)]
    fn call(self) -> f64 {
        let AddReported { m, asked } = self;
        let (system, practice) = (&m.terms.scenario.system, m.practice());
        let mut reported = 0.0;
        for (k, facts) in practice.tiles.iter().enumerate() {
            let (mut all, mut most) = ([0.0; TILE], [0.0; TILE]);
            for (own, asked) in practice.contracts_of(k).iter().zip(&asked).filter(|(_, asked)| **asked > 0.0)
            {
                for lane in 0..TILE {
                    let here = choose(own.lives[lane] > 0.0, *asked, 0.0);
                    all[lane] += here;
                    most[lane] = here.max(most[lane]);
                }
            }
            let mut own = [0.0; TILE];
            for lane in 0..TILE {
                own[lane] = facts.held[lane] * system.different_measures(all[lane], most[lane]);
            }
            reported += sum(&own);
        }
        reported
    }
}

/// Clinical FTE of positions that are held.
pub(crate) fn clinical_fte(practice: &Practice) -> f64 {
    let of = |tile: &crate::model::PracticeTile| {
        let held: Lanes = std::array::from_fn(|lane| tile.held[lane] * tile.clinical_fte[lane]);
        sum(&held)
    };
    practice.tiles.iter().map(of).sum()
}

/// Measures reported per clinical FTE: what practice expense holds, when it is taken at the baseline's start.
pub(crate) fn measures_per_fte(m: &Meeting<'_>, contracts: &[ContractYear]) -> f64 {
    measures_reported(m, |place| contracts[place].runs) / clinical_fte(m.practice()).max(1e-9)
}

/// What reporting costs beyond what practice expense holds, at the start's prices, $: below zero once contracts of
/// the start have gone.
pub(crate) fn reporting_burden(m: &Meeting<'_>, contracts: &[ContractYear]) -> f64 {
    let held = m.anchors.start.measures * clinical_fte(m.practice());
    m.terms.scenario.system.cost_per_measure() * (measures_reported(m, |place| contracts[place].runs) - held)
}

/// What reporting the measures of one contract costs a year beyond those that the others of them that run ask too, at the
/// start's prices, $: what leaving it saves.
pub(crate) fn burden_of(m: &Meeting<'_>, place: usize, runs: impl Fn(usize) -> bool) -> f64 {
    let with = measures_reported(m, |other| other == place || runs(other));
    let without = measures_reported(m, |other| other != place && runs(other));
    m.terms.scenario.system.cost_per_measure() * (with - without)
}
