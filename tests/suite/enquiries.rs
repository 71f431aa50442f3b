//! What the commands have in common that ask a study at other numbers: a folder that appears whole, the same bytes for
//! any number of threads and for whoever was stopped and went on, and clear words.

use super::common::{begun, contents, ended, interrupt, kill, lives_until, manifest, names, words};
use super::resume::text;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::time::Duration;

/// Each command with arguments for the small system of [`text`]: variants `quality`, which is funded, and `more`.
const ASKED: [&[&str]; 5] = [
    &["sweep", "s.toml", "--vary", "more:plan.flat.pay.salary.per_fte=200000..240000:3", "--trials", "64"],
    &["sensitivity", "s.toml", "--points", "64", "--trials", "64"],
    &[
        "search",
        "s.toml",
        "--from",
        "more",
        "--vary",
        "plan.flat.pay.salary.per_fte=150000..250000",
        "--trials",
        "32",
    ],
    &["price", "s.toml", "--trials", "64", "--put-in"],
    &["review", "s.toml", "--trials", "64", "--out", "x"],
];

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("s.toml"), text("seed = 5")).unwrap();
    folder
}

/// A command with further arguments, its results in `out`.
fn with<'a>(asked: &[&'a str], out: &'a str, further: &[&'a str]) -> Vec<&'a str> {
    let mut all: Vec<&str> = asked.iter().copied().filter(|word| !["--out", "x"].contains(word)).collect();
    all.extend(["--out", out]);
    all.extend(further);
    all
}

/// Files and folders of results without the manifest's own.
fn results(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    contents(folder)
}

#[test]
fn each_writes_a_whole_folder_that_its_manifest_lists_for_its_owner_alone() {
    let place = folder();
    for asked in ASKED {
        let command = asked[0];
        let (out, _) = ended(place.path(), &with(asked, command, &["--json"]), 0);
        let told: serde_json::Value =
            serde_json::from_str(&out).unwrap_or_else(|why| panic!("{command}: {why}"));
        assert!(told.is_object(), "{command}");
        let own = place.path().join(command);
        let listed = manifest(&own);
        assert_eq!(listed["command"], command);
        let files = listed["files"].as_object().unwrap();
        for (name, bytes) in results(&own) {
            if name.ends_with('/') || name == "manifest.json" {
                continue;
            }
            let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(files[&name].as_str(), Some(hash.as_str()), "{command}: {name}");
            let is_table = Path::new(&name).extension().is_some_and(|ending| ending == "csv");
            if is_table && !name.starts_with("inputs/") {
                let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(&bytes[..])
                    .into_records()
                    .collect::<Result<_, _>>()
                    .unwrap_or_else(|why| panic!("{command}: {name}: {why}"));
                assert!(!rows.is_empty(), "{command}: {name} has no row");
            }
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&own), 0o700, "{command}");
            assert_eq!(mode(&own.join("manifest.json")), 0o600, "{command}");
        }
        // Over itself it may write, over something else it may not.
        ended(place.path(), &with(asked, command, &["-q"]), 0);
        std::fs::create_dir(place.path().join("other")).unwrap();
        std::fs::write(place.path().join("other/mine.txt"), "mine").unwrap();
        let (_, said) = ended(place.path(), &with(asked, "other", &[]), 2);
        assert!(said.contains("--force"), "{command}: {said}");
        assert_eq!(std::fs::read(place.path().join("other/mine.txt")).unwrap(), b"mine");
        std::fs::remove_dir_all(place.path().join("other")).unwrap();
    }
    let hidden: Vec<String> = names(place.path()).into_iter().filter(|name| name.starts_with('.')).collect();
    assert!(hidden.is_empty(), "left lying about: {hidden:?}");
}

#[test]
fn each_gives_the_same_bytes_for_any_number_of_threads() {
    let place = folder();
    for asked in ASKED {
        let command = asked[0];
        for threads in ["1", "3"] {
            let (out, err) = ended(
                place.path(),
                &with(asked, &format!("{command}-{threads}"), &["--threads", threads, "-q"]),
                0,
            );
            assert!(out.is_empty() && err.is_empty(), "{command} is to be quiet: {out}{err}");
        }
        let of = |threads: &str| results(&place.path().join(format!("{command}-{threads}")));
        assert_eq!(of("1"), of("3"), "{command}");
    }
}

#[test]
fn each_goes_on_to_the_same_bytes_after_it_was_killed_or_stopped() {
    for asked in ASKED {
        let command = asked[0];
        let place = folder();
        ended(place.path(), &with(asked, "whole", &["-q"]), 0);
        let further = ["-q", "--checkpoint-seconds", "0", "--threads", "1"];
        let checkpoint = place.path().join(".cascade-out.checkpoint");
        let mut stopped = 0;
        for way in [kill, |child: std::process::Child| {
            interrupt(&child);
            let ended = child.wait_with_output().unwrap();
            assert!(matches!(ended.status.code(), Some(130 | 0)), "{}", words(&ended.stderr));
        }] {
            let mut child = begun(place.path(), &with(asked, "out", &further));
            if lives_until(&mut child, || checkpoint.exists()) {
                std::thread::sleep(Duration::from_millis(20));
                way(child);
                stopped += usize::from(checkpoint.exists());
            }
            let again: Vec<&str> = further.iter().copied().chain(["--resume"]).collect();
            ended(place.path(), &with(asked, "out", &again), 0);
            assert_eq!(results(&place.path().join("out")), results(&place.path().join("whole")), "{command}");
            assert!(!checkpoint.exists(), "{command} leaves its checkpoint");
            std::fs::remove_dir_all(place.path().join("out")).unwrap();
        }
        assert!(stopped > 0 || command == "review", "{command} was never stopped midway");
    }
}

#[test]
fn each_says_what_is_wrong_with_what_it_is_asked_and_writes_nothing() {
    let place = folder();
    for asked in ASKED {
        let command = asked[0];
        for (further, hint) in [
            (&["--trials", "0"][..], "--trials"),
            (
                &["--arms", "qualty"][..],
                if ["price", "review"].contains(&command) { "--arm NAME" } else { "quality" },
            ),
            (&["--no-such-option"][..], "--no-such-option"),
        ] {
            let (out, said) = ended(place.path(), &with(asked, "never", further), 2);
            assert!(out.is_empty() && said.contains(hint), "{command} {further:?}: {said}");
        }
        let mut missing = with(asked, "never", &[]);
        missing[1] = "not-there.toml";
        let (_, said) = ended(place.path(), &missing, 3);
        assert!(said.contains("not-there.toml"), "{command}: {said}");
        std::fs::write(place.path().join("broken.toml"), "run = { years = -1 }").unwrap();
        missing[1] = "broken.toml";
        let (_, said) = ended(place.path(), &missing, 3);
        assert!(said.contains("broken.toml:1:"), "{command}: {said}");
    }
    assert!(!place.path().join("never").exists());
}
