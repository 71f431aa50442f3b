//! The data dictionary: every file of a run, every column, every measure.

use super::entry::{Entry, Section, markdown};
use crate::compliance::NOT_LEGAL_ADVICE;
use crate::engine::{ContractMetric, Definition, HorizonMetric, Keep, Metric, Rollup, SystemMetric};
use crate::ledger::{ContractFlow, SystemFlow};
use crate::table::COMMITTEE_COLUMNS;

/// `docs/DATA_DICTIONARY.md`.
#[must_use]
pub fn data_dictionary() -> String {
    let head = "# Data dictionary\n\nWhat a run writes. Made from the code by `cargo test`; do not edit.\n\n";
    head.to_owned()
        + &markdown(&[
            files(),
            columns(),
            committee_columns(),
            law_columns(),
            replayed(),
            physician(),
            contract(),
            system(),
            horizon(),
            flows(),
        ])
}

fn entry(name: &str, meaning: &str) -> Entry {
    Entry { name: name.to_owned(), meaning: meaning.to_owned(), facts: Vec::new() }
}

fn section(title: &str, about: &str, entries: Vec<Entry>) -> Section {
    Section { title: title.to_owned(), about: about.to_owned(), entries }
}

fn files() -> Section {
    section(
        "Files",
        "CSV files are UTF-8, comma separated, LF, one header row, sorted as the scenario is. They hold no clock: the same scenario, roster, seed and version give the same bytes.",
        vec![
            entry(
                "manifest.json",
                "version, hashes of scenario and roster, seed, generator, arms, trials, defaults in force, hash of each file, durations. `identity` is the hash of all that decides the results: version, generator, scenario, roster, survey, seed, trials, years and arms. Of the program it holds the version, not the build: after a change of the sources without a new version, compare the hashes of files, or write into another folder",
            ),
            entry(
                "summary.csv",
                "arm, year, scope, entity, metric, unit and the distribution over trials: the system, specialties, plans, contracts",
            ),
            entry(
                "physicians.csv",
                "arm, year, physician_id, specialty, metric, unit and the distribution over trials",
            ),
            entry("compare.csv", "the rows of summary.csv as differences from the baseline on the same luck"),
            entry(
                "cascade.csv",
                "arm, year, from, to, purpose and mean, p05, p95 of every flow from payer to paycheque, $",
            ),
            entry("horizon.csv", "arm, metric, unit and the distribution over trials, of whole trials"),
            entry(
                "equity.csv",
                "arm, year, third of the roster by social risk of the panel, physicians in it, metric, unit, mean: what is measured beside what is true",
            ),
            entry(
                "committee.csv",
                "arm, year, physician_id and each physician's pay, work and pay per work RVU beside a survey, with percentiles, gap and flag",
            ),
            entry(
                "law.csv",
                "arm, rule and what the rules of law found, worst first; not legal advice. `cascade catalogue law` lists the rules",
            ),
            entry(
                "uncertainty.csv",
                "with `--uncertainty`: arm, metric, unit, variance and sd of each headline over trials; parameters and noise, the shares of that variance that the uncertain parameters and the chance of each year explain (estimates from pairs of trials: Monte Carlo error can put a share of nearly nothing below 0 and one of nearly all above 1), with their Monte Carlo errors parameters_se and noise_se; trials, each simulated twice; parameters_low and parameters_high, the 95 % interval that chance in the simulation leaves for the share of parameters",
            ),
            entry("charts/", "each chart as SVG and PNG"),
        ],
    )
}

fn columns() -> Section {
    section(
        "Columns",
        "",
        vec![
            entry("arm", "baseline, or the name of a variant"),
            entry("year", "performance year"),
            entry("scope", "system, specialty, plan or contract"),
            entry(
                "entity",
                "which one; `all` for the system. Plans are those that physicians had at the start",
            ),
            entry("physician_id", "identifier of the roster. Names a position: whoever follows keeps it"),
            entry("metric", "what is measured, as below"),
            entry("unit", "its unit; $ are US dollars of the year"),
            entry("mean", "mean over trials"),
            entry("sd", "standard deviation over trials"),
            entry("mc_se", "Monte Carlo standard error of the mean: sd / √trials"),
            entry(
                "p05, p25, p50, p75, p95",
                "quantiles over trials, interpolated within bins of at most 1/64 of the distance between the lowest and the highest value; empty where only moments are kept",
            ),
        ],
    )
}

