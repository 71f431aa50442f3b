//! Disks that fail, and programs that are killed, at any step: for tests.

#![expect(clippy::disallowed_methods, reason = "tests look at the disk")]

use super::disk::{DiskStep, DiskWatch, OwnersDisk};
use super::look::FolderState;
use super::staging::Staging;
use super::{Failure, folder_state, write_file_on, write_open_on};
use crate::cli::output::Output;
use crate::report::{MANIFEST, Whom};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tempfile::TempDir;

/// Trouble to come.
#[derive(Debug, Default)]
struct Trouble {
    steps: AtomicUsize,
    /// The step that fails, counted from 0.
    at: Option<usize>,
    error: Option<io::ErrorKind>,
    /// Nothing can be done after it either: the program is gone.
    killed: bool,
    /// Steps that this disk does not know.
    unknown: Vec<(DiskStep, io::ErrorKind)>,
}

impl DiskWatch for Trouble {
    fn before(&self, step: DiskStep) -> io::Result<()> {
        let now = self.steps.fetch_add(1, Ordering::Relaxed);
        let due = self.at.is_some_and(|at| if self.killed { now >= at } else { now == at });
        match (due, self.unknown.iter().find(|(unknown, _)| *unknown == step)) {
            (true, _) => Err(self.error.unwrap_or(io::ErrorKind::Other).into()),
            (false, Some((_, error))) => Err((*error).into()),
            (false, None) => Ok(()),
        }
    }
}

/// A disk without trouble, that nobody waits for.
fn calm() -> OwnersDisk {
    OwnersDisk::watched(Arc::new(Trouble::default()))
}

/// What stands below a folder: text by path, hidden ones too, folders with `/`.
fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                found.insert(format!("{name}/"), String::new());
                open.push(path);
            } else {
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn is_hidden(name: &str) -> bool {
    name.contains(".cascade-")
}

/// A finished run of some files, as a folder of results holds it.
fn run_into(disk: OwnersDisk, target: &Path, files: &[(&str, &str)]) -> Result<(), String> {
    let said = |failure: super::Failure| failure.words().unwrap_or_default();
    let mut staging = Staging::on(disk, target).map_err(said)?;
    let manifest =
        serde_json::json!({ "files": files.iter().map(|(name, _)| (*name, "")).collect::<BTreeMap<_, _>>() });
    for (name, text) in files {
        staging.write_of(name, Whom::Persons, |sink| sink.write_all(text.as_bytes())).map_err(said)?;
    }
    staging.write(MANIFEST, |sink| sink.write_all(manifest.to_string().as_bytes())).map_err(said)?;
    staging.publish().map_err(said)
}

const OLD: &[(&str, &str)] = &[("a.csv", "old a"), ("charts/b.svg", "old b"), ("stale/c.csv", "old c")];
const NEW: &[(&str, &str)] = &[("a.csv", "new a"), ("charts/b.svg", "new b"), ("d.csv", "new d")];
const OTHERS: &[(&str, &str)] =
    &[("mine.txt", "years of work"), ("charts/mine.svg", "a sketch"), ("deep/er/x", "x")];

/// How things stand before a run.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Before {
    Nothing,
    Empty,
    /// A run, with what others put into it.
    Run,
    /// Only what others put there.
    Others,
}

fn stage(before: Before) -> (TempDir, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let target = root.path().join("results");
    match before {
        Before::Nothing => {}
        Before::Empty | Before::Others => fs::create_dir(&target).unwrap(),
        Before::Run => run_into(calm(), &target, OLD).unwrap(),
    }
    if matches!(before, Before::Run | Before::Others) {
        for (name, text) in OTHERS {
            fs::create_dir_all(target.join(name).parent().unwrap()).unwrap();
            fs::write(target.join(name), text).unwrap();
        }
        fs::create_dir_all(target.join("an/empty one")).unwrap();
    }
    #[cfg(unix)]
    if target.exists() {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&target, fs::Permissions::from_mode(0o700)).unwrap();
    }
    (root, target)
}

/// What stands there once the new run does.
fn after(before: Before) -> BTreeMap<String, String> {
    let (root, target) = stage(before);
    run_into(calm(), &target, NEW).unwrap();
    let found = tree(root.path());
    let others = if matches!(before, Before::Run | Before::Others) { OTHERS } else { &[] };
    for (name, text) in NEW.iter().chain(others) {
        assert_eq!(
            found.get(&format!("results/{name}")).map(String::as_str),
            Some(*text),
            "{before:?}: {name}"
        );
    }
    assert!(!found.keys().any(|name| name.contains("stale") || is_hidden(name)), "{before:?}: {found:?}");
    found
}

