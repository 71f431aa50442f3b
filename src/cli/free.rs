//! Numbers to be fitted, as arguments name them.

use super::failure::Failure;
use crate::analysis::Free;
use crate::schema::Refused;
use crate::study::Study;

/// The free numbers as the arguments name them.
pub(super) fn free_numbers(arguments: &[String], study: &Study) -> Result<Vec<Free>, Failure> {
    let mut all: Vec<Free> = Vec::new();
    for text in arguments {
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
        if path.contains(':') {
            return Err(Failure::Usage(format!(
                "found --free {text:?}; what is fitted becomes a variant of the whole scenario, so leave the arm out"
            )));
        }
        let path = path.trim();
        study.get(path).map_err(|refused| Failure::Usage(said(&refused)))?;
        if all.iter().any(|f| f.path == path) {
            return Err(Failure::Usage(format!("{path} is free twice")));
        }
        all.push(Free { path: path.to_owned(), low, high });
    }
    Ok(all)
}

/// Bounds that the scenario's own rules refuse are refused before anything runs.
pub(super) fn refuse_impossible_bounds(study: &Study, free: &[Free]) -> Result<(), Failure> {
    for side in [|f: &Free| f.low, |f: &Free| f.high] {
        let mut at = study.clone();
        let set = free.iter().try_for_each(|f| at.set(&f.path, side(f)));
        set.and_then(|()| at.model()).map_err(|refused| {
            Failure::Usage(format!("a bound of --free is not allowed: {}", said(&refused)))
        })?;
    }
    Ok(())
}

/// What is wrong with an argument: problems without the places in the text, where it does not stand.
fn said(refused: &Refused) -> String {
    let each: Vec<String> = refused.problems().iter().map(|p| format!("{}: {}", p.path, p.message)).collect();
    each.join("; ")
}
