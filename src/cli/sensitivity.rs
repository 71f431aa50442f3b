//! `cascade sensitivity`: what drives the results, where the ranking of arms flips, and what knowing is worth.

use super::asked::SensitivityArgs;
use super::enquiry::{Enquiry, study_failed};
use super::failure::Failure;
use super::output::Output;
use crate::analysis::{
    FreedRange, Sensitivity, SensitivityAsked, SensitivityQuestion, USUAL_MEASURES, sensitivity as take,
};
use crate::chart::{Scene, sensitivity_charts};
use crate::model::Model;
use crate::report::{Csv, Format, SENSITIVITY, SensitivityPage, Whom};
use std::io;

/// Trials of the run itself at most, when nothing is said.
const USUAL_TRIALS: u64 = 2_000;

/// Asks, writes and says.
pub(super) fn sensitivity(args: &SensitivityArgs) -> Result<(), Failure> {
    let asked = asked(args)?;
    let enquiry = Enquiry::begin(&args.study, "sensitivity", Some(USUAL_TRIALS), decided_by(args))?;
    let found = ask(&enquiry, &asked).map_err(|failure| enquiry.ended_by(failure))?;
    let model = &enquiry.job.model;
    let scenes = sensitivity_charts(&found, model);
    enquiry.finish(outputs(&found, model, &scenes), |folder, files| {
        SensitivityPage::of(&found, model, folder, files)
    })
}

fn ask(enquiry: &Enquiry, asked: &SensitivityAsked) -> Result<Sensitivity, Failure> {
    let question =
        SensitivityQuestion::of(&enquiry.job.study, &enquiry.job.model, asked).map_err(study_failed)?;
    let watch = enquiry.watch(question.points(enquiry.job.trials));
    let found = take(&question, enquiry.options(), &watch);
    watch.bar.finish();
    found.map_err(study_failed)
}

/// Tables and pictures.
fn outputs<'f>(
    found: &'f Sensitivity,
    model: &'f Model,
    scenes: &'f [(&'static str, Scene)],
) -> Vec<Output<'f>> {
    let given = SENSITIVITY.iter().filter(|one| one.is_given(found));
    let tables = given.map(|one| {
        Output::new(Csv.file(&one.table), one.table.whom, move |sink| one.write(found, model, &Csv, sink))
    });
    let pictures = scenes.iter().flat_map(|(name, scene)| {
        let svg = Output::new(format!("charts/{name}.svg"), Whom::Groups, move |sink| {
            sink.write_all(scene.svg().as_bytes())
        });
        let png = Output::new(format!("charts/{name}.png"), Whom::Groups, move |sink| {
            sink.write_all(&scene.png().map_err(io::Error::other)?)
        });
        [svg, png]
    });
    tables.chain(pictures).collect()
}

/// What is asked for, of the arguments.
fn asked(args: &SensitivityArgs) -> Result<SensitivityAsked, Failure> {
    let measures = if args.measure.is_empty() {
        USUAL_MEASURES.map(str::to_owned).to_vec()
    } else {
        args.measure.clone()
    };
    let between = match &args.between[..] {
        [] => None,
        [one, other] => Some((one.trim().to_owned(), other.trim().to_owned())),
        _ => {
            let said = args.between.join(",");
            return Err(Failure::Usage(format!(
                "found --between {said:?}; write two arms, such as redesign,baseline"
            )));
        }
    };
    let only: Vec<String> = args.only.iter().map(|pattern| pattern.trim().to_owned()).collect();
    Ok(SensitivityAsked {
        measures,
        free: args.free.iter().map(|text| freed(text)).collect::<Result<_, Failure>>()?,
        only,
        groups: args.group.iter().map(|text| group(text)).collect::<Result<_, Failure>>()?,
        most: args.most,
        between,
        levels: args.levels,
        shapley: args.shapley,
        points: args.points,
    })
}

/// A number with its range.
fn freed(text: &str) -> Result<FreedRange, Failure> {
    let wrong = || {
        Failure::Usage(format!(
            "found --free {text:?}; write PATH=LOW..HIGH, such as allocation.physicians=0.2..0.6"
        ))
    };
    let (place, bounds) = text.split_once('=').ok_or_else(wrong)?;
    let (low, high) = bounds.split_once("..").ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|x| x.is_finite());
    let (Some(low), Some(high)) = (number(low), number(high)) else { return Err(wrong()) };
    if low >= high {
        return Err(Failure::Usage(format!("found --free {text:?}; the lower bound comes first")));
    }
    Ok(FreedRange { place: place.trim().to_owned(), low, high })
}

/// A group with its patterns.
fn group(text: &str) -> Result<(String, Vec<String>), Failure> {
    let wrong = || {
        Failure::Usage(format!("found --group {text:?}; write NAME=PATTERN, such as behaviour=behaviour.*"))
    };
    let (name, patterns) = text.split_once('=').ok_or_else(wrong)?;
    let patterns: Vec<String> = patterns.split(',').map(|pattern| pattern.trim().to_owned()).collect();
    if name.trim().is_empty() || patterns.iter().any(String::is_empty) {
        return Err(wrong());
    }
    Ok((name.trim().to_owned(), patterns))
}

/// What decides the results beside the study, each by its name.
fn decided_by(args: &SensitivityArgs) -> Vec<(String, String)> {
    let all = [
        ("measure", args.measure.join(",")),
        ("free", args.free.join(" ")),
        ("only", args.only.join(",")),
        ("group", args.group.join(" ")),
        ("most", args.most.to_string()),
        ("between", args.between.join(",")),
        ("levels", args.levels.to_string()),
        ("shapley", args.shapley.to_string()),
        ("points", args.points.to_string()),
    ];
    all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_groups_are_read() {
        let found = freed("redesign:allocation.physicians = 0.2 .. 0.6").unwrap();
        let wanted = FreedRange { place: "redesign:allocation.physicians".to_owned(), low: 0.2, high: 0.6 };
        assert_eq!(found, wanted);
        for wrong in ["a", "a=1", "a=1..x", "a=2..1", "a=1..1", "a=nan..2"] {
            assert!(freed(wrong).is_err(), "{wrong}");
        }
        let (name, patterns) = group("effort = a.*, b.c").unwrap();
        assert_eq!((name.as_str(), patterns), ("effort", vec!["a.*".to_owned(), "b.c".to_owned()]));
        for wrong in ["effort", "=a", "effort=", "effort=a,"] {
            assert!(group(wrong).is_err(), "{wrong}");
        }
    }
}
