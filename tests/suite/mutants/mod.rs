//! Scenarios, rosters and surveys changed the way people change them: numbers in other units, words for numbers,
//! keys misspelt or moved, entries lost or doubled, files as other programs export them.
//!
//! Whatever comes out, nothing panics; what is refused is refused at a line and a column with words that say
//! what to write; what passes runs, with finite results and a balanced ledger. What is nonsense and passes
//! without a note of `check` is written to `target/tmp/nonsense.txt`, with a count for each kind.
//!
//! `DEEP=20 cargo test mutants` makes twenty times as many.

mod scenario;
mod table;

use super::common::{csv_of, deep, file, files_below, run, text_of};
use cascade::model::{Model, notes};
use cascade::report::{Report, TABLES};
use cascade::schema::Refused;
use cascade::study::{InMemory, Study};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Chance that does not hang on a library: `SplitMix64` (Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % (n.max(1) as u64)).unwrap()
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        if of.is_empty() { None } else { of.get(self.below(of.len())) }
    }
}

/// A changed text.
#[derive(Debug)]
struct Mutant {
    /// How it was changed.
    kind: &'static str,
    /// Where, or what.
    place: String,
    bytes: Vec<u8>,
    /// Whether no one can mean it.
    nonsense: bool,
}

/// A scenario with the files beside it.
struct Base {
    name: String,
    scenario: String,
    files: BTreeMap<String, Vec<u8>>,
    /// What `check` notes of it as it is.
    notes: BTreeSet<String>,
    /// Units of its numbers, by their paths.
    units: BTreeMap<String, &'static str>,
}

impl Base {
    fn of(path: &Path) -> Base {
        let folder = path.parent().unwrap();
        let mut files = BTreeMap::new();
        for ending in ["csv", "xlsx"] {
            let beside = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            for found in beside.filter(|found| found.extension().is_some_and(|end| end == ending)) {
                let name = found.file_name().unwrap().to_string_lossy().into_owned();
                files.insert(name, std::fs::read(found).unwrap());
            }
        }
        let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path).display().to_string();
        let mut base = Base {
            name,
            scenario: std::fs::read_to_string(path).unwrap(),
            files,
            notes: BTreeSet::new(),
            units: BTreeMap::new(),
        };
        if let Ok(study) = base.study(&base.scenario.clone(), &BTreeMap::new()) {
            base.notes = study.model().map(|model| noted(&model)).unwrap_or_default();
            let numbers = study.parameters("baseline").unwrap();
            base.units = numbers.into_iter().map(|number| (number.path, number.unit)).collect();
        }
        base
    }

    /// The scenario, or what stands in its place, with some files in the place of its own.
    fn study(&self, text: &str, other: &BTreeMap<String, Vec<u8>>) -> Result<Study, Refused> {
        let own = self.files.iter().filter(|(name, _)| !other.contains_key(*name));
        let shelf: InMemory = own.chain(other).map(|(name, bytes)| (name.clone(), bytes.clone())).collect();
        Study::read("scenario.toml", text, &shelf)
    }
}

/// Every scenario of the repository that stands for itself.
fn bases() -> Vec<Base> {
    let mut paths = files_below("scenarios", "toml");
    paths.extend(files_below("tests/field", "toml"));
    paths.push(file("src/cli/starter/scenario.toml"));
    paths.push(file("tests/broken/sound.toml"));
    paths.iter().map(|path| Base::of(path)).collect()
}

/// What came of a mutant.
enum Came {
    Refused,
    /// It runs, and `check` notes something of it that it does not note of the base.
    Noted,
    Passed,
    /// It must not be.
    Wrong(String),
}

/// Reads a mutant, and runs it if it passes.
fn judge(base: &Base, text: &str, files: &BTreeMap<String, Vec<u8>>) -> Came {
    let judged = catch_unwind(AssertUnwindSafe(|| judged(base, text, files)));
    judged.unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().cloned();
        let said = said.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Came::Wrong(format!("panics: {}", said.unwrap_or_default()))
    })
}

