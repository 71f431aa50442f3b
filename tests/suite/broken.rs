//! Broken scenarios and rosters: each is refused with exit code 3 and with words that tell where it
//! is wrong, what was found and what is allowed, and leaves nothing behind.
//!
//! A case is a change to `tests/broken/sound.toml` or to the roster beside it. The sign `⇢` stands
//! where the problem must be reported and is taken out before the program sees the text. In what the
//! message must say, `…` stands for words that do not matter here.

#![expect(clippy::too_many_lines, reason = "tables of cases")]

use super::common::{contents, program, text_of};
use std::path::Path;

const HERE: &str = "⇢";

/// One way to break an input.
struct Case {
    name: &'static str,
    scenario: Vec<u8>,
    roster: Vec<u8>,
    /// One message for each `⇢`, in the order of the text.
    says: &'static [&'static str],
}

impl Case {
    /// One more change to the scenario, to put the sign where the change above does not reach.
    fn at(mut self, from: &str, to: &str) -> Case {
        let text = String::from_utf8(self.scenario).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{}: {from:?}", self.name);
        self.scenario = text.replace(from, to).into();
        self
    }

    /// [`Case::at`] for the roster.
    fn at_roster(mut self, from: &str, to: &str) -> Case {
        let text = String::from_utf8(self.roster).unwrap();
        self.roster = text.replacen(from, to, 1).into();
        self
    }
}

fn sound() -> String {
    text_of("tests/broken/sound.toml")
}

fn sound_roster() -> String {
    text_of("tests/broken/roster.csv")
}

