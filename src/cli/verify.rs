//! `cascade verify`: what the model gives against what was published.

use super::args::VerifyArgs;
use super::failure::Failure;
use super::terminal::{complain, is_watched, show};
use crate::analysis::{StudyName, TARGETS, TargetFinding, Verdict, VerifyOptions, verify as run};
use crate::report::VerifyPage;
use crate::study::StudyFault;
use crate::units::{both, closest, count, either};

/// Runs the studies and prints the comparison.
pub(super) fn verify(args: &VerifyArgs) -> Result<(), Failure> {
    let wanted = wanted(&args.only)?;
    let options = VerifyOptions { effort: args.effort, threads: args.threads.map(usize::from) };
    let watched = is_watched() && !args.quiet;
    let findings = run(
        &options,
        |target| wanted.is_empty() || wanted.contains(&target.id),
        |study| {
            if watched {
                complain(&format!("{} ({})", study.about().trim(), study.key()));
            }
        },
    )
    .map_err(|fault: StudyFault| Failure::Run(fault.to_string()))?;
    let missed = missed(&findings);
    show(&VerifyPage::of(findings), args.json)?;
    if args.strict { missed.map_or(Ok(()), |words| Err(Failure::NotMet(words))) } else { Ok(()) }
}

/// Which figures are not met, in words; nothing where all are that can be told.
fn missed(findings: &[TargetFinding]) -> Option<String> {
    let missed = findings.iter().filter(|found| found.verdict == Verdict::Fails);
    let missed: Vec<&str> = missed.map(|found| found.target.id).collect();
    let is = if missed.len() == 1 { "is" } else { "are" };
    (!missed.is_empty()).then(|| {
        format!("{} of {} {is} not met: {}", missed.len(), count(findings.len(), "figure"), both(&missed))
    })
}

/// The targets named: by their own names or by their studies'.
fn wanted(names: &[String]) -> Result<Vec<&'static str>, Failure> {
    let mut ids = Vec::new();
    for name in names {
        let of: Vec<&'static str> =
            TARGETS.iter().filter(|t| t.id == name || t.study.key() == name).map(|t| t.id).collect();
        if of.is_empty() {
            let studies: Vec<&str> = StudyName::ALL.iter().map(|s| s.key()).collect();
            let known = TARGETS.iter().map(|t| t.id).chain(studies.iter().copied());
            let hint =
                closest(name, known).map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            return Err(Failure::Usage(format!(
                "there is no target or study {name:?}; {hint}Studies are {}",
                either(&studies)
            )));
        }
        ids.extend(of);
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_study_stands_for_its_targets() {
        let ids = wanted(&["payer-leg".to_owned()]).unwrap();
        assert!(ids.len() > 5 && ids.contains(&"closed-form-slope-2"), "{ids:?}");
        let Err(Failure::Usage(why)) = wanted(&["payer_leg".to_owned()]) else { panic!("no such study") };
        assert!(why.contains("did you mean `payer-leg`?"), "{why}");
    }
}