fn judged(base: &Base, text: &str, files: &BTreeMap<String, Vec<u8>>) -> Came {
    let study = match base.study(text, files) {
        Ok(study) => study,
        Err(refused) => return of_refusal(&refused),
    };
    let mut short = study;
    if short.get("run.years").is_ok_and(|years| years > 2.0) {
        // A scenario of fewer years may not have what it refers to; that is then said.
        _ = short.set("run.years", 2.0);
    }
    let model = match short.model() {
        Ok(model) => model,
        Err(refused) => return of_refusal(&refused),
    };
    if model.len() > 600 {
        return Came::Passed;
    }
    // A ledger that does not balance is a fault of the run.
    let outcome = run(&model, 1, 1);
    let report = Report::new(&model, &outcome, &[]);
    for one in TABLES.iter().filter(|one| one.is_given(&report)) {
        let table = csv_of(one.table.name, &report);
        let endless = |cell: &str| ["NaN", "inf", "-inf"].contains(&cell);
        if let Some(line) = table.lines().find(|line| line.split(',').any(endless)) {
            return Came::Wrong(format!("{}: {line}", one.table.name));
        }
    }
    if noted(&model).iter().any(|note| !base.notes.contains(note)) { Came::Noted } else { Came::Passed }
}

/// Words that a refusal may not have: they mean something to those who wrote the program.
const INSIDE: [&str; 14] = [
    "Some(",
    "None",
    "f64",
    "u64",
    "i64",
    "usize",
    "Option<",
    "Vec<",
    "::",
    "unwrap",
    "Err(",
    "StringRecord",
    "Utf8Error",
    "ParseFloat",
];

/// Words by which a message tells what to do.
const TELLS: [&str; 24] = [
    ";",
    "write",
    "expected",
    "choose",
    "did you mean",
    "allowed",
    "missing",
    "must",
    "at most",
    "lies between",
    "keep",
    "take",
    "leave",
    "name",
    "add",
    "save",
    "use",
    "close",
    "confine",
    "state",
    "remove",
    "can only",
    "belongs",
    "break",
];

fn of_refusal(refused: &Refused) -> Came {
    if refused.problems().is_empty() {
        return Came::Wrong("refused without a reason".into());
    }
    for problem in refused.problems() {
        let said = problem.to_string();
        // What the text itself says in quotes may be anything.
        let own: String = problem.message.split(['"', '`']).step_by(2).collect();
        let fault = if problem.line < 1 || problem.column < 1 {
            "stands nowhere"
        } else if problem.message.len() < 15 || !TELLS.iter().any(|word| own.contains(word)) {
            "does not say what to do"
        } else if INSIDE.iter().any(|word| own.contains(word)) {
            "speaks of the program"
        } else if said.len() > 6_000 {
            "goes on and on"
        } else {
            continue;
        };
        return Came::Wrong(format!("{fault}: {said}"));
    }
    Came::Refused
}

/// What came of many.
#[derive(Default)]
struct Tally {
    wrong: Vec<String>,
    /// By kind: refused, noted, passed.
    counts: BTreeMap<&'static str, [usize; 3]>,
    nonsense: Vec<String>,
}

impl Tally {
    fn add(&mut self, base: &Base, mutant: &Mutant, came: Came) {
        let counts = self.counts.entry(mutant.kind).or_default();
        match came {
            Came::Refused => counts[0] += 1,
            Came::Noted => counts[1] += 1,
            Came::Passed => {
                counts[2] += 1;
                if mutant.nonsense {
                    self.nonsense.push(format!("{}: {}: {}", mutant.kind, base.name, mutant.place));
                }
            }
            Came::Wrong(why) => {
                self.wrong.push(format!("{} of {} at {}: {why}", mutant.kind, base.name, mutant.place));
            }
        }
    }

