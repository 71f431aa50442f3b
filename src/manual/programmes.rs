//! The calendar of programmes, their dated sets of rules, and Medicare's prices by law.

use super::entry::{ManualEntry, ManualSection};
use crate::payer::{Level, ProgrammeYears, RuleSet, Terms, conversion_factor};
use crate::units::CalendarYear;

/// Years of the statutory price path that are shown.
const PRICES_SHOWN: std::ops::RangeInclusive<u16> = 2024..=2036;

/// Everything about years.
pub(super) fn programmes() -> Vec<ManualSection> {
    vec![calendar(), levels(), rule_sets(), prices()]
}

/// Words for a span of years.
fn span(first: Option<CalendarYear>, last: Option<CalendarYear>) -> String {
    match (first, last) {
        (None, _) => "open: as long as both parties like".to_owned(),
        (Some(first), None) => format!("{first} on"),
        (Some(first), Some(last)) => format!("{first} to {last}"),
    }
}

fn calendar() -> ManualSection {
    let entry = |(key, years): &(&'static str, ProgrammeYears)| ManualEntry {
        name: (*key).to_owned(),
        meaning: span(years.first, years.last),
        facts: vec![
            ("what follows", years.afterwards.to_owned()),
            ("source", years.source.to_owned()),
            ("grade", if years.source.is_empty() { String::new() } else { years.grade.to_string() }),
        ],
    };
    let about = "Performance years of each family's programme. A contract outside them is refused; what follows an end within the horizon is chosen by `contract.<name>.after_end`.";
    ManualSection {
        files: Vec::new(),
        title: "Performance years".to_owned(),
        about: about.to_owned(),
        entries: Terms::PROGRAMMES.iter().map(entry).collect(),
    }
}

/// Tracks of the Shared Savings Program and of TEAM by year.
fn levels() -> ManualSection {
    let of_mssp = Level::ALL.iter().map(|level| {
        let (first, last) = level.open();
        let one_sided = if level.is_two_sided() || last.is_some() {
            ""
        } else {
            "five performance years of a first agreement; none of a later one that begins from 2027 on"
        };
        ManualEntry {
            name: format!("mssp {}", level.key()),
            meaning: span(Some(CalendarYear(first)), last.map(CalendarYear)),
            facts: vec![("one-sided years", one_sided.to_owned())],
        }
    });
    let of_team = [
        ("team track_1", "2026; to 2028 for safety-net hospitals (42 CFR 512.520)"),
        ("team track_2, track_3", "2026 to 2030"),
    ];
    let of_team = of_team.map(|(name, meaning)| ManualEntry {
        name: name.to_owned(),
        meaning: meaning.to_owned(),
        facts: Vec::new(),
    });
    ManualSection {
        files: Vec::new(),
        title: "Tracks by year".to_owned(),
        about: "Levels and tracks that opened or closed within a programme.".to_owned(),
        entries: of_mssp.chain(of_team).collect(),
    }
}

fn rule_sets() -> ManualSection {
    let entry = |((key, meaning), set): (&(&str, &str), &RuleSet)| ManualEntry {
        name: (*key).to_owned(),
        meaning: meaning.trim().to_owned(),
        facts: vec![("as of", set.as_of().to_owned()), ("what differs", set.differs().join("; "))],
    };
    ManualSection {
        files: Vec::new(),
        title: "Dated sets of rules".to_owned(),
        about: "Chosen by `contract.<name>.rules`; a run's manifest says which its contracts go by."
            .to_owned(),
        entries: RuleSet::KEYS.iter().zip(RuleSet::ALL).map(entry).collect(),
    }
}

fn prices() -> ManualSection {
    let entry = |year: u16| {
        let at =
            |qualifying, rules| format!("{:.4}", conversion_factor(CalendarYear(year), qualifying, rules));
        ManualEntry {
            name: year.to_string(),
            meaning: if year <= 2026 { "published".to_owned() } else { "by law".to_owned() },
            facts: vec![
                ("final", at(false, RuleSet::Final)),
                ("final, qualifying", at(true, RuleSet::Final)),
                ("proposed_2027", at(false, RuleSet::Proposed2027)),
                ("proposed_2027, qualifying", at(true, RuleSet::Proposed2027)),
            ],
        }
    };
    let about = "Conversion factors behind `prices = \"statutory\"`, $ per RVU. The +2.5 % of 2026 expires in 2027; from then on +0.25 % a year, +0.75 % for qualifying participants. Budget neutrality of years to come is not known and left out; the factors proposed for 2027 hold theirs, +0.53 %.";
    ManualSection {
        files: Vec::new(),
        title: "Medicare's prices by law".to_owned(),
        about: about.to_owned(),
        entries: PRICES_SHOWN.map(entry).collect(),
    }
}