fn case(name: &'static str, scenario: impl Into<Vec<u8>>, says: &'static [&'static str]) -> Case {
    Case { name, scenario: scenario.into(), roster: sound_roster().into(), says }
}

/// The sound scenario with one passage replaced.
fn put(name: &'static str, from: &str, to: &str, says: &'static [&'static str]) -> Case {
    let text = sound();
    assert_eq!(text.matches(from).count(), 1, "{name}: {from:?} must stand once in the sound scenario");
    case(name, text.replace(from, to), says)
}

/// The sound scenario with something after it.
fn add(name: &'static str, tail: &str, says: &'static [&'static str]) -> Case {
    case(name, sound() + tail, says)
}

/// The sound scenario with another trend of spending.
fn trend(name: &'static str, law: &str, says: &'static [&'static str]) -> Case {
    put(name, "{ normal = { mean = 0.05, sd = 0.01 } }", law, says)
}

/// The sound roster with one passage replaced.
fn cell(name: &'static str, from: &str, to: &str, says: &'static [&'static str]) -> Case {
    let text = sound_roster();
    assert_eq!(text.matches(from).count(), 1, "{name}: {from:?} must stand once in the sound roster");
    roster(name, text.replace(from, to), says)
}

/// The sound scenario with another roster.
fn roster(name: &'static str, text: impl Into<Vec<u8>>, says: &'static [&'static str]) -> Case {
    Case { name, scenario: sound().into(), roster: text.into(), says }
}

/// The sound scenario with physicians made from a cohort instead of a roster.
fn cohort(name: &'static str, body: &str, says: &'static [&'static str]) -> Case {
    put(name, "[roster]\nfile = \"roster.csv\"\n", &format!("[cohort.a]\n{body}"), says)
}

/// Takes the signs out of a text and gives the line and column of each. A column is a character of
/// a scenario and a cell of a roster.
fn places(marked: &[u8], in_cells: bool) -> (Vec<u8>, Vec<(usize, usize)>) {
    let (mut bytes, mut found) = (Vec::new(), Vec::new());
    let mut rest = marked;
    while let Some((byte, more)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(HERE.as_bytes()) {
            let line = bytes.split(|b| *b == b'\n').count();
            let start = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
            let before = String::from_utf8_lossy(&bytes[start..]).into_owned();
            let column = if in_cells { before.matches(',').count() } else { before.chars().count() };
            found.push((line, column + 1));
            rest = after;
        } else {
            bytes.push(*byte);
            rest = more;
        }
    }
    (bytes, found)
}

/// Whether the pieces of `pattern` between `…` stand in `text` in this order.
fn says(text: &str, pattern: &str) -> bool {
    let mut rest = text;
    pattern.split('…').map(str::trim).all(|piece| match rest.split_once(piece) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

fn write(folder: &Path, case: &Case) -> Vec<String> {
    let (scenario, in_scenario) = places(&case.scenario, false);
    std::fs::write(folder.join("scenario.toml"), scenario).unwrap();
    let mut expected: Vec<String> =
        in_scenario.iter().map(|(line, column)| format!("scenario.toml:{line}:{column}: ")).collect();
    let (roster, in_roster) = places(&case.roster, true);
    std::fs::write(folder.join("roster.csv"), roster).unwrap();
    expected.extend(in_roster.iter().map(|(line, cell)| format!("roster.csv:{line}:{cell}: ")));
    assert_eq!(expected.len(), case.says.len(), "{}: one message for each {HERE}", case.name);
    expected
}

/// Runs a command on a broken input and gives what it wrote to standard error.
fn refused(folder: &Path, arguments: &[&str], name: &str) -> String {
    let before = contents(folder);
    let output = program(folder).args(arguments).output().unwrap();
    let text = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert_eq!(output.status.code(), Some(3), "{name}: {arguments:?}\n{text}");
    assert!(output.stdout.is_empty(), "{name}: {arguments:?} writes to standard output");
    assert!(!text.contains("panicked"), "{name}: {text}");
    assert!(contents(folder) == before, "{name}: {arguments:?} leaves something behind");
    text
}

fn every_one_is_refused(cases: Vec<Case>) {
    for case in cases {
        let folder = tempfile::tempdir().unwrap();
        let expected = write(folder.path(), &case);
        let text = refused(folder.path(), &["check", "scenario.toml"], case.name);
        let (mut lines, noun) = (text.lines(), if expected.len() == 1 { "problem" } else { "problems" });
        for (place, words) in expected.iter().zip(case.says) {
            let line = lines.next().unwrap_or_default();
            let found = line.strip_prefix(place.as_str()).is_some_and(|message| says(message, words));
            assert!(found, "{}: expected\n{place}{words}\nin\n{text}", case.name);
        }
        let last = lines.next().unwrap_or_default();
        assert_eq!(last, format!("{} {noun}. Nothing was run.", expected.len()), "{}:\n{text}", case.name);
        assert_eq!(lines.next(), None, "{}:\n{text}", case.name);
        let run = refused(folder.path(), &["run", "scenario.toml", "--out", "a/b"], case.name);
        assert_eq!(run, text, "{}: `run` says what `check` says", case.name);
    }
}

#[test]
fn the_sound_one_is_sound() {
    for (name, text) in [
        ("as it is", sound_roster()),
        (
            "with a byte order mark and Windows line ends",
            format!("\u{feff}{}", sound_roster().replace('\n', "\r\n")),
        ),
        ("with blank lines", sound_roster().replace("P2", "\n\nP2")),
        ("with a note", sound_roster().replace("panel", "note").replace("400", "0")),
    ] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &roster(name, text, &[]));
        let output = program(folder.path()).args(["check", "scenario.toml"]).output().unwrap();
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{name}: {words}");
        assert!(
            String::from_utf8_lossy(&output.stdout).starts_with("scenario.toml is valid.\n  To be broken\n")
        );
    }
}

#[test]
fn files_that_are_no_scenario() {
    let with_name = |name: &str| sound().replace("Clinic", name);
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(sound().encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let mut latin = with_name("Clinique ").into_bytes();
    let at = latin.windows(9).position(|w| w == b"Clinique ").unwrap() + 9;
    latin.splice(at..at, [HERE.as_bytes(), b"\xE9"].concat());
    every_one_is_refused(vec![
        case("nothing at all", "⇢", &["the file is empty; `cascade init DIR` writes a starter"]),
        case("only spaces", "⇢ \n\n", &["the file is empty"]),
        case(
            "only a comment",
            "⇢⇢⇢⇢# later\n",
            &[
                "scenario: missing; write a section [scenario]",
                "system: missing; write a section [system]",
                "contract: missing; write at least one `[contract.<name>]`",
                "plan: missing; write at least one `[plan.<name>]`",
            ],
        ),
        case("UTF-16", [HERE.as_bytes(), &utf16].concat(), &["the file is UTF-16; save it as UTF-8"]),
        case("Latin-1", latin, &["found the byte 0xE9, which is not UTF-8; save the file as UTF-8"]),
        case("prose", "this ⇢is not a scenario", &["this is not TOML … write `name = value`"]),
        case("JSON", "⇢{\"run\": 1}", &["this is not TOML"]),
        put(
            "a quote that does not close",
            "\"Clinic\"",
            "\"Clinic⇢",
            &["the text does not end; close it with a quote"],
        ),
        put("a zero byte", "Clinic", "Cli⇢\0nic", &["the text holds a hidden character; take it away"]),
        put(
            "a written-out control character",
            "\"Clinic\"",
            "⇢\"Cli\\u0007nic\"",
            &["system.name: found the hidden character U+0007"],
        ),
        put(
            "a switch of writing direction",
            "\"Clinic\"",
            "⇢\"Cli\u{202e}nic\"",
            &["system.name: found the hidden character U+202E"],
        ),
        put(
            "a key given twice",
            "years = 2",
            "years = 2\n⇢years = 3",
            &["stands twice … keep one of the two"],
        ),
        put("a section given twice", "[system]", "[⇢run]\n[system]", &["stands twice in the same section"]),
        case(
            "brackets without end",
            format!("a = {}⇢{}{}", "[".repeat(80), "[".repeat(20_000), "]".repeat(20_080)),
            &["too many deep"],
        ),
        case("tables without end", format!("⇢{}a = 1", "a.".repeat(5_000)), &["too many deep"]),
        case("a line of 5 MB", format!("{}⇢", "z".repeat(5_000_000)), &["this is not TOML"]),
        case(
            "a text of 5 MB",
            sound().replace("\"Clinic\"", &format!("⇢\"{}\"", "x".repeat(5_000_000))),
            &["system.name: found a text of 5000000 characters; write at most 10000"],
        ),
        case(
            "a key of 5 MB",
            format!("{}⇢{} = 1\n", sound(), "y".repeat(5_000_000)),
            &["unknown key `yyy … more characters"],
        ),
    ]);
}

#[test]
fn numbers_words_and_names() {
    every_one_is_refused(vec![
        put("a key misspelt", "years = 2", "⇢yers = 2", &["run: unknown key `yers`; did you mean `years`?"]),
        put(
            "a section misspelt",
            "[allocation]",
            "[⇢alocation]",
            &["unknown key `alocation`; did you mean `allocation`?"],
        ),
        add(
            "a section nobody knows",
            "[⇢weather]\nrain = 1\n",
            &["unknown key `weather`; allowed here: `engine`, `scenario`, `run` … or `compliance`"],
        ),
        put(
            "text for a number",
            "years = 2",
            "years = ⇢\"two\"",
            &["run.years: found \"two\"; `years` is a whole number between 1 and 50"],
        ),
        put(
            "a fraction of a year",
            "years = 2",
            "years = ⇢2.5",
            &["run.years: found 2.5; `years` is a whole number between 1 and 50"],
        ),
        put(
            "no years",
            "years = 2",
            "years = ⇢0",
            &["run.years: found 0; `years` is a whole number between 1 and 50"],
        ),
        put(
            "more years than anyone plans",
            "years = 2",
            "years = ⇢51",
            &["run.years: found 51; `years` is a whole number between 1 and 50"],
        ),
        put(
            "no trials",
            "trials = 16",
            "trials = ⇢0",
            &["run.trials: found 0; `trials` is a whole number between 1 and 100000000"],
        ),
        put(
            "a flag for a number",
            "trials = 16",
            "trials = ⇢true",
            &["run.trials: found true; `trials` is a whole number"],
        ),
        put(
            "a date for a number",
            "seed = 1",
            "seed = ⇢2026-01-01",
            &["run.seed: found a date; `seed` is a whole number"],
        ),
        put(
            "a seed below zero",
            "seed = 1",
            "seed = ⇢-1",
            &["run.seed: found -1; `seed` is a whole number between 0 and 9223372036854775807"],
        ),
        put(
            "a whole number without end",
            "seed = 1",
            "seed = ⇢123456789012345678901234567890",
            &["found 123456789012345678901234567890; whole numbers go up to 9223372036854775807"],
        ),
        put(
            "rules that are not written yet",
            "engine = 1",
            "engine = ⇢2",
            &["engine: found 2; `engine` can only be 1"],
        ),
        put(
            "a share as a percentage",
            "revenue_share = 0.4",
            "revenue_share = ⇢40",
            &[
                "contract.aco.revenue_share: found 40; `revenue_share` is a share between 0 and 1 (write 0.12 for 12 %)",
            ],
        ),
        put(
            "a share with a percent sign",
            "revenue_share = 0.4",
            "revenue_share = ⇢\"40 %\"",
            &[
                "contract.aco.revenue_share: found \"40 %\"; `revenue_share` is a share between 0 and 1, or a distribution (write 0.12 for 12 %)",
            ],
        ),
        put(
            "spending of a nation",
            "spending = 6000",
            "spending = ⇢9e15",
            &[
                "contract.aco.spending: found 9000000000000000; `spending` lies between 100 and 200000 $/person/year",
            ],
        ),
        trend("infinity", "⇢inf", &["found inf; write a finite number"]),
        trend("no number", "⇢nan", &["found nan; write a finite number"]),
        trend("beyond every number", "⇢1e400", &["found 1e400; write a finite number"]),
        trend(
            "a list for a number",
            "⇢[0.05]",
            &[
                "contract.aco.trend: found a list of 1; `trend` is a share between -0.2 and 0.3, or a distribution",
            ],
        ),
        put(
            "a list of a million for a number",
            "seed = 1",
            &format!("seed = ⇢[{}]", "1,".repeat(1_000_000)),
            &["run.seed: found a list of 1000000; `seed` is a whole number"],
        ),
        put(
            "a required text left out",
            "[contract.aco]\npayer = \"Payer\"",
            "⇢[contract.aco]",
            &["contract.aco.payer: missing; write `payer = \"…\"`"],
        ),
        put(
            "an empty text",
            "\"Clinic\"",
            "⇢\"  \"",
            &["system.name: `name` is empty; write some text between the quotes"],
        ),
        put(
            "a number for a title",
            "\"To be broken\"",
            "⇢12",
            &["scenario.title: found 12; expected text in quotes"],
        ),
        put(
            "a name with a blank",
            "[contract.book]",
            "[contract.⇢\"the book\"]",
            &[
                "contract: found the name \"the book\"; a name is made of up to 100 letters, digits, `_` and `-`",
            ],
        ),
        put(
            "a word misspelt",
            "line = \"commercial\"\nrevenue_share = 0.4",
            "line = ⇢\"comercial\"\nrevenue_share = 0.4",
            &["contract.aco.line: found \"comercial\"; did you mean `commercial`?"],
        ),
        put(
            "a word nobody knows",
            "line = \"commercial\"\nrevenue_share = 0.4",
            "line = ⇢\"barter\"\nrevenue_share = 0.4",
            &["contract.aco.line: found \"barter\"; allowed: `medicare`, … `commercial`"],
        ),
        put(
            "a family of contracts misspelt",
            "{ shared_savings = { sharing_rate",
            "{ ⇢shared_saving = { sharing_rate",
            &["contract.aco.terms: unknown choice `shared_saving`; did you mean `shared_savings`?"],
        ),
        put(
            "two families of contracts at once",
            "terms = { shared_savings = { sharing_rate = 0.5 } }",
            "terms = ⇢{ shared_savings = {}, mssp = {} }",
            &[
                "contract.aco.terms: found `shared_savings` and `mssp`; choose exactly one of `fee_for_service`, … `mssp`",
            ],
        ),
        put(
            "no family of contracts",
            "terms = { shared_savings = { sharing_rate = 0.5 } }",
            "terms = ⇢{}",
            &["contract.aco.terms: found nothing; choose exactly one of `fee_for_service`"],
        ),
    ]);
}

#[test]
fn parts_that_do_not_fit_together() {
    every_one_is_refused(vec![
        put("an interim settlement after the final one", "terms = { shared_savings", "interim = ⇢{ month = 30 }\nterms = { shared_savings", &["contract.aco.interim: found month 30; an interim settlement comes before the final payment in month 21; write 21 or less"]),
        put("a termination by nobody", "terms = { shared_savings", "clauses = { termination = ⇢{ forfeits = true } }\nterms = { shared_savings", &["contract.aco.clauses.termination.by_payer: nobody ends the agreement; write by_payer or by_system above 0, or no termination"]),
        put("clauses where nothing settles", "terms = \"fee_for_service\"", "clauses = ⇢{ audit = { chance = 0.1, share = 0.2 } }\nterms = \"fee_for_service\"", &["contract.book.clauses: a fee-for-service contract settles nothing that a clause could change; remove them or name a contract that settles something"]),
        put("two limits of truncation", "{ sharing_rate = 0.5 }", "{ truncation = { percentile = ⇢0.99, dollars = 100000 } }", &["contract.aco.terms.shared_savings.truncation.percentile: write either percentile, such as 0.99, or dollars, such as 150000"]),
        put("enrolment types that leave some out", "{ shared_savings = { sharing_rate = 0.5 } }", "{ reach = { arrangement = \"global\", enrolment = ⇢[{ kind = \"esrd\", share = 0.1 }] } }", &["contract.aco.terms.reach.enrolment: the shares add up to 0.1; write shares that add up to 1, such as 0.99 and 0.01"]),
        put("more revenue than there is", "revenue_share = 0.6", "revenue_share = 0.7", &["contract: the revenue shares of all contracts add up to 1.1000; together they must not exceed 1"]).at("[contract.aco]", "[⇢contract.aco]"),
        put("pools of more than the whole", "share = 1.0", "share = 0.5\n[allocation.pool.b]\nshare = 0.6", &["allocation.pool: the shares of the pools add up to 1.1; they must add up to 1"]).at("[allocation.pool.all]", "[allocation.⇢pool.all]"),
        put("money for more than the whole", "physicians = 0.3", "physicians = ⇢0.9\ninfrastructure = 0.5", &["allocation.physicians: infrastructure, physicians and staff add up to 1.4; together they must not exceed 1"]),
        put("a pool misspelt", "pool = \"all\"", "pool = \"al\"", &["plan.base.pay: there is no pool \"al\"; did you mean `all`?"]).at("[[plan.base.pay]]\nsalary", "⇢[[plan.base.pay]]\nsalary"),
        put("a component misspelt", "salary = {", "⇢salry = {", &["plan.base.pay[0]: unknown choice `salry`; did you mean `salary`?"]),
        put("two components in one place", "[[plan.base.pay]]\nsalary = { per_fte = 250000 }", "⇢[[plan.base.pay]]\nsalary = { per_fte = 250000 }\nstipend = { hours_per_week = 1 }", &["plan.base.pay[0]: found `salary` and `stipend`; choose exactly one of `salary`,"]),
        put("tiers that fall", "salary = { per_fte = 250000 }", "wrvu = { tiers = ⇢[{ rate = 50, above = 10 }, { rate = 60, above = 5 }] }", &["plan.base.pay[0].wrvu.tiers: thresholds must rise from tier to tier; sort them, lowest first"]),
        put("no tiers", "salary = { per_fte = 250000 }", "wrvu = { tiers = ⇢[] }", &["plan.base.pay[0].wrvu.tiers: the list is empty; write at least one tier, such as [{ rate = 55 }]"]),
        put("a ladder that leads down", "salary = { per_fte = 250000 }", "quality_bonus = { per_fte = 9, ladder = { threshold = 0.9, target = ⇢0.8 } }", &["ladder.target: found 0.8; the target must lie above the threshold of 0.9"]),
        add("redesign of plans that do not exist", "[[redesign]]\nfrom = ⇢\"bas\"\nto = ⇢\"new\"\n", &["redesign[0].from: there is no plan \"bas\"; did you mean `base`?", "redesign[0].to: there is no plan \"new\"; known: `base`"]),
        add("redesign of a plan into itself", "[[redesign]]\nfrom = \"base\"\nto = ⇢\"base\"\n", &["redesign[0].to: found \"base\" for both; a redesign replaces a plan by another"]),
        put("cohorts beside a roster", "[contract.aco]", "[⇢cohort.a]\ncount = 2\nspecialty = \"cardiology\"\nplans = { base = 1.0 }\nwrvu = 100\n[contract.aco]", &["cohort: found cohorts beside a roster file; keep one of the two"]),
        put("no physicians at all", "[roster]\nfile = \"roster.csv\"\n", "", &["there are no physicians; write [roster] with file = \"roster.csv\", or at least one [cohort.<name>]"]).at("# A small", "⇢# A small"),
        cohort("a specialty nobody knows", "count = 2\nspecialty = ⇢\"cardio\"\nplans = { base = 1.0 }\nwrvu = 100\n", &["cohort.a.specialty: unknown specialty \"cardio\"; … use a standard one (`cascade catalogue defaults` lists them) or write [specialty.cardio] with `field`,"]),
        cohort("a plan misspelt", "count = 2\nspecialty = \"cardiology\"\nplans = { bas = ⇢1.0 }\nwrvu = 100\n", &["cohort.a.plans.bas: there is no plan \"bas\"; did you mean `base`?"]),
        cohort("a contract misspelt", "count = 2\nspecialty = \"cardiology\"\nplans = { base = 1.0 }\nwrvu = 100\nlives = { acco = ⇢30 }\n", &["cohort.a.lives.acco: there is no contract \"acco\"; did you mean `aco`?"]),
        cohort("plans for a part of the cohort", "count = 2\nspecialty = \"cardiology\"\nplans = ⇢{ base = 0.9 }\nwrvu = 100\n", &["cohort.a.plans: the shares add up to 0.9; they must add up to 1"]),
        cohort("a cohort of nobody", "count = ⇢0\nspecialty = \"cardiology\"\nplans = { base = 1.0 }\nwrvu = 100\n", &["cohort.a.count: found 0; `count` is a whole number between 1 and 100000"]),
        cohort("a base salary that is not given", "count = 2\nspecialty = \"cardiology\"\nplans = { base = ⇢1.0 }\nwrvu = 100\n", &["cohort.a.plans.base: plan `base` pays each physician's own base salary; give the cohort a base_salary, or state per_fte in the plan"]).at("per_fte = 250000", ""),
    ]);
}

#[test]
fn variants() {
    every_one_is_refused(vec![
        add(
            "a patch of a contract that does not exist",
            "⇢⇢⇢⇢⇢[variant.a.contract.acco]\ntrend = 0.1\n",
            &[
                "contract.acco.payer: missing; … (in variant `a`, which adds `contract.acco`; the scenario itself has `aco` and `book`)",
                "contract.acco.line: missing; choose one of",
                "contract.acco.revenue_share: missing; `revenue_share` is a share between 0 and 1",
                "contract.acco.spending: missing; `spending` lies between 100 and 200000 $/person/year",
                "contract.acco.terms: missing; choose one of `fee_for_service`",
            ],
        ),
        add(
            "a key misspelt",
            "[variant.a.allocation]\n⇢physician = 0.1\n",
            &["allocation: unknown key `physician`; did you mean `physicians`? (in variant `a`)"],
        ),
        add(
            "removal of what is not there",
            "[variant.a]\nremove = [⇢\"allocation.reserve\"]\n",
            &[
                "variant.a.remove: there is no \"allocation.reserve\" to remove; `allocation` has `physicians` and `pool`",
            ],
        ),
        add(
            "removal of what is needed",
            "[variant.a]\nremove = [\"system.name\"]\n",
            &["system.name: missing; write `name = \"…\"` (in variant `a`)"],
        )
        .at("[system]", "⇢[system]"),
        add(
            "a circle",
            "[variant.⇢a]\nbuilds_on = \"b\"\n[variant.⇢b]\nbuilds_on = \"a\"\n",
            &[
                "variant.a.builds_on: variant \"a\" builds on itself; break the circle",
                "variant.b.builds_on: variant \"b\" builds on itself",
            ],
        ),
        add(
            "an ancestor misspelt",
            "[variant.a]\nbuilds_on = ⇢\"mor\"\n",
            &["variant.a.builds_on: there is no variant \"mor\"; did you mean `more`?"],
        ),
        add(
            "other years than the baseline",
            "[variant.a.⇢run]\nyears = 3\n",
            &["variant.a.run: `run` is the same in every arm … change it in the scenario itself"],
        ),
        add(
            "the baseline as a variant",
            "[variant.⇢baseline]\n",
            &["variant.baseline: found the name \"baseline\"; … and not `baseline`"],
        ),
        add(
            "a name that is a path",
            "[variant.⇢\"a/b\"]\n",
            &["found the name \"a/b\"; name a variant with letters, digits, `_` and `-`"],
        ),
        add(
            "a number for a variant",
            "[variant]\na = ⇢3\n",
            &["variant.a: write a variant as a table: [variant.<name>]"],
        ),
        add(
            "a number for a title",
            "[variant.a]\ntitle = ⇢3\n",
            &["variant.a.title: found 3; expected text in quotes"],
        ),
    ]);
}

#[test]
fn distributions() {
    every_one_is_refused(vec![
        trend(
            "a negative spread",
            "{ normal = ⇢{ mean = 0.05, sd = -0.01 } }",
            &["contract.aco.trend.normal: found sd = -0.01; it must be above 0"],
        ),
        trend(
            "no spread",
            "{ normal = ⇢{ mean = 0.05 } }",
            &["contract.aco.trend.normal: `sd` is missing; write `sd =` and a number"],
        ),
        trend(
            "a parameter nobody knows",
            "{ normal = { mean = 0.05, sd = 0.01, ⇢skew = 3 } }",
            &["contract.aco.trend.normal: unknown key `skew`; allowed here: `mean` or `sd`"],
        ),
        trend(
            "a name misspelt",
            "{ ⇢norml = { mean = 0.05, sd = 0.01 } }",
            &["contract.aco.trend: unknown distribution `norml`; did you mean `normal`?"],
        ),
        trend(
            "two at once",
            "⇢{ normal = { mean = 0.05, sd = 0.01 }, uniform = { min = 0, max = 0.1 } }",
            &[
                "contract.aco.trend: found a table of 2 keys; a distribution is a table with one key: `normal`,",
            ],
        ),
        trend(
            "a number for its parameters",
            "{ normal = ⇢3 }",
            &["contract.aco.trend: found 3; expected a table with `mean` and `sd`"],
        ),
        trend(
            "a mean that is no number",
            "{ normal = { mean = ⇢nan, sd = 0.01 } }",
            &["found nan; write a finite number"],
        ),
        trend(
            "a mean beyond measure",
            "{ normal = { mean = ⇢1e300, sd = 0.01 } }",
            &["contract.aco.trend.normal.mean: found 1e300; expected a number between -1e15 and 1e15"],
        ),
        trend(
            "values that cannot be",
            "⇢{ normal = { mean = 0, sd = 0.5 } }",
            &[
                "contract.aco.trend: the distribution reaches from -4.1 … to 4.1 … `trend` is a share between -0.2 and 0.3; confine it, for example with truncated_normal or beta",
            ],
        ),
        trend(
            "beta without a shape",
            "{ beta = ⇢{ alpha = 0, beta = 2 } }",
            &["contract.aco.trend.beta: found alpha = 0; it lies between 0.1 and 1000000"],
        ),
        trend(
            "gamma like a needle",
            "{ gamma = ⇢{ shape = 1e9, scale = 1e-12 } }",
            &["contract.aco.trend.gamma: found shape = 1000000000; it lies between 0.1 and 1000000"],
        ),
        trend(
            "lognormal of a loss",
            "{ lognormal = ⇢{ median = -1, sigma = 0.1 } }",
            &["contract.aco.trend.lognormal: found median = -1; it must be above 0"],
        ),
        trend(
            "lognormal with a spread in dollars",
            "{ lognormal = ⇢{ median = 0.1, sigma = 2000 } }",
            &[
                "contract.aco.trend.lognormal: found sigma = 2000; it is the spread of the logarithm, at most 10",
            ],
        ),
        trend(
            "triangle with its mode outside",
            "{ triangular = ⇢{ min = 0.05, mode = 0.01, max = 0.1 } }",
            &[
                "contract.aco.trend.triangular: found mode = 0.01; it must lie between min = 0.05 and max = 0.1",
            ],
        ),
        trend(
            "PERT with its mode outside",
            "{ pert = ⇢{ min = 0.05, mode = 0.2, max = 0.1 } }",
            &["contract.aco.trend.pert: found mode = 0.2; it must lie between min = 0.05 and max = 0.1"],
        ),
        trend(
            "uniform upside down",
            "{ uniform = ⇢{ min = 0.1, max = 0.0 } }",
            &["contract.aco.trend.uniform: found min = 0.1 and max = 0; min must be below max"],
        ),
        trend(
            "cut off where nothing is",
            "{ truncated_normal = ⇢{ mean = 0, sd = 0.01, min = 0.2, max = 0.3 } }",
            &[
                "contract.aco.trend.truncated_normal: the whole range lies more than 8 standard deviations from the mean; move the mean or the range",
            ],
        ),
        trend(
            "no observations",
            "{ empirical = ⇢{ values = [] } }",
            &["contract.aco.trend.empirical: found 0 values; an empirical distribution needs at least two"],
        ),
        trend(
            "a word among observations",
            "{ empirical = { values = ⇢[0.1, \"x\"] } }",
            &["contract.aco.trend.empirical: `values` must be a list, and each item a number"],
        ),
        trend(
            "fewer weights than values",
            "{ discrete = ⇢{ values = [0.1, 0.2], weights = [1] } }",
            &["contract.aco.trend.discrete: found 2 values and 1 weight; give one weight for each value"],
        ),
        trend(
            "a weight below zero",
            "{ discrete = ⇢{ values = [0.1, 0.2], weights = [2, -1] } }",
            &["contract.aco.trend.discrete: the weights must not be negative, and not all zero"],
        ),
        trend(
            "a chance above one",
            "{ zero_or = ⇢{ chance = 2, otherwise = { uniform = { min = 0, max = 0.1 } } } }",
            &["contract.aco.trend.zero_or: found chance = 2; a chance lies between 0 and 1"],
        ),
        trend(
            "zero or what",
            "{ zero_or = ⇢{ chance = 0.2 } }",
            &[
                "contract.aco.trend.zero_or: `otherwise` is missing; write the distribution used when the value is not zero",
            ],
        ),
        trend(
            "zero or a number",
            "{ zero_or = { chance = 0.2, otherwise = ⇢3 } }",
            &[
                "contract.aco.trend.zero_or.otherwise: found 3; expected a distribution, such as { uniform = { min = 1, max = 2 } }",
            ],
        ),
        trend(
            "zero or less",
            "{ zero_or = ⇢{ chance = 0.2, otherwise = { uniform = { min = -0.1, max = 0.1 } } } }",
            &["contract.aco.trend.zero_or: the values other than zero reach down to -0.1"],
        ),
    ]);
}

#[test]
fn correlations() {
    let pair = |first: &str, second: &str, rho: &str| {
        format!("[[correlation]]\nfirst = {first}\nsecond = {second}\nrho = {rho}\n")
    };
    let (trend, cv, noise) = ("\"contract.aco.trend\"", "\"chance.wrvu_cv\"", "\"chance.spending_noise\"");
    every_one_is_refused(vec![
        add(
            "of a number that is certain",
            &pair("⇢\"contract.aco.spending\"", trend, "0.5"),
            &[
                "correlation[0].first: \"contract.aco.spending\" is not an uncertain number; a correlation joins numbers that are given as distributions",
            ],
        ),
        add(
            "of a number that does not exist",
            &pair("⇢\"contract.acco.trend\"", cv, "0.5"),
            &[
                "correlation[0].first: \"contract.acco.trend\" is not an uncertain number; did you mean `contract.aco.trend`?",
            ],
        ),
        add(
            "closer than one",
            &pair(trend, cv, "⇢1.5"),
            &["correlation[0].rho: found 1.5; `rho` lies between -0.999 and 0.999"],
        ),
        add(
            "uncertain itself",
            &pair(trend, cv, "⇢{ uniform = { min = 0.1, max = 0.2 } }"),
            &["correlation[0].rho: found a distribution; this must be a plain number"],
        ),
        add(
            "with itself",
            &pair(trend, &format!("⇢{trend}"), "0.5"),
            &[
                "correlation[0].second: found \"contract.aco.trend\" for both; a number is not correlated with itself",
            ],
        ),
        add(
            "given twice",
            &(pair(trend, cv, "0.5") + HERE + &pair(cv, trend, "-0.5")),
            &["correlation[1]: this pair of numbers stands twice; keep one of the two"],
        ),
        add(
            "that no numbers can have",
            &(pair(trend, cv, "0.6") + &pair(cv, noise, "0.6") + &pair(noise, trend, "⇢-0.9")),
            &["correlation[2].rho: the correlations contradict each other: … bring one of them closer to 0"],
        ),
    ]);
}

#[test]
fn rosters() {
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(sound_roster().encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let mut latin = sound_roster().into_bytes();
    let at = latin.windows(2).position(|w| w == b"P2").unwrap();
    latin.splice(at..at + 2, [HERE.as_bytes(), b"Zo\xEB"].concat());
    let missing = put(
        "no file",
        "\"roster.csv\"",
        "⇢\"rooster.csv\"",
        &[
            "roster.file: cannot read the roster rooster.csv: there is no such file or folder; the path is relative to the scenario",
        ],
    );
    every_one_is_refused(vec![
        missing,
        roster(
            "nothing at all",
            "⇢",
            &["the file is empty; write a header row and one row for each physician"],
        ),
        roster(
            "only a header",
            "⇢physician_id,specialty,plan,clinical_fte,wrvu\n",
            &["the roster has no physicians; write one row for each below the header"],
        ),
        roster(
            "no header",
            format!("⇢{}", sound_roster().split_once('\n').unwrap().1),
            &[
                "the first row must name the columns … begin it with physician_id,specialty,plan,clinical_fte,wrvu",
            ],
        ),
        roster(
            "a workbook",
            "⇢PK\u{3}\u{4}\u{14}\0",
            &["this is an Excel workbook; save the sheet as \"CSV UTF-8\""],
        ),
        roster(
            "UTF-16",
            [HERE.as_bytes(), &utf16].concat(),
            &["the file holds zero bytes, so it is not UTF-8 text; save it as \"CSV UTF-8\""],
        ),
        roster("Latin-1", latin, &["physician_id: the cell is not UTF-8; save the file as \"CSV UTF-8\""]),
        roster(
            "semicolons",
            format!("⇢{}", sound_roster().replace(',', ";")),
            &["found columns separated by semicolons; separate them by commas"],
        ),
        cell(
            "a column left out",
            "clinical_fte,wrvu",
            "clinical_fte,note",
            &["wrvu: missing column `wrvu`; add it to the header and to every row"],
        )
        .at_roster("physician_id", "⇢physician_id"),
        cell(
            "a column misspelt",
            ",panel",
            ",⇢pannel",
            &["pannel: unknown column `pannel`; did you mean `panel`?"],
        ),
        cell(
            "a column nobody knows",
            ",panel",
            ",⇢shoe_size",
            &["shoe_size: unknown column `shoe_size`; name it `note…"],
        ),
        cell(
            "a column given twice",
            ",panel",
            ",⇢plan",
            &["plan: the column stands twice, first as column 3; remove one"],
        ),
        cell(
            "a contract misspelt",
            "lives.aco",
            "⇢lives.acco",
            &["lives.acco: there is no contract \"acco\"; did you mean `aco`?"],
        ),
        cell(
            "an identifier given twice",
            "P2",
            "⇢P1",
            &["physician_id: found \"P1\" again; it already stands in line 2; identifiers must be unique"],
        ),
        cell(
            "no identifier",
            "P2",
            "⇢",
            &["physician_id: the cell is empty; `physician_id` must be given for every physician"],
        ),
        cell(
            "an identifier with a mark nobody sees",
            "P2",
            "⇢P\u{200b}2",
            &["physician_id: found \"P\\u{200b}2\"; remove line breaks and hidden characters"],
        ),
        cell(
            "an identifier like a book",
            "P2",
            &format!("⇢{}", "x".repeat(3_000_000)),
            &["physician_id: found 3000000 characters; write at most 200"],
        ),
        cell(
            "a word for a number",
            "7000",
            "⇢many",
            &["wrvu: found \"many\"; `wrvu` is a number between 0 and 100000"],
        ),
        cell(
            "thousands",
            "7000",
            "⇢\"7,000\"",
            &["wrvu: found \"7,000\"; … write it without $, %, spaces or thousands separators"],
        ),
        cell("no number", "7000", "⇢nan", &["wrvu: found \"nan\"; `wrvu` is a number between 0 and 100000"]),
        cell(
            "beyond every number",
            "7000",
            "⇢1e400",
            &["wrvu: found \"1e400\"; `wrvu` is a number between 0 and 100000"],
        ),
        cell(
            "less than no time",
            "0.8",
            "⇢-0.8",
            &["clinical_fte: found -0.8; `clinical_fte` lies between 0.001 and 1.5"],
        ),
        cell(
            "a share as a percentage",
            "0.8",
            "⇢80",
            &["clinical_fte: found 80; … write a share such as 0.8, not a percentage"],
        ),
        cell(
            "more clinic than time",
            "clinical_fte,wrvu,panel,lives.aco\nP1,family_medicine,base,1.0,5000,1500,400\nP2,cardiology,base,0.8,7000,0,0",
            "clinical_fte,wrvu,fte\nP1,family_medicine,base,1.0,5000,1.0\nP2,cardiology,base,⇢0.8,7000,0.5",
            &["clinical_fte: found 0.8 with fte 0.5; the clinical share cannot exceed the whole"],
        ),
        cell(
            "more lives than patients",
            "1500",
            "⇢150",
            &[
                "panel: found a panel of 150 with 400 attributed lives; attributed lives are part of the panel",
            ],
        ),
        cell(
            "a plan misspelt",
            "cardiology,base",
            "cardiology,⇢bse",
            &["plan: there is no plan \"bse\"; did you mean `base`?"],
        ),
        cell(
            "a specialty misspelt",
            "cardiology",
            "⇢cardiolgy",
            &["specialty: unknown specialty \"cardiolgy\"; did you mean `cardiology`?"],
        ),
        cell(
            "a month in words",
            "panel,lives.aco\nP1,family_medicine,base,1.0,5000,1500,400\nP2,cardiology,base,0.8,7000,0,0",
            "hired\nP1,family_medicine,base,1.0,5000,2020-07\nP2,cardiology,base,0.8,7000,⇢next May",
            &["hired: found \"next May\"; write a month as YYYY-MM, such as 2027-07"],
        ),
        cell(
            "a quote that does not close",
            "P2",
            "⇢\"P2",
            &["the quote that opens here never closes, … close it, or take it away"],
        ),
        cell(
            "a quote that swallows the rows below",
            "lives.aco\nP1,family_medicine,base,1.0,5000,1500,400",
            "note\nP1,family_medicine,base,1.0,5000,1500,⇢\"see below",
            &["the quote that opens here never closes"],
        ),
        cell(
            "a cell too many",
            "7000,0,0",
            "7000,5,0,⇢0",
            &[
                "found 8 cells where the header has 7; check for a missing or extra comma, or quote a cell that holds one",
            ],
        ),
    ]);
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let text = sound()
        .replace("years = 2", "years = ⇢0")
        .replace("trials = 16", "trials = ⇢\"many\"")
        .replace("revenue_share = 0.4", "revenue_share = ⇢40")
        .replace("physicians = 0.3", "⇢physicans = 0.3")
        .replace("salary = { per_fte = 250000 }", "salary = { per_fte = ⇢-1 }");
    every_one_is_refused(vec![case(
        "five mistakes",
        text,
        &[
            "run.years: found 0",
            "run.trials: found \"many\"",
            "contract.aco.revenue_share: found 40",
            "allocation: unknown key `physicans`; did you mean `physicians`?",
            "plan.base.pay[0].salary.per_fte: found -1",
        ],
    )]);
    let rows = "P1,cardiology,base,⇢0.8x,⇢-7000,0,0\n,family_medicine,base,1.0,5000,⇢20,30\n"
        .replacen("\n,", "\n⇢,", 1);
    let header = "physician_id,specialty,plan,clinical_fte,wrvu,panel,lives.aco\n";
    every_one_is_refused(vec![roster(
        "four bad cells",
        format!("{header}{rows}"),
        &[
            "clinical_fte: found \"0.8x\"",
            "wrvu: found -7000",
            "physician_id: the cell is empty",
            "panel: found a panel of 20 with 30",
        ],
    )]);
}

#[test]
fn a_fault_in_every_row_is_not_said_a_thousand_times() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "Q,cardiology,base,80,7000,0,0\n".repeat(1_000);
    write(folder.path(), &roster("a thousand bad rows", sound_roster() + &rows, &[]));
    let text = refused(folder.path(), &["check", "scenario.toml"], "a thousand bad rows");
    assert_eq!(text.lines().count(), 201);
    assert!(text.ends_with("\n1000 problems, the first 200 listed. Nothing was run.\n"), "{text}");
    let tiers = format!("wrvu = {{ tiers = [{}] }}", "{ rate = -1 },".repeat(1_000));
    let scenario = sound().replace("salary = { per_fte = 250000 }", &tiers);
    write(folder.path(), &case("a thousand bad tiers", scenario, &[]));
    let text = refused(folder.path(), &["check", "scenario.toml"], "a thousand bad tiers");
    assert!(text.ends_with("\n1000 problems, the first 200 listed. Nothing was run.\n"), "{text}");
}

#[test]
fn folders_where_files_are_expected() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &case("a folder", sound(), &[]));
    std::fs::remove_file(folder.path().join("roster.csv")).unwrap();
    std::fs::create_dir(folder.path().join("roster.csv")).unwrap();
    for (file, words) in [
        (
            "scenario.toml",
            "roster.file: cannot read the roster roster.csv: it is a folder; the path is relative to the scenario",
        ),
        (".", "cannot read the scenario .: it is a folder; name the scenario file inside it"),
        (
            "none.toml",
            "cannot read the scenario none.toml: there is no such file or folder; check the path, or write a starter with `cascade init DIR`",
        ),
    ] {
        for command in [
            vec!["check", file],
            vec!["run", file, "--out", "a/b"],
            vec!["explain", file, "--trial", "1", "--year", "1", "--physician", "P1"],
        ] {
            let text = refused(folder.path(), &command, file);
            assert!(text.contains(words), "{text}");
        }
    }
}
