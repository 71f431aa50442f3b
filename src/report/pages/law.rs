//! What the rules of law find, arm by arm.

use super::Page;
use crate::compliance::{Finding, NOT_LEGAL_ADVICE, Severity};
use crate::model::Model;
use crate::report::tables::{FindingOfArm, LAW};
use crate::report::write::{Csv, Format};
use crate::review::count_of;
use crate::units::{count, on_one_line, whole_dollars};
use serde::{Serialize, Serializer};

/// Findings about the arms of a scenario, worst first.
#[derive(Debug, Serialize)]
pub struct LawPage<'a> {
    disclaimer: &'static str,
    arms: Vec<ArmFindings<'a>>,
}

/// Findings about an arm.
#[derive(Debug, Serialize)]
struct ArmFindings<'a> {
    arm: &'a str,
    title: &'a str,
    stops: usize,
    cautions: usize,
    notes: usize,
    #[serde(serialize_with = "as_rows")]
    findings: (&'a str, &'a [Finding]),
}

/// Findings as the rows of their table.
fn as_rows<S: Serializer>((arm, findings): &(&str, &[Finding]), to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(findings.iter().map(|finding| FindingOfArm { arm, finding }))
}

impl<'a> LawPage<'a> {
    /// Of a model's arms.
    #[must_use]
    pub fn of(model: &'a Model, findings: &'a [Vec<Finding>]) -> LawPage<'a> {
        let arms = model.arms.iter().zip(findings).map(|(arm, own)| ArmFindings {
            arm: &arm.name,
            title: &arm.title,
            stops: count_of(own, Severity::Stop),
            cautions: count_of(own, Severity::Caution),
            notes: count_of(own, Severity::Note),
            findings: (&arm.name, own),
        });
        LawPage { disclaimer: NOT_LEGAL_ADVICE, arms: arms.collect() }
    }
}

impl Page for LawPage<'_> {
    /// What an arm shares with the baseline is not said again.
    fn text(&self) -> String {
        let baseline = self.arms.first().map_or(&[][..], |arm| arm.findings.1);
        let mut page = format!("{NOT_LEGAL_ADVICE}\n");
        for (place, arm) in self.arms.iter().enumerate() {
            page.push_str(&arm.text(|found| place == 0 || !baseline.contains(found)));
        }
        page.push_str(&format!(
            "\nRules that need results (pay against a survey, incentive plans) are asked by `cascade run`, in {}.\n{NOT_LEGAL_ADVICE}\n",
            Csv.file(&LAW.table)
        ));
        page
    }
}

impl ArmFindings<'_> {
    fn text(&self, is_fresh: impl Fn(&Finding) -> bool) -> String {
        let own = self.findings.1;
        let fresh: Vec<&Finding> = own.iter().filter(|found| is_fresh(found)).collect();
        let (passed, open): (Vec<&Finding>, Vec<&Finding>) =
            fresh.iter().partition(|found| found.severity == Severity::Pass);
        let mut page = format!("\n{} ({}): {}\n", self.arm, on_one_line(self.title), self.tally());
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
        page
    }

    /// "1 stop, 2 cautions, 3 notes".
    fn tally(&self) -> String {
        [(self.stops, "stop"), (self.cautions, "caution"), (self.notes, "note")]
            .map(|(found, noun)| count(found, noun))
            .join(", ")
    }
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
    let months = found.lead_months;
    let noun = if months == 1.0 { "month" } else { "months" };
    format!(" [about {} and {months} {noun}]", whole_dollars(found.cost))
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
