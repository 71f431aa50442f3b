//! What a scenario can be made of, topic by topic.

use super::entry::{Entry, Section, plain};
use crate::compliance::{NOT_LEGAL_ADVICE, Rule, Severity};
use crate::entity::{Lever, STANDARD};
use crate::pay::Component;
use crate::payer::Terms;
use crate::scenario::defaults;
use crate::schema::{Field, Row, Schema, Shape, rows};
use std::fmt;

/// A part of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Contract families.
    Contracts,
    /// Pay components.
    Models,
    /// What physicians do that pay can move.
    Levers,
    /// Rules of law and practice.
    Law,
    /// Every parameter with its default, and the standard specialties.
    Defaults,
}

impl Topic {
    /// Every topic.
    pub const ALL: [Topic; 5] = [Topic::Contracts, Topic::Models, Topic::Levers, Topic::Law, Topic::Defaults];

    /// The topic as a page of the terminal.
    #[must_use]
    pub fn page(self) -> String {
        plain(&catalogue(self))
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Topic::Contracts => "contracts",
            Topic::Models => "models",
            Topic::Levers => "levers",
            Topic::Law => "law",
            Topic::Defaults => "defaults",
        })
    }
}

/// The sections of a topic.
#[must_use]
pub fn catalogue(topic: Topic) -> Vec<Section> {
    match topic {
        Topic::Contracts => {
            let about = "Payer → system: how a contract settles a performance year. Written under [contract.<name>.terms].";
            vec![alternatives("Contract families", about, &Terms::shape(&Field::NONE))]
        }
        Topic::Models => {
            let about = "System → physician: components of a plan, in [[plan.<name>.pay]]; a plan lists any number of them.";
            vec![alternatives("Pay components", about, &Component::shape(&Field::NONE))]
        }
        Topic::Levers => vec![levers()],
        Topic::Law => vec![rules(), severities()],
        Topic::Defaults => parameters().into_iter().chain([specialties()]).collect(),
    }
}

/// The alternatives of a choice, each with its parameters.
fn alternatives(title: &str, about: &str, shape: &Shape) -> Section {
    let Shape::Choice { options, .. } = shape else {
        return Section { title: title.to_owned(), about: about.to_owned(), entries: Vec::new() };
    };
    let entries = options
        .iter()
        .map(|(key, meaning, inner)| Entry {
            name: (*key).to_owned(),
            meaning: trimmed(meaning),
            facts: vec![("parameters", listed(&rows(inner)))],
        })
        .collect();
    Section { title: title.to_owned(), about: about.to_owned(), entries }
}

fn trimmed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn listed(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "none".to_owned();
    }
    let one = |row: &Row| match row.default.as_str() {
        "(required)" => format!("{} (required)", row.path),
        "(none)" => row.path.clone(),
        default => format!("{} = {default}", row.path),
    };
    rows.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn levers() -> Section {
    let entries = Lever::ALL
        .iter()
        .map(|lever| {
            let (name, unit, meaning) = lever.describe();
            Entry {
                name: name.to_owned(),
                meaning: meaning.to_owned(),
                facts: vec![("one unit", unit.to_owned())],
            }
        })
        .collect();
    let about = "What a physician does that an agreement can move. The misalignment index compares, over these six, what one more unit is worth with what it pays.";
    Section { title: "Levers".to_owned(), about: about.to_owned(), entries }
}

fn rules() -> Section {
    let entries = Rule::ALL.iter().map(|rule| {
        let record = rule.record();
        let facts = vec![("citation", record.citation.to_owned()), ("grade", record.grade.to_string())];
        Entry { name: record.key.to_owned(), meaning: record.asks.to_owned(), facts }
    });
    let about = format!(
        "Asked of every arm by `cascade check --law`, and of every run in law.csv. The facts they ask for stand under [compliance]. {NOT_LEGAL_ADVICE}"
    );
    Section { title: "Rules of law and practice".to_owned(), about, entries: entries.collect() }
}

fn severities() -> Section {
    let entries = Severity::KEYS.iter().map(|(key, meaning)| Entry {
        name: (*key).to_owned(),
        meaning: trimmed(meaning),
        facts: Vec::new(),
    });
    Section { title: "Severities".to_owned(), about: String::new(), entries: entries.collect() }
}

/// Every parameter, by the part of the scenario it stands in.
fn parameters() -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for row in defaults() {
        let part = row.path.split('.').next().unwrap_or_default().trim_end_matches("[]").to_owned();
        if sections.last().is_none_or(|s| s.title != part) {
            sections.push(Section { title: part, about: String::new(), entries: Vec::new() });
        }
        let graded =
            if row.source.is_empty() { String::new() } else { format!("{} ({})", row.source, row.grade) };
        let entry = Entry {
            name: row.path,
            meaning: row.meaning,
            facts: vec![
                ("unit", row.unit),
                ("range", row.range),
                ("default", row.default),
                ("source", graded),
            ],
        };
        if let Some(section) = sections.last_mut() {
            section.entries.push(entry);
        }
    }
    sections
}

fn specialties() -> Section {
    let entries = STANDARD.iter().map(|standard| {
        let s = standard.specialty();
        let facts = vec![
            ("median wRVU per clinical FTE (assumption)", format!("{}", s.median_wrvu.0)),
            ("market $ per wRVU (assumption)", format!("{}", s.market_rate.0)),
            ("facility margin per wRVU (derived)", format!("${:.2}", s.technical_per_wrvu.0)),
            ("cost of care set in motion per wRVU (derived)", format!("${:.2}", s.influence_per_wrvu.0)),
        ];
        Entry { name: s.name, meaning: s.field.key().replace('_', " "), facts }
    });
    let about = "Names that a roster or a cohort can use without more; [specialty.<name>] changes one or adds one's own. \
        Levels are scaled to Kaufman Hall 2024 averages, hospital revenue to Merritt Hawkins 2019.";
    Section { title: "Standard specialties".to_owned(), about: about.to_owned(), entries: entries.collect() }
}