const KINDS: [Before; 4] = [Before::Nothing, Before::Empty, Before::Run, Before::Others];

#[test]
fn whatever_step_fails_the_old_stands_whole_or_the_new_does() {
    for error in [io::ErrorKind::StorageFull, io::ErrorKind::Other, io::ErrorKind::PermissionDenied] {
        for before in KINDS {
            let new = after(before);
            let mut failed = 0;
            for at in 0.. {
                let (root, target) = stage(before);
                let old = tree(root.path());
                let trouble = Arc::new(Trouble { at: Some(at), error: Some(error), ..Trouble::default() });
                let ended = run_into(OwnersDisk::watched(Arc::<Trouble>::clone(&trouble)), &target, NEW);
                let mut found = tree(root.path());
                if ended.is_err() {
                    failed += 1;
                    found.retain(|name, _| !is_hidden(name));
                    assert_eq!(found, old, "{error} at step {at} over {before:?}: {ended:?}");
                } else {
                    found.retain(|name, _| !is_hidden(name));
                    assert_eq!(found, new, "{error} at step {at} over {before:?}");
                }
                // What could not be removed at that moment is removed by the next run.
                run_into(calm(), &target, NEW).unwrap();
                assert_eq!(tree(root.path()), new, "{error} at step {at} over {before:?}, and again");
                if trouble.steps.load(Ordering::Relaxed) <= at {
                    break;
                }
            }
            assert!(failed > 12, "only {failed} steps can fail over {before:?}");
        }
    }
}

#[test]
fn killed_before_any_step_the_old_stands_whole_or_the_new_does() {
    let at_once = vec![];
    let not_at_once = vec![(DiskStep::Exchange, io::ErrorKind::Unsupported)];
    for unknown in [at_once, not_at_once] {
        for before in KINDS {
            let new = after(before);
            let (mut old_stood, mut new_stood, mut none_stood) = (0, 0, 0);
            for at in 0.. {
                let (root, target) = stage(before);
                let old = tree(root.path());
                let trouble = Arc::new(Trouble {
                    at: Some(at),
                    killed: true,
                    unknown: unknown.clone(),
                    ..Trouble::default()
                });
                let _ = run_into(OwnersDisk::watched(Arc::<Trouble>::clone(&trouble)), &target, NEW);
                let mut found = tree(root.path());
                found.retain(|name, _| !is_hidden(name));
                if found == new {
                    new_stood += 1;
                } else if found == old {
                    old_stood += 1;
                } else {
                    // Between two renames there is nothing; never a mixture.
                    assert!(
                        !unknown.is_empty() && found.is_empty(),
                        "killed at {at} over {before:?}: {found:?}"
                    );
                    none_stood += 1;
                }
                if trouble.steps.load(Ordering::Relaxed) <= at {
                    break;
                }
                // The next run, into another place beside it, finds what was left.
                write_file_on(&calm(), &root.path().join("another"), false, b"x").unwrap();
                let mut found = tree(root.path());
                assert_eq!(found.remove("another").as_deref(), Some("x"));
                assert!(found == old || found == new, "killed at {at} over {before:?}, and after: {found:?}");
            }
            let two_renames = !unknown.is_empty() && before != Before::Nothing;
            assert!(old_stood > 10 && new_stood > 1, "{before:?}: {old_stood} old, {new_stood} new");
            assert_eq!(none_stood, usize::from(two_renames), "{before:?}");
        }
    }
}

#[test]
fn a_folder_that_cannot_be_renamed_is_filled_file_by_file() {
    for error in [io::ErrorKind::CrossesDevices, io::ErrorKind::ResourceBusy] {
        let new = after(Before::Run);
        let (root, target) = stage(Before::Run);
        let trouble = Trouble { unknown: vec![(DiskStep::Exchange, error)], ..Trouble::default() };
        run_into(OwnersDisk::watched(Arc::new(trouble)), &target, NEW).unwrap();
        assert_eq!(tree(root.path()), new);
    }
}

