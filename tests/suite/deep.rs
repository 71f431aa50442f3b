//! What takes longer than the gate. `.ci/deep` runs it in a release build:
//! `DEEP=20 cargo test --release -- --include-ignored`.

use super::common::{contents, file, files_below, program, text_of};
use cascade::analysis::{VerifyOptions, verify};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const MANIFEST: &str = "manifest.json";

/// The files of a run but for the manifest, which holds times.
fn results(scenario: &Path, trials: &str, threads: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let run = ["run", "--quiet", "--trials", trials, "--threads", threads, "--out", "results"];
    program(folder.path()).args(run).arg(scenario).assert().success();
    let mut found = contents(&folder.path().join("results"));
    assert!(found.remove(MANIFEST).is_some() && found.len() > 10, "{}", scenario.display());
    found
}

#[test]
#[ignore = "minutes; .ci/deep runs it"]
fn every_file_of_every_scenario_is_the_same_on_any_number_of_threads() {
    let mut scenarios = files_below("scenarios", "toml");
    scenarios.push(file("src/cli/starter/scenario.toml"));
    for scenario in scenarios {
        let one = results(&scenario, "500", "1");
        for threads in ["2", "7"] {
            let other = results(&scenario, "500", threads);
            let differ: Vec<&String> = one.keys().filter(|name| one.get(*name) != other.get(*name)).collect();
            assert!(differ.is_empty(), "{} on {threads} threads: {differ:?}", scenario.display());
            assert_eq!(one.len(), other.len(), "{}", scenario.display());
        }
    }
}

#[test]
#[ignore = "a minute; .ci/deep runs it"]
fn every_published_figure_agrees_or_fails_as_it_did() {
    const PINS: &str = "tests/golden/verified.txt";
    let findings = verify(&VerifyOptions { effort: 1.0, threads: None }, |_| true, |_| ()).unwrap();
    let present: Vec<String> =
        findings.iter().map(|found| format!("{} {:?}\n", found.target.id, found.verdict)).collect();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(file(PINS), present.concat()).unwrap();
        return;
    }
    let pinned = text_of(PINS);
    let changed: Vec<&String> = present.iter().filter(|line| !pinned.contains(*line)).collect();
    assert!(
        present.concat() == pinned.replace('\r', ""),
        "verdicts have changed; of {} these are not as pinned: {changed:?}; if it is meant, run \
         UPDATE_GOLDENS=1 cargo test --release -- --include-ignored published",
        present.len()
    );
}

/// What is wrong with a folder that says it is finished.
pub(super) fn faults(folder: &Path) -> Vec<String> {
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join(MANIFEST)).unwrap()).unwrap();
    let files = manifest["files"].as_object().expect("the manifest lists its files");
    assert!(files.len() > 10);
    let fault = |(name, hash): (&String, &serde_json::Value)| {
        let bytes = std::fs::read(folder.join(name)).unwrap_or_default();
        let digits = Sha256::digest(&bytes).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let found: String = digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect();
        (hash.as_str() != Some(found.as_str())).then(|| name.clone())
    };
    files.iter().filter_map(fault).collect()
}

/// Runs the starter with another seed into `results`, killed so long after it began, or after it began to publish;
/// whether it was killed.
fn killed_after(folder: &Path, seed: u32, patience: Duration, while_publishing: bool) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cascade"))
        .args(["run", "scenario.toml", "--force", "--quiet", "--trials", "300", "--out", "results", "--seed"])
        .arg(seed.to_string())
        .current_dir(folder)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let last = folder.join(".cascade-results.writing/new").join(MANIFEST);
    while while_publishing && !last.exists() {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
    }
    let began = Instant::now();
    while began.elapsed() < patience {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        if !while_publishing {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    true
}

#[test]
#[ignore = "minutes; .ci/deep runs it"]
fn killed_at_any_of_200_moments_a_folder_is_the_old_run_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    for name in ["scenario.toml", "roster.csv"] {
        std::fs::write(place.join(name), text_of(&format!("src/cli/starter/{name}"))).unwrap();
    }
    let began = Instant::now();
    let long = Duration::from_secs(120);
    assert!(!killed_after(place, 0, long, false), "a small run takes two minutes");
    let whole = began.elapsed();
    let (mut killed, mut finished, mut published) = (0, 0, 0);
    // Into a new folder and over an old one in turn; every other one inside the publishing step.
    for attempt in 1..=200_u32 {
        let results = place.join("results");
        let seed = |folder: &Path| {
            let text = std::fs::read(folder.join(MANIFEST)).ok()?;
            serde_json::from_slice::<serde_json::Value>(&text).ok()?["seed"].as_u64()
        };
        if attempt % 4 < 2 {
            _ = std::fs::remove_dir_all(&results);
        } else if results.exists() {
            std::fs::write(results.join("mine.txt"), attempt.to_string()).unwrap();
        }
        let (before, had) = (seed(&results), results.join("mine.txt").exists());
        let part = f64::from(attempt) / 200.0;
        let was_killed = if attempt % 2 == 0 {
            killed_after(place, attempt, Duration::from_micros(u64::from(attempt) * 25), true)
        } else {
            killed_after(place, attempt, whole.mul_f64(1.1 * part.sqrt()), false)
        };
        *(if was_killed { &mut killed } else { &mut finished }) += 1;
        let found = seed(&results);
        if found == Some(u64::from(attempt)) {
            published += 1;
        } else {
            assert!(was_killed && found == before, "attempt {attempt}: {found:?} where {before:?} stood");
        }
        assert_eq!(results.exists(), found.is_some(), "attempt {attempt}: a folder without a run");
        if found.is_some() {
            assert_eq!(faults(&results), Vec::<String>::new(), "attempt {attempt}");
        }
        assert_eq!(results.join("mine.txt").exists(), had, "attempt {attempt}: what others put there");
        let left = contents(place)
            .into_keys()
            .filter(|name| name.starts_with(".cascade-") && name.matches('/').count() == 1);
        assert!(left.filter(|name| name.ends_with('/')).count() <= 1, "attempt {attempt}");
    }
    assert!(
        killed > 60 && published > finished && finished > 0,
        "{killed} killed, {finished} finished, {published} published"
    );
    // Nothing that a kill leaves stands in the way of the next run, and nothing of it stays.
    assert!(!killed_after(place, 0, long, false));
    assert_eq!(faults(&place.join("results")), Vec::<String>::new());
    assert!(!contents(place).keys().any(|name| name.contains(".cascade-")));
}
