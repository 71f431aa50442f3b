//! Numbers to be fitted, as arguments name them.

use super::failure::Failure;
use crate::analysis::{Free, priors};
use crate::schema::Refused;
use crate::study::{PlacedNumber, Study};

/// The free numbers as the arguments name them, each with where it stands.
pub(super) fn free_numbers(
    arguments: &[String],
    study: &Study,
) -> Result<(Vec<Free>, Vec<PlacedNumber>), Failure> {
    let (mut all, mut places): (Vec<Free>, Vec<PlacedNumber>) = (Vec::new(), Vec::new());
    for text in arguments {
        let (path, low, high) = parts(text)?;
        let placed = study.placed(path).map_err(|refused| Failure::Usage(said(&refused)))?;
        study.get(path).map_err(|refused| Failure::Usage(said(&refused)))?;
        if placed.is_whole {
            return Err(Failure::Usage(format!(
                "{path} is a whole number, and a fit moves numbers by small steps; set it in the scenario and fit once for each value, or use `cascade sweep`"
            )));
        }
        if let Some(other) = &placed.moves_with {
            return Err(Failure::Usage(format!(
                "{path} moves with {other} by a correlation of the scenario, and is no distribution while it is fitted; take the pair out of [[correlation]] first"
            )));
        }
        let same = |known: &PlacedNumber| {
            known.path == placed.path && known.arms.iter().any(|arm| placed.arms.contains(arm))
        };
        if let Some(place) = places.iter().position(same) {
            return Err(Failure::Usage(if all[place].path == path {
                format!("{path} is free twice")
            } else {
                format!("{path} and {} are the same number; keep one of the two", all[place].path)
            }));
        }
        all.push(Free { path: path.to_owned(), low, high });
        places.push(placed);
    }
    Ok((all, places))
}

/// The place and the bounds of an argument.
fn parts(text: &str) -> Result<(&str, f64, f64), Failure> {
    let wrong = || {
        Failure::Usage(format!(
            "found --free {text:?}; write PATH=LOW..HIGH, such as behaviour.evidence.volume_by_share=0.05..0.3"
        ))
    };
    let (path, bounds) = text.split_once('=').ok_or_else(wrong)?;
    let (low, high) = bounds.split_once("..").ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|x| x.is_finite());
    let (Some(low), Some(high)) = (number(low), number(high)) else { return Err(wrong()) };
    if low >= high {
        return Err(Failure::Usage(format!("found --free {text:?}; the lower bound comes first")));
    }
    Ok((path.trim(), low, high))
}

/// Bounds that the scenario's own rules refuse are refused before anything runs: every one that no file could state, at
/// once; then bounds that do not fit together; then those that the number's own distribution hardly reaches.
pub(super) fn refuse_impossible_bounds(study: &Study, free: &[Free]) -> Result<(), Failure> {
    let mut wrong: Vec<String> = Vec::new();
    for f in free {
        for bound in [f.low, f.high] {
            if let Err(refused) = study.clone().set(&f.path, bound) {
                wrong.push(said(&refused));
            }
        }
    }
    if !wrong.is_empty() {
        return Err(Failure::Usage(format!("a bound of --free is not allowed: {}", wrong.join("; "))));
    }
    for side in [|f: &Free| f.low, |f: &Free| f.high] {
        let mut at = study.clone();
        let set = free.iter().try_for_each(|f| at.set(&f.path, side(f)));
        set.and_then(|()| at.stated().map(|_| ())).map_err(|refused| {
            Failure::Usage(format!("a bound of --free is not allowed: {}", said(&refused)))
        })?;
    }
    priors(study, free)
        .map_err(|fault| Failure::Usage(format!("a bound of --free is not allowed: {fault}")))?;
    Ok(())
}

/// What is wrong with an argument: problems without the places in the text, where it does not stand.
fn said(refused: &Refused) -> String {
    let each: Vec<String> = refused.problems().iter().map(|p| format!("{}: {}", p.path, p.message)).collect();
    each.join("; ")
}
