//! Which cells a sweep has: every combination, or points spread evenly.

use super::factor::{SweepFactor, unread};
use crate::random::{DesignKind, Seed, unit_design};
use crate::schema::Refused;
use crate::units::thousands;

/// How the cells of a sweep are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SweepDesign {
    /// Every combination of the values of all numbers; the last number changes fastest.
    Grid,
    /// So many points, spread evenly over the ranges.
    Spread(DesignKind, usize),
}

/// Cells at most: each is a simulation.
pub const MOST_CELLS: usize = 20_000;

/// What each cell sets the numbers to, `[cell][number]`.
///
/// # Errors
///
/// [`Refused`]: nothing is varied, a number twice, a range in a grid does not say how many values it has, more than
/// [`MOST_CELLS`] cells.
///
/// ```
/// use cascade::analysis::{SweepDesign, SweepFactor, sweep_cells};
/// use cascade::random::Seed;
///
/// let factors = [SweepFactor::parse("a.b=1,2")?, SweepFactor::parse("c.d=0..1:3")?];
/// let cells = sweep_cells(&factors, SweepDesign::Grid, Seed(1))?;
/// assert_eq!(cells[..4], [[1.0, 0.0], [1.0, 0.5], [1.0, 1.0], [2.0, 0.0]]);
/// # Ok::<(), cascade::Refused>(())
/// ```
pub fn sweep_cells(
    factors: &[SweepFactor],
    design: SweepDesign,
    seed: Seed,
) -> Result<Vec<Vec<f64>>, Refused> {
    refuse_twice(factors)?;
    match design {
        SweepDesign::Grid => grid(factors),
        SweepDesign::Spread(kind, points) => {
            refuse_too_many(Some(points))?;
            let design = unit_design(kind, seed, points, factors.len());
            let cell =
                |point: Vec<f64>| factors.iter().zip(point).map(|(factor, part)| factor.at(part)).collect();
            Ok(design.into_iter().map(cell).collect())
        }
    }
}

/// Refuses that nothing is varied, or a number twice.
pub(super) fn refuse_twice(factors: &[SweepFactor]) -> Result<(), Refused> {
    if factors.is_empty() {
        return Err(unread("", "nothing is varied; write --vary PLACE=LOW..HIGH:POINTS, or --list FILE.csv"));
    }
    for (place, factor) in factors.iter().enumerate() {
        if factors[..place].iter().any(|other| other.arm_and_path() == factor.arm_and_path()) {
            return Err(unread(&factor.place, "this number is varied twice; write all its values once"));
        }
    }
    Ok(())
}

/// Refuses no cells, and more than there may be.
pub(super) fn refuse_too_many(cells: Option<usize>) -> Result<(), Refused> {
    let said = match cells {
        Some(1..=MOST_CELLS) => return Ok(()),
        Some(cells) => thousands(cells as u64),
        None => "more than can be counted".to_owned(),
    };
    let message = format!(
        "found {said} cells; a sweep has from 1 to {}, each a simulation: take fewer values, or --design sobol with --points",
        thousands(MOST_CELLS as u64)
    );
    Err(unread("", &message))
}

fn grid(factors: &[SweepFactor]) -> Result<Vec<Vec<f64>>, Refused> {
    let levels = factors.iter().map(SweepFactor::grid).collect::<Result<Vec<_>, _>>()?;
    refuse_too_many(levels.iter().try_fold(1_usize, |cells, values| cells.checked_mul(values.len())))?;
    let mut cells = vec![Vec::new()];
    for values in &levels {
        let longer =
            |cell: &Vec<f64>| values.iter().map(|value| [&cell[..], &[*value]].concat()).collect::<Vec<_>>();
        cells = cells.iter().flat_map(longer).collect();
    }
    Ok(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factors(texts: &[&str]) -> Vec<SweepFactor> {
        texts.iter().map(|text| SweepFactor::parse(text).unwrap()).collect()
    }

    #[test]
    fn a_grid_has_every_combination_the_last_number_fastest() {
        let cells =
            sweep_cells(&factors(&["a=1,2", "b=3,4,5", "c=6,7"]), SweepDesign::Grid, Seed(1)).unwrap();
        assert_eq!(cells.len(), 12);
        assert_eq!(cells[0], [1.0, 3.0, 6.0]);
        assert_eq!(cells[1], [1.0, 3.0, 7.0]);
        assert_eq!(cells[2], [1.0, 4.0, 6.0]);
        assert_eq!(cells[11], [2.0, 5.0, 7.0]);
    }

    #[test]
    fn points_are_those_of_the_shared_design_in_their_ranges() {
        let factors = factors(&["a=10..20", "b=1..100:log", "c=1,2,3,4"]);
        for &kind in DesignKind::ALL {
            let cells = sweep_cells(&factors, SweepDesign::Spread(kind, 8), Seed(7)).unwrap();
            let unit = unit_design(kind, Seed(7), 8, 3);
            for (cell, point) in cells.iter().zip(&unit) {
                assert!((cell[0] - (10.0 + 10.0 * point[0])).abs() < 1e-9);
                assert!((cell[1] - 100_f64.powf(point[1])).abs() < 1e-9);
            }
            // Eight points over four values: each twice.
            for value in [1.0, 2.0, 3.0, 4.0] {
                assert_eq!(cells.iter().filter(|cell| cell[2] == value).count(), 2);
            }
        }
    }

    #[test]
    fn nothing_twice_and_too_much_are_refused() {
        let said =
            |texts: &[&str], design| sweep_cells(&factors(texts), design, Seed(1)).unwrap_err().to_string();
        assert!(said(&[], SweepDesign::Grid).contains("nothing is varied"));
        assert!(said(&["a=1,2", "a=3,4"], SweepDesign::Grid).contains("a: this number is varied twice"));
        assert!(said(&["a=0..1"], SweepDesign::Grid).contains("without a number of values"));
        let many = ["a=0..1:1000", "b=0..1:1000"];
        assert!(
            said(&many, SweepDesign::Grid).contains("found 1,000,000 cells; a sweep has from 1 to 20,000")
        );
        let uncounted: Vec<String> = (0..8).map(|place| format!("a{place}=0..1:1000")).collect();
        let uncounted: Vec<&str> = uncounted.iter().map(String::as_str).collect();
        assert!(said(&uncounted, SweepDesign::Grid).contains("more than can be counted"));
        assert!(said(&["a=0..1"], SweepDesign::Spread(DesignKind::Sobol, 0)).contains("found 0 cells"));
    }
}
