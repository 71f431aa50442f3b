//! `cascade verify`: what the model gives against what was published.

use super::args::VerifyArgs;
use super::failure::Failure;
use super::terminal::{complain, is_watched, say};
use crate::analysis::{Finding, StudyName, TARGETS, Target, Verdict, VerifyOptions, verify as run};
use crate::study::StudyFault;
use crate::units::{closest, either};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets::NOTHING};
use serde_json::{Value, json};

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
    if args.json { say(&format!("{:#}", as_json(&findings))) } else { say(&page(&findings)) }
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

fn counted(findings: &[Finding], verdict: Verdict) -> usize {
    findings.iter().filter(|f| f.verdict == verdict).count()
}

fn page(findings: &[Finding]) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(160);
    table.set_header(["target", "published", "simulated (95 %)", "verdict", "role", "grade", "what, source"]);
    for finding in findings {
        let t = finding.target;
        let simulated = finding.simulated.map_or_else(
            || "-".to_owned(),
            |found| {
                let (low, high) = found.interval();
                if found.se == 0.0 {
                    figure(found.value)
                } else {
                    format!("{} ({} to {})", figure(found.value), figure(low), figure(high))
                }
            },
        );
        let why = if finding.verdict == Verdict::Agrees {
            String::new()
        } else {
            format!("\n  {}: {}", finding.verdict, finding.reason)
        };
        table.add_row([
            t.id.to_owned(),
            figure(t.published),
            simulated,
            finding.verdict.to_string(),
            t.role.word().to_owned(),
            t.grade.letter().to_owned(),
            format!("{}; {}{why}", t.what, t.source),
        ]);
    }
    if let Some(column) = table.column_mut(0) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    if let Some(column) = table.column_mut(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    if let Some(column) = table.column_mut(6) {
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(48)));
    }
    let mut page = String::new();
    for line in table.lines() {
        page.push_str(line.trim_end());
        page.push('\n');
    }
    page.push_str(&format!(
        "\n{} targets: {} agree, {} fail, {} cannot be told.\nCalibrated: the model was set to it. Emergent: it comes out by itself. Grades: V read in the source, R recalled, D derived, A assumed.\n",
        findings.len(),
        counted(findings, Verdict::Agrees),
        counted(findings, Verdict::Fails),
        counted(findings, Verdict::CannotTell),
    ));
    page
}

/// A figure with four significant digits, or whole when it is large.
fn figure(value: f64) -> String {
    let size = value.abs();
    let decimals = if size >= 1000.0 {
        0
    } else if size >= 10.0 {
        1
    } else if size >= 1.0 {
        2
    } else {
        3
    };
    crate::table::plain(value, decimals)
}

fn as_json(findings: &[Finding]) -> Value {
    let targets: Vec<Value> = findings.iter().map(object).collect();
    json!({
        "cascade": env!("CARGO_PKG_VERSION"),
        "counts": {
            "agrees": counted(findings, Verdict::Agrees),
            "fails": counted(findings, Verdict::Fails),
            "cannot_tell": counted(findings, Verdict::CannotTell),
        },
        "targets": targets,
    })
}

fn object(finding: &Finding) -> Value {
    let t: &Target = finding.target;
    let simulated = finding.simulated.map(|found| {
        let (low, high) = found.interval();
        json!({ "value": found.value, "standard_error": found.se, "low_95": low, "high_95": high })
    });
    json!({
        "target": t.id,
        "what": t.what,
        "published": t.published,
        "band": [t.band.0, t.band.1],
        "tolerance": t.tolerance,
        "source": t.source,
        "grade": t.grade.letter(),
        "role": t.role.word(),
        "study": t.study.key(),
        "runs": t.study.runs(),
        "simulated": simulated,
        "verdict": finding.verdict.words(),
        "reason": finding.reason,
    })
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

    #[test]
    fn figures_as_people_write_them() {
        assert_eq!(
            [364_319.4, 57.23, 2.149, 0.0162, -5.004, -0.0001].map(figure),
            ["364319", "57.2", "2.15", "0.016", "-5.00", "0.000"]
        );
    }
}
