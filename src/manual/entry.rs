//! Sections of entries, as text and as Markdown.

use serde::{Serialize, Serializer};

/// Letters of a line of a screen.
const SCREEN: usize = 80;

/// A headed list of entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ManualSection {
    /// Heading.
    pub title: String,
    /// What the section is about; may be empty.
    pub about: String,
    /// Files of which it lists the columns; of most sections none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// Entries in order.
    pub entries: Vec<ManualEntry>,
}

impl ManualSection {
    /// A section of entries, which are no columns of a file.
    #[must_use]
    pub fn of(
        title: impl Into<String>,
        about: impl Into<String>,
        entries: impl IntoIterator<Item = ManualEntry>,
    ) -> ManualSection {
        let entries = entries.into_iter().collect();
        ManualSection { title: title.into(), about: about.into(), files: Vec::new(), entries }
    }
}

/// One thing and what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ManualEntry {
    /// Its name, as a scenario writes it.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// Facts: a label and its text. Empty texts are left out.
    #[serde(serialize_with = "by_label")]
    pub facts: Vec<(&'static str, String)>,
}

impl ManualEntry {
    /// A thing with what there is to say about it.
    #[must_use]
    pub fn of(
        name: impl Into<String>,
        meaning: impl Into<String>,
        facts: Vec<(&'static str, String)>,
    ) -> ManualEntry {
        ManualEntry { name: name.into(), meaning: meaning.into(), facts }
    }
}

fn by_label<S: Serializer>(facts: &[(&'static str, String)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(facts.iter().filter(|(_, fact)| !fact.is_empty()).map(|(label, fact)| (label, fact)))
}

/// Sections as a page of the terminal.
#[must_use]
pub(super) fn plain(sections: &[ManualSection]) -> String {
    let mut text = String::new();
    for section in sections {
        push(&mut text, &section.title.to_uppercase());
        if !section.about.is_empty() {
            push(&mut text, &indented(&section.about, 2));
        }
        for entry in &section.entries {
            text.push('\n');
            // A long name stands whole, so that it can be found.
            let indent = SCREEN.saturating_sub(entry.name.chars().count()).min(2);
            push(&mut text, &indented(&entry.name, indent));
            push(&mut text, &indented(&entry.meaning, 6));
            for (label, fact) in entry.facts.iter().filter(|(_, fact)| !fact.is_empty()) {
                push(&mut text, &indented(&format!("{label}: {fact}"), 6));
            }
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn push(text: &mut String, line: &str) {
    if !line.is_empty() {
        text.push_str(line);
        text.push('\n');
    }
}

/// Paragraphs in lines that fit a terminal of eighty columns, a word that is longer cut at its end.
fn indented(text: &str, indent: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace().flat_map(|word| pieces(word, SCREEN - indent)) {
            if !line.is_empty() && indent + line.chars().count() + 1 + word.chars().count() > SCREEN {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word);
        }
        lines.push(line);
    }
    lines.iter().map(|line| format!("{}{line}", " ".repeat(indent))).collect::<Vec<_>>().join("\n")
}

/// A word in pieces of so many letters.
fn pieces(word: &str, most: usize) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    letters.chunks(most).map(|piece| piece.iter().collect()).collect()
}

/// Sections as Markdown: a table for each.
#[must_use]
pub(super) fn markdown(sections: &[ManualSection]) -> String {
    let mut text = String::new();
    for section in sections {
        text.push_str(&format!("## {}\n\n", section.title));
        if !section.about.is_empty() {
            text.push_str(&format!("{}\n\n", section.about));
        }
        let mut labels: Vec<&str> = Vec::new();
        for (label, fact) in section.entries.iter().flat_map(|e| &e.facts) {
            if !fact.is_empty() && !labels.contains(label) {
                labels.push(label);
            }
        }
        let heads = ["name", "meaning"].into_iter().chain(labels.iter().copied());
        row(&mut text, heads.map(str::to_owned));
        row(&mut text, (0..labels.len() + 2).map(|_| "---".to_owned()));
        for entry in &section.entries {
            let fact = |label: &&str| {
                let found = entry.facts.iter().find(|(l, _)| l == label);
                found.map_or_else(String::new, |(_, fact)| cell(fact))
            };
            let head = [format!("`{}`", entry.name), cell(&entry.meaning)];
            row(&mut text, head.into_iter().chain(labels.iter().map(fact)));
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn row(text: &mut String, cells: impl Iterator<Item = String>) {
    text.push_str(&format!("| {} |\n", cells.collect::<Vec<_>>().join(" | ")));
}

fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<ManualSection> {
        let entry = |name: &str, unit: &str| {
            ManualEntry::of(name, "A | B\nC.", vec![("unit", unit.to_owned()), ("source", String::new())])
        };
        vec![ManualSection::of("Terms", "", [entry("a", "$"), entry("b", "")])]
    }

    #[test]
    fn plain_text_leaves_empty_facts_out() {
        assert_eq!(
            plain(&sample()),
            "TERMS\n\n  a\n      A | B\n      C.\n      unit: $\n\n  b\n      A | B\n      C.\n"
        );
    }

    #[test]
    fn markdown_has_a_column_for_each_fact_that_anything_has() {
        let expected = "## Terms\n\n| name | meaning | unit |\n| --- | --- | --- |\n| `a` | A \\| B C. | $ |\n| `b` | A \\| B C. |  |\n";
        assert_eq!(markdown(&sample()), expected);
    }
}
