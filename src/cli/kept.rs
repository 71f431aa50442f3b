//! What a folder of results keeps of what it was read from: files under names that every system takes.

use super::digest::sha256;
use super::output::Output;
use crate::report::{SourceFile, Whom};
use crate::schema::Source;
use crate::units::hidden;

/// The folder, below that of the results.
pub(super) const INPUTS: &str = "inputs";

/// A file that a folder of results keeps.
#[derive(Clone, Debug)]
pub(super) struct KeptFile {
    /// What the scenario calls it.
    pub called: String,
    /// What it is called in messages.
    pub shown: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A file that was read.
#[derive(Debug)]
pub(super) struct ReadFile {
    /// What the scenario calls it.
    pub called: String,
    /// What it is called in messages.
    pub shown: String,
    /// Its hash.
    pub sha256: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A file that a run was read from.
#[derive(Clone, Debug)]
pub(super) struct Input {
    /// What it is.
    pub kind: &'static str,
    /// What the scenario calls it; of the scenario itself, its name.
    pub called: String,
    /// Where the folder of results keeps it.
    pub file: String,
    /// Its hash.
    pub sha256: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The kinds of files that a run is read from.
pub(super) const KINDS: [&str; 3] = [SCENARIO, ROSTER, SURVEY];
/// The scenario's own text.
pub(super) const SCENARIO: &str = "scenario";
/// Who is paid: confidential.
pub(super) const ROSTER: &str = "roster";
const SURVEY: &str = "survey";

impl Input {
    /// As a page tells of it.
    pub(super) fn source(&self) -> SourceFile<'_> {
        SourceFile { kind: self.kind, name: &self.file, sha256: &self.sha256 }
    }

    /// The file of a folder of results.
    pub(super) fn output(&self) -> Output<'_> {
        let whom = if self.kind == ROSTER { Whom::Persons } else { Whom::Groups };
        Output::new(self.file.clone(), whom, |sink| sink.write_all(&self.bytes))
    }

    /// Whether the scenario finds it where it is kept.
    pub(super) fn is_found(&self) -> bool {
        self.kind == SCENARIO
            || plain_path(&self.called).is_some_and(|path| format!("{INPUTS}/{path}") == self.file)
    }
}

/// What a run was read from: the scenario, and what it names.
pub(super) fn inputs_of(
    scenario: &Source,
    read: Vec<ReadFile>,
    is_roster: impl Fn(&str) -> bool,
) -> Vec<Input> {
    let base = base_name(&scenario.name).trim_end_matches(" (built in)").to_owned();
    let called = base_name(&scenario.name).to_owned();
    let mut taken: Vec<(String, String)> = Vec::new();
    let hash = sha256(scenario.text.as_bytes());
    let mut names = vec![free(&safe(&base), &hash, &mut taken)];
    // Names that can stand as they are come first, so that no other takes them.
    let mut placed: Vec<Option<String>> =
        read.iter().map(|file| Some(free(&plain_path(&file.called)?, &file.sha256, &mut taken))).collect();
    for (name, file) in placed.iter_mut().zip(&read).filter(|(name, _)| name.is_none()) {
        *name = Some(free(&safe(base_name(&file.called)), &file.sha256, &mut taken));
    }
    names.extend(placed.into_iter().flatten());
    let text = ReadFile {
        called,
        shown: scenario.name.clone(),
        sha256: hash,
        bytes: scenario.text.clone().into_bytes(),
    };
    let kind = |place: usize, file: &ReadFile| match place {
        0 => SCENARIO,
        _ if is_roster(&file.called) => ROSTER,
        _ => SURVEY,
    };
    let all = std::iter::once(text).chain(read).zip(names).enumerate();
    all.map(|(place, (file, name))| Input {
        kind: kind(place, &file),
        file: format!("{INPUTS}/{name}"),
        called: file.called,
        sha256: file.sha256,
        bytes: file.bytes,
    })
    .collect()
}

/// What follows the last slash of either kind.
fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// A path that can be kept as it is called: names below the scenario's folder that every system takes.
fn plain_path(called: &str) -> Option<String> {
    let parts: Vec<&str> = called.split('/').filter(|part| *part != ".").collect();
    let plain = parts.len() <= DEEPEST && called.len() <= LONGEST && parts.iter().all(|part| is_plain(part));
    plain.then(|| parts.join("/"))
}

/// Folders below one another.
const DEEPEST: usize = 8;
/// Bytes of a name that every system takes, with what is put in front of it and behind.
const LONGEST: usize = 180;

/// Whether every system takes a name, and reads it as it is written.
pub(super) fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= LONGEST + 20
        && name.chars().all(is_harmless)
        && !name.starts_with(['.', ' ', '-'])
        && !name.ends_with(['.', ' '])
        && !is_reserved(name)
}

/// Letters, digits and what needs no more than quotes.
fn is_harmless(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | ' ' | '+' | ',' | '(' | ')')
}

/// Names that one system keeps for devices, whatever their ending.
pub(super) fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device).is_some_and(|n| n.len() == 1 && n.starts_with(|c: char| c.is_ascii_digit()))
    };
    ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str()) || numbered("COM") || numbered("LPT")
}