#[test]
fn where_files_cannot_have_two_names_those_of_others_are_copied_or_nothing_happens() {
    let (root, target) = stage(Before::Run);
    let old = tree(root.path());
    let trouble =
        Trouble { unknown: vec![(DiskStep::Link, io::ErrorKind::StorageFull)], ..Trouble::default() };
    let said = run_into(OwnersDisk::watched(Arc::new(trouble)), &target, NEW).unwrap_err();
    assert!(
        said.contains("of others, which stands in it, cannot be carried over: the disk is full"),
        "{said}"
    );
    assert_eq!(tree(root.path()), old);
}

#[test]
fn a_file_stands_whole_or_as_it_was_whatever_fails() {
    for (killed, replace) in [(false, false), (false, true), (true, false), (true, true)] {
        for at in 0.. {
            let root = tempfile::tempdir().unwrap();
            let path = root.path().join("clean.csv");
            if replace {
                fs::write(&path, "old").unwrap();
            }
            let trouble = Arc::new(Trouble {
                at: Some(at),
                killed,
                error: Some(io::ErrorKind::StorageFull),
                ..Trouble::default()
            });
            let ended =
                write_file_on(&OwnersDisk::watched(Arc::<Trouble>::clone(&trouble)), &path, replace, b"new");
            let found = fs::read_to_string(&path).ok();
            let expected = if replace { Some("old".to_owned()) } else { None };
            match ended {
                Ok(()) => assert_eq!(found.as_deref(), Some("new"), "step {at}"),
                Err(_) => assert!(
                    found == expected || (killed && found.as_deref() == Some("new")),
                    "step {at}: {found:?}"
                ),
            }
            write_file_on(&calm(), &root.path().join("other"), false, b"x").unwrap();
            assert!(
                !tree(root.path()).keys().any(|name| is_hidden(name)),
                "step {at}: {:?}",
                tree(root.path())
            );
            if trouble.steps.load(Ordering::Relaxed) <= at {
                break;
            }
        }
    }
}

#[test]
fn pages_are_all_there_before_the_first_has_its_name() {
    let pages =
        |text: &str| ["a.1", "b.1", "c.1"].map(|name| (name.to_owned(), text.as_bytes().to_vec())).to_vec();
    for stood in [false, true] {
        for unknown in [DiskStep::File, DiskStep::Bytes, DiskStep::Flush] {
            let root = tempfile::tempdir().unwrap();
            let target = root.path().join("man1");
            if stood {
                write_open_on(&calm(), &target, &pages("old")).unwrap();
                fs::write(target.join("others.1"), "others").unwrap();
            }
            let before = tree(root.path());
            let trouble =
                Trouble { unknown: vec![(unknown, io::ErrorKind::StorageFull)], ..Trouble::default() };
            let disk = OwnersDisk::watched(Arc::new(trouble));
            let said = write_open_on(&disk, &target, &pages("new")).unwrap_err().words().unwrap();
            assert!(said.ends_with("the disk is full"), "{said}");
            assert_eq!(tree(root.path()), before, "{unknown:?}");
            write_open_on(&calm(), &target, &pages("new")).unwrap();
            let now = tree(root.path());
            assert_eq!(now.get("man1/c.1").map(String::as_str), Some("new"));
            assert_eq!(now.contains_key("man1/others.1"), stood);
        }
    }
}

#[test]
fn two_cannot_write_into_one_place() {
    let (_root, target) = stage(Before::Run);
    let held = Staging::beside(&target).unwrap();
    let said = run_into(calm(), &target, NEW).unwrap_err();
    assert!(
        said.contains(&format!("(process {})", std::process::id())) && said.contains("results"),
        "{said}"
    );
    // Nor may the folder be exchanged in which one writes.
    drop(held);
    let held = Staging::beside(&target.join("deep/inner")).unwrap();
    let said = run_into(calm(), &target, NEW).unwrap_err();
    assert!(said.contains("another cascade is writing into"), "{said}");
    drop(held);
    run_into(calm(), &target, NEW).unwrap();
}

#[test]
fn what_appears_meanwhile_is_not_replaced() {
    let (root, target) = stage(Before::Nothing);
    let mut staging = Staging::beside(&target).unwrap();
    staging.write("a", |sink| sink.write_all(b"a")).unwrap();
    fs::create_dir(&target).unwrap();
    let said = staging.publish().unwrap_err().words().unwrap();
    assert!(said.contains("appeared while its results were being made"), "{said}");
    assert_eq!(tree(root.path()).into_keys().collect::<Vec<_>>(), ["results/"]);
    assert_eq!(folder_state(&target).unwrap(), FolderState::Empty);
}