    /// Writes down what passed, and fails if something went wrong.
    fn finish(mut self, name: &str) {
        let mut text = String::from("kind: refused, noted, passed\n");
        for (kind, [refused, noted, passed]) in &self.counts {
            text.push_str(&format!("{kind}: {refused}, {noted}, {passed}\n"));
        }
        text.push_str(&format!("\n{} that are nonsense and pass without a note:\n", self.nonsense.len()));
        self.nonsense.sort();
        text.push_str(&self.nonsense.join("\n"));
        std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), text).unwrap();
        let n = self.wrong.len();
        self.wrong.sort();
        self.wrong.dedup_by(|a, b| {
            a.split(": ").nth(1) == b.split(": ").nth(1) && a.split(": ").last() == b.split(": ").last()
        });
        let shown: Vec<&str> = self.wrong.iter().take(40).map(String::as_str).collect();
        assert!(n == 0, "{n} mutants went wrong, such as\n{}", shown.join("\n"));
    }
}

/// Goes through many mutants of the scenarios.
fn scenarios(from: u64, mutants: u64) -> Tally {
    let bases = bases();
    let mut tally = Tally::default();
    for number in from..from + mutants {
        let mut dice = Dice(number.wrapping_mul(0x2545_F491_4F6C_DD1D));
        let base = &bases[dice.below(bases.len())];
        let Some(mutant) = scenario::mutant(base, &mut dice) else { continue };
        // Every scenario reaches the reader as UTF-8: the program refuses others before.
        let text = String::from_utf8_lossy(&mutant.bytes);
        let came = judge(base, &text, &BTreeMap::new());
        tally.add(base, &mutant, came);
    }
    tally
}

/// Goes through many mutants of the files beside the scenarios.
fn tables(from: u64, mutants: u64) -> Tally {
    let mut bases: Vec<Base> = bases().into_iter().filter(|base| !base.files.is_empty()).collect();
    bases.retain(|base| base.study(&base.scenario, &BTreeMap::new()).is_ok());
    let mut tally = Tally::default();
    for number in from..from + mutants {
        let mut dice = Dice(number.wrapping_mul(0x9FB2_1C65_1E98_DF25));
        let base = &bases[dice.below(bases.len())];
        let used: Vec<&String> = base
            .files
            .keys()
            .filter(|name| {
                base.scenario.contains(name.as_str()) && Path::new(name).extension() == Some("csv".as_ref())
            })
            .collect();
        let Some(name) = dice.pick(&used) else { continue };
        let Some(mutant) = table::mutant(&base.files[*name], &mut dice) else { continue };
        let files = BTreeMap::from([((*name).clone(), mutant.bytes.clone())]);
        let came = judge(base, &base.scenario, &files);
        tally.add(base, &mutant, came);
    }
    tally
}

#[test]
fn changed_scenarios_are_refused_in_words_or_run() {
    scenarios(0, 700 * u64::from(deep())).finish("nonsense_in_scenarios.txt");
}

#[test]
fn changed_rosters_and_surveys_are_refused_in_words_or_run() {
    tables(0, 350 * u64::from(deep())).finish("nonsense_in_tables.txt");
}

/// The same number makes the same mutant, and every kind comes up.
#[test]
fn mutants_are_made_anew_alike() {
    let base = Base::of(&file("src/cli/starter/scenario.toml"));
    let made =
        |number: u64| scenario::mutant(&base, &mut Dice(number)).map(|mutant| (mutant.kind, mutant.bytes));
    let kinds: BTreeSet<&str> = (0..600).filter_map(|number| made(number).map(|(kind, _)| kind)).collect();
    assert!((0..50).all(|number| made(number) == made(number)));
    assert_eq!(kinds.len(), scenario::KINDS, "{kinds:?}");
    let roster = text_of("src/cli/starter/roster.csv");
    let made = |number: u64| {
        table::mutant(roster.as_bytes(), &mut Dice(number)).map(|mutant| (mutant.kind, mutant.bytes))
    };
    let kinds: BTreeSet<&str> = (0..600).filter_map(|number| made(number).map(|(kind, _)| kind)).collect();
    assert_eq!(kinds.len(), table::KINDS, "{kinds:?}");
}

/// What `check` notes of a model, in words.
fn noted(model: &Model) -> BTreeSet<String> {
    notes(model, &[], 1).iter().map(ToString::to_string).collect()
}