/// A name that every system takes, as like the given one as can be.
fn safe(name: &str) -> String {
    let plain: String = name.chars().map(|c| if is_harmless(c) { c } else { '_' }).collect();
    let plain = plain.trim_matches([' ', '.']).trim_start_matches('-');
    let mut short = String::new();
    // The ending says what a file is: it stays, the middle goes.
    let keep = LONGEST - 40;
    if plain.len() > keep {
        let (stem, ending) = plain.rsplit_once('.').filter(|(_, e)| e.len() < 20).unwrap_or((plain, ""));
        short.extend(stem.chars().scan(0, |bytes, c| {
            *bytes += c.len_utf8();
            (*bytes + ending.len() < keep).then_some(c)
        }));
        if !ending.is_empty() {
            short.extend([".", ending]);
        }
    } else {
        short.push_str(plain);
    }
    match short.as_str() {
        "" => "file".to_owned(),
        name if is_reserved(name) => format!("_{name}"),
        _ => short,
    }
}

/// A name that is not taken, whatever the case of its letters; one that is taken by the same bytes.
fn free(name: &str, hash: &str, taken: &mut Vec<(String, String)>) -> String {
    let folded = |name: &str| name.to_lowercase();
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
    let (stem, ending) = file.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((file, ""));
    for n in 1_usize.. {
        let number = if n == 1 { String::new() } else { format!("-{n}") };
        let dot = if ending.is_empty() { "" } else { "." };
        let slash = if folder.is_empty() { "" } else { "/" };
        let tried = format!("{folder}{slash}{stem}{number}{dot}{ending}");
        if taken.iter().any(|(known, same)| *known == tried && same == hash) {
            return tried;
        }
        let low = folded(&tried);
        let meets = |known: &str| {
            let known = folded(known);
            known == low || known.starts_with(&format!("{low}/")) || low.starts_with(&format!("{known}/"))
        };
        if !taken.iter().any(|(known, _)| meets(known)) {
            taken.push((tried.clone(), hash.to_owned()));
            return tried;
        }
    }
    name.to_owned()
}

/// Whether a name is of a file below the folder of what a run was read from, and leads nowhere else.
pub(super) fn in_inputs(file: &str) -> bool {
    let below = file.strip_prefix(INPUTS).and_then(|rest| rest.strip_prefix('/'));
    below.is_some_and(|rest| rest.split('/').all(is_plain))
}

/// A text of somebody else's record as a terminal may have it: in one line, with nothing that nobody sees.
pub(super) fn inert(text: &str) -> String {
    let seen = |c: char| {
        let plain = !c.is_control() && hidden(c.encode_utf8(&mut [0; 4])).is_none();
        if plain { c.to_string() } else { c.escape_unicode().to_string() }
    };
    text.chars().map(seen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(called: &[(&str, &str)]) -> Vec<String> {
        let scenario = Source { name: "/home/me/Übung 1.toml".into(), text: "x".into() };
        let read = called.iter().map(|(called, bytes)| ReadFile {
            called: (*called).into(),
            shown: (*called).into(),
            sha256: (*bytes).into(),
            bytes: bytes.as_bytes().to_vec(),
        });
        inputs_of(&scenario, read.collect(), |_| true).into_iter().map(|input| input.file).collect()
    }

    #[test]
    fn names_are_kept_where_every_system_takes_them() {
        let long = format!("{}.csv", "x".repeat(300));
        let names = kept(&[
            ("../roster.csv", "1"),
            ("roster.csv", "2"),
            ("./data/ROSTER.csv", "3"),
            ("/etc/roster.csv", "4"),
            ("C:\\pay\\roster.csv", "2"),
            ("data", "5"),
            ("nul.csv", "6"),
            ("\u{202e}\x1b[31m<b>.csv", "7"),
            (&long, "8"),
            ("..", "9"),
            ("-rf.csv", "10"),
        ]);
        let mut wanted = vec![
            "inputs/Übung 1.toml".to_owned(),
            "inputs/roster-2.csv".into(),
            "inputs/roster.csv".into(),
            "inputs/data/ROSTER.csv".into(),
            "inputs/roster-3.csv".into(),
            // The same bytes once.
            "inputs/roster.csv".into(),
            "inputs/data-2".into(),
            "inputs/_nul.csv".into(),
            "inputs/___31m_b_.csv".into(),
        ];
        wanted.push(format!("inputs/{}.csv", "x".repeat(136)));
        wanted.extend(["inputs/file".into(), "inputs/rf.csv".into()]);
        assert_eq!(names, wanted);
        assert!(names.iter().all(|name| name.split('/').all(is_plain)));
    }

    #[test]
    fn what_others_wrote_does_nothing_to_a_terminal() {
        assert_eq!(inert("a\x1b[31m\u{202e}b\n é"), "a\\u{1b}[31m\\u{202e}b\\u{a} é");
    }

    #[test]
    fn a_scenario_finds_what_stands_under_its_own_name() {
        let input = |called: &str, file: &str| Input {
            kind: ROSTER,
            called: called.into(),
            file: file.into(),
            sha256: String::new(),
            bytes: Vec::new(),
        };
        assert!(input("./a/r.csv", "inputs/a/r.csv").is_found());
        assert!(
            !input("../r.csv", "inputs/r.csv").is_found() && !input("r.csv", "inputs/r-2.csv").is_found()
        );
    }

    #[test]
    fn no_name_leads_out_of_the_inputs() {
        for bad in [
            "inputs/../x",
            "/etc/passwd",
            "inputs",
            "inputs/",
            "inputs//x",
            "inputs/.x",
            "x",
            "inputs/a\\b",
            "inputs/a\nb",
        ] {
            assert!(!in_inputs(bad), "{bad}");
        }
        assert!(in_inputs("inputs/data/roster 1.csv"));
    }
}