fn replayed() -> Section {
    section(
        "Replay",
        "What `cascade replay --out DIR` writes: replay.csv, a row for each settlement in the order of the record; by_year.csv, a row for each performance year and one for all.",
        vec![
            entry("py", "performance year"),
            entry("aco_id", "the ACO's identifier in the record"),
            entry("replayed", "what the rules pay, $; below zero what they take"),
            entry("published", "what CMS paid, $; below zero what it took"),
            entry("difference", "replayed less published, $"),
            entry("matches", "1 within 0.1 % of what was published, or within $1.50 of nothing"),
            entry(
                "rate_source",
                "derived: by rule from track, year, quality and status; published: the published rate for want of these; contradicted: the published rate, which the rule does not give; none_needed: within the minimum rate, or on a side that shares nothing",
            ),
            entry("reason", "why the two differ, or what is particular about the row"),
            entry("rows, paid, owed", "settlements; those that CMS paid; those that owed CMS"),
            entry(
                "within_1_50, within_0_1_pct",
                "settlements that agree so; likewise of the paid and the owed",
            ),
            entry(
                "rates_derived, rates_published, rates_contradicted",
                "settlements by source of the rate; the rest needed none",
            ),
        ],
    )
}

fn committee_columns() -> Section {
    let entries = COMMITTEE_COLUMNS.iter().map(|(name, meaning)| entry(name, meaning)).collect();
    section(
        "Columns of committee.csv",
        "Percentiles are those of means over trials, straight lines between those of the table, whose dollars are aged to the year. Months in which a position is vacant earn and do nothing, so means lie a little below those of a full year.",
        entries,
    )
}

fn law_columns() -> Section {
    section(
        "Columns of law.csv",
        NOT_LEGAL_ADVICE,
        vec![
            entry("rule", "which rule, as `cascade catalogue law` lists them"),
            entry("severity", "`stop`, `caution`, `note` or `pass`"),
            entry("citation", "the law, guidance or convention behind the rule"),
            entry("grade", "how well that was read"),
            entry("where", "what it is about, as a path of the scenario"),
            entry("found", "what was found"),
            entry("cure", "what would cure it"),
            entry("cost", "what the cure costs, $; assumptions under [compliance.cure]"),
            entry("lead_time_months", "months the cure takes; assumptions under [compliance.cure]"),
        ],
    )
}

fn measures(title: &str, about: &str, definitions: impl Iterator<Item = Definition>) -> Section {
    let entries = definitions
        .map(|d| Entry {
            name: d.name.to_owned(),
            meaning: d.definition.to_owned(),
            facts: vec![("unit", d.unit.to_owned()), ("audience", d.audience.word().to_owned())],
        })
        .collect();
    section(title, about, entries)
}

fn physician() -> Section {
    let mut section = measures(
        "Measures of physicians",
        "In physicians.csv; in summary.csv for specialties, plans and the system, taken from their physicians as stated.",
        Metric::ALL.iter().map(|m| m.definition()),
    );
    for (entry, metric) in section.entries.iter_mut().zip(Metric::ALL) {
        let definition = metric.definition();
        let kept = match definition.keep {
            Keep::Quantiles(_) => "quantiles",
            Keep::Moments => "moments",
        };
        let groups = match definition.rollup {
            Rollup::Mean => "mean".to_owned(),
            Rollup::Sum => "sum".to_owned(),
            Rollup::Ratio(part, whole) => {
                format!("sum of {} / sum of {}", part.definition().name, whole.definition().name)
            }
            Rollup::No => "not for groups".to_owned(),
        };
        entry.facts.extend([("per physician", kept.to_owned()), ("groups", groups)]);
    }
    section
}

fn contract() -> Section {
    measures(
        "Measures of contracts",
        "In summary.csv, scope `contract`.",
        ContractMetric::ALL.iter().map(|m| m.definition()),
    )
}

fn system() -> Section {
    measures(
        "Measures of the system",
        "In summary.csv, scope `system`.",
        SystemMetric::ALL.iter().map(|m| m.definition()),
    )
}

fn horizon() -> Section {
    measures("Measures of whole trials", "In horizon.csv.", HorizonMetric::ALL.iter().map(|m| m.definition()))
}

fn flows() -> Section {
    let flow = |(from, to, purpose): (String, String, &'static str)| Entry {
        name: purpose.to_owned(),
        meaning: String::new(),
        facts: vec![("from", from), ("to", to)],
    };
    let contract = ContractFlow::ALL.iter().map(|f| flow(f.describe("<contract>")));
    let system = SystemFlow::ALL.iter().map(|f| {
        let (from, to, purpose) = f.describe();
        flow((from.to_owned(), to.to_owned(), purpose))
    });
    section(
        "Flows",
        "In cascade.csv. In every trial and year the flows balance to the cent.",
        contract.chain(system).collect(),
    )
}
