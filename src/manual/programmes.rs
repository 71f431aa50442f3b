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
    let entry = |(key, years): &(&'static str, ProgrammeYears)| {
        let facts = vec![
            ("what follows", years.afterwards.to_owned()),
            ("source", years.source.to_owned()),
            ("grade", if years.source.is_empty() { String::new() } else { years.grade.to_string() }),
        ];
        ManualEntry::of(*key, span(years.first, years.last), facts)
    };
    let about = "Performance years of each family's programme. A contract outside them is refused; what follows an end within the horizon is chosen by `contract.<name>.after_end`.";
    ManualSection::of("Performance years", about, Terms::PROGRAMMES.iter().map(entry))
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
        ManualEntry::of(
            format!("mssp {}", level.key()),
            span(Some(CalendarYear(first)), last.map(CalendarYear)),
            vec![("one-sided years", one_sided.to_owned())],
        )
    });
    let of_team = [
        ("team track_1", "2026; to 2028 for safety-net hospitals (42 CFR 512.520)"),
        ("team track_2, track_3", "2026 to 2030"),
    ];
    let of_team = of_team.map(|(name, meaning)| ManualEntry::of(name, meaning, Vec::new()));
    let about = "Levels and tracks that opened or closed within a programme.";
    ManualSection::of("Tracks by year", about, of_mssp.chain(of_team))
}

fn rule_sets() -> ManualSection {
    let entry = |((key, meaning), set): (&(&str, &str), &RuleSet)| {
        let facts = vec![("as of", set.as_of().to_owned()), ("what differs", set.differs().join("; "))];
        ManualEntry::of(*key, meaning.trim(), facts)
    };
    let about = "Chosen by `contract.<name>.rules`; a run's manifest says which its contracts go by.";
    ManualSection::of("Dated sets of rules", about, RuleSet::KEYS.iter().zip(RuleSet::ALL).map(entry))
}

fn prices() -> ManualSection {
    let entry = |year: u16| {
        let at =
            |qualifying, rules| format!("{:.4}", conversion_factor(CalendarYear(year), qualifying, rules));
        let facts = vec![
            ("final", at(false, RuleSet::Final)),
            ("final, qualifying", at(true, RuleSet::Final)),
            ("proposed_2027", at(false, RuleSet::Proposed2027)),
            ("proposed_2027, qualifying", at(true, RuleSet::Proposed2027)),
        ];
        ManualEntry::of(year.to_string(), if year <= 2026 { "published" } else { "by law" }, facts)
    };
    let about = "Conversion factors behind `prices = \"statutory\"`, $ per RVU. The +2.5 % of 2026 expires in 2027; from then on +0.25 % a year, +0.75 % for qualifying participants. Budget neutrality of years to come is not known and left out; the factors proposed for 2027 hold theirs, +0.53 %.";
    ManualSection::of("Medicare's prices by law", about, PRICES_SHOWN.map(entry))
}
