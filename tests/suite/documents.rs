//! Documents keep up with the code: generated ones are fresh, links lead somewhere, flags exist.
//!
//! `UPDATE_DOCS=1 cargo test documents` writes the generated ones again.

use super::common::{ended, file, files_below, text_of};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A document, and what writes it.
type Generated = (&'static str, fn() -> String);

/// Documents that the code writes; of the first four a table.
const GENERATED: [Generated; 9] = [
    ("docs/ARCHITECTURE.md", super::architecture::architecture_document),
    ("docs/ROSTER.md", roster_document),
    ("docs/SURVEY.md", survey_document),
    ("docs/PROGRAMMES.md", programmes_document),
    ("docs/CATALOGUE.md", cascade::manual::catalogue_document),
    ("docs/DEFAULTS.md", cascade::manual::defaults_document),
    ("docs/DATA_DICTIONARY.md", cascade::manual::data_dictionary),
    ("docs/WORKBOOK.md", cascade::manual::workbook_document),
    ("docs/VERIFICATION.md", cascade::analysis::verification_document),
];

/// A document with a fresh table between its marks.
fn with_columns(document: &str, table: &str) -> String {
    const MARKS: [&str; 2] = ["<!-- columns -->\n", "<!-- /columns -->"];
    let text = text_of(document).replace('\r', "");
    let (head, rest) = text.split_once(MARKS[0]).expect("the table of columns begins with its mark");
    let (_, tail) = rest.split_once(MARKS[1]).expect("the table of columns ends with its mark");
    [head, MARKS[0], table, MARKS[1], tail].concat()
}

/// `docs/ROSTER.md` with every column of the roster.
fn roster_document() -> String {
    let mut table = "| column | when left out | what it holds |\n| --- | --- | --- |\n".to_owned();
    for column in cascade::entity::COLUMNS {
        let default = column.default.unwrap_or("**required**");
        table += &format!("| `{}` | {default} | {} |\n", column.name, column.meaning);
    }
    with_columns("docs/ROSTER.md", &table)
}

/// `docs/SURVEY.md` with every column of the survey.
fn survey_document() -> String {
    let mut table = "| column | required | what it holds |\n| --- | --- | --- |\n".to_owned();
    for column in cascade::survey::COLUMNS {
        let required = if column.required { "yes" } else { "no" };
        table += &format!("| `{}` | {required} | {} |\n", column.name, column.meaning);
    }
    with_columns("docs/SURVEY.md", &table)
}

/// `docs/PROGRAMMES.md` with its tables.
fn programmes_document() -> String {
    with_columns("docs/PROGRAMMES.md", &cascade::manual::programmes_tables())
}

/// Every document with links, the README first.
fn documents() -> Vec<PathBuf> {
    let mut all = vec![file("README.md"), file("CHANGELOG.md")];
    all.extend(files_below("docs", "md"));
    all
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Targets of Markdown links and pictures outside fenced code, with their line.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        for (at, opening) in line.match_indices("](") {
            let rest = &line[at + opening.len()..];
            if let Some(end) = rest.find(')') {
                found.push((number + 1, rest[..end].to_owned()));
            }
        }
    }
    found
}

/// The anchor that a heading gets on the usual hosts.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().flat_map(char::to_lowercase);
    kept.filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| anchor(line.trim_start_matches('#').trim())).collect()
}

/// Long options that a text writes, such as `--trials`.
fn flags(text: &str) -> BTreeSet<String> {
    let begins = |before: Option<char>| before.is_none_or(|c| c.is_whitespace() || "`(\"|[".contains(c));
    text.match_indices("--")
        .filter(|(at, _)| begins(text[..*at].chars().next_back()))
        .map(|(at, dashes)| {
            let rest = &text[at + dashes.len()..];
            rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect::<String>()
        })
        .filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect()
}

/// Files under `docs/` that a text names.
fn named_documents(text: &str) -> BTreeSet<String> {
    text.match_indices("docs/")
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || "./-_".contains(c)))
        .map(|(at, _)| {
            let part = |c: &char| c.is_ascii_alphanumeric() || "/_-.".contains(*c);
            let name: String = text[at..].chars().take_while(part).collect();
            name.trim_end_matches('.').to_owned()
        })
        .filter(|name| name != "docs/")
        .collect()
}