#[test]
fn what_others_do_meanwhile_is_kept() {
    let (root, target) = stage(Before::Run);
    let mut staging = Staging::beside(&target).unwrap();
    staging.write("a.csv", |sink| sink.write_all(b"new a")).unwrap();
    fs::write(target.join("mine.txt"), "a year more").unwrap();
    fs::write(target.join("later.txt"), "later").unwrap();
    staging.publish().unwrap();
    let found = tree(root.path());
    assert_eq!(found["results/mine.txt"], "a year more");
    assert_eq!(found["results/later.txt"], "later");
    assert_eq!(found["results/a.csv"], "new a");
    assert!(!found.contains_key("results/charts/b.svg"));
}

#[test]
fn what_is_not_ours_is_not_removed() {
    let (root, target) = stage(Before::Nothing);
    for (name, file) in
        [(".cascade-x.writing", "thesis"), (".cascade-abc", ".cascade-owner"), ("x", ".cascade-owner")]
    {
        fs::create_dir(root.path().join(name)).unwrap();
        fs::write(root.path().join(name).join(file), "cascade writes here\nprocess 1\n").unwrap();
    }
    let checkpoint = root.path().join(".cascade-results.checkpoint");
    fs::write(&checkpoint, "half of it").unwrap();
    let before = tree(root.path());
    run_into(calm(), &target, NEW).unwrap();
    let after = tree(root.path());
    assert!(before.iter().all(|(name, text)| after.get(name) == Some(text)), "{after:?}");
    // In the way of a run of its own name, it is said to be so.
    let said = run_into(calm(), &root.path().join("x"), NEW).unwrap_err();
    assert!(said.contains("is in the way, and no run of cascade made it"), "{said}");
}

/// Outputs of different weight; there is nothing for one of them.
fn outputs() -> Vec<Output<'static>> {
    let names = ["a.csv", "charts/b.svg", "charts/b.png", "none.csv", "w.xlsx", "r.html", "z.csv"];
    let output = |name: &'static str| {
        Output::new(name, Whom::Persons, move |sink| sink.write_all(name.as_bytes()))
            .when(move || name != "none.csv")
    };
    names.map(output).into()
}

#[test]
fn files_are_written_side_by_side_and_listed_in_order() {
    for threads in [1, 2, 7, 1000] {
        let (root, target) = stage(Before::Nothing);
        let mut staging = Staging::on(calm(), &target).unwrap();
        staging.write_all(&outputs(), threads, &AtomicBool::new(false)).unwrap();
        let names: Vec<&str> = staging.written().iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["a.csv", "charts/b.svg", "charts/b.png", "w.xlsx", "r.html", "z.csv"]);
        assert!(staging.written().iter().all(|file| file.whom == Whom::Persons));
        staging.publish().unwrap();
        assert_eq!(tree(root.path()).len(), 6 + 2, "files and two folders");
        assert_eq!(fs::read_to_string(target.join("charts/b.png")).unwrap(), "charts/b.png");
    }
}

#[test]
fn the_first_file_that_fails_is_the_one_told_and_nothing_stays() {
    for threads in [1, 2, 7] {
        let (root, target) = stage(Before::Nothing);
        let mut staging = Staging::on(calm(), &target).unwrap();
        let fails =
            |name: &'static str| Output::new(name, Whom::Groups, |_| Err(io::ErrorKind::StorageFull.into()));
        let mut all = outputs();
        // Heavier ones are begun first; the lighter one stands before them.
        all.splice(2..2, [fails("charts/bad.svg"), fails("bad.xlsx")]);
        let failure = staging.write_all(&all, threads, &AtomicBool::new(false)).unwrap_err();
        let said = failure.words().unwrap();
        assert!(said.ends_with("results/charts/bad.svg: the disk is full"), "{said}");
        drop(staging);
        assert!(tree(root.path()).is_empty());
    }
}

#[test]
fn writing_ends_when_it_is_asked_to() {
    let (root, target) = stage(Before::Nothing);
    let mut staging = Staging::on(calm(), &target).unwrap();
    let stop = AtomicBool::new(false);
    let endless = Output::new("endless.csv", Whom::Groups, |sink| {
        stop.store(true, Ordering::Relaxed);
        loop {
            sink.write_all(&[b'x'; 4096])?;
        }
    });
    let failure = staging.write_all(&[endless], 2, &stop).unwrap_err();
    assert!(matches!(failure, Failure::Interrupted), "{failure:?}");
    drop(staging);
    assert!(tree(root.path()).is_empty());
}
