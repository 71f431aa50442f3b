//! What is to be looked at before anyone signs: law by arm, pay beside the survey, what is worth a second look.

use crate::compliance::{Finding, Severity};
use crate::model::Note;
use crate::report::layout::wrapped;
use crate::report::results::Report;
use crate::review::{Flag, committee, count_of};
use crate::units::{both, count};
use serde::Serialize;

/// What the rules of law found over all arms.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct FindingCounts {
    stops: usize,
    cautions: usize,
    notes: usize,
}

/// What the rules of law stop or caution in an arm.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ArmCautions {
    arm: String,
    /// How often; nothing where limits hide how many physicians a rule found.
    stops: Option<usize>,
    cautions: Option<usize>,
    /// Rules that do, with their findings.
    rules: Vec<RuleFound>,
}

/// A rule with how often it stops or cautions.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct RuleFound {
    rule: &'static str,
    severity: &'static str,
    /// Nothing where limits hide it.
    places: Option<usize>,
}

/// How many physicians of an arm lie high beside the survey in the last year.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ArmFlags {
    arm: String,
    year: u16,
    /// By flag: to be valued, to be documented, without a table.
    /// A count of few physicians, or of all but few, is nothing where limits hide it.
    high: Option<usize>,
    document: Option<usize>,
    unmeasured: Option<usize>,
    physicians: usize,
}

impl FindingCounts {
    /// Of all arms; nothing where limits hide how many physicians a rule found.
    pub(super) fn of(report: &Report<'_>) -> Option<FindingCounts> {
        let all = |severity| report.findings().iter().map(|arm| count_of(arm, severity)).sum();
        report.disclosure.shows_persons().then(|| FindingCounts {
            stops: all(Severity::Stop),
            cautions: all(Severity::Caution),
            notes: all(Severity::Note),
        })
    }

    /// The counts, with the file that holds the findings.
    pub(super) fn text(self, file: Option<&str>) -> String {
        let stands = file.map_or_else(String::new, |file| format!(" in {file}"));
        wrapped(
            &format!(
                "Law, all arms: {}, {} and {}{stands} (not legal advice; `cascade check --law` explains)",
                count(self.stops, "stop"),
                count(self.cautions, "caution"),
                count(self.notes, "note"),
            ),
            2,
        )
    }
}

/// The arms in which law stops or cautions anything.
pub(super) fn cautions(report: &Report<'_>) -> Vec<ArmCautions> {
    let arms = report.model.arms.iter().zip(report.findings());
    let counted = report.disclosure.shows_persons();
    let found = arms.map(|(arm, findings)| ArmCautions {
        arm: arm.name.clone(),
        stops: counted.then(|| count_of(findings, Severity::Stop)),
        cautions: counted.then(|| count_of(findings, Severity::Caution)),
        rules: rules_of(findings, counted),
    });
    found.filter(|arm| !arm.rules.is_empty()).collect()
}

/// The rules that stop or caution, with how often where that is counted.
fn rules_of(findings: &[Finding], counted: bool) -> Vec<RuleFound> {
    let mut rules: Vec<RuleFound> = Vec::new();
    for found in findings.iter().filter(|found| matches!(found.severity, Severity::Stop | Severity::Caution))
    {
        let (rule, severity) = (found.rule.key, found.severity.key());
        match rules.iter_mut().find(|known| (known.rule, known.severity) == (rule, severity)) {
            Some(known) => known.places = known.places.map(|places| places + 1),
            None => rules.push(RuleFound { rule, severity, places: counted.then_some(1) }),
        }
    }
    rules
}

/// Stops and cautions, arms with the same ones together.
pub(super) fn cautions_text(cautions: &[ArmCautions]) -> String {
    let mut alike: Vec<(Vec<&str>, &[RuleFound])> = Vec::new();
    for one in cautions {
        match alike.iter_mut().find(|(_, rules)| *rules == one.rules) {
            Some((arms, _)) => arms.push(&one.arm),
            None => alike.push((vec![&one.arm], &one.rules)),
        }
    }
    let line = |(arms, rules): &(Vec<&str>, &[RuleFound])| {
        let each = rules.iter().map(|rule| {
            let name = rule.rule.replace('_', " ");
            let places = rule.places.filter(|places| *places > 1);
            let times = places.map_or_else(String::new, |places| format!(" ({places} places)"));
            format!("{}: {name}{times}", rule.severity)
        });
        let each: Vec<String> = each.collect();
        wrapped(&format!("  {}: {}", both(arms), each.join("; ")), 4)
    };
    alike.iter().map(line).collect()
}

/// The flags of every arm in the last year; nothing where there is no survey.
pub(super) fn flags(report: &Report<'_>) -> Vec<ArmFlags> {
    if !report.is_compared() {
        return Vec::new();
    }
    let (model, last) = (report.model, report.model.years - 1);
    let of = |(place, survey): (usize, &std::sync::Arc<crate::survey::Survey>)| {
        let all = committee(model, report.outcome, survey, place, last);
        let shown = |count: &usize| report.disclosure.shows_count(*count, all.len());
        let flagged = |flag| Some(all.iter().filter(|one| one.flag == flag).count()).filter(shown);
        ArmFlags {
            arm: model.arms[place].name.clone(),
            year: model.start.plus(last).0,
            high: flagged(Flag::High),
            document: flagged(Flag::Document),
            unmeasured: flagged(Flag::Unmeasured),
            physicians: all.len(),
        }
    };
    report.surveys.iter().enumerate().map(of).collect()
}

/// Flags in a sentence: how many are flagged in each arm, arms with as many together.
pub(super) fn flags_text(flags: &[ArmFlags], file: &str) -> String {
    let Some(first) = flags.first() else { return String::new() };
    if flags.iter().all(|arm| [arm.high, arm.document, arm.unmeasured].iter().all(|count| *count == Some(0)))
    {
        return String::new();
    }
    let mut alike: Vec<(Vec<&str>, &ArmFlags)> = Vec::new();
    for one in flags {
        let same = |known: &ArmFlags| {
            (known.high, known.document, known.physicians) == (one.high, one.document, one.physicians)
        };
        match alike.iter_mut().find(|(_, known)| same(known)) {
            Some((arms, _)) => arms.push(&one.arm),
            None => alike.push((vec![&one.arm], one)),
        }
    }
    let each: Vec<String> = alike
        .iter()
        .map(|(arms, own)| {
            format!("{} {} and {} of {}", both(arms), told(own.high), told(own.document), own.physicians)
        })
        .collect();
    let unmeasured = flags.iter().filter_map(|arm| arm.unmeasured).max().unwrap_or(0);
    let without = if unmeasured > 0 {
        format!("; {} without a table", count(unmeasured, "physician"))
    } else {
        String::new()
    };
    wrapped(
        &format!(
            "Pay beside the survey, or federal wages without one, in {}: may lie above P90 (to be valued) and above P75 (to be documented): {}{without} ({file})",
            first.year,
            each.join("; "),
        ),
        2,
    )
}

/// A count, or that it is hidden.
fn told(count: Option<usize>) -> String {
    count.map_or_else(|| "hidden".to_owned(), |count| count.to_string())
}

/// Notes that a screen shows, and how many more there are.
pub(super) fn notes_text(notes: &[Note], file: &str) -> String {
    const SHOWN: usize = 12;
    let shown: String = notes.iter().take(SHOWN).map(|note| wrapped(&format!("note: {note}"), 2)).collect();
    match notes.len().saturating_sub(SHOWN) {
        0 => shown,
        more => shown + &format!("{} in {file}\n", count(more, "more note")),
    }
}
