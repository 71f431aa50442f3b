//! What it is worth to know uncertain numbers before an arm is chosen.
//!
//! The arm is signed before anybody knows how things turn out: without more knowledge, that with the best mean margin. Who
//! knew some numbers could choose for each of their values the arm that is then best in the mean. What that is worth is
//! `E[max_a E(margin_a | numbers)] − max_a E(margin_a)`. Luck is not known even then, so margins are not compared trial by
//! trial: they are regressed on the numbers over the run's own trials, and luck averages out. Margins count from the first
//! arm's, on the same luck, which leaves every difference as it is.

use super::estimators::{Information, Spanned};
use super::found::{Driver, InformationFound, InformationRow};
use super::inputs::VariedInputs;
use super::outputs::apart;
use crate::random::Seed;

/// Of margins by arm and trial, and of the values of inputs in the same trials, which met so many rosters in turn; `None`
/// where there is no choice. `idle` are the inputs that change no margin, or all alike, and tell of none that does: to
/// know them is worth exactly nothing.
pub(super) fn information(
    (inputs, idle): (&VariedInputs, &[bool]),
    drawn: &[Vec<f64>],
    (margins, rosters): (&[Vec<f64>], usize),
    seed: Seed,
) -> Option<InformationFound> {
    let first = margins.first()?;
    if margins.len() < 2 {
        return None;
    }
    let less =
        |arm: &Vec<f64>| arm.iter().zip(first).map(|(own, first)| apart(*own, *first)).collect::<Vec<f64>>();
    let benefits: Vec<Vec<f64>> = margins.iter().map(less).collect();
    let kept: Vec<usize> = (0..inputs.all.len()).filter(|input| !idle[*input]).collect();
    let columns: Vec<Vec<f64>> = kept.iter().map(|input| drawn[*input].clone()).collect();
    let found = Information::over_rosters(&columns, &benefits, rosters, seed);
    let everything = (Driver::Everything, (0..inputs.all.len()).collect::<Vec<usize>>());
    let groups = inputs.groups.iter().enumerate();
    let groups = groups.map(|(place, group)| (Driver::Groups(vec![place]), group.members.clone()));
    let singles = (0..inputs.all.len()).map(|place| (Driver::Inputs(vec![place]), vec![place]));
    let asked: Vec<(Driver, Vec<usize>)> = std::iter::once(everything).chain(groups).chain(singles).collect();
    let place = |input: &usize| kept.iter().position(|known| known == input);
    let members: Vec<Vec<usize>> =
        asked.iter().map(|(_, members)| members.iter().filter_map(place).collect()).collect();
    let known: Vec<Vec<usize>> = members.iter().filter(|own| !own.is_empty()).cloned().collect();
    let mut worths = found.partial(&known).into_iter();
    let nothing = Spanned { value: 0.0, low: 0.0, high: 0.0 };
    let worth = |own: &Vec<usize>| if own.is_empty() { Some(nothing) } else { worths.next() };
    let worths: Vec<Spanned> = members.iter().filter_map(worth).collect();
    let rows = asked.into_iter().zip(worths).map(|((driver, _), worth)| InformationRow { driver, worth });
    Some(InformationFound { rows: rows.collect(), with_luck: found.evpi })
}
