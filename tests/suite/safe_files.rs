//! Files that are safe to keep: for their owner alone, whole or not there, never mixed, whatever happens on the way.
//! That every single step may fail or be the last, `src/cli/folder/trouble.rs` holds; what a kill at random does to the
//! whole program, `deep.rs`, too.

#![cfg(unix)]

use super::common::{
    begun, contents, ended, ends, faults, kill, killed_after, lives_until, manifest, names, program, shell,
    small, words,
};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Child;
use std::time::Duration;

/// A run without what takes longest to write.
const QUICK: [&str; 8] =
    ["run", "scenario.toml", "--charts", "none", "--no-report", "--no-workbook", "--no-stress", "-q"];

fn mode(path: &Path) -> u32 {
    std::fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

/// What is below a folder and can be read by others.
fn open_to_others(folder: &Path) -> Vec<String> {
    let found = names(folder).into_iter();
    found.filter(|name| mode(&folder.join(name.trim_end_matches('/'))) & 0o077 != 0).collect()
}

/// Hidden things beside results.
fn hidden(folder: &Path) -> Vec<String> {
    names(folder).into_iter().filter(|name| name.contains(".cascade-")).collect()
}

/// Begins a run that takes hours, and waits until it holds its place.
fn begin(folder: &Path, out: &str) -> Child {
    let long = ["--trials", "100000000", "--checkpoint-seconds", "3600"];
    let mut child = begun(folder, &[&["run", "scenario.toml", "--out", out], &long[..]].concat());
    let place = folder.join(format!(".cascade-{out}.writing"));
    // It notes first what it will make, and then makes it.
    let noted =
        || std::fs::read_to_string(place.join(".cascade-owner")).is_ok_and(|said| said.contains("\nnew "));
    let holds = || noted() && place.join("new").exists();
    assert!(lives_until(&mut child, holds), "it takes hours");
    child
}

#[test]
fn what_is_written_is_for_its_owner_alone() {
    for umask in ["000", "022"] {
        let folder = small();
        let place = folder.path();
        let run = |line: &str| {
            let (code, _, err) = shell(place, &format!("umask {umask}; {line}"));
            assert_eq!(code, Some(0), "{line}: {err}");
            err
        };
        let quick = "$CASCADE run scenario.toml -q --charts none --format csv,json --out";
        assert_eq!(run(&format!("{quick} new/and/deep")), "");
        assert_eq!(mode(&place.join("new")), 0o700);
        run("mkdir stood; echo mine > stood/mine.txt; chmod 640 stood/mine.txt; chmod 755 stood");
        let err = run(&format!("{quick} stood --force"));
        assert!(
            err.starts_with("note: others on this machine can look into stood") && err.lines().count() == 1,
            "{err}"
        );
        assert!(err.contains("755") && err.contains("chmod 700"), "{err}");
        // What stood keeps its readers; what is new has none.
        assert_eq!((mode(&place.join("stood")), mode(&place.join("stood/mine.txt"))), (0o755, 0o640));
        run("$CASCADE init began");
        run("$CASCADE roster roster.csv --out clean.csv");
        run("$CASCADE check scenario.toml --upgrade --out upgraded.toml");
        let open = open_to_others(place);
        assert_eq!(open, ["roster.csv", "scenario.toml", "stood/", "stood/mine.txt"], "umask {umask}");
        let err = run(&format!("chmod 700 stood; {quick} stood"));
        assert_eq!(err, "", "nothing is left to say");
    }
}

#[test]
fn files_of_persons_are_marked() {
    let folder = small();
    ended(folder.path(), &["run", "scenario.toml", "--charts", "none", "-q", "--out", "r"], 0);
    let manifest = manifest(&folder.path().join("r"));
    let marked: Vec<&str> =
        manifest["confidential"].as_array().unwrap().iter().filter_map(|name| name.as_str()).collect();
    for name in ["physicians.csv", "law.csv", "report.html", "workbook.xlsx"] {
        if manifest["files"].get(name).is_some() {
            assert!(marked.contains(&name), "{name} is not among {marked:?}");
        }
    }
    assert!(marked.contains(&"physicians.csv") && !marked.contains(&"summary.csv"), "{marked:?}");
    assert!(marked.iter().all(|name| folder.path().join("r").join(name).exists()));
}

#[test]
fn two_runs_into_one_folder_cannot_mix() {
    let folder = small();
    let place = folder.path();
    let first = begin(place, "r");
    let before = contents(place);
    let (_, err) = ended(place, &["run", "scenario.toml", "--out", "r"], 1);
    let expected = format!(
        "error: another cascade (process {}) is writing r; wait until it is done, or name another place with --out\n",
        first.id()
    );
    assert_eq!(err, expected);
    assert!(contents(place) == before);
    // A place beside it is free, and what the living one holds is left alone.
    let (_, err) = ends(program(place).args(QUICK).args(["--out", "s"]), 0);
    assert_eq!(err, "");
    let id = first.id();
    kill(first);
    assert_eq!(hidden(place).len(), 3, "{:?}", hidden(place));
    let (_, err) = ends(program(place).args(QUICK).args(["--out", "r"]), 0);
    assert!(
        err.starts_with("note: removed ")
            && err.ends_with(&format!("left by a run (process {id}) that was killed\n")),
        "{err}"
    );
    assert_eq!(hidden(place), Vec::<String>::new());
    assert_eq!(faults(&place.join("r")), Vec::<String>::new());
}

#[test]
fn what_a_killed_run_left_is_removed_by_the_next_beside_it() {
    let folder = small();
    let place = folder.path();
    kill(begin(place, "r"));
    std::fs::write(place.join(".cascade-r.checkpoint"), "half of it").unwrap();
    std::fs::create_dir(place.join(".cascade-theirs")).unwrap();
    let (_, err) = ended(place, &["roster", "roster.csv", "--out", "clean.csv"], 0);
    assert!(err.contains(".cascade-r.writing, left by a run (process "), "{err}");
    assert_eq!(hidden(place), [".cascade-r.checkpoint", ".cascade-theirs/"]);
}

#[test]
fn killed_while_it_publishes_a_run_is_there_or_the_one_before() {
    let folder = small();
    let place = folder.path();
    ends(program(place).args(QUICK).args(["--out", "r"]), 0);
    std::fs::write(place.join("r/mine.txt"), "years of work").unwrap();
    for attempt in 0..8_u32 {
        let seed = attempt.to_string();
        let mut child =
            begun(place, &[&QUICK[..], &["--force", "--out", "r", "--seed", seed.as_str()]].concat());
        let manifest = place.join(".cascade-r.writing/new/manifest.json");
        lives_until(&mut child, || manifest.exists());
        killed_after(child, Duration::from_micros(u64::from(attempt) * 400));
        assert_eq!(faults(&place.join("r")), Vec::<String>::new(), "attempt {attempt}");
        assert_eq!(std::fs::read_to_string(place.join("r/mine.txt")).unwrap(), "years of work");
    }
    ends(program(place).args(QUICK).args(["--force", "--out", "r"]), 0);
    assert_eq!(hidden(place), Vec::<String>::new());
}

#[test]
fn standard_output_that_takes_nothing_ends_the_printing_alone() {
    let folder = small();
    let place = folder.path();
    let whole = |name: &str| assert_eq!(faults(&place.join(name)), Vec::<String>::new(), "{name}");
    let (code, _, err) = shell(
        place,
        "$CASCADE run scenario.toml --charts none --no-report --no-workbook --out full > /dev/full",
    );
    assert_eq!(code, Some(7), "{err}");
    assert_eq!(err, "note: full is written whole, but cannot write to standard output: the disk is full\n");
    whole("full");
    let (code, _, err) = shell(
        place,
        "$CASCADE run scenario.toml --charts none --no-report --no-workbook --json --out gone | true; exit ${PIPESTATUS[0]}",
    );
    assert_eq!(code, Some(7), "{err}");
    assert_eq!(err, "note: gone is written whole; whoever read standard output left before all was said\n");
    whole("gone");
    // A program cannot tell a closed standard output from one that leads nowhere.
    let (code, _, err) =
        shell(place, "$CASCADE run scenario.toml --charts none --no-report --no-workbook --out closed >&-");
    assert_eq!((code, err.as_str()), (Some(0), ""));
    whole("closed");
    let (code, _, err) = shell(place, "$CASCADE init began > /dev/full");
    assert_eq!(code, Some(7), "{err}");
    assert!(place.join("began/scenario.toml").exists());
    // Nothing but words was asked for: then they have failed.
    for command in ["schema", "catalogue defaults"] {
        let (code, _, err) = shell(place, &format!("$CASCADE {command} > /dev/full"));
        assert_eq!(code, Some(1), "{command}");
        assert_eq!(err, "error: cannot write to standard output: the disk is full\n", "{command}");
    }
}

#[test]
fn a_limit_on_the_size_of_files_is_said_in_words() {
    let folder = small();
    let place = folder.path();
    let before = contents(place);
    let (code, _, err) = shell(place, "ulimit -f 8; $CASCADE run scenario.toml --out r");
    assert_eq!(code, Some(1), "{err}");
    assert!(
        err.starts_with("error: cannot write r/") && err.ends_with("larger than this system allows\n"),
        "{err}"
    );
    assert!(contents(place) == before, "nothing is left half written");
    let (code, _, err) = shell(place, "ulimit -f 8; $CASCADE catalogue defaults > list.txt");
    assert_eq!(code, Some(1), "{err}");
    assert!(err.contains("cannot write to standard output: the file would be larger"), "{err}");
}

#[test]
fn a_precision_that_is_not_reached_has_a_status_of_its_own() {
    let folder = small();
    let place = folder.path();
    let run =
        ["run", "scenario.toml", "--precision", "0.0000001", "--trials", "16", "--no-stress", "--out", "r"];
    let (out, err) = ends(program(place).args(run), 5);
    assert!(out.contains("was not reached"), "{out}");
    assert!(
        err.starts_with("note: finished and published, but less precise than asked: the error of "),
        "{err}"
    );
    assert_eq!(faults(&place.join("r")), Vec::<String>::new());
    let (_, err) = ends(program(place).args(run).arg("-q"), 5);
    assert!(err.contains("less precise than asked"), "{err}");
    let help = words(&program(place).arg("--help").output().unwrap().stdout);
    for code in ["0", "1", "2", "3", "4", "5", "7", "130"] {
        assert!(
            help.lines().any(|line| line.split_whitespace().next() == Some(code)),
            "{code} is not explained"
        );
    }
}

#[test]
fn links_and_the_folder_one_is_in_are_filled_where_they_are() {
    let folder = small();
    let place = folder.path();
    let (code, _, err) = shell(
        place,
        "mkdir -m 700 real here; ln -s real latest; ln -s nowhere torn
         $CASCADE run scenario.toml -q --charts none --no-report --no-workbook --out latest && $CASCADE run scenario.toml -q --charts none --no-report --no-workbook --out latest
         cd here && $CASCADE run ../scenario.toml -q --charts none --no-report --no-workbook --out . && pwd -P && test -e manifest.json",
    );
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(std::fs::symlink_metadata(place.join("latest")).unwrap().is_symlink());
    for name in ["real", "here"] {
        assert_eq!(faults(&place.join(name)), Vec::<String>::new(), "{name}");
    }
    let (_, _, err) = shell(
        place,
        "cd here && $CASCADE run ../scenario.toml -q --charts none --no-report --no-workbook --out .",
    );
    assert!(err.contains("cannot be exchanged whole, for you are in it"), "{err}");
    let (_, err) = ended(place, &["run", "scenario.toml", "--out", "torn"], 2);
    assert!(err.contains("torn is a link that leads nowhere"), "{err}");
    std::fs::remove_file(place.join("torn")).unwrap();
    assert_eq!(hidden(place), Vec::<String>::new());
}

#[test]
fn a_folder_that_is_exchanged_stays_whose_it_was() {
    use std::os::unix::fs::{MetadataExt, chown};
    let folder = small();
    let target = folder.path().join("a");
    std::fs::create_dir(&target).unwrap();
    // Only the superuser may give things away, and most others have no second group.
    let (owner, group) = (54_321, 43_210);
    if chown(&target, Some(owner), Some(group)).is_err() {
        return;
    }
    std::fs::set_permissions(&target, std::fs::Permissions::from_mode(0o2750)).unwrap();
    let (_, err) = ended(folder.path(), &[&QUICK[..], &["--out", "a", "--force"]].concat(), 0);
    assert!(!err.contains("not whose it was"), "{err}");
    let found = std::fs::metadata(&target).unwrap();
    assert_eq!((found.uid(), found.gid(), found.mode() & 0o7777), (owner, group, 0o2750));
    assert_eq!(mode(&target.join("summary.csv")), 0o600);
}

#[test]
fn a_place_that_cannot_be_is_told_by_its_name() {
    let folder = small();
    let place = folder.path();
    for out in ["roster.csv", "roster.csv/deep/er"] {
        let (_, err) = ended(place, &[&QUICK[..], &["--out", out]].concat(), 2);
        let said = format!("roster.csv is a file, not a folder; name another folder than {out}");
        assert!(err.contains(&said), "{err}");
    }
    // As long as a name can be, and longer.
    let (long, longer) = ("x".repeat(255), "x".repeat(256));
    ended(place, &[&QUICK[..], &["--out", &long]].concat(), 0);
    assert_eq!(faults(&place.join(&long)), Vec::<String>::new());
    let (_, err) = ended(place, &[&QUICK[..], &["--out", &longer]].concat(), 1);
    assert!(err.contains(&format!("cannot look into {longer}: the name is too long")), "{err}");
}
