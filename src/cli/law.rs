//! `cascade check --law`: what the rules of law find, as a page.

use crate::compliance::{Finding, NOT_LEGAL_ADVICE, Severity};
use crate::model::Model;
use crate::review::count_of;
use crate::units::{Cents, count};

/// The page: each arm's findings, worst first. What an arm shares with the baseline is not said
/// again.
pub(super) fn page(model: &Model, findings: &[Vec<Finding>]) -> String {
    let mut page = format!("{NOT_LEGAL_ADVICE}\n");
    for (place, (arm, own)) in model.arms.iter().zip(findings).enumerate() {
        page.push_str(&format!("\n{} ({}): {}\n", arm.name, arm.title, tally(own)));
        let fresh: Vec<&Finding> =
            own.iter().filter(|found| place == 0 || !findings[0].contains(found)).collect();
        let (passed, open): (Vec<&Finding>, Vec<&Finding>) =
            fresh.iter().partition(|found| found.severity == Severity::Pass);
        for alike in groups(&open) {
            page.push_str(&entry(&alike));
        }
        if !passed.is_empty() {
            page.push_str("  PASS\n");
        }
        for alike in groups(&passed) {
            let line = format!("{} ({}): {}", alike[0].rule.key, places(&alike), alike[0].found);
            page.push_str(&wrapped(&line, 4));
        }
        if fresh.len() < own.len() {
            page.push_str(&format!("  {} as in the baseline\n", count(own.len() - fresh.len(), "finding")));
        }
    }
    page.push_str(&format!(
        "\nRules that need results (pay against a survey, incentive plans) are asked by `cascade run`, in law.csv.\n{NOT_LEGAL_ADVICE}\n"
    ));
    page
}

/// Findings that differ in their place alone, together, in order.
fn groups<'f>(findings: &[&'f Finding]) -> Vec<Vec<&'f Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for found in findings {
        let alike = |first: &Finding| Finding { place: first.place.clone(), ..(*found).clone() } == *first;
        match groups.iter_mut().find(|group| alike(group[0])) {
            Some(group) => group.push(found),
            None => groups.push(vec![found]),
        }
    }
    groups
}

fn places(alike: &[&Finding]) -> String {
    alike.iter().map(|found| found.place.as_str()).collect::<Vec<_>>().join(", ")
}

/// "1 stop, 2 cautions, 3 notes".
pub(super) fn tally(findings: &[Finding]) -> String {
    [(Severity::Stop, "stop"), (Severity::Caution, "caution"), (Severity::Note, "note")]
        .map(|(severity, noun)| count(count_of(findings, severity), noun))
        .join(", ")
}

/// A line broken to fit a terminal, indented; what follows the first line a little more.
fn wrapped(text: &str, indent: usize) -> String {
    const WIDTH: usize = 110;
    let (mut page, mut line) = (String::new(), " ".repeat(indent));
    let mut begun = false;
    for word in text.split_whitespace() {
        if begun && line.chars().count() + 1 + word.chars().count() > WIDTH {
            page.push_str(&line);
            page.push('\n');
            line = " ".repeat(indent + 2);
            begun = false;
        }
        if begun {
            line.push(' ');
        }
        line.push_str(word);
        begun = true;
    }
    page + &line + "\n"
}

fn entry(alike: &[&Finding]) -> String {
    let found = alike[0];
    let head = format!("{} {} ({})", found.severity.key().to_uppercase(), found.rule.key, places(alike));
    let mut text = wrapped(&head, 2);
    text.push_str(&wrapped(&format!("found: {}", found.found), 6));
    if !found.cure.is_empty() {
        text.push_str(&wrapped(&format!("cure: {}{}", found.cure, effort(found)), 6));
    }
    text.push_str(&wrapped(&format!("{} ({})", found.citation(), found.grade()), 6));
    text
}

/// What a cure takes, in words.
fn effort(found: &Finding) -> String {
    if found.cost <= 0.0 && found.lead_months <= 0.0 {
        return String::new();
    }
    let cost = Cents::round(found.cost.round()).to_string();
    let months = found.lead_months;
    let noun = if months == 1.0 { "month" } else { "months" };
    format!(" [about {} and {months} {noun}]", cost.trim_end_matches(".00"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::RULES;

    fn found(place: &str, severity: Severity) -> Finding {
        Finding {
            rule: RULES[7],
            severity,
            place: place.into(),
            found: "nothing is written".into(),
            cure: "write it".into(),
            cost: 60_000.0,
            lead_months: 1.0,
        }
    }

    #[test]
    fn findings_that_differ_in_place_alone_stand_together() {
        let all = [
            found("plan.a", Severity::Stop),
            found("plan.b", Severity::Note),
            found("plan.c", Severity::Stop),
        ];
        let grouped = groups(&all.iter().collect::<Vec<_>>());
        assert_eq!(grouped.iter().map(|g| places(g)).collect::<Vec<_>>(), ["plan.a, plan.c", "plan.b"]);
        let text = entry(&grouped[0]);
        assert!(text.starts_with("  STOP set_in_advance (plan.a, plan.c)\n"), "{text}");
        assert!(text.contains("cure: write it [about $60,000 and 1 month]"), "{text}");
    }

    #[test]
    fn long_lines_are_broken_between_words() {
        let text = wrapped(&"word ".repeat(40), 4);
        assert!(text.lines().count() == 2 && text.lines().all(|line| line.len() <= 110), "{text}");
    }
}
