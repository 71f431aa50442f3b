//! What a scenario can be made of, topic by topic.

use super::columns::{rosters, surveys};
use super::dictionary::{all_measures, all_tables};
use super::entry::{ManualEntry, ManualSection};
use super::priors::priors;
use super::programmes::programmes;
use crate::compliance::{NOT_LEGAL_ADVICE, RULES as LEGAL_RULES, Severity};
use crate::entity::{Lever, STANDARD};
use crate::pay::{Component, Plan, RULES, Record};
use crate::payer::{Contract, Terms};
use crate::scenario::defaults;
use crate::schema::{Field, ParameterRow, Schema, Shape, rows};
use crate::terms::{FactorSource, MEDICARE_FACTORS, PaymentUnit};
use crate::units::words;
use std::fmt;

words! {
    /// A part of the catalogue.
    pub enum Topic {
        word: "The word for it.";
        /// Contract families.
        Contracts = "contracts",
        /// Pay components.
        Models = "models",
        /// Payment units, and who bears which risk.
        Units = "units",
        /// What physicians do that pay can move.
        Levers = "levers",
        /// Programmes by year, dated sets of rules, Medicare's prices by law.
        Programmes = "programmes",
        /// Rules of law and practice.
        Law = "law",
        /// Every parameter with its default, and the standard specialties.
        Defaults = "defaults",
        /// The charts of a run: what each shows and how to read it.
        Charts = "charts",
        /// Columns of a roster.
        Rosters = "rosters",
        /// Columns of a survey.
        Surveys = "surveys",
        /// Every measure with its unit and definition.
        Measures = "measures",
        /// Every file that a run writes, with its columns.
        Tables = "tables",
        /// The standard specialties with their figures.
        Specialties = "specialties",
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The sections of a topic.
#[must_use]
pub fn catalogue(topic: Topic) -> Vec<ManualSection> {
    match topic {
        Topic::Contracts => {
            let about = "Payer → system: how a contract settles a performance year. Written under [contract.<name>.terms].";
            vec![alternatives("Contract families", about, &Terms::shape(&Field::NONE)), terms_of_any()]
        }
        Topic::Models => {
            let about = "System → physician: components of a plan, in [[plan.<name>.pay]]; a plan lists any number of them.";
            let mut components = alternatives("Pay components", about, &Component::shape(&Field::NONE));
            for (entry, (_, record)) in components.entries.iter_mut().zip(Component::RECORDS) {
                entry.facts.extend(recorded(&entry.name, record));
            }
            vec![components, rules()]
        }
        Topic::Units => units(),
        Topic::Levers => vec![levers()],
        Topic::Programmes => programmes(),
        Topic::Law => vec![laws(), severities()],
        Topic::Defaults => {
            parameters().into_iter().chain([priors(), specialties(), medicare_factors()]).collect()
        }
        Topic::Charts => vec![charts()],
        Topic::Rosters => vec![rosters()],
        Topic::Surveys => vec![surveys()],
        Topic::Measures => all_measures(),
        Topic::Tables => all_tables(),
        Topic::Specialties => vec![specialties()],
    }
}

/// Every parameter of a contract family, a pay component or a rule of a plan, by its name.
pub(super) fn parameters_of(topic: Topic, name: &str) -> Option<ManualSection> {
    let is_rule = RULES.iter().any(|(key, _)| *key == name);
    let shape = if topic == Topic::Contracts {
        Terms::shape(&Field::NONE)
    } else if topic == Topic::Models && is_rule {
        Plan::shape(&Field::NONE)
    } else if topic == Topic::Models {
        Component::shape(&Field::NONE)
    } else {
        return None;
    };
    let found = if let Shape::Choice { options, .. } = &shape {
        options.iter().find(|(key, ..)| *key == name).map(|(.., inner)| rows(inner))
    } else if let Shape::Struct { fields, .. } = &shape {
        fields.iter().find(|(field, _)| field.key == name).map(|(_, inner)| rows(inner))
    } else {
        None
    };
    let own = found.filter(|own| !own.is_empty())?;
    Some(ManualSection::of(format!("Parameters of {name}"), "", own.into_iter().map(parameter)))
}

/// The alternatives of a choice, each with its parameters.
fn alternatives(title: &str, about: &str, shape: &Shape) -> ManualSection {
    let options = if let Shape::Choice { options, .. } = shape { &options[..] } else { &[] };
    let entries = options.iter().map(|(key, meaning, inner)| {
        ManualEntry::of(*key, trimmed(meaning), vec![("parameters", listed(&rows(inner)))])
    });
    ManualSection::of(title, about, entries)
}

/// What any contract may state beside its family: tables of its own.
fn terms_of_any() -> ManualSection {
    fn tables(shape: &Shape, within: &str, entries: &mut Vec<ManualEntry>) {
        let Shape::Struct { fields, .. } = shape else { return };
        for (field, shape) in fields {
            let name = format!("{within}{}", field.key);
            let Shape::Struct { fields: inner, .. } = shape else { continue };
            if inner.iter().all(|(_, shape)| matches!(shape, Shape::Struct { .. })) {
                tables(shape, &format!("{name}."), entries);
            } else {
                let facts = vec![("parameters", listed(&rows(shape)))];
                entries.push(ManualEntry::of(name, trimmed(field.doc), facts));
            }
        }
    }
    let mut entries = Vec::new();
    tables(&Contract::shape(&Field::NONE), "", &mut entries);
    let about = "Attribution, clocks, money before the final settlement and clauses of change. Written under [contract.<name>], whatever the family.";
    ManualSection::of("Terms that any contract may carry", about, entries)
}

/// What a record says, as facts.
fn recorded(key: &str, record: &Record) -> Vec<(&'static str, String)> {
    let row = if record.model == 0 { String::new() } else { format!("{} of 17", record.model) };
    vec![
        ("formula", record.formula.to_owned()),
        ("rewards", record.rewards.to_owned()),
        ("professional revenue", record.professional.to_owned()),
        ("technical revenue", record.technical.to_owned()),
        ("payment unit", record.unit.map_or("overlay, no unit of its own", PaymentUnit::key).to_owned()),
        ("law", record.law.to_owned()),
        ("model", row),
        ("status", record.status.word().to_owned()),
        ("sources", record.sources.to_owned()),
        ("example", format!("scenarios/models/{key}.toml")),
    ]
}

/// Rules of a whole plan.
fn rules() -> ManualSection {
    let fields = Plan::FIELDS;
    let entries = RULES.iter().map(|(key, record)| {
        let meaning = fields.iter().find(|f| f.key == *key).map_or_else(String::new, |f| trimmed(f.doc));
        ManualEntry::of(*key, meaning, recorded(key, record))
    });
    let about = "What a plan does with everything its components pay, written under [plan.<name>].";
    ManualSection::of("Plan rules", about, entries)
}

/// The eight units, and who bears each factor of spending under each pair of contract and component.
fn units() -> Vec<ManualSection> {
    let entries = PaymentUnit::KEYS.iter().zip(PaymentUnit::ALL).map(|((key, meaning), unit)| {
        let keys = |of: &mut dyn Iterator<Item = &'static str>| of.collect::<Vec<_>>().join(", ");
        let contracts = &mut Terms::UNITS.iter().filter(|(_, u)| u == unit).map(|(key, _)| *key);
        let components = &mut Component::RECORDS
            .iter()
            .filter(|(_, record)| record.unit == Some(*unit))
            .map(|(key, _)| *key);
        let borne = |paid: bool| {
            keys(
                &mut PaymentUnit::ALL
                    .iter()
                    .filter(|factor| unit.moves_with(**factor) == paid)
                    .map(|factor| factor.factor()),
            )
        };
        let facts = vec![
            ("Quinn's number", unit.number().to_string()),
            ("usually called", unit.common_name().to_owned()),
            ("whoever is paid gains by", unit.gains_by().to_owned()),
            ("risk of whoever pays", borne(true)),
            ("risk of whoever is paid", borne(false)),
            ("contracts", keys(contracts)),
            ("components", keys(components)),
        ];
        ManualEntry::of(*key, trimmed(meaning), facts)
    });
    let about = "What a payment is counted in (Quinn 2015). Spending is the product of eight factors; a payment moves with its own factor and all before it, and leaves the rest to whoever is paid.";
    vec![ManualSection::of("Payment units", about, entries), bearers()]
}

/// Who bears a factor, for every pair of units that a contract family and a component have.
fn bearers() -> ManualSection {
    let contracts = PaymentUnit::ALL.iter().filter(|unit| Terms::UNITS.iter().any(|(_, u)| u == *unit));
    let mut entries = Vec::new();
    for contract in contracts {
        for plan in PaymentUnit::ALL {
            if !Component::RECORDS.iter().any(|(_, record)| record.unit == Some(*plan)) {
                continue;
            }
            let facts = PaymentUnit::ALL
                .iter()
                .map(|factor| (factor.factor(), contract.bearer(*plan, *factor).word().to_owned()))
                .collect();
            let meaning = format!(
                "the payer pays the system by {}, the system its physician by {}",
                contract.key().replace('_', " "),
                plan.key().replace('_', " ")
            );
            entries.push(ManualEntry::of(format!("{} / {}", contract.key(), plan.key()), meaning, facts));
        }
    }
    let about = "Who bears it when a factor of spending rises, for a contract on the first unit and a component on the second. The payer: it pays more and the money reaches the physician. The system: revenue and pay move differently, and it gains or loses. The physician: nobody pays more.";
    ManualSection::of("Who bears which risk", about, entries)
}

fn trimmed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn listed(rows: &[ParameterRow]) -> String {
    if rows.is_empty() {
        return "none".to_owned();
    }
    let one = |row: &ParameterRow| match row.default.as_str() {
        "(required)" => format!("{} (required)", row.path),
        "(none)" => row.path.clone(),
        default => format!("{} = {default}", row.path),
    };
    rows.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn levers() -> ManualSection {
    let entries = Lever::ALL.iter().map(|lever| {
        let (name, unit, meaning) = lever.describe();
        ManualEntry::of(name, meaning, vec![("one unit", unit.to_owned())])
    });
    let about = "What a physician does that an agreement can move. The misalignment index compares, over these six, what one more unit is worth with what it pays.";
    ManualSection::of("Levers", about, entries)
}

fn laws() -> ManualSection {
    let entries = LEGAL_RULES.iter().map(|rule| {
        let facts = vec![("citation", rule.citation.to_owned()), ("grade", rule.grade.to_string())];
        ManualEntry::of(rule.key, rule.asks, facts)
    });
    let about = format!(
        "Asked of every arm by `cascade check --law`, and of every run in law.csv. The facts they ask for stand under [compliance]. {NOT_LEGAL_ADVICE}"
    );
    ManualSection::of("Rules of law and practice", about, entries)
}

fn severities() -> ManualSection {
    let entry = |(key, meaning): &(&str, &str)| ManualEntry::of(*key, trimmed(meaning), Vec::new());
    ManualSection::of("Severities", "", Severity::KEYS.iter().map(entry))
}

/// Every parameter, by the part of the scenario it stands in.
fn parameters() -> Vec<ManualSection> {
    let mut sections: Vec<ManualSection> = Vec::new();
    for row in defaults() {
        let part = row.path.split('.').next().unwrap_or_default().trim_end_matches("[]").to_owned();
        let entry = parameter(row);
        match sections.last_mut() {
            Some(section) if section.title == part => section.entries.push(entry),
            Some(_) | None => sections.push(ManualSection::of(part, "", [entry])),
        }
    }
    sections
}

fn parameter(row: ParameterRow) -> ManualEntry {
    let graded =
        if row.source.is_empty() { String::new() } else { format!("{} ({})", row.source, row.grade) };
    let facts = vec![("unit", row.unit), ("range", row.range), ("default", row.default), ("source", graded)];
    ManualEntry::of(row.path, row.meaning, facts)
}

/// Dollars that Medicare pays per total RVU, by year.
fn medicare_factors() -> ManualSection {
    let entries = MEDICARE_FACTORS.iter().map(|(year, factor, known)| {
        let known = match known {
            FactorSource::Official => "read in a file of CMS",
            FactorSource::Secondary => "from a secondary source",
            FactorSource::Recalled => "recalled, not checked against a file of CMS",
        };
        let meaning = format!("${factor:.4} per total RVU");
        ManualEntry::of(year.to_string(), meaning, vec![("how it is known", known.to_owned())])
    });
    let about = "Conversion factors of the Medicare physician fee schedule: what Medicare pays, not what a system pays a physician per wRVU. For reference when stating price_per_wrvu and outlook.fee_schedule.";
    ManualSection::of("Medicare conversion factors", about, entries)
}

/// The charts of a run; none where the library is built without them.
fn charts() -> ManualSection {
    #[cfg(feature = "charts")]
    let entries = crate::chart::Chart::ALL.iter().map(|chart| {
        ManualEntry::of(chart.file(), chart.caption(), vec![("how to read it", chart.reading().to_owned())])
    });
    #[cfg(not(feature = "charts"))]
    let entries = std::iter::empty();
    let about = "Each is written into charts/ as SVG and PNG, with the table of its figures beside it; its title says what the run found. `cascade run --charts A,B` draws only these.";
    ManualSection::of("Charts", about, entries)
}

fn specialties() -> ManualSection {
    let entries = STANDARD.iter().map(|standard| {
        let s = standard.specialty();
        let facts = vec![
            ("median wRVU per clinical FTE (assumption)", format!("{}", s.median_wrvu.0)),
            ("market $ per wRVU (assumption)", format!("{}", s.market_rate.0)),
            ("facility margin per wRVU (derived)", format!("${:.2}", s.technical_per_wrvu.0)),
            ("cost of care set in motion per wRVU (derived)", format!("${:.2}", s.influence_per_wrvu.0)),
            ("malpractice cover per clinical FTE (assumption)", format!("${}", s.malpractice.0)),
        ];
        ManualEntry::of(s.name, s.field.key().replace('_', " "), facts)
    });
    let about = "Names that a roster or a cohort can use without more; [specialty.<name>] changes one or adds one's own. \
        Levels are scaled to Kaufman Hall 2024 averages, hospital revenue to Merritt Hawkins 2019.";
    ManualSection::of("Standard specialties", about, entries)
}