#[test]
fn generated_documents_are_fresh() {
    let update = std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1");
    let mut stale = Vec::new();
    for (path, made) in GENERATED {
        let fresh = made();
        assert!(fresh.lines().count() > 20, "{path} has hardly anything in it");
        // A checkout may have brought carriage returns.
        let standing = std::fs::read_to_string(file(path)).unwrap_or_default().replace('\r', "");
        if standing != fresh {
            if update {
                std::fs::write(file(path), &fresh).unwrap();
            } else {
                stale.push(path);
            }
        }
    }
    assert!(stale.is_empty(), "stale: {stale:?}; write them again with UPDATE_DOCS=1 cargo test documents");
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = Vec::new();
    for document in documents() {
        let text = read(&document);
        for (line, target) in links(&text) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (path, place) = target.split_once('#').unwrap_or((&target, ""));
            let there = if path.is_empty() {
                document.clone()
            } else {
                document.parent().expect("a document stands in a folder").join(path)
            };
            let fine = there.exists()
                && (place.is_empty() || there.is_dir() || anchors(&read(&there)).contains(place));
            if !fine {
                broken.push(format!("{}:{line}: {target}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_flag_of_the_readme_exists() {
    let help_of = |command: &[&str]| ended(&file("."), &[command, &["--help"]].concat(), 0).0;
    let mut known: BTreeSet<String> = flags(&help_of(&[]));
    for command in [
        "run",
        "check",
        "init",
        "explain",
        "verify",
        "calibrate",
        "sweep",
        "sensitivity",
        "search",
        "price",
        "review",
        "catalogue",
        "schema",
        "completions",
    ] {
        known.extend(flags(&help_of(&[command])));
    }
    let text = text_of("README.md");
    let own: Vec<&str> = text.lines().filter(|line| !line.starts_with("cargo ")).collect();
    let named = flags(&own.join("\n"));
    assert!(named.contains("trial"), "the README names no flag: is the search broken?");
    let unknown: Vec<&String> = named.difference(&known).collect();
    assert!(unknown.is_empty(), "the README names flags that do not exist: {unknown:?}");
}

#[test]
fn every_document_that_the_program_names_exists() {
    let mut sources = files_below("scenarios", "toml");
    for ending in ["rs", "toml", "csv"] {
        sources.extend(files_below("src", ending));
    }
    let mut missing = Vec::new();
    let mut named = 0;
    for source in sources {
        for name in named_documents(&read(&source)) {
            named += 1;
            if !file(&name).is_file() {
                missing.push(format!("{}: {name}", source.display()));
            }
        }
    }
    assert!(named > 5, "the program names hardly any document: is the search broken?");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn the_reference_system_is_the_one_described() {
    let text = text_of("docs/REFERENCE_SYSTEM.md");
    let source =
        cascade::schema::Source { name: "reference.toml".into(), text: text_of("scenarios/reference.toml") };
    let arms = cascade::scenario::read_arms(source).expect("a valid scenario");
    let scenario = &arms.arms[0].scenario;
    let mut described = Vec::new();
    for line in text.lines().skip_while(|line| !line.starts_with("| cohort |")).skip(2) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, names, _, counts, ..] = cells[..] else { break };
        let names = names.split(", ").map(|name| name.trim_matches('`').to_owned());
        described.extend(names.zip(counts.split(", ").map(|count| count.parse::<u64>().unwrap())));
    }
    described.sort();
    let mut stated: Vec<(String, u64)> =
        scenario.cohort.iter().map(|(name, cohort)| (name.to_owned(), cohort.count)).collect();
    stated.sort();
    assert_eq!(described, stated);
    let all: u64 = stated.iter().map(|(_, count)| count).sum();
    assert!(text.contains(&format!("{all} physicians, generated from fifteen cohorts")));
    assert!(text.contains(&format!("{} trials, seed {}", "1,024", scenario.run.seed)));
    assert_eq!(scenario.run.trials, 1_024);
}

#[test]
fn the_draw_taken_again_is_the_librarys() {
    use cascade::random::{Draws, EntityKey, Seed, Stream, unit};
    let text = text_of("docs/RANDOM.md");
    let (draws, one) = (Draws::open(Seed(20_260_101), Stream::Practice), EntityKey::of("P001"));
    let list = |items: [String; 4]| format!("[{}]", items.join(", "));
    let words = draws.trial_words(one, 41, 3, 0);
    for words in [draws.words(one, 41, 3, 0), words] {
        assert!(text.contains(&list(words.map(|word| format!("'0x{word:x}'")))));
    }
    assert!(text.contains(&list(words.map(|word| unit(word).to_string()))));
    for stream in Stream::ALL {
        assert!(text.contains(&format!("| `{}` |", stream.name())), "no row for {}", stream.name());
    }
    assert!(text.contains(cascade::random::GENERATOR));
}

#[test]
fn the_searches_find_what_they_should() {
    let text = "See [a](b.md#c) and ![p](q.png).\n```\n[no](x.md)\n```\n`--seed`, (--out DIR) a--b --- -- 1";
    assert_eq!(links(text), [(1, "b.md#c".to_owned()), (1, "q.png".to_owned())]);
    assert_eq!(flags(text).into_iter().collect::<Vec<_>>(), ["out", "seed"]);
    assert_eq!(anchor("How to read `cascade.csv`: a, b"), "how-to-read-cascadecsv-a-b");
    let names = named_documents("in docs/A.md. or https://x.org/docs/B.md or `docs/c/d.md`, docs/ itself");
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["docs/A.md", "docs/c/d.md"]);
}
