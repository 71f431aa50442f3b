//! A fit in the places of its numbers: a whole scenario, and whether patches say what was fitted.

use super::asked::Overrides;
use super::failure::Failure;
use super::load::open_changed;
use crate::analysis::{Calibration, PatchVariant, Posterior, Targets, Watching, simulated_targets};
use crate::scenario::{BASELINE, Inscription, inscribe};
use crate::schema::Source;
use crate::study::{PlacedNumber, Study, StudyFault};
use std::path::Path;

/// What a fit found, for whoever writes it down.
#[derive(Clone, Copy, Debug)]
pub(super) struct FitFound<'a> {
    pub(super) fit: &'a Calibration,
    pub(super) placed: &'a [PlacedNumber],
    /// What is written in place of points.
    pub(super) spread: Option<&'a Posterior>,
}

impl FitFound<'_> {
    /// What is to stand at the place of a number, in TOML.
    fn text(&self, place: usize) -> String {
        match self.spread {
            Some(posterior) => posterior.numbers[place].marginal.text.clone(),
            None => format!("{:?}", self.fit.fitted[place].value),
        }
    }

    /// Whether an arm of a study has what was found of a number.
    fn stands_in(&self, study: &Study, arm: &str, place: usize) -> bool {
        let at = format!("{arm}:{}", self.placed[place].path);
        match self.spread {
            Some(posterior) => study
                .placed(&at)
                .is_ok_and(|number| number.law.as_ref() == Some(&posterior.numbers[place].marginal.law)),
            None => study.get(&at).is_ok_and(|value| value == self.fit.fitted[place].value),
        }
    }

    /// Places of the numbers that targets inform.
    fn informed(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.placed.len()).filter(|place| self.fit.fitted[*place].is_informed)
    }
}

/// The scenario's text with what was found in the places of the numbers: first in the scenario itself, then in whichever
/// variant does not take it over.
pub(super) fn whole_text(
    (scenario, source): (&Path, &Source),
    found: FitFound<'_>,
    overrides: &Overrides,
) -> Result<String, Failure> {
    let number = |variant: Option<&str>, place: usize| Inscription {
        variant: variant.map(str::to_owned),
        path: found.placed[place].path.clone(),
        value: found.text(place),
    };
    let own = found.informed().filter(|place| found.placed[*place].arms.iter().any(|arm| arm == BASELINE));
    let mut numbers: Vec<Inscription> = own.map(|place| number(None, place)).collect();
    let study = open_changed(scenario, &inscribe(source, &numbers)?, overrides)?;
    for place in found.informed() {
        let others = found.placed[place].arms.iter().filter(|arm| *arm != BASELINE);
        let left = others.filter(|arm| !found.stands_in(&study, arm, place));
        numbers.extend(left.map(|arm| number(Some(arm), place)));
    }
    let mut text = inscribe(source, &numbers)?;
    if let Some(posterior) = found.spread {
        text = joined(text, found, posterior);
    }
    let written = open_changed(scenario, &text, overrides)?;
    let lost: Vec<String> = found
        .informed()
        .flat_map(|place| found.placed[place].arms.iter().map(move |arm| (place, arm)))
        .filter(|(place, arm)| !found.stands_in(&written, arm, *place))
        .map(|(place, arm)| format!("{arm}:{}", found.placed[place].path))
        .collect();
    if lost.is_empty() {
        return Ok(text);
    }
    Err(Failure::Run(format!(
        "the scenario cannot be written whole: {} would not have what was fitted; add the patch to it instead",
        lost.join(", ")
    )))
}

/// With the correlations of the numbers, below all that stands in the text.
fn joined(mut text: String, found: FitFound<'_>, posterior: &Posterior) -> String {
    let in_all = |place: usize| {
        found.fit.fitted[place].is_informed && found.placed[place].arms.iter().any(|arm| arm == BASELINE)
    };
    for (a, b, rho) in posterior.joined.iter().filter(|(a, b, _)| in_all(*a) && in_all(*b)) {
        let (first, second) = (&found.placed[*a].path, &found.placed[*b].path);
        text += &format!("\n[[correlation]]\nfirst = {first:?}\nsecond = {second:?}\nrho = {rho:?}\n");
    }
    text
}

/// Whether a scenario with a patch below it is valid and has in each variant what was found. Of points, how far its figures
/// are from those of the fit at most, in errors; `None` where there is nothing to set beside it.
pub(super) fn read_back(
    study: Study,
    (arms, variants): (&[&str], &[PatchVariant]),
    found: FitFound<'_>,
    (targets, watching): (&Targets, Watching<'_>),
) -> Result<Option<f64>, StudyFault> {
    let mut study = study;
    let names: Vec<&str> = variants.iter().map(|variant| variant.name.as_str()).collect();
    study.keep(&names)?;
    for variant in variants {
        for place in found.informed().filter(|place| found.placed[*place].arms.contains(&variant.of)) {
            if !found.stands_in(&study, &variant.name, place) {
                let path = &found.placed[place].path;
                return Err(StudyFault::Invalid(format!(
                    "the variant `{}` would not have what was fitted of {path}",
                    variant.name
                )));
            }
        }
    }
    if found.spread.is_some() {
        return Ok(None);
    }
    let own: Vec<&str> = study.arms().collect();
    let in_patch = |arm: usize| {
        let variant = variants.iter().find(|variant| arms.get(arm) == Some(&variant.of.as_str()))?;
        own.iter().position(|name| *name == variant.name)
    };
    let mut told = Targets::default();
    let mut fitted: Vec<f64> = Vec::new();
    for (figure, simulated) in targets.figures.iter().zip(&found.fit.simulated) {
        if let Some(arm) = in_patch(figure.pick.arm) {
            let mut figure = figure.clone();
            figure.pick.arm = arm;
            told.figures.push(figure);
            fitted.push(simulated.value);
        }
    }
    if told.figures.is_empty() {
        return Ok(None);
    }
    let again = simulated_targets(&study, &told, watching)?;
    let off = again.iter().zip(&fitted).zip(&told.figures);
    Ok(Some(
        off.map(|((again, fitted), figure)| ((again.value - fitted) / figure.error).abs())
            .fold(0.0, f64::max),
    ))
}
